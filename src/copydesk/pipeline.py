"""The pipeline: each stage once, in order, and the article as a record for programs.

bytes ─read▶ Submission ─edit▶ EditedText ─mark_up▶ Article ─cite▶ Article ─compose▶ Composition;
the modules of `writers` then make its formats. Each stage is given the value of the one before
it, with the same settings and decisions, and checked by `verify`.

`record` gives the contract `copydesk.article/1`, whose schema is `data/schema/article-1.json`:
`dist/<slug>/article.json` and every line of `copydesk inspect` are such objects.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from typing import Any, Final, NamedTuple

from copydesk import (
    citations,
    clean,
    composition,
    queries,
    readers,
    references,
    structure,
    verify,
)
from copydesk.composition import Composed
from copydesk.config import Config, default
from copydesk.model import (
    Article,
    Block,
    Break,
    Code,
    Decisions,
    Edit,
    EditedText,
    Figure,
    Front,
    Heading,
    Imprint,
    Items,
    Paragraph,
    Person,
    Picture,
    Quote,
    Role,
    Submission,
    Table,
    contents,
    notes_in,
    plain,
    texts,
    texts_with_notes,
)
from copydesk.references.this_article import cite_article, sign_authors
from copydesk.structure import phrases

_DEFAULTS: Final = default()
_UNDECIDED: Final = Decisions()

Pictures = Callable[[str], bytes | None]
"""The bytes of a picture that lies beside the submission, by the name that a line has for it."""


@dataclass(frozen=True, slots=True)
class CompanionFiles:
    """The files next to a submission: its pictures, and a library by its name and bytes."""

    pictures: Pictures | None = None
    library: tuple[str, bytes] | None = None


class Composition(NamedTuple):
    """An article, and the document that its files are made from.

    What composing asks stands among the queries of the article.
    """

    article: Article
    document: Composed


# ── the stages ───────────────────────────────────────────────────────────────


def read(
    data: bytes, path: str, config: Config = _DEFAULTS, beside: CompanionFiles | None = None
) -> Submission:
    r"""Read the submission in `data`: decode it and split it into lines, changing nothing.

    `path` is its place in the desk; it names the submission and breaks a tie between kinds of
    text. Of `beside`, the pictures that it names are added to those it brings. Raises `Refused`
    for what is not an article in a form that is read.

    >>> [line.text for line in read(b"Low tide\n\nThe  ferry waits.", "quay.txt").lines]
    ['Low tide', '', 'The  ferry waits.']
    """
    submission = readers.read(data, path, config)
    if not beside or not beside.pictures:
        return submission
    known = {picture.name for picture in submission.pictures}
    hints = dict.fromkeys(line.hint.removeprefix("figure:") for line in submission.lines
                          if line.hint.startswith("figure:"))  # fmt: skip
    found = [(name, beside.pictures(name)) for name in hints if name not in known]
    more = tuple(Picture(name, "", data) for name, data in found if data is not None)
    return replace(submission, pictures=submission.pictures + more)


def edit(
    submission: Submission, config: Config = _DEFAULTS, decisions: Decisions = _UNDECIDED
) -> EditedText:
    r"""Edit a submission: give each line a role, and record each change in the ledger.

    No line is taken away. Raises `BrokenLaw` unless the ledger leads from the submission to
    the copy and back.

    >>> copy = edit(read(b"Low tide\n\nThe  ferry waits.", "quay.txt"))
    >>> copy.lines[2].text, copy.roles[2], [(one.rule, one.status) for one in copy.ledger]
    ('The ferry waits.', 'body', [('space.double', 'applied')])
    """
    copy = clean.edit(label(submission, config, decisions), config, decisions)
    verify.check_edited(submission, copy)
    return copy


def label(submission: Submission, config: Config, decisions: Decisions) -> EditedText:
    """Repair the copy of a submission and give each line a role: what `edit` begins with."""
    return structure.label(clean.repair(submission, config, decisions), config, decisions)


def mark_up(
    copy: EditedText,
    config: Config = _DEFAULTS,
    decisions: Decisions = _UNDECIDED,
    beside: CompanionFiles | None = None,
) -> Article:
    r"""Assemble the article of an edited text: front matter, body, back matter, references.

    What belongs to no article, and each join or cut of lines, is in the record
    `article.structure`. The library of `beside` takes the place of the printed list.

    >>> found = mark_up(edit(read(b"# Low tide\n\nThe ferry waits.", "quay.md")))
    >>> found.front.title, len(found.body)
    ('Low tide', 1)
    """
    found = structure.assemble(copy, config, decisions)
    found = references.parse(found, config, decisions)
    if beside and beside.library:
        from copydesk.references.printed_list import replace_list  # few articles bring one

        found = replace_list(found, beside.library, config, decisions, _heads_list)
    return replace(found, queries=found.queries + structure.stale(found, config, decisions))


def _heads_list(text: str) -> bool:
    return phrases.load().headings.get(phrases.fold(text)) == "references"


def cite(found: Article, config: Config = _DEFAULTS, decisions: Decisions = _UNDECIDED) -> Article:
    r"""Find the citations of an article, each with a status and the entries it may refer to.

    Raises `BrokenLaw` when a word of the copy is neither in the article nor in its record.

    >>> text = b"Mud\n\nIt sinks (Lo, 2022).\n\nReferences\n\nLo, B., 2022. Mud. Quay Press.\n"
    >>> cite(mark_up(edit(read(text, "mud.txt")))).citations[0].status
    'exact'
    """
    found = citations.cite(found, config, decisions)
    found = replace(found, front=sign_authors(found.front))
    verify.check_article(found)
    return found


def compose(
    found: Article, config: Config = _DEFAULTS, decisions: Decisions = _UNDECIDED
) -> Composition:
    r"""Compose the document that the files of an article are made from, in the style of `config`.

    Raises `ConfigError` when the citation style is not to be had, `BrokenLaw` when a word,
    entry or citation of the article is not in the document.

    >>> text = b"# Mud\n\nBy Ines Lo\n\nIt sinks."
    >>> article, document = compose(cite(mark_up(edit(read(text, "mud.md")))))
    >>> document.locale, [query.code for query in article.queries]
    ('en-GB', [])
    """
    document = composition.compose(found, config, cite_article(found, config))
    verify.check_composed(found, document)
    asked = queries.number_queries((*found.queries, *document.queries))
    settled = references.settled(found.back.references, decisions)
    asked = queries.settle_queries(asked, settled)
    return Composition(replace(found, queries=tuple(asked)), document)


# ── several of them at once ──────────────────────────────────────────────────


def read_and_edit(
    data: bytes,
    path: str,
    config: Config,
    decisions: Decisions,
    beside: CompanionFiles | None = None,
) -> EditedText:
    """Read and edit the submission in `data`: `read`, then `edit`."""
    return edit(read(data, path, config, beside), config, decisions)


def article(
    data: bytes,
    path: str,
    config: Config = _DEFAULTS,
    decisions: Decisions = _UNDECIDED,
    beside: CompanionFiles | None = None,
) -> Article:
    r"""Return the article of a submission, cited and checked: all stages up to `compose`.

    Raises what they raise: `Refused` for what is not an article, `BrokenLaw` when a word would
    be lost without a record.

    >>> found = article(b"# Low tide\n\nThe  ferry waits.", "quay.md")
    >>> found.front.title, [(one.rule, one.line) for one in found.edited.ledger]
    ('Low tide', [('space.double', 3)])
    """
    return read_and_compose(data, path, config, decisions, beside).article


def read_and_compose(
    data: bytes,
    path: str,
    config: Config,
    decisions: Decisions,
    beside: CompanionFiles | None = None,
) -> Composition:
    """Return the article and the document that its files are made from."""
    copy = read_and_edit(data, path, config, decisions, beside)
    found = cite(mark_up(copy, config, decisions, beside), config, decisions)
    return compose(found, config, decisions)


# ── the record ───────────────────────────────────────────────────────────────

SCHEMA: Final = "copydesk.article/1"
_KINDS: Final = {
    Heading: "heading", Paragraph: "paragraph", Figure: "caption", Table: "table", Code: "code",
    Break: "other",
}  # fmt: skip
_QUERY: Final = ("id", "code", "severity", "line", "message", "suggestions", "state")


def schema() -> dict[str, Any]:
    """Return the JSON Schema of `record`."""
    text = (files("copydesk") / "data" / "schema" / "article-1.json").read_text(encoding="utf-8")
    result: dict[str, Any] = json.loads(text)
    return result


def dump_record(article: Article) -> str:
    """Return `record` as JSON text, the same for the same article."""
    return json.dumps(record(article), ensure_ascii=False, indent=1) + "\n"


def record(article: Article) -> dict[str, Any]:
    """Return `article` as the object that `schema` describes. Lines count from 1 as received."""
    edited, front, back = article.edited, article.front, article.back
    moved = {line.number: line.row for line in edited.submission.lines if line.row}

    def numbered(row: dict[str, Any]) -> dict[str, Any]:
        return {**row, "line": moved.get(row["line"], row["line"])}

    return {
        "schema": SCHEMA,
        "source": {
            **_pick(edited.submission, "path", "sha256", "media_type"),
            "language": front.language or None,
        },
        "title": front.title or None,
        "subtitle": front.deck or None,
        "authors": list(front.authors),
        "byline": front.byline or None,
        "date": front.date or None,
        "date_iso": front.date_iso or None,
        "captions": [
            *_list_texts(front.credits),
            *(
                plain(one.caption)
                for one in article.body
                if isinstance(one, Figure) and one.caption
            ),
        ],
        "disclaimer": _list_texts((*front.disclaimer, *back.disclaimer)),
        "bio": _list_texts(back.bio),
        "cta": list(back.cta),
        "footnotes": [*_list_footnotes(article)],
        "lines": [*list_roles(edited)],
        "blocks": [
            {**block, "lines": list(dict.fromkeys(moved.get(one, one) for one in block["lines"]))}
            for block in _list_blocks(article)
        ],
        "references": [
            {
                **_pick(one, "key", "raw", "csl"),
                "confidence": round(one.confidence, 3),
                **({"label": one.label} if one.label else {}),
            }
            for one in back.references
        ],
        "citations": [
            {
                **numbered(_pick(one, "text", "form", "line", "group", "keys", "status")),
                "keys": list(one.keys),
                "candidates": [_pick(row, "key", "score", "reason") for row in one.candidates],
            }
            for one in article.citations
        ],
        "uncited": list(article.uncited),
        "edits": [numbered(record_edit(one)) for one in (*edited.ledger, *article.structure)],
        "queries": [
            {**numbered(_pick(one, *_QUERY)), "suggestions": list(one.suggestions)}
            for one in article.queries
        ],
        **_record_catalogue(front),
    }


def record_edit(edit: Edit) -> dict[str, Any]:
    """Return `edit` in the form of the schema; `received` is its span in the line as received."""
    return {  # written out, for there are hundreds
        "id": edit.id, "rule": edit.rule, "line": edit.line, "start": edit.start,
        "before": edit.before, "after": edit.after, "reason": edit.reason, "status": edit.status,
        "received": list(edit.span), "alternatives": list(edit.alternatives),
    }  # fmt: skip


def list_roles(edited: EditedText) -> Iterator[Role]:
    """List the role of each received line that is not empty.

    One that only holds marks is furniture; one that goes on with what stands above has the
    role of that.
    """
    found: dict[int, Role] = {}
    last: Role = "other"
    for line, role in zip(edited.submission.lines, edited.roles, strict=True):
        row = line.row or line.number
        if line.text.strip():
            last = role or "other"
            # A picture beside words does not speak for the line.
            if row not in found or found[row] == "other":
                found[row] = last
        elif line.received.strip():
            alone: Role = "furniture" if line.hint in ("markup", "break") else "other"
            found[row] = last if line.flow in ("on", "amid") else alone
    yield from (found[row] for row in sorted(found))


def _pick(value: object, *names: str) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


def _record_catalogue(front: Front) -> dict[str, Any]:
    """What the sidecar says for catalogues; a key stands only where something is said."""

    def say(value: Person | Imprint) -> dict[str, Any]:
        said = {name: one for name, one in asdict(value).items() if one}
        return said | ({"keywords": list(said["keywords"])} if "keywords" in said else {})

    said = {"imprint": say(front.imprint), "people": [*map(say, front.people)]}
    return {name: value for name, value in said.items() if value}


def _list_texts(paragraphs: Iterable[Paragraph]) -> list[str]:
    return [plain(paragraph.content) for paragraph in paragraphs]


def _list_footnotes(article: Article) -> Iterator[str]:
    """The notes at their places in the text, in order, then those below it."""
    back = article.back
    for block in (*article.body, *back.bio, *back.acknowledgements):
        for content in contents(block):
            yield from ("\n".join(texts_with_notes(note.blocks)) for note in notes_in(content))
    yield from _list_texts(back.notes)


def _list_blocks(article: Article) -> Iterator[dict[str, Any]]:
    back = article.back
    for block in article.body:
        yield from _list_parts(block)
    yield from _find_heading(article, back.acknowledgements_heading)
    for paragraph in back.acknowledgements:
        yield {"type": "other", "text": plain(paragraph.content), "lines": paragraph.lines}
    for heading in (back.bio_heading, back.notes_heading, back.references_heading):
        yield from _find_heading(article, heading)


def _find_heading(article: Article, text: str) -> Iterator[dict[str, Any]]:
    """The author's heading `text` of a part of the back matter, which the model keeps as text."""
    if text:
        rows = zip(article.edited.lines, article.edited.roles, strict=True)
        said = (line.number for line, role in rows
                if role in ("heading", "other") and line.text.strip() == text)  # fmt: skip
        yield {"type": "heading", "level": 2, "text": text, "lines": [*said][-1:]}


def _list_parts(block: Block) -> Iterator[dict[str, Any]]:
    if isinstance(block, Quote):
        for one in block.paragraphs:
            yield {"type": "quote", "text": plain(one.content), "lines": one.lines or block.lines}
    elif isinstance(block, Items):
        for item in block.items:
            own = [part for part in item if isinstance(part, Paragraph)]
            lines = [number for paragraph in own for number in paragraph.lines] or block.lines
            yield {"type": "list_item", "text": "\n".join(_list_texts(own)), "lines": lines}
            for part in item:
                if isinstance(part, Items):
                    yield from _list_parts(part)
    else:
        level = {"level": block.level} if isinstance(block, Heading) else {}
        kind, text = _KINDS[type(block)], "\n".join(texts(block))
        if isinstance(block, Figure) and not text:
            kind, text = "other", block.alt
        yield {"type": kind, **level, "text": text, "lines": block.lines}
