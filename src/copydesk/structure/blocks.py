"""Runs of labelled text → the blocks of the body: headings, lists, tables, pictures, programs.

A role says what a line is for, a hint what its format made of it. Where both can be true
the hint decides the block: what the site's author set as a list, table or program is one.
`KINDS` is the table of what can come of it; neighbours of one kind are made to blocks together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise, product, takewhile
from typing import Final

from copydesk.clean.sheet import Sheet
from copydesk.language.list_numbers import format_number
from copydesk.model import (
    Block,
    Break,
    Code,
    Decisions,
    Figure,
    Heading,
    Items,
    ListForm,
    Paragraph,
    Quote,
    Role,
    Submission,
    Table,
    read_list_form,
)
from copydesk.queries import make_query
from copydesk.review.sidecar import pictures
from copydesk.structure.passage import Passage, cut_span, join_passages, list_numbers

#: The highest level of a section, and the lowest that a format knows.
_TOP: Final = 2
_LOWEST: Final = 6
_NUMBER: Final = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,4})([.)]?)\s+\S")
#: A heading is set in italics or bold all over where more of its letters are.
_MOST: Final = 0.6
_LETTER: Final = re.compile(r"[^\W_]")
#: Signs that a rule is drawn with. Stars and dots may stand alone, dashes too in running
#: text; so may printers' flowers and the stars and snowflakes among the dingbats.
_ORNAMENT: Final = re.compile(r"(?:[*·•~_=—–⁂❦❧☙◆◇❖#\u2720-\u274b-]\ufe0f?\s?)+")
#: Signs of a rule among items or cells, where one alone means something else.
_DRAWN: Final = 3
#: Kind of a hint → the roles that its block can have.
_HINTED: Final = {
    "list": ("list", "body", "other"),
    "table": ("other", "body", "list"),
    "code": ("other", "body", "list"),
    "quote": ("quote", "body"),
}
#: Role → its kind of block where no hint tells one; any other is text.
_OF_ROLE: Final = {
    "heading": "heading", "caption": "figure", "list": "list", "quote": "quote", "other": "rows",
}  # fmt: skip
#: Roles that a picture may stand beside.
_TEXT: Final = frozenset[Role | None](("body", "list", "quote", "caption", "other"))
#: Lists stand in each other so deep at most; what is set in farther stands beside.
_DEEPEST: Final = 8
#: Columns that a line is set in farther than the item it stands below.
_STEP: Final = 2
#: The sign or number of an item. Letters and Roman numerals count a list where at least two follow
#: each other; others stay as written and tell the depth alone.
_SIGN = re.compile(
    r"\s*(?:(?:[-*·–—✔+]|[•◦▪‣●○■□►▶➢✓»]{1,2}|o(?=\s)|\(?(?P<value>\d{1,3})[.)])\s+(?=\S)"
    r"|\(?(?P<letters>[a-z]|[ivx]{2,4})[.)]\s+(?=\S))"
)
#: The highest number of the first of items that letters count.
_LAST_LETTER: Final = 26
_FIGURE: Final = re.compile(r"\s*[-–+]?[€$£]?\s?\d[\d.,\s]*\s?[%€$£]?\s*")
_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d")
#: No line of verse that its author broke is wider.
_VERSE: Final = 80
#: Kinds of passages whose lines may be a stanza's, and the roles that these have then.
_VERSED: Final = {"text": "body", "quote": "quote"}
#: No line of a program that somebody prints is wider.
_WIDEST: Final = 160
#: What a line of a program begins with, holds and ends in; prose has words in a row.
_BEGUN = re.compile(
    r"[$%] |>>> |#include|#!/|//|/\*|\*/|[}\])]|@\w+$|</?[a-zA-Z][^<>]*>"
    r"|(?:sudo|npm|pip3?|git|curl|cd|import|from|def|class|const|let|var|return|function)"
    r" [\w.@~/\"'{(-]+(?:[ ;:({=]|$)"
)
_HELD = re.compile(
    r"[a-z_]\w{0,60}(?:\.\w{1,60}){0,9}\([^)\s]{0,60}\)?|\w\[[\"'\w]+\]"
    r"|[=!<>]==?|[=-]>|&&|\|\||::|\+=|[{}\[]$|[{}()\[\]=<>$#/*].{0,200};$|^\W*;$"
)
_PROSE = re.compile(r"[a-zß-ÿ,]\s[a-zß-ÿ]+\s[a-zß-ÿ]+\s")
#: What a program says to its user, which may be a sentence.
_QUOTED = re.compile(r"\"[^\"]{0,80}\"|(?<!\w)'[^']{0,80}'")


def make_blocks(passages: Sequence[Passage], sheet: Sheet) -> tuple[Block, ...]:
    """Make the blocks of `passages`; what blocks set by themselves goes, which `sheet` records."""
    passages = _join_stanzas(passages)
    levels = find_levels(passages)
    rows = [(_find_kind(passage), passage) for passage in passages]
    for at, level in levels.items():
        if rows[at][0] == "heading":
            rows[at] = ("heading", replace(passages[at], hint=f"heading:{level}"))
    blocks: list[Block] = []
    for kind, group in groupby(rows, key=lambda row: row[0]):
        blocks += KINDS[kind.partition(":")[0]]([passage for _, passage in group], sheet)
    # Breaks part two things, or are not there.
    kept = [
        block
        for block, above in zip(blocks, [Break(()), *blocks], strict=False)
        if not (isinstance(block, Break) and isinstance(above, Break))
    ]
    return tuple(kept[:-1] if kept and isinstance(kept[-1], Break) else kept)


def _find_kind(passage: Passage) -> str:
    """Which of `KINDS` a passage is, with its number for a row of a table that a format tells."""
    kind, role = passage.kind, passage.role
    if _is_rule(passage):
        return "break"
    if kind == "figure":
        return kind
    if role in _HINTED.get(kind, ()):
        return f"table:{passage.hint.rpartition(':')[2]}" if kind == "table" else kind
    return _OF_ROLE.get(role, "text")


def _is_rule(passage: Passage) -> bool:
    """Whether `passage` is a break: of the format's, or a line of signs that calls no note."""
    if passage.notes or passage.kind == "break":
        return not passage.notes
    if passage.hint or not _ORNAMENT.fullmatch(passage.text):
        return False
    return passage.role == "body" or len(passage.text.replace(" ", "")) >= _DRAWN


def _make_paragraphs(run: Sequence[Passage], _: Sheet) -> list[Block]:
    return [passage.paragraph() for passage in run]


def _make_quote(run: Sequence[Passage], _: Sheet) -> list[Block]:
    return [Quote(tuple(passage.paragraph() for passage in run), list_numbers(run))]


def _join_stanzas(passages: Sequence[Passage]) -> list[Passage]:
    """`passages` with one for the short lines that touch where empty lines part paragraphs.

    They are those of a stanza, an address or a dialogue, whose ends are their author's.
    """
    long = [passage for passage in passages[1:] if len(passage.text) > _VERSE]
    parted = [passage for passage in long or passages if passage.apart]
    if 2 * len(parted) < len(long) or not parted:
        return [*passages]
    stanzas: list[list[Passage]] = []
    role_above = ""
    for passage in passages:
        role = passage.role if _find_kind(passage) in _VERSED else ""
        is_below = role == role_above in _VERSED.values() and not passage.apart
        if is_below and max(len(stanzas[-1][-1].text), len(passage.text)) <= _VERSE:
            stanzas[-1].append(passage)
        else:
            stanzas.append([passage])
        role_above = role
    return [join_passages(stanza) if stanza[1:] else stanza[0] for stanza in stanzas]


def _make_breaks(run: Sequence[Passage], sheet: Sheet) -> Iterator[Block]:
    """The breaks of `run`, but paragraphs of what the editor keeps as it is."""
    reason = "each format draws the break itself"
    for passage in run:
        number = passage.numbers[0]
        is_drawn = not passage.text or sheet.remove(number, "structure.break", reason)
        yield Break(passage.numbers) if is_drawn else passage.paragraph()


# ── headings ─────────────────────────────────────────────────────────────────


def find_levels(passages: Sequence[Passage]) -> dict[int, int]:
    """Find the level of each heading, by its index: 2 for a section, and no step left out.

    Where the format tells levels, they keep their order and lose their gaps: the highest
    of them is a section, whatever the site called it. A "2.1" is below its "2" all the same.
    Elsewhere the numbers before them tell.

    >>> told = [Passage("heading", "A", (1,), hint=f"heading:{level}") for level in (1, 4, 3, 1)]
    >>> find_levels(told)
    {0: 2, 1: 3, 2: 3, 3: 2}
    """
    places = [at for at, passage in enumerate(passages) if passage.role == "heading"]
    hints = [passages[at].hint.partition(":") for at in places]
    told = [int(level) if kind == "heading" and level.isdigit() else 0 for kind, _, level in hints]
    depths = [] if any(told) else find_depths([passages[at].text for at in places])
    if any(told):
        levels = list(_read_hinted([passages[at].text for at in places], told))
    elif any(depths):
        # A section without a number is one of the highest; one right above a "1." is above all.
        depth_at = dict(zip(places, depths, strict=True))
        parts = any(not depth and depth_at.get(at + 1) == 1 for at, depth in depth_at.items())
        levels = [_TOP - 1 + depth + parts if depth else _TOP for depth in depths]
    else:
        levels = [_TOP] * len(places)
    return {at: min(_LOWEST, level) for at, level in zip(places, levels, strict=True)}


def _read_hinted(texts: Sequence[str], told: Sequence[int]) -> Iterator[int]:
    """Each heading below the last one of a higher level; an untold one is below all above it."""
    above: list[tuple[int, ...]] = []
    numbered: dict[str, tuple[int, ...]] = {}
    for text, level in zip(texts, told, strict=True):
        found, key = _NUMBER.match(text), (level,) * bool(level)
        if found:
            section = numbered.get(found[1].rpartition(".")[0], ())
            key = numbered[found[1]] = key if key > section else (*section, 1)
        if key:
            above = [*(one for one in above if one < key), key]
        yield _TOP + len(above) - bool(key)


def find_depths(texts: Sequence[str]) -> list[int]:
    """Find the depth of each of the headings `texts` by its number, from 1; 0 for one without.

    Numbers are some only where they begin at the first and go on, or run through several
    parts; one without a stop, as in "7 knots to know", needs parts beside it.

    >>> find_depths(["1. Rope", "1.1 Hemp", "2. Tar", "Thanks"]), find_depths(["7. Rope"])
    ([1, 2, 1, 0], [0])
    """
    found = [_NUMBER.match(text) for text in texts]
    parts = [match[1].split(".") if match else [] for match in found]
    parted = {int(own[-1]) for own in parts if len(own) > 1}
    tops = {
        int(own[0])
        for own, match in zip(parts, found, strict=True)
        if match and len(own) == 1 and (parted or match[2])
    }
    if not ({1, 2} <= tops or {1, 2} <= parted or (parted and 1 in tops)):
        return [0] * len(texts)
    highest = min(len(own) for own in parts if own)
    return [1 + len(own) - highest if own else 0 for own in parts]


def _make_headings(run: Sequence[Passage], _: Sheet) -> Iterator[Block]:
    """The headings of `run` without decoration of all of one: how it looks is the page's affair."""
    for heading in run:
        most = _MOST * len(_LETTER.findall(heading.text))
        letters = {"strong": 0, "emph": 0}
        for mark in heading.marks:
            if mark.kind in letters:
                letters[mark.kind] += len(_LETTER.findall(heading.text[mark.start : mark.end]))
        kept = tuple(mark for mark in heading.marks if letters.get(mark.kind, 0) <= most)
        level = int(heading.hint.rpartition(":")[2])
        yield Heading(level, replace(heading, marks=kept).content, heading.numbers)


# ── lists ────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Item:
    """A passage of a list, how far it is set in, and its number, None for a bullet.

    `form` says how the number is written; in plain text `sign` is where it stands, and `letters`
    what it says when that is no figure. `is_more`: a further paragraph of the item above. `below`
    are the items and paragraphs in it.
    """

    passage: Passage
    depth: int
    value: int | None = None
    form: ListForm = "1"
    sign: tuple[int, int] = (0, 0)
    letters: str = ""
    is_more: bool = False
    below: list[_Item] = field(default_factory=list)

    def goes_on(self, above: _Item) -> bool:
        """Whether it is of the list of the item `above`: of one kind, their numbers in order.

        An empty line parts two lists of a format, which set none between items.
        """
        is_apart = self.passage.kind == "list" and self.passage.apart and self.depth == _STEP
        if is_apart or self.is_more or above.is_more or self.form != above.form:
            return False
        return self.value == (None if above.value is None else above.value + 1)


def make_lists(run: Sequence[Passage], sheet: Sheet) -> list[Items]:
    """Make the lists of the items of `run`, one after the other.

    A format tells the depth of an item, its kind and its number. Plain text shows them: by
    how far a line is set in, and by a sign or number in front, which the list then sets itself.
    """
    path = [_Item(run[0], -_STEP)]
    depth = 0
    for passage in run:
        item = _read_item(passage, sheet, depth)
        depth = item.depth
        step = 0 if item.is_more else _STEP
        while len(path) > 1 and (depth < path[-1].depth + step or len(path) > _DEEPEST):
            path.pop()
        item.is_more = item.is_more and len(path) > 1
        path[-1].below.append(item)
        if not item.is_more:
            path.append(item)
    return [part for part in _join_items(path[0].below, sheet) if isinstance(part, Items)]


def _read_item(passage: Passage, sheet: Sheet, depth: int) -> _Item:
    """The item of `passage`; one without a sign stands beside the one before, at `depth`."""
    kind, told, value, form = (*passage.hint.split(":")[1:], "", "", "", "")[:4]
    if passage.kind == "list" and told.isdigit():
        number = (int(value) if value.isdigit() else 1) if kind == "number" else None
        written = read_list_form(form)
        return _Item(passage, int(told) * _STEP, number, written, is_more=kind == "more")
    match = _SIGN.match(passage.text)
    if match is None:
        return _Item(passage, depth)
    line = sheet.current[passage.numbers[0]].expandtabs(4)
    count = int(match["value"]) if match["value"] else None
    depth = len(line) - len(line.lstrip())
    return _Item(passage, depth, count, sign=match.span(), letters=match["letters"] or "")


def _count_letters(items: Sequence[_Item]) -> None:
    """Give items whose letters follow each other their numbers."""
    for is_lettered, group in groupby(items, key=lambda item: bool(item.letters)):
        row = list(group)
        letters = [item.letters for item in row]
        starts: Iterable[tuple[int, ListForm]] = product(range(1, 1 + _LAST_LETTER), ("a", "i"))
        for start, form in starts if is_lettered and len(row) > 1 else ():
            if letters == [format_number(start + at, form) for at in range(len(row))]:
                for at, item in enumerate(row):
                    item.value, item.form = start + at, form
                break


def _join_items(items: Sequence[_Item], sheet: Sheet) -> Iterator[Paragraph | Items]:
    """The lists that `items` make, and the paragraphs that go on with the item above them."""
    _count_letters(items)
    rows: list[list[_Item]] = []
    for item in items:
        if rows and item.goes_on(rows[-1][-1]):
            rows[-1].append(item)
        else:
            rows.append([item])
    for row in rows:
        if row[0].is_more:
            yield row[0].passage.paragraph()
            continue
        made = []
        for item in row:
            passage = item.passage
            if any(item.sign) and (item.form != "1" or not item.letters):
                reason = "the list prints its own marks"
                passage = cut_span(passage, item.sign, sheet, "structure.list", reason)
            made.append((passage.paragraph(), *_join_items(item.below, sheet)))
        lines = tuple(number for parts in made for part in parts for number in part.lines)
        first = row[0].value
        start = 1 if first is None else first
        yield Items(tuple(made), first is not None, lines, start, row[0].form)


# ── tables and programs ──────────────────────────────────────────────────────


def _make_rows(run: Sequence[Passage], sheet: Sheet) -> Iterator[Block]:
    """The program that most lines of plain text look like, else their tables and their titles."""
    # No program can call a note.
    is_program = not any(passage.notes for passage in run)
    if is_program and 2 * sum(is_code(one.text) for one in run) >= len(run):
        yield from _make_programs(run, sheet)
        return
    titles = {at for at in range(len(run)) if _is_title(run, at)}
    for start, end in pairwise(sorted({0, *titles, len(run)})):
        if start in titles:
            yield Figure(run[start].content, lines=run[start].numbers)
        if rows := run[start + (start in titles) : end]:
            yield from _make_table(rows, sheet)


def _is_title(run: Sequence[Passage], at: int) -> bool:
    """Whether a passage of `run` is the title of a table: one cell behind an empty line, over rows.

    A line of one cell that is not alone among the rows says which of them belong together.
    """
    if (at and not run[at].apart) or "\t" in run[at].text:
        return False
    rows = [*takewhile(lambda row: not row.apart, run[at + 1 :])]
    return bool(rows) and all("\t" in row.text for row in rows)


def _make_table(run: Sequence[Passage], sheet: Sheet) -> list[Block]:
    """The table of the rows of `run`; paragraphs when they are none, or more than the limits.

    The format says what heads its rows and columns; many a writer's table has no such mark, and
    its first row is looked at. Lines of plain text are rows when tabs part their cells.
    """
    hints = [passage.hint for passage in run]
    if not hints[0] and all(passage.text.startswith("\t") for passage in run):  # all is set in
        run = [passage.without((0, 1)) for passage in run]
    rows = tuple(passage.cells() for passage in run)
    columns = max(map(len, rows))
    is_told = run[0].kind == "table"
    if not (is_told or columns > 1) or not _is_allowed(run[0], rows, columns, sheet):
        return _make_paragraphs(run, sheet)
    header = len(run) > 1 and hints[0].startswith("table:header")
    header = header or is_headed([passage.text.split("\t") for passage in run])
    stub = all(hint.startswith("table:stub") for hint in hints[header:])
    return [Table(rows, header, list_numbers(run), stub)]


def _is_allowed(
    first: Passage, rows: Sequence[Sequence[object]], columns: int, sheet: Sheet
) -> bool:
    """Whether a table is within the limits; if not, `sheet` asks.

    To set a cell on paper takes many times what its words in a paragraph take. It is asked once
    where it is all the cells together, which may be in many tables.
    """
    cells = sheet.cells + sum(map(len, rows))
    for key, size, said in (
        ("table_rows", len(rows), "the table has {:,} rows"),
        ("table_columns", columns, "the table has {:,} columns"),
        ("table_cells", cells, "with this table the article has {:,} cells of tables"),
    ):
        most = getattr(sheet.limits, key)
        if size > most:
            if key != "table_cells" or not sheet.full:
                message = f"{said.format(size)}, the limit `limits.{key}` is {most:,}"
                query = make_query("structure.table", first.numbers[0], message, anchor=first.text)
                sheet.asked.append(query)
            sheet.full = sheet.full or key == "table_cells"
            return False
    sheet.cells = cells
    return True


def is_headed(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of `rows` names columns: it holds no figure, and a row below it does.

    Years that go on from column to column name them, and so does what stands behind an empty cell.

    >>> is_headed([["Pier", "Dues"], ["North", "41%"]]), is_headed([["", "2019"], ["North", "41"]])
    (True, True)
    >>> is_headed([["Pier", "2019", "2021"], ["North", "41", "17"]])
    True
    >>> is_headed([["1999", "41"], ["2000", "20"]]), is_headed([["Pier", "Dues"], ["North", "low"]])
    (False, False)
    """
    first, *rest = ([bool(_FIGURE.fullmatch(cell)) for cell in row] for row in rows)
    is_even = all(len(row) == len(first) for row in rest)
    has_names = not (any(first) and rows[0][0].strip()) or _counts_years(rows)
    return is_even and any(map(any, rest)) and has_names


def _counts_years(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of `rows` goes on from year to year behind a name, and no other has one."""
    head, *others = ([bool(_YEAR.fullmatch(cell.strip())) for cell in row] for row in rows)
    goes_on = all(above < below for above, below in pairwise(rows[0][1:]))
    is_head = len(head) > 2 and not head[0] and all(head[1:]) and goes_on
    return is_head and not any(map(any, others))


def _make_programs(run: Sequence[Passage], sheet: Sheet) -> Iterator[Code]:
    """The programs of `run`: an empty line parts those that the format tells apart."""
    programs: list[list[Passage]] = [[]]
    for passage in run:
        if passage.apart and passage.kind == "code":
            programs.append([])
        programs[-1].append(passage)
    for program in programs:
        if any(passage.text for passage in program):
            lines = [
                "\n" * passage.apart + sheet.current[passage.numbers[0]].rstrip()
                for passage in program
            ]
            yield Code("\n".join(lines).strip("\n"), list_numbers(program))


def is_code(text: str) -> bool:
    """Whether `text` is a line of a program or a shell, told by its signs, in any language.

    >>> all(map(is_code, ("if (harbour.open()) {", "$ make harbour", "});", "oil = tank[2];")))
    True
    >>> prose = ("Interval: ten seconds", "The harbour (an old one) was quiet.", "Ports & ships")
    >>> any(map(is_code, (*prose, "The close() function shuts the harbour for the night;")))
    False
    """
    line = _QUOTED.sub('""', text.strip()) if len(text) <= _WIDEST else ""
    if _PROSE.search(line):
        return False
    return _BEGUN.match(line) is not None or _HELD.search(line) is not None


# ── pictures ─────────────────────────────────────────────────────────────────


def pair_captions(passages: Sequence[Passage]) -> list[Passage]:
    """Give the pictures among `passages` their captions, which then stand nowhere else.

    A caption belongs to the picture it touches, above it or else below; one that touches none
    to the picture above it, and only then, where its format calls it a caption, to that below.
    A picture whose words are the title has none.
    """
    captions: dict[int, int] = {}
    taken: set[int] = set()
    shown = [at for at, one in enumerate(passages) if one.kind == "figure" and one.role in _TEXT]
    for step, touches in ((1, True), (-1, True), (1, False), (-1, False)):
        for at in shown:
            place = at + step
            if at in captions or place in taken or not 0 <= place < len(passages):
                continue
            lower, caption = passages[max(at, place)], passages[place]
            is_near = not lower.apart if touches else step > 0 or caption.kind == "caption"
            if caption.is_caption and is_near:
                captions[at] = place
                taken.add(place)
    return [
        replace(passage, caption=passages[captions[at]]) if at in captions else passage
        for at, passage in enumerate(passages)
        if at not in taken
    ]


def _make_figures(run: Sequence[Passage], _: Sheet) -> Iterator[Figure]:
    """The pictures of `run`, among them captions whose pictures did not arrive."""
    for passage in run:
        source, caption = passage.hint.partition(":")[2], passage.caption
        if passage.kind != "figure":
            yield Figure(passage.content, lines=passage.numbers)
        elif caption is None:
            yield Figure((), source, passage.text, passage.numbers)
        else:
            lines = tuple(sorted((*passage.numbers, *caption.numbers)))
            yield Figure(caption.content, source, passage.text, lines)


def mark_decorative(
    body: tuple[Block, ...], submission: Submission, decisions: Decisions
) -> tuple[Block, ...]:
    """Mark those pictures in `body` of which the editor says that they add nothing."""
    bare = [one for one in decisions.pictures if not one.alt]
    known = pictures.hash_pictures(submission) if bare else {}
    found = (pictures.find_picture(one, submission, known) for one in bare)
    numbers = {line.number for line in found if line is not None}
    return tuple(
        replace(block, decorative=True)
        if isinstance(block, Figure) and not block.alt and numbers.intersection(block.lines)
        else block
        for block in body
    )


#: Each kind of block, and what makes the blocks of a run of its passages.
KINDS: Final[dict[str, Callable[[Sequence[Passage], Sheet], Iterable[Block]]]] = {
    "text": _make_paragraphs,
    "heading": _make_headings,
    "list": make_lists,
    "quote": _make_quote,
    "rows": _make_rows,
    "table": _make_table,
    "code": _make_programs,
    "figure": _make_figures,
    "break": _make_breaks,
}
