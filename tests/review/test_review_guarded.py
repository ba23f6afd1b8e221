"""Every request that is not the page's own is refused, by a server as a user starts it."""

from __future__ import annotations

import json
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from copydesk.review.browser import guard
from copydesk.system.loopback import LARGEST, PageRequest
from review.reviewed import ENDING, SIDECAR, Served, laid_out, serving

pytestmark = pytest.mark.check


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A review that a browser has opened."""
    desk = laid_out(tmp_path_factory.mktemp("desk") / "d")
    with serving(desk, "salt") as found:
        found.open()
        yield found


def words(served: Served, *, but: str = "", **more: str) -> list[tuple[str, str]]:
    """The headers of a request that reads, without `but` and with `more`."""
    said = {"Host": served.host, "Cookie": served.cookie} | {
        name.replace("_", "-"): value for name, value in more.items()
    }
    return [(name, value) for name, value in said.items() if name != but]


READ = ("/", "/a/salt", "/a/salt/state", "/a/salt/version", "/a/salt/preview/html", "/review.js",
        "/review.css", "/icon.svg", "/articles", "/nowhere")  # fmt: skip


@pytest.mark.parametrize("path", READ)
def test_without_the_cookie_nothing_is_read(served: Served, path: str) -> None:
    answer = served.call("GET", path, words(served, but="Cookie"))
    assert answer.status == 403
    assert b"salt" not in answer.body


@pytest.mark.parametrize(
    "cookie",
    ["copydesk-review-PORT=", "copydesk-review-PORT=x", "copydesk-review-1=VALUE", "VALUE"],
)
def test_another_cookie_opens_nothing(served: Served, cookie: str) -> None:
    _, _, value = served.cookie.partition("=")
    said = cookie.replace("PORT", str(served.port)).replace("VALUE", value)
    assert (
        served.call("GET", "/a/salt/state", [("Host", served.host), ("Cookie", said)]).status == 403
    )


def test_the_link_works_once(served: Served) -> None:
    link = served.url[served.url.index("/?") :]
    answer = served.call("GET", link, [("Host", served.host)])
    assert answer.status == 403
    assert "set-cookie" not in answer.headers
    assert b"already been opened" in answer.body


@pytest.mark.parametrize("said", ["guess", "", "{}x", "{}&token=guess", "%00{}", "\ufffd"])
def test_a_link_that_was_never_given_out_opens_nothing(said: str) -> None:
    keys = guard.Keys()  # of a server whose own link nobody has opened yet

    def verdict(token: str) -> guard.Verdict:
        asked = PageRequest("GET", "/", f"token={token}", [("host", "127.0.0.1:49152")])
        return guard.judge(asked, keys, 49152, used=False)

    refused = verdict(said.format(keys.link))
    assert (refused.status, refused.uses_link) == (403, False)
    assert verdict(keys.link).uses_link


def test_the_browser_that_opened_the_link_may_open_it_again_and_loses_it_from_the_address(
    served: Served,
) -> None:
    answer = served.call("GET", served.url[served.url.index("/?") :], words(served))
    assert (answer.status, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/a/salt", "/a/salt"),
        ("//evil.example/a", "/evil.example/a"),
        ("/%D1%84%0D%0AX:%20y", "/%D1%84%0D%0AX%3A%20y"),
    ],
)
def test_the_link_leads_to_nothing_but_pages_of_this_server(
    served: Served, path: str, to: str
) -> None:
    link = served.url[served.url.index("?") :]
    answer = served.call("GET", f"{path}{link}", words(served))
    assert (answer.status, answer.headers["location"]) == (303, to)
    assert "x" not in answer.headers


def test_who_hangs_up_amid_a_decision_decides_nothing_and_disturbs_nobody(tmp_path: Path) -> None:
    desk = laid_out(tmp_path / "desk")
    with serving(desk, "salt") as found:
        found.open()
        headers = "".join(f"{name}: {value}\r\n" for name, value in found.writing(b"x" * 99))
        with socket.create_connection(("127.0.0.1", found.port)) as caller:
            caller.sendall(f"POST /a/salt/decide HTTP/1.1\r\n{headers}\r\n{{".encode())
        assert found.get("/a/salt/version").status == 200
        found.process.send_signal(signal.SIGINT)
        found.process.wait(ENDING)
        assert found.process.stderr
        assert "Traceback" not in found.process.stderr.read()
    assert not (desk / SIDECAR).exists()


def test_no_script_can_read_the_cookie_and_no_other_site_sends_it(served: Served) -> None:
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(served.given.split("; "))
    assert served.given.startswith(f"copydesk-review-{served.port}=")
    assert served.url.partition("token=")[2] not in served.given


@pytest.mark.parametrize("host", [
    "evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:PORT",
    "127.0.0.2:PORT", "0.0.0.0:PORT", "[::]:PORT", "localhost.evil.example:PORT", "", "127.1:PORT",
    "2130706433:PORT", "user@127.0.0.1:PORT", "127.0.0.1:PORT,evil.example", "127.0.0.1:PORT.",
])  # fmt: skip
def test_another_name_that_leads_here_is_not_answered(served: Served, host: str) -> None:
    said = host.replace("PORT", str(served.port))
    answer = served.call("GET", "/a/salt/state", [("Host", said), ("Cookie", served.cookie)])
    assert answer.status in (400, 421)
    assert b"salt" not in answer.body


def test_a_request_with_two_names_or_none_is_not_answered(served: Served) -> None:
    for hosts in ([], [("Host", served.host), ("Host", "evil.example")]):
        said = [*hosts, ("Cookie", served.cookie)]
        assert served.call("GET", "/a/salt/state", said).status in (400, 421)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_the_own_names_of_the_machine_are_answered(served: Served, host: str) -> None:
    said = [("Host", f"{host}:{served.port}"), ("Cookie", served.cookie)]
    assert served.call("GET", "/a/salt/version", said).status == 200


@pytest.mark.parametrize("origin", [
    "http://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1:1", "http://localhost",
    "http://127.0.0.1:PORT.evil.example", "https://127.0.0.1:PORT", "file://",
])  # fmt: skip
def test_a_page_from_elsewhere_reads_nothing_and_writes_nothing(
    served: Served, origin: str
) -> None:
    said = origin.replace("PORT", str(served.port))
    assert served.call("GET", "/a/salt/state", words(served, Origin=said)).status == 403
    assert served.post("/a/salt/undo", {"version": "x"}, Origin=said).status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_page_embeds_is_not_answered(served: Served, site: str) -> None:
    said = words(served, Sec_Fetch_Site=site, Sec_Fetch_Mode="no-cors")
    assert served.call("GET", "/a/salt/preview/html", said).status == 403


UNFIT = {
    "no origin": ({"Origin": None}, 403),
    "another of its own names as origin": ({"Origin": "http://localhost:PORT"}, 403),
    "no word": ({"X-Copydesk": None}, 403),
    "another word": ({"X-Copydesk": "guess"}, 403),
    "a form": ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    "plain text": ({"Content-Type": "text/plain"}, 415),
    "no type": ({"Content-Type": None}, 415),
    "packed": ({"Content-Encoding": "gzip"}, 415),
    "no length": ({"Content-Length": None}, 411),
    "in pieces": ({"Content-Length": None, "Transfer-Encoding": "chunked"}, 411),
    "no cookie": ({"Cookie": None}, 403),
}


@pytest.mark.parametrize("name", UNFIT)
def test_a_request_that_writes_has_to_be_the_pages_own(served: Served, name: str) -> None:
    other, status = UNFIT[name]
    said = {key: value and value.replace("PORT", str(served.port)) for key, value in other.items()}
    body = json.dumps({"version": served.state()["version"]}).encode()
    if said.get("Transfer-Encoding"):
        body = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    answer = served.call("POST", "/a/salt/undo", served.writing(body, **said), body)
    assert answer.status == status
    assert not (served.desk / SIDECAR).exists()


def test_a_large_request_is_refused_before_it_is_read(served: Served) -> None:
    said = served.writing(b"", **{"Content-Length": str(LARGEST + 1)})
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as caller:
        head = "".join(f"{name}: {value}\r\n" for name, value in said)
        caller.sendall(f"POST /a/salt/undo HTTP/1.1\r\n{head}\r\n".encode())
        assert caller.recv(64).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"])
def test_nothing_but_reading_and_deciding_can_be_asked_for(served: Served, method: str) -> None:
    assert served.call(method, "/a/salt/state", words(served)).status in (400, 405)


@pytest.mark.parametrize("path", ["/a/salt/decide", "/a/salt/undo"])
def test_nothing_is_written_by_reading(served: Served, path: str) -> None:
    assert served.call("GET", path, words(served)).status == 405


@pytest.mark.parametrize("path", [
    "/a/pier/state", "/a/..%2f..%2fsalt/state", "/a/salt%2f..%2f..%2fetc/state",
    "/../copydesk.toml",
    "/a/salt/preview/../../../copydesk.toml", "/a/salt/preview/docx", "/copydesk.toml", "/%00",
    "/source/salt.txt", "/a/salt/preview/warm", "//etc/passwd",
])  # fmt: skip
def test_no_address_leads_to_anything_but_the_articles_of_the_start(
    served: Served, path: str
) -> None:
    assert served.call("GET", path, words(served)).status == 404


@pytest.mark.parametrize("path", READ)
def test_every_answer_is_for_this_page_alone_and_for_nobody_to_keep(
    served: Served, path: str
) -> None:
    headers = served.call("GET", path, words(served)).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "server" not in headers


def test_the_page_loads_and_asks_nothing_but_its_own(served: Served) -> None:
    policy = served.get("/a/salt").headers["content-security-policy"]
    assert policy.split("; ") == [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
        "connect-src 'self'", "frame-src 'self'", "base-uri 'none'", "form-action 'none'",
        "frame-ancestors 'none'",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["html", "mail", "txt"])
def test_no_script_runs_in_a_preview(served: Served, kind: str) -> None:
    answer = served.get(f"/a/salt/preview/{kind}")
    rules = answer.headers["content-security-policy"].split("; ")
    assert answer.status == 200
    assert "sandbox allow-same-origin" in rules
    assert not any("script" in rule for rule in rules)


def test_it_listens_on_the_two_addresses_of_this_machine_alone(served: Served) -> None:
    others = {place[4][0] for place in socket.getaddrinfo(socket.gethostname(), served.port)}
    for address in {*others, "127.0.0.2"} - {"127.0.0.1", "::1"}:
        with pytest.raises(OSError):  # noqa: PT011  refused or without a way, as the system has it
            socket.create_connection((str(address), served.port), timeout=2)
    if socket.has_ipv6 and sys.platform == "linux":
        with socket.create_connection(("::1", served.port), timeout=5) as caller:
            caller.sendall(f"GET / HTTP/1.1\r\nHost: [::1]:{served.port}\r\n\r\n".encode())
            assert caller.recv(64).startswith(b"HTTP/1.1 403")


def test_each_run_has_secrets_of_its_own() -> None:
    one, other = guard.Keys(), guard.Keys()
    secrets = {one.link, one.cookie, one.word, other.link, other.cookie, other.word}
    assert len(secrets) == 6
    assert min(map(len, secrets)) >= 43


@pytest.mark.parametrize("said", [
    [], "x", None, {}, {"version": 1, "item": "e", "action": "accept"}, {"version": "x"},
    {"version": "x", "item": ["e"], "action": {}},
])  # fmt: skip
def test_words_that_no_page_of_ours_says_are_refused(served: Served, said: object) -> None:
    assert served.post("/a/salt/decide", said).status == 400


def test_what_is_no_json_is_refused(served: Served) -> None:
    for body in (b"{", b"\xff", b"[" * 60_000):
        answer = served.call("POST", "/a/salt/decide", served.writing(body), body)
        assert answer.status == 400


@pytest.mark.parametrize(("item", "action", "value"), [
    ("e-none", "accept", None), ("q-none", "cite", "osei2017"), ("../salt", "accept", None),
])  # fmt: skip
def test_a_action_that_the_page_does_not_offer_is_not_done(
    served: Served, item: str, action: str, value: str | None
) -> None:
    answer = served.decide(item, action, value)
    assert (answer.status, answer.said["code"]) == (422, "usage.review")
    assert not (served.desk / SIDECAR).exists()


@pytest.mark.parametrize("path", ["/a/salt/decide", "/a/salt/undo"])
def test_a_page_that_is_behind_is_told_and_writes_nothing(served: Served, path: str) -> None:
    now = served.state()
    name = next(name for name, code in now["codes"].items() if code == "word.phrase")
    asked = {"version": "0" * len(now["version"]), "item": name, "action": "accept"}
    answer = served.post(path, asked)
    assert (answer.status, answer.said["version"]) == (409, now["version"])
    assert "nothing was written" in answer.said["error"]
    assert not (served.desk / SIDECAR).exists()


def test_a_page_can_name_no_file_rule_or_word_to_be_written(served: Served) -> None:
    state = served.state()
    name = next(name for name, code in state["codes"].items() if code.startswith("word."))
    for action in ("rule-off", "add-word"):
        assert served.decide(name, action, "enc.control").status == 422
    assert (served.desk / "copydesk.toml").read_text() == 'formats = ["html", "md"]\n'
