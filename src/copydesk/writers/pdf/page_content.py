"""What the pages of a PDF draw, mended for whoever hears or copies it.

Running heads become decoration, hyphens of broken words soft, signs of lists stand where they
are read, and scripts whose letters join say them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final
from xml.etree.ElementTree import Element

import pydyf

from copydesk.writers.pdf.glyphs import HYPHEN
from copydesk.writers.pdf.tags import Leaf, resolve_reference

#: The last glyph of a line as WeasyPrint shows it: what stands before, the glyph, its kerning.
_LAST_GLYPH: Final = re.compile(rb"\[(.*<[0-9a-f]*)([0-9a-f]{4})>[-0-9.]*\] TJ", re.DOTALL)
#: Letters of scripts of syllables that are composed, from Devanagari to Mongolian.
_JOINED: Final = re.compile("[\u0900-\u109f\u1200-\u139f\u1780-\u18af]")
#: Around a piece of content that is drawn by itself.
_ALONE: Final = [b"q", b"q"]
_ENDED: Final = [b"Q", b"Q"]
#: A hyphen that is not of the word: it is drawn, and read as if it were not there.
_SOFT: Final = b"/Span <</ActualText <FEFF00AD>>> BDC"


def mend_pages(
    pdf: pydyf.PDF, root: Element, leaves: Sequence[Leaf], owned: Sequence[Sequence[int]]
) -> None:
    """Mend the pages of `pdf`, which show `leaves` of the page `root`.

    Of each, `owned` are the marks that belong to a tag, as they are read.
    """
    own_hyphens = any(HYPHEN in text for text in root.itertext())
    for reference, leaf, marks in zip(pdf.page_references, leaves, owned, strict=True):
        broken = {} if own_hyphens else leaf.marks
        hyphenated = {mark for box, mark in broken.items() if _is_broken(box)}
        contents = resolve_reference(pdf, resolve_reference(pdf, reference)["Contents"])
        stream = part_artifacts(contents.stream, frozenset(marks), hyphenated)
        contents.stream = put_in_order(spell_out(stream, _find_joined(leaf)), marks)


def _find_joined(leaf: Leaf) -> dict[int, str]:
    """The texts of `leaf` whose letters join or change places, by their marks."""
    texts = ((str(getattr(box, "text", "")), mark) for box, mark in leaf.marks.items())
    return {mark: text for text, mark in texts if _JOINED.search(text)}


def spell_out(stream: list[Any], texts: Mapping[int, str]) -> list[Any]:
    """A page that says in letters what its marks in `texts` draw.

    The glyphs of Indian scripts are parts of syllables and change places; whoever copies or
    hears them wants the word. Those that run to the left stand for one letter each, and
    programs that copy text know how to turn them.
    """
    for at, operator in enumerate(stream) if texts else ():
        facts = stream[at - 1]
        if operator == b"BDC" and isinstance(facts, dict) and facts.get("MCID") in texts:
            text = texts[facts["MCID"]].replace(HYPHEN, "\u00ad")
            facts["ActualText"] = b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"
    return stream


def _is_broken(box: Any) -> bool:  # noqa: ANN401  WeasyPrint's type
    """Whether the line that `box` ends breaks a word."""
    return str(getattr(box, "text", "")).endswith(HYPHEN)


def part_artifacts(
    stream: list[Any], owned: Collection[int], hyphenated: Collection[int]
) -> list[Any]:
    """A page where marks that no tag owns are decoration, and hyphens of broken words soft."""
    result: list[Any] = []
    soft = False
    for operator in stream:
        if operator == b"BDC" and (mark := result[-1].get("MCID")) is not None:
            soft = mark in hyphenated
            if mark not in owned:
                result[-2:] = ["/Artifact", b"<</Type /Pagination>>"]
        elif operator == b"EMC" and soft:
            soft = False
            _soften(result)
        result.append(operator)
    return result


def put_in_order(stream: list[Any], read: Sequence[int]) -> list[Any]:
    """A page on which what is drawn late, as the signs of lists are, stands where it is `read`.

    Only what is drawn by itself is moved, and only to where it looks the same.
    """
    late = {mark: after for mark, after in pairwise(read) if mark > after}
    if not late:
        return stream
    begins = {
        stream[at - 1]["MCID"]: at - 2
        for at, operator in enumerate(stream)
        if operator == b"BDC" and isinstance(stream[at - 1], dict) and "MCID" in stream[at - 1]
    }
    looks = _find_looks(stream, {begins[mark] for pair in late.items() for mark in pair})
    pieces: dict[int, list[Any]] = {}
    gone: set[int] = set()
    for mark, after in late.items():
        start, target = begins[mark] - len(_ALONE), begins[after]
        end = stream.index(b"EMC", start) + 1 + len(_ENDED)
        alone = stream[start : begins[mark]] == _ALONE and stream[end - 2 : end] == _ENDED
        if alone and looks[begins[mark]] == looks[target]:
            pieces.setdefault(target, []).extend(stream[start:end])
            gone.update(range(start, end))
    return [
        piece
        for at, operator in enumerate(stream)
        for piece in (*pieces.get(at, ()), *(() if at in gone else (operator,)))
    ]


def _find_looks(stream: list[Any], places: Collection[int]) -> dict[int, tuple[bytes, ...]]:
    """What turns, scales or cuts the things drawn at `places`."""
    found: dict[int, tuple[bytes, ...]] = {}
    stack: list[tuple[bytes, ...]] = []
    now: tuple[bytes, ...] = ()
    for at, operator in enumerate(stream):
        if at in places:
            found[at] = now
        if operator == b"q":
            stack.append(now)
        elif operator == b"Q":
            now = stack.pop()
        elif isinstance(operator, bytes) and operator.endswith((b" cm", b"W", b"W*")):
            now += (operator, b"%d" % at)
    return found


def _soften(result: list[Any]) -> None:
    """Let the last glyph shown in `result` be read as a soft hyphen."""
    place = next(at for at in range(len(result) - 1, -1, -1) if result[at][-2:] == b"TJ")
    if found := _LAST_GLYPH.fullmatch(result[place]):
        head, glyph = found.groups()
        result[place : place + 1] = [
            b"[" + head + b">] TJ", _SOFT, b"[<" + glyph + b">] TJ", b"EMC",
        ]  # fmt: skip
