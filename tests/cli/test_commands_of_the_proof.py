"""Every command on the sheet and in the terminal's proof is taken as it stands, and decides."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from pathlib import Path

import pytest
from lxml import html as lxml_html

from copydesk import cli, config
from copydesk.builder import single_article
from copydesk.cli import parser
from copydesk.model import Article
from copydesk.review.answers import PLACE
from copydesk.review.proof import build_proof, render_page, render_text
from places import ARTICLE as HOUSE

TEXT = """Home

The bar of Low Harbour

By Ines Marlow

The bar was never surveyed (Finn, 2017), and the pilots recieved "nothing" but the the blame for it.
A harbour of meny teh pilots says that "somebody" has to survey the bar before the winter comes.

Nobody can say who closed it (Harbour Council, 2021), though the council was asked about it twice.

Share this page

References

Finn, J., 2018. Counting boats. The Estuary Review, 3(2), pp. 4-9.

Harbour Council, 2021. Pilots and their wages. Hull: Harbour Council.

Harbour Council, 2021. A plan for the northern channel. Hull: Harbour Council.

Osei, K., 2020. Harbours of salt. Hull: Tide Press. Available at:
"""


def of_page(article: Article) -> set[str]:
    page = lxml_html.document_fromstring(render_page(build_proof(article), "bar"))
    return {code.text_content() for code in page.xpath("//code[@class='command']")}


def of_terminal(article: Article) -> set[str]:
    """Commands at the end of a line, and those in backticks."""
    said = render_text(build_proof(article))
    return {
        *re.findall(r": {2}(copydesk .*)$", said, re.MULTILINE),
        *re.findall(r"`(copydesk .*?)`", said),
    }


def read(desk: Path, name: str = "bar.txt") -> Article:
    return single_article.read_article(desk, config.load(desk), f"source/{name}")


def desk_of(path: Path, text: str, name: str = "bar.txt") -> Path:
    (path / "source").mkdir()
    (path / "source" / name).write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["bar.txt", "Pilot's notes – Low Harbour (2).txt"])
@pytest.mark.parametrize("text", [TEXT, HOUSE.read_text("utf-8")], ids=["short", "house"])
def test_each_is_a_command_with_its_words(tmp_path: Path, text: str, name: str) -> None:
    article = read(desk_of(tmp_path, text, name), name)
    for found in (of_page(article), of_terminal(article)):
        assert len(found) > 20
        for command in found:
            asked = vars(parser.parse(shlex.split(command)[1:]))
            named = asked.get("name") or asked.get("file") or asked.get("targets")
            assert named in (f"source/{name}", []), command


def decided(article: Article) -> dict[str, str]:
    """The status of each change and question by its id."""
    edits = {edit.id: edit.status for edit in (*article.edited.ledger, *article.structure)}
    return edits | {query.id: query.state for query in article.queries}


def meant(command: str) -> Iterable[str]:
    """The ids, keys or rule that a command is about."""
    return [word for word in shlex.split(command)[3:] if not word.startswith("-")]


def test_each_does_what_it_says_and_what_waits_for_words_does_nothing(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, TEXT)
    sidecar = desk / "source" / "bar.txt.desk.toml"
    before = read(desk)
    known = decided(before)
    verbs = set()
    for command in sorted(of_page(before) | of_terminal(before)):
        _, *words = shlex.split(command)
        if not words or words[0] == "edit":
            continue
        done = cli.main(["-C", str(desk), *words])
        if PLACE in command:
            assert (done, sidecar.exists()) == (2, False), command
            continue
        assert done == 0, command
        if len(words) == 2:  # it lists what there is
            continue
        verbs.add(words[0])
        now = decided(read(desk))
        wanted = {"stet": "stet", "accept": "applied"}.get(words[0])
        if wanted and "--rule" not in words:
            (name,) = meant(command)
            assert now[name] == wanted != known[name], command
        else:
            assert now != known, command
        sidecar.unlink()
    assert verbs >= {"stet", "accept", "cite", "entry"}


def test_what_was_decided_offers_the_way_back(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, TEXT)
    article = read(desk)
    edit = next(one for one in article.edited.ledger if one.before == "recieved")
    assert cli.main(["-C", str(desk), "stet", "bar", edit.id]) == 0
    assert cli.main(["-C", str(desk), "rewrite", "bar", "closed it", "shut it"]) == 0
    (mine,) = (one for one in read(desk).edited.ledger if one.rule == "desk.editor")
    for command in (
        f"copydesk stet source/bar.txt {edit.id} --forget",
        f"copydesk rewrite source/bar.txt {mine.id} --forget",
    ):
        assert command in of_page(read(desk))
        assert cli.main(["-C", str(desk), *shlex.split(command)[1:]]) == 0
    assert decided(read(desk)) == decided(article)
