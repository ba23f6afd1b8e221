"""What glyphs of a PDF are read as, where a font draws one letter as several.

A letter that no font has whole is drawn as another and marks: `ẉ` as a `w` and a dot. WeasyPrint
then has the last of them stand for the letter, and the first for nothing or for what it was when
it was drawn before; whoever copies or hears the words gets a `wẉ`, or words without their `w`. So
before fonts are written each such glyph is read as the letter that its font has it for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any, Final
from unicodedata import bidirectional, category, combining, normalize

#: What WeasyPrint sets where a word is broken.
HYPHEN: Final = "\u2010"
#: One glyph serves the author's hyphens and those of broken words: it reads as the former. What
#: stands for no letter reads as a sign that is not seen, for it may not stand for nothing.
_READ_AS: Final = {HYPHEN: "-", "": "\N{WORD JOINER}"}
#: The packaged families of text have every letter up to here whole.
_PACKAGED: Final = ("Desk Serif", "Desk Sans")
_COMMON: Final = "\u017f"
_LEFTWARD: Final = frozenset(("AL", "R"))
#: Letters that stand for themselves wherever a font draws them.
_CASED: Final = frozenset(("Ll", "Lu"))


def mend_readings(fonts: Iterable[Any]) -> None:
    """Let what WeasyPrint's `fonts` draw be read letter by letter."""
    for font in fonts:
        known = font.to_unicode
        marked = {
            glyph: normalize("NFD", text) for glyph, text in known.items() if _is_marked(text)
        }
        common = font.family in _PACKAGED and "" not in known.values()
        if any(not common or known[glyph] > _COMMON for glyph in marked):
            parts = (*marked, *(glyph for glyph, text in known.items() if not text))
            for glyph, own in _read_letters(font, parts):
                said = marked.get(glyph, "")
                if all(map(combining, own)) if said else _stands_alone(own, marked.values()):
                    known[glyph] = normalize("NFC", own)
        known.update({glyph: _READ_AS[text] for glyph, text in known.items() if text in _READ_AS})


def _is_marked(text: str) -> bool:
    """Whether `text` is a letter with marks, of a script that runs to the right.

    >>> _is_marked("é"), _is_marked("e"), _is_marked("ffi"), _is_marked("각"), _is_marked("בּ")
    (True, False, False, False, False)
    """
    whole = normalize("NFD", text)
    marked = len(whole) > 1 and all(map(combining, whole[1:]))
    return marked and bidirectional(whole[0]) not in _LEFTWARD


def _stands_alone(own: str, marked: Collection[str]) -> bool:
    """Whether a glyph that is `own` in its font is so beside others: a letter, or a mark of one."""
    return category(own[0]) in _CASED or any(own in whole for whole in marked)


def _read_letters(font: Any, glyphs: Iterable[int]) -> Iterator[tuple[int, str]]:  # noqa: ANN401
    """What `glyphs` are in a font of WeasyPrint's by themselves, as far as it says so."""
    from fontTools import agl
    from fontTools.ttLib import TTFont, TTLibError

    with suppress(TTLibError):  # what fontTools cannot read is left as WeasyPrint has it
        read = TTFont(BytesIO(font.file_content), fontNumber=font.index, lazy=True)
        letters = (read.getBestCmap() if "cmap" in read else None) or {}
        codes = {name: chr(code) for code, name in letters.items()}
        for glyph in glyphs:
            name = read.getGlyphName(glyph)
            if own := normalize("NFD", codes.get(name) or agl.toUnicode(name)):
                yield glyph, own
