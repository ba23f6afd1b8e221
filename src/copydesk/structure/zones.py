"""What a file's own format says of whose its lines are.

A web page tells where each line stands, and a vote which of them are its article; both
weigh in the lattice beside what the lines look like. A manuscript (Markdown, a word
processor's file) comes from its author: there is no site around it, until a line proves
the contrary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from copydesk.model import Line, Role, Submission
from copydesk.structure import running_heads

#: What a zone is worth to the roles of the site, in points; the article's roles lose as much.
_SITE: Final[Mapping[str, float]] = {
    "main": -2.0,
    "near": 0.3,
    "header": 1.0,
    "": 1.6,
    "aside": 3.6,
    "form": 4.0,
    "nav": 4.5,
    "footer": 4.5,
    "comments": 5.0,
    # Nothing outweighs that: an article that is hidden as a whole is no zone of its own.
    "hidden": 99.0,
}
#: Zones that no headline, byline or note of the article stands in.
_APART: Final = frozenset(("nav", "footer", "comments", "hidden", "form"))
#: Roles that stand around the article's text: outside its container as often as inside.
_EDGES: Final[frozenset[Role]] = frozenset(
    ("title", "subtitle", "byline", "date", "caption", "bio", "disclaimer", "footnote", "reference")
)
#: What a zone that is not apart is worth against them.
_EDGE: Final = 0.3
_THEIRS: Final[frozenset[Role]] = frozenset(("furniture", "cta"))
#: What the author's own file is worth against the roles of a site.
_MANUSCRIPT: Final = -2.0
#: Media types of files that hold what their site printed too.
SCRAPED: Final = frozenset(("text/plain", "text/html"))
#: Zones of a manuscript that are not of its text, and of files that programs write.
_SET_APART: Final = frozenset(("hidden", "nav"))
_WRITTEN_ABOVE: Final[Mapping[str, frozenset[str]]] = {
    "text/plain": frozenset(("header",)),
    "text/markdown": frozenset(("header", "hidden")),
    "text/html": frozenset(),
}


def evidence(
    submission: Submission, zones: Sequence[str], roles: Sequence[Role]
) -> list[Sequence[float]]:
    """For each unit, which stands in one of `zones`, what that is worth to each of `roles`.

    A page that tells nothing of its text tells nothing by its silence about a line.
    """
    if "main" in zones:
        known = {zone: [worth(zone, role) for role in roles] for zone in frozenset(zones)}
        return [known[zone] for zone in zones]
    standing = 0.0 if submission.media_type in SCRAPED else _MANUSCRIPT
    return [[standing * (role in _THEIRS) for role in roles]] * len(zones)


def apart(submission: Submission, lines: Sequence[Line]) -> frozenset[int]:
    """The indices of `lines` that stand apart from the text, as if they were not there.

    A word processor marks its table of contents, and what its author hid, which nobody may
    find in print; a print repeats its heads and feet on every page; a scraper or mail tells
    above a text what it knows of it. No line before or behind such lines is judged by them.
    """
    kinds = _WRITTEN_ABOVE.get(submission.media_type, _SET_APART)
    told = frozenset(index for index, line in enumerate(lines) if line.zone in kinds)
    return told | running_heads.of(submission).heads


def worth(zone: str, role: Role) -> float:
    """What standing in `zone` of a page is worth to `role`.

    >>> worth("nav", "furniture"), worth("nav", "body"), worth("main", "body")
    (4.5, -4.5, 2.0)
    """
    points = _SITE[zone]
    if role in _THEIRS:
        return points
    if role in _EDGES and zone not in _APART:
        return -_EDGE * points
    return -points
