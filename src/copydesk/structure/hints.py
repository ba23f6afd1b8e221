"""What the format says a line is, and the roles that such a line can have.

A hint is what the author or the site set: a picture is no paragraph, whatever its
alternative text looks like, and an item of a list is no heading. Whether a line belongs to
the article at all the format does not know; furniture may have any hint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from copydesk.model import Role

#: What a role costs that the hint does not allow.
BARRED: Final = -6.0

_DROPPED: Final[frozenset[Role]] = frozenset(("furniture", "cta"))
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


def evidence(hints: Sequence[str], roles: Sequence[Role]) -> list[Sequence[float]]:
    """For each unit, which has one of `hints` (without their details), what that costs `roles`."""
    known = {hint: [worth(hint, role) for role in roles] for hint in frozenset(hints)}
    return [known[hint] for hint in hints]


def worth(hint: str, role: Role) -> float:
    """What a line costs in `role` when its format calls it `hint`.

    >>> worth("figure", "heading"), worth("figure", "other"), worth("", "heading")
    (-6.0, 0.0, 0.0)
    """
    allowed = _ROLES.get(hint)
    return 0.0 if allowed is None or role in allowed or role in _DROPPED else BARRED
