from dataclasses import replace

import pytest

from compose.harbour import ARTICLE
from copydesk.composition import compose
from copydesk.config import Config, overlay
from copydesk.model import Article

WORDS = "港口与潮汐的历史记录，没有年份"


def listed(text: str, label: str) -> Article:
    first, *others = ARTICLE.back.references
    entry = replace(first, text=text, raw=text, csl={}, label=label)
    return replace(ARTICLE, back=replace(ARTICLE.back, references=(entry, *others)))


def printed(text: str, label: str, style: str) -> str:
    config = overlay(Config(), {"style": {"csl": style}}, "test")
    return compose(listed(text, label), config).entries[0][1]


@pytest.mark.parametrize("sign", ["[3] ", "(3) ", "3. ", "³ ", "[No. 3] ", "3\t", "【3】"])
def test_a_style_of_numbers_prints_an_unread_entry_without_its_own(sign: str) -> None:
    assert printed(sign + WORDS, "3", "ieee") == WORDS


@pytest.mark.parametrize("sign", ["[3] ", "3. "])
def test_a_style_of_names_prints_an_unread_entry_with_the_number_it_came_with(sign: str) -> None:
    assert printed(sign + WORDS, "3", "apa") == sign + WORDS


@pytest.mark.parametrize("text", [WORDS, "30 Jahre Hafen", "3", "1914. Der Hafen"])
def test_words_that_are_no_label_stay(text: str) -> None:
    assert printed(text, "3", "ieee") == text
    assert printed(text, "", "ieee") == text
