"""The article itself as catalogues and lists have it: its authors, and its own CSL item.

A byline says names as they are spoken, and not which word of one is the family's. Where that
cannot be known, nothing is filed: a name that stands whole is better than a wrong family.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from copydesk.composition.catalogue import CatalogueRecord, record
from copydesk.config import Config
from copydesk.language.names import (
    SUFFIX,
    is_degree,
    is_particle,
    may_be_initials,
    strip_honorifics,
)
from copydesk.model import Article, Csl, Front, Person
from copydesk.references import bodies, name_order, names
from copydesk.references.name_order import EASTERN
from copydesk.references.names import Name

#: “Marlow, M. A.” has initials; “Bono, PhD” has none.
_MOST_INITIALS: Final = 2


def sign_authors(front: Front) -> Front:
    """`front` with each of its authors as a person whose name is in parts.

    >>> from copydesk.model import Front
    >>> sign_authors(Front(authors=("Ursula von der Leyen",))).signed[0].filed
    'von der Leyen, Ursula'
    """
    known = {one.name: one for one in front.people}
    people = (known.get(name, Person(name)) for name in front.authors)
    return replace(front, signed=tuple(file_name(one, front.language) for one in people))


def file_name(known: Person, language: str = "") -> Person:
    """`known` with the parts of the name, as far as they can be told.

    A family name that is given already decides.

    >>> file_name(Person("Xi Jinping")).filed, file_name(Person("Li Wei")).filed
    ('Xi, Jinping', '')
    >>> file_name(Person("Li Wei", family="Li")).filed, file_name(Person("World Bank")).body
    ('Li, Wei', True)
    """
    read = _given_family(known) if known.family else read_byline(known.name, language)
    if "literal" in read or "given" not in read:
        literal = read.get("literal", "")
        return replace(known, body=bool(literal) and bodies.is_organisation(literal))
    family = " ".join(filter(None, (read.get("non-dropping-particle"), read["family"])))
    given = " ".join(filter(None, (read["given"], read.get("dropping-particle"))))
    return replace(known, family=family, given=given, suffix=read.get("suffix", ""))


def csl_name(signatory: Person, language: str = "") -> Name:
    """The name of `signatory` of an article in `language` in CSL, whole without known parts."""
    return _given_family(signatory) if signatory.family else read_byline(signatory.name, language)


def read_byline(text: str, language: str = "") -> Name:
    """One author's name, which is a body's where it is not sure to be a person's.

    In an article in `language`.

    >>> read_byline("Ursula von der Leyen")
    {'non-dropping-particle': 'von der', 'family': 'Leyen', 'given': 'Ursula'}
    >>> read_byline("Dr. Mara Osei, MA")
    {'family': 'Osei', 'given': 'Mara'}
    >>> read_byline("Martin L. King Jr."), read_byline("Salt and Partners")
    ({'family': 'King', 'given': 'Martin L.', 'suffix': 'Jr.'}, {'literal': 'Salt and Partners'})
    """
    bare = strip_honorifics(text)
    if may_be_initials(text):
        if not is_particle(text.split(maxsplit=1)[0]):
            return {"literal": text}
        bare = text  # “van der Mud, M. A.”
    *head, last = bare.split() or [""]
    if len(head) > 1 and SUFFIX.fullmatch(last):
        return read_byline(" ".join(head).rstrip(","), language) | {"suffix": last}
    turned = _turned(bare.split(), language)
    if turned:
        return names.join_name(*turned)
    lone = is_degree(last) and sum(map(str.isalpha, last)) > _MOST_INITIALS
    if turned is not None or lone or bodies.is_organisation(text):
        return {"literal": text}
    read = names.read_names(bare)
    return read[0] if len(read) == 1 else {"literal": text}


def _given_family(known: Person) -> Name:
    """The name of `known` by the family that it says; what is left of it was given."""
    if known.given:
        return names.join_name(known.family, known.given) | (
            {"suffix": known.suffix} if known.suffix else {}
        )
    *head, last = _beside(known.family, strip_honorifics(known.name)).split() or [""]
    if head and SUFFIX.fullmatch(last):
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


def _turned(words: Sequence[str], language: str) -> name_order.Order:
    """As `find_eastern_order`, of a byline in an article in `language`.

    In a language that says the family first, or has two, bare words may be in either order.
    """
    if any("," in word for word in words):
        return None
    own = language.partition("-")[0]
    home = own in name_order.list_words("languages")
    if words and words[0].isupper():
        return None
    if (order := name_order.find_eastern_order(words, home=home)) is not None:
        return order
    if len(words) < 2 or any(map(names.is_given, words)):
        return None
    double = len(words) > 2 and not any(is_particle(word) for word in words)
    return () if home or (double and own in name_order.list_words("double")) else None


# ── what “How to cite this article” says ──────────────────────────────────────


#: The key of the article among its own references, which are called by name and year.
KEY = "this-article"


def cite_article(article: Article, config: Config) -> Csl:
    """The CSL item of `article`; empty where nobody could cite it, or the house wants no such line.

    It takes a title, and a publication with a name or a DOI.
    """
    front, publication = article.front, config.publication
    if not (publication.cite_as and front.title and (publication.name or front.imprint.doi)):
        return {}
    about = record(article, config, "")
    if not front.authors:  # a byline of which nobody could be read names none that sorts
        about = replace(about, authors=())
    return make_item(about)


def make_item(about: CatalogueRecord) -> Csl:
    """The CSL item of the article with the record `about`.

    >>> from copydesk.config import Publication
    >>> from copydesk.model import Imprint, Person
    >>> review = Publication(name="The Estuary Review", series="Papers")
    >>> found = make_item(CatalogueRecord("Tides", "", (Person("Vera Lund"),), "en", "", "2021-05",
    ...     review, Imprint(issue="7")))
    >>> found["type"], found["number"], found["author"], found["issued"]
    ('report', '7', [{'family': 'Lund', 'given': 'Vera'}], {'date-parts': [[2021, 5]]})
    """
    publication, imprint = about.publication, about.imprint
    kind = about.kind
    serial = kind in ("article-journal", "article-magazine")
    fields: dict[str, Any] = {
        "id": KEY,
        "type": kind,
        "title": about.title,
        "author": [csl_name(person, about.language) for person in about.authors],
        "container-title": (publication.name or publication.series) if serial else "",
        # Styles print the series of a report as its kind, before the number: “Working Papers 7”.
        "genre": publication.series if kind == "report" else "",
        # They would set those of a journal apart from journals of the same name, or twice.
        "publisher": about.publisher if not serial else "",
        "publisher-place": publication.place if not serial else "",
        "volume": imprint.volume,
        "issue": imprint.issue if serial else "",
        "number": imprint.issue if kind == "report" else "",
        "page": imprint.pages.replace("–", "-"),
        "issued": {"date-parts": [[*_date(about.date)]]} if about.day else {},
        "DOI": imprint.doi,
        "URL": imprint.url,
        "ISSN": publication.issn,
    }
    return {field: value for field, value in fields.items() if value}


def _date(date: str) -> Iterator[int]:
    return (int(part) for part in date.split("-"))
