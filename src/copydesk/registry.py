"""The registry of writers; it imports only the model.

A writer is a plain function with a decorator. Its module must be named in the tuple of
its package's `__init__`, which is the visible order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from copydesk.model import Article, Picture, Role

if TYPE_CHECKING:
    from copydesk.config import Config

#: Lines of running copy: everything an author or editor wrote as text.
PROSE: frozenset[Role] = frozenset(
    (
        "title", "subtitle", "byline", "heading", "body", "quote", "list", "caption",
        "disclaimer", "bio", "cta", "footnote",
    )
)  # fmt: skip
REFERENCES: frozenset[Role] = frozenset(("reference",))

#: The rule of the editor's own rewritings; its words are frozen.
EDITOR: Final = "desk.editor"
#: That of her words for a picture, and both: no verdict is given on them.
PICTURE: Final = "desk.picture"
OWN: Final = frozenset((EDITOR, PICTURE))
#: Rules without which no output could be written; neither settings nor stet end them.
UNREFUSABLE: Final = frozenset(("enc.control",))


class WriterInput(Protocol):
    """The input of a writer: the article, its settings, pandoc's renderings, its pictures."""

    @property
    def article(self) -> Article: ...
    @property
    def slug(self) -> str: ...
    @property
    def config(self) -> Config: ...
    @property
    def pictures(self) -> tuple[Picture, ...]: ...
    def render(self, target: str) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Writer:
    """Makes one format. The file is `<slug><suffix>`, in the subfolder `folder` if it is set.

    A `suffix` that does not start with a dot is the whole name (`proof.html`). `beside`
    gives the further files that the output names, by their paths. `renderings` are those of
    pandoc's that it finishes, so that pandoc can begin before the writer does.
    """

    name: str
    suffix: str
    media_type: str
    write: Callable[[WriterInput], bytes]
    doc: str
    folder: str = ""
    beside: Callable[[WriterInput], Mapping[str, bytes]] | None = None
    renderings: tuple[str, ...] = ()

    def file(self, slug: str) -> str:
        """Path of the output inside the article's folder."""
        name = f"{slug}{self.suffix}" if self.suffix.startswith(".") else self.suffix
        return f"{self.folder}/{name}" if self.folder else name


WRITERS: dict[str, Writer] = {}


def is_of(rule: str, name: str) -> bool:
    """Whether `name` is `rule`, or its family with or without a star.

    >>> is_of("ref.name-stop", "ref"), is_of("ref.name-stop", "ref.*"), is_of("refs.a", "ref")
    (True, True, False)
    """
    return rule == name or rule.startswith(name.removesuffix(".*") + ".")


WriteFunction: TypeAlias = Callable[[WriterInput], bytes]


def writer(  # noqa: PLR0913  the options of a writer, each by its name
    name: str,
    suffix: str,
    media_type: str,
    *,
    renderings: tuple[str, ...] = (),
    folder: str = "",
    beside: Callable[[WriterInput], Mapping[str, bytes]] | None = None,
) -> Callable[[WriteFunction], WriteFunction]:
    """Register a writer for the format `name`."""

    def register(function: WriteFunction) -> WriteFunction:
        doc = function.__doc__ or ""
        WRITERS[name] = Writer(name, suffix, media_type, function, doc, folder, beside, renderings)
        return function

    return register
