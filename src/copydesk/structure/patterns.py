"""Patterns of a line: dates, addresses, entries, items, marks of Markdown, frames of mail.

They hold signs and a few words that mean the same wherever they stand; words of languages
come from the word files (`phrases.py`).
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

DIGITS: Final = re.compile(r"\d+")
#: Patterns are sought in the head and the tail of a line alone, so many letters of it.
HEAD: Final = 300
TAIL: Final = 120
#: Patterns that are sought in the line as it is.
_WRITTEN: Final = {
    "numeric_date": r"(?:19|20)\d\d\s*[-/.年년]\s*\d{1,2}\s*[-/.月월]\s*\d{1,2}"
    r"|\b\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:19|20)?\d\d\b",
    "year": r"\b(?:1[89]|20)\d\d\b",
    "mail": r"[\w.]@[\w.]",
    "entry_year": r"\((?:1[89]|20)\d\d[a-z]?\)|\b(?:1[89]|20)\d\d[a-z]?[.;]",
    "note": r"^\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\^|↑|\d{1,3}[.)]?\s+[^\W\d_]"
    r"|[*†‡]\s*\S|\d{1,3}[^\W\d_])",
    "lone_number": r"^\W*\d[\d\s.,:/|()%+-]*\W*$",
    "lone_sign": r"^[\W_]+$",
    "bullet": r"^\s*(?:[-–—•·●▪◦*»›‣○■□◆►✓]|o(?=\s))\s+",
    "markdown_heading": r"^#{1,6}\s",
    "markdown_image": r"^\[?!\[",
    "markdown_link": r"\]\(",
    "field": r"^[\w ./-]{2,22}[:：](?:\s|$)|^\W*(?:标题|作者|日期|来源|链接|原文)[:：]",
    "fence": r"^(?:---+|===+|\+\+\+|```.*)$",
    "cells": r"\t|\|.*\|",
    "sentence_end": r"[.!?…。！？؟۔।][\"”»“’')\]」』*_]*\s?(?:[\[(]?\d{0,3}[\])]?)?$",
    "colon": r"[:：]$",
    "cut": r"[\[(](?:…|\.\.\.)[\])]|(?:…|\.\.\.|→|»|›|>>)$",
    "separated": r"\s[|•·–—/»›>]\s",
    "question": r"[?？]\W*$",
    "lower_start": r"^[a-zà-ÿа-яα-ω]",
    "speaker": r"^[^\W\d_][\w.’' -]{0,30}[:：]\s",
    "signature": r"^\s*[-–—~]\s?[^\W\d_]",
}
#: Patterns that are sought in the line in small letters.
_FOLDED: Final = {
    "time": r"\b\d{1,2}[:h.]\d\d\b|\b\d+\s?(?:min|hours?|days?|weeks?|months?|years?|std)\b"
    r"|\bago\b|vor \d|il y a|назад|前$",
    "url": r"https?://|www\.|[\w-]\.(?:com|org|net|de|fr|co\.uk|pl|ru|cn)\b",
    "lone_url": r"^\W*(?:https?://|www\.)\S+\W*$",
    "entry": r"\bdoi\b|doi\.org|\bpp?\. ?\d|\bvol\.|\(eds?\.\)|\bhrsg|\bin: |retrieved"
    r"|available at|accessed|et al|isbn|\buniv\w* press|verlag|éditions"
    r"|\d\s?\(\d{1,9}\)\s?[:,]|\bno\. \d|\bs\. \d",
    "number": r"^\s*(?:\(?\d{1,2}[.)]|\(?[a-z]\)|[ivx]{1,4}[.)])\s+",
    "mail_field": r"^(?:>\s*)?(?:from|to|subject|date|sent|cc|von|an|betreff|gesendet|de"
    r"|à|objet|envoyé|reply-to)\s?:",
    "mail_frame": r"forwarded message|original message|^on .* wrote:$|sent from my|unsubscribe",
    "pager": r"(?:\b|^)\d{1,3}\s?(?:/|of|von|sur|de)\s?\d{1,3}\b|^\W*(?:page|seite|p\.) ?\d+\W*$",
}
_PATTERNS: Final = [
    *((name, re.compile(pattern), False) for name, pattern in _WRITTEN.items()),
    *((name, re.compile(pattern), True) for name, pattern in _FOLDED.items()),
]
_BESIDE_NUMBER: Final = re.compile(
    r"\d{1,4}(?:st|nd|rd|th|\.|º|er|ος|-го)?,?\s{1,4}(?:de |of )?([^\W\d_]+)"
    r"|(?<![^\W\d_])([^\W\d_]{1,20})[.,]{0,3}\s{1,4}\d{1,4}\b"
)
SENTENCES: Final = re.compile(
    r"[.!?…][\"”»’)\]*_]*\s+[\"“„«(\[]?[A-ZÀ-ÝА-ЯΑ-Ω„“«¿¡]|[。！？؟۔।]",
)
COMMAS: Final = re.compile("[,，、;；،]")


def match_patterns(lines: Sequence[str], months: Container[str]) -> dict[str, NDArray[np.float64]]:
    """Match each pattern with each line: a column of 0 and 1 for every name, and `date`.

    `months` are the names of months in small letters.

    >>> found = match_patterns(["3 May 2021", "Fog"], {"may"})
    >>> found["date"].tolist(), found["year"].tolist()
    ([1.0, 0.0], [1.0, 0.0])
    """
    cut = [line if len(line) <= HEAD + TAIL else f"{line[:HEAD]} {line[-TAIL:]}" for line in lines]
    lowered = [line.lower() for line in cut]
    columns = {
        name: np.array([float(bool(pattern.search(line))) for line in (lowered if low else cut)])
        for name, pattern, low in _PATTERNS
    }
    named = [float(_has_month(line, months)) for line in lowered]
    return {**columns, "date": np.maximum(columns["numeric_date"], named)}


def _has_month(line: str, months: Container[str]) -> bool:
    """Whether the name of a month stands beside a number."""
    return any((match[1] or match[2]) in months for match in _BESIDE_NUMBER.finditer(line))
