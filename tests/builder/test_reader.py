"""What a supervised worker raises reaches who asked, in its own words."""

from __future__ import annotations

import copyreg
import threading
from typing import NoReturn

import pytest

from copydesk.builder.workers import reader
from copydesk.builder.workers.reader import ReadingJob
from copydesk.errors import Refused
from copydesk.settings.limits import Limits


def refuse() -> NoReturn:
    error = Refused("mud", hint="dredge", code="refuse.container")
    error.__context__ = ValueError(threading.Lock())
    raise error


def whole(error: Refused) -> tuple[object, ...]:
    """An error with all that led to it, as libraries have errors sent that report on others."""
    return Refused, error.args, {"after": error.__context__}


def test_an_error_is_sent_without_what_it_came_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(copyreg.dispatch_table, Refused, whole)
    with reader.read_in_worker(), pytest.raises(Refused, match="mud"):
        reader.call_in_worker(ReadingJob("mud", 4, Limits()), refuse)
