"""The values that flow along the line, frozen and slotted.

`nodes` has what an article is made of, `decisions` what the sidecar says, `csl` the variables
of entries.

Each stage takes one of these and returns a new one::

    Submission ─▶ EditedText ─▶ Article ─▶ the files that a Colophon lists

Offsets count code points; a `line` counts the lines of the text as received,
from 1, blank lines included.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from copydesk.model.decisions import (
    CitationDecision,
    CitationVerdict,
    Csl,
    Decision,
    Decisions,
    Imprint,
    Person,
    PictureDecision,
    Profile,
    ReferenceDecision,
    Role,
    RoleDecision,
    Verdict,
)
from copydesk.model.nodes import (
    Block,
    Break,
    Cite,
    Code,
    Emph,
    Figure,
    Heading,
    Inline,
    Items,
    Link,
    Note,
    Paragraph,
    Quote,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Verbatim,
)

__all__ = [
    "Article", "Back", "Block", "Break", "Candidate", "Card", "Citation", "CitationDecision",
    "CitationForm", "CitationStatus", "CitationVerdict", "Cite", "Code", "Colophon", "Csl",
    "Decision", "Decisions", "Edit", "EditedText", "Emph", "Figure", "Flow", "Front", "Heading",
    "Imprint", "Inline", "Items", "Line", "Link", "Mark", "Note", "Output", "Paragraph", "Person",
    "Picture", "PictureDecision", "Profile", "Query", "Quote", "Reference", "ReferenceDecision",
    "Role", "RoleDecision", "Severity", "Status", "Strong", "Submission", "Subscript",
    "Superscript", "Table", "Text", "Verbatim", "Verdict", "merge_marks",
]  # fmt: skip

# ── as received ──────────────────────────────────────────────────────────────

Flow: TypeAlias = Literal["", "on", "amid", "in", "off"]
"""How a line goes on from the one above, as its format says."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the format said of `[start, end)` of a line's text.

    `target` is the address of a link, or the id of the note that a note mark calls;
    a note mark may be empty (`start == end`), since word processors set the sign.
    `runs_on`: it goes on in the next line of its paragraph.
    """

    start: int
    end: int
    kind: Literal["emph", "strong", "link", "sup", "sub", "code", "note"]
    target: str = ""
    runs_on: bool = field(default=False, repr=False)


def merge_marks(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return the marks of joined lines, those that run on from one into the next as one.

    >>> merge_marks([Mark(4, 8, "emph", runs_on=True), Mark(9, 12, "emph")])
    (Mark(start=4, end=12, kind='emph', target=''),)
    """
    found: list[Mark] = []
    open_: dict[tuple[str, str], int] = {}
    for mark in marks:
        at = open_.pop((mark.kind, mark.target), len(found))
        if at < len(found):
            found[at] = replace(found[at], end=mark.end, runs_on=mark.runs_on)
        else:
            found.append(mark)
        if mark.runs_on:
            open_[mark.kind, mark.target] = at
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Line:
    """One received line.

    `ending` is the line break that closed it ("" on the last one), so that the
    text as received is the lines' texts and endings in a row. `runs` maps the text
    to the text as received: one `(start, received start, length)` for each unchanged
    run; empty when all of it is unchanged.

    `source` is the line as received where its `text` is not, because marks of the format
    were taken out of it or it holds nothing else. Where one received line says several things
    (a picture amid words), each has a line; `row` is the number of that received line where
    it is not `number`, and `source` is "" for all but the first of them.

    `flow` is what the format says of the line and the one above: `on` (the same paragraph,
    where a blank stands for the break), `amid` (the same, where nothing does), `in` (the same
    list, table or program), `off` (a new block), or "": it says nothing, so that empty lines
    part the blocks.

    `hint` is what the file format itself said of the line, "" when it said nothing:

    - `title`, `subtitle`, `byline`, `date`, `caption`, `quote`, `code`, `break`;
    - `markup` of a line that holds marks of the format and no text, `fence` of one that
      encloses a program;
    - `heading:LEVEL`, 1 being the highest;
    - `list:bullet:DEPTH`, `list:number:DEPTH:VALUE`, and `list:more:DEPTH` for a further
      paragraph of the item above; the text has no sign then, depths count from 1;
    - `table:header:N`, `table:row:N` and `table:stub:N`, cells parted by tabs, N the number of
      the table; the first cell of a `stub` heads its row;
    - `figure:NAME`: a picture; the text is its alternative text and may be empty;
    - `footnote:ID`: the text of the note that marks with this target call; what is an item of
      a list or a quotation inside of it says so behind that, `footnote:ID|list:bullet:1`.

    `zone` is where a web page put the line: `main` (its text, as far as the page and the
    vote on it tell), `near` (inside the article's container, but not voted for), `header`,
    `nav`, `aside`, `footer`, `form`, `comments`, `hidden`, or "" (it says nothing). What a
    scraper or mail program wrote above a text is a `header` too.
    """

    number: int
    text: str
    ending: str = "\n"
    marks: tuple[Mark, ...] = ()
    hint: str = ""
    runs: tuple[tuple[int, int, int], ...] = ()
    zone: str = ""
    source: str | None = None
    row: int = 0
    flow: Flow = ""

    @property
    def received(self) -> str:
        """The line as received, with the marks of its format."""
        return self.text if self.source is None else self.source


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that came inside a submission; `name` is what a `figure` hint calls it."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Submission:
    """A file as received, decoded and split into lines, otherwise untouched.

    `path` is relative to the desk. `facts` holds what the file says of itself (front
    matter of a scraper, `<meta>`), each field once: `title`, `deck`, `author` (names
    parted by "; "), `date`, `language`, `site`, `url`, `publisher`, `rights`. `pictures`
    are those it brings with it.
    """

    path: str
    sha256: str
    media_type: str
    lines: tuple[Line, ...]
    encoding: str = "utf-8"
    facts: tuple[tuple[str, str], ...] = ()
    queries: tuple[Query, ...] = ()
    pictures: tuple[Picture, ...] = ()


# ── the record of changes and doubts ─────────────────────────────────────────

Status: TypeAlias = Literal["applied", "proposed", "stet"]
Severity: TypeAlias = Literal["note", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of the text: `before` at `start` of `line` becomes `after`.

    `start` is the offset at the moment of application; the ledger stands in that
    order. `span` is the place in the line as received. `id` is a hash of rule,
    text and neighbourhood, so it survives renumbering; "" until
    `ledger.apply` has entered the edit.
    """

    rule: str
    line: int
    start: int
    before: str
    after: str
    reason: str
    status: Status = "proposed"
    id: str = ""
    span: tuple[int, int] = (0, 0)
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the editor. `line` is 0 when it concerns the whole article.

    `subject` is what it asks about: the key of an entry, "stet ID" or "rewrite WORDS" for
    an entry of the sidecar, the name of a person, or "".
    """

    id: str
    code: str
    severity: Severity
    line: int
    message: str
    suggestions: tuple[str, ...] = ()
    state: Literal["open", "decided"] = "open"
    subject: str = ""


@dataclass(frozen=True, slots=True)
class EditedText:
    """The copy while it is worked on: current lines, a role each, and the ledger.

    `languages` has the language of each line; it is empty where all have that of the
    document.
    """

    submission: Submission
    lines: tuple[Line, ...]
    language: str = ""
    roles: tuple[Role | None, ...] = ()
    ledger: tuple[Edit, ...] = ()
    queries: tuple[Query, ...] = ()
    languages: tuple[str, ...] = ()


# ── references and citations ─────────────────────────────────────────────────

CitationStatus: TypeAlias = Literal[
    "exact", "fuzzy-name", "year-mismatch", "year-absent", "ambiguous", "missing"
]
CitationForm: TypeAlias = Literal["parenthetical", "narrative", "numeric", "note"]


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the reference list.

    `raw` is the entry as received (its lines joined by a blank, without invisible
    and control characters), `text` the same after editing, `csl` what was read
    from it (empty when it could not be read: it is then printed as `text`). `label` is
    the number or sign by which a numbered list calls it ("3", "12a"), "" in others.
    """

    key: str
    raw: str
    text: str
    csl: Csl
    confidence: float
    lines: tuple[int, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry a citation may mean, with a score from 0 to 1 and the reason in words."""

    key: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One name–year pair, or what stands for it; those of one bracket share `group`.

    `form` is how it is written: `parenthetical` ("(Lo, 2022)", "(Lo 45)"), `narrative`
    ("Lo (2022)"), `numeric` (a number of the list: "[3]", a raised 3; one citation for each
    number of a range), `note` (in the words of a footnote, "Ibid." included). `name` and
    `year` are as written, "" where the form has none.

    `block` is the index of its block in `Article.body`, -1 in the notes; `start` and
    `end` are offsets in the plain text of its paragraph and cover the bracket of the
    whole group (a narrative citation's name stays running text). `keys` holds the
    linked entries (empty when ambiguous or missing); `hint` is a remark for the Query.

    `id` is a hash of its words and those around it, and the id of the Query about it.
    `around` quotes the text it stands in. `verdict` is what the editor decided, "" when she
    did not.
    """

    text: str
    line: int
    group: int
    name: str
    year: str
    form: CitationForm
    block: int
    start: int
    end: int
    status: CitationStatus = "missing"
    keys: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    prefix: str = ""
    locator: str = ""
    hint: str = ""
    id: str = ""
    around: str = ""
    verdict: CitationVerdict | Literal[""] = ""


# ── the article and what is made of it ───────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Front:
    """Front matter. `date` is as printed, `date_iso` its reading or "".

    `people` and `imprint` are what the editor told of authors and place of publication,
    `signed` are the authors with all that is known of each.
    """

    title: str = ""
    deck: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    date_iso: str = ""
    credits: tuple[Paragraph, ...] = ()
    disclaimer: tuple[Paragraph, ...] = ()
    language: str = ""
    people: tuple[Person, ...] = ()
    imprint: Imprint = Imprint()  # noqa: RUF009  it is frozen
    signed: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Back:
    """Back matter. The headings of its parts are the author's own, or ""."""

    bio: tuple[Paragraph, ...] = ()
    bio_heading: str = ""
    acknowledgements: tuple[Paragraph, ...] = ()
    acknowledgements_heading: str = ""
    notes: tuple[Paragraph, ...] = ()
    notes_heading: str = ""
    references: tuple[Reference, ...] = ()
    references_heading: str = ""
    cta: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One article, its record included.

    `structure` holds the structure edits (edited → article); the copy edits
    (submission → edited) are in `edited.ledger`. `uncited` names the entries that
    no citation reaches.
    """

    edited: EditedText
    front: Front
    body: tuple[Block, ...]
    back: Back
    structure: tuple[Edit, ...] = ()
    citations: tuple[Citation, ...] = ()
    uncited: tuple[str, ...] = ()
    queries: tuple[Query, ...] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """A written file: its format, its name inside the article's folder, its hash."""

    format: str
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Card:
    """What a list of many articles says of each. `date` is as printed, `date_iso` its reading."""

    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    date_iso: str = ""
    language: str = ""
    words: int = 0


@dataclass(frozen=True, slots=True)
class Colophon:
    """The manifest that drives incremental builds; written last, so present = complete.

    It holds hashes and no stamps: these come from the clock, and the same inputs must
    give the same colophon. `settings` and `code` are hashes too; `queries` counts
    the open ones by code, `proposed` the edits that wait for a verdict. `named` are the files
    of the desk that the settings name, each with the hash of its content. `members` are the
    articles of a collection, each by its source with a hash of all that it is made from.
    From the `card` a list of all articles is made without reading any.
    """

    source: str
    source_sha256: str
    decisions_sha256: str
    settings: str
    code: str
    tools: tuple[tuple[str, str], ...]
    outputs: tuple[Output, ...]
    queries: tuple[tuple[str, int], ...] = ()
    proposed: int = 0
    pictures_sha256: str = ""
    library_sha256: str = ""
    named: tuple[tuple[str, str], ...] = ()
    members: tuple[tuple[str, str], ...] = ()
    card: Card = Card()
