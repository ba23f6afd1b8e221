"""Why outputs are stale, in words: what differs between two colophons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.model import Colophon


def differences(old: Colophon, new: Colophon) -> Iterator[str]:
    """In words, why outputs made from `old` are not those that `new` would give.

    >>> from dataclasses import replace
    >>> from copydesk.model import Colophon
    >>> old = Colophon("source/pier.txt", "1", "", "2", "3", (("lxml", "6.0"),), ())
    >>> list(differences(old, replace(old, source_sha256="4", tools=(("lxml", "6.1"),))))
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
