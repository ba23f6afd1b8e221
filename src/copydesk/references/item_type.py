"""The CSL type of an entry, from its fields, its labels and the lists of outlets.

What words say a type stands in `data/library/kinds.toml`; here is in which order they count.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, Final

from copydesk import tables
from copydesk.references import bodies, lexicon

#: So much of an entry is searched for the roles in front of its title.
_IN_FRONT: Final = 200


def kind(csl: dict[str, Any], labels: Collection[str], text: str) -> str:
    """The CSL type of the entry that reads `text` and whose segments bear `labels`.

    >>> kind({"container-title": "The Guardian"}, {"journal"}, "The Guardian, 8 Dec.")
    'article-newspaper'
    >>> kind({"publisher": "Oxford University Press"}, {"publisher"}, "Oxford University Press")
    'book'
    """
    genre = f"{csl.get('genre', '')} {csl.get('medium', '')}"
    said = {name: str(csl.get(name, "")) for name in ("title", "container-title", "publisher")}
    said |= {"note": str(csl.get("note", "")), "genre": genre, "roles": text[:_IN_FRONT]}
    if told := _find_said(said):
        return told
    if _says("thesis", genre) or (_says("thesis", text) and not csl.get("container-title")):
        return "thesis"
    if _says("film", genre) or "director" in labels:
        return "motion_picture"
    if _says("preprint", genre) and not csl.get("volume"):
        return "article"
    if csl.get("container-title"):
        return _in_container(csl, labels)
    return _on_its_own(csl, genre, labels, text)


@cache
def _words() -> dict[str, re.Pattern[str]]:
    words = tables.load_table("library/kinds")["words"]
    return {name: re.compile(shape, re.IGNORECASE) for name, shape in words.items()}


def _says(name: str, text: str) -> bool:
    """Whether `text` has one of the words called `name`."""
    return _words()[name].search(text) is not None


@cache
def _signs() -> tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]:
    """The type, the fields that say it, and the shape of their words, the surest first."""
    rows = tables.load_table("library/kinds")["said"]
    shapes = (f"^(?:{row['words']})" if row.get("begins") else row["words"] for row in rows)
    return tuple(
        (row["type"], tuple(row["fields"]), re.compile(shape, re.IGNORECASE))
        for row, shape in zip(rows, shapes, strict=True)
    )


def _find_said(said: Mapping[str, str]) -> str:
    """The type that the entry names itself, in its genre or with the first word of its title."""
    found = (kind for kind, fields, shape in _signs() if any(shape.search(said[f]) for f in fields))
    return next(found, "")


def _by_outlet(name: str) -> str:
    """The type of what the outlet `name` of the lists publishes, "" when it is on none."""
    return str(tables.load_table("library/kinds")["outlets"].get(lexicon.kind(name), ""))


def _in_container(csl: dict[str, Any], labels: Collection[str]) -> str:
    name = csl["container-title"]
    listed = "webpage" if _says("no-news", name) else _by_outlet(name)
    numbered = csl.get("volume") or csl.get("issue")
    periodical = "journal" in labels
    part = csl.get("editor") or csl.get("page") or csl.get("publisher-place")
    web = csl.get("URL") or csl.get("accessed") or _dated(csl)
    whole = csl.get("editor") and csl.get("publisher-place")
    proceedings = _says("proceedings", name)
    kinds = (
        (whole, "paper-conference" if proceedings else "chapter"),
        (_says("series", name) and not csl.get("volume"), "report"),
        # Proceedings that come out in issues are a journal.
        (proceedings and csl.get("issue"), "article-journal"),
        (proceedings and not (numbered and periodical), "paper-conference"),
        (listed, listed),
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
        (_says("blog", name), "post-weblog"),
        (words & lexicon.word_list("names", "magazine"), "article-magazine"),
        (scholarly, "article-journal"),
        (words & lexicon.word_list("names", "newspaper"), "article-newspaper"),
        (bodies.is_body(name), "webpage"),
        (_dated(csl), "article-newspaper"),
        (csl.get("URL"), "webpage"),
    )
    return next((kind for holds, kind in kinds if holds), "")


def _on_its_own(csl: dict[str, Any], genre: str, labels: Collection[str], text: str) -> str:
    publisher = str(csl.get("publisher", ""))
    listed = lexicon.kind(publisher)
    web = csl.get("URL") or csl.get("accessed") or "[online]" in text.casefold()
    institute = listed == "institute" or (
        bodies.is_body(publisher) and not _says("press", publisher)
    )
    placed = csl.get("publisher-place") or csl.get("edition") or csl.get("ISBN")
    body = "literal" in (csl.get("author") or [{}])[0]
    named = _says("report", genre) or csl.get("number") or _says("named-report", text)
    part = not publisher and _is_quoted(csl, text)
    printed = listed == "press" or _says("press", publisher) or csl.get("edition")
    name = str((csl.get("author") or [{}])[0].get("literal", ""))
    own = body and lexicon.fold(name) == lexicon.fold(publisher)
    signed = own or bodies.is_body(name) or lexicon.kind(name) == "institute"
    kinds = (
        (named, "report"),
        (_says("blog", f"{publisher} {genre}"), "post-weblog"),
        (listed in ("newspaper", "magazine", "site", "blog"), _by_outlet(publisher)),
        (institute and _dated(csl), "report"),
        (_dated(csl) and not placed, _by_outlet(name) or "webpage"),
        (signed and not printed and (placed or publisher), "report"),
        (placed and institute and listed != "press", "report"),
        (placed or printed, "book"),
        (web, "webpage"),
        (institute, "report"),
        (part and body, "webpage"),
        (body, "report"),
        (part, "document"),
        (publisher or csl.get("author") or "editor" in labels, "book"),
    )
    return next((kind for holds, kind in kinds if holds), "document")


def _is_quoted(csl: dict[str, Any], text: str) -> bool:
    """Whether the title stands in quotation marks, as that of a part of something does."""
    at = text.find(str(csl.get("title", ""))[:20])
    return at > 0 and text[at - 1] in "“\"„«‘'"
