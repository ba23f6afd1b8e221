"""Every question about the whole article has answers that the sidecar takes."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from copydesk import pipeline, structure
from copydesk.config import Config
from copydesk.model import Article, Decisions, EditedText, Line, Query, RoleDecision, Submission
from copydesk.readers.html import read_html
from copydesk.review import sidecar
from sidecars import write_sidecar

CASES = Path(__file__).parents[1] / "cases"
PROSE = (
    "The harbour was quiet that year, and nobody in the town could say why it had been closed to"
    " them. The boats lay where they had been left, and the men who owned them stayed away."
)
ENTRIES = tuple(
    f"Osei, M., 2019. The quiet harbour. Sea Journal, 4(2), pp.{page}-{page + 7}."
    for page in (3, 20, 41)
)
TEXT = (
    "A quiet harbour",
    "By Mara Osei",
    "3 May 2021",
    "",
    PROSE,
    "",
    PROSE.replace("year", "day"),
)


def article_of(
    *texts: str,
    decisions: Decisions = Decisions(),  # noqa: B008  frozen
    **facts: str,
) -> Article:
    lines = tuple(Line(number, text) for number, text in enumerate(texts, start=1))
    told = tuple(facts.items())
    edited = EditedText(Submission("a.txt", "", "text/plain", lines, facts=told), lines)
    return structure.assemble(structure.label(edited, Config(), decisions), Config(), decisions)


def asked(article: Article, code: str) -> list[Query]:
    return [query for query in article.queries if query.code == code]


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"title": "A Quiet Harbour"},
        {"title": "A quiet harbour – The Harbour Review"},
        {"title": "A quiet harbour | Home"},
        {"author": "Mara Osei"},
        {"author": "admin"},
        {"author": "https://example.org/people/mara"},
        {"date": "2021-05-03T23:10:00+02:00"},
        {"date": "2021-05-04T01:10:00+02:00"},
        {"date": "2021-05"},
        {"date": "yesterday"},
    ],
)
def test_nothing_is_asked_when_page_and_data_agree(facts: dict[str, str]) -> None:
    found = article_of(*TEXT, **facts)
    codes = ("structure.title", "structure.author", "structure.date")
    assert [query for query in found.queries if query.code in codes] == []
    assert (found.front.title, found.front.date) == ("A quiet harbour", "3 May 2021")


@pytest.mark.parametrize(
    ("code", "facts", "wanted"),
    [
        ("structure.title", {"title": "Why the port is shut"},
         ("A quiet harbour", "Why the port is shut")),
        ("structure.author", {"author": "Jon Vik; Ada Quill"}, ("Mara Osei", "Jon Vik; Ada Quill")),
        ("structure.date", {"date": "2020-11-30"}, ("3 May 2021", "2020-11-30")),
    ],
)  # fmt: skip
def test_where_they_disagree_both_are_suggested_the_printed_one_first(
    code: str, facts: dict[str, str], wanted: tuple[str, str]
) -> None:
    (query,) = asked(article_of(*TEXT, **facts), code)
    assert (query.suggestions, query.state) == (wanted, "open")


def dated(line: str) -> tuple[str, ...]:
    """The text with another line of the date."""
    return (*TEXT[:2], line, *TEXT[3:])


@pytest.mark.parametrize(
    "line",
    [
        "Monday, 3 May 2021, 10:15 CET", "Published on 3 May 2021", "3 May 2021 | Mara Osei",
        "By Mara Osei, 3 May 2021", "3 May 2021 · 9 min read", "Updated: 3 May 2021",
    ],
)  # fmt: skip
def test_what_a_line_says_of_its_date_the_author_or_the_site_is_not_asked_about(line: str) -> None:
    assert asked(article_of(*dated(line)), "structure.date") == []


@pytest.mark.parametrize(
    ("line", "beside"),
    [
        ("Working draft, 3 May 2021", "Working draft"),
        ("Not for quotation. 3 May 2021", "Not for quotation"),
        ("3 May 2021 – revised edition (third)", "revised edition, third"),
        ("Lecture at Low Harbour, Monday 3 May 2021", "Lecture at Low Harbour"),
    ],
)
def test_words_beside_the_date_are_asked_about_and_printed_when_wanted(
    line: str, beside: str
) -> None:
    found = article_of(*dated(line))
    assert found.front.date == "3 May 2021"
    (query,) = asked(found, "structure.date")
    assert f"also says `{beside}`, which is not printed" in query.message
    assert (query.line, query.suggestions) == (3, ("3 May 2021", line))
    kept = article_of(*dated(line), decisions=Decisions(date=query.suggestions[1]))
    assert (kept.front.date, kept.front.date_iso) == (line, "2021-05-03")
    (after,) = asked(kept, "structure.date")
    assert (after.id, after.state) == (query.id, "decided")


FIELDS = {"structure.title": "title", "structure.author": "authors", "structure.date": "date"}


@pytest.mark.parametrize("code", FIELDS)
@pytest.mark.parametrize("choice", [0, 1])
def test_each_suggestion_can_be_written_into_the_sidecar_and_decides_the_question(
    code: str, choice: int
) -> None:
    facts = {"title": "Why the port is shut", "author": "Jon Vik; Ada Quill", "date": "2020-11-30"}
    (query,) = asked(article_of(*TEXT, **facts), code)
    answer = query.suggestions[choice]
    value = tuple(answer.split("; ")) if code == "structure.author" else answer
    written = write_sidecar(replace(Decisions(), **{FIELDS[code]: value}))
    decisions = sidecar.loads(written.encode(), "a.txt.desk.toml").decisions
    found = article_of(*TEXT, decisions=decisions, **facts)
    assert getattr(found.front, FIELDS[code]) == value
    (after,) = asked(found, code)
    assert (after.id, after.state) == (query.id, "decided")


@pytest.mark.parametrize("code", ["structure.title", "structure.author"])
def test_what_was_not_found_can_be_written_down(code: str) -> None:
    (query,) = asked(article_of(PROSE, "", PROSE), code)
    assert query.suggestions == ()
    decisions = Decisions(title="A harbour", authors=("Mara Osei",))
    (after,) = asked(article_of(PROSE, "", PROSE, decisions=decisions), code)
    assert after.state == "decided"


def test_where_the_references_start_is_decided_by_the_role_of_the_line() -> None:
    texts = (*TEXT, "", *ENTRIES)
    (query,) = asked(article_of(*texts), "structure.references-start")
    line = texts[query.line - 1]
    for role in query.suggestions:
        choice = RoleDecision(line, role)  # type: ignore[arg-type]
        found = article_of(*texts, decisions=Decisions(roles=(choice,)))
        assert found.edited.roles[query.line - 1] == role
        after = asked(found, "structure.references-start")
        assert all(one.state == "decided" or one.id != query.id for one in after)


def test_a_doubt_about_a_line_ends_with_its_role() -> None:
    texts = ("Home", "Harbour news", "", *TEXT, "", "Read on: more of the harbour", "Contact")
    doubts = asked(article_of(*texts), "structure.doubt")
    for query in doubts:
        for role in query.suggestions:
            choice = RoleDecision(texts[query.line - 1], role)  # type: ignore[arg-type]
            found = article_of(*texts, decisions=Decisions(roles=(choice,)))
            assert query.id not in {one.id for one in asked(found, "structure.doubt")}


def test_a_question_about_several_lines_is_about_one_role_and_settled_by_it() -> None:
    """Of all whole cases; each line is asked about once, and no neighbour is left to ask about."""
    several = 0
    for path in sorted((CASES / "structure").glob("*.toml")):
        rows = tomllib.loads(path.read_text("utf-8"))["article"].strip("\n").split("\n")
        texts = [row.partition(" | ")[2] for row in rows]
        article = article_of(*texts)
        roles = dict(enumerate(article.edited.roles, start=1))
        spans = []
        for query in asked(article, "structure.doubt"):
            first, _, last = (query.subject or str(query.line)).partition("-")
            spans.append([at for at in range(int(first), int(last or first) + 1) if roles[at]])
        assert all({roles[at] for at in span} == {roles[span[0]]} for span in spans)
        assert len({at for span in spans for at in span}) == sum(map(len, spans))
        several += sum(len(span) > 1 for span in spans)
    assert several


def test_two_roles_that_both_leave_a_line_out_are_no_doubt() -> None:
    box = "<div class=newsletter><h4>Our newsletter</h4><form><button>{}</button></form></div>"
    page = (
        f"<article><h1>The quay</h1><p>{PROSE}</p>{box.format('Sign up')}<p>{PROSE}</p></article>"
    )
    sent = read_html(page.encode(), "a.html", Config())
    edited = structure.label(EditedText(sent, sent.lines), Config(), Decisions())
    boxed = [line.number for line in edited.lines if line.text in ("Our newsletter", "Sign up")]
    assert {edited.roles[number - 1] for number in boxed} <= {"cta", "furniture"}
    doubts = [one.line for one in edited.queries if one.code == "structure.doubt"]
    assert not {*boxed}.intersection(doubts)


# ── what fills a gap ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("field", "fact", "value", "wanted"),
    [
        ("title", "title", "A harbour", "A harbour"),
        ("authors", "author", "Mara Osei; Jon Vik", ("Mara Osei", "Jon Vik")),
        ("authors", "author", "By Mara Osei and Jon Vik", ("Mara Osei", "Jon Vik")),
        ("authors", "author", "admin", ()),
        ("date", "date", "2024-03-05T10:00:00+01:00", "5 March 2024"),
        ("date", "date", "2024-03-05", "5 March 2024"),
        ("date", "date", "5.3.2024", "5.3.2024"),
        ("date_iso", "date", "2024-03-05", "2024-03-05"),
        ("date", "date", "2024-13-45", ""),
        ("date_iso", "date", "March 5, 2024 10:00 am", "2024-03-05"),
        ("deck", "deck", "What silence costs a town.", "What silence costs a town."),
        ("deck", "deck", PROSE[:90] + "…", ""),
        ("language", "language", "de-AT", "en"),
    ],
)
def test_facts_of_the_file_fill_the_fields_that_no_line_prints(
    field: str, fact: str, value: str, wanted: object
) -> None:
    found = article_of(PROSE, "", PROSE.replace("year", "day"), **{fact: value})
    assert getattr(found.front, field) == wanted


def test_the_language_is_the_file_s_where_the_words_do_not_show_it() -> None:
    found = article_of("Kova sela", "", "Tiru mona sel kova. " * 12, language="fi_FI")
    assert found.front.language == "fi-FI"


def test_the_whole_line_takes_answers_too() -> None:
    page = f"---\ntitle: Another harbour\n---\n\n# A quiet harbour\n\n{PROSE}\n\n{PROSE[:90]}.\n"
    found = pipeline.article(page.encode(), "source/a.md", Config(), Decisions())
    (query,) = asked(found, "structure.title")
    decisions = Decisions(title=query.suggestions[1])
    found = pipeline.article(page.encode(), "source/a.md", Config(), decisions)
    assert found.front.title == "Another harbour"
    assert [one.state for one in asked(found, "structure.title")] == ["decided"]
