"""What a file says of itself, by field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from copydesk.model import EditedText

_LANGUAGE: Final = re.compile(
    r"([A-Za-z]{2,3})(?:[-_]([A-Z][a-z]{3}))?(?:[-_]([A-Za-z]{2}|\d{3}))?"
)


def facts(edited: EditedText) -> dict[str, str]:
    """The facts of the submission, by field."""
    return {name: value.strip() for name, value in edited.submission.facts}


def language(told: Mapping[str, str]) -> str:
    """The language as BCP 47 spells it, "" when the file names none.

    >>> language({"language": "de_AT"}), language({"language": "English"})
    ('de-AT', '')
    """
    found = _LANGUAGE.fullmatch(told.get("language", ""))
    if found is None:
        return ""
    tongue, script, region = found.groups()
    return "-".join(filter(None, (tongue.lower(), script, (region or "").upper())))
