"""What argparse finds amiss in a command line, in our words and with the nearest one meant."""

from __future__ import annotations

import re
from typing import Final

from copydesk.hints import nearest

_UNKNOWN: Final = re.compile(r"unrecognized arguments: (\S+)", re.DOTALL)
_MISSING: Final = re.compile(r"the following arguments are required: (.+)", re.DOTALL)
_ONE_OF: Final = re.compile(r"one of the arguments (.+) is required", re.DOTALL)
_CHOICE: Final = re.compile(
    r"argument (\S+): invalid choice: '(.*)' \(choose from (.+)\)", re.DOTALL
)


def told(message: str, options: list[str]) -> tuple[str, str]:
    """What is wrong, and a hint, "" where none is nearer than the help of the command.

    >>> told("unrecognized arguments: --fromat pdf", ["--format", "--jobs"])
    ('there is no option `--fromat`', 'did you mean `--format`?')
    >>> told("unrecognized arguments: harbour", ["--format"])
    ('`harbour` is one word too many', '')
    >>> told("the following arguments are required: NAME, ID", [])
    ('NAME, ID is missing', '')
    >>> told("argument SHELL: invalid choice: 'bsh' (choose from 'bash', 'zsh')", [])
    ('SHELL cannot be `bsh`', 'did you mean `bash`?')
    >>> told("argument add: invalid choice: 'list' (choose from 'add')", [])
    ('there is no action `list`', 'say `add`, or no action to see all there are')

    What else argparse says is passed on as it is.
    """
    if match := _UNKNOWN.match(message):
        word = match[1].partition("=")[0]
        if not word.startswith("-"):
            return f"`{word}` is one word too many", ""
        hint = nearest(word, options)
        return f"there is no option `{word}`", hint if hint.startswith("did") else ""
    if match := _MISSING.match(message):
        return f"{match[1]} is missing", ""
    if match := _ONE_OF.match(message):
        return f"one of {', '.join(match[1].split())} is missing", ""
    if match := _CHOICE.match(message):
        known = [one.strip(" '") for one in match[3].split(",")]  # Python 3.14 quotes none
        return _chosen(match[1], match[2], known)
    return message, ""


def _chosen(name: str, word: str, known: list[str]) -> tuple[str, str]:
    """What is wrong with a `word` that is none of those `known` for `name`, and a hint.

    What is called as one of them is an action, and all there are is listed where none is named.
    """
    hint = nearest(word, known)
    if name not in known:
        return f"{name} cannot be `{word}`", hint
    if not hint.startswith("did"):
        hint = f"say `{name}`, or no action to see all there are"
    return f"there is no action `{word}`", hint
