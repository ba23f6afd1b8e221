"""What an issue is made from, as values: the issue, its articles as they are built, their files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from copydesk.newsletter.issue import Issue, IssueEntry
from copydesk.newsletter.targets import Target
from copydesk.settings.theme import Theme

#: The message among the files of an issue.
MESSAGE: Final = "issue.eml"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with an issue. `name` is what readers see, in ASCII.

    `title` says what it is: the article's title, or the issue's subject for a book of all.
    `lacks` are the files beside it that it names and that do not go with it.
    """

    name: str
    format: str
    media_type: str
    title: str
    data: bytes
    lacks: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class IssuePiece:
    """An article of the issue.

    `markup` is its HTML fragment (format `fragment.html`), which has neither its title nor its
    subtitle; it names its pictures by the paths under `pictures`. `direction` is `ltr` or `rtl`.
    """

    entry: IssueEntry
    slug: str
    title: str
    subtitle: str
    byline: str
    dated: str
    language: str
    direction: str
    markup: str
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Materials:
    """Everything that an issue is made from; nothing else changes a byte of it.

    `name` is its folder, `newsletter` what it is an issue of, `book` the files of all its articles
    in one.
    """

    name: str
    issue: Issue
    target: Target
    theme: Theme
    newsletter: str
    language: str
    pieces: tuple[IssuePiece, ...]
    book: tuple[Attachment, ...] = ()

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """All files that go with it, in the order of the articles, the book first."""
        return (*self.book, *(file for piece in self.pieces for file in piece.attachments))
