"""The headings of the back matter: the author's words over thanks, notes, bio and references."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from copydesk.model import Role
from copydesk.structure.bare_headings import uncoloned
from copydesk.structure.passage import Passage
from copydesk.structure.phrases import fold, load
from copydesk.structure.sheet import Sheet

#: Roles whose passages are parts of the back matter, each with one heading of the author's.
_PARTS: Final = frozenset[Role | None](("bio", "reference", "footnote"))
_TEXT: Final = frozenset[Role | None](("body", "list", "quote"))


def thanked(passages: Sequence[Passage]) -> list[Passage]:
    """`passages`, the paragraphs below "Acknowledgements" marked when they end the text.

    >>> rows = [("body", "Tar."), ("other", "Acknowledgements"), ("other", "All the pilots.")]
    >>> [(one.role, one.hint) for one in thanked([Passage(*row, (1,)) for row in rows])]
    [('body', ''), ('heading', 'thanks'), ('other', 'thanks')]
    """
    found = list(passages)
    for at, passage in enumerate(found):
        if passage.role not in ("heading", "other") or not _is_thanks(passage.text):
            continue
        end = at + 1
        while end < len(found) and found[end].role in ("body", "other") and not found[end].hint:
            end += 1
        found[at] = replace(passage, role="heading")
        if end > at + 1 and not any(below.role in _TEXT for below in found[end:]):
            found[at:end] = [replace(one, hint="thanks") for one in found[at:end]]
        else:
            # They stay below their heading, whatever else of the back matter comes behind.
            found[at + 1 : end] = [replace(one, role="body") for one in found[at + 1 : end]]
        break
    return found


def _is_thanks(text: str) -> bool:
    return load().headings.get(fold(text)) == "acknowledgements"


def headings(passages: Sequence[Passage]) -> dict[str, Passage]:
    """The first heading right above each part of the back matter, by what stands below it."""
    found: dict[str, Passage] = {}
    for passage, below in pairwise(passages):
        if passage.role == "heading" and passage.hint == "thanks":
            found.setdefault("thanks", passage)
        elif passage.role == "heading" and below.role in _PARTS:
            found.setdefault(below.role, passage)
    return found


def parted(
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
    return kept, {role: uncoloned(passage, sheet).text for role, passage in apart.items()}
