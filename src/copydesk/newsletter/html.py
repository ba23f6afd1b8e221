"""An issue as HTML: for mail programs, for the HTML block of a service, and for browsers.

Mail programs keep little of a style sheet, so the looks stand at each element, in one column of
presentation tables that Outlook needs as well. The colours are readable as they are; what knows of
dark screens and narrow ones finds a style sheet in the head. Nothing is loaded from anywhere but
the pictures of the articles.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from importlib.resources import files
from typing import Final

from css_inline import CSSInliner
from lxml import etree
from markupsafe import Markup

from copydesk.composition.labels import load_labels
from copydesk.language.scripts import script_of
from copydesk.newsletter import elements, letter, service_language
from copydesk.newsletter.letter import LetterPart, Terms
from copydesk.newsletter.materials import Materials
from copydesk.settings.theme import Theme
from copydesk.system import xml
from copydesk.writers.html import box_wide
from copydesk.writers.templates import compile_template

#: Pixels of a picture in the column, which has 600.
_PICTURE: Final = 536
#: Behind a preheader, so that no program shows what comes next in its list: joiners and blanks.
_FILLER: Final = "\N{ZERO WIDTH NON-JOINER}&nbsp;"
_PREVIEWED: Final = 140
_COMMENT: Final = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
_KEPT: Final = ' data-css-inline="keep"'


#: What stands in the head of each form; what mail gets is put at its elements.
_SHEETS: Final[Mapping[str, tuple[str, ...]]] = {
    "issue": ("scheme.css",),
    "fragment": (),
    "archive": ("letter.css", "archive.css", "scheme.css"),
}


def write_issue(materials: Materials, terms: Terms) -> str:
    """`issue.html`: the part of the message that mail programs show."""
    text = _render("issue", materials, terms)
    looks = _sheet("letter.css", materials.theme, materials.language)
    inlined = _inliner(looks).inline(text).replace(_KEPT, "", 1)
    return service_language.fill_placeholders(f"{inlined.strip()}\n", materials, markup=True)


def write_fragment(materials: Materials, terms: Terms) -> str:
    """`fragment.html`: the issue to paste into the HTML block of a service, in light colours."""
    sheet = _sheet("letter.css", materials.theme, materials.language)
    text = _inliner("").inline_fragment(_render("fragment", materials, terms), sheet)
    return service_language.fill_placeholders(f"{text.strip()}\n", materials, markup=True)


def write_archive(materials: Materials, terms: Terms) -> str:
    """`archive.html`: the issue as a page for browsers, with no way to unsubscribe.

    Whoever has its address can read it, and none of it is a reader's own. What goes with the
    message as an attachment is to be downloaded here, or an excerpt would lead nowhere.
    """
    linked = {one.name: terms.linked.get(one.name, "") for one in materials.attachments}
    return _render("archive", materials, Terms(linked, archive=True))


def _render(form: str, materials: Materials, terms: Terms) -> str:
    """The issue in one of its forms, dressed by classes alone."""
    made = letter.make_letter(materials, terms)
    sheets = (_sheet(name, materials.theme, made.language) for name in _SHEETS[form])
    parts = [(part, Markup(_markup(part, mail=form != "archive"))) for part in made.parts]  # noqa: S704  made by lxml
    return compile_template("newsletter/issue.html").render(
        form=form,
        made=made,
        parts=parts,
        url=materials.issue.url,
        sheet=Markup("".join(sheets)),  # noqa: S704  of the house
        filler=Markup(_FILLER * max(0, _PREVIEWED - len(made.preheader))),  # noqa: S704  ours
    )


# ── blocks ───────────────────────────────────────────────────────────────────


def _markup(part: LetterPart, *, mail: bool) -> str:

    tree = deepcopy(part.tree)
    for image in [*tree.iter("img")]:
        _picture(image)
    for table in tree.iter("table"):
        dense = "dense" in table.get("class", "").split()
        table.set("class", "data dense" if dense else "data")
    if not mail:
        box_wide(tree, load_labels(part.language)["table"])
    else:
        elements.remove_inner_links(tree)
        for items in [*tree.iter("ul")]:
            if "references" in items.get("class", "").split():
                _entries(items)
    for block in tree.iter("div"):
        if mail and "class" not in block.attrib and block is not tree:
            block.tag = _OPEN
    etree.strip_tags(tree, _OPEN)
    return "".join(
        etree.tostring(block, encoding="unicode", method="html", with_tail=False) + "\n"
        for block in tree
    )


#: Name of divisions that say nothing, until they are dissolved.
_OPEN: Final = "open"


def _picture(image: etree._Element) -> None:
    """Give a picture its width, which Outlook wants as a number; without an address, its words."""
    if image.get("src"):
        wide = min(int(image.get("width", "0")) or _PICTURE, _PICTURE)
        image.set("width", str(wide))
        # A share of the column, or a table grows as wide as its widest picture.
        image.set("style", f"width:100%;max-width:{wide}px")
        image.set("alt", image.get("alt", ""))
        return
    words = image.makeelement("p", {"class": "alt"})
    words.text, words.tail = image.get("alt", ""), image.tail
    holder = image.getparent()
    if holder is not None:
        holder.replace(image, words)
        if not words.text:
            xml.take_out(words)


def _entries(items: etree._Element) -> None:
    """Make paragraphs of the entries of a list: Outlook sets a dot before every other item."""
    items.tag = "div"
    items.attrib.clear()
    for item in items:
        item.tag = "p"
        item.set("class", "reference")


# ── looks ────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=16)
def _sheet(name: str, theme: Theme, language: str) -> str:
    """A style sheet of the house in the values of a theme; quotation marks fit into attributes."""
    text = (files("copydesk") / "data" / "newsletter" / name).read_text(encoding="utf-8")
    bare = _COMMENT.sub("", text)  # with which Gmail leaves out the rule behind
    return theme.dress(bare, "mail", script_of(language)).replace('"', "'")


@lru_cache(maxsize=4)
def _inliner(sheet: str) -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False, minify_css=True, extra_css=sheet or None)
