"""Declarations of a style by which a reader does not see what they are said of."""

from __future__ import annotations

import re
from typing import Final

#: A style longer than this is data.
_LONGEST: Final = 2_000
_ZERO = re.compile(r"[+-]?0*\.?0*(?:px|em|rem|ex|pt|%)?")
#: So far to the left or above that no page is as wide.
_FAR = re.compile(
    r"-(?:\d{4,6}(?:\.\d{1,9})?px|\d{3,6}(?:\.\d{1,9})?(?:em|rem|vw|vh|%)|9{3,6}(?:px)?)"
)
_CLIPPED = re.compile(r"rect\(\s*[01](?:px)?(?:[\s,]{1,9}[01](?:px)?){3}\s*\)")
_INSET = re.compile(r"inset\(\s*(?:50|100)%.{0,40}")
_AWAY: Final = ("left", "right", "top", "bottom", "margin-left", "margin-top")
#: A page that moves what it does not show yet is about to show it.
_COMING: Final = ("transform", "transition", "animation", "will-change", "translate", "scale")


def is_unseen(style: str) -> bool:
    """Whether `style` hides its element: not displayed, of no size, see-through, out of sight.

    White letters on white are for nobody to tell without the page around them.

    >>> is_unseen("color:red; DISPLAY: none"), is_unseen("text-indent:-9999px")
    (True, True)
    >>> is_unseen("opacity:0;transform:translateY(20px)"), is_unseen("text-indent:-2em")
    (False, False)
    """
    said = declarations(style)
    if not said:
        return False
    get = said.get
    if get("display") == "none" or get("visibility") in ("hidden", "collapse"):
        return True
    if _ZERO.fullmatch(get("opacity") or "1"):
        return not any(name.removeprefix("-webkit-").startswith(_COMING) for name in said)
    if _FAR.fullmatch(get("text-indent", "")):
        return True
    return get("position") in ("absolute", "fixed") and (
        any(_FAR.fullmatch(get(side, "")) for side in _AWAY)
        or _CLIPPED.fullmatch(get("clip", "")) is not None
        or _INSET.fullmatch(get("clip-path", "")) is not None
    )


def is_sizeless(style: str) -> bool:
    """Whether the letters of an element have no size, unless a part of it gives itself one.

    >>> is_sizeless("font-size: 0px"), is_sizeless("font-size:0.9em")
    (True, False)
    """
    size = declarations(style).get("font-size")
    return bool(size) and _ZERO.fullmatch(size or "") is not None


def declarations(style: str) -> dict[str, str]:
    """The declarations of `style`, in small letters; the last of a name counts.

    >>> declarations("Color: Red !important; top:1px")
    {'color': 'red', 'top': '1px'}
    """
    pairs = (part.partition(":") for part in style[:_LONGEST].lower().split(";"))
    return {
        name.strip(): value.replace("!important", "").strip()
        for name, colon, value in pairs
        if colon
    }
