"""Which blocks of a page are its main text: trafilatura's answer, and where it is overruled.

On the development half of 298 pages with a main text that people marked, trafilatura alone
keeps .924 (F1 of runs of four words) and loses 316 of 7,320 lines; with these rules it is
.943, and 226 are lost. On the held-out half it is .926 and 593 of 6,516, with them .940 and
371. A rule overrules it only where `tools/measure_html.py` shows that it gains and that no
line is lost; each says what is missing without it, on the development half.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from copydesk.readers.html.elements import BLOCKS, fold
from copydesk.readers.html.page import PageBlock
from copydesk.readers.html.zones import PROSE, count_plain

#: Letters by which a long piece of text is found, and of a piece that counts as a whole paragraph.
_HEAD: Final = 40
_SHORT_PIECE: Final = 8
#: Size of a page that is worth trafilatura's time; elements count as often as they lie deep,
#: and marks once more for each one before them in their block, as its work does. One of its
#: parts holds each short block against all that are near: 6,000 of them take two seconds.
_ELEMENTS: Final = 40_000
_SHORT: Final = 6_000
_LEVELS: Final = 600_000
_MARKS: Final = 3_000_000
_CHARACTERS: Final = 2_000_000
#: What trafilatura's result calls marked text.
_INLINE: Final = frozenset(("hi", "ref", "del", "span", "graphic"))
#: The share of the main text that the article's container holds; the rest are strays.
_NEARLY: Final = 0.9
#: Blocks between two of the main text that are no further apart than this may be of it.
_AMID: Final = 30
#: Zones that no main text is in, and links in a row that are none.
_NEVER: Final = ("hidden", "comments", "form", "footer")
_LINKS: Final = 3
#: The shares of a block that a link covers which are all of it: in a heading that leads to
#: another page, and in a block that is nothing else; and characters of a teaser.
_WHOLE: Final = 0.8
_ALL: Final = 0.9
_TEASER: Final = 700


@dataclass(frozen=True, slots=True)
class BlockEvidence:
    """What is known of the blocks of a page: their zones, which are `main` so far, and teasers."""

    blocks: Sequence[PageBlock]
    zones: Sequence[str]
    main: frozenset[int]
    teasers: Container[int] = ()


def drop_zones(known: BlockEvidence) -> frozenset[int]:
    """Take out what the markup plainly calls a comment, a form, hidden, or the foot of the site.

    Earns .0067 of F1; no line of a main text is lost.
    """
    return frozenset(at for at in known.main if known.zones[at] not in _NEVER)


def add_running_text(known: BlockEvidence) -> frozenset[int]:
    """Take the running text of a page in which trafilatura found none, or that is too large for it.

    Where it stops early the labeller finds the rest: to add that here loses .0002 of F1 of what
    is printed of the held-out half, and saves no line.
    """
    text = (at for at, zone in enumerate(known.zones) if not zone and _is_prose(known.blocks[at]))
    return known.main or frozenset(text)


def drop_asides(known: BlockEvidence) -> frozenset[int]:
    """Take out teasers before or after all other running text, and asides outside of it too.

    Earns .0057 of F1; no line of a main text is lost.
    """
    blocks, asides = known.blocks, {at for at in known.main if known.zones[at] == "aside"}
    sure = [at for at in known.main - asides if _is_prose(blocks[at])]
    lengths = [sum(count_plain(blocks[at]) for at in places) for places in (sure, asides)]
    if not sure or lengths[0] <= lengths[1]:
        return known.main
    around = find_container((blocks[at] for at in sure), _NEARLY)
    return known.main - {
        at
        for at in asides
        if not min(sure) < at < max(sure)
        and (at in known.teasers or not _is_inside(blocks[at].element, around))
    }


def add_siblings(known: BlockEvidence) -> frozenset[int]:
    """Add the paragraphs that stand side by side with two or more of the main text.

    Earns .0014 of F1; saves 5 lines.
    """
    blocks = known.blocks
    prose = (at for at in known.main if _is_prose(blocks[at]))
    held = Counter(blocks[at].element.getparent() for at in prose)
    return known.main | {
        at
        for at, block in enumerate(blocks)
        if not known.zones[at] and held[block.element.getparent()] >= 2 and _is_prose(block)
    }


def drop_links(known: BlockEvidence) -> frozenset[int]:
    """Take out three or more blocks in a row that are links, but for a list behind a colon.

    Earns .0040 of F1; no line of a main text is lost.
    """
    places = sorted(known.main)
    found: set[int] = set()
    before = ""
    for linked, run in itertools.groupby(places, key=lambda at: is_linked(known.blocks[at])):
        held = list(run)
        if linked and len(held) >= _LINKS and not before.endswith((":", "：")):
            found.update(held)
        before = known.blocks[held[-1]].text.rstrip()
    return known.main - found


def add_between(known: BlockEvidence) -> frozenset[int]:
    """Add headings, items, quotations and rows between blocks of the main text; no links.

    Earns .0017 of F1; saves 109 lines, most of all headings and items.
    """
    kinds = ("heading:", "list:", "quote", "table:")
    pairs = itertools.pairwise(sorted(known.main))
    return known.main | {
        at
        for one, two in pairs
        for at in range(one + 1, two if two - one <= _AMID else one)
        if not known.zones[at]
        and known.blocks[at].hint.startswith(kinds)
        and not is_linked(known.blocks[at])
    }


#: In this order each is given what the ones before it left.
RULES: tuple[Callable[[BlockEvidence], frozenset[int]], ...] = (
    drop_zones,
    add_running_text,
    drop_asides,
    add_siblings,
    drop_links,
    add_between,
)


def find_main_text(
    root: HtmlElement,
    blocks: Sequence[PageBlock],
    zones: Sequence[str],
    headline: int,
    base: str,
) -> list[PageBlock]:
    """Return the blocks with their zones: `main`, or what the markup says of them.

    `headline` is the place of the page's own headline, or -1, `base` the page's address.
    """
    teasers = _find_teasers(root, blocks, headline, base)
    told = [zone or ("aside" if at in teasers else "") for at, zone in enumerate(zones)]
    kept = extract_paragraphs(root, sum(len(block.text) for block in blocks))
    # It is asked for no pictures; their words may be those of anything.
    texts = ["" if block.hint.startswith("figure:") else block.text for block in blocks]
    known = BlockEvidence(blocks, told, match_blocks(texts, kept), teasers)
    for rule in RULES:
        known = replace(known, main=rule(known))
    return [
        replace(block, zone="main" if at in known.main else told[at])
        for at, block in enumerate(blocks)
    ]


# ── trafilatura ──────────────────────────────────────────────────────────────


def extract_paragraphs(root: HtmlElement, characters: int) -> list[str]:
    """Return the paragraphs that trafilatura keeps; none when it fails or the page is huge.

    `characters` is the length of the page's text.
    """
    if characters > _CHARACTERS or _is_huge(root):
        return []
    import logging

    from trafilatura import bare_extraction  # 0.2 s, and only pages need it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    page = deepcopy(root)
    for cell in page.iter("td", "th"):
        # It fills a span with cells of its own, a million if the page says so.
        cell.attrib.pop("colspan", None)
        cell.attrib.pop("rowspan", None)
    try:
        document = bare_extraction(page, include_comments=False, include_images=False)
    except Exception:  # noqa: BLE001  whatever it stumbled on, the page is read without it
        return []
    body = getattr(document, "body", None)
    pieces: list[str] = []
    for event, element in etree.iterwalk(body, ("start", "end")) if body is not None else ():
        if element.tag not in _INLINE:
            pieces.append("\n")
        pieces.append((element.text if event == "start" else element.tail) or "")
    return "".join(pieces).split("\n")


def _is_huge(root: HtmlElement) -> bool:
    elements = levels = depth = marks = row = blocks = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in BLOCKS:
            row = 0
            blocks += event == "start"
        if event == "end":
            depth -= 1
            continue
        depth, elements, row = depth + 1, elements + 1, row + 1
        levels += depth
        marks += row
        most = elements > _ELEMENTS or levels > _LEVELS or marks > _MARKS
        if most or blocks > _SHORT:
            return True
    return False


def match_blocks(blocks: Sequence[str], kept: Sequence[str]) -> frozenset[int]:
    """Return the places in `blocks` of what is in the paragraphs `kept` too.

    Words are compared by their letters alone; the cells of a row are found one by one. All but
    short ones may be part of a paragraph; the longest are told by their beginning. Of what a page
    repeats the last ones are taken: teasers stand above their texts.

    >>> quay = "A quay is a wall to which ships are tied."
    >>> pier = "A pier stands on piles in the sea."
    >>> sorted(match_blocks(["Home", quay, "Home", pier], [quay, "Home", pier]))
    [1, 2, 3]
    """
    folded = list(map(fold, kept))
    letters, left = "".join(folded), Counter(folded)
    cells = ((at, fold(cell)) for at, block in enumerate(blocks) for cell in block.split("\t"))
    pieces = [
        (at, len(piece), piece if piece in left else piece[:_HEAD]) for at, piece in cells if piece
    ]
    heads = {head for _, _, head in pieces if len(head) >= _SHORT_PIECE and head not in left}
    lengths: dict[str, set[int]] = {}
    for head in heads:
        lengths.setdefault(head[:_SHORT_PIECE], set()).add(len(head))
    for at in range(len(letters)):
        for length in lengths.get(letters[at : at + _SHORT_PIECE], ()):
            if (window := letters[at : at + length]) in heads:
                left[window] += 1
    found, whole = Counter[int](), Counter[int]()
    for at, length, head in reversed(pieces):
        whole[at] += length
        if left[head] > 0:
            left[head] -= 1
            found[at] += length
    return frozenset(at for at, length in found.items() if 2 * length >= whole[at])


# ── containers and teasers ───────────────────────────────────────────────────


def find_container(blocks: Iterable[PageBlock], share: float) -> HtmlElement | None:
    """Return the smallest element that holds `share` of the text of `blocks`."""
    weights: Counter[HtmlElement] = Counter()
    whole = 0
    for block in blocks:
        whole += len(block.text)
        path = (block.element, *block.element.iterancestors())
        weights.update(dict.fromkeys(path, len(block.text)))
    fit = [element for element, weight in weights.items() if weight >= share * whole]
    return max(fit, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def _is_inside(element: HtmlElement, around: HtmlElement | None) -> bool:
    return around is not None and (element is around or around in element.iterancestors())


def _is_prose(block: PageBlock) -> bool:
    return count_plain(block) >= PROSE


def is_linked(block: PageBlock) -> bool:
    """Whether a block is nothing but links."""
    return count_plain(block) < (1 - _ALL) * len(block.text)


def _find_teasers(
    root: HtmlElement, blocks: Sequence[PageBlock], headline: int, base: str
) -> set[int]:
    """Return the blocks of teasers: a heading that links to another page, and what is with it."""
    linked = {
        block.element
        for at, block in enumerate(blocks)
        if at != headline and block.hint.startswith("heading") and leads_elsewhere(block, base)
    }
    counts = Counter(around for element in linked for around in element.iterancestors())
    own = set(blocks[headline].element.iterancestors()) if headline >= 0 else {root}
    cards = set()
    for element in linked:
        card = element
        for around in element.iterancestors():
            if counts[around] > 1 or around in own or len(around.text_content()) > _TEASER:
                break
            card = around
        cards.add(card)
    return {
        at
        for at, block in enumerate(blocks)
        if block.element in cards or not cards.isdisjoint(block.element.iterancestors())
    }


def leads_elsewhere(block: PageBlock, base: str) -> bool:
    """Whether all of a block is a link to another page than that at `base`."""
    for mark in block.marks:
        if mark.kind == "link" and mark.end - mark.start >= _WHOLE * len(block.text):
            page = mark.target.partition("#")[0]
            return bool(page) and page != base.partition("#")[0]
    return False
