"""`completion`: a script for bash, zsh or fish, made of `data/completion` and the commands.

The scripts are our own. shtab, the library that does this for argparse, wants one parser that
holds all commands and knows no command that goes without saying; argcomplete starts Python for
each press of the key. Here all that is known beforehand stands in the script, and only the names
of a desk's articles and issues are asked for: of `copydesk completion targets`.
"""

from __future__ import annotations

import re
import shlex
from argparse import Namespace
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Final

from copydesk import errors
from copydesk.cli import commands
from copydesk.cli.commands import Command, Parameter
from copydesk.cli.desk import open_desk
from copydesk.cli.terminal import print_text

SHELLS: Final = ("bash", "zsh", "fish")
#: What `_arguments` of zsh takes for its own signs.
_SIGNS: Final = re.compile(r"([\\:\[\]])")
_QUOTES: Final[dict[str, Callable[[str], str]]] = {
    "bash": shlex.quote,
    "zsh": lambda text: "'" + text.replace("'", "'\\''") + "'",
    "fish": lambda text: "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'",
}


def print_completion(args: Namespace) -> None:
    """Print the script of a shell, or the names that it asks for."""
    if args.shell in SHELLS:
        print_text(write_script(args.shell))
        return
    for name in _list_names(args):
        print(name)


def _list_names(args: Namespace) -> tuple[str, ...]:
    """What `args` ask for at this desk; nothing where there is none."""
    from copydesk.builder import survey
    from copydesk.builder.submissions import ISSUES, NEWSLETTERS, ON_REQUEST

    try:
        root, config = open_desk(args)
        desk = survey.survey_desk(root, config, bound=True)
    except errors.CopydeskError:
        return ()  # nobody can be told amid a line that is being typed
    slugs = [one.slug for one in desk.everything]
    issues = [slug.removeprefix(f"{ISSUES}/") for slug in slugs if slug.startswith(f"{ISSUES}/")]
    if args.shell == "issues":
        return tuple(issues)
    groups = {slug.partition("/")[0].replace(ISSUES, NEWSLETTERS) for slug in slugs if "/" in slug}
    return (*slugs, *dict.fromkeys((*config.formats, *ON_REQUEST)), *sorted(groups))


def write_script(shell: str) -> str:
    """What `shell` is to read, so that it completes the commands."""
    from jinja2 import Environment, StrictUndefined

    engine = Environment(
        autoescape=False,  # noqa: S701  no HTML, and each value is quoted as the shell has it
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    engine.filters |= {
        "as_fish": lambda flag: f"-l {flag[2:]}" if flag[:2] == "--" else f"-s {flag[1:]}",
        "escaped": lambda text: _SIGNS.sub(r"\\\1", text),
        "join_path": lambda word, path, sign: f"{path}{sign}{word}",
        "kind": _find_kind,
        "paths": _list_paths,
        "quote": _QUOTES[shell],
        "words": list_values,
    }
    engine.tests["worded"] = lambda one: bool(list_values(one))
    source = files("copydesk") / "data" / "completion" / f"copydesk.{shell}"
    names = commands.list_names()
    actions = {name: commands.list_actions(name) for name in names}
    return engine.from_string(source.read_text(encoding="utf-8")).render(
        commands=tuple(commands.list_commands()),
        names=names,
        groups={name: rows for name, rows in actions.items() if rows},
        valued=tuple(commands.list_valued()),
    )


def _list_paths(command: Command) -> list[str]:
    """What a command is called; `build` is also what no command is."""
    return ["", command.path] if command.path == "build" else [command.path]


def _find_kind(one: Parameter) -> str:
    """What a value names: `targets` or `issues` of the desk, `files`, `folders`; "" for none."""
    return "" if one.more.get("new") else commands.read_table()["completed"].get(one.value, "")


def list_values(one: Parameter) -> tuple[str, ...]:
    """The values that are known beforehand; none where nobody can know."""
    return one.choices or _list_known().get(one.value, ())


@cache
def _list_known() -> dict[str, tuple[str, ...]]:
    """The words that may stand for a value, by what help calls it."""
    from copydesk import handbook
    from copydesk.builder.submissions import ON_REQUEST
    from copydesk.config import Config
    from copydesk.review import sidecar
    from copydesk.tables import load_codes

    rules = tuple(row.id for row in handbook.list_rules(Config()))
    edits = (*rules, *load_codes("edits"))
    others = (*load_codes("queries"), *load_codes("remarks"), *load_codes("errors"))
    fields = ("slug", *sidecar.FRONT, *sidecar.IMPRINT, sidecar.AUTHOR)
    return {
        "CODE": tuple(dict.fromkeys((*edits, *others))),
        "RULE": (*edits, *load_codes("families")),
        "FORMAT": (*Config().formats, *ON_REQUEST),
        "ROLE": tuple(load_codes("roles")),
        "FIELD": tuple(dict.fromkeys(fields)),
    }
