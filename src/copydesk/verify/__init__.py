"""The laws that every run checks: no word, entry or link is lost on the way to a file.

submission ─▶ edited text ─▶ article ─▶ composed document ─▶ finished file

Each function that begins with `check_` holds one of these steps and raises `BrokenLaw`. Up to
the article, the ledger and the structure record must account for every difference. From the
article on, citations and entries, which a style words anew, are held by their keys, and what is
added must be on a closed list (`labels`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator

from copydesk import ledger, structure
from copydesk.composition import Composed, as_written
from copydesk.errors import BrokenLaw
from copydesk.labels import labels
from copydesk.model import Article, EditedText, Figure, Submission, texts_with_notes
from copydesk.verify.document import list_texts, read_document
from copydesk.verify.files import (
    READ,
    Measure,
    check_chapters,
    check_output,
    compare_words,
    join_measures,
    measure_article,
    measure_format,
)

__all__ = [
    "READ",
    "Measure",
    "check_article",
    "check_chapters",
    "check_composed",
    "check_edited",
    "check_output",
    "join_measures",
    "measure_article",
    "measure_format",
]


def check_edited(submission: Submission, copy: EditedText) -> None:
    """Raise `BrokenLaw` unless the ledger leads from `submission` to `copy` and back."""
    ledger.check_ledger(ledger.texts(submission.lines), ledger.texts(copy.lines), copy.ledger)


def check_article(article: Article) -> None:
    """Raise `BrokenLaw` unless every word of the edited text is in `article` or in its record."""
    copy = ledger.texts(article.edited.lines)
    kept = ledger.replay(copy, article.structure)
    if ledger.revert(kept, article.structure) != copy:
        raise BrokenLaw(
            "reverting the structure edits does not give the edited text", code="law.revert"
        )
    before, after = ledger.words(kept.values()), ledger.words(structure.pieces(article))
    if lost := ledger.difference(before, after):
        raise BrokenLaw(f"between edited text and article: {lost}", code="law.words")


def check_composed(article: Article, composed: Composed) -> None:
    """Raise `BrokenLaw` unless every word, entry and link of `article` is in `composed`."""
    for fault in _find_faults(article, composed):
        raise BrokenLaw(fault, code="law.compose")


def _find_faults(article: Article, composed: Composed) -> Iterator[str]:
    """Yield in words what `composed` lacks of `article`, or has beyond it."""
    document = read_document(composed.document)
    references = article.back.references
    keys = [entry.key for entry in references]
    rows = [row for row in article.citations if row.group not in composed.unlinked]
    linked = {row.group for row in rows if row.keys and {*keys}.issuperset(row.keys)}
    before = ledger.words(_list_texts(article, linked))
    after = ledger.words((*document.titles, *list_texts(document.blocks)))
    own = labels(composed.locale)
    shown = [block for block in article.body if isinstance(block, Figure)]
    pictures = (block.alt or own["undescribed"] for block in shown if not block.decorative)
    if lost := compare_words(
        before, after, ledger.words((own["references"], own["notes"], *pictures))
    ):
        yield f"between article and document: {lost}"
    items = [as_written.item(entry) for entry in references if entry.csl and entry.key]
    if [*composed.items] != items or [key for key, _ in composed.entries] != keys:
        yield "an entry of the article is not in the document"
    cited = {key for row in rows for key in row.keys if key in keys}
    if lost := ledger.difference(Counter(cited), Counter({*composed.backlinks})):
        yield f"cited in article and document: {lost}"
    imprint, people = article.front.imprint, article.front.people
    told = {
        "affiliations": [text for one in people for text in (one.affiliation, one.orcid)],
        "doi": [imprint.doi],
        "keywords": imprint.keywords,
    }
    for name, texts in told.items():
        if lacking := ledger.words(texts) - ledger.words((document.about_texts.get(name, ""),)):
            yield f"what is told of the article ({name}) lacks {[*lacking]}"


def _list_texts(article: Article, linked: Container[int]) -> Iterator[str]:
    """Yield every text of `article` outside its list of references, each once.

    The groups of citations that are `linked` stand apart: a style may set one that was a raised
    number tight behind a word as a bracket.
    """
    front, back = article.front, article.back
    yield from (front.title, front.deck, front.byline or ", ".join(front.authors), front.date)
    yield from (back.bio_heading, back.acknowledgements_heading, back.notes_heading)
    yield back.references_heading
    parts = (front.credits, front.disclaimer, article.body, back.bio, back.acknowledgements)
    for part in (*parts, back.notes):
        yield from texts_with_notes(part, apart=linked)
