"""The entries of one submission: what was read of them, and the editor's corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from copydesk.errors import UsageError
from copydesk.model import Article, Csl, Query, Reference, ReferenceDecision
from copydesk.references import keys
from copydesk.review import sidecar
from copydesk.review.answers import show_value
from copydesk.review.decisions import fields
from copydesk.review.decisions.desk_article import DeskArticle
from copydesk.settings.hints import name_nearest


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of an entry, or of an article, before and after, in words; "" for none."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class EntryState:
    """An entry, what is asked about it, and other entries that read the same."""

    reference: Reference
    asked: tuple[Query, ...] = ()
    twins: tuple[str, ...] = ()


def find_entry(article: Article, key: str) -> Reference:
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
    hint = "the article has no reference list"
    if known:
        hint = name_nearest(key, known, "`copydesk entry NAME` lists the keys")
    raise UsageError(f"no entry has the key `{key}`", hint=hint, code="usage.key")


def list_entries(article: Article) -> tuple[EntryState, ...]:
    """The entries of `article` in order."""
    return tuple(describe_entry(article, reference.key) for reference in article.back.references)


def describe_entry(article: Article, key: str) -> EntryState:
    """The entry of `key`; `UsageError` when there is none."""
    reference = find_entry(article, key)
    key, words = reference.key, reference.raw.split()
    return EntryState(
        reference,
        tuple(one for one in article.queries if one.subject == key and one.state == "open"),
        tuple(
            one.key
            for one in article.back.references
            if one.key != key and one.raw.split() == words
        ),
    )


def correct_entry(
    desk: DeskArticle, key: str, words: Sequence[str]
) -> tuple[EntryState, tuple[FieldChange, ...]]:
    """Write the fields that `words` say of an entry into the sidecar.

    The one word `ok` says that it was read rightly. The entry as it reads then, and the fields
    that changed. Raises `UsageError` for a key, field or value that is not valid; then nothing
    is written.
    """
    before = find_entry(desk.read_article(), key)
    desk.revise(sidecar.enter(make_correction(before, words)))
    return _after(desk, before)


def make_correction(entry: Reference, words: Sequence[str]) -> ReferenceDecision:
    """What `words` say of `entry`. Raises as `correct_entry` does."""
    if [*words] == ["ok"]:
        return ReferenceDecision(entry.raw, settled=True)
    return ReferenceDecision(entry.raw, fields.parse_fields(words, entry.csl))


def forget_corrections(desk: DeskArticle, key: str) -> tuple[EntryState, tuple[FieldChange, ...]]:
    """Take every correction of the entry of `key` out of the sidecar.

    Raises `UsageError` when there is none.
    """
    before = find_entry(desk.read_article(), key)
    if not desk.revise(sidecar.remove(ReferenceDecision(before.raw))):
        message = f"the sidecar has no decision about the entry `{key}`"
        raise UsageError(message, hint="there is nothing to withdraw", code="usage.key")
    return _after(desk, before)


def _after(desk: DeskArticle, before: Reference) -> tuple[EntryState, tuple[FieldChange, ...]]:
    """The entry that read as `before`, and what changed."""
    after = describe_entry(desk.read_article(), before.key)
    return after, compare_fields(before.csl, after.reference.csl)


def compare_fields(before: Mapping[str, Any], after: Csl) -> tuple[FieldChange, ...]:
    """The fields in which two CSL items differ."""
    names = [name for name in dict.fromkeys((*before, *after)) if name != "id"]
    pairs = ((name, before.get(name, ""), after.get(name, "")) for name in names)
    return tuple(
        FieldChange(name, show_value(name, old), show_value(name, new))
        for name, old, new in pairs
        if old != new
    )
