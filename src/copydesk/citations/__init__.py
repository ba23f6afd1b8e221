"""In-text citations: found, linked with their status, and asked about.

`walk` goes through the texts of the article and marks what the finders see in each:
`by_name` the author–date kind. `choices` then heeds what the editor decided, `asking`
has the words of the questions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from copydesk.citations import asking, by_name
from copydesk.citations.choices import settle
from copydesk.citations.group import Group, Said
from copydesk.citations.match import Matcher
from copydesk.citations.places import letters
from copydesk.citations.walk import Walk
from copydesk.config import Config
from copydesk.model import Article, Decisions


def cite(article: Article, _config: Config, decisions: Decisions) -> Article:
    """`article` with its citations found, linked and marked in the body and the notes.

    Adds `citations`, `uncited` and one Query for each citation that is not exact
    and each entry that no citation reaches. The editor's choices in `decisions`
    beat the matcher.
    """
    references = article.back.references
    matcher = Matcher(references)
    chosen = frozenset(letters(decision.text) for decision in decisions.citations)

    def find(said: Said) -> Iterator[Group]:
        yield from by_name.groups(said, matcher, chosen)

    walk = Walk(find)
    marked = walk.article(article)
    settled = settle(walk.met, decisions.citations, references)
    uncited = tuple(one.key for one in references if one.key not in settled.reached)
    return replace(
        marked,
        citations=settled.citations,
        uncited=uncited,
        queries=(
            *article.queries,
            *asking.of_citations(settled.citations, references),
            *asking.of_decided(settled.decided, references),
            *asking.of_uncited(uncited, references),
            *asking.of_stale(settled.stale),
        ),
    )
