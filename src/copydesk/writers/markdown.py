"""Markdown for GitHub-style readers and pandoc alike, with the article's data as YAML in front.

Where the two differ, GitHub decides: a bar of a program in a table has its backslash, emphasis
that marks cannot set is a tag. GitHub alone has no escape for the names of emoji (`:mud:`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from copydesk import registry
from copydesk.composition.catalogue import record
from copydesk.language.columns import measure_width
from copydesk.writers.page import list_picture_files
from copydesk.writers.table_parts import are_figures
from copydesk.writers.templates import compile_template

#: What YAML takes for line breaks, or has only as an escape, where JSON has it as it is.
_BARE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


@registry.writer("md", ".md", "text/markdown", renderings=("markdown",), beside=list_picture_files)
def write(copy: registry.WriterInput) -> bytes:
    """Markdown: YAML front matter, one line a paragraph, citations linked to their entries."""
    body = "\n".join(tidy_lines(copy.render("markdown").decode().strip().split("\n")))
    about = record(copy.article, copy.config, copy.slug)
    facts = load_template().render(about=about, front=copy.article.front).strip()
    return f"---\n{facts}\n---\n\n{body}\n".encode()


def quote_scalar(text: str) -> str:
    r"""`text` as a double-quoted YAML scalar: a string of JSON, but for a few signs.

    >>> print(quote_scalar('No: "war"'))
    "No: \"war\""
    """
    scalar = json.dumps(text, ensure_ascii=False)
    return _BARE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", scalar)


#: How front matter is written.
load_template: Final = partial(compile_template, "front-matter.yaml", quoted=quote_scalar)


# ── lines ────────────────────────────────────────────────────────────────────

#: The row below the head of a table.
_RULE: Final = re.compile(r"(?P<before>[ >]*)\|(?: ?:?-+:? ?\|)+$")
#: pandoc pads the numbers of a list to four columns; one blank is what linters want.
_PADDED: Final = re.compile(r"^([> -]*\d\.) {2}(?=\S)")
#: The line above or below a program, whose lines stay as they are.
_FENCE: Final = re.compile(r"[ >]*(`{3,})(?: text)?$")
#: The fewest signs of a column in the rule; pandoc pads the cells of the narrowest to `_NARROW`.
_LEAST: Final = 4
_NARROW: Final = 3
#: The most, so that a column of sentences leaves room for the others.
_MOST: Final = 40
#: The length of a line from which on pandoc gives columns shares of the page.
_LINE: Final = 72
#: Where a cell ends: at a bar that is not escaped.
_BAR: Final = re.compile(r"(?<!\\)\|")
#: Code, in which pandoc's reader leaves a bar as it is.
_CODE: Final = re.compile(r"(?<!`)(`++)(.+?)(?<!`)\1(?!`)")


def tidy_lines(lines: Iterable[str]) -> Iterator[str]:
    """Tidy `lines` as pandoc writes them, so that they read best raw.

    Numbers of lists have one blank behind them, and each column of a table says to which side its
    cells stand: figures to the right, others to the left. Programs stay as they are.

    >>> list(tidy_lines(["| Port | Tons |", "|---|---|", "| Ash | 12 |", "| Elm | 9 |"]))[1]
    '| :--- | ---: |'
    >>> list(tidy_lines(["1.  one", "``` text", "1.  two", "```"]))
    ['1. one', '```text', '1.  two', '```']
    """
    table: list[str] = []
    fence = before = ""
    for written in lines:
        found = _FENCE.match(written)
        line = written.replace("` text", "`text") if found and not fence else written
        if table and not line.lstrip(" >").startswith("|"):
            yield from _table(table)
            table = []
        if found and fence in ("", found[1]):
            fence = "" if fence else found[1]
        if table:
            table.append(line)
        elif not fence and _RULE.match(line):
            table = [before, line]
        else:
            yield line if fence else _PADDED.sub(r"\1 ", line)
        before = line
    yield from _table(table)


def _table(rows: list[str]) -> Iterator[str]:
    """The rows of a table from its rule on; the first of `rows` is the head above that."""
    if not rows:
        return
    head, rule, *body = rows
    found = _RULE.match(rule)
    count = len(_cells(rule))
    parted = [_cells(row, count) for row in (head, *body)]
    columns = [*zip(*parted, strict=True)]
    sides = (are_figures(cell.strip() for cell in column[1:]) for column in columns)
    cells = map(_side, _widths(head, body, columns), sides)
    yield f"{found['before'] if found else ''}| {' | '.join(cells)} |"
    yield from body


def _widths(head: str, body: list[str], columns: list[tuple[str, ...]]) -> list[int]:
    """As many signs the rule has in each column.

    Where the cells of a column are padded to one width, the rule has that width too. Of a table
    that is wider than its lines, pandoc takes the shares of the columns from the rule.
    """
    padded = {tuple(len(cell) - 2 for cell in row) for row in zip(*columns, strict=True)}
    if len(padded) == 1:
        return [max(_NARROW, wide) for wide in padded.pop()]
    if max(map(measure_width, (head, *body))) <= _LINE:
        return [_LEAST] * len(columns)
    widest = (max(measure_width(cell.strip()) for cell in column) for column in columns)
    return [min(_MOST, max(_LEAST, wide)) for wide in widest]


def _side(wide: int, right: bool) -> str:  # noqa: FBT001  the two facts of a column
    """Below a head of so many letters, to which side its column stands."""
    dashes = "-" * (wide - 1)
    return f"{dashes}:" if right else f":{dashes}"


def _cells(row: str, count: int | None = None) -> list[str]:
    """The cells of `row` with their padding; `count` of them, whatever it seems to have."""
    row = _CODE.sub(lambda code: "`" * len(code[0]), row)
    cells = _BAR.split(row)[1:-1]
    return cells if count is None else [*cells[:count], *([""] * (count - len(cells)))]
