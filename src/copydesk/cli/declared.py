"""What every command takes, read from its parser: for shells that complete it, and the manual."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from copydesk.cli import parser

#: What a value is, by the name that help gives it: names that a desk knows, places on the disk.
#: Of all others nothing can be said beforehand.
_KINDS: Final[Mapping[str, str]] = {
    "TARGET": "targets",
    "NAME": "targets",
    "ARTICLE": "targets",
    "FILE|NAME": "issues",
    "URL|FILE": "files",
    "FILE": "files",
    "PATH": "files",
    "CSV": "files",
    "DIR": "folders",
}
#: Where such a name is one that nobody knows yet.
_NEW: Final = frozenset((("newsletter new", "NAME"), ("new", "--as"), ("sites", "--name")))


@dataclass(frozen=True, slots=True)
class Value:
    """What may stand in a place: `words`, or what is of a `kind`; the help's `name` for it."""

    name: str
    kind: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """A flag, with its value where it takes one; some may be given `again`."""

    names: tuple[str, ...]
    help: str
    value: Value | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A word behind the command; `many` when any number of such may follow."""

    help: str
    value: Value
    many: bool
    required: bool


@dataclass(frozen=True, slots=True)
class Command:
    """A command, `newsletter send` with its action: what it is for and all that it takes."""

    path: str
    help: str
    options: tuple[Option, ...]
    places: tuple[Place, ...]
    usage: str
    more: str


def commands() -> Iterator[Command]:
    """Every command in the order of the help.

    >>> next(one for one in commands() if one.path == "explain").places[0].value.name
    'CODE'
    """
    for path, declared in parser.every():
        yield Command(
            path,
            declared.description or "",
            tuple(_option(path, one) for one in declared.declared if one.option_strings),
            tuple(_place(path, one) for one in declared.declared if not one.option_strings),
            " ".join(declared.format_usage().removeprefix("usage: ").split()),
            declared.epilog or "",
        )


def _option(path: str, action: argparse.Action) -> Option:
    taken = None if action.nargs == 0 else _value(path, action)
    again = "Append" in type(action).__name__  # argparse names its kinds in no other way
    return Option(tuple(action.option_strings), _help(action), taken, again)


def _place(path: str, action: argparse.Action) -> Place:
    many = action.nargs in (argparse.ZERO_OR_MORE, argparse.ONE_OR_MORE)
    return Place(_help(action), _value(path, action), many, bool(action.required))


def _help(action: argparse.Action) -> str:
    return (action.help or "").replace("%%", "%")


def _value(path: str, action: argparse.Action) -> Value:
    name = str(action.metavar or (action.dest if action.choices else action.dest.upper()))
    if action.choices:
        words = tuple(map(str, action.choices))
        return Value(name if action.metavar else "|".join(words), words=words)
    if {(path, name), *((path, one) for one in action.option_strings)} & _NEW:
        return Value(name)
    return Value(name, _KINDS.get(name, ""), _words().get(name, ()))


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """The words that may stand for a value, by what help calls it."""
    from copydesk import handbook, sidecar
    from copydesk.builder.submissions import ON_REQUEST
    from copydesk.config import Config
    from copydesk.tables import codes

    rules = tuple(row.id for row in handbook.rules(Config()))
    edits = (*rules, *codes("edits"))
    fields = ("slug", *sidecar.FRONT, *sidecar.IMPRINT, sidecar.AUTHOR)
    return {
        "CODE": tuple(
            dict.fromkeys((*edits, *codes("queries"), *codes("remarks"), *codes("errors")))
        ),
        "RULE": (*edits, *codes("families")),
        "FORMAT": (*Config().formats, *ON_REQUEST),
        "ROLE": tuple(codes("roles")),
        "FIELD": tuple(dict.fromkeys(fields)),
    }
