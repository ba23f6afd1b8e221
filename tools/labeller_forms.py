"""Make synthetic forms of labelled documents: what the same text looks like pasted or printed.

Pages alone do not teach a labeller what prints, copies from PDFs, Markdown, mail and texts
without a site look like. Each function here takes a document and a seeded `random.Random`
and gives a document whose labels are known by construction. A form stays in the fold of its
document.
"""

from __future__ import annotations

import json
import random
import re
import textwrap
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from labeller_data import Document, select

Row = tuple[str, int, str]  # text, gap above, label
CONTENT_LINE = 40
_WORDS = tomllib.loads((Path(__file__).parent / "labeller_words.toml").read_text("utf-8"))


def look_up(kind: str, language: str) -> Any:  # noqa: ANN401  as the table has it
    """The words of a kind in `labeller_words.toml` in `language`, else in English."""
    return _WORDS[kind].get(language, _WORDS[kind]["en"])


@dataclass
class Pool:
    """Lines of training documents that forms borrow, by language, and strings of references."""

    paragraphs: dict[str, list[str]] = field(default_factory=dict)
    items: dict[str, list[str]] = field(default_factory=dict)
    headings: dict[str, list[str]] = field(default_factory=dict)
    rare: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    names: list[tuple[str, str]] = field(default_factory=list)
    titles: dict[str, list[str]] = field(default_factory=dict)
    sites: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)

    def pick(self, kind: str, language: str) -> list[str]:
        """The lines of a kind in `language`, else in English."""
        table: dict[str, list[str]] = getattr(self, kind)
        return table.get(language) or table["en"]


def build_pool(documents: Iterable[Document], data: Path) -> Pool:
    """Gather what forms borrow from training documents alone."""
    pool = Pool()
    for document in documents:
        bodies = 0
        for line, label in zip(document.lines, document.labels, strict=True):
            text = line.strip()
            if label == "body" and 40 < len(text) < 700 and bodies < 12:
                pool.paragraphs.setdefault(document.language, []).append(text)
                bodies += 1
            elif label == "list" and len(text) < 200:
                pool.items.setdefault(document.language, []).append(text)
            elif label == "heading" and len(text) < 90:
                pool.headings.setdefault(document.language, []).append(text)
            elif label in ("bio", "cta", "disclaimer", "footnote") and 20 < len(text) < 900:
                pool.rare.setdefault(label, {}).setdefault(document.language, []).append(text)
            elif label == "byline":
                name = re.search(
                    r"\b([A-ZÀ-Ý][a-zà-ÿ'’-]{2,}) (?:[A-ZÀ-Ý]\. )?([A-ZÀ-Ý][a-zà-ÿ'’-]{2,})\b", text
                )
                if name:
                    pool.names.append((name[1], name[2]))
        if document.title:
            pool.titles.setdefault(document.language, []).append(document.title)
        if "." in document.site:
            pool.sites.append(document.site)
    for name in ("train", "hand", "own"):
        with (data / "references" / f"{name}.jsonl").open(encoding="utf-8") as file:
            rows = [json.loads(row)["raw"] for row in file]
        pool.references += rows * (3 if name == "hand" else 1)
    return pool


def rows_of(document: Document) -> list[Row]:
    """The document as rows of text, gap and label."""
    return list(zip(document.lines, document.gaps, document.labels, strict=True))


def with_rows(document: Document, rows: Iterable[Row], form: str = "") -> Document:
    """The document with other rows; alternatives are lost."""
    kept = [
        (re.sub(r"[\r\n]+", " ", text), gap, label) for text, gap, label in rows if text.strip()
    ]
    return replace(
        document,
        lines=[row[0] for row in kept], gaps=[row[1] for row in kept], labels=[row[2] for row in kept],
        alternatives={}, form=form or document.form, hints=(), main=(),
    )  # fmt: skip


def cut_text(text: str, size: int) -> str:
    """The first words of `text`, at most `size` signs of them."""
    return text if len(text) <= size else text[:size].rpartition(" ")[0] or text[:size]


def find_core(labels: list[str]) -> tuple[int, int]:
    """The first and the end of the lines that are not furniture."""
    content = [at for at, label in enumerate(labels) if label != "furniture"]
    return (content[0], content[-1] + 1) if content else (0, len(labels))


# --- what is cut or changed -----------------------------------------------------------------


def trim(
    document: Document, rng: random.Random, around: tuple[int, ...] = (0, 0, 1, 2, 4, 8, 20)
) -> Document:
    """Leave a few lines of furniture above and below."""
    start, end = find_core(document.labels)
    start, end = (
        max(0, start - rng.choice(around)),
        min(len(document.lines), end + rng.choice(around)),
    )
    return select(document, list(range(start, end)))


def drop_menus(document: Document, rng: random.Random) -> Document:
    """Leave out furniture at random, as in shortened copies."""
    share = rng.uniform(0.2, 0.9)
    return select(
        document,
        [
            at
            for at, label in enumerate(document.labels)
            if label != "furniture" or rng.random() > share
        ],
    )


def strip_site(document: Document, rng: random.Random) -> Document:
    """Leave the author's lines alone: no site around the text."""
    drop = {"furniture", "cta"}
    if rng.random() < 0.4:
        drop |= set(
            rng.sample(["title", "byline", "date", "caption", "subtitle"], rng.randint(1, 4))
        )
    keep = [at for at, label in enumerate(document.labels) if label not in drop]
    if len(keep) > 12 and rng.random() < 0.35:
        size = rng.randint(4, min(14, len(keep) - 1))
        start = rng.randrange(0, len(keep) - size)
        keep = keep[start : start + size]
    if rng.random() < 0.3:  # headings, items and short paragraphs weigh more
        keep = [
            at
            for at in keep
            if document.labels[at] != "body" or len(document.lines[at]) < 160 or rng.random() < 0.3
        ]
    return replace(select(document, keep), form="author")


def drop_gaps(document: Document, rng: random.Random) -> Document:
    """No empty lines, or one everywhere."""
    gap = rng.choice((0, 0, 1))
    return replace(document, gaps=[gap] * len(document.lines), form="gaps")


# --- line ends ------------------------------------------------------------------------------

_NARROW = set("ijltf.,;:'!|()[]I ")
_BROAD = set("mwMWQGOD@%—")


def _wrap_proportional(text: str, width: float) -> list[str]:
    """Break where type of unequal letter widths would break."""
    lines, line, used = [], "", 0.0
    for word in text.split(" "):
        size = (
            sum(0.55 if sign in _NARROW else 1.5 if sign in _BROAD else 1.0 for sign in word) + 0.5
        )
        if line and used + size > width:
            lines.append(line)
            line, used = word, size
        else:
            line, used = f"{line} {word}" if line else word, used + size
    return [*lines, line]


def _wrap(
    text: str, width: int, *, proportional: bool, hyphens: bool, rng: random.Random
) -> list[str]:
    if " " not in text[: width * 2]:
        return [text[at : at + width // 2] for at in range(0, len(text), width // 2)]
    pieces = (
        _wrap_proportional(text, width)
        if proportional
        else textwrap.wrap(text, width, break_long_words=False)
    )
    if hyphens:
        for at in range(len(pieces) - 1):
            first, _, rest = pieces[at + 1].partition(" ")
            if len(first) > 7 and first.isalpha() and rng.random() < 0.2:
                pieces[at] = f"{pieces[at]} {first[:4]}-"
                pieces[at + 1] = f"{first[4:]} {rest}".strip()
    return pieces


def wrap_rows(
    rows: list[Row], rng: random.Random, *, width: int = 0, gaps: bool | None = None
) -> list[Row]:
    """Hard-wrap rows to a column, monospaced or proportional."""
    width = width or rng.choice((60, 66, 72, 76, 80, 90, 100, rng.randint(45, 110)))
    proportional, hyphens = rng.random() < 0.5, rng.random() < 0.3
    keep = rng.random() < 0.7 if gaps is None else gaps
    found: list[Row] = []
    for text, gap, label in rows:
        pieces = (
            _wrap(text.strip(), width, proportional=proportional, hyphens=hyphens, rng=rng)
            if len(text) > width
            else [text]
        )
        found += [(piece, gap if at == 0 and keep else 0, label) for at, piece in enumerate(pieces)]
    return found


def add_paper_head(document: Document, rng: random.Random, pool: Pool) -> Document:
    """Seats below the authors, an abstract, keywords; the title over two lines, in capitals."""
    language = document.language
    rows: list[Row] = []
    capitals = rng.random() < 0.25
    has_author = "byline" in document.labels
    for text, gap, label in rows_of(document):
        line = text.strip()
        if label == "title":
            line = line.upper() if capitals else line
            pieces = _wrap_proportional(line, rng.randint(26, 60)) if rng.random() < 0.7 else [line]
            rows += [(piece, gap if at == 0 else 0, label) for at, piece in enumerate(pieces)]
            if not has_author:
                names = rng.sample(pool.names, rng.choice((1, 1, 2, 3)))
                rows += [
                    (f"{a} {b}{rng.choice(('', '', '1', '*'))}", int(at == 0), "byline")
                    for at, (a, b) in enumerate(names)
                ]
                if rng.random() < 0.6:
                    rows.append((rng.choice(look_up("seats", language)), 0, "byline"))
            if rng.random() < 0.5:
                rows.append((rng.choice(look_up("abstracts", language)), 1, "heading"))
                rows += [
                    (rng.choice(pool.pick("paragraphs", language)), rng.choice((0, 1)), "body")
                ]
            if rng.random() < 0.3:
                words = ", ".join(
                    word.lower() for word in rng.sample(pool.pick("headings", language), 3)
                )
                rows.append((rng.choice(look_up("keywords", language)) + words, 1, "other"))
        else:
            rows.append((text, gap, label))
    return with_rows(document, rows)


def print_pages(document: Document, rng: random.Random, pool: Pool) -> Document:
    """A print or a PDF copy: wrapped, with stamps, running heads and page numbers."""
    if rng.random() < 0.4:
        document = add_paper_head(document, rng, pool)
    rows = rows_of(trim(document, rng) if rng.random() < 0.75 else document)
    rows = wrap_rows(rows, rng, width=rng.randint(62, 112), gaps=rng.random() < 0.35)
    host = document.site if "." in document.site else "example.org"
    title = (document.title or "Untitled").strip()
    url = f"https://{host}/{re.sub(r'[^a-z0-9]+', '-', title.lower())[:50]}"
    stamp = rng.choice((
        "{m}/{d}/{y:02d}, {h}:{n:02d} AM", "{d}.{m}.20{y:02d}, {h}:{n:02d}", "20{y:02d}-{m:02d}-{d:02d} {h}:{n:02d}", "{d}/{m}/20{y:02d}",
    )).format(m=rng.randint(1, 12), d=rng.randint(1, 28), y=rng.randint(8, 26), h=rng.randint(1, 12), n=rng.randint(0, 59))  # fmt: skip
    running = rng.choice(
        (
            title[:60],
            host,
            f"{title[:40]} {rng.randint(1, 40)}",
            f"{rng.randint(1, 60)} ({rng.randint(1, 12)})",
        )
    )
    style, first = rng.randrange(8), rng.choice((1, 1, 1, rng.randint(2, 240)))
    size = rng.randint(24, 58)
    noted = rng.random() < 0.2
    pages = [rows[at : at + size] for at in range(0, len(rows), size)]
    found: list[Row] = []
    for number, page in enumerate(pages, start=first):
        head: list[str] = []
        foot: list[str] = []
        total = first + len(pages) - 1
        if style == 0:
            head, foot = [f"{stamp} {title[:70]}"], [f"{url} {number}/{total}"]
        elif style == 1:
            head, foot = [stamp, title[:90]], [url, f"{number}/{total}"]
        elif style == 2:
            head, foot = [f"## Page {number}"], []
        elif style == 3:
            foot = (
                [rng.choice((f"{number}", f"- {number} -", f"-{number}-", f"[{number}]"))]
                if rng.random() < 0.95
                else []
            )
        elif style == 4:
            foot = [f"{number} of {total}"] if rng.random() < 0.8 else [f"Page {number} of {total}"]
        elif style == 5:
            head = [running] if number % 2 or rng.random() < 0.3 else [f"{number} {running}"]
            foot = [str(number)] if rng.random() < 0.6 else []
        elif style == 6:
            head, foot = [f"{number} {running}"] if number % 2 else [f"{host} {number}"], []
        else:
            head, foot = [f"{number} sur {total}", f"{url}"], [stamp]
        if number == first and style in (5, 6) and rng.random() < 0.7:
            head = []
        gap = rng.choice((0, 0, 1, 2))
        found += [(text, gap if at == 0 else 0, "furniture") for at, text in enumerate(head)]
        found += page
        if noted and rng.random() < 0.7:
            notes = [
                row for row in make_notes(document.language, rng, pool) if row[2] == "footnote"
            ]
            found += wrap_rows(
                notes[: rng.randint(1, 3)], rng, width=rng.randint(70, 112), gaps=False
            )
        found += [(text, gap if at == 0 else 0, "furniture") for at, text in enumerate(foot)]
    return with_rows(document, found, "print")


# --- marks and frames ------------------------------------------------------------------------


def _slug(text: str) -> str:
    return re.sub(r"\W+", "-", text.lower())[:30].strip("-") or "x"


def mark_down(document: Document, rng: random.Random, pool: Pool) -> Document:
    """Markdown as scrapers and editors write it."""
    del pool
    bold, setext = rng.random() < 0.3, rng.random() < 0.1
    host = document.site if "." in document.site else "example.org"
    base = trim(document, rng, (0, 2, 5, 15, 40)) if rng.random() < 0.75 else document
    sign, level = rng.choice(("- ", "* ", "+ ", "  * ", "* ")), rng.choice(("## ", "### ", "#### "))
    linked = rng.random()
    found: list[Row] = []
    for text, gap, label in rows_of(base):
        line, above = text.strip(), 1
        if label == "title":
            line = rng.choice(("# ", "# ", "## ", "")) + line
        elif label == "heading":
            line = f"**{line}**" if bold else level + line
        elif label == "list" and rng.random() < 0.9:
            line, above = (line if re.match(r"\d+[.)]", line) else sign + line), 0
        elif label == "quote":
            line = "> " + line
        elif label == "furniture" and len(line) < 60 and rng.random() < linked:
            line, above = (
                (sign if rng.random() < 0.6 else "") + f"[{line}](https://{host}/{_slug(line)})",
                rng.choice((0, 0, 1)),
            )
        elif label in ("byline", "date") and rng.random() < 0.3:
            line = f"[{line}](https://{host}/author/{_slug(line)})"
        elif (
            label in ("byline", "subtitle", "caption", "bio", "disclaimer") and rng.random() < 0.25
        ):
            line = f"*{line}*"
        elif label == "body" and len(line) > 150 and rng.random() < 0.4:
            words = line.split(" ")
            at = rng.randrange(len(words))
            words[at] = rng.choice(("[{0}](https://{1}/{2})", "**{0}**", "*{0}*")).format(
                words[at], host, rng.randint(1, 9999)
            )
            line = " ".join(words)
        elif label in ("furniture", "other"):
            above = gap
        if label in ("body", "heading") and rng.random() < 0.05:
            alt = rng.choice(
                ("", "image", "photo", "Image 1", line[:40] if label == "heading" else "")
            )
            found.append(
                (f"![{alt}](https://{host}/img/{rng.randint(1, 999)}.jpg)", 1, "furniture")
            )
        found.append((line, above, label))
        if setext and label in ("title", "heading") and not bold:
            found[-1] = (text.strip(), above, label)
            found.append((("=" if label == "title" else "-") * min(60, len(text)), 0, label))
        elif label == "heading" and rng.random() < 0.02:
            found.append(("---", 1, "furniture"))
    if rng.random() < 0.2:
        found = wrap_rows(found, rng, gaps=True)
    marked = with_rows(document, found, "markdown")
    return add_fields(marked, rng) if rng.random() < 0.35 else marked


_FIELDS_EN = (
    "title",
    "author",
    "date",
    "url",
    "description",
    "tags",
    "language",
    "scraped_at",
    "id",
    "sitename",
    "categories",
    "slug",
    "image",
)
_FIELDS_ZH = {
    "title": "标题",
    "author": "作者",
    "date": "发布时间",
    "url": "原文链接",
    "description": "摘要",
    "tags": "标签",
    "sitename": "来源",
}


def add_fields(document: Document, rng: random.Random) -> Document:
    """Put front matter above: YAML, plain fields, or Chinese ones; it is furniture."""
    rows = rows_of(document)
    host = document.site if "." in document.site else "example.org"
    first = {label: text.strip() for text, _, label in reversed(rows)}
    values = {
        "title": document.title or first.get("title", "Untitled"),
        "author": first.get("byline", "") or ", ".join(document.authors),
        "date": first.get("date", "2024-03-02"),
        "url": f"https://{host}/{_slug(document.title or 'x')}",
        "description": (first.get("subtitle") or first.get("body", ""))[:150],
        "tags": rng.choice(("news, article", "[politics, world]", "")),
        "language": document.language, "scraped_at": "2024-03-02T10:00:00Z", "id": str(rng.randint(1, 99999)),
        "sitename": host, "categories": "Opinion", "slug": _slug(document.title or "x"), "image": f"https://{host}/1.jpg",
    }  # fmt: skip
    chinese = document.language == "zh" and rng.random() < 0.7
    style = rng.randrange(4)
    names = [
        name
        for name in _FIELDS_EN
        if values[name] and rng.random() < (0.85 if name in ("title", "url", "date") else 0.4)
    ]
    if rng.random() < 0.3:
        rng.shuffle(names)
    lines = []
    for name in names or ["title"]:
        label = (
            _FIELDS_ZH.get(name, name)
            if chinese
            else name.capitalize()
            if style in (1, 3)
            else name
        )
        value = f'"{values[name]}"' if style == 0 and rng.random() < 0.6 else values[name]
        colon = "：" if chinese else ": "
        if style == 0 and name == "tags" and rng.random() < 0.6:
            lines += ["tags:", "  - news", "  - article"]
        elif style == 3:
            lines.append(f"**{label}**{colon}{value}")
        else:
            lines.append(f"{label}{colon}{value}")
    if style == 0:
        lines = ["---", *lines, "---"]
    elif style == 2 and rng.random() < 0.5:
        lines = [*lines, rng.choice(("---", "=" * 40, "Markdown Content:"))]
    front = [(line, 0, "furniture") for line in lines]
    if rng.random() < 0.3:  # the body then often has no headline of its own
        rows = [row for row in rows if row[2] not in ("title", "byline", "date")]
    if rows:
        rows[0] = (rows[0][0], 1, rows[0][2])
    return with_rows(
        document,
        [*front, *rows],
        f"{document.form}+fields" if document.form != "plain" else "fields",
    )


def put_fields(document: Document, rng: random.Random, pool: Pool) -> Document:
    """A text below front matter."""
    del pool
    base = rng.choice(
        (lambda: trim(document, rng), lambda: document, lambda: strip_site(document, rng))
    )()
    return add_fields(replace(base, form="plain"), rng)


def put_in_mail(document: Document, rng: random.Random, pool: Pool) -> Document:
    """A mail that brings the text."""
    rows = rows_of(trim(document, rng) if rng.random() < 0.8 else document)
    host = document.site if "." in document.site else "example.org"
    given, family = rng.choice(pool.names)
    head = [
        f"{rng.choice(('From', 'Von', 'De', 'From'))}: {given} {family} <{given.lower()}@{host}>", "To: me@example.com",
        f"Subject: {rng.choice(('Fwd: ', 'FW: ', 'WG: ', '', ''))}{document.title or 'Text'}",
        f"Date: Mon, {rng.randint(1, 28)} Mar {rng.randint(2008, 2026)} 10:22:11 +0100",
    ]  # fmt: skip
    rng.shuffle(head)
    head = (
        rng.choice(
            (
                ["---------- Forwarded message ---------"],
                [],
                ["Begin forwarded message:"],
                ["MIME-Version: 1.0"],
            )
        )
        + head[: rng.randint(2, 4)]
    )
    head += rng.choice(
        ([], ["Hi,", "please see the article below."], ["Hello all,"], ["Anbei der Text."])
    )
    foot = rng.choice((
        [], ["Best regards,", given], ["--", "Sent from my iPhone"], ["_______________", "mailing list", f"https://{host}/list"],
        ["On Mon, Mar 3, 2025 at 9:00 AM John <j@example.com> wrote:", "> Could you send me the text?"],
        ["You received this mail because you subscribed.", "Unsubscribe"],
    ))  # fmt: skip
    if rows:
        rows[0] = (rows[0][0], 1, rows[0][2])
    if rng.random() < 0.5:
        rows = wrap_rows(rows, rng, width=rng.randint(64, 78), gaps=True)
    if rng.random() < 0.15:
        rows = [(f"> {text}", gap, label) for text, gap, label in rows]
    found = (
        [(line, 0, "furniture") for line in head]
        + rows
        + [(line, int(at == 0), "furniture") for at, line in enumerate(foot)]
    )
    return with_rows(document, found, "mail")


# --- what is added ---------------------------------------------------------------------------


def make_references(language: str, rng: random.Random, pool: Pool) -> list[Row]:
    """A reference list of real strings, or of addresses."""
    size = rng.choice((1, 2, 3, 5, 8, 12, 20, 30))
    entries = rng.sample(pool.references, size)
    if rng.random() < 0.2:
        entries = [
            rng.choice(("{t}. {u}", "{u}", "{u}", "“{t}” – {s}", "{s}: {t} {u}", "{t}")).format(
                t=rng.choice(pool.pick("titles", language)),
                s=site,
                u=f"https://www.{site}/{rng.randint(100, 99999)}",
            )
            for site in rng.sample(pool.sites, size)
        ]
    style = rng.randrange(7)
    numbered = {0: "{n}. ", 1: "[{n}] ", 2: "{n} ", 3: "- ", 4: "• "}.get(style, "")
    gap = rng.choice((0, 0, 1))
    rows: list[Row] = []
    if rng.random() < 0.88:
        rows.append((rng.choice(look_up("reference_headings", language)), 1, "heading"))
    if not numbered:
        entries.sort()
    return rows + [
        (numbered.format(n=at) + entry, gap, "reference")
        for at, entry in enumerate(entries, start=1)
    ]


def make_notes(language: str, rng: random.Random, pool: Pool) -> list[Row]:
    """Notes: remarks, short citations, entries with a number."""
    size = rng.choice((1, 2, 3, 5, 8, 15))
    own = pool.rare.get("footnote", {}).get(language) or []
    style = rng.choice(("{n} ", "[{n}] ", "({n}) ", "{n}. ", "{n}", "^ ", "↑{n} ", "[{n}]", "* "))
    rows: list[Row] = []
    if rng.random() < 0.7:
        rows.append((rng.choice(look_up("note_headings", language)), 1, "heading"))
    gap = rng.choice((0, 0, 1))
    for at in range(1, size + 1):
        kind = rng.random()
        if kind < 0.35:
            text = rng.choice(pool.references)
        elif kind < 0.65 or not own:
            text = rng.choice(pool.pick("paragraphs", language))[: rng.randint(40, 300)]
        else:
            text = re.sub(r"^[\W\d]+", "", rng.choice(own)) or "Ibid."
        if rng.random() < 0.1:
            text = rng.choice(("Ibid.", "Ibid., p. 12.", "Ebd., S. 4.", "See above.", "Op. cit."))
        rows.append((style.format(n=at) + text, gap, "footnote"))
    return rows


def make_comments(document: Document, rng: random.Random, pool: Pool) -> list[Row]:
    """A thread of readers' comments below the text."""
    says, reply, head, heading, form = look_up("comments", document.language)
    size, style = rng.choice((2, 4, 8, 15)), rng.randrange(6)
    paragraphs = pool.pick("paragraphs", document.language)
    rows: list[Row] = []
    if rng.random() < 0.75:
        rows.append(
            (
                head if rng.random() < 0.5 else heading.format("", size, document.title or ""),
                1,
                "furniture",
            )
        )
    for _ in range(size):
        given, family = rng.choice(pool.names)
        name = rng.choice(
            (given, f"{given} {family}", f"{given.lower()}{rng.randint(1, 99)}", family)
        )
        stamp = rng.choice((
            f"{rng.randint(1, 28)} {rng.choice(('May', 'mars', 'Juni', 'October'))} 20{rng.randint(8, 25):02d} à {rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}",
            f"{rng.randint(1, 28)}.{rng.randint(1, 12)}.20{rng.randint(8, 25):02d}, {rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}",
            f"{rng.randint(2, 30)} days ago", f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}",
            f"March {rng.randint(1, 28)}, 20{rng.randint(8, 25):02d} at {rng.randint(1, 12)}:{rng.randint(0, 59):02d} pm",
        ))  # fmt: skip
        texts = [rng.choice(paragraphs) for _ in range(rng.choice((1, 1, 1, 2, 3)))]
        if rng.random() < 0.4:
            texts[-1] = texts[-1][: rng.randint(20, 120)]
        thread = {
            0: [says.format(name), stamp, *texts, reply], 1: [name, stamp, *texts], 2: [*texts, f"{name} · {stamp}"],
            3: [f"{name}, {stamp}", *texts, reply], 4: [says.format(name), *texts, str(rng.randint(0, 30)), reply],
            5: [*texts, name, stamp],
        }[style]  # fmt: skip
        rows += [(text, int(at == 0), "furniture") for at, text in enumerate(thread)]
    if rng.random() < 0.6:
        rows.append((form, 1, "furniture"))
    return rows


def make_back_matter(document: Document, rng: random.Random, pool: Pool) -> list[Row]:
    """A bio, an appeal, a disclaimer, or several."""
    language = document.language
    rows: list[Row] = []
    kinds = rng.sample(("bio", "cta", "disclaimer"), rng.choice((1, 1, 2)))
    for kind in kinds:
        own = pool.rare.get(kind, {}).get(language) or []
        if kind == "bio":
            given, family = rng.choice(pool.names)
            template = look_up("bio", language)
            text = template.format(
                n=f"{given} {family}",
                r=rng.choice(look_up("callings", language)),
                p=rng.choice(("Oslo", "Berlin", "Paris", "Nairobi", "Lima", "Boston")),
            )
            if own and rng.random() < 0.65:
                text = rng.choice(own)
            if rng.random() < 0.35:
                rows.append((rng.choice(look_up("bio_headings", language)), 1, "heading"))
        elif kind == "cta":
            text = (
                rng.choice(own)
                if own and rng.random() < 0.6
                else rng.choice(look_up("appeals", language))
            )
        else:
            text = rng.choice(look_up("disclaimers", language))
        if rng.random() < 0.15:
            text = rng.choice((f"*{text}*", f"[{text}]", f"({text})"))
        rows.append((text, 1, kind))
    return rows


def add_back_matter(document: Document, rng: random.Random, pool: Pool) -> Document:
    """Put lists, notes, bios, appeals and comments behind the text."""
    _, end = find_core(document.labels)
    rows = rows_of(document)
    labels = set(document.labels)
    parts: list[list[Row]] = []
    if "reference" not in labels and rng.random() < 0.45:
        parts.append(make_references(document.language, rng, pool))
    if "footnote" not in labels and rng.random() < 0.25:
        parts.append(make_notes(document.language, rng, pool))
    if rng.random() < 0.5:
        parts.append(make_back_matter(document, rng, pool))
    rng.shuffle(parts)
    added = [row for part in parts for row in part]
    if document.form != "author" and rng.random() < 0.4:
        added += make_comments(document, rng, pool)
    return with_rows(document, [*rows[:end], *added, *rows[end:]])


def quote_paragraphs(document: Document, rng: random.Random, pool: Pool) -> Document:
    """Set one or two paragraphs as block quotations, epigraphs or pull quotes."""
    rows = rows_of(document)
    at_body = [at for at, row in enumerate(rows) if row[2] == "body" and 60 < len(row[0]) < 500]
    if len(at_body) < 4:
        return document
    for at in sorted(rng.sample(at_body[1:], rng.choice((1, 1, 2))), reverse=True):
        text, gap, _ = rows[at]
        given, family = rng.choice(pool.names)
        marked = rng.choice(
            (
                "“{0}”",
                "„{0}“",
                "«{0}»",
                '"{0}"',
                "「{0}」" if document.language in ("zh", "ja") else "“{0}”",
            )
        ).format(text.strip('"“”„«» '))
        quoted: list[Row] = [(marked, gap, "quote")]
        if rng.random() < 0.4:
            quoted.append(
                (
                    rng.choice(("— {0} {1}", "– {0} {1}", "{0} {1}", "- {1}, {0}")).format(
                        given, family
                    ),
                    0,
                    "quote",
                )
            )
        rows[at : at + 1] = quoted
    return with_rows(document, rows)


# --- texts without a site ----------------------------------------------------------------------


def write_interview(document: Document, rng: random.Random, pool: Pool) -> Document:
    """Paragraphs become turns of a conversation."""
    given, family = rng.choice(pool.names)
    other, last = rng.choice(pool.names)
    style = rng.randrange(6)
    asks, answers = {
        0: ("Q: ", "A: "), 1: (f"{given[0]}{family[0]}: ", f"{other[0]}{last[0]}: "), 2: (f"{given} {family}: ", f"{other} {last}: "),
        3: ("", ""), 4: ("— ", ""), 5: (f"{family}: ", f"{last}: "),
    }[style]  # fmt: skip
    rows: list[Row] = []
    asked = True
    for text, gap, label in rows_of(document):
        if label == "body":
            line = text.strip()
            if asked and rng.random() < 0.7:
                line = line[: rng.randint(20, 160)].rsplit(" ", 1)[0].rstrip(".,;: ") + "?"
            rows.append(((asks if asked else answers) + line, gap, "body"))
            asked = not asked
        else:
            rows.append((text, gap, label))
    return with_rows(document, rows)


def list_names(language: str, rng: random.Random, pool: Pool) -> list[str]:
    """Names one a line, some with an office."""
    share, sign = rng.choice((0, 0.5, 1)), rng.choice((", ", " – ", " (", ": ", "\t"))
    names = []
    for given, family in rng.sample(pool.names, rng.randint(2, 14)):
        name = rng.choice(("{0} {1}", "{0} {1}", "Dr {0} {1}", "{2}. {1}", "Sir {0} {1}"))
        name = name.format(given, family, given[0])
        if rng.random() < share:
            name += sign + rng.choice(look_up("offices", language)) + (")" if sign == " (" else "")
        names.append(name)
    return names


def write_own_text(document: Document, rng: random.Random, pool: Pool) -> Document:
    """Minutes, recipes, poems, short lists: an author's own text of short lines."""
    language = document.language
    bodies = [
        text.strip()
        for text, _, label in rows_of(document)
        if label == "body" and len(text) > CONTENT_LINE
    ] or ["Text."]
    items = pool.pick("items", language)
    headings = pool.pick("headings", language)
    given, family = rng.choice(pool.names)
    rows: list[Row] = []
    if rng.random() < 0.6:
        rows.append((document.title or "Untitled", 0, "title"))
        if rng.random() < 0.4:
            rows.append(
                (
                    rng.choice(("{0} {1}", "By {0} {1}", "{0} {1}, Oslo")).format(given, family),
                    0,
                    "byline",
                )
            )
    kind = rng.randrange(9)
    if kind == 0:  # minutes
        words = look_up("minutes", language)
        rows.append((words[0] + rng.choice((":", "")), 1, "heading"))
        rows += [(name, 0, "list") for name in list_names(language, rng, pool)]
        for number, word in enumerate(words[1:], start=1):
            rows.append(
                (
                    rng.choice((word, f"{number}. {word}")),
                    1,
                    "heading" if not word.endswith(".") else "body",
                )
            )
            rows += [
                (cut_text(rng.choice(bodies), rng.choice((60, 200, 400))), 0, "body")
                for _ in range(rng.randint(0, 2))
            ]
    elif kind == 1:  # a recipe
        words, goods = look_up("recipe", language), look_up("goods", language)
        rows += [
            (text, 1, "body") for text in rng.sample(bodies, min(len(bodies), rng.randint(0, 2)))
        ]
        rows.append((words[0] + rng.choice((":", "")), 1, "heading"))
        rows += [
            (
                f"{rng.choice(('', '- ', '• '))}{rng.choice(('200 g', '1/2 cup', '3', '2 tbsp', '½ l', '1 EL', ''))} {good}".strip(),
                0,
                "list",
            )
            for good in goods
        ]
        rows.append((words[1], 1, "heading"))
        numbered = rng.random() < 0.6
        rows += [
            (
                (f"{at}. " if numbered else "") + cut_text(text, 200),
                0,
                "list" if numbered else "body",
            )
            for at, text in enumerate(rng.sample(bodies, min(len(bodies), 4)), start=1)
        ]
    elif kind == 2:  # verse
        rng.shuffle(bodies)
        for stanza in range(rng.randint(2, 5)):
            words = bodies[stanza % len(bodies)].split()
            size = rng.randint(2, 7)
            lines = [
                " ".join(words[at : at + size])
                for at in range(0, min(len(words), size * rng.randint(2, 8)), size)
            ]
            if len(words) < 3:
                lines = textwrap.wrap(bodies[stanza % len(bodies)][:60], 12)
            rows += [
                (line.capitalize() if rng.random() < 0.3 else line, int(at == 0), "body")
                for at, line in enumerate(lines)
            ]
    elif kind == 3:  # a life, a programme
        hour, year, timed = rng.randint(7, 10), rng.randint(1850, 1990), rng.random() < 0.5
        for text in rng.sample(headings, min(len(headings), rng.randint(4, 12))):
            stamp = f"{hour}:{rng.choice(('00', '15', '30'))}" if timed else str(year)
            rows.append((f"{stamp}{rng.choice((' ', ': ', ' – '))}{text}", 0, "list"))
            hour, year = hour + 1, year + rng.randint(1, 12)
    elif kind == 4:  # a letter
        words = look_up("letters", language)
        rows = [(f"Hull, {rng.randint(1, 28)}.{rng.randint(1, 12)}.2019", 0, "date")] * (
            rng.random() < 0.4
        )
        rows.append((rng.choice(words[:2]).format(given), 1, "body"))
        rows += [
            (cut_text(text, 400), 1, "body") for text in rng.sample(bodies, min(len(bodies), 4))
        ]
        rows += [(rng.choice(words[2:]), 1, "body"), (f"{given} {family}", 0, "byline")]
    else:  # headings, items, short paragraphs; headings may be words of sites
        own = look_up("authors_headings", language)
        for _ in range(rng.randint(2, 6)):
            rows.append(
                (rng.choice(own) if rng.random() < 0.35 else rng.choice(headings), 1, "heading")
            )
            sign = rng.choice(("", "", "- ", "* ", "• "))
            if rng.random() < 0.6:
                rows += [
                    (
                        cut_text(rng.choice(bodies), rng.choice((50, 120, 400))),
                        rng.choice((0, 1)),
                        "body",
                    )
                    for _ in range(rng.randint(1, 3))
                ]
            if rng.random() < 0.6:
                rows += [(sign + rng.choice(items), 0, "list") for _ in range(rng.randint(2, 8))]
    made = with_rows(document, rows, "author")
    return drop_gaps(made, rng) if rng.random() < 0.3 else made


# --- pages and files with hints ------------------------------------------------------------------


def add_hints(document: Document, rng: random.Random) -> Document:
    """What a page or a file of a rich format says of its lines, right mostly, and its main text."""
    hints, main = [], []
    reliable = rng.uniform(0.5, 0.98)
    voted = rng.random() < 0.6
    offset = rng.random() < 0.08
    for text, label in zip(document.lines, document.labels, strict=True):
        hint = ""
        if rng.random() < reliable:
            hint = {
                "title": "heading:1", "heading": f"heading:{rng.randint(2, 4)}", "list": "list:bullet:1", "quote": "quote",
                "caption": "caption", "reference": rng.choice(("", "list:number:1:1")), "footnote": rng.choice(("", "footnote:1", "list:number:1:1")),
                "subtitle": rng.choice(("", "", "heading:2", "subtitle")), "byline": rng.choice(("", "", "byline")), "date": rng.choice(("", "", "date")),
            }.get(label, "")  # fmt: skip
            if label == "furniture" and len(text) < 90:
                hint = rng.choice(
                    (
                        "",
                        "",
                        "list:bullet:1",
                        "list:bullet:1",
                        "list:bullet:2",
                        "heading:3",
                        "heading:2",
                    )
                )
        hints.append(hint)
        inside = label not in (
            "furniture",
            "title",
            "date",
            "cta",
            "byline",
            "caption",
            "bio",
            "disclaimer",
        )
        wrong = rng.random() < (0.02 if label in ("body", "furniture") else 0.1)
        unsure = label in (
            "caption",
            "subtitle",
            "bio",
            "disclaimer",
            "cta",
            "title",
            "footnote",
            "reference",
        )
        value = rng.random() < 0.5 if unsure else inside != wrong
        main.append(float(value))
    if offset:  # the extractor took another part of the page
        main = [float(value == 0 and rng.random() < 0.2) for value in main]
    authors = document.authors if rng.random() < 0.6 else ()
    title = document.title or ""
    title = rng.choice(
        (
            title,
            title,
            title,
            f"{title} | {document.site}",
            f"{title} - {document.site}",
            rng.choice(document.lines).strip(),
        )
    )
    return replace(
        document, hints=tuple(hints) if rng.random() < 0.8 else (), main=tuple(main) if voted else (),
        titles=(title,) if title and rng.random() < 0.7 else (), authors=authors,
        form=f"{document.form}+hints",
    )  # fmt: skip


def vary(document: Document, rng: random.Random, pool: Pool, form: str = "") -> Document:
    """A random form of a document, or the named one."""
    base = replace(document, authors=document.authors)
    evidence = document.authors
    base = replace(base, authors=())
    if rng.random() < 0.14:
        base = quote_paragraphs(base, rng, pool)
    if rng.random() < 0.07:
        base = write_interview(base, rng, pool)
    form = (
        form or rng.choices(tuple(FORMS), weights=tuple(weight for weight, _ in FORMS.values()))[0]
    )
    if form == "author":
        made = strip_site(base, rng)
        if rng.random() < 0.4:
            made = add_back_matter(made, rng, pool)
        if rng.random() < 0.25:
            made = with_rows(made, wrap_rows(rows_of(made), rng), "author")
        elif rng.random() < 0.25:
            made = replace(drop_gaps(made, rng), form="author")
        return made
    if rng.random() < 0.36:
        base = add_back_matter(base, rng, pool)
    made = FORMS[form][1](base, rng, pool)
    if form in ("plain", "trimmed") and rng.random() < 0.3:
        made = add_hints(replace(made, authors=evidence), rng)
    return made


FORMS: dict[str, tuple[float, Callable[[Document, random.Random, Pool], Document]]] = {
    "plain": (7, lambda document, _rng, _pool: document),
    "gaps": (2, lambda document, rng, _pool: drop_gaps(document, rng)),
    "trimmed": (2.5, lambda document, rng, _pool: replace(trim(document, rng), form="trimmed")),
    "dropped": (
        1.5,
        lambda document, rng, _pool: replace(drop_menus(document, rng), form="dropped"),
    ),
    "wrapped": (
        1.2,
        lambda document, rng, _pool: with_rows(
            document,
            wrap_rows(rows_of(trim(document, rng) if rng.random() < 0.7 else document), rng),
            "wrapped",
        ),
    ),
    "print": (3.2, print_pages),
    "markdown": (2.2, mark_down),
    "fields": (1.2, put_fields),
    "mail": (1.0, put_in_mail),
    "author": (3.0, lambda document, rng, _pool: strip_site(document, rng)),
    "own": (2.0, write_own_text),
}
