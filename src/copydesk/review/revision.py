"""What a new version of a submission changed, and which of the editor's decisions fit it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from copydesk.builder import colophon, received_texts, single_article
from copydesk.config import Config
from copydesk.model import Article, Decision, Decisions, Edit, Query
from copydesk.review.decisions.changes import match_decisions

Kind: TypeAlias = Literal["added", "removed", "changed"]
Part: TypeAlias = Literal["kept", "taken", "given"]

#: So alike are two lines of which one is the other, changed (0 to 100).
_SAME: Final = 50
#: So many lines further it is looked for, so that the work grows with the text alone.
_AHEAD: Final = 40
#: Whether both are the same there, and the place in either.
_Block: TypeAlias = tuple[bool, tuple[int, int], tuple[int, int]]
_TOKEN: Final = re.compile(r"\S+\s*|\s+")
#: Words kept between two changes that are fewer are shown as changed with them.
_FEW: Final = 1


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that is not what it was: its number then and now, 0 where it is not, its words."""

    kind: Kind
    old: int
    new: int
    parts: tuple[tuple[Part, str], ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """A submission against what was built last.

    `against` says which version it is held against: the one last built, the one built
    before that when nothing has changed since, or none that is known. `held` decisions fit
    as they stand, `moved` ones follow their edit under another id, `stale` ones fit nothing.
    """

    against: Literal["last", "before", "none", "unknown"]
    changes: tuple[LineChange, ...] = ()
    held: int = 0
    moved: tuple[tuple[Decision, Edit], ...] = ()
    stale: tuple[Query, ...] = ()

    def count(self, kind: Kind) -> int:
        """How many lines were so changed."""
        return sum(change.kind == kind for change in self.changes)

    def record(self) -> dict[str, Any]:
        """The revision as a JSON object."""
        changes = [
            {"kind": change.kind, "old": change.old or None, "new": change.new or None,
             "parts": [list(part) for part in change.parts]}
            for change in self.changes
        ]  # fmt: skip
        moved = [
            {"from": decision.id, "to": edit.id, "rule": edit.rule, "verdict": decision.verdict,
             "line": edit.line}
            for decision, edit in self.moved
        ]  # fmt: skip
        stale = [{"id": query.id, "message": query.message} for query in self.stale]
        return {
            "revision": {"against": self.against, "changes": changes},
            "decisions": {"fit": self.held, "moved": moved, "stale": stale},
        }


def compare_revision(root: Path, config: Config, source: str, slug: str) -> Revision:
    """How the submission `source` stands to what the article `slug` was built from.

    Reads the article. Raises what reading it raises.
    """
    article = single_article.read_article(root, config, source)
    _, decisions = single_article.load_decisions(root, config, source)
    now = tuple(line.text for line in article.edited.submission.lines)
    against, then = _earlier(root / config.out, slug, now)
    return Revision(against, tuple(find_differences(then, now)), *_decisions(article, decisions))


def _earlier(
    out: Path, slug: str, now: tuple[str, ...]
) -> tuple[Literal["last", "before", "none", "unknown"], tuple[str, ...]]:
    """The lines to hold `now` against, and which version they are of."""
    built = colophon.read(out / slug)
    if built is None:
        return "none", now
    known = received_texts.load_texts(out, slug)
    sent = dict(built.inputs).get("submission")
    last = next((one for one in known if one.sha256 == sent), None)
    if last is None:
        return "unknown", now
    if last.lines != now:
        return "last", last.lines
    before = known[known.index(last) + 1 :]
    return ("before", before[0].lines) if before else ("last", now)


def _decisions(
    article: Article, decisions: Decisions
) -> tuple[int, tuple[tuple[Decision, Edit], ...], tuple[Query, ...]]:
    moved = tuple(
        (one, edit)
        for one, edit in match_decisions(article, decisions.edits)
        if edit is not None and edit.id != one.id
    )
    stale = tuple(one for one in article.queries if one.code == "desk.stale-decision")
    groups = (
        decisions.edits, decisions.roles, decisions.citations, decisions.references,
        decisions.rewrites, decisions.pictures,
    )  # fmt: skip
    total = sum(map(len, groups))
    return max(0, total - len(moved) - len(stale)), moved, stale


# ── lines ────────────────────────────────────────────────────────────────────


def find_differences(then: Sequence[str], now: Sequence[str]) -> Iterator[LineChange]:
    """The lines of `now` that were not so `then`, in order; empty lines and blanks do not count.

    >>> found = find_differences(["a", "b b b"], ["a", "b c b", "d"])
    >>> [(one.kind, one.old, one.new) for one in found]
    [('changed', 2, 2), ('added', 0, 3)]
    """
    old = [(number, text) for number, text in enumerate(then, 1) if text.strip()]
    new = [(number, text) for number, text in enumerate(now, 1) if text.strip()]
    before, after = ([" ".join(text.split()) for _, text in rows] for rows in (old, new))
    for same, (low, high), (start, end) in _blocks(before, after):
        if not same:
            yield from _paired(old[low:high], new[start:end])


def _blocks(before: Sequence[str], after: Sequence[str]) -> Iterator[_Block]:
    """Runs of `before` and `after` that are the same, and what stands between these."""
    from rapidfuzz.distance import Indel

    for same, run in groupby(Indel.opcodes(before, after), lambda block: block.tag == "equal"):
        first, *more = run
        last = more[-1] if more else first
        yield same, (first.src_start, last.src_end), (first.dest_start, last.dest_end)


_Rows: TypeAlias = Sequence[tuple[int, str]]


def _paired(old: _Rows, new: _Rows) -> Iterator[LineChange]:
    """The changes from the lines `old` to `new`, each line of one beside its like of the other."""
    from rapidfuzz.fuzz import ratio

    start = 0
    for number, text in old:
        near = range(start, min(start + _AHEAD, len(new)))
        like = next((at for at in near if ratio(text, new[at][1]) > _SAME), None)
        if like is None:
            yield LineChange("removed", number, 0, (("taken", text),))
            continue
        yield from (
            LineChange("added", 0, at, (("given", words),)) for at, words in new[start:like]
        )
        there, words = new[like]
        yield LineChange("changed", number, there, tuple(word_changes(text, words)))
        start = like + 1
    yield from (LineChange("added", 0, at, (("given", words),)) for at, words in new[start:])


def word_changes(old: str, new: str) -> Iterator[tuple[Part, str]]:
    """What was kept, taken and given between two texts, by words.

    >>> list(word_changes("the nine states met", "the ten states met"))
    [('kept', 'the '), ('taken', 'nine '), ('given', 'ten '), ('kept', 'states met')]
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    blocks = tuple(_blocks(before, after))
    ends = blocks[:1] + blocks[-1:]

    def is_kept(block: _Block) -> bool:
        same, (low, high), _ = block
        return same and (block in ends or high - low > _FEW)

    for kept, run in groupby(blocks, is_kept):
        part = list(run)
        taken = "".join(before[part[0][1][0] : part[-1][1][1]])
        given = "".join(after[part[0][2][0] : part[-1][2][1]])
        rows: tuple[tuple[Part, str], ...] = (("taken", taken), ("given", given))
        if kept:
            rows = (("kept", taken),)
        yield from (row for row in rows if row[1])
