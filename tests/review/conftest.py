"""A browser for the review page: the system's Chromium, which reaches nothing but this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from extras import brought


@pytest.fixture(scope="module")
def chromium(tool: Callable[[str], str]) -> Iterator[Any]:
    """A running Chromium; skips without one, or without what drives it.

    For no longer than a module: what drives it is a thread, beside which no worker is forked.
    """
    api = brought("playwright.sync_api")
    program = tool("chromium")
    with api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
