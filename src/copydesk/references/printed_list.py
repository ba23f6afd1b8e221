"""A library that lies beside a submission takes the place of the list that it prints.

Each printed entry leaves by a structure edit, so that the record holds every word of it,
and the editor may keep one with stet. What the printed list has and the library has not
is asked about.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import product
from typing import Final, TypeAlias

from rapidfuzz.distance import Levenshtein

from copydesk.clean.sheet import Sheet
from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import (
    Article,
    Block,
    Csl,
    Decisions,
    Edit,
    Heading,
    Query,
    Reference,
    plain,
)
from copydesk.queries import make_query, unread_bibliography
from copydesk.references import keys, libraries, merge
from copydesk.references.csl import FreeNames, Library, LibraryEntry

RULE: Final = "structure.library"

#: What may stand in a key that anchors and links are made of.
_KEY: Final = re.compile(r"\w[\w:.+/-]{0,79}")
_HEAD: Final = 12
_QUOTED: Final = 80
#: Works of one name and year that a printed entry is held against.
_BUCKET: Final = 200


def replace_list(
    article: Article,
    beside: tuple[str, bytes],
    config: Config,
    decisions: Decisions,
    heads_list: Callable[[str], bool],
) -> Article:
    """`article` with the entries of the library `beside` (its name and bytes) for its list.

    Their keys are those of the library. `heads_list` knows the heading of a reference list.
    Raises `Refused` ("refuse.library") when a part of the library cannot be read.
    """
    name, data = beside
    listed = libraries.read_library(data, name, config.limits)
    if slip := listed.broken:
        where = f", line {slip.line}" if slip.line else ""
        hint = "correct it there, or remove the library"
        raise Refused(f"`{name}`{where}: {slip.message}", hint=hint, code="refuse.library")
    if not listed.entries:
        hint = "fill it, or remove it"
        raise Refused(f"`{name}` contains no entry", hint=hint, code="refuse.library")
    entries, asked = _make_references(listed, name)
    index = _index_titles(entries)
    labels: dict[str, str] = {}
    lacking: list[Reference] = []
    for reference in article.back.references:
        if key := _find_key(reference, index):
            labels.setdefault(key, reference.label)
        else:
            lacking.append(reference)
    entries = [replace(one, label=labels.get(one.key, "")) for one in entries]
    edits, stayed = _remove_entries(article, name, config, decisions)
    free = FreeNames(entry.key for entry in entries)
    stayed = [replace(one, key=free.take(one.key)) for one in stayed]
    ids = {(edit.line, edit.before): edit.id for edit in edits if edit.status == "applied"}
    asked += [
        _ask_for(reference, name, ids[reference.lines[0], reference.text])
        for reference in lacking
        if reference.lines and (reference.lines[0], reference.text) in ids
    ]
    # What the parser asked was about the list that has left.
    others = tuple(
        one
        for one in article.queries
        if not one.code.startswith("reference.") and one != unread_bibliography()
    )
    body, heading = _take_heading(article, heads_list)
    return replace(
        article,
        body=body,
        back=replace(article.back, references=(*entries, *stayed), references_heading=heading),
        structure=article.structure + tuple(edits),
        queries=(*others, *asked),
    )


def _take_heading(
    article: Article, heads_list: Callable[[str], bool]
) -> tuple[tuple[Block, ...], str]:
    """The body, and the heading of the list; one that ends the body waits for the library."""
    body, heading = article.body, article.back.references_heading
    last = body[-1] if body else None
    if not heading and isinstance(last, Heading):
        text = plain(last.content)
        if heads_list(text):
            return body[:-1], text
    return body, heading


# ── the entries of the library ───────────────────────────────────────────────


def _make_references(listed: Library, name: str) -> tuple[list[Reference], list[Query]]:
    """The entries as references under their own keys, and what is odd about them."""
    asked = [
        make_query(
            "library.doubt", 0, f"`{name}`, line {slip.line}: {slip.message}", anchor=slip.message
        )
        for slip in listed.slips
    ]
    made = iter(keys.keys([(one.csl, one.raw) for one in listed.entries if not _is_key(one.key)]))
    known: dict[str, Csl] = {}
    free = FreeNames(one.key for one in listed.entries)
    found: list[Reference] = []
    for entry in listed.entries:
        key = entry.key if _is_key(entry.key) else free.take(next(made))
        if known.get(key) == entry.csl:
            continue  # the same twice over
        if key in known:
            message = (
                f"`{name}` uses the key `{key}` for two works; the second one gets another key"
            )
            asked.append(make_query("library.doubt", entry.line, message, anchor=entry.raw))
            key = free.take(key)
        known[key] = entry.csl
        found.append(_make_reference(key, entry))
    return found, asked


def _is_key(key: str) -> bool:
    return bool(_KEY.fullmatch(key)) and "//" not in key


def _make_reference(key: str, entry: LibraryEntry) -> Reference:
    csl = {"id": key} | merge.without_markup(entry.csl)
    return Reference(key, entry.raw, merge.show_entry(entry.csl), csl, 1.0)


# ── the list as printed ──────────────────────────────────────────────────────


def _remove_entries(
    article: Article, name: str, config: Config, decisions: Decisions
) -> tuple[list[Edit], list[Reference]]:
    """The edits that take the printed entries out, and the entries that stay."""
    sheet = Sheet(article.edited, config, decisions, article.structure)
    received = article.edited.submission.lines
    reason = f"the library `{name}` replaces the printed list"
    stayed: list[Reference] = []
    for reference in article.back.references:
        line, said = (reference.lines or (0,))[0], reference.text
        start = sheet.current[line].find(said) if line and said else -1
        edit = Edit(RULE, line, start, said, "", reason)
        if start >= 0 and sheet.enter(edit, (line, 0, len(received[line - 1].text))):
            text = sheet.current[line]
            sheet.current[line] = text[:start] + text[start + len(said) :]
        else:
            stayed.append(reference)
    return sheet.edits, stayed


def _ask_for(reference: Reference, name: str, edit: str) -> Query:
    said = reference.text
    short = said if len(said) <= _QUOTED else f"{said[: _QUOTED - 1].rstrip()}…"
    message = (
        f"the printed entry “{short}” is not in `{name}`; add it there, or keep it with stet {edit}"
    )
    return make_query("library.lacks", reference.lines[0], message, anchor=reference.raw)


#: First names and year → titles and keys.
_ByName: TypeAlias = dict[tuple[str, str], list[tuple[str, str]]]


def _index_titles(entries: Iterable[Reference]) -> _ByName:
    found: _ByName = defaultdict(list)
    for entry in entries:
        if title := merge.fold_title(entry.csl):
            first = merge.fold_author(entry.csl).split()[-1:] or title.split()[:1]
            found[first[0], merge.find_year(entry.csl)].append((title, entry.key))
    return found


def _find_key(reference: Reference, index: _ByName) -> str:
    """The key of the entry of the same name and year whose title stands in the words, or nearly.

    Of 300 printed entries whose fields were tagged by hand, all are found among these fields; by
    equal DOI or title and year 257 would be.
    """
    title, whole = merge.fold_title(reference.csl), merge.fold(reference.text)
    years = dict.fromkeys((*re.findall(r"(?<!\d)\d{4}(?!\d)", whole), ""))
    for place in product(dict.fromkeys(whole.split()[:_HEAD]), years):
        for known, key in index.get(place, ())[:_BUCKET]:
            near = len(known) > _HEAD and Levenshtein.distance(title, known) <= 2
            if near or f" {known} " in f" {whole} ":
                return key
    return ""
