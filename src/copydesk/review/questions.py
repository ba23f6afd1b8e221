"""What a proof says of an article, as one value: page and terminal only write it down.

It holds the questions with the commands that answer them, the changes with those that take them
back, the running text, the citations and the entries of the list.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import Final, Literal, NamedTuple, TypeAlias

from copydesk.ledger import line_texts
from copydesk.model import Article, Citation, Edit, Query, Reference
from copydesk.queries import TELLING
from copydesk.review.answers import Answer, list_refusal, show_value, write_rule_verdict
from copydesk.review.candidates import Case, Spot, around, cases, is_open, spots
from copydesk.review.changed_lines import (
    BREAKS,
    ChangedLine,
    Span,
    make_rows,
    replay_structure,
)
from copydesk.review.findings import Finding, list_findings

_SEVERITIES: Final = ("error", "warning", "note")
#: Characters shown either side of a change, and of an entry beside its citation.
_AROUND: Final = 40
_BRIEF: Final = 80
#: Changes of one rule that the page lists; the running text shows all of them.
MOST: Final = 8
#: Codes that ask about a line as a whole: it is shown between its neighbours.
_OF_LINES: Final = ("structure.doubt", "structure.dropped", "structure.references-start")
#: Codes whose suggestions show the entries.
_SHOWING: Final = ("reference.same-year",)
#: Codes of which title, answers and the line or entry itself say all that the message says.
_PLAIN: Final = (
    "reference.uncited", "reference.order", "reference.lost-link", "structure.doubt",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A query with its `answers`, and what is shown beside it: a line, an entry, or a `case`."""

    query: Query
    plain: bool
    answers: tuple[Answer, ...]
    beside: tuple[ChangedLine, ...] = ()
    entry: Reference | None = None
    case: Case | None = None

    @property
    def choices(self) -> dict[str, str]:
        """The commands that choose one of the entries of a case, by their keys."""
        return {one.value: one.command for one in self.answers if one.name == "cite-as"}


Topics: TypeAlias = Mapping[str, Mapping[str, Sequence[Question]]]
"""Questions by the first part of their codes, then by their codes."""


def list_questions(topics: Topics) -> list[Question]:
    """List the questions of `topics`, in order."""
    return [one for codes in topics.values() for some in codes.values() for one in some]


@dataclass(frozen=True, slots=True)
class ProposedChange:
    """An edit with the words around it, and what can be done about it."""

    edit: Edit
    before: str
    after: str
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Changes of one rule, "" for those that are alone of theirs.

    `reason` is the one they share, `command` decides on all of them.
    """

    rule: str
    changes: tuple[ProposedChange, ...]
    reason: str = ""
    command: str = ""


@dataclass(frozen=True, slots=True)
class LinkedRun:
    """Spans of running text that lead to one place, `link` says what it is; or nowhere.

    `asked` are the ids of questions and proposals that are named behind them.
    """

    spans: tuple[Span, ...]
    link: Literal["", "change", "cite", "mark"] = ""
    target: str = ""
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Rows of the running text that stand together: a paragraph, entries, or what was left out.

    `asked` are the ids of the questions about its lines that stand at no words of them.
    """

    kind: Literal["text", "reference", "out"]
    rows: tuple[ChangedLine, ...]
    runs: tuple[LinkedRun, ...] = ()
    asked: tuple[str, ...] = ()


class ListedEntry(NamedTuple):
    """An entry of the list with its words, what was read of it, and the lines that cite it."""

    reference: Reference
    runs: tuple[LinkedRun, ...]
    fields: tuple[tuple[str, str], ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything the proof says of an article; its commands call it `name`.

    `numbers` are the short names (Q3, P1) of what waits, by the ids of questions and proposals,
    `spots` the places of citations by their groups, `references` the entries by their keys.
    """

    article: Article
    name: str
    numbers: Mapping[str, str]
    asked: Topics
    told: Topics
    settled: Topics
    proposed: tuple[ChangeGroup, ...]
    changed: tuple[ChangeGroup, ...]
    joined: tuple[ChangeGroup, ...]
    kept: tuple[ProposedChange, ...]
    removed: tuple[ProposedChange, ...]
    blocks: tuple[TextBlock, ...]
    spots: Mapping[int, Spot]
    references: Mapping[str, Reference]
    entries: tuple[ListedEntry, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How much there is of each part, in the order in which they are said."""
        return {
            "asked": len(list_questions(self.asked)),
            "proposed": sum(len(group.changes) for group in self.proposed),
            "text": len(self.blocks),
            "changed": sum(len(group.changes) for group in self.changed),
            "kept": len(self.kept),
            "removed": sum(len(block.rows) for block in self.blocks if block.kind == "out"),
            "joined": sum(len(group.changes) for group in self.joined),
            "citations": len(self.article.citations),
            "references": len(self.entries),
            "told": len(list_questions(self.told)),
            "settled": len(list_questions(self.settled)),
        }


def build_proof(article: Article, name: str = "") -> Proof:
    """Gather what the proof says of `article`; its commands call it `name`, or by its path."""
    name = name or article.edited.submission.path
    lines = tuple(make_rows(article))
    findings = tuple(list_findings(article, name, settled=True))
    where = spots(article)
    asked = tuple(_list_asked(article, findings, lines, where))
    waiting = [one for one in asked if one.query.state == "open"]
    questions = _gather(one for one in waiting if one.query.code not in TELLING)
    out = {row.removed.id for row in lines if row.removed is not None}
    parts: dict[str, list[ProposedChange]] = defaultdict(list)
    for one in _list_changes(article, findings, name):
        is_joined, is_out = one.edit.rule in BREAKS, one.edit.id in out
        done = "joined" if is_joined else "removed" if is_out else "changed"
        parts[done if one.edit.status == "applied" else one.edit.status].append(one)
    parts["changed"].sort(key=lambda change: _place(change.edit))
    proposed = _group(parts["proposed"], "accept", name)
    changed, joined = (_group(parts[part], "stet", name) for part in ("changed", "joined"))
    offered = [change.edit.id for group in proposed for change in group.changes]
    numbers = {one.query.id: f"Q{at}" for at, one in enumerate(list_questions(questions), 1)}
    numbers |= {id_: f"P{at}" for at, id_ in enumerate(offered, 1)}
    listed = {
        change.edit.id
        for group in (*changed, *joined)
        for change in (group.changes[:MOST] if group.rule else group.changes)
    }
    links = _Links(article, numbers, listed)
    return Proof(
        article,
        name,
        numbers,
        questions,
        _gather(one for one in waiting if one.query.code in TELLING),
        _gather(one for one in asked if one.query.state == "decided"),
        proposed,
        changed,
        joined,
        tuple(parts["stet"]),
        tuple(parts["removed"]),
        tuple(_blocks(lines, links, _by_line(questions, lines))),
        where,
        _list_references(article),
        tuple(_entries(article, lines, links)),
    )


# ── questions ────────────────────────────────────────────────────────────────


def _list_asked(
    article: Article,
    findings: Iterable[Finding],
    lines: Sequence[ChangedLine],
    places: Mapping[int, Spot],
) -> Iterator[Question]:
    """The queries of `article`, grave ones first, each with what is shown beside it."""
    doubted, entries = cases(article, places), _list_references(article)
    numbers = {row.number: at for at, row in enumerate(lines)}
    rows = [(replace(one.about, message=one.message), one.listed)
            for one in findings if isinstance(one.about, Query)]  # fmt: skip
    rows.sort(key=lambda row: (_SEVERITIES.index(row[0].severity), row[0].line))
    for query, answers in rows:
        entry, at = entries.get(query.subject), numbers.get(query.line)
        plain = query.code in _PLAIN and (entry is not None or at is not None)
        near = lines[max(0, at - 1) : at + 2] if query.code in _OF_LINES and at is not None else ()
        is_shown = query.code.startswith("reference.") and query.code not in _SHOWING
        case, entry = doubted.get(query.id), entry if is_shown else None
        yield Question(query, plain, answers, tuple(near), entry, case)


def _list_references(article: Article) -> dict[str, Reference]:
    return {entry.key: entry for entry in article.back.references}


def _gather(asked: Iterable[Question]) -> Topics:
    """What is `asked` by kind, then by code, each in the order in which it comes first."""
    kinds: dict[str, dict[str, list[Question]]] = {}
    for one in asked:
        codes = kinds.setdefault(one.query.code.partition(".")[0], {})
        codes.setdefault(one.query.code, []).append(one)
    return kinds


def _by_line(asked: Topics, lines: Iterable[ChangedLine]) -> dict[int, list[str]]:
    """The ids of the questions about each line but those that stand at words of the text."""
    placed = {span.cited for row in lines for span in row.spans}
    found: dict[int, list[str]] = {}
    for query in (one.query for one in list_questions(asked)):
        if query.id not in placed:
            found.setdefault(query.line, []).append(query.id)
    return found


# ── changes ──────────────────────────────────────────────────────────────────


def _list_changes(
    article: Article, findings: Iterable[Finding], name: str
) -> Iterator[ProposedChange]:
    """The copy edits, and behind them the structure edits in the lines that they found."""
    received = line_texts(article.edited.submission.lines)
    ledger = [(edit, received.get(edit.line, ""), edit.span) for edit in article.edited.ledger]
    structure = [
        (edit, "\n".join(texts), (edit.start, edit.start + len(edit.before)))
        for edit, texts in replay_structure(article)
    ]
    choices = {one.id: one.listed for one in findings}
    for part in (ledger, structure):
        for edit, text, span in sorted(part, key=lambda row: _place(row[0])):
            is_open = edit.status == "proposed"
            answers = choices[edit.id] if is_open else list_refusal(edit, name)
            yield ProposedChange(edit, *around(text, span, _AROUND), answers)


def _place(edit: Edit) -> tuple[int, int]:
    return edit.line, edit.span[0]


def _group(changes: Iterable[ProposedChange], verb: str, name: str) -> tuple[ChangeGroup, ...]:
    """`changes` by their rules, each where its first one stands, those that are alone behind."""
    by_rule: dict[str, list[ProposedChange]] = {}
    for change in changes:
        by_rule.setdefault(change.edit.rule, []).append(change)
    found = []
    for rule, some in by_rule.items():
        if len(some) > 1:
            reason = some[0].edit.reason if len({one.edit.reason for one in some}) == 1 else ""
            found.append(
                ChangeGroup(rule, tuple(some), reason, write_rule_verdict(verb, rule, name))
            )
    alone = [some[0] for some in by_rule.values() if len(some) == 1]
    return (*found, *([ChangeGroup("", tuple(alone))] if alone else ()))


def group_kept(proof: Proof) -> tuple[ChangeGroup, ...]:
    """Group the changes that the editor refused by their rules."""
    return _group(proof.kept, "", proof.name)


# ── the running text ─────────────────────────────────────────────────────────


class _Links:
    """What words of the running text lead to."""

    def __init__(self, article: Article, numbers: Mapping[str, str], listed: set[str]) -> None:
        self._numbers = numbers
        self._listed = listed
        known = [one for one in article.citations if one.id]
        self._entries = {one.id: one.keys[0] for one in known if one.keys}
        self._open = {one.id for one in known if is_open(one)}

    def runs(self, lines: Sequence[ChangedLine]) -> Iterator[LinkedRun]:
        """The spans of a paragraph of `lines`; a proposal is named behind the last of its words."""
        spans = []
        for at, row in enumerate(lines):
            if at and row.glue:
                spans.append(Span(row.glue))
            spans += row.spans
        last = {span.edit.id: at for at, span in enumerate(spans) if span.edit is not None}
        named = {at: id_ for id_, at in last.items() if id_ in self._numbers}
        for (cited, edit), group in groupby(enumerate(spans), key=lambda row: self._key(row[1])):
            found = [*group]
            run = LinkedRun(
                tuple(span for _, span in found),
                asked=tuple(named[at] for at, _ in found if at in named),
            )
            if cited in self._open:
                asked = (cited, *run.asked) if cited in self._numbers else run.asked
                yield replace(run, link="mark", asked=asked)
            elif cited:
                yield replace(run, link="cite", target=self._entries[cited])
            elif edit in self._listed:
                yield replace(run, link="change", target=edit)
            else:
                yield run

    def _key(self, span: Span) -> tuple[str, str]:
        """The citation that `span` leads from; else its edit, for a link holds no other."""
        if span.cited in self._open or span.cited in self._entries:
            return span.cited, ""
        return "", span.edit.id if span.edit else ""


def _blocks(
    lines: Iterable[ChangedLine], links: _Links, asked: Mapping[int, Sequence[str]]
) -> Iterator[TextBlock]:
    """`lines` in order; those that go on with the one above are gathered to it."""
    for kind, group in groupby(lines, key=_kind):
        if kind != "text":
            yield TextBlock(kind, tuple(group))
            continue
        for paragraph in _paragraphs(group):
            questions = chain.from_iterable(asked.get(row.number, ()) for row in paragraph)
            yield TextBlock(kind, tuple(paragraph), tuple(links.runs(paragraph)), tuple(questions))


def _kind(row: ChangedLine) -> Literal["text", "reference", "out"]:
    if row.removed is not None:
        return "out"
    return "reference" if row.role == "reference" else "text"


def _paragraphs(lines: Iterable[ChangedLine]) -> Iterator[list[ChangedLine]]:
    current: list[ChangedLine] = []
    for row in lines:
        if row.glue is None and current:
            yield current
            current = []
        current.append(row)
    if current:
        yield current


# ── citations and entries ────────────────────────────────────────────────────


def standing(citation: Citation) -> str:
    """Name the status of a citation, or what the editor decided on it."""
    match citation.verdict:
        case "entry":
            return "settled"
        case "as-written":
            return "settled, as written"
        case _:
            return citation.status


def brief(text: str) -> str:
    """Cut the `text` of an entry to a few words by which an editor knows it."""
    return text[:_BRIEF] + "…" * (len(text) > _BRIEF)


def _entries(
    article: Article, lines: Iterable[ChangedLine], links: _Links
) -> Iterator[ListedEntry]:
    """Each entry; one that shares its lines with others has the words that were read."""
    by_line = {row.number: row for row in lines}
    holders = Counter(line for entry in article.back.references for line in set(entry.lines))
    places: dict[str, dict[int, None]] = {}
    for citation in article.citations:
        for key in citation.keys:
            places.setdefault(key, {})[citation.line] = None
    for one in article.back.references:
        own = [by_line[line] for line in one.lines if line in by_line and holders[line] == 1]
        yield ListedEntry(
            one,
            tuple(links.runs(own)),
            tuple(
                (name, show_value(name, value))
                for name, value in one.csl.items()
                if name not in ("id", "citation-key")
            ),
            tuple(places.get(one.key, ())),
        )
