"""Markdown → tokens of markdown-it-py: CommonMark with tables, footnotes, strikethrough.

The parser quits where nesting is too deep, and then drops what stands there; here such
text is kept as it stands. It links no addresses and judges none: that is for the stages
that print them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.parser_inline import RuleFuncInlineType
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

#: Open blocks, from which on the text is taken as it stands; a list and its item are two.
_DEEPEST: Final = 60
#: Nesting at which the parser itself gives up; never reached by blocks.
_NESTING: Final = 100
#: Brackets are what the parser is slow on. No paragraph and no article has so many.
_BRACKETS_OF_BLOCK: Final = 5_000
_BRACKETS: Final = 40_000
#: The token of a block that is kept as it stands.
KEPT: Final = "kept"
#: What a token of inline text tells besides: the breaks inside of it, code as written.
ROWS: Final = "rows"
WRITTEN: Final = "written"

#: What HTML goes on with over empty lines, and how that ends; where the last one does is
#: kept by `_LAST` while a text is read.
_RAW = re.compile(
    r"<(?:(?:script|pre|style|textarea)(?=[\s>]|\Z)|!--|\?|!\[CDATA\[|![A-Z])", re.IGNORECASE
)
_CLOSING: Final = (("<!--", "-->"), ("<?", r"\?>"), ("<![cdata[", r"\]\]>"), ("<!", ">"),
                   ("<", "</(?:script|pre|style|textarea)>"))  # fmt: skip
_LAST: Final = "last"

_SIGNS = re.compile(r"^(?:[ \t>]|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))++", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tokens of a text, those of its inline notes by number, and how much was kept."""

    tokens: list[Token]
    notes: dict[int, list[Token]] = field(default_factory=dict)
    kept: int = 0


def parse(text: str) -> Parsed:
    """The tokens of `text`.

    >>> [token.type for token in parse("A *word*.").tokens]
    ['paragraph_open', 'inline', 'paragraph_close']
    """
    env: dict[str, Any] = {}
    tokens = _parser().parse(text, env)
    listed = env.get("footnotes", {}).get("list", {})
    notes = {number: note["tokens"] for number, note in listed.items() if "tokens" in note}
    return Parsed(tokens, notes, env.get(KEPT, 0))


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 30 ms, for Markdown only
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin, move_to_end=False)
    parser.block.ruler.before("table", KEPT, _keep)
    within: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
    parser.block.ruler.at("html_block", _html_block, within)
    parser.core.ruler.at("inline", _inline)
    for rule in parser.inline.ruler.__rules__:
        parser.inline.ruler.at(rule.name, _measured(rule.fn))
    # Addresses stay as written.
    for name, keep in (("normalizeLink", str), ("normalizeLinkText", str), ("validateLink", bool)):
        setattr(parser, name, keep)
    return parser


def _keep(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  their signature
    """A block rule that takes what lies too deep as one paragraph of plain text."""
    if state.level < _DEEPEST:
        return False
    if silent:
        return True
    last = start
    while last < end and (state.isEmpty(last) or state.sCount[last] >= state.blkIndent):
        last += 1
    token = state.push(KEPT, "", 0)
    lines = _SIGNS.sub("", state.getLines(start, last, state.blkIndent, False))  # noqa: FBT003
    token.content = lines.strip()
    token.map = [start + lines[: len(lines) - len(lines.lstrip())].count("\n"), last]
    state.line = last
    state.env[KEPT] = state.env.get(KEPT, 0) + 1
    return True


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  their signature
    """The block rule for HTML, but for what would reach to the end of the text unclosed."""
    from markdown_it.rules_block import html_block

    begins = state.bMarks[start] + state.tShift[start]
    opening = _RAW.match(state.src, begins)
    if opening:
        closing = next(
            closing for name, closing in _CLOSING if opening.group().lower().startswith(name)
        )
        if closing not in state.env.setdefault(_LAST, {}):
            places = [match.end() for match in re.finditer(closing, state.src, re.IGNORECASE)]
            state.env[_LAST][closing] = places[-1] if places else -1
        if state.env[_LAST][closing] <= begins:
            return False
    return html_block(state, start, end, silent)


def _measured(rule: RuleFuncInlineType) -> RuleFuncInlineType:
    """`rule` of inline text, telling in its last token how many line breaks it took up.

    Code is told as written too, since its breaks have become blanks.
    """

    def measure(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  their signature
        start, before = state.pos, len(state.tokens)
        found = rule(state, silent)
        if found and len(state.tokens) > before and "\n" in (taken := state.src[start : state.pos]):
            token = state.tokens[-1]
            token.meta[ROWS] = taken.count("\n")
            if token.type == "code_inline":
                token.meta[WRITTEN] = taken
        return found

    return measure


def _trim_map(token: Token, lines: Sequence[str]) -> None:
    """Let `token` begin with the line of its first word; the parser takes off any blanks."""
    if token.map:
        start, end = token.map
        spare = end - start - token.content.count("\n") - 1
        while spare > 0 and not _SIGNS.sub("", lines[start]).strip():
            start, spare = start + 1, spare - 1
        token.map = [start, end]


def _inline(state: StateCore) -> None:
    """The core rule that reads the text of blocks, within a budget of brackets."""
    from markdown_it.token import Token

    left = _BRACKETS
    lines = state.src.split("\n")
    for token in state.tokens:
        if token.type != "inline":
            continue
        _trim_map(token, lines)
        brackets = token.content.count("[")
        token.children = []
        if brackets <= min(left, _BRACKETS_OF_BLOCK):
            left -= brackets
            try:
                state.md.inline.parse(token.content, state.md, state.env, token.children)
                continue
            except RecursionError:
                token.children = []
        token.children.append(Token("text", "", 0, content=token.content))
        state.env[KEPT] = state.env.get(KEPT, 0) + 1
