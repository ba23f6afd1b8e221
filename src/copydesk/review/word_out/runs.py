"""The paragraphs of the review copy: runs, tracked changes, and where its comments stand."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import groupby
from typing import Final

from copydesk.model import Edit, Line
from copydesk.readers.word.manifest import FORBIDDEN
from copydesk.review.received_styles import ReceivedStyles
from copydesk.review.tracked import OWN, TrackedPiece
from copydesk.review.word_out.lists import Signs

DESK: Final = "copydesk"
EDITOR: Final = "editor"
_SIGN = re.compile("([\t\n])")
_SET: Final = {"\t": "<w:tab/>", "\n": "<w:br/>"}
#: How a mark looks: in the order that the schema wants, the name of a style first.
_LOOKS: Final = {
    "link": '<w:rStyle w:val="Hyperlink"/>',
    "code": '<w:rStyle w:val="VerbatimChar"/>',
    "strong": "<w:b/>",
    "emph": "<w:i/>",
    "sup": '<w:vertAlign w:val="superscript"/>',
    "note": '<w:vertAlign w:val="superscript"/>',
    "sub": '<w:vertAlign w:val="subscript"/>',
}
#: Of these a run has one alone.
_ONE_OF: Final = (("link", "code"), ("sup", "note", "sub"))


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on `[start, end)` of a line as received; an empty span is a point in it.

    `id` is that of the question or proposal it is about, "" for what is only told.
    """

    start: int
    end: int
    paragraphs: tuple[str, ...]
    id: str = ""


class RunWriter:
    """Sets paragraph after paragraph, and numbers changes and comments.

    Every change bears the `moment`; what no line holds is in the `signs` of the submission.
    """

    def __init__(self, moment: str, signs: Signs) -> None:
        self.moment = moment
        self._set_by_word = signs
        self.comments: list[Comment] = []
        self._changes = 0

    def paragraph(
        self,
        pieces: Iterable[TrackedPiece],
        received: Line,
        line: Line,
        style: str = "",
        comments: Sequence[Comment] = (),
    ) -> str:
        """The paragraph of a line: its `pieces`, looking as the `received` and edited line do."""
        beside = self._set_by_word
        signs = deque(self._signs(comments, beside.calls(received)))
        was = ReceivedStyles(received.marks, _LOOKS, (offset for offset, _ in signs))
        more = beside.shape(received, style)
        shape = (f'<w:pStyle w:val="{style}"/>' if style else "") + more
        runs = _runs(pieces, signs, was, ReceivedStyles(line.marks, _LOOKS))
        words = beside.place(received) + "".join(self._tracked(runs))
        return f"<w:p>{f'<w:pPr>{shape}</w:pPr>' if shape else ''}{words}</w:p>"

    def _tracked(self, runs: Iterable[_Run]) -> Iterator[str]:
        for (edit, given), group in groupby(runs, key=lambda run: (run.edit, run.given)):
            text = "".join(run.text for run in group)
            if edit is None or not text:
                yield text
                continue
            self._changes += 1
            tag = "ins" if given else "del"
            author = EDITOR if edit.rule.startswith(OWN) else DESK
            yield (
                f'<w:{tag} w:id="{self._changes}" w:author="{author}" w:date="{self.moment}">'
                f"{text}</w:{tag}>"
            )

    def _signs(
        self, comments: Iterable[Comment], calls: Iterable[tuple[int, str]]
    ) -> list[tuple[int, str]]:
        """The signs of `comments` and `calls`, each with the received offset it stands before.

        At one place notes are called and comments end before others begin.
        """
        signs = [(offset, -1, call) for offset, call in calls]
        for comment in comments:
            number = len(self.comments)
            self.comments.append(comment)
            start = f'<w:commentRangeStart w:id="{number}"/>'
            end = (
                f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr><w:rStyle w:val='
                f'"CommentReference"/></w:rPr><w:commentReference w:id="{number}"/></w:r>'
            )
            if comment.start < comment.end:
                signs += [(comment.start, 1, start), (comment.end, 0, end)]
            else:
                signs.append((comment.start, 1, start + end))
        signs.sort(key=lambda sign: sign[:2])
        return [(offset, text) for offset, _, text in signs]


@dataclass(frozen=True, slots=True)
class _Run:
    """Markup, and the change that it is part of; signs of comments are part of none."""

    text: str
    edit: Edit | None = None
    given: bool = False


def _runs(
    pieces: Iterable[TrackedPiece],
    signs: deque[tuple[int, str]],
    was: ReceivedStyles,
    now: ReceivedStyles,
) -> Iterator[_Run]:
    """The runs of a line in order, with the signs of comments between them."""
    size = 0  # of the edited text so far
    for piece in pieces:
        start = size if piece.given else piece.at
        looks = now if piece.given else was
        kind = "t" if piece.stands else "delText"
        for low, high, look in looks.parts(start, start + len(piece.text)):
            while signs and not piece.given and signs[0][0] <= low:
                yield _Run(signs.popleft()[1])
            text = _set(piece.text[low - start : high - start], _properties(look), kind)
            yield _Run(text, piece.edit, piece.given)
        size += len(piece.text) if piece.stands else 0
    while signs:
        yield _Run(signs.popleft()[1])


def _set(text: str, look: str, kind: str) -> str:
    """A run; nothing when the file can hold none of its characters."""
    content = "".join(
        _SET.get(part) or f'<w:{kind} xml:space="preserve">{_escaped(part)}</w:{kind}>'
        for part in _SIGN.split(FORBIDDEN.sub("", text))
        if part
    )
    return f"<w:r>{look}{content}</w:r>" if content else ""


def _escaped(text: str) -> str:
    # A bare carriage return would be read as a line feed.
    return escape(text, quote=False).replace("\r", "&#13;")


@cache
def _properties(kinds: tuple[str, ...]) -> str:
    """The looks of a run as the file says them."""
    chosen = list(kinds)
    for group in _ONE_OF:
        for kind in [one for one in group if one in chosen][1:]:
            chosen.remove(kind)
    properties = "".join(_LOOKS[kind] for kind in chosen)
    return f"<w:rPr>{properties}</w:rPr>" if properties else ""
