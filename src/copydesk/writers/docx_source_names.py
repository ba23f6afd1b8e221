"""What Word calls the kinds, fields and people of CSL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: CSL type → Word's; every other one is Misc.
KINDS: Final[Mapping[str, str]] = {
    "article-journal": "JournalArticle", "article": "JournalArticle", "review": "JournalArticle",
    "review-book": "JournalArticle",
    "article-magazine": "ArticleInAPeriodical", "article-newspaper": "ArticleInAPeriodical",
    "book": "Book", "classic": "Book", "collection": "Book", "pamphlet": "Book",
    "chapter": "BookSection", "entry": "BookSection", "entry-dictionary": "BookSection",
    "entry-encyclopedia": "BookSection",
    "paper-conference": "ConferenceProceedings",
    "report": "Report", "thesis": "Report", "standard": "Report",
    "webpage": "InternetSite", "post": "InternetSite", "post-weblog": "InternetSite",
    "dataset": "ElectronicSource", "software": "ElectronicSource",
    "motion_picture": "Film", "broadcast": "Film",
    "song": "SoundRecording", "musical_score": "SoundRecording",
    "performance": "Performance",
    "graphic": "Art", "figure": "Art", "map": "Art",
    "interview": "Interview", "legal_case": "Case", "patent": "Patent",
}  # fmt: skip
#: Word's kind → the CSL type that is meant when nothing else is said.
MAIN_TYPES: Final = {
    kind: next(name for name, one in KINDS.items() if one == kind) for kind in KINDS.values()
}
#: Word's kind → what it calls the work that such a source stands in.
CONTAINERS: Final = {
    "JournalArticle": "JournalName", "ArticleInAPeriodical": "PeriodicalTitle",
    "BookSection": "BookTitle", "InternetSite": "InternetSiteTitle", "Case": "Reporter",
    "SoundRecording": "AlbumTitle", "Film": "BroadcastTitle",
}  # fmt: skip
#: CSL variable → Word's field.
FIELDS: Final[Mapping[str, str]] = {
    "title": "Title", "title-short": "ShortTitle", "publisher": "Publisher",
    "publisher-place": "City", "volume": "Volume", "issue": "Issue", "page": "Pages",
    "edition": "Edition", "URL": "URL", "number-of-volumes": "NumberVolumes",
    "chapter-number": "ChapterNumber", "version": "Version", "medium": "Medium", "genre": "Type",
    "jurisdiction": "CountryRegion",
}  # fmt: skip
#: The same where a kind has a field of its own; "" where it has none.
FIELDS_BY_KIND: Final[Mapping[str, Mapping[str, str]]] = {
    "Report": {"genre": "ThesisType"},
    "Case": {"number": "CaseNumber", "authority": "Court"},
    "Patent": {"number": "PatentNumber"},
    "SoundRecording": {"number": "RecordingNumber", "publisher": "ProductionCompany"},
    "Film": {"publisher": "Distributor"},
    "Art": {"publisher": "Institution"},
}  # fmt: skip
#: CSL numbers that share one field of Word's, and what stands before each in it.
NUMBERS: Final = {"DOI": "doi:", "ISBN": "ISBN ", "ISSN": "ISSN "}
#: CSL name variable → Word's role.
ROLES: Final[Mapping[str, str]] = {
    "author": "Author", "container-author": "BookAuthor", "editor": "Editor",
    "translator": "Translator", "compiler": "Compiler", "composer": "Composer",
    "director": "Director", "performer": "Performer", "interviewer": "Interviewer",
    "producer": "ProducerName", "script-writer": "Writer",
}  # fmt: skip
ROLES_BY_KIND: Final[Mapping[str, Mapping[str, str]]] = {
    "Interview": {"author": "Interviewee"}, "Patent": {"author": "Inventor"},
    "Art": {"author": "Artist"}, "SoundRecording": {"author": "Artist"},
}  # fmt: skip
#: Word's kind → the role that its styles print, where an author is none.
SHOWN_ROLES: Final = {"Film": "Director", "Performance": "Writer"}
#: What is of no use to Word: names of the entry itself, and what no list prints.
UNSAID: Final = frozenset(
    ("abstract", "annote", "citation-key", "citation-label", "citation-number", "id", "keyword")
)
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
