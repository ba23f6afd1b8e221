"""Running heads and feet: lines of a page, not of the text, which the editor is told of."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
#: “Page 3 of 12” says nothing; a running head of an article has more words.
_FEW: Final = 2
_SHOWN: Final = 80


def is_telling(text: str) -> bool:
    """Whether a running line says more than where in the file its page stands.

    >>> is_telling("Draft, do not cite"), is_telling("Page 3 of 12")
    (True, False)
    """
    return len(_WORD.findall(text)) > _FEW


def running(what: str, text: str) -> str:
    """What is said of a line that stands on every page.

    >>> running("page header", "Draft, do not cite")
    'page header “Draft, do not cite”'
    """
    return f"{what} “{text[:_SHOWN]}{'…' * (len(text) > _SHOWN)}”"
