"""Where the citations of an article stand in its text as received."""

from __future__ import annotations

from copydesk.ledger import received_span
from copydesk.model import Article


def places(article: Article) -> dict[str, tuple[int, int]]:
    """The id of each citation → where its words stand in its line as received.

    Citations count in the edited text of their paragraph, which may be of several lines. They
    are looked for in the order of the text, behind the one before and behind equal words; what
    is not found so is not in it.
    """
    edited = article.edited
    last: dict[int, int] = {}
    behind: dict[tuple[int, str], int] = {}
    found = {}
    for citation in sorted(article.citations, key=lambda row: (row.block, row.start)):
        number, words = citation.line, citation.text
        if not 0 < number <= len(edited.lines) or not words:
            continue
        line = edited.lines[number - 1]
        at = line.text.find(words, max(last.get(number, 0), behind.get((number, words), 0)))
        if at < 0:
            continue
        last[number], behind[number, words] = at, at + len(words)
        received = edited.submission.lines[number - 1].text
        found[citation.id] = received_span(line, received, at, at + len(words))
    return found
