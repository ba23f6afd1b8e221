"""PDF, read by its tags."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from copydesk.printed.found import CITE, PARTS, REF, Printed, Sheet

if TYPE_CHECKING:
    from copydesk.system.pdf import Tag

#: Tags of PDF whose words are numbers and bullets.
_NUMBERS: Final = frozenset(("Lbl", "Reference"))
#: Tags of PDF that words run through.
_RUN_THROUGH: Final = frozenset(("Code", "Link", "Span"))
#: What breaks a word at the end of a line.
_BROKEN: Final = re.compile("\u00ad\\s+")


def pdf(data: bytes, sheet: Sheet) -> Printed:
    """A PDF, as its tags are read aloud."""
    from copydesk.system import pdf as file

    root = file.read(data)
    printed = Printed(boxes=root.boxes)
    printed.texts.append(_said(root, printed, sheet))
    return printed


def _said(tag: Tag, printed: Printed, sheet: Sheet) -> str:
    """The text of `tag`, its inner bounds as line breaks; entries go into `printed`."""
    said: list[str] = []
    _read(tag, printed, sheet, said)
    return _joined(said)


def _read(tag: Tag, printed: Printed, sheet: Sheet, said: list[str]) -> None:
    """Add the text of `tag` to what is `said`."""
    back = any(target.startswith(CITE) for target in tag.leads_to)
    if tag.role in _NUMBERS or back or (tag.role == "H1" and not sheet.titled):
        return
    if tag.role == "LI" and tag.name.startswith(REF):
        entry: list[str] = []
        for kid in tag.kids:
            if not isinstance(kid, str):
                _read(kid, Printed(), sheet, entry)
        printed.entries[tag.name] = _joined(entry)
        return
    if tag.kind in PARTS:
        words = (kid if isinstance(kid, str) else _said(kid, Printed(), sheet) for kid in tag.kids)
        printed.tell(tag.kind, _joined(words))
        return
    targets = {target for target in tag.leads_to if target.startswith(REF)}
    printed.links.update(targets)
    bound = "" if tag.role in _RUN_THROUGH and not targets else "\n"
    said += (bound, tag.alt)
    for kid in tag.kids:
        if isinstance(kid, str):
            said.append(kid)
        else:
            _read(kid, printed, sheet, said)
    said.append(bound)


def _joined(texts: Iterable[str]) -> str:
    """`texts` as one, words that a line has broken made whole."""
    return _BROKEN.sub("", "".join(texts))
