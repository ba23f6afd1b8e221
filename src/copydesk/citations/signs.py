"""Signs in a text that may be numbers of a list of references, by their shape.

Which shapes an article cites by is decided in `system`; here a sign of each is seen and
what plainly is none is left out: powers, elements of an array, equations, dates.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.citations.author_date import PREFIX
from copydesk.citations.group import Said
from copydesk.citations.numbered import Shape
from copydesk.model import Emph, Inline, Link, Note, Strong, Subscript, Superscript, Verbatim, plain

#: A range of more numbers than these is one of pages or years.
LONGEST_RANGE: Final = 60

_DASH = r"[-‐‑‒–—−]"
_INSIDE = r"[^\[\]［］【】]{1,200}"
_BRACKET = rf"[\[［【]({_INSIDE})[\]］】]"
#: One bracket, or several that belong together: [3], [4] · [3][4] · [3]–[5].
_BRACKETS = re.compile(rf"{_BRACKET}(?:(?:,\s?|\s?{_DASH}\s?|)\[[^\[\]]{{1,12}}\])*+")
_ONE = re.compile(r"[\[［【]([^\[\]［］【】]*)[\]］】]")
_PARENTHESIS = re.compile(rf"\((\d{{1,3}}(?:\s?(?:[,;]|{_DASH})\s?\d{{1,3}})*+)\)")
_HIGH = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = re.compile(rf"[{_HIGH}]+(?:\s?(?:[,;˒·⁻]|{_DASH})\s?[{_HIGH}]+)*+(?![{_HIGH}⁺⁻])")
_LOWERED: Final = str.maketrans(_HIGH + "⁻˒·", "0123456789-,,")
_RAISED_NODE = re.compile(rf"\s*\[?\d{{1,3}}(?:\s?(?:[,;]|{_DASH})\s?\d{{1,3}})*+\]?\s*")
#: Right behind a word or the stop of a sentence, before a blank.
_GLUED = re.compile(
    rf"(?<=[^\W\d_]{{3}}|[^\W\d_]{{2}}[.,;:”’)])"
    rf"(\d{{1,3}}(?:(?:,|{_DASH})\d{{1,3}})*+)(?=\s|$|[.,;:?!])"
)
#: What a raised number makes a power or an isotope of.
_BASE = re.compile(
    r"(?:(?<![\d.,])\d{1,3}|[\d.,]*\d[.,]\d{1,3}|(?<![^\W\d_])(?:[kcdmµ]?m|ft|yd|in|mi|s|kg|ha|[a-z])|[=^⁺⁻])$"
)
_LATIN = re.compile(r"[A-Za-z]")
#: A name of a program that an index in brackets belongs to.
_INDEXED = re.compile(r"(?:^|[^\w.’'])(?:[a-z]|\w*_\w*|[a-z]+\d+|\w+\(\w*\))$")
#: What makes a number in parentheses one of something else.
_COUNTED = re.compile(
    r"(?:^|[\s(])(?:and|or|equations?|eqs?\.|formula|steps?|sections?|figures?|figs?\.|tables?|items?"
    r"|options?|points?|rules?|paragraphs?|articles?|art\.|no\.|nos\.|nr\.|grade|group|level|phase"
    r"|question|und|oder|gleichung|gl\.|schritt|punkt|abschnitt|tabelle|abb\.|ou|étape|équation)$",
    re.IGNORECASE,
)
_EQUATION = re.compile(r"[=≈≤≥<>∑∫√±×]")
_LOOKED_BACK: Final = 40


@dataclass(frozen=True, slots=True)
class Part:
    """What one number of a sign says: its label, and the words around it."""

    label: str
    text: str
    prefix: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign at `[start, end)` of a text, with the numbers in it, those of ranges included."""

    shape: Shape
    start: int
    end: int
    parts: tuple[Part, ...]


def signs(said: Said, labels: Container[str] = ()) -> Iterator[Sign]:
    """The signs of all shapes in `said`, each shape in order.

    `labels` are further signs that brackets may hold, as "Mar20" of a list that goes by
    names and years.

    >>> from copydesk.model import Text
    >>> text = "It closed [3–5] and opened² again [sic]."
    >>> found = signs(Said((Text(text),), text))
    >>> [(sign.shape, [part.label for part in sign.parts]) for sign in found]
    [('bracket', ['3', '4', '5']), ('raised', ['2'])]
    """
    code = _Spans(_spans(said.content, Verbatim))
    found = (
        *_brackets(said.text, labels),
        *_parentheses(said.text),
        *_raised(said),
        *_glued(said.text),
    )
    yield from (sign for sign in found if sign.start not in code)


def _brackets(text: str, labels: Container[str]) -> Iterator[Sign]:
    for match in _BRACKETS.finditer(text):
        before = text[max(0, match.start() - _LOOKED_BACK) : match.start()]
        after = text[match.end() : match.end() + 3]
        if _is_index(before, after) or _opens_entry(text, match.start(), match.end()):
            continue
        inside = "".join(_joined(match[0]))
        if parts := read(inside, labels):
            whole = match[0] if len(parts) == 1 else ""
            row = (Part(one.label, whole or one.text, one.prefix, one.locator) for one in parts)
            yield Sign("bracket", match.start(), match.end(), tuple(row))


def _joined(brackets: str) -> Iterator[str]:
    """The insides of brackets that belong together, as one would write them in one."""
    end = 0
    for match in _ONE.finditer(brackets):
        if end:
            between = brackets[end : match.start()].strip()
            yield "–" if between and between != "," else ", "
        yield match[1]
        end = match.end()


def _is_index(before: str, after: str) -> bool:
    """Whether a bracket between these words is the index of an array or a link's mark."""
    if after[:1] in ("(", "=") and after[:2] != "( " and not before[-1:].isspace():
        return True
    return bool(before) and not before[-1:].isspace() and _INDEXED.search(before) is not None


def _opens_entry(text: str, start: int, end: int) -> bool:
    """Whether a sign stands where a list numbers its items: "[3] Marlow, I. …"."""
    return not text[:start].strip() and text[end : end + 2].strip()[:1].isupper()


def _parentheses(text: str) -> Iterator[Sign]:
    for match in _PARENTHESIS.finditer(text):
        before = text[max(0, match.start() - _LOOKED_BACK) : match.start()]
        said, after = before.rstrip(), text[match.end() : match.end() + 2]
        if not said or not (said[-1].isalpha() or said[-1] in '”’")]') or _COUNTED.search(said):
            continue
        if after[:1].isalnum() or after[:1] in ("(", "=") or _EQUATION.search(before):
            continue
        yield Sign("parenthesis", match.start(), match.end(), _alone(read(match[1]), match[0]))


def _raised(said: Said) -> Iterator[Sign]:
    found = [match.span() for match in _RAISED.finditer(said.text)]
    found += [
        (start, end)
        for start, end in _spans(said.content, Superscript)
        if _RAISED_NODE.fullmatch(said.text, start, end)
    ]
    for start, end in sorted(found):
        before = said.text[max(0, start - _LOOKED_BACK) : start]
        if not before.strip() or _BASE.search(before) or _LATIN.match(said.text, end):
            continue
        sign = said.text[start:end]
        if parts := read(sign.translate(_LOWERED).strip("[] ")):
            yield Sign("raised", start, end, _alone(parts, sign))


def _glued(text: str) -> Iterator[Sign]:
    for match in _GLUED.finditer(text):
        yield Sign("glued", match.start(), match.end(), _alone(read(match[1]), match[0]))


def _alone(parts: Sequence[Part], sign: str) -> tuple[Part, ...]:
    """`parts`; the only one of a sign bears its words."""
    return (Part(parts[0].label, sign),) if len(parts) == 1 else tuple(parts)


# ── what stands in a bracket ─────────────────────────────────────────────────

_PIECE = re.compile(r"[^,;，；、]+")
_ANDS = re.compile(r"(?<=\d)\s*(?:&|\band\b|\bund\b|\bet\b|\by\b)\s*(?=\d)")
_RANGE = re.compile(rf"(?:refs?\.?\s|nos?\.?\s)?(\d{{1,3}})(?:\s?{_DASH}\s?(\d{{1,3}}))?")
_LETTERED = re.compile(r"\d{1,3}[a-z]")
#: A place in the work: words with a figure, or a section sign.
_LOCATOR = re.compile(r"(?:[^\W\d_]{1,12}\.?|§§?|¶)(?:\s[^\W\d_]{1,12}\.?)?\s?[\divxlc][^,;]*$")
#: Behind a comma a page ("3, S. 12", "3, s. 12"), which before a name means "siehe".
_PAGE = re.compile(r"S\.\s?\d[^,;]*$", re.IGNORECASE)
_FURTHER = re.compile(rf"\d{{1,4}}(?:\s?{_DASH}\s?\d{{1,4}})?(?:\s?ff?\.)?")


def read(inside: str, labels: Container[str] = ()) -> tuple[Part, ...]:
    """The numbers that the inside of a bracket says; none when it says anything else.

    >>> [(part.label, part.locator) for part in read("3, p. 12; 5–7")]
    [('3', 'p. 12'), ('5', ''), ('6', ''), ('7', '')]
    >>> [(part.prefix, part.label) for part in read("see 3")], read("sic"), read("2022")
    ([('see', '3')], (), ())
    """
    found: list[Part] = []
    placed = False  # whether the words so far end with a place in a work
    stop = ";"
    text = _ANDS.sub(",", inside)
    for match in _PIECE.finditer(text):
        piece = match[0].strip()
        beside = bool(found) and stop in (",", "，", "、")
        parts = () if beside and _PAGE.match(piece) else _part(piece, labels)
        if placed and beside and _FURTHER.fullmatch(piece):
            parts = ()
            found[-1] = _with_locator(found[-1], piece)
        elif not parts and found and _LOCATOR.match(piece):
            found[-1] = _with_locator(found[-1], piece)
            placed = True
        elif not parts:
            return ()
        else:
            placed = False
        found += parts
        stop = text[match.end() : match.end() + 1]
    return tuple(found)


def _part(piece: str, labels: Container[str]) -> tuple[Part, ...]:
    prefix = PREFIX.match(piece)
    lead = prefix[0].strip() if prefix else ""
    word = piece[prefix.end() :].strip() if prefix else piece
    if word in labels or _LETTERED.fullmatch(word):
        return (Part(word, piece, lead),)
    match = _RANGE.fullmatch(word)
    if match is None:
        return ()
    low, high = int(match[1]), int(match[2] or match[1])
    if not low <= high < low + LONGEST_RANGE:
        return ()
    return tuple(
        Part(str(number), piece, lead if number == low else "") for number in range(low, high + 1)
    )


def _with_locator(part: Part, piece: str) -> Part:
    locator = f"{part.locator}, {piece}" if part.locator else piece
    return Part(part.label, f"{part.text}, {piece}", part.prefix, locator)


# ── where the nodes of a kind lie in the plain text ──────────────────────────


def _spans(
    content: Sequence[Inline], kind: type[Superscript | Verbatim], offset: int = 0
) -> Iterator[tuple[int, int]]:
    for node in content:
        size = len(plain((node,)))
        if isinstance(node, kind):
            yield offset, offset + size
        elif isinstance(node, Emph | Strong | Subscript | Superscript | Link):
            yield from _spans(node.content, kind, offset)
        elif isinstance(node, Note):
            continue
        offset += size


class _Spans:
    """Spans in order that answer quickly whether an offset lies in one."""

    def __init__(self, spans: Iterator[tuple[int, int]]) -> None:
        self._spans = tuple(spans)
        self._starts = tuple(start for start, _ in self._spans)

    def __contains__(self, offset: int) -> bool:
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._spans[at][1]
