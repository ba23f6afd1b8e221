"""Whatever the system refuses while an issue is made: its files are whole, its neighbours stand."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from builder.bench import BOOK, Desk
from copydesk import errors, registry
from copydesk.builder import DocumentOutcome, book_job, store
from copydesk.builder.job import JobRunner
from copydesk.builder.staleness import DocumentStatus
from copydesk.builder.survey import survey_desk
from copydesk.errors import ToolError
from copydesk.newsletter import assemble
from copydesk.newsletter.assemble import Issued
from copydesk.newsletter.materials import Materials
from copydesk.writers.collection import Volume
from torture.failing import LOOKING, READING, WRITING, Call, Fault, faults

pytestmark = pytest.mark.soak

MAY, JUNE = "newsletter/may", "newsletter/june"
ISSUE = """\
subject = "Ferries and walls"
date = 2026-05-15
target = "smtp"
base_url = "https://harbour.example/letters"

[[article]]
src = "ferry"

[attach]
formats = ["book"]
"""


@pytest.fixture
def tmp_path(on_disk: Path) -> Path:
    """What is in memory alone is never written down."""
    return on_disk


@pytest.fixture
def letters(bench: Desk) -> Desk:
    """A desk with an issue that is built, whose file is linked."""
    bench.write("ferry.txt", "The ferry left at dawn.")
    bench.write("newsletters/may.toml", ISSUE.replace("smtp", "mailchimp"))
    assert bench.build().exit_code() == errors.DONE
    return bench


@pytest.fixture
def changed(letters: Desk) -> Desk:
    """The same in `before`, and in `after` with no file that goes with it."""
    shutil.copytree(letters.root / "dist", letters.root / "before")
    letters.write("newsletters/may.toml", ISSUE.replace('["book"]', "[]"))
    letters.build()
    shutil.copytree(letters.root / "dist", letters.root / "after")
    return letters


def content(desk: Desk, folder: str) -> dict[str, bytes]:
    home = desk.root / folder / MAY
    found = (path for path in home.rglob("*") if path.is_file())
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in found}


def made(desk: Desk, fault: Fault) -> DocumentOutcome:
    """What becomes of the issue on the desk as it was before, with the fault armed."""
    shutil.rmtree(desk.root / "dist")
    shutil.copytree(desk.root / "before", desk.root / "dist")
    survey = survey_desk(desk.root, desk.config, bound=True)
    with fault:
        (issue,) = survey.issues
        return JobRunner(survey)(DocumentStatus(issue, "stale", ("issue",))).outcome


@pytest.mark.parametrize(
    ("calls", "reached"),
    [
        (WRITING, {"open", "write", "fsync", "replace", "mkdir", "unlink"}),
        (READING, {"read"}),
        (LOOKING, {"stat", "lstat", "rmdir"}),
    ],
)
def test_each_file_of_an_issue_is_the_old_or_the_new_one(
    changed: Desk, calls: dict[Call, str], reached: set[str]
) -> None:
    undisturbed, hit = changed.tree(), set()
    old, new = content(changed, "before"), content(changed, "after")
    for fault in faults(calls=calls):
        outcome = made(changed, fault)
        hit.add(fault.failed)
        found = content(changed, "dist")
        standing = found.pop(store.COLOPHON)
        assert all(data in {old.get(name), new.get(name)} for name, data in found.items())
        if outcome.status == "failed":
            assert (outcome.exit_code, outcome.kept) == (errors.TOOL, True)
        if outcome.status != "failed" or standing == new[store.COLOPHON]:
            assert found.keys() >= new.keys() - {store.COLOPHON}
        assert changed.build().exit_code() == errors.DONE
        # What only a colophon lists that could not be read is left lying.
        assert changed.tree().items() >= undisturbed.items()
        assert not changed.leftovers()
    assert hit >= reached


def test_an_issue_whose_book_nobody_can_make_fails_alone(
    letters: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Volume) -> bytes:
        raise ToolError("no books today", code="tool.test")

    registry.WRITERS["epub"] = replace(BOOK, name="epub", suffix=".epub")
    letters.write("newsletters/may.toml", ISSUE.replace('["book"]', '["epub"]\nper = "issue"'))
    letters.write("newsletters/june.toml", ISSUE)
    with monkeypatch.context() as patch:
        patch.setitem(book_job.WRITERS, "epub", fail)
        found = {one.slug: one for one in letters.build().outcomes}
    assert (found[MAY].status, found[MAY].message) == ("failed", "no books today")
    assert found[JUNE].status.startswith("built")
    assert letters.states(letters.build())[MAY].startswith("built")


@pytest.mark.parametrize(
    ("error", "code", "exit_code"),
    [(MemoryError(), "limit.job", errors.TOOL), (ValueError("x"), "bug", errors.BUG)],
)
def test_an_issue_that_breaks_off_in_the_making_fails_alone(
    letters: Desk, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str, exit_code: int
) -> None:
    def made(materials: Materials) -> Issued:
        if materials.name == "may":
            raise error
        return real(materials)

    real = assemble.make_issue
    monkeypatch.setattr(assemble, "make_issue", made)
    letters.write("newsletters/may.toml", ISSUE)
    letters.write("newsletters/june.toml", ISSUE)
    found = {one.slug: one for one in letters.build().outcomes}
    assert (found[MAY].status, found[MAY].code, found[MAY].exit_code) == ("failed", code, exit_code)
    assert found[MAY].kept
    assert found[JUNE].status.startswith("built")
