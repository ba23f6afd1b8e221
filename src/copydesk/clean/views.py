"""What a rule sees of a line: its text, its role, and the spans it must leave alone.

`frozen` spans (addresses, DOIs, code, file names) no rule may touch. `quoted` spans
are the words of others: quotations, and titles between quotation marks. `foreign` spans
are runs in another language than the line's. In both only rules of typography act. All
are found once per line and state of its text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from copydesk.clean.foreign import Span, foreign_runs, merge_spans
from copydesk.language import primary_subtag, region_subtag
from copydesk.model import Edit, Line, Role
from copydesk.settings.style import Style

# Each alternative starts at a fixed string or at the first character of a token, so that a
# long token is looked at once and not from each of its characters.
_FROZEN = re.compile(
    r"""
      \b[a-z][a-z0-9+.-]{1,20}+://[^\s<>“”"]++            # addresses
    | \bwww\.[^\s<>“”"]++
    | \bdoi:\s?10\.\S++
    | \b10\.\d{4,9}/\S++                                  # bare DOIs
    | (?<![\w.+%-])[\w.+%-]++@[\w-]++(?:\.[\w-]++)++      # e-mail
    | (?<![\w@])@\w++                                     # handles
    | (?<![\w\#&])\#[^\W\d_]\w*+                          # hashtags
    | `[^`\n]{1,200}+`                                    # code
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<![\w./\\~-])[\w~/\\-][\w./\\~-]*+(?<=\.(?:com|org|net|edu|gov|int))\b(?![\w-])"
    r"|(?<![\w./\\~-])[\w~/\\-][\w./\\~-]*+(?<=\.(?:pdf|txt|csv|xml|png|jpg|zip|exe|htm))\b(?!\w)"
    r"|(?<![\w./\\~-])[\w~/\\-][\w./\\~-]*+(?<=\.(?:html|docx|xlsx|jpeg|json))\b(?!\w)"
    r"|(?<![\w./\\~-])[\w~/\\-][\w./\\~-]*+(?<=\.(?:py|js|md|io|uk|eu|de|fr|cn|ru))\b(?!\w)"
)
_DOTTED = re.compile(r"\.(?<=\w.)[a-zA-Z]{2,5}\b")
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile("[“”]")
_SINGLE_OPEN = re.compile(r"(?<![^\s(\[—–“\"/-])[‘'](?=[^\W\d_]|[“\"(\[$£€]|\d(?!\ds?\b))")
_SINGLE_CLOSE = re.compile(r"(?<=[^\s(\[—–“‘])[’'](?!\w)")
#: Quotations as German, French, and German books set them.
_LOW = re.compile("„([^„“”]*)[“”]")
_ANGLED = re.compile("«([^«»]*)»")
_INWARD = re.compile("»([^«»]*)«")
#: Where an unclosed quotation may end: a citation, or the end of a sentence.
_BREAK = re.compile(r" \(|[.?!] (?=[A-Z])")

_TOKEN: Final = re.compile(r"\w(?:[\w’'-]*\w)?")


#: The style of a line that no house has settled.
HOUSE: Final = Style()


@dataclass(frozen=True, slots=True)
class View:
    """One line as a rule sees it.

    `words` are its words in small letters, so that a rule with a word list can tell at once
    that it has nothing to do; `style` is what the house has settled. `goes_on`: the format says
    that its paragraph goes on in the next line.
    """

    number: int
    text: str
    role: Role | None
    language: str
    frozen: tuple[Span, ...] = ()
    quoted: tuple[Span, ...] = ()
    foreign: tuple[Span, ...] = ()
    words: frozenset[str] = frozenset()
    style: Style = HOUSE
    goes_on: bool = False

    @property
    def tongue(self) -> str:
        """The primary subtag of the line's language."""
        return primary_subtag(self.language)

    @property
    def region(self) -> str:
        """The region whose conventions hold: that of the tag, else of the house's locale.

        A paragraph is known as German, not as Swiss German; a house with the locale `de-CH`
        has settled that. It says nothing about paragraphs in another language.
        """
        locale = self.style.locale
        settled = primary_subtag(locale) == self.tongue
        return region_subtag(self.language) or (region_subtag(locale) if settled else "")

    def edit(
        self, start: int, end: int, after: str, reason: str, alternatives: tuple[str, ...] = ()
    ) -> Edit:
        """The proposal to put `after` in place of `[start, end)`, with its reason in one sentence.

        `alternatives` are what else may stand there, likeliest first.

        >>> View(1, "the  bloc", "body", "en").edit(3, 5, " ", "two blanks").before
        '  '
        """
        before = self.text[start:end]
        return Edit("", self.number, start, before, after, reason, alternatives=alternatives)


def make_view(
    line: Line,
    role: Role | None,
    language: str,
    rewritten: tuple[Span, ...] = (),
    style: Style = HOUSE,
) -> View:
    """What rules see of `line`; `rewritten` spans are the editor's own words.

    >>> make_view(Line(1, "See https://example.org/a,b for “the the plan”."), "body", "en").quoted
    ((33, 45),)
    """
    text = line.text
    frozen = frozen_spans(text)
    if rewritten:
        frozen = merge_spans((*frozen, *rewritten))
    words = frozenset(_WORD.findall(text.lower()))
    quoted = quoted_spans(text)
    italics = [(mark.start, mark.end) for mark in line.marks if mark.kind == "emph"]
    foreign = foreign_runs(text, words, language, italics)
    return View(line.number, text, role, language, frozen, quoted, foreign, words, style)


def place_view(seen: View, before: str, after: str) -> View:
    """`seen` with what stands `before` and `after` it in its paragraph.

    A quotation may begin or end there.

    >>> place_view(View(1, "the bloc” is", "body", "en"), "They say “", "").quoted
    ((0, 8),)
    """
    quoted = quoted_spans(f"{before}{seen.text}{after}")
    low, high = len(before), len(before) + len(seen.text)
    return replace(seen, quoted=_inside(quoted, low, high), goes_on=bool(after))


def _inside(spans: Iterable[Span], low: int, high: int) -> tuple[Span, ...]:
    """What of `spans` lies in `[low, high)`, counted from there."""
    return tuple(
        (max(start, low) - low, min(end, high) - low)
        for start, end in spans
        if start < high and end > low
    )


def make_unlabelled(line: Line, style: Style = HOUSE) -> View:
    """What rules see of `line` before it has a role and a language: its text and frozen spans.

    Damage is repaired in the words of others too, so nobody asks for those.

    >>> make_unlabelled(Line(1, "“Write” to desk@example.org")).frozen
    ((11, 27),)
    """
    return View(line.number, line.text, None, "", frozen_spans(line.text), style=style)


def frozen_spans(text: str) -> tuple[Span, ...]:
    """Addresses, DOIs, e-mail, handles, code and file names in `text`.

    >>> frozen_spans("Write to desk@example.org, or see notes.pdf")
    ((9, 25), (34, 43))
    """
    found = []
    if "/" in text or "@" in text or "#" in text or "`" in text or "www." in text or "doi:" in text:
        found += [match.span() for match in _FROZEN.finditer(text)]
    if _DOTTED.search(text):
        found += [match.span() for match in _NAMED.finditer(text)]
    return merge_spans(found) if len(found) > 1 else tuple(found)


def quoted_spans(text: str) -> tuple[Span, ...]:
    """The insides of the quotations of `text`, in double marks or single, outermost ones only.

    A quotation that never ends is taken to reach the next citation, the end of its
    sentence or the next opening mark, whichever comes first.

    >>> quoted_spans("He said “yes” and “never mind (Lo, 2022). Then")
    ((9, 12), (19, 29))
    """
    spans: list[Span] = []
    curly = text
    if "„" in text:
        spans += [match.span(1) for match in _LOW.finditer(text)]
        curly = _LOW.sub(lambda match: " " * len(match.group()), text)
    if "“" in curly or "”" in curly:
        spans += [
            (start + 1, end if depth == 0 else _unclosed(curly, start + 1, end))
            for start, end, depth in pair_curly(curly)
            if depth < 1
        ]
    if text.count('"') > 1:
        marks = [match.start() for match in re.finditer('"', text)]
        spans += [(a + 1, b) for a, b in zip(marks[::2], marks[1::2], strict=False)]
    if "«" in text and "»" in text:
        outward = text.index("«") < text.index("»")
        spans += [match.span(1) for match in (_ANGLED if outward else _INWARD).finditer(text)]
    spans += _singly_quoted(text)
    return merge_spans(spans) if len(spans) > 1 else tuple(spans)


def _singly_quoted(text: str) -> tuple[Span, ...]:
    """The insides of what stands in single marks, curly or straight.

    An apostrophe looks like a closing mark. One that may be the possessive of a plural
    closes a quotation only where no other mark before the next opening one does, so that
    no word of others is left outside.

    >>> _singly_quoted("He said ‘the boys’ club’ won the workers’ vote in ’68.")
    ((9, 23),)
    """
    if "‘" not in text and "'" not in text:
        return ()
    spans: list[Span] = []
    opening = [match.end() for match in _SINGLE_OPEN.finditer(text)]
    closing = [match.start() for match in _SINGLE_CLOSE.finditer(text)]
    for at, start in enumerate(opening):
        limit = opening[at + 1] if at + 1 < len(opening) else len(text) + 1
        ends = closing[bisect_left(closing, start) : bisect_left(closing, limit)]
        if ends:
            sure = (end for end in ends if text[end - 1] != "s")
            spans.append((start, next(sure, ends[-1])))
    return tuple(spans)


def pair_curly(text: str) -> Iterator[tuple[int, int, int]]:
    """Each pair of curly marks, as its places and how many quotations are open around it.

    An opening mark that none closes comes with -1 and where the next one opens, or the text ends.

    >>> list(pair_curly("“so “it” is” and “now"))
    [(0, 4, -1), (4, 7, 0), (17, 21, -1)]
    """
    missing = text.count("“") - text.count("”")
    opened: list[int] = []
    for match in _MARKS.finditer(text):
        at = match.start()
        if match.group() == "“":
            if opened and missing > 0:
                # One opening mark too many: the one before this was never closed.
                missing -= 1
                yield opened[0], at, -1
                opened.clear()
            opened.append(at)
        elif opened:
            start = opened.pop()
            yield start, at, len(opened)
    if opened:
        yield opened[0], len(text), -1


def _unclosed(text: str, start: int, end: int) -> int:
    found = _BREAK.search(text, start, end)
    return found.start() if found else end


def is_touched(spans: tuple[Span, ...], start: int, end: int) -> bool:
    """Whether a change of `[start, end)` would touch one of the sorted `spans`.

    An insertion at the edge of a span leaves it alone.

    >>> is_touched(((3, 5),), 5, 5), is_touched(((3, 5),), 4, 4), is_touched(((3, 5),), 0, 4)
    (False, True, True)
    """
    for at in range(max(0, bisect_left(spans, (start, -1)) - 1), len(spans)):
        low, high = spans[at]
        if low >= max(end, start + 1):
            return False
        if start < high and end > low and (start < end or low < start):
            return True
    return False


def is_beside(spans: tuple[Span, ...], at: int) -> bool:
    """Whether `at` is in one of `spans` or at its edge.

    >>> is_beside(((3, 5),), 5), is_beside(((3, 5),), 6)
    (True, False)
    """
    return any(low <= at <= high for low, high in spans)


def is_covered(text: str, start: int, end: int, style: Style) -> bool:
    """Whether a change of `[start, end)` would touch a word or name of the desk's lists.

    >>> house = Style(words=frozenset(("agitprop", "Ursula Von Der Leyen")))
    >>> is_covered("Ursula Von Der Leyen spoke", 7, 14, house), is_covered("agitprops", 0, 9, house)
    (True, False)
    """
    low = text.rfind(" ", 0, start) + 1
    high = text.find(" ", end)
    for match in _TOKEN.finditer(text, low, len(text) if high < 0 else high):
        if match.start() < max(end, start + 1) and match.end() > start:
            word = match.group()
            if style.knows(word) or ("-" in word and any(map(style.knows, word.split("-")))):
                return True
    for phrase in _phrases(style.words):
        at = text.find(phrase, max(0, start - len(phrase)), end + len(phrase))
        if 0 <= at < max(end, start + 1) and at + len(phrase) > start:
            return True
    return False


@lru_cache(maxsize=8)
def _phrases(words: frozenset[str]) -> tuple[str, ...]:
    """The entries of several words."""
    return tuple(sorted(word for word in words if " " in word))
