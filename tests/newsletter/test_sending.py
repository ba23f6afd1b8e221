"""Whom an issue goes to, and what becomes of each copy, whatever the server says."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from copydesk.errors import Refused, ToolError
from copydesk.newsletter import addresses, copies, journal, send
from copydesk.newsletter.journal import JournalRecord
from copydesk.newsletter.members import ListMember
from copydesk.newsletter.send import Sending, SendingPlan, Way, plan_sending
from copydesk.system import append_file
from copydesk.system.mail_delivery import Delivery
from newsletter import sendable
from torture.failing import faults

ISSUE = copies.prepare_message(sendable.message(), "2026-05")
PEOPLE = tuple(
    ListMember(addresses.parse_address(f"{name}@harbour.example")) for name in "abcdefghij"
)
A, B, C, D = PEOPLE[:4]
DONE, LATER = Delivery("done"), Delivery("later", "450 busy")


@dataclass
class World:
    """A server that says `answers` (by reader and time), and everything around it."""

    answers: Callable[[str, int], Delivery | BaseException] = lambda _who, _times: DONE
    unwanted: set = field(default_factory=set)
    stop_after: int = 10**9
    asked: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    stopped: bool = False
    moments: int = 0
    told: list[tuple[str, str]] = field(default_factory=list)

    def deliver(self, sender: str, recipient: str, message: bytes) -> Delivery:
        assert sender == "desk@harbour.example"
        assert f"To: {recipient}\r\n".encode() in message
        # Each try is handed over at a time of its own.
        assert f"Date: Sat, 28 Nov 2026 09:{self.moments:02}:00 +0000\r\n".encode() in message
        who = recipient[0]
        said = self.answers(who, self.asked.count(who))
        self.asked.append(who)
        if isinstance(said, BaseException):
            raise said
        return said

    def clock(self) -> dt.datetime:
        self.moments += 1
        return dt.datetime(2026, 11, 28, 9, self.moments, tzinfo=dt.UTC)

    def next(self) -> bool:
        return len(self.asked) < self.stop_after

    def pause(self, seconds: float) -> bool:
        self.waits.append(seconds)
        return not self.stopped

    def one(self, member: ListMember, delivery: Delivery) -> None:
        self.told.append((member.address.local, delivery.state))

    def resting(self, count: int, seconds: float) -> None:
        assert count
        assert seconds

    def sent(self, path: Path, *people: ListMember) -> Sending:
        with journal.open_journal(path, "2026-05") as notes:
            sending = Sending(ISSUE, notes, Way(self, self.unwanted, self, self, self.clock))
            sending.run(people)
        return sending


def named(members: list[ListMember]) -> str:
    return "".join(member.address.local for member in members)


def marks(path: Path) -> dict[str, str]:
    return {key[0]: record.mark for key, record in journal.read_records(path, "2026-05").items()}


def test_everybody_has_one_copy_and_a_line_in_the_journal(tmp_path: Path):
    world = World()
    sending = world.sent(tmp_path / "j", A, B, C)
    assert (world.asked, named(sending.done), sending.halted) == (["a", "b", "c"], "abc", "")
    assert marks(tmp_path / "j") == {"a": "done", "b": "done", "c": "done"}
    assert len(journal.read_tokens(tmp_path / "j")) == 3


def test_who_was_not_taken_is_tried_again_after_all_others_and_longer_each_time(tmp_path: Path):
    world = World(lambda who, times: LATER if who == "a" and times < 2 else DONE)
    sending = world.sent(tmp_path / "j", A, B)
    assert world.asked == ["a", "b", "a", "a"]
    assert world.waits == [30, 120]
    assert named(sending.done) == "ba"


def test_trying_again_has_an_end_and_who_is_left_is_left_for_the_next_time(tmp_path: Path):
    world = World(lambda who, _: LATER if who == "a" else DONE)
    sending = world.sent(tmp_path / "j", A, B)
    assert world.asked == ["a", "b", "a", "a", "a"]
    assert (named(sending.left), sending.halted) == ("a", "the server did not accept them now")
    assert marks(tmp_path / "j") == {"a": "later", "b": "done"}
    assert plan_sending((A, B), journal.read_records(tmp_path / "j", "2026-05"), set()).waiting == (
        A,
    )


def test_a_server_that_is_gone_is_not_asked_for_everybody(tmp_path: Path):
    gone = Delivery("later", "gone", everyone=True)
    world = World(lambda who, times: gone if who == "b" and not times else DONE)
    sending = world.sent(tmp_path / "j", A, B, C, D)
    assert world.asked == ["a", "b", "c", "d", "b"]
    assert world.waits == [30]
    assert named(sending.done) == "acdb"


def test_a_server_that_takes_some_at_a_time_takes_all_in_the_end(tmp_path: Path):
    def some(_who: str, _times: int) -> Delivery:
        world.some = (world.some + 1) % 3
        return DONE if world.some else Delivery("later", "451 too many an hour", everyone=True)

    world = World(some)
    world.some = 0
    sending = world.sent(tmp_path / "j", *PEOPLE)
    assert sorted(named(sending.done)) == [*"abcdefghij"]
    assert world.waits == [30, 30, 30, 30]
    assert (sending.left, sending.halted) == ([], "")


def test_refused_ones_are_noted_and_not_tried_again(tmp_path: Path):
    world = World(lambda who, _: Delivery("refused", "550 no") if who == "b" else DONE)
    sending = world.sent(tmp_path / "j", A, B, C)
    assert (world.asked, named(sending.refused)) == (["a", "b", "c"], "b")
    assert marks(tmp_path / "j")["b"] == "refused"


def test_a_server_that_refuses_everybody_is_not_asked_on(tmp_path: Path):
    sending = World(lambda *_: Delivery("refused", "554 relay")).sent(tmp_path / "j", *PEOPLE)
    assert (named(sending.refused), named(sending.left)) == ("abcde", "fghij")
    assert sending.halted == "the first 5 were all refused"


def test_uncertain_ones_are_told_and_not_tried_again(tmp_path: Path):
    world = World(lambda who, _: Delivery("uncertain", "gone") if who == "b" else DONE)
    sending = world.sent(tmp_path / "j", A, B, C)
    assert (named(sending.done), named(sending.uncertain)) == ("ac", "b")
    assert world.asked == ["a", "b", "c"]
    assert ("b", "uncertain") in world.told


def test_who_asks_to_be_left_alone_meanwhile_is(tmp_path: Path):
    world = World()

    def answer(who: str, _times: int) -> Delivery:
        if who == "a":
            world.unwanted.add(B.address)
        return DONE

    world.answers = answer
    sending = world.sent(tmp_path / "j", A, B, C)
    assert (world.asked, named(sending.suppressed)) == (["a", "c"], "b")
    assert set(marks(tmp_path / "j")) == {"a", "c"}


@pytest.mark.parametrize(
    ("error", "lists", "mark"),
    [(Refused("no such sender"), ("a", "", "bc"), "later"),
     (KeyboardInterrupt(), ("a", "b", "c"), "intent"), (RuntimeError(), ("a", "b", "c"), "intent")],
)  # fmt: skip
def test_whatever_ends_it_everybody_stands_on_the_right_list(tmp_path: Path, error, lists, mark):
    world = World(lambda who, _: error if who == "b" else DONE)
    with journal.open_journal(tmp_path / "j", "2026-05") as notes:
        sending = Sending(ISSUE, notes, Way(world, set(), world, world, world.clock))
        with pytest.raises(type(error)):
            sending.run((A, B, C))
    assert (named(sending.done), named(sending.uncertain), named(sending.left)) == lists
    assert marks(tmp_path / "j") == {"a": "done", "b": mark}


def test_a_journal_that_cannot_be_written_stops_the_sending():
    class Full:
        count = 0

        def note(self, _address: object, mark: str, **_: str) -> None:
            self.count += 1
            if self.count in self.fails:
                raise ToolError(f"disk full at {mark}")

    for fails, lists in (({3}, ("a", "", "bc")), ({4}, ("a", "b", "c"))):
        notes, world = Full(), World()
        notes.fails = fails
        sending = Sending(ISSUE, notes, Way(world, set(), world, world, world.clock))
        with pytest.raises(ToolError):
            sending.run((A, B, C))
        assert (named(sending.done), named(sending.uncertain), named(sending.left)) == lists
        assert world.asked == ["a", "b"][: 1 + bool(lists[1])]


def test_an_interrupt_ends_it_between_two_messages(tmp_path: Path):
    sending = World(stop_after=2).sent(tmp_path / "j", A, B, C)
    assert (named(sending.done), named(sending.left)) == ("ab", "c")
    assert sending.halted == send.INTERRUPTED


def test_an_interrupt_ends_a_wait(tmp_path: Path):
    world = World(lambda *_: LATER, stopped=True)
    sending = world.sent(tmp_path / "j", A, B)
    assert (named(sending.left), sending.halted) == ("ab", send.INTERRUPTED)


# ── whatever happens to the journal ──────────────────────────────────────────


def resumed(path: Path, *people: ListMember) -> str:
    """Whom the rest of the sending goes to, by the journal at `path`."""
    world = World()
    world.sent(path, *plan_sending(people, journal.read_records(path, "2026-05"), set()).waiting)
    return "".join(world.asked)


def test_a_journal_that_was_cut_off_at_any_byte_has_nobody_mailed_twice(
    tmp_path: Path, monkeypatch
):
    monkeypatch.setattr(append_file, "_flush", lambda _handle: None)  # no power is cut here
    World().sent(tmp_path / "j", A, B)
    data = (tmp_path / "j").read_bytes()
    for cut in range(len(data) + 1):
        (tmp_path / "j").write_bytes(data[:cut])
        meant = data[:cut].count(b"\n") // 2 + data[:cut].count(b"\n") % 2  # intent, outcome
        assert resumed(tmp_path / "j", A, B) == "ab"[meant:], cut


def test_whatever_call_to_the_disk_fails_nobody_is_mailed_twice_or_forgotten(tmp_path: Path):
    calls = {(os, name): name for name in ("open", "write", "fdatasync", "fsync", "ftruncate")}
    for fault in faults(calls=calls):
        path, world = tmp_path / f"{fault.at}.jsonl", World()
        try:
            with fault:
                world.sent(path, A, B, C)
        except ToolError:
            assert fault.failed
        later = resumed(path, A, B, C)
        unsure = {
            key[0] for key, one in journal.read_records(path, "2026-05").items() if one.uncertain
        }
        assert sorted({*world.asked, *later, *unsure}) == ["a", "b", "c"], fault.failed
        assert not {*world.asked} & {*later}, fault.failed


def test_a_journal_that_was_saved_with_other_line_ends_is_the_same(tmp_path: Path):
    World().sent(tmp_path / "j", A, B)
    (tmp_path / "j").write_bytes((tmp_path / "j").read_bytes().replace(b"\n", b"\r\n"))
    assert resumed(tmp_path / "j", A, B, C) == "c"


# ── whom it goes to ──────────────────────────────────────────────────────────

KNOWN = {
    f"{name}@harbour.example": JournalRecord(f"{name}@harbour.example", mark)
    for name, mark in zip("abcdef", ("done", "intent", "uncertain", "refused", "later", "done"),
                          strict=True)
}  # fmt: skip


def planned(**more: object) -> dict[str, str]:
    found = plan_sending(PEOPLE, KNOWN, {PEOPLE[5].address, PEOPLE[9].address}, **more)
    return {kind: named(list(getattr(found, kind))) for kind in SendingPlan.__slots__}


def test_those_are_mailed_who_have_not_had_it_and_want_it():
    assert planned() == {
        "waiting": "eghi", "already": "a", "suppressed": "fj", "refused": "d", "uncertain": "bc",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("again", "waiting"),
    [(("uncertain",), "bceghi"), (("refused",), "deghi"), (("uncertain", "refused"), "bcdeghi")],
)
def test_uncertain_and_refused_ones_are_mailed_again_when_that_is_asked_for(again, waiting):
    assert planned(again=again)["waiting"] == waiting
