"""A review that is served as a user starts it, and a caller that says just what a test wants."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

#: An article with something to decide of each kind.
TEXT = """\
The price of salt

By Ines Marlow

The harbour of Low Quay has sold salt for three hundred years, and its price was never settled \
in the town (Osei, 2019). Some recieved it as wages; it could of been money. The wheather turned \
in 1830.

Who set the price is disputed. The guild did, says one account (Marlow, 2020), and the crown, \
says another (Abdouduoh, 2021). Neither has kept its books, and the "ledger" of the quay is \
lost. The keepers of the light wrote that it should of been bought back (Lind, 2018).

References

Abdoudouh, K., 2021. Salt and the crown. Journal of Ports, 12(3), pp. 1-20.
Lind, A., 2018. The keepers of the light. Tide Press.
Marlow, I., 2020. Guilds of the coast. Tide Press.
Marlow, I., 2020. Ledgers of the coast. Tide Press.
Osei, K., 2017. What the ferry carried. Journal of Ports, 9(1), pp. 33-48.
"""
SOURCE = "source/salt.txt"
SIDECAR = f"{SOURCE}.desk.toml"
#: Seconds that a review may take to end, on a machine that has much else to do.
ENDING = 120.0


def laid_out(folder: Path, text: str = TEXT, **more: str) -> Path:
    """A desk in `folder` with `text` as `salt.txt`, and `more` texts by their stems."""
    (folder / "source").mkdir(parents=True)
    for stem, words in {"salt": text, **more}.items():
        (folder / "source" / f"{stem}.txt").write_text(words, encoding="utf-8")
    (folder / "copydesk.toml").write_text('formats = ["html", "md"]\n', encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        return json.loads(self.body)


@dataclass
class Served:
    """A running review of `desk`. `cookie` (as `given`) and `word` are those of who opened it."""

    process: subprocess.Popen[str]
    url: str
    desk: Path
    cookie: str = ""
    given: str = ""
    word: str = ""

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 0

    def call(
        self, method: str, path: str, headers: Sequence[tuple[str, str]], body: bytes = b""
    ) -> Answer:
        """The answer to exactly these words."""
        caller = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            caller.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers:
                caller.putheader(name, value)
            caller.endheaders(body)
            reply = caller.getresponse()
            headers = {name.lower(): value for name, value in reply.getheaders()}
            return Answer(reply.status, headers, reply.read())
        finally:
            caller.close()

    def open(self, slug: str = "salt") -> None:
        """Open the link as a browser does."""
        parts = urlsplit(self.url)
        found = self.call("GET", f"{parts.path}?{parts.query}", [("Host", self.host)])
        assert found.status == 303
        self.given = found.headers["set-cookie"]
        self.cookie = self.given.partition(";")[0]
        page = self.get(f"/a/{slug}").body.decode()
        self.word = re.search(r'data-word="([^"]+)"', page)[1]  # type: ignore[index]

    def get(self, path: str) -> Answer:
        return self.call("GET", path, [("Host", self.host), ("Cookie", self.cookie)])

    def writing(self, body: bytes, **other: str | None) -> list[tuple[str, str]]:
        """The headers of a request that writes, some of them `other` ones or none."""
        said: dict[str, str | None] = {
            "Host": self.host, "Cookie": self.cookie, "Origin": f"http://{self.host}",
            "X-Copydesk": self.word, "Content-Type": "application/json",
            "Content-Length": str(len(body)), **other,
        }  # fmt: skip
        return [(name, value) for name, value in said.items() if value is not None]

    def post(self, path: str, values: Any, **other: str | None) -> Answer:
        body = json.dumps(values).encode()
        return self.call("POST", path, self.writing(body, **other), body)

    def state(self) -> Any:
        return self.get("/a/salt/state").said

    def decide(self, item: str, action: str, value: Any = None, version: str = "") -> Answer:
        version = version or self.get("/a/salt/version").said["version"]
        asked = {"version": version, "item": item, "action": action, "value": value}
        return self.post("/a/salt/decide", asked)


@contextlib.contextmanager
def serving(desk: Path, *words: str) -> Iterator[Served]:
    """The review of the desk, or of the articles that `words` name; ended by Ctrl-C."""
    process = subprocess.Popen(
        [sys.executable, "-m", "copydesk", "-C", str(desk), "review", *words],
        stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stderr
    try:
        first = process.stderr.readline()
        found = re.search(r"http://\S+", first)
        assert found, first + process.stderr.read()
        yield Served(process, found[0], desk)
    finally:
        process.send_signal(signal.SIGINT)  # nothing to one that has ended
        try:
            process.wait(ENDING)
        finally:
            process.kill()
            process.wait()
            process.stderr.close()
