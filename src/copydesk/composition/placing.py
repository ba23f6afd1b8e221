"""Where a citation stands in its sentence, whatever sign it was written as.

A raised number and a footnote stand behind the stop of a sentence, a bracket before it. A
style that prints the one as the other moves it; citeproc then does what its class asks for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from copydesk.composition.restyled import apart, is_set, noted
from copydesk.model import Cite, Inline, Note, Superscript, Text, plain

if TYPE_CHECKING:
    from copydesk.composition.forme import Forme

#: The stop that a sentence or clause ends in, before the quotation marks that close it.
_STOP: Final = re.compile(r"(?:^|(?<=[^\s.,;:]))([.,;:])([”’\"'»“]*)$")
#: Abbreviations, whose stop is their own: U.S., et al., Ref.
_ABBREVIATED: Final = re.compile(r"(?:\b[^\W\d_]\.(?:\s?[^\W\d_]\.)*|\b(?:al|[Rr][eé]fs?)\.)$")
#: Words whose object the number behind them is: "see Ref. 4".
_CALLING: Final = re.compile(
    r"(?<![\w-])(?:r[eé]fs?\.?|r[eé]f[eé]ren(?:ces?|z|zen|cias?))\s?$", re.IGNORECASE
)
#: Characters looked at either side of a sign.
_SHOWN: Final = 40
#: Nodes looked at for the words behind one.
_NEAR: Final = 6
_SIGNS: Final = (Cite, Superscript, Note)
_OPENING: Final = frozenset("([{“‘«„‚¿¡\"'/–—-")


def settled(content: Sequence[Inline], forme: Forme) -> Sequence[Inline]:
    """`content` with its signs of citations as citations of the text, before their stops.

    Those are raised numbers, notes that say no more than a citation, and numbers set tight
    behind a word; what the style may not set in its own words stays as it is.
    """
    if not any(isinstance(node, Cite | Superscript | Note) for node in content):
        return content
    result: list[Inline] = []
    for place, node in enumerate(content):
        if isinstance(node, Cite) and _is_called(result):
            forme.called.add(node.group)
        cite = _sign(node, result, forme)
        if cite is None:
            result.append(node)
            continue
        stop = _taken(result, _following(content, place), forme)
        if result and _is_tight(result):
            result.append(Text(" "))
        result.append(cite)
        if stop:
            result.append(Text(stop))
    return result


def _is_called(before: Sequence[Inline]) -> bool:
    last = before[-1] if before else None
    return isinstance(last, Text) and _CALLING.search(last.text[-_SHOWN:]) is not None


def _sign(node: Inline, before: Sequence[Inline], forme: Forme) -> Cite | None:
    """The citation of which `node` is a sign."""
    match node:
        case Superscript():
            cites = [one for one in node.content if isinstance(one, Cite)]
            if len(cites) == 1 and plain(node.content).strip() == cites[0].text.strip():
                return cites[0] if _is_moved(cites[0], forme) else None
        case Note() if forme.unnoted and (found := noted(node, forme)):
            cite, forme.groups[found[0].group] = found
            return cite
        case Cite() if before and _is_tight(before):
            return node if _is_moved(node, forme) else None
    return None


def _is_moved(cite: Cite, forme: Forme) -> bool:
    group = forme.groups.get(cite.group, ())
    if any(row.form != "numeric" for row in group):
        return False
    return is_set(cite, group, forme) or apart(cite, group, forme) is not None


def _is_tight(before: Sequence[Inline]) -> bool:
    """Whether the word before has no blank behind it, in a script that has blanks."""
    text = plain(before[-1:])
    last = text[-1:]
    return bool(last) and not (last.isspace() or last in _OPENING or _is_ideographic(last))


def _is_ideographic(char: str) -> bool:
    return unicodedata.east_asian_width(char) in ("W", "F")


def _following(content: Sequence[Inline], place: int) -> str:
    """The first words behind a node and the further signs there."""
    near = content[place + 1 : place + _NEAR]
    return "".join(plain((node,))[:_SHOWN] for node in near if not isinstance(node, _SIGNS))


def _taken(before: list[Inline], following: str, forme: Forme) -> str:
    """The stop that goes behind the citation, taken off the words before it."""
    last = before[-1] if before else None
    if not isinstance(last, Text) or (forme.style.signs and forme.behind):
        return ""
    found = _STOP.search(last.text)
    if not found or (found[2] and forme.style.signs) or following[:1] in (*".,;:",):
        return ""
    if found[1] == "." and (
        _ABBREVIATED.search(last.text[max(0, found.start() - _SHOWN) : found.end(1)])
        or not _opens(following)
    ):
        return ""
    rest = last.text[: found.start(1)] + found[2]
    before[-1:] = [replace(last, text=rest)] if rest else []
    return found[1]


def _opens(following: str) -> bool:
    """Whether a new sentence begins, or nothing follows."""
    words = following.split(maxsplit=1)
    if not words:
        return True
    first = words[0].lstrip("([{“‘«„‚¿¡\"'")
    return following[:1].isspace() and not first[:1].islower()
