"""The desk's own style sheet, laid over those of the house."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html as lxml_html

from copydesk import builder
from copydesk.config import Config, load, overlay
from copydesk.errors import ConfigError
from copydesk.writers import html, sheets
from writers.sample import Copy

#: Headings and the space above them.
_MARGIN = re.compile(r"^(h[^{}]*)\{[^}]*?margin(?:-top)?: ([\d.]+)em", re.MULTILINE)


def dressed(folder: Path, sheet: str | bytes) -> Config:
    data = sheet.encode() if isinstance(sheet, str) else sheet
    (folder / "house.css").write_bytes(data)
    return overlay(Config(root=str(folder)), {"theme": {"css": "house.css"}}, "test")


def test_it_stands_behind_that_of_the_house_without_its_encoding(tmp_path: Path) -> None:
    config = dressed(tmp_path, '\ufeff@charset "utf-8";\nh1 { color: red }\n')
    sheet = sheets.sheet("screen.css", config, "screen")
    assert sheet.endswith("}\n\nh1 { color: red }\n")
    assert "@charset" not in sheet


def test_faults_are_told_with_their_lines(tmp_path: Path) -> None:
    config = dressed(tmp_path, "@import 'a';\n" * 7)
    with pytest.raises(
        ConfigError, match=r"`house.css` has faults: line 1: .*; and 2 more"
    ) as told:
        sheets.read_own_sheet(config)
    assert told.value.code == "config.css"


def test_one_in_another_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"`house.css` cannot be read"):
        sheets.read_own_sheet(dressed(tmp_path, b"/* \xe9 */"))


def test_one_as_large_as_a_book_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="larger than"):
        sheets.read_own_sheet(dressed(tmp_path, " " * 1_000_001))


def test_it_cannot_end_the_element_that_it_stands_in(tmp_path: Path) -> None:
    config = dressed(tmp_path, '/* </style><p id="out"> */ h2 { --mark: "</STYLE>" }')
    document = lxml_html.document_fromstring(html.write(replace(Copy(), config=config)).decode())
    assert not document.xpath("//*[@id='out']")
    assert document.xpath("//body/*[1]")[0].tag == "main"


def test_a_page_shows_the_pictures_that_lie_in_it(tmp_path: Path) -> None:
    config = dressed(tmp_path, "hr { background: url(data:image/gif;base64,R0lGODlhAQABAAAAACw=) }")
    document = lxml_html.document_fromstring(html.write(replace(Copy(), config=config)).decode())
    assert document.xpath("//meta[@http-equiv]/@content") == [html.SHOWING]


def test_what_the_paper_cannot_show_is_told(tmp_path: Path) -> None:
    sheet = "p { orphans: 3 }\n@media screen { p { text-wrap: pretty } }\np { colr: red }\n"
    (told,) = sheets.list_unprinted(dressed(tmp_path, sheet))
    assert "`house.css`: line 3: `colr: red" in told
    assert sheets.list_unprinted(Config()) == ()


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../a.css", "look/../../a.css", "C:\\a.css", "a\nb"]
)
@pytest.mark.parametrize("key", ["css", "logo"])
def test_no_path_leads_out_of_the_desk(key: str, name: str) -> None:
    with pytest.raises(ConfigError) as caught:
        overlay(Config(), {"theme": {key: name}}, "a.txt.desk.toml")
    assert caught.value.code == "config.value"


@pytest.mark.check
def test_a_build_of_papers_ends_with_what_they_lack_of_it(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.txt").write_text("The Ferry\n\nThe ferry left at dawn.\n")
    (tmp_path / "house.css").write_text("p { colr: red }\n")
    settings = '[theme]\ncss = "house.css"\n'
    for form, notes in (("txt", 0), ("pdf", 1)):
        (tmp_path / "copydesk.toml").write_text(f'formats = ["{form}"]\n{settings}')
        report = builder.build(tmp_path, load(tmp_path))
        assert report.exit_code() == 0
        assert len(report.notes) == notes


@pytest.mark.parametrize("name", ["screen.css", "epub.css", "paper.css"])
def test_a_heading_right_below_another_stands_nearer_than_one_below_text(name: str) -> None:
    sheet = sheets.sheet(name, Config(), "screen")
    rules = {
        selector.strip(): int(float(size) * 100)
        for selectors, size in _MARGIN.findall(sheet)
        for selector in selectors.split(",")
    }
    for upper, lower in pairwise(("h2", "h3", "h4", "h5", "h6")):
        assert rules[f"{upper} + {lower}"] < rules[lower]


@pytest.mark.parametrize("name", ["screen.css", "paper.css", "book.css", "epub.css"])
def test_sides_that_are_not_alike_are_named_and_so_can_change_places(name: str) -> None:
    four = r"\b(?:padding|margin):((?: [^\s;{}()]+){4})(?=;| ?})"
    rows = re.findall(four, sheets.read_stylesheet(name))
    assert [row for row in rows if row.split()[1] != row.split()[3]] == []
