"""The back matter: thanks, credits, notices, notes, bio and references, and their headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from typing import Final

from copydesk.clean.sheet import Sheet
from copydesk.model import Back, EditedText, Reference, Role
from copydesk.structure.passage import Passage
from copydesk.structure.phrases import fold, load

#: Roles whose passages are parts of the back matter, each with one heading of the author's.
_PARTS: Final = frozenset[Role | None](("bio", "reference", "footnote"))
_TEXT: Final = frozenset[Role | None](("body", "list", "quote"))
#: Roles of the text, whatever part of it they make.
_OF_BODY: Final = _TEXT | {"heading", "caption", "other"}
#: What a heading of a part has for a hint, before the name of the part.
_PART: Final = "part"


def mark_parts(passages: Sequence[Passage]) -> list[Passage]:
    """Mark the thanks, and the first heading right above each part of the back matter.

    Thanks are the paragraphs below "Acknowledgements" when they end the text.

    >>> rows = [("body", "Tar."), ("other", "Acknowledgements"), ("other", "All the pilots.")]
    >>> [(one.role, one.hint) for one in mark_parts([Passage(*row, (1,)) for row in rows])]
    [('body', ''), ('heading', 'part:thanks'), ('other', 'thanks')]
    """
    found = _mark_thanks(list(passages))
    missing = set(_PARTS)
    for at, (passage, below) in enumerate(pairwise(found)):
        if passage.role == "heading" and passage.kind != _PART and below.role in missing:
            missing.discard(below.role)
            found[at] = replace(passage, hint=f"{_PART}:{below.role}")
    return found


def _mark_thanks(found: list[Passage]) -> list[Passage]:
    """`found` with its thanks marked; where a section follows them they stay of the text."""
    headings = (at for at, passage in enumerate(found) if _is_thanks_heading(passage))
    if (at := next(headings, None)) is not None:
        rest = found[at + 1 :]
        own = list(takewhile(lambda one: one.role in ("body", "other") and not one.hint, rest))
        found[at] = replace(found[at], role="heading")
        if own and not any(below.role in _TEXT for below in rest[len(own) :]):
            found[at] = replace(found[at], hint=f"{_PART}:thanks")
            own = [replace(one, hint="thanks") for one in own]
        found[at + 1 : at + 1 + len(own)] = [
            one if one.hint else replace(one, role="body") for one in own
        ]
    return found


def _is_thanks_heading(passage: Passage) -> bool:
    named = load().headings.get(fold(passage.text)) == "acknowledgements"
    return named and passage.role in ("heading", "other")


def _is_marked(passage: Passage) -> bool:
    """Whether `passage` heads a part; one in which a note is called is a heading of the text."""
    return passage.kind == _PART and not passage.notes


def drop_empty_part(passages: Sequence[Passage], sheet: Sheet) -> list[Passage]:
    """`passages` without the heading of the notes, once all of them are in the text."""
    kept = list(passages)
    notes = [one for one in kept if one.hint == f"{_PART}:footnote" and _is_marked(one)]
    if notes and all(passage.role != "footnote" for passage in kept):
        at = kept.index(notes[0])
        reason = "the notes below it are placed where the text refers to them"
        is_gone = sheet.remove(notes[0].numbers[0], "structure.heading", reason)
        kept[at : at + 1] = [] if is_gone else [replace(notes[0], hint="")]
    return kept


def mark_credits(passages: Sequence[Passage]) -> list[Passage]:
    """Mark the captions above the text as credits, but those in which a note is called."""
    above = list(takewhile(lambda one: one.role not in _TEXT | {"heading"}, passages))
    marked = [
        replace(one, hint="credit") if one.is_caption and not one.notes else one for one in above
    ]
    return [*marked, *passages[len(above) :]]


def is_of_body(passage: Passage) -> bool:
    """Whether `passage` belongs to no other part of the article."""
    is_apart = passage.hint in ("thanks", "credit") or _is_marked(passage)
    return passage.role in _OF_BODY and not is_apart


def make_back(passages: Sequence[Passage], edited: EditedText, cta: tuple[str, ...]) -> Back:
    """The back matter that `passages` make, with the calls to action that were taken out."""
    headings = {one.hint.partition(":")[2]: one.text for one in passages if _is_marked(one)}
    begun = next((at for at, one in enumerate(passages) if one.role in _TEXT), len(passages))
    bio, notes, references = (
        [one for one in passages if one.role == role] for role in ("bio", "footnote", "reference")
    )
    return Back(
        bio=tuple(one.paragraph() for one in bio),
        bio_heading=headings.get("bio", ""),
        acknowledgements=tuple(one.paragraph() for one in passages if one.hint == "thanks"),
        acknowledgements_heading=headings.get("thanks", ""),
        disclaimer=tuple(one.paragraph() for one in passages[begun:] if one.role == "disclaimer"),
        notes=tuple(one.paragraph() for one in notes),
        notes_heading=headings.get("footnote", ""),
        references=tuple(_make_reference(one, edited) for one in references),
        references_heading=headings.get("reference", ""),
        cta=cta,
    )


def _make_reference(passage: Passage, edited: EditedText) -> Reference:
    """The entry of a line, as it was received but for control and invisible characters."""
    received = edited.submission.lines[passage.numbers[0] - 1].text
    seen = "".join(sign for sign in received if sign.isprintable() or sign.isspace())
    return Reference("", " ".join(seen.split()), passage.text, {}, 0.0, passage.numbers)
