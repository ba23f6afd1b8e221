"""A PDF or a cover that cannot be laid out costs its own format and no other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from builder.bench import Desk, install
from copydesk import errors, registry
from copydesk.builder import faults
from copydesk.config import Config
from copydesk.errors import BrokenLaw, ToolError
from copydesk.settings.theme import Theme

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

    def written(copy: registry.WriterInput) -> bytes:
        text = copy.article.edited.lines[0].text
        if "noon" in text:
            raise error
        return text.encode()

    writer = registry.Writer(name, f".{name}", "text/plain", written)
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
    assert desk.reasons() == {"a": ("format added: pdf",)}


def test_the_same_fault_of_another_format_costs_the_article(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk = broken(monkeypatch, tmp_path, "leaf", LAW)
    desk.write("a.txt", "The ferry left at noon.")
    assert desk.states(desk.build()) == {"a": "failed"}
    assert desk.tree() == {}


ARIAL = replace(Config(), theme=Theme(heading_font="Arial"))


@pytest.mark.parametrize(("config", "said"), [
    (Config(), "the cover stops the EPUB: WeasyPrint ended with RecursionError: too deep"),
    (ARIAL, "`theme.heading_font` = `Arial` stops the cover of the EPUB: WeasyPrint ended with"),
])  # fmt: skip
def test_a_cover_that_cannot_be_set_is_named_with_the_font_that_stops_it(
    config: Config, said: str
) -> None:
    def again(tried: Config) -> None:
        if tried.theme.cover and tried.theme.heading_font == config.theme.heading_font:
            raise RecursionError

    found = faults.of_cover(RecursionError("too deep"), config, again)
    assert found
    assert str(found).startswith(said)
    assert (found.code, found.exit_code) == ("epub.cover", errors.TOOL)


def test_a_cover_is_not_blamed_for_what_ends_the_epub_without_it() -> None:
    def again(_: Config) -> None:
        raise RecursionError

    assert faults.of_cover(RecursionError("too deep"), Config(), again) is None
    bare = replace(Config(), theme=Theme(cover=False))
    assert faults.of_cover(RecursionError("too deep"), bare, lambda _: None) is None


def test_of_an_epub_with_a_cover_that_fails_the_other_formats_are_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    install(monkeypatch.setattr)

    def written(copy: registry.WriterInput) -> bytes:
        if copy.config.theme.cover:
            raise RecursionError
        return b"noon"

    writer = registry.Writer("epub", ".epub", "text/plain", written)
    monkeypatch.setitem(registry.WRITERS, "epub", writer)
    (tmp_path / "source").mkdir()
    desk = Desk(tmp_path)
    desk.set(formats=["book", "epub", "leaf"])
    desk.write("a.txt", "The ferry left at noon.")
    (outcome,) = desk.build().outcomes
    assert (outcome.status, outcome.code, outcome.kept) == ("failed", "epub.cover", False)
    assert outcome.hint.endswith("; the other formats are made")
    assert {"a/a.book", "a/a.leaf"} <= {*desk.tree()}
    assert "a/a.epub" not in desk.tree()
