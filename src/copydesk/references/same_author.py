"""Entries that begin with a sign for the author of the entry before: "———", "Ders.", "Idem"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from copydesk.references.fields import FieldDoubt, ParsedEntry

_SIGN: Final = re.compile(
    r"\s*(?:[-–—―_‒]{2,12}|[—―](?=\s?[.,:;(])"
    r"|\[?(?:(?:ders|dies|dens)\.?(?:\s?/\s?(?:ders|dies)\.?)?|derselbe|dieselben?|idem|eadem|eidem"
    r"|same\s+authors?|ibid|ebd|ebenda)\b\]?"
    r"|同上|同前)"
    # What follows parts it from the rest: "Dies irae" and "Same author syndrome" are titles.
    r"(?=\s?[.,:;(，。、：（])\s?[.,:;，。、：]{0,2}\s*",
    re.IGNORECASE,
)
#: "Ibid., p. 4" repeats the whole work, "Ibid. (2019) The quay" its author.
_WORK: Final = re.compile(r"\s*(?:ibid|ebd|ebenda)\b[.,:;\s]*(?:pp?\.|S\.|\d|$)", re.IGNORECASE)
_ALONE: Final = "it stands for the author of the entry before, and none is named there"
_SAME_WORK: Final = "it repeats the work of the entry before, which no list needs"

#: What the tagger reads in the place of the sign.
_STAND_IN: Final = "Marlow, A."

Reader = Callable[[str], ParsedEntry]
Heed = Callable[[int, ParsedEntry], ParsedEntry]


def read(
    texts: Sequence[str], parse: Callable[[int, str], ParsedEntry], heed: Heed
) -> list[ParsedEntry]:
    """What `parse` reads of each of `texts`; a sign for the author before is read as its names.

    `parse` is told the place of the entry that the text is of. `heed` corrects what was read of
    the entry at a place, before the next one refers to it.
    Where no author stands before, the sign stays and is a doubt of the author.
    """
    found: list[ParsedEntry] = []
    for at, text in enumerate(texts):
        before = found[-1] if found else None
        one = _read(text, before, partial(parse, at))
        found.append(heed(at, one))
    return found


def _read(text: str, before: ParsedEntry | None, parse: Reader) -> ParsedEntry:
    sign = _SIGN.match(text)
    if sign is None:
        return parse(text)
    people = _people(before) if before is not None else None
    if people is not None and not _WORK.match(text):
        return _with(people, text[sign.end() :], parse)
    alone = parse(text)
    why = _SAME_WORK if _WORK.match(text) else _ALONE
    others = (one for one in alone.doubts if one.field != "author")
    return replace(alone, doubts=(FieldDoubt("author", 0.0, why), *others))


def _people(before: ParsedEntry) -> tuple[str, list[dict[str, str]]] | None:
    """The field that names who made the entry before, and the names."""
    if any(doubt.reason in (_ALONE, _SAME_WORK) for doubt in before.doubts):
        return None
    for field in ("author", "editor"):
        if names := before.csl.get(field):
            return field, names
    return None


def _with(people: tuple[str, list[dict[str, str]]], rest: str, parse: Reader) -> ParsedEntry:
    """What `rest` says, which `people` made, and perhaps others with them."""
    field, names = people
    one = parse(f"{_STAND_IN} {rest}")
    own = one.csl.get("author") or one.csl.get("editor") or []
    if not one.csl:
        return one
    role = "editor" if field == "editor" and "author" not in one.csl else "author"
    # "———, and Lena Brandt": the sign stands for the authors before, others come with them.
    others = [name for name in own[1:] if name not in names]
    return replace(one, csl=one.csl | {role: [*names, *others]})
