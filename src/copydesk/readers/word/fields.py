"""Fields: a hidden instruction and the text it has printed. Only the text is copy.

>>> fields = Fields()
>>> fields.take("begin"); fields.code(' HYPERLINK "https://example.org" ')
>>> fields.take("separate")
>>> fields.link, fields.is_code
('https://example.org', False)
>>> fields.take("end"); fields.link
''
"""

from __future__ import annotations

import re
from typing import Final

_ADDRESS: Final = re.compile(
    r'\s*HYPERLINK\s+(?:"([^"]*)"|([^\s"\\]\S*))(?:.*?\\l\s+"([^"]+)")?', re.IGNORECASE | re.DOTALL
)
#: What stands for a place of the page and changes with it.
_PAGING: Final = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES"))
_CONTENTS: Final = frozenset(("TOC", "INDEX", "TOA"))


class Fields:
    """The fields that are open at a place of the text, the innermost last.

    Of each the instruction is held while it goes on, then its first word and its address.
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
                kind, link = "".join(code.split(maxsplit=1)[:1]).upper(), address(code)
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
