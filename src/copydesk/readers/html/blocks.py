"""A page's tree → its blocks in reading order, each one a line of the reader's text.

No word is left out here but those of scripts, styles, embedded players and the ways back
from footnotes: which blocks are the article is for the vote and for `structure` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from lxml.html import HtmlElement

from copydesk import noting
from copydesk.model import Mark, Picture
from copydesk.readers.html import context, pictures, tables
from copydesk.readers.html import notes as html_notes
from copydesk.readers.html.context import Context
from copydesk.readers.html.inline import Kind, joined
from copydesk.readers.html.lists import ITEMS, LISTS
from copydesk.readers.html.marks import kinds, stands_apart
from copydesk.readers.html.stick import Draft, Place, Stick
from copydesk.readers.html.tree import SKIPPED, flat, heading_level, is_block, is_hidden

#: The share of a page's prose that nothing but the article has.
_MOST: Final = 0.5
#: Signs of a link from a heading to itself.
_PERMALINKS: Final = ("¶", "#", "§", "🔗", "🔗\ufe0e", "∞", "⚓")

Leave: TypeAlias = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Page:
    """What the walk needs to know of the page.

    The `base` of its addresses, its notes, how much prose it has, and the marks that its
    style sheets make of a class.
    """

    base: str
    notes: html_notes.Notes
    prose: int
    classes: Mapping[str, tuple[Kind, ...]]


def prose(element: HtmlElement) -> int:
    """Characters in the paragraphs of `element`."""
    return sum(len(part.text_content()) for part in element.iter("p"))


class Blocks:
    """Walks the children of `root`; what it met is in `drafts` and `pictures` then.

    `outer` is the walk that came upon a cell, hidden text or a note and reads it apart; no
    further walk begins inside of such a one.
    """

    def __init__(self, root: HtmlElement, page: Page, outer: Blocks | None = None) -> None:
        self._page = page
        self._outer = outer
        self._stick = Stick(root)
        self.drafts = self._stick.drafts
        self.pictures: list[Picture] = outer.pictures if outer else []
        self.sources: set[str] = outer.sources if outer else set()
        #: Pictures inside the page that no edition can print.
        self.unprinted: list[str] = outer.unprinted if outer else []
        self._lifted = self._tables = 0
        #: Whether an element has just ended without a gap, and such a one as stands apart.
        self._beside = self._apart = False
        self._single: dict[str, Callable[[HtmlElement], None]] = {
            "br": self._line_break,
            "wbr": self._soft_break,
            "hr": self._rule,
            "img": self._image,
            "amp-img": self._image,
            "math": self._formula,
            "noscript": self._unscripted,
        }
        self._text(root, root.text)
        for child in root:
            self._walk(child)
            self._text(root, child.tail)
        self._stick.end_block()

    # ── the walk ─────────────────────────────────────────────────────────────

    def _walk(self, element: HtmlElement) -> None:
        leave = self._enter(element)
        if leave is not None:
            self._text(element, element.text)
            for child in element:
                self._walk(child)
                self._text(element, child.tail)
            leave()
        self._beside = not element.tail
        self._apart = self._beside and stands_apart(element)

    def _enter(self, element: HtmlElement) -> Leave | None:
        """What is to be done after the children of `element`, None if they are not walked."""
        single = self._single.get(element.tag)
        if single is not None:
            single(element)
        elif not self._is_left_out(element):
            if is_hidden(element) and not self._outer and self._is_minor(element):
                self._hide(element)
            elif is_block(element):
                return self._block(element)
            elif html_notes.is_beside(element) and self._amid():
                self._lift(element)
            else:
                return self._inline(element)
        return None

    def _is_left_out(self, element: HtmlElement) -> bool:
        """Whether the element holds no words of the page, or only a way back from a note."""
        if element.tag in SKIPPED and element.get("shadowrootmode") is None:
            return True
        return element in self._page.notes.backs or self._is_permalink(element)

    def _text(self, element: HtmlElement, text: str | None) -> None:
        if text:
            self._stick.text(element, text)
            self._beside = self._beside and text.isspace()

    def _amid(self) -> bool:
        """Whether the walk is in the middle of a sentence of the page."""
        return not self._outer and not self._stick.flow.empty

    # ── inline ───────────────────────────────────────────────────────────────

    def _inline(self, element: HtmlElement) -> Leave:
        notes, flow = self._page.notes, self._stick.flow
        if element in notes.starts:
            self._stick.begin_note(notes.starts[element])
        if self._beside and (self._apart or stands_apart(element)):
            flow.part()
        if element in notes.calls:
            flow.open("note", notes.calls[element])
            return flow.close
        opened = kinds(element, self._page.base, self._page.classes)
        if self._stick.context.keeps:
            opened = ()
        quoted = element.tag == "q"
        if quoted:
            flow.add('"')
        for kind, target in opened:
            flow.open(kind, target)

        def leave() -> None:
            for _ in opened:
                flow.close()
            if quoted:
                flow.stick('"')

        return leave

    def _lift(self, element: HtmlElement) -> None:
        """Put a note that stands in its sentence behind the block, and call it there."""
        self._lifted += 1
        name = element.get("id") or f"beside-{self._lifted}"
        before = element.getprevious()
        sign = before is not None and before.tag == "sup" and not before.tail
        self._stick.flow.call(name, len(flat(before.text_content())) if sign else 0)
        self._stick.put_aside(
            replace(draft, hint=noting.hint(name), group=self._stick.new_group())
            for draft in Blocks(element, self._page, self).drafts
            if draft.text
        )

    def _line_break(self, _element: HtmlElement) -> None:
        if self._outer:
            self._stick.flow.add(" ")
        else:
            self._stick.line_break()

    def _soft_break(self, _element: HtmlElement) -> None:
        self._stick.flow.stick("\u200b")

    def _formula(self, element: HtmlElement) -> None:
        notes = element.iter("annotation")
        source = next((note.text for note in notes if "tex" in (note.get("encoding") or "")), None)
        self._text(element, element.get("alttext") or source or flat(element.text_content()))

    def _image(self, element: HtmlElement) -> None:
        """A picture stands before the block that it is in, or after it."""
        sign = pictures.character(element)
        if sign:
            self._text(element, sign)
            return
        shown = pictures.shown(element, self._page.base)
        twin = element.getparent().tag == "noscript"
        if shown is None or (twin and shown.source in self.sources):
            return
        self.sources.add(shown.source)
        name = shown.source
        if name.startswith("data:"):
            number = len(self.pictures) + len(self.unprinted) + 1
            picture = pictures.picture(name, number)
            if picture is None:
                name = f"picture-{number}.{pictures.suffix(name)}"
                self.unprinted.append(name)
            else:
                self.pictures.append(picture)
                name = picture.name
        figure = Draft(shown.alt, element, self._stick.new_group(), hint=f"figure:{name}")
        self._stick.put_aside([figure])

    def _unscripted(self, element: HtmlElement) -> None:
        """Take the picture that a page without scripts shows, unless its lazy twin is there."""
        before = element.getprevious()
        if before is not None and before.tag in ("img", "picture", "amp-img") and not before.tail:
            twin = before.find("img") if before.tag == "picture" else before
            if twin is not None and pictures.shown(twin, self._page.base) is not None:
                return
        for image in element.iter("img"):
            self._image(image)

    # ── blocks ───────────────────────────────────────────────────────────────

    def _rule(self, element: HtmlElement) -> None:
        self._stick.end_block()
        self._stick.put(Draft("", element, self._stick.new_group(), hint="break"))

    def _block(self, element: HtmlElement) -> Leave | None:
        stick = self._stick
        stick.end_block()
        if element.tag == "table" and not self._outer and self._is_data(element):
            self._table(element)
            return None
        before, notes = (stick.note, stick.outside), self._page.notes
        place = None
        if element.tag in LISTS:
            stick.lists.enter(element, stick.new_group())
        else:
            place = self._place(element)
        stick.enter(element, place)
        stick.begin_note(notes.starts.get(element) or notes.texts.get(element) or stick.note)

        def leave() -> None:
            stick.end_block()
            stick.leave(place)
            if element.tag in LISTS:
                stick.lists.leave()
            stick.note, stick.outside = before

        return leave

    def _place(self, element: HtmlElement) -> Place | None:
        """What being inside of `element` means for a block."""
        if element.tag in ITEMS:
            return self._stick.lists.item(element, self._stick.new_group())
        level = heading_level(element)
        if level:
            return Context(f"heading:{level}", joins=True)
        return context.of(element, self._page.prose)

    def _table(self, element: HtmlElement) -> None:
        self._tables += 1
        stick, group = self._stick, self._stick.new_group()
        apart: list[Draft] = []
        caption = element.find("caption")
        if caption is not None:
            text, marks = self._cell(caption, apart)
            if text:
                stick.put(Draft(text, caption, stick.new_group(), marks, "caption"))
        for row in tables.rows(element):
            cells = [("", ()) if cell is None else self._cell(cell, apart) for cell in row.cells]
            while cells and not cells[-1][0]:
                cells.pop()
            if cells:
                text, marks = joined("\t", cells)
                hint = f"table:{row.kind}:{self._tables}"
                stick.put(Draft(text, row.element, group, marks, hint))
        stick.put_aside(apart)
        stick.end_block()

    def _cell(self, cell: HtmlElement, apart: list[Draft]) -> tuple[str, tuple[Mark, ...]]:
        """The words of a cell; its pictures are added to `apart`."""
        inner = Blocks(cell, self._page, self).drafts
        figures = [draft for draft in inner if draft.hint.startswith("figure:")]
        apart += [replace(figure, group=self._stick.new_group()) for figure in figures]
        words = [(draft.text, draft.marks) for draft in inner if draft not in figures]
        return joined(" ", words)

    def _is_data(self, table: HtmlElement) -> bool:
        notes = self._page.notes
        if notes.calls and any(
            part in notes.texts or part in notes.starts for part in table.iter()
        ):
            return False
        return tables.is_data(table)

    def _hide(self, element: HtmlElement) -> None:
        """Keep hidden text apart, so that it does not stand in a sentence."""
        self._stick.put_aside(
            replace(draft, zone="hidden", group=self._stick.new_group())
            for draft in Blocks(element, self._page, self).drafts
            if draft.text
        )

    def _is_minor(self, element: HtmlElement) -> bool:
        whole = self._page.prose
        return not whole or prose(element) < _MOST * whole

    def _is_permalink(self, element: HtmlElement) -> bool:
        """Whether the element is a sign by which a heading links to itself."""
        if element.tag != "a" or "#" not in (element.get("href") or ""):
            return False
        heading = self._stick.context.hint.startswith("heading")
        return heading and flat(element.text_content()[:20]) in _PERMALINKS
