"""What can be named on the command line, and what is meant by it."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Literal

import pytest

from builder.bench import Desk
from copydesk.builder import submissions, survey, targets
from copydesk.builder.article_job import check_settings
from copydesk.config import Config
from copydesk.errors import ConfigError, UsageError

EVERYTHING: dict[str, set[str]] = {"bay": set(), "ferry": set(), "old-ferry": set()}


def meant(bench: Desk, *names: str, here: Path | None = None) -> dict[str, set[str]]:
    for name in ("bay.txt", "ferry.txt", "old/old ferry.txt"):
        bench.write(name, "text")
    desk = survey.survey_desk(bench.root, bench.config)
    found = targets.resolve_targets(desk, names, here)
    return {document.slug: set(formats) for document, formats in found.items()}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), EVERYTHING),
        (("ferry",), {"ferry": set()}),
        (("source/ferry.txt",), {"ferry": set()}),
        (("./source/../source/ferry.txt",), {"ferry": set()}),
        (("old ferry.txt",), {"old-ferry": set()}),
        (("old ferry",), {"old-ferry": set()}),
        (("old/old ferry",), {"old-ferry": set()}),
        (("source/old",), {"old-ferry": set()}),
        (("source/old/",), {"old-ferry": set()}),
        (("source",), EVERYTHING),
        (("dist/ferry",), {"ferry": set()}),
        (("dist/ferry/ferry.book",), {"ferry": {"book"}}),
        (("dist/ferry/review/proof.html",), {"ferry": {"proof"}}),
        (("dist/ferry/article.json",), {"ferry": {"article"}}),
        (("leaf",), {"bay": {"leaf"}, "ferry": {"leaf"}, "old-ferry": {"leaf"}}),
        (("proof",), {name: {"proof"} for name in EVERYTHING}),
        (("leaf", "article"), {name: {"leaf", "article"} for name in EVERYTHING}),
        (("bay", "proof"), {"bay": {"proof"}}),
        (("review.docx",), {name: {"review.docx"} for name in EVERYTHING}),
        (("dist/ferry/review/ferry.review.docx",), {"ferry": {"review.docx"}}),
        (("jats.xml",), {name: {"jats.xml"} for name in EVERYTHING}),
        (("bay", "ferry"), {"bay": set(), "ferry": set()}),
        (("dist/bay/bay.book", "dist/bay/bay.leaf"), {"bay": {"book", "leaf"}}),
        (("dist/bay/bay.book", "bay"), {"bay": set()}),
        (("bay", "leaf"), {"bay": {"leaf"}}),
        (("review.docx", "bay", "leaf"), {"bay": {"leaf", "review.docx"}}),
        (("source/old", "bay", "leaf"), {"bay": {"leaf"}, "old-ferry": {"leaf"}}),
        (("dist/bay/bay.book", "ferry", "leaf"), {"bay": {"book"}, "ferry": {"leaf"}}),
        (
            ("dist/bay/bay.book", "leaf"),
            {"bay": {"book", "leaf"}, "ferry": {"leaf"}, "old-ferry": {"leaf"}},
        ),
    ],
)
def test_a_target_means(bench: Desk, names: tuple[str, ...], expected: object) -> None:
    assert meant(bench, *names) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("*ferry",), {"ferry": set(), "old-ferry": set()}),
        (("old*",), {"old-ferry": set()}),
        (("*.txt",), EVERYTHING),
        (("[ab]ay",), {"bay": set()}),
        (("[!b]*",), {"ferry": set(), "old-ferry": set()}),
        (("f?rry.txt",), {"ferry": set()}),
        (("source/*.txt",), {"bay": set(), "ferry": set()}),
        (("source/**/*.txt",), EVERYTHING),
        (("source/**",), EVERYTHING),
        (("**/old*.txt",), {"old-ferry": set()}),
        (("source/o*",), {"old-ferry": set()}),
        (("./source/o*/../b*",), {"bay": set()}),
        (("dist/*/*.book",), {name: {"book"} for name in EVERYTHING}),
        (("dist/*ferry/review/*.html",), {"ferry": {"proof"}, "old-ferry": {"proof"}}),
        (("dist/b*",), {"bay": set()}),
        (("b*", "leaf"), {"bay": {"leaf"}}),
    ],
)
def test_a_pattern_means_all_that_it_fits(
    bench: Desk, names: tuple[str, ...], expected: object
) -> None:
    assert meant(bench, *names) == expected


@pytest.mark.parametrize("name", ["sino-*", "source/*/x", "*.docx", "[z-a]", "dist/*/*.pdf"])
def test_a_pattern_that_fits_nothing_is_an_error(bench: Desk, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        meant(bench, "bay", name)
    assert str(caught.value) == f"no article, submission or output matches the pattern `{name}`"
    assert "`copydesk status -v`" in caught.value.hint


def test_a_file_whose_name_is_a_pattern_is_meant_by_its_name(bench: Desk) -> None:
    bench.write("[b]ay.txt", "text")
    assert meant(bench, "source/[b]ay.txt") == {"b-ay": set()}
    assert meant(bench, "source/[[]b*") == {"b-ay": set()}


def test_what_a_shell_or_find_lists_may_hold_what_is_no_submission(bench: Desk) -> None:
    for name in ("bay.txt.desk.toml", "ferry.bib", "ferry.files/map.png", "words/baltic.txt",
                 "newsletters/may.toml", ".hidden"):  # fmt: skip
        bench.write(name, "")
    every = sorted(path.relative_to(bench.root).as_posix() for path in bench.root.rglob("*"))
    assert len(every) > 8
    assert meant(bench, *every) == EVERYTHING
    assert meant(bench, "source/bay.txt.desk.toml") == {"bay": set()}
    assert meant(bench, "source/ferry.bib") == {"ferry": set()}
    assert meant(bench, "source/ferry.files/map.png") == {"ferry": set()}
    for alone in ("source/words", "source/newsletters/may.toml", "source/.hidden"):
        with pytest.raises(UsageError):
            meant(bench, alone)


def test_names_that_are_not_there_are_told_together(bench: Desk) -> None:
    with pytest.raises(UsageError) as caught:
        meant(bench, "bay", "x1", "x2", "x3", "x4", "x5")
    assert str(caught.value) == "there is nothing named `x1`, `x2`, `x3` and 2 more at this desk"


def steps(work: Callable[[], object]) -> int:
    """How many instructions of Python `work` takes: the same on every machine, unlike time."""
    count = 0

    def follow(frame: FrameType, event: str, _: object) -> object:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return follow

    before = sys.gettrace()
    sys.settrace(follow)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def test_thousands_of_targets_are_found_in_steps_that_grow_with_them(bench: Desk) -> None:
    def taken(count: int) -> int:
        documents = tuple(
            submissions.Document(f"source/{number % 90}/a{number}.txt", f"a{number}", (1, 1))
            for number in range(count)
        )
        desk = replace(survey.survey_desk(bench.root, bench.config), documents=documents)
        names = [source for one in documents for source in (one.source, one.slug)]
        assert len(targets.resolve_targets(desk, names)) == count
        return steps(lambda: targets.resolve_targets(desk, names))

    assert taken(2_000) < 5 * taken(500)


@pytest.mark.parametrize(("name", "nearest"), [("pfd", "book"), ("docx", "review.docx")])
def test_a_format_that_the_desk_does_not_make_is_an_error(
    bench: Desk, name: str, nearest: str
) -> None:
    bench.write("bay.txt", "text")
    with pytest.raises(UsageError) as caught:
        bench.build(formats=(name,))
    assert f"`{name}`" in str(caught.value)
    assert f"`{nearest}`" in caught.value.hint


@pytest.mark.parametrize(
    ("names", "form"), [(["jats"], "jats.xml"), (["bay", "text"], "txt"), (["bay", "txt"], "txt")]
)
def test_a_format_goes_by_the_name_that_people_use(
    bench: Desk, names: list[str], form: str
) -> None:
    bench.write("bay.txt", "text")
    chosen = targets.resolve_targets(survey.survey_desk(bench.root, bench.config), names)
    assert [*chosen.values()] == [frozenset([form])]


def test_an_article_goes_before_the_name_of_a_format(bench: Desk) -> None:
    bench.write("word.txt", "text")
    chosen = targets.resolve_targets(survey.survey_desk(bench.root, bench.config), ["word"])
    assert [*chosen.values()] == [frozenset()]


def test_the_formats_of_a_run_are_made_and_no_others(bench: Desk) -> None:
    bench.write("bay.txt", "text")
    assert bench.states(bench.build(formats=("leaf",))) == {"bay": "built"}
    made = {path.name for path in (bench.root / "dist" / "bay").iterdir()}
    assert made == {"bay.leaf", "colophon.json"}


# ── lists ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b"\n \n# nothing\n", []),
        (b"bay\nferry", ["bay", "ferry"]),
        (b"\xef\xbb\xbfbay\r\n  ferry \r\n", ["bay", "ferry"]),
        (b"source/a b.txt\n", ["source/a b.txt"]),
        (b"bay\0# no comment\n here\0", ["bay", "# no comment\n here"]),
        ("source/Fähre.txt".encode(), ["source/Fähre.txt"]),
        (b"source/\xff.txt", ["source/\udcff.txt"]),
    ],
)
def test_a_list_names(data: bytes, expected: list[str]) -> None:
    assert targets.parse_list(data) == expected


def test_a_list_is_looked_for_where_the_user_stands_and_at_the_desk(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "far.txt").write_text("bay\n@near.txt\n", encoding="utf-8")
    (tmp_path / "here" / "near.txt").write_text("ferry\n", encoding="utf-8")
    found = targets.expand_lists(["a", "@far.txt", "@near.txt"], tmp_path, tmp_path / "here")
    # A list names targets, not further lists.
    assert found == ["a", "bay", "@near.txt", "ferry"]


@pytest.mark.parametrize("name", ["@nowhere.txt", "@.", "@", "@a\0b"])
def test_a_list_that_cannot_be_read_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        targets.expand_lists([name], tmp_path)
    assert caught.value.code == "usage.file"
    assert caught.value.hint


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


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_that_no_slug_shows_is_meant_as_people_type_it(
    bench: Desk, form: Literal["NFC", "NFD"]
) -> None:
    names = ("渡し船", "Über die Fähre", "Ærø–Århus")
    for name in names:
        bench.write(f"{unicodedata.normalize(form, name)}.txt", "text")
    desk = survey.survey_desk(bench.root, bench.config)
    for name in names:
        (found,) = targets.resolve_targets(desk, [name])
        assert unicodedata.normalize("NFC", found.source) == f"source/{name}.txt"
    assert desk.documents == tuple(targets.resolve_targets(desk, names))


def test_what_is_made_always_leaves_its_name_to_an_article(bench: Desk) -> None:
    bench.write("old/proof.txt", "text")
    assert list(meant(bench, "proof").values()) == [set()]


def test_settings_that_choose_what_is_made_always_are_told_so() -> None:
    with pytest.raises(ConfigError) as caught:
        check_settings(Config(formats=("md", "article")))
    assert "`article` is made for every article" in str(caught.value)
    assert caught.value.hint == "remove it from `formats`"
