"""The editor's choices of what a citation means, found again in the edited text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from copydesk.model import CitationDecision


class Choices:
    """The decisions of a sidecar by the letters of the words they were made on.

    Letters and digits are compared, so that words quoted as received are found in the
    edited text.
    """

    def __init__(self, decisions: Sequence[CitationDecision], keys: Collection[str]) -> None:
        self._decisions = decisions
        self._by_words: dict[str, list[CitationDecision]] = {}
        self._used: set[CitationDecision] = set()
        for decision in decisions:
            if decision.key in keys:
                self._by_words.setdefault(letters(decision.text), []).append(decision)

    def within(self, text: str) -> ChoicesWithin:
        """The choices as they apply to `text`, a paragraph."""
        return ChoicesWithin(text, self._by_words, self._used)

    def unused(self) -> tuple[CitationDecision, ...]:
        """Those that fitted no citation of the texts that were asked about."""
        return tuple(one for one in self._decisions if one not in self._used)


class ChoicesWithin:
    """The editor's choices for the citations of one text; it is folded once, when needed."""

    def __init__(
        self,
        text: str,
        by_words: dict[str, list[CitationDecision]],
        used: set[CitationDecision],
    ) -> None:
        self._text = text
        self._by_words = by_words
        self._used = used
        self._whole: str | None = None
        self._ends: list[int] = []
        self._spots: dict[tuple[CitationDecision, str], int] = {}

    def key(self, words: Iterable[str], start: int, end: int) -> str:
        """The key chosen for the citation that reads as one of `words` or as `[start, end)`.

        "" when none was. Of several equal citations in a paragraph, the place of a
        decision means the one it stands nearest to.
        """
        if not self._by_words:
            return ""
        bracket = letters(self._text[start:end])
        for said in {*map(letters, words), bracket}:
            for decision in self._by_words.get(said, ()):
                if not decision.place or self._nearest(decision, bracket) == self._at(start):
                    self._used.add(decision)
                    return decision.key
        return ""

    def _nearest(self, decision: CitationDecision, bracket: str) -> int:
        """Where, in the letters of the text, the citation nearest to the decision's place is."""
        known = self._spots.get((decision, bracket))
        if known is None:
            known = self._spots[decision, bracket] = self._looked_for(decision, bracket)
        return known

    def _looked_for(self, decision: CitationDecision, bracket: str) -> int:
        whole, place = self._folded(), letters(decision.place)
        at = whole.find(place)
        if at < 0 or not bracket:
            return -1
        # The nearest one begins before this, or is the first that begins behind it.
        wanted = max(0, at + len(place) // 2 - len(bracket) // 2)
        spots = (whole.rfind(bracket, 0, wanted + len(bracket)), whole.find(bracket, wanted))
        found = [spot for spot in spots if spot >= 0]
        return min(found, key=lambda spot: abs(spot - wanted), default=-1)

    def _folded(self) -> str:
        if self._whole is None:
            pieces = []
            size = 0
            for sign in self._text:
                piece = letters(sign)
                pieces.append(piece)
                size += len(piece)
                self._ends.append(size)
            self._whole = "".join(pieces)
        return self._whole

    def _at(self, offset: int) -> int:
        """The offset in the letters of the text that `offset` of the text has."""
        self._folded()
        return self._ends[offset - 1] if offset else 0


def letters(text: str) -> str:
    """The letters and digits of `text`, without case.

    >>> letters("(Lo, 2022)")
    'lo2022'
    """
    return "".join(sign for sign in text.casefold() if sign.isalnum())
