"""Citations in their sentences beside the entries that they may mean; values, no markup.

Where one name or year is not the other, these are what differs. Where several entries bear the
cited name and year, the words that the sentence shares with an entry tell them apart.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal, TypeAlias

from copydesk.language import folding
from copydesk.language.sentences import is_shortened
from copydesk.model import (
    Article,
    Block,
    Citation,
    Cite,
    Csl,
    Inline,
    Note,
    Reference,
    Text,
    Verbatim,
    contents,
)

Sign: TypeAlias = Literal["", "differs", "shared"]
_Stretch: TypeAlias = tuple[int, int]

#: Characters shown either side of a citation, and those in which its sentence is looked for.
_AROUND: Final = 60
_SENTENCE: Final = 320
#: Where a sentence ends; in scripts without blanks nothing follows its stop.
_END: Final = re.compile(r"[.!?…][”’\"»)\]]*\s+|[。！？][”’」』）]*|\n")
#: So alike are two spellings of one name that the letters in which they differ are shown.
_ALIKE: Final = 0.6
#: The longest name that is compared letter by letter.
_LONGEST: Final = 60
_YEAR: Final = re.compile(r"\d{4}")
#: Words that say what a text is about; short ones say little.
_TELLING: Final = re.compile(r"[^\W\d_]{4,}")
#: So many of their first letters make Chinese meet China’s, and plurals singulars.
_STEM: Final = 6


# ── where citations stand ────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Spot:
    """A citation group in its text, with a few words around it; `sentence` has all of them."""

    before: str
    words: str
    after: str
    sentence: tuple[str, str] = ("", "")


def spots(article: Article) -> dict[int, Spot]:
    """Group → its place in the text; a citation in a note stands in the words of the note.

    The work is linear in the length of the article.
    """
    front, back = article.front, article.back
    parts = (front.credits, front.disclaimer, article.body, back.bio, back.acknowledgements)
    found: dict[int, Spot] = {}
    for blocks in (*parts, back.disclaimer, back.notes):
        for content in _runs(blocks):
            nodes = [node for node in _flatten(content) if not isinstance(node, Note)]
            text = "".join(node.text for node in nodes)
            start = 0
            for node in nodes:
                end = start + len(node.text)
                if isinstance(node, Cite):
                    before, after = around(text, (start, end), _AROUND)
                    whole = sentence(text, start, end)
                    found[node.group] = Spot(before, text[start:end], after, whole)
                start = end
    return found


def _runs(blocks: Sequence[Block]) -> Iterator[tuple[Inline, ...]]:
    """Every run of inline content of `blocks`, that of notes behind the one that calls them."""
    for block in blocks:
        for content in contents(block):
            yield content
            for node in _flatten(content):
                if isinstance(node, Note):
                    yield from _runs(node.blocks)


def _flatten(content: Sequence[Inline]) -> Iterator[Text | Verbatim | Cite | Note]:
    for node in content:
        if isinstance(node, Text | Verbatim | Cite | Note):
            yield node
        else:
            yield from _flatten(node.content)


def around(text: str, span: _Stretch, reach: int) -> tuple[str, str]:
    """Up to `reach` characters of `text` before and behind `span`, cut between words.

    >>> around("the pilots of the museum kept their letters", (18, 24), 12)
    ('…of the ', ' kept their…')
    """
    start, end = span
    before, after = text[max(0, start - reach) : start], text[end : end + reach]
    if start > reach:
        words = before.partition(" ")[2] if text[start - reach - 1] != " " else before
        before = f"…{words or before}"
    if end + reach < len(text):
        words = after.rpartition(" ")[0] if text[end + reach] != " " else after
        after = f"{words or after}…"
    return before, after


def sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind `[start, end)` of `text` in the same sentence.

    A sentence that goes on for long is cut.

    >>> sentence("It leaks. See vol. 2 (Lo 2022), they say. So it was.", 21, 30)
    ('See vol. 2 ', ', they say. ')
    """
    low, high = max(0, start - _SENTENCE), min(len(text), end + _SENTENCE)
    first = max(_ends(text, low, start), default=low)
    last = min(_ends(text, end, high), default=high)
    more = "…" if last == high < len(text) else ""
    return "…" * (first == low > 0) + text[first:start], text[end:last] + more


def _ends(text: str, low: int, high: int) -> Iterator[int]:
    """Where sentences end in `text`; a stop behind a short word or an initial ends none."""
    for stop in _END.finditer(text, low, high):
        if stop[0][0] != "." or not is_shortened(text, stop.start()):
            yield stop.end()


# ── what a citation may mean ─────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class WordPart:
    """Words, and whether they are what `differs` or what is `shared`."""

    text: str
    sign: Sign = ""


@dataclass(frozen=True, slots=True)
class Likely:
    """An entry that a citation may mean; `linked` says that the citation leads to it now."""

    key: str
    score: float
    reason: str
    entry: tuple[WordPart, ...]
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A citation that is not certain: its sentence in three parts, and what it may mean."""

    citation: Citation
    before: tuple[WordPart, ...]
    words: tuple[WordPart, ...]
    after: tuple[WordPart, ...]
    likely: tuple[Likely, ...]

    @property
    def plain(self) -> tuple[str, ...]:
        """The three parts of the sentence without their signs."""
        parts = self.before, self.words, self.after
        return tuple("".join(one.text for one in part) for part in parts)


def is_open(citation: Citation) -> bool:
    """Whether `citation` is neither exact nor settled."""
    return citation.status != "exact" and not citation.verdict


def cases(article: Article, places: Mapping[int, Spot]) -> dict[str, Case]:
    """The id of each open citation of `article` → its case; `places` are the `spots`."""
    entries = {reference.key: reference for reference in article.back.references}
    waiting = filter(is_open, article.citations)
    return {one.id: case(one, places.get(one.group), entries) for one in waiting}


def case(citation: Citation, spot: Spot | None, entries: dict[str, Reference]) -> Case:
    """`citation` at its place beside its candidates among `entries`, by their keys.

    >>> entry = Reference("lo2022", "", "Lo, B., 2022. Turning point?", {
    ...     "author": [{"family": "Lo"}], "issued": {"date-parts": [[2022]]}}, 1.0)
    >>> cited = Citation("(Lo, 2020)", 3, 0, "Lo", "2020", "parenthetical", 0, 0, 10,
    ...     "year-mismatch", ("lo2022",))
    >>> found = case(cited, None, {"lo2022": entry})
    >>> [(part.text, part.sign) for part in found.words]
    [('(Lo, ', ''), ('2020', 'differs'), (')', '')]
    >>> [part.text for part in found.likely[0].entry if part.sign]
    ['2022']
    """
    before, words, after = _split_sentence(citation, spot)
    rows = {row.key: (row.score, row.reason) for row in citation.candidates}
    likely = []
    differing: set[_Stretch] = set()
    shared: set[str] = set()
    said = {_stem(word) for word in _TELLING.findall(before + after)}
    for key in dict.fromkeys((*rows, *citation.keys)):
        entry = entries.get(key)
        if entry is None:
            continue
        if citation.status == "ambiguous":
            title = str(entry.csl.get("title") or entry.text)
            common = said & {_stem(word) for word in _TELLING.findall(title)}
            shared |= common
            parts = _mark_shared(entry.text, common)
        else:
            here, there = _differences(citation, words, entry)
            differing |= here
            parts = _mark(entry.text, there, "differs")
        likely.append(Likely(key, *rows.get(key, (1.0, "")), parts, key in citation.keys))
    if not differing and len(words) > len(citation.text):
        differing = _find(words, citation.text)  # which of several is asked about
    return Case(
        citation,
        _mark_shared(before, shared),
        _mark(words, differing, "differs"),
        _mark_shared(after, shared),
        tuple(likely),
    )


def _split_sentence(citation: Citation, spot: Spot | None) -> tuple[str, str, str]:
    """The sentence of `citation` before, of and behind its words, a name before a bracket too."""
    if spot is None:
        return "", citation.text, ""
    before, after = spot.sentence
    head = citation.text.removesuffix(spot.words)
    if head != citation.text and before.endswith(head):
        return before.removesuffix(head), citation.text, after
    return before, spot.words, after


def _differences(
    citation: Citation, words: str, entry: Reference
) -> tuple[set[_Stretch], set[_Stretch]]:
    """Where name and year of `citation` differ from those of `entry`: in `words`, in its text."""
    here: set[_Stretch] = set()
    there: set[_Stretch] = set()
    own = max(0, words.find(citation.text))
    year = _year(entry.csl)
    if citation.year and citation.year[:4] != year and _YEAR.match(citation.year):
        here |= _find(words, citation.year, own)
        there |= _find(entry.text, year)
    name = citation.name[:_LONGEST]
    nearest = max(_names(entry.csl), key=lambda one: _ratio(one, name), default="")
    if not (name and nearest) or folding.fold_text(nearest) == folding.fold_text(name):
        return here, there
    if _ratio(nearest, name) < _ALIKE:
        return here, there
    at, to = words.find(name, own), entry.text.find(nearest)
    for kind, i, j, k, m in SequenceMatcher(None, name, nearest, autojunk=False).get_opcodes():
        if kind != "equal" and at >= 0:
            here.add((at + i, at + j))
        if kind != "equal" and to >= 0:
            there.add((to + k, to + m))
    return here, there


def _year(csl: Csl) -> str:
    """The year of an entry as it was read, "" without one."""
    parts = csl.get("issued", {}).get("date-parts") or [[]]
    return str(parts[0][0]) if parts[0] else ""


def _names(csl: Csl) -> Iterator[str]:
    for person in csl.get("author") or csl.get("editor") or ():
        name = str(person.get("family") or person.get("literal") or "")
        if name and name != "others":
            yield name[:_LONGEST]


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _find(text: str, words: str, start: int = 0) -> set[_Stretch]:
    at = text.find(words, start) if words else -1
    return {(at, at + len(words))} if at >= 0 else set()


def _mark(text: str, stretches: Iterable[_Stretch], sign: Sign) -> tuple[WordPart, ...]:
    """`text` in parts, those of `stretches` bearing `sign`.

    >>> _mark("Lo 2022", [(3, 7)], "differs")
    (WordPart(text='Lo ', sign=''), WordPart(text='2022', sign='differs'))
    """
    found: list[WordPart] = []
    at = 0
    for start, end in sorted(stretches):
        if at <= start < end:
            found += [WordPart(text[at:start]), WordPart(text[start:end], sign)]
            at = end
    return tuple(part for part in (*found, WordPart(text[at:])) if part.text)


def _mark_shared(text: str, stems: Collection[str]) -> tuple[WordPart, ...]:
    """`text` in parts, the words of these `stems` bearing the sign `shared`."""
    found = (match.span() for match in _TELLING.finditer(text) if _stem(match[0]) in stems)
    return _mark(text, found, "shared")


def _stem(word: str) -> str:
    return folding.fold_text(word)[:_STEM]
