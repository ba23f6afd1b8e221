"""Patterns of a line: dates, addresses, entries, items, marks of Markdown, frames of mail.

They hold signs and a few words that mean the same wherever they stand; words of languages
come from the word files (`words.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

DIGITS: Final = re.compile(r"\d+")
#: Pattern and whether it is sought in the line in small letters.
_PATTERNS: Final[Mapping[str, tuple[re.Pattern[str], bool]]] = {
    name: (re.compile("|".join(alternatives)), lowered)
    for name, (alternatives, lowered) in {
        "numeric_date": (
            (
                r"(?:19|20)\d\d\s*[-/.年년]\s*\d{1,2}\s*[-/.月월]\s*\d{1,2}",
                r"\b\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:19|20)?\d\d\b",
            ),
            False,
        ),
        "time": (
            (
                r"\b\d{1,2}[:h.]\d\d\b",
                r"\b\d+\s?(?:min|hours?|days?|weeks?|months?|years?|std)\b",
                r"\bago\b",
                r"vor \d",
                r"il y a",
                r"назад",
                r"前$",
            ),
            True,
        ),
        "year": ((r"\b(?:1[89]|20)\d\d\b",), False),
        "url": (
            (
                r"https?://",
                r"www\.",
                r"[\w-]\.(?:com|org|net|de|fr|co\.uk|pl|ru|cn)\b",
            ),
            True,
        ),
        "lone_url": ((r"^\W*(?:https?://|www\.)\S+\W*$",), True),
        "mail": ((r"[\w.]@[\w.]",), False),
        "handle": ((r"(?:^|\s)@\w",), False),
        "rights": (
            (
                r"©",
                r"\(c\)",
                r"copyright",
                r"all rights",
                r"alle rechte",
                r"tous droits",
                r"права",
            ),
            True,
        ),
        "says": (
            (
                r"\b(?:says?|said|schreibt|sagte?|a écrit|dit|wrote|pisze|dice)\b\s*:?$",
            ),
            True,
        ),
        "heading_of_notes": ((r"^\W*(?:end|foot)?notes?\W*$",), True),
        "entry": (
            (
                r"\bdoi\b",
                r"doi\.org",
                r"\bpp?\. ?\d",
                r"\bvol\.",
                r"\(eds?\.\)",
                r"\bhrsg",
                r"\bin: ",
                r"retrieved",
                r"available at",
                r"accessed",
                r"et al",
                r"isbn",
                r"\buniv\w* press",
                r"verlag",
                r"éditions",
                r"\d\s?\(\d{1,9}\)\s?[:,]",
                r"\bno\. \d",
                r"\bs\. \d",
            ),
            True,
        ),
        "entry_author": (
            (
                r"^(?:\[?\d{1,3}[\].)]\s*)?[^\W\d_][\w’'-]+,\s[^\W\d_](?:\.|[\w-]+)",
                r"[A-ZÀ-Þ]\.,? (?:&|and|und|et|y) ",
            ),
            False,
        ),
        "entry_year": ((r"\((?:1[89]|20)\d\d[a-z]?\)", r"\b(?:1[89]|20)\d\d[a-z]?[.;]"), False),
        "note": (
            (
                (r"^\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\^|↑|\d{1,3}[.)]?\s+[^\W\d_]"
                 r"|[*†‡]\s*\S|\d{1,3}[^\W\d_])"),
            ),
            False,
        ),
        "lone_number": ((r"^\W*\d[\d\s.,:/|()%+-]*\W*$",), False),
        "lone_sign": ((r"^[\W_]+$",), False),
        "bullet": ((r"^\s*(?:[-–—•·●▪◦*»›‣○■□◆►✓–]|o(?=\s))\s+",), False),
        "number": ((r"^\s*(?:\(?\d{1,2}[.)]|\(?[a-z]\)|[ivx]{1,4}[.)])\s+",), True),
        "step": ((r"^\W*(?:step|schritt|étape|paso|tip|rule)\s\d",), True),
        "markdown_heading": ((r"^#{1,6}\s",), False),
        "markdown_image": ((r"^\[?!\[",), False),
        "markdown_link": ((r"\]\(",), False),
        "markdown_lone_link": ((r"^[^\w\[]*\[[^\[\]]*\]\([^)]*\)\W*$",), False),
        "markdown_bold": ((r"^(?:\*\*|__).+(?:\*\*|__)\W*$",), False),
        "markdown_italic": ((r"^(?:\*|_)[^*_].*(?:\*|_)\W*$",), False),
        "quoted": ((r"^\s*>",), False),
        "field": (
            (r"^[\w ./-]{2,22}[:：](?:\s|$)", r"^\W*(?:标题|作者|日期|来源|链接|原文)[:：]"),
            False,
        ),
        "fence": ((r"^(?:---+|===+|\+\+\+|```.*)$",), False),
        "cells": ((r"\t", r"\|.*\|"), False),
        "sentence_end": (
            (r"[.!?…。！？؟۔।][\"”»“’')\]」』*_]*\s?(?:[\[(]?\d{0,3}[\])]?)?$",),
            False,
        ),
        "open_quote": ((r"^\W{0,2}[\"“„«‘「『]",), False),
        "close_quote": ((r"[\"“”»’」』][.,]?$",), False),
        "brackets": ((r"^\(.*\)\.?$", r"^\[.*\]$"), False),
        "mail_field": (
            (
                (r"^(?:>\s*)?(?:from|to|subject|date|sent|cc|von|an|betreff|gesendet|de"
                 r"|à|objet|envoyé|reply-to)\s?:"),
            ),
            True,
        ),
        "mail_frame": (
            (
                r"forwarded message",
                r"original message",
                r"^on .* wrote:$",
                r"sent from my",
                r"unsubscribe",
            ),
            True,
        ),
        "pager": (
            (
                r"(?:\b|^)\d{1,3}\s?(?:/|of|von|sur|de)\s?\d{1,3}\b",
                r"^\W*(?:page|seite|p\.) ?\d+\W*$",
            ),
            True,
        ),
        "file": ((r"file://", r"\.(?:jpe?g|png|gif|webp|html?|pdf|php)\b"), True),
        "colon": ((r"[:：]$",), False),
        "cut": ((r"[\[(](?:…|\.\.\.)[\])]", r"(?:…|\.\.\.|→|»|›|>>)$"), False),
        "separated": ((r"\s[|•·–—/»›>]\s",), False),
        "bar": ((r"\|",), False),
        "money": ((r"[$€£¥]\s?\d", r"\d\s?(?:€|\$|usd|eur|zł|руб)"), True),
        "question": ((r"[?？]\W*$",), False),
        "lower_start": ((r"^[a-zà-ÿа-яα-ω]",), False),
        "speaker": ((r"^[^\W\d_][\w.’' -]{0,30}[:：]\s",), False),
        "amount": (
            (
                (r"^\W*(?:\d|½|¼|¾|⅓)[\d.,/½ ]*\s?(?:g|kg|ml|l|dl|cl|cups?|tsp|tbsp|el"
                 r"|tl|oz|lbs?|stk)\b"),
            ),
            True,
        ),
        "signature": ((r"^\s*[-–—~]\s?[^\W\d_]",), False),
        "staff": (
            (r"\b(?:dpa|afp|reuters|ap|epd|kna|efe|ansa)\b", r"记者", r"編集", r"기자"),
            True,
        ),
        "code": (
            (
                r"[{};]\s*$",
                r"^\s*(?:import|def|class|var|let|const|function|return|<\w+)\b",
                r"\w\(\)",
                r"=>",
            ),
            False,
        ),
        "formula": ((r"[=≈≤≥∑√]",), False),
    }.items()
}  # fmt: skip
#: Patterns that want a digit.
_NUMBERED: Final = frozenset(
    ("numeric_date", "year", "entry_year", "lone_number", "pager", "step", "amount")
)
#: Patterns that end somewhere in a line look at its head and its end alone.
HEAD: Final = 300
TAIL: Final = 120
_BESIDE_NUMBER: Final = re.compile(
    r"\d{1,4}(?:st|nd|rd|th|\.|º|er|ος|-го)?,?\s{1,4}(?:de |of )?([^\W\d_]+)"
    r"|(?<![^\W\d_])([^\W\d_]{1,20})[.,]{0,3}\s{1,4}\d{1,4}\b"
)
SENTENCES: Final = re.compile(
    r"[.!?…][\"”»’)\]*_]*\s+[\"“„«(\[]?[A-ZÀ-ÝА-ЯΑ-Ω„“«¿¡]|[。！？؟۔।]",
)
COMMAS: Final = re.compile("[,，、;；،]")
LOWER: Final = re.compile("[a-zà-öø-ÿа-яёα-ωά-ώąćęłńśźżčďěňřšťůžğışőű]")
UPPER: Final = re.compile("[A-ZÀ-ÖØ-ÞА-ЯЁΑ-ΩĄĆĘŁŃŚŹŻČĎĚŇŘŠŤŮŽĞİŞŐŰ]")


def match_patterns(lines: Sequence[str], months: frozenset[str]) -> dict[str, NDArray[np.float64]]:
    """Match each pattern with each line: a column of 0 and 1 for every name, and `date`.

    `months` are the names of months in small letters.

    >>> found = match_patterns(["3 May 2021", "Fog"], frozenset(("may",)))
    >>> found["date"].tolist(), found["year"].tolist()
    ([1.0, 0.0], [1.0, 0.0])
    """
    cut = [line if len(line) <= HEAD + TAIL else f"{line[:HEAD]} {line[-TAIL:]}" for line in lines]
    lowered = [line.lower() for line in cut]
    numbered = [at for at, line in enumerate(cut) if DIGITS.search(line)]
    columns = {}
    for name, (pattern, is_lowered) in _PATTERNS.items():
        search, source = pattern.search, lowered if is_lowered else cut
        column = np.zeros(len(cut))
        for at in numbered if name in _NUMBERED else range(len(cut)):
            if search(source[at]):
                column[at] = 1.0
        columns[name] = column
    date = columns["numeric_date"].copy()
    for at in numbered:
        if not date[at] and _has_month(lowered[at], months):
            date[at] = 1.0
    columns["date"] = date
    return columns


def _has_month(line: str, months: frozenset[str]) -> bool:
    """Whether the name of a month stands beside a number."""
    return any((match[1] or match[2]) in months for match in _BESIDE_NUMBER.finditer(line))
