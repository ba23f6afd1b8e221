from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from copydesk import ledger, structure
from copydesk.config import Config
from copydesk.model import Decision, Decisions, Reference, ReferenceDecision
from copydesk.references import checks, parse
from copydesk.references.fields import FieldDoubt, ParsedEntry
from references.articles import listed, parsed

CASES = Path(__file__).parent.parent / "cases" / "references"
LISTS = tomllib.loads((CASES / "lists.toml").read_text("utf-8"))["list"]


@pytest.mark.parametrize("case", LISTS, ids=[case["name"] for case in LISTS])
def test_lines_become_entries(case: dict[str, Any]) -> None:
    article = parsed(*case["lines"], language=case.get("language", ""))

    references = article.back.references
    assert len(references) == case["entries"]
    if "text" in case:
        assert references[0].text == case["text"]
    if "first" in case:
        assert references[0].text == references[0].raw == case["first"]
    if "url" in case:
        assert references[0].csl["URL"] == case["url"]


@pytest.mark.parametrize("case", LISTS, ids=[case["name"] for case in LISTS])
def test_joins_replay_and_revert_and_keep_every_word(case: dict[str, Any]) -> None:
    article = parsed(*case["lines"], language=case.get("language", ""))

    received = ledger.line_texts(article.edited.lines)
    kept = ledger.replay_edits(received, article.structure)
    assert ledger.revert_edits(kept, article.structure) == received
    texts = (reference.text for reference in article.back.references)
    assert ledger.count_words(kept.values()) == ledger.count_words(texts)
    assert len({edit.id for edit in article.structure}) == len(article.structure)


def test_a_join_that_the_editor_refused_is_not_made() -> None:
    lines = ("Abara, C., 2020. The salt road. Available at:", "https://salt.example/road")
    (join,) = parsed(*lines).structure
    stet = Decision(join.id, join.rule, join.before, join.after, "", "", "", "stet")

    article = parsed(*lines, decisions=Decisions(edits=(stet,)))

    assert len(article.back.references) == 2
    assert [edit.status for edit in article.structure] == ["stet"]


def test_a_divided_word_is_whole_in_the_text_and_as_received_in_raw() -> None:
    lines = ("Abara, C., 2020. The manage-  ", "  ment of salt. Lowy Institute.")
    article = parsed(*lines, language="en")

    (reference,) = article.back.references
    (join,) = article.structure
    assert reference.text == "Abara, C., 2020. The management of salt. Lowy Institute."
    assert reference.raw == "Abara, C., 2020. The manage- ment of salt. Lowy Institute."
    assert (join.before, join.after, join.span) == ("-  \n  ", "", (27, 30))

    stet = Decision(join.id, join.rule, join.before, join.after, "", "", "", "stet")
    kept = parsed(*lines, decisions=Decisions(edits=(stet,)), language="en")
    assert [one.raw for one in kept.back.references] == [*lines]


def test_the_editors_fields_replace_what_was_read() -> None:
    raw = "Abara, C., 2020. The salt road. Lowy Institute."
    decision = ReferenceDecision(raw, {"issued": {"date-parts": [[2021]]}, "publisher": ""})

    (reference,) = parsed(raw, decisions=Decisions(references=(decision,))).back.references

    assert reference.key == "abara2020"
    assert reference.csl["title"] == "The salt road"
    assert "publisher" not in reference.csl
    assert reference.confidence == 1.0


def test_a_dash_stands_for_the_author_before() -> None:
    article = parsed(
        "Abara, Chidi. The Salt Road. London: Routledge, 2001.",
        "———. The Silver Road. London: Routledge, 2004.",
    )

    first, second = article.back.references
    assert second.csl["author"] == first.csl["author"] == [{"family": "Abara", "given": "Chidi"}]


def test_keys_are_readable_and_ties_get_letters_in_list_order() -> None:
    article = parsed(
        "FAO., 2023. “Nets and Quotas.” 1 Apr. 2023,",
        "FAO., 2023. “A Position on the Fishery.” 20 Mar. 2023,",
        "Strüver, G., 2017. Rivers of salt. Environment and History, 21(2), pp.201-219.",
        "Moreau, P., “The Ferry That Never Came.” The Guardian, 4 May.",
    )

    keys = [reference.key for reference in article.back.references]
    assert keys == ["fao2023a", "fao2023b", "struver2017", "moreau"]
    assert all(reference.csl["id"] == reference.key for reference in article.back.references)


def codes(*lines: str) -> list[str]:
    return [query.code for query in parsed(*lines).queries]


def test_a_plain_list_raises_no_question() -> None:
    assert (
        codes(
            "Abara, C., 2020. The salt road. Journal of Water Governance, 12(3), pp. 44-59.",
            "Brandt, L., 2018. Whose river is it? Environment and History, 21(2), pp.201-219.",
        )
        == []
    )


def test_a_missing_year_and_a_lost_link_are_asked_about() -> None:
    found = codes("Moreau, P., “The Ferry That Never Came.” The Guardian, 4 May. Available at:")

    assert "reference.missing-year" in found
    assert "reference.lost-link" in found


def test_one_entry_out_of_order_is_named_and_no_other() -> None:
    families = ("Abara", "Brandt", "Fung", "Dahl", "Ebert", "Garin", "Hall")
    article = parsed(
        *(f"{name}, C., 2020. Rivers. Marine Biology, 1(2), pp. 3-9." for name in families)
    )

    (query,) = [query for query in article.queries if query.code == "reference.order"]
    assert query.line == 3


def test_a_list_without_an_order_is_not_called_disordered() -> None:
    families = ("Hall", "Abara", "Garin", "Dahl", "Fung", "Brandt", "Ebert")
    lines = (f"{name}, C., 2020. Rivers. Marine Biology, 1(2), pp. 3-9." for name in families)

    assert "reference.order" not in codes(*lines)


def test_an_article_without_references_is_left_alone() -> None:
    article = listed()

    assert parsed() == article


def test_a_correction_that_fits_no_entry_is_asked_about():
    from copydesk import pipeline
    from copydesk.config import Config
    from copydesk.model import Decisions, ReferenceDecision
    from places import ROOT

    data = (ROOT / "tests" / "cases" / "line" / "harbour.txt").read_bytes()
    gone = Decisions(
        references=(ReferenceDecision("Nobody, N. (1900) Nothing.", {"type": "book"}),)
    )
    article = pipeline.article(data, "a.txt", Config(), gone)
    (asked,) = (query for query in article.queries if query.code == "desk.stale-decision")
    assert "Nobody, N. (1900) Nothing." in asked.message


LABELS = tomllib.loads((CASES / "lists.toml").read_text("utf-8"))["label"]


@pytest.mark.parametrize("case", LABELS, ids=[case["name"] for case in LABELS])
def test_the_label_of_an_entry_is_known_and_read_as_no_word_of_it(case: dict[str, Any]) -> None:
    references = parsed(*case["lines"]).back.references

    assert [reference.label for reference in references] == case["labels"]
    assert [reference.raw for reference in references] == case["lines"]
    assert "citation-number" not in str([reference.csl for reference in references])
    if "authors" in case:
        found = [reference.csl["author"][0] for reference in references]
        assert [name.get("family") or name["literal"] for name in found] == case["authors"]


REPEATS = tomllib.loads((CASES / "lists.toml").read_text("utf-8"))["repeat"]


@pytest.mark.parametrize("case", REPEATS, ids=[case["name"] for case in REPEATS])
def test_a_sign_stands_for_the_author_before(case: dict[str, Any]) -> None:
    references = parsed(*case["lines"]).back.references

    found = [
        [name.get("family") or name.get("literal") for name in reference.csl.get("author", ())]
        for reference in references
    ]
    assert found == case["authors"]
    assert [reference.text for reference in references] == case["lines"]
    if "titles" in case:
        assert [reference.csl["title"] for reference in references] == case["titles"]


def test_a_dash_at_the_top_of_a_list_stays_and_is_asked_about() -> None:
    article = parsed("———. The Silver Road. London: Routledge, 2004.")

    asked = [query for query in article.queries if "author" in query.message]
    assert [query.code for query in asked] == ["reference.doubtful"]
    assert "none is named" in asked[0].message


def test_an_entry_read_with_doubt_is_asked_about_once_with_all_its_fields() -> None:
    entry = ParsedEntry(
        {"title": "Nets", "page": "4"},
        0.4,
        (
            FieldDoubt("title", 0.3, "it may be longer"),
            FieldDoubt("page", 0.2, "it may be a number"),
        ),
    )
    reference = Reference("osei", "Osei, K., Nets, 4", "Osei, K., Nets, 4", entry.csl, 0.4)

    asked = [one for one in checks.queries([reference], [entry]) if "doubtful" in one.code]
    assert len(asked) == 1
    assert "title “Nets”: it may be longer; pages “4”: it may be a number" in asked[0].message
    assert [one.partition("=")[0] for one in asked[0].suggestions] == ["title", "page"]

    fewer = replace(entry, doubts=entry.doubts[1:])
    (later,) = [one for one in checks.queries([reference], [fewer]) if "doubtful" in one.code]
    assert later.id == asked[0].id


PROSE = tomllib.loads((CASES / "lists.toml").read_text("utf-8"))["prose"]


@pytest.mark.parametrize("case", PROSE, ids=[case["name"] for case in PROSE])
def test_no_word_of_the_prose_in_a_list_is_lost(case: dict[str, Any]) -> None:
    references = parsed(*case["lines"]).back.references

    assert " ".join(one.raw for one in references) == " ".join(filter(None, case["lines"]))


TWINS = tomllib.loads((CASES / "lists.toml").read_text("utf-8"))["twin"]


@pytest.mark.parametrize("case", TWINS, ids=[case["name"] for case in TWINS])
def test_twins_are_asked_about_and_stay(case: dict[str, Any]) -> None:
    article = parsed(*case["lines"])

    asked = [
        one for one in article.queries if one.code.startswith(("reference.dup", "reference.s"))
    ]
    assert [one.code.removeprefix("reference.") for one in asked] == case["asked"]
    assert len(article.back.references) == len(case["lines"])
    for said, query in zip(case.get("says", ()), asked, strict=False):
        assert said in f"{query.message} {query.suggestions}"


def test_a_year_that_an_edit_proposes_is_not_asked_for_again() -> None:
    from copydesk.model import Edit

    text = "Moreau, P., “The Ferry That Never Came.” The Guardian, 4 May. Accessed 5 May 2021."
    article = listed(text)
    edit = Edit("ref.missing-year", 1, 10, ",", ", 2021.", "", "proposed", "x")
    known = replace(article, edited=replace(article.edited, ledger=(edit,)))

    missing = "reference.missing-year"
    assert missing in [query.code for query in parse(article, Config(), Decisions()).queries]
    assert missing not in [query.code for query in parse(known, Config(), Decisions()).queries]


PARTED = tomllib.loads((CASES / "lists.toml").read_text("utf-8"))["parted"]


@pytest.mark.parametrize("case", PARTED, ids=[case["name"] for case in PARTED])
def test_headings_of_a_list_are_no_entries(case: dict[str, Any]) -> None:
    article = parsed(*case["lines"])

    received = ledger.line_texts(article.edited.lines)
    kept = [line for line in case["lines"] if line and line not in case["gone"]]
    assert [reference.text for reference in article.back.references] == kept
    assert [edit.before for edit in article.structure] == case["gone"]
    assert ("reference.parts" in [query.code for query in article.queries]) == bool(case["gone"])
    assert (
        ledger.revert_edits(ledger.replay_edits(received, article.structure), article.structure)
        == received
    )


def test_a_heading_that_the_editor_keeps_stays_an_entry() -> None:
    lines = ("Books", "Abara, C., 2020. The salt road. Lowy Institute.")
    (edit,) = parsed(*lines).structure
    stet = Decision(edit.id, edit.rule, edit.before, "", "", "", "", "stet")

    article = parsed(*lines, decisions=Decisions(edits=(stet,)))

    assert [reference.text for reference in article.back.references] == list(lines)


def test_a_decision_on_a_cut_that_is_made_no_more_is_asked_about() -> None:
    text = "[1] Abara, C., 2020. The salt road. Lowy Institute. [2] Osei, M. Tides. Hull, 2019."
    (cut,) = parsed(text).structure
    kept = Decision(cut.id, cut.rule, " ", "\n", "", "The salt road", "", "stet")
    gone = replace(kept, id="0123456789")

    asked = [
        [query.code for query in structure.stale(parsed(text), Config(), Decisions(edits=(one,)))]
        for one in (kept, gone)
    ]

    assert asked == [[], ["desk.stale-decision"]]
