"""Titles in parts: cut for the heads of pages, divided for covers.

No voice speaks the head of a page, which would interrupt the text each time. So no line of one is
as long as prose: checkers, and readers with them, would take it for text that is lost.
"""

from __future__ import annotations

import re
from typing import Final

from copydesk.language.columns import measure_width

#: Between the beginning of a title and its explanation.
_JOINT: Final = re.compile(
    r"(?<=\S)(?:(?P<kept>\s?[?!؟](?=\s)|[？！])\s*|\s?:\s+|：|\s[–—]\s)(?=\S)"
)
#: The most words of a line, and the most columns of a running title.
MOST_WORDS: Final = 7
_COLUMNS: Final = 48
#: Words as people count them, and as checkers do.
_WORDS_OF: Final = (re.compile(r"(?<!\S)[^\w\s]*+\w\S*+"), re.compile(r"[^\W\d_]{2,}"))
_LAST: Final = re.compile(r"\s*\S+$")
_PAIRS: Final = ("“”", "«»", "„“", "()", "「」", "『』", "《》", "（）")
_LOOSE: Final = ",;:–— "
#: The longest beginning of a title that is set larger than the rest.
_HEAD: Final = 64


def shorten_title(title: str) -> str:
    """Shorten `title` for the head of a page: at a colon or question mark, else between words.

    >>> shorten_title("Who mends the wall? Canals, dykes and the politics of upkeep since 1848")
    'Who mends the wall?'
    >>> shorten_title("A title with neither colon nor question that goes on")
    'A title with neither colon nor question …'
    >>> shorten_title("A short title")
    'A short title'
    """
    if _fits(title):
        return title
    for found in _JOINT.finditer(title):
        head = title[: found.start()] + (found["kept"] or "")
        if _fits(head) and _closed(head):
            return head
    head = title
    while not _fits(head):
        # What has no blanks is cut letter by letter: it may be all commas and names.
        head = _LAST.sub("", head) or head[: min(len(head) - 1, _COLUMNS // 2)]
    return f"{head.rstrip(_LOOSE)} …"


def _fits(line: str) -> bool:
    return measure_width(line) <= _COLUMNS and count_words(line) <= MOST_WORDS


def count_words(line: str) -> int:
    """Count the words of `line`.

    >>> count_words("A Sino-Russian lock"), count_words("Rise and fall-and-rise")
    (3, 5)
    """
    return max(len(words.findall(line)) for words in _WORDS_OF)


def _closed(text: str) -> bool:
    """Whether nothing is left open that `text` opens."""
    german = "„" in text  # closes what English opens
    pairs = (pair for pair in _PAIRS if not (german and pair == "“”"))
    return all(text.count(pair[0]) <= text.count(pair[1]) for pair in pairs)


def divide_title(title: str) -> tuple[str, str]:
    """Divide `title` at its first colon, question mark or dash, if its beginning is short enough.

    Colon and dash go, whose work the new line does.

    >>> divide_title("Who mends the wall? Canals, dykes and upkeep")
    ('Who mends the wall?', 'Canals, dykes and upkeep')
    >>> divide_title("Upkeep – a history"), divide_title("A short title")
    (('Upkeep', 'a history'), ('A short title', ''))
    """
    found = _JOINT.search(title)
    if found is None or found.start() > _HEAD:
        return title, ""
    return title[: found.start()] + (found["kept"] or ""), title[found.end() :]
