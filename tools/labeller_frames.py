"""What publishers set above, below and amid a text.

Pages that are labelled by their main text teach the menus of sites. A text that somebody copied
out of a print, a mail or a file has other lines around it: the name of a section above the title,
captions whose pictures are gone, boxes between paragraphs, a list of contents, signatures.
"""

from __future__ import annotations

import random

from labeller_data import Document
from labeller_parts import list_foot
from labeller_pool import Pool, Row, cut_text, find_core, look_up, rows_of, with_rows

_LABELS = {"bios": "bio", "captions": "caption"}


def frame_text(document: Document, rng: random.Random, pool: Pool) -> Document:
    """Put some of a publisher's lines around the text, and captions and boxes into it."""
    rows = rows_of(document)
    rows = _add_between(rows, document, rng, pool)
    at_title = [at for at, row in enumerate(rows) if row[2] == "title"]
    if len(at_title) == 1 and rng.random() < 0.5:
        rows[at_title[0] : at_title[0] + 1] = _split_title(rows[at_title[0]], rng)
    start, end = find_core([label for _, _, label in rows])
    above: list[Row] = []
    if at_title and rng.random() < 0.5:  # without a title it may be the author's first line
        above = _write(document, "sections", rng.choice((1, 1, 1, 2, 3)), rng, pool)
    if above and rng.random() < 0.4:  # in capitals, as labels are set
        above = [(text.upper(), gap, label) for text, gap, label in above]
    below: list[Row] = []
    if rng.random() < 0.15:
        below += _list_signatures(document, rng, pool)
    if rng.random() < 0.4:
        below += _write(document, "bios", 1, rng, pool)
    if rng.random() < 0.15:
        below += list_foot("imprint", document, rng, pool, 4)
    made = [*rows[:start], *above, *rows[start:end], *below, *rows[end:]]
    return with_rows(document, made)


def _fill(line: str, document: Document, rng: random.Random, pool: Pool) -> str:
    """A line of `labeller_words.toml` with names, places and numbers in it."""
    language = document.language
    (given, family), (other, last) = rng.choice(pool.names), rng.choice(pool.names)
    host = document.site if "." in document.site else "example.org"
    return line.format(
        a=f"{given} {family}", b=f"{other} {last}", c=rng.choice(look_up("callings", language)),
        d=rng.randint(1, 28), h=host, m=rng.choice(look_up("months", language)),
        n=rng.randint(1, 60), s=rng.choice(look_up("seats", language)),
        o=rng.choice(look_up("offices", language)), t=rng.choice(pool.pick("titles", language)),
        p=rng.choice(look_up("places", language)), y=rng.randint(1998, 2026),
        w=cut_text(rng.choice(pool.pick("headings", language)), 40), f=family,
        x=rng.choice(pool.pick("paragraphs", language)).partition(". ")[0][:140],
    )  # fmt: skip


def _write(document: Document, kind: str, count: int, rng: random.Random, pool: Pool) -> list[Row]:
    """Lines of a kind, the first apart from what stands above it."""
    lines = look_up(kind, document.language)
    drawn = rng.sample(lines, min(count, len(lines)))
    label, gap = _LABELS.get(kind, "furniture"), rng.choice((0, 0, 1))
    return [
        (_fill(line, document, rng, pool), gap if at else 1, label) for at, line in enumerate(drawn)
    ]


def _split_title(row: Row, rng: random.Random) -> list[Row]:
    """A title on two lines, as headlines are set; or in capitals."""
    text, gap, label = row
    text = text.strip().upper() if rng.random() < 0.3 else text.strip()
    words = text.split(" ")
    if len(words) < 5 or rng.random() < 0.4:
        return [(text, gap, label)]
    at = rng.randint(2, len(words) - 2)
    return [(" ".join(words[:at]), gap, label), (" ".join(words[at:]), 0, label)]


def _list_signatures(document: Document, rng: random.Random, pool: Pool) -> list[Row]:
    """Who signed an open letter or an appeal, one a line."""
    head = rng.choice(look_up("signatories", document.language))
    forms = ("{a}", "{a}, {o}", "{a}, {c}", "{a}, {s}", "{a}, {o}, {s}", "{a} ({p})", "Dr {a}, {s}")
    style, rows = rng.choice(forms), [(head, 1, "heading")]
    for _ in range(rng.randint(3, 12)):
        form = style if rng.random() < 0.6 else rng.choice(forms)
        rows.append((_fill(form, document, rng, pool), 0, "list"))
    return rows


def _add_between(rows: list[Row], document: Document, rng: random.Random, pool: Pool) -> list[Row]:
    """Captions, boxes of a site and lists of contents between the author's paragraphs."""
    bodies = [at for at, row in enumerate(rows) if row[2] == "body"]
    if len(bodies) < 4:
        return rows
    added: dict[int, list[Row]] = {}
    if rng.random() < 0.45:
        for at in rng.sample(bodies[1:], min(len(bodies) - 1, rng.choice((1, 1, 2, 3)))):
            added[at] = _write(document, "captions", 1, rng, pool)
    if rng.random() < 0.35:
        heads = [at for at, row in enumerate(rows) if row[2] == "heading" and at > bodies[0]]
        for at in rng.sample(heads or bodies[1:], min(len(heads or bodies[1:]), 2)):
            added[at] = _write(document, "boxes", rng.choice((1, 1, 2)), rng, pool)
    headings = [cut_text(text.strip(), 50) for text, _, label in rows if label == "heading"]
    if len(headings) > 2 and rng.random() < 0.15:
        added[bodies[0]] = _list_contents(document, headings, rng)
    return [row for at, old in enumerate(rows) for row in (*added.get(at, ()), old)]


def _list_contents(document: Document, headings: list[str], rng: random.Random) -> list[Row]:
    """The headings with leaders and the numbers of their pages."""
    rows: list[Row] = [(rng.choice(look_up("contents", document.language)), 1, "furniture")]
    leader, page = rng.choice((" .......... ", " ", "\t", "……", " . . . . . . ", "  ")), 1
    for at, text in enumerate(headings, start=1):
        number = f"{at}. " if leader != " " and rng.random() < 0.5 else ""
        rows.append((f"{number}{text}{leader}{page}", 0, "furniture"))
        page += rng.randint(0, 6)
    return rows
