"""Find the press, its place and the archive where they stand in one piece with something else.

Like those of `relabel`, each function returns the segments with better borders.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from copydesk.references import lexicon, names
from copydesk.references.pieces import OUTLETS, joined, labels, parted
from copydesk.references.tag import Segment

_THESIS: Final = re.compile(r"\[[^\]]*(?:thesis|dissertation|thèse|tesis|arbeit)\b", re.IGNORECASE)
_CLOSED: Final = re.compile(r"\][.,]\s(?=[A-Z])")
_MEETING: Final = re.compile(
    r"\b(?:Proceedings|Conference|Symposium|Workshop|Congress|Meeting)\b", re.IGNORECASE
)
#: Behind a bracket or a word of small letters, which is no abbreviation.
_SENTENCE: Final = re.compile(r"(?:(?<=\)\.)|(?<=[a-zà-ÿ]{4}\.))\s(?=[A-Z])")
#: Only French type sets a blank before the colon, and its lists name the place first.
_PLACE_AND_PRESS: Final = re.compile(
    r"(?<=[.?!])\s(?P<place>[A-ZÀ-ÖØ-Þ][\w’ -]{1,30})\s:\s(?P<press>[A-ZÀ-ÖØ-Þ][^:?!]{2,60})$"
)
#: "Rivers and salt. Hull: Quay Press," names a place of one word and a press of few.
_BEHIND_BOOK: Final = re.compile(
    r"[.?!]\s(?P<place>[A-ZÀ-ÖØ-Þ][a-zà-ÿ-]{2,24}):\s"
    r"(?P<press>[A-ZÀ-ÖØ-Þ][\w&’-]*(?:\s[\w&’-]+){0,3})[.,;]?$"
)
_ARTICLES: Final = frozenset(
    ("a", "an", "the", "un", "une", "le", "la", "les", "du", "de", "l", "el", "il",
     "der", "die", "das", "ein", "eine")
)  # fmt: skip

_UNIVERSITY: Final = re.compile(r"\b[Uu]niversi(?:t|d)\w{1,5}\b[^,;:]{0,60}[^.,;:]$")
_ROMAN: Final = re.compile(r"[IVX]{1,5}[.,;]?")
_STATED: Final = re.compile(r"[A-Z][^():]{2,40}\s\([A-Z]{2}\):\s(?=[A-Z])")


def archive_behind_thesis(segments: list[Segment]) -> list[Segment]:
    """In `[Thesis,` + `University of Salt]. Open Tides` the bracket closes behind the school."""
    for at in range(1, len(segments)):
        before, segment = segments[at - 1 : at + 1]
        thesis = before.label == "genre" and _THESIS.search(before.text)
        match = _CLOSED.search(segment.text) if thesis and segment.label == "publisher" else None
        if match:
            halves = parted(segment, match.end(), "container-title")
            return [*segments[:at], *halves, *segments[at + 1 :]]
    return segments


def press_behind_proceedings(segments: list[Segment]) -> list[Segment]:
    """`Proceedings of the Tide Conference. Harbour Society,` + a place: the society publishes."""
    if "publisher" in labels(segments):
        return segments
    for at, segment in enumerate(segments[:-1]):
        held = segment.label == "container-title" and segments[at + 1].label == "location"
        cuts = list(_SENTENCE.finditer(segment.text)) if held else []
        if not cuts or not _MEETING.search(segment.text[: cuts[-1].start()]):
            continue
        if _publishes(segment.text[cuts[-1].end() :].strip(" .,:")):
            halves = parted(segment, cuts[-1].end(), "publisher")
            return [*segments[:at], *halves, *segments[at + 1 :]]
    return segments


def _publishes(name: str) -> bool:
    return lexicon.kind(name) in ("press", "institute") or names.is_organisation(name)


def place_and_press_in_title(segments: list[Segment]) -> list[Segment]:
    """`Salt and state. Paris : Quai et fils` before a date holds the place and the press."""
    if labels(segments) & {"location", "volume", *OUTLETS}:
        return segments
    for at, segment in enumerate(segments[:-1]):
        dated = segment.label == "title" and segments[at + 1].label == "date"
        match = _PLACE_AND_PRESS.search(segment.text) if dated else None
        if match is None or lexicon.core(match["press"].split()[0]) in _ARTICLES:
            continue
        if lexicon.kind(match["place"].strip().replace("-", " ")) in ("city", "exonym"):
            title, rest = parted(segment, match.start("place"), "location")
            cut = match.start("press") - match.start("place")
            return [*segments[:at], title, *parted(rest, cut, "publisher"), *segments[at + 1 :]]
    return segments


def place_and_press_behind_book(segments: list[Segment]) -> list[Segment]:
    """`Salt and state. Hull: Quay Press,` between the editor of a book and pages of it."""
    if labels(segments) & {"location", "publisher", "journal", "volume"}:
        return segments
    for at in range(1, len(segments) - 1):
        before, segment, after = segments[at - 1 : at + 2]
        edited = before.label == "editor" and segment.label == "container-title"
        match = _BEHIND_BOOK.search(segment.text) if edited and after.label == "pages" else None
        if match is None or lexicon.core(match["press"].split()[0]) in _ARTICLES:
            continue
        book, rest = parted(segment, match.start("place"), "location")
        cut = match.start("press") - match.start("place")
        return [*segments[:at], book, *parted(rest, cut, "publisher"), *segments[at + 1 :]]
    return segments


def press_before_place(segments: list[Segment]) -> list[Segment]:
    """In `Quai Press: Bern` the press comes first."""
    if "location" in labels(segments):
        return segments
    for at, segment in enumerate(segments):
        head, colon, tail = segment.text.partition(": ")
        named = segment.label == "publisher" and colon
        if named and _is_place(tail.partition(",")[0]) and not _is_place(head):
            halves = parted(segment, len(head) + 1, "location")
            return [*segments[:at], *halves, *segments[at + 1 :]]
    return segments


def _is_place(text: str) -> bool:
    return lexicon.kind(text.strip(" .,;:()")) in ("city", "exonym")


def journal_before_volume(segments: list[Segment]) -> list[Segment]:
    """What has a volume and pages, and no place, is a journal and not a press."""
    if not {"volume", "pages"} <= labels(segments):
        return segments
    if labels(segments) & {"journal", "container-title", "collection-title", "location", "genre"}:
        return segments
    for at, segment in enumerate(segments[:-1]):
        rest = [one.label for one in segments[at + 1 :] if one.label != "date"]
        known = lexicon.kind(segment.text.strip(" .,;:")) == "press"
        if segment.label == "publisher" and rest[:2] == ["volume", "pages"] and not known:
            return [*segments[:at], replace(segment, label="journal"), *segments[at + 1 :]]
    return segments


def series_named_after_press(segments: list[Segment]) -> list[Segment]:
    """`SALT` + `Fact Sheet,` with `SALT` again as the publisher: the first names the series."""
    for at in range(len(segments) - 1):
        first, second = segments[at : at + 2]
        names = first.label == "publisher" and first.text[-1].isalnum()
        unnumbered = second.text[0].isupper() and not re.search(r"\d", second.text)
        if names and second.label == "genre" and unnumbered:
            again = [
                lexicon.fold(one.text) for one in segments[at + 2 :] if one.label == "publisher"
            ]
            if lexicon.fold(first.text) in again:
                series = replace(joined(first, second), label="container-title")
                return [*segments[:at], series, *segments[at + 2 :]]
    return segments


def number_of_university(segments: list[Segment]) -> list[Segment]:
    """In `Université du Sel` + `IV` the number is a part of the name: there is no volume."""
    if labels(segments) & {"journal", "container-title", "collection-title"}:
        return segments
    for at in range(len(segments) - 1):
        first, second = segments[at : at + 2]
        school = first.label == "publisher" and _UNIVERSITY.search(first.text)
        if school and second.label == "volume" and _ROMAN.fullmatch(second.text):
            return [*segments[:at], joined(first, second), *segments[at + 2 :]]
    return segments


def place_with_its_state(segments: list[Segment]) -> list[Segment]:
    """`White Bay (VT): Green Press`, taken for a book, is a place and a press."""
    if labels(segments) & {"location", "publisher", "volume", "pages"}:
        return segments
    for at, segment in enumerate(segments):
        match = _STATED.match(segment.text) if segment.label in OUTLETS else None
        if match:
            halves = parted(replace(segment, label="location"), match.end(), "publisher")
            return [*segments[:at], *halves, *segments[at + 1 :]]
    return segments
