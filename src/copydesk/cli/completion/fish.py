"""The script for fish, 3.1 and later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from copydesk.cli.declared import Command, Value

_HEAD: Final = """\
# Completes the commands of copydesk in fish. Made by `copydesk completion fish`; make it anew when
# copydesk changes.

# The command in the line, with its action, and how many words stand behind it before this one.
function __copydesk_line
    set -l words (commandline -opc)
    set -e words[1]
    set -l command ''
    set -l place 0
    set -l wants no
    for word in $words
        if test $wants = yes
            set wants no
            continue
        end
        switch $word
            case %(valued)s
                set wants yes
            case '-*'
            case '*'
                if test -z "$command"; and contains -- $word %(names)s
                    set command $word
                else if contains -- "$command $word" %(paths)s
                    set command "$command $word"
                else
                    set place (math $place + 1)
                end
        end
    end
    test -z "$command"; and set command -
    echo "$command|$place"
end

function __copydesk_is
    set -l line (string split '|' -- (__copydesk_line))
    contains -- $line[1] (string split '|' -- $argv[1]); or return 1
    test (count $argv) -lt 2; or test $line[2] -eq $argv[2]
end

# Whether the word that is typed stands behind so many others, or further on.
function __copydesk_from
    set -l line (string split '|' -- (__copydesk_line))
    contains -- $line[1] (string split '|' -- $argv[1]); and test $line[2] -ge $argv[2]
end

# Names of the desk.
function __copydesk_names
    set -l words (commandline -opc)
    set -l directory
    for index in (seq (count $words))
        if contains -- $words[$index] -C --directory; and test $index -lt (count $words)
            set directory -C (string replace -r '^~' $HOME -- $words[(math $index + 1)])
        end
    end
    set -l program (string replace -r '^~' $HOME -- $words[1])
    $program $directory completion $argv[1] 2>/dev/null
end

complete -c copydesk -f
"""


def script(commands: Sequence[Command]) -> str:
    """What fish is to read, so that it completes `commands`."""
    from copydesk.cli.parser import COMMANDS

    names = dict.fromkeys(one.path.partition(" ")[0] for one in commands)
    valued = dict.fromkeys(
        name for one in commands for option in one.options if option.value for name in option.names
    )
    paths = [one.path for one in commands if " " in one.path]
    head = _HEAD % {
        "valued": " ".join(valued),
        "names": " ".join(names),
        "paths": " ".join(map(_quoted, paths)),
    }
    rows = [
        _row("__copydesk_is - 0", f"-a {name} -d {_quoted(COMMANDS[name][1])}") for name in names
    ]
    for one in commands:
        if " " in one.path:
            group, _, action = one.path.partition(" ")
            rows.append(_row(f"__copydesk_is {group} 0", f"-a {action} -d {_quoted(one.help)}"))
    rows += [row for one in commands for row in _of_command(one)]
    return head + "".join(f"{row}\n" for row in rows)


def _row(condition: str, rest: str) -> str:
    return f"complete -c copydesk -n {_quoted(condition)} {rest}"


def _of_command(one: Command) -> Iterator[str]:
    called = _quoted(f"-|{one.path}" if one.path == "build" else one.path)
    for option in one.options:
        flags = [
            f"-l {name[2:]}" if name[:2] == "--" else f"-s {name[1:]}" for name in option.names
        ]
        about = f"-d {_quoted(option.help)}" if option.help else ""
        taken = _act(option.value, required=True) if option.value else ""
        yield _row(f"__copydesk_is {called}", " ".join(filter(None, (*flags, taken, about))))
    for number, place in enumerate(one.places):
        test = "from" if place.many else "is"
        if taken := _act(place.value, required=False):
            yield _row(f"__copydesk_{test} {called} {number}", taken)


def _act(value: Value, *, required: bool) -> str:
    """What fish offers for a value; of an option it is `required`."""
    lead = "-r " if required else ""
    if value.words:
        return f"{lead}-f -a {_quoted(' '.join(value.words))}"
    match value.kind:
        case "targets" | "issues" as kind:
            return f"{lead}-F -a {_quoted(f'(__copydesk_names {kind})')}"
        case "files":
            return f"{lead}-F"
        case "folders":
            return f"{lead}-f -a '(__fish_complete_directories)'"
        case _:
            return "-x" if required else ""


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
