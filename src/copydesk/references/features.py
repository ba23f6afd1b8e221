"""What the tagger sees of the words of an entry: strings that are there or not.

`place_features` tells of a word's place in the entry, `of_word` of the word alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from copydesk.language import folding
from copydesk.references import lexicon
from copydesk.references.dates import MONTHS

_OPENING: Final = frozenset("“„«\"‘‚'‹")
_CLOSING: Final = frozenset("”»\"’'›“")
_STOPS: Final = frozenset(".?!")
#: Distances beyond this one are told alike.
_FAR: Final = 6


def place_features(words: Sequence[str]) -> list[list[str]]:
    """The features of the place of each word of one entry.

    >>> "yr:early" in place_features(["Lo,", "B.", "(2022).", "Turning", "point?"])[2]
    True
    """
    kinds = [kind(word) for word in words]
    tails = [tail(word) for word in words]
    stops = [_stops(end, what) for end, what in zip(tails, kinds, strict=True)]
    rows: list[list[str]] = [[] for _ in words]
    _add_places(rows, words, kinds, stops)
    _add_known_names(rows, words, tails)
    _add_years(rows, kinds)
    rows[0].append("first")
    rows[-1].append("last")
    return rows


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


# ── what can be said of a single word ─────────────────────────────────────────


_YEAR: Final = re.compile(r"\(?(?:1[4-9]|20)\d\d[a-z]?\)?[.,;:)]*")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.-?){1,4}[,;:]?")
_BARE_INITIALS: Final = re.compile(r"[A-Z]{1,3}[.,;:]*")
_RANGE: Final = re.compile(r"\(?[A-Za-z]{0,2}\d{1,6}\s?[-–—−]{1,2}\s?[A-Za-z]?\d{1,6}\)?[.,;:)]*")
_VOLUME: Final = re.compile(r"\d{1,4}\s?\(\d{1,4}(?:[-–/]\d{1,4})?\)[.,;:]*")
_NUMBER: Final = re.compile(r"[(\[]?\d{1,7}[)\]]?[.,;:)\]]*")
_ORDINAL: Final = re.compile(r"\d{1,3}(?:st|nd|rd|th|e|\.)[.,;:)]*")
_ROMAN: Final = re.compile(r"\(?[IVXLCDMivxlcdm]{1,7}\)?[.,;:)]*")
_URL: Final = re.compile(r"[<(\[]?(?:https?://|ftp://|www\.)", re.IGNORECASE)
_SITE: Final = re.compile(
    r"[a-z0-9-]{2,40}(?:\.[a-z0-9-]{2,40}){0,3}\.(?:com|org|net|edu|gov|eu|uk|de|fr|io|int)\b"
)
_DOI: Final = re.compile(
    r"[<(\[]?(?:doi:?|https?://(?:dx\.)?doi\.org/)?\S{0,2}10\.\d{4,9}/", re.IGNORECASE
)
_SHAPES: Final = (
    ("year", _YEAR),
    ("vol", _VOLUME),
    ("range", _RANGE),
    ("ordinal", _ORDINAL),
    ("number", _NUMBER),
)
_LONGEST: Final = 40
_LONGEST_SHAPE: Final = 8


@lru_cache(maxsize=50_000)
def kind_of_number(word: str) -> str:
    """What kind of number or code `word` is, "" for an ordinary word.

    >>> [kind_of_number(word) for word in ("(2019).", "468–481.", "28(117),", "C.J.", "xii")]
    ['year', 'range', 'vol', 'initials', 'roman']
    """
    if _DOI.match(word):
        return "doi"
    if _URL.match(word):
        return "url"
    if any(sign.isdigit() for sign in word):
        return next((name for name, shape in _SHAPES if shape.fullmatch(word)), "digits")
    return _kind_of_letters(word)


def _kind_of_letters(word: str) -> str:
    if lexicon.core(word) in MONTHS:
        return "month"
    if _INITIALS.fullmatch(word):
        return "initials"
    if _ROMAN.fullmatch(word) and len(word) > 1:
        return "roman"
    if _BARE_INITIALS.fullmatch(word):
        return "bare"
    return "site" if _SITE.match(word) else ""


def _shape(word: str) -> str:
    signs: list[str] = []
    for sign in word[:_LONGEST]:
        code = "A" if sign.isupper() else "a" if sign.isalpha() else "9" if sign.isdigit() else sign
        if not signs or signs[-1] != code:
            signs.append(code)
    return "".join(signs[:_LONGEST_SHAPE])


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """`word` as the house lists are looked up: no accents, case or outer punctuation."""
    if word.isascii():
        return lexicon.core(word)
    return lexicon.core(folding.strip_accents(word.replace("’", "'")))


@lru_cache(maxsize=50_000)
def tail(word: str) -> str:
    """The punctuation at the end of `word`, three signs at most.

    >>> tail("Washington.”"), tail("(eds.)"), tail("Lo")
    ('.”', '.)', '')
    """
    at = len(word)
    while at and not word[at - 1].isalnum() and len(word) - at < 3:
        at -= 1
    return word[at:]


@lru_cache(maxsize=50_000)
def kind(word: str) -> str:
    """What kind of word it is: of number, of keyword, capitalised (`Cap`) or not (`low`)."""
    known = kind_of_number(word) or lexicon.keywords().get(lexicon.core(word)[:_LONGEST], "")
    if known:
        return known
    capital = word[0].isupper() or (word[0] == "“" and word[1:2].isupper())
    return "Cap" if capital else "low"


@lru_cache(maxsize=50_000)
def of_word(word: str) -> tuple[str, ...]:
    """The features of `word` itself."""
    core = lexicon.core(word)[:_LONGEST]
    number = kind_of_number(word)
    group = lexicon.keywords().get(core, "")
    end = tail(word)
    head = word[0] if not word[0].isalnum() else "w"
    own = [f"w={core}", f"W={word[:_LONGEST]}", f"s={_shape(word)}", f"t={end}", f"h={head}"]
    own += [f"h+t={head}{end}", f"l={min(len(core), _LONGEST_SHAPE)}"]
    own += [f"p{size}={word[:size]}" for size in range(1, 5)]
    own += [f"x{size}={core[-size:]}" for size in range(2, 5)]
    if number:
        own += [f"n={number}", f"n={number}{end}"]
    if group:
        own += [f"k={group}", f"k={group}{end}"]
    if core in lexicon.word_list("names", "particles"):
        own.append("particle")
    return tuple(own)
