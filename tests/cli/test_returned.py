"""`accept --from`: what was decided in a review copy that came back."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from cli.desks import article, decisions, laid_out, run
from copydesk import config
from copydesk.builder import single_article
from copydesk.review.decisions import commands
from copydesk.review.decisions.desk_article import DeskArticle
from copydesk.review.word_back import returned
from copydesk.system import archive
from writers import handled
from writers.tracked import W, accepted, text, written

TEXT = """The bell of Low Harbour

By Mara Osei

3 May 2022

The "bell" of Low Harbour rang twice  on the morning of the flood, and nobody who heard has agreed
since on what it meant (Holt, 1990). Some recieved it as a warning; it could of been a joke.

What the pilots say

Pilots disagree (Nobody, 2001), as pilots do. Others who kept the lamps say little (Ansel, 2003).

The town council asked him in the spring. He answered that a bell has no meaning, it has a sound,and
that the the sound should of been a better one; he was dismissed in the summer.

Share this page

References

Holt, P. (1990) Harbours of the North. Ansel: Quay Press.

Ansel, M. (2003) Lamps of the North. Ansel: Quay Press.

Ansel, R. (2003) Tides of the North. Ansel: Quay Press.

Related posts
Privacy policy
Log in
"""
LAST = "Ansel, R. (2003) Tides of the North. Ansel: Quay Press."


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return laid_out(tmp_path, TEXT)


def copied(desk: Path) -> bytes:
    """The review copy of the article as it is now."""
    return written(article(desk))


def taken(desk: Path, data: bytes, *words: str) -> int:
    (desk / "back.docx").write_bytes(handled.merged(data))
    return run(desk, "accept", "--from", str(desk / "back.docx"), *words)


def sidecar_text(desk: Path) -> str:
    place = desk / "source" / "bell.txt.desk.toml"
    return place.read_text(encoding="utf-8") if place.exists() else ""


def lines(desk: Path) -> list[str]:
    return [line.text for line in article(desk).edited.lines]


def rewritten(desk: Path) -> list[tuple[str, str]]:
    return [(one.exact, one.after) for one in decisions(desk).rewrites]


def applied(desk: Path) -> dict[str, str]:
    """The changes that are made, id → rule."""
    return {one.id: one.rule for one in article(desk).edited.ledger if one.status == "applied"}


def citation(desk: Path, words: str) -> str:
    (found,) = (one.id for one in article(desk).citations if one.text == words)
    return found


# ── verdicts ─────────────────────────────────────────────────────────────────


def test_a_copy_that_nobody_touched_decides_nothing(desk, capsys):
    assert taken(desk, copied(desk)) == 0
    assert sidecar_text(desk) == ""
    assert "6 left as they are" in capsys.readouterr().err


def test_what_was_accepted_and_rejected_builds_what_the_ids_would(desk, tmp_path):
    ids = list(applied(desk))
    verdicts = dict(zip(ids, ("stet", "accept", "stet", "", "accept", "stet"), strict=True))
    data = handled.decided(copied(desk), article(desk), verdicts)
    assert taken(desk, data) == 0
    found = {one.id: one.verdict for one in decisions(desk).edits}
    assert found == {name: verdict for name, verdict in verdicts.items() if verdict}
    assert rewritten(desk) == []

    other = laid_out(_folder(tmp_path / "other"), TEXT)
    for verdict in ("stet", "accept"):
        names = [name for name, said in verdicts.items() if said == verdict]
        assert run(other, verdict, "bell", *names) == 0
    assert lines(other) == lines(desk) == accepted(data)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_taken_twice_it_changes_nothing(desk, capsys):
    verdicts = dict.fromkeys(applied(desk), "stet")
    data = handled.decided(copied(desk), article(desk), verdicts)
    data = handled.reworded(data, "town council", "city council", track=True)
    data = handled.reworded(data, "asked him", "asked him twice", track=False)
    assert taken(desk, data) == 0
    first = sidecar_text(desk)
    assert "city council" in first
    capsys.readouterr()
    assert taken(desk, data) == 0
    assert sidecar_text(desk) == first
    assert "written to" not in capsys.readouterr().err


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(desk, capsys):
    data = handled.decided(copied(desk), article(desk), dict.fromkeys(applied(desk), "stet"))
    data = handled.reworded(data, "town council", "city council", track=True)
    assert taken(desk, data, "-n") == 0
    said = capsys.readouterr().err
    assert "6 refused, 1 of the editor’s own" in said
    assert "line 14: `town council` → `city council`" in said
    assert sidecar_text(desk) == ""


def test_machines_are_told_the_same(desk, capsys):
    data = handled.reworded(copied(desk), "town", "city", track=True)
    assert taken(desk, data, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["rewritings"] == [{"line": 14, "before": "town", "after": "city"}]
    assert (told["source"], told["left"], told["changed"]) == ("source/bell.txt", 6, True)


def test_json_without_a_copy_is_not_passed_over_in_silence(desk, capsys):
    assert run(desk, "accept", "bell", "--all", "--json") == 2
    assert "--json needs --from [usage.syntax]" in capsys.readouterr().err
    assert not decisions(desk).edits


def test_what_else_stands_in_the_sidecar_stays(desk):
    (desk / "source" / "bell.txt.desk.toml").write_text('title = "Bells"  # shorter\n')
    data = handled.reworded(copied(desk), "town", "city", track=True)
    assert taken(desk, data) == 0
    assert sidecar_text(desk).startswith('title = "Bells"  # shorter\n')


# ── the editor's own words ───────────────────────────────────────────────────


@pytest.mark.parametrize("track", [True, False])
@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("town council", "city council", ("town", "city")),
        ("town ", "", ("town ", "")),
        ("him in the", "him, twice, in the", ("him in", "him, twice, in")),
        ("summer", "summers", ("summer", "summers")),
        ("Pilots disagree", "Pilots  disagree", ("disagree", " disagree")),
        ("Lamps of the North", "Lamps of the South", ("North", "South")),
        ("The bell", "A bell", ("The", "A")),
    ],
)
def test_her_own_words_are_a_rewriting_of_the_fewest_words(desk, old, new, expected, track):
    data = handled.reworded(copied(desk), old, new, track=track)
    assert taken(desk, data) == 0
    (found,) = rewritten(desk)
    # What she had tracked is taken as she marked it, which may be more than has changed.
    assert found == expected if not track else expected[0].strip() in found[0]
    assert lines(desk) == accepted(data)


def test_what_a_comment_proposes_done_by_hand_is_its_acceptance(desk):
    data = handled.reworded(copied(desk), "could of", "could have", track=True)
    data = handled.reworded(data, "should of", "should have", track=False)
    assert taken(desk, data) == 0
    assert [(one.rule, one.verdict) for one in decisions(desk).edits] == [
        ("word.phrase", "accept"), ("word.phrase", "accept"),
    ]  # fmt: skip
    assert rewritten(desk) == []


def test_words_written_into_a_change_of_ours_take_it_along(desk):
    data = handled.reworded(copied(desk), "Some rec", "Few rec", track=True)
    assert taken(desk, data) == 0
    assert rewritten(desk) == [("Some recieved", "Few received")]
    assert lines(desk) == accepted(data)


def test_her_earlier_rewriting_rejected_in_word_is_taken_back(desk):
    assert run(desk, "rewrite", "bell", "town council", "city council") == 0

    def act(body):
        for change in [one for one in body.iter(f"{W}ins", f"{W}del")
                       if one.get(f"{W}author") == "editor"]:  # fmt: skip
            handled.settle(change, "stet")

    assert taken(desk, handled.with_body(copied(desk), act)) == 0
    assert rewritten(desk) == []


def test_her_earlier_rewriting_written_over_is_replaced(desk):
    assert run(desk, "rewrite", "bell", "town council", "city council") == 0
    data = handled.reworded(copied(desk), " council asked", " fathers asked", track=True)
    assert taken(desk, data) == 0
    ((old, new),) = rewritten(desk)
    assert "fathers" in new
    assert "town" in old
    assert any("The city fathers asked him" in line for line in lines(desk))


@pytest.mark.parametrize(
    ("old", "new"), [("Lamps of", "Lamps, of"), ("bell has", "bell of it has")]
)
def test_words_that_a_program_puts_before_those_they_replace_are_hers_once(desk, old, new):
    def act(body):
        for change in list(body.iter(f"{W}del")):
            behind = change.getnext()
            if change.get(f"{W}author") == "Ed" and behind is not None:
                behind.addnext(change)  # as LibreOffice has it

    data = handled.with_body(handled.reworded(copied(desk), old, new, track=True), act)
    assert taken(desk, data) == 0
    assert lines(desk) == accepted(data)
    first = sidecar_text(desk)
    assert taken(desk, data) == 0
    assert sidecar_text(desk) == first


# ── paragraphs ───────────────────────────────────────────────────────────────


def paragraph(body, words):
    return next(one for one in body.findall(f"{W}p") if words in text(one))


def test_a_line_that_is_gone_is_left_out_and_a_grey_one_is_so_already(desk):
    def act(body):
        for words in ("What the pilots say", "Ansel, R.", "Share this"):
            body.remove(paragraph(body, words))

    assert taken(desk, handled.with_body(copied(desk), act)) == 0
    assert rewritten(desk) == [("What the pilots say", ""), (LAST, "")]
    assert len(article(desk).back.references) == 2


def test_a_paragraph_she_added_is_told_in_full_and_not_guessed_into_the_text(desk, capsys):
    def act(body):
        new = handled.etree.Element(f"{W}p")
        new.append(handled.tracked("ins", "Of the flood nothing was said."))
        body.insert(9, new)

    assert taken(desk, handled.with_body(copied(desk), act)) == 0
    assert "Of the flood nothing was said." in capsys.readouterr().err
    assert sidecar_text(desk) == ""


def test_lines_parted_joined_and_moved_are_told_with_their_numbers(desk, capsys):
    def act(body):
        moved = paragraph(body, "By Mara")
        body.remove(moved)
        body.insert(0, moved)
        first, second = paragraph(body, "Pilots disagree"), paragraph(body, "The town council")
        for run_ in second.findall("*")[1:]:
            first.append(run_)
        body.remove(second)
        long = paragraph(body, "rang twice")
        behind = handled.etree.Element(f"{W}p")
        for run_ in long.findall("*")[8:]:
            behind.append(run_)
        long.addnext(behind)

    assert taken(desk, handled.with_body(copied(desk), act)) == 0
    said = capsys.readouterr().err
    assert "stands elsewhere in the file" in said
    assert "note: line 12: the line was joined with the next one" in said
    assert "the line was parted before" in said
    assert rewritten(desk) == []


def written_anew(body, words, new):
    old = paragraph(body, words)
    for one in [one for one in old if one.tag != f"{W}pPr"]:
        old.remove(one)
    old.append(handled.run(new))


def test_a_line_written_anew_beside_lines_that_she_changed_is_that_line(desk, capsys):
    def act(body):
        written_anew(body, "3 May 2022", "First read to the guild of pilots")

    data = handled.reworded(copied(desk), "The bell of", "A bell of", track=False)
    data = handled.with_body(handled.reworded(data, "Mara Osei", "M. Osei", track=False), act)
    assert record(desk, capsys, data)["notes"] == []
    assert lines(desk) == accepted(data)
    first = sidecar_text(desk)
    assert not record(desk, capsys, data)["changed"]
    assert sidecar_text(desk) == first


def test_a_line_that_moved_is_not_the_paragraph_that_was_put_in_its_place(desk, capsys):
    def act(body):
        moved, last = paragraph(body, "What the pilots say"), paragraph(body, "The town council")
        last.addnext(moved)
        new = handled.etree.Element(f"{W}p")
        new.append(handled.run("Of the flood nothing was said."))
        paragraph(body, "Pilots disagree").addprevious(new)

    data = handled.with_body(copied(desk), act)
    said = [(one["line"], one["message"]) for one in record(desk, capsys, data)["notes"]]
    assert [line for line, message in said if "stands elsewhere" in message] == [10]
    assert [line for line, message in said if "`Of the flood nothing was said.`" in message] == [8]
    assert rewritten(desk) == []


def test_a_paragraph_that_she_doubled_is_told(desk, capsys):
    def act(body):
        line = paragraph(body, "What the pilots say")
        line.addnext(handled.etree.fromstring(handled.etree.tostring(line)))

    (note,) = record(desk, capsys, handled.with_body(copied(desk), act))["notes"]
    assert "`What the pilots say`; put it into the submission" in note["message"]


def restyled(data: bytes, words: str, style: str) -> bytes:
    """The copy with another style, by its id, for the paragraph that holds `words`."""

    def act(body):
        paragraph(body, words).find(f"{W}pPr/{W}pStyle").set(f"{W}val", style)

    return handled.with_body(data, act)


def test_a_paragraph_of_the_style_that_the_copy_gave_it_is_no_news(desk, capsys):
    data = handled.reworded(copied(desk), "town council", "city council", track=True)
    assert run(desk, "role", "bell", "14", "quote") == 0  # since the copy was made
    assert record(desk, capsys, data, "-n")["notes"] == []
    data = restyled(data, "council asked", "QuiteOwn")
    assert record(desk, capsys, data, "-n")["notes"] == []


@pytest.mark.parametrize(
    ("words", "style", "told"),
    [
        ("council", "Quote", (14, "`copydesk role source/bell.txt 14 quote` gives the line")),
        ("What the pilots say", "BodyText", (10, "`copydesk role source/bell.txt 10 body`")),
        ("Share this", "BodyText", (17, "`copydesk role source/bell.txt 17 body` gives the line")),
        ("What the pilots say", "Heading3", (10, "the heading is of another level now")),
    ],
)
def test_a_paragraph_that_she_gave_another_style_is_told(desk, capsys, words, style, told):
    said = record(desk, capsys, restyled(copied(desk), words, style))
    ((line, message),) = ((note["line"], note["message"]) for note in said["notes"])
    assert line == told[0]
    assert told[1] in message
    assert sidecar_text(desk) == ""
    if command := re.search("`copydesk (role .*?)`", message):
        assert run(desk, *shlex.split(command[1])) == 0
        assert article(desk).edited.roles[line - 1] == command[1].rpartition(" ")[2]


# ── comments ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("thread", [True, False])
@pytest.mark.parametrize("answer", ["2", "2.", "ansel2003b", "`ansel2003b`"])
def test_the_number_or_key_of_an_answer_is_that_answer(desk, answer, thread):
    data = handled.replied(copied(desk), "citation.ambiguous", answer, thread=thread)
    assert taken(desk, data) == 0
    (found,) = decisions(desk).citations
    assert (found.text, found.key, found.verdict) == ("(Ansel, 2003)", "ansel2003b", "entry")


@pytest.mark.parametrize(("answer", "verdict"), [("none", "none"), ("1", "as-written"),
                                                 ("as written", "as-written")])  # fmt: skip
def test_a_citation_of_nothing_is_answered_too(desk, answer, verdict):
    data = handled.replied(copied(desk), "citation.missing", answer)
    assert taken(desk, data) == 0
    assert [one.verdict for one in decisions(desk).citations] == [verdict]


@pytest.mark.parametrize(("answer", "verdict"), [("ok", "accept"), ("Yes", "accept"),
                                                 ("no", "stet"), ("stet", "stet")])  # fmt: skip
def test_a_proposal_is_taken_or_refused_by_a_word(desk, answer, verdict):
    data = handled.replied(copied(desk), "`could of`", answer)
    assert taken(desk, data) == 0
    assert [(one.before, one.verdict) for one in decisions(desk).edits] == [("could of", verdict)]


@pytest.mark.parametrize("answer", ["7", "0", "ok", "the second one, I think", "ansel", "why?"])
def test_a_reply_that_is_no_answer_is_told_and_decides_nothing(desk, capsys, answer):
    data = handled.replied(copied(desk), "citation.ambiguous", answer)
    assert taken(desk, data) == 0
    said = capsys.readouterr().err
    assert f"a comment at `(Ansel, 2003)` below a question says: `{answer}`" in said
    assert sidecar_text(desk) == ""


def test_two_replies_to_one_question_are_one_answer_and_a_note(desk, capsys):
    data = handled.replied(copied(desk), "citation.ambiguous", "1")
    data = handled.replied(data, "citation.missing", "1")
    assert taken(desk, data) == 0
    assert len(decisions(desk).citations) == 2
    assert "2 answered" in capsys.readouterr().err


def test_what_is_resolved_or_deleted_decides_nothing_and_is_told(desk, capsys):
    data = handled.resolved(copied(desk), "citation.missing")
    data = handled.uncommented(data, "citation.ambiguous")
    assert taken(desk, data) == 0
    said = capsys.readouterr().err
    assert f"marked as resolved, which decides nothing: {citation(desk, '(Nobody, 2001)')}" in said
    assert f"deleted, which decides nothing: {citation(desk, '(Ansel, 2003)')}" in said
    assert sidecar_text(desk) == ""


@pytest.mark.parametrize("answer", ["2", "ansel2003b"])
def test_a_key_that_is_another_entry_by_now_is_no_answer(desk, capsys, answer):
    data = handled.replied(copied(desk), "citation.ambiguous", answer)
    swapped = TEXT.replace("Ansel, R. (2003) Tides", "Ansel, B. (2003) Boats")
    (desk / "source" / "bell.txt").write_text(swapped, encoding="utf-8")
    assert taken(desk, data) == 0
    assert decisions(desk).citations == ()
    assert f"says: `{answer}`" in capsys.readouterr().err


def test_an_answer_about_several_lines_decides_on_each(desk):
    would = DeskArticle(desk, config.load(desk), "source/bell.txt", dry=True)
    commands.enter_decision(would, "role", "27-29", "furniture")
    assert [(one.text, one.role) for one in would.read_decisions().roles] == [
        ("Related posts", "furniture"), ("Privacy policy", "furniture"), ("Log in", "furniture"),
    ]  # fmt: skip


# ── what has changed since ───────────────────────────────────────────────────


def test_a_change_taken_since_the_copy_was_made_is_not_refused_by_it(desk):
    data = copied(desk)
    assert run(desk, "accept", "bell", "--rule", "word.phrase") == 0
    assert run(desk, "rewrite", "bell", "town council", "city council") == 0
    before = sidecar_text(desk)
    assert taken(desk, data) == 0
    assert sidecar_text(desk) == before


def test_a_change_refused_since_the_copy_was_made_is_not_taken_by_it(desk):
    data = copied(desk)
    assert run(desk, "stet", "bell", "--rule", "quote.straight") == 0
    before = sidecar_text(desk)
    assert taken(desk, data) == 0
    assert sidecar_text(desk) == before


def test_a_copy_of_an_older_version_decides_what_still_stands(desk, capsys):
    data = handled.decided(copied(desk), article(desk), dict.fromkeys(applied(desk), "stet"))
    data = handled.reworded(data, "as pilots do", "as pilots often do", track=True)
    data = handled.reworded(data, "kept the lamps", "tended the lamps", track=False)
    new = TEXT.replace("Pilots disagree", "Most pilots disagree").replace("the flood", "the storm")
    (desk / "source" / "bell.txt").write_text("A new line.\n\n" + new, encoding="utf-8")
    assert taken(desk, data) == 0
    assert {one.rule for one in decisions(desk).edits} >= {"space.after-comma"}
    assert rewritten(desk) == [("as pilots do", "as pilots often do")]
    said = capsys.readouterr().err
    assert "`kept` → `tended`" in said
    assert any("the storm" in line for line in lines(desk))
    assert any(line.startswith("Most pilots") and "kept the lamps" in line for line in lines(desk))


def test_without_its_manifest_the_hash_at_the_head_of_its_pages_tells_the_version(desk):
    verdicts = dict.fromkeys(applied(desk), "stet")
    data = handled.decided(copied(desk), article(desk), verdicts)
    data = handled.reworded(data, "town", "city", track=False)
    assert taken(desk, handled.without_manifest(data)) == 0
    assert {one.id: one.verdict for one in decisions(desk).edits} == verdicts
    assert rewritten(desk) == [("town", "city")]


def test_without_a_manifest_an_older_version_decides_by_what_is_tracked_alone(desk, capsys):
    data = handled.decided(copied(desk), article(desk), dict.fromkeys(applied(desk), "stet"))
    data = handled.reworded(data, "town", "city", track=True)
    data = handled.reworded(data, "summer", "autumn", track=False)
    (desk / "source" / "bell.txt").write_text(TEXT + "\nOne line more.\n", encoding="utf-8")
    assert taken(desk, handled.without_manifest(data)) == 0
    assert decisions(desk).edits == ()
    assert rewritten(desk) == [("town", "city")]
    assert "`summer` → `autumn`" in capsys.readouterr().err


# ── what is written and what is said ─────────────────────────────────────────

#: Changes and a proposal that hang on others: without these they are other changes, or none.
HANGING = """The bell of Low Harbour

By Mara Osei

The pilots agreed  , as they do, that some of the bells rang twice on the morning of the flood.

Nobody who heard it has said since that it could  of been a joke, and nobody will say so now.
"""


def record(desk: Path, capsys: pytest.CaptureFixture[str], data: bytes, *words: str) -> Any:
    """What is said of the copy, as a JSON object."""
    capsys.readouterr()
    assert taken(desk, data, "--json", *words) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("trials", [1, 2, 3])
@pytest.mark.parametrize("rules", [("space.double",), ("space.double", "space.before-punct")])
def test_what_is_written_is_what_is_said_with_and_without_dry_run(
    tmp_path, capsys, monkeypatch, rules, trials
):
    monkeypatch.setattr(returned, "_TRIALS", trials)
    desk = laid_out(tmp_path, HANGING)
    refused = [name for name, rule in applied(desk).items() if rule in rules]
    data = handled.decided(copied(desk), article(desk), dict.fromkeys(refused, "stet"))
    data = handled.reworded(data, "on the morning", "in the morning", track=True)
    would = record(desk, capsys, data, "-n")
    assert sidecar_text(desk) == ""
    said = record(desk, capsys, data)
    assert said == would
    assert {one["id"]: one["verdict"] for one in said["verdicts"]} == {
        one.id: one.verdict for one in decisions(desk).edits
    }
    assert [(one["before"], one["after"]) for one in said["rewritings"]] == rewritten(desk)


def test_an_answer_about_a_proposal_that_stands_is_taken_beside_a_refusal(tmp_path, capsys):
    desk = laid_out(tmp_path, HANGING)
    (refused,) = (name for name, rule in applied(desk).items() if rule == "space.before-punct")
    data = handled.decided(copied(desk), article(desk), {refused: "stet"})
    said = record(desk, capsys, handled.replied(data, "`could of`", "ok"))
    assert [one["words"] for one in said["answers"]] == ["ok"]
    assert said["notes"] == []
    assert sorted(one.verdict for one in decisions(desk).edits) == ["accept", "stet"]


def test_an_answer_about_what_a_refusal_takes_away_is_told_as_not_taken(tmp_path, capsys):
    desk = laid_out(tmp_path, HANGING)
    data = handled.decided(copied(desk), article(desk), dict.fromkeys(applied(desk), "stet"))
    said = record(desk, capsys, handled.replied(data, "`could of`", "ok"))
    assert said["answers"] == []
    (message,) = (note["message"] for note in said["notes"] if note["line"] == 7)
    assert message.startswith("the answer `ok` is not taken: ")
    assert "accept" not in {one.verdict for one in decisions(desk).edits}


# ── which article, and whose file ────────────────────────────────────────────


def test_the_copy_names_its_article_by_path_or_by_its_bytes(desk):
    data = handled.reworded(copied(desk), "town", "city", track=True)
    (desk / "source" / "other.txt").write_text("Mud\n\nMud is patient.\n", encoding="utf-8")
    (desk / "source" / "bell.txt").rename(desk / "source" / "harbour.txt")
    assert taken(desk, data) == 0
    assert (desk / "source" / "harbour.txt.desk.toml").exists()


def test_a_copy_of_another_article_is_told_apart(desk, capsys):
    (desk / "source" / "mud.txt").write_text(
        "Mud\n\nMud is patient, and so are those who dredge it.\n\nNobody else is.\n",
        encoding="utf-8",
    )
    (desk / "back.docx").write_bytes(copied(desk))
    assert run(desk, "accept", "mud", "--from", str(desk / "back.docx")) == 2
    assert "[usage.reviewed]" in capsys.readouterr().err
    assert not (desk / "source" / "mud.txt.desk.toml").exists()


def test_a_copy_of_no_article_of_the_desk_is_answered_with_what_to_type(desk, capsys):
    data = copied(desk)
    (desk / "source" / "bell.txt").write_text("Mud\n\nMud is patient.\n", encoding="utf-8")
    (desk / "source" / "bell.txt").rename(desk / "source" / "mud.txt")
    assert taken(desk, data) == 2
    said = capsys.readouterr().err
    assert "is of `source/bell.txt`, which is not in this desk" in said
    assert f"`copydesk -C {desk} accept NAME --from FILE`" in said


@pytest.mark.check
@pytest.mark.parametrize("name", [(), ("bell",)])
def test_an_edition_is_told_to_be_no_review_copy_and_how_to_get_one(desk, capsys, name):
    assert run(desk, "bell", "docx") == 0
    edition = desk / "dist" / "bell" / "bell.docx"
    capsys.readouterr()
    assert run(desk, "accept", *name, "--from", str(edition)) == 2
    said = capsys.readouterr().err
    assert "`bell.docx` is no review copy: nothing in it is tracked" in said
    assert said.count("\n") == 3
    assert sidecar_text(desk) == ""
    command = re.search("`copydesk (build.*?)`", said.replace(f"-C {desk} ", ""))[1]
    assert run(desk, *shlex.split(command.replace("NAME", "bell"))) == 0
    assert (desk / "dist" / "bell" / "review" / "bell.review.docx").exists()


def test_names_of_changes_do_not_go_with_a_copy(desk, capsys):
    assert taken(desk, copied(desk), "--all") == 2
    assert run(desk, "accept") == 2
    assert "[usage.name]" in capsys.readouterr().err


def with_member(name: str, content: bytes):
    def spoil(data: bytes) -> bytes:
        return archive.write(archive.read(data) | {name: content})

    return spoil


def with_entity(data: bytes) -> bytes:
    members = archive.read(data)
    text_ = members["word/document.xml"]
    bomb = b'<!DOCTYPE w [<!ENTITY a "aaaa">]>'
    head, _, rest = text_.partition(b"?>")
    return archive.write(members | {"word/document.xml": head + b"?>" + bomb + rest})


def with_macros(data: bytes) -> bytes:
    members = archive.read(data)
    types = members["[Content_Types].xml"].replace(
        b"wordprocessingml.document.main+xml", b"macroEnabled.main+xml"
    )
    return archive.write(members | {"[Content_Types].xml": types})


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda _: b"no zip at all", "refuse.container"),
        (lambda data: data[: len(data) // 2], "refuse.container"),
        (with_entity, "refuse.markup"),
        (with_member("word/document.xml", b"<w:document"), "refuse.markup"),
        (with_member("word/document.xml", b"<a>" * 300 + b"</a>" * 300), "refuse.markup"),
        (with_member("../evil.xml", b"x"), "refuse.container"),
        (with_member("word/media/bomb.bin", b"\0" * 90_000_000), "refuse.expands"),
        (with_macros, "refuse.type"),
    ],
)
def test_a_hostile_file_is_refused_by_name_and_nothing_is_written(desk, capsys, spoil, code):
    (desk / "back.docx").write_bytes(spoil(copied(desk)))
    assert run(desk, "accept", "--from", str(desk / "back.docx")) == 3
    said = capsys.readouterr().err
    assert f"[{code}]" in said
    assert "back.docx" in said
    assert "hint:" in said
    assert sidecar_text(desk) == ""


@pytest.mark.parametrize(("limit", "paragraphs"), [
    ("lines = 60", ["mud"] * 70), ("characters = 3000", ["mud " * 800]),
])  # fmt: skip
def test_a_copy_past_a_limit_is_refused_by_its_name(desk, capsys, limit, paragraphs):
    (desk / "copydesk.toml").write_text(f"[limits]\n{limit}\n")

    def act(body):
        for words in paragraphs:
            body.insert(0, handled.etree.Element(f"{W}p"))
            body[0].append(handled.run(words))

    assert taken(desk, handled.with_body(copied(desk), act)) == 3
    assert f"`limits.{limit.split()[0]}`" in capsys.readouterr().err
    assert sidecar_text(desk) == ""


@pytest.mark.parametrize("odd", ["\x9b31m", "\u202eedoc", "\u2028"])
def test_what_is_in_a_copy_drives_no_terminal(desk, capsys, odd):
    def act(body):
        body.insert(9, handled.etree.Element(f"{W}p"))
        body[9].append(handled.tracked("ins", f"Of the {odd} flood nothing was said."))

    data = handled.reworded(copied(desk), "town", f"city{odd}", track=True)
    data = handled.reworded(data, "summer", f"spring{odd}", track=False)
    data = handled.replied(data, "citation.ambiguous", f"why {odd}?")
    taken(desk, handled.with_body(data, act), "-n")
    said = capsys.readouterr().err
    assert [words for words in ("city", "spring", "why ", "Of the ") if words not in said] == []
    assert odd not in said


def test_a_file_that_is_not_there_is_said_so(desk, capsys):
    assert run(desk, "accept", "--from", str(desk / "nowhere.docx")) == 2
    assert "[usage.file]" in capsys.readouterr().err


def test_a_manifest_that_lies_decides_nothing_that_the_text_does_not(desk):
    members = archive.read(copied(desk))
    lie = members["customXml/item1.xml"].replace(b"<changes>", b"<changes>0000000000 ../../x ")
    assert taken(desk, archive.write(members | {"customXml/item1.xml": lie})) == 0
    assert sidecar_text(desk) == ""


def test_a_sidecar_with_a_mistake_in_it_stays_as_it_is(desk, capsys):
    data = handled.reworded(copied(desk), "town", "city", track=True)
    (desk / "source" / "bell.txt.desk.toml").write_text("titel = 1\n")
    assert taken(desk, data) == 2
    assert "[sidecar.unknown-key]" in capsys.readouterr().err
    assert sidecar_text(desk) == "titel = 1\n"


# ── what formats bring ───────────────────────────────────────────────────────

MARKED = """\
# Of lamps and their keepers

By Ada Quill

The keepers of the lamps have not been paid  since March,[^1] and nobody has asked why.[^2]

> A lamp is a lamp is a  lamp, and the sea is dark.

- oil, which is dear
- glass, which is not

## What it costs

| Port | Lamps |
| --- | --- |
| Vellin | 12 |

[^1]: So they say.
[^2]: Two of them did.
"""


def test_headings_quotations_lists_tables_and_notes_come_back_alike(tmp_path):
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "lamps.md").write_text(MARKED, encoding="utf-8")

    def found():
        return single_article.read_article(tmp_path, config.load(tmp_path), "source/lamps.md")

    data = written(found())
    for old, new in (
        ("What it costs", "The cost"), ("So they say", "So it is said"),
        ("oil, which is dear", "oil, which is scarce"), ("the sea is dark", "the sea is darker"),
    ):  # fmt: skip
        data = handled.reworded(data, old, new, track=len(new) % 2 == 0)

    def act(body):
        (cell,) = (one for one in body.iter(f"{W}t") if one.text == "Vellin")
        cell.text = "Vellin Quay"

    data = handled.with_body(data, act)
    (tmp_path / "back.docx").write_bytes(handled.merged(data))
    assert run(tmp_path, "accept", "--from", str(tmp_path / "back.docx")) == 0
    assert [line.text for line in found().edited.lines] == accepted(data)
