"""The door to pages: what may come, from where, how much of it, and how long it may take."""

from __future__ import annotations

import gzip
import itertools
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator

import pytest

from authority import Authority
from copydesk.errors import CopydeskError, Refused, ToolError, UsageError
from copydesk.system import visit
from copydesk.system.visit import ARTICLES, PICTURES, FetchLimits, Visited, Visitor
from ending import ending
from loopback import Reply, answering, speaking

pytestmark = pytest.mark.check

PAGE = b"<!DOCTYPE html><h1>The Pier</h1>"
HTML = {"Content-Type": "text/html; charset=UTF-8"}
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
#: Pieces that drip for half a minute.
ENDLESS = 600


def visitor(look_up=None) -> Visitor:
    """One that may visit this machine, and nothing beyond it."""
    more = {"look_up": look_up} if look_up else {}
    return Visitor("copydesk/test", may=lambda address: address.is_loopback, **more)


def look(address: str, *, largest=100_000, seconds=5.0, types=ARTICLES, who=None) -> Visited:
    return (who or visitor()).visit(address, FetchLimits(types, largest, seconds, "text/html"))


def refused(address: str, **more: object) -> CopydeskError:
    """What `look` raises: always with a next step."""
    with pytest.raises(CopydeskError) as caught:
        look(address, **more)
    assert caught.value.hint
    return caught.value


# ── what comes ───────────────────────────────────────────────────────────────


def test_a_page_comes_as_it_is_with_what_its_head_says() -> None:
    with answering(lambda _: Reply(200, PAGE, HTML)) as told:
        found = look(f"{told.url}/a?b=1#c")
    assert found == Visited(f"{told.url}/a?b=1", "text/html", "utf-8", PAGE)


def test_it_says_who_asks_and_sends_no_cookie_no_login_and_no_page_it_comes_from() -> None:
    with answering(lambda _: Reply(200, PAGE, HTML | {"Set-Cookie": "a=1; Path=/"})) as told:
        who = visitor()
        look(f"{told.url}/a", who=who)
        look(f"{told.url}/b", who=who)
    (_, first), (_, second) = told.asked
    assert first == second
    assert first["User-Agent"] == "copydesk/test"
    assert set(first) == {"Host", "User-Agent", "Accept", "Accept-Encoding"}


def test_no_proxy_of_the_environment_is_used(monkeypatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with answering(lambda _: Reply(200, PAGE, HTML)) as told:
        assert look(told.url).data == PAGE


@pytest.mark.parametrize("kind", ["gzip", "x-gzip", "deflate", "Deflate", "identity", ""])
def test_what_comes_packed_is_unpacked(kind: str) -> None:
    packed = {"gzip": gzip.compress(PAGE, mtime=0), "x-gzip": gzip.compress(PAGE, mtime=0),
              "deflate": zlib.compress(PAGE), "Deflate": zlib.compress(PAGE)[2:-4]}  # fmt: skip
    reply = Reply(200, packed.get(kind, PAGE), HTML | {"Content-Encoding": kind})
    with answering(lambda _: reply) as told:
        assert look(told.url).data == PAGE


@pytest.mark.parametrize(
    "kind", ["text/html", "TEXT/HTML ;x=y", "application/xhtml+xml", "text/plain", "text/markdown",
             "application/rtf", "application/octet-stream", "",
             "application/vnd.oasis.opendocument.text"],
)  # fmt: skip
def test_whatever_may_hold_an_article_comes(kind: str) -> None:
    with answering(lambda _: Reply(200, PAGE, {"Content-Type": kind} if kind else {})) as told:
        assert look(told.url).data == PAGE


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("http://{}/a b/ä?q=ö&r=%2F+1", "/a%20b/%C3%A4?q=%C3%B6&r=%2F+1"),
        ("http://{}", "/"),
        ("  HTTP://{}/x\n", "/x"),
        ("http://{}/a/../b;c=1,2#part", "/a/../b;c=1,2"),
    ],
)
def test_an_address_is_asked_as_a_browser_would_write_it(given: str, asked: str) -> None:
    with answering(lambda _: Reply(200, PAGE, HTML)) as told:
        look(given.format(told.url.removeprefix("http://")))
    assert told.asked[0][0] == asked


# ── where it may come from ───────────────────────────────────────────────────


@pytest.mark.parametrize(
    "address",
    ["ftp://harbour.example/", "file:///etc/passwd", "https://", "http:///x", "javascript:x",
     "https://user@harbour.example", "https://user:secret@harbour.example/", "http://[",
     "https://h:99999/", "gopher://harbour.example", "data:text/html,x", "https://[::1",
     "http://a\u2026b\ud800.example/", "https://a b/", "http://a\x01b/", "http://[::1 x]/"],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused_without_asking(address: str) -> None:
    with pytest.raises(UsageError) as caught:
        look(address)
    assert caught.value.code == "page.address"
    assert "secret" not in f"{caught.value}{caught.value.hint}"


@pytest.mark.parametrize("address", ["http://127.0.0.1:1234/", "http://localhost/", "http://[::1]/",
                                     "https://127.0.0.1/", "http://127.0.0.1:22/"])  # fmt: skip
def test_this_machine_is_not_visited(address: str) -> None:
    error = refused(address, who=Visitor("copydesk/test"))
    assert isinstance(error, Refused)
    assert error.code == "page.private"


@pytest.mark.parametrize(
    "location",
    ["http://10.0.0.1/admin", "http://169.254.169.254/latest/meta-data/", "http://[fd00::1]/",
     "http://192.168.1.1:8080/", "http://[::ffff:10.0.0.1]/", "//172.16.0.9/x",
     "http://0.0.0.0/"],
)  # fmt: skip
def test_nobody_is_followed_into_a_private_network(location: str) -> None:
    with answering(lambda _: Reply(302, headers={"Location": location})) as told:
        assert refused(told.url).code == "page.private"
    assert len(told.asked) == 1


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://[", "http://u:p@127.0.0.1/",
                 "javascript:alert(1)", "data:text/html,x"],
)  # fmt: skip
def test_nobody_is_followed_to_what_is_no_page(location: str) -> None:
    with answering(lambda _: Reply(301, headers={"Location": location})) as told:
        assert refused(told.url).code == "page.address"
    assert len(told.asked) == 1


def test_a_name_is_looked_up_anew_at_each_step_and_what_it_means_then_is_looked_at() -> None:
    meant = iter(["127.0.0.1", "10.0.0.1"])  # first the machine of the test, then the office's

    def look_up(*_: object):
        return [next(meant)]

    with answering(lambda _: Reply(302, headers={"Location": "/again"})) as told:
        address = told.url.replace("127.0.0.1", "harbour.example")
        error = refused(address, who=visitor(look_up))
    assert error.code == "page.private"
    assert "(10.0.0.1)" in str(error)
    assert len(told.asked) == 1


def test_a_name_that_changes_its_meaning_is_asked_where_it_was_looked_at() -> None:
    asked = []

    def look_up(host: str, _: int):
        asked.append(host)
        return ["127.0.0.1" if len(asked) == 1 else "10.0.0.1"]

    with answering(lambda _: Reply(200, PAGE, HTML)) as told:
        address = told.url.replace("127.0.0.1", "harbour.example")
        assert look(address, who=visitor(look_up)).data == PAGE
    assert asked == ["harbour.example"]
    assert told.asked[0][1]["Host"].startswith("harbour.example:")


def test_redirects_are_followed_and_the_last_address_is_the_pages() -> None:
    def reply(path: str) -> Reply:
        return Reply(200, PAGE, HTML) if path == "/c%20d" else Reply(
            {"/": 301, "/a": 302, "/b": 307}[path],
            headers={"Location": {"/": "a", "/a": "/b#x", "/b": "c d"}[path]},
        )  # fmt: skip

    with answering(reply) as told:
        assert look(told.url).address == f"{told.url}/c%20d"


def test_redirects_without_end_are_given_up() -> None:
    with answering(lambda _: Reply(302, headers={"Location": "/again"})) as told:
        assert refused(told.url).code == "page.circles"
    assert len(told.asked) == visit.REDIRECTS + 1


# ── what may come ────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "kind",
    [
        "application/msword", "image/png", "video/mp4", "application/json", "application/zip",
        "audio/mpeg", "font/woff2",
    ],
)  # fmt: skip
def test_what_holds_no_article_is_refused_before_it_is_read(kind: str) -> None:
    with answering(lambda _: Reply(200, b"x" * 500_000, {"Content-Type": kind})) as told:
        error = refused(told.url, largest=1000)
    assert error.code == "page.type"
    assert f"`{kind}`" in str(error)


@pytest.mark.parametrize("kind", ["text/html", "application/pdf", "video/mp4"])
def test_what_is_no_picture_is_none(kind: str) -> None:
    with answering(lambda _: Reply(200, b"x", {"Content-Type": kind})) as told:
        assert refused(told.url, types=PICTURES).code == "page.type"


@pytest.mark.parametrize("status", [204, 206, 304, 400, 401, 403, 404, 429, 500, 503])
def test_an_answer_that_is_no_page_is_told_with_its_status(status: int) -> None:
    with answering(lambda _: Reply(status, b"" if status in (204, 304) else b"no", HTML)) as told:
        error = refused(told.url)
    assert (error.code, error.exit_code) == ("page.status", 4)
    assert f"status {status}" in str(error)


@pytest.mark.parametrize("kind", ["br", "zstd", "compress", "gzip, gzip"])
def test_what_comes_packed_in_other_ways_is_told(kind: str) -> None:
    with answering(lambda _: Reply(200, PAGE, HTML | {"Content-Encoding": kind})) as told:
        assert refused(told.url).code == "page.packed"


def test_a_page_that_comes_in_several_packets_is_whole() -> None:
    half = len(PAGE) // 2
    body = b"".join(gzip.compress(part, mtime=0) for part in (PAGE[:half], b"", PAGE[half:]))
    for more in (b"", b"\0" * 9):
        reply = Reply(200, body + more, HTML | {"Content-Encoding": "gzip"})
        with answering(lambda _, reply=reply: reply) as told:
            assert look(told.url).data == PAGE


def test_many_small_packets_take_no_longer_than_their_length() -> None:
    body = gzip.compress(b"x", mtime=0) * 100_000
    packed = HTML | {"Content-Encoding": "gzip"}
    with answering(lambda _: Reply(200, body, packed)) as told, ending():
        assert look(told.url, largest=5_000_000).data == b"x" * 100_000


@pytest.mark.parametrize(
    "body",
    [b"", b"\x1f\x8b", gzip.compress(PAGE, mtime=0)[:-9], b"no gzip at all",
     zlib.compress(PAGE)[2:-9], gzip.compress(PAGE, mtime=0) + gzip.compress(PAGE, mtime=0)[:-9]],
    ids=["nothing", "two bytes", "cut short", "not packed", "bare and cut short",
         "the second cut short"],
)  # fmt: skip
def test_what_cannot_be_unpacked_whole_is_told(body: bytes) -> None:
    with answering(lambda _: Reply(200, body, HTML | {"Content-Encoding": "gzip"})) as told:
        assert refused(told.url).code == "page.packed"


# ── how much, and how long ───────────────────────────────────────────────────


def test_a_page_of_the_limit_comes_and_one_byte_more_does_not() -> None:
    with answering(lambda path: Reply(200, b"x" * int(path[1:]), HTML)) as told:
        assert len(look(f"{told.url}/1000", largest=1000).data) == 1000
        error = refused(f"{told.url}/1001", largest=1000)
    assert (error.code, error.exit_code) == ("page.too-large", 3)


def test_a_page_without_end_is_given_up() -> None:
    endless = itertools.chain([HEAD + b"\r\n"], itertools.repeat(b"<p>on and on" * 1000))
    with speaking(endless) as url:
        assert refused(url, largest=200_000).code == "page.too-large"


def test_a_head_without_end_is_given_up() -> None:
    endless = itertools.chain(
        [HEAD], (f"X-{n}: {'y' * 900}\r\n".encode() for n in itertools.count())
    )
    with speaking(endless) as url:
        assert refused(url).code == "page.failed"


def test_what_unpacks_to_more_than_the_limit_is_given_up_before_it_is_unpacked() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 100_000
    with answering(lambda _: Reply(200, bomb, HTML | {"Content-Encoding": "gzip"})) as told:
        assert refused(told.url, largest=1_000_000).code == "page.too-large"


def slowly(first: bytes, again: bytes, sent: list[bytes]) -> Iterator[bytes]:
    """`first`, and then `again` and again, for longer than anybody waits."""
    yield first
    while len(sent) < ENDLESS:
        time.sleep(0.05)
        sent.append(again)
        yield again


@pytest.mark.parametrize(
    ("first", "again"),
    [(HEAD + b"Content-Length: 9000\r\n\r\n", b"x"), (HEAD, b"X-Y: z\r\n"), (b"H", b"T"),
     (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
     (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n")],
    ids=["a body", "a head", "a first line", "heads", "chunks"],
)  # fmt: skip
def test_what_drips_is_given_up_in_time(first: bytes, again: bytes) -> None:
    sent: list[bytes] = []
    with speaking(slowly(first, again, sent)) as url:
        error = refused(url, seconds=0.4)
    assert (error.code, error.exit_code) == ("page.slow", 4)
    assert len(sent) < ENDLESS


def test_a_host_that_thinks_for_most_of_the_time_is_waited_for() -> None:
    def reply(_: str) -> Reply:
        time.sleep(1.2)
        return Reply(200, PAGE, HTML)

    with answering(reply) as told:
        assert look(told.url, seconds=2.0).data == PAGE


def test_redirects_take_their_time_from_the_one_that_all_of_it_has() -> None:
    def reply(_: str) -> Reply:
        time.sleep(0.2)  # each of them comes in time
        return Reply(302, headers={"Location": "/again"})

    with answering(reply) as told:
        assert refused(told.url, seconds=1.0).code == "page.slow"
    assert len(told.asked) <= visit.REDIRECTS


@pytest.mark.parametrize(
    "answer", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 x\r\n\r\n", b"\x00" * 70_000,
               HEAD + b"Content-Length: 900\r\n\r\nshort",
               HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"],
)  # fmt: skip
def test_what_makes_no_sense_is_told_as_that(answer: bytes) -> None:
    with speaking([answer]) as url:
        error = refused(url)
    assert isinstance(error, ToolError)
    assert error.code in ("page.failed", "page.status")


def test_a_host_that_is_not_there_is_named_with_what_to_do() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    error = refused(f"http://127.0.0.1:{port}/pier")
    assert error.code == "page.failed"
    assert f"`http://127.0.0.1:{port}/pier` cannot be reached: Connection refused" in str(error)
    assert "save the page" in error.hint


# ── under TLS ────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tls"), "harbour-office")


@pytest.fixture
def secured(authority: Authority) -> Iterator[int]:
    """The port of a server that says PAGE under TLS, and sends whoever asks for /away on."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.signed("harbour.example"))

    def serve() -> None:
        while True:
            try:
                raw, _ = server.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(raw, server_side=True) as way:
                    asked = way.recv(65_536)
                    moved = b"HTTP/1.1 302 Found\r\nLocation: http://harbour.example/\r\n\r\n"
                    way.sendall(moved if b" /away " in asked else HEAD + b"\r\n" + PAGE)
            except OSError:
                raw.close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def here(*_: object):
    """Every name means this machine."""
    return ["127.0.0.1"]


def test_the_name_in_the_address_is_the_one_in_the_certificate(
    secured: int, authority: Authority, monkeypatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    found = look(f"https://harbour.example:{secured}/", who=visitor(here))
    assert found.data == PAGE
    error = refused(f"https://estuary.example:{secured}/", who=visitor(here))
    assert re.search("certificate is not trusted: Hostname mismatch", str(error))


def test_a_certificate_that_nobody_trusts_is_told(secured: int) -> None:
    error = refused(f"https://harbour.example:{secured}/", who=visitor(here))
    assert error.code == "page.failed"
    assert "its certificate is not trusted" in str(error)


def test_nobody_is_followed_to_where_it_is_not_encrypted(
    secured: int, authority: Authority, monkeypatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    error = refused(f"https://harbour.example:{secured}/away", who=visitor(here))
    assert error.code == "page.unencrypted"
