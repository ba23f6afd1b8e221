"""What a finder hands over: the citations of one bracket, sign or note, linked to entries."""

from __future__ import annotations

from dataclasses import dataclass, replace

from copydesk.citations.outcome import Match
from copydesk.model import Citation, Inline


@dataclass(frozen=True, slots=True)
class Said:
    """A run of inline content in which citations are looked for; `text` is its plain text.

    `note` counts the notes of the article up to the one that it stands in, 0 outside of them.
    """

    content: tuple[Inline, ...]
    text: str
    note: int = 0


@dataclass(frozen=True, slots=True)
class Linked:
    """A citation with all the entries it may mean, of which it shows the likeliest alone."""

    citation: Citation
    reached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The citations of the words at `[start, end)` of a text.

    They do not know yet where in the article they stand; `walk` tells them.
    """

    start: int
    end: int
    linked: tuple[Linked, ...]


def linked(citation: Citation, match: Match) -> Linked:
    """`citation` with what `match` found for it."""
    rest = len(match.all) - len(match.candidates)
    more = f"{rest} more entries bear the name and year" if rest > 0 else ""
    found = replace(
        citation,
        status=match.status,
        keys=match.keys,
        candidates=match.candidates,
        hint=match.hint or more,
    )
    return Linked(found, (*match.keys, *match.all))
