"""What of a citation style sets one kind of work: all that a single line needs of it.

Citeproc reads the whole style each time, and in a long one that costs more than setting the
line. The questions that a style asks of a work (is it a report, has it a volume) are answered
here once for all works that look alike; what no answer leads to is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from lxml import etree

from copydesk.gate import xml

_CSL: Final = "{http://purl.org/net/xbiblio/csl}"
_INFO: Final = frozenset(f"{_CSL}{name}" for name in ("title", "id", "updated"))
#: What a style calls an entry by; and a variable that no work of ours has, so that what stands
#: around it goes too.
_SIGNS: Final = frozenset(("citation-label", "citation-number"))
_UNSAID: Final = "annote"
#: Variables that citeproc itself makes, so that no work says whether it has them.
_MADE: Final = frozenset(
    (
        "citation-label", "citation-number", "first-reference-note-number", "language", "locator",
        "number", "page-first", "title-short", "year-suffix",
    )
)  # fmt: skip


@lru_cache(maxsize=32)
def excerpt(style: str, kind: str, variables: frozenset[str]) -> str:
    """The style that sets works of the CSL type `kind` with these `variables` as `style` does.

    Only their entries: it has no citations, sorts nothing and sets no number before an only
    one. "" when `style` prints no list.
    """
    root = xml.parse(style.encode(), strip_blanks=True)
    etree.strip_tags(root, etree.Comment)
    bibliography = root.find(f"{_CSL}bibliography")
    if bibliography is None:
        return ""
    told = [part for part in root.iterfind(f"{_CSL}info/*") if part.tag not in _INFO]
    for part in (*told, *bibliography.iterfind(f"{_CSL}sort")):
        _cut(part)
    for citation in root.iterfind(f"{_CSL}citation"):
        citation[:] = []
        layout = etree.SubElement(citation, f"{_CSL}layout")
        etree.SubElement(layout, f"{_CSL}text", variable="title")
    macros = {macro.get("name", ""): macro for macro in root.iterfind(f"{_CSL}macro")}
    waiting = [bibliography]
    for part in waiting:
        _answer(part, kind, variables)
        called = [macros[name] for name in _called(part) if name in macros]
        waiting += [macro for macro in dict.fromkeys(called) if macro not in waiting]
    for macro in macros.values():
        if macro not in waiting:
            _cut(macro)
    if "second-field-align" in bibliography.attrib:
        del bibliography.attrib["second-field-align"]
    for part in root.iter(f"{_CSL}text", f"{_CSL}number"):
        if part.get("variable") in _SIGNS:
            part.set("variable", _UNSAID)
    return xml.text(root)


def _cut(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _called(element: etree._Element) -> Iterator[str]:
    return (name for part in element.iter() if (name := part.get("macro")))


def _answer(element: etree._Element, kind: str, variables: frozenset[str]) -> None:
    """Put in the place of each choice in `element` what it comes to."""
    for child in list(element):
        if child.tag != f"{_CSL}choose":
            _answer(child, kind, variables)
            continue
        kept = []
        for branch in child:
            holds = _holds(branch, kind, variables)
            if holds is not False:
                kept.append((branch, holds))
            if holds:
                break
        if kept and not kept[0][1]:
            child[:] = [branch for branch, _ in kept]
            last, holds = kept[-1]
            if holds:  # nothing behind it is asked any more
                last.tag = f"{_CSL}else"
                last.attrib.clear()
            kept[0][0].tag = f"{_CSL}if"
            for branch, _ in kept:
                _answer(branch, kind, variables)
            continue
        place = element.index(child)
        element.remove(child)
        if kept:
            _answer(kept[0][0], kind, variables)
            element[place:place] = list(kept[0][0])


def _holds(branch: etree._Element, kind: str, variables: frozenset[str]) -> bool | None:
    """Whether a branch is taken, None where only citeproc can tell."""
    if branch.tag == f"{_CSL}else":
        return True
    match = branch.get("match", "all")
    answers: list[bool | None] = []
    for question, value in branch.items():
        words = str(value).split()
        if question == "match":
            continue
        if question == "type" and (len(words) == 1 or match != "all"):
            answers += [word == kind for word in words]
        elif question == "variable":
            answers += [None if word in _MADE else word in variables for word in words]
        else:
            answers.append(None)
    if match == "none":
        answers = [None if one is None else not one for one in answers]
    deciding: bool = match == "any"
    if deciding in answers:
        return deciding
    return None if None in answers else not deciding
