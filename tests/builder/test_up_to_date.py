"""A desk is taken to be at rest only while nothing at all has moved on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from builder.bench import Desk
from copydesk import errors
from copydesk.builder import clean, named_files, store, survey, up_to_date, versions
from copydesk.cli import main
from copydesk.config import Config, load

pytestmark = pytest.mark.check

LONG_AGO = 1_600_000_000


def aged(root: Path) -> None:
    """Make what lies in the source old, for what has just changed may change again."""
    for path in (root / "source").rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO), follow_symlinks=False)


def sealed(bench: Desk) -> Desk:
    """A desk of two articles, one with all that may lie beside it, and a picture folder."""
    bench.write("ferry.txt", "The ferry left at dawn.")
    bench.write("ferry.txt.desk.toml", 'schema = "copydesk.sidecar/1"\n')
    bench.write("ferry.bib", "")
    bench.write("ferry.files/map.png", "no picture")
    bench.write("old/pier.txt", "It was gone in May.")
    bench.write("words/en.txt", "pierage\n")
    aged(bench.root)
    bench.build()
    return bench


def resting(bench: Desk) -> int | None:
    rest = up_to_date.look_by_settings(bench.root, bench.config)
    return rest and rest.documents


def untouched(root: Path) -> int | None:
    rest = up_to_date.look_by_files(root)
    return rest and rest.documents


def test_nothing_has_moved(bench: Desk) -> None:
    assert resting(sealed(bench)) == 2


def test_a_build_that_finds_nothing_to_do_puts_it_on_again(bench: Desk) -> None:
    sealed(bench)
    (bench.root / "dist" / up_to_date.NAME).unlink()
    assert resting(bench) is None
    bench.build()
    assert resting(bench) == 2


def _edit(path: str) -> Callable[[Path], None]:
    return lambda root: (root / path).write_bytes((root / path).read_bytes() + b".")


def _touch(path: str) -> Callable[[Path], None]:
    return lambda root: os.utime(root / path, (LONG_AGO + 1, LONG_AGO + 1))


def _add(path: str) -> Callable[[Path], None]:
    def act(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(b"Something new.")

    return act


def _remove(path: str) -> Callable[[Path], None]:
    def act(root: Path) -> None:
        if (root / path).is_dir():
            shutil.rmtree(root / path)
        else:
            (root / path).unlink()

    return act


def _rename(path: str, name: str) -> Callable[[Path], None]:
    return lambda root: (root / path).rename((root / path).with_name(name)) and None


SOURCES = ("ferry.txt", "ferry.txt.desk.toml", "ferry.bib", "ferry.files/map.png", "words/en.txt")
OUTPUTS = ("ferry/ferry.book", "ferry/colophon.json", "ferry/review/proof.html", "index.html")
MOVES = {
    **{f"edit {name}": _edit(f"source/{name}") for name in SOURCES},
    **{f"touch {name}": _touch(f"source/{name}") for name in SOURCES},
    **{f"remove {name}": _remove(f"source/{name}") for name in SOURCES},
    "add an article": _add("source/quay.txt"),
    "add an article in a folder": _add("source/new/quay.txt"),
    "add a sidecar": _add("source/old/pier.txt.desk.toml"),
    "add a library": _add("source/old/pier.bib"),
    "add a picture": _add("source/ferry.files/plan.png"),
    "add a picture folder": _add("source/old/pier.files/plan.png"),
    "add a collection": _add("source/collections/harbours.toml"),
    "rename an article": _rename("source/ferry.txt", "quay.txt"),
    "rename a folder": _rename("source/old", "older"),
    "remove a folder": _remove("source/old"),
    "remove the source": _remove("source"),
    **{f"edit {name}": _edit(f"dist/{name}") for name in OUTPUTS},
    **{f"touch {name}": _touch(f"dist/{name}") for name in OUTPUTS},
    **{f"remove {name}": _remove(f"dist/{name}") for name in OUTPUTS},
    "remove an article's outputs": _remove("dist/pier"),
    "remove all outputs": _remove("dist"),
    "lay a built article into dist": _add("dist/stray/colophon.json"),
    "leave work behind": _add(f"dist/{store.OWN}/{store.WORK}/ferry/0"),
    "cut it short": lambda root: os.truncate(root / "dist" / up_to_date.NAME, 40),
    "write over it": lambda root: (
        (root / "dist" / up_to_date.NAME).write_bytes(b"\xff" * 64) and None
    ),
}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_something_has_moved(bench: Desk, move: Callable[[Path], None]) -> None:
    set_up(bench)
    move(bench.root)
    assert not untouched(bench.root)
    assert resting(bench) is None


def test_settings_have_changed(bench: Desk) -> None:
    sealed(bench)
    bench.set(formats=["book"])
    assert resting(bench) is None
    bench.set(formats=["book", "leaf"])
    assert resting(bench) == 2
    bench.set(style={"locale": "en-US"})
    assert resting(bench) is None


def test_a_file_that_the_settings_name_has_changed(bench: Desk) -> None:
    (bench.root / "own.css").write_text("p { color: black }", encoding="utf-8")
    bench.config = replace(bench.config, root=str(bench.root))
    bench.set(theme={"css": "own.css"})
    sealed(bench)
    assert resting(bench) == 2
    (bench.root / "own.css").write_text("p { color: white }", encoding="utf-8")
    assert resting(bench) is None


def test_copydesk_or_a_tool_has_changed(bench: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed(bench)
    with monkeypatch.context() as patch:
        patch.setattr(versions, "code_version", lambda _: ("other stamps", "other hash"))
        assert resting(bench) is None
    with monkeypatch.context() as patch:
        patch.setattr(versions, "tool_versions", lambda: (("python", "2.7"),))
        assert resting(bench) is None
    assert resting(bench) == 2


UNSEALED = {
    "an article is refused": lambda bench: bench.write("bad.txt", "refuse it"),
    "an article fails": lambda bench: bench.write("bad.txt", "fail it"),
    "a sidecar has no submission": lambda bench: bench.write("lost.txt.desk.toml", ""),
    "the output of an article is orphaned": lambda bench: _add("dist/stray/colophon.json")(
        bench.root
    ),
    "a link leads to a folder": lambda bench: (bench.root / "source" / "far").symlink_to(
        bench.root
    ),
}


@pytest.mark.parametrize("prepare", UNSEALED.values(), ids=UNSEALED)
def test_a_desk_that_has_something_to_say_is_not_sealed(
    bench: Desk, prepare: Callable[[Desk], object]
) -> None:
    prepare(bench)
    sealed(bench)
    bench.build()
    assert resting(bench) is None


def test_what_has_just_changed_may_change_again(bench: Desk) -> None:
    sealed(bench)
    path = bench.write("ferry.txt", "The ferry left at noon.")
    future = LONG_AGO + 10**9
    os.utime(path, (future, future))
    bench.build()
    assert resting(bench) is None


def test_what_changes_during_a_build_is_not_sealed(bench: Desk) -> None:
    sealed(bench)
    late = bench.root / "source" / "ferry.txt"
    bench.write("quay.txt", f"late {late}")
    aged(bench.root)

    import builder.bench as line

    line.MISBEHAVIOUR["late"] = lambda rest: Path(rest).write_text("Changed.") and None
    try:
        bench.build()
    finally:
        del line.MISBEHAVIOUR["late"]
    assert resting(bench) is None


@pytest.mark.parametrize("options", [{"formats": ("book",)}, {"dry_run": True}])
def test_a_build_of_a_part_seals_nothing(bench: Desk, options: dict[str, object]) -> None:
    sealed(bench)
    (bench.root / "dist" / up_to_date.NAME).unlink()
    bench.build(**options)
    bench.build("ferry")
    assert resting(bench) is None


def test_the_command_says_the_same_with_it_and_without(
    bench: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    (bench.root / "copydesk.toml").write_text('formats = ["book", "leaf"]\n', encoding="utf-8")
    sealed(bench)
    bench.config = load(bench.root)  # which knows the desk's words now
    bench.build()
    said = []
    for _ in range(2):
        assert resting(bench) == 2
        assert main(["-C", str(bench.root)]) == 0
        said.append(capsys.readouterr())
        (bench.root / "dist" / up_to_date.NAME).unlink(missing_ok=True)
        assert main(["-C", str(bench.root)]) == 0
        said.append(capsys.readouterr())
    assert set(said) == {("", "2 documents: 2 up to date; nothing is stale\n")}


TARGETS = {
    "ferry": 1, "book": 2, "source/old": 1, "dist/ferry/ferry.leaf": 1, "f*": 1,
    "ferry pier": 2, "--format leaf": 2, "ferry --format book": 1, "proof": 2,
}  # fmt: skip


@pytest.mark.parametrize(("words", "count"), TARGETS.items(), ids=TARGETS)
def test_targets_need_no_survey_while_nothing_has_moved(
    bench: Desk,
    words: str,
    count: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_up(bench)
    monkeypatch.setattr(survey, "survey_desk", lambda *_, **__: pytest.fail("it was surveyed"))
    assert main(["-C", str(bench.root), "build", *words.split()]) == 0
    told = f"{count} document{'s' * (count > 1)}: {count} up to date; nothing is stale\n"
    assert capsys.readouterr() == ("", told)


@pytest.mark.parametrize("words", ["review.docx", "dist/ferry/review/ferry.review.docx"])
def test_what_is_made_on_request_is_looked_for(bench: Desk, words: str) -> None:
    set_up(bench)
    assert main(["-C", str(bench.root), "build", "-q", words]) == 0
    assert (bench.root / "dist" / "ferry" / "review" / "ferry.review.docx").is_file()


def test_a_target_that_means_nothing_is_told_as_ever(bench: Desk) -> None:
    set_up(bench)
    assert main(["-C", str(bench.root), "build", "-q", "fery"]) == errors.USAGE


def test_it_goes_with_everything_else_that_was_built(bench: Desk) -> None:
    sealed(bench)
    clean(bench.root, bench.config)
    assert not (bench.root / "dist" / up_to_date.NAME).exists()


# ── the settings by their files ──────────────────────────────────────────────


def set_up(bench: Desk) -> Desk:
    """A sealed desk whose settings lie in files, one of them far from the source."""
    text = 'formats = ["book", "leaf"]\n[theme]\ncss = "own.css"\n[style]\npack = "own.toml"\n'
    (bench.root / "copydesk.toml").write_text(text, encoding="utf-8")
    (bench.root / "own.css").write_text("p { color: black }", encoding="utf-8")
    (bench.root / "own.toml").write_text('locale = "en-US"\n', encoding="utf-8")
    for name in ("copydesk.toml", "own.css", "own.toml"):
        os.utime(bench.root / name, (LONG_AGO, LONG_AGO))
    bench.write("words/en.txt", "pierage\n")
    bench.config = load(bench.root)
    return sealed(bench)


def test_settings_that_have_not_moved_need_not_be_read(bench: Desk) -> None:
    assert untouched(set_up(bench).root) == resting(bench) == 2


def test_while_all_rests_nothing_is_imported_that_only_a_build_needs(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "pier.txt").write_text("The pier\n\nBy Ada Lovell\n\nIt was gone.\n")
    (tmp_path / "copydesk.toml").write_text('formats = ["md"]\n', encoding="utf-8")
    os.utime(tmp_path / "copydesk.toml", (LONG_AGO, LONG_AGO))
    aged(tmp_path)
    script = (
        "import sys; from copydesk.cli import main; main(['-C', sys.argv[1]]);"
        "print({'copydesk.config', 'copydesk.model', 'dataclasses'}.intersection(sys.modules))"
    )
    run = [sys.executable, "-c", script, str(tmp_path)]
    subprocess.run(run, capture_output=True, check=True)
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert done.stderr == "1 document: 1 up to date; nothing is stale\n"
    assert done.stdout == "set()\n"


SETTINGS = {
    **{f"edit {name}": _edit(name) for name in ("copydesk.toml", "own.css", "own.toml")},
    **{f"remove {name}": _remove(name) for name in ("copydesk.toml", "own.css", "own.toml")},
    "add a project": _add("pyproject.toml"),
}


@pytest.mark.parametrize("move", SETTINGS.values(), ids=SETTINGS)
def test_settings_that_moved_are_read(bench: Desk, move: Callable[[Path], None]) -> None:
    set_up(bench)
    move(bench.root)
    assert untouched(bench.root) is None


def test_without_the_settings_a_change_of_copydesk_or_of_a_tool_is_seen(
    bench: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(bench)
    with monkeypatch.context() as patch:
        patch.setattr(versions, "code_version", lambda _: ("other stamps", "other hash"))
        assert not untouched(bench.root)
    with monkeypatch.context() as patch:
        patch.setattr(versions, "tool_versions", lambda: (("python", "2.7"),))
        assert not untouched(bench.root)
    assert untouched(bench.root) == 2


def test_a_build_with_other_settings_than_those_in_the_files_says_nothing_of_these(
    bench: Desk,
) -> None:
    set_up(bench)
    bench.config = replace(bench.config, keep_furniture=True)
    bench.build()
    assert resting(bench) == 2
    assert untouched(bench.root) is None


def test_settings_that_are_saved_while_it_is_put_on_are_not_taken_for_those_of_the_build(
    bench: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(bench)
    (bench.root / "dist" / up_to_date.NAME).unlink()
    real = named_files.stamp_files

    def late(root: Path, names: list[str], taken: int = 0) -> object:
        if taken and "copydesk.toml" in names:
            (root / "copydesk.toml").write_text('formats = ["leaf"]\n', encoding="utf-8")
        return real(root, names, taken)

    monkeypatch.setattr(named_files, "stamp_files", late)
    bench.build()
    assert untouched(bench.root) is None


def test_outputs_that_lie_elsewhere_are_found_by_the_settings(bench: Desk) -> None:
    (bench.root / "copydesk.toml").write_text(
        'out = "press"\nformats = ["book"]\n', encoding="utf-8"
    )
    bench.config = load(bench.root)
    sealed(bench)
    bench.config = load(bench.root)
    bench.build()
    assert untouched(bench.root) is None
    assert resting(bench) == 2


def test_outputs_lie_where_the_settings_have_them_by_default() -> None:
    assert Config().out == up_to_date.OUT
