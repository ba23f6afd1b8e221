import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from copydesk import citations
from copydesk.config import Config
from copydesk.model import (
    Article,
    Back,
    CitationDecision,
    Cite,
    Decisions,
    EditedText,
    Emph,
    Figure,
    Front,
    Heading,
    Items,
    Note,
    Paragraph,
    Quote,
    Reference,
    Submission,
    Table,
    Text,
    Verbatim,
    notes_in,
    plain,
)

CASES = Path(__file__).parents[1] / "cases" / "citations"


def reference(key: str, authors: list, year: int | None, title: str, text: str = "") -> Reference:
    csl = {"author": authors, "title": title}
    if year:
        csl["issued"] = {"date-parts": [[year]]}
    return Reference(key, text or title, text or title, csl, 1.0)


ENTRIES = (
    reference("marlow2020", [{"family": "Marlow"}], 2020, "Tides of the Northern Estuary"),
    reference("finn2018", [{"family": "Finn"}, {"family": "Ruiz"}], 2018, "Counting Boats"),
    reference("odegard2019", [{"family": "Ødegård"}], 2019, "Nets and Knots"),
    reference("whb2021", [{"literal": "World Harbour Bank"}], 2021, "Harbour Report"),
    reference("sallow", [{"family": "Sallow"}], None, "Undated Waters"),
    reference("harbour2022a", [{"literal": "Harbour Council"}], 2022, "Pilots", "2022a. Pilots"),
    reference(
        "harbour2022b", [{"literal": "Harbour Council"}], 2022, "Dredging", "2022b. Dredging"
    ),
    reference("ruiz2016", [{"family": "Ruiz"}], 2016, "Alone at Sea"),
    reference("ruiz2016a", [{"family": "Ruiz"}, {"family": "Marlow"}], 2016, "Together at Sea"),
    reference(
        "trio2019", [{"family": "Marlow"}, {"family": "Ruiz"}, {"family": "Finn"}], 2019, "Three"
    ),
    reference("council2019", [{"literal": "Harbour Council"}], 2019, "Lighthouse Keepers’ Wages"),
)


def article(*texts: str, entries: tuple = ENTRIES) -> Article:
    edited = EditedText(Submission("a.txt", "", "text/plain", ()), ())
    body = tuple(Paragraph((Text(text),), (n,), (0,)) for n, text in enumerate(texts, 1))
    return Article(edited, Front(), body, Back(references=entries))


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(row, id=row["name"])
        for row in tomllib.loads((CASES / "match.toml").read_text(encoding="utf-8"))["case"]
    ],
)
def test_a_citation_gets_the_status_a_careful_reader_gives(case):
    (found,) = citations.cite(article(case["text"]), Config(), Decisions()).citations
    assert (found.status, list(found.keys)) == (case["status"], case["keys"])


def test_the_years_in_a_bio_are_no_citations():
    bio = (
        Paragraph(
            (Text("She wrote Tides (Quay Press, 2019) and Nets (Marlow, 2020)."),), (9,), (0,)
        ),
    )
    found = article("so it was (Finn, 2018).")
    found = citations.cite(replace(found, back=replace(found.back, bio=bio)), Config(), Decisions())
    assert [one.text for one in found.citations] == ["(Finn, 2018)"]
    assert found.back.bio == bio


def test_every_candidate_has_a_reason_and_a_score_within_bounds():
    found = citations.cite(article("so (Harbour Council, 2022) said"), Config(), Decisions())
    rows = found.citations[0].candidates
    assert [row.key for row in rows] == ["harbour2022a", "harbour2022b"]
    assert all(row.reason and 0 <= row.score <= 1 for row in rows)


def test_the_words_of_the_sentence_hint_at_an_entry_of_another_year():
    text = "The wages of lighthouse keepers doubled (Harbour Council, 2022)."
    found = citations.cite(article(text), Config(), Decisions())
    assert found.citations[0].status == "ambiguous"
    assert "council2019" in found.citations[0].hint
    assert "council2019" in found.uncited


def test_uncited_entries_are_those_no_citation_reaches_directly_or_by_repair():
    found = citations.cite(
        article("(Marlow, 2020), (Finn, 2017) and (Harbour Council, 2022)"), Config(), Decisions()
    )
    assert found.uncited == (
        "odegard2019", "whb2021", "sallow", "ruiz2016", "ruiz2016a", "trio2019", "council2019",
    )  # fmt: skip


def test_a_list_that_no_citation_reaches_is_asked_about_once():
    found = citations.cite(article("The harbour was quiet."), Config(), Decisions())
    asked = [query for query in found.queries if query.code.startswith("reference.")]
    assert [query.code for query in asked] == ["reference.none-cited"]
    assert f"{len(found.uncited)} entries" in asked[0].message
    assert len(found.uncited) == len(found.back.references)


def test_entries_beside_one_that_is_cited_are_asked_about_one_by_one():
    found = citations.cite(article("so it was (Marlow, 2020)"), Config(), Decisions())
    asked = [query.subject for query in found.queries if query.code == "reference.uncited"]
    assert tuple(asked) == found.uncited
    assert len(asked) == len(found.back.references) - 1


def test_a_single_entry_is_asked_about_by_its_key():
    (one, *_) = article("").back.references
    found = citations.cite(article("plain text", entries=(one,)), Config(), Decisions())
    assert [query.subject for query in found.queries] == [one.key]


def test_exact_citations_raise_no_query_and_others_one_each():
    found = citations.cite(article("(Marlow, 2020) (Finn, 2017)"), Config(), Decisions())
    codes = [query.code for query in found.queries if query.code.startswith("citation.")]
    assert codes == ["citation.year-mismatch"]


def test_the_words_of_a_paragraph_stay_the_same_around_its_citations():
    text = "Before (Marlow, 2020), between, and Finn (2018) after."
    found = citations.cite(article(text), Config(), Decisions())
    content = found.body[0].content
    assert plain(content) == text
    assert [node.text for node in content if isinstance(node, Cite)] == ["(Marlow, 2020)", "(2018)"]


def test_a_citation_that_begins_inside_emphasis_is_cut_out_once():
    base = article("")
    content = (Text("so "), Emph((Text("it (Marlow"),)), Text(", 2020) was"))
    body = (Paragraph(content, (1,), (0,)),)
    found = citations.cite(Article(base.edited, base.front, body, base.back), Config(), Decisions())
    assert plain(found.body[0].content) == "so it (Marlow, 2020) was"


def test_narrative_years_without_an_entry_of_that_name_stay_text():
    found = citations.cite(article("The Great Regatta (2019) was wet."), Config(), Decisions())
    assert found.citations == ()


def test_a_narrative_citation_of_several_authors_without_an_entry_is_asked_about():
    found = citations.cite(article("Zimmer et al. (2015) say no."), Config(), Decisions())
    assert [(one.text, one.status) for one in found.citations] == [
        ("Zimmer et al. (2015)", "missing")
    ]


def test_the_editors_choice_beats_the_matcher():
    choice = CitationDecision("(Harbour Council, 2022)", "harbour2022b", "so it was")
    found = citations.cite(
        article("so it was (Harbour Council, 2022)"), Config(), Decisions(citations=(choice,))
    )
    assert (found.citations[0].status, found.citations[0].keys) == ("exact", ("harbour2022b",))


def test_a_choice_quotes_the_words_as_received_and_means_the_nearest_citation():
    text = "China’s view (Harbour Council, 2022) and Japan’s view (Harbour Council, 2022)."
    choice = CitationDecision("(Harbour Council, 2022)", "harbour2022b", "Japan's view")
    found = citations.cite(article(text), Config(), Decisions(citations=(choice,)))
    assert [one.status for one in found.citations] == ["ambiguous", "exact"]


def test_hundreds_of_entries_of_one_name_and_year_show_only_the_likeliest():
    many = tuple(
        reference(f"marlow{n}", [{"family": "Marlow"}], 2020, f"Title {n}") for n in range(300)
    )
    texts = ["so it was (Marlow, 2020)."] * 300
    found = citations.cite(article(*texts, entries=many), Config(), Decisions())
    assert {len(one.candidates) for one in found.citations} == {8}
    assert found.citations[0].hint == "292 more entries bear the name and year"
    assert found.uncited == ()


def test_a_choice_that_matches_nothing_is_reported():
    choice = CitationDecision("(Nobody, 1999)", "marlow2020")
    found = citations.cite(article("plain text"), Config(), Decisions(citations=(choice,)))
    assert "desk.stale-decision" in [query.code for query in found.queries]


def test_a_text_without_a_reference_list_reports_no_uncited_entries():
    found = citations.cite(article("(Marlow, 2020)", entries=()), Config(), Decisions())
    assert found.uncited == ()
    assert found.citations[0].status == "missing"


def cited(*blocks) -> Article:
    return citations.cite(replace(article(), body=blocks), Config(), Decisions())


def test_citations_are_found_in_notes_cells_and_lists_below_items():
    text = (Text("so (Marlow, 2020)"),)
    below = Items(((Paragraph(text),),))
    found = cited(
        Paragraph((Text("mud"), Note((Paragraph(text),)))),
        Table(((text,),)),
        Items(((Paragraph((Text("rope"),)), below),)),
    )
    assert [citation.block for citation in found.citations] == [-1, 1, 2]
    assert [citation.group for citation in found.citations] == [0, 1, 2]
    (note,) = notes_in(found.body[0].content)
    assert note.blocks[0].content[1] == Cite("(Marlow, 2020)", 0)


def test_citations_are_found_in_headings_captions_and_quotes():
    text = (Text("so (Marlow, 2020)"),)
    found = cited(
        Heading(2, text, (4,)), Figure(text, lines=(6,)), Quote((Paragraph(text, (8,), (0,)),))
    )
    assert [(one.block, one.line, one.status) for one in found.citations] == [
        (0, 4, "exact"),
        (1, 6, "exact"),
        (2, 8, "exact"),
    ]
    assert found.body[0].content[1] == Cite("(Marlow, 2020)", 0)


def test_what_stands_inside_a_citation_is_kept():
    note = Note((Paragraph((Text("aside"),)),))
    found = cited(Paragraph((Text("so (Marlow,"), note, Text(" 20"), Verbatim("20"), Text(")"))))
    assert plain(found.body[0].content) == "so (Marlow, 2020)"
    assert list(notes_in(found.body[0].content)) == [note]
