"""Words and options that do not go together are refused; nothing is dropped without a word."""

from pathlib import Path

import pytest
from desks import laid_out, run

from copydesk import cli


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["entry", "bell", "lo2022", "year=2021", "--forget"], "FIELD=VALUE"),
        (["entry", "bell", "lo2022", "ok", "--forget"], "FIELD=VALUE"),
        (["cite", "bell", "3", "lo2022", "--forget"], "KEY"),
        (["cite", "bell", "3", "--none", "--forget"], "--none"),
        (["cite", "bell", "3", "--as-written", "--forget"], "--as-written"),
        (["role", "bell", "3", "body", "--forget"], "ROLE"),
        (["picture", "bell", "3", "A tug", "--forget"], "TEXT"),
        (["picture", "bell", "3", "", "--forget"], "TEXT"),
        (["rewrite", "bell", "bell", "gong", "--forget"], "NEW"),
        (["rewrite", "bell", "bell", "", "--forget"], "NEW"),
        (["rewrite", "bell", "bell", "--line", "3", "--forget"], "--line"),
    ],
)
def test_a_decision_beside_forget_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    desk = laid_out(tmp_path)
    assert run(desk, *words) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"error: --forget does not go with {message} [usage.syntax]\n")
    assert f"hint: leave out --forget or {message}\n" in told
    assert not (desk / "source" / "bell.txt.desk.toml").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["cite", "bell", "--none"], "--none needs CITATION"),
        (["cite", "bell", "--as-written"], "--as-written needs CITATION"),
        (["cite", "bell", "--all"], "--all needs CITATION"),
        (["cite", "bell", "1", "--all"], "--all needs KEY"),
        (["cite", "bell", "--forget"], "--forget needs CITATION"),
        (["entry", "bell", "--forget"], "--forget needs KEY"),
        (["role", "bell", "--forget"], "--forget needs LINE"),
        (["rewrite", "bell", "--forget"], "--forget needs OLD"),
        (["rewrite", "bell", "--line", "3"], "--line needs OLD"),
        (["picture", "bell", "--forget"], "--forget needs PICTURE"),
        (["sites", "--write", "--name", "x"], "--name needs learn"),
        (["sites", "--write"], "--write needs learn"),
        (["words", "--to", "places"], "--to needs add"),
        (["sites", "learn", "--json"], "learn does not go with --json"),
        (["words", "add", "Tarn", "--json"], "add does not go with --json"),
        (["library", "--json", "--to", "bibtex"], "--to bibtex does not go with --json"),
        (["rules", "nosuch", "--off", "quote.straight"], "--off does not go with RULE before it"),
        (["rules", "--off", "quote.straight", "--json"], "--off does not go with --json"),
    ],
)
def test_an_option_that_would_be_ignored_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    desk = laid_out(tmp_path)
    assert run(desk, *words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"error: {message} [usage.syntax]\n\nhint: ")
    assert [file.name for file in desk.rglob("*")] == ["source", "bell.txt"]


def test_the_sheet_is_redirected_where_the_letter_has_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(laid_out(tmp_path))
    assert cli.main(["proof", "bell", "--out", "sheet.txt"]) == 2
    hint = "hint: add --letter, or redirect the sheet: `copydesk proof NAME > FILE`\n"
    assert capsys.readouterr().err.endswith(hint)
