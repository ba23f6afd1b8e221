"""What the page shows of an article: the queue, the cards that decide, the running text.

All of it is escaped text. A paragraph of the running text is a received line. What was done to it
stands as in the proof, whose rows these are: characters that nobody sees by their numbers, blanks
at the ends of a change made visible. What is asked of a citation is marked at its words, and what
stands at no words by a sign at its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any, Final

from copydesk import handbook
from copydesk.errors import UsageError
from copydesk.model import Article, Edit, Query
from copydesk.review import candidates, changed_lines, tracked
from copydesk.review.answers import File
from copydesk.review.browser.items import ReviewItem
from copydesk.review.candidates import around, spots
from copydesk.review.changed_lines import ChangedLine, Fate, Span
from copydesk.review.markup import calm, load_template, marking, spaced, visible
from copydesk.review.received_styles import dressed
from copydesk.tables import load_codes

#: What becomes of words → their element.
_ELEMENTS: Final[dict[Fate, str]] = {
    "taken": "del", "doubted": "del", "given": "ins", "offered": "ins", "parted": "ins",
}  # fmt: skip
#: Characters of a change in a row, and of the words around it on a card.
_AROUND: Final = 90
#: What stands for the end of a line that was moved.
_END: Final = "¶"


def _page() -> Any:  # noqa: ANN401  the macros of a template, by their names
    return load_template("review.html").module


def list_queue(items: Iterable[ReviewItem]) -> str:
    """Render the rows of `items` under the names of their groups, each with its count."""
    groups = []
    for name, found in groupby(items, key=lambda item: item.group):
        some = list(found)
        by_code: dict[str, list[ReviewItem]] = {}
        for item in some:
            code = item.code if name in ("proposals", "changes") else ""
            by_code.setdefault(code, []).append(item)
        waiting = sum(item.state == "open" for item in some)
        groups.append((name, len(some), waiting, by_code.items()))
    return str(_page().queue(groups, _AROUND))


def list_cards(
    article: Article, items: Iterable[ReviewItem], places: Mapping[File, str]
) -> dict[str, str]:
    """Render the card of each of `items`, by its name; `places` are the files that are written."""
    where, card, roles = spots(article), _page().card, load_codes("roles")
    entries = {entry.key: entry for entry in article.back.references}
    found = {}
    for item in items:
        one = item.citation
        case = candidates.case(one, where.get(one.group), entries) if one else None
        near = _around(article, item)
        found[item.name] = str(card(item, near, case, places, roles))
    return found


def _around(article: Article, item: ReviewItem) -> tuple[str, ...]:
    """What stands around a change in its line as received, or the line of a question."""
    lines = article.edited.submission.lines
    text = lines[item.line - 1].text if 0 < item.line <= len(lines) else ""
    if isinstance(edit := item.about, Edit):
        start, end = edit.span
        if edit.rule.startswith("structure.") or text[start:end] != edit.before:
            return "", ""
        return around(text, edit.span, _AROUND)
    return (text,) if isinstance(item.about, Query) and 0 < item.line <= len(lines) else ()


def explain_code(code: str) -> str:
    """Render what the rule or question `code` means, folded; "" of one that nobody explains."""
    try:
        text = handbook.explain_code(code)
    except UsageError:
        return ""
    # Without the line that names the code.
    return str(_page().why([" ".join(part.split()) for part in text.split("\n\n")[1:]]))


# ── the running text ─────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the text by its number, and its markup."""

    line: int
    html: str


def make_rows(article: Article, items: Iterable[ReviewItem]) -> Iterator[TextLine]:
    """The lines of `article` that say or show something, with what `items` are about."""
    here = _Here(items)
    above = ""
    for row in changed_lines.make_rows(article, tracked.narrow_edit, _proposed):
        gone = here.names.get(row.removed.id, "") if row.removed else ""
        label, above = _called(row, gone, above)
        text = "".join(_set(row.spans, here))
        inside = f'<del data-item="{gone}">{text}</del>' if gone else text
        yield TextLine(
            row.number,
            f'<p id="l{row.number}" class="{"out " * bool(gone)}{row.role or "other"}" dir="auto">'
            f'<bdi class="role">{visible(label)}</bdi>'
            f"{''.join(map(_flag, here.unseen(row)))}{inside}</p>",
        )


def _proposed(edit: Edit) -> Iterator[tuple[int, int, str]]:
    """What a proposal would change, as its card has it."""
    head, out, new, _ = marking(edit)
    yield len(head), len(out), new


def _called(row: ChangedLine, gone: str, above: str) -> tuple[str, str]:
    """What stands over a line, and what it is; of the running text, and of more of it, nothing."""
    kind, _, picture = row.hint.partition(":")
    if gone:
        what = f"left out: {row.role or 'other'}"
    elif kind == "figure":
        what = f"picture: {picture}"
    else:
        what = "" if row.role in ("body", "other") else str(row.role)
    return ("" if what == above else what), what


class _Here:
    """What is to be decided where: the names of items by what they are about."""

    def __init__(self, items: Iterable[ReviewItem]) -> None:
        self.names: dict[str, str] = {}
        self.marks: dict[str, str] = {}
        self._at: dict[int, list[ReviewItem]] = {}
        for item in items:
            if isinstance(item.about, Edit):
                self.names[item.about.id] = item.name
            elif item.citation:
                self.marks[item.citation.id] = item.name
            if item.group not in ("decided", "changes"):
                self._at.setdefault(item.line, []).append(item)

    def unseen(self, row: ChangedLine) -> Iterator[ReviewItem]:
        """What is asked or told about `row` at no words of it."""
        seen = {span.edit.id for span in row.spans if span.edit}
        seen |= {span.cited for span in row.spans}
        for item in self._at.get(row.number, ()):
            about = item.about if isinstance(item.about, Edit) else item.citation
            if about is None or about.id not in seen:
                yield item


# ── markup ───────────────────────────────────────────────────────────────────


def _set(spans: Iterable[Span], here: _Here) -> Iterator[str]:
    """Spans with the words of a citation that is asked about marked."""
    for name, group in groupby(spans, key=lambda span: here.marks.get(span.cited, "")):
        inside = "".join(_changed(group, here))
        yield f'<mark data-item="{escape(name)}">{inside}</mark>' if name else inside


def _changed(spans: Iterable[Span], here: _Here) -> Iterator[str]:
    """Spans with what was done, or would be, in place; one change is one element in one look."""
    for (edit, fate, looks), group in groupby(
        spans, key=lambda span: (span.edit, span.fate, span.looks)
    ):
        words = "".join(span.text for span in group)
        if edit is None or fate == "kept":
            yield dressed(calm(words), looks)
            continue
        name = here.names.get(edit.id, "")
        # What was done and is no item any more is decided already.
        kind = "asked" if edit.status == "proposed" else "done" if name else "mine"
        inside = _END if fate == "parted" else dressed(visible(spaced(words), None), looks)
        tag = _ELEMENTS[fate]
        yield f'<{tag} class="{kind}" data-item="{escape(name)}">{inside}</{tag}>'


def _flag(item: ReviewItem) -> str:
    """The sign of what is about a line as a whole."""
    sign, kind = ("?", "asks") if item.state == "open" else (_END, "tells")
    label = f"{item.code}: {item.title}"
    return (
        f'<button type="button" tabindex="-1" class="flag {kind}" data-item="{escape(item.name)}"'
        f' aria-label="{escape(label)}">{sign}</button>'
    )
