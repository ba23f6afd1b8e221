"""The door to the network asks one host and bounds what it answers."""

import socket
import time

import pytest

from copydesk.errors import ToolError
from copydesk.system import exchange, web
from copydesk.system.web import Host
from loopback import Reply, answering, speaking

pytestmark = pytest.mark.check


def host(told, seconds=5.0, sleep=lambda _: None):
    return Host(told.url, "copydesk/test (mailto:desk@example.org)", seconds, sleep)


def test_an_answer_is_read_whole_with_its_status():
    with answering(lambda _: Reply(404, b"Resource not found.")) as told:
        answer = host(told).get("/works/10.5555%2Fa?x=1")
    assert (answer.status, answer.body) == (404, b"Resource not found.")
    ((path, headers),) = told.asked
    assert path == "/works/10.5555%2Fa?x=1"
    assert headers["User-Agent"] == "copydesk/test (mailto:desk@example.org)"
    assert headers["Accept-Encoding"] == "identity"


def test_no_proxy_of_the_environment_is_used(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with answering(lambda _: Reply()) as told:
        assert host(told).get("/").status == 200


@pytest.mark.parametrize(
    "base",
    ["http://example.org", "ftp://127.0.0.1", "file:///etc/passwd", "https://", "example.org",
     "https://user@example.org", "http://127.0.0.1.example.org", "https://[", "https://h:99999"],
)  # fmt: skip
def test_other_addresses_than_https_and_this_machine_are_refused(base):
    with pytest.raises(ToolError) as caught:
        Host(base, "copydesk", 1)
    assert caught.value.code == "net.address"


def test_a_busy_host_is_asked_again_after_the_time_it_names():
    waits = []
    replies = iter([Reply(429, headers={"Retry-After": "7"}), Reply(503), Reply(200, b"yes")])
    with answering(lambda _: next(replies)) as told:
        assert host(told, sleep=waits.append).get("/").body == b"yes"
    assert [wait for wait in waits if wait >= 1] == [7.0, 1.0]


@pytest.mark.parametrize(
    ("after", "pause"),
    [("7", 7), ("9999", 30), ("-3", 0), ("nan", 1), ("soon", 1), ("", 1), ("inf", 30),
     ("Wed, 21 Oct 2015 07:28:00 GMT", 0), ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", 1)],
)  # fmt: skip
def test_what_a_host_asks_us_to_wait_is_bounded(after, pause):
    waits = []
    replies = iter([Reply(429, headers={"Retry-After": after}), Reply(200)])
    with answering(lambda _: next(replies)) as told:
        host(told, sleep=waits.append).get("/")
    assert waits[0] == pause


def test_a_host_that_stays_busy_is_left_alone():
    with (
        answering(lambda _: Reply(429, headers={"Retry-After": "0"})) as told,
        pytest.raises(ToolError) as caught,
    ):
        host(told).get("/")
    assert caught.value.code == "net.busy"
    assert len(told.asked) == 1 + web.AGAIN


def test_a_redirect_within_the_host_is_followed():
    def reply(path):
        return Reply(301, headers={"Location": "/new"}) if path == "/old" else Reply(body=b"here")

    with answering(reply) as told:
        assert host(told).get("/old").body == b"here"


def test_a_redirect_elsewhere_is_not_followed():
    with answering(lambda _: Reply(body=b"canary")) as other:
        place = other.url.replace("127.0.0.1", "localhost") + "/x"
        for location in (
            place, other.url + "/x", "https://example.org/", "file:///etc/passwd", "http://[",
            "http://127.0.0.1:999999/",
        ):  # fmt: skip
            moved = Reply(302, headers={"Location": location})
            with (
                answering(lambda _, moved=moved: moved) as told,
                pytest.raises(ToolError) as caught,
            ):
                host(told).get("/")
            assert caught.value.code == "net.elsewhere"
    assert other.asked == []


def test_redirects_without_end_are_given_up():
    with (
        answering(lambda _: Reply(302, headers={"Location": "/again"})) as told,
        pytest.raises(ToolError) as caught,
    ):
        host(told).get("/")
    assert caught.value.code == "net.elsewhere"
    assert len(told.asked) == 1 + web.REDIRECTS


def test_an_answer_that_drips_is_given_up_in_time():
    with (
        answering(lambda _: Reply(body=b"x" * 400, slow=0.02)) as told,
        pytest.raises(ToolError) as caught,
    ):
        host(told, seconds=0.3).get("/")
    assert caught.value.code == "net.slow"


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
    ids=["further heads", "one head", "a body of no length", "chunks"],
)
def test_what_drips_is_given_up_in_time(first, again):
    sent: list[bytes] = []

    def dripping():
        yield first
        while len(sent) < 600:
            yield again
            sent.append(again)
            time.sleep(0.05)

    with speaking(dripping()) as url, pytest.raises(ToolError) as caught:
        Host(url, "copydesk", 0.3).get("/")
    assert caught.value.code == "net.slow"
    assert len(sent) < 600


def test_an_answer_that_ends_before_its_length_is_none():
    short = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}"
    with speaking([short]) as url, pytest.raises(ToolError) as caught:
        Host(url, "copydesk", 2).get("/")
    assert caught.value.code == "net.failed"


def test_an_answer_without_end_is_given_up():
    with (
        answering(lambda _: Reply(body=b"x" * (exchange.LARGEST + 1))) as told,
        pytest.raises(ToolError) as caught,
    ):
        host(told).get("/")
    assert caught.value.code == "net.too-large"


def test_a_host_that_is_not_there_is_named_with_what_to_do():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ToolError) as caught:
        Host(f"http://127.0.0.1:{port}", "copydesk", 1).get("/")
    assert caught.value.code == "net.failed"
    assert "`127.0.0.1` cannot be reached" in str(caught.value)
    assert "network" in caught.value.hint
