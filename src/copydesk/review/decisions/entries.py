"""The entries of one submission: what was read of them, and the editor's corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from copydesk.builder import single_article
from copydesk.config import Config
from copydesk.errors import UsageError
from copydesk.model import Article, Csl, Query, Reference, ReferenceDecision
from copydesk.references import keys
from copydesk.review import sidecar
from copydesk.review.answers import show_value
from copydesk.review.decisions import fields
from copydesk.settings.hints import nearest


@dataclass(frozen=True, slots=True)
class Corrected:
    """A field of an entry before and after, in words; "" for none."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry, what is asked about it, and other entries that read the same."""

    reference: Reference
    asked: tuple[Query, ...] = ()
    twins: tuple[str, ...] = ()


def named(article: Article, key: str) -> Reference:
    """The entry of `key`; `UsageError` with the nearest key when there is none.

    A key that no entry bears names the entry that would bear it as it reads now, since
    author and year may have been corrected.
    """
    for reference in article.back.references:
        if reference.key == key:
            return reference
    corrected = [(reference.csl, reference.text) for reference in article.back.references]
    for reference, other in zip(article.back.references, keys.keys(corrected), strict=True):
        if other == key:
            return reference
    known = [reference.key for reference in article.back.references]
    hint = nearest(key, known) if known else "the article has no reference list"
    if not hint.startswith(("did", "the")):
        hint = "`copydesk entry NAME` lists the keys"
    raise UsageError(f"no entry bears the key `{key}`", hint=hint, code="usage.key")


def entries(article: Article) -> tuple[Entry, ...]:
    """The entries of `article` in order."""
    return tuple(entry(article, reference.key) for reference in article.back.references)


def entry(article: Article, key: str) -> Entry:
    """The entry of `key`; `UsageError` when there is none."""
    reference = named(article, key)
    key, words = reference.key, reference.raw.split()
    return Entry(
        reference,
        tuple(one for one in article.queries if one.subject == key and one.state == "open"),
        tuple(
            one.key
            for one in article.back.references
            if one.key != key and one.raw.split() == words
        ),
    )


def correct(
    root: Path, config: Config, source: str, key: str, words: Sequence[str]
) -> tuple[Entry, tuple[Corrected, ...]]:
    """Write the fields that `words` say of an entry into the sidecar of `source`.

    The one word `ok` says that it was read rightly. The entry as it reads then, and the fields
    that changed. Raises `UsageError` for a key, field or value that is not valid; then nothing
    is written.
    """
    before = named(single_article.read_article(root, config, source), key)
    place = single_article.sidecar_path(root, source)
    sidecar.revise(place, sidecar.enter(correction(before, words)))
    return _after(root, config, source, before)


def correction(entry: Reference, words: Sequence[str]) -> ReferenceDecision:
    """What `words` say of `entry`. Raises as `correct` does."""
    if [*words] == ["ok"]:
        return ReferenceDecision(entry.raw, settled=True)
    return ReferenceDecision(entry.raw, fields.parsed(words, entry.csl))


def forget(
    root: Path, config: Config, source: str, key: str
) -> tuple[Entry, tuple[Corrected, ...]]:
    """Take every correction of the entry of `key` out of the sidecar of `source`.

    Raises `UsageError` when there is none.
    """
    before = named(single_article.read_article(root, config, source), key)
    place = single_article.sidecar_path(root, source)
    if not sidecar.revise(place, sidecar.remove(ReferenceDecision(before.raw))):
        message = f"the sidecar says nothing of the entry `{key}`"
        raise UsageError(message, hint="there is nothing to take back", code="usage.key")
    return _after(root, config, source, before)


def _after(
    root: Path, config: Config, source: str, before: Reference
) -> tuple[Entry, tuple[Corrected, ...]]:
    """The entry that read as `before`, and what changed."""
    article = single_article.read_article(root, config, source)
    after = entry(article, before.key)
    return after, changes(before.csl, after.reference.csl)


def changes(before: Mapping[str, Any], after: Csl) -> tuple[Corrected, ...]:
    """The fields in which two CSL items differ."""
    names = [name for name in dict.fromkeys((*before, *after)) if name != "id"]
    pairs = ((name, before.get(name, ""), after.get(name, "")) for name in names)
    return tuple(
        Corrected(name, show_value(name, old), show_value(name, new))
        for name, old, new in pairs
        if old != new
    )
