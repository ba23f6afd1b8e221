"""A submission that has come in and has no place yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from copydesk.config import Config
from copydesk.desk import intake, single
from copydesk.model import Article

#: What the file of a type is called that brings no name of its own.
_ENDINGS: Final = {
    "application/rtf": ".rtf",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/html": ".html",
    "text/markdown": ".md",
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A submission, what is read in it, and what came with it.

    `stem` and `ending` are what its file would like to be called; `address` is where it stands on
    the web, "" when nobody said. `pictures` are those it needs, by the names of their files, and
    `missed` says of others why they did not come.
    """

    stem: str
    ending: str
    data: bytes
    article: Article
    address: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    missed: tuple[str, ...] = ()


def of_bytes(data: bytes, stem: str, config: Config, said: str = "") -> Arrival:
    """`data`, which messages call what is `said`, as a submission that is to be called `stem`.

    Raises `Refused` for what copydesk does not read, and for what would be too large once it lies
    among the submissions.
    """
    data = intake.within(data, said or stem, config.limits.file_bytes)
    article = single.of_bytes(data, said or stem, config)
    return Arrival(stem, ending(article), data, article)


def ending(article: Article) -> str:
    """The ending for a file of the type in which `article` came."""
    return _ENDINGS.get(article.galley.submission.media_type, ".txt")
