"""Repairs of titles: where one ends, goes on, or is wanting; see `repairs` for the figures."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from copydesk.references import bodies, lexicon, names
from copydesk.references.segments import (
    NUMBER,
    OUTLETS,
    SIGNED,
    Segment,
    cut_segment,
    join_segments,
    labels_of,
    relabel,
)

#: Where a quotation that opens with the mark may end, with the stops behind.
_CLOSES: Final = {
    "“": re.compile(r"”[.,;:]*"),
    "‘": re.compile(r"’(?!\w)[.,;:]*"),
    "«": re.compile(r"»[.,;:]*"),
}
_NEVER_QUOTED: Final = ("author", "editor", "url", "doi", "isbn")


def quoted_title(segments: list[Segment]) -> list[Segment]:
    """A title that opens a quotation goes on until the quotation closes.

    Earns 3 whole strings (F1 +1.1).
    """
    for at, segment in enumerate(segments):
        closes = _CLOSES.get(segment.text[:1]) if segment.label == "title" else None
        if closes is None or closes.search(segment.text):
            continue
        for end in range(at + 1, min(at + 6, len(segments))):
            last = segments[end]
            if last.label in _NEVER_QUOTED:
                break
            if match := closes.search(last.text):
                head, *tail = cut_segment(last, match.end(), last.label)
                title = join_segments(*segments[at:end], head)
                return [*segments[:at], title, *tail, *segments[end + 1 :]]
    return segments


_QUOTATION_BEHIND: Final = re.compile(r"(?<=[.,:/])\s+(?=[“„«»‘\"](?=\S.{8}|\s\S.{8}))")
_CLOSED: Final = re.compile(r"[”“»«’\"][.,;:]*$")


def title_before_quotation(segments: list[Segment]) -> list[Segment]:
    """A quotation that ends the title is the title; the words before it say what it is.

    `Lund: “No ferry tonight”` is a headline.

    Earns a whole string (F1 +1.4).
    """
    outletless = not labels_of(segments) & set(OUTLETS)
    for at, segment in enumerate(segments):
        match = _QUOTATION_BEHIND.search(segment.text) if segment.label == "title" else None
        if match is None or not _CLOSED.search(segment.text) or segment.text[0] in '“„«‘"':
            continue
        halves = cut_segment(segment, match.end(), "title")
        if len(halves) < 2:
            continue
        head, title = halves
        before = segments[at - 1] if at else None
        goes_on = before and before.label == "author" and before.text.endswith(("/", ","))
        if goes_on and before and len(head.text.split()) < 3:
            return [*segments[: at - 1], join_segments(before, head), title, *segments[at + 1 :]]
        if head.text.endswith(":"):
            continue
        periodical = outletless and lexicon.is_periodical(head.text)
        first = before is None or before.label == NUMBER
        label = "author" if first else "journal" if periodical else "genre"
        return [*segments[:at], relabel(head, label), title, *segments[at + 1 :]]
    return segments


#: What begins so is a sentence of the title, no name of an outlet.
_ASKS: Final = re.compile(
    r"(?:How|Why|What|When|Where|Who|Whose|Is|Are|Can|Does|Wie|Warum|Was|Comment"
    r"|Pourquoi|Cómo|Por qué)\s\S+\s\S+\s\S"
)


def outlet_behind_quotation(segments: list[Segment]) -> list[Segment]:
    """A title in quotation marks ends with them; words behind are the outlet.

    Earns 7 whole strings (F1 +3.8).
    """
    for at, segment in enumerate(segments):
        closes = _CLOSES.get(segment.text[:1]) if segment.label == "title" else None
        match = closes.search(segment.text) if closes else None
        outlet = segment.text[match.end() :].lstrip() if match else ""
        named = outlet[:1].isupper() and not _ASKS.match(outlet) and len(outlet.split()) <= 8
        if not match or match.start() < 9 or not named:
            continue
        rest = segments[at + 1 :]
        halves = cut_segment(segment, match.end(), "journal")
        if len(halves) < 2:
            continue
        title, found = halves
        if rest and rest[0].label in OUTLETS:
            found, rest = join_segments(found, rest[0], label=rest[0].label), rest[1:]
        return [*segments[:at], title, replace(found, confidence=0.75), *rest]
    return segments


def behind_slashes(segments: list[Segment]) -> list[Segment]:
    """`Salt and state // The Estuary Review`: two strokes part the article from its journal.

    Earns 2 whole strings (F1 +1.2).
    """
    for at, segment in enumerate(segments):
        cut = segment.text.find(" // ") if segment.label == "title" else -1
        halves = cut_segment(segment, cut + 3, "journal") if cut > 0 else []
        if len(halves) == 2:
            title, journal = halves
            title = replace(title, text=title.text.removesuffix("//").rstrip())
            return [*segments[:at], title, journal, *segments[at + 1 :]]
    return segments


#: The words that no title ends in.
_OPEN: Final = re.compile(
    r"(?:\b(?:and|of|the|for|on|in|to|with|from|between|by|und|der|die|das|des|von|mit|de|la|le|les"
    r"|du|et|el|los|y|il|e)|&)$",
    re.IGNORECASE,
)


_REST_OF_TITLE: Final = re.compile(r"[^\W\d_][\w’ &-]{0,60}?\.(?=\s|$)")


def title_goes_on(segments: list[Segment]) -> list[Segment]:
    """A title that ends in "and" or "of" goes on in the words taken for an outlet, or in `2.0`.

    In `GPT-4` + `technical report. arXiv:…` it goes on in small letters to the stop.

    Earns 5 whole strings (F1 +1.8).
    """
    for at in range(len(segments) - 1):
        first, second = segments[at : at + 2]
        goes_on = second.label in OUTLETS and _OPEN.search(first.text)
        # No periodical counts an issue 0.
        version = second.label in ("volume", "date") and re.fullmatch(r"\d\.0[.,]?", second.text)
        if (first.label == "title" and goes_on) or (first.label in ("title", *OUTLETS) and version):
            return [*segments[:at], join_segments(first, second), *segments[at + 2 :]]
        kind = _REST_OF_TITLE.match(second.text) if second.label == "genre" else None
        cores = map(lexicon.core, kind[0].split()) if kind else ()
        said = any(lexicon.keywords().get(core) in ("rep", "thesis") for core in cores)
        unsaid = kind and (kind[0][0].islower() or not said)
        if kind and unsaid and first.label == "title" and first.text[-1].isalnum():
            half, *rest = cut_segment(second, kind.end(), "genre")
            return [*segments[:at], join_segments(first, half), *rest, *segments[at + 2 :]]
    return segments


_YEAR: Final = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")
_BARE_YEAR: Final = re.compile(r"(?:1[4-9]|20)\d\d(?:[-–—](?:20)?\d\d)?[.,;:]?(?:\s+|$)")


def year_of_title(segments: list[Segment]) -> list[Segment]:
    """In `Lund, A. (2022). Tide tables 2022.` the second year belongs to the title.

    Earns 4 whole strings (F1 +1.4).
    """
    dated = [one for one in segments if one.label == "date" and _YEAR.search(one.text)]
    for at in range(1, len(segments)):
        before, date = segments[at - 1 : at + 1]
        titled = before.label in ("title", "container-title") and before.text[-1].isalpha()
        match = _BARE_YEAR.match(date.text) if titled and date.label == "date" else None
        if match and any(one is not date for one in dated):
            year, *rest = cut_segment(date, match.end(), "date")
            return [*segments[: at - 1], join_segments(before, year), *rest, *segments[at + 1 :]]
    return segments


def second_title(segments: list[Segment]) -> list[Segment]:
    """A title behind the editors, behind "in", or behind the beginning of the book's title.

    Earns 2 whole strings (F1 +0.5).
    """
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        again = before and segment.label == "title" and "title" in labels_of(found)
        if again and before and before.text.casefold() in ("in", "in:"):
            found[-1] = join_segments(before, segment, label="container-title")
        elif again and before and before.label in ("editor", "container-title"):
            found.append(relabel(segment, "container-title"))
        else:
            found.append(segment)
    return found


_STARTS_IN: Final = re.compile(r"[(\[“\"]?\s*(?:in|dans)\b", re.IGNORECASE)
_SAYS_WHEN_READ: Final = re.compile(
    r"[\[(]?(?:accessed|available|retrieved|viewed|last|online|abgerufen|zugriff|verfügbar|consulté"
    r"|disponible|consultado|geraadpleegd|letzter|stand|reprinted|translated|originally|first"
    r"|citado|cit|hentet|dostupn[ée]|recuperado)\b",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(r"[^\W\d_]{2,}")


def missing_title(segments: list[Segment]) -> list[Segment]:
    """With no title, something else is it: nothing is published without one.

    A book or series that no "In" announces; behind a body its words for the kind; editors behind
    the date whom no word calls so; the words in front that are no names, unless a date follows;
    a note of several words.

    Earns 11 whole strings (F1 +3.7).
    """
    labels = labels_of(segments)
    if "title" in labels:
        return segments
    book = {"editor", "location"} <= labels and "author" not in labels
    held = ("container-title", "collection-title", *(("journal",) if book else ()))
    found = [one for one in segments if one.label in held and not _STARTS_IN.match(one.text)]
    if not labels & {"container-title", "journal"}:
        pairs = pairwise(segments)
        found += [kind for body, kind in pairs if kind.label == "genre" and _is_body(body)]
        found += [
            one for date, one in pairwise(segments) if date.label == "date" and _is_unsaid(one)
        ]
        dated = segments[1:] and segments[1].label == "date"
        first = [] if dated and any(_tells(one) for one in segments) else segments[:1]
        found += [one for one in first if one.label == "author" and _is_no_name(one.text)]
    found += filter(_tells, segments)
    return [relabel(one, "title") if found and one is found[0] else one for one in segments]


def _tells(one: Segment) -> bool:
    words = _WORDS.findall(one.text) if one.label == "note" else ()
    return len(words) > 3 and not _SAYS_WHEN_READ.match(one.text)


def _is_unsaid(editor: Segment) -> bool:
    """Whether no word says that anybody edited."""
    return editor.label == "editor" and names.without_roles(editor.text).strip() == editor.text


def _is_body(segment: Segment) -> bool:
    return segment.label in SIGNED and bodies.is_organisation(segment.text)


def _is_no_name(text: str) -> bool:
    words = text.split()
    return "," not in text and len(words) > 1 and all(len(lexicon.core(one)) > 1 for one in words)
