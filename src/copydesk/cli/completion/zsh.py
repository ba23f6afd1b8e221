"""The script for zsh, by its own system of completion (`compinit`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from copydesk.cli.declared import Command, Option, Value

_HEAD: Final = """\
#compdef copydesk
# Completes the commands of copydesk in zsh. Made by `copydesk completion zsh`; make it anew when
# copydesk changes.

# Names of the desk, and files.
_copydesk_names() {
  local -a found directory
  [[ -n ${opt_args[-C]:-${opt_args[--directory]}} ]] &&
    directory=(-C ${(Q)~${opt_args[-C]:-${opt_args[--directory]}}})
  found=(${(f)"$(${(Q)~copydesk_program} $directory completion $1 2>/dev/null)"})
  _alternative "names:name of the desk:compadd -a found" "files:file:_files"
}

"""
_COMMAND: Final = """\
_copydesk() {
  local copydesk_program=$words[1] command= word=
  local -i index=2
  local -a commands actions
  commands=(
%(commands)s
  )
  # The command is the first word that is neither an option nor the value of one.
  while (( index < CURRENT )); do
    word=$words[index]
    case $word in
      %(valued)s) (( index += 2 )); continue ;;
      -*) (( index++ )); continue ;;
    esac
    (( ${commands[(I)$word:*]} )) && command=$word
    break
  done
  case $command in
%(groups)s
  '')
    if (( index == CURRENT )) && [[ $words[CURRENT] != -* ]]; then
      _describe -t commands command commands
    fi
    _copydesk_build
    ;;
  *)
    words[index]=()
    (( CURRENT-- ))
    _copydesk_$command
    ;;
  esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _copydesk "$@"
else
  compdef _copydesk copydesk
fi
"""
#: A command that goes on with an action.
_GROUP: Final = """\
  %(group)s)
    actions=(
%(actions)s
    )
    local -i at=$(( index + 1 ))
    while (( at < CURRENT )) && [[ $words[at] == -* ]]; do (( at++ )); done
    if (( at == CURRENT )); then
      _describe -t actions action actions
      return
    fi
    word=$words[at]
    (( ${actions[(I)$word:*]} )) || return 1
    words[at]=()
    words[index]=()
    (( CURRENT -= 2 ))
    _copydesk_%(group)s_$word
    ;;"""


def script(commands: Sequence[Command]) -> str:
    """What zsh is to read, so that it completes `commands`."""
    names = dict.fromkeys(one.path.partition(" ")[0] for one in commands)
    groups = [name for name in names if not any(one.path == name for one in commands)]
    abouts = {one.path: one.help for one in commands}
    from copydesk.cli.parser import COMMANDS

    rows = [f"    {_quoted(f'{name}:{COMMANDS[name][1]}')}" for name in names]
    valued = dict.fromkeys(
        name for one in commands for option in one.options if option.value for name in option.names
    )
    return "".join((
        _HEAD,
        *(f"{line}\n" for one in commands for line in _function(one)),
        _COMMAND
        % {
            "commands": "\n".join(rows),
            "valued": " | ".join(valued),
            "groups": "\n".join(_group(name, abouts) for name in groups),
        },
    ))  # fmt: skip


def _group(group: str, abouts: dict[str, str]) -> str:
    actions = {path.partition(" ")[2]: about for path, about in abouts.items()
               if path.startswith(f"{group} ")}  # fmt: skip
    rows = [f"      {_quoted(f'{action}:{about}')}" for action, about in actions.items()]
    return _GROUP % {"group": group, "actions": "\n".join(rows)}


def _function(one: Command) -> Iterator[str]:
    """The function that completes one command, its options with their help."""
    yield f"_copydesk_{one.path.replace(' ', '_')}() {{"
    yield "  _arguments -S : \\"
    for option in one.options:
        yield from (f"    {spec} \\" for spec in _option(option))
    for number, place in enumerate(one.places, 1):
        lead = "*:" if place.many else f"{number}:" if place.required else f"{number}::"
        yield f"    {_quoted(f'{lead}{_said(place.value.name)}:{_act(place.value)}')} \\"
    yield "    && return 0"
    yield "}"
    yield ""


def _option(option: Option) -> Iterator[str]:
    """What `_arguments` is told of an option; one of its names leaves out the others."""
    others = f"({' '.join(option.names)})" if len(option.names) > 1 else ""
    others = "*" if option.again else others
    for name in option.names:
        about = f"[{_said(option.help)}]" if option.help else ""
        value = option.value
        taken = f":{_said(value.name)}:{_act(value)}" if value else ""
        equals = "=" if value and name.startswith("--") else ""
        yield _quoted(f"{others}{name}{equals}{about}{taken}")


def _act(value: Value) -> str:
    if value.words:
        return f"({' '.join(value.words)})"
    match value.kind:
        case "targets" | "issues" as kind:
            return f"{{_copydesk_names {kind}}}"
        case "files":
            return "_files"
        case "folders":
            return "_files -/"
        case _:
            return "_nothing"


def _said(text: str) -> str:
    """`text` without what `_arguments` takes for its own signs."""
    return re.sub(r"([\\:\[\]])", r"\\\1", text)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
