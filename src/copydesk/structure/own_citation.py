"""The lines that say how to cite the article itself, which is none of its own references."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import takewhile
from typing import Final

from copydesk.model import EditedText
from copydesk.structure.lines import find_units
from copydesk.structure.metadata import read_facts
from copydesk.structure.phrases import LONGEST_PHRASE, fold, load

#: What may ask for a citation, and what stands behind it on its line.
_CUE: Final = re.compile(r"\s*([^:：.|–—]{2,60})(?:[:：.|–—](.*)|$)")
#: Words that may follow a cue with an open end: "to cite this" + "working paper".
_OPEN_WORDS: Final = 2
#: What a citation has besides the title: a year or an address, and stops.
_DATED: Final = re.compile(r"(?i)\b(?:1[5-9]|20)\d\d\b|https?://|\bdoi\b")
_STOPS: Final = re.compile("[,.;，。]")
_FEWEST_STOPS: Final = 2
#: Lines that are titles, and the words of another one that no citation repeats by chance.
_TITLES: Final = ("title", "heading:1")
_REPEATED: Final = 3
#: Cues of a text, and paragraphs below one (a citation in several styles), that are looked at.
_MOST_CUES: Final = 20
_MOST_STYLES: Final = 6
_WORD: Final = re.compile(r"\w+")


def find_own_citation(edited: EditedText) -> set[int]:
    """Find the lines of the article's own citation and of what asks for it, by their index.

    "Suggested citation:" stands before it or alone above it, and it names the article: it holds
    the title, or else a line of several words above. What a style guide cites does not.

    >>> from copydesk.model import Line, Submission
    >>> text = ["Tides", "Fog.", "Cite as: Lo, A. (2024). Tides. Quay.", "Cite as: Lo. 2024. Fog."]
    >>> lines = tuple(Line(at, line) for at, line in enumerate(text, 1))
    >>> find_own_citation(EditedText(Submission("a.txt", "", "text/plain", lines), lines))
    {2}
    """
    texts = [line.text.strip() for line in edited.lines]
    found: set[int] = set()
    if all(_match_cue(text) is None for text in texts):
        return found
    units = find_units(edited)
    wholes = [" ".join(texts[at] for at in unit) for unit in units]
    names = {_fold_words(read_facts(edited).get("title", ""))}
    left = _MOST_CUES
    for place, unit in enumerate(units):
        behind = _match_cue(texts[unit[0]]) if left else None
        if behind is not None:
            left -= 1
            same = " ".join((behind, *(texts[at] for at in unit[1:]))).strip()
            below = [same] if same else wholes[place + 1 : place + 1 + _MOST_STYLES]
            cited = sum(1 for _ in takewhile(lambda text: _cites(text, names), below))
            last = place + (cited if not same else 0)
            found.update(at for one in units[place : last + 1] for at in one if cited)
        words, hint = len(wholes[place].split()), edited.lines[unit[0]].hint
        several = words >= _REPEATED and len(wholes[place]) <= LONGEST_PHRASE
        if several or hint in _TITLES or not place:
            names.add(_fold_words(wholes[place]))
    return found


def _match_cue(text: str) -> str | None:
    """What stands behind the words that ask for a citation; None without such words."""
    match = _CUE.match(text)
    head = fold(match[1]) if match else ""
    cues = load().cues["citing"]
    if match is None or not head.startswith(cues):
        return None
    more = len(head.split()) - _OPEN_WORDS
    opens = (cue for cue in cues if cue.endswith(" ") and head.startswith(cue))
    asks = head in cues or any(more <= len(cue.split()) for cue in opens)
    return match[2] or "" if asks else None


def _cites(text: str, names: Collection[str]) -> bool:
    """Whether `text` is a citation that holds one of `names` and more."""
    words = _fold_words(text)
    named = any(name.strip() and name in words and name != words for name in names)
    return named and bool(_DATED.search(text)) and len(_STOPS.findall(text)) >= _FEWEST_STOPS


def _fold_words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "
