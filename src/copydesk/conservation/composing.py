"""From the article to the composed document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from itertools import chain

from copydesk import ledger
from copydesk.composition import Composed, as_written
from copydesk.conservation.counts import unlike
from copydesk.conservation.document import read, texts
from copydesk.errors import BrokenLaw
from copydesk.labels import labels
from copydesk.model import Article, Block, Cite, Code, Figure, Front, Inline, Note, Text, Verbatim
from copydesk.nodes import contents, notes_in


def check_composed(article: Article, composed: Composed) -> None:
    """Raise `BrokenLaw` unless every word, entry and link of `article` is in `composed`."""
    document = read(composed.document)
    before = ledger.words(_article_texts(article, composed.unlinked))
    after = ledger.words((*document.titles, *texts(document.blocks)))
    own = labels(composed.locale)
    shown = [block for block in article.body if isinstance(block, Figure)]
    pictures = (block.alt or own["undescribed"] for block in shown if not block.decorative)
    spare = ledger.words((own["references"], own["notes"], *pictures))
    if lost := unlike(before, after, spare):
        raise BrokenLaw(f"between article and document: {lost}", code="law.compose")
    references = article.back.references
    items = [as_written.item(entry) for entry in references if entry.csl and entry.key]
    keys = [entry.key for entry in references]
    if [*composed.items] != items or [key for key, _ in composed.entries] != keys:
        raise BrokenLaw("an entry of the article is not in the document", code="law.compose")
    linked = (row for row in article.citations if row.group not in composed.unlinked)
    cited = {key for citation in linked for key in citation.keys if key in keys}
    if lost := ledger.difference(Counter(cited), Counter(set(composed.backlinks))):
        raise BrokenLaw(f"cited in article and document: {lost}", code="law.compose")
    told = document.told()
    for name, values in _known(article.front).items():
        if lacking := ledger.words(values) - ledger.words((told.get(name, ""),)):
            message = f"what is told of the article ({name}) lacks {[*lacking]}"
            raise BrokenLaw(message, code="law.compose")


def _known(front: Front) -> dict[str, tuple[str, ...]]:
    """What catalogues are told of an article and readers see, by the class of its division."""
    imprint, people = front.imprint, front.people
    return {
        "affiliations": tuple(text for one in people for text in (one.affiliation, one.orcid)),
        "doi": (imprint.doi,),
        "keywords": imprint.keywords,
    }


def _article_texts(article: Article, unlinked: Container[int]) -> Iterator[str]:
    """Every text of `article` outside its list of references, each once."""
    front, back = article.front, article.back
    yield from (front.title, front.deck, front.byline or ", ".join(front.authors), front.date)
    yield from (back.bio_heading, back.acknowledgements_heading, back.notes_heading)
    yield back.references_heading
    keys = {entry.key for entry in back.references}
    linked = {
        row.group
        for row in article.citations
        if row.group not in unlinked and row.keys and keys.issuperset(row.keys)
    }
    parts = (front.credits, front.disclaimer, article.body)
    for block in (*chain(*parts), *back.bio, *back.acknowledgements, *back.notes):
        yield from _block_texts(block, linked)


def _block_texts(block: Block, linked: Container[int]) -> Iterator[str]:
    """The texts of `block` and of its notes. A citation that is linked stands apart.

    A style may set one that was a raised number tight behind a word as a bracket.
    """
    if isinstance(block, Code):
        yield block.text
    for content in contents(block):
        yield "".join(_pieces(content, linked))
        for note in notes_in(content):
            for inner in note.blocks:
                yield from _block_texts(inner, linked)


def _pieces(content: Iterable[Inline], linked: Container[int]) -> Iterator[str]:
    for node in content:
        match node:
            case Cite(text, group) if group in linked:
                yield f" {text} "
            case Text(text) | Cite(text) | Verbatim(text):
                yield text
            case Note():
                pass
            case _:
                yield from _pieces(node.content, linked)
