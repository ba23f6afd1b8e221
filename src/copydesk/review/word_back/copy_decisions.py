"""What an editor decided in a review copy: what came back, held against the article as it is now.

Where the line is the one that the copy showed, all that differs is hers. Where the author has
changed it since, only what she had tracked is: whatever else differs may be the author's. What
fits nothing for certain is told, with its line and its words; nothing is taken by guess.
"""

from __future__ import annotations

import re
import shlex
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Final, TypeVar

from copydesk.clean import OWN, UNREFUSABLE
from copydesk.model import Article, Decision, Decisions, Edit, Verdict
from copydesk.readers.word.manifest import (
    FORBIDDEN,
    Manifest,
    fingerprint,
    fingerprint_style,
    fingerprints,
)
from copydesk.readers.word.reviewed import Fate, Reviewed, ReviewedParagraph
from copydesk.review import tracked
from copydesk.review.changed_lines import find_removals
from copydesk.review.sidecar import anchors
from copydesk.review.word_back.alignment import LineGroup, TextPair, align_paragraphs
from copydesk.review.word_back.comparison import Atom, Comparison, View, compare_letters
from copydesk.review.word_back.own_words import (
    OwnWords,
    find_extents,
    find_own_words,
    keep_line_ends,
    keep_tracked,
)
from copydesk.review.word_out.writer import LEFT_OUT, ROLES
from copydesk.tables import load_table

_Row = TypeVar("_Row")

#: What comes back is a copy of the article when they agree in so much of the shorter one.
_FITS: Final = 0.5
#: Where a copy without its manifest names the hash of its submission.
_SENT: Final = re.compile(r"SHA-256 ([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class CopyNote:
    """What is told and not taken; `line` is 0 when it is about no line."""

    line: int
    message: str


@dataclass(slots=True)
class CopyDecisions:
    """What an editor decided. `wanted` is what each line that she decided on is to say.

    `rewritten` has what she wrote in place of received words; `dropped` are earlier rewritings that
    she took back, or wrote over. `left` changes still wait for her. `places` has the line of each
    paragraph by its place in the file; what does not fit is no copy of the article.
    """

    verdicts: list[tuple[Edit, Verdict]] = field(default_factory=list)
    rewritten: dict[anchors.Span, str] = field(default_factory=dict)
    dropped: list[Decision] = field(default_factory=list)
    wanted: dict[int, str] = field(default_factory=dict)
    notes: list[CopyNote] = field(default_factory=list)
    left: int = 0
    places: dict[int, int] = field(default_factory=dict)
    fits: bool = True

    def note(self, line: int, what: str, *words: object) -> None:
        """Tell of a `line` what a key of `data/returned.toml` says, about `words`.

        >>> done = CopyDecisions()
        >>> done.note(3, "fixed", "9c", "enc.control")
        >>> done.notes[0].message
        '`9c` (enc.control) cannot be refused; it stays'
        """
        self.notes.append(CopyNote(line, load_table("returned")[what].format(*words)))


def is_copy(reviewed: Reviewed) -> bool:
    """Whether a file may be a review copy: it says of what, or holds something that is tracked.

    An edition of the article does neither, nor does any other file that somebody wrote.
    """
    return (
        reviewed.manifest is not None
        or any(_SENT.search(head) for head in reviewed.heads)
        or bool(reviewed.remarks)
        or any(
            one.end != "kept" or any(part.fate != "kept" for part in one.stretches)
            for one in reviewed.paragraphs
        )
    )


def read_decisions(article: Article, reviewed: Reviewed, decisions: Decisions) -> CopyDecisions:
    """Read what `reviewed` decides on `article`, whose sidecar has the `decisions`."""
    return _Reading(article, reviewed, decisions).read_all()


def _find_manifest(article: Article, reviewed: Reviewed, decisions: Decisions) -> Manifest | None:
    """What the copy showed: its manifest; without one, what a copy of the same text must have.

    None when it may be the copy of another version. A change that the editor has taken by other
    means, or made herself, may have been made since, so that no copy without a manifest tells that
    she refuses it.
    """
    if reviewed.manifest is not None:
        return reviewed.manifest
    edited = article.edited
    sent = edited.submission
    if sent.sha256 not in {found for head in reviewed.heads for found in _SENT.findall(head)}:
        return None
    settled = anchors.match_edits(decisions.edits, edited.ledger, anchors.Received.of(sent.lines))
    taken = {edit.id for edit in settled if edit is not None and edit.status == "applied"}
    shown = frozenset(
        edit.id
        for edit in edited.ledger
        if edit.status != "proposed" and edit.rule not in OWN and edit.id not in taken
    )
    return Manifest(sent.path, sent.sha256, fingerprints(one.text for one in sent.lines), shown)


class _Reading:
    """Goes through the lines, group by group; all places are in the text of all lines."""

    def __init__(self, article: Article, reviewed: Reviewed, decisions: Decisions) -> None:
        self._article = article
        self._reviewed = reviewed
        self._received = article.edited.submission.lines
        self._present = fingerprints(line.text for line in self._received)
        self._pieces = list(tracked.split_lines(article.edited))
        self._manifest = _find_manifest(article, reviewed, decisions)
        self._out = find_removals(article)
        self._whole = anchors.Received.of(self._received)
        spans = ((anchors.find_span(one, self._whole), one) for one in decisions.rewrites)
        self._rewrites = self._place_rows((span, one) for span, one in spans if span is not None)
        waiting = (edit for edit in article.edited.ledger if edit.status != "applied")
        self._waiting = self._place_rows((anchors.locate_edit(edit), edit) for edit in waiting)
        self._loose: set[int] = set()
        self._done = CopyDecisions()

    def read_all(self) -> CopyDecisions:
        """What was decided on all lines."""
        lines = [
            TextPair(FORBIDDEN.sub("", line.text), FORBIDDEN.sub("", now.text))
            for line, now in zip(self._received, self._article.edited.lines, strict=True)
        ]
        paragraphs = [
            TextPair(one.text("kept", "taken"), one.text("kept", "given"))
            for one in self._reviewed.paragraphs
        ]
        groups, agreement = align_paragraphs(lines, paragraphs)
        done, last = self._done, 0
        for group in groups:
            if not group.paragraphs:
                self._read_gone(group.lines[0] + 1)
            elif not group.lines:
                self._read_added(last, self._reviewed.paragraphs[group.paragraphs[0]])
            else:
                self._read_group(group)
            last = group.lines[-1] + 1 if group.lines else last
            first = group.lines[0] + 1 if group.lines else last
            done.places |= dict.fromkeys(group.paragraphs, first)
        done.dropped = list(dict.fromkeys(done.dropped))
        for line in self._loose:
            done.wanted.pop(line, None)
        done.fits = agreement >= _FITS
        return done

    def _find_place(self, span: anchors.Span) -> tuple[int, int]:
        base = self._whole.starts[span[0] - 1]
        return base + span[1], base + span[2]

    def _place_rows(
        self, rows: Iterable[tuple[anchors.Span, _Row]]
    ) -> list[tuple[tuple[int, int], _Row]]:
        found = ((self._find_place(span), row) for span, row in rows)
        return sorted(found, key=itemgetter(0))

    def _knows(self, text: str) -> bool:
        """Whether the copy showed a line `text` as it was received."""
        known = self._manifest.lines if self._manifest else frozenset()
        return not text.strip() or fingerprint(text) in known

    def _showed(self, edit: Edit) -> bool:
        return self._manifest is not None and edit.id in self._manifest.changes

    # ── lines and paragraphs that stand alone ────────────────────────────────

    def _read_gone(self, number: int) -> None:
        """Read that a line is in the copy no more."""
        text, now = self._received[number - 1].text, self._article.edited.lines[number - 1].text
        if not text.strip() or not now.strip():  # our own changes left nothing to be seen of it
            verdict: Verdict = "stet" if now.strip() else "accept"
            edits = {id(one.edit): one.edit for one in self._pieces[number - 1] if one.edit}
            self._done.verdicts += [
                (edit, verdict) for edit in edits.values() if self._showed(edit)
            ]
        elif number not in self._out and self._knows(text):
            self._rewrite((number, 0, len(text)), "")

    def _read_added(self, last: int, paragraph: ReviewedParagraph) -> None:
        """Read a paragraph that is no line of the submission."""
        words = paragraph.text("kept", "given").strip()
        if not words and not paragraph.text("taken"):
            return
        base = paragraph.text("kept", "taken")
        if base.strip() and self._knows(base) and fingerprint(base) not in self._present:
            if any(one.fate != "kept" for one in paragraph.stretches):
                self._done.note(last, "gone", words)
        elif words:
            self._done.note(last, "added", words)
        for one in paragraph.beside:
            self._done.note(last, "beside", one)

    # ── lines that came back ─────────────────────────────────────────────────

    def _read_group(self, group: LineGroup) -> None:
        """Read lines that came back, which are read as one where one was parted or joined."""
        numbers = [place + 1 for place in group.lines]
        paragraphs = [self._reviewed.paragraphs[place] for place in group.paragraphs]
        if group.moved:
            self._done.note(numbers[0], "moved")
        for one in (one for paragraph in paragraphs for one in paragraph.beside):
            self._done.note(numbers[0], "beside", one)
        if paragraphs[-1].end == "taken" and paragraphs[-1].text("kept", "given").strip():
            self._done.note(numbers[-1], "joined")
        self._note_style(numbers[0], paragraphs[0])
        found = compare_letters(self._join_pieces(numbers), _join_paragraphs(paragraphs))
        if found is not None:
            self._take(numbers, found)
            return
        words = "\n".join(one.text("kept", "given") for one in paragraphs)
        number = numbers[0]
        is_one_line, text = len(numbers) == 1 and "\n" not in words, self._received[number - 1].text
        if is_one_line and number not in self._out and self._knows(text):
            self._rewrite((number, 0, len(text)), words)
        else:
            self._done.note(number, "anew", words)

    def _note_style(self, number: int, paragraph: ReviewedParagraph) -> None:
        """Note that a paragraph has the style of another role than the copy gave it."""
        text, known = self._received[number - 1].text, frozenset[str]()
        if self._manifest is not None:
            known = self._manifest.styles
        shown = [style for style in (*ROLES, LEFT_OUT) if fingerprint_style(text, style) in known]
        role = ROLES.get(paragraph.style)
        if not shown or role is None or paragraph.style in shown:
            return
        if role not in map(ROLES.get, shown):
            source = self._article.edited.submission.path
            command = ["copydesk", "role", source, str(number), role]
            self._done.note(number, "restyled", shlex.join(command))
        elif role == "heading":
            self._done.note(number, "levelled")

    def _join_pieces(self, numbers: Iterable[int]) -> Iterator[tracked.TrackedPiece]:
        """The pieces of the lines, placed in the text of all lines, which ends part."""
        for place, number in enumerate(numbers):
            start = self._whole.starts[number - 1]
            if place:
                yield tracked.TrackedPiece("\n", start - 1)
            yield from (replace(one, at=one.at + start) for one in self._pieces[number - 1])

    def _find_rows(
        self, numbers: Sequence[int], rows: Sequence[tuple[tuple[int, int], _Row]]
    ) -> Sequence[tuple[tuple[int, int], _Row]]:
        """Those of the `rows` that are of these lines."""
        low, high = self._whole.starts[numbers[0] - 1], self._whole.starts[numbers[-1]]
        first, last = (bisect_left(rows, at, key=lambda row: row[0][0]) for at in (low, high))
        return rows[first:last]

    def _locate(self, numbers: Iterable[int], at: int) -> tuple[int, int]:
        """The one of the lines that the letter at `at` of the text is in, and where in it."""
        number = max(one for one in numbers if self._whole.starts[one - 1] <= at)
        return number, at - self._whole.starts[number - 1]

    def _say_lines(self, numbers: Sequence[int], atoms: Sequence[Atom]) -> dict[int, str]:
        """What each line is to say."""
        rows = dict.fromkeys(numbers, "")
        seams = {self._whole.starts[number - 1] - 1 for number in numbers[1:]}
        for atom in atoms:
            if atom.start == atom.end or atom.start not in seams:
                rows[self._locate(numbers, atom.start)[0]] += atom.now
        return rows

    def _take(self, numbers: Sequence[int], found: Comparison) -> None:
        """Take what the comparison tells of lines."""
        text = self._whole.text
        atoms, moved_ends = keep_line_ends(found.atoms, text)
        for at, what in moved_ends:
            words = anchors.shorten_words(text[at:].lstrip().partition("\n")[0].strip())
            self._done.note(self._locate(numbers, at)[0], what, words)
        if not all(self._knows(self._received[number - 1].text) for number in numbers):
            atoms = self._keep_certain(numbers[0], atoms, found)
        views = {id(edit): view for edit, view in found.views}
        atoms = self._keep_unshown(atoms, views)
        # An earlier rewriting that is written over goes as a whole.
        whole = [place for place, _ in self._find_rows(numbers, self._rewrites)]
        accepted = self._take_proposed(numbers, atoms, whole)
        written: list[OwnWords] = []
        for one in find_own_words(atoms, text, whole):
            edits = {id(atom.edit) for atom in one.atoms if atom.edit}
            if one.now == one.made:
                continue  # the article says so already, by a change or an earlier rewriting
            if one.now == text[one.start : one.end]:
                views |= dict.fromkeys(edits, "rejected")
            else:
                views |= dict.fromkeys(edits, "torn")
                written.append(one)
        self._done.left += sum(view == "left" for _, view in found.views)
        verdicts = ((edit, self._judge(edit, views[id(edit)])) for edit, _ in found.views)
        decided = [(edit, verdict) for edit, verdict in verdicts if verdict]
        self._enter(self._say_lines(numbers, atoms), [*decided, *accepted], written)

    def _enter(
        self,
        wanted: Mapping[int, str],
        verdicts: Sequence[tuple[Edit, Verdict]],
        written: Sequence[OwnWords],
    ) -> None:
        """Enter what was decided on lines, and what they are to say."""
        for edit, verdict in verdicts:
            if edit.rule in OWN:
                self._drop(anchors.locate_edit(edit))
                self._loose.add(edit.line)  # rules see the words again that were hers
            else:
                self._done.verdicts.append((edit, verdict))
            self._done.wanted[edit.line] = wanted[edit.line]
        for one in written:
            number, start = self._locate(wanted, one.start)
            if number not in self._out:
                self._rewrite((number, start, start + one.end - one.start), one.now)
                self._done.wanted[number] = wanted[number]
            elif wanted[number].strip():
                self._done.note(number, "outside", self._show_change(one))

    def _rewrite(self, span: anchors.Span, now: str) -> None:
        """Enter the editor's own words, which stand in place of all earlier ones of hers there."""
        self._drop(span)
        self._done.rewritten[span] = self._done.wanted[span[0]] = now

    def _drop(self, span: anchors.Span) -> None:
        start, end = place = self._find_place(span)
        self._done.dropped += [
            one
            for other, one in self._find_rows([span[0]], self._rewrites)
            if place == other or (start < other[1] and other[0] < end)
        ]

    def _show_change(self, words: OwnWords) -> str:
        return f"`{self._whole.text[words.start : words.end]}` → `{words.now}`"

    def _judge(self, edit: Edit, view: View) -> Verdict | None:
        """The verdict on a change of ours that is tracked; None for none."""
        if view == "accepted" and edit.rule not in OWN and self._manifest is not None:
            return "accept"
        if view != "rejected" or not self._showed(edit):
            return None
        if edit.rule in UNREFUSABLE:
            self._done.note(edit.line, "fixed", edit.id, edit.rule)
            return None
        return "stet"

    def _keep_certain(self, number: int, atoms: Sequence[Atom], found: Comparison) -> list[Atom]:
        """`atoms` of lines that the author changed since: hers is only what she had tracked."""
        told = [
            self._show_change(one)
            for one in find_own_words(atoms, self._whole.text)
            if not one.is_tracked
        ]
        is_author = bool(found.base.strip()) and self._knows(found.base)
        if told and not is_author:
            self._done.note(number, "older", ", ".join(told))
        return keep_tracked(atoms)

    def _keep_unshown(self, atoms: Sequence[Atom], views: Mapping[int, View]) -> list[Atom]:
        """`atoms`, in which changes that the copy did not show stand as they were made.

        Unless she wrote the same right there herself, which such a change only repeats.
        """
        rows = list(atoms)
        for edit, first, last in find_extents(atoms):
            unseen = edit.rule in UNREFUSABLE or not self._showed(edit)
            if views.get(id(edit)) != "rejected" or not unseen:
                continue
            low, high = first, last
            while low and atoms[low - 1].hers:
                low -= 1
            while high + 1 < len(atoms) and atoms[high + 1].hers:
                high += 1
            hers = [one.now for one in atoms[low : high + 1] if one.hers]
            given = "".join(one.made for one in atoms[first : last + 1] if one.edit is edit)
            same = bool(hers) and (edit.rule in OWN or (len(given) > 0 and given in "".join(hers)))
            for place in range(first, last + 1):
                one = atoms[place]
                if one.edit is edit:
                    rows[place] = replace(one, now=one.now if same else one.made, hers=same)
        return rows

    def _take_proposed(
        self, numbers: Sequence[int], atoms: list[Atom], whole: Iterable[tuple[int, int]]
    ) -> list[tuple[Edit, Verdict]]:
        """The verdicts on changes that propose just what she wrote, whose atoms are then not hers.

        A change that she has refused since, and that the copy shows as it was, is nothing new.
        """
        text, places = self._whole.text, self._find_rows(numbers, self._waiting)
        whole = [*(place for place, _ in places), *whole]
        verdicts: list[tuple[Edit, Verdict]] = []
        for words in find_own_words(atoms, text, whole) if places else ():
            proposed = _find_proposed(text, words, places)
            if not proposed:
                continue
            left = words.is_tracked and all(map(self._showed, proposed))
            part = [(one, one.made if left else one.now) for one in words.atoms]
            atoms[words.first : words.first + len(part)] = [
                replace(one, now=now, made=now, hers=False) for one, now in part
            ]
            if left:
                self._done.left += len(proposed)
            else:
                verdicts += [(edit, "accept") for edit in proposed]
        return verdicts


def _find_proposed(
    text: str, words: OwnWords, places: Iterable[tuple[tuple[int, int], Edit]]
) -> list[Edit]:
    """Those edits at `places` of the `text` that make just what `words` say now; often none."""
    from rapidfuzz.distance import Indel

    chosen: list[tuple[tuple[int, int], Edit]] = []
    least = Indel.distance(words.made, words.now)
    for (low, high), edit in places:
        inside = words.start <= low and high <= words.end and text[low:high] == edit.before
        untouched = all(one.edit is None for one in words.atoms if low <= one.start < high)
        apart = all(high <= start or end <= low for (start, end), _ in chosen)
        if inside and untouched and apart:
            more = sorted((*chosen, ((low, high), edit)), key=itemgetter(0))
            distance = Indel.distance(_splice(words.atoms, more), words.now)
            if distance < least:
                chosen, least = more, distance
    return [] if least else [edit for _, edit in chosen]


def _splice(atoms: Sequence[Atom], changes: Iterable[tuple[tuple[int, int], Edit]]) -> str:
    """What `atoms` would say after `changes` of their received letters, each with its span."""
    rows, said = list(atoms)[::-1], []
    for (low, high), edit in changes:
        while rows and rows[-1].end <= low:
            said.append(rows.pop().made)
        said.append(FORBIDDEN.sub("", edit.after))
        while rows and rows[-1].start < high:
            rows.pop()
    return "".join((*said, *(one.made for one in rows[::-1])))


def _join_paragraphs(paragraphs: Sequence[ReviewedParagraph]) -> Iterator[tuple[str, Fate]]:
    """The text of `paragraphs`, one after the other, with line breaks between them."""
    for place, paragraph in enumerate(paragraphs):
        if place:
            yield "\n", paragraphs[place - 1].end
        yield from ((one.text, one.fate) for one in paragraph.stretches)
