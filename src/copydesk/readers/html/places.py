"""Where each block of a page stands: what the markup says, the vote, and the container.

Neither decides alone. What the markup says plainly (a comment, a form, hidden text) no vote
changes; what the vote keeps is `main` even in a block with a doubtful name; and of what is
left, the neighbourhood of the kept text is `near`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from lxml.html import HtmlElement

from copydesk.readers.html import vote
from copydesk.readers.html.stick import Draft
from copydesk.readers.html.zones import Zones

#: Zones that the markup says so plainly that no vote counts against it.
_SETTLED: Final = ("hidden", "comments", "form")
#: The share of the kept text that the article's container holds; the rest are strays.
_NEARLY: Final = 0.9
#: The share of a page's running text below which the vote has failed, and the share that the
#: article's container holds then.
_LITTLE: Final = 0.25
_MOST: Final = 0.7
#: Elements that hold the blocks of an article side by side.
_COLUMNS: Final = ("div", "article", "main", "section", "td", "body", "html")
#: Blocks between two kept ones that are no further apart than this are near as well.
_GAP: Final = 6
#: Characters of running text, links not counted, that show an article going on.
PROSE: Final = 80
#: The share of a block that a link covers which is all of it.
_WHOLE: Final = 0.8
#: Characters of the longest teaser of another article.
_TEASER: Final = 700


def placed(
    root: HtmlElement, drafts: Sequence[Draft], headline: int, base: str, zones: Zones
) -> list[Draft]:
    """The blocks with their zones; `headline` is the place of the page's own, or -1."""
    told = [draft.zone or zones.of(draft.element) for draft in drafts]
    for at in _teasers(root, drafts, headline, base):
        told[at] = told[at] or "aside"
    kept = vote.kept(root, [draft.text for draft in drafts])
    main = {at for at in kept if told[at] not in _SETTLED}
    main |= _unvoted(main, drafts, told)
    main -= _outlying(main, drafts, [at for at in main if told[at] == "aside"])
    around = _column(container((drafts[at] for at in main if at != headline), _NEARLY))
    amid = _amid(sorted(main))
    result = []
    for at, draft in enumerate(drafts):
        zone = "main" if at in main else told[at]
        if not zone and (at in amid or (around is not None and holds(around, draft.element))):
            zone = "near"
        result.append(replace(draft, zone=zone))
    return result


def _unvoted(main: set[int], drafts: Sequence[Draft], told: Sequence[str]) -> set[int]:
    """The running text of the page where the vote kept next to none of it, or was not held."""
    text = {at for at in range(len(drafts)) if not told[at] and prose(drafts[at]) >= PROSE}
    whole = sum(prose(drafts[at]) for at in text)
    if sum(prose(drafts[at]) for at in main) >= _LITTLE * whole:
        return set()
    around = container((drafts[at] for at in text), _MOST)
    return {at for at in text if around is not None and holds(around, drafts[at].element)}


def container(drafts: Iterable[Draft], share: float) -> HtmlElement | None:
    """The smallest element that holds `share` of the text of `drafts`."""
    weights: dict[HtmlElement, int] = {}
    whole = 0
    for draft in drafts:
        whole += len(draft.text)
        for around in (draft.element, *draft.element.iterancestors()):
            weights[around] = weights.get(around, 0) + len(draft.text)
    fit = [element for element, weight in weights.items() if weight >= share * whole]
    return max(fit, key=_depth, default=None)


def _column(element: HtmlElement | None) -> HtmlElement | None:
    """The element that holds blocks around `element`, which may be one of them itself."""
    while element is not None and element.tag not in _COLUMNS:
        element = element.getparent()
    return element


def holds(around: HtmlElement, element: HtmlElement) -> bool:
    """Whether `element` is `around` or inside of it."""
    return element is around or any(parent is around for parent in element.iterancestors())


def _depth(element: HtmlElement) -> int:
    return sum(1 for _ in element.iterancestors())


def _amid(main: Sequence[int]) -> set[int]:
    """The places between two kept blocks that are not far apart."""
    return {
        at
        for before, after in itertools.pairwise(main)
        if after - before <= _GAP
        for at in range(before + 1, after)
    }


def prose(draft: Draft) -> int:
    """Characters of a block that are in no link."""
    return len(draft.text) - sum(
        mark.end - mark.start for mark in draft.marks if mark.kind == "link"
    )


def _outlying(main: set[int], drafts: Sequence[Draft], doubtful: Sequence[int]) -> set[int]:
    """Those of the `doubtful` blocks that stand before or after all running text.

    None, where there is more of them than of the running text that nobody doubts.
    """
    asides = set(doubtful)
    sure = [at for at in main if at not in asides and prose(drafts[at]) >= PROSE]
    if sum(prose(drafts[at]) for at in sure) <= sum(prose(drafts[at]) for at in asides):
        return set()
    return {at for at in asides if not min(sure) < at < max(sure)}


def _teasers(root: HtmlElement, drafts: Sequence[Draft], headline: int, base: str) -> set[int]:
    """The blocks of teasers: a heading that is a link to another page, and what stands with it."""
    linked = {
        at: drafts[at].element
        for at in range(len(drafts))
        if at != headline and _leads_elsewhere(drafts[at], base)
    }
    counts: dict[HtmlElement, int] = {}
    for element in linked.values():
        for around in element.iterancestors():
            counts[around] = counts.get(around, 0) + 1
    own = set(drafts[headline].element.iterancestors()) if headline >= 0 else {root}
    cards = {_card(element, counts, own) for element in linked.values()}
    return {
        at
        for at, draft in enumerate(drafts)
        if draft.element in cards
        or any(around in cards for around in draft.element.iterancestors())
    }


def _card(
    heading: HtmlElement, counts: dict[HtmlElement, int], own: set[HtmlElement]
) -> HtmlElement:
    """The largest element around a linked heading that holds no other one and is a teaser."""
    card = heading
    for around in heading.iterancestors():
        if counts[around] > 1 or around in own or len(around.text_content()) > _TEASER:
            break
        card = around
    return card


def _leads_elsewhere(draft: Draft, base: str) -> bool:
    """Whether a block is a heading that is a link to another page."""
    if not draft.hint.startswith("heading"):
        return False
    for mark in draft.marks:
        if mark.kind == "link" and mark.end - mark.start >= _WHOLE * len(draft.text):
            page = mark.target.partition("#")[0]
            return bool(page) and page != base.partition("#")[0]
    return False
