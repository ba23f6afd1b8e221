"""Commands that messages and hints name stand in backticks, so that `-C` is added to them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from copydesk.cli import commands
from places import ROOT

#: A command in the midst of a text; `…` is what the program puts there.
COMMAND = re.compile(rf"(?<=[\s:(])copydesk (?:…|(?:{'|'.join(commands.list_names())})\b)")


def texts(code: str) -> Iterator[str]:
    """The texts of a module but for its docstrings, each place for a value as `…`."""
    tree = ast.walk(ast.parse(code))
    nodes = list(tree)
    apart = {id(part) for one in nodes if isinstance(one, ast.JoinedStr) for part in one.values}
    apart |= {id(one.value) for one in nodes if isinstance(one, ast.Expr)}
    for one in nodes:
        if isinstance(one, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "…" for part in one.values
            )
        elif isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in apart:
            yield one.value


def bare(text: str) -> list[str]:
    """The commands in `text` that stand outside backticks."""
    return [one[0] for one in COMMAND.finditer(text) if text[: one.start()].count("`") % 2 == 0]


@pytest.mark.parametrize(
    ("text", "found"),
    [("build it: copydesk build x", 1), ("`copydesk build` makes it", 0), ("of copydesk alone", 0)],
)
def test_a_bare_command_is_found(text: str, found: int) -> None:
    assert len(bare(text)) == found


def test_every_command_in_a_text_of_the_program_stands_in_backticks() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {text}"
        for path in (ROOT / "src").rglob("*.py")
        for text in texts(path.read_text(encoding="utf-8"))
        if bare(text)
    }
    assert found == set()
