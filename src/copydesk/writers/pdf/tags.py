"""The tags of a PDF, made from the elements of its page: one tag for one element.

WeasyPrint makes tags from boxes, page by page, so that a paragraph over two pages
becomes two. Here they are made from the tree that was set: `watch_pages` remembers what each
page shows of it, and `Tags` goes through the pages in order and hangs every piece of
text into the tag of its element, however often that is cut. What belongs to no element
(running heads, the head that a table repeats) is decoration.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias
from xml.etree.ElementTree import Element

import pydyf

from copydesk.composition.labels import load_labels
from copydesk.writers.pdf import glyphs
from copydesk.writers.pdf.line_ends import strip_marks

Tag: TypeAlias = "pydyf.Dictionary"
Box: TypeAlias = Any  # WeasyPrint's, untyped

#: The tags that stand for an element, from the outermost in; those not here have none.
ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "article": ("Art",), "section": ("Sect",), "figure": ("Div",),
    "h1": ("H1",), "h2": ("H2",), "h3": ("H3",), "h4": ("H4",), "h5": ("H5",), "h6": ("H6",),
    "p": ("P",), "pre": ("P",), "code": ("Code",), "blockquote": ("BlockQuote",),
    "ul": ("L",), "ol": ("L",), "dl": ("L",), "li": ("LI", "LBody"),
    "dt": ("LI", "LBody"), "dd": ("LI", "LBody"),
    "table": ("Table",), "caption": ("Caption",), "figcaption": ("Caption",),
    "thead": ("THead",), "tbody": ("TBody",), "tfoot": ("TFoot",),
    "tr": ("TR",), "th": ("TH",), "td": ("TD",), "img": ("Figure",),
}  # fmt: skip
#: Those of elements that have an office, by its ARIA name.
_OFFICES: Final[Mapping[str, tuple[str, ...]]] = {
    "doc-footnote": ("Note",), "doc-noteref": ("Reference", "Link"),
}  # fmt: skip
#: Class of the link that a footnote begins with, its number.
NUMBER: Final = "footnote-number"
#: Classes of lists without signs.
_BARE: Final = frozenset(("references", "listed"))
_NUMBERING: Final = {"ol": "/Decimal", "ul": "/Disc", "dl": "/None"}
_POINTS: Final = 0.75  # in a CSS pixel


def find_roles(element: Element) -> tuple[str, ...]:
    """The tags of `element`, from the outermost in.

    >>> from xml.etree.ElementTree import Element
    >>> find_roles(Element("li")), find_roles(Element("em")), find_roles(Element("a", href="#x"))
    (('LI', 'LBody'), (), ('Link',))
    """
    if found := _OFFICES.get(element.get("role", "")):
        return found
    if element.tag == "a" and element.get("href"):
        return ("Lbl", "Link") if element.get("class") == NUMBER else ("Link",)
    found = ROLES.get(element.tag, ())
    return found or (("Span",) if element.get("lang") else ())


def _is_bare(element: Element) -> bool:
    """Whether `element` is a picture that adds nothing to the text: decoration, without a tag."""
    return element.tag == "img" and element.get("alt") == ""


@dataclass(slots=True)
class Leaf:
    """What a page shows: its boxes, and the number of the mark around each piece of content."""

    box: Box
    marks: dict[Box, int] = field(default_factory=dict)


def watch_pages(document: Any) -> list[Leaf]:  # noqa: ANN401  WeasyPrint's type
    """What the pages of `document` show, known as soon as they are drawn.

    WeasyPrint, which would make tags of its own, is left with no boxes to make them from.
    """
    leaves = [Leaf(page._page_box) for page in document.pages]  # noqa: SLF001  no public way
    for page, leaf in zip(document.pages, leaves, strict=True):
        page.paint = _remembering(document, page, leaf)
    return leaves


def _remembering(document: Any, page: Any, leaf: Leaf) -> Any:  # noqa: ANN401
    paint = page.paint

    def paint_and_remember(stream: Any, scale: float = 1) -> None:  # noqa: ANN401
        paint(stream, scale)
        marks = stream._tags  # noqa: SLF001
        leaf.marks.update((box, mark["mcid"]) for box, mark in marks.items())
        marks.clear()
        page._page_box = leaf.box.copy_with_children([])  # noqa: SLF001
        del page.paint  # it holds the page that holds it: garbage that would have to be looked for
        if page is document.pages[-1]:
            glyphs.mend_readings(document.fonts.values())

    return paint_and_remember


# ── reading the file ─────────────────────────────────────────────────────────


def resolve_reference(pdf: pydyf.PDF, reference: bytes) -> Any:  # noqa: ANN401  any PDF object
    """The object behind a reference such as `b"12 0 R"`."""
    return pdf.objects[int(reference.split()[0])]


def find_root(pdf: pydyf.PDF) -> Tag:
    """The root of all tags."""
    return resolve_reference(pdf, pdf.catalog["StructTreeRoot"])


def list_children(pdf: pydyf.PDF, tag: Tag) -> list[Tag]:
    """The tags directly below `tag`."""
    return [resolve_reference(pdf, kid) for kid in tag.get("K", ()) if isinstance(kid, bytes)]


# ── making the tags ──────────────────────────────────────────────────────────


class Tags:
    """The tags of the elements below `root`, each made when the first of its boxes is met."""

    def __init__(self, pdf: pydyf.PDF, root: Element, language: str) -> None:
        self.pdf = pdf
        self.words = load_labels(language)
        self._above = {child: parent for parent in root.iter() for child in parent}
        self._move_notes(root)
        #: The innermost tag of each element: its own, or that of the nearest one above.
        self._inner: dict[Element, Tag] = {root: list_children(pdf, find_root(pdf))[0]}
        self._numbers = resolve_reference(pdf, find_root(pdf)["ParentTree"])["Nums"]
        self._linked: list[tuple[Box, Tag, int]] = []
        self._heads: dict[Element, int] = {}
        self._named: dict[str, Tag] = {}

    def _move_notes(self, root: Element) -> None:
        """Let the footnotes stand behind the article, and the number of each before its text."""
        for article in root.iter("article"):
            for element in article.iter():
                if element.get("role") == "doc-footnote":
                    self._above[element] = article
                elif element.get("class") == NUMBER:
                    self._above[element] = self._above[self._above[element]]

    def hang(self, leaves: Iterable[Leaf]) -> list[tuple[int, ...]]:
        """Hang what all pages show into the tree; of each, the marks that have found a tag.

        They stand in the order in which they are read.

        Footnotes come last, as they are drawn and as the web page has them: they interrupt
        no sentence, and their numbers lead there and back.
        """
        leaves = tuple(leaves)
        owners: list[dict[int, Tag]] = [{} for _ in leaves]
        for at_foot in (False, True):
            for number, leaf in enumerate(leaves):
                for box in _areas(leaf.box, at_foot=at_foot):
                    self._hang(box, number, leaf.marks, owners[number])
        self._numbers.clear()
        for number, (leaf, found) in enumerate(zip(leaves, owners, strict=True)):
            row = [
                found[mark].reference if mark in found else b"null"
                for mark in range(len(leaf.marks))
            ]
            self._numbers += [number, pydyf.Array(row)]
        self._link(len(leaves))
        self._name()
        return [tuple(found) for found in owners]

    def _hang(self, box: Box, page: int, marks: Mapping[Box, int], owners: dict[int, Tag]) -> None:
        """Hang `box` and what is in it into the tree."""
        box = getattr(box, "_box", box)  # an absolute box leaves a stand-in
        name = box.element_tag or ""
        if name.endswith("::footnote-call"):
            return
        known = box.element in self._above and not _is_bare(box.element)
        tag = self.of(box.element) if known else None
        if getattr(box, "is_header", False) and self._heads.setdefault(box.element, page) != page:
            self._unlink(box, page)
            return
        if tag is not None:
            if name.endswith("::marker"):
                tag = self._label(tag)
            if box.link_annotation:
                self._linked.append((box, tag, page))
            if box in marks:
                tag = self._span(tag)
                self._own(tag, page, marks[box])
                owners[marks[box]] = tag
                if tag["S"] == "/Figure":
                    self._picture(box, tag, page)
        for child in getattr(box, "children", ()):
            self._hang(child, page, marks, owners)

    def of(self, element: Element) -> Tag:
        """The tag that holds the text of `element`."""
        found = self._inner.get(element)
        if found is None:
            found = self.of(self._above[element])
            for role in find_roles(element):
                found = self._add(role, found, first=role == "Lbl")
            self._describe(element, found)
            self._inner[element] = found
        return found

    def _add(self, role: str, above: Tag, *, first: bool = False) -> Tag:

        tag = pydyf.Dictionary(
            {"Type": "/StructElem", "S": f"/{role}", "P": above.reference, "K": pydyf.Array()}
        )
        self.pdf.add_object(tag)
        above["K"].insert(0 if first else len(above["K"]), tag.reference)
        return tag

    def _describe(self, element: Element, tag: Tag) -> None:
        """Say of `tag` what only the attributes of `element` know."""
        outer = resolve_reference(self.pdf, tag["P"]) if tag["S"] == "/LBody" else tag
        own = find_roles(element)
        if own and (language := element.get("lang")):
            outer["Lang"] = pydyf.String(language)
        if own and element.tag == "p" and (kind := element.get("class")):
            outer["T"] = pydyf.String(kind)
        if tag["S"] in ("/TH", "/TD"):
            facts: dict[str, Any] = {"O": "/Table"}
            if tag["S"] == "/TH":
                facts["Scope"] = "/Row" if element.get("scope") == "row" else "/Column"
            tag["A"] = pydyf.Dictionary(facts)
        elif tag["S"] == "/L" and own:
            bare = not _BARE.isdisjoint(element.get("class", "").split())
            kind = "/None" if bare else _NUMBERING[element.tag]
            tag["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": kind})
        elif tag["S"] == "/Figure" and own:
            tag["Alt"] = pydyf.String(element.get("alt") or self.words["undescribed"])
        if outer["S"] in ("/Note", "/LI") and own and (name := element.get("id")):
            self._named[name] = outer

    def _label(self, body: Tag) -> Tag:
        """The label of the list item whose body is `body`."""
        item = resolve_reference(self.pdf, body["P"])
        first = list_children(self.pdf, item)[0]
        return first if first["S"] == "/Lbl" else self._add("Lbl", item, first=True)

    def _span(self, tag: Tag) -> Tag:
        """The tag for text in `tag`: a span behind markup inside it.

        Checkers take the text of a tag before that of the tags in it, wherever it stands.
        """
        last = tag["K"][-1] if tag["K"] else None
        if not isinstance(last, bytes):
            return tag
        found = resolve_reference(self.pdf, last)
        return found if found["S"] == "/Span" and "Lang" not in found else self._add("Span", tag)

    def _own(self, tag: Tag, page: int, mark: int) -> None:

        sheet = self.pdf.page_references[page]
        if tag.setdefault("Pg", sheet) == sheet:
            tag["K"].append(mark)
        else:
            tag["K"].append(pydyf.Dictionary({"Type": "/MCR", "Pg": sheet, "MCID": mark}))

    def _picture(self, box: Box, tag: Tag, page: int) -> None:

        height = resolve_reference(self.pdf, self.pdf.page_references[page])["MediaBox"][3]
        left, top = box.content_box_x() * _POINTS, height - box.content_box_y() * _POINTS
        edges = (left, top - box.height * _POINTS, left + box.width * _POINTS, top)
        tag["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array(edges)})

    def _link(self, number: int) -> None:
        """Give each link area to the tag of its link, with words for where it leads.

        Markup inside a link (`<a><sup>`) gets an area of its own, which the link's covers.
        """
        for box, tag, page in self._linked:
            if box.element.tag != "a" or "::" in box.element_tag:
                self._unlink(box, page)
                continue
            area = box.link_annotation
            sheet = self.pdf.page_references[page]
            place = {"Type": "/OBJR", "Obj": area.reference, "Pg": sheet}
            tag["K"].append(pydyf.Dictionary(place))
            area["StructParent"] = number
            self._numbers += [number, tag.reference]
            number += 1
            if "Dest" in area:
                text = " ".join(strip_marks("".join(box.element.itertext())).split())
                said = self.words["leads_to"].format(text.strip("()"))
                area["Contents"] = pydyf.String(box.element.get("aria-label") or said)

    def _unlink(self, box: Box, page: int) -> None:
        """Take the link areas of `box` and of what is in it off the page."""
        waiting = [box]
        while waiting:
            box = waiting.pop()
            waiting += getattr(box, "children", ())
            if area := getattr(box, "link_annotation", None):
                resolve_reference(self.pdf, self.pdf.page_references[page])["Annots"].remove(
                    area.reference
                )
                area.clear()
                box.link_annotation = None

    def _name(self) -> None:
        """Give notes the names that PDF/UA asks for, and entries those that links have for them."""
        rows = pydyf.Array()
        for name, tag in sorted(self._named.items()):
            tag["ID"] = pydyf.String(name)
            rows += [tag["ID"], tag.reference]
        if rows:
            find_root(self.pdf)["IDTree"] = pydyf.Dictionary({"Names": rows})


def _areas(page: Box, *, at_foot: bool) -> list[Box]:
    """The text of a page, or its footnotes."""
    wanted = ("FootnoteAreaBox",) if at_foot else ("BlockBox",)
    return [box for box in page.children if type(box).__name__ in wanted]
