"""The proof as a web page. All of it is escaped text: a raw submission is shown here."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from html import escape
from typing import Final

from copydesk.model import Article, Citation, Query, Reference
from copydesk.writers.proof import (
    LINE,
    Change,
    Sheet,
    entry,
    fields,
    marking,
    pieces,
    shown,
    spaced,
    standing,
    where,
)
from copydesk.writers.sheets import stylesheet

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
#: An entry read with less confidence than this deserves the editor's eye first.
_DOUBTFUL: Final = 0.6


def page(sheet: Sheet, slug: str) -> str:
    """The sheet of the article `slug`, a document of its own."""
    article = sheet.article
    sections = [
        (name, title, body) for name, title, body in _sections(sheet, slug) if body is not None
    ]
    contents = "".join(f'<li><a href="#{name}">{title}</a></li>\n' for name, title, _ in sections)
    body = "".join(
        f'<section aria-labelledby="{name}">\n<h2 id="{name}">{title}</h2>\n{text}</section>\n'
        for name, title, text in sections
    )
    title = article.front.title or slug
    counts = "".join(f"<li>{name}: <b>{number}</b></li>\n" for name, number in sheet.counts)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n'
        f"<title>Proof: {escape(shown(title))}</title>\n"
        f"<style>\n{stylesheet('sheet.css')}{stylesheet('proof.css')}</style>\n</head>\n<body>\n<main>\n<header>\n"
        f"<h1><small>Proof</small> {_text(title)}</h1>\n"
        f"<p>Made from <code>{_text(article.galley.submission.path)}</code></p>\n"
        f'<ul class="counts">\n{counts}</ul>\n</header>\n'
        f'<nav aria-label="Parts of the sheet">\n<ul>\n{contents}</ul>\n</nav>\n'
        f"{body}</main>\n</body>\n</html>\n"
    )


def _sections(sheet: Sheet, slug: str) -> Iterator[tuple[str, str, str | None]]:
    article = sheet.article
    accept, stet = (f"copydesk {verb} {slug} ID" for verb in ("accept", "stet"))
    yield "asked", "Asked of you", _queries(sheet.asked) or "<p>Nothing.</p>\n"
    yield (
        "proposed",
        "Proposed",
        _changes(
            sheet.proposed,
            f"To take a proposal: <code>{accept}</code>; "
            f"to put other words there: <code>copydesk rewrite {slug} ID WORDS</code>",
        ),
    )
    yield (
        "changed",
        "Changed",
        _changes(sheet.changed, f"To take a change back: <code>{stet}</code>"),
    )
    yield "kept", "Kept as written", _changes(sheet.kept, "The editor said stet.")
    yield (
        "removed",
        "Removed from the article",
        _removals(sheet.removed, f"To put a line back: <code>{stet}</code>"),
    )
    yield "joined", "Lines joined or split", _changes(sheet.joined, "The received line breaks.")
    yield "citations", "Citations", _citations(sheet, slug)
    yield "references", "References", _references(article.back.references, slug)
    yield "uncited", "Cited nowhere", _uncited(sheet, article)
    yield "told", "For your information", _queries(sheet.told)
    yield "settled", "Settled", _queries(sheet.decided)


def _text(text: str) -> str:
    """Escaped text in which invisible characters show by their numbers."""
    if text.isprintable() and len(text) <= LINE:  # most has none, and is no longer than a line
        return escape(text)
    return "".join(
        f'<span class="code-point">{piece}</span>' if odd else escape(piece)
        for piece, odd in pieces(text)
    )


def prose(text: str) -> str:
    """`_text` of a message, in which backticks stand around what is quoted literally.

    >>> prose("spelt `Lo` & `Low`")
    'spelt <code>Lo</code> &amp; <code>Low</code>'
    """
    parts = text.split("`")
    if len(parts) % 2 == 0:  # a backtick of the submission's own
        return _text(text)
    return "".join(
        f"<code>{_text(part)}</code>" if place % 2 else _text(part)
        for place, part in enumerate(parts)
    )


def _queries(queries: Iterable[Query]) -> str | None:
    rows = []
    for query in queries:
        suggestions = "".join(f"<li>{_suggested(text)}</li>" for text in query.suggestions)
        rows.append(
            f'<li class="{query.severity}" id="query-{escape(query.id)}">\n'
            f'<p><b class="severity">{query.severity}</b>'
            f" {where(query.line)} · {escape(query.code)} · <code>{escape(query.id)}</code></p>\n"
            f'<p dir="auto">{prose(query.message)}</p>\n'
            + (f"<ul>{suggestions}</ul>\n" if suggestions else "")
            + "</li>\n"
        )
    return f'<ul class="queries">\n{"".join(rows)}</ul>\n' if rows else None


def _suggested(text: str) -> str:
    """A suggestion; one that is a command looks as one, and is taken up whole by a click."""
    return f"<code>{_text(text)}</code>" if text.startswith("copydesk ") else prose(text)


def _changes(changes: Iterable[Change], note: str) -> str | None:
    rows = "".join(
        f'<tr><td class="line">{change.edit.line or ""}</td>'
        f'<td dir="auto">{_changed(change)}</td>'
        f"<td>{prose(change.edit.reason)}<br><small>{escape(change.edit.rule)}"
        f" · {change.edit.status}</small></td>"
        f"<td><code>{_text(change.edit.id)}</code></td></tr>\n"
        for change in changes
    )
    return _table(note, ("Line", "Text", "Why", "Id"), rows)


def _changed(change: Change) -> str:
    head, taken, given, tail = marking(change.edit)
    marks = _mark("del", taken) + _mark("ins", given)
    return f"{_text(change.before + head)}{marks}{_text(tail + change.after)}"


def _mark(element: str, text: str) -> str:
    return f"<{element}>{_text(spaced(text))}</{element}>" if text else ""


def _removals(changes: Iterable[Change], note: str) -> str | None:
    rows = "".join(
        f'<tr><td class="line">{change.edit.line}</td>'
        f'<td dir="auto">{_text(change.edit.before)}</td>'
        f"<td>{prose(change.edit.reason)}<br><small>{escape(change.edit.rule)}</small></td>"
        f"<td><code>{_text(change.edit.id)}</code></td></tr>\n"
        for change in changes
    )
    return _table(note, ("Line", "Text", "Why", "Id"), rows)


def _citations(sheet: Sheet, slug: str) -> str | None:
    rows = []
    asked = {query.id for query in sheet.asked}
    for citation in sheet.article.citations:
        entries = "".join(
            f"<p>{_text(entry(sheet.references.get(key), key))}</p>" for key in citation.keys
        )
        candidates = "".join(
            f"<li>{candidate.score:.2f} <code>{_text(candidate.key)}</code>"
            f" {prose(candidate.reason)}</li>"
            for candidate in citation.candidates
        )
        rows.append(
            f'<tr class="{citation.status}"><td class="line">{citation.line}</td>'
            f'<td dir="auto">{_cited(sheet, citation, asked)}</td><td>{standing(citation)}</td>'
            f"<td>{entries}{f'<ul>{candidates}</ul>' if candidates else ''}</td>"
            f"<td><code>{_text(citation.id)}</code></td></tr>\n"
        )
    command = f"<code>copydesk cite {escape(slug)} ID KEY</code>"
    note = (
        "Citations that are not exact keep their words until they are settled. To say which"
        f" entry one means: {command}"
    )
    heads = ("Line", "Citation", "Status", "Entry and candidates", "Id")
    return _table(note, heads, "".join(rows))


def _cited(sheet: Sheet, citation: Citation, asked: Container[str]) -> str:
    """A citation; one that is not certain marked at its place, with a link to its question."""
    spot = sheet.unsettled.get(citation.group)
    if spot is None or citation.status == "exact":
        return _text(citation.text)
    place = f"{_text(spot.before)}<mark>{_text(spot.words)}</mark>{_text(spot.after)}"
    if citation.id in asked:
        where_asked = f"#query-{escape(citation.id)}"
        place += f' <a class="asked" href="{where_asked}" aria-label="The question of it">?</a>'
    return place


def _references(references: Iterable[Reference], slug: str) -> str | None:
    rows = []
    for reference in references:
        read = "".join(
            f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>"
            for name, value in fields(reference.csl)
        )
        doubtful = ' class="doubtful"' if reference.confidence < _DOUBTFUL else ""
        rows.append(
            f'<tr{doubtful}><td><code>{_text(reference.key)}</code></td><td dir="auto">'
            f"{_text(reference.raw)}</td><td>{f'<dl>{read}</dl>' if read else 'not read'}</td>"
            f'<td class="confidence">{reference.confidence:.0%}</td></tr>\n'
        )
    command = f"<code>copydesk entry {escape(slug)} KEY FIELD=…</code>"
    note = f"Each entry as received, and the fields that were read from it. To correct: {command}"
    return _table(note, ("Key", "As received", "As read", "Confidence"), "".join(rows))


def _uncited(sheet: Sheet, article: Article) -> str | None:
    rows = "".join(
        f"<li>{_text(entry(sheet.references.get(key), key))}</li>\n" for key in article.uncited
    )
    return f"<ul>\n{rows}</ul>\n" if rows else None


def _table(note: str, heads: tuple[str, ...], rows: str) -> str | None:
    """A table with a note above it; `note` is markup. None when there are no rows."""
    if not rows:
        return None
    cells = "".join(f'<th scope="col">{head}</th>' for head in heads)
    return (
        f'<p class="about">{note}</p>\n<table>\n<thead>\n<tr>{cells}</tr>\n</thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table>\n"
    )
