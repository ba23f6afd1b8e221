"""Which blocks the markup calls headline, deck, byline and date."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from lxml.html import HtmlElement

from copydesk.readers.html.elements import fold, has_name, name_pattern, split_names
from copydesk.readers.html.page import PageBlock

#: Zones in which a headline, byline or date is that of something else; the words of the title
#: may stand in an aside.
_NEVER: Final = frozenset(("nav", "footer", "comments", "form", "hidden"))
_ELSEWHERE: Final = _NEVER | {"aside"}
#: Blocks before and after the headline in which the article's front matter stands.
_BEFORE: Final = 8
_AFTER: Final = 14
#: How many elements around a block, and inside of it, are asked for their names.
_AROUND: Final = 3
_INSIDE: Final = 12
_DATES: Final = ("datePublished", "dateCreated", "dateModified")
#: Characters of the longest deck, byline and date.
_DECK: Final = 600
_BYLINE: Final = 160
_DATE: Final = 90
#: Words of a byline that ends in an initial or an abbreviation.
_NAMES: Final = 6


def find_headline(blocks: Sequence[PageBlock], zones: Sequence[str], title: str) -> int:
    """Return the place of the page's own headline, -1 where none can be told.

    `title` is what the page claims. A block with its words is taken before a paragraph that an
    office program calls the title, and the only heading of the first level.
    """
    wanted = fold(title)
    fit = [
        at
        for at, block in enumerate(blocks)
        if block.text and not block.zone and zones[at] not in _NEVER
    ]
    if same := [at for at in fit if wanted and fold(blocks[at].text) == wanted]:
        # Nothing but the level tells a headline in a doubtful place from a repeat of it.
        return min(same, key=lambda at: (_level(blocks[at]), at))
    if called := [at for at in fit if has_name(blocks[at].element, "front.paragraph")]:
        return called[0]
    firsts = [at for at in fit if _level(blocks[at]) == 1]
    return firsts[0] if len(firsts) == 1 else -1


def mark_front_matter(
    blocks: Sequence[PageBlock], headline: int, facts: Mapping[str, str], description: str
) -> list[PageBlock]:
    """Give the blocks around the headline the hints that their markup and the facts say.

    These are `title`, `subtitle`, `byline` and `date`; without a headline nothing is marked.
    """
    result = list(blocks)
    deck = False
    last = min(headline + _AFTER, len(blocks)) if headline >= 0 else 0
    for at in range(max(headline - _BEFORE, 0), last):
        block = blocks[at]
        is_open = not block.hint or block.hint.startswith(("heading", "list:"))
        if at == headline:
            result[at] = replace(block, hint="title")
        elif is_open and block.zone not in _NEVER:
            below = at > headline
            hint = _find_hint(block, facts, description if below else "")
            if hint != "subtitle" or (below and not deck):
                deck = deck or hint == "subtitle"
                result[at] = replace(block, hint=hint or block.hint)
    return result


def find_date(blocks: Sequence[PageBlock]) -> str:
    """Return the date that the markup of the date line gives for machines, or ""."""
    for block in blocks:
        for element in _about(block) if block.hint in ("date", "byline") else ():
            value = element.get("datetime") if element.tag == "time" else element.get("content")
            if value and (element.tag == "time" or element.get("itemprop") in _DATES[:2]):
                return str(value).strip()[:_DATE]
    return ""


def _find_hint(block: PageBlock, facts: Mapping[str, str], description: str) -> str:
    text, length = block.text, len(block.text)
    names, line = [fold(name) for name in facts.get("author", "").split("; ") if name], fold(text)
    if names and all(name in line for name in names) and len(line) <= len("".join(names)) + 20:
        return "byline"
    if block.zone in _ELSEWHERE or length > _DECK:
        return ""
    sentence = text.rstrip().endswith((".", "!", "?", "。")) and len(text.split()) > _NAMES
    sites = ("", fold(facts.get("site", "")), fold(facts.get("publisher", "")))
    if length <= _BYLINE and not sentence and line not in sites and _is_byline(block):
        return "byline"
    if length <= _DATE and any(map(str.isdigit, text)) and _is_date(block):
        return "date"
    described = block.hint.startswith("heading") and line == fold(description) != ""
    return "subtitle" if described or _says(block, "front.subtitle", "alternativeHeadline") else ""


def _is_byline(block: PageBlock) -> bool:
    bylines, bios = name_pattern("front.byline"), name_pattern("front.bio")
    for element in _about(block):
        if element.get("itemprop") == "author" or "author" in (element.get("rel") or "").split():
            return True
        if any(bylines.search(name) and not bios.search(name) for name in split_names(element)):
            return True
    return False


def _is_date(block: PageBlock) -> bool:
    return any(
        element.tag == "time"
        or element.get("itemprop") in _DATES
        or has_name(element, "front.date")
        for element in _about(block)
    )


def _says(block: PageBlock, names: str, prop: str) -> bool:
    return any(
        element.get("itemprop") == prop or has_name(element, names) for element in _around(block)
    )


def _level(block: PageBlock) -> int:
    kind, _, level = block.hint.partition(":")
    return int(level) if kind == "heading" else 9


def _around(block: PageBlock) -> Iterator[HtmlElement]:
    """Yield the elements around a block that hold little else."""
    for element in itertools.islice((block.element, *block.element.iterancestors()), _AROUND):
        wide = element.tag in ("html", "body", "main", "article")
        if wide or len(element.text_content()) > 2 * len(block.text) + 80:
            break
        yield element


def _about(block: PageBlock) -> Iterator[HtmlElement]:
    """Yield the elements around a block and the first ones inside of it."""
    around = list(_around(block))
    yield from around
    yield from itertools.islice(block.element.iterdescendants(), _INSIDE) if around else ()
