"""Notes stand where they are called, when it is certain where that is."""

from __future__ import annotations

import pytest

from copydesk import pipeline
from copydesk.config import Config, Style
from copydesk.model import (
    Article,
    Code,
    Decision,
    Decisions,
    Emph,
    Figure,
    Items,
    Link,
    Mark,
    Paragraph,
    Quote,
    Role,
    Text,
    contents,
    notes_in,
    plain,
    texts_with_notes,
)
from structure.hinted import GAP, Row, article_of, row

REST = "The harbour was quiet that year, and nobody in the town could say why."


def shown(article: Article) -> list[str]:
    """The paragraphs of the body, each note in braces where it is called."""
    found = []
    for block in article.body:
        for content in contents(block):
            pieces = []
            for node in content:
                notes = list(notes_in((node,)))
                pieces += ["{" + "/".join(texts_with_notes(note.blocks)) + "}" for note in notes]
                pieces.append(plain((node,)))
            found.append("".join(pieces))
    return found


def left(article: Article) -> list[str]:
    return [plain(note.content) for note in article.back.notes]


# ── notes that the format ties to their marks ────────────────────────────────


@pytest.mark.parametrize(
    ("text", "mark", "note", "wanted"),
    [
        ("Tar was dear.", Mark(13, 13, "note", "n1"), "In Oslo.", "Tar was dear.{In Oslo.}"),
        ("Tar was dear, too.", Mark(12, 12, "note", "n1"), "1914 was worse.",
         "Tar was dear{1914 was worse.}, too."),
        ("Tar[1] was dear.", Mark(3, 6, "note", "n1"), "[1] In Oslo.", "Tar{In Oslo.} was dear."),
        ("Tar[1] was dear.", Mark(4, 5, "note", "n1"), "^ In Oslo.", "Tar{In Oslo.} was dear."),
        ("Tar (1) was dear.", Mark(5, 6, "note", "n1"), "1. In Oslo. ↩︎",
         "Tar{In Oslo.} was dear."),
        ("Tar 1.", Mark(4, 5, "note", "n1"), "1 In Oslo ↑", "Tar{In Oslo}."),
        ("Tar* was dear.", Mark(3, 4, "note", "n1"), "* In Oslo.", "Tar{In Oslo.} was dear."),
        ("Tar² was dear.", Mark(3, 4, "note", "n1"), "2 In Oslo.", "Tar{In Oslo.} was dear."),
    ],
)  # fmt: skip
def test_a_note_stands_at_the_mark_that_calls_it(
    text: str, mark: Mark, note: str, wanted: str
) -> None:
    article = article_of(row("body", text, "", mark), GAP, row("footnote", note, "footnote:n1"))
    assert shown(article) == [wanted]
    assert article.back.notes == ()
    assert {edit.rule for edit in article.structure} <= {"structure.note"}


def test_a_note_keeps_the_lists_and_quotations_that_its_format_tells() -> None:
    told = ["", "list:bullet:1", "list:bullet:2", "quote", "list:number:1:3", ""]
    lines = ["It says:", "tar,", "rope", "Mud.", "sand", "So far."]
    note = [
        row("footnote", text, "footnote:n1" + f"|{hint}" * bool(hint))
        for text, hint in zip(lines, told, strict=True)
    ]
    article = article_of(row("body", "Tar.", "", Mark(4, 4, "note", "n1")), GAP, *note)
    (paragraph,) = (block for block in article.body if isinstance(block, Paragraph))
    (held,) = notes_in(paragraph.content)
    first, items, quote, counted, last = held.blocks
    assert [type(one) for one in (first, quote, last)] == [Paragraph, Quote, Paragraph]
    assert isinstance(items, Items)
    assert [[type(part) for part in item] for item in items.items] == [[Paragraph, Items]]
    assert isinstance(counted, Items)
    assert (items.ordered, counted.ordered, counted.start) == (False, True, 3)


def test_a_note_may_have_several_paragraphs() -> None:
    article = article_of(
        row("body", "Tar.", "", Mark(4, 4, "note", "n1")),
        row("footnote", "In Oslo.", "footnote:n1"),
        row("footnote", "And in Bergen.", "footnote:n1"),
    )
    assert shown(article) == ["Tar.{In Oslo./And in Bergen.}"]


def test_the_second_mark_of_a_note_stays_a_sign() -> None:
    article = article_of(
        row("body", "Tar1, pitch1.", "", Mark(3, 4, "note", "n"), Mark(11, 12, "note", "n")),
        row("footnote", "In Oslo.", "footnote:n"),
    )
    assert shown(article) == ["Tar{In Oslo.}, pitch1."]


def test_several_notes_of_one_paragraph_keep_their_places() -> None:
    marks = (Mark(3, 6, "note", "a"), Mark(13, 16, "note", "b"), Mark(8, 13, "emph"))
    article = article_of(
        row("body", "Tar[1], pitch[2] and rope.", "", *marks),
        row("footnote", "In Oslo.", "footnote:a"),
        row("footnote", "In Bergen.", "footnote:b"),
    )
    assert shown(article) == ["Tar{In Oslo.}, pitch{In Bergen.} and rope."]
    assert Emph((Text("pitch"),)) in article.body[0].content


def test_notes_in_items_cells_headings_and_captions_are_found() -> None:
    places = (
        ("heading", "Rope1", "heading:2"), ("list", "hemp2", "list:bullet:1"),
        ("other", "x\ttar3", "table:row:1"), ("caption", "A pier4", "caption"),
    )  # fmt: skip
    rows: list[Row] = [row("body", REST)]
    for number, (role, text, hint) in enumerate(places, start=1):
        mark = Mark(len(text) - 1, len(text), "note", str(number))
        rows.append(row(role, text, hint, mark))  # type: ignore[arg-type]
    notes = [row("footnote", f"Note {number}.", f"footnote:{number}") for number in range(1, 5)]
    article = article_of(*rows, *notes)
    assert shown(article)[1:] == [
        "Rope{Note 1.}", "hemp{Note 2.}", "x", "tar{Note 3.}", "A pier{Note 4.}",
    ]  # fmt: skip


def test_a_note_of_the_headline_stays_below_the_text() -> None:
    article = article_of(
        row("title", "A harbour*", "", Mark(9, 10, "note", "n")),
        row("body", REST),
        row("footnote", "* First printed in May.", "footnote:n"),
    )
    assert article.front.title == "A harbour*"
    assert left(article) == ["* First printed in May."]


@pytest.mark.parametrize(
    ("role", "text", "hint", "wanted"),
    [
        # what would be a break or a program without its note
        ("body", "[1]-", "", "{In Oslo.}-"),
        ("body", "***[1]", "", "***{In Oslo.}"),
        ("body", "[1]", "break", "{In Oslo.}"),
        ("other", "$ make harbour[1]", "", "$ make harbour{In Oslo.}"),
        ("heading", "Tar and rope[1]", "heading:2", "Tar and rope{In Oslo.}"),
        ("list", "hemp rope[1]", "list:bullet:1", "hemp rope{In Oslo.}"),
        ("quote", "Mud is patient[1]", "quote", "Mud is patient{In Oslo.}"),
        ("caption", "The old pier[1]", "caption", "The old pier{In Oslo.}"),
        ("other", "Port[1]\tIncome", "table:row:1", "Port{In Oslo.}"),
    ],
)
def test_a_note_is_kept_in_whatever_block_calls_it(
    role: Role, text: str, hint: str, wanted: str
) -> None:
    at = text.index("[1]")
    article = article_of(
        row("body", REST), GAP, row(role, text, hint, Mark(at, at + 3, "note", "n")), GAP,
        row("body", REST), GAP, row("footnote", "In Oslo.", "footnote:n"),
    )  # fmt: skip
    assert shown(article)[1] == wanted
    assert left(article) == []


@pytest.mark.parametrize(
    ("text", "mark", "wanted", "heading"),
    [
        ("Notes", None, [REST + "{In Oslo.}"], ""),  # all is called: nothing to announce
        ("Notes[1]", Mark(5, 8, "note", "n"), [REST, "Notes{In Oslo.}"], ""),
        ("Tar and rope", Mark(0, 3, "note", "n"), [REST, "{In Oslo.} and rope"], ""),
        ("Notes", Mark(0, 5, "note", "another"), [REST], "Notes"),
    ],
)
def test_a_heading_right_above_the_notes_is_theirs_unless_one_is_called_in_it(
    text: str, mark: Mark | None, wanted: list[str], heading: str
) -> None:
    call = () if mark else (Mark(len(REST), len(REST), "note", "n"),)
    article = article_of(
        row("body", REST, "", *call),
        row("heading", text, "heading:2", *((mark,) if mark else ())),
        row("footnote", "In Oslo.", "footnote:n"),
    )
    assert shown(article) == wanted
    assert article.back.notes_heading == heading


@pytest.mark.parametrize("hint", ["code", "figure:pier.jpg"])
def test_a_note_called_where_none_can_stand_stays_below_and_its_sign_as_it_was(hint: str) -> None:
    call = Mark(4, 7, "note", "n")
    article = article_of(
        row("body", REST), row("other", "pier[1]", hint, call), row("body", REST),
        row("footnote", "[1] In Oslo.", "footnote:n"),
    )  # fmt: skip
    block = article.body[1]
    assert isinstance(block, Code | Figure)
    assert (block.text if isinstance(block, Code) else block.alt) == "pier[1]"
    assert left(article) == ["[1] In Oslo."]
    assert article.structure == ()


# ── notes that begin with the sign that calls them ───────────────────────────


def article(texts: tuple[str, ...], notes: tuple[str, ...], *more: Row) -> Article:
    rows = [row("body", text) for text in (*texts, REST)]
    return article_of(*rows, GAP, *(row("footnote", note) for note in notes), *more)


@pytest.mark.parametrize(
    ("texts", "notes", "wanted"),
    [
        (("Tar[1] and pitch.[2]",), ("[1] Oslo.", "[2] Bergen."),
         ["Tar{Oslo.} and pitch.{Bergen.}"]),
        (("Tar [1] was dear [2].",), ("1. Oslo.", "2. Bergen."),
         ["Tar{Oslo.} was dear{Bergen.}."]),
        (("Tar¹ was dear.", "Pitch too.²"), ("1 Oslo.", "2 Bergen."),
         ["Tar{Oslo.} was dear.", "Pitch too.{Bergen.}"]),
        (("Tar was dear.(1) Pitch too (2).",), ("(1) Oslo.", "(2) Bergen."),
         ["Tar was dear.{Oslo.} Pitch too{Bergen.}."]),
        (("Tar was dear.1 Pitch too.2",), ("1 Oslo.", "2 Bergen."),
         ["Tar was dear.{Oslo.} Pitch too.{Bergen.}"]),
        (("Tar,1 pitch;2 and rope:3 all dear.",), ("1 Oslo.", "2 Bergen.", "3 Hull."),
         ["Tar,{Oslo.} pitch;{Bergen.} and rope:{Hull.} all dear."]),
        (('He said "tar,"1 and "pitch",2 and (rope),3 dear.',), ("1 Oslo.", "2 Bergen.", "3 Hull."),
         ['He said "tar,"{Oslo.} and "pitch",{Bergen.} and (rope),{Hull.} dear.']),
        (("He said “tar”,1 which was dear.",), ("1 Oslo.",),
         ["He said “tar”,{Oslo.} which was dear."]),
        (("Tar* was dear.",), ("* Oslo.",), ["Tar{Oslo.} was dear."]),
        (("Tar[a] was dear.[b]",), ("[a] Oslo.", "[b] Bergen."),
         ["Tar{Oslo.} was dear.{Bergen.}"]),
        (("Tar[1] was dear.",), ("[1] Oslo.", "And in Bergen too."),
         ["Tar{Oslo./And in Bergen too.} was dear."]),
        (("Tar[1], see https://example.org/a[1]b.",), ("[1] Oslo.",),
         ["Tar{Oslo.}, see https://example.org/a[1]b."]),
        (("Tar for 40 km² was dear.² It was 10² crowns.",), ("2 Oslo.",),
         ["Tar for 40 km² was dear.{Oslo.} It was 10² crowns."]),
        (("Since 1914¹ tar is dear.*",), ("1 Oslo.", "* Bergen."),
         ["Since 1914{Oslo.} tar is dear.{Bergen.}"]),
    ],
)  # fmt: skip
def test_a_sign_in_the_text_and_before_a_note_are_joined(
    texts: tuple[str, ...], notes: tuple[str, ...], wanted: list[str]
) -> None:
    found = article(texts, notes)
    assert shown(found) == [*wanted, REST]
    assert left(found) == []


@pytest.mark.parametrize(
    ("texts", "notes"),
    [
        # not called, called twice, called in another order
        (("Tar was dear.",), ("[1] Oslo.",)),
        (("Tar[1] was dear.[1]",), ("[1] Oslo.",)),
        (("Tar[2] was dear.[1]",), ("[1] Oslo.", "[2] Bergen.")),
        (("Tar[1] was dear.",), ("[1] Oslo.", "[2] Bergen.")),
        # the same label twice, none at all
        (("Tar[1] was dear.",), ("[1] Oslo.", "[1] Bergen.")),
        (("Tar[1] was dear.",), ("In Oslo.", "In Bergen.")),
        # what only looks like a sign
        (("First (1) tar, then (2) pitch.",), ("1. Oslo.", "2. Bergen.")),
        (("In 1914 tar cost 1 crown.",), ("1. Oslo.",)),
        (("Dock 1 was shut.",), ("1. Oslo.",)),
        (("It cost 1,2 crowns at 3:1 or so.",), ("1. Oslo.", "2. Bergen.")),
        (('The board was 3"1 wide, and "1 of 2" was cut.',), ("1. Oslo.",)),
        (("See www.example.org/[1] there.",), ("[1] Oslo.",)),
    ],
)  # fmt: skip
def test_notes_of_which_one_does_not_fit_all_stay_below_the_text(
    texts: tuple[str, ...], notes: tuple[str, ...]
) -> None:
    found = article(texts, notes)
    assert left(found) == list(notes)
    assert shown(found) == [*texts, REST]
    assert found.structure == ()


@pytest.mark.parametrize("number", ["[1] ", "1. "])
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Tar [1].¹ So it is.", "Tar [1].{In Oslo.} So it is."),
        ("Tar [1].1 So it is.", "Tar [1].1 So it is."),
    ],
)
def test_beside_numbered_works_signs_that_are_raised_call_notes(
    text: str, wanted: str, number: str
) -> None:
    entry = f"{number}Osei, M., 2019. The quiet harbour. Sea Journal, 4(2)."
    found = article_of(
        row("title", "Ships"), row("body", text), row("body", REST), GAP,
        row("footnote", "1 In Oslo."), GAP, row("reference", entry),
    )  # fmt: skip
    assert shown(found)[0] == wanted


def test_the_number_of_a_reference_is_no_note() -> None:
    entry = row("reference", "[1] Osei, M., 2019. The quiet harbour. Sea Journal, 4(2).")
    found = article(("Tar[1] was dear.",), ("[1] Oslo.",), entry)
    assert left(found) == ["[1] Oslo."]


def test_the_note_of_a_headline_keeps_no_other_from_its_place() -> None:
    found = article_of(
        row("title", "A harbour*"), row("body", "Tar[1] was dear."),
        row("footnote", "* First printed in May."), row("footnote", "[1] Oslo."),
    )  # fmt: skip
    assert shown(found) == ["Tar{Oslo.} was dear."]
    assert left(found) == ["* First printed in May."]


def test_a_raised_sign_or_one_that_leads_down_the_page_is_a_mark() -> None:
    for mark in (Mark(3, 4, "sup"), Mark(3, 4, "link", "#n1")):
        found = article_of(row("body", "Tar1 was dear.", "", mark), row("footnote", "1 In Oslo."))
        assert shown(found) == ["Tar{In Oslo.} was dear."]
        assert not any(isinstance(node, Link) for node in found.body[0].content)


def test_a_sign_in_a_program_is_none() -> None:
    code = row("body", "Take rope[1] first.", "", Mark(5, 12, "code"))
    found = article_of(code, row("footnote", "[1] Oslo."))
    assert left(found) == ["[1] Oslo."]


# ── what the editor is told, and what she may refuse ─────────────────────────


def test_she_is_told_why_notes_stay_below_the_text() -> None:
    def message(*texts: str) -> list[str]:
        found = article(texts, ("[1] Oslo.", "[2] Bergen."))
        return [query.message for query in found.queries if query.code == "structure.notes"]

    assert message("Tar[1] was dear.[2]") == []
    assert message("Tar was dear.") == []
    (told,) = message("Tar[1] was dear.[1]")
    assert "`1` is called 2 times" in told
    assert "`2` is not called" in told
    found = article(("Tar was dear.1 Pitch too.2 Rope was not.3",), ("2 Bergen.", "3 Hull."))
    (told,) = [query.message for query in found.queries if query.code == "structure.notes"]
    assert "`1` is called, but no note has this number" in told
    assert len(left(found)) == 2


def test_figures_that_call_most_notes_are_asked_about() -> None:
    def codes(text: str) -> list[str]:
        notes = ("1 Oslo.", "2 Bergen.", "3 Hull.", "4 Kiel.")
        return [query.code for query in article((text,), notes).queries]

    assert "structure.notes" not in codes("Tar was dear.1 Pitch too.2")
    assert "structure.notes" in codes("Tar was dear.1 Pitch too.2 And rope.4")


def test_a_sign_that_she_keeps_leaves_the_note_below_the_text() -> None:
    found = article(("Tar[1] was dear.[2]",), ("[1] Oslo.", "[2] Bergen."))
    edit = next(edit for edit in found.structure if edit.line == 1 and edit.before == "[2]")
    verdict = Decision(edit.id, edit.rule, edit.before, edit.after, "", "", "", "stet")
    rows = [row("body", "Tar[1] was dear.[2]"), row("body", REST), GAP]
    notes = [row("footnote", "[1] Oslo."), row("footnote", "[2] Bergen.")]
    kept = article_of(*rows, *notes, decisions=Decisions(edits=(verdict,)))
    assert shown(kept)[0] == "Tar{Oslo.} was dear.[2]"
    assert left(kept) == ["[2] Bergen."]


def test_a_desk_may_switch_the_joining_off() -> None:
    style = Style(rules=(("structure.note", "off"),))
    found = article_of(
        row("body", "Tar[1] was dear."), row("footnote", "[1] Oslo."), config=Config(style=style)
    )
    assert (shown(found), left(found)) == (["Tar[1] was dear."], ["[1] Oslo."])


LONE = (
    row("footnote", "1"),
    row("footnote", "An hour, at least."),
    GAP,
    row("footnote", "2"),
    row("footnote", "3 captains told us so."),
    row("footnote", "All of them."),
)


def test_labels_that_stand_alone_are_those_of_the_notes_below_them() -> None:
    text = row("body", "The ferry took 2.1 hours in 2021.1 Nobody minded.2")
    article = article_of(text, GAP, *LONE)
    (block,) = article.body
    assert plain(block.content) == "The ferry took 2.1 hours in 2021. Nobody minded."
    notes = [[plain(one.content) for one in note.blocks] for note in notes_in(block.content)]
    assert notes == [["An hour, at least."], ["3 captains told us so.", "All of them."]]
    assert article.back.notes == ()


def test_lone_labels_that_do_not_fit_are_asked_about() -> None:
    article = article_of(row("body", "The ferry was late.1 Nobody minded.1"), GAP, *LONE)
    assert [query.code for query in article.queries if "notes" in query.code] == ["structure.notes"]
    assert len(article.back.notes) == 5


@pytest.mark.parametrize(
    ("name", "is_note"),
    [
        ("footnote-anchor-2", True), ("fnref:2", True), ("_ftnref2", True), ("cite_ref-2", True),
        ("footnote-2", False), ("fn2", False), ("chapter-2", False), ("noteref" * 20_000, False),
    ],
)  # fmt: skip
def test_a_number_that_leads_back_to_the_text_is_a_notes(name: str, is_note: bool) -> None:  # noqa: FBT001
    prose = "The ferry has crossed the sound since the war, and nobody has asked whose it is."
    text = f"# The Ferry\n\n{prose}\n\n{prose}\n\n[2](https://tide.example/p#{name})\n\n{prose}\n"
    copy = pipeline.read_and_edit(text.encode(), "a.md", Config(), Decisions())
    roles = [role for role in copy.roles if role]
    assert (roles[-2:] == ["footnote", "footnote"]) == is_note
