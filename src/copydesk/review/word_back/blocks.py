"""Lines that are read together: as one text, with the line breaks between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from copydesk.model import Edit
from copydesk.readers.word.manifest import FORBIDDEN
from copydesk.readers.word.reviewed import Fate, Paragraph
from copydesk.review.tracked import Piece
from copydesk.review.word_back.story import Atom


@dataclass(slots=True)
class Block:
    """Lines that are read together, as one text with line breaks."""

    numbers: Sequence[int]
    texts: Sequence[str]
    text: str = ""
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = "\n".join(self.texts)
        at = 0
        for text in self.texts:
            self.starts.append(at)
            at += len(text) + 1

    def pieces(self, rows: Sequence[Sequence[Piece]]) -> Iterator[Piece]:
        """The pieces of the lines, `rows`, as those of the block."""
        for number, (start, row) in enumerate(zip(self.starts, rows, strict=True)):
            if number:
                yield Piece("\n", start - 1)
            yield from (replace(piece, at=piece.at + start) for piece in row)

    def place(self, at: int) -> tuple[int, int]:
        """The number of the line that the letter at `at` is in, and where in it."""
        place = max(place for place, start in enumerate(self.starts) if start <= at)
        return self.numbers[place], at - self.starts[place]

    def lines(self, atoms: Iterable[Atom]) -> dict[int, str]:
        """What each line is to say."""
        rows = dict.fromkeys(self.numbers, "")
        seams = {start - 1 for start in self.starts[1:]}
        for atom in atoms:
            if atom.start == atom.end or atom.start not in seams:
                number, _ = self.place(atom.start)
                rows[number] += atom.now
        return rows

    def as_proposed(self, edit: Edit, atoms: Sequence[Atom]) -> range:
        """The places of the atoms that say what `edit` proposes; none when they do not."""
        base = self.starts[self.numbers.index(edit.line)]
        start, end = base + edit.span[0], base + edit.span[1]
        if self.text[start:end] != edit.before:
            return range(0)
        inside = [at for at, one in enumerate(atoms) if start <= one.start and one.end <= end]
        first, last = (inside[0], inside[-1]) if inside else (0, -1)
        # What is put in right at an end may be something else.
        for low, high in ((first, last), (first + 1, last), (first, last - 1)):
            part = atoms[low : high + 1]
            received = "".join(self.text[one.start : one.end] for one in part)
            said = "".join(one.now for one in part)
            if (received, said) == (edit.before, edit.after):
                return range(low, high + 1) if all(one.edit is None for one in part) else range(0)
        return range(0)


def in_a_row(paragraphs: Sequence[Paragraph]) -> list[tuple[str, Fate]]:
    """The text of `paragraphs`, one after the other, with line breaks between them."""
    rows: list[tuple[str, Fate]] = []
    for place, paragraph in enumerate(paragraphs):
        if place:
            rows.append(("\n", paragraphs[place - 1].end))
        rows += [(one.text, one.fate) for one in paragraph.stretches]
    return rows


def is_seen(piece: Piece) -> bool:
    """Whether a Word file can hold anything of `piece`."""
    return bool(FORBIDDEN.sub("", piece.text))


def same(shown: Iterable[Piece], came: Iterable[tuple[str, Fate]]) -> bool:
    """Whether what came is what was shown, letter by letter."""

    def letters(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(letter, fate) for text, fate in rows for letter in FORBIDDEN.sub("", text)]

    first = [
        (piece.text, "kept" if piece.edit is None else "given" if piece.given else "taken")
        for piece in shown
    ]
    return letters(first) == letters(came)
