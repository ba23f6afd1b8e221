"""What the citations of one submission mean, and what was read of its entries: told and decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from copydesk.errors import UsageError
from copydesk.model import (
    Article,
    Citation,
    CitationDecision,
    CitationVerdict,
    Csl,
    Query,
    Reference,
    ReferenceDecision,
)
from copydesk.references import keys
from copydesk.review import sidecar
from copydesk.review.answers import show_value
from copydesk.review.decisions import fields
from copydesk.review.decisions.desk_article import DeskArticle
from copydesk.review.sidecar.values import letters
from copydesk.settings.hints import name_nearest

#: Characters of an entry that a choice quotes, unless more are needed to tell it apart.
QUOTED: Final = 60
#: Characters of the text that are shown either side of a citation.
SHOWN: Final = 160
#: What somebody may type who means no entry.
_NO_KEYS: Final = ("-", "none", "no", "text")


# ── citations ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class CitationRow:
    """A citation by its number, as it is found and as it stands now.

    `now` is None for words that the editor says cite nothing.
    """

    number: int
    found: Citation
    now: Citation | None


@dataclass(frozen=True, slots=True)
class Cited:
    """The citations of an article; their numbers do not hang on what was decided."""

    article: Article
    rows: tuple[CitationRow, ...]

    def chosen(self, name: str) -> CitationRow:
        """The row of the number or id `name`; an id may be shortened while it is unique.

        Raises `UsageError` when there is none.
        """
        if name in {str(row.number) for row in self.rows}:
            return self.rows[int(name) - 1]
        fitting = [row for row in self.rows if name == row.found.id]
        fitting = fitting or [row for row in self.rows if row.found.id.startswith(name)]
        if len(fitting) == 1:
            return fitting[0]
        message = f"several citations begin with `{name}`" if fitting else f"no citation `{name}`"
        hint = (
            "`copydesk cite NAME` lists the citations with number and id; an id changes if"
            " the words around the citation change"
        )
        raise UsageError(message, hint=hint, code="usage.citation")


def number_citations(desk: DeskArticle) -> Cited:
    """The citations of an article, without and with the editor's choices."""
    bare = desk.read_without_choices()
    article = desk.read_article()
    now = {citation.id: citation for citation in article.citations}
    known = {citation.id for citation in bare.citations}
    # Words that nothing but a choice makes a citation come after all others.
    others = tuple(one for one in article.citations if one.id not in known)
    found = enumerate((*bare.citations, *others), 1)
    return Cited(article, tuple(CitationRow(number, one, now.get(one.id)) for number, one in found))


def find_received(article: Article, citation: Citation, reach: int = 0) -> str:
    """The words around `citation` as received, `reach` characters more either side.

    As edited, where an edit has changed their letters.
    """
    lines = article.edited.submission.lines
    text = lines[citation.line - 1].text if 0 < citation.line <= len(lines) else ""
    ends = [0]
    for sign in text:
        ends.append(ends[-1] + len(letters(sign)))
    wanted = letters(citation.around)
    at = letters(text).find(wanted)
    if at < 0 or not wanted:
        return citation.around
    first = ends.index(at + 1) - 1 if at + 1 in ends else ends.index(at)
    last = ends.index(at + len(wanted)) if at + len(wanted) in ends else len(text)
    return text[max(0, first - reach) : last + reach].strip()


def decide_citation(
    desk: DeskArticle, name: str, key: str, verdict: CitationVerdict, *, everywhere: bool = False
) -> tuple[CitationDecision, Reference | None]:
    """Write that the citation `name`, a number or an id, means the entry of `key`, "" for none.

    `everywhere` means all citations of its words. What is written, and the entry. Raises
    `UsageError` for a citation or key that is not there; nothing is written then.
    """
    decision, article = _quote_citation(desk, name, everywhere=everywhere), desk.read_article()
    known = article.back.references
    if key in _NO_KEYS and key not in {reference.key for reference in known}:
        hint = "--none: the words cite nothing; --as-written: they stay as they are"
        raise UsageError(f"no entry has the key `{key}`", hint=hint, code="usage.key")
    decision, entry = replace(decision, verdict=verdict), find_entry(article, key) if key else None
    if entry:
        # As many first words of the entry as tell it from all others.
        start = letters(entry.raw[:QUOTED])
        alike = [one for one in known if letters(one.raw).startswith(start)]
        quoted = entry.raw[:QUOTED].strip() if len(alike) == 1 else entry.raw
        decision = replace(decision, key=entry.key, entry=quoted)
    desk.revise(sidecar.enter(decision))
    return decision, entry


def forget_citation(desk: DeskArticle, name: str, *, everywhere: bool) -> CitationDecision:
    """Take out of the sidecar what was decided on the citation `name`.

    Raises `UsageError` when nothing was, or when it was written by hand at another place.
    """
    decision = _quote_citation(desk, name, everywhere=everywhere)
    if not desk.revise(sidecar.remove(decision)):
        message = f"the sidecar has no decision about {decision.text} at this place"
        hint = "--all withdraws all its decisions about these words"
        raise UsageError(message, hint=hint, code="usage.citation")
    return decision


def _quote_citation(desk: DeskArticle, name: str, *, everywhere: bool) -> CitationDecision:
    """The words of the citation `name`, and those around it unless it is meant `everywhere`."""
    article = desk.read_article()
    found = next((one for one in article.citations if one.id == name), None)
    found = found or number_citations(desk).chosen(name).found
    return CitationDecision(found.text, place="" if everywhere else find_received(article, found))


# ── entries ──────────────────────────────────────────────────────────────────


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
    found = article.back.references
    known = [reference.key for reference in found]
    names = known if key in known else keys.keys([(one.csl, one.text) for one in found])
    if key in names:
        return found[names.index(key)]
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


def correct_entry(desk: DeskArticle, key: str, words: Sequence[str]) -> ReferenceDecision:
    """Write the fields that `words` say of an entry into the sidecar.

    The one word `ok` says that it was read rightly. Raises `UsageError` for a key, field or value
    that is not valid; then nothing is written.
    """
    entry = find_entry(desk.read_article(), key)
    decision = ReferenceDecision(entry.raw, settled=True)
    if [*words] != ["ok"]:
        decision = ReferenceDecision(entry.raw, fields.parse_fields(words, entry.csl))
    desk.revise(sidecar.enter(decision))
    return decision


def forget_corrections(desk: DeskArticle, key: str) -> None:
    """Take every correction of the entry of `key` out of the sidecar.

    Raises `UsageError` when there is none.
    """
    entry = find_entry(desk.read_article(), key)
    if not desk.revise(sidecar.remove(ReferenceDecision(entry.raw))):
        message = f"the sidecar has no decision about the entry `{key}`"
        raise UsageError(message, hint="there is nothing to withdraw", code="usage.key")


def compare_fields(before: Mapping[str, Any], after: Csl) -> tuple[FieldChange, ...]:
    """The fields in which two CSL items differ."""
    names = [name for name in dict.fromkeys((*before, *after)) if name != "id"]
    pairs = ((name, before.get(name, ""), after.get(name, "")) for name in names)
    return tuple(
        FieldChange(name, show_value(name, old), show_value(name, new))
        for name, old, new in pairs
        if old != new
    )
