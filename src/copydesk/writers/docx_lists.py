"""The lists of a DOCX: pandoc's numbers for them, on the kinds of lists that the house has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from copydesk.gate import xml
from copydesk.writers.docx_styles import NUMBERINGS

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: pandoc's kinds of lists that are no numbers: further paragraphs of an item, and bullets.
_KINDS: Final = {"990": "List Continue", "991": "List Bullet"}
_END: Final = b"</w:numbering>"


def numbered(pandocs: bytes, house: bytes) -> tuple[Mapping[str, str], bytes]:
    """What the lists of a text are, by their numbers, and the part `house` with them added.

    `pandocs` is the part that defines them; what its kinds look like is left out.
    """
    if b"<w:num " not in pandocs:
        return {}, house
    kinds: dict[str, str] = {}
    rows = []
    for number in xml.parse(pandocs, strip_blanks=True).iterfind(f"{_W}num"):
        identity = number.get(f"{_W}numId", "")
        kind = number.find(f"{_W}abstractNumId")
        said = "" if kind is None else kind.get(f"{_W}val", "")
        kinds[identity] = _KINDS.get(said, "List Number")
        first = number.find(f"{_W}lvlOverride/{_W}startOverride")
        start = "1" if first is None else first.get(f"{_W}val", "1")
        rows.append(_list(identity, NUMBERINGS[kinds[identity]], start))
    return kinds, house.replace(_END, "".join(rows).encode() + _END)


def _list(identity: str, kind: int, start: str) -> str:
    """A list of its own, which begins at `start` on whatever level it stands."""
    begins = ""
    if kind == NUMBERINGS["List Number"]:
        begins = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for level in range(9)
        )
    return f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{kind}"/>{begins}</w:num>'
