"""The commands and all that they take, read from `data/commands.json`.

Parser, help, completion and manual are made from this one table. A command says what it is
`about`, the function that it will `run`, its `words` and `options`, which of these are
`exclusive`, what each of them `needs` or `conflicts` with, and what its help says `more`. The key
of a word or option is what it looks like:

    "NAME"  "[NAME]"  "NAME ..."  "[NAME ...]"   a word: one, one or none, one or more, any number
    "-n, --dry-run"  "--out DIR"  "--port N"     a flag; an option with a value; with a number
    "--to plain|man"  "--rule RULE..."           one of these values; may be given again
    "--off RULE ..."                             one value or more

Its value is the help, or an object with the help and what else there is to say: `dest` names it
in the code, `default`, `choices`, `value` is what a flag sets, `alone` what an option means that
stands without its value, and `new` marks a name that nobody can complete. `null` is what `shared`
says of the same key. `completed` says what kind of name the name of a value stands for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

#: Options of every command.
COMMON: Final = ("-h, --help", "-C, --directory DIR", "-q, --quiet", "-v, --verbose")
HELP: Final = ("-h", "--help")


class Parameter(NamedTuple):
    """An option by its `flags`, or a word behind the command, which has none.

    `value` is what help calls its value, "" for a flag without one. `many` is "..." for an option
    that may be given again, " ..." where one value may follow another. `more` is the rest of its
    row in the table.
    """

    flags: tuple[str, ...]
    value: str
    many: str
    required: bool
    more: Mapping[str, Any]

    @property
    def choices(self) -> tuple[str, ...]:
        """The values that are allowed; none where all are."""
        listed = self.value.split("|") if self.value.islower() else ()
        return tuple(self.more.get("choices", listed))

    @property
    def dest(self) -> str:
        """What the code calls it."""
        if named := self.more.get("dest"):
            return str(named)
        if self.flags:
            return self.flags[-1].removeprefix("--").replace("-", "_")
        first = self.value.replace("|", "=").partition("=")[0]
        return first.lower() + "s" * bool(self.many)

    @property
    def help(self) -> str:
        """What it is for."""
        told = {"default": self.more.get("default"), "choices": ", ".join(self.choices)}
        return str(self.more["help"]) % told


class Command(NamedTuple):
    """A command, or one with its action, such as `newsletter send`.

    `run` is the module of this package and the function in it. Of the options of each set in
    `exclusive` only one may be given; where the set begins with "required", one must be. `needs`
    says without which others a word or option means nothing, with bars between those of which one
    is enough; `conflicts` says beside which it is refused.
    """

    path: str
    about: str
    run: str
    options: tuple[Parameter, ...]
    words: tuple[Parameter, ...]
    exclusive: tuple[tuple[str, ...], ...]
    needs: Mapping[str, Sequence[str]]
    conflicts: Mapping[str, Sequence[str]]
    more: str

    @property
    def group(self) -> str:
        """The command whose action it is, "" for one without actions."""
        return self.path.partition(" ")[0] if " " in self.path else ""


@cache
def read_table() -> dict[str, Any]:
    """The table as it stands in its file."""
    import json
    from pathlib import Path

    path = Path(__file__).parents[1] / "data" / "commands.json"
    table: dict[str, Any] = json.loads(path.read_bytes())
    return table


def list_names() -> dict[str, str]:
    """What each command is about.

    >>> list_names()["explain"]
    'explain the code of a rule, query or error'
    """
    return {name: row["about"] for name, row in read_table()["commands"].items()}


def list_actions(name: str) -> dict[str, str]:
    """What each action of the command `name` is about; nothing where it takes none.

    >>> "send" in list_actions("newsletter"), list_actions("explain")
    (True, {})
    """
    actions = read_table()["commands"][name].get("actions", {})
    return {action: row["about"] for action, row in actions.items()}


def list_commands() -> Iterator[Command]:
    """Every command in the order of the table, one with actions once for each."""
    for name in list_names():
        for path in [f"{name} {action}" for action in list_actions(name)] or [name]:
            yield find_command(path)


def find_command(path: str) -> Command:
    """The command `path`.

    >>> [word.value for word in find_command("newsletter send").words]
    ['FILE|NAME']
    """
    name, _, action = path.partition(" ")
    row = read_table()["commands"][name]
    row = row["actions"][action] if action else row
    options = dict.fromkeys(COMMON) | row.get("options", {})
    return Command(
        path,
        row["about"],
        row["run"],
        tuple(_read_parameter(*one) for one in options.items()),
        tuple(_read_parameter(*one) for one in row.get("words", {}).items()),
        tuple(map(tuple, row.get("exclusive", ()))),
        row.get("needs", {}),
        row.get("conflicts", {}),
        _fill_lists("\n".join(row["more"])),
    )


def _read_parameter(key: str, said: Any) -> Parameter:  # noqa: ANN401  as it stands in JSON
    said = read_table()["shared"][key] if said is None else said
    inner = key[1:-1] if key.startswith("[") else key
    many = next((dots for dots in (" ...", "...") if inner.endswith(dots)), "")
    parts = inner.removesuffix(many).split(" ")
    flags = tuple(part.rstrip(",") for part in parts if part.startswith("-"))
    value = "" if parts[-1].startswith("-") else parts[-1]
    # A word that may be left out is no more required than an option is.
    required = not flags and inner == key
    return Parameter(
        flags, value, many, required, said if isinstance(said, dict) else {"help": said}
    )


def _fill_lists(text: str) -> str:
    """`text` with the list of roles where it has a place for it."""
    if "{roles}" not in text:
        return text
    from copydesk.tables import load_codes

    rows = (f"  {role:<11} {row.text}" for role, row in load_codes("roles").items())
    return text.replace("{roles}", "\n".join(rows))


@cache
def list_valued() -> dict[str, str]:
    """The options that take a value in any command, each with the value it has alone, or "".

    >>> list_valued()["--out"], list_valued()["--cluster"]
    ('', 'local')
    """
    table = read_table()
    groups = [table["shared"]]
    for row in table["commands"].values():
        groups += [one.get("options", {}) for one in (row, *row.get("actions", {}).values())]
    every = (_read_parameter(*one) for options in groups for one in options.items())
    return {flag: one.more.get("alone", "") for one in every if one.value for flag in one.flags}
