"""Lines that recur over a batch, as evidence of what a site prints around its articles.

A line is proposed when the labels call it furniture wherever it stands, but for its date, and it
does not stand next to the article as a rule, where column titles and notes on a series are.
Numbers and dates do not count. What recurs but may be the author's is doubtful: nothing is
decided here. Measured on the pages of 24 sites, eight of each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.model import Profile, Role
from copydesk.structure.phrases import LONGEST_PHRASE, collect_phrases, fold, load

#: In fewer documents a line may recur by chance, and in a smaller share of a site's as well.
FEWEST: Final = 3
SHARE: Final = 1 / 3
#: Characters: a line so long is prose; the start of a long one, and what is left of a dated one
#: say this much to be told by it.
PROSE: Final = 1_000
LONG: Final = 80
TELLING: Final = 8
#: A date is a month or a day of the week with a number so many words away.
NEAR: Final = 2
_DATE: Final = "\0"
_SITES_OWN: Final = frozenset[Role | None](("furniture", "cta"))


@dataclass(frozen=True, slots=True)
class Page:
    """One document: a template for each received line, "" for those that tell nothing.

    One that is judged has the text and the role of each line after repair as well.
    """

    source: str
    site: str
    templates: tuple[str, ...]
    texts: tuple[str, ...] = ()
    roles: tuple[Role | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Recurring:
    """A line that recurs: how a profile says it, in how many documents, and where, say."""

    kind: str
    place: str
    phrase: str
    documents: int
    example: str


@dataclass(frozen=True, slots=True)
class _Place:
    """One occurrence of a line, and whether it stands next to the author's text."""

    text: str
    role: Role | None
    example: str
    by_text: bool


def make_template(text: str) -> str:
    r"""Return `text` without what changes from day to day; "" when nothing telling is left.

    >>> make_template("Read by 1,204 people since 3 May 2021"), make_template("3 / 12")
    ('read by # people since # \x00 #', '')
    """
    words = fold(text).split(" ") if len(text) <= PROSE else []
    numbers = [at for at, word in enumerate(words) if "#" in word]
    for at in {number + step for number in numbers for step in range(-NEAR, NEAR + 1)}:
        word = words[at].strip(".,()") if 0 <= at < len(words) else ""
        if word in load().months or word in load().weekdays:
            words[at] = _DATE
    template = " ".join(words)
    return template if sum(map(str.isalpha, template)) > 1 else ""


def group_by_site(pages: Sequence[Page]) -> dict[str, list[Page]]:
    """Part `pages` by the site they name; silent ones by their first line that recurs."""
    groups: dict[str, list[Page]] = defaultdict(list)
    counts = _count_templates(page for page in pages if not page.site)
    for page in pages:
        lines = (one for one in page.templates if counts[one] >= FEWEST and _DATE not in one)
        groups[
            page.site or next((one for one in lines if not load().find_kind(one)[0]), "")
        ].append(page)
    return dict(sorted(groups.items()))


def find_recurring(
    pages: Sequence[Page], profiles: tuple[Profile, ...] = ()
) -> tuple[list[Recurring], list[Recurring]]:
    """Return the lines of one site's `pages` to propose, and those that may be the author's.

    What the house or the desk's own `profiles` know is in neither.
    """
    counts = _count_templates(pages)
    recurring = {one for one in counts if counts[one] >= max(FEWEST, SHARE * len(pages))}
    places: dict[str, list[_Place]] = defaultdict(list)
    for page in pages:
        for name, place in _find_places(page, recurring):
            places[name].append(place)
    proposed: list[Recurring] = []
    doubtful: list[Recurring] = []
    for name, found in sorted(places.items(), key=lambda pair: (-counts[pair[0]], pair[0])):
        phrase = fold(found[0].text)
        where, telling = _tell_line(name, phrase)
        roles = Counter(one.role for one in found)
        sites = roles["furniture"] + roles["cta"]
        known = load().find_kind(phrase)[0] or any(collect_phrases(profiles).find(phrase))
        if known or not sites or not telling:
            continue
        kind = "cta" if 2 * roles["cta"] > sites else "site"
        line = Recurring(kind, where, telling, counts[name], found[0].example)
        agreed = sites + (roles["date"] if _DATE in name else 0) == len(found)
        apart = 2 * sum(one.by_text for one in found) < len(found)
        (proposed if agreed and apart else doubtful).append(line)
    return proposed, doubtful


def _count_templates(pages: Iterable[Page]) -> Counter[str]:
    return Counter(one for page in pages for one in {*page.templates} - {""})


def _find_places(page: Page, recurring: Collection[str]) -> Iterator[tuple[str, _Place]]:
    """The judged lines of `page` whose templates are `recurring`."""
    filled = [at for at, text in enumerate(page.texts) if text.strip()]
    own = {at for at in filled if page.roles[at] not in _SITES_OWN}
    text = [at in own and page.templates[at] not in recurring for at in filled]
    for at, *sides in zip(filled, [False, *text], [*text[1:], False], strict=False):
        if page.templates[at] in recurring:
            example, role = f"{page.source}:{at + 1}", page.roles[at]
            yield page.templates[at], _Place(page.texts[at], role, example, any(sides))


def _tell_line(name: str, phrase: str) -> tuple[str, str]:
    """How a profile tells a line: by all of it, by its start, or by what is beside its date."""
    if _DATE not in name:
        short = len(phrase) <= LONGEST_PHRASE
        return ("exact", phrase) if short else ("start", phrase[:LONG].rpartition(" ")[0])
    head, tail = name.partition(_DATE)[0], name.rpartition(_DATE)[2]
    for place, piece in (("start", head.strip(" ,.(")), ("end", tail.strip(" ,.)"))):
        if sum(map(str.isalpha, piece)) >= TELLING:
            return place, piece
    return "", ""
