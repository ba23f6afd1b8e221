"""What the format says a line is, and the roles that such a line can have.

A hint is what the author or the site set: a picture is no paragraph, whatever its
alternative text looks like, and an item of a list is no heading. Whether a line belongs to
the article at all the format does not know; furniture may have any hint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from copydesk.model import Role
from copydesk.structure.features import Facts
from copydesk.structure.gather import BODY, DROPPED
from copydesk.structure.piles import apart

#: What a role costs that the hint does not allow.
BARRED: Final = -6.0

#: Kind of hint → the roles of the article that its lines can have; others are not judged.
_ROLES: Final[Mapping[str, frozenset[Role]]] = {
    "figure": frozenset(("other",)),
    "code": frozenset(("other",)),
    "table": frozenset(("other",)),
    "footnote": frozenset(("footnote",)),
    "caption": frozenset(("caption", "other")),
    # Sites list the entries of references and notes, and what stands below a headline.
    "list": frozenset(
        ("list", "reference", "footnote", "byline", "date", "bio", "disclaimer", "other")
    ),
    "byline": frozenset(("byline", "date", "bio", "caption")),
    "quote": frozenset(("quote", "body", "subtitle", "caption", "disclaimer", "footnote", "other")),
    "heading": frozenset(("heading", "title", "subtitle", "disclaimer")),
}
#: What a line without sign and hint is called in a file whose format has lists, and what it
#: costs there as an item: its author did not make a list of it.
_UNLISTED: Final = "unlisted"
_NO_ITEM: Final = -2.0
#: The same of one that touches its like, where the format tells headings: an address or a
#: verse, broken into lines by its author.
_BROKEN: Final = "broken"
_NO_HEADING: Final = -4.0
_BARE: Final = (_UNLISTED, _BROKEN)
#: Zones of a page that hold its text, where a table leaves only when every row does.
_OF_THE_TEXT: Final = frozenset(("main", "near"))


def evidence(
    units: Sequence[Facts], roles: Sequence[Role], *, scraped: bool
) -> list[Sequence[float]]:
    """For each unit, what `roles` cost it by its format; `scraped` files may not say all."""
    told = [unit.hint or ("" if scraped or unit.sign else _UNLISTED) for unit in units]
    if any(unit.hint == "heading" for unit in units):
        for at, (above, below) in enumerate(pairwise(units)):
            if told[at] in _BARE and told[at + 1] == _UNLISTED and not apart(above, below):
                told[at : at + 2] = [_BROKEN, _BROKEN]
    known = {hint: [worth(hint, role) for role in roles] for hint in frozenset(told)}
    return [known[hint] for hint in told]


def of_tables(
    hints: Sequence[str], zones: Sequence[str], roles: Sequence[Role], *, scraped: bool
) -> dict[int, Role]:
    """The one role of the rows whose table has several, by the index of the row.

    What a single row looks like says nothing, for a cell may read like anything. A `scraped`
    page has tables of its own; of an author's file they leave only as a whole.

    >>> hints = ["table:header:1", "table:row:1", "table:row:2"]
    >>> of_tables(hints, ["main"] * 3, ["furniture", "other", "byline"], scraped=True)
    {0: 'other', 1: 'other'}
    """
    rows: dict[str, list[int]] = {}
    for index, hint in enumerate(hints):
        if hint.startswith("table:"):
            rows.setdefault(hint.rpartition(":")[2], []).append(index)
    found: dict[int, Role] = {}
    for table in rows.values():
        if len({roles[index] for index in table}) == 1:
            continue
        theirs = sum(roles[index] in DROPPED for index in table)
        inside = all(zones[index] in _OF_THE_TEXT for index in table)
        leaves = scraped and not inside and 2 * theirs > len(table)
        found |= dict.fromkeys(table, "furniture" if leaves else "other")
    return found


def of_pictures(hints: Sequence[str], roles: Sequence[Role]) -> dict[int, Role]:
    """The role of pictures that were taken for the front or back matter, by their index.

    A picture has its place, whatever its alternative text repeats.

    >>> of_pictures(["figure:pier.jpg", "figure:logo.svg", ""], ["title", "furniture", "title"])
    {0: 'other'}
    """
    return {
        index: "other"
        for index, (hint, role) in enumerate(zip(hints, roles, strict=True))
        if hint.startswith("figure:") and role not in BODY | DROPPED
    }


def worth(hint: str, role: Role) -> float:
    """What a line costs in `role` when its format calls it `hint`.

    >>> worth("figure", "heading"), worth("figure", "other"), worth("", "heading")
    (-6.0, 0.0, 0.0)
    """
    if hint in _BARE:
        no_heading = _NO_HEADING if hint == _BROKEN and role == "heading" else 0.0
        return _NO_ITEM if role == "list" else no_heading
    allowed = _ROLES.get(hint)
    return 0.0 if allowed is None or role in allowed or role in DROPPED else BARRED
