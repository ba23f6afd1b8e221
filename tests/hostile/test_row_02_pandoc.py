"""Row 2: pandoc reads only what it is handed.

Promised: it gets an article that the desk has made, its pictures and its citation style through a
pipe, and looks for nothing on the disk. A picture that was not handed over is an error, whichever
format is asked for; what the head of a document names is not looked at.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from canary import SONG, Canary, canary
from compose.harbour import ARTICLE
from copydesk.composition import compose
from copydesk.composition.pandoc import TARGETS, Pandoc
from copydesk.config import Config
from copydesk.errors import ToolError

pytestmark = pytest.mark.check

COMPOSED = compose(ARTICLE, Config())


@pytest.fixture
def bird(tmp_path: Path) -> Iterator[Canary]:
    with canary(tmp_path) as found:
        yield found


@pytest.fixture(scope="module")
def child() -> Iterator[Pandoc]:
    with Pandoc() as pandoc:
        yield pandoc


def naming(*pictures: str) -> bytes:
    """The document of an article in which `pictures` stand as pandoc's own."""
    document: dict[str, Any] = json.loads(COMPOSED.document)
    images = [{"t": "Image", "c": [["", [], []], [], [one, ""]]} for one in pictures]
    document["blocks"].append({"t": "Para", "c": images})
    return json.dumps(document).encode()


def named(kind: str, bird: Canary) -> str:
    return {
        "path": str(bird.path), "file": bird.uri, "http": bird.address,
        "up": "../" * 12 + str(bird.path).lstrip("/"), "bare": "press.lua",
    }[kind]  # fmt: skip


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("kind", ["path", "file", "http", "up", "bare"])
def test_a_picture_that_was_not_handed_over_is_none(
    child: Pandoc, bird: Canary, kind: str, target: str
) -> None:
    hostile = replace(COMPOSED, document=naming(named(kind, bird)))
    with pytest.raises(ToolError, match="was not handed over"):
        child.load(hostile)
    child.load(hostile, ahead=(target,))
    with pytest.raises(ToolError):
        child.render(target)
    assert (bird.asked, bird.opened()) == ([], [])
    child.load(COMPOSED)
    assert child.render(target)


@pytest.mark.parametrize(
    "key",
    [
        "csl", "citation-style", "bibliography", "citation-abbreviations", "header-includes",
        "css", "template", "include-before",
    ],
)  # fmt: skip
def test_what_the_head_of_a_document_names_is_not_looked_at(
    child: Pandoc, bird: Canary, key: str
) -> None:
    document = json.loads(COMPOSED.document)
    for address in (str(bird.path), bird.uri, bird.address):
        document["meta"][key] = {"t": "MetaString", "c": address}
        child.load(replace(COMPOSED, document=json.dumps(document).encode()))
        for target in ("html", "docx", "list"):
            assert not bird.heard_in(child.render(target))
    assert (bird.asked, bird.opened()) == ([], [])


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
def test_nothing_of_the_desk_lies_where_it_works(child: Pandoc) -> None:
    child.load(COMPOSED)
    place = Path(f"/proc/{child.pid}/cwd").readlink()
    assert place.name == "filters"
    assert {path.suffix for path in place.iterdir()} <= {".lua", ""}
    assert str(child.pid) != str(os.getpid())


def test_the_canary_is_heard_where_it_sings(bird: Canary) -> None:
    """Else none of these tests could fail."""
    host, port = bird.address.split("/")[2].split(":")
    with socket.create_connection((host, int(port))) as visit, visit.makefile("rb") as page:
        visit.sendall(b"GET /canary.html HTTP/1.0\r\n\r\n")
        assert bird.heard_in(page.read())
    assert len(bird.asked) == 1
    assert SONG not in repr(bird.asked)
