"""The direction of paragraphs and runs in a DOCX, where anything in it runs to the left.

Word takes everything for written from left to right unless it is told; pages find out by
themselves.
"""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import pairwise
from typing import Final

from lxml import etree

from copydesk.language.scripts import Direction, direction, runs_to, side, strays
from copydesk.model import EditedText
from copydesk.writers.docx_parts import properties_of, say, style_of

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
#: Paragraph properties that stand behind the direction.
_BEHIND: Final = tuple(
    f"{_W}{name}"
    for name in (
        "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "jc",
        "textAlignment", "outlineLvl", "rPr", "sectPr",
    )
)  # fmt: skip
#: Run properties that stand behind the direction.
_BEHIND_IN_RUNS: Final = (
    f"{_W}cs", f"{_W}em", f"{_W}lang", f"{_W}eastAsianLayout", f"{_W}specVanish"
)  # fmt: skip
#: Parts whose paragraphs stand at the edge of the page, whatever is in them.
_EDGES: Final = (f"{_W}hdr", f"{_W}ftr")
#: Letters that run to the right, with the numbers and stops among and behind them.
_RIGHTWARD: Final = re.compile(
    r"[A-Za-z\u00c0-\u02af\u0370-\u0589\u0900-\u1fff\u3040-\ud7ff]"
    r"(?:[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]*[A-Za-z0-9\u00c0-\u02af\u0370-\u0589\u3040-\ud7ff])?"
)


def is_plain(edited: EditedText, language: str) -> bool:
    """Whether nothing of an article in `language` runs to the left."""
    if direction(language) == "rtl":
        return False
    return not any(strays(line.text, "ltr") for line in edited.lines)


def turn(root: etree._Element, language: str) -> None:
    """Give the paragraphs, tables and pages of a part their direction."""
    base = direction(language)
    for paragraph in root.iter(f"{_W}p"):
        runs = [run for run in paragraph.iter(f"{_W}r") if run.find(f"{_W}t") is not None]
        text = "".join(map(_text, runs))
        leftward = root.tag in _EDGES and base == "rtl"
        if leftward or _side(paragraph, runs, text, base) == "rtl":
            say(properties_of(paragraph, "pPr"), "bidi", _BEHIND)
            for run in runs:
                _turn_run(run)
        elif strays(text, "ltr"):
            for run in runs:
                if strays(_text(run), "ltr") and not strays(_text(run), "rtl"):
                    _mark_run(run)
    if base == "rtl":
        for section in root.iter(f"{_W}sectPr"):
            etree.SubElement(section, f"{_W}bidi")
    for table in root.iter(f"{_W}tbl"):
        _turn_table(table, base)


def _turn_table(table: etree._Element, base: Direction) -> None:
    """Let the columns of `table` begin at the right if the document, or all its text, does."""
    told = [one for one in table.iter(f"{_W}p") if any(map(str.isalpha, _text(one)))]
    properties = table.find(f"{_W}tblPr")
    leftward = bool(told) and all(one.find(f"{_W}pPr/{_W}bidi") is not None for one in told)
    if properties is not None and (base == "rtl" or leftward):
        style = properties.find(f"{_W}tblStyle")
        properties.insert(0 if style is None else 1, etree.Element(f"{_W}bidiVisual"))


def _side(
    paragraph: etree._Element, runs: list[etree._Element], text: str, base: Direction
) -> Direction:
    """To which side a paragraph runs: an entry as its first letter does, others as most of it."""
    if paragraph.find(f"{_W}pPr/{_W}bidi") is not None:  # of an article in a book
        return "rtl"
    if style_of(paragraph) == "Bibliography":
        return runs_to(text) or base
    marked = [run.find(f"{_W}rPr/{_W}rtl") is not None for run in runs if _text(run).strip()]
    return "rtl" if base == "ltr" and marked and all(marked) else side(text, base)


def _text(run: etree._Element) -> str:
    return "".join(text.text or "" for text in run.iter(f"{_W}t"))


def _turn_run(run: etree._Element) -> None:
    """Mark what of `run` runs to the left; letters that run to the right may not be marked."""
    text = _text(run)
    texts = run.findall(f"{_W}t")
    found = [match.span() for match in _RIGHTWARD.finditer(text)]
    if not found:
        _mark_run(run)
    elif not strays(text, "ltr"):
        for mark in run.findall(f"{_W}rPr/{_W}rtl"):
            _remove(mark)
    elif len(texts) == 1:
        bounds = sorted({0, len(text), *(at for span in found for at in span)})
        starts = {start for start, _ in found}
        for start, end in pairwise(bounds):
            piece = _cut(run, text[start:end])
            if start not in starts:
                _mark_run(piece)
            run.addprevious(piece)
        _remove(run)


def _cut(run: etree._Element, text: str) -> etree._Element:
    """A run that looks as `run` does, with no direction and this `text`."""
    piece = deepcopy(run)
    piece.tail = None
    for inner in piece.findall(f"{_W}t"):
        inner.text = text
        inner.set(_SPACE, "preserve")
    for mark in piece.findall(f"{_W}rPr/{_W}rtl"):
        _remove(mark)
    return piece


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _mark_run(run: etree._Element) -> None:
    say(properties_of(run, "rPr"), "rtl", _BEHIND_IN_RUNS)
