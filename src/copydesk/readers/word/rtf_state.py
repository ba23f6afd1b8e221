"""What holds inside a group of an .rtf, and the words that open groups without text."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Final

from copydesk.readers.document import BREAK, Look

#: Groups that open with `\*`, which tells old readers to skip them, and are read.
READ: Final = frozenset(
    ("shppict", "shpinst", "annotation", "fldinst", "ud", "picprop", "nesttableprops",
     "listtable", "listoverridetable", "moMath", "moMathPara", "objclass", "footnote", "do")
)  # fmt: skip
#: Groups that hold no text of the article.
SKIPPED: Final = frozenset(
    ("colortbl", "filetbl", "nonshppict", "shprslt", "nonesttables", "ftnsep", "ftnsepc", "ftncn",
     "aftnsep", "aftnsepc", "aftncn", "tc", "xe", "rxe", "bxe", "txe", "private", "template",
     "falt", "panose", "listname", "listpicture", "mmathPict", "objdata", "objname", "background",
     "levelmarker", "pntxta", "pntxtb", "passwordhash", "datafield", "formfield", "info",
     "generator", "levelnumbers", "revtbl", "rsidtbl", "blipuid")
)  # fmt: skip
#: Words that are a character.
SIGNS: Final = {
    "tab": "\t", "line": BREAK, "page": BREAK, "column": BREAK, "softline": BREAK, "lbr": BREAK,
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002",
    "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c", "zwbo": "\u200b", "ltrmark": "\u200e",
    "rtlmark": "\u200f", "nbsp": "\u00a0", "shy": "\u00ad", "nbhyphen": "\u2011",
}  # fmt: skip
TABLES: Final = frozenset(("fonttbl", "stylesheet", "listtable", "listoverridetable"))
PLAIN: Final = Look()


@dataclass(slots=True)
class State:
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
    look: Look = field(default_factory=Look)
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

    def inner(self) -> State:
        """The state in which a group inside this one opens."""
        return State(*_VALUES(self))

    def reset_paragraph(self) -> None:
        r"""What `\pard` does."""
        self.style = self.list_ = self.place = self.indent = self.depth = 0
        self.level, self.ruled, self.initial = None, False, False

    def reset_characters(self, font: int) -> None:
        r"""What `\plain` does."""
        self.look, self.font = PLAIN, font
        self.deleted = self.moved = False


_VALUES: Final = attrgetter(*(entry.name for entry in fields(State)))


def switched(look: Look, name: str, *, on: bool) -> Look:
    """`look` with one of its switches set; raised and lowered exclude each other.

    >>> switched(Look(sup=True), "sub", on=True)
    Look(emph=False, strong=False, sup=False, sub=True, code=False, link='', hidden=False)
    """
    values = {
        "emph": look.emph, "strong": look.strong, "sup": look.sup, "sub": look.sub,
        "hidden": look.hidden,
    }  # fmt: skip
    if on and name in ("sup", "sub"):
        values["sup"] = values["sub"] = False
    values[name] = on
    return Look(
        values["emph"], values["strong"], values["sup"], values["sub"], look.code, look.link,
        values["hidden"],
    )  # fmt: skip
