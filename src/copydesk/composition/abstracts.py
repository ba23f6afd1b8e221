"""The abstract of an article: what its author says in short, under a heading or a label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile
from typing import Any, Final

from copydesk.language.phrases import table
from copydesk.model import Block, Emph, Heading, Paragraph, Strong, plain
from copydesk.tables import list_tables

#: What parts a label from the words behind it.
_PARTING: Final = re.compile(r"\s*[:.—–]\s*")
_AROUND: Final = " :.—–"
#: What no word has whose letters are set apart: "A B S T R A C T".
_TOUCHING: Final = re.compile(r"\S\S")


def find_abstract(body: Sequence[Block], language: str) -> str:
    """The text of the abstract in the `body` of an article, "" where there is none.

    It is the paragraphs below a heading such as “Summary” or “Zusammenfassung”, or one that
    begins with such a word, set apart by its sign or its letters.

    >>> from copydesk.model import Text
    >>> find_abstract([Paragraph((Text("Abstract: Walls are mended at night."),))], "en")
    'Walls are mended at night.'
    """
    language = language.partition("-")[0].lower()
    names = _words("headings", "summary", language)
    for place, block in enumerate(body):
        if not isinstance(block, Heading | Paragraph):
            continue
        text = plain(block.content)
        name = text.casefold().strip(_AROUND)
        if name in names or (not _TOUCHING.search(name) and name.replace(" ", "") in names):
            if found := _below(body[place + 1 :], _words("cues", "keywords", language)):
                return found
        elif isinstance(block, Paragraph) and (found := _labelled(block, text, names)):
            return found
    return ""


def _below(blocks: Sequence[Block], terms: frozenset[str]) -> str:
    """What of `blocks` is the abstract that is headed above them.

    It ends at the next heading, or at the line of `terms` by which the article is found. Where
    neither follows, it is one paragraph, and the others are the text.
    """
    paragraphs = [*takewhile(lambda one: isinstance(one, Paragraph), blocks)]
    texts = [plain(one.content) for one in paragraphs if isinstance(one, Paragraph)]
    kept = [*takewhile(lambda text: not _begins_with(text, terms), texts)]
    headed = len(texts) < len(blocks) and isinstance(blocks[len(texts)], Heading)
    return " ".join(kept if headed or len(kept) < len(texts) else kept[:1])


def _begins_with(text: str, names: frozenset[str]) -> bool:
    label = text[: parting.start()] if (parting := _PARTING.search(text)) else text
    return label.casefold().strip() in names


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
def _words(part: str, kind: str, language: str) -> frozenset[str]:
    """The words of a `kind` in a language, from a `part` of its table; English ones always."""
    stems = {"en", language}.intersection(list_tables("words"))
    parts: list[Any] = [table(stem).get(part, {}) for stem in stems if len(stem) == len("en")]
    return frozenset(word for known in parts for word in known.get(kind, ()))
