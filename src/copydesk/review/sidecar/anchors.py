"""Where a decision belongs now: found by the words it quotes, never by an offset or a guess.

A decision bears the id of its edit, a hash of rule, text and 32 received characters either
side. Afterwards it belongs to the one edit with that id; failing that, to the one of the same
rule and text whose surroundings are much like those it quotes, and clearly more so than any
other's; failing that, to none.

Where another edit looks much the same when the decision is made, it quotes as much more of
the text as makes them unlike. Where two share an id, or no such quotation is to be had, it
has an ordinal, and belongs only to the edit whose surroundings are exactly those it quotes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, TypeAlias, TypeVar

from copydesk.errors import UsageError
from copydesk.model import (
    CitationDecision,
    Decision,
    Edit,
    Line,
    PictureDecision,
    ReferenceDecision,
    RoleDecision,
    Submission,
    Verdict,
)
from copydesk.registry import EDITOR

#: Received characters either side that a decision quotes; as many as make an edit's id.
QUOTED: Final = 32
#: What a decision quotes at most to tell its edit from others with the same id.
MOST: Final = 4096
#: What it quotes at most to be unlike others, whose ids tell them apart.
WIDE: Final = 512

#: What the rules of the structure begin with, whose ids hang on the received line alone.
STRUCTURE: Final = "structure."
#: Characters of a passage by which a message names it.
SHOWN: Final = 61
#: And of a line or an entry, which editors know by more than its beginning.
LINE: Final = 400

#: How alike the words around a decision must be to carry it over (0 to 100), and by how
#: much the best place must beat the next.
ALIKE: Final = 80
CLEAR: Final = 5

Span: TypeAlias = tuple[int, int, int]
"""A place in the text as received: line, start, end."""

Row: TypeAlias = Decision | RoleDecision | CitationDecision | ReferenceDecision | PictureDecision
"""A decision of any kind, which is one row of a table."""

_Place = TypeVar("_Place")


@dataclass(frozen=True, slots=True)
class Received:
    """The lines as received in one text, so that the words around a place can be read off."""

    text: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Received:
        """The text of `lines`."""
        texts = [line.text for line in lines]
        return cls("\n".join(texts), tuple(accumulate((len(one) + 1 for one in texts), initial=0)))

    def around(self, span: Span, size: int = QUOTED) -> tuple[str, str]:
        r"""The words before and behind `span`: up to 32 within its line, more across lines.

        >>> received = Received.of((Line(1, "Quay"), Line(2, "the  bloc")))
        >>> received.around((2, 3, 5)), received.around((2, 3, 5), 64)
        (('the', 'bloc'), ('Quay\nthe', 'bloc'))
        """
        line, start, end = span
        base = self.starts[line - 1]
        low, high = (base, self.starts[line] - 1) if size <= QUOTED else (0, len(self.text))
        start, end = base + start, base + end
        return self.text[max(low, start - size) : start], self.text[end : min(high, end + size)]

    def fits(self, said: tuple[str, str], span: Span) -> bool:
        """Whether the words `said` stand right before and right behind `span`."""
        line, start, end = span
        base = self.starts[line - 1]
        prefix, suffix = said
        behind = self.text.startswith(suffix, base + end)
        return behind and self.text.endswith(prefix, 0, base + start)

    def words(self, span: Span) -> str:
        """The words at `span`."""
        line, start, end = span
        return self.text[self.starts[line - 1] + start : self.starts[line - 1] + end]

    def spans(self, words: str) -> Iterator[Span]:
        """Every place where `words` stand within a line; no edit goes beyond the end of one."""
        at = self.text.find(words) if words and "\n" not in words else -1
        while at >= 0:
            line = bisect_right(self.starts, at)
            start = at - self.starts[line - 1]
            yield line, start, start + len(words)
            at = self.text.find(words, at + len(words))


def locate_edit(edit: Edit) -> Span:
    """Where `edit` stands in the text as received."""
    return edit.line, *edit.span


def shorten_words(words: str, most: int = SHOWN) -> str:
    """`words` as a message names them: whole when they are few.

    >>> shorten_words("a large number of " * 9)
    'a large number of a large number of a large number of a larg…'
    """
    return words if len(words) <= most else f"{words[: most - 1]}…"


def strip_order(name: str) -> str:
    """The hash in an id, which edits that look alike share.

    >>> strip_order("c0efd359cc~1")
    'c0efd359cc'
    """
    return name.partition("~")[0]


def key_decision(one: Row) -> str:
    """What the question hangs on that `one` raises once it fits nothing any more.

    Whoever asks makes the id of the question of it, and whoever answers finds the decision by it.

    >>> key_decision(RoleDecision("Share", "body"))
    "RoleDecision(text='Share', role='body', prefix='', suffix='')"
    """
    return repr(one)


# ── quoting ──────────────────────────────────────────────────────────────────


def _tell(
    span: Span, alike: Sequence[Span] | None, equal: Sequence[Span], received: Received
) -> tuple[tuple[str, str] | None, bool]:
    """The received words that tell `span` from `equal` places, and whether they always will.

    They will where they are much unlike those around all of `alike`; None says that none are,
    and where they are much the same however many are quoted, an edit of `alike` would be taken
    for the one at `span` as soon as its own surroundings changed. No words, where the text
    repeats itself there.
    """
    sizes = [QUOTED << step for step in range((MOST // QUOTED).bit_length())]
    for said in (received.around(span, size) for size in sizes if size <= WIDE):
        if alike is not None and all(_alike(said, received, one) < ALIKE for one in alike):
            return said, True
    for said in (received.around(span, size) for size in sizes):
        if not any(received.fits(said, one) for one in equal):
            return said, False
    return None, False


def quote_edit(
    edit: Edit, submission: Submission, verdict: Verdict, ledger: Iterable[Edit] = ()
) -> Decision:
    """Quote `edit` in a decision that tells it from all others of `ledger`.

    Raises `UsageError` when nothing tells it from another.

    >>> received = Submission("a.txt", "", "text/plain", (Line(1, "the  bloc"),))
    >>> edit = Edit("space.double", 1, 3, "  ", " ", "", id="c0efd359cc", span=(3, 5))
    >>> quote_edit(edit, received, "stet").suffix
    'bloc'
    """
    text = submission.lines[edit.line - 1].text
    told = edit.rule, edit.before, edit.after
    like = [
        one for one in ledger if one.id != edit.id and (one.rule, one.before, one.after) == told
    ]
    equal = {locate_edit(one) for one in like if strip_order(one.id) == strip_order(edit.id)}
    # Equal lines share the hash of an id, edited or not.
    if edit.rule.startswith(STRUCTURE):
        lines = (line for line in submission.lines if line.text == text)
        equal |= {(line.number, *edit.span) for line in lines if line.number != edit.line}
    alike = None if equal else [*map(locate_edit, like)]
    received = Received.of(submission.lines)
    said, sure = _tell(locate_edit(edit), alike, sorted(equal), received)
    if said is None:
        message = f"the change `{edit.id}` is identical to another, and so is the text around it"
        hint = "change the submission so that the two differ"
        raise UsageError(message, hint=hint, code="usage.alike")
    order = 0 if sure else 1 + int(edit.id.partition("~")[2] or 0)
    exact = text[edit.span[0] : edit.span[1]]
    return Decision(edit.id, edit.rule, edit.before, edit.after, exact, *said, verdict, order)


def quote_words(span: Span, new: str, received: Received) -> Decision:
    """Quote the words at `span` in the decision that `new` stands in their place.

    Raises `UsageError` when nothing tells them from the same words elsewhere.
    """
    exact = received.words(span)
    others = tuple(one for one in received.spans(exact) if one != span)
    said, sure = _tell(span, others, others, received)
    if said is None:
        message = f"`{shorten_words(exact)}` cannot be distinguished from the same words elsewhere"
        raise UsageError(message, hint="quote more of the sentence", code="usage.alike")
    return Decision("", EDITOR, exact, new, exact, *said, "accept", 0 if sure else 1)


# ── finding again ────────────────────────────────────────────────────────────


def match_edits(
    decisions: Sequence[Decision], ledger: Iterable[Edit], received: Received
) -> list[Edit | None]:
    """The edit of `ledger` that each of `decisions` is about now; None where no one can say."""
    ledger = tuple(ledger)
    alike: dict[str, list[Edit]] = defaultdict(list)
    for edit in ledger:
        alike[strip_order(edit.id)].append(edit)
    found = [_named(one, alike.get(strip_order(one.id), ()), received) for one in decisions]
    taken = {edit.id for edit in found if edit is not None}
    free: dict[tuple[str, str, str], list[Edit]] = defaultdict(list)
    for edit in ledger:
        if edit.id not in taken:
            free[edit.rule, edit.before, edit.after].append(edit)
    claims: dict[str, list[tuple[float, tuple[int, Edit]]]] = defaultdict(list)
    for at, one in enumerate(decisions):
        # Among equals only the quoted words tell; and what was like no other when it was
        # decided on, and fits several now, is no answer.
        tied = one.ordinal or len(alike.get(strip_order(one.id), ())) > 1
        if found[at] is None and one.rule and not tied:
            likes = free.get((one.rule, one.before, one.after), [])
            scored = [(score_likeness(one, received, locate_edit(e)), e) for e in likes]
            if best := pick_winner(scored):
                score = next(score for score, edit in scored if edit is best)
                claims[best.id].append((score, (at, best)))
    for rows in claims.values():
        if best_claim := pick_winner(rows):
            at, edit = best_claim
            found[at] = edit
    return found


def _named(decision: Decision, alike: Sequence[Edit], received: Received) -> Edit | None:
    """The one of `alike`, all with the hash of its id, that `decision` names beyond doubt.

    One that quotes nothing, as an editor may write it by hand, is taken by its id.
    """
    if not decision.rule:
        return next((edit for edit in alike if edit.id == decision.id), None)
    if decision.ordinal or len(alike) > 1:
        said = decision.prefix, decision.suffix
        alike = [edit for edit in alike if received.fits(said, locate_edit(edit))]
    return alike[0] if len(alike) == 1 else None


def is_wide(said: tuple[str, str]) -> bool:
    """Whether `said` quotes more than a line, or more of it than makes an id."""
    return max(map(len, said)) > QUOTED or "\n" in "".join(said)


def find_span(decision: Decision, received: Received) -> Span | None:
    """Where the words that `decision` quotes stand; None when it is not clear."""
    spans = tuple(received.spans(decision.exact or decision.before))
    said = decision.prefix, decision.suffix
    fitting = [span for span in spans if received.fits(said, span)]
    if len(fitting) == 1 or decision.ordinal:
        return fitting[0] if len(fitting) == 1 else None
    return pick_winner([(score_likeness(decision, received, span), span) for span in spans])


def find_neighbours(lines: Sequence[Line], places: Sequence[int]) -> list[tuple[str, str]]:
    """The texts above and below the line at each of `places`, which rise; "" at an end of the text.

    A neighbour is the next line that says something: readers part blocks by empty lines.

    >>> find_neighbours([Line(1, "Quay "), Line(2, ""), Line(3, "bloc")], [0, 2])
    [('', 'bloc'), ('Quay', '')]
    """

    def nearest(order: Sequence[int], step: int, edge: int) -> Iterator[str]:
        said = ""
        for at in order:
            # As far as the place before, whose neighbour is that of this one if nothing is said.
            between = range(at + step, edge + step, step)
            said = next((text for one in between if (text := lines[one].text.strip())), said)
            edge = at
            yield said

    below = [*nearest(places[::-1], 1, len(lines) - 1)]
    return [*zip(nearest(places, -1, 0), below[::-1], strict=True)]


def find_place(
    decision: RoleDecision | PictureDecision, lines: Sequence[Line], candidates: Sequence[int]
) -> int | None:
    """The one of `candidates` whose neighbours fit `decision` best; None when several do alike.

    Candidates are places in `lines`, in the order of the text.
    """
    prefix, suffix = decision.prefix.strip(), decision.suffix.strip()
    around = find_neighbours(lines, candidates)
    fits = [(above == prefix) + (below == suffix) for above, below in around]
    best = max(fits, default=0)
    fitting = [at for at, fit in zip(candidates, fits, strict=True) if fit == best]
    return fitting[0] if len(fitting) == 1 else None


def score_likeness(decision: Decision, received: Received, span: Span) -> float:
    """How much the words around `span` are like those that `decision` quotes, 0 to 100."""
    return _alike((decision.prefix, decision.suffix), received, span)


def _alike(said: tuple[str, str], received: Received, span: Span) -> float:
    from rapidfuzz.fuzz import ratio  # only a desk with decisions needs it

    there = received.around(span)
    if is_wide(said):
        before, after = received.around(span, MOST)
        there = before[max(0, len(before) - len(said[0])) :], after[: len(said[1])]
    pairs = zip(said, there, strict=True)
    told = [(ratio(one, other), len(one)) for one, other in pairs if one]
    # Without a word of its surroundings a decision fits any place, if there is only one.
    size = sum(length for _, length in told)
    return sum(score * length for score, length in told) / size if told else 100.0


def pick_winner(places: Sequence[tuple[float, _Place]]) -> _Place | None:
    """The best of `places` by score, if it is good enough and clearly ahead of the next."""
    ranked = sorted(places, key=lambda place: -place[0])
    if not ranked or ranked[0][0] < ALIKE:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < CLEAR:
        return None
    return ranked[0][1]


def map_verdicts(decisions: Sequence[Decision], found: Iterable[Edit | None]) -> dict[str, Verdict]:
    """Edit id → verdict, for those of `decisions` that belong to an edit of `found`."""
    pairs = zip(decisions, found, strict=True)
    return {edit.id: decision.verdict for decision, edit in pairs if edit is not None}
