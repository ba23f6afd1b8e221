from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from compose.harbour import ARTICLE, Sheet, entry
from copydesk.composition import compose
from copydesk.composition import pandoc as door
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config
from copydesk.errors import ToolError
from copydesk.model import Back
from offspring import gone

COMPOSED = compose(ARTICLE, Config())
linux = pytest.mark.skipif(sys.platform != "linux", reason="a promise for Linux")


def is_alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return "Z" not in Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2][:3]
    return False


def test_one_child_sets_articles_one_after_another(pandoc: Pandoc) -> None:
    pandoc.load(COMPOSED)
    first, pid = pandoc.render("html"), pandoc.pid
    pandoc.load(compose(replace(ARTICLE, body=(), citations=()), Config()))
    assert "dredgers" not in pandoc.render("html").decode()
    pandoc.load(COMPOSED)
    assert (pandoc.render("html"), pandoc.pid) == (first, pid)


def test_an_order_of_targets_changes_none_of_them(pandoc: Pandoc) -> None:
    targets = ("html", "docx", "citations")
    pandoc.load(COMPOSED)
    forward = {target: pandoc.render(target) for target in targets}
    pandoc.load(COMPOSED)
    assert {target: pandoc.render(target) for target in reversed(targets)} == forward


def test_nothing_is_written_before_an_article_is_there() -> None:
    with Pandoc() as pandoc, pytest.raises(ToolError, match="before it was given an article"):
        pandoc.render("html")


def test_an_unknown_target_is_a_mistake_of_ours(pandoc: Pandoc) -> None:
    with pytest.raises(ValueError, match="no pandoc target `rtf`"):
        pandoc.render("rtf")


def test_a_child_that_died_is_reported_and_the_next_article_gets_a_new_one() -> None:
    with Pandoc() as pandoc:
        pandoc.load(COMPOSED)
        dead = pandoc.pid
        assert dead
        os.kill(dead, signal.SIGKILL)
        with pytest.raises(ToolError, match="ended with status -9"):
            pandoc.render("html")
        pandoc.load(COMPOSED)
        assert pandoc.render("html")
        assert pandoc.pid != dead


def test_a_document_pandoc_cannot_read_costs_only_itself(pandoc: Pandoc) -> None:
    with pytest.raises(ToolError, match="pandoc: "):
        pandoc.load(replace(COMPOSED, document=b'{"blocks": 7}'))
    pandoc.load(COMPOSED)
    assert pandoc.render("html")


def test_a_call_past_its_deadline_ends_and_names_the_limit() -> None:
    with Pandoc(seconds=0.001) as pandoc:
        with pytest.raises(ToolError, match=r"within 0\.001 seconds") as caught:
            pandoc.load(COMPOSED)
        assert caught.value.code == "limit.seconds"
        assert pandoc.pid is None


def test_a_deadline_that_ends_the_next_call_is_named_as_well() -> None:
    with Pandoc() as pandoc:
        pandoc.load(COMPOSED)
        assert pandoc.pid
        pandoc._expired.set()  # noqa: SLF001  as a timer that its own call stopped too late
        os.kill(pandoc.pid, signal.SIGKILL)
        with pytest.raises(ToolError) as caught:
            pandoc.render("html")
        assert caught.value.code == "limit.seconds"


@pytest.mark.check
def test_a_heap_past_its_ceiling_ends_and_names_the_limit() -> None:
    # The run-time system gives 64 MB whatever it is told.
    huge = b'"' + b"x" * 100_000_000 + b'"'
    with Pandoc(heap_mb=64) as pandoc, pytest.raises(ToolError, match="more than 64 MB") as caught:
        pandoc.load(replace(COMPOSED, document=huge))
    assert caught.value.code == "limit.pandoc-heap"


AHEAD = ("citations", "list", "docx", "html")
EMPTY = compose(replace(ARTICLE, body=(), citations=()), Config())


def test_what_is_set_ahead_is_what_is_set_when_it_is_asked_for(pandoc: Pandoc) -> None:
    pandoc.load(COMPOSED)
    one_by_one = {target: pandoc.render(target) for target in AHEAD}
    pandoc.load(COMPOSED, AHEAD)
    assert {target: pandoc.render(target) for target in reversed(one_by_one)} == one_by_one
    assert pandoc.render("html") == one_by_one["html"]


def test_what_nobody_took_is_not_taken_for_the_next_article(pandoc: Pandoc) -> None:
    pandoc.load(EMPTY)
    alone, pid = pandoc.render("html"), pandoc.pid
    pandoc.load(COMPOSED, AHEAD)
    assert b"dredgers" in pandoc.render("html")
    pandoc.load(EMPTY, ("html",))
    assert (pandoc.render("html"), pandoc.pid) == (alone, pid)


def test_answers_that_find_no_room_wait_until_they_are_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(door, "_ROOM", 4096)
    with Pandoc(seconds=30) as pandoc:
        for _ in range(2):
            pandoc.load(COMPOSED, AHEAD)
        assert len(pandoc.render("docx")) > 4096
        assert b"dredgers" in pandoc.render("html")


def test_an_article_that_cannot_be_read_is_told_of_by_its_first_rendering() -> None:
    with Pandoc() as pandoc:
        pandoc.load(COMPOSED)
        pandoc.load(replace(COMPOSED, document=b'{"blocks": 7}'), AHEAD)
        with pytest.raises(ToolError, match="pandoc: "):
            pandoc.render("html")
        with pytest.raises(ToolError, match="before it was given an article"):
            pandoc.render("docx")
        pandoc.load(COMPOSED, AHEAD)
        assert b"dredgers" in pandoc.render("html")


@linux
def test_a_child_that_dies_ahead_is_told_of_once_and_the_next_article_gets_a_new_one() -> None:
    with Pandoc() as pandoc:
        pandoc.load(EMPTY)
        assert pandoc.pid
        os.kill(pandoc.pid, signal.SIGSTOP)  # so that it has not answered before it dies
        pandoc.load(EMPTY, AHEAD)
        os.kill(pandoc.pid, signal.SIGKILL)
        with pytest.raises(ToolError, match="ended with status -9"):
            pandoc.render("html")
        pandoc.load(COMPOSED, AHEAD)
        assert b"dredgers" in pandoc.render("html")


def test_an_unknown_target_ahead_is_a_mistake_of_ours(pandoc: Pandoc) -> None:
    with pytest.raises(ValueError, match="no pandoc target `rtf`"):
        pandoc.load(COMPOSED, ("html", "rtf"))
    pandoc.load(COMPOSED)
    assert b"dredgers" in pandoc.render("html")


@linux
def test_time_that_the_child_is_allowed_is_the_childs_alone() -> None:
    import resource

    own = resource.getrlimit(resource.RLIMIT_CPU)
    with Pandoc() as pandoc:
        pandoc.allow(1_000)
        assert pandoc.pid is not None
        soft, _ = resource.prlimit(pandoc.pid, resource.RLIMIT_CPU)
        assert 1_000 < soft < 1_010
        pandoc.load(COMPOSED)
    assert resource.getrlimit(resource.RLIMIT_CPU) == own


def test_closing_ends_the_child() -> None:
    with Pandoc() as pandoc:
        pandoc.load(COMPOSED)
        pid = pandoc.pid
    assert pid
    assert not is_alive(pid)


@linux
def test_the_child_dies_with_a_parent_that_is_killed() -> None:
    program = (
        "import time\nfrom compose.harbour import ARTICLE\n"
        "from copydesk.composition import compose\n"
        "from copydesk.config import Config\nfrom copydesk.composition.pandoc import Pandoc\n"
        "pandoc = Pandoc()\npandoc.load(compose(ARTICLE, Config()))\n"
        "print(pandoc.pid, flush=True)\ntime.sleep(60)"
    )
    command = [sys.executable, "-c", program]
    tests = Path(__file__).parents[1]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=tests) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        parent.kill()
        parent.wait()
    assert gone(pid)


def test_what_the_child_leaves_when_it_is_killed_lies_where_its_worker_puts_things_aside(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with Pandoc() as pandoc:
        pandoc.load(COMPOSED)
        assert pandoc.pid
        os.kill(pandoc.pid, signal.SIGKILL)
    assert [path.stat().st_size for path in tmp_path.iterdir()] == [0]


def test_the_child_sees_nothing_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "mud")
    monkeypatch.setenv("LANG", "de_DE")
    environment = door._environment(512)  # noqa: SLF001  the promise is about its content
    assert "mud" not in environment.values()
    assert environment["LANG"] == environment["LC_ALL"] == "C.UTF-8"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_an_address_of_an_entry_that_is_none_is_not_linked(url: str, pandoc: Pandoc) -> None:
    csl: dict[str, Any] = {"type": "webpage", "title": "Mud", "URL": url}
    article = replace(ARTICLE, back=Back(references=(entry("mud", "Mud", csl),)))
    page = Sheet(article, pandoc).render("html").decode()
    assert url in page
    assert f'href="{url}' not in page


def test_markup_in_an_entry_is_text_or_the_little_that_csl_knows(pandoc: Pandoc) -> None:
    csl = {"type": "book", "title": "On <i>mud</i> & <script>alert(1)</script>"}
    article = replace(ARTICLE, back=Back(references=(entry("mud", "Mud", csl),)))
    page = Sheet(article, pandoc).render("html").decode()
    assert "&lt;script&gt;" in page
    assert "<script>" not in page


BYTES = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from compose.harbour import ARTICLE, Sheet
from copydesk.composition.pandoc import Pandoc
from copydesk.registry import WRITERS
with Pandoc() as pandoc:
    sheet = Sheet(ARTICLE, pandoc)
    made = [WRITERS[name].write(sheet) for name in ("md", "docx", "csl.json")]
    made += [sheet.render(target) for target in ("html", "list")]
print(*(hashlib.sha256(one).hexdigest() for one in made))
"""


def test_place_time_zone_locale_and_hash_seed_change_no_byte(tmp_path: Path) -> None:
    tests = str(Path(__file__).parents[1])
    hashes = set()
    for seed, zone, locale, folder in (
        ("1", "UTC", "C", tmp_path),
        ("2", "Asia/Tokyo", "de_DE.UTF-8", Path(tests)),
    ):
        environment = os.environ | {
            "PYTHONHASHSEED": seed, "TZ": zone, "LANG": locale, "LC_ALL": locale,
            "PYTHONUTF8": "1",
        }  # fmt: skip
        run = subprocess.run(
            [sys.executable, "-c", BYTES, tests],
            cwd=folder, env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        hashes.add(run.stdout)
    assert len(hashes) == 1
    assert len(hashes.pop().split()) == 5


def test_pandoc_is_asked_for_its_version_and_not_the_package_that_brings_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert re.fullmatch(r"\d+(\.\d+)+", door.read_version())
    monkeypatch.setattr(door, "find_pandoc", lambda: sys.executable + ".gone")
    with pytest.raises(ToolError, match="pandoc cannot be run"):
        door.read_version()
