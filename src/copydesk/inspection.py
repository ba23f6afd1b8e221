"""The contract for machines: an article as one JSON object, `copydesk.article/1`.

The schema is shipped as `house/schema/article-1.json`; `dist/<slug>/article.json`
and every line of `copydesk inspect` are such objects.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib.resources import files
from typing import Any, Final

from copydesk.model import (
    Article,
    Block,
    Break,
    Citation,
    Code,
    Edit,
    EditedText,
    Figure,
    Front,
    Heading,
    Items,
    Paragraph,
    Query,
    Quote,
    Role,
    Table,
)
from copydesk.model.nodes import contents, notes_in, plain, texts, texts_with_notes

SCHEMA: Final = "copydesk.article/1"
#: Hints of lines that hold marks alone, and what these lines are.
_UNPRINTED: Final[dict[str, Role]] = {"markup": "furniture", "break": "furniture"}


def schema() -> dict[str, Any]:
    """The JSON Schema of `record`."""
    text = (files("copydesk") / "house" / "schema" / "article-1.json").read_text(encoding="utf-8")
    result: dict[str, Any] = json.loads(text)
    return result


def record(article: Article) -> dict[str, Any]:
    """`article` as the object that `schema` describes. Lines count from 1 as received."""
    edited, front, back = article.edited, article.front, article.back
    moved = {line.number: line.row for line in edited.submission.lines if line.row}

    def row(number: int) -> int:
        return moved.get(number, number)

    def rows(numbers: Sequence[int]) -> list[int]:
        return list(dict.fromkeys(map(row, numbers)))

    return {
        "schema": SCHEMA,
        "source": {
            "path": edited.submission.path,
            "sha256": edited.submission.sha256,
            "media_type": edited.submission.media_type,
            "language": front.language or None,
        },
        "title": front.title or None,
        "subtitle": front.deck or None,
        "authors": list(front.authors),
        "byline": front.byline or None,
        "date": front.date or None,
        "date_iso": front.date_iso or None,
        "captions": [*_plain(front.credits), *_captions(article)],
        "disclaimer": _plain(front.disclaimer),
        "bio": _plain(back.bio),
        "cta": list(back.cta),
        "footnotes": list(_footnotes(article)),
        "lines": list(labels(edited)),
        "blocks": [{**block, "lines": rows(block["lines"])} for block in _blocks(article)],
        "references": [
            {
                "key": reference.key,
                "raw": reference.raw,
                "csl": reference.csl,
                "confidence": round(reference.confidence, 3),
                **({"label": reference.label} if reference.label else {}),
            }
            for reference in back.references
        ],
        "citations": [
            {**_citation(citation), "line": row(citation.line)} for citation in article.citations
        ],
        "uncited": list(article.uncited),
        "edits": [
            {**edit_record(edit), "line": row(edit.line)}
            for edit in (*edited.ledger, *article.structure)
        ],
        "queries": [{**_query(query), "line": row(query.line)} for query in article.queries],
        **_catalogued(front),
    }


def labels(edited: EditedText) -> Iterator[Role]:
    """The role of each line as received that is not empty.

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
            found[row] = last if line.flow in ("on", "amid") else _UNPRINTED.get(line.hint, "other")
    yield from (found[row] for row in sorted(found))


def dumps(article: Article) -> str:
    """`record` as text, the same for the same article."""
    return json.dumps(record(article), ensure_ascii=False, indent=1, sort_keys=False) + "\n"


def _catalogued(front: Front) -> dict[str, Any]:
    """What the sidecar says for catalogues; a key stands only where something is said."""
    imprint = asdict(front.imprint)
    said = {key: value for key, value in imprint.items() if value and key != "keywords"}
    if front.imprint.keywords:
        said["keywords"] = list(front.imprint.keywords)
    people = [
        {key: value for key, value in asdict(person).items() if value} for person in front.people
    ]
    return {
        **({"imprint": said} if said else {}),
        **({"people": people} if people else {}),
    }


def _plain(paragraphs: Sequence[Paragraph]) -> list[str]:
    return [plain(paragraph.content) for paragraph in paragraphs]


def _captions(article: Article) -> Iterator[str]:
    for block in article.body:
        if isinstance(block, Figure) and block.caption:
            yield plain(block.caption)


def _footnotes(article: Article) -> Iterator[str]:
    """The notes at their places in the text, in order, then those below it."""
    back = article.back
    for block in (*article.body, *back.bio, *back.acknowledgements):
        for content in contents(block):
            yield from ("\n".join(texts_with_notes(note.blocks)) for note in notes_in(content))
    yield from (plain(note.content) for note in back.notes)


def _blocks(article: Article) -> Iterator[dict[str, Any]]:
    for block in article.body:
        yield from _block(block)
    back = article.back
    yield from _heading(article, back.acknowledgements_heading)
    for paragraph in back.acknowledgements:
        yield {"type": "other", "text": plain(paragraph.content), "lines": list(paragraph.lines)}
    for heading in (back.bio_heading, back.notes_heading, back.references_heading):
        yield from _heading(article, heading)


def _heading(article: Article, text: str) -> Iterator[dict[str, Any]]:
    """The heading `text` of a part of the back matter, when the author gave it one."""
    if text:
        yield {"type": "heading", "level": 2, "text": text, "lines": _where(article, text)}


def _where(article: Article, text: str) -> list[int]:
    """The lines of a back-matter heading, which the model keeps as text alone."""
    rows = zip(article.edited.lines, article.edited.roles, strict=True)
    roles = ("heading", "other")
    found = [line.number for line, role in rows if role in roles and line.text.strip() == text]
    return found[-1:]


_KINDS: Final = {
    Heading: "heading",
    Paragraph: "paragraph",
    Figure: "caption",
    Table: "table",
    Code: "code",
    Break: "other",
}


def _block(block: Block) -> Iterator[dict[str, Any]]:
    if isinstance(block, Quote):
        for paragraph in block.paragraphs:
            lines = list(paragraph.lines or block.lines)
            yield {"type": "quote", "text": plain(paragraph.content), "lines": lines}
    elif isinstance(block, Items):
        for item in block.items:
            own = [part for part in item if isinstance(part, Paragraph)]
            text = "\n".join(plain(paragraph.content) for paragraph in own)
            lines = [number for paragraph in own for number in paragraph.lines]
            yield {"type": "list_item", "text": text, "lines": lines or list(block.lines)}
            for part in item:
                if isinstance(part, Items):
                    yield from _block(part)
    else:
        level = {"level": block.level} if isinstance(block, Heading) else {}
        kind, text = _KINDS[type(block)], "\n".join(texts(block))
        if isinstance(block, Figure) and not text:
            kind, text = "other", block.alt
        yield {"type": kind, **level, "text": text, "lines": list(block.lines)}


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "text": citation.text,
        "form": citation.form,
        "line": citation.line,
        "group": citation.group,
        "keys": list(citation.keys),
        "status": citation.status,
        "candidates": [
            {"key": row.key, "score": row.score, "reason": row.reason}
            for row in citation.candidates
        ],
    }


def edit_record(edit: Edit) -> dict[str, Any]:
    """`edit` in the form of the contract; `received` is its span in the line as received."""
    return {
        "id": edit.id,
        "rule": edit.rule,
        "line": edit.line,
        "start": edit.start,
        "before": edit.before,
        "after": edit.after,
        "reason": edit.reason,
        "status": edit.status,
        "received": list(edit.span),
        "alternatives": list(edit.alternatives),
    }


def _query(query: Query) -> dict[str, Any]:
    return {
        "id": query.id,
        "code": query.code,
        "severity": query.severity,
        "line": query.line,
        "message": query.message,
        "suggestions": list(query.suggestions),
        "state": query.state,
    }
