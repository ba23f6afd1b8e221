"""The theme: its packs, what a desk may put in their place, and what is hard to read."""

from __future__ import annotations

from colorsys import rgb_to_hls
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.config import Config, load, overlay
from copydesk.errors import ConfigError
from copydesk.settings.colours import READABLE, measure_contrast
from copydesk.settings.theme import Theme

PACKS = ("journal", "newsletter")


def themed(**values: object) -> Theme:
    return overlay(Config(), {"theme": values}, "copydesk.toml").theme


@pytest.mark.parametrize("pack", PACKS)
def test_the_packs_are_easy_to_read(pack: str) -> None:
    assert list(themed(pack=pack).faint()) == []


def test_the_packs_differ() -> None:
    journal, newsletter = (themed(pack=pack) for pack in PACKS)
    assert journal.accent != newsletter.accent
    assert journal.heading_font != newsletter.heading_font


def test_a_desk_overrides_one_value_and_keeps_the_others() -> None:
    theme = themed(pack="newsletter", accent="#336600")
    assert theme.accent == "#336600"
    assert theme.heading == themed(pack="newsletter").heading


def test_a_theme_of_the_desk_may_rest_on_a_packaged_one(tmp_path: Path) -> None:
    (tmp_path / "look.toml").write_text('pack = "newsletter"\nsize = "12pt"\n')
    (tmp_path / "copydesk.toml").write_text('[theme]\npack = "look.toml"\n')
    theme = load(tmp_path).theme
    assert (theme.points, theme.accent) == (12, themed(pack="newsletter").accent)


def test_a_theme_is_read_from_the_desk_alone(tmp_path: Path) -> None:
    (tmp_path / "look.toml").write_text('size = "12pt"\n')
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "copydesk.toml").write_text('[theme]\npack = "../look.toml"\n')
    with pytest.raises(ConfigError, match="outside the desk"):
        load(tmp_path / "desk")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("accent", "red"),
        ("accent", "#fff"),
        ("size", "11"),
        ("margins", "2cm"),
        ("text_font", 'x"; } body {'),
        ("paragraphs", "both"),
        ("measure", "wide"),
        ("pack", "jurnal"),
    ],
)
def test_what_no_style_sheet_could_hold_is_refused(key: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"{key}|jurnal"):
        themed(**{key: value})


def test_a_colour_that_nobody_can_read_is_named() -> None:
    (told,) = themed(accent="#f0c000").faint()
    assert told.startswith("`theme.accent` #f0c000 on `theme.paper`")


# ── on a dark screen ─────────────────────────────────────────────────────────

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
INKS = ("ink", "quiet", "accent", "heading")


def hue(color: str) -> float:
    return rgb_to_hls(*(int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)))[0]


@pytest.mark.parametrize("pack", PACKS)
def test_the_dark_colours_of_a_pack_are_its_own(pack: str) -> None:
    theme = themed(pack=pack)
    assert theme.dark_accent
    assert theme.settled() == theme


def test_a_colour_that_a_desk_sets_is_that_of_dark_screens_too() -> None:
    pack, desk = themed(pack="newsletter"), themed(pack="newsletter", accent="#336600")
    dark = desk.settled().dark_accent
    assert dark != pack.dark_accent
    assert hue(dark) == pytest.approx(hue("#336600"), abs=0.01)
    assert replace(desk.settled(), accent=pack.accent, dark_accent=pack.dark_accent) == pack


def test_a_colour_for_dark_screens_stays_as_it_is_set() -> None:
    theme = themed(accent="#336600", dark_accent="#123456", dark_paper="#222222")
    assert theme.settled().dark_accent == "#123456"
    assert theme.settled().dark_paper == "#222222"


def test_what_one_article_sets_is_turned_for_it_whatever_the_desk_has_set() -> None:
    desk = overlay(Config(), {"theme": {"dark_accent": "#ffcc00"}}, "copydesk.toml")
    theme = overlay(desk, {"theme": {"accent": "#336600"}}, "a.txt.desk.toml").theme
    assert hue(theme.settled().dark_accent) == pytest.approx(hue("#336600"), abs=0.01)


@given(st.fixed_dictionaries(dict.fromkeys((*INKS, "paper", "mark"), COLOURS)))
def test_whatever_the_colours_are_they_can_be_read_in_the_dark(colours: dict[str, str]) -> None:
    theme = themed(**colours).settled()
    for name in INKS:
        for ground in (theme.dark_paper, theme.dark_mark):
            assert measure_contrast(getattr(theme, f"dark_{name}"), ground) >= READABLE


def test_looks_that_are_dark_by_day_stay_dark_by_night() -> None:
    theme = themed(paper="#101418", ink="#e8e8e8", mark="#202830").settled()
    assert measure_contrast(theme.dark_paper, "#000000") < 1.5
    assert theme.dark_ink == "#e8e8e8"


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert (
        measure_contrast(one, other)
        == measure_contrast(other, one)
        == pytest.approx(ratio, abs=0.005)
    )
