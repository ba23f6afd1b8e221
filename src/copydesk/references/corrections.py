"""The editor's corrections of entries, found by the entry as it was received."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from copydesk.language import folding
from copydesk.model import Csl, Query, Reference, ReferenceDecision
from copydesk.queries import make_query
from copydesk.references import tokens
from copydesk.references.fields import ParsedEntry
from copydesk.review.sidecar import anchors


class Corrections:
    """The corrections of a sidecar. Blanks and what nobody sees make no other entry.

    Several of one entry add up; of two values of a field the later one stands.

    >>> year = ReferenceDecision("Lo, B.  Tides.", {"issued": {"date-parts": [[2022]]}})
    >>> Corrections([year]).heeded("Lo, B. Tides.", ParsedEntry({"title": "Tides"}, 0.5)).csl
    {'type': 'document', 'title': 'Tides', 'issued': {'date-parts': [[2022]]}}
    """

    def __init__(self, decisions: Sequence[ReferenceDecision]) -> None:
        self._fields: dict[str, Csl] = {}
        self._settled: set[str] = set()
        for decision in decisions:
            raw = plain(decision.raw)
            self._fields[raw] = self._fields.get(raw, {}) | decision.csl
            if decision.settled:
                self._settled.add(raw)

    def heeded(self, raw: str, read: ParsedEntry) -> ParsedEntry:
        """`read` of the entry `raw`, corrected; an empty value takes the field away.

        What was doubtful about corrected fields is so no more; the rest stays to be asked.
        """
        fields = self._fields.get(plain(raw)) if self._fields else None
        if not fields:
            return read
        csl = {name: one for name, one in (read.csl | fields).items() if one not in ("", [], {})}
        csl.pop("id", None)
        said = set(folding.words_of(csl))
        doubts = tuple(doubt for doubt in read.doubts if doubt.field not in fields)
        lost = read.lost_link and not csl.get("URL") and not csl.get("DOI")
        return replace(
            read,
            csl={"type": "document"} | csl,
            confidence=read.confidence if doubts else 1.0,
            doubts=doubts,
            leftovers=tuple(
                word for word in read.leftovers if not said.issuperset(folding.fold_words(word))
            ),
            lost_link=lost and "URL" not in fields,
            # A date that the editor took away is not asked for.
            undated=read.undated or fields.get("issued") == "",
        )

    def settled(self, references: Sequence[Reference]) -> frozenset[str]:
        """The keys of those that the editor says were read rightly."""
        if not self._settled:
            return frozenset()
        return frozenset(one.key for one in references if plain(one.raw) in self._settled)

    def stale(self, references: Sequence[Reference]) -> Iterator[Query]:
        """A question for each entry that the sidecar speaks of and the list does not hold."""
        known = {plain(entry.raw) for entry in references}
        for raw in self._fields:
            if raw not in known:
                words = anchors.shorten_words(raw, anchors.LINE)
                message = f"no entry has the words `{words}` of the sidecar"
                yield make_query("desk.stale-decision", 0, message, anchor=raw)


def plain(raw: str) -> str:
    """`raw` by which an entry is known: its visible words with a blank between each."""
    return " ".join(tokens.visible(raw).split())
