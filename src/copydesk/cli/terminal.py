"""What goes to the terminal: data on stdout, words for people on stderr, JSON for machines.

Nothing that a stranger wrote can drive a terminal or forge a line. Commands that are named in
backticks work as they are pasted: with `-C`, where the desk is not found from here.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import Any

from copydesk import errors

#: The folder that `-C` names, as it was typed.
_TYPED: ContextVar[str] = ContextVar("what -C names", default="")


# ── words for people ───────────────────────────────────────────────────────────


def say(line: str) -> None:
    """Tell the user one line that is not data."""
    print(escape_line(complete_commands(line)), file=sys.stderr)


def say_lines(text: str) -> None:
    """Tell the user several lines that are not data."""
    for line in text.split("\n"):
        say(line)


def complain(error: errors.CopydeskError) -> None:
    """Tell the user what went wrong, and what to do next."""
    code = f" [{error.code}]" if error.code else ""
    say(f"error: {error}{code}")
    if error.hint:
        say("")
        say(f"hint: {error.hint}")


def put(line: str) -> None:
    """Print one line of a list for people."""
    print(escape_line(line))


def escape_line(line: str) -> str:
    r"""`line` in which nothing can drive a terminal.

    >>> escape_line("pier\x1b[2J.txt")
    'pier\\x1b[2J.txt'
    """
    if line.isprintable():
        return line
    from copydesk.builder.report import escape  # seldom, and builds at rest are fast

    return escape(line)


def find_width(least: int = 40, most: int = sys.maxsize) -> int:
    """The columns of the terminal, `least` or more and `most` at most."""
    import shutil

    return max(least, min(most, shutil.get_terminal_size().columns))


def count(number: int, noun: str, plural: str = "") -> str:
    """`number` with its `noun`.

    >>> count(1, "change"), count(0, "entry", "entries")
    ('1 change', '0 entries')
    """
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


# ── data ───────────────────────────────────────────────────────────────────────


def print_json(value: Any, *, indent: int | None = None) -> None:  # noqa: ANN401  whatever JSON takes
    """Print `value` as JSON, in which nothing can drive a terminal."""
    import json

    from copydesk.builder.report import escape_json

    print(escape_json(json.dumps(value, ensure_ascii=False, indent=indent)))


def print_rows(rows: Iterable[Any]) -> None:
    """Print each of `rows` as JSON on a line of its own."""
    for row in rows:
        print_json(row)


def print_text(data: str) -> None:
    """Print `data` as it is for a file or a program; a terminal is shown what it must not obey."""
    if sys.stdout.isatty():
        from copydesk.builder.report import escape_lines

        data = escape_lines(data)
    sys.stdout.flush()
    sys.stdout.buffer.write(data.encode("utf-8", "surrogatepass"))


# ── commands that can be pasted ────────────────────────────────────────────────


@contextlib.contextmanager
def name_desk(directory: str | None) -> Iterator[None]:
    """Have the commands that are told meanwhile be about the desk that `directory` names."""
    token = _TYPED.set(directory or "")
    try:
        yield
    finally:
        _TYPED.reset(token)


def find_elsewhere() -> str:
    """The folder of the desk as `-C` names it; "" where a command finds that desk without."""
    directory = _TYPED.get()
    if not directory:
        return ""
    from pathlib import Path

    from copydesk.settings import ground

    with contextlib.suppress(errors.ConfigError, OSError):
        if ground.find_root(Path.cwd()) == Path(directory).resolve():
            return ""
    return directory


def write_command(words: str = "") -> str:
    """`copydesk` with `words`, as it is typed here.

    >>> with name_desk("../harbour review"):
    ...     write_command("proof pier")
    "copydesk -C '../harbour review' proof pier"
    """
    from copydesk.review.answers import name_desk

    return name_desk(f"copydesk {words}", find_elsewhere()).rstrip()


def complete_commands(text: str) -> str:
    """`text` with each command that stands in backticks as it is typed here.

    >>> with name_desk("../harbour"):
    ...     complete_commands("`copydesk proof NAME` shows the ids of copydesk")
    '`copydesk -C ../harbour proof NAME` shows the ids of copydesk'
    """
    if "`copydesk" not in text or not find_elsewhere():
        return text
    begun = f"`{write_command()}"
    return text.replace("`copydesk ", f"{begun} ").replace("`copydesk`", f"{begun}`")
