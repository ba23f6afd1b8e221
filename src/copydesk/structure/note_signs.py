"""The signs that call notes, and the lists of notes among the lines of a text.

A sign in the text and a note that begins with the same label belong together. Where such signs
call a list below a heading that says notes, or figures that are raised call one that no heading
says is of works, it holds notes, whatever its entries look like.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import Final, TypeAlias

from copydesk.model import Line, Mark, read_note_hint
from copydesk.structure.phrases import LONGEST_PHRASE, fold, load

_RAISED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹˒", "0123456789,")
_Look: TypeAlias = re.Pattern[str] | None
#: What a note may begin with.
LABEL: Final = re.compile(
    r"(?:\[\w{1,3}\]|\(\d{1,3}\)|\^?\d{1,3}[.):]?(?=\s|[^\W\d]|$)|[⁰¹²³⁴-⁹]{1,3}|[*†‡§]{1,3})[.:]?\s*"
)
#: The number of a note that the list of a format sets before it.
_NUMBER: Final = re.compile(r"list:number:1:(\d{1,3})")
#: How signs are written, and whether one that is written so is one whatever the others are:
#: nobody raises a figure for nothing but a power, while one in parentheses may count. The first
#: are those that the format raises or has lead to another place of the page.
LOOKS: Final[tuple[tuple[_Look, bool], ...]] = (
    (None, True),
    (re.compile(r"[⁰¹²³⁴-⁹]{1,6}(?:[,˒]\s?[⁰¹²³⁴-⁹]{1,3})*+"), True),
    (re.compile(r"\[(?:\d{1,3}|[a-z]|[*†‡§])\]"), True),
    (re.compile(r"(?<=\S)\^\d{1,3}(?:\^|(?!\w))"), False),
    (re.compile(r"(?<=\S)[*†‡§]{1,3}(?!\w)"), False),
    # After a word or stop, and before a stop or the end: not "(1) rope, (2) tar".
    (re.compile(r"(?<=\S)\(\d{1,3}\)|(?<=\s)\(\d{1,3}\)(?=[.,;:!?]|$)"), False),
    # Behind a word, a quotation or a stop, but not the decimals of "2.5"; a year may close a
    # sentence.
    (re.compile(
        r"(?:(?<=[^\W\d_]{3})|(?<=[!?…”’»)])|(?<=[^\s\d]\")|(?<=[^\W\d_][,;:])|(?<=[”’»\")][,;:])"
        r"|(?<=\.)(?:(?<!\d\.)|(?<=\d{4}\.)))\d{1,3}(?=\s|$)"
    ), False),
)  # fmt: skip
#: Those of signs that are set high.
HIGH: Final = (LOOKS[0][0], LOOKS[1][0])
#: A unit, a variable or a number that is no year: a figure behind it is its power.
_BASE: Final = re.compile(r"(?:(?<!\d)\d{1,3}|(?<![^\W\d_])(?:[kcdm]?m|ft|[a-z]))$")
_ADDRESS: Final = re.compile(r"(?<!\S)(?:www\.|\S*?://)\S*")
#: A sign of several notes has no more letters.
_LONGEST_SIGN: Final = 40
#: Several numbers in one sign.
_SEVERAL: Final = re.compile(r"\d+(?:[,;]\s?\d+)*")
#: What stands between them, if anything does.
_BETWEEN: Final = r"([,;]\s?|)"
_FIGURES: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class NoteSign:
    """A sign at `[start, end)` of the passage `place` that calls the note `label`."""

    place: int
    start: int
    end: int
    label: str = ""


def read_label(sign: str) -> str:
    """What a sign says without its brackets and stops, however high it stands.

    >>> read_label("[4]"), read_label("⁴"), read_label(" 4.")
    ('4', '4', '4')
    """
    return sign.translate(_RAISED).strip().strip("[]().^: ")


def split_label(text: str, hint: str = "") -> tuple[str, int]:
    """The label of a note with `text` and where its own words begin, ("", 0) without one.

    The list of a format may set it: a `hint` then has the number, and says what goes on with the
    item above.

    >>> split_label("[4] In Oslo."), split_label("In Oslo.", "list:number:1:4")
    (('4', 4), ('4', 0))
    >>> split_label("4 boats", "list:more:1"), split_label("In Oslo.")
    (('', 0), ('', 0))
    """
    kind, depth = (*hint.split(":")[1:], "", "")[:2]
    if hint.startswith("list:") and (kind == "more" or depth != "1"):
        return "", 0
    match, number = LABEL.match(text), _NUMBER.fullmatch(hint)
    label = read_label(match[0]) if match else ""
    if number and label != number[1]:
        return number[1], 0
    return label, match.end() if match else 0


def list_called(signs: Iterable[NoteSign], labels: Container[str]) -> list[str]:
    """Those of `labels` that `signs` call, as often as they do.

    >>> list_called([NoteSign(0, 3, 5, "2,3"), NoteSign(0, 9, 10, "a")], ["2", "3"])
    ['2', '3']
    """
    numbers = ([one.label] if one.label in labels else _FIGURES.findall(one.label) for one in signs)
    return [number for row in numbers for number in row if number in labels]


def find_signs(
    text: str,
    marks: Sequence[Mark],
    look: _Look,
    labels: Container[str],
    place: int = 0,
) -> Iterator[NoteSign]:
    """Find the signs of one look in `text`, but none in addresses, code or calls of the format.

    They say one of `labels`, or several numbers where they are raised. One that stands before all
    words of its text labels them, and one behind a unit, a variable or a number raises it.
    """
    literal = [(mark.start, mark.end) for mark in marks if mark.kind in ("code", "note")]
    literal = sorted(literal + [match.span() for match in _ADDRESS.finditer(text)])
    furthest = list(accumulate((end for _, end in literal), max, initial=-1))
    raised = {(mark.start, mark.end) for mark in marks if mark.kind == "sup"}
    if look is None:
        spans = [(mark.start, mark.end) for mark in marks if mark.kind == "sup"
                 or (mark.kind == "link" and mark.target.startswith("#"))]  # fmt: skip
    else:
        spans = [match.span() for match in look.finditer(text)]
        raised = set(spans) if look is LOOKS[1][0] else set()
    ends = {end for _, end in raised}
    first = len(text) - len(text.lstrip())
    for span in dict.fromkeys(spans):
        low, high = widen_sign(text, *span)
        label = read_label(text[low:high]) if high - low <= _LONGEST_SIGN else ""
        labels_text = low <= first and text[high:].strip()
        is_behind = low in ends
        is_power = text[low:high].isdigit() and _BASE.search(text[max(0, low - 5) : low])
        is_literal = high <= furthest[bisect_left(literal, (high, 0))]
        is_one = label in labels or (span in raised and _SEVERAL.fullmatch(label))
        if is_one and not (is_literal or labels_text or (is_power and not is_behind)):
            yield NoteSign(place, low, high, label)


def fit_signs(
    texts: Sequence[str], signs: Iterable[NoteSign], labels: Sequence[str]
) -> list[NoteSign]:
    """`signs` when they call each of `labels` once and in order; else none.

    `texts` are those of their places. Figures that are raised side by side are several signs
    where their numbers are the next ones; one that is no label raises something else.

    >>> found = fit_signs(["Tar²³"], [NoteSign(0, 3, 5, "23")], ["2", "3"])
    >>> [(sign.start, sign.end, sign.label) for sign in found]
    [(3, 4, '2'), (4, 5, '3')]
    """
    known = frozenset(labels)
    found: list[NoteSign] = []
    for sign in signs:
        coming = labels[len(found) : len(found) + _LONGEST_SIGN]
        if coming[:1] == [sign.label]:
            found.append(sign)
        elif parts := _split_sign(texts[sign.place], sign, coming):
            found += parts
        elif sign.label in known:
            return []
    return found if len(found) == len(labels) else []


def _split_sign(text: str, sign: NoteSign, coming: Sequence[str]) -> list[NoteSign]:
    """The signs that `sign` is made of when its figures are the next numbers of `coming`."""
    if not coming or not sign.label.startswith(coming[0]):
        return []
    said = text[sign.start : sign.end].translate(_RAISED)
    for count in range(2, 1 + min(len(coming), len(sign.label))):
        numbers = coming[:count]
        match = re.fullmatch(rf"\D*{_BETWEEN.join(map(re.escape, numbers))}\D*", said)
        if match and all(number.isdigit() for number in numbers):
            edges = [0, *(match.end(at) for at in range(1, count)), len(said)]
            return [
                NoteSign(sign.place, sign.start + low, sign.start + high, number)
                for number, (low, high) in zip(numbers, pairwise(edges), strict=True)
            ]
    return []


def widen_sign(text: str, start: int, end: int) -> tuple[int, int]:
    """`[start, end)` with the brackets around it, and the blank before when none is needed."""
    if start < end and text[start - 1 : start] in ("[", "(") and text[end : end + 1] in ("]", ")"):
        start, end = start - 1, end + 1
    if start < end and start and text[start - 1].isspace() and not text[end : end + 1].isalnum():
        start -= 1
    return start, end


# ── the lists that they call ─────────────────────────────────────────────────

#: Where the number of a note leads back to, in its text: Substack, WordPress, Word, wikis.
_CALL: Final = re.compile(
    r"(?:(?:foot|end)?note[-_]?(?:anchor|ref)|(?:e|f|ft|ed)nref|cite[-_]?ref|footnoteanc)\D{0,20}\d"
)
#: A number of a note has no more signs, the name of its place neither, and a note no more lines.
_LONGEST_NUMBER: Final = 6
_LONGEST_NAME: Final = 80
_LONGEST_NOTE: Final = 12
#: Headings below which a list is of works, whatever calls it.
_OF_WORKS: Final = ("references", "reading")
#: How a note on the author begins.
_STARRED: Final = re.compile(r"\s*[*∗†‡]\s?[A-ZÀ-Þ]")
#: Notes at the feet of pages are so many at least.
_FEWEST: Final = 3
#: The first of the notes is no further below their heading.
_NEAR: Final = 2
#: The lists of notes are among so many last ones that are numbered.
_MOST_LISTS: Final = 20


def find_note_lines(lines: Sequence[Line]) -> list[int]:
    """Find the lines of notes that are surely notes, by their index.

    Of lists without a heading the last one is that which raised figures call.

    >>> texts = ["Tar was dear.¹ Pitch too.²", "Notes", "1. Lo, Tar, 2019.", "2. Lo, Mud, 2020."]
    >>> find_note_lines([Line(at, text) for at, text in enumerate(texts, start=1)])
    [2, 3]
    """
    visible = [at for at, line in enumerate(lines) if line.text.strip()]
    if linked := _find_linked_notes(lines, visible):
        return linked
    feet = find_page_notes(lines)
    if len(feet) > 1 and sum(map(len, feet)) >= _FEWEST:
        return [*chain(*feet)]
    lists = list(_find_numbered(lines, visible))[-_MOST_LISTS:]
    numbers = [[label for at in rows if (label := _read_number(lines[at]))] for rows in lists]
    kinds = _find_kinds(lines, visible) if lists else {}
    signs = _find_all_signs(lines, frozenset(chain(*numbers)))
    headed: list[int] = []
    bare: list[int] = []
    for rows, labels in zip(lists, numbers, strict=True):
        kind = kinds.get(rows[0], "")
        told = any(lines[at].hint.startswith("footnote:") for at in rows)
        is_of_works = kind in _OF_WORKS and not told
        below = told or kind == "notes"
        if labels and not is_of_works and _are_called(lines, signs, rows[0], labels, below=below):
            own = [at for at in rows if not lines[at].hint.startswith("footnote:")]
            headed, bare = (headed + own, bare) if below else (headed, own)
    return headed or bare


def find_page_notes(lines: Sequence[Line]) -> list[list[int]]:
    """Find the first lines of notes that stand at the feet of pages, by page.

    They count from 1 on, and those of a page are called between the notes of the page above and
    them. Where one is not, or another list counts from 1 below them, there are none. Above the
    first one may stand a starred one on the author.

    >>> texts = ["Tar was dear.1 Pitch too.2", "1 In Oslo.", "2 In Hull.", "Rope was not.3"]
    >>> find_page_notes([Line(at, text) for at, text in enumerate([*texts, "3 In Bergen."])])
    [[1, 2], [4]]
    """
    labels = {at: label for at, line in enumerate(lines) if (label := _read_number(line))}
    known = frozenset(labels.values())
    for signs in _find_all_signs(lines, known).values() if {"1", "2"} <= known else ():
        calls: dict[int, list[NoteSign]] = {}
        for sign in signs:
            calls.setdefault(sign.place, []).append(sign)
        if feet := _fit_feet(labels, calls):
            first = feet[0][0]
            above = range(max(0, first - _LONGEST_NOTE), first)
            starred = [at for at in above if _STARRED.match(lines[at].text)]
            return [[*starred, *feet[0]], *feet[1:]] if len(starred) == 1 else feet
    return []


def _fit_feet(
    labels: Mapping[int, str], calls: Mapping[int, Sequence[NoteSign]]
) -> list[list[int]]:
    """The lines with `labels` that notes begin with, by page; none where `calls` do not fit."""
    known = frozenset(labels.values())
    feet: list[list[int]] = [[]]
    called = noted = 0
    for at in sorted({*labels, *calls}):
        label = labels.get(at, "")
        if noted < called and label == str(noted + 1):
            noted += 1
            feet[-1].append(at)
        elif noted and (label == "1" or (noted == called and label == str(noted + 1))):
            return []
        for number in list_called(calls.get(at, ()), known):
            if number != str(called + 1):
                continue
            if feet[-1] and noted < called:
                return []
            called += 1
            if feet[-1]:
                feet.append([])
    return feet if noted == called > 1 else []


def _find_linked_notes(lines: Sequence[Line], visible: Sequence[int]) -> list[int]:
    """Find the notes whose numbers stand alone and lead back to the text, and what is below them.

    A note goes on to the next number; the last one is its number and one paragraph.
    """
    heads = [place for place, at in enumerate(visible) if _leads_back(lines[at])]
    found: list[int] = []
    for head, following in pairwise([*heads, -1]):
        end = following if head < following <= head + _LONGEST_NOTE else head + 2
        found += visible[head:end]
    return found


def _leads_back(line: Line) -> bool:
    if len(line.text.strip()) > _LONGEST_NUMBER:
        return False
    names = [mark.target.rpartition("#") for mark in line.marks if mark.kind == "link"]
    return any(sign and _CALL.search(name[:_LONGEST_NAME]) for _, sign, name in names)


def _find_numbered(lines: Sequence[Line], visible: Sequence[int]) -> Iterator[list[int]]:
    """The lines of each list that counts from 1 on; those between two numbers go on with a note.

    So do those that the format calls a part of the last item.
    """
    rows: list[int] = []
    number, last, told = 0, 0, ""
    for place, at in enumerate(visible):
        line, above = lines[at], told
        label, told = _read_number(line), read_note_hint(line.hint)[0]
        if told:  # a note of the format has no number of its own
            label = str(number + (told != above))
        nearest = _LONGEST_NOTE if bool(told) == bool(above) else 1
        is_next = label == str(number + 1) or (told and told == above)
        if number and is_next and place - last <= nearest:
            rows += visible[last + 1 : place + 1]
            number, last = int(label), place
        elif number and place == last + 1 and _goes_on(line):
            rows.append(at)
            last = place
        elif label == "1" or told or line.hint.startswith("heading"):
            if number:
                yield rows
            rows, number, last = [at], int(not line.hint.startswith("heading")), place
    if number:
        yield rows


def _goes_on(line: Line) -> bool:
    """Whether the format calls `line` a part of the item above."""
    return line.hint.startswith("list:") and not split_label("1", line.hint)[0]


def _read_number(line: Line) -> str:
    """The label of a line that may be a note when it is a number, else ""."""
    if line.hint.startswith("footnote:"):
        return ""
    label, _ = split_label(line.text.lstrip(), line.hint)
    return label if label.isdigit() else ""


def _find_kinds(lines: Sequence[Line], visible: Sequence[int]) -> dict[int, str]:
    """What the last heading above each line calls its part; that of notes stands right above."""
    known = load().headings
    kinds: dict[int, str] = {}
    kind, place = "", 0
    for at, number in enumerate(visible):
        kinds[number] = "" if kind == "notes" and at - place > _NEAR else kind
        text = lines[number].text
        own = known.get(fold(text).lstrip("#. "), "") if len(text) <= LONGEST_PHRASE else ""
        if own in (*_OF_WORKS, "notes"):
            kind, place = own, at
    return kinds


def _find_all_signs(lines: Sequence[Line], labels: frozenset[str]) -> dict[_Look, list[NoteSign]]:
    """The signs of each look that call one of `labels`, in order; none where there are none."""
    return {
        look: [
            sign
            for place, line in enumerate(lines)
            for sign in find_signs(line.text, line.marks, look, labels, place)
        ]
        for look, _ in LOOKS
        if labels
    }


def _are_called(
    lines: Sequence[Line],
    signs: Mapping[_Look, Sequence[NoteSign]],
    first: int,
    labels: Sequence[str],
    *,
    below: bool,
) -> bool:
    """Whether `signs` above the line `first` call the notes with these `labels`.

    Figures that are raised call each once and in order; `below` a heading of notes it is enough
    when signs of any look call half of them.
    """
    known = frozenset(labels)
    called: set[str] = set()
    for look in HIGH if not below else [look for look, _ in LOOKS]:
        row = signs[look]
        own = row[: bisect_left(row, first, key=lambda sign: sign.place)]
        if len(labels) > 1 - below and fit_signs([line.text for line in lines], own, labels):
            return True
        called.update(list_called(own, known))
    return below and 2 * len(called) >= len(labels)
