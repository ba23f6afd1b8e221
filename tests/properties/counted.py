"""A text that counts how much of it is read, so that reading it over and over shows.

A rule that takes all text before each of its finds is quadratic, yet so fast at it that
no clock shows it on a text of a test's size.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self, SupportsIndex

_SEARCHING = ("find", "rfind", "index", "rindex", "count", "startswith", "endswith")
_WHOLE = (
    "split", "rsplit", "partition", "rpartition", "strip", "lstrip", "rstrip", "lower", "upper",
    "casefold", "translate", "replace", "splitlines", "isascii", "isprintable", "swapcase", "title",
    "capitalize", "encode", "__contains__", "__iter__", "__add__", "__eq__",
)  # fmt: skip


class Counted(str):  # noqa: SLOT000  a `str` has room for none
    """A text; `read` says how many characters of it were looked at or copied."""

    read: int
    __hash__ = str.__hash__

    def __new__(cls, text: str) -> Self:
        made = super().__new__(cls, text)
        made.read = 0
        return made

    def __getitem__(self, key: SupportsIndex | slice) -> str:
        found = super().__getitem__(key)
        self.read += len(found)
        return found


def _searching(name: str) -> Callable[..., Any]:
    method = getattr(str, name)

    def search(self: Counted, what: Any, *span: int | None) -> Any:
        low, high = (*span, None, None)[:2]
        start, end, _ = slice(low, high).indices(len(self))
        found = method(self, what, *span)
        if name.endswith("with"):
            self.read += 1
        elif name.startswith("r") and found >= 0:
            self.read += end - found
        elif name != "count" and found >= 0:
            self.read += found - start
        else:
            self.read += max(0, end - start)
        return found

    return search


def _whole(name: str) -> Callable[..., Any]:
    method = getattr(str, name)

    def act(self: Counted, *rest: Any, **named: Any) -> Any:
        self.read += len(self)
        return method(self, *rest, **named)

    return act


for _name in _SEARCHING:
    setattr(Counted, _name, _searching(_name))
for _name in _WHOLE:
    setattr(Counted, _name, _whole(_name))
