"""A desk of one short article, and the command line run on it."""

from __future__ import annotations

from pathlib import Path

from copydesk import cli, config
from copydesk.builder import single_article
from copydesk.model import Article, Decisions, Edit
from copydesk.review import sidecar

#: Two straight quotations, one certain slip of spelling, two doubtful phrases of one kind.
TEXT = """The bell of Low Harbour

By Mara Osei

The "bell" of Low Harbour rang twice on the morning of the flood, and nobody who heard it has agreed
since on what it meant. Some recieved it as a warning; it could of been a joke of the keeper.

The town council asked him in the spring. He answered that a bell has no meaning, it has a sound,
and that the sound should of been a better one; he was dismissed in the summer.

A few of the boats came back by autumn. The council never said why, and a new keeper was hired.
"""


def laid_out(folder: Path, text: str = TEXT) -> Path:
    """A desk in `folder` with `text` as its only submission, `bell.txt`."""
    (folder / "source").mkdir()
    (folder / "source" / "bell.txt").write_text(text, encoding="utf-8")
    return folder


def run(desk: Path, *words: str) -> int:
    """The exit code of a command on `desk`."""
    return cli.main(["-C", str(desk), *words])


def article(desk: Path) -> Article:
    return single_article.read_article(desk, config.load(desk), "source/bell.txt")


def decisions(desk: Path) -> Decisions:
    return sidecar.load(desk / "source" / "bell.txt.desk.toml").decisions


def edits(desk: Path, rule: str) -> list[Edit]:
    """The changes of `rule` in the article."""
    found = article(desk)
    return [edit for edit in (*found.edited.ledger, *found.structure) if edit.rule == rule]
