"""The hint of a line that is part of a note: which note, and what the line is inside of it."""

from __future__ import annotations

from typing import Final

_NOTE: Final = "footnote:"


def hint(name: str, inside: str = "") -> str:
    """The hint of a line of the note `name`, which in the text would have the hint `inside`.

    Items of lists and quotations are told; all else is a paragraph in a note.

    >>> hint("n1"), hint("n1", "list:bullet:1"), hint("n1", "caption")
    ('footnote:n1', 'footnote:n1|list:bullet:1', 'footnote:n1')
    """
    return f"{_NOTE}{name}|{inside}" if _is_told(inside) else f"{_NOTE}{name}"


def name(hint: str) -> str:
    """The name of the note that a line with `hint` belongs to, "" for other lines.

    >>> name("footnote:n1|list:bullet:1"), name("footnote:a|b"), name("quote")
    ('n1', 'a|b', '')
    """
    if not hint.startswith(_NOTE):
        return ""
    whole, told = hint.removeprefix(_NOTE), inside(hint)
    return whole.removesuffix(f"|{told}") if told else whole


def inside(hint: str) -> str:
    """The hint that a line of a note would have in the text, "" for a plain paragraph.

    >>> inside("footnote:n1|list:bullet:1"), inside("footnote:n1|quote"), inside("footnote:n1")
    ('list:bullet:1', 'quote', '')
    """
    before, _, told = hint.rpartition("|")
    return told if before.startswith(_NOTE) and _is_told(told) else ""


def _is_told(inside: str) -> bool:
    return inside == "quote" or inside.startswith("list:")
