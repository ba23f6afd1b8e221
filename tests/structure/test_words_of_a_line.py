"""What lines are not, or are, for their words alone, whatever stands around them."""

from __future__ import annotations

import pytest

from copydesk.structure.label import _bar_by_words


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("(Laughter)", "heading"), ("[Applause]", "heading"), ("（拍手）", "heading"),
        ("(Beifall bei allen Fraktionen.)", "heading"),
        ("Professor Olwen Tregarth, 1931–2026", "date"), ("Mara Osei, 1931-2026", "byline"),
        ("Ada Quill 1902 – 1987", "furniture"),
    ],
)  # fmt: skip
def test_a_line_is_not_what_its_words_exclude(text: str, role: str) -> None:
    assert role in _bar_by_words(text)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The harbour (and the town)", "heading"), ("(1) Passengers", "heading"),
        ("(a) The rule (as stated)", "heading"), ("3 May 2021", "date"), ("June 2019", "date"),
        ("2019–2021", "date"), ("12 June – 14 July 2021", "date"),
        ("© Tide, 1998–2012", "furniture"), ("Mara Osei (1857–1924)", "byline"),
        ("Copyright © 1997-2020", "furniture"),
    ],
)  # fmt: skip
def test_a_line_that_only_looks_so_may_be_it(text: str, role: str) -> None:
    assert role not in _bar_by_words(text)
