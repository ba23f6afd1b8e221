"""Hashes of what outputs are made from."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from copydesk.gate import files

if TYPE_CHECKING:
    from copydesk.config import Config
    from copydesk.model import Colophon


class Settings(NamedTuple):
    """A hash of all values, and the files of the desk that they name with hashes of their own."""

    values: str
    files: tuple[tuple[str, str], ...] = ()


def fingerprint_settings(root: Path, config: Config) -> Settings:
    """What of `config` decides the outputs. The hash of a file that is not there is "".

    A pipe or device, which would be read without end, is not opened; what it is, the build says.
    """
    named = ((name, root / name) for name in config.files())
    found = tuple((name, digest_file(path) if files.is_file(path) else "") for name, path in named)
    return Settings(config.fingerprint(), found)


def fingerprint_newsletter(config: Config) -> str:
    """What of `config` decides the issues of a newsletter, in a hash; articles have none of it.

    Where messages are handed over decides no byte of them.
    """
    from dataclasses import asdict, fields  # for which a build with nothing to do has no use

    shared = {
        one.name: getattr(config.newsletter, one.name)
        for one in fields(config.newsletter)
        if not one.metadata.get("desk")
    }
    parts = (shared, asdict(config.theme), config.publication.name)
    text = json.dumps(parts, sort_keys=True, default=asdict)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def shared_digest(
    settings: Settings, config: Config, code: str, tools: tuple[tuple[str, str], ...]
) -> str:
    """Everything but the submission that decides the outputs, in one hash."""
    parts = (tuple(settings), config.formats, config.limits, code, tools)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def digest_file(path: Path, limit: int = 0) -> str:
    """The SHA-256 of a file; of its size alone when it is larger than `limit` bytes."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if limit and size > limit:
                return f"size {size}"
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return ""


# ── why outputs are stale ──────────────────────────────────────────────────────


def explain_differences(old: Colophon, new: Colophon) -> Iterator[str]:
    """In words, why outputs made from `old` are not those that `new` would give.

    >>> from dataclasses import replace
    >>> from copydesk.model import Colophon
    >>> old = Colophon("source/pier.txt", "1", "", "2", "3", (("lxml", "6.0"),), ())
    >>> list(explain_differences(old, replace(old, source_sha256="4", tools=(("lxml", "6.1"),))))
    ['source changed', 'tool versions changed: lxml 6.0 → 6.1']
    """
    if old.source != new.source:
        yield f"source moved from {old.source}"
    if old.source_sha256 != new.source_sha256:
        yield "source changed"
    if old.decisions_sha256 != new.decisions_sha256:
        yield "sidecar changed"
    if old.pictures_sha256 != new.pictures_sha256:
        yield "pictures beside it changed"
    if old.library_sha256 != new.library_sha256:
        yield _of_library(old.library_sha256, new.library_sha256)
    yield from _of_members(dict(old.members), dict(new.members))
    if old.settings != new.settings:
        yield "settings changed"
    yield from _of_named(dict(old.named), dict(new.named))
    if old.code != new.code:
        yield "copydesk changed"
    if old.tools != new.tools:
        was, now = dict(old.tools), dict(new.tools)
        moved = sorted(name for name in was.keys() | now.keys() if was.get(name) != now.get(name))
        each = (f"{name} {was.get(name, 'none')} → {now.get(name, 'none')}" for name in moved)
        yield f"tool versions changed: {', '.join(each)}"


def _of_library(old: str, new: str) -> str:
    if not old:
        return "a library of references was laid beside it"
    return "library of references changed" if new else "library of references taken away"


def _of_named(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    """What became of files that the settings name; that they name others, they say."""
    for name, sha256 in new.items():
        if old.get(name, sha256) != sha256:
            yield f"`{name}` {'changed' if sha256 else 'is gone'}, which the settings name"


def _of_members(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    if [*old] != [*new] and old.keys() == new.keys():
        yield "order of the articles changed"
    yield from (f"article added: {source}" for source in new if source not in old)
    yield from (f"article taken out: {source}" for source in old if source not in new)
    for source in new:
        if old.get(source, new[source]) != new[source]:
            yield f"article changed: {source}"
