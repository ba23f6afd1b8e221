"""Who signed the article: its authors as lists and catalogues file them.

A byline says names as they are spoken, and not which word of one is the family's. Where that
cannot be known, nothing is filed: a name that stands whole is better than a wrong family.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from copydesk import honorifics
from copydesk.model import Front, Person
from copydesk.references import names
from copydesk.references.names import EASTERN, Name

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
        return replace(known, body=bool(literal) and names.is_organisation(literal))
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
        if not names.is_particle(text.split(maxsplit=1)[0]):
            return {"literal": text}
        bare = text  # “van der Mud, M. A.”
    *head, last = bare.split() or [""]
    if len(head) > 1 and names.SUFFIX.fullmatch(last):
        return name(" ".join(head).rstrip(","), language) | {"suffix": last}
    turned = _turned(bare.split(), language)
    if turned:
        return names.join_name(*turned)
    lone = honorifics.is_degree(last) and sum(map(str.isalpha, last)) > _MOST_INITIALS
    if turned is not None or lone or names.is_organisation(text):
        return {"literal": text}
    read = names.read_names(bare)
    return read[0] if len(read) == 1 else {"literal": text}


def _given_family(known: Person) -> Name:
    """The name of `known` by the family that it says; what is left of it was given."""
    if known.given:
        return names.join_name(known.family, known.given) | (
            {"suffix": known.suffix} if known.suffix else {}
        )
    *head, last = _beside(known.family, honorifics.without(known.name)).split() or [""]
    if head and names.SUFFIX.fullmatch(last):
        given = " ".join(head).rstrip(" ,")
        return names.join_name(known.family, given) | {"suffix": last}
    return names.join_name(known.family, " ".join([*head, last]))


def _beside(family: str, name: str) -> str:
    """What `name` says besides the `family`, which is cut as whole words.

    Of two the last is the family's, but for one that a comma follows.

    >>> _beside("Li", "Lin Li"), _beside("Lee", "Lee, Lee Ann"), _beside("王", "王小明")
    ('Lin', 'Lee Ann', '小明')
    """
    # Where no blanks part the words, the family stands first.
    if EASTERN.fullmatch(name):
        return name.removeprefix(family)
    found = [*re.finditer(rf"(?<![\w’'-]){re.escape(family)}(?![\w’'-])", name, re.IGNORECASE)]
    if not found:
        return name
    first, last = found[0], found[-1]
    cut = first if name[first.end() :].lstrip().startswith(",") else last
    return " ".join(f"{name[: cut.start()]} {name[cut.end() :]}".split()).strip(" ,")


def _turned(words: Sequence[str], language: str) -> names.Order:
    """As `find_eastern_order`, of a byline in an article in `language`.

    In a language that says the family first, or has two, bare words may be in either order.
    """
    if any("," in word for word in words):
        return None
    own = language.partition("-")[0]
    home = own in names.name_order("languages")
    if words and words[0].isupper():
        return None
    if (order := names.find_eastern_order(words, home=home)) is not None:
        return order
    if len(words) < 2 or any(map(names.is_given, words)):
        return None
    double = len(words) > 2 and not any(names.is_particle(word.casefold()) for word in words)
    return () if home or (double and own in names.name_order("double")) else None
