"""What a unit's neighbourhood and the rest of the document say about it.

All of it is found in passes whose cost grows with the number of words, never
with its square: repeated sentences are looked up by their word groups.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.structure import (
    annotated,
    chains,
    citing,
    clusters,
    echoes,
    grids,
    headlines,
    numerals,
    pictures,
    piles,
    programs,
    series,
    stacks,
    styles,
    talking,
    valedictions,
    verses,
)
from copydesk.structure.clusters import DESERT, LINKED
from copydesk.structure.core import core
from copydesk.structure.cues import bio_name, forename
from copydesk.structure.features import LABEL, LINE, MENU, PARAGRAPH, PROSE, SHORT_TEXT, Facts
from copydesk.structure.names import is_by, small_words
from copydesk.structure.phrases import load

#: So many dates above paragraphs are the headings of a diary or a log.
ANNALS: Final = 3
#: From this likeness on the next line credits a picture.
HALF: Final = 0.5
#: A heading below a list is this much shorter than the items.
SHORTER: Final = 0.6


@dataclass(frozen=True, slots=True)
class Setting:
    """A unit's surroundings.

    Where it stands: `gap_before` and `gap_after` (blank lines), `run` (units
    without prose in a row around it), `place` among them from 0, `to_prose` (units
    that part it from the next prose), `opened` (prose has been seen), `crowns` (it
    stands on the paragraph below and apart from what is above), `after_weak` (below
    another label).

    What it hangs on: `led` (its run) and `after_colon` (itself) on a line that ends
    with a colon, `after_comma` on one that ends with a comma, `runs_on` on a short one that
    breaks off amid a phrase, `broken` where it breaks off so itself, `below_table` on a table,
    `linked` on a
    label such as "Related posts", `after_by` on a line that ends with "by", `signed` on a byline
    or date near it (0 to 1), `named` on a byline that names whom it is about, `dated_below`
    above a date, `credited` above the credit of a picture.

    What it is among: `menu`, `packed` (a list without signs), `stacked` (one whose
    lines touch while paragraphs stand apart), `ends_list` (where the
    next heading would stand), `tabular`, `numbered`, `entry` (how much the numbered lines
    around it, itself among them, look like references), `comment` (or a ticker, or teasers),
    `coded` (a program), `verse`, `noted` (notes with bare numbers, or of which some talk),
    `annal` (a date among those that head the parts of a diary), `tail` (behind the article),
    and `stray`, which grows to 1 as the prose around is little and apart.

    Where it stands to the core, the run where the article's text is: `above` it and `behind`
    it by so many units, `inside` as the so manieth, `away` by so many that no headline
    explains, and `astray` by how little it belongs to it, from 0 to 1; `sited` says from 0
    to 1 how sure it is that there is a site around the core at all.

    `part` is the label of the part of the back matter that it stands below ("references",
    "notes", "bio"), "" in the article itself; `annotates` that it speaks of the entry above;
    `headed` says that the list of references has
    its heading further down.

    What the document says of it: `repeats` (times its words are a line), `returns` (again
    between paragraphs), `quoted` (it is a part of a trail or of the page's title), `worded`
    (its name is made of words the prose writes small), `listed` (again further down),
    `echoed` (in a longer paragraph), `about` (how much of its words the prose goes on
    about), `spoken` (one of several lines that begin with who says them), `cited` (a
    paragraph of a block quote), `counts` (a line of a series: "Step 1", "Step 2"), `shown`
    (0 to 1, how surely a caption), `styled` (what the style of its headings is worth to it),
    `signed_off` (the goodbye of a letter, or the name below it), `reviewed` ("head", the line
    above the block of a book, or "book" or "maker", one of that).
    """

    gap_before: bool
    gap_after: bool
    run: int
    place: int
    to_prose: int
    opened: bool
    crowns: bool
    after_weak: bool
    led: bool
    after_colon: bool
    after_comma: bool
    runs_on: bool
    below_table: bool
    linked: bool
    after_by: bool
    signed: float
    named: bool
    menu: bool
    packed: bool
    ends_list: bool
    tabular: bool
    numbered: bool
    entry: float
    comment: bool
    tail: bool
    part: str
    annotates: bool
    headed: bool
    stray: float
    astray: float
    behind: int
    above: int
    inside: int
    coded: bool
    away: int
    quoted: bool
    worded: bool
    dated_below: bool
    annal: bool
    verse: bool
    sited: float
    noted: bool
    broken: bool
    returns: bool
    credited: bool
    repeats: int
    listed: bool
    echoed: bool
    about: float
    spoken: bool
    cited: bool
    stacked: bool
    counts: bool
    shown: float
    styled: float
    signed_off: bool
    reviewed: str


def settings(units: Sequence[Facts]) -> list[Setting]:
    """The setting of each of `units`."""
    counts = Counter(unit.phrase for unit in units if unit.width <= PARAGRAPH)
    last = {unit.phrase: index for index, unit in enumerate(units)}
    grid = grids.gridded(units)
    tabular = piles.tabular(units)
    runs = piles.runs(units, tabular)
    coded = programs.coded(units)
    stacked = stacks.stacked(units, coded)
    content = [one or other for one, other in zip(tabular, stacked, strict=True)]
    to_prose = piles.to_prose(units, content)
    packed = piles.packed(units)
    entries = piles.entries(units)
    stray = clusters.stray(units)
    tail = clusters.tail(units, stray)
    count = series.series(units)
    comments = chains.chained(units, counts, count.heads)
    shown = pictures.shown(units)
    held = [
        run.led or inside or cell
        for run, inside, cell in zip(runs, count.inside, grid, strict=True)
    ]
    verse = verses.verses(units)
    span = core(units, comments, held, count.heads, verse)
    signed = headlines.signed(units, span.start)
    dated_below = headlines.dated_below(units)
    styled = styles.styled(units, to_prose, range(span.start, span.end))
    cited = citing.cited(units, coded)
    within = _between(units[span.start : span.end])
    pieces = echoes.pieces(units)
    lowered = echoes.lowered(units)
    away = headlines.away(units, span.start)
    annals = sum(unit.only_date for unit in units[span.start : span.end]) >= ANNALS
    linked = clusters.linked(units)
    parts = clusters.parts(units)
    noted = [
        bare or said
        for bare, said in zip(numerals.noted(units), talking.talking(units, parts), strict=True)
    ]
    annotates = annotated.annotated(units, parts)
    headed = clusters.headed(units)
    named = _named(units)
    echoed = echoes.echoes(units)
    known = echoes.vocabulary(units)
    spoken = echoes.spoken(units)
    reviewed = headlines.reviewed(units)
    signed_off = valedictions.signed_off(units)
    solid = (at for at, unit in enumerate(units) if unit.mass > LINKED and not unit.kind)
    first = next(solid, len(units))
    result = []
    for index, unit in enumerate(units):
        run = runs[index]
        before = units[index - 1] if index else None
        after = units[index + 1] if index + 1 < len(units) else None
        # Rows of figures fold alike, and say each its own.
        said = unit.phrase.strip("# .,-–%/") and unit.width <= PARAGRAPH
        repeats = counts[unit.phrase] if said else 1
        crowns = _crowns(before, unit, after)
        result.append(
            Setting(
                gap_before=before is None or piles.apart(before, unit),
                gap_after=after is None or piles.apart(unit, after),
                run=run.end - run.start,
                place=index - run.start,
                to_prose=to_prose[index],
                opened=index > first,
                crowns=crowns,
                after_weak=before is not None and _is_weak(before),
                led=run.led,
                after_colon=before is not None and before.colon,
                after_comma=before is not None and before.comma,
                runs_on=before is not None and _runs_on(before, unit),
                below_table=index > 0 and tabular[index - 1] and not tabular[index],
                linked=linked[index],
                after_by=before is not None and before.width <= LABEL and is_by(before.phrase),
                signed=signed[index],
                named=named[index],
                menu=run.end - run.start >= DESERT and run.mean < MENU,
                packed=packed[index],
                ends_list=(
                    run.end - index == 1
                    and after is not None
                    and after.mass >= PROSE
                    and (crowns or unit.width < SHORTER * run.mean)
                )
                or (index > 0 and _is_below(before, unit, stacked[index - 1 : index + 1])),
                tabular=tabular[index] or (grid[index] and span.start <= index < span.end),
                numbered=_is_numbered(before, unit, after),
                entry=entries[index],
                comment=comments[index],
                # Inside the core only a reference list ends the article.
                tail=tail[index] and (span.astray[index] > 0 or parts[index] == "references"),
                part=parts[index],
                annotates=annotates[index],
                headed=headed[index],
                stray=stray[index],
                astray=span.astray[index],
                behind=max(0, index - span.end + 1),
                above=max(0, span.start - index),
                inside=max(0, index - span.start) if index < span.end else 0,
                coded=coded[index],
                away=away[index],
                worded=bool(unit.authors) and echoes.is_worded(unit.authors[0], lowered),
                dated_below=dated_below[index],
                quoted=unit.phrase in pieces,
                noted=noted[index],
                verse=verse[index],
                sited=max(span.site),
                broken=_breaks_off(unit, after),
                returns=within[unit.text] > 1 and not unit.only_date,
                credited=after is not None and after.caption > HALF and not unit.kind,
                annal=annals and unit.only_date and not unit.clock,
                repeats=repeats,
                listed=repeats > 1 and last[unit.phrase] > index,
                echoed=index in echoed,
                about=echoes.about(unit, known),
                spoken=index in spoken,
                cited=cited[index],
                stacked=stacked[index],
                counts=count.heads[index],
                shown=shown[index],
                styled=styled[index],
                signed_off=signed_off[index],
                reviewed=reviewed[index],
            )
        )
    return result


def _between(units: Sequence[Facts]) -> Counter[str]:
    """How often each short line stands between two paragraphs."""
    rows = zip(units, units[1:], units[2:], strict=False)
    return Counter(
        unit.text
        for above, unit, below in rows
        if unit.width <= LINE and above.mass >= PROSE and below.mass >= PROSE
    )


def _is_weak(unit: Facts) -> bool:
    return unit.mass == 0 and not (unit.kind or unit.colon)


def _runs_on(before: Facts, unit: Facts) -> bool:
    if piles.apart(before, unit) or before.closed or before.kind or before.width > PARAGRAPH:
        return False
    return unit.lower or before.phrase.rpartition(" ")[2] in small_words()


def _breaks_off(unit: Facts, after: Facts | None) -> bool:
    """Whether the sentence of `unit` goes on in the next line: it is no heading and no item."""
    if unit.closed or unit.colon or unit.width < LABEL or unit.kind:
        return False
    if unit.phrase.rpartition(" ")[2] in load().cues["unfinished"]:
        return True
    return after is not None and after.lower and not piles.apart(unit, after) and not after.sign


def _crowns(before: Facts | None, unit: Facts, after: Facts | None) -> bool:
    if before is None or after is None or after.mass < PROSE:
        return False
    return piles.apart(before, unit) and not piles.apart(unit, after)


def _is_below(before: Facts | None, unit: Facts, stacked: Sequence[bool]) -> bool:
    """Whether a list whose lines touch has ended above: `unit` stands apart from the last."""
    listed, own = stacked
    return before is not None and listed and not own and piles.apart(before, unit)


def _is_numbered(before: Facts | None, unit: Facts, after: Facts | None) -> bool:
    if unit.sign not in ("number", "note"):
        return False
    return any(other is not None and other.sign == unit.sign for other in (before, after))


def _named(units: Sequence[Facts]) -> list[bool]:
    """Notes on a person whom a byline above has named, by the whole name or the first."""
    bylines: set[str] = set()
    first: set[str] = set()
    result = []
    for unit in units:
        note = unit.mass >= PROSE and unit.width <= 2 * SHORT_TEXT and bool(first)
        own = note and forename(unit.text) in first
        result.append(own or (unit.bio and bio_name(unit.text) in bylines))
        bylines.update(unit.authors)
        if unit.announced:
            first.update(name.split(" ", 1)[0] for name in unit.authors)
    return result
