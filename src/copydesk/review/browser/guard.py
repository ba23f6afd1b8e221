"""Who may ask the review page for anything, and what a browser may do with its answers.

The page writes files, so it asks more than the preview of a watched desk does. A link that works
once, printed in the terminal, gives the browser that opens it a cookie; every request has to bear
it. A request that writes has to come from a page of ours, with the word that only such a page
knows, as JSON, and small. All of it is decided here from the words of a request alone.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl

from copydesk.system.loopback import LARGEST, READING, PageRequest

#: The word that a page of ours sends with what it writes.
WORD: Final = "x-copydesk"
_SECRET: Final = 32

#: What a browser may do with a page of ours, with what is previewed in it, and with a PDF, whose
#: viewer is a page of the browser's own, to which a policy would apply.
POLICIES: Final[Mapping[str, str]] = {
    "page": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
    # Scripts stay off; only so may the page around it keep the place where its reader was.
    "preview": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
    ),
    "paper": "default-src 'none'; frame-ancestors 'self'",
}


@dataclass(frozen=True, slots=True)
class Keys:
    """What is known to one run of the server alone.

    `link` opens the page once, `cookie` is what the browser has from then on, `word` what the page
    sends with what it writes.
    """

    link: str = field(default_factory=lambda: secrets.token_urlsafe(_SECRET))
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(_SECRET))
    word: str = field(default_factory=lambda: secrets.token_urlsafe(_SECRET))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a request: `status` 0 lets it through.

    `uses_link`: it brought the link, and is sent on to the page without it.
    """

    status: int = 0
    words: str = ""
    uses_link: bool = False


def cookie(port: int) -> str:
    """The name of the cookie: browsers keep one jar for all ports of a machine."""
    return f"copydesk-review-{port}"


def judge(request: PageRequest, keys: Keys, port: int, *, used: bool) -> Verdict:
    """What becomes of `request` at a server on `port`; `used` says that its link was opened.

    >>> judge(PageRequest("GET", "/", "", ()), Keys(), 49152, used=False).status
    403
    """
    if request.method not in {*READING, "POST"}:
        return Verdict(405, "this request is not allowed here")
    known = any(_same(one, keys.cookie) for one in _cookies(request, cookie(port)))
    links = [value for name, value in parse_qsl(request.query) if name == "token"]
    if links and request.method in READING:
        if known or (not used and all(_same(one, keys.link) for one in links)):
            return Verdict(uses_link=True)
        return Verdict(403, _USED if used else _UNKNOWN)
    if not known:
        return Verdict(403, _UNKNOWN)
    return Verdict() if request.method in READING else _of_writing(request, keys)


_USED: Final = (
    "this link has already been opened: continue in the browser that opened it, or start"
    " `copydesk review` again"
)
_UNKNOWN: Final = "open the link that `copydesk review` has printed"


def _of_writing(request: PageRequest, keys: Keys) -> Verdict:
    """What becomes of a request that would write."""
    if request.named("Origin") != [f"http://{host}" for host in request.named("Host")]:
        return Verdict(403, "only the page itself may write")
    words = request.named(WORD)
    if len(words) != 1 or not _same(words[0], keys.word):
        return Verdict(403, "only the page itself may write; reload it")
    if request.named("Content-Type") != [_JSON] or request.named("Content-Encoding"):
        return Verdict(415, "a write request must be JSON")
    if request.size is None:
        return Verdict(411, "the Content-Length is missing")
    if request.size > LARGEST:
        return Verdict(413, f"at most {LARGEST:,} bytes are accepted")
    return Verdict()


_JSON: Final = "application/json"


def _same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that tells nothing of them."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode())


def _cookies(request: PageRequest, name: str) -> list[str]:
    said = (
        part.strip().partition("=") for text in request.named("Cookie") for part in text.split(";")
    )
    return [value for key, _, value in said if key == name]
