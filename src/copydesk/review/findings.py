"""What an article asks of its editor: open queries and proposed edits, as one list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from copydesk import ledger
from copydesk.builder.report import escape
from copydesk.model import Article, Severity
from copydesk.review import answers

_ORDER: Final = ("note", "warning", "error")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to decide. `hints` are what to type, or what may be meant.

    `column` counts from 1 in the line as received, and `end` is the one behind the last;
    0 is the whole line, and line 0 the whole article.
    """

    line: int
    column: int
    code: str
    severity: Severity
    message: str
    hints: tuple[str, ...]
    id: str
    proposed: bool = False
    end: int = 0

    def record(self, source: str) -> dict[str, Any]:
        """The finding as a JSON object."""
        return {
            "file": source, "line": self.line, "column": self.column, "end_column": self.end,
            "code": self.code, "severity": self.severity, "message": self.message,
            "hint": "\n".join(self.hints), "id": self.id,
        }  # fmt: skip

    def show(self, source: str, desk: str = "") -> str:
        """The finding as compilers print theirs: file:line:column: severity: message [code].

        A number that is not known is left out. Nothing of a submission can forge a line.
        Commands name the folder `desk`, where it is not the desk of who types them.

        >>> Finding(3, 7, "word.phrase", "note", "say so", (), "0a1b", True).show("a.txt")
        'a.txt:3:7: note: say so [word.phrase 0a1b]'
        >>> Finding(0, 0, "structure.author", "note", "no author", (), "0a1b").show("a.txt")
        'a.txt: note: no author [structure.author 0a1b]'
        """
        numbers = (str(number) for number in (self.line, self.column) if number)
        place = ":".join((escape(source), *numbers))
        text = f"{place}: {self.severity}: {escape(self.message)} [{self.code} {self.id}]"
        hints = (answers.name_desk(hint, desk) for hint in self.hints)
        return "\n    ".join((text, *map(escape, hints)))


def list_findings(article: Article) -> Iterator[Finding]:
    """The open findings of `article` in the order of its lines."""
    rows = (*_queries(article), *_edits(article))
    return iter(sorted(rows, key=lambda row: (row.line, row.column, row.code)))


def _queries(article: Article) -> Iterator[Finding]:
    hints, spans = answers.make_hints(article), ledger.locate_citations(article)
    for query in article.queries:
        if query.state == "decided":
            continue
        start, end = spans.get(query.id, (-1, -1))
        words = answers.word_question(query, article)
        yield Finding(
            query.line, start + 1, query.code, query.severity, words,
            tuple(one.row for one in hints(query)),
            query.id, end=end + 1,
        )  # fmt: skip


def _edits(article: Article) -> Iterator[Finding]:
    for edit in (*article.edited.ledger, *article.structure):
        if edit.status in ("applied", "stet"):
            continue
        start, end = edit.span
        yield Finding(
            edit.line, start + 1, edit.rule, "note",
            f"`{edit.before}` → `{edit.after}`: {edit.reason}",
            answers.list_verdicts(edit, article.edited.submission.path), edit.id, proposed=True,
            end=end + 1,
        )  # fmt: skip


def is_failed(rows: Sequence[Finding], floor: str, *, strict: bool) -> bool:
    """Whether `rows` fail a run: by severity at or above `floor`, or strictly.

    `strict` counts queries from warning up and every edit without a verdict.
    """
    if strict and any(row.proposed or row.severity != "note" for row in rows):
        return True
    if floor == "never":
        return False
    return any(
        not row.proposed and _ORDER.index(row.severity) >= _ORDER.index(floor) for row in rows
    )
