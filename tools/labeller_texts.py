"""Texts without a site around them: minutes, recipes, verse, letters, lists, interviews."""

from __future__ import annotations

import random
import textwrap

from labeller_data import Document
from labeller_layouts import drop_gaps
from labeller_parts import mark_items
from labeller_pool import CONTENT_LINE, Pool, Row, cut_text, look_up, rows_of, with_rows

_AMOUNTS = ("200 g", "1/2 cup", "3", "2 tbsp", "½ l", "1 EL", "")


def write_interview(document: Document, rng: random.Random, pool: Pool) -> Document:
    """Paragraphs become turns of a conversation."""
    given, family = rng.choice(pool.names)
    other, last = rng.choice(pool.names)
    style = rng.randrange(6)
    asks, answers = {
        0: ("Q: ", "A: "),
        1: (f"{given[0]}{family[0]}: ", f"{other[0]}{last[0]}: "),
        2: (f"{given} {family}: ", f"{other} {last}: "),
        3: ("", ""),
        4: ("— ", ""),
        5: (f"{family}: ", f"{last}: "),
    }[style]
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
        name = rng.choice(("{0} {1}", "{0} {1}", "Dr {0} {1}", "{2}. {1}", "Prof. {0} {1}"))
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
                f"{rng.choice(('', '- ', '• '))}{rng.choice(_AMOUNTS)} {good}".strip(),
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
    if rng.random() < 0.3:
        made = mark_items(made, rng)
    return drop_gaps(made, rng) if rng.random() < 0.3 else made
