"""How an entry of a list begins and ends: by the shape of its words, and by its label.

Labels are numbers, tags such as [Lo22], bullets. One line tells little ("12. Oxford" may be the
end of a wrapped entry): what counts is that the numbers of the list go on from one to the next.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final, TypeVar

#: Surely an entry begins so; likely; perhaps, as may many a line amid one.
SURE: Final = 3
LIKELY: Final = 2
PERHAPS: Final = 1

#: No opening is looked for farther into a text.
REACH: Final = 200

_C: Final = "A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΫА-ЯЁІЇЄҐ"
_YEAR: Final = r"(?:1[4-9]|20)\d\d[a-z]?"
_PARTICLE: Final = (
    r"(?:(?:[Vv][ao]n|[Dd]e[nrl]?|[Dd][aiou]s?|[Ll][ae]|[Tt]e[nr]?|[Zz]u[rm]?|ibn|bin)\s"
    r"|al-|el-){0,3}"
)
_NAME: Final = rf"[{_C}][^\W\d_]{{0,30}}(?:[’'‘-][^\W\d_]{{1,30}}){{0,3}}"
_FAMILY: Final = rf"{_PARTICLE}{_NAME}(?:\s{_NAME}){{0,2}}"
_INITIAL: Final = rf"[{_C}][a-zà-ÿ]?\."
_INITIALS: Final = rf"{_INITIAL}(?:\s?-?\s?{_INITIAL}){{0,4}}"
_GIVEN: Final = (
    rf"(?:(?=\w\w){_NAME}(?:\s(?:{_INITIAL}|{_NAME})){{0,2}}|[{_C}]{{1,2}}(?=,|\s(?:and|&)\s))"
)
#: What follows a name that an entry begins with.
_AFTER: Final = (
    rf"(?!,?\s{_YEAR}\.?$)"  # "London, Routledge, 2019."
    rf"(?=\s?[.,;&(\[]|\s(?:and|und|et|y|e|og|och|en|with|&)\s|\s?\(?{_YEAR}|\s[“\"„«])"
)

#: "Osei, M." and "Osei, Mara, and": the family name stands first.
_PERSON = re.compile(
    rf"{_FAMILY},\s?(?:(?!D\.\s?C\.:){_INITIALS}(?=[\s,;:&(\[]|$)|{_GIVEN}{_AFTER})"
    # "Osei M, de Wit JR."
    rf"|{_NAME}(?:\s{_NAME})?\s[{_C}]{{1,3}}(?=[.,;:]|\s(?:and|et al)\b|\s?\({_YEAR})"
)
#: "Abara, Chidi: The salt road", which may be "Hull, England: Tide Press" too.
_ANNOUNCED = re.compile(rf"{_FAMILY},\s?{_GIVEN}:\s")
#: "C. Abara and L. Brandt, “The salt road”".
_SPOKEN = re.compile(
    rf"{_INITIALS}\s?{_PARTICLE}{_NAME}(?:[\s-]{_NAME})?(?=[,.:;(]|\s(?:and|und|et|&|\()\s?)"
)
#: "Harbour Office, 2019. Dues": an organisation, the year, then a title.
_BODY = re.compile(
    rf"[{_C}][\w&’'.-]{{0,40}}(?:\s(?:(?:of|for|the|and|&|de|du|des|der|für|und|on|in|van|la)\s){{0,2}}"
    rf"[{_C}(][\w&’'.)-]{{0,40}}){{0,9}}?\s?[.,]{{0,2}}\s?\(?{_YEAR}\)?[.,:]{{0,2}}\s["
    rf"“\"‘«„]?[{_C}][\w’'-]{{1,40}}\s"
)
_QUOTED = re.compile(r"[“\"„«‘「『《](?=\S)")
#: A dash or "Ders." for the author of the entry before.
_SAME = re.compile(
    r"(?:[-–—―_‒]{2,12}|[—―](?=[.,:;(]))\s?[.,:;(]|[-–—―_‒]{3,12}\s"
    r"|(?:ders|dies|dieselben?|derselbe|idem|eadem)\b[.,:(/ ]",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    rf"[\"“„«‘(\[]?(?:[{_C}][\w’'.-]{{0,40}}|(?:van|von|de|der|du|la|le|al-)\s?\w)[^.]{{0,60}}?"
    rf"(?:,\s?[{_C}]|\(?{_YEAR}|\.\s)"
)
_EARLY_YEAR = re.compile(
    rf"[(\[]?(?<![\w/:.-]){_YEAR}(?![\w/-])"
    r"|[(\[](?:forthcoming|in press|n\.\s?d\.|im Erscheinen|o\.\s?J\.|à paraître|s\.\s?d\.)[)\]]",
    re.IGNORECASE,
)
#: A title among the names before a year: quoted, behind a word with a stop, in small letters.
_TITLED = re.compile(
    r"[“”\"„«»:]|[^\W\d_]{2}\.\s(?!al\b|et\b|and\b|und\b|&)(?=[^\W\d_]{2})"
    r"|(?<!\w)(?!and\b|und\b|et\b|van\b|von\b|de\b|der\b|al\b|of\b|for\b|the\b|für\b)"
    r"[^\W\dA-ZÀ-ÖØ-Þ_]{2,30}\s[^\W\d_]"
)
_DATED = re.compile(
    rf"(?<![\w/-]){_YEAR}(?![\w-])|\bn\.\s?d\.|\bo\.\s?J\.|\bs\.\s?d\.|\bforthcoming\b|\bin press\b"
    r"|https?://|\bwww\.|\bdoi\b|\bim Erscheinen\b|\bà paraître\b|年",
    re.IGNORECASE,
)
#: Signs of a word that its shape has.
_LONGEST_WORD: Final = 16
#: Signs that an entry may end with; so it may with a digit, an address, or a stop before "’".
_CLOSERS: Final = frozenset('.?!。．)]”"»;>')
_CLOSED = re.compile(r"(?:[.?!。．][\"”»’)\]]?’|(?:https?://|www\.)\S{1,400})$")
#: The words of links to catalogues, as journals print them behind entries.
_CATALOGUES: Final = ("Crossref", "CrossRef", "Medline", "PubMed", "Google Scholar")


def opens(text: str, least: int = PERHAPS) -> int:
    """How surely `text` begins an entry: `SURE`, `LIKELY`, `PERHAPS`, or 0.

    What is less sure than `least` counts as 0, and is not looked at.

    >>> [opens(one) for one in ("Osei, M. and Lo, B.", "Harbour Office, 2019. Dues of", "of rope")]
    [3, 2, 0]
    >>> opens("Cambridge University Press, 2019.") < LIKELY
    True
    """
    head = text[:REACH]
    if _SAME.match(head) or _PERSON.match(head):
        return SURE
    if least <= LIKELY and (_SPOKEN.match(head) or _BODY.match(head) or _ANNOUNCED.match(head)):
        return LIKELY
    return PERHAPS if least <= PERHAPS and (_QUOTED.match(head) or _LOOSE.match(head)) else 0


def is_dated_early(text: str) -> bool:
    """Whether the year stands right behind the names that `text` begins with.

    >>> is_dated_early("Osei, M. (2019) The quay."), is_dated_early("Osei, Mara. The Quay. 2019.")
    (True, False)
    """
    year = _EARLY_YEAR.search(text[:REACH])
    return year is not None and not _TITLED.search(text[: year.start()].rstrip(" .,"))


def is_whole(text: str) -> bool:
    """Whether `text` has what an entry cannot do without: a year, or a link.

    >>> is_whole("Osei, M. The quay. Hull, 2019."), is_whole("Osei, M. The quay.")
    (True, False)
    """
    return _DATED.search(text) is not None


def count_dates(text: str) -> int:
    """How many years, and links that stand for one, `text` has.

    >>> count_dates("Osei, M. The quay. Hull, 2019. https://quay.example")
    2
    """
    return len(_DATED.findall(text))


def is_closed(text: str) -> bool:
    """Whether an entry may end as `text` does.

    >>> is_closed("Tide Press, 2019."), is_closed("Journal of Water")
    (True, False)
    """
    end = text.rstrip()[-410:]
    if end[-1:] in _CLOSERS or end[-1:].isdecimal() or end.endswith(_CATALOGUES):
        return True
    may = end.endswith("’") or "://" in end or "www." in end
    return may and _CLOSED.search(end) is not None


def shape_word(word: str) -> str:
    """The signs of a word by their kinds.

    >>> shape_word("Osei,"), shape_word("(2019).")
    ('Xx+,', '(9+).')
    """
    kinds = (
        "9" if sign.isdigit() else "X" if sign.isupper() else "x" if sign.isalpha() else sign
        for sign in word[:_LONGEST_WORD]
    )
    return "".join(sign + "+" * (len(list(run)) > 1) for sign, run in groupby(kinds))


# ── what stands in front of the entries of a list ─────────────────────────────


_NEXT: Final = r"(?=\S)"
#: Kind of label → its shape; the group is what citations call it by.
_SHAPES: Final = {
    "bracket": re.compile(r"\s*[\[［【〔](?:No\.\s?)?(\d{1,4}[a-z]?)[\]］】〕][.:]?\s*" + _NEXT),
    "round": re.compile(r"\s*[(（](\d{1,4}[a-z]?)[)）][.:]?\s*" + _NEXT),
    "stop": re.compile(r"\s*(\d{1,4}[a-z]?)(?:\.(?!\d)|[):、．])\s*" + _NEXT),
    "raised": re.compile(r"\s*([⁰¹²³⁴-⁹]{1,4})[.)]?\s*" + _NEXT),
    "bare": re.compile(r"\s*(\d{1,4})(?:\t\s*|\s+(?=[^\W\d_a-z]|[“\"„«‘]))"),
    "tag": re.compile(
        r"\s*\[([^\W\d_][^\W_+]{0,11}\+?\s?’?(?:\d\d|(?:1[5-9]|20)\d\d)[a-z]?)\][.:]?\s*" + _NEXT
    ),
    "bullet": re.compile(r"\s*([•*·▪◦‣●○■□►✓+-]|[–—―](?=\s))\s*(?=[^\s\W]|[“\"„«‘(\[])"),
}
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
#: Numbers of a list have no more gaps than entries.
_LOOSE_NUMBERS: Final = 2
#: A number that begins the list is lower; years are higher.
_FIRST: Final = 1_000
#: So few labels are no list, but for a first number in square brackets.
_FEWEST: Final = 2
#: Numbers that do not begin at 1 are this many, unless brackets say what they are.
_CUT: Final = 4


@dataclass(frozen=True, slots=True)
class Label:
    """The label of an entry as citations call it, and where the entry's words begin.

    `value` is "" for a bullet, which nothing calls.
    """

    value: str
    end: int


def find_labels(texts: Sequence[str]) -> list[Label | None]:
    """The label of each of `texts`, the lines or entries of one list; None for those without.

    >>> find_labels(["[1] Lo, B., 2022.", "Turning point.", "[2] Osei, M., 2019."])
    [Label(value='1', end=4), None, Label(value='2', end=4)]
    >>> find_labels(["Lo, B.", "12. Oxford: Tide.", "Osei, M."])
    [None, None, None]
    """
    found: list[Label | None] = [None] * len(texts)
    best: dict[int, Label] = {}
    for kind, shape in _SHAPES.items():
        matches = [(at, match) for at, text in enumerate(texts) if (match := shape.match(text))]
        here = dict(_fitting(kind, matches, len(texts)))
        if len(here) > len(best):
            best = here
    for at, label in best.items():
        found[at] = label
    return found


def _fitting(
    kind: str, matches: Sequence[tuple[int, re.Match[str]]], size: int
) -> Iterator[tuple[int, Label]]:
    """Those of `matches` that number the list."""
    if kind == "bullet":
        # A dash may stand for an author; bullets stand before nearly all, the first among them.
        if len(matches) >= _FEWEST and matches[0][0] == 0 and len(matches) * 3 >= size * 2:
            signs = {match[1] for _, match in matches}
            yield from ((at, Label("", match.end())) for at, match in matches if len(signs) == 1)
        return
    if kind == "tag":
        if len(matches) >= _FEWEST:
            yield from ((at, Label(match[1], match.end())) for at, match in matches)
        return
    values = [match[1].translate(_RAISED) for _, match in matches]
    numbers = [int(value.rstrip("abcdefghijklmnopqrstuvwxyz")) for value in values]
    for row in _counts(numbers):
        begun = numbers[row[0]] == 1 or kind == "bracket" or len(row) >= _CUT
        if (len(row) >= _FEWEST and begun) or (kind == "bracket" and size == 1):
            yield from ((matches[at][0], Label(values[at], matches[at][1].end())) for at in row)


def _counts(values: Sequence[int]) -> Iterator[list[int]]:
    """The places of `values` that count on; where they begin anew at 1, another list begins."""
    starts = [
        at
        for at, value in enumerate(values)
        if value == 1 and values[at + 1 : at + 2] in ([2], [1])
    ]
    edges = sorted({0, *starts, len(values)})
    for low, high in pairwise(edges):
        kept = sorted(ascending(values[low:high]))
        row = [low + at for at in kept]
        if not row or values[row[0]] >= _FIRST:
            continue
        spread = values[row[-1]] - values[row[0]] + 1
        if spread <= _LOOSE_NUMBERS * len(row) + 1:
            yield row


# ── the longest run of values that ascends ────────────────────────────────────


_Value = TypeVar("_Value", str, int)


def ascending(values: Sequence[_Value], *, strict: bool = False) -> set[int]:
    """The places of a longest run of `values` that does not descend; n log n.

    >>> sorted(ascending([1, 2, 9, 3, 4])), sorted(ascending(["b", "b"], strict=True))
    ([0, 1, 3, 4], [1])
    """
    ends: list[_Value] = []
    places: list[int] = []
    before: list[int] = [-1] * len(values)
    for at, value in enumerate(values):
        rank = bisect_left(ends, value) if strict else bisect_right(ends, value)
        before[at] = places[rank - 1] if rank else -1
        ends[rank : rank + 1] = [value]
        places[rank : rank + 1] = [at]
    kept: set[int] = set()
    at = places[-1] if places else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept
