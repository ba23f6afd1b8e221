"""Find the authors of an article among labelled lines.

What each rule earns, in documents whose authors are all right (121 development pages with their
metadata / 88 corpus documents with gold labels / the same with 15 of 100 front lines confused):
words of posts 2/3/3, of organisations 1/3/3, words no name goes on over 3/2/1, glued words 2/0/0,
Chinese, Japanese and Korean 0/5/5, notes on the author 1/3/3, bylines under other labels 0/1/6
(9 with the labels of the old scorers), bare lines beside a stated author 1/0/0, names cut by
recurrence 0/1/1, addresses 0/1/1, elided particles 0/1/1. Names of papers behind a comma are right
on 5 more of 1,550 byline lines. All figures are of `tools/measure_front.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from copydesk.next.structure.date import find_dates, is_only_date
from copydesk.next.structure.metadata import (
    NO_METADATA,
    PageMetadata,
    compile_words,
    load_ages,
    load_words,
)

#: Words of one name, particles included.
LONGEST: Final = 6
#: A line longer than this is prose; its signs behind that are not read.
REACH: Final = 200
#: Lines from the title within which "By Mara Osei" is a byline whatever its label.
NEAR: Final = 12
#: Lines of such labels hold names that are not the author's; one of them needs "by" and a date.
_OWN: Final = frozenset(["quote", "list", "reference", "footnote", "caption", "bio"])
#: Letters that such a byline may hold beside its names.
_FEW: Final = 20

_CASED: Final = re.compile(r"[A-Za-zÀ-ɏͰ-ӿԱ-ֆḀ-῿]")
_CJK: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
#: What stands in a byline and is no word of a name: addresses, remarks, clocks, marks of notes.
_NOISE: Final = re.compile(
    r"https?://\S+|(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.]+|\[email[^\]]*\]|(?<!\w)@\w+"
    r"|\d{1,2}[:.]\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?|(?<!\w)\d{1,2}\s?[ap]\.?m\b\.?",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(r"\([^()]{0,120}\)|（[^（）]{0,80}）")
_GAPS: Final = re.compile(r"\s{3,}|\t")
_MARKS: Final = re.compile(
    r"(?<=[^\W\d_])(?:[¹²³⁰⁴-⁹*†‡§]|\d(?!\d))(?:,?[¹²³⁰⁴-⁹*†‡§]|,?\d(?!\d))*"
)
_TOKEN: Final = re.compile(
    r"[^\W\d_]+(?:[.'’ʼ`&-]+[^\W\d_]+)*[.]?(?:[*:][^\W\d_]+)?|[,;|/／·•∙⋅&+:：、，\u2013\u2014\x00]|-(?=\s)|[^\w\s]|\d+"
)
_STRONG: Final = frozenset("|/／·•∙⋅–—-\x00:：;()[]<>»›")
#: Behind one of these what somebody else did may go on: "Photos: Ann Lo / Jon Vik".
_WEAK: Final = frozenset("/／&:：")
#: A cue that ends a name that no comma ended.
_CERTAIN: Final = re.compile(r"[:：]|\b[Bb][Yy]\W*$")
#: The line of a name that no line prints.
_STATED: Final = -1
_SEMICOLON: Final = ";"
_COMMAS: Final = frozenset(",、，")
_CAMEL: Final = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-ZÀ-ÞА-Я])")
#: "d’Alché", "dell’Orto".
_ELIDED: Final = re.compile(r"[a-z]{1,4}['’][^\W\d_a-z]")
_HANDLE: Final = re.compile(r"[a-z][\w.]+(?: [a-z]{2,}){0,2}(?=\s*(?:[\0|·•,]|$))")
_NO_NAMES: Final = ("stops", "positions", "organisations", "author", "other_work")
#: The end of a sentence in a note on the author, and signs before its first name.
_SENTENCE: Final = re.compile(r"[.;]\s+")
_LEAD: Final = 4
_INITIAL: Final = re.compile(r"(?:[^\W\d_]\.?-?){1,4}")
_HAN: Final = r"[\u3400-\u9fff]"
_KANA: Final = r"[\u3400-\u9fff々\u3040-\u30ff]"
_KANA_NAME: Final = rf"(?=[\u3400-\u9fff々]{{0,9}}[\u3040-\u30ff]){_KANA}{{2,10}}"
_HANGUL_NAME: Final = r"[\uac00-\ud7a3]{2,4}"

#: The end of a postal address, which is no byline.
_POSTCODE: Final = re.compile(r"\s\d{4,6}\W*$")

Kind = Literal["person", "single", "group"]


@dataclass(frozen=True, slots=True)
class Span:
    """Where a name stands: signs `[start, end)` of the line with this number."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Authors:
    """The authors of an article and where each is named; a name that is only stated has no span."""

    names: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `[start, end)` of a line; `announced` when a word such as "by" says so.

    A "single" is one word ("Wyndo"), a "group" holds the word of an organisation.
    """

    text: str
    start: int
    end: int
    kind: Kind
    announced: bool


def read_names(text: str, language: str = "", *, announced: bool = False) -> list[Name]:
    """Read the names of persons and groups in a line that may be a byline, in their order.

    `announced` says that the line above ends with a word such as "by". Names of those who did
    other work (photos, translation, editing) are left out.

    >>> [name.text for name in read_names("By Dr. Mara Osei, Staff Writer, and Jon de Wit")]
    ['Mara Osei', 'Jon de Wit']
    >>> [name.text for name in read_names("Text: Ann Lo / Photo: Jon Vik")]
    ['Ann Lo']
    """
    masked = _mask_noise(text[:REACH], language)
    if _POSTCODE.search(masked):
        return []
    if _CJK.search(masked) and (found := list(_read_cjk(masked, announced=announced))):
        return found
    return _Scanner(masked, announced=announced).scan() or _read_handle(masked)


def _read_handle(masked: str) -> list[Name]:
    """What "by" announces where it has no capitals: "by quaywalker", "by mara osei"."""
    cue = _cue("author").match(masked)
    match = _HANDLE.match(masked, cue.end()) if cue else None
    words = match[0].split() if match else []
    if not words or any(word in load_words(kind) for word in words for kind in _NO_NAMES):
        return []
    kind: Kind = "person" if len(words) > 1 else "single"
    return [Name(match[0], match.start(), match.end(), kind, announced=True)] if match else []


def _mask_noise(text: str, language: str) -> str:
    """Replace what is no word of a byline, sign for sign: U+0000 parts what stands around it."""
    for found in find_dates(text, language):
        text = text[: found.start] + "\0" * (found.end - found.start) + text[found.end :]
    masks = (
        (load_ages(), "\0"),
        (compile_words("updated"), "\0"),
        (compile_words("published"), "\0"),
        (_NOISE, "\0"),
        (_GAPS, "\0"),
        (_BRACKETS, " "),
        (_MARKS, " "),
    )
    for pattern, sign in masks:
        text = pattern.sub(lambda match, sign=sign: sign * len(match[0]), text)  # type: ignore[misc]
    return text.replace("_", " ")


@cache
def _cue(kind: str) -> re.Pattern[str]:
    """Words of `kind` that end at a blank, a colon or where a capital is glued to them."""
    return compile_words(kind, "", r"(?:(?=[\s:：/／.\0]|$)|(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ]))\.?[\s:：]*")


class _Scanner:
    """Read one masked line from left to right; a name grows until something ends it."""

    def __init__(self, text: str, *, announced: bool) -> None:
        self.text = text
        self.announced = announced
        self.other = False  # who did other work
        self.is_open = True  # a name may begin here
        self.is_cue = ""
        self.named = False  # a name was read since the last cue or bar
        self.found: list[Name] = []
        self.parts: list[tuple[int, int]] = []
        self.is_group = False

    def scan(self) -> list[Name]:
        position = 0
        while position < len(self.text):
            if self.text[position].isspace():
                position += 1
            elif end := self._read_cue(position):
                self._close()
                self.announced, self.other = self.is_cue == "author", self.is_cue == "other_work"
                self.is_open, self.named = True, False
                position = end
            else:
                match = _TOKEN.match(self.text, position)
                if match is None:
                    position += 1
                    continue
                position = self._take(match.start(), match.end())
        self._close()
        return self.found

    def _read_cue(self, position: int) -> int:
        """The end of a cue at `position`, 0 where none is; amid a name it needs a colon or "by"."""
        for kind in ("other_work", "author"):
            if match := _cue(kind).match(self.text, position):
                if self.parts and not _CERTAIN.search(match[0]):
                    continue
                self.is_cue = kind
                return match.end()
        return 0

    def _take(self, start: int, end: int) -> int:
        """Use one word or sign; the place behind it, or behind the part of it that was used."""
        token = self.text[start:end]
        folded = token.casefold().rstrip(".")
        if token in _STRONG:
            self._close()
            self.is_open = True
            if self.named:
                self.announced = self.named = False
            self.other = self.other and token in _WEAK
        elif token in _COMMAS or token == _SEMICOLON or self._joins(token):
            self._close()
            self.is_open = self.is_open or token not in _COMMAS
        elif not token[0].isalpha() or _CJK.search(token):
            self._close()
            self.is_open = False
        elif self.is_open and (cut := self._cut_glued(start, end)) < end:
            self.parts.append((start, cut))
            self._close()
            self.is_open = False
            return cut
        elif not self.is_open:
            pass
        elif self._continues(token, folded, end):
            self.parts.append((start, end))
            self.is_group = self.is_group or folded in load_words("organisations")
            if token[-1] == "." and len(folded) > 3 and not _is_short(token):
                self._close()
                self.announced = self.other = False
        else:
            is_position = folded in load_words("positions")
            if is_position and len(self.parts) < 2:
                self.parts.clear()  # "Staff Writer" names nobody
            leads = is_position and not (self.parts or self.named)  # "Editor Mara Osei"
            self._close()
            self.is_open = leads
        return end

    def _joins(self, token: str) -> bool:
        """Whether the token stands between two authors; "y" stands in family names as well."""
        return token in load_words("joiners") and (
            len(self.parts) != 1 or token in ("&", "+", "and")
        )

    def _continues(self, token: str, folded: str, end: int) -> bool:
        """Whether a word begins a name or goes on with it."""
        if token[0].islower():
            following = self.text[end:].split()
            while following and following[0] in load_words("particles"):
                del following[0]
            first = following[0][0] if following else ""
            if folded in load_words("particles") and first.isalpha() and not first.islower():
                return True
            is_group = self.is_group and folded in load_words("organisations")
            return is_group or _ELIDED.match(token) is not None
        is_agency = folded in load_words("agencies") and (token.isupper() or len(folded) > 3)
        if self.is_group or is_agency:
            return self.is_group and folded not in load_words("stops")
        known = folded in load_words("organisations")
        if known or (self.parts and folded in load_words("particles")):
            return True
        if folded in load_words("positions") or (folded in load_words("stops") and len(folded) > 1):
            # "By Mara Page", "Ann Lo": a surname, where nothing of a post or of a phrase follows.
            ends = self.announced and not self.text[end:].lstrip()[:1].isalpha()
            return len(self.parts) == 1 and (ends or len(folded) < 3)
        return True

    def _cut_glued(self, start: int, end: int) -> int:
        """Where another word is glued to a surname: "Mara OseiPublished", "Jon VikLive and"."""
        if not self.parts:
            return end
        goes_on = self.text[end:].lstrip()[:1]
        for match in _CAMEL.finditer(self.text, start, end):
            cut = match.start()
            folded = self.text[cut:end].casefold()
            known = any(folded in load_words(kind) for kind in _NO_NAMES)
            if known or (cut - start > 3 and goes_on.islower()):
                return cut
        return end

    def _close(self) -> None:
        """End the name that was growing and keep it, unless it is nobody's."""
        parts, self.parts = self.parts, []
        again, self.named = self.named, self.named or bool(parts)
        is_group, self.is_group = self.is_group, False
        if self.other or not parts:
            return
        words = [self.text[start:end] for start, end in parts]
        first, last = _trim_name(words)
        words, parts = words[first:last], parts[first:last]
        if not words or len(words) > LONGEST:
            return
        start, end = parts[0][0], parts[-1][1]
        if words[-1][-1] == "." and not _is_short(words[-1]):
            end -= 1
        text = " ".join(self.text[start:end].split())
        if again and words[-1].casefold() in load_words("papers"):
            return  # "Mara Osei, Harbour Star"
        whole = [
            word for word in words if word.casefold() not in load_words("honorifics", "suffixes")
        ]
        kind: Kind = "group" if is_group else "person" if len(whole) > 1 else "single"
        if (
            kind == "group"
            and len(words) == 1
            and words[0].casefold() in load_words("organisations")
        ):
            return
        if kind != "single" or any(sign.islower() for sign in text) or not _CASED.search(text):
            self.found.append(Name(text, start, end, kind, self.announced))


def _is_short(word: str) -> bool:
    """Whether the full stop belongs to the word: an initial, "Jr.", "Prof."."""
    folded = word.casefold()
    known = any(
        folded in load_words("honorifics", kind) for kind in ("before", "behind", "suffixes")
    )
    return known or _INITIAL.fullmatch(word) is not None


def _trim_name(words: Sequence[str]) -> tuple[int, int]:
    """The bounds of a name without titles before it, degrees and particles behind it."""
    first, last = 0, len(words)
    while first < last and words[first].casefold() in load_words("honorifics", "before"):
        first += 1
    while first < last:
        word = words[last - 1]
        degree = word.casefold() in load_words("honorifics", "behind") and last - first != 2
        degree = degree and (word.isupper() or "." in word or len(word) > 2)
        small = word[0].islower() and not _ELIDED.match(word) and last - first > 1
        if not (degree or small):
            break
        last -= 1
    half = (last - first) // 2
    if half and words[first : first + half] == words[first + half : last]:
        last = first + half  # "Mara Osei Mara Osei"
    return first, last


@cache
def _cjk_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Names behind a cue, names before one, names alone, and what names others."""
    own = ("zh", "ja", "ko")
    cues = sorted(load_words("author", *own) - {"文", "글"}, key=len, reverse=True)
    after = sorted(load_words("author_after", *own), key=len, reverse=True)
    other = sorted(load_words("other_work", *own), key=len, reverse=True)
    name = rf"(?:{_HAN}{{2,4}}|{_HANGUL_NAME}|{_KANA_NAME})"
    # Each way to part a row of names has its own signs, or the ways would multiply.
    further = rf"(?:(?<=·){_HAN}{{5,6}}|(?<=\s){_KANA}(?!{_KANA})|{name})"
    several = rf"({name}(?:[、，,・·\s]{{1,3}}{further}){{0,20}})"
    behind = r"(?=$|[\s\0|/／()（）\]】、，,]|报道|報道|摄|电)"
    return (
        re.compile(
            rf"(?:(?:{'|'.join(cues)})[\s:：/／|●=＝]*|(?:文|글)\s?[:：/／|●=＝]\s*){several}{behind}"
        ),
        re.compile(
            rf"(?:^|[\s\[【(=＝\0])({name}(?:[·・,、]{further}){{0,20}}|[A-Za-z]+团队)\s?(?:{'|'.join(after)})"
        ),
        re.compile(several),
        re.compile(rf"(?:{'|'.join(other)})\s?[:：/／|]?\s*[^\s\0|/／]*"),
    )


def _read_cjk(text: str, *, announced: bool) -> Iterator[Name]:
    """Read Chinese, Japanese and Korean names: behind a cue, before one, or alone on the line."""
    cued, before, alone, other = _cjk_patterns()
    text = other.sub(lambda match: "\0" * len(match[0]), text)
    match = cued.search(text) or before.search(text)
    said = announced or match is not None
    if match is None:
        pieces = [*re.finditer(r"[^\0|/／［］\[\]【】]+", text)]
        piece = next((piece for piece in pieces if piece[0].strip()), None)
        if piece is not None:
            start = piece.start() + len(piece[0]) - len(piece[0].lstrip())
            match = alone.fullmatch(text, start, start + len(piece[0].strip()))
    if match is None:
        return
    for part in re.finditer(r"[^\s、，,・]+" if "·" in match[1] else r"[^\s、，,・·]+", match[1]):
        if not any(word in part[0] for word in load_words("organisations", "zh", "ja")) or said:
            start = match.start(1) + part.start()
            yield Name(part[0], start, start + len(part[0]), "person", said)


def find_authors(
    lines: Sequence[str],
    roles: Sequence[str],
    stated: PageMetadata = NO_METADATA,
    language: str = "",
) -> Authors:
    """Find the authors among lines with their roles, as printed and in the order of the lines.

    Lines labelled byline come first; then, while nobody is named, those labelled date, bylines
    near the title with another label, notes on the author, and what the page states. A group
    ("Harbour News Team") stands only where no person is named. Raises ValueError when `lines` and
    `roles` differ in length.

    >>> lines = ["The quiet harbour", "By Mara Osei and Jon Vik", "3 May 2021"]
    >>> find_authors(lines, ["title", "byline", "date"]).names
    ('Mara Osei', 'Jon Vik')
    >>> find_authors(["Ann Lo teaches law in Hull."], ["bio"])
    Authors(names=('Ann Lo',), spans=(Span(line=0, start=0, end=6),))
    """
    numbered = list(enumerate(zip(lines, roles, strict=True)))
    labelled = {
        label: [number for number, (_, role) in numbered if role == label]
        for label in ("byline", "date", "bio")
    }
    known = frozenset(name.casefold() for name in stated.authors)
    bylines = _read_lines(lines, labelled["byline"], language)
    told = [name for one in stated.authors for name in read_names(one, language, announced=True)]
    near = _find_unlabelled(lines, roles, language)
    sources = (
        _choose(bylines, lines, known),
        _choose(_read_lines(lines, labelled["date"], language), lines, known),
        [pair for pair in near if pair[1].announced],
        _find_in_bios(lines, labelled["bio"]),
        [(_STATED, name) for name in told],
        near,
    )
    for source in sources:
        if found := [pair for pair in source if pair[1].kind == "person"]:
            return _collect(found)
    whole = [(n, name) for n, name in bylines if name.announced or name.text == lines[n].strip()]
    return _collect(whole) if whole else Authors(stated.authors[:1])


def _read_lines(
    lines: Sequence[str], numbers: Iterable[int], language: str
) -> list[tuple[int, Name]]:
    """The names of lines; a line that only says "by" announces those of the next."""
    found = []
    for number in numbers:
        above = lines[number - 1].strip() if number else ""
        cue = _cue("author").fullmatch(above)
        names = read_names(lines[number], language, announced=cue is not None)
        found += [(number, name) for name in names]
    return found


def _choose(
    found: list[tuple[int, Name]], lines: Sequence[str], known: frozenset[str]
) -> list[tuple[int, Name]]:
    """Those names of bylines that are authors', without what stands behind them unparted."""
    persons = [(n, _cut_name(name, n, lines, known)) for n, name in found if name.kind == "person"]
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
            return Name(head, name.start, name.start + len(head), name.kind, name.announced)
    return name


def _find_unlabelled(
    lines: Sequence[str], roles: Sequence[str], language: str
) -> list[tuple[int, Name]]:
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
        if (
            not found
            or found[0][1].text in title
            or _count_other(lines[number], found, language) > _FEW
        ):
            continue
        below = lines[number + 1] if number + 1 < len(lines) else ""
        dated = next(find_dates(lines[number], language), None) is not None or is_only_date(below)
        announced = found[0][1].announced
        certain = announced or (dated and roles[number] not in _OWN)
        if certain and (dated or roles[number] not in (*_OWN, "body")):
            return found
    return []


def _count_other(text: str, found: Sequence[tuple[int, Name]], language: str) -> int:
    """The letters of a line beside its names, its date and the words that announce them."""
    masked = _mask_noise(text, language)
    for _, name in found:
        masked = masked[: name.start] + "\0" * (name.end - name.start) + masked[name.end :]
    masked = compile_words("author").sub("", masked)
    return sum(sign.isalpha() for sign in masked)


def _find_in_bios(lines: Sequence[str], numbers: Iterable[int]) -> list[tuple[int, Name]]:
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
    spans = tuple(Span(number, name.start, name.end) for number, name in printed)
    return Authors(tuple(names.values()), spans)
