"""The server for this machine answers what is meant for it, and nothing else."""

from __future__ import annotations

import http.client
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from copydesk.errors import UsageError
from copydesk.system import loopback
from copydesk.system.loopback import LoopbackServer, PageResponse, inside, serve_pages

pytestmark = pytest.mark.check


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A folder with files to be shown, others that must not be, and links of all kinds."""
    out = tmp_path / "dist"
    for name in ("quay/quay.html", "quay/review/proof.html", ".desk/lock", "quay/.secret"):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text(name, encoding="utf-8")
    (tmp_path / "distant").mkdir()
    (tmp_path / "distant" / "secret.html").write_text("secret", encoding="utf-8")
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    (out / "out.html").symlink_to(tmp_path / "secret.html")
    (out / "away").symlink_to(tmp_path)
    (out / "lock.html").symlink_to(out / ".desk" / "lock")
    (out / "ring").symlink_to(out / "ring")
    (out / "same.html").symlink_to(out / "quay" / "quay.html")
    os.mkfifo(out / "pipe.html")
    return out


@pytest.mark.parametrize("path", ["quay/quay.html", "quay/review/proof.html", "same.html"])
def test_a_file_of_the_folder_is_found(dist: Path, path: str) -> None:
    found = inside(dist, path)
    assert found
    assert found.is_file()


OUTSIDE = (
    "", "/", "quay", "quay/", "/quay/quay.html", "quay//quay.html", "./quay/quay.html",
    "../secret.html", "quay/../../secret.html", "quay/..", "..", "../dist/quay/quay.html",
    "../distant/secret.html", "/etc/passwd", "//etc/passwd", "..\\secret.html", "C:\\x", "C:/x",
    "quay/quay.html\0", "quay/quay.html\n", ".desk/lock", "quay/.secret", "out.html",
    "away/secret.html", "away/dist/quay/quay.html/..", "lock.html", "ring", "pipe.html",
    "quay/quay.html/", "quay/quay.html/x", "x" * 5_000, "quay/quay.html:stream",
)  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_outside_the_folder_and_nothing_hidden_is_found(dist: Path, path: str) -> None:
    assert inside(dist, path) is None


def test_in_a_folder_that_is_not_there_nothing_is_found(tmp_path: Path) -> None:
    assert inside(tmp_path / "dist", "quay.html") is None


@pytest.fixture
def served(dist: Path) -> Iterator[LoopbackServer]:
    """A server that shows `dist`, and tells one piece of news to who has not heard it."""
    heard = threading.Event()

    def answer(path: str) -> PageResponse:
        found = inside(dist, path)
        return PageResponse(found.read_bytes()) if found else PageResponse(b"not here", status=404)

    def news(query: str, wait: float) -> Iterator[str]:
        if query == "since=0" and heard.wait(wait):
            yield "built"

    server = serve_pages(answer, news, 0)
    server.heard = heard  # type: ignore[attr-defined]
    server.start()
    yield server
    heard.set()  # for a page that waits
    server.close()


def asked(
    server: LoopbackServer, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """What the server answers; `Host` is its own unless the headers say another."""
    name = server.url.split("/")[2]
    caller = http.client.HTTPConnection(name, timeout=10)
    try:
        caller.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for key, value in ({"Host": name} | headers).items():
            caller.putheader(key.replace("_", "-"), value.replace("PORT", name.split(":")[1]))
        caller.endheaders()
        reply = caller.getresponse()
        return reply.status, dict(reply.getheaders()), reply.read()
    finally:
        caller.close()


def test_a_page_is_served_for_nobody_to_keep_or_embed(served: LoopbackServer) -> None:
    status, headers, body = asked(served, "/quay/quay.html?x=1")
    assert (status, body) == (200, b"quay/quay.html")
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_the_server_listens_on_the_loopback_addresses_alone(served: LoopbackServer) -> None:
    port = int(served.url.removeprefix("http://127.0.0.1:").rstrip("/"))
    others = {place[4][0] for place in socket.getaddrinfo(socket.gethostname(), port)}
    for address in (others | {"127.0.0.2"}) - {"127.0.0.1", "::1"}:  # a server of all answers
        with pytest.raises(OSError):  # noqa: PT011  refused or without a way, as the system has it
            socket.create_connection((str(address), port), timeout=2)


def test_the_newer_address_of_this_machine_is_answered_too(served: LoopbackServer) -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine knows no IPv6")
    port = int(served.url.rpartition(":")[2].rstrip("/"))
    line = http.client.HTTPConnection("::1", port, timeout=10)
    line.request("GET", "/quay/quay.html")
    assert line.getresponse().read() == b"quay/quay.html"
    line.close()


@pytest.mark.parametrize("path", [
    "/..%2fsecret.html", "/%2e%2e/secret.html", "/quay/%2e%2e%2f%2e%2e%2fsecret.html",
    "/../secret.html", "/quay/../../secret.html", "/%252e%252e/secret.html", "//etc/passwd",
    "/..%5csecret.html", "/%00", "/.desk/lock", "/%2edesk/lock", "/out.html", "/away/secret.html",
])  # fmt: skip
def test_no_spelling_of_an_address_leads_out_of_the_folder(
    served: LoopbackServer, path: str
) -> None:
    assert asked(served, path)[0] == 404


@pytest.mark.parametrize("path", ["/%ff", "http://evil.example/quay/quay.html", "*"])
def test_an_address_that_is_no_path_is_refused(served: LoopbackServer, path: str) -> None:
    assert asked(served, path)[0] == 400


@pytest.mark.parametrize("host", ["127.0.0.1:PORT", "localhost:PORT", "LOCALHOST:PORT"])
def test_names_of_this_machine_are_answered(served: LoopbackServer, host: str) -> None:
    assert asked(served, "/quay/quay.html", Host=host)[0] == 200


@pytest.mark.parametrize("host", [
    "evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:PORT",
    "127.0.0.1:PORT.evil.example", "0.0.0.0:PORT", "", "localhost:PORT,evil.example",
])  # fmt: skip
def test_another_name_that_leads_here_is_not_answered(served: LoopbackServer, host: str) -> None:
    status, _, body = asked(served, "/quay/quay.html", Host=host)
    assert status == 421
    assert b"quay/quay.html" not in body


def test_a_request_without_a_name_or_with_two_is_not_answered(served: LoopbackServer) -> None:
    name, port = served.url.split("/")[2].split(":")
    for hosts in (b"", f"Host: {name}:{port}\r\nHost: evil.example\r\n".encode()):
        with socket.create_connection((name, int(port)), timeout=10) as line:
            line.sendall(b"GET /quay/quay.html HTTP/1.1\r\n" + hosts + b"Connection: close\r\n\r\n")
            assert b" 421 " in line.makefile("rb").readline()


@pytest.mark.parametrize("headers", [
    {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"},
    {"Origin": "https://localhost:PORT"}, {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "no-cors"},
])  # fmt: skip
def test_pages_from_elsewhere_get_no_answer(
    served: LoopbackServer, headers: dict[str, str]
) -> None:
    assert asked(served, "/quay/quay.html", **headers)[0] == 403


@pytest.mark.parametrize("headers", [
    {"Origin": "http://127.0.0.1:PORT"}, {"Sec_Fetch_Site": "none"},
    {"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Mode": "no-cors"},
    {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"},
])  # fmt: skip
def test_own_pages_and_links_from_elsewhere_are_answered(
    served: LoopbackServer, headers: dict[str, str]
) -> None:
    assert asked(served, "/quay/quay.html", **headers)[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_can_be_sent_to_it(served: LoopbackServer, method: str) -> None:
    assert asked(served, "/quay/quay.html", method)[0] == 501


def test_head_is_answered_without_the_page(served: LoopbackServer) -> None:
    status, headers, body = asked(served, "/quay/quay.html", "HEAD")
    assert (status, headers["Content-Length"], body) == (200, "14", b"")


def waiting(server: LoopbackServer) -> socket.socket:
    """The line of a page that asks for the news."""
    name, port = server.url.split("/")[2].split(":")
    line = socket.create_connection((name, int(port)), timeout=10)
    asked = f"GET {loopback.EVENTS}?since=0 HTTP/1.1\r\nHost: {name}:{port}\r\n\r\n"
    line.sendall(asked.encode())
    return line


def test_news_reach_a_page_that_waits(served: LoopbackServer) -> None:
    with waiting(served) as line:
        replies = line.makefile("rb")
        head = list(iter(replies.readline, b"\r\n"))
        assert b"Content-Type: text/event-stream\r\n" in head
        assert (replies.readline(), replies.readline()) == (b"retry: 1000\n", b"\n")
        served.heard.set()  # type: ignore[attr-defined]
        assert replies.read() == b"data: built\n\n"


def test_a_page_that_waits_is_told_that_the_server_lives(
    served: LoopbackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loopback, "HEARTBEAT", 0.05)
    with waiting(served) as line:
        assert b": still here\n" in iter(line.makefile("rb").readline, b"")


@pytest.mark.parametrize(("fault", "told"), [
    (BrokenPipeError("gone"), False), (TimeoutError("slow"), False), (LookupError("quay"), True),
])  # fmt: skip
def test_a_fault_of_ours_is_told_and_one_of_the_browser_is_not(
    capsys: pytest.CaptureFixture[str], fault: Exception, *, told: bool
) -> None:
    def answer(_: str) -> PageResponse:
        raise fault

    server = serve_pages(answer, lambda *_: (), 0)
    server.start()
    with pytest.raises(http.client.RemoteDisconnected):
        asked(server, "/")
    server.close()
    assert (str(fault) in capsys.readouterr().err) == told


def test_more_pages_than_there_is_room_for_are_turned_away_and_the_others_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loopback, "MOST", 2)
    server = serve_pages(lambda _: PageResponse(b"here"), lambda *_: (), 0)
    server.start()
    name, port = server.url.split("/")[2].split(":")
    idle = [socket.create_connection((name, int(port)), timeout=10) for _ in range(2)]
    with socket.create_connection((name, int(port)), timeout=10) as third:
        assert third.recv(1) == b""
    idle[0].sendall(f"GET / HTTP/1.1\r\nHost: {name}:{port}\r\n\r\n".encode())
    assert b" 200 " in idle[0].makefile("rb").readline()
    for line in idle:
        line.close()
    server.close()


def test_a_port_that_is_taken_is_named_and_another_proposed(served: LoopbackServer) -> None:
    port = int(served.url.rpartition(":")[2].rstrip("/"))
    with pytest.raises(UsageError, match=f"port {port} .* is taken") as caught:
        serve_pages(lambda _: PageResponse(b""), lambda *_: (), port)
    assert "--port 0" in caught.value.hint


@pytest.mark.parametrize("port", [65_536, -1, 10**12])
def test_a_port_that_does_not_exist_is_refused(port: int) -> None:
    with pytest.raises(UsageError, match="there is no port"):
        serve_pages(lambda _: PageResponse(b""), lambda *_: (), port)


def test_without_a_wish_the_next_free_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    first = serve_pages(lambda _: PageResponse(b""), lambda *_: (), 0)
    taken = int(first.url.rpartition(":")[2].rstrip("/"))
    monkeypatch.setattr(loopback, "PORTS", (taken,))
    second = serve_pages(lambda _: PageResponse(b""), lambda *_: ())
    assert second.url != first.url
    first.close()
    second.close()
