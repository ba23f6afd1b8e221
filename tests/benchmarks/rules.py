"""What the rules cost: `python tests/benchmarks/rules.py [FILE.jsonl…]`.

Loading (wall time of the first text in a fresh process, without and with a doubt about
spelling), peak memory, and words a second once loaded, on texts made here or on documents
of `{"paragraphs": [str]}` a line. `new` texts have words that were never asked about
before, `known` ones repeat. The ratio is to the made prose of the first row, so that the
machine's own speed falls out. The time of the children that are asked about misspellings
is counted.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

from copydesk import clean
from copydesk.clean.candidates import find_candidates
from copydesk.system import misspellings

RUNS = 3
PLAIN = "The harbour was quiet that winter, and the ferries, which nobody took, came and went. "
QUOTED = "“It closed,” she said, “in 1984, after China’s second plan (Osei, 2019, pp. 3–9).” "
LOADING = """
import time
start = time.perf_counter()
from copydesk import clean
clean.edit_paragraphs([{text!r}])
print(time.perf_counter() - start)
"""
Text = list[str]


def made(count: int) -> list[Text]:
    """Documents of some 2,000 words of prose without a doubt."""
    return [[(PLAIN + QUOTED) * 4 for _ in range(17)] for _ in range(count)]


def slips(count: int) -> list[Text]:
    """The same with a misspelling in each paragraph, none twice."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    texts = made(count)
    for at, text in enumerate(texts):
        for place in range(len(text)):
            wrong = f"harb{letters[at % 26]}{letters[place % 26]}ur"
            text[place] += f"Nobody knew the {wrong} of it."
    return texts


def words(texts: list[Text]) -> int:
    return sum(len(paragraph.split()) for text in texts for paragraph in text)


def spent() -> float:
    """CPU seconds of this process and its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def forget() -> None:
    """Take every word for new, with all dictionaries loaded."""
    find_candidates.cache_clear()
    misspellings._answered().clear()  # noqa: SLF001  what a new text would find


def speed(texts: list[Text], *, new: bool) -> float:
    """Words in a second of CPU time, the best of some runs."""
    least = float("inf")
    for _ in range(RUNS):
        if new:
            forget()
        start = spent()
        for text in texts:
            clean.edit_paragraphs(text)
        least = min(least, spent() - start)
    return words(texts) / least


def loading(text: str) -> float:
    """Seconds from nothing to the first corrected text in a fresh process."""
    code = LOADING.format(text=text)
    return min(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(RUNS)
    )


def main(paths: list[str]) -> None:
    """Print loading, then a row for each text."""
    print(f"loading, no doubt: {loading(PLAIN):.2f} s")
    print(f"loading, a doubt:  {loading(PLAIN + 'the harbuor'):.2f} s")
    rows = [("made, no doubts", made(10)), ("made, 17 slips each", slips(10))]
    for path in paths:
        documents = [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]
        rows.append((path, [document["paragraphs"] for document in documents]))
    first = 0.0
    print(f"{'text':<40} {'words':>8} {'known, words/s':>15} {'new, words/s':>13} {'ratio':>6}")
    for name, texts in rows:
        known, new = speed(texts, new=False), speed(texts, new=True)
        first = first or known
        print(
            f"{name[-40:]:<40} {words(texts):>8,} {known:>15,.0f} {new:>13,.0f} {new / first:>6.2f}"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory: {peak:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
