"""Words that a soft hyphen breaks at the end of a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from copydesk.model import Edit
from copydesk.registry import ProofLine, document_rule

_BROKEN = re.compile("\u00ad(?<=[^\\W\\d_].)[ \t]*$")
_REST = re.compile(r"\A[ \t]*+([^\W\d_][^ \t]*+)[ \t]*+")
_REASON: Final = "a word that a soft hyphen broke at the end of a line"


@document_rule("enc.soft-hyphen", "fix", roles=None)
def soft_hyphen(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """Put a word together that a soft hyphen breaks at the end of a line.

    A soft hyphen says that the word has no hyphen of its own. The rest of the word moves
    up to its beginning, unless it is all of a line in the middle of a paragraph, which would
    be parted there.

    `the har` + U+00AD, `bour is closed` → `the harbour`, `is closed`
    """
    taken = 0
    for place, (above, below) in enumerate(pairwise(views)):
        broken = _BROKEN.search(above.text, taken)
        rest = _REST.match(below.text)
        taken = 0
        if not broken or not rest or below.number != above.number + 1 or not rest[1][0].islower():
            continue
        after = views[place + 2] if place + 2 < len(views) else None
        if rest.end() == len(below.text) and after and after.number == below.number + 1:
            continue
        yield above.edit(broken.start(), len(above.text), rest[1], _REASON)
        yield below.edit(0, rest.end(), "", _REASON)
        taken = rest.end()
