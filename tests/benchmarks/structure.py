"""What labelling costs, and how it grows: `python tests/benchmarks/structure.py [FILE…]`.

CPU time of `structure.label`, the least of several runs, on texts made here and on files
named on the command line. The last column is the cost of a word as a ratio to that in the
first row, which a linear stage keeps near 1 from there on.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from copydesk import clean, readers, structure
from copydesk.config import Config
from copydesk.model import Decisions

RUNS = 5
MILLISECONDS = 1_000
SENTENCE = "The harbour was quiet that winter, and the ferries, which nobody took, came and went. "
MENU = "News\nSport\nCulture\nContact\nImprint\nSearch\nLogin\n"


def made() -> Iterator[tuple[str, bytes]]:
    """Articles of so many words, with a menu above and below."""
    for words in (2_000, 20_000, 200_000):
        paragraphs = words // (len(SENTENCE.split()) * 5)
        body = "\n\n".join(f"{place}. {SENTENCE * 5}" for place in range(paragraphs))
        text = f"{MENU}\nA quiet harbour\nBy Mara Osei\n\n{body}\n\n{MENU}"
        yield f"{words:,} words of prose", text.encode()


def cost(name: str, data: bytes) -> tuple[int, float]:
    """Words of the text, and the least CPU seconds of labelling it."""
    config, decisions = Config(), Decisions()
    edited = clean.repair(readers.read(data, name, config), config, decisions)
    words = sum(len(line.text.split()) for line in edited.lines)
    least = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        structure.label(edited, config, decisions)
        least = min(least, time.process_time() - start)
    return words, least


def main(paths: list[str]) -> None:
    """Print a row for each text."""
    first = 0.0
    print(f"{'text':<40} {'words':>8} {'ms':>8} {'ms / 2,000 words':>17} {'ratio':>6}")
    for name, data in [*made(), *((path, Path(path).read_bytes()) for path in paths)]:
        words, seconds = cost(Path(name).name, data)
        each = seconds / max(words, 1)
        first = first or each
        print(
            f"{name[-40:]:<40} {words:>8,} {seconds * MILLISECONDS:>8.1f}"
            f" {each * 2_000 * MILLISECONDS:>17.1f} {each / first:>6.2f}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
