"""Markdown, read by the little markup that the desk lets into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from copydesk.printed.found import CITE_AS, REF, Printed, Sheet

_CITED_AS: Final = re.compile(rf'<a id="{CITE_AS}"></a>(.*)')
_ENTRY: Final = re.compile(r'<a id="(?:ref-([^"]*))?"></a>(.*)')
_TITLES: Final = re.compile(r'^(?:sub)?title: "(.*)"$', re.MULTILINE)
_SCALAR_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-f]{4})|(.))")
#: Letters that stand for breaks and blanks behind the backslash of a scalar.
_BLANKS: Final = frozenset("bfnrtLNP")
#: The number of an item or note at the start of a line, and the signs of a heading.
_NUMBER: Final = re.compile(r"^(?:\[\^\d+\]:)?[ >]*(?:\#+ |(?:- +|\d+\. +)*\d+\. )", re.MULTILINE)
_MARKUP: Final = re.compile(
    r"""\\([^\w\s]|_)                                           # an escaped sign
    | \]\((?:<[^<>\n]*>|(?:[^()\s]|\((?:[^()\s]|\([^()\s]*+\))*+\))*+)\)  # where a link leads
    | <((?:https?://|mailto:|[^<>\s]+@)[^<>\s]*)>               # an address that stands for itself
    | (?<!(?<!\\)`)(`++)(.+?)(?<!`)\3(?!`)                      # code, whatever it holds
    | </?(?:su[bp]|em|strong)>                                  # a tag inside a word
    | (</?[a-z][^<>]*> | <!--[ ]-->)                            # a tag
    | ^\[\^\d+\]: | \[\^\d+\]                                   # a note, its call
    | (&\#?\w+;)                                                # an entity
    | [*\[\]]                                                   # emphasis, the text of a link
    """,
    re.VERBOSE | re.MULTILINE,
)
#: The line above or below a program, which may stand in a note.
_FENCE: Final = re.compile(r"[ >]*(`{3,})(?:text)?$")
_TARGET: Final = re.compile(r"\]\(#(ref-[^)]+)\)")


def markdown(data: bytes, _: Sheet) -> Printed:
    """Markdown with its front matter."""
    front, _rule, body = data.decode().partition("\n---\n\n")
    printed = Printed([_SCALAR_ESCAPE.sub(_scalar, title) for title in _TITLES.findall(front)])
    running = []
    for line, in_code in _lines(body):
        if in_code:
            printed.texts.append(line)
        elif found := _CITED_AS.match(line):
            printed.tell(CITE_AS, _MARKUP.sub(_unmarked, found[1]))
        elif line.startswith("<a id=") and (found := _ENTRY.match(line)):
            printed.entries[f"{REF}{found[1] or ''}"] = _MARKUP.sub(_unmarked, found[2])
        else:
            # In rows of a table a bar has its backslash before all else, in code too.
            running.append(line.replace("\\|", "|") if line.startswith("|") else line)
    text = "\n".join(running)
    printed.links.update(_TARGET.findall(text))
    printed.texts.append(_MARKUP.sub(_unmarked, _NUMBER.sub("", text)))
    return printed


def _lines(body: str) -> Iterator[tuple[str, bool]]:
    """The lines of `body` but those that fence code, and whether each is code."""
    fence = ""
    for line in body.split("\n"):
        if (found := _FENCE.match(line)) and fence in ("", found[1]):
            fence = "" if fence else found[1]
        else:
            yield line, bool(fence)


def _scalar(found: re.Match[str]) -> str:
    """The sign that is written as an escape in a scalar of the front matter."""
    code, sign = found.groups()
    return chr(int(code, 16)) if code else " " if sign in _BLANKS else sign


def _unmarked(found: re.Match[str]) -> str:
    sign, address, _, code, tag, entity = found.groups()
    if entity:
        return unescape(entity)
    return sign or address or code or ("\n" if tag else "")
