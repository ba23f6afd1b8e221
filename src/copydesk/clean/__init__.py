"""Repair and edit: an edited text with the copy rules applied, each change in its ledger.

`repair` runs first, on every line, before roles are known; `edit` runs the rest on
labelled lines. The rules are rows of `data/rules.toml`. A rule never changes text: it yields
edits, which `ledger.apply_edits` enters into the ledger.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, TypedDict

from copydesk.clean.decisions import apply_rewritings, find_stale, settle_verdicts
from copydesk.clean.engine import DOUBTING, RulePlan, run_rules
from copydesk.clean.repair import mixed_hosts
from copydesk.clean.rules import Rule, load_rules, policy, retired
from copydesk.config import Config
from copydesk.errors import ConfigError
from copydesk.language import SAMPLE
from copydesk.language.lines import of_copy, of_text
from copydesk.model import Decisions, Edit, EditedText, Line, Query, Role, Submission
from copydesk.queries import make_query
from copydesk.registry import EDITOR, OWN, PICTURE, UNREFUSABLE
from copydesk.settings.hints import name_nearest

__all__ = [
    "DOUBTING", "EDIT", "EDITOR", "OWN", "PICTURE", "REPAIR", "RULES", "UNREFUSABLE", "Rule",
    "Suggestion", "edit", "edit_paragraphs", "policy", "repair", "retired",
]  # fmt: skip

#: The rules by their codes, in the order in which they run.
RULES: Final = load_rules()
#: What `repair` runs, and what `edit` runs.
REPAIR: Final = tuple(code for code in RULES if code.startswith("enc."))
EDIT: Final = tuple(code for code in RULES if code not in REPAIR)
#: What mail does to whole texts, of which a title shows nothing.
_OF_LINES: Final = frozenset(("enc.quoted-printable", "enc.mail-quote"))
#: Characters of a reason that a question shows.
_SHOWN: Final = 60


def check_rules(config: Config) -> None:
    """Raise `ConfigError` when `[style.rules]` names a rule or family that never existed."""
    known = [*RULES, *sorted({f"{rule.family}.*" for rule in RULES.values()})]
    for name, _ in config.style.rules:
        if name not in known and name not in retired():
            message = f"there is no rule `{name}`, which `[style.rules]` sets"
            raise ConfigError(message, hint=name_nearest(name, known), code="config.rule")


def repair(submission: Submission, config: Config, decisions: Decisions) -> EditedText:
    """The edited text of `submission` with damaged and invisible characters put right.

    Runs the rules of `REPAIR` on every line, and on what the file says of itself; roles and
    language are not known yet.
    Addresses whose host mixes scripts raise `text.mixed-script` and stay.

    >>> from copydesk.model import Decisions, Submission
    >>> sent = Submission("a.txt", "", "text/plain", (Line(1, "Science &amp; Technology"),))
    >>> repair(sent, Config(), Decisions()).lines[0].text
    'Science & Technology'
    """
    submission = repair_facts(submission, config)
    edited = EditedText(submission, submission.lines, queries=submission.queries)
    done = _decided(edited, REPAIR, config, decisions)
    return replace(done, queries=done.queries + tuple(mixed_hosts(done.lines)))


def repair_facts(submission: Submission, config: Config) -> Submission:
    r"""Run the rules of `REPAIR` over what the file says of itself, each change asked about.

    A fact is no line, so the ledger cannot hold its edits; a question records them, and the
    editor's own title, date or names in the sidecar stand before whatever a file says.

    >>> sent = Submission("a.html", "", "text/html", (), facts=(("title", "A mill\x81"),))
    >>> done = repair_facts(sent, Config())
    >>> done.facts, [query.message for query in done.queries]
    ((('title', 'A mill'),), ['put right in the file’s own data (title): invisible: U+0081'])
    """
    if all(value.isascii() and value.isprintable() and "&" not in value
           for _, value in submission.facts):  # fmt: skip
        return submission
    lines = tuple(Line(number, value) for number, (_, value) in enumerate(submission.facts, 1))
    rules = [rule for rule in REPAIR if rule not in _OF_LINES]
    done = run_rules(
        EditedText(replace(submission, lines=lines), lines), RulePlan(rules, config, {})
    )
    facts = tuple(
        (name, value if line.text == value else " ".join(line.text.split()))
        for (name, value), line in zip(submission.facts, done.lines, strict=True)
    )
    if facts == submission.facts:
        return submission
    made = [edit for edit in done.ledger if edit.status == "applied"]
    return replace(
        submission, facts=facts, queries=(*submission.queries, *_ask_facts(submission, made))
    )


def _ask_facts(submission: Submission, made: Sequence[Edit]) -> Iterator[Query]:
    """One question for each fact that was changed, with the reasons."""
    for number, (name, value) in enumerate(submission.facts, 1):
        reasons = dict.fromkeys(edit.reason[:_SHOWN] for edit in made if edit.line == number)
        if reasons:
            message = f"put right in the file’s own data ({name}): {'; '.join(reasons)}"
            yield make_query("text.fact", 0, message, anchor=f"{name}\x1f{value}")


def edit(edited: EditedText, config: Config, decisions: Decisions) -> EditedText:
    """`edited` with fixes and accepted suggestions applied and open suggestions proposed.

    The editor's rewritings come first and are then left alone. Decisions that fit
    nothing raise `desk.stale-decision`, lines that do not settle `desk.unstable`.
    A second run over the result applies nothing.
    """
    edited = apply_rewritings(edited, decisions)
    done = _decided(edited, EDIT, config, decisions)
    known = {query.id for query in done.queries}
    told = (query for query in _retired(config) if query.id not in known)
    return replace(done, queries=(*done.queries, *find_stale(done, decisions), *told))


def _retired(config: Config) -> Iterator[Query]:
    """A note about each rule that the settings name and that is no more."""
    for code, _ in config.style.rules:
        if why := retired().get(code):
            message = f"the settings name the rule `{code}`, which no longer exists: {why}"
            yield make_query("desk.retired-rule", 0, message, anchor=code)


def _decided(
    edited: EditedText, order: Sequence[str], config: Config, decisions: Decisions
) -> EditedText:
    """`edited` after the rules of `order`, each verdict on the edit that it belongs to now."""
    verdicts = decisions.verdicts
    done = run_rules(edited, RulePlan(order, config, verdicts))
    if not verdicts:
        return done
    now, plain = settle_verdicts(done, decisions, order)
    if now != plain:
        # Ids come from the run itself, so where a verdict moved it takes another one. One that is
        # heeded may bring up an edit that reads like its own, as where a name is spelt both ways in
        # two equal lines; then the text before tells which one was meant.
        before, _ = settle_verdicts(
            run_rules(edited, RulePlan(order, config, {})), decisions, order
        )
        done = run_rules(edited, RulePlan(order, config, before | now))
    return done


class Suggestion(TypedDict):
    """A doubt about `[start, end)` of a paragraph as received, and what may stand there."""

    start: int
    end: int
    replacements: list[str]


# An author block and a year, or a title in quotation marks after the authors.
_ENTRY = re.compile(
    r"[^\W\d_a-z][^“”\"()]{1,120}?(?:,|\.| al\.?) \(?(?:(?:1[5-9]|20)\d\d[a-z]?\)?[., ]|n\.d\.)"
    r"|[^\W\d_a-z][^\s,]+, (?:[A-Z]\.[ -]?){1,4},? [“\"]"
)


def edit_paragraphs(
    paragraphs: Sequence[str], language: str = "", config: Config | None = None
) -> tuple[list[str], list[list[Suggestion]]]:
    """Correct bare paragraphs of one document: the texts, and the suggestions for each.

    Nobody has labelled them: one that begins as a reference entry does counts as
    one, all others as body. Offsets are code points of the paragraph as received.
    Without a `language` they count as English unless they surely are in another one;
    each paragraph may have its own.

    >>> fixed, suggestions = edit_paragraphs(["The the  bloc", "it could of failed"])
    >>> fixed
    ['The bloc', 'it could of failed']
    >>> suggestions
    [[], [{'start': 3, 'end': 11, 'replacements': ['could have']}]]
    """
    lines = tuple(Line(number, text) for number, text in enumerate(paragraphs, 1))
    digest = hashlib.sha256("\n".join(paragraphs).encode("utf-8", "surrogatepass")).hexdigest()
    submission = Submission("paragraphs", digest, "text/plain", lines)
    settings = config or Config()
    edited = repair(submission, settings, Decisions())
    roles = tuple(_role(line) for line in edited.lines)
    language = language or of_text("\n".join(line.text for line in edited.lines)[:SAMPLE], "en")
    languages = of_copy(edited.lines, roles, language)
    edited = replace(edited, language=language, languages=languages, roles=roles)
    edited = edit(edited, settings, Decisions())
    suggestions: list[list[Suggestion]] = [[] for _ in paragraphs]
    for entry in edited.ledger:
        if entry.status == "proposed":
            suggestions[entry.line - 1].append(_suggestion(entry))
    return [line.text for line in edited.lines], suggestions


def _role(line: Line) -> Role | None:
    if not line.text.strip():
        return None
    return "reference" if _ENTRY.match(line.text) else "body"


def _suggestion(entry: Edit) -> Suggestion:
    start, end = entry.span
    return {"start": start, "end": end, "replacements": [entry.after, *entry.alternatives]}
