"""Values of CSL in words, as an editor types them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

#: What holds the place of words that only the editor knows.
PLACE: Final = "…"
_PLACES: Final = frozenset((PLACE, "..."))


def shown(field: str, value: Any) -> str:  # noqa: ANN401  whatever CSL-JSON holds
    """A value in words, as `parsed` takes it.

    >>> shown("author", [{"family": "Meer", "non-dropping-particle": "van der", "given": "J."}])
    'van der Meer, J.'
    >>> shown("issued", {"date-parts": [[2023, 4, 1]]})
    '2023-04-01'
    """
    if isinstance(value, Mapping):
        if literal := value.get("literal"):
            return str(literal)
        days = value.get("date-parts", ())
        return "/".join("-".join(f"{part:02d}" for part in parts) for parts in days)
    if isinstance(value, list):
        return "; ".join(_shown_name(one) for one in value if isinstance(one, Mapping))
    return str(value) if field else ""


def _shown_name(name: Mapping[str, str]) -> str:
    if literal := name.get("literal"):
        return f"{{{literal}}}" if set(literal) & set(",;") else literal
    particles = (name.get("dropping-particle"), name.get("non-dropping-particle"))
    family = " ".join(filter(None, (*particles, name.get("family"))))
    more = ", ".join(filter(None, (name.get("given") or "", name.get("suffix"))))
    # The comma makes it a person, whose given name the entry does not tell.
    return f"{family}, {more}".rstrip()


def whole(value: Any) -> bool:  # noqa: ANN401  whatever CSL-JSON holds
    """Whether `shown` says all of `value`: of a date it leaves out season and doubt.

    >>> whole({"date-parts": [[2003]], "season": 4}), whole("Tides")
    (False, True)
    """
    return not isinstance(value, Mapping) or len(value) == 1


def is_place(value: str) -> bool:
    """Whether `value` only holds the place of words.

    >>> is_place("…"), is_place(" ... "), is_place("Wait …")
    (True, True, False)
    """
    return value.strip() in _PLACES
