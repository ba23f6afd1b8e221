from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from dataclasses import replace
from importlib.resources import files

import pytest
from fontTools import unicodedata as scripts

from compose.harbour import ARTICLE, paragraph
from copydesk import pipeline
from copydesk.builder.article_job import ArticleInput
from copydesk.composition import compose
from copydesk.composition.missing_glyphs import find_remedy
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config
from copydesk.model import Article, Decisions, Line
from copydesk.settings.theme import Theme
from copydesk.system import fonts
from copydesk.writers import pdf
from places import ROOT

#: A machine without a font of its own is asked about each of these.
BARE = (
    "Łódź, “Żółć” – naïve… ½ × 3 ≤ π",
    "Журнал «Устье» а\u0301",
    "Ἀθῆναι?",
    "e\u0301 \u2060\u00ad\ufe0f\u200d\u3000 a\u2011b ┌──┐",
    "Tides 𐘀 and 𐘀𐘁.",
    "堤防 and かな",
    "😀 ✅ 👩‍🚀",
    "𐾰",
    "\ue000\ue001",
    "\u0378",
    "x\u1dc4",
    "q\u0310",
    "q\u0325 ἀνήρ",
    "x" + "".join(map(chr, range(0x10600, 0x10610))),
)
#: Titles, and what their covers leave off there.
COVERS = {
    "Łódź – “Ж”, 1848": "",
    "Tides \U00010600turn and 堤防 turn": "堤 U+5824, 防 U+9632, \U00010600 U+10600",
}
ASKING = f"""
import json, sys
sys.path.insert(0, {str(ROOT / "tests")!r})
from compose.test_missing_glyphs import BARE, COVERS, asked, of_cover
print(json.dumps([*map(asked, BARE), *map(of_cover, COVERS)]))
"""


def article(text: str, title: str = "Tides") -> Article:
    lines = (Line(1, "Tides turn."), Line(2, text), Line(3, title))
    edited = replace(ARTICLE.edited, lines=lines)
    front = replace(ARTICLE.front, title=title)
    return replace(ARTICLE, edited=edited, front=front, body=(paragraph(text),), citations=())


def asked(
    text: str, title: str = "Tides", config: Config | None = None
) -> list[tuple[str, int, str]]:
    queries = compose(article(text, title), config or Config()).queries
    return [(one.code, one.line, one.message) for one in queries if one.code.startswith("print.")]


def of_cover(title: str, theme: Theme = Theme()) -> list[tuple[str, int, str]]:  # noqa: B008
    return asked("Text.", title, replace(Config(), formats=("epub",), theme=theme))


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> dict[str, list[tuple[str, int, str]]]:
    """What is asked on a machine without a font of its own, by text and title."""
    empty = tmp_path_factory.mktemp("fonts") / "fonts.conf"
    empty.write_text('<?xml version="1.0"?><fontconfig></fontconfig>', "utf-8")
    said = subprocess.run(
        [sys.executable, "-c", ASKING], check=True, capture_output=True, timeout=120,
        env={**os.environ, "FONTCONFIG_FILE": str(empty), "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    found = [[tuple(one) for one in row] for row in json.loads(said.stdout)]
    return dict(zip((*BARE, *COVERS), found, strict=True))


@pytest.mark.parametrize("text", BARE[:4])
def test_what_the_packaged_fonts_have_is_not_asked_about(bare, text: str) -> None:
    assert bare[text] == []
    assert asked(text) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Tides 𐘀 and 𐘀𐘁.",
            (
                "no font at hand has 2 signs (Linear A): 𐘀 U+10600, 𐘁 U+10601; the PDF shows empty"
                " boxes in their place until the package `fonts-noto-core` (elsewhere: the font"
                " Noto"
                " Sans Linear A) is installed"
            ),
        ),
        (
            "𐾰",
            (
                "no font at hand has 1 sign (Chorasmian): 𐾰 U+10FB0; the PDF shows empty boxes in"
                " their place until the font Noto Sans Chorasmian is installed"
            ),
        ),
        (
            "😀 ✅ 👩‍🚀",
            (
                "no font at hand has 4 signs (emoji): ✅ U+2705, 👩 U+1F469, 😀 U+1F600, 🚀"
                " U+1F680; the"
                " PDF shows empty boxes in their place until the package `fonts-noto-color-emoji`"
                " (elsewhere: the font Noto Color Emoji) is installed"
            ),
        ),
        (
            "\ue000\ue001",
            (
                "2 signs of private use mean what only the font says that the text was written in:"
                " U+E000, U+E001; the PDF shows empty boxes or other signs in their place"
            ),
        ),
        (
            "x\u1dc4",
            (
                "no font at hand has 1 sign (Combining Diacritical Marks Supplement): ◌\u1dc4"
                " U+1DC4;"
                " the PDF shows empty boxes in their place until the package `fonts-noto-core`"
                " (elsewhere: the font Noto Serif) is installed"
            ),
        ),
        (
            "\u0378",
            (
                "no font at hand has 1 sign (unassigned): U+0378; the PDF shows empty boxes in"
                " their"
                " place, and no font with them is known"
            ),
        ),
    ],
)
def test_letters_that_no_font_has_are_named_with_their_first_line_and_what_to_install(
    bare, text: str, message: str
) -> None:
    assert ("print.missing-glyph", 2, message) in bare[text]


def test_each_script_has_a_question_of_its_own(bare) -> None:
    kinds = [message.partition("(")[2].partition(")")[0] for _, _, message in bare["堤防 and かな"]]
    assert kinds == ["Han", "Hiragana"]


def test_of_many_signs_the_first_are_shown(bare) -> None:
    ((_, _, message),) = bare[BARE[-1]]
    assert "16 signs" in message
    assert message.count("U+") == 8
    assert ", …;" in message


def test_a_letter_and_its_mark_that_no_one_font_has_are_asked_about(bare) -> None:
    ((code, line, message),) = bare["q\u0310"]
    assert (code, line) == ("print.loose-mark", 2)
    assert "q\u0310 U+0071 U+0310" in message


def test_a_letter_and_its_mark_that_the_second_family_has_are_not_asked_about(bare) -> None:
    assert bare["q\u0325 ἀνήρ"] == []


def test_signs_of_private_use_are_asked_about_whatever_fonts_there_are() -> None:
    assert [code for code, _, _ in asked("\ue000")] == ["print.missing-glyph"]


def test_without_a_pdf_nothing_is_asked() -> None:
    assert asked("\ue000", config=replace(Config(), formats=("md", "html"))) == []


@pytest.mark.parametrize(("title", "words"), COVERS.items())
def test_words_that_the_cover_leaves_off_are_named(bare, title: str, words: str) -> None:
    said = f"the cover omits {words}, because no installed font can draw them"
    assert bare[title] == ([("print.cover", 3, said)] if words else [])


def test_without_a_cover_nothing_is_asked_of_it() -> None:
    assert of_cover("Tides \ue000turn", Theme(cover=False)) == []


@pytest.mark.parametrize("sign", ["☃", "论", "ש", "अ", "ع", "𐘀"])
def test_a_font_of_the_machine_is_enough(tool, sign: str) -> None:
    listed = subprocess.run(
        [tool("fc-list"), f":charset={ord(sign):x}"], capture_output=True, check=True, timeout=60
    )
    assert (sign in fonts.unprintable(sign)) is not bool(listed.stdout)


@pytest.mark.parametrize(("formats", "after"), [(("md",), 1), (("md", "pdf"), 0)])
def test_boxes_that_nothing_foresaw_are_asked_about_when_the_pdf_is_made(
    pandoc: Pandoc, formats: tuple[str, ...], after: int
) -> None:
    source = "Tides\n\nBy Ann Lo\n\nThe sea \u0378 rose, and nobody knew why it had.".encode()
    config = replace(Config(), formats=formats)
    made, composed = pipeline.read_and_compose(source, "tides.txt", config, Decisions())
    copy = ArticleInput(made, composed, "tides", config, pandoc, 60)
    copy.check("pdf", pdf.write(copy))
    more = copy.article.queries[len(made.queries) :]
    assert [(one.code, one.line) for one in more] == [("print.missing-glyph", 5)] * after
    assert all("empty boxes in place of U+0378" in one.message for one in more)


# ── which font to get ────────────────────────────────────────────────────────


def test_every_script_of_living_languages_has_a_font_to_get() -> None:
    living = "ЖΩაԱאعܐހअঅਅઅଅஅఅಅഅඅกກཀကአᎠᐁកᠠあア中한ㄅꀀⵣߊꓐ𞤀"
    without = [sign for sign in living if not find_remedy(sign).package]
    assert without == []


def test_fonts_are_listed_by_scripts_blocks_and_signs_that_there_are() -> None:
    table = tomllib.loads((files("copydesk") / "data" / "fonts.toml").read_text("utf-8"))
    everything = map(chr, range(0x20, 0x32000))
    known = {scripts.script(sign) for sign in everything}
    known |= {scripts.block(chr(code)) for code in range(0, 0x32000, 16)}
    keys = {key for families in table.values() for key in families if len(key) > 1}
    assert keys - known == set()


def test_the_fonts_of_the_packages_are_called_so_and_have_the_scripts(tool, missing) -> None:
    table = tomllib.loads((files("copydesk") / "data" / "fonts.toml").read_text("utf-8"))
    listed = subprocess.run(
        [tool("fc-list"), ":", "family"], capture_output=True, check=True, timeout=60, text=True
    ).stdout.replace("Symbols2", "Symbols 2")
    installed = {name for line in listed.splitlines() for name in line.split(",")}
    if "Noto Sans Adlam" not in installed:
        missing("fonts-noto-core is not installed")
    families = set(table["fonts-noto-core"].values())
    assert families - installed == set()
    samples = {
        scripts.script(chr(code)): chr(code)
        for code in range(0x32000, 0x370, -1)
        if scripts.category(chr(code)) in ("Lo", "Ll")
    }
    core = {script: samples[script] for script in table["fonts-noto-core"] if script in samples}
    assert len(core) > 100
    assert fonts.unprintable(core.values()) == frozenset()
