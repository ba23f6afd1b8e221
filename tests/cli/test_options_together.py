"""Words and options that do not go together are refused; nothing is dropped without a word."""

from pathlib import Path

import pytest
from desks import laid_out, run

from copydesk.cli import commands


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
    assert told.startswith(f"error: --forget cannot be combined with {message} [usage.syntax]\n")
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
        (["sites", "learn", "--json"], "learn cannot be combined with --json"),
        (["words", "add", "Tarn", "--json"], "add cannot be combined with --json"),
        (["library", "--json", "--to", "bibtex"], "--to cannot be combined with --json"),
        (
            ["rules", "nosuch", "--off", "quote.straight"],
            "--off cannot be combined with RULE before it",
        ),
        (["rules", "--off", "quote.straight", "--json"], "--off cannot be combined with --json"),
        (["proof", "bell", "--out", "sheet.txt"], "--out needs --letter"),
        (["accept", "bell", "--json"], "--json needs --from"),
        (["accept", "bell", "--from", "a.docx", "--all"], "--from cannot be combined with --all"),
        (["build", "--port", "0"], "--port needs --watch"),
        (["build", "--watch", "-n"], "--watch cannot be combined with -n"),
        (["build", "--watch", "--fail-on", "error"], "--watch cannot be combined with --fail-on"),
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


@pytest.mark.parametrize("one", [*commands.list_commands()], ids=lambda one: one.path)
def test_what_goes_together_names_words_and_options_that_there_are(one: commands.Command) -> None:
    known = {name for each in (*one.words, *one.options) for name in each.flags or (each.value,)}
    named = {*one.needs, *one.conflicts}
    named |= {name for every in one.needs.values() for each in every for name in each.split("|")}
    named |= {name.partition(" ")[0] for every in one.conflicts.values() for name in every}
    assert named <= known
