"""Identifiers of catalogues: what is one, in which form it is kept, and which slips show."""

from __future__ import annotations

import pytest

from copydesk.config import Config, overlay
from copydesk.errors import ConfigError
from copydesk.settings import identifiers

#: Published examples of the agencies.
ISBNS = (
    "978-3-16-148410-0", "9783161484100", "978-0-306-40615-7", "979-10-90636-07-1",
    "0-306-40615-2", "0-8044-2957-X", "316148410X",
)  # fmt: skip
ISSNS = ("2049-3630", "0378-5955", "0317-8471", "2434-561X")


@pytest.mark.parametrize("number", ISBNS)
def test_an_isbn_is_kept_with_its_hyphens(number: str) -> None:
    assert identifiers.find_isbn(number) == number


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ISBN 978-3-16-148410-0", "978-3-16-148410-0"),
        ("ISBN-13: 9783161484100", "9783161484100"),
        ("urn:isbn:9783161484100", "9783161484100"),
        ("978 3 16 148410 0", "978-3-16-148410-0"),
        ("0-8044-2957-x", "0-8044-2957-X"),
    ],
)
def test_what_stands_before_an_isbn_goes(typed: str, kept: str) -> None:
    assert identifiers.find_isbn(typed) == kept


@pytest.mark.parametrize("number", ISBNS)
def test_one_wrong_figure_of_an_isbn_shows(number: str) -> None:
    places = [place for place, sign in enumerate(number) if sign.isdigit()]
    for place in places[3:]:
        other = str((int(number[place]) + 1) % 10)
        assert identifiers.find_isbn(number[:place] + other + number[place + 1 :]) == ""


@pytest.mark.parametrize(
    "text", ["", "12", "978-3-16-148410", "978-3-16-148410-00", "ISBN", "X" * 10]
)
def test_what_is_no_isbn_is_none(text: str) -> None:
    assert identifiers.find_isbn(text) == ""


@pytest.mark.parametrize("number", ISSNS)
def test_one_wrong_sign_of_an_issn_shows(number: str) -> None:
    assert identifiers.find_issn(number) == number
    for place in (0, 1, 2, 3, 5, 6, 7):
        other = "1" if number[place] == "X" else str((int(number[place]) + 1) % 10)
        assert identifiers.find_issn(number[:place] + other + number[place + 1 :]) == ""


def test_the_settings_say_which_issn_is_wrong_and_what_would_fit() -> None:
    with pytest.raises(ConfigError) as caught:
        overlay(Config(), {"publication": {"issn": "2049-3631"}}, "copydesk.toml")
    assert caught.value.code == "config.issn"
    assert "copydesk.toml: `publication.issn` is '2049-3631'" in str(caught.value)
    assert "`2049-3630`" in caught.value.hint
