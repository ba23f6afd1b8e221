"""The abstract of an article: what its author says in short, under a heading or a label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import takewhile
from typing import Any, Final

from copydesk.model import Block, Emph, Heading, Paragraph, Strong
from copydesk.nodes import plain
from copydesk.phrases import table

#: What parts a label from the words behind it.
_PARTING: Final = re.compile(r"\s*[:.—–]\s*")
_AROUND: Final = " :.—–"


def abstract(body: Sequence[Block], language: str) -> str:
    """The text of the abstract in the `body` of an article, "" where there is none.

    It is the paragraphs below a heading such as “Summary” or “Zusammenfassung”, or one that
    begins with such a word, set apart by its sign or its letters.

    >>> from copydesk.model import Text
    >>> abstract([Paragraph((Text("Abstract: Walls are mended at night."),))], "en")
    'Walls are mended at night.'
    """
    names = _names(language.partition("-")[0].lower())
    for place, block in enumerate(body):
        if not isinstance(block, Heading | Paragraph):
            continue
        text = plain(block.content)
        if text.casefold().strip(_AROUND) in names:
            below = takewhile(lambda one: isinstance(one, Paragraph), body[place + 1 :])
            if found := " ".join(map(_said, below)):
                return found
        elif isinstance(block, Paragraph) and (found := _labelled(block, text, names)):
            return found
    return ""


def _said(block: Block) -> str:
    return plain(block.content) if isinstance(block, Paragraph) else ""


def _labelled(paragraph: Paragraph, text: str, names: frozenset[str]) -> str:
    """What stands behind the label at the start of `paragraph`, "" without one."""
    first = paragraph.content[0] if paragraph.content else None
    if isinstance(first, Strong | Emph):
        label = plain((first,))
        if label.casefold().strip(_AROUND) in names:
            return text[len(label) :].lstrip(_AROUND)
    if parting := _PARTING.search(text):
        label, rest = text[: parting.start()], text[parting.end() :]
        return rest if label.casefold() in names else ""
    return ""


@cache
def _names(language: str) -> frozenset[str]:
    """What an abstract may be headed in a language; English headings stand everywhere."""
    words = files("copydesk") / "house" / "words"
    found: set[str] = set()
    for stem in {"en", language}:
        if len(stem) == len("en") and (words / f"{stem}.toml").is_file():
            headings: Any = table(stem).get("headings", {})
            found.update(headings.get("summary", []))
    return frozenset(found)
