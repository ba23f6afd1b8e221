"""Which letters paper sets in which font, and the fonts that are cast for it."""

from __future__ import annotations

import re
import subprocess
import time
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pytest
import weasyprint
from fontTools.ttLib import TTFont

import cast_fonts
import checkers
from copydesk.config import Config
from copydesk.settings.theme import Theme
from copydesk.system import fetch, fonts
from copydesk.system.pdf import read
from copydesk.writers import pdf, sheets
from copydesk.writers.pdf.writer import load_sheets
from copydesk.writers.sheets import sheet
from writers.sample import with_fragment

NAME = re.compile(rb"/BaseFont /[A-Z]{6}\+([A-Za-z-]+)")
HOUSE = files("copydesk") / "data" / "fonts"
ITALICS = [one for one in cast_fonts.CASTS if one.beside]
#: What the upright letters have and the italics do not: a raised schwa.
LACKING = {"DeskSans-It": "\u2094"}
RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
GREEK = "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"


def used(markup: str, lang: str = "en") -> set[str]:
    """The fonts of the house that paper sets `markup` in."""
    config = Config()
    sheets = load_sheets(sheet("paper.css", config, "paper"), config.publication.paper)
    data = weasyprint.HTML(
        string=f'<html lang={lang}><body data-running="" data-publication="">{markup}',
        url_fetcher=fetch.Fetcher(),
    ).write_pdf(stylesheets=list(sheets.parsed), font_config=sheets.fonts, uncompressed_pdf=True)
    names = {name.decode() for name in NAME.findall(data)}
    return names - {"Desk-Sans"}  # numbers of pages


@pytest.mark.parametrize(
    ("markup", "faces"),
    [
        ("<p>Tide, Прилив, Κύμα", {"Desk-Serif"}),
        ("<p><i>Tide", {"Desk-Serif-Italic"}),
        ("<p><i>Прилив", {"Desk-Serif-Italic"}),
        ("<p><i>Κύμα → за́мок q̇", {"Desk-Serif-Italic"}),
        ("<p><b><i>Прилив", {"Desk-Serif-Bold-Italic"}),
        ("<p><i>Thuỷ triều", {"Desk-Serif-Italic"}),
        ("<h4>Прилив", {"Desk-Serif-Bold-Italic"}),
        ("<p class=disclaimer>Прилив Κύμα ἀνήρ", {"Desk-Sans-Italic"}),
        ("<pre>tide(1) # прилив", {"Desk-Code"}),
        ("<p><code>tide()</code>", {"Desk-Code"}),
        ("<p><i><code>tide()</code>", {"Desk-Code-Italic"}),
        ("<p><i><code>прилив()</code>", {"Desk-Code-Oblique"}),
        ("<h2><code>tide()</code>", {"Desk-Code-Bold"}),
    ],
)
def test_letters_have_the_cut_that_the_text_asks_for(markup: str, faces: set[str]) -> None:
    assert used(markup) == faces


@pytest.mark.parametrize("lang", ["ru", "el", "vi", "zh", "ar"])
def test_the_language_of_the_text_changes_no_cut(lang: str) -> None:
    assert used("<p><i>Прилив", lang) == {"Desk-Serif-Italic"}


@pytest.mark.parametrize("font", ["serif", "sans"])
def test_nothing_is_said_of_the_fonts_of_the_house(font: str) -> None:
    theme = Theme(text_font=font, heading_font=font, label_font=font)
    assert sheets.list_unprinted(Config(theme=theme)) == ()


def test_a_font_that_the_machine_has_not_is_named_once(tool) -> None:
    listed = subprocess.run(
        [tool("fc-list"), ":", "family"], check=True, capture_output=True, text=True, timeout=60
    ).stdout
    one = listed.splitlines()[0].partition(",")[0].replace("\\-", "-")
    assert fonts.absent([one, one.lower()]) == []
    theme = Theme(text_font="Nobodys Face", heading_font="Nobodys Face", label_font=one)
    (said,) = sheets.list_unprinted(Config(theme=theme))
    assert said.startswith("`theme.text_font`, `theme.heading_font`: this machine has no font")


def test_emoji_in_colour_keep_both_standards(missing, tmp_path: Path) -> None:
    if fonts.unprintable("🚀"):
        missing("fonts-noto-color-emoji is not installed")
    paper = tmp_path / "emoji.pdf"
    paper.write_bytes(
        pdf.write(with_fragment("<p>The boat 🚀 left at ✅, <i>with 👩‍🚀</i> and 🇮🇸.</p>"))
    )
    assert checkers.of_standards(paper) == []
    assert read(paper.read_bytes()).boxes == frozenset()


def test_a_font_of_the_system_that_is_cut_down_bears_no_time(
    missing, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fonts.unprintable("🚀"):
        missing("fonts-noto-color-emoji is not installed")
    copy = with_fragment("<p>The boat 🚀 left.</p>")
    made = []
    for moment in (1_700_000_000.0, 1_900_000_000.0):
        monkeypatch.setattr(time, "time", lambda moment=moment: moment)
        made.append(pdf.write(copy))
    assert made[0] == made[1]


# ── the fonts that are cast ──────────────────────────────────────────────────


def cast(what: cast_fonts.Cast) -> TTFont:
    return TTFont(BytesIO((HOUSE / f"{what.name}.ttf").read_bytes()))


def packaged(address: str) -> TTFont:
    package, name = address.split("/")
    return TTFont(BytesIO((files(package) / "files" / name).read_bytes()))


@pytest.mark.parametrize("what", cast_fonts.CASTS, ids=lambda one: one.name)
def test_a_cast_font_is_static_and_says_where_it_comes_from_under_its_own_name(what) -> None:
    font = cast(what)
    names = {record.nameID: record.toUnicode() for record in font["name"].names}
    assert "fvar" not in font
    assert not [text for number, text in names.items() if number != 0 and "Source" in text]
    assert "Adobe" in names[0]
    assert "Open Font License" in names[13]
    assert font["OS/2"].fsType == 0


@pytest.mark.parametrize("what", ITALICS, ids=lambda one: one.name)
def test_italics_are_as_high_as_the_upright_letters_and_have_them_all(what) -> None:
    font, upright = cast(what), packaged(what.beside)
    heights = [(one["hhea"].ascent, one["hhea"].descent) for one in (font, upright)]
    assert heights[0] == heights[1]
    own, theirs = set(font.getBestCmap()), set(upright.getBestCmap())
    assert {*map(ord, RUSSIAN + GREEK + "ếờử")} <= own
    assert {*map(chr, theirs - own)} == {*LACKING.get(what.name, "")}


def test_letters_for_code_are_of_one_width() -> None:
    for what in cast_fonts.CASTS[3:]:
        font = cast(what)
        letters = [font.getBestCmap()[code] for code in range(0x21, 0x7F)]
        assert {font["hmtx"][name][0] for name in letters} == {600}


def test_a_font_that_is_cast_anew_has_the_letters_of_the_one_that_is_shipped(missing) -> None:
    what = cast_fonts.CASTS[-1]
    try:
        made = TTFont(BytesIO(cast_fonts.cast(what)))
    except ModuleNotFoundError:
        missing(f"{what.package} is not installed")
    shipped = cast(what)
    assert made.getBestCmap() == shipped.getBestCmap()
    for sign in "Ah{‖—":
        name = shipped.getBestCmap()[ord(sign)]
        assert made["glyf"][name] == shipped["glyf"][name]
