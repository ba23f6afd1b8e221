"""Part what stands together behind the title: outlet and date, publisher and place.

Like those of `relabel`, each function returns the segments with better borders.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from copydesk.references import lexicon
from copydesk.references.bylines import NAMES
from copydesk.references.dates import MONTH
from copydesk.references.tag import Segment

_OUTLETS: Final = ("publisher", "journal", "container-title", "location")
_DATEABLE: Final = (*_OUTLETS, "url")
_DAY_MONTH_YEAR: Final = (
    r"\d{1,2}[./-]\d{1,2}[./-](?:(?:19|20)\d\d|\d\d)"
    rf"|\d{{1,2}}[\s-](?i:{MONTH})\.?[\s,-]+(?:19|20)\d\d"
    rf"|(?i:{MONTH})\.?\s\d{{1,2}},?\s(?:19|20)\d\d"
)
_DATED: Final = re.compile(rf"(?<=[^\d\s])[.,;)]*\s+\(?(?P<date>(?:{_DAY_MONTH_YEAR})[).,;:]*)$")
_DAY_LEFT: Final = re.compile(r"[.,;]?\s*\b(?P<day>\d{1,2})\.?$")
_MONTH_FIRST: Final = re.compile(rf"(?i:{MONTH})\b")
_EDITED: Final = re.compile(
    r"^(?P<book>(?:in|dans|en)\b:?\s.{3,200}?),?\s+(?P<editors>(?:hrsg\.?\s?v(?:on|\.)"
    r"|herausgegeben von|edited by|ed\.? by|éd(?:ité|\.) par|sous la dir(?:ection|\.) de"
    r"|coord(?:\.|inado) por)\s.+)$",
    re.IGNORECASE,
)
#: "in Rivers and Salt, ed. K. Lee": the book has a word that no row of names has.
_EDITED_BY_NAMES: Final = re.compile(
    r"^(?P<book>(?:in|In|dans|Dans)\b:?\s"
    r"(?=.{0,80}?\s(?!(?:and|und|et|eds?|van|von|de|der|del|la)\b)[a-zà-ÿ]{2})"
    rf".{{3,200}}?),\s+(?P<editors>[Ee]ds?\.\s{NAMES}[.,;:]*)$"
)
_PAGES: Final = re.compile(
    r"^(?P<date>[^.]{0,40}(?:1[4-9]|20)\d\d[^.]{0,12}?)[.,;]?\s+(?P<pages>(?:pp?|S)\.\s?\d.*)$"
)
_COUNT: Final = re.compile(
    r"\W*(?:[xivlc]{1,7}\s?[+,]\s?)?(?P<count>\d{2,4})\s?"
    r"(?:pp?|pgs|S|с|σ|Seiten|pages|páginas)\b\.?\W*"
)
_ISSUE_OF_YEAR: Final = re.compile(r"(\d{1,2})/(?:19|20)\d\d[.,;]\s+(?=\(?\d{1,2}[.\s])")
_WORDS_OF_KIND: Final = re.compile(
    r"(?:discurso|discours|speech|remarks|rede|testimony|data ?set|fact sheet"
    r"|press release)\b(?! of)",
    re.IGNORECASE,
)
#: What numbers papers of parliaments and governments, with no outlet.
_DOCUMENTS: Final = frozenset(
    ("Drucksache", "BT-Drucksache", "BT-Drs", "Bundestagsdrucksache", "Cm", "Cmd", "Cmnd", "CP",
     "COM", "HC", "HL", "S/RES", "A/RES", "Doc", "Document", "Dokument", "GAO", "CRS")
)  # fmt: skip
FIRST_OF_BODIES: Final = frozenset(
    ("ministry", "department", "office", "embassy", "directorate", "bureau")
)
#: Where a copy was read, which is neither publisher nor place of the work.
_ARCHIVES: Final = frozenset(
    ("jstor", "project muse", "proquest", "ebsco", "ebscohost", "heinonline", "google books",
     "lexisnexis", "nexis", "factiva", "gale", "persee", "cairn", "researchgate", "google scholar")
)  # fmt: skip


def date_behind_outlet(segments: list[Segment]) -> list[Segment]:
    """`Rest of Bay), 17-Feb-2021` is an outlet and a date."""
    found: list[Segment] = []
    for segment in segments:
        match = _DATED.search(segment.text) if segment.label in _DATEABLE else None
        if match is None:
            found.append(segment)
            continue
        found.append(replace(segment, text=segment.text[: match.start()]))
        start = segment.start + match.start("date")
        found.append(Segment("date", match["date"], segment.confidence, start))
    return found


def day_behind_outlet(segments: list[Segment]) -> list[Segment]:
    """In `The Tide.16` + `October 2021` the number is the day."""
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        monthly = segment.label == "date" and _MONTH_FIRST.match(segment.text)
        match = _DAY_LEFT.search(before.text) if before and monthly else None
        if match and before and before.label in _OUTLETS and match.start():
            found[-1] = replace(before, text=before.text[: match.start()])
            start = before.start + match.start("day")
            found.append(replace(segment, text=f"{match['day']} {segment.text}", start=start))
        else:
            found.append(segment)
    return found


def book_and_its_editors(segments: list[Segment]) -> list[Segment]:
    """`In: Rivers and Salt, hrsg. von K. Lee` holds a book and its editors."""
    found: list[Segment] = []
    for segment in segments:
        named = segment.label in ("editor", "author")
        match = named and (_EDITED.match(segment.text) or _EDITED_BY_NAMES.match(segment.text))
        if not match:
            found.append(segment)
            continue
        found.append(replace(segment, label="container-title", text=match["book"]))
        start = segment.start + match.start("editors")
        found.append(replace(segment, label="editor", text=match["editors"], start=start))
    return found


def publisher_and_place(segments: list[Segment]) -> list[Segment]:
    """`Green Press, Roma` and `Roma, Green Press`: a known place beside the publisher."""
    labels = {one.label for one in segments}
    if {"location", "publisher"} <= labels:
        return segments
    found: list[Segment] = []
    for segment in segments:
        if segment.label == "location":
            found += _publisher_in_place(segment)
            continue
        if segment.label != "publisher" or segment.text.count(",") > 2:
            found.append(segment)
            continue
        opening = "(" if segment.text.startswith("(") else ""
        head, comma, tail = segment.text.rstrip(".,;: ").partition(",")
        if comma and _is_place(head.lstrip("( ")) and tail.strip():
            start = segment.end - len(segment.text.split(",", 1)[1].lstrip())
            found.append(replace(segment, label="location", text=head))
            found.append(replace(segment, text=opening + tail.strip(), start=start))
            continue
        cut = len(head)
        if comma and _is_place(tail.split(",")[0].strip(" ()")):
            place = segment.text[cut + 1 :].strip()
            found.append(replace(segment, text=head))
            found.append(
                replace(segment, label="location", text=place, start=segment.end - len(place))
            )
            continue
        found.append(segment)
    return found


def _publisher_in_place(segment: Segment) -> list[Segment]:
    """`Green Press, Roma`, all of it taken for a place."""
    head, _, tail = segment.text.rstrip(".,;: ").partition(", ")
    if (
        not all(_is_place(one) for one in re.split(r"\s?/\s?", tail))
        or _is_place(head)
        or not head[:1].isupper()
    ):
        return [segment]
    start = segment.start + len(head) + 2
    place = replace(segment, text=segment.text[len(head) + 2 :], start=start)
    return [replace(segment, label="publisher", text=head), place]


def issue_before_day(segments: list[Segment]) -> list[Segment]:
    """In `The Tide 12/2021, 20.03.2021` the first is the issue of the year."""
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        match = _ISSUE_OF_YEAR.match(segment.text) if segment.label == "date" else None
        if match and before and before.label in ("journal", "container-title"):
            found.append(replace(segment, label="volume", text=f"no. {match[1]}"))
            start = segment.start + match.end()
            found.append(replace(segment, text=segment.text[match.end() :], start=start))
        else:
            found.append(segment)
    return found


def halves_of_a_body(segments: list[Segment]) -> list[Segment]:
    """`Office of Tides,` + `Department of Ports` publish as one; the first is no container."""
    for at in range(len(segments) - 1):
        first, second = segments[at : at + 2]
        if (
            first.label == "container-title"
            and second.label == "publisher"
            and lexicon.core(first.text.split()[0]) in FIRST_OF_BODIES
        ):
            joined = replace(first, label="publisher", text=f"{first.text} {second.text}")
            return [*segments[:at], joined, *segments[at + 2 :]]
    return segments


def document_number(segments: list[Segment]) -> list[Segment]:
    """`Drucksache 20/5421` and `Cm 403` number a document; they are no journal with a volume."""
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        bare = segment.text.strip(" .,;:()")
        numbered = before is not None and before.label == "genre" and before.text[-1].isalpha()
        named = bare in _DOCUMENTS or _WORDS_OF_KIND.match(bare)
        if segment.label in _OUTLETS and named:
            found.append(replace(segment, label="genre", text=bare))
        elif segment.text[0] == "+" and before is not None and before.label == "volume":
            found[-1] = replace(before, label="pages", text=f"{before.text} {segment.text}")
        elif segment.label in ("volume", "pages") and numbered and before is not None:
            found[-1] = replace(before, text=f"{before.text} {segment.text}")
        else:
            found.append(segment)
    return found


def _is_place(text: str) -> bool:
    return lexicon.kind(text) in ("city", "exonym")


def date_before_pages(segments: list[Segment]) -> list[Segment]:
    """In `winter 2021-2022, p. 12-13` only what follows "p." is pages."""
    found: list[Segment] = []
    for segment in segments:
        match = _PAGES.match(segment.text) if segment.label == "pages" else None
        if match is None:
            found.append(segment)
            continue
        found.append(replace(segment, label="date", text=match["date"]))
        start = segment.start + match.start("pages")
        found.append(replace(segment, text=match["pages"], start=start))
    return found


def access_in_brackets(segments: list[Segment]) -> list[Segment]:
    """`https://… [2022, August 3]`: a bracketed date behind the link says when it was read."""
    dated = sum(one.label == "date" for one in segments)
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        bracketed = before and before.label == "url" and segment.text[:1] == "["
        if (
            bracketed
            and segment.label in ("date", "note")
            and (segment.label == "note" or dated > 1)
        ):
            found.append(replace(segment, label="note", text=f"accessed {segment.text}"))
        else:
            found.append(segment)
    return found


def archives(segments: list[Segment]) -> list[Segment]:
    """JSTOR and its like hold a copy; they publish nothing."""
    found: list[Segment] = []
    for segment in segments:
        head, comma, tail = segment.text.partition(", ")
        if segment.label in _OUTLETS and _is_archive(segment.text):
            found.append(replace(segment, label="archive"))
        elif segment.label in ("url", "doi") and comma and _is_archive(head):
            found.append(replace(segment, label="archive", text=head))
            found.append(replace(segment, text=tail, start=segment.end - len(tail)))
        else:
            found.append(segment)
    return found


def _is_archive(text: str) -> bool:
    return " ".join(lexicon.fold(text)) in _ARCHIVES


def press_in_title(segments: list[Segment]) -> list[Segment]:
    """A known press that ends the title, and no other publisher: `Salt and state, Brill,`."""
    if any(one.label in ("publisher", "journal", "container-title") for one in segments):
        return segments
    found: list[Segment] = []
    for segment in segments:
        head, comma, tail = segment.text.rstrip(" ,.;").rpartition(", ")
        if segment.label == "title" and comma and lexicon.kind(tail) == "press":
            found.append(replace(segment, text=head))
            start = segment.start + len(head) + 2
            found.append(replace(segment, label="publisher", text=tail, start=start))
        else:
            found.append(segment)
    return found


def page_count(text: str) -> str:
    """The number of pages when `text` counts them and does not name some, else "".

    >>> page_count("xii + 335 pp."), page_count("976 p."), page_count("pp. 33-35")
    ('335', '976', '')
    """
    match = _COUNT.fullmatch(text)
    return match["count"] if match else ""
