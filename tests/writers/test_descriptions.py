"""What catalogues are told that an article says, and who they are told has said it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html as lxml_html

from copydesk.composition.abstracts import find_abstract
from copydesk.composition.catalogue import record
from copydesk.config import Config
from copydesk.model import (
    Block,
    Emph,
    Heading,
    Inline,
    Items,
    Paragraph,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from copydesk.settings.publication import Publication
from copydesk.writers import html
from writers.sample import ARTICLE, FRONT, Copy


def said(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def headed(text: str, level: int = 2) -> Heading:
    return Heading(level, (Text(text),))


SHORT = said("Walls are mended at night.")
LONG = said("When the canal was dug, nobody asked who would mend it.")

LABELLED = Paragraph((Strong((Text("Abstract"),)), Text(" Walls are mended at night.")))


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", (headed("Abstract"), SHORT, headed("Walls"), LONG)),
        ("en", (LONG, headed("SUMMARY:"), SHORT)),
        ("en", (headed("A B S T R A C T"), SHORT, headed("Walls"), LONG)),
        ("en", (headed("Abstract"), SHORT, said("Keywords: walls, dykes"), LONG, headed("Walls"))),
        ("en", (headed("Abstract"), SHORT, LONG)),
        ("de", (headed("Abstract"), SHORT, said("Schlagwörter: Mauern"), LONG)),
        ("en", (said("Abstract"), SHORT, headed("Walls"), LONG)),
        ("en", (said("Abstract — Walls are mended at night."), LONG)),
        ("en", (LABELLED, LONG)),
        ("de", (headed("Zusammenfassung"), SHORT, headed("Mauern"), LONG)),
        ("de", (headed("Abstract"), SHORT, headed("Mauern"), LONG)),
        ("fr-CA", (headed("Résumé"), SHORT, headed("Murs"), LONG)),
        ("zh-Hant", (headed("摘要"), SHORT, headed("牆"), LONG)),
    ],
)  # fmt: skip
def test_the_abstract_is_found(language: str, body: tuple[Block, ...]) -> None:
    assert find_abstract(body, language) == "Walls are mended at night."


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("en", (LONG, headed("Walls"), SHORT)),
        ("en", (said("An abstract of it is asked for, and a summary: both at once."), LONG)),
        ("en", (said("In summary: walls are mended at night."), LONG)),
        ("en", (headed("Summary judgments"), LONG)),
        ("en", (headed("Abs Tract"), LONG)),
        ("en", (headed("Abstract"), headed("Walls"), LONG)),
        ("en", (headed("Key points"), Items(((SHORT,), (LONG,))), LONG)),
        ("en", (headed("Zusammenfassung"), LONG)),
        ("xx", (headed("Résumé"), LONG)),
        ("..", (LONG,)),
        ("", ()),
    ],
)
def test_what_is_no_abstract_is_left_alone(language: str, body: tuple[Block, ...]) -> None:
    assert find_abstract(body, language) == ""


def test_the_description_is_the_abstract_then_the_deck_then_the_start() -> None:
    front = replace(FRONT, deck="A deck")
    headed_body = (headed("Abstract"), SHORT, headed("Walls"), LONG)
    for article, description in (
        (replace(ARTICLE, front=front, body=headed_body), "Walls are mended at night."),
        (replace(ARTICLE, front=front, body=(LONG,)), "A deck"),
        (replace(ARTICLE, body=(LONG,)), LONG.content[0].text),  # type: ignore[union-attr]
        (replace(ARTICLE, body=(said("Keywords:"), SHORT)), "Walls are mended at night."),
    ):
        assert record(article, Config(), "a").description == description


@pytest.mark.parametrize(
    ("marked", "description"),
    [
        (Emph((Text("6"),)), "Some 106 t of mud."),
        (Superscript((Text("th"),)), "Some 10th t of mud."),
        (Superscript((Text("6"),)), "Some 10⁶ t of mud."),
        (Subscript((Text("−2"),)), "Some 10₋₂ t of mud."),
    ],
)
def test_raised_digits_of_a_description_are_no_further_digits(
    marked: Inline, description: str
) -> None:
    body = (Paragraph((Text("Some 10"), marked, Text(" t of mud."))),)
    assert record(replace(ARTICLE, body=body), Config(), "a").description == description


def test_an_abstract_as_long_as_an_article_is_cut() -> None:
    body = (headed("Abstract"), said("Walls are mended at night. " * 200))
    description = record(replace(ARTICLE, body=body), Config(), "a").description
    assert description.endswith(" …")
    assert len(description) <= 1_202


REVIEW = Publication(name="The Estuary Review", publisher="Estuary Press")


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("The Estuary Review", ()),
        ("By the Estuary Review", ()),
        ("Estuary Press", ()),
        ("By Ana Lo, The Estuary Review", ("By Ana Lo, The Estuary Review",)),
        ("By Ana Lo", ("By Ana Lo",)),
    ],
)
def test_a_publication_is_no_author_of_its_own(byline: str, names: tuple[str, ...]) -> None:
    article = replace(ARTICLE, front=replace(FRONT, authors=(), byline=byline))
    assert record(article, Config(publication=REVIEW), "a").names == names


def test_an_author_of_that_name_whom_somebody_has_named_stays() -> None:
    article = replace(ARTICLE, front=replace(FRONT, authors=("The Estuary Review",)))
    assert record(article, Config(publication=REVIEW), "a").names == ("The Estuary Review",)


@pytest.mark.parametrize(
    ("title", "window"),
    [
        ("Salt & tax", "Salt & tax – The Estuary Review"),
        ("Salt | The Estuary review", "Salt | The Estuary review"),
        ("The Estuary Review at fifty", "The Estuary Review at fifty"),
        ("The estuary reviewed", "The estuary reviewed – The Estuary Review"),
    ],
)
def test_the_window_is_titled_by_the_article_and_once_by_the_publication(
    title: str, window: str
) -> None:
    article = replace(ARTICLE, front=replace(FRONT, title=title))
    page = html.write(replace(Copy(), article=article, config=Config(publication=REVIEW)))
    assert lxml_html.document_fromstring(page.decode()).findtext(".//title") == window


def test_without_a_publication_the_window_has_the_title_alone() -> None:
    page = html.write(replace(Copy(), config=Config()))
    assert lxml_html.document_fromstring(page.decode()).findtext(".//title") == FRONT.title
