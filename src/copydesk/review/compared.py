"""A citation beside the entries that it may mean, with what differs between them marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal, TypeAlias

from copydesk import cited
from copydesk.galley import received_span
from copydesk.model import Article, Citation, Reference

Sense: TypeAlias = Literal["", "same", "other", "shared", "cited"]
"""Of a part of a text: as cited, otherwise than cited, a word of the sentence, the citation."""

Part: TypeAlias = tuple[str, Sense]

#: Characters of a sentence that are shown either side of a citation.
_AROUND: Final = 260
_STOP: Final = re.compile(r"[.!?][”’\"')\]]*\s+(?=[“‘\"'(\[]?\w)")
_YEAR: Final = re.compile(r"\b\d{4}[a-z]?\b")
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
#: So alike two spellings of a name have to be for their letters to be compared.
_ALIKE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Sentence:
    """The sentence of a citation in three parts."""

    before: str
    words: str
    after: str


def sentence(article: Article, citation: Citation) -> Sentence:
    """The sentence in which `citation` stands, as edited."""
    galley = article.galley
    span = cited.places(article).get(citation.id)
    if span is None or not 0 < citation.line <= len(galley.lines):
        return Sentence("", citation.text, "")
    line, received = galley.lines[citation.line - 1], galley.submission.lines[citation.line - 1]
    start = line.text.find(citation.text)
    while start >= 0:
        here = received_span(line, received.text, start, start + len(citation.text))
        if here == span:
            break
        start = line.text.find(citation.text, start + 1)
    start = max(start, 0)
    return _around(line.text, start, start + len(citation.text))


def _around(text: str, start: int, end: int) -> Sentence:
    """The words `[start, end)` with those of their sentence; what is long is cut."""
    stops = [stop.end() for stop in _STOP.finditer(text)]
    low = max((stop for stop in stops if stop <= start), default=0)
    high = min((stop for stop in stops if stop >= end), default=len(text))
    first, last = max(low, start - _AROUND), min(high, end + _AROUND)
    head, tail = text[first:start], text[end:last].rstrip()
    return Sentence(
        ("…" if first > low else "") + head, text[start:end], tail + ("…" if last < high else "")
    )


def entry(citation: Citation, reference: Reference, said: Sentence) -> Iterator[Part]:
    """The text of `reference` in parts: what of it `citation` says too, and what otherwise.

    Where several entries bear name and year, the words that the sentence has too are told.
    """
    text = reference.text
    marks: list[tuple[int, int, Sense]] = [*_names(citation, reference), *_years(citation, text)]
    if citation.status == "ambiguous":
        near = {word.casefold() for word in _WORD.findall(f"{said.before} {said.after}")}
        marks += [
            (one.start(), one.end(), "shared")
            for one in _WORD.finditer(text)
            if one.group().casefold() in near
        ]
    yield from _parted(text, marks)


def _names(citation: Citation, reference: Reference) -> Iterator[tuple[int, int, Sense]]:
    """The cited name in the entry, letter by letter where it is spelt otherwise."""
    families = [
        str(person.get("family") or person.get("literal") or "")
        for person in reference.csl.get("author", ())
    ]
    wanted = citation.name.split(" et al")[0].strip()
    for family in filter(None, families):
        at = reference.text.find(family)
        if at < 0 or not wanted:
            continue
        if family.casefold() in wanted.casefold():
            yield at, at + len(family), "same"
        elif SequenceMatcher(None, family, wanted).ratio() >= _ALIKE:
            for _, low, high, kind in _letters(family, wanted):
                yield at + low, at + high, kind


def spelt(citation: Citation, references: Sequence[Reference]) -> Iterator[Part]:
    """The words of `citation`, the letters marked in which no entry of `references` agrees."""
    text = citation.text
    marks: list[tuple[int, int, Sense]] = []
    for reference in references:
        if citation.status == "fuzzy-name" and (at := text.find(citation.name)) >= 0:
            families = (str(one.get("family", "")) for one in reference.csl.get("author", ()))
            near = max(families, key=lambda one: _ratio(one, citation.name), default="")
            marks += [
                (at + low, at + high, kind)
                for _, low, high, kind in _letters(citation.name, near)
                if kind == "other"
            ]
        elif citation.status in ("year-mismatch", "year-absent"):
            found = text.find(citation.year)
            marks += [(found, found + len(citation.year), "other")] if found >= 0 else []
    yield from _parted(text, marks)


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _letters(text: str, other: str) -> Iterator[tuple[str, int, int, Sense]]:
    """The letters of `text` that `other` has too, and those that it has not."""
    for kind, low, high, _, _ in SequenceMatcher(None, text, other, autojunk=False).get_opcodes():
        if low < high:
            yield kind, low, high, "same" if kind == "equal" else "other"


def _years(citation: Citation, text: str) -> Iterator[tuple[int, int, Sense]]:
    """The first year of the entry."""
    found = _YEAR.search(text)
    if found and citation.year and citation.status != "year-absent":
        same = found.group()[:4] == citation.year[:4]
        yield found.start(), found.end(), "same" if same else "other"


def _parted(text: str, marks: Iterable[tuple[int, int, Sense]]) -> Iterator[Part]:
    """`text` in parts at `marks`; of those that overlap the first one stands."""
    at = 0
    for start, end, sense in sorted(marks, key=lambda mark: mark[:2]):
        if start < at:
            continue
        if start > at:
            yield text[at:start], ""
        yield text[start:end], sense
        at = end
    if at < len(text):
        yield text[at:], ""
