"""Pictures of a page: which of them show something, and where each one is kept.

What shows nothing is left out: pixels that count readers, spacers, icons.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from copydesk.model import Picture
from copydesk.readers.html.elements import flatten, has_name, make_absolute

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
_PLACEHOLDER = re.compile(
    r"(?:^|[/_.-])(?:blank|spacer|transparent|pixel|placeholder|lazy[-_]?load(?:er|ing)?|1x1"
    r"|clear|empty|loading)\.(?:gif|png|svg|jpe?g)|^(?:about:|javascript:|#)",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"data:image/([a-z0-9]{1,10})", re.IGNORECASE)
_PRINTABLE = re.compile(r"data:image/(png|jpe?g|gif|webp)(?:;[\w=-]{1,40})*;base64,", re.IGNORECASE)
_SIZE = re.compile(r"\s*(\d{1,6})(?:\.\d+)?\s*(?:px)?\s*")
_STYLE_SIZE = re.compile(r"(?:^|[;\s])(width|height)\s*:\s*(\d{1,6})px", re.IGNORECASE)
_FILE = re.compile(r"\S{1,200}\.(?:jpe?g|png|gif|webp|svg|avif)", re.IGNORECASE)
#: In the folder that a browser saves beside a page.
_BESIDE = re.compile(r"(?:\./)?[^/:?#]{1,200}_files/")
_ENTRY = re.compile(r"(\S+?)(?:\s+(\d{1,6}(?:\.\d{1,4})?)[wxh])?(?:,\s+|,?\s*$)")
#: Bytes below which a picture inside the page only holds the place of another.
_STUB: Final = 300
#: How much of a `srcset` is read.
_SET_LENGTH: Final = 4_000


class PagePicture(NamedTuple):
    """A picture as the page shows it: its address or `data:`, and its alternative text."""

    source: str
    alt: str


def find_picture(image: HtmlElement, base: str) -> PagePicture | None:
    """Find the address and text of an `img`, None where it shows nothing.

    >>> from lxml.html import fromstring
    >>> find_picture(fromstring('<img src="data:," data-src="a.jpg" alt="A bee">'), "https://b.org/c/")
    PagePicture(source='https://b.org/c/a.jpg', alt='A bee')
    >>> find_picture(fromstring('<img src="/count?id=1" width="1" height="1">'), "")
    """
    source = _find_source(image)
    if not source or _is_speck(image):
        return None
    alt = flatten(image.get("alt"))
    if _FILE.fullmatch(alt):
        alt = ""  # the name of its file, put there by a program
    kept = source.startswith("data:") or _BESIDE.match(source[:300])
    return PagePicture(source if kept else make_absolute(source, base), alt)


def read_tag(image: HtmlElement) -> PagePicture:
    """Read the address and text of an `img` that an author wrote, whatever they are."""
    return PagePicture(image.get("src") or image.get("data-src") or "", flatten(image.get("alt")))


def find_character(image: HtmlElement) -> str:
    """Return the character or formula that a picture in running text stands for, else "".

    >>> from lxml.html import fromstring
    >>> find_character(fromstring('<img class="emoji" alt="🐝" src="1f41d.svg">'))
    '🐝'
    """
    alt = flatten(image.get("alt"))
    if alt and len(alt) <= 12 and not any(sign.isalnum() and sign.isascii() for sign in alt):
        return alt if any(ord(sign) > 0x2000 for sign in alt) else ""
    return alt if alt and has_name(image, "look.formula") else ""


def read_picture(source: str, number: int) -> tuple[str, Picture | None]:
    """Return a name for the picture in a `data:` address, and its bytes if they can be printed.

    >>> read_picture("data:image/svg+xml;base64,PHN2Zz4=", 1)
    ('picture-1.svg', None)
    """
    match = _PRINTABLE.match(source[:200])
    try:
        spelt = "".join(source[match.end() :].split()) if match else ""
        data = base64.b64decode(spelt, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if match is None or len(data) < _STUB:
        told = _SUFFIX.match(source[:40])
        return f"picture-{number}.{told[1].lower() if told else 'img'}", None
    kind = match[1].lower().replace("jpg", "jpeg")
    name = f"picture-{number}.{kind.replace('jpeg', 'jpg')}"
    return name, Picture(name, f"image/{kind}", data)


def _find_source(image: HtmlElement) -> str:
    parent = image.getparent()
    inside = parent is not None and parent.tag == "picture"
    holders = [image, *(parent.iterchildren("source") if parent is not None and inside else ())]
    sets = (holder.get(name) or "" for holder in holders for name in _SETS)
    source = re.sub(r"(?i)^data:image/", "data:image/", (image.get("src") or "").strip())
    lazy = ((image.get(name) or "").strip() for name in _LAZY)
    for told in (source, *(one for one in lazy if one[:1] not in "{["), *map(_find_largest, sets)):
        if told and not _is_placeholder(told):
            return told
    # A picture inside the page is more than the place of one when it is large, or described.
    unscripted = getattr(image.getnext(), "tag", "") == "noscript"
    told = _is_large(source) or (flatten(image.get("alt")) and not unscripted)
    return source if source.startswith("data:image/") and told else ""


def _is_placeholder(source: str) -> bool:
    if source.startswith("data:"):
        return not (_PRINTABLE.match(source[:200]) and _is_large(source))
    return bool(_PLACEHOLDER.search(source[:20]) or _PLACEHOLDER.search(source[-80:]))


def _is_large(source: str) -> bool:
    return len(source) > 4 * _STUB // 3 + 40


def _find_largest(entries: str) -> str:
    """Return the address in a `srcset` with the greatest width or density."""
    found = [
        (float(size or 0), -at, address)
        for at, (address, size) in enumerate(_ENTRY.findall(entries[:_SET_LENGTH]))
        if not _is_placeholder(address)
    ]
    return max(found)[2] if found else ""


def _is_speck(image: HtmlElement) -> bool:
    sizes = dict(_STYLE_SIZE.findall((image.get("style") or "")[:500]))
    for name in ("width", "height"):
        if match := _SIZE.fullmatch((image.get(name) or "")[:20]):
            sizes.setdefault(name, match[1])
    known = [int(value) for value in sizes.values()]
    # With a `layout` the two are a ratio.
    icon = len(known) == 2 and max(known) <= _ICON and image.get("layout") is None
    return icon or min(known, default=_ICON) < _SPECK or has_name(image, "look.icon")
