"""Train the models that tell at which lines of a reference list, or amid one, entries begin.

usage: python tools/train_lists.py [--out FOLDER] [--lists N]

    export COPYDESK_DATA=…

Lists are made of the strings that the tagger is trained on, those of one style or habit together,
and laid out as people send them: whole, wrapped at a width (evenly, or as proportional letters
are), with hanging indents, parted by empty lines, with links or titles on lines of their own, and
run together in one paragraph.
Seeded: the same strings and versions give the same bytes. Prints how many lists of strings that no
training saw (`dev.jsonl`) come out whole, by layout.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final

import pycrfsuite

import references_real as real
import references_styled as styled
import references_tagged as tagged
import references_typed as typed
from copydesk.references.lines import ListLine, find_glues, measure_rows
from copydesk.references.openings import is_dated_early
from copydesk.references.run_on import cut_pieces, find_openings, gaps

MODEL: Final = Path(__file__).parent.parent / "src/copydesk/references/model"
SEED: Final = 20_261
#: Strings in CSL styles and as hands type them, for the lists of training.
STRINGS: Final = 6_000
#: How often an entry is cut short.
CUT: Final = 0.04
PARAMETERS: Final = {"c1": 0.05, "c2": 0.02, "max_iterations": 100, "feature.minfreq": 4}
WIDTHS: Final = (36, 40, 44, 48, 52, 56, 60, 64, 68, 72, 76, 80, 88, 96, 104, 112)
#: Layout → how often it is drawn.
LAYOUTS: Final = {
    "whole": 22, "even": 30, "uneven": 18, "hanging": 10, "set in": 4,
    "parted": 8, "all apart": 4, "own line": 10,
}  # fmt: skip
_BREAKS: Final = re.compile(r"\s(?=https?://|www\.|doi:|Available|Accessed|Retrieved)")
_SENTENCES: Final = re.compile(r"(?<=[\w)]{2}\.)\s(?=[A-ZÀ-Þ“\"])")

Rows = tuple[list[ListLine], list[bool]]


def draw_lists(runs: Sequence[Sequence[str]], count: int, chance: Random) -> Iterator[Rows]:
    """Draw lists from `runs` of strings of one manner, each laid out in one way."""
    for _ in range(count):
        run = chance.choice(runs)
        size = min(len(run), chance.choice((1, 2, 3, 5, 8, 12, 18, 25)))
        start = chance.randrange(len(run) - size + 1)
        (layout,) = chance.choices(list(LAYOUTS), LAYOUTS.values())
        yield lay_out(run[start : start + size], layout, chance)


def draw_paragraphs(
    runs: Sequence[Sequence[str]], count: int, chance: Random
) -> Iterator[tuple[str, list[int]]]:
    """Draw paragraphs that lists of one manner run on in, and where in them entries begin."""
    for _ in range(count):
        run = chance.choice(runs)
        size = min(len(run), chance.choice((1, 1, 1, 1, 1, 2, 2, 3, 4, 6, 9, 14, 20)))
        start = chance.randrange(len(run) - size + 1)
        yield run_together(run[start : start + size], chance)


def run_together(entries: Sequence[str], chance: Random) -> tuple[str, list[int]]:
    """One paragraph of `entries`, and where they begin."""
    between = "; " if chance.random() < 0.06 else " "
    text, starts = "", []
    for entry in sorted(entries) if chance.random() < 0.5 else entries:
        text += between if text else ""
        starts.append(len(text))
        text += entry.rstrip(".;") if between == "; " else entry
    return text, starts


def lay_out(entries: Sequence[str], layout: str, chance: Random) -> Rows:
    """The lines of `entries`, and whether each begins one."""
    width = chance.choice(WIDTHS)
    bare, apart = chance.random() < 0.15, layout in ("parted", "all apart")
    indent = chance.choice((2, 4, 5, 8))
    is_wrapped = layout in ("even", "uneven", "set in") or chance.random() < 0.5
    rows: list[ListLine] = []
    begins: list[bool] = []
    for entry in entries:
        text = entry.rstrip(".") if bare else entry
        if chance.random() < CUT:  # as a list holds entries that nobody has finished
            text = text[: chance.randint(12, max(12, len(text)))].rsplit(" ", 1)[0]
        if layout == "own line":
            shape = _BREAKS if chance.random() < 0.7 else _SENTENCES
            parts = shape.split(text, maxsplit=chance.choice((1, 1, 2)))
        elif layout == "whole" or not (is_wrapped or layout in ("hanging", "all apart")):
            parts = [text]
        else:
            parts = list(wrap(text, width, chance if layout == "uneven" else None))
        for at, part in enumerate(part for part in parts if part.strip()):
            deep = {"hanging": indent * bool(at), "set in": indent * (not at)}.get(layout, 0)
            gap = int(bool(rows) and apart and (not at or layout == "all apart"))
            rows.append(ListLine(part.strip(), deep, gap))
            begins.append(not at)
    return rows, begins


def wrap(text: str, width: int, chance: Random | None = None) -> Iterator[str]:
    """Break `text` at `width`, or a sixth before it where letters have widths of their own."""
    rest = text
    while rest:
        most = width if chance is None else round(width * chance.uniform(0.84, 1))
        line = textwrap.wrap(rest, most, break_long_words=False)[0]
        yield line
        rest = rest[len(line) :].lstrip()


def read_runs(data: Path) -> list[list[str]]:
    """The strings of training, in runs of one manner."""
    works = real.Works(data / "works.jsonl.gz").items
    parts = {
        "styled": [*styled.strings(STRINGS, SEED), *styled.strings(STRINGS, SEED, works)],
        "typed": [*typed.strings(STRINGS, SEED), *typed.strings(STRINGS, SEED, works)],
        "real": [*tagged.read(data / "train.jsonl"), *tagged.read_hand(data / "hand.jsonl")],
    }
    texts = {name: [*map(tagged.text, strings)] for name, strings in parts.items()}
    runs = [
        texts[name][at : at + size]
        for name, size in (("styled", styled.LIST), ("typed", typed.RUN))
        for at in range(0, len(texts[name]), size)
    ]
    found = list(dict.fromkeys(texts["real"]))
    for kept in (found, [one for one in found if is_dated_early(one)]):
        Random(SEED).shuffle(kept)
        runs += [kept[at : at + 25] for at in range(0, len(kept), 25)] * 4
    return [run for run in runs if run]


def count_whole(data: Path) -> dict[str, Counter[str]]:
    """Count, for each layout, of 100 lists of `dev.jsonl` those that come out whole.

    Of the others it counts the entries that were `joined` to the one above, and the lines that were
    `parted` from theirs. The strings are in no training; the layouts are those of training.
    """
    strings = _read_strings(data)
    chance = Random(SEED)
    late = [one for one in strings if not is_dated_early(one)]
    early = [one for one in strings if is_dated_early(one)]
    counts: dict[str, Counter[str]] = {layout: Counter() for layout in LAYOUTS}
    for layout, count in counts.items():
        for _ in range(100):
            pool = chance.choice((strings, early, late))
            rows, begins = lay_out(chance.sample(pool, chance.randint(3, 18)), layout, chance)
            found = [glue is None for glue in find_glues(rows, [None] * len(rows))]
            count["whole"] += found == begins
            count["joined"] += sum(new and not one for new, one in zip(begins, found, strict=True))
            count["parted"] += sum(one and not new for new, one in zip(begins, found, strict=True))
    return counts


def count_paragraphs(data: Path) -> dict[str, Counter[str]]:
    """Count of 100 paragraphs of `dev.jsonl`, run together, those that come out whole.

    Of `one` each string is a paragraph, which nothing may part.
    """
    strings = _read_strings(data)
    late = [one for one in strings if not is_dated_early(one)]
    early = [one for one in strings if is_dated_early(one)]
    counts: dict[str, Counter[str]] = {}
    chance = Random(SEED)
    for name, pool in (("mixed", strings), ("early", early), ("late", late)):
        drawn = [chance.sample(pool, chance.randint(3, 18)) for _ in range(100)]
        counts[name] = _count([run_together(one, chance) for one in drawn])
    return counts | {"one": _count([(one, [0]) for one in strings])}


def _count(paragraphs: Sequence[tuple[str, list[int]]]) -> Counter[str]:
    count: Counter[str] = Counter()
    for text, starts in paragraphs:
        found = {0, *(end for _, end in gaps(text))}
        count["whole"] += found == set(starts)
        count["joined"] += len(set(starts) - found)
        count["parted"] += len(found - set(starts))
    return count


def _read_strings(data: Path) -> list[str]:
    with (data / "dev.jsonl").open(encoding="utf-8") as lines:
        return [" ".join(json.loads(line)["raw"].split()) for line in lines]


def main(arguments: list[str] | None = None) -> int:
    """Train and write the models, and print their figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--lists", type=int, default=8_000)
    parser.add_argument("--report", action="store_true", help="print the figures alone")
    options = parser.parse_args(arguments)
    folder = os.environ.get("COPYDESK_DATA")
    if not folder:
        parser.error("set COPYDESK_DATA to the folder of the shared data")
    data = Path(folder) / "references"
    if not options.report:
        runs = read_runs(data)
        lists = draw_lists(runs, options.lists, Random(SEED))
        marked = ((measure_rows(rows), begins) for rows, begins in lists if len(rows) > 1)
        train(marked, options.out / "lists.crfsuite")
        paragraphs = draw_paragraphs(runs, options.lists, Random(SEED))
        train((mark_openings(*one) for one in paragraphs), options.out / "run_on.crfsuite")
    for name, count in (count_whole(data) | count_paragraphs(data)).items():
        print(f"{name:10} {dict(count)}")
    return 0


def mark_openings(text: str, starts: Sequence[int]) -> tuple[list[list[str]], list[bool]]:
    """The features of the places in `text` where entries may begin, and whether they do."""
    spans = find_openings(text)
    return measure_rows(cut_pieces(text, spans)), [True, *(end in starts for _, end in spans)]


def train(marked: Iterable[tuple[list[list[str]], list[bool]]], target: Path) -> None:
    """Fit a CRF to rows of features, and whether each begins an entry."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=PARAMETERS, verbose=False)
    for features, begins in marked:
        trainer.append(features, ["I" if not new else "B" for new in begins])
    trainer.train(str(target))


if __name__ == "__main__":
    sys.exit(main())
