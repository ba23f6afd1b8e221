"""Measure the lines of a text: a row of figures and some hashed words for each.

The labeller sees nothing of a text but what this module measures. A line is a non-empty
line as received, `gaps` are the empty lines above each. All figures are defined for any
language: stop words are the document's own frequent words, a sign of Chinese, Japanese or
Korean counts as three letters, phrases and cue words come from the word files.

What the page says of itself (titles, authors, dates), the main text that an extractor found
and the hints of the file's format are optional evidence; columns of unknown evidence are 0.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from copydesk.structure import words as lexicon
from copydesk.structure.patterns import (
    COMMAS,
    DIGITS,
    HEAD,
    LOWER,
    SENTENCES,
    UPPER,
    match_patterns,
)

Floats: TypeAlias = NDArray[np.float32]
Ids: TypeAlias = NDArray[np.uint32]
_Column: TypeAlias = NDArray[np.float64]

#: Hashed words of a line: the line as a whole, its ends, its words.
BAGS: Final = 3
WORDS_IN_A_BAG: Final = (2, 8, 24)

HINTS: Final = (
    "heading", "list", "quote", "caption", "table", "code", "figure", "footnote", "title",
    "subtitle", "byline", "date",
)  # fmt: skip

_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_CJK: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TITLE_FIELD: Final = re.compile(
    r"^\W{0,4}(?:title|subject|betreff|objet|titel|titre|título|标题|題名)\s?[:：]\s*(.+)$",
    re.IGNORECASE,
)
_AUTHOR_FIELD: Final = re.compile(
    r"^\W{0,4}(?:authors?|byline|from|by|creator|autor|auteur|作者)\s?[:：]\s*(.+)$", re.IGNORECASE
)
_DATE_FIELD: Final = re.compile(
    r"^\W{0,4}(?:date|published|created|datum|fecha|日期|时间)\s?[:：]\s*(.+)$", re.IGNORECASE
)
#: Lines from the top in which a text speaks of itself by fields.
_FIELDS_WITHIN: Final = 25
_LONGEST_NAME: Final = 45
#: Letters that all lines together are searched in, and those that each line is at least.
_SEARCHED: Final = 200_000_000
_SEARCHED_LEAST: Final = 20_000
_PROSE: Final = 140  # letters; a line from here on is a paragraph
_OPENING_NUMBER: Final = re.compile(r"\W{0,3}(\d{1,3})(?:[.):\]]|\W*$|\s)")
_BESIDE: Final = 3  # lines; numbers of items that go on stand no farther apart
_FAR: Final = 400
_SHORT_PHRASE: Final = 60  # letters; a longer line with a phrase of a site may be prose
_STAMP: Final = 110  # letters; a longer line with a date is prose
#: Lines from the top among which a headline is sought in other lines.
_HEAD_LINES: Final = 80


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about a text beside its lines; every part may be empty.

    `main` has a number for each line: 1 where an extractor counts it to the main text, 0 where
    it does not, NaN where nothing is known. `hints` are the hints of the readers, a line each.
    """

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    main: tuple[float, ...] = ()
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Features:
    """The figures of all lines: `matrix` [lines, len(COLUMNS)], `ids` [lines, 34].

    `ids` are CRC-32 sums of words (0: none), in three bags of `WORDS_IN_A_BAG`. `phrases` has
    the classes of phrases of each line, as bits of `words.CLASSES`.
    """

    matrix: Floats
    ids: Ids
    phrases: tuple[int, ...]


@dataclass(slots=True)
class _Text:
    """What several groups of figures look at."""

    lines: list[str]
    gaps: list[int]
    folded: list[str]
    keys: list[str]
    words: list[list[str]]
    lower: list[list[str]]
    cjk: list[int]
    width: _Column
    count: int
    phrases: list[int]
    months: frozenset[str]
    columns: dict[str, _Column] = field(default_factory=dict)


def compute_features(
    lines: Sequence[str], gaps: Sequence[int], evidence: Evidence | None = None
) -> Features:
    """Measure `lines`, each with at least one visible sign; `gaps` are the empty lines above.

    Raises ValueError when the lengths differ. The same lines give the same bytes.

    >>> features = compute_features(["Fog", "The ferries stayed in port."], [0, 1])
    >>> features.matrix.shape == (2, len(COLUMNS))
    True
    """
    if len(lines) != len(gaps):
        raise ValueError(f"{len(lines)} lines have {len(gaps)} gaps")
    if not lines:
        return Features(
            np.zeros((0, len(COLUMNS)), np.float32),
            np.zeros((0, sum(WORDS_IN_A_BAG)), np.uint32),
            (),
        )
    text = _prepare(lines, gaps, lexicon.load_phrases())
    columns = text.columns
    for measure in _MEASURES:
        columns.update(measure(text))
    columns.update(_compare_evidence(text, evidence or Evidence()))
    matrix = np.stack([columns[name] for name in COLUMNS], axis=1).astype(np.float32)
    return Features(matrix, _hash_words(text), tuple(text.phrases))


def _prepare(lines: Sequence[str], gaps: Sequence[int], index: lexicon.PhraseIndex) -> _Text:
    clean = [
        _INVISIBLE.sub("", line).replace("\u00a0", " ").strip() or line.strip() or "?"
        for line in lines
    ]
    folded = [lexicon.fold_phrase(line[:600]) for line in clean]
    words = [_WORD.findall(line) for line in clean]
    cjk = [0 if line.isascii() else len(_CJK.findall(line)) for line in clean]
    return _Text(
        lines=clean,
        gaps=[min(gap, 3) for gap in gaps],
        folded=folded,
        keys=["".join(filter(str.isalnum, line.casefold())) or line for line in clean],
        words=words,
        lower=[[word.lower() for word in found] for found in words],
        cjk=cjk,
        width=np.array([len(line) + 2.0 * signs for line, signs in zip(clean, cjk, strict=True)]),
        count=len(clean),
        phrases=[
            lexicon.match_phrases(line, fold, index)
            for line, fold in zip(clean, folded, strict=True)
        ],
        months=index.months,
    )


def _measure_shape(text: _Text) -> dict[str, _Column]:
    """Length, casing, digits, sentences, density of the document's own stop words."""
    lines, words = text.lines, text.words
    letters = np.array([max(1, len(line)) for line in lines], float)
    upper = np.array([len(UPPER.findall(line)) for line in lines], float)
    lower = np.array([len(LOWER.findall(line)) for line in lines], float)
    digits = np.array([sum(map(len, DIGITS.findall(line))) for line in lines], float)
    alpha = np.array([sum(map(len, found)) for found in words], float)
    capitals = np.array([_share([word[0].isupper() for word in found]) for found in words])
    return {
        "length": np.log1p(text.width),
        "words": np.log1p(
            [max(len(found), signs / 2) for found, signs in zip(words, text.cjk, strict=True)]
        ),
        "upper": upper / np.maximum(upper + lower, 1),
        "digits": digits / letters,
        "letters": alpha / letters,
        "capitals": capitals,
        "sentences": np.minimum([len(SENTENCES.findall(line)) for line in lines], 8),
        "commas": np.minimum([len(COMMAS.findall(line)) for line in lines], 8),
        "stop_words": _measure_stop_words(text),
        "name": np.array(
            [float(_is_name(line, found)) for line, found in zip(lines, words, strict=True)]
        ),
        "short": (text.width < 30).astype(float),
        "medium": ((text.width >= 30) & (text.width < 80)).astype(float),
        "long": (text.width >= _PROSE).astype(float),
        "cjk": np.array(
            [
                min(1.0, signs / max(1, len(line)))
                for line, signs in zip(lines, text.cjk, strict=True)
            ]
        ),
    }


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def _is_name(line: str, words: Sequence[str]) -> bool:
    return (
        2 <= len(words) <= 4
        and len(line) < _LONGEST_NAME
        and all(word[0].isupper() for word in words)
        and not any(sign in line for sign in ":?!")
        and not any(sign.isdigit() for sign in line)
    )


def _measure_stop_words(text: _Text) -> _Column:
    if _is_unspaced(text):
        signs = Counter(sign for line in text.lines for sign in _CJK.findall(line))
        frequent = {sign for sign, _ in signs.most_common(40)}
        return np.array(
            [
                sum(sign in frequent for sign in line) / signs_of if signs_of else 0.0
                for line, signs_of in zip(text.lines, text.cjk, strict=True)
            ]
        )
    counts = Counter(word for found in text.lower if len(found) >= 12 for word in found)
    counts = counts or Counter(word for found in text.lower for word in found)
    frequent = {word for word, _ in counts.most_common(35)}
    return np.array([_share([word in frequent for word in found]) for found in text.lower])


def _is_unspaced(text: _Text) -> bool:
    return sum(text.cjk) > 0.3 * sum(map(len, text.lines))


def _match_patterns(text: _Text) -> dict[str, _Column]:
    """What the signs at a line's ends and within it look like."""
    return match_patterns(text.lines, text.months)


def _match_classes(text: _Text) -> dict[str, _Column]:
    bits = np.array(text.phrases, dtype=np.uint64)
    columns = {
        name: ((bits >> np.uint64(at)) & np.uint64(1)).astype(float)
        for at, name in enumerate(lexicon.CLASSES)
    }
    site = np.zeros(text.count)
    for kind in lexicon.SITE_KINDS:
        site = np.maximum(site, columns[f"site:{kind}"])
    strong = {kind for bit in text.phrases for kind in lexicon.site_kinds(bit)} - lexicon.WEAK_KINDS
    columns["site_phrase"] = site
    columns["site_pair"] = _find_pairs(text, site)
    columns["document_strong_kinds"] = np.full(text.count, len(strong) / 4)
    columns["document_site_share"] = np.full(text.count, site.mean())
    return columns


def _find_pairs(text: _Text, site: _Column) -> _Column:
    """1 for a short line with a phrase of sites that stands beside another such phrase."""
    short = (site > 0) & (text.width < _SHORT_PHRASE)
    again = np.array([fold == above for fold, above in pairwise(text.folded)], bool)
    pair = np.append(short[:-1] & short[1:] & ~again, False)
    pairs: _Column = (pair | np.append(False, pair[:-1])).astype(float)
    return pairs


def _measure_paragraphs(text: _Text) -> dict[str, _Column]:
    """Hard wraps, the length of joined paragraphs, a score of prose."""
    width, count, columns = text.width, text.count, text.columns
    column = float(np.percentile(width, 95))
    full = width > 0.72 * column
    wrapped = (
        38 < column <= 125
        and width.max() <= column * 1.4 + 10
        and full.sum() >= max(5, 0.22 * count)
    )
    joined, inner = width.copy(), np.zeros(count)
    start = 0
    while start < count:
        end = start
        while (
            wrapped and end + 1 < count and text.gaps[end + 1] == 0 and width[end] >= 0.7 * column
        ):
            end += 1
        joined[start : end + 1] = width[start : end + 1].sum()
        inner[start + 1 : end + 1] = 1
        start = end + 1
    ends = columns["sentence_end"]
    prose = (
        np.minimum(joined, 400) / 400 * (0.4 + 0.6 * np.maximum(ends, inner))
        * np.minimum(1, columns["stop_words"] / 0.25)
    )  # fmt: skip
    follows = np.zeros(count)
    follows[1:] = columns["lower_start"][1:] * (1 - ends[:-1])
    return {
        "joined": np.log1p(joined),
        "inner": inner,
        "prose": prose,
        "follows": follows,
        "full": np.minimum(1.3, width / max(1.0, column)),
        "document_wrapped": np.full(count, float(wrapped)),
        "document_column": np.full(count, np.log1p(column)),
    }


def _measure_place(text: _Text) -> dict[str, _Column]:
    count, columns = text.count, text.columns
    index = np.arange(count)
    prose = columns["prose"]
    total = np.concatenate([[0.0], np.cumsum(prose)])
    paragraph = (np.expm1(columns["joined"]) >= _PROSE).astype(float)
    short = (text.width < 45) & (columns["sentence_end"] == 0)
    above = _run(short)
    gaps = np.array(text.gaps, float)
    cut = columns["says"] + columns["site:comments"] * (text.width < 60)
    found = {
        "gap_above": gaps,
        "gap_below": np.append(gaps[1:], 1.0),
        "position": index / count,
        "from_top": np.log1p(index),
        "from_bottom": np.log1p(count - 1 - index),
        "prose_above": total[:-1] / (total[-1] + 1e-9),
        "since_paragraph": np.log1p(_since(paragraph, 60)),
        "until_paragraph": np.log1p(_since(paragraph[::-1], 60)[::-1]),
        "short_above": np.minimum(above, 30) / 10,
        "short_below": np.minimum(_run(short[::-1])[::-1], 30) / 10,
        "since_comments": np.log1p(_since(columns["site:comments"] * (text.width < 70), 200)),
        "since_references": np.log1p(_since(columns["heading:references"], 99)),
        "since_notes": np.log1p(_since(columns["heading:notes"], 99)),
        "since_bio": np.log1p(_since(columns["heading:bio"], 30)),
        "since_related": np.log1p(_since(columns["site:related"] * (text.width < 70), 60)),
        "from_longest": _signed(index - int(np.expm1(columns["joined"]).argmax())),
        "document_lines": np.full(count, np.log1p(count)),
        "document_gaps": np.full(count, float((gaps > 0).mean())),
        "document_longest": np.full(count, np.log1p(text.width.max())),
        "document_short": np.full(count, float((text.width < 40).mean())),
        "document_cjk": np.full(count, float(_is_unspaced(text))),
        "document_markdown": np.full(
            count,
            float(columns["markdown_link"].mean() + columns["markdown_heading"].mean() > 0.03),
        ),
        "document_prose": np.full(count, np.log1p(total[-1])),
        "document_paragraphs": np.full(count, float(paragraph.mean())),
        "alone_in_head": _run_of_fields(text),
    }
    found.update(_measure_likes(text))
    found.update(_measure_stamps(text))
    found.update(_measure_counts(text))
    for name, score in (
        ("wide", prose - 0.06),
        ("core", prose - 0.12 - 0.6 * cut),
        ("dense", prose - 0.2 - 0.6 * cut),
    ):
        start, end = _find_best_run(score)
        found[f"{name}_side"] = (index >= start).astype(float) + (index > end) - 1
        found[f"{name}_start"] = _signed(index - start)
        found[f"{name}_end"] = _signed(index - end)
    for name, reach in _NEAR:
        found[f"near_{name}_{reach}"] = _mean_near(columns[name], reach)
    return found


#: Columns whose mean over the lines around is a column, and how many lines each way.
_NEAR: Final = (
    ("prose", 3), ("prose", 8), ("length", 3), ("length", 8), ("sentence_end", 5), ("entry", 5),
    ("entry_year", 5), ("note", 4), ("says", 8), ("time", 6), ("site_phrase", 3),
    ("site_phrase", 10), ("name", 6), ("bullet", 3), ("speaker", 5),
)  # fmt: skip


def _measure_likes(text: _Text) -> dict[str, _Column]:
    """Runs of lines of one shape (items without signs, verses, menus), and unusual gaps."""
    columns = text.columns
    size = np.digitize(text.width, (12, 30, 60, _PROSE))
    shapes = size * 16
    for power, name in enumerate(("sentence_end", "bullet", "number", "colon")):
        shapes = shapes + (columns[name] > 0) * 2**power
    above = np.concatenate([[0.0], (shapes[1:] == shapes[:-1]).astype(float)])
    below = np.append(above[1:], 0.0)
    run = np.zeros(text.count)
    start = 0
    while start < text.count:
        end = start + 1
        while end < text.count and above[end]:
            end += 1
        run[start:end] = end - start
        start = end
    gaps = np.array(text.gaps, float)
    return {
        "like_above": above,
        "like_below": below,
        "like_run": np.log1p(run),
        "gap_unusual": np.sign(gaps - np.median(gaps)),
    }


def _measure_stamps(text: _Text) -> dict[str, _Column]:
    """Short lines with a day or an hour: one stands above a text, many in a thread of comments."""
    columns = text.columns
    stamp = ((columns["date"] + columns["time"] > 0) & (text.width < _STAMP)).astype(float)
    total = np.cumsum(stamp)
    return {
        "stamps_above": np.log1p(total - stamp),
        "stamps_below": np.log1p(total[-1] - total),
        "since_stamp": np.log1p(_since(stamp, 60)),
        "until_stamp": np.log1p(_since(stamp[::-1], 60)[::-1]),
    }


def _measure_counts(text: _Text) -> dict[str, _Column]:
    """Numbers at the head of lines that go on: of items beside each other, of pages far apart."""
    opens = [_OPENING_NUMBER.match(line) for line in text.lines]
    numbers = [int(match[1]) if match else None for match in opens]
    places: dict[int, list[int]] = {}
    for at, number in enumerate(numbers):
        if number is not None:
            places.setdefault(number, []).append(at)
    near, far = np.zeros(text.count), np.zeros(text.count)
    for at, number in enumerate(numbers):
        if number is None:
            continue
        away = _distance(places.get(number - 1, []), at, -1)
        away = min(away, _distance(places.get(number + 1, []), at, 1))
        near[at], far[at] = float(away <= _BESIDE), float(_BESIDE < away < _FAR)
    return {"counts_near": near, "counts_far": far}


def _distance(places: Sequence[int], at: int, side: int) -> int:
    """How many lines above (`side` -1) or below the nearest of sorted `places` is."""
    found = bisect(places, at)
    if side > 0:
        return places[found] - at if found < len(places) else _FAR
    return at - places[found - 1] if found else _FAR


def _run(flags: NDArray[np.bool_]) -> _Column:
    run = np.zeros(len(flags))
    length = 0
    for at, flag in enumerate(flags):
        length = length + 1 if flag else 0
        run[at] = length
    return run


def _since(values: _Column, limit: int) -> _Column:
    """Lines since the last one above with a value, at most `limit`."""
    found = np.zeros(len(values))
    last = limit
    for at, value in enumerate(values):
        found[at] = min(limit, last)
        last = 0 if value > 0 else last + 1
    return found


def _signed(distance: NDArray[Any]) -> _Column:
    signed: _Column = np.sign(distance) * np.log1p(np.abs(distance))
    return signed


def _mean_near(values: _Column, reach: int) -> _Column:
    total = np.concatenate([[0.0], np.cumsum(values)])
    index = np.arange(len(values))
    low, high = np.maximum(index - reach, 0), np.minimum(index + reach + 1, len(values))
    mean: _Column = (total[high] - total[low]) / (high - low)
    return mean


def _find_best_run(score: _Column) -> tuple[int, int]:
    """The first and last line of the run with the greatest sum (Kadane's algorithm)."""
    best, best_start, best_end, current, start = -1e9, 0, 0, 0.0, 0
    for at, value in enumerate(score):
        if current <= 0:
            current, start = 0.0, at
        current += float(value)
        if current > best:
            best, best_start, best_end = current, start, at
    return best_start, best_end


def _run_of_fields(text: _Text) -> _Column:
    """1 for the lines of the frame a scraper or mail program set above a text."""
    found = np.zeros(text.count)
    fenced = text.columns["fence"]
    fields = text.columns["field"] + text.columns["mail_field"]
    if text.count > 2 and fenced[0] > 0:
        for at in range(1, min(text.count, 60)):
            if fenced[at] > 0:
                found[: at + 1] = 1
                return found
    at = 0
    while at < text.count and (fields[at] > 0 or (at == 0 and text.columns["mail_frame"][0] > 0)):
        at += 1
    if at > 1:
        found[:at] = 1
    return found


def _measure_repetition(text: _Text) -> dict[str, _Column]:
    count = text.count
    times = Counter(text.keys)
    skeletons = [DIGITS.sub("#", key) for key in text.keys]
    alike = Counter(skeletons)
    first: dict[str, int] = {}
    earlier, later = np.zeros(count), np.zeros(count)
    for at, key in enumerate(text.keys):
        earlier[at] = float(key in first)
        first[key] = at
    for at, key in enumerate(text.keys):
        later[at] = float(first[key] > at)
    # Of a text without end only the first part is searched for each of its lines.
    whole = "\n".join(text.keys)[: max(_SEARCHED_LEAST, _SEARCHED // max(1, count))]
    held = np.array([
        min(4, max(0, whole.count(key) - times[key])) if 10 < len(key) <= 160 else 0
        for key in text.keys
    ], float)  # fmt: skip
    holds = np.zeros(count)
    heads = [key for key in text.keys[:_HEAD_LINES] if 10 < len(key) <= 160]
    for at, key in enumerate(text.keys[:_HEAD_LINES]):
        if len(key) <= HEAD:
            holds[at] = float(any(len(other) < len(key) and other in key for other in heads))
    # Words of the line that the densest part has too; of a menu it has few.
    core = np.nonzero(text.columns["core_side"] == 0)[0]
    pieces = text.lower
    if _is_unspaced(text):
        pieces = [[line[at : at + 2] for at in range(len(line) - 1)] for line in text.lines]
        shortest = 2
    else:
        shortest = 4
    counts = Counter(piece for at in core for piece in pieces[at] if len(piece) >= shortest)
    inside = text.columns["core_side"] == 0
    shared = np.zeros(count)
    for at, found in enumerate(pieces):
        kept = [piece for piece in found if len(piece) >= shortest]
        own = Counter(kept) if inside[at] else {}
        shared[at] = _share([counts[piece] > own.get(piece, 0) for piece in kept])
    opens = [found[0] if found else "" for found in text.lower]
    same = np.array(
        [float(at > 0 and bool(word) and word == opens[at - 1]) for at, word in enumerate(opens)]
    )
    return {
        "repeated": np.minimum([times[key] - 1 for key in text.keys], 5) / 2,
        "alike": np.minimum([alike[skeleton] - 1 for skeleton in skeletons], 8) / 3,
        "earlier": earlier,
        "later": later,
        "held_elsewhere": held,
        "holds_another": holds,
        "shared_words": shared,
        "same_opening": same,
    }


_MEASURES: Final[tuple[Callable[[_Text], dict[str, _Column]], ...]] = (
    _measure_shape, _match_patterns, _match_classes, _measure_paragraphs, _measure_place,
    _measure_repetition,
)  # fmt: skip


def _compare_evidence(text: _Text, evidence: Evidence) -> dict[str, _Column]:
    count = text.count
    told = {
        "title": (evidence.titles, _TITLE_FIELD),
        "author": (evidence.authors, _AUTHOR_FIELD),
        "date": (evidence.dates, _DATE_FIELD),
    }
    columns: dict[str, _Column] = {}
    for name, (values, pattern) in told.items():
        found = list(values)
        for line in text.lines[:_FIELDS_WITHIN]:
            match = pattern.match(line) if len(line) < HEAD else None
            if match:
                found.append(match[1])
        columns[f"{name}_likeness"] = _measure_likeness(text, found)
        columns[f"{name}_known"] = np.full(count, float(bool(found)))
    main = np.array(evidence.main or [np.nan] * count, float)
    columns["main"] = np.nan_to_num(main * 2 - 1, nan=0.0)
    kinds = [hint.partition("|")[0].partition(":")[0] for hint in evidence.hints or [""] * count]
    for name in HINTS:
        columns[f"hint:{name}"] = np.array([float(kind == name) for kind in kinds])
    columns["document_hints"] = np.full(count, float(any(kinds)))
    level = [
        int(hint[8:9] or 0) if hint.startswith("heading:") and hint[8:9].isdigit() else 0
        for hint in evidence.hints or [""] * count
    ]
    columns["hint_level"] = np.array(level, float) / 3
    return columns


def _measure_likeness(text: _Text, values: Sequence[str]) -> _Column:
    """How much of a line and a value agree: 1 the same, the share of the shorter in the longer."""
    likeness = np.zeros(text.count)
    for value in values:
        key = "".join(filter(str.isalnum, value.casefold()))
        if len(key) < 3:
            continue
        for at, own in enumerate(text.keys):
            if own == key:
                found = 1.0
            elif len(own) > 4 and own in key:
                found = 0.3 + 0.6 * len(own) / len(key)
            elif len(own) < 400 and key in own:
                found = 0.2 + 0.7 * len(key) / len(own)
            else:
                continue
            likeness[at] = max(likeness[at], found)
    return likeness


def _hash_words(text: _Text) -> Ids:
    """CRC-32 sums of the line, its ends and its words; 0 fills a bag."""
    ids = np.zeros((text.count, sum(WORDS_IN_A_BAG)), np.uint32)
    whole, ends, held = WORDS_IN_A_BAG
    for at, (line, folded) in enumerate(zip(text.lines, text.folded, strict=True)):
        found = _split_words(text, at)
        first = [f"L={folded}"] if folded and len(folded) <= 48 else []
        if found:
            outer = [f"f={found[0]}", f"l={found[-1]}"]
            if len(found) > 1:
                outer += [f"f={found[0]} {found[1]}", f"l={found[-2]} {found[-1]}"]
            if len(found) > 2:
                outer.append(f"f={found[0]} {found[1]} {found[2]}")
        else:
            outer = []
        outer += [f"p={_sign(line[0])}", f"e={_sign(line[-1])}", f"n={min(len(found), 12)}"]
        inner = (
            found
            if len(found) <= held
            else [*found[: held * 2 // 3], *found[-(held - held * 2 // 3) :]]
        )
        for start, values, prefix in (
            (0, first[:whole], ""),
            (whole, outer[:ends], ""),
            (whole + ends, inner, "w="),
        ):
            for offset, value in enumerate(values):
                ids[at, start + offset] = zlib.crc32((prefix + value).encode("utf-8", "replace"))
    return ids


def _split_words(text: _Text, at: int) -> list[str]:
    if not text.cjk[at]:
        return text.lower[at]
    signs = _CJK.findall(text.lines[at])[:30]
    pairs = ["".join(pair) for pair in pairwise(signs)]
    return pairs + [word for word in text.lower[at] if word.isascii()][:6] or signs


def _sign(sign: str) -> str:
    if sign.isdigit():
        return "0"
    return "a" if sign.isalpha() else sign


def _list_columns() -> tuple[str, ...]:
    text = _prepare(["a", "b"], [0, 0], lexicon.PhraseIndex())
    for measure in _MEASURES:
        text.columns.update(measure(text))
    return (*text.columns, *_compare_evidence(text, Evidence()))


#: The names of the columns, in order.
COLUMNS: Final = _list_columns()
