"""Run rules over a text: fixes one after another until a pass adds nothing, then suggestions.

A rule only sees the lines of its roles and languages, and what it yields inside a
frozen span (or, unless it is a rule of typography, inside a quotation or a run in
another language) is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import is_
from typing import Final, TypeAlias

from copydesk import ledger
from copydesk.clean.foreign import Span
from copydesk.clean.rules import TELLERS, DocumentRule, Rule, load_rules, policy
from copydesk.clean.views import (
    View,
    is_covered,
    is_touched,
    make_unlabelled,
    make_view,
    place_view,
)
from copydesk.config import Config
from copydesk.language import primary_subtag
from copydesk.model import Edit, EditedText, Line, Query, Role, Verdict
from copydesk.queries import make_query
from copydesk.registry import OWN, PICTURE, UNREFUSABLE

#: Passes before a line counts as unstable.
PASSES = 4

#: Rules of wording that leave emphasised words alone, which may be the title of a work.
KEEPING = frozenset(("house.dates", "house.spelling", "spell.variant-mix"))
#: Families whose rules doubt how a word is spelt; the desk's words are beyond doubt.
DOUBTING: Final = frozenset(("case", "house", "spell", "word"))

#: What a format says of a line that goes on with the paragraph above.
_GOING_ON = ("on", "amid", "wrap")
#: Characters of the paragraph around a line that are looked at for a quotation.
_NEAR = 1_000
_ALONE = ("", "")

_STRAIGHT = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True, slots=True)
class RulePlan:
    """Which rules run, in which order, under which settings and verdicts."""

    order: Sequence[str]
    config: Config
    verdicts: Mapping[str, Verdict]

    def policy(self, rule: Rule) -> str:
        """off, suggest or fix."""
        return policy(rule, self.config)

    def rules(self, *policies: str) -> list[Rule]:
        """The rules of these policies, in order."""
        known = load_rules()
        rules = [known[name] for name in self.order]
        return [rule for rule in rules if self.policy(rule) in policies]


def run_rules(edited: EditedText, task: RulePlan) -> EditedText:
    """`edited` with every fix applied and every suggestion entered.

    Fixes are repeated until a pass adds nothing. Then all suggestions the editor accepted
    are applied at once, on the text in which she saw them, so that none is lost because
    another one was taken; and fixes and accepted suggestions are repeated once more. Lines
    that still change after `PASSES` passes raise `desk.unstable`.
    """
    sheet = _Sheet(edited, task)
    moved = _settle(sheet, task.rules("fix"), task)
    if "accept" in task.verdicts.values():
        _take(sheet, task)
        moved |= _settle(sheet, task.rules("fix", "suggest"), task)
    asked: set[tuple[int, int, str]] = set()
    for rule in task.rules("suggest"):
        edits = _shaped(sheet.edits(rule, None), task.config)
        # One question about a place: the rule that knows more of it comes first.
        fresh = [edit for edit in edits if (edit.line, edit.start, edit.before) not in asked]
        asked.update((edit.line, edit.start, edit.before) for edit in edits)
        _enter(sheet, rule, fresh, task, propose=True)
    queries = [_unstable(sheet.edited.lines[number - 1]) for number in sorted(moved)]
    known = {query.id for query in edited.queries}  # a second run tells nothing again
    told = (one for rule in task.rules("fix", "suggest") for one in sheet.told(rule))
    queries += (one for one in told if one.id not in known)
    if queries:
        return replace(sheet.edited, queries=(*sheet.edited.queries, *queries))
    return sheet.edited


def _settle(sheet: _Sheet, rules: Sequence[Rule], task: RulePlan) -> set[int]:
    """Repeat `rules` until they add nothing; the lines that change even so."""
    moved = _pass(sheet, rules, task, None)
    for _ in range(PASSES - 1):
        if not moved:
            break
        moved = _pass(sheet, rules, task, sheet.beside(moved))
    return moved


def _take(sheet: _Sheet, task: RulePlan) -> None:
    """Apply what the editor accepted of all the suggestions about the text as it is."""
    offered: list[Edit] = []
    for rule in task.rules("suggest"):
        offered += _shaped(sheet.edits(rule, None), task.config)
    before = sheet.edited
    after = ledger.apply_edits(before, offered, fix=False, propose=False, verdicts=task.verdicts)
    sheet.take(after, (edit.line for edit in after.ledger[len(before.ledger) :]))


def _unstable(line: Line) -> Query:
    message = f"editing this line did not settle after {PASSES} passes"
    return make_query("desk.unstable", line.number, message, anchor=line.text)


def _pass(sheet: _Sheet, rules: Iterable[Rule], task: RulePlan, only: set[int] | None) -> set[int]:
    """Run `rules` once over the lines `only` (None: all); the lines that changed."""
    moved: set[int] = set()
    for rule in rules:
        # What this pass has changed so far is new to the rules that follow.
        lines = None if only is None else only | sheet.beside(moved)
        edits = _shaped(sheet.edits(rule, lines), task.config)
        moved |= _enter(sheet, rule, edits, task, propose=False)
    return moved


def _shaped(edits: list[Edit], config: Config) -> list[Edit]:
    """`edits` with the quotation marks of the house."""
    if config.style.quotes != "straight":
        return edits
    straight = [
        edit
        if edit.after == edit.before.translate(_STRAIGHT)
        else replace(edit, after=edit.after.translate(_STRAIGHT))
        for edit in edits
    ]
    return [edit for edit in straight if edit.after != edit.before]


def _enter(
    sheet: _Sheet, rule: Rule, edits: list[Edit], task: RulePlan, *, propose: bool
) -> set[int]:
    if not edits:
        return set()
    fix = task.policy(rule) == "fix"
    before = sheet.edited
    verdicts = {} if rule.id in UNREFUSABLE else task.verdicts
    after = ledger.apply_edits(before, edits, fix=fix, propose=propose, verdicts=verdicts)
    new = after.ledger[len(before.ledger) :]
    moved = {edit.line for edit in new if edit.status == "applied"}
    sheet.take(after, moved)
    return moved


_Scope: TypeAlias = tuple[frozenset[Role] | None, frozenset[str] | None]


class _Sheet:
    """The edited text of a run, with the views of its lines kept while their text stays."""

    def __init__(self, edited: EditedText, task: RulePlan) -> None:
        self.edited = edited
        self._style = task.config.style
        self._policy = task.policy
        self._views: dict[int, View] = {}
        self._rewritten: dict[int, list[Edit]] = {}
        for edit in edited.ledger:
            if edit.rule in OWN and edit.status == "applied":
                self._rewritten.setdefault(edit.line, []).append(edit)
        self._numbers: dict[_Scope, tuple[int, ...]] = {}
        self._weighed: dict[str, tuple[tuple[View, ...], list[Edit]]] = {}

    def take(self, edited: EditedText, moved: Iterable[int]) -> None:
        """Go on with `edited`, in which the lines `moved` have another text."""
        self.edited = edited
        moved = set(moved)
        for number in self.beside(moved):
            self._views.pop(number, None)
        if not all(edited.lines[number - 1].text for number in moved):
            self._numbers.clear()  # a line without text is none for the rules

    def beside(self, moved: Iterable[int]) -> set[int]:
        """The lines `moved`, and those that see one of them in their paragraph."""
        lines, found = self.edited.lines, set(moved)
        for number in tuple(found):
            for step in (-1, 1):
                at, size = number - 1, 0
                # Of two lines the lower one says that it goes on with the other.
                while size < _NEAR and 0 < (lower := max(at, at + step)) < len(lines):
                    if lines[lower].flow not in _GOING_ON:
                        break
                    at += step
                    size += len(lines[at].text)
                    found.add(at + 1)
        return found

    def view(self, number: int) -> View:
        known = self._views.get(number)
        if known is not None:
            return known
        line, roles = self.edited.lines[number - 1], self.edited.roles
        if roles:
            spans = _rewritten_spans(line, self._rewritten.get(number, ()))
            made = make_view(line, roles[number - 1], self._language(number), spans, self._style)
            before, after = self._around(number) if line.flow else _ALONE
            if before or after:
                made = place_view(made, before, after)
        else:
            made = make_unlabelled(line, self._style)
        self._views[number] = made
        return made

    def _around(self, number: int) -> tuple[str, str]:
        """What stands around a line in its paragraph, where the format tells how far it goes."""
        lines, roles = self.edited.lines, self.edited.roles
        before = after = ""
        at = number - 1
        while lines[at].flow in _GOING_ON and at and len(before) < _NEAR:
            gap, at = _find_gap(lines, at), at - 1
            if roles[at] != roles[number - 1]:
                break
            before = lines[at].text + gap + before
        for at in range(number, len(lines)):
            gap = _find_gap(lines, at)
            other = roles[at] != roles[number - 1] or lines[at].flow not in _GOING_ON
            if other or len(after) >= _NEAR:
                break
            after += gap + lines[at].text
        return before[-_NEAR:], after[:_NEAR]

    def edits(self, rule: Rule, only: set[int] | None) -> list[Edit]:
        """What `rule` proposes on the lines `only`, stamped with its id."""
        numbers: Iterable[int] = self._within(rule)
        if rule.document is not None:
            return self._weigh(rule, rule.document, tuple(map(self.view, numbers)))
        if rule.line is not None:
            if only is not None:
                numbers = [number for number in numbers if number in only]
            propose, known = rule.line, self._views
            found = [
                edit
                for number in numbers
                for edit in propose(known.get(number) or self.view(number))
            ]
        else:
            found = []
        return self._stamped(rule, found)

    def told(self, rule: Rule) -> Iterable[Query]:
        """What `rule` has to tell of its lines besides its edits."""
        if rule.id not in TELLERS:
            return ()
        return TELLERS[rule.id](tuple(map(self.view, self._within(rule))))

    def _weigh(self, rule: Rule, document: DocumentRule, views: tuple[View, ...]) -> list[Edit]:
        """What a rule that weighs the whole copy proposes; it is asked anew when a line moved."""
        if not views:
            return []
        seen, edits = self._weighed.get(rule.id, ((), []))
        # The view of a line is one value for as long as its text stays.
        if len(seen) != len(views) or not all(map(is_, seen, views)):
            edits = self._stamped(rule, document(views))
            self._weighed[rule.id] = views, edits
        return edits

    def _stamped(self, rule: Rule, found: Iterable[Edit]) -> list[Edit]:
        return [replace(edit, rule=rule.id) for edit in found if self._lawful(rule, edit)]

    def _language(self, number: int) -> str:
        """The language tag of a line: its own, or that of the document."""
        languages = self.edited.languages
        return languages[number - 1] if languages else self.edited.language

    def _within(self, rule: Rule) -> tuple[int, ...]:
        """The numbers of the lines in which `rule` looks: those of its roles and languages."""
        scope = (rule.roles, rule.languages)
        if scope not in self._numbers:
            lines, roles = self.edited.lines, self.edited.roles
            self._numbers[scope] = tuple(
                line.number
                for at, line in enumerate(lines)
                if line.text
                and (rule.roles is None or (roles and roles[at] in rule.roles))
                and (rule.languages is None or self._primary(line.number) in rule.languages)
            )
        return self._numbers[scope]

    def _primary(self, number: int) -> str:
        return primary_subtag(self._language(number))

    def _lawful(self, rule: Rule, edit: Edit) -> bool:
        if edit.before == edit.after:
            return False
        if rule.roles is None:
            return True  # damage is repaired wherever it stands
        seen = self.view(edit.line)
        end = edit.start + len(edit.before)
        kept = self._emphasised(edit.line) if rule.id in KEEPING else ()
        if is_touched(seen.frozen, edit.start, end) or is_touched(kept, edit.start, end):
            return False
        heeds = self._style.words and rule.family in DOUBTING
        if heeds and is_covered(seen.text, edit.start, end, self._style):
            return False
        return rule.typography or self._may_word(rule, seen, edit.start, end)

    def _may_word(self, rule: Rule, seen: View, start: int, end: int) -> bool:
        """Whether a rule of wording may act in `[start, end)`: not in the words of others."""
        # An entry has the form of its list, whatever the language of the work.
        if rule.family != "ref" and is_touched(seen.foreign, start, end):
            return False
        asks = rule.asks and self._policy(rule) == "suggest"
        return asks or not is_touched(seen.quoted, start, end)

    def _emphasised(self, number: int) -> tuple[Span, ...]:
        """What the format emphasises in a line: a stress, or the title of a work."""
        marks = self.edited.lines[number - 1].marks
        return tuple(sorted((mark.start, mark.end) for mark in marks if mark.kind == "emph"))


def _find_gap(lines: Sequence[Line], at: int) -> str:
    """What stands between the line at `at` and the one above that it goes on with."""
    flow = lines[at].flow
    is_divided = flow == "wrap" and lines[at - 1].text.endswith("-")
    return "" if flow == "amid" or is_divided else " "


def _rewritten_spans(line: Line, edits: Iterable[Edit]) -> tuple[Span, ...]:
    """Where the words of the editor's `edits` stand in `line` now; those for a picture are all."""
    if any(edit.rule == PICTURE for edit in edits):
        return ((0, len(line.text)),)
    return tuple(
        (find_current(line, edit.span[0], end=True), find_current(line, edit.span[1], end=False))
        for edit in edits
    )


def find_current(line: Line, received: int, *, end: bool) -> int:
    """Where the received offset stands in the text of `line` now.

    What was replaced maps to the edge of its replacement: the near one with `end`,
    else the far one.
    """
    runs = line.runs or ((0, 0, len(line.text)),)
    best = 0 if end else len(line.text)
    for start, there, length in runs:
        if there <= received <= there + length:
            place = start + received - there
            if end or received < there + length:
                return place
            best = place
        elif end and there + length < received:
            best = start + length
        elif not end and there > received:
            return start
    return best
