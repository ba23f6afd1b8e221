"""Real works as CSL items, for setting in styles and writing down as hands do.

`works.jsonl.gz` of `COPYDESK_DATA` holds facts of some 22,000 works. Numbers that one could take
for each other are replaced before a style sets a work, and put back when its words are tagged.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from copydesk.model import Csl
    from references_tagged import Tagged

#: How often a type is drawn: as newsrooms and think tanks cite, not as libraries hold them.
_WEIGHTS: Final = {
    "webpage": 15, "book": 17, "article-journal": 17, "article-newspaper": 14, "report": 12,
    "chapter": 10, "thesis": 4, "paper-conference": 4, "article-magazine": 3, "post-weblog": 2,
    "document": 2,
}  # fmt: skip
#: Kept fields; how a work is signed, and what is in the way of a style, is looked at apart.
_FIELDS: Final = (
    "type", "title", "issued", "container-title", "URL", "publisher", "page", "publisher-place",
    "volume", "DOI", "ISBN", "issue", "collection-title", "accessed", "genre", "number", "edition",
)  # fmt: skip
_PEOPLE: Final = ("author", "editor", "translator")
#: What a hand would not write such a work down without.
_WANTED: Final = {
    "report": "publisher", "article-journal": "container-title", "chapter": "container-title",
    "article-newspaper": "container-title", "article-magazine": "container-title",
    "paper-conference": "container-title",
}  # fmt: skip
_LONGEST: Final = 240
#: Markup, LaTeX, and what the tests of programs put for a value.
_NO_WORDS: Final = re.compile(
    r"</?\w[^<>]{0,60}>|[\ue000-\uf8ff$\\{}]|``|\b\w{1,12}-(?:editor|publisher|address|ad)\b"
)
_TESTS: Final = ("github:citation-style-language/test-suite", "github:moewew/biblatex-ext")
#: In a work in another language than English, so many may be in any.
_ANY: Final = 0.35
_MOST_NAMES: Final = 9


class Works:
    """The works of one file, by language and type."""

    def __init__(self, path: Path) -> None:
        self._shelf: defaultdict[str, defaultdict[str, list[Csl]]] = defaultdict(
            lambda: defaultdict(list)
        )
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                work = json.loads(line)
                if work["_source"] in _TESTS or work["type"] not in _WEIGHTS:
                    continue
                if item := _item(work):
                    self._shelf[work["_lang"] or "en"][item["type"]].append(item)

    def items(self, count: int, language: str, chance: Random) -> list[Csl]:
        """`count` works for a list in `language` (`de-DE`), with ids of their own."""
        own = language[:2]
        found = []
        for at in range(count):
            shelf = self._shelf[own if own == "en" or chance.random() >= _ANY else "en"]
            kinds = [kind for kind in _WEIGHTS if shelf[kind]]
            shelf = shelf if kinds else self._shelf["en"]
            kinds = kinds or list(_WEIGHTS)
            (kind,) = chance.choices(kinds, [_WEIGHTS[kind] for kind in kinds])
            found.append(chance.choice(shelf[kind]) | {"id": f"r{at}", "language": language})
        return found


def _item(work: Csl) -> Csl:
    """The fields of `work` that are kept, {} where it cannot be set."""
    item = {name: work[name] for name in _FIELDS if work.get(name)}
    if _WANTED.get(item["type"], "title") not in item:
        return {}
    if any(isinstance(value, str) and _NO_WORDS.search(value) for value in item.values()):
        return {}
    for field in _PEOPLE:
        people = [_name(one) for one in work.get(field, [])[:_MOST_NAMES]]
        bodies = sum("literal" in one for one in people)
        if not all(people) or bodies > (field == "author") or (bodies and len(people) > 1):
            return {}
        item |= {field: people} if people else {}
    item["title"] = item["title"].rstrip(". ")
    return item if 3 < len(item.get("title", "")) <= _LONGEST else {}


def _name(name: dict[str, str]) -> dict[str, str]:
    if name.get("literal"):
        return {"literal": name["literal"]}
    parts = ("family", "given", "non-dropping-particle")
    return {part: name[part] for part in parts if name.get(part)} if name.get("given") else {}


# ── numbers in disguise ──────────────────────────────────────────────────────

#: Field → what stands for it. No two are alike, and no title holds one.
_DISGUISE: Final = {
    "volume": "6161", "issue": "6262", "edition": "6363", "number": "6464",
}  # fmt: skip
_FIRST, _LAST = "7111", "9222"
_YEARS: Final = {"issued": 3535, "accessed": 3636}
_SIGNS: Final = re.compile(r"6161|6262|6464|7111|9222|3535|3636|6363(?:st|nd|rd|th)?")


@dataclass(frozen=True, slots=True)
class Disguised:
    """A work with other numbers, and what each stands for."""

    item: Csl
    numbers: dict[str, str]

    def restored(self, tagged: Tagged) -> Tagged:
        """`tagged` with the numbers of the work."""
        return tuple(replace(piece, text=_SIGNS.sub(self._number, piece.text)) for piece in tagged)

    def _number(self, match: re.Match[str]) -> str:
        sign, tail = match[0][:4], match[0][4:]
        number = self.numbers.get(sign, sign)
        return number + (_ordinal(number) if tail else "")


def _ordinal(number: str) -> str:
    tails = {"1": "st", "2": "nd", "3": "rd"}
    return "th" if number[-2:-1] == "1" else tails.get(number[-1:], "th")


def disguise(item: Csl) -> Disguised:
    """`item` with numbers that stand for its own.

    >>> found = disguise({"title": "Tides", "volume": "12", "page": "4-9"})
    >>> found.item["volume"], found.item["page"], found.numbers["9222"]
    ('6161', '7111-9222', '9')
    """
    made, numbers = dict(item), {}
    for field, sign in _DISGUISE.items():
        if value := str(item.get(field, "")):
            if field == "edition" and not value.isdecimal():
                continue
            made[field], numbers[sign] = sign, value
    if page := str(item.get("page", "")):
        first, dash, last = page.partition("-")
        made["page"] = f"{_FIRST}-{_LAST}" if dash else _FIRST
        numbers |= {_FIRST: first, _LAST: last}
    for field, year in _YEARS.items():
        if parts := item.get(field, {}).get("date-parts"):
            made[field] = {"date-parts": [[year, *parts[0][1:]]]}
            numbers[str(year)] = str(parts[0][0])
    return Disguised(made, numbers)
