"""The script for bash: 3.2 and later, with the package bash-completion or without."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from copydesk.cli.declared import Command, Value

_FOLDER: Final = ("-C", "--directory")

#: `wants` is the option that wants the word which is typed; `place` counts the words of the
#: command before it.
_HEAD: Final = """\
# Completes the commands of copydesk in bash. Made by `copydesk completion bash`; make it anew
# when copydesk changes.

_copydesk_words() {
  COMPREPLY=($(compgen -W "$1" -- "$cur"))
}

# Names of the desk; where none fits, bash goes on with files.
_copydesk_names() {
  _copydesk_words "$("$program" "${directory[@]}" completion "$1" 2>/dev/null)"
}

_copydesk_nothing() {
  COMPREPLY=()
  type compopt >/dev/null 2>&1 && compopt +o default +o bashdefault
}

_copydesk() {
  local cur=${COMP_WORDS[COMP_CWORD]} program=${COMP_WORDS[0]/#\\~/$HOME}
  local command= word= wants= place=0 index=1 ended=
  local -a directory=()
  COMPREPLY=()
  [ "$cur" = = ] && cur=
  while [ "$index" -lt "$COMP_CWORD" ]; do
    word=${COMP_WORDS[index]}
    index=$((index + 1))
    if [ "$word" = = ]; then
      continue
    elif [ "$wants" ]; then
      [ "$wants" = -C ] && directory=(-C "${word/#\\~/$HOME}")
      wants=
    elif [ "$word" = -- ]; then
      ended=1
    elif [ "$ended" = "" ] && [ "${word#-}" != "$word" ]; then
      case "$command $word" in
"""
_FOUND: Final = """\
      esac
    else
      case "$command|$word" in
"""
_NOW: Final = """\
      *) place=$((place + 1)) ;;
      esac
    fi
  done
  case "$command" in
"""
_TAIL: Final = """\
  esac
}

complete -o default -o bashdefault -F _copydesk copydesk
"""


def script(commands: Sequence[Command]) -> str:
    """What bash is to read, so that it completes `commands`."""
    rows = (*_valued(commands), _FOUND, *_known(commands), _NOW, *_offered(commands))
    return "".join((_HEAD, *(row if row.endswith("\n") else f"{row}\n" for row in rows), _TAIL))


def _paths(one: Command) -> list[str]:
    """What a command is called; `build` is also what no command is."""
    return ["", one.path] if one.path == "build" else [one.path]


def _case(patterns: Iterable[str], what: str) -> str:
    return f"      {' | '.join(map(shlex.quote, patterns))}) {what} ;;"


def _valued(commands: Sequence[Command]) -> Iterator[str]:
    """Which options of which command want a value."""
    yield "      *' -C' | *' --directory') wants=-C ;;"
    for one in commands:
        names = [
            name
            for option in one.options
            if option.value
            for name in option.names
            if name not in _FOLDER
        ]
        if names:
            yield _case((f"{path} {name}" for path in _paths(one) for name in names), "wants=$word")


def _known(commands: Sequence[Command]) -> Iterator[str]:
    """Which words are commands, and behind which one actions."""
    yield _case((f"|{name}" for name in _names(commands)), "command=$word")
    if paths := [one.path for one in commands if " " in one.path]:
        yield _case((path.replace(" ", "|") for path in paths), 'command="$command $word"')


def _names(commands: Sequence[Command]) -> list[str]:
    return list(dict.fromkeys(one.path.partition(" ")[0] for one in commands))


def _offered(commands: Sequence[Command]) -> Iterator[str]:
    """What is offered at the word that is typed, by command."""
    for one in commands:
        yield f"  {' | '.join(map(shlex.quote, _paths(one)))})"
        yield from _of_command(one)
        if one.path == "build":
            names = shlex.quote(" ".join(_names(commands)))
            more = f'COMPREPLY+=($(compgen -W {names} -- "$cur"))'
            yield f'    [ "$command$wants$place$ended" = 0 ] && {more}'
        yield "    ;;"
    for group in dict.fromkeys(_names([one for one in commands if " " in one.path])):
        actions = [
            one.path.partition(" ")[2] for one in commands if one.path.startswith(f"{group} ")
        ]
        yield f"  {group}) _copydesk_words {shlex.quote(' '.join(actions))} ;;"


def _of_command(one: Command) -> Iterator[str]:
    flags = " ".join(name for option in one.options for name in option.names)
    yield '    case "$wants" in'
    yield "    -C) ;;"
    for option in one.options:
        if option.value and option.names[0] not in _FOLDER:
            yield f"    {' | '.join(option.names)}) {_act(option.value)} ;;"
    yield "    *)"
    yield '      if [ "$ended" = "" ] && [ "${cur#-}" != "$cur" ]; then'
    yield f"        _copydesk_words {shlex.quote(flags)}"
    yield "      else"
    yield '        case "$place" in'
    for number, place in enumerate(one.places):
        yield f"        {'*' if place.many else number}) {_act(place.value)} ;;"
    if not (one.places and one.places[-1].many):
        yield "        *) _copydesk_nothing ;;"
    yield "        esac"
    yield "      fi"
    yield "      ;;"
    yield "    esac"


def _act(value: Value) -> str:
    """What brings the words for a value; files come by themselves."""
    if value.words:
        return f"_copydesk_words {shlex.quote(' '.join(value.words))}"
    if value.kind in ("targets", "issues"):
        return f"_copydesk_names {value.kind}"
    return "" if value.kind else "_copydesk_nothing"
