"""The back matter: thanks, credits, notes, bio and references, and the headings above them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from copydesk.model import Back, EditedText, Reference, Role
from copydesk.structure.passage import Passage, cut_span
from copydesk.structure.phrases import fold, load
from copydesk.structure.sheet import Sheet

#: Roles whose passages are parts of the back matter, each with one heading of the author's.
_PARTS: Final = frozenset[Role | None](("bio", "reference", "footnote"))
_TEXT: Final = frozenset[Role | None](("body", "list", "quote"))
_COLON: Final = re.compile(r"(?<!\s)\s*[:：]$")


def mark_thanks(passages: Sequence[Passage]) -> list[Passage]:
    """`passages`, thanks marked: the paragraphs below "Acknowledgements" when they end the text.

    >>> rows = [("body", "Tar."), ("other", "Acknowledgements"), ("other", "All the pilots.")]
    >>> [(one.role, one.hint) for one in mark_thanks([Passage(*row, (1,)) for row in rows])]
    [('body', ''), ('heading', 'thanks'), ('other', 'thanks')]
    """
    found = list(passages)
    headings = (at for at, passage in enumerate(found) if _is_thanks_heading(passage))
    if (at := next(headings, None)) is not None:
        end = at + 1
        while end < len(found) and found[end].role in ("body", "other") and not found[end].hint:
            end += 1
        found[at] = replace(found[at], role="heading")
        if end > at + 1 and not any(below.role in _TEXT for below in found[end:]):
            found[at:end] = [replace(one, hint="thanks") for one in found[at:end]]
        else:
            # They stay below their heading, whatever else of the back matter comes behind.
            found[at + 1 : end] = [replace(one, role="body") for one in found[at + 1 : end]]
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


def find_headings(passages: Sequence[Passage]) -> dict[str, Passage]:
    """The first heading right above each part of the back matter, by what stands below it."""
    found: dict[str, Passage] = {}
    for passage, below in pairwise(passages):
        if passage.role == "heading" and passage.hint == "thanks":
            found.setdefault("thanks", passage)
        elif passage.role == "heading" and below.role in _PARTS:
            found.setdefault(below.role, passage)
    return found


def take_headings(
    passages: Sequence[Passage], found: dict[str, Passage], sheet: Sheet
) -> tuple[list[Passage], dict[str, str]]:
    """`passages` without the headings that were `found`, and the words of these.

    The heading of the notes has nothing to announce once all of them are in the text. One in
    which a note is called is a heading of the text itself. The colon of "Sources:" goes.
    """
    calling = {passage.numbers for passage in passages if passage.notes}
    apart = {role: heading for role, heading in found.items() if heading.numbers not in calling}
    notes = apart.get("footnote")
    if notes is not None and all(passage.role != "footnote" for passage in passages):
        del apart["footnote"]
        reason = "the notes below it stand where the text calls them"
        if sheet.remove(notes.numbers[0], "structure.heading", reason):
            passages = [passage for passage in passages if passage.numbers != notes.numbers]
    gone = {passage.numbers for passage in apart.values()}
    kept = [passage for passage in passages if passage.numbers not in gone]
    return kept, {role: _strip_colon(passage, sheet).text for role, passage in apart.items()}


def _strip_colon(heading: Passage, sheet: Sheet) -> Passage:
    """`heading` without the colon that leads from its line to the list below."""
    match = _COLON.search(heading.text)
    if match is None:
        return heading
    return cut_span(heading, match.span(), sheet, "structure.heading", "a heading needs no colon")


def mark_credits(passages: Sequence[Passage]) -> list[Passage]:
    """Mark what credits: captions above the text, "originally published in"."""
    marked = []
    begun = False
    for passage in passages:
        begun = begun or passage.role in ("body", "heading", "list", "quote")
        is_plain = passage.role == "other" and not passage.hint
        text = _fold_quotes(passage.text) if is_plain else ""
        is_credit = (passage.is_caption and not begun) or any(
            cue in text for cue in load().cues["credit"]
        )
        marked.append(
            replace(passage, hint="credit") if is_credit and not passage.notes else passage
        )
    return marked


def make_back(passages: Sequence[Passage], headings: dict[str, str], edited: EditedText) -> Back:
    """The back matter that `passages` make, below the words of `headings`."""

    def of(role: Role) -> list[Passage]:
        return [passage for passage in passages if passage.role == role]

    return Back(
        bio=tuple(passage.paragraph() for passage in of("bio")),
        bio_heading=headings.get("bio", ""),
        acknowledgements=tuple(
            passage.paragraph() for passage in passages if passage.hint == "thanks"
        ),
        acknowledgements_heading=headings.get("thanks", ""),
        notes=tuple(passage.paragraph() for passage in of("footnote")),
        notes_heading=headings.get("footnote", ""),
        references=tuple(_reference(passage, edited) for passage in of("reference")),
        references_heading=headings.get("reference", ""),
    )


def _reference(passage: Passage, edited: EditedText) -> Reference:
    received = edited.submission.lines[passage.numbers[0] - 1].text
    return Reference("", visible(received), passage.text, {}, 0.0, passage.numbers)


def visible(text: str) -> str:
    r"""`text` without invisible and control characters, its blanks single.

    >>> visible(" Osei,\u200b M.\t2019 ")
    'Osei, M. 2019'
    """
    if not text.isprintable():
        text = "".join(
            " " if sign.isspace() else sign
            for sign in text
            if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf")
        )
    return " ".join(text.split())
