"""What servers say, what becomes of a message then, and which connections are not trusted."""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
import threading
import time
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult

import postoffice
from authority import Authority
from copydesk.errors import CopydeskError, Refused, ToolError, UsageError
from copydesk.system import smtp
from copydesk.system.mail_server import MailServer, read_server
from copydesk.system.smtp import SmtpSession
from postoffice import Scripted, scripted

pytestmark = pytest.mark.check

MESSAGE = (
    b"From: desk@harbour.example\r\nTo: mara@harbour.example\r\nSubject: Tides\r\n\r\n"
    b"The tide.\r\n.\r\n..\r\nQUIT\r\n"
)
SENDER, READER = "desk@harbour.example", "mara@harbour.example"
#: What a server says until it takes a message.
WILLING = [b"220 hello\r\n", b"250 OK\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 go\r\n"]


def carried(script: Scripted, message: bytes = MESSAGE, reader: str = READER):
    with SmtpSession(read_server(script.address)) as session:
        return session.deliver(SENDER, reader, message)


# ── addresses of servers ─────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("smtp://mail.h.example", MailServer("mail.h.example", 587, "starttls")),
        ("smtps://mail.h.example", MailServer("mail.h.example", 465, "tls")),
        ("smtp+plain://mail.h.example", MailServer("mail.h.example", 25, "plain")),
        ("smtp://desk@mail.h.example:25/", MailServer("mail.h.example", 25, "starttls", "desk")),
        ("smtps://a%40b.example@MAIL.h.ex", MailServer("mail.h.ex", 465, "tls", "a@b.example")),
        ("smtp://[::1]:2525", MailServer("::1", 2525, "starttls")),
    ],
)  # fmt: skip
def test_an_address_says_host_port_encryption_and_user(address, found):
    assert read_server(address) == found


def test_a_user_in_the_address_goes_before_that_of_the_settings():
    assert read_server("smtp://a@mail.h.example", "b").user == "a"
    assert read_server("smtp://mail.h.example", "b").user == "b"


@pytest.mark.parametrize(
    "address",
    ["", "mail.h.example", "http://mail.h.example", "smtp://", "smtp://h:0", "smtp://h:99999",
     "smtp://h/inbox", "smtp://h?x=1", "smtp://h#x", "smtp://[::1", "smtp://h\r\nx", "smtp://a b"],
)  # fmt: skip
def test_what_is_no_address_of_a_server_is_said(address):
    with pytest.raises(UsageError) as caught:
        read_server(address)
    assert caught.value.code == "mail.address"


@pytest.mark.parametrize("rest", ["", ":587", ":99999", "/inbox", " "])
def test_a_password_in_an_address_is_refused_and_not_repeated(rest):
    with pytest.raises(UsageError) as caught:
        read_server(f"smtp://desk:secret@mail.h.example{rest}")
    assert caught.value.code in ("mail.password", "mail.address")
    assert "secret" not in f"{caught.value}{caught.value.hint}"


@pytest.mark.parametrize(
    ("host", "near"),
    [("localhost", True), ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True),
     ("localhost.harbour.example", False), ("10.0.0.1", False), ("mail.h.example", False)],
)  # fmt: skip
def test_this_machine_is_told_from_others(host, near):
    assert MailServer(host, 25, "plain").near is near


# ── what becomes of a message ────────────────────────────────────────────────


def test_a_message_arrives_byte_for_byte():
    with scripted(Scripted()) as script:
        assert carried(script).state == "done"
    assert script.taken == [(READER, MESSAGE)]


@pytest.mark.parametrize(
    ("script", "state"),
    [
        (Scripted(rcpt=lambda *_: "550 no such reader"), "refused"),
        (Scripted(rcpt=lambda *_: "450 come again"), "later"),
        (Scripted(rcpt=lambda *_: "421 closing"), "later"),
        (Scripted(rcpt=lambda *_: ""), "later"),
        (Scripted(data=lambda *_: "554 it looks like spam"), "refused"),
        (Scripted(data=lambda *_: "451 come again"), "later"),
        (Scripted(data=lambda *_: ""), "uncertain"),
    ],
)
def test_each_answer_has_its_outcome(script, state):
    with scripted(script):
        assert carried(script).state == state
    assert len(script.taken) == (state == "uncertain")


def test_after_a_refused_message_the_next_one_is_taken_on_the_same_connection():
    with scripted(Scripted(rcpt=lambda who, _: "550 no" if "x@" in who else "250 OK")) as script:
        with SmtpSession(read_server(script.address)) as session:
            states = [session.deliver(SENDER, who, MESSAGE).state
                      for who in ("x@h.example", READER, "x@h.example", READER)]  # fmt: skip
        assert states == ["refused", "done", "refused", "done"]
        assert script.connections == 1


def test_a_connection_that_was_lost_is_opened_anew():
    lost = Scripted(data=lambda who, _: "" if "x@" in who else "250 OK")
    with scripted(lost) as script, SmtpSession(read_server(script.address)) as session:
        assert session.deliver(SENDER, "x@h.example", MESSAGE).state == "uncertain"
        assert session.deliver(SENDER, READER, MESSAGE).state == "done"
        assert script.connections == 2


def test_a_server_that_hangs_up_between_two_messages_costs_nothing():
    with (
        scripted(Scripted(), timeout=0.3) as script,
        SmtpSession(read_server(script.address)) as session,
    ):
        assert session.deliver(SENDER, READER, MESSAGE).state == "done"
        time.sleep(0.8)
        assert session.deliver(SENDER, READER, MESSAGE).state == "done"
        assert (script.connections, len(script.taken)) == (2, 2)


def test_a_server_that_went_away_takes_nothing_from_anybody_for_now():
    with scripted(Scripted()) as script:
        session = SmtpSession(read_server(script.address)).__enter__()
        assert session.deliver(SENDER, READER, MESSAGE).state == "done"
    found = session.deliver(SENDER, READER, MESSAGE)
    session.__exit__(None, None, None)
    assert (found.state, found.everyone) == ("later", True)


class Parting(Scripted):
    """Closes the connection with its answer to some readers, or behind so many messages."""

    most = 10**9

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: ARG002, N802
        session.count = getattr(session, "count", 0) + 1
        if session.count > self.most:
            return "421 too many messages in this connection"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        said = await super().handle_RCPT(server, session, envelope, address, options)
        if said.startswith("550"):
            server.transport.write(f"{said}\r\n".encode())
            server.transport.close()
        return said


def test_a_server_that_hangs_up_on_a_reader_whom_it_refuses_has_refused_that_one_alone():
    parting = Parting(rcpt=lambda who, _: "550 no such reader" if "x@" in who else "250 OK")
    with scripted(parting) as script, SmtpSession(read_server(script.address)) as session:
        found = [session.deliver(SENDER, who, MESSAGE) for who in ("x@h.example", READER)]
    assert [(one.state, one.everyone) for one in found] == [("refused", False), ("done", False)]
    assert found[0].said == "550 no such reader"


def test_a_server_that_takes_only_so_many_messages_at_once_is_called_again():
    parting = Parting()
    parting.most = 3
    with scripted(parting) as script, SmtpSession(read_server(script.address)) as session:
        found = [session.deliver(SENDER, f"r{n}@h.example", MESSAGE).state for n in range(8)]
        assert found == ["done"] * 8
        assert script.connections == 3
    assert [who for who, _ in script.taken] == [f"r{n}@h.example" for n in range(8)]


def test_a_message_that_is_broken_off_was_not_taken(monkeypatch):
    """What does not go through in time does not make a reader uncertain."""
    monkeypatch.setattr(smtp, "SECONDS", 0.3)
    monkeypatch.setattr(smtp, "SECONDS_LAST", 0.3)
    with (
        answering(WILLING, silent=True) as port,
        SmtpSession(read_server(f"smtp+plain://127.0.0.1:{port}")) as session,
    ):
        found = session.deliver(SENDER, READER, MESSAGE + b"x" * 30_000_000 + b"\r\n")
    assert (found.state, found.everyone) == ("later", True)


def test_a_slow_line_is_given_time_for_each_piece_of_a_message(monkeypatch):
    monkeypatch.setattr(smtp, "SECONDS", 0.6)
    with (
        answering(WILLING, silent=False, slowly=0.02) as port,
        SmtpSession(read_server(f"smtp+plain://127.0.0.1:{port}")) as session,
    ):
        message = MESSAGE + b"x" * 8_000_000 + b"\r\n"
        assert session.deliver(SENDER, READER, message).state == "done"


def test_a_message_that_is_too_large_for_the_server_concerns_everybody():
    with scripted(Scripted(), data_size_limit=50) as script, pytest.raises(Refused) as caught:
        carried(script)
    assert "552" in str(caught.value)
    assert caught.value.hint.startswith("the message is too large")


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_server_that_wants_a_login_is_told_of():
    with (
        scripted(Scripted(), auth_required=True, auth_require_tls=False) as script,
        pytest.raises(Refused) as caught,
    ):
        carried(script)
    assert "530" in str(caught.value)
    assert caught.value.hint.startswith("it requires a login")


def test_letters_beyond_ascii_go_to_a_server_that_takes_them_and_to_no_other():
    reader = "zoë@harbour.example"
    with scripted(Scripted(), enable_SMTPUTF8=True) as script:
        assert carried(script, reader=reader).state == "done"
        assert carried(script, MESSAGE + "Möwe\r\n".encode()).state == "done"
    assert [who for who, _ in script.taken] == [reader, READER]
    with scripted(Scripted(), enable_SMTPUTF8=False) as script:
        found = carried(script, reader=reader)
    assert (found.state, script.taken) == ("refused", [])
    assert "SMTPUTF8" in found.said


# ── who is trusted ───────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("trust"), "ours")


def encrypted(authority: Authority, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.signed(*names))
    return context


def test_starttls_is_taken_where_it_is_offered(authority):
    with scripted(Scripted(), tls_context=encrypted(authority, "127.0.0.1")) as script:
        where = read_server(f"smtp://127.0.0.1:{script.port}")
        with SmtpSession(where, ca=authority.file) as session:
            assert session.deliver(SENDER, READER, MESSAGE).state == "done"
        assert script.encrypted


@pytest.mark.parametrize(
    ("names", "said"),
    [(["127.0.0.1"], "is not trusted"), (["mail.harbour.example"], "is for another name")],
)
def test_a_certificate_of_a_stranger_or_for_another_host_is_refused(
    authority, tmp_path: Path, names, said
):
    context = encrypted(authority, *names)
    ca = authority.file if "name" in said else Authority(tmp_path, "theirs").file
    with scripted(Scripted(), tls_context=context) as script:
        where = read_server(f"smtp://127.0.0.1:{script.port}")
        with pytest.raises(ToolError) as caught, SmtpSession(where, ca=ca):
            pass
    assert caught.value.code == "mail.certificate"
    assert said in str(caught.value)
    assert script.taken == []


@pytest.fixture
def distant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take loopback for another machine, which no test can have."""
    monkeypatch.setattr(MailServer, "near", False)


@pytest.mark.usefixtures("distant")
def test_a_server_elsewhere_that_offers_no_encryption_is_not_spoken_to():
    with scripted(Scripted()) as script:
        where = read_server(f"smtp://127.0.0.1:{script.port}")
        with pytest.raises(ToolError) as caught, SmtpSession(where):
            pass
    assert caught.value.code == "mail.unencrypted"


@pytest.mark.usefixtures("distant")
def test_a_server_elsewhere_is_spoken_to_in_the_clear_when_its_address_says_so():
    with scripted(Scripted()) as script:
        assert carried(script).state == "done"


@pytest.mark.usefixtures("distant")
def test_a_password_never_goes_elsewhere_in_the_clear():
    with scripted(Scripted(), auth_require_tls=False) as script:
        where = read_server(f"smtp+plain://desk@127.0.0.1:{script.port}")
        with pytest.raises(UsageError) as caught, SmtpSession(where, "secret"):
            pass
    assert caught.value.code == "mail.unencrypted"


@pytest.mark.parametrize("address", ["smtp://127.0.0.1:{free}", "smtp://nowhere.invalid:587"])
def test_a_server_that_is_not_there_is_said(address):
    where = read_server(address.format(free=postoffice.free(1)[0]))
    with pytest.raises(CopydeskError) as caught, SmtpSession(where):
        pass
    assert caught.value.code == "mail.server"


@pytest.mark.parametrize(
    ("says", "outcome"),
    [
        ([b""], "mail.server"),
        ([b"HTTP/1.1 400 Bad Request\r\n\r\n"], "mail.server"),
        ([b"\xff" * 20_000], "mail.server"),
        ([b"220 hello\r\n"], "mail.server"),
        ([b"554 no service here\r\n"], "mail.server"),
        ([b"220 hello\r\n", b"250 OK\r\n", b"250 OK\r\n", b"nonsense\r\n"], "later"),
        ([b"220 hello\r\n", b"250 OK\r\n", b"354 go\r\n", b"250 OK\r\n"], "later"),
        ([b"220 hello\r\n", b"250 OK\r\n", b"250 OK\r\n", b"252 maybe\r\n", b"250 OK\r\n"],
         "later"),
        ([b"220 hello\r\n", b"250 OK\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 go\r\n"],
         "uncertain"),
        ([b"220 hello\r\n", b"250 OK\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 go\r\n",
          b"nonsense\r\n"], "uncertain"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("silent", [False, True])
def test_a_server_that_makes_no_sense_or_falls_silent_is_not_waited_for_for_ever(
    monkeypatch, says, outcome, silent
):
    monkeypatch.setattr(smtp, "SECONDS", 0.3)
    monkeypatch.setattr(smtp, "SECONDS_LAST", 0.3)
    with answering(says, silent=silent) as port:
        try:
            with SmtpSession(read_server(f"smtp+plain://127.0.0.1:{port}")) as session:
                found = session.deliver(SENDER, READER, MESSAGE).state
        except ToolError as error:
            found = error.code
    assert found == outcome


@contextlib.contextmanager
def answering(says: list[bytes], *, silent: bool, slowly: float = 0):
    """A port whose first visitor is told `says`, a piece after each word of its own.

    It takes the message, a piece every so many seconds when it does so `slowly`.
    """
    over = threading.Event()

    def serve() -> None:
        with contextlib.suppress(OSError), listener.accept()[0] as visitor:
            for number, piece in enumerate(says):
                if number:
                    visitor.recv(65_536)
                visitor.sendall(piece)
            if slowly:
                text = b""
                while not text.endswith(b"\r\n.\r\n"):
                    time.sleep(slowly)
                    text = text[-5:] + visitor.recv(100_000)
                visitor.sendall(b"250 taken\r\n")
            elif len(says) > 4:
                visitor.recv(65_536)  # the message
            if silent:
                over.wait(10)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            over.set()
            thread.join()


@pytest.mark.parametrize("kind", ["PLAIN", "LOGIN"])
@pytest.mark.parametrize(("password", "right"), [("Möwe & Ebbe", True), ("wrong", False)])
def test_a_login_is_by_plain_or_login_in_whatever_letters(kind, password, right):
    def known(_server, _session, _envelope, _mechanism, told):
        good = (told.login, told.password) == (b"desk", "Möwe & Ebbe".encode())
        return AuthResult(success=good, handled=False)

    other = "LOGIN" if kind == "PLAIN" else "PLAIN"
    said = {"authenticator": known, "auth_require_tls": False, "auth_exclude_mechanism": [other]}
    with scripted(Scripted(), **said) as script:
        where = read_server(f"smtp+plain://desk@127.0.0.1:{script.port}")
        if right:
            with SmtpSession(where, password) as session:
                assert session.deliver(SENDER, READER, MESSAGE).state == "done"
        else:
            with pytest.raises(ToolError) as caught, SmtpSession(where, password):
                pass
            assert caught.value.code == "mail.login"
            assert password not in f"{caught.value}"


@pytest.mark.parametrize("kind", ["PLAIN", "LOGIN"])
def test_a_server_that_repeats_what_it_was_told_gives_no_password_away(kind):
    class Parrot:
        async def auth_PLAIN(self, server, words):  # noqa: N802
            await server.push(f'500 5.5.1 Command unrecognized: "{" ".join(words)}"')
            return AuthResult(success=False)

        async def auth_LOGIN(self, server, words):  # noqa: ARG002, N802
            await server.push("334 UGFzc3dvcmQ6")
            line = (await server._reader.readline()).decode().strip()  # noqa: SLF001
            await server.push(f'500 5.5.1 Command unrecognized: "{line}"')
            return AuthResult(success=False)

    class Repeating(Parrot, Scripted):
        pass

    other = "LOGIN" if kind == "PLAIN" else "PLAIN"
    said = {"auth_require_tls": False, "auth_exclude_mechanism": [other]}
    with scripted(Repeating(), **said) as script:
        where = read_server(f"smtp+plain://desk@127.0.0.1:{script.port}")
        with pytest.raises(ToolError) as caught, SmtpSession(where, "s3cret & more"):
            pass
    assert 'Command unrecognized: "' in str(caught.value)
    for secret in ("s3cret & more", "\0desk\0s3cret & more"):
        assert base64.b64encode(secret.encode()).decode() not in str(caught.value)


def test_a_file_of_certificates_that_cannot_be_read_is_said(tmp_path: Path):
    (tmp_path / "ca.pem").write_text("no certificate")
    for name in ("ca.pem", "missing.pem"):
        with pytest.raises(UsageError) as caught:
            SmtpSession(read_server("smtp://mail.h.example"), ca=tmp_path / name)
        assert caught.value.code == "mail.ca"


def test_an_answer_is_told_in_one_line_and_no_longer_than_anybody_reads():
    with scripted(Scripted(rcpt=lambda *_: "550-one\r\n550 two" + "x" * 400)) as script:
        said = carried(script).said
    assert said.startswith("550 one twox")
    assert len(said) == 300
