"""Runs of labelled text → the blocks of the body.

A role says what a line is for, a hint what its format made of it. Where both can be true
the hint decides the block: what the site's author set as a list, table or program is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Final

from copydesk.model import Block, Break, Code, Heading, Mark, Quote
from copydesk.structure import figures, lists, tables
from copydesk.structure.levels import TOP, levels
from copydesk.structure.ornaments import is_ornament
from copydesk.structure.passage import Passage
from copydesk.structure.programs import BRIDGE, is_code
from copydesk.structure.sheet import Sheet

#: Signs of a rule among items or cells, where one alone means something else.
_DRAWN: Final = 3
#: A heading is set in italics or bold all over where less of it is not.
_BARE: Final = 0.4
#: Kind of a hint → the roles that its block can have.
_HINTED: Final = {
    "list": ("list", "body", "other"),
    "table": ("other", "body", "list"),
    "code": ("other", "body", "list"),
    "quote": ("quote", "body"),
}


def body(passages: Sequence[Passage], sheet: Sheet) -> tuple[Block, ...]:
    """The blocks of `passages`; what blocks set by themselves goes, which `sheet` records."""
    heights = levels(passages)
    families = _bridged(passages, [_family(passage) for passage in passages])
    blocks: list[Block] = []
    for family, group in groupby(range(len(passages)), key=families.__getitem__):
        places = list(group)
        if not family:
            blocks += (_single(passages[at], heights.get(at, TOP), sheet) for at in places)
        else:
            blocks += _joint(family, [passages[at] for at in places], sheet)
    return tuple(_ruled(blocks))


def _family(passage: Passage) -> str:
    """Neighbours of one family make one block."""
    kind, role = passage.kind, passage.role
    if _is_rule(passage) or kind == "figure":
        return ""
    if role in _HINTED.get(kind, ()):
        return f"table:{passage.hint.rpartition(':')[2]}" if kind == "table" else kind
    if role in ("list", "quote"):
        return role
    if role != "other":
        return ""
    # Neither a program nor a break can call a note.
    return "code" if is_code(passage.text) and not passage.notes else "cells"


def _bridged(passages: Sequence[Passage], families: list[str]) -> list[str]:
    """`families` with the lines that a program encloses, whatever they look like."""
    code = [at for at, family in enumerate(families) if family == "code"]
    for low, high in pairwise(code):
        between = set(families[low + 1 : high]) if high - low <= BRIDGE + 1 else {""}
        if between == {"cells"} and not any(one.notes for one in passages[low:high]):
            families[low:high] = ["code"] * (high - low)
    return families


def _joint(family: str, run: Sequence[Passage], sheet: Sheet) -> Sequence[Block]:
    """The blocks of a run of one family."""
    if family == "list":
        return lists.items(run, sheet)
    if family == "quote":
        return [Quote(tuple(passage.paragraph() for passage in run), _numbers(run))]
    if family == "code":
        return list(_programs(run, sheet))
    made = tables.shown(run) if family == "cells" else [tables.told(run)]
    return tables.printable(made, run, sheet)


def _single(passage: Passage, level: int, sheet: Sheet) -> Block:
    if passage.kind == "figure" or passage.role == "caption":
        return figures.figure(passage)
    if _is_rule(passage):
        number = passage.numbers[0]
        reason = "the page draws the break itself"
        if not passage.text or sheet.remove(number, "structure.break", reason):
            return Break(passage.numbers)
    if passage.role == "heading":
        return Heading(level, _plainer(passage).content, passage.numbers)
    return passage.paragraph()


def _plainer(heading: Passage) -> Passage:
    """`heading` without the decoration of all of it: how a heading looks is the page's affair.

    In one set in italics a word that is not is the one emphasised.
    """
    for kind in ("strong", "emph"):
        own = [mark for mark in heading.marks if mark.kind == kind]
        rest = _uncovered(own, heading.text) if own else []
        bare = sum(_letters(heading.text[start:end]) for start, end in rest)
        if own and bare < _BARE * _letters(heading.text):
            turned = [Mark(start, end, kind) for start, end in rest if kind == "emph"]
            kept = [mark for mark in heading.marks if mark.kind != kind]
            heading = replace(heading, marks=(*kept, *turned))
    return heading


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _uncovered(marks: Sequence[Mark], text: str) -> list[tuple[int, int]]:
    """The spans of `text` with words outside of all `marks`."""
    edges = [(0, 0), *sorted((mark.start, mark.end) for mark in marks), (len(text), len(text))]
    found = []
    end = 0
    for start, stop in edges:
        if any(sign.isalnum() for sign in text[end:start]):
            found.append((end, start))
        end = max(end, stop)
    return found


def _is_rule(passage: Passage) -> bool:
    if passage.notes:
        return False
    if passage.kind == "break":
        return True
    if passage.hint or not is_ornament(passage.text):
        return False
    return passage.role == "body" or len(passage.text.replace(" ", "")) >= _DRAWN


def _ruled(blocks: Sequence[Block]) -> Iterator[Block]:
    """`blocks` with breaks only where they part two things."""
    last = max((at for at, block in enumerate(blocks) if not isinstance(block, Break)), default=-1)
    above: Block | None = None
    for at, block in enumerate(blocks):
        if isinstance(block, Break) and (above is None or isinstance(above, Break) or at > last):
            continue
        above = block
        yield block


def _programs(run: Sequence[Passage], sheet: Sheet) -> Iterator[Code]:
    """The programs of `run`: an empty line parts those that the format tells apart."""
    program: list[Passage] = []
    for passage in (*run, None):
        ends = passage is None or (passage.apart and passage.kind == "code")
        if ends and any(one.text for one in program):
            yield _program(program, sheet)
        program = [*([] if ends else program), *([passage] if passage else [])]


def _program(run: Sequence[Passage], sheet: Sheet) -> Code:
    lines: list[str] = []
    for passage in run:
        whole = sheet.current[passage.numbers[0]].rstrip()
        lines += ["", whole] if passage.apart and lines else [whole]
    return Code("\n".join(lines).strip("\n"), _numbers(run))


def _numbers(run: Sequence[Passage]) -> tuple[int, ...]:
    return tuple(number for passage in run for number in passage.numbers)
