"""Works to come are printed with their words, articles are no preprints, volumes are labelled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from compose.harbour import ARTICLE, Sheet, citation, entry, paragraph, person
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config, overlay
from copydesk.model import Back, Cite

HARVARD = "harvard-cite-them-right"
TIDES: dict[str, Any] = {
    "author": [person("Ahl", "Ines")], "title": "Tides", "container-title": "Estuary Review",
    "type": "article-journal",
}  # fmt: skip


def printed(csl: dict[str, Any], style: str, pandoc: Pandoc) -> str:
    article = replace(
        ARTICLE,
        body=(paragraph("Tides turn ", Cite("(Ahl, 2021)", 0), "."),),
        citations=(citation(group=0, text="(Ahl, 2021)", keys=("ahl",)),),
        back=Back(references=(entry("ahl", "Ahl, Ines. Tides.", csl),)),
    )
    config = overlay(Config(), {"style": {"csl": style}}, "test")
    return Sheet(article, pandoc, config).markdown()


@pytest.mark.parametrize("style", [HARVARD, "apa", "chicago-author-date", "din-1505-2"])
@pytest.mark.parametrize("words", ["in press", "forthcoming", "im Erscheinen", "à paraître"])
def test_a_date_in_words_is_printed(style: str, words: str, pandoc: Pandoc) -> None:
    page = printed(TIDES | {"issued": {"literal": words}}, style, pandoc)
    assert page.count(words) >= 2
    assert "no date" not in page
    assert "n.d." not in page


@pytest.mark.parametrize(
    ("issued", "shown"),
    [({"date-parts": [[2021]]}, "2021"), ({"date-parts": [[2021], [2022]]}, "2021–2022"),
     ({"date-parts": [[2021, 5, 3]]}, "2021"), ({"date-parts": [[2021]], "season": 1}, "2021")],
)  # fmt: skip
def test_a_date_in_numbers_stays_one(issued: dict[str, Any], shown: str, pandoc: Pandoc) -> None:
    assert printed(TIDES | {"issued": issued}, HARVARD, pandoc).count(shown) >= 2


@pytest.mark.parametrize("more", [{}, {"issue": "3"}, {"DOI": "10.5555/tide"}])
def test_a_journal_article_without_pages_is_no_preprint(
    more: dict[str, str], pandoc: Pandoc
) -> None:
    page = printed(TIDES | {"issued": {"date-parts": [[1956]]}} | more, HARVARD, pandoc)
    assert "Preprint" not in page
    assert all(value.removeprefix("10.") in page for value in more.values())


BOOK: dict[str, Any] = {
    "type": "book", "author": [person("Ahl", "Ines")], "title": "Tides", "publisher": "Quay",
    "issued": {"date-parts": [[1956]]},
}  # fmt: skip


@pytest.mark.parametrize("more", [{}, {"volume": "2"}, {"number-of-volumes": "2", "volume": "1"}])
def test_a_book_is_of_several_volumes_only_where_it_is_whole(
    more: dict[str, str], pandoc: Pandoc
) -> None:
    assert "vols" not in printed(BOOK | more, HARVARD, pandoc)


def test_a_number_of_volumes_is_labelled(pandoc: Pandoc) -> None:
    assert "(2 vols)" in printed(BOOK | {"number-of-volumes": "2"}, HARVARD, pandoc)


def test_a_preprint_is_still_called_one(pandoc: Pandoc) -> None:
    csl = TIDES | {"type": "article", "issued": {"date-parts": [[2021]]}}
    assert "Preprint" in printed(csl, HARVARD, pandoc)
