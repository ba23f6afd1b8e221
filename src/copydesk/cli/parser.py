"""The words of the command line: which command is meant, and what it is told.

Command, options and other words may stand in any order. Only the options of the command that is
asked for are declared, and its module is imported when it runs.
"""

from __future__ import annotations

import argparse
import itertools
import re
import sys
from collections.abc import Container, Sequence
from typing import Any, Final, NoReturn

from copydesk import __version__, errors
from copydesk.cli import commands
from copydesk.cli.commands import Command, Parameter
from copydesk.settings.hints import name_nearest

DEFAULT: Final = "build"
_VERSION: Final = "--version"
#: Behind it no word is a command or an option.
_END: Final = "--"

#: What argparse says is wrong, and how we say it.
_MISTAKES: Final = (
    (r"the following arguments are required: (.+)", "{0} is missing"),
    (r"argument (\S+): expected .*argument", "{0} needs a value"),
    (r"argument (\S+): ignored explicit argument .*", "{0} takes no value"),
    (
        r"argument (\S+): invalid (?:int|float) value: ['\"](.*)['\"]",
        "`{1}` is not valid for {0}: not a number",
    ),
    (r"argument (\S+): not allowed with argument (\S+)", "{0} cannot be combined with {1}"),
)
_UNKNOWN: Final = r"unrecognized arguments: (\S+)"
_ONE_OF: Final = r"one of the arguments (.+) is required"
_CHOICE: Final = r"argument (\S+): invalid choice: ['\"](.*)['\"] \(choose from (.+)\)"
#: The code of what is wrong with the words of a command line.
_CODE: Final = "usage.syntax"


class Parser(argparse.ArgumentParser):
    """argparse with errors in our words, and with texts that stand as they are written."""

    def __init__(self, prog: str, about: str, more: str, **said: Any) -> None:  # noqa: ANN401
        super().__init__(
            prog=prog, description=about, epilog=more,
            formatter_class=argparse.RawDescriptionHelpFormatter, add_help=False,
            allow_abbrev=False, **said,
        )  # fmt: skip

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError` for what argparse finds wrong."""
        said, hint = explain_mistake(message, [*self._option_string_actions, _VERSION])
        hint = hint or f"`{self.prog} --help` lists its arguments"
        raise errors.UsageError(said, hint=hint, code=_CODE)


def parse(words: Sequence[str]) -> argparse.Namespace:
    """What `words` ask for; `run` names the function to call with it.

    Raises `UsageError`; `SystemExit` after help or version.

    >>> parse(["harbour", "-j", "2", "quay"]).targets
    ['harbour', 'quay']
    >>> parse(["--list", "members.csv", "newsletter", "-n", "send", "may"]).run
    'send.send_issue'
    """
    if _VERSION in itertools.takewhile(lambda word: word != _END, words):
        _show_version()
    name, rest = _take_command(_fill_values(words), commands.list_names())
    if not name and {*commands.HELP} & {*rest}:
        _show_front()
    path = name or DEFAULT
    if name and (actions := commands.list_actions(name)):
        action, rest = _take_command(rest, actions)
        if not action:
            _explain_actions(name, actions, rest)
        path = f"{name} {action}"
    command = commands.find_command(path)
    # Targets may stand between options; plain argparse takes only the first group of them.
    found = argparse.Namespace(run=command.run, command=name)
    make_parser(command).parse_intermixed_args(rest, found)
    _check_together(command, found)
    return found


def make_parser(command: Command) -> Parser:
    """The parser of `command` with all that it takes."""
    parser = Parser(f"copydesk {command.path}", command.about, command.more)
    sets: dict[str, Any] = {}
    for flags in command.exclusive:
        group = parser.add_mutually_exclusive_group(required=flags[0] == "required")
        sets |= dict.fromkeys(flags, group)
    for one in command.words:
        nargs = {(True, True): "+", (True, False): None, (False, True): "*", (False, False): "?"}
        action = parser.add_argument(
            one.dest, nargs=nargs[one.required, bool(one.many)], **_say_parameter(one)
        )  # fmt: skip
        action.required = one.required
    for one in command.options:
        sets.get(one.flags[-1], parser).add_argument(*one.flags, dest=one.dest, **_say_option(one))
    return parser


def _say_parameter(one: Parameter) -> dict[str, Any]:
    said: dict[str, Any] = {"metavar": one.value, "help": one.help.replace("%", "%%")}
    if one.choices:
        said["choices"] = one.choices
    if "default" in one.more:
        said["default"] = one.more["default"]
    return said


def _say_option(one: Parameter) -> dict[str, Any]:
    said = _say_parameter(one)
    if one.flags == commands.HELP:
        return {"action": "help", "help": said["help"]}
    if not one.value:
        action = "store_false" if one.more.get("value") is False else "store_true"
        # Two flags may share a name; neither alone says what holds without both.
        return {"action": action, "default": False, "help": said["help"]}
    if one.value == "N":
        said["type"] = float if isinstance(one.more.get("default"), float) else int
    if one.many == "...":
        return said | {"action": "append", "default": []}
    return said | ({"nargs": "+", "default": ()} if one.many else {})


def _check_together(command: Command, found: argparse.Namespace) -> None:
    """Raise `UsageError` for what is given without what it needs, or beside what it excludes."""
    given = {
        name
        for one in (*command.words, *command.options)
        if _is_given(one, getattr(found, one.dest, None))
        for name in one.flags or (one.value,)
    }
    for name, every in command.needs.items():
        for needed in every if name in given else ():
            if given.isdisjoint(needed.split("|")):
                first = needed.partition("|")[0]
                hint = f"give {first} too, or leave out {name}"
                raise errors.UsageError(f"{name} needs {first}", hint=hint, code=_CODE)
    for name, others in command.conflicts.items():
        for other in others if name in given else ():
            if other.partition(" ")[0] in given:
                hint = f"leave out {name} or {other}"
                message = f"{name} cannot be combined with {other}"
                raise errors.UsageError(message, hint=hint, code=_CODE)


def _is_given(one: Parameter, value: object) -> bool:
    """Whether `value` is what the user said of `one`; an empty text counts."""
    if value is None or value is False or value in ((), []):
        return False
    return value != one.more.get("default")


# ── which command ──────────────────────────────────────────────────────────────


def _fill_values(words: Sequence[str]) -> list[str]:
    """`words` with the value of each option that may stand alone, and does.

    >>> _fill_values(["--cluster", "harbour"]), _fill_values(["--cluster", "local:4"])
    (['--cluster=local', 'harbour'], ['--cluster', 'local:4'])
    """
    found: list[str] = []
    for at, word in enumerate(words):
        if word == _END:
            return [*found, *words[at:]]
        value = commands.list_valued().get(word, "")
        is_alone = value and not "".join(words[at + 1 : at + 2]).startswith(value)
        found.append(f"{word}={value}" if is_alone else word)
    return found


def _take_command(words: list[str], known: Container[str]) -> tuple[str, list[str]]:
    """The first of `words` if it is one of those `known`, else "", and the other words.

    Options and their values may stand before it.
    """
    at = _find_word(words)
    if at is None or words[at] not in known:
        return "", words
    return words[at], [*words[:at], *words[at + 1 :]]


def _find_word(words: Sequence[str]) -> int | None:
    """The place of the first of `words` before `--` that is no option and no value of one."""
    skip = False
    for at, word in enumerate(words):
        if skip:
            skip = False
        elif word == _END:
            break
        elif word in commands.list_valued():
            skip = True
        elif not word.startswith("-"):
            return at
    return None


def _explain_actions(name: str, actions: dict[str, str], words: Sequence[str]) -> NoReturn:
    """Show the `actions` of the command `name`, or raise `UsageError` for none or another."""
    prog = f"copydesk {name}"
    if {*commands.HELP} & {*words}:
        more = f"`{prog} ACTION --help` shows the options of an action."
        about = commands.list_names()[name]
        _show_help(prog, "ACTION [OPTIONS]", about, _list_rows("actions", actions), more)
    if (at := _find_word(words)) is not None:
        message = f"`{prog}` has no action `{words[at]}`"
        raise errors.UsageError(message, hint=name_nearest(words[at], [*actions]), code=_CODE)
    message = f"ACTION is missing before `{_END}`" if _END in words else "ACTION is missing"
    raise errors.UsageError(message, hint=f"`{prog} --help` lists its arguments", code=_CODE)


def _show_version() -> NoReturn:
    print(f"copydesk {__version__}")
    sys.exit(errors.DONE)


def _show_front() -> NoReturn:
    read = commands.read_table()
    listed = _list_rows("commands", commands.list_names() | {_VERSION: "print the version"})
    more = "\n".join(read["more"])
    _show_help("copydesk", "[COMMAND] [OPTIONS] [TARGET ...]", read["about"], listed, more)


def _show_help(prog: str, usage: str, *paragraphs: str) -> NoReturn:
    """Print a help text that has no options of its own, and end."""
    print(f"usage: {prog} {usage}", *paragraphs, sep="\n\n")
    sys.exit(errors.DONE)


def _list_rows(heading: str, rows: dict[str, str]) -> str:
    return "\n".join((f"{heading}:", *(f"  {name:<12} {about}" for name, about in rows.items())))


# ── what is wrong ──────────────────────────────────────────────────────────────


def explain_mistake(message: str, options: list[str]) -> tuple[str, str]:
    """What is wrong by the `message` of argparse, and a hint, "" where only the help has one.

    >>> explain_mistake("unrecognized arguments: --fromat pdf", ["--format", "--jobs"])
    ('there is no option `--fromat`', 'did you mean `--format`?')

    Other messages are passed on as they are.
    """
    if match := re.match(_UNKNOWN, message, re.DOTALL):
        word = match[1].partition("=")[0]
        if not word.startswith("-"):
            return f"unexpected argument `{word}`", ""
        hint = name_nearest(word, options)
        is_other = hint.startswith("did") and word not in options
        return f"there is no option `{word}`", hint if is_other else ""
    if match := re.match(_ONE_OF, message, re.DOTALL):
        return f"one of {', '.join(match[1].split())} is missing", ""
    if match := re.match(_CHOICE, message, re.DOTALL):
        known = [one.strip(" '") for one in match[3].split(",")]  # Python 3.14 quotes none
        return _explain_choice(match[1], match[2], known)
    for pattern, said in _MISTAKES:
        if match := re.match(pattern, message, re.DOTALL):
            return said.format(*match.groups()), ""
    return message, ""


def _explain_choice(name: str, word: str, known: list[str]) -> tuple[str, str]:
    """What is wrong with a `word` that is none of those `known` for `name`, and a hint.

    What is called as one of them is an action, and all there are is listed where none is named.
    """
    if name not in known:
        return f"`{word}` is not valid for {name}", name_nearest(word, known)
    others = f"the only action is `{name}`; without it, all are listed"
    return f"there is no action `{word}`", name_nearest(word, known, others)
