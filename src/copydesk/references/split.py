"""The lines of a list → its entries: lines of one joined, a paragraph of several cut.

`structure.assemble` hands over one `Reference` per line. Which lines go on is for
`lines` to say, where a paragraph parts for `run_on`; each join and cut is an edit of
the structure ledger, so it can be read and taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from copydesk.clean.hyphens import Hyphens, find_hyphens
from copydesk.clean.sheet import Sheet
from copydesk.config import Config
from copydesk.ledger import received_span
from copydesk.model import Article, Decisions, Edit, EditedText, Reference
from copydesk.references import lines, run_on
from copydesk.references.lines import ListLine, find_glues
from copydesk.references.openings import find_labels
from copydesk.references.tokens import visible

_JOINED: Final = "the next line goes on with this entry"
_CUT: Final = "another entry begins here"


def entries(
    article: Article, config: Config, decisions: Decisions
) -> tuple[tuple[Reference, ...], tuple[Edit, ...]]:
    """The entries of the list of `article`, and the joins and cuts as structure edits.

    The edits continue the structure ledger. `raw` of an entry is what was received of it:
    its lines joined by a blank, or its part of a line. What the editor said stet to is
    entered and not made.
    """
    sheet = Sheet(article.edited, config, decisions, article.structure)
    kept: list[Reference] = []
    gone: set[int] = set()
    headings = lines.find_headings([one.text for one in article.back.references])
    for at, one in enumerate(article.back.references):
        heads = at in headings and _is_whole(one, sheet)
        if heads and sheet.remove(one.lines[0], lines.RULE, lines.REASON):
            gone.add(one.lines[0])
        else:
            kept.append(one)
    rows = [_make_row(kept[max(0, at - 1) : at + 1], sheet, gone) for at in range(len(kept))]
    glues = find_glues(rows, find_labels([row.text for row in rows]))
    starts = [at for at, glue in enumerate(glues) if glue is None]
    evidence = _find_hyphens(article.edited) if len(starts) < len(kept) else Hyphens()
    joined: list[Reference] = []
    for low, high in pairwise((*starts, len(kept))):
        joined += _join(kept[low:high], glues[low:high], sheet, evidence)
    return tuple(part for one in joined for part in _cut(one, sheet)), tuple(sheet.edits)


def _is_whole(reference: Reference, sheet: Sheet) -> bool:
    """Whether `reference` is one line, which stands as it was assembled."""
    if len(reference.lines) != 1:
        return False
    number = reference.lines[0]
    text = sheet.current[number]
    unchanged = text == sheet.edited.lines[number - 1].text
    return unchanged and text.strip() == reference.text.strip() != ""


def _make_row(row: Sequence[Reference], sheet: Sheet, gone: Collection[int]) -> ListLine:
    """What the joining of lines has to know of the last of `row`, which has the one above too.

    Lines that are `gone` were headings between the entries.
    """
    *above, reference = row
    text = reference.text.strip()
    if not _is_whole(reference, sheet):
        return ListLine(text, alone=True)
    number = reference.lines[0]
    line = sheet.current[number].expandtabs(8)
    indent = len(line) - len(line.lstrip())
    if not above or not _is_whole(above[0], sheet) or above[0].lines[0] >= number:
        return ListLine(text, indent, alone=True)
    between = range(above[0].lines[0] + 1, number)
    alone = any(sheet.current[one].strip() or one in gone for one in between)
    return ListLine(text, indent, apart=len(between), alone=alone)


def _find_hyphens(edited: EditedText) -> Hyphens:
    """What the whole text says of hyphens at line ends."""
    texts = [line.text for line in edited.lines]
    filled = tuple(at for at, text in enumerate(texts) if text.strip())
    english = edited.language.partition("-")[0] == "en"
    return find_hyphens(texts, [filled], english=english)


def _join(
    group: Sequence[Reference], glues: Sequence[str | None], sheet: Sheet, evidence: Hyphens
) -> Iterator[Reference]:
    """The entry that the lines of `group` are; several where the editor refuses a join."""
    if len(group) == 1:
        yield from group
        return
    heads = {one.lines[0]: one for one in group}
    glued = {number - 1 for number, glue in zip(heads, glues, strict=True) if glue == ""}
    unit = tuple(number - 1 for number in heads)
    for numbers in sheet.join(unit, evidence, _JOINED, glued):
        yield replace(heads[numbers[0]], lines=tuple(numbers))


def _cut(reference: Reference, sheet: Sheet) -> Iterator[Reference]:
    """The entries that `reference` holds: itself, or each of those that run on in it.

    The last cut is entered first, so that the others stay where they are.
    """
    parts = sheet.list_parts(reference.lines[0]) if reference.lines else []
    if len(parts) < 2 and not _is_whole(reference, sheet):
        yield reference
        return
    line = reference.lines[0]
    whole = sheet.current[line]
    lead = len(whole) - len(whole.lstrip())
    gaps = [(lead + start, lead + end) for start, end in run_on.gaps(whole.strip())]
    made = [
        (start, end)
        for start, end in reversed(gaps)
        if sheet.change(line, "structure.split", (start, whole[start:end]), "\n", _CUT)
    ]
    if len(parts) == 1 and not made:
        yield reference
        return
    for (_, low), (high, _) in pairwise([(0, 0), *reversed(made), (len(whole), len(whole))]):
        raws = _receive(sheet, parts, whole, (low, high))
        raw = " ".join(" ".join(map(visible, raws.values())).split())
        yield replace(reference, raw=raw, text=whole[low:high].strip(), lines=tuple(raws))


def _receive(
    sheet: Sheet, parts: Sequence[tuple[int, int, int]], whole: str, span: tuple[int, int]
) -> dict[int, str]:
    """What was received of the `span` of the text `whole`, by the line it stands in."""
    found: dict[int, str] = {}
    ends = [*(part[0] for part in parts[1:]), len(whole)]
    for (at, number, start), end in zip(parts, ends, strict=True):
        low, high = max(span[0], at), min(span[1], end)
        if not whole[low:high].strip():
            continue
        line = sheet.edited.lines[number - 1]
        received = sheet.edited.submission.lines[number - 1].text
        stop = min(high - at + start, len(line.text))
        first, last = received_span(line, received, low - at + start, stop)
        # Blanks and hyphens at the edges of a line are received with it.
        first = first if whole[at:low].strip() else 0
        last = last if whole[high:end].strip() else len(received)
        found[number] = received[first:last]
    return found
