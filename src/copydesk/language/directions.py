"""Direction controls in text, and which of them have a legitimate effect in a line.

Whoever writes Hebrew or Arabic beside another script needs them. In a line of English they can
have it read otherwise than it is stored (CVE-2021-42574), and one Hebrew letter at its end makes
them no better: so each is judged by what it governs.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from typing import Final

#: Signs of the scripts that run to the left, but for the mark of direction among them.
LEFTWARD: Final = re.compile("[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]")
CONTROLS: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_RIGHTWARD: Final = re.compile(r"[^\W\d_\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_NUMBER: Final = re.compile(r"\d")
#: They stand by themselves, as a letter that nobody sees.
_MARKS: Final = frozenset("\u061c\u200e\u200f")
_EMBEDDED: Final = frozenset("\u202a\u202b")
_LEFT_EMBEDDED: Final = frozenset("\u202b\u2067")
_OVERRIDE_RIGHTWARD: Final = "\u202d"
_OVERRIDE_LEFTWARD: Final = "\u202e"
_ISOLATED: Final = frozenset("\u2066\u2067\u2068")
_END: Final = "\u202c"
_END_ISOLATED: Final = "\u2069"
_OPENING: Final = _EMBEDDED | _ISOLATED | {_OVERRIDE_RIGHTWARD, _OVERRIDE_LEFTWARD}


def find_working_controls(text: str) -> frozenset[int]:
    r"""Find the direction controls of `text` with a legitimate effect; others disguise the text.

    None does in a line without a letter that runs to the left. Pairs stay if they are whole and
    turn nothing around.

    >>> sorted(find_working_controls("שלום \u2066copydesk 2\u2069 שלום"))
    [5, 16]
    >>> sorted(find_working_controls("Pay \u202edlrow olleh\u202c to א"))
    []
    """
    controls = [at for at, sign in enumerate(text) if sign in CONTROLS]
    if not controls or not LEFTWARD.search(text):
        return frozenset()
    found = {at for at in controls if text[at] in _MARKS}
    places = _Places(text)
    for start, end in _pairs(text, controls):
        if _is_honest(text[start], places, start, end):
            found |= {start, end}
    return frozenset(found)


def drop_idle_controls(text: str) -> str:
    r"""Remove from each line of `text` the direction controls without a legitimate effect.

    >>> drop_idle_controls("Pay \u202edlrow olleh")
    'Pay dlrow olleh'
    """
    if CONTROLS.isdisjoint(text):
        return text
    return "\n".join(map(_unturned, text.split("\n")))


def _unturned(line: str) -> str:
    kept = find_working_controls(line)
    return "".join(sign for at, sign in enumerate(line) if sign not in CONTROLS or at in kept)


class _Places:
    """Where a text has letters of either direction and numbers, to be asked piece by piece."""

    def __init__(self, text: str) -> None:
        self._found = {
            kind: [match.start() for match in kind.finditer(text)]
            for kind in (LEFTWARD, _RIGHTWARD, _NUMBER)
        }

    def has(self, kind: re.Pattern[str], start: int, end: int) -> bool:
        """Whether there is one of that `kind` between `start` and `end`."""
        places = self._found[kind]
        at = bisect(places, start)
        return at < len(places) and places[at] < end


def _pairs(text: str, controls: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where each pair begins and ends. The end of an isolate ends all that began in it."""
    opened: list[int] = []
    isolates = 0
    for at in controls:
        sign = text[at]
        if sign in _OPENING:
            opened.append(at)
            isolates += sign in _ISOLATED
        elif sign == _END and opened and text[opened[-1]] not in _ISOLATED:
            yield opened.pop(), at
        elif sign == _END_ISOLATED and isolates:
            while text[opened[-1]] not in _ISOLATED:
                opened.pop()
            isolates -= 1
            yield opened.pop(), at


def _is_honest(opening: str, places: _Places, start: int, end: int) -> bool:
    """Whether what `opening` does between `start` and `end` leaves that in its own order."""
    leftward = places.has(LEFTWARD, start, end)
    if opening == _OVERRIDE_RIGHTWARD:
        return not leftward
    if opening == _OVERRIDE_LEFTWARD:
        other = places.has(_RIGHTWARD, start, end) or places.has(_NUMBER, start, end)
        return leftward and not other
    return leftward or opening not in _LEFT_EMBEDDED
