"""Every command that a question prints does what it says when it is pasted."""

from __future__ import annotations

import random
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from copydesk import cli, config
from copydesk.builder import single_article
from copydesk.cli import parser
from copydesk.review import findings
from copydesk.review.answers import PLACE

pytestmark = pytest.mark.check

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
    article = single_article.read_article(desk, config.load(desk), "source/a.txt")
    for row in findings.list_findings(article):
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
        article = single_article.read_article(desk, config.load(desk), "source/a.txt")
        assert asked not in [one.id for one in article.queries if one.state == "open"], command
        sidecar.unlink()
    return len(found)


@pytest.mark.parametrize("seed", range(10))
def test_a_printed_command_settles_its_question_or_does_nothing(tmp_path: Path, seed: int) -> None:
    assert check(tmp_path, drawn(seed)) > 2


@pytest.mark.soak
def test_so_do_those_of_the_article_of_the_house(tmp_path: Path) -> None:
    assert check(tmp_path, ARTICLE.read_text("utf-8")) > 5


@pytest.mark.parametrize("name", ["harbour", "a harbour's desk"])
def test_what_the_terminal_prints_works_as_it_is_pasted_from_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    """Here another desk lies around the user, with an article of the same name."""
    for desk in (here := tmp_path / "here", there := tmp_path / name):
        (desk / "source").mkdir(parents=True)
        (desk / "source" / "a.txt").write_text(drawn(0), encoding="utf-8")
    monkeypatch.chdir(here)
    cli.main(["proof", "a", "-C", f"../{name}"])
    told = [shlex.split(row) for row in re.findall(r": {2}(copydesk .*)$",
            capsys.readouterr().out, re.MULTILINE)]  # fmt: skip
    assert len([words for words in told if PLACE not in words]) > 2
    for words in told:
        assert words[1:3] == ["-C", f"../{name}"]
        assert words[4] == "a"
        done = cli.main(words[1:])
        assert done == (2 if any(PLACE in word for word in words) else 0), words
        (there / "source" / "a.txt.desk.toml").unlink(missing_ok=True)
    assert not (here / "source" / "a.txt.desk.toml").exists()


@pytest.mark.parametrize(
    ("folder", "typed"),
    [("", []), ("", ["-C", "."]), ("source", []), ("source", ["-C", ".."])],
)
def test_a_desk_that_is_found_from_here_is_not_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    folder: str,
    typed: list[str],
) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.txt").write_text(drawn(0), encoding="utf-8")
    monkeypatch.chdir(tmp_path / folder)
    cli.main([*typed, "proof", "a"])
    cli.main([*typed, "stet", "a", "0000"])
    told = capsys.readouterr()
    assert " a " in next(row for row in told.out.splitlines() if "→" in row)
    assert "`copydesk proof NAME`" in told.err
    assert "-C" not in told.out + told.err


def test_an_article_may_be_called_as_a_command_a_format_or_a_group_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is told after it came in builds that article, and shows it."""
    (tmp_path / "source").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in ("proof", "pdf", "review"):
        (tmp_path / "draft.txt").write_text(drawn(0) + name, encoding="utf-8")
        cli.main(["new", "draft.txt", "--as", name])
        steps = capsys.readouterr().err.partition("next:")[2].splitlines()
        built, shown = (shlex.split(row)[1:] for row in steps if row)
        assert parser.parse(built).targets == [name]
        assert cli.main(shown) == 0
        assert f"source/{name}.txt" in capsys.readouterr().out


@pytest.mark.parametrize("typed", [["stet", "a", "0000"], ["set", "a", "title", "Tides"]])
def test_hints_and_news_name_a_desk_that_lies_elsewhere(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    typed: list[str],
) -> None:
    (there := tmp_path / "my desk" / "source").mkdir(parents=True)
    (there / "a.txt").write_text(drawn(0), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    cli.main(["-C", "my desk", *typed])
    assert "`copydesk -C 'my desk'" in capsys.readouterr().err
