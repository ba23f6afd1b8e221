from __future__ import annotations

import re
from dataclasses import replace

import pytest

from compose.harbour import ARTICLE, Sheet, citation, entry, paragraph, person
from copydesk.composition import compose
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config, overlay
from copydesk.model import Article, Back, Cite, Reference

TITLES = {"a": "Zebra tides of the north", "b": "Anchor points", "c": "The middle ground"}


def work(title: str, letter: str, name: str = "Marlow") -> Reference:
    csl = {
        "type": "book",
        "title": title,
        "author": [person(name, "Ida")],
        "issued": {"date-parts": [[2021]]},
    }
    return entry(f"{name}{letter or 0}", f"{name}, I. (2021{letter}) {title}.", csl)


def article(*works: Reference) -> Article:
    cites = [
        citation(f"({one.text[:6]}, 2021)", group, name=one.text[:6], year="2021", keys=(one.key,))
        for group, one in enumerate(works)
    ]
    pieces = [
        piece for group, one in enumerate(cites) for piece in (" and ", Cite(one.text, group))
    ]
    body = (paragraph("So it is", *pieces, "."),)
    return replace(ARTICLE, body=body, citations=tuple(cites), back=Back(references=works))


def printed(one: Article, style: str, pandoc: Pandoc) -> str:
    config = overlay(Config(), {"style": {"csl": style}}, "test")
    return Sheet(one, pandoc, config).text()


@pytest.mark.parametrize(
    "style",
    [
        "apa", "chicago-author-date", "harvard-cite-them-right", "iso690-author-date-fr",
        "din-1505-2",  # asks for the letter twice in a citation
    ],
)  # fmt: skip
def test_a_style_gives_works_of_one_year_the_letters_that_the_author_gave(
    style: str, pandoc: Pandoc
) -> None:
    text = printed(article(*(work(title, one) for one, title in TITLES.items())), style, pandoc)
    listed = text.partition("References")[2].casefold()
    places = [listed.find(title.casefold()) for title in TITLES.values()]
    assert places == sorted(places)
    assert re.findall(r"2021([abc])\b", text) == ["a", "b", "c", "a", "b", "c"]
    assert not re.search("[\ufdd0-\ufdef]", text)


def test_without_letters_of_the_author_a_style_goes_by_its_own_order(pandoc: Pandoc) -> None:
    works = [replace(work(title, one), text=title) for one, title in TITLES.items()]
    text = printed(article(*works), "apa", pandoc)
    assert text.find("(2021a). Anchor") < text.find("(2021c). Zebra")
    assert compose(article(*works), Config()).queries == ()


@pytest.mark.parametrize(
    "works",
    [
        [work("Zebra tides", "a"), work("Anchor points", "")],
        [work("Zebra tides", "b"), work("Anchor points", "b")],
        [work("Zebra tides", "b")],
        [work("Zebra tides", "a"), work("Anchor points", "c")],
    ],
    ids=["one without", "twice the same", "one alone", "a gap"],
)
def test_letters_that_no_style_can_print_are_asked_about(works: list[Reference]) -> None:
    queries = compose(article(*works), Config()).queries
    bears = [one for one in works if "(2021)" not in one.text]
    assert [query.code for query in queries] == ["compose.year-letter"] * len(bears)
    assert all(one.text in queries[0].message for one in works)


def test_a_style_without_letters_is_asked_nothing() -> None:
    works = [work("Zebra tides", "a"), work("Anchor points", "")]
    config = overlay(Config(), {"style": {"csl": "ieee"}}, "test")
    assert compose(article(*works), config).queries == ()


def test_letters_of_different_authors_do_not_meet() -> None:
    works = [work("Zebra tides", "a"), work("Anchor points", "b"), work("Mud", "", "Quills")]
    assert dict(compose(article(*works), Config()).job["letters"]) == {"Marlowa": 0, "Marlowb": 1}
