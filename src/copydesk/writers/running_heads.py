"""What stands above the text of a page: the masthead of the first, the heads of the others.

No voice speaks them, which would interrupt the text at every page. So no line of theirs is as
long as prose: checkers, and readers with them, would take it for text that is lost.
"""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from copydesk.language.columns import width

if TYPE_CHECKING:
    from copydesk.composition.catalogue import Record

#: The address of the publication's logo.
LOGO: Final = "logo:"
#: Between the beginning of a title and its explanation.
JOINT: Final = re.compile(
    r"(?<=\S)(?:(?P<kept>\s?[?!؟](?=\s)|[？！])\s*|\s?:\s+|：|\s[–—]\s)(?=\S)"
)
#: The most words of a line, and the most columns of a running title.
_WORDS: Final = 7
_COLUMNS: Final = 48
#: Words as people count them, and as checkers do.
_WORDS_OF: Final = (re.compile(r"\S*\w\S*"), re.compile(r"[^\W\d_]{2,}"))
_LAST: Final = re.compile(r"\s*\S+$")
_PAIRS: Final = ("“”", "«»", "„“", "()", "「」", "『』", "《》", "（）")
_LOOSE: Final = ",;:–— "


def running_title(title: str) -> str:
    """`title` cut for the head of a page: at a colon or question mark, else between words.

    >>> running_title("Who mends the wall? Canals, dykes and the politics of upkeep since 1848")
    'Who mends the wall?'
    >>> running_title("A title with neither colon nor question that goes on")
    'A title with neither colon nor question …'
    >>> running_title("A short title")
    'A short title'
    """
    if _fits(title):
        return title
    for found in JOINT.finditer(title):
        head = title[: found.start()] + (found["kept"] or "")
        if _fits(head) and _closed(head):
            return head
    head = title
    while not _fits(head):
        # What has no blanks is cut letter by letter: it may be all commas and names.
        head = _LAST.sub("", head) or head[: min(len(head) - 1, _COLUMNS // 2)]
    return f"{head.rstrip(_LOOSE)} …"


def _fits(line: str) -> bool:
    return width(line) <= _COLUMNS and _count(line) <= _WORDS


def _count(line: str) -> int:
    """The words of `line`.

    >>> _count("A Sino-Russian lock"), _count("Rise and fall-and-rise")
    (3, 5)
    """
    return max(len(words.findall(line)) for words in _WORDS_OF)


def _closed(text: str) -> bool:
    """Whether nothing is left open that `text` opens."""
    german = "„" in text  # closes what English opens
    pairs = (pair for pair in _PAIRS if not (german and pair == "“”"))
    return all(text.count(pair[0]) <= text.count(pair[1]) for pair in pairs)


def masthead(body: ET.Element, about: Record, *, mark: bool) -> None:
    """Put logo and name of the publication, and what places the article in it, into `body`.

    They stand in one line if there is room for them; else each has lines of its own.
    """
    publication = about.publication
    if not (publication.name or mark):
        return
    rest = "\u2002·\u2002".join(about.place)
    above = ET.SubElement(body, "div", {"class": "masthead"})
    if mark:
        ET.SubElement(above, "img", {"src": LOGO, "alt": publication.name})
    name, *more = _lines(publication.name) or [""]
    ET.SubElement(above, "b").text = name
    for line in more:
        ET.SubElement(ET.SubElement(above, "div"), "b").text = line
    if _count(f"{publication.name} {rest}") <= _WORDS:
        above[-1].tail = f"\u2002·\u2002{rest}" if rest else None
        return
    for line in _lines(rest):
        ET.SubElement(above, "div").text = line


def _lines(text: str) -> list[str]:
    """`text` in lines of about as many words each, none of more than a line may have.

    >>> _lines("Notes and Papers of the Society for the History of Locks")
    ['Notes and Papers of the Society', 'for the History of Locks']
    """
    words = text.split(" ") if text else []
    count = ceil(_count(text) / _WORDS) or 1
    size = ceil(len(words) / count) or 1
    return [" ".join(words[at : at + size]) for at in range(0, len(words), size)]
