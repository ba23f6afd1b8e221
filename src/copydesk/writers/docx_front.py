"""Title page and imprint of a book in Word: each on a page of its own, in named styles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Final

from copydesk.catalogue import Record
from copydesk.writers import front_matter
from copydesk.writers.front_matter import Line

#: Kind of a line of the title page → its style; the publication stands in the head of the page.
_TITLE_PAGE: Final[Mapping[str, str]] = {
    "title": "Title", "subtitle": "Subtitle", "people": "Byline", "publisher": "Date",
    "dated": "Date",
}  # fmt: skip
#: The first line of the imprint, which opens its page, and the others.
OPENING, LINE = "ImprintTitle", "Imprint"


def markup(about: Record) -> str:
    """The paragraphs of title page and imprint."""
    pages = (*_title_page(about), *_imprint(about))
    return "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_runs(line)}</w:p>'
        for style, line in pages
    )


def words(about: Record) -> Iterator[str]:
    """What these paragraphs say."""
    yield from (line.words for _, line in (*_title_page(about), *_imprint(about)))


def _title_page(about: Record) -> Iterator[tuple[str, Line]]:
    lines = [line for line in front_matter.title_page(about) if line.kind in _TITLE_PAGE]
    for number, line in enumerate(lines, 1):
        yield _TITLE_PAGE[line.kind] + ("Last" if number == len(lines) else ""), line


def _imprint(about: Record) -> Iterator[tuple[str, Line]]:
    for number, line in enumerate(front_matter.imprint(about)):
        yield LINE if number else OPENING, line


def _runs(line: Line) -> str:
    link = ""
    if line.linked:
        field = escape(f' HYPERLINK "{line.target}" ')
        link = f'<w:fldSimple w:instr="{field}">{_run(line.linked, "Hyperlink")}</w:fldSimple>'
    return f"{_run(line.text) if line.text else ''}{link}"


def _run(text: str, style: str = "") -> str:
    looks = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{looks}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'
