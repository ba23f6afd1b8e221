"""What Word is told of languages and directions."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

from copydesk.system import archive

pytestmark = pytest.mark.check

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = ("quay", "well", "bir", "beer", "kuan", "jing", "ido")


def body(path: Path) -> etree._Element:
    return etree.fromstring(archive.read(path.read_bytes())["word/document.xml"])


def document(dist: Path, name: str) -> etree._Element:
    return body(dist / name / f"{name}.docx")


def text(element: etree._Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t"))


def leftward(root: etree._Element) -> dict[str, bool]:
    """The first words of each paragraph → whether it runs to the left."""
    return {text(one)[:12]: one.find(f"{W}pPr/{W}bidi") is not None
            for one in root.iter(f"{W}p") if text(one)}  # fmt: skip


def test_an_article_in_latin_letters_has_no_directions(dist: Path) -> None:
    root = document(dist, "quay")
    assert not [*root.iter(f"{W}bidi", f"{W}rtl", f"{W}bidiVisual", f"{W}lang")]


def test_paragraphs_of_an_arabic_article_run_to_the_left_and_english_ones_do_not(
    dist: Path,
) -> None:
    found = leftward(document(dist, "bir"))
    assert found["تقع البئر حي"]
    assert found["NATO هي الجه"]
    assert not found["“The well st"]
    assert not found["Lo, A. (2020"]


def test_an_arabic_paragraph_of_an_english_article_runs_to_the_left(dist: Path) -> None:
    found = leftward(document(dist, "well"))
    assert [words for words, turned in found.items() if turned] == ["الماء لا يعر"]


@pytest.mark.parametrize("name", ["bir", "beer", "well"])
def test_no_run_is_marked_that_has_letters_of_the_other_side(dist: Path, name: str) -> None:
    marked = [one for one in document(dist, name).iter(f"{W}r")
              if one.find(f"{W}rPr/{W}rtl") is not None]  # fmt: skip
    assert marked
    assert not [
        text(one) for one in marked if any("a" <= sign.lower() <= "z" for sign in text(one))
    ]


def test_a_hebrew_table_begins_at_the_right(dist: Path) -> None:
    (table,) = document(dist, "beer").iter(f"{W}tbl")
    assert table.find(f"{W}tblPr/{W}bidiVisual") is not None


def test_passages_name_their_language_among_their_kind_of_letters(dist: Path) -> None:
    root = document(dist, "well")
    found = {tuple(one.attrib.items()) for one in root.iter(f"{W}lang")}
    assert found == {
        ((f"{W}val", "de-DE"),), ((f"{W}val", "ru-RU"),), ((f"{W}eastAsia", "zh-CN"),),
        ((f"{W}bidi", "ar-SA"),),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "attribute", "tag"),
    [("kuan", "bidi", "hi-IN"), ("jing", "eastAsia", "zh-TW"), ("ido", "eastAsia", "ja-JP")],
)
def test_styles_name_the_language_of_the_article(
    dist: Path, name: str, attribute: str, tag: str
) -> None:
    members = archive.read((dist / name / f"{name}.docx").read_bytes())
    language = next(etree.fromstring(members["word/styles.xml"]).iter(f"{W}lang"))
    assert language.get(f"{W}{attribute}") == tag


@pytest.mark.parametrize("name", NAMES)
def test_word_finds_no_fault(dist: Path, name: str) -> None:
    path = dist / name / f"{name.rpartition('/')[2]}.docx"
    result = OpenXmlValidator(FileFormat.MICROSOFT_365).validate(str(path))
    assert [one.description for one in result.errors] == []


def test_japanese_emphasis_stands_upright_and_latin_leans(dist: Path) -> None:
    found = {}
    for run in document(dist, "ido").iter(f"{W}r"):
        style = run.find(f"{W}rPr/{W}rStyle")
        if style is not None:
            found[text(run)] = style.get(f"{W}val")
    assert found["なぜか"] == "EastAsianEmphasis"
    assert found["The gate and the well"] == "Emphasis"
