"""Measure what is read of papers as journals and series print them.

    python tools/measure_papers.py [--part held-out] [--count N] [--as-text]

Articles of `COPYDESK_DATA/pages/labelled.jsonl.xz` are printed in eight layouts
(`paper_layouts.toml`) with made-up authors, and read again as PDF or, `--as-text`, as what
`pdftotext` copies out of it. Counted are titles and lists of authors that come out whole,
paragraphs that are lost, and questions about lines. Choices were made with both parts in view:
rules on covers and on "AND" came from papers of the part `held-out`.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import tempfile
import tomllib
from collections import Counter
from html import escape
from pathlib import Path
from typing import Any

from weasyprint import HTML

from copydesk import pipeline
from copydesk.model import Article, texts
from labeller_data import Document, load_pages
from labeller_pool import Pool, build_pool
from labeller_samples import is_dev, is_held_out

TABLE = tomllib.loads((Path(__file__).parent / "paper_layouts.toml").read_text("utf-8"))
#: Paragraphs and titles of an article: at least and at most, and how long titles are.
PARAGRAPHS, TITLES = range(8, 61), range(26, 170)
MOST_PRINTED = 26


def choose_pages(part: str, count: int, rng: random.Random) -> tuple[list[Document], Pool]:
    """As many articles as are printed, and what is borrowed from all of their part."""
    data = Path(os.environ["COPYDESK_DATA"])
    pages = [page for page in load_pages(data)
             if (is_held_out if part == "held-out" else is_dev)(page)]  # fmt: skip
    fit = [page for page in pages
           if page.title and len(page.title) in TITLES and page.language in TABLE["words"]
           and page.labels.count("body") in PARAGRAPHS]  # fmt: skip
    return rng.sample(fit, count * len(TABLE["layouts"])), build_pool(pages, data)


def list_paragraphs(page: Document) -> list[str]:
    """The paragraphs of an article that are printed."""
    found = [line.strip() for line, label in zip(page.lines, page.labels, strict=True)
             if label == "body"]  # fmt: skip
    return found[:MOST_PRINTED]


def name_facts(page: Document, names: list[str], pool: Pool, rng: random.Random) -> dict[str, str]:
    """What the templates of a layout are filled with."""
    words = TABLE["words"][page.language]
    heads = pool.pick("headings", page.language)
    terms = [escape(head.lower()) for head in rng.sample(heads, min(3, len(heads)))]
    seats = [rng.choice(words["seats"]) for _ in names]
    first, year = rng.randint(1, 400), rng.randint(2005, 2024)
    marks = ("abc", "123", "*†‡")
    marked = [
        [f"{name}<sup>{mark}</sup>" for name, mark in zip(names, row, strict=False)]
        for row in marks
    ]
    lettered = [
        f"{name} <sup>{mark}</sup>" for name, mark in zip(names, ("a,*", "b", "c"), strict=False)
    ]
    return {
        **{key: value for key, value in words.items() if isinstance(value, str)},
        "title": escape(page.title or ""),
        "name": names[0],
        "joined": " and ".join(names),
        "shouted": " and ".join(names).upper(),
        "lettered": ", ".join(lettered),
        "numbered": " · ".join(marked[1]),
        "signed": " &emsp; ".join(marked[2]),
        "lettered_seats": list_seats(marks[0], seats),
        "numbered_seats": list_seats(marks[1], seats),
        "each": "".join(f"<p class='names mid'>{name}<br><span class=small>{seat}<br>"
                        f"{name.split()[-1].lower()}@example.edu</span></p>"
                        for name, seat in zip(names, seats, strict=True)),
        "seat": seats[0],
        "summary": escape(rng.choice(pool.pick("paragraphs", page.language))),
        "words": ", ".join(terms),
        "stacked": "<br>".join(terms),
        "mail": f"{names[0].split()[-1].lower()}@example.ac",
        "volume": str(rng.randint(2, 60)),
        "year": str(year),
        "pages": f"{first}–{first + rng.randint(8, 24)}",
        "doi": f"10.{rng.randint(1000, 9999)}/jhs.{year}.{rng.randint(1000, 99999)}",
    }  # fmt: skip


def list_seats(marks: str, seats: list[str]) -> str:
    """A small line for each seat, behind its mark."""
    return "".join(f"<p class=small><i><sup>{mark}</sup> {seat}</i></p>"
                   for mark, seat in zip(marks, seats, strict=False))  # fmt: skip


def print_paper(
    page: Document, layout: dict[str, Any], names: list[str], pool: Pool, rng: random.Random
) -> bytes:
    """The PDF of an article in a layout."""
    facts, rows = name_facts(page, names, pool, rng), []
    if layout.get("capitals"):
        facts["title"] = facts["title"].upper()
    count = 0
    for line, label in zip(page.lines, page.labels, strict=True):
        text = escape(line.strip())
        if label == "heading":
            rows.append(f"<h2>{text}</h2>")
        elif label == "list" or (label == "body" and count < MOST_PRINTED):
            count += label == "body"
            is_noted = layout.get("notes") and rng.random() < 0.2
            note = f"<span class=note>{escape(rng.choice(pool.references)[:300])}</span>"
            rows.append(f"<p>{text}{note * bool(is_noted)}</p>")
    if not layout.get("bare"):
        entries = rng.sample(pool.references, 9)
        rows.append(f"<h2>{facts['references']}</h2>")
        rows += [f"<p class=entry>{escape(entry)}</p>" for entry in entries]
    body = "".join(rows) + layout.get("below", "").format(**facts)
    css = TABLE["css"] + layout["css"].format(**facts)
    columns = "two" if layout.get("columns") else "one"
    html = (f"<html lang={page.language}><meta charset=utf-8><style>{css}</style>"
            f"{layout['above'].format(**facts)}<div class={columns}>{body}</div>")  # fmt: skip
    return bytes(HTML(string=html).write_pdf())


def copy_text(pdf: bytes) -> bytes:
    """What a program copies out of a PDF, pages one after the other."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        command = ["pdftotext", file.name, "-"]
        return subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603


def fold(text: str) -> str:
    """The letters of a text, by which two are compared."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def score(article: Article, page: Document, names: list[str]) -> Counter[str]:
    """What came out of a paper."""
    whole = fold(" ".join(text for block in article.body for text in texts(block)))
    paragraphs = list_paragraphs(page)
    return Counter(
        papers=1,
        titles=fold(article.front.title) == fold(page.title or ""),
        authors=sorted(map(fold, article.front.authors)) == sorted(map(fold, names)),
        lost=sum(fold(text)[5:35] not in whole for text in paragraphs),
        paragraphs=len(paragraphs),
        doubts=sum(query.code == "structure.doubt" for query in article.queries),
    )


def main() -> None:
    """Print the figures of each layout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=("development", "held-out"), default="development")
    parser.add_argument("--count", type=int, default=6)
    parser.add_argument("--as-text", action="store_true")
    asked = parser.parse_args()
    rng = random.Random(7)
    pages, pool = choose_pages(asked.part, asked.count, rng)
    total = Counter[str]()
    for name, layout in TABLE["layouts"].items():
        found = Counter[str]()
        for _ in range(asked.count):
            page = pages.pop()
            people = rng.randint(1, 1 if layout.get("capitals") else 3)
            given, family = (rng.sample(TABLE[part], people) for part in ("given", "family"))
            names = [" ".join(name) for name in zip(given, family, strict=True)]
            pdf = print_paper(page, layout, names, pool, rng)
            data, path = (copy_text(pdf), "a.txt") if asked.as_text else (pdf, "a.pdf")
            found += score(pipeline.article(data, path), page, names)
        total += found
        print(f"{name:10}", dict(found), flush=True)
    print(f"{'all':10}", dict(total))


if __name__ == "__main__":
    main()
