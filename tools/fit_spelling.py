"""Fit the weights of `data/spelling.toml`: `python tools/fit_spelling.py DATA`.

DATA holds `pages/labelled.jsonl.xz` and `pages/html.jsonl.xz`. Misspelling pairs are slips made of
common words for which the program `typos` has one correction, that word. The ranking is fitted on
some of them (a softmax over the candidates of each), the doubt on others against the unknown words
of clean text (a logistic regression); words that `typos` names alone are left out of the latter,
for they are slips that nobody marked. Sites of `html.jsonl.xz` are held out. Printed are the
weights, how often the right word is first and among three on pairs held out, and what each bar
lets through in 10,000 words held out. The bars are chosen by reading what they let through.
"""

from __future__ import annotations

import json
import lzma
import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from copydesk.clean import lexicon, spelling
from copydesk.clean.candidates import doubt_features, find_candidates, rank_features
from copydesk.clean.views import make_view
from copydesk.language.lines import of_lines
from copydesk.model import Line
from copydesk.system import misspellings

LETTERS = "abcdefghijklmnopqrstuvwxyz"
RANKING = ("frequency", "slips", "sound", "swapped", "first", "last", "end", "glued")
DOUBT = (
    "score", "lead", "frequency", "seen", "strangers", "letters", "built", "rare_end", "slips",
    "glued", "swapped", "doubled", "sound", "end", "dropped",
)  # fmt: skip
#: How many other unknown words a line has: of 100 lines, so many have none, one, two, three.
STRANGERS = (88, 8, 3, 1)
ASKED_AT_ONCE = 200_000


def slips(word: str) -> set[str]:
    """`word` with one letter left out, doubled, swapped, put in or put for another."""
    made = set()
    for at in range(len(word)):
        made |= {word[:at] + word[at + 1 :], word[: at + 1] + word[at:]}
        made.add(word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :])
        for letter in LETTERS:
            made |= {word[:at] + letter + word[at + 1 :], word[:at] + letter + word[at:]}
    return made - {word}


def misspelling_pairs(chance: random.Random) -> list[tuple[str, str]]:
    """Slips that `typos` corrects to the one word they were made of, in an order by chance."""
    common = [
        word
        for word, zipf in lexicon.load_frequencies().items()
        if zipf >= 3 and len(word) > 3 and word.isascii() and word.isalpha()
        if lexicon.is_word(word)
    ]
    pairs, asked = {}, {}
    for word in common:
        asked |= dict.fromkeys(slips(word), word)
        if len(asked) > ASKED_AT_ONCE or word == common[-1]:
            found = misspellings.find_corrections(asked)
            pairs |= {typed: right[0] for typed, right in found.items() if len(right) == 1}
            asked = {}
    kept = [
        (typed, right)
        for typed, right in sorted(pairs.items())
        if len(typed) > 4 and " " not in right and not lexicon.is_word(typed)
    ]
    chance.shuffle(kept)
    return kept


def fit_ranking(pairs: list[tuple[str, str]]) -> np.ndarray:
    """The weights by which the right candidate of each pair comes first."""
    cases = []
    for typed, right in pairs:
        found = find_candidates(typed)
        names = [one.word.lower() for one in found]
        if right in names and len(found) > 1:
            rows = (rank_features(typed, one.word.lower(), one.slips) for one in found)
            matrix = np.array([[row.get(name, 0) for name in RANKING] for row in rows], float)
            cases.append((matrix, names.index(right)))
    weights = np.zeros(len(RANKING))
    for _ in range(400):
        slope = np.zeros_like(weights)
        for matrix, at in cases:
            scores = matrix @ weights
            shares = np.exp(scores - scores.max())
            slope += matrix[at] - shares / shares.sum() @ matrix
        weights += 0.3 * (slope / len(cases) - 0.001 * weights)
    return weights / weights[0]


def weigh(typed: str, weights: np.ndarray, strangers: int) -> tuple[list[float], list[str]] | None:
    """The features of a doubt about `typed`, and the candidates, likeliest first."""
    found = find_candidates(typed)
    if not found:
        return None
    rows = (rank_features(typed, one.word.lower(), one.slips) for one in found)
    scores = np.array([[row.get(name, 0) for name in RANKING] for row in rows], float) @ weights
    order = [int(at) for at in np.argsort(-scores, kind="stable")]
    best = found[order[0]]
    rivals = [scores[at] for at in order[1:] if not lexicon.are_twins(found[at].word, best.word)]
    best = type(best)(best.word, float(scores[order[0]]), best.slips)
    features = doubt_features(typed, best, max(rivals, default=None), strangers)
    return [float(features[name]) for name in DOUBT], [found[at].word.lower() for at in order]


def fit_doubt(rows: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights and base of the doubt; both kinds of rows count alike."""
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    scaled = np.c_[(rows - mean) / spread, np.ones(len(rows))]
    share = np.where(wanted > 0, 1 / wanted.sum(), 1 / (1 - wanted).sum()) / 2
    weights = np.zeros(scaled.shape[1])
    for _ in range(3000):
        sure = 1 / (1 + np.exp(-scaled @ weights))
        weights += 4 * (scaled.T @ (share * (wanted - sure)) - 5e-5 * np.r_[weights[:-1], 0])
    plain = weights[:-1] / spread
    return plain, float(weights[-1] - (plain * mean).sum())


def doubts(path: Path, without: frozenset[str]) -> tuple[list[spelling.UnknownWord], int]:
    """The unknown words of the English articles of `path`, and how many words these have."""
    found: list[spelling.UnknownWord] = []
    count = 0
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["lang"] != "en" or row["site"] in without:
                continue
            if "gold" in row:
                texts = [text for text in (row["gold"]["text"] or "").split("\n") if text.strip()]
            else:
                texts = [text for text in row["text"].split("\n") if text.strip()]
                labels = zip(texts, row["lines"], strict=False)
                texts = [text for text, label in labels if label not in ("furniture", "cta")]
            count += sum(len(text.split()) for text in texts)
            tongues = of_lines(texts, "en") or ("en",) * len(texts)
            found += spelling.find_doubts(tuple(
                make_view(Line(number, text), "body", tongue)
                for number, (text, tongue) in enumerate(zip(texts, tongues, strict=True), 1)
                if tongue == "en"
            ))  # fmt: skip
    usual = (one for one in found if not one.capital and not one.quoted and not one.foreign)
    return list(usual), count


def main() -> None:
    """Fit on the data of the folder that is named, and print the tables."""
    data = Path(sys.argv[1]) / "pages"
    chance = random.Random(1)
    pairs = misspelling_pairs(chance)
    weights = fit_ranking(pairs[:3000])
    show("ranking", RANKING, weights)
    rows, wanted, first, three = [], [], 0, 0
    for typed, right in pairs[3000:7000]:
        strangers = chance.choices(range(4), STRANGERS)[0]
        if one := weigh(typed, weights, strangers):
            rows.append(one[0])
            wanted.append(float(one[1][0] == right))
            first += one[1][0] == right
            three += right in one[1][:3]
    size = len(rows)
    print(f"# {size} pairs held out: first {first / size:.3f}, among three {three / size:.3f}")
    with lzma.open(data / "html.jsonl.xz", "rt", encoding="utf-8") as lines:
        held = frozenset(json.loads(line)["site"] for line in lines)
    clean, _ = doubts(data / "labelled.jsonl.xz", held)
    named = misspellings.find_corrections(one.word for one in clean)
    for doubt in clean:
        alone = len(named.get(doubt.word, ())) == 1
        if not alone and (one := weigh(doubt.word, weights, doubt.strangers)):
            rows.append(one[0])
            wanted.append(0.0)
    fitted, base = fit_doubt(np.array(rows), np.array(wanted))
    show("doubt", (*DOUBT, "base"), [*fitted, base])
    unseen, count = doubts(data / "html.jsonl.xz", frozenset())
    scores = [
        float(np.array(one[0]) @ fitted + base)
        for doubt in unseen
        if (one := weigh(doubt.word, weights, doubt.strangers))
    ]
    for bar in (-5, -4, -3.5, -3, -2, -1, 0, 1, 2, 3):
        share = sum(one >= bar for one in scores) / count
        print(f"# bar {bar}: {share * 10_000:.2f} in 10,000 words")


def show(table: str, names: Sequence[str], weights: Iterable[float]) -> None:
    """Print a table of weights as the data has it."""
    rows = (f"{name} = {weight:.2f}" for name, weight in zip(names, weights, strict=True))
    print(f"[{table}]", *rows, sep="\n")


if __name__ == "__main__":
    main()
