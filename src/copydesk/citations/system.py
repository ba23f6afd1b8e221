"""Which system an article cites by, decided in one place from its entries and its text.

Citations by name are looked for in every article, for one of any system may name an author with
a year; those by number where the list and the text say so.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from copydesk.citations.match import Matcher
from copydesk.citations.numeric import Numbers, Shape, Sign, count_entries
from copydesk.citations.shapes import Mention
from copydesk.model import Article, Items, plain

# ── by name ──────────────────────────────────────────────────────────────────

#: So many citations of a kind make it the article's.
_MANY: Final = 2


@dataclass(frozen=True, slots=True)
class Manner:
    """How an article cites by name.

    `by_page`: works are cited with pages or titles and no year, as the MLA does. `bare`: no
    comma stands before the year, so that its want says nothing. `named` counts the citations
    that name an author of the list, `dated` those of them with a year.
    """

    by_page: bool = False
    bare: bool = False
    dated: int = 0
    named: int = 0


def read_manner(mentions: Sequence[Mention], matcher: Matcher) -> Manner:
    """How an article with these `mentions` cites the entries that `matcher` knows by name."""
    kinds = [_tell_kind(one, matcher) for one in mentions] if matcher.entries else []
    paged, bare, comma, narrated = map(kinds.count, ("paged", "bare", "comma", "narrative"))
    dated = bare + comma + narrated
    by_page = paged > dated and (paged >= _MANY or not dated)
    return Manner(by_page, bare >= _MANY and bare > comma, dated, dated + by_page * paged)


def _tell_kind(mention: Mention, matcher: Matcher) -> str:
    """What kind of citation a mention speaks for, "" when it speaks for none."""
    if not mention.name:
        return ""
    if not mention.year:
        named = mention.locator or mention.title
        return "paged" if named and matcher.match(mention, "").status == "exact" else ""
    if not matcher.find_named(mention):
        return ""
    if mention.form == "narrative" and mention.weak:
        # "Lo (1914)" may say when he was born.
        return "narrative" if matcher.match(mention, "").status in ("exact", "ambiguous") else ""
    if mention.form == "narrative" or mention.others:
        return "narrative"
    return "bare" if mention.weak else "comma"


# ── by number ────────────────────────────────────────────────────────────────

#: Share of the signs of a shape that must be numbers of the list, by how easily the shape
#: is something else, and share of the list that such signs must reach together.
_FITTING: Final[dict[Shape, tuple[float, float]]] = {
    "bracket": (0.5, 0.0),
    "raised": (0.8, 0.25),
    "parenthesis": (0.8, 0.5),
    "glued": (0.9, 0.7),
}
#: Numbers that are few enough to be something else, whatever their share.
_FEW: Final = 2
#: What numbers of a list that bears none must reach.
_GUESSED: Final = 0.8


def choose_numbers(
    article: Article, listed: Numbers | None, signs: Sequence[Sign], named: int
) -> tuple[Numbers | None, Container[Shape]]:
    """The numbers of the list and the shapes in which the text has them, None when it has none.

    `listed` are those that the entries bear, `signs` all of the text, and `named` counts the
    citations by name.
    """
    if listed is not None:
        shape = _choose_shape(listed, signs, named, frozenset(_list_called(article, signs)))
        return listed, (shape, "named") if shape else ("named",)
    for likely in ("bracket", "raised"):
        if row := [sign for sign in signs if sign.shape == likely]:
            counted = _are_counted(row, named, article)
            return (count_entries(article.back.references), (likely,)) if counted else (None, ())
    return None, ()


def _choose_shape(
    listed: Numbers, signs: Sequence[Sign], named: int, called: Container[Shape]
) -> Shape | None:
    """The shape of the citations by number, the likeliest that fits; none that is `called`."""
    for shape, (fits, reaches) in _FITTING.items():
        row = [sign for sign in signs if sign.shape == shape]
        if shape == "bracket" and listed.bracketed and row:
            return shape
        labels = [part.label for sign in row for part in sign.parts]
        fitting = [label for label in labels if label in listed.keys]
        distinct = len(set(fitting))
        doubtful = shape in ("parenthesis", "glued")
        if (
            distinct
            and shape not in called
            and len(fitting) >= fits * len(labels)
            and distinct >= reaches * len(listed.keys)
            and (shape != "glued" or _is_rising(fitting))
            and not (doubtful and (distinct <= min(_FEW, len(listed.keys) - 1) or named > len(row)))
        ):
            return shape
    return None


def _is_rising(labels: Sequence[str]) -> bool:
    """Whether numbers come first in their order, as those given out while writing do."""
    firsts = [int(label) for label in dict.fromkeys(labels) if label.isdigit()]
    return all(low < high for low, high in pairwise(firsts))


def _are_counted(row: Sequence[Sign], named: int, article: Article) -> bool:
    """Whether signs are places in a list that bears no numbers.

    A page gives out an ordered list without its numbers, so that nothing but the text
    knows of them. They must reach nearly all of the list, its end included, and come
    first in their order; neither notes nor another list may be what they call.
    """
    entries = len(article.back.references)
    labels = [part.label for sign in row for part in sign.parts]
    distinct = {int(label) for label in labels if label.isdigit()}
    lists = (block for block in article.body if isinstance(block, Items) and block.ordered)
    return (
        len(distinct) > _FEW
        and max(distinct) == entries
        and min(distinct) == 1
        and len(distinct) >= _GUESSED * entries
        and _is_rising(labels)
        and named < len(row)
        and not article.back.notes
        and not any(len(rows.items) >= len(distinct) for rows in lists)
    )


def _list_called(article: Article, signs: Sequence[Sign]) -> Iterator[Shape]:
    """The shapes of signs that call the notes below the text: brackets where nothing is raised."""
    heads = [plain(note.content).lstrip()[:1] for note in article.back.notes]
    if heads:
        yield from ("raised", "glued")
    is_raised = any(sign.shape == "raised" for sign in signs)
    if "[" in heads or (not is_raised and any(map(str.isdigit, heads))):
        yield "bracket"
