r"""Markdown: CommonMark with tables, footnotes and strikethrough, and flat front matter.

What other dialects add (`[@key]`, `{.class}`, `:::`) stays as text. The lines are those of the
file: what a paragraph, a list or a table says stands in the lines that say it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import itemgetter

from copydesk.config import Config
from copydesk.model import Line, Mark, Query, Submission
from copydesk.queries import make_query, unread_bibliography
from copydesk.readers.decode import decode_text
from copydesk.readers.headers import Header, fold_label, read_header
from copydesk.readers.html.blocks import BlockReader
from copydesk.readers.html.elements import SKIPPED
from copydesk.readers.html.notes import FoundNotes
from copydesk.readers.html.page import PageBlock, PageContext
from copydesk.readers.markdown.parse import parse
from copydesk.readers.markdown.tree import Tree, build_tree, show_forbidden
from copydesk.readers.text import (
    ask_about_nested,
    ask_about_struck,
    ask_encoding,
    check_line,
    number_lines,
    remove_margin,
)


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
    read = decode_text(data)
    source = list(number_lines(data, read.text, path, config))
    texts = remove_margin([line.text.replace("\x00", "") for line in source])
    told = read_header(texts)
    apart = {*range(told.fenced), *range(told.first, told.size)}
    parsed = parse("\n".join("" if row in apart else text for row, text in enumerate(texts)))
    tree = build_tree(parsed)
    walk = _walk(tree)
    blocks = _mark_title(_add_abstract(walk.blocks, told), dict(told.facts).get("title", ""))
    for number, block in enumerate(blocks, 1):
        check_line(number, block.text, path, config.limits, f"line {block.row}")
    queries = [ask_encoding(read)] if read.doubtful else []
    queries += _list_losses(told, tree, walk)
    if parsed.kept:
        message = f"the marks of {parsed.kept} paragraphs nest too deep; their text stands as"
        queries.append(make_query("read.dropped", 0, f"{message} written", anchor="kept"))
    return Submission(
        path,
        hashlib.sha256(data).hexdigest(),
        "text/markdown",
        tuple(_place_lines(blocks, source, tree.fences, told)),
        read.encoding,
        told.facts,
        tuple(queries),
        tuple(walk.shared.pictures),
    )


def _walk(tree: Tree) -> BlockReader:
    return BlockReader(
        tree.root, PageContext("", FoundNotes(tree.calls, tree.notes), 0, {}, typed=True)
    )


def _add_abstract(blocks: list[PageBlock], told: Header) -> list[PageBlock]:
    """Set the abstract of the front matter as the first section."""
    if not told.abstract:
        return blocks
    section = _walk(build_tree(parse(f"## Abstract\n\n{told.abstract}"))).blocks
    place = int(bool(blocks) and blocks[0].hint == "heading:1")
    blocks[place:place] = [replace(b, row=told.fenced, group=-b.group) for b in section]
    return blocks


def _mark_title(blocks: list[PageBlock], named: str) -> list[PageBlock]:
    """Make the only heading of the first level the title, unless the front matter has another."""
    tops = [block for block in blocks if block.hint == "heading:1"]
    text = " ".join(block.text for block in tops)
    if len({block.group for block in tops}) != 1 or (
        named and fold_label(named) != fold_label(text)
    ):
        return blocks
    return [replace(b, hint="title") if b.hint == "heading:1" else b for b in blocks]


def _list_losses(told: Header, tree: Tree, walk: BlockReader) -> Iterator[Query]:
    """A query for each kind of thing that does not reach the article."""
    if "bibliography" in told.unknown:
        yield unread_bibliography()
    if unknown := [name for name in told.unknown if name != "bibliography"]:
        names = ", ".join(unknown)
        message = f"fields of the front matter that no edition has a place for: {names}"
        yield make_query("read.dropped", 0, message, anchor="front matter " + names)
    if names := ", ".join(_list_dropped(tree)):
        yield make_query("read.dropped", 0, f"left out: {names}", anchor=names)
    yield from ask_about_nested(Counter(kind for kind, _ in walk.shared.nested))
    yield from ask_about_struck(one for block in walk.blocks for one in block.struck)
    if tree.comments:
        message = f"comments left out: {len(tree.comments)} ({sum(tree.comments)} words)"
        yield make_query("read.comments", 0, message, anchor="comments")
    if notes := set(tree.notes.values()):
        yield make_query("read.notes", 0, f"footnotes: {len(notes)}", anchor="notes")


def _list_dropped(tree: Tree) -> Iterator[str]:
    """What stands in no line: elements of scripts and players, and further calls of a note."""
    words: dict[str, list[int]] = {}
    for element in tree.root.iter(*SKIPPED):
        length, source = len(element.text_content().split()), element.get("src") or ""
        if (length or source) and not any(one.tag in SKIPPED for one in element.iterancestors()):
            words.setdefault(f"<{element.tag}> {source}".strip(), []).append(length)
    for kind, lengths in words.items():
        whole = sum(lengths)
        yield kind + f", {whole} word{'s' * (whole > 1)}" * (whole > 0) + f" ({len(lengths)})"
    for number, times in Counter(tree.repeated).items():
        yield f"further call of footnote {number}, printed as its number ({times})"


def _place_lines(
    blocks: Sequence[PageBlock], source: Sequence[Line], fences: set[int], told: Header
) -> Iterator[Line]:
    """The lines of `source`, each with what is printed of it.

    Where several things are printed of one, those behind the first are lines too, without a
    source of their own. `fences` are the numbers of lines that enclose programs.
    """
    rows: list[tuple[int, Line]] = []
    place = group = 0
    for block in blocks:
        row = min(max(block.row, 1), len(source))
        place = max(place, row)
        flow = "off" if block.group != group else block.flow or "in"
        group = block.group
        marks = tuple(map(_show_target, block.marks))
        text, hint = show_forbidden(block.text), show_forbidden(block.hint)
        line = Line(row, text, marks=marks, hint=hint, zone=block.zone, flow=flow)
        rows.append((place, line))
    held = {line.number for place, line in rows if place == line.number}
    inside = frozenset[int]().union(*(block.more for block in blocks))
    rows += (
        (line.number, _make_bare(line, told, inside, fences))
        for line in source
        if line.number not in held
    )
    rows.sort(key=itemgetter(0))
    seen: set[int] = set()
    for number, (_, line) in enumerate(rows, 1):
        row, said = line.number, source[line.number - 1]
        first = row not in seen
        seen.add(row)
        yield replace(
            line,
            number=number,
            ending=said.ending if first else "",
            source=("" if not first else said.received if said.received != line.text else None),
            row=row if row != number else 0,
        )


def _make_bare(line: Line, told: Header, inside: frozenset[int], fences: set[int]) -> Line:
    """The line of which no block prints anything; those of a header above the text stay."""
    number, bare = line.number, Line(line.number, "")
    if not line.received.strip():
        return replace(bare, zone="header" if number <= told.fenced else "")
    if number <= told.fenced:
        return replace(bare, zone="header", hint="markup")
    if told.first < number <= told.size:
        return replace(bare, text=line.text.strip(), zone="header", flow="off")
    if number in inside:
        return replace(bare, flow="on")  # its words stand in another line
    return replace(bare, hint="fence" if number in fences else "markup")


def _show_target(mark: Mark) -> Mark:
    return replace(mark, target=show_forbidden(mark.target))
