from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import checkers
from copydesk.composition.catalogue import CatalogueRecord, record
from copydesk.config import Config
from copydesk.model import Imprint
from copydesk.settings.publication import Publication
from copydesk.settings.theme import Theme
from copydesk.system import fetch
from copydesk.writers import pdf
from copydesk.writers.page import page
from copydesk.writers.pdf import paper
from copydesk.writers.pdf.writer import lay_out, load_sheets
from copydesk.writers.sheets import sheet
from copydesk.writers.title_parts import shorten_title
from writers.sample import ARTICLE, with_fragment

WHOLE = (
    "Upkeep", "Seven short words fit above a page", "Wer zahlt? Und wofür?", "堤防的维护",
    "Sino-Dutch locks in a time of peace",
)  # fmt: skip
AT_A_JOINT = (
    ("Who mends the wall?", " Canals, dykes and the politics of upkeep"),
    ("Water", ": a long history of the people who kept it out of cellars"),
    ("Upkeep", " – a history of the people who kept water out"),
    ("À qui l’eau ?", " Une histoire des gens qui la tenaient dehors"),
)
BETWEEN_WORDS = (
    ("A title with neither colon nor question", " that goes on"),
    ("Es ist, wie es ist, und so", " bleibt es auch"),
    ("“Mine: a history” and other tales that", " children tell of dykes"),
    ("„Mein: eine Geschichte“ und was Kinder noch", " von Deichen erzählen"),
    ("堤防与水闸的故事一百五十年来谁在维护它们谁又从中", "得益"),
    ("山水、花鳥、人物、草蟲、樓閣、走獸、佛道、龍", "魚、墨竹、界畫"),
    ("ab-cd-ef-gh-ij-kl-mn-o", "p-qr of the sea"),
    ("Donaudampfschifffahrtsge", "sellschaftskapitänsverordnung"),
)


@pytest.mark.parametrize("title", WHOLE)
def test_a_title_that_fits_stays_whole(title: str) -> None:
    assert shorten_title(title) == title


@pytest.mark.parametrize(("head", "rest"), AT_A_JOINT)
def test_a_long_title_is_cut_where_it_says_something(head: str, rest: str) -> None:
    assert shorten_title(head + rest) == head


@pytest.mark.parametrize(("head", "rest"), BETWEEN_WORDS)
def test_another_long_title_is_cut_between_words_and_says_so(head: str, rest: str) -> None:
    assert shorten_title(head + rest) == f"{head} …"


LONG_NAME = "Notes and papers of the society for the history of locks"


def _lines(name: str, series: str = "", volume: str = "") -> list[str]:
    """The lines of the masthead of a publication."""
    imprint = Imprint(volume=volume)
    article = replace(ARTICLE, front=replace(ARTICLE.front, imprint=imprint))
    about: CatalogueRecord = record(article, _desk(name, series), "t")
    (above,) = paper.begin_document(about, alone=True)[1]
    first = [above.text or ""]
    lines = [first]
    for child in above:
        if child.tag == "div":
            lines.append([])
        lines[-1] += ["".join(child.itertext()), child.tail or ""]
    return ["".join(line) for line in lines]


def _desk(name: str, series: str = "") -> Config:
    return Config(publication=Publication(name=name, series=series))


def test_a_masthead_is_one_line_if_it_can_be() -> None:
    assert _lines("The Fen Review", "Papers", "3") == [
        "The Fen Review\u2002·\u2002Papers\u2002·\u20023"
    ]


def test_a_long_masthead_has_lines_of_its_own_for_name_and_number() -> None:
    assert _lines("Papers of the Institute", "Studies in the history of water", "3") == [
        "Papers of the Institute", "Studies in the history of water\u2002·\u20023",
    ]  # fmt: skip
    assert _lines(LONG_NAME) == [
        "Notes and papers of the society", "for the history of locks",
    ]  # fmt: skip


LONG = "What the keepers of the last locks on the upper river wrote down each winter"


@pytest.mark.parametrize(
    "name", ["Fen", "Notes and papers of the society for the history of locks"]
)
def test_no_head_is_taken_for_text_that_is_lost(name: str, tmp_path: Path) -> None:
    copy = with_fragment("<p>The keeper wrote down what had moved.</p>" * 60, title=LONG)
    path = tmp_path / "long.pdf"
    path.write_bytes(
        pdf.write(replace(copy, config=_desk(name, "Studies in the history of water")))
    )
    assert [line for line in checkers.out_loud(path) if "TAG-002" in line] == []


def test_left_pages_name_the_publication_and_right_ones_the_article() -> None:
    copy = with_fragment("<p>Nothing but a word.</p>" * 120, title="Upkeep")
    root = paper.build_document(page(replace(copy, config=_desk("The Fen Review"))), Theme())
    sheets = load_sheets(sheet("paper.css", Config(), "paper"), "A4")
    document: Any = lay_out(root, fetch.Fetcher(), sheets)
    heads = [
        {box.at_keyword: _said(box) for box in leaf._page_box.children if _is_head(box)}  # noqa: SLF001
        for leaf in document.pages
    ]
    assert heads[1:4] == [
        {"@top-left": "The Fen Review"}, {"@top-right": "Upkeep"}, {"@top-left": "The Fen Review"},
    ]  # fmt: skip


def _is_head(box: Any) -> bool:
    return getattr(box, "at_keyword", "").startswith("@top") and bool(_said(box))


def _said(box: Any) -> str:
    return "".join(str(getattr(one, "text", "")) for one in box.descendants())
