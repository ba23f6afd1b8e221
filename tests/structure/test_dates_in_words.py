"""A day that only the file's data name is printed as its language prints days."""

from __future__ import annotations

from datetime import date

import pytest

from copydesk.language.in_words import _forms, in_words
from copydesk.structure.date import read_date


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en-GB", "3 March 2026"),
        ("en-US", "March 3, 2026"),
        ("en", "3 March 2026"),
        ("de", "3. März 2026"),
        ("de-AT", "3. März 2026"),
        ("fr-CA", "3 mars 2026"),
        ("es", "3 de marzo de 2026"),
        ("no", "3. mars 2026"),
        ("hu", "2026. március 3."),
        ("pl", "3 marca 2026"),
        ("ru", "3 марта 2026 г."),
        ("sr-Latn-RS", "3. mart 2026."),
        ("ja", "2026年3月3日"),
        ("zh-Hant-TW", "2026年3月3日"),
        ("ko", "2026년 3월 3일"),
    ],
)
def test_a_day_is_put_in_the_words_of_the_language(language: str, wanted: str) -> None:
    assert in_words("2026-03-03", language) == wanted


@pytest.mark.parametrize("day", ["3 March 2026", "2026-03", "2026", "", "2026-13-45", "yesterday"])
def test_what_is_no_iso_day_stays_as_it_is(day: str) -> None:
    assert in_words(day, "en-GB") == day


@pytest.mark.parametrize("language", ["", "und", "tlh"])
def test_a_language_without_words_keeps_the_figures(language: str) -> None:
    assert in_words("2026-03-03", language) == "2026-03-03"


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "pt", "ja", "zh", "ko", "ru"])
def test_the_words_are_read_as_the_day_they_stand_for(language: str) -> None:
    for month in range(1, 13):
        day = date(2026, month, 1).isoformat()
        assert read_date(in_words(day, language)) == day


def test_each_language_names_twelve_months() -> None:
    for language, forms in _forms().items():
        days = {in_words(date(2026, month, 3).isoformat(), language) for month in range(1, 13)}
        assert len(days) == 12
        assert all("2026" in day and "3" in day for day in days)
        assert len(forms.get("months", [""] * 12)) == 12
