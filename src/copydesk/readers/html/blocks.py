"""A page's tree to its blocks in reading order, each one a line of the reader's text.

No word is left out here but those of scripts, styles, embedded players and the ways back
from footnotes: which blocks are the article is for `main_text` and for the labeller to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from lxml.html import HtmlElement

from copydesk.model import Mark, Picture, make_note_hint
from copydesk.readers.html import notes as html_notes
from copydesk.readers.html import pictures, tables
from copydesk.readers.html.elements import (
    SKIPPED,
    find_marks,
    flatten,
    has_name,
    heading_level,
    is_block,
    is_hidden,
    split_names,
    stands_apart,
)
from copydesk.readers.inlines import (
    PLAIN,
    Call,
    Kind,
    Look,
    Onward,
    Printed,
    Run,
    Turn,
    join_cells,
    read_inlines,
)

#: The element of a tree that tells in which line of its source the text goes on.
ROW: Final = "row"
LISTS: Final = frozenset(("ul", "ol", "menu", "dir", "dl"))
#: What turns an item into a block of a layout that was made with a list.
_CARDS: Final = ("h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "table", "form", "nav")
#: What a caption never holds, and what a figure may hold instead of a picture.
_NO_CAPTION: Final = ("img", "amp-img", "picture", "video", "iframe", "figure", "table", "pre")
_NO_PICTURE: Final = ("table", "pre", "blockquote")
#: Characters of the longest caption, and of the shortest page that is one piece of `pre`.
_CAPTION: Final = 900
_PAGE: Final = 2_000
#: The share of a page's prose that nothing but the article has.
_MOST: Final = 0.5
#: Signs of a link from a heading to itself.
_PERMALINKS: Final = ("¶", "#", "§", "🔗", "🔗\ufe0e", "∞", "⚓")
#: White space that pages collapse; a no-break space is a character like any other.
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_PULL_QUOTE = re.compile(r"pull-?quote")
#: Items that Word writes as paragraphs, and the signs they begin with.
_LEVEL = re.compile(r"mso-list\s*:\s*[^;]{0,30}\blevel(\d)", re.IGNORECASE)
_WORD_SIGN = re.compile(r"(?:[·•o§–\-\uf0b7\uf0a7]|\(?(\d{1,3})[.)])[\s\u00a0]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Page:
    """What the walk needs to know of the page.

    The `base` of its addresses, its notes, how much prose it has, and the marks that its
    style sheets make of a class. `typed` is a tree of Markdown, where writers set the blanks.
    """

    base: str
    notes: html_notes.Notes
    prose: int
    classes: Mapping[str, tuple[Kind, ...]]
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A block on its way to be a `Line`.

    `element` is the smallest one that holds it. Blocks of one `group` (items of a list, rows
    of a table, lines of a verse) have no gap between them. `row`, `more` and `flow` are those
    of `Printed`, where the source has lines.
    """

    text: str
    element: HtmlElement
    group: int
    marks: tuple[Mark, ...] = ()
    hint: str = ""
    zone: str = ""
    row: int = 0
    more: frozenset[int] = frozenset()
    flow: Onward = ""


@dataclass(slots=True)
class _List:
    """A list that is open: its depth, the number of its next item, its group of blocks."""

    depth: int
    ordered: bool
    value: int
    step: int
    group: int


@dataclass(slots=True)
class _Item:
    """An item that is open; `begun` once it has had a block."""

    list: _List
    value: int
    begun: bool = False

    def next_hint(self) -> str:
        """Return the hint of the item's next block."""
        depth, begun, self.begun = self.list.depth, self.begun, True
        if begun:
            return f"list:more:{depth}"
        return f"list:number:{depth}:{self.value}" if self.list.ordered else f"list:bullet:{depth}"


class _Flow:
    """The text of a block that is open, whose blanks collapse as in a browser unless `typed`."""

    def __init__(self, *, typed: bool = False) -> None:
        self.runs: list[Run | Call | Turn] = []
        self.row = 0  # the line of the source in which it begins
        self._typed = typed
        self._last = ""
        self._gap = False

    def add(self, text: str, look: Look) -> None:
        """Go on with `text`."""
        flat = text if self._typed else _BLANKS.sub(" ", text)
        if self._last in ("", " "):
            flat = flat.lstrip(" ")
        elif self._gap and flat and self._last.isalnum() and (flat[0].isalnum() or flat[0] in "#@"):
            self.runs.append(Run(" "))
        if flat:
            self.keep(flat, look)

    def keep(self, text: str, look: Look = PLAIN) -> None:
        """Go on with `text` as it stands."""
        self.runs.append(Run(text, look))
        self._last, self._gap = text[-1], False

    def attach(self, text: str) -> None:
        """Put `text` right behind what is there, before a blank that may follow it."""
        if self._last:
            self._attach(Run(text))

    def add_gap(self) -> None:
        """Keep what follows from growing together with the word before it.

        Pages set links, dates and names side by side and leave the gap to the style sheet.
        """
        self._gap = True

    def call_note(self, name: str, sign: int) -> None:
        """Call the note `name` here; the last `sign` characters are its sign."""
        if not sign:
            self._attach(Call(name))
        at = len(self.runs)
        while sign > 0 and at > 0:
            at -= 1
            if isinstance(run := self.runs[at], Run):
                self.runs[at] = replace(run, look=replace(run.look, note=name))
                sign -= len(run.text)

    def turn(self, rows: int, look: Look, *, soft: bool) -> None:
        """Go on in another line of the source, `rows` further down."""
        self.runs.append(Turn(rows, soft, look))
        self._last = "" if soft else self._last

    def take(self) -> list[Printed]:
        """Return the lines that the runs make, and begin anew."""
        lines = read_inlines(self.runs, self.row).lines
        self.runs, self._last, self._gap = [], "", False
        return lines

    def _attach(self, run: Run | Call) -> None:
        last = self.runs[-1] if self.runs else None
        if self._last == " " and isinstance(last, Run):
            self.runs[-1:] = [replace(last, text=last.text[:-1]), run, Run(" ")]
        else:
            self.runs.append(run)


@dataclass(frozen=True, slots=True)
class _Place:
    """What the elements around it mean for a block.

    The block that is open, the innermost hint or item, the list and the note around; whether
    a quotation is; `joins`: a line break is a blank; `keeps`: all blanks stay.
    """

    element: HtmlElement
    hint: str = ""
    item: _Item | None = None
    list: _List | None = None
    note: str = ""
    quoted: bool = False
    joins: bool = False
    keeps: bool = False


def count_prose(element: HtmlElement) -> int:
    """Count the characters in the paragraphs of `element`."""
    return sum(len(part.text_content()) for part in element.iter("p"))


@dataclass(slots=True)
class Shared:
    """What the walk of a page and those of its cells, notes and hidden texts gather together.

    `nested` are the lists and quotations inside of quotations, each before its first block.
    """

    pictures: list[Picture] = field(default_factory=list)
    unprinted: list[str] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    nested: list[tuple[str, int]] = field(default_factory=list)


class BlockReader:
    """Walks the children of `root`; what it met is in `blocks` and `shared` then.

    `inner` is the walk of a cell, a hidden text or a note, which is read apart; no further
    walk begins inside of such a one.

    >>> from lxml.html import fromstring
    >>> page = Page("", html_notes.Notes(), 0, {})
    >>> walk = BlockReader(fromstring("<div><h2>Bees</h2><p>They <i>hum</i>.</div>"), page)
    >>> [(block.hint, block.text) for block in walk.blocks]
    [('heading:2', 'Bees'), ('', 'They hum.')]
    """

    def __init__(
        self,
        root: HtmlElement,
        page: Page,
        shared: Shared | None = None,
        *,
        inner: bool = False,
        row: int = 0,
    ) -> None:
        self.blocks: list[Block] = []
        self.shared = shared or Shared()
        self.row = row
        self._page, self._inner = page, inner
        self._flow = _Flow(typed=page.typed)
        self._look = PLAIN
        self._place = _Place(root)
        self._origin: HtmlElement | None = None
        self._after: list[Block] = []
        self._groups = self._group = 1
        self._lifted = self._tables = 0
        #: Whether an element has just ended without a gap, and such a one as stands apart.
        self._beside = self._apart = False
        self._single: Mapping[str, Callable[[HtmlElement], None]] = {
            "br": self._break_line,
            "wbr": lambda _: self._flow.attach("\u200b"),
            "hr": self._add_rule,
            "img": self._add_image,
            "amp-img": self._add_image,
            "math": self._add_formula,
            "noscript": self._add_unscripted,
            **({ROW: self._turn_row} if page.typed else {}),
        }
        self._walk_children(root)
        self._end_block()

    # ── the walk ─────────────────────────────────────────────────────────────

    def _walk_children(self, element: HtmlElement) -> None:
        self._add_text(element, element.text)
        for child in element:
            self._walk(child)
            self._beside = not child.tail
            self._apart = self._beside and stands_apart(child)
            self._add_text(element, child.tail)

    def _walk(self, element: HtmlElement) -> None:
        if single := self._single.get(element.tag):
            single(element)
        elif self._is_left_out(element):
            return
        elif not self._inner and is_hidden(element) and self._is_minor(element):
            self._put_aside(replace(b, zone="hidden") for b in self._read_apart(element) if b.text)
        elif is_block(element):
            self._walk_block(element)
        elif html_notes.is_beside(element) and not self._inner and self._flow.runs:
            self._lift_note(element)
        else:
            self._walk_inline(element)

    def _add_text(self, element: HtmlElement, text: str | None) -> None:
        if not text:
            return
        self._flow.row = self._flow.row if self._flow.runs else self.row
        if self._place.keeps:
            self._flow.keep(text)
        else:
            self._flow.add(text, self._look)
        if not text.isspace():
            self._beside = False
            same = self._origin is None or self._origin is element
            self._origin = element if same else self._place.element

    def _walk_inline(self, element: HtmlElement) -> None:
        notes, flow, outer = self._page.notes, self._flow, self._look
        if self._beside and not self._page.typed and (self._apart or stands_apart(element)):
            flow.add_gap()
        if element in notes.calls and not (len(element) or element.text):
            flow.row = flow.row if flow.runs else self.row
            flow.call_note(notes.calls[element], 0)
        elif element in notes.calls:
            self._look = replace(outer, note=notes.calls[element])
        elif not self._place.keeps:
            marks = find_marks(element, self._page.base, self._page.classes)
            told: dict[str, Any] = {kind: target or True for kind, target in marks}
            self._look = replace(outer, **told)
        if element.tag == "q":
            flow.add('"', outer)
        self._walk_children(element)
        # A link that holds another ends where that begins, as in a browser.
        parts = element.tag == "a" and outer.link
        self._look = replace(outer, link="") if parts else outer
        if element.tag == "q":
            flow.attach('"')

    def _walk_block(self, element: HtmlElement) -> None:
        self._end_block()
        if element.tag == "table" and not self._inner and self._is_data(element):
            self._add_table(element)
            return
        outer, notes = self._place, self._page.notes
        place = self._enter(element)
        name = notes.texts.get(element)
        # Of what is around a note nothing is told.
        self._place = replace(place, note=name, hint="", item=None) if name else place
        self._walk_children(element)
        self._end_block()
        self._place = outer

    def _read_apart(self, element: HtmlElement) -> list[Block]:
        """Read an element that interrupts its sentence, each block in a group of its own."""
        walk = BlockReader(element, self._page, self.shared, inner=True, row=self.row)
        self.row = walk.row
        return [replace(block, group=self._next_group()) for block in walk.blocks]

    def _turn_row(self, element: HtmlElement) -> None:
        """Go on in the line of the source that the tree tells."""
        row = int(element.get("value") or 0)
        if self._flow.runs and row != self.row and not self._place.keeps:
            self._flow.turn(row - self.row, self._look, soft=element.get("class") == "soft")
        self.row = row

    # ── places ───────────────────────────────────────────────────────────────

    def _enter(self, element: HtmlElement) -> _Place:
        """Return what being inside of `element` means for a block."""
        tag, place = element.tag, replace(self._place, element=element)
        if tag in LISTS:
            return replace(place, list=self._open_list(element))
        if tag in ("li", "dt", "dd"):
            item = self._open_item(element)
            return replace(place, item=item, hint="", joins=False, keeps=False) if item else place
        hint, joins, keeps = "", False, tag in ("pre", "xmp", "listing")
        if level := heading_level(element):
            hint, joins = f"heading:{level}", True
        elif keeps:
            hint = _find_hint_of_lines(element, self._page.prose)
        elif tag == "blockquote" or _PULL_QUOTE.search(" ".join(split_names(element))):
            parent = element.getparent()
            if place.quoted and not self._inner and parent is not None and len(parent) > 1:
                self.shared.nested.append(("quotation", len(self.blocks)))
            hint, place = "quote", replace(place, quoted=True)
        elif _is_caption(element):
            hint, joins = "caption", True
        else:
            return place
        return replace(place, hint=hint, item=None, joins=joins, keeps=keeps)

    def _open_list(self, element: HtmlElement) -> _List:
        ordered, around = element.tag == "ol", self._place.list
        if self._place.quoted and not around and not self._inner:
            self.shared.nested.append(("list", len(self.blocks)))
        backwards = ordered and element.get("reversed") is not None
        first = _read_number(element.get("start"))
        if first is None:
            first = sum(1 for _ in element.iterchildren("li")) if backwards else 1
        depth, group = (around.depth + 1, around.group) if around else (1, self._next_group())
        return _List(depth, ordered, first, -1 if backwards else 1, group)

    def _open_item(self, element: HtmlElement) -> _Item | None:
        """Open the item `element`; None where it is a block of a layout."""
        if any(True for _ in element.iter(*_CARDS)):
            return None
        # An item outside of any list is one of a list of its own.
        held = self._place.list or _List(
            1, ordered=False, value=1, step=1, group=self._next_group()
        )
        if element.tag == "dd" and held.value == 1:
            return None  # without a term it is only indented
        value = _read_number(element.get("value"))
        held.value = held.value if value is None else value
        item = _Item(held, held.value, begun=element.tag == "dd")
        held.value += held.step
        return item

    def _is_minor(self, element: HtmlElement) -> bool:
        return not self._page.prose or count_prose(element) < _MOST * self._page.prose

    def _is_left_out(self, element: HtmlElement) -> bool:
        """Whether the element holds no words of the page, but a way back or to itself."""
        if element.tag in SKIPPED and element.get("shadowrootmode") is None:
            return True
        if element in self._page.notes.backs:
            return True
        if element.tag != "a" or "#" not in (element.get("href") or ""):
            return False
        heading = self._place.hint.startswith("heading")
        return heading and flatten(element.text_content()[:20]) in _PERMALINKS

    # ── finished blocks ──────────────────────────────────────────────────────

    def _next_group(self) -> int:
        self._groups += 1
        return self._groups

    def _break_line(self, _: HtmlElement) -> None:
        """End the line; the next one belongs to it unless it is empty."""
        if self._inner or (self._place.joins and not self._place.keeps):
            self._flow.add(" ", PLAIN)
        elif self._place.keeps:
            self._flow.keep("\n")
        elif not self._flow.runs:
            self._group = self._next_group()
        else:
            self._flush()

    def _end_block(self) -> None:
        """Set what is held, and what was put aside meanwhile; a gap follows."""
        self._flush()
        self.blocks += self._after
        self._after = []
        self._group = self._next_group()

    def _put_aside(self, blocks: Iterable[Block]) -> None:
        """Set blocks that interrupt no sentence: before the one that is held, or after it."""
        (self.blocks if not self._flow.runs else self._after).extend(blocks)

    def _flush(self) -> None:
        place = self._place
        element = self._origin if self._origin is not None else place.element
        self._origin = None
        if place.keeps:
            self._add_lines(element)
            return
        for line in self._flow.take():
            if line.text.strip() or line.marks:
                self._add_line(element, line)

    def _add_line(self, element: HtmlElement, line: Printed) -> None:
        """Set a line of running text."""
        place, item = self._place, self._place.item
        apart = item and item.begun and self.blocks[-1].group != item.list.group
        if apart and self._page.typed and not place.quoted:
            item = None  # something other than a paragraph stands between
        hint, group = (item.next_hint(), item.list.group) if item else (place.hint, self._group)
        if hint.startswith("heading"):
            line = line.without("strong", "emph")
        if place.note:
            hint, line = make_note_hint(place.note, hint), html_notes.strip_way_back(line)
        elif not hint:
            hint, line, group = self._read_word_item(line)
        elif place.quoted and item:
            # Another's list stays in the quotation, which holds paragraphs.
            sign = {"bullet": "• ", "number": f"{item.value}. "}.get(hint.split(":")[1], "")
            hint, line, group = "quote", line.behind(sign), self._group
        self._add(line, element, group, hint)

    def _add(self, line: Printed, element: HtmlElement, group: int, hint: str) -> None:
        told = (line.row, line.more, line.flow)
        self.blocks.append(Block(line.text, element, group, line.marks, hint, "", *told))

    def _read_word_item(self, line: Printed) -> tuple[str, Printed, int]:
        """Read the sign of a paragraph that Word meant as an item of a list."""
        element = self._place.element
        sign = _WORD_SIGN.match(line.text)
        if not sign or element.tag != "p" or not (element.get("class") or "").startswith("MsoList"):
            return "", line, self._group
        level = _LEVEL.search((element.get("style") or "")[:_PAGE])
        depth = level[1] if level else "1"
        hint = f"list:number:{depth}:{int(sign[1])}" if sign[1] else f"list:bullet:{depth}"
        last = self.blocks[-1] if self.blocks else None
        group = last.group if last and last.hint.startswith("list:") else self._group
        return hint, line.cut(sign.end(), len(line.text)), group

    def _add_lines(self, element: HtmlElement) -> None:
        text = "".join(run.text for run in self._flow.runs if isinstance(run, Run))
        row, note = self._flow.row, self._place.note
        self._flow = _Flow(typed=self._page.typed)
        if not text.strip():
            return
        hint, group = self._place.hint, self._next_group()
        hint = make_note_hint(note, hint) if note else hint
        text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
        row += len(text) - len(text := text.lstrip("\n"))
        for place, line in enumerate(text.split("\n")):
            if line.strip() or (hint and not note):
                self._add(Printed(line.rstrip(), row=row + place), element, group, hint)
            else:
                group = self._next_group()

    def _lift_note(self, element: HtmlElement) -> None:
        """Put a note that stands in its sentence behind the block, and call it there."""
        self._lifted += 1
        name = element.get("id") or f"beside-{self._lifted}"
        before = element.getprevious()
        sign = before is not None and before.tag == "sup" and not before.tail
        length = len(flatten(before.text_content())) if sign and before is not None else 0
        self._flow.call_note(name, length)
        found = self._read_apart(element)
        self._put_aside(replace(b, hint=make_note_hint(name)) for b in found if b.text)

    # ── rules, formulas, pictures, tables ───────────────────────────────────────────

    def _add_rule(self, element: HtmlElement) -> None:
        self._end_block()
        self._add(Printed("", row=self.row), element, self._next_group(), "break")

    def _add_formula(self, element: HtmlElement) -> None:
        notes = element.iter("annotation")
        source = next((note.text for note in notes if "tex" in (note.get("encoding") or "")), None)
        self._add_text(element, element.get("alttext") or source or flatten(element.text_content()))

    def _add_image(self, element: HtmlElement) -> None:
        """Set a picture before the block that it is in, or after it."""
        shared, typed = self.shared, self._page.typed
        if not typed and (sign := pictures.find_character(element)):
            self._add_text(element, sign)
            return
        base = self._page.base
        shown = pictures.read_tag(element) if typed else pictures.find_picture(element, base)
        parent = element.getparent()
        twin = parent is not None and parent.tag == "noscript"
        if shown is None or (twin and shown.source in shared.sources):
            return
        shared.sources.add(shown.source)
        name = shown.source
        if name.startswith("data:"):
            number = len(shared.pictures) + len(shared.unprinted) + 1
            name, picture = pictures.read_picture(name, number)
            if picture is None:
                shared.unprinted.append(name)
            else:
                shared.pictures.append(picture)
        group, hint = self._next_group(), f"figure:{name}"
        self._put_aside([Block(shown.alt, element, group, hint=hint, row=self.row)])

    def _add_unscripted(self, element: HtmlElement) -> None:
        """Take the picture that a page without scripts shows, unless its lazy twin is there."""
        before = element.getprevious()
        if before is not None and before.tag in ("img", "picture", "amp-img") and not before.tail:
            twin = before.find("img") if before.tag == "picture" else before
            if twin is not None and pictures.find_picture(twin, self._page.base) is not None:
                return
        for image in element.iter("img"):
            self._add_image(image)

    def _is_data(self, table: HtmlElement) -> bool:
        notes = self._page.notes
        inside = notes.texts and any(part in notes.texts for part in table.iter())
        noted = bool(self._place.note) or inside
        return not noted and tables.is_data(table)

    def _add_table(self, element: HtmlElement) -> None:
        self._tables += 1
        group = self._next_group()
        figures: list[Block] = []
        caption = element.find("caption")
        if caption is not None and (text := join_cells([self._read_cell(caption, figures)])).text:
            self._add(text, caption, self._next_group(), "caption")
        for row in tables.read_rows(element):
            cells = [self._read_cell(cell, figures) for cell in row.cells]
            if row.kind == "header":
                cells = [[line.without("strong") for line in cell] for cell in cells]
            while cells and not cells[-1] and not self._page.typed:
                cells.pop()
            if any(cells):
                hint = f"table:{row.kind}:{self._tables}"
                self._add(join_cells(cells), row.element, group, hint)
        self.blocks += figures
        self._end_block()

    def _read_cell(self, cell: HtmlElement | None, figures: list[Block]) -> list[Printed]:
        """Read the lines of a cell; its pictures are added to `figures`."""
        found = self._read_apart(cell) if cell is not None else []
        figures += [block for block in found if block.hint.startswith("figure:")]
        shown = [block for block in found if block.text and not block.hint.startswith("figure:")]
        return [Printed(b.text, b.marks, b.row, b.more, b.flow) for b in shown]


def _is_caption(element: HtmlElement) -> bool:
    """Whether the element is a caption by its tag or name, or a figure with a picture in it."""
    if element.tag in ("figcaption", "caption"):
        return True
    if element.tag == "figure":
        return _holds(element, "img", "amp-img", "picture") and not _holds(element, *_NO_PICTURE)
    named = any(
        word.endswith("caption") for name in split_names(element) for word in name.split("-")
    )
    return named and len(element.text_content()) <= _CAPTION and not _holds(element, *_NO_CAPTION)


def _find_hint_of_lines(element: HtmlElement, prose: int) -> str:
    """Return the hint of the lines in `pre`: code, but for verse and pages that are all `pre`."""
    if has_name(element, "look.verse"):
        return ""
    if element.find(".//code") is not None or element.get("class"):
        return "code"
    return "" if len(element.text_content()) > max(_PAGE, prose) else "code"


def _holds(element: HtmlElement, *tags: str) -> bool:
    return any(True for _ in element.iter(*tags))


def _read_number(value: str | None) -> int | None:
    text = (value or "").strip()
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdecimal() and len(digits) <= 6 else None
