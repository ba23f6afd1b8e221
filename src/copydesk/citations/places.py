"""The citation that a choice of the editor was made on, found again in the edited text.

A choice quotes the words of the citation and those around it, as received. Letters and
digits are compared, so that words as received are found in the edited text. Where an edit
has changed a letter, the one place counts that is much like the quoted one.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from copydesk.model import Citation, CitationDecision
from copydesk.sidecar.values import letters

#: Characters either side of a citation that tell it from its likes; as many as an edit has.
AROUND: Final = 32
#: How alike the words of and around a choice must be to carry it over (0 to 100), and by
#: how much the best place must beat the next.
ALIKE: Final = 80
CLEAR: Final = 5


@dataclass(frozen=True, slots=True)
class Met:
    """A citation as it was found, the text it stands in, and all entries it may mean."""

    citation: Citation
    text: str
    reached: tuple[str, ...] = ()


def around(text: str, start: int, end: int) -> str:
    """`[start, end)` of `text` with the words around it.

    >>> around("so it was (Lo, 2022), they say", 10, 20)
    'so it was (Lo, 2022), they say'
    """
    return text[max(0, start - AROUND) : end + AROUND]


def identified(met: Iterable[Met]) -> tuple[Met, ...]:
    """`met`, each citation with an id that survives the renumbering of lines and groups.

    It is a hash of the letters of its words and of those around it; equal ones are told
    apart by numbers, as edits are.
    """
    used: Counter[str] = Counter()
    found = []
    for one in met:
        near = around(one.text, one.citation.start, one.citation.end)
        text = f"{letters(one.citation.text)}\x1f{letters(near)}"
        name = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
        count = used[name]
        used[name] += 1
        number = f"{name}~{count}" if count else name
        citation = replace(one.citation, id=number, around=near)
        found.append(replace(one, citation=citation))
    return tuple(found)


class Places:
    """Citations by their words, in the texts they stand in."""

    def __init__(self, met: Sequence[Met]) -> None:
        self._met = met
        self._folded: dict[str, _Folded] = {}
        self._by_words: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._by_place: dict[tuple[str, str], list[int]] = defaultdict(list)
        alone = Counter(one.citation.group for one in met)
        for number, one in enumerate(met):
            citation = one.citation
            words = {letters(citation.text)}
            if alone[citation.group] == 1:
                words.add(letters(one.text[citation.start : citation.end]))
            for said in words:
                self._by_words[said][one.text].append(number)
                self._by_place[said, letters(citation.around)].append(number)

    def of(self, decision: CitationDecision) -> tuple[int, ...]:
        """The numbers of the citations that `decision` was made on.

        Without a place, all that have its words; with one, those with that very place around
        them, else in each text that holds it the nearest one, else the only one much like it.
        """
        said, place = letters(decision.text), letters(decision.place)
        texts = self._by_words.get(said, {})
        if not decision.place:
            return tuple(number for numbers in texts.values() for number in numbers)
        if very := self._by_place.get((said, place)):
            return tuple(very)
        found: list[int] = []
        for text, numbers in texts.items():
            folded = self._fold(text)
            middle = folded.letters.find(place) + len(place) / 2
            if middle >= len(place) / 2:
                found += self._nearest(numbers, folded, middle)
        return tuple(found) or self._alike(decision, place)

    def _nearest(self, numbers: Sequence[int], folded: _Folded, middle: float) -> list[int]:
        """Those of `numbers` that stand nearest to `middle`; several of one bracket are."""
        spots = {}
        for number in numbers:
            citation = self._met[number].citation
            spots[number] = abs((folded.at(citation.start) + folded.at(citation.end)) / 2 - middle)
        best = min(spots.values())
        return [number for number, spot in spots.items() if spot == best]

    def _alike(self, decision: CitationDecision, place: str) -> tuple[int, ...]:
        """The citation whose words and surroundings are much like those of `decision`.

        Its digits must be the same: another year or number is another citation.
        """
        from rapidfuzz.fuzz import partial_ratio, ratio  # only a desk with decisions needs it

        said = letters(decision.text)
        digits = _digits(said)
        ranked: list[tuple[float, int]] = []
        for number, one in enumerate(self._met):
            words = letters(one.citation.text)
            if _digits(words) != digits or ratio(words, said) < ALIKE:
                continue
            start, end = one.citation.start, one.citation.end
            near = letters(one.text[max(0, start - len(place)) : end + len(place)])
            if (score := partial_ratio(place, near)) >= ALIKE:
                ranked.append((score, number))
        ranked.sort(reverse=True)
        if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < CLEAR):
            return ()
        return (ranked[0][1],)

    def _fold(self, text: str) -> _Folded:
        if text not in self._folded:
            self._folded[text] = _Folded(text)
        return self._folded[text]


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


class _Folded:
    """A text by its letters and digits, which are counted once."""

    def __init__(self, text: str) -> None:
        pieces = [letters(sign) for sign in text]
        self.letters = "".join(pieces)
        self._ends = [0, *accumulate(map(len, pieces))]

    def at(self, offset: int) -> int:
        """The offset in the letters of the text that `offset` of the text has."""
        return self._ends[offset]
