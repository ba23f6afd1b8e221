"""What an editor says of citations and entries is written, shown, heeded and taken back."""

import pytest

from copydesk import cli, config
from copydesk.builder import single_article
from copydesk.review import sidecar

TEXT = """Tides at Low Harbour

By Mara Osei

The pilots left the harbour in the spring of that year (Harbour Council, 2021), and the dredgers
came a month after them, so nobody could say who had closed the channel (Harbour Council, 2021).

The keepers of the lights were the last to hear of it (Marlow, 2019), and the first to be blamed
for the grounding of the ferry on the bar, which a later report denied (Regatta, 2018).

References

Finn, J., 2018. Counting boats. The Estuary Review, 3(2), pp. 4-9.
Harbour Council, 2021. A plan for the dredging of the channel. Low Harbour: Harbour Council.
Harbour Council, 2021. Pilots and their wages. Low Harbour: Harbour Council.
Marlow, I., 2020. Lights of the northern estuary. The Estuary Review, 5(1), pp. 11-19.
"""


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "source").mkdir()
    write(tmp_path, TEXT)
    return tmp_path


def write(desk, text):
    (desk / "source" / "tides.txt").write_text(text, encoding="utf-8")


def run(desk, *words):
    return cli.main(["-C", str(desk), *words])


def article(desk):
    return single_article.read_article(desk, config.load(desk), "source/tides.txt")


def decisions(desk):
    return sidecar.load(desk / "source" / "tides.txt.desk.toml").decisions


def cited(desk):
    return [(one.text, one.status, one.keys) for one in article(desk).citations]


def asked(desk, code):
    return [one for one in article(desk).queries if one.code == code and one.state == "open"]


# ── citations ────────────────────────────────────────────────────────────────


def test_the_list_names_each_citation_with_what_it_means(desk, capsys):
    assert run(desk, "cite", "tides") == 0
    rows = [row.split(maxsplit=3) for row in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert [row[2] for row in rows] == ["5", "6", "8", "9"]
    assert "ambiguous: " in rows[0][3]
    assert rows[2][3].endswith("year-mismatch → marlow2020")
    assert rows[3][3].endswith("missing")
    assert not (desk / "source" / "tides.txt.desk.toml").exists()


def test_a_text_without_citations_or_a_list_is_said_to_have_none(desk, capsys):
    write(desk, "Tides\n\nNobody was asked, and nobody had anything to say about it either.\n")
    for verb, what in (("cite", "citation"), ("entry", "list of references")):
        assert run(desk, verb, "tides") == 0
        assert capsys.readouterr() == ("", f"no {what} was found in `source/tides.txt`\n")


def test_one_citation_is_shown_with_its_text_and_its_candidates(desk, capsys):
    assert run(desk, "cite", "tides", "1") == 0
    shown = capsys.readouterr().out
    assert "The pilots left the harbour" in shown
    assert "harbourcouncil2021a" in shown
    assert "Pilots and their wages" in shown


def test_a_choice_is_written_by_words_place_and_entry_and_heeded_there_alone(desk, capsys):
    assert run(desk, "cite", "tides", "2", "harbourcouncil2021a") == 0
    said = capsys.readouterr().err
    assert "(Harbour Council, 2021): `harbourcouncil2021a` (Harbour Council, 2021. A plan" in said
    (choice,) = decisions(desk).citations
    assert choice.text == "(Harbour Council, 2021)"
    assert "closed the channel" in choice.place
    assert choice.entry.startswith("Harbour Council, 2021. A plan")
    assert [status for _, status, _ in cited(desk)][:2] == ["ambiguous", "exact"]


def test_a_choice_goes_by_the_id_that_the_question_bears(desk):
    first, second = asked(desk, "citation.ambiguous")
    assert run(desk, "cite", "tides", second.id[:6], "harbourcouncil2021b") == 0
    assert [one.id for one in asked(desk, "citation.ambiguous")] == [first.id]
    settled = [one for one in article(desk).queries if one.state == "decided"]
    assert [one.id for one in settled] == [second.id]
    assert settled[0].message.endswith("settled: it means `harbourcouncil2021b`")


def test_a_choice_for_all_settles_every_citation_of_the_words(desk):
    assert run(desk, "cite", "tides", "1", "harbourcouncil2021a") == 0
    assert run(desk, "cite", "tides", "2", "harbourcouncil2021b", "--all") == 0
    assert [keys for _, _, keys in cited(desk)][:2] == [("harbourcouncil2021b",)] * 2
    assert len(decisions(desk).citations) == 1


def test_a_choice_outlasts_edits_around_it_and_new_keys(desk):
    assert run(desk, "cite", "tides", "2", "harbourcouncil2021b") == 0
    older = "Harbour Council, 2021. A history of fog. Low Harbour: Harbour Council.\n"
    text = TEXT.replace("Harbour Council, 2021. A plan", older + "Harbour Council, 2021. A plan")
    text = text.replace("so nobody could say who had closed", "so no one could tell who closed")
    write(desk, "A word before.\n\n" + text)
    found = cited(desk)
    assert found[0][1] == "ambiguous"
    assert found[1] == ("(Harbour Council, 2021)", "exact", ("harbourcouncil2021c",))
    assert asked(desk, "desk.stale-decision") == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("who had closed the channel (Harbour Council, 2021)", "who had closed it", "no citation"),
        ("Harbour Council, 2021. Pilots and their wages", "Lam, T., 2001. Fog", "no entries begin"),
    ],
)
def test_a_choice_that_fits_nothing_more_is_asked_about(desk, old, new, reason):
    assert run(desk, "cite", "tides", "2", "harbourcouncil2021b") == 0
    write(desk, TEXT.replace(old, new))
    (query,) = asked(desk, "desk.stale-decision")
    assert reason in query.message
    assert not any(keys == ("harbourcouncil2021b",) for _, _, keys in cited(desk)[:1])


def test_words_that_stay_as_written_are_asked_about_no_more(desk):
    assert run(desk, "cite", "tides", "4", "--as-written") == 0
    assert cited(desk)[3] == ("(Regatta, 2018)", "missing", ())
    assert asked(desk, "citation.missing") == []
    assert run(desk, "cite", "tides", "3", "marlow2020", "--as-written") == 0
    assert article(desk).citations[2].verdict == "as-written"
    assert asked(desk, "citation.year-mismatch") == []


def test_words_that_are_no_citation_keep_their_number_and_can_come_back(desk, capsys):
    assert run(desk, "cite", "tides", "3", "--none") == 0
    assert [text for text, _, _ in cited(desk)][2:] == ["(Regatta, 2018)"]
    assert "(Marlow, 2019)" in "".join(map(str, article(desk).body))
    capsys.readouterr()
    assert run(desk, "cite", "tides") == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[2].endswith("no citation (settled)")
    assert rows[3].lstrip().startswith("4 ")
    assert run(desk, "cite", "tides", "3", "--forget") == 0
    assert decisions(desk).citations == ()
    assert len(cited(desk)) == 4


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("1", "harbourcouncil2021"), "usage.key"),
        (("9", "marlow2020"), "usage.citation"),
        (("0",), "usage.citation"),
        (("nope", "--none"), "usage.citation"),
        (("1", "marlow2020", "--none"), "usage.syntax"),
        (("1", "--forget"), "usage.citation"),
        (("1", "none"), "usage.key"),
    ],
)
def test_what_cannot_be_meant_is_answered_and_nothing_is_written(desk, capsys, words, code):
    assert run(desk, "cite", "tides", *words) == 2
    said = capsys.readouterr().err
    assert f"[{code}]" in said
    assert "hint:" in said
    assert decisions(desk).citations == ()


@pytest.mark.parametrize("key", ["none", "text", "-"])
def test_a_key_that_asks_for_no_entry_is_answered_with_the_option_that_does(desk, capsys, key):
    assert run(desk, "cite", "tides", "1", key) == 2
    assert "--none: the words cite nothing" in capsys.readouterr().err


def test_check_and_proof_print_what_to_type(desk, capsys):
    ambiguous = asked(desk, "citation.ambiguous")[0].id
    mismatch = asked(desk, "citation.year-mismatch")[0].id
    for words, name in ((("check",), "source/tides.txt"), (("proof", "tides"), "tides")):
        assert run(desk, *words) == 0
        shown = capsys.readouterr().out
        assert f"copydesk -C {desk} cite {name} {ambiguous} harbourcouncil2021b" in shown
        assert f"copydesk -C {desk} cite {name} {mismatch} marlow2020\n" in shown
        assert f"copydesk -C {desk} entry {name} marlow2020 year=2019" in shown
        assert f"copydesk -C {desk} entry {name} finn2018 ok" in shown


def test_a_letter_that_the_entry_lacks_is_no_year_to_correct_it_by(desk, capsys):
    write(desk, TEXT.replace("(Marlow, 2019)", "(Marlow, 2020a)"))
    assert asked(desk, "citation.year-mismatch")
    assert run(desk, "proof", "tides") == 0
    shown = capsys.readouterr().out
    assert "marlow2020 --as-written" in shown
    assert "marlow2020 year=" not in shown


# ── entries ──────────────────────────────────────────────────────────────────


def csl(desk, key):
    return next(one.csl for one in article(desk).back.references if one.key == key)


def test_entries_are_listed_with_their_keys_and_shown_with_their_fields(desk, capsys):
    assert run(desk, "entry", "tides") == 0
    keys = [row.split()[0] for row in capsys.readouterr().out.splitlines()]
    assert keys == ["finn2018", "harbourcouncil2021a", "harbourcouncil2021b", "marlow2020"]
    assert run(desk, "entry", "tides", "marlow2020") == 0
    shown = capsys.readouterr().out
    assert "Marlow, I., 2020. Lights of the northern estuary." in shown
    assert "page = 11" in shown
    assert "author = Marlow, I." in shown


def test_a_corrected_year_makes_the_words_of_the_text_right(desk, capsys):
    assert run(desk, "entry", "tides", "marlow2020", "year=2019") == 0
    said = capsys.readouterr().err
    assert "issued: `2020` → `2019`" in said
    assert "for the entry `marlow2020`" in said
    assert cited(desk)[2] == ("(Marlow, 2019)", "exact", ("marlow2020",))


def test_a_corrected_entry_keeps_the_key_that_was_printed_of_it(desk, capsys):
    words = ["author=Regatta", "year=2018"]
    assert run(desk, "entry", "tides", "marlow2020", *words) == 0
    assert run(desk, "entry", "tides", "marlow2020", "pages=11-20") == 0
    assert run(desk, "cite", "tides", "3", "marlow2020") == 0
    assert csl(desk, "marlow2020")["page"] == "11-20"
    # The key that it would bear as it reads now is understood, and the right one is said.
    capsys.readouterr()
    assert run(desk, "entry", "tides", "regatta2018", "pages=11-21") == 0
    assert "for the entry `marlow2020`" in capsys.readouterr().err
    assert run(desk, "cite", "tides", "4", "regatta2018") == 0
    assert [one.key for one in decisions(desk).citations] == ["marlow2020", "marlow2020"]
    assert run(desk, "entry", "tides", "regatta2019") == 2


@pytest.mark.parametrize(
    ("word", "issued"),
    [("year=in press", {"literal": "in press"}),
     ("date=im Erscheinen", {"literal": "im Erscheinen"}),
     ("year=n.d.", None), ("date=o. J.", None)],
)  # fmt: skip
def test_a_work_to_come_bears_its_words_and_one_without_a_date_none(desk, word, issued):
    assert run(desk, "entry", "tides", "marlow2020", word) == 0
    assert csl(desk, "marlow2020").get("issued") == issued
    assert not asked(desk, "reference.missing-year")


def test_another_year_keeps_the_day_that_it_has_and_drops_a_leap_day_that_it_has_not(desk):
    assert run(desk, "entry", "tides", "marlow2020", "date=2020-02-29", "year=2021") == 0
    assert csl(desk, "marlow2020")["issued"] == {"date-parts": [[2021, 2]]}
    assert run(desk, "entry", "tides", "marlow2020", "date=2020-02-29", "year=2024") == 0
    assert csl(desk, "marlow2020")["issued"] == {"date-parts": [[2024, 2, 29]]}


def test_what_a_citation_asks_of_an_entry_is_not_asked_of_the_entry_too(desk):
    listed = "Marlow, I. Lights of the northern estuary. The Estuary Review, 5(1), pp. 11-19."
    write(desk, TEXT.replace(TEXT.strip().rpartition("\n")[2], listed))
    assert [one.code for one in asked(desk, "citation.year-absent")]
    assert not asked(desk, "reference.missing-year")
    write(desk, TEXT.replace("(Marlow, 2019)", "(Council, 2019)").replace(
        TEXT.strip().rpartition("\n")[2], listed))  # fmt: skip
    assert [one.subject for one in asked(desk, "reference.missing-year")] == ["marlow"]


def test_a_title_may_trail_off(desk):
    assert run(desk, "entry", "tides", "marlow2020", "title=Lights, …") == 0
    assert csl(desk, "marlow2020")["title"] == "Lights, …"


def test_a_correction_leaves_the_keys_of_its_neighbours(desk):
    before = [one.key for one in article(desk).back.references]
    assert run(desk, "entry", "tides", "harbourcouncil2021a", "year=2020") == 0
    assert [one.key for one in article(desk).back.references] == before


def test_fields_are_corrected_together_and_taken_away(desk):
    words = ["author=Marlow, Ines; van der Berg, Jo; World Bank", "doi=10.5555/tide", "vol="]
    assert run(desk, "entry", "tides", "marlow2020", *words, "date=2020-05-03") == 0
    found = csl(desk, "marlow2020")
    assert found["author"] == [
        {"family": "Marlow", "given": "Ines"},
        {"non-dropping-particle": "van der", "family": "Berg", "given": "Jo"},
        {"literal": "World Bank"},
    ]
    assert found["issued"] == {"date-parts": [[2020, 5, 3]]}
    assert found["DOI"] == "10.5555/tide"
    assert "volume" not in found


def test_an_entry_that_was_read_rightly_is_asked_about_no_more(desk):
    assert "finn2018" in [one.subject for one in asked(desk, "reference.uncited")]
    assert run(desk, "entry", "tides", "finn2018", "ok") == 0
    assert "finn2018" not in [one.subject for one in asked(desk, "reference.uncited")]
    assert decisions(desk).references[0].settled


def test_corrections_can_be_taken_back(desk):
    before = csl(desk, "marlow2020")
    assert run(desk, "entry", "tides", "marlow2020", "title=Lamps") == 0
    assert csl(desk, "marlow2020")["title"] == "Lamps"
    assert run(desk, "entry", "tides", "marlow2020", "--forget") == 0
    assert csl(desk, "marlow2020") == before


def test_entries_that_read_the_same_are_said_to_be_corrected_together(desk, capsys):
    twin = "Finn, J., 2018. Counting boats. The Estuary Review, 3(2), pp. 4-9.\n"
    write(desk, TEXT.replace(twin, twin * 2))
    assert run(desk, "entry", "tides", "finn2018a", "pages=4-8") == 0
    assert "corrected with it: finn2018b" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["titel=x"], "`title`"),
        (["year=soon"], "year=2023"),
        (["date=2023-02-31"], "date=2023-04-21"),
        (["date=someday"], "date=2023-04-21"),
        (["type=journal"], "article-journal"),
        (["2023"], "author="),
        (["title=a\x07b"], "correct"),
        (["ok", "year=2020"], "use `ok` alone"),
        (["title=…"], "replace `…`"),
        (["year=…"], "replace `…`"),
        (["FIELD=…"], "replace `…`"),
        (["author=Marlow, …"], "replace `…`"),
        (["author=Marlow, Ines; ..."], "replace `…`"),
        (["author=,"], "has an empty name in it"),
        (["author=Marlow, Ines; {}"], "has an empty name in it"),
    ],
)
def test_a_field_that_cannot_be_meant_is_answered_and_not_written(desk, capsys, words, hint):
    assert run(desk, "entry", "tides", "marlow2020", *words) == 2
    assert hint in capsys.readouterr().err
    assert decisions(desk).references == ()
