"""Paragraphs whose format says which lines they go on in: one text for the labeller.

A line of a sentence says little; the paragraph is labelled, and each of its lines has its role.
But texts that were never written as Markdown hold lines that touch and belong to nobody's
paragraph: a headline, a byline, a date. Where a line neither goes on with a sentence nor ends
one, the lines around it are labelled one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from copydesk.config import Config
from copydesk.model import Decisions, EditedText, Line, Role, merge_marks
from copydesk.structure.lines import SLACK, Unit, find_told_units, measure_width

#: Signs at the end of a line that ends a sentence or goes on with one.
_STOPS: Final = ".!?:;,…。！？：；，、)]\"'”’»）」』】-–—"
#: Signs with which a sentence goes on, though no small letter follows.
_INNER: Final = "([{–—/&"
#: Roles that a single line of a paragraph cannot have beside the others of it.
_PROSE: Final = frozenset[Role | None](
    ("body", "list", "quote", "other", "caption", "bio", "disclaimer", "footnote")
)
_DROPPED: Final = frozenset[Role | None](("furniture", "cta"))

Label = Callable[[EditedText, Config, Decisions], EditedText]
"""What labels the lines of an edited text."""


def label_paragraphs(
    label: Label, edited: EditedText, config: Config, decisions: Decisions
) -> EditedText:
    """Return `edited` as `label` labels it, the lines of a paragraph as one where they flow."""
    decided = {decision.text.strip() for decision in decisions.roles}
    found = [unit for unit in find_told_units(edited.lines) if len(unit) > 1]
    if not found:
        return label(edited, config, decisions)
    width = _measure(edited.lines, found)
    whole = [unit for unit in found if _flows([edited.lines[at] for at in unit], width, decided)]
    lines = list(edited.lines)
    for unit in whole:
        lines[unit[0]] = _join(lines, unit)
        for at in unit[1:]:
            lines[at] = replace(lines[at], text="", marks=(), hint="")
    labelled = label(replace(edited, lines=tuple(lines)), config, decisions)
    lines = [
        replace(line, hint="") if line.hint and not now.hint and now.text else line
        for line, now in zip(edited.lines, labelled.lines, strict=True)
    ]
    roles, languages = list(labelled.roles), list(labelled.languages)
    for unit in whole:
        for at in unit[1:]:
            roles[at] = roles[unit[0]]
            if languages:
                languages[at] = languages[unit[0]]
    for unit in found:
        _settle(roles, unit, edited.lines)
    return replace(labelled, lines=tuple(lines), roles=tuple(roles), languages=tuple(languages))


def _measure(lines: Sequence[Line], found: Sequence[Unit]) -> int:
    """The width at which the paragraphs `found` are wrapped, 0 when they are not."""
    texts = [""] * len(lines)
    for unit in found:
        for at in unit:
            texts[at] = lines[at].received.strip()
    return measure_width(texts)


def _flows(lines: Sequence[Line], width: int, decided: Collection[str]) -> bool:
    """Whether `lines` are one text: each goes on with a sentence, or ends one.

    What the editor has `decided` of a line is said of it alone.
    """
    if decided and any(line.text.strip() in decided for line in lines):
        return False
    return bool(lines[0].hint) or all(_goes_on(one, two, width) for one, two in pairwise(lines))


def _goes_on(above: Line, below: Line, width: int) -> bool:
    text, first = above.text.rstrip(), below.text.lstrip()[:1]
    if first.islower() or first in _INNER or text[-1:] in _STOPS:
        return True
    word = next(iter(below.received.split(maxsplit=1)), "")
    return 0 < width <= len(above.received.strip()) + len(word) + SLACK


def _join(lines: Sequence[Line], unit: Unit) -> Line:
    """The line that a paragraph would be without its breaks."""
    text, marks = "", []
    for at in unit:
        line = lines[at]
        text = f"{text.rstrip()} " if text and line.flow == "on" else text.rstrip()
        lead = len(line.text) - len(line.text.lstrip())
        shift = len(text) - lead
        text += line.text.lstrip()
        marks += [
            replace(mark, start=max(0, mark.start + shift), end=max(0, mark.end + shift))
            for mark in line.marks
        ]
    return replace(lines[unit[0]], text=text, marks=merge_marks(marks), runs=())


def _settle(roles: list[Role | None], unit: Unit, lines: Sequence[Line]) -> None:
    """Give neighbours in a paragraph one role where they cannot have several.

    What the format says of a paragraph is true of all its lines, but for those of the site.
    """
    start = 0
    for end in range(1, len(unit) + 1):
        if end < len(unit) and _is_one({roles[unit[end - 1]], roles[unit[end]]}, lines[unit[end]]):
            continue
        part, start = unit[start:end], end
        sizes = Counter[Role | None]()
        for at in part:
            sizes[roles[at]] += len(lines[at].text)
        role = roles[part[0]] if lines[part[0]].hint else max(sizes, key=sizes.__getitem__)
        for at in part:
            roles[at] = role


def _is_one(roles: set[Role | None], line: Line) -> bool:
    return len(roles) == 1 or roles <= _PROSE or (bool(line.hint) and not roles & _DROPPED)
