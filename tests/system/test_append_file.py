"""A file that lines are added to loses no line and shares itself with nobody."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from copydesk.errors import Locked, ToolError
from copydesk.system import append_file
from torture.failing import faults


def test_lines_are_kept_and_added_to(tmp_path: Path):
    path = tmp_path / "a.jsonl"
    with append_file.open_append_file(path) as file:
        assert file.lines == []
        file.add("one")
    with append_file.open_append_file(path) as file:
        assert file.lines == ["one"]
        file.add("Möwe")
    assert append_file.read_lines(path) == ["one", "Möwe"]
    assert append_file.read_lines(tmp_path / "none") == []


@pytest.mark.parametrize("before", [None, 0o644])
def test_nobody_else_reads_it(tmp_path: Path, before):
    path = tmp_path / "a.jsonl"
    if before:
        path.write_text("one\n")
        path.chmod(before)
    with append_file.open_append_file(path):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("torn", ['{"half', "é".encode().decode("latin-1"), "x" * 5000])
def test_a_last_line_that_was_cut_off_goes(tmp_path: Path, torn):
    path = tmp_path / "a.jsonl"
    path.write_text(f"one\n{torn}", encoding="latin-1")
    assert append_file.read_lines(path) == ["one"]
    with append_file.open_append_file(path) as file:
        file.add("two")
    assert path.read_text() == "one\ntwo\n"


def test_another_process_is_kept_out_until_the_holder_is_gone(tmp_path: Path):
    path = tmp_path / "a.jsonl"
    code = (
        "import sys, time; from pathlib import Path; from copydesk.system import append_file\n"
        "path = Path(sys.argv[1])\n"
        "with append_file.open_append_file(path): print('held', flush=True); time.sleep(60)"
    )
    run = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(run, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Locked) as caught, append_file.open_append_file(path):
            pass
        assert "`a.jsonl`" in str(caught.value)
        holder.kill()
    with append_file.open_append_file(path) as file:
        file.add("ours")


def test_a_link_to_elsewhere_is_not_followed(tmp_path: Path):
    (tmp_path / "a.jsonl").symlink_to(tmp_path / "other")
    with pytest.raises(ToolError), append_file.open_append_file(tmp_path / "a.jsonl"):
        pass
    assert not (tmp_path / "other").exists()


def test_whatever_call_fails_a_line_is_there_whole_or_not_at_all(tmp_path: Path):
    calls = {(os, name): name for name in ("open", "write", "fdatasync", "fsync", "ftruncate")}
    for fault in faults(calls=calls):
        path = tmp_path / f"{fault.at}.jsonl"
        path.write_text("one\n")
        try:
            with fault, append_file.open_append_file(path) as file:
                file.add("two")
        except ToolError:
            assert fault.failed
        assert path.read_text() in ("one\n", "one\ntwo\n")


def test_a_file_that_is_no_text_is_said(tmp_path: Path):
    (tmp_path / "a.jsonl").write_bytes(b"\xff\xfe\n")
    with pytest.raises(ToolError) as caught:
        append_file.read_lines(tmp_path / "a.jsonl")
    assert caught.value.code == "mail.journal"
