"""The composed document as texts: pandoc's nodes, read without pandoc."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from copydesk import printed

#: Nodes that words run through; every other one ends a text. A citation, in its span or
#: without, stands apart: a style may set it tight.
_INLINE: Final = frozenset(("Emph", "Strong", "Superscript", "Subscript", "Code", "Link"))
#: Nodes that are blanks; there are as many of them as of words.
_BLANK: Final = frozenset(("Space", "SoftBreak", "LineBreak"))
_LEAVES: Final = _BLANK | {"Str"}


@dataclass(frozen=True, slots=True)
class Document:
    """The parts of a document.

    `titles` are those of its front matter, `blocks` the text, `about` the blocks that speak of
    the edition, by class, and `about_texts` the text of each.
    """

    titles: tuple[str, ...]
    blocks: list[Any]
    about: Mapping[str, Any]
    about_texts: Mapping[str, str]


@lru_cache(maxsize=1)  # the article in hand is held against its document, then each file
def read_document(document: bytes) -> Document:
    """Read the parts of `document`, the JSON of pandoc's AST."""
    whole = json.loads(document)
    text, about = [], {}
    for block in whole["blocks"]:
        name = (block["c"][0][1] or [""])[0] if block["t"] == "Div" else ""
        if name in printed.TOLD["html"]:
            about[name] = block
        else:
            text.append(block)
    meta = [whole["meta"][name]["c"] for name in ("title", "subtitle") if name in whole["meta"]]
    titles = tuple(title for content in meta for title in list_texts(content))
    about_texts = {name: " ".join(list_texts([block])) for name, block in about.items()}
    return Document(titles, text, about, about_texts)


def list_texts(content: list[Any], *, cited: bool = True) -> Iterator[str]:
    """Yield the text of `content`, then of its notes; not `cited`: without what citeproc sets."""
    waiting: list[Any] = [content]
    for here in waiting:
        text: list[str] = []
        _run(here, text, waiting, cited=cited)
        yield "".join(text)


def _run(content: list[Any], text: list[str], notes: list[Any], *, cited: bool) -> None:
    """Add the text of nodes to `text`, a blank where one ends; what is in notes to `notes`."""
    for node in content:
        if isinstance(node, list):
            _run(node, text, notes, cited=cited)
        elif isinstance(node, dict):
            kind = node["t"]
            if kind == "Str":
                text.append(node["c"])
            elif kind in _BLANK:
                text.append(" ")
            elif kind == "Note":
                notes.append(node["c"])
            else:
                _add(node, text, notes, cited=cited)


def _add(node: Mapping[str, Any], text: list[str], notes: list[Any], *, cited: bool) -> None:
    """Add the text of a node that holds others, or code."""
    kind, inner = node["t"], node.get("c", [])
    within = kind == "Span" and not inner[0][0]  # it says which language a passage is in
    bound = "" if kind in _INLINE or within else " "
    text.append(bound)
    if kind in ("CodeBlock", "Code"):
        text.append(inner[1])
    elif kind == "Cite":
        _run(inner[1] if cited else [], text, notes, cited=cited)
    elif isinstance(inner, list):
        _run(inner, text, notes, cited=cited)
    text.append(bound)


def find_nodes(content: list[Any], kind: str) -> Iterator[dict[str, Any]]:
    """Yield the nodes of `kind`, but none inside a citation."""
    for node in content:
        if isinstance(node, list):
            if node:
                yield from find_nodes(node, kind)
        elif isinstance(node, dict) and node["t"] not in _LEAVES:
            if node["t"] == kind:
                yield node
            inner = node.get("c")
            if isinstance(inner, list) and node["t"] != "Cite":
                yield from find_nodes(inner, kind)
