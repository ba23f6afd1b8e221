"""Facts about one unit, taken from its own text: no neighbours, no decisions.

`Facts.mass` is the fact the rest leans on: how much the unit is running prose,
from 0 (a menu entry) to 1 (a paragraph). Lengths count columns, of which a Han
character or kana fills as many as the letters that would say the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from copydesk.structure import cues, dates, entries, names, programs
from copydesk.structure.paragraphs import Unit
from copydesk.structure.phrases import LONGEST_PHRASE, fold, load

#: Columns of a Han character or kana, and of a Hangul syllable.
HAN_COLUMNS: Final = 3
HANGUL_COLUMNS: Final = 2
#: Widths that part a label from a line and a line from a paragraph.
LABEL: Final = 50
LINE: Final = 100
PARAGRAPH: Final = 200
#: A title or heading is no wider, a caption or standfirst seldom.
HEADLINE: Final = 170
SHORT_TEXT: Final = 450
#: From this mass on a unit is prose, below it a label, menu entry, item or heading.
PROSE: Final = 0.39
#: Entries of menus are no wider, on average.
MENU: Final = 30
#: A sentence has so many words at least.
FEWEST_WORDS: Final = 4
#: Signs at a line's end that say how it closes.
TAIL: Final = 40
#: Digits of a year.
YEAR: Final = 4

_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60\u3000-\u303f]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
#: Thai, Lao, Khmer: scripts that set no stop behind a sentence.
_STOPLESS = re.compile("[\u0e01-\u0eff\u1780-\u17ff]")
_CLOSERS: Final = " \t\u00a0\"'”’»“)]}】」』*_"
#: Full stops of the scripts: Latin, Han, Devanagari, Arabic, Burmese, Khmer, Armenian, Ethiopic.
_ENDS: Final = ".!?。！？…।॥؟۔။។։።｡"
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d\\s]+$")
_EMOJI_FIRST = re.compile("^[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d\\s]+")
_NOTE_MARK = re.compile(r"\s?\[\d{1,3}\]$")
#: "Relations with U.S." is no sentence for its last stop.
_INITIALS = re.compile(r"(?<=[A-Z]\.[A-Z])\.$")
_NUMERAL = re.compile(r"\d+")
_INNER = re.compile(r"[,;.!?。，；、：]\s?\S")
_BULLET = re.compile(r"\s*(?:[-*•◦▪‣·–—✓✔►▶●○➢]|o(?=\s{1,3}\S)|\+)\s+(?=\S)")
_NUMBER = re.compile(r"\s*(?:\d{1,3}、|(?:\(?\d{1,3}[.)]|[a-z][.)]|[ivx]{1,4}[.)])\s+)(?=\S)")
_NOTE = re.compile(
    r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\^?\d{1,3}\s(?=[A-ZÀ-Þ«“\"])|[¹²³⁴-⁹]|\^|\d{1,3}\.\s|↩|†"
    r"|\*\s?(?=[A-Z]))"
)
#: Signs that an address has at least one of.
_ADDRESSED: Final = frozenset("@#/._")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[^\s@]+@[^\s@]+\.\w+|@\w+|#\w+"
    r"|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|de|fr|eu|io|co|info)(?:/\S*)?"
    # Text browsers print a link as one word.
    r"|(?:\*\s)?[^\W_]+_\S+"
)
_TRAIL = re.compile(r"\S\s[»›>→/]\s\S")
_HOUR = re.compile(r"\d{1,2}[:h.]\d{2}(?![\d.,:%])")
_CELLS = re.compile(r"\t[^\t]*\t")
_FIGURE = re.compile(r"[-–+]?[€$£]?\s?\d[\d.,\s]*\s?[%€$£]?")
_WORDS = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a unit from its own text.

    `mass` is how much it is running prose, from 0 to 1. `closed` by a full stop, `colon` and
    `comma` say how it ends, `cut` that it breaks off ("…"). `dated` holds a date, `only_date`
    nothing else, `stamp` a date with its hour and a word or two, `hour` begins with a time of
    day. `announced` says that a word such as "by" stands before the `authors`, `post` that it
    says what somebody is, `seat` where, `source` that it begins with "Source:". `code` is how
    likely it is a line of a program. `lines` are indices from 0, `rule` says that no word or
    number is in it, `cells` the number of cells of a row of a table, else 0, `speaker` what
    stands before the colon where it may be who says the rest, `level` that of a heading whose
    format tells it, else 0, `located` that it is a part of an address below the references.
    """

    lines: Unit
    text: str
    phrase: str
    width: int
    words: int
    mass: float
    closed: bool
    colon: bool
    comma: bool
    asks: bool
    lower: bool
    cut: bool
    kind: str
    label: str
    sign: str
    dated: bool
    only_date: bool
    stamp: bool
    clock: bool
    hour: bool
    authors: tuple[str, ...]
    announced: bool
    post: bool
    seat: bool
    caption: float
    disclaimer: bool
    cta: bool
    credit: bool
    thanks: bool
    source: bool
    bio: bool
    reference: float
    cells: int
    figure: bool
    rule: bool
    code: float
    address: bool
    trail: bool
    speaker: str
    hint: str
    level: int = 0
    located: bool = False


def width(text: str) -> int:
    """Columns that `text` fills.

    >>> width("harbour"), width("港口")
    (7, 6)
    """
    if text.isascii():
        return len(text)
    wide, hangul = len(_WIDE.findall(text)), len(_HANGUL.findall(text))
    return len(text) + (HAN_COLUMNS - 1) * wide + (HANGUL_COLUMNS - 1) * hangul


def mould(text: str) -> str:
    """`text` with each number as its kind: lines of one mould differ in no fact but their text.

    A day, a month and a year are kinds of their own, as in dates; the length always counts.

    >>> mould("12 May 2019, page 345") == mould("11 May 2020, page 789")
    True
    >>> mould("12 May 2019") == mould("42 May 2019")
    False
    """
    return _NUMERAL.sub(_kind_of_number, text) if _NUMERAL.search(text) else text


def _kind_of_number(match: re.Match[str]) -> str:
    digits = match[0]
    size = len(digits)
    if not digits.isascii() or size not in (1, 2, YEAR):
        return digits if not digits.isascii() else "9" * size
    value = int(digits)
    if size == YEAR:
        return "1999" if value in dates.CENTURIES else "9999"
    if value == 0 or value > dates.LAST_DAY:
        return "00" if value == 0 and size > 1 else "0" if value == 0 else "99"
    if size == 1:
        return "7"
    return "07" if digits[0] == "0" else "11" if value <= dates.MONTHS else "31"


def facts(lines: Unit, received: str, hint: str = "") -> Facts:
    """The facts about the unit of `lines`, whose joined text is `received`."""
    text = received.strip()
    columns = width(text)
    phrase = fold(text) if columns <= LONGEST_PHRASE else fold(text[:LONGEST_PHRASE])
    words = len(_WORDS.findall(text)) if text.isascii() else columns // 6 + 1
    end = (
        _INITIALS.sub("", _NOTE_MARK.sub("", _EMOJI.sub("", text[-TAIL:]))).rstrip(_CLOSERS)[-1:]
        or text[-1:]
    )
    found = dates.find(text) if columns <= PARAGRAPH else None
    by = names.byline_beside(text, found) if columns <= PARAGRAPH else names.NOBODY
    short = columns <= SHORT_TEXT
    short_date = found is not None and columns <= LINE
    only_date, stamp = dates.standing(text, found) if short_date and found else (False, False)
    head = cues.head(text)
    told = cues.told(head)
    cut = text.endswith(("...", "…", "[…]", "[...]", ".."))
    mass = _mass(text, columns, words, end, cut=cut)
    rule = columns <= LINE and _LETTERS.search(text) is None
    cells = text.count("\t") + 1 if _CELLS.search(text) else 0
    return Facts(
        lines=lines,
        text=text,
        phrase=phrase,
        width=columns,
        words=words,
        mass=mass,
        closed=end in _ENDS,
        colon=words > 0 and text.rstrip(_CLOSERS).endswith((":", "：")),
        comma=text.endswith((",", "，")) and columns <= LINE,
        asks=end in "?？",
        lower=text[:1].islower(),
        cut=cut,
        kind=""
        if _is_row_of_numbers(text, phrase)
        else _kind(phrase, columns, mass, signed=found is not None and (by.announced or only_date)),
        label=load().headings.get(_EMOJI_FIRST.sub("", phrase), ""),
        sign="" if rule else _sign(text),
        dated=found is not None,
        only_date=only_date,
        stamp=stamp,
        clock=found is not None and found.clock,
        hour=columns <= PARAGRAPH and _HOUR.match(text) is not None,
        authors=by.authors,
        announced=by.announced,
        post=columns <= LABEL and names.is_post(text),
        seat=columns <= LINE and found is None and names.is_seat(text),
        # "AFP, 3 May 2021, 07:19" is a date with its agency.
        caption=cues.caption(text, head, told) if short and not stamp else 0.0,
        disclaimer="disclaimer" in told,
        cta=short and "cta" in told,
        credit=short and "credit" in told,
        thanks=cues.begins(head, "thanks") or cues.run_in(text)[0] == "acknowledgements",
        source=cues.begins(head, "source"),
        bio=columns <= 2 * SHORT_TEXT and cues.is_bio(text),
        reference=entries.likeness(text, columns),
        cells=cells,
        figure=columns <= LINE and is_figure(text),
        rule=rule,
        code=programs.likeness(text),
        address=columns <= PARAGRAPH
        and not _ADDRESSED.isdisjoint(text)
        and (_ADDRESS.fullmatch(text) is not None or cues.is_picture(text)),
        trail=_is_trail(text),
        speaker=cues.speaker(text),
        hint=hint.partition(":")[0],
        level=_level(hint),
    )


def _level(hint: str) -> int:
    kind, _, level = hint.partition(":")
    return int(level) if kind == "heading" and level.isdigit() else 0


def _is_row_of_numbers(text: str, phrase: str) -> bool:
    """Whether `text` is three numbers and more, which fold as the "# # #" that ends a release."""
    return phrase.count("# #") > 0 and not phrase.strip("# ") and any(map(str.isdigit, text))


def _kind(phrase: str, columns: int, mass: float, *, signed: bool) -> str:
    """The kind of furniture; a sentence is only taken for the sentences that sites print.

    "Posted on" begins the site's lines of tags, and "7 min read" its counters; but a date and
    a name make either a byline, and a date alone its line.
    """
    kind = load().kind(phrase)
    if kind in ("tags", "counter") and signed:
        return ""
    if kind and (columns > LINE or mass >= PROSE) and phrase not in load().exact:
        return kind if kind in ("legal", "form", "subscribe") else ""
    return kind


def _mass(text: str, columns: int, words: int, end: str, *, cut: bool) -> float:
    """How much the unit is running prose: by its length, its close and its inner stops."""
    stopless = not text.isascii() and _STOPLESS.search(text[-TAIL:]) is not None
    closed = end in _ENDS or (stopless and columns >= LINE)
    inner = _INNER.search(text) is not None
    if columns >= PARAGRAPH:
        mass = 1.0 if inner or closed else 0.7
    elif columns >= LINE:
        # A paragraph that leads to a list or a quote is one all the same.
        mass = 0.9 if closed or end in ":：" else 0.5 if inner else 0.35
    elif columns >= LABEL:
        mass = 0.7 if closed else 0.25 if inner else 0.1
    else:
        mass = 0.4 if closed and words >= FEWEST_WORDS else 0.0
    return mass * (0.6 if cut and columns < SHORT_TEXT else 1.0)


def _is_trail(text: str) -> bool:
    """A trail of links ("News » Harbour » Storms") or an arrow to the next article."""
    if text[:1] in "←→«»‹›<>" or text[-1:] in "←→«»‹›<>":
        return not ("«" in text and "»" in text)
    return _TRAIL.search(text[:LINE]) is not None


def _sign(text: str) -> str:
    if _BULLET.match(text):
        return "bullet"
    if _NUMBER.match(text):
        return "number"
    return "note" if _NOTE.match(text) else ""


def is_figure(text: str) -> bool:
    """Whether `text` is a number, with its sign.

    >>> is_figure("1,024"), is_figure("12 %"), is_figure("12 pilots")
    (True, True, False)
    """
    return _FIGURE.fullmatch(text) is not None


def is_code(text: str) -> bool:
    """Whether `text` is a line of a shell or a program.

    >>> is_code("$ make harbour"), is_code("The harbour was quiet.")
    (True, False)
    """
    return programs.likeness(text) >= programs.LIKELY


def is_note(text: str) -> bool:
    """Whether `text` begins as a footnote does."""
    return _NOTE.match(text) is not None or _NUMBER.match(text) is not None
