"""What an article asks of its editor: one list of open queries and proposals, for every surface."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from copydesk import ledger
from copydesk.model import Article, Edit, Query, Severity
from copydesk.review import answers
from copydesk.review.answers import Answer


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to decide: a query or a proposed edit, in words, with what answers it.

    `span` is its place in its line as received, None for the whole line; line 0 is the whole
    article.
    """

    about: Query | Edit
    message: str
    answers: tuple[Answer, ...] = ()
    span: tuple[int, int] | None = None

    @property
    def id(self) -> str:
        return self.about.id

    @property
    def line(self) -> int:
        return self.about.line

    @property
    def code(self) -> str:
        return self.about.code if isinstance(self.about, Query) else self.about.rule

    @property
    def severity(self) -> Severity:
        return self.about.severity if isinstance(self.about, Query) else "note"

    @property
    def columns(self) -> tuple[int, int]:
        """From 1, the first character and the one behind the last; zeros for the whole line."""
        return (self.span[0] + 1, self.span[1] + 1) if self.span else (0, 0)

    @property
    def listed(self) -> tuple[Answer, ...]:
        """What has a place in a list below it."""
        return tuple(one for one in self.answers if one.listed)

    @property
    def hints(self) -> tuple[str, ...]:
        """What to type, or what may be meant."""
        return tuple(one.row for one in self.listed)

    def record(self, source: str) -> dict[str, Any]:
        """The finding as a JSON object."""
        column, end = self.columns
        return {
            "file": source, "line": self.line, "column": column, "end_column": end,
            "code": self.code, "severity": self.severity, "message": self.message,
            "hint": "\n".join(self.hints), "id": self.id,
        }  # fmt: skip


def list_findings(article: Article, name: str = "", *, settled: bool = False) -> Iterator[Finding]:
    """The open queries of `article`, and behind them its proposals, in the order of their making.

    Or all its queries, `settled` ones too. Commands call it `name`, or by its path.
    """
    answer, spans = answers.make_answers(article, name), ledger.locate_citations(article)
    for query in article.queries:
        if settled or query.state == "open":
            words = answers.word_question(query, article)
            yield Finding(query, words, answer(query), spans.get(query.id))
    path = name or article.edited.submission.path
    entries = {line: entry for entry in article.back.references for line in entry.lines}
    for edit in (*article.edited.ledger, *article.structure):
        if edit.status == "proposed":
            message = f"`{edit.before}` → `{edit.after}`: {edit.reason}"
            choices = tuple(answers.list_choices(edit, path, entries.get(edit.line)))
            yield Finding(edit, message, choices, edit.span)
