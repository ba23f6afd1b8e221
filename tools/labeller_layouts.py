"""Forms that change where a text stands: cuts, line ends, prints, Markdown, front matter, mail."""

from __future__ import annotations

import random
import re
import textwrap
from dataclasses import replace
from itertools import compress

from labeller_data import Document, select
from labeller_papers import head_paper
from labeller_parts import list_foot, make_notes
from labeller_pool import Pool, Row, cut_text, find_core, look_up, rows_of, with_rows

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


def break_line(
    text: str, width: int, *, proportional: bool, hyphens: bool, rng: random.Random
) -> list[str]:
    """Break a paragraph as a browser or a print breaks it."""
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
    # Headlines are set in larger letters, so that their lines break earlier.
    larger = {"title": 1.0, "subtitle": 1.0, "heading": 1.0}
    if rng.random() < 0.6:
        larger = {
            "title": rng.uniform(0.35, 0.8),
            "subtitle": rng.uniform(0.6, 1),
            "heading": rng.uniform(0.7, 1),
        }
    found: list[Row] = []
    for text, gap, label in rows:
        size = max(18, int(width * larger.get(label, 1.0)))
        pieces = (
            break_line(text.strip(), size, proportional=proportional, hyphens=hyphens, rng=rng)
            if len(text) > size
            else [text]
        )
        found += [(piece, gap if at == 0 and keep else 0, label) for at, piece in enumerate(pieces)]
    return found


def print_pages(document: Document, rng: random.Random, pool: Pool) -> Document:
    """A print or a PDF copy: wrapped, with stamps, running heads and page numbers."""
    if rng.random() < 0.45:
        rows = rows_of(head_paper(document, rng, pool))
    else:
        rows = rows_of(trim(document, rng) if rng.random() < 0.75 else document)
    if rng.random() < 0.3:
        rows += list_foot("imprint", document, rng, pool, 12)
    if rng.random() < 0.12:
        rows = list_foot("imprint", document, rng, pool, 5) + rows
    rows = wrap_rows(rows, rng, width=rng.randint(62, 112), gaps=rng.random() < 0.35)
    host = document.site if "." in document.site else "example.org"
    title = (document.title or "Untitled").strip()
    url = f"https://{host}/{re.sub(r'[^a-z0-9]+', '-', title.lower())[:50]}"
    stamp = rng.choice(
        (
            "{m}/{d}/{y:02d}, {h}:{n:02d} AM",
            "{d}.{m}.20{y:02d}, {h}:{n:02d}",
            "20{y:02d}-{m:02d}-{d:02d} {h}:{n:02d}",
            "{d}/{m}/20{y:02d}",
        )
    ).format(
        m=rng.randint(1, 12),
        d=rng.randint(1, 28),
        y=rng.randint(8, 26),
        h=rng.randint(1, 12),
        n=rng.randint(0, 59),
    )
    running = rng.choice(
        (
            title[:60],
            host,
            f"{title[:40]} {rng.randint(1, 40)}",
            f"{rng.randint(1, 60)} ({rng.randint(1, 12)})",
            rng.choice(look_up("journals", document.language))
            .format(field=cut_text(rng.choice(pool.pick("headings", document.language)), 20))
            .upper(),
            f"{rng.choice(look_up('months', document.language))} {rng.randint(1990, 2026)}".upper(),
        )
    )
    style, first = rng.randrange(8), rng.choice((1, 1, 1, rng.randint(2, 240)))
    size = rng.randint(24, 58)
    noted = rng.random() < 0.3
    break_sign = rng.choice(("## Page {}", "# Page {}", "--- Page {} ---", "[Page {}]", "p. {}"))
    of = rng.choice(("of", "von", "sur", "de", "из"))
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
            head, foot = [break_sign.format(number)], []
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
            head, foot = [f"{title[:70]} {url}"], [f"{number} {of} {total}  {stamp}"]
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


def set_paper(document: Document, rng: random.Random, pool: Pool) -> Document:
    """A paper as a reader of PDFs gives it, which tells levels of headings by their size."""
    paper = head_paper(document, rng, pool)
    is_named, is_told, has_heads = rng.random() < 0.3, rng.random() < 0.9, rng.random() < 0.4
    width = rng.choice((50, 58, 88, 96, 110))
    rows: list[Row] = []
    hints: list[str] = []
    for at, (text, gap, label) in enumerate(rows_of(paper)):
        hint = "heading:2" if is_named else "heading:1"
        if label == "heading":
            hint = "heading:3" * is_told
        elif label != "title":
            larger = is_named and at < 5 and len(text) < 40 and rng.random() < 0.5
            hint = "heading:1" if larger and label == "furniture" else ""
        size = width // 2 + 4 if label == "title" else width
        pieces = break_line(text.strip(), size, proportional=True, hyphens=True, rng=rng)
        rows += [(piece, gap if n == 0 else 0, label) for n, piece in enumerate(pieces)]
        hints += [hint] * len(pieces)
        if has_heads and len(rows) // 44 > (len(rows) - len(pieces)) // 44:
            rows.append((f"{paper.site} {len(rows) // 44}", 1, "furniture"))
            hints.append("")
    kept = [bool(text.strip()) for text, _, _ in rows]
    made = with_rows(paper, rows, "paper")
    return replace(made, hints=tuple(compress(hints, kept)))


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
        "language": document.language,
        "scraped_at": "2024-03-02T10:00:00Z",
        "id": str(rng.randint(1, 99999)),
        "sitename": host,
        "categories": "Opinion",
        "slug": _slug(document.title or "x"),
        "image": f"https://{host}/1.jpg",
    }
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
        lines = [*lines, rng.choice(("---", "=" * 40, "Text:"))]
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


def write_covering(document: Document, rng: random.Random, pool: Pool) -> list[Row]:
    """A letter to the desk, as it stands above the text that it brings."""
    greetings, sentences, endings = look_up("coverings", document.language)
    given, family = rng.choice(pool.names)
    said = rng.sample(sentences, rng.randint(1, min(5, len(sentences))))
    lines = [" ".join(said)] if rng.random() < 0.6 else said
    lines = [rng.choice(greetings).format(rng.choice(pool.names)[0]), *lines]
    if rng.random() < 0.8:
        lines += [rng.choice(endings), rng.choice((given, f"{given} {family}"))]
    gap = rng.choice((0, 1, 1))
    return [(line, gap, "furniture") for line in lines]


def put_in_mail(document: Document, rng: random.Random, pool: Pool) -> Document:
    """A mail that brings the text."""
    rows = rows_of(trim(document, rng) if rng.random() < 0.8 else document)
    host = document.site if "." in document.site else "example.org"
    given, family = rng.choice(pool.names)
    head = [
        f"{rng.choice(('From', 'Von', 'De', 'From'))}: {given} {family} <{given.lower()}@{host}>",
        "To: me@example.com",
        f"Subject: {rng.choice(('Fwd: ', 'FW: ', 'WG: ', '', ''))}{document.title or 'Text'}",
        f"Date: Mon, {rng.randint(1, 28)} Mar {rng.randint(2008, 2026)} 10:22:11 +0100",
    ]
    rng.shuffle(head)
    head = (
        rng.choice(
            (
                ["---------- Forwarded message ---------"],
                [],
                ["Begin forwarded message:"],
                ["X-Priority: 3"],
            )
        )
        + head[: rng.randint(2, 4)]
    )
    head += rng.choice(
        ([], ["Good morning,", "for tomorrow's pages."], ["Hello all,"], ["Anbei der Text."])
    )
    foot = rng.choice(
        (
            [],
            ["Best regards,", given],
            ["--", f"{given} {family}, {host}"],
            ["_______________", "mailing list", f"https://{host}/list"],
            [
                f"{family}, {given} wrote on 3 March 2025:",
                "> Is the final version ready?",
            ],
            ["The list has a page for members.", "Unsubscribe"],
        )
    )
    if rows:
        rows[0] = (rows[0][0], 1, rows[0][2])
    if rng.random() < 0.4:
        rows += list_foot("mail_foot", document, rng, pool, 7)
    if rng.random() < 0.5:
        rows = wrap_rows(rows, rng, width=rng.randint(64, 78), gaps=True)
    if rng.random() < 0.15:
        rows = [(f"> {text}", gap, label) for text, gap, label in rows]
    covering = write_covering(document, rng, pool) if rng.random() < 0.35 else []
    found = (
        [(line, 0, "furniture") for line in head]
        + covering
        + rows
        + [(line, int(at == 0), "furniture") for at, line in enumerate(foot)]
    )
    return with_rows(document, found, "mail")
