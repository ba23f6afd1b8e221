"""The CSL type of an entry, from its fields, its labels and the lists of outlets."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Final

from copydesk.references import lexicon, names

_THESIS: Final = re.compile(
    r"\b(?:thesis|dissertation|ph\.?\s?d|diss|diplomarbeit|masterarbeit|bachelorarbeit|thèse|tesis"
    r"|tesi|habilitation\w*|mémoire)\b",
    re.IGNORECASE,
)
_REPORT: Final = re.compile(
    r"\b(?:report|working paper|discussion paper|policy (?:brief|paper)|briefing|research paper"
    r"|tech(?:nical|\.)? (?:rep|rpt|memo)\w*|memorandum|white paper|occasional paper|fact sheet"
    r"|arbeitspapier|bericht|rapport|tr-\d+)\b",
    re.IGNORECASE,
)
#: Said of the work itself wherever it stands; "report" alone may be a word of the title.
_NAMED_REPORT: Final = re.compile(
    r"\b(?:working paper|discussion paper|policy (?:brief|paper)|technical report|research report"
    r"|occasional paper|report no)\b",
    re.IGNORECASE,
)
_PROCEEDINGS: Final = re.compile(
    r"\b(?:proceedings|proc|conference|symposium|workshop|congress|colloquium|actes|tagung"
    r"|kongress|congrès|annual meeting|conf|symp)\b",
    re.IGNORECASE,
)
_FILM: Final = re.compile(
    r"\b(?:dvd|film|motion picture|documentary|television|video)\b", re.IGNORECASE
)
_BLOG: Final = re.compile(r"\b(?:\w*blogs?|weblog|substack|medium)\b", re.IGNORECASE)
_PREPRINT: Final = re.compile(r"\barxiv|preprint|ssrn\b", re.IGNORECASE)
_PRESS: Final = re.compile(
    r"\b(?:press|verlag|publish\w*|books|éditions|edizioni|presses)\b", re.IGNORECASE
)
_BY_LIST: Final = {
    "newspaper": "article-newspaper",
    "magazine": "article-magazine",
    "site": "webpage",
    "blog": "post-weblog",
    "institute": "webpage",
}


def kind(csl: dict[str, Any], labels: Collection[str], text: str) -> str:
    """The CSL type of the entry that reads `text` and whose segments bear `labels`.

    >>> kind({"container-title": "The Guardian"}, {"journal"}, "The Guardian, 8 Dec.")
    'article-newspaper'
    >>> kind({"publisher": "Oxford University Press"}, {"publisher"}, "Oxford University Press")
    'book'
    """
    genre = f"{csl.get('genre', '')} {csl.get('medium', '')}"
    if _THESIS.search(genre) or (_THESIS.search(text) and not csl.get("container-title")):
        return "thesis"
    if _FILM.search(genre) or "director" in labels:
        return "motion_picture"
    if _PREPRINT.search(genre) and not csl.get("volume"):
        return "article"
    if csl.get("container-title"):
        return _in_container(csl, labels)
    return _on_its_own(csl, genre, labels, text)


def _in_container(csl: dict[str, Any], labels: Collection[str]) -> str:
    name = csl["container-title"]
    listed = _BY_LIST.get(lexicon.kind(name), "")
    numbered = csl.get("volume") or csl.get("issue")
    periodical = "journal" in labels
    part = csl.get("editor") or csl.get("page") or csl.get("publisher-place")
    web = csl.get("URL") or csl.get("accessed") or _dated(csl)
    kinds = (
        (_PROCEEDINGS.search(name) and not (numbered and periodical), "paper-conference"),
        (listed and not (csl.get("volume") and csl.get("issue")), listed),
        (not periodical and web and not part, "webpage"),
        (not periodical, "chapter"),
        (numbered or (csl.get("page") and not _dated(csl)), "article-journal"),
        (True, _periodical(csl, name) or "article-journal"),
    )
    return next(kind for holds, kind in kinds if holds)


def _dated(csl: dict[str, Any]) -> bool:
    """Whether the entry names a day, as news do."""
    parts = csl.get("issued", {}).get("date-parts", [[]])
    return len(parts) == 1 and len(parts[0]) > 2


def _periodical(csl: dict[str, Any], name: str) -> str:
    """The type of an article in a periodical on no list, "" when its name tells nothing."""
    words = {lexicon.core(word) for word in name.split()}
    scholarly = words & lexicon.word_list("names", "journal")
    kinds = (
        (_BLOG.search(name), "post-weblog"),
        (words & lexicon.word_list("names", "magazine"), "article-magazine"),
        (scholarly, "article-journal"),
        (words & lexicon.word_list("names", "newspaper"), "article-newspaper"),
        (names.is_body(name), "webpage"),
        (_dated(csl), "article-newspaper"),
        (csl.get("URL"), "webpage"),
    )
    return next((kind for holds, kind in kinds if holds), "")


def _on_its_own(csl: dict[str, Any], genre: str, labels: Collection[str], text: str) -> str:
    publisher = str(csl.get("publisher", ""))
    listed = lexicon.kind(publisher)
    web = csl.get("URL") or csl.get("accessed") or "[online]" in text.casefold()
    institute = listed == "institute" or (names.is_body(publisher) and not _PRESS.search(publisher))
    placed = csl.get("publisher-place") or csl.get("edition") or csl.get("ISBN")
    body = "literal" in (csl.get("author") or [{}])[0]
    named = _REPORT.search(genre) or csl.get("number") or _NAMED_REPORT.search(text)
    part = not publisher and _is_quoted(csl, text)
    kinds = (
        (named, "report"),
        (_BLOG.search(f"{publisher} {genre}"), "post-weblog"),
        (listed in ("newspaper", "magazine", "site", "blog"), _BY_LIST.get(listed, "")),
        (_dated(csl) and not placed, "webpage"),
        (placed and institute and listed != "press", "report"),
        (placed or listed == "press" or _PRESS.search(publisher), "book"),
        (web, "webpage"),
        (institute, "report"),
        (part and body, "webpage"),
        (part, "document"),
        (publisher or csl.get("author") or "editor" in labels, "book"),
    )
    return next((kind for holds, kind in kinds if holds), "document")


def _is_quoted(csl: dict[str, Any], text: str) -> bool:
    """Whether the title stands in quotation marks, as that of a part of something does."""
    at = text.find(str(csl.get("title", ""))[:20])
    return at > 0 and text[at - 1] in "“\"„«‘'"
