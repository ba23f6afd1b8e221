"""Desks with the six articles, built once for all checkers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn, TypeAlias

import pytest

import checkers
from editions.submissions import DESKS, Edition, built, laid_out, printable
from soaking import SOAKING

Editions: TypeAlias = tuple[Edition, ...]
Found: TypeAlias = dict[str, list[str]]


#: The desks whose files every checker is asked about: in each change one of them.
ASKED = tuple(DESKS) if SOAKING else ("journal",)


@pytest.fixture(scope="session", params=ASKED)
def editions(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Editions:
    """Each article that this machine has letters for, in every format, from one desk."""
    root = laid_out(tmp_path_factory.mktemp("desk"), DESKS[request.param], printable())
    return built(root, "-j", "2")


def _told(editions: Editions, found: Iterable[list[str]]) -> Found:
    """What was found, by article; equal findings are counted."""
    return {
        one.slug: [f"{line} (x{count})" for line, count in Counter(lines).items()]
        for one, lines in zip(editions, found, strict=True)
        if lines
    }


@pytest.fixture(scope="session")
def each(editions: Editions) -> Callable[[str, Callable[[Path], list[str]]], Found]:
    """Asks a checker about a format of each article, two at a time; what it found, by article."""

    def ask(form: str, check: Callable[[Path], list[str]]) -> Found:
        with ThreadPoolExecutor(2) as pool:
            return _told(editions, pool.map(check, [one.file(form) for one in editions]))

    return ask


@pytest.fixture(scope="session")
def together(
    editions: Editions,
) -> Callable[[str, Callable[[Sequence[Path]], Iterable[list[str]]]], Found]:
    """Asks a checker that takes many files at once, as `each` does."""

    def ask(form: str, check: Callable[[Sequence[Path]], Iterable[list[str]]]) -> Found:
        return _told(editions, check([one.file(form) for one in editions]))

    return ask


@pytest.fixture(scope="session")
def from_npm(missing: Callable[[str], NoReturn]) -> Path:
    """Where the checkers are that only npm has."""
    if not checkers.MODULES.is_dir():
        missing("the checkers from npm are not there; run `npm ci` in .ci/checks")
    return checkers.CHECKS


@pytest.fixture(scope="session")
def browser(tool: Callable[[str], str]) -> Iterator[None]:
    """Chromium, for Ace and axe to look with."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PUPPETEER_EXECUTABLE_PATH", tool("chromium"))
        yield
