"""The same articles give the same files, whoever builds them, where and when."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from editions.submissions import DESKS, FOLDER, Edition, built, covered, laid_out, printable
from places import ARTICLE

pytestmark = [
    pytest.mark.law,
    pytest.mark.check,
]

#: What tells a machine on the other side of the world from this one.
ABROAD = {
    "LANG": "C", "LC_ALL": "C", "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "7",
    "SOURCE_DATE_EPOCH": "1", "HOME": "/nonexistent",
}  # fmt: skip
#: A German one without a font of its own; locales that are not there do no harm.
BARE = {
    "LANG": "de_DE.UTF-8", "LC_ALL": "de_DE.UTF-8", "TZ": "America/St_Johns",
    "PYTHONHASHSEED": "random",
}  # fmt: skip
#: A day far from now, for all programs of a build.
FAKED = ("faketime", "-f", "2031-02-28 23:59:58")


def digests(editions: Iterable[Edition]) -> dict[str, str]:
    """The hash of every file of every article; colophons say what each was made of."""
    files = [
        (path.relative_to(one.folder.parent).as_posix(), path.read_bytes())
        for one in editions
        for path in one.folder.rglob("*")
        if path.is_file()
    ]
    return {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files)}


def other_than(first: dict[str, str], second: dict[str, str]) -> list[str]:
    """The files that are not the same in both, or are in one of them only."""
    return sorted({name for name, _ in first.items() ^ second.items()})


def aged(root: Path) -> Path:
    """The desk in `root` with every source as old as the century."""
    for path in (root / "source").rglob("*"):
        os.utime(path, (978_307_200, 978_307_200))
    return root


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid_out(tmp_path_factory.mktemp("here"), DESKS["journal"], printable())


@pytest.fixture(scope="module")
def here(desk: Path) -> dict[str, str]:
    """What the first build of `desk` made."""
    return digests(built(desk, "-j", "2"))


def test_another_folder_clock_locale_zone_and_number_of_jobs_change_nothing(here, tmp_path) -> None:
    root = aged(laid_out(tmp_path / "a folder, 二", DESKS["journal"], printable()))
    faked = FAKED if shutil.which(FAKED[0]) else ()
    made = digests(built(root, "-j", "1", before=faked, **ABROAD))
    assert other_than(made, here) == []


def test_the_fonts_of_the_machine_change_nothing_in_what_the_packaged_ones_cover(
    here, tmp_path
) -> None:
    empty = tmp_path / "fonts.conf"
    empty.write_text('<?xml version="1.0"?><fontconfig></fontconfig>', "utf-8")
    submissions = [path for path in (ARTICLE, *sorted(FOLDER.iterdir())) if covered(path)]
    root = laid_out(tmp_path / "desk", DESKS["journal"], submissions)
    made = digests(built(root, "-j", "2", FONTCONFIG_FILE=str(empty), **BARE))
    slugs = {path.stem for path in submissions}
    assert len(slugs) == 5
    wanted = {name: one for name, one in here.items() if name.partition("/")[0] in slugs}
    assert other_than(made, wanted) == []


def test_what_is_taken_away_after_a_build_comes_back_as_it_was(here, desk) -> None:
    for name in here:
        if name.endswith((".pdf", ".epub")):
            (desk / "dist" / name).unlink()
    assert other_than(digests(built(desk, "-j", "2")), here) == []
