"""A disk that fills up during a batch: it is said before and when it happens, with what helps;
earlier outputs stay as they are, and with room again the next build does the rest.

How a single full call ends is in `tests/torture`; here a real disk, of few bytes, is full.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from mounting import own_mounts

from builder.promised import promised
from copydesk import errors

pytestmark = [
    pytest.mark.check,
    pytest.mark.skipif(sys.platform != "linux", reason="mounts a disk as Linux does"),
]

#: Mounts a small disk for the outputs, builds, adds articles, builds twice: with little room
#: and with much. Everything of it goes with this process, which has mounts of its own.
DRIVER = """
import json, pathlib, shutil, subprocess, sys
root = pathlib.Path(sys.argv[1])
out = root / "dist"
out.mkdir()

def mount(size, *more):
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}{''.join(more)}", "none", out],
                   check=True)

def build():
    run = [sys.executable, "-m", "copydesk", "-C", root, "-j", "2"]
    done = subprocess.run(run, capture_output=True, text=True)
    complete = sorted(path.parent.name for path in out.glob("*/colophon.json"))
    told.append([done.returncode, done.stderr, complete])

told = []
mount("400k")
build()
before = {path.name: path.read_bytes() for path in (out / "a00").iterdir() if path.is_file()}
for path in (root / "more").iterdir():
    shutil.copy2(path, root / "source")
build()
now = {path.name: path.read_bytes() for path in (out / "a00").iterdir() if path.is_file()}
told.append(before == now)
mount("50m", ",remount")
build()
shutil.copytree(out, root / "kept")
print(json.dumps(told))
"""


def article(number: int) -> str:
    said = f"The mill number {number} was sold for {number * 1000 + 500:,} pounds. " * 40
    return f"How the town lost mill {number}\n\nBy Ada Lovell\n\n{said}\n\n{said}\n"


def test_a_full_disk_is_foreseen_and_said_and_nothing_is_lost(
    tmp_path: Path, missing: Callable[[str], NoReturn]
) -> None:
    desk, plenty = tmp_path / "desk", tmp_path / "plenty"
    for root, rest in ((desk, "more"), (plenty, "source")):
        for number in range(12):
            folder = root / ("source" if not number else rest)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"a{number:02}.txt").write_text(article(number), encoding="utf-8")
        (root / "copydesk.toml").write_text('formats = ["md", "docx", "html"]\n', encoding="utf-8")
    run = [*own_mounts(tmp_path, missing), sys.executable, "-c", DRIVER, str(desk)]
    done = subprocess.run(run, check=True, capture_output=True, text=True)
    first, full, untouched, resumed = json.loads(done.stdout)
    assert first[::2] == [errors.DONE, ["a00"]]
    assert full[0] == errors.TOOL
    assert "`dist` may have too little space: 11 new documents need about 3.1 MB, " in full[1]
    assert " kB are free" in full[1]
    assert os.strerror(28) in full[1]
    assert "free some space and run it again" in full[1]
    assert len(full[2]) < 12
    assert untouched
    assert resumed[0] == errors.DONE
    assert "may have too little space" not in resumed[1]
    assert len(resumed[2]) == 12
    subprocess.run([sys.executable, "-m", "copydesk", "-q", "-C", str(plenty)], check=True)
    (desk / "dist").rmdir()
    (desk / "kept").rename(desk / "dist")
    assert promised(desk) == promised(plenty)
