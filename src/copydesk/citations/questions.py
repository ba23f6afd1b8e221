"""The questions that citations raise, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from copydesk.citations.choices import Settled
from copydesk.citations.match import IMPRINT, UNLISTED
from copydesk.model import Citation, CitationDecision, Query, Reference
from copydesk.queries import make_query
from copydesk.review.sidecar import anchors

#: So many entries are a list that may be asked about as one.
_LISTED: Final = 2


def ask_citations(settled: Settled, references: Sequence[Reference]) -> Iterator[Query]:
    """A question for each citation that is neither exact nor settled, with what it may mean.

    The missing numbers of one range share theirs, which names them. What would have been asked
    about those that the editor decided on comes behind, with what she chose.
    """
    texts = {reference.key: reference.raw for reference in references}
    asked: set[tuple[int, str, str]] = set()
    for citation in settled.citations:
        if citation.status == "exact" or citation.verdict:
            continue
        words = (citation.group, citation.text, citation.hint)
        if citation.form != "numeric" or citation.status != "missing" or words not in asked:
            yield _ask_citation(citation, texts)
        asked.add(words)
    for citation, choice in settled.decided:
        if citation.status != "exact":
            query = _ask_citation(citation, texts)
            message = f"{query.message}; settled: {_describe_choice(choice)}"
            yield replace(query, state="decided", message=message)


def _describe_choice(choice: CitationDecision) -> str:
    if choice.verdict == "none":
        return "it is not a citation"
    meant = f"it means `{choice.key}`" if choice.key else ""
    kept = "it stays as written" if choice.verdict == "as-written" else ""
    return " and ".join(filter(None, (meant, kept)))


def _ask_citation(citation: Citation, texts: Mapping[str, str]) -> Query:
    message = f"{citation.text}: {_give_reason(citation)}"
    if citation.hint:
        message += f"; {citation.hint}"
    query = make_query(
        f"citation.{citation.status}",
        citation.line,
        message,
        anchor=citation.id,
        suggestions=tuple(f"{row.key}: {texts[row.key]}" for row in citation.candidates),
    )
    unsure = citation.status == "missing" and citation.hint in (UNLISTED.hint, IMPRINT.hint)
    return replace(query, id=citation.id, severity="note" if unsure else query.severity)


def _give_reason(citation: Citation) -> str:
    if citation.status == "ambiguous":
        count = len(citation.candidates)
        if citation.form == "note" or not (citation.name or citation.form == "numeric"):
            return f"{count} entries may be meant, each {citation.candidates[0].reason}"
        borne = "number" if citation.form == "numeric" else "name and year"
        return f"{count} entries bear this {borne}"
    if citation.status == "missing":
        return "no entry of the reference list matches" + (
            "; near are the ones below" if citation.candidates else ""
        )
    return citation.candidates[0].reason


def ask_counted() -> Query:
    """The question whether the entries were rightly counted to find what numbers mean."""
    message = "the entries have no numbers; the numbers of the text were taken as positions"
    return make_query("citation.counted", 0, message, anchor="")


def ask_uncited(uncited: Collection[str], references: Sequence[Reference]) -> Iterator[Query]:
    """A question for each entry that no citation reaches, one for a list that none reaches."""
    keys = frozenset(uncited)
    if len(references) >= _LISTED and len(keys) == len(references):
        line = references[0].lines[0] if references[0].lines else 0
        message = f"no citation refers to any of the {len(references)} entries of the list"
        yield make_query("reference.none-cited", line, message, anchor=references[0].raw)
        return
    for reference in references:
        if reference.key in keys:
            line = reference.lines[0] if reference.lines else 0
            message = f"no citation refers to the entry `{reference.key}`"
            query = make_query("reference.uncited", line, message, anchor=reference.raw)
            yield replace(query, subject=reference.key)


def drop_asked(asked: Iterable[Query], citations: Sequence[Citation]) -> Iterator[Query]:
    """Those of `asked` about entries that no question about `citations` asks already.

    A citation that gives the year which an entry lacks asks for it, and one without an entry
    names those that it may mean, which are cited as soon as it is settled.
    """
    open_ones = [one for one in citations if not one.verdict]
    yearless = {key for one in open_ones if one.status == "year-absent" for key in one.keys}
    near = {row.key for one in open_ones if one.status == "missing" for row in one.candidates}
    known = {"reference.missing-year": yearless, "reference.uncited": near}
    return (one for one in asked if one.subject not in known.get(one.code, ()))


def ask_stale(stale: Iterable[tuple[CitationDecision, str]]) -> Iterator[Query]:
    """A question for each of the editor's choices that fitted nothing, with the reason."""
    for decision, reason in stale:
        words = anchors.shorten_words(decision.text, anchors.LINE)
        message = f"the decision about {words} has no effect: {reason}"
        anchor = anchors.key_decision(decision)
        yield make_query("desk.stale-decision", 0, message, anchor=anchor)
