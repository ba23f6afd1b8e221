"""What a unit's neighbourhood and the rest of the document say about it.

All of it is found in passes whose cost grows with the number of words, never
with its square: repeated sentences are looked up by their word groups.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.structure.names import is_by
from copydesk.structure.phrases import load
from copydesk.structure.features import LABEL, LINE, PARAGRAPH, SENTENCE, SHORT_TEXT, Facts

#: From this mass on a unit is prose, below it a label, menu entry, item or heading.
PROSE: Final = SENTENCE
#: So many units without prose part two clusters of prose.
DESERT: Final = 8
#: A cluster of prose with less than this share of the largest one's mass is astray.
STRAY_SHARE: Final = 0.25
#: Entries of menus are no wider, on average.
MENU: Final = 30
#: From this mass on a sentence is no headline of another article.
LINKED: Final = 0.5
#: One line below a colon is no list.
LEAST_ITEMS: Final = 2
MOST_ITEMS: Final = 15
#: Byline and date stand so many units below their title at most.
SIGNED: Final = 4
#: Answers and time stamps stand so near below the label that opens the comments.
COMMENT_REACH: Final = 14
#: A button of so few words comes back so often at least.
BUTTONS: Final = 3
#: Words of the groups by which repeated sentences are found, and how many must be shared.
GROUP: Final = 5
REPEATED: Final = 0.75
WORDS_OF_QUOTE: Final = range(7, 60)
#: Behind so many parts of the site what is left may be a tail: this share of the prose for each
#: part, never more than that.
SPOKEN: Final = 3
TAIL_STEP: Final = 0.025
TAIL: Final = 0.2
#: Words too small to tell what a text is about.
TELLING: Final = 4

_WORDS = re.compile(r"\w+")
_HAN = re.compile("[\u3400-\u9fff\u3040-\u30ff]")


@dataclass(frozen=True, slots=True)
class Setting:
    """A unit's surroundings.

    `run` counts the units without prose in a row around this one and `place` its
    place among them from 0; `to_prose` how many units part it from the next prose.
    `led` says that the run hangs on a line that ends with a colon, `listed` that a
    line of the same words comes later, `about` how much of the line's words the
    prose uses. `linked` says that the run hangs on a label such as "Related posts",
    `packed` that the unit belongs to a block of lines without blank ones between
    them in a text that sets its paragraphs apart. `opened` says that prose has been seen, `crowns` that it stands on
    the paragraph below it and apart from what is above, `ends_list` that it follows the items of a list as their
    next heading would, `tail` that next to nothing
    of the text's prose is left and the site has spoken, `after_by` that the line
    above ends with "by". `stray` grows to 1 as the cluster of prose around it is small and
    apart.
    """

    gap_before: bool
    gap_after: bool
    repeats: int
    listed: bool
    run: int
    place: int
    menu: bool
    led: bool
    after_colon: bool
    to_prose: int
    after_weak: bool
    signed: bool
    about: float
    stray: float
    comment: bool
    echoed: bool
    tabular: bool
    numbered: bool
    linked: bool
    packed: bool
    opened: bool
    crowns: bool
    ends_list: bool
    tail: bool
    after_by: bool


def settings(units: Sequence[Facts]) -> list[Setting]:
    """The setting of each of `units`."""
    counts = Counter(unit.phrase for unit in units if unit.width <= PARAGRAPH)
    last = {unit.phrase: index for index, unit in enumerate(units)}
    tabular = _tabular(units)
    runs = _runs(units, tabular)
    to_prose = _to_prose(units, tabular)
    signed = _signed(units)
    stray = _stray(units)
    comments = _comments(units, counts)
    echoed = _echoes(units)
    linked = _linked(units)
    packed = _packed(units)
    tail = _tail(units, stray)
    vocabulary = _vocabulary(units)
    solid = (at for at, unit in enumerate(units) if unit.mass > LINKED and not unit.kind)
    first = next(solid, len(units))
    result = []
    for index, unit in enumerate(units):
        start, end, mean, led = runs[index]
        before = units[index - 1] if index else None
        after = units[index + 1] if index + 1 < len(units) else None
        repeats = counts[unit.phrase] if unit.phrase and unit.width <= PARAGRAPH else 1
        result.append(
            Setting(
                gap_before=before is None or unit.lines[0] - before.lines[-1] > 1,
                gap_after=after is None or after.lines[0] - unit.lines[-1] > 1,
                repeats=repeats,
                listed=repeats > 1 and last[unit.phrase] > index,
                run=end - start,
                place=index - start,
                menu=end - start >= DESERT and mean < MENU,
                led=led,
                after_colon=before is not None and before.colon,
                to_prose=to_prose[index],
                after_weak=before is not None
                and before.mass == 0
                and not (before.kind or before.colon),
                signed=signed[index],
                about=_about(unit, vocabulary),
                stray=stray[index],
                comment=comments[index],
                echoed=index in echoed,
                tabular=tabular[index],
                numbered=unit.sign in ("number", "note")
                and any(other is not None and other.sign == unit.sign for other in (before, after)),
                opened=index > first,
                crowns=_crowns(before, unit, after),
                ends_list=end - index == 1
                and after is not None
                and after.mass >= PROSE
                and (_crowns(before, unit, after) or unit.width < 0.6 * mean),
                tail=tail[index],
                after_by=before is not None and before.width <= LABEL and is_by(before.phrase),
                linked=linked[index],
                packed=packed[index],
            )
        )
    return result


def _weak(unit: Facts) -> bool:
    return unit.mass < PROSE and not unit.label


def _runs(units: Sequence[Facts], tabular: Sequence[bool]) -> list[tuple[int, int, float, bool]]:
    """For each unit the start and end of its run, its mean width, and whether a colon leads it."""
    result: list[tuple[int, int, float, bool]] = []
    index = 0
    while index < len(units):
        end = index
        while (
            end < len(units)
            and _weak(units[end])
            and not tabular[end]
            and not (end > index and units[end].colon)
        ):
            end += 1
        if end == index:
            result.append((index, index, 0.0, False))
            index += 1
            continue
        run = units[index:end]
        mean = sum(unit.width for unit in run) / len(run)
        led = (run[0].colon and len(run) > LEAST_ITEMS) or (
            index > 0 and units[index - 1].colon and len(run) >= LEAST_ITEMS
        )
        result += [(index, end, mean, led)] * (end - index)
        index = end
    return result


def _to_prose(units: Sequence[Facts], tabular: Sequence[bool]) -> list[int]:
    result = [len(units)] * len(units)
    distance = len(units)
    for index in range(len(units) - 1, -1, -1):
        result[index] = distance
        unit = units[index]
        content = unit.mass >= PROSE or unit.colon or unit.code or unit.sign == "bullet"
        distance = 0 if (content or tabular[index]) and not unit.kind else distance + 1
    return result


def _signed(units: Sequence[Facts]) -> list[bool]:
    """Whether a byline or date stands right above or follows within the next few units."""
    result = []
    for index in range(len(units)):
        found = index > 0 and _signs(units[index - 1]) and not units[index - 1].only_date
        for unit in units[index + 1 : index + 1 + SIGNED]:
            if found or (unit.mass > PROSE and unit.width > SHORT_TEXT):
                break
            found = _signs(unit)
        result.append(found)
    return result


def _signs(unit: Facts) -> bool:
    return unit.only_date or unit.announced or (unit.dated and bool(unit.authors))


def _stray(units: Sequence[Facts]) -> list[float]:
    clusters: list[list[int]] = [[]]
    dry = 0
    for index, unit in enumerate(units):
        dry = dry + 1 if unit.mass < PROSE else 0
        if dry == DESERT:
            clusters.append([])
        clusters[-1].append(index)
    masses = [
        sum(units[index].mass * min(units[index].width, SHORT_TEXT) for index in cluster)
        for cluster in clusters
    ]
    most = max(masses) or 1.0
    result = [0.0] * len(units)
    for cluster, mass in zip(clusters, masses, strict=True):
        share = mass / most
        for index in cluster:
            result[index] = max(0.0, 1.0 - share / STRAY_SHARE)
    return result


def _comments(units: Sequence[Facts], counts: Counter[str]) -> list[bool]:
    """Readers' comments: from the label that opens them, or from the first stamped answer, on.

    A short line that comes back between paragraphs is the button below each comment,
    whatever it says.
    """
    buttons = [
        unit.kind == "reply"
        or (unit.width <= MENU and counts[unit.phrase] >= BUTTONS and unit.words <= BUTTONS)
        for unit in units
    ]
    total = sum(unit.mass for unit in units)
    passed = 0.0
    start = len(units)
    for index, unit in enumerate(units):
        passed += unit.mass
        near = units[index + 1 : index + 1 + COMMENT_REACH]
        replies = sum(buttons[index + 1 : index + 1 + COMMENT_REACH])
        stamps = sum(_is_stamp(other) for other in near)
        opens = unit.kind == "comments" and (replies or stamps > 1) and passed >= total / 5
        stamped = _is_stamp(unit) and not unit.only_date and replies > 1 and passed > 0
        if opens or (stamped and unit.authors):
            start = index
            break
    return [index >= start for index in range(len(units))]


def _is_stamp(unit: Facts) -> bool:
    return (
        unit.dated and unit.width <= LINE and (unit.clock or unit.only_date) and unit.mass < PROSE
    )


def _groups(text: str) -> list[tuple[str, ...]]:
    words = _WORDS.findall(text.casefold())
    return [tuple(words[at : at + GROUP]) for at in range(len(words) - GROUP + 1)]


def _echoes(units: Sequence[Facts]) -> set[int]:
    """Units whose words stand in a longer paragraph too: pull quotes."""
    candidates = [
        index
        for index, unit in enumerate(units)
        if LABEL < unit.width <= SHORT_TEXT
        and unit.words in WORDS_OF_QUOTE
        and unit.mass >= SENTENCE
    ]
    wanted: dict[tuple[str, ...], set[int]] = {}
    sizes: dict[int, int] = {}
    for index in candidates:
        groups = set(_groups(units[index].text))
        sizes[index] = len(groups)
        for group in groups:
            wanted.setdefault(group, set()).add(index)
    hits: Counter[int] = Counter()
    seen: set[tuple[int, tuple[str, ...]]] = set()
    for index, unit in enumerate(units):
        if unit.width < LINE or unit.mass < PROSE:
            continue
        for group in _groups(unit.text):
            for candidate in wanted.get(group, ()):
                longer = unit.width > units[candidate].width
                if candidate != index and longer and (candidate, group) not in seen:
                    seen.add((candidate, group))
                    hits[candidate] += 1
    return {index for index, count in hits.items() if count >= REPEATED * max(sizes[index], 1)}


def _tabular(units: Sequence[Facts]) -> list[bool]:
    """Units that belong to a flattened table: its rows, and rows whose cells came a line each.

    Above, between and below the rows of a table, lines without prose are cells
    when they fill whole rows.
    """
    result = [unit.cells > 0 for unit in units]
    rows = [index for index, unit in enumerate(units) if unit.cells]
    for row, order in [(row, -1) for row in rows] + [(row, 1) for row in rows]:
        columns = units[row].cells
        at = row + order
        cells: list[int] = []
        while 0 <= at < len(units) and len(cells) < columns and _is_cell(units[at]):
            cells.append(at)
            at += order
        if len(cells) == columns:
            for index in cells:
                result[index] = True
    return result


def _is_cell(unit: Facts) -> bool:
    if unit.cells or unit.kind or unit.dated or unit.caption:
        return False
    return unit.figure or (unit.mass < PROSE and unit.width <= LINE)


def _linked(units: Sequence[Facts]) -> list[bool]:
    """Units that hang on a label such as "Related posts", up to the next prose."""
    result = []
    open_ = False
    for unit in units:
        if unit.kind in ("related", "tags") and unit.phrase in load().exact:
            open_ = True
        elif (unit.mass > LINKED and not unit.cut and unit.closed and not unit.asks) or unit.label:
            open_ = False
        result.append(open_)
    return result


def _packed(units: Sequence[Facts]) -> list[bool]:
    """Units that are items of a list without signs: a pile of lines that no full stop closes.

    Where the text sets its paragraphs apart by blank lines, a pile without blank
    lines may hold a few sentences too.
    """
    pairs = [
        _apart(above, below)
        for above, below in zip(units, units[1:], strict=False)
        if above.mass >= PROSE and below.mass >= PROSE
    ]
    spaced = sum(pairs) > 2 * len(pairs) / 3
    result = [False] * len(units)
    start = 0
    for index in range(len(units) + 1):
        if index < len(units) and _piles(units, index, start, spaced=spaced):
            continue
        pile = range(_first_item(units, start, index), index)
        while pile and _is_heading_of(units, pile, spaced=spaced):
            pile = pile[:-1]
        above = units[max(0, start - LEAST_ITEMS - 1) : pile.start]
        if any(unit.mass > LINKED for unit in above) and _is_list([units[at] for at in pile]):
            for at in pile:
                result[at] = True
        start = (
            index if index < len(units) and _may_pile(units[index], spaced=spaced) else index + 1
        )
    return result


def _apart(above: Facts, below: Facts) -> bool:
    return below.lines[0] - above.lines[-1] > 1


def _may_pile(unit: Facts, *, spaced: bool) -> bool:
    if (
        unit.kind
        or unit.label
        or unit.colon
        or unit.cells
        or unit.figure
        or unit.width > SHORT_TEXT
    ):
        return False
    return not unit.closed or spaced


def _piles(units: Sequence[Facts], index: int, start: int, *, spaced: bool) -> bool:
    if not _may_pile(units[index], spaced=spaced):
        return False
    return index == start or not spaced or not _apart(units[index - 1], units[index])


def _first_item(units: Sequence[Facts], start: int, end: int) -> int:
    """Where the pile's items begin: its first lines may be headings, much shorter than they."""
    mean = sum(unit.width for unit in units[start:end]) / max(end - start, 1)
    short = [at for at in range(start, min(start + LEAST_ITEMS, end)) if units[at].width < mean / 3]
    return short[-1] + 1 if short else start


def _is_heading_of(units: Sequence[Facts], pile: range, *, spaced: bool) -> bool:
    """Whether the last of a pile is the heading of the prose below it."""
    last = pile[-1]
    below = units[last + 1] if last + 1 < len(units) else None
    mean = sum(units[at].width for at in pile) / len(pile)
    leads = (
        below is not None and below.mass >= PROSE and not (spaced and _apart(units[last], below))
    )
    return leads and units[last].width < min(LABEL, 0.7 * mean)


def _is_list(pile: Sequence[Facts]) -> bool:
    if not LEAST_ITEMS < len(pile) <= MOST_ITEMS:
        return False
    mean = sum(unit.width for unit in pile) / len(pile)
    return mean > 1.5 * MENU and sum(unit.closed for unit in pile) <= len(pile) / 4


def _crowns(before: Facts | None, unit: Facts, after: Facts | None) -> bool:
    if before is None or after is None or after.mass < PROSE:
        return False
    return _apart(before, unit) and not _apart(unit, after)


def _tail(units: Sequence[Facts], stray: Sequence[float]) -> list[bool]:
    """Units behind the article: little prose is left, and parts of the site stand right above."""
    prose = [
        0.0 if unit.kind or apart else unit.mass * min(unit.width, SHORT_TEXT)
        for unit, apart in zip(units, stray, strict=True)
    ]
    left, total = sum(prose), sum(prose)
    spoken = 0
    result = []
    for index, unit in enumerate(units):
        behind = spoken >= SPOKEN and left < min(TAIL, TAIL_STEP * spoken) * total
        result.append(behind)
        left -= prose[index]
        if unit.kind:
            spoken += 1
        elif unit.mass > LINKED and not behind and not stray[index]:
            spoken = 0
    return result


def _vocabulary(units: Sequence[Facts]) -> Counter[str]:
    words: Counter[str] = Counter()
    for unit in units:
        if unit.mass >= PROSE:
            words.update(_telling(unit.text))
    return words


def _telling(text: str) -> list[str]:
    if not text.isascii() and _HAN.search(text):
        return [text[at : at + 2] for at in range(len(text) - 1) if _HAN.match(text[at])]
    return [word for word in _WORDS.findall(text.casefold()) if len(word) >= TELLING]


def _about(unit: Facts, vocabulary: Counter[str]) -> float:
    if unit.width > PARAGRAPH:
        return 0.0
    words = set(_telling(unit.text))
    if not words:
        return 0.0
    return sum(min(1.0, vocabulary[word] / 3) for word in words) / len(words)
