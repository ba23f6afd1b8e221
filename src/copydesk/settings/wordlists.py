"""The word lists of a desk: words and names that are spelt correctly.

They lie in `words/` of the desk's source folder, text files of one entry a line::

    # names of the Baltic desk
    Abdoudouh
    Ursula Von Der Leyen
    dezinformatsiya

An entry in small letters is right with a capital and in capitals too; one that has a
capital is right in that form alone. `#` starts a comment. Each file `words/*.txt` counts,
so that desks of a newsroom can keep theirs apart; none of them is a submission.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from copydesk.errors import ConfigError
from copydesk.settings.layers import check_ends, unreadable_error

#: The folder of the word lists, in the desk's source folder.
FOLDER: Final = "words"
ENDING: Final = ".txt"
#: No list is larger; the files are read on every run.
LARGEST: Final = 1_000_000
#: A line with more words or characters is a sentence, and its file no list of words.
WORDS: Final = 8
CHARACTERS: Final = 100


def parse_list(text: str, origin: str) -> frozenset[str]:
    r"""Parse the entries in `text`; messages call the list `origin`.

    Raises `ConfigError` for a line that is a sentence: its file is a text that has got
    into the folder of the lists.

    >>> sorted(parse_list("# names\nZelenskyy  # two of y\n\nTeam Europe\n", "names.txt"))
    ['Team Europe', 'Zelenskyy']
    """
    rows = (" ".join(row.partition("#")[0].split()) for row in text.splitlines())
    found = frozenset(row for row in rows if row)
    for row in found:
        if len(row) > CHARACTERS or row.count(" ") >= WORDS:
            message = f"{origin}: `{row[:40]}…` is no entry of a word list"
            hint = "one word or name a line; put an article elsewhere in the source folder"
            raise ConfigError(message, hint=hint, code="config.words")
    return found


def list_names(root: Path, source: str) -> list[str]:
    """List the word lists of the desk at `root`, relative to it."""
    try:
        entries = os.listdir(root / source / FOLDER)  # noqa: PTH208  read on every run
    except OSError:
        return []
    found = (name for name in entries if name.endswith(ENDING) and name[0] != ".")
    return sorted(f"{source}/{FOLDER}/{name}" for name in found)


def of_desk(root: Path, source: str) -> dict[str, frozenset[str]]:
    """Read each word list of the desk at `root`. Raises `ConfigError` for a faulty one."""
    return {name: parse_list(_text(root / name, name), name) for name in list_names(root, source)}


def _text(path: Path, name: str) -> str:
    check_ends(path, name)
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable_error(name, error) from None
    if len(data) > LARGEST:
        message = f"{name}: larger than {LARGEST:,} bytes"
        raise ConfigError(message, hint="a word list must be shorter", code="config.words")
    return text
