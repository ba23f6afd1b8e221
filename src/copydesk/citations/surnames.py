"""The names that stand right before a year or a page: persons, bodies, titles.

Read from their end backwards, since what stands before them ("for a review see …")
has no end of its kinds, while a name is made of capitalised words and small joiners.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from copydesk.citations.words import pattern, phrases, places, words

#: A name or list of names has no more words.
LONGEST: Final = 16
_OTHERS: Final = re.compile(
    rf"(?:^|[\s,]|(?<=[\u3400-\u9fff])){pattern(phrases('others'))}\.?\Z", re.IGNORECASE
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
#: Single letters that begin Irish families.
_PATRONYMICS: Final = ("Ó",)
#: A stop behind a longer word ends a sentence, but for these.
_STOPPED: Final = frozenset(("st", "jr", "sr", "inc", "ltd", "corp", "univ", "dept", "int", "no"))
_HAN: Final = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af·]+")
_HAN_LIST: Final = re.compile(r"[、，,；;和与與及]")


@dataclass(frozen=True, slots=True)
class Name:
    """One name as printed, the initials or given names in front of it apart.

    `start` is its offset in the text it was read from.
    """

    text: str
    given: str
    start: int


@dataclass(frozen=True, slots=True)
class Names:
    """The names at the end of a text: `words` as printed, which begin at `start`.

    `others` says that an "et al." follows them, `own` that a possessive does, `listed`
    that an "and" joins the last one.
    """

    names: tuple[Name, ...]
    words: str
    start: int
    others: bool = False
    own: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    core: str

    @property
    def closes(self) -> bool:
        """Whether a comma parts it from the next word."""
        return self.text.endswith((",", "，"))


def names_ending(text: str) -> Names | None:
    """The names that `text` ends with, None when its last word belongs to no name.

    >>> found = names_ending("for a review see van der Berg, J. Lo, and Fu")
    >>> [name.text for name in found.names], found.start
    (['van der Berg', 'Lo', 'Fu'], 17)
    >>> names_ending("Department of Trade and Industry").words
    'Department of Trade and Industry'
    >>> names_ending("since May") is None, names_ending("as said before") is None
    (True, True)
    """
    bare = text.rstrip(" \t\n\u00a0\u202f,:，")
    own = bool(_OWN.search(bare[-2:]))
    if own:
        bare = _OWN.sub("", bare)
    tail = _OTHERS.search(bare, max(0, len(bare) - 20))
    others = tail is not None
    if tail:
        bare = bare[: tail.start()].rstrip(" ,，")
        if bare.endswith(("’s", "'s")):
            bare, own = bare[:-2], True
    if _HAN.fullmatch(bare[-1:]):
        return _han(bare, others=others)
    tokens = _accepted(bare)
    if not tokens:
        return None
    names, listed = _split(tokens)
    start = tokens[0].start
    if not names:
        return None
    return Names(names, bare[start:].rstrip("."), start, others, own, listed)


def _accepted(text: str) -> list[_Word]:
    """The words of `text` that make up the names at its end."""
    found = [_word(match) for match in _last_tokens(text)]
    taken: list[_Word] = []
    for word in reversed(found):
        if not _may_stand(word) or (taken and _ends_sentence(word)):
            break
        taken.append(word)
    taken.reverse()
    while taken and not _may_open(taken[0]):
        taken = taken[1:]
    if taken and not (_is_capital(taken[-1].core)):
        return []
    return taken


def _word(match: re.Match[str]) -> _Word:
    """A word of a name begins behind a bracket or quotation mark that opens before it."""
    bare = match[0].lstrip(_OPENING)
    return _Word(bare, match.end() - len(bare), bare.strip(_EDGES))


def _last_tokens(text: str) -> list[re.Match[str]]:
    return list(_TOKEN.finditer(text, _word_start(text)))[-LONGEST:]


def _word_start(text: str) -> int:
    """Where a word begins far enough before the end of `text`."""
    far = max(0, len(text) - 240)
    return text.find(" ", far) + 1 if far else 0


def _may_stand(word: _Word) -> bool:
    core = word.core
    small = core.casefold().rstrip(".")
    if not core or core == "/":
        return word.text in "&/"
    if small in words("times") and len(core) > 1:
        return False
    if _is_capital(core):
        return core.isalpha() or not core[-1].isdigit() or core[:2].isupper()
    return small in words("joins") or small in words("connectors") or small in words("particles")


def _is_capital(core: str) -> bool:
    """Whether a word begins as names do; letters without case may."""
    if prefix := _PREFIXED.match(core):
        rest = core[prefix.end() :]
        return rest[:1].isalpha() and not rest[:1].islower()
    return core[:1].isalpha() and not (core[0].islower() and core[0].upper() != core[0])


def _ends_sentence(word: _Word) -> bool:
    text = word.text.rstrip("”’\"'»)")
    if text.endswith(("!", "?", "…", ";", ":")):
        return True
    small = word.core.casefold()
    return text.endswith(".") and len(small) > 2 and "." not in small and small not in _STOPPED


def _may_open(word: _Word) -> bool:
    small = word.core.casefold()
    if _is_capital(word.core):
        return small not in words("openers") or (word.core.isupper() and len(small) > 2)
    return small in words("particles") and small not in words("joins")


def _split(tokens: list[_Word]) -> tuple[tuple[Name, ...], bool]:
    """The names in `tokens`, parted by commas and "and"; whether "and" parts the last."""
    names: list[Name] = []
    part: list[_Word] = []
    joined = listed = False
    for token in tokens:
        joins = token.text in "&/" or (
            token.core.casefold() in words("joins")
            and (token.core.islower() or len(token.core) > 1)
        )
        if not joins:
            part.append(token)
        if part and (joins or token.closes):
            listed = joined if _add(names, part) else listed
            part = []
            joined = joins
        else:
            joined = joined or joins
    if part:
        listed = joined if _add(names, part) else listed
    return tuple(names), listed


def _add(names: list[Name], part: list[_Word]) -> bool:
    """Whether `part` is another name; initials alone are those of the last one ("Lo, B.")."""
    at = 0
    while at < len(part) and _is_initials(part[at]):
        at += 1
    given = " ".join(word.text.rstrip(",") for word in part[:at])
    if at == len(part):
        if names and not names[-1].given:
            names[-1] = replace(names[-1], given=given)
        return False
    end = len(part)
    while end > at + 1 and _is_initials(part[end - 1]):
        end -= 1
    given = given or " ".join(word.core for word in part[end:])
    text = " ".join(word.text for word in part[at:end]).strip(_QUOTED).rstrip(".’")
    names.append(Name(text, given, part[0].start))
    return True


def _is_initials(word: _Word) -> bool:
    text = word.text.rstrip(",")
    if text in _PATRONYMICS:
        return False
    return bool(_INITIALS.match(text)) and ("." in text or len(text) == 1) and text[:1].isupper()


def _han(text: str, *, others: bool) -> Names | None:
    """Names in signs without blanks: the last words of them, as a list parts them."""
    start = len(text)
    while start and (_HAN.fullmatch(text[start - 1]) or text[start - 1] in "、，, "):
        start -= 1
    if len(text) - start > 40:
        start = len(text) - 40
    words_ = text[start:].strip("、，, ")
    names: list[Name] = []
    at = start
    for part in _HAN_LIST.split(words_):
        at = text.find(part, at)
        if part.strip():
            names.append(Name(part.strip(), "", at))
    return Names(tuple(names), words_, start, others, listed=len(names) > 1) if names else None


def given_before(name: str) -> str:
    """The given name of a name of two words, "" where the first is no such thing.

    >>> given_before("Kofi Osei"), given_before("Professor Osei"), given_before("Osei")
    ('Kofi', '', '')
    """
    first, _, family = name.partition(" ")
    if not (len(first) > 1 and first.isalpha() and first.istitle() and surname(name) == family):
        return ""
    small = first.casefold()
    lists = (words("openers"), words("nameless"), words("times"), places())
    return "" if small.endswith("ly") or any(small in known for known in lists) else first


def surname(name: str) -> str:
    """The last word of `name` with the particles before it.

    >>> surname("Anna van der Berg"), surname("Kofi Osei"), surname("Lo")
    ('van der Berg', 'Osei', 'Lo')
    """
    parts = name.split()
    at = len(parts) - 1
    while at > 0 and parts[at - 1].casefold() in words("particles"):
        at -= 1
    return " ".join(parts[at:])
