"""An item as markup: its row in the queue, and the card that is shown of it. All escaped text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Final

from copydesk import handbook
from copydesk.errors import UsageError
from copydesk.model import Article, Edit, Query
from copydesk.review.browser.deeds import FILES, Deed, File
from copydesk.review.browser.items import GROUPS, Group, Item
from copydesk.tables import codes
from copydesk.writers import proof_candidates
from copydesk.writers.proof_candidates import Case, around, spots
from copydesk.writers.proof_marks import (
    calm,
    marking,
    parts,
    prose,
    shown,
    spaced,
    spaced_mark,
    visible,
)

#: What a state is called in a row, and its sign: no state is told by its colour alone.
_SIGNS: Final = {"open": ("?", "open"), "told": ("i", "for your information"),
                 "made": ("✓", "done"), "decided": ("★", "decided")}  # fmt: skip
_KINDS: Final[Mapping[Group, str]] = {
    "structure": "Structure", "citations": "Citation", "references": "Reference",
    "proposals": "Proposal", "others": "Question", "changes": "Changed already",
    "decided": "Decided by you",
}  # fmt: skip
#: What the deeds that settle a doubt for good are headed with.
_RIGHT: Final = "If the words are right"
_AROUND: Final = 90


def queue(items: Iterable[Item]) -> str:
    """The rows of `items` under the names of their groups, each with its count."""
    groups: dict[Group, list[Item]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(item)
    return "".join(_group(name, groups[name]) for name in GROUPS if name in groups)


def _group(name: Group, items: list[Item]) -> str:
    waiting = sum(item.state == "open" for item in items)
    opened = " open" if waiting else ""
    count = f"{waiting} of {len(items)}" if 0 < waiting < len(items) else f"{len(items)}"
    codes: dict[str, list[Item]] = {}
    for item in items:
        codes.setdefault(item.code if name in ("proposals", "changes") else "", []).append(item)
    rows = "".join(
        (f'<h4><code>{escape(code)}</code> <span class="count">{len(some)}</span></h4>' if code
         else "") + f"<ol>{''.join(map(_row, some))}</ol>"
        for code, some in codes.items()
    )  # fmt: skip
    return (
        f'<details class="group" data-group="{name}"{opened}><summary><h3>{GROUPS[name]}</h3>'
        f' <span class="count">{count}</span></summary>{rows}</details>\n'
    )


def _row(item: Item) -> str:
    sign, state = _SIGNS[item.state]
    where = f'<span class="at">{item.line}</span>' if item.line else ""
    return (
        f'<li><button type="button" class="row {item.state}" data-item="{escape(item.name)}"'
        f' data-state="{item.state}"><span class="sign" aria-hidden="true">{sign}</span>'
        f'<span class="said" dir="auto">{_brief(item)}</span>{where}'
        f'<span class="unseen">, {state}</span></button></li>'
    )


def _brief(item: Item) -> str:
    """An item in a few words: what would change, or what is asked."""
    if isinstance(item.about, Edit):
        return _change(item.about)
    if item.citation:
        return f"{calm(item.citation.text)} <small>{escape(item.citation.status)}</small>"
    return prose(shown(_headed(item), 120))


def _headed(item: Item) -> str:
    """The title of an item with a capital, unless the words of a citation begin it."""
    title = item.title
    return title if item.citation else title[:1].upper() + title[1:]


def _change(edit: Edit) -> str:
    head, out, new, tail = marking(edit)
    gone, come = (text if len(text) <= _AROUND else f"{text[:_AROUND]}…" for text in (out, new))
    marks = spaced_mark("del", gone) + spaced_mark("ins", come)
    return f"{calm(head[-24:])}{marks}{calm(tail[:24])}"


# ── the card ─────────────────────────────────────────────────────────────────


def cards(article: Article, items: Iterable[Item], places: Mapping[File, str]) -> dict[str, str]:
    """The name of each of `items` → its card; `places` are the files that the deeds write."""
    where = spots(article)
    entries = {entry.key: entry for entry in article.back.references}
    found = {}
    for item in items:
        one = item.citation
        case = proof_candidates.case(one, where.get(one.group), entries) if one else None
        found[item.name] = _card(article, item, places, case)
    return found


def _card(article: Article, item: Item, places: Mapping[File, str], case: Case | None) -> str:
    """The card of `item`, of a citation with its `case`."""
    where = f"line {item.line}" if item.line else "whole article"
    code = f" · <code>{escape(item.code)}</code>" if item.group != "decided" else ""
    return (
        f'<p class="kind"><b>{_KINDS[item.group]}</b> · {where}{code}</p>\n'
        f'<h2 tabindex="-1" dir="auto">{prose(_headed(item))}</h2>\n'
        f"{_body(article, item, case)}{_deeds(item, places, case)}"
    )


def _body(article: Article, item: Item, case: Case | None) -> str:
    if isinstance(item.about, Edit):
        return f'<p class="context" dir="auto">{_in_place(article, item.about)}</p>\n'
    if case:
        return (
            f'<blockquote class="context" dir="auto">{parts(case.before)}'
            f'<span class="cited">{parts(case.words)}</span>{parts(case.after)}</blockquote>\n'
        )
    if item.reference:
        return f'<p class="context" dir="auto">{calm(item.reference.raw)}</p>\n'
    if isinstance(item.about, Query) and 0 < item.line <= len(article.edited.lines):
        text = article.edited.submission.lines[item.line - 1].text
        listed = "".join(f"<li>{prose(shown(text))}</li>" for text in item.about.suggestions)
        more = f"<ul>{listed}</ul>" if listed and not item.deeds else ""
        return f'<p class="context" dir="auto">{calm(shown(text, 400))}</p>\n{more}'
    return ""


def _in_place(article: Article, edit: Edit) -> str:
    """A change in its line as received, or of the structure in the words it is about."""
    head, out, new, tail = marking(edit)
    marks = "".join(
        f"<{tag}>{visible(spaced(text), None)}</{tag}>"
        for tag, text in (("del", out), ("ins", new))
        if text
    )
    lines = article.edited.submission.lines
    text = lines[edit.line - 1].text if 0 < edit.line <= len(lines) else ""
    start, end = edit.span
    if edit.rule.startswith("structure.") or text[start:end] != edit.before:
        return f"{calm(head)}{marks}{calm(tail)}"
    before, after = around(text, edit.span, _AROUND)
    return f"{calm(before + head)}{marks}{calm(tail + after)}"


# ── deeds ────────────────────────────────────────────────────────────────────


def _deeds(item: Item, places: Mapping[File, str], case: Case | None) -> str:
    choices = "".join(_choices(deed, case) for deed in item.deeds if deed.options)
    plain = [deed for deed in item.deeds if not deed.options]
    here = "".join(_button(deed) for deed in plain if deed.file == "sidecar")
    forms = "".join(_form(deed) for deed in plain if deed.asks)
    wide = [deed for deed in plain if deed.file != "sidecar"]
    writes = f'<p class="writes">writes <code>{escape(places["sidecar"])}</code></p>'
    text = choices + (f'<div class="deeds">{here}</div>\n' if here else "") + forms
    text += writes if text else '<p class="writes">Nothing to decide here.</p>'
    if wide:
        rows = "".join(
            f'<li>{_button(deed)} <span class="writes">{FILES[deed.file]}, writes'
            f" <code>{escape(places[deed.file])}</code></span></li>"
            for deed in wide
        )
        text += f'<section class="wide"><h3>{_RIGHT}</h3><ul>{rows}</ul></section>\n'
    return text


def _button(deed: Deed) -> str:
    key = f"<kbd>{escape(deed.key)}</kbd> " if deed.key else ""
    opens = ' aria-expanded="false"' if deed.asks else ""
    return (
        f'<button type="button" class="deed" data-deed="{deed.name}" data-key="{escape(deed.key)}"'
        f' data-value="{escape(deed.value)}"{opens}>{key}{escape(deed.label)}</button>'
    )


def _choices(deed: Deed, case: Case | None) -> str:
    rows = "".join(
        f'<li><button type="button" class="choice" data-deed="{deed.name}" data-key="{number}"'
        f' data-value="{escape(value)}"><kbd>{number}</kbd>'
        f"<span>{_option(value, words, case)}</span></button></li>"
        for number, (value, words) in enumerate(deed.options, 1)
    )
    return f'<h3>{escape(deed.label)}</h3><ol class="choices">{rows}</ol>\n'


def _option(value: str, words: str, case: Case | None) -> str:
    """What can be chosen; of an entry its text, with what differs from the citation marked."""
    likely = {row.key: row for row in case.likely} if case else {}
    if not (row := likely.get(value)):
        return f"<bdi>{calm(shown(words, 300))}</bdi>"
    why = f"<code>{escape(value)}</code> · {prose(row.reason)}"
    return f"<bdi>{parts(row.entry)}</bdi> <small>{why}</small>"


def _form(deed: Deed) -> str:
    name = f"form-{deed.name}"
    if deed.fields:
        rows = "".join(_field(deed.name, field, value) for field, value in deed.fields)
        inside = f'<div class="fields">{rows}</div>'
    elif deed.menu:
        options = "".join(
            f'<option value="{escape(one)}">{escape(one)}{_meaning(one)}</option>'
            for one in deed.menu
        )
        inside = (
            f'<label for="{name}">{escape(deed.label)}</label><select id="{name}" name="value">'
            f"{options}</select>"
        )
    else:
        inside = (
            f'<label for="{name}">{escape(deed.label)}</label><textarea id="{name}" name="value"'
            f' rows="2" dir="auto">{escape(deed.typed or "")}</textarea>'
        )
    return (
        f'<form class="typing" data-deed="{deed.name}" hidden>{inside}<p><button>Write it</button>'
        ' <button type="button" class="cancel">Leave it</button></p></form>\n'
    )


def _field(deed: str, field: str, value: str) -> str:
    name = f"{deed}-{field}"
    return (
        f'<label for="{escape(name)}">{escape(field)}</label><input id="{escape(name)}"'
        f' name="{escape(field)}" value="{escape(value)}" dir="auto" autocomplete="off">'
    )


def _meaning(role: str) -> str:
    known = codes("roles").get(role)
    return escape(f" – {known.text}") if known else ""


def why(code: str) -> str:
    """What the rule or question `code` means, folded; "" of one that nobody explains."""
    try:
        text = handbook.explain(code)
    except UsageError:
        return ""
    paragraphs = "".join(f"<p>{prose(part)}</p>" for part in _parted(text))
    return f'<details class="why"><summary>What this means</summary>{paragraphs}</details>\n'


def _parted(text: str) -> Iterator[str]:
    """The paragraphs of an explanation, without the line that names the code."""
    for part in text.split("\n\n")[1:]:
        yield " ".join(part.split())
