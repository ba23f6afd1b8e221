"""How large an issue is as it is sent, and what becomes of one that mail services would cut off.

Gmail shows about the first hundred kilobytes of HTML as they come over the wire, and a link to the
rest. What counts is the coded part, which is larger than the text.
"""

from __future__ import annotations

import quopri
from dataclasses import replace
from typing import Final

from copydesk.mail import html
from copydesk.mail.letter import Terms
from copydesk.mail.materials import Materials
from copydesk.mail.remarks import Remark

#: Bytes of the coded HTML part that mail services show, and from where on to be careful.
LIMIT: Final = 102_400
CAREFUL: Final = 90_000


def coded(text: str) -> bytes:
    r"""`text` as it is sent: quoted-printable, in lines that end as mail wants them.

    >>> coded("é = 1\n")
    b'=C3=A9 =3D 1\r\n'
    """
    return quopri.encodestring(text.encode()).replace(b"\n", b"\r\n")


def size(text: str) -> int:
    """The bytes that `text` takes as a part of a message."""
    return len(coded(text))


def fitted(materials: Materials, terms: Terms) -> tuple[Terms, tuple[Remark, ...]]:
    """`terms` on which the HTML part is shown whole, and what was done for that.

    Where the settings say so, whole articles become excerpts, from the last one on, until it fits.
    Otherwise nothing is done, and nothing said: whoever checks an issue says that it is too long.
    """
    if materials.issue.settings.too_long != "excerpt":
        return terms, ()
    remarks: list[Remark] = []
    whole = [at for at, piece in enumerate(materials.pieces) if piece.entry.mode == "full"]
    while whole and size(html.issue(materials, terms)) > LIMIT:
        at = whole.pop()
        terms = replace(terms, shortened=terms.shortened | {at})
        message = (
            f"`{materials.pieces[at].slug}` is shown by its beginning only: the issue was longer"
            " than mail services show"
        )
        hint = "say `mode` in its entry, or send fewer articles"
        remarks.append(Remark("issue.shortened", "warning", message, hint))
    return terms, tuple(remarks)
