"""An .rtf → `Copy`: a machine that goes over its signs once, with a state for each group.

What is not well-formed is read as far as it goes: no sign of an .rtf is a mistake that a
reader could refuse with profit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.readers.document import BREAK, Call, Copy, Look, Para, Run, refuse_lines
from copydesk.readers.word.pictures import Pictures
from copydesk.readers.word.rtf_drawings import Shapes
from copydesk.readers.word.rtf_letters import Letters
from copydesk.readers.word.rtf_paragraphs import Paragraphs
from copydesk.readers.word.rtf_state import PLAIN, READ, SIGNS, SKIPPED, TABLES, State, switched
from copydesk.readers.word.rtf_story import Story
from copydesk.readers.word.rtf_tables import Fonts, ListTable, Sheet, codec
from copydesk.readers.word.rtf_tokens import Token, tokens
from copydesk.readers.word.running import is_telling
from copydesk.readers.word.styles import Styles
from copydesk.readers.word.symbols import drawn

_SWITCHES: Final = {"b": "strong", "i": "emph", "v": "hidden", "super": "sup", "sub": "sub"}
_PAGES: Final = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "page header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "page footer"),
}
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
    for count, token in enumerate(tokens(data[start:].decode("latin-1"))):
        if count > most:
            message = f"`{path}` has more than {most:,} control words"
            hint = "send the article alone, or raise `limits.markup_tags` in the settings"
            raise Refused(message, hint=hint, code="refuse.expands")
        machine.take(token)
        if machine.paragraphs > config.limits.lines:
            raise refuse_lines(path, config.limits.lines)
    return machine.end()


class _Machine:
    """The state of the reader between two signs."""

    def __init__(self, config: Config) -> None:
        self.copy = Copy()
        self.paragraphs = 0
        self._state = State()
        self._stack: list[tuple[State, Callable[[], None] | None]] = []
        self._closing: Callable[[], None] | None = None
        self._stories = [Story()]
        self._fonts, self._sheet, self._lists = Fonts(), Sheet(Styles.load()), ListTable()
        self._paragraphs = Paragraphs(self._sheet, self._lists)
        self._shapes = Shapes(Pictures(self.copy, config.limits))
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
            "annotation": self._comment,
            "shptxt": self._box, "dptxbxtext": self._box,
            "field": self._field,
            "fldinst": partial(self._into, "code"),
            "fldrslt": self._result,
            "listtext": partial(self._into, "label"), "pntext": partial(self._into, "label"),
            "nesttableprops": partial(self._into, "row"),
            "upr": self._versions,
            "chftn": self._sign,
            "pict": partial(self._draw, "pict"),
            "shp": partial(self._draw, "shape"), "do": partial(self._draw, "shape"),
            "mden": partial(self._write, "/"), "mrad": partial(self._write, "√"),
            "msup": partial(self._raise, "sup"), "msub": partial(self._raise, "sub"),
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
            if self._state.into == "pict":
                self._shapes.add(token.text.encode("latin-1").hex())
        else:
            self._letters.flush(self._page())
            self._letters.stop()
            self._starred = False
            if token.kind == "open":
                self._stack.append((self._state, self._closing))
                self._state, self._closing = self._state.inner(), None
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
        if self._closing is not None:
            self._closing()
        if len(self._stack) == 1:
            self._finish_paragraph()
        self._state, self._closing = self._stack.pop()

    def _finish_paragraph(self) -> None:
        """The last paragraph of a text may have no end of its own."""
        if self._story.para.inlines:
            self._paragraphs.describe(self._state, self._story)
            self._story.end_paragraph(self._state.depth)

    def _at_close(self, step: Callable[[], None]) -> None:
        """Do `step` when the group that is open now closes, before what was planned already."""
        planned = self._closing

        def steps() -> None:
            step()
            if planned is not None:
                planned()

        self._closing = steps

    # ── text ─────────────────────────────────────────────────────────────────

    def _page(self) -> str:
        """The code page of the bytes that are read now."""
        return self._fonts.get(self._state.font).codec or self._codec

    def _text(self, token: Token) -> None:
        into = self._state.into
        if into in ("text", "stylesheet", "code", "label", "value"):
            self._letters.add(token.text)
        elif into == "pict":
            self._shapes.add(token.text)
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
        shown = drawn(clean, self._fonts.get(state.font).name)
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
        style = self._sheet.paragraph(self._state.style)
        strong, emph = look.strong and not style.bold, look.emph and not style.italic
        return replace(look, strong=strong, emph=emph, link=link)

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
            if not self._character(token) and not self._paragraph(token):
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
            if self._closing is None:
                self._sheet.begin()
                self._closing = self._sheet.done
            self._sheet.take(token)
        else:
            if token.text == "leveltext":
                state.inside = token.text
            self._lists.take(token, state.inside)

    def _character(self, token: Token) -> bool:
        """How characters look from here on; False for any other word."""
        state, word, value = self._state, token.text, token.value
        if word in _SWITCHES:
            state.look = switched(state.look, _SWITCHES[word], on=value != 0)
        elif word == "nosupersub":
            state.look = replace(state.look, sup=False, sub=False)
        elif word == "plain":
            state.reset_characters(self._default_font)
        elif word == "cs":
            state.look = replace(self._sheet.look(value or 0), hidden=state.look.hidden)
        elif word == "f":
            state.font = value or 0
        elif word == "deleted":
            state.deleted = value != 0
        elif word == "mvf":
            state.moved = value != 0
        elif word == "uc":
            state.fallback = max(0, value or 0)
        else:
            return False
        return True

    def _paragraph(self, token: Token) -> bool:
        state = self._state
        if token.text not in ("par", "sect"):
            return self._paragraphs.take(token, state, self._story)
        goes_on = state.deleted or state.moved or state.initial
        if state.into == "text" and not goes_on:
            self.paragraphs += bool(self._story.para.inlines)
            self._paragraphs.describe(state, self._story)
            self._story.end_paragraph(state.depth)
        return True

    # ── destinations ─────────────────────────────────────────────────────────

    def _destination(self, token: Token) -> None:
        """A word that says what the group it opens holds."""
        word = token.text
        if word in _PAGES:
            self._begin(lambda story: self._run_along(_PAGES[word], story))
        elif word in self._openers:
            self._openers[word]()
        elif word in ("sn", "sv", "objclass"):
            self._collect(word)
        elif word == "ansicpg" and token.value:
            self._codec = codec(token.value)
        elif word in _CODE_PAGES:
            self._codec = codec(_CODE_PAGES[word])
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

        self._at_close(close)

    def _note(self) -> None:
        """A note: called where it stands, by the sign before it when it sets one itself."""
        state, para = self._state, self._story.para
        if state.deleted or state.moved:
            self._begin(lambda story: self.copy.deleted.more(_said(story)))
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

    def _comment(self) -> None:
        self._begin(lambda story: self.copy.comments.add(_said(story)))

    def _box(self) -> None:
        def finish(story: Story) -> None:
            self._story.asides += story.end()

        self._begin(finish)

    def _run_along(self, what: str, story: Story) -> None:
        text = " ".join(_said(story).split())
        if is_telling(text):
            self.copy.running[text] = what

    def _field(self) -> None:
        fields = self._story.fields
        fields.begin()
        self._at_close(fields.end)

    def _result(self) -> None:
        self._state.into = "text"
        self._story.fields.separate()

    def _into(self, into: str) -> None:
        self._state.into = into

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
            else:
                self._shapes.describe(self._property, text)

        self._at_close(use)

    def _draw(self, into: str) -> None:
        state, story = self._state, self._story
        is_seen = not state.deleted and not state.moved and not state.look.hidden
        state.into = into
        self._shapes.begin()

        def finish() -> None:
            shown = self._shapes.end()
            if is_seen and not story.fields.is_code:
                story.para.inlines += shown

        self._at_close(finish)

    def _raise(self, place: str) -> None:
        """The part of a formula that stands above or below its line."""
        self._state.look = switched(self._state.look, place, on=True)


def _is_setting(word: str) -> bool:
    """Whether a group of a formula says how it looks."""
    return word[:1] == "m" and word.endswith("Pr")


def _said(story: Story) -> str:
    """All text of a story, paragraphs parted by blanks."""
    return " ".join(block.text for block in story.end() if isinstance(block, Para))
