"""The first pages of journal papers: cover, masthead, authors and their seats, abstract, notes.

What a journal prints around a paper is furniture; seats and addresses under the names belong to
the byline; what is told of letters and contributions is "other".
"""

from __future__ import annotations

import random
import re

from labeller_data import Document
from labeller_pool import Pool, Row, look_up, rows_of, with_rows

_MARKS = ("abcdef", "123456", "123456", "¹²³⁴⁵⁶", "*†‡§¶#")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


def head_paper(document: Document, rng: random.Random, pool: Pool) -> Document:
    """The document as a paper, without what its site has around it."""
    rows = [row for row in rows_of(document) if row[2] not in ("furniture", "cta")]
    titles = [row for row in rows if row[2] == "title"]
    title = " ".join(text.strip() for text, _, _ in titles) or (document.title or "").strip()
    if not title:
        return document
    names = [f"{given} {family}" for given, family in rng.sample(pool.names, rng.randint(1, 5))]
    has_author = "byline" in document.labels and rng.random() < 0.5
    front = [row for row in rows if row[2] in ("byline", "date")] if has_author else []
    text = [row for row in rows if row[2] not in ("title", "byline", "date")]
    deck = [row for row in text[:2] if row[2] == "subtitle"]
    text = [row for row in text if row not in deck]
    facts = _draw_facts(document, rng, pool, names, title)
    found: list[Row] = []
    if rng.random() < 0.25:
        found += _write_lines(rng.sample(look_up("covers", "en"), rng.randint(3, 8)), facts)
        found.insert(rng.choice((0, 0, 1)), (title, 1, "furniture"))
    if rng.random() < 0.8:
        heads = look_up("mastheads", document.language)
        found += _write_lines(rng.sample(heads, rng.randint(1, min(6, len(heads)))), facts)
    if rng.random() < 0.3:
        found.append((rng.choice(look_up("kickers", document.language)), 1, "furniture"))
    found += [(_dress_title(title, rng), rng.choice((0, 1, 2)), "title"), *deck]
    found += front or _sign(names, document, facts, rng)
    history = _write_lines([rng.choice(look_up("histories", document.language))], facts, "date")
    foot: list[Row] = []
    if rng.random() < 0.4:
        (found if rng.random() < 0.6 else foot).extend(history)
    found += _sum_up(document, rng, pool)
    if rng.random() < 0.45:
        lines = look_up("corresponding", document.language)
        foot += _write_lines(rng.sample(lines, rng.randint(1, len(lines))), facts, "other")
    if rng.random() < 0.35:
        foot += _write_lines(rng.sample(look_up("colophons", "en"), rng.randint(1, 3)), facts)
    if rng.random() < 0.35:
        text = _number_headings(text, rng)
    at = rng.randint(0, min(24, len(text))) if rng.random() < 0.6 else 0
    return with_rows(document, [*found, *text[:at], *foot, *text[at:]])


def _draw_facts(
    document: Document, rng: random.Random, pool: Pool, names: list[str], title: str
) -> dict[str, str]:
    """What the templates of a journal's lines are filled with."""
    year, page = rng.randint(1996, 2026), rng.randint(1, 900)
    last = page + rng.randint(3, 40)
    field = re.sub(r"[^\w ]", "", rng.choice(pool.pick("headings", document.language)))[:26].strip()
    journal = rng.choice(look_up("journals", document.language)).format(field=field or "History")
    host = rng.choice(pool.sites) if pool.sites else "example.org"
    given, _, family = names[0].rpartition(" ")
    return {
        "journal": journal.upper() if rng.random() < 0.15 else journal,
        "volume": str(rng.randint(1, 120)),
        "number": str(rng.randint(1, 12)),
        "year": str(year),
        "next": str(year + rng.randint(0, 1)),
        "pages": f"{page}{rng.choice('-–')}{last}",
        "page": str(page),
        "doi": f"10.{rng.randint(1000, 9999)}/{rng.choice(('', 'j.'))}{rng.randint(10**4, 10**9)}",
        "issn": f"{rng.randint(1000, 9999)}-{rng.randint(100, 999)}{rng.choice('0123456789X')}",
        "host": host,
        "mail": f"{family.lower()}@{host}",
        "name": names[0],
        "short": f"{given[:1]}. {family}",
        "names": rng.choice((", ", " & ", " and ", "; ")).join(names[:3]),
        "family": family,
        "title": title,
        "seat": rng.choice(look_up("seats", document.language)),
        "day": str(rng.randint(1, 28)),
        "month": rng.choice(look_up("months", document.language)),
    }


def _write_lines(lines: list[str], facts: dict[str, str], role: str = "furniture") -> list[Row]:
    return [(line.format(**facts), int(at == 0), role) for at, line in enumerate(lines)]


def _dress_title(title: str, rng: random.Random) -> str:
    """A title in capitals, or with the sign of a note behind it, or as it is."""
    if rng.random() < 0.2:
        title = title.upper()
    return f"{title}{rng.choice('*1†')}" if rng.random() < 0.08 else title


def _sign(
    names: list[str], document: Document, facts: dict[str, str], rng: random.Random
) -> list[Row]:
    """The names of the authors with their marks, their seats and addresses."""
    marks, marked = rng.choice(_MARKS), rng.random() < 0.6
    gap = rng.choice(("", "", " "))
    second = rng.choice(("", ",*", ", *", "*"))
    shown = [
        f"{name}{gap if marks[0].isalpha() else ''}{marks[at]}{second if at == 0 else ''}"
        if marked else name
        for at, name in enumerate(names)
    ]  # fmt: skip
    if rng.random() < 0.15:
        shown = [name.upper() for name in shown]
    seats = [rng.choice(look_up("seats", document.language)) for _ in names]
    if rng.random() < 0.5:
        places = look_up("places", document.language)
        seats = [f"{seat}, {rng.choice(places)}" for seat in seats]
    seated, style = rng.random() < 0.75, rng.randrange(4)
    mails = rng.random() < 0.3
    if style == 0 and not marked:  # each with the own seat below
        found = []
        for name, seat in zip(shown, seats, strict=True):
            found.append(name)
            found += [seat] * seated
            found += [f"{name.rpartition(' ')[2].lower()}@{facts['host']}"] * mails
    else:
        sign, last = rng.choice(
            (
                (", ", ", "),
                (", ", " and "),
                (" · ", " · "),
                (" & ", " & "),
                ("; ", "; "),
                ("  ", "  "),
            )
        )
        line = sign.join(shown[:-1]) + (last if shown[:-1] else "") + shown[-1]
        found = shown if style == 1 else [line]
        for at, seat in enumerate(seats if seated else ()):
            mark = marks[at] if marked else ""
            if mark and rng.random() < 0.15:
                found += [mark, seat]
            else:
                found.append(f"{mark}{rng.choice((' ', '')) if mark else ''}{seat}")
        found += [rng.choice(("", "E-mail: ", "e-mail: ")) + facts["mail"]] * mails
    return [(line, int(at == 0), "byline") for at, line in enumerate(found)]


def _number_headings(rows: list[Row], rng: random.Random) -> list[Row]:
    """Headings with numbers before them, or on a line of their own above them."""
    form = rng.choice(("{n} ", "{n} ", "{n}. ", "{n}. ", "{r}. ", "{n}", "{r}"))
    found: list[Row] = []
    number = 0
    for text, gap, label in rows:
        if label != "heading" or text.strip()[:1].isdecimal() or number == len(_ROMAN):
            found.append((text, gap, label))
            continue
        sign = form.format(n=number + 1, r=_ROMAN[number])
        number += 1
        if sign.endswith(" "):
            found.append((sign + text.strip(), gap, label))
        else:
            found += [(sign, gap, label), (text, rng.choice((0, 1)), label)]
    return found


def _sum_up(document: Document, rng: random.Random, pool: Pool) -> list[Row]:
    """An abstract and keywords, with what journals print beside them."""
    language, rows = document.language, list[Row]()
    heads = look_up("abstracts", language)
    if rng.random() < 0.2:
        rows.append((rng.choice(look_up("article_infos", "en")), 1, "furniture"))
    if rng.random() < 0.7:
        head = rng.choice(heads)
        head = " ".join(head.upper()) if rng.random() < 0.08 else head
        texts = rng.choices(pool.pick("paragraphs", language), k=rng.choice((1, 1, 1, 2)))
        if rng.random() < 0.35:
            texts[0] = f"{head}{rng.choice((': ', '. ', ' – ', '—'))}{texts[0]}"
        else:
            rows.append((head, 1, "heading"))
        rows += [(text, int(at == 0), "body") for at, text in enumerate(texts)]
    if rng.random() < 0.45:
        words = [word.lower()[:40] for word in rng.sample(pool.pick("headings", language), 3)]
        head = rng.choice(look_up("keywords", language))
        if rng.random() < 0.25:
            rows += [
                (head.strip(" –—:") + ":", 1, "other"),
                *((word, 0, "other") for word in words),
            ]
        else:
            rows.append((head + rng.choice((", ", "; ", " · ")).join(words), 1, "other"))
    return rows
