"""Web pages: the blocks a reader sees, where each stands, and what the page says of itself."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from lxml.html import HtmlElement

from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import Line, Query, Submission, read_note_hint
from copydesk.queries import make_query
from copydesk.readers.decode import Decoded, decode_page
from copydesk.readers.html import front_matter, metadata, tables
from copydesk.readers.html.blocks import BlockReader
from copydesk.readers.html.elements import is_hidden, read_class_marks
from copydesk.readers.html.main_text import find_container, find_main_text
from copydesk.readers.html.notes import find_notes
from copydesk.readers.html.page import PageBlock, PageContext, Shared, count_prose
from copydesk.readers.html.zones import PROSE, count_plain, find_zones
from copydesk.readers.tags import escape_bare_tags
from copydesk.readers.text import ask_about_nested, ask_about_struck, check_line
from copydesk.system import html as pages

#: The share of a page's prose from which on hidden text is the article, which a script reveals.
_HIDDEN: Final = 0.8
_PLAYERS: Final = ("iframe", "video", "audio", "object", "embed")


def read_html(data: bytes, path: str, config: Config) -> Submission:
    r"""Read the blocks of a web page in reading order, one a line, an empty line between them.

    No word that the page shows is left out; `zone` says where each block stands: `main` in
    its main text. Raises `Refused` for a page that shows no text, and past the limits on tags
    and lines.

    >>> page = read_html(b"<title>Bees</title><h1>Bees</h1><p>They <em>hum</em>.", "a", Config())
    >>> [(line.text, line.hint) for line in page.lines]
    [('Bees', 'title'), ('', ''), ('They hum.', '')]
    """
    read = decode_page(data)
    root = pages.received(escape_bare_tags(read.text), path, config.limits)
    if root is None:
        raise _refuse_empty(path)
    tables.join_rows(root)
    saved = metadata.find_saved_address(read.text)
    base = metadata.find_address(root) or saved
    # What a page calls itself may lie elsewhere than where it was; its links start from there.
    links = metadata.find_base(root, saved) or base
    page = PageContext(links, find_notes(root), count_prose(root), read_class_marks(root))
    walk = BlockReader(root, page)
    if not any(block.text.strip() for block in walk.blocks):
        raise _refuse_empty(path)
    blocks, facts = _place_blocks(root, _reveal_hidden(walk.blocks), base)
    if saved:
        facts.setdefault("url", saved)
    return Submission(
        path,
        hashlib.sha256(data).hexdigest(),
        "text/html",
        tuple(_make_lines(blocks, path, config)),
        read.encoding,
        tuple(facts.items()),
        tuple(_find_queries(read, blocks, walk.shared)),
        tuple(walk.shared.pictures),
    )


def _reveal_hidden(blocks: Sequence[PageBlock]) -> list[PageBlock]:
    """Show hidden prose that is nearly all there is: a script would."""
    lengths = [length if (length := count_plain(block)) >= PROSE else 0 for block in blocks]
    pairs = list(zip(blocks, lengths, strict=True))
    hidden = sum(length for block, length in pairs if block.zone == "hidden")
    if not hidden or hidden < _HIDDEN * sum(lengths):
        return list(blocks)
    shown = [length > 0 and block.zone == "hidden" for block, length in pairs]
    return [replace(b, zone="") if s else b for b, s in zip(blocks, shown, strict=True)]


def _place_blocks(
    root: HtmlElement, blocks: list[PageBlock], base: str
) -> tuple[list[PageBlock], dict[str, str]]:
    """Give the blocks their zones and the hints of the front matter; read the facts beside."""
    titles = [block.text for block in blocks if block.hint in ("heading:1", "heading:2")]
    facts = metadata.read_facts(root, base, titles)
    zones = find_zones(blocks)
    headline = front_matter.find_headline(blocks, zones, facts.get("title", ""))
    blocks = find_main_text(root, blocks, zones, base)
    meta = metadata.read_meta(root)
    told = next((meta[key][0] for key in ("og:description", "description") if key in meta), "")
    blocks = front_matter.mark_front_matter(blocks, headline, facts, told)
    if "date" not in facts and (date := front_matter.find_date(blocks)):
        facts["date"] = date
    return blocks, facts


def _make_lines(blocks: Sequence[PageBlock], path: str, config: Config) -> Iterator[Line]:
    number, group = 0, 0
    for block in blocks:
        if number and block.group != group:
            number += 1
            yield Line(number, "")
        number += 1
        group = block.group
        check_line(number, block.text, path, config.limits, f"block {number}")
        yield Line(number, block.text, "\n", block.marks, block.hint, zone=block.zone)


def _find_queries(read: Decoded, blocks: Sequence[PageBlock], shared: Shared) -> Iterator[Query]:
    """Ask about what was guessed, left out, hidden or set in another way."""
    if read.doubtful:
        message = f"the page does not fit the encoding it names and was read as {read.encoding}"
        yield make_query("text.encoding", 0, message, anchor=read.encoding)
    if shared.unprinted:
        names = ", ".join(shared.unprinted)
        message = f"pictures that are not PNG, JPEG, GIF or WebP: {names}"
        yield make_query("read.dropped", 0, message, anchor=names)
    unveiled = sum(len(block.text.split()) for block in blocks if _is_unveiled(block))
    if unveiled:
        message = f"{_count(unveiled, 'word')} of the article are hidden until a script shows them"
        yield make_query("read.hidden", 0, message, anchor=str(unveiled))
    if players := _count_players(blocks):
        message = f"{_count(players, 'embedded player')} amid the text left out"
        yield make_query("read.dropped", 0, message, anchor=str(players))
    places = [(kind, at) for kind, at in shared.nested if at < len(blocks)]
    quoted = (kind for kind, at in places if blocks[at].zone in ("main", ""))
    yield from ask_about_nested(Counter(quoted))
    yield from ask_about_struck(one for b in blocks if b.zone == "main" for one in b.struck)
    notes = len({name for block in blocks if (name := read_note_hint(block.hint)[0])})
    if notes:
        yield make_query("read.notes", 0, _count(notes, "footnote"), anchor=str(notes))


def _is_unveiled(block: PageBlock) -> bool:
    """Whether a block of the article is prose that the page hides; not one that is hidden whole."""
    if block.zone != "main" or count_plain(block) < PROSE:
        return False
    path = (block.element, *block.element.iterancestors())
    return any(is_hidden(element) for element in path if element.tag not in ("html", "body"))


def _count_players(blocks: Sequence[PageBlock]) -> int:
    """Count films, recordings and frames between the first and the last block of the article."""
    near = find_container((b for b in blocks if b.zone == "main" and b.hint != "title"), 1.0)
    players = near.iter(*_PLAYERS) if near is not None else ()
    return sum(
        not is_hidden(player) and bool(player.get("src") or player.get("data-src") or len(player))
        for player in players
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _refuse_empty(path: str) -> Refused:
    message = f"`{path}` is a web page that shows no text"
    hint = "open it in a browser, let it load, and save it again, or copy its text"
    return Refused(message, hint=hint, code="refuse.empty")
