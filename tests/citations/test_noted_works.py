import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from copydesk import citations
from copydesk.config import Config
from copydesk.model import (
    Article,
    Back,
    Cite,
    Decisions,
    EditedText,
    Front,
    Note,
    Paragraph,
    Reference,
    Submission,
    Text,
    notes_in,
    plain,
)

CASES = Path(__file__).parents[1] / "cases" / "citations"


def work(key: str, authors: list, year: int, title: str, rest: str) -> Reference:
    csl = {"author": authors, "title": title, "issued": {"date-parts": [[year]]}}
    if not authors:
        del csl["author"]
    names = " and ".join(one.get("literal") or one["family"] for one in authors)
    raw = f"{names}. {title}. {rest}, {year}."
    return Reference(key, raw, raw, csl, 1.0)


LISTED = (
    work("marlow2019", [{"family": "Marlow", "given": "Ines"}], 2019, "The Quiet Harbour",
         "Hull: Tide Press"),
    work("marlow2015", [{"family": "Marlow", "given": "Ines"}], 2015,
         "Tides of the Northern Estuary", "The Estuary Review 12"),
    work("finn2018", [{"family": "Finn", "given": "Tom"}, {"family": "Ruiz", "given": "Eva"}],
         2018, "Counting Boats", "Hull: Weir Books"),
    work("osei2020", [{"family": "Osei", "given": "Kofi"}], 2020, "Nets, Knots and Boats",
         "Hull: Weir Books"),
    work("lam2011", [{"family": "Lam", "given": "Wei"}], 2011, "Der Hafen und die See", "Kiel"),
    work("council2017", [{"literal": "Harbour Council"}], 2017, "Report of the Pilots", "Hull"),
    work("harbour2021", [], 2021, "Harbour Dredging Resumes", "The Estuary Review"),
)  # fmt: skip


def cases(name: str) -> list:
    rows = tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]
    return [pytest.param(row, id=row["name"]) for row in rows]


def paragraph(text: str, *notes: Note) -> Paragraph:
    return Paragraph((Text(text), *notes), (1,), (0,))


def article(
    notes: list[str], text: tuple[str, ...] = ("So it was.",), listed: tuple = LISTED
) -> Article:
    called = tuple(Note((paragraph(note),)) for note in notes)
    edited = EditedText(Submission("a.txt", "", "text/plain", ()), ())
    body = (*map(paragraph, text), paragraph("The harbour closed", *called))
    return Article(edited, Front(), body, Back(references=listed))


def cited(*arguments) -> Article:
    return citations.cite(article(*arguments), Config(), Decisions())


@pytest.mark.parametrize("case", cases("notes-leave.toml"))
def test_a_note_that_cites_no_entry_is_left_alone(case):
    found = cited(case["notes"], tuple(case.get("text", ["So it was."])))
    assert [one.text for one in found.citations if one.form == "note"] == []


@pytest.mark.parametrize("case", cases("notes.toml"))
def test_the_words_of_a_note_mean_an_entry(case):
    found = cited(case["notes"]).citations
    assert [[one.status, *one.keys] for one in found] == [
        [status, *filter(None, [key])] for _, status, key in case["found"]
    ]
    for one, (words, _, _) in zip(found, case["found"], strict=True):
        assert one.text.startswith(words)
    if "locators" in case:
        assert [one.locator for one in found] == case["locators"]


def test_the_words_of_a_note_stay_as_they_were_and_are_marked_where_they_stand():
    note = "See Marlow, Quiet Harbour, 47; so it was. Ibid., 48."
    (_, closed) = cited([note]).body
    (noted,) = notes_in(closed.content)
    assert plain(noted.blocks[0].content) == note
    marked = [node.text for node in noted.blocks[0].content if isinstance(node, Cite)]
    assert marked == ["Marlow, Quiet Harbour, 47", "Ibid., 48"]


def test_notes_below_the_text_are_read_behind_their_signs():
    below = ("1. Marlow, Quiet Harbour, 47.", "2. Ibid., 48.", "[3] Marlow, supra note 1, 50.")
    found = article([])
    back = replace(found.back, notes=tuple(map(paragraph, below)))
    found = citations.cite(replace(found, back=back), Config(), Decisions())
    assert [one.keys for one in found.citations] == [("marlow2019",)] * 3


def test_references_in_notes_reach_their_entries():
    found = cited(["Marlow, Quiet Harbour, 47.", "Osei, Nets, 3."])
    assert "marlow2019" not in found.uncited
    assert set(found.uncited) == {
        "marlow2015", "finn2018", "lam2011", "council2017", "harbour2021",
    }  # fmt: skip


def test_an_unclear_ibid_is_asked_about_with_the_works_it_may_mean():
    found = cited(["Osei, Nets, 3; Finn and Ruiz, Counting Boats, 4.", "Ibid., 9."])
    (query,) = [one for one in found.queries if one.code == "citation.ambiguous"]
    assert "note before" in query.message
    assert [row.partition(":")[0] for row in query.suggestions] == ["osei2020", "finn2018"]


def test_what_repeats_an_unsure_citation_is_as_unsure():
    found = cited(["The ledger differs (Ocei, 2020).", "Ibid., 9."])
    assert [(one.text, one.status, one.keys) for one in found.citations] == [
        ("(Ocei, 2020)", "fuzzy-name", ("osei2020",)), ("Ibid., 9", "fuzzy-name", ("osei2020",)),
    ]  # fmt: skip


def test_a_title_that_names_no_author_and_is_not_closed_is_left_alone():
    found = cited(["“ quiet harbour Press"])
    assert found.citations == ()


def test_notes_that_are_references_themselves_are_not_asked_about():
    notes = [
        "Ines Marlow, The Quiet Harbour (Hull: Tide Press, 2019), 45.",
        "Ibid., 48.",
        "Kofi Osei, “Nets,” The Estuary Review 12 (2020): 4.",
    ]
    found = cited(notes, ("So it was.",), ())
    assert (found.citations, found.queries) == ((), ())


def test_explanatory_notes_that_cite_by_name_keep_working():
    found = cited(["The ledger differs (Osei, 2020, p. 4)."], ("It closed (Marlow, 2019).",))
    assert [(one.form, one.status) for one in found.citations] == [
        ("parenthetical", "exact"), ("parenthetical", "exact"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "seed",
    ["Marlow, ", "Ibid. ", "see ", "(2019) ", "“", "A. ", "Marlow, Quiet Harbour, 47; ", "Anm. 3 "],
)
def test_hostile_notes_end(seed):
    assert cited([seed * 3_000]).back.references == LISTED
