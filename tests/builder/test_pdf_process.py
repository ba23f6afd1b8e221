"""A single article has PDF and EPUB set in another process, and nobody can tell."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(sys.platform != "linux", reason="where workers are forked"),
]

ARTICLE = """The lighthouse that moved inland

By Ada Lovell

3 April 2022

The lighthouse stood on the sand (Carr, 2011), and the sand went on.

References

Carr, E. (2011) Lights of the north. York: Quarry Press.
"""

#: Builds the article in a fresh process, for one that has set type has threads. What is put
#: between `before` and the order makes something go wrong.
BUILT = """
import os, sys, time
from dataclasses import replace
from pathlib import Path
from copydesk.config import Config
from copydesk.builder import batch, survey
from copydesk.builder.staleness import DocumentStatus
from copydesk.builder.submissions import Document
from copydesk.builder.job import JobRunner
from copydesk.builder.workers.pdf_process import PdfProcess
from copydesk.errors import BrokenLaw
from copydesk.builder import article_job  # it registers the writers
from copydesk.registry import WRITERS

desk = survey.survey_desk(Path(sys.argv[1]), Config())
asked = []
real = PdfProcess.finish
def finish(self, name):
    asked.append(real(self, name))
    return asked[-1]
PdfProcess.finish = finish
{before}
one = {make}
document = Document("source/light.txt", "light", (0, 0))
order = DocumentStatus(document, "stale", ("md", "epub", "pdf", "article"))
pid = one.pdf_process and one.pdf_process._fork and one.pdf_process._fork.pid
outcome = one(order).outcome
one.close()
if pid:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        pid = 0
print(outcome.code or "built", "by it" if any(asked) else "alone", "left" if pid else "gone")
"""

KILLED = """
begin = PdfProcess.begin
def kill(self, *given):
    begin(self, *given)
    os.kill(self._fork.pid, 9)
PdfProcess.begin = kill
"""
DIED_EARLY = """
begin = PdfProcess.begin
def kill(self, *given):
    os.kill(self._fork.pid, 9)
    time.sleep(0.2)
    begin(self, *given)
PdfProcess.begin = kill
"""
NO_PROCESS = """
def refuse():
    raise BlockingIOError(11, os.strerror(11))
os.fork = refuse
"""
THREADED = """
import threading
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
"""
BROKEN = """
def broken(copy):
    raise BrokenLaw("a word is lost", code="law.test")
WRITERS["pdf"] = replace(WRITERS["pdf"], write=broken)
"""

LATE = """
def watch(write):
    def watched(copy):
        before = set(sys.modules)
        made = write(copy)
        late = [name for name in set(sys.modules) - before if name.startswith("copydesk")]
        if late:
            raise BrokenLaw(" ".join(late), code="law.late")
        return made
    return watched
for form in ("epub", "pdf"):
    WRITERS[form] = replace(WRITERS[form], write=watch(WRITERS[form].write))
"""


def built(root: Path, *, make: str = "batch.make_lone_runner(desk)", before: str = "") -> str:
    """What the build in `root` says: the outcome, who set the PDF, and what is left of it."""
    (root / "source").mkdir()
    (root / "source" / "light.txt").write_text(ARTICLE, encoding="utf-8")
    program = BUILT.format(before=before, make=make)
    run = [sys.executable, "-c", program, str(root)]
    return subprocess.run(run, check=True, capture_output=True, text=True).stdout.strip()


def files_of(root: Path) -> dict[str, bytes]:
    """The outputs of the article by name."""
    folder = root / "dist" / "light"
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def unhelped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What the worker makes without help."""
    root = tmp_path_factory.mktemp("unhelped")
    assert built(root, make="JobRunner(desk)") == "built alone gone"
    return files_of(root)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        pytest.param("", "built by it gone", id="nothing"),
        pytest.param(KILLED, "built alone gone", id="it is killed at work"),
        pytest.param(DIED_EARLY, "built alone gone", id="it is killed before"),
        pytest.param(NO_PROCESS, "built alone gone", id="no process can be started"),
        pytest.param(THREADED, "built alone gone", id="a thread would be lost"),
    ],
)
def test_whatever_happens_to_it_the_bytes_are_those_of_a_worker_alone(
    tmp_path: Path, unhelped: dict[str, bytes], before: str, said: str
) -> None:
    assert built(tmp_path, before=before) == said
    assert files_of(tmp_path) == unhelped


def test_what_goes_wrong_in_it_is_told_of_the_article(tmp_path: Path) -> None:
    assert built(tmp_path, before=BROKEN) == "law.test by it gone"


def test_it_has_imported_all_of_ours_before_it_gets_the_article(tmp_path: Path) -> None:
    assert built(tmp_path, before=LATE) == "built by it gone"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_build_of_one_document_gives_the_same_with_any_number_of_jobs(
    tmp_path: Path, unhelped: dict[str, bytes], jobs: str
) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "light.txt").write_text(ARTICLE, encoding="utf-8")
    run = [sys.executable, "-m", "copydesk", "-C", str(tmp_path), "-q", "-j", jobs]
    assert subprocess.run(run, check=False).returncode == 0
    found = files_of(tmp_path)
    names = ("light.md", "light.pdf")  # the theme that colours the cover is read here
    assert [found[name] for name in names] == [unhelped[name] for name in names]
    assert not list((tmp_path / "dist" / ".desk").glob("work/*"))
