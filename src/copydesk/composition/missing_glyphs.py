"""Letters that the PDF would print as empty boxes, asked about before it is made."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from copydesk import tables
from copydesk.model import Line, Query
from copydesk.queries import make_query
from copydesk.system import fonts

if TYPE_CHECKING:
    from copydesk.composition.catalogue import CatalogueRecord
    from copydesk.composition.state import CompositionState

#: Signs that a question shows.
_SHOWN: Final = 8
#: The marks that go with letters of every script, and a letter with them.
_MARK: Final = re.compile(
    "[\u0300-\u034e\u0350-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_MARKED: Final = re.compile(f"[^\\W\\d_]{_MARK.pattern}+")
_CIRCLE: Final = "\u25cc"
#: Every font has ASCII.
_BEYOND: Final = re.compile(r"[^\x00-\x7f]")
#: Scripts of signs that many scripts share, or none; these are called by their block.
_SHARED: Final = frozenset(("Zyyy", "Zinh"))
_EMOJI: Final = "Noto Color Emoji"


def ask_missing(
    texts: Iterable[str], lines: Iterable[Line], state: CompositionState
) -> frozenset[str]:
    """The signs of `texts` that no font at hand can draw.

    There is a question for each kind of them, at the first of `lines` that has one.
    """
    rows = tuple(lines)
    signs = {sign for text in texts for sign in _BEYOND.findall(text)}
    private = {sign for sign in signs if unicodedata.category(sign) == "Co"}
    by_remedy: dict[Remedy, set[str]] = defaultdict(set)
    missing = fonts.unprintable(signs - private) | private
    for sign in missing:
        by_remedy[find_remedy(sign)].add(sign)
    by_kind = sorted(by_remedy.items(), key=lambda row: (row[0].kind, row[0].family))
    for found, lacking in by_kind:
        message = _private(lacking) if found.kind == "private use" else _missing(lacking, found)
        anchor = "\x1f".join(filter(None, (found.kind, found.package)))
        state.ask("print.missing-glyph", _first(rows, lacking), message, anchor)
    return missing


def ask_loose(
    texts: Iterable[str], lines: Iterable[Line], family: str, state: CompositionState
) -> None:
    """A question about letters of `texts`, set in `family`, whose marks are in another font."""
    groups = {group for text in texts if _MARK.search(text) for group in _MARKED.findall(text)}
    if apart := fonts.parted(groups, family) if groups else frozenset():
        state.ask("print.loose-mark", _first(tuple(lines), apart), _loose(apart), "marks")


def ask_boxes(signs: frozenset[str], lines: Iterable[Line]) -> Query | None:
    """A question about `signs` for which a finished PDF shows empty boxes, None for none."""
    if not signs:
        return None
    what = "stand" if len(signs) > 1 else "stands"
    message = (
        f"the PDF shows empty boxes in place of {_shown(signs)}; what is not in the text {what} in"
        " the desk's own style sheet, and a font may claim signs that it does not have"
    )
    return make_query("print.missing-glyph", _first(tuple(lines), signs), message, anchor="boxes")


def ask_cover(about: CatalogueRecord, lines: Iterable[Line], state: CompositionState) -> None:
    """A question about the signs of the cover that no font at hand can draw there."""
    publication = about.publication
    said = (about.title, about.subtitle, *about.names, publication.name, publication.series)
    lacking = {sign for text in said for sign in fonts.not_outlined(text) if sign.isprintable()}
    if not lacking:
        return
    them = "them" if len(lacking) > 1 else "it"
    message = f"the cover omits {_shown(lacking)}, because no installed font can draw {them}"
    state.ask("print.cover", _first(tuple(lines), lacking), message, "cover")


def _first(lines: Iterable[Line], parts: Iterable[str]) -> int:
    """The number of the first line that has one of `parts`, 0 where none has."""
    wanted = tuple(parts)
    return next((line.number for line in lines if any(one in line.text for one in wanted)), 0)


def _missing(signs: set[str], found: Remedy) -> str:
    many = "signs" if len(signs) > 1 else "sign"
    message = f"no font at hand has {len(signs)} {many} ({found.kind}): {_shown(signs)};"
    boxes = "the PDF shows empty boxes in their place"
    if found.package:
        help_ = f"the package `{found.package}` (elsewhere: the font {found.family})"
        return f"{message} {boxes} until {help_} is installed"
    if found.family:
        return f"{message} {boxes} until the font {found.family} is installed"
    return f"{message} {boxes}, and no font with them is known"


def _private(signs: set[str]) -> str:
    what = (
        "1 sign of private use means"
        if len(signs) == 1
        else f"{len(signs)} signs of private use mean"
    )
    return (
        f"{what} what only the font says that the text was written in: {_shown(signs)};"
        " the PDF shows empty boxes or other signs in their place"
    )


def _loose(groups: Iterable[str]) -> str:
    many = sorted(groups)
    what = "letters and their marks" if len(many) > 1 else "a letter and its mark"
    return (
        f"no one font at hand has {what}: {_shown(many)};"
        " in the PDF the marks may stand beside their letters"
    )


def _shown(parts: Iterable[str]) -> str:
    """`parts` with their code points: who has no font for them sees nothing else.

    >>> _shown(["𐘀", chr(0xE000)])
    'U+E000, 𐘀 U+10600'
    """
    rows = sorted(parts)
    more = ", …" if len(rows) > _SHOWN else ""
    return ", ".join(map(_named, rows[:_SHOWN])) + more


def _named(part: str) -> str:
    points = " ".join(f"U+{ord(sign):04X}" for sign in part)
    kind = unicodedata.category(part[0])
    if kind.startswith("C"):
        return points
    return f"{_CIRCLE if kind.startswith('M') else ''}{part} {points}"


# ── what helps where no font has a sign ──────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Remedy:
    """What signs of one `kind` need.

    `family` is a font that has them, "" where none is known; `package` is what Debian calls
    it, "" where it has none.
    """

    kind: str
    family: str = ""
    package: str = ""


def find_remedy(sign: str) -> Remedy:
    """What helps where no font at hand has `sign`.

    >>> find_remedy("𐘀")
    Remedy(kind='Linear A', family='Noto Sans Linear A', package='fonts-noto-core')
    >>> find_remedy("😀").kind, find_remedy("→").kind, find_remedy(chr(0xE000)).kind
    ('emoji', 'Arrows', 'private use')
    """
    from fontTools import unicodedata as scripts

    if unicodedata.category(sign) == "Co":
        return Remedy("private use")
    script, block = scripts.script(sign), scripts.block(sign)
    if script == "Zzzz":
        return Remedy("unassigned")
    family, package = next(
        (found for key in (sign, block, script) if (found := _load_fonts().get(key))), ("", "")
    )
    if family == _EMOJI:
        kind = "emoji"
    elif script in _SHARED:
        kind = block
    else:
        kind = scripts.script_name(script)
    return Remedy(kind, family, package)


@cache
def _load_fonts() -> dict[str, tuple[str, str]]:
    return {
        key: (family, package)
        for package, families in tables.load_table("fonts").items()
        for key, family in families.items()
    }
