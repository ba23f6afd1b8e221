"""Find the authors of an article among labelled lines.

What each rule earns, in documents whose authors are all right (121 development pages with their
metadata / 88 corpus documents with gold labels / the same with 15 of 100 front lines confused):
words of posts 2/3/3, of organisations 2/3/3, words no name goes on over 3/2/1, glued words 2/0/0,
Chinese, Japanese and Korean 0/5/5, notes on the author 1/3/3, bylines under other labels 0/1/5
(8 with the labels of the old scorers), names cut by recurrence 1/1/1, addresses 0/1/1, elided
particles 0/1/1, gaps 1/0/0. A name below a line that says "Author" is right on 1 page of the corpus
and 1 held out. Of 1,751 byline lines of development pages, papers behind a comma change 11,
agencies and words amid a name 14 each, particles 15, brackets 5, addresses 1; affiliations and
degrees none, and are kept for the journals that print them. All figures are of
`tools/measure_front.py` but the last ones, which count lines with a rule on and off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Final

from copydesk.structure.author_names import REACH, Name, is_announcement, mask_noise, read_names
from copydesk.structure.date import find_dates, is_only_date
from copydesk.structure.metadata import NO_METADATA, PageMetadata, compile_words, load_words

#: Lines from the title within which "By Mara Osei" is a byline whatever its label.
NEAR: Final = 12
#: Lines of such labels hold names that are not the author's; one of them needs "by" and a date.
_OWN: Final = frozenset(["quote", "list", "reference", "footnote", "caption", "bio"])
#: Of more names than these none is cut by what other lines say.
MOST: Final = 50
#: Letters that such a byline may hold beside its names.
_FEW: Final = 20
#: Signs of a line that holds one name.
_SHORT: Final = 60
#: What is printed of a book above its review: "Hull: Tide, 2019, 212 pp., ISBN 978-1-…",
#: "Tide Press, 212 pages, £19.99", "Tide Press, 2021".
IMPRINT: Final = re.compile(
    r"\bISBN(?:-1[03])?:?\s?[\dX-]{9}|(?:19|20)\d\d[,.;:]?\s(?:[ivxl]{1,7}\s?\+\s?)?\d{2,4}\s?"
    r"(?:pp?|pages|páginas|págs?|pagine|S|Seiten|с|стр)\b(?!\s[^\W\d_A-Z])"
    r"|\b\d{2,4}\s(?:pp|pages|páginas|pagine|Seiten)\b[^!?]{0,60}(?:[£$€]\s?\d|\d\s?(?:€|EUR|Euro)\b)"
    r"|^[^.!?]{2,50}\b(?:Press|Books|Publishers|Publishing|Verlag|Éditions|Editions|Editorial|Editora"
    r"|Uitgeverij)[,;]\s(?:(?:19|20)\d\d|[£$€]\s?\d{1,3}(?:[.,]\d\d)?)\.?$"
)
#: The line of a name that no line prints.
_STATED: Final = -1
_PLAIN: Final = re.compile(r"[\w .&'’-]+")
#: The end of a sentence in a note on the author, and signs before its first name.
_SENTENCE: Final = re.compile(r"[.;]\s+")
_LEAD: Final = 4


#: Names, each with the number of its line.
Found = list[tuple[int, Name]]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a name stands: signs `[start, end)` of a line; `announced` as in `Name`."""

    line: int
    start: int
    end: int
    announced: bool = False


@dataclass(frozen=True, slots=True)
class Authors:
    """The authors of an article and where each is named; a name that is only stated has no span."""

    names: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


def read_stated_persons(stated: PageMetadata) -> tuple[str, ...]:
    """Read the persons among the stated authors; what is no name of one is the site's.

    >>> read_stated_persons(PageMetadata(authors=("Mara Osei and Ada Quill", "admin")))
    ('Mara Osei', 'Ada Quill')
    """
    found = (name for one in stated.authors for name in read_names(one, announced=True))
    return tuple(dict.fromkeys(name.text for name in found if name.kind == "person"))


def find_authors(
    lines: Sequence[str],
    roles: Sequence[str],
    stated: PageMetadata = NO_METADATA,
    language: str = "",
) -> Authors:
    """Find the authors among lines with their roles, as printed and in the order of the lines.

    Lines labelled byline come first; then, while nobody is named, those labelled date, bylines
    near the title with another label, notes on the author, what the page states, who sent a mail,
    and who stands below a line such as "Author". A group ("Harbour News Team") stands only where
    no person is named. Raises ValueError when `lines` and `roles` differ in length.

    >>> lines = ["The quiet harbour", "By Mara Osei and Jon Vik", "3 May 2021"]
    >>> find_authors(lines, ["title", "byline", "date"]).names
    ('Mara Osei', 'Jon Vik')
    >>> find_authors(["Ann Lo teaches law in Hull."], ["bio"])
    Authors(names=('Ann Lo',), spans=(Span(line=0, start=0, end=6, announced=False),))
    """
    labelled: dict[str, list[int]] = {"byline": [], "date": [], "bio": [], "sender": []}
    for number, (text, role) in enumerate(zip(lines, roles, strict=True)):
        if role in labelled:
            is_sender = role == "byline" and _find_sender().match(text)
            labelled["sender" if is_sender else role].append(number)
    bylines = _read_lines(lines, labelled["byline"], language)
    for source in _list_sources(lines, roles, stated, language, (bylines, labelled)):
        if found := [pair for pair in source if pair[1].kind == "person"]:
            return _collect(found)
    whole = [(n, name) for n, name in bylines if name.announced or name.text == lines[n].strip()]
    return _collect(whole) if whole else Authors(tuple(filter(_is_plain, stated.authors[:1])))


def _list_sources(
    lines: Sequence[str],
    roles: Sequence[str],
    stated: PageMetadata,
    language: str,
    known: tuple[Found, dict[str, list[int]]],
) -> Iterator[Found]:
    """What may name the authors, the surest first; each is read when those before name nobody."""
    bylines, labelled = known
    yield _choose(bylines, lines, stated)
    yield _choose(_read_lines(lines, labelled["date"], language), lines, stated)
    near = _find_unlabelled(lines, roles, language)
    yield [pair for pair in near if pair[1].announced]
    yield _find_in_bios(lines, labelled["bio"])
    told = (name for one in stated.authors for name in read_names(one, language, announced=True))
    yield [(_STATED, name) for name in told]
    yield _read_lines(lines, labelled["sender"], language)
    yield near
    yield _find_below_announcement(lines, language)


def _is_plain(name: str) -> bool:
    """Whether what is stated may be the name of a group or an account, and not what somebody is."""
    words = name.casefold().split()
    return bool(_PLAIN.fullmatch(name)) and not load_words("positions").issuperset(words)


@cache
def _find_sender() -> re.Pattern[str]:
    return compile_words("sender", r"\W{0,4}", r"\W?\s?[:：]")


def _read_lines(lines: Sequence[str], numbers: Iterable[int], language: str) -> Found:
    """The names of lines; a line that only says "by" announces those of the next."""
    found = []
    for number in numbers:
        above = number > 0 and is_announcement(lines[number - 1])
        names = read_names(lines[number], language, announced=above)
        found += [(number, name) for name in names]
    return found


def _choose(found: Found, lines: Sequence[str], stated: PageMetadata) -> Found:
    """Those names of bylines that are authors', without what stands behind them unparted.

    Beside a reviewer a bare line names the maker of what is reviewed. Beside an author, a reviewer
    saw the text over, unless the imprint of a book stands between the two.
    """
    known = frozenset(name.casefold() for name in stated.authors)
    persons = [pair for pair in found if pair[1].kind == "person"]
    if len(persons) <= MOST:
        persons = [(n, _cut_name(name, n, lines, known)) for n, name in persons]
    if reviewers := [pair for pair in persons if pair[1].reviewer]:
        between = lines[persons[0][0] : persons[-1][0]]
        signed = [pair for pair in persons if pair[1].announced and not pair[1].reviewer]
        persons = reviewers if any(map(IMPRINT.search, between)) else signed or reviewers
    if any(name.text.casefold() in known for _, name in persons):
        # Beside an author whom the page states, a bare line may be anybody's.
        return [(n, name) for n, name in persons if name.announced or name.text.casefold() in known]
    return persons


def _cut_name(name: Name, number: int, lines: Sequence[str], known: frozenset[str]) -> Name:
    """The name without the words behind it: those that are stated, or begin another line alone."""
    words = name.text.split()
    others = [line for n, line in enumerate(lines) if n != number]
    for count in range(len(words) - 1, 1, -1):
        head = " ".join(words[:count])
        again = not name.announced and any(line.strip().startswith(head) for line in others)
        again = again and not any(name.text in line for line in others)
        if again or head.casefold() in known:
            return replace(name, text=head, end=name.start + len(head))
    return name


def _find_unlabelled(lines: Sequence[str], roles: Sequence[str], language: str) -> Found:
    """The first line of another label near the title, or the text, that is a byline.

    It holds names and at most a date, and a word such as "by", or a date on it or below it.
    """
    anchors = [number for number, role in enumerate(roles) if role == "title"]
    anchors = anchors or [n for n, role in enumerate(roles) if role == "body"][:1]
    if not anchors:
        return []
    title = " ".join(lines[number] for number in anchors if roles[number] == "title")
    for number in range(max(0, anchors[0] - NEAR), min(len(lines), anchors[-1] + NEAR + 1)):
        if len(lines[number]) > REACH:
            continue
        found = [
            pair for pair in _read_lines(lines, [number], language) if pair[1].kind == "person"
        ]
        letters = 0
        if (
            not found
            or found[0][1].text in title
            or (letters := _count_other(lines[number], found, language)) > _FEW
        ):
            continue
        below = lines[number + 1] if number + 1 < len(lines) else ""
        dated = next(find_dates(lines[number], language), None) is not None or is_only_date(below)
        announced = found[0][1].announced
        certain = announced or (dated and not letters and roles[number] not in _OWN)
        if certain and (dated or roles[number] not in (*_OWN, "body")):
            return found
    return []


def _find_below_announcement(lines: Sequence[str], language: str) -> Found:
    """The one name of the text that is a line of its own below a line such as "Author"."""
    found: dict[str, Name] = {}
    for above, below in pairwise(lines):
        if len(below) <= _SHORT and is_announcement(above):
            names = read_names(below, language, announced=True)
            found |= {name.text: name for name in names if name.text == below.strip()}
    return [(_STATED, name) for name in found.values()] if len(found) == 1 else []


def _count_other(text: str, found: Sequence[tuple[int, Name]], language: str) -> int:
    """The letters of a line beside its names, its date and the words that announce them."""
    masked = mask_noise(text, language)
    for _, name in found:
        masked = masked[: name.start] + "\0" * (name.end - name.start) + masked[name.end :]
    masked = compile_words("author").sub("", masked)
    return sum(sign.isalpha() for sign in masked)


def _find_in_bios(lines: Sequence[str], numbers: Iterable[int]) -> Found:
    """Names before the verb of a note on the author: "Mara Osei teaches …"."""
    found = []
    for number in numbers:
        text = lines[number][: 2 * REACH]
        for start in [0, *(match.end() for match in _SENTENCE.finditer(text))]:
            names = read_names(text[start : start + REACH])
            if not names or names[0].start > _LEAD or names[0].kind != "person":
                continue
            after = text[start + names[0].end :].lstrip(" ,").split(maxsplit=1)
            # The first sentence may have no verb: "Mara Osei, professor in Hull".
            if after and (not start or after[0].casefold() in load_words("biography")):
                place = start + names[0].start, start + names[0].end
                found.append((number, Name(names[0].text, *place, "person", announced=False)))
    return found


def _collect(found: Sequence[tuple[int, Name]]) -> Authors:
    """Each author once, in order, with the places of all."""
    names: dict[str, str] = {}
    for _, name in found:
        names.setdefault(name.text.casefold(), name.text)
    printed = [pair for pair in found if pair[0] != _STATED]
    spans = tuple(Span(n, name.start, name.end, name.announced) for n, name in printed)
    return Authors(tuple(names.values()), spans)
