"""The proof as a web page. All of it is escaped text: a raw submission is shown here.

It loads nothing, runs nothing and decides nothing; what decides is a command below each
question, proposal and change. Questions and proposals have short names (Q3, P1), by which the
running text leads to them, on paper too.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from copydesk.model import Query
from copydesk.writers import proof_changes, proof_cited
from copydesk.writers.proof import Sheet, shown
from copydesk.writers.proof_kinds import gathered
from copydesk.writers.proof_marks import Links, command, counted, in_language, text
from copydesk.writers.proof_marks import running as calm
from copydesk.writers.proof_places import spots
from copydesk.writers.proof_queue import Queue
from copydesk.writers.proof_running import running
from copydesk.writers.sheets import stylesheet

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_ABOUT: Final = (
    "Nothing is decided on this page. Type a command in the folder of the desk (a click takes up"
    " the whole of it), then build again: {}. In the text"
    " <del>this was taken out</del>, <ins>this was put in</ins>,"
    ' <span class="doubted">this</span> is what a proposal would take and'
    ' <span class="offered">this</span> what it would put there. The numbers at the edge are those'
    " of the lines as received."
)


def page(sheet: Sheet, slug: str) -> str:
    """The sheet of the article `slug`, a document of its own."""
    article = sheet.article
    sections = [one for one in _sections(sheet) if one[2]]
    contents = "".join(f'<li><a href="#{name}">{head}</a></li>\n' for name, head, _ in sections)
    body = "".join(
        f'<section aria-labelledby="{name}">\n<h2 id="{name}">{head}</h2>\n{part}</section>\n'
        for name, head, part in sections
    )
    title = article.front.title or slug
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n'
        f"<title>Proof: {escape(shown(title))}</title>\n"
        f"<style>\n{stylesheet('sheet.css')}{stylesheet('proof.css')}</style>\n</head>\n<body>\n"
        f'<header>\n<h1><small>Proof</small> <span dir="auto"{in_language(article)}>'
        f"{calm(title)}</span></h1>\n"
        f"<p>Made from <code>{text(article.edited.submission.path)}</code></p>\n"
        f'<nav aria-label="Parts of the sheet">\n<ul>\n{contents}</ul>\n</nav>\n'
        f'<p class="about">{_ABOUT.format(command("copydesk"))}</p>\n</header>\n'
        f"<main>\n{body}</main>\n</body>\n</html>\n"
    )


def _sections(sheet: Sheet) -> Iterator[tuple[str, str, str]]:
    """The parts of the sheet: id, heading, content ("" where there is nothing to say)."""
    article, path = sheet.article, sheet.article.edited.submission.path
    every = sheet.rows
    links = _links(sheet)
    places = spots(article)
    queue = Queue(article, every, places, links.numbers)
    nothing = "<p>Nothing.</p>\n"
    yield "asked", counted("Asked of you", len(sheet.asked)), queue.asked(sheet.asked) or nothing
    yield (
        "proposed",
        counted("Proposed", len(sheet.proposed)),
        proof_changes.proposed(sheet.proposed, article, links.numbers),
    )
    if every:
        asked = _by_line(sheet)
        yield "text", "The text", running(every, links, asked, in_language(article))
    yield (
        "changed",
        counted("Changed, and why", len(sheet.changed)),
        proof_changes.changed(sheet.changed, path),
    )
    yield (
        "kept",
        counted("Kept as written", len(sheet.kept)),
        proof_changes.decided(sheet.kept, path),
    )
    out = sum(row.removed is not None for row in every)
    yield "removed", counted("Left out", out), proof_changes.removed(every, path) if out else ""
    yield (
        "joined",
        counted("Lines joined or cut", len(sheet.joined)),
        proof_changes.changed(sheet.joined, path),
    )
    yield (
        "citations",
        counted("Citations", len(article.citations)),
        proof_cited.citations(article, places, links),
    )
    yield (
        "references",
        counted("References", len(article.back.references)),
        proof_cited.references(article, every, links),
    )
    yield "told", counted("For your information", len(sheet.told)), queue.asked(sheet.told)
    yield "settled", counted("Settled", len(sheet.decided)), queue.asked(sheet.decided)


def _links(sheet: Sheet) -> Links:
    """The short names of all that waits, and where words of the text lead."""
    article = sheet.article
    asked = [
        one for _, groups in gathered(sheet.asked) for group in groups for one in group.queries
    ]
    waiting = proof_changes.ordered(sheet.proposed)
    numbers = {query.id: f"Q{at}" for at, query in enumerate(asked, 1)}
    numbers |= {one.edit.id: f"P{at}" for at, one in enumerate(waiting, 1)}
    done = proof_changes.listed((*sheet.changed, *sheet.joined))
    entries = {one.id: one.keys[0] for one in article.citations if one.keys}
    open_ones = (one for one in article.citations if one.status != "exact" and not one.verdict)
    return Links(
        numbers,
        frozenset(change.edit.id for change in done),
        entries,
        frozenset(one.id for one in open_ones),
    )


def _by_line(sheet: Sheet) -> dict[int, list[Query]]:
    """The open questions about each line of the text but those that stand at their words."""
    placed = {span.cited for row in sheet.rows for span in row.spans if span.cited}
    known = {row.number for row in sheet.rows}
    found: dict[int, list[Query]] = {}
    for query in sheet.asked:
        if query.line in known and query.id not in placed:
            found.setdefault(query.line, []).append(query)
    return found
