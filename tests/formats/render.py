"""A manuscript in each of the formats that authors send."""

from __future__ import annotations

import re
import struct
import zlib
from html import escape
from io import BytesIO
from typing import Any

from formats.manuscript import Manuscript, bare, runs

NOTES = {"en": "Notes", "fr": "Notes", "de": "Anmerkungen", "zh": "注释"}


def picture() -> bytes:
    """A PNG of four grey pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
    rows = b"\x00\x40\x80\x00\x80\x40"
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    )


# ── text ─────────────────────────────────────────────────────────────────────


def text(case: Manuscript) -> bytes:
    """Plain text as somebody copies it from a page: no links, no emphasis, no pictures."""
    parts = ["\n".join(case.before), case.title, case.deck, case.byline, case.date]
    last = ""
    count = 0
    for kind, *rest in case.blocks:
        row = _text_row(kind, rest)
        if kind in ("-", "1."):
            count = count + 1 if kind == "1." else 0
            row = f"{'  ' * (rest[0] - 1)}{f'{count}.' if kind == '1.' else '-'} {row}"
        glued = kind == last and kind in ("-", "1.", "t")
        if glued:
            parts[-1] += f"\n{row}"
        else:
            parts.append(row)
        last = kind
    if case.notes:
        notes = [f"[{number}] {bare(note)}" for number, note in enumerate(case.notes, start=1)]
        parts += [NOTES[case.language], *notes]
    parts += [case.references_heading, *case.references, case.bio_heading, *case.bio]
    parts.append("\n".join(case.after))
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _text_row(kind: str, rest: list[Any]) -> str:
    if kind == "t":
        return "\t".join(rest[0])
    if kind == "---":
        return "* * *"
    said = rest[-1]
    return "".join(f"[{words}]" if mark == "note" else words for mark, words, _ in runs(said))


# ── HTML ─────────────────────────────────────────────────────────────────────

_TAGS = {"strong": "strong", "emph": "em", "code": "code"}
_BLOCKS = {"p": "p", "h2": "h2", "h3": "h3"}


def html(case: Manuscript) -> bytes:
    """A page with its furniture in elements of its own."""
    menu = "".join(f'<li><a href="/{at}">{word}</a></li>' for at, word in enumerate(case.before))
    foot = "".join(f"<p>{escape(line)}</p>" for line in case.after)
    deck = f'<p class="subtitle">{escape(case.deck)}</p>' if case.deck else ""
    page = (
        f'<!DOCTYPE html><html lang="{case.language}"><head><meta charset="utf-8">'
        f"<title>{escape(case.title)}</title></head><body><nav><ul>{menu}</ul></nav><main><article>"
        f'<h1>{escape(case.title)}</h1>{deck}<p class="byline">{escape(case.byline)}</p>'
        f'<p class="date"><time datetime="{case.date_iso}">{escape(case.date)}</time></p>'
        f"{''.join(_html_blocks(case))}</article></main><footer>{foot}</footer></body></html>"
    )
    return page.encode()


def _html_blocks(case: Manuscript) -> list[str]:
    made: list[str] = []
    rows: list[tuple[Any, ...]] = []
    for kind, *rest in (*case.blocks, ("",)):
        if rows and rows[0][0] != kind:
            made.append(_html_run(rows))
            rows = []
        if kind in ("-", "1.", "t"):
            rows.append((kind, *rest))
        elif kind == "fig":
            alt, caption = map(escape, rest)
            made.append(
                f'<figure><img src="images/hull.png" alt="{alt}" width="800" height="600">'
                f"<figcaption>{caption}</figcaption></figure>"
            )
        elif kind == "q":
            made.append(f"<blockquote><p>{_html_inline(rest[0])}</p></blockquote>")
        elif kind == "---":
            made.append("<hr>")
        elif kind:
            made.append(f"<{_BLOCKS[kind]}>{_html_inline(rest[0])}</{_BLOCKS[kind]}>")
    if case.notes:
        notes = "".join(
            f'<li id="fn{number}">{_html_inline(note)} <a href="#ref{number}">↩</a></li>'
            for number, note in enumerate(case.notes, start=1)
        )
        made.append(f'<section class="footnotes"><ol>{notes}</ol></section>')
    for heading, lines in (
        (case.references_heading, case.references), (case.bio_heading, case.bio),
    ):  # fmt: skip
        made += [f"<h2>{escape(heading)}</h2>"] if heading else []
        made += [f"<p>{escape(line)}</p>" for line in lines]
    return made


def _html_run(rows: list[tuple[Any, ...]]) -> str:
    if rows[0][0] == "t":
        head, *body = ([_html_inline(cell) for cell in row[1]] for row in rows)
        return (
            f"<table><thead><tr>{''.join(f'<th>{cell}</th>' for cell in head)}</tr></thead><tbody>"
            + "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in body)
            + "</tbody></table>"
        )
    tag = "ul" if rows[0][0] == "-" else "ol"
    made, depth = f"<{tag}>", 1
    for at, (_, level, said) in enumerate(rows):
        if level > depth:
            made += f"<{tag}>"
        elif at:
            made += f"</li></{tag}></li>" if level < depth else "</li>"
        made += f"<li>{_html_inline(said)}"
        depth = level
    return made + f"</li></{tag}>" * depth


def _html_inline(said: str) -> str:
    pieces = []
    for kind, words, target in runs(said):
        inner = escape(words, quote=False)
        if kind == "link":
            inner = f'<a href="{escape(target)}">{inner}</a>'
        elif kind == "note":
            inner = f'<sup><a href="#fn{words}" id="ref{words}">{words}</a></sup>'
        elif kind:
            inner = f"<{_TAGS[kind]}>{inner}</{_TAGS[kind]}>"
        pieces.append(inner)
    return "".join(pieces)


# ── Markdown ─────────────────────────────────────────────────────────────────


def markdown(case: Manuscript) -> bytes:
    """Markdown as its writers write it; the markup of the cases is a part of it."""
    # "3. Oktober" would begin a list.
    date = re.sub(r"^(\d+)\.", r"\1\\.", case.date)
    parts = [f"# {case.title}", case.deck, case.byline, date]
    last = ""
    for kind, *rest in case.blocks:
        row = {
            "p": lambda rest: rest[0], "h2": lambda rest: f"## {rest[0]}",
            "h3": lambda rest: f"### {rest[0]}", "q": lambda rest: f"> {rest[0]}",
            "---": lambda _: "---", "fig": lambda rest: f"![{rest[0]}](hull.png)\n\n*{rest[1]}*",
            "-": lambda rest: f"{'  ' * (rest[0] - 1)}- {rest[1]}",
            "1.": lambda rest: f"{'   ' * (rest[0] - 1)}1. {rest[1]}",
            "t": lambda rest: f"| {' | '.join(rest[0])} |",
        }[kind](rest)  # fmt: skip
        if kind == "t" and last != "t":
            row += f"\n|{' --- |' * len(rest[0])}"
        if kind == last and kind in ("-", "1.", "t"):
            parts[-1] += f"\n{row}"
        else:
            parts.append(row)
        last = kind
    parts += [f"[^{number}]: {note}" for number, note in enumerate(case.notes, start=1)]
    for heading, lines in (
        (case.references_heading, case.references), (case.bio_heading, case.bio),
    ):  # fmt: skip
        parts += [f"## {heading}", *lines] if heading else []
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


# ── Word ─────────────────────────────────────────────────────────────────────


_STYLES = {"h2": "Heading 1", "h3": "Heading 2", "q": "Quote", "-": "List Bullet",
           "1.": "List Number"}  # fmt: skip


def docx(case: Manuscript) -> bytes:
    """A document as Word's own styles make it, with real notes, lists, links and a picture."""
    from docx import Document

    from formats.word_notes import Notes

    document = Document()
    notes = Notes(document, case.notes)
    document.add_paragraph(case.title, style="Title")
    if case.deck:
        document.add_paragraph(case.deck, style="Subtitle")
    document.add_paragraph(case.byline)
    document.add_paragraph(case.date)
    _word_blocks(case, document, notes)
    for heading, lines in (
        (case.references_heading, case.references), (case.bio_heading, case.bio),
    ):  # fmt: skip
        if heading:
            document.add_heading(heading, 1)
        for line in lines:
            document.add_paragraph(line)
    notes.close()
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _word_blocks(case: Manuscript, document: Any, notes: Any) -> None:
    table = None
    for kind, *rest in case.blocks:
        if kind == "t":
            table = table or document.add_table(rows=0, cols=len(rest[0]))
            for cell, said in zip(table.add_row().cells, rest[0], strict=True):
                notes.write(cell.paragraphs[0], said)
        elif kind == "fig":
            shape = document.add_picture(BytesIO(picture()))
            shape._inline.docPr.set("descr", rest[0])  # noqa: SLF001  no public way
            document.add_paragraph(rest[1], style="Caption")
        elif kind == "---":
            document.add_paragraph("* * *")
        else:
            style = _STYLES.get(kind)
            if kind in ("-", "1.") and rest[0] > 1:
                style = f"{style} {rest[0]}"
            notes.write(document.add_paragraph(style=style), rest[-1])
