from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from compose.harbour import ARTICLE, Sheet
from copydesk import registry
from copydesk.composition.pandoc import TARGETS, Pandoc


@dataclass
class Asked(Sheet):
    """Notes what a writer asks pandoc for."""

    targets: set[str] = field(default_factory=set)

    def render(self, target: str) -> bytes:
        self.targets.add(target)
        return super().render(target)


@pytest.mark.parametrize("name", sorted(registry.WRITERS))
def test_a_writer_asks_pandoc_for_what_it_says_that_it_finishes(name: str, pandoc: Pandoc) -> None:
    copy, writer = Asked(ARTICLE, pandoc), registry.WRITERS[name]
    writer.write(copy)
    if writer.beside:
        writer.beside(copy)
    assert copy.targets == set(writer.renderings)


def test_what_writers_finish_is_what_pandoc_can_set() -> None:
    for writer in registry.WRITERS.values():
        assert set(writer.renderings) <= set(TARGETS)
