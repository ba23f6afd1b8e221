"""`dist/index.html`: every article of the desk on one page that opens from the disk.

It needs no network and no script; a small one filters and sorts where there is more than
one article. Titles, names and messages come from strangers: all of it is escaped text that
keeps its direction to itself. Made from `page_rows`, it reads no article.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape as markup
from importlib.resources import files
from typing import Final

from copydesk.builder.page_rows import Row
from copydesk.builder.progress import say_duration
from copydesk.builder.report import code_severity, escape
from copydesk.builder.submissions import COLLECTIONS, ISSUES
from copydesk.queries import TELLING

NAME: Final = "index.html"

#: Editions to read, before all other files; the headline leads to the first that there is.
_READ: Final = ("html", "pdf", "epub", "docx", "md", "txt")
#: The files of an issue in the order in which they are wanted: to look at, to send, to paste.
_OF_ISSUE: Final = (
    "preview.html", "issue.eml", "archive.html", "fragment.html", "issue.md", "issue.txt",
    "issue.html", "report.json",
)  # fmt: skip
#: What is no edition, or has its own link.
_APART: Final = frozenset(("article.json", "review/proof.html"))
_PROOF: Final = "review/proof.html"
_SEVERITIES: Final = ("error", "warning", "note")
#: So many troubles stand open before the articles.
_SHOWN: Final = 12
#: Of more articles than this a browser lays out those that are in sight.
_LONG: Final = 200
#: Characters of a title, or of the names of all authors.
_LONGEST: Final = 300
#: Joiners that words of Persian and Hindi need; they drive nothing.
_JOINERS: Final = re.compile("([\u200c\u200d])")


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the list: the publication, when it was built and how long it took."""

    name: str
    when: str
    seconds: float


def page(rows: Sequence[Row], orphans: Sequence[str], head: Heading) -> str:
    """The page, a document of its own, in time that grows with the number of `rows`."""
    style, script = (
        "\n".join(map(_house, ("css/sheet.css", "css/overview.css"))),
        _house("overview.js"),
    )
    bad = [row for row in rows if row.status in {"refused", "failed"}]
    good = [row for row in rows if row.status not in {"refused", "failed"}]
    books, issues, articles = (_of(good, folder) for folder in (COLLECTIONS, ISSUES, ""))
    sortable = len(articles) > 1
    kind = "rows long" if len(articles) > _LONG else "rows"
    parts = [
        ("trouble", "Not built", _folded(bad)),
        ("issues", "Newsletters", _list(map(_article, issues), "rows")),
        ("books", "Collections", _list(map(_article, books), "rows")),
        ("articles", "Articles",
         _form() * sortable + _list(map(_article, articles), kind, ' id="list"')),
        ("orphans", "Without a submission", _orphans(orphans)),
    ]  # fmt: skip
    policy = f"default-src 'none'; style-src {_hash(style)}; base-uri 'none'; form-action 'none'"
    if sortable:
        policy += f"; script-src {_hash(script)}"
    title = head.name or "All articles"
    spent = f", in {say_duration(head.seconds)}" if head.seconds else ""
    return "".join((
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{markup(policy)}">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        '<meta name="color-scheme" content="light dark">\n',
        f"<title>{_text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n",
        f"<header>\n<h1><small>Desk</small> <bdi>{_text(title)}</bdi></h1>\n",
        f'<p class="when">Built on {markup(head.when)}{spent}</p>\n',
        _counts(rows), "</header>\n", _contents(parts),
        *(f'<section aria-labelledby="{name}">\n<h2 id="{name}">{words}</h2>\n{text}</section>\n'
          for name, words, text in parts if text),
        "</main>\n", f"<script>{script}</script>\n" if sortable else "", "</body>\n</html>\n",
    ))  # fmt: skip


# ── the head ───────────────────────────────────────────────────────────────────


def _of(rows: Sequence[Row], folder: str) -> list[Row]:
    """Those of `rows` that lie in a folder of `dist/`, or the articles, in none."""
    return [row for row in rows if row.slug.rpartition("/")[0] == folder]


def _counts(rows: Sequence[Row]) -> str:
    articles = _of(rows, "")
    states = Counter(row.status for row in rows)
    asked = sum((_severities(row) for row in articles), Counter[str]())
    found = [
        ("articles", len(articles)),
        ("collections", len(_of(rows, COLLECTIONS))),
        ("newsletters", len(_of(rows, ISSUES))),
        ("words", sum(row.card.words for row in articles)),
        *((f"{severity}s", asked[severity]) for severity in _SEVERITIES),
        ("proposals", sum(row.proposed for row in articles)),
        *((state, states[state]) for state in ("refused", "failed", "stale", "not built yet")),
    ]
    shown = (f"<li>{name}: <b>{count:,}</b></li>\n" for name, count in found if count)
    return f'<ul class="counts">\n{"".join(shown)}</ul>\n' if rows else "<p>Nothing yet.</p>\n"


def _contents(parts: Sequence[tuple[str, str, str]]) -> str:
    there = [(name, title) for name, title, text in parts if text]
    if len(there) < 2:
        return ""
    links = "".join(f'<li><a href="#{name}">{title}</a></li>\n' for name, title in there)
    return f'<nav aria-label="Parts of the page">\n<ul>\n{links}</ul>\n</nav>\n'


# ── rows ───────────────────────────────────────────────────────────────────────


def _list(rows: Iterable[str], kind: str, more: str = "") -> str:
    text = "".join(rows)
    return f'<ol class="{kind}"{more}>\n{text}</ol>\n' if text else ""


def _folded(bad: Sequence[Row]) -> str:
    """What was refused and what failed; when it is much, it opens on request."""
    text = _list(map(_trouble, bad), "rows trouble")
    if len(bad) <= _SHOWN:
        return text
    counts = Counter((row.status, row.code) for row in bad)
    told = (f"<li>{count:,} {status} · <code>{_text(code)}</code></li>\n"
            for (status, code), count in counts.most_common())  # fmt: skip
    kinds = f'<ul class="counts">\n{"".join(told)}</ul>\n'
    return f"{kinds}<details>\n<summary>Show all {len(bad):,}</summary>\n{text}</details>\n"


def _article(row: Row) -> str:
    built = row.status.startswith("built")
    facts = {
        "state": "built" if built else "other", "asked": sum(_severities(row).values())
        + row.proposed, "date": row.card.date_iso, "words": row.card.words, "seconds": row.seconds,
    }  # fmt: skip
    kept = "".join(f' data-{name}="{_text(str(fact))}"' for name, fact in facts.items() if fact)
    state = "" if built else f'<span class="state">{row.status}</span> '
    return (
        f"<li{kept}>\n<h3>{state}{_title(row)}</h3>\n"
        f'<p class="about">{_about(row)}</p>\n<div>\n{_files(row)}{_asked(row)}</div>\n</li>\n'
    )


def _trouble(row: Row) -> str:
    code = f" · <code>{_text(row.code)}</code>" if row.code else ""
    hint = f"<p>{_prose(row.hint)}</p>\n" if row.hint else ""
    kept = '<p class="about">The outputs of an earlier build are kept; they are stale.</p>\n'
    state = f'<span class="state">{row.status}</span>'
    return (
        f'<li class="{row.status}">\n<h3>{state} {_title(row)}</h3>\n'
        f'<p dir="auto">{_prose(row.message)}</p>\n{hint}'
        f'<p class="about"><code>{_text(row.source)}</code>{code}</p>\n'
        + (kept * row.past + _files(row) if row.files else "")
        + "</li>\n"
    )


def _title(row: Row) -> str:
    card = row.card
    language = f' lang="{_text(card.language)}"' if card.title and card.language else ""
    words = f"<bdi{language}>{_short(card.title or row.slug.rpartition('/')[2])}</bdi>"
    # No sorting for the first one alone; there are ten thousand rows.
    order = _order(row)
    read = [(order.index(form), name) for form, name, _ in _editions(row) if form in order]
    return f'<a href="{markup(f"{row.slug}/{min(read)[1]}")}">{words}</a>' if read else words


def _about(row: Row) -> str:
    """By whom, from when, in which language, how long, from which file, in which time."""
    card = row.card
    parts = [
        f"<b><bdi>{_short(', '.join(card.authors))}</bdi></b>" if card.authors else "",
        f"<bdi>{_short(card.date)}</bdi>" if card.date else "",
        _text(card.language),
        f"{card.words:,} word{'' if card.words == 1 else 's'}" if card.words else "",
        f"<code>{_text(row.source)}</code>",
        say_duration(row.seconds) if row.seconds else "",
    ]
    return " · ".join(part for part in parts if part)


def _files(row: Row) -> str:
    links = (
        f'<a href="{markup(f"{row.slug}/{name}")}">{markup(form)} <small>{size(count)}</small></a>'
        for form, name, count in sorted(_editions(row), key=partial(_rank, order=_order(row)))
    )
    text = "\n".join(links)
    return f'<p class="files">{text}</p>\n' if text else ""


def _editions(row: Row) -> list[tuple[str, str, int]]:
    """The files of `row`: what each is called without the article's name, its name, its bytes."""
    stem = f"{row.slug.rpartition('/')[2]}."
    return [
        (name.removeprefix("review/").removeprefix(stem), name, count)
        for name, count in row.files
        if name not in _APART
    ]


def _order(row: Row) -> tuple[str, ...]:
    """In which order files are listed, before all others; the first is what people look at."""
    return _OF_ISSUE if row.slug.startswith(f"{ISSUES}/") else _READ


def _rank(edition: tuple[str, str, int], order: tuple[str, ...]) -> tuple[int, str]:
    form = edition[0]
    return (order.index(form) if form in order else len(order), form)


def _asked(row: Row) -> str:
    asked = _severities(row)
    parts = [
        f"{asked[severity]:,} {severity}{'' if asked[severity] == 1 else 's'}"
        for severity in _SEVERITIES
        if asked[severity]
    ]
    parts += [f"{row.proposed:,} proposed"] if row.proposed else []
    if not any(name == _PROOF for name, _ in row.files):
        return f'<p class="asked">{" · ".join(parts)}</p>\n' if parts else ""
    proof = markup(f"{row.slug}/{_PROOF}")
    return f'<p class="asked"><a href="{proof}">{" · ".join(("proof", *parts))}</a></p>\n'


def _severities(row: Row) -> Counter[str]:
    """How much of each weight is asked; what only tells is not."""
    found: Counter[str] = Counter()
    for code, count in row.queries:
        if code not in TELLING:
            found[code_severity(code)] += count
    return found


def _orphans(orphans: Sequence[str]) -> str:
    if not orphans:
        return ""
    rows = "".join(f'<li><a href="{markup(name)}/">{_text(name)}</a></li>\n' for name in orphans)
    note = "Their submissions are gone. To remove them: <code>copydesk clean --orphans</code>"
    return f'<p class="about">{note}</p>\n<ul>\n{rows}</ul>\n'


_KINDS: Final = {
    "all": "all", "asked": "with questions", "clear": "without", "other": "stale or not built",
}  # fmt: skip
_ORDERS: Final = {
    "source": "source", "title": "title", "date": "newest", "asked": "most questions",
    "words": "longest", "seconds": "slowest",
}  # fmt: skip


def _form() -> str:
    """What the script needs to filter and sort; without it nobody sees it."""
    return (
        "<form hidden>\n"
        '<label>Find<input type="search" name="words" autocomplete="off"></label>\n'
        f'<label>Show<select name="kind">{_options(_KINDS)}</select></label>\n'
        f'<label>Order<select name="order">{_options(_ORDERS)}</select></label>\n'
        "<output></output>\n</form>\n"
    )


def _options(named: Mapping[str, str]) -> str:
    return "".join(f'<option value="{key}">{words}</option>' for key, words in named.items())


# ── text ───────────────────────────────────────────────────────────────────────


def size(count: int) -> str:
    """A number of bytes as people read it.

    >>> size(812), size(12_345), size(1_400_000)
    ('812 B', '12 kB', '1.4 MB')
    """
    if count < 1_000:
        return f"{count} B"
    return f"{count / 1e3:.0f} kB" if count < 1e6 else f"{count / 1e6:.1f} MB"


def _text(text: str) -> str:
    """Escaped text; what could drive or turn the line around shows as its code."""
    if text.isascii() and text.isprintable():  # as most of a page of ten thousand articles is
        return markup(text)
    return markup("".join(part if part in "\u200c\u200d" else escape(part)
                          for part in _JOINERS.split(text)))  # fmt: skip


def _short(text: str) -> str:
    """`_text` of what has no end of its own, as a title of a stranger's."""
    return _text(text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …")


def _prose(text: str) -> str:
    """`_text` of a message, in which backticks stand around what is quoted literally."""
    return "".join(_pieces(text.split("`")))


def _pieces(parts: Sequence[str]) -> Iterator[str]:
    whole = len(parts) % 2 == 1  # otherwise a backtick is the submission's own
    for place, part in enumerate(parts):
        yield f"<code>{_text(part)}</code>" if whole and place % 2 else _text(part)
        if not whole and place + 1 < len(parts):
            yield "`"


def _house(name: str) -> str:
    return (files("copydesk") / "data" / name).read_text(encoding="utf-8").strip()


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
