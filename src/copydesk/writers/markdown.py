"""Markdown for GitHub-style readers and pandoc alike, with the article's data as YAML in front."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from copydesk import registry
from copydesk.model import Front

#: YAML 1.1 takes these for line breaks inside quotation marks.
_BREAKS: Final = {"\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P"}
#: pandoc pads the numbers of a list to four columns; one blank is what linters want.
_PADDED: Final = re.compile(r"^([> -]*\d\.) {2}(?=\S)")
#: The line above or below a program, whose lines stay as they are.
_FENCE: Final = re.compile(r"[ >]*(`{3,})(?:text)?$")


@registry.writer("md", ".md", "text/markdown")
def write(copy: registry.Copy) -> bytes:
    """Markdown: YAML front matter, one line a paragraph, citations linked to their entries."""
    body = "\n".join(_narrowed(copy.render("markdown").decode().strip().split("\n")))
    lines = "\n".join(_front_matter(copy.article.front, copy))
    return f"---\n{lines}\n---\n\n{body}\n".encode()


def _narrowed(lines: Iterable[str]) -> Iterator[str]:
    """`lines` with one blank behind the numbers of lists."""
    fence = ""
    for line in lines:
        if (found := _FENCE.match(line)) and fence in ("", found[1]):
            fence = "" if fence else found[1]
        yield line if fence else _PADDED.sub(r"\1 ", line)


def _front_matter(front: Front, copy: registry.Copy) -> Iterator[str]:
    publication = copy.config.publication
    named = (
        ("title", front.title),
        ("subtitle", front.deck),
        ("author", front.authors),
        ("date", front.date_iso or front.date),
        ("lang", copy.config.language(front.language)),
        ("publisher", publication.publisher or publication.name),
        ("rights", publication.rights),
    )
    for name, value in named:
        if isinstance(value, str):
            if value:
                yield f"{name}: {quoted(value)}"
        elif value:
            yield f"{name}:"
            yield from (f"  - {quoted(entry)}" for entry in value)


def quoted(text: str) -> str:
    r"""`text` as a double-quoted YAML scalar; JSON's strings are YAML's.

    >>> print(quoted('No: "war"'))
    "No: \"war\""
    """
    scalar = json.dumps(text, ensure_ascii=False)
    for char, escape in _BREAKS.items():
        scalar = scalar.replace(char, escape)
    return scalar
