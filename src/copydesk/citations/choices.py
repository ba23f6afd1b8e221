"""The editor's choices: which entry a citation means, or that it means none.

`places` finds the citation that a choice was made on; here its entry is found, by its
first words where the keys have changed since, and the citation is marked as settled.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from copydesk.citations.places import ALIKE, Met, Places, identified
from copydesk.model import Citation, CitationDecision, Reference
from copydesk.sidecar.values import letters


@dataclass(frozen=True, slots=True)
class Settled:
    """Citations with the editor's choices heeded.

    `reached` names the entries that they lead to or may mean. `decided` holds those that
    she decided on as they were found, each with her choice; words that she says cite
    nothing are there alone. `stale` are choices that fit nothing, each with the reason.
    """

    citations: tuple[Citation, ...]
    reached: frozenset[str]
    decided: tuple[tuple[Citation, CitationDecision], ...]
    stale: tuple[tuple[CitationDecision, str], ...]


def settle(
    met: Sequence[Met], decisions: Sequence[CitationDecision], references: Sequence[Reference]
) -> Settled:
    """The citations that were `met`, each with its id, and what the editor chose for them.

    Of two choices for one citation the one with a place wins, and then the later one. The
    key of a choice in `decided` is the one that its entry bears now.
    """
    met = identified(met)
    taken, stale = _taken(met, decisions, references) if decisions else ({}, ())
    rows = [_heeded(one, taken.get(number)) for number, one in enumerate(met)]
    kept = [one for one in rows if one is not None]
    return Settled(
        citations=tuple(one.citation for one in kept),
        reached=frozenset(key for one in kept for key in one.reached),
        decided=tuple((met[number].citation, taken[number]) for number in sorted(taken)),
        stale=stale,
    )


def _taken(
    met: Sequence[Met], decisions: Sequence[CitationDecision], references: Sequence[Reference]
) -> tuple[dict[int, CitationDecision], tuple[tuple[CitationDecision, str], ...]]:
    """The choice for each citation, by its number in `met`, and the choices that fit nothing."""
    places, entries = Places(met), _Entries(references)
    taken: dict[int, CitationDecision] = {}
    stale: list[tuple[CitationDecision, str]] = []
    for decision in sorted(decisions, key=lambda one: bool(one.place)):
        key, unfit = entries.find(decision)
        if not unfit and (at := places.of(decision)):
            taken.update(dict.fromkeys(at, replace(decision, key=key)))
        else:
            stale.append((decision, unfit or "no citation of the text fits it"))
    return taken, tuple(stale)


def _heeded(met: Met, decision: CitationDecision | None) -> Met | None:
    """What `decision` makes of a citation; None when the words cite nothing."""
    if decision is None:
        return met
    if decision.verdict == "none":
        return None
    keys = (decision.key,) if decision.key else ()
    citation = replace(
        met.citation,
        status="exact" if keys else "missing",
        keys=keys,
        candidates=(),
        hint="",
        verdict=decision.verdict,
    )
    return replace(met, citation=citation, reached=keys)


class _Entries:
    """The entries of a list by key and by their first words."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self._words = {reference.key: letters(reference.raw) for reference in references}

    def find(self, decision: CitationDecision) -> tuple[str, str]:
        """The key of the entry that `decision` means and "", or "" and why there is none.

        No entry is wanted for words that are no citation or stay as they are written.
        """
        key, quoted = decision.key, letters(decision.entry)
        if decision.verdict != "entry" and not key:
            return "", ""
        own = self._words.get(key)
        if own is not None and own.startswith(quoted):
            return key, ""
        if not quoted:
            return "", f"no entry bears the key `{key}`"
        fitting = list(self._beginning(quoted))
        if not fitting and own is not None and _alike(own[: len(quoted)], quoted):
            fitting = [key]
        if len(fitting) == 1:
            return fitting[0], ""
        return "", f"{len(fitting) or 'no'} entries begin with “{decision.entry}”"

    def _beginning(self, quoted: str) -> Iterator[str]:
        return (key for key, words in self._words.items() if words.startswith(quoted))


def _alike(one: str, other: str) -> bool:
    from rapidfuzz.fuzz import ratio  # only a desk with decisions needs it

    return ratio(one, other) >= ALIKE
