"""In-text citations: found, linked with their status, and asked about.

`system` decides which finders are asked. `walk` goes through the texts of the article
and marks what they see in each: `by_name` the author–date kind, `numeric` the numbers of
a list, `notes` the references in footnotes, `citation_keys` the keys of a library.
`choices` then heeds what the editor decided, `asking` has the words of the questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from copydesk.citations import asking, by_name, citation_keys, numeric
from copydesk.citations.choices import settle
from copydesk.citations.group import Group, Said
from copydesk.citations.match import Matcher
from copydesk.citations.notes import Notes
from copydesk.citations.system import decide
from copydesk.citations.walk import Walk
from copydesk.citations.works import Works
from copydesk.config import Config
from copydesk.model import Article, Decisions
from copydesk.sidecar.values import letters


def cite(article: Article, _config: Config, decisions: Decisions) -> Article:
    """`article` with its citations found, linked and marked in the body and the notes.

    Adds `citations`, `uncited` and one Query for each citation that is not exact
    and each entry that no citation reaches. The editor's choices in `decisions`
    beat the matcher.
    """
    references = article.back.references
    matcher = Matcher(references)
    chosen = frozenset(letters(decision.text) for decision in decisions.citations)

    system = decide(article, matcher)
    numbers = system.numbers and numeric.Numbers(
        system.numbers, system.shapes, {entry.key: entry for entry in matcher.entries}
    )

    keys = citation_keys.own_keys(references)
    works = Works(references, matcher.entries)
    notes = Notes(works, complete=system.listed, dated=system.manner.dated > 0)

    def find(said: Said) -> Iterator[Group]:
        named = by_name.groups(said, matcher, chosen, system.manner)
        beside = notes.groups(said, named) if said.note else named
        numbered = numeric.groups(said, numbers) if numbers else ()
        yield from _apart(citation_keys.groups(said, keys), beside, numbered)

    walk = Walk(find)
    marked = walk.article(article)
    settled = settle(walk.met, decisions.citations, references)
    uncited = tuple(one.key for one in references if one.key not in settled.reached)
    return replace(
        marked,
        citations=settled.citations,
        uncited=uncited,
        queries=(
            *asking.unasked(article.queries, settled.citations),
            *asking.of_system(system),
            *asking.of_citations(settled.citations, references),
            *asking.of_decided(settled.decided, references),
            *asking.unasked(asking.of_uncited(uncited, references), settled.citations),
            *asking.of_stale(settled.stale),
        ),
    )


def _apart(*found: Iterable[Group]) -> Iterator[Group]:
    """The groups of several finders in order; of two that overlap the one that begins first."""
    end = 0
    for group in sorted(chain(*found), key=lambda group: group.start):
        if group.start >= end:
            end = group.end
            yield group
