"""What a sidecar says for catalogues: DOI, place in a volume, licence, keywords, the authors' data.

Each value is checked where it is read and kept in the form that catalogues give it, so that no
writer has to know how people type an identifier.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from copydesk.errors import ConfigError
from copydesk.language import folding
from copydesk.model import Imprint, Person
from copydesk.review.sidecar.values import text_of, wrong
from copydesk.settings.hints import name_nearest
from copydesk.settings.identifiers import find_doi, find_orcid
from copydesk.settings.publication import check_licence

#: Top-level keys: one text each, and several.
TEXTS: Final = ("doi", "url", "volume", "issue", "pages", "licence")
KEYS: Final = (*TEXTS, "keywords")
#: The table that tells more of an author, and what it tells.
AUTHOR: Final = "author"
TOLD: Final = ("orcid", "affiliation", "email", "family")

_ADDRESS: Final = re.compile(r"https?://[^\s/<>\"]+(?:/[^\s<>\"]*)?", re.IGNORECASE)
_PAGES_LEAD: Final = re.compile(r"(?:pp?|pages?|s)\b\.?\s*(?=\w)", re.IGNORECASE)
_PAGE: Final = re.compile(r"\S*\d\S*|[ivxlcdm]+", re.IGNORECASE)
_RANGES: Final = re.compile(r"\s*[,;+]\s*")
_TO: Final = re.compile("\\s*[‐‑–—-]+\\s*")
_EMAIL: Final = re.compile(r"[^\s@<>\",;]+@[^\s@<>\",;]+\.[^\s@<>\",;.]+")


# ── reading ──────────────────────────────────────────────────────────────────


def imprint(table: Mapping[str, Any], name: str) -> Imprint:
    """What the top-level keys of the sidecar `name` say of where the article appears.

    Raises `ConfigError` for a value that is not valid.

    >>> imprint({"doi": "doi:10.5555/Tide", "volume": 12}, "a.txt.desk.toml")
    Imprint(doi='10.5555/tide', url='', volume='12', issue='', pages='', licence='', keywords=())
    """
    said = {key: _line(table[key], name, key) for key in TEXTS if key in table}
    if given := said.get("doi"):
        if not (found := find_doi(given)):
            hint = "it must begin with `10.`, four or more digits and a slash, and contain no space"
            raise wrong(name, "doi", given, "a DOI such as `10.5555/tide.12`", hint)
        said["doi"] = found
    if (given := said.get("url")) and not is_address(given):
        hint = "copy the full address from the browser"
        raise wrong(name, "url", given, "an address that begins with https:// or http://", hint)
    if given := said.get("pages"):
        said["pages"] = _pages(given, name)
    check_licence(said.get("licence", ""), name, "licence", code="sidecar.value")
    return Imprint(**said, keywords=_keywords(table.get("keywords", []), name))


def is_address(text: str) -> bool:
    """Whether `text` can stand as the `url` of an article.

    >>> is_address("https://harbour.example/pier?id=3"), is_address("harbour.example")
    (True, False)
    """
    return _ADDRESS.fullmatch(text) is not None


def people(table: Mapping[str, Any], name: str) -> tuple[Person, ...]:
    """What the `[[author]]` tables of the sidecar `name` tell of authors.

    Raises `ConfigError` for an unknown key, a value that is not valid, and two tables of
    one author.
    """
    rows = table.get(AUTHOR, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise wrong(name, AUTHOR, rows, "tables, each headed [[author]]")
    found = tuple(_person(row, name) for row in rows)
    known: set[str] = set()
    for person in found:
        if folded(person.name) in known:
            message = f"{name}: two [[author]] tables are about `{person.name}`"
            raise ConfigError(message, hint="merge them into one", code="sidecar.value")
        known.add(folded(person.name))
    return found


def folded(name: str) -> str:
    """A name of a person as it is compared: words without case, accents and stops.

    >>> folded("José  A. Márquez") == folded("jose a marquez")
    True
    """
    return " ".join(folding.fold_words(name))


def _person(row: Mapping[str, Any], name: str) -> Person:
    known = ("name", *TOLD)
    for key in row:
        if key not in known:
            message = f"{name}: unknown key `{AUTHOR}.{key}`"
            raise ConfigError(message, hint=name_nearest(key, [*known]), code="sidecar.unknown-key")
    said = {key: _line(value, name, f"{AUTHOR}.{key}") for key, value in row.items()}
    if not folded(said.get("name", "")):
        message = f"{name}: an [[author]] has no `name`"
        hint = 'add `name = "…"`, as the byline spells it'
        raise ConfigError(message, hint=hint, code="sidecar.missing-key")
    if given := said.get("orcid"):
        wanted = "an ORCID iD such as `0000-0002-1825-0097`, its last sign a check of the others"
        if not (found := find_orcid(given)):
            hint = "a character is wrong or missing; see the author's page at https://orcid.org"
            raise wrong(name, f"{AUTHOR}.orcid", given, wanted, hint)
        said["orcid"] = found
    if (given := said.get("email")) and not _EMAIL.fullmatch(given):
        raise wrong(name, f"{AUTHOR}.email", given, "an e-mail address")
    if (given := said.get("family")) and not _is_part(given, said["name"]):
        wanted = f"some words of the name `{said['name']}`"
        hint = "give those under which a list has the name, as `von der Leyen`"
        raise wrong(name, f"{AUTHOR}.family", given, wanted, hint)
    orcid_, affiliation, email, family = (said.get(key, "") for key in TOLD)
    return Person(said["name"], orcid_, affiliation, email, family)


def _is_part(words: str, name: str) -> bool:
    """Whether `words` are some of the words of `name`, and not all.

    >>> _is_part("von der Leyen", "Ursula von der Leyen"), _is_part("Ley", "Ursula Leyen")
    (True, False)
    """
    return f" {words} " in f" {name.replace(',', ' ,')} " and words != name


def _line(value: object, name: str, key: str) -> str:
    """One line of text; a volume may be typed as a number."""
    if type(value) is int and key in ("volume", "issue", "pages"):
        value = str(value)
    return " ".join(text_of(value, name, key).split())


def _pages(given: str, name: str) -> str:
    """Pages without what people set before them; `ConfigError` for what is none.

    >>> _pages("pp. 101–117", "a.txt.desk.toml"), _pages("e12", "a.txt.desk.toml")
    ('101–117', 'e12')
    """
    bare = _PAGES_LEAD.sub("", given)
    for pages in _RANGES.split(bare):
        first, dash, last = (part.strip() for part in _TO.sub("-", pages).partition("-"))
        if not _PAGE.fullmatch(first) or (dash and not _PAGE.fullmatch(last)):
            wanted = "pages such as `101–117`, `xii–xv` or `e12`"
            raise wrong(name, "pages", given, wanted, "give the first and the last page")
        # Of a span that is cut short (`117–9`) the last page has fewer figures.
        whole = first.isdecimal() and last.isdecimal() and len(last) >= len(first)
        if whole and int(last) < int(first):
            wanted = "a first page and a last page that is not before it"
            raise wrong(name, "pages", given, wanted, f"did you mean `{last}–{first}`?")
    return bare


def _keywords(value: object, name: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise wrong(name, "keywords", value, 'a list of texts such as ["dykes", "upkeep"]')
    words: dict[str, str] = {}
    for entry in value:
        word = _line(entry, name, "keywords")
        # Several formats hold keywords in one text, which these signs part.
        if not word or "," in word or ";" in word:
            wanted = "a text for each, without commas and semicolons"
            raise wrong(name, "keywords", word, wanted, 'e.g. "dykes" and "upkeep", apart')
        words.setdefault(word.casefold(), word)
    return tuple(words.values())
