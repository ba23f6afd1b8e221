"""In-text citations: found, linked with their status, and asked about.

`walk` goes through the texts of the article and marks what the finders see in each:
`by_name` the author–date kind. `choices` holds what the editor decided, `asking` the
words of the questions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from copydesk.citations import asking, by_name
from copydesk.citations.choices import Choices
from copydesk.citations.group import Group, Said
from copydesk.citations.match import Matcher
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
    choices = Choices(decisions.citations, {reference.key for reference in references})

    def find(said: Said) -> Iterator[Group]:
        yield from by_name.groups(said, matcher, choices.within(said.text))

    walk = Walk(find)
    marked = walk.article(article)
    uncited = tuple(one.key for one in references if one.key not in walk.reached)
    return replace(
        marked,
        citations=tuple(walk.citations),
        uncited=uncited,
        queries=(
            *article.queries,
            *asking.of_citations(walk.citations, references),
            *asking.of_uncited(uncited, references),
            *asking.of_stale(choices.unused()),
        ),
    )
