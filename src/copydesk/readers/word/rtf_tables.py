"""The tables at the head of an .rtf: fonts, styles, lists."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field, replace
from typing import Final

from copydesk.readers.document import Look
from copydesk.readers.word.numbering import BULLET, NONE, Level, Numbering
from copydesk.readers.word.rtf_tokens import Token
from copydesk.readers.word.styles import Styles, outlined

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


def codec(page: int) -> str:
    """Python's name of a code page; what it does not know is read as 1252.

    >>> codec(1251), codec(10000), codec(77777)
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
                self._now.codec = codec(_CHARSETS[value])
        elif token.kind == "word" and token.text == "cpg" and value:
            self._now.codec = codec(value)
        elif token.kind == "text":
            name = token.text.partition(";")[0].strip()
            self._now.name = name or self._now.name

    def get(self, number: int) -> Font:
        return self.fonts.get(number, Font())


@dataclass(slots=True)
class Style:
    """A style as the sheet describes it. `base` is what it is based on."""

    name: str = ""
    base: int | None = None
    level: int | None = None
    bold: bool | None = None
    italic: bool | None = None
    list_: int = 0
    place: int = 0
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What a paragraph style says, with what it is based on."""

    role: str = ""
    bold: bool = False
    italic: bool = False


@dataclass(slots=True)
class Sheet:
    """The style sheet; paragraph and character styles are numbered apart."""

    names: Styles
    paragraphs: dict[int, Style] = field(default_factory=dict)
    characters: dict[int, Style] = field(default_factory=dict)
    _now: Style = field(default_factory=Style)
    _is_placed: bool = False
    _known: dict[int, Paragraph] = field(default_factory=dict)

    def begin(self) -> None:
        """A new description."""
        self._now, self._is_placed = Style(), False

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
        elif token.text in ("b", "i"):
            on = value != 0
            now.bold, now.italic = (on, now.italic) if token.text == "b" else (now.bold, on)

    def paragraph(self, number: int) -> Paragraph:
        """What the paragraph style `number` says."""
        if number not in self._known:
            chain = _chain(self.paragraphs, number)
            role = self.names.role(style.name.strip() for style in chain)
            level = next((style.level for style in chain if style.level is not None), None)
            self._known[number] = Paragraph(
                outlined(role, None if level is None else level + 1),
                bool(next((style.bold for style in chain if style.bold is not None), False)),
                bool(next((style.italic for style in chain if style.italic is not None), False)),
            )
        return self._known[number]

    def look(self, number: int) -> Look:
        """The look of runs in the character style `number`."""
        chain = _chain(self.characters, number)
        found = self.names.look(style.name.strip() for style in chain)
        bold = next((style.bold for style in chain if style.bold is not None), None)
        italic = next((style.italic for style in chain if style.italic is not None), None)
        if bold is not None:
            found = replace(found, strong=bold)
        return replace(found, emph=italic) if italic is not None else found


def _chain(styles: dict[int, Style], number: int) -> list[Style]:
    chain: list[Style] = []
    seen = set()
    step: int | None = number
    while step is not None and step in styles and step not in seen:
        seen.add(step)
        chain.append(styles[step])
        step = styles[step].base
    return chain


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

    numbers: dict[int, tuple[int, dict[int, int]]] = field(default_factory=dict)
    _levels: dict[int, dict[int, Level]] = field(default_factory=dict)
    _counts: dict[int, Numbering] = field(default_factory=dict)
    _started: set[tuple[int, int]] = field(default_factory=set)
    _drafts: list[_Draft] = field(default_factory=list)
    _list: int = 0
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
            self._list = value
            if self._drafts:
                self._levels[value] = {
                    step: draft.level() for step, draft in enumerate(self._drafts)
                }
                self._drafts = []
        elif self._drafts:
            self._describe(self._drafts[-1], token.text, value)
        else:
            self._override(token.text, value)

    def sign(self, text: str) -> None:
        """Take a character of a label that is no byte."""
        if self._drafts:
            self._drafts[-1].label += text

    def _describe(self, draft: _Draft, word: str, value: int) -> None:
        if word in ("levelnfc", "levelnfcn"):
            draft.form = value
        elif word == "levelstartat":
            draft.start = value
        elif word == "li":
            draft.indent = value

    def _override(self, word: str, value: int) -> None:
        if word == "listoverride":
            self._starts = []
        elif word == "lfolevel":
            self._starts.append(None)
        elif word == "levelstartat" and self._starts:
            self._starts[-1] = value
        elif word == "ls":
            starts = {step: start for step, start in enumerate(self._starts) if start is not None}
            self.numbers[value] = (self._list, starts)

    def level(self, number: int, place: int) -> Level | None:
        """How the level `place` of the list `number` is numbered, None for no list."""
        if number not in self.numbers:
            return None
        levels = self._levels.get(self.numbers[number][0], {})
        return levels.get(place, Level(label=f"%{place + 1}."))

    def next(self, number: int, place: int) -> int:
        """The number of the next item of the list `number` at the level `place`."""
        list_, starts = self.numbers[number]
        count = self._counts.setdefault(list_, Numbering(self._levels.get(list_, {})))
        if place in starts and (number, place) not in self._started:
            self._started.add((number, place))
            count.set(place, starts[place])
            return starts[place]
        return count.next(place)

    def label(self, number: int, place: int) -> str:
        """What is printed before the item that `next` has counted."""
        return self._counts[self.numbers[number][0]].label(place)

    def key(self, number: int) -> str:
        """What lists have in common that go on with each other's numbers."""
        list_, starts = self.numbers[number]
        return f"{list_}/{number}" if starts else str(list_)
