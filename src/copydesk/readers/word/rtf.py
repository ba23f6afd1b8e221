"""An .rtf → `Copy`: a machine that goes over its signs once, with a state for each group.

What is not well-formed is read as far as it goes: no sign of an .rtf is a mistake that a
reader could refuse with profit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import partial
from operator import attrgetter
from typing import Any, Final

from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.readers.document import Copy, Item, join_text
from copydesk.readers.inlines import BREAK, PLAIN, Call, Look, Run
from copydesk.readers.symbols import draw_symbols
from copydesk.readers.text import refuse_lines
from copydesk.readers.word.pictures import Pictures
from copydesk.readers.word.rtf_story import RowShape, Story
from copydesk.readers.word.rtf_tables import Fonts, ListTable, Sheet, find_codec
from copydesk.readers.word.rtf_tokens import (
    READ,
    SIGNS,
    SKIPPED,
    TABLES,
    Letters,
    Token,
    read_tokens,
)
from copydesk.readers.word.styles import Styles, find_outline_role

_ALT: Final = "wzDescription"
_DEEPEST: Final = 8
_MOST_DIGITS: Final = 6
#: Words that set a number of the paragraph, or switch something on or off.
_NUMBERS: Final = {
    "s": "style", "ls": "list_", "li": "indent", "outlinelevel": "level", "f": "font",
}  # fmt: skip
_SWITCHES: Final = {"b": "strong", "i": "emph", "v": "hidden", "super": "sup", "sub": "sub"}
_PAGES: Final = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "page header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "page footer"),
}
#: Word → where the text of the group goes that it opens.
_INTO: Final = {
    "fldinst": "code", "fldrslt": "text", "listtext": "label", "pntext": "label",
    "nesttableprops": "row", "pict": "pict", "shp": "shape", "do": "shape",
}  # fmt: skip
_CODE_PAGES: Final = {"mac": 10000, "pc": 437, "pca": 850}
_PROPERTIES: Final = frozenset(("title", "author"))
_CONTROLS: Final = dict.fromkeys(range(32)) | dict.fromkeys((9, 10, 11, 12, 13), " ")


def read_rtf_copy(data: bytes, path: str, config: Config) -> Copy:
    """What the .rtf in `data` says.

    Raises `Refused` for one with more signs than `limits.markup_tags`, or more paragraphs
    than `limits.lines`.
    """
    start = max(0, data.find(b"{\\rtf"))
    most = config.limits.markup_tags
    machine = _Machine(config)
    for count, token in enumerate(read_tokens(data[start:].decode("latin-1"))):
        if count > most:
            message = f"`{path}` has more than {most:,} control words"
            hint = "send the article alone, or raise `limits.markup_tags` in the settings"
            raise Refused(message, hint=hint, code="refuse.expands")
        machine.take(token)
        if machine.paragraphs > config.limits.lines:
            raise refuse_lines(path, config.limits.lines)
    return machine.end()


@dataclass(slots=True)
class _State:
    """What holds until a group closes.

    `into` is where its text goes: `text`, `skip`, a table at the head, `code` (of a field),
    `label` (of a list item), `value`, `pict`. `inside` is the word that opened a group which
    is skipped or is a part of a list table. `outer` is where the text goes in which two
    versions of one thing stand, "" outside of such. `initial` says that the paragraph is
    the large first letter of the next one.
    """

    into: str = "text"
    inside: str = ""
    outer: str = ""
    look: Look = PLAIN
    font: int = 0
    fallback: int = 1
    deleted: bool = False
    moved: bool = False
    style: int = 0
    list_: int = 0
    place: int = 0
    indent: int = 0
    depth: int = 0
    level: int | None = None
    ruled: bool = False
    initial: bool = False

    def inner(self) -> _State:
        """The state in which a group inside this one opens."""
        return _State(*_VALUES(self))

    def reset_paragraph(self) -> None:
        r"""What `\pard` does."""
        self.style = self.list_ = self.place = self.indent = self.depth = 0
        self.level, self.ruled, self.initial = None, False, False

    def reset_characters(self, font: int) -> None:
        r"""What `\plain` does."""
        self.look, self.font = PLAIN, font
        self.deleted = self.moved = False


_VALUES: Final = attrgetter(*(entry.name for entry in fields(_State)))


@dataclass(slots=True)
class _Picture:
    """A picture, and what is said of it."""

    data: bytes
    alt: str = ""


@dataclass(slots=True)
class _Shape:
    """A drawing that is open: what is said of it, its hexadecimal digits, pictures in it.

    Nothing is said yet of the pictures in `untold`; a description may come after them.
    """

    alt: str = ""
    digits: list[str] = field(default_factory=list)
    pictures: list[_Picture] = field(default_factory=list)
    untold: list[_Picture] = field(default_factory=list)

    def end(self) -> None:
        """Decode its own picture, and describe those of which nothing is said yet."""
        bare = "".join("".join(self.digits).split())
        try:
            data = bytes.fromhex(bare[: len(bare) // 2 * 2])
        except ValueError:
            data = b""
        if data:
            own = _Picture(data)
            self.pictures.append(own)
            self.untold.append(own)
        if self.alt:
            for picture in self.untold:
                picture.alt = self.alt
            self.untold = []


class _Machine:
    """The state of the reader between two signs."""

    def __init__(self, config: Config) -> None:
        self.copy = Copy()
        self.paragraphs = 0
        self._state = _State()
        #: What is to be done when the group that is open now closes, the last first.
        self._closing: list[Callable[[], None]] = []
        self._stack: list[tuple[_State, list[Callable[[], None]]]] = []
        self._stories = [Story()]
        self._fonts, self._sheet, self._lists = Fonts(), Sheet(Styles.load()), ListTable()
        self._pictures = Pictures(self.copy, config.limits)
        #: The drawings that are open, the innermost last.
        self._shapes: list[_Shape] = []
        self._letters = Letters(self._say)
        self._codec = "cp1252"
        self._default_font = 0
        self._starred = False
        self._signed = False
        self._value: list[str] = []
        self._property = ""
        #: Word → what the group is that it opens.
        self._openers: dict[str, Callable[[], None]] = {
            "footnote": self._note,
            "annotation": partial(self._begin, self._add_comment),
            **dict.fromkeys(("shptxt", "dptxbxtext"), partial(self._begin, self._add_box)),
            **{
                word: partial(self._begin, partial(self._add_running, what))
                for word, what in _PAGES.items()
            },
            **{word: partial(self._collect, word) for word in ("sn", "sv", "objclass")},
            "field": self._field, "fldrslt": self._result,
            "upr": self._versions, "chftn": self._sign,
            **dict.fromkeys(("pict", "shp", "do"), self._draw),
            "mden": partial(self._write, "/"), "mrad": partial(self._write, "√"),
            # The part of a formula that stands above or below its line.
            "msup": partial(self._switch, "sup"), "msub": partial(self._switch, "sub"),
        }  # fmt: skip

    @property
    def _story(self) -> Story:
        return self._stories[-1]

    def take(self, token: Token) -> None:
        """Go on by one sign."""
        if token.kind == "word":
            if token.text == "u":
                fallback, page = self._state.fallback, self._page()
                self._letters.number(token.value or 0, fallback=fallback, codec=page)
            else:
                self._letters.flush(self._page())
                self._word(token)
        elif token.kind in ("text", "byte"):
            self._text(token)
        elif token.kind == "data":
            self._draw_digits(token.text.encode("latin-1").hex())
        else:
            self._letters.flush(self._page())
            self._letters.stop()
            self._starred = False
            if token.kind == "open":
                self._stack.append((self._state, self._closing))
                self._state, self._closing = self._state.inner(), []
            else:
                self._close()

    def end(self) -> Copy:
        """Close what is still open."""
        self._letters.flush(self._page())
        while self._stack:
            self._close()
        self._finish_paragraph()
        self.copy.blocks = self._story.end()
        return self.copy

    # ── groups ───────────────────────────────────────────────────────────────

    def _close(self) -> None:
        if not self._stack:
            return
        for step in reversed(self._closing):
            step()
        if len(self._stack) == 1:
            self._finish_paragraph()
        self._state, self._closing = self._stack.pop()

    def _finish_paragraph(self) -> None:
        """The last paragraph of a text may have no end of its own."""
        if self._story.para.inlines:
            self._describe()
            self._story.end_paragraph(self._state.depth)

    # ── text ─────────────────────────────────────────────────────────────────

    def _page(self) -> str:
        """The code page of the bytes that are read now."""
        return self._fonts.get(self._state.font).codec or self._codec

    def _text(self, token: Token) -> None:
        into = self._state.into
        if into in ("text", "stylesheet", "code", "label", "value"):
            self._letters.add(token.text)
        elif into == "pict":
            self._draw_digits(token.text)
        elif into == "fonttbl":
            self._fonts.take(token)
        elif into in TABLES:
            self._lists.take(token, self._state.inside)

    def _say(self, text: str) -> None:
        """Put text where it belongs."""
        into = self._state.into
        if into == "text":
            self._write(text)
        elif into == "stylesheet":
            self._sheet.name(text)
        elif into == "code":
            self._story.fields.code(text)
        elif into == "label":
            self._story.label += text
        elif into == "value":
            self._value.append(text)
        elif into in TABLES and self._state.inside == "leveltext":
            self._lists.sign(text)

    def _write(self, text: str) -> None:
        state, story = self._state, self._story
        clean = text if text.isprintable() or text in ("\t", BREAK) else text.translate(_CONTROLS)
        shown = draw_symbols(clean, self._fonts.get(state.font).name)
        if state.deleted and not state.moved:
            self._delete(shown)
        elif shown and not (state.moved or story.fields.is_code or story.fields.is_paging):
            story.was_deleted = self._signed = False
            if shown.strip():
                story.contents.add(story.fields.is_contents)
            story.para.add(shown, self._look())

    def _look(self) -> Look:
        """How text looks here; a style that is bold as a whole says nothing of its words."""
        look, link = self._state.look, self._story.fields.link
        if look is PLAIN and not link:
            return look
        return replace(self._sheet.paragraph(self._state.style).without(look), link=link)

    def _delete(self, text: str) -> None:
        if self._story.was_deleted:
            self.copy.deleted.more(text)
        elif text.strip():
            self.copy.deleted.add(text)
            self._story.was_deleted = True

    # ── control words ────────────────────────────────────────────────────────

    def _word(self, token: Token) -> None:
        word, state = token.text, self._state
        starred, self._starred = self._starred, word == "*"
        if word == "*":
            return
        if state.into == "skip":
            self._skipped(word)
        elif word in SIGNS:
            if not self._letters.passes_over():
                self._say(SIGNS[word])
        elif word in TABLES:
            state.into = word
        elif word in SKIPPED or _is_setting(word):
            state.into, state.inside = "skip", word
        elif state.into in TABLES:
            self._table(token)
        elif starred and word not in READ:
            state.into, state.inside = "skip", word
        else:
            self._letters.stop()
            known = self._character(word, token.value) or self._paragraph(word, token.value or 0)
            if not known:
                self._destination(token)

    def _skipped(self, word: str) -> None:
        """What is wanted of groups that are passed over."""
        state = self._state
        if word in _PROPERTIES and state.inside == "info":
            self._collect(word)
        elif word == "ud" and state.outer:
            state.into = state.outer

    def _table(self, token: Token) -> None:
        """A word in one of the tables at the head goes to whom it describes."""
        state = self._state
        if state.into == "fonttbl":
            self._fonts.take(token)
        elif state.into == "stylesheet":
            if not self._closing:
                self._sheet.begin()
                self._closing.append(self._sheet.done)
            self._sheet.take(token)
        else:
            if token.text == "leveltext":
                state.inside = token.text
            self._lists.take(token, state.inside)

    def _character(self, word: str, value: int | None) -> bool:
        """How characters look from here on; False for any other word."""
        state = self._state
        if word in _SWITCHES:
            self._switch(_SWITCHES[word], on=value != 0)
        elif word == "nosupersub":
            state.look = replace(state.look, sup=False, sub=False)
        elif word == "plain":
            state.reset_characters(self._default_font)
        elif word == "cs":
            state.look = replace(self._sheet.look(value or 0), hidden=state.look.hidden)
        elif word == "deleted":
            state.deleted = value != 0
        elif word == "mvf":
            state.moved = value != 0
        elif word == "uc":
            state.fallback = max(0, value or 0)
        else:
            return False
        return True

    def _switch(self, mark: str, *, on: bool = True) -> None:
        """Switch a look on or off; raised and lowered exclude each other."""
        changes: dict[str, Any] = {mark: on}
        if on and mark in ("sup", "sub"):
            changes = {"sup": mark == "sup", "sub": mark == "sub"}
        self._state.look = replace(self._state.look, **changes)

    # ── paragraphs ───────────────────────────────────────────────────────────

    def _paragraph(self, word: str, value: int) -> bool:
        """Read a word about a paragraph or a row; False for any other."""
        state = self._state
        if word in ("par", "sect"):
            if state.into == "text" and not (state.deleted or state.moved or state.initial):
                self.paragraphs += bool(self._story.para.inlines)
                self._describe()
                self._story.end_paragraph(state.depth)
        elif word == "pard":
            state.reset_paragraph()
        elif word in _NUMBERS:
            setattr(state, _NUMBERS[word], value)
        elif word == "ilvl":
            state.place = min(max(0, value), _DEEPEST)
        elif word in ("brdrb", "dropcapt"):
            state.ruled, state.initial = word == "brdrb", word == "dropcapt"
        elif word in ("intbl", "itap"):
            state.depth = max(1, state.depth) if word == "intbl" else max(0, value)
        else:
            return self._row(word, value)
        return True

    def _row(self, word: str, value: int) -> bool:
        depth, story = max(2, self._state.depth), self._story
        if word == "trowd":
            story.shape = RowShape()
        elif word == "trleft":
            story.shape.left = value
        elif word == "cellx":
            story.shape.end_cell(value)
        elif word in ("clbrdrb", "clcbpat"):
            story.shape.next_off = word == "clbrdrb" or value > 0
        elif word == "trhdr":
            story.shape.header = True
        elif word in ("cell", "nestcell"):
            self._describe()
            story.end_cell(1 if word == "cell" else depth)
        elif word in ("row", "nestrow"):
            story.end_row(1 if word == "row" else depth)
        else:
            return False
        return True

    def _describe(self) -> None:
        """Give the paragraph the properties that hold at its end."""
        state, story = self._state, self._story
        para, label = story.para, story.label.strip()
        style = self._sheet.paragraph(state.style)
        role, para.bold = style.role, style.look.strong
        if state.level is not None:
            role = find_outline_role(role, state.level + 1)
        if role == "contents" or story.contents == {True}:
            role, para.zone = "", "nav"
        para.role, para.indent, para.rule = role, state.indent, state.ruled
        where = str(state.list_), state.place
        counted = self._lists.lists.number(para, where, label, indented=bool(para.indent))
        # What the writer printed before it stands for a list that is not described.
        if label and not counted and role.startswith("heading:"):
            para.inlines.insert(0, Run(f"{label} "))
        elif label and not counted:
            digits = label.strip("().[] \t")
            known = digits.isdecimal() and len(digits) <= _MOST_DIGITS
            para.item = Item("", state.place, int(digits) if known else None)

    # ── destinations ─────────────────────────────────────────────────────────

    def _destination(self, token: Token) -> None:
        """A word that says what the group it opens holds."""
        word = token.text
        if word in _INTO:
            self._state.into = _INTO[word]
        if word in self._openers:
            self._openers[word]()
        elif word == "ansicpg" and token.value:
            self._codec = find_codec(token.value)
        elif word in _CODE_PAGES:
            self._codec = find_codec(_CODE_PAGES[word])
        elif word == "deff":
            self._default_font = self._state.font = token.value or 0

    def _begin(self, finish: Callable[[Story], None]) -> None:
        """Read the group as a text of its own and hand that to `finish`."""
        self._stories.append(Story())
        self._state.into = "text"
        self._state.reset_paragraph()
        self._state.reset_characters(self._default_font)

        def close() -> None:
            self._finish_paragraph()
            finish(self._stories.pop())

        self._closing.append(close)

    def _note(self) -> None:
        """A note: called where it stands, by the sign before it when it sets one itself."""
        state, para = self._state, self._story.para
        if state.deleted or state.moved:
            self._begin(lambda story: self.copy.deleted.more(join_text(story.end())))
            return
        sign = ""
        last = para.inlines[-1] if para.inlines else None
        if not self._signed and isinstance(last, Run) and last.look.sup:
            sign = last.text
            para.inlines.pop()
        key = str(len(self.copy.notes) + 1)
        self.copy.notes[key] = []
        if not state.look.hidden:
            para.inlines.append(Call(key, sign))

        def finish(story: Story) -> None:
            self.copy.notes[key] = story.end()

        self._begin(finish)

    def _add_comment(self, story: Story) -> None:
        self.copy.comments.add(join_text(story.end()))

    def _add_box(self, story: Story) -> None:
        self._story.asides += story.end()

    def _add_running(self, what: str, story: Story) -> None:
        self.copy.running[join_text(story.end())] = what

    def _field(self) -> None:
        fields = self._story.fields
        fields.begin()
        self._closing.append(fields.end)

    def _result(self) -> None:
        self._story.fields.separate()

    def _versions(self) -> None:
        """Two versions of one thing, of which the second is in Unicode."""
        self._state.outer, self._state.into = self._state.into, "skip"

    def _sign(self) -> None:
        self._signed = True

    def _collect(self, word: str) -> None:
        """Read the group as a value, and use it when it closes."""
        self._state.into, self._value = "value", []

        def use() -> None:
            text = " ".join("".join(self._value).split())
            self._value = []
            if word == "title":
                self.copy.title = text
            elif word == "author":
                self.copy.creator = text
            elif word == "objclass":
                self.copy.drop(f"embedded object “{text}”" if text else "embedded object")
            elif word == "sn":
                self._property = text
            elif text and self._shapes and self._property == _ALT:
                self._shapes[-1].alt = text

        self._closing.append(use)

    def _draw(self) -> None:
        state, story = self._state, self._story
        is_seen = not state.deleted and not state.moved and not state.look.hidden
        self._shapes.append(_Shape())

        def finish() -> None:
            shape = self._shapes.pop()
            shape.end()
            if self._shapes:
                self._shapes[-1].pictures += shape.pictures
                self._shapes[-1].untold += shape.untold
            elif is_seen and not story.fields.is_code:
                for picture in shape.pictures:
                    story.para.inlines.append(self._pictures.show(picture.data, picture.alt))

        self._closing.append(finish)

    def _draw_digits(self, digits: str) -> None:
        if self._shapes and self._state.into == "pict":
            self._shapes[-1].digits.append(digits)


def _is_setting(word: str) -> bool:
    """Whether a group of a formula says how it looks."""
    return word[:1] == "m" and word.endswith("Pr")
