"""Repairs of CSL styles: what pandoc's citeproc would print wrongly, and what it need not read.

Some styles ask for the letter behind a year twice in one citation: a processor that their authors
tried them with prints it where it first stands and no more, pandoc's each time, "2021aa".

Many styles put the day before the name of the month, which prints "2 一月" for "1月2日". Where
they leave the order to the language but name the month among the parts, pandoc takes its name for
wanted and prints "五月月3日".

Citeproc reads the whole style each time, and in a long one that costs more than setting one line.
The questions that a style asks of a work (is it a report, has it a volume) are answered once for
all works that look alike; what no answer leads to is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from lxml import etree

from copydesk.gate import xml

CSL: Final = "{http://purl.org/net/xbiblio/csl}"

# ── years and types ──────────────────────────────────────────────────────────


def call_no_journal_preprint(root: etree._Element) -> bool:
    """Let no journal article be called a preprint for want of volume and pages.

    Harvard does so, and older journals, and newer ones that number nothing, are none. What
    is a preprint has a type of its own. Whether there was something to mend.
    """
    mended = False
    for word in root.iter(f"{CSL}text"):
        if word.get("value") != "Preprint":
            continue
        for one in word.iterancestors(f"{CSL}if"):
            types = (one.get("type") or "").split()
            if {"article", "article-journal"} <= {*types}:
                one.set("type", " ".join(kind for kind in types if kind != "article-journal"))
                mended = True
    return mended


def print_suffix_once(
    layouts: Iterable[etree._Element], macros: Mapping[str, etree._Element]
) -> bool:
    """Take out of `layouts` and `macros` each letter that is printed behind another one always.

    Returns whether there was one. `macros` may not call themselves; each is read twice at most.
    """
    reading = _Reading(macros)
    for layout in layouts:
        reading.sequence(layout, done=False)
    doubled = [one for one in reading.seen if one not in reading.first]
    for element in doubled:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return bool(doubled)


class _Reading:
    """What is printed in order: which letters come first in some case, and which never."""

    def __init__(self, macros: Mapping[str, etree._Element]) -> None:
        self.seen: dict[etree._Element, None] = {}
        self.first: set[etree._Element] = set()
        self._macros = macros
        self._known: dict[tuple[str, bool], bool] = {}

    def sequence(self, parent: etree._Element, *, done: bool) -> bool:
        """Whether a letter is surely printed behind the parts of `parent`."""
        for element in parent:
            done = self._printed(element, done=done)
        return done

    def _printed(self, element: etree._Element, *, done: bool) -> bool:
        if element.get("variable") == "year-suffix":
            self.seen[element] = None
            if not done:
                self.first.add(element)
            return True
        if (name := element.get("macro", "")) in self._macros:
            return self._macro(name, done=done)
        if element.tag == f"{CSL}choose":
            branches = [*element.iterchildren("*")]  # no comments
            ends = [self.sequence(branch, done=done) for branch in branches]
            return done or (all(ends) and any(one.tag == f"{CSL}else" for one in branches))
        ended = self.sequence(element, done=done)
        return (
            done if element.tag == f"{CSL}names" else ended
        )  # what stands for names may not be needed

    def _macro(self, name: str, *, done: bool) -> bool:
        if (name, done) not in self._known:
            self._known[name, done] = self.sequence(self._macros[name], done=done)
        return self._known[name, done]


# ── days in Chinese, Japanese and Korean ─────────────────────────────────────

#: The signs behind the figures of year, month and day, by the language.
_DATE_SIGNS: Final = {
    "zh": ("年", "月", "日"),
    "ja": ("年", "月", "日"),
    "ko": ("년", "월", "일"),
}
#: Korean parts them.
_BETWEEN: Final = {"ko": " "}
_PARTS: Final = ("year", "month", "day")


def order_days(style: str, language: str) -> str:
    """`style` with the days that it spells out itself as `language` prints them.

    What else a style says of dates stays.

    >>> day = '<date-part name="day" suffix=" "/><date-part name="month"/>'
    >>> head = '<style xmlns="http://purl.org/net/xbiblio/csl"><date variable="issued">'
    >>> text = order_days(f"{head}{day}</date></style>", "zh-Hant")
    >>> text[text.index("<date-part") : text.index("</date>")]
    '<date-part name="month" suffix="月" form="numeric"/><date-part name="day" suffix="日"/>'
    >>> order_days(f"{head}{day}</date></style>", "de") == f"{head}{day}</date></style>"
    True
    """
    tag = language.partition("-")[0]
    signs = _DATE_SIGNS.get(tag)
    if signs is None:
        return style
    root = xml.parse(style.encode())
    for date in root.iter(f"{CSL}date"):
        parts = {part.get("name", ""): part for part in date.iter(f"{CSL}date-part")}
        order = list(parts)
        if date.get("form") is not None:
            _make_figure(parts.get("month"))
        elif order[:2] == ["day", "month"]:
            _reorder_parts(date, parts, signs)
            date.set("delimiter", _BETWEEN.get(tag, ""))
        elif order[-2:] == ["month", "day"]:
            _add_signs(parts, signs)
            parts["day"].set("prefix", _BETWEEN.get(tag, ""))
    return xml.text(root)


def _make_figure(month: etree._Element | None) -> None:
    """Let the month be a figure where the style does not say what it is."""
    if month is not None and month.get("form") is None:
        month.set("form", "numeric")


def _add_signs(parts: Mapping[str, etree._Element], signs: tuple[str, ...]) -> None:
    """Let month and day be figures with their signs behind them."""
    for name, sign in zip(_PARTS[1:], signs[1:], strict=True):
        parts[name].set("suffix", sign)
    parts["month"].set("form", "numeric")


def _reorder_parts(
    date: etree._Element, parts: Mapping[str, etree._Element], signs: tuple[str, ...]
) -> None:
    """Put the parts in the order of the language, each with its sign alone."""
    for name, part in parts.items():
        date.remove(part)
        part.attrib.clear()
        part.set("name", name)
        part.tail = None
    _add_signs(parts, signs)
    for name, sign in zip(_PARTS, signs, strict=True):
        if name in parts:
            parts[name].set("suffix", sign)
            date.append(parts[name])


# ── the style of a single entry ──────────────────────────────────────────────

_INFO: Final = frozenset(f"{CSL}{name}" for name in ("title", "id", "updated"))
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
def cut_to_entry(style: str, kind: str, variables: frozenset[str]) -> str:
    """The style that sets works of the CSL type `kind` with these `variables` as `style` does.

    Only their entries: it has no citations, sorts nothing and sets no number before an only
    one. "" when `style` prints no list.
    """
    root = xml.parse(style.encode(), strip_blanks=True)
    etree.strip_tags(root, etree.Comment)
    bibliography = root.find(f"{CSL}bibliography")
    if bibliography is None:
        return ""
    told = [part for part in root.iterfind(f"{CSL}info/*") if part.tag not in _INFO]
    for part in (*told, *bibliography.iterfind(f"{CSL}sort")):
        _remove(part)
    for citation in root.iterfind(f"{CSL}citation"):
        citation[:] = []
        layout = etree.SubElement(citation, f"{CSL}layout")
        etree.SubElement(layout, f"{CSL}text", variable="title")
    macros = {macro.get("name", ""): macro for macro in root.iterfind(f"{CSL}macro")}
    waiting = [bibliography]
    for part in waiting:
        _answer_choices(part, kind, variables)
        called = [macros[name] for name in _macros_in(part) if name in macros]
        waiting += [macro for macro in dict.fromkeys(called) if macro not in waiting]
    for macro in macros.values():
        if macro not in waiting:
            _remove(macro)
    if "second-field-align" in bibliography.attrib:
        del bibliography.attrib["second-field-align"]
    for part in root.iter(f"{CSL}text", f"{CSL}number"):
        if part.get("variable") in _SIGNS:
            part.set("variable", _UNSAID)
    return xml.text(root)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _macros_in(element: etree._Element) -> Iterator[str]:
    return (name for part in element.iter() if (name := part.get("macro")))


def _answer_choices(element: etree._Element, kind: str, variables: frozenset[str]) -> None:
    """Put in the place of each choice in `element` what it comes to."""
    for child in list(element):
        if child.tag != f"{CSL}choose":
            _answer_choices(child, kind, variables)
            continue
        kept = []
        for branch in child:
            holds = _is_taken(branch, kind, variables)
            if holds is not False:
                kept.append((branch, holds))
            if holds:
                break
        if kept and not kept[0][1]:
            child[:] = [branch for branch, _ in kept]
            last, holds = kept[-1]
            if holds:  # nothing behind it is asked any more
                last.tag = f"{CSL}else"
                last.attrib.clear()
            kept[0][0].tag = f"{CSL}if"
            for branch, _ in kept:
                _answer_choices(branch, kind, variables)
            continue
        place = element.index(child)
        element.remove(child)
        if kept:
            _answer_choices(kept[0][0], kind, variables)
            element[place:place] = list(kept[0][0])


def _is_taken(branch: etree._Element, kind: str, variables: frozenset[str]) -> bool | None:
    """Whether a branch is taken, None where only citeproc can tell."""
    if branch.tag == f"{CSL}else":
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
