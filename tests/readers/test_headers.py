"""What a scraper, a mail or an editor wrote above a text becomes facts; its lines stay."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.config import Config
from copydesk.readers.headers import read_header
from copydesk.readers.markdown import read_markdown
from copydesk.readers.text import read_text

CASES = Path(__file__).parents[1] / "cases" / "readers" / "text" / "headers.toml"
HELD: list[dict[str, Any]] = tomllib.loads(CASES.read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", HELD, ids=lambda case: case["name"])
def test_a_header_is_told_from_text(case: dict[str, Any]) -> None:
    found = read_header(case["lines"])
    assert (dict(found.facts), found.size) == (case["facts"], case["size"])


@pytest.mark.parametrize("case", HELD, ids=lambda case: case["name"])
def test_its_lines_stay_lines_of_the_text(case: dict[str, Any]) -> None:
    text = "\n".join(case["lines"])
    sent = read_text(text.encode(), "a.txt", Config())
    assert dict(sent.facts) == case["facts"]
    assert [line.text for line in sent.lines] == case["lines"]


@pytest.mark.parametrize("case", HELD, ids=lambda case: case["name"])
def test_only_what_a_program_wrote_stands_apart(case: dict[str, Any]) -> None:
    sent = read_text("\n".join(case["lines"]).encode(), "a.txt", Config())
    apart = [line.number for line in sent.lines if line.zone == "header"]
    told = range(case.get("first", 0) + 1, case["size"] + 1)
    assert apart == list(told if case.get("machine", True) else [])


@pytest.mark.parametrize(
    "case", [case for case in HELD if "first" in case], ids=lambda c: c["name"]
)
def test_the_headline_above_it_stays_the_headline(case: dict[str, Any]) -> None:
    sent = read_markdown("\n".join(case["lines"]).encode(), "a.md", Config())
    assert [line.received for line in sent.lines] == case["lines"]
    assert sent.lines[0].hint == "title"
    apart = [line.number for line in sent.lines if line.zone == "header" and line.text.strip()]
    assert apart == [*range(case["first"] + 1, case["size"] + 1)]


@pytest.mark.parametrize(
    ("lines", "apart"),
    [
        (["He said:", "> It is mud."], []),
        (["Write to ada@example.org:", "", "Mud Street 3"], []),
        (["On 5 March Ada <ada@example.org> wrote:", "> It is mud.", "> It is sand."], [1]),
        (["Am 5. März schrieb Ada <ada@example.org>:", "", "> Mud.", "It is not."], [1]),
    ],
)
def test_the_line_that_says_whose_message_is_quoted_stands_apart(
    lines: list[str], apart: list[int]
) -> None:
    sent = read_text("\n".join(lines).encode(), "a.txt", Config())
    assert [line.number for line in sent.lines if line.zone] == apart


@pytest.mark.parametrize(
    "lines",
    [
        ["a: &a [x, x, x]", *(f"{b}: &{b} [*{a}, *{a}, *{a}]" for a, b in pairwise("abcdefghij"))],
        ["title: &a [*a]"],
        ["title: " + "[" * 9_000],
        ["title:", "- " * 9_000 + "x"],
        ["title: !!python/object/apply:os.getcwd []"],
    ],
    ids=["doubled", "of itself", "brackets", "items", "a tag"],
)
def test_nothing_grows_in_front_matter(lines: list[str]) -> None:
    text = ["---", *lines, "---", "Text"]
    found = read_header(text)
    assert len(str(found)) < 2 * len(str(text))
    sent = read_text("\n".join(text).encode(), "a.txt", Config())
    assert [line.received for line in sent.lines] == text


def test_markdown_begins_below_it() -> None:
    text = (
        "Title: The Mud\n\nURL Source: https://example.org/mud\n\nMarkdown Content:\nThe Mud\n==="
    )
    sent = read_markdown(text.encode(), "a.md", Config())
    assert dict(sent.facts) == {"title": "The Mud", "url": "https://example.org/mud"}
    assert [(line.text, line.hint) for line in sent.lines if line.text] == [
        ("Title: The Mud", ""),
        ("URL Source: https://example.org/mud", ""),
        ("Markdown Content:", ""),
        ("The Mud", "title"),
    ]


LINES = st.lists(
    st.sampled_from(
        ["Title: ", "From: ", "Date: x", "---", "Author: A, B", "", "Subject: =?utf-8?q?"]
    )
    | st.text(max_size=30),
    max_size=8,
)


@given(LINES)
def test_no_text_above_a_text_is_an_error(lines: list[str]) -> None:
    found = read_header(lines)
    assert 0 <= found.size <= len(lines)
    assert all(value.strip() for _, value in found.facts)
