"""What a page says of itself, and the words by which front lines are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from copydesk import tables
from copydesk.model import EditedText

#: The forms of one month in the table are parted by this.
_FORMS: Final = "|"
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
    """Read what the submission of `edited` says of itself, by field."""
    return {name: value.strip() for name, value in edited.submission.facts}


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
    """Load the words of `kind` from `house/words/bylines.toml`, of all languages unless named.

    Raises KeyError for a kind that the file lacks.

    >>> "written by" in load_words("author"), "written by" in load_words("author", "de", "fr")
    (True, False)
    """
    by_language = tables.table("words/bylines")[kind]
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


@cache
def load_months() -> dict[str, int]:
    """Load the number of each month's name, in small letters, of every language in the table.

    Where languages differ ("listopad" is October in Croatia, November in Poland) the first one
    of the file decides; a certain day needs the language: `load_months_of`.

    >>> load_months()["märz"], load_months()["oct"]
    (3, 10)
    """
    months: dict[str, int] = {}
    for language in tables.table("words/calendar"):
        for name, number in load_months_of(language).items():
            months.setdefault(name, number)
    return months


@cache
def load_months_of(language: str) -> dict[str, int]:
    """Load the months of one language, empty where the table lacks it.

    >>> load_months_of("pl")["listopada"], load_months_of("xx")
    (11, {})
    """
    rows = tables.table("words/calendar").get(language, {}).get("months", [])
    return {
        name: number
        for number, forms in enumerate(rows, start=1)
        for name in forms.split(_FORMS)
        if name
    }


@cache
def load_weekdays() -> frozenset[str]:
    """Load the names of weekdays in every language of the table.

    >>> "donnerstag" in load_weekdays()
    True
    """
    return frozenset(
        day for entry in tables.table("words/calendar").values() for day in entry["days"]
    )


@cache
def load_clock_words() -> frozenset[str]:
    """Load the words that stand beside dates and hours: "updated", "Uhr", "GMT".

    >>> "uhr" in load_clock_words()
    True
    """
    return frozenset(tables.table("words/today")["beside"])


@cache
def load_ages() -> re.Pattern[str]:
    """Compile the ages of the table: "5 hours ago", "vor 5 Stunden".

    >>> load_ages().search("Posted 5 hours ago by Mara")[0]
    '5 hours ago'
    """
    ages = {
        age for entry in tables.table("words/calendar").values() for age in entry.get("ago", ())
    }
    either = "|".join(
        re.escape(age).replace(r"\#", r"\d{1,4}").replace(r"\ ", r"\s?")
        for age in sorted(ages, key=lambda age: (-len(age), age))
    )
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
