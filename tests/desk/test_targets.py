"""What can be named on the command line, and what is meant by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from copydesk.desk import plan, targets
from copydesk.errors import UsageError
from desk.bench import Desk

EVERYTHING: dict[str, set[str]] = {"bay": set(), "ferry": set(), "old-ferry": set()}


def meant(bench: Desk, *names: str, here: Path | None = None) -> dict[str, set[str]]:
    for name in ("bay.txt", "ferry.txt", "old/old ferry.txt"):
        bench.write(name, "text")
    desk = plan.survey(bench.root, bench.config)
    found = targets.resolve(desk, names, here)
    return {document.slug: set(formats) for document, formats in found.items()}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), EVERYTHING),
        (("ferry",), {"ferry": set()}),
        (("source/ferry.txt",), {"ferry": set()}),
        (("./source/../source/ferry.txt",), {"ferry": set()}),
        (("old ferry.txt",), {"old-ferry": set()}),
        (("source/old",), {"old-ferry": set()}),
        (("source/old/",), {"old-ferry": set()}),
        (("source",), EVERYTHING),
        (("dist/ferry",), {"ferry": set()}),
        (("dist/ferry/ferry.book",), {"ferry": {"book"}}),
        (("dist/ferry/review/proof.html",), {"ferry": {"proof"}}),
        (("dist/ferry/article.json",), {"ferry": {"article"}}),
        (("leaf",), {"bay": {"leaf"}, "ferry": {"leaf"}, "old-ferry": {"leaf"}}),
        (("review.docx",), {name: {"review.docx"} for name in EVERYTHING}),
        (("dist/ferry/review/ferry.review.docx",), {"ferry": {"review.docx"}}),
        (("jats.xml",), {name: {"jats.xml"} for name in EVERYTHING}),
        (("dist/ferry/ferry.pandoc.md",), {"ferry": {"pandoc.md"}}),
        (("bay", "ferry"), {"bay": set(), "ferry": set()}),
        (("dist/bay/bay.book", "dist/bay/bay.leaf"), {"bay": {"book", "leaf"}}),
        (("dist/bay/bay.book", "bay"), {"bay": set()}),
        (("bay", "leaf"), {"bay": set(), "ferry": {"leaf"}, "old-ferry": {"leaf"}}),
    ],
)
def test_a_target_means(bench: Desk, names: tuple[str, ...], expected: object) -> None:
    assert meant(bench, *names) == expected


def test_a_path_counts_from_where_the_user_stands(bench: Desk) -> None:
    here = bench.root / "source" / "old"
    assert meant(bench, "old ferry.txt", here=here) == {"old-ferry": set()}
    assert meant(bench, "../bay.txt", here=here) == {"bay": set()}
    assert meant(bench, str(bench.root / "source" / "bay.txt"), here=here) == {"bay": set()}


@pytest.mark.parametrize(
    "name",
    ["fery", "dist/ferry/ferry.pdf", "dist", "source/nothing.txt", "", "..", "dist/other/x.book"],
)
def test_what_is_not_there_is_an_error(bench: Desk, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        meant(bench, name)
    assert caught.value.hint
    assert f"`{name}`" in str(caught.value)
