"""What is said of a TOML file that cannot be read: in the words of who wrote it."""

from __future__ import annotations

import tomllib

import pytest

from copydesk.errors import ConfigError
from copydesk.settings.layers import parse_toml

#: A line as it was written, what is said of it, and what to do.
SLIPS = [
    ("subject = “Tides”", "quotation marks are curly", 'write straight ones: subject = "Tides"'),
    ("subject = „Es ist’s“", "curly", 'write straight ones: subject = "Es ist’s"'),
    ('subject = “Tides"', "curly", 'write straight ones: subject = "Tides"'),
    ('subject = "Tides”', "curly", 'write straight ones: subject = "Tides"'),
    ("formats = [“pdf”]", "curly", 'write straight ones, as in "Tides"'),
    ('subject = "The "Old" Quay"', "ends at the first quotation mark within it", "use curly ones"),
    ("subject = 'It's low tide'", "ends at the first quotation mark within it", "use curly ones"),
    ("date = 2026-13-40", "`2026-13-40` is not a valid date", "as in date = 2026-05-15"),
    ("date = 2026-02-30  # sent", "`2026-02-30` is not a valid date", "as in date = 2026-05-15"),
    ("date = 2026-5-1", "`2026-5-1` is not a valid date", "as in date = 2026-05-15"),
    ("date = 15 May 2026", "`15 May 2026` is not a valid date", "as in date = 2026-05-15"),
    ("date = 15. Mai 2026", "`15. Mai 2026` is not a valid date", "as in date = 2026-05-15"),
    ("date = 15.5.2026", "`15.5.2026` is not a valid date", "as in date = 2026-05-15"),
    ("date = 5/15/2026", "`5/15/2026` is not a valid date", "as in date = 2026-05-15"),
    ("date = 2026-05-15T7:00", "`2026-05-15T7:00` is not a valid date", "T07:00:00+01:00"),
    ("subject = Tides and walls", "put text in quotation marks", '"Tides and walls"'),
]  # fmt: skip
#: What no slip of these is: nothing is claimed of it.
OTHERS = ["[[article]", 'words "x"', "words = 12 words", 'a = "C:\\quay"', "a = 1\na = 2", "= 3"]
#: What is no slip at all.
RIGHT = ['subject = "The “Old” Quay"', "subject = '“Tides”'", "date = 2026-05-15", 'a = "15 May"']


def said(text: str) -> ConfigError:
    with pytest.raises(ConfigError) as raised:
        parse_toml(text, "may.toml")
    return raised.value


@pytest.mark.parametrize("text", RIGHT)
def test_what_can_be_read_is_read(text: str) -> None:
    assert parse_toml(text, "may.toml") == tomllib.loads(text)


@pytest.mark.parametrize("text", OTHERS)
def test_of_another_slip_the_parser_speaks_alone(text: str) -> None:
    error = said(text)
    assert str(error).endswith(")")
    assert error.hint == "correct that line"


@pytest.mark.parametrize("before", ["", 'id = "may"\n\n', 'id = "may"\r\n'])
@pytest.mark.parametrize("after", ["", '\n[[article]]\nsrc = "quay"\n'])
@pytest.mark.parametrize(("line", "what", "hint"), SLIPS)
def test_a_usual_slip_is_told_with_its_cure(before, after, line, what, hint) -> None:
    error = said(f"{before}{line}{after}")
    assert what in str(error)
    assert hint in error.hint


@pytest.mark.parametrize("last", ["[style]", "[ style ]  # mine"])
def test_a_table_that_is_begun_twice_is_told_with_the_line_of_the_first(last: str) -> None:
    error = said(f'formats = ["md"]\n\n[style]\npack = "british"\n[theme]\n{last}\ncsl = "apa"\n')
    assert "`[style]` occurs for the second time" in str(error)
    assert "under the first one, in line 3" in error.hint


def test_tables_of_several_items_may_bear_one_name() -> None:
    text = "[[a]]\n[a.b]\nx = 1\n[[a]]\n[a.b]\nx = 2\n"
    assert parse_toml(text, "may.toml") == tomllib.loads(text)


@pytest.mark.parametrize("line", [line for line, *_ in SLIPS if line.startswith("subject")])
def test_a_line_that_is_shown_as_right_can_be_read(line: str) -> None:
    hint = said(line).hint
    if hint.startswith("write straight ones: "):
        assert tomllib.loads(hint.removeprefix("write straight ones: "))["subject"]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (f"a{'.a' * 60} = 1", "correct that line"),
        (f"a = {'1' * 5_000}", "correct that line"),
        ("a = " + "[" * 3_000, "remove them"),
    ],
)
def test_what_goes_on_without_end_is_no_slip_of_the_last_line(text: str, hint: str) -> None:
    error = said(f"{text}\ndate = 2026-05-15")
    assert "is not a valid date" not in str(error)
    assert error.hint == hint
