"""References out of a file: a list with an entry a line, a library, or an article."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from copydesk import references
from copydesk.config import Config
from copydesk.errors import Refused, UsageError
from copydesk.model import Csl, Reference
from copydesk.readers.detect import detect_type
from copydesk.references import keys, libraries
from copydesk.references.csl import Form, Slip

Source: TypeAlias = Literal["lines", "article"] | Form


@dataclass(frozen=True, slots=True)
class Listing:
    """References in their order, what they were read from, and what went wrong."""

    source: Source
    references: tuple[Reference, ...]
    slips: tuple[Slip, ...] = ()


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


def of_library(data: bytes, name: str, config: Config, form: Form | None) -> Listing:
    """The entries of a library under their keys. Raises `Refused` when it is none."""
    shelf = libraries.read_library(data, name, config.limits, form)
    made = iter(keys.keys([(one.csl, one.raw) for one in shelf.entries if not one.key]))
    found = []
    for entry in shelf.entries:
        key = entry.key or next(made)
        found.append(Reference(key, entry.raw, entry.raw, {"id": key} | entry.csl, 1.0))
    return Listing(form or "bibtex", tuple(found), shelf.slips)


def of_lines(data: bytes, name: str) -> Listing:
    """The references of a list with one entry a line, parted at CR LF, CR and LF only.

    Raises `UsageError` for bytes that are no UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"`{name}` is not UTF-8 text: {error.reason} at byte {error.start}"
        hint = "save it as UTF-8"
        raise UsageError(message, hint=hint, code="usage.encoding") from None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    raws = [line for line in lines if line.strip()]
    read = [references.parse_entry(raw) for raw in raws]
    named = keys.keys([(one.csl, raw) for one, raw in zip(read, raws, strict=True)])
    return Listing("lines", tuple(
        Reference(key, raw, raw, one.csl, one.confidence)
        for key, raw, one in zip(named, raws, read, strict=True)
    ))  # fmt: skip


def is_submission(root: Path, config: Config, path: Path) -> bool:
    """Whether `path` lies among the submissions of the desk at `root`."""
    return path.resolve().is_relative_to((root / config.source).resolve())


def items(found: tuple[Reference, ...]) -> list[Csl]:
    """`found` as items of a library, each with its key; one that could not be read by its words."""
    from copydesk.writers.csljson import item

    return [item(reference) for reference in found]
