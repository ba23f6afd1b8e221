"""The real line with all its files, while each call fails in turn."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from builder.promised import promised
from copydesk import builder, config, errors
from copydesk.builder import versions
from places import ROOT
from torture.failing import READING, WRITING, faults

pytestmark = pytest.mark.soak

SETTINGS = 'formats = ["md", "docx", "epub", "html", "csl.json"]\n'


def test_a_real_build_survives_the_failure_of_every_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One failure stands for all of the package's own files, of which there are hundreds.
    monkeypatch.setattr(versions, "code_version", lambda _: ("stamps", "hash"))
    (tmp_path / "source").mkdir()
    shutil.copy(ROOT / "tests" / "cases" / "line" / "harbour.txt", tmp_path / "source")
    (tmp_path / "copydesk.toml").write_text(SETTINGS, encoding="utf-8")
    settings, options = config.load(tmp_path), builder.Options(jobs=1)
    assert builder.build(tmp_path, settings, options=options).exit_code() == errors.DONE
    undisturbed = promised(tmp_path)
    for fault in faults(calls={**WRITING, **READING}):
        shutil.rmtree(tmp_path / "dist")
        try:
            with fault:
                report = builder.build(tmp_path, settings, options=options)
        except errors.CopydeskError as error:
            assert os.strerror(fault.number) in str(error)  # noqa: PT017  of which call is known here
        else:
            failed = [one for one in report.outcomes if one.status == "failed"]
            # A worker counts on from where it was forked, and fails on its own.
            fault.failed = fault.failed or "".join(one.slug for one in failed)
            assert all(one.code != "bug" for one in report.outcomes)
        assert builder.build(tmp_path, settings, options=options).exit_code() == errors.DONE
        assert promised(tmp_path) == undisturbed
        assert not list((tmp_path / "dist" / ".desk").glob("work/*"))
