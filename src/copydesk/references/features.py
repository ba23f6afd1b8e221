"""What the tagger sees of each word of an entry.

All features are strings that are there or not. Those of the word alone, and of
the word as a neighbour, come from `words`; its place in the entry (quotation,
brackets, segment, years) is added here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from copydesk.references import lexicon
from copydesk.references.words import beside, folded, kind, of_word, tail

_OPENING: Final = frozenset("“„«\"‘‚'‹")
_CLOSING: Final = frozenset("”»\"’'›“")
_STOPS: Final = frozenset(".?!")
#: Distances beyond this one are told alike.
_FAR: Final = 6


def features(words: Sequence[str]) -> list[list[str]]:
    """The features of each word of one entry.

    >>> rows = features(["Lo,", "B.", "(2022).", "Turning", "point?"])
    >>> "n=initials." in rows[1], "yr:early" in rows[2], "-1k=year" in rows[3]
    (True, True, True)
    """
    kinds = [kind(word) for word in words]
    tails = [tail(word) for word in words]
    rows = [list(of_word(word)) for word in words]
    _add_neighbours(rows, words, kinds, tails)
    stops = [_stops(end, what) for end, what in zip(tails, kinds, strict=True)]
    _add_places(rows, words, kinds, stops)
    _add_known_names(rows, words, tails)
    _add_years(rows, kinds)
    return rows


def _add_neighbours(
    rows: list[list[str]], words: Sequence[str], kinds: Sequence[str], tails: Sequence[str]
) -> None:
    last = len(words) - 1
    for at, row in enumerate(rows):
        if at > 1:
            row.extend(beside(words[at - 2])[0])
            row.append(f"-2-1={tails[at - 2]}|{tails[at - 1]}")
        if at:
            row.extend(beside(words[at - 1])[1])
            row.append(f"-1|0={kinds[at - 1]}{tails[at - 1]}|{kinds[at]}")
        else:
            row.append("first")
        if at < last:
            row.extend(beside(words[at + 1])[2])
            row.append(f"0|+1={kinds[at]}{tails[at]}|{kinds[at + 1]}")
        else:
            row.append("last")
        if at + 1 < last:
            row.extend(beside(words[at + 2])[3])


def _add_places(
    rows: list[list[str]], words: Sequence[str], kinds: Sequence[str], stops: Sequence[bool]
) -> None:
    """Where each word stands: quotation, brackets, segment, tenth of the entry, next stop."""
    quotes, brackets = _quotes(words), _brackets(words)
    segments, since = _segments(stops)
    until, after = _ahead(stops, kinds)
    whole = _whole(kinds, quotes)
    for at, row in enumerate(rows):
        row.extend(
            (
                f"q={quotes[at]}",
                f"b={brackets[at]}",
                f"g={segments[at]}",
                f"g={segments[at]}{whole}",
                f"since={since[at]}",
                f"ten={at * 10 // len(words)}",
                f"until={until[at]}",
                f"after={after[at]}",
                f"q+after={quotes[at]}{after[at]}",
                f"u+a={until[at]}{after[at]}",
                whole,
            )
        )


def _add_known_names(rows: list[list[str]], words: Sequence[str], tails: Sequence[str]) -> None:
    known = lexicon.marks([folded(word) for word in words])
    for at, name in enumerate(known):
        if not name:
            continue
        begins = not at or known[at - 1] != name
        rows[at] += (f"x={name}", f"x={name}{'B' if begins else 'I'}{tails[at]}")
        if at:
            rows[at - 1].append(f"+1x={name}")
        if at + 1 < len(rows):
            rows[at + 1].append(f"-1x={name}")


def _add_years(rows: list[list[str]], kinds: Sequence[str]) -> None:
    years = [at for at, what in enumerate(kinds) if what == "year"]
    for at in years:
        rows[at].append("yr:early" if at * 2 < len(rows) else "yr:late")
        rows[at].append("yr:first" if at == years[0] else "yr:again")


def _whole(kinds: Sequence[str], quotes: Sequence[str]) -> str:
    """What can be said of the entry: where its year stands, whether it has quotes and a link."""
    year = "none"
    if "year" in kinds:
        year = "early" if kinds.index("year") * 5 < len(kinds) * 2 else "late"
    quoted = "Q" if any(quote != "-" for quote in quotes) else ""
    link = "U" if "url" in kinds or "doi" in kinds else ""
    return f"yr={year}{quoted}{link}"


def _quotes(words: Sequence[str]) -> list[str]:
    """For each word: before, opening, inside, closing or after the quotation."""
    states: list[str] = []
    inside, seen = False, False
    for word in words:
        opens = word[0] in _OPENING or (word[0] in "([" and word[1:2] in _OPENING and word[1:2])
        body = word.rstrip(".,;:!?)]")
        closes = body[-1:] in _CLOSING and len(body) > 1
        if not inside and opens:
            inside, seen = not closes, True
            states.append("whole" if closes else "open")
        elif inside and closes and body[-1:] not in "’'":
            inside = False
            states.append("close")
        else:
            states.append("in" if inside else "after" if seen else "-")
    return states


def _brackets(words: Sequence[str]) -> list[str]:
    states: list[str] = []
    depth = 0
    for word in words:
        opened = word.count("(") + word.count("[")
        closed = word.count(")") + word.count("]")
        state = "-"
        if opened > closed:
            state = "open"
        elif closed > opened:
            state = "close"
        elif opened:
            state = "both"
        elif depth > 0:
            state = "in"
        depth = max(0, depth + opened - closed)
        states.append(state)
    return states


def _stops(end: str, what: str) -> bool:
    """Whether a word of the kind `what`, with the punctuation `end` behind it, ends a sentence."""
    return not _STOPS.isdisjoint(end) and what not in ("initials", "bare", "month")


def _segments(stops: Sequence[bool]) -> tuple[list[int], list[int]]:
    """The number of the sentence-like segment of each word, and the words since its start."""
    segments: list[int] = []
    since: list[int] = []
    number = run = 0
    for stopped in stops:
        segments.append(min(number, _FAR))
        since.append(min(run, _FAR))
        run += 1
        if stopped:
            number, run = number + 1, 0
    return segments, since


def _ahead(stops: Sequence[bool], kinds: Sequence[str]) -> tuple[list[int], list[str]]:
    """For each word the distance to the next stop, and the kind of the word behind it."""
    until = [0] * len(stops)
    after = [""] * len(stops)
    distance, behind = _FAR, "end"
    for at in range(len(stops) - 1, -1, -1):
        if stops[at]:
            distance, behind = 0, kinds[at + 1] if at + 1 < len(stops) else "end"
        until[at], after[at] = min(distance, _FAR), behind
        distance += 1
    return until, after
