from pathlib import Path

from cli.desks import TEXT, article, edits, laid_out, run
from copydesk.cli.proofs import show_finding
from copydesk.model import Edit, Query
from copydesk.review import findings
from copydesk.review.answers import Answer
from copydesk.review.findings import Finding


def test_a_submission_cannot_forge_a_line_of_its_own() -> None:
    query = Query("0a", "structure.doubt", "note", 3, "")
    finding = Finding(query, "a\nb.txt:1:1: error: forged", (Answer("c\x1b[2J"),), (0, 2))
    assert show_finding(finding, "e\nx.txt").split("\n") == [
        "e\\nx.txt:3:1: note: a\\nb.txt:1:1: error: forged [structure.doubt 0a]",
        "    c\\x1b[2J",
    ]


def test_a_proposal_is_found_with_the_commands_that_take_or_refuse_it(tmp_path: Path) -> None:
    desk = laid_out(tmp_path)
    rows = [row for row in findings.list_findings(article(desk)) if isinstance(row.about, Edit)]
    assert [row.hints[0].split()[1] for row in rows] == ["accept", "accept"]
    for row in rows:
        accept, stet = row.hints
        for command, status in ((accept, "applied"), (stet, "stet")):
            assert run(desk, *command.split()[1:]) == 0
            (edit,) = (one for one in edits(desk, row.code) if one.id == row.id)
            assert edit.status == status


def test_a_question_about_a_citation_has_the_column_of_its_words(tmp_path: Path) -> None:
    text = TEXT.replace(
        "in the summer.",
        "in the summer (Marlow, 2019), or so they et al, say (Finn, 2018; Marlow, 2019).",
    ) + (
        "\nReferences\n\nFinn, J., 2017. Counting boats. The Estuary Review, 3(2), pp. 4-9.\n"
        "Osei, K., 2020. Harbours of salt. Hull: Tide Press.\n"
    )
    found = findings.list_findings(article(laid_out(tmp_path, text)))
    rows = [row for row in found if row.code.startswith("citation.")]
    assert len(rows) == 3
    for row in rows:
        assert row.span
        said = text.split("\n")[row.line - 1][slice(*row.span)]
        assert said in ("(Marlow, 2019)", "Finn, 2018", "Marlow, 2019")
    assert len({row.columns for row in rows}) == 3
