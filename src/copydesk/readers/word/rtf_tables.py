"""The tables at the head of an .rtf: fonts, styles, lists."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from copydesk.readers.word.numbering import BULLET, NONE, PADDED, Level, Lists, fill_levels
from copydesk.readers.word.rtf_groups import RtfGroup
from copydesk.readers.word.styles import StyleEntry, StyleSheet

#: Reads the text of a group.
Spell = Callable[[RtfGroup], str]

#: Character set of a font → its code page.
_CHARSETS: Final = {
    77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254,
    163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850,
}  # fmt: skip
_SYMBOLIC: Final = 2
_CODECS: Final = {10000: "mac_roman", 936: "gbk", 1361: "johab", 65001: "utf-8"}
_FORMS: Final = {1: "I", 2: "i", 3: "A", 4: "a", 22: PADDED, 23: BULLET, 255: NONE}
#: Bytes below stand for the number of a level.
_PLACES: Final = 9
_SWITCHES: Final = {"b": "strong", "i": "emph", "strike": "struck", "striked": "struck"}


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


def read_fonts(table: RtfGroup) -> dict[int, Font]:
    """The fonts by their numbers, each in a group of its own or not."""
    fonts: dict[int, Font] = {}
    font = Font()
    for kind, text, value in table.list_tokens():
        if kind == "text":
            font.name = text.partition(";")[0].strip() or font.name
        elif text == "f":
            font = fonts.setdefault(value or 0, Font())
        elif text == "fcharset" and value == _SYMBOLIC:
            font.name = font.name or "Symbol"
        elif text == "fcharset" and value in _CHARSETS:
            font.codec = find_codec(_CHARSETS[value])
        elif text == "cpg" and value:
            font.codec = find_codec(value)
    return fonts


def read_styles(sheet: StyleSheet, table: RtfGroup, spell: Spell) -> None:
    r"""Take the styles of the table, by the words that number them; others are the style `\s0`."""
    for entry in table.list_groups():
        values = entry.values
        kind = next((word for word in ("s", "cs", "ts", "ds") if word in values), "s")
        base, level = values.get("sbasedon"), values.get("outlinelevel")
        style = StyleEntry(
            (spell(entry).partition(";")[0].strip(),),
            None if base is None else str(base),
            {_SWITCHES[word]: values[word] != 0 for word in _SWITCHES if word in values},
            None if level is None else level + 1,
            values.get("li"),
        )
        sheet.add(kind, str(values.get(kind) or 0), style)


def read_lists(lists: Lists, table: RtfGroup, spell: Spell) -> None:
    """Take the lists of the table, each with its levels."""
    for one in table.list_groups("list"):
        levels = (_read_level(level, spell) for level in one.list_groups("listlevel"))
        lists.levels[str(one.find_number("listid"))] = dict(enumerate(levels))


def _read_level(level: RtfGroup, spell: Spell) -> Level:
    label = "".join(map(spell, level.list_groups("leveltext")))
    # The first sign is the length; one below 9 stands for the number of that level.
    signs = (
        f"%{ord(sign) + 1}" if ord(sign) < _PLACES else sign for sign in label[1:].partition(";")[0]
    )
    form = level.find_number("levelnfcn", level.find_number("levelnfc"))
    start = level.find_number("levelstartat", 1)
    return Level(_FORMS.get(form, "1"), start, "".join(signs), level.find_number("li"))


def read_overrides(lists: Lists, table: RtfGroup) -> None:
    """Take the numbers that paragraphs know lists by, and starts of their own."""
    for one in table.list_groups("listoverride"):
        key = str(one.find_number("listid"))
        lists.levels[key] = fill_levels(lists.levels.get(key, {}))
        starts = {
            step: level.find_number("levelstartat")
            for step, level in enumerate(one.list_groups("lfolevel"))
            if "levelstartat" in level.values
        }
        lists.use(str(one.find_number("ls")), key, starts=starts)
