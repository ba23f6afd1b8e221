"""The library of the desk: the references of all its articles, each work once.

What is built and fresh is read from its `article.json`; the line is run for the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from copydesk import references
from copydesk.builder import staleness, survey, targets
from copydesk.builder.staleness import DocumentStatus
from copydesk.builder.survey import Survey
from copydesk.builder.workers import reader
from copydesk.config import Config
from copydesk.errors import CopydeskError, Refused, UsageError
from copydesk.model import Csl, Reference
from copydesk.readers.detect import detect_type
from copydesk.references import keys, libraries
from copydesk.references.csl import Form, LibraryProblem
from copydesk.references.merge import MergedWork, MergeRecord, merge_records


@dataclass(frozen=True, slots=True)
class Holdings:
    """The works of a desk by key, and the articles that could not be read, with the error."""

    works: tuple[MergedWork, ...]
    missing: tuple[tuple[str, CopydeskError], ...]


def desk_library(
    root: Path, config: Config, names: Iterable[str] = (), here: Path | None = None
) -> Holdings:
    """The works that the articles `names` mean refer to; those of all articles, without names.

    Changes nothing. Raises `UsageError` for a name that is not there.
    """
    desk = survey.survey_desk(root, config)
    records: list[MergeRecord] = []
    missing: list[tuple[str, CopydeskError]] = []
    for standing in staleness.find_standings(desk, targets.resolve_targets(desk, names, here)):
        try:
            rows = _built(desk, standing) or _made_works(desk, standing)
        except CopydeskError as error:
            missing.append((standing.document.source, error))
            continue
        records += [_record(standing.slug, row) for row in rows["references"]]
    return Holdings(merge_records(records), tuple(missing))


def _built(desk: Survey, standing: DocumentStatus) -> Mapping[str, Any] | None:
    """The record of a fresh article as it was written; None when it is to be made anew."""
    if standing.state != "fresh":
        return None
    try:
        found = json.loads((desk.out / standing.slug / "article.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and "references" in found else None


def _made_works(desk: Survey, standing: DocumentStatus) -> Mapping[str, Any]:
    from copydesk import pipeline
    from copydesk.builder import single_article

    article = single_article.read_article(desk.root, desk.config, standing.document.source)
    return pipeline.record(article)


def _record(slug: str, row: Mapping[str, Any]) -> MergeRecord:
    csl: Csl = {name: value for name, value in row["csl"].items() if name != "id"}
    raw = row["raw"]
    return MergeRecord(
        slug, row["key"], csl or {"type": "document", "title": raw}, raw, row["confidence"]
    )


def work_row(work: MergedWork) -> dict[str, Any]:
    """`work` as an object for machines."""
    return {
        "key": work.key,
        "csl": work.csl,
        "articles": [{"slug": slug, "key": key} for slug, key in work.uses],
        "merged": list(work.reasons),
        "conflicts": [
            {
                "field": one.field,
                "kept": one.kept,
                "others": [
                    {"value": value, "articles": list(articles)} for value, articles in one.others
                ],
            }
            for one in work.conflicts
        ],
    }


# ── references out of a file ───────────────────────────────────────────────────

Source: TypeAlias = Literal["lines", "article"] | Form


@dataclass(frozen=True, slots=True)
class LibraryListing:
    """References in their order, what they were read from, and what went wrong."""

    source: Source
    references: tuple[Reference, ...]
    slips: tuple[LibraryProblem, ...] = ()


def source_of(data: bytes, path: str, *, submission: bool) -> Source:
    """What `data` is: a library by its first signs, an article by its type, else lines.

    A plain text is an article only as a `submission` of a desk; elsewhere each of its lines
    is an entry.
    """
    if submission:
        return "article"
    if form := libraries.form_of(data[:40_000].decode("utf-8", "replace")):
        return form
    try:
        kind = detect_type(data, path)
    except Refused:
        return "lines"
    return "lines" if kind in ("text/plain", "text/markdown") else "article"


def read_listing(
    name: str, data: bytes, kind: Source | None, root: Path, config: Config
) -> LibraryListing:
    """The references in `data` of the file `name`, which is of a `kind`, or what it looks like.

    A file of the desk at `root` is read under its sidecar; all are read by a worker.
    """
    from copydesk.builder import single_article

    path = Path(name)
    is_own = name != "-" and is_submission(root, config, path)
    kind = kind or source_of(data, name, submission=is_own)
    if kind == "article":
        if is_own:
            place = path.resolve().relative_to(root.resolve()).as_posix()
            found = single_article.read_article(root, config, place)
        else:
            found = single_article.read_bytes(data, path.name, config)
        return LibraryListing(kind, found.back.references)
    work = reader.ReadingJob(name, len(data), config.limits)
    if kind == "lines":
        return reader.call_in_worker(work, of_lines, data, name)
    return reader.call_in_worker(work, of_library, data, name, config, kind)


def of_library(data: bytes, name: str, config: Config, form: Form | None) -> LibraryListing:
    """The entries of a library under their keys. Raises `Refused` when it is none."""
    shelf = libraries.read_library(data, name, config.limits, form)
    made = iter(keys.keys([(one.csl, one.raw) for one in shelf.entries if not one.key]))
    found = []
    for entry in shelf.entries:
        key = entry.key or next(made)
        found.append(Reference(key, entry.raw, entry.raw, {"id": key} | entry.csl, 1.0))
    return LibraryListing(form or "bibtex", tuple(found), shelf.slips)


def of_lines(data: bytes, name: str) -> LibraryListing:
    """The references of a list with one entry a line. Raises `UsageError` as `split_lines`."""
    raws = [line for line in split_lines(data, name) if line.strip()]
    read = references.parse_entries(raws)
    named = keys.keys([(one.csl, raw) for one, raw in zip(read, raws, strict=True)])
    return LibraryListing("lines", tuple(
        Reference(key, raw, raw, one.csl, one.confidence)
        for key, raw, one in zip(named, raws, read, strict=True)
    ))  # fmt: skip


def split_lines(data: bytes, name: str) -> list[str]:
    """The lines of a text, parted at CR LF, CR and LF only.

    Raises `UsageError` for bytes that are no UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"`{name}` is not UTF-8 text: {error.reason} at byte {error.start}"
        hint = "save it as UTF-8"
        raise UsageError(message, hint=hint, code="usage.encoding") from None
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def is_submission(root: Path, config: Config, path: Path) -> bool:
    """Whether `path` lies among the submissions of the desk at `root`."""
    return path.resolve().is_relative_to((root / config.source).resolve())


def list_items(found: tuple[Reference, ...]) -> list[Csl]:
    """`found` as items of a library, each with its key; one that could not be read by its words."""
    from copydesk.writers.csl_json import make_csl_item

    return [make_csl_item(reference) for reference in found]
