"""Languages and directions on a page: said of whole blocks, where composition marked their words.

What composition marks is a span, which every format has. A page says it of the paragraph,
the cell, the list, so that lines are set to the right edge and signs stand on the right side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from lxml import etree

from copydesk.composition.catalogue import CatalogueRecord
from copydesk.language.passages import PassageLanguages
from copydesk.language.scripts import Direction, has_other_direction, runs_to, script_of

#: What is said of a passage.
_SAID: Final = ("lang", "dir")
#: Elements whose words may be one passage.
_BLOCKS: Final = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "figcaption", "dt", "dd")
)
#: What holds such elements, from the inner ones out.
_HOLDERS: Final = ("ul", "ol", "blockquote")
_CELLS: Final = ("td", "th")
#: Classes of links that lead back to the text.
BACKWARD: Final = frozenset(("backlink", "footnote-back"))
#: Letters of scripts without italics, and the class of emphasis that has none of them.
_UPRIGHT: Final = re.compile("[\u0530-\u1cff\u2e80-\ud7ff\uf900-\ufdff\ufe70-\ufefc]")
LEANING: Final = "leaning"
#: A direction that browsers find out; paper is told.
AUTO: Final = "auto"


def lift_languages(article: etree._Element, about: CatalogueRecord) -> None:
    """Say of each block of `article` what is said of all its words."""
    base = about.direction
    for span in [*article.iter("span")]:
        if _is_passage(span) and span.getparent() is not None:
            _dissolve(span)
    for tag in _HOLDERS:
        for holder in article.iter(tag):
            if "references" not in holder.get("class", ""):
                _gather(holder, holder)
    for table in article.iter("table"):
        _gather(table, table.iter(*_CELLS))
    if script_of(about.language).upright:
        mark_leaning(article)
    for entry in article.iterfind(".//ul[@class]/li"):
        if has_other_direction(_words(entry), base):
            entry.set("dir", AUTO)
            _part(entry, about)


def _part(element: etree._Element, about: CatalogueRecord) -> None:
    """Mark the passages of the other side in the words of `element` itself.

    Numbers between two of them would change places otherwise.
    """
    known = PassageLanguages.of_article(about.language, (_words(element),))
    for place in [element, *element.iter("em", "span")]:
        children = list(place)
        texts = [place.text, *(child.tail for child in children)]
        if any(has_other_direction(text or "", about.direction) for text in texts):
            place.text = None
            for child in children:
                child.tail = None
                place.remove(child)
            _append(place, texts[0] or "", known)
            for child, text in zip(children, texts[1:], strict=True):
                place.append(child)
                _append(place, text or "", known)


def _append(element: etree._Element, text: str, known: PassageLanguages, around: str = "") -> None:
    """Put `text` behind what is in `element`, its passages in other languages marked."""
    for part, tongue in known.parts(text, around):
        if tongue:
            passage = element.makeelement("span", dict(tongue.attributes))
            passage.text = part
            element.append(passage)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + part
        else:
            element.text = (element.text or "") + part


def mark_leaning(article: etree._Element) -> None:
    """Mark what may lean in an article whose own letters do not: emphasis in others."""
    for emphasis in article.iter("em"):
        if not _UPRIGHT.search(_words(emphasis)):
            emphasis.set("class", LEANING)


def write_title(element: etree._Element, text: str, about: CatalogueRecord) -> None:
    """Put the title `text` into `element`, and say what of it is in another language."""
    known = PassageLanguages(about.language, {})
    tongue = known.whole(text)
    element.attrib.update(dict(tongue.attributes))
    _append(element, text, known, tongue.lang)


def settle_directions(article: etree._Element, base: Direction) -> None:
    """Say outright to which side those elements run whose direction browsers find out."""
    for element in article.iter():
        if element.get("dir") == AUTO:
            element.set("dir", runs_to(_words(element)) or base)


def _is_passage(span: etree._Element) -> bool:
    return any(span.get(name) for name in _SAID) and not (span.get("id") or span.get("class"))


def _dissolve(span: etree._Element) -> None:
    """Give what `span` says to the block that it fills, and its content the place of it."""
    block = span.getparent()
    if (
        block is None
        or block.tag not in _BLOCKS
        or (block.text or "").strip()
        or block[0] is not span
    ):
        return
    rest = list(block)[1:]
    back = all(not BACKWARD.isdisjoint(one.get("class", "").split()) for one in rest)
    if not back or any((one.tail or "").strip() for one in (span, *rest)):
        return
    _say(block, span)
    span.tag = "passage"
    etree.strip_tags(block, "passage")


def _say(element: etree._Element, said: etree._Element) -> None:
    for name in _SAID:
        if value := said.get(name):
            element.set(name, value)


def _gather(holder: etree._Element, parts: Iterable[etree._Element]) -> None:
    """Say of `holder` what all of its parts that have words say."""
    told = [one for one in parts if _words(one).strip()]
    said = {tuple(one.get(name, "") for name in _SAID) for one in told}
    if len(said) != 1 or not any(next(iter(said))):
        return
    _say(holder, told[0])
    for one in told:
        for name in _SAID:
            one.attrib.pop(name, "")


def _words(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())
