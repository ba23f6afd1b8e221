"""The editor's choices: which entry a citation means, or that it means none.

A choice quotes the words of the citation and those around it, as received, and how its entry
begins. Letters and digits are compared, so that words as received are found in the edited text.
Where an edit has changed a letter, the one place counts that is much like the quoted one.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from copydesk.citations.passages import Linked
from copydesk.model import Citation, CitationDecision, Reference
from copydesk.review.sidecar import anchors
from copydesk.review.sidecar.values import letters


@dataclass(frozen=True, slots=True)
class Settled:
    """Citations with the editor's choices applied.

    `reached` names the entries that they lead to or may mean. `decided` holds those that
    she decided on as they were found, each with her choice; words that she says cite
    nothing are there alone. `stale` are choices that fit nothing, each with the reason.
    """

    citations: tuple[Citation, ...]
    reached: frozenset[str]
    decided: tuple[tuple[Citation, CitationDecision], ...]
    stale: tuple[tuple[CitationDecision, str], ...]


def apply_choices(
    found: Iterable[Linked], decisions: Sequence[CitationDecision], references: Sequence[Reference]
) -> Settled:
    """The citations that were `found`, each with its id, and what the editor chose for them.

    Of two choices for one citation the one with a place wins, and then the later one. The
    key of a choice in `decided` is the one that its entry bears now.
    """
    met = give_ids(found)
    taken: dict[int, CitationDecision] = {}
    stale: list[tuple[CitationDecision, str]] = []
    places = _Places(met) if decisions else None
    entries = {reference.key: letters(reference.raw) for reference in references}
    for decision in sorted(decisions, key=lambda one: bool(one.place)):
        key, unfit = _find_entry(decision, entries)
        if not unfit and places and (at := places.find(decision)):
            taken.update(dict.fromkeys(at, replace(decision, key=key)))
        else:
            stale.append((decision, unfit or "no citation of the text fits it"))
    rows = [_apply(one, taken.get(number)) for number, one in enumerate(met)]
    kept = [one for one in rows if one is not None]
    return Settled(
        citations=tuple(one.citation for one in kept),
        reached=frozenset(key for one in kept for key in one.reached),
        decided=tuple((met[number].citation, taken[number]) for number in sorted(taken)),
        stale=tuple(stale),
    )


def give_ids(found: Iterable[Linked]) -> tuple[Linked, ...]:
    """`found`, each citation with an id that survives the renumbering of lines and groups.

    It is a hash of the letters of its words and of those around it, as many as an edit quotes;
    equal ones are told apart by numbers, as edits are.
    """
    used: Counter[str] = Counter()
    rows = []
    for one in found:
        citation = one.citation
        low = max(0, citation.start - anchors.QUOTED)
        near = one.text[low : citation.end + anchors.QUOTED]
        text = f"{letters(citation.text)}\x1f{letters(near)}"
        name = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
        number = f"{name}~{used[name]}" if used[name] else name
        used[name] += 1
        rows.append(replace(one, citation=replace(citation, id=number, around=near)))
    return tuple(rows)


def _apply(one: Linked, decision: CitationDecision | None) -> Linked | None:
    """What `decision` makes of a citation; None when the words cite nothing."""
    if decision is None:
        return one
    if decision.verdict == "none":
        return None
    keys = (decision.key,) if decision.key else ()
    citation = replace(
        one.citation,
        status="exact" if keys else "missing",
        keys=keys,
        candidates=(),
        hint="",
        verdict=decision.verdict,
    )
    return replace(one, citation=citation, reached=keys)


def _find_entry(decision: CitationDecision, entries: dict[str, str]) -> tuple[str, str]:
    """The key of the entry that `decision` means and "", or "" and why there is none.

    `entries` are the letters of the entries by key. None is wanted for words that are no
    citation or stay as they are written.
    """
    key, quoted = decision.key, letters(decision.entry)
    if decision.verdict != "entry" and not key:
        return "", ""
    own = entries.get(key)
    if own is not None and own.startswith(quoted):
        return key, ""
    if not quoted:
        return "", f"no entry bears the key `{key}`"
    fitting = [one for one, said in entries.items() if said.startswith(quoted)]
    if not fitting and own is not None:
        from rapidfuzz.fuzz import ratio  # only a desk with decisions needs it

        fitting = [key] if ratio(own[: len(quoted)], quoted) >= anchors.ALIKE else []
    if len(fitting) == 1:
        return fitting[0], ""
    return "", f"{len(fitting) or 'no'} entries begin with “{decision.entry}”"


class _Places:
    """Citations by their words, in the texts they stand in."""

    def __init__(self, met: Sequence[Linked]) -> None:
        self._met = met
        self._by_words: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._by_place: dict[tuple[str, str], list[int]] = defaultdict(list)
        alone = Counter(one.citation.group for one in met)
        for number, one in enumerate(met):
            citation = one.citation
            words = {letters(citation.text)}
            if alone[citation.group] == 1:
                words.add(letters(one.text[citation.start : citation.end]))
            for said in words:
                self._by_words[said][one.text].append(number)
                self._by_place[said, letters(citation.around)].append(number)

    def find(self, decision: CitationDecision) -> tuple[int, ...]:
        """The numbers of the citations that `decision` was made on.

        Without a place, all that have its words; with one, those with that very place around
        them, else in each text that holds it the nearest one, else the only one much like it.
        """
        said, place = letters(decision.text), letters(decision.place)
        texts = self._by_words.get(said, {})
        if not decision.place:
            return tuple(number for numbers in texts.values() for number in numbers)
        if very := self._by_place.get((said, place)):
            return tuple(very)
        near = (
            number for text, rows in texts.items() for number in self._nearest(text, rows, place)
        )
        return tuple(near) or self._find_alike(said, place)

    def _nearest(self, text: str, numbers: Sequence[int], place: str) -> Iterator[int]:
        """Those of `numbers` that stand nearest to `place`; several of one bracket may."""
        pieces = [letters(sign) for sign in text]
        at = "".join(pieces).find(place)
        if at < 0:
            return
        ends = [0, *accumulate(map(len, pieces))]
        cites = ((number, self._met[number].citation) for number in numbers)
        middle = 2 * at + len(place)
        spots = {number: abs(ends[one.start] + ends[one.end] - middle) for number, one in cites}
        best = min(spots.values())
        yield from (number for number, spot in spots.items() if spot == best)

    def _find_alike(self, said: str, place: str) -> tuple[int, ...]:
        """The citation whose words and surroundings are much like those of a decision.

        Its digits must be the same: another year or number is another citation.
        """
        from rapidfuzz.fuzz import partial_ratio, ratio  # only a desk with decisions needs it

        digits = [*filter(str.isdigit, said)]
        ranked: list[tuple[float, int]] = []
        for number, one in enumerate(self._met):
            words = letters(one.citation.text)
            if [*filter(str.isdigit, words)] == digits and ratio(words, said) >= anchors.ALIKE:
                start, end = one.citation.start, one.citation.end
                near = letters(one.text[max(0, start - len(place)) : end + len(place)])
                ranked.append((partial_ratio(place, near), number))
        best = anchors.pick_winner(ranked)
        return () if best is None else (best,)
