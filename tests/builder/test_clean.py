"""What `clean` takes away, and what it leaves."""

from __future__ import annotations

import pytest

from builder.bench import Desk
from copydesk import builder
from copydesk.errors import UsageError


def test_a_folder_without_a_submission_is_reported_and_swept_on_request(built: Desk) -> None:
    (built.root / "source" / "b.txt").unlink()
    (built.root / "dist" / "mine").mkdir()
    assert built.build().orphans == ("b",)
    assert builder.clean(built.root, built.config, orphans=True) == ("b",)
    assert sorted(path.name for path in (built.root / "dist").iterdir()) == [
        ".desk", "a", "index.html", "mine", "report.json",
    ]  # fmt: skip
    assert built.build().orphans == ()


def test_clean_removes_what_was_built_and_nothing_else(built: Desk) -> None:
    (built.root / "dist" / "README.md").write_text("mine", encoding="utf-8")
    assert builder.clean(built.root, built.config) == ("a", "b")
    assert set(built.tree()) == {"README.md"}
    assert built.reasons() == {"a": ("new",), "b": ("new",)}


@pytest.mark.parametrize("name", ["a", "source/a.txt", "dist/a"])
def test_clean_with_a_name_removes_that_article_alone(built: Desk, name: str) -> None:
    assert builder.clean(built.root, built.config, [name]) == ("a",)
    assert built.reasons() == {"a": ("new",)}


def test_an_article_without_a_submission_is_cleaned_by_its_name(built: Desk) -> None:
    (built.root / "source" / "b.txt").unlink()
    assert builder.clean(built.root, built.config, ["a"], orphans=True) == ()
    assert builder.clean(built.root, built.config, ["b"]) == ("b",)


@pytest.mark.parametrize("name", ["c", "book", "dist/a/a.book"])
def test_clean_takes_no_name_of_something_else(built: Desk, name: str) -> None:
    before = built.tree()
    with pytest.raises(UsageError) as caught:
        builder.clean(built.root, built.config, ["a", name])
    assert caught.value.hint
    assert built.tree() == before


def test_cleaning_where_nothing_was_built_makes_no_folder(bench: Desk) -> None:
    bench.write("a.txt", "text")
    assert builder.clean(bench.root, bench.config, ["a"]) == ()
    assert not (bench.root / "dist").exists()
