"""The nodes of pandoc's AST, as JSON; what every text passes on its way into one."""

from __future__ import annotations

import re
from typing import Any, Final, TypeAlias

from copydesk.errors import BrokenLaw

Node: TypeAlias = dict[str, Any]
"""An element of the AST: `t` is its type, `c` its content."""

API_VERSION: Final = (1, 23, 1)

_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]"
)
_SPACE: Final = re.compile(r"[ \t\r\n]+")


def node(kind: str, content: Any) -> Node:  # noqa: ANN401  whatever the kind holds
    """A node of `kind`."""
    return {"t": kind, "c": content}


def attr(identifier: str = "", name: str = "") -> list[Any]:
    """Identifier, class and no further attributes."""
    return [identifier, [name] if name else [], []]


def div(identifier: str, name: str, blocks: list[Node]) -> Node:
    """A division of the class `name`."""
    return node("Div", [attr(identifier, name), blocks])


def span(identifier: str, inlines: list[Node]) -> Node:
    """Inline content with an identifier."""
    return node("Span", [attr(identifier), inlines])


def header(level: int, identifier: str, inlines: list[Node]) -> Node:
    """A heading; 2 is a section, since the title is 1."""
    return node("Header", [level, attr(identifier), inlines])


def reach(inlines: list[Node], target: str) -> Node:
    """A link to `target`."""
    return node("Link", [attr(), inlines, [sound(target), ""]])


def words(text: str) -> list[Node]:
    """`text` as words and spaces; no-break spaces belong to the words."""
    sound(text)
    nodes: list[Node] = []
    position = 0
    for space in _SPACE.finditer(text):
        if space.start() > position:
            nodes.append(node("Str", text[position : space.start()]))
        nodes.append({"t": "Space"})
        position = space.end()
    if position < len(text):
        nodes.append(node("Str", text[position:]))
    return nodes


def sound(text: str) -> str:
    """`text`, or `BrokenLaw` when it holds a character that no output may hold."""
    if found := _FORBIDDEN.search(text):
        message = f"the character U+{ord(found[0]):04X} reached composition: `{text[:40]!r}`"
        raise BrokenLaw(message, code="law.control")
    return text


def check_values(value: object) -> None:
    """`sound` for every text in a JSON value."""
    if isinstance(value, str):
        sound(value)
    elif isinstance(value, dict):
        for inner in value.values():
            check_values(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            check_values(inner)
