"""Where to write to, printed below a list of references: it is no entry of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from copydesk.structure.clusters import is_entry
from copydesk.structure.features import LINE, Facts

_LIST: Final = "references"
#: "28195 Bremen", "1012 AB Amsterdam", "HU1 2AB". Behind a number that may be a year, as in
#: "2015 EU Directive on tides", the name of the town ends what is said.
_POSTAL: Final = re.compile(
    r"(?<![\d.,/-])\d{5}\s[^\W\d_a-zß-ÿ]|(?<!\d)(?!(?:19|20)\d\d\s[A-Z]{2}\s\w+\s)\d{4}\s?[A-Z]{2}\s[^\W\d_a-zß-ÿ]"
    r"|(?<!\w)[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}(?!\w)"
)
#: The front page of a site, a mail box, a telephone.
_REACHED: Final = re.compile(
    r"(?:https?://|www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/?|\S+@[\w.-]+\.\w+|(?:tel|fax|phone)\b.*",
    re.IGNORECASE,
)


def addressed(units: Sequence[Facts]) -> list[Facts]:
    """`units`, those marked that give an address behind the last entry of the list.

    A postal address opens it. A site's address alone may be the end of the entry above.
    """
    result = list(units)
    start = max((at for at, unit in enumerate(units) if unit.label == _LIST), default=-1)
    last = max((at for at, unit in enumerate(units) if is_entry(unit)), default=-1)
    if not 0 <= start < last:
        return result
    opened = False
    for at in range(last + 1, len(units)):
        unit = units[at]
        postal = unit.width <= LINE and _POSTAL.search(unit.text) is not None
        if not (postal or (opened and _REACHED.fullmatch(unit.text))):
            break
        opened = True
        result[at] = replace(unit, located=True)
    return result
