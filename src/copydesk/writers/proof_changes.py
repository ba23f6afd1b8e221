"""The changes on the sheet, by the rule that made them: why, where, and what takes one back."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from copydesk.answers import PLACE, of_rule, refusal, verdicts
from copydesk.model import Article, Edit
from copydesk.writers.proof import Change, marking
from copydesk.writers.proof_marks import (
    anchor,
    command,
    counted,
    decision,
    prose,
    spaced_mark,
    text,
)
from copydesk.writers.proof_running import lines, span
from copydesk.writers.proof_text import Row, edited

#: Changes of one rule that are listed; the running text shows all of them.
MOST: Final = 8


def by_rule(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """`changes` by their rules, each where its first one stands; "" has those that are alone."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.edit.rule, []).append(change)
    groups = {rule: rows for rule, rows in found.items() if len(rows) > 1}
    alone = [row for rows in found.values() for row in rows if len(rows) == 1]
    return groups | ({"": alone} if alone else {})


def ordered(changes: Iterable[Change]) -> Iterator[Change]:
    """`changes` in the order in which they are shown."""
    for rows in by_rule(changes).values():
        yield from rows


def listed(changes: Iterable[Change]) -> Iterator[Change]:
    """Those of `changes` that the sheet lists by themselves."""
    for rule, rows in by_rule(changes).items():
        yield from rows[:MOST] if rule else rows


def proposed(changes: Iterable[Change], article: Article, numbers: Mapping[str, str]) -> str:
    """Proposals, each with the commands that take it, another word, or neither."""
    path = article.edited.submission.path
    keys = {line: entry.key for entry in article.back.references for line in entry.lines}

    def row(change: Change, why: str) -> str:
        answers = choices(change.edit, path, keys.get(change.edit.line, ""))
        return _proposal(change, answers, numbers.get(change.edit.id, ""), why)

    return "".join(
        _group(rule, rows, of_rule("accept", rule, path) if rule else "")
        + _list(row(change, _why(rows, change, rule)) for change in rows)
        for rule, rows in by_rule(changes).items()
    )


def choices(edit: Edit, path: str, key: str = "") -> Iterator[tuple[str, str]]:
    """What can be done about the proposal `edit`: in words, and what is typed.

    `key` is that of the entry it stands in. A link that was lost can be given as well as
    its label taken out.
    """
    said = ("take", *(f"put {one}" for one in edit.alternatives[:1]), "keep")
    found = [*zip(said, verdicts(edit, path), strict=True)]
    if edit.rule == "ref.dangling-label" and key:
        place = f"{shlex.quote(path)} {shlex.quote(key)}"
        found.insert(0, ("give the link", f'copydesk entry {place} url="{PLACE}"'))
    yield from found


def changed(changes: Sequence[Change], path: str) -> str:
    """What was changed, and what takes it back."""
    found = [_back(path, "takes one back")] if changes else []
    for rule, rows in by_rule(changes).items():
        shown = rows[:MOST] if rule else rows
        items = [_row(one, refusal(one.edit, path), _why(rows, one, rule)) for one in shown]
        if more := len(rows) - len(shown):
            items.append(_more(more, path))
        found.append(_group(rule, rows, of_rule("stet", rule, path) if rule else ""))
        found.append(_list(items))
    return "".join(found)


def decided(changes: Iterable[Change], path: str) -> str:
    """What the editor decided to keep, and what takes the verdict back."""
    return _list(_row(one, refusal(one.edit, path), _why((), one, "")) for one in changes)


def _shares(rows: Sequence[Change]) -> bool:
    """Whether all of `rows` have one reason, which then stands above them."""
    return len({change.edit.reason for change in rows}) == 1


def _why(rows: Sequence[Change], change: Change, rule: str) -> str:
    """Why a change was made, as far as what stands above its list does not say so."""
    if rule and _shares(rows):
        return ""
    code = "" if rule else f"<code>{text(change.edit.rule)}</code> "
    return f" <small>{code}{prose(change.edit.reason)}</small>"


def _group(rule: str, rows: Sequence[Change], whole: str) -> str:
    if not rule:
        return f"<h3>{counted('One each', len(rows))}</h3>\n"
    reason = f"{prose(rows[0].edit.reason)}; " if _shares(rows) else ""
    all_of_it = f'<span class="said">all {len(rows):,}:</span> {command(whole)}' if whole else ""
    about = f'<p class="about">{reason}{all_of_it}</p>\n' if reason or whole else ""
    return f"<h3>{counted(rule, len(rows))}</h3>\n{about}"


def _list(rows: Iterable[str]) -> str:
    found = "".join(rows)
    return f'<ul class="changes">\n{found}</ul>\n' if found else ""


def _row(change: Change, answer: str, why: str) -> str:
    """One change: its line, its words among those around them, why, and its command."""
    edit = change.edit
    return (
        f'<li id="{anchor(edit.id)}">{_number(edit.line)}<p dir="auto">{words(change)}{why}</p>'
        f"<p>{decision(answer) if answer else _ID.format(text(edit.id))}</p></li>\n"
    )


_ID: Final = "<small>{} cannot be refused</small>"


def _back(path: str, what: str) -> str:
    """How a change is taken back, with a place for its id."""
    example = command(f"copydesk stet {shlex.quote(path)} {PLACE}")
    return f'<p class="about">{example} with its id {what}.</p>\n'


def _more(count: int, path: str) -> str:
    every = command(f"copydesk edit {shlex.quote(path)} --explain")
    said = f"and {count:,} more, marked in the text; all of them: {every}"
    return f'<li class="more"><p>{said}</p></li>\n'


def _proposal(change: Change, answers: Iterable[tuple[str, str]], number: str, why: str) -> str:
    found = "".join(
        f'<li><span class="said">{text(what)}:</span> {command(answer)}</li>\n'
        for what, answer in answers
    )
    label = f'<b class="number">{number}</b> ' if number else ""
    return (
        f'<li id="{anchor(change.edit.id)}">{_number(change.edit.line)}'
        f'<p dir="auto">{label}{words(change)}{why}</p>'
        f'<ul class="answers">\n{found}</ul></li>\n'
    )


def _number(line: int) -> str:
    return f'<a class="no" href="#line-{line}"><span>line </span>{line}</a>'


def words(change: Change) -> str:
    """A change among the words around it."""
    head, out, new, tail = marking(change.edit)
    marks = spaced_mark("del", out) + spaced_mark("ins", new)
    return f"{text(change.before + head)}{marks}{text(tail + change.after)}"


# ── what left ────────────────────────────────────────────────────────────────


def removed(rows: Iterable[Row], path: str) -> str:
    """The lines that left the article, run by run."""
    found = [_back(path, "puts a line back")]
    for out, group in groupby(rows, key=lambda row: row.removed is not None):
        run = list(group)
        if out:
            found.append(_run(run, path))
    return "".join(found)


def _run(rows: Sequence[Row], path: str) -> str:
    first, last = rows[0], rows[-1]
    items = []
    reason = ""
    known: Edit | None = None
    for row in rows:
        edit = row.removed
        if edit is None:
            continue
        why = f" <small>{prose(edit.reason)}</small>" if edit.reason != reason else ""
        # Lines that were joined before they left have one edit between them.
        answer = f"<p>{decision(refusal(edit, path))}</p>" if edit is not known else ""
        reason, known = edit.reason, edit
        items.append(
            f'<li>{_number(row.number)}<p dir="auto">{text(edited(row))}{why}</p>{answer}</li>\n'
        )
    where = "line" if len(rows) == 1 else "lines"
    return (
        f'<h3 id="out-{first.number}">{where.title()} {span(first.number, last.number)}'
        f' <span class="count">{lines(len(rows))}</span></h3>\n{_list(items)}'
    )
