"""Which other lines may be the headline, of those above and below the one taken for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from copydesk.model import Role
from copydesk.structure import covering, kickers, opening
from copydesk.structure.features import Facts
from copydesk.structure.neighbours import Setting
from copydesk.structure.weights import is_sites

#: A line left out that is worth more than this as a headline, right above the headline, is asked
#: about: "The price of sand", above a deck that reads like one.
WORTH: Final = 2.0


def rivals(units: Sequence[Facts], around: Sequence[Setting], roles: Sequence[Role]) -> set[int]:
    """The places of `units` that may be the headline though `roles` say another."""
    above = [at for at in range(len(units)) if roles[at : at + 2] == ["furniture", "title"]]
    return {at for at in above if _is_worth(units[at], around[at])} | _below(units, roles)


def _is_worth(unit: Facts, here: Setting) -> bool:
    return not is_sites(unit, here) and opening.title(unit, here) > WORTH


def _below(units: Sequence[Facts], roles: Sequence[Role]) -> set[int]:
    """The deck of a short headline, which may be its kicker, or a letter's first heading."""
    if roles[:2] == ["title", "subtitle"]:
        return {1} if kickers.is_shaped(units) else set()
    headed = "heading" in roles and "title" not in roles
    return {roles.index("heading")} if headed and covering.greets(units[0]) else set()
