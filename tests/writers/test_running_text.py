"""The running text of the proof: received lines with every change in its place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Article, Back, Decisions, Edit, EditedText, Front, Line, Submission
from copydesk.review import changed_lines
from copydesk.review.changed_lines import ChangedLine
from copydesk.review.proof import build_proof, render_page

MARKS = {
    "kept": "{}", "taken": "[-{}-]", "given": "{{+{}+}}", "doubted": "[?{}?]",
    "offered": "{{?{}?}}", "parted": "¶{}",
}  # fmt: skip

ESTUARY = """Home

The bar of Low Harbour

By Ines Marlow

The bar was never surveyed (Finn, 2018; Osei et al, 2020), and the pilots say "so". A large number
of them have left since. Nobody can say who closed it , though the council was asked twice.

- first, the tide
- second, the wages

Share this page

References

Finn, J., 2018. Counting boats. The Estuary Review, 3(2), pp. 4-9.
Osei, K. and Lam, W., 2020. Harbours of salt. Hull: Tide Press. Available at:

Related posts
Privacy policy
Log in
"""


def made(words: str = ESTUARY) -> Article:
    return pipeline.article(words.encode(), "source/bar.txt", Config(), Decisions())


def shown(row: ChangedLine) -> str:
    return "".join(MARKS[span.fate].format(span.text) for span in row.spans)


def assembled(text: str, *structure: Edit) -> Article:
    """An article of the lines of `text`, with structure edits; each stands where it was received,
    unless it says another place.
    """
    lines = tuple(Line(at, line) for at, line in enumerate(text.splitlines(), 1))
    copy = EditedText(Submission("a.txt", "", "text/plain", lines), lines)
    placed = (one if any(one.span) else replace(one, span=(one.start, _end(one)))
              for one in structure)  # fmt: skip
    return Article(copy, Front(), (), Back(), tuple(placed))


def _end(edit: Edit) -> int:
    return edit.start + len(edit.before.partition("\n")[0])


def by_line(found: Article) -> dict[int, ChangedLine]:
    return {row.number: row for row in changed_lines.make_rows(found)}


def test_changes_stand_in_whole_words_and_proposals_beside_them() -> None:
    rows = by_line(made())
    assert 'pilots say [-"-]{+“+}so[-"-]{+”+}.' in shown(rows[7])
    assert "closed it[- -], though" in shown(rows[8])
    assert shown(rows[18]).endswith("Tide Press.[? Available at:?]")
    assert "pp.{+ +}" not in shown(rows[17])  # it had its blank
    assert "4[---]{+–+}9" in shown(rows[17])


def test_a_line_that_left_the_article_says_by_what() -> None:
    rows = by_line(made())
    out = {number: row.removed.rule for number, row in rows.items() if row.removed}
    assert out == dict.fromkeys((1, 13, 20, 21, 22), "structure.furniture")
    assert out == {
        number: edit.rule for number, edit in changed_lines.find_removals(made()).items()
    }


def test_signs_that_a_format_sets_itself_are_taken_from_their_line() -> None:
    assert shown(by_line(made())[10]) == "[-- -]first, the tide"


def test_each_citation_knows_its_words_with_the_changes_in_them() -> None:
    found = made()
    ids = {citation.id: citation.text for citation in found.citations}
    said = {}
    for span in by_line(found)[7].spans:
        if span.cited and span.fate != "taken":
            said[span.cited] = said.get(span.cited, "") + span.text
    assert said == ids
    assert set(said.values()) == {"Finn, 2018", "Osei et al., 2020"}


@pytest.mark.parametrize(
    ("start", "before", "after", "wanted", "glue"),
    [
        (22, "-\n", "", "the pilots of the muse[---]", ""),  # the width of the page made it
        (23, "\n", "", "the pilots of the muse-", ""),
        (23, "\n", " ", "the pilots of the muse-", " "),
    ],
)
def test_a_join_shows_what_it_takes_from_the_end_of_its_line(
    start, before, after, wanted, glue
) -> None:
    join = Edit("structure.join", 1, start, before, after, "width", "applied", "j")
    first, second = changed_lines.make_rows(
        assembled("the pilots of the muse-\num kept letters", join)
    )
    assert shown(first) == wanted
    assert (shown(second), second.glue) == ("um kept letters", glue)


def test_lines_that_were_joined_leave_together() -> None:
    join = Edit("structure.join", 1, 5, "\n", " ", "width", "applied", "j")
    out = Edit("structure.furniture", 1, 0, "Share this page", "", "a button", "applied", "f")
    found = changed_lines.find_removals(assembled("Share\nthis page\nThe bar", join, out))
    assert {number: edit.id for number, edit in found.items()} == {1: "f", 2: "f"}


def test_a_part_of_a_line_that_was_left_out_is_no_line_left_out() -> None:
    cut = Edit("structure.date", 1, 14, ", posted 3 May", "", "a date", "applied", "d")
    (row,) = changed_lines.make_rows(assembled("By Ines Marlow, posted 3 May", cut))
    assert row.removed is None
    assert shown(row) == "By Ines Marlow[-, posted 3 May-]"


def test_two_parts_of_a_line_stand_at_their_own_places() -> None:
    first = Edit("structure.note", 1, 3, "[1]", "", "a note", "applied", "a")
    second = Edit("structure.note", 1, 9, "[2]", "", "a note", "applied", "b", (12, 15))
    (row,) = changed_lines.make_rows(assembled("mud[1], salt[2].", first, second))
    assert shown(row) == "mud[-[1]-], salt[-[2]-]."


def test_a_structure_edit_that_waits_is_a_proposal() -> None:
    waits = Edit("structure.furniture", 1, 0, "Share this", "", "a button", "proposed", "f")
    (row,) = changed_lines.make_rows(assembled("Share this", waits))
    assert (row.removed, shown(row)) == (None, "[?Share this?]")


def test_what_was_refused_is_plain_text() -> None:
    kept = Edit("structure.furniture", 1, 0, "Share this", "", "a button", "stet", "f")
    (row,) = changed_lines.make_rows(assembled("Share this", kept))
    assert (row.removed, shown(row)) == (None, "Share this")


def test_an_entry_that_was_cut_in_two_says_where() -> None:
    split = Edit("structure.split", 1, 18, " ", "\n", "another entry", "applied", "s")
    (row,) = changed_lines.make_rows(assembled("Finn, 2018. Boats. Osei, 2020. Salt.", split))
    assert shown(row) == "Finn, 2018. Boats.[- -]¶Osei, 2020. Salt."


def test_what_an_edit_gave_and_the_structure_took_is_in_neither_text() -> None:
    now = Line(1, "posted à 3 May", runs=((0, 0, 7), (8, 9, 6)))
    mended = Edit("enc.mojibake", 1, 7, "Ã ", "à", "damage", "applied", "e", (7, 9))
    taken = "posted à 3 May"
    cut = Edit("structure.date", 1, 0, taken, "3 May", "a date", "applied", "d", (0, 15))
    found = assembled("posted Ã  3 May", cut)
    copy = replace(found.edited, lines=(now,), ledger=(mended,))
    (row,) = changed_lines.make_rows(replace(found, edited=copy))
    assert "".join(span.text for span in row.spans if span.fate != "given") == "posted Ã  3 May"
    assert [span.text for span in row.spans if span.fate == "given"] == ["3 May"]


def test_words_look_as_they_were_received_and_what_replaces_them_as_they_did() -> None:
    text = "We read *The wether*, and **recieved** it."
    found = pipeline.article(text.encode(), "source/a.md", Config(), Decisions())
    (row,) = changed_lines.make_rows(found)
    looks = [(span.text, span.fate, span.looks) for span in row.spans]
    assert ("The ", "kept", ("emph",)) in looks
    assert ("recieved", "taken", ("strong",)) in looks
    assert ("received", "given", ("strong",)) in looks
    assert looks[0] == ("We read ", "kept", ())
    assert looks[-1] == (" it.", "kept", ())


def test_the_sheet_shows_italics_and_bold() -> None:
    found = pipeline.article(b"We read *The Light*, ten **pages**.", "a.md", Config(), Decisions())
    assert "We read <i>The Light</i>, ten <b>pages</b>." in render_page(build_proof(found), "a")


def test_what_is_offered_in_a_citation_stands_in_it_and_is_named_behind_it() -> None:
    found = made()
    at = found.edited.submission.lines[6].text.index("Finn")
    edit = Edit("spell.name", 7, at, "Finn", "Fynn", "", "proposed", "p1", (at, at + 4))
    asked = replace(found, edited=replace(found.edited, ledger=(edit,)))
    assert (
        '<a class="cite" href="#entry-finn2018"><span class="doubted">Finn</span>'
        '<span class="offered">Fynn</span>, 2018</a><a class="asked" href="#p1">P1</a>; '
    ) in render_page(build_proof(asked), "bar")
