"""What a browser is shown of a desk that is watched: its outputs, and how each of them stands.

A page is the file in `dist/` with two additions that are never in it: a script that loads it
anew when its article was built, and above it, where a build went wrong, what was said.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import threading
from collections.abc import Iterator, Mapping
from html import escape, unescape
from importlib.resources import files
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, quote

from copydesk.desk import report, store
from copydesk.desk.report import Outcome, Report
from copydesk.desk.submissions import COLLECTIONS
from copydesk.errors import CopydeskError
from copydesk.gate import loopback
from copydesk.gate.loopback import Page

#: The list of all articles that a build leaves.
LIST: Final = "index.html"
RECORD: Final = "article.json"
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
_TROUBLE: Final = frozenset(("refused", "failed"))
_HOUSE: Final = files("copydesk") / "house" / "preview"


class Preview:
    """The pages of a desk whose outputs lie in `out`, for threads that serve them.

    Whoever builds tells it what came of it.

    >>> preview = Preview(Path("dist"))
    >>> preview.heard(Outcome("quay", "source/quay.txt", "refused", message="`quay.txt` is empty"))
    >>> b"is empty" in preview.page("quay/quay.html").body
    True
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self._outcomes: dict[str, Outcome] = {}
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
        digest = hashlib.sha256(self._script.encode()).digest()
        self._allowed = f"'sha256-{base64.b64encode(digest).decode()}'"

    # ── what is told ─────────────────────────────────────────────────────────

    def heard(self, outcome: Outcome) -> None:
        """Show what became of one article while others are still built."""
        with self._news:
            self._number += 1
            self._outcomes[outcome.slug] = outcome
            self._changed[outcome.slug] = self._number
            self._news.notify_all()

    def ended(self, result: Report, *, everything: bool) -> None:
        """Show how all of it stands after a build; `everything` was asked for, or a part."""
        now = {outcome.slug: outcome for outcome in result.outcomes}
        with self._news:
            before = dict(self._outcomes)
            for slug, outcome in now.items():
                if outcome.status == "not tried" and slug in before:
                    now[slug] = before[slug]
            self._outcomes = now if everything else before | now
            built = any(one.status != "up to date" for one in result.outcomes)
            if built or self._trouble or self._outcomes.keys() != before.keys():
                self._tell_all()
            self._trouble = None

    def stopped(self, error: CopydeskError) -> None:
        """Show on every page why nothing can be built at present."""
        with self._news:
            if self._trouble is None or str(self._trouble) != str(error):
                self._trouble = error
                self._tell_all()

    def _tell_all(self) -> None:
        self._number += 1
        self._all = self._number
        self._news.notify_all()

    # ── what is served ───────────────────────────────────────────────────────

    def news(self, query: str, wait: float) -> Iterator[str]:
        """A word when the page that asks is out of date; after `wait` seconds none."""
        asked = parse_qs(query)
        slug, since = (asked.get(key, [""])[0] for key in ("page", "since"))
        life, _, number = since.partition("-")
        if life != self._life or not number.isdecimal():
            yield "another preview"
            return
        with self._news:
            if self._news.wait_for(lambda: self._last(slug) > int(number), wait):
                yield "built"

    def _last(self, slug: str) -> int:
        """When the page of `slug` last changed; that of the list (""), when anything did."""
        return max(self._all, self._changed.get(slug, 0)) if slug else self._number

    def page(self, path: str) -> Page:
        """What is served at `path`."""
        if not path and loopback.inside(self.out, LIST) is None:
            return self._listed()
        found = loopback.inside(self.out, path or LIST)
        try:
            body = found.read_bytes() if found else None
        except OSError:
            body = None
        if found is None or body is None:
            return self._missing(path)
        media = MEDIA.get(found.suffix.lower(), _OTHER)
        if media == MEDIA[".html"]:
            return self._dressed(body, _slug(path))
        # The viewer of PDFs is a page of the browser's own, to which a policy would apply.
        return Page(body, media, policy=_UNFRAMED) if media == MEDIA[".pdf"] else Page(body, media)

    def _dressed(self, body: bytes, slug: str, status: int = 200) -> Page:
        """An HTML page with the script, and with what went wrong above it."""
        with self._news:
            number, outcome, trouble = self._number, self._outcomes.get(slug), self._trouble
        said = _POLICY.search(body)
        policy = unescape(said[1].decode("utf-8", "replace")) if said else _STRICT
        if said:
            body = body[: said.start()] + body[said.end() :]
        script = (
            f'<style>{self._notice}</style>\n<script data-page="{escape(slug)}" '
            f'data-since="{self._life}-{number}">{self._script}</script>\n'
        )
        above = "".join(map(_notice, _words(outcome, trouble)))
        if above and (start := _BODY.search(body)):
            body = body[: start.end()] + above.encode("utf-8", "replace") + body[start.end() :]
        head, mark, tail = body.rpartition(b"</body>")
        whole = head + script.encode() + mark + tail if mark else tail + script.encode()
        return Page(whole, status=status, policy=_widened(policy, self._allowed) + _AROUND)

    def _missing(self, path: str) -> Page:
        """What stands where there is no file; it comes alive when there is one."""
        slug = _slug(path)
        with self._news:
            known = self._outcomes.get(slug)
        what = "is not built yet" if known or not self._outcomes else "is not there"
        text = f"<h1>{escape(report.escape(path)) or 'The list'} {what}</h1>\n"
        return self._dressed(_page(text + '<p><a href="/">All articles</a></p>'), slug, 404)

    def _listed(self) -> Page:
        """All articles with how they stand and links to what is there."""
        with self._news:
            outcomes = sorted(self._outcomes.values(), key=lambda one: one.slug)
        count = f"{len(outcomes)} article{'' if len(outcomes) == 1 else 's'}"
        rows = "\n".join(_row(self.out, outcome) for outcome in outcomes)
        text = f'<h1>Preview</h1>\n<p class="quiet">{count} in this desk</p>\n<ol>\n{rows}\n</ol>'
        if not outcomes:
            text = '<h1>Preview</h1>\n<p class="quiet">Nothing is built yet.</p>'
        return self._dressed(_page(text), "")


def _slug(path: str) -> str:
    """The article or collection that the file at `path` belongs to; "" for the list."""
    folder = path.rpartition("/")[0]
    parts = folder.split("/")
    return "/".join(parts[: 2 if parts[0] == COLLECTIONS else 1])


def _widened(policy: str, script: str) -> str:
    """`policy`, which lets the script run that `script` allows, and ask for the news."""
    parts = (rule.strip().partition(" ") for rule in policy.split(";"))
    rules = {name: rest for name, _, rest in parts}
    for name, more in (("script-src", script), ("connect-src", "'self'")):
        given = rules.get(name, "").replace("'none'", "").strip()
        # Beside a hash, 'unsafe-inline' is not heeded.
        rules[name] = given if "'unsafe-inline'" in given else f"{given} {more}".strip()
    return "; ".join(f"{name} {rest}".strip() for name, rest in rules.items() if name)


def _words(outcome: Outcome | None, trouble: CopydeskError | None) -> Iterator[str]:
    """What went wrong with the desk, and with the article."""
    if trouble:
        yield "\n".join(filter(None, (f"Nothing is built: {trouble}", trouble.hint)))
    if outcome and outcome.status in _TROUBLE:
        kept = "What you see is of an earlier build." if outcome.kept else ""
        said = f"{outcome.status}: {outcome.message}"
        yield "\n".join(filter(None, (said, outcome.hint, kept)))


def _notice(text: str) -> str:
    lines = "\n".join(escape(report.escape(line)) for line in text.split("\n"))
    return f'<p class="copydesk-preview" role="alert">{lines}</p>\n'


def _page(text: str) -> bytes:
    sheet = (_HOUSE / "list.css").read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Preview</title>\n<style>{sheet}</style>\n</head>\n<body>\n<main>\n{text}\n"
        "</main>\n</body>\n</html>\n"
    ).encode("utf-8", "replace")


def _row(out: Path, outcome: Outcome) -> str:
    """An article in the list."""
    slug = outcome.slug
    names = _outputs(out / slug)
    main = f"{slug.rpartition('/')[2]}.html"
    title = _link(slug, main, slug) if main in names else escape(slug)
    asked = report.asking(outcome.queries)
    state = outcome.status if outcome.status in _TROUBLE or not asked else _counted(asked)
    kind = "wrong" if outcome.status in _TROUBLE else "asks" if asked else "done"
    said = escape(report.escape(outcome.message))
    links = "\n".join(_link(slug, name, _format(slug, name)) for name in names)
    return (
        f'<li class="{kind}"><p class="title">{title}<span class="state">{state}</span></p>\n'
        + (f'<p class="said">{said}</p>\n' if said else "")
        + f'<p class="quiet">{escape(report.escape(outcome.source))}</p>\n'
        f'<p class="formats">{links}</p></li>'
    )


def _counted(queries: int) -> str:
    return f"{queries} {'query' if queries == 1 else 'queries'}"


def _outputs(folder: Path) -> list[str]:
    """The files of an article that people read, sorted; the proof first."""
    found = [
        path.relative_to(folder).as_posix()
        for pattern in ("*", "review/*")
        for path in folder.glob(pattern)
        if path.is_file() and path.name not in {store.COLOPHON, RECORD}
    ]
    return sorted(found, key=lambda name: ("proof" not in name, name))


def _format(slug: str, name: str) -> str:
    """What the list calls an output: its format."""
    last = name.rpartition("/")[2].removeprefix(slug.rpartition("/")[2] + ".")
    return "proof" if last == "proof.html" else last


def _link(slug: str, name: str, text: str) -> str:
    return f'<a href="/{quote(slug)}/{quote(name)}">{escape(text)}</a>'
