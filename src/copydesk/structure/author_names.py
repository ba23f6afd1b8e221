"""Read the names in a line that may be a byline: "By Mara Osei, Staff Writer, and Jon Vik".

A line is read from left to right: words such as "by" and "photos" say whose names follow, and a
name grows until a post, a small word, a comma or a bar ends it. Chinese, Japanese and Korean names
have patterns of their own. What each rule earns is told in `authors`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from copydesk.honorifics import is_degree
from copydesk.structure.date import find_dates
from copydesk.structure.metadata import compile_words, load_words

#: Words of one name, particles included.
LONGEST: Final = 6
#: A line longer than this is prose; its signs behind that are not read.
REACH: Final = 200

_CASED: Final = re.compile(r"[A-Za-zÀ-ɏͰ-ӿԱ-ֆḀ-῿]")
_CJK: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_BRACKETS: Final = re.compile(r"\([^()]{0,120}\)|（[^（）]{0,80}）")
_GAPS: Final = re.compile(r"\s{3,}|\t")
#: Signs behind a name that lead to an affiliation.
_MARKS: Final = re.compile(
    r"(?<=[^\W\d_])(?:[¹²³⁰⁴-⁹*†‡§]|\d(?!\d))(?:,?[¹²³⁰⁴-⁹*†‡§]|,?\d(?!\d))*"
)
#: Letters, and the vowel signs that stand on them.
_LETTERS: Final = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0e7f])*"
_TOKEN: Final = re.compile(
    rf"{_LETTERS}(?:[.'’ʼ`&-]+{_LETTERS})*[.]?(?:[*:][^\W\d_]+)?|[,;|/／·•∙⋅&+:：、，\u2013\u2014\x00]|-(?=\s)|[^\w\s]|\d+"
)
_STRONG: Final = frozenset("|/／·•∙⋅–—-\x00:：;()[]<>»›")
#: A cue that ends a name that no comma ended.
_CERTAIN: Final = re.compile(r"[:：]|\b[Bb][Yy]\W*$")
_COMMAS: Final = frozenset(",、，")
_CAMEL: Final = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-ZÀ-ÞА-Я])")
#: "d’Alché", "dell’Orto".
_ELIDED: Final = re.compile(r"[a-z]{1,4}['’][^\W\d_a-z]")
_HANDLE: Final = re.compile(r"[a-z][\w.]+(?: [a-z]{2,}){0,2}(?=\s*(?:[\0|·•,]|$))")
_NO_NAMES: Final = ("stops", "positions", "organisations", "author", "other_work")
_INITIAL: Final = re.compile(r"(?:[^\W\d_]\.-?){1,4}|[^\W\d_]{1,2}\.?")
_HAN: Final = r"[\u3400-\u9fff]"
_KANA: Final = r"[\u3400-\u9fff々\u3040-\u30ff]"
_KANA_NAME: Final = rf"(?=[\u3400-\u9fff々]{{0,9}}[\u3040-\u30ff]){_KANA}{{2,10}}"
_HANGUL_NAME: Final = r"[\uac00-\ud7a3]{2,4}"

#: The end of a postal address, which is no byline.
_POSTCODE: Final = re.compile(r"\s\d{4,6}\W*$")

Kind = Literal["person", "single", "group"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `[start, end)` of a line; `announced` when a word such as "by" says so.

    A "single" is one word ("Wyndo"), a "group" holds the word of an organisation. A `reviewer`
    is announced by "reviewed by".
    """

    text: str
    start: int
    end: int
    kind: Kind
    announced: bool
    reviewer: bool = False


def read_names(text: str, language: str = "", *, announced: bool = False) -> list[Name]:
    """Read the names of persons and groups in a line that may be a byline, in their order.

    `announced` says that the line above ends with a word such as "by". Names of those who did
    other work (photos, translation, editing) are left out.

    >>> [name.text for name in read_names("By Dr. Mara Osei, Staff Writer, and Jon de Wit")]
    ['Mara Osei', 'Jon de Wit']
    >>> [name.text for name in read_names("Text: Ann Lo / Photo: Jon Vik")]
    ['Ann Lo']
    """
    masked = mask_noise(text[:REACH], language)
    if _POSTCODE.search(masked):
        return []
    if _CJK.search(masked) and (found := list(_read_cjk(masked, announced=announced))):
        return found
    return _Scanner(masked, announced=announced).scan() or _read_handle(masked)


def is_announcement(text: str) -> bool:
    """Tell whether a line is no more than a word such as "by" or "written by:".

    >>> is_announcement("Written by:"), is_announcement("By the sea")
    (True, False)
    """
    return _cue("author").fullmatch(text.strip()) is not None


def _read_handle(masked: str) -> list[Name]:
    """What "by" announces where it has no capitals: "by quaywalker", "by mara osei"."""
    cue = _cue("author").match(masked)
    match = _HANDLE.match(masked, cue.end()) if cue else None
    words = match[0].split() if match else []
    if not words or any(word in load_words(kind) for word in words for kind in _NO_NAMES):
        return []
    kind: Kind = "person" if len(words) > 1 else "single"
    return [Name(match[0], match.start(), match.end(), kind, announced=True)] if match else []


def mask_noise(text: str, language: str) -> str:
    """Replace what is no word of a byline, sign for sign: U+0000 parts what stands around it."""
    for found in find_dates(text, language):
        text = text[: found.start] + "\0" * (found.end - found.start) + text[found.end :]
    masks = (
        (compile_words("updated", suffix=r"(?!\w|\s+by\b)"), "\0"),
        (compile_words("published"), "\0"),
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
        self.reviewer = False
        self.other = False  # who did other work
        self.is_open = True  # a name may begin here
        self.is_cue = ""
        self.named = False  # a name was read since the last cue or bar
        self.joined = False  # a word such as "and" stands before this one
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
                self.other, self.reviewer = self.is_cue == "other_work", self.is_cue == "reviewer"
                self.announced = not self.other
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
        for kind in ("other_work", "reviewer", "author"):
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
            self.other = False
        elif token in _COMMAS or self._joins(token):
            self._close()
            self.joined = token not in _COMMAS
            self.is_open = self.is_open or self.joined
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
            self.joined = False
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
            following = self.text[end:].split(maxsplit=1)
            joined = following and following[0] in load_words("joiners")
            ends = self.announced and (joined or not self.text[end:].lstrip()[:1].isalpha())
            said = self.announced or self.joined
            begins = said and not self.parts and following and following[0].istitle()
            begins = begins and folded not in load_words("positions") and folded != "the"
            return bool(begins) or (len(self.parts) == 1 and (ends or len(folded) < 3))
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
        if again and (words[-1].casefold() in load_words("papers") or is_degree(text)):
            return  # "Mara Osei, Harbour Star", "Mara Osei, M. Sc."
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
            reviewer = self.announced and self.reviewer
            self.found.append(Name(text, start, end, kind, self.announced, reviewer))


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
