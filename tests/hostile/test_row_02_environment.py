"""pandoc is told nothing of whoever builds: no secrets, no home with templates, no locale."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from compose.harbour import ARTICLE, Sheet
from copydesk.composition.pandoc import Pandoc
from offspring import below

pytestmark = pytest.mark.check


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system as Linux tells it")
def test_the_running_child_has_an_environment_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "mud")
    monkeypatch.setenv("LANG", "de_DE")
    before = children()
    with Pandoc() as pandoc:
        assert Sheet(ARTICLE, pandoc).render("html")
        (child,) = set(children()) - set(before)
        told = Path(f"/proc/{child}/environ").read_bytes()
    assert b"LC_ALL=C.UTF-8" in told
    assert b"HOME=/dev/null" in told
    assert b"mud" not in told
    assert b"de_DE" not in told


def children() -> list[int]:
    """The processes that this one has started, of those that are a pandoc."""
    return [pid for pid in below(os.getpid())
            if b"pandoc" in Path(f"/proc/{pid}/cmdline").read_bytes()]  # fmt: skip
