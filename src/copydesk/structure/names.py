"""Names of persons in bylines, by their shape, and the list of authors a byline gives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from copydesk import honorifics, language
from copydesk.structure import dates
from copydesk.structure.phrases import fold, load

#: Words of one name, particles included.
MOST_WORDS: Final = 6
LONGEST_NAME: Final = 60
LONGEST_BYLINE: Final = 200
#: Letters of a word of menus that is no first name.
SITE_WORD: Final = 4
#: Words of a name in a script without capitals.
CASELESS: Final = 4
#: A name has two words; the letters before a post name the house.
LEAST: Final = 2
LONGEST_ACRONYM: Final = 4
#: A Chinese name without a word that announces it; two signs alone are sooner a word.
HAN_NAME: Final = range(3, 5)

_PARTICLES: Final = frozenset(
    [
        "de",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "di",
        "du",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "ten",
        "zu",
        "zum",
        "bin",
        "ibn",
        "al",
        "el",
        "y",
        "e",
        "af",
        "av",
        "dem",
        "des",
        "st",
    ]
)
#: Of these, what begins no name, though it may stand in one: "Zum Urteil des Gerichts"; but
#: "by Des Brook" says that it does.
_NO_FIRST: Final = frozenset(["zum", "zu", "des", "dem", "das", "y", "e"])
_LETTERED: Final = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"(?:[^\W\d_]+(?:['’][^\W\d_]+)*(?:-[^\W\d_]+)*\.?|[A-Z]\.(?:[A-Z]\.)*)")
_ACRONYM: Final = re.compile(r"[A-Z]{3,}")
_AND: Final = re.compile(
    r"\s*(?:,\s*(?:and|und|et|y|e|en|och|og|i)\s+|\s+(?:and|und|et|y|e|en|och|og|i)\s+|\s*&\s*|\s*[,;/、，]\s*|\s+[·•|]\s+)\s*"
)
_FIRST: Final = re.compile(r"[\s–—|-]{0,4}((?:[^\W\d_\u2e80-\U0010ffff]['’]?)+|\S)")
_HAN: Final = re.compile("[\u3400-\u9fff]")
_CASED: Final = re.compile("[A-Za-zÀ-ɏͰ-ӿԱ-ֆ]")
_CASELESS: Final = re.compile(r"(?:[^\s\d.,;:!?()\[\]|/–—-]{1,16}\s?){1,4}")
_HAN_ALL: Final = re.compile("[\u3400-\u9fff]+")
#: Addresses and remarks beside a name: "@mara", "mara@quay.example", "(in Hull)".
_ADDRESSES: Final = re.compile(
    r"(?<!\w)@\w+|(?<!\S)[^\s@]++@[^\s@]+\.\w+|https?://\S+|\s\([^()]{1,80}\)"
)
_BARS: Final = re.compile(r"\s+[·•–—-]\s+|\t|\|")
#: "for the Harbour Review" after a name is where the text appeared.
_FOR: Final = re.compile(r",?\s+(?:for|in|für|pour|para|per|voor)\s")
#: The end of a sentence, which no initial, "Jr." or "Dr." is.
_STOP: Final = re.compile(r"(?<=[^\W\d_]{3})\.\s")
_SHORTENED: Final = re.compile(r"[^\W\d_]{2,}\.\s")


def is_name(text: str, *, announced: bool = False) -> bool:
    """Whether `text` has the shape of a person's name: two to six capitalised words.

    >>> is_name("Mara van der Meulen"), is_name("J. K. Osei"), is_name("The quiet harbour")
    (True, True, False)
    >>> is_name("Privacy Policy")
    False

    A word such as "by" before it makes any last word a surname, where a first name stands
    before that.

    >>> [is_name(text, announced=True) for text in ("Ann Writer", "Staff Writer", "Ann")]
    [True, False, False]
    """
    text = text.strip()
    if not text or len(text) > LONGEST_NAME:
        return False
    return _has_shape(text, announced=announced) and not load().kind(fold(text))


def _has_shape(text: str, *, announced: bool) -> bool:
    if _HAN.match(text):
        return len(text) in HAN_NAME and _HAN_ALL.fullmatch(text) is not None
    if announced and not _CASED.search(text):
        # Scripts without capitals: nothing but its few short words tells a name.
        return 0 < len(text.split()) <= CASELESS and _CASELESS.fullmatch(text) is not None
    words = text.split()
    return 1 < len(words) <= MOST_WORDS and _are_name(words, announced=announced)


def _are_name(words: list[str], *, announced: bool) -> bool:
    surname = announced and words[0].casefold() not in load().cues["unnamed"]
    barred = words[:-1] if surname else words
    capitals = [word for word in words if word[0].isupper()]
    return (
        all(_WORD.fullmatch(word) for word in words)
        and words[0].casefold() not in _site_words()
        and ((announced and words[0].istitle()) or _may_come_first(*words[:2]))
        # "CNN Business", where a person's name would be in capitals throughout.
        and (not _ACRONYM.fullmatch(words[0]) or all(word.isupper() for word in words))
        and words[-1].casefold() not in load().cues["outlet"]
        # A first and a last name, the last one last.
        and len(capitals) > 1
        and words[-1][0].isupper()
        and all(word[0].isupper() or word.casefold() in _PARTICLES for word in words)
        and not any(len(word) > 1 and word.casefold() in _common() for word in barred)
    )


def _may_come_first(word: str, following: str) -> bool:
    """Whether a name may begin with `word`: "E M Forster" does, for all that "e" joins others."""
    initials = len(word) == 1 and len(following.rstrip(".")) == 1
    return initials or word.casefold() not in _NO_FIRST


@cache
def _common() -> frozenset[str]:
    """Small words and callings: no name holds one, whatever its shape."""
    return (small_words() - _PARTICLES) | frozenset(load().cues["calling"])


@cache
def _site_words() -> frozenset[str]:
    """Words of buttons and menus: "Older Article" and "Copy Link" name nobody.

    Short ones are first names of some language too, and so is "will".
    """
    phrases = load().furniture.exact
    words = {word for phrase in phrases for word in phrase.split() if len(word) >= SITE_WORD}
    return frozenset(words - {"will", "mark", "page"})


@cache
def small_words() -> frozenset[str]:
    """Articles, prepositions and their like, by which a phrase goes on."""
    known = language.small_words()
    return known["en"] | known["de"] | known["fr"]


@cache
def _announcement() -> re.Pattern[str]:
    # "By", "written by", "par" …
    known = (*load().cues["byline"], *load().cues["reviewer"])
    cues = "|".join(re.escape(cue).replace(r"\ ", r"\s+") for cue in known)
    return re.compile(
        rf"\s*(?:[-–—|]\s*)?(?:{cues})(?:\s*[:：]\s*|\s+|(?<=[：／/]))", re.IGNORECASE
    )


_HAN_BYLINE: Final = re.compile(
    r"(?:(?:记者|記者|作者|撰文)\s*[:：／/|]?|(?<![\u3400-\u9fff])文\s*[:：／/|])\s*((?:[\u3400-\u9fff]{2,4})(?:[\s、，,]+(?!编辑|責編|责编|责任|校对|来源|摄影)[\u3400-\u9fff]{2,4})*)"
    r"(?=\s*$|\s+(?:编辑|編輯|责编|責編|责任编辑|责任|校对|来源|摄影))"
)


#: "홍길동 기자", "[홍길동 특파원]": the calling follows the name.
_HANGUL_BYLINE: Final = re.compile(
    r"[\[(=\s]{0,3}(?:[\uac00-\ud7a3]{2,4}=)?([\uac00-\ud7a3]{2,4})\s?"
    r"(?:기자|특파원|선임기자|논설위원|칼럼니스트|객원기자|인턴기자|에디터)(?![\uac00-\ud7a3])"
)


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors a line names; `announced` when a word such as "by" says so."""

    authors: tuple[str, ...]
    announced: bool


NOBODY: Final = Byline((), announced=False)


#: Signs behind a name that lead to an affiliation: "Mara Osei1,2* and Jon Vik²".
MARKS: Final = re.compile(
    r"(?<=[^\W\d_])(?:[¹²³⁰⁴-⁹*†‡§]|\d(?!\d))(?:,?[¹²³⁰⁴-⁹*†‡§]|,?\d(?!\d))*(?=[\s,;&|]|$)"
)


def byline(text: str) -> Byline:
    """The authors that `text` names, if it can be a byline.

    >>> byline("By Dr. Mara Osei and Jon de Wit | 3 May 2021")
    Byline(authors=('Mara Osei', 'Jon de Wit'), announced=True)
    >>> byline("Mara Osei, Staff Writer, Harbour Review")
    Byline(authors=('Mara Osei',), announced=False)
    >>> byline("By and large the harbour was quiet.").authors
    ()
    """
    text = text.strip()
    return byline_beside(text, dates.find(text))


def _announced(text: str) -> re.Match[str] | None:
    """The announcement that `text` begins with; most lines begin with no word of one."""
    word = _FIRST.match(text)
    return _announcement().match(text) if word and word[1].casefold() in _openers() else None


@cache
def _openers() -> frozenset[str]:
    """First words of announcements, in small letters."""
    known = (*load().cues["byline"], *load().cues["reviewer"])
    return frozenset(_FIRST.match(cue)[1] for cue in known)  # type: ignore[index]  # no cue is empty


def byline_beside(text: str, found: dates.Found | None) -> Byline:
    """The same for a line whose date was `found` before."""
    text = text.replace("_", " ")
    if "@" in text or "(" in text or "://" in text:
        text = _ADDRESSES.sub(" ", text)
    text = text.strip()
    if not text or len(text) > LONGEST_BYLINE or text.endswith((":", "?", "!", "…")):
        return NOBODY
    if match := _HAN_BYLINE.search(text):
        return Byline(tuple(re.split(r"[\s、，,]+", match[1])), announced=True)
    if match := _HANGUL_BYLINE.match(text):
        return Byline((match[1],), announced=True)
    for side in (MARKS.sub("", side) for side in _sides(text, found)):
        if announced := _announced(side):
            if authors := _authors(side[announced.end() :], strict=False):
                return Byline(authors, announced=True)
        elif authors := _authors(side, strict=True):
            return Byline(authors, announced=False)
    return NOBODY


def _sides(text: str, found: dates.Found | None) -> list[str]:
    """The parts of a byline that may name someone: it is cut at its date and its bars."""
    if found is None and "|" not in text and not _announced(text):
        return [text]
    pieces = [text] if found is None else [text[: found.start], text[found.end :]]
    return [
        part.strip(" ,:-–—·•") for piece in pieces for part in _BARS.split(piece) if part.strip()
    ]


def _authors(text: str, *, strict: bool) -> tuple[str, ...]:
    """The names in `text`; where semicolons part them, a comma leads to where each works.

    It may part names too, as long as not each of them has one.

    >>> byline("Mara Osei, University of Hull; Jon Vik, Quay School").authors
    ('Mara Osei', 'Jon Vik')
    >>> byline("By Mara Osei, Jon Vik; Ann Lo").authors
    ('Mara Osei', 'Jon Vik', 'Ann Lo')
    """
    found = _first_authors(text, strict=strict)
    if ";" not in text:
        return found
    parts = text.split(";")
    each = [_first_authors(one.split(",")[0], strict=strict) for one in parts]
    placed = tuple(name for names in each for name in names)
    if all(each) and (all("," in one for one in parts) or len(placed) > len(found)):
        return placed
    return found


def _first_authors(text: str, *, strict: bool) -> tuple[str, ...]:
    """The names at the start of `text`; `strict` wants nothing after them but what they do."""
    authors: list[str] = []
    rest = text if strict else _FOR.split(_first_sentence(text), maxsplit=1)[0]
    position = 0
    for match in [*_AND.finditer(rest), None]:
        piece = rest[position : match.start() if match else len(rest)]
        name = plain(piece)
        led = _without_post(name) if strict else _without_post(name) or _leading(name)
        degree = bool(authors) and honorifics.is_degree(piece.strip(" .,"))
        if degree:
            pass  # "Mara Osei, M. A., and Jon Vik"
        elif led or is_name(name, announced=not strict):
            authors.append(led or name)
        elif piece.strip():
            # "Mara Osei, Staff Writer": what follows a comma says what she does.
            role = bool(authors) and "," in rest[:position][-3:]
            return tuple(authors) if role or (authors and not strict) else ()
        position = match.end() if match else position
    return tuple(authors)


def _first_sentence(text: str) -> str:
    """The names of an announced byline before a sentence that says what others did.

    >>> byline("By Mara Osei. Reviewed by Ann Lo").authors
    ('Mara Osei',)

    A rank ends none: "Maj. Gen. Jon Vik", "Assoc. Prof."
    """
    for stop in _STOP.finditer(text):
        name = plain(_AND.split(text[: stop.start()])[-1])
        if is_name(name, announced=True) and not _SHORTENED.match(name):
            return text[: stop.start()]
    return text


def _leading(text: str) -> str:
    """The name that an announced byline begins with, where what somebody is follows unparted.

    >>> byline("Par ANNE LE BRAS, JON DAHL Envoyés spéciaux à Hull").authors
    ('ANNE LE BRAS', 'JON DAHL')
    """
    words = text.split()
    for count in range(min(len(words) - 1, MOST_WORDS), 1, -1):
        head, after = words[:count], words[count]
        # Initials shout at nobody: "J. K. Osei".
        shouted = all(map(str.isupper, head)) and len(head[-1].strip(".")) > 1
        shouted = shouted and not after.isupper()
        calling = not shouted and after.casefold() in _common()
        if (shouted or calling) and is_name(" ".join(head), announced=True):
            return " ".join(head)
    return ""


def _without_post(text: str) -> str:
    """The name before what somebody is at the end of `text`, "" when nothing of it is told.

    >>> byline("Mara Osei Senior Reporter").authors
    ('Mara Osei',)
    >>> byline("By Mara Osei AP Business Writer").authors
    ('Mara Osei',)
    """
    words = text.split()
    last = words[-1].casefold() if words else ""
    told = last in load().cues["calling"] or last in load().beside
    if len(words) <= LEAST or not told:
        return ""
    while len(words) > LEAST and _is_of_a_post(words[-1]):
        words.pop()
    name = " ".join(words)
    return name if is_name(name) else ""


def is_post(text: str) -> bool:
    """Whether `text` is what somebody is, and nothing else.

    >>> is_post("Senior Staff Writer"), is_post("The last writer of letters")
    (True, False)
    """
    words = text.split()
    return (
        bool(words)
        and words[-1].casefold() in load().cues["calling"]
        and all(map(_is_of_a_post, words))
    )


def _is_of_a_post(word: str) -> bool:
    folded = word.casefold()
    cues = load().cues
    known = (
        folded in load().beside
        or folded in cues["calling"]
        or folded in cues["unnamed"]
        or folded in cues["outlet"]
    )
    return known or folded in _site_words() or (word.isupper() and len(word) <= LONGEST_ACRONYM)


def is_seat(text: str) -> bool:
    """Whether `text` is where somebody works, and nothing else: no sentence, no date.

    >>> is_seat("Institute of Tides, University of Hull"), is_seat("Hull has a university.")
    (True, False)
    """
    words = _LETTERED.findall(text)
    # "The Centre Cannot Hold" is a heading.
    plain = len(words) > 1 and words[0].casefold() not in small_words()
    plain = plain and words[0][0].isupper() and text[-1:] not in ".!?:,…"
    return plain and any(word[0].isupper() and word.casefold() in _seats() for word in words)


@cache
def _seats() -> frozenset[str]:
    return frozenset(load().cues["seat"])


def is_by(phrase: str) -> bool:
    """Whether the folded line `phrase` ends with a word that announces a name.

    >>> is_by("posted on mar # by"), is_by("stand by me")
    (True, False)
    """
    last = phrase.rpartition(" ")[2]
    return last in load().cues["byline"] or phrase in load().cues["byline"]


def plain(name: str) -> str:
    """`name` without honorifics, degrees and closing signs.

    >>> plain("Prof. Dr. Mara Osei, PhD")
    'Mara Osei'
    """
    return honorifics.without(name.strip(" .,:@&*")).strip(" ,")
