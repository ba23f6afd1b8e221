"""Pictures among the lines: which of them are the article's, and whose caption is whose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from copydesk.model import Block, Decisions, Figure, Line, Role, Submission
from copydesk.sidecar import pictures
from copydesk.structure.passage import Passage

#: Roles that a picture may stand beside.
_TEXT: Final = frozenset[Role | None](("body", "list", "quote", "caption", "other"))
#: Roles of what stands between the headline and the text.
_FRONT: Final = frozenset[Role | None](("subtitle", "byline", "date", "disclaimer"))
#: Where pages put the pictures of the site.
_SITE: Final = frozenset(("header", "nav", "aside", "footer", "form", "comments", "hidden"))


def is_of_article(line: Line, above: Role | None, below: Role | None) -> bool:
    """Whether a picture that has no words is the article's, by the roles around it.

    >>> is_of_article(Line(3, "", hint="figure:pier.jpg"), "body", "body")
    True
    >>> is_of_article(Line(1, "", hint="figure:logo.svg"), "furniture", "title")
    False
    """
    if line.zone in _SITE:
        return False
    if below in ("bio", "reference", "footnote"):
        return above in _TEXT
    if line.zone != "main" and below in ("furniture", "cta") and above not in _FRONT:
        return False
    return above in _TEXT or below in _TEXT or above in _FRONT or below == "heading"


def pair_captions(passages: Sequence[Passage]) -> list[Passage]:
    """`passages` with the captions of pictures taken up by them.

    A caption belongs to the picture it touches, above it or else below; one that touches none
    to the picture above it, and only then, where its format calls it a caption, to that below.
    A picture whose words are the title has none.
    """
    captions: dict[int, int] = {}
    taken: set[int] = set()
    pictures_at = [
        at for at, one in enumerate(passages) if one.kind == "figure" and one.role in _TEXT
    ]
    for step, touches in ((1, True), (-1, True), (1, False), (-1, False)):
        for at in pictures_at:
            place = at + step
            if at in captions or place in taken or not 0 <= place < len(passages):
                continue
            lower, caption = passages[max(at, place)], passages[place]
            is_near = not lower.apart if touches else step > 0 or caption.kind == "caption"
            if caption.is_caption and is_near:
                captions[at] = place
                taken.add(place)
    return [
        replace(passage, caption=passages[captions[at]]) if at in captions else passage
        for at, passage in enumerate(passages)
        if at not in taken
    ]


def make_figure(passage: Passage) -> Figure:
    """The picture of `passage`, or the caption whose picture did not arrive."""
    if passage.kind != "figure":
        return Figure(passage.content, lines=passage.numbers)
    source = passage.hint.partition(":")[2]
    caption = passage.caption
    if caption is None:
        return Figure((), source, passage.text, passage.numbers)
    lines = tuple(sorted((*passage.numbers, *caption.numbers)))
    return Figure(caption.content, source, passage.text, lines)


def mark_decorative(
    body: tuple[Block, ...], submission: Submission, decisions: Decisions
) -> tuple[Block, ...]:
    """`body` with those pictures marked of which the editor says that they add nothing."""
    bare = [one for one in decisions.pictures if not one.alt]
    known = pictures.digests(submission) if bare else {}
    found = (pictures.find(one, submission, known) for one in bare)
    numbers = {line.number for line in found if line is not None}
    return tuple(
        replace(block, decorative=True)
        if isinstance(block, Figure) and not block.alt and numbers.intersection(block.lines)
        else block
        for block in body
    )
