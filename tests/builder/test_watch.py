"""A desk that is watched is rebuilt as people write, and nothing ends the watch but them."""

from __future__ import annotations

import fcntl
import http.client
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from builder.watched import DONE, LONG, TEXT, Watched, lay_out, watching

pytestmark = [
    pytest.mark.check,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]


# ── one watch, many changes ──────────────────────────────────────────────────


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """A desk of two articles that is watched all through this module."""
    root = tmp_path_factory.mktemp("watched")
    lay_out(root, "bell", "quay")
    with watching(root) as watched:
        yield watched


def test_exactly_the_article_that_changed_is_built(desk: Watched) -> None:
    for slug in ("bell", "quay", "bell"):
        desk.change(slug)
        heard = desk.hear(DONE)
        assert re.search(rf"changed: source/{slug}\.txt$", heard[0])
        assert desk.built(heard) == [slug]


def _over(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _renamed(path: Path, text: str) -> None:
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def _with_backup(path: Path, text: str) -> None:
    path.replace(path.with_name(path.name + "~"))
    path.write_text(text, encoding="utf-8")


def _anew(path: Path, text: str) -> None:
    path.unlink()
    path.write_text(text, encoding="utf-8")


def _vim(path: Path, text: str) -> None:
    swap, trial = path.with_name(f".{path.name}.swp"), path.with_name("4913")
    swap.write_bytes(b"b0VIM")
    trial.touch()
    trial.unlink()
    _with_backup(path, text)
    path.with_name(path.name + "~").unlink()
    swap.unlink()


def _emacs(path: Path, text: str) -> None:
    lock, unsaved = path.with_name(f".#{path.name}"), path.with_name(f"#{path.name}#")
    lock.symlink_to("mara@harbour.4711:1")
    unsaved.write_text(text, encoding="utf-8")
    _with_backup(path, text)
    unsaved.unlink()
    lock.unlink()


def _office(path: Path, text: str) -> None:
    lock, work = path.with_name(f".~lock.{path.name}#"), path.with_name("lu4711.tmp")
    lock.write_text("Mara,harbour", encoding="utf-8")
    work.write_text(text, encoding="utf-8")
    work.replace(path)
    lock.unlink()


def _in_steps(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        for line in text.splitlines(keepends=True):
            file.write(line)
            file.flush()


SAVES = {
    "over the old one": _over, "by renaming a new one": _renamed, "with a backup": _with_backup,
    "by taking the old one away": _anew, "as Vim does": _vim, "as Emacs does": _emacs,
    "as LibreOffice does": _office, "line by line": _in_steps,
}  # fmt: skip


@pytest.mark.parametrize("save", SAVES.values(), ids=SAVES)
def test_a_text_is_built_once_however_it_is_saved(
    desk: Watched, save: Callable[[Path, str], None], request: pytest.FixtureRequest
) -> None:
    save(desk.root / "source" / "bell.txt", TEXT.format(request.node.name))
    heard = desk.hear(DONE)
    assert desk.built(heard) == ["bell"]
    assert request.node.name in (desk.root / "dist/bell/bell.md").read_text("utf-8")
    desk.change("quay")  # what is told next is of this alone
    heard = desk.hear(DONE)
    assert [line for line in heard if "bell" in line] == []


def test_files_that_lie_about_while_a_text_is_open_are_not_heard_of(desk: Watched) -> None:
    for name in (".bell.txt.swp", "#bell.txt#", ".~lock.bell.odt#", "~$bell.docx", "bell.txt~"):
        desk.write(f"source/{name}", "x")
    desk.change("quay")
    heard = desk.hear(DONE)
    assert desk.built(heard) == ["quay"]
    assert re.search(r"changed: source/quay.txt$", heard[0])


def test_several_saves_at_once_are_one_build(desk: Watched) -> None:
    desk.change("bell")
    desk.change("quay")
    heard = desk.hear(DONE)
    assert re.search(r"changed: source/bell.txt, source/quay.txt$", heard[0])
    assert sorted(desk.built(heard)) == ["bell", "quay"]


@pytest.mark.parametrize(("name", "text", "built"), [
    ("source/bell.txt.desk.toml", 'title = "Another bell"\n', ["bell"]),
    ("source/quay.bib", "@book{quay, title = {Quay}, author = {Osei, M.}}\n", ["quay"]),
    ("source/bell.files/pier.png", "no picture", ["bell"]),
    ("source/words/names.txt", "Osei\n", ["bell", "quay"]),
    ("copydesk.toml", 'formats = ["md"]\n[style]\nlocale = "en-US"\n', ["bell", "quay"]),
])  # fmt: skip
def test_what_an_article_is_made_from_builds_those_it_concerns(
    desk: Watched, name: str, text: str, built: list[str]
) -> None:
    desk.write(name, text)
    assert sorted(desk.built(desk.hear(DONE))) == built
    desk.rest("bell")


def test_a_file_that_the_settings_name_is_watched_from_then_on(desk: Watched) -> None:
    desk.write("look/house.css", "p { color: #123456 }\n")
    desk.write("copydesk.toml", 'formats = ["html"]\n[theme]\ncss = "look/house.css"\n')
    assert sorted(desk.built(desk.hear(DONE))) == ["bell", "quay"]
    desk.write("look/house.css", "p { color: #654321 }\n")
    heard = desk.hear(DONE)
    assert sorted(desk.built(heard)) == ["bell", "quay"]
    assert any(line.endswith("changed: look/house.css") for line in heard)
    assert "#654321" in (desk.root / "dist/bell/bell.html").read_text("utf-8")
    desk.write("copydesk.toml", 'formats = ["md"]\n')
    desk.rest("bell")


def test_a_file_that_a_sidecar_names_is_watched_from_then_on(desk: Watched) -> None:
    desk.write("copydesk.toml", 'formats = ["html"]\n')
    desk.hear(DONE)
    desk.write("look/bell.css", "p { color: #123456 }\n")
    desk.write("source/bell.txt.desk.toml", '[settings.theme]\ncss = "look/bell.css"\n')
    assert desk.built(desk.hear(DONE)) == ["bell"]
    desk.write("look/bell.css", "p { color: #654321 }\n")
    heard = desk.hear(DONE)
    assert desk.built(heard) == ["bell"]
    assert any(line.endswith("changed: look/bell.css") for line in heard)
    assert "#654321" in (desk.root / "dist/bell/bell.html").read_text("utf-8")
    (desk.root / "source/bell.txt.desk.toml").unlink()
    desk.write("copydesk.toml", 'formats = ["md"]\n')
    desk.rest("quay")


def test_an_article_in_a_folder_of_its_own_is_found_and_followed(desk: Watched) -> None:
    for words in ("the tide", "the ebb"):
        desk.write("source/new/deep/tide.txt", TEXT.format(words))
        assert desk.built(desk.hear(DONE)) == ["tide"]
        desk.rest("bell")


def test_a_refused_text_is_told_once_and_the_others_are_built(desk: Watched) -> None:
    desk.write("source/bell.txt", "")
    heard = desk.hear(DONE)
    assert any("`source/bell.txt` is empty" in line for line in heard)
    desk.rest("quay")  # whose lines say nothing else
    desk.change("bell")
    assert desk.built(desk.hear(DONE)) == ["bell"]


def test_a_text_that_fails_is_told_once_and_tried_again_when_it_is_mended(desk: Watched) -> None:
    desk.write("source/bell.txt.desk.toml", "nonsense = 1\n")
    heard = desk.hear(DONE)
    assert any("unknown" in line and "nonsense" in line for line in heard)
    desk.rest("quay")  # whose lines say nothing else
    desk.write("source/bell.txt.desk.toml", 'title = "Mended"\n')
    assert desk.built(desk.hear(DONE)) == ["bell"]


@pytest.mark.parametrize(
    "broken", ["formats = [", 'fromats = ["md"]\n', b"\xff\xfe".decode("latin-1")]
)
def test_settings_that_cannot_be_meant_are_told_and_waited_for(desk: Watched, broken: str) -> None:
    (desk.root / "copydesk.toml").write_bytes(broken.encode("latin-1"))
    heard = desk.hear("it is tried again")
    assert any("copydesk.toml" in line and "[config." in line for line in heard)
    desk.change("bell")
    desk.write("copydesk.toml", 'formats = ["md"]\n')
    assert desk.built(desk.hear(DONE)) == ["bell"]


def test_a_source_that_goes_and_comes_back_is_watched_as_before(desk: Watched) -> None:
    (desk.root / "source").rename(desk.root / "elsewhere")
    desk.hear("orphaned: bell")
    (desk.root / "elsewhere").rename(desk.root / "source")
    desk.hear("changed: source")
    desk.change("bell")
    assert desk.built(desk.hear(DONE)) == ["bell"]
    shutil.rmtree(desk.root / "source")
    desk.hear("orphaned: bell")
    for slug in ("bell", "quay"):
        desk.change(slug)
    assert {"bell", "quay"} <= set(desk.built(desk.hear(DONE)))
    desk.rest("quay")


def test_outputs_that_are_taken_away_are_made_again(desk: Watched) -> None:
    (desk.root / "dist").rename(desk.root / "old")  # at once, whatever is written there
    shutil.rmtree(desk.root / "old")
    assert sorted(desk.built(desk.hear(DONE))) == ["bell", "quay"]


def test_a_name_that_is_no_text_does_not_end_the_watch(desk: Watched) -> None:
    odd = os.fsencode(desk.root) + b"/source/\xff.swp"
    with open(odd, "wb"):  # noqa: PTH123  a Path would do no better
        pass
    os.unlink(odd)  # noqa: PTH108
    desk.change("bell")
    assert desk.built(desk.hear(DONE)) == ["bell"]


def test_a_desk_that_another_build_holds_is_waited_for(desk: Watched) -> None:
    lock = os.open(desk.root / "dist" / ".desk" / "lock", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    desk.change("bell")
    heard = desk.hear("it is tried again")
    assert any("another build has locked this desk" in line for line in heard)
    os.close(lock)
    assert desk.built(desk.hear(DONE)) == ["bell"]


def test_an_output_that_cannot_be_written_is_tried_again_without_a_change(desk: Watched) -> None:
    shutil.rmtree(desk.root / "dist" / "bell")
    (desk.root / "dist" / "bell").write_text("in the way", encoding="utf-8")
    desk.change("bell")
    heard = desk.hear(DONE)
    assert any("`dist/bell` could not be written" in line for line in heard)
    (desk.root / "dist" / "bell").unlink()
    assert desk.built(desk.hear(DONE)) == ["bell"]


def test_a_worker_that_is_killed_is_replaced(desk: Watched) -> None:
    for slug in ("bell", "quay"):
        for pid in desk.offspring():
            os.kill(pid, signal.SIGKILL)
        desk.change(slug)
        assert desk.built(desk.hear(DONE)) == [slug]


# ── the preview ──────────────────────────────────────────────────────────────


def test_a_page_in_the_browser_is_told_of_its_build(tmp_path: Path) -> None:
    lay_out(tmp_path, "bell", "quay")
    (tmp_path / "copydesk.toml").write_text('formats = ["html"]\n', encoding="utf-8")
    with watching(tmp_path, "--port", "0") as watched:
        (told,) = (line for line in watched.lines if line.startswith("preview: "))
        name = told.split("/")[2]
        caller = http.client.HTTPConnection(name, timeout=LONG)
        caller.request("GET", "/bell/bell.html")
        page = caller.getresponse().read().decode()
        caller.close()
        number = re.findall(r'data-since="(.*?)"', page)[-1]
        caller.request("GET", f"/-/events?page=bell&since={number}")
        watched.change("quay")
        watched.hear(DONE)
        watched.change("bell")
        told = caller.getresponse().read().decode()
        assert "data: built" in told
        assert watched.built(watched.hear(DONE)) == ["bell"]
        caller.close()
        assert watched.interrupt() == 0
