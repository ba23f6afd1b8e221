"""Names of styles → what they say: a hint for a paragraph, a look for its characters.

Word writes the English names of its styles into .docx whatever its language, other
programs and the other formats write what their menus show. The names are data, in
`data/paragraph-styles.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final

from copydesk import tables
from copydesk.readers.inlines import PLAIN, RunStyle

#: A heading further down is a heading of this level.
_DEEPEST: Final = 9
_LEVEL: Final = re.compile(r"(.+?) ?([1-9])")
_ENCODED: Final = re.compile(r"_([0-9a-fA-F]{2,4})_")
_PARTED: Final = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a paragraph style says, with what it is based on.

    `look` is that of all its characters; `direct` of direct formatting on a whole paragraph, where
    a format keeps that with its styles, and `inset` its margins, as in `Para`. `list_` is the list
    and level it puts its paragraphs in.
    """

    role: str = ""
    look: RunStyle = PLAIN
    direct: RunStyle = PLAIN
    indent: int = 0
    inset: tuple[int, int] = (0, 0)
    ruled: bool = False
    list_: tuple[str, int] | None = None

    def without(self, look: RunStyle) -> RunStyle:
        """`look` without what all characters have: it says nothing of these words."""
        if not self.look.strong and not self.look.emph:
            return look
        strong, emph = look.strong and not self.look.strong, look.emph and not self.look.emph
        return replace(look, strong=strong, emph=emph)


@dataclass(frozen=True, slots=True)
class StyleEntry:
    """A style as its file describes it, without those it is based on.

    `base` is the key of the one it is based on, `look` what it changes of a look, `level` its
    place in the outline (from 1). `is_direct` tells formatting of one place, which a format
    keeps as a style; `right` is its right margin, None where its first line stands out or it is
    centred. Some say a `font`, the `fill` behind a cell, or that the first row of a table is
    set apart.
    """

    names: tuple[str, ...] = ()
    base: str | None = None
    look: dict[str, Any] = field(default_factory=dict)
    level: int | None = None
    indent: int | None = None
    right: int | None = None
    ruled: bool = False
    list_: tuple[str, int] | None = None
    is_direct: bool = False
    font: str = ""
    fill: str = ""
    has_header: bool = False


class StyleSheet:
    """The styles of one document, by the family they belong to and their keys.

    >>> sheet = StyleSheet()
    >>> sheet.add("p", "1", StyleEntry(("heading 1",), look={"strong": True}))
    >>> sheet.add("p", "2", StyleEntry(("House Head",), "1", level=3))
    >>> found = sheet.paragraph("p", "2")
    >>> found.role, found.look.strong
    ('heading:1', True)
    """

    def __init__(self) -> None:
        self._styles: dict[tuple[str, str], StyleEntry] = {}
        self._paragraphs: dict[str, ParagraphStyle] = {}
        self._changes: dict[tuple[str, str], dict[str, Any]] = {}

    def add(self, family: str, key: str, style: StyleEntry) -> None:
        """Take a style; a later one of the same key stands for an earlier one."""
        self._styles[family, key] = style
        # An .rtf names styles while its table of them is read.
        self._paragraphs.clear()
        self._changes.clear()

    def paragraph(self, family: str, key: str) -> ParagraphStyle:
        """What the paragraph style `key` says."""
        if key not in self._paragraphs:
            chain = self.chain(family, key)
            named = [one for one in chain if not one.is_direct]
            role = find_role([said for one in named for said in one.names] or [key])
            levels, indents, lists = (
                [value for one in chain if (value := getattr(one, what)) is not None]
                for what in ("level", "indent", "list_")
            )
            look = replace(PLAIN, **_merge_looks(named))
            own = [one for one in chain if one.is_direct]
            direct = replace(PLAIN, **_merge_looks(own))
            left = next((one.indent for one in named if one.indent is not None), 0)
            insets = (
                (one.indent - left, one.right)
                for one in own
                if one.indent is not None and one.right is not None
            )
            self._paragraphs[key] = ParagraphStyle(
                find_outline_role(role, next(iter(levels), None)),
                look,
                direct.put_inside(look),
                next(iter(indents), 0),
                next(insets, (0, 0)),
                any(one.ruled for one in chain),
                next(iter(lists), None),
            )
        return self._paragraphs[key]

    def dress(self, family: str, key: str, look: RunStyle = PLAIN) -> RunStyle:
        """`look` as the character style `key` changes it, by its name or what it says."""
        if (family, key) not in self._changes:
            chain = self.chain(family, key)
            # The look of a character style goes by its name, as far as that tells one.
            looks, own = _load_names()["looks"], (one for one in chain if not one.is_direct)
            known = (looks.get(fold_name(said)) for one in own for said in one.names)
            named = dict.fromkeys([*filter(None, known)][:1], True)
            self._changes[family, key] = named | _merge_looks(chain)
        changes = self._changes[family, key]
        return replace(look, **changes) if changes else look

    def chain(self, family: str, key: str) -> list[StyleEntry]:
        """The style `key` and those it is based on, itself first."""
        chain: list[StyleEntry] = []
        seen: set[str | None] = {None}
        base: str | None = key
        while base not in seen and (style := self._styles.get((family, base or ""))) is not None:
            seen.add(base)
            chain.append(style)
            base = style.base
        return chain


def _merge_looks(chain: Iterable[StyleEntry]) -> dict[str, Any]:
    """What styles change of a look, the first one last."""
    changes: dict[str, Any] = {}
    for style in reversed(list(chain)):
        changes |= style.look
    return changes


def find_role(names: Iterable[str]) -> str:
    """Find the role of a style of these names, its own first, then those it is based on.

    `contents` is a role too: that of a table of contents or an index.

    >>> find_role(["My Head", "heading 2"]), find_role(["Überschrift_20_1"])
    ('heading:2', 'heading:1')
    >>> find_role(["TOC Heading", "heading 1"]), find_role(["Body Text"])
    ('contents', '')
    """
    return next((role for name in names if (role := _find_role(fold_name(name)))), "")


def _find_role(name: str) -> str:
    known = _load_names()
    name = name.partition(",")[0]  # what follows are names that users gave it besides
    if name in known["roles"]:
        return known["roles"][name]
    found = _LEVEL.fullmatch(name)
    kind = known["levels"].get(found.group(1), "") if found else ""
    return f"{kind}:{found.group(2)}" if found and kind == "heading" else kind


@cache
def _load_names() -> dict[str, dict[str, str]]:
    """Load the names of styles that mean something, by what they tell."""
    told = tables.load_table("paragraph-styles")
    return {
        kind: {name: meaning for meaning, names in rows.items() for name in names}
        for kind, rows in told.items()
    }


def find_outline_role(role: str, level: int | None) -> str:
    """`role`, or a heading where a paragraph has only its place in the outline (from 1).

    >>> find_outline_role("", 2), find_outline_role("title", 1), find_outline_role("", None)
    ('heading:2', 'title', '')
    """
    if role or level is None or not 1 <= level <= _DEEPEST:
        return role
    return f"heading:{level}"


def fold_name(name: str) -> str:
    """A style's name without case, hyphens and the escapes of .odt.

    >>> fold_name("Block_20_Text"), fold_name("Sous-titre"), fold_name("heading 1 Char")
    ('block text', 'sous titre', 'heading 1 char')
    """
    decoded = _ENCODED.sub(lambda match: chr(int(match.group(1), 16)), name)
    return _PARTED.sub(" ", decoded).strip().casefold()
