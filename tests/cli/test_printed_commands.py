"""Every command that a question prints does what it says when it is pasted."""

from __future__ import annotations

import random
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from copydesk import cli, config, findings
from copydesk.desk import single
from copydesk.model.typed import PLACE

ARTICLE = Path(__file__).parents[2] / "source" / "sino-russian-partnership.txt"

TITLES = ["Tides and the north quay", "What the pilots knew", "An estuary in winter"]
SENTENCES = [
    "The pilots left the harbour in the spring of that year {0}, and the dredgers came after them.",
    "Nobody could say who had closed the channel {0}, though the council had been asked twice.",
    "{0} The keepers of the lights were the last to hear of it, and the first to be blamed for it.",
    "A later report denied that the ferry had ever touched the bar {0}, as the owners had claimed.",
    "Whoever reads the minutes of those years {0} finds that the bar was never surveyed at all.",
]
#: Entries with the citations of them that raise a question, or none.
ENTRIES = [
    ("Finn, J., 2018. Counting boats. The Estuary Review, 3(2), pp. 4-9.", "(Finn, 2017)"),
    ("Osei, K., 2020. Harbours of salt. Hull: Tide Press.", "(Ossei, 2020)"),
    ("Marlow, I. Lights of the northern estuary. The Estuary Review, 5(1), pp. 11-19.",
     "(Marlow, 2019)"),
    ("Harbour Council, 2021a. Pilots and their wages. Low Harbour: Harbour Council.",
     "(Harbour Council, 2021)"),
    ("Harbour Council, 2021b. A plan for the channel. Low Harbour: Harbour Council.",
     "(Habour Council, 2021b)"),
    ("Lam, W., 2011. Der Hafen, Available at:", "(Regatta, 2018)"),
    ("Lam, W. and Finn, J., 2015. Quays reprinted from the album. Hull: Tide Press.",
     "(Lam and Fin, 2015)"),
    ("Lam, W. and Finn, J., 2015. Quays reprinted from the album. Hull: Tide Press.",
     "(Lam, 2015)"),
    ("zz 44 // no such thing at all .. ;; 1", "(Ó Briain, 2004)"),
    ("van der Meer, J., in press. Tidal clocks. Estuary Review.", "(van der Meer, 2022)"),
    ("Weir, M. 2014. Sand Bars & Shoals Ferry museum lot 7. Winter 2003, Kept.", "(Weir 2013: 7)"),
]  # fmt: skip


def drawn(seed: int) -> str:
    """An article whose entries and citations are drawn from those above."""
    chance = random.Random(seed)  # noqa: S311  the same articles each time
    rows = sorted(chance.sample(ENTRIES, 3))
    said = [chance.choice(SENTENCES).format(cited) for _, cited in rows]
    body = "\n\n".join(f"{one} {chance.choice(SENTENCES).format('')}" for one in said)
    title = chance.choice(TITLES)
    byline = chance.choice(["By Mara Osei\n\n", ""])
    listed = "\n".join(entry for entry, _ in rows)
    return f"{title}\n\n{byline}{body}\n\nReferences\n\n{listed}\n"


def commands(desk: Path) -> Iterator[tuple[str, str]]:
    """Each printed command with the id of its question."""
    article = single.article(desk, config.load(desk), "source/a.txt")
    for row in findings.of(article):
        for hint in row.hints:
            if hint.startswith("copydesk "):
                yield hint, row.id


def check(desk: Path, text: str) -> int:
    """Run every command on the desk as it was; how many there were."""
    (desk / "source").mkdir()
    (desk / "source" / "a.txt").write_text(text, encoding="utf-8")
    sidecar = desk / "source" / "a.txt.desk.toml"
    found = tuple(commands(desk))
    for command, asked in found:
        done = cli.main(["-C", str(desk), *shlex.split(command)[1:]])
        if PLACE in command:
            assert (done, sidecar.exists()) == (2, False), command
            continue
        assert done == 0, command
        article = single.article(desk, config.load(desk), "source/a.txt")
        assert asked not in [one.id for one in article.queries if one.state == "open"], command
        sidecar.unlink()
    return len(found)


@pytest.mark.parametrize("seed", range(10))
def test_a_printed_command_settles_its_question_or_does_nothing(tmp_path: Path, seed: int) -> None:
    assert check(tmp_path, drawn(seed)) > 2


def test_so_do_those_of_the_article_of_the_house(tmp_path: Path) -> None:
    assert check(tmp_path, ARTICLE.read_text("utf-8")) > 5
