"""Quotation marks, abbreviations and numbers as German sets them.

Quotations stand in `„ “`, those inside them in `‚ ‘`; in Switzerland in `« »` and `‹ ›`
without blanks. `» «`, which books use, stay as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from copydesk.clean.conventions import FIXED, GERMAN, NARROW, country
from copydesk.clean.quotes import Marks, set_double
from copydesk.model import Edit
from copydesk.registry import ALL_COPY, PROSE, ProofLine, document_rule, rule

SWISS: Final = frozenset(("CH", "LI"))

_REASON = "German sets these quotation marks"
_MARKS: Final = Marks(("„", "“"), ("‚", "‘"), "„", "”", "“", reason=_REASON)
_SWISS_MARKS: Final = Marks(("«", "»"), ("‹", "›"), "«„", "»”", "“", reason=_REASON)

_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
#: A single mark that is no apostrophe between letters.
_SINGLE = re.compile(r"(?<![^\W\d_])'|'(?![^\W\d_])")
_ELIDED = "s|n|ne|nen|nem|ner|nes|mal|ran|raus|rein|rum|rauf|runter|rüber|nauf|naus|nunter"
_PAIR = re.compile(
    rf"(?<![^\s(\[„“«\"–—-])'(?!(?:{_ELIDED})\b)(?=\w)([^'„“”«»\"]{{1,200}}+)(?<=[\w.,!?…])'(?![\w'])"
)
_RAISED = re.compile(r"(?<![^\s(\[–—/-])“(?=[^\s“”„])([^“”„]*)(?<=[^\s(\[])”(?!\w)")
# A further closing mark says that this one is an inch: `„27” breit“`.
_LOWERED = re.compile(r"„([^“”„]*)”(?!\w)(?![^“”„]*+[“”])")
_ABBREVIATED: Final = (
    "a. D.|d. h.|d. i.|d. J.|d. M.|e. V.|i. A.|i. Allg.|i. d. R.|i. e. S.|i. S. d.|i. V.|i. w. S."
    "|m. E.|m. W.|n. Chr.|o. Ä.|o. ä.|o. g.|o. J.|o. O.|s. o.|s. u.|u. a.|u. a. m.|u. Ä.|u. ä."
    "|u. dgl.|u. U.|u. v. a.|u. v. m.|v. a.|v. Chr.|v. l. n. r.|z. B.|z. Hd.|z. T.|z. Zt."
)
#: Names have these without a blank: `Musikverein e.V.`.
_UNSPACED: Final = frozenset(("e.V.",))


def _abbreviation(spaced: str) -> str:
    first, *rest = spaced.split()
    first = f"[{first[0]}{first[0].upper()}]" + re.escape(first[1:])
    return r"[ \u00a0\u202f]?".join((first, *map(re.escape, rest)))


@cache  # texts in other languages do not ask
def _short() -> re.Pattern[str]:
    every = sorted(map(_abbreviation, _ABBREVIATED.split("|")), key=len, reverse=True)
    return re.compile(rf"(?<![\w.])(?:{'|'.join(every)})(?!\w)")


_PART = re.compile(r"(?<=\.)( ?)(?=[^\W\d_])")
_TIED = re.compile(
    r"(?<![\w.])(?:S\.|Nr\.|Art\.|Abs\.|Bd\.|Kap\.|Ziff\.|Rn\.|Jg\.|§§?)( )(?=\d)"
    r"|(?<=\d)( )(?=[%€$£](?!\w))"
)


@document_rule("de.quote-straight", "fix", roles=ALL_COPY, languages=GERMAN, typography=True)
def quote_straight(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """`„ “` in place of straight quotation marks, `‚ ‘` inside a quotation; Swiss `« »`.

    A straight mark behind `„` closes it. Inches stay, and so do the marks of a line in which
    nobody can tell the direction of one. Single marks are set where all of the line are
    pairs: `Hans' Auto` and `'ne Idee` have apostrophes.

    `das "Wort"` → `das „Wort“`
    """
    yield from set_double(views, _convention)
    for view in views:
        if "'" in view.text:
            yield from _single(view)


def _single(view: ProofLine) -> Iterator[Edit]:
    pairs = list(_PAIR.finditer(view.text))
    if not pairs or len(pairs) * 2 != sum(1 for _ in _SINGLE.finditer(view.text)):
        return
    opening, closing = _convention(view).inner
    for match in pairs:
        yield view.edit(match.start(), match.start() + 1, opening, _REASON)
        yield view.edit(match.end() - 1, match.end(), closing, _REASON)


def _convention(view: ProofLine) -> Marks:
    return _SWISS_MARKS if country(view) in SWISS else _MARKS


@rule("de.quote-shape", "fix", roles=PROSE, languages=GERMAN, typography=True)
def quote_shape(view: ProofLine) -> Iterator[Edit]:
    """`„ “` in place of English marks around a quotation, and at the end of one that `„` opens.

    Only where both marks stand where they open and close; Swiss German stays.

    `das “Wort” und „noch eines”` → `das „Wort“ und „noch eines“`
    """
    text = view.text
    if "”" not in text or country(view) in SWISS:
        return
    depth = seen = 0
    for match in _RAISED.finditer(text):
        start, end = match.span()
        depth += text.count("„", seen, start)
        depth = max(0, depth - text.count("“", seen, start) - text.count("”", seen, start))
        seen = end
        opening, closing = _MARKS.inner if depth else _MARKS.outer
        yield view.edit(start, start + 1, opening, _REASON)
        yield view.edit(end - 1, end, closing, _REASON)
    for match in _LOWERED.finditer(text):
        yield view.edit(match.end() - 1, match.end(), "“", _REASON)


@rule("de.apostrophe", "fix", roles=ALL_COPY, languages=GERMAN, typography=True)
def apostrophe(view: ProofLine) -> Iterator[Edit]:
    """A curly apostrophe in place of a straight one between letters.

    Whether a name takes one at all (`Grimm's`) is the author's. Feet, single quotation marks
    and apostrophes at the edge of a word, which may be such marks, stay.

    `Wie geht's? Im Ku'damm-Eck` → `Wie geht’s? Im Ku’damm-Eck`
    """
    if "'" not in view.text:
        return
    for match in _APOSTROPHE.finditer(view.text):
        yield view.edit(*match.span(), "’", "apostrophes are curly")


@rule("de.abbreviation", "fix", languages=GERMAN, typography=True)
def abbreviation(view: ProofLine) -> Iterator[Edit]:
    """A narrow no-break blank inside an abbreviation of several words.

    A closed list; the `e.V.` of a name stays closed up.

    `z.B.` → `z. B.` with U+202F
    """
    for match in _short().finditer(view.text):
        if match.group() in _UNSPACED:
            continue
        for part in _PART.finditer(view.text, match.start(), match.end()):
            yield view.edit(*part.span(1), NARROW, "its words stand apart and on one line")


@rule("de.tied", "fix", languages=GERMAN, typography=True)
def tied(view: ProofLine) -> Iterator[Edit]:
    """No line breaks between an abbreviation and its number, or before a unit.

    Only the blank that is there is changed: `S. 12`, `Nr. 5`, `§ 3`, `5 %`.

    `S. 12` → `S. 12` with U+00A0
    """
    for match in _TIED.finditer(view.text):
        at = match.end() - 1
        yield view.edit(at, at + 1, FIXED, "no line breaks here")
