"""What a picture shows, as the editor says it: found by the picture, never by its number."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from PIL import Image

from cli.desks import run
from copydesk import config, errors, ledger, pipeline
from copydesk.builder import side_files, single_article
from copydesk.model import Article, Edit, Figure, PictureDecision, Query
from copydesk.review import sidecar
from copydesk.review.answers import Answer, list_refusal, make_answers
from copydesk.review.word_back.replies import CopyQuestion
from writers import handled
from writers.tracked import written

TEXT = """# The quay at Low Harbour

By Ines Marlow

The quay was never surveyed, and the pilots of the harbour got nothing but the blame for it.

![](quay.png)

Nobody can say who closed it, though the council of the town was asked about it twice.

![](rule.png)

A harbour of many pilots says that somebody has to survey the bar before the winter comes.

![A tug](tug.png)

And so it went on for years, until the town had forgotten that there was a bar at all.
"""
COLOURS = {"quay.png": (9, 80, 120), "rule.png": (200, 20, 20), "tug.png": (0, 0, 0)}
WORDS = "Two tugs  tow teh barge past the the mole"
SAID = "Two tugs tow teh barge past the the mole"


def painted(desk: Path, name: str, colour: tuple[int, int, int]) -> None:
    Image.new("RGB", (64, 40), colour).save(desk / "source" / "quay.files" / name)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "source" / "quay.files").mkdir(parents=True)
    (tmp_path / "source" / "quay.md").write_text(TEXT, encoding="utf-8")
    for name, colour in COLOURS.items():
        painted(tmp_path, name, colour)
    return tmp_path


def article(desk: Path) -> Article:
    """The article as a build would make it, without a process of its own."""
    settings, name = config.load(desk), "source/quay.md"
    _, decisions = single_article.load_decisions(desk, settings, name)
    around = side_files.load_companion_files(desk, name, settings.limits)
    return pipeline.article((desk / name).read_bytes(), name, settings, decisions, around)


def shown(desk: Path) -> list[tuple[str, str, bool]]:
    body = article(desk).body
    return [(one.source, one.alt, one.decorative) for one in body if isinstance(one, Figure)]


def asked(desk: Path, code: str = "compose.picture-alt") -> list[Query]:
    return [one for one in article(desk).queries if one.code == code]


def own(desk: Path) -> list[Edit]:
    return [one for one in article(desk).edited.ledger if one.rule == "desk.picture"]


def decided(desk: Path) -> tuple[PictureDecision, ...]:
    return sidecar.load(desk / "source" / "quay.md.desk.toml").decisions.pictures


def resent(desk: Path, *changes: tuple[str, str]) -> None:
    """The text, sent anew with some of it changed."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (desk / "source" / "quay.md").write_text(text, encoding="utf-8")


# ── what is left alone ───────────────────────────────────────────────────────


def test_pictures_of_which_nothing_is_said_stay_as_they_are(desk: Path) -> None:
    before = shown(desk)
    assert before == [("quay.png", "", False), ("rule.png", "", False), ("tug.png", "A tug", False)]
    assert run(desk, "picture", "quay", "7", WORDS) == 0
    assert shown(desk)[1:] == before[1:]
    assert [one.line for one in asked(desk)] == [11]


@pytest.mark.parametrize("words", ["…", "..."])
def test_what_holds_the_place_of_words_is_not_taken_for_them(desk: Path, words: str) -> None:
    assert run(desk, "picture", "quay", "7", words) == 2
    assert not decided(desk)


@pytest.mark.parametrize("name", ["5", "99", "pier.png", "…"])
def test_what_is_no_picture_is_refused(
    desk: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(desk, "picture", "quay", name, WORDS) == 2
    assert "[usage.picture]" in capsys.readouterr().err
    assert not decided(desk)


def test_a_picture_that_stands_twice_is_not_named_by_its_name(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    resent(desk, ("tug.png", "quay.png"))
    assert run(desk, "picture", "quay", "quay.png", WORDS) == 2
    assert "lines 7, 15" in capsys.readouterr().err
    assert run(desk, "picture", "quay", "15", WORDS) == 0
    assert [alt for _, alt, _ in shown(desk)] == ["", "", SAID]


def test_no_rule_changes_her_words(desk: Path) -> None:
    assert run(desk, "picture", "quay", "7", WORDS) == 0
    line = article(desk).edited.lines[6]
    assert line.text == SAID
    assert [one.rule for one in article(desk).edited.ledger if one.line == 7] == ["desk.picture"]


def test_another_picture_of_the_same_name_is_not_described(desk: Path) -> None:
    assert run(desk, "picture", "quay", "7", WORDS) == 0
    painted(desk, "quay.png", (255, 255, 255))
    assert shown(desk)[0] == ("quay.png", "", False)
    assert [one.line for one in asked(desk)] == [7, 11]
    (stale,) = asked(desk, "desk.stale-decision")
    assert SAID in stale.message
    (found,) = make_answers(article(desk))(stale)
    assert (command := found.command) == "copydesk picture source/quay.md quay.png --forget"
    assert run(desk, *shlex.split(command)[1:]) == 0
    assert not decided(desk)
    assert not asked(desk, "desk.stale-decision")


def test_equal_pictures_between_other_lines_are_told_apart(desk: Path) -> None:
    painted(desk, "rule.png", COLOURS["quay.png"])
    assert run(desk, "picture", "quay", "11", WORDS) == 0
    assert [alt for _, alt, _ in shown(desk)] == ["", SAID, "A tug"]


def test_two_of_the_same_between_the_same_lines_are_refused(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    resent(desk, ("![](quay.png)", "![](quay.png)\n\n![](quay.png)"))
    assert run(desk, "picture", "quay", "7", WORDS) == 2
    assert "[usage.alike]" in capsys.readouterr().err
    assert not decided(desk)


@pytest.mark.parametrize("more", [(WORDS,), ("",), ("--forget",)])
def test_a_sidecar_that_is_a_link_out_of_the_desk_is_neither_heeded_nor_written(
    desk: Path, tmp_path_factory: pytest.TempPathFactory, more: tuple[str, ...]
) -> None:
    end = tmp_path_factory.mktemp("elsewhere") / "secret.toml"
    end.write_text('[[picture]]\ntarget = "quay.png"\nalt = "A canary"\n', encoding="utf-8")
    (desk / "source" / "quay.md.desk.toml").symlink_to(end)
    before = end.read_text("utf-8")
    assert shown(desk)[0] == ("quay.png", "", False)
    assert run(desk, "picture", "quay", "7", *more) == errors.TOOL
    assert (desk / "source" / "quay.md.desk.toml").is_symlink()
    assert end.read_text("utf-8") == before


# ── what is said of them ─────────────────────────────────────────────────────


def test_her_words_are_those_of_the_picture_and_stand_in_the_ledger(desk: Path) -> None:
    assert run(desk, "picture", "quay", "7", WORDS) == 0
    assert shown(desk)[0] == ("quay.png", SAID, False)
    (edit,) = own(desk)
    assert (edit.line, edit.before, edit.after, edit.status) == (7, "", SAID, "applied")
    copy = article(desk).edited
    received, now = (ledger.line_texts(lines) for lines in (copy.submission.lines, copy.lines))
    assert ledger.replay_edits(received, copy.ledger) == now
    assert ledger.revert_edits(now, copy.ledger) == received


def test_words_of_the_author_give_way_to_hers(desk: Path) -> None:
    assert run(desk, "picture", "quay", "tug.png", WORDS) == 0
    assert shown(desk)[2] == ("tug.png", SAID, False)
    assert [(one.before, one.after) for one in own(desk)] == [("A tug", SAID)]


def test_a_picture_that_adds_nothing_has_no_words_and_is_not_asked_about(desk: Path) -> None:
    assert run(desk, "picture", "quay", "11", "") == 0
    assert shown(desk)[1] == ("rule.png", "", True)
    assert [one.line for one in asked(desk)] == [7]
    assert not own(desk)
    assert run(desk, "picture", "quay", "tug.png", "") == 0
    assert shown(desk)[2] == ("tug.png", "", True)


def test_each_command_below_the_question_answers_it(desk: Path) -> None:
    (first, second) = asked(desk)
    given = make_answers(article(desk))(first)
    words, none = (one.command for one in given)
    assert [one.said for one in given] == ["Say what it shows", "It adds nothing to the text"]
    assert run(desk, *shlex.split(words)[1:]) == 2
    assert run(desk, *shlex.split(words.replace("…", "A barge"))[1:]) == 0
    assert asked(desk) == [second]
    assert run(desk, *shlex.split(none)[1:]) == 0
    assert [(one.alt, one.target) for one in decided(desk)] == [("", "quay.png")]
    assert asked(desk) == [second]


@pytest.mark.parametrize("name", ["7", "quay.png"])
def test_what_was_said_is_taken_back(desk: Path, name: str) -> None:
    before = shown(desk)
    assert run(desk, "picture", "quay", "7", WORDS) == 0
    assert run(desk, "picture", "quay", name, "--forget") == 0
    assert (shown(desk), decided(desk)) == (before, ())
    assert run(desk, "picture", "quay", name, "--forget") == 2


def test_the_command_of_the_proof_refuses_her_words(desk: Path) -> None:
    assert run(desk, "picture", "quay", "7", WORDS) == 0
    (edit,) = own(desk)
    assert run(desk, "stet", "quay", edit.id) == 2
    (refusal,) = list_refusal(edit, "source/quay.md")
    assert run(desk, *shlex.split(refusal.command)[1:]) == 0
    assert not own(desk)


def test_they_are_listed_with_what_was_said(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(desk, "picture", "quay", "7", WORDS) == 0
    assert run(desk, "picture", "quay", "11", "") == 0
    capsys.readouterr()
    assert run(desk, "picture", "quay") == 0
    assert capsys.readouterr().out.splitlines() == [
        f"    7  quay.png  `{SAID}` (settled)",
        "   11  rule.png  adds nothing (settled)",
        "   15  tug.png  `A tug`",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        (("never surveyed", "not surveyed"), ("asked about it twice", "asked about it often")),
        (("By Ines Marlow\n", "By Ines Marlow\n\nHere is another paragraph of the same text.\n"),),
        (("![](quay.png)\n\n", ""), ("many pilots", "pilots"), ("![A", "![](quay.png)\n\n![A")),
    ],
    ids=["other neighbours", "further down", "elsewhere"],
)
def test_they_go_with_the_picture_when_the_text_is_sent_anew(
    desk: Path, changes: tuple[tuple[str, str], ...]
) -> None:
    assert run(desk, "picture", "quay", "7", WORDS) == 0
    resent(desk, *changes)
    assert {name: alt for name, alt, _ in shown(desk)}["quay.png"] == SAID
    assert not asked(desk, "desk.stale-decision")


def test_they_go_with_the_picture_where_a_program_has_numbered_it_anew(desk: Path) -> None:
    assert run(desk, "picture", "quay", "7", WORDS) == 0
    painted(desk, "quay.png", COLOURS["rule.png"])
    painted(desk, "rule.png", COLOURS["quay.png"])
    resent(desk, ("(quay.png)", "(+)"), ("(rule.png)", "(quay.png)"), ("(+)", "(rule.png)"))
    assert [(name, alt) for name, alt, _ in shown(desk)][:2] == [
        ("rule.png", SAID),
        ("quay.png", ""),
    ]


def test_by_hand_the_name_is_enough(desk: Path) -> None:
    said = '[[picture]]\ntarget = "quay.png"\nalt = "A  barge"\n'
    (desk / "source" / "quay.md.desk.toml").write_text(said, encoding="utf-8")
    assert shown(desk)[0] == ("quay.png", "A barge", False)
    assert run(desk, "picture", "quay", "7", WORDS) == 0
    assert [one.alt for one in decided(desk)] == [SAID]


def test_of_two_tables_on_one_picture_the_first_is_heeded_and_written_anew(desk: Path) -> None:
    tables = "".join(
        f'[[picture]]\ntarget = "quay.png"\nalt = "{alt}"\n' for alt in ("Tug", "Mole")
    )
    (desk / "source" / "quay.md.desk.toml").write_text(tables, encoding="utf-8")
    assert shown(desk)[0][1] == "Tug"
    assert run(desk, "picture", "quay", "7", "A pier") == 0
    assert shown(desk)[0][1] == "A pier"
    assert [one.alt for one in decided(desk)] == ["A pier", "Mole"]
    (stale,) = asked(desk, "desk.stale-decision")
    assert "Mole" in stale.message
    assert run(desk, "picture", "quay", "quay.png", "--forget") == 0
    assert [one.alt for one in decided(desk)] == ["A pier"]


@pytest.mark.parametrize("row", ['alt = "A barge"', 'target = "quay.png"', 'target = "a"\nalt = 3'])
def test_a_table_that_says_too_little_is_refused(
    desk: Path, row: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "source" / "quay.md.desk.toml").write_text(f"[[picture]]\n{row}\n", encoding="utf-8")
    assert run(desk, "check", "quay") == 2
    assert "[sidecar." in capsys.readouterr().err


# ── in a comment of the review copy ──────────────────────────────────────────

NOTHING = Answer("It adds nothing to the text", ("picture", "7", ""), path="a.md")
ASKED = ('→ copydesk picture a.md 7 "…"', "1 → copydesk picture a.md 7 ''")


@pytest.mark.parametrize("text", ["", "!", "“”", "...", "A barge", "ok", "2"])
def test_no_other_reply_means_that_a_picture_adds_nothing(text: str) -> None:
    assert CopyQuestion(ASKED, (NOTHING,)).meant(text, ASKED) is None


def test_its_number_means_that_a_picture_adds_nothing() -> None:
    assert CopyQuestion(ASKED, (NOTHING,)).meant("1", ASKED) == NOTHING


def test_the_number_of_an_answer_that_says_several_words_means_it() -> None:
    answer = Answer("The entry is not right", ("entry", "lo2020", "author=Lo, Ana"), path="a.md")
    asked = ("1 → copydesk entry a.md lo2020 author='Lo, Ana'",)
    assert CopyQuestion((), (answer,)).meant("1", asked) == answer


def test_a_reply_in_the_review_copy_is_taken(desk: Path) -> None:
    assert run(desk, "picture", "quay", "7", WORDS) == 0
    data = handled.replied(written(article(desk)), "compose.picture-alt", "1")
    (desk / "back.docx").write_bytes(handled.merged(data))
    assert run(desk, "accept", "--from", str(desk / "back.docx")) == 0
    assert [(one.target, one.alt) for one in decided(desk)] == [
        ("quay.png", SAID),
        ("rule.png", ""),
    ]


# ── in print ─────────────────────────────────────────────────────────────────


def test_the_page_says_them_and_says_nothing_of_what_adds_nothing(desk: Path) -> None:
    assert run(desk, "picture", "quay", "7", WORDS) == 0
    assert run(desk, "picture", "quay", "11", "") == 0
    assert run(desk, "build", "html") == 0
    page = (desk / "dist" / "quay" / "quay.html").read_text(encoding="utf-8")
    assert f'alt="{SAID}"' in page
    assert page.count('alt=""') == 1
    assert "Picture without a description" not in page
