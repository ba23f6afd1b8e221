from pathlib import Path

from cli.desks import article, edits, laid_out, run
from copydesk import findings
from copydesk.findings import Finding


def test_a_submission_cannot_forge_a_line_of_its_own() -> None:
    finding = Finding(
        3, 1, "structure.doubt", "note", "a\nb.txt:1:1: error: forged", ("c\x1b[2J",), "0a"
    )
    assert finding.show("e\nx.txt").split("\n") == [
        "e\\nx.txt:3:1: note: a\\nb.txt:1:1: error: forged [structure.doubt 0a]",
        "    c\\x1b[2J",
    ]


def test_a_proposal_is_found_with_the_commands_that_take_or_refuse_it(tmp_path: Path) -> None:
    desk = laid_out(tmp_path)
    rows = [row for row in findings.of(article(desk)) if row.proposed]
    assert [row.hints[0].split()[1] for row in rows] == ["accept", "accept"]
    for row in rows:
        accept, stet = row.hints
        for command, status in ((accept, "applied"), (stet, "stet")):
            assert run(desk, *command.split()[1:]) == 0
            (edit,) = (one for one in edits(desk, row.code) if one.id == row.id)
            assert edit.status == status
