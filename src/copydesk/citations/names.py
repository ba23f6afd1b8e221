"""Names of authors: read at the end of a text, and compared with those of entries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from copydesk import tables
from copydesk.language import folding
from copydesk.language.names import find_family, is_particle
from copydesk.language.phrases import list_phrases, make_pattern, table

# ── the lists of words ───────────────────────────────────────────────────────


@cache
def list_words(name: str) -> frozenset[str]:
    """The words of the list `name` of `data/words/citations.toml`, without case.

    >>> "see" in list_words("says"), "osei" in list_words("says")
    (True, False)
    """
    return frozenset(str(table("citations")[name]).casefold().split())


@cache
def _list_presses() -> frozenset[str]:
    return frozenset(name.casefold() for name in tables.load_table("words/publishers")["press"])


def is_press(name: str) -> bool:
    """Whether `name` is that of a publisher of books: a known one, or one that says so.

    >>> is_press("Faber"), is_press("Éditions du Quai"), is_press("Harbour Office")
    (True, True, False)
    """
    words = name.casefold().split()
    said = not list_words("presses").isdisjoint((words[0], words[-1])) and len(words) > 1
    return said or name.casefold() in _list_presses()


@cache
def list_places() -> frozenset[str]:
    """Names of cities, regions and countries, without case."""
    cities = {str(name).casefold() for group in table("places").values() for name in group}
    return list_words("places") | cities


@cache
def list_months(name: str) -> frozenset[int]:
    """The months that `name` may stand for, in any language; seasons are none.

    >>> sorted(list_months("Feb")), sorted(list_months("listopad")), list_months("Winter")
    ([2], [10, 11], frozenset())
    """
    said = name.casefold()
    return frozenset(
        number
        for language in tables.load_table("words/dates").values()
        for number, one in enumerate(language.get("months", ()), 1)
        if one.casefold().split()[-1].startswith(said)
    )


# ── names compared ───────────────────────────────────────────────────────────

#: How names are printed where the letters lack.
_SPELT_OUT: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "ß": "ss"}
)
_PLAIN: Final = re.compile(r"[\W_]+")
_WORDS: Final = re.compile(r"[^\W\d_]+")
_CONTENT: Final = re.compile(r"[^\W\d_]{4,}")
_ARTICLE: Final = re.compile(
    r"(?:the|der|die|das|les?|la|los|las|el|il|gli|a|an|une?|ein|eine|de|het)\s+|l[’']",
    re.IGNORECASE,
)
#: Articles within titles, which short titles leave out.
_ARTICLES: Final = frozenset(
    (
        "a", "an", "the", "der", "die", "das", "den", "dem", "ein", "eine", "le", "la", "les", "l",
        "un", "une", "el", "los", "las", "il", "lo", "gli", "o", "os",
    )
)  # fmt: skip
#: A name this short bears no slip, one this long bears two.
SHORT: Final = 4
_LONG: Final = 7


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """`name` without case, accents, blanks and punctuation.

    >>> fold("Strüver"), fold("van der Berg")
    ('struver', 'vanderberg')
    """
    return _PLAIN.sub("", folding.fold_text(name))


def list_spellings(name: str) -> tuple[str, ...]:
    """`name` folded in all the ways it is rightly spelt.

    >>> list_spellings("Müller"), list_spellings("The World Bank")
    (('muller', 'mueller'), ('worldbank', 'theworldbank'))
    """
    bare = drop_article(name)
    spelt = unicodedata.normalize("NFC", bare).casefold().translate(_SPELT_OUT)
    found = (fold(bare), fold(spelt), fold(name))
    return tuple(one for one in dict.fromkeys(found) if one)


def make_acronym(name: str) -> str:
    """The capitals that the words of a body's name begin with, folded; "" for fewer than three.

    >>> make_acronym("Society of Tidal Studies"), make_acronym("Tide Press")
    ('sts', '')
    """
    capitals = [word[0] for word in _WORDS.findall(name) if word[0].isupper()]
    return fold("".join(capitals)) if len(capitals) > 2 else ""


def drop_article(name: str) -> str:
    """`name` without an article before further words."""
    found = _ARTICLE.match(name)
    return name[found.end() :] if found and found.end() < len(name) else name


def fold_title(title: str) -> tuple[str, ...]:
    """The words of a title in order, folded, without articles.

    >>> fold_title("The Tides’ Turn: A Study")
    ('tides', 'turn', 'study')
    """
    folded = map(fold, re.findall(r"\w+", title))
    return tuple(word for word in folded if word and word not in _ARTICLES)


def list_content_words(text: str) -> frozenset[str]:
    """Words of four letters and more, cut to six so that plurals meet singulars."""
    return frozenset(fold(word)[:6] for word in _CONTENT.findall(text))


def is_misspelt(cited: str, name: str) -> bool:
    """Whether two folded names differ by a slip: one letter, two in a long name.

    >>> is_misspelt("abdouduoh", "abdoudouh"), is_misspelt("lo", "li"), is_misspelt("fu", "fu")
    (True, False, False)
    """
    size = min(len(cited), len(name))
    allowed = 2 if size >= _LONG else 1 if size >= SHORT else 0
    if not allowed or cited[:1] != name[:1]:
        return False
    return 0 < OSA.distance(cited, name, score_cutoff=allowed) <= allowed


# ── names at the end of a text ───────────────────────────────────────────────

#: A name or list of names has no more words, nor characters.
LONGEST: Final = 16
_REACH: Final = 240
_OTHERS: Final = re.compile(
    rf"(?:^|[\s,]|(?<=[\u3400-\u9fff])){make_pattern(list_phrases('others'))}\.?\Z", re.IGNORECASE
)
_OWN: Final = re.compile(r"(?:[’']s|(?<=s)[’'])\Z")
_TOKEN: Final = re.compile(r"[^\s/]+|/")
_EDGES: Final = "“”\"‘’'«»„‚‹›.,;:()[]"
_OPENING: Final = "([“\"‘'«„"
_QUOTED: Final = "“”\"‘'«»„,;:[]()"
_PREFIXED: Final = re.compile(
    r"(?:al|el|ul|as|ash|at|an|ar|d|l|de|da|van|von|ibn|bin|o|m)[-’'‘ʼ‑]", re.IGNORECASE
)
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.?-?){1,3}\Z")
#: A stop behind a longer word ends a sentence, but for these.
_STOPPED: Final = frozenset(("st", "jr", "sr", "inc", "ltd", "corp", "univ", "dept", "int", "no"))
#: A run of signs without blanks, and what parts the names in it.
_HAN: Final = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af·]+")
_HAN_LIST: Final = re.compile(r"[、，,；;和与與及]")


@dataclass(frozen=True, slots=True)
class CitedName:
    """One name as printed from `start` of the text, its initials or given names apart."""

    text: str
    given: str
    start: int


@dataclass(frozen=True, slots=True)
class CitedNames:
    """The names at the end of a text: `words` as printed, which begin at `start`.

    `others` says that an "et al." follows them, `listed` that an "and" joins the last one.
    """

    names: tuple[CitedName, ...]
    words: str
    start: int
    others: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    core: str

    @property
    def small(self) -> str:
        return self.core.casefold()

    @property
    def joins(self) -> bool:
        is_word = self.small in list_words("joins") and (self.core.islower() or len(self.core) > 1)
        return self.text in "&/" or is_word

    @property
    def is_initials(self) -> bool:
        text = self.text.rstrip(",")
        if text == "Ó":  # begins Irish families
            return False
        return bool(_INITIALS.match(text)) and ("." in text or len(text) == 1) and text[0].isupper()


def read_names(text: str) -> CitedNames | None:
    """The names that `text` ends with, None when its last word belongs to no name.

    They are read backwards, since what stands before them ("for a review see …") has no end
    of its kinds, while a name is made of capitalised words and small joiners.

    >>> found = read_names("for a review see van der Berg, J. Lo, and Fu")
    >>> [name.text for name in found.names], found.start
    (['van der Berg', 'Lo', 'Fu'], 17)
    >>> read_names("Department of Trade and Industry").words
    'Department of Trade and Industry'
    >>> read_names("since May") is None, read_names("as said before") is None
    (True, True)
    """
    bare = text.rstrip(" \t\n\u00a0\u202f,:，")
    bare = _OWN.sub("", bare)
    tail = _OTHERS.search(bare, max(0, len(bare) - 20))
    if tail:
        bare = re.sub("[’']s$", "", bare[: tail.start()].rstrip(" ,，"))
    if _HAN.fullmatch(bare[-1:]):
        return _read_han(bare, others=tail is not None)
    tokens = _take_words(bare)
    names, listed = _split_words(tokens)
    if not names:
        return None
    start = tokens[0].start
    return CitedNames(names, bare[start:].rstrip("."), start, tail is not None, listed)


#: Where a phrase before a year can begin no earlier.
_CLAUSE: Final = re.compile(r"[;:!?()\[\]“”\"„«»\d]|\.(?:\s|\Z)")
_ELIDED: Final = re.compile(r"[^\W\d_]{1,4}[’'](?=\w)")


def find_phrases(text: str, is_borne: Callable[[str], bool]) -> Iterator[CitedNames]:
    """The phrases at the end of `text` that an entry bears as its name, longest first.

    They may have small words, which nothing but the entry tells from others.

    >>> said = "see the Cour des comptes"
    >>> [one.words for one in find_phrases(said, lambda phrase: phrase.startswith("Cour"))]
    ['Cour des comptes']
    """
    bare = text.rstrip(" \t\n\u00a0\u202f,")
    far = max(0, len(bare) - _REACH)
    begin = bare.find(" ", far) + 1 if far else 0
    begin = max((found.end() for found in _CLAUSE.finditer(bare, far)), default=begin)
    words = list(_TOKEN.finditer(bare, begin))[-LONGEST:]
    for word in words[:-1]:
        elided = _ELIDED.match(word[0])
        start = word.start() + (elided.end() if elided and elided[0].islower() else 0)
        said = bare[start:]
        if said[0].isupper() and is_borne(said):
            yield CitedNames((CitedName(said, "", start),), said, start)


def _take_words(text: str) -> list[_Word]:
    """The words of `text` that make up the names at its end."""
    far = max(0, len(text) - _REACH)
    begin = text.find(" ", far) + 1 if far else 0
    taken: list[_Word] = []
    for match in reversed(list(_TOKEN.finditer(text, begin))[-LONGEST:]):
        bare = match[0].lstrip(_OPENING)
        word = _Word(bare, match.end() - len(bare), bare.strip(_EDGES))
        if not _may_stand(word) or (taken and _ends_sentence(word)):
            break
        taken.append(word)
    taken.reverse()
    while taken and not _may_open(taken[0]):
        taken = taken[1:]
    return taken if taken and _is_capital(taken[-1].core) else []


def _may_stand(word: _Word) -> bool:
    core, small = word.core, word.small.rstrip(".")
    if not core or core == "/":
        return word.text in "&/"
    if small in list_words("times") and len(core) > 1:
        return False
    if _is_capital(core):
        return core.isalpha() or not core[-1].isdigit() or core[:2].isupper()
    return is_particle(small) or any(small in list_words(name) for name in ("joins", "connectors"))


def _is_capital(core: str) -> bool:
    """Whether a word begins as names do; letters without case may."""
    prefix = _PREFIXED.match(core)
    first = core[prefix.end() :][:1] if prefix else core[:1]
    return first.isalpha() and not (first.islower() and (prefix or first.upper() != first))


def _ends_sentence(word: _Word) -> bool:
    text = word.text.rstrip("”’\"'»)")
    if text.endswith(("!", "?", "…", ";", ":")):
        return True
    small = word.small
    return text.endswith(".") and len(small) > 2 and "." not in small and small not in _STOPPED


def _may_open(word: _Word) -> bool:
    if _is_capital(word.core):
        return word.small not in list_words("openers") or (
            word.core.isupper() and len(word.core) > 2
        )
    # "as do Lo and Fu (2018)"
    return is_particle(word.small) and word.small not in ("do", *list_words("joins"))


def _split_words(tokens: list[_Word]) -> tuple[tuple[CitedName, ...], bool]:
    """The names in `tokens`, parted by commas and "and"; whether "and" parts the last."""
    names: list[CitedName] = []
    part: list[_Word] = []
    joined = listed = False
    for at, token in enumerate(tokens):
        if not token.joins:
            part.append(token)
        closes = token.joins or token.text.endswith((",", "，"))
        if part and (closes or at + 1 == len(tokens)):
            listed = joined if _add_name(names, part) else listed
            part, joined = [], token.joins
        else:
            joined = joined or token.joins
    return tuple(names), listed


def _add_name(names: list[CitedName], part: list[_Word]) -> bool:
    """Whether `part` is another name; initials alone are those of the last one ("Lo, B.")."""
    at = 0
    while at < len(part) and part[at].is_initials:
        at += 1
    given = " ".join(word.text.rstrip(",") for word in part[:at])
    if at == len(part):
        if names and not names[-1].given:
            names[-1] = replace(names[-1], given=given)
        return False
    end = len(part)
    while end > at + 1 and part[end - 1].is_initials:
        end -= 1
    given = given or " ".join(word.core for word in part[end:])
    text = " ".join(word.text for word in part[at:end]).strip(_QUOTED)
    names.append(CitedName(text.rstrip(".’"), given, part[0].start))
    return True


def _read_han(text: str, *, others: bool) -> CitedNames | None:
    """Names in signs without blanks: the last words of them, as a list parts them."""
    start, least = len(text), max(0, len(text) - 40)
    while start > least and (_HAN.match(text[start - 1]) or text[start - 1] in "、，, "):
        start -= 1
    said = text[start:].strip("、，, ")
    names: list[CitedName] = []
    at = start
    for part in _HAN_LIST.split(said):
        at = text.find(part, at)
        if part.strip():
            names.append(CitedName(part.strip(), "", at))
    return CitedNames(tuple(names), said, start, others, listed=len(names) > 1) if names else None


def is_place(names: CitedNames) -> bool:
    """Whether the only name is one of a place or has figures: its year is mostly a date."""
    if len(names.names) > 1 or names.others:
        return False
    return names.words.casefold() in list_places() or any(sign.isdigit() for sign in names.words)


def read_given(name: str) -> str:
    """The given name of a name of two words, "" where the first is no such thing.

    >>> read_given("Kofi Osei"), read_given("Professor Osei"), read_given("Osei")
    ('Kofi', '', '')
    """
    first, _, family = name.partition(" ")
    if not (
        len(first) > 1 and first.isalpha() and first.istitle() and find_surname(name) == family
    ):
        return ""
    small = first.casefold()
    lists = (list_words("openers"), list_words("nameless"), list_words("times"), list_places())
    return "" if any(small in known for known in lists) else first


def find_surname(name: str) -> str:
    """The last word of `name` with the particles before it.

    >>> find_surname("Anna van der Berg"), find_surname("Kofi Osei"), find_surname("Lo")
    ('van der Berg', 'Osei', 'Lo')
    """
    parts = name.split()
    return " ".join(parts[find_family(parts) :])


#: "Ministry of Foreign Affairs (FMPRC)": so many signs before the bracket hold the name.
_SHORT_NAME: Final = re.compile(
    r"[(\[]\s?(?:hereafter |henceforth |kurz )?([^\W\d_][\w&./-]{1,14})[)\]]"
)
_EXPLAINED_BACK: Final = 120


def find_explained(text: str) -> Iterator[tuple[str, str]]:
    """The names of bodies that are followed by their acronyms in brackets, with those.

    >>> list(find_explained("It met the Ministry of Foreign Affairs (FMPRC) in May (they say)."))
    [('Ministry of Foreign Affairs', 'FMPRC')]
    """
    for found in _SHORT_NAME.finditer(text):
        if sum(sign.isupper() for sign in found[1]) < 2:
            continue
        before = text[max(0, found.start() - _EXPLAINED_BACK) : found.start()]
        names = read_names(before)
        if names and before.rstrip()[-1:].isalpha() and len(names.words.split()) > 1:
            yield names.words, found[1]
