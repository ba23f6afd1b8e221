"""Measure the reader of web pages against the main texts that people marked.

    python tools/measure_html.py PAGES.jsonl.xz [--part development] [--variant reader] [--pages]
                                 [--without RULE]

`PAGES` holds one JSON object a line: `site`, `html` and `gold` (`title`, `authors`, `text`).
Pages are split by site into a development and a held-out half, by a hash of the site's name.
Three variants: `library` is trafilatura alone, `reader` the lines that the reader marks as
main, `pipeline` those that are printed as text; `--without` switches off a rule by which the
reader overrules trafilatura. Printed for each: precision, recall and F1 of runs of four words
(the mean of the pages), body lines lost, titles and authors found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from copydesk.config import Config
from copydesk.readers.html import main_text

#: Words in one run.
_RUN: Final = 4
#: Signs of scripts that set no blanks between words; each is a word.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
#: The rules of the reader.
RULES: Final = main_text.RULES
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f]")
#: Hints and roles of lines that stand around a main text; people mark them differently.
_AROUND: Final = frozenset(("title", "subtitle", "byline", "date", "caption"))
_BODY: Final = frozenset(("body", "heading", "quote", "list", "other", "reference", "footnote"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a variant makes of a page: the main text, and what may stand there or not."""

    text: str
    free: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """Figures of one page."""

    name: str
    precision: float
    recall: float
    lost: tuple[str, ...]
    lines: int
    title: bool | None
    authors: bool | None

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def is_development(site: str) -> bool:
    """Whether rules may be fitted to the pages of `site`."""
    return hashlib.sha256(site.encode()).digest()[0] % 2 == 0


def read_pages(path: Path, part: str) -> Iterator[dict[str, Any]]:
    """Yield the pages of a part: `development`, `held-out` or `all`."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            page = json.loads(line)
            if part in ("all", "development" if is_development(page["site"]) else "held-out"):
                yield page


def split_words(text: str) -> list[str]:
    """Split `text` into words in small letters, each sign of an unspaced script one of them."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    found = re.findall(r"\w+", text.casefold())
    return [part for word in found for part in (list(word) if _UNSPACED.search(word) else [word])]


def count_runs(text: str) -> Counter[tuple[str, ...]]:
    """Count the runs of four words in `text`."""
    words = split_words(text)
    return Counter(tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))


def fold(text: str | None) -> str:
    """Keep the letters and digits of `text`, in small letters."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text or ""))
    return "".join(filter(str.isalnum, text)).casefold()


def score(page: Mapping[str, Any], answer: Answer) -> Score:
    """Compare an answer with the gold of its page; a title in the text counts neither way."""
    gold = page["gold"]
    title = fold(gold["title"])
    lines = [line for line in (gold["text"] or "").split("\n") if fold(line)]
    lines = [line for at, line in enumerate(lines) if at or fold(line) != title]
    wanted, found = count_runs("\n".join(lines)), count_runs(answer.text)
    free = count_runs(answer.free) + count_runs(gold["title"] or "")
    hits = (wanted & found).total()
    wrong = (found - (wanted | free)).total()
    held = fold(answer.text)
    authors = sorted(map(fold, gold["authors"] or ()))
    return Score(
        page["id"],
        hits / (hits + wrong) if hits + wrong else 0.0,
        hits / wanted.total() if lines else 1.0,
        tuple(line for line in lines if fold(line) not in held),
        len(lines),
        fold(answer.title) == title if title else None,
        sorted(map(fold, answer.authors)) == authors if authors else None,
    )


# ── variants ─────────────────────────────────────────────────────────────────


def answer_by_library(page: Mapping[str, Any]) -> Answer:
    """Take what trafilatura gives for the page as it is stored."""
    from trafilatura import bare_extraction

    found = bare_extraction(
        page["html"], include_comments=False, include_images=False, with_metadata=True
    )
    if found is None or isinstance(found, dict):
        return Answer("")
    authors = tuple((found.author or "").split("; "))
    return Answer(found.text or "", title=found.title or "", authors=authors)


def answer_by_pipeline(page: Mapping[str, Any]) -> Answer:
    """Take the lines that the pipeline prints as text."""
    from copydesk import pipeline
    from copydesk.errors import Refused
    from copydesk.model import Decisions

    config = Config()
    try:
        sent = pipeline.read(page["html"].encode(), "a.html", config)
        roles = pipeline.label(sent, config, Decisions()).roles
    except Refused:
        return Answer("")
    lines = list(zip(sent.lines, roles, strict=True))
    text = "\n".join(line.text for line, role in lines if role in _BODY)
    free = "\n".join(line.text for line, role in lines if role in _AROUND)
    return Answer(text, free, *_facts(dict(sent.facts)))


def answer_by_reader(page: Mapping[str, Any]) -> Answer:
    """Take the lines that the reader marks as main text."""
    from copydesk.errors import Refused
    from copydesk.readers.html import read_html

    try:
        sent = read_html(page["html"].encode(), "a.html", Config())
    except Refused:
        return Answer("")
    kept = [
        line for line in sent.lines if line.zone == "main" and not line.hint.startswith("figure:")
    ]
    text = "\n".join(line.text for line in kept if line.hint not in _AROUND)
    free = "\n".join(line.text for line in kept if line.hint in _AROUND)
    return Answer(text, free, *_facts(dict(sent.facts)))


def _facts(facts: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    return facts.get("title", ""), tuple(facts.get("author", "").split("; "))


VARIANTS: Final[dict[str, Callable[[Mapping[str, Any]], Answer]]] = {
    "library": answer_by_library,
    "reader": answer_by_reader,
    "pipeline": answer_by_pipeline,
}


# ── report ───────────────────────────────────────────────────────────────────


def report(variant: str, scores: Iterable[Score]) -> str:
    """Write the figures of a variant as one line."""
    every = list(scores)
    rows = [row for row in every if row.lines]
    titles = [row.title for row in every if row.title is not None]
    authors = [row.authors for row in every if row.authors is not None]
    lost, lines = sum(len(row.lost) for row in rows), sum(row.lines for row in rows)
    means = [
        sum(values) / max(1, len(rows))
        for values in (
            [row.precision for row in rows],
            [row.recall for row in rows],
            [row.f1 for row in rows],
        )
    ]
    return (
        f"{variant:9} pages {len(rows):4}  P {means[0]:.4f}  R {means[1]:.4f}  F1 {means[2]:.4f}"
        f"  lines lost {lost:5} of {lines}  titles {sum(titles)} of {len(titles)}"
        f"  authors {sum(authors)} of {len(authors)}"
    )


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--part", choices=("development", "held-out", "all"), default="development")
    parser.add_argument("--variant", choices=VARIANTS, action="append")
    parser.add_argument("--pages", action="store_true", help="print the figures of each page")
    parser.add_argument("--without", action="append", default=[], metavar="RULE")
    chosen = parser.parse_args(arguments)
    main_text.RULES = tuple(rule for rule in RULES if rule.__name__ not in chosen.without)
    pages = list(read_pages(chosen.file, chosen.part))
    for variant in chosen.variant or VARIANTS:
        scores = [score(page, VARIANTS[variant](page)) for page in pages]
        for row in scores if chosen.pages else ():
            print(f"{row.name:16} P {row.precision:.3f} R {row.recall:.3f} lost {len(row.lost)}")
        print(report(variant, scores), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
