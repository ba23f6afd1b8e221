#!/usr/bin/env python3
"""Measure how many broken lines of a wrapped text are joined, and how many others.

    python tools/measure_wraps.py [--share K] [--count N]

The articles of `COPYDESK_DATA/pages/labelled.jsonl.xz` whose paragraphs are long, without their
sites, four in ten with a list of entries of `references/hand.jsonl` below, are broken as text
browsers (`even`) and as prints break them (`uneven`), with and without empty lines between the
paragraphs; `whole` are the same articles unbroken. Languages without blanks are left out. Every
ninth article is taken, from the one `--share` says. Bars were chosen on the shares 0 and 1.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from copydesk.structure.lines import find_wrapped_lines
from labeller_data import Document, load_pages
from labeller_layouts import break_line

UNSPACED = ("zh", "ja", "ko", "th")
#: A text of prose: so many paragraphs of so many letters.
FEWEST, LONG = 4, 150


def list_articles(share: int) -> Iterator[list[str]]:
    """The lines of articles of prose, each a paragraph."""
    for at, page in enumerate(load_pages(Path(os.environ["COPYDESK_DATA"]))):
        lines = [line.strip() for line, role in zip(page.lines, page.labels, strict=True)
                 if role not in ("furniture", "cta")]  # fmt: skip
        if at % 9 == share and page.language not in UNSPACED and is_prose(page):
            yield lines


def is_prose(page: Document) -> bool:
    """Whether a page has paragraphs enough."""
    body = [len(line) for line, role in zip(page.lines, page.labels, strict=True) if role == "body"]
    return len(body) >= FEWEST and sum(body) >= LONG * len(body)


def break_lines(
    lines: list[str], width: int, kind: str, rng: random.Random, *, gaps: bool
) -> tuple[list[str], list[bool]]:
    """The lines as broken, and whether each goes on with the one above."""
    texts: list[str] = []
    goes_on: list[bool] = []
    for line in lines:
        is_long = kind != "whole" and len(line) > width
        is_uneven = kind == "uneven"
        pieces = (
            break_line(line, width, proportional=is_uneven, hyphens=False, rng=rng)
            if is_long
            else [line]
        )
        texts += [*pieces, *([""] if gaps else [])]
        goes_on += [*(at > 0 for at in range(len(pieces))), *([False] if gaps else [])]
    return texts, goes_on


def main() -> None:
    """Print the shares of lines that are joined wrongly or not at all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=int, default=4)
    parser.add_argument("--count", type=int, default=250)
    asked = parser.parse_args()
    rng = random.Random(7)
    entries = Path(os.environ["COPYDESK_DATA"], "references", "hand.jsonl").read_text("utf-8")
    raws = [" ".join(json.loads(row)["raw"].split()) for row in entries.splitlines()]
    articles = list(list_articles(asked.share))
    found: dict[str, Counter[str]] = {}
    for lines in rng.sample(articles, min(asked.count, len(articles))):
        below = ["References", *rng.sample(raws, rng.randint(4, 25))] if rng.random() < 0.4 else []
        width = rng.choice((60, 66, 72, 76, 80, 90, 100, rng.randint(45, 110)))
        for kind in ("even", "uneven", "whole"):
            for gaps in (False, True):
                texts, truth = break_lines([*lines, *below], width, kind, rng, gaps=gaps)
                joined = find_wrapped_lines(texts)
                count = found.setdefault(f"{kind}, {'with' if gaps else 'no'} gaps", Counter())
                for at, goes_on in enumerate(truth):
                    if texts[at]:
                        count[f"{'wrapped' if goes_on else 'first'}"] += 1
                        count["missed" if goes_on else "wrong"] += goes_on != (at in joined)
    for name, count in found.items():
        missed, wrapped = count["missed"], count["wrapped"]
        wrong, first = count["wrong"], count["first"]
        print(f"{name:18} not joined {missed} of {wrapped} ({missed / max(1, wrapped):.4f}),"
              f" joined wrongly {wrong} of {first} ({wrong / first:.4f})")  # fmt: skip


if __name__ == "__main__":
    main()
