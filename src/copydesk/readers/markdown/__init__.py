r"""Markdown: CommonMark with tables, footnotes and strikethrough, and flat front matter.

What other dialects add (`[@key]`, `{.class}`, `:::`) stays as text. The lines are those of the
file: what a paragraph, a list or a table says stands in the lines that say it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from copydesk.config import Config
from copydesk.model import Query, Submission
from copydesk.queries import ask, unread_bibliography
from copydesk.readers import nested
from copydesk.readers.copy.blocks import Copy, Para
from copydesk.readers.copy.compositor import Compositor
from copydesk.readers.copy.lines import set_lines
from copydesk.readers.decode import decoded
from copydesk.readers.headers import HEADER_LINES, header
from copydesk.readers.markdown.blocks import compose
from copydesk.readers.markdown.front import Matter, front_matter
from copydesk.readers.markdown.parse import parse
from copydesk.readers.markdown.rows import place_lines
from copydesk.readers.text import doubt, marked, received
from copydesk.registry import reader

#: A heading of the first level with which a text begins.
_HEADLINE = re.compile(r"\s*(?:#[ \t][^\n]*|[^\s#][^\n]*\n=+[ \t]*)(?=\n|$)")
#: Words of a passage that a message quotes.
_QUOTED = 60


@reader("text/markdown")
def read_markdown(data: bytes, path: str, config: Config) -> Submission:
    r"""Read a Markdown text, each line as received a line.

    A line has what it prints for its text and what its block is for its hint; one that holds
    marks alone has no text. Front matter becomes facts, and so does a header of a scraper above
    the text. Raises `Refused` past the limits on lines, which hold for the text as received and
    for what it prints.

    >>> sent = read_markdown(b"# Mud\n\nA *wet*\nword.", "mud.md", Config())
    >>> [(line.text, line.hint, line.flow) for line in sent.lines]
    [('Mud', 'title', 'off'), ('', '', ''), ('A wet', '', 'off'), ('word.', '', 'on')]
    """
    read = decoded(data)
    source = list(marked(received(read.text, path, config), data))
    text = "".join(line.text + line.ending[:1] for line in source)
    text = text.replace("\r", "\n").replace("\x00", "")
    matter = front_matter(text)
    front = text.count("\n") - matter.text.count("\n") if matter.text else len(source)
    above = matter.text.split("\n", HEADER_LINES)[:HEADER_LINES]
    told = header(above)
    facts = dict(told.facts) | dict(matter.facts)
    below = matter.text.split("\n")[told.size :]
    head = [*above[: told.first], *[""] * (told.size - told.first)] if told.first else []
    body = "\n".join([*head, *below])
    body, rows = _opened(body, matter.abstract, front + told.size - len(head))
    parsed = parse(body)
    lines = enumerate(above[told.first : told.size], front + told.first + 1)
    written = [(row, line) for row, line in lines if line.strip()]
    desk = compose(parsed, rows, written)
    _title(desk.copy, facts.get("title", ""))
    queries = [doubt(read)] if read.doubtful else []
    queries += _losses(matter, desk, parsed.kept)
    printed = set_lines(desk.copy, path, config)
    return Submission(
        path,
        hashlib.sha256(data).hexdigest(),
        "text/markdown",
        place_lines(printed, source, desk.fences, front),
        read.encoding,
        tuple(facts.items()),
        tuple(queries),
    )


def _opened(text: str, abstract: str, above: int) -> tuple[str, list[int]]:
    r"""`text` with the `abstract` as its first section, below a headline.

    With it comes the line of the source for each of its lines. `above` of them stand before the
    text; the last of these is told for the section.

    >>> _opened("# Mud\n\nIt is wet.", "On mud.", 4)
    ('# Mud\n\n## Abstract\n\nOn mud.\n\nIt is wet.', [5, 4, 4, 4, 4, 4, 7])
    """
    rows = [*range(above + 1, above + text.count("\n") + 2)]
    if not abstract:
        return text, rows
    headline = _HEADLINE.match(text)
    end = headline.end() if headline else 0
    below = text[end:].lstrip("\n")
    over = text[:end].count("\n") + 1
    opened = f"{text[:end]}\n\n## Abstract\n\n{abstract}\n\n{below}"
    return opened, [*rows[:over], *[above] * 5, *rows[len(rows) - below.count("\n") - 1 :]]


def _title(copy: Copy, named: str) -> None:
    """Make the only heading of the first level the title, unless the front matter has another."""
    tops = [block for block in copy.blocks if isinstance(block, Para) and block.role == "heading:1"]
    if len(tops) == 1 and (not named or _folded(named) == _folded(tops[0].text)):
        tops[0].role = "title"


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _losses(matter: Matter, desk: Compositor, kept: int) -> Iterator[Query]:
    """A query for each kind of thing that does not reach the article."""
    copy = desk.copy
    if "bibliography" in matter.unknown:
        yield unread_bibliography()
    if unknown := [name for name in matter.unknown if name != "bibliography"]:
        names = ", ".join(unknown)
        message = f"fields of the front matter that no edition has a place for: {names}"
        yield ask("read.dropped", 0, message, anchor="front matter " + names)
    if copy.dropped:
        names = ", ".join(f"{kind} ({number})" for kind, number in copy.dropped.items())
        yield ask("read.dropped", 0, f"left out: {names}", anchor=names)
    yield from nested.questions(copy.nested)
    if struck := [" ".join(passage.split()) for passage in desk.struck if passage.strip()]:
        message = f"struck-out passages are printed as plain text: {len(struck)}, the first is"
        message += f" “{struck[0][:_QUOTED]}”"
        yield ask("read.dropped", 0, message, anchor="struck " + struck[0])
    if kept:
        message = f"the marks of {kept} paragraphs nest too deep; their text stands as written"
        yield ask("read.dropped", 0, message, anchor="kept")
    if copy.comments.pieces:
        message = f"comments left out: {copy.comments.pieces} ({copy.comments.words} words)"
        yield ask("read.comments", 0, message, anchor="comments")
    if copy.notes:
        yield ask("read.notes", 0, f"footnotes: {len(copy.notes)}", anchor="notes")
