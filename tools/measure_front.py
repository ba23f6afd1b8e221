#!/usr/bin/env python3
"""Measure title, authors and date on labelled documents, by language and kind of source.

Run with the interpreter of the package; `COPYDESK_CORPUS` and `COPYDESK_DATA` point at the data:

    python tools/measure_front.py [corpus|pages|authors] [--roles gold|noisy|FILE] [--held-out] [-v]

`corpus` are the hand-labelled documents, `pages` the automatically labelled ones (titles only),
`authors` those pages whose authors and date the data name. Pages are split by site: six tenths of
the sites are for development, the others (--held-out) only for reports. `noisy` confuses 15 of 100
front lines (title with heading or furniture, byline with furniture or date), the same ones in each
run. FILE is JSON: labels of each document by slug, as `inspect` gives them. What a document says of
itself comes from the readers of today. Titles and authors count as in `score_articles.py`.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import html
import json
import lzma
import os
import random
import re
import unicodedata
from pathlib import Path

import ftfy

from copydesk import language as languages
from copydesk.structure.authors import find_authors, read_names
from copydesk.structure.date import find_date, find_dates
from copydesk.structure.metadata import NO_METADATA, PageMetadata, read_metadata
from copydesk.structure.title import find_title

CORPUS = Path(os.environ["COPYDESK_CORPUS"])
DATA = Path(os.environ["COPYDESK_DATA"])
NOISE = 0.15
CONFUSED = {"title": ("heading", "furniture"), "byline": ("furniture", "date")}


def is_development(site):
    """Whether a site is among the six tenths for development."""
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % 10 < 6


def split_lines(text):
    """The non-empty lines of a text as received."""
    return [line for line in re.split(r"\r\n|\r|\n", text) if line.strip()]


def strip_marks(line):
    """A line as readers will hand it over: without Markdown and HTML marks, with letters mended."""
    line = html.unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "", line))
    line = re.sub(r"\[([^\]]*)\]\(https?://[^)]*\)", r"\1", line)
    line = re.sub(r"^\s*(?:#{1,6}\s+|[*+]\s+)", "", line)
    return ftfy.fix_encoding(re.sub(r"\*{1,3}([^*]+)\*{1,3}", r"\1", line)).strip()


def confuse(roles, seed):
    """The same labels with 15 of 100 front lines confused."""
    draw = random.Random(seed)
    return [
        draw.choice(CONFUSED[role]) if role in CONFUSED and draw.random() < NOISE else role
        for role in roles
    ]


def norm(text):
    """As `norm` of score_articles.py."""
    return " ".join(re.sub("[\u00ad\u200b\u2060\ufeff\u200e\u200f]", "", text or "").split())


def fold(text):
    """As `fnorm` of score_articles.py."""
    for before, after in zip("‘’“”–—", "''\"\"--", strict=True):
        text = text.replace(before, after)
    return norm(text).casefold()


def same_date(found, gold, language):
    """Whether two printed dates name the same day, or are the same signs."""
    gold = re.sub(r"\s\([a-z ]+\)$", "", gold or "")
    if not found or not gold:
        return not found and not gold
    wanted = next(find_dates(gold, language), None)
    if wanted is None:
        return fold(gold) in fold(found.printed) or fold(found.printed) in fold(gold)
    if wanted.iso and found.iso:
        return wanted.iso == found.iso
    return fold(gold[wanted.start : wanted.end]) == fold(found.printed)


def read_stated(text, name):
    """What the readers of today find that a text says of itself."""
    from copydesk import readers
    from copydesk.config import Config

    return read_metadata(dict(readers.read(text.encode(), name, Config()).facts))


def read_page_metadata(page):
    """What trafilatura finds that a page says of itself."""
    from trafilatura.metadata import extract_metadata

    found = extract_metadata(page)
    authors = tuple(part.strip() for part in (found.author or "").split(";") if part.strip())
    return PageMetadata(
        found.title or "", authors, found.date or "", tuple(filter(None, [found.sitename]))
    )


def load_corpus():
    """The hand-labelled documents: name, group, lines, labels and what is right."""
    for path in sorted(CORPUS.glob("*/gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (path.parent / "raw.txt").read_bytes().decode()
        name = path.parent.name
        kind = name.partition("-")[0]
        group = kind if kind in ("file", "paste", "plain") else "page"
        stated = read_stated(text, f"{name}.txt")
        yield name, group, split_lines(text), gold["lines"], gold, stated


def load_pages(*, held_out, named, metadata):
    """The automatically labelled pages of one half; `named`: those with authors in the data."""
    pages = {}
    if named:
        with lzma.open(DATA / "pages/html.jsonl.xz", "rt", encoding="utf-8") as file:
            pages = {page["source"]: page for page in map(json.loads, file)}
    with lzma.open(DATA / "pages/labelled.jsonl.xz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            page = pages.get(row["source"], {"gold": {"authors": [], "date": None}, "html": ""})
            if is_development(row["site"]) == held_out or (named and not page["gold"]["authors"]):
                continue
            lines = split_lines(row["text"])
            gold = {"title": row["title"], "authors": page["gold"]["authors"]}
            gold["date"] = (page["gold"]["date"] or "")[:10]
            stated = read_page_metadata(page["html"]) if metadata else NO_METADATA
            yield row["slug"], row["source"].partition("/")[0], lines, row["lines"], gold, stated


def plain_names(names):
    """Names without titles and degrees, which the data of pages keep."""
    plain = set()
    for name in names:
        found = [one.text for one in read_names(name, announced=True)]
        plain.add(fold(found[0] if len(found) == 1 else name))
    return plain


def main():
    """Measure as the arguments say and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", choices=["corpus", "pages", "authors"])
    parser.add_argument("--roles", default="gold")
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--metadata", action="store_true", help="with what the pages state")
    parser.add_argument("--unstated", action="store_true", help="without what the texts state")
    parser.add_argument("-v", "--verbose", action="store_true")
    args = parser.parse_args()
    if args.data == "corpus":
        documents = load_corpus()
    else:
        named = args.data == "authors"
        documents = load_pages(held_out=args.held_out, named=named, metadata=args.metadata)
    known = {}
    if args.roles not in ("gold", "noisy"):
        labelled = json.loads(Path(args.roles).read_text(encoding="utf-8"))
        known = {name: one["lines"] for name, one in labelled.items()}
    counts = collections.defaultdict(lambda: [0, 0, 0, 0])
    for name, group, raw, gold_roles, gold, stated in documents:
        roles = known.get(name, gold_roles)
        roles = confuse(roles, name) if args.roles == "noisy" else roles
        lines = [strip_marks(line) for line in raw]
        stated = NO_METADATA if args.unstated else stated  # noqa: PLW2901
        language = languages.detect_language("\n".join(lines))
        title = find_title(lines, roles, stated)
        authors = find_authors(lines, roles, stated, language)
        date = find_date(lines, roles, stated, language)
        wanted = [gold["title"], *gold.get("title_variants", [])]
        rights = [
            norm(title.title) in {norm(strip_marks(one or "")) for one in wanted},
            sorted(map(fold, authors.names)) == sorted(map(fold, gold["authors"]))
            if args.data == "corpus"
            else plain_names(authors.names) == plain_names(gold["authors"]),
            same_date(date, gold["date"], language)
            or bool(date and date.iso and date.iso == gold["date"]),
        ]
        for key in ("all", f"kind {group}", f"language {language}"):
            counts[key][3] += 1
            for place, right in enumerate(rights):
                counts[key][place] += right
        if args.verbose:
            found = (title.title, authors.names, date and (date.printed, date.iso))
            aimed = (gold["title"], gold["authors"], gold["date"])
            for field, right, one, other in zip("TAD", rights, found, aimed, strict=True):
                if not right:
                    print(f"{field} {name[:40]} [{language}] {one!r} for {other!r}")
    print(f"{'':24}{'documents':>10}{'titles':>8}{'authors':>8}{'dates':>8}")
    for key in sorted(counts):
        titles, authors, dates, number = counts[key]
        print(f"{unicodedata.normalize('NFC', key):24}{number:10}{titles:8}{authors:8}{dates:8}")


if __name__ == "__main__":
    main()
