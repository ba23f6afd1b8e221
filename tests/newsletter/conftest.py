from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

import postoffice
from postoffice import PostOffice


@pytest.fixture(scope="session")
def running_office(missing: Callable[[str], NoReturn]) -> Iterator[PostOffice]:
    with postoffice.running(missing) as office:
        yield office


@pytest.fixture
def office(running_office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> PostOffice:
    """The post office, empty, and the password to it in the environment."""
    running_office.emptied()
    monkeypatch.setenv("COPYDESK_SMTP_PASSWORD", postoffice.PASSWORD)
    return running_office


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A desk with an issue that is built."""
    from newsletter import sendable

    return sendable.desk(tmp_path)


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where the desk has put each article of the tests."""
    from newsletter import letters

    return letters.built(tmp_path_factory.mktemp("articles") / "desk")
