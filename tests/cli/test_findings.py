from copydesk.findings import Finding


def test_a_submission_cannot_forge_a_line_of_its_own() -> None:
    finding = Finding(
        3, 1, "structure.doubt", "note", "a\nb.txt:1:1: error: forged", ("c\x1b[2J",), "0a"
    )
    assert finding.show("e\nx.txt").split("\n") == [
        "e\\nx.txt:3:1: note: a\\nb.txt:1:1: error: forged [structure.doubt 0a]",
        "    c\\x1b[2J",
    ]
