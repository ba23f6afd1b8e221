"""The page on Python: its programs run, its names are those of the door, its promises hold."""

from __future__ import annotations

import inspect
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import copydesk
from copydesk import cli
from guides.pages import GUIDES, blocks
from places import ARTICLE, ROOT

pytestmark = pytest.mark.check

PAGE = (GUIDES / "python.md").read_text(encoding="utf-8")
PROGRAMS = [block.text for block in blocks(PAGE) if block.kind == "python"]
#: A verdict, a front field and a library entry, so that decisions count for something.
DECIDED = """\
schema = "copydesk.sidecar/1"
date = "21 April 2023"

[[role]]
text = "About the Author"
role = "body"

[settings.style]
csl = "chicago-author-date"
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The desk of the repository, alone in a folder."""
    (tmp_path / "source").mkdir()
    shutil.copy(ARTICLE, tmp_path / "source")
    return tmp_path


@pytest.mark.parametrize("program", PROGRAMS, ids=range(len(PROGRAMS)))
def test_each_program_of_the_page_runs_as_it_stands(program, desk):
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=desk, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_the_first_program_has_ten_lines_and_leaves_the_three_files(desk):
    lines = [line for line in PROGRAMS[0].splitlines() if line.strip()]
    assert len(lines) == 11  # one of them an import of the standard library
    subprocess.run([sys.executable, "-c", PROGRAMS[0]], cwd=desk, check=True,
                   env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"})  # fmt: skip
    stem = ARTICLE.stem
    assert {path.name for path in desk.glob("*.*")} == {f"{stem}.{end}" for end in
                                                        ("md", "epub", "pdf")}  # fmt: skip


@pytest.mark.parametrize("decided", ["", DECIDED])
def test_the_six_verbs_give_the_bytes_of_a_build(decided, desk):
    formats = ("md", "docx", "epub", "pdf", "html", "csl.json", "jats.xml", "review.docx", "txt")
    source = f"source/{ARTICLE.name}"
    if decided:
        (desk / f"{source}.desk.toml").write_text(decided, encoding="utf-8")
    (desk / "copydesk.toml").write_text(f"formats = {json.dumps(formats)}\n", encoding="utf-8")
    assert cli.main(["-q", "-C", str(desk), "build"]) == 0
    config, decisions = copydesk.load_decisions(desk, copydesk.load_config(desk), source)
    beside = copydesk.load_companion_files(desk, source, config.limits)

    submission = copydesk.read((desk / source).read_bytes(), source, config, beside)
    article = copydesk.mark_up(copydesk.edit(submission, config, decisions), config, decisions,
                               beside)  # fmt: skip
    composition = copydesk.compose(copydesk.cite(article, config, decisions), config, decisions)
    edition = copydesk.write(composition, (*formats, "article", "proof"), config)

    built = desk / "dist" / ARTICLE.stem
    assert {name: (built / name).read_bytes() for name in edition.files} == dict(edition.files)
    assert len(edition.files) == 11


def test_without_settings_the_verbs_take_those_of_an_empty_desk(tmp_path):
    for verb in (copydesk.edit, copydesk.mark_up, copydesk.compose, copydesk.write):
        assert inspect.signature(verb).parameters["config"].default == copydesk.load_config(
            tmp_path
        )


def test_no_stage_changes_the_value_that_it_is_given():
    submission = copydesk.read(ARTICLE.read_bytes(), ARTICLE.name)
    kept = repr(submission)
    copydesk.cite(copydesk.mark_up(copydesk.edit(submission)))
    assert repr(submission) == kept


def test_a_format_that_nobody_writes_is_told_the_nearest_one():
    text = b"# Mud\n\nBy Ines Lo\n\nIt sinks."
    composition = copydesk.compose(copydesk.cite(copydesk.mark_up(copydesk.edit(
        copydesk.read(text, "mud.md")))))  # fmt: skip
    with pytest.raises(copydesk.UsageError, match="`pfd`") as caught:
        copydesk.write(composition, ["md", "pfd"])
    assert caught.value.hint == "did you mean `pdf`?"


def test_every_name_of_the_door_has_its_row_on_the_page():
    rows = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    alone = {"article", "CopydeskError"}  # which stand in the text
    assert sorted({*rows, *alone}) == sorted(copydesk.__all__)
    assert len(rows) == len({*rows})
    assert all(f"`{name}" in PAGE for name in alone)


@pytest.mark.parametrize("name", copydesk.__all__)
def test_every_name_of_the_door_says_what_it_promises(name):
    assert len(getattr(copydesk, name).__doc__.split()) >= 4
