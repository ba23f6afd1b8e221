"""Days in the lists of Chinese, Japanese and Korean articles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compose.harbour import ARTICLE, Sheet
from copydesk.composition import csl, csl_repair
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config, overlay


def listed(language: str, style: str, pandoc: Pandoc) -> str:
    """The bibliography of an article in `language`, set in `style`."""
    article = replace(ARTICLE, front=replace(ARTICLE.front, language=language))
    config = overlay(Config(), {"style": {"csl": style}}, "test")
    return Sheet(article, pandoc, config).markdown()


@pytest.mark.parametrize("language", ["en", "de", "fr", "ru", "th"])
def test_a_style_stays_as_it_is_in_other_languages(language: str) -> None:
    style = csl.load_style("harvard-cite-them-right").xml
    assert csl_repair.order_days(style, language) is style


def test_a_style_that_names_no_day_prints_the_same(pandoc: Pandoc) -> None:
    style = '<style xmlns="http://purl.org/net/xbiblio/csl"><date variable="issued">'
    style += '<date-part name="year"/></date></style>'
    assert '<date-part name="year"/>' in csl_repair.order_days(style, "zh")
    assert "(2021)" in listed("zh", "harvard-cite-them-right", pandoc)


@pytest.mark.parametrize(
    ("language", "style", "days"),
    [
        ("zh", "harvard-cite-them-right", ("5月3日", "2021年1月2日")),
        ("zh-Hant", "harvard-cite-them-right", ("5月3日", "2021年1月2日")),
        ("ja", "harvard-cite-them-right", ("5月3日", "2021年1月2日")),
        ("ko", "harvard-cite-them-right", ("5월 3일", "2021년 1월 2일")),
        ("zh", "apa", ("(2020, 5月3日)",)),
        ("zh", "chicago-author-date", ("5月3日",)),
        ("ja", "ieee", ("1月2日",)),
        ("en", "harvard-cite-them-right", ("3 May", "2 January 2021")),
    ],
)
def test_a_day_stands_in_the_order_of_the_language(
    language: str, style: str, days: tuple[str, ...], pandoc: Pandoc
) -> None:
    text = listed(language, style, pandoc)
    assert [day for day in days if day in text] == list(days)
