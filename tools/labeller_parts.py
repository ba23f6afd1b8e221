"""Parts that forms add: references, notes, comments, bios, appeals, imprints, quotations."""

from __future__ import annotations

import random
import re
import textwrap

from labeller_data import Document
from labeller_pool import Pool, Row, find_core, look_up, rows_of, with_rows


def mark_items(document: Document, rng: random.Random) -> Document:
    """Give the items of lists signs or numbers; pages lose them when they are copied."""
    rows = rows_of(document)
    found: list[Row] = []
    style, number = "", 0
    for at, (text, gap, label) in enumerate(rows):
        if label != "list":
            style = ""
        elif not style or rows[at - 1][2] != "list":
            style = rng.choice(
                (
                    "{n}. ",
                    "{n}. ",
                    "{n}) ",
                    "({n}) ",
                    "{l}) ",
                    "- ",
                    "• ",
                    "* ",
                    "– ",
                    "Step {n}: ",
                    "{n} ",
                )
            )
            number = 0
        if label == "list" and style and not re.match(r"\W*\d", text):
            number += 1
            sign = style.format(n=number, l="abcdefghijklmnopqrstuvwxyz"[number % 26])
            found.append((sign + text.strip(), gap, label))
        else:
            found.append((text, gap, label))
    return with_rows(document, found)


def list_foot(
    kind: str, document: Document, rng: random.Random, pool: Pool, most: int
) -> list[Row]:
    """Lines that a publisher or a mailing list prints at the end."""
    words = look_up(kind, document.language)
    host = document.site if "." in document.site else "example.org"
    given, family = rng.choice(pool.names)
    lines = [
        line.format(f"{given} {family}", host)
        for line in rng.sample(words, rng.randint(2, min(most, len(words))))
    ]
    return [(line, int(at == 0), "furniture") for at, line in enumerate(lines)]


def make_references(language: str, rng: random.Random, pool: Pool) -> list[Row]:
    """A reference list of real strings, or of addresses."""
    size = rng.choice((1, 2, 3, 5, 8, 12, 20, 30))
    entries = rng.sample(pool.references, size)
    if rng.random() < 0.2:
        entries = [
            rng.choice(("{t}. {u}", "{u}", "{u}", "“{t}” – {s}", "{s}: {t} {u}", "{t}")).format(
                t=rng.choice(pool.pick("titles", language)),
                s=site,
                u=f"https://www.{site}/{rng.randint(100, 99999)}",
            )
            for site in rng.sample(pool.sites, size)
        ]
    style = rng.randrange(7)
    numbered = {0: "{n}. ", 1: "[{n}] ", 2: "{n} ", 3: "- ", 4: "• "}.get(style, "")
    gap = rng.choice((0, 0, 1))
    rows: list[Row] = []
    if rng.random() < 0.88:
        rows.append((rng.choice(look_up("reference_headings", language)), 1, "heading"))
    if not numbered:
        entries.sort()
    if rng.random() < 0.06:  # entries run on in one paragraph
        text = " ".join(f"{at}. {entry}" for at, entry in enumerate(entries, start=1))
        pieces = textwrap.wrap(text, rng.randint(70, 110), break_long_words=False)
        return rows + [(piece, 0, "reference") for piece in pieces]
    return rows + [
        (numbered.format(n=at) + entry, gap, "reference")
        for at, entry in enumerate(entries, start=1)
    ]


def make_notes(language: str, rng: random.Random, pool: Pool) -> list[Row]:
    """Notes: remarks, short citations, entries with a number."""
    size = rng.choice((1, 2, 3, 5, 8, 15))
    own = pool.rare.get("footnote", {}).get(language) or []
    style = rng.choice(("{n} ", "[{n}] ", "({n}) ", "{n}. ", "{n}", "^ ", "↑{n} ", "[{n}]", "* "))
    rows: list[Row] = []
    if rng.random() < 0.7:
        rows.append((rng.choice(look_up("note_headings", language)), 1, "heading"))
    gap = rng.choice((0, 0, 1))
    apart = rng.choice(
        ("{n}", "[{n}]", f"[{{n}}](https://{rng.choice(pool.sites)}/page#_ftnref{{n}})")
    )
    apart = apart if rng.random() < 0.2 else ""
    for at in range(1, size + 1):
        kind = rng.random()
        if kind < 0.35:
            text = rng.choice(pool.references)
        elif kind < 0.65 or not own:
            text = rng.choice(pool.pick("paragraphs", language))[: rng.randint(40, 300)]
        else:
            text = re.sub(r"^[\W\d]+", "", rng.choice(own)) or "Ibid."
        if rng.random() < 0.1:
            text = rng.choice(("Ibid.", "Ibid., p. 12.", "Ebd., S. 4.", "See above.", "Op. cit."))
        if apart:
            rows.append((apart.format(n=at), gap, "footnote"))
            rows.append((text, 0, "footnote"))
        else:
            rows.append((style.format(n=at) + text, gap, "footnote"))
    return rows


def make_comments(document: Document, rng: random.Random, pool: Pool) -> list[Row]:
    """A thread of readers' comments below the text."""
    says, reply, head, heading, form = look_up("comments", document.language)
    size, style = rng.choice((2, 4, 8, 15)), rng.randrange(6)
    paragraphs = pool.pick("paragraphs", document.language)
    rows: list[Row] = []
    if rng.random() < 0.75:
        rows.append(
            (
                head if rng.random() < 0.5 else heading.format("", size, document.title or ""),
                1,
                "furniture",
            )
        )
    for _ in range(size):
        given, family = rng.choice(pool.names)
        name = rng.choice(
            (given, f"{given} {family}", f"{given.lower()}{rng.randint(1, 99)}", family)
        )
        day, year = rng.randint(1, 28), rng.randint(8, 25)
        hour = f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}"
        stamp = rng.choice(
            (
                f"{day} {rng.choice(('May', 'mars', 'Juni', 'October'))} 20{year:02d} à {hour}",
                f"{day}.{rng.randint(1, 12)}.20{year:02d}, {hour}",
                f"{rng.randint(2, 30)} days ago",
                hour,
                f"March {day}, 20{year:02d} at {hour} pm",
            )
        )
        texts = [rng.choice(paragraphs) for _ in range(rng.choice((1, 1, 1, 2, 3)))]
        if rng.random() < 0.4:
            texts[-1] = texts[-1][: rng.randint(20, 120)]
        thread = {
            0: [says.format(name), stamp, *texts, reply],
            1: [name, stamp, *texts],
            2: [*texts, f"{name} · {stamp}"],
            3: [f"{name}, {stamp}", *texts, reply],
            4: [says.format(name), *texts, str(rng.randint(0, 30)), reply],
            5: [*texts, name, stamp],
        }[style]
        rows += [(text, int(at == 0), "furniture") for at, text in enumerate(thread)]
    if rng.random() < 0.6:
        rows.append((form, 1, "furniture"))
    return rows


def make_back_matter(document: Document, rng: random.Random, pool: Pool) -> list[Row]:
    """A bio, an appeal, a disclaimer, or several."""
    language = document.language
    rows: list[Row] = []
    kinds = rng.sample(("bio", "cta", "disclaimer"), rng.choice((1, 1, 2)))
    for kind in kinds:
        own = pool.rare.get(kind, {}).get(language) or []
        if kind == "bio":
            given, family = rng.choice(pool.names)
            template = look_up("bio", language)
            text = template.format(
                n=f"{given} {family}",
                r=rng.choice(look_up("callings", language)),
                p=rng.choice(("Oslo", "Berlin", "Paris", "Nairobi", "Lima", "Boston")),
            )
            if own and rng.random() < 0.65:
                text = rng.choice(own)
            if rng.random() < 0.35:
                rows.append((rng.choice(look_up("bio_headings", language)), 1, "heading"))
        elif kind == "cta":
            text = (
                rng.choice(own)
                if own and rng.random() < 0.6
                else rng.choice(look_up("appeals", language))
            )
        else:
            text = rng.choice(look_up("disclaimers", language))
        if rng.random() < 0.15:
            text = rng.choice((f"*{text}*", f"[{text}]", f"({text})"))
        rows.append((text, 1, kind))
    return rows


def make_statements(document: Document, rng: random.Random, pool: Pool) -> list[Row]:
    """What journals print of an article behind its references: who did what, licences, money."""
    lines = look_up("statements", document.language)
    rows: list[Row] = []
    if rng.random() < 0.5:
        heading = rng.choice(look_up("statement_headings", document.language))
        rows.append((heading, 1, rng.choice(("heading", "furniture"))))
    host = rng.choice(pool.sites)
    (first, family), (second, other) = rng.choice(pool.names), rng.choice(pool.names)
    initials = f"{first[0]}. {family}, {second[0]}. {other}"
    short = rng.choice((initials, f"{first[0]}{family[0]} and {second[0]}{other[0]}", first))
    size = rng.choice((1, 2, 3, 5, 8, 12))
    gap = rng.choice((0, 0, 1))
    for label, line in rng.sample(lines, min(size, len(lines))):
        text = line.format(
            a=f"{first} {family}", b=f"{second} {other}", i=short, h=host,
            p=rng.choice(("Oslo", "Berlin", "Paris", "Nairobi", "Lima", "Boston", "Leeds")),
            y=rng.randint(1995, 2025), n=rng.randint(3, 9999),
        )  # fmt: skip
        if rng.random() < 0.15:  # the words before the colon stand on a line of their own
            head, colon, rest = text.partition(": ")
            if colon and len(head) < 40:
                rows.append((head, 1, "heading"))
                text = rest
        rows.append((text, gap, label))
    return rows


def add_back_matter(document: Document, rng: random.Random, pool: Pool) -> Document:
    """Put lists, notes, bios, appeals and comments behind the text."""
    _, end = find_core(document.labels)
    rows = rows_of(document)
    labels = set(document.labels)
    parts: list[list[Row]] = []
    if "reference" not in labels and rng.random() < 0.45:
        parts.append(make_references(document.language, rng, pool))
    if "footnote" not in labels and rng.random() < 0.25:
        parts.append(make_notes(document.language, rng, pool))
    if rng.random() < 0.5:
        parts.append(make_back_matter(document, rng, pool))
    rng.shuffle(parts)
    if rng.random() < 0.12:
        parts.append(make_statements(document, rng, pool))
    added = [row for part in parts for row in part]
    if document.form != "author" and rng.random() < 0.4:
        added += make_comments(document, rng, pool)
    return with_rows(document, [*rows[:end], *added, *rows[end:]])


def quote_paragraphs(document: Document, rng: random.Random, pool: Pool) -> Document:
    """Set one or two paragraphs as block quotations, epigraphs or pull quotes."""
    rows = rows_of(document)
    at_body = [at for at, row in enumerate(rows) if row[2] == "body" and 60 < len(row[0]) < 500]
    if len(at_body) < 4:
        return document
    for at in sorted(rng.sample(at_body[1:], rng.choice((1, 1, 2))), reverse=True):
        text, gap, _ = rows[at]
        given, family = rng.choice(pool.names)
        marked = rng.choice(
            (
                "“{0}”",
                "„{0}“",
                "«{0}»",
                '"{0}"',
                "「{0}」" if document.language in ("zh", "ja") else "“{0}”",
            )
        ).format(text.strip('"“”„«» '))
        quoted: list[Row] = [(marked, gap, "quote")]
        if rng.random() < 0.4:
            quoted.append(
                (
                    rng.choice(("— {0} {1}", "– {0} {1}", "{0} {1}", "- {1}, {0}")).format(
                        given, family
                    ),
                    0,
                    "quote",
                )
            )
        rows[at : at + 1] = quoted
    return with_rows(document, rows)
