"""The tables at the head of an .rtf: fonts, styles, lists."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field, replace
from typing import Any, Final

from copydesk.readers.inlines import Look
from copydesk.readers.word.numbering import BULLET, NONE, Level, Lists
from copydesk.readers.word.rtf_tokens import Token
from copydesk.readers.word.styles import ParagraphStyle, Styles, find_outline_role, list_bases

#: Character set of a font → its code page.
_CHARSETS: Final = {
    0: 1252, 77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254,
    163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850,
}  # fmt: skip
_SYMBOLIC: Final = 2
_CODECS: Final = {10000: "mac_roman", 936: "gbk", 1361: "johab", 65001: "utf-8"}
_FORMS: Final = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter",
    22: "decimalZero", 23: BULLET, 255: NONE,
}  # fmt: skip
_PLACES: Final = 9
_DRAFTED: Final = {
    "levelnfc": "form", "levelnfcn": "form", "levelstartat": "start", "li": "indent",
}  # fmt: skip
_SWITCHES: Final = {"b": "strong", "i": "emph"}


def find_codec(page: int) -> str:
    """Python's name of a code page; what it does not know is read as 1252.

    >>> find_codec(1251), find_codec(10000), find_codec(77777)
    ('cp1251', 'mac-roman', 'cp1252')
    """
    try:
        return codecs.lookup(_CODECS.get(page, f"cp{page}")).name
    except LookupError:
        return "cp1252"


@dataclass(slots=True)
class Font:
    """A font: its name, and the code page of its bytes, "" for the document's own."""

    name: str = ""
    codec: str = ""


@dataclass(slots=True)
class Fonts:
    """The font table."""

    fonts: dict[int, Font] = field(default_factory=dict)
    _now: Font = field(default_factory=Font)

    def take(self, token: Token) -> None:
        """Read one sign of the table."""
        value = token.value or 0
        if token.kind == "word" and token.text == "f":
            self._now = self.fonts.setdefault(value, Font())
        elif token.kind == "word" and token.text == "fcharset":
            if value == _SYMBOLIC:
                self._now.name = self._now.name or "Symbol"
            if value in _CHARSETS and value:
                self._now.codec = find_codec(_CHARSETS[value])
        elif token.kind == "word" and token.text == "cpg" and value:
            self._now.codec = find_codec(value)
        elif token.kind == "text":
            name = token.text.partition(";")[0].strip()
            self._now.name = name or self._now.name

    def get(self, number: int) -> Font:
        return self.fonts.get(number, Font())


@dataclass(slots=True)
class _Style:
    """A style as the sheet describes it. `base` is what it is based on."""

    name: str = ""
    base: int | None = None
    level: int | None = None
    look: dict[str, bool] = field(default_factory=dict)


@dataclass(slots=True)
class Sheet:
    """The style sheet; paragraph and character styles are numbered apart."""

    names: Styles
    paragraphs: dict[int, _Style] = field(default_factory=dict)
    characters: dict[int, _Style] = field(default_factory=dict)
    _now: _Style = field(default_factory=_Style)
    _is_placed: bool = False
    _known: dict[int, ParagraphStyle] = field(default_factory=dict)

    def begin(self) -> None:
        """A new description."""
        self._now, self._is_placed = _Style(), False

    def name(self, text: str) -> None:
        """Take text: a name and what ends it."""
        self._now.name += text.partition(";")[0]

    def done(self) -> None:
        """The description is complete; one without a number is of the style 0."""
        if not self._is_placed:
            self.paragraphs.setdefault(0, self._now)

    def take(self, token: Token) -> None:
        """Read one word of the sheet."""
        now, value = self._now, token.value
        self._is_placed |= token.text in ("s", "cs", "ts", "ds")
        if token.text == "s":
            self.paragraphs[value or 0] = now
        elif token.text == "cs":
            self.characters[value or 0] = now
        elif token.text == "sbasedon":
            now.base = value
        elif token.text == "outlinelevel":
            now.level = value
        elif token.text in _SWITCHES:
            now.look[_SWITCHES[token.text]] = value != 0

    def paragraph(self, number: int) -> ParagraphStyle:
        """What the paragraph style `number` says."""
        if number not in self._known:
            chain = _list_styles(self.paragraphs, number)
            role = self.names.role(style.name.strip() for style in chain)
            level = next((style.level + 1 for style in chain if style.level is not None), None)
            self._known[number] = ParagraphStyle(
                find_outline_role(role, level), _dress(Look(), chain)
            )
        return self._known[number]

    def look(self, number: int) -> Look:
        """The look of runs in the character style `number`."""
        chain = _list_styles(self.characters, number)
        return _dress(self.names.look(style.name.strip() for style in chain), chain)


def _list_styles(styles: dict[int, _Style], number: int) -> list[_Style]:
    return list_bases(number, styles.get, lambda style: style.base)


def _dress(look: Look, chain: list[_Style]) -> Look:
    changes: dict[str, Any] = {}
    for style in reversed(chain):
        changes |= style.look
    return replace(look, **changes) if changes else look


@dataclass(slots=True)
class _Draft:
    """A list level while it is read; `label` holds the bytes of its text."""

    form: int = 0
    start: int = 1
    label: str = ""
    indent: int = 0

    def level(self) -> Level:
        # The first byte is the length; a byte below 9 stands for the number of that level.
        signs = (
            f"%{ord(sign) + 1}" if ord(sign) < _PLACES else sign
            for sign in self.label[1:].partition(";")[0]
        )
        label = "".join(signs)
        return Level(_FORMS.get(self.form, "decimal"), self.start, label, self.indent)


@dataclass(slots=True)
class ListTable:
    """The lists, and the numbers that paragraphs know them by."""

    lists: Lists = field(default_factory=Lists)
    _drafts: list[_Draft] = field(default_factory=list)
    _list: str = ""
    _starts: list[int | None] = field(default_factory=list)

    def take(self, token: Token, place: str) -> None:
        """Read one sign of the table, inside the group that `place` opened."""
        value = token.value or 0
        if token.kind in ("text", "byte"):
            if place == "leveltext" and self._drafts:
                self._drafts[-1].label += token.text
        elif token.kind != "word":
            return
        elif token.text == "list":
            self._drafts = []
        elif token.text == "listlevel":
            self._drafts.append(_Draft())
        elif token.text == "listid":
            self._list = str(value)
            if self._drafts:
                self.lists.levels[self._list] = {
                    step: draft.level() for step, draft in enumerate(self._drafts)
                }
                self._drafts = []
        elif self._drafts:
            if token.text in _DRAFTED:
                setattr(self._drafts[-1], _DRAFTED[token.text], value)
        else:
            self._override(token.text, value)

    def sign(self, text: str) -> None:
        """Take a character of a label that is no byte."""
        if self._drafts:
            self._drafts[-1].label += text

    def _override(self, word: str, value: int) -> None:
        if word == "listoverride":
            self._starts = []
        elif word == "lfolevel":
            self._starts.append(None)
        elif word == "levelstartat" and self._starts:
            self._starts[-1] = value
        elif word == "ls":
            starts = {step: start for step, start in enumerate(self._starts) if start is not None}
            levels = self.lists.levels.setdefault(self._list, {})
            for step in range(_PLACES):
                levels.setdefault(step, Level(label=f"%{step + 1}."))
            self.lists.use(str(value), self._list, {}, starts)
