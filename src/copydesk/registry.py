"""The registry of writers; it imports only the model.

A writer is a plain function in a module of its own, which is imported when the format is first
made: a build is planned without pandoc, WeasyPrint and python-docx.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Protocol

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
    renderings: tuple[str, ...] = ()
    beside: Callable[[WriterInput], Mapping[str, bytes]] | None = None
    folder: str = ""

    def file(self, slug: str) -> str:
        """Path of the output inside the article's folder."""
        name = f"{slug}{self.suffix}" if self.suffix.startswith(".") else self.suffix
        return f"{self.folder}/{name}" if self.folder else name


def _find(module: str, name: str = "write") -> Callable[[WriterInput], Any]:
    """The function `name` of a `module` of copydesk, which its first call imports."""

    def call(copy: WriterInput) -> Any:  # noqa: ANN401  as the function
        return getattr(import_module(f"copydesk.{module}"), name)(copy)

    return call


_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CSL: Final = "application/vnd.citationstyles.csl+json"
_HTML: Final = ("html",)
_FILES: Final = _find("writers.page", "list_picture_files")

#: Every format by its name, in the order in which they are listed.
WRITERS: dict[str, Writer] = {
    one.name: one
    for one in (
        Writer("md", ".md", "text/markdown", _find("writers.markdown"), _HTML, _FILES),
        Writer("docx", ".docx", _WORD, _find("writers.docx"), ("docx",)),
        Writer("html", ".html", "text/html", _find("writers.html"), _HTML),
        Writer("epub", ".epub", "application/epub+zip", _find("writers.epub"), _HTML),
        Writer("pdf", ".pdf", "application/pdf", _find("writers.pdf"), _HTML),
        Writer("csl.json", ".csl.json", _CSL, _find("writers.csl_json")),
        Writer(
            "fragment.html", ".fragment.html", "text/html", _find("writers.fragment"), _HTML, _FILES
        ),
        Writer("txt", ".txt", "text/plain", _find("writers.plain_text"), _HTML),
        Writer("jats.xml", ".jats.xml", "application/xml", _find("writers.jats"), _HTML, _FILES),
        Writer("proof", "proof.html", "text/html", _find("review.proof"), folder="review"),
        Writer(
            "review.docx", ".review.docx", _WORD, _find("review.word_out.writer"), folder="review"
        ),
    )
}


def is_of(rule: str, name: str) -> bool:
    """Whether `name` is `rule`, or its family with or without a star.

    >>> is_of("ref.name-stop", "ref"), is_of("ref.name-stop", "ref.*"), is_of("refs.a", "ref")
    (True, True, False)
    """
    return rule == name or rule.startswith(name.removesuffix(".*") + ".")
