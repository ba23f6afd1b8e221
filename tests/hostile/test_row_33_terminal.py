"""Row 33: messages cannot drive the terminal.

Promised: what a submission, its name or its library holds is shown as its code in every message
and in all that a terminal is shown; JSON has it as escapes, which say the same. What goes into a
file or another program as text (`edit`, `edit --diff`, `references --to`) is data, and stays as it
is.
"""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from copydesk.cli import main

pytestmark = pytest.mark.check

#: Colours, a title for the window, an answer that is typed for the user; by ESC and as C1
#: controls; directions that turn a line round; ends of lines that only some see.
SPELL: Final = (
    "\x1b[31m\x1b]0;owned\x07\x9b31m\x9d0;x\x9c \u202egnp\u202c \u2066x\u2069\u200e\u2028\x85y"
)
#: What no terminal may be sent.
DRIVES: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)
PROSE: Final = (
    "The pier of Low Harbour was built twice, and both times it was payed for by people who never"
    " saw it. The first stood for nine years (Lo, 2022); the second still stands."
)

#: Each command that shows something of a submission. `{name}` is the article's.
COMMANDS: Final = (
    "build", "build --json", "build -v --why", "status", "status --json", "status --why",
    "inspect source/{file}", "inspect loose.html", "check", "check --json",
    "check nothing{spell}", "proof {name}", "edit source/{file} --json",
    "edit source/{file} --explain", "edit nothing{spell}", "cite {name}", "entry {name}",
    "role {name}", "references source/{file} --json", "references library.bib",
    "references library.bib --json", "library", "library --json", "diff {name}",
    "explain nothing{spell}", "build --nothing{spell}", "newsletter nothing{spell}", "quarantine",
    "sites", "set {name} nothing{spell} x", "stet {name} nothing{spell}", "role {name} 999 title",
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk in which everything that can hold the spell does; one article is refused."""
    root = tmp_path_factory.mktemp("desk")
    source = root / "source"
    source.mkdir()
    coded = SPELL.encode("ascii", "xmlcharrefreplace").decode()
    page = (
        f"<html><head><title>The pier{coded}</title>"
        f'<meta name="author" content="Mara{coded} Osei"><meta name="keywords" content="{coded}">'
        f"</head><body><article><h1>The pier {SPELL}</h1><p class=byline>By Mara {SPELL} Osei</p>"
        f'<p>{PROSE} {SPELL}</p><p>{PROSE}<img src="{coded}.png" alt="{coded}"></p>'
        f"<p>{PROSE}</p><h2>References</h2><p>Lo, B. {SPELL} (2022) Turning {SPELL} point.</p>"
        f"<p>Rossi, A. (2019) Harbours {SPELL}. Ports.</p></article></body></html>"
    )
    library = f"@book{{lo, author = {{Lo, B}}, title = {{Turning {SPELL} point}}, year = 2022}}"
    for place in (source / f"pier{SPELL}.html", root / "loose.html"):
        place.write_text(page, encoding="utf-8")
    (source / "bad.docx").write_bytes(b"PK\x03\x04" + SPELL.encode())
    (source / f"sidecar{SPELL}.txt").write_text(PROSE, encoding="utf-8")
    (source / f"sidecar{SPELL}.txt.desk.toml").write_text('titel = "x"\n', encoding="utf-8")
    (root / "library.bib").write_text(library, encoding="utf-8")
    (root / "copydesk.toml").write_text('formats = ["md"]\n', encoding="utf-8")
    return root


def words_of(command: str) -> list[str]:
    fields = {"name": "pier", "file": f"pier{SPELL}.html", "spell": SPELL}
    return [word.format(**fields) for word in command.split(" ")]


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_that_is_said_drives_a_terminal(
    desk: Path, command: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(desk)
    with contextlib.suppress(SystemExit):
        main(words_of(command))
    said = capfd.readouterr()
    assert said.out + said.err
    for stream in said:
        assert not DRIVES.search(stream), DRIVES.search(stream)


@pytest.mark.parametrize("command", ["inspect source/{file}", "edit source/{file} --json"])
def test_escapes_in_json_say_the_same(
    desk: Path, command: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(desk)
    main(words_of(command))
    rows = [json.loads(row) for row in capfd.readouterr().out.splitlines()]
    assert "\x9b" in json.dumps(rows, ensure_ascii=False)


@pytest.mark.skipif(os.name == "nt", reason="no terminals of this kind")
@pytest.mark.parametrize(
    "command", ["edit loose.html", "edit --diff loose.html", "references library.bib --to bibtex"]
)
def test_a_terminal_is_shown_even_data_as_its_code(desk: Path, command: str) -> None:
    parent, child = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "copydesk", *words_of(command)],
        stdout=child, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, cwd=desk,
        env={**os.environ, "NO_COLOR": "1"},
    ):  # fmt: skip
        os.close(child)
        data = b""
        try:
            while piece := os.read(parent, 65_536):
                data += piece
        except OSError:  # the other end has gone
            pass
    os.close(parent)
    shown = data.decode().replace("\r\n", "\n")
    assert "Turning" in shown or "pier" in shown
    assert not DRIVES.search(shown), DRIVES.search(shown)


def test_what_goes_into_a_file_is_as_it_was(desk: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "copydesk", "references", "library.bib", "--to", "bibtex"],
        capture_output=True, cwd=desk, check=False,
    )  # fmt: skip
    assert "\u202egnp" in done.stdout.decode()
