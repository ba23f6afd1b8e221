"""The paragraphs of an .rtf: what their style, their list and the words at their end say."""

from __future__ import annotations

from typing import Final

from copydesk.readers.document import Item, Para, Run
from copydesk.readers.word.rtf_state import State
from copydesk.readers.word.rtf_story import RowShape, Story
from copydesk.readers.word.rtf_tables import ListTable, Sheet
from copydesk.readers.word.rtf_tokens import Token
from copydesk.readers.word.styles import outlined

_DEEPEST: Final = 8
_MOST_DIGITS: Final = 6


class Paragraphs:
    """Describes the paragraphs of one document as they end."""

    def __init__(self, sheet: Sheet, lists: ListTable) -> None:
        self._sheet = sheet
        self._lists = lists

    def take(self, token: Token, state: State, story: Story) -> bool:
        """Read a word about a paragraph or a row; False for any other."""
        word, value = token.text, token.value or 0
        if word == "pard":
            state.reset_paragraph()
        elif word == "s":
            state.style = value
        elif word == "ls":
            state.list_ = value
        elif word == "ilvl":
            state.place = min(max(0, value), _DEEPEST)
        elif word == "li":
            state.indent = value
        elif word == "outlinelevel":
            state.level = value
        elif word in ("brdrb", "dropcapt"):
            state.ruled, state.initial = word == "brdrb", word == "dropcapt"
        else:
            return self._in_table(token, state, story)
        return True

    def _in_table(self, token: Token, state: State, story: Story) -> bool:
        word, value = token.text, token.value or 0
        if word == "intbl":
            state.depth = max(1, state.depth)
        elif word == "itap":
            state.depth = max(0, value)
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
        elif word in ("cell", "nestcell"):
            self.describe(state, story)
            story.end_cell(1 if word == "cell" else max(2, state.depth))
        elif word in ("row", "nestrow"):
            story.end_row(1 if word == "row" else max(2, state.depth))
        else:
            return False
        return True

    def describe(self, state: State, story: Story) -> None:
        """Give the paragraph of `story` the properties that hold at its end."""
        para = story.para
        role = self._sheet.paragraph(state.style).role
        if state.level is not None:
            role = outlined(role, state.level + 1)
        if role == "contents" or story.contents == {True}:
            role, para.zone = "", "nav"
        para.role, para.indent, para.rule = role, state.indent, state.ruled
        self._number(para, state, story.label.strip())

    def _number(self, para: Para, state: State, label: str) -> None:
        """Count a paragraph of a list; `label` is what the writer printed before it."""
        heading = para.role.startswith("heading:")
        level = self._lists.level(state.list_, state.place)
        if level is None:
            if label and heading:
                para.inlines.insert(0, Run(f"{label} "))
            elif label:
                para.item = Item("", state.place, _value(label))
            return
        if level.is_silent:
            return
        value = None if level.is_bullet else self._lists.next(state.list_, state.place)
        if value is not None and (heading or level.speaks):
            printed = label or self._lists.label(state.list_, state.place)
            para.inlines.insert(0, Run(f"{printed} "))
            return
        para.indent = para.indent or level.indent
        para.item = Item(self._lists.key(state.list_), state.place, value)


def _value(label: str) -> int | None:
    """The number that a printed label is, None for a bullet."""
    digits = label.strip("().[] \t")
    return int(digits) if digits.isdecimal() and len(digits) <= _MOST_DIGITS else None
