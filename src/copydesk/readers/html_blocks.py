"""A page's tree → its blocks in reading order, each one a line of the reader's text.

No word is left out here but those of scripts, styles, embedded players and the ways back
from footnotes: which blocks are the article is for the vote and for `structure` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from lxml.html import HtmlElement

from copydesk.model import Mark, Picture
from copydesk.readers import html_context, html_notes, html_office, html_pictures, html_tables
from copydesk.readers.html_context import Context
from copydesk.readers.html_inline import Flow, Kind, joined, shifted
from copydesk.readers.html_lists import ITEMS, LISTS, Item, Lists
from copydesk.readers.html_marks import kinds, stands_apart
from copydesk.readers.html_tree import SKIPPED, flat, heading_level, is_block, is_hidden

#: The share of a page's prose that nothing but the article has.
_MOST: Final = 0.5
#: Signs of a link from a heading to itself.
_PERMALINKS: Final = ("¶", "#", "§", "🔗", "🔗\ufe0e", "∞", "⚓")

Leave: TypeAlias = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Draft:
    """A block on its way to be a `Line`.

    `element` is the smallest one that holds it. Blocks of one `group` (items of a list, rows
    of a table, lines of a verse) have no gap between them.
    """

    text: str
    element: HtmlElement
    group: int
    marks: tuple[Mark, ...] = ()
    hint: str = ""
    zone: str = ""


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
    """Walks the children of `root`; what it met is in `drafts` and `pictures` then."""

    def __init__(self, root: HtmlElement, page: Page, *, cell: bool = False) -> None:
        self._page = page
        self._inner = cell  # of a cell, or of hidden text: no further walk begins there
        self.pictures: list[Picture] = []
        self.drafts: list[Draft] = []
        self._after: list[Draft] = []
        self._flow = Flow()
        self._origin: HtmlElement | None = None
        self._blocks: list[HtmlElement] = [root]
        self._contexts: list[Context | Item] = []
        self._lists = Lists()
        self._note = ""
        self._groups = 0
        self._lifted = 0
        self._seen: set[str] = set()
        self._tables = 0
        self._group = self._new_group()
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
        self._end_block()

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
            if is_hidden(element) and not self._inner and self._is_minor(element):
                self._hide(element)
            elif is_block(element):
                return self._block(element)
            elif html_notes.is_beside(element) and not self._inner and not self._flow.empty:
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
        if not text:
            return
        if self._context().keeps:
            self._flow.keep(text)
        else:
            self._flow.add(text)
        if not text.isspace():
            same = self._origin is None or self._origin is element
            self._origin = element if same else self._blocks[-1]
            self._beside = False

    def _context(self) -> Context:
        last = self._contexts[-1] if self._contexts else None
        return last if isinstance(last, Context) else html_context.NONE

    # ── inline ───────────────────────────────────────────────────────────────

    def _inline(self, element: HtmlElement) -> Leave:
        notes, flow = self._page.notes, self._flow
        if element in notes.starts:
            self._note = notes.starts[element]
        if self._beside and (self._apart or stands_apart(element)):
            flow.part()
        if element in notes.calls:
            flow.open("note", notes.calls[element])
            return flow.close
        opened = (
            kinds(element, self._page.base, self._page.classes) if not self._context().keeps else ()
        )
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
        self._flow.call(name, len(flat(before.text_content())) if sign else 0)
        inner = Blocks(element, self._page, cell=True)
        self._after += [
            replace(draft, hint=f"footnote:{name}", group=self._new_group())
            for draft in inner.drafts
            if draft.text
        ]

    def _line_break(self, _element: HtmlElement) -> None:
        if self._context().keeps:
            self._flow.keep("\n")
        elif self._context().joins or self._inner:
            self._flow.add(" ")
        elif self._flow.empty:
            self._group = self._new_group()  # the second one leaves a line free
        else:
            self._flush()

    def _soft_break(self, _element: HtmlElement) -> None:
        self._flow.stick("\u200b")

    def _formula(self, element: HtmlElement) -> None:
        notes = element.iter("annotation")
        source = next((note.text for note in notes if "tex" in (note.get("encoding") or "")), None)
        self._text(element, element.get("alttext") or source or flat(element.text_content()))

    def _image(self, element: HtmlElement) -> None:
        """A picture stands before the block that it is in, or after it."""
        sign = html_pictures.character(element)
        if sign:
            self._text(element, sign)
            return
        shown = html_pictures.shown(element, self._page.base)
        if shown is None or (shown.source in self._seen and element.getparent().tag == "noscript"):
            return
        self._seen.add(shown.source)
        name = shown.source
        if name.startswith("data:"):
            picture = html_pictures.picture(name, len(self.pictures) + 1)
            if picture is None:
                return
            self.pictures.append(picture)
            name = picture.name
        self._set_aside((Draft(shown.alt, element, self._new_group(), hint=f"figure:{name}"),))

    def _unscripted(self, element: HtmlElement) -> None:
        """Take the picture that a page without scripts shows, unless its lazy twin is there."""
        before = element.getprevious()
        if before is not None and before.tag in ("img", "picture", "amp-img") and not before.tail:
            return
        for image in element.iter("img"):
            self._image(image)

    # ── blocks ───────────────────────────────────────────────────────────────

    def _rule(self, element: HtmlElement) -> None:
        self._end_block()
        self.drafts.append(Draft("", element, self._new_group(), hint="break"))

    def _block(self, element: HtmlElement) -> Leave | None:
        self._end_block()
        if element.tag == "table" and not self._inner and self._is_data(element):
            self._table(element)
            return None
        note, contexts = self._note, len(self._contexts)
        self._note = self._page.notes.texts.get(element, note)
        self._note = self._page.notes.starts.get(element, self._note)
        listed = element.tag in LISTS
        if listed:
            self._lists.enter(element, self._new_group())
        elif context := self._of(element):
            self._contexts.append(context)
        self._blocks.append(element)

        def leave() -> None:
            self._end_block()
            self._blocks.pop()
            del self._contexts[contexts:]
            if listed:
                self._lists.leave()
            self._note = note

        return leave

    def _of(self, element: HtmlElement) -> Context | Item | None:
        """What being inside of `element` means for a block."""
        if element.tag in ITEMS:
            return self._lists.item(element, self._new_group())
        level = heading_level(element)
        if level:
            return Context(f"heading:{level}", joins=True)
        return html_context.of(element, self._page.prose)

    def _table(self, element: HtmlElement) -> None:
        self._tables += 1
        group = self._new_group()
        caption = element.find("caption")
        if caption is not None:
            inner = self._read(caption)
            text, marks = joined(" ", [(draft.text, draft.marks) for draft in inner])
            if text:
                self.drafts.append(Draft(text, caption, self._new_group(), marks, "caption"))
        for row in html_tables.rows(element):
            cells = []
            for cell in row.cells:
                inner = self._read(cell) if cell is not None else []
                texts = [(draft.text, draft.marks) for draft in inner if not draft.zone]
                cells.append(joined(" ", texts))
            while cells and not cells[-1][0]:
                cells.pop()
            if cells:
                text, marks = joined("\t", cells)
                hint = f"table:{'header' if row.header else 'row'}:{self._tables}"
                self.drafts.append(Draft(text, row.element, group, marks, hint))
        self._end_block()

    def _is_data(self, table: HtmlElement) -> bool:
        notes = self._page.notes
        if notes.calls and any(
            part in notes.texts or part in notes.starts for part in table.iter()
        ):
            return False
        return html_tables.is_data(table)

    def _read(self, element: HtmlElement) -> list[Draft]:
        """The blocks of a cell; its pictures and hidden text are set aside."""
        inner = Blocks(element, self._page, cell=True)
        apart = [draft for draft in inner.drafts if draft.hint.startswith("figure:")]
        self._after.extend(apart)
        return [draft for draft in inner.drafts if draft not in apart]

    def _hide(self, element: HtmlElement) -> None:
        """Keep hidden text apart, so that it does not stand in a sentence."""
        inner = Blocks(element, self._page, cell=True)
        self._set_aside(
            replace(draft, zone="hidden", group=self._new_group())
            for draft in inner.drafts
            if draft.text
        )

    def _is_minor(self, element: HtmlElement) -> bool:
        whole = self._page.prose
        return not whole or prose(element) < _MOST * whole

    def _is_permalink(self, element: HtmlElement) -> bool:
        hint = self._context().hint
        if (
            element.tag != "a"
            or not hint.startswith("heading")
            or "#" not in element.get("href", "")
        ):
            return False
        return flat(element.text_content()[:20]) in _PERMALINKS

    # ── ends of blocks ───────────────────────────────────────────────────────

    def _set_aside(self, drafts: Iterable[Draft]) -> None:
        kept = self.drafts if self._flow.empty else self._after
        kept.extend(drafts)

    def _new_group(self) -> int:
        self._groups += 1
        return self._groups

    def _end_block(self) -> None:
        self._flush()
        self.drafts += self._after
        self._after = []
        self._group = self._new_group()

    def _flush(self) -> None:
        """Hand over the text so far as a block; a note, heading, item or quotation says which."""
        element = self._origin if self._origin is not None else self._blocks[-1]
        self._origin = None
        text, marks = self._flow.take()
        context = self._context()
        if context.keeps:
            self._flush_lines(text, element, context.hint)
        elif text.strip():
            hint, group = self._hint()
            if not hint:
                hint, start = html_office.item(self._blocks[-1], text)
                text, marks = shifted(text, marks, start, len(text))
                if hint and self.drafts and self.drafts[-1].hint.startswith("list:"):
                    group = self.drafts[-1].group
            self.drafts.append(Draft(text, element, group, marks, hint))

    def _flush_lines(self, text: str, element: HtmlElement, hint: str) -> None:
        group = self._new_group()
        for line in text.strip("\r\n").splitlines() if text.strip() else ():
            blank = not line.strip()
            if blank and not hint:
                group = self._new_group()
                continue
            self.drafts.append(Draft(line.rstrip(), element, group, hint=hint))

    def _hint(self) -> tuple[str, int]:
        if self._note:
            return f"footnote:{self._note}", self._group
        for context in reversed(self._contexts):
            if isinstance(context, Item):
                return context.hint(), context.list.group
            if context.hint:
                return context.hint, self._group
        return "", self._group
