"""The review copy, read as Word reads it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import checkers
from copydesk import ledger, pipeline, readers
from copydesk.config import Config
from copydesk.errors import BrokenLaw
from copydesk.model import (
    Article,
    Decision,
    Decisions,
    Edit,
    EditedText,
    Front,
    Line,
    Mark,
    Submission,
)
from copydesk.queries import make_query
from copydesk.readers.word import manifest
from copydesk.system import archive, xml
from places import ARTICLE
from soaking import some
from writers.tracked import (
    W,
    accepted,
    changes,
    comments,
    edited,
    paragraphs,
    part,
    rejected,
    styles,
    text,
    written,
)

HARBOUR = """Skip to content

Who keeps the "lamps" of Low Harbour?

By Ines Marlow

3 May 2022

The keepers of the lamps have not been paid  since March (Holt, 1990). They could of gone home.

What the pilots say

Pilots disagree (Nobody, 2001). Holt ,who kept the lamps\x07 for years, says little (Nobody, 2001).

Share this page

References

Holt, P. (1990) Harbours of the North. Ansel: Quay Press.

Related posts
Privacy policy
Log in
"""


def article(
    words: str = HARBOUR, decisions: Decisions | None = None, path: str = "source/harbour.txt"
) -> Article:
    return pipeline.article(words.encode(), path, Config(), decisions or Decisions())


def made(words: str = HARBOUR, decisions: Decisions | None = None) -> bytes:
    return written(article(words, decisions))


def bare(received: str, *ledger: Edit, **fields: object) -> Article:
    """One line of body and the edits in it, which are applied where they say so."""
    after = edited(received, ledger)
    submission = Submission("source/a.txt", "", "text/plain", (Line(1, received),))
    copy = EditedText(submission, (Line(1, after),), "en", ("body",), ledger)
    return replace(article(), edited=copy, structure=(), citations=(), queries=(), **fields)


def edit(start: int, before: str, after: str, rule: str = "space.double", **more: object) -> Edit:
    given = {"status": "applied", "id": "0a1b2c3d4e", "span": (start, start + len(before))} | more
    return Edit(rule, 1, start, before, after, "a reason", **given)


# ── the law ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["harbour", "source"])
def test_accepting_all_gives_the_edited_text_and_rejecting_all_what_was_received(name: str) -> None:
    found = article(HARBOUR if name == "harbour" else ARTICLE.read_text(encoding="utf-8"))
    data = written(found)
    assert len(changes(data)) > 3
    assert accepted(data) == [line.text for line in found.edited.lines]
    received = [line.text.replace("\x07", "") for line in found.edited.submission.lines]
    assert rejected(data) == received


def test_the_whole_corpus_is_accepted_and_rejected_exactly(corpus: Path) -> None:
    for path in some(sorted(corpus.glob("*/raw.*"))):
        found = pipeline.article(path.read_bytes(), path.name, Config(), Decisions())
        data = written(found)
        assert accepted(data) == [line.text for line in found.edited.lines], path
        assert rejected(data) == [line.text for line in found.edited.submission.lines], path


def test_an_article_without_slips_has_no_change() -> None:
    data = made("Mud\n\nBy Ines Marlow\n\nMud is patient, and so are those who dredge it.\n")
    assert changes(data) == []
    assert not list(part(data, "comments"))[1:]


def test_a_ledger_that_does_not_lead_to_the_edited_text_is_not_written() -> None:
    found = bare("the  bloc", edit(3, "  ", " "))
    other = replace(found.edited, lines=(Line(1, "the block"),))
    with pytest.raises(BrokenLaw, match="line 1"):
        written(replace(found, edited=other))


# ── changes ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("received", "edits", "expected"),
    [
        ("the  bloc", [edit(3, "  ", " ")], [("del", " ")]),
        ("Lo et al, 2020", [edit(3, "et al", "et al.")], [("ins", ".")]),
        ('the "bloc"', [edit(4, '"', "“"), edit(9, '"', "”")],
         [("del", '"'), ("ins", "“"), ("del", '"'), ("ins", "”")]),
        ("recieve", [edit(0, "recieve", "receive")], [("del", "ie"), ("ins", "ei")]),
        ("the  ,bloc", [edit(3, "  ", " "), edit(3, " ,", ", ")],
         [("del", " "), ("del", " "), ("del", ","), ("ins", ", ")]),
        ("a--b", [edit(1, "--", "–"), edit(1, "–", " – ")], [("del", "--"), ("ins", " – ")]),
        ("ab", [edit(0, "a", "x"), edit(1, "b", "y")],
         [("del", "a"), ("ins", "x"), ("del", "b"), ("ins", "y")]),
        ("ab", [edit(0, "ab", ""), edit(0, "", "c")], [("del", "ab"), ("ins", "c")]),
    ],
)  # fmt: skip
def test_each_edit_is_a_change_as_narrow_as_it_is(
    received: str, edits: list[Edit], expected: list[tuple[str, str]]
) -> None:
    found = [(kind, words) for _, kind, words in changes(written(bare(received, *edits)))]
    assert found == expected


def test_what_an_edit_wrote_and_another_took_away_is_in_neither_text() -> None:
    data = written(bare("a b", edit(1, " ", "-x-"), edit(1, "-x-", "–")))
    assert changes(data) == [("copydesk", "del", " "), ("copydesk", "ins", "–")]


def test_neighbouring_edits_are_not_merged() -> None:
    data = written(bare("a, ,b", edit(1, ",", ""), edit(1, " ", "")))
    assert [words for _, _, words in changes(data)] == [",", " "]
    numbers = [one.get(f"{W}id") for one in part(data).iter(f"{W}ins", f"{W}del")]
    assert len(set(numbers)) == len(numbers)


def test_the_editors_own_rewriting_is_hers_and_changes_words_not_lines() -> None:
    before = "The keepers of the lamps have gone home for the winter."
    after = "The keepers of all lamps went home for the winter, unpaid."
    data = written(bare(before, edit(0, before, after, rule="desk.editor")))
    assert changes(data) == [
        ("editor", "del", "the"), ("editor", "ins", "all"),
        ("editor", "del", "have gone"), ("editor", "ins", "went"),
        ("editor", "ins", ", unpaid"),
    ]  # fmt: skip


def test_a_very_long_rewriting_is_one_change() -> None:
    before, after = "mud and water " * 400, "tide and lamps " * 400
    data = written(bare(before, edit(0, before, after, rule="desk.editor")))
    assert [kind for _, kind, _ in changes(data)] == ["del", "ins"]


@pytest.mark.parametrize(
    ("front", "day"),
    [(Front(date_iso="2022-05-03"), "2022-05-03"), (Front(date_iso="2022"), "2022-01-01"),
     (Front(), "1980-01-01")],
)  # fmt: skip
def test_changes_and_comments_bear_the_date_of_the_article(front: Front, day: str) -> None:
    found = bare("the  bloc", edit(3, "  ", " "), front=front)
    data = written(
        replace(found, queries=(make_query("structure.title", 1, "which?", anchor="x"),))
    )
    dated = [*part(data).iter(f"{W}ins", f"{W}del"), *part(data, "comments")]
    assert {one.get(f"{W}date") for one in dated} == {f"{day}T00:00:00Z"}
    assert {one.get(f"{W}author") for one in dated} == {"copydesk"}


def test_what_the_editor_kept_is_no_change_and_what_she_took_is_one() -> None:
    asked = article()
    [phrase] = [one for one in asked.edited.ledger if one.rule == "word.phrase"]
    [double] = [one for one in asked.edited.ledger if one.rule == "space.double"]
    decisions = Decisions(
        edits=(
            Decision(phrase.id, phrase.rule, phrase.before, phrase.after, "", "", "", "accept"),
            Decision(double.id, double.rule, double.before, double.after, "", "", "", "stet"),
        )
    )
    before, after = made(), made(decisions=decisions)
    assert ("copydesk", "del", " ") in changes(before)
    assert ("copydesk", "del", " ") not in changes(after)
    assert ("copydesk", "ins", "have") in changes(after)
    assert not any("word.phrase" in words[0] for _, _, words in comments(after))


def test_what_is_changed_by_hand_afterwards_is_tracked_too() -> None:
    assert part(made(), "settings").find(f"{W}trackRevisions") is not None


# ── characters ───────────────────────────────────────────────────────────────


def test_a_character_that_no_xml_holds_is_told_in_a_comment() -> None:
    data = made()
    told = [(line, words) for line, _, words in comments(data) if "enc.control" in words[0]]
    assert [line for line, _ in told] == [13]
    assert "U+0007" in told[0][1][1]
    assert "\x07" not in "".join(rejected(data))
    assert "the lamps for years" in accepted(data)[12]


def test_taking_out_such_a_character_is_no_change() -> None:
    assert changes(written(bare("be\x07ll", edit(2, "\x07", "", rule="enc.control")))) == []


@pytest.mark.parametrize(
    "words",
    ["tab\there", "two\nrows", "blank  blank ", " ", "\u00a0\u00ad\u200b", "a\r", "<w:t>&amp;]]>",
     "e\u0301👩\u200d💻", "\u2028\u0085\x7f"],
)  # fmt: skip
def test_any_other_character_comes_through(words: str) -> None:
    data = written(bare(f"{words}old", edit(len(words), "old", f"new{words}")))
    assert rejected(data) == [f"{words}old"]
    assert accepted(data) == [f"{words}new{words}"]


@pytest.mark.parametrize("payload", ["</w:t></w:r><w:br/>", "]]>", "&lt;b&gt;", '"><w:del>'])
def test_nothing_of_a_submission_is_markup(payload: str) -> None:
    proposal = edit(0, payload, payload + "!", status="proposed", id=payload)
    found = bare(payload, replace(proposal, reason=payload), front=Front(title=payload))
    sent = replace(found.edited.submission, path=payload, sha256=payload)
    asked = make_query("structure.title", 1, payload, anchor="x", suggestions=(payload,))
    copy = replace(found.edited, submission=sent)
    data = written(replace(found, edited=copy, queries=(asked,)))
    assert accepted(data) == [payload]
    assert payload in text(part(data, "header"))
    assert all(any(payload in one for one in words) for _, _, words in comments(data))


# ── comments ─────────────────────────────────────────────────────────────────


def test_a_proposal_is_a_comment_at_its_words_with_the_command_that_takes_it() -> None:
    found = article()
    [phrase] = [one for one in found.edited.ledger if one.rule == "word.phrase"]
    [(line, words, said)] = [row for row in comments(written(found)) if "word.phrase" in row[2][0]]
    assert (line, words) == (9, "could of")
    assert said == [
        f"proposed · word.phrase · {phrase.id}",
        phrase.reason,
        "`could of` → `could have`",
        f"1 → copydesk accept source/harbour.txt {phrase.id}",
    ]


def test_a_proposal_to_put_something_in_stands_at_its_point() -> None:
    found = bare("Mud is patient", edit(14, "", ".", status="proposed"))
    assert list(comments(written(found))) == [
        (
            1,
            "",
            [
                "proposed · space.double · 0a1b2c3d4e",
                "a reason",
                "put in `.`",
                "1 → copydesk accept source/a.txt 0a1b2c3d4e",
            ],
        )
    ]


def test_every_open_question_is_a_comment_and_no_decided_one() -> None:
    found = article()
    queries = [one for one in found.queries if one.state == "open"]
    assert len(queries) > 1
    heads = [words[0] for _, _, words in comments(written(found))]
    for query in queries:
        assert heads.count(f"{query.severity} · {query.code} · {query.id}") == 1
    decided = tuple(replace(query, state="decided") for query in found.queries)
    assert not any(
        query.id in words[0]
        for _, _, words in comments(written(replace(found, queries=decided)))
        for query in queries
    )


def test_questions_about_citations_stand_at_their_words_one_after_the_other() -> None:
    rows = [row for row in comments(made()) if "citation.missing" in row[2][0]]
    assert [(line, words) for line, words, _ in rows] == [(13, "(Nobody, 2001)")] * 2
    assert rows[0][2][0] != rows[1][2][0]
    assert any(one.startswith("1 → copydesk cite source/harbour.txt") for one in rows[0][2])


def test_a_question_about_the_whole_article_stands_at_its_first_line() -> None:
    asked = make_query("structure.author", 0, "no author", anchor="x")
    found = replace(article(), queries=(asked,))
    [(line, words, _)] = [
        row for row in comments(written(found)) if "structure.author" in row[2][0]
    ]
    assert (line, words) == (1, "")


def test_a_question_about_a_line_stands_at_all_of_it() -> None:
    asked = make_query("structure.doubt", 5, "a byline?", anchor="x", suggestions=("byline",))
    found = replace(article(), queries=(asked,))
    [(line, words, _)] = [row for row in comments(written(found)) if "structure.doubt" in row[2][0]]
    assert (line, words) == (5, "By Ines Marlow")


def test_an_edit_that_was_made_is_no_comment() -> None:
    found = article()
    heads = " ".join(words[0] for _, _, words in comments(written(found)))
    made_ones = [one for one in found.edited.ledger if one.status == "applied"]
    assert made_ones
    assert not any(one.id in heads for one in made_ones)


def test_comments_that_overlap_change_no_word() -> None:
    proposals = [
        edit(at, "lamps and pilots"[at : at + size], "x", status="proposed", id=f"{at}-{size}")
        for at in range(0, 12, 2)
        for size in (0, 1, 4)
    ]
    received = "lamps and pilots"
    ledger = [edit(3, "ps", "p"), *proposals]
    data = written(bare(received, *ledger))
    assert (rejected(data), accepted(data)) == ([received], ["lamp and pilots"])
    assert len(list(comments(data))) == len(proposals)
    for _, words, said in comments(data):
        at, size = map(int, said[0].rpartition(" ")[2].split("-"))
        assert words == received[at : at + size]


# ── looks ────────────────────────────────────────────────────────────────────


def test_a_line_has_the_style_of_its_role_and_what_is_left_out_is_grey() -> None:
    found = article()
    assert [style for style in styles(written(found)) if style != "BlankLine"] == [
        "LeftOut", "Title", "Byline", "Date", "BodyText", "Heading2", "BodyText", "LeftOut",
        "Heading2", "Bibliography", "LeftOut", "LeftOut", "LeftOut",
    ]  # fmt: skip


def test_a_wrapped_paragraph_that_is_left_out_is_grey_in_all_its_lines() -> None:
    lines = tuple(Line(number, text) for number, text in enumerate(("Buy", "mud", "now", "Mud"), 1))
    copy = EditedText(Submission("a.txt", "", "text/plain", lines), lines, "en", ("body",) * 4)
    edits = (
        Edit("structure.join", 2, 3, "\n", " ", "", "applied"),
        Edit("structure.join", 1, 3, "\n", " ", "", "applied"),
        Edit("structure.furniture", 1, 0, "Buy mud now", "", "", "applied"),
        Edit("structure.furniture", 4, 0, "Mud", "", "", "stet"),
    )
    found = replace(article(), edited=copy, structure=edits, queries=())
    assert styles(written(found)) == ["LeftOut"] * 3 + ["BodyText"]


MARKED = """\
# Of lamps and their keepers

By Ada Quill

The keepers of the lamps have not been paid since March,[^1] and nobody has asked why.[^2]

- oil, which is dear
- glass

4. light the lamp
5. wait
    - for the tide

And then, on another day:

1. put it out

| Port | Lamps |
| --- | --- |
| Vellin | 12 |

[^1]: So they say.
[^2]: Two of them did.
"""


def test_word_sets_the_signs_of_lists_that_no_received_line_holds() -> None:
    data = written(article(MARKED, path="source/lamps.md"))
    kinds = {
        one.get(f"{W}numId"): one.find(f"{W}abstractNumId").get(f"{W}val")
        for one in part(data, "numbering").findall(f"{W}num")
    }
    starts = {
        one.get(f"{W}numId"): start.get(f"{W}val")
        for one in part(data, "numbering").findall(f"{W}num")
        for start in one.iter(f"{W}startOverride")
    }
    rows = [
        (text(one).split()[0], one.find(f"{W}pPr/{W}numPr/{W}ilvl").get(f"{W}val"), kinds[number],
         starts.get(number))
        for one in paragraphs(data)
        for sign in one.iterfind(f"{W}pPr/{W}numPr/{W}numId")
        if (number := sign.get(f"{W}val"))
    ]  # fmt: skip
    assert rows == [
        ("oil,", "0", "1", None), ("glass", "0", "1", None), ("light", "0", "2", "4"),
        ("wait", "0", "2", "4"), ("for", "1", "1", None), ("put", "0", "2", "1"),
        ("So", "0", "4", "1"), ("Two", "0", "4", "1"),
    ]  # fmt: skip


def test_signs_that_a_received_line_holds_are_not_set_again() -> None:
    words = HARBOUR.replace("What the pilots say", "- oil, which is dear\n- glass, which is not")
    assert not list(part(made(words)).iter(f"{W}numPr"))


def test_a_note_is_called_by_its_number_in_neither_of_the_texts() -> None:
    found = article(MARKED, path="source/lamps.md")
    data = written(found)
    calls = [(one.get(f"{W}anchor"), "".join(one.itertext())) for one in
             part(data).iter(f"{W}hyperlink")]  # fmt: skip
    assert calls == [("note-1", "1"), ("note-2", "2")]
    places = {one.get(f"{W}name") for one in part(data).iter(f"{W}bookmarkStart")}
    assert places == {"note-1", "note-2"}
    (line,) = (one for one in rejected(data) if one.startswith("The keepers"))
    assert line.endswith("March, and nobody has asked why.")


def test_columns_of_a_table_stand_below_each_other() -> None:
    data = written(article(MARKED, path="source/lamps.md"))
    rows = [one for one in paragraphs(data) if one.find(f"{W}pPr/{W}tabs") is not None]
    assert [(text(one), one.find(f"{W}pPr/{W}pStyle").get(f"{W}val")) for one in rows] == [
        ("Port\tLamps", "TableHead"), ("Vellin\t12", "TableText"),
    ]  # fmt: skip
    assert len({one.find(f"{W}pPr/{W}tabs/{W}tab").get(f"{W}pos") for one in rows}) == 1


@pytest.mark.parametrize("words", [HARBOUR, MARKED])
def test_every_style_that_is_named_is_there(words: str) -> None:
    data = written(article(words, path="source/lamps.md"))
    there = {one.get(f"{W}styleId") for one in part(data, "styles").iter(f"{W}style")}
    named = set()
    for name in ("document", "comments", "header", "footer"):
        named |= {one.get(f"{W}val") for one in part(data, name).iter(f"{W}pStyle", f"{W}rStyle")}
    assert named <= there


def test_what_a_page_emphasises_and_links_looks_so() -> None:
    page = (
        "<html><body><article><h1>Mud</h1><p>The <em>keepers</em> of <strong>the  lamps</strong>"
        ' went <a href="https://example.org/home">home</a> for H<sub>2</sub>O and mud, which is'
        " as patient as those who dredge it every year.</p></article></body></html>"
    )
    found = pipeline.article(page.encode(), "source/mud.html", Config(), Decisions())
    looks = {}
    for run in part(written(found)).iter(f"{W}r"):
        if (look := run.find(f"{W}rPr")) is not None:
            looks[text(run)] = [one.tag.removeprefix(W) for one in look]
    assert looks["keepers"] == ["i"]
    assert looks["home"] == ["rStyle"]
    assert looks["2"] == ["vertAlign"]
    assert any(look == ["b"] for look in looks.values())


def test_what_an_edit_writes_looks_as_what_it_replaces() -> None:
    lines = (Line(1, "the  old lamps", marks=(Mark(5, 8, "emph"),)),)
    copy = EditedText(Submission("a.txt", "", "text/plain", lines), lines, "en", ("body",))
    edits = [Edit("r.x", 1, 3, "  ", " ", ""), Edit("r.x", 1, 5, "old", "older", "")]
    found = replace(
        article(), edited=ledger.apply_edits(copy, edits, fix=True), structure=(), queries=()
    )
    looks = [
        (text(run), run.find(f"{W}rPr/{W}i") is not None)
        for run in part(written(found)).iter(f"{W}r")
    ]
    assert looks == [("the ", False), (" ", False), ("old", True), ("er", True), (" lamps", False)]


def test_header_and_footer_say_what_the_file_is() -> None:
    found = article()
    data = written(found)
    head = text(part(data, "header"))
    assert "source/harbour.txt" in head
    assert found.edited.submission.sha256 in head
    assert "Accept all changes" in text(part(data, "footer"))


# ── the file ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["harbour", "source", "bare", "page"])
def test_office_programs_find_no_fault(name: str, tmp_path: Path) -> None:
    made_ones = {
        "harbour": article,
        "source": lambda: article(ARTICLE.read_text(encoding="utf-8")),
        "bare": lambda: bare("", edit(0, "", "x", status="proposed")),
        "page": lambda: bare("a\tb\nc", edit(0, "a\tb", "b\n\t")),
    }
    path = tmp_path / "harbour.docx"
    path.write_bytes(written(made_ones[name]()))
    assert checkers.of_word(path) == []


def test_equal_articles_give_equal_bytes_whatever_came_between() -> None:
    first = made()
    made("Mud\n\nMud is  patient.\n")
    assert made() == first


def test_numbers_of_comments_are_those_of_their_signs() -> None:
    data = made(ARTICLE.read_text(encoding="utf-8"))
    root = part(data)
    numbers = [one.get(f"{W}id") for one in part(data, "comments")]
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert sorted(one.get(f"{W}id") for one in root.iter(f"{W}{name}")) == sorted(numbers)
    assert len(set(numbers)) == len(numbers) > 10


def test_sent_back_as_it_is_it_is_read_as_the_edited_text() -> None:
    found = article()
    back = readers.read(written(found), "source/harbour.docx", Config())
    said = [line.text for line in back.lines if line.text]
    assert said == [line.text for line in found.edited.lines if line.text]


def test_the_file_names_no_clock_and_no_machine() -> None:
    members = archive.read(made())
    dates = re.findall(r"\d{4}-\d\d-\d\dT", " ".join(map(str, members.values())))
    assert set(dates) == {"2022-05-03T"}
    assert len(paragraphs(made())) == HARBOUR.count("\n")


def test_its_manifest_says_what_it_shows_and_no_word_of_it() -> None:
    found = article()
    root = xml.parse(archive.read(written(found))["customXml/item1.xml"])
    about = manifest.read(root)
    assert about is not None
    assert (about.source, about.sha256) == (
        "source/harbour.txt", found.edited.submission.sha256,
    )  # fmt: skip
    assert about.lines == {manifest.fingerprint(line) for line in HARBOUR.split("\n") if line}
    shown = {one.id for one in found.edited.ledger if one.status == "applied"}
    assert about.changes == shown
    heads = [words[0] for _, _, words in comments(written(found)) if "enc.control" not in words[0]]
    assert about.comments == {head.rpartition(" ")[2] for head in heads}
    assert manifest.fingerprint_style(HARBOUR.partition("\n")[0], "LeftOut") in about.styles
    said = set(re.findall(r"\w{4,}", HARBOUR)) - {"harbour"}
    assert not said & set(re.findall(r"\w+", "".join(root.itertext())))


def test_a_comment_numbers_the_answers_that_can_be_typed_as_they_stand() -> None:
    asked = replace(make_query("reference.missing-year", 1, "no year", anchor="x"), subject="holt")
    found = replace(article(), queries=(asked,))
    [said] = [words for _, _, words in comments(written(found)) if "missing-year" in words[0]]
    assert said[2:] == [
        '→ copydesk entry source/harbour.txt holt year="…"',
        "1 → copydesk entry source/harbour.txt holt ok",
    ]
