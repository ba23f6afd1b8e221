"""What stands above a review or a speech is no headline, and who is greeted no author."""

from __future__ import annotations

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Article, Decisions, Front

PROSE = (
    "The ferry has crossed the sound since the war, and nobody has ever asked whose it is. "
    "It leaves at six, and it comes back when the tide allows, which is not always at night."
)


def front(*lines: str) -> Front:
    text = "\n\n".join((*lines, PROSE, PROSE.replace("ferry", "pilot")))
    return pipeline.article(text.encode(), "a.txt", Config(), Decisions()).front


@pytest.mark.parametrize(
    "title",
    [
        "Why the ISBN outlived the book",
        "Date palms of the northern coast",
        "Time: a history of the ferry",
        "Published and damned on the sound",
        "Updated: what the pilots know of the ferry",
        "Venue: a short history",
        "Reviewed by nobody: the last season of a ferry",
        "2,019 pages on a ferry that nobody owns",
        "In 2019, 40 pages changed the harbour for good",
        "Updated: what we know about the ferry that sank",
        "The books of 2021, and the press that printed them",
        "Small Books, 2021 and after",
        "Delivered: the ferry that nobody wanted",
    ],
)
def test_headlines_that_speak_of_books_and_dates_are_headlines(title: str) -> None:
    assert front(title, "By Mara Osei").title == title


@pytest.mark.parametrize(
    "head",
    [
        "Quay Books, 2021, 212 pp., £18.00, ISBN 978-1-4028-9462-6",
        "Kiel: Kai, 2021, 212 S., ISBN 978-3-16-148410-0",
        "Delivered on: 3 June 2024 (Transcript of the speech)",
        "Location: Town Hall, Hull",
    ],
)
def test_imprints_and_fields_of_a_form_are_no_headlines(head: str) -> None:
    assert front("A ferry that nobody owns", head).title == "A ferry that nobody owns"


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        (("Lars Brandt", "Reviewed by Mara Osei, University of Hull"), ["Mara Osei"]),
        (("By Mara Osei", "Reviewed by Jon Vik"), ["Mara Osei"]),
        (("Reviewed by Jon Vik", "By Mara Osei"), ["Mara Osei"]),
        (("By Mara Osei and Jon Vik",), ["Mara Osei", "Jon Vik"]),
        (("By Lars Brandt", "Quay Press, 2021, 212 pp.", "Reviewed by Mara Osei"), ["Mara Osei"]),
        (("By Mara Osei", "Reviewed by Jon Vik", "Quay Press, 2021, 212 pp."), ["Mara Osei"]),
        (("Lord Mayor, ladies and gentlemen,",), []),
        (("Dear Jon Vik,",), []),
    ],
)
def test_the_author_is_who_signs(lines: tuple[str, ...], authors: list[str]) -> None:
    assert list(front("A ferry that nobody owns", *lines).authors) == authors


def test_who_made_what_is_reviewed_is_not_asked_about() -> None:
    lines = ("A ferry that nobody owns", "Lars Brandt", "Reviewed by Mara Osei", PROSE, PROSE[::-1])
    found = pipeline.article("\n\n".join(lines).encode(), "a.txt", Config(), Decisions())
    assert "structure.author" not in {query.code for query in found.queries}


SITE = ("Share this", "Related posts", "Home", "Contact", "Log in", "Privacy policy", "Newsletter")
BOOKS = (
    "The ferry and its keepers: a history of the sound\nLars Brandt\nKiel: Kai, 2021, 212 pp.",
    "The ferry and its keepers\nby Lars Brandt\nQuay Press, 312 pages, £24.99",
    "The ferry and its keepers: a history of the sound\nLars Brandt\nQuay Press, 2021",
    "The ferry and its keepers\nby Lars Brandt\nQuay Books, £24.99",
    "LARS BRANDT\nThe ferry and its keepers: a history of the sound\n312 pp. Quay Press. £24.99.",
)


def article(*lines: str) -> Article:
    text = "\n\n".join((*lines, PROSE, PROSE.replace("ferry", "pilot"), "\n".join(SITE)))
    return pipeline.article(text.encode(), "a.txt", Config(), Decisions())


@pytest.mark.parametrize("book", BOOKS)
def test_the_headline_of_a_review_stands_above_the_book(book: str) -> None:
    found = article("Who keeps a sound", book, "Reviewed by Mara Osei")
    assert found.front.title == "Who keeps a sound"
    dropped = {edit.before for edit in found.structure if edit.rule == "structure.furniture"}
    assert dropped.isdisjoint(book.split("\n"))


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("signed", ["By Mara Osei", "Mara Osei"])
@pytest.mark.parametrize("site", [(), SITE])
def test_the_book_below_the_byline_is_kept_and_its_author_signs_nothing(
    book: str, signed: str, site: tuple[str, ...]
) -> None:
    lines = ("Who keeps a sound", signed, book, PROSE, PROSE[::-1], "\n".join(site))
    found = pipeline.article("\n\n".join(lines).encode(), "a.txt", Config(), Decisions())
    assert (found.front.title, found.front.byline) == (lines[0], signed)
    assert found.front.authors == ("Mara Osei",)
    dropped = {edit.before for edit in found.structure if edit.rule == "structure.furniture"}
    assert dropped.isdisjoint(book.split("\n"))
    assert "structure.author" not in {query.code for query in found.queries}


@pytest.mark.parametrize("above", ["The Quay Review", "Home » Books » History"])
def test_the_name_of_a_site_or_a_trail_of_links_is_no_headline(above: str) -> None:
    found = article(above, BOOKS[0], "Reviewed by Mara Osei", PROSE[::-1], "The Quay Review")
    assert found.front.title == BOOKS[0].split("\n")[0]


def test_a_book_without_a_headline_above_it_is_the_headline() -> None:
    assert article(BOOKS[0], "Reviewed by Mara Osei").front.title == BOOKS[0].split("\n")[0]


@pytest.mark.parametrize(
    ("lines", "byline"),
    [
        (["By Mara Osei and", "Jon Vik"], "By Mara Osei and Jon Vik"),
        (["By Mara Osei &", "Jon Vik"], "By Mara Osei & Jon Vik"),
        (["By Mara Osei", "& Jon Vik"], "By Mara Osei & Jon Vik"),
        (["By Mara Osei. Reviewed by Ann Lo"], "By Mara Osei. Reviewed by Ann Lo"),
        (["By Mara Osei", "Reviewed by Ann Lo"], "By Mara Osei · Reviewed by Ann Lo"),
    ],
)
def test_lines_of_a_byline_that_say_each_its_own_are_printed_apart(
    lines: list[str], byline: str
) -> None:
    found = front("A ferry that nobody owns", "\n".join(lines))
    assert found.byline == byline
    assert found.authors[0] == "Mara Osei"


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Prof. Mara Osei", ["Mara Osei"]),
        ("By Mara St. John", ["Mara St. John"]),
        ("By Mara Osei Jr. and J. K. Vik", ["Mara Osei Jr.", "J. K. Vik"]),
        ("By Mara Osei. Reviewed by Ann Lo", ["Mara Osei"]),
        (
            "By Mara Osei and Jon Vik. Photographs by Ann Lo and Lars Brandt",
            ["Mara Osei", "Jon Vik"],
        ),
    ],
)
def test_a_sentence_behind_the_authors_names_no_more_of_them(line: str, authors: list[str]) -> None:
    assert list(front("A ferry that nobody owns", line).authors) == authors
