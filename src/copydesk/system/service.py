"""The door to services that mail newsletters: their APIs, by https, with a token, no further.

Only the host that the settings name is asked, and no redirect is followed: the token would go
with it. http is spoken with this machine alone (for tests). Nothing in a build comes here.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from copydesk.errors import Refused, ToolError, UsageError
from copydesk.system import exchange
from copydesk.system.exchange import HttpRequest, HttpResponse, Unanswered

SECONDS: Final = 60.0
#: Bytes a second that an uplink takes at least, and those of an answer, a page of whole mailings.
SLOWEST: Final = 50_000
LARGEST: Final = 20_000_000
#: Times that a busy service is asked again, if it names a time that is bearable.
AGAIN: Final = 2
_BUSY: Final = 429
_LONGEST_SAID: Final = 300
#: An address without name and password, query, fragment, and signs that no address has.
_PLAIN: Final = re.compile(r"https?://[^@?#\s\\]+", re.ASCII)
#: An address, perhaps without its scheme, in which nothing is that nobody may see.
_BARE: Final = re.compile(
    r"(?P<scheme>[a-z]+://)?(?P<rest>[\w.-]+(?::\d+)?(?:/[\w./-]*)?)", re.ASCII
)
_SECRET: Final = re.compile(r"[?#]")
_ONCE: Final = "an existing draft is found, not made twice"
_UNREACHED: Final = f"check its address and the network, then push again: {_ONCE}"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is handed over, and what is said beside it."""

    name: str
    media_type: str
    data: bytes
    said: tuple[tuple[str, str], ...] = ()


class Service:
    """The API at `base`, asked with `fields`, which say who asks.

    Raises `UsageError` for an address that may not be asked.
    """

    def __init__(
        self, base: str, fields: Mapping[str, str], seconds: float = SECONDS,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        origin = exchange.read_origin(base)
        if not origin.allowed or not _PLAIN.fullmatch(base):
            raise _no_address(base, origin.host)
        self.host = origin.host
        self.base = base.rstrip("/")
        self._fields = (("Accept", "application/json"), *fields.items())
        self._seconds = seconds
        self._sleep = sleep

    def ask(
        self, method: str, path: str, *, data: object = None, file: Upload | None = None,
        missing: Collection[int] = (),
    ) -> Any:  # noqa: ANN401  JSON  # fmt: skip
        """The JSON that answers `method` `path` with `data`, or with `file` in a form.

        None for a status of `missing`. A service that is busy did nothing, and is asked again.
        Raises `Refused` for what it will not take, `ToolError` when it cannot be asked.
        """
        kind, body = _form(file) if file else ("application/json", None)
        if data is not None:
            body = json.dumps(data, ensure_ascii=False).encode()
        fields = self._fields if body is None else (*self._fields, ("Content-Type", kind))
        question = HttpRequest(method, self.base + path, fields, body)
        for waited in range(AGAIN + 1):
            said = self._said(question)
            after = said.fields.get("Retry-After", "")
            if said.status != _BUSY:
                break
            pause = exchange.wait_asked(after)
            if waited == AGAIN or pause > exchange.LONGEST_WAIT:
                self._busy(after)
            self._sleep(pause)
        if said.status in missing:
            return None
        if not 200 <= said.status < 300:
            self._refuse(said)
        try:
            return json.loads(said.body)
        except (ValueError, RecursionError):
            message = f"`{self.host}` does not answer with JSON"
            hint = "check that it is the address of the service's API"
            raise ToolError(message, hint=hint, code="push.answer") from None

    def _said(self, question: HttpRequest) -> HttpResponse:
        seconds = self._seconds + len(question.body or b"") / SLOWEST
        try:
            return exchange.ask_host(question, time.monotonic() + seconds, LARGEST)
        except Unanswered as none:
            hint = _UNREACHED if none.why == "unreached" else f"push again: {_ONCE}"
            self._fail(none.describe(seconds, LARGEST), hint)

    def _busy(self, after: str) -> NoReturn:
        hint = f"it asks to wait {exchange.wait_asked(after):,.0f} seconds" if after else ""
        message = f"`{self.host}` has been asked too often"
        raise ToolError(message, hint=hint or "push again later", code="push.busy")

    def _refuse(self, said: HttpResponse) -> NoReturn:
        """Raise what a status means that is no success."""
        status, words = said.status, _words(said.body)
        told = f": {words}" if words else ""
        if status in (401, 403):
            message = f"`{self.host}` refuses the token ({status}){told}"
            hint = "check it, and that it may write mailings and files"
            raise ToolError(message, hint=hint, code="push.login")
        if status == 413:
            message = f"`{self.host}` accepts nothing so large ({status}){told}"
            raise Refused(message, hint="attach smaller files, or fewer", code="push.too-large")
        if 300 <= status < 400:
            elsewhere = exchange.read_origin(said.fields.get("Location", "")).host
            where = f" to `{elsewhere}`" if elsewhere else ""
            message = f"`{self.host}` redirects{where}, which is not followed"
            raise ToolError(message, hint="use the address of its API", code="push.elsewhere")
        if status >= 500:
            hint = f"push again later: {_ONCE}"
            self._fail(f"failed ({status}){told}", hint)
        message = f"`{self.host}` refuses it ({status}){told}"
        hint = "correct what it names, and push again"
        raise Refused(message, hint=hint, code="push.refused")

    def _fail(self, what: str, hint: str) -> NoReturn:
        raise ToolError(f"`{self.host}` {what}", hint=hint, code="push.failed")


def _no_address(base: str, host: str) -> UsageError:
    """The error of an address `base` that may not be asked; secrets in it are not repeated."""
    bare = _BARE.fullmatch(base)
    shown = base if bare else host or _SECRET.split(base.rpartition("@")[2])[0]
    hint = "write https://, without a name, password or query"
    if bare and bare["scheme"] in (None, "http://"):
        hint = f"write https://{bare['rest']}: the token is never sent unencrypted"
    return UsageError(f"`{shown}` is not the address of a service", hint=hint, code="push.address")


def _words(body: bytes) -> str:
    """What a service says of an error, in one line that a terminal can show."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    if isinstance(found, dict):
        found = next((found[key] for key in ("message", "detail") if found.get(key)), found)
    text = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    line = "".join(sign if sign.isprintable() else " " for sign in text)
    return line if len(line) <= _LONGEST_SAID else f"{line[:_LONGEST_SAID]}…"


def _form(file: Upload) -> tuple[str, bytes]:
    """A form (RFC 7578) that holds `file`, and its media type."""
    bound = "copydesk-" + hashlib.sha256(file.data).hexdigest()[:32]
    parts = [
        f'--{bound}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in file.said
    ]
    head = (
        f'--{bound}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n'
        f"Content-Type: {file.media_type}\r\n\r\n"
    )
    body = b"".join((*parts, head.encode(), file.data, f"\r\n--{bound}--\r\n".encode()))
    return f"multipart/form-data; boundary={bound}", body
