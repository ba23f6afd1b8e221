"""The article as the blocks and the metadata of pandoc's document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from copydesk.catalogue import Record
from copydesk.composition import about
from copydesk.composition.forme import Forme, Place
from copydesk.composition.nodes import Node, div, header, in_tongue, node
from copydesk.composition.text import blocks_of
from copydesk.labels import labels
from copydesk.language.passages import Tongues
from copydesk.model import Article, Front, Paragraph

#: What stands between two names.
_AND: Final = re.compile(r"((?:[,،]|\s·|\s\|)\s+|、|\s(?:and|&|und|et|y|e)\s)")


def page_of(article: Article, forme: Forme, known: Record) -> list[Node]:
    """The blocks of `article`, which is `known` so: from the line of its authors to its rights."""
    front, back, locale = article.front, article.back, known.language
    blocks = [
        *_named("byline", front.byline or ", ".join(front.authors), forme.tongues),
        *about.affiliations(known),
        *_named("date", front.date, forme.tongues),
        *about.doi(known),
        *_division("credit", front.credits, forme),
        *_division("disclaimer", front.disclaimer, forme),
        *blocks_of(article.body, forme, Place()),
    ]
    parts = [
        ("bio", back.bio_heading, back.bio),
        ("acknowledgements", back.acknowledgements_heading, back.acknowledgements),
    ]
    if all(part and part[0].lines for *_, part in parts):
        parts.sort(key=lambda part: part[2][0].lines)  # as the author put them
    notes_heading = back.notes_heading or (labels(locale)["notes"] if back.notes else "")
    for name, heading, paragraphs in (*parts, ("notes", notes_heading, back.notes)):
        blocks += [_title(heading, forme)] if heading else []
        blocks += _division(name, paragraphs, forme)
    if back.references or back.references_heading:
        heading = back.references_heading or labels(locale)["references"]
        blocks.append(header(2, "references", in_tongue(heading, forme.tongues)))
    if back.references:
        blocks.append(div("refs", "references", []))
    return [*blocks, *about.foot(known, labels(locale))]


def meta_of(front: Front, tongues: Tongues) -> Node:
    """The metadata: named fields alone."""
    fields = {
        "title": _meta_inlines(front.title, tongues),
        "subtitle": _meta_inlines(front.deck, tongues),
        "author": {
            "t": "MetaList",
            "c": [_meta_inlines(name, tongues) for name in front.authors],
        },
        "date": _meta_inlines(front.date_iso or front.date, tongues),
        "description": _meta_inlines(front.deck, tongues),
        "lang": {"t": "MetaString", "c": tongues.document},
    }
    return {key: value for key, value in fields.items() if value["c"]}


def _meta_inlines(text: str, tongues: Tongues) -> Node:
    return {"t": "MetaInlines", "c": in_tongue(text, tongues, linked=True)}


def _named(name: str, text: str, tongues: Tongues) -> list[Node]:
    """A line of names, each of which may run to another side than the line."""
    if not text.strip():
        return []
    parts = _AND.split(text) if tongues.are_in(text) else [text]
    inlines = [one for part in parts for one in in_tongue(part, tongues)]
    return [div("", name, [node("Para", inlines)])]


def _division(name: str, paragraphs: Sequence[Paragraph], forme: Forme) -> list[Node]:
    blocks = blocks_of(paragraphs, forme, Place(depth=1))
    return [div("", name, blocks)] if blocks else []


def _title(text: str, forme: Forme) -> Node:
    return header(2, forme.identifier(text), in_tongue(text, forme.tongues))
