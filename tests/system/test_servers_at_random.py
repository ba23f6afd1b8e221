"""Servers that say anything at any word: what is told of a message is what became of it."""

from __future__ import annotations

import contextlib
import random
import socket
import threading
from collections import Counter

import pytest

from copydesk.errors import CopydeskError
from copydesk.system import smtp
from copydesk.system.mail_server import read_server
from copydesk.system.smtp import SmtpSession
from soaking import SOAKING

pytestmark = [
    pytest.mark.law,
    pytest.mark.check,
]

MESSAGE = b"Subject: Tides\r\n\r\nThe tide.\r\n"
ROUNDS = 1000 if SOAKING else 60
RIGHT = {b"DATA": b"354 go", b"QUIT": b"221 bye"}
#: What is said in place of that; b"" hangs up, None says nothing, b"!" hangs up behind it.
WRONG = (
    b"421 bye", b"450 later", b"451 later", b"452 full", b"500 what", b"503 order", b"550 no",
    b"552 large", b"554 no", b"354 go", b"250 OK", b"251 on", b"252 maybe", b"235 in", b"nonsense",
    b"250-more\r\n250 OK", b"250-more", b"", None, b"999 odd", b"1", b"550 no!", b"250 OK!",
)  # fmt: skip


class Whimsical:
    """A server on loopback that keeps what it takes, and what it may have taken, by reader."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._rate = chance.choice((0.1, 0.3, 0.6))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.taken: Counter[str] = Counter()
        self.unsure: Counter[str] = Counter()
        self._threads = [threading.Thread(target=self._listen)]
        self._threads[0].start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                visitor = self._listener.accept()[0]
                self._threads.append(threading.Thread(target=self._visited, args=(visitor,)))
                self._threads[-1].start()

    def _visited(self, visitor: socket.socket) -> None:
        with contextlib.suppress(OSError), visitor, visitor.makefile("rb") as words:
            visitor.settimeout(5)
            visitor.sendall(b"220 hello\r\n")
            reader = ""
            while line := words.readline():
                word = line[:4].upper()
                if word == b"RCPT":
                    reader = line.partition(b"<")[2].partition(b">")[0].decode()
                said = self._whim(word)
                if word == b"DATA" and said and said.startswith(b"354"):
                    visitor.sendall(b"354 go\r\n")
                    if not any(one == b".\r\n" for one in iter(words.readline, b"")):
                        return
                    said = self._whim(b"TEXT")
                    self._keep(reader, said)
                if said == b"":
                    return
                if said is not None:
                    visitor.sendall(said.removesuffix(b"!") + b"\r\n")
                    if said.endswith(b"!"):
                        return

    def _whim(self, word: bytes) -> bytes | None:
        known = word in (b"EHLO", b"QUIT") or self._chance.random() > self._rate
        return RIGHT.get(word, b"250 OK") if known else self._chance.choice(WRONG)

    def _keep(self, reader: str, said: bytes | None) -> None:
        """It has the whole message: a no is a no, a yes is a yes, and all else may be either."""
        kind = (said or b"")[:1]
        if kind == b"2" and said != b"250-more":
            self.taken[reader] += 1
        elif kind not in (b"4", b"5"):
            self.unsure[reader] += 1


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_what_is_told_of_a_message_is_what_became_of_it(monkeypatch, seed):
    monkeypatch.setattr(smtp, "SECONDS", 0.1)
    monkeypatch.setattr(smtp, "SECONDS_LAST", 0.1)
    whimsical = Whimsical(random.Random(seed))  # noqa: S311  the same ones each time
    told = {f"r{number}@harbour.example": "later" for number in range(6)}
    with (
        contextlib.closing(whimsical),
        contextlib.suppress(CopydeskError),
        SmtpSession(read_server(f"smtp+plain://127.0.0.1:{whimsical.port}")) as session,
    ):
        for reader in told:
            with contextlib.suppress(CopydeskError):  # `Sending` notes it as to be sent later
                told[reader] = session.deliver("desk@harbour.example", reader, MESSAGE).state
    for reader, state in told.items():
        became = whimsical.taken[reader], whimsical.unsure[reader]
        right = {"done": [(1, 0)], "uncertain": [(1, 0), (0, 1), (0, 0)]}.get(state, [(0, 0)])
        assert became in right, (reader, state)
