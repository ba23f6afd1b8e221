"""What linking citations costs, and how it grows: `python tests/benchmarks/citations.py`.

CPU time of `citations.cite`, the least of several runs, on articles made here: 1,000
references and 2,000 citations of each kind, then half and twice as many. The last column
is the cost of a citation as a ratio to that in the first row of its kind.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from copydesk import citations
from copydesk.config import Config
from copydesk.model import (
    Article,
    Back,
    CitationDecision,
    Decisions,
    EditedText,
    Front,
    Note,
    Paragraph,
    Reference,
    Submission,
    Text,
)

RUNS = 3
MILLISECONDS = 1_000
SIZES = (500, 1_000, 2_000)
#: Citations in a paragraph.
TOGETHER = 20
SYLLABLES = ("mar", "os", "fin", "lam", "ru", "tor", "vel", "quin", "har", "bel", "dor", "ness")


def name(at: int) -> str:
    """A family name of its own for each number."""
    first, second, third = at % 12, at // 12 % 12, at // 144 % 12
    return (SYLLABLES[first] + SYLLABLES[second] + SYLLABLES[third] + "ey").capitalize()


def entry(at: int) -> Reference:
    family, year = name(at), 1990 + at % 30
    title = f"{name(at * 7).capitalize()} and the Tides of {name(at * 11)}"
    raw = f"[{at + 1}] {family}, I. {title}. Hull: Tide Press, {year}."
    csl = {
        "author": [{"family": family, "given": "Ines"}],
        "title": title,
        "issued": {"date-parts": [[year]]},
    }
    return Reference(f"key{at}", raw, raw, csl, 1.0, label=str(at + 1))


def by_name(one: Reference) -> str:
    year = one.csl["issued"]["date-parts"][0][0]
    return f"The harbour closed ({one.csl['author'][0]['family']}, {year}, p. 4)."


def by_number(one: Reference) -> str:
    return f"The harbour closed [{one.label}, p. 4]."


def in_note(one: Reference) -> str:
    year = one.csl["issued"]["date-parts"][0][0]
    return f"See Ines {one.csl['author'][0]['family']}, {one.csl['title']} (Hull, {year}), 47."


def article(count: int, cite: Callable[[Reference], str], *, noted: bool = False) -> Article:
    """`count` references, each cited twice."""
    entries = tuple(map(entry, range(count)))
    said = [cite(entries[at * 7 % count]) for at in range(count * 2)]
    if noted:
        notes = (Note((Paragraph((Text(one),), (1,), (0,)),)) for one in said)
        body = tuple(Paragraph((Text("It closed."), one), (1,), (0,)) for one in notes)
    else:
        rows = (" ".join(said[at : at + TOGETHER]) for at in range(0, len(said), TOGETHER))
        body = tuple(Paragraph((Text(row),), (1,), (0,)) for row in rows)
    edited = EditedText(Submission("a.txt", "", "text/plain", ()), ())
    return Article(edited, Front(), body, Back(references=entries))


def decided(found: Article) -> Decisions:
    """A choice of the editor for every tenth citation."""
    rows = citations.cite(found, Config(), Decisions()).citations[::10]
    return Decisions(citations=tuple(CitationDecision(one.text, "key1") for one in rows))


def made(count: int) -> Iterator[tuple[str, Article, Decisions]]:
    yield "by name", article(count, by_name), Decisions()
    yield "by number", article(count, by_number), Decisions()
    yield "in notes", article(count, in_note, noted=True), Decisions()
    chosen = article(count, by_name)
    yield "by name, a tenth decided", chosen, decided(chosen)


def cost(found: Article, decisions: Decisions) -> tuple[int, float]:
    """How many citations there are, and the least CPU seconds of linking them."""
    least, count = float("inf"), 0
    for _ in range(RUNS):
        start = time.process_time()
        count = len(citations.cite(found, Config(), decisions).citations)
        least = min(least, time.process_time() - start)
    return count, least


def main() -> None:
    """Print a row for each kind and size."""
    first: dict[str, float] = {}
    print(f"{'kind':<26} {'entries':>8} {'cited':>6} {'ms':>8} {'ratio':>6}")
    for count in SIZES:
        for kind, found, decisions in made(count):
            cited, seconds = cost(found, decisions)
            each = seconds / max(cited, 1)
            first.setdefault(kind, each)
            print(
                f"{kind:<26} {count:>8,} {cited:>6,} {seconds * MILLISECONDS:>8.1f}"
                f" {each / first[kind]:>6.2f}"
            )


if __name__ == "__main__":
    main()
