"""Builds read the source and never write there, as they show where it cannot be written at all.

What an editor decides is written beside the submission, whole; where that cannot be it is said,
and nothing is left there.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from mounting import own_mounts

from copydesk import errors

pytestmark = [
    pytest.mark.check,
    pytest.mark.skipif(sys.platform != "linux", reason="mounts a disk as Linux does"),
]

#: Has the source on a disk that nothing can be written to, and runs each of the commands.
DRIVER = """
import json, subprocess, sys
root, commands = sys.argv[1], json.loads(sys.argv[2])
source = f"{root}/source"
subprocess.run(["mount", "--bind", source, source], check=True)
subprocess.run(["mount", "-o", "remount,bind,ro", source], check=True)
try:
    open(f"{source}/b.txt", "w")
except OSError as error:
    told = [error.errno]
for words in commands:
    run = [sys.executable, "-m", "copydesk", "-C", root, *words]
    done = subprocess.run(run, capture_output=True, text=True)
    told.append([done.returncode, done.stderr])
print(json.dumps(told))
"""
READING = (["build"], ["status"], ["check"], ["proof", "harbour"], ["clean"])
WRITING = ["set", "harbour", "title", "Ebb"]
TEXT = "How the town lost a mill\n\nBy Ada Lovell\n\nThe  mill was sold, and nobody asked.\n"


def test_a_source_that_cannot_be_written_is_built_and_read(
    tmp_path: Path, missing: Callable[[str], NoReturn]
) -> None:
    mounts = own_mounts(tmp_path, missing)
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "harbour.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "copydesk.toml").write_text('formats = ["md"]\n', encoding="utf-8")
    words = json.dumps([*READING, WRITING])
    run = [*mounts, sys.executable, "-c", DRIVER, str(tmp_path), words]
    done = subprocess.run(run, check=True, capture_output=True, text=True)
    refused, *read, written = json.loads(done.stdout)
    assert refused == 30  # EROFS: the disk is what it should be
    assert [code for code, _ in read] == [errors.DONE] * len(READING), read
    assert written[0] == errors.TOOL
    assert "Read-only file system" in written[1]
    assert [path.name for path in (tmp_path / "source").iterdir()] == ["harbour.txt"]
