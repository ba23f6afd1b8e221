"""The running text with what is taken and given in place, as markup: all of it is escaped text.

A paragraph is a received line. What was done to it stands as in the proof: characters that nobody
sees by their numbers, blanks at the ends of a change made visible. Proposals stand where they
would be made, and what is asked about a citation is marked at its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from typing import Final

from copydesk import cited
from copydesk.model import Article, Edit, Line
from copydesk.review.items import Item
from copydesk.writers import review_tracked as tracked
from copydesk.writers.proof import marking, pieces, spaced
from copydesk.writers.proof_text import removals

#: Looks of the received text that are kept → their elements.
_LOOKS: Final = {"emph": "i", "strong": "b", "sup": "sup", "sub": "sub", "code": "code"}
#: What stands for the end of a line that was moved.
_END: Final = "¶"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the text by its number, and its markup."""

    line: int
    html: str


def rows(article: Article, items: Iterable[Item]) -> Iterator[Row]:
    """The lines of `article` that say something, with what `items` are about."""
    galley = article.galley
    here = _Here(article, items)
    per_line = tracked.of(galley)
    above = ""
    for received, made, role in zip(
        galley.submission.lines, per_line, galley.roles or [None] * len(galley.lines), strict=True
    ):
        if received.text.strip():
            number = received.number
            gone = here.removed.get(number, "")
            kind = f"out {role}" if gone else f"{role or 'other'}"
            label, above = _called(role, gone, above)
            text = "".join(_set(_atoms(received, made, here), here))
            flags = "".join(map(_flag, here.flags.get(number, ())))
            inside = f'<del data-item="{gone}">{text}</del>' if gone else text
            yield Row(
                number,
                f'<p id="l{number}" class="{escape(kind)}" dir="auto">'
                f'<span class="role">{escape(label)}</span>{flags}{inside}</p>',
            )


def _called(role: str | None, gone: str, above: str) -> tuple[str, str]:
    """What stands over a line, and what it is; of the running text, and of more of it, nothing."""
    what = f"left out: {role}" if gone else "" if role in (None, "body", "other") else str(role)
    return ("" if what == above else what), what


class _Here:
    """What stands where: proposals and marks by line, in the text as received."""

    def __init__(self, article: Article, items: Iterable[Item]) -> None:
        self.proposals: dict[int, list[tuple[int, int, Edit]]] = {}
        self.marks: dict[int, list[tuple[int, int, str]]] = {}
        self.flags: dict[int, list[Item]] = {}
        self.names: dict[str, str] = {}
        places = cited.places(article)
        ledger = {edit.id for edit in article.galley.ledger}
        for item in items:
            about = item.about
            if isinstance(about, Edit) and about.id in ledger:
                self.names[about.id] = item.name
                if about.status == "proposed":
                    spans = self.proposals.setdefault(about.line, [])
                    spans.append((*about.span, about))
            elif isinstance(about, Edit):
                self.names[about.id] = item.name
            elif item.citation and (span := places.get(item.citation.id)):
                self.marks.setdefault(item.line, []).append((*span, item.name))
            elif item.line and item.group != "decided":
                self.flags.setdefault(item.line, []).append(item)
        self.removed = {
            number: self.names[edit.id]
            for number, edit in removals(article).items()
            if edit.id in self.names
        }
        self.decided = {
            edit.id for edit in article.galley.ledger
            if edit.status == "applied" and edit.id not in self.names
        }  # fmt: skip


# ── atoms ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Atom:
    """Text of one fate and one look; `asked` is the proposal that would take or give it."""

    text: str
    at: int
    edit: Edit | None = None
    given: bool = False
    asked: Edit | None = None
    mark: str = ""
    looks: tuple[str, ...] = ()


def _atoms(received: Line, made: Sequence[tracked.Piece], here: _Here) -> Iterator[_Atom]:
    spans = [_narrow(received.text, *row) for row in here.proposals.get(received.number, ())]
    marks = here.marks.get(received.number, ())
    cuts = {place for start, end, _, _ in spans for place in (start, end)}
    cuts |= {place for start, end, _ in marks for place in (start, end)}
    cuts |= {place for mark in received.marks for place in (mark.start, mark.end)}
    waiting = sorted(
        ((end, new, edit) for _, end, new, edit in spans if new), key=lambda one: one[0]
    )
    for piece in made:
        if piece.given:
            yield _Atom(piece.text, piece.at, piece.edit, given=True)
            continue
        for atom in _cut(piece, sorted(cuts)):
            while waiting and waiting[0][0] <= atom.at:
                end, new, edit = waiting.pop(0)
                yield _Atom(new, end, given=True, asked=edit)
            yield replace(
                atom,
                asked=next((edit for low, high, _, edit in spans if low <= atom.at < high), None),
                mark=next((name for low, high, name in marks if low <= atom.at < high), ""),
                looks=tuple(
                    _LOOKS[mark.kind]
                    for mark in received.marks
                    if mark.kind in _LOOKS and mark.start <= atom.at < mark.end
                ),
            )
    for end, new, edit in waiting:
        yield _Atom(new, end, given=True, asked=edit)


def _narrow(text: str, start: int, end: int, edit: Edit) -> tuple[int, int, str, Edit]:
    """Where `edit` would take words, and what it would give behind them: no more than differs."""
    if text[start:end] != edit.before:
        return start, end, edit.after, edit
    head, _, new, tail = marking(edit)
    return start + len(head), end - len(tail), new, edit


def _cut(piece: tracked.Piece, cuts: Sequence[int]) -> Iterator[_Atom]:
    """A piece of the text as received in parts, at `cuts`."""
    start, last = piece.at, piece.at + len(piece.text)
    for place in (*(cut for cut in cuts if start < cut < last), last):
        yield _Atom(piece.text[start - piece.at : place - piece.at], start, piece.edit)
        start = place


# ── markup ───────────────────────────────────────────────────────────────────


def _set(atoms: Iterable[_Atom], here: _Here) -> Iterator[str]:
    for mark, group in groupby(atoms, key=lambda atom: atom.mark):
        inside = "".join(_changed(group, here))
        yield f'<mark data-item="{escape(mark)}">{inside}</mark>' if mark else inside


def _changed(atoms: Iterable[_Atom], here: _Here) -> Iterator[str]:
    for (edit, given, asked), group in groupby(
        atoms, key=lambda atom: (atom.edit, atom.given, atom.asked)
    ):
        run = list(group)
        if edit is None and asked is None:
            yield "".join(f"{_open(atom)}{visible(atom.text)}{_close(atom)}" for atom in run)
            continue
        text = visible(spaced("".join(atom.text for atom in run)))
        found = edit or asked  # what a change took is in no proposal
        tag = "ins" if given else "del"
        name = here.names.get(found.id, "") if found else ""
        kind = "asked" if edit is None else "mine" if edit.id in here.decided else "done"
        yield f'<{tag} class="{kind}" data-item="{escape(name)}">{text}</{tag}>'


def _open(atom: _Atom) -> str:
    return "".join(f"<{tag}>" for tag in atom.looks)


def _close(atom: _Atom) -> str:
    return "".join(f"</{tag}>" for tag in reversed(atom.looks))


def _flag(item: Item) -> str:
    """The sign of what is about a line as a whole."""
    sign, kind = ("?", "asks") if item.state == "open" else (_END, "tells")
    label = f"{item.code}: {item.title}"
    return (
        f'<button type="button" tabindex="-1" class="flag {kind}" data-item="{escape(item.name)}"'
        f' aria-label="{escape(label)}">{sign}</button>'
    )


def visible(text: str) -> str:
    r"""Escaped text in which characters that nobody sees show by their numbers, however long.

    >>> visible("a\u200b<b")
    'a<span class="code-point">U+200B</span>&lt;b'
    """
    if text.isprintable():
        return escape(text)
    return "".join(
        f'<span class="code-point">{piece}</span>' if odd else escape(piece)
        for piece, odd in pieces(text, len(text))
    )
