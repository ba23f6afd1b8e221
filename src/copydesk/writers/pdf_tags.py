"""One tag for one element, also where a page ends in the middle of it.

WeasyPrint builds the tags of each page from its boxes, so a paragraph over two
pages becomes two. The boxes still know the HTML element they were made from: the
last box of a page and the first of the next are walked down together, and as
long as they show the same element their tags are made one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import pydyf

Tag: TypeAlias = "pydyf.Dictionary"
Box: TypeAlias = Any  # WeasyPrint's, untyped


@dataclass(frozen=True, slots=True)
class _Half:
    """What a page holds of an element: its box and the tag made from it."""

    box: Box
    tag: Tag


def resolve(pdf: pydyf.PDF, reference: bytes) -> Any:  # noqa: ANN401  any PDF object
    """The object behind a reference such as `b"12 0 R"`."""
    return pdf.objects[int(reference.split()[0])]


def tree(pdf: pydyf.PDF) -> Tag:
    """The root of all tags."""
    return resolve(pdf, pdf.catalog["StructTreeRoot"])


def children(pdf: pydyf.PDF, tag: Tag) -> list[Tag]:
    """The tags directly below `tag`."""
    kids = [resolve(pdf, kid) for kid in tag.get("K", ()) if isinstance(kid, bytes)]
    return [kid for kid in kids if kid.get("Type") == "/StructElem"]


def tags(pdf: pydyf.PDF, below: Tag) -> Iterator[Tag]:
    """Every tag below `below`, in reading order."""
    waiting = children(pdf, below)[::-1]
    while waiting:
        tag = waiting.pop()
        yield tag
        waiting += children(pdf, tag)[::-1]


def join_cut(document: Any, pdf: pydyf.PDF) -> None:  # noqa: ANN401  WeasyPrint's type
    """Join the tags of every element that a page break cuts."""
    pages = [_whole(document, pdf, number) for number in range(len(document.pages))]
    # From the last break to the first: the lower page is complete when it is joined.
    for upper, lower in zip(pages[-2::-1], pages[:0:-1], strict=True):
        if upper and lower and _same(upper.box, lower.box):
            _join(pdf, upper, lower)


def _whole(document: Any, pdf: pydyf.PDF, number: int) -> _Half | None:  # noqa: ANN401
    """The one element below `body` on a page, or None when there are several."""
    box = document.pages[number]._page_box  # noqa: SLF001  WeasyPrint has no public way to boxes
    for name in ("html", "body"):
        box = next((child for child in box.children if child.element_tag == name), None)
        if box is None:
            return None
    here = pdf.page_references[number]
    found = [tag for tag in children(pdf, children(pdf, tree(pdf))[0]) if tag["Pg"] == here]
    if len(box.children) != 1 or len(found) != 1:
        return None
    return _Half(box.children[0], found[0])


def _join(pdf: pydyf.PDF, upper: _Half, lower: _Half) -> None:
    """Make the tag of `lower` part of that of `upper`, and go on with what touches inside."""
    while True:
        ends = _touching(pdf, upper, lower)
        _take(pdf, upper.tag, lower.tag)
        if ends is None:
            return
        upper, lower = ends


def _touching(pdf: pydyf.PDF, upper: _Half, lower: _Half) -> tuple[_Half, _Half] | None:
    """Last child of the upper half and first of the lower one, when they are one element."""
    if upper.tag["S"] == "/Table":
        _drop_repeated_head(pdf, upper.tag, lower.tag)
    above, below = children(pdf, upper.tag), children(pdf, lower.tag)
    if not above or not below or above[-1]["S"] != below[0]["S"]:
        return None
    if upper.tag["S"] == "/LI" and above[-1]["S"] == "/LBody" and not _blocks(upper.box):
        # The item's own box stands behind both its tags, LI and the LBody inside.
        return _Half(upper.box, above[-1]), _Half(lower.box, below[0])
    last, first = _blocks(upper.box), [box for box in _blocks(lower.box) if not _is_head(box)]
    if not last or not first or not _same(last[-1], first[0]):
        return None
    return _Half(last[-1], above[-1]), _Half(first[0], below[0])


def _blocks(box: Box) -> list[Box]:
    """The boxes directly inside `box` that may be cut; none when it holds lines."""
    if getattr(box, "is_table_wrapper", False):
        table = box.get_wrapped_table()
        parts = [part for part in box.children if part is not table]
        return parts + list(table.children)
    return [child for child in box.children if hasattr(child, "children") and _is_block(child)]


def _is_block(box: Box) -> bool:
    kind = type(box).__name__
    return kind.startswith(("Block", "Table")) and box.element is not None


def _is_head(box: Box) -> bool:
    return getattr(box, "is_header", False) is True


def _same(above: Box, below: Box) -> bool:
    return above.element is below.element and above.element_tag == below.element_tag


def _take(pdf: pydyf.PDF, upper: Tag, lower: Tag) -> None:
    """Move what is in `lower` to the end of `upper`, and `lower` out of the tree."""
    for kid in children(pdf, lower):
        kid["P"] = upper.reference
    upper["K"].extend(lower["K"])
    drop(pdf, lower)


def drop(pdf: pydyf.PDF, tag: Tag) -> None:
    """Take `tag` out of the tree; its object stays in the file, empty."""
    parent = resolve(pdf, tag["P"])
    parent["K"].remove(tag.reference)
    tag.clear()


def _drop_repeated_head(pdf: pydyf.PDF, upper: Tag, lower: Tag) -> None:
    """Take the head that a table repeats on each page out of the tree.

    Cells below it point to the head that stays.
    """
    heads = [_heads(pdf, table) for table in (upper, lower)]
    if not heads[0] or not heads[1]:
        return
    cells = [[tag for tag in tags(pdf, head[0]) if tag["S"] == "/TH"] for head in heads]
    renamed = {
        again["ID"].data: first["ID"] for first, again in zip(*cells, strict=False) if "ID" in again
    }
    for cell in tags(pdf, lower):
        if names := cell.get("A", {}).get("Headers"):
            names[:] = [renamed.get(name.data, name) for name in names]
    for tag in list(tags(pdf, heads[1][0])):
        tag.clear()
    drop(pdf, heads[1][0])


def _heads(pdf: pydyf.PDF, table: Tag) -> list[Tag]:
    return [tag for tag in children(pdf, table) if tag["S"] == "/THead"]
