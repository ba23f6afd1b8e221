"""The proof for a terminal: the same as the page, in lines."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from copydesk.answers import PLACE, of_desk, of_rule, refusal
from copydesk.model import Article, Query, Reference
from copydesk.writers.proof import (
    Change,
    Sheet,
    entry,
    fields,
    linked,
    marking,
    sheet,
    shown,
    spaced,
    where,
)
from copydesk.writers.proof_answers import meaning
from copydesk.writers.proof_candidates import Case, Part, cases
from copydesk.writers.proof_changes import by_rule, choices
from copydesk.writers.proof_kinds import gathered
from copydesk.writers.proof_places import spots


@dataclass(frozen=True, slots=True)
class _Named:
    """What commands call the article, and its desk where they are typed elsewhere."""

    article: str
    desk: str

    def said(self, command: str) -> str:
        """`command` as it is typed, shown."""
        return shown(of_desk(command, self.desk))


def plain(article: Article, name: str = "", desk: str = "") -> str:
    """The proof as text, without a line break at its end.

    Its commands call the article `name`, or by its path, and name the folder `desk` where they
    are typed elsewhere.
    """
    found = sheet(article, name)
    path = article.edited.submission.path
    it = _Named(name or path, desk)
    place = shlex.quote(it.article)
    back = it.said(f"copydesk stet {place} {PLACE}")
    counts = " · ".join(f"{name}: {number}" for name, number in found.counts)
    head = [
        shown(article.front.title or "(no title)"),
        shown(path),
        counts,
    ]
    parts = (
        ("Asked of you", _questions(found.asked, cases(article, spots(article)), it)),
        ("Proposed", _proposals(found, it)),
        (f"Changed: `{back}` with an id takes one back", _changes(found.changed, it)),
        ("Kept as written", _changes(found.kept, it)),
        (f"Left out: `{back}` with an id puts a line back", _removals(found.removed)),
        ("Lines joined or cut", _changes(found.joined, it)),
        (f"Citations: `{it.said(f'copydesk cite {place}')}` numbers them", _citations(found)),
        (
            f"References: `{it.said(f'copydesk entry {place}')}` lists them",
            _references(article.back.references),
        ),
        (
            "Cited nowhere",
            (shown(entry(found.references.get(key), key)) for key in article.uncited),
        ),
        ("For your information", _questions(found.told, {}, it)),
        ("Settled", _questions(found.decided, {}, it)),
    )
    for title, rows in parts:
        lines = [f"  {line}" for line in rows]
        if lines:
            head += ["", title, *lines]
    return "\n".join(head)


# ── what waits ───────────────────────────────────────────────────────────────


def _questions(queries: Iterable[Query], beside: dict[str, Case], it: _Named) -> Iterator[str]:
    for kind, groups in gathered(queries):
        for group in groups:
            weight = group.queries[0].severity
            yield f"{kind}: {group.title} ({len(group.queries)}; {weight}, {group.code})"
            for query in group.queries:
                yield f"  {where(query.line)}  {shown(query.message)}"
                yield from (f"      {line}" for line in _answers(query, beside.get(query.id), it))


def _answers(query: Query, case: Case | None, it: _Named) -> Iterator[str]:
    """What may be meant and what to type: of a citation below its sentence."""
    if case is not None:
        before, words, after = map(_said, (case.before, case.words, case.after))
        yield f"{before}[?{words}?]{after}".rstrip()
    for one in query.suggestions:
        if one.startswith("copydesk "):
            yield f"→ {shown(meaning(one, query.code))}:  {it.said(one)}"
        else:
            yield f"– {shown(one)}"


def _said(parts: Iterable[Part]) -> str:
    return shown("".join(part.text for part in parts))


def _proposals(found: Sheet, it: _Named) -> Iterator[str]:
    article = found.article
    keys = {line: one.key for one in article.back.references for line in one.lines}
    for rule, rows in by_rule(found.proposed).items():
        yield from _head(rule, rows, it.said(of_rule("accept", rule, it.article)) if rule else "")
        for change in rows:
            yield from _change(change, alone=not rule)
            for said, command in choices(change.edit, it.article, keys.get(change.edit.line, "")):
                yield f"      → {said}:  {it.said(command)}"


# ── what was done ────────────────────────────────────────────────────────────


def _changes(changes: Iterable[Change], it: _Named) -> Iterator[str]:
    for rule, rows in by_rule(changes).items():
        back = it.said(of_rule("stet", rule, it.article)) if rule else ""
        kept = rows[0].edit.status == "stet"
        yield from _head(rule, rows, "" if kept else back)
        for change in rows:
            yield from _change(change, alone=not rule)
            if kept:
                yield f"      → take the verdict back:  {it.said(refusal(change.edit, it.article))}"


def _head(rule: str, rows: Sequence[Change], command: str) -> Iterator[str]:
    if rule:
        yield f"{rule} ({len(rows)}){f':  {command}' if command else ''}"


def _change(change: Change, *, alone: bool) -> Iterator[str]:
    edit = change.edit
    head, out, new, tail = marking(edit)
    taken = f"[-{shown(spaced(out))}-]" if out else ""
    given = f"{{+{shown(spaced(new))}+}}" if new else ""
    rule = f"{edit.rule}: " if alone else ""
    yield f"  {shown(edit.id)}  {where(edit.line)}  {rule}{shown(edit.reason)}"
    yield f"      {shown(change.before + head)}{taken}{given}{shown(tail + change.after)}"


def _removals(changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        edit = change.edit
        yield f"{shown(edit.id)}  {where(edit.line)}  {edit.rule}  {shown(edit.before)}"


# ── what was understood ──────────────────────────────────────────────────────


def _citations(found: Sheet) -> Iterator[str]:
    for citation in found.article.citations:
        place, name = where(citation.line), shown(citation.id)
        yield f"{place}  {name}  {shown(citation.text)}  {shown(linked(citation))}"
        for candidate in citation.candidates:
            yield f"    {candidate.score:.2f}  {shown(candidate.key)}: {shown(candidate.reason)}"


def _references(references: Iterable[Reference]) -> Iterator[str]:
    for reference in references:
        key = shown(reference.key) or "(no key)"
        yield f"{key}  {reference.confidence:.0%}  {shown(reference.raw)}"
        for name, value in fields(reference.csl):
            yield f"    {shown(name)}: {shown(value)}"
