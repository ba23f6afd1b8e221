"""Make synthetic forms of labelled documents: what the same text looks like pasted or printed.

Pages alone do not teach a labeller what prints, copies from PDFs, Markdown, mail and texts
without a site look like. Each function here takes a document and a seeded `random.Random`
and gives a document whose labels are known by construction. A form stays in the fold of its
document.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from labeller_data import Document
from labeller_frames import frame_text
from labeller_inserts import insert_parts
from labeller_layouts import (
    drop_gaps,
    drop_menus,
    mark_down,
    print_pages,
    put_fields,
    put_in_mail,
    set_paper,
    strip_site,
    trim,
    wrap_rows,
    write_covering,
)
from labeller_parts import add_back_matter, mark_items, quote_paragraphs
from labeller_pool import Pool, rows_of, with_rows
from labeller_short import add_thread, dress_lightly, repeat_title, write_short
from labeller_texts import write_interview, write_own_text


def add_hints(document: Document, rng: random.Random) -> Document:
    """What a page or a file of a rich format says of its lines, right mostly, and its main text."""
    hints, main = [], []
    reliable = rng.uniform(0.5, 0.98)
    voted = rng.random() < 0.6
    offset = rng.random() < 0.08
    for text, label in zip(document.lines, document.labels, strict=True):
        hint = ""
        if rng.random() < reliable:
            hint = {
                "title": "heading:1",
                "heading": f"heading:{rng.randint(2, 4)}",
                "list": "list:bullet:1",
                "quote": "quote",
                "caption": "caption",
                "reference": rng.choice(("", "list:number:1:1")),
                "footnote": rng.choice(("", "footnote:1", "list:number:1:1")),
                "subtitle": rng.choice(("", "", "heading:2", "subtitle")),
                "byline": rng.choice(("", "", "byline")),
                "date": rng.choice(("", "", "date")),
            }.get(label, "")
            if label == "furniture" and len(text) < 90:
                hint = rng.choice(
                    (
                        "",
                        "",
                        "list:bullet:1",
                        "list:bullet:1",
                        "list:bullet:2",
                        "heading:3",
                        "heading:2",
                    )
                )
        hints.append(hint)
        inside = label not in (
            "furniture",
            "title",
            "date",
            "cta",
            "byline",
            "caption",
            "bio",
            "disclaimer",
        )
        wrong = rng.random() < (0.02 if label in ("body", "furniture") else 0.1)
        unsure = label in (
            "caption",
            "subtitle",
            "bio",
            "disclaimer",
            "cta",
            "title",
            "footnote",
            "reference",
        )
        value = rng.random() < 0.5 if unsure else inside != wrong
        main.append(float(value))
    if offset:  # the extractor took another part of the page
        main = [float(value == 0 and rng.random() < 0.2) for value in main]
    authors = document.authors if rng.random() < 0.6 else ()
    title = document.title or ""
    title = rng.choice(
        (
            title,
            title,
            title,
            f"{title} | {document.site}",
            f"{title} - {document.site}",
            rng.choice(document.lines).strip(),
        )
    )
    return replace(
        document,
        hints=tuple(hints) if rng.random() < 0.8 else (),
        main=tuple(main) if voted else (),
        titles=(title,) if title and rng.random() < 0.7 else (),
        authors=authors,
        form=f"{document.form}+hints",
    )


def vary(document: Document, rng: random.Random, pool: Pool, form: str = "") -> Document:
    """A random form of a document, or the named one."""
    base = replace(document, authors=document.authors)
    evidence = document.authors
    base = replace(base, authors=())
    if rng.random() < 0.14:
        base = quote_paragraphs(base, rng, pool)
    if rng.random() < 0.12:
        base = insert_parts(base, rng, pool)
    if rng.random() < 0.07:
        base = write_interview(base, rng, pool)
    if rng.random() < 0.4:
        base = mark_items(base, rng)
    form = (
        form or rng.choices(tuple(FORMS), weights=tuple(weight for weight, _ in FORMS.values()))[0]
    )
    if form == "short":
        return write_short(replace(document, authors=()), rng, pool)
    if form == "author":
        made = strip_site(base, rng)
        if rng.random() < 0.07:
            made = frame_text(made, rng, pool)
        if rng.random() < 0.4:
            made = add_back_matter(made, rng, pool)
        if rng.random() < 0.06:
            made = with_rows(made, [*write_covering(made, rng, pool), *rows_of(made)])
        if rng.random() < 0.25:
            made = with_rows(made, wrap_rows(rows_of(made), rng), "author")
        elif rng.random() < 0.25:
            made = replace(drop_gaps(made, rng), form="author")
        return made
    if rng.random() < 0.36:
        base = add_back_matter(base, rng, pool)
    if rng.random() < 0.25:
        base = frame_text(base, rng, pool)
    made = FORMS[form][1](base, rng, pool)
    if form in ("plain", "trimmed") and rng.random() < 0.3:
        made = add_hints(replace(made, authors=evidence), rng)
    return made


FORMS: dict[str, tuple[float, Callable[[Document, random.Random, Pool], Document]]] = {
    "plain": (7, lambda document, _rng, _pool: document),
    "gaps": (2, lambda document, rng, _pool: drop_gaps(document, rng)),
    "trimmed": (2.5, lambda document, rng, _pool: replace(trim(document, rng), form="trimmed")),
    "dropped": (
        1.5,
        lambda document, rng, _pool: replace(drop_menus(document, rng), form="dropped"),
    ),
    "wrapped": (
        1.2,
        lambda document, rng, _pool: with_rows(
            document,
            wrap_rows(rows_of(trim(document, rng) if rng.random() < 0.7 else document), rng),
            "wrapped",
        ),
    ),
    "print": (3.6, print_pages),
    "paper": (1.2, set_paper),
    "markdown": (2.2, mark_down),
    "fields": (1.2, put_fields),
    "mail": (1.0, put_in_mail),
    "author": (3.0, lambda document, rng, _pool: strip_site(document, rng)),
    "own": (2.0, write_own_text),
    "short": (4.0, write_short),
    "light": (1.4, dress_lightly),
    "headed": (1.6, repeat_title),
    "thread": (1.0, add_thread),
}
