"""An .rtf → `ReadFile`: a walk over its groups, with what holds until each of them closes.

What is not well-formed is read as far as it goes: no sign of an .rtf is a mistake that a
reader could refuse with profit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any, Final, TypeAlias

from copydesk.config import Config
from copydesk.readers.document import Block, ListPlace, ReadFile, join_text
from copydesk.readers.inlines import BREAK, PLAIN, RunStyle, TextRun
from copydesk.readers.symbols import draw_symbols
from copydesk.readers.text import refuse_lines
from copydesk.readers.word.numbering import Lists
from copydesk.readers.word.pictures import Pictures
from copydesk.readers.word.rtf_groups import SIGNS, Letters, RtfGroup, RtfToken, read_groups
from copydesk.readers.word.rtf_story import RowShape, RtfStory
from copydesk.readers.word.rtf_tables import (
    Font,
    find_codec,
    read_fonts,
    read_lists,
    read_overrides,
    read_styles,
)
from copydesk.readers.word.story import add_note, drop_object
from copydesk.readers.word.styles import StyleSheet, find_outline_role

_ALT: Final = "wzDescription"
_DEEPEST: Final = 8
_MOST_DIGITS: Final = 6
#: Words that set a number of the paragraph, or switch something on or off.
_NUMBERS: Final = {
    "s": "style", "ls": "list_", "li": "indent", "ri": "right", "fi": "first",
    "outlinelevel": "level", "f": "font",
}  # fmt: skip
_LOOKS: Final = {
    "b": "strong", "i": "emph", "v": "hidden", "super": "sup", "sub": "sub",
    "strike": "struck", "striked": "struck",
}  # fmt: skip
#: How lines are set → whether by another edge than the left one.
_ALIGNED: Final = {"ql": False, "qj": False, "qc": True, "qr": True}
_SWITCHES: Final = {"deleted": "deleted", "mvf": "moved"}
_PAGES: Final = {
    f"{kind}{pages}": f"page {kind}" for kind in ("header", "footer") for pages in ("", *"lrf")
}
_CODE_PAGES: Final = {"mac": 10000, "pc": 437, "pca": 850}
_CONTROLS: Final = dict.fromkeys({*range(32)} - {9}) | dict.fromkeys((10, 11, 12, 13), " ")


def read_rtf_copy(data: bytes, path: str, config: Config) -> ReadFile:
    """What the .rtf in `data` says.

    Raises `Refused` for one with more signs than `limits.markup_tags`, or more paragraphs
    than `limits.lines`.
    """
    start = max(0, data.find(b"{\\rtf"))
    reader = _Reader(path, config)
    reader.read(read_groups(data[start:].decode("latin-1"), path, config))
    return reader.copy


@dataclass(slots=True)
class _State:
    """What holds until a group closes.

    `say` is where its text goes. `initial` says that the paragraph is the large first letter
    of the next one.
    """

    say: _Say
    look: RunStyle = PLAIN
    font: int = 0
    fallback: int = 1
    deleted: bool = False
    moved: bool = False
    style: int = 0
    list_: int = 0
    place: int = 0
    indent: int = 0
    right: int = 0
    first: int = 0
    depth: int = 0
    level: int | None = None
    ruled: bool = False
    centred: bool = False
    initial: bool = False

    def inner(self, say: _Say | None = None) -> _State:
        """The state in which a group inside this one opens."""
        state = _State(*_VALUES(self))
        state.say = say or state.say
        return state

    def reset_paragraph(self) -> None:
        r"""What `\pard` does."""
        self.style = self.list_ = self.place = self.indent = self.depth = 0
        self.right = self.first = 0
        self.level, self.ruled, self.centred, self.initial = None, False, False, False

    def reset_characters(self, font: int) -> None:
        r"""What `\plain` does."""
        self.look, self.font = PLAIN, font
        self.deleted = self.moved = False

    @property
    def is_gone(self) -> bool:
        """Whether text was deleted, or stands elsewhere now."""
        return self.deleted or self.moved


@lru_cache(maxsize=512)
def _switch_look(look: RunStyle, mark: str, *, on: bool) -> RunStyle:
    """`look` with a mark on or off; raised and lowered exclude each other."""
    changes: dict[str, Any] = {mark: on}
    if on and mark in ("sup", "sub"):
        changes = {"sup": mark == "sup", "sub": mark == "sub"}
    return replace(look, **changes)


_Say: TypeAlias = Callable[[str, _State], None]
_VALUES: Final = attrgetter(*(entry.name for entry in fields(_State)))


class _Reader:
    """Reads the groups of one document into a `ReadFile`."""

    def __init__(self, path: str, config: Config) -> None:
        self.copy = ReadFile()
        self._path, self._most = path, config.limits.lines
        self._paragraphs = 0
        self._story = RtfStory(self.copy)
        self._fonts: dict[int, Font] = {}
        self._sheet, self._lists = StyleSheet(), Lists()
        self._pictures = Pictures(self.copy, config.limits)
        #: What the drawings that are open are said to show, the innermost last.
        self._alts: list[str] = []
        self._letters = Letters()
        self._codec = "cp1252"
        self._default_font = 0
        self._signed = False
        #: Word → what is done with the group that begins with it.
        self._readers: dict[str, Callable[[RtfGroup, _State], None]] = {
            "rtf": self._read_to_end,
            "fonttbl": lambda group, _: self._fonts.update(read_fonts(group)),
            "stylesheet": lambda group, state: read_styles(
                self._sheet, group, partial(self._spell, state=state)
            ),
            "listtable": lambda group, state: read_lists(
                self._lists, group, partial(self._spell, state=state)
            ),
            "listoverridetable": lambda group, _: read_overrides(self._lists, group),
            "info": self._read_info,
            "footnote": self._read_note, "annotation": self._read_comment,
            **dict.fromkeys(_PAGES, self._read_page_head),
            **dict.fromkeys(("shptxt", "dptxbxtext"), self._read_box),
            "field": self._read_field, "fldinst": self._read_instruction,
            "fldrslt": self._read_result,
            **dict.fromkeys(("listtext", "pntext"), self._read_label),
            "upr": self._read_versions, "objclass": self._drop_object,
            "pict": self._read_picture, **dict.fromkeys(("shp", "do"), self._read_drawing),
            **dict.fromkeys(("sp", "nesttableprops"), self._read_silently),
            "mden": partial(self._read_behind, "/"), "mrad": partial(self._read_behind, "√"),
            # The part of a formula that stands above or below its line.
            "msup": partial(self._read_raised, "sup"), "msub": partial(self._read_raised, "sub"),
        }  # fmt: skip

    def read(self, whole: RtfGroup) -> None:
        """Read all groups of a file."""
        self._read_to_end(whole, _State(self._write))
        self.copy.blocks = self._story.end()

    def _read(self, group: RtfGroup, state: _State) -> None:
        for one in group.parts:
            if isinstance(one, RtfToken) and one.kind == "text":
                self._letters.add(one.text)
                continue
            self._flush(state)
            if isinstance(one, RtfGroup):
                self._letters.stop()
                if not one.is_silent:
                    self._readers.get(one.head, self._read)(one, state.inner())
            elif one.kind == "data":
                continue  # bytes of an object, whatever they read like
            elif one.text == "u":
                text = self._letters.read_number(one.value or 0, fallback=state.fallback)
                if text:
                    state.say(text, state)
            elif one.text in SIGNS:
                if not self._letters.passes_over():
                    state.say(SIGNS[one.text], state)
            else:
                self._letters.stop()
                self._obey(one.text, one.value, state)
        self._flush(state)
        self._letters.stop()

    # ── text ─────────────────────────────────────────────────────────────────

    def _flush(self, state: _State) -> None:
        """Hand on the bytes so far, in the code page of their font."""
        font = self._fonts.get(state.font)
        if text := self._letters.flush((font and font.codec) or self._codec):
            state.say(text, state)

    def _write(self, text: str, state: _State) -> None:
        font, story = self._fonts.get(state.font), self._story
        clean = text if text.isprintable() or text in ("\t", BREAK) else text.translate(_CONTROLS)
        shown = draw_symbols(clean, font.name if font else "")
        if state.moved or not shown:
            return
        if state.deleted:
            story.delete(shown)
            return
        story.style = self._sheet.paragraph("s", str(state.style))
        story.write(shown, state.look)
        if not (story.fields.is_code or story.fields.is_paging):
            story.was_deleted = self._signed = False

    def _spell(self, group: RtfGroup, state: _State) -> str:
        """The text of a group that is no text of the article."""
        pieces: list[str] = []
        self._read(group, state.inner(lambda text, _: pieces.append(text)))
        return "".join(pieces)

    # ── control words ────────────────────────────────────────────────────────

    def _obey(self, word: str, value: int | None, state: _State) -> None:
        """What a control word changes from here on."""
        number = value or 0
        if word in _LOOKS:
            state.look = _switch_look(state.look, _LOOKS[word], on=value != 0)
        elif word in _SWITCHES:
            setattr(state, _SWITCHES[word], value != 0)
        elif word in _NUMBERS:
            setattr(state, _NUMBERS[word], number)
        elif word in _ALIGNED:
            state.centred = _ALIGNED[word]
        elif word == "nosupersub":
            state.look = replace(state.look, sup=False, sub=False)
        elif word == "plain":
            state.reset_characters(self._default_font)
        elif word == "cs":
            state.look = replace(self._sheet.dress("cs", str(number)), hidden=state.look.hidden)
        elif word == "uc":
            state.fallback = max(0, number)
        else:
            self._set_paragraph(word, number, state)

    def _set_paragraph(self, word: str, value: int, state: _State) -> None:
        if word in ("par", "sect"):
            if state.say == self._write and not (state.is_gone or state.initial):
                self._paragraphs += bool(self._story.para.inlines)
                self._end_paragraph(state, state.depth)
        elif word == "pard":
            state.reset_paragraph()
        elif word == "ilvl":
            state.place = min(max(0, value), _DEEPEST)
        elif word in ("brdrb", "dropcapt"):
            state.ruled, state.initial = word == "brdrb", word == "dropcapt"
        elif word in ("intbl", "itap"):
            state.depth = max(1, state.depth) if word == "intbl" else max(0, value)
        elif word == "chftn":
            self._signed = True
        elif word == "deff":
            self._default_font = state.font = value
        elif word in ("ansicpg", *_CODE_PAGES):
            self._codec = find_codec(_CODE_PAGES.get(word, value))
        else:
            self._set_row(word, value, state)

    def _set_row(self, word: str, value: int, state: _State) -> None:
        depth, story = max(2, state.depth), self._story
        if word in ("cell", "nestcell"):
            depth = 1 if word == "cell" else depth
            self._end_paragraph(state, depth)
            story.end_cell(depth)
        elif word in ("row", "nestrow"):
            story.end_row(1 if word == "row" else depth)
        elif word == "trowd":
            story.shape = RowShape()
        elif word == "trleft":
            story.shape.left = value
        elif word == "cellx":
            story.shape.end_cell(value)
        elif word in ("clbrdrb", "clcbpat"):
            story.shape.next_off = word == "clbrdrb" or value > 0
        elif word == "trhdr":
            story.shape.header = True

    # ── paragraphs ───────────────────────────────────────────────────────────

    def _end_paragraph(self, state: _State, depth: int) -> None:
        """End the paragraph with the properties that hold at its end."""
        if self._paragraphs > self._most:
            raise refuse_lines(self._path, self._most)
        story, para = self._story, self._story.para
        label, story.label = story.label.strip(), ""
        story.style = self._sheet.paragraph("s", str(state.style))
        level = None if state.level is None else state.level + 1
        para.indent, para.rule = state.indent, state.ruled
        if state.first >= 0 and not state.centred:
            para.inset = (state.indent - story.style.indent, state.right)
        blocks = story.end_paragraph(find_outline_role(story.style.role, level))
        where = str(state.list_), state.place
        counted = self._lists.number(para, where, label, indented=bool(para.indent))
        # What the writer printed before it stands for a list that is not described.
        if label and not counted and para.role.startswith("heading:"):
            para.inlines.insert(0, TextRun(f"{label} "))
        elif label and not counted:
            digits = label.strip("().[] \t")
            known = digits.isdecimal() and len(digits) <= _MOST_DIGITS
            para.item = ListPlace("", state.place, int(digits) if known else None)
        story.put(blocks, depth)

    def _read_to_end(self, group: RtfGroup, state: _State) -> None:
        """Read a group whose last paragraph may have no end of its own."""
        self._read(group, state)
        if self._story.para.inlines or self._story.asides:
            self._end_paragraph(state, state.depth)

    def _read_story(self, group: RtfGroup, state: _State) -> list[Block]:
        """Read the group as a text of its own."""
        outer, self._story = self._story, RtfStory(self.copy)
        state.say = self._write
        state.reset_paragraph()
        state.reset_characters(self._default_font)
        self._read_to_end(group, state)
        story, self._story = self._story, outer
        return story.end()

    # ── groups ───────────────────────────────────────────────────────────────

    def _read_silently(self, group: RtfGroup, state: _State) -> None:
        """Read what a group does, and none of its text."""
        state.say = lambda _text, _state: None
        self._read(group, state)

    def _read_behind(self, sign: str, group: RtfGroup, state: _State) -> None:
        state.say(sign, state)
        self._read(group, state)

    def _read_raised(self, mark: str, group: RtfGroup, state: _State) -> None:
        state.look = _switch_look(state.look, mark, on=True)
        self._read(group, state)

    def _read_info(self, group: RtfGroup, state: _State) -> None:
        for one in group.list_groups("title", "author"):
            text = " ".join(self._spell(one, state).split())
            setattr(self.copy, "title" if one.head == "title" else "creator", text)

    def _read_note(self, group: RtfGroup, state: _State) -> None:
        """A note: called where it stands, by the sign before it when it sets one itself."""
        inlines = self._story.para.inlines
        if state.is_gone:
            self.copy.deleted.more(join_text(self._read_story(group, state)))
            return
        sign = ""
        last = inlines[-1] if inlines else None
        if not self._signed and isinstance(last, TextRun) and last.look.sup:
            sign = last.text
            inlines.pop()
        is_hidden = state.look.hidden
        key = add_note(self.copy, partial(self._read_story, group, state))
        if not is_hidden:
            self._story.call(key, sign)

    def _read_comment(self, group: RtfGroup, state: _State) -> None:
        self.copy.comments.add(join_text(self._read_story(group, state)))

    def _read_box(self, group: RtfGroup, state: _State) -> None:
        self._story.asides += self._read_story(group, state)

    def _read_page_head(self, group: RtfGroup, state: _State) -> None:
        self.copy.running[join_text(self._read_story(group, state))] = _PAGES[group.head]

    def _read_field(self, group: RtfGroup, state: _State) -> None:
        fields = self._story.fields
        fields.take("begin")
        self._read(group, state)
        fields.take("end")

    def _read_instruction(self, group: RtfGroup, state: _State) -> None:
        self._story.fields.code(self._spell(group, state))

    def _read_result(self, group: RtfGroup, state: _State) -> None:
        self._story.fields.take("separate")
        self._read(group, state)

    def _read_label(self, group: RtfGroup, state: _State) -> None:
        self._story.label += self._spell(group, state)

    def _read_versions(self, group: RtfGroup, state: _State) -> None:
        """Two versions of one thing, of which the second is in Unicode."""
        for one in group.list_groups("ud"):
            self._read(one, state)

    def _drop_object(self, group: RtfGroup, state: _State) -> None:
        said = " ".join(self._spell(group, state).split())
        drop_object(self.copy, "embedded object", said)

    # ── drawings ─────────────────────────────────────────────────────────────

    def _read_drawing(self, group: RtfGroup, state: _State) -> None:
        self._alts.append(self._find_alt(group, state))
        self._read(group, state)
        self._alts.pop()

    def _read_picture(self, group: RtfGroup, state: _State) -> None:
        digits = "".join(
            one.text.encode("latin-1").hex() if one.kind == "data" else one.text
            for one in group.parts
            if isinstance(one, RtfToken) and one.kind != "word"
        )
        bare = "".join(digits.split())
        try:
            data = bytes.fromhex(bare[: len(bare) // 2 * 2])
        except ValueError:
            return
        alts = (self._find_alt(group, state), *reversed(self._alts))
        is_seen = not (state.is_gone or state.look.hidden or self._story.fields.is_code)
        if data and is_seen:
            alt = next(filter(None, alts), "")
            self._story.para.inlines.append(self._pictures.show(data, alt))

    def _find_alt(self, group: RtfGroup, state: _State) -> str:
        """What a drawing is said to show, before or behind what it holds."""
        alt = ""
        for one in group.list_groups():
            names = (self._spell(name, state).strip() for name in one.list_groups("sn"))
            if one.head == "sp":
                if _ALT in names:
                    values = (self._spell(value, state) for value in one.list_groups("sv"))
                    alt = " ".join("".join(values).split()) or alt
            elif one.head not in ("pict", "shp", "shptxt"):
                alt = self._find_alt(one, state) or alt
        return alt
