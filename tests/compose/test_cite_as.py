"""“How to cite this article”: set by the style of the references, and moving none of them."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html

from compose.edition import SHAPES, WHOLE, edition
from copydesk.composition import Composed, compose, csl
from copydesk.composition.csl_repair import cut_to_entry
from copydesk.composition.labels import load_labels
from copydesk.composition.pandoc import Pandoc, address_style
from copydesk.config import Config
from copydesk.model import Article, Front, Imprint
from copydesk.references.this_article import cite_article, read_byline
from copydesk.settings.publication import Publication

LINES = tomllib.loads((Path(__file__).parents[1] / "cases/compose/cite-as.toml").read_text("utf-8"))
#: Some of the packaged styles, whatever they are like.
SAMPLE = [*csl.known()][::250]


def composed(article: Article, config: Config) -> Composed:
    return compose(article, config, cite_article(article, config))


def line_of(composed: Composed, pandoc: Pandoc) -> str:
    pandoc.load(composed)
    said = json.loads(pandoc.render("citations")).get("cite-as", {"text": ""})["text"]
    return said.removeprefix(f"{load_labels(composed.locale)['cite_as']} ")


def list_of(composed: Composed, pandoc: Pandoc) -> list[str]:
    pandoc.load(composed)
    page = lxml_html.fromstring(pandoc.render("html").decode())
    return [entry.text_content() for entry in page.xpath("//div[@id='refs']/*")]


@pytest.mark.parametrize(
    ("style", "shape"), [(style, shape) for style, lines in LINES.items() for shape in lines]
)
def test_the_line_of(style: str, shape: str, pandoc: Pandoc) -> None:
    article, config = edition(shape, style)
    assert line_of(composed(article, config), pandoc) == LINES[style][shape]


@pytest.mark.check
@pytest.mark.parametrize("style", SAMPLE)
def test_what_is_left_of_a_style_sets_the_line_as_the_whole_style_does(
    style: str, pandoc: Pandoc
) -> None:
    sheet = csl.load_style(style)
    for shape in SHAPES:
        found = composed(*edition(shape, style))
        if found.job["own"]:
            assert len(str(found.job["own_style"])) <= len(address_style(sheet.xml))
            whole = replace(found, job={**found.job, "own_style": address_style(sheet.xml)})
            # Of the whole style a number may stand before it.
            assert line_of(whole, pandoc).strip().endswith(line_of(found, pandoc).strip())


@pytest.mark.parametrize("style", [*LINES, "nature", "american-chemical-society"])
def test_the_list_and_its_numbers_are_the_same_with_the_line_and_without(
    style: str, pandoc: Pandoc
) -> None:
    article, config = edition(WHOLE, style)
    silent = replace(config, publication=replace(config.publication, cite_as=False))
    # An entry by the same authors of the same year would take letters and initials.
    twin = article.back.references[0]
    same = [{"family": "Marlow", "given": "Ian"}, {"family": "Osei", "given": "Kofi A."}]
    twin = replace(twin, csl={**twin.csl, "author": same, "issued": {"date-parts": [[2023]]}})
    back = replace(article.back, references=(twin, *article.back.references[1:]))
    article = replace(article, back=back)
    with_line, without = composed(article, config), composed(article, silent)
    assert line_of(with_line, pandoc)
    assert not line_of(without, pandoc)
    assert list_of(with_line, pandoc) == list_of(without, pandoc)


def test_a_number_of_the_style_is_no_part_of_the_line(pandoc: Pandoc) -> None:
    for style in ("nature", "vancouver", "ieee", "springer-basic-brackets"):
        line = line_of(composed(*edition(WHOLE, style)), pandoc)
        assert line.lstrip("‘“")[0].isalpha(), line


@pytest.mark.parametrize(
    ("front", "publication"),
    [
        (Front(title="Tides", authors=("Vera Lund",)), Publication()),
        (
            Front(title="Tides", imprint=Imprint(url="https://a.example")),
            Publication(url="https://a.example"),
        ),
        (Front(authors=("Vera Lund",)), Publication(name="The Estuary Review")),
        (Front(title="Tides"), Publication(name="The Estuary Review", cite_as=False)),
    ],
    ids=["nothing but author and title", "an address alone", "no title", "switched off"],
)
def test_no_line_where_nobody_could_cite_it_or_the_house_wants_none(front, publication) -> None:
    article = replace(edition()[0], front=front)
    config = Config(publication=publication)
    assert cite_article(article, config) == {}
    assert not composed(article, config).job["own"]


def test_a_style_without_a_list_prints_no_line() -> None:
    silent = '<style xmlns="http://purl.org/net/xbiblio/csl"><citation><layout/></citation></style>'
    assert cut_to_entry(silent) == ""


def test_a_byline_of_which_nobody_was_read_names_no_author() -> None:
    article, config = edition()
    article = replace(article, front=replace(article.front, authors=(), byline="From our desk"))
    assert "author" not in cite_article(article, config)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Ines Marlow", {"family": "Marlow", "given": "Ines"}),
        ("Marlow, Ines", {"family": "Marlow", "given": "Ines"}),
        ("J. R. Osei", {"family": "Osei", "given": "J. R."}),
        ("Ludo van Gogh", {"non-dropping-particle": "van", "family": "Gogh", "given": "Ludo"}),
        ("Kofi Osei Jr.", {"family": "Osei", "given": "Kofi", "suffix": "Jr."}),
        ("Tomás Okafor-Lind", {"family": "Okafor-Lind", "given": "Tomás"}),
        ("Иван Петров", {"family": "Петров", "given": "Иван"}),
        ("王小明", {"literal": "王小明"}),
        ("Bono", {"family": "Bono"}),
        ("World Bank", {"literal": "World Bank"}),
        ("Editorial Board", {"literal": "Editorial Board"}),
        ("Salt and Partners", {"literal": "Salt and Partners"}),
    ],
)
def test_a_name_is_parted_as_lists_part_it_or_left_whole(text: str, read: dict[str, str]) -> None:
    assert read_byline(text) == read


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_the_label_and_the_words_of_the_style_are_in_the_article_s_language(
    language: str, pandoc: Pandoc
) -> None:
    article, config = edition()
    found = composed(replace(article, front=replace(article.front, language=language)), config)
    pandoc.load(found)
    said = json.loads(pandoc.render("citations"))["cite-as"]["text"]
    assert said.startswith(load_labels(language)["cite_as"])
    assert load_labels(language)["cite_as"] != load_labels("en")["cite_as"]
    assert "Available at" not in said
    assert "\u2011" not in said  # few faces have the hyphen that does not break


def test_signs_of_markup_in_a_title_stand_as_they_are(pandoc: Pandoc) -> None:
    article, config = edition()
    title = "Why <i>Nature</i> & 3 < 4 @home *still*"
    article = replace(article, front=replace(article.front, title=title))
    assert title in line_of(composed(article, config), pandoc)
