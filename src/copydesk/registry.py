"""Where rules, readers and writers are registered; a leaf that imports only the model.

A rule, reader or writer is a plain function with a decorator. Its module must be
named in the tuple of its package's `__init__`, which is the visible order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeAlias

from copydesk.model import Article, Edit, Picture, Query, Role, Submission

if TYPE_CHECKING:
    from copydesk.config import Config
    from copydesk.style import Style

Policy: TypeAlias = Literal["fix", "suggest"]

#: Lines of running copy: everything an author or editor wrote as text.
PROSE: frozenset[Role] = frozenset(
    (
        "title", "subtitle", "byline", "heading", "body", "quote", "list", "caption",
        "disclaimer", "bio", "cta", "footnote",
    )
)  # fmt: skip
REFERENCES: frozenset[Role] = frozenset(("reference",))
ALL_COPY: frozenset[Role] = PROSE | REFERENCES

#: The rule of the editor's own rewritings; its words are frozen.
EDITOR: Final = "desk.editor"
#: That of her words for a picture, and both: no verdict is given on them.
PICTURE: Final = "desk.picture"
OWN: Final = frozenset((EDITOR, PICTURE))
#: Rules without which no output could be written; neither settings nor stet end them.
UNREFUSABLE: Final = frozenset(("enc.control",))


class ProofLine(Protocol):
    """What a rule sees of a line; `clean.views.View` is the real one.

    `frozen` are spans no rule may touch (URLs, addresses, DOIs, code); `quoted`
    are the words of others (quotations, titles in references) and `foreign` those of
    another language, where only typography may change. `words` are the words of the line
    in small letters, so that a rule with a word list can tell at once that it has nothing
    to do. `language` is that of the line, `style` what the house has settled. `goes_on`: the
    format says that its paragraph goes on in the next line.
    """

    @property
    def number(self) -> int: ...
    @property
    def goes_on(self) -> bool: ...
    @property
    def text(self) -> str: ...
    @property
    def role(self) -> Role | None: ...
    @property
    def language(self) -> str: ...
    @property
    def frozen(self) -> tuple[tuple[int, int], ...]: ...
    @property
    def quoted(self) -> tuple[tuple[int, int], ...]: ...
    @property
    def foreign(self) -> tuple[tuple[int, int], ...]: ...
    @property
    def words(self) -> frozenset[str]: ...
    @property
    def style(self) -> Style: ...
    def edit(
        self, start: int, end: int, after: str, reason: str, alternatives: tuple[str, ...] = ()
    ) -> Edit: ...


LineRule: TypeAlias = Callable[[ProofLine], Iterable[Edit]]
DocumentRule: TypeAlias = Callable[[tuple[ProofLine, ...]], Iterable[Edit]]
Teller: TypeAlias = Callable[[tuple[ProofLine, ...]], Iterable[Query]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A registered rule.

    `typography` rules may act inside quotations; `asks` ones may only propose there, for
    the slip may be the source's.
    """

    id: str
    policy: Policy
    roles: frozenset[Role] | None
    languages: frozenset[str] | None
    typography: bool
    line: LineRule | None
    document: DocumentRule | None
    doc: str
    asks: bool = False

    @property
    def family(self) -> str:
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns bytes of one media type into a `Submission`."""

    media_type: str
    read: Callable[[bytes, str, Config], Submission]


class Copy(Protocol):
    """What a writer is given: the article, its settings, pandoc's renderings, its pictures."""

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
    """Makes one format. The file is `<slug><suffix>`, below `folder` when one is named.

    A `suffix` that does not start with a dot is the whole name (`proof.html`). `beside`
    gives the further files that the output names, by their paths. `renderings` are those of
    pandoc's that it finishes, so that pandoc can begin before the writer does.
    """

    name: str
    suffix: str
    media_type: str
    write: Callable[[Copy], bytes]
    doc: str
    folder: str = ""
    beside: Callable[[Copy], Mapping[str, bytes]] | None = None
    renderings: tuple[str, ...] = ()

    def file(self, slug: str) -> str:
        """Path of the output inside the article's folder."""
        name = f"{slug}{self.suffix}" if self.suffix.startswith(".") else self.suffix
        return f"{self.folder}/{name}" if self.folder else name


RULES: dict[str, Rule] = {}
TELLERS: dict[str, Teller] = {}
READERS: dict[str, Reader] = {}
WRITERS: dict[str, Writer] = {}


def rule(
    name: str,
    policy: Policy,
    *,
    roles: frozenset[Role] | None = PROSE,
    languages: Iterable[str] | None = None,
    typography: bool = False,
) -> Callable[[LineRule], LineRule]:
    """Register a rule that looks at one line at a time.

    `roles` None: whatever the role (the repair stage, which runs before roles are
    known). `languages` None: every language, else primary subtags ("en").
    """

    def register(function: LineRule) -> LineRule:
        _add(name, policy, roles, languages, function.__doc__, typography=typography, line=function)
        return function

    return register


def document_rule(  # noqa: PLR0913  the options of a rule, each by its name
    name: str,
    policy: Policy,
    *,
    roles: frozenset[Role] | None = PROSE,
    languages: Iterable[str] | None = None,
    typography: bool = False,
    asks: bool = False,
) -> Callable[[DocumentRule], DocumentRule]:
    """Register a rule that weighs all lines of `roles` together."""

    def register(function: DocumentRule) -> DocumentRule:
        doc = function.__doc__
        _add(name, policy, roles, languages, doc, typography=typography, asks=asks,
             document=function)  # fmt: skip
        return function

    return register


def teller(name: str) -> Callable[[Teller], Teller]:
    """Register what the document rule `name` has to tell of its lines besides its edits."""

    def register(function: Teller) -> Teller:
        TELLERS[name] = function
        return function

    return register


def _add(  # noqa: PLR0913  the fields of a Rule, spelt once
    name: str,
    policy: Policy,
    roles: frozenset[Role] | None,
    languages: Iterable[str] | None,
    doc: str | None,
    *,
    typography: bool = False,
    asks: bool = False,
    line: LineRule | None = None,
    document: DocumentRule | None = None,
) -> None:
    if name in RULES:
        message = f"rule `{name}` is registered twice"
        raise ValueError(message)
    if not doc:
        message = f"rule `{name}` has no docstring; `copydesk explain` prints it"
        raise ValueError(message)
    wanted = None if languages is None else frozenset(languages)
    RULES[name] = Rule(name, policy, roles, wanted, typography, line, document, doc, asks)


def is_of(rule: str, name: str) -> bool:
    """Whether `name` is `rule`, or its family with or without a star.

    >>> is_of("ref.name-stop", "ref"), is_of("ref.name-stop", "ref.*"), is_of("refs.a", "ref")
    (True, True, False)
    """
    return rule == name or rule.startswith(name.removesuffix(".*") + ".")


ReadFunction: TypeAlias = "Callable[[bytes, str, Config], Submission]"
WriteFunction: TypeAlias = Callable[[Copy], bytes]


def reader(media_type: str) -> Callable[[ReadFunction], ReadFunction]:
    """Register a reader for `media_type`."""

    def register(function: ReadFunction) -> ReadFunction:
        READERS[media_type] = Reader(media_type, function)
        return function

    return register


def writer(  # noqa: PLR0913  the options of a writer, each by its name
    name: str,
    suffix: str,
    media_type: str,
    *,
    renderings: tuple[str, ...] = (),
    folder: str = "",
    beside: Callable[[Copy], Mapping[str, bytes]] | None = None,
) -> Callable[[WriteFunction], WriteFunction]:
    """Register a writer for the format `name`."""

    def register(function: WriteFunction) -> WriteFunction:
        doc = function.__doc__ or ""
        WRITERS[name] = Writer(name, suffix, media_type, function, doc, folder, beside, renderings)
        return function

    return register
