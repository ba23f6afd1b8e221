"""The style sheet of a desk: what is wrong with it, and what it may not ask for.

Browsers and reading systems leave out what they do not understand without a word. Here it is
told, and so is whatever would be loaded from elsewhere: editions are complete in themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

#: Pictures that every edition can show, as an address that holds them.
_DATA: Final = re.compile(r"data:image/(?:png|jpeg|gif|webp)[;,]", re.IGNORECASE)
_REMOTE: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//|[a-z][a-z0-9+.-]*:", re.IGNORECASE)
#: Functions whose texts are addresses.
_LOADING: Final = frozenset(("url", "src", "image", "image-set", "-webkit-image-set"))
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_OPENING: Final = {")": "(", "]": "[", "}": "{"}
#: Comments, texts, escapes and bare addresses, in which brackets are words; and brackets. A mark
#: of a text or comment that is closed nowhere stands alone.
_MARKS: Final = re.compile(
    r"""/\*.*?\*/ | /\* | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | \\. | ["']
    | \burl\(\s*[^\s"')][^)]*\) | [][(){}]""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ALONE: Final = {
    "/*": "a comment is never closed",
    '"': "a text in quotation marks is not closed on its line",
    "'": "a text in quotation marks is not closed on its line",
}
_WORDS: Final = re.compile(r"\w")
#: Deeper than anybody nests rules.
_DEEPEST: Final = 50
_WHY: Final = {
    "bad-url": "an address is not closed, or contains a space",
    "eof-in-url": "an address is never closed",
    **{mark: f"`{mark}` closes nothing" for mark in _OPENING},
}
_UNCLEAR: Final = "neither a rule nor a declaration: a colon, a semicolon or a brace is missing"
_ABROAD: Final = "would be loaded from the network, and no output loads anything"
_FOREIGN: Final = "is not a picture that every output can show: PNG, JPEG, GIF or WebP"
_AT_HOME: Final = (
    "names a file, which is not part of the outputs: embed a picture as `data:image/png;…`"
)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong in a line of a style sheet."""

    line: int
    what: str


def find_faults(text: str) -> tuple[Fault, ...]:
    """What is wrong with the style sheet `text`, from top to bottom.

    >>> [fault.what for fault in find_faults("p { color: red }")]
    []
    >>> [str(fault.line) + ": " + fault.what for fault in find_faults("p { color: red } }")]
    ['1: `}` closes nothing']
    """
    import tinycss2

    if control := _CONTROL.search(text):
        what = f"the control character U+{ord(control[0]):04X} stands there"
        return (_at(text, control.start(), what),)
    # What is open to the end makes everything behind it unclear.
    if opened := _open(text):
        return (opened,)
    if found := [*_asked_for(tinycss2.parse_component_value_list(text))]:
        return tuple(sorted(set(found)))
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return tuple(sorted(set(_unclear(rules))))


def _open(text: str) -> Fault | None:
    """The first bracket, comment or text that is never closed."""
    stack: list[tuple[str, int]] = []
    for found in _MARKS.finditer(text):
        mark = found[0]
        if mark in _ALONE:
            return _at(text, found.start(), _ALONE[mark])
        if mark in _OPENING.values():
            stack.append((mark, found.start()))
        elif mark in _OPENING and _OPENING[mark] in (opened for opened, _ in stack):
            if stack[-1][0] != _OPENING[mark]:
                break
            stack.pop()
        if len(stack) > _DEEPEST:
            return _at(text, found.start(), "brackets are nested too deeply")
    if not stack:
        return None
    # Of two rules in each other the outer one lacks its end; anything else is the inner's fault.
    mark, place = stack[-1] if stack[-1][0] != "{" else stack[0]
    return _at(text, place, f"`{mark}` is never closed")


def _at(text: str, place: int, what: str) -> Fault:
    return Fault(text.count("\n", 0, place) + 1, what)


def _asked_for(values: Iterable[Any], above: str = "") -> Iterator[Fault]:
    """What cannot be parsed, and what would be loaded, at any depth; `above` is the function."""
    importing = False
    for value in values:
        kind = value.type
        if kind == "error":
            yield Fault(value.source_line, _WHY.get(value.kind, value.message))
        elif kind == "at-keyword" and value.lower_value == "import":
            what = "`@import` would load another style sheet: put its rules into this one"
            yield Fault(value.source_line, what)
            importing = True
        elif importing:
            importing = value != ";"
        elif kind == "url" or (kind == "string" and above in _LOADING):
            yield from _address(value)
        yield from _asked_for(getattr(value, "content", None) or ())
        yield from _asked_for(getattr(value, "arguments", ()), getattr(value, "lower_name", ""))


#: What may put words before, behind or into an element.
_SPEAKING: Final = frozenset(("content", "list-style", "list-style-type", "quotes"))


def _address(value: Any) -> Iterator[Fault]:  # noqa: ANN401  tinycss2's types
    address = value.value.strip()
    if _DATA.match(address) or address.startswith("#"):
        return
    if address.lower().startswith("data:"):
        what = _FOREIGN
    else:
        what = _ABROAD if _REMOTE.match(address) else _AT_HOME
    yield Fault(value.source_line, f"`{address[:60]}` {what}")


def _unclear(rules: Iterable[Any], *, outside: bool = False) -> Iterator[Fault]:
    """What is no rule among rules, no declaration inside one, or puts words into the article.

    `outside`: what the rules are about stands in the margins of paper.
    """
    import tinycss2

    for rule in rules:
        if rule.type == "error":
            yield Fault(rule.source_line, _UNCLEAR)
        elif rule.type == "qualified-rule" and not tinycss2.serialize(rule.prelude).strip():
            yield Fault(rule.source_line, "braces without a selector before them")
        elif rule.type == "declaration" and rule.lower_name in _SPEAKING and not outside:
            yield from _added(rule)
        elif rule.type in {"qualified-rule", "at-rule"} and rule.content is not None:
            inner = tinycss2.parse_blocks_contents(
                rule.content, skip_comments=True, skip_whitespace=True
            )
            named = getattr(rule, "lower_at_keyword", "")
            yield from _unclear(inner, outside=outside or named == "page")


def _added(declaration: Any) -> Iterator[Fault]:  # noqa: ANN401  tinycss2's types
    for value in declaration.value:
        if value.type == "function" and value.lower_name == "var" and declaration.name == "content":
            what = "`content` takes its words from elsewhere"
            yield Fault(declaration.source_line, f"{what}, where the desk does not see them")
        if value.type == "string" and _WORDS.search(value.value):
            what = f"`{value.value[:60]}` would stand among the words of the article"
            yield Fault(declaration.source_line, f"{what}, of which the desk keeps a record")
