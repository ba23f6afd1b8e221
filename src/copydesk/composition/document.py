"""The article as the blocks and the metadata of pandoc's document.

What an edition says of itself beside the text (who the authors are, DOI, keywords, licence) is a
division of its own class, so that a writer can set it apart and the law of words can leave it
out: its words are those of the record and of `labels`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from copydesk.composition.ast import (
    Node,
    make_division,
    make_heading,
    make_link,
    make_node,
    words,
    words_in_language,
)
from copydesk.composition.catalogue import ORCID, CatalogueRecord
from copydesk.composition.content import make_blocks
from copydesk.composition.labels import load_labels
from copydesk.composition.state import CompositionState, NodePlace
from copydesk.language.passages import PassageLanguages
from copydesk.model import Article, Front, Person

#: What stands between two names.
_AND: Final = re.compile(r"((?:[,،]|\s·|\s\|)\s+|、|\s(?:and|&|und|et|y|e)\s)")


def make_document_blocks(
    article: Article, state: CompositionState, known: CatalogueRecord
) -> list[Node]:
    """The blocks of `article`, which is `known` so: from the line of its authors to its rights."""
    front, back, locale, below = article.front, article.back, known.language, NodePlace(depth=1)
    blocks = [
        *_named("byline", front.byline or ", ".join(front.authors), state.languages),
        *_division(AFFILIATIONS, _affiliations(known)),
        *_named("date", front.date, state.languages),
        *_division(DOI, [_line([_address(known.doi_address)])] if known.doi_address else []),
        *_division("credit", make_blocks(front.credits, state, below)),
        *_division("disclaimer", make_blocks(front.disclaimer, state, below)),
        *make_blocks(article.body, state, NodePlace()),
    ]
    parts = [
        ("bio", back.bio_heading, back.bio),
        ("acknowledgements", back.acknowledgements_heading, back.acknowledgements),
        ("disclaimer", "", back.disclaimer),
    ]
    parts = [part for part in parts if any(part[1:])]
    if all(part and part[0].lines for *_, part in parts):
        parts.sort(key=lambda part: part[2][0].lines)  # as the author put them
    notes_heading = back.notes_heading or (load_labels(locale)["notes"] if back.notes else "")
    for name, heading, paragraphs in (*parts, ("notes", notes_heading, back.notes)):
        if heading:
            named = words_in_language(heading, state.languages)
            blocks.append(make_heading(2, state.make_identifier(heading), named))
        blocks += _division(name, make_blocks(paragraphs, state, below))
    if back.references or back.references_heading:
        heading = back.references_heading or load_labels(locale)["references"]
        blocks.append(make_heading(2, "references", words_in_language(heading, state.languages)))
    if back.references:
        blocks.append(make_division("refs", "references", []))
    return [*blocks, *_foot(known, load_labels(locale))]


def make_metadata(front: Front, languages: PassageLanguages) -> Node:
    """The metadata: named fields alone."""
    fields = {
        "title": _meta_inlines(front.title, languages),
        "subtitle": _meta_inlines(front.deck, languages),
        "author": {
            "t": "MetaList",
            "c": [_meta_inlines(name, languages) for name in front.authors],
        },
        "date": _meta_inlines(front.date_iso or front.date, languages),
        "description": _meta_inlines(front.deck, languages),
        "lang": {"t": "MetaString", "c": languages.document},
    }
    return {key: value for key, value in fields.items() if value["c"]}


def _meta_inlines(text: str, languages: PassageLanguages) -> Node:
    return {"t": "MetaInlines", "c": words_in_language(text, languages, linked=True)}


def _named(name: str, text: str, languages: PassageLanguages) -> list[Node]:
    """A line of names, each of which may run to another side than the line."""
    if not text.strip():
        return []
    parts = _AND.split(text) if languages.are_in(text) else [text]
    inlines = [one for part in parts for one in words_in_language(part, languages)]
    return _division(name, [_line(inlines)])


def _division(name: str, blocks: list[Node]) -> list[Node]:
    return [make_division("", name, blocks)] if blocks else []


def _line(inlines: list[Node]) -> Node:
    return make_node("Para", inlines)


# ── beside the text
#: The classes of these divisions. Another one, `cite-as`, is put between keywords and rights
#: when the citation style has set it.
AFFILIATIONS, DOI, KEYWORDS, RIGHTS = "affiliations", "doi", "keywords", "rights"


def _affiliations(about: CatalogueRecord) -> list[Node]:
    """Who the authors are: the affiliation and ORCID iD of each of whom one is told."""
    told = [one for one in about.authors if one.affiliation or one.orcid]
    return [_line([*_who(one, alone=len(about.authors) == 1)]) for one in told]


def _who(person: Person, *, alone: bool) -> Iterator[Node]:
    """The line of one person; an only author needs no name there."""
    lead = [] if alone else words(f"{person.name}:", linked=True)
    place = words(person.affiliation, linked=True)
    orcid = [_address(ORCID + person.orcid)] if person.orcid else []
    if place and orcid:
        place = [*place, make_node("Str", ",")]
    for number, part in enumerate(filter(None, (lead, place, orcid))):
        if number:
            yield {"t": "Space"}
        yield from part


def _foot(about: CatalogueRecord, said: Mapping[str, str]) -> Iterator[Node]:
    """Keywords and rights, as are told, in the words of `labels` for them."""
    if keywords := about.imprint.keywords:
        label = [make_node("Strong", words(said["keywords"])), {"t": "Space"}]
        text = words(", ".join(keywords), linked=True)
        yield from _division(KEYWORDS, [_line([*label, *text])])
    if rights := [*_rights(about, said)]:
        yield from _division(RIGHTS, [_line(rights)])


def _rights(about: CatalogueRecord, said: Mapping[str, str]) -> Iterator[Node]:
    rights = about.publication.rights
    yield from words(rights, linked=True)
    if about.licence:
        # A line about rights that ends in no stop gets one before the licence.
        yield from words(". " if rights and rights[-1:].isalnum() else " " if rights else "")
        yield from words(f"{said['licence']} ")
        yield make_link(words(about.licence_name, linked=True), about.licence)


def _address(address: str) -> Node:
    return make_link([make_node("Str", address)], address)
