"""Fields: a hidden instruction and the text it has printed. Only the text is copy.

>>> fields = Fields()
>>> fields.begin(); fields.code(' HYPERLINK "https://example.org" '); fields.separate()
>>> fields.link, fields.is_code
('https://example.org', False)
>>> fields.end(); fields.link
''
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ADDRESS: Final = re.compile(
    r'\s*HYPERLINK\s+(?:"([^"]*)"|([^\s"\\]\S*))(?:.*?\\l\s+"([^"]+)")?', re.IGNORECASE | re.DOTALL
)
#: What stands for a place of the page and changes with it.
_PAGING: Final = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES"))
_CONTENTS: Final = frozenset(("TOC", "INDEX", "TOA"))


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    in_code: bool = True
    link: str = ""
    kind: str = ""


class Fields:
    """The fields that are open at a place of the text, the innermost last."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    def take(self, step: str) -> None:
        """Begin, separate or end a field, as the format calls the step."""
        {"begin": self.begin, "separate": self.separate}.get(step, self.end)()

    def begin(self) -> None:
        self._open.append(_Field())

    def code(self, text: str) -> None:
        """Add to the instruction of the innermost field."""
        if self._open and self._open[-1].in_code:
            self._open[-1].instruction += text

    def separate(self) -> None:
        """The instruction is complete, what follows is its result."""
        if self._open:
            field = self._open[-1]
            field.in_code = False
            field.link = address(field.instruction)
            words = field.instruction.split(maxsplit=1)
            field.kind = words[0].upper() if words else ""

    def end(self) -> None:
        if self._open:
            self._open.pop()

    @property
    def is_code(self) -> bool:
        """Whether text here is part of an instruction, in which no reader sees it."""
        return any(field.in_code for field in self._open)

    @property
    def link(self) -> str:
        return next((field.link for field in reversed(self._open) if field.link), "")

    @property
    def is_contents(self) -> bool:
        """Whether text here is a table of contents or an index."""
        return any(field.kind in _CONTENTS for field in self._open)

    @property
    def is_paging(self) -> bool:
        """Whether text here is the number of a page."""
        return any(field.kind in _PAGING for field in self._open)


def address(instruction: str) -> str:
    r"""The address that a field leads to, "" when it leads to none outside the document.

    >>> address(' HYPERLINK \\l "Section2" '), address("HYPERLINK mailto:a@example.org")
    ('', 'mailto:a@example.org')
    >>> address('HYPERLINK "https://example.org/a" \\t "_blank" \\l "mud"')
    'https://example.org/a#mud'
    """
    found = _ADDRESS.match(instruction)
    quoted, bare, place = found.groups() if found else ("", "", "")
    target = (quoted or bare or "").strip()
    if not target or target.startswith("#"):
        return ""
    return f"{target}#{place}" if place else target
