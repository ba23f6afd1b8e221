"""How `pytest -n auto` shares the tests out among processes.

What tests of a file build together is built once, so a file stays with one process. The long
ones come first: the short ones then fill the ends, and no process waits for another.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Any, Final

import pytest

from editions.submissions import DESKS

#: Bytes for a process with all fonts, rules and dictionaries, and the programs that it starts.
MEMORY: Final = 1_500_000_000
#: Folders with tests that build whole desks, the longest first.
LONG: Final = ("tests/editions/", "tests/builder/", "tests/scripts/", "tests/whole/")

#: A test of one of the desks that the files of a folder share, or of the one that they do.
_SHARED: Final = re.compile(rf"(tests/editions/)[^\[]*\[({'|'.join(DESKS)})\b|(tests/scripts)/")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """One more process than cores, as far as there is memory; this one alone where that is one.

    A test in four waits, for a disk, a program or a deadline, while another one can work.

    xdist itself looks at the variable with which a caller says how many.
    """
    if os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS"):
        return None
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    count = min((cores or 1) + 1, memory // MEMORY)
    return count if count > 1 else 0


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hands out the units in the order in which `pytest_collection_modifyitems` puts them."""
    from xdist.scheduler import LoadScopeScheduling

    class Sharing(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return unit(nodeid)

    config.option.loadscopereorder = False  # by the number of tests, which says nothing of time
    return Sharing(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In a process among others, put the long ones first."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: rank(item.nodeid))


def unit(test: str) -> str:
    """What stays in one process: the file of a test, or the desk that it asks about.

    >>> unit("tests/system/test_pdf.py::test_a_page[journal]")
    'tests/system/test_pdf.py'
    >>> unit("tests/editions/test_in_office.py::test_a_round_trip[journal-notes]")
    'tests/editions/journal'
    >>> unit("tests/scripts/test_scripts_on_pages.py::test_a_book_turns_each_article_to_its_side")
    'tests/scripts'
    """
    if shared := _SHARED.match(test):
        return "".join(shared.groups(""))
    return test.partition("::")[0]


def rank(test: str, long: Sequence[str] = LONG) -> int:
    """The place of a test's folder among the `long` ones.

    >>> [rank(f"tests/{name}/test_a.py::test_a") for name in ("editions", "whole", "system")]
    [0, 3, 4]
    """
    return next((place for place, name in enumerate(long) if test.startswith(name)), len(long))
