"""Quotation marks: their shape, direction and missing halves, in English, French and German."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Final

from copydesk.clean.rules import document_rule, line_rule, load_rules
from copydesk.clean.views import View, pair_curly
from copydesk.clean.word_lists import words
from copydesk.model import Edit

#: Blanks at which no line breaks: that of a word's width, and the narrow one.
FIXED: Final = "\u00a0"
NARROW: Final = "\u202f"


_OPENS_AFTER = frozenset(" \t\u00a0\u2009\u202f([{—–-/‘'“=«„‚")
_CURLY = re.compile("[“”]")
#: `'68 riots`: a year more often than the opening of a quotation.
_SHORT_YEAR = re.compile(r"'\d\d(?!\w)")
_SINGLE_OPEN = re.compile(r"(?<![^\s(\[—–\"“])'(?=[^\W_])")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?…])'(?![\w'])")
_CITED = re.compile(r" ?\([^()“”]{0,120}?\b(?:1[5-9]|20)\d\d[a-z]?\)")
_STOP = re.compile(r"[.?!]’?(?= [A-Z])|[.?!]’?$")


@dataclass(frozen=True, slots=True)
class Marks:
    """The double marks of a convention: of a quotation, and of one inside another.

    `opening` and `closing` are marks that texts in the language have, `either` one that
    opens where no quotation is open and closes where one is.
    """

    outer: tuple[str, str]
    inner: tuple[str, str]
    opening: str
    closing: str
    either: str = ""
    reason: str = "quotation marks are curly"

    @property
    def signs(self) -> str:
        return self.opening + self.closing + self.either


@cache
def _any(signs: str) -> re.Pattern[str]:
    return re.compile(f'["{signs}]')


_ENGLISH_MARKS = Marks(("“", "”"), ("“", "”"), "“", "”")
#: What only code has: `{"type": …`, `"strict": true`. A gloss (`"saudade": "longing"`) is prose.
_JSON = re.compile(r'\{\s?"|":\s?(?:true\b|false\b|null\b|[\[{])')


@document_rule("quote.straight")
def straight(views: tuple[View, ...]) -> Iterator[Edit]:
    """Curly quotation marks in place of straight ones."""
    yield from set_double(views, lambda _: _ENGLISH_MARKS)
    for view in views:
        if "'" in view.text:
            yield from _single(view)


def set_double(
    views: tuple[View, ...], convention: Callable[[View], Marks | None]
) -> Iterator[Edit]:
    """The straight double marks of `views` in the marks that `convention` gives for each line."""
    opened = False
    last = 0
    for view in views:
        opened = opened and view.number == last + 1
        last = view.number
        marks = convention(view)
        if marks is None:
            opened = False
        elif '"' in view.text:
            edits, opened = _double(view, marks, opened=opened)
            yield from edits
        elif (at := max(map(view.text.rfind, marks.signs))) >= 0:
            opened = view.text[at] in marks.opening


def _double(view: View, marks: Marks, *, opened: bool) -> tuple[list[Edit], bool]:
    """The edits of a line, and whether a quotation is open at its end."""
    text = view.text
    if ' " ' in text or '="' in text or _JSON.search(text):
        # One mark whose direction nobody can tell makes all others doubtful; and code has its own.
        return [], False
    edits: list[Edit] = []
    depth = 0
    opens = False
    indent = len(text) - len(text.lstrip())
    for match in _any(marks.signs).finditer(text):
        at, found = match.start(), match.group()
        if found != '"':
            opens = found in marks.opening or (found in marks.either and not depth)
            depth = max(0, depth + (1 if opens else -1))
            continue
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        starts = not before or before in _OPENS_AFTER
        ends = not after or not (after.isalnum() or after in "([‘“$€£'«„‚")
        if at == indent and opened and ends and after:
            starts = False
        elif not after and depth:
            starts, ends = False, True
        elif starts and ends and (before.strip() or after.strip()):
            starts, ends = not depth, bool(depth)
        if starts == ends and (before.strip() and after.strip()):
            starts, ends = not depth, bool(depth)
        if before.isdigit() and not depth:
            continue
        if starts == ends:
            return [], False
        opens = starts
        pair = marks.inner if depth > (0 if opens else 1) else marks.outer
        depth = depth + 1 if opens else max(0, depth - 1)
        edits.append(view.edit(at, at + 1, pair[not opens], marks.reason))
    return edits, opens


def _single(view: View) -> Iterator[Edit]:
    """Curl the single marks of a line that are pairs."""
    text = view.text
    if not _SINGLE_OPEN.search(text):
        return
    elisions = load_rules()["quote.apostrophe"].line
    elided = frozenset(edit.start for edit in elisions(view)) if elisions else ()
    reach = 0
    closers = [match.start() for match in _SINGLE_CLOSE.finditer(text)]
    closers = [at for at in closers if at not in elided]
    index = 0
    for match in _SINGLE_OPEN.finditer(text):
        at = match.start()
        if at < reach or at in elided or _SHORT_YEAR.match(text, at):
            continue
        while index < len(closers) and closers[index] <= at:
            index += 1
        if index == len(closers):
            return
        end = closers[index]
        # A possessive plural inside looks like the end; the real one comes before the next opening.
        if text[end - 1] == "s" and index + 1 < len(closers):
            following = _SINGLE_OPEN.search(text, end + 1)
            if following is None or closers[index + 1] < following.start():
                index += 1
                end = closers[index]
        yield view.edit(at, at + 1, "‘", "quotation marks are curly")
        yield view.edit(end, end + 1, "’", "quotation marks are curly")
        reach = end + 1


@line_rule("quote.direction")
def direction(view: View) -> Iterator[Edit]:
    """Turn a quotation mark that faces the wrong way."""
    text = view.text
    if _foreign(text) or ("“" not in text and "”" not in text):
        return
    marks = [match.start() for match in _CURLY.finditer(text)]
    depth = 0
    for index, at in enumerate(marks):
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        starts = (not before or before in _OPENS_AFTER) and after.isalnum()
        ends = bool(before.strip()) and before not in _OPENS_AFTER and not after.isalnum()
        following = text[marks[index + 1]] if index + 1 < len(marks) else ""
        if text[at] == "”" and depth == 0 and starts and following == "”":
            depth += 1
            yield view.edit(at, at + 1, "“", "the quotation opens here")
        elif text[at] == "“" and depth == 1 and ends and following in ("", "“"):
            depth -= 1
            yield view.edit(at, at + 1, "”", "the quotation closes here")
        else:
            depth = max(0, depth + (1 if text[at] == "“" else -1))


def _foreign(text: str) -> bool:
    """Whether the line has German quotation marks, whose closing one is our opening one."""
    return "„" in text


@line_rule("quote.unclosed")
def unclosed(view: View) -> Iterator[Edit]:
    """Ask where a quotation ends whose closing mark is missing."""
    text = view.text
    missing = text.count("“") - text.count("”")
    if missing > 0 and not _foreign(text):
        pairs = ((start, end) for start, end, depth in pair_curly(text) if depth < 0)
        for start, end in islice(pairs, missing):
            yield from _close(view, start, end)


def _close(view: View, opened: int, limit: int) -> Iterator[Edit]:
    text = view.text
    place = _CITED.search(text, opened, limit)
    if place is not None:
        at = place.start()
    elif view.role == "reference" or limit < len(text):
        stop = _STOP.search(text, opened, limit)
        if stop is None:
            return
        at = stop.end()
    else:
        return
    yield view.edit(at - 1, at, text[at - 1] + "”", "the quotation is never closed")


@line_rule("quote.nested-same")
def nested_same(view: View) -> Iterator[Edit]:
    """Single marks for a quotation inside a quotation."""
    text = view.text
    if _foreign(text) or text.count("“") < 2 or text.count("“") != text.count("”"):
        return
    for start, end, depth in pair_curly(text):
        if depth == 1:
            reason = "a quotation inside a quotation takes single marks"
            yield view.edit(start, end + 1, f"‘{text[start + 1 : end]}’", reason)


_FRENCH_MARKS: Final = Marks(
    ("«" + FIXED, FIXED + "»"),
    ("“", "”"),
    "«“",
    "»”",
    reason="French uses guillemets",
)


@document_rule("fr.quote-straight")
def french_straight(views: tuple[View, ...]) -> Iterator[Edit]:
    """Guillemets in place of straight quotation marks, `“ ”` inside guillemets."""
    yield from set_double(views, lambda _: _FRENCH_MARKS)


_SWISS: Final = frozenset(("CH", "LI"))
_REASON = "German sets these quotation marks"
_GERMAN_MARKS: Final = Marks(("„", "“"), ("‚", "‘"), "„", "”", "“", reason=_REASON)
__SWISS_MARKS: Final = Marks(("«", "»"), ("‹", "›"), "«„", "»”", "“", reason=_REASON)
#: A single mark that is no apostrophe between letters.
_SINGLE = re.compile(r"(?<![^\W\d_])'|'(?![^\W\d_])")
_SHORT_WORDS = "s|n|ne|nen|nem|ner|nes|mal|ran|raus|rein|rum|rauf|runter|rüber|nauf|naus|nunter"
_PAIR = re.compile(
    rf"(?<![^\s(\[„“«\"–—-])'(?!(?:{_SHORT_WORDS})\b)(?=\w)([^'„“”«»\"]{{1,200}}+)(?<=[\w.,!?…])'(?![\w'])"
)
_RAISED = re.compile(r"(?<![^\s(\[–—/-])“(?=[^\s“”„])([^“”„]*)(?<=[^\s(\[])”(?!\w)")
# A further closing mark says that this one is an inch: `„27” breit“`.
_LOWERED = re.compile(r"„([^“”„]*)”(?!\w)(?![^“”„]*+[“”])")
#: Names have these without a blank: `Musikverein e.V.`.
_UNSPACED: Final = frozenset(("e.V.",))


def _abbreviation(spaced: str) -> str:
    first, *rest = spaced.split()
    first = f"[{first[0]}{first[0].upper()}]" + re.escape(first[1:])
    return r"[ \u00a0\u202f]?".join((first, *map(re.escape, rest)))


@cache  # texts in other languages do not ask
def _short() -> re.Pattern[str]:
    every = sorted(map(_abbreviation, words("abbreviations-de")), key=len, reverse=True)
    return re.compile(rf"(?<![\w.])(?:{'|'.join(every)})(?!\w)")


_PART = re.compile(r"(?<=\.)( ?)(?=[^\W\d_])")


@document_rule("de.quote-straight")
def german_straight(views: tuple[View, ...]) -> Iterator[Edit]:
    """`„ “` in place of straight quotation marks, `‚ ‘` inside a quotation; Swiss `« »`."""
    yield from set_double(views, _convention)
    for view in views:
        if "'" in view.text:
            yield from _german_single(view)


def _german_single(view: View) -> Iterator[Edit]:
    pairs = list(_PAIR.finditer(view.text))
    if not pairs or len(pairs) * 2 != sum(1 for _ in _SINGLE.finditer(view.text)):
        return
    opening, closing = _convention(view).inner
    for match in pairs:
        yield view.edit(match.start(), match.start() + 1, opening, _REASON)
        yield view.edit(match.end() - 1, match.end(), closing, _REASON)


def _convention(view: View) -> Marks:
    return __SWISS_MARKS if view.region in _SWISS else _GERMAN_MARKS


@line_rule("de.quote-shape")
def quote_shape(view: View) -> Iterator[Edit]:
    """`„ “` in place of English marks around a quotation, and at the end of one that `„` opens."""
    text = view.text
    if "”" not in text or view.region in _SWISS:
        return
    depth = seen = 0
    for match in _RAISED.finditer(text):
        start, end = match.span()
        depth += text.count("„", seen, start)
        depth = max(0, depth - text.count("“", seen, start) - text.count("”", seen, start))
        seen = end
        opening, closing = _GERMAN_MARKS.inner if depth else _GERMAN_MARKS.outer
        yield view.edit(start, start + 1, opening, _REASON)
        yield view.edit(end - 1, end, closing, _REASON)
    for match in _LOWERED.finditer(text):
        yield view.edit(match.end() - 1, match.end(), "“", _REASON)


@line_rule("de.abbreviation")
def abbreviation(view: View) -> Iterator[Edit]:
    """A narrow no-break blank inside an abbreviation of several words."""
    for match in _short().finditer(view.text):
        if match.group() in _UNSPACED:
            continue
        for part in _PART.finditer(view.text, match.start(), match.end()):
            yield view.edit(*part.span(1), NARROW, "a no-break space in abbreviations")
