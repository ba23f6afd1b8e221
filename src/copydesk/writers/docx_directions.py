"""The direction of paragraphs and runs in a Word file, where anything in it runs to the left.

Word takes everything for written from left to right unless it is told; pages find out by
themselves.
"""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import pairwise
from typing import Final

from copydesk.language.scripts import (
    Direction,
    direction_of,
    has_other_direction,
    paragraph_side,
    runs_to,
)
from copydesk.model import EditedText
from copydesk.writers.docx_reference import Element, W, put_property

_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
#: Parts whose paragraphs stand at the edge of the page, whatever is in them.
_EDGES: Final = (f"{W}hdr", f"{W}ftr")
#: Letters that run to the right, with the numbers and stops among and behind them.
_RIGHTWARD: Final = re.compile(
    r"[A-Za-z\u00c0-\u02af\u0370-\u0589\u0900-\u1fff\u3040-\ud7ff]"
    r"(?:[^\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]*[A-Za-z0-9\u00c0-\u02af\u0370-\u0589\u3040-\ud7ff])?"
)


def is_plain(edited: EditedText, language: str) -> bool:
    """Whether nothing of an article in `language` runs to the left."""
    if direction_of(language) == "rtl":
        return False
    return not any(has_other_direction(line.text, "ltr") for line in edited.lines)


def turn_part(root: Element, language: str) -> None:
    """Give the paragraphs, tables and pages of a part their direction."""
    base = direction_of(language)
    for paragraph in root.iter(f"{W}p"):
        runs = [run for run in paragraph.iter(f"{W}r") if run.find(f"{W}t") is not None]
        text = "".join(map(_text, runs))
        leftward = root.tag in _EDGES and base == "rtl"
        if leftward or _side_of(paragraph, runs, text, base) == "rtl":
            put_property(paragraph.get_or_add_pPr(), "bidi")
            for run in runs:
                _turn_run(run)
        elif has_other_direction(text, "ltr"):
            for run in runs:
                if has_other_direction(_text(run), "ltr") and not has_other_direction(
                    _text(run), "rtl"
                ):
                    put_property(run.get_or_add_rPr(), "rtl")
    for section in root.iter(f"{W}sectPr") if base == "rtl" else ():
        section.append(section.makeelement(f"{W}bidi"))
    for table in root.iter(f"{W}tbl"):
        told = [one for one in table.iter(f"{W}p") if any(map(str.isalpha, _text(one)))]
        turned = bool(told) and all(one.find(f"{W}pPr/{W}bidi") is not None for one in told)
        if base == "rtl" or turned:
            table.bidiVisual_val = True


def _side_of(paragraph: Element, runs: list[Element], text: str, base: Direction) -> Direction:
    """To which side a paragraph runs: an entry as its first letter does, others as most of it."""
    if paragraph.style == "Bibliography":
        return runs_to(text) or base
    marked = [run.find(f"{W}rPr/{W}rtl") is not None for run in runs if _text(run).strip()]
    return "rtl" if base == "ltr" and marked and all(marked) else paragraph_side(text, base)


def _text(element: Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def _turn_run(run: Element) -> None:
    """Mark what of `run` runs to the left; letters that run to the right may not be marked."""
    text = _text(run)
    spans = [match.span() for match in _RIGHTWARD.finditer(text)]
    if not spans:
        put_property(run.get_or_add_rPr(), "rtl")
    elif not has_other_direction(text, "ltr"):
        _unmark(run)
    elif len(run.findall(f"{W}t")) == 1:
        bounds = sorted({0, len(text), *(at for span in spans for at in span)})
        starts = {start for start, _ in spans}
        for start, end in pairwise(bounds):
            piece = deepcopy(run)
            _unmark(piece)
            for inner in piece.iterfind(f"{W}t"):
                inner.text = text[start:end]
                inner.set(_SPACE, "preserve")
            if start not in starts:
                put_property(piece.get_or_add_rPr(), "rtl")
            run.addprevious(piece)
        run.getparent().remove(run)


def _unmark(run: Element) -> None:
    if run.rPr is not None:
        run.rPr.remove_all("w:rtl")
