"""A service is asked by https with a token that goes nowhere else, and each refusal is clear."""

from __future__ import annotations

import socket
import ssl
import threading

import pytest

import mailservices
from authority import Authority
from copydesk.errors import CopydeskError, Refused, ToolError, UsageError
from copydesk.system.service import AGAIN, Service, Upload
from mailservices import Fault, Running, Said

pytestmark = pytest.mark.check


class Echo(Running):
    """Says what it was told."""

    def answered(self, asked):
        return {"path": asked.path, "query": asked.query, "token": asked.fields["Authorization"]}


@pytest.fixture
def echo():
    with mailservices.running(Echo()) as service:
        yield service


def door(service: Running, waits: list[float] | None = None, seconds: float = 5) -> Service:
    told = waits if waits is not None else []
    return Service(service.url, {"Authorization": "Token x"}, seconds, told.append)


def test_an_answer_is_read(echo):
    found = door(echo).ask("GET", "/a?b=c")
    assert found == {"path": "/a", "query": {"b": ["c"]}, "token": "Token x"}


def test_what_is_told_is_json_and_a_file_lies_in_a_form(echo):
    door(echo).ask("POST", "/a", data={"subject": "“Tides”"})
    data = bytes(range(256)) * 9
    door(echo).ask("POST", "/b", file=Upload("a.pdf", "application/pdf", data, (("name", "A"),)))
    assert echo.asked[0].data == {"subject": "“Tides”"}
    assert echo.asked[1].form["file"] == ("a.pdf", "application/pdf", data)
    assert echo.asked[1].form["name"][2] == b"A"


@pytest.mark.parametrize(
    "base",
    [
        "http://lists.harbour.example", "ftp://127.0.0.1", "lists.harbour.example", "",
        "https://me:secret@lists.harbour.example", "https://lists.harbour.example?x=y",
        "http://127.0.0.1.harbour.example", "file:///etc/passwd", "http://[",
        "https://:secret@lists.harbour.example", "https://lists.harbour.example#secret",
        "https://lists.harbour.example?secret", "https://lists.harbour.example\\@other.example",
    ],
)  # fmt: skip
def test_only_https_and_this_machine_are_asked(base):
    with pytest.raises(UsageError) as caught:
        Service(base, {})
    assert caught.value.code == "push.address"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("base", "told", "hint"),
    [
        ("http://lists.example:9000/a", "http://lists.example:9000/a", "https://lists.example:9000/a"),
        ("lists.example", "`lists.example`", "https://lists.example"),
        ("ftp://lists.example", "`ftp://lists.example`", "write https://"),
        ("http://me:secret@lists.example", "`lists.example`", "without a name, password"),
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_shown_with_the_right_one(base, told, hint):
    with pytest.raises(UsageError) as caught:
        Service(base, {})
    assert told in str(caught.value)
    assert hint in caught.value.hint


@pytest.mark.parametrize("address", ["https://a..example", "https://127.0.0.1:{port}"])
def test_a_host_that_cannot_be_reached_is_said_without_the_numbers_of_the_system(address):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        base = address.format(port=free.getsockname()[1])
    with pytest.raises(ToolError) as caught:
        Service(base, {}).ask("GET", "/a")
    assert caught.value.code == "push.failed"
    assert "cannot be reached: " in str(caught.value)
    assert "[Errno" not in str(caught.value)
    assert "check its address and the network" in caught.value.hint


@pytest.mark.parametrize(
    ("answer", "kind", "code", "said"),
    [
        (Said(401, {"detail": "Invalid token."}), ToolError, "push.login", "Invalid token."),
        (Said(403, {"message": "denied"}), ToolError, "push.login", "denied"),
        (Said(413, b"<html>nginx</html>"), Refused, "push.too-large", "413"),
        (Said(400, {"message": "Invalid lists"}), Refused, "push.refused", "Invalid lists"),
        (Said(404, {"message": "Not Found"}), Refused, "push.refused", "Not Found"),
        (Said(422, {"detail": [{"msg": "field required"}]}), Refused, "push.refused", "required"),
        (Said(422, {"detail": "a\x1b[31m\nb"}), Refused, "push.refused", "a [31m b"),
        (Said(500, {"message": "pq: oops"}), ToolError, "push.failed", "pq: oops"),
        (Said(502, b""), ToolError, "push.failed", "502"),
        (Said(200, b"<html>"), ToolError, "push.answer", "does not answer with JSON"),
        (Said(200, b"x" * 20_000_001), ToolError, "push.failed", "more than"),
        (Said(200, b"[" * 200_000), ToolError, "push.answer", "does not answer with JSON"),
        (Said(500, b"[" * 200_000), ToolError, "push.failed", "failed (500)"),
        (None, ToolError, "push.failed", "gave no answer"),
    ],
)  # fmt: skip
def test_each_refusal_is_said_in_words(echo, answer, kind, code, said):
    echo.faults.append(("GET", Fault(answer)))
    with pytest.raises(kind) as caught:
        door(echo).ask("GET", "/a")
    assert caught.value.code == code
    assert said in str(caught.value)
    assert str(caught.value).isprintable()
    assert caught.value.hint
    assert len(echo.asked) == 1


def test_a_status_that_is_looked_for_is_no_error(echo):
    echo.faults.append(("GET", Fault(Said(404, {}))))
    assert door(echo).ask("GET", "/a", missing=(404,)) is None


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_and_the_token_stays(echo, status):
    with mailservices.running(Echo()) as other:
        echo.faults.append(("POST", Fault(Said(status, {}, Location=f"{other.url}/b"))))
        with pytest.raises(ToolError, match=r"redirects to `127\.0\.0\.1`") as caught:
            door(echo).ask("POST", "/a", data={})
        assert other.asked == []
    assert caught.value.code == "push.elsewhere"
    assert len(echo.asked) == 1


def test_a_busy_service_is_asked_again_after_the_time_it_names(echo):
    echo.faults += [("POST", Fault(Said(429, {}, Retry_After="7")))] * AGAIN
    waits = []
    assert door(echo, waits).ask("POST", "/a", data={})["path"] == "/a"
    assert waits == [7.0] * AGAIN


@pytest.mark.parametrize(("after", "times"), [("120", 1), ("1", AGAIN + 1)])
def test_a_service_that_stays_busy_is_left_alone(echo, after, times):
    echo.faults += [("GET", Fault(Said(429, {}, Retry_After=after)))] * 9
    waits = []
    with pytest.raises(ToolError) as caught:
        door(echo, waits).ask("GET", "/a")
    assert caught.value.code == "push.busy"
    assert f"{after} seconds" in caught.value.hint
    assert len(echo.asked) == times
    assert len(waits) == times - 1


def test_a_service_that_is_silent_is_given_up_in_time(echo):
    echo.faults.append(("GET", Fault(slow=3)))
    with pytest.raises(ToolError, match=r"did not answer within 0\.3 seconds"):
        door(echo, seconds=0.3).ask("GET", "/a")


def test_a_file_has_the_time_that_a_slow_line_takes_for_it(echo):
    echo.faults.append(("POST", Fault(slow=0.9, answer=Said(200, {"id": 1}))))
    file = Upload("a.pdf", "application/pdf", b"x" * 200_000)
    assert door(echo, seconds=0.3).ask("POST", "/a", file=file) == {"id": 1}


def test_a_service_that_hangs_up_on_what_is_too_large_for_it_is_heard():
    def refuse() -> None:
        with listener.accept()[0] as visitor:
            visitor.recv(1000)
            visitor.sendall(b"HTTP/1.1 413 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=refuse)
        thread.start()
        asked = Service(f"http://127.0.0.1:{listener.getsockname()[1]}", {}, 5)
        with pytest.raises(Refused) as caught:
            asked.ask("POST", "/a", file=Upload("a.pdf", "application/pdf", b"x" * 9_000_000))
        thread.join()
    assert caught.value.code == "push.too-large"


def test_a_certificate_that_nobody_trusts_is_refused(tmp_path):
    pair = Authority(tmp_path, "nobody").signed("127.0.0.1")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*pair)
    with mailservices.running(Echo(), context) as service:
        with pytest.raises(CopydeskError, match="its certificate is not trusted"):
            door(service).ask("GET", "/a")
        assert service.asked == []


@pytest.mark.parametrize(("names", "good"), [("127.0.0.1", True), ("lists.harbour.example", False)])
def test_a_certificate_counts_for_the_host_that_it_names(tmp_path, monkeypatch, names, good):
    ours = Authority(tmp_path, "ours")
    monkeypatch.setenv("SSL_CERT_FILE", str(ours.file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*ours.signed(names))
    with mailservices.running(Echo(), context) as service:
        if good:
            assert door(service).ask("GET", "/a")["path"] == "/a"
        else:
            with pytest.raises(ToolError, match="certificate is not valid for"):
                door(service).ask("GET", "/a")
        assert len(service.asked) == good
