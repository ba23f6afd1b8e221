"""Cut off what hangs behind a title and is none of its words: a number, a site, a place, a press.

Like those of `relabel`, each function returns the segments with better borders.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from copydesk.references import dates, lexicon, names
from copydesk.references.pieces import OUTLETS, joined, labels, parted
from copydesk.references.tag import Segment

_NUMBER: Final = re.compile(
    r"(?<=[.,?!])\s(?P<number>"
    r"[A-Z]{2,8}-\d{2,4}-\w{1,10}"
    r"|(?:[A-Z][\w&]{0,20}[\s-]){0,3}(?i:advies|report|paper|brief|briefing|policy brief|comment"
    r"|commentary|memo|memorandum|bericht|rapport|informe|note|cahier|studie|studies|series)\s"
    r"(?:[Nn][or]\.?\s?|n°\s?|№\s?|#)?[A-Z]{0,3}\d[\w/.-]{0,12}?)[.,]*$"
)
_COUNT: Final = re.compile(
    r"[.,]\s(?:[xivlc]{1,7}\s?[+,]\s?)?\d{2,4}\s?(?:pp?|pages|S|Seiten|páginas)\b\.?$"
)
_SITE: Final = re.compile(
    r"(?:www\.)?[A-Z]?[\w-]{2,40}\.(?:com|org|net|io|de|eu|co\.uk|info|ru|fr|gov|int)\.?",
    re.IGNORECASE,
)
_LAST: Final = re.compile(r"(?<=[.?!”»])\s+(?=\S+$)")
_PRESS_ALONE: Final = re.compile(
    r"(?:Press|Publishers|Publishing|Books|Verlag)\b[^,:]{0,12}[,:;.]*"
)
_HEAD_OF_PRESS: Final = re.compile(
    r"(?<=[.?!])\s(?=[A-Z][\w’'-]{1,20}(?:\s(?:of\s)?[A-Z][\w’'-]{1,20}){0,2}(?:\sUniv\.)?$)"
)
_REMARK: Final = re.compile(
    r"(?<=[”»])[,.]{0,2}\s(?=(?:statement|testimony|speech|remarks|address|lecture|keynote|interview"
    r"|presentation|paper (?:presented|given)|talk|op-ed|review of|letter to)\b)"
)
_CHAPTER: Final = re.compile(
    r",?\s(?:\(?(?:[Cc]hapter|[Cc]h\.|[Kk]apitel|[Kk]ap\.|[Cc]apítulo|[Cc]hapitre)\s(?P<chapter>\d{1,3}|[IVXL]{1,6})\)?,?\s)?"
    r"in:?\s(?P<family>[A-ZÀ-ÖØ-Þ][\w’'-]{1,30}(?:\s[A-ZÀ-ÖØ-Þ][\w’'-]{1,30})?,)$"
)
_INITIAL_FIRST: Final = re.compile(r"[A-ZÀ-ÖØ-Þ]\.")
_COLL: Final = re.compile(r"(?:coll\.|[Cc]ollection|[Cc]olección)(?:\s(?=«)|$)")
_JOURNAL: Final = re.compile(r"\b(?:Journal|Quarterly|Zeitschrift|Revista|Revue)\b")
_PIECES: Final = 4
_PRESENTED: Final = re.compile(
    r"(?P<said>(?:paper|poster|lecture|keynote|talk|presentation)?\s?"
    r"(?:presented|given|delivered|held|read)\s(?:at|to|before)(?:\sthe)?)\s(?=[A-Z0-9])",
    re.IGNORECASE,
)


def number_behind(segments: list[Segment]) -> list[Segment]:
    """`Salt and state. Harbour Paper 12.` ends in the number of a report."""
    return _cut_tail(segments, _NUMBER, "genre", unless={"genre", "journal"})


def site_behind(segments: list[Segment]) -> list[Segment]:
    """`No ferry tonight. Tide.com.`: the site that ends the title, or a note, is the outlet."""
    if labels(segments) & set(OUTLETS):
        return segments
    found: list[Segment] = []
    for segment in segments:
        match = _LAST.search(segment.text) if segment.label == "title" else None
        if match and _SITE.fullmatch(segment.text[match.end() :]):
            found += parted(segment, match.end(), "journal")
        elif segment.label == "note" and _SITE.fullmatch(segment.text.strip()):
            found.append(replace(segment, label="journal"))
        else:
            found.append(segment)
    return found


def place_behind(segments: list[Segment]) -> list[Segment]:
    """In `Salt and state, Roma,` + `Libri del Mare` a book names its place and publisher."""
    if labels(segments) & {"location", "volume", "pages", "url", "doi"}:
        return segments
    if any(len(dates.read(one.text)) > 1 for one in segments if one.label == "date"):
        return segments
    for at, segment in enumerate(segments[:-1]):
        bare = segment.text.rstrip(" ,:;")
        head, comma, place = bare.rpartition(", ")
        after = segments[at + 1]
        if segment.label == "title" and comma and after.label in OUTLETS and _is_city(place):
            halves = parted(segment, len(head) + 1, "location")
            return [
                *segments[:at], *halves, replace(after, label="publisher"), *segments[at + 2 :]
            ]  # fmt: skip
    return segments


def _is_city(text: str) -> bool:
    return lexicon.kind(text) in ("city", "exonym")


def press_cut_in_two(segments: list[Segment]) -> list[Segment]:
    """`Salt and state. Delta Univ.` + `Press:` is a title and a publisher."""
    for at in range(len(segments) - 1):
        first, second = segments[at : at + 2]
        alone = second.label in OUTLETS and _PRESS_ALONE.fullmatch(second.text)
        match = _HEAD_OF_PRESS.search(first.text) if alone and first.label == "title" else None
        if match is None:
            continue
        halves = parted(first, match.end(), "publisher")
        press = replace(joined(halves[-1], second), label="publisher")
        return [*segments[:at], *halves[:-1], press, *segments[at + 2 :]]
    return segments


def count_behind(segments: list[Segment]) -> list[Segment]:
    """`Salt and state, 390p.` ends in the number of the book's pages."""
    return _cut_tail(segments, _COUNT, "pages", unless={"pages", "journal"})


def remark_behind(segments: list[Segment]) -> list[Segment]:
    """`“Salt and state”, testimony before the Harbour Board`: small letters say what it is."""
    return _cut_tail(segments, _REMARK, "genre", unless={"genre"})


def _cut_tail(
    segments: list[Segment], form: re.Pattern[str], label: str, unless: set[str]
) -> list[Segment]:
    if labels(segments) & unless:
        return segments
    for at, segment in enumerate(segments):
        match = form.search(segment.text) if segment.label == "title" else None
        if match:
            halves = parted(
                segment, match.end() if match.end() == match.start() else match.start() + 1, label
            )
            return [*segments[:at], *halves, *segments[at + 1 :]]
    return segments


def editors_cut_in_two(segments: list[Segment]) -> list[Segment]:
    """`Salt and state, Chapter 3 in Lund,` + `V. and Osei, M. (eds.)`: the name is an editor's."""
    for at in range(len(segments) - 1):
        first, second = segments[at : at + 2]
        match = _CHAPTER.search(first.text) if first.label == "title" else None
        if match is None or second.label != "editor" or not _INITIAL_FIRST.match(second.text):
            continue
        title = replace(first, text=first.text[: match.start()])
        editors = replace(
            second,
            text=f"{match['family']} {second.text}",
            start=first.start + match.start("family"),
        )
        chapter = [replace(first, label="note", text=f"Chapter {match['chapter']}")]
        return [
            *segments[:at], title, *(chapter if match["chapter"] else []), editors,
            *segments[at + 2 :],
        ]  # fmt: skip
    return segments


def half_title(segments: list[Segment]) -> list[Segment]:
    """A title that ends in a semicolon goes on, when there is another outlet for the rest."""
    for at in range(len(segments) - 1):
        first, second = segments[at : at + 2]
        others = [one for one in segments[at + 2 :] if one.label in OUTLETS]
        if (
            first.label == "title"
            and first.text.endswith(";")
            and second.label in OUTLETS
            and others
        ):
            return [*segments[:at], joined(first, second), *segments[at + 2 :]]
    return segments


def short_word_of_journal(segments: list[Segment]) -> list[Segment]:
    """In `N` + `Estuar J Med` the letter taken for a second title begins the journal's name."""
    titles = [one for one in segments if one.label == "title"]
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        if (
            segment.label == "journal"
            and before is not None
            and before.label == "title"
            and len(titles) > 1
            and before.text.isalpha()
            and len(before.text) < 4
        ):
            found[-1] = replace(joined(before, segment), label="journal")
        else:
            found.append(segment)
    return found


def series_behind_coll(segments: list[Segment]) -> list[Segment]:
    """`coll. « Rivages »` names the series, however the tagger has cut it."""
    for at, segment in enumerate(segments):
        match = _COLL.match(segment.text) if at else None
        if match is None:
            continue
        end, text = at, segment.text
        if end + 1 < len(segments) and match.end() == len(text):
            end += 1
            text = f"{text} {segments[end].text}"
        while "«" in text and "»" not in text and end + 1 < len(segments) and end - at < _PIECES:
            end += 1
            text = f"{text} {segments[end].text}"
        if "»" not in text[match.end() :]:
            return segments
        named = text[match.end() :].lstrip()
        cut = named.find("»") + 1 or len(named)
        series = replace(segment, label="collection-title", text=named[:cut])
        rest = named[cut:].strip(" .,;")
        behind = [replace(segments[end], text=rest)] if rest else []
        return [*segments[:at], series, *behind, *segments[end + 1 :]]
    return segments


def journal_for_publisher(segments: list[Segment]) -> list[Segment]:
    """A publisher that calls itself a journal, with no place and no outlet beside it, is one."""
    if labels(segments) & {"journal", "container-title", "location"}:
        return segments
    return [
        replace(one, label="journal")
        if one.label == "publisher" and _JOURNAL.search(one.text) and "," not in one.text[:-1]
        else one
        for one in segments
    ]


def presented(segments: list[Segment]) -> list[Segment]:
    """`Paper presented at the Tide Convention`: the words in front say what it is."""
    found: list[Segment] = []
    for segment in segments:
        match = _PRESENTED.match(segment.text) if segment.label in (*OUTLETS, "genre") else None
        if match is None:
            found.append(segment)
            continue
        found.append(replace(segment, label="genre", text=match["said"]))
        rest = parted(segment, match.end(), "container-title")
        found += rest[1:]
    return found


def report_of_body(segments: list[Segment]) -> list[Segment]:
    """`Salt Bank. Harbour Report.`: with no title, a body's words for the kind are the title."""
    if labels(segments) & {"title", *OUTLETS}:
        return segments
    for at in range(len(segments) - 1):
        first, second = segments[at : at + 2]
        named = second.label == "genre" and re.fullmatch(r"[^\W\d_][^\d\[\](]{6,120}", second.text)
        signed = first.label in ("author", "body") and names.is_organisation(first.text)
        if named and signed and " " in second.text:
            return [*segments[: at + 1], replace(second, label="title"), *segments[at + 2 :]]
    return segments


def untitled_note(segments: list[Segment]) -> list[Segment]:
    """With no title, a note of several words is it: nothing is published without one."""
    if "title" in labels(segments):
        return segments
    for at, segment in enumerate(segments):
        words = re.findall(r"[^\W\d_]{2,}", segment.text)
        if segment.label == "note" and len(words) > 3 and not _SAYS_WHEN_READ.match(segment.text):
            return [*segments[:at], replace(segment, label="title"), *segments[at + 1 :]]
    return segments


_SAYS_WHEN_READ: Final = re.compile(
    r"[\[(]?(?:accessed|available|retrieved|viewed|last|online|abgerufen|zugriff|verfügbar|consulté"
    r"|disponible|consultado|geraadpleegd|letzter|stand|reprinted|translated|originally|first)\b",
    re.IGNORECASE,
)
