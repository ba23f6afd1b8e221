"""Services that mail newsletters, on this machine, that speak the APIs which they publish.

listmonk: docs/apis (campaigns, media), and what `cmd/campaigns.go` checks. Buttondown: its OpenAPI
description and the pages on attachments and versions. What either would not know is refused, so
that a call which no real service takes fails here as well.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import re
import socket
import ssl
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "0123456789abcdef"  # noqa: S105  of services of a test
USER = "desk"


class Said(Exception):  # noqa: N818  an answer, not always a fault
    """An answer with a status."""

    def __init__(self, status: int, body: Any = None, **fields: str) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.fields = {name.replace("_", "-"): value for name, value in fields.items()}


@dataclass(frozen=True)
class Asked:
    """A question as it came."""

    method: str
    path: str
    query: dict[str, list[str]]
    fields: dict[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        assert self.fields["Content-Type"] == "application/json"
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, tuple[str, str, bytes]]:
        """What a form holds: name → file name, media type, bytes."""
        head = f"Content-Type: {self.fields['Content-Type']}\r\n\r\n".encode()
        found = {}
        for part in message_from_bytes(head + self.body).get_payload():
            name = part.get_param("name", header="Content-Disposition")
            data = part.get_payload(decode=True)
            found[name] = (part.get_filename() or "", part.get_content_type(), data)
        return found


@dataclass
class Fault:
    """What is said in place of an answer, and whether the question is done all the same."""

    answer: Said | None = None
    done: bool = False
    slow: float = 0.0


@dataclass
class Running(ABC):
    """A service that runs; `faults` are taken for the first questions of that method and path."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    mailings: dict[str, dict[str, Any]] = field(default_factory=dict)
    files: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)

    @abstractmethod
    def answered(self, asked: Asked) -> Any:
        """What the service answers."""

    def said(self) -> list[str]:
        """The methods and paths of all that was asked."""
        return [f"{one.method} {one.path}" for one in self.asked]

    def number(self) -> int:
        return len(self.mailings) + len(self.files) + 1


class Listmonk(Running):
    """listmonk. Campaigns that are made are drafts, whatever is said."""

    KNOWN = frozenset(
        ("name", "subject", "lists", "from_email", "type", "content_type", "body", "altbody",
         "send_at", "messenger", "template_id", "tags", "headers", "media")
    )  # fmt: skip
    NEEDED = ("name", "subject", "lists", "type", "content_type", "body")

    def answered(self, asked: Asked) -> Any:
        wanted = "Basic " + base64.b64encode(f"{USER}:{TOKEN}".encode()).decode()
        if asked.fields.get("Authorization") != wanted:
            raise Said(403, {"message": "invalid session"})
        match asked.method, asked.path.split("/")[2:]:
            case "POST", ["media"]:
                return {"data": self._media(asked)}
            case "GET", ["media", number]:
                if number not in self.files:
                    raise Said(400, {"message": "media not found"})
                return {"data": {"id": int(number), "filename": self.files[number][0]}}
            case "GET", ["campaigns"]:
                return {"data": {"results": self._listed(asked), "page": 1}}
            case "POST", ["campaigns"]:
                row = self._checked({}, asked.data) | {"id": self.number(), "status": "draft"}
                self.mailings[str(row["id"])] = row
                return {"data": row}
            case method, ["campaigns", number]:
                return {"data": self._campaign(number, asked.data if method == "PUT" else None)}
        raise Said(404, {"message": "Not Found"})

    def _campaign(self, number: str, changes: dict[str, Any] | None) -> dict[str, Any]:
        if number not in self.mailings:
            raise Said(400, {"message": "campaign not found"})
        row = self.mailings[number]
        if changes is not None:
            if row["status"] not in ("draft", "paused", "scheduled"):
                raise Said(400, {"message": "Cannot update a running campaign"})
            row.update(self._checked(row, changes))
        return row

    def _media(self, asked: Asked) -> dict[str, Any]:
        name, kind, data = asked.form["file"]
        number = self.number()
        self.files[str(number)] = (name, kind, data)
        return {"id": number, "uuid": "x", "filename": name, "content_type": kind}

    def _listed(self, asked: Asked) -> list[dict[str, Any]]:
        tags = set(asked.query.get("tag", ()))
        return [
            {**row, "body": ""}
            for row in self.mailings.values()
            if not tags or tags <= set(row["tags"])
        ]

    def _checked(self, row: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
        assert set(data) <= self.KNOWN, set(data) - self.KNOWN
        made = {**row, **data}
        for name in self.NEEDED:
            if not made.get(name):
                raise Said(400, {"message": f"Invalid {name}"})
        for name in ("subject", "from_email", "body", "altbody"):  # as models/campaigns.go does
            for tag in re.findall(r"\{\{(.*?)\}\}", made.get(name) or ""):
                if tag.strip() not in ("UnsubscribeURL", "MessageURL"):
                    raise Said(400, {"message": f'function "{tag.strip()}" not defined'})
        for number in made.get("media", ()):
            if str(number) not in self.files:
                raise Said(500, {"message": "violates foreign key constraint"})
        return made


class Buttondown(Running):
    """Buttondown. A mail that is not said to be a draft goes out, in the versions of old."""

    KNOWN = frozenset(
        ("attachments", "publish_date", "subject", "slug", "description", "canonical_url",
         "image", "body", "email_type", "status", "metadata", "secondary_id", "filters",
         "commenting_mode", "related_email_ids", "featured", "template",
         "should_trigger_pay_per_email_billing")
    )  # fmt: skip
    ENDINGS = ("pdf", "doc", "docx", "txt", "md", "zip", "csv", "epub", "ics", "png", "jpg")

    def answered(self, asked: Asked) -> Any:
        if asked.fields.get("Authorization") != f"Token {TOKEN}":
            raise Said(401, {"detail": "Invalid token."})
        match asked.method, asked.path.split("/")[2:]:
            case "POST", ["attachments"]:
                raise Said(201, self._attachment(asked))
            case "GET", ["attachments", ident]:
                if ident not in self.files:
                    raise Said(404, {"detail": "Not found"})
                return {"id": ident, "name": self.files[ident][0]}
            case "GET", ["emails"]:
                return self._listed(asked)
            case "POST", ["emails"]:
                raise Said(201, self._made(asked))
            case method, ["emails", ident]:
                if ident not in self.mailings:
                    raise Said(404, {"detail": "Not found"})
                if method == "PATCH":
                    self.mailings[ident].update(self._checked(asked.data))
                return self.mailings[ident]
        raise Said(404, {"detail": "Not found"})

    def _attachment(self, asked: Asked) -> dict[str, Any]:
        name, kind, data = asked.form["file"]
        if name.rpartition(".")[2] not in self.ENDINGS or len(data) >= 1_000_000:
            raise Said(400, {"code": "file_invalid", "detail": "The file is not supported."})
        for ident, (_, _, held) in self.files.items():
            if held == data:  # the same bytes are the same attachment
                return {"id": ident, "name": name, "file": "https://x", "size": len(data)}
        ident = f"att_{self.number()}"
        self.files[ident] = (name, kind, data)
        return {"id": ident, "name": name, "file": "https://x", "size": len(data)}

    def _listed(self, asked: Asked) -> dict[str, Any]:
        wanted = asked.query.get("status", ())
        rows = [row for row in self.mailings.values() if not wanted or row["status"] in wanted]
        size, page = int(asked.query["page_size"][0]), int(asked.query["page"][0])
        shown = rows[(page - 1) * size : page * size]
        following = f"{self.url}/emails?page={page + 1}" if len(rows) > page * size else None
        return {"results": shown, "next": following, "previous": None, "count": len(rows)}

    def _made(self, asked: Asked) -> dict[str, Any]:
        data = self._checked(asked.data)
        if not data.get("subject"):
            raise Said(422, {"detail": [{"loc": ["body", "subject"], "msg": "field required"}]})
        new = asked.fields.get("X-API-Version", "2026-01-01") >= "2026-04-01"
        data.setdefault("status", "draft" if new else "about_to_send")
        if data["status"] == "about_to_send" and new:
            raise Said(400, {"code": "sending_requires_confirmation", "detail": "Are you sure?"})
        ident = f"em_{self.number()}"
        row = {**data, "id": ident, "absolute_url": f"https://x.example/archive/{ident}"}
        self.mailings[ident] = row
        return row

    def _checked(self, data: dict[str, Any]) -> dict[str, Any]:
        if unknown := set(data) - self.KNOWN:
            raise Said(422, {"detail": f"unknown fields: {sorted(unknown)}"})
        for ident in data.get("attachments", ()):
            if ident not in self.files:
                raise Said(400, {"code": "email_invalid", "detail": f"No attachment {ident}"})
        return data


@contextlib.contextmanager
def running(service: Running, secure: ssl.SSLContext | None = None) -> Iterator[Running]:
    """`service`, asked over http or, with a certificate, https; ended afterwards."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            parts = urlsplit(self.path)
            size = int(self.headers.get("Content-Length", 0))
            asked = Asked(
                self.command, parts.path, parse_qs(parts.query), dict(self.headers),
                self.rfile.read(size),
            )  # fmt: skip
            service.asked.append(asked)
            fault = _fault(service, asked)
            with contextlib.suppress(OSError):
                if fault is not None:
                    if fault.done:
                        _answer(service.answered, asked)
                    time.sleep(fault.slow)
                    if fault.answer is None:
                        self.connection.shutdown(socket.SHUT_RDWR)
                        return
                    self.speak(fault.answer)
                else:
                    self.speak(_answer(service.answered, asked))

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815  as it is called

        def speak(self, said: Said) -> None:
            body = said.body if isinstance(said.body, bytes) else json.dumps(said.body).encode()
            self.send_response(said.status)
            for name, value in said.fields.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False  # its end waits for them: beside a thread no worker is forked
    if secure is not None:
        server.socket = secure.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    base = f"http{'s' * bool(secure)}://127.0.0.1:{server.server_port}"
    service.url = base + ("/v1" if isinstance(service, Buttondown) else "")
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _answer(answered: Callable[[Asked], Any], asked: Asked) -> Said:
    try:
        return Said(200, answered(asked))
    except Said as said:
        return said
    except AssertionError as error:
        return Said(599, {"message": f"no service has this: {error}"})


def _fault(service: Running, asked: Asked) -> Fault | None:
    for at, (where, fault) in enumerate(service.faults):
        if f"{asked.method} {asked.path}".startswith(where):
            del service.faults[at]
            return fault
    return None


def sha256(data: bytes) -> str:
    """The hash by which uploads are compared."""
    return hashlib.sha256(data).hexdigest()
