"""Sending an issue to many: whom it goes to, and what becomes of each copy.

No server or screen is in here: what carries a copy, what waits, what time it is and what is told
comes from outside. What may happen between two lines of the journal is the journal's matter.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
import signal
import threading
import time
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, Final, Protocol

from copydesk.errors import CopydeskError
from copydesk.newsletter.addresses import Address
from copydesk.newsletter.copies import Prepared
from copydesk.newsletter.journal import Journal, JournalRecord, Mark
from copydesk.newsletter.members import ListMember
from copydesk.system.mail_delivery import Carrier, Delivery

#: Seconds before what was not taken is tried again, each time longer; then, when none was taken
#: in all of them, it is left.
WAITS: Final = (30.0, 120.0, 300.0)
#: So many refused ones, and none taken, end the sending: something is wrong with all of them.
HOPELESS: Final = 5
INTERRUPTED: Final = "it was interrupted"
#: Seconds after which a wait looks whether it is to end.
_LOOK: Final = 0.2


@dataclass(frozen=True, slots=True)
class SendingPlan:
    """Who of a list is to be mailed, and who is not, each with the reason."""

    waiting: tuple[ListMember, ...] = ()
    already: tuple[ListMember, ...] = ()
    suppressed: tuple[ListMember, ...] = ()
    refused: tuple[ListMember, ...] = ()
    uncertain: tuple[ListMember, ...] = ()


def plan_sending(
    rows: Iterable[ListMember], known: Mapping[str, JournalRecord], suppressed: Container[Address],
    again: Container[str] = (),
) -> SendingPlan:  # fmt: skip
    """What is to be done for each of `rows`, of whom `known` says what the journal does.

    `again` holds `uncertain` or `refused` when those are to be mailed once more. Who is suppressed
    never is.
    """
    found: dict[str, list[ListMember]] = {}
    for member in rows:
        record = known.get(member.address.key)
        if member.address in suppressed:
            kind = "suppressed"
        elif record is None or record.mark == "later":
            kind = "waiting"
        elif record.mark == "done":
            kind = "already"
        else:
            kind = "uncertain" if record.uncertain else "refused"
            kind = "waiting" if kind in again else kind
        found.setdefault(kind, []).append(member)
    return SendingPlan(**{kind: tuple(members) for kind, members in found.items()})


@dataclass(slots=True)
class Pace:
    """Lets a message begin every `gap` seconds, until somebody has it `stopped`."""

    gap: float = 0.0
    stopped: bool = False
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _last: float | None = None

    def next(self) -> bool:
        """Wait for the moment of the next message; whether it is to be sent.

        >>> told, moments = [], iter([0, 1, 6])
        >>> pace = Pace(gap=1.5, clock=lambda: next(moments), sleep=told.append)
        >>> [pace.next() for _ in range(2)], sum(told)
        ([True, True], 0.5)
        """
        now = self.clock()
        if self._last is not None and (rest := self._last + self.gap - now) > 0:
            self.pause(rest)
            now += rest
        self._last = now
        return not self.stopped

    def pause(self, seconds: float) -> bool:
        """Wait so many `seconds`, or until it is stopped; whether it is not."""
        while seconds > 0 and not self.stopped:
            self.sleep(min(seconds, _LOOK))
            seconds -= _LOOK
        return not self.stopped


@contextlib.contextmanager
def stop_on_interrupt(pace: Pace) -> Iterator[None]:
    """Have the first interrupt (Ctrl-C) stop `pace`, so that no message is left half sent.

    The second one ends everything at once.
    """

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  as it is called
        if pace.stopped:
            raise KeyboardInterrupt
        pace.stopped = True

    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's matter
        return
    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class Watches(Protocol):
    """Is told what happens."""

    def one(self, member: ListMember, delivery: Delivery) -> None:
        """What became of one copy."""
        ...

    def resting(self, count: int, seconds: float) -> None:
        """For how long those `count` that were not taken have to wait."""
        ...


@dataclass(frozen=True, slots=True)
class Way:
    """How copies go: what carries them, who wants none, what waits, who is told, and the time."""

    carrier: Carrier
    suppressed: Container[Address]
    pace: Pace
    watcher: Watches
    clock: Callable[[], dt.datetime]


@dataclass(slots=True)
class Sending:
    """What became of a sending so far; `halted` says why it ended before its end, "" else.

    Without a `journal` nothing is written down: of a copy to oneself, or into a mailbox.
    """

    message: Prepared
    journal: Journal | None
    way: Way
    done: list[ListMember] = field(default_factory=list)
    refused: list[ListMember] = field(default_factory=list)
    uncertain: list[ListMember] = field(default_factory=list)
    suppressed: list[ListMember] = field(default_factory=list)
    left: list[ListMember] = field(default_factory=list)
    halted: str = ""

    def run(self, waiting: Iterable[ListMember]) -> None:
        """Send a copy to each of `waiting`. Who is `left` in the end has none, for certain.

        Raises what `Carrier.deliver` raises; all is written down then.
        """
        self.left = [*waiting]
        waits = iter(WAITS)
        while True:
            before = len(self.done)
            self._round()
            if not self.left or self.halted:
                return
            if len(self.done) > before:
                waits = iter(WAITS)  # a server that takes some at a time takes all in the end
            if (wait := next(waits, None)) is None:
                self.halted = "the server did not accept them now"
                return
            self.way.watcher.resting(len(self.left), wait)
            if not self.way.pace.pause(wait):
                self.halted = INTERRUPTED
                return

    def _round(self) -> None:
        """Try each of those left once, but no longer than the server takes any."""
        tried: list[ListMember] = []
        try:
            while self.left and not self.halted:
                if not self.way.pace.next():
                    self.halted = INTERRUPTED
                elif self._one(tried).everyone:
                    break
                elif len(self.refused) >= HOPELESS and not self.done:
                    self.halted = f"the first {HOPELESS} were all refused"
        finally:
            self.left += tried

    def _one(self, tried: list[ListMember]) -> Delivery:
        """Send a copy to the first of those left, who is `tried` when it was not taken.

        At each moment the reader is on the list that a crash in that moment would be right about.
        """
        member = self.left[0]
        address = member.address
        if address in self.way.suppressed:
            self.suppressed.append(self.left.pop(0))
            return Delivery("done")
        token = secrets.token_hex(12) if self.message.personal else ""
        copy = self.message.copy(member, self.way.clock(), token)
        message_id = self.message.message_id(address)
        self._note(address, "intent", token=token, message_id=message_id)
        self.uncertain.append(self.left.pop(0))
        try:
            delivery = self.way.carrier.deliver(self.message.sender, str(address), copy)
        except CopydeskError as error:
            self._note(address, "later", said=str(error))
            self.left.insert(0, self.uncertain.pop())
            raise
        self._note(address, delivery.state, said=delivery.said, token=token)
        kept = {"done": self.done, "refused": self.refused, "later": tried}
        if delivery.state in kept:
            kept[delivery.state].append(self.uncertain.pop())
        self.way.watcher.one(member, delivery)
        return delivery

    def _note(self, address: Address, mark: Mark, **said: str) -> None:
        if self.journal:
            self.journal.note(address, mark, **said)


def list_addresses(*rows: Iterable[ListMember]) -> list[str]:
    """The addresses of the readers in `rows`."""
    return [str(member.address) for members in rows for member in members]


def record_outcome(
    issue: str, planned: SendingPlan, sending: Sending | None = None, into: str = ""
) -> dict[str, Any]:
    """Who of a list has had the issue and who has not, by address; `halted` says why.

    `into` is the mailbox here that took the copies, "" where they were mailed. Without a `sending`
    nobody was.
    """
    halted = "nobody was mailed" if planned.waiting else ""
    return {
        "issue": issue,
        "sent": list_addresses(sending.done if sending else ()),
        "already": list_addresses(planned.already),
        "suppressed": list_addresses(planned.suppressed, sending.suppressed if sending else ()),
        "refused": list_addresses(planned.refused, sending.refused if sending else ()),
        "uncertain": list_addresses(planned.uncertain, sending.uncertain if sending else ()),
        "left": list_addresses(sending.left if sending else planned.waiting),
        "halted": sending.halted if sending else halted,
        "into": into,
    }
