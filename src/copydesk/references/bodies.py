"""Tell the names of bodies from those of persons."""

from __future__ import annotations

import re
from typing import Final

from copydesk.references import lexicon

_ORGANISATION: Final = frozenset(("inst", "proc", "press", "news", "jour"))
_CONNECTING: Final = frozenset(("of", "for", "the", "on"))
_ACRONYM: Final = re.compile(r"[A-Z][A-Z&-]{1,6}[A-Z0-9s]?")
_SITE: Final = re.compile(r"[\w-]{2,40}\.(?:com|org|net|ai|io|de|eu|co|uk|fr|info)", re.IGNORECASE)
#: `ProNATs`, `YouGov`; not `McGrath`, `DeVito`.
_CAMEL: Final = re.compile(
    r"(?<!^Mc)(?<!^Mac)(?<!^De)(?<!^La)(?<!^Le)(?<!^Di)(?<!^Fitz)(?<=[a-z])[A-Z]"
)
_INITIALS: Final = re.compile(r"(?:[^\W\d_]{1,2}\.[\s-]?){1,5}|[^\W\d_](?:[\s-][^\W\d_]){0,3}")
#: A name with commas of so many words is no person's.
_MOST_WORDS: Final = 5


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
    if len(words) == 1:
        return _is_signature(bare)
    if any(_INITIALS.fullmatch(word) and not word.islower() for word in words):
        return False  # in lower case it is the "y" or "e" between two words
    cores = [lexicon.core(word) for word in words]
    if any(core in _CONNECTING for core in cores[1:]):
        return True
    named = is_body(bare) or any(lexicon.keywords().get(core) in _ORGANISATION for core in cores)
    return named and ("," not in bare.rstrip(",") or len(words) > _MOST_WORDS)


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
