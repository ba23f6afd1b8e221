"""Names of bodies: what tells an organisation from persons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from copydesk.references import lexicon
from copydesk.references.lexicon import INITIALS, is_listed_given

#: `WHO`, `US-CERT`
SHORT_NAME: Final = re.compile(r"[A-Z][A-Z&-]{2,9}")
_CONNECTING: Final = frozenset(("of", "for", "the", "on"))
#: They stand in front of a body's name, or behind it, and are no initials.
_COUNTRIES: Final = frozenset(
    ("U.S.", "U.K.", "U.N.", "E.U.", "U.A.E.", "US", "UK", "UN", "EU", "GB")
)
_ACRONYM: Final = re.compile(r"[A-Z][A-Z&-]{1,6}[A-Z0-9s]?")
_SITE: Final = re.compile(r"[\w-]{2,40}\.(?:com|org|net|ai|io|de|eu|co|uk|fr|info)", re.IGNORECASE)
#: `tidewatch99`, `@tidewatch`, `u/tide_watch`
_USER: Final = re.compile(r"@[\w.-]{2,40}|[ur]/[\w-]{2,40}|(?=\S*[\d_])[^\W\d_][\w-]{2,40}")
#: `ProNATs`, `YouGov`; not `McGrath`, `DeVito`.
_CAMEL: Final = re.compile(
    r"(?<!^Mc)(?<!^Mac)(?<!^De)(?<!^La)(?<!^Le)(?<!^Di)(?<!^Fitz)(?<=[a-z])[A-Z]"
)
#: `Quay & Sons`, `Ernst & Young`: persons would have given names.
_FIRM: Final = re.compile(
    r"[A-ZÀ-ÖØ-Þ][^\W\dA-Z_]+(?:, [A-ZÀ-ÖØ-Þ][^\W\dA-Z_]+)? & [A-ZÀ-ÖØ-Þ][^\W\dA-Z_]+"
)
#: Behind two words or more, or a lone letter, they end the name of a body and no person's.
_LAST_OF_BODIES: Final = frozenset(
    ("team", "staff", "network", "newsroom", "editors", "intelligence", "consortium", "collective",
     "collaboration", "taskforce", "secretariat")
)  # fmt: skip
#: No person is called so.
_PLURAL: Final = frozenset(("investigators", "collaborators", "contributors"))
#: `Mara College`: people are called so, too, and what stands before it tells.
_FAMILIES_TOO: Final = frozenset(
    ("post", "press", "bank", "college", "school", "sun", "star", "mail", "books", "sons", "co",
     "center", "union", "house", "office", "mirror", "globe", "monde", "herald", "guardian")
)  # fmt: skip
#: Keywords of the tagger that are short forms in names of journals, and names of people.
_SHORT_FORMS: Final = frozenset(("j", "rev", "ann", "bull", "trans", "lett", "acta", "archiv"))
#: A name with commas of so many words is no person's.
_MOST_WORDS: Final = 5


@lru_cache(maxsize=20_000)
def is_organisation(text: str) -> bool:
    """Whether `text` names a body rather than persons.

    >>> [is_organisation(one) for one in ("Ministry of Foreign Affairs", "FMPRC", "US GAO")]
    [True, True, True]
    >>> [is_organisation(one) for one in ("Banks, J.", "Lo", "Tim Post", "Tide Press")]
    [False, False, False, True]
    """
    bare = text.strip(" .,;:")
    words = bare.replace(",", " ").split()
    if lexicon.kind(bare) in ("institute", "newspaper", "magazine", "site", "press"):
        return True
    if len(words) < 2:
        return bool(words) and _is_signature(bare)
    if _has_shape_of_body(bare, words):
        return True
    joining = ("D.C", "Y", "E") if bare.isupper() else ("D.C",)
    if any(
        INITIALS.fullmatch(word) and not word.islower() and word not in joining for word in words
    ):
        return False  # in lower case it is the "y" or "e" between two words
    cores = [lexicon.core(word) for word in words]
    given = is_listed_given(cores[0])
    if any(core in _CONNECTING for core in cores[1:]):
        return not given
    named = any(map(_is_body_word, cores)) or any(
        lexicon.keywords().get(core) in ("inst", "proc", "press", "news", "jour")
        and core not in _SHORT_FORMS
        and not (given and core in _FAMILIES_TOO)
        for core in cores[given:]
    )
    pieces = bare.split(",")
    return named and (len(pieces) == 1 or len(words) > _MOST_WORDS or all(map(is_body, pieces)))


def _has_shape_of_body(name: str, words: Sequence[str]) -> bool:
    """Whether the shape of `name` is enough: a branch, a firm, a team, `US` and what follows."""
    branch = words[-1] in _COUNTRIES and lexicon.kind(" ".join(words[:-1])) == "institute"
    if branch or _FIRM.fullmatch(name) or _has_short_name(words):
        return True
    if any(word.endswith(("'s", "’s")) for word in words[:-1]):
        return True
    return words[0] in _COUNTRIES or (not set(".,;&/") & set(name) and _ends_like_a_body(words))


def _has_short_name(words: Sequence[str]) -> bool:
    """Whether a name of several words ends in its short form: `Tide Office (TO)`."""
    return words[-1][0] == "(" and SHORT_NAME.fullmatch(words[-1].strip("()")) is not None


def _ends_like_a_body(words: Sequence[str]) -> bool:
    """Whether it is a team's name: `Salt Rising Intelligence`, `R Core Team`, `Tide readers`."""
    last = lexicon.core(words[-1])
    small = words[0][0].isupper() and words[-1].islower() and last.isalpha() and len(last) > 4
    return small or last in _PLURAL or (len(words) > 2 and last in _LAST_OF_BODIES)


def _is_signature(word: str) -> bool:
    """Whether one word is a body's or a user's: `WHO`, `WHO/UNICEF`, `YouGov`, `tidewatch99`."""
    return bool(
        all(_ACRONYM.fullmatch(part) for part in word.split("/"))
        or _SITE.fullmatch(word)
        or _USER.fullmatch(word)
        or _CAMEL.search(word)
        or _is_compound(lexicon.core(word))
    )


def _is_compound(core: str) -> bool:
    ends = lexicon.word_list("names", "compounds")
    return core.endswith(tuple(ends))


def is_body(name: str) -> bool:
    """Whether a word of `name` is one that only bodies bear.

    >>> is_body("Coral Initiative"), is_body("Universität Bern"), is_body("Coral Reef")
    (True, True, False)
    >>> is_body("Vereinte Nationen"), is_body("Conseil de l'Europe"), is_body("Vera Lund")
    (True, True, False)
    """
    cores = map(lexicon.core, name.split())
    return any(_is_body_word(core) or lexicon.keywords().get(core) == "inst" for core in cores)


def _is_body_word(core: str) -> bool:
    bodies = lexicon.word_list("names", "bodies")
    return core in bodies or core.startswith("universi") or _is_compound(core)
