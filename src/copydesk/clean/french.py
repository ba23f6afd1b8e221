"""Blanks, guillemets and apostrophes as French sets them.

The blanks are those of the Imprimerie nationale: a narrow one before `;`, `!` and `?`,
one of full width before `:` and inside guillemets, and no line breaks at any of them. A
no-break blank of the other width is the author's and stays. Swiss French sets thin
blanks or none and Canadian French only that before `:`, so there these are left alone.
Entries of references are left to the citation style, which sets them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from copydesk.clean.conventions import FIXED, FRENCH, NARROW, country
from copydesk.clean.quotes import Marks, set_double
from copydesk.clean.views import touches
from copydesk.model import Edit
from copydesk.registry import ALL_COPY, ProofLine, document_rule, rule

_MARKS: Final = Marks(
    ("«" + FIXED, FIXED + "»"),
    ("“", "”"),
    "«“",
    "»”",
    reason="French sets guillemets",
)
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W_]|[«“])")
_HIGH = re.compile(r"(?<=[\w)\]»”’\"'%°…])([ \u00a0\u202f]*+)([;:!?])(?=[\s»«“”’\"')\],.…;:!?]|$)")
#: A name that ends in a mark keeps it: `Yahoo!`.
_NAMED = frozenset(("yahoo", "jeopardy", "wham", "mia"))
_WORD_BEFORE = re.compile(r"(?:[:&]#?|#|(?<![\w+-]))[\w+-]++$")
#: What only stands in programs, whose `?`, `:` and `;` are no marks of a sentence.
_PROGRAM = re.compile(r"[{}\\]|[=!<>]=|[-=]>|&&|\|\||\);|\w\(\)|</?\w")
_OPEN = re.compile(r"(?<![^\s(\[’'“—–-])«([ \u00a0\u202f]*+)(?=[^\s»])")
_CLOSE = re.compile(r"(?<=[^\s«])([ \u00a0\u202f]*+)»(?=[\s.,;:!?…)\]”’—–-]|$)")
#: The end of a quotation that began in a paragraph above.
_END = re.compile(r"(?<=[^\s«])( ++)»(?=[.,;:!?…)]|$)")
_INWARD = re.compile(r"(?<![^\s(\[])»\w")
_TIED = re.compile(
    r"(?<![\w.])(?:[Nn][°º]s?|[Nn]os|pp?\.|vol\.|t\.|chap\.|art\.|fig\.|§§?)( )(?=\d)"
    r"|(?<![\w.-])(?:MM?\.|M(?:me|lle)s?|Mgr)( )(?=[^\W\d_a-zà-ÿ])"
    r"|(?<=[IVX]e)( )(?=siècles?\b)"
    r"|(?<=\d)( )(?=[%€$£](?!\w))"
)


@document_rule("fr.quote-straight", "fix", roles=ALL_COPY, languages=FRENCH, typography=True)
def quote_straight(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """Guillemets in place of straight quotation marks, `“ ”` inside guillemets.

    Inches stay, and so do the marks of a line in which nobody can tell the direction of one.
    Curly marks of another shape stay as written.

    `un "mot" rare` → `un « mot » rare`
    """
    yield from set_double(views, lambda _: _MARKS)


@rule("fr.apostrophe", "fix", roles=ALL_COPY, languages=FRENCH, typography=True)
def apostrophe(view: ProofLine) -> Iterator[Edit]:
    """A curly apostrophe in place of a straight one, between letters or before a quotation.

    Feet and minutes (`5'`) and single quotation marks stay.

    `l'homme d'aujourd'hui` → `l’homme d’aujourd’hui`
    """
    if "'" not in view.text:
        return
    for match in _APOSTROPHE.finditer(view.text):
        yield view.edit(*match.span(), "’", "apostrophes are curly")


@rule("fr.guillemet", "fix", languages=FRENCH, typography=True)
def guillemet(view: ProofLine) -> Iterator[Edit]:
    """A no-break blank inside guillemets.

    Guillemets that face inwards, as in German, the arrows of menus (`Accueil » Monde`) and
    Swiss French stay.

    `«oui»` → `« oui »` with U+00A0
    """
    text = view.text
    if ("«" not in text and "»" not in text) or country(view) == "CH":
        return
    if _INWARD.search(text):
        return
    for pattern in (_OPEN, _CLOSE) if "«" in text else (_END,):
        for match in pattern.finditer(text):
            if match.group(1) not in (FIXED, NARROW):
                yield view.edit(*match.span(1), FIXED, "a no-break blank inside guillemets")


@rule("fr.high-mark", "fix", languages=FRENCH, typography=True)
def high_mark(view: ProofLine) -> Iterator[Edit]:
    """A no-break blank before `;`, `:`, `!` and `?`, narrow but before the colon.

    The blank that is there is made one at which no line breaks; where none is, it is put in
    after a word, a bracket or a quotation. Times, ratios, faces, programs, Spanish questions
    and names that end in a mark (`Yahoo!`) stay; so does Swiss French, and all but the colon
    in Canada.

    `Pourquoi ? Parce que!` → both with U+202F
    """
    text = view.text
    found = [match for match in _HIGH.finditer(text) if match.group(1) not in (FIXED, NARROW)]
    if not found or (where := country(view)) == "CH" or _PROGRAM.search(text):
        return
    for match in found:
        blank, mark = match.groups()
        if (where == "CA" and mark != ":") or touches(view.foreign, match.start()):
            continue
        if _apart(text, *match.span(2)) if blank else not _missing(text, match.start(), mark):
            continue
        right = FIXED if mark == ":" else NARROW
        yield view.edit(*match.span(1), right, f"a no-break blank before `{mark}`")


def _apart(text: str, start: int, end: int) -> bool:
    """Whether the mark `[start, end)` behind a blank belongs to no sentence: a face, a ratio."""
    if text[start] in ":;" and text[end : end + 1] == ")":
        return True
    before = text[max(0, start - _NEAR) : start].rstrip()
    return text[start] == ":" and before[-1:].isdigit() and text[end + 1 : end + 2].isdigit()


#: Characters before a mark that are looked at.
_NEAR: Final = 40


def _missing(text: str, start: int, mark: str) -> bool:
    """Whether a blank is missing between `text[:start]` and `mark`."""
    following = text[start + 1 : start + 2]
    if mark in ":;" and following in (")", "]", "'", '"'):
        return False
    before = text[max(0, start - _NEAR) : start]
    if before[-1] in "…\"'" or (mark in "!?" and ("¿" in before or "¡" in before)):
        return False
    word = _WORD_BEFORE.search(before)
    if word is None:
        return True
    name = word.group()
    if (mark, name[0]) in ((":", ":"), (";", "&")):
        return False  # an emoji by its name, an entity
    if mark == "!" and name.lower() in _NAMED:
        return False
    return mark != ":" or (len(name) > 1 and not name[-1].isdigit())


@rule("fr.tied", "fix", languages=FRENCH, typography=True)
def tied(view: ProofLine) -> Iterator[Edit]:
    """No line breaks between an abbreviation and its number or name, or before a unit.

    Only the blank that is there is changed: `n° 5`, `p. 12`, `M. Dupont`, `XXIe siècle`, `5 %`.

    `n° 5` → `n° 5` with U+00A0
    """
    for match in _TIED.finditer(view.text):
        at = match.end() - 1
        yield view.edit(at, at + 1, FIXED, "no line breaks here")
