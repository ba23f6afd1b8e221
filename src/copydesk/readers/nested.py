"""What a submission sets inside of a quotation, where the article has paragraphs: the question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from copydesk.model import Query
from copydesk.queries import ask


def questions(counts: Mapping[str, int]) -> Iterator[Query]:
    """One query on the quotations and lists that stand as paragraphs of a quotation.

    >>> [query.message for query in questions({"list": 2, "quotation": 1})]
    ['printed as paragraphs of the quotations that hold them: 2 lists, 1 quotation']
    >>> list(questions({"list": 0}))
    []
    """
    said = [f"{count} {kind}{'s' * (count > 1)}" for kind, count in counts.items() if count]
    if said:
        message = f"printed as paragraphs of the quotations that hold them: {', '.join(said)}"
        yield ask("read.nested", 0, message, anchor=message)
