"""What an editor answers on the command line is written to the sidecar, and heeded."""

import json
from typing import get_args

import pytest

from copydesk import cli, config
from copydesk.builder import single_article
from copydesk.model import Article, Back, EditedText, Front, Query, Role, Submission
from copydesk.review import sidecar
from copydesk.review.answers import make_answers
from copydesk.tables import load_codes

TEXT = """Home
Contact

The bell of Low Harbour
By Mara Osei

The bell of Low Harbour rang twice on the morning of the flood, and nobody who heard it has agreed
since on what it meant. Some say that the keeper was warning the boats, others that he was drunk.

Boats for hire

The town council asked him in the spring. He answered that a bell has no meaning, it has a sound,
and that the sound had been a good one; he was dismissed in the summer and reinstated by autumn.
"""


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "bell.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(desk, *words):
    return cli.main(["-C", str(desk), *words])


def article(desk):
    return single_article.read_article(desk, config.load(desk), "source/bell.txt")


def decisions(desk):
    return sidecar.load(desk / "source" / "bell.txt.desk.toml").decisions


def role_of(desk, text):
    copy = article(desk).edited
    rows = zip(copy.submission.lines, copy.roles, strict=True)
    return next(role for line, role in rows if line.text == text)


def test_a_role_is_written_by_text_and_neighbours_and_heeded(desk):
    assert role_of(desk, "Boats for hire") == "heading"
    assert run(desk, "role", "bell", "10", "furniture") == 0
    (written,) = decisions(desk).roles
    assert (written.text, written.role) == ("Boats for hire", "furniture")
    assert written.suffix.startswith("The town council asked him")
    assert role_of(desk, "Boats for hire") == "furniture"


def test_a_second_answer_takes_the_place_of_the_first(desk):
    assert run(desk, "role", "bell", "10", "furniture") == 0
    assert run(desk, "role", "bell", "10", "caption") == 0
    assert [one.role for one in decisions(desk).roles] == ["caption"]


def test_a_role_is_taken_back_and_the_line_is_read_as_it_was(desk, capsys):
    assert run(desk, "role", "bell", "1-2", "body") == 0
    assert run(desk, "role", "bell", "10", "furniture") == 0
    assert run(desk, "role", "bell", "10", "--forget") == 0
    assert "forgotten: furniture: `Boats for hire`" in capsys.readouterr().err
    assert [one.text for one in decisions(desk).roles] == ["Home", "Contact"]
    assert role_of(desk, "Boats for hire") == "heading"
    assert run(desk, "role", "bell", "1-12", "--forget") == 0
    assert decisions(desk).roles == ()


def test_a_role_written_by_hand_without_neighbours_is_taken_back(desk):
    place = desk / "source" / "bell.txt.desk.toml"
    place.write_text('# mine\n[[role]]\ntext = "Boats for hire"\nrole = "furniture"\n')
    assert run(desk, "role", "bell", "10", "--forget") == 0
    assert decisions(desk).roles == ()
    assert place.read_text(encoding="utf-8").startswith("# mine")


def test_a_role_that_nobody_gave_is_not_taken_back(desk, capsys):
    assert run(desk, "role", "bell", "10", "furniture") == 0
    assert run(desk, "role", "bell", "4", "--forget") == 2
    assert "there is nothing to withdraw" in capsys.readouterr().err
    assert len(decisions(desk).roles) == 1


def test_a_range_of_lines_takes_one_role(desk):
    assert run(desk, "role", "bell", "1-2", "furniture") == 0
    assert [one.text for one in decisions(desk).roles] == ["Home", "Contact"]


def test_without_a_line_the_lines_are_listed_with_number_and_role(desk, capsys):
    assert run(desk, "role", "bell") == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[0].split() == ["1", "furniture", "Home"]
    assert rows[2].split() == ["4", "title", "The", "bell", "of", "Low", "Harbour"]


@pytest.mark.parametrize(
    ("line", "role", "code"),
    [
        *((line, "body", "usage.line") for line in ("3", "99", "x", "0", "4-2", "4-")),
        *((line, None, "usage.line") for line in ("3", "99", "x", "0")),
        ("4", "bodi", "usage.role"),
    ],
)
def test_what_cannot_be_meant_is_answered_and_nothing_is_written(desk, capsys, line, role, code):
    assert run(desk, "role", "bell", line, *filter(None, [role])) == 2
    assert f"[{code}]" in capsys.readouterr().err
    assert not (desk / "source" / "bell.txt.desk.toml").exists()


def test_a_line_that_cannot_be_told_from_another_is_not_written(desk, capsys):
    path = desk / "source" / "bell.txt"
    path.write_text(TEXT + "\nTicket\n" * 4, encoding="utf-8")
    second = len(TEXT.splitlines()) + 4
    assert run(desk, "role", "bell", str(second), "furniture") == 2
    assert "is identical to another" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        (("title", "A Bell"), "title", "A Bell"),
        (("authors", "Mara Osei", "Jo Lind"), "authors", ("Mara Osei", "Jo Lind")),
        (("date", "3 May 2021"), "date", "3 May 2021"),
        (("slug", "low-harbour"), "slug", "low-harbour"),
        *((("language", tag), "language", tag) for tag in ("en", "en-GB", "zh-Hant-TW", "sr-419")),
    ],
)
def test_a_front_field_is_written_and_what_stood_there_stays(desk, words, field, value):
    place = desk / "source" / "bell.txt.desk.toml"
    place.write_text('# mine\ndeck = "A deck"\n\n[[role]]\ntext = "Home"\nrole = "furniture"\n')
    assert run(desk, "set", "bell", *words) == 0
    assert getattr(decisions(desk), field) == value
    assert decisions(desk).deck == "A deck"
    assert decisions(desk).roles[0].text == "Home"
    assert place.read_text(encoding="utf-8").startswith("# mine\n")


@pytest.mark.parametrize(
    "words",
    [("title", "A", "B"), ("slug", "No Slug"), ("title", "a\x07b"), ("language", "klingon"),
     ("language", "en_GB"), ("language", "English"), ("title", "…"), ("authors", "…", "…")],
)  # fmt: skip
def test_a_field_that_cannot_be_printed_is_refused_and_not_written(desk, words):
    assert run(desk, "set", "bell", *words) == 2
    assert not (desk / "source" / "bell.txt.desk.toml").exists()


@pytest.mark.parametrize("ending", ["html", "md"])
def test_lines_of_other_formats_take_a_role_just_so(desk, capsys, ending):
    (desk / "source" / "bell.txt").unlink()
    path = desk / "source" / f"bell.{ending}"
    rows = [row for row in TEXT.split("\n\n") if row.strip()]
    mark = {"html": "<p>{}</p>", "md": "{}\n\n"}[ending]
    path.write_text("".join(mark.format(row) for row in rows), encoding="utf-8")
    assert run(desk, "role", "bell") == 0
    listed = [row.split(maxsplit=2) for row in capsys.readouterr().out.splitlines()]
    number = next(number for number, _, text in listed if text == "Boats for hire")
    assert run(desk, "role", "bell", number, "caption") == 0
    assert run(desk, "role", "bell") == 0
    assert [number, "caption", "Boats for hire"] in [
        row.split(maxsplit=2) for row in capsys.readouterr().out.splitlines()
    ]


def test_a_verdict_on_a_name_too_long_for_a_sidecar_says_what_to_do(desk, capsys):
    path = desk / "source" / "bell.txt"
    path.rename(path.with_name("b" * 250 + ".txt"))
    edits = {edit.before: edit.id for edit in single_article.read_article(
        desk, config.load(desk), f"source/{'b' * 250}.txt").structure}  # fmt: skip
    assert run(desk, "stet", "b" * 80, edits["Contact"]) == 4
    assert "shorter name" in capsys.readouterr().err


# ── furniture comes back ─────────────────────────────────────────────────────


def printed(desk, capsys, *words):
    assert run(desk, "inspect", *words, str(desk / "source" / "bell.txt")) == 0
    blocks = json.loads(capsys.readouterr().out)["blocks"]
    return [line for block in blocks for line in block["text"].split("\n")]


def test_the_flag_keeps_what_the_site_printed_over_what_the_sidecar_says(desk, capsys):
    assert "Contact" not in printed(desk, capsys)
    assert "Contact" in printed(desk, capsys, "--keep-furniture")
    place = desk / "source" / "bell.txt.desk.toml"
    place.write_text("[settings]\nkeep_furniture = false\n")
    assert "Contact" in printed(desk, capsys, "--keep-furniture")
    place.write_text("[settings]\nkeep_furniture = true\n")
    assert "Contact" in printed(desk, capsys)


def test_stet_brings_back_one_line(desk, capsys):
    edits = {edit.before: edit.id for edit in article(desk).structure}
    assert run(desk, "stet", "bell", edits["Contact"]) == 0
    capsys.readouterr()
    blocks = printed(desk, capsys)
    assert "Contact" in blocks
    assert "Home" not in blocks


# ── what is asked says how it is answered ────────────────────────────────────


@pytest.mark.parametrize(
    ("code", "suggestions", "wanted"),
    [
        ("structure.doubt", ("body", "cta"),
         ("copydesk role 'source/a b.txt' 7 body", "copydesk role 'source/a b.txt' 7 cta")),
        ("structure.title", ("It's a bell",),
         ("""copydesk set 'source/a b.txt' title 'It'"'"'s a bell'""",)),
        ("structure.author", ("Mara Osei; Jo Lind",),
         ("copydesk set 'source/a b.txt' authors 'Mara Osei' 'Jo Lind'",)),
        ("structure.date", ("3 May",), ("copydesk set 'source/a b.txt' date '3 May'",)),
        ("citation.missing", ("x",), ("",)),
    ],
)  # fmt: skip
def test_a_question_names_the_command_of_each_answer(code, suggestions, wanted):
    query = Query("q", code, "note", 7, "?", suggestions)
    sent = Submission("source/a b.txt", "", "", ())
    article = Article(EditedText(sent, ()), Front(), (), Back())
    found = [one for one in make_answers(article)(query) if one.listed]
    assert tuple(one.command for one in found) == wanted
    assert all(one.said for one in found)


@pytest.mark.parametrize(
    "code", [code for code in load_codes("queries") if code.startswith("structure.")]
)
def test_what_is_asked_of_the_structure_says_what_to_write(code):
    text = load_codes("queries")[code].text
    unanswered = {
        "structure.notes",
        "structure.table",
    }  # they are about the submission, or settings
    assert "copydesk role NAME" in text or "copydesk set NAME" in text or code in unanswered


def test_check_and_proof_print_the_commands(desk, capsys):
    path = desk / "source" / "bell.txt"
    path.write_text(TEXT.replace("By Mara Osei\n", ""), encoding="utf-8")
    assert run(desk, "check") == 0
    assert f'copydesk -C {desk} set source/bell.txt authors "…"' in capsys.readouterr().out
    assert run(desk, "proof", "bell") == 0
    assert f'copydesk -C {desk} set bell authors "…"' in capsys.readouterr().out


# ── what an answer changes is said ───────────────────────────────────────────


def test_a_line_without_a_role_is_shown_with_its_neighbours(desk, capsys):
    assert run(desk, "role", "bell", "5") == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split()[:3] for row in rows if row.startswith(">")] == [[">", "5", "byline"]]
    assert [row.lstrip("> ").split()[0] for row in rows] == ["2", "4", "5", "7", "8"]
    assert not (desk / "source" / "bell.txt.desk.toml").exists()


def test_help_lists_every_role_with_its_meaning(capsys):
    with pytest.raises(SystemExit):
        cli.main(["role", "--help"])
    listed = capsys.readouterr().out.partition("roles:\n")[2].partition("\n\n")[0].splitlines()
    assert [row.split()[0] for row in listed] == list(get_args(Role))
    assert all(len(row.split()) > 3 for row in listed)


def test_authors_stand_in_the_byline_too_and_both_are_said(desk, capsys):
    assert run(desk, "set", "bell", "authors", "Jo Lind", "Ana Rey") == 0
    said = capsys.readouterr().err
    assert "authors: `Mara Osei` → `Jo Lind; Ana Rey`\n" in said
    assert "byline: `By Mara Osei` → `Jo Lind, Ana Rey`\n" in said
    assert article(desk).front.byline == "Jo Lind, Ana Rey"


def test_a_byline_that_is_set_or_names_the_same_authors_stays(desk, capsys):
    assert run(desk, "set", "bell", "authors", "Mara Osei") == 0
    assert article(desk).front.byline == "By Mara Osei"
    assert "byline:" not in capsys.readouterr().err
    assert run(desk, "set", "bell", "byline", "Words: J. Lind") == 0
    assert run(desk, "set", "bell", "authors", "Jo Lind") == 0
    assert article(desk).front.byline == "Words: J. Lind"


def test_a_date_beside_the_names_outlives_new_names(desk):
    path = desk / "source" / "bell.txt"
    path.write_text(TEXT.replace("By Mara Osei", "By Mara Osei, 3 May 2021"), encoding="utf-8")
    assert article(desk).front.date == "3 May 2021"
    assert run(desk, "set", "bell", "authors", "Jo Lind") == 0
    assert (article(desk).front.byline, article(desk).front.date) == ("Jo Lind", "3 May 2021")


@pytest.mark.parametrize(
    ("date", "warning"),
    [("next spring", "neither day nor year"), ("2024-02-30", "there is no such day"),
     ("3 May 2021", ""), ("2024-02-29", ""), ("Spring 2026", ""), ("2026", "")],
)  # fmt: skip
def test_a_date_that_cannot_be_read_is_printed_and_said_to_be_such(desk, capsys, date, warning):
    assert run(desk, "set", "bell", "date", date) == 0
    told = capsys.readouterr().err
    assert f"warning: {warning}" in told if warning else "warning" not in told
    assert article(desk).front.date == date


def test_a_date_that_is_taken_away_raises_no_doubt(desk, capsys):
    assert run(desk, "set", "bell", "date", "3 May 2021") == 0
    assert run(desk, "set", "bell", "date", "") == 0
    assert "warning" not in capsys.readouterr().err


@pytest.mark.parametrize("name", ["subtitle", "deck"])
@pytest.mark.parametrize("standing", ["", 'deck = "Older"\n', 'subtitle = "Older"\n'])
def test_the_subtitle_goes_by_both_its_names(desk, name, standing):
    place = desk / "source" / "bell.txt.desk.toml"
    place.write_text(standing, encoding="utf-8")
    assert run(desk, "set", "bell", name, "What it meant") == 0
    assert decisions(desk).deck == "What it meant"
    assert "Older" not in place.read_text(encoding="utf-8")


def test_a_field_of_a_text_that_cannot_be_read_is_written_all_the_same(desk, capsys):
    (desk / "source" / "bell.txt").write_bytes(b"%PDF-1.7\n")
    assert run(desk, "set", "bell", "title", "A Bell") == 0
    assert "title: (none) → `A Bell`" in capsys.readouterr().err


# ── questions about equal lines ──────────────────────────────────────────────


def test_equal_lines_are_asked_about_by_their_words_and_ids_of_their_own(desk):
    path = desk / "source" / "bell.txt"
    heard = "The council heard him twice and said nothing of it to anybody; so it stood."
    went = "He went home by the quay, past the boats and the nets, and rang nothing for a year, as "
    went += "the minutes have it."
    texts = (heard, went * 2, heard * 3, went * 2)
    end = "\n\nMap\n\n".join(texts)
    path.write_text(f"{TEXT}\n{end}", encoding="utf-8")

    def asked():
        return [one for one in article(desk).queries if one.message.startswith("`Map` may be ")]

    first, second, third = asked()
    assert (second.id, third.id) == (f"{first.id}~1", f"{first.id}~2")
    assert run(desk, "role", "bell", str(second.line), "heading") == 0
    assert [one.line for one in asked()] == [first.line, third.line]
    assert asked()[0].id == first.id


def test_a_verdict_says_what_stands_in_the_article_now(desk, capsys):
    edits = {edit.before: edit.id for edit in article(desk).structure}
    assert run(desk, "stet", "bell", edits["Contact"]) == 0
    assert "`Contact` stays\n" in capsys.readouterr().err
    assert run(desk, "accept", "bell", edits["Contact"]) == 0
    assert "`Contact` is left out\n" in capsys.readouterr().err
