"""What becomes of an issue that mail services would cut off.

Gmail shows about the first hundred kilobytes of HTML as they come over the wire, and a link to the
rest. What counts is the coded part, which is larger than the text.
"""

from __future__ import annotations

from dataclasses import replace

from copydesk.mail import html
from copydesk.mail.check import CLIPPED
from copydesk.mail.letter import Terms
from copydesk.mail.materials import Materials
from copydesk.mail.message import html_size
from copydesk.mail.remarks import Remark, remark


def fitted(materials: Materials, terms: Terms) -> tuple[Terms, tuple[Remark, ...]]:
    """`terms` on which the HTML part is shown whole, and what was done for that.

    Where the settings say so, whole articles become excerpts, from the last one on, until it fits;
    none for which it would have fitted as well. Otherwise nothing is done, and nothing said:
    whoever checks an issue says that it is too long.
    """
    if materials.issue.settings.too_long != "excerpt":
        return terms, ()
    cut = _shortened(materials, terms)
    remarks = tuple(_remark(materials.pieces[at].slug) for at in cut)
    return replace(terms, shortened=terms.shortened | {*cut}), remarks


def _shortened(materials: Materials, terms: Terms) -> list[int]:
    """The places of the articles that have to be shortened, the last one first."""

    def fits(places: list[int]) -> bool:
        shortened = replace(terms, shortened=terms.shortened | {*places})
        return html_size(html.issue(materials, shortened)) <= CLIPPED

    whole = [at for at, piece in enumerate(materials.pieces) if piece.entry.mode == "full"]
    cut: list[int] = []
    while whole and not fits(cut):
        cut.append(whole.pop())
    # With the last of them it fitted, and one behind it may have saved too little to matter.
    for at in sorted(cut[:-1]):
        if fits(rest := [one for one in cut if one != at]):
            cut = rest
    return cut


def _remark(slug: str) -> Remark:
    message = (
        f"`{slug}` is shown by its beginning only: the issue was longer than mail services show"
    )
    return remark("issue.shortened", message, "say `mode` in its entry, or send fewer articles")
