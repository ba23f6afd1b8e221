"""The variables of CSL 1.0.2 and what each holds, as its data schema lists them."""

from __future__ import annotations

from typing import Final

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
