"""What there is to decide about an article, in the order in which it is asked.

An item is one thing with its actions: what can be done about it, by which key, and which file that
writes. Its name is made of what it is about (the id of a change or a question, a hash of a
decision), so that it stays the same when the text is read anew.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Final, Literal, TypeAlias, get_args

from copydesk import queries
from copydesk.clean import DOUBTING, EDITOR, OWN, PICTURE, RULES, UNREFUSABLE
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
from copydesk.review.answers import PLACE, Answer, correct_fields, list_choices
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
#: What may stand on a list of words: a word, or a name of several.
_WORD: Final = re.compile(r"[^\W\d_][\w’'.-]*")
_NAME: Final = re.compile(r"(?:[^\W\d_][\w’'.-]*[ -]){1,5}[^\W\d_][\w’'.-]*")
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
    actions: tuple[Answer, ...]
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
    def parted(self) -> tuple[list[tuple[str, list[Answer]]], list[Answer], list[Answer]]:
        """Its actions: choices under their heads, others on this article, those for the desk."""
        chosen = [action for action in self.actions if action.head]
        choices = [(head, [*some]) for head, some in groupby(chosen, key=lambda one: one.head)]
        plain = [action for action in self.actions if not action.head]
        here = [action for action in plain if action.file == "sidecar"]
        return choices, here, [action for action in plain if action.file != "sidecar"]

    def find_action(self, name: str, value: object) -> Answer | None:
        """The action of that name that can be done with `value`, if one can."""
        return next((one for one in self.actions if one.name == name and one.takes(value)), None)


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
        actions = tuple(answer for answer in one.answers if answer.name)
        if decision := lost.get(query.id):
            said = "Take it out of the file"
            actions = (Answer(said, name="drop", key="y", forgets=decision),)
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
        find_actions = _of_proposal if waits else _of_made
        actions = [*find_actions(edit, counts[edit.rule, edit.status], entry)]
        if edit.id in rewritable:
            words, said = ("rewrite", edit.id, PLACE), "Put other words there"
            actions.append(Answer(said, words, "rewrite", "e", typed=edit.after))
        yield ReviewItem(
            f"e-{edit.id}",
            "proposals" if waits else "changes",
            "open" if waits else "made",
            edit.rule,
            edit.line,
            edit.reason,
            edit,
            (*actions, *_at_the_desk(edit, config)),
            reference=entry,
        )


def _of_proposal(edit: Edit, count: int, entry: Reference | None) -> Iterator[Answer]:
    """What can be done about `edit`, one of `count` proposals of its rule."""
    yield from list_choices(edit, "", entry)
    if count > 1:
        said = f"Take all {count} of {edit.rule} here"
        yield Answer(said, ("accept", "--rule", edit.rule), "accept-rule", "A")


def _of_made(edit: Edit, count: int, entry: Reference | None) -> Iterator[Answer]:
    """What can be done about `edit`, one of `count` of its rule that were made."""
    yield Answer("Keep it for good", ("accept", edit.id), "accept", "y")
    if edit.rule not in UNREFUSABLE:
        yield Answer("Take it back", ("stet", edit.id), "stet", "n")
        if count > 1:
            said = f"Take back all {count} of {edit.rule} here"
            yield Answer(said, ("stet", "--rule", edit.rule), "stet-rule")
    if entry:
        yield correct_fields(entry)


def _at_the_desk(edit: Edit, config: Config) -> Iterator[Answer]:
    """What settles it for every article: the rule runs no more, or the word is known."""
    if edit.rule in RULES and edit.rule not in UNREFUSABLE:
        said = f"Never at this desk: switch {edit.rule} off"
        yield Answer(said, name="rule-off", file="settings", value=edit.rule)
    if (word := _listed(edit)) and not config.style.knows(word):
        said = f"“{word}” is right: add it to the words"
        yield Answer(said, name="add-word", file="words", value=word)


def _listed(edit: Edit) -> str:
    """The word that `edit` doubts, if a list of words can have it and would be heeded; else ""."""
    word = " ".join(edit.before.split())
    if edit.rule.partition(".")[0] not in DOUBTING:
        return ""
    return word if _WORD.fullmatch(word) or (_NAME.fullmatch(word) and word.istitle()) else ""


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
            back = Answer(_BACK, name="forget", key="x", forgets=one)
            name, said = f"{kind}-{digest}", word_decision(one)
            yield ReviewItem(name, "decided", "decided", code, line, said, one, (back,))
    for field in FRONT[1:]:  # the slug is no field of the article
        name = _DECK.get(field, field)
        value = getattr(decisions, name, None) or getattr(decisions.imprint, name, None)
        if value:
            said = value if isinstance(value, str) else "; ".join(value)
            back = Answer(_BACK, ("set", field, ""), "forget", "x")
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
    """The ids of the questions that a decision would raise, should it fit nothing → the decision.

    Questions are known by what they hang on, so none has to be read.
    """
    rows: list[Row] = [
        *decisions.edits, *decisions.rewrites, *decisions.roles, *decisions.citations,
        *decisions.pictures,
    ]  # fmt: skip
    found = {anchors.key_decision(one): one for one in rows}
    found |= {corrections.plain(one.raw): one for one in decisions.references}
    return {
        queries.make_query(code, 0, "", anchor=anchor).id: one
        for anchor, one in found.items()
        for code in ("desk.stale-decision", "desk.retired-rule")
    }
