"""The back matter: thanks, credits, notes, bio and references, and the headings above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile, zip_longest
from typing import Final

from copydesk.model import Back, EditedText, Reference, Role
from copydesk.structure.passage import Passage
from copydesk.structure.phrases import fold, load
from copydesk.structure.sheet import Sheet

#: Roles whose passages are parts of the back matter, each with one heading of the author's.
_PARTS: Final = frozenset[Role | None](("bio", "reference", "footnote"))
_TEXT: Final = frozenset[Role | None](("body", "list", "quote"))
#: What a heading of a part has for a hint, before the name of the part.
_PART: Final = "part"


def mark_thanks(passages: Sequence[Passage]) -> list[Passage]:
    """`passages`, thanks marked: the paragraphs below "Acknowledgements" when they end the text.

    >>> rows = [("body", "Tar."), ("other", "Acknowledgements"), ("other", "All the pilots.")]
    >>> [(one.role, one.hint) for one in mark_thanks([Passage(*row, (1,)) for row in rows])]
    [('body', ''), ('heading', 'part:thanks'), ('other', 'thanks')]
    """
    found = list(passages)
    headings = (at for at, passage in enumerate(found) if _is_thanks_heading(passage))
    if (at := next(headings, None)) is not None:
        rest = found[at + 1 :]
        own = list(takewhile(lambda one: one.role in ("body", "other") and not one.hint, rest))
        found[at] = replace(found[at], role="heading")
        if own and not any(below.role in _TEXT for below in rest[len(own) :]):
            found[at] = replace(found[at], hint=f"{_PART}:thanks")
            own = [replace(one, hint="thanks") for one in own]
        else:
            # They stay below their heading, whatever else of the back matter comes behind.
            own = [replace(one, role="body") for one in own]
        found[at + 1 : at + 1 + len(own)] = own
    thanks = load().cues["thanks"]
    return [
        replace(one, hint="thanks")
        if one.role == "other" and _fold_quotes(one.text).startswith(thanks)
        else one
        for one in found
    ]


def _is_thanks_heading(passage: Passage) -> bool:
    named = load().headings.get(fold(passage.text)) == "acknowledgements"
    return named and passage.role in ("heading", "other")


def _fold_quotes(text: str) -> str:
    return text.casefold().replace("’", "'")


def mark_headings(passages: Sequence[Passage]) -> list[Passage]:
    """`passages`, the first heading right above each part of the back matter marked."""
    found = []
    marked: set[Role] = set()
    for passage, below in zip_longest(passages, passages[1:]):
        is_part = below is not None and below.role in _PARTS - marked
        if is_part and passage.role == "heading" and not _is_marked(passage):
            marked.add(below.role)
            passage = replace(passage, hint=f"{_PART}:{below.role}")  # noqa: PLW2901
        found.append(passage)
    return found


def _is_marked(passage: Passage) -> bool:
    """Whether `passage` heads a part; one in which a note is called is a heading of the text."""
    return passage.kind == _PART and not passage.notes


def drop_empty_part(passages: Sequence[Passage], sheet: Sheet) -> list[Passage]:
    """`passages` without the heading of the notes, once all of them are in the text."""
    kept = list(passages)
    notes = [one for one in kept if one.hint == f"{_PART}:footnote" and _is_marked(one)]
    if notes and all(passage.role != "footnote" for passage in kept):
        at = kept.index(notes[0])
        reason = "the notes below it stand where the text calls them"
        is_gone = sheet.remove(notes[0].numbers[0], "structure.heading", reason)
        kept[at : at + 1] = [] if is_gone else [replace(notes[0], hint="")]
    return kept


def mark_credits(passages: Sequence[Passage]) -> list[Passage]:
    """Mark what credits: captions above the text, "originally published in"."""
    cues = load().cues["credit"]
    marked = []
    begun = False
    for passage in passages:
        begun = begun or passage.role in ("body", "heading", "list", "quote")
        is_plain = passage.role == "other" and not passage.hint
        text = _fold_quotes(passage.text) if is_plain else ""
        is_credit = (passage.is_caption and not begun) or any(cue in text for cue in cues)
        is_credit = is_credit and not passage.notes
        marked.append(replace(passage, hint="credit") if is_credit else passage)
    return marked


def is_of_body(passage: Passage) -> bool:
    """Whether `passage` belongs to no other part of the article."""
    is_own = passage.role in _TEXT or passage.role in ("heading", "caption", "other")
    return is_own and passage.hint not in ("thanks", "credit") and not _is_marked(passage)


def make_back(passages: Sequence[Passage], edited: EditedText, cta: tuple[str, ...]) -> Back:
    """The back matter that `passages` make, with the calls to action that were taken out."""
    parts = {one.hint.partition(":")[2]: one.text for one in passages if _is_marked(one)}
    bio, notes, thanks = (
        tuple(one.paragraph() for one in passages if name == (one.hint if by_hint else one.role))
        for name, by_hint in (("bio", False), ("footnote", False), ("thanks", True))
    )
    return Back(
        bio=bio,
        bio_heading=parts.get("bio", ""),
        acknowledgements=thanks,
        acknowledgements_heading=parts.get("thanks", ""),
        notes=notes,
        notes_heading=parts.get("footnote", ""),
        references=tuple(
            _make_reference(one, edited) for one in passages if one.role == "reference"
        ),
        references_heading=parts.get("reference", ""),
        cta=cta,
    )


def _make_reference(passage: Passage, edited: EditedText) -> Reference:
    """The entry of a line, as it was received but for control and invisible characters."""
    received = edited.submission.lines[passage.numbers[0] - 1].text
    seen = "".join(sign for sign in received if sign.isprintable() or sign.isspace())
    return Reference("", " ".join(seen.split()), passage.text, {}, 0.0, passage.numbers)
