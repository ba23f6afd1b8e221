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

from pathlib import Path
from typing import Final

from copydesk.errors import ConfigError
from copydesk.settings import layers

#: The folder of the word lists, in the desk's source folder.
FOLDER: Final = "words"
ENDING: Final = ".txt"
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


def of_desk(root: Path, source: str) -> dict[str, frozenset[str]]:
    """Read each word list of the desk at `root`. Raises `ConfigError` for a faulty one."""
    found = layers.list_files(root, f"{source}/{FOLDER}", ENDING)
    return {name: parse_list(layers.read_file(root, name), name) for name in found}
