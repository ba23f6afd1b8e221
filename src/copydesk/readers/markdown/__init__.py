r"""Markdown: CommonMark with tables, footnotes and strikethrough, and flat front matter.

What other dialects add (`[@key]`, `{.class}`, `:::`) stays as text. The lines are those of the
file: what a paragraph, a list or a table says stands in the lines that say it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter

from copydesk.config import Config
from copydesk.model import Line, Query, Submission
from copydesk.queries import ask, unread_bibliography
from copydesk.readers.decode import decode_text
from copydesk.readers.document import Copy, Para, PlacedLine, ask_about_nested, print_lines
from copydesk.readers.headers import Header, read_header
from copydesk.readers.markdown.builder import Builder, build_copy
from copydesk.readers.markdown.parse import parse
from copydesk.readers.text import ask_encoding, number_lines
from copydesk.registry import reader

#: Words of a passage that a message quotes.
_QUOTED = 60


@reader("text/markdown")
def read_markdown(data: bytes, path: str, config: Config) -> Submission:
    r"""Read a Markdown text, each line as received a line.

    A line has what it prints for its text and what its block is for its hint; one that holds
    marks alone has no text. Front matter becomes facts, and so does a header of a scraper above
    the text. Raises `Refused` past the limits on lines, which hold for the text as received and
    for what it prints.

    >>> sent = read_markdown(b"# Mud\n\nA *wet*\nword.", "mud.md", Config())
    >>> [(line.text, line.hint, line.flow) for line in sent.lines]
    [('Mud', 'title', 'off'), ('', '', ''), ('A wet', '', 'off'), ('word.', '', 'on')]
    """
    read = decode_text(data)
    source = list(number_lines(data, read.text, path, config))
    texts = [line.text.replace("\x00", "") for line in source]
    told = read_header(texts)
    apart = {*range(told.fenced), *range(told.first, told.size)}
    parsed = parse("\n".join("" if row in apart else text for row, text in enumerate(texts)))
    built = build_copy(parsed)
    _add_header(built.copy, told, texts)
    _mark_title(built.copy, dict(told.facts).get("title", ""))
    queries = [ask_encoding(read)] if read.doubtful else []
    queries += _list_losses(told, built, parsed.kept)
    printed = print_lines(built.copy, path, config)
    return Submission(
        path,
        hashlib.sha256(data).hexdigest(),
        "text/markdown",
        tuple(_place_lines(printed, source, built.fences, told.fenced)),
        read.encoding,
        told.facts,
        tuple(queries),
    )


def _add_header(copy: Copy, told: Header, texts: Sequence[str]) -> None:
    """Set the labelled lines that stand above a text, and its abstract as its first section."""
    blocks: list[Para] = []
    for row in range(told.first, told.size):
        if texts[row].strip():
            blocks.append(Para(zone="header", row=row + 1))
            blocks[-1].add(texts[row])
    # Nothing but a headline stands above them.
    place = int(bool(blocks) and any(map(str.strip, texts[told.fenced : told.first])))
    copy.blocks[place:place] = blocks
    if told.abstract:
        place += len(blocks)
        first = copy.blocks[place] if place < len(copy.blocks) else None
        place += isinstance(first, Para) and first.role == "heading:1"
        section = build_copy(parse(f"## Abstract\n\n{told.abstract}")).copy.blocks
        for block in section:
            if isinstance(block, Para):
                block.row = told.fenced
        copy.blocks[place:place] = section


def _mark_title(copy: Copy, named: str) -> None:
    """Make the only heading of the first level the title, unless the front matter has another."""
    tops = [block for block in copy.blocks if isinstance(block, Para) and block.role == "heading:1"]
    if len(tops) == 1 and (not named or _fold(named) == _fold(tops[0].text)):
        tops[0].role = "title"


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


def _list_losses(told: Header, built: Builder, kept: int) -> Iterator[Query]:
    """A query for each kind of thing that does not reach the article."""
    copy = built.copy
    if "bibliography" in told.unknown:
        yield unread_bibliography()
    if unknown := [name for name in told.unknown if name != "bibliography"]:
        names = ", ".join(unknown)
        message = f"fields of the front matter that no edition has a place for: {names}"
        yield ask("read.dropped", 0, message, anchor="front matter " + names)
    if copy.dropped:
        names = ", ".join(f"{kind} ({number})" for kind, number in copy.dropped.items())
        yield ask("read.dropped", 0, f"left out: {names}", anchor=names)
    yield from ask_about_nested(copy.nested)
    if struck := [" ".join(passage.split()) for passage in built.struck if passage.strip()]:
        message = f"struck-out passages are printed as plain text: {len(struck)}, the first is"
        message += f" “{struck[0][:_QUOTED]}”"
        yield ask("read.dropped", 0, message, anchor="struck " + struck[0])
    if kept:
        message = f"the marks of {kept} paragraphs nest too deep; their text stands as written"
        yield ask("read.dropped", 0, message, anchor="kept")
    if copy.comments.pieces:
        message = f"comments left out: {copy.comments.pieces} ({copy.comments.words} words)"
        yield ask("read.comments", 0, message, anchor="comments")
    if copy.notes:
        yield ask("read.notes", 0, f"footnotes: {len(copy.notes)}", anchor="notes")


def _place_lines(
    printed: Sequence[PlacedLine], source: Sequence[Line], fences: Container[int], front: int
) -> Iterator[Line]:
    """The lines of `source`, each with what is printed of it.

    Where several things are printed of one, those behind the first are lines too, without a
    source of their own. `fences` are the numbers of lines that enclose programs, the first
    `front` lines are front matter.
    """
    held = {one.printed.row for one in printed if one.place == one.printed.row}
    inside = frozenset[int]().union(*(one.printed.more for one in printed))
    rows: list[tuple[float, Line]] = []
    for line in source:
        if line.number not in held:
            zone = "header" if line.number <= front else ""
            bare = Line(line.number, "", zone=zone)
            if line.number in inside and line.received.strip():
                bare = replace(bare, flow="on")  # its words stand in another line
            elif line.received.strip():
                bare = replace(bare, hint="fence" if line.number in fences else "markup")
            rows.append((line.number, bare))
    for one in printed:
        row = min(max(one.printed.row, 1), len(source))
        text, marks = one.printed.text, one.printed.marks
        line = Line(row, text, marks=marks, hint=one.hint, zone=one.zone, flow=one.flow)
        rows.append((one.place, line))
    rows.sort(key=itemgetter(0))
    told: set[int] = set()
    for number, (_, line) in enumerate(rows, 1):
        row, said = line.number, source[line.number - 1]
        first = row not in told
        told.add(row)
        yield replace(
            line,
            number=number,
            ending=said.ending if first else "",
            source=("" if not first else said.received if said.received != line.text else None),
            row=row if row != number else 0,
        )
