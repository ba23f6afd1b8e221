"""Slips of reference entries that only their list can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from copydesk.clean.rules import document_rule
from copydesk.clean.views import View
from copydesk.model import Edit

_YEAR = r"(?:1[5-9]|20)\d\d[a-z]?"
#: The author block is at the start of an entry; later stops belong to titles.
_HEAD = 240
_YEAR_COMMA = re.compile(rf"(\bet al\.|(?<=[ .-])[A-Z]\.) (?={_YEAR}[.,:]? )")
_COMMA_YEAR = re.compile(rf"(?:\bet al\.|[ .][A-Z]\.), ?\(?{_YEAR}")
_ENTRY = re.compile(
    rf"^(?:\[?\d{{1,3}}[.\])] |[-•*–] )?[^\W\d_a-z].{{0,200}}?(?:\b{_YEAR}\b|\bn\.d\.|“)"
)
_DATED_END = re.compile(
    rf"(?:{_YEAR}|[.?!]”|[)]|\d|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Sep|Oct|Nov|Dec|Aug)\w*\.?),$"
)
_NO_YEAR = re.compile(r"^([^“”\d]{2,80}?,) (?=“)")
_AUTHOR_YEAR = re.compile(rf"\A[^“”\d]{{2,160}}?[,. ] ?\(?{_YEAR}\b")
_DATE = re.compile(rf"\b({_YEAR})\b")


@document_rule("ref.year-comma")
def year_comma(views: tuple[View, ...]) -> Iterator[Edit]:
    """A comma between the authors and the year, as the other entries have it."""
    found = []
    with_comma = 0
    for view in views:
        head = view.text[:_HEAD].partition("“")[0]
        if _COMMA_YEAR.search(head):
            with_comma += 1
        elif match := _YEAR_COMMA.search(head):
            found.append((view, match))
    if len(found) > with_comma:
        return
    for view, match in found:
        name = match.group(1)
        yield view.edit(*match.span(1), name + ",", "a comma separates the authors from the year")


def _whole(views: tuple[View, ...]) -> Iterator[View]:
    """The lines with which an entry ends: no line follows that may continue it.

    In a list whose lines were broken at a width any line that touches may.
    """
    rows = [(view, view.number + 1 == below.number) for view, below in pairwise(views)]
    is_broken = any(
        touches and not _ENTRY.match(below.text)
        for (_, touches), below in zip(rows, views[1:], strict=True)
    )
    for view, touches in (*rows, *((view, False) for view in views[-1:])):
        if not view.goes_on and not (touches and is_broken):
            yield view


@document_rule("ref.trailing-comma")
def trailing_comma(views: tuple[View, ...]) -> Iterator[Edit]:
    """An entry ends in a stop, not in a comma."""
    for view in _whole(views):
        text = view.text.rstrip()
        if _DATED_END.search(text, max(0, len(text) - 16)) and not text.endswith("”,"):
            stop = "" if text.endswith(".,") else "."
            yield view.edit(len(text) - 1, len(text), stop, "a full stop ends an entry")


@document_rule("ref.final-stop")
def final_stop(views: tuple[View, ...]) -> Iterator[Edit]:
    """A stop at the end of an entry, where the other entries have one."""
    whole = list(_whole(views))
    bare = [view for view in whole if view.text.rstrip()[-1:].isalnum() and _ENTRY.match(view.text)]
    stopped = sum(view.text.rstrip().endswith((".", ".”", "?”", "!”")) for view in whole)
    if stopped <= len(bare):
        return
    for view in bare:
        text = view.text.rstrip()
        if not any(end == len(text) for _, end in view.frozen):
            yield view.edit(len(text) - 1, len(text), text[-1] + ".", "a full stop ends an entry")


@document_rule("ref.missing-year")
def missing_year(views: tuple[View, ...]) -> Iterator[Edit]:
    """Ask whether the only year of an entry belongs after its authors."""
    found = [(view, match) for view in views if (match := _NO_YEAR.match(view.text))]
    dated = sum(bool(_AUTHOR_YEAR.match(view.text)) for view in views)
    if dated <= len(found):
        return
    for view, match in found:
        years = set(_DATE.findall(view.text, match.end()))
        if len(years) == 1:
            year = years.pop()
            end = match.end(1)
            reason = f"no year after the authors; the only year of the entry is {year}"
            yield view.edit(end - 1, end, f", {year}.", reason)
