"""Received lines → units: a line each, or the lines of one hard-wrapped paragraph.

Text browsers, mails and print shops break lines at a fixed width: a break was forced when the
first word of the next line would not have fitted on this one. Letters copied out of a PDF have
widths of their own: there lines that touch are prose when sentences go on from line to line as
in no verse. The source of a mail breaks lines anywhere, and says so with an equals sign.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import Final

from copydesk.clean.hyphens import NARROWEST, Unit, is_mailed
from copydesk.model import EditedText, Line
from copydesk.structure.note_signs import find_page_notes
from copydesk.structure.page_heads import find_pages
from copydesk.structure.phrases import load

#: What a format says of a line that goes on with the paragraph above.
GOING_ON: Final = ("on", "amid", "wrap")
#: No text browser, mail program or printed page is wrapped at more columns.
WIDEST: Final = 140
#: No verse that breaks off amid a phrase is so wide.
FAR: Final = 60
#: Columns that a break may come early, for a hyphen or a sign that hangs; and by which a line
#: that was not wrapped at a width is longer.
SLACK: Final = 2
BEYOND: Final = 20
#: A wrapped passage has so many breaks amid a sentence, and this share of those of long lines:
#: short ones, of the head of a paper or a list of its words, have ends of their own.
FEWEST: Final = 3
AMID: Final = 0.25
#: Of the breaks of prose so many stand behind a word nobody would end a verse in.
UNFINISHED: Final = 0.12
#: In a text of one width this share of the breaks amid a sentence is forced; where all its letters
#: have one width, this one.
FORCED: Final = 0.55
EVEN: Final = 0.9
#: How much of the usual length a line fills that goes on: where a word tells it, and where none
#: does, for others may be headings or the ends of paragraphs. No wrapped line is so much longer.
EARLIEST: Final = 0.6
FULL: Final = 0.9
LONGEST: Final = 1.2

#: The sign of an item, but not the "v." between the parties of a case.
_SIGN = re.compile(
    r"\s*(?:(?:[-*·–—+o]|[•◦▪‣●○■□►▶➢✓]{1,2})\s|\d{1,3}[.)]\s|\[\d{1,3}\]"
    r"|(?!v\. [A-Z])[a-z][.)]\s|>|\$ |# )"
)
#: The end of a sentence, behind which the number of a note may stand.
_STOP = re.compile(r"[.!?…。！？][\"'”’»)\]]?\d{0,3}$")
#: A line that only says which table or figure comes: "Table 1", "Abb. 2:".
_LABEL = re.compile(r"\s*[^\W\d_]+\.?\s\d{1,3}[.:]?\s*$")


def find_units(edited: EditedText) -> list[Unit]:
    """Find the paragraphs of a text: as its format tells them, or by how its lines end.

    Lines without words belong to none, and rows and what a print repeats on every page stand alone.

    >>> from copydesk.model import Submission
    >>> lines = tuple(Line(at, text) for at, text in enumerate(["A self-", "evident rule."], 1))
    >>> find_units(EditedText(Submission("a.txt", "", "text/plain", lines), lines))
    [(0, 1)]
    """
    texts = [line.text for line in edited.lines]
    pages = find_pages(edited.submission)
    told = any(line.flow for line in edited.lines)
    hints = () if told else enumerate(line.hint for line in edited.lines)
    alone = {*pages.heads, *(at for at, hint in hints if hint.startswith("table:"))}
    body = ["" if at in alone else text for at, text in enumerate(texts)]
    if told:
        overleaf = {below: above for above, below in pages.joins}
        units = _collect_units(body, _find_told(edited.lines) | overleaf)
    else:
        units = unwrap_lines(body, pages.joins)
    if any(len(unit) > 1 for unit in units):
        # A note at the foot of a page stands alone, however full the line above it is.
        starts = {*chain(*find_page_notes(edited.lines))}
        units = [part for unit in units for part in _split_unit(unit, starts)]
    return sorted([*units, *((at,) for at in alone if texts[at].strip())])


def _split_unit(unit: Unit, starts: Collection[int]) -> Iterator[Unit]:
    """The parts of `unit` that begin with it and with those of `starts` among its lines."""
    cuts = [place for place, at in enumerate(unit) if place and at in starts]
    return (unit[low:high] for low, high in pairwise([0, *cuts, len(unit)]))


def _find_told(lines: Sequence[Line]) -> dict[int, int]:
    """The lines that go on with a paragraph as their format tells, and the line above of each."""
    found = {}
    above = -1
    for at, line in enumerate(lines):
        if line.flow and line.flow not in GOING_ON:
            above = -1
        if line.text.strip():
            if line.flow and above >= 0:
                found[at] = above
            above = at
    return found


def unwrap_lines(texts: Sequence[str], overleaf: Iterable[tuple[int, int]] = ()) -> list[Unit]:
    """Find the units of a text whose lines are `texts`; blank lines belong to none.

    `overleaf` are pairs of lines between which a paragraph goes on, though others (the
    foot of a page, the head of the next) stand between them.

    >>> unwrap_lines(["A title", "", "One paragraph.", "Another."])
    [(0,), (2,), (3,)]
    """
    filled = [at for at, text in enumerate(texts) if text.strip()]
    # A word that the edge of a column parts goes on below the gap.
    parted = [pair for pair in pairwise(filled) if _is_parted(*(texts[at] for at in pair))]
    above_of = {below: above for above, below in (*parted, *overleaf)}
    above_of |= {below: below - 1 for below in find_wrapped_lines(texts)}
    return _collect_units(texts, above_of)


def _collect_units(texts: Sequence[str], above_of: Mapping[int, int]) -> list[Unit]:
    unit_of: dict[int, list[int]] = {}
    for at, text in enumerate(texts):
        if text.strip():
            unit_of[at] = unit_of.get(above_of.get(at, -1), [])
            unit_of[at].append(at)
    return [tuple(unit) for at, unit in unit_of.items() if unit[0] == at]


def find_wrapped_lines(texts: Sequence[str]) -> set[int]:
    """Find the lines that go on with the paragraph of the line above.

    Lines that touch are wrapped prose when sentences go on below their breaks and some of these
    stand behind an article or a preposition. A whole text is judged so, and where it has no
    width, each run of lines that touch.

    >>> run = ["The keeper of the light writes down each of the"]
    >>> run += ["ships that pass in the night, with the hour and"]
    >>> run += ["reads out their names in the morning to all the", "pilots, who have seen them."]
    >>> sorted(find_wrapped_lines(run))
    [1, 2, 3]
    """
    mailed = is_mailed(texts)
    runs = list(_list_runs(texts))
    return {
        below
        for run, wrap in zip(runs, _measure_runs(texts, runs), strict=True)
        for above, below in pairwise(run)
        if (mailed and texts[above].rstrip().endswith("="))
        or (
            _goes_on(texts[above].rstrip(), texts[below], wrap)
            and not (wrap and below < run[-1] and _is_heading(texts, below, wrap))
        )
    }


# ── how lines are wrapped ────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Wrap:
    """How lines are wrapped: at a `width`, or, where that is 0, in type of unequal letters.

    They are about `usual` columns long. Below the `breaks` no sentence begins; `unfinished` of
    them stand behind a word that wants another. `is_even` where all letters have one width.
    """

    width: int
    usual: int
    breaks: int
    unfinished: int
    is_even: bool = False


def _list_runs(texts: Sequence[str]) -> Iterator[list[int]]:
    """The runs of lines that touch, by index."""
    run: list[int] = []
    for at, text in enumerate([*texts, ""]):
        if text.strip():
            run.append(at)
        elif run:
            yield run
            run = []


def _measure_runs(texts: Sequence[str], runs: Sequence[Sequence[int]]) -> list[_Wrap | None]:
    """Measure how each of the `runs` is wrapped: as the whole text, or by itself.

    One too short to be measured is wrapped as the whole text if its lines are as long.
    """
    pairs = [[(texts[above].rstrip(), texts[at]) for above, at in pairwise(run)] for run in runs]
    whole = _measure_wrap([*chain(*pairs)], is_whole=True)
    if whole and whole.width:
        return [whole] * len(runs)
    wraps = [_measure_wrap(run) for run in pairs]
    is_prose = _is_prose([wrap for wrap in wraps if wrap])
    usual = whole if whole and _is_prose([whole]) else None
    return [
        wrap
        if wrap and is_prose and (wrap.unfinished or wrap.usual >= FAR)
        else usual
        if usual and len(run) < FEWEST and all(_fills(above, usual) for above, _ in run)
        else None
        for wrap, run in zip(wraps, pairs, strict=True)
    ]


def _fills(text: str, wrap: _Wrap) -> bool:
    """Whether a line is as long as most that go on."""
    return FULL * wrap.usual <= len(text) <= LONGEST * wrap.usual


def _measure_wrap(pairs: Sequence[tuple[str, str]], *, is_whole: bool = False) -> _Wrap | None:
    """Measure how lines that touch are wrapped; None when they are no prose.

    Only a whole text shows whether its lines have one width.
    """
    breaks = [pair for pair in pairs if _breaks_off(*pair)]
    amid = [pair for pair in breaks if _is_within(*pair)]
    sizes = sorted(len(above) for above, _ in amid)
    usual = sizes[len(sizes) // 4] if sizes else 0
    full = sum(len(above) >= EARLIEST * usual for above, _ in pairs)
    if len(amid) < max(FEWEST, AMID * full) or not NARROWEST <= usual <= WIDEST:
        return None
    unfinished = sum(is_unfinished(above) for above, _ in breaks)
    wrap = _Wrap(0, usual, len(breaks), unfinished)
    width = max(size for size in sizes if size <= WIDEST)
    forced = sum(_is_forced(*pair, width) for pair in amid) / len(amid)
    is_sure = is_whole and forced >= FORCED and (width >= FAR or _is_prose([wrap]))
    return replace(wrap, width=width, is_even=forced >= EVEN) if is_sure else wrap


def _is_prose(wraps: Sequence[_Wrap]) -> bool:
    """Whether so many lines break off amid a phrase as in no verse, list or program."""
    unfinished = sum(wrap.unfinished for wrap in wraps)
    return unfinished >= max(2, UNFINISHED * sum(wrap.breaks for wrap in wraps))


# ── whether a line goes on with the one above ────────────────────────────────


def _goes_on(above: str, below: str, wrap: _Wrap | None) -> bool:
    """Whether `below` goes on with the paragraph of `above`."""
    if _SIGN.match(below) or below.strip().isdecimal() or not any(map(str.isalnum, below)):
        return False
    if _LABEL.match(below) and _STOP.search(above):
        return False
    if wrap is None:
        return len(above) <= WIDEST and _is_cut_off(above, below)
    size, within = len(above), _is_within(above, below)
    if wrap.width:
        early = within and above[-1] not in ".:;!?" and size > EARLIEST * wrap.width
        full = not wrap.is_even and _fills(above, wrap) and _breaks_off(above, below)
        return early or full or _is_forced(above, below, wrap.width)
    if _STOP.search(above):
        return wrap.usual - len(below.split(maxsplit=1)[0]) <= size <= wrap.usual * LONGEST
    return size >= (EARLIEST if within else FULL) * wrap.usual and _breaks_off(above, below)


def _is_heading(texts: Sequence[str], at: int, wrap: _Wrap) -> bool:
    """Whether a line behind the end of a sentence is a heading: it neither fills nor ends one.

    >>> lines = ["and nobody has seen the boat since the flood.", "The boat", "In May it was"]
    >>> _is_heading(lines, 1, _Wrap(0, 48, 9, 4))
    True
    """
    line, below = texts[at].strip(), texts[at + 1].strip()
    if not (_STOP.search(texts[at - 1].rstrip()) and line[-1].isalnum() and below[0].isupper()):
        return False
    room = (wrap.width or wrap.usual) - len(texts[at].rstrip()) - 1
    may_fill = room < max(len(below.split(maxsplit=1)[0]) + SLACK, (1 - FULL) * wrap.usual)
    return len(line) < FAR and not (line[0].islower() or may_fill or _is_within(line, below))


def _is_parted(above: str, below: str) -> bool:
    """Whether a hyphen parts a word between two lines."""
    end = above.rstrip()
    parts = len(end) <= WIDEST and end[-1] in "-\u00ad" and end[-2:-1].isalpha()
    return parts and _is_small(below) and not _SIGN.match(below)


def _is_cut_off(above: str, below: str) -> bool:
    """Whether a line of a text that is not wrapped breaks off amid a phrase, far into it.

    The sentence goes on then whatever the next line begins with, a name or a year too. But a
    capital is a name, as in "before World War I", where no small letter follows; a headline may
    end above a capital, "What the town can still do", or begin there; and above a paragraph
    that no width has broken a line is a headline as a rule.
    """
    if len(above.strip()) < FAR or not is_unfinished(above):
        return False
    word, text = above.rsplit(maxsplit=1)[-1], below.strip()
    heads = len(text) < FAR and text[-1] not in ".!?,;"
    may_part = heads or len(below) > WIDEST or word in load().cues["whole"]
    return _is_small(below) or (word.islower() and not may_part)


def _is_forced(above: str, below: str, width: int) -> bool:
    """Whether the first word of `below` had no room behind `above`."""
    room = width - len(above) - 1
    return -BEYOND < room < len(below.split(maxsplit=1)[0]) + SLACK and not _SIGN.match(below)


def _breaks_off(above: str, below: str) -> bool:
    """Whether no sentence, item, address or indented part ends between two lines."""
    if _STOP.search(above) or _SIGN.match(below) or not any(map(str.isalpha, below)):
        return False
    indents = len(below) - len(below.lstrip()) > len(above) - len(above.lstrip())
    goes_on = above[-1] not in ":;" or _is_small(below) or _is_in_bracket(above, below)
    return not indents and goes_on


def _is_within(above: str, below: str) -> bool:
    """Whether a phrase surely goes on from one line to the next."""
    return _is_small(below) or is_unfinished(above) or _is_in_bracket(above, below)


def _is_in_bracket(above: str, below: str) -> bool:
    """Whether a bracket that opens in one line closes in the next: "(Lo, 2019;" "Fu, 2020)"."""
    end, start = above.rfind("("), below.find(")")
    return above.rfind(")") < end and "(" not in below[: max(start, 0)] and start >= 0


def _is_small(text: str) -> bool:
    """Whether a line begins with a small letter, that of an address apart."""
    return text.lstrip()[0].islower() and "://" not in text.split(maxsplit=1)[0]


def is_unfinished(text: str) -> bool:
    """Whether `text` ends in a word behind which a phrase goes on: "the", "und"."""
    word = text.rsplit(maxsplit=1)[-1]
    return word[-1] in "-\u00ad" or word.casefold() in load().cues["unfinished"]
