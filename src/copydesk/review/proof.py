"""The proof: what the editor is asked, what was changed and removed, and what was understood.

`write` makes it as a web page that loads and runs nothing, `render_text` for a terminal. Both
decide nothing: what decides is a command below each question, proposal and change. Both show
characters that nobody can see by their numbers.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from copydesk.registry import WriterInput
from copydesk.review import markup as marks
from copydesk.review.answers import PLACE, name_desk
from copydesk.review.changed_lines import Fate, Span
from copydesk.review.questions import (
    MOST,
    Proof,
    ProposedChange,
    brief,
    build_proof,
    group_kept,
    standing,
)
from copydesk.review.received_styles import dressed
from copydesk.tables import load_table
from copydesk.writers.sheets import read_stylesheet

if TYPE_CHECKING:
    from jinja2 import Template

_SECTIONS: Final = {
    "asked": "Open questions",
    "proposed": "Proposed",
    "text": "The text",
    "changed": "Changed, and why",
    "kept": "Kept as written",
    "removed": "Left out",
    "joined": "Lines joined or cut",
    "citations": "Citations",
    "references": "References",
    "told": "For your information",
    "settled": "Settled",
}
_FATES: Final[dict[Fate, str]] = {
    "taken": "<del>{}</del>",
    "given": "<ins>{}</ins>",
    "doubted": '<span class="doubted">{}</span>',
    "offered": '<span class="offered">{}</span>',
}


def write(copy: WriterInput) -> bytes:
    """Write the editor's sheet: questions, changes with their ids, citations and references."""
    return render_page(build_proof(copy.article), copy.slug).encode()


# ── the page ─────────────────────────────────────────────────────────────────


def render_page(proof: Proof, slug: str) -> str:
    """Render the proof of the article `slug` as a web page; all of it is escaped text."""
    counts, place = proof.counts, shlex.quote(proof.name)
    return load("proof.html").render(
        proof=proof,
        title=proof.article.front.title or slug,
        css=read_stylesheet("sheet.css") + read_stylesheet("proof.css"),
        sections=[
            (name, heading, 0 if name == "text" else counts[name])
            for name, heading in _SECTIONS.items()
            if counts[name] or name == "asked"
        ],
        lines={row.number for block in proof.blocks for row in block.rows},
        stet=f"copydesk stet {place} {PLACE}",
        explain=f"copydesk edit {place} --explain",
        removed={change.edit.id: change for change in proof.removed},
        MOST=MOST,
        standing=standing,
        named=load_table("proof"),
    )


def load(name: str) -> Template:
    """Load the template `name` with the filters that only a proof needs."""
    return marks.load_template(name, change=_mark_change, spans=_mark_spans, brief=_show_brief)


def _show_brief(text: str) -> str:
    return marks.visible(brief(text))


def _mark_change(change: ProposedChange) -> str:
    """A change among the words around it."""
    head, out, new, tail = marks.marking(change.edit)
    done = marks.made(("del", out)) + marks.made(("ins", new))
    return f"{marks.visible(change.before + head)}{done}{marks.visible(tail + change.after)}"


def _mark_spans(spans: Iterable[Span]) -> str:
    return "".join(map(_mark_span, spans))


def _mark_span(span: Span) -> str:
    """Words of the running text with what was done, or would be; blanks alone are made visible."""
    if span.fate == "kept":
        return dressed(marks.calm(span.text), span.looks)
    if span.fate == "parted":
        return "<ins>¶</ins>"
    words = span.text if span.text.strip(" ") else marks.spaced(span.text)
    return dressed(_FATES[span.fate].format(marks.visible(words, None)), span.looks)


# ── the terminal ─────────────────────────────────────────────────────────────


def render_text(proof: Proof, desk: str = "") -> str:
    """Render the proof for a terminal, without a line break at its end.

    Its commands name the folder `desk` where they are typed elsewhere.
    """
    place = shlex.quote(proof.name)
    text = load("proof.txt").render(
        proof=proof,
        counts=proof.counts,
        kept=group_kept(proof),
        place=place,
        stet=f"copydesk stet {place} {PLACE}",
        typed=lambda command: marks.shown(name_desk(command, desk)),
        brief=brief,
        standing=standing,
        named=load_table("proof"),
    )
    return text.rstrip("\n")
