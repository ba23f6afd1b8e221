"""Signs in a text that may call a note: raised figures, brackets, stars.

What look a sign has says how certain it is one: nobody raises a figure for nothing but a
power, while a figure in parentheses may count what follows.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.model import Mark, Role
from copydesk.structure.passage import Passage

#: Roles of passages that become text with notes in it; a title or date is a bare text.
_CALLING: Final = frozenset[Role | None](
    ("body", "heading", "list", "quote", "caption", "other", "bio")
)
#: Kinds of what keeps its text bare: a note that is called in it stays below the article.
_BARE: Final = frozenset(("code", "figure"))
_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

Look = tuple[re.Pattern[str] | None, bool]
"""How signs are written, and whether one that is written so is one whatever the others are.

None: as the format says, which raises them or has them lead to another place of the page.
"""
#: The looks of signs, the certain ones first.
LOOKS: Final[tuple[Look, ...]] = (
    (None, True),
    (re.compile(r"([⁰¹²³⁴-⁹]{1,3})"), True),
    (re.compile(r"(\[(?:\d{1,3}|[a-z]|[*†‡§])\])"), True),
    (re.compile(r"(?<=\S)([*†‡§]{1,3})(?!\w)"), False),
    # After a word or stop, and before a stop or the end: not "(1) rope, (2) tar".
    (re.compile(r"(?<=\S)(\(\d{1,3}\))|(?<=\s)(\(\d{1,3}\))(?=[.,;:!?]|$)"), False),
    # Behind a word or stop, but not the decimals of "2.5"; a year may close a sentence.
    (re.compile(
        r"(?:(?<=[^\W\d_]{3})|(?<=[!?…”’»)])|(?<=\.)(?:(?<!\d\.)|(?<=\d{4}\.)))(\d{1,3})(?=\s|$)"
    ), False),
)  # fmt: skip
#: Of these the looks without brackets.
RAISED: Final = LOOKS[:2]
#: A unit, a variable or a number that is no year.
_BASE = re.compile(r"(?:(?<!\d)\d{1,3}|(?<![^\W\d_])(?:[kcdm]?m|ft|[a-z]))$")
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign at `span` of the passage `place` that calls the note `label`."""

    place: int
    span: tuple[int, int]
    label: str


def can_call(passage: Passage) -> bool:
    """Whether `passage` becomes text that can hold notes.

    >>> can_call(Passage("body", "Tar[1]", (1,)))
    True
    >>> can_call(Passage("other", "tar[1] = 4", (1,), hint="code"))
    False
    """
    return passage.role in _CALLING and passage.kind not in _BARE


def find_signs(
    passages: Sequence[Passage], look: re.Pattern[str] | None, labels: Container[str]
) -> Iterator[Sign]:
    """The signs of one look that are among `labels`, but none in addresses or code.

    One that stands before all words of its text labels them, and one behind a unit, a variable
    or a number raises it.

    >>> passage = Passage("body", "40 km² of tar²", (1,))
    >>> [sign.span for sign in find_signs([passage], RAISED[1][0], "2")]
    [(13, 14)]
    """
    for at, passage in enumerate(passages):
        if not can_call(passage):
            continue
        text = passage.text
        clear = _hide_literal(passage)
        first, last = len(text) - len(text.lstrip()), len(text.rstrip())
        spans = _read_marks(passage) if look is None else (m.span() for m in look.finditer(clear))
        for low, high in dict.fromkeys(spans):
            start, end = _add_blank(text, low, high)
            label = read_label(text[low:high])
            labels_text = low <= first and high < last
            is_power = text[start:end].isdigit() and _BASE.search(text[max(0, start - 5) : start])
            if label in labels and clear[low] != "\0" and not (labels_text or is_power):
                yield Sign(at, (start, end), label)


def _hide_literal(passage: Passage) -> str:
    """The text with no sign where none calls a note: in addresses and words of a program."""
    text, pieces, end = passage.text, [], 0
    for start, stop in sorted((m.start, m.end) for m in passage.marks if m.kind == "code"):
        pieces += [text[end:start], "\0" * (stop - max(start, end))]
        end = max(end, stop)
    text = "".join([*pieces, text[end:]])
    if "://" in text or "www." in text:
        text = _TOKEN.sub(lambda match: _hide_address(match[0]), text)
    return text


def _hide_address(token: str) -> str:
    return "\0" * len(token) if "://" in token or token.startswith("www.") else token


def _read_marks(passage: Passage) -> Iterator[tuple[int, int]]:
    for mark in passage.marks:
        if mark.kind == "sup" or (mark.kind == "link" and mark.target.startswith("#")):
            yield _add_brackets(passage.text, mark)


def find_sign(text: str, mark: Mark) -> tuple[int, int]:
    """The span of the sign of `mark` with its brackets and the blank before it."""
    return _add_blank(text, *_add_brackets(text, mark))


def _add_brackets(text: str, mark: Mark) -> tuple[int, int]:
    start, end = mark.start, mark.end
    if start < end and text[start - 1 : start] in ("[", "(") and text[end : end + 1] in ("]", ")"):
        return start - 1, end + 1
    return start, end


def _add_blank(text: str, start: int, end: int) -> tuple[int, int]:
    """`[start, end)` from the blank before it, when what follows needs none."""
    if start < end and start and text[start - 1].isspace() and not text[end : end + 1].isalnum():
        return start - 1, end
    return start, end


def read_label(sign: str) -> str:
    """What a sign says without its brackets and stops, however high it stands.

    >>> read_label("[4]"), read_label("⁴"), read_label(" 4.")
    ('4', '4', '4')
    """
    return sign.translate(_RAISED).strip().strip("[]().^: ")
