"""Each command shows how it is used, and what it shows can be typed."""

from __future__ import annotations

import re
import shlex

import pytest

from copydesk.cli.commands import Command, list_commands
from copydesk.cli.parser import parse

COMMANDS = list(list_commands())
#: Where a remark begins behind a command.
REMARK = re.compile(r" {2,}(?=[^\s'\"-])")


def examples(text: str) -> list[str]:
    """The commands of copydesk among the examples in a help text."""
    block = text.partition("examples:\n")[2].partition("\n\n")[0].replace("\\\n", " ")
    rows = [row[2:] for row in block.split("\n") if row.startswith("  ") and row[2:3] != " "]
    found = []
    for row in rows:
        told = REMARK.split(row)[0].replace('"$(', "| ").replace(')"', "").replace("<(", "| ")
        found += [one.strip(" )") for one in re.split(r"\||&&", told)]
    return [one for one in found if one.startswith("copydesk")]


def of(one: Command) -> list[str]:
    return [row for row in examples(one.more) if row.startswith(f"copydesk {one.path}")]


@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.path.replace(" ", "-"))
def test_every_command_shows_an_example_of_itself(one: Command) -> None:
    assert of(one)


@pytest.mark.parametrize(
    "row", [row for one in COMMANDS for row in examples(one.more)], ids=lambda row: row[9:60]
)
def test_every_example_can_be_typed(row: str) -> None:
    words = shlex.split(re.sub(r"\s[<>]\s*\S+", "", row))[1:]
    assert parse(words).run


@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.path.replace(" ", "-"))
def test_every_option_and_word_says_what_it_is(one: Command) -> None:
    assert one.about
    assert [said for said in (*one.options, *one.words) if not said.help] == []
