"""`dist/index.html`: every article of the desk on one page that opens from the disk.

It needs no network and no script; a small one filters and sorts where there is more than
one article. Titles, names and messages come from strangers: all of it is escaped text that
keeps its direction to itself. Its rows are made from the table of the `state`, which knows what is
built and what went wrong; what has no entry there is looked up in its colophon. What is on it
stands in `data/templates/index.html`; here is what that asks about a row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from html import escape
from importlib.resources import files
from typing import Final, NamedTuple

from markupsafe import Markup

from copydesk.builder import colophon, report, store
from copydesk.builder.progress import say_duration
from copydesk.builder.state import TROUBLE, Entry, built_entry
from copydesk.builder.submissions import COLLECTIONS, ISSUES, Document
from copydesk.builder.survey import Survey
from copydesk.model import ArticleSummary
from copydesk.queries import TELLING
from copydesk.writers.templates import compile_template

#: Editions to read, before all other files; the headline leads to the first that there is.
_READ: Final = ("html", "pdf", "epub", "docx", "md", "txt")
#: The files of an issue in the order in which they are wanted: to look at, to send, to paste.
_OF_ISSUE: Final = (
    "preview.html", "issue.eml", "archive.html", "fragment.html", "issue.md", "issue.txt",
    "issue.html", "report.json",
)  # fmt: skip
#: What is no edition, or has its own link.
_APART: Final = frozenset(("article.json", "review/proof.html"))
_SEVERITIES: Final = ("error", "warning", "note")
#: Characters of a title, or of the names of all authors.
_LONGEST: Final = 300
#: Joiners that words of Persian and Hindi need; they drive nothing.
_JOINERS: Final = re.compile("([\u200c\u200d])")


_ON_CARD: Final = tuple(field.name for field in fields(ArticleSummary))
NO_CARD: Final = ArticleSummary()


# ── the rows ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class DocumentRow(report.DocumentOutcome):
    """What became of one document the last time that it was built.

    `files` are (name in its folder, bytes) of what stands there. They are `past` when an earlier
    build has left them, and the last one none.
    """

    card: ArticleSummary = NO_CARD
    files: tuple[tuple[str, int], ...] = ()
    past: bool = False

    @property
    def is_built(self) -> bool:
        """Whether its outputs are those of the last build."""
        return self.status.startswith("built")


def list_rows(desk: Survey) -> tuple[DocumentRow, ...]:
    """The rows of all documents of `desk`."""
    return tuple(_row(desk, document) for document in desk.everything)


def _row(desk: Survey, document: Document) -> DocumentRow:
    entry = desk.state.entry(document.source)
    if entry.get("slug") != document.slug:
        entry = {}  # it was called otherwise then
    row = _finished(desk, document, entry)
    if "status" not in entry:
        return row
    if entry["status"] not in report.BAD:  # a run that was broken off left it as it was
        return replace(row, status="stale" if row.files else "not built yet")
    return replace(row, **{name: entry[name] for name in (*TROUBLE, "seconds")})


def _finished(desk: Survey, document: Document, entry: Entry) -> DocumentRow:
    """The row of what stands in the folder of `document`, of which the state has the `entry`."""
    slug, source = document.slug, document.source
    if "files" not in entry:
        made = colophon.read(desk.out / slug)
        if made is None or made.source != source:
            return DocumentRow(slug, source, "not built yet")
        entry = built_entry(desk, document, made)
    card = dict(zip(_ON_CARD, entry["card"], strict=True))
    card["authors"] = tuple(card["authors"])
    queries, proposed = tuple((code, count) for code, count in entry["queries"]), entry["proposed"]
    there = {name: stamp[1] for name, stamp in entry["files"].items() if stamp}
    there.pop(store.COLOPHON, None)
    status: report.Status = (
        "built with queries" if report.count_asking(queries) or proposed else "built"
    )
    return DocumentRow(
        slug, source, status, queries=queries, proposed=proposed, seconds=entry["seconds"],
        card=ArticleSummary(**card), files=(*there.items(),),
    )  # fmt: skip


# ── the page ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class IndexHeading:
    """What stands above the list: the publication, when it was built and how long it took."""

    name: str
    when: str
    seconds: float


def make_page(rows: Sequence[DocumentRow], orphans: Sequence[str], head: IndexHeading) -> str:
    """The page, a document of its own, in time that grows with the number of `rows`."""
    bad = [row for row in rows if row.is_bad]
    good = [row for row in rows if not row.is_bad]
    articles = _in_folder(good, "")
    parts = (
        ("trouble", "Not built", bad),
        ("issues", "Newsletters", _in_folder(good, ISSUES)),
        ("books", "Collections", _in_folder(good, COLLECTIONS)),
        ("articles", "Articles", articles),
        ("orphans", "Without a submission", orphans),
    )
    style = "\n".join(map(_read_data, ("css/sheet.css", "css/overview.css")))
    script = _read_data("overview.js") if len(articles) > 1 else ""  # which sorts them
    policy = f"default-src 'none'; style-src {report.hash_source(style)}"
    policy += "; base-uri 'none'; form-action 'none'"
    if script:
        policy += f"; script-src {report.hash_source(script)}"
    text = _load_template().render(
        name=head.name or "All articles", head=head, counts=_count(rows), style=style,
        script=script, policy=policy,
        parts=[part for part in parts if part[2]],
        kinds=Counter((row.status, row.code) for row in bad).most_common(),
    )  # fmt: skip
    return f"{text}\n"


def _in_folder(rows: Sequence[DocumentRow], folder: str) -> list[DocumentRow]:
    """Those of `rows` that lie in a folder of `dist/`, or the articles, in none."""
    return [row for row in rows if row.slug.rpartition("/")[0] == folder]


def _count(rows: Sequence[DocumentRow]) -> list[tuple[str, int]]:
    """What there is of everything, as the head of the page has it."""
    articles = _in_folder(rows, "")
    states = Counter(row.status for row in rows)
    asked = sum((_severities(row) for row in articles), Counter[str]())
    found = [
        ("articles", len(articles)),
        ("collections", len(_in_folder(rows, COLLECTIONS))),
        ("newsletters", len(_in_folder(rows, ISSUES))),
        ("words", sum(row.card.words for row in articles)),
        *((f"{severity}s", asked[severity]) for severity in _SEVERITIES),
        ("proposals", sum(row.proposed for row in articles)),
        *((state, states[state]) for state in (*report.BAD, "stale", "not built yet")),
    ]
    return [(name, count) for name, count in found if count]


# ── what the template asks about a row ─────────────────────────────────────────


class OutputFile(NamedTuple):
    """A file of a row: what it is called without the article's name, where it lies, its bytes."""

    form: str
    link: str
    size: int
    is_read: bool


def _editions(row: DocumentRow) -> list[OutputFile]:
    """The files of `row`, in the order in which people look for them."""
    order = _OF_ISSUE if row.slug.startswith(f"{ISSUES}/") else _READ
    stem = f"{row.slug.rpartition('/')[2]}."
    found = []
    for name, count in row.files:
        if name not in _APART:
            form = name.removeprefix("review/").removeprefix(stem)
            place = order.index(form) if form in order else len(order)
            found.append((place, OutputFile(form, f"{row.slug}/{name}", count, form in order)))
    return [edition for _, edition in sorted(found)]


def _asked(row: DocumentRow) -> list[str]:
    """What is asked of the editor, by its weight, and what is proposed."""
    asked = _severities(row)
    parts = [
        f"{asked[severity]:,} {severity}{'' if asked[severity] == 1 else 's'}"
        for severity in _SEVERITIES
        if asked[severity]
    ]
    return [*parts, f"{row.proposed:,} proposed"] if row.proposed else parts


def _severities(row: DocumentRow) -> Counter[str]:
    """How much of each weight is asked; what only tells is not."""
    found: Counter[str] = Counter()
    for code, count in row.queries:
        if code not in TELLING:
            found[report.code_severity(code)] += count
    return found


# ── text ───────────────────────────────────────────────────────────────────────


def _visible(text: str) -> Markup:
    """Escaped text; what could drive or turn the line around shows as its code."""
    if not (text.isascii() and text.isprintable()):  # as most of ten thousand articles is
        parts = _JOINERS.split(text)
        text = "".join(part if part in "\u200c\u200d" else report.escape(part) for part in parts)
    return Markup(escape(text))  # noqa: S704  it is escaped


def _short(text: str) -> Markup:
    """`_visible` of what has no end of its own, as a title of a stranger's."""
    return _visible(text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …")


def _prose(text: str) -> Markup:
    """`_visible` of a message, in which backticks stand around what is quoted literally."""
    parts = [_visible(part) for part in text.split("`")]
    if len(parts) % 2 == 0:  # a backtick is the submission's own
        return Markup("`").join(parts)
    parts[1::2] = [Markup("<code>{}</code>").format(part) for part in parts[1::2]]
    return Markup().join(parts)


_load_template: Final = partial(
    compile_template, "index.html", strict=True, asked=_asked, duration=say_duration,
    editions=_editions, severities=_severities, size=report.say_size,
    visible=_visible, short=_short, prose=_prose,
)  # fmt: skip


def _read_data(name: str) -> str:
    return (files("copydesk") / "data" / name).read_text(encoding="utf-8").strip()
