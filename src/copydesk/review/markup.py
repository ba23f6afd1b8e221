"""Text of a submission made harmless and visible: for a page as markup, and for a terminal.

Templates of what editors read are loaded here, for these are their filters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from copydesk.model import Edit
from copydesk.review.candidates import WordPart
from copydesk.writers.templates import compile_template

if TYPE_CHECKING:
    from jinja2 import Template

#: Characters of a line that are shown.
LINE: Final = 600
_INVISIBLE: Final = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"))
_NAMED: Final = {" ": " ", "\n": "↵", "\t": "⇥"}
#: Blanks that hold words together; typesetting sets them, and nobody is misled by them.
_HOLDING: Final = "\xa0\u202f"
_HELD: Final = dict.fromkeys(map(ord, _HOLDING), " ")
_END_BLANKS: Final = re.compile(r"\A +| +\Z")
_SIGNS: Final = {"differs": "mark", "shared": "b"}


def pieces(text: str, limit: int = LINE, known: str = "") -> Iterator[tuple[str, bool]]:
    r"""`text` in pieces: (as it is, False) or (the number of an invisible character, True).

    What is past `limit` characters is counted instead of shown; those `known` stand as they are.

    >>> list(pieces("a\u200bb"))
    [('a', False), ('U+200B', True), ('b', False)]
    """
    seen: list[str] = []
    for char in text[:limit]:
        if char in _NAMED:
            seen.append(_NAMED[char])
        elif unicodedata.category(char) in _INVISIBLE and char not in known:
            if seen:
                yield "".join(seen), False
                seen = []
            yield f"U+{ord(char):04X}", True
        else:
            seen.append(char)
    if len(text) > limit:
        seen.append(f" … and {len(text) - limit:,} characters more")
    if seen:
        yield "".join(seen), False


def shown(text: str, limit: int = LINE) -> str:
    r"""`text` for a terminal, on one line.

    >>> shown("a\u202eb")
    'a‹U+202E›b'
    """
    return "".join(f"‹{piece}›" if odd else piece for piece, odd in pieces(text, limit))


def told(text: str) -> str:
    """`shown` text of a message, in which blanks that hold words together are blanks.

    >>> told("Lo\N{NO-BREAK SPACE}B, 2022")
    'Lo B, 2022'
    """
    return shown(text.translate(_HELD))


def spaced(text: str) -> str:
    """`text` with blanks at its ends made visible, for what a change takes or gives.

    >>> spaced(" a b ")
    '␣a b␣'
    """
    return _END_BLANKS.sub(lambda found: "␣" * len(found[0]), text)


def marking(edit: Edit) -> tuple[str, str, str, str]:
    """What `edit` leaves in front, takes, gives and leaves behind.

    Where it only adds to its words, they are shown as kept, so that the addition is seen.

    >>> marking(Edit("", 1, 0, "Press", "Press.", ""))
    ('Press', '', '.', '')
    >>> marking(Edit("", 1, 0, "wether", "whether", ""))
    ('', 'wether', 'whether', '')
    """
    before, after = edit.before, edit.after
    if before.strip() and after.startswith(before):
        return before, "", after[len(before) :], ""
    if before.strip() and after.endswith(before):
        return "", "", after[: -len(before)], before
    return "", before, after, ""


# ── templates ────────────────────────────────────────────────────────────────


@cache
def load_template(name: str, **more: Callable[..., str]) -> Template:
    """Compile the template `name` once in a process, with `more` filters that make markup.

    What those filters return is markup already: all that they show of an article they escape
    themselves.
    """
    from markupsafe import Markup

    def keep(make: Callable[..., str]) -> Callable[..., str]:
        return lambda *words: Markup(make(*words))  # noqa: S704  see above

    makers = {make.__name__: make for make in (visible, calm, prose, parts, made)} | more
    plain = {make.__name__: make for make in (shown, told, spaced, anchor, marking)}
    known = plain | {name: keep(make) for name, make in makers.items()}
    return compile_template(name, strict=True, **known)


# ── markup ───────────────────────────────────────────────────────────────────


def visible(words: str, limit: int | None = LINE) -> str:
    """Escaped text in which invisible characters show by their numbers."""
    return _show(words, limit)


def calm(words: str) -> str:
    """`visible` text of any length, in which blanks that hold words together stand as they are."""
    if words.isprintable() or words.translate(_HELD).isprintable():
        return escape(words)
    return _show(words, None, _HOLDING)


def _show(words: str, limit: int | None, known: str = "") -> str:
    whole = limit is None or len(words) <= limit
    if words.isprintable() and whole:  # most has none, and is no longer than a line
        return escape(words)
    return "".join(
        f'<span class="code-point">{piece}</span>' if odd else escape(piece)
        for piece, odd in pieces(words, len(words) if limit is None else limit, known)
    )


def prose(words: str) -> str:
    """`calm` text of a message, in which backticks stand around what is quoted literally.

    >>> prose("spelt `Lo` & `Low`")
    'spelt <code>Lo</code> &amp; <code>Low</code>'
    """
    parts = words.split("`")
    if len(parts) % 2 == 0:  # a backtick of the submission's own
        return calm(words)
    return "".join(
        f"<code>{calm(part)}</code>" if place % 2 else calm(part)
        for place, part in enumerate(parts)
    )


def parts(found: Iterable[WordPart]) -> str:
    """Words of which some differ, or are shared."""
    return "".join(
        f"<{_SIGNS[part.sign]}>{visible(part.text)}</{_SIGNS[part.sign]}>"
        if part.sign
        else calm(part.text)
        for part in found
    )


def made(change: tuple[str, str], limit: int | None = LINE) -> str:
    """Words that a change takes or gives in their element, blanks at their ends made visible."""
    element, words = change
    return f"<{element}>{visible(spaced(words), limit)}</{element}>" if words else ""


def anchor(name: str) -> str:
    """`name` as a part of an id, which holds no blank.

    >>> anchor('a "key"')
    'a%20%22key%22'
    """
    if name.isascii() and name.isalnum():  # as nearly all are
        return name
    return quote(name, safe="~.-_", errors="surrogatepass")
