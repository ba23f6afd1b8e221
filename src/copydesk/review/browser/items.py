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
from functools import partial
from typing import Final, Literal, TypeAlias, get_args

from copydesk import queries
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
from copydesk.references import corrections
from copydesk.review.browser.actions import Action, of_change, of_fields, of_question
from copydesk.review.decisions import changes, lines
from copydesk.review.decisions.commands import word_decision
from copydesk.review.findings import list_findings
from copydesk.review.sidecar import FRONT, Row, anchors, pictures
from copydesk.review.sidecar.values import letters

Group: TypeAlias = Literal[
    "structure", "citations", "references", "proposals", "others", "changes", "decided"
]
"""In the order of the queue: what shapes all else is asked first."""
State: TypeAlias = Literal["open", "told", "made", "decided"]
"""Waits for the editor; asks for nothing that can be answered here; is done and can be taken back;
is decided by her."""

_FAMILIES: Final[dict[str, Group]] = {
    "structure": "structure", "citation": "citations", "reference": "references",
    "library": "references",
}  # fmt: skip

About: TypeAlias = Edit | Query | Row | str

#: What can be done about anything that is decided.
_BACK: Final = "Take the decision back"
#: Where a front field stands in `Decisions`, if it has another name there.
_DECK: Final = {"subtitle": "deck"}


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
    held = changes.match_decisions(article, decisions.edits)
    decided = {edit.id for _, edit in held if edit is not None}
    found = [
        *_questions(article, decisions),
        *_changes(article, config, decided),
        *_decided(article, decisions, held),
    ]
    order = get_args(Group)
    return tuple(sorted(found, key=lambda item: (order.index(item.group), *_place(item))))


def _place(item: ReviewItem) -> tuple[str, int, int]:
    """Changes stand together by their rules, everything else in the order of the lines."""
    start = item.about.span[0] if isinstance(item.about, Edit) else 0
    return (item.code if item.group in ("proposals", "changes") else "", item.line, start)


# ── questions ────────────────────────────────────────────────────────────────


def _questions(article: Article, decisions: Decisions) -> Iterator[ReviewItem]:
    citations = {citation.id: citation for citation in article.citations}
    entries = {reference.key: reference for reference in article.back.references}
    lost = _find_lost(decisions)
    for one in list_findings(article):
        if not isinstance(query := one.about, Query):
            continue
        citation = citations.get(query.id) if query.code.startswith("citation.") else None
        reference = entries.get(query.subject) if query.code.startswith("reference.") else None
        actions = tuple(of_question(article, query, citation, lost.get(query.id)))
        asks = bool(actions) and query.code not in queries.TELLING
        yield ReviewItem(
            f"q-{query.id}",
            _FAMILIES.get(query.code.partition(".")[0], "others"),
            "open" if asks else "told",
            query.code,
            query.line,
            one.message,
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
    article: Article, decisions: Decisions, held: Iterable[tuple[Decision, Edit | None]]
) -> Iterator[ReviewItem]:
    """What the sidecar holds; what of it fits nothing is asked about already."""
    asked = {query.id for query in article.queries}
    unfit = {id(one) for name, one in _find_lost(decisions).items() if name in asked}
    for kind, one, code, line in _standing(article, decisions, held):
        if id(one) not in unfit:
            digest = hashlib.sha256(repr(sorted(asdict(one).items())).encode()).hexdigest()[:10]
            back = Action("forget", _BACK, "x", forgets=one)
            name, said = f"{kind}-{digest}", word_decision(one)
            yield ReviewItem(name, "decided", "decided", code, line, said, one, (back,))
    for field in FRONT[1:]:  # the slug is no field of the article
        name = _DECK.get(field, field)
        value = getattr(decisions, name, None) or getattr(decisions.imprint, name, None)
        if value:
            said = value if isinstance(value, str) else "; ".join(value)
            back = Action("forget", _BACK, "x", words=("set", field, ""))
            yield ReviewItem(f"t-{field}", "decided", "decided", field, 0, said, field, (back,))


def _standing(
    article: Article, decisions: Decisions, held: Iterable[tuple[Decision, Edit | None]]
) -> Iterator[tuple[str, Row, str, int]]:
    """Each decision of the sidecar: its kind, itself, a code and the line it is about, 0 for none.

    A citation goes by the first of its words, an entry by the first of its lines.
    """
    sent = article.edited.submission
    received = anchors.Received.of(sent.lines)
    for one, edit in held:
        if edit is not None:
            yield "v", one, one.rule, edit.line
    for one in decisions.rewrites:
        if span := anchors.find_span(one, received):
            yield "w", one, EDITOR, span[0]
    for role in decisions.roles:
        yield "r", role, f"role: {role.role}", lines.find_line(role, sent.lines)
    for choice in decisions.citations:
        text, place = letters(choice.text), letters(choice.place)
        alike = [
            one.line
            for one in article.citations
            if letters(one.text) == text
            and (not place or place in (near := letters(one.around)) or near in place)
        ]
        yield "c", choice, "citation", next(iter(alike), 0)
    for entry in decisions.references:
        words = entry.raw.split()
        known = (one.lines for one in article.back.references if one.raw.split() == words)
        yield "f", entry, "reference", next((one[0] for one in known if one), 0)
    digests = pictures.hash_pictures(sent)
    for picture in decisions.pictures:
        line = pictures.find_picture(picture, sent, digests)
        yield "p", picture, PICTURE, line.number if line else 0


def _find_lost(decisions: Decisions) -> dict[str, Row]:
    """The id of the question that each decision would raise, should it fit nothing → the decision.

    Questions are known by what they hang on, so none has to be read.
    """
    rows: list[Row] = [
        *decisions.edits, *decisions.rewrites, *decisions.roles, *decisions.citations,
        *decisions.pictures,
    ]  # fmt: skip
    found = {anchors.key_decision(one): one for one in rows}
    found |= {corrections.plain(one.raw): one for one in decisions.references}
    ask = partial(queries.make_query, "desk.stale-decision", 0, "")
    return {ask(anchor=anchor).id: one for anchor, one in found.items()}
