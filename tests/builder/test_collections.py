"""Collections of articles: what is built of them when, and what stops one of them alone."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from builder.bench import Desk, Stock
from copydesk import builder, errors
from copydesk.builder import books, survey, targets
from copydesk.errors import ConfigError

pytestmark = pytest.mark.check

NAME = "collections/rivers"
BOOK = """\
title = "Rivers and Borders"
articles = ["ferry", "source/wall.txt"]
formats = ["epub"]
"""


@pytest.fixture
def shelf(stock: Stock) -> Desk:
    """A desk with two articles and a collection of them, all built."""
    return stock(_collected)


def _collected(bench: Desk) -> None:
    bench.write("ferry.txt", "The ferry left at dawn.")
    bench.write("wall.txt", "The wall broke at noon.")
    bench.write("lamp.txt", "The lamp burnt all night.")
    bench.write(f"{NAME}.toml", BOOK)
    assert bench.states(bench.build())[NAME] == "built"


def _stamp(shelf: Desk) -> int:
    return (shelf.root / "dist" / NAME / "colophon.json").stat().st_mtime_ns


# ── what is built ────────────────────────────────────────────────────────────


def test_a_collection_is_built_with_the_articles_in_a_folder_of_its_own(shelf: Desk) -> None:
    assert sorted(name for name in shelf.tree() if name.startswith("collections/")) == [
        f"{NAME}/colophon.json", f"{NAME}/rivers.epub",
    ]  # fmt: skip
    assert (shelf.root / "dist" / "ferry" / "colophon.json").is_file()


def test_a_second_build_has_nothing_to_do(shelf: Desk) -> None:
    before = _stamp(shelf)
    assert set(shelf.states(shelf.build()).values()) == {"up to date"}
    assert _stamp(shelf) == before


def test_it_needs_none_of_the_outputs_of_its_articles(bench: Desk) -> None:
    bench.write("ferry.txt", "The ferry left at dawn.")
    bench.write("wall.txt", "The wall broke at noon.")
    bench.write(f"{NAME}.toml", BOOK)
    assert bench.states(bench.build("rivers")) == {NAME: "built"}
    assert not (bench.root / "dist" / "ferry").exists()


def test_folder_and_jobs_change_no_byte(shelf: Desk, tmp_path: Path) -> None:
    before = shelf.tree()
    other = Desk(tmp_path / "elsewhere")
    shutil.copytree(shelf.root / "source", other.root / "source")
    other.build(jobs=2)
    assert other.tree() == before


def test_an_article_may_not_take_the_folder_of_the_collections(shelf: Desk) -> None:
    shelf.write("collections.txt", "An article of that name.")
    assert shelf.states(shelf.build())["collections-2"] == "built"


# ── staleness ────────────────────────────────────────────────────────────────


def _touch(shelf: Desk) -> None:
    (shelf.root / "source" / "wall.txt").touch()


@pytest.mark.parametrize("change", [
    _touch,
    lambda shelf: (shelf.root / "source" / f"{NAME}.toml").touch(),
    lambda shelf: shelf.write("lamp.txt", "An article that is not in it."),
    lambda shelf: shelf.write("other.txt", "An article that is new."),
    lambda shelf: shutil.rmtree(shelf.root / "dist" / "ferry"),
    lambda shelf: (shelf.root / "dist" / ".desk" / "state").unlink(),
])  # fmt: skip
def test_what_changes_nothing_in_it_leaves_it_fresh(shelf: Desk, change) -> None:
    change(shelf)
    assert NAME not in shelf.reasons()
    before = _stamp(shelf)
    shelf.build()
    assert _stamp(shelf) == before


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda s: s.write("wall.txt", "It held."), "article changed: source/wall.txt"),
        (
            lambda s: s.write("wall.txt.desk.toml", 'title = "A title"'),
            "article changed: source/wall.txt",
        ),
        (
            lambda s: s.write("wall.txt.desk.toml", '[settings.style]\nlocale = "en-US"'),
            "article changed: source/wall.txt",
        ),
        (lambda s: s.write("wall.files/a.png", "a"), "article changed: source/wall.txt"),
        (
            lambda s: s.write("ferry.bib", "@misc{a,}"),
            "article changed: source/ferry.txt",
        ),
        (
            lambda s: s.write(f"{NAME}.toml", BOOK.replace("Borders", "Banks")),
            "source changed",
        ),
        (
            lambda s: s.write(f"{NAME}.toml", BOOK.replace('"ferry"', '"ferry", "lamp"')),
            "article added: source/lamp.txt",
        ),
        (
            lambda s: s.write(f"{NAME}.toml", BOOK.replace('"ferry", ', "")),
            "article removed: source/ferry.txt",
        ),
        (
            lambda s: s.write(
                f"{NAME}.toml", BOOK.replace('"ferry", "source/wall.txt"', '"wall", "ferry"')
            ),
            "order of the articles changed",
        ),
        (
            lambda s: s.write(f"{NAME}.toml", f'{BOOK}[publication]\nname = "The Review"\n'),
            "settings changed",
        ),
        (lambda s: s.set(publication={"name": "The Review"}), "settings changed"),
        (
            lambda s: (s.root / "dist" / NAME / "rivers.epub").unlink(),
            "output missing: rivers.epub",
        ),
        (
            lambda s: (s.root / "dist" / NAME / "rivers.epub").write_bytes(b"by hand"),
            "output changed by hand: rivers.epub",
        ),
        (lambda s: (s.root / "dist" / NAME / "colophon.json").unlink(), "new"),
    ],
)
def test_it_is_stale_and_says_why(shelf: Desk, change, reason: str) -> None:
    change(shelf)
    assert reason in shelf.reasons()[NAME]
    told = {outcome.slug: outcome for outcome in shelf.build().outcomes}[NAME]
    assert (told.status, reason in told.reasons) == ("built", True)
    assert NAME not in shelf.reasons()


def test_a_slug_that_moves_to_another_article_moves_its_place_in_the_book(shelf: Desk) -> None:
    shelf.write("lamp.txt.desk.toml", 'slug = "ferry"')
    assert shelf.reasons()[NAME] == (
        "article added: source/lamp.txt", "article removed: source/ferry.txt",
    )  # fmt: skip


def test_an_article_that_must_be_called_otherwise_is_called_so_in_the_book(shelf: Desk) -> None:
    shelf.write("lamp.txt.desk.toml", 'slug = "wall"')
    assert shelf.reasons()[NAME] == ("article changed: source/wall.txt",)
    shelf.build()
    with zipfile.ZipFile(shelf.root / "dist" / NAME / "rivers.epub") as book:
        assert "EPUB/wall-2/article.xhtml" in book.namelist()


def test_settings_of_the_book_lie_over_those_of_the_desk(shelf: Desk) -> None:
    shelf.set(publication={"name": "The Review"})
    shelf.write(f"{NAME}.toml", f'{BOOK}[publication]\nname = "The Press"\n')
    shelf.build()
    shelf.set(publication={"name": "Another"})
    assert NAME not in shelf.reasons()


def test_a_format_that_is_asked_for_comes_and_one_that_is_not_goes(shelf: Desk) -> None:
    shelf.write(f"{NAME}.toml", BOOK.replace('["epub"]', '["pdf"]'))
    shelf.build()
    assert sorted(path.name for path in (shelf.root / "dist" / NAME).iterdir()) == [
        "colophon.json", "rivers.pdf",
    ]  # fmt: skip


def test_a_dry_run_says_what_would_be_built(shelf: Desk) -> None:
    shelf.write("wall.txt", "It held.")
    report = shelf.build(dry_run=True)
    assert shelf.states(report) == {
        "ferry": "up to date", "lamp": "up to date", "wall": "stale", NAME: "stale",
    }  # fmt: skip


def test_it_can_be_built_anew(shelf: Desk) -> None:
    before = shelf.tree()
    told = {one.slug: one for one in shelf.build(NAME, rebuild_all=True).outcomes}
    assert (told[NAME].status, told[NAME].reasons) == ("built", ("asked for with -B",))
    assert shelf.tree() == before


# ── targets ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (NAME, set()), ("rivers", set()), (f"source/{NAME}.toml", set()), ("rivers.toml", set()),
        (f"dist/{NAME}", set()), (f"dist/{NAME}/rivers.epub", {"epub"}), ("collections", set()),
        ("source/collections", set()), (f"dist/{NAME}/colophon.json", set()),
    ],
)  # fmt: skip
def test_a_target_means_the_collection(shelf: Desk, target: str, expected: set[str]) -> None:
    found = survey.survey_desk(shelf.root, shelf.config, bound=True)
    meant = targets.resolve_targets(found, [target])
    assert {one.slug: set(forms) for one, forms in meant.items()} == {NAME: expected}


def test_a_name_is_first_that_of_an_article(shelf: Desk) -> None:
    shelf.write("rivers.txt", "An article on rivers.")
    found = survey.survey_desk(shelf.root, shelf.config, bound=True)
    assert [one.slug for one in targets.resolve_targets(found, ["rivers"])] == ["rivers"]


def test_a_format_means_the_collections_too(shelf: Desk) -> None:
    shelf.set(formats=["epub", "book"])
    found = survey.survey_desk(shelf.root, shelf.config, bound=True)
    assert NAME in {one.slug for one in targets.resolve_targets(found, ["epub"])}
    assert NAME not in {one.slug for one in targets.resolve_targets(found, ["book"])}


def test_who_reads_articles_meets_no_collection(shelf: Desk) -> None:
    found = survey.survey_desk(shelf.root, shelf.config)
    assert {one.slug for one in targets.resolve_targets(found, [])} == {"ferry", "lamp", "wall"}


# ── what stops it ────────────────────────────────────────────────────────────

FAULTS = {
    "no article": (
        BOOK.replace('"ferry"', '"fery"'), "collection.article", "did you mean `ferry`?",
    ),
    "an article twice": (
        BOOK.replace('"ferry"', '"wall"'), "collection.article", "remove one of them",
    ),
    "an unknown key": (
        f'{BOOK}editor = "Ines Marlow"\n', "collection.unknown-key", "did you mean `editors`?",
    ),
    "an unknown key in a part": (
        'title = "A"\n[[part]]\ntitel = "B"\narticles = ["ferry"]\n', "collection.unknown-key",
        "did you mean `title`?",
    ),
    "an unknown setting": (
        f'{BOOK}[theme]\nacent = "#112233"\n', "config.unknown-key", "did you mean `accent`?",
    ),
    "no TOML": ("title = ", "config.syntax", "correct that line"),
    "no title": ('articles = ["ferry"]', "collection.value", 'write title = "…"'),
    "no articles": ('title = "A"', "collection.value", "source paths"),
    "articles and parts": (
        'title = "A"\narticles = ["ferry"]\n[[part]]\narticles = ["wall"]\n', "collection.value",
        "put them into a [[part]]",
    ),
    "another format": (
        BOOK.replace('"epub"', '"html"'), "collection.value", "known are `pdf`, `epub`",
    ),
    "another schema": (
        f'schema = "copydesk.collection/9"\n{BOOK}', "collection.value", "update copydesk",
    ),
    "no day": (f'{BOOK}date = "soon"\n', "collection.value", "write it as `2026-05`"),
    "no ISBN": (f'{BOOK}isbn = "12"\n', "collection.value", "correct the value"),
    "an ISBN with a slip": (
        f'{BOOK}isbn = "978-3-16-148410-1"\n', "collection.value", "correct the value",
    ),
    "a DOI without a name": (f'{BOOK}doi = "10.5555"\n', "collection.value", "correct the value"),
    "no licence": (
        f'{BOOK}licence = "CC-BY-4"\n', "collection.value", "did you mean `CC-BY-4.0`?",
    ),
    "a line break": (f'{BOOK}subtitle = "a\\nb"\n', "collection.value", "correct the value"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_stops_the_collection_alone(shelf: Desk, fault: str) -> None:
    text, code, hint = FAULTS[fault]
    before = shelf.tree()
    shelf.write("ferry.txt", "The ferry left at noon.")
    shelf.write(f"{NAME}.toml", text)
    report = shelf.build()
    told = {outcome.slug: outcome for outcome in report.outcomes}
    assert told["ferry"].status == "built"
    assert (told[NAME].status, told[NAME].code, report.exit_code()) == (
        "failed",
        code,
        errors.USAGE,
    )
    assert hint in told[NAME].hint
    assert f"{NAME}.toml" in told[NAME].message
    assert told[NAME].kept
    kept = {name: data for name, data in shelf.tree().items() if name.startswith(NAME)}
    assert kept == {name: data for name, data in before.items() if name.startswith(NAME)}


def test_a_refused_article_refuses_the_collection_by_its_name(shelf: Desk) -> None:
    shelf.write("wall.txt", "refuse a shopping list")
    told = {outcome.slug: outcome for outcome in shelf.build().outcomes}[NAME]
    assert (told.status, told.exit_code, told.kept) == ("refused", errors.REFUSED, True)
    assert told.message == (
        "its article `source/wall.txt` is refused: not an article: a shopping list"
    )
    again = shelf.build(NAME)
    assert shelf.states(again) == {NAME: "refused"}
    assert not shelf.told[0].seconds  # it is remembered, not tried
    shelf.write("wall.txt", "The wall broke at noon.")
    assert shelf.states(shelf.build(NAME)) == {NAME: "up to date"}
    shelf.write("wall.txt", "The wall broke at night.")
    assert shelf.states(shelf.build(NAME)) == {NAME: "built"}


def test_an_article_that_fails_fails_the_collection_by_its_name(shelf: Desk) -> None:
    shelf.write("wall.txt", "fail pandoc fell over")
    told = {outcome.slug: outcome for outcome in shelf.build().outcomes}[NAME]
    assert (told.status, told.exit_code) == ("failed", errors.TOOL)
    assert told.message == "its article `source/wall.txt` fails: pandoc fell over"


def test_a_faulty_sidecar_of_an_article_is_named(shelf: Desk) -> None:
    shelf.write("wall.txt.desk.toml", 'titel = "A"')
    told = {outcome.slug: outcome for outcome in shelf.build().outcomes}[NAME]
    assert (told.status, told.exit_code) == ("failed", errors.USAGE)
    assert "source/wall.txt.desk.toml" in told.message


# ── around it ────────────────────────────────────────────────────────────────


def test_a_collection_whose_file_is_gone_is_orphaned_and_cleaned(shelf: Desk) -> None:
    (shelf.root / "source" / f"{NAME}.toml").unlink()
    assert shelf.build().orphans == (NAME,)
    assert builder.clean(shelf.root, shelf.config, orphans=True) == (NAME,)
    assert not (shelf.root / "dist" / NAME).exists()
    assert (shelf.root / "dist" / "ferry").exists()


def test_it_is_cleaned_by_its_name_and_with_everything(shelf: Desk) -> None:
    assert builder.clean(shelf.root, shelf.config, [NAME]) == (NAME,)
    shelf.build()
    assert set(builder.clean(shelf.root, shelf.config)) == {"ferry", "lamp", "wall", NAME}


def test_the_report_for_machines_has_a_row_for_it(shelf: Desk) -> None:
    shelf.build(NAME, rebuild_all=True)
    rows = json.loads((shelf.root / "dist" / "report.json").read_bytes())["documents"]
    assert [(row["slug"], row["source"], row["status"]) for row in rows] == [
        (NAME, f"source/{NAME}.toml", "built")
    ]


def test_two_files_of_one_name_both_have_a_folder(shelf: Desk) -> None:
    shelf.write("collections/Rivers!.toml", BOOK)
    report = shelf.build()
    assert {NAME, "collections/rivers-2"} <= set(shelf.states(report))
    assert len(report.renamed) == 1


@pytest.mark.parametrize("name", [".hidden.toml", "notes.txt", "a.toml.desk.toml", "sub/a.toml"])
def test_what_is_no_collection_is_left_alone(shelf: Desk, name: str) -> None:
    shelf.write(f"collections/{name}", "text")
    assert shelf.reasons() == {}


def test_a_collection_larger_than_any_is_not_read(shelf: Desk) -> None:
    shelf.write(f"{NAME}.toml", f"{BOOK}{'#' * 1_000_001}")
    told = {outcome.slug: outcome for outcome in shelf.build().outcomes}[NAME]
    assert (told.status, told.code) == ("failed", "config.read")


def test_parts_and_dates_may_be_written_as_toml_has_them() -> None:
    text = 'title = "A"\ndate = 2026-05-04\n[[part]]\ntitle = "B"\narticles = ["a", "b"]\n'
    found = books.load_collection(text.encode(), "a.toml")
    assert (found.date, found.articles) == ("2026-05-04", ("a", "b"))


def test_a_collection_that_is_no_text_says_so() -> None:
    with pytest.raises(ConfigError) as caught:
        books.load_collection(b"\xff\xfe", "a.toml")
    assert caught.value.code == "collection.read"
