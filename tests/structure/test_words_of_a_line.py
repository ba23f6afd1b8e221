"""What lines are not, or are, for their words alone, whatever stands around them."""

from __future__ import annotations

import pytest

from copydesk.structure.label import _bar_by_words, _tells_length


@pytest.mark.parametrize(
    "text",
    [
        "Temps de lecture : 4 min.", "3 minuti di lettura", "Czas czytania: 5 minut",
        "Lesezeit: 7 Minuten", "Tempo de leitura: 6 min", "5 min read",
        "Tiempo de lectura: 3 minutos",
        "読了時間：約5分", "阅读时间：8分钟", "Время чтения: 4 минуты", "Okuma süresi: 3 dk",
    ],
)  # fmt: skip
def test_a_time_that_reading_takes_is_the_sites(text: str) -> None:
    assert _tells_length(text)


@pytest.mark.parametrize(
    "text",
    [
        "30 min", "Reading", "Cook for 20 minutes", "5 minutes with Mara Osei",
        "La lecture du 4 mai",
        "He read for 5 minutes.", "Lettura 3", "Minute 4", "3 minuti di silenzio",
        "2025.08.30｜閱讀時間 5 分鐘", "12.03.2024, Lesezeit: 4 Minuten",
    ],
)  # fmt: skip
def test_other_lines_with_minutes_or_reading_are_left_alone(text: str) -> None:
    assert not _tells_length(text)


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
