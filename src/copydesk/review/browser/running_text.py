"""The running text with what is taken and given in place, as markup: all of it is escaped text.

A paragraph is a received line. What was done to it stands as in the proof, whose rows these are:
characters that nobody sees by their numbers, blanks at the ends of a change made visible. What is
asked of a citation is marked at its words, and what stands at no words by a sign at its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final

from copydesk.model import Article, Edit
from copydesk.review import changed_lines, tracked
from copydesk.review.browser.items import ReviewItem
from copydesk.review.changed_lines import ChangedLine, Fate, Span
from copydesk.review.markup import calm, marking, spaced, visible
from copydesk.review.received_styles import dressed

#: What becomes of words → their element.
_ELEMENTS: Final[dict[Fate, str]] = {
    "taken": "del", "doubted": "del", "given": "ins", "offered": "ins", "parted": "ins",
}  # fmt: skip
#: What stands for the end of a line that was moved.
_END: Final = "¶"


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
