"""Every text of an article that came from its edited text, for the conservation of words."""

from __future__ import annotations

from collections.abc import Iterable

from copydesk.model import Article, Figure
from copydesk.model.nodes import texts_with_notes


def pieces(article: Article) -> Iterable[str]:
    """The texts of `article` that stand for lines of its edited text, each once.

    Fields that the sidecar, the file's own data or a library beside it filled without any
    line are left out, as are calls to action, which a structure edit has taken from the text.
    """
    front, back = article.front, article.back
    roles = set(article.edited.roles)
    yield from (
        text
        for role, text in (
            ("title", front.title),
            ("subtitle", front.deck),
            ("byline", front.byline),
            ("date", front.date),
        )
        if role in roles
    )
    yield from texts_with_notes((*front.credits, *front.disclaimer, *article.body))
    yield from (block.alt for block in article.body if isinstance(block, Figure))
    yield back.bio_heading
    yield from texts_with_notes(back.bio)
    yield back.acknowledgements_heading
    yield from texts_with_notes(back.acknowledgements)
    yield back.notes_heading
    yield from texts_with_notes(back.notes)
    yield back.references_heading
    yield from (reference.text for reference in back.references if reference.lines)
