"""The one door to registries of works: it asks one host, by GET, and for nothing but an answer.

Nothing in a build comes here. A `Host` is made from the settings; no address that a
submission or an answer names is ever asked, and no proxy is used. Redirects are followed
within the same host alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from copydesk.errors import ToolError
from copydesk.system import exchange
from copydesk.system.exchange import LARGEST, HttpRequest, HttpResponse, Unanswered

#: Redirects followed, and times a busy host is asked again.
REDIRECTS: Final = 3
AGAIN: Final = 2
#: Seconds between two questions.
POLITE: Final = 0.2
#: What to do where there is no answer, and its code, by why there is none.
_FAULTS: Final[dict[str, tuple[str, str]]] = {
    "slow": ("ask again later, or raise `resolver.seconds`", "net.slow"),
    "large": ("check that `resolver.url` is the address of the service", "net.too-large"),
}
_FAILED: Final = ("check the network; what is cached is used without it", "net.failed")


class Host:
    """One host that may be asked, by https, or by http on this machine (for tests).

    `base` is its address, `agent` who asks, `seconds` the time for a question with all
    that follows from it. Raises `ToolError` for any other kind of address.
    """

    def __init__(
        self, base: str, agent: str, seconds: float, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._origin = exchange.read_origin(base)
        if not self._origin.allowed or urlsplit(base).username:
            message = f"`{base}` is not an allowed address"
            raise ToolError(message, hint="it must begin with https://", code="net.address")
        self._base = base.rstrip("/")
        self._fields = (("User-Agent", agent), ("Accept", "application/json"))
        self._seconds = seconds
        self._sleep = sleep
        self._last = 0.0

    def get(self, path: str) -> HttpResponse:
        """The answer to GET `path` (with its query, percent-encoded) below the base.

        A busy host is asked again after the time it names. Raises `ToolError` when it cannot
        be reached, stays busy, answers too much or too slowly, or sends us elsewhere.
        """
        address = self._base + path
        deadline = time.monotonic() + self._seconds
        waited = moved = 0
        while True:
            self._wait_politely()
            said = self._ask(address, deadline)
            status, headers = said.status, said.fields
            if status in exchange.BUSY and waited < AGAIN:
                waited += 1
                asked = exchange.wait_asked(headers.get("Retry-After", ""))
                pause = min(asked, exchange.LONGEST_WAIT)
                self._sleep(pause)
                deadline += pause
            elif status in exchange.MOVED and moved < REDIRECTS and headers.get("Location"):
                moved += 1
                address = exchange.join_address(address, headers["Location"])
            elif status in exchange.BUSY:
                raise self._error("is busy", "ask again later", "net.busy")
            elif status in exchange.MOVED:
                raise self._error("redirects in circles", "check `resolver.url`", "net.elsewhere")
            else:
                return said

    def _wait_politely(self) -> None:
        if (rest := self._last + POLITE - time.monotonic()) > 0:
            self._sleep(rest)
        self._last = time.monotonic()

    def _ask(self, address: str, deadline: float) -> HttpResponse:
        if exchange.read_origin(address) != self._origin:
            hint = "only the host of the settings is asked; check `resolver.url`"
            name = exchange.read_origin(address).host or "nowhere"
            raise self._error(f"redirects to {name}", hint, "net.elsewhere")
        try:
            return exchange.ask_host(HttpRequest("GET", address, self._fields), deadline)
        except Unanswered as none:
            hint, code = _FAULTS.get(none.why, _FAILED)
            raise self._error(none.describe(self._seconds, LARGEST), hint, code) from None

    def _error(self, what: str, hint: str, code: str) -> ToolError:
        return ToolError(f"`{self._origin.host}` {what}", hint=hint, code=code)
