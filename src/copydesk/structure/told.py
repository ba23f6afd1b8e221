"""What a file says of itself, read as the front matter would print it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from copydesk.model import Galley
from copydesk.structure import dates, names

_ISO: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]|$)")
_LANGUAGE: Final = re.compile(
    r"([A-Za-z]{2,3})(?:[-_]([A-Z][a-z]{3}))?(?:[-_]([A-Za-z]{2}|\d{3}))?"
)
#: What stands between the title and the name of the site in a page's own title.
_BARS: Final = re.compile(r"\s[|–—·•«»:-]\s")


def facts(galley: Galley) -> dict[str, str]:
    """The facts of the submission, by field."""
    return {name: value.strip() for name, value in galley.submission.facts}


def authors(told: Mapping[str, str]) -> tuple[str, ...]:
    """The persons among the authors; what is no name of one is the site's.

    >>> authors({"author": "Mara Osei; By Jon Vik and Ada Quill; admin"})
    ('Mara Osei', 'Jon Vik', 'Ada Quill')
    """
    found: dict[str, None] = {}
    for part in told.get("author", "").split(";"):
        found.update(dict.fromkeys(names.byline(part.strip()).authors))
    return tuple(found)


def day(told: Mapping[str, str]) -> str:
    """The date without its clock: an ISO day, or what the source prints.

    >>> day({"date": "2024-03-05T10:00:00+01:00"}), day({"date": "Tue, 5 March 2024, 10:00"})
    ('2024-03-05', '5 March 2024')
    """
    text = told.get("date", "")
    if found := _ISO.match(text):
        try:
            return date.fromisoformat(found[1]).isoformat()
        except ValueError:
            return ""
    named = dates.find(text)
    return text[named.start : named.end] if named else ""


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


def is_same_title(printed: str, title: str) -> bool:
    """Whether two titles say the same, the name of a site or case and signs aside.

    >>> is_same_title("A quiet harbour", "A Quiet Harbour – The Harbour Review")
    True
    """
    whole, told_ = _letters(printed), _letters(title)
    parts = {_letters(part) for part in _BARS.split(title)}
    return not told_ or whole == told_ or whole in parts or told_ in whole


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
