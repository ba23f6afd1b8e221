"""A page's tree to its blocks in reading order, each one a line of the reader's text.

No word is left out here but those of scripts, styles, embedded players and the ways back
from footnotes: which blocks are the article is for `main_text` and for the labeller to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from lxml.html import HtmlElement

from copydesk.model import ListForm, make_list_hint, make_note_hint, read_list_form
from copydesk.readers.html import notes as html_notes
from copydesk.readers.html import pictures, tables
from copydesk.readers.html.elements import (
    LONGEST,
    SKIPPED,
    find_hint_of_lines,
    find_marks,
    flatten,
    heading_level,
    is_block,
    is_caption,
    is_hidden,
    read_number,
    split_names,
    stands_apart,
)
from copydesk.readers.html.flow import BlockContext, Flow, OpenItem, OpenList
from copydesk.readers.html.page import PageBlock, PageContext, Shared, count_prose
from copydesk.readers.html.zones import name_zone
from copydesk.readers.inlines import (
    PLAIN,
    MarkedLine,
    TextRun,
    join_cells,
    list_struck,
)

#: The element of a tree that tells in which line of its source the text goes on.
ROW: Final = "row"
LISTS: Final = frozenset(("ul", "ol", "menu", "dir", "dl"))
#: What turns an item into a block of a layout that was made with a list.
_CARDS: Final = ("h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "table", "form", "nav")
#: The share of a page's prose that nothing but the article has.
_MOST: Final = 0.5
#: Signs of a link from a heading to itself.
_PERMALINKS: Final = ("¶", "#", "§", "🔗", "🔗\ufe0e", "∞", "⚓")
_PULL_QUOTE = re.compile(r"pull-?quote")
#: Items that Word writes as paragraphs, and the signs they begin with.
_LEVEL = re.compile(r"mso-list\s*:\s*[^;]{0,30}\blevel(\d)", re.IGNORECASE)
_WORD_SIGN = re.compile(r"(?:[·•o§–\-\uf0b7\uf0a7]|\(?(\d{1,3})[.)])[\s\u00a0]+(?=\S)")
#: How a style sheet calls the letters and Roman numerals of a list.
_COUNTED = re.compile(
    r"\blist-style(?:-type)?\s*:[^;]{0,60}\b(lower|upper)-(alpha|latin|roman)\b", re.IGNORECASE
)


class BlockReader:
    """Walks the children of `root`; what it met is in `blocks` and `shared` then.

    `inner` is the walk of a cell, a hidden text or a note, which is read apart; no further
    walk begins inside of such a one.

    >>> from lxml.html import fromstring
    >>> page = PageContext("", html_notes.FoundNotes(), 0, {})
    >>> walk = BlockReader(fromstring("<div><h2>Bees</h2><p>They <i>hum</i>.</div>"), page)
    >>> [(block.hint, block.text) for block in walk.blocks]
    [('heading:2', 'Bees'), ('', 'They hum.')]
    """

    def __init__(
        self,
        root: HtmlElement,
        page: PageContext,
        shared: Shared | None = None,
        *,
        inner: bool = False,
        row: int = 0,
    ) -> None:
        self.blocks: list[PageBlock] = []
        self.shared = shared or Shared()
        self.row = row
        self._page, self._inner = page, inner
        self._flow = Flow(typed=page.typed)
        self._look = PLAIN
        self._place = BlockContext(root)
        self._origin: HtmlElement | None = None
        self._after: list[PageBlock] = []
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
            self._flow.keep(text, self._look)
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
        before = element.getprevious()
        if before is not None and before.tag == element.tag == "sup" and not before.tail:
            flow.keep_apart()
        if element in notes.calls and not (len(element) or element.text):
            flow.row = flow.row if flow.runs else self.row
            flow.call_note(notes.calls[element], 0)
        elif element in notes.calls:
            self._look = replace(outer, note=notes.calls[element])
        else:
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

    def _read_apart(self, element: HtmlElement) -> list[PageBlock]:
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

    def _enter(self, element: HtmlElement) -> BlockContext:
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
            hint = find_hint_of_lines(element, self._page.prose)
        elif tag == "blockquote" or _PULL_QUOTE.search(" ".join(split_names(element))):
            parent = element.getparent()
            if place.quoted and not self._inner and parent is not None and len(parent) > 1:
                self.shared.nested.append(("quotation", len(self.blocks)))
            hint, place = "quote", replace(place, quoted=True)
        elif is_caption(element) and not name_zone(element):
            hint, joins = "caption", True
        else:
            return place
        return replace(place, hint=hint, item=None, joins=joins, keeps=keeps)

    def _open_list(self, element: HtmlElement) -> OpenList:
        ordered, around = element.tag == "ol", self._place.list
        if self._place.quoted and not around and not self._inner:
            self.shared.nested.append(("list", len(self.blocks)))
        backwards = ordered and element.get("reversed") is not None
        first = read_number(element.get("start"))
        if first is None:
            first = sum(1 for _ in element.iterchildren("li")) if backwards else 1
        depth, group = (around.depth + 1, around.group) if around else (1, self._next_group())
        form = _read_form(element) if ordered else "1"
        return OpenList(depth, ordered, first, -1 if backwards else 1, group, form)

    def _open_item(self, element: HtmlElement) -> OpenItem | None:
        """Open the item `element`; None where it is a block of a layout."""
        if any(True for _ in element.iter(*_CARDS)):
            return None
        # An item outside of any list is one of a list of its own.
        held = self._place.list or OpenList(
            1, ordered=False, value=1, step=1, group=self._next_group()
        )
        if element.tag == "dd" and held.value == 1:
            return None  # without a term it is only indented
        value = read_number(element.get("value"))
        held.value = held.value if value is None else value
        item = OpenItem(held, held.value, begun=element.tag == "dd")
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

    def _put_aside(self, blocks: Iterable[PageBlock]) -> None:
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

    def _add_line(self, element: HtmlElement, line: MarkedLine) -> None:
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

    def _add(self, line: MarkedLine, element: HtmlElement, group: int, hint: str) -> None:
        told = (line.row, line.more, line.flow, line.struck)
        self.blocks.append(PageBlock(line.text, element, group, line.marks, hint, "", *told))

    def _read_word_item(self, line: MarkedLine) -> tuple[str, MarkedLine, int]:
        """Read the sign of a paragraph that Word meant as an item of a list."""
        element = self._place.element
        sign = _WORD_SIGN.match(line.text)
        if not sign or element.tag != "p" or not (element.get("class") or "").startswith("MsoList"):
            return "", line, self._group
        level = _LEVEL.search((element.get("style") or "")[:LONGEST])
        depth = level[1] if level else "1"
        hint = make_list_hint(int(depth), int(sign[1]) if sign[1] else None)
        last = self.blocks[-1] if self.blocks else None
        group = last.group if last and last.hint.startswith("list:") else self._group
        return hint, line.cut(sign.end(), len(line.text)), group

    def _add_lines(self, element: HtmlElement) -> None:
        text = "".join(run.text for run in self._flow.runs if isinstance(run, TextRun))
        row, note, struck = self._flow.row, self._place.note, list_struck(self._flow.runs)
        self._flow = Flow(typed=self._page.typed)
        if not text.strip():
            return
        hint, group = self._place.hint, self._next_group()
        hint = make_note_hint(note, hint) if note else hint
        text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
        row += len(text) - len(text := text.lstrip("\n"))
        for place, line in enumerate(text.split("\n")):
            if line.strip() or (hint and not note):
                printed = MarkedLine(line.rstrip(), row=row + place, struck=struck)
                self._add(printed, element, group, hint)
                struck = ()
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
        self._add(MarkedLine("", row=self.row), element, self._next_group(), "break")

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
        self._put_aside([PageBlock(shown.alt, element, group, hint=hint, row=self.row)])

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
        return not noted and tables.is_data(table, typed=self._page.typed)

    def _add_table(self, element: HtmlElement) -> None:
        self._tables += 1
        group = self._next_group()
        figures: list[PageBlock] = []
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

    def _read_cell(self, cell: HtmlElement | None, figures: list[PageBlock]) -> list[MarkedLine]:
        """Read the lines of a cell; its pictures are added to `figures`."""
        found = self._read_apart(cell) if cell is not None else []
        figures += [block for block in found if block.hint.startswith("figure:")]
        shown = [block for block in found if block.text and not block.hint.startswith("figure:")]
        return [MarkedLine(b.text, b.marks, b.row, b.more, b.flow, b.struck) for b in shown]


def _read_form(element: HtmlElement) -> ListForm:
    """How the items of the list `element` are numbered."""
    if told := _COUNTED.search((element.get("style") or "")[:LONGEST]):
        letter = "i" if told[2].lower() == "roman" else "a"
        return read_list_form(letter.upper() if told[1].lower() == "upper" else letter)
    return read_list_form(element.get("type") or "")
