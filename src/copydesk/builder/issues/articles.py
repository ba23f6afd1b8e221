"""What an issue takes of its articles: an article as it is made, whoever has made it.

It reads no submission: articles are built before an issue, which is made from what lies there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from copydesk.builder import colophon
from copydesk.builder.issues.contents import RECORD, IssueArticle
from copydesk.builder.survey import Survey
from copydesk.errors import ToolError
from copydesk.model import ArticleSummary, Output
from copydesk.system import files

if TYPE_CHECKING:
    from copydesk.builder.job import MadeDocument

#: What of an article's record an issue prints.
_PRINTED: Final = ("title", "subtitle", "byline", "date")


@dataclass(frozen=True, slots=True)
class BuiltArticle:
    """An article as it is made: its card, what is printed of its record, its files.

    `read` gives the bytes of a file by its name.
    """

    card: ArticleSummary
    front: Mapping[str, str]
    outputs: tuple[Output, ...]
    read: Callable[[str], bytes]


Shelf: TypeAlias = Callable[[IssueArticle], BuiltArticle | None]
"""Where articles are taken from; None for one that is not there as it is wanted."""


def find_built(desk: Survey, member: IssueArticle) -> BuiltArticle | None:
    """An article as it lies in `dist/`."""
    folder = desk.out / member.document.slug
    made = colophon.read(folder)
    if made is None:
        return None
    return take_outputs(
        member, made.card, made.outputs, partial(read_output, desk, member.document.slug)
    )


def take_outputs(
    member: IssueArticle,
    card: ArticleSummary,
    outputs: tuple[Output, ...],
    read: Callable[[str], bytes],
) -> BuiltArticle | None:
    """What an issue takes of an article that has `outputs`; None when they are not all there."""
    outputs = tuple(one for one in outputs if one.format in member.needed)
    if not member.needed <= {one.format for one in outputs}:
        return None
    try:
        name = next(one.name for one in outputs if one.format == RECORD)
        record: dict[str, Any] = json.loads(read(name))
        front = {key: str(record[key] or "") for key in _PRINTED}
        front["byline"] = front["byline"] or ", ".join(map(str, record["authors"]))
    except (ToolError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return BuiltArticle(card, front, outputs, read)


def take_draft(member: IssueArticle, made: MadeDocument) -> BuiltArticle | None:
    """What an issue takes of an article that was `made` and not kept."""
    data = {output.name: content for output, content in made.outputs}
    return take_outputs(
        member, made.card, tuple(output for output, _ in made.outputs), data.__getitem__
    )


def read_output(desk: Survey, slug: str, name: str) -> bytes:
    """The file `name` of what is built as `slug`. Raises `ToolError`."""
    try:
        return (desk.out / slug / name).read_bytes()
    except OSError as error:
        raise files.failure(error, f"`{desk.out.name}/{slug}/{name}` could not be read") from None


def digest_article(desk: Survey, member: IssueArticle) -> str:
    """All that an issue takes from an article, in one hash; "" when it is not all there.

    Of its record only what is printed: what is asked of the editor changes no issue.
    """
    there = find_built(desk, member)
    if there is None:
        return ""
    parts = (
        member.document.slug, sorted(there.front.items()), there.card.language,
        [(one.format, one.name, one.sha256) for one in there.outputs if one.format != RECORD],
    )  # fmt: skip
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
