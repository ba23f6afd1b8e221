"""What is asked of an article, each action by the file it writes, and the way back."""

from __future__ import annotations

import errno
import json
import os
import stat
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from copydesk import config
from copydesk.builder import single_article
from copydesk.errors import REPORT, ToolError, UsageError
from copydesk.model import Query
from copydesk.review import sidecar
from copydesk.review.answers import Answer, File, make_answers
from copydesk.review.browser import page_parts, take_action
from copydesk.review.browser.decision_worker import DecisionWorker
from copydesk.review.browser.items import ReviewItem
from copydesk.review.browser.previews import PreviewRenderer
from copydesk.review.browser.session import Desk, ReviewSession
from copydesk.review.browser.take_action import Moved, WorkerCall
from copydesk.review.sidecar import Sidecar
from copydesk.system import files
from places import ROOT
from review.reviewed import SIDECAR, SOURCE, TEXT, laid_out
from torture.failing import Fault, replaced


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    return laid_out(tmp_path / "desk")


@pytest.fixture
def session(desk: Path) -> ReviewSession:
    found = Desk(desk)
    return ReviewSession(found, found.documents[0])


def item(session: ReviewSession, code: str, text: str = "") -> ReviewItem:
    """The first item of `code` whose title or words hold `text`."""
    found = [one for one in session.snapshot().items if one.code == code]
    return next(one for one in found if text in f"{one.title}{one.about}")


def do(session: ReviewSession, one: ReviewItem, action: str, value: object = None) -> str:
    return take_action.decide_item(
        session, WorkerCall("decide", "salt", session.version(), one.name, action, value)
    )


def decided(desk: Path) -> Sidecar:
    return sidecar.load(desk / SIDECAR)


# ── what is asked ────────────────────────────────────────────────────────────


def test_everything_that_waits_is_asked_and_nothing_twice(session: ReviewSession) -> None:
    snapshot = session.snapshot()
    waiting = {one.name for one in snapshot.items if one.state == "open"}
    article = snapshot.article
    open_ones = {f"q-{query.id}" for query in article.queries if query.state == "open"}
    told = {one.name for one in snapshot.items if one.state == "told"}
    ledger = (*article.edited.ledger, *article.structure)
    assert waiting == {f"e-{edit.id}" for edit in ledger if edit.status == "proposed"} | (
        open_ones - told
    )
    names = [one.name for one in snapshot.items]
    assert len(names) == len(set(names))


def test_an_article_shows_what_a_build_makes_of_it(session: ReviewSession, desk: Path) -> None:
    assert session.snapshot().article == single_article.read_article(
        desk, config.load(desk), SOURCE
    )
    do(session, item(session, "word.phrase"), "accept")
    assert session.snapshot().article == single_article.read_article(
        desk, config.load(desk), SOURCE
    )


def test_what_settles_most_comes_first(session: ReviewSession) -> None:
    groups = [one.group for one in session.snapshot().items if one.state == "open"]
    order = ["structure", "citations", "references", "proposals", "others"]
    assert [order.index(group) for group in groups] == sorted(order.index(one) for one in groups)


def named(one: ReviewItem, name: str) -> Answer | None:
    """The first action of an item that has that name."""
    return next((action for action in one.actions if action.name == name), None)


# ── actions ────────────────────────────────────────────────────────────────────


def test_a_proposal_is_taken(session: ReviewSession, desk: Path) -> None:
    do(session, item(session, "word.phrase", "could"), "accept")
    (one,) = decided(desk).decisions.edits
    assert (one.verdict, one.rule) == ("accept", "word.phrase")
    text = "".join(line.text for line in session.snapshot().article.edited.lines)
    assert "could have been money" in text


def test_a_proposal_is_refused_here_alone(session: ReviewSession, desk: Path) -> None:
    do(session, item(session, "word.phrase", "could"), "stet")
    (one,) = decided(desk).decisions.edits
    assert one.verdict == "stet"
    assert [one.state for one in session.snapshot().items if one.code == "word.phrase"].count(
        "open"
    ) == 1


def test_all_that_are_left_of_a_rule_are_taken_by_one_action_and_one_undo(
    session: ReviewSession, desk: Path
) -> None:
    first = item(session, "word.phrase")
    action = named(first, "accept-rule")
    assert action is not None
    assert action.said == "Take all 2 of word.phrase here"
    assert do(session, first, "accept-rule") == "2 of word.phrase taken"
    assert len(decided(desk).decisions.edits) == 2
    assert take_action.undo_action(session, session.version()) == "2 of word.phrase taken"
    assert not (desk / SIDECAR).exists()


def test_a_change_that_was_made_is_taken_back_and_can_be_had_again(
    session: ReviewSession, desk: Path
) -> None:
    do(session, item(session, "spell.dictionary", "recieved"), "stet")
    assert "recieved" in "".join(one.text for one in session.snapshot().article.edited.lines)
    kept = next(one for one in session.snapshot().items if one.state == "decided")
    do(session, kept, "forget")
    assert decided(desk).decisions.edits == ()
    assert item(session, "spell.dictionary", "recieved").state == "made"


def test_other_words_are_put_in_place_of_a_proposal(session: ReviewSession, desk: Path) -> None:
    do(session, item(session, "word.phrase", "could"), "rewrite", "may well have")
    (one,) = decided(desk).decisions.rewrites
    assert (one.exact, one.after) == ("could of", "may well have")
    (kept,) = [one for one in session.snapshot().items if one.group == "decided"]
    do(session, kept, "forget")
    assert decided(desk).decisions.rewrites == ()


def test_a_citation_means_the_entry_that_was_chosen(session: ReviewSession, desk: Path) -> None:
    asked = item(session, "citation.ambiguous")
    do(session, asked, "cite-as", "marlow2020b")
    (one,) = decided(desk).decisions.citations
    assert (one.text, one.key, one.verdict) == ("(Marlow, 2020)", "marlow2020b", "entry")
    (kept,) = [one for one in session.snapshot().items if one.group == "decided"]
    do(session, kept, "forget")
    assert decided(desk).decisions.citations == ()


@pytest.mark.parametrize(("action", "verdict"), [("as-written", "as-written"), ("none", "none")])
def test_a_citation_stays_or_is_none(
    session: ReviewSession, desk: Path, action: str, verdict: str
) -> None:
    do(session, item(session, "citation.ambiguous"), action)
    assert [one.verdict for one in decided(desk).decisions.citations] == [verdict]


def test_the_entry_is_put_right_where_the_text_is(session: ReviewSession, desk: Path) -> None:
    asked = item(session, "citation.year-mismatch")
    action = named(asked, "correct")
    assert action is not None
    assert dict(action.fields)["date"] == "2019"
    do(session, asked, "correct", dict(action.fields))
    (one,) = decided(desk).decisions.references
    assert one.csl == {"issued": {"date-parts": [[2019]]}}


def test_fields_that_were_left_alone_are_not_written(session: ReviewSession, desk: Path) -> None:
    asked = item(session, "citation.fuzzy-name")
    action = named(asked, "correct")
    assert action is not None
    fields = dict(action.fields) | {"author": "Abdoudouh, K.", "volume": "13"}
    do(session, asked, "correct", fields)
    (one,) = decided(desk).decisions.references
    assert one.csl == {"volume": "13"}


def test_a_form_in_which_nothing_was_changed_writes_nothing(
    session: ReviewSession, desk: Path
) -> None:
    asked = item(session, "citation.fuzzy-name")
    action = named(asked, "correct")
    assert action is not None
    for form in (dict(action.fields) | {"author": "Abdoudouh, K."}, {}):
        with pytest.raises(UsageError, match="no field"):
            do(session, asked, "correct", form)
    assert not (desk / SIDECAR).exists()


def test_an_entry_that_was_read_rightly_is_asked_about_no_more(
    session: ReviewSession, desk: Path
) -> None:
    asked = next(one for one in session.snapshot().items
                 if one.code.startswith("reference.") and named(one, "settle"))  # fmt: skip
    do(session, asked, "settle")
    assert [one.settled for one in decided(desk).decisions.references] == [True]
    assert asked.name not in [one.name for one in session.snapshot().items]


def test_a_choice_without_anything_to_choose_is_not_offered(tmp_path: Path) -> None:
    twice = "Marlow, I., 2020. Guilds of the coast. Tide Press.\nhttp no entry at all 99"
    text = TEXT.replace("Marlow, I., 2020. Ledgers of the coast. Tide Press.", twice)
    found = Desk(laid_out(tmp_path / "d", text))
    session = ReviewSession(found, found.documents[0])
    asked = item(session, "reference.duplicate")
    assert named(asked, "settle")
    assert named(asked, "role-of") is None


def test_a_line_gets_the_role_that_was_chosen(tmp_path: Path) -> None:
    desk = laid_out(tmp_path / "d", TEXT.replace("References\n\n", ""))
    found = Desk(desk)
    session = ReviewSession(found, found.documents[0])
    asked = item(session, "structure.references-start")
    do(session, asked, "role-of", "reference")
    assert [one.role for one in decided(desk).decisions.roles] == ["reference"]
    (kept,) = [one for one in session.snapshot().items if one.group == "decided"]
    do(session, kept, "forget")
    assert decided(desk).decisions.roles == ()


def test_what_is_decided_stands_at_its_own_line_among_others_alike(tmp_path: Path) -> None:
    text = "The bar\n\nBy Ines Lo\n\nOne  tide turns.\n\nShare\n\nTwo  tides turn.\n\nShare\n"
    desk = laid_out(tmp_path / "d", text)
    (desk / SIDECAR).write_text(
        '[[edit]]\nexact = "turns."\nafter = ""\n\n[[edit]]\nexact = "turn."\nafter = ""\n\n'
        '[[role]]\ntext = "Share"\nrole = "body"\nprefix = "Two  tides turn."\n'
    )
    found = Desk(desk)
    items = ReviewSession(found, found.documents[0]).snapshot().items
    decided = {one.title: one.line for one in items if one.group == "decided"}
    assert decided == {
        "your words: “turns.” → left out": 5, "your words: “turn.” → left out": 9,
        "“Share” is body": 11,
    }  # fmt: skip


def test_a_front_field_is_typed(tmp_path: Path) -> None:
    desk = laid_out(tmp_path / "d", TEXT.replace("By Ines Marlow\n\n", ""))
    found = Desk(desk)
    session = ReviewSession(found, found.documents[0])
    for nothing in ("", " ; "):
        with pytest.raises(UsageError, match="nothing was typed"):
            do(session, item(session, "structure.author"), "set-as", nothing)
    assert not (desk / SIDECAR).exists()
    do(session, item(session, "structure.author"), "set-as", "Ines Marlow; Kofi Osei;")
    assert decided(desk).decisions.authors == ("Ines Marlow", "Kofi Osei")
    (kept,) = [one for one in session.snapshot().items if one.group == "decided"]
    do(session, kept, "forget")
    assert decided(desk).decisions.authors == ()


# ── three ways to be asked no more ───────────────────────────────────────────


def content(desk: Path) -> dict[str, bytes]:
    return {
        path.relative_to(desk).as_posix(): path.read_bytes()
        for path in desk.rglob("*")
        if path.is_file() and "dist" not in path.parts
    }


@pytest.mark.parametrize(("action", "written"), [
    ("stet", SIDECAR), ("rule-off", "copydesk.toml"), ("add-word", "source/words/desk.txt"),
])  # fmt: skip
def test_not_here_never_and_a_word_write_three_files_and_each_is_undone(
    session: ReviewSession, desk: Path, action: str, written: str
) -> None:
    before = content(desk)
    one = next(one for one in session.snapshot().items
               if one.state in ("open", "made") and named(one, "add-word"))  # fmt: skip
    do(session, one, action)
    changed = {name for name, data in content(desk).items() if before.get(name) != data}
    assert changed == {written}
    assert one.name not in [
        one.name for one in session.snapshot().items if one.state in ("open", "made")
    ]
    take_action.undo_action(session, session.version())
    assert content(desk) == before


# ── versions ─────────────────────────────────────────────────────────────────


def test_what_an_older_page_asks_for_is_not_done(session: ReviewSession, desk: Path) -> None:
    first, second = (item(session, "word.phrase", words) for words in ("could", "should"))
    version = session.version()
    take_action.decide_item(session, WorkerCall("decide", "salt", version, first.name, "accept"))
    before = (desk / SIDECAR).read_bytes()
    for one in (second, first):  # of which this one waits no more
        with pytest.raises(Moved):
            take_action.decide_item(
                session, WorkerCall("decide", "salt", version, one.name, "accept")
            )
    with pytest.raises(Moved):
        take_action.undo_action(session, version)
    assert (desk / SIDECAR).read_bytes() == before


def test_what_is_written_in_the_last_moment_is_not_decided_over(
    session: ReviewSession, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, hold = item(session, "word.phrase", "could"), files.alone

    def after_another(folder: Path) -> AbstractContextManager[None]:
        (desk / SIDECAR).write_text('title = "Salt"\n')
        return hold(folder)

    monkeypatch.setattr(files, "alone", after_another)
    with pytest.raises(Moved):
        do(session, asked, "accept")
    assert (desk / SIDECAR).read_text() == 'title = "Salt"\n'


def test_a_source_that_changed_underneath_takes_its_decisions_along(
    session: ReviewSession, desk: Path
) -> None:
    do(session, item(session, "word.phrase", "could"), "accept")
    version = session.version()
    path = desk / SOURCE
    path.write_text(
        TEXT.replace("The price", "On the price", 1).replace(
            "By Ines Marlow\n\n",
            "By Ines Marlow\n\nA paragraph was put in here, above all others.\n\n",
        )
    )
    assert session.version() != version
    snapshot = session.snapshot()
    assert [one.state for one in snapshot.items if "could of" in one.title] == ["decided"]
    assert "could have been" in "".join(one.text for one in snapshot.article.edited.lines)


def test_a_decision_that_fits_nothing_any_more_is_shown_and_can_be_taken_out(
    session: ReviewSession, desk: Path
) -> None:
    do(session, item(session, "word.phrase", "could"), "accept")
    do(session, item(session, "citation.ambiguous"), "cite-as", "marlow2020b")
    do(session, item(session, "citation.fuzzy-name"), "cite", "abdoudouh2021")
    text = TEXT.replace(" it could of been money.", "").replace(
        ", says one account (Marlow, 2020)", ""
    )
    (desk / SOURCE).write_text(text)
    kept = [one.code for one in session.snapshot().items if one.group == "decided"]
    assert kept == ["citation"]  # the one that still fits; what is asked about is not listed too
    for left in (1, 0):
        stale = [one for one in session.snapshot().items if one.code == "desk.stale-decision"]
        assert {one.state for one in stale} == {"open"}
        assert len(stale) == left + 1
        do(session, stale[0], "drop")
    assert decided(desk).decisions.edits == ()
    assert [one.key for one in decided(desk).decisions.citations] == ["abdoudouh2021"]


def test_a_decision_about_a_rule_that_is_no_more_is_taken_out(
    session: ReviewSession, desk: Path
) -> None:
    do(session, item(session, "word.phrase", "could"), "accept")
    name = decided(desk).decisions.edits[0].id
    text = (desk / SIDECAR).read_text().replace("word.phrase", "word.title-variant")
    (desk / SIDECAR).write_text(text.replace(name, "0123456789"))
    retired = item(session, "desk.retired-rule")
    assert retired.state == "open"
    do(session, retired, "drop")
    assert decided(desk).decisions.edits == ()


def test_a_sidecar_that_cannot_be_read_is_told_and_heeded_when_it_is_mended(
    session: ReviewSession, desk: Path
) -> None:
    (desk / SIDECAR).write_text("titel = 1\n")
    with pytest.raises(UsageError, match="titel"):
        session.snapshot()
    (desk / SIDECAR).write_text('title = "Salt"\n')
    assert session.snapshot().article.front.title == "Salt"


def test_a_sidecar_that_is_no_file_is_told_and_costs_no_worker(desk: Path) -> None:
    decider = DecisionWorker(desk)
    opened = json.loads(decider(WorkerCall("state", "salt")).body)
    name = next(name for name, code in opened["codes"].items() if code == "word.phrase")
    (desk / SIDECAR).mkdir()
    asked = WorkerCall("decide", "salt", opened["version"], name, "accept")
    told = decider(asked)
    said = json.loads(told.body)
    assert (told.status, said["code"]) == (422, "desk.unreadable")
    assert f"`{SIDECAR}` is not a file" in said["error"]
    (desk / SIDECAR).rmdir()
    assert decider(asked).status == 200


def test_a_sidecar_that_leads_out_of_the_desk_is_neither_heeded_nor_written(desk: Path) -> None:
    decider = DecisionWorker(desk)
    (desk.parent / "secret.toml").write_text('title = "The secret canary"\n')
    (desk / SIDECAR).symlink_to(desk.parent / "secret.toml")
    opened = json.loads(decider(WorkerCall("state", "salt")).body)
    assert opened["title"] == "The price of salt"
    name = next(name for name, code in opened["codes"].items() if code == "word.phrase")
    told = decider(WorkerCall("decide", "salt", opened["version"], name, "accept"))
    said = json.loads(told.body)
    assert (told.status, said["code"]) == (422, "desk.unreadable")
    assert "is a link that leads out of the desk" in said["error"]
    assert (desk / SIDECAR).is_symlink()


def test_what_nobody_has_thought_of_is_told_as_a_bug(desk: Path) -> None:
    said = json.loads(DecisionWorker(desk)(WorkerCall("open", "no-article-of-the-desk")).body)
    assert (said["code"], said["hint"]) == ("bug", REPORT)
    assert b"a bug of copydesk" in PreviewRenderer(desk)(WorkerCall("no-kind", "salt")).body


def test_settings_that_change_make_another_version(session: ReviewSession, desk: Path) -> None:
    version = session.version()
    (desk / "copydesk.toml").write_text('[style]\nspelling = "american"\n')
    assert session.version() != version


# ── the file ─────────────────────────────────────────────────────────────────


def test_undoing_gives_the_file_its_bytes_back_with_all_that_was_written_by_hand(
    session: ReviewSession, desk: Path
) -> None:
    text = '# the captain knows\ntitle = "Salt"   # short\n'
    (desk / SIDECAR).write_text(text)
    do(session, item(session, "word.phrase", "could"), "accept")
    assert (desk / SIDECAR).read_text().startswith("# the captain knows\n")
    take_action.undo_action(session, session.version())
    assert (desk / SIDECAR).read_text() == text


def test_nothing_is_undone_that_somebody_wrote_over(session: ReviewSession, desk: Path) -> None:
    do(session, item(session, "word.phrase", "could"), "accept")
    with (desk / SIDECAR).open("a") as file:
        file.write("# mine\n")
    assert take_action.undo_action(session, session.version()) is None
    assert (desk / SIDECAR).read_text().endswith("# mine\n")
    assert take_action.undo_action(session, session.version()) is None


def test_what_a_full_disk_did_not_let_be_undone_is_undone_when_there_is_room(
    session: ReviewSession, desk: Path
) -> None:
    (desk / SIDECAR).write_text('title = "Salt"\n')
    do(session, item(session, "word.phrase", "could"), "accept")
    fault = Fault(0)
    full = replaced({(os, "write"): fault.wrap("write", os.write)})
    with full, fault, pytest.raises(ToolError, match="No space left"):
        take_action.undo_action(session, session.version())
    assert len(decided(desk).decisions.edits) == 1
    assert take_action.undo_action(session, session.version())
    assert (desk / SIDECAR).read_text() == 'title = "Salt"\n'
    assert take_action.undo_action(session, session.version()) is None


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
@pytest.mark.parametrize("before", [None, "# mine\n"])
def test_what_was_undone_where_the_folder_could_not_be_synced_is_undone_once(
    session: ReviewSession, desk: Path, before: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is as it was: undoing what came before is not refused as overwritten."""
    if before is not None:
        (desk / SIDECAR).write_text(before, encoding="utf-8")
    do(session, item(session, "word.phrase", "could"), "accept")
    once = (desk / SIDECAR).read_bytes()
    do(session, item(session, "spell.dictionary", "recieved"), "stet")
    if before is not None:
        assert undone_in_a_folder_that_fails(session, monkeypatch)
        assert (desk / SIDECAR).read_bytes() == once
    else:
        take_action.undo_action(session, session.version())
        assert undone_in_a_folder_that_fails(session, monkeypatch)
        assert not (desk / SIDECAR).exists()
        assert session.written == []
        return
    assert take_action.undo_action(session, session.version())
    assert (desk / SIDECAR).read_text(encoding="utf-8") == before


def undone_in_a_folder_that_fails(session: ReviewSession, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Undo where no folder can be synced; whether that was told."""

    def fail(folder: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(folder))

    version = session.version()
    with monkeypatch.context() as patch:
        patch.setattr(files, "sync", fail)
        with pytest.raises(ToolError) as caught:
            take_action.undo_action(session, version)
    return "could not be" in str(caught.value)


def test_a_folder_that_has_become_a_link_is_not_followed(tmp_path: Path) -> None:
    """Neither is what it leads to read, nor is a decision written there or undone."""
    (tmp_path / "desk" / "source" / "2024" / "may").mkdir(parents=True)
    place = tmp_path / "desk" / "source" / "2024" / "may" / "salt.txt"
    place.write_text(TEXT, encoding="utf-8")
    desk = Desk(tmp_path / "desk")
    session = ReviewSession(desk, desk.documents[0])
    do(session, item(session, "word.phrase", "could"), "accept")
    version, one = session.version(), item(session, "spell.dictionary", "recieved")
    folder = tmp_path / "desk" / "source" / "2024"
    folder.rename(tmp_path / "away")
    held = {path.name: path.read_bytes() for path in (tmp_path / "away" / "may").iterdir()}
    folder.symlink_to(tmp_path / "away")
    for act in (
        session.snapshot,
        lambda: take_action.decide_item(
            session, WorkerCall("decide", "salt", version, one.name, "stet", None)
        ),
        lambda: take_action.undo_action(session, version),
    ):
        with pytest.raises(ToolError, match="`source/2024` is now a link"):
            act()
    there = {path.name: path.read_bytes() for path in (tmp_path / "away" / "may").iterdir()}
    assert there == held


def test_a_source_folder_that_is_a_link_is_the_desk_s(tmp_path: Path) -> None:
    (tmp_path / "texts" / "may").mkdir(parents=True)
    (tmp_path / "texts" / "may" / "salt.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "source").symlink_to(tmp_path / "texts")
    desk = Desk(tmp_path / "desk")
    session = ReviewSession(desk, desk.documents[0])
    do(session, item(session, "word.phrase", "could"), "accept")
    assert (tmp_path / "texts" / "may" / "salt.txt.desk.toml").exists()


def test_a_sidecar_keeps_who_may_read_it(session: ReviewSession, desk: Path) -> None:
    (desk / SIDECAR).write_text('title = "Salt"\n')
    (desk / SIDECAR).chmod(0o640)
    do(session, item(session, "word.phrase", "could"), "accept")
    take_action.undo_action(session, session.version())
    assert stat.S_IMODE((desk / SIDECAR).stat().st_mode) == 0o640


# ── the running text ─────────────────────────────────────────────────────────


def row(session: ReviewSession, text: str) -> str:
    snapshot = session.snapshot()
    return next(
        one.html
        for one in page_parts.make_rows(snapshot.article, snapshot.items)
        if text in one.html
    )


def test_changes_and_proposals_stand_in_place(session: ReviewSession) -> None:
    change = item(session, "spell.dictionary", "recieved").name
    asked = item(session, "word.phrase", "could").name
    html = row(session, "it as wages")
    assert f'rec<del class="done" data-item="{change}">ie</del>' in html
    assert f'<ins class="done" data-item="{change}">ei</ins>ved it as wages' in html
    assert f'it <del class="asked" data-item="{asked}">could of</del>' in html
    assert f'<ins class="asked" data-item="{asked}">could have</ins> been' in html


def test_a_question_about_a_citation_is_marked_at_its_words(session: ReviewSession) -> None:
    name = item(session, "citation.ambiguous").name
    assert f'<mark data-item="{name}">(Marlow, 2020)</mark>' in row(session, "one account")


def test_a_change_in_a_citation_stands_in_its_mark(tmp_path: Path) -> None:
    text = TEXT.replace("(Osei, 2019)", "(Osei et al, 2019)")
    found = Desk(laid_out(tmp_path / "d", text))
    made = ReviewSession(found, found.documents[0])
    asked = next(one.name for one in made.snapshot().items
                 if one.citation and one.citation.name.startswith("Osei"))  # fmt: skip
    stop = item(made, "abbr.et-al").name
    assert (
        f'<mark data-item="{asked}">(Osei et al'
        f'<ins class="done" data-item="{stop}">.</ins>, 2019)</mark>'
    ) in row(made, "has sold salt")


def test_what_the_structure_takes_of_a_line_stands_in_place(tmp_path: Path) -> None:
    found = Desk(
        laid_out(
            tmp_path / "d",
            TEXT.replace("References", "- first, the tide\n- second, the wages\n\nReferences"),
        )
    )
    made = ReviewSession(found, found.documents[0])
    sign = item(made, "structure.list").name
    html = row(made, "the tide")
    assert f'<del class="done" data-item="{sign}">-␣</del>first, the tide' in html


def test_markup_of_a_submission_is_text_and_what_nobody_sees_has_a_number(tmp_path: Path) -> None:
    odd = TEXT.replace(
        "three hundred", "<script>alert(1)</script> three\u202e hun\u00addred <b>می\u200cخواهم</b>"
    )
    found = Desk(laid_out(tmp_path / "d", odd))
    html = row(ReviewSession(found, found.documents[0]), "has sold salt")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "&lt;b&gt;می" in html
    assert "\u202e" not in html
    assert "U+202E</span>" in html


def test_all_text_that_is_not_inserted_is_the_text_as_received(session: ReviewSession) -> None:
    from lxml import html

    snapshot = session.snapshot()
    received = {}
    for one in page_parts.make_rows(snapshot.article, snapshot.items):
        tree = html.fromstring(one.html)
        for away in tree.xpath("//ins|//button|//bdi[@class='role']"):
            away.drop_tree()
        received[one.line] = tree.text_content().replace("␣", " ")
    lines = snapshot.article.edited.submission.lines
    assert received == {line.number: line.text for line in lines if line.text}


# ── how it is said ───────────────────────────────────────────────────────────


def test_a_message_begins_with_a_capital_and_words_of_the_text_stay_as_they_are(
    session: ReviewSession,
) -> None:
    snapshot = session.snapshot()
    places: dict[File, str] = {"sidecar": SIDECAR, "settings": "", "words": ""}
    made = page_parts.list_cards(snapshot.article, snapshot.items, places)
    for one in snapshot.items:
        heading = made[one.name].partition("<h2")[2].partition(">")[2].partition("</h2>")[0]
        first = one.title[0]
        kept = one.citation is not None or first == "`"
        assert heading.startswith("<code>" if first == "`" else first if kept else first.upper())
    assert "first-letter" not in (ROOT / "src/copydesk/data/review/review.css").read_text()


def test_a_role_is_said_in_the_words_of_the_proof(session: ReviewSession) -> None:
    asked = Query("q", "structure.doubt", "note", 1, "?", ("furniture", "title"))
    right, *near, menu = make_answers(session.snapshot().article)(asked)
    assert right.said == "Right: it is the title"
    assert [(one.head, one.value, one.label) for one in near] == [
        ("It is", "furniture", "boilerplate of the site; leave it out"),
        ("It is", "title", "the title"),
    ]
    assert "furniture" in menu.menu  # of all roles, each with its name


def test_the_label_of_a_line_leaves_the_side_on_which_its_words_begin_alone(
    session: ReviewSession,
) -> None:
    """What is in this element does not count when a browser looks for the first letter."""
    snapshot = session.snapshot()
    for one in page_parts.make_rows(snapshot.article, snapshot.items):
        assert 'dir="auto"><bdi class="role">' in one.html
