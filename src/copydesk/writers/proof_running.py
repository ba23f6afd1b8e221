"""The running text on the sheet: what the article says, with every change in its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Final

from copydesk.model import Query
from copydesk.writers.proof_marks import Links, marked, text
from copydesk.writers.proof_marks import running as calm
from copydesk.writers.proof_text import Row, edited

#: Lines that were left out are quoted by so many characters.
_QUOTED: Final = 60
#: Roles that the look of a paragraph says.
_SILENT: Final = ("body", "heading")


def running(
    rows: Sequence[Row], links: Links, asked: Mapping[int, Sequence[Query]], language: str = ""
) -> str:
    """The rows of an article in order; runs of lines that were left out are one row.

    `asked` are the questions about each line that stand at no words of it, `language` the
    attribute that says that of the text. Entries of the list have a place of their own on the
    sheet.
    """
    parts = []
    for kind, group in groupby(rows, key=_kind):
        found = list(group)
        if kind == "out":
            parts.append(_left_out(found))
        elif kind == "reference":
            parts.append(_listed(found))
        else:
            parts += [_paragraph(one, links, asked) for one in paragraphs(found)]
    return f'<div class="running"{language}>\n{"".join(parts)}</div>\n'


def paragraphs(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """`rows` with those that go on with the one above gathered to it."""
    current: list[Row] = []
    for row in rows:
        if row.glue is None and current:
            yield current
            current = []
        current.append(row)
    if current:
        yield current


def whole(rows: Sequence[Row], links: Links) -> str:
    """The text of a paragraph of several received lines."""
    return "".join(
        (row.glue or "") * bool(at) + marked(row.spans, links) for at, row in enumerate(rows)
    )


def _kind(row: Row) -> str:
    if row.removed is not None:
        return "out"
    return "reference" if row.role == "reference" else "text"


def _paragraph(rows: Sequence[Row], links: Links, asked: Mapping[int, Sequence[Query]]) -> str:
    first = rows[0]
    role = first.role or "other"
    element = "h3" if role in ("title", "heading") else "p"
    picture = first.hint.removeprefix("figure:") if first.hint.startswith("figure:") else ""
    named = "picture" if picture else role
    said = "" if role in _SILENT else f' <span class="role">{escape(named)}</span>'
    queries = (query for row in rows for query in asked.get(row.number, ()))
    signs = "".join(links.to(query.id) for query in queries)
    shown = f'<span class="picture">{text(picture)}</span> ' if picture else ""
    return (
        f'<div class="row {role}" id="line-{first.number}">'
        f'<div class="margin"><span class="no">{first.number}</span>{said}{signs}'
        f"{_within(rows)}</div>"
        f'<{element} dir="auto">{shown}{whole(rows, links)}</{element}></div>\n'
    )


def _left_out(rows: Sequence[Row]) -> str:
    first, last = rows[0], rows[-1]
    words = edited(first)
    quoted = words[:_QUOTED] + "…" * (len(words) > _QUOTED or len(rows) > 1)
    return (
        f'<div class="row out" id="line-{first.number}">'
        f'<div class="margin"><span class="no">{span(first.number, last.number)}</span>'
        f"{_within(rows)}</div>"
        f'<p><a href="#out-{first.number}">{lines(len(rows))} left out</a>:'
        f' <span dir="auto">{calm(quoted)}</span></p></div>\n'
    )


def _listed(rows: Sequence[Row]) -> str:
    first, last = rows[0], rows[-1]
    return (
        f'<div class="row list-of-entries" id="line-{first.number}">'
        f'<div class="margin"><span class="no">{span(first.number, last.number)}</span>'
        f"{_within(rows)}</div>"
        f'<p><a href="#references">The list of references</a></p></div>\n'
    )


def _within(rows: Sequence[Row]) -> str:
    """Places of the lines behind the first of `rows`, to which questions and changes lead."""
    behind = sorted({row.number for row in rows} - {rows[0].number})
    return "".join(f'<span id="line-{number}"></span>' for number in behind)


def span(first: int, last: int) -> str:
    """Two numbers of lines, or one.

    >>> span(3, 9), span(3, 3)
    ('3–9', '3')
    """
    return f"{first}–{last}" if first != last else str(first)


def lines(count: int) -> str:
    """So many lines, in words."""
    return f"{count:,} lines" if count > 1 else "1 line"
