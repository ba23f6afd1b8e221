"""What the tests share: the corpus where it is, and tools that must be there in CI."""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import settings

from bookchecker import BookChecker
from copydesk.composition.pandoc import Pandoc
from copydesk.system import wall
from lingering import nobody_lingers  # noqa: F401  nor does a thread of it go on
from offline import forbid, nothing_leaves  # noqa: F401  no test leaves this machine
from places import ROOT
from scratch import on_disk, pytest_configure  # noqa: F401  where tests write
from sets import pytest_ignore_collect, pytest_mark_items  # noqa: F401  what is run at all
from sharing import (  # noqa: F401  what `-n auto` means
    pytest_collection_modifyitems,
    pytest_xdist_auto_num_workers,
    pytest_xdist_make_scheduler,
)
from soaking import SOAKING, drawn

if TYPE_CHECKING:
    from builder.bench import Desk, Stock

# The same examples on every run: a red build must be red for everybody.
settings.register_profile("fixed", derandomize=True, deadline=None, max_examples=drawn(60))
# Others each time, and many: what `make soak` finds becomes a case.
settings.register_profile("soak", deadline=None, max_examples=drawn(60), print_blob=True)
settings.load_profile("soak" if SOAKING else "fixed")

forbid()

# For each thread glibc sets 64 MB of address space aside. Builds that are forked from here have
# them too, within the limit of a worker, and after some thousand tests nothing is left of that.
if platform.libc_ver()[0] == "glibc":
    ctypes.CDLL(None).mallopt(-8, 2)  # M_ARENA_MAX

# A shell that starts a suite in the background has it ignore Ctrl-C, which tests send themselves.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


#: Run by another Python, which has what it imports.
collect_ignore = ["whole/office.py", "whole/reviewer.py"]
#: They hold no examples, and as modules they would all be called alike.
collect_ignore_glob = ["*conftest.py"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Floors of quality rise or fall only when somebody says so."""
    parser.addoption(
        "--floors",
        choices=("raise", "lower"),
        help="write the figures that tests/quality measures: `raise` better ones, `lower` all",
    )


def _folder(variable: str) -> Path:
    value = os.environ.get(variable)
    if not value:
        pytest.skip(f"{variable} is not set")
    return Path(value)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Labelled articles, where `COPYDESK_CORPUS` points at them."""
    return _folder("COPYDESK_CORPUS")


@pytest.fixture(scope="session")
def data() -> Path:
    """Labelled references and slips, where `COPYDESK_DATA` points at them."""
    return _folder("COPYDESK_DATA")


@pytest.fixture(scope="session")
def scorers() -> Path:
    """The scorers, where `COPYDESK_TOOLS` points at them."""
    return _folder("COPYDESK_TOOLS")


def _missing(message: str) -> NoReturn:
    if os.environ.get("COPYDESK_STRICT"):
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def missing() -> Callable[[str], NoReturn]:
    """Says what a test lacks: skips it, fails it when `COPYDESK_STRICT` is set."""
    return _missing


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """Path of a program; skips without it, fails when `COPYDESK_STRICT` is set."""

    def find(name: str) -> str:
        return shutil.which(name) or _missing(f"`{name}` is not installed")

    return find


@pytest.fixture(scope="session")
def npm(tool: Callable[[str], str]) -> Callable[[str], str]:
    """Path of node for a package that npm brings; skips without either, as strict as `tool`."""

    def find(package: str) -> str:
        if not (ROOT / ".ci" / "checks" / "node_modules" / package).is_dir():
            _missing(f"`{package}` is not there; run `npm ci` in .ci/checks")
        return tool("node")

    return find


@pytest.fixture(scope="session")
def of_book(
    tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BookChecker]:
    """What EPUBCheck finds in a book, a line a finding."""
    with BookChecker(tool("java"), tmp_path_factory.mktemp("books")) as checker:
        yield checker


@pytest.fixture(scope="session")
def system_python() -> str:
    """The system's own Python, which has LibreOffice's bindings; as strict as `tool`."""
    path = "/usr/bin/python3"
    has = [path, "-c", "import uno"]
    if not Path(path).exists() or subprocess.run(has, check=False, capture_output=True).returncode:
        _missing("python3-uno is not installed")
    return path


@pytest.fixture(scope="session")
def walled() -> None:
    """The second wall around whoever reads submissions, as strict as `tool`."""
    if not wall.tried():
        _missing("this system keeps nobody from the network")


@pytest.fixture(scope="session")
def seccomp() -> None:
    """That wall as the kernel's filter builds it, as strict as `tool`."""
    if wall.tried() != "seccomp":
        _missing("this system allows no seccomp")


@pytest.fixture(scope="session")
def pandoc() -> Iterator[Pandoc]:
    """One pandoc for all tests, as a worker has one for all its articles."""
    with Pandoc() as pandoc:
        yield pandoc


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """An empty desk behind which the small line of `builder/bench.py` works."""
    from builder.bench import Desk, install  # which loads all that builds

    install(monkeypatch.setattr)
    (tmp_path / "source").mkdir()
    return Desk(tmp_path)


#: Desks that were filled once, by what filled them.
_STOCK: dict[Callable[[Desk], None], Path] = {}


@pytest.fixture
def stock(bench: Desk, tmp_path_factory: pytest.TempPathFactory) -> Stock:
    """Has a function fill and build the desk, or copies what it did before, with all times."""

    def stocked(fill: Callable[[Desk], None]) -> Desk:
        if kept := _STOCK.get(fill):
            shutil.copytree(kept, bench.root, symlinks=True, dirs_exist_ok=True)
            return bench
        fill(bench)
        kept = tmp_path_factory.mktemp("stock") / "desk"
        _STOCK[fill] = shutil.copytree(bench.root, kept, symlinks=True)
        return bench

    return stocked


@pytest.fixture
def built(stock: Stock) -> Desk:
    """A desk with two finished articles."""
    return stock(_two_articles)


def _two_articles(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn.")
    bench.write("b.txt", "It came back at noon.")
    bench.build()
    assert bench.reasons() == {}
