"""Short texts, texts with few lines of a site, headlines that stand twice, long threads."""

from __future__ import annotations

import random
import re
from functools import cache

from copydesk import tables
from labeller_data import Document, select
from labeller_layouts import drop_gaps, mark_down, trim
from labeller_parts import make_references
from labeller_pool import Pool, Row, cut_text, find_core, look_up, rows_of, with_rows

_SENTENCE = re.compile(r"(?<=[.!?…。！？])\s*")
_HEAD_KINDS = ("menu", "section", "share", "subscribe")
_FOOT_KINDS = ("share", "related", "comments", "subscribe", "legal", "menu", "tags", "reply")


@cache
def _list_phrases(language: str) -> dict[str, list[str]]:
    """What sites print, by kind, in `language`, else in English."""
    names = tables.list_tables("words")
    table = tables.load_table(f"words/{language if language in names else 'en'}").get(
        "furniture", {}
    )
    found = {
        kind: [phrase for phrase in places.get("exact", ()) if "#" not in phrase]
        for kind, places in table.items()
    }
    frames = [
        phrase
        for name in ("builders", "widgets", "print", "static", "wordpress", "substack", "medium")
        for kind in ("frame", "menu", "share", "related")
        for phrase in tables.load_table(f"sites/{name}").get(kind, {}).get("exact", ())
        if "#" not in phrase
    ]
    return {kind: phrases for kind, phrases in found.items() if phrases} | {"any": frames}


def list_site(document: Document, rng: random.Random, count: int, *, head: bool) -> list[Row]:
    """Lines that a site prints above or below: known phrases, or lines of the page itself."""
    phrases = _list_phrases(document.language)
    first, last = find_core(document.labels)
    own = [
        text.strip()
        for text, label in zip(document.lines, document.labels, strict=True)
        if label == "furniture" and len(text.strip()) < 60
    ]
    around = [text.strip() for text in (document.lines[:first] if head else document.lines[last:])]
    around = [text for text in around if len(text) < 90]
    style, rows = rng.randrange(4), []
    for at in range(count):
        kind = rng.choice(_HEAD_KINDS if head else _FOOT_KINDS)
        known = phrases.get(kind) or phrases["menu"] if "menu" in phrases else phrases["any"]
        source = rng.random()
        if source < 0.5 or not own:
            text = rng.choice(phrases["any"] if rng.random() < 0.15 else known)
            text = text.title() if style == 0 else text[:1].upper() + text[1:]
        elif source < 0.75 and around:
            text = rng.choice(around)
        else:
            text = rng.choice(own)
        rows.append((text, 0 if at else rng.choice((0, 1, 1)), "furniture"))
    return rows


def _shorten_paragraph(text: str, rng: random.Random) -> str:
    pieces = [piece for piece in _SENTENCE.split(text.strip()) if piece]
    kept = " ".join(pieces[: rng.choice((1, 1, 2, 3))])
    words = kept.split()
    if len(words) > 12 and rng.random() < 0.45:
        kept = " ".join(words[: rng.randint(2, 10)]).rstrip(",;: ") + "."
    return kept or text


def _head_of(document: Document, rng: random.Random, pool: Pool) -> list[Row]:
    """A headline, a by-line, a date, each or none."""
    given, family = rng.choice(pool.names)
    rows: list[Row] = []
    title = (document.title or rng.choice(pool.pick("titles", document.language))).strip()
    title = title.rstrip(".") or "Fog"
    words = title.split()
    if len(words) > 2 and rng.random() < 0.4:
        title = " ".join(words[: rng.randint(1, 4)]).rstrip(",:;–-. ") or title
    if rng.random() < 0.85:
        rows.append((title, 1, "title"))
    real = [
        text.strip()
        for text, label in zip(document.lines, document.labels, strict=True)
        if label == "byline" and len(text) < 60
    ]
    name = rng.choice(("By {0} {1}", "by {0} {1}", "{0} {1}", "By {0} {1}", "{0} {1}, Oslo"))
    if document.language != "en" and real:
        name = rng.choice(real).replace("{", "(").replace("}", ")")
    dates = [
        text.strip()
        for text, label in zip(document.lines, document.labels, strict=True)
        if label == "date" and len(text) < 50
    ] or [f"{rng.randint(1, 28)}.{rng.randint(1, 12)}.{rng.randint(2001, 2026)}"]
    if rng.random() < 0.45:
        rows.append((name.format(given, family), rng.choice((0, 1)), "byline"))
    if rng.random() < 0.25:
        rows.append((rng.choice(dates), rng.choice((0, 0, 1)), "date"))
    return rows


def write_short(document: Document, rng: random.Random, pool: Pool) -> Document:
    """A text of one to six paragraphs, with or without some lines of a site around it."""
    bodies = [
        text.strip()
        for text, label in zip(document.lines, document.labels, strict=True)
        if label == "body" and len(text.strip()) > 30
    ] or [rng.choice(pool.pick("paragraphs", document.language))]
    start = rng.randrange(len(bodies))
    chosen = bodies[start : start + rng.choice((1, 1, 2, 3, 4, 6))]
    brief, gap = rng.random() < 0.7, rng.choice((0, 1, 1))
    rows = _head_of(document, rng, pool)
    for at, text in enumerate(chosen):
        if at and rng.random() < 0.12:
            rows.append((rng.choice(pool.pick("headings", document.language)), 1, "heading"))
        rows.append((_shorten_paragraph(text, rng) if brief else cut_text(text, 600), gap, "body"))
    if rng.random() < 0.1:
        items = pool.pick("items", document.language)
        sign = rng.choice(("", "- ", "* ", "• ", "1. "))
        rows += [(sign + rng.choice(items), 0, "list") for _ in range(rng.randint(2, 4))]
    if rng.random() < 0.2:
        references = make_references(document.language, rng, pool)
        rows += references[: rng.randint(2, 5)]
    made = with_rows(document, rows, "short")
    if rng.random() < 0.25:
        made = mark_down(made, rng, pool)
    return _dress(made, document, rng) if rng.random() < 0.55 else _bare(made, rng)


def _bare(document: Document, rng: random.Random) -> Document:
    return drop_gaps(document, rng) if rng.random() < 0.3 else document


def _dress(made: Document, page: Document, rng: random.Random) -> Document:
    above = rng.choice((0, 1, 2, 2, 3, 4, 6))
    below = rng.choice((0, 0, 1, 2, 3, 5)) if above else rng.choice((1, 2, 3, 5))
    rows = [
        *list_site(page, rng, above, head=True),
        *rows_of(made),
        *list_site(page, rng, below, head=False),
    ]
    form = made.form
    return _bare(with_rows(made, rows, form), rng)


def dress_lightly(document: Document, rng: random.Random, pool: Pool) -> Document:
    """A whole text with one to four lines of a site at its ends."""
    del pool
    keep = [at for at, label in enumerate(document.labels) if label != "furniture"]
    keep = keep or list(range(len(document.lines)))
    made = select(document, keep)
    above, below = rng.choice(((1, 0), (0, 1), (1, 1), (2, 1), (0, 2), (2, 2), (1, 3)))
    rows = [
        *list_site(document, rng, above, head=True),
        *rows_of(made),
        *list_site(document, rng, below, head=False),
    ]
    return with_rows(document, rows, "light")


def repeat_title(document: Document, rng: random.Random, pool: Pool) -> Document:
    """The headline stands above itself: in a trail of links, a page's name, a clip's head."""
    base = trim(document, rng) if rng.random() < 0.7 else document
    at = base.labels.index("title") if "title" in base.labels else -1
    if at < 0:
        return document
    title = base.lines[at].strip()
    host = document.site if "." in document.site else "example.org"
    section = rng.choice(pool.pick("headings", document.language))[:24]
    home = rng.choice(("Home", "Start", "Accueil", "首页", "Inicio", host, section))
    sign = rng.choice((" / ", " > ", " → ", " » ", " | ", " - ", "  /  "))
    style = rng.randrange(6)
    given, family = rng.choice(pool.names)
    date = f"20{rng.randint(10, 26)}-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}"
    rows = rows_of(base)
    if style == 0:
        added = [f"{home}{sign}{section}{sign}{title}"]
    elif style == 1:
        added = [rng.choice((title, f"{title} | {host}", f"{title} - {section}"))]
    elif style == 2:
        added = [title, f"{home}{sign}{title}"]
    else:
        author, source, day, original = rng.choice(_CLIPS)
        added = [
            rng.choice(("# ", "# ", "## ", "")) + title,
            f"{source}[{host}](https://{host}/)",
            f"{day}{date}",
            f"{author}{given} {family}",
        ]
        added = [added[0], *rng.sample(added[1:], rng.randint(1, 3))]
        added += rng.choice((["---"], [], ["---", original], [original]))
        if rng.random() < 0.6:
            rows = rows[at:]
            at = 0
    if rng.random() < 0.25:
        added = added * 2 if len(added) == 1 else added
    between = [] if style > 2 else rows[at - rng.randint(0, min(at, 3)) : at]
    rows = (
        rows[: at - len(between)]
        + [(text, int(n == 0), "furniture") for n, text in enumerate(added)]
        + between
        + [(rows[at][0], 1, "title"), *rows[at + 1 :]]
    )
    return with_rows(document, rows, "headed")


_CLIPS = (
    ("Author: ", "Source: ", "Published: ", "## Content"),
    ("_By_ ", "_Seen at_ ", "_Saved_ ", "***"),
    ("作者：", "网址：", "保存时间：", "## 正文"),
    ("Autor: ", "Enlace: ", "Guardado: ", "## Texto"),
    ("Verfasst von ", "Gespeichert von ", "Gespeichert am ", "## Text"),
    ("- author: ", "- url: ", "- date: ", "***"),
)


def add_thread(document: Document, rng: random.Random, pool: Pool) -> Document:
    """A long discussion of readers below the text, with few or no words that name it."""
    language = document.language
    paragraphs = pool.pick("paragraphs", language)
    says, reply, head, _, form = look_up("comments", language)
    people = [
        rng.choice((given, f"{given} {family}", f"{given.lower()}{rng.randint(1, 99)}", family[:5]))
        for given, family in rng.sample(pool.names, rng.randint(2, 8))
    ]
    style, titled, worded = rng.randrange(6), rng.random() < 0.3, rng.random() < 0.5
    months = rng.choice((("May", "June"), ("mars", "juin"), ("Jan.", "Feb."), ("月", "月")))
    stamp = rng.choice(
        (
            "({d} {m} 20{y})", "{d}.{e}.20{y}, {h}:{n}", "{d} {m} 20{y} {h}:{n}",
            "20{y}-{e:02d}-{d:02d} {h}:{n}", "{m} {d}, 20{y} at {h}:{n}", "{d} {m} 20{y}",
        )
    )  # fmt: skip
    rows: list[Row] = [(head, 1, "furniture")] if rng.random() < 0.4 else []
    year = rng.randint(10, 26)
    for number in range(rng.choice((5, 10, 20, 30))):
        name = rng.choice(people)
        when = stamp.format(
            d=rng.randint(1, 28), m=rng.choice(months), e=rng.randint(1, 12), y=year,
            h=rng.randint(10, 23), n=rng.randint(10, 59),
        )  # fmt: skip
        texts = [
            _shorten_paragraph(text, rng) if rng.random() < 0.4 else text
            for text in rng.choices(paragraphs, k=rng.choice((1, 1, 2, 3, 5)))
        ]
        if rng.random() < 0.3:
            texts[0] = f"@{rng.choice(people)}{rng.choice(('', ':', ' '))} {texts[0]}"
        block = {
            0: [name, when, *texts],
            1: [f"{name} {when}", *texts],
            2: [f"{says.format(name)}", when, *texts],
            3: [*texts, f"{name}, {when}"],
            4: [f"{number + 1}. {name} | {when}", *texts],
            5: [when, name, *texts],
        }[style]
        if titled:
            block.insert(0, rng.choice(pool.pick("headings", language)))
        if worded:
            block.append(reply)
        rows += [(text, int(at == 0), "furniture") for at, text in enumerate(block)]
    if rng.random() < 0.4:
        rows.append((form, 1, "furniture"))
    base = rows_of(trim(document, rng, (0, 1, 3, 8, 20)))
    end = max((at for at, row in enumerate(base) if row[2] != "furniture"), default=0) + 1
    return with_rows(document, [*base[:end], *rows, *base[end:]], "thread")
