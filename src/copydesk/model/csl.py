"""The variables of CSL 1.0.2, as its data schema lists them, and their values in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

NAMES: Final = frozenset(
    ("author", "chair", "collection-editor", "compiler", "composer", "container-author",
     "contributor", "curator", "director", "editor", "editor-translator", "editorial-director",
     "executive-producer", "guest", "host", "illustrator", "interviewer", "narrator", "organizer",
     "original-author", "performer", "producer", "recipient", "reviewed-author", "script-writer",
     "series-creator", "translator")
)  # fmt: skip
DATES: Final = frozenset(
    ("accessed", "available-date", "event-date", "issued", "original-date", "submitted")
)
TEXTS: Final = frozenset(
    ("abstract", "annote", "archive", "archive-place", "archive_collection", "archive_location",
     "authority", "call-number", "chapter-number", "citation-label", "citation-number",
     "collection-number", "collection-title", "container-title", "container-title-short",
     "dimensions", "division", "DOI", "edition", "event", "event-place", "event-title",
     "first-reference-note-number", "genre", "ISBN", "ISSN", "issue", "jurisdiction", "keyword",
     "language", "locator", "medium", "note", "number", "number-of-pages", "number-of-volumes",
     "original-publisher", "original-publisher-place", "original-title", "page", "page-first",
     "part", "part-number", "part-title", "PMCID", "PMID", "printing", "printing-number",
     "publisher", "publisher-place", "references", "reviewed-genre", "reviewed-title", "scale",
     "section", "source", "status", "supplement", "supplement-number", "title", "title-short",
     "URL", "version", "volume", "volume-title", "year-suffix")
)  # fmt: skip
#: What a name is made of.
NAME_PARTS: Final = (
    "family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal",
)  # fmt: skip
TYPES: Final = frozenset(
    ("article", "article-journal", "article-magazine", "article-newspaper", "bill", "book",
     "broadcast", "chapter", "classic", "collection", "dataset", "document", "entry",
     "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing",
     "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
     "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical",
     "personal_communication", "post", "post-weblog", "regulation", "report", "review",
     "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage")
)  # fmt: skip

#: Year, month, day.
_PARTS: Final = 3
#: Of months: 13 to 16 and 21 to 24 are seasons, of which no day is one.
_MONTHS: Final = 12
_LAST_SEASON: Final = 24
_LAST_DAY: Final = 31
#: The seasons by CSL's numbers from 1 on, in English.
SEASONS: Final = ("Spring", "Summer", "Autumn", "Winter")
#: Years beyond these are slips of the keyboard, or somebody's joke.
_FARTHEST: Final = 999_999


def is_date(row: Sequence[int]) -> bool:
    """Whether `row` is a year, a month or season of one, or a day of a month.

    >>> is_date([2022, 12, 31]), is_date([2022, 13]), is_date([-44])
    (True, True, True)
    >>> is_date([2022, 13, 1]), is_date([2022, 5, 77]), is_date([10**22]), is_date([])
    (False, False, False, False)
    """
    if not 1 <= len(row) <= _PARTS or abs(row[0]) > _FARTHEST:
        return False
    last = _LAST_SEASON if len(row) < _PARTS else _MONTHS
    return all(1 <= month <= last for month in row[1:2]) and all(
        1 <= day <= _LAST_DAY for day in row[2:]
    )


# ── values in words, as an editor types them ─────────────────────────────────

#: What holds the place of words that only the editor knows.
PLACE: Final = "…"
_PLACES: Final = frozenset((PLACE, "..."))


def show_value(field: str, value: Any) -> str:  # noqa: ANN401  whatever CSL-JSON holds
    """Write a value in words, as an editor types it.

    >>> show_value("author", [{"family": "Meer", "non-dropping-particle": "van der", "given": "J"}])
    'van der Meer, J'
    >>> show_value("issued", {"date-parts": [[2023, 4, 1]]})
    '2023-04-01'
    """
    if isinstance(value, Mapping):
        if literal := value.get("literal"):
            return str(literal)
        days = value.get("date-parts", ())
        return "/".join("-".join(f"{part:02d}" for part in parts) for parts in days)
    if isinstance(value, list):
        return "; ".join(_show_name(one) for one in value if isinstance(one, Mapping))
    return str(value) if field else ""


def _show_name(name: Mapping[str, str]) -> str:
    if literal := name.get("literal"):
        return f"{{{literal}}}" if set(literal) & set(",;") else literal
    particles = (name.get("dropping-particle"), name.get("non-dropping-particle"))
    family = " ".join(filter(None, (*particles, name.get("family"))))
    more = ", ".join(filter(None, (name.get("given") or "", name.get("suffix"))))
    # The comma makes it a person, whose given name the entry does not tell.
    return f"{family}, {more}".rstrip()


def is_whole(value: Any) -> bool:  # noqa: ANN401  whatever CSL-JSON holds
    """Whether `show_value` says all of `value`: of a date it leaves out season and doubt.

    >>> is_whole({"date-parts": [[2003]], "season": 4}), is_whole("Tides")
    (False, True)
    """
    return not isinstance(value, Mapping) or len(value) == 1


def is_place(value: str) -> bool:
    """Whether `value` only holds the place of words.

    >>> is_place("…"), is_place(" ... "), is_place("Wait …")
    (True, True, False)
    """
    return value.strip() in _PLACES
