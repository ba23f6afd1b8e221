"""Which blocks of a page are its main text: trafilatura's answer, and where it is overruled.

On the development half of 298 pages with a main text that people marked, trafilatura alone
keeps .924 (F1 of runs of four words), with these rules it is .938; on the held-out half .926
and .935. The labeller finds more: of what is printed F1 is .956 and .961, and 155 of 7,320 and
117 of 6,516 lines are lost. A rule overrules the library only where `tools/measure_html.py`
shows that it gains; each says what is missing without it, on the development half.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from copydesk.readers.html.elements import BLOCKS, find_block, fold
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
#: Zones that no main text is in, and links in a row that are none.
_NEVER: Final = ("hidden", "comments", "form", "footer")
_LINKS: Final = 3
#: The share of a block that links cover in one that is nothing else.
_ALL: Final = 0.9


@dataclass(frozen=True, slots=True)
class BlockEvidence:
    """What is known of the blocks of a page: their zones, which are `main` so far; its address."""

    blocks: Sequence[PageBlock]
    zones: Sequence[str]
    main: frozenset[int]
    base: str = ""


def drop_zones(known: BlockEvidence) -> frozenset[int]:
    """Take out what the markup plainly calls a comment, a form, hidden, or the foot of the site.

    Earns .0063 of F1; no line of a main text is lost.
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
    """Take out asides around all other running text and teasers behind it, in boxes of their own.

    A teaser is a heading that links to another page of the site, and what is below it. Earns
    .0053 of F1; 2 lines are lost.
    """
    blocks, is_teaser = known.blocks, False
    site = "/".join(known.base.split("/")[:3]) or "/"
    asides = {at for at in known.main if known.zones[at] == "aside"}
    teasers = set[int]()
    for at, block in enumerate(blocks):
        if block.hint.startswith("heading:"):
            pages = {mark.target.partition("#")[0] for mark in block.marks if mark.kind == "link"}
            on_site = all(page.startswith(site) and page != known.base for page in pages)
            is_teaser = is_linked(block) and on_site
        teasers |= {at} & known.main if is_teaser else set()
    sure = [at for at in known.main - asides - teasers if _is_prose(blocks[at])]
    lengths = [sum(count_plain(blocks[at]) for at in part) for part in (sure, asides | teasers)]
    if not sure or lengths[0] <= lengths[1]:
        return known.main
    apart = {at for at in asides if at < min(sure)}
    apart |= {at for at in asides | teasers if at > max(sure)}
    holders = {_find_holder(blocks[at]) for at in sure}
    return known.main - {at for at in apart if _find_holder(blocks[at]) not in holders}


def add_siblings(known: BlockEvidence) -> frozenset[int]:
    """Add the paragraphs that stand side by side with two or more of the main text.

    Earns .0021 of F1; saves 9 lines.
    """
    blocks = known.blocks
    held = Counter(_find_holder(blocks[at]) for at in known.main if _is_prose(blocks[at]))
    return known.main | {
        at
        for at, block in enumerate(blocks)
        if not known.zones[at] and held[_find_holder(block)] >= 2 and _is_prose(block)
    }


def drop_links(known: BlockEvidence) -> frozenset[int]:
    """Take out three or more blocks in a row that are links, but for a list behind a colon.

    Earns .0036 of F1. It costs 18 lines, which the labeller finds.
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


#: In this order each is given what the ones before it left.
RULES: tuple[Callable[[BlockEvidence], frozenset[int]], ...] = (
    drop_zones,
    add_running_text,
    drop_asides,
    add_siblings,
    drop_links,
)


def find_main_text(
    root: HtmlElement, blocks: Sequence[PageBlock], zones: Sequence[str], base: str
) -> list[PageBlock]:
    """Return the blocks with their zones: `main`, or what the markup says of them.

    `base` is the address of the page.
    """
    kept = extract_paragraphs(root, sum(len(block.text) for block in blocks))
    # It is asked for no pictures; their words may be those of anything.
    texts = ["" if block.hint.startswith("figure:") else block.text for block in blocks]
    known = BlockEvidence(blocks, zones, match_blocks(texts, kept), base)
    for rule in RULES:
        known = replace(known, main=rule(known))
    return [
        replace(block, zone="main" if at in known.main else zones[at])
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


# ── containers ───────────────────────────────────────────────────


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


def _find_holder(block: PageBlock) -> HtmlElement | None:
    """Return the element in which a block stands beside others."""
    return find_block(block.element).getparent()


def _is_prose(block: PageBlock) -> bool:
    return count_plain(block) >= PROSE


def is_linked(block: PageBlock) -> bool:
    """Whether a block is nothing but links."""
    return count_plain(block) < (1 - _ALL) * len(block.text)
