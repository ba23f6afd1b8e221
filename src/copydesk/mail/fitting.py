"""What becomes of an issue that mail services would cut off.

Gmail shows about the first hundred kilobytes of HTML as they come over the wire, and a link to the
rest. What counts is the coded part, which is larger than the text.
"""

from __future__ import annotations

from dataclasses import replace

from copydesk.mail import html
from copydesk.mail.catalogue import remark
from copydesk.mail.check import CLIPPED
from copydesk.mail.letter import Terms
from copydesk.mail.materials import Materials
from copydesk.mail.message import html_size
from copydesk.mail.remarks import Remark


def fitted(materials: Materials, terms: Terms) -> tuple[Terms, tuple[Remark, ...]]:
    """`terms` on which the HTML part is shown whole, and what was done for that.

    Where the settings say so, whole articles become excerpts, from the last one on, until it fits.
    Otherwise nothing is done, and nothing said: whoever checks an issue says that it is too long.
    """
    if materials.issue.settings.too_long != "excerpt":
        return terms, ()
    remarks: list[Remark] = []
    whole = [at for at, piece in enumerate(materials.pieces) if piece.entry.mode == "full"]
    while whole and html_size(html.issue(materials, terms)) > CLIPPED:
        at = whole.pop()
        terms = replace(terms, shortened=terms.shortened | {at})
        message = (
            f"`{materials.pieces[at].slug}` is shown by its beginning only: the issue was longer"
            " than mail services show"
        )
        hint = "say `mode` in its entry, or send fewer articles"
        remarks.append(remark("issue.shortened", message, hint))
    return terms, tuple(remarks)
