"""What can be done about one thing: by which key, with what to type, and which file it writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

File: TypeAlias = Literal["sidecar", "settings", "words"]
"""The decisions on this article; the settings of the desk; the list of words that it knows."""


@dataclass(frozen=True, slots=True)
class Deed:
    """`key` is what does it, "" for none. `options` are what can be chosen by number, in words.

    `typed` is what a text field begins with, `fields` are several of them; with either, or with
    more to choose from (`menu`), the words come from the editor. `value` goes with a deed that has
    none of these.
    """

    name: str
    label: str
    key: str = ""
    file: File = "sidecar"
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    typed: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    menu: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether it opens a form first."""
        return self.typed is not None or bool(self.fields or self.menu)

    def takes(self, value: object) -> bool:
        """Whether `value` is what the deed can be done with."""
        if self.options:
            return value in [option for option, _ in self.options]
        if self.menu:
            return value in self.menu
        if self.fields:
            names = {name for name, _ in self.fields}
            return (
                isinstance(value, Mapping)
                and names.issuperset(value)
                and all(isinstance(one, str) for one in value.values())
            )
        return isinstance(value, str) if self.typed is not None else value in ("", None, self.value)


#: What a reader of the page is told of each file before it is written.
FILES: Final[Mapping[File, str]] = {
    "sidecar": "this article alone",
    "settings": "the whole desk",
    "words": "the whole desk",
}
