"""A post office on this machine: Postfix and Dovecot with a folder and certificates of their own.

Postfix takes mail on three ports (STARTTLS with a login, the same encrypted from the start, and
plain without either), puts every message for `harbour.example` into one Maildir, and Dovecot
shows that by IMAP. Both listen on loopback, in the foreground, and end with the test. A server
that answers as it is told is `scripted`.
"""

from __future__ import annotations

import contextlib
import imaplib
import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from authority import Authority

USER, PASSWORD = "desk@harbour.example", "Möwe & Ebbe"
MASTER = "/usr/lib/postfix/sbin/master"
#: Bytes of the largest message, and seconds until both must be there.
LARGEST = 400_000
SECONDS = 20


# ── Postfix and Dovecot ──────────────────────────────────────────────────────

_MAIN = """
compatibility_level = 3.6
myhostname = mail.harbour.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
queue_directory = {root}/queue
data_directory = {root}/data
maillog_file = {root}/postfix.log
maillog_file_prefixes = {root}
mail_owner = postfix
setgid_group = postdrop
mydestination =
mynetworks =
local_transport = error:nobody lives here
default_transport = error:nothing leaves this machine
alias_maps =
alias_database =
virtual_mailbox_domains = harbour.example, xn--mwe-sna.example
virtual_mailbox_maps = static:box/
virtual_mailbox_base = {root}/mail
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
message_size_limit = {largest}
smtpd_tls_cert_file = {cert}
smtpd_tls_key_file = {key}
smtpd_sasl_type = dovecot
smtpd_sasl_path = private/auth
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_peername_lookup = no
smtputf8_enable = yes
"""
_MASTER = """
127.0.0.1:{starttls} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
127.0.0.1:{smtps} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes -o smtpd_sasl_auth_enable=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
127.0.0.1:{plain} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
error unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""
_DOVECOT = """
dovecot_config_version = 2.4.1
dovecot_storage_version = 2.4.1
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_server_cert_file = {cert}
ssl_server_key_file = {key}
mail_driver = maildir
mail_path = {root}/mail/box
first_valid_uid = 1
passdb passwd-file {{
  passwd_file_path = {root}/users
}}
userdb static {{
  fields {{
    uid = {uid}
    gid = {gid}
    home = {root}/mail
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service auth {{
  unix_listener {root}/queue/private/auth {{
    mode = 0660
    user = postfix
    group = postfix
  }}
}}
"""


@dataclass(frozen=True)
class PostOffice:
    """A running post office: its folder, its ports, and the certificate of who signed its own."""

    root: Path
    ports: dict[str, int]
    authority: Authority

    def address(self, kind: str, user: str = USER, host: str = "localhost") -> str:
        """The server as `--smtp` wants it."""
        scheme = {"starttls": "smtp", "smtps": "smtps", "plain": "smtp+plain"}[kind]
        who = user.replace("@", "%40") + "@" if user else ""
        return f"{scheme}://{who}{host}:{self.ports[kind]}"

    def received(self, count: int) -> list[bytes]:
        """All messages as IMAP shows them, when there are `count` or more and none is under way."""
        context = ssl.create_default_context(cafile=str(self.authority.file))
        end = time.monotonic() + SECONDS
        while True:
            with imaplib.IMAP4_SSL("localhost", self.ports["imaps"], ssl_context=context) as imap:
                # Not `login`, which takes no letters beyond ASCII.
                imap.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
                imap.select("INBOX", readonly=True)
                numbers = imap.search(None, "ALL")[1][0].split()
                if len(numbers) >= count and not self.queued():
                    return [imap.fetch(one.decode(), "(RFC822)")[1][0][1] for one in numbers]
            if time.monotonic() > end:
                raise AssertionError(f"{len(numbers)} of {count} messages came\n{self.log()}")
            time.sleep(0.1)

    def queued(self) -> int:
        """How many messages wait in the queue."""
        folders = (self.root / "queue" / name for name in ("incoming", "active", "maildrop"))
        return sum(1 for folder in folders for file in folder.rglob("*") if file.is_file())

    def emptied(self) -> None:
        """Forget every message."""
        for part in ("new", "cur"):
            for file in (self.root / "mail" / "box" / part).glob("*"):
                file.unlink()

    def log(self) -> str:
        """What both said."""
        files = (self.root / name for name in ("postfix.log", "dovecot.log"))
        return "\n".join(file.read_text("utf-8", "replace") for file in files if file.exists())


@contextlib.contextmanager
def running(missing: Callable[[str], NoReturn]) -> Iterator[PostOffice]:
    """A post office, ended afterwards; `missing` is called when this machine cannot have one."""
    for program in ("postfix", "dovecot"):
        if not (shutil.which(program) or Path("/usr/sbin", program).exists()):
            missing(f"`{program}` is not installed")
    if os.getuid() != 0:
        missing("Postfix is started by root alone")
    with tempfile.TemporaryDirectory(prefix="postoffice-") as folder:
        office = _laid_out(Path(folder))
        postfix = [MASTER, "-c", f"{office.root}/postfix", "-d"]
        dovecot = ["/usr/sbin/dovecot", "-F", "-c", f"{office.root}/dovecot.conf"]
        with _started(postfix, office), _started(dovecot, office):
            for port in office.ports.values():
                _listening(port, office)
            yield office


def _laid_out(root: Path) -> PostOffice:
    import grp
    import pwd

    root.chmod(0o755)
    mail = pwd.getpwnam("mail")
    ports = dict(zip(("starttls", "smtps", "plain", "imaps"), free(4), strict=True))
    for name in ("queue", "data", "postfix", "mail", "run", "state"):
        (root / name).mkdir()
    os.chown(root / "data", pwd.getpwnam("postfix").pw_uid, grp.getgrnam("postfix").gr_gid)
    os.chown(root / "mail", mail.pw_uid, mail.pw_gid)
    authority = Authority(root, "authority")
    cert, key = authority.signed("localhost")
    told = {"root": root, "uid": mail.pw_uid, "gid": mail.pw_gid, "cert": cert, "key": key}
    told |= {"largest": LARGEST, **ports}
    (root / "postfix" / "main.cf").write_text(_MAIN.format(**told))
    (root / "postfix" / "master.cf").write_text(_MASTER.format(**told))
    (root / "dovecot.conf").write_text(_DOVECOT.format(**told))
    (root / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n", encoding="utf-8")
    # It makes the folders of the queue.
    subprocess.run(["/usr/sbin/postfix", "-c", root / "postfix", "check"], check=True,
                   stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS)  # fmt: skip
    return PostOffice(root, ports, authority)


@contextlib.contextmanager
def _started(command: list[str], office: PostOffice) -> Iterator[None]:
    """A server in the foreground. It gets no pipe: a child that keeps one open would hang us."""
    with (office.root / "said").open("ab") as said:
        server = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
        )
    try:
        yield
    finally:
        server.terminate()
        try:
            server.wait(SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def free(count: int) -> list[int]:
    """So many ports of loopback that nobody uses."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def _listening(port: int, office: PostOffice) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens\n{(office.root / 'said').read_text()}\n{office.log()}")


# ── a server that answers as it is told ──────────────────────────────────────


@dataclass
class Scripted:
    """What a server says to each recipient and each message; "" hangs up without a word.

    `rcpt` and `data` are asked with the recipient and how often it was asked before. `taken` are
    the messages it took, with their recipients: one that hangs up has taken the message before.
    """

    rcpt: Callable[[str, int], str] = lambda _recipient, _times: "250 OK"
    data: Callable[[str, int], str] = lambda _recipient, _times: "250 taken"
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    connections: int = 0
    encrypted: bool = False
    port: int = 0

    def __post_init__(self) -> None:
        self._asked: dict[tuple[str, str], int] = {}

    @property
    def address(self) -> str:
        return f"smtp+plain://127.0.0.1:{self.port}"

    def _times(self, what: str, recipient: str) -> int:
        times = self._asked[what, recipient] = self._asked.get((what, recipient), -1) + 1
        return times

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: ARG002, N802
        said = self.rcpt(address, self._times("rcpt", address))
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said or self._gone(server)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        (recipient,) = envelope.rcpt_tos
        self.encrypted = session.ssl is not None
        said = self.data(recipient, self._times("data", recipient))
        if said.startswith("250") or not said:
            self.taken.append((recipient, envelope.original_content))
        return said or self._gone(server)

    def _gone(self, server) -> str:
        server.transport.abort()
        return "421 gone"


@contextlib.contextmanager
def scripted(script: Scripted, **said: object) -> Iterator[Scripted]:
    """A server on loopback that answers as `script` says; `said` are options of `aiosmtpd`'s."""

    class Counted(Controller):
        def factory(self) -> SMTP:
            script.connections += 1
            return SMTP(self.handler, **{"hostname": "scripted", **self.SMTP_kwargs})

    server = Counted(script, hostname="127.0.0.1", port=free(1)[0], **said)
    server.start()
    script.port = server.port
    script.connections = 0  # it looks itself whether it listens
    try:
        yield script
    finally:
        server.stop()
