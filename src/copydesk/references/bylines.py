"""Read who hosted, translated, edited or wrote a work where words say so behind the title.

Like those of `relabel`, each function returns the segments with better borders.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from copydesk.references import lexicon, names
from copydesk.references.pieces import OUTLETS, labels, parted
from copydesk.references.seams import is_periodical
from copydesk.references.tag import Segment

_WORD: Final = r"[A-ZÀ-ÖØ-Þ][\w.’'-]{0,30}"
_NAME: Final = rf"{_WORD}(?:\s(?:van|von|de|der|di|da|del|la|al)|\s{_WORD}){{1,4}}"
NAMES: Final = rf"{_NAME}(?:(?:,\s|,?\s(?:and|und|et|y|e|&)\s){_NAME}){{0,9}}"
_BY: Final = re.compile(
    r"(?:(?:[Hh]osted|[Pp]resented|[Ww]ritten|[Mm]oderated|[Rr]eported)\s)?(?:[Bb]y|[Pp]ar|[Pp]or)\s"
    rf"(?P<names>{NAMES})[.,;]*"
)
_LIST_OF_NAMES: Final = re.compile(rf"(?P<dash>[—–-]\s)?(?P<names>{NAMES})[.,;]*")
_BETWEEN: Final = re.compile(r",?\s(?:and|und|et|y|e|&)\s|,\s")
_LEFT_BY: Final = re.compile(r"[”’»\"][.,;]{0,2}\s?,?\s?[Bb]y$")
_TRANSLATED: Final = re.compile(
    r"(?:^|(?<=[.,;?!])\s?)\(?(?:[Tt]ranslated (?:from (?:the )?\w{3,20} )?by|[Tt]ransl?\. by"
    r"|[Aa]us dem \w{3,20} (?:übersetzt )?von|[Üü]bersetzt von|[Üü]bers\. v(?:on|\.)"
    r"|[Tt]raduit (?:(?:de l['’]|du |de la )\w{3,20} )?par|[Tt]raducido por|[Tt]rad\. de"
    r"|[Tt]raducción (?:del \w{3,20} )?de|[Tt]radotto da|[Tt]raduzione di"
    r"|[Vv]ertaald (?:uit het \w{3,20} )?door)"
    rf"\s(?P<names>{NAMES})[.,;)]*$"
)
_EDITED: Final = re.compile(
    r"(?P<author>[^\W\d_][\w’' -]{1,40},"
    r"\s(?:(?:[A-ZÀ-ÖØ-Þ]\.[\s-]?){1,4}|[A-ZÀ-ÖØ-Þ][\w’-]{1,20}))[,:]?\s"
    r"(?P<title>[^,]{3,160}(?:,[^,]{3,80})?),\s"
    r"(?P<editors>(?:eds?\.?|edited|trans\.?|translated)"
    r"(?:\s(?:and|&)\s(?:trans\.?|translated|ed\.?|edited|introduced))?\sby\s.+)"
)

_BRACKETED: Final = re.compile(rf"{NAMES}\s\((?:trans|transl|tr|übers|trad)\.?\)(?:[,.;]\s?|$)")
#: What a list prints for an author whom nobody knows.
_NOBODY: Final = re.compile(
    r"\[?(?:anonym(?:us|e|a)?|anon\.|anónimo|anonimo|n\.\s?n\.|o\.\s?v\.)\]?", re.IGNORECASE
)


def nobody_in_front(segments: list[Segment]) -> list[Segment]:
    """In `Anonym: Brief einer Leserin` and `N. N.: …` what stands for the author is no title.

    It is no person either, whose family name would go in front.
    """
    at = 1 if segments[:1] and segments[0].label == "citation-number" else 0
    if at >= len(segments) or segments[at].label not in ("author", "title", "note"):
        return segments
    first = segments[at]
    match = _NOBODY.match(first.text)
    if match is None:
        return segments
    if first.label == "author" and not first.text[match.end() :].strip(" .,:;"):
        return [*segments[:at], replace(first, label="body"), *segments[at + 1 :]]
    if not first.text.startswith(": ", match.end()):
        return segments
    halves = parted(first, match.end() + 1, "title")
    return [*segments[:at], replace(halves[0], label="body"), *halves[1:], *segments[at + 1 :]]


def by_line(segments: list[Segment]) -> list[Segment]:
    """`“No ferry tonight”, hosted by Vera Lund`: behind the title stands who made it.

    The body in front is then what it appeared in.
    """
    titled = False
    for at, segment in enumerate(segments):
        titled = titled or segment.label == "title"
        match = (
            _BY.fullmatch(segment.text) if segment.label in (*OUTLETS, "note", "genre") else None
        )
        if match is None or not titled or names.is_organisation(match["names"]):
            continue
        start = segment.start + match.start("names")
        name = replace(segment, label="author", text=match["names"], start=start)
        found = [*segments[:at], name, *segments[at + 1 :]]
        return _signed_by_outlet(found)
    return segments


def names_behind(segments: list[Segment]) -> list[Segment]:
    """`The Tide, “No ferry” — Vera Lund and Mara Osei`: names where an outlet would stand.

    The outlet stands in front already; a dash or known given names say that these are persons.
    """
    first = segments[0]
    if first.label not in ("author", "body", "journal"):
        return segments
    name = first.text.strip(" .,:")
    if first.label != "body" and not is_periodical(name) and not names.is_organisation(name):
        return segments
    for at, segment in enumerate(segments[1:], 1):
        before = segments[at - 1]
        match = _LIST_OF_NAMES.fullmatch(segment.text) if segment.label in OUTLETS else None
        if match is None or before.label != "title" or names.is_organisation(match["names"]):
            continue
        if match["dash"] or _opens_with_given(match["names"]):
            start = segment.start + match.start("names")
            person = replace(segment, label="author", text=match["names"], start=start)
            return _signed_by_outlet([*segments[:at], person, *segments[at + 1 :]])
    return segments


def _opens_with_given(names: str) -> bool:
    """Whether one of `names` begins with a known given name: `Vera Lund`, not `Santa Vera`."""
    given = lexicon.word_list("names", "given")
    return any(lexicon.core(name.split()[0]) in given for name in _BETWEEN.split(names))


def by_behind_quotation(segments: list[Segment]) -> list[Segment]:
    """In `“No ferry”, by` + `Vera Lund` the names taken for an outlet are the author's."""
    for at, segment in enumerate(segments[:-1]):
        match = _LEFT_BY.search(segment.text) if segment.label == "title" else None
        after = segments[at + 1]
        if match is None or after.label not in OUTLETS:
            continue
        title = replace(segment, text=segment.text[: match.start() + 1])
        name = replace(after, label="author")
        return _signed_by_outlet([*segments[:at], title, name, *segments[at + 2 :]])
    return segments


def _signed_by_outlet(segments: list[Segment]) -> list[Segment]:
    first = segments[0]
    name = first.text.strip(" .,:")
    if first.label in ("author", "body") and (is_periodical(name) or names.is_organisation(name)):
        return [replace(first, label="journal"), *segments[1:]]
    return segments


def translators(segments: list[Segment]) -> list[Segment]:
    """`Tides. Translated by Vera Lund.`: the last sentence names who translated."""
    found: list[Segment] = []
    for segment in segments:
        match = (
            _TRANSLATED.search(segment.text)
            if segment.label in ("title", "note", "edition", "editor", *OUTLETS)
            else None
        )
        if match is None or (segment.label == "editor" and match.start() > 0):
            found.append(segment)
            continue
        head = segment.text[: match.start()].rstrip(" ,;(")
        if head:
            found.append(replace(segment, text=head))
        start = segment.start + match.start("names")
        found.append(replace(segment, label="translator", text=match["names"], start=start))
    return found


def title_before_editors(segments: list[Segment]) -> list[Segment]:
    """`LUND, V., On Tides, ed. and trans. by Mara Osei`, all of it taken for editors."""
    if labels(segments) & {"author", "title"}:
        return segments
    for at, segment in enumerate(segments):
        match = _EDITED.fullmatch(segment.text) if segment.label == "editor" else None
        if match is None:
            continue
        people = replace(segment, label="author", text=match["author"])
        cut = match.start("title")
        behind = replace(segment, label="title", text=segment.text[cut:], start=segment.start + cut)
        halves = parted(behind, match.start("editors") - cut, "editor")
        return [*segments[:at], people, *halves, *segments[at + 1 :]]
    return segments


def translator_in_brackets(segments: list[Segment]) -> list[Segment]:
    """`Vera Lund (trans.), The Tide`: who translated stands before what it appeared in."""
    found: list[Segment] = []
    for segment in segments:
        match = _BRACKETED.match(segment.text) if segment.label in OUTLETS else None
        if match:
            outlet = segment.label
            found += parted(replace(segment, label="translator"), match.end(), outlet)
        else:
            found.append(segment)
    return found
