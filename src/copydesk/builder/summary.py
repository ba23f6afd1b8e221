"""A whole run in a few lines, however many documents it had: what became of them, what to do."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, get_args

from copydesk.builder import up_to_date
from copydesk.builder.progress import say_duration, say_pace
from copydesk.builder.report import DocumentOutcome, Report, Status, escape, escape_message

#: Of documents that became so, their own slug being taken is news.
_MADE: Final = frozenset(("built", "built with queries", "stale"))
#: More than so many were told, and what went wrong among them is told once more.
_SCREEN: Final = 10
#: So many documents of one kind of trouble are named, and so many kinds of questions.
_NAMED: Final = 5
_ASKED: Final = 3
#: Characters of a question in words.
_LONGEST: Final = 80
#: So many lines of one kind stand before “and … more”.
_LINES: Final = 5


def summarise(report: Report, *, verbose: bool = False) -> str:
    """The run in a few lines: how many of each, then what needs a look.

    What went wrong is named again where it may have left the screen; `verbose` adds what
    took longest.

    >>> print(summarise(Report((DocumentOutcome("a", "source/a.txt", "up to date"),))))
    1 document: 1 up to date; nothing is stale
    """
    worked = [outcome for outcome in report.outcomes if outcome.seconds]
    lines = [_counts(report, len(worked))]
    if len([one for one in report.outcomes if one.status != "up to date"]) > _SCREEN:
        lines += _troubles(report.outcomes)
    if len(worked) > 1:
        lines += _questions(worked)
        lines += _slowest(worked) if verbose else ()
    lines += _few(
        f"orphaned: {escape(name)} has no submission; `copydesk clean --orphans` removes it"
        for name in report.orphans
    )
    made = {outcome.slug for outcome in report.outcomes if outcome.status in _MADE}
    lines += _few(
        f"renamed: the slug of {escape(source)} was taken, it is {slug}"
        for source, slug in report.renamed
        if slug in made
    )
    lines += _few(_moves(report))
    lines += map(escape_message, report.notes)
    if len(worked) > 1 and report.left:
        lines.append(f"more in {' and '.join(map(escape, report.left))}")
    if report.interrupted:
        lines.append("interrupted: finished documents are kept; run it again for the rest")
    return "\n".join(lines)


def _counts(report: Report, worked: int) -> str:
    counts = Counter(outcome.status for outcome in report.outcomes)
    parts = [f"{counts[status]:,} {status}" for status in get_args(Status) if counts[status]]
    total = len(report.outcomes)
    if total and counts["up to date"] == total:
        return up_to_date.say_up_to_date(total)
    text = f"{total:,} document{'' if total == 1 else 's'}: "
    text += ", ".join(parts) or "nothing to do"
    if worked > 1:
        text += f" · {say_duration(report.seconds)}, {say_pace(worked, report.seconds)}"
    return text


def _moves(report: Report) -> Iterator[str]:
    taken = {outcome.slug for outcome in report.outcomes}
    for source, old, slug in report.moved:
        text = f"renamed: the outputs of {escape(source)} were {old} and are now {slug}"
        # A name that another bears now was not given up on purpose.
        keep = f"; `copydesk set {escape(shlex.quote(source))} slug {old}` keeps the name"
        yield text + keep if old in taken else text


def _few(lines: Iterable[str]) -> list[str]:
    """`lines`, or the first of them and how many more there are."""
    every = list(lines)
    if len(every) <= _LINES + 1:
        return every
    kind = every[0].partition(":")[0]
    return [*every[:_LINES], f"{kind}: and {len(every) - _LINES:,} more; --json lists them"]


def _troubles(outcomes: Sequence[DocumentOutcome]) -> Iterator[str]:
    """What was refused and what failed, by kind; some of each kind by name."""
    bad = [one for one in outcomes if one.is_bad]
    for (status, code), group in groupby(sorted(bad, key=_kind), key=_kind):
        found = list(group)
        yield f"{status}: {len(found):,}{f' [{escape(code)}]' if code else ''}"
        hint = ""
        for one in found[:_NAMED]:
            yield f"  {escape(one.slug)}: {escape_message(one.message)}"
            if one.hint and one.hint != hint:
                hint = one.hint
                yield f"    {escape_message(hint)}"
        if (more := len(found) - _NAMED) > 0:
            yield f"  and {more:,} more"


def _kind(outcome: DocumentOutcome) -> tuple[str, str]:
    return outcome.status, outcome.code


def _questions(worked: Sequence[DocumentOutcome]) -> Iterator[str]:
    """What is asked most often, in words."""
    counts: Counter[str] = Counter()
    for outcome in worked:
        counts.update(dict(outcome.queries))
    if not counts:
        return
    from copydesk.builder.report import code_meaning
    from copydesk.queries import TELLING

    # What is asked once in a whole run is not asked often.
    asked = [(code, count) for code, count in counts.most_common()
             if code not in TELLING and count > 1]  # fmt: skip
    if not asked:
        return
    yield "asked most often"
    width = len(f"{asked[0][1]:,}")
    for code, count in asked[:_ASKED]:
        yield f"  {count:>{width},} × {in_short(code_meaning(code))} ({code})"


def in_short(text: str) -> str:
    """What the first sentence of an explanation begins with, without its stop.

    >>> in_short("The entry carries no year. Add it with `copydesk entry`.")
    'The entry carries no year'
    """
    sentence = text.partition(". ")[0].rstrip(".")
    if len(sentence) <= _LONGEST:
        return sentence
    return sentence[:_LONGEST].rpartition(" ")[0].rstrip(",;:") + " …"


def _slowest(worked: Sequence[DocumentOutcome]) -> Iterator[str]:
    yield "slowest"
    for one in sorted(worked, key=lambda one: -one.seconds)[:_NAMED]:
        yield f"  {say_duration(one.seconds):>8}  {escape(one.slug)}"
