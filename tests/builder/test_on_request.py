"""A format that is made when somebody names it, and kept as long as its file lies there."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.bench import FORMATS, Desk, Stock
from copydesk import builder
from copydesk.builder import colophon, submissions
from copydesk.config import Config
from copydesk.registry import WRITERS

pytestmark = pytest.mark.check

FORM = "review.docx"


@pytest.fixture
def built(stock: Stock) -> Desk:
    """Two articles, of which one has its review copy."""
    return stock(_with_a_copy)


def _with_a_copy(bench: Desk) -> None:
    bench.write("bay.txt", "a bay")
    bench.write("ferry.txt", "a ferry")
    bench.build()
    bench.build("dist/ferry/review/ferry.review.docx")


def review(bench: Desk, slug: str = "ferry") -> Path:
    return bench.root / "dist" / slug / "review" / f"{slug}.review.docx"


def listed(bench: Desk) -> set[str]:
    made = colophon.read(bench.root / "dist" / "ferry")
    assert made is not None
    return {output.format for output in made.outputs}


def test_the_plan_knows_where_its_writer_puts_it() -> None:
    for name, path in submissions.ON_REQUEST.items():
        assert path.format("ferry") == WRITERS[name].file("ferry")


def test_nobody_gets_it_unasked(bench: Desk) -> None:
    bench.write("ferry.txt", "a ferry")
    bench.build()
    assert not review(bench).exists()
    assert FORM not in Config().formats


def test_it_is_made_alone_and_for_whom_it_was_named(built: Desk) -> None:
    [told] = built.told
    assert (told.slug, told.formats) == ("ferry", (FORM,))
    assert review(built).read_text().startswith("review")
    assert not review(built, "bay").exists()
    assert listed(built) == {*FORMATS, *submissions.ALWAYS, FORM}


def test_by_its_name_it_is_made_of_every_article(built: Desk) -> None:
    report = built.build(FORM)
    assert built.states(report) == {"bay": "built", "ferry": "up to date"}
    assert review(built, "bay").exists()


def test_a_later_build_neither_removes_nor_makes_it(built: Desk) -> None:
    before = review(built).stat()
    for _ in range(2):
        assert set(built.states(built.build()).values()) == {"up to date"}
    assert review(built).stat() == before
    assert built.reasons() == {}


def test_without_the_index_it_is_left_alone_too(built: Desk) -> None:
    before = review(built).stat()
    (built.root / "dist" / ".desk" / "state").unlink()
    assert set(built.states(built.build()).values()) == {"up to date"}
    assert review(built).stat() == before


def test_it_is_made_anew_with_an_article_that_changed(built: Desk) -> None:
    built.write("ferry.txt", "a ferry that sank")
    built.build()
    assert "sank" in review(built).read_text()
    assert not review(built, "bay").exists()
    assert built.reasons() == {}


def test_what_an_editor_does_in_it_makes_nothing_stale(built: Desk) -> None:
    review(built).write_text("my own words")
    for _ in range(2):
        assert set(built.states(built.build()).values()) == {"up to date"}
    assert review(built).read_text() == "my own words"


def test_named_again_it_is_made_again_where_it_was_changed_by_hand(built: Desk) -> None:
    review(built).write_text("my own words")
    assert built.states(built.build(FORM))["ferry"] == "built"
    assert review(built).read_text().startswith("review")


def test_taken_away_it_stays_away(built: Desk) -> None:
    review(built).unlink()
    assert set(built.states(built.build()).values()) == {"up to date"}
    assert FORM not in listed(built)
    built.write("ferry.txt", "a ferry that sank")
    built.build()
    assert not review(built).exists()


def test_it_outlasts_a_build_of_another_format_alone(built: Desk) -> None:
    built.write("ferry.txt", "a ferry that sank")
    built.build("leaf")
    built.build()
    assert "sank" in review(built).read_text()


def test_where_another_format_is_missing_it_is_left_alone(built: Desk) -> None:
    before = review(built).stat()
    (built.root / "dist" / "ferry" / "ferry.leaf").unlink()
    built.build()
    assert review(built).stat() == before
    assert FORM in listed(built)


def test_rebuilding_all_makes_it_where_it_lies(built: Desk) -> None:
    review(built).write_text("my own words")
    built.build(rebuild_all=True)
    assert review(built).read_text().startswith("review")
    assert not review(built, "bay").exists()


def test_a_new_article_can_be_asked_for_it_first(bench: Desk) -> None:
    bench.write("ferry.txt", "a ferry")
    bench.build(FORM)
    assert review(bench).exists()
    assert not (bench.root / "dist" / "ferry" / "ferry.book").exists()
    bench.build()
    assert listed(bench) == {*FORMATS, *submissions.ALWAYS, FORM}


def test_in_the_settings_it_is_a_format_like_others(bench: Desk) -> None:
    bench.set(formats=[*FORMATS, FORM])
    bench.write("ferry.txt", "a ferry")
    bench.build()
    review(bench).unlink()
    assert bench.reasons() == {"ferry": ("output missing: review/ferry.review.docx",)}
    bench.build()
    assert review(bench).exists()


def test_status_and_a_dry_run_tell_of_it_when_asked(built: Desk) -> None:
    found = builder.status(built.root, built.config, [FORM])
    assert [(one.slug, one.formats) for one in found if one.state == "stale"] == [("bay", (FORM,))]
    built.build(FORM, dry_run=True)
    assert [(one.slug, one.status) for one in built.told] == [("bay", "stale")]


# ── files beside one ─────────────────────────────────────────────────────────


def folder(bench: Desk) -> set[str]:
    return {path.name for path in (bench.root / "dist" / "ferry").glob("ferry.*")}


def test_what_a_format_names_lies_beside_it(built: Desk) -> None:
    built.build("dist/ferry/ferry.jats.xml")
    assert folder(built) >= {"ferry.jats.xml", "ferry.csl.json", "ferry.csl"}
    assert set(built.states(built.build()).values()) == {"up to date"}


def test_what_lay_beside_it_goes_with_it(built: Desk) -> None:
    built.build("dist/ferry/ferry.jats.xml")
    (built.root / "dist" / "ferry" / "ferry.jats.xml").unlink()
    built.build()
    assert not folder(built) & {"ferry.jats.xml", "ferry.csl.json", "ferry.csl"}
    assert not {"jats.xml"} & listed(built)


def test_a_file_that_another_format_makes_too_outlasts_it(built: Desk) -> None:
    built.set(formats=[*FORMATS, "csl.json"])
    built.build()
    built.build("jats.xml")
    assert set(built.states(built.build()).values()) == {"up to date"}
    (built.root / "dist" / "ferry" / "ferry.jats.xml").unlink()
    built.build()
    assert folder(built) >= {"ferry.csl.json"}
    assert "ferry.csl" not in folder(built)
    assert listed(built) == {*FORMATS, *submissions.ALWAYS, FORM, "csl.json"}
    assert built.states(built.build("dist/ferry/ferry.jats.xml")) == {"ferry": "built"}
    assert "ferry.csl" in folder(built)


def test_nothing_else_has_the_names_of_formats_made_on_request(built: Desk) -> None:
    assert len({*submissions.ON_REQUEST.values()}) == len(submissions.ON_REQUEST)
    built.build(*submissions.ON_REQUEST)
    assert listed(built) == {*FORMATS, *submissions.ALWAYS, *submissions.ON_REQUEST}
