"""Received lines → units: a line each, or the lines of one hard-wrapped paragraph.

Text browsers, mails and print shops break lines at a fixed width. A break was forced when the
first word of the next line would not have fitted on this one; any other break is the author's.
What is copied out of a PDF has no such width, for its letters have widths of their own: there a
run of lines that touch is prose when sentences go on from line to line as in no verse. The
source of a mail breaks lines anywhere, and says so with an equals sign at their end.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from statistics import median
from typing import Final

from copydesk.model import EditedText, Line
from copydesk.structure import entries
from copydesk.structure.page_heads import find_pages
from copydesk.structure.phrases import load

#: What a format says of a line that goes on with the paragraph above.
GOING_ON: Final = ("on", "amid")
#: No text browser or mail program wraps outside these columns.
NARROWEST: Final = 40
WIDEST: Final = 120
#: No verse that breaks off amid a phrase is so wide.
FAR: Final = 60
#: One longer line among so many that touch is an exception; more of them are not wrapped.
EXCEPTION: Final = 20
#: A text is wrapped when it has this many forced breaks, this share of its neighbouring lines.
FEWEST: Final = 4
SHARE: Final = 0.35
#: Lines that end in an equals sign, from which on it is the sign of a mail's line break.
BREAKS: Final = 2
#: Columns that a break may come early, for a hyphen or a sign that hangs.
SLACK: Final = 2
#: A line so many columns beyond the width was not wrapped at it.
BEYOND: Final = 20
#: A line that breaks off early is this share of the width long at least; verses are shorter.
HALFWAY: Final = 0.6
#: Of the breaks amid a sentence so many stand behind a word nobody would end a verse in, and so
#: many behind no comma; verses, lists and programs have fewer.
UNFINISHED: Final = 0.12
BARE: Final = 0.65

_SIGN = re.compile(r"\s*(?:[-*•◦▪‣·–—+o]\s|\d{1,3}[.)]\s|\[\d{1,3}\]|[a-z][.)]\s|>|\$ |# )")
#: "(2011) as well": a bracket goes on with a sentence, but for the number of an item.
_ASIDE = re.compile(r"\s*\((?!\w{1,3}\))")
#: The end of a sentence, behind which the number of a note may stand.
_STOP = re.compile(r"[.!?…。！？][\"'”’»)\]]?\d{0,3}$")

#: Columns that part a label from a line, and a line from a paragraph.
LABEL: Final = 50
LINE: Final = 100
#: Columns of a Han character or kana, and of a Hangul syllable, beyond one.
_WIDE: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\u3000-\u303f]")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")

Unit = tuple[int, ...]
"""Indices of the lines of one unit."""


def measure_columns(text: str) -> int:
    """Measure `text` in columns: a Han character fills as many as the letters that say the same.

    >>> measure_columns("harbour"), measure_columns("港口")
    (7, 6)
    """
    return len(text) + 2 * len(_WIDE.findall(text)) + len(_HANGUL.findall(text))


def find_units(edited: EditedText) -> list[Unit]:
    """Find the paragraphs of a text: as its format tells them, or by how its lines end.

    Lines without words belong to none, and what a print repeats on every page stands alone.

    >>> from copydesk.model import Submission
    >>> lines = tuple(Line(at, text) for at, text in enumerate(["A self-", "evident rule."], 1))
    >>> find_units(EditedText(Submission("a.txt", "", "text/plain", lines), lines))
    [(0, 1)]
    """
    if told := find_told_units(edited.lines):
        return told
    pages = find_pages(edited.submission)
    texts = [line.text for line in edited.lines]
    body = ["" if at in pages.heads else text for at, text in enumerate(texts)]
    heads = [(at,) for at in pages.heads if texts[at].strip()]
    return sorted([*unwrap_lines(body, pages.joins), *heads])


def find_told_units(lines: Sequence[Line]) -> list[Unit]:
    """Find the paragraphs of a format that tells which lines they go on in; none of others.

    >>> texts = (("Low", "off"), ("tide.", "on"), ("Mud", "off"))
    >>> find_told_units([Line(at, text, flow=flow) for at, (text, flow) in enumerate(texts, 1)])
    [(0, 1), (2,)]
    """
    if not any(line.flow for line in lines):
        return []
    found: list[list[int]] = []
    begun = False
    for at, line in enumerate(lines):
        goes_on = line.flow in GOING_ON
        begun = begun and (goes_on or not line.flow)
        if not line.text.strip():
            continue
        if goes_on and begun:
            found[-1].append(at)
        else:
            found.append([at])
        begun = True
    return [tuple(unit) for unit in found]


def unwrap_lines(texts: Sequence[str], overleaf: Iterable[tuple[int, int]] = ()) -> list[Unit]:
    """Find the units of a text whose lines are `texts`; blank lines belong to none.

    `overleaf` are pairs of lines between which a paragraph goes on, though others (the
    foot of a page, the head of the next) stand between them.

    >>> unwrap_lines(["A title", "", "One paragraph.", "Another."])
    [(0,), (2,), (3,)]
    """
    width = measure_width(texts)
    told = set() if width else find_running_lines(texts) | find_listed_lines(texts)
    mailed = is_mailed(texts)
    above_of = {below: above for above, below in overleaf}
    found: list[list[int]] = []
    ending: dict[int, list[int]] = {}
    for index, text in enumerate(texts):
        if not text.strip():
            continue
        unit = ending.get(above_of.get(index, -1))
        above = texts[index - 1] if index - 1 in ending else ""
        joined = index in told or (mailed and above.endswith("="))
        if above and (joined or _goes_on(above, text, width)):
            unit = ending[index - 1]
        if unit is None:
            unit = []
            found.append(unit)
        unit.append(index)
        ending[index] = unit
    return [tuple(unit) for unit in found]


def is_mailed(texts: Sequence[str]) -> bool:
    """Whether lines end in an equals sign because a mail program broke them there."""
    ends = [len(above) for above, below in pairwise(texts) if above.endswith("=") and below.strip()]
    return len(ends) >= BREAKS and median(ends) >= NARROWEST


# ── lines wrapped at a width ─────────────────────────────────────────────────


def measure_width(texts: Sequence[str]) -> int:
    """Measure the width at which the lines are wrapped, 0 when they are not.

    >>> measure_width(["short", "lines", "of", "a menu"])
    0
    """
    pairs = [(above, below) for above, below in pairwise(texts) if above.strip() and below.strip()]
    flowing = [(above.rstrip(), below) for above, below in pairs if _flows(above, below)]
    if len(flowing) < FEWEST or EXCEPTION * sum(len(one) > WIDEST for one in texts) > len(pairs):
        return 0
    width = max(len(above) for above, _ in flowing)
    forced = sum(_is_forced(above, below, width) for above, below in pairs)
    if width < NARROWEST or forced < max(FEWEST, SHARE * len(pairs)):
        return 0
    return width if width >= FAR or _is_prose(flowing) else 0


def _is_prose(breaks: Sequence[tuple[str, str]]) -> bool:
    """Whether lines break off as in no verse, list or program: amid a phrase, seldom at a comma."""
    unfinished = sum(_is_unfinished(above) for above, below in breaks if _breaks_off(above, below))
    bare = sum(above[-1] != "," for above, _ in breaks)
    return unfinished >= max(2, UNFINISHED * len(breaks)) and bare >= BARE * len(breaks)


def _flows(above: str, below: str) -> bool:
    """Whether a sentence surely goes on from one line to the next, both within the columns."""
    return len(above) <= WIDEST and (_is_small(below) or _is_amid(above))


def _goes_on(above: str, below: str, width: int) -> bool:
    """Whether `below` goes on with the paragraph of `above`, in a text wrapped at `width`.

    Wrapped by hand, a paragraph may break early; a hyphen, or a phrase that goes on
    far into the line, says so.
    """
    end, lower = above.rstrip()[-2:], _is_small(below)
    if lower and len(above) <= WIDEST and end[-1] in "-\u00ad" and end[0].isalpha():
        return not _SIGN.match(below)
    if not width:
        # In a text that is not wrapped, a line or two may be.
        amid = _is_amid(above, lower=lower)
        amid = amid and (lower or not _may_part(above, below))
        amid = amid or _wants_a_number(above, below)
        return amid and len(above) <= WIDEST and not _SIGN.match(below)
    goes_on = lower or _ASIDE.match(below) is not None or _is_amid(above)
    open_ = end[-1].isalpha() or end[-1] == ","
    early = goes_on and open_ and len(above.strip()) > width * HALFWAY
    return _is_forced(above, below, width) or (early and not _SIGN.match(below))


def _is_amid(above: str, *, lower: bool = False) -> bool:
    """Whether a line breaks off amid a phrase, far into it: "… as is set out by".

    The sentence goes on then whatever the next line begins with, a name or a year too. A capital
    is a name, as in "before World War I" or "in LA", where no small letter (`lower`) follows.
    """
    if len(above.strip()) < FAR:
        return False
    word = above.rsplit(maxsplit=1)[-1]
    return (lower or word.islower()) and word.casefold() in load().cues["unfinished"]


def _may_part(above: str, below: str) -> bool:
    """Whether a headline ends above a capital, "What the town can still do", or begins there.

    Above a paragraph that no width has broken a line is a headline as a rule.
    """
    text, word = below.strip(), above.rsplit(maxsplit=1)[-1].casefold()
    heads = len(text) < FAR and text[-1] not in ".!?,;"
    return heads or len(below) > WIDEST or word in load().cues["whole"]


def _wants_a_number(above: str, below: str) -> bool:
    """Whether an item of a list goes on with a number: "- not used for a year, since", "1998"."""
    if not (_SIGN.match(above) and len(above.strip()) >= FAR and below.lstrip()[0].isdigit()):
        return False
    return above.rsplit(maxsplit=1)[-1] in load().cues["before_number"]


def _is_forced(above: str, below: str, width: int) -> bool:
    if _SIGN.match(below):
        return False
    room = width - len(above.rstrip()) - 1
    return -BEYOND < room < len(below.split(maxsplit=1)[0]) + SLACK


# ── runs of lines without a width ────────────────────────────────────────────

#: Breaks of a run amid a sentence: how many, which share of its breaks, and of these the share
#: that has a small letter below; of all breaks where nothing but one width tells the run.
RUN_FEWEST: Final = 3
RUN_SHARE: Final = 0.35
RUN_SMALL: Final = 0.25
RUN_MOST_SMALL: Final = 0.6
#: How long a line is, as a share of the run's measure, where nothing but its length says that it
#: goes on; where it may be a heading; and how long at most where all are even.
RUN_FULL: Final = 0.8
RUN_HEAD: Final = 0.9
RUN_LONG: Final = 1.2
#: So many lines that break off are not short, or even; so many breaks are forced by one width.
RUN_MOST: Final = 0.8
RUN_EVEN: Final = 0.9
RUN_FORCED: Final = 0.95


def find_running_lines(texts: Sequence[str]) -> set[int]:
    """Find the lines that go on with the line above in runs that no width has broken.

    Lines of proportional type differ in their characters, and where hyphens were taken out two
    are one. So a run of lines that touch tells by itself that it is prose: sentences go on with
    small letters below its breaks, many breaks stand behind an article or a preposition, few
    behind a comma, and the lines that break off are about as long as one another. Where a
    sentence ends, the paragraph does.

    >>> run = ["The keeper of the light writes down each of the"]
    >>> run += ["ships that pass in the night, with the hour and"]
    >>> run += ["reads out their names in the morning to all the", "pilots, who have seen them."]
    >>> sorted(find_running_lines(run))
    [1, 2, 3]
    """
    runs = [run for run in map(partial(_measure_run, texts), _list_runs(texts)) if run]
    unfinished = sum(run.unfinished for run in runs)
    known = unfinished >= max(2, UNFINISHED * sum(run.breaks for run in runs))
    return {
        at
        for run in runs
        if run.is_forced or (known and (run.unfinished or run.measure >= FAR))
        for at in _join_run(texts, run)
    }


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines that touch and may be prose, by index, and how long those are that break off.

    `breaks` are all lines below which no sentence begins, `unfinished` those behind whose last
    word a phrase goes on. The lines may be even, and their breaks forced by one width.
    """

    lines: Sequence[int]
    measure: int
    breaks: int
    unfinished: int
    is_even: bool
    is_forced: bool


def _list_runs(texts: Sequence[str]) -> Iterator[list[int]]:
    """The runs of lines that touch, by index; one that recurs as no neighbour does ends a run."""
    times = Counter(text.strip() for text in texts)
    del times[""]
    counts = [0, *(times[text.strip()] for text in texts), 0]
    run: list[int] = []
    for at, (above, own, below) in enumerate(zip(counts, counts[1:], counts[2:], strict=False)):
        if own and not own > max(1, above, below):
            run.append(at)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _measure_run(texts: Sequence[str], lines: Sequence[int]) -> _Run | None:
    """Measure the run of the `lines` that touch; None when it is no prose."""
    pairs = [(texts[above], texts[below]) for above, below in pairwise(lines)]
    breaks = [pair for pair in pairs if _breaks_off(*pair)]
    amid = [above.strip() for above, below in breaks if _is_within(above, below)]
    small = sum(_is_small(below) for _, below in breaks)
    sizes = sorted(map(len, amid))
    measure = sizes[len(sizes) // 4] if sizes else 0
    if (
        len(amid) < max(RUN_FEWEST, RUN_SHARE * len(pairs))
        or small < max(1, RUN_SMALL * len(amid))
        or measure < NARROWEST
        or sum(text[-1] != "," for text in amid) < BARE * len(amid)
        or sum(size >= HALFWAY * measure for size in sizes) < RUN_MOST * len(amid)
    ):
        return None
    even = [size for size in sizes if RUN_FULL * measure <= size <= RUN_LONG * measure]
    forced = sum(_is_forced(above, below, max(even)) for above, below in breaks)
    wide = max(even) >= FAR and small >= RUN_MOST_SMALL * len(breaks) and len(breaks) >= FEWEST
    return _Run(
        lines,
        measure,
        len(breaks),
        sum(_is_unfinished(above) for above, _ in breaks),
        is_even=len(even) >= RUN_EVEN * len(amid),
        is_forced=wide and forced >= RUN_FORCED * len(breaks),
    )


def _join_run(texts: Sequence[str], run: _Run) -> Iterator[int]:
    """The lines of a `run` of prose that go on with the line above.

    Where lines are even, a sentence may end with one that leaves no room for the next word.
    """
    heads = True
    for above, below in pairwise(run.lines):
        text, share = texts[above].strip(), len(texts[above].strip()) / run.measure
        goes_on = _is_within(text, texts[below]) or text[-1] == ","
        least = HALFWAY if goes_on else RUN_HEAD if heads else RUN_FULL
        joined = share >= least and _breaks_off(texts[above], texts[below])
        if run.is_even and _STOP.search(text) and _may_go_on(texts[below]):
            room = len(texts[below].split(maxsplit=1)[0]) / run.measure
            joined = 1 - room <= share <= RUN_LONG
        if joined:
            yield below
        heads = not joined


def _breaks_off(above: str, below: str) -> bool:
    """Whether no sentence, item, address or indented part ends between two lines."""
    end = above.rstrip()
    if _STOP.search(end) or not _may_go_on(below):
        return False
    indents = len(below) - len(below.lstrip()) > len(above) - len(above.lstrip())
    if indents or "://" in end.rsplit(maxsplit=1)[-1] + below.split(maxsplit=1)[0]:
        return False
    return end[-1] not in ":;" or _is_small(below)


def _may_go_on(text: str) -> bool:
    """Whether a line may begin amid a paragraph: it is no item, and more than a number."""
    return not _SIGN.match(text) and any(map(str.isalpha, text))


def _is_within(above: str, below: str) -> bool:
    """Whether a phrase surely goes on from one line to the next."""
    return _is_small(below) or _is_unfinished(above)


def _is_small(text: str) -> bool:
    """Whether a line begins with a small letter, that of an address apart."""
    return text.lstrip()[0].islower() and "://" not in text.split(maxsplit=1)[0]


def _is_unfinished(text: str) -> bool:
    """Whether `text` ends in a word behind which a phrase goes on: "the", "und"."""
    word = text.rsplit(maxsplit=1)[-1]
    return word[-1] in "-\u00ad" or word.casefold() in load().cues["unfinished"]


# ── lists wrapped below a text that is not ───────────────────────────────────

#: An entry may fill so many lines, and a list has so many; a break may come so early.
LIST_LINES: Final = 12
LIST_FEWEST: Final = 3
LIST_SLACK: Final = 4
#: From this likeness on lines together are an entry, and so many of a list are.
LIST_ENTRY: Final = 0.5
LIST_MOSTLY: Final = 0.8


def find_listed_lines(texts: Sequence[str]) -> set[int]:
    """Find the lines that go on with the line above in a wrapped list at the end of `texts`.

    Pasted from a print or a mail, a list keeps its line breaks while the text above it runs on.
    Its lines say little one by one; put together as they were broken they are entries, or else
    they stay lines.

    >>> lines = ["Osei, M., 2019. The quay and its keepers, 1840 to", "1890. Hull: Tide Press."]
    >>> sorted(find_listed_lines([*lines, "", *lines, "", *lines]))
    [1, 4, 7]
    >>> find_listed_lines(["The tide had gone, and so had", "the boats."] * 4)
    set()
    """
    start = next((at + 1 for at in reversed(range(len(texts))) if len(texts[at]) > WIDEST), 0)
    width = max((len(text.rstrip()) for text in texts[start:]), default=0)
    if width < NARROWEST:
        return set()
    pairs = list(pairwise(texts[start:]))
    hangs = any(two[:1].isspace() and one.strip() and not one[:1].isspace() for one, two in pairs)
    groups: list[list[int]] = []
    for at, (above, below) in enumerate(pairwise(["", *texts[start:]]), start):
        full = groups and len(groups[-1]) >= LIST_LINES
        if below.strip() and above.strip() and not full and _adds(above, below, width, hangs=hangs):
            groups[-1].append(at)
        elif below.strip():
            groups.append([at])
    whole = [" ".join(texts[at].strip() for at in group) for group in groups]
    like = [entries.likeness(text, len(text)) >= LIST_ENTRY for text in whole]
    if True not in like:
        return set()
    listed = groups[like.index(True) : len(like) - like[::-1].index(True)]
    wrapped = sum(len(group) > 1 for group in listed)
    sure = wrapped * 2 >= len(listed) >= LIST_FEWEST and sum(like) >= LIST_MOSTLY * len(listed)
    return {at for group in listed for at in group[1:]} if sure else set()


def _adds(above: str, below: str, width: int, *, hangs: bool) -> bool:
    """Whether `below` goes on with the entry of `above`, by its indent or by the `width`."""
    if hangs:
        return below[:1].isspace()
    forced = len(above.rstrip()) + 1 + len(below.split(maxsplit=1)[0]) > width - LIST_SLACK
    return forced and not (entries.is_named(below) and above.rstrip()[-1] in ".)/>")
