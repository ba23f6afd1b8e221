"""Which system an article cites by, decided in one place from its entries and its text.

The finders are asked accordingly: those of names always, for an article of any system may
name an author with a year; those of numbers when the list and the text say so.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import Final, Literal, TypeAlias

from copydesk.citations.group import Said
from copydesk.citations.manner import Manner, manner
from copydesk.citations.match import Matcher
from copydesk.citations.notes import Notes
from copydesk.citations.numbered import Numbered, Shape, counted, numbered
from copydesk.citations.signs import Sign, signs
from copydesk.citations.works import Works
from copydesk.model import Article, Block, Items, contents, notes_in, plain

Kind: TypeAlias = Literal["author-date", "author-page", "numeric", "notes", "mixed", "none"]

#: Share of the signs of a shape that must be numbers of the list, by how easily the shape
#: is something else.
_FITTING: Final[dict[Shape, float]] = {
    "bracket": 0.5,
    "raised": 0.8,
    "parenthesis": 0.8,
    "glued": 0.9,
}
#: Share of the list that such signs must reach together.
_REACHING: Final[dict[Shape, float]] = {
    "bracket": 0.0,
    "raised": 0.25,
    "parenthesis": 0.5,
    "glued": 0.7,
}
#: Numbers that are few enough to be something else, whatever their share.
_FEW: Final = 2
#: Share of the citations that must be of one kind for the article to be.
_MOSTLY: Final = 0.8
#: What numbers of a list that bears none must reach.
_GUESSED: Final = 0.8


@dataclass(frozen=True, slots=True)
class System:
    """How an article cites.

    `kind` is the one that most of its citations follow, `mixed` when two do; `reasons`
    say why in words. `numbers` and `shapes` are those of citations by number: no shapes
    when there are none, `manner` is that of citations by name. `listed`: what notes cite is
    expected in the list. Elsewhere a full reference in a note is complete in itself, as all
    are when there is no list.
    """

    kind: Kind
    reasons: tuple[str, ...] = ()
    numbers: Numbered | None = None
    shapes: frozenset[Shape] = frozenset()
    listed: bool = False
    manner: Manner = field(default_factory=Manner)


def decide(article: Article, matcher: Matcher) -> System:
    """The system of `article`; `matcher` knows its entries."""
    references = article.back.references
    texts = tuple(_texts(article))
    notes = [said for said in texts if said.note]
    if not references:
        return _unlisted(notes)
    how = manner(article, matcher)
    named = how.dated + (how.paged if how.by_page else 0)
    listed = numbered(references, article.edited.submission.lines)
    found = _by_shape(texts, listed.keys if listed else ())
    numbers, shapes = _numbers(article, listed, found, named)
    numeric = sum(len(found[shape]) for shape in shapes)
    linked, apart = _noted(notes, Works(references, matcher.entries))
    by_name: Kind = "author-page" if how.by_page else "author-date"
    counts: dict[Kind, int] = {by_name: named, "numeric": numeric, "notes": linked}
    reasons = (
        (named, f"{named} citations name an author of the list"),
        (numeric, f"{numeric} signs are numbers of the list"),
        (linked, f"{linked} references in notes are in the list, {apart} are not"),
    )
    return System(
        kind=_kind(counts),
        reasons=tuple(reason for count, reason in reasons if count),
        numbers=numbers,
        shapes=shapes,
        listed=linked > apart and linked >= named,
        manner=how,
    )


def _unlisted(notes: Sequence[Said]) -> System:
    """The system of an article without a list: its notes are its references, or it has none.

    Nothing is asked about such notes: they are complete in themselves.
    """
    _, apart = _noted(notes, Works((), ()))
    if apart:
        return System("notes", (f"{apart} notes are references, and there is no list of them",))
    return System("none", ("there is no list of references",))


def _kind(counts: Mapping[Kind, int]) -> Kind:
    used = [kind for kind, count in counts.items() if count]
    if len(used) > 1:
        most = max(counts, key=lambda kind: counts[kind])
        return most if counts[most] >= _MOSTLY * sum(counts.values()) else "mixed"
    return used[0] if used else "none"


def _noted(notes: Sequence[Said], works: Works) -> tuple[int, int]:
    """How many references in notes are in the list, and how many full ones are not."""
    reading = Notes(works, complete=False)
    linked = sum(bool(group.linked) for said in notes for group in reading.groups(said, ()))
    return linked, reading.apart


def _numbers(
    article: Article, listed: Numbered | None, found: dict[Shape, list[Sign]], named: int
) -> tuple[Numbered | None, frozenset[Shape]]:
    """The numbers of the list and the shapes in which the text has them."""
    if listed is not None:
        return listed, _shapes(listed, found, named, frozenset(_called(article)))
    entries = article.back.references
    if _are_counted(found["bracket"] or found["raised"], len(entries), named, article):
        return counted(entries), frozenset(["bracket" if found["bracket"] else "raised"])
    return None, frozenset()


# ── the shapes that numbers of the list have in the text ─────────────────────


def _by_shape(texts: Iterable[Said], labels: Container[str]) -> dict[Shape, list[Sign]]:
    found: dict[Shape, list[Sign]] = {shape: [] for shape in _FITTING}
    for said in texts:
        for sign in signs(said, labels):
            found[sign.shape].append(sign)
    return found


def _shapes(
    listed: Numbered, found: dict[Shape, list[Sign]], named: int, called: Container[Shape]
) -> frozenset[Shape]:
    """The shape of the citations by number, the likeliest that fits; none that is `called`."""
    if listed.written == "bracket" and found["bracket"]:
        return frozenset(["bracket"])
    for shape, row in found.items():
        labels = [part.label for sign in row for part in sign.parts]
        fitting = [label for label in labels if label in listed.keys]
        distinct = len(set(fitting))
        if not distinct or len(fitting) < _FITTING[shape] * len(labels):
            continue
        if distinct < _REACHING[shape] * len(listed.keys):
            continue
        if shape == "glued" and not _rises(fitting):
            continue
        doubtful = shape in ("parenthesis", "glued")
        if doubtful and (distinct <= min(_FEW, len(listed.keys) - 1) or named > len(row)):
            continue
        if shape in called:
            continue
        return frozenset([shape])
    return frozenset()


def _rises(labels: Sequence[str]) -> bool:
    """Whether numbers come first in their order, as those given out while writing do."""
    firsts = [int(label) for label in dict.fromkeys(labels) if label.isdigit()]
    return all(low < high for low, high in pairwise(firsts))


def _are_counted(row: Sequence[Sign], entries: int, named: int, article: Article) -> bool:
    """Whether signs are places in a list that bears no numbers.

    A page gives out an ordered list without its numbers, so that nothing but the text
    knows of them. They must reach nearly all of the list, its end included, and come
    first in their order; notes may not be what they call.
    """
    labels = [part.label for sign in row for part in sign.parts]
    distinct = {int(label) for label in labels if label.isdigit()}
    return (
        len(distinct) > _FEW
        and max(distinct) == entries
        and min(distinct) == 1
        and len(distinct) >= _GUESSED * entries
        and _rises(labels)
        and named < len(row)
        and not _has_notes(article)
        and not _has_numbered(article.body, len(distinct))
    )


def _has_numbered(body: Sequence[Block], count: int) -> bool:
    """Whether there is another list of so many numbers, which may be what is called."""
    lists = (block for block in body if isinstance(block, Items) and block.ordered)
    return any(len(rows.items) >= count for rows in lists)


def _called(article: Article) -> Iterator[Shape]:
    """The shapes of signs that call the notes below the text."""
    if article.back.notes:
        yield "raised"
    if any(plain(note.content).lstrip().startswith("[") for note in article.back.notes):
        yield "bracket"


def _has_notes(article: Article) -> bool:
    """Whether there are notes that signs in the text may call."""
    return bool(article.back.notes)


# ── the texts of an article ──────────────────────────────────────────────────


def _texts(article: Article) -> Iterator[Said]:
    """The texts in which citations are marked, those of the notes as well."""
    notes = count(1)
    for block in article.body:
        yield from _of_block(block, 0, notes)
    for note in article.back.notes:
        yield from _of_block(note, next(notes), notes)


def _of_block(block: Block, note: int, notes: Iterator[int]) -> Iterator[Said]:
    for content in contents(block):
        yield Said(content, plain(content), note)
        for called in notes_in(content):
            number = next(notes)
            for below in called.blocks:
                yield from _of_block(below, number, notes)
