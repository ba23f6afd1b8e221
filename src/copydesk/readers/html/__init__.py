"""Web pages: the blocks a reader sees, where each stands, and what the page says of itself."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from lxml.html import HtmlElement

from copydesk import noting
from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.gate import html as gate
from copydesk.model import Line, Query, Submission
from copydesk.queries import ask
from copydesk.readers import nested
from copydesk.readers.decode import Decoded
from copydesk.readers.elements import spelt
from copydesk.readers.html import facts as html_facts
from copydesk.readers.html import front, places, signs, tables
from copydesk.readers.html import notes as html_notes
from copydesk.readers.html.blocks import Blocks, Page, prose
from copydesk.readers.html.encoding import page_text
from copydesk.readers.html.office import class_styles
from copydesk.readers.html.stick import Draft
from copydesk.readers.html.tree import is_hidden
from copydesk.readers.html.zones import Zones
from copydesk.registry import reader

#: The share of a page's prose from which on hidden text is the article, which a script reveals.
_HIDDEN: Final = 0.8
#: Zones of a page that hold its text, or may; "" is all of a page that tells nothing of it.
_OF_THE_TEXT: Final = ("main", "near", "")
_PLAYERS: Final = ("iframe", "video", "audio", "object", "embed")


@reader("text/html")
def read_html(data: bytes, path: str, config: Config) -> Submission:
    r"""The blocks of a web page in reading order, one a line, an empty line between them.

    No word that the page shows is left out; `zone` says where each block stands. Raises
    `Refused` for a page that shows no text, and past the limits on tags and lines.

    >>> page = read_html(b"<title>Bees</title><h1>Bees</h1><p>They <em>hum</em>.", "a", Config())
    >>> [(line.text, line.hint) for line in page.lines]
    [('Bees', 'title'), ('', ''), ('They hum.', '')]
    """
    read = page_text(data)
    root = gate.received(spelt(read.text), path, config.limits)
    if root is None:
        raise _empty(path)
    tables.join(root)
    saved = html_facts.saved_from(read.text)
    base = html_facts.page_base(root) or saved
    # What a page calls itself may lie elsewhere than where it was; its links start from there.
    links = html_facts.links_base(root, saved) or base
    blocks = Blocks(root, Page(links, html_notes.find(root), prose(root), class_styles(root)))
    drafts = _revealed(signs.settled(blocks.drafts))
    if not any(draft.text.strip() for draft in drafts):
        raise _empty(path)
    facts = _facts(root, drafts, base)
    if saved:
        facts.setdefault("url", saved)
    drafts = _placed(root, drafts, facts, base)
    if "date" not in facts and (date := front.dated(drafts)):
        facts["date"] = date
    lines = tuple(_lines(drafts, path, config))
    return Submission(
        path,
        hashlib.sha256(data).hexdigest(),
        "text/html",
        lines,
        read.encoding,
        tuple(facts.items()),
        tuple(_queries(read, drafts, blocks.unprinted)),
        tuple(blocks.pictures),
    )


def _revealed(drafts: Sequence[Draft]) -> list[Draft]:
    """`drafts`, in which hidden prose that is nearly all there is counts as shown."""
    weights = [length if (length := places.prose(draft)) >= places.PROSE else 0 for draft in drafts]
    hidden = sum(
        weight for draft, weight in zip(drafts, weights, strict=True) if draft.zone == "hidden"
    )
    if not hidden or hidden < _HIDDEN * sum(weights):
        return list(drafts)
    return [
        replace(draft, zone="") if weight and draft.zone == "hidden" else draft
        for draft, weight in zip(drafts, weights, strict=True)
    ]


def _facts(root: HtmlElement, drafts: Sequence[Draft], base: str) -> dict[str, str]:
    headings = [draft for draft in drafts if draft.hint in ("heading:1", "heading:2")]
    sites = {draft.text for draft in headings if front.names_site(draft, base)}
    titles = [draft.text for draft in headings if draft.text not in sites]
    return html_facts.facts(root, base, titles, sorted(sites))


def _placed(
    root: HtmlElement, drafts: list[Draft], facts: dict[str, str], base: str
) -> list[Draft]:
    """The blocks with their zones, and with the hints of the front matter."""
    zones = Zones(drafts)
    place = front.headline(drafts, facts.get("title", ""), base, zones.of)
    if place >= 0:
        zones = zones.around(drafts[place].element)
    placed = places.placed(root, drafts, place, base, zones)
    meta = html_facts.metas(root)
    description = next(
        (meta[key][0] for key in ("og:description", "description") if key in meta), ""
    )
    return front.marked(placed, place, facts, description)


def _lines(drafts: Sequence[Draft], path: str, config: Config) -> Iterator[Line]:
    longest, most = config.limits.line_characters, config.limits.lines
    number, group = 0, 0
    for draft in drafts:
        if number and draft.group != group:
            number += 1
            yield Line(number, "")
        number += 1
        group = draft.group
        if number > most:
            message = f"`{path}` has more than {most:,} lines"
            hint = "send the article alone, or raise `limits.lines` in the settings"
            raise Refused(message, hint=hint, code="refuse.too-many-lines")
        if len(draft.text) > longest:
            message = (
                f"`{path}`: block {number} has {len(draft.text):,} characters,"
                f" the limit is {longest:,}"
            )
            hint = "break the text into paragraphs, or raise `limits.line_characters`"
            raise Refused(message, hint=hint, code="refuse.line-too-long")
        yield Line(number, draft.text, "\n", draft.marks, draft.hint, zone=draft.zone)


def _queries(read: Decoded, drafts: Sequence[Draft], unprinted: Sequence[str]) -> Iterator[Query]:
    if read.doubtful:
        message = f"the page does not fit the encoding it names and was read as {read.encoding}"
        yield ask("text.encoding", 0, message, anchor=read.encoding)
    if unprinted:
        names = ", ".join(unprinted)
        message = f"pictures that are no PNG, JPEG, GIF or WebP: {names}"
        yield ask("read.dropped", 0, message, anchor=names)
    secret = sum(len(draft.text.split()) for draft in drafts if _is_unveiled(draft))
    if secret:
        message = f"{_count(secret, 'word')} of the article are hidden until a script shows them"
        yield ask("read.hidden", 0, message, anchor=str(secret))
    players = sum(1 for _ in _players(drafts))
    if players:
        message = f"{_count(players, 'embedded player')} amid the text left out"
        yield ask("read.dropped", 0, message, anchor=str(players))
    yield from nested.questions(_nested(drafts))
    notes = len({name for draft in drafts if (name := noting.name(draft.hint))})
    if notes:
        yield ask("read.notes", 0, _count(notes, "footnote"), anchor=str(notes))


def _nested(drafts: Sequence[Draft]) -> Counter[str]:
    """Lists and quotations inside quotations of the article.

    Two quotations without a word of the outer one are one, set in twice by its page.
    """
    found: Counter[str] = Counter()
    runs = [kind for kind, _ in groupby(drafts, key=_kind_of_quoted)]
    for at, kind in enumerate(runs):
        if kind == "list" or (kind and "" in runs[max(0, at - 1) : at + 2]):
            found[kind] += 1
    return found


def _kind_of_quoted(draft: Draft) -> str | None:
    """What a block of a quotation of the article was in it, None for other blocks."""
    return draft.nested if draft.hint == "quote" and draft.zone in _OF_THE_TEXT else None


def _is_unveiled(draft: Draft) -> bool:
    """Whether a block of the article is prose that the page hides; not one that is hidden whole."""
    if draft.zone != "main" or places.prose(draft) < places.PROSE:
        return False
    path = (draft.element, *draft.element.iterancestors())
    return any(is_hidden(element) for element in path if element.tag not in ("html", "body"))


def _players(drafts: Sequence[Draft]) -> Iterator[HtmlElement]:
    """Films, recordings and frames between the first and the last block of the article."""
    main = [draft for draft in drafts if draft.zone == "main" and draft.hint != "title"]
    near = places.container(main, 1.0)
    if near is None:
        return
    for player in near.iter(*_PLAYERS):
        if not is_hidden(player) and (player.get("src") or player.get("data-src") or len(player)):
            yield player


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _empty(path: str) -> Refused:
    message = f"`{path}` is a web page that shows no text"
    hint = "open it in a browser, let it load, and save it again, or copy its text"
    return Refused(message, hint=hint, code="refuse.empty")
