"""Letters that the PDF would print as empty boxes, asked about before it is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from copydesk.gate import fonts
from copydesk.model import Line

if TYPE_CHECKING:
    from copydesk.compose.forme import Forme

#: Signs that a question shows.
_SHOWN: Final = 12


def ask_missing(texts: Iterable[str], lines: Iterable[Line], forme: Forme) -> None:
    """A question for each script of which `texts` have letters that no font at hand can draw.

    It stands at the first of `lines` that has one.
    """
    lacking = fonts.unprintable({sign for text in texts for sign in set(text)})
    if not lacking:
        return
    by_script: dict[str, set[str]] = defaultdict(set)
    for sign in sorted(lacking):
        by_script[fonts.script(sign)].add(sign)
    rows = tuple(lines)
    for script, signs in sorted(by_script.items()):
        line = next((one.number for one in rows if not signs.isdisjoint(one.text)), 0)
        shown = " ".join(sorted(signs)[:_SHOWN]) + (" …" if len(signs) > _SHOWN else "")
        what = f"{len(signs)} sign{'s' * (len(signs) > 1)} ({script}): {shown}"
        message = f"no font at hand has {what}; the PDF shows empty boxes in their place"
        forme.ask("print.missing-glyph", line, message, script)
