"""What the tagger sees of each word.

All features are strings that are there or not. Those of the word alone, and of
the word as a neighbour, are made once for each spelling and kept; the place in
the entry (quotation, brackets, segment, years) is added for each entry.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from copydesk.references import lexicon
from copydesk.references.dates import MONTHS

_CLASSES: Final = {
    "ed": "ed eds edited editor editors hrsg hg éd éds dir coord red redaktion herausgegeben edd",
    "tr": "trans translated translator translators trad übers übersetzt tr transl",
    "in": "in dans en em im nel within",
    "vol": "vol volume vols bd band tome tomo t jg jahrgang v volumes",
    "no": "no nr issue number iss num n heft h nº n° № art article",
    "pp": "pp p pages page pgs s seiten pag pág págs ss",
    "acc": "accessed retrieved available consulted viewed online abgerufen zugriff consulté visited"
    " disponible verfügbar retirado accessible cited url from",
    "proc": "proceedings proc conference conf symposium workshop congress meeting annual acts actes"
    " kongress tagung lecture advances",
    "jour": "journal review quarterly annals bulletin transactions letters studies magazine revue"
    " zeitschrift revista archiv j rev ann bull trans lett acta international archives research",
    "press": "press verlag publishers publishing publications books editions éditions edizioni"
    " ediciones presses edition editorial publisher academic inc ltd co sons",
    "inst": "institute institution center centre council foundation university department ministry"
    " commission agency bank organization organisation association society committee office college"
    " school laboratory union programme fund bureau universität université universidad stiftung"
    " institut academy government",
    "news": "times post herald guardian tribune gazette chronicle daily news telegraph zeitung"
    " independent observer star sun mail monde courier standard globe mirror journalism tagblatt",
    "thesis": "thesis dissertation phd master master's diss diplomarbeit thèse habilitation ph.d m.a",
    "rep": "report working paper technical tech memo memorandum brief briefing memorandum manuscript"
    " preprint draft rapport bericht",
    "lab": "doi isbn issn pmid pmcid arxiv hal",
    "and": "and & und et y e og och with",
    "etal": "al al.",
    "note": "forthcoming press appear submitted unpublished print web dvd reprint reprinted repr",
    "edn": "edition edn auflage aufl éd rev revised 1st 2nd 3rd 4th 5th second third",
    "of": "of the on for a an and de la des du der die das von zur to from with",
}  # fmt: skip
KEYWORDS: Final = {
    word: name for name, words in reversed(_CLASSES.items()) for word in words.split()
}
_PARTICLES: Final = frozenset(
    [
        "van",
        "von",
        "de",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "ten",
        "ter",
        "zu",
        "zum",
        "af",
        "al",
        "el",
        "bin",
        "ibn",
    ]
)
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
_OPENING: Final = frozenset("“„«\"‘‚'‹")
_CLOSING: Final = frozenset("”»\"’'›“")
_LONGEST: Final = 40
_FAR: Final = 6


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
        for name, pattern in (
            ("year", _YEAR),
            ("vol", _VOLUME),
            ("range", _RANGE),
            ("ordinal", _ORDINAL),
            ("number", _NUMBER),
        ):
            if pattern.fullmatch(word):
                return name
        return "digits"
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
    return "".join(signs[:8])


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.replace("’", "'"))
    return lexicon.core("".join(sign for sign in plain if not unicodedata.combining(sign)))


@lru_cache(maxsize=50_000)
def _word(word: str) -> tuple[tuple[str, ...], tuple[str, ...], str, str]:
    """Features of `word` itself and of it as a neighbour, its ending and its class."""
    core = lexicon.core(word)[:_LONGEST]
    number = kind_of_number(word)
    group = KEYWORDS.get(core, "")
    shape = _shape(word)
    tail = _tail(word)
    head = word[0] if not word[0].isalnum() else "w"
    own = [f"w={core}", f"W={word[:_LONGEST]}", f"s={shape}", f"t={tail}", f"h={head}"]
    own += [f"h+t={head}{tail}", f"l={min(len(core), _FAR + 2)}"]
    own += [f"p{size}={word[:size]}" for size in range(1, 5)]
    own += [f"x{size}={core[-size:]}" for size in range(2, 5)]
    if number:
        own += [f"n={number}", f"n={number}{tail}"]
    if group:
        own += [f"k={group}", f"k={group}{tail}"]
    if core in _PARTICLES:
        own.append("particle")
    kind = number or group or ("Cap" if word[0].isupper() or shape[:2] == "“A" else "low")
    beside = [f"w={core}", f"s={shape[:4]}", f"k={kind}", f"t={tail}", f"k+t={kind}{tail}"]
    return tuple(own), tuple(beside), tail, kind


def _tail(word: str) -> str:
    at = len(word)
    while at and not word[at - 1].isalnum() and len(word) - at < 3:
        at -= 1
    return word[at:]


@lru_cache(maxsize=50_000)
def _beside(word: str) -> tuple[tuple[str, ...], ...]:
    """The neighbour features of `word` at the offsets -2, -1, 1 and 2."""
    beside = _word(word)[1]
    near = [tuple(f"{offset}{name}" for name in beside) for offset in ("-1", "+1")]
    far = [tuple(f"{offset}{name}" for name in beside[2:]) for offset in ("-2", "+2")]
    return far[0], near[0], near[1], far[1]


def features(words: Sequence[str]) -> list[list[str]]:
    """The features of each word of one entry.

    >>> rows = features(["Lo,", "B.", "(2022).", "Turning", "point?"])
    >>> "n=initials." in rows[1], "yr:early" in rows[2], "-1k=year" in rows[3]
    (True, True, True)
    """
    count = len(words)
    kinds = [_word(word)[3] for word in words]
    tails = [_word(word)[2] for word in words]
    known = lexicon.marks([_folded(word) for word in words])
    quotes = _quotes(words)
    years = [at for at, kind in enumerate(kinds) if kind == "year"]
    whole = _whole(words, kinds, years, quotes)
    brackets = _brackets(words)
    segments, since = _segments(tails, kinds)
    until, after = _ahead(tails, kinds)
    rows: list[list[str]] = []
    nothing: tuple[str, ...] = ()
    for at, word in enumerate(words):
        row = list(_word(word)[0])
        far_left, left, right, far_right = nothing, nothing, nothing, nothing
        if at > 1:
            far_left = _beside(words[at - 2])[0]
        if at:
            left = _beside(words[at - 1])[1]
            row.append(f"-1|0={kinds[at - 1]}{tails[at - 1]}|{kinds[at]}")
        else:
            row.append("first")
        if at + 1 < count:
            right = _beside(words[at + 1])[2]
            row.append(f"0|+1={kinds[at]}{tails[at]}|{kinds[at + 1]}")
        else:
            row.append("last")
        if at + 2 < count:
            far_right = _beside(words[at + 2])[3]
        row += far_left
        row += left
        row += right
        row += far_right
        quote = quotes[at]
        row += (
            f"q={quote}",
            f"b={brackets[at]}",
            f"g={segments[at]}",
            f"g={segments[at]}{whole}",
            f"since={since[at]}",
            f"ten={at * 10 // count}",
            f"until={until[at]}",
            f"after={after[at]}",
            f"q+after={quote}{after[at]}",
            f"u+a={until[at]}{after[at]}",
            whole,
        )
        if at > 1:
            row.append(f"-2-1={tails[at - 2]}|{tails[at - 1]}")
        if known[at]:
            before = known[at - 1] if at else ""
            row += (
                f"x={known[at]}",
                f"x={known[at]}{'I' if before == known[at] else 'B'}{tails[at]}",
            )
        if at + 1 < count and known[at + 1]:
            row.append(f"+1x={known[at + 1]}")
        if at and known[at - 1]:
            row.append(f"-1x={known[at - 1]}")
        rows.append(row)
    if years:
        for at in years:
            rows[at].append("yr:early" if at * 2 < count else "yr:late")
            rows[at].append("yr:first" if at == years[0] else "yr:again")
    return rows


def _whole(
    words: Sequence[str], kinds: Sequence[str], years: Sequence[int], quotes: Sequence[str]
) -> str:
    """What can be said of the entry: where its year stands, whether it has quotes and a link."""
    year = "none"
    if years:
        year = "early" if years[0] * 5 < len(words) * 2 else "late"
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


def _stops(tail: str, kind: str) -> bool:
    return any(sign in tail for sign in ".?!") and kind not in ("initials", "bare", "month")


def _segments(tails: Sequence[str], kinds: Sequence[str]) -> tuple[list[int], list[int]]:
    """The number of the sentence-like segment of each word, and the words since its start."""
    segments: list[int] = []
    since: list[int] = []
    number = run = 0
    for tail, kind in zip(tails, kinds, strict=True):
        segments.append(min(number, _FAR))
        since.append(min(run, _FAR))
        run += 1
        if _stops(tail, kind):
            number, run = number + 1, 0
    return segments, since


def _ahead(tails: Sequence[str], kinds: Sequence[str]) -> tuple[list[int], list[str]]:
    """For each word the distance to the next stop, and the kind of the word behind it."""
    until = [0] * len(tails)
    after = [""] * len(tails)
    distance, behind = _FAR, "end"
    for at in range(len(tails) - 1, -1, -1):
        if _stops(tails[at], kinds[at]):
            distance, behind = 0, kinds[at + 1] if at + 1 < len(tails) else "end"
        until[at], after[at] = min(distance, _FAR), behind
        distance += 1
    return until, after
