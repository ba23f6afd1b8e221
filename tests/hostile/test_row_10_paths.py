"""Row 10: nothing is read from outside the desk, and nothing is written outside `dist/`.

Promised: a link among the submissions counts when a file of the desk is where it ends; a linked
folder of pictures is not followed. What was left out for that is named, and the run fails.
Members of archives are read by their exact names and never unpacked to a disk (`system`).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.bench import Desk
from copydesk import config, errors
from copydesk.builder import article_job, side_files, single_article, survey
from copydesk.builder.survey import Survey
from copydesk.settings.limits import Limits
from copydesk.system import companion_files

pytestmark = pytest.mark.check

SONG = "The secret canary sings at noon."


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is no part of the desk, with a text, a library and a picture in it."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "secret.txt").write_text(SONG)
    (folder / "secret.bib").write_text(f"@book{{lo, title = {{{SONG}}}}}")
    (folder / "secret.toml").write_text(f'title = "{SONG}"')
    (folder / "secret.png").write_bytes(SONG.encode())
    return folder


def published(bench: Desk) -> bytes:
    """All that lies in the folder of the outputs, one behind the other."""
    return b"".join(
        path.read_bytes() for path in (bench.root / "dist").rglob("*") if path.is_file()
    )


@pytest.mark.parametrize(
    ("link", "end"),
    [
        ("b.txt", "secret.txt"),
        ("far/b.txt", "secret.txt"),
        ("a.txt.desk.toml", "secret.toml"),
        ("a.bib", "secret.bib"),
        ("collections/b.toml", "secret.toml"),
    ],
)
def test_a_link_that_leads_out_of_the_desk_is_named_and_not_followed(
    bench: Desk, elsewhere: Path, link: str, end: str
) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    place = bench.root / "source" / link
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(elsewhere / end)
    report = bench.build()
    assert bench.states(report) == {"a": "built"}
    why = "is a link that leads out of the desk: put the file itself there"
    assert report.notes == (f"`source/{link}` {why}",)
    assert report.exit_code() == errors.TOOL
    assert SONG.encode() not in published(bench)


def test_a_link_to_a_file_of_the_desk_is_that_file(bench: Desk) -> None:
    bench.write("far/a.txt", "The ferry left at dawn.")
    (bench.root / "texts").mkdir()
    (bench.root / "texts" / "c.txt").write_text("It came back at noon.")
    (bench.root / "source" / "b.txt").symlink_to("far/a.txt")
    (bench.root / "source" / "c.txt").symlink_to(bench.root / "texts" / "c.txt")
    report = bench.build()
    assert bench.states(report) == {"b": "built", "c": "built", "a": "built"}
    assert report.notes == ()


def test_a_source_folder_that_lies_elsewhere_is_the_desk_s(bench: Desk, elsewhere: Path) -> None:
    (bench.root / "source").rmdir()
    (bench.root / "source").symlink_to(elsewhere)
    (elsewhere / "linked.txt").symlink_to("secret.txt")
    report = bench.build()
    assert bench.states(report)["linked"] == "built"
    assert not [note for note in report.notes if "is a link" in note]


def test_a_linked_folder_of_pictures_is_named_and_not_followed(
    bench: Desk, elsewhere: Path
) -> None:
    bench.write("a.html", "The ferry left at dawn.")
    for name in ("a.files", "a_files"):
        (bench.root / "source" / name).symlink_to(elsewhere)
        assert side_files.picture_reader(bench.root, "source/a.html", Limits()) is None
        assert side_files.digest_pictures(bench.root, "source/a.html", Limits()) == ""
    report = bench.build()
    assert [note.partition(",")[0] for note in report.notes] == [
        "`source/a.files` is a linked folder", "`source/a_files` is a linked folder",
    ]  # fmt: skip
    assert report.exit_code() == errors.TOOL


def test_a_picture_that_becomes_a_link_is_gone(bench: Desk, elsewhere: Path) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("a.files/pier.png", "none")
    find = side_files.picture_reader(bench.root, "source/a.txt", Limits())
    assert find
    picture = bench.root / "source" / "a.files" / "pier.png"
    picture.unlink()
    picture.symlink_to(elsewhere / "secret.png")
    assert find("pier.png") is None


def test_a_linked_sidecar_and_library_are_not_read_outside_a_build_either(
    bench: Desk, elsewhere: Path
) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    (bench.root / "source" / "a.txt.desk.toml").symlink_to(elsewhere / "secret.toml")
    (bench.root / "source" / "a.bib").symlink_to(elsewhere / "secret.bib")
    settings = config.load(bench.root)
    assert SONG not in repr(single_article.read_article(bench.root, settings, "source/a.txt"))
    assert side_files.find_library(bench.root, "source/a.txt", settings.limits) is None


def _in_its_place(bench: Desk, end: Path) -> None:
    place = bench.root / "source" / "a.txt"
    place.unlink()
    place.symlink_to(end)


#: All that read a submission by the name that it had when the desk was looked at.
READING: dict[str, Callable[[Survey], object]] = {
    "build": lambda desk: article_job.read_inputs(desk, "source/a.txt"),
    "article": lambda desk: single_article.read_article(desk.root, desk.config, "source/a.txt"),
    "copy": lambda desk: single_article.read_copy(desk.root, desk.config, "source/a.txt"),
    "lines": lambda desk: single_article.read_submission(desk.root, desk.config, "source/a.txt"),
}


@pytest.mark.parametrize("reading", READING)
@pytest.mark.parametrize("end", ["secret.txt", "pipe"])
def test_a_text_that_becomes_a_link_out_of_the_desk_is_not_read(
    bench: Desk, elsewhere: Path, reading: str, end: str
) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    desk = survey.survey_desk(bench.root, config.load(bench.root))
    assert READING[reading](desk)
    os.mkfifo(elsewhere / "pipe")
    _in_its_place(bench, elsewhere / end)
    with pytest.raises(errors.ToolError, match=r"a\.txt` is a link that leads out") as told:
        READING[reading](desk)
    assert (told.value.code, told.value.hint) == ("desk.unreadable", "put the file itself there")


@pytest.mark.parametrize("reading", READING)
def test_a_text_that_becomes_a_link_within_the_desk_is_read(bench: Desk, reading: str) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("b.txt", "It came back at noon.")
    desk = survey.survey_desk(bench.root, config.load(bench.root))
    _in_its_place(bench, bench.root / "source" / "b.txt")
    assert READING[reading](desk)


def test_what_becomes_a_pipe_between_the_look_and_the_reading_is_not_waited_for(
    bench: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    found = companion_files._end  # noqa: SLF001  the moment after it

    def late(root: Path, name: str) -> Path | None:
        end = found(root, name)
        (bench.root / name).unlink()
        os.mkfifo(bench.root / name)
        return end

    monkeypatch.setattr(companion_files, "_end", late)
    with pytest.raises(errors.ToolError, match="is not a file"):
        companion_files.opened(bench.root, "source/a.txt")


def test_what_becomes_a_link_between_the_look_and_the_reading_is_not_followed(
    bench: Desk, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    found = companion_files._end  # noqa: SLF001  the moment after it

    def late(root: Path, name: str) -> Path | None:
        end = found(root, name)
        _in_its_place(bench, elsewhere / "secret.txt")
        return end

    monkeypatch.setattr(companion_files, "_end", late)
    with pytest.raises(errors.ToolError, match="is a link that leads out"):
        companion_files.opened(bench.root, "source/a.txt")


# ── what is written ──────────────────────────────────────────────────────────


def test_a_build_writes_in_the_folder_of_the_outputs_and_nowhere_else(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("deep/a.txt", "It came back at noon.")
    (bench.root / "source" / "a.files").mkdir()
    before = snapshot(bench.root, bench.root / "dist")
    bench.build()
    bench.build(rebuild_all=True)
    assert snapshot(bench.root, bench.root / "dist") == before
    assert len(list((bench.root / "dist").glob("*/colophon.json"))) == 2


def test_what_a_link_in_the_place_of_the_work_folder_leads_to_is_left_alone(
    bench: Desk, elsewhere: Path
) -> None:
    own = bench.root / "dist" / ".desk"
    own.mkdir(parents=True)
    (own / "work").symlink_to(elsewhere)
    bench.write("a.txt", "The ferry left at dawn.")
    before = snapshot(elsewhere, bench.root / "dist")
    assert bench.states(bench.build()) == {"a": "built"}
    assert snapshot(elsewhere, bench.root / "dist") == before
    assert not (own / "work").is_symlink()


def snapshot(folder: Path, but: Path) -> dict[str, tuple[int, int]]:
    """What lies below `folder` but not in `but`, when it was changed and who may do so."""
    return {
        str(path): (path.stat().st_mtime_ns, path.stat().st_mode)
        for path in folder.rglob("*")
        if not path.is_relative_to(but)
    }
