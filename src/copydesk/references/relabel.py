"""Mend what the tagger is known to part wrongly, before the fields are finished.

Each function looks at the segments only and returns them with better borders
or labels; none of them knows a name or a title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from copydesk.references import (
    books,
    bylines,
    dates,
    documents,
    endings,
    figures,
    front,
    imprint,
    lexicon,
    medical,
    names,
    physics,
    presses,
    quotation,
    seams,
    strays,
    tails,
)
from copydesk.references.tag import Segment

_STARTS_IN: Final = re.compile(r"[(\[“\"]?\s*(?:in|dans)\b", re.IGNORECASE)
_UNSURE: Final = 0.75


def mended(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """`segments` with the known mistakes put right."""
    found = list(segments)
    for mend in (
        front.day_in_front,
        tails.series_behind_coll,
        seams.words_for_date,
        seams.names_end_at_initials,
        seams.names_end_at_colon,
        seams.title_behind_bracketed_name,
        seams.title_behind_body,
        seams.title_behind_sentence,
        seams.unfinished_body,
        seams.open_title,
        seams.standard_number,
        bylines.nobody_in_front,
        bylines.title_before_editors,
        bylines.by_behind_quotation,
        bylines.by_line,
        bylines.names_behind,
        bylines.translators,
        endings.month_of_the_title,
        endings.report_of_the_title,
        endings.year_behind_comma,
        endings.version_behind,
        presses.archive_behind_thesis,
        presses.number_of_university,
        presses.place_with_its_state,
        presses.press_before_place,
        presses.series_named_after_press,
        figures.read_on_web,
        figures.lone_marks,
        figures.clock,
        physics.page_before_year,
        physics.page_behind_volume,
        medical.article_string,
        medical.day_before_volume,
        medical.day_of_publication,
        figures.year_of_volume,
        figures.year_before_issue,
        figures.year_in_note,
        figures.sections_and_chapters,
        books.quoted_book,
        figures.ordinal_of_edition,
        figures.issue_before_pages,
        documents.command_paper,
        documents.printed_paper,
        documents.symbol_behind,
        figures.page_behind_year,
        figures.page_behind_volume,
        figures.count_cut_in_two,
        presses.journal_before_volume,
        tails.journal_for_publisher,
        tails.short_word_of_journal,
        tails.half_title,
        tails.editors_cut_in_two,
        tails.press_cut_in_two,
        strays.body_before_year,
        strays.year_behind_body,
        strays.decimal_of_a_name,
        strays.word_glued_to_link,
        front.interview,
        front.directed,
        front.body_goes_on,
        front.quoted_title,
        front.behind_slashes,
        front.unfinished_title,
        front.year_of_the_title,
        imprint.book_and_its_editors,
        imprint.date_before_pages,
        imprint.access_in_brackets,
        imprint.archives,
        imprint.day_behind_outlet,
        imprint.date_behind_outlet,
        imprint.issue_before_day,
        imprint.document_number,
        books.editors_first,
        books.book_in_title,
        books.second_title,
        books.book_behind_editors,
        bylines.translator_in_brackets,
        _short_journal,
        quotation.to_its_end,
        endings.glued_outlet,
        presses.press_behind_proceedings,
        presses.place_and_press_in_title,
        presses.place_and_press_behind_book,
        tails.remark_behind,
        quotation.outlet_behind,
        imprint.document_number,
        imprint.halves_of_a_body,
        tails.presented,
        tails.count_behind,
        tails.number_behind,
        tails.place_behind,
        seams.outlet_before_title,
        books.container_behind_in,
        _title_for_container,
        tails.report_of_body,
        _title_for_author,
        strays.issue_before_date,
        strays.issue_behind_year,
        strays.date_behind_issue,
        strays.numbers_in_note,
        _place_and_publisher,
        imprint.press_in_title,
        imprint.publisher_and_place,
        strays.periodical_named_like_a_place,
        strays.place_at_the_end,
        _university,
        front.outlet_in_front,
        front.title_in_outlet,
        front.body_in_front,
        front.body_in_title,
        front.year_of_the_title,
        tails.site_behind,
        _outlet_of_the_day,
        tails.untitled_note,
    ):
        found = mend(found)
    return tuple(found)


def _labels(segments: Sequence[Segment]) -> set[str]:
    return {segment.label for segment in segments}


def _short_journal(segments: list[Segment]) -> list[Segment]:
    """An abbreviated word before a journal, taken for a title, belongs to the journal.

    It may be a title of one word, where no other is: then a known outlet follows,
    or nothing has the numbers of a journal.
    """
    labels = [segment.label for segment in segments]
    numbered = "volume" in labels or "pages" in labels or labels.count("title") > 1
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        if (
            segment.label == "journal"
            and before is not None
            and before.label in ("title", "author")
            and before.text.endswith(".")
            and before.confidence < _UNSURE
            and len(before.text.split()) == 1
            and (before.label == "author" or (numbered and not lexicon.kind(segment.text)))
        ):
            text = f"{before.text} {segment.text}"
            found[-1] = replace(segment, text=text, start=before.start)
        else:
            found.append(segment)
    return found


def _outlet_of_the_day(segments: list[Segment]) -> list[Segment]:
    """What publishes by the day and is no institute is an outlet, not a publisher."""
    labels = _labels(segments)
    days = any(
        len(dates.read(segment.text)) > 2 or dates.read(segment.text)[:1] == [0]
        for segment in segments
        if segment.label == "date"
    )
    if not days or labels & {"journal", "container-title", "location", "genre"}:
        return segments
    return [
        replace(segment, label="journal")
        if segment.label == "publisher" and not _is_institute(segment.text)
        else segment
        for segment in segments
    ]


def _is_institute(name: str) -> bool:
    known = lexicon.kind(name)
    return known in ("institute", "press") or (not known and names.is_body(name))


def _title_for_container(segments: list[Segment]) -> list[Segment]:
    """A container or series without a title is the title, unless "In" announces it."""
    if "title" in _labels(segments):
        return segments
    # Editors and a place make a book, whose name was taken for a journal's.
    book = {"editor", "location"} <= _labels(segments) and "author" not in _labels(segments)
    held = ("container-title", "collection-title", *(("journal",) if book else ()))
    for at, segment in enumerate(segments):
        holds = segment.label in held
        if holds and not _STARTS_IN.match(segment.text):
            return [*segments[:at], replace(segment, label="title"), *segments[at + 1 :]]
    return segments


def _title_for_author(segments: list[Segment]) -> list[Segment]:
    """With neither title nor container, words in front that are no names are the title."""
    if _labels(segments) & {"title", "container-title", "journal"}:
        return segments
    first = segments[0] if segments else None
    if first is None or first.label != "author" or "," in first.text:
        return segments
    words = first.text.split()
    if len(words) > 1 and all(len(lexicon.core(word)) > 1 for word in words):
        return [replace(first, label="title"), *segments[1:]]
    return segments


def _place_and_publisher(segments: list[Segment]) -> list[Segment]:
    """`White Bay (VT): Green Press` is a place and a publisher."""
    if "location" in _labels(segments):
        return segments
    found: list[Segment] = []
    for segment in segments:
        place, colon, name = segment.text.partition(":")
        if segment.label == "publisher" and colon and name.strip() and len(place.split()) < 5:
            found.append(replace(segment, label="location", text=place + ":"))
            start = segment.start + len(place) + 1
            found.append(replace(segment, text=name.strip(), start=start))
        else:
            found.append(segment)
    return found


def _is_university(name: str) -> bool:
    return any(
        lexicon.keywords().get(lexicon.core(word)) == "inst"
        or lexicon.core(word).startswith("universi")
        for word in name.split()
    )


def _university(segments: list[Segment]) -> list[Segment]:
    """An institution in the place of the place is the publisher."""
    if "publisher" in _labels(segments):
        return segments
    found: list[Segment] = []
    for segment in segments:
        head, comma, tail = segment.text.partition(",")
        if segment.label == "location" and _is_university(head):
            found.append(replace(segment, label="publisher", text=head))
            if comma and tail.strip():
                start = segment.start + len(head) + 1
                found.append(replace(segment, text=tail.strip(), start=start))
        else:
            found.append(segment)
    return found
