"""Quotation marks and apostrophes: their shape, direction, and missing halves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from copydesk.clean.conventions import ENGLISH
from copydesk.model import Edit
from copydesk.registry import ALL_COPY, ProofLine, document_rule, rule

_OPENS_AFTER = frozenset(" \t\u00a0\u2009\u202f([{—–-/‘'“=«„‚")
_CURLY = re.compile("[“”]")
_LETTERS = re.compile(r"(?<=[^\W_])'(?=[^\W\d_])")
_ELIDED = re.compile(
    r"(?<![\w'])'(?=(?:\d0s|cause|[Tt]is|[Tt]was|[Tt]were|[Tt]il|[Ee]m|[Nn]uff)(?![\w'’]))"
)
# `'68` is a year after such a word; before a capital it may open a title.
_YEAR_WORDS = (
    "in In of since Since by from From until till before after to and or than summer spring"
)
_YEAR = re.compile(
    "(?:" + "|".join(rf"(?<=\b{word} )" for word in _YEAR_WORDS.split()) + r"|(?<=\d[–-]))"
    r"'(?=\d\d(?![\w'’%]|[.,]\d| (?:%|per|[A-Z])))"
)
_AND = re.compile(r"(?<=[^\W\d_] )(['’][nN]['’])(?= [^\W\d_])")
_NOT_AND = re.compile(
    r"(?<!\w)(?:an?|the|for|of|and|or|where|when|is|letters?|variables?|numbers?|integers?) $"
)
#: `'68 riots`: a year more often than the opening of a quotation.
_SHORT_YEAR = re.compile(r"'\d\d(?!\w)")
_PLURAL = re.compile(r"(?<=[a-z]s)'(?= [A-Za-z])")
_SINGLE_OPEN = re.compile(r"(?<![^\s(\[—–\"“])'(?=[^\W_])")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?…])'(?![\w'])")
_ENDING = r"(?:s|t|re|ve|ll|d|m)(?![\w|`´-])"
_PIPE = re.compile(rf"(?<=[^\W\d_][^\W\d_])\|(?={_ENDING})")
_BACKTICK = re.compile(rf"(?<=[^\W\d_][^\W\d_])[`´](?={_ENDING})|(?<=\bI)[`´](?=(?:m|d|ll|ve)\b)")
_CITED = re.compile(r" ?\([^()“”]{0,120}?\b(?:1[5-9]|20)\d\d[a-z]?\)")
_STOP = re.compile(r"[.?!]’?(?= [A-Z])|[.?!]’?$")
_LATE = re.compile(r"(?<![(\w])((?:1[5-9]|20)\d\d[a-z]?)\)")
_EARLY = re.compile(
    r"\(((?:[^\W\d_][\w’.-]*,? (?:and |& |et al\.,? )?){1,4}(?:1[5-9]|20)\d\d[a-z]?)(?=[ .;]|$)"
)


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


@document_rule("quote.straight", "fix", roles=ALL_COPY, languages=ENGLISH, typography=True)
def straight(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """Curly quotation marks in place of straight ones.

    Inches (`6'2"`) stay, and so do code (`href="x"`), short years (`'68`) and the double
    marks of a line in which nobody can tell the direction of one. A mark between the start
    of a line and a blank closes the quotation that the line before left open.

    `"Interests First"` → `“Interests First”`
    """
    yield from set_double(views, lambda _: _ENGLISH_MARKS)
    for view in views:
        if "'" in view.text:
            yield from _single(view)


def set_double(
    views: tuple[ProofLine, ...], convention: Callable[[ProofLine], Marks | None]
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


def _double(view: ProofLine, marks: Marks, *, opened: bool) -> tuple[list[Edit], bool]:
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


def _single(view: ProofLine) -> Iterator[Edit]:
    text = view.text
    reach = 0
    elided = frozenset(_elisions(text))
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


def _elisions(text: str) -> Iterator[int]:
    """Where a straight apostrophe stands for letters or digits left out at a word's edge."""
    for pattern in (_ELIDED, _YEAR):
        for match in pattern.finditer(text):
            yield match.start()
    for match in _AND.finditer(text):
        start, end = match.span()
        if not _NOT_AND.search(text, max(0, start - 12), start):
            yield from (at for at in (start, end - 1) if text[at] == "'")


@rule("quote.apostrophe", "fix", roles=ALL_COPY, languages=ENGLISH, typography=True)
def apostrophe(view: ProofLine) -> Iterator[Edit]:
    """A curly apostrophe in place of a straight one.

    Feet and minutes (`5'`), code, and letters in quotation marks (`the letter 'n'`) stay.

    `China's; rock 'n' roll; in '68` → `China’s; rock ’n’ roll; in ’68`
    """
    text = view.text
    if "'" not in text:
        return
    for match in _LETTERS.finditer(text):
        yield view.edit(*match.span(), "’", "apostrophes are curly")
    for at in sorted(_elisions(text)):
        yield view.edit(at, at + 1, "’", "apostrophes are curly")
    if not _SINGLE_OPEN.search(text):
        for match in _PLURAL.finditer(text):
            yield view.edit(*match.span(), "’", "apostrophes are curly")


@rule("quote.direction", "fix", roles=ALL_COPY, languages=ENGLISH, typography=True)
def direction(view: ProofLine) -> Iterator[Edit]:
    """Turn a quotation mark that faces the wrong way.

    A closing mark before a word counts as wrong only where no quotation is open and
    one is closed later; an opening mark after a word only where a quotation is open.

    `”eternal friendship”` → `“eternal friendship”`
    """
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
            yield view.edit(at, at + 1, "“", "an opening mark is meant")
        elif text[at] == "“" and depth == 1 and ends and following in ("", "“"):
            depth -= 1
            yield view.edit(at, at + 1, "”", "a closing mark is meant")
        else:
            depth = max(0, depth + (1 if text[at] == "“" else -1))


def _foreign(text: str) -> bool:
    """Whether the line has German quotation marks, whose closing one is our opening one."""
    return "„" in text


@rule("quote.pipe-apostrophe", "fix", roles=ALL_COPY, languages=ENGLISH, typography=True)
def pipe_apostrophe(view: ProofLine) -> Iterator[Edit]:
    """An apostrophe in place of a vertical bar before `s`, `t`, `re`, `ve`, `ll`.

    Tables, commands and conditional probabilities (`P(A|s)`) stay.

    `China|s` → `China’s`
    """
    if "|" in view.text:
        for match in _PIPE.finditer(view.text):
            yield view.edit(*match.span(), "’", "a bar stands for an apostrophe")


@rule("quote.backtick-apostrophe", "fix", roles=ALL_COPY, languages=ENGLISH, typography=True)
def backtick_apostrophe(view: ProofLine) -> Iterator[Edit]:
    """An apostrophe in place of a backtick or acute accent before `s`, `t`, `re`, `ve`, `ll`.

    Code between backticks, and transliterations (`Sana`a`), stay.

    `region`s` → `region’s`
    """
    if "`" in view.text or "´" in view.text:
        for match in _BACKTICK.finditer(view.text):
            yield view.edit(*match.span(), "’", "an accent stands for an apostrophe")


@rule("quote.unclosed", "suggest", roles=ALL_COPY, languages=ENGLISH, typography=True)
def unclosed(view: ProofLine) -> Iterator[Edit]:
    """Ask where a quotation ends whose closing mark is missing.

    Proposed is the end of the passage that its citation follows, else the end of the
    sentence. A quotation that runs to the end of a paragraph without a citation stays:
    the next paragraph may go on with it.

    `“costly military conflict (Ruonan, 2017)` → `“costly military conflict” (Ruonan, 2017)`
    """
    text = view.text
    marks = list(_CURLY.finditer(text))
    missing = sum(1 if mark.group() == "“" else -1 for mark in marks)
    if missing <= 0 or _foreign(text):
        return
    opened: list[int] = []
    for mark in marks:
        if mark.group() == "“":
            if opened and missing > 0:
                yield from _close(view, opened[0], mark.start())
                missing -= 1
                opened.clear()
            opened.append(mark.start())
        elif opened:
            opened.pop()
    if opened and missing > 0:
        yield from _close(view, opened[0], len(text))


def _close(view: ProofLine, opened: int, limit: int) -> Iterator[Edit]:
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


@rule("quote.nested-same", "suggest", roles=ALL_COPY, languages=ENGLISH, typography=True)
def nested_same(view: ProofLine) -> Iterator[Edit]:
    """Single marks for a quotation inside a quotation.

    Only where every mark has its counterpart, so that a forgotten closing mark is not
    taken for nesting.

    `“What China’s “Peace Plan” Reveals”` → `“What China’s ‘Peace Plan’ Reveals”`
    """
    text = view.text
    if _foreign(text) or text.count("“") < 2 or text.count("“") != text.count("”"):
        return
    opened: list[int] = []
    for mark in _CURLY.finditer(text):
        if mark.group() == "“":
            opened.append(mark.start())
        elif opened:
            start = opened.pop()
            if len(opened) == 1:
                inner = text[start + 1 : mark.start()]
                reason = "a quotation inside a quotation takes single marks"
                yield view.edit(start, mark.end(), f"‘{inner}’", reason)


@rule("paren.unbalanced", "suggest", roles=ALL_COPY, languages=ENGLISH)
def unbalanced(view: ProofLine) -> Iterator[Edit]:
    """Ask about a citation or year with only one of its brackets.

    A citation with half its brackets is not found, and so not linked.

    `Lo, B. 2022).` → `Lo, B. (2022).`
    """
    text = view.text
    if text.count("(") == text.count(")"):
        return
    depth = 0
    late = {match.end() - 1: match for match in _LATE.finditer(text)}
    early = {match.start(): match for match in _EARLY.finditer(text)}
    opened: list[int] = []
    for mark in re.finditer(r"[()]", text):
        at = mark.start()
        if mark.group() == "(":
            opened.append(at)
            depth += 1
        elif opened:
            opened.pop()
        elif at in late:
            match = late[at]
            yield view.edit(*match.span(), f"({match.group(1)})", "`(` is missing")
    for at in opened:
        if at in early:
            match = early[at]
            yield view.edit(*match.span(), f"{match.group()})", "`)` is missing")
