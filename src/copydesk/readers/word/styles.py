"""Names of styles → what they say: a hint for a paragraph, a look for its characters.

Word writes the English names of its styles into .docx whatever its language, other
programs and the other formats write what their menus show. The names are data, in
`data/paragraph-styles.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from copydesk import tables
from copydesk.readers.inlines import PLAIN, Look

#: A heading further down is a heading of this level.
_DEEPEST: Final = 9
_LEVEL: Final = re.compile(r"(.+?) ?([1-9])")
_ENCODED: Final = re.compile(r"_([0-9a-fA-F]{2,4})_")
_PARTED: Final = re.compile(r"[\s_-]+")

_LOOKS: Final = {
    "emph": Look(emph=True), "strong": Look(strong=True), "code": Look(code=True),
}  # fmt: skip


Key = TypeVar("Key")
Style = TypeVar("Style")


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a paragraph style says, with what it is based on.

    `look` is that of all its characters; `direct` of direct formatting on a whole paragraph, where
    a format keeps that with its styles. `list_` is the list and level it puts its paragraphs in.
    """

    role: str = ""
    look: Look = PLAIN
    direct: Look = PLAIN
    indent: int = 0
    ruled: bool = False
    list_: tuple[str, int] | None = None

    def without(self, look: Look) -> Look:
        """`look` without what all characters have: it says nothing of these words."""
        if not self.look.strong and not self.look.emph:
            return look
        strong, emph = look.strong and not self.look.strong, look.emph and not self.look.emph
        return replace(look, strong=strong, emph=emph)


def list_bases(
    key: Key | None, find: Callable[[Key], Style | None], base: Callable[[Style], Key | None]
) -> list[Style]:
    """The style `key` and those it is based on, itself first.

    >>> list_bases("Quote", {"Quote": "Body", "Body": "Quote"}.get, lambda base: base)
    ['Body', 'Quote']
    """
    chain: list[Style] = []
    seen: set[Key] = set()
    while key is not None and key not in seen and (style := find(key)) is not None:
        seen.add(key)
        chain.append(style)
        key = base(style)
    return chain


@dataclass(frozen=True, slots=True)
class Styles:
    """The names that mean something."""

    roles: dict[str, str]
    levels: dict[str, str]
    looks: dict[str, Look]

    @classmethod
    def load(cls) -> Styles:
        found = tables.table("paragraph-styles")
        return cls(
            {name: role for role, names in found["roles"].items() for name in names},
            {name: role for role, names in found["levels"].items() for name in names},
            {name: _LOOKS[look] for look, names in found["looks"].items() for name in names},
        )

    def role(self, names: Iterable[str]) -> str:
        """The role of a style of these names, its own first, then those it is based on.

        `contents` is a role too: that of a table of contents or an index.

        >>> styles = Styles.load()
        >>> styles.role(["My Head", "heading 2"]), styles.role(["Überschrift_20_1"])
        ('heading:2', 'heading:1')
        >>> styles.role(["TOC Heading", "heading 1"]), styles.role(["Body Text"])
        ('contents', '')
        """
        return next((role for name in names if (role := self._role(fold_name(name)))), "")

    def _role(self, name: str) -> str:
        name = name.partition(",")[0]  # what follows are names that users gave it besides
        if name in self.roles:
            return self.roles[name]
        found = _LEVEL.fullmatch(name)
        kind = self.levels.get(found.group(1), "") if found else ""
        return f"{kind}:{found.group(2)}" if found and kind == "heading" else kind

    def look(self, names: Iterable[str]) -> Look:
        """The look of a character style of these names, as far as a name tells it.

        >>> Styles.load().look(["Strong"]).strong
        True
        """
        known = (self.looks.get(fold_name(name)) for name in names)
        return next((look for look in known if look), PLAIN)


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
