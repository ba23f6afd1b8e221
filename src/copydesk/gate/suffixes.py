"""The letter behind a year, printed once: some styles ask for it twice in one citation.

A processor that the authors of such styles tried them with prints it where it first stands and
no more; pandoc's prints it each time, "2021aa".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml import etree

_NAMESPACE: Final = "{http://purl.org/net/xbiblio/csl}"
_CHOOSE: Final = f"{_NAMESPACE}choose"
_ELSE: Final = f"{_NAMESPACE}else"
_NAMES: Final = f"{_NAMESPACE}names"
_VARIABLE: Final = "year-suffix"


def print_once(layouts: Iterable[etree._Element], macros: Mapping[str, etree._Element]) -> bool:
    """Take out of `layouts` and `macros` each letter that is printed behind another one always.

    Returns whether there was one. `macros` may not call themselves; each is read twice at most.
    """
    reading = _Reading(macros)
    for layout in layouts:
        reading.sequence(layout, done=False)
    doubled = [one for one in reading.seen if one not in reading.first]
    for element in doubled:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return bool(doubled)


class _Reading:
    """What is printed in order: which letters come first in some case, and which never."""

    def __init__(self, macros: Mapping[str, etree._Element]) -> None:
        self.seen: dict[etree._Element, None] = {}
        self.first: set[etree._Element] = set()
        self._macros = macros
        self._known: dict[tuple[str, bool], bool] = {}

    def sequence(self, parent: etree._Element, *, done: bool) -> bool:
        """Whether a letter is surely printed behind the parts of `parent`."""
        for element in parent:
            done = self._printed(element, done=done)
        return done

    def _printed(self, element: etree._Element, *, done: bool) -> bool:
        if element.get("variable") == _VARIABLE:
            self.seen[element] = None
            if not done:
                self.first.add(element)
            return True
        if (name := element.get("macro", "")) in self._macros:
            return self._macro(name, done=done)
        if element.tag == _CHOOSE:
            branches = [*element.iterchildren("*")]  # no comments
            ends = [self.sequence(branch, done=done) for branch in branches]
            return done or (all(ends) and any(one.tag == _ELSE for one in branches))
        ended = self.sequence(element, done=done)
        return done if element.tag == _NAMES else ended  # what stands for names may not be needed

    def _macro(self, name: str, *, done: bool) -> bool:
        if (name, done) not in self._known:
            self._known[name, done] = self.sequence(self._macros[name], done=done)
        return self._known[name, done]
