"""What a picture shows, as the editor says it: quoted, and found again.

A picture is known by its bytes, since word processors number their pictures anew when one is
added; by the name that the submission has for it where the bytes are not at hand. Of several
alike the neighbours tell which is meant.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from copydesk.errors import UsageError
from copydesk.model import Line, PictureDecision, Submission
from copydesk.review.sidecar import anchors

#: What the hint of a line begins with that is a picture.
_HINT: Final = "figure:"
#: Characters of a hash that tell a picture from all others of an article.
_DIGEST: Final = 16


def read_target(line: Line) -> str:
    """The name by which `line` calls its picture, "" for a line that is none.

    >>> read_target(Line(4, "", hint="figure:pier.jpg"))
    'pier.jpg'
    """
    return line.hint.removeprefix(_HINT) if line.hint.startswith(_HINT) else ""


def hash_pictures(submission: Submission) -> dict[str, str]:
    """Name → hash of the bytes, for each picture of `submission` that is at hand."""
    return {one.name: hashlib.sha256(one.data).hexdigest()[:_DIGEST] for one in submission.pictures}


def quote_picture(submission: Submission, number: int, alt: str) -> PictureDecision:
    """The decision that the picture in line `number` shows `alt`, told apart from all others.

    Raises `UsageError` where nothing tells it from another one.
    """
    lines, known = submission.lines, hash_pictures(submission)
    target = read_target(lines[number - 1])
    ((prefix, suffix),) = anchors.find_neighbours(lines, [number - 1])
    decision = PictureDecision(target, alt, known.get(target, ""), prefix, suffix)
    if find_picture(decision, submission, known) is None:
        message = f"the picture in line {number} occurs twice between the same lines"
        hint = "change the submission so that the two differ"
        raise UsageError(message, hint=hint, code="usage.alike")
    return decision


def find_picture(
    decision: PictureDecision, submission: Submission, known: Mapping[str, str]
) -> Line | None:
    """The line of the picture that `decision` is about; None when it is not clear.

    `known` are the `digests` of the submission.
    """
    lines = submission.lines
    targets = ((at, read_target(line)) for at, line in enumerate(lines))
    alike = [at for at, target in targets if target and _is_alike(decision, target, known)]
    said = decision.prefix.strip(), decision.suffix.strip()
    candidates = [
        at
        for at, there in zip(alike, anchors.find_neighbours(lines, alike), strict=True)
        if not any(said)
        or _is_told(decision, read_target(lines[at]), known)
        or any(one == other for one, other in zip(said, there, strict=True))
    ]
    place = anchors.find_place(decision, lines, candidates)
    return None if place is None else lines[place]


def _is_told(decision: PictureDecision, target: str, known: Mapping[str, str]) -> bool:
    """Whether the bytes say if the picture `target` is that of `decision`."""
    return bool(decision.digest and known.get(target))


def _is_alike(decision: PictureDecision, target: str, known: Mapping[str, str]) -> bool:
    """Whether the bytes of the picture `target` are those of `decision`, or else its name."""
    if _is_told(decision, target, known):
        return decision.digest == known[target]
    return target == decision.target
