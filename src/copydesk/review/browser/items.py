"""What there is to decide about an article, in the order in which it is asked.

An item is one thing with its actions: what can be done about it, by which key, and which file that
writes. Its name is made of what it is about (the id of a change or a question, a hash of a
decision), so that it stays the same when the text is read anew.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Final, Literal, TypeAlias

from copydesk.clean import EDITOR, OWN, PICTURE
from copydesk.config import Config
from copydesk.model import (
    Article,
    Citation,
    Decision,
    Decisions,
    Edit,
    Query,
    Reference,
)
from copydesk.queries import TELLING
from copydesk.review.answers import word_question
from copydesk.review.browser import settled
from copydesk.review.browser.actions import Action, of_change, of_fields, of_question
from copydesk.review.browser.settled import Kept
from copydesk.review.decisions import verdicts
from copydesk.review.sidecar import anchors

Group: TypeAlias = Literal[
    "structure", "citations", "references", "proposals", "others", "changes", "decided"
]
State: TypeAlias = Literal["open", "told", "made", "decided"]
"""Waits for the editor; asks for nothing that can be answered here; is done and can be taken back;
is decided by her."""

#: Group → what it is called. What shapes all else is asked first.
GROUPS: Final[dict[Group, str]] = {
    "structure": "Structure",
    "citations": "Citations",
    "references": "References",
    "proposals": "Proposals",
    "others": "Other questions",
    "changes": "Changed already",
    "decided": "Decided by you",
}
_FAMILIES: Final[dict[str, Group]] = {
    "structure": "structure", "citation": "citations", "reference": "references",
    "library": "references",
}  # fmt: skip

About: TypeAlias = Edit | Query | Kept | str


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One thing to decide; `about` is a front field by its name.

    `code` is that of its rule or question, `line` 0 where it is about the whole article.
    """

    name: str
    group: Group
    state: State
    code: str
    line: int
    title: str
    about: About
    actions: tuple[Action, ...]
    citation: Citation | None = None
    reference: Reference | None = None

    @property
    def edit(self) -> Edit | None:
        """The change that it is about, if it is about one."""
        return self.about if isinstance(self.about, Edit) else None

    @property
    def heading(self) -> str:
        """The title with a capital, unless the words of a citation begin it."""
        return self.title if self.citation else self.title[:1].upper() + self.title[1:]

    @property
    def parted(self) -> tuple[list[Action], list[Action], list[Action]]:
        """Its actions: those with a choice, others on this article, those for the whole desk."""
        choices = [action for action in self.actions if action.options]
        plain = [action for action in self.actions if not action.options]
        here = [action for action in plain if action.file == "sidecar"]
        return choices, here, [action for action in plain if action.file != "sidecar"]

    def action(self, name: str) -> Action | None:
        """The action of that name, if it can be done here."""
        return next((one for one in self.actions if one.name == name), None)


def list_items(article: Article, decisions: Decisions, config: Config) -> tuple[ReviewItem, ...]:
    """Everything about `article`, group by group, each in the order of the text."""
    held = verdicts.match_decisions(article, decisions.edits)
    decided = {edit.id for _, edit in held if edit is not None}
    found = [
        *_questions(article, decisions),
        *_changes(article, config, decided),
        *_decided(article, decisions, dict(zip(map(id, decisions.edits), held, strict=True))),
    ]
    order = list(GROUPS)
    return tuple(sorted(found, key=lambda item: (order.index(item.group), *_place(item))))


def _place(item: ReviewItem) -> tuple[str, int, int]:
    """Changes stand together by their rules, everything else in the order of the lines."""
    start = item.about.span[0] if isinstance(item.about, Edit) else 0
    return (item.code if item.group in ("proposals", "changes") else "", item.line, start)


# ── questions ────────────────────────────────────────────────────────────────


def _questions(article: Article, decisions: Decisions) -> Iterator[ReviewItem]:
    citations = {citation.id: citation for citation in article.citations}
    entries = {reference.key: reference for reference in article.back.references}
    lost = settled.find_lost(decisions)
    for query in article.queries:
        if query.state != "open":
            continue
        citation = citations.get(query.id) if query.code.startswith("citation.") else None
        reference = entries.get(query.subject) if query.code.startswith("reference.") else None
        actions = tuple(of_question(article, query, citation, lost.get(query.id)))
        asks = bool(actions) and query.code not in TELLING
        yield ReviewItem(
            f"q-{query.id}",
            _FAMILIES.get(query.code.partition(".")[0], "others"),
            "open" if asks else "told",
            query.code,
            query.line,
            word_question(query, article),
            query,
            actions,
            citation,
            reference,
        )


# ── changes ──────────────────────────────────────────────────────────────────


def _changes(article: Article, config: Config, decided: Iterable[str]) -> Iterator[ReviewItem]:
    ledger = (*article.edited.ledger, *article.structure)
    known = frozenset(decided)
    free = [edit for edit in ledger if edit.id not in known and edit.rule not in OWN]
    counts = Counter((edit.rule, edit.status) for edit in free)
    entries = {number: one for one in article.back.references for number in one.lines}
    rewritable = frozenset(edit.id for edit in article.edited.ledger if edit.before)
    for edit in free:
        if edit.status == "stet":
            continue  # by a verdict that fits it no more, which is asked about
        waits = edit.status == "proposed"
        entry = entries.get(edit.line) if edit.rule.startswith("ref.") else None
        actions = of_change(
            edit, counts[edit.rule, edit.status], config, rewritable=edit.id in rewritable
        )
        yield ReviewItem(
            f"e-{edit.id}",
            "proposals" if waits else "changes",
            "open" if waits else "made",
            edit.rule,
            edit.line,
            edit.reason,
            edit,
            (*actions, *of_fields(entry)),
            reference=entry,
        )


# ── what is decided ──────────────────────────────────────────────────────────


def _decided(
    article: Article,
    decisions: Decisions,
    held: dict[int, tuple[Decision, Edit | None]],
) -> Iterator[ReviewItem]:
    """What the sidecar holds; what of it fits nothing is asked about already."""
    asked = {query.id for query in article.queries}
    unfit = {id(one) for name, one in settled.find_lost(decisions).items() if name in asked}
    for kind, one, code, line in _standing(article, decisions, held):
        if id(one) not in unfit:
            yield _kept(kind, one, code, line)
    for field, words in settled.list_front(decisions):
        yield ReviewItem(
            f"t-{field}", "decided", "decided", field, 0, words, field, (settled.BACK,)
        )


def _standing(
    article: Article,
    decisions: Decisions,
    held: dict[int, tuple[Decision, Edit | None]],
) -> Iterator[tuple[str, Kept, str, int]]:
    """Each decision of the sidecar: its kind, itself, a code and the line it is about."""
    received = anchors.Received.of(article.edited.submission.lines)
    for one in decisions.edits:
        _, edit = held[id(one)]
        if edit is not None:
            yield "v", one, one.rule, edit.line
    for one in decisions.rewrites:
        if span := anchors.find_span(one, received):
            yield "w", one, EDITOR, span[0]
    for role in decisions.roles:
        yield "r", role, f"role: {role.role}", settled.find_line(article, role)
    for choice in decisions.citations:
        yield "c", choice, "citation", settled.line_of_citation(article, choice)
    for entry in decisions.references:
        yield "f", entry, "reference", settled.line_of_entry(article, entry)
    for picture in decisions.pictures:
        yield "p", picture, PICTURE, settled.line_of_picture(article, picture)


def _kept(
    kind: str,
    about: Kept,
    code: str,
    line: int,
) -> ReviewItem:
    digest = hashlib.sha256(repr(sorted(asdict(about).items())).encode()).hexdigest()[:10]
    name = f"{kind}-{digest}"
    return ReviewItem(
        name, "decided", "decided", code, line, settled.word_decision(about), about, (settled.BACK,)
    )  # fmt: skip
