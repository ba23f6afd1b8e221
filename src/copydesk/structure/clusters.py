"""Where the article ends and its surroundings begin: prose astray, tails, link lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from copydesk.structure.features import PROSE, SHORT_TEXT, Facts
from copydesk.structure.phrases import load

#: So many units without prose part two clusters of prose.
DESERT: Final = 8
#: A cluster of prose with less than this share of the largest one's mass is astray.
STRAY_SHARE: Final = 0.25
#: Behind so many parts of the site what is left may be a tail: this share of the prose for each
#: part, never more than that.
SPOKEN: Final = 3
TAIL_STEP: Final = 0.025
TAIL: Final = 0.2
#: From this likeness on a unit is an entry of a reference list.
ENTRY: Final = 0.5
#: From this mass on a sentence is no headline of another article.
LINKED: Final = 0.5
#: Below the label of the notes or of the references the first of them stands so near.
NOTES: Final = 3
#: Dashes that open an item, a line of a dialogue, or the name below a quotation.
DASHES: Final = ("—", "–")
#: So many lines that sites print may stand in any text.
LONE: Final = 1
#: Labels of parts that stand behind the article.
BACK_MATTER: Final = ("references", "notes", "bio")
#: Behind these a list of references has ended, though their texts stand in the body.
ENDED: Final = ("closing", "acknowledgements")


def stray(units: Sequence[Facts]) -> list[float]:
    """From 0 to 1, how small the cluster of prose around each unit is beside the largest."""
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


def tail(units: Sequence[Facts], astray: Sequence[float]) -> list[bool]:
    """Units behind the article: little prose is left, and parts of the site stand right above."""
    prose = [
        0.0 if unit.kind or apart else unit.mass * min(unit.width, SHORT_TEXT)
        for unit, apart in zip(units, astray, strict=True)
    ]
    left, total = sum(prose), sum(prose)
    spoken = 0
    result = []
    for index, unit in enumerate(units):
        behind = spoken >= SPOKEN and left < min(TAIL, TAIL_STEP * spoken) * total
        result.append(behind)
        left -= prose[index]
        if unit.kind or unit.label == "references" or unit.reference > ENTRY:
            # Behind a reference list, too, an article seldom goes on.
            spoken += 1
        elif unit.mass > LINKED and not behind and not astray[index]:
            spoken = 0
    return result


def parts(units: Sequence[Facts]) -> list[str]:
    """For each unit the label of the part of the back matter above it, "" before the first.

    Menus and tables of contents say the labels too; the last time is meant.
    """
    last = {unit.label: index for index, unit in enumerate(units)}
    result = []
    part = ""
    for index, unit in enumerate(units):
        result.append(part)
        if unit.label in BACK_MATTER and last[unit.label] == index:
            part = unit.label
        elif part and unit.label in ENDED:
            part = ENDED[0]
    return result


def is_entry(unit: Facts) -> bool:
    """Whether `unit` looks like an entry of a reference list, or its format says that it is one."""
    return unit.reference >= ENTRY or unit.hint == "reference"


def headed(units: Sequence[Facts]) -> list[bool]:
    """Units above the first heading of a reference list: whatever they cite, they are no entries.

    A heading has entries near below; menus and tables of contents say its words too.
    """
    listed = (
        index
        for index, unit in enumerate(units)
        if unit.label == "references"
        and any(
            below.reference > ENTRY or below.hint == "reference"
            for below in units[index + 1 : index + 1 + NOTES]
        )
    )
    first = next(listed, 0)
    return [index < first for index in range(len(units))]


def confirmed(units: Sequence[Facts]) -> list[Facts]:
    """`units`, each with what those around it leave of what it seems to be.

    "Notes" is a label of the back matter only if notes stand below it, and keywords are
    the author's own where nothing else in the text is a site's.
    """
    result = []
    units = units if is_sited(units) else [_kept(unit) for unit in units]
    units = [_undashed(units, index) for index in range(len(units))]
    for index, unit in enumerate(units):
        below = units[index + 1 : index + 1 + NOTES]
        noted = any(other.sign in ("note", "number") or other.figure for other in below)
        told = any(other.hint == "footnote" for other in below)
        bare = unit.label == "notes" and not (noted or told)
        result.append(replace(unit, label="") if bare else unit)
    return result


def _undashed(units: Sequence[Facts], index: int) -> Facts:
    """The unit, of which a dash alone among others tells who said it, and makes no item."""
    unit = units[index]
    beside = (*units[max(0, index - 1) : index], *units[index + 1 : index + 2])
    alone = not any(other.text.startswith(DASHES) for other in beside)
    return replace(unit, sign="") if alone and unit.text.startswith(DASHES) else unit


def is_sited(units: Sequence[Facts], lone: int = LONE) -> bool:
    """Whether more than `lone` words of menus, which may be headings, are known for a site's."""
    known = {unit.phrase for unit in units if unit.kind and not _are_keywords(unit)}
    return len(known) > lone


def _kept(unit: Facts) -> Facts:
    if not _are_keywords(unit):
        return unit
    if unit.phrase in load().cues["keywords"]:
        return replace(unit, kind="")
    return replace(unit, kind="", credit=True, hint=unit.hint or "other")


def _are_keywords(unit: Facts) -> bool:
    """Whether `unit` lists the terms that a text is to be found by: "Keywords: mud, tides"."""
    before = unit.phrase.partition(":")[0].rstrip(" .—–-")
    return unit.kind in ("", "tags") and before in load().cues["keywords"]


def linked(units: Sequence[Facts]) -> list[bool]:
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
