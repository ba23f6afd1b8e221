"""The nodes of pandoc's AST, as JSON; what every text passes on its way into one."""

from __future__ import annotations

import json
import re
from typing import Any, Final, TypeAlias

from copydesk.errors import BrokenLaw
from copydesk.language.passages import PassageLanguages, Tongue

Node: TypeAlias = dict[str, Any]
"""An element of the AST: `t` is its type, `c` its content."""

API_VERSION: Final = (1, 23, 1)

_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]"
)
#: A printed address; what follows it is cut off by `_address_end`. `](` stands between the words
#: and the target of a link that was typed as one has it in Markdown.
_ADDRESS: Final = re.compile(r"(?<!\w)https?://\w(?:(?!\]\()[^\s<>\"\\^`{|}“”])*+")
_CLOSING: Final = frozenset(".,;:!?]'’›»")
_SPACE: Final = re.compile(r"[ \t\r\n]+")


def make_node(kind: str, content: Any) -> Node:  # noqa: ANN401  whatever the kind holds
    """A node of `kind`."""
    return {"t": kind, "c": content}


def make_attributes(identifier: str = "", name: str = "") -> list[Any]:
    """Identifier, class and no further attributes."""
    return [identifier, [name] if name else [], []]


def make_division(identifier: str, name: str, blocks: list[Node]) -> Node:
    """A division of the class `name`."""
    return make_node("Div", [make_attributes(identifier, name), blocks])


def make_span(identifier: str, inlines: list[Node]) -> Node:
    """Inline content with an identifier."""
    return make_node("Span", [make_attributes(identifier), inlines])


def mark_language(language: Tongue, inlines: list[Node]) -> list[Node]:
    """`inlines`, marked where they are in a language of their own."""
    if not (language and inlines):
        return inlines
    pairs = [list(pair) for pair in language.attributes]
    return [make_node("Span", [["", [], pairs], inlines])]


def words_by_language(
    text: str, languages: PassageLanguages, around: str = "", *, linked: bool = False
) -> list[Node]:
    """`words` of `text`, which lies in the language `around`, its passages in others marked."""
    return [
        one
        for part, language in languages.parts(text, around)
        for one in mark_language(language, words(part, linked=linked))
    ]


def words_in_language(
    text: str, languages: PassageLanguages, *, linked: bool = False
) -> list[Node]:
    """`words` of a whole text, marked where it is in another language than the article."""
    language = languages.whole(text)
    return mark_language(language, words_by_language(text, languages, language.lang, linked=linked))


def make_heading(level: int, identifier: str, inlines: list[Node]) -> Node:
    """A heading; 2 is a section, since the title is 1."""
    return make_node("Header", [level, make_attributes(identifier), inlines])


def make_link(inlines: list[Node], target: str) -> Node:
    """A link to `target`."""
    return make_node("Link", [make_attributes(), inlines, [check_text(target), ""]])


def words(text: str, *, linked: bool = False) -> list[Node]:
    """`text` as words, spaces and breaks of the line; no-break spaces belong to the words.

    A printed web address becomes a link, unless all of it is `linked` already.
    """
    check_text(text)
    plain = linked or "://" not in text
    nodes: list[Node] = []
    ends = iter(_SPACE.findall(text))
    for at, word in enumerate(_SPACE.split(text)):
        if at:
            nodes.append({"t": "LineBreak" if "\n" in next(ends) else "Space"})
        if word and plain:
            nodes.append(make_node("Str", word))
        elif word:
            nodes += _word(word)
    return nodes


def _word(text: str) -> list[Node]:
    if "://" not in text or not (found := _ADDRESS.search(text)):
        return [make_node("Str", text)]
    end = _address_end(found[0]) + found.start()
    address = text[found.start() : end]
    parts = (text[: found.start()], make_link([make_node("Str", address)], address), text[end:])
    return [make_node("Str", part) if isinstance(part, str) else part for part in parts if part]


def _address_end(address: str) -> int:
    """Where an address ends that punctuation of the sentence may follow.

    >>> _address_end("https://example.org/a_(b)).")
    25
    """
    open_ones, closed = address.count("("), address.count(")")
    for end in range(len(address), 0, -1):
        last = address[end - 1]
        if last == ")" and closed > open_ones:
            closed -= 1
        elif last not in _CLOSING:
            return end
    return 0


def dump_document(blocks: list[Node], meta: Node) -> str:
    """The whole as JSON."""
    document = {"pandoc-api-version": API_VERSION, "meta": meta, "blocks": blocks}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def check_text(text: str) -> str:
    """`text`, or `BrokenLaw` when it holds a character that no output may hold."""
    if found := _FORBIDDEN.search(text):
        message = f"the character U+{ord(found[0]):04X} reached composition: `{text[:40]!r}`"
        raise BrokenLaw(message, code="law.control")
    return text


def check_values(value: object) -> None:
    """`sound` for every text in a JSON value."""
    if isinstance(value, str):
        check_text(value)
    elif isinstance(value, dict):
        for inner in value.values():
            check_values(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            check_values(inner)
