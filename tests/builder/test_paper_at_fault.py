"""A PDF that lacks a word, or cannot be laid out, costs itself and no other format."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.bench import Desk, install
from copydesk import errors, registry
from copydesk.builder import faults
from copydesk.errors import BrokenLaw, ToolError

LAW = BrokenLaw("between article and pdf: lost `wẉ`", code="law.output")


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        MemoryError(),
        ToolError("pandoc", code="tool.pandoc"),
    ],
)
def test_the_paper_is_not_blamed_for_a_machine_or_tool_that_fails(error: Exception) -> None:
    assert faults.of_paper(error) is None


def broken(monkeypatch: pytest.MonkeyPatch, root: Path, name: str, error: Exception) -> Desk:
    """A desk on which the writer `name` meets `error` in each article with the word `noon`."""
    install(monkeypatch.setattr)

    def written(copy: registry.Copy) -> bytes:
        text = copy.article.edited.lines[0].text
        if "noon" in text:
            raise error
        return text.encode()

    writer = registry.Writer(name, f".{name}", "text/plain", written, "")
    monkeypatch.setitem(registry.WRITERS, name, writer)
    (root / "source").mkdir()
    bench = Desk(root)
    bench.set(formats=list(dict.fromkeys(["book", name, "leaf"])))
    return bench


@pytest.mark.parametrize(("error", "code", "said"), [
    (LAW, "law.output", "between article and pdf"),
    (RecursionError("too deep"), "bug", "a bug of copydesk: RecursionError: too deep"),
])  # fmt: skip
def test_the_other_formats_are_made_and_the_fault_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: Exception, code: str, said: str
) -> None:
    desk = broken(monkeypatch, tmp_path, "pdf", error)
    desk.write("a.txt", "The ferry left at noon.")
    report = desk.build()
    (outcome,) = report.outcomes
    assert (outcome.status, outcome.code, outcome.exit_code) == ("failed", code, errors.BUG)
    assert outcome.message.startswith(said)
    assert outcome.hint.endswith("; the other formats are made")
    assert ("RecursionError" in outcome.detail) is (code == "bug")
    found = desk.tree()
    assert b"noon" in found["a/a.book"]
    assert b"noon" in found["a/a.leaf"]
    assert "a/a.pdf" not in found
    assert desk.reasons() == {"a": ("format wanted: pdf",)}


def test_the_same_fault_of_another_format_costs_the_article(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk = broken(monkeypatch, tmp_path, "leaf", LAW)
    desk.write("a.txt", "The ferry left at noon.")
    assert desk.states(desk.build()) == {"a": "failed"}
    assert desk.tree() == {}
