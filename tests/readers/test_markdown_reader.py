"""Markdown is read block by block; nothing of it is lost, however it nests."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from copydesk import pipeline, structure
from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import Decisions, EditedText, Line, Submission, contents
from copydesk.readers.markdown import read_markdown
from copydesk.readers.text import split_lines
from copydesk.settings.limits import Limits
from soaking import drawn

CASES = Path(__file__).parents[1] / "cases" / "readers" / "markdown"
CONFIG = Config()


def read(text: str, config: Config = CONFIG) -> Submission:
    return read_markdown(text.encode(), "a.md", config)


def shown(line: Line) -> str:
    """`hint | text`, with marks written around their words as tags.

    `+` stands before a line that goes on with the one above behind a blank, `-` before one that
    does amid a word, `=` before a further line of what was received as one.
    """
    places: list[tuple[int, int, str]] = []
    for number, mark in enumerate(line.marks):
        name = f"{mark.kind} {mark.target}".strip()
        if mark.start == mark.end:
            places.append((mark.start, 0, f"<{name}/>"))
        else:
            places.append((mark.start, number, f"<{name}>"))
            places.append((mark.end, -number - 1, f"</{mark.kind}>"))
    text, last = [], 0
    for at, _, tag in sorted(places):
        text += (line.text[last:at], tag)
        last = at
    text.append(line.text[last:])
    sign = {"on": "+ ", "amid": "- "}.get(line.flow, "") + "= " * (line.source == "" != line.text)
    told = f"{line.hint} | {''.join(text)}".replace("\t", " ⇥ ") if line.hint else "".join(text)
    return sign + told


def cases(name: str) -> list[Any]:
    held = tomllib.loads((CASES / name).read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["name"]) for case in held["case"]]


@pytest.mark.parametrize("case", cases("blocks.toml"))
def test_blocks_are_read_as_they_are_meant(case: dict[str, Any]) -> None:
    sent = read(case["text"])
    assert "\n".join(shown(line) for line in sent.lines) == case["lines"].strip("\n")


@pytest.mark.parametrize("case", cases("leave.toml"))
def test_what_other_dialects_mark_stays_as_text(case: dict[str, Any]) -> None:
    sent = read(case["text"])
    lines = "\n".join(shown(line) for line in sent.lines)
    assert lines.strip() == case.get("lines", case["text"]).strip()
    assert sent.queries == ()


@pytest.mark.parametrize("case", cases("front.toml"))
def test_front_matter_becomes_facts(case: dict[str, Any]) -> None:
    sent = read(case["text"])
    assert dict(sent.facts) == case["facts"]
    lines = [shown(line) for line in sent.lines if line.hint != "markup" or line.zone != "header"]
    assert "\n".join(lines).strip("\n") == case.get("lines", "Text").strip("\n")
    dropped = [query.message for query in sent.queries if query.code == "read.dropped"]
    assert [message.partition(": ")[2] for message in dropped] == case.get("dropped", [])


def test_what_is_left_out_is_counted_and_named() -> None:
    sent = read(
        "A ~~struck~~ word[^1].\n\n<!-- for the editor -->\n\n<iframe src='https://v.example/1'>"
        "</iframe>\n\n[^1]: A note.\n"
    )
    assert [(query.code, query.message) for query in sent.queries] == [
        ("read.dropped", "left out: <iframe> https://v.example/1 (1)"),
        (
            "read.dropped",
            "struck-out passages are printed as plain text: 1, the first is “struck”",
        ),
        ("read.comments", "comments left out: 1 (3 words)"),
        ("read.notes", "footnotes: 1"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        ">" * 5_000 + " deep words",
        "> " * 5_000 + "deep words",
        "- " * 5_000 + "deep words",
        "1. " * 5_000 + "deep words",
        "".join(f"{'  ' * depth}- deep\n" for depth in range(400)) + "\nwords",
        "[" * 20_000 + "deep words",
        "[](" * 20_000 + "deep words",
        "![" * 2_000 + "deep words" + "](x)" * 2_000,
        "*a **a " * 5_000 + "deep words",
        "<div>" * 5_000 + "deep words",
        "<b>" * 5_000 + "deep words",
        "<table><tr><td>" * 2_000 + "deep words",
        "<ul><li>" * 5_000 + "deep words",
        "<a " * 20_000 + "deep words",
        '<a "' * 20_000 + "deep words",
        "<!-- " * 20_000 + "deep words",
        "a" + "`" * 20_000 + " deep words",
        "[^a] " * 10_000 + "deep words\n\n[^a]: note",
        "^[" * 5_000 + "deep words" + "]" * 5_000,
        "|a" * 4_000 + "|\n" + "|-" * 4_000 + "|\n|deep words|",
    ],
    ids=lambda text: text[:12],
)
def test_no_word_is_lost_for_depth(text: str) -> None:
    words = " ".join(line.text for line in read(text).lines).split()
    assert {"deep", "words"} <= {word.strip("[]()!<>^`x'\"") for word in words}


MARKS = ["*", "**", "_", "`", "[", "](x)", "![", "~~", "\n", "\n\n", "  \n", "> ", "- ", "1. ",
         "    ", "# ", "|", "\n|-|-|\n", "\n---\n", "\n===\n", "```", "^[", "[^a]", "\n[^a]: ",
         "<b>", "</b>", "<p>", "<td>", "</table>", "<table>", "<li>", "<pre>", "<!--", "-->", "&",
         "\\", "<br>", "\t"]  # fmt: skip


@given(st.lists(st.sampled_from(MARKS) | st.from_regex(r"\A w[0-9]{2,4} \Z"), max_size=60))
def test_every_visible_word_is_in_the_lines(pieces: list[str]) -> None:
    text = "".join(pieces)
    visible = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    # The words of an address and of a code fence's language are not printed.
    printed = re.sub(
        r"`{3,}[^\n`]*(?:\n|\Z)|\]\([^)\n]*\)|^ {0,3}\[[^\n]*\]:", " ", visible, flags=re.MULTILINE
    )
    lines = " ".join(line.text for line in read(text).lines)
    assert set(re.findall(r"(?<=\s)w\d+(?=\s)", printed)) <= set(re.findall(r"w\d+", lines))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        lines = read_markdown(data, "a.md", CONFIG).lines
    except Refused:
        return
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert not any("\n" in line.text for line in lines)


def test_limits_hold_for_the_text_as_received() -> None:
    small = replace(CONFIG, limits=Limits(line_characters=10, lines=3))
    with pytest.raises(Refused, match="line 2 has 11 characters"):
        read("a\n" + "b" * 11, small)
    with pytest.raises(Refused, match="more than 3 lines"):
        read("a\nb\nc\nd", small)


def test_a_further_call_of_a_note_is_printed_as_its_number_and_told() -> None:
    sent = read("One[^b] two[^a] again[^a].\n\n[^a]: A.\n\n[^b]: B.\n")
    assert shown(sent.lines[0]) == "One<note b/> two<note a/> again<sup>2</sup>."
    assert [query.message for query in sent.queries] == [
        "left out: further call of footnote 2, printed as its number (1)",
        "footnotes: 2",
    ]


def test_lists_and_quotations_in_notes_stay_what_they_are() -> None:
    sent = read(
        "A[^1].\n\n[^1]: It says:\n\n    1. sand\n    2. clay\n\n    > Mud.\n\n    So far.\n"
    )
    assert [(line.hint, line.text) for line in sent.lines if line.text][1:] == [
        ("footnote:1", "It says:"),
        ("footnote:1|list:number:1:1", "sand"),
        ("footnote:1|list:number:1:2", "clay"),
        ("footnote:1|quote", "Mud."),
        ("footnote:1", "So far."),
    ]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("> One.\n>\n> Two.\n", []),
        ("- one\n\n> Two.\n\n- three\n", []),
        ("> One:\n>\n> > Two.\n", ["1 quotation"]),
        ("> One:\n>\n> - two\n>   - three\n>\n> So.\n>\n> 1. four\n", ["2 lists"]),
    ],
)
def test_what_a_quotation_holds_as_paragraphs_is_told(text: str, asked: list[str]) -> None:
    found = [one.message.partition(": ")[2] for one in read(text).queries]
    assert found == asked


TEXTS = st.lists(st.sampled_from(MARKS) | st.from_regex(r"\A ?w[0-9]{1,3}[.,]? ?\Z"), max_size=60)


@given(TEXTS | st.text(max_size=200))
def test_each_line_as_received_is_a_line(pieces: list[str] | str) -> None:
    text = "".join(pieces).encode("utf-8", "replace").decode()
    try:
        lines = read(text).lines
    except Refused:
        return
    rows: dict[int, str] = {}
    for line in lines:
        row = line.row or line.number
        assert row not in rows or line.source == ""
        rows.setdefault(row, line.received)
    received = [line for line, _ in split_lines(text.removeprefix("\ufeff"))]
    assert [rows[row] for row in sorted(rows)] == received


@settings(max_examples=drawn(60))
@given(TEXTS)
@example(["<p>", "<pre>", "\n[^a]: "])
def test_each_line_that_is_not_empty_has_a_label(pieces: list[str]) -> None:
    text = "The harbour was quiet, and nobody came to mend the long wall.\n\n" + "".join(pieces)
    sent = read(text)
    edited = structure.label(EditedText(sent, sent.lines), CONFIG, Decisions())
    labels = list(pipeline.list_roles(edited))
    assert len(labels) == sum(bool(line.strip()) for line, _ in split_lines(text))


@settings(max_examples=drawn(40))
@given(st.lists(st.from_regex(r"\A[a-z]{1,9}( [a-z]{1,9}){0,4}[.,]?\Z"), min_size=1, max_size=9))
@example(["c", "c"])
def test_a_paragraph_is_the_same_however_its_source_is_broken(pieces: list[str]) -> None:
    printed = []
    for mark, joint in product(("", "*"), (" ", "\n")):
        text = f"# Mud\n\nThe wall.\n\n{mark}{joint.join(pieces)}{mark}\n"
        sent = read(text)
        edited = structure.label(EditedText(sent, sent.lines), CONFIG, Decisions())
        body = structure.assemble(edited, CONFIG, Decisions()).body
        printed.append([list(contents(block)) for block in body])
    assert printed[0] == printed[1]
    assert printed[2] == printed[3]


def test_what_a_line_says_besides_words_does_not_move_the_numbers() -> None:
    text = "# Mud\n\nSee ![the pier](pier.png) the\nwall^[A note.].\n\nIt is here.\n"
    found = pipeline.record(pipeline.article(text.encode(), "a.md"))
    assert found["lines"] == ["title", "body", "body", "body"]
    assert [(block["text"], block["lines"]) for block in found["blocks"]] == [
        ("See the wall.", [3, 4]),
        ("the pier", [3]),
        ("It is here.", [6]),
    ]
