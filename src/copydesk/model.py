"""The values that the stages pass on, frozen and slotted.

Each stage takes one of these and returns a new one::

    Submission ─▶ EditedText ─▶ Article ─▶ the files that a Colophon lists

Offsets count code points; a `line` counts the lines of the text as received,
from 1, blank lines included.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, TypeAlias, get_args

# ── as received ──────────────────────────────────────────────────────────────

Flow: TypeAlias = Literal["", "on", "amid", "wrap", "in", "off"]
"""How a line goes on from the one above, as its format says."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of the format on `[start, end)` of the text of a line.

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
    """Merge the marks of joined lines; a mark that continues into the next line becomes one.

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
    where a blank stands for the break), `amid` (the same, where nothing does), `wrap` (the same,
    broken at the width of a page, perhaps behind a hyphen that is not the author's), `in` (the
    same list, table or program), `off` (a new block), or "": it says nothing, so that empty
    lines part the blocks.

    `hint` is what the file format itself said of the line, "" when it said nothing:

    - `title`, `subtitle`, `byline`, `date`, `caption`, `quote`, `code`, `break`;
    - `markup` of a line that holds marks of the format and no text, `fence` of one that
      encloses a program;
    - `heading:LEVEL`, 1 being the highest;
    - `list:bullet:DEPTH`, `list:number:DEPTH:VALUE`, with `:FORM` behind it where the number is
      printed in letters or Roman numerals (`ListForm`), and `list:more:DEPTH` for a further
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


ListForm: TypeAlias = Literal["1", "a", "A", "i", "I"]
"""How a list counts, told by its first number, as HTML does."""


def read_list_form(text: str) -> ListForm:
    """Read `text` as a form of numbers; it is figures where it is none.

    >>> read_list_form("i"), read_list_form("disc")
    ('i', '1')
    """
    forms: tuple[ListForm, ...] = get_args(ListForm)
    return next((form for form in forms if form == text), "1")


def make_list_hint(depth: int, value: int | None, form: ListForm = "1") -> str:
    """Make the hint of an item with the number `value`, None for a bullet.

    >>> make_list_hint(1, None), make_list_hint(2, 4), make_list_hint(1, 3, "a")
    ('list:bullet:1', 'list:number:2:4', 'list:number:1:3:a')
    """
    if value is None:
        return f"list:bullet:{depth}"
    return f"list:number:{depth}:{value}" + (f":{form}" if form != "1" else "")


_NOTE_HINT: Final = re.compile(r"footnote:(.*?)(?:\|(quote|list:[^|]*))?", re.DOTALL)


def make_note_hint(name: str, inside: str = "") -> str:
    """Make the hint of a line in the note `name`; in the text it would have the hint `inside`.

    Items of lists and quotations are told; all else is a paragraph in a note.

    >>> make_note_hint("n1", "list:bullet:1"), make_note_hint("n1", "caption")
    ('footnote:n1|list:bullet:1', 'footnote:n1')
    """
    is_told = inside == "quote" or inside.startswith("list:")
    return f"footnote:{name}|{inside}" if is_told else f"footnote:{name}"


def read_note_hint(hint: str) -> tuple[str, str]:
    """Read from `hint` the note of a line, and the hint that it would have in the text.

    >>> read_note_hint("footnote:n1|list:bullet:1"), read_note_hint("footnote:a|b")
    (('n1', 'list:bullet:1'), ('a|b', ''))
    """
    found = _NOTE_HINT.fullmatch(hint)
    return (found[1], found[2] or "") if found else ("", "")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture inside a submission; `name` is its name in `figure` hints."""

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

Role: TypeAlias = Literal[
    "title", "subtitle", "byline", "date", "heading", "body", "quote", "list",
    "caption", "disclaimer", "bio", "cta", "furniture", "reference", "footnote",
    "other",
]  # fmt: skip
Verdict: TypeAlias = Literal["stet", "accept"]
Status: TypeAlias = Literal["applied", "proposed", "stet"]
Severity: TypeAlias = Literal["note", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of the text: `before` at `start` of `line` becomes `after`.

    `start` is the offset at the moment of application; the ledger stands in that
    order. `span` is the place in the line as received. `id` is a hash of rule,
    text and neighbourhood, so it survives renumbering; "" until
    `ledger.apply_edits` has entered the edit.
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
    an entry of the sidecar, the name of a person, the lines of several pictures, those from which
    to which something was left out ("32-35"), or "".
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
    """The text during editing: the current lines, a role for each, and the ledger.

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


# ── what an article is made of: a closed set ─────────────────────────────────


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Emph:
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link:
    content: tuple[Inline, ...]
    target: str


@dataclass(frozen=True, slots=True)
class Superscript:
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Subscript:
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Code inside a sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class Cite:
    """The words of one citation group; `group` is that of its `Citation`s."""

    text: str
    group: int


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote at its place in the text."""

    blocks: tuple[Block, ...]


Inline: TypeAlias = Text | Emph | Strong | Superscript | Subscript | Verbatim | Link | Cite | Note


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    content: tuple[Inline, ...]
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `starts` has the offset in its plain text at which each of `lines` begins."""

    content: tuple[Inline, ...]
    lines: tuple[int, ...] = ()
    starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    paragraphs: tuple[Paragraph, ...]
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item is a row of paragraphs and of lists below it.

    `start` is the number of the first item of an ordered one, `form` how its numbers are written.
    """

    items: tuple[tuple[Paragraph | Items, ...], ...]
    ordered: bool = False
    lines: tuple[int, ...] = ()
    start: int = 1
    form: ListForm = "1"


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption, or a caption whose picture did not arrive.

    `source` names a `Picture` of the submission, or a file or address that it does not hold.
    `decorative`: the editor says that it adds nothing to the text, so that it has no `alt`.
    """

    caption: tuple[Inline, ...]
    source: str = ""
    alt: str = ""
    lines: tuple[int, ...] = ()
    decorative: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `header` says that its first row heads the columns, `stub` its first column rows."""

    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    header: bool = False
    lines: tuple[int, ...] = ()
    stub: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Break:
    """A thematic break."""

    lines: tuple[int, ...] = ()


Block: TypeAlias = Heading | Paragraph | Quote | Items | Figure | Table | Code | Break


_HOLDERS: Final = (Emph, Strong, Superscript, Subscript, Link)
_LEAVES: Final = (Text, Cite, Verbatim)


def walk(content: Iterable[Inline]) -> Iterator[Inline]:
    """Yield every node of inline content in order, parents first, without those of notes.

    >>> [type(node).__name__ for node in walk((Emph((Text("a"),)), Note(())))]
    ['Emph', 'Text', 'Note']
    """
    waiting = [*content][::-1]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, _HOLDERS):
            waiting += node.content[::-1]


def plain(content: Iterable[Inline], apart: Container[int] = ()) -> str:
    """Return the text of inline content without notes; offsets of citations count in it.

    Citations of the groups in `apart` have a blank on either side.

    >>> plain((Text("a "), Emph((Text("b"),)), Cite("3", 0))), plain([Cite("3", 0)], apart={0})
    ('a b3', ' 3 ')
    """
    return "".join(
        f" {node.text} " if isinstance(node, Cite) and node.group in apart else node.text
        for node in walk(content)
        if isinstance(node, _LEAVES)
    )


def whole(content: Iterable[Inline]) -> str:
    """Return the text of inline content, followed by that of its notes.

    >>> whole((Text("so it was"), Note((Paragraph((Text("aside"),)),)), Text(".")))
    'so it was. aside'
    """
    nodes = tuple(content)
    notes = (text for note in notes_in(nodes) for text in texts_with_notes(note.blocks))
    return " ".join((plain(nodes), *notes))


def notes_in(content: Iterable[Inline]) -> list[Note]:
    """List the notes that inline content refers to, in order, without notes inside them."""
    return [node for node in walk(content) if isinstance(node, Note)]


def cites_in(content: Iterable[Inline]) -> Iterator[int]:
    """List the groups of the citations in inline content and in its notes.

    >>> list(cites_in((Emph((Cite("(Lo, 2022)", 3),)), Note((Paragraph((Cite("[4]", 5),)),)))))
    [3, 5]
    """
    for node in walk(content):
        if isinstance(node, Cite):
            yield node.group
        elif isinstance(node, Note):
            for block in node.blocks:
                for inside in contents(block):
                    yield from cites_in(inside)


def contents(block: Block) -> Iterator[tuple[Inline, ...]]:
    """Yield the inline content of each paragraph, item, caption or cell of `block`."""
    match block:
        case Heading() | Paragraph():
            yield block.content
        case Quote():
            yield from (paragraph.content for paragraph in block.paragraphs)
        case Items():
            yield from (paragraph.content for paragraph in paragraphs(block))
        case Figure():
            yield block.caption
        case Table():
            yield from (cell for row in block.rows for cell in row)


def paragraphs(items: Items) -> Iterator[Paragraph]:
    """Yield the paragraphs of a list and of the lists below its items, in order.

    >>> below = Items(((Paragraph((Text("b"),)),),))
    >>> list(map(plain, (one.content for one in paragraphs(Items(((below,),))))))
    ['b']
    """
    waiting: list[Paragraph | Items] = [items]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Items):
            waiting += [below for item in part.items for below in item][::-1]
        else:
            yield part


def texts(block: Block, apart: Container[int] = ()) -> Iterator[str]:
    """Yield the text of each paragraph, item, caption or cell of `block`; `apart` as in `plain`."""
    if isinstance(block, Code):
        yield block.text
    else:
        yield from (plain(content, apart) for content in contents(block))


def texts_with_notes(blocks: Iterable[Block], apart: Container[int] = ()) -> Iterator[str]:
    """Yield the texts of `blocks` in order, with those of their notes after each block.

    >>> note = Note((Paragraph((Text("aside"),)),))
    >>> list(texts_with_notes([Paragraph((Text("so it was"), note))]))
    ['so it was', 'aside']
    """
    for block in blocks:
        yield from texts(block, apart)
        for content in contents(block):
            for note in notes_in(content):
                yield from texts_with_notes(note.blocks, apart)


# ── references and citations ─────────────────────────────────────────────────

CitationStatus: TypeAlias = Literal[
    "exact", "fuzzy-name", "year-mismatch", "year-absent", "ambiguous", "missing"
]
CitationForm: TypeAlias = Literal["parenthetical", "narrative", "numeric", "note"]
CitationVerdict: TypeAlias = Literal["entry", "as-written", "none"]
Csl: TypeAlias = dict[str, Any]
"""One CSL-JSON item; the field names are CSL's own."""


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
    """An entry that a citation may refer to, with a score from 0 to 1 and a reason in words."""

    key: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited work: a name–year pair or its equivalent; those of one bracket share `group`.

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


# ── the variables of CSL 1.0.2, as its data schema lists them ────────────────

NAMES: Final = frozenset(
    ("author", "chair", "collection-editor", "compiler", "composer", "container-author",
     "contributor", "curator", "director", "editor", "editor-translator", "editorial-director",
     "executive-producer", "guest", "host", "illustrator", "interviewer", "narrator", "organizer",
     "original-author", "performer", "producer", "recipient", "reviewed-author", "script-writer",
     "series-creator", "translator")
)  # fmt: skip
DATES: Final = frozenset(
    ("accessed", "available-date", "event-date", "issued", "original-date", "submitted")
)
TEXTS: Final = frozenset(
    ("abstract", "annote", "archive", "archive-place", "archive_collection", "archive_location",
     "authority", "call-number", "chapter-number", "citation-label", "citation-number",
     "collection-number", "collection-title", "container-title", "container-title-short",
     "dimensions", "division", "DOI", "edition", "event", "event-place", "event-title",
     "first-reference-note-number", "genre", "ISBN", "ISSN", "issue", "jurisdiction", "keyword",
     "language", "locator", "medium", "note", "number", "number-of-pages", "number-of-volumes",
     "original-publisher", "original-publisher-place", "original-title", "page", "page-first",
     "part", "part-number", "part-title", "PMCID", "PMID", "printing", "printing-number",
     "publisher", "publisher-place", "references", "reviewed-genre", "reviewed-title", "scale",
     "section", "source", "status", "supplement", "supplement-number", "title", "title-short",
     "URL", "version", "volume", "volume-title", "year-suffix")
)  # fmt: skip
#: What a name is made of.
NAME_PARTS: Final = (
    "family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal",
)  # fmt: skip
TYPES: Final = frozenset(
    ("article", "article-journal", "article-magazine", "article-newspaper", "bill", "book",
     "broadcast", "chapter", "classic", "collection", "dataset", "document", "entry",
     "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing",
     "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
     "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical",
     "personal_communication", "post", "post-weblog", "regulation", "report", "review",
     "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage")
)  # fmt: skip

#: The seasons by CSL's numbers from 1 on, in English.
SEASONS: Final = ("Spring", "Summer", "Autumn", "Winter")
#: Years beyond these are slips of the keyboard, or somebody's joke.
_FARTHEST: Final = 999_999


def is_date(row: Sequence[int]) -> bool:
    """Whether `row` is a year, a month or season of one, or a day of a month.

    >>> is_date([2022, 12, 31]), is_date([2022, 13]), is_date([-44])
    (True, True, True)
    >>> is_date([2022, 13, 1]), is_date([2022, 5, 77]), is_date([10**22]), is_date([])
    (False, False, False, False)
    """
    # Of months, 13 to 16 and 21 to 24 are seasons, of which no day is one.
    bounds = ((-_FARTHEST, _FARTHEST), (1, 12 if row[2:] else 24), (1, 31))
    within = (low <= part <= high for part, (low, high) in zip(row, bounds, strict=False))
    return 1 <= len(row) <= len(bounds) and all(within)


# ── the article and what is made of it ───────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Person:
    """An author for catalogues. `orcid` is the bare number (`0000-0002-1825-0097`).

    `family` is what the name is filed under, particles included, "" where nobody can tell;
    `given` and `suffix` are the rest of it. `body`: it is the name of an organisation.

    >>> Person("Martin L. King Jr.", family="King", given="Martin L.", suffix="Jr.").filed
    'King, Martin L., Jr.'
    """

    name: str
    orcid: str = ""
    affiliation: str = ""
    email: str = ""
    family: str = ""
    given: str = ""
    suffix: str = ""
    body: bool = False

    @property
    def filed(self) -> str:
        """The name by which an alphabetical list sorts the person; "" if unknown."""
        parts = (self.family, self.given, self.suffix)
        return ", ".join(filter(None, parts)) if self.family and self.given else ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """Publication data of one article: volume, pages, DOI …; "" for what is unknown.

    `doi` is bare (`10.1234/abcd`), `licence` an address or an SPDX name.
    """

    doi: str = ""
    url: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    licence: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Front:
    """Front matter. `date` is as printed, `date_iso` its ISO form or "".

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
    imprint: Imprint = Imprint()
    signed: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Back:
    """Back matter. The headings of its parts are the author's own, or ""."""

    bio: tuple[Paragraph, ...] = ()
    bio_heading: str = ""
    acknowledgements: tuple[Paragraph, ...] = ()
    acknowledgements_heading: str = ""
    disclaimer: tuple[Paragraph, ...] = ()
    notes: tuple[Paragraph, ...] = ()
    notes_heading: str = ""
    references: tuple[Reference, ...] = ()
    references_heading: str = ""
    cta: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One article, including its record.

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
class ArticleSummary:
    """What lists of articles show of each. `date` is as printed, `date_iso` its ISO form."""

    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    date_iso: str = ""
    language: str = ""
    words: int = 0


@dataclass(frozen=True, slots=True)
class Colophon:
    """The manifest for incremental builds; written last, so its presence means completeness.

    It holds hashes and no stamps: these come from the clock, and the same inputs must
    give the same colophon. `inputs` has everything that decides the outputs, by its role
    (`builder.inputs` lists them), with a hash or version. `queries` counts the open ones by
    code, `proposed` the edits that wait for a verdict.
    From the `card` a list of all articles is made without reading any.
    """

    source: str
    inputs: tuple[tuple[str, str], ...]
    outputs: tuple[Output, ...] = ()
    queries: tuple[tuple[str, int], ...] = ()
    proposed: int = 0
    card: ArticleSummary = ArticleSummary()


# ── what the editor decided ──────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on one edit. `exact`, `prefix`, `suffix` quote the text as received.

    `ordinal` is its place among edits of the same id, from 1, when others looked like it.
    """

    id: str
    rule: str
    before: str
    after: str
    exact: str
    prefix: str
    suffix: str
    verdict: Verdict
    ordinal: int = 0


@dataclass(frozen=True, slots=True)
class RoleDecision:
    """The role of the received line `text`; `prefix` and `suffix` are its neighbours' text."""

    text: str
    role: Role
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class CitationDecision:
    """The entry of a citation: its words, the received words around it, the key.

    `entry` quotes how the entry begins, so that it is found under another key too.
    `verdict` is `entry` (the entry is right, and the style prints its name and year),
    `as-written` (the words stay, with a key as a link to the entry, without one as plain
    text) or `none` (these words cite nothing). Without a `place` all citations of these
    words are meant.
    """

    text: str
    key: str = ""
    place: str = ""
    entry: str = ""
    verdict: CitationVerdict = "entry"


@dataclass(frozen=True, slots=True)
class ReferenceDecision:
    """Corrected CSL fields of the entry that was received as `raw`.

    `settled` says that everything else of it was read rightly. `source` and `retrieved`
    name where the fields were looked up, and when; "" for the editor's own.
    """

    raw: str
    csl: Csl = field(default_factory=dict)
    settled: bool = False
    source: str = ""
    retrieved: str = ""


@dataclass(frozen=True, slots=True)
class PictureDecision:
    """The alternative text of the picture that the submission calls `target`.

    An empty `alt` says that it adds nothing to the text; screen readers then skip it.
    `digest` tells its bytes from those of another picture, `prefix` and `suffix` are the texts
    of its neighbours.
    """

    target: str
    alt: str
    digest: str = ""
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of the sidecar of one submission; an empty front field is not set.

    `people` tells more of some of the authors, found by their names.
    """

    slug: str = ""
    title: str = ""
    deck: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    language: str = ""
    edits: tuple[Decision, ...] = ()
    roles: tuple[RoleDecision, ...] = ()
    citations: tuple[CitationDecision, ...] = ()
    references: tuple[ReferenceDecision, ...] = ()
    rewrites: tuple[Decision, ...] = ()
    people: tuple[Person, ...] = ()
    imprint: Imprint = Imprint()
    pictures: tuple[PictureDecision, ...] = ()

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """Edit id → verdict."""
        return {decision.id: decision.verdict for decision in self.edits}


@dataclass(frozen=True, slots=True)
class Profile:
    """The boilerplate of one publishing system or site, as (kind, place, phrase) rows."""

    name: str
    phrases: tuple[tuple[str, str, str], ...]
