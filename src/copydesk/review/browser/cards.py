"""What the page shows of an item: its row in the queue, and the card that decides on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, Final

from copydesk import handbook
from copydesk.errors import UsageError
from copydesk.model import Article, Edit, Query
from copydesk.review import candidates
from copydesk.review.browser.actions import FILES, File
from copydesk.review.browser.items import GROUPS, Group, ReviewItem
from copydesk.review.candidates import around, spots
from copydesk.review.markup import load_template
from copydesk.tables import load_codes

#: What a state is called in a row, and its sign: no state is told by its colour alone.
_SIGNS: Final = {"open": ("?", "open"), "told": ("i", "for your information"),
                 "made": ("✓", "done"), "decided": ("★", "decided")}  # fmt: skip
_KINDS: Final[Mapping[Group, str]] = {
    "structure": "Structure", "citations": "Citation", "references": "Reference",
    "proposals": "Proposal", "others": "Question", "changes": "Changed already",
    "decided": "Decided by you",
}  # fmt: skip
#: Characters of a change in a row, and of the words around it on a card.
_AROUND: Final = 90


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
        groups.append({
            "name": name, "title": GROUPS[name], "count": len(some),
            "waiting": sum(item.state == "open" for item in some), "codes": by_code.items(),
        })  # fmt: skip
    return str(_page().queue(groups, _SIGNS, _AROUND))


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
        found[item.name] = str(card(item, _KINDS[item.group], near, case, places, FILES, roles))
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
