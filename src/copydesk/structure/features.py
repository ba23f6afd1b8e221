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
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from copydesk.language.convolutions import Floats
from copydesk.structure import phrases
from copydesk.structure.patterns import COMMAS, DIGITS, HEAD, SENTENCES, match_patterns

Ids: TypeAlias = NDArray[np.uint32]
_Column: TypeAlias = NDArray[np.float64]
_Columns: TypeAlias = dict[str, _Column]

#: Hashed words of a line: the line as a whole, its ends, its words.
WORDS_IN_A_BAG: Final = (2, 8, 24)

HINTS: Final = (
    "heading", "list", "quote", "caption", "table", "code", "figure", "footnote", "title",
    "subtitle", "byline", "date",
)  # fmt: skip

_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_CJK: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
#: The sign of an item, which word processors part from its text by a tab: no cell of a table.
_ITEM_TAB: Final = re.compile(r"^([^\w\s]|o|\(?\w{1,3}[.)])\t+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: Fields in which a text speaks of itself, and the lines from the top among which they stand.
_FIELDS: Final = {
    name: re.compile(rf"^\W{{0,4}}(?:{names})\s?[:：]\s*(.+)$", re.IGNORECASE)
    for name, names in (
        ("title", "title|subject|betreff|objet|titel|titre|título|标题|題名"),
        ("author", "authors?|byline|from|by|creator|autor|auteur|作者"),
        ("date", "date|published|created|datum|fecha|日期|时间"),
    )
}
_FIELDS_WITHIN: Final = 25
_LONGEST_NAME: Final = 45
#: Letters that all lines together are searched in, and those that each line is at least.
_SEARCHED: Final = 200_000_000
_SEARCHED_LEAST: Final = 20_000
_PROSE: Final = 140  # letters; a line from here on is a paragraph
_SHORT_PHRASE: Final = 60  # letters; a longer line with a phrase of a site may be prose
_STAMP: Final = 110  # letters; a longer line with a date is prose
_LONG_WORD: Final = 4  # letters
#: One gap in so many is no measure of the others.
_RARE: Final = 10
#: Lines from the top among which a headline is sought in other lines.
_HEAD_LINES: Final = 80
#: What the distance from a line above is a column of, at most so many lines.
_SINCE: Final = {
    "paragraph": 60, "stamp": 60, "site:comments": 200, "site:related": 60,
    "heading:references": 99, "heading:notes": 99, "heading:bio": 30,
}  # fmt: skip


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

    `ids` are CRC-32 sums of words (0: none), in three bags of `WORDS_IN_A_BAG`.
    """

    matrix: Floats
    ids: Ids

    def column(self, name: str) -> Floats:
        """One figure of all lines, by its name in `COLUMNS`."""
        found: Floats = self.matrix[:, _PLACES[name]]
        return found


class _Text:
    """What several groups of figures look at."""

    def __init__(self, lines: Sequence[str], gaps: Sequence[int]) -> None:
        seen = (_INVISIBLE.sub("", line).replace("\u00a0", " ").strip() for line in lines)
        self.lines = [
            _ITEM_TAB.sub(r"\1 ", line) or received.strip() or "?"
            for line, received in zip(seen, lines, strict=True)
        ]
        self.count = len(lines)
        self.gaps = np.minimum(_count_gaps(gaps), 3).astype(float)
        self.folded = [phrases.fold(line[:600]) for line in self.lines]
        self.keys = ["".join(filter(str.isalnum, line.casefold())) or line for line in self.lines]
        self.words = [_WORD.findall(line) for line in self.lines]
        self.lower = [[word.lower() for word in found] for found in self.words]
        self.cjk = [0 if line.isascii() else len(_CJK.findall(line)) for line in self.lines]
        self.width = np.array([len(line) for line in self.lines]) + 2.0 * np.array(self.cjk)

    @cached_property
    def is_unspaced(self) -> bool:
        return sum(self.cjk) > 0.3 * sum(map(len, self.lines))

    def spread(self, value: float) -> _Column:
        """A figure of the whole text as a column."""
        return np.full(self.count, float(value))


def _count_gaps(gaps: Sequence[int]) -> _Column:
    """The gaps in units of the text's own: many programs put two or three empty lines for one.

    What stands above the first line parts it from nothing.
    """
    inner = [0, *gaps[1:]][: len(gaps)]
    empty = sorted(filter(None, inner))
    return np.ceil(np.array(inner) / (empty[len(empty) // _RARE] if empty else 1))


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
        )
    text = _Text(lines, gaps)
    columns = _measure(text, evidence or Evidence())
    matrix = np.stack([columns[name] for name in COLUMNS], axis=1).astype(np.float32)
    return Features(matrix, _hash_words(text))


def _measure(text: _Text, evidence: Evidence) -> _Columns:
    columns = match_patterns(text.lines, phrases.load().months)
    columns |= _measure_shape(text)
    columns |= _match_classes(text)
    columns |= _measure_paragraphs(text, columns)
    columns |= _measure_place(text, columns)
    columns |= _measure_repetition(text)
    columns["shared_words"] = _measure_shared_words(text)
    return columns | _compare_evidence(text, evidence)


def _measure_shape(text: _Text) -> _Columns:
    """Length, casing, digits, sentences, density of the document's own stop words."""
    lines, words = text.lines, text.words
    letters = np.array([len(line) for line in lines], float)
    upper = np.array([sum(map(str.isupper, line[:HEAD])) for line in lines], float)
    lower = np.array([sum(map(str.islower, line[:HEAD])) for line in lines], float)
    counted = [max(len(found), signs / 2) for found, signs in zip(words, text.cjk, strict=True)]
    return {
        "length": np.log1p(text.width),
        "words": np.log1p(counted),
        "upper": upper / np.maximum(upper + lower, 1),
        "digits": np.array([sum(map(len, DIGITS.findall(line))) for line in lines]) / letters,
        "letters": np.array([sum(map(len, found)) for found in words]) / letters,
        "capitals": np.array([_share([word[0].isupper() for word in found]) for found in words]),
        "sentences": np.minimum([len(SENTENCES.findall(line)) for line in lines], 8),
        "commas": np.minimum([len(COMMAS.findall(line)) for line in lines], 8),
        "stop_words": _measure_stop_words(text),
        "name": np.array([float(_is_name(*pair)) for pair in zip(lines, words, strict=True)]),
        "short": (text.width < 30).astype(float),
        "medium": ((text.width >= 30) & (text.width < 80)).astype(float),
        "long": (text.width >= _PROSE).astype(float),
        "cjk": np.minimum(1.0, np.array(text.cjk) / letters),
    }


def _share(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def _is_name(line: str, words: Sequence[str]) -> bool:
    return (
        2 <= len(words) <= 4
        and len(line) < _LONGEST_NAME
        and all(word[0].isupper() for word in words)
        and not any(sign in ":?!" or sign.isdigit() for sign in line)
    )


def _measure_stop_words(text: _Text) -> _Column:
    """The share of each line's words that are frequent in the whole text."""
    pieces = [_CJK.findall(line) for line in text.lines] if text.is_unspaced else text.lower
    least, most = (0, 40) if text.is_unspaced else (12, 35)
    counts = Counter(piece for found in pieces if len(found) >= least for piece in found)
    counts = counts or Counter(piece for found in pieces for piece in found)
    frequent = {piece for piece, _ in counts.most_common(most)}
    return np.array([_share([piece in frequent for piece in found]) for found in pieces])


def _match_classes(text: _Text) -> _Columns:
    """What the phrases of sites and the cue words in a line say of it."""
    known = [phrases.load().match_classes(folded) for folded in text.folded]
    columns = {
        name: np.array([float(name in names) for names in known]) for name in phrases.CLASSES
    }
    sites = [f"site:{kind}" for kind in phrases.SITE_KINDS]
    site = np.max([columns[name] for name in sites], axis=0)
    return columns | {
        "site_phrase": site,
        "site_pair": _find_pairs(text, site),
    }


def _find_pairs(text: _Text, site: _Column) -> _Column:
    """1 for a short line with a phrase of sites that stands beside another such phrase."""
    short = (site > 0) & (text.width < _SHORT_PHRASE)
    again = np.array([fold == above for fold, above in pairwise(text.folded)], bool)
    pair = np.append(short[:-1] & short[1:] & ~again, False)
    pairs: _Column = (pair | np.append(False, pair[:-1])).astype(float)
    return pairs


def _measure_paragraphs(text: _Text, columns: _Columns) -> _Columns:
    """Hard wraps, the length of joined paragraphs, a score of prose."""
    width, count = text.width, text.count
    column = float(np.percentile(width, 95))
    wrapped = (
        38 < column <= 125
        and width.max() <= column * 1.4 + 10
        and (width > 0.72 * column).sum() >= max(5, 0.22 * count)
    )
    inner = np.zeros(count)
    inner[1:] = wrapped & (text.gaps[1:] == 0) & (width[:-1] >= 0.7 * column)
    paragraph = np.cumsum(inner == 0) - 1
    joined = np.bincount(paragraph, width)[paragraph]
    ends = columns["sentence_end"]
    follows = np.zeros(count)
    follows[1:] = columns["lower_start"][1:] * (1 - ends[:-1])
    return {
        "joined": np.log1p(joined),
        "inner": inner,
        "prose": (
            np.minimum(joined, 400) / 400 * (0.4 + 0.6 * np.maximum(ends, inner))
            * np.minimum(1, columns["stop_words"] / 0.25)
        ),
        "follows": follows,
        "full": np.minimum(1.3, width / max(1.0, column)),
    }  # fmt: skip


def _measure_place(text: _Text, columns: _Columns) -> _Columns:
    """Where a line stands: from the ends, from paragraphs, comments, references, dates."""
    count, gaps, prose = text.count, text.gaps, columns["prose"]
    index = np.arange(count)
    joined = np.expm1(columns["joined"])
    paragraph = (joined >= _PROSE).astype(float)
    stamp = ((columns["date"] + columns["time"] > 0) & (text.width < _STAMP)).astype(float)
    marks = {**columns, "paragraph": paragraph, "stamp": stamp}
    for name in ("site:comments", "site:related"):
        marks[name] = columns[name] * (text.width < 70)
    found = {
        "gap_above": gaps,
        "gap_below": np.append(gaps[1:], 1.0),
        "position": index / count,
        "from_top": np.log1p(index),
        "from_bottom": np.log1p(count - 1 - index),
        "prose_above": (np.cumsum(prose) - prose) / (prose.sum() + 1e-9),
        "alone_in_head": _find_fields_at_top(text, columns),
    }
    for name, limit in _SINCE.items():
        found[f"since:{name}"] = np.log1p(_count_since(marks[name], limit))
    return found


def _count_since(values: _Column, limit: int) -> _Column:
    """Lines between a line and the last one above it with a value, at most `limit`."""
    index = np.arange(len(values))
    last = np.maximum.accumulate(np.where(values > 0, index, -limit - 1))
    last = np.append(-limit - 1, last[:-1])
    since: _Column = np.minimum(index - last - 1, limit).astype(float)
    return since


def _find_fields_at_top(text: _Text, columns: _Columns) -> _Column:
    """1 for the lines of the frame a scraper or mail program set above a text."""
    found = np.zeros(text.count)
    fences = np.flatnonzero(columns["fence"][:60])
    if len(fences) > 1 and fences[0] == 0:
        found[: fences[1] + 1] = 1
        return found
    told = (columns["field"] + columns["mail_field"]) > 0
    told[0] |= columns["mail_frame"][0] > 0
    run = int(np.logical_and.accumulate(told).sum())
    found[: run if run > 1 else 0] = 1
    return found


def _measure_repetition(text: _Text) -> _Columns:
    """Lines that stand elsewhere too, as a whole, but for their numbers, or in another line."""
    times = Counter(text.keys)
    skeletons = [DIGITS.sub("#", key) for key in text.keys]
    alike = Counter(skeletons)
    last = {key: at for at, key in enumerate(text.keys)}
    first = {key: at for at, key in reversed(list(enumerate(text.keys)))}
    # Of a text without end only the first part is searched for each of its lines.
    whole = "\n".join(text.keys)[: max(_SEARCHED_LEAST, _SEARCHED // text.count)]
    held = [
        min(4, max(0, whole.count(key) - times[key])) if 10 < len(key) <= 160 else 0
        for key in text.keys
    ]
    holds = np.zeros(text.count)
    heads = [key for key in text.keys[:_HEAD_LINES] if 10 < len(key) <= 160]
    for at, key in enumerate(text.keys[:_HEAD_LINES]):
        if len(key) <= HEAD:
            holds[at] = any(len(other) < len(key) and other in key for other in heads)
    opens = [found[0] if found else "" for found in text.lower]
    return {
        "repeated": np.minimum([times[key] - 1 for key in text.keys], 5) / 2,
        "alike": np.minimum([alike[skeleton] - 1 for skeleton in skeletons], 8) / 3,
        "earlier": np.array([float(first[key] < at) for at, key in enumerate(text.keys)]),
        "later": np.array([float(last[key] > at) for at, key in enumerate(text.keys)]),
        "held_elsewhere": np.array(held, float),
        "holds_another": holds,
        "same_opening": np.array(
            [0.0, *(float(bool(word) and word == above) for above, word in pairwise(opens))]
        ),
    }


def _measure_shared_words(text: _Text) -> _Column:
    """The share of each line's longer words that stand in paragraphs, too: those of a title do."""
    words = [
        {word for word in _split_words(text, at) if len(word) >= _LONG_WORD or text.cjk[at]}
        for at in range(text.count)
    ]
    paragraphs = text.width >= _PROSE
    held = Counter(word for at in np.flatnonzero(paragraphs) for word in words[at])
    return np.array([
        _share([held[word] > is_own for word in found])
        for found, is_own in zip(words, paragraphs, strict=True)
    ])  # fmt: skip


def _compare_evidence(text: _Text, evidence: Evidence) -> _Columns:
    """How a line agrees with what the file says of itself, and what its format says of it."""
    columns: _Columns = {}
    told = {"title": evidence.titles, "author": evidence.authors, "date": evidence.dates}
    for name, pattern in _FIELDS.items():
        fields = [pattern.match(line) for line in text.lines[:_FIELDS_WITHIN] if len(line) < HEAD]
        values = [*told[name], *(field[1] for field in fields if field)]
        columns[f"{name}_likeness"] = _measure_likeness(text, values)
        columns[f"{name}_known"] = text.spread(bool(values))
    main = np.array(evidence.main or [np.nan] * text.count, float)
    columns["main"] = np.nan_to_num(main * 2 - 1, nan=0.0)
    hints = evidence.hints or [""] * text.count
    kinds = [hint.partition("|")[0].partition(":")[0] for hint in hints]
    for name in HINTS:
        columns[f"hint:{name}"] = np.array([float(kind == name) for kind in kinds])
    levels = [hint.removeprefix("heading:")[:1] for hint in hints]
    columns["hint_level"] = np.array([int(x) if x.isdecimal() else 0 for x in levels]) / 3
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
        outer = [f"f={' '.join(found[:size])}" for size in (1, 2, 3) if len(found) >= size]
        outer += [f"l={' '.join(found[-size:])}" for size in (1, 2) if len(found) >= size]
        outer += [f"p={_sign(line[0])}", f"e={_sign(line[-1])}", f"n={min(len(found), 12)}"]
        if len(found) > held:
            found = [*found[: held * 2 // 3], *found[-(held - held * 2 // 3) :]]
        inner = [f"w={word}" for word in found]
        for start, values in ((0, first), (whole, outer[:ends]), (whole + ends, inner)):
            for offset, value in enumerate(values):
                ids[at, start + offset] = zlib.crc32(value.encode("utf-8", "replace"))
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


#: The names of the columns, in order.
COLUMNS: Final = tuple(_measure(_Text(["a", "b"], [0, 0]), Evidence()))
_PLACES: Final = {name: at for at, name in enumerate(COLUMNS)}
