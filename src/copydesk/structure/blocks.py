"""Runs of labelled text → the blocks of the body.

A role says what a line is for, a hint what its format made of it. Where both can be true
the hint decides the block: what the site's author set as a list, table or program is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from copydesk.model import Block, Break, Code, Heading, Quote
from copydesk.structure import figures, lists, tables
from copydesk.structure.headings import TOP, find_levels
from copydesk.structure.passage import Passage, list_numbers
from copydesk.structure.sheet import Sheet

#: Signs that a rule is drawn with. Stars and dots may stand alone, dashes too in running
#: text; so may printers' flowers and the stars and snowflakes among the dingbats.
_ORNAMENT: Final = re.compile(r"(?:[*·•~_=—–⁂❦❧☙◆◇❖#\u2720-\u274b-]\ufe0f?\s?)+")
#: Signs of a rule among items or cells, where one alone means something else.
_DRAWN: Final = 3
#: A heading is set in italics or bold all over where more of its letters are.
_MOST: Final = 0.6
_LETTER: Final = re.compile(r"[^\W_]")
#: Kind of a hint → the roles that its block can have.
_HINTED: Final = {
    "list": ("list", "body", "other"),
    "table": ("other", "body", "list"),
    "code": ("other", "body", "list"),
    "quote": ("quote", "body"),
}
#: No line of a program that somebody prints is wider.
_WIDEST: Final = 160

#: What a line of a program begins with, holds and ends in; prose has words in a row.
_BEGUN = re.compile(
    r"[$%] |>>> |#include|#!/|//|/\*|\*/|[}\])]|@\w+$|</?[a-zA-Z][^<>]*>"
    r"|(?:sudo|npm|pip3?|git|curl|cd|import|from|def|class|const|let|var|return|function)"
    r" [\w.@~/\"'{(-]+(?:[ ;:({=]|$)"
)
_HELD = re.compile(
    r"[a-z_]\w{0,60}(?:\.\w{1,60}){0,9}\([^)\s]{0,60}\)?|\w\[[\"'\w]+\]"
    r"|[=!<>]==?|[=-]>|&&|\|\||::|\+=|[{}\[]$|[{}()\[\]=<>$#/*].{0,200};$|^\W*;$"
)
_PROSE = re.compile(r"[a-zß-ÿ,]\s[a-zß-ÿ]+\s[a-zß-ÿ]+\s")
#: What a program says to its user, which may be a sentence.
_QUOTED = re.compile(r"\"[^\"]{0,80}\"|(?<!\w)'[^']{0,80}'")


def make_blocks(passages: Sequence[Passage], sheet: Sheet) -> tuple[Block, ...]:
    """The blocks of `passages`; what blocks set by themselves goes, which `sheet` records."""
    heights = find_levels(passages)
    blocks: list[Block] = []
    places = range(len(passages))
    for family, group in groupby(places, key=lambda at: _find_family(passages[at])):
        if not family:
            blocks += (_make_one(passages[at], heights.get(at, TOP), sheet) for at in group)
        else:
            blocks += _make_run(family, [passages[at] for at in group], sheet)
    # Breaks part two things, or are not there.
    kept = [
        block
        for block, above in zip(blocks, [Break(()), *blocks], strict=False)
        if not (isinstance(block, Break) and isinstance(above, Break))
    ]
    return tuple(kept[:-1] if kept and isinstance(kept[-1], Break) else kept)


def _find_family(passage: Passage) -> str:
    """Neighbours of one family make one block."""
    kind, role = passage.kind, passage.role
    if _is_rule(passage) or kind == "figure":
        return ""
    if role in _HINTED.get(kind, ()):
        return f"table:{passage.hint.rpartition(':')[2]}" if kind == "table" else kind
    return role if role in ("list", "quote", "other") else ""


def _make_run(family: str, run: Sequence[Passage], sheet: Sheet) -> Sequence[Block]:
    """The blocks of a run of one family."""
    if family == "list":
        return lists.make_lists(run, sheet)
    if family == "quote":
        return [Quote(tuple(passage.paragraph() for passage in run), list_numbers(run))]
    # No program can call a note.
    shown = family == "other" and not any(passage.notes for passage in run)
    if family == "code" or (shown and 2 * sum(is_code(one.text) for one in run) >= len(run)):
        return list(_make_programs(run, sheet))
    return tables.make_table(run, sheet)


def _make_one(passage: Passage, level: int, sheet: Sheet) -> Block:
    if passage.kind == "figure" or passage.role == "caption":
        return figures.make_figure(passage)
    if _is_rule(passage):
        number = passage.numbers[0]
        reason = "the page draws the break itself"
        if not passage.text or sheet.remove(number, "structure.break", reason):
            return Break(passage.numbers)
    if passage.role == "heading":
        return Heading(level, _strip_decoration(passage).content, passage.numbers)
    return passage.paragraph()


def _strip_decoration(heading: Passage) -> Passage:
    """`heading` without the decoration of all of it: how a heading looks is the page's affair."""
    letters = {"": len(_LETTER.findall(heading.text)), "strong": 0, "emph": 0}
    for mark in heading.marks:
        if mark.kind in letters:
            letters[mark.kind] += len(_LETTER.findall(heading.text[mark.start : mark.end]))
    kept = (mark for mark in heading.marks if letters.get(mark.kind, 0) <= _MOST * letters[""])
    return replace(heading, marks=tuple(kept))


def _is_rule(passage: Passage) -> bool:
    if passage.notes:
        return False
    if passage.kind == "break":
        return True
    if passage.hint or not _ORNAMENT.fullmatch(passage.text):
        return False
    return passage.role == "body" or len(passage.text.replace(" ", "")) >= _DRAWN


def _make_programs(run: Sequence[Passage], sheet: Sheet) -> Iterator[Code]:
    """The programs of `run`: an empty line parts those that the format tells apart."""
    programs: list[list[Passage]] = [[]]
    for passage in run:
        if passage.apart and passage.kind == "code":
            programs.append([])
        programs[-1].append(passage)
    for program in programs:
        if any(passage.text for passage in program):
            lines = [
                "\n" * passage.apart + sheet.current[passage.numbers[0]].rstrip()
                for passage in program
            ]
            yield Code("\n".join(lines).strip("\n"), list_numbers(program))


def is_code(text: str) -> bool:
    """Whether `text` is a line of a program or a shell, told by its signs, in any language.

    >>> all(map(is_code, ("if (harbour.open()) {", "$ make harbour", "});", "oil = tank[2];")))
    True
    >>> prose = ("Interval: ten seconds", "The harbour (an old one) was quiet.", "Ports & ships")
    >>> any(map(is_code, (*prose, "The close() function shuts the harbour for the night;")))
    False
    """
    line = _QUOTED.sub('""', text.strip()) if len(text) <= _WIDEST else ""
    if _PROSE.search(line):
        return False
    return _BEGUN.match(line) is not None or _HELD.search(line) is not None
