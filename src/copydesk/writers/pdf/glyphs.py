"""What glyphs of a PDF stand for where a font draws one letter as several.

A letter that no font has whole is drawn as another and marks: `ẉ` as a `w` and a dot. WeasyPrint
then has the last of them stand for the letter, and the first for nothing; whoever copies or
hears the words gets a `wẉ`, and, for the rest of the file, words without their `w`. So before a
page is drawn each such glyph is told what it is by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final, TypeAlias
from unicodedata import combining, is_normalized, normalize

Box: TypeAlias = Any  # WeasyPrint's, untyped

#: A mark by itself, behind a letter that it has no one sign with.
_MARK: Final = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")


def tell(stream: Any, page: Box) -> None:  # noqa: ANN401  WeasyPrint's
    """Say in the fonts of `stream`, in which `page` is to be drawn, what parts of letters are."""
    for box in page.descendants():
        text = getattr(box, "text", "")
        if hasattr(box, "pango_layout") and _may_be_parted(text):
            for font, glyphs, letter in _clusters(box):
                known = stream.add_font(font)[0].to_unicode
                pieces = parts(letter, len(glyphs), known.get(glyphs[0], ""))
                for glyph, piece in zip(glyphs, pieces, strict=False):
                    known.setdefault(glyph, piece)


def _may_be_parted(text: str) -> bool:
    """Whether a letter of `text` consists of others; most texts are known at a glance.

    >>> _may_be_parted("mill"), _may_be_parted("Ḵālid"), _may_be_parted("x\N{COMBINING CEDILLA}")
    (False, True, True)
    """
    return not is_normalized("NFD", text) or bool(_MARK.search(text))


def parts(letter: str, count: int, first: str = "") -> tuple[str, ...]:
    """What `count` glyphs that draw `letter` stand for, the letter itself first; () if unknown.

    `first` is what is known of the first of them.

    >>> parts("\N{LATIN SMALL LETTER W WITH DOT BELOW}", 2) == ("w", "\N{COMBINING DOT BELOW}")
    True
    >>> parts("\N{LATIN SMALL LETTER O WITH OGONEK AND MACRON}", 2)
    ('ǫ', '̄')
    >>> parts("ffi", 2)
    ()
    """
    whole, known = normalize("NFD", letter), normalize("NFD", first)
    start = len(whole) - count + 1
    if known and whole.startswith(known):
        start = min(start, len(known))
    if start < 1 or not all(map(combining, whole[1:])):
        return ()
    last = start + count - 2
    return (normalize("NFC", whole[:start]), *whole[start:last], whole[last:])


def _clusters(box: Box) -> Iterator[tuple[Any, tuple[int, ...], str]]:
    """Each piece of the text of `box` that more than one glyph draws: font, glyphs, piece.

    Of what runs to the left none is given: its marks stand before their letters.
    """
    from weasyprint.text.ffi import ffi, pango

    layout = box.pango_layout
    layout.reactivate(box.style)
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)  # noqa: FBT003  as drawn
    line, _ = layout.get_first_line()
    data = layout.text.encode()
    run = line.runs[0]
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        run = run.next
        if item.analysis.level % 2:
            continue
        starts = ffi.unpack(glyphs.log_clusters, glyphs.num_glyphs)
        if len({*starts}) == len(starts):
            continue
        places = [list(group) for _, group in groupby(range(len(starts)), starts.__getitem__)]
        ends = [*(starts[place[0]] for place in places[1:]), item.length]
        for place, end in zip(places, ends, strict=True):
            drawn = tuple(glyphs.glyphs[at].glyph for at in place)
            if len(drawn) > 1 and not any(map(_is_no_glyph, drawn)):
                piece = data[item.offset + starts[place[0]] : item.offset + end]
                yield item.analysis.font, drawn, piece.decode()
    layout.deactivate()


def _is_no_glyph(number: int) -> bool:
    """Whether Pango means a blank, or a sign that no font has."""
    from weasyprint.text.ffi import pango

    return bool(number == pango.PANGO_GLYPH_EMPTY or number & pango.PANGO_GLYPH_UNKNOWN_FLAG)
