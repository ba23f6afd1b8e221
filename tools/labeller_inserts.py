"""What authors set amid their paragraphs: tables, programs, entries of a live report.

Pages that are labelled by their main text have few of them, and a copy tears them into short
lines that look like a menu.
"""

from __future__ import annotations

import random

from labeller_data import Document
from labeller_pool import Pool, Row, cut_text, rows_of, with_rows

_UNITS = ("", "", "", " %", "%", " km", " €", "k", " m²", " h")
_PROGRAM = (
    "def {a}({b}):", "    return {a}({b}, {n})", "for {b} in range({n}):", "    if {a} > {n}:",
    "        {a} += 1", "}}", "    }}", "  }}", "{{", "import {a}", "var {a} = {n};", "end",
    "const {b} = await {a}({n});", "print({a}[{n}])", "else:", "function {a}({b}) {{", "# {a}",
    '"{a}": {n},', "SELECT {a} FROM {b} WHERE {a} = {n};", "$ {a} --{b} {n}", "<{a}>", "</{a}>",
)  # fmt: skip


def insert_parts(document: Document, rng: random.Random, pool: Pool) -> Document:
    """Put a table, a program or the hours of a live report among the paragraphs."""
    kind = rng.choices(("table", "program", "hours"), weights=(7, 2, 1.5))[0]
    rows = rows_of(document)
    bodies = [at for at, row in enumerate(rows) if row[2] == "body"]
    if len(bodies) < 3:
        return document
    if kind == "hours":
        return with_rows(document, _set_hours(rows, bodies, rng))
    place = rng.choice(bodies[:-1]) + 1
    made = _make_table(document.language, rng, pool) if kind == "table" else _make_program(rng)
    text, _, label = rows[place]
    rows[place] = (text, max(1, rows[place][1]), label)
    return with_rows(document, [*rows[:place], *made, *rows[place:]])


def _make_table(language: str, rng: random.Random, pool: Pool) -> list[Row]:
    """A table of words and figures: a row a line, or a cell a line."""
    width, height = rng.randint(2, 6), rng.randint(2, 9)
    words = " ".join(rng.choices(pool.pick("titles", language), k=6)).split()
    figures = rng.random() < 0.75
    unit, scale = rng.choice(_UNITS), rng.choice((9, 100, 2030, 99_999))

    def cell(column: int) -> str:
        if column and figures and rng.random() < 0.95:
            return f"{rng.randint(1, scale):,}{unit}"
        return cut_text(" ".join(rng.sample(words, min(len(words), rng.randint(1, 3)))), 30)

    table = [[cell(0) for _ in range(width)]]
    table += [[cell(column) for column in range(width)] for _ in range(height)]
    if rng.random() < 0.3:  # years or numbers down the first column
        first = rng.randint(1, 2015)
        for at, row in enumerate(table[1:]):
            row[0] = str(first + at)
    style = rng.choice(("cells", "cells", "\t", "\t", " | ", "  ", " "))
    if style == "cells":
        lines = [text for row in table for text in row]
        gap = rng.choice((0, 0, 1))
    else:
        lines = [style.join(row) for row in table]
        lines = [f"| {line} |" if style == " | " else line for line in lines]
        gap = 0
    found: list[Row] = [(line, 1 if at == 0 else gap, "other") for at, line in enumerate(lines)]
    if rng.random() < 0.4:
        given, family = rng.choice(pool.names)
        caption = rng.choice(
            ("Table {n}. {t}", "Table {n}: {t}", "{t}", "Tab. {n}: {t}", "Source: {f}")
        )
        text = caption.format(
            n=rng.randint(1, 9), t=" ".join(rng.sample(words, min(len(words), 5))),
            f=f"{given} {family}",
        )  # fmt: skip
        found = [(text, 1, "caption"), *found] if rng.random() < 0.6 else [
            *found, (text, gap, "caption")
        ]  # fmt: skip
    return found


def _make_program(rng: random.Random) -> list[Row]:
    """Lines of a program, a call or a settings file."""
    names = ("item", "total", "data", "load_page", "index", "path", "user", "i", "self.x", "div")
    lines = [
        rng.choice(_PROGRAM).format(a=rng.choice(names), b=rng.choice(names), n=rng.randint(0, 99))
        for _ in range(rng.randint(1, 14))
    ]
    return [(line, int(at == 0), "other") for at, line in enumerate(lines)]


def _set_hours(rows: list[Row], bodies: list[int], rng: random.Random) -> list[Row]:
    """The hour above paragraphs, as in a report that grew over a day."""
    style = rng.choice(("{h:02}:{m:02}", "{h:02}:{m:02}", "{h}.{m:02} Uhr", "{h}h{m:02}", "{h} am"))
    hour = rng.randint(8, 23)
    found: list[Row] = []
    for at, (text, gap, label) in enumerate(rows):
        if at in bodies and (at == bodies[0] or rng.random() < 0.5):
            found.append((style.format(h=hour, m=rng.randint(0, 59)), max(1, gap), "heading"))
            hour = max(0, hour - rng.randint(0, 1))
            found.append((text, rng.choice((0, gap)), label))
        else:
            found.append((text, gap, label))
    return found
