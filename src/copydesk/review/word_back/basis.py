"""What the editor was shown: the manifest of the review copy, or what stands in for a lost one."""

from __future__ import annotations

import re
from typing import Final

from copydesk.clean import OWN
from copydesk.model import Article, Decisions
from copydesk.readers.word.manifest import Manifest, fingerprints
from copydesk.readers.word.reviewed import Reviewed
from copydesk.review.sidecar import anchors

#: Where a copy without its manifest names the hash of its submission.
_SENT: Final = re.compile(r"SHA-256 ([0-9a-f]{64})")


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


def basis(article: Article, reviewed: Reviewed, decisions: Decisions) -> Manifest | None:
    """What the copy showed: its manifest; without one, what a copy of the same text must have.

    None when it may be the copy of another version. A change that the editor has taken by other
    means, or made herself, may have been made since, so that no copy without a manifest tells that
    she refuses it.
    """
    if reviewed.manifest is not None:
        return reviewed.manifest
    edited = article.edited
    sent = edited.submission
    said = {found for head in reviewed.heads for found in _SENT.findall(head)}
    if sent.sha256 not in said:
        return None
    received = anchors.Received.of(sent.lines)
    settled = anchors.settle(decisions.edits, edited.ledger, received)
    taken = {edit.id for edit in settled if edit is not None and edit.status == "applied"}
    shown = frozenset(
        edit.id
        for edit in edited.ledger
        if edit.status != "proposed" and edit.rule not in OWN and edit.id not in taken
    )
    return Manifest(sent.path, sent.sha256, fingerprints(one.text for one in sent.lines), shown)
