"""Who signed the article: its authors as lists and catalogues file them.

A byline says names as they are spoken, and not which word of one is the family's. Where that
cannot be known, nothing is filed: a name that stands whole is better than a wrong family.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from copydesk import honorifics, tables
from copydesk.model import Front, Person
from copydesk.references import bodies, names, persons
from copydesk.references.persons import Name

#: Chinese, Japanese and Korean in their own scripts, where the family stands first.
_EASTERN: Final = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
#: What hardly anything but pinyin spells: `Zexu`, `Keqiang`.
_CHINESE: Final = re.compile(r"x|zh|q(?!ue)|i[ao]ng|uang")
#: The given name of a Korean in the usual spelling, or of a Chinese in an older one.
_HYPHENED: Final = re.compile(r"[A-Z][a-z]{1,6}-[a-z]{1,6}")
_MOST_VIETNAMESE: Final = 4
#: “Marlow, M. A.” has initials; “Bono, PhD” has none.
_MOST_INITIALS: Final = 2


def signed(front: Front) -> Front:
    """`front` with each of its authors as a person whose name is in parts.

    >>> from copydesk.model import Front
    >>> signed(Front(authors=("Ursula von der Leyen",))).signed[0].filed
    'von der Leyen, Ursula'
    """
    known = {one.name: one for one in front.people}
    people = (known.get(name, Person(name)) for name in front.authors)
    return replace(front, signed=tuple(person(one, front.language) for one in people))


def person(known: Person, language: str = "") -> Person:
    """`known` with the parts of the name, as far as they can be told.

    A family name that is given already decides.

    >>> person(Person("Xi Jinping")).filed, person(Person("Li Wei")).filed
    ('Xi, Jinping', '')
    >>> person(Person("Li Wei", family="Li")).filed, person(Person("World Bank")).body
    ('Li, Wei', True)
    """
    read = _given_family(known) if known.family else name(known.name, language)
    if "literal" in read or "given" not in read:
        literal = read.get("literal", "")
        return replace(known, body=bool(literal) and bodies.is_organisation(literal))
    family = " ".join(filter(None, (read.get("non-dropping-particle"), read["family"])))
    given = " ".join(filter(None, (read["given"], read.get("dropping-particle"))))
    return replace(known, family=family, given=given, suffix=read.get("suffix", ""))


def csl(signatory: Person, language: str = "") -> Name:
    """The name of `signatory` of an article in `language` in CSL, whole without known parts."""
    return _given_family(signatory) if signatory.family else name(signatory.name, language)


def name(text: str, language: str = "") -> Name:
    """One author's name, which is a body's where it is not sure to be a person's.

    In an article in `language`.

    >>> name("Ursula von der Leyen")
    {'non-dropping-particle': 'von der', 'family': 'Leyen', 'given': 'Ursula'}
    >>> name("Dr. Mara Osei, MA")
    {'family': 'Osei', 'given': 'Mara'}
    >>> name("Martin L. King Jr."), name("Salt and Partners")
    ({'family': 'King', 'given': 'Martin L.', 'suffix': 'Jr.'}, {'literal': 'Salt and Partners'})
    """
    bare = honorifics.without(text)
    if honorifics.may_be_initials(text):
        if not persons.is_particle(text.split(maxsplit=1)[0]):
            return {"literal": text}
        bare = text  # “van der Mud, M. A.”
    *head, last = bare.split() or [""]
    if len(head) > 1 and persons.SUFFIX.fullmatch(last):
        return name(" ".join(head).rstrip(","), language) | {"suffix": last}
    turned = _turned(bare.split(), language)
    if turned:
        return persons.named(*turned)
    lone = honorifics.is_degree(last) and sum(map(str.isalpha, last)) > _MOST_INITIALS
    if turned is not None or lone or bodies.is_organisation(text):
        return {"literal": text}
    read = names.read(bare)
    return read[0] if len(read) == 1 else {"literal": text}


def _given_family(known: Person) -> Name:
    """The name of `known` by the family that it says; what is left of it was given."""
    if known.given:
        return persons.named(known.family, known.given) | (
            {"suffix": known.suffix} if known.suffix else {}
        )
    *head, last = _beside(known.family, honorifics.without(known.name)).split() or [""]
    if head and persons.SUFFIX.fullmatch(last):
        given = " ".join(head).rstrip(" ,")
        return persons.named(known.family, given) | {"suffix": last}
    return persons.named(known.family, " ".join([*head, last]))


def _beside(family: str, name: str) -> str:
    """What `name` says besides the `family`, which is cut as whole words.

    Of two the last is the family's, but for one that a comma follows.

    >>> _beside("Li", "Lin Li"), _beside("Lee", "Lee, Lee Ann"), _beside("王", "王小明")
    ('Lin', 'Lee Ann', '小明')
    """
    # Where no blanks part the words, the family stands first.
    if _EASTERN.fullmatch(name):
        return name.removeprefix(family)
    found = [*re.finditer(rf"(?<![\w’'-]){re.escape(family)}(?![\w’'-])", name, re.IGNORECASE)]
    if not found:
        return name
    first, last = found[0], found[-1]
    cut = first if name[first.end() :].lstrip().startswith(",") else last
    return " ".join(f"{name[: cut.start()]} {name[cut.end() :]}".split()).strip(" ,")


# ── names that are said family first ─────────────────────────────────────────


def _turned(words: Sequence[str], language: str) -> tuple[str, str] | tuple[()] | None:
    """Family and given name where the family comes first, () where nobody can tell.

    None: the name is said as in the west, or has a comma that tells.
    """
    if len(words) < 2 or any("," in word for word in words) or words[0].isupper():
        return None
    first, rest = words[0], " ".join(words[1:])
    if all(map(_EASTERN.fullmatch, words)):
        return first, rest
    if len(words) <= _MOST_VIETNAMESE and first.casefold() in _listed("vietnamese"):
        return first, rest
    own = language.partition("-")[0]
    home = own in _listed("languages")
    if len(words) == 2 and (order := _order(first, rest, home=home)) is not None:
        return order
    if any(map(persons.is_given, words)):
        return None
    double = len(words) > 2 and not any(persons.is_particle(word.casefold()) for word in words)
    return () if home or (double and own in _listed("double")) else None


def _order(first: str, last: str, *, home: bool) -> tuple[str, str] | tuple[()] | None:
    """As `_turned` of two words that may be a Chinese or a Korean name.

    At `home` in an article in a language that says the family first.
    """
    family, given = first.casefold(), last.casefold()
    chinese = _listed("chinese")
    if family in chinese | _listed("korean") and _HYPHENED.fullmatch(last):
        return first, last
    if persons.is_turned((first, last)):
        return ()  # “Lund Vera” may be, but “Gary Thomas” is said as in the west.
    if family not in chinese or not _pinyin().fullmatch(given):
        return None
    either = given in chinese or given in _listed("western")
    west = family in _listed("given") and not home and not _CHINESE.search(given)
    return () if either or west else (first, last)


@cache
def _pinyin() -> re.Pattern[str]:
    """One or two syllables; of two, one that begins with a vowel has an apostrophe before it."""
    table: dict[str, str] = _order_of_names()["pinyin"]
    begun = [
        f"{sound}(?:{'|'.join(rhymes.split())})"
        for sounds, rhymes in table.items()
        for sound in sounds.split()
        if sound != "-"
    ]
    bare = "|".join(table["-"].split())
    sounded = "|".join(begun)
    return re.compile(f"(?:{sounded}|{bare})(?:{sounded}|['’](?:{bare}))?")


@cache
def _order_of_names() -> dict[str, Any]:
    return tables.table("words/name-order")


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(_order_of_names()[name].split())
