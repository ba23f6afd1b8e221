"""What a browser is shown of a desk that is watched: its outputs, and how each of them stands.

A page is the file in `dist/` with two additions that are never in it: a script that loads it
anew when its article was built, and above it, where a build went wrong, what was said.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Iterator, Mapping
from html import escape, unescape
from importlib.resources import files
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

from copydesk.builder import report, up_to_date
from copydesk.builder.report import DocumentOutcome, Report
from copydesk.builder.submissions import COLLECTIONS, ISSUES
from copydesk.errors import CopydeskError
from copydesk.system import loopback
from copydesk.system.loopback import PageResponse

_UNFRAMED: Final = "frame-ancestors 'none'"

MEDIA: Final[Mapping[str, str]] = {
    ".html": "text/html; charset=utf-8",
    # As text/markdown a browser would not show it, but ask where to save it.
    ".md": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".csl": "application/xml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
_OTHER: Final = "application/octet-stream"

_POLICY: Final = re.compile(
    rb'<meta http-equiv="Content-Security-Policy" content="([^"<>]*)">\n?', re.IGNORECASE
)
_BODY: Final = re.compile(rb"<body\b[^<>]*>", re.IGNORECASE)
#: For pages that have no policy of their own, and on top of that of any page.
_STRICT: Final = "default-src 'none'; style-src 'unsafe-inline'"
_AROUND: Final = "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_HOUSE: Final = files("copydesk") / "data" / "preview"


class Preview:
    """The pages of a desk whose outputs lie in `out`, for threads that serve them.

    Whoever builds tells it what came of it.

    >>> preview = Preview(Path("dist"))
    >>> preview.heard(DocumentOutcome("quay", "source/quay.txt", "refused",
    ...                               message="`quay.txt` is empty"))
    >>> b"is empty" in preview.page("quay/quay.html").body
    True
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self._outcomes: dict[str, DocumentOutcome] = {}
        self._trouble: CopydeskError | None = None
        #: Counts what was told; the number at which each page (slug) and the list last changed.
        self._number = 0
        self._changed: dict[str, int] = {}
        self._all = 0
        self._news = threading.Condition()
        #: Of a page that another preview has served nothing is known: it is loaded anew.
        self._life = secrets.token_hex(8)
        self._script = (_HOUSE / "reload.js").read_text(encoding="utf-8")
        self._notice = (_HOUSE / "notice.css").read_text(encoding="utf-8")
        self._allowed = {
            "script-src": report.hash_source(self._script),
            "style-src": report.hash_source(self._notice),
            "connect-src": "'self'",
        }  # fmt: skip

    # ── what is told ─────────────────────────────────────────────────────────

    def heard(self, outcome: DocumentOutcome) -> None:
        """Show what became of one article while others are still built."""
        with self._news:
            self._number += 1
            self._outcomes[outcome.slug] = outcome
            self._changed[outcome.slug] = self._number
            self._news.notify_all()

    def ended(self, result: Report, *, everything: bool) -> None:
        """Show how all of it stands after a build; `everything` was asked for, or a part."""
        with self._news:
            before = self._outcomes
            now = {
                one.slug: before.get(one.slug, one) if one.status == "not tried" else one
                for one in result.outcomes
            }
            self._outcomes = now if everything else before | now
            other = {slug for slug, one in now.items() if _said(one) != _said(before.get(slug))}
            built = any(one.status.startswith("built") for one in result.outcomes)
            self._number += 1
            self._changed |= dict.fromkeys(other, self._number)
            if built or other or self._outcomes.keys() != before.keys():
                self._changed[""] = self._number
            if self._trouble:
                self._trouble, self._all = None, self._number
            self._news.notify_all()

    def stopped(self, error: CopydeskError) -> None:
        """Show on every page why nothing can be built at present."""
        with self._news:
            if self._trouble is None or str(self._trouble) != str(error):
                self._number += 1
                self._trouble, self._all = error, self._number
                self._news.notify_all()

    # ── what is served ───────────────────────────────────────────────────────

    def news(self, query: str, wait: float) -> Iterator[str]:
        """A word when the page that asks is out of date; after `wait` seconds none."""
        asked = parse_qs(query)
        slug, since = (asked.get(key, [""])[0] for key in ("page", "since"))
        life, _, number = since.partition("-")
        if life != self._life or not _NUMBER.fullmatch(number):
            yield "another preview"
            return
        with self._news:
            if self._news.wait_for(
                lambda: max(self._all, self._changed.get(slug, 0)) > int(number), wait
            ):
                yield "built"

    def page(self, path: str) -> PageResponse:
        """What is served at `path`."""
        slug = _slug(path)
        # Before the file is read: a page that is older than its number would stay so.
        with self._news:
            since = f"{self._life}-{self._number}"
            above = "".join(map(_notice, _words(self._outcomes.get(slug), self._trouble)))
        script = (
            f'<style>{self._notice}</style>\n<script data-page="{escape(slug)}" '
            f'data-since="{since}">{self._script}</script>\n'
        )
        found = loopback.inside(self.out, path or up_to_date.PAGE)
        try:
            body = found.read_bytes() if found else None
        except OSError:
            body = None
        if found is None or body is None:
            what = escape(report.escape(path)) or "The list of articles"
            text = (_HOUSE / "missing.html").read_text(encoding="utf-8").replace("{what}", what)
            return self._dressed(text.encode("utf-8", "replace"), above, script, 404)
        media = MEDIA.get(found.suffix.lower(), _OTHER)
        if media == MEDIA[".html"]:
            return self._dressed(body, above, script)
        # The viewer of PDFs is a page of the browser's own, to which a policy would apply.
        return (
            PageResponse(body, media, policy=_UNFRAMED)
            if media == MEDIA[".pdf"]
            else PageResponse(body, media)
        )

    def _dressed(self, body: bytes, above: str, script: str, status: int = 200) -> PageResponse:
        """An HTML page with the `script`, and with what went wrong `above` it."""
        said = _POLICY.search(body)
        policy = unescape(said[1].decode("utf-8", "replace")) if said else _STRICT
        if said:
            body = body[: said.start()] + body[said.end() :]
        if above and (start := _BODY.search(body)):
            body = body[: start.end()] + above.encode("utf-8", "replace") + body[start.end() :]
        head, mark, tail = body.rpartition(b"</body>")
        whole = head + script.encode() + mark + tail if mark else tail + script.encode()
        return PageResponse(whole, status=status, policy=_widened(policy, self._allowed) + _AROUND)


def _slug(path: str) -> str:
    """The article, collection or issue that the file at `path` belongs to; "" for the list."""
    folder = path.rpartition("/")[0]
    parts = folder.split("/")
    return "/".join(parts[: 2 if parts[0] in (COLLECTIONS, ISSUES) else 1])


def _widened(policy: str, allowed: Mapping[str, str]) -> str:
    """`policy`, which lets be what is `allowed` besides."""
    parts = (rule.strip().partition(" ") for rule in policy.split(";"))
    rules = {name: rest for name, _, rest in parts}
    for name, more in allowed.items():
        given = rules.get(name, "").replace("'none'", "").strip()
        # Beside a hash, 'unsafe-inline' is not heeded.
        rules[name] = given if "'unsafe-inline'" in given else f"{given} {more}".strip()
    return "; ".join(f"{name} {rest}".strip() for name, rest in rules.items() if name)


def _words(outcome: DocumentOutcome | None, trouble: CopydeskError | None) -> Iterator[str]:
    """What went wrong with the desk, and with the article."""
    if trouble:
        yield "\n".join(filter(None, (f"Nothing is built: {trouble}", trouble.hint)))
    if said := _said(outcome):
        yield said


def _said(outcome: DocumentOutcome | None) -> str:
    """What a page says of an article that was refused or failed; "" of any other."""
    if outcome is None or not outcome.is_bad:
        return ""
    kept = "This page is from an earlier build." if outcome.kept else ""
    return "\n".join(filter(None, (f"{outcome.status}: {outcome.message}", outcome.hint, kept)))


def _notice(text: str) -> str:
    lines = "\n".join(escape(report.escape(line)) for line in text.split("\n"))
    return f'<p class="copydesk-preview" role="alert">{lines}</p>\n'
