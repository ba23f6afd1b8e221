"""The questions that citations raise, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from copydesk.model import Citation, CitationDecision, Query, Reference
from copydesk.queries import ask


def of_citations(citations: Sequence[Citation], references: Sequence[Reference]) -> Iterator[Query]:
    """A question for each citation that is not exact, with the entries it may mean."""
    texts = {reference.key: reference.raw for reference in references}
    for citation in citations:
        if citation.status == "exact":
            continue
        message = f"{citation.text}: {_reason(citation)}"
        if citation.hint:
            message += f"; {citation.hint}"
        yield ask(
            f"citation.{citation.status}",
            citation.line,
            message,
            anchor=f"{citation.text}\x1f{citation.group}",
            suggestions=tuple(f"{row.key}: {texts[row.key]}" for row in citation.candidates),
        )


def _reason(citation: Citation) -> str:
    if citation.status == "ambiguous":
        return f"{len(citation.candidates)} entries bear this name and year"
    if citation.status == "missing":
        return "no entry of the reference list fits" + (
            "; near are the ones below" if citation.candidates else ""
        )
    return citation.candidates[0].reason


def of_uncited(uncited: Collection[str], references: Sequence[Reference]) -> Iterator[Query]:
    """A question for each entry that no citation reaches."""
    keys = frozenset(uncited)
    for reference in references:
        if reference.key in keys:
            line = reference.lines[0] if reference.lines else 0
            message = f"no citation reaches the entry `{reference.key}`"
            yield ask("reference.uncited", line, message, anchor=reference.raw)


def of_stale(decisions: Sequence[CitationDecision]) -> Iterator[Query]:
    """A question for each of the editor's choices that fitted nothing."""
    for decision in decisions:
        message = f"no citation {decision.text} and entry `{decision.key}` fit this decision"
        yield ask("desk.stale-decision", 0, message, anchor=decision.text + decision.key)
