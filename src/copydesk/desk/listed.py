"""Targets that a file lists: `@FILE`, or `@-` for standard input."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from copydesk.errors import UsageError

#: The first sign of a word that names a list.
MARK: Final = "@"


def expanded(words: Iterable[str], root: Path, here: Path | None = None) -> list[str]:
    """`words` with what the lists among them name in the place of each.

    A list is looked for from `here`, then from the desk at `root`. Raises `UsageError` for
    one that cannot be read.
    """
    targets: list[str] = []
    for word in words:
        if word.startswith(MARK):
            targets += names(_read(word.removeprefix(MARK), (here or root, root)))
        else:
            targets.append(word)
    return targets


def names(data: bytes) -> list[str]:
    r"""What a list names: one a line, without blank lines and those that begin with `#`.

    Where there is a NUL, as `find -print0` and `git ls-files -z` write it, names end there
    and nowhere else, and may hold anything.

    >>> names(b"# the refused ones\nsource/a.txt\r\n\nquay\n"), names(b"source/# a\n.txt\0quay\0")
    (['source/a.txt', 'quay'], ['source/# a\n.txt', 'quay'])
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\0" in data:
        return [os.fsdecode(name) for name in data.split(b"\0") if name]
    lines = (line.strip() for line in data.splitlines())
    return [os.fsdecode(line) for line in lines if line and not line.startswith(b"#")]


def _read(name: str, bases: tuple[Path, ...]) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    for base in dict.fromkeys(bases):
        try:
            return (base / name).read_bytes()
        except FileNotFoundError:
            continue
        except (OSError, ValueError) as error:
            message = f"the list `{name}` cannot be read: {getattr(error, 'strerror', error)}"
            raise UsageError(message, hint="name a file that can", code="usage.file") from None
    message = f"there is no list `{name}`"
    hint = "after `@` stands a file with one target a line, or `-` for standard input"
    raise UsageError(message, hint=hint, code="usage.file")
