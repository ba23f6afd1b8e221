"""The smallest parts of the sheet: text made harmless, commands, and marks in running text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import Final
from urllib.parse import quote

from copydesk.model import Article
from copydesk.writers.proof import LINE, pieces, spaced
from copydesk.writers.proof_candidates import Part
from copydesk.writers.proof_text import Span
from copydesk.writers.received_looks import dressed

#: Blanks that hold words together; typesetting sets them, and nobody is misled by them.
_HOLDING: Final = "\xa0\u202f"
_HELD: Final = dict.fromkeys(map(ord, _HOLDING), " ")
_SIGNS: Final = {"differs": "mark", "shared": "b"}


def text(words: str, limit: int | None = LINE) -> str:
    """Escaped text in which invisible characters show by their numbers."""
    return _shown(words, limit)


def running(words: str) -> str:
    """`text` that is as it should be: all of it, blanks that hold words together as blanks."""
    if words.isprintable() or words.translate(_HELD).isprintable():
        return escape(words)
    return _shown(words, None, _HOLDING)


def _shown(words: str, limit: int | None, known: str = "") -> str:
    whole = limit is None or len(words) <= limit
    if words.isprintable() and whole:  # most has none, and is no longer than a line
        return escape(words)
    return "".join(
        f'<span class="code-point">{piece}</span>' if odd else escape(piece)
        for piece, odd in pieces(words, len(words) if limit is None else limit, known)
    )


def prose(words: str) -> str:
    """`text` of a message, in which backticks stand around what is quoted literally.

    >>> prose("spelt `Lo` & `Low`")
    'spelt <code>Lo</code> &amp; <code>Low</code>'
    """
    parts = words.split("`")
    if len(parts) % 2 == 0:  # a backtick of the submission's own
        return running(words)
    return "".join(
        f"<code>{running(part)}</code>" if place % 2 else running(part)
        for place, part in enumerate(parts)
    )


def command(words: str) -> str:
    """A command as it is typed; a click takes up the whole of it."""
    return f'<code class="command">{text(words)}</code>'


def decision(words: str) -> str:
    """A command that ends in an id; on paper the id alone is enough."""
    prefix, _, name = words.rpartition(" ")
    return f'<code class="command"><span class="prefix">{text(prefix)} </span>{text(name)}</code>'


def anchor(name: str) -> str:
    """`name` as a part of an id, which holds no blank.

    >>> anchor('a "key"')
    'a%20%22key%22'
    """
    if name.isascii() and name.isalnum():  # as nearly all are
        return name
    return quote(name, safe="~.-_", errors="surrogatepass")


def in_language(article: Article) -> str:
    """The attribute that says the language of the words of `article`, "" where it is unknown."""
    language = article.front.language
    return f' lang="{escape(language)}"' if language else ""


def counted(title: str, number: int) -> str:
    """A title with how many there are of its kind."""
    return f'{escape(title)} <span class="count">{number:,}</span>' if number else escape(title)


def parts(found: Iterable[Part]) -> str:
    """Words of which some differ, or are shared."""
    return "".join(
        f"<{_SIGNS[part.sign]}>{text(part.text)}</{_SIGNS[part.sign]}>"
        if part.sign
        else running(part.text)
        for part in found
    )


def taken(words: str) -> str:
    """Words that were taken out; blanks alone are made visible."""
    return f"<del>{text(_visible(words), None)}</del>" if words else ""


def given(words: str) -> str:
    """Words that were put in."""
    return f"<ins>{text(_visible(words), None)}</ins>" if words else ""


def spaced_mark(element: str, words: str) -> str:
    """Words that a change takes or gives, with the blanks at their ends made visible."""
    return f"<{element}>{text(spaced(words))}</{element}>" if words else ""


def _visible(words: str) -> str:
    return words if words.strip(" ") else "␣" * len(words)


# ── marks in running text ────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Links:
    """What the running text leads to.

    `numbers` are the short names (Q3, P1) of questions and proposals by their ids, `changes`
    the ids of the changes that the sheet lists, `entries` the keys that citations lead to, by
    the ids of these; those that are not certain are `unsettled`.
    """

    numbers: Mapping[str, str] = field(default_factory=dict)
    changes: frozenset[str] = frozenset()
    entries: Mapping[str, str] = field(default_factory=dict)
    unsettled: frozenset[str] = frozenset()

    def to(self, name: str) -> str:
        """The short name of the question or proposal `name`, which leads to it; else ""."""
        if name not in self.numbers:
            return ""
        return f'<a class="asked" href="#{anchor(name)}">{self.numbers[name]}</a>'


def marked(spans: Iterable[Span], links: Links) -> str:
    """Spans of running text: changes in their places, citations leading to their entries."""
    found = [*spans]
    # A proposal is named once, behind the last of its words.
    last = {span.edit.id: at for at, span in enumerate(found) if span.edit is not None}
    named = {at: name for name, at in last.items() if name in links.numbers}
    made = []
    for name, group in groupby(enumerate(found), key=lambda row: row[1].cited):
        rows = [*group]
        inner = "".join(_edited(rows, links, named, inside=bool(name)))
        # A link holds no other: what is asked about words in it is named behind it.
        signs = "".join(links.to(named[at]) for at, _ in rows if at in named) if name else ""
        made.append(_cited(name, inner, links) + signs)
    return "".join(made)


def _cited(name: str, inner: str, links: Links) -> str:
    """The words of the citation `name`, or other words."""
    if name in links.unsettled:
        return f"<mark>{inner}</mark>{links.to(name)}"
    if key := links.entries.get(name):
        return f'<a class="cite" href="#{entry_id(key)}">{inner}</a>'
    return inner


def entry_id(key: str) -> str:
    """The id of the place where the sheet shows the entry of `key`."""
    return f"entry-{anchor(key)}"


def _edited(
    spans: Iterable[tuple[int, Span]], links: Links, named: Mapping[int, str], *, inside: bool
) -> Iterator[str]:
    """What was kept, taken, given, doubted and offered; `inside` a link nothing leads further.

    `named` are the places of spans behind which a proposal is named.
    """
    for name, group in groupby(spans, key=lambda row: row[1].edit.id if row[1].edit else ""):
        rows = [*group]
        inner = "".join(dressed(_fate(span), span.looks) for _, span in rows)
        if inside:
            yield inner
        elif name in links.changes:
            yield f'<a class="change" href="#{anchor(name)}">{inner}</a>'
        else:
            yield inner + "".join(links.to(named[at]) for at, _ in rows if at in named)


def _fate(span: Span) -> str:
    match span.fate:
        case "taken":
            return taken(span.text)
        case "given":
            return given(span.text)
        case "doubted":
            return f'<span class="doubted">{text(_visible(span.text), None)}</span>'
        case "offered":
            return f'<span class="offered">{text(_visible(span.text), None)}</span>'
        case "parted":
            return "<ins>¶</ins>"
        case "kept":
            return running(span.text)
