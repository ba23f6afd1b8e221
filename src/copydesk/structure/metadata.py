"""What a page says of itself, and the words by which front lines are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from copydesk import tables
from copydesk.model import EditedText
from copydesk.settings.licences import is_licence

_WEB_PAGE: Final = "text/html"
_LANGUAGE: Final = re.compile(
    r"([A-Za-z]{2,3})(?:[-_]([A-Z][a-z]{3}))?(?:[-_]([A-Za-z]{2}|\d{3}))?"
)


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What meta elements, JSON-LD, front matter or a print header say of an article.

    Each field may be empty. `sites` are names of the site or publication, `date` is as stated.

    >>> PageMetadata(title="A quiet harbour | Tide", sites=("Tide",)).authors
    ()
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    sites: tuple[str, ...] = ()


NO_METADATA: Final = PageMetadata()


def read_facts(edited: EditedText) -> dict[str, str]:
    """Read what the submission of `edited` says of itself, by field.

    The rights that a web page states are left out: they may be those of one picture on it.
    """
    told = {name: value.strip() for name, value in edited.submission.facts}
    if edited.submission.media_type == _WEB_PAGE:
        told.pop("rights", None)
    return told


def read_licence(facts: Mapping[str, str]) -> str:
    """Read the licence of the article, an SPDX name or an address; "" when the file names none.

    >>> read_licence({"rights": "CC BY 4.0"}), read_licence({"rights": "© 2024 Mara Osei"})
    ('CC-BY-4.0', '')
    """
    licence = "-".join(facts.get("rights", "").split())
    return licence if is_licence(licence) else ""


def read_language(facts: Mapping[str, str]) -> str:
    """Read the language as BCP 47 spells it, "" when the file names none.

    >>> read_language({"language": "de_AT"}), read_language({"language": "English"})
    ('de-AT', '')
    """
    found = _LANGUAGE.fullmatch(facts.get("language", ""))
    if found is None:
        return ""
    language, script, region = found.groups()
    return "-".join(filter(None, (language.lower(), script, (region or "").upper())))


def read_metadata(facts: Mapping[str, str]) -> PageMetadata:
    """Read what the facts of a submission say of its article.

    >>> read_metadata({"title": "A quiet harbour", "author": "Mara Osei; Jon Vik"}).authors
    ('Mara Osei', 'Jon Vik')
    """
    authors = (part.strip() for part in facts.get("author", "").split(";"))
    sites = (facts.get("site", "").strip(),)
    title, date = facts.get("title", "").strip(), facts.get("date", "").strip()
    return PageMetadata(title, tuple(filter(None, authors)), date, tuple(filter(None, sites)))


@cache
def load_words(kind: str, *languages: str) -> frozenset[str]:
    """Load the words of `kind` from `data/words/bylines.toml`, of all languages unless named.

    Raises KeyError for a kind that the file lacks.

    >>> "written by" in load_words("author"), "written by" in load_words("author", "de", "fr")
    (True, False)
    """
    by_language = tables.load_table("words/bylines")[kind]
    chosen = languages or tuple(by_language)
    return frozenset(word for key in chosen for word in by_language.get(key, ()))


@cache
def compile_words(kind: str, prefix: str = r"(?<!\w)", suffix: str = r"(?!\w)") -> re.Pattern[str]:
    """Compile the words of `kind` as one pattern, the longest first.

    >>> compile_words("updated").search("Last updated: 3 May")[0]
    'Last updated'
    """
    words = sorted(load_words(kind), key=lambda word: (-len(word), word))
    either = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(f"{prefix}(?i:{either}){suffix}")
