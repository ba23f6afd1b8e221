"""Citations by the numbers of a list: [3], (3), raised figures, ranges, "reference 7".

Which shapes an article cites by is decided in `system`; here a sign of each is seen and what
plainly is none is left out: powers, elements of an array, equations, dates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from copydesk.citations.entries import CitableEntry
from copydesk.citations.match import Match, match_several
from copydesk.citations.names import fold, read_names
from copydesk.citations.passages import CitationGroup, InlineRun, Linked, is_within, link_citation
from copydesk.citations.shapes import PREFIX
from copydesk.model import Line, Reference, Superscript, Verbatim

Shape: TypeAlias = Literal["bracket", "parenthesis", "raised", "glued", "named"]
"""How a number stands in a text: [3], (3), a raised 3, right behind a stop, "reference 3"."""

# ── the list ─────────────────────────────────────────────────────────────────

_VALUE: Final = re.compile(r"list:number:\d+:(\d+)$")
#: A list counts as numbered when this share of its entries bear numbers.
_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers or signs of a list, each with the keys of the entries that bear it.

    `bracketed` says that the list itself sets them in brackets, `guessed` that they are counted
    because the entries bear none.
    """

    keys: Mapping[str, tuple[str, ...]]
    bracketed: bool = False
    guessed: bool = False

    @property
    def last(self) -> int:
        """The highest number, 0 when the signs are none."""
        return max((int(label) for label in self.keys if label.isdigit()), default=0)


def read_numbers(references: Sequence[Reference], lines: Sequence[Line]) -> Numbers | None:
    """The numbers of a list, None when its entries bear none.

    They are what the entries begin with, or what an ordered list of the format sets
    before them. `lines` are those of the text as received.

    >>> found = read_numbers([Reference("lo2022", "[3] Lo, 2022.", "", {}, 1.0, label="3")], ())
    >>> found.keys, found.bracketed
    ({'3': ('lo2022',)}, True)
    """
    labels = [one.label or _read_value(one, lines) for one in references]
    if not references or sum(map(bool, labels)) < len(labels) * _SHARE:
        return None
    heads = [one.raw.lstrip()[:1] for one in references if one.label]
    keys: dict[str, tuple[str, ...]] = {}
    for label, one in zip(labels, references, strict=True):
        if label:
            keys[label] = (*keys.get(label, ()), one.key)
    return Numbers(keys, heads.count("[") * 2 > len(heads))


def count_entries(references: Sequence[Reference]) -> Numbers:
    """`references` numbered by their place in the list."""
    return Numbers(
        {str(place): (one.key,) for place, one in enumerate(references, 1)}, guessed=True
    )


def _read_value(reference: Reference, lines: Sequence[Line]) -> str:
    """The number that the format sets before the entry."""
    if not reference.lines or not 0 < reference.lines[0] <= len(lines):
        return ""
    found = _VALUE.match(lines[reference.lines[0] - 1].hint)
    return found[1] if found else ""


# ── signs by their shape ─────────────────────────────────────────────────────

#: A range of more numbers than these is one of pages or years.
_LONGEST_RANGE: Final = 60
_DASH: Final = r"[-‐‑‒–—−]"
_NUMBERS: Final = rf"\d{{1,3}}(?:\s?(?:[,;]|{_DASH})\s?\d{{1,3}})*+"
#: One bracket, or several that belong together: [3], [4] · [3][4] · [3]–[5].
_BRACKETS: Final = re.compile(
    rf"[\[［【][^\[\]［］【】]{{1,200}}[\]］】](?:(?:,\s?|\s?{_DASH}\s?|)\[[^\[\]]{{1,12}}\])*+"
)
_ONE: Final = re.compile(r"[\[［【]([^\[\]［］【】]*)[\]］】]")
_PARENTHESIS: Final = re.compile(rf"\(({_NUMBERS})\)")
_HIGH: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED: Final = re.compile(rf"[{_HIGH}]+(?:\s?(?:[,;˒·⁻]|{_DASH})\s?[{_HIGH}]+)*+(?![{_HIGH}⁺⁻])")
_LOWERED: Final = str.maketrans(_HIGH + "⁻˒·", "0123456789-,,")
#: Right behind a word or the stop of a sentence, before a blank.
_GLUED: Final = re.compile(
    rf"(?<=[^\W\d_]{{3}}|[^\W\d_]{{2}}[.,;:”’)])"
    rf"(\d{{1,3}}(?:(?:,|{_DASH})\d{{1,3}})*+)(?=\s|$|[.,;:?!])"
)
#: What makes a raised number a power or an isotope of.
_BASE: Final = re.compile(
    r"(?:(?<![\d.,])\d{1,3}|[\d.,]*\d[.,]\d{1,3}|(?<![^\W\d_])(?:[kcdmµ]?m|ft|yd|in|mi|s|kg|ha|[a-z])|[=^⁺⁻])$"
)
_LATIN: Final = re.compile(r"[A-Za-z]")
#: A name of a program that an index in brackets belongs to.
_INDEXED: Final = re.compile(r"(?:^|[^\w.’'])(?:[a-z]|\w*_\w*|[a-z]+\d+|\w+\(\w*\))$")
#: What makes a number in parentheses one of something else.
_COUNTED: Final = re.compile(
    r"(?:^|[\s(])(?:and|or|equations?|eqs?\.|formula|steps?|sections?|figures?|figs?\.|tables?|items?"
    r"|options?|points?|rules?|paragraphs?|articles?|art\.|no\.|nos\.|nr\.|grade|group|level|phase"
    r"|question|und|oder|gleichung|gl\.|schritt|punkt|abschnitt|tabelle|abb\.|ou|étape|équation)$",
    re.IGNORECASE,
)
_AND_NEXT: Final = rf"(?:,\s?|\s?{_DASH}\s?|,?\s(?:and|und|et|y|e)\s|\s?&\s?)\d{{1,3}}"
#: "refs 5 and 6". A plural is a verb too ("it references 7 studies") and needs several numbers.
_NAMED: Final = re.compile(
    rf"""(?<![\w-])(?i:
        (?: refs?\. | réfs?\. | refs?(?=\s) | (?:reference|référence|referencia|referenz)(?=\s) )
        \s? (?P<one>\d{{1,3}}(?:{_AND_NEXT})*+)
      | (?:references|références|referencias|referenzen) \s (?P<more>\d{{1,3}}(?:{_AND_NEXT})++)
    )(?![\w%°‰€$£]|[.,]\d|-\w)""",
    re.VERBOSE,
)
#: A measure behind a number, which is then none of a list.
_MEASURE: Final = re.compile(
    r"\s?(?:[kcdmµ]?m|ft|yd|mi|h|min|s|k?g|t|ha|[kM]?W|°C|per\s?cent|percent|Prozent|years?|days?"
    r"|hours?|weeks?|months?|miles?|met(?:er|re)s?)\b"
)
_LOOKED_BACK: Final = 40


@dataclass(frozen=True, slots=True)
class NumberPart:
    """What one number of a sign says: its label, and the words around it."""

    label: str
    text: str
    prefix: str = ""
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign at `[start, end)` of a text, with the numbers in it, those of ranges included."""

    shape: Shape
    start: int
    end: int
    parts: tuple[NumberPart, ...]


def find_signs(passage: InlineRun, labels: Container[str] = ()) -> tuple[Sign, ...]:
    """The signs of all shapes in `passage`, each shape in order.

    `labels` are those of the list, as "Mar20" of one that goes by names and years; a word
    ("reference 7") calls only numbers that it has, and figures raised side by side are two.

    >>> found = find_signs(InlineRun((), "It closed [3–5] and opened² again [sic]."))
    >>> [(sign.shape, [part.label for part in sign.parts]) for sign in found]
    [('bracket', ['3', '4', '5']), ('raised', ['2'])]
    """
    code = passage.find_spans(Verbatim)
    found = (
        *_find_brackets(passage.text, labels),
        *_find_parentheses(passage.text),
        *_find_raised(passage, labels),
        *_find_glued(passage),
        *_find_named(passage.text, labels),
    )
    return tuple(one for one in found if one.parts and not is_within(one.start, code))


def _make_sign(shape: Shape, match: re.Match[str], group: int) -> Sign:
    start, end = match.span()
    return Sign(shape, start, end, _keep_words(read_parts(match[group]), match[0]))


def _keep_words(parts: Sequence[NumberPart], sign: str) -> tuple[NumberPart, ...]:
    """`parts`; the only one of a sign bears its words."""
    return (replace(parts[0], text=sign),) if len(parts) == 1 else tuple(parts)


def _find_brackets(text: str, labels: Container[str]) -> Iterator[Sign]:
    for match in _BRACKETS.finditer(text):
        start, end = match.span()
        before, after = text[max(0, start - _LOOKED_BACK) : start], text[end : end + 3]
        # "[3] Marlow, I. …" opens an item of a list, "a[3]" and "[3](" are none of one.
        opens = after[:2].strip()[:1].isupper() and not text[:start].strip()
        touches = bool(before) and not before[-1].isspace()
        index = touches and _INDEXED.search(before)
        linked = not before[-1:].isspace() and re.match(r"\((?! )|=", after)
        if not (opens or index or linked):
            parts = read_parts("".join(_join(match[0])), labels)
            yield Sign("bracket", start, end, _keep_words(parts, match[0]))


def _join(brackets: str) -> Iterator[str]:
    """The insides of brackets that belong together, as one would write them in one."""
    end = 0
    for match in _ONE.finditer(brackets):
        if end:
            between = brackets[end : match.start()].strip()
            yield "–" if between and between != "," else ", "
        yield match[1]
        end = match.end()


def _find_parentheses(text: str) -> Iterator[Sign]:
    for match in _PARENTHESIS.finditer(text):
        before = text[max(0, match.start() - _LOOKED_BACK) : match.start()]
        said, after = before.rstrip(), text[match.end() : match.end() + 1]
        if not said or not (said[-1].isalpha() or said[-1] in '”’")]') or _COUNTED.search(said):
            continue
        if not (after.isalnum() or (after and after in "(=")):
            yield _make_sign("parenthesis", match, 1)


def _find_raised(passage: InlineRun, labels: Container[str]) -> Iterator[Sign]:
    text = passage.text
    found = passage.find_spans(Superscript)
    found += (match.span() for match in _RAISED.finditer(text))
    last = -1
    for start, end in sorted(found):
        before = text[max(0, start - _LOOKED_BACK) : start]
        is_power = start != last and _BASE.search(before)
        last = end
        if before.strip() and not is_power and not _LATIN.match(text, end):
            said = text[start:end].translate(_LOWERED).strip("[] ")
            parts = read_parts(_part_numbers(said, labels))
            yield Sign("raised", start, end, _keep_words(parts, text[start:end]))


def _part_numbers(said: str, labels: Container[str]) -> str:
    """`said` with a comma between two numbers of the list that follow each other, as 2 and 3 in 23.

    What is a number of the list itself stays.
    """
    if said not in labels and said.isdigit():
        for cut in range(1, min(len(said), 4)):
            low, high = said[:cut], said[cut:]
            if low in labels and high in labels and int(high) == int(low) + 1:
                return f"{low},{high}"
    return said


def _find_glued(passage: InlineRun) -> Iterator[Sign]:
    raised = passage.find_spans(Superscript)
    for match in _GLUED.finditer(passage.text):
        if not is_within(match.start(1), raised):
            yield _make_sign("glued", match, 1)


def _find_named(text: str, labels: Container[str]) -> Iterator[Sign]:
    for match in _NAMED.finditer(text):
        start, end = match.span("one" if match["one"] else "more")
        parts = read_parts(text[start:end])
        if all(part.label in labels for part in parts) and not _MEASURE.match(text, end):
            yield Sign("named", start, end, parts)


# ── what stands in a bracket ─────────────────────────────────────────────────

_PIECE: Final = re.compile(r"[^,;，；、]+")
_ANDS: Final = re.compile(r"(?<=\d)\s*(?:&|\band\b|\bund\b|\bet\b|\by\b)\s*(?=\d)")
_RANGE: Final = re.compile(rf"(?:refs?\.?\s|nos?\.?\s)?(\d{{1,3}})(?:\s?{_DASH}\s?(\d{{1,3}}))?")
#: A place in the work: words with a figure, or a section sign.
_LOCATOR: Final = re.compile(
    r"(?:[^\W\d_]{1,12}\.?|§§?|¶)(?:\s[^\W\d_]{1,12}\.?)?\s?[\divxlc][^,;]*$"
)
#: Behind a comma a page ("3, S. 12", "3, s. 12"), which before a name means "siehe".
_PAGE: Final = re.compile(r"S\.\s?\d[^,;]*$", re.IGNORECASE)
_FURTHER: Final = re.compile(rf"\d{{1,4}}(?:\s?{_DASH}\s?\d{{1,4}})?(?:\s?ff?\.)?")


def read_parts(inside: str, labels: Container[str] = ()) -> tuple[NumberPart, ...]:
    """The numbers that the inside of a bracket says; none when it says anything else.

    >>> [(part.label, part.locator) for part in read_parts("3, p. 12; 5–7")]
    [('3', 'p. 12'), ('5', ''), ('6', ''), ('7', '')]
    >>> [(part.prefix, part.label) for part in read_parts("see 3")], read_parts("sic")
    ([('see', '3')], ())
    """
    found: list[NumberPart] = []
    placed = False  # whether the words so far end with a place in a work
    stop = ";"
    text = _ANDS.sub(",", inside)
    for match in _PIECE.finditer(text):
        piece = match[0].strip()
        beside = bool(found) and stop in ",，、"
        parts = () if beside and _PAGE.match(piece) else _read_part(piece, labels)
        further = placed and beside and _FURTHER.fullmatch(piece)
        if further or (not parts and found and _LOCATOR.match(piece)):
            last, parts, placed = found[-1], (), True
            locator = f"{last.locator}, {piece}" if last.locator else piece
            found[-1] = NumberPart(last.label, f"{last.text}, {piece}", last.prefix, locator)
        elif not parts:
            return ()
        else:
            placed = False
        found += parts
        stop = text[match.end() : match.end() + 1] or ";"
    return tuple(found)


def _read_part(piece: str, labels: Container[str]) -> tuple[NumberPart, ...]:
    prefix = PREFIX.match(piece)
    lead = prefix[0].strip() if prefix else ""
    word = piece[prefix.end() :].strip() if prefix else piece
    if word in labels:
        return (NumberPart(word, piece, lead),)
    match = _RANGE.fullmatch(word)
    if match is None:
        return ()
    low, high = int(match[1]), int(match[2] or match[1])
    if not low <= high < low + _LONGEST_RANGE:
        return ()
    return tuple(
        NumberPart(str(number), piece, lead if number == low else "")
        for number in range(low, high + 1)
    )


# ── signs linked ─────────────────────────────────────────────────────────────

#: Characters before a sign in which the names of its authors are looked for, and their words.
_NAMES_BACK: Final = 120
_LONGEST_NAME: Final = 10


def link_signs(
    text: str, signs: Sequence[Sign], numbers: Numbers, entries: Mapping[str, CitableEntry]
) -> Iterator[CitationGroup]:
    """The citations of the `signs` of a text, a group each; signs of two shapes may overlap.

    A number that one entry bears is exact, one that none bears missing, one that two
    bear ambiguous. `name` holds the words before the sign when they name the authors of
    the entry, as in "Marlow [3] showed".
    """
    for sign in signs:
        before = text[max(0, sign.start - _NAMES_BACK) : sign.start]
        row = [_link_part(part, sign, before, numbers, entries) for part in sign.parts]
        yield CitationGroup(sign.start, sign.end, tuple(_name_missing(sign.parts, row)))


def _link_part(
    part: NumberPart, sign: Sign, before: str, numbers: Numbers, entries: Mapping[str, CitableEntry]
) -> Linked:
    keys = numbers.keys.get(part.label, ())
    if len(keys) > 1:
        reason = f"one of {len(keys)} entries that bear the number {part.label}"
        match = match_several(keys, reason)
    elif keys:
        match = Match("exact", keys)
    else:
        hint = f"the list goes up to {numbers.last}" if numbers.last else ""
        match = Match("missing", hint=hint)
    return link_citation(
        match,
        part.text,
        "numeric",
        (sign.start, sign.end),
        name=next((name for key in keys if (name := find_authors(before, entries[key]))), ""),
        prefix=part.prefix,
        locator=part.locator,
    )


def _name_missing(parts: Sequence[NumberPart], row: Sequence[Linked]) -> Iterator[Linked]:
    """`row`, in which each missing number of a range says which numbers of it are missing."""
    missing: dict[str, list[str]] = {}
    for part, one in zip(parts, row, strict=True):
        if one.citation.status == "missing":
            missing.setdefault(part.text, []).append(part.label)
    counts = Counter(part.text for part in parts)
    for one in row:
        citation = one.citation
        if citation.status == "missing" and counts[citation.text] > 1:
            *more, last = dict.fromkeys(missing[citation.text])
            which = f"{', '.join(more)} and {last}" if more else last
            hint = "; ".join(filter(None, (f"none bears {which}", citation.hint)))
            citation = replace(citation, hint=hint)
        yield replace(one, citation=citation)


def find_authors(before: str, entry: CitableEntry) -> str:
    """The words that `before` ends with when they name the authors of `entry`, else "".

    >>> entry = CitableEntry("m", "Marlow", ("marlow", "finn"), frozenset(["marlow"]))
    >>> find_authors("so Marlow and Finn ", entry), find_authors("as Marlow et al.’s ", entry)
    ('Marlow and Finn', 'Marlow et al.')
    >>> find_authors("near Marlow Bay ", entry)
    ''
    """
    said = before.rstrip()
    said = said[:-2] if said.endswith(("’s", "'s")) else said.rstrip("’'")
    for match in reversed(list(re.finditer(r"\S+", said))[-_LONGEST_NAME:]):
        written = said[match.start() :].lstrip("(“‘\"'")
        found = read_names(written)
        names = [fold(name.text) for name in found.names] if found and not found.start else []
        if names and names[0] in entry.aliases and tuple(names[1:]) == entry.names[1 : len(names)]:
            return written
    return ""
