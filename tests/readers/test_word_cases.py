"""One phenomenon of a format at a time, as data in tests/cases/readers/word."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from copydesk import readers
from copydesk.config import Config
from copydesk.readers.word.math import read_formula
from copydesk.system import xml
from readers.wordfiles import SPACES, docx, notes, numbering, odt, p, part, png, r, rtf, styles
from readers.wordshown import asked, shown

CASES = Path(__file__).parents[1] / "cases" / "readers" / "word"

AS_WORD_WRITES = """
<title> Mud

<heading:1> The “first” part

Text with <strong>bold</strong> and a note.<note 1/> Added.

<list:bullet:1> dot
<list:bullet:2> inner

<link https://example.org/a>a link</link> Мус.

<figure:picture-1.png> A quay

<table:header:1> Year|Tonnes
<table:row:1> 2021|40

Last
line.

[hidden] hid

In the box

<footnote:1> The note.
"""
MATHML = 'xmlns:math="http://www.w3.org/1998/Math/MathML"'


def cases(name: str) -> list[Any]:
    table = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))
    return [pytest.param(case, id=case["name"]) for case in table["case"]]


def made_docx(case: dict[str, str]) -> bytes:
    parts = {
        "word/styles.xml": styles(),
        "word/numbering.xml": numbering(
            "bullet | bullet", "decimal %1. | lowerLetter %2)", "upperRoman %1. | decimal %1.%2",
            "decimal Article %1:",
        ),
        "word/footnotes.xml": notes(
            "footnote", p(r("Star", "<w:i/>") + r(".")), p("Below.") + p("And more."), p("")
        ),
        "word/endnotes.xml": notes("endnote", p("The end.")),
        "word/media/image1.png": png(),
        "word/media/image2.emf": b"\x01\x00\x00\x00 EMF",
    }  # fmt: skip
    if "comments" in case:
        parts["word/comments.xml"] = part("comments", case["comments"])
    if "numbering" in case:
        parts["word/numbering.xml"] = part("numbering", case["numbering"])
    if "header" in case:
        parts["word/header1.xml"] = part("hdr", case["header"])
    return docx(
        case["body"],
        parts,
        ("rlink", "hyperlink", "https://example.org/a?b=c"),
        ("rpicture", "image", "media/image1.png"),
        ("rmetafile", "image", "media/image2.emf"),
        ("rfar", "image", "https://example.org/far.png"),
    )


@pytest.mark.parametrize("case", cases("docx"))
def test_docx(case: dict[str, Any]) -> None:
    sent = readers.read(made_docx(case), "a.docx", Config())
    assert shown(sent) == case["lines"].strip("\n")
    assert asked(sent) == case.get("queries", [])


@pytest.mark.parametrize("case", cases("odt"))
def test_odt(case: dict[str, Any]) -> None:
    pictures = {"Pictures/a.png": png(), "Pictures/a.svg": b"<svg/>"}
    styles_ = {key: case.get(key, "") for key in ("automatic", "named", "masters")}
    data = odt(case["body"], **styles_, parts=pictures)
    sent = readers.read(data, "a.odt", Config())
    assert shown(sent) == case["lines"].strip("\n")
    assert asked(sent) == case.get("queries", [])


@pytest.mark.parametrize("case", cases("rtf"))
def test_rtf(case: dict[str, Any]) -> None:
    data = rtf(case["body"].replace("PNG", png().hex()), case.get("head", ""))
    sent = readers.read(data, "a.rtf", Config())
    assert shown(sent) == case["lines"].strip("\n")
    assert asked(sent) == case.get("queries", [])


def test_rtf_with_a_picture_in_bytes() -> None:
    picture = png()
    start = f"\\pard {{\\pict\\pngblip\\bin{len(picture)} ".encode()
    data = rtf("@").replace(b"@", start + picture + b"}Text.")
    sent = readers.read(data, "a.rtf", Config())
    assert shown(sent) == "<figure:picture-1.png>\n\nText."
    assert sent.pictures[0].data == picture


def test_rtf_with_all_that_word_writes_around_its_text() -> None:
    data = (CASES / "as-word-writes.rtf").read_bytes().replace(b"PNG", png().hex().encode())
    sent = readers.read(data, "a.rtf", Config())
    assert shown(sent) == AS_WORD_WRITES.strip("\n")
    assert asked(sent) == [
        "read.deleted: 1 tracked deletion (2 words) was dropped",
        "read.hidden: 1 hidden word kept out of the article: “hid”",
        "read.notes: 1 note came with the text",
        "read.dropped: left out: page header “Confidential draft for the board”",
    ]
    assert sent.facts == (("title", "Mud"),)


def made_of_paragraphs(format_: str, rows: list[tuple[int, int, int, str, str]]) -> bytes:
    """Paragraphs with margins of their own: left, right, first line, alignment, text."""
    if format_ == "docx":
        return docx("".join(
            p(text, "", f'<w:ind w:left="{left}" w:right="{right}" '
              f'w:{"hanging" if first < 0 else "firstLine"}="{abs(first)}"/>'
              f'<w:jc w:val="{align}"/>')
            for left, right, first, align, text in rows
        ))  # fmt: skip
    if format_ == "odt":
        styles_ = (
            f'<style:style style:name="P{at}" style:family="paragraph"><style:paragraph-properties '
            f'fo:margin-left="{left / 20}pt" fo:margin-right="{right / 20}pt" '
            f'fo:text-indent="{first / 20}pt" fo:text-align="{align}"/></style:style>'
            for at, (left, right, first, align, _) in enumerate(rows)
        )
        texts = (
            f'<text:p text:style-name="P{at}">{row[4]}</text:p>' for at, row in enumerate(rows)
        )
        return odt("".join(texts), "".join(styles_))
    words = {"left": "ql", "both": "qj", "center": "qc"}
    return rtf("".join(
        rf"\pard\li{left}\ri{right}\fi{first}\{words[align]} {text}\par"
        for left, right, first, align, text in rows
    ))  # fmt: skip


@pytest.mark.parametrize("format_", ["docx", "odt", "rtf"])
@pytest.mark.parametrize("case", cases("quotations"))
def test_quotations(case: dict[str, Any], format_: str) -> None:
    data = made_of_paragraphs(format_, case["paragraphs"])
    lines = [line for line in readers.read(data, f"a.{format_}", Config()).lines if line.text]
    assert [line.text for line in lines] == [row[4] for row in case["paragraphs"]]
    assert [at for at, line in enumerate(lines) if line.hint] == case["quoted"]
    assert {line.hint for line in lines} <= {"", "quote"}


@pytest.mark.parametrize("case", cases("math"))
def test_formula(case: dict[str, Any]) -> None:
    root = xml.parse(f"<m:oMath {SPACES} {MATHML}>{case['markup']}</m:oMath>".encode())
    said = ""
    for piece in read_formula(root):
        sign = "^{}" if piece.look.sup else "_{}" if piece.look.sub else ""
        said += f"{sign[:2]}{piece.text}{sign[2:]}"
    assert said == case["text"]
