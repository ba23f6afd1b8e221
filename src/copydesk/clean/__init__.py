"""Repair and edit: an edited text with the copy rules applied, each change in its ledger.

`repair` runs first, on every line, before roles are known; `edit` runs the rest on
labelled lines. The rules are rows of `data/rules.toml`. A rule never changes text: it yields
edits, which `ledger.apply` enters into the ledger.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, TypedDict

from copydesk.clean.decisions import rewrite, settled, stale
from copydesk.clean.engine import DOUBTING, Task, run
from copydesk.clean.facts import sound_facts
from copydesk.clean.repair import mixed_hosts
from copydesk.clean.rules import Rule, load_rules, policy, retired
from copydesk.config import Config
from copydesk.errors import ConfigError
from copydesk.language import SAMPLE
from copydesk.language.lines import of_copy, of_text
from copydesk.model import Decisions, Edit, EditedText, Line, Query, Role, Submission
from copydesk.queries import ask
from copydesk.registry import EDITOR, OWN, PICTURE, UNREFUSABLE
from copydesk.settings.hints import nearest

__all__ = [
    "DOUBTING", "EDIT", "EDITOR", "OWN", "PICTURE", "REPAIR", "RULES", "UNREFUSABLE", "Rule",
    "Suggestion", "edit", "edit_paragraphs", "policy", "repair", "retired",
]  # fmt: skip

#: The rules by their codes, in the order in which they run.
RULES: Final = load_rules()
#: What `repair` runs, and what `edit` runs.
REPAIR: Final = tuple(code for code in RULES if code.startswith("enc."))
EDIT: Final = tuple(code for code in RULES if code not in REPAIR)


def check(config: Config) -> None:
    """Raise `ConfigError` when `[style.rules]` names a rule or family that never existed."""
    known = [*RULES, *sorted({f"{rule.family}.*" for rule in RULES.values()})]
    for name, _ in config.style.rules:
        if name not in known and name not in retired():
            message = f"there is no rule `{name}`, which `[style.rules]` sets"
            raise ConfigError(message, hint=nearest(name, known), code="config.rule")


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
    submission = sound_facts(submission, REPAIR, config)
    edited = EditedText(submission, submission.lines, queries=submission.queries)
    done = _decided(edited, REPAIR, config, decisions)
    return replace(done, queries=done.queries + tuple(mixed_hosts(done.lines)))


def edit(edited: EditedText, config: Config, decisions: Decisions) -> EditedText:
    """`edited` with fixes and accepted suggestions applied and open suggestions proposed.

    The editor's rewritings come first and are then left alone. Decisions that fit
    nothing raise `desk.stale-decision`, lines that do not settle `desk.unstable`.
    A second run over the result applies nothing.
    """
    edited = rewrite(edited, decisions)
    done = _decided(edited, EDIT, config, decisions)
    known = {query.id for query in done.queries}
    told = (query for query in _retired(config) if query.id not in known)
    return replace(done, queries=(*done.queries, *stale(done, decisions), *told))


def _retired(config: Config) -> Iterator[Query]:
    """A note about each rule that the settings name and that is no more."""
    for code, _ in config.style.rules:
        if why := retired().get(code):
            message = f"the settings name the rule `{code}`, which is no more: {why}"
            yield ask("desk.retired-rule", 0, message, anchor=code)


def _decided(
    edited: EditedText, order: Sequence[str], config: Config, decisions: Decisions
) -> EditedText:
    """`edited` after the rules of `order`, each verdict on the edit that it belongs to now."""
    verdicts = decisions.verdicts
    done = run(edited, Task(order, config, verdicts))
    if not verdicts:
        return done
    now, plain = settled(done, decisions, order)
    if now != plain:
        # Ids come from the run itself, so where a verdict moved it takes another one. One that is
        # heeded may bring up an edit that reads like its own, as where a name is spelt both ways in
        # two equal lines; then the text before tells which one was meant.
        before, _ = settled(run(edited, Task(order, config, {})), decisions, order)
        done = run(edited, Task(order, config, before | now))
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
