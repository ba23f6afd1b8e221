"""A submission that has come in and has no place yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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

#: Zones of a page that hold its text, and roles of lines that no edition prints. A picture in the
#: former may be taken for furniture, and the editor may want it back.
_OF_THE_TEXT: Final = frozenset(("", "main", "near"))
_LEFT_OUT: Final = frozenset(("furniture", "cta"))


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
    return _ENDINGS.get(article.edited.submission.media_type, ".txt")


def figures(article: Article) -> Iterator[str]:
    """The names of the pictures of `article` that did not come inside it, each once."""
    edited = article.edited
    inside = {picture.name for picture in edited.submission.pictures}
    rows = zip(edited.lines, edited.roles, strict=True)
    named = (
        line.hint.removeprefix("figure:")
        for line, role in rows
        if line.hint.startswith("figure:") and (line.zone in _OF_THE_TEXT or role not in _LEFT_OUT)
    )
    yield from (name for name in dict.fromkeys(named) if name not in inside)
