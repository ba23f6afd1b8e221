"""What the words of a command line mean, whatever their order."""

import json
import re
from importlib import import_module

import pytest

from copydesk import __version__
from copydesk.cli import commands, main
from copydesk.cli.parser import parse
from copydesk.review import sidecar
from places import ROOT

#: Every command, and those that take an action with it.
EVERY = list(commands.list_commands())
ACTIONS = [tuple(one.path.split()) for one in EVERY if one.group]


def test_a_misspelt_action_is_told_the_nearest_one(capsys):
    assert main(["newsletter", "target"]) == 2
    assert capsys.readouterr().err == (
        "error: `copydesk newsletter` has no action `target` [usage.syntax]\n\n"
        "hint: did you mean `targets`?\n"
    )


@pytest.mark.parametrize(
    ("words", "said", "hint"),
    [
        (["build", "--fromat", "pdf"], "there is no option `--fromat`", "did you mean `--format`?"),
        (["proof", "a", "--leter=x"], "there is no option `--leter`", "did you mean `--letter`?"),
        (["build", "--zzz"], "there is no option `--zzz`", "`copydesk build --help` lists"),
        (["--verson"], "there is no option `--verson`", "did you mean `--version`?"),
        (["--vrebose"], "there is no option `--vrebose`", "did you mean `--verbose`?"),
        (
            ["words", "list"],
            "there is no action `list`",
            "the only action is `add`; without it, all",
        ),
        (["sites", "lern"], "there is no action `lern`", "did you mean `learn`?"),
        (["proof"], "NAME is missing", "`copydesk proof --help` lists"),
        (["stet", "a", "b", "c", "--line"], "there is no option `--line`", ""),
        (["completion", "bsh"], "`bsh` is not valid for SHELL", "did you mean `bash`?"),
        (["manual", "codes"], "`codes` is not valid for PART", "did you mean `commands`?"),
        (["proof", "a", "b"], "unexpected argument `b`", "`copydesk proof --help` lists"),
        (["build", "-j", "x"], "`x` is not valid for -j/--jobs", "`copydesk build --help` lists"),
        (["build", "-j", "it's"], "`it's` is not valid for -j/--jobs", "`copydesk build"),
        (["completion", "it's"], "`it's` is not valid for SHELL", "known are"),
        (["status", "--json=x"], "--json takes no value", "`copydesk status --help` lists"),
        (["status", "--js"], "there is no option `--js`", "did you mean `--json`?"),
        (["newsletter", "--", "list"], "ACTION is missing before `--`", "`copydesk newsletter"),
        (["newsletter", "-q"], "ACTION is missing [", "`copydesk newsletter --help`"),
        (["newsletter", "--out", "x"], "ACTION is missing [", "`copydesk newsletter --help`"),
        (["newsletter", "send", "may"], "one of --to, --list is missing", ""),
    ],
)
def test_a_misspelt_option_or_a_missing_word_is_told_in_our_words(words, said, hint, capsys):
    assert main(words) == 2
    told, _, next_step = capsys.readouterr().err.partition("\n\n")
    assert told.startswith(f"error: {said}")
    assert next_step.startswith(f"hint: {hint}")


@pytest.mark.parametrize(
    ("word", "hint"),
    [("prof", "copydesk proof"), ("stats", "copydesk status"), ("qay", "quay"),
     ("inti", "copydesk init")],
)  # fmt: skip
def test_a_misspelt_command_or_article_is_told_the_nearest_one(
    word, hint, tmp_path, monkeypatch, capsys
):
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "quay.txt").write_text("The quay was shut.\n")
    monkeypatch.chdir(tmp_path)
    assert main([word, "x"]) == 2
    assert capsys.readouterr().err.endswith(f"hint: did you mean `{hint}`?\n")


@pytest.mark.parametrize("words", [["build", "chek"], ["build", "check"], ["quay", "chek"]])
def test_a_command_is_suggested_only_for_the_first_word(words, tmp_path, monkeypatch, capsys):
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "quay.txt").write_text("The quay was shut.\n")
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    assert "did you mean" not in capsys.readouterr().err


@pytest.mark.parametrize("words", [["help"], ["help", "check"]])
@pytest.mark.parametrize("folder", ["source", "elsewhere"])
def test_help_as_a_word_is_told_the_option(words, folder, tmp_path, monkeypatch, capsys):
    (tmp_path / folder).mkdir()
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    hint = "hint: `copydesk --help`, or `copydesk COMMAND --help`\n"
    assert capsys.readouterr().err.endswith(hint)


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["status", "--version"],
        ["--version", "-q"],
        ["build", "-j", "2", "--version"],
    ],
)
def test_the_version_is_shown_wherever_it_is_asked_for(words, capsys):
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"copydesk {__version__}\n"


def test_behind_two_dashes_nothing_asks_for_the_version(capsys):
    assert main(["build", "--", "--version"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "did you mean" not in told.err


def test_one_article_that_was_built_alone_is_told_where_its_questions_are(tmp_path, capsys):
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "quay.txt").write_text("The quay was shut. It recieved nobody.\n")
    (tmp_path / "copydesk.toml").write_text('formats = ["md"]\n')
    assert main(["-C", str(tmp_path)]) == 0
    assert capsys.readouterr().err.endswith(
        f"\nopen questions: copydesk -C {tmp_path} proof quay\n"
    )
    assert main(["-C", str(tmp_path)]) == 0
    assert "open questions" not in capsys.readouterr().err


def test_words_without_a_command_are_targets_of_a_build():
    args = parse(["harbour", "-j", "2", "quay", "--fail-on", "error", "pdf"])
    assert args.targets == ["harbour", "quay", "pdf"]
    assert (args.jobs, args.fail_on) == (2, "error")


def test_a_command_may_stand_behind_options():
    args = parse(["-C", "build", "status", "-q", "harbour"])
    assert (args.directory, args.targets) == ("build", ["harbour"])
    assert args.run == "status.print_status"


def test_a_target_named_like_a_command_comes_after_the_command():
    assert parse(["build", "status"]).targets == ["status"]


@pytest.mark.parametrize("words", [["proof"], ["stet"], ["--nonsense"], ["status", "-x"]])
def test_what_cannot_be_meant_ends_with_exit_code_2_and_a_hint(words, capsys):
    assert main(words) == 2
    assert "hint:" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["newsletter", "send", "may", "--list", "m.csv", "-n"],
        ["newsletter", "--list", "m.csv", "-n", "send", "may"],
        ["--list", "m.csv", "newsletter", "send", "may", "-n"],
        ["newsletter", "send", "-n", "may", "--list", "m.csv"],
    ],
)
def test_command_action_options_and_words_stand_in_any_order(words):
    args = parse(words)
    assert (args.run, args.name) == ("send.send_issue", "may")
    assert (args.list, args.dry_run) == ("m.csv", True)


def test_behind_two_dashes_no_word_is_a_command():
    args = parse(["-q", "--", "status"])
    assert (args.run, args.targets) == ("build.build_targets", ["status"])


@pytest.mark.parametrize(
    ("words", "cluster", "targets"),
    [
        (["--cluster"], "local", []),
        (["--cluster", "harbour"], "local", ["harbour"]),
        (["harbour", "--cluster", "local:4"], "local:4", ["harbour"]),
        (["--cluster", "build", "harbour"], "local", ["harbour"]),
    ],
)
def test_a_cluster_that_is_not_named_is_one_of_this_machine(words, cluster, targets):
    args = parse(words)
    assert (args.cluster, args.targets) == (cluster, targets)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.path)
def test_every_command_runs_a_function_of_its_own(one):
    module, _, function = one.run.rpartition(".")
    assert callable(getattr(import_module(f"copydesk.cli.{module}"), function))
    assert [other.path for other in EVERY if other.run == one.run] == [one.path]


def test_an_option_takes_a_value_in_every_command_or_in_none():
    valued = set(commands.list_valued())
    options = [(flag, one) for command in EVERY for one in command.options for flag in one.flags]
    assert {flag for flag, one in options if one.value} == valued
    assert valued.isdisjoint(flag for flag, one in options if not one.value)


def test_the_help_of_set_names_every_field():
    text = commands.find_command("set").words[1].help
    assert text.partition(";")[0].split(", ") == list(sidecar.FRONT)


#: A name that no system can hold, as of a text that was pasted for that of its file.
LONG = 300 * "a"


@pytest.mark.parametrize(
    "words",
    [["-C", LONG], ["edit", LONG], ["references", LONG], ["sites", "learn", LONG], ["new", LONG],
     ["inspect", LONG], ["newsletter", "check", LONG], ["newsletter", "build", LONG],
     ["accept", "--from", LONG], ["build", "--out", LONG], ["proof", LONG]],
)  # fmt: skip
def test_a_name_that_no_system_can_hold_is_no_bug(words, tmp_path, monkeypatch, capsys):
    (tmp_path / "copydesk.toml").touch()
    (tmp_path / "source").mkdir()
    monkeypatch.chdir(tmp_path)
    assert main(words) in {2, 4}
    said = capsys.readouterr().err
    assert "[bug]" not in said
    assert "hint:" in said


@pytest.mark.parametrize("key", ["source", "out"])
def test_a_folder_that_no_system_can_hold_is_no_bug(key, tmp_path, capsys):
    (tmp_path / "copydesk.toml").write_text(f'{key} = "{LONG}"\n')
    assert main(["-C", str(tmp_path)]) in {0, 4}
    assert "aaa" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [[], *([name] for name in commands.list_names()), *ACTIONS, ["sites", "learn"]]
)
def test_help_fits_a_terminal_of_eighty_columns(words, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        parse([*words, "--help"])
    assert [row for row in capsys.readouterr().out.split("\n") if len(row) > 80] == []


def test_what_a_command_runs_is_there():
    rows = json.loads((ROOT / "src/copydesk/data/commands.json").read_text(encoding="utf-8"))
    named = set(re.findall(r'"run": "(\w+)\.(\w+)"', json.dumps(rows)))
    assert len(named) > 30
    for module, function in named:
        assert callable(getattr(import_module(f"copydesk.cli.{module}"), function))


@pytest.mark.parametrize("name", sorted(commands.list_names()))
def test_every_command_stands_in_its_guide(name):
    text = (ROOT / "src/copydesk/guides/commands.md").read_text(encoding="utf-8")
    table = [row for row in text.split("\n") if row.startswith("| `copydesk ")]
    assert any(re.search(rf"[ `\[]{name}\b", row.split("|")[1]) for row in table)


def test_the_profiles_are_listed_for_machines_too(tmp_path, capsys):
    (tmp_path / "source" / "sites").mkdir(parents=True)
    (tmp_path / "source" / "sites" / "quay.toml").write_text('[menu]\nexact = ["tides"]\n')
    assert main(["-C", str(tmp_path), "sites", "--json"]) == 0
    first, *others = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {
        "name": "quay",
        "state": "desk",
        "file": "source/sites/quay.toml",
        "phrases": 1,
    }
    assert {row["file"] for row in others} == {None}
