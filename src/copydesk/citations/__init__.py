"""In-text citations: found, linked with their status, and asked about.

`find` sees shapes, `match` decides between entries, this module puts the two
together and marks the citations in the article.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from copydesk.citations.find import Mention, mentions
from copydesk.citations.match import Match, Matcher
from copydesk.config import Config
from copydesk.model import (
    Article,
    Block,
    Citation,
    CitationDecision,
    Cite,
    Decisions,
    Emph,
    Figure,
    Heading,
    Inline,
    Items,
    Link,
    Note,
    Paragraph,
    Query,
    Quote,
    Reference,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Verbatim,
)
from copydesk.nodes import notes_in, plain
from copydesk.queries import ask

_SENTENCE_END = re.compile(r"[.!?…]['’”\")\]]*\s")
#: A sentence is looked for in at most this many characters before its citation.
_WINDOW = 1_000


def cite(article: Article, _config: Config, decisions: Decisions) -> Article:
    """`article` with its citations found, linked and marked in the body.

    Adds `citations`, `uncited` and one Query for each citation that is not exact
    and each entry that no citation reaches. The editor's choices in `decisions`
    beat the matcher.
    """
    desk = _Desk(Matcher(article.back.references), decisions.citations, [], set(), set())
    body = tuple(_block(block, desk, index) for index, block in enumerate(article.body))
    notes = tuple(_paragraph(note, desk, -1) for note in article.back.notes)
    uncited = tuple(
        reference.key for reference in article.back.references if reference.key not in desk.reached
    )
    return replace(
        article,
        body=body,
        back=replace(article.back, notes=notes),
        citations=tuple(desk.citations),
        uncited=uncited,
        queries=article.queries
        + tuple(_queries(desk.citations, article.back.references))
        + tuple(_uncited_queries(uncited, article.back.references))
        + tuple(_stale(decisions.citations, desk.decided)),
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    """What travels along while the blocks are gone through: the only changing state."""

    matcher: Matcher
    decisions: Sequence[CitationDecision]
    citations: list[Citation]
    decided: set[CitationDecision]
    reached: set[str]


def _block(block: Block, desk: _Desk, index: int) -> Block:
    match block:
        case Paragraph():
            return _paragraph(block, desk, index)
        case Quote():
            paragraphs = tuple(_paragraph(one, desk, index) for one in block.paragraphs)
            return replace(block, paragraphs=paragraphs)
        case Items():
            return _items(block, desk, index)
        case Figure() | Table() | Heading():
            return _lined(block, desk, index)
        case _:
            return block


def _lined(block: Figure | Table | Heading, desk: _Desk, index: int) -> Block:
    """Captions, cells and headings, whose words all count to the first line of their block."""
    line = block.lines[0] if block.lines else 0

    def marked(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return _inlines(content, desk, index, lambda _offset: line)

    match block:
        case Figure():
            return replace(block, caption=marked(block.caption))
        case Heading():
            return replace(block, content=_noted(block.content, desk))
        case Table():
            rows = tuple(tuple(marked(cell) for cell in row) for row in block.rows)
            return replace(block, rows=rows)


def _items(block: Items, desk: _Desk, index: int) -> Items:
    items = tuple(
        tuple(
            _items(part, desk, index) if isinstance(part, Items) else _paragraph(part, desk, index)
            for part in item
        )
        for item in block.items
    )
    return replace(block, items=items)


def _paragraph(paragraph: Paragraph, desk: _Desk, index: int) -> Paragraph:
    def line(offset: int) -> int:
        if not paragraph.lines:
            return 0
        return paragraph.lines[max(0, bisect_right(paragraph.starts, offset) - 1)]

    return replace(paragraph, content=_inlines(paragraph.content, desk, index, line))


def _inlines(
    content: tuple[Inline, ...], desk: _Desk, index: int, line: Callable[[int], int]
) -> tuple[Inline, ...]:
    text = plain(content)
    places: list[tuple[int, int, Cite]] = []
    for group in mentions(text):
        number = desk.citations[-1].group + 1 if desk.citations else 0
        found = [
            citation
            for mention in group
            if (citation := _citation(mention, text, desk, (number, index, line(mention.start))))
        ]
        if found:
            desk.citations.extend(found)
            start, end = group[0].start, group[0].end
            places.append((start, end, Cite(text[start:end], number)))
    return _noted(_placed(content, places) if places else content, desk)


def _noted(content: tuple[Inline, ...], desk: _Desk) -> tuple[Inline, ...]:
    """`content` with the citations of its notes marked; they come after those of the text."""
    if not any(notes_in(content)):
        return content
    result: list[Inline] = []
    for node in content:
        if isinstance(node, Note):
            result.append(Note(tuple(_block(block, desk, -1) for block in node.blocks)))
        elif isinstance(node, Emph | Strong | Superscript | Subscript | Link):
            result.append(replace(node, content=_noted(node.content, desk)))
        else:
            result.append(node)
    return tuple(result)


def _citation(
    mention: Mention, text: str, desk: _Desk, where: tuple[int, int, int]
) -> Citation | None:
    group, block, line = where
    match = _decided(mention, text, desk)
    if match is None:
        named = (reading for reading in mention.readings() if desk.matcher.named(reading))
        mention = next(named, mention)
        match = desk.matcher.match(mention, _sentence(text, mention.start))
        if mention.weak and match.status == "missing" and not match.candidates:
            return None
    desk.reached.update(match.keys, match.all)
    return Citation(
        text=mention.text,
        line=line,
        group=group,
        name=mention.names[0],
        year=mention.year,
        form=mention.form,
        block=block,
        start=mention.start,
        end=mention.end,
        status=match.status,
        keys=match.keys,
        candidates=match.candidates,
        prefix=mention.prefix,
        locator=mention.locator,
        hint=match.hint or _more(match),
    )


def _more(match: Match) -> str:
    rest = len(match.all) - len(match.candidates)
    return f"{rest} more entries bear the name and year" if rest > 0 else ""


def _decided(mention: Mention, text: str, desk: _Desk) -> Match | None:
    """The editor's choice for this citation, if she made one."""
    for decision in desk.decisions:
        if _means(decision, mention, text) and desk.matcher.has(decision.key):
            desk.decided.add(decision)
            return Match("exact", (decision.key,), ())
    return None


def _means(decision: CitationDecision, mention: Mention, text: str) -> bool:
    """Whether `decision` was made on `mention`.

    Letters and digits are compared, so that words quoted as received are found in
    the edited text. Of several equal citations in a paragraph, `place` means the
    one it stands nearest to.
    """
    said = _letters(decision.text)
    bracket = _letters(text[mention.start : mention.end])
    if said not in {_letters(reading.text) for reading in mention.readings()} | {bracket}:
        return False
    if not decision.place:
        return True
    whole, place = _letters(text), _letters(decision.place)
    if (at := whole.find(place)) < 0:
        return False
    middle = at + len(place) // 2
    own = len(_letters(text[: mention.start])) + len(bracket) // 2
    here = [found.start() + len(bracket) // 2 for found in re.finditer(re.escape(bracket), whole)]
    return min(here, key=lambda spot: abs(spot - middle)) == own


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _sentence(text: str, end: int) -> str:
    window = text[max(0, end - _WINDOW) : end]
    starts = [found.end() for found in _SENTENCE_END.finditer(window)]
    return window[starts[-1] :] if starts else window


# ── the words of the queries ─────────────────────────────────────────────────


def _queries(citations: Sequence[Citation], references: Sequence[Reference]) -> Iterator[Query]:
    texts = {reference.key: reference.raw for reference in references}
    for citation in citations:
        if citation.status == "exact":
            continue
        message = f"{citation.text}: {_reason(citation)}"
        if citation.hint:
            message += f"; {citation.hint}"
        yield ask(
            f"citation.{citation.status}",
            citation.line,
            message,
            anchor=f"{citation.text}\x1f{citation.group}",
            suggestions=tuple(f"{row.key}: {texts[row.key]}" for row in citation.candidates),
        )


def _reason(citation: Citation) -> str:
    if citation.status == "ambiguous":
        return f"{len(citation.candidates)} entries bear this name and year"
    if citation.status == "missing":
        return "no entry of the reference list fits" + (
            "; near are the ones below" if citation.candidates else ""
        )
    return citation.candidates[0].reason


def _uncited_queries(uncited: Sequence[str], references: Sequence[Reference]) -> Iterator[Query]:
    for reference in references:
        if reference.key in uncited:
            line = reference.lines[0] if reference.lines else 0
            message = f"no citation reaches the entry `{reference.key}`"
            yield ask("reference.uncited", line, message, anchor=reference.raw)


def _stale(
    decisions: Sequence[CitationDecision], decided: set[CitationDecision]
) -> Iterator[Query]:
    for decision in decisions:
        if decision not in decided:
            message = f"no citation {decision.text} and entry `{decision.key}` fit this decision"
            yield ask("desk.stale-decision", 0, message, anchor=decision.text + decision.key)


# ── marking citations in inline content ──────────────────────────────────────


def _placed(
    content: Sequence[Inline], places: Sequence[tuple[int, int, Cite]]
) -> tuple[Inline, ...]:
    """`content` with each `[start, end)` replaced by its Cite.

    A citation that begins inside emphasis or a link is placed where it begins; the
    rest of its span is cut from what follows. A note called inside it stays behind it.
    """
    result: list[Inline] = []
    offset = 0
    for node in content:
        size = len(plain((node,)))
        here = [place for place in places if place[0] < offset + size and place[1] > offset]
        if not here or isinstance(node, Note):
            result.append(node)
        elif isinstance(node, Text | Verbatim):
            result.extend(_cut(node.text, offset, here))
        elif isinstance(node, Emph | Strong | Superscript | Subscript | Link):
            moved = [(start - offset, end - offset, cite) for start, end, cite in here]
            result.append(replace(node, content=_placed(node.content, moved)))
        offset += size
    return tuple(result)


def _cut(text: str, offset: int, places: Sequence[tuple[int, int, Cite]]) -> Iterator[Inline]:
    position = 0
    for start, end, cite in places:
        low, high = max(0, start - offset), min(len(text), end - offset)
        if low > position:
            yield Text(text[position:low])
        if start >= offset:
            yield cite
        position = high
    if position < len(text):
        yield Text(text[position:])
