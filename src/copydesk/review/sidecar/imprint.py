"""What a sidecar says for catalogues: DOI, place in a volume, licence, keywords, the authors' data.

Each value is checked where it is read and kept in the form that catalogues give it, so that no
writer has to know how people type an identifier.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from copydesk.language import folding
from copydesk.model import Imprint, Person
from copydesk.review.sidecar.values import text_of
from copydesk.settings.forms import Form
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


def imprint(table: Mapping[str, Any], form: Form) -> Imprint:
    """What the top-level keys of a sidecar say of where the article appears.

    Raises `ConfigError` for a value that is not valid.

    >>> imprint({"doi": "doi:10.5555/Tide", "volume": 12}, Form("a.txt.desk.toml", "sidecar"))
    Imprint(doi='10.5555/tide', url='', volume='12', issue='', pages='', licence='', keywords=())
    """
    said = {key: _line(table[key], form, key) for key in TEXTS if key in table}
    if given := said.get("doi"):
        if not (found := find_doi(given)):
            hint = "it must begin with `10.`, four or more digits and a slash, and contain no space"
            raise form.wrong("doi", given, "a DOI such as `10.5555/tide.12`", hint)
        said["doi"] = found
    if (given := said.get("url")) and not is_address(given):
        hint = "copy the full address from the browser"
        raise form.wrong("url", given, "an address that begins with https:// or http://", hint)
    if given := said.get("pages"):
        said["pages"] = _pages(given, form)
    check_licence(said.get("licence", ""), form.name, "licence", code="sidecar.value")
    return Imprint(**said, keywords=_keywords(table.get("keywords", []), form))


def is_address(text: str) -> bool:
    """Whether `text` can stand as the `url` of an article.

    >>> is_address("https://harbour.example/pier?id=3"), is_address("harbour.example")
    (True, False)
    """
    return _ADDRESS.fullmatch(text) is not None


def people(table: Mapping[str, Any], form: Form) -> tuple[Person, ...]:
    """What the `[[author]]` tables of a sidecar tell of authors.

    Raises `ConfigError` for an unknown key, a value that is not valid, and two tables of
    one author.
    """
    found = tuple(_person(row, form) for row in form.rows(table.get(AUTHOR, []), AUTHOR))
    known: set[str] = set()
    for person in found:
        if folded(person.name) in known:
            message = f"{form.name}: two [[author]] tables are about `{person.name}`"
            raise form.error(message, "merge them into one")
        known.add(folded(person.name))
    return found


def folded(name: str) -> str:
    """A name of a person as it is compared: words without case, accents and stops.

    >>> folded("José  A. Márquez") == folded("jose a marquez")
    True
    """
    return " ".join(folding.fold_words(name))


def _person(row: Mapping[str, Any], form: Form) -> Person:
    form.known(row, ("name", *TOLD), f"{AUTHOR}.")
    said = {key: _line(value, form, f"{AUTHOR}.{key}") for key, value in row.items()}
    if not folded(said.get("name", "")):
        message = f"{form.name}: an [[author]] has no `name`"
        raise form.error(message, 'add `name = "…"`, as the byline spells it', "missing-key")
    if given := said.get("orcid"):
        wanted = "an ORCID iD such as `0000-0002-1825-0097`, its last sign a check of the others"
        if not (found := find_orcid(given)):
            hint = "a character is wrong or missing; see the author's page at https://orcid.org"
            raise form.wrong(f"{AUTHOR}.orcid", given, wanted, hint)
        said["orcid"] = found
    if (given := said.get("email")) and not _EMAIL.fullmatch(given):
        raise form.wrong(f"{AUTHOR}.email", given, "an e-mail address")
    if (given := said.get("family")) and not _is_part(given, said["name"]):
        wanted = f"some words of the name `{said['name']}`"
        hint = "give those under which a list has the name, as `von der Leyen`"
        raise form.wrong(f"{AUTHOR}.family", given, wanted, hint)
    orcid_, affiliation, email, family = (said.get(key, "") for key in TOLD)
    return Person(said["name"], orcid_, affiliation, email, family)


def _is_part(words: str, name: str) -> bool:
    """Whether `words` are some of the words of `name`, and not all.

    >>> _is_part("von der Leyen", "Ursula von der Leyen"), _is_part("Ley", "Ursula Leyen")
    (True, False)
    """
    return f" {words} " in f" {name.replace(',', ' ,')} " and words != name


def _line(value: object, form: Form, key: str) -> str:
    """One line of text; a volume may be typed as a number."""
    if type(value) is int and key in ("volume", "issue", "pages"):
        value = str(value)
    return " ".join(text_of(value, form, key).split())


def _pages(given: str, form: Form) -> str:
    """Pages without what people set before them; `ConfigError` for what is none.

    >>> form = Form("a.txt.desk.toml", "sidecar")
    >>> _pages("pp. 101–117", form), _pages("e12", form)
    ('101–117', 'e12')
    """
    bare = _PAGES_LEAD.sub("", given)
    for pages in _RANGES.split(bare):
        first, dash, last = (part.strip() for part in _TO.sub("-", pages).partition("-"))
        if not _PAGE.fullmatch(first) or (dash and not _PAGE.fullmatch(last)):
            wanted = "pages such as `101–117`, `xii–xv` or `e12`"
            raise form.wrong("pages", given, wanted, "give the first and the last page")
        # Of a span that is cut short (`117–9`) the last page has fewer figures.
        whole = first.isdecimal() and last.isdecimal() and len(last) >= len(first)
        if whole and int(last) < int(first):
            wanted = "a first page and a last page that is not before it"
            raise form.wrong("pages", given, wanted, f"did you mean `{last}–{first}`?")
    return bare


def _keywords(value: object, form: Form) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise form.wrong("keywords", value, 'a list of texts such as ["dykes", "upkeep"]')
    words: dict[str, str] = {}
    for entry in value:
        word = _line(entry, form, "keywords")
        # Several formats hold keywords in one text, which these signs part.
        if not word or "," in word or ";" in word:
            wanted = "a text for each, without commas and semicolons"
            raise form.wrong("keywords", word, wanted, 'e.g. "dykes" and "upkeep", apart')
        words.setdefault(word.casefold(), word)
    return tuple(words.values())
