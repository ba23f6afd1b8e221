"""A text that is being read, in whichever format: its open paragraph, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from copydesk.readers.document import Block, Para, ReadFile
from copydesk.readers.inlines import PLAIN, Call, RunStyle, TextRun
from copydesk.readers.word.styles import ParagraphStyle

_ADDRESS: Final = re.compile(
    r'\s*HYPERLINK\s+(?:"([^"]*)"|([^\s"\\]\S*))(?:.*?\\l\s+"([^"]+)")?', re.IGNORECASE | re.DOTALL
)
#: What stands for a place of the page and changes with it.
_PAGING: Final = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES"))
_CONTENTS: Final = frozenset(("TOC", "INDEX", "TOA"))


class Fields:
    """The fields that are open at a place of the text, the innermost last.

    A field is a hidden instruction and the text it has printed. Only the text is copy. Of each
    the instruction is held while it goes on, then its first word and its address.

    >>> fields = Fields()
    >>> fields.take("begin"); fields.code(' HYPERLINK "https://example.org" ')
    >>> fields.take("separate")
    >>> fields.link, fields.is_code
    ('https://example.org', False)
    >>> fields.take("end"); fields.link
    ''
    """

    def __init__(self) -> None:
        self._open: list[tuple[str | None, str, str]] = []

    def take(self, step: str) -> None:
        """Begin a field, `separate` its instruction from its result, or end it."""
        if step == "begin":
            self._open.append(("", "", ""))
        elif self._open:
            code, kind, link = self._open.pop()
            if code is not None:
                kind, link = "".join(code.split(maxsplit=1)[:1]).upper(), read_address(code)
            self._open += [(None, kind, link)] * (step == "separate")

    def code(self, text: str) -> None:
        """Add to the instruction of the innermost field."""
        if self._open and (code := self._open[-1][0]) is not None:
            self._open[-1] = (code + text, "", "")

    @property
    def is_code(self) -> bool:
        """Whether text here is part of an instruction, in which no reader sees it."""
        return any(code is not None for code, _, _ in self._open)

    @property
    def link(self) -> str:
        return next((link for _, _, link in reversed(self._open) if link), "")

    @property
    def is_contents(self) -> bool:
        """Whether text here is a table of contents or an index."""
        return any(kind in _CONTENTS for _, kind, _ in self._open)

    @property
    def is_paging(self) -> bool:
        """Whether text here is the number of a page."""
        return any(kind in _PAGING for _, kind, _ in self._open)


def read_address(instruction: str) -> str:
    r"""The address that a field leads to, "" when it leads to none outside the document.

    >>> read_address(' HYPERLINK \\l "Section2" '), read_address("HYPERLINK mailto:a@example.org")
    ('', 'mailto:a@example.org')
    >>> read_address('HYPERLINK "https://example.org/a" \\t "_blank" \\l "mud"')
    'https://example.org/a#mud'
    """
    found = _ADDRESS.match(instruction)
    quoted, bare, place = found.groups() if found else ("", "", "")
    target = (quoted or bare or "").strip()
    if not target or target.startswith("#"):
        return ""
    return f"{target}#{place}" if place else target


@dataclass(slots=True)
class WordStory:
    """A text of its own, whose fields and paragraphs end with it: the body, a note, a box.

    `para` is the paragraph that is read, in `style`; `asides` are the texts of boxes in it,
    `contents` tells whether text so far is a table of contents.
    """

    copy: ReadFile
    para: Para = field(default_factory=Para)
    style: ParagraphStyle = field(default_factory=ParagraphStyle)
    fields: Fields = field(default_factory=Fields)
    asides: list[Block] = field(default_factory=list)
    contents: set[bool] = field(default_factory=set)
    was_deleted: bool = False

    def write(self, text: str, look: RunStyle = PLAIN) -> None:
        """Add text, unless it is an instruction, or the number of a page.

        A style that is bold as a whole says nothing of its words.
        """
        if self.fields.is_code or self.fields.is_paging:
            return
        if text.strip():
            self.contents.add(self.fields.is_contents)
        shown, link = self.style.without(look), look.link or self.fields.link
        self.para.add(text, shown if shown.link == link else replace(shown, link=link))

    def write_formula(self, pieces: list[TextRun], look: RunStyle) -> None:
        """Add a formula, with what stands raised or lowered in it."""
        for piece in pieces:
            self.write(piece.text, replace(look, sup=piece.look.sup, sub=piece.look.sub))

    def delete(self, text: str) -> None:
        """Count a tracked deletion; writers start a new one where the look changes."""
        if self.was_deleted:
            self.copy.deleted.more(text)
        elif text.strip():
            self.copy.deleted.add(text)
            self.was_deleted = True

    def call(self, note: str, sign: str = "") -> None:
        """Call `note` here, by a sign that the author typed for it, if any."""
        self.para.inlines.append(Call(note, sign))

    def end_paragraph(self, role: str, *, contents: bool = False) -> list[Block]:
        """End the paragraph, of the hint `role`; it and the boxes in it.

        `contents` says that it stands in a table of contents or an index.
        """
        para = self.para
        para.role, para.bold = role, self.style.look.strong
        if role == "contents" or contents or self.contents == {True}:
            para.role, para.zone = "", "nav"
        blocks: list[Block] = [para, *self.asides]
        self.para, self.asides, self.contents = Para(), [], set()
        return blocks


def add_note(copy: ReadFile, read: Callable[[], list[Block]]) -> str:
    """Number a note by the order of its call, before those that `read` finds in it."""
    key = str(len(copy.notes) + 1)
    copy.notes[key] = []
    copy.notes[key] = read()
    return key


def drop_object(copy: ReadFile, kind: str, said: str) -> None:
    """Record an object of `kind` that was left out, and what the file says it is."""
    copy.drop(f"{kind} “{said}”" if said else kind)


def drop_prompt(copy: ReadFile, text: str) -> None:
    """Record the prompt of a form field that nobody filled in, which is no text."""
    if said := " ".join(text.split()):
        copy.drop(f"prompt of an empty form field “{said[:80]}”")
