"""Pictures of a page: which of them show something, and where each one is kept.

What shows nothing is left out: pixels that count readers, spacers, icons.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from copydesk.model import Picture
from copydesk.readers.html.tree import absolute, flat, words
from copydesk.readers.html.words import listed

#: Attributes that hold the address until a script has put it into `src`, best first.
_LAZY: Final = (
    "data-src", "data-original", "data-lazy-src", "data-lazyload", "data-lazy", "data-orig-file",
    "data-full-src", "data-hi-res-src", "data-image", "data-url", "data-original-src",
    "data-pin-media",
)  # fmt: skip
_SETS: Final = ("srcset", "data-srcset", "data-lazy-srcset")
#: Fewer pixels in one direction show nothing, and as few in both are an icon.
_SPECK: Final = 3
_ICON: Final = 40
_NOTHING = re.compile(
    r"(?:^|[/_.-])(?:blank|spacer|transparent|pixel|placeholder|lazy[-_]?load(?:er|ing)?|1x1"
    r"|clear|empty|loading)\.(?:gif|png|svg|jpe?g)",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\Adata:image/", re.IGNORECASE)
_KIND = re.compile(r"data:image/([a-z0-9]{1,10})", re.IGNORECASE)
_DATA = re.compile(r"data:(image/(png|jpe?g|gif|webp))(?:;[\w=-]{1,40})*;base64,", re.IGNORECASE)
_SIZE = re.compile(r"\s*(\d{1,6})(?:\.\d+)?\s*(?:px)?\s*")
_STYLE_SIZE = re.compile(r"(?:^|[;\s])(width|height)\s*:\s*(\d{1,6})px", re.IGNORECASE)
_FILE = re.compile(r"\S{1,200}\.(?:jpe?g|png|gif|webp|svg|avif)", re.IGNORECASE)
#: In the folder that a browser saves beside a page.
_BESIDE = re.compile(r"(?:\./)?[^/:?#]{1,200}_files/")
#: Bytes below which a picture inside the page only holds the place of another.
_STUB: Final = 300
#: The same as characters of an address that spells the bytes.
_SHORTEST: Final = 4 * _STUB // 3 + 40
#: Entries of a `srcset` that are looked at, and the length of all of them.
_ENTRIES: Final = 40
_SET_LENGTH: Final = 20_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as the page shows it: its address or `data:`, and its alternative text."""

    source: str
    alt: str


def shown(image: HtmlElement, base: str) -> Shown | None:
    """The picture of an `img`, None where it shows nothing.

    >>> from lxml.html import fromstring
    >>> shown(fromstring('<img src="data:," data-src="a.jpg" alt="A bee">'), "https://b.org/c/")
    Shown(source='https://b.org/c/a.jpg', alt='A bee')
    >>> shown(fromstring('<img src="/count?id=1" width="1" height="1">'), "")
    """
    source = _source(image)
    if not source or _is_speck(image):
        return None
    alt = flat(image.get("alt"))
    if _FILE.fullmatch(alt):
        alt = ""  # the name of its file, put there by a program
    kept = source.startswith("data:") or _BESIDE.match(source[:300])
    return Shown(source if kept else absolute(source, base), alt)


def character(image: HtmlElement) -> str:
    """The character or formula that a picture in running text stands for, else "".

    >>> from lxml.html import fromstring
    >>> character(fromstring('<img class="emoji" alt="🐝" src="1f41d.svg">'))
    '🐝'
    """
    alt = flat(image.get("alt"))
    if not alt:
        return ""
    if len(alt) <= 12 and not any(sign.isalnum() and sign.isascii() for sign in alt):
        return alt if any(ord(sign) > 0x2000 for sign in alt) else ""
    return alt if listed("look.formula").among(words(image)) else ""


def picture(source: str, number: int) -> Picture | None:
    """The picture inside a `data:` address, None when it is of no kind that prints.

    >>> picture("data:image/png;base64,AAAA", 1)
    """
    match = _DATA.match(source[:200])
    if not match:
        return None
    try:
        data = base64.b64decode("".join(source[match.end() :].split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(data) < _STUB:
        return None
    kind = match[1].lower().replace("jpg", "jpeg")
    suffix = match[2].lower().replace("jpeg", "jpg")
    return Picture(f"picture-{number}.{suffix}", kind, data)


def suffix(source: str) -> str:
    """The ending of a file for the picture inside a `data:` address.

    >>> suffix("data:image/svg+xml;base64,PHN2Zz4="), suffix("data:image/,")
    ('svg', 'img')
    """
    match = _KIND.match(source[:40])
    return match[1].lower() if match else "img"


def _source(image: HtmlElement) -> str:
    source = _INSIDE.sub("data:image/", (image.get("src") or "").strip())
    if source and not _is_stand_in(source):
        return source
    for name in _LAZY:
        lazy = (image.get(name) or "").strip()
        if lazy and not _is_stand_in(lazy) and lazy[0] not in "{[":
            return lazy
    for name in _SETS:
        if best := _largest(image.get(name) or ""):
            return best
    parent = image.getparent()
    if parent is not None and parent.tag == "picture":
        for child in parent.iterchildren("source"):
            for name in _SETS:
                if best := _largest(child.get(name) or ""):
                    return best
    return source if source.startswith("data:image/") and _tells(image, source) else ""


def _tells(image: HtmlElement, source: str) -> bool:
    """Whether a picture inside the page is more than the place of one: large, or described."""
    if len(source) > _SHORTEST:
        return True
    following = image.getnext()
    return bool(flat(image.get("alt"))) and (following is None or following.tag != "noscript")


def _is_stand_in(source: str) -> bool:
    if source.startswith("data:"):
        return not (_DATA.match(source[:200]) and len(source) > _SHORTEST)
    return source.startswith(("about:", "javascript:", "#")) or bool(_NOTHING.search(source[-80:]))


def _largest(entries: str) -> str:
    """The address in a `srcset` with the greatest width or density."""
    best, most = "", -1.0
    for entry in re.split(r",\s+", entries[:_SET_LENGTH])[:_ENTRIES]:
        address, _, size = entry.strip().rstrip(",").partition(" ")
        number = size.strip().rstrip("wxh")
        value = float(number) if re.fullmatch(r"\d{1,6}(?:\.\d{1,4})?", number) else 0.0
        if address and not _is_stand_in(address) and value > most:
            best, most = address, value
    return best


def _is_speck(image: HtmlElement) -> bool:
    sizes = dict(_STYLE_SIZE.findall((image.get("style") or "")[:500]))
    for name in ("width", "height"):
        match = _SIZE.fullmatch((image.get(name) or "")[:20])
        if match:
            sizes.setdefault(name, match[1])
    known = [int(value) for value in sizes.values()]
    if any(value < _SPECK for value in known):
        return True
    # With a `layout` the two are a ratio.
    if len(known) == 2 and max(known) <= _ICON and image.get("layout") is None:
        return True
    return listed("look.icon").among(words(image))
