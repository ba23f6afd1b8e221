"""Tell the names of bodies from those of persons."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from copydesk.references import lexicon

_ORGANISATION: Final = frozenset(("inst", "proc", "press", "news", "jour"))
_CONNECTING: Final = frozenset(("of", "for", "the", "on"))
#: They stand in front of a body's name and are no initials.
_COUNTRIES: Final = ("U.S.", "U.K.", "U.N.", "E.U.", "U.A.E.")
#: In capitals between words of a body; particles of families are left out.
_SHOUTED: Final = frozenset(("des", "of", "for", "für", "and", "et", "und", "pour"))
_ACRONYM: Final = re.compile(r"[A-Z][A-Z&-]{1,6}[A-Z0-9s]?")
_SITE: Final = re.compile(r"[\w-]{2,40}\.(?:com|org|net|ai|io|de|eu|co|uk|fr|info)", re.IGNORECASE)
#: `ProNATs`, `YouGov`; not `McGrath`, `DeVito`.
_CAMEL: Final = re.compile(
    r"(?<!^Mc)(?<!^Mac)(?<!^De)(?<!^La)(?<!^Le)(?<!^Di)(?<!^Fitz)(?<=[a-z])[A-Z]"
)
#: Behind two words or more, or a lone letter, they end the name of a body and no person's.
_LAST_OF_BODIES: Final = frozenset(
    ("team", "staff", "network", "newsroom", "editors", "intelligence", "consortium", "collective",
     "collaboration", "taskforce", "secretariat")
)  # fmt: skip
#: No person is called so.
_PLURAL: Final = frozenset(("investigators", "collaborators"))
#: In names of capitalised words they end that of a body, where titles are in small letters.
_GROUPS: Final = _PLURAL | {"group", "consortium", "collaboration", "committee", "taskforce"}
_INITIALS: Final = re.compile(r"(?:[^\W\d_]{1,2}\.[\s-]?){1,5}|[^\W\d_](?:[\s-][^\W\d_]){0,3}")
#: A name with commas of so many words is no person's.
_MOST_WORDS: Final = 5


@lru_cache(maxsize=20_000)
def is_organisation(text: str) -> bool:
    """Whether `text` names a body rather than persons.

    >>> is_organisation("Ministry of Foreign Affairs"), is_organisation("Banks, J.")
    (True, False)
    >>> is_organisation("FMPRC"), is_organisation("Lo")
    (True, False)
    """
    bare = text.strip(" .,;:")
    if lexicon.kind(bare) in ("institute", "newspaper", "magazine", "site", "press"):
        return True
    words = bare.replace(",", " ").split()
    if len(words) < 2:
        return bool(words) and _is_signature(bare)
    if _is_branch(words) or _is_shouted(words) or _ends_like_a_body(bare):
        return True
    behind = words[1:] if words[0] in _COUNTRIES else words
    if any(_INITIALS.fullmatch(word) and not word.islower() for word in behind):
        return False  # in lower case it is the "y" or "e" between two words
    cores = [lexicon.core(word) for word in words]
    if any(core in _CONNECTING for core in cores[1:]):
        return True
    named = is_body(bare) or any(lexicon.keywords().get(core) in _ORGANISATION for core in cores)
    return named and ("," not in bare.rstrip(",") or len(words) > _MOST_WORDS)


def _ends_like_a_body(name: str) -> bool:
    """Whether the name is one of a team: `Salt Rising Intelligence`, `R Core Team`."""
    words = name.split()
    plain = not any(sign in name for sign in ".,;&/")
    last = lexicon.core(words[-1])
    return plain and (last in _PLURAL or (len(words) > 2 and last in _LAST_OF_BODIES))


def is_group(name: str) -> bool:
    """Whether `name` is that of a group of people, by the capitals of its words.

    >>> is_group("EuroTide Collaborative Study Group"), is_group("Sleep in a peer group")
    (True, False)
    """
    words = name.removeprefix("The ").split()
    capital = all(word[0].isupper() or word in _CONNECTING | {"and"} for word in words)
    return len(words) > 2 and capital and lexicon.core(words[-1]) in _GROUPS


def _is_branch(words: list[str]) -> bool:
    """Whether all but the last word name a known body: `Amnesty International` + `Peru`.

    An initial is no branch: `Sun, Y.` is a person.
    """
    known = lexicon.kind(" ".join(words[:-1])) in ("institute", "newspaper", "site")
    last = words[-1]
    return known and not _INITIALS.fullmatch(last) and (len(words) > 2 or last.isupper())


def _is_shouted(words: list[str]) -> bool:
    """Whether all is in capitals and has a small word of a name of a body: `COUR DES PORTS`."""
    cores = [lexicon.core(word) for word in words]
    return (
        len(words) > 2
        and all(word.isupper() for word in words)
        and any(core in _SHOUTED for core in cores[1:-1])
        and cores[0] not in lexicon.word_list("names", "particles")
    )


def _is_signature(word: str) -> bool:
    """Whether one word is a body's: `WHO`, `WHO/UNICEF`, `YouGov`, `Umweltbundesamt`."""
    return bool(
        all(_ACRONYM.fullmatch(part) for part in word.split("/"))
        or _SITE.fullmatch(word)
        or _CAMEL.search(word)
        or _is_compound(lexicon.core(word))
    )


def _is_compound(core: str) -> bool:
    ends = lexicon.word_list("names", "compounds")
    return any(core.endswith(end) and len(core) > len(end) + 2 for end in ends)


def is_body(name: str) -> bool:
    """Whether a word of `name` is one that only bodies bear.

    >>> is_body("Coral Initiative"), is_body("Universität Bern"), is_body("Coral Reef")
    (True, True, False)
    >>> is_body("Vereinte Nationen"), is_body("Conseil de l'Europe"), is_body("Vera Lund")
    (True, True, False)
    """
    cores = [lexicon.core(word) for word in name.split()]
    return any(
        core in lexicon.word_list("names", "bodies")
        or lexicon.keywords().get(core) == "inst"
        or core.startswith("universi")
        or _is_compound(core)
        for core in cores
    )
