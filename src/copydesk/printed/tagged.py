"""PDF, read by its tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from copydesk.printed.found import CITE, PARTS, REF, Printed, Sheet

if TYPE_CHECKING:
    from copydesk.gate.pdf import Tag

#: Tags of PDF whose words are numbers and bullets.
_NUMBERS: Final = frozenset(("Lbl", "Reference"))
#: Tags of PDF that words run through.
_RUN_THROUGH: Final = frozenset(("Code", "Link", "Span"))
#: What breaks a word at the end of a line.
_BROKEN: Final = re.compile("\u00ad\\s+")


def pdf(data: bytes, sheet: Sheet) -> Printed:
    """A PDF, as its tags are read aloud."""
    from copydesk.gate import pdf as file

    root = file.read(data)
    printed = Printed(boxes=root.boxes)
    printed.texts.append(_joined(_spoken(root, printed, sheet)))
    return printed


def _spoken(tag: Tag, printed: Printed, sheet: Sheet) -> Iterator[str]:
    """The text of `tag`, its inner bounds as line breaks; entries go into `printed`."""
    back = any(target.startswith(CITE) for target in tag.leads_to)
    if tag.role in _NUMBERS or back or (tag.role == "H1" and not sheet.titled):
        return
    if tag.role == "LI" and tag.name.startswith(REF):
        tags = (kid for kid in tag.kids if not isinstance(kid, str))
        texts = (text for kid in tags for text in _spoken(kid, Printed(), sheet))
        printed.entries[tag.name] = _joined(texts)
        return
    if tag.kind in PARTS:
        words = (
            kid if isinstance(kid, str) else _joined(_spoken(kid, Printed(), sheet))
            for kid in tag.kids
        )
        printed.tell(tag.kind, _joined(words))
        return
    targets = {target for target in tag.leads_to if target.startswith(REF)}
    printed.links.update(targets)
    bound = "" if tag.role in _RUN_THROUGH and not targets else "\n"
    yield bound
    yield tag.alt
    for kid in tag.kids:
        if isinstance(kid, str):
            yield kid
        else:
            yield from _spoken(kid, printed, sheet)
    yield bound


def _joined(texts: Iterable[str]) -> str:
    """`texts` as one, words that a line has broken made whole."""
    return _BROKEN.sub("", "".join(texts))
