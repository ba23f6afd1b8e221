"""The theme: its packs, what a desk may put in their place, and what is hard to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk.config import Config, load, overlay
from copydesk.errors import ConfigError
from copydesk.theme import Theme, contrast

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


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)
