"""Signs in a text that may call a note: raised figures, brackets, stars.

What shape a sign has says how certain it is one: nobody raises a figure for nothing but a
power, while a figure in parentheses may count what follows.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from copydesk.model import Mark, Role
from copydesk.structure.passage import Passage

#: Roles of passages that become text with notes in it; a title or date is a bare text.
_CALLING: Final = frozenset[Role | None](
    ("body", "heading", "list", "quote", "caption", "other", "bio")
)
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

#: The shapes of marks, the certain ones first.
_RAISED_MARK = re.compile(r"\s?([⁰¹²³⁴-⁹]{1,3})")
_BRACKET = re.compile(r"\s?\[(\d{1,3}|[a-z]|[*†‡§])\]")
_SYMBOL = re.compile(r"(?<=\S)([*†‡§]{1,3})(?!\w)")
#: After a word or stop, and before a stop or the end of a sentence: not "(1) rope, (2) tar".
_PARENTHESIS = re.compile(r"(?<=\S)\((\d{1,3})\)|\s\((\d{1,3})\)(?=[.,;:!?]|$)")
#: Behind a word or stop, but not the decimals of "2.5"; a year may close a sentence.
_GLUED = re.compile(
    r"(?:(?<=[^\W\d_]{3})|(?<=[!?…”’»)])|(?<=\.)(?:(?<!\d\.)|(?<=\d{4}\.)))(\d{1,3})(?=\s|$)"
)
#: A unit, a variable or a number that is no year.
_BASE = re.compile(r"(?:(?<!\d)\d{1,3}|(?<![^\W\d_])(?:[kcdm]?m|ft|[a-z]))$")
_TOKEN = re.compile(r"\S+")


#: Kinds of what keeps its text bare: a note that is called in it stays below the article.
_BARE: Final = frozenset(("code", "figure"))


def can_call(passage: Passage) -> bool:
    """Whether `passage` becomes text that can hold notes.

    >>> can_call(Passage("body", "Tar[1]", (1,)))
    True
    >>> can_call(Passage("other", "tar[1] = 4", (1,), hint="code"))
    False
    """
    return passage.role in _CALLING and passage.kind not in _BARE


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign at `span` of the passage `place` that calls the note `label`."""

    place: int
    span: tuple[int, int]
    label: str


Find: TypeAlias = Callable[[Passage], Iterable[tuple[tuple[int, int], str]]]
"""What sees the signs of a passage: their spans and labels."""


def signs(passages: Sequence[Passage], find: Find, labels: frozenset[str]) -> Iterator[Sign]:
    """The signs that `find` sees and that are among `labels`, but none in addresses or code."""
    for at, passage in enumerate(passages):
        if not can_call(passage):
            continue
        found = [(span, label) for span, label in find(passage) if label in labels]
        kept = _Spans(_literal(passage)) if found else None
        for span, label in found:
            if kept is None or _opens(passage.text, span):
                continue
            if span[0] not in kept and not _is_power(passage.text, span):
                yield Sign(at, span, label)


def _opens(text: str, span: tuple[int, int]) -> bool:
    """Whether words follow the sign at `span`, and none stand before: it labels them.

    >>> _opens("² Port Archive, Hull", (0, 2)), _opens("²", (0, 1)), _opens("Tar²", (3, 4))
    (True, False, False)
    """
    return not text[: span[0]].strip() and bool(text[span[1] :].strip())


def _is_power(text: str, span: tuple[int, int]) -> bool:
    """Whether the bare number at `span` raises a unit, a variable or another number.

    >>> _is_power("40 km² of mud", (5, 6)), _is_power("in 1914² the", (7, 8))
    (True, False)
    """
    start, end = span
    return text[start:end].isdigit() and _BASE.search(text[max(0, start - 5) : start]) is not None


def _literal(passage: Passage) -> Iterator[tuple[int, int]]:
    """Spans in which no sign calls a note: addresses and words of a program."""
    yield from ((mark.start, mark.end) for mark in passage.marks if mark.kind == "code")
    if "://" in passage.text or "www." in passage.text:
        for match in _TOKEN.finditer(passage.text):
            if "://" in match[0] or match[0].startswith("www."):
                yield match.span()


class _Spans:
    """Spans that answer quickly whether an offset lies in one of them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if not self._ends or start > self._ends[-1]:
                self._starts.append(start)
                self._ends.append(end)
            else:
                self._ends[-1] = max(self._ends[-1], end)

    def __contains__(self, offset: int) -> bool:
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]


def _by_look(passage: Passage) -> Iterator[tuple[tuple[int, int], str]]:
    """Signs that the format raises, or that lead to another place of the page."""
    seen: set[tuple[int, int]] = set()
    for mark in passage.marks:
        if mark.kind == "sup" or (mark.kind == "link" and mark.target.startswith("#")):
            span = widened(passage.text, mark)
            label = plain(passage.text[mark.start : mark.end])
            if label and span not in seen:
                seen.add(span)
                yield span, label


def _by_shape(shape: re.Pattern[str]) -> Find:
    def find(passage: Passage) -> Iterator[tuple[tuple[int, int], str]]:
        for match in shape.finditer(passage.text):
            lead = len(match[0]) - len(match[0].lstrip())
            start = match.start() + lead
            yield _from_blank(passage.text, start, match.end()), plain(match[0])

    return find


def _by_height(passage: Passage) -> Iterator[tuple[tuple[int, int], str]]:
    """Signs that the format raises and no bracket encloses."""
    for mark in passage.marks:
        if mark.kind == "sup":
            span = _from_blank(passage.text, mark.start, mark.end)
            if label := plain(passage.text[mark.start : mark.end]):
                yield span, label


Shape: TypeAlias = tuple[Find, bool]
"""How marks are found, and whether a sign of that look is one whatever the others are."""

#: The shapes of signs where those in brackets call something else.
RAISED: Final[tuple[Shape, ...]] = ((_by_height, True), (_by_shape(_RAISED_MARK), True))

SHAPES: Final[tuple[Shape, ...]] = (
    (_by_look, True),
    (_by_shape(_RAISED_MARK), True),
    (_by_shape(_BRACKET), True),
    (_by_shape(_SYMBOL), False),
    (_by_shape(_PARENTHESIS), False),
    (_by_shape(_GLUED), False),
)


def widened(text: str, mark: Mark) -> tuple[int, int]:
    """The span of the sign of `mark` with its brackets and the blank before it."""
    start, end = mark.start, mark.end
    if start == end:
        return start, end
    if text[start - 1 : start] in ("[", "(") and text[end : end + 1] in ("]", ")"):
        start, end = start - 1, end + 1
    return _from_blank(text, start, end)


def _from_blank(text: str, start: int, end: int) -> tuple[int, int]:
    """`[start, end)` from the blank before it, when what follows needs none."""
    follows = text[end : end + 1]
    if start and text[start - 1].isspace() and (not follows or not follows.isalnum()):
        start -= 1
    return start, end


def plain(sign: str) -> str:
    """What a sign says without its brackets and stops, however high it stands.

    >>> plain("[4]"), plain("⁴"), plain(" 4.")
    ('4', '4', '4')
    """
    return sign.translate(_RAISED).strip().strip("[]().^: ")
