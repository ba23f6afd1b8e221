"""Blanks, brackets, hyphens and stops, where a pattern does not tell enough."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from copydesk.clean import lexicon
from copydesk.clean.hyphens import SUSPENDED
from copydesk.clean.rules import document_rule, line_rule
from copydesk.clean.views import View
from copydesk.clean.word_lists import words
from copydesk.model import Edit

_LATE = re.compile(r"(?<![(\w])((?:1[5-9]|20)\d\d[a-z]?)\)")
_EARLY = re.compile(
    r"\(((?:[^\W\d_][\w’.-]*,? (?:and |& |et al\.,? )?){1,4}(?:1[5-9]|20)\d\d[a-z]?)(?=[ .;]|$)"
)
_QUOTE = re.compile(r"(?<=\S)”(?=[^\W\d_]{2})")
_INSIDE = re.compile(r"(?<![:;=8])\( ++(?=[^\s)])|(?<=[^\s(]) ++\)")


@line_rule("space.after-closing-quote")
def after_closing_quote(view: View) -> Iterator[Edit]:
    """A blank between a closing quotation mark and the word that follows."""
    text = view.text
    if "”" not in text:
        return
    opened = 0
    seen = 0
    for match in _QUOTE.finditer(text):
        opened += text.count("“", seen, match.start()) - text.count("”", seen, match.start())
        seen = match.start()
        inside = text[max(0, match.start() - 8) : match.start()].rpartition("“")
        if inside[1] and inside[2].lower() in words("prefixes"):
            continue
        if opened > 0 and text[match.start() - 1] not in "([—–-":
            yield view.edit(*match.span(), "” ", "a space is missing after the quotation")


@line_rule("space.inside-paren")
def inside_paren(view: View) -> Iterator[Edit]:
    """No blank inside round brackets."""
    if "( " not in view.text and " )" not in view.text:
        return
    text = view.text
    depth = seen = 0
    for match in _INSIDE.finditer(text):
        start, end = match.span()
        depth += text.count("(", seen, start) - text.count(")", seen, start)
        seen = start
        if text[start] == "(":
            yield view.edit(start + 1, end, "", "no space after `(`")
        elif text[start - 1] not in ":;=" and depth > 0:
            yield view.edit(start, end - 1, "", "no space before `)`")


_BROKEN = re.compile(r"\b([A-Za-z][a-z]++)- ([a-z]++)\b")


@line_rule("hyphen.linebreak")
def linebreak(view: View) -> Iterator[Edit]:
    """Join a word that a line break had divided."""
    if "- " not in view.text:
        return
    for match in _BROKEN.finditer(view.text):
        first, rest = match.groups()
        if rest in SUSPENDED:
            continue
        if lexicon.is_divided(first.lower(), rest) or rest in words("endings"):
            yield view.edit(*match.span(), first + rest, "a word divided at the end of a line")


#: Characters at the end of a paragraph in which the mark of a note is looked for.
_NEAR = 40
#: Languages in which a hyphen parts pages from and to.
_HYPHENATED = frozenset(("ca", "es", "fr", "it", "pt"))
_PAGES = re.compile(
    r"(p(?<!\w.)p?(?:\.[ \u00a0\u202f]?|(?<=pp) )[A-Za-z]?\d{1,6})"
    r"[-‐‑−](?=[A-Za-z]?\d{1,6}(?![\w-]))"
)
_SEITEN = re.compile(
    r"\b((?:S|pp?)\.[ \u00a0\u202f]?[A-Za-z]?\d{1,6})[-‐‑−](?=[A-Za-z]?\d{1,6}(?![\w-]))"
)
_VOLUME = re.compile(r"(?<=\d\))([,:] ?\d{1,6})[-‐‑−](?=\d{1,6}(?:[.,;]|$))")
# A footnote mark glued to the end of a sentence: `final.2`, `(Lo 2022).3,4`, `sold.(5)`.
_NOTED = re.compile(
    r"(?:[^\W\d_]|[)”’\"]|\b(?:1[5-9]|20)\d\d)[.!?][”’\")]?(?:\d{1,3}(?:[,–-]\d{1,3}){0,3}|\(\d{1,3}\))$"
)
_INNER_END = re.compile(r"[.!?][”’)]* [A-Z“]")
_ENDS_BARE = re.compile(r"[a-z0-9][)”’]?$")
# What follows the hyphen of a range; a page of a chapter (`5-1 to 5-9`) has no range after it.
_LAST = re.compile(r"[A-Za-z]?(\d{1,6})(?!\.\d| to )")
#: Words of a paragraph that may be asked about; characters that no broken line has.
_LONG = 12
_WIDE = 160


@line_rule("punct.range-endash")
def range_endash(view: View) -> Iterator[Edit]:
    """An en dash between page numbers."""
    if view.tongue in _HYPHENATED:
        return
    for match in (_SEITEN if view.tongue == "de" else _PAGES).finditer(view.text):
        if _of_chapter(view.text, match):
            continue
        yield view.edit(match.end(1), match.end(), "–", "a range of pages takes an en dash")
    if view.role == "reference":
        for match in _VOLUME.finditer(view.text):
            yield view.edit(match.end(1), match.end(), "–", "a range of pages takes an en dash")


def _of_chapter(text: str, pages: re.Match[str]) -> bool:
    """Whether `5-1` is the first page of chapter 5: a range leads to a later page."""
    last = _LAST.match(text, pages.end())
    if last is None:
        return True
    first = pages.group(1).lstrip("pP. \u00a0\u202fS").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return len(first) == len(last.group(1)) and first >= last.group(1)


@document_rule("punct.paragraph-end")
def paragraph_end(views: tuple[View, ...]) -> Iterator[Edit]:
    """A full stop at the end of a paragraph that has none."""
    for at, view in enumerate(views):
        text = view.text.rstrip()
        if not _ENDS_BARE.search(text, max(0, len(text) - 2)) or text.count(" ") < _LONG:
            continue
        following = views[at + 1].number if at + 1 < len(views) else 0
        if following == view.number + 1 and len(text) < _WIDE:
            continue
        if _NOTED.search(text, max(0, len(text) - _NEAR)):
            continue
        if _INNER_END.search(text):
            yield view.edit(len(text) - 1, len(text), text[-1] + ".", "no full stop at the end")


@document_rule("paren.unbalanced")
def unbalanced(views: tuple[View, ...]) -> Iterator[Edit]:
    """Ask about a citation or year with only one of its brackets.

    The other may stand in the next lines of a paragraph whose lines are broken.
    """
    opened: list[tuple[View, int]] = []
    for at, view in enumerate(views):
        text = view.text
        late = {match.end() - 1: match for match in _LATE.finditer(text)}
        for mark in re.finditer(r"[()]", text):
            if mark.group() == "(":
                opened.append((view, mark.start()))
            elif opened:
                opened.pop()
            elif match := late.get(mark.start()):
                yield view.edit(*match.span(), f"({match.group(1)})", "`(` is missing")
        following = views[at + 1].number if at + 1 < len(views) else 0
        if following != view.number + 1 or len(text) >= _WIDE:
            yield from _close(opened)
            opened = []


def _close(opened: Iterable[tuple[View, int]]) -> Iterator[Edit]:
    """The missing ends of what is `opened` at these places of lines, where it is certain."""
    for view, at in opened:
        if match := _EARLY.match(view.text, at):
            yield view.edit(*match.span(), f"{match.group()})", "`)` is missing")
