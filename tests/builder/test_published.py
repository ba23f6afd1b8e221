"""What a build leaves for people and scripts: page of all articles, quarantine and report."""

from __future__ import annotations

import json
import os
import re
from html.parser import HTMLParser

import jsonschema
import pytest

from builder.bench import Desk, Stock
from copydesk import builder, errors
from copydesk.builder import index_page, report, report_files, survey, up_to_date
from copydesk.builder.index_page import DocumentRow, IndexHeading, make_page
from copydesk.cli import main
from copydesk.model import ArticleSummary

pytestmark = pytest.mark.check

HEAD = IndexHeading("The Harbour Review", "27 November 2026, 20:00", 12.5)


@pytest.fixture
def built(stock: Stock) -> Desk:
    """A desk with an article, one with a question, one that is refused and one that fails."""
    return stock(_of_all_kinds)


def _of_all_kinds(bench: Desk) -> None:
    bench.write("ferry.txt", "The ferry left at dawn.")
    bench.write("pier.txt", "Who was on the  pier?")
    bench.write("list.txt", "refuse a shopping list")
    bench.write("wall.txt", "fail pandoc fell over")
    bench.build()


def shown(bench: Desk) -> str:
    return (bench.root / "dist" / "index.html").read_text(encoding="utf-8")


def quarantined(bench: Desk) -> list[str]:
    path = bench.root / "dist" / "quarantine.txt"
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def rows_of(bench: Desk) -> dict[str, DocumentRow]:
    desk = survey.survey_desk(bench.root, bench.config, bound=True)
    return {row.slug: row for row in index_page.list_rows(desk)}


def states(bench: Desk) -> dict[str, str]:
    return {slug: row.status for slug, row in rows_of(bench).items()}


# ── when they are written ────────────────────────────────────────────────────


def test_a_build_with_nothing_to_do_writes_and_reads_none_of_them(built, monkeypatch) -> None:
    for name in ("list.txt", "wall.txt"):
        built.write(name, "An article after all.")
    for path in (built.root / "source").iterdir():
        os.utime(path, ns=(10**18, 10**18))  # what has just changed may change again
    built.build()
    paths = [path for path in (built.root / "dist").iterdir() if path.is_file()]
    paths.append(built.root / "dist" / up_to_date.NAME)
    before = {path: path.stat().st_mtime_ns for path in paths}
    assert len(before) == 3
    monkeypatch.setattr(index_page, "list_rows", None)
    built.build()
    assert {path: path.stat().st_mtime_ns for path in paths} == before


def test_old_refusals_alone_are_no_reason_to_write(built: Desk, monkeypatch) -> None:
    (built.root / "source" / "wall.txt").unlink()
    built.build()
    monkeypatch.setattr(index_page, "list_rows", None)
    assert built.build().exit_code() == errors.REFUSED


def test_a_page_that_was_taken_away_is_made_again(built: Desk) -> None:
    (built.root / "source" / "wall.txt").unlink()
    built.build()
    before = shown(built)
    for name in ("index.html", up_to_date.NAME):
        (built.root / "dist" / name).unlink()
    built.build()
    timeless = re.compile(r"Built on[^<]*| · [\d.]+ s| data-seconds=\"[^\"]*\"")
    assert timeless.sub("", shown(built)) == timeless.sub("", before)


def test_a_dry_run_writes_none_of_them(bench: Desk) -> None:
    bench.write("ferry.txt", "The ferry left at dawn.")
    bench.build(dry_run=True)
    assert not (bench.root / "dist").exists()


def test_a_desk_without_submissions_gets_no_page(bench: Desk) -> None:
    bench.build()
    assert not (bench.root / "dist" / "index.html").exists()


# ── whose they are ───────────────────────────────────────────────────────────


def test_the_page_has_every_article_with_what_became_of_it(built: Desk) -> None:
    assert states(built) == {
        "ferry": "built", "list": "refused", "pier": "built with queries", "wall": "failed",
    }  # fmt: skip
    text = shown(built)
    for link in ("ferry/ferry.book", "ferry/ferry.leaf", "pier/review/proof.html"):
        assert f'href="{link}"' in text
        assert (built.root / "dist" / link).is_file()
    assert "not an article: a shopping list" in text
    assert "pandoc fell over" in text


def test_a_build_of_one_article_keeps_what_is_known_of_the_others(built: Desk) -> None:
    built.write("list.txt", "An article after all.")
    built.build("list")
    assert states(built) == {
        "ferry": "built", "list": "built", "pier": "built with queries", "wall": "failed",
    }  # fmt: skip
    assert quarantined(built) == ["source/wall.txt"]


def test_an_article_that_nobody_asked_for_is_there_all_the_same(bench: Desk) -> None:
    bench.write("ferry.txt", "The ferry left at dawn.")
    bench.write("pier.txt", "The pier is long.")
    bench.build("pier")
    assert states(bench) == {"ferry": "not built yet", "pier": "built"}
    assert "not built yet" in shown(bench)


def test_what_stood_before_a_failure_is_linked_and_said_to_be_stale(built: Desk) -> None:
    built.write("ferry.txt", "refuse it now")
    built.build()
    part = shown(built).partition('id="articles"')[0]
    assert 'href="ferry/ferry.book"' in part
    assert "they are stale" in part


def test_the_article_of_a_submission_that_is_gone_stands_apart(built: Desk) -> None:
    (built.root / "source" / "ferry.txt").unlink()
    built.build()
    assert "copydesk clean --orphans" in shown(built)
    builder.clean(built.root, built.config, orphans=True)
    assert "ferry" not in shown(built)
    assert "pier" in shown(built)


def test_what_was_cleaned_is_not_linked_any_more(built: Desk) -> None:
    builder.clean(built.root, built.config, ["pier"])
    assert states(built)["pier"] == "not built yet"
    assert "pier/" not in shown(built)


def test_cleaning_everything_leaves_nothing(built: Desk) -> None:
    builder.clean(built.root, built.config)
    assert [path.name for path in (built.root / "dist").iterdir()] == [".desk"]
    assert not (built.root / "dist" / up_to_date.NAME).exists()


def test_an_interrupted_build_says_what_is_stale_and_what_was_never_built(bench: Desk) -> None:
    bench.write("a.txt", "The ferry left at dawn. " * 9)
    bench.build()
    bench.write("a.txt", "It came back at noon.")
    bench.write("b.txt", "Nobody was on board. " * 9)
    bench.write("c.txt", "The pier is long.")

    def interrupt(_: builder.DocumentOutcome) -> None:
        raise KeyboardInterrupt

    builder.build(bench.root, bench.config, options=builder.Options(jobs=1), tell=interrupt)
    assert states(bench) == {"a": "stale", "b": "built", "c": "not built yet"}


def test_a_format_that_nobody_wants_any_more_leaves_the_page(built: Desk) -> None:
    seconds = rows_of(built)["ferry"].seconds
    assert seconds
    built.set(formats=["book"])
    built.build()
    row = rows_of(built)["ferry"]
    assert "ferry/ferry.leaf" not in shown(built)
    assert row.seconds == seconds


def test_collections_stand_apart(bench: Desk) -> None:
    bench.write("ferry.txt", "The ferry left at dawn.")
    bench.write(
        "collections/rivers.toml", 'title = "Rivers"\narticles = ["ferry"]\nformats = ["epub"]'
    )
    bench.build()
    part = shown(bench).partition('id="books"')[2].partition("</section>")[0]
    assert 'href="collections/rivers/rivers.epub"' in part
    assert (bench.root / "dist" / "collections" / "rivers" / "rivers.epub").is_file()


@pytest.mark.parametrize("text", ["", "[]", "copydesk state 3\n", "\x00" * 99])
def test_a_damaged_state_is_no_harm(built: Desk, text: str) -> None:
    (built.root / "dist" / up_to_date.NAME).write_text(text, encoding="utf-8")
    built.build()
    assert len(states(built)) == 4


# ── the page ─────────────────────────────────────────────────────────────────

HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&amp; &lt;b&gt;", "'\"`",
    "\u202egnp.exe", "a\x1b[2J\x07b", "\ud800", "\u2028line", "]]>-->", "{{x}}",
)  # fmt: skip


class Seen(HTMLParser):
    """Elements, links and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.names: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.names |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_stranger_is_markup(text: str) -> None:
    harmless = "a plain title"
    seen, wanted = (
        Seen(make_page(
            [DocumentRow("a", said, "built", files=(("a.md", 9),),
                         card=ArticleSummary(said, (said,), said, said, said, 3)),
             DocumentRow("b", said, "failed", message=said, hint=said, code=said)],
            (said,), IndexHeading(said, HEAD.when, 1),
        ))
        for said in (text, harmless)
    )  # fmt: skip
    assert seen.elements - {"code"} == wanted.elements - {"code"}
    assert seen.names == wanted.names
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2028]", seen.text)
    assert seen.text.encode("utf-8")


def test_no_stranger_makes_the_page_long() -> None:
    much = "word " * 100_000
    row = DocumentRow("a", "a.txt", "built", card=ArticleSummary(much, (much, much), much))
    assert len(make_page([row], (), HEAD)) < 20_000


def test_a_message_that_quotes_much_is_cut_wherever_it_is_told(built: Desk) -> None:
    built.write("wall.txt", "fail " + "word " * 100_000)
    built.build()
    for name in ("index.html", "quarantine.txt", up_to_date.NAME):
        assert (built.root / "dist" / name).stat().st_size < 30_000
    assert "word word" in shown(built)


def test_titles_keep_their_direction_and_their_joiners() -> None:
    text = make_page(
        [DocumentRow("a", "a.txt", "built", card=ArticleSummary("می\u200cخواهم", language="fa"))],
        (),
        HEAD,
    )
    assert '<bdi lang="fa">می\u200cخواهم</bdi>' in text


def test_editions_to_read_come_first_and_the_headline_leads_to_the_page() -> None:
    names = ("csl.json", "fragment.html", "html", "jats.xml", "md", "pdf", "review.docx")
    files = tuple((f"a.{name}", 1) for name in names)
    links = Seen(make_page([DocumentRow("a", "a.txt", "built", files=files)], (), HEAD)).links
    assert [link.removeprefix("a/a.") for link in links] == [
        "html", "html", "pdf", "md", "csl.json", "fragment.html", "jats.xml", "review.docx",
    ]  # fmt: skip


def test_every_link_leads_into_the_folder_of_the_page(built: Desk) -> None:
    links = Seen(shown(built)).links
    assert links
    assert all(re.fullmatch(r"#[a-z]+|[a-z0-9-]+/[a-z0-9/.-]+", link) for link in links)


def test_the_page_loads_nothing_and_runs_nothing_but_its_own_script() -> None:
    rows = [DocumentRow(name, f"{name}.txt", "built") for name in "ab"]
    policy = re.search(r'Policy" content="([^"]*)"', make_page(rows, (), HEAD))
    assert policy
    assert policy[1].startswith("default-src &#x27;none&#x27;; style-src &#x27;sha256-")
    assert "unsafe" not in policy[1]
    assert "<script>" not in make_page(rows[:1], (), HEAD)


def test_the_page_grows_with_the_articles_and_no_faster() -> None:
    sizes = [
        len(
            make_page(
                [DocumentRow(f"a{number:05}", "a.txt", "built") for number in range(count)],
                (),
                HEAD,
            )
        )
        for count in (1_000, 2_000, 4_000)
    ]
    assert sizes[2] - sizes[1] == pytest.approx(2 * (sizes[1] - sizes[0]), rel=0.01)


def test_many_troubles_are_counted_by_kind_and_folded() -> None:
    rows = [
        DocumentRow(f"a{number}", "a.txt", "refused", code="refuse.empty") for number in range(40)
    ]
    text = make_page(rows, (), HEAD)
    assert "40 refused · <code>refuse.empty</code>" in text
    assert "<summary>Show all 40</summary>" in text
    assert "<summary>" not in make_page(rows[:12], (), HEAD)


@pytest.mark.parametrize("queries", [(), (("read.notes", 3),)])
def test_what_only_tells_is_no_question(queries: tuple[tuple[str, int], ...]) -> None:
    row = DocumentRow("a", "a.txt", "built", files=(("review/proof.html", 1),), queries=queries)
    assert ">proof</a>" in make_page([row], (), HEAD)


def test_a_code_of_an_earlier_copydesk_is_a_note() -> None:
    text = make_page([DocumentRow("a", "a.txt", "built", queries=(("long.gone", 2),))], (), HEAD)
    assert "2 notes" in text


# ── the quarantine ───────────────────────────────────────────────────────────


def test_the_quarantine_is_a_list_of_targets(built: Desk) -> None:
    assert quarantined(built) == ["source/list.txt", "source/wall.txt"]
    built.write("list.txt", "An article after all.")
    (built.root / "copydesk.toml").write_text('formats = ["book", "leaf"]', encoding="utf-8")
    main(["build", "-C", str(built.root), "-j", "1", "@dist/quarantine.txt"])
    assert states(built)["list"] == "built"
    assert quarantined(built) == ["source/wall.txt"]


def test_it_is_not_there_when_nothing_is_in_it(built: Desk) -> None:
    for name in ("list.txt", "wall.txt"):
        built.write(name, "An article after all.")
    built.build()
    assert not (built.root / "dist" / "quarantine.txt").exists()


@pytest.mark.parametrize("name", ["a\nb.txt", "a\rb.txt", "a.txt ", "a\u2028.txt"])
def test_a_name_that_no_line_holds_is_listed_by_its_slug(name: str) -> None:
    text = report_files.list_quarantine(
        [DocumentRow("a-b", f"source/{name}", "failed", message="it fell")], "dist"
    )
    assert text.splitlines()[-1] == "a-b"


def test_a_name_of_any_bytes_comes_back_from_the_list(built: Desk) -> None:
    odd = built.root / "source" / "\udcff.txt"
    odd.write_text("refuse this one too", encoding="utf-8")
    built.build()
    data = (built.root / "dist" / "quarantine.txt").read_bytes()
    assert b"\nsource/\xff.txt\n" in data


def test_a_name_of_any_bytes_is_told_to_scripts_as_it_is(bench: Desk) -> None:
    (bench.root / "source").mkdir(exist_ok=True)
    (bench.root / "source" / "\udcff.txt").write_text("The ferry left at dawn.", encoding="utf-8")
    (outcome,) = bench.build().outcomes
    dist = bench.root / "dist"
    told = json.loads((dist / "report.json").read_text(encoding="utf-8"))["documents"]
    assert [one["source"] for one in told] == ["source/\udcff.txt"]
    made = json.loads((dist / outcome.slug / "article.json").read_text(encoding="utf-8"))
    assert made["source"]["path"] == "source/\udcff.txt"


# ── the report ───────────────────────────────────────────────────────────────


def test_the_report_is_as_its_schema_says(built: Desk) -> None:
    jsonschema.Draft202012Validator.check_schema(report.schema())
    made = json.loads((built.root / "dist" / "report.json").read_bytes())
    jsonschema.validate(made, report.schema())
    assert made["counts"] == {"built": 1, "built with queries": 1, "refused": 1, "failed": 1}
    assert made["versions"].keys() > {"copydesk", "python", "weasyprint"}


def test_every_report_is_as_the_schema_says(bench: Desk) -> None:
    bench.write("2/ferry.txt", "The ferry left at dawn.")
    bench.write("gone.txt", "The pier is long.")
    bench.build()
    bench.write("1/ferry.txt", "refuse it")
    (bench.root / "source" / "gone.txt").unlink()
    for options in ({"dry_run": True}, {}, {}):
        made = report.report_record(bench.build(**options), 1)
        jsonschema.validate(made, report.schema())


def test_on_a_full_disk_they_stay_as_they_were_and_that_is_said(built: Desk, monkeypatch) -> None:
    before = {path: path.read_bytes() for path in (built.root / "dist").iterdir() if path.is_file()}
    built.write("pier.txt", "Another text.")
    monkeypatch.setattr("copydesk.system.files.os.fsync", _full)
    report_ = built.build()
    assert {path: path.read_bytes() for path in before} == before
    assert report_.notes == tuple(
        f"`dist/{name}` could not be written: No space left on device"
        for name in ("report.json", up_to_date.NAME)
    )
    assert report_.exit_code() == errors.TOOL


def _full(_: int) -> None:
    raise OSError(28, "No space left on device")
