"""Row 1: nothing that a submission names is opened or asked for.

Promised: building opens no connection, and no file that a submission names but a picture in the
folder beside it. Here every reader is given every kind of reference that we know of, to a server
and a file of this machine, and what it makes of them goes through every writer; what an editor
may have pasted into a sidecar, a book or an issue is full of them, too. The wall that keeps
workers from the network (row 16) is taken down for it: it must not be what holds.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from canary import SONG, Canary, canary
from copydesk import registry
from hostile.naming import PROSE, SUBMISSIONS, told

pytestmark = pytest.mark.check


@pytest.fixture
def bird(tmp_path: Path) -> Iterator[Canary]:
    (tmp_path / "elsewhere").mkdir()
    with canary(tmp_path / "elsewhere") as found:
        yield found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A desk with every format."""
    root = tmp_path / "desk"
    (root / "source" / "collections").mkdir(parents=True)
    (root / "source" / "newsletters").mkdir()
    formats = ", ".join(f'"{name}"' for name in sorted({*registry.WRITERS} - {"proof"}))
    (root / "copydesk.toml").write_text(f"formats = [{formats}]\n[limits]\nseconds = 600\n")
    return root


def toml(said: list[str]) -> str:
    return f"'''{' '.join(said)}'''"


def decided(bird: Canary) -> dict[str, str]:
    """What lies in `source/` of an editor's own: a sidecar, a book, an issue, all with names.

    The title page of a book is one page, and holds no more than some hundred words.
    """
    said = told(bird)
    text = toml(said)
    return {
        "escaped.txt.desk.toml": f"title = {text}\nsubtitle = {text}\nbyline = {text}\n"
        f"date = {text}\nurl = '{bird.address}'\n"
        f'[[edit]]\nexact = "both times it was paid for"\nafter = {text}\n',
        "collections/book.toml": f"title = {toml(said[:4])}\nsubtitle = {toml(said[8:11])}\n"
        f"editors = [{toml(said[11:])}]\narticles = ['page', 'marked', 'word']\n"
        "formats = ['pdf', 'epub']\n",
        "newsletters/issue.toml": f"subject = 'An issue'\npreheader = {text}\nintro = {text}\n"
        "date = 2026-05-01\nattach = { formats = ['pdf', 'docx'] }\n"
        f"[footer]\nwhy = {text}\naddress = {text}\n"
        "[[article]]\nsrc = 'page'\n[[article]]\nsrc = 'marked'\nmode = 'excerpt'\n"
        f"teaser = {text}\n[[article]]\nsrc = 'rich'\nmode = 'link'\n",
    }


def built(root: Path) -> list[Path]:
    """All files that a build makes with the wall taken down; every document is built."""
    made = subprocess.run(
        [sys.executable, Path(__file__).with_name("unwalled.py"), root],
        check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    told = json.loads(made.stdout)
    assert {status for status, _ in told.values()} <= {"built", "built with queries"}, told
    return [path for path in (root / "dist").rglob("*") if path.is_file()]


def test_nothing_that_a_submission_names_is_opened(root: Path, bird: Canary) -> None:
    for name, made in SUBMISSIONS.items():
        (root / "source" / name).write_bytes(made(bird))
    for name, text in decided(bird).items():
        (root / "source" / name).write_text(text, encoding="utf-8")
    (root / "source" / "page.files").mkdir()
    files = built(root)
    names = {path.name for path in files}
    assert names >= {"page.pdf", "word.docx", "rich.epub", "book.pdf", "issue.eml"}, names
    assert (bird.asked, bird.opened()) == ([], [])
    assert [path for path in files if bird.heard_in(path.read_bytes())] == []


def test_the_song_is_heard_in_every_edition_that_has_it(root: Path, bird: Canary) -> None:
    """Else the test above could not fail."""
    (root / "source" / "a.md").write_text(f"# The pier\n\n{PROSE} {SONG}\n\n{PROSE}\n")
    (root / "source" / "newsletters" / "issue.toml").write_text(
        'subject = "An issue"\ndate = 2026-05-01\nattach = { formats = ["docx"] }\n'
        '[[article]]\nsrc = "a"\nmode = "link"\n'
    )
    made = [path for path in built(root) if {"a", "issue", "review"} & {path.parent.name}]
    deaf = {path.name for path in made if not bird.heard_in(path.read_bytes())}
    silent = {path.name for path in made if path.parent.name == "issue"} - {"issue.eml"}
    assert deaf - silent <= {"colophon.json", "a.csl.json", "a.csl"}
    assert len(made) > len(registry.WRITERS)


def test_a_visit_and_an_opening_are_noticed(bird: Canary) -> None:
    """By another process as well: pandoc opens files of its own."""
    command = [sys.executable, "-c", "import sys; open(sys.argv[1]).close()", bird.picture]
    subprocess.run(command, check=True)
    assert bird.opened() == ["canary.png"] * (sys.platform == "linux")
    host, port = bird.address.split("/")[2].split(":")
    with socket.create_connection((host, int(port)), 5) as visit, visit.makefile("rb") as page:
        visit.sendall(b"GET /canary.html HTTP/1.0\r\n\r\n")
        assert bird.heard_in(page.read())
    assert len(bird.asked) == 1
    assert bird.heard_in(bird.picture.read_bytes())
