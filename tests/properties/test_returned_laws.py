"""Whatever is decided on a review copy is read back as it was decided."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from copydesk import ledger
from copydesk.config import Config
from copydesk.model import Article, Decisions, Edit, EditedText
from copydesk.readers.word import reviewed
from copydesk.readers.word.manifest import FORBIDDEN
from copydesk.review import tracked
from copydesk.review.word_back import copy_decisions
from properties.test_ledger_laws import start
from properties.test_review_laws import article
from writers import handled
from writers.tracked import W, accepted, text, written

#: Words that repeat, that nobody sees, that run to the left, that stand in no run.
WORDS = (
    "the", "the", "of", "harbour", "lamps", "lamps,", "“mud”", "tide", "quay.", "a", "a", "I",
    "cafe\u0301", "e\u0301", "\u05ea\u05d5\u05e8\u05d4", "\u05d4\u05d9\u05dd", "海は広い", "😀",
    "soft\u00adly", "no\u200bbreak", "x\u2011y", "a\u00a0b", "<b>&", "]]>", "12", "1990)", "\t",
    "be\x07ll", "\u2028", "–", "--",
)  # fmt: skip
SCRAPS = (
    "", "", "", " ", "  ", ",", ", ", ".", "the", "the ", " the", "a", "ei", "“", "”", "–", " – ",
    "\u05d4", "海", "e\u0301", "\u200b", "\t", "lamps",
)  # fmt: skip


def ledgered(seed: int, lines: int = 4, most: int = 12, rule: str = "test.rule") -> EditedText:
    """An edited text after some rounds of edits, each at any place, of which some only wait."""
    draw = Random(seed)  # noqa: S311  a text, no secret
    texts = [
        " ".join(draw.choice(WORDS) for _ in range(draw.randint(7, 16)))
        if draw.random() < 0.9
        else ""
        for _ in range(draw.randint(1, lines))
    ]
    copy = start(texts)
    for _ in range(draw.randint(0, 3)):
        edits = []
        for line in (one for one in copy.lines if one.text):
            for _ in range(draw.randint(0, most // 3)):
                low = draw.randint(0, len(line.text))
                high = min(len(line.text), low + draw.choice((0, 0, 1, 1, 2, 3, 6)))
                before, after = line.text[low:high], draw.choice(SCRAPS)
                if before != after:
                    edits.append(Edit(rule, line.number, low, before, after, ""))
        copy = ledger.apply_edits(copy, edits, fix=draw.random() < 0.85)
    return copy


def read(found: Article, data: bytes) -> copy_decisions.CopyDecisions:
    back = reviewed.read(data, "back.docx", Config())
    return copy_decisions.read_decisions(found, back, Decisions())


def drawn(copy: EditedText, draw: Random) -> dict[str, str]:
    """A verdict, or none, for each change that is tracked."""
    done = [edit.id for edit in copy.ledger if edit.status == "applied"]
    chosen = {name: draw.choice(("", "accept", "stet")) for name in done}
    return {name: verdict for name, verdict in chosen.items() if verdict}


def written_over(data: bytes, draw: Random, most: int = 3) -> bytes:
    """The copy after an editor wrote into it where nothing of ours is tracked."""

    def act(body: etree._Element) -> None:
        for paragraph in body.findall(f"{W}p"):
            for _ in range(draw.randint(0, most)):
                runs = handled.plain(paragraph)
                if runs and text(paragraph).strip():
                    run = draw.choice(runs)
                    low = draw.randint(0, len(text(run)))
                    high = min(len(text(run)), low + draw.choice((0, 1, 3, 8)))
                    new = draw.choice(("", "own", " own words ", ",", "s", "\u05d9\u05dd", "海"))
                    handled.typed(run, low, high, new, track=draw.random() < 0.5)

    return handled.with_body(data, act)


def as_left(data: bytes) -> list[str]:
    """What each paragraph says in the end, what is tracked still counting as made."""
    return [FORBIDDEN.sub("", line) for line in accepted(data)]


def as_read(found: Article, back: copy_decisions.CopyDecisions) -> list[str]:
    """The lines under the verdicts and rewritings that were read, put together from these alone."""
    verdicts = {edit.id: verdict for edit, verdict in back.verdicts}
    # Words of hers that are just what a change proposes.
    taken = {
        (edit.line, *edit.span): edit.after
        for edit, verdict in back.verdicts
        if edit.status == "proposed" and verdict == "accept"
    }
    rows = []
    for number, pieces in enumerate(tracked.split_lines(found.edited), 1):
        words = {**back.rewritten, **taken}
        own = [(start, end, now) for (line, start, end), now in words.items() if line == number]
        # What is put in stands before the letter at its place, what takes letters in theirs.
        said = [(start, now) for start, end, now in own if start == end]
        for piece in pieces:
            stands = piece.edit is None or piece.given == (verdicts.get(piece.edit.id) != "stet")
            for offset, letter in enumerate(piece.text):
                at = piece.at if piece.given else piece.at + offset
                if not any(start <= at < end + piece.given for start, end, _ in own):
                    said.append((at, letter if stands else ""))
        said += [(start, now) for start, end, now in own if start < end]
        rows.append(FORBIDDEN.sub("", "".join(one for _, one in sorted(said, key=_place))))
    return rows


def _place(row: tuple[int, str]) -> int:
    return row[0]


def is_nested(found: Article, number: int) -> bool:
    """Whether two changes of the line `number` are about the same received letters."""
    spans = sorted(edit.span for edit in found.edited.ledger if edit.line == number)
    return any(above[1] > below[0] for above, below in pairwise(spans))


def check(found: Article, data: bytes) -> copy_decisions.CopyDecisions:
    back = read(found, data)
    for number, (left, now) in enumerate(zip(as_left(data), as_read(found, back), strict=True), 1):
        if not left.strip():
            continue  # blank paragraphs are all alike
        # Where one change takes what another has put, two sets of verdicts may say the same, and
        # only what the line is to say counts: it is what the line is held to when it is redone.
        assert now.strip() == left.strip() or is_nested(found, number), number
        assert back.wanted.get(number, left).strip() == left.strip(), number
    assert not back.notes
    return back


@example(789308794)  # a change takes a letter that another would put back
@given(st.integers(0, 10**9))
def test_verdicts_come_back_as_they_were_given(seed: int) -> None:
    copy = ledgered(seed)
    found, draw = article(copy), Random(seed)  # noqa: S311  as above
    data = handled.decided(written(found), found, drawn(copy, draw))
    check(found, handled.merged(data) if seed % 2 else data)


@example(16)  # she strikes the very blank that a change proposes to strike
@example(13544)  # she puts in what one proposes, in a word that she writes anew
@example(20875)  # she replaces what one does, right behind a word that she writes anew
@given(st.integers(0, 10**9))
def test_what_the_editor_wrote_herself_comes_back_beside_her_verdicts(seed: int) -> None:
    copy = ledgered(seed, most=6)
    found, draw = article(copy), Random(seed)  # noqa: S311  as above
    data = written_over(handled.decided(written(found), found, drawn(copy, draw)), draw)
    back = check(found, handled.merged(data))
    whole = {line.number: len(line.text) for line in copy.submission.lines}
    assert all(end - start <= max(whole[line], 1) for line, start, end in back.rewritten)


@given(st.integers(0, 10**9))
def test_a_copy_that_nobody_touched_decides_nothing(seed: int) -> None:
    copy = ledgered(seed)
    found = article(copy)
    back = read(found, handled.merged(written(found)))
    assert (back.verdicts, back.rewritten, back.notes) == ([], {}, [])
    rows = zip(as_left(written(found)), tracked.split_lines(copy), strict=True)
    shown = {
        piece.edit.id
        for line, row in rows
        for piece in row
        if line.strip() and piece.edit and FORBIDDEN.sub("", piece.text)
    }
    assert back.left == len(shown)
