"""One person's name: which words are the family's, which were given, which are particles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from copydesk.references import bodies, lexicon

Name = dict[str, str]
INITIALS: Final = re.compile(r"(?:[^\W\d_]{1,2}\.[\s-]?){1,5}|[^\W\d_](?:[\s-][^\W\d_]){0,3}")
UPPER: Final = re.compile(r"[A-ZÀ-ÖØ-Þ]{1,4}\.?|[A-ZÀ-ÖØ-Þ](?:-[A-ZÀ-ÖØ-Þ])\.?")
SUFFIX: Final = re.compile(r"(?:jr|sr|junior|senior|ii|iii|iv)\.?", re.IGNORECASE)
_MOST_WORDS: Final = 5


def is_spoken(piece: str) -> bool:
    """Whether `piece` is a whole name that begins with initials: `K. L. Jones`."""
    words = piece.split()
    return (
        len(words) > 1
        and bool(INITIALS.fullmatch(words[0]))
        and words[0].endswith(".")
        and len(words[-1]) > 2
        and not INITIALS.fullmatch(words[-1])
    )


def is_particle(word: str) -> bool:
    """Whether `word`, in small letters, is a particle of a family name: `van`, `de`."""
    return word in lexicon.word_list("names", "particles")


def is_given(piece: str) -> bool:
    """Whether `piece` is initials, perhaps with a name in front (`E.S.`, `Evan S.`, `K`)."""
    words = piece.split()
    if not words:
        return False
    if all(INITIALS.fullmatch(word) or UPPER.fullmatch(word) for word in words):
        return True
    tail = words
    while tail and is_particle(tail[-1].casefold()):
        tail = tail[:-1]
    if len(tail) < len(words):
        return bool(tail) and all(INITIALS.fullmatch(word) for word in tail)
    return (
        len(words) > 1
        and all(INITIALS.fullmatch(word) and word.endswith(".") for word in words[1:])
        and not INITIALS.fullmatch(words[0])
    )


def has_trailing_initials(piece: str) -> bool:
    """Whether `piece` is a whole name in the manner of medicine: `Dingwell JB`."""
    words = piece.split()
    return (
        len(words) > 1
        and bool(UPPER.fullmatch(words[-1]) or INITIALS.fullmatch(words[-1]))
        and not INITIALS.fullmatch(words[0])
        and not UPPER.fullmatch(words[0])
    )


def family_first(piece: str) -> Name:
    """The name in `Lund VE`, whose initials stand at its end."""
    words = piece.split()
    cut = len(words) - 1
    while cut > 1 and (UPPER.fullmatch(words[cut - 1]) or INITIALS.fullmatch(words[cut - 1])):
        cut -= 1
    return named(" ".join(words[:cut]), " ".join(words[cut:]))


def named(family: str, given: str) -> Name:
    """The name of a family and a given name, particles apart."""
    given_words = given.split()
    trailing: list[str] = []
    while len(given_words) > 1 and is_particle(given_words[-1].casefold()):
        trailing.insert(0, given_words.pop())
    words = family.split()
    leading: list[str] = []
    while len(words) > 1 and is_particle(words[0].casefold()) and words[0].islower():
        leading.append(words.pop(0))
    name: Name = {}
    if leading:
        name["non-dropping-particle"] = " ".join(leading)
    name["family"] = " ".join(words).strip(" .") or family
    if given_words:
        name["given"] = _given_text(" ".join(given_words))
    if trailing:
        name["dropping-particle"] = " ".join(trailing)
    return name


def _given_text(given: str) -> str:
    # The stop that closes the author segment is not the given name's.
    words = given.rstrip(".").split()
    if given.endswith(".") and words and len(words[-1]) > 1 and "." not in words[-1]:
        return given.rstrip(".")
    return given


def person(text: str) -> Name:
    """One name in the order it is spoken, or family first without a comma.

    >>> person("Jan van der Meer")
    {'non-dropping-particle': 'van der', 'family': 'Meer', 'given': 'Jan'}
    >>> person("Kaczmarski M."), person("Plato")
    ({'family': 'Kaczmarski', 'given': 'M.'}, {'family': 'Plato'})
    """
    words = text.strip(" ,;").split()
    if len(words) > 2 and SUFFIX.fullmatch(words[-1]) and words[-1][0].isupper():
        return person(" ".join(words[:-1])) | {"suffix": words[-1]}
    if len(words) == 1:
        bare = words[0].strip(".")
        return {"literal": bare} if bodies.is_organisation(bare) else {"family": bare}
    if len(words) > _MOST_WORDS + 2 or bodies.is_organisation(text):
        return {"literal": text.strip(" ,;.")}
    if has_trailing_initials(text) or is_turned(words):
        return family_first(text)
    if shouted := _shouted(words):
        return named(" ".join(words[:shouted]), " ".join(words[shouted:]))
    cut = len(words) - 1
    while cut > 1 and is_particle(words[cut - 1].casefold()) and not words[cut - 1].isupper():
        cut -= 1
    particles = words[cut:-1]
    name: Name = {}
    if particles:
        name["non-dropping-particle"] = " ".join(particles)
    name["family"] = words[-1].strip(".") or words[-1]
    if words[:cut]:
        name["given"] = " ".join(words[:cut])
    return name


def _shouted(words: Sequence[str]) -> int:
    """How many words in capitals open a name that goes on in small ones: `LUND Vera`."""
    count = 0
    while count < len(words) and len(words[count]) > 1 and words[count].replace("-", "").isalpha():
        if not words[count].isupper():
            break
        count += 1
    rest = words[count:]
    return count if count and rest and all(word[1:2].islower() for word in rest) else 0


def is_turned(words: Sequence[str]) -> bool:
    """Whether two words are a family name and a given name that is no family name: `Lund Vera`."""
    given = lexicon.word_list("names", "given")
    cores = [lexicon.core(word) for word in words]
    return len(cores) == 2 and cores[1] in given and cores[0] not in given
