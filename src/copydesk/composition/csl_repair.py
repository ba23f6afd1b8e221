"""Repairs of CSL styles: what pandoc's citeproc would print wrongly, and what it need not read.

Each was tried on all packaged styles. Harvard and five more call a journal article without a volume
a preprint. One asks for the letter behind a year twice in a citation, which other processors
print once ("2021aa").

Most styles name the month beside the day, which prints "2 一月" for "1月2日", and "五月月3日" where
they leave the order to the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from lxml import etree

from copydesk.system import xml

CSL: Final = "{http://purl.org/net/xbiblio/csl}"
#: Letters behind years that are printed in any case, but for works without one.
_LETTERS: Final = etree.XPath(
    ".//c:text[@variable='year-suffix'][not(ancestor::c:choose or ancestor::c:names)]",
    namespaces={"c": CSL[1:-1]},
)


def list_printed(
    layout: etree._Element, macros: Mapping[str, etree._Element]
) -> list[etree._Element]:
    """Every element that `layout` prints, those of its macros included."""
    printed = [*layout.iter()]
    seen: set[str] = set()
    for element in printed:
        called = element.get("macro", "")
        if called and called not in seen:
            seen.add(called)
            printed += macros[called].iter()
    return printed


# ── years and types ──────────────────────────────────────────────────────────


def call_no_journal_preprint(root: etree._Element) -> None:
    """Let no journal article be called a preprint for want of volume and pages.

    Harvard does so, and older journals, and newer ones that number nothing, are none. What
    is a preprint has a type of its own.
    """
    for word in root.iter(f"{CSL}text"):
        if word.get("value") != "Preprint":
            continue
        for one in word.iterancestors(f"{CSL}if"):
            types = (one.get("type") or "").split()
            if {"article", "article-journal"} <= {*types}:
                one.set("type", " ".join(kind for kind in types if kind != "article-journal"))


def label_volumes(root: etree._Element) -> None:
    """Label a number of volumes as one where an entry has no volume.

    Harvard and 19 more ask there for the label of the volume, which is none, and print "(2)".
    """
    for choice in root.iterfind(f".//{CSL}if[@variable='volume'][@match='none']"):
        for number in choice.iterfind(".//*[@variable='number-of-volumes']"):
            for label in number.itersiblings(f"{CSL}label"):
                if label.get("variable") == "volume":
                    label.set("variable", "number-of-volumes")


def print_suffix_once(layout: etree._Element, macros: Mapping[str, etree._Element]) -> None:
    """Take out of `layout` each letter behind a macro that prints one."""
    printing = {name for name, macro in macros.items() if _LETTERS(macro)}
    doubled = [
        letter
        for letter in layout.iter(f"{CSL}text")
        if letter.get("variable") == "year-suffix"
        for before in letter.itersiblings(f"{CSL}text", f"{CSL}group", preceding=True)
        if any(part.get("macro") in printing for part in (before, *before))
    ]
    for letter in doubled:
        _remove(letter)


# ── ranges in French ─────────────────────────────────────────────────────────

_HYPHEN: Final = (
    '<locale xml:lang="fr"><terms><term name="page-range-delimiter">-</term></terms></locale>'
)


def hyphenate_ranges(style: str, language: str) -> str:
    """`style` with plain hyphens in ranges of pages, for which French has one that does not break.

    Few faces have that one, and nobody finds it who types the other.
    """
    is_french = language.partition("-")[0] == "fr"
    return style.replace("</info>", f"</info>{_HYPHEN}", 1) if is_french else style


# ── days in Chinese, Japanese and Korean ─────────────────────────────────────

#: The signs behind the figures of year, month and day, by the language.
_DATE_SIGNS: Final = {
    "zh": ("年", "月", "日"),
    "ja": ("年", "月", "日"),
    "ko": ("년", "월", "일"),
}
_PARTS: Final = ("year", "month", "day")
#: Korean parts them.
_BETWEEN: Final = {"ko": " "}


def order_days(style: str, language: str) -> str:
    """`style` with the months that it would name, and their days, as `language` prints them.

    What else a style says of dates stays.

    >>> day = '<date-part name="day" suffix=" "/><date-part name="month" suffix=", "/>'
    >>> head = '<style xmlns="http://purl.org/net/xbiblio/csl"><date variable="issued">'
    >>> text = order_days(f"{head}{day}</date></style>", "zh-Hant")
    >>> text[text.index("<date-part") : text.index("</date>")]
    '<date-part name="month" suffix="月" form="numeric"/><date-part name="day" suffix="日, "/>'
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
        month = parts.get("month")
        if month is None or month.get("form", "").startswith("numeric"):
            continue
        if date.get("form") is None:
            _reorder_parts(date, parts, signs)
            date.set("delimiter", _BETWEEN.get(tag, ""))
        month.set("form", "numeric")
    return xml.text(root)


def _reorder_parts(
    date: etree._Element, parts: Mapping[str, etree._Element], signs: tuple[str, ...]
) -> None:
    """Put the parts in the order of the language, each with its sign.

    What stands before and behind them all stays there.
    """
    first, *_, last = (*parts.values(), *parts.values())
    before, behind = first.get("prefix", ""), last.get("suffix", "")
    ordered = [(name, sign) for name, sign in zip(_PARTS, signs, strict=True) if name in parts]
    for part in parts.values():
        date.remove(part)
        part.attrib.clear()
        part.tail = None
    for name, sign in ordered:
        parts[name].attrib.update({"name": name, "suffix": sign})
        date.append(parts[name])
    if before:
        date[0].set("prefix", before)
    date[-1].set("suffix", ordered[-1][1] + behind)


# ── the style of a single entry ──────────────────────────────────────────────

#: What a style calls an entry by; and a variable that no work of ours has, so that what stands
#: around it goes too.
_SIGNS: Final = frozenset(("citation-label", "citation-number"))
_UNSAID: Final = "annote"


@lru_cache(maxsize=4)
def cut_to_entry(style: str) -> str:
    """The part of `style` that sets entries, for an only one, which has no number before it.

    Citeproc reads the whole style each time, which in a long one takes longer than to set a line.
    "" when `style` prints no list.
    """
    root = xml.parse(style.encode(), strip_blanks=True)
    bibliography = root.find(f"{CSL}bibliography")
    if bibliography is None:
        return ""
    for citation in root.iterfind(f"{CSL}citation"):
        citation[:] = []
        layout = etree.SubElement(citation, f"{CSL}layout")
        etree.SubElement(layout, f"{CSL}text", variable="title")
    for order in bibliography.findall(f"{CSL}sort"):
        bibliography.remove(order)
    macros = {macro.get("name", ""): macro for macro in root.iterfind(f"{CSL}macro")}
    printed = {*list_printed(bibliography, macros)}
    for macro in macros.values():
        if macro not in printed:
            _remove(macro)
    bibliography.attrib.pop("second-field-align", "")
    for part in root.iter(f"{CSL}text", f"{CSL}number"):
        if part.get("variable") in _SIGNS:
            part.set("variable", _UNSAID)
    return xml.text(root)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
