"""What an editor decided in a review copy: what came back, held against the article as it is now.

Where the line is the one that the copy showed, all that differs is hers. Where the author has
changed it since, only what she had tracked is: whatever else differs may be the author's. What
fits nothing for certain is told, with its line and its words; nothing is taken by guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from copydesk.clean import OWN, UNREFUSABLE
from copydesk.model import Article, Decision, Decisions, Edit, Verdict
from copydesk.readers.word.manifest import FORBIDDEN, fingerprint
from copydesk.readers.word.reviewed import Paragraph, Reviewed
from copydesk.review import tracked
from copydesk.review.changed_lines import removals
from copydesk.review.sidecar import anchors
from copydesk.review.word_back import pairs, passages, story
from copydesk.review.word_back.basis import basis
from copydesk.review.word_back.blocks import Block, in_a_row, is_seen, same
from copydesk.review.word_back.passages import Passage
from copydesk.review.word_back.search import View
from copydesk.review.word_back.story import Atom

#: What comes back is a copy of the article when they agree in so much of the shorter one.
_FITS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Note:
    """What is told and not taken; `line` is 0 when it is about no line."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Received letters `[start, end)` of a line, and what the editor wrote in their place."""

    line: int
    start: int
    end: int
    now: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What an editor decided. `wanted` is what each line that she decided on is to say.

    `dropped` are earlier rewritings that she took back, or wrote over. `left` changes still wait
    for her. `places` has the line of each paragraph by its place in the file; what does not fit
    is no copy of the article.
    """

    verdicts: tuple[tuple[Edit, Verdict], ...] = ()
    rewritten: tuple[Rewritten, ...] = ()
    dropped: tuple[Decision, ...] = ()
    wanted: Mapping[int, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    left: int = 0
    places: Mapping[int, int] = field(default_factory=dict)
    fits: bool = True


def decided(article: Article, reviewed: Reviewed, decisions: Decisions) -> Decided:
    """What `reviewed` decides on `article`, whose sidecar has the `decisions`."""
    return _Reading(article, reviewed, decisions).all()


class _Reading:
    """Goes through the lines, group by group."""

    def __init__(self, article: Article, reviewed: Reviewed, decisions: Decisions) -> None:
        edited = article.edited
        self._article = article
        self._reviewed = reviewed
        self._received = edited.submission.lines
        self._pieces = list(tracked.of(edited))
        self._basis = basis(article, reviewed, decisions)
        self._out = removals(article)
        text = anchors.Received.of(self._received)
        spans = ((one, anchors.find(one, text)) for one in decisions.rewrites)
        self._rewrites = [(one, span) for one, span in spans if span is not None]
        self._verdicts: list[tuple[Edit, Verdict]] = []
        self._rewritten: list[Rewritten] = []
        self._dropped: list[Decision] = []
        self._wanted: dict[int, str] = {}
        self._loose: set[int] = set()
        self._notes: list[Note] = []
        self._left = 0

    def all(self) -> Decided:
        """What was decided on all lines."""
        lines = [
            pairs.Texts(FORBIDDEN.sub("", line.text), FORBIDDEN.sub("", now.text))
            for line, now in zip(self._received, self._article.edited.lines, strict=True)
        ]
        paragraphs = [
            pairs.Texts(one.text("kept", "taken"), one.text("kept", "given"))
            for one in self._reviewed.paragraphs
        ]
        groups = pairs.paired(lines, paragraphs)
        last = 0
        places: dict[int, int] = {}
        for group in groups:
            if not group.paragraphs:
                self._gone(group.lines[0] + 1)
            elif not group.lines:
                self._added(last, self._reviewed.paragraphs[group.paragraphs[0]])
            else:
                self._both(group)
            last = group.lines[-1] + 1 if group.lines else last
            places |= dict.fromkeys(group.paragraphs, group.lines[0] + 1 if group.lines else last)
        wanted = {line: text for line, text in self._wanted.items() if line not in self._loose}
        fits = pairs.agreement(groups, lines, paragraphs) >= _FITS
        return Decided(
            tuple(self._verdicts), tuple(self._rewritten), tuple(dict.fromkeys(self._dropped)),
            wanted, tuple(self._notes), self._left, places, fits,
        )  # fmt: skip

    def _note(self, line: int, message: str) -> None:
        self._notes.append(Note(line, message))

    def _knows(self, number: int) -> bool:
        """Whether the copy showed the line `number` as it was received."""
        text = self._received[number - 1].text
        known = self._basis.lines if self._basis else frozenset()
        return not text.strip() or fingerprint(text) in known

    def _showed(self, edit: Edit) -> bool:
        return self._basis is not None and edit.id in self._basis.changes

    # ── lines and paragraphs that stand alone ────────────────────────────────

    def _gone(self, number: int) -> None:
        """A line that is in the copy no more."""
        text, now = self._received[number - 1].text, self._article.edited.lines[number - 1].text
        if not text.strip() or not now.strip():  # our own changes left nothing to be seen of it
            verdict: Verdict = "stet" if now.strip() else "accept"
            edits = {id(one.edit): one.edit for one in self._pieces[number - 1] if one.edit}
            self._verdicts += [(edit, verdict) for edit in edits.values() if self._showed(edit)]
            return
        if number in self._out or not self._knows(number):
            return  # it is in no output; or it is new, and was never in the copy
        self._rewritten.append(Rewritten(number, 0, len(text), ""))
        self._wanted[number] = ""
        self._dropped += [one for one, span in self._rewrites if span[0] == number]

    def _added(self, last: int, paragraph: Paragraph) -> None:
        """A paragraph that is no line of the submission."""
        words = paragraph.text("kept", "given").strip()
        tracked = any(one.fate != "kept" for one in paragraph.stretches)
        known = self._basis.lines if self._basis else frozenset()
        if not words and not paragraph.text("taken"):
            return
        if fingerprint(paragraph.text("kept", "taken")) in known:
            if tracked:
                self._note(
                    last,
                    f"the paragraph `{words}` is no line of the submission any more; what was"
                    " done to it is not taken",
                )
        elif words:
            self._note(
                last,
                f"a paragraph stands behind this line that the submission has not: `{words}`;"
                " put it into the submission",
            )
        self._beside(last, paragraph)

    def _beside(self, line: int, paragraph: Paragraph) -> None:
        for one in paragraph.beside:
            self._note(line, f"{one} was put in, which no edit holds; put it into the submission")

    # ── lines that came back ─────────────────────────────────────────────────

    def _both(self, group: pairs.Group) -> None:
        numbers = [place + 1 for place in group.lines]
        paragraphs = [self._reviewed.paragraphs[place] for place in group.paragraphs]
        if group.moved:
            self._note(
                numbers[0],
                "the paragraph stands elsewhere in the file; move it in the submission",
            )
        for paragraph in paragraphs:
            self._beside(numbers[0], paragraph)
        if paragraphs[-1].end == "taken" and paragraphs[-1].text("kept", "given").strip():
            self._joined(numbers[-1])
        block = Block(numbers, [self._received[number - 1].text for number in numbers])
        shown = list(block.pieces([self._pieces[number - 1] for number in numbers]))
        came = in_a_row(paragraphs)
        if same(shown, came):
            self._left += len({id(one.edit) for one in shown if one.edit and is_seen(one)})
            return
        found = story.told(shown, came)
        if found is None:
            self._anew(block, paragraphs)
        else:
            self._take(block, found)

    def _joined(self, number: int) -> None:
        self._note(
            number, "the line was joined with the next one; lines are joined in the submission only"
        )

    def _anew(self, block: Block, paragraphs: Sequence[Paragraph]) -> None:
        """A line that was written anew from end to end."""
        words = "\n".join(one.text("kept", "given") for one in paragraphs)
        number = block.numbers[0]
        if (
            len(block.numbers) > 1
            or "\n" in words
            or number in self._out
            or not self._knows(number)
        ):
            self._note(number, f"the text was written anew and fits no line for certain: `{words}`")
            return
        self._rewritten.append(Rewritten(number, 0, len(block.text), words))
        self._wanted[number] = words
        self._dropped += [one for one, span in self._rewrites if span[0] == number]

    def _take(self, block: Block, found: story.Story) -> None:
        """Take what a story tells of lines."""
        rows_, breaks = passages.without_breaks(found.atoms, block.text)
        atoms = list(rows_)
        for one in breaks:
            number, _ = block.place(one.at)
            if one.parted:
                words = anchors.shown(block.text[one.at :].strip().partition("\n")[0])
                self._note(
                    number,
                    f"the line was parted before `{words}`; lines are parted in the submission"
                    " only",
                )
            else:
                self._joined(number)
        if not all(map(self._knows, block.numbers)):
            atoms = self._certain(block, atoms, found)
        views = {id(edit): view for edit, view in found.views}
        atoms = self._unshown(atoms, views)
        proposed = self._as_proposed(block, atoms)
        rows = self._passages(block, atoms)
        covered = _edits(rows, atoms)
        restored = [row for row in rows if row.now == block.text[row.start : row.end]]
        refused = _edits(restored, atoms)
        verdicts = [
            (edit, verdict)
            for edit, view in found.views
            if id(edit) not in covered or id(edit) in refused
            if (verdict := self._verdict(edit, "rejected" if id(edit) in refused else view))
        ]
        self._left += sum(view == "left" for _, view in found.views)
        taken = [row for row in proposed if id(row[0]) not in covered]
        written = [row for row in rows if row not in restored]
        self._settle(block, written, atoms, [*verdicts, *taken])

    def _settle(
        self,
        block: Block,
        rows: Sequence[Passage],
        atoms: Sequence[Atom],
        verdicts: Sequence[tuple[Edit, Verdict]],
    ) -> None:
        """Enter what was decided on the lines of `block`, and what they are to say."""
        wanted = block.lines(atoms)
        for edit, verdict in verdicts:
            if edit.rule in OWN:
                self._dropped += [
                    one for one, span in self._rewrites if _overlap(anchors.place(edit), span)
                ]
                self._loose.add(edit.line)  # rules see the words again that were hers
            else:
                self._verdicts.append((edit, verdict))
            self._wanted[edit.line] = wanted[edit.line]
        for row in rows:
            number, start = block.place(row.start)
            end = start + row.end - row.start
            if number in self._out:
                if wanted[number].strip():
                    change = f"`{block.text[row.start : row.end]}` → `{row.now}`"
                    self._note(number, f"{change}: the line is not part of the article")
                continue
            self._dropped += [
                one for one, span in self._rewrites if _overlap((number, start, end), span)
            ]
            self._rewritten.append(Rewritten(number, start, end, row.now))
            self._wanted[number] = wanted[number]

    def _verdict(self, edit: Edit, view: View) -> Verdict | None:
        """The verdict on a change of ours that is tracked; None for none."""
        if view == "accepted" and edit.rule not in OWN and self._basis is not None:
            return "accept"
        if view != "rejected" or not self._showed(edit):
            return None
        if edit.rule in UNREFUSABLE:
            self._note(edit.line, f"`{edit.id}` ({edit.rule}) cannot be refused; it stays")
            return None
        return "stet"

    def _unshown(self, atoms: Sequence[Atom], views: Mapping[int, View]) -> list[Atom]:
        """`atoms`, in which changes that the copy did not show stand as they were made.

        Unless she wrote the same right there herself, which such a change only repeats.
        """
        rows = list(atoms)
        for edit, first, last in passages.hulls(atoms):
            unseen = edit.rule in UNREFUSABLE or not self._showed(edit)
            if views.get(id(edit)) != "rejected" or not unseen:
                continue
            around = atoms[max(first - 1, 0) : last + 2]
            run = passages.written_around(atoms, first, last)
            given = "".join(one.made for one in atoms[first : last + 1] if one.edit is edit)
            same = any(one.hers for one in around) and (
                edit.rule in OWN or (given != "" and given in run)
            )
            for place in range(first, last + 1):
                if atoms[place].edit is edit:
                    now = atoms[place].now if same else atoms[place].made
                    rows[place] = replace(atoms[place], now=now, hers=same)
        return rows

    def _certain(self, block: Block, atoms: Sequence[Atom], found: story.Story) -> list[Atom]:
        """`atoms` of lines that the author changed since: hers is only what she had tracked."""
        rows = passages.only_tracked(atoms)
        told = [
            f"`{block.text[one.start : one.end]}` → `{one.now}`"
            for one in passages.passages(atoms, block.text)
            if not all(atom.tracked for atom in atoms[one.first : one.last + 1] if atom.hers)
        ]
        author = self._basis is not None and fingerprint(found.base) in self._basis.lines
        if told and not author:
            self._note(
                block.numbers[0],
                "the line is not the one that the copy was made from; of what differs only"
                f" tracked changes are taken, and not {', '.join(told)}",
            )
        return rows

    # ── what she wrote herself ───────────────────────────────────────────────

    def _passages(self, block: Block, atoms: list[Atom]) -> list[Passage]:
        """The passages that she changed, each with all earlier words of hers that it overlaps."""
        rows = passages.passages(atoms, block.text)
        for _, span in self._rewrites:
            if span[0] not in block.numbers:
                continue
            base = block.starts[block.numbers.index(span[0])]
            start, end = base + span[1], base + span[2]
            for row in rows:
                if row.start < end and start < row.end:
                    for place, atom in enumerate(atoms):
                        if start <= atom.start and atom.end <= end:
                            atoms[place] = replace(atom, hers=True)
        # What the article says already, by a change or an earlier rewriting, is nothing new.
        return [
            row
            for row in passages.passages(atoms, block.text)
            if row.now != "".join(atom.made for atom in atoms[row.first : row.last + 1])
        ]

    def _as_proposed(self, block: Block, atoms: list[Atom]) -> list[tuple[Edit, Verdict]]:
        """The verdicts on what she did that is just what a change proposes, which is then ours.

        A change that she has refused since, and that the copy shows as it was, is nothing new.
        """
        verdicts: list[tuple[Edit, Verdict]] = []
        for edit in self._article.edited.ledger:
            if edit.status == "applied" or edit.line not in block.numbers:
                continue
            places = block.as_proposed(edit, atoms)
            hers = [place for place in places if atoms[place].hers]
            if not hers:
                continue
            left = self._showed(edit) and all(atoms[place].tracked for place in hers)
            for place in hers:
                atom = atoms[place]
                atoms[place] = replace(atom, now=atom.made if left else atom.now, hers=False)
            for place in places:  # a passage of hers takes in all of it or nothing
                atoms[place] = replace(atoms[place], edit=edit)
            if left:
                self._left += 1
            else:
                verdicts.append((edit, "accept"))
        return verdicts


def _edits(rows: Iterable[Passage], atoms: Sequence[Atom]) -> set[int]:
    """The changes, by their identity, of which anything stands in one of the passages `rows`."""
    return {id(atom.edit) for row in rows for atom in atoms[row.first : row.last + 1]}


def _overlap(one: anchors.Span, other: anchors.Span) -> bool:
    return one == other or (one[0] == other[0] and one[1] < other[2] and other[1] < one[2])
