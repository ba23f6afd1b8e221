"""`completion`: each shell completes what the commands declare, and the names of the desk."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.typing_in import Terminal
from copydesk import cli
from copydesk.cli.commands import Command, list_commands
from copydesk.cli.completion import SHELLS

pytestmark = [
    pytest.mark.check,
    pytest.mark.skipif(os.name != "posix", reason="needs terminals of POSIX"),
]

ARTICLE = "The night ferry\n\nBy Mara Osei\n\nThe ferry left at dawn, and nobody was on it.\n"
#: What is typed before the key is pressed, and what the command is then given.
TYPED = [
    ("pro", ["proof"]),
    ("statu", ["status"]),
    ("newsletter pr", ["newsletter", "preview"]),
    ("newsletter push li", ["newsletter", "push", "listmonk"]),
    ("newsletter preview spr", ["newsletter", "preview", "spring"]),
    ("night", ["night-ferry"]),
    ("build night", ["build", "night-ferry"]),
    ("-q night", ["-q", "night-ferry"]),
    ("jat", ["jats.xml"]),
    ("proof harbour-", ["proof", "harbour-wall"]),
    ("stet night-ferry --ru", ["stet", "night-ferry", "--rule"]),
    ("stet night-ferry --rule quote.str", ["stet", "night-ferry", "--rule", "quote.straight"]),
    ("stet night-ferry --rule enc --ru", ["stet", "night-ferry", "--rule", "enc", "--rule"]),
    ("role night-ferry 3 subt", ["role", "night-ferry", "3", "subtitle"]),
    ("set night-ferry keyw", ["set", "night-ferry", "keywords"]),
    ("check --fail-on w", ["check", "--fail-on", "warning"]),
    ("--fail-on w", ["--fail-on", "warning"]),
    ("references --to bibl", ["references", "--to", "biblatex"]),
    ("explain page.cir", ["explain", "page.circles"]),
    ("rules --off punct.ell", ["rules", "--off", "punct.ellipsis"]),
    ("sites le", ["sites", "learn"]),
    ("completion fi", ["completion", "fish"]),
    ("inspect sour", ["inspect", "source"]),
    ("build --out sour", ["build", "--out", "source"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Path:
    """A desk with two articles and an issue, in a folder whose name has a blank."""
    root = tmp_path_factory.mktemp("desk") / "two words"
    (root / "source" / "newsletters").mkdir(parents=True)
    (root / "source" / "Night Ferry.txt").write_text(ARTICLE)
    (root / "source" / "b.txt").write_text(ARTICLE)
    (root / "source" / "b.txt.desk.toml").write_text('slug = "harbour-wall"\n')
    (root / "source" / "newsletters" / "spring.toml").write_text('subject = "x"\n')
    return root


@pytest.fixture(scope="module")
def programs(tmp_path_factory) -> str:
    """A search path on which `copydesk` is this one."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "copydesk"
    run = shlex.join([sys.executable, "-m", "copydesk"])
    program.write_text(f'#!/bin/sh\nexec {run} "$@"\n')
    program.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture(scope="module")
def scripts(tmp_path_factory) -> dict[str, Path]:
    """The script of each shell, as the command prints it."""
    folder = tmp_path_factory.mktemp("scripts")
    found = {}
    for shell in SHELLS:
        done = subprocess.run(
            [sys.executable, "-m", "copydesk", "completion", shell], capture_output=True, check=True
        )  # fmt: skip
        found[shell] = folder / f"copydesk.{shell}"
        found[shell].write_bytes(done.stdout)
    return found


@pytest.fixture(scope="module")
def every() -> list[Command]:
    return list(list_commands())


#: In place of the command, but for what the script asks of it: prints what it is given.
GIVEN = (
    'copydesk() { case " $* " in *" completion "[ti]*) command copydesk "$@" ;;'
    ' *) printf got; printf " <%s>" "$@"; echo ;; esac; }'
)


def terminal(shell: str, desk: Path, programs: str, *first: str, **more: str) -> Terminal:
    """A shell that knows the script, and a command of which one sees what it is given."""
    command = {"bash": ["bash", "--norc", "-i"], "zsh": ["zsh", "-f", "-i"]}[shell]
    opened = Terminal(command, desk, PATH=programs, PS1="> ", HISTFILE="", **more)
    for line in (*first, GIVEN):
        opened.do(line)
    return opened


# ── at a terminal ────────────────────────────────────────────────────────────


def check(at: Terminal) -> None:
    for typed, given in TYPED:
        found = at.completed(f"copydesk {typed}")
        assert [word.rstrip("/") for word in found] == given, typed


def test_bash_completes_what_is_typed(
    desk: Path, programs: str, scripts: dict[str, Path], tool: Callable[[str], str]
) -> None:
    tool("bash")
    with terminal("bash", desk, programs, f"source {scripts['bash']}") as at:
        check(at)


def test_zsh_completes_what_is_typed(
    desk: Path, programs: str, scripts: dict[str, Path], tool: Callable[[str], str]
) -> None:
    tool("zsh")
    first = ("autoload -Uz compinit; compinit -u -D", f"source {scripts['zsh']}")
    with terminal("zsh", desk, programs, *first) as at:
        check(at)


def test_zsh_finds_the_script_where_it_looks_for_such(
    desk: Path, programs: str, scripts: dict[str, Path], tool: Callable[[str], str], tmp_path: Path
) -> None:
    tool("zsh")
    (tmp_path / "_copydesk").write_bytes(scripts["zsh"].read_bytes())
    first = (f"fpath+=({tmp_path})", "autoload -Uz compinit; compinit -u -D")
    with terminal("zsh", desk, programs, *first) as at:
        for typed, given in TYPED[:6]:
            assert at.completed(f"copydesk {typed}") == given


def test_bash_finds_the_script_where_its_package_looks_for_such(
    desk: Path, programs: str, scripts: dict[str, Path], tmp_path: Path, missing
) -> None:
    package = Path("/usr/share/bash-completion/bash_completion")
    if not package.exists():
        missing("the package bash-completion is not installed")
    home = tmp_path / "bash-completion" / "completions"
    home.mkdir(parents=True)
    (home / "copydesk").write_bytes(scripts["bash"].read_bytes())
    with terminal("bash", desk, programs, f"source {package}", XDG_DATA_HOME=str(tmp_path)) as at:
        for typed, given in TYPED[:6]:
            assert at.completed(f"copydesk {typed}") == given


# ── asked without a terminal ─────────────────────────────────────────────────


def in_fish(lines: list[str], script: Path, desk: Path, programs: str) -> Iterator[list[str]]:
    """What fish offers at the end of each of `lines`."""
    asked = "; ".join(f"complete -C {shlex.quote(line)}; echo =" for line in lines)
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source {script}; {asked}"],
        cwd=desk, env=os.environ | {"PATH": programs}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    for block in done.stdout.split("=\n")[:-1]:
        yield [row.partition("\t")[0] for row in block.splitlines()]


def in_bash(lines: list[list[str]], script: Path, desk: Path, programs: str) -> list[list[str]]:
    """What bash offers for the last word of each of `lines`."""
    asked = "\n".join(
        f"COMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}; _copydesk;"
        ' printf "%s\\n" "${COMPREPLY[@]}" =' for words in lines
    )  # fmt: skip
    done = subprocess.run(
        ["bash", "--norc", "-c", f"source {shlex.quote(str(script))}\n{asked}"],
        cwd=desk, env=os.environ | {"PATH": programs}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [block.split() for block in done.stdout.split("=\n")[:-1]]


def test_fish_completes_what_is_typed(
    desk: Path, programs: str, scripts: dict[str, Path], tool: Callable[[str], str]
) -> None:
    tool("fish")
    lines = [f"copydesk {typed}" for typed, _ in TYPED]
    for (typed, given), offered in zip(
        TYPED, in_fish(lines, scripts["fish"], desk, programs), strict=True
    ):
        assert [one.rstrip("/") for one in offered if one.startswith(typed.split()[-1])] == [
            given[-1]
        ], typed


def options(one: Command) -> set[str]:
    return {name for option in one.options for name in option.flags if name.startswith("--")}


def test_every_option_of_every_command_is_offered_by_bash(
    every: list[Command], desk: Path, programs: str, scripts: dict[str, Path], tool
) -> None:
    tool("bash")
    lines = [["copydesk", *one.path.split(), "--"] for one in every]
    for one, offered in zip(every, in_bash(lines, scripts["bash"], desk, programs), strict=True):
        assert set(offered) == options(one), one.path


def test_every_option_of_every_command_is_offered_by_fish(
    every: list[Command], desk: Path, programs: str, scripts: dict[str, Path], tool
) -> None:
    tool("fish")
    lines = [f"copydesk {one.path} --" for one in every]
    found = in_fish(lines, scripts["fish"], desk, programs)
    for one, offered in zip(every, found, strict=True):
        assert {name.rstrip("=") for name in offered} == options(one), one.path


def test_every_option_of_every_command_stands_in_the_script_of_zsh(
    every: list[Command], scripts: dict[str, Path]
) -> None:
    functions = scripts["zsh"].read_text().split("\n}\n")
    for one in every:
        head = f"_copydesk_{one.path.replace(' ', '_')}() {{"
        (body,) = (text for text in functions if head in text)
        assert all(f"{name}=" in body or f"{name}[" in body for name in options(one)), one.path


def test_every_command_and_action_is_offered(
    every: list[Command], desk: Path, programs: str, scripts: dict[str, Path], tool
) -> None:
    tool("bash")
    groups = {one.path.split()[0] for one in every if " " in one.path}
    lines = [["copydesk", ""], *(["copydesk", group, ""] for group in sorted(groups))]
    first, *others = in_bash(lines, scripts["bash"], desk, programs)
    assert set(first) >= {one.path.split()[0] for one in every}
    for group, offered in zip(sorted(groups), others, strict=True):
        actions = {one.path.split()[1] for one in every if one.path.startswith(f"{group} ")}
        assert set(offered) == actions


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["proof", "harbour-wall", ""], []),
        (["rewrite", "night-ferry", "old", ""], []),
        (["resolve", "night-ferry", "--only", ""], []),
        (["newsletter", "new", ""], []),
        (["new", "--as", ""], []),
        (["nonsense", "pro"], []),
        (["build", "--", "--str"], []),
        (["check", "--fail-on", "=", "w"], ["warning"]),
        (["-C", "elsewhere", "pro"], ["proof"]),
        (["clean", "--out", "dist", "night"], ["night-ferry"]),
    ],
)
def test_nothing_is_offered_where_nobody_can_know(
    words: list[str], offered: list[str], desk: Path, programs: str, scripts: dict[str, Path]
) -> None:
    assert in_bash([["copydesk", *words]], scripts["bash"], desk, programs) == [offered]


# ── the names of a desk ──────────────────────────────────────────────────────


def test_the_names_are_those_that_targets_can_be(desk: Path, capsys) -> None:
    assert cli.main(["-C", str(desk), "completion", "targets"]) == 0
    names = capsys.readouterr().out.split()
    assert {"night-ferry", "harbour-wall", "newsletter/spring", "newsletters", "pdf", "txt"} <= set(
        names
    )
    for name in names:
        if not name.startswith("newsletter"):  # whose issue is none that can be built
            assert cli.main(["-C", str(desk), "-n", "-q", name]) == 0
    capsys.readouterr()
    assert cli.main(["-C", str(desk), "completion", "issues"]) == 0
    assert capsys.readouterr().out == "spring\n"


@pytest.mark.parametrize("broken", [None, "[style\n"])
def test_where_there_is_no_desk_nothing_is_said(
    tmp_path: Path, broken, monkeypatch, capsys
) -> None:
    if broken:
        (tmp_path / "copydesk.toml").write_text(broken)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["completion", "targets"]) == 0
    assert capsys.readouterr() == ("", "")


def test_the_desk_that_the_line_names_is_asked(
    desk: Path, programs: str, scripts: dict[str, Path], tmp_path: Path, tool
) -> None:
    tool("bash")
    lines = [["copydesk", "-C", str(desk), "proof", "harb"]]
    assert in_bash(lines, scripts["bash"], tmp_path, programs) == [["harbour-wall"]]
    tool("fish")
    line = f"copydesk -C {shlex.quote(str(desk))} proof harb"
    assert list(in_fish([line], scripts["fish"], tmp_path, programs)) == [["harbour-wall"]]
