"""What an edition says of itself beside the text: who the authors are, DOI, keywords, licence.

Each is a division of its own class, so that a writer can set it apart and the law of words can
leave it out: its words are those of the record and of `labels`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from copydesk.catalogue import ORCID, Record
from copydesk.composition.nodes import Node, div, node, reach, words
from copydesk.model import Person

#: The classes of these divisions. Another one, `cite-as`, is put between keywords and rights
#: when the citation style has set it.
AFFILIATIONS, DOI, KEYWORDS, RIGHTS = "affiliations", "doi", "keywords", "rights"


def affiliations(about: Record) -> list[Node]:
    """Who the authors are: the affiliation and ORCID iD of each of whom one is told."""
    told = [one for one in about.authors if one.affiliation or one.orcid]
    lines = [node("Para", [*_who(one, alone=len(about.authors) == 1)]) for one in told]
    return [div("", AFFILIATIONS, lines)] if lines else []


def _who(person: Person, *, alone: bool) -> Iterator[Node]:
    """The line of one person; an only author needs no name there."""
    lead = [] if alone else words(f"{person.name}:", linked=True)
    place = words(person.affiliation, linked=True)
    orcid = [_address(ORCID + person.orcid)] if person.orcid else []
    if place and orcid:
        place = [*place, node("Str", ",")]
    for number, part in enumerate(filter(None, (lead, place, orcid))):
        if number:
            yield {"t": "Space"}
        yield from part


def doi(about: Record) -> list[Node]:
    """The DOI as the address that Crossref and DataCite ask for."""
    if not about.doi_address:
        return []
    return [div("", DOI, [node("Para", [_address(about.doi_address)])])]


def foot(about: Record, said: Mapping[str, str]) -> Iterator[Node]:
    """Keywords and rights, as are told, in the words of `labels` for them."""
    if keywords := about.imprint.keywords:
        label = [node("Strong", words(said["keywords"])), {"t": "Space"}]
        text = words(", ".join(keywords), linked=True)
        yield div("", KEYWORDS, [node("Para", [*label, *text])])
    if rights := [*_rights(about, said)]:
        yield div("", RIGHTS, [node("Para", rights)])


def _rights(about: Record, said: Mapping[str, str]) -> Iterator[Node]:
    rights = about.publication.rights
    yield from words(rights, linked=True)
    if about.licence:
        # A line about rights that ends in no stop gets one before the licence.
        yield from words(". " if rights and rights[-1:].isalnum() else " " if rights else "")
        yield from words(f"{said['licence']} ")
        yield reach(words(about.licence_name, linked=True), about.licence)


def _address(address: str) -> Node:
    return reach([node("Str", address)], address)
