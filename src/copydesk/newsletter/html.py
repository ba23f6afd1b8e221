"""An issue as HTML: for mail programs, for the HTML block of a service, and for browsers.

Mail programs keep little of a style sheet, so the looks stand at each element, in one column of
presentation tables that Outlook needs as well. The colours are readable as they are; what knows of
dark screens and narrow ones finds a style sheet in the head. Nothing is loaded from anywhere but
the pictures of the articles.
"""

from __future__ import annotations

import re
from copy import deepcopy
from functools import lru_cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from copydesk.composition.labels import labels
from copydesk.language.scripts import script
from copydesk.newsletter import elements, letter, service_language
from copydesk.newsletter.letter import Letter, Part, Terms
from copydesk.newsletter.materials import Materials
from copydesk.settings.theme import Theme

if TYPE_CHECKING:
    from css_inline import CSSInliner
    from lxml import etree

#: Width of the column, and of a picture in it.
_COLUMN: Final = 600
_PICTURE: Final = 536
_GHOST: Final = (
    f'<!--[if mso]><table role="presentation" align="center" width="{_COLUMN}"><tr><td><![endif]-->'
)
_GHOST_END: Final = "<!--[if mso]></td></tr></table><![endif]-->"
_TABLE: Final = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"'
#: Behind a preheader, so that no program shows what comes next in its list: joiners and blanks.
_FILLER: Final = "\N{ZERO WIDTH NON-JOINER}&nbsp;"
_PREVIEWED: Final = 140
#: What some programs do to a page unless they are told not to.
_SAID: Final = (
    '<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">\n'
    '<meta name="x-apple-disable-message-reformatting">\n'
    '<meta name="supported-color-schemes" content="light dark">\n'
)
_COMMENT: Final = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
_KEPT: Final = ' data-css-inline="keep"'


def issue(materials: Materials, terms: Terms) -> str:
    """`issue.html`: the part of the message that mail programs show."""
    made = letter.letter(materials, terms)
    sheet = _sheet("scheme.css", materials.theme, made.language)
    head = f"{_SAID}<style{_KEPT}>\n{sheet}</style>\n"
    text = _document(made, head, _preheader(made.preheader) + _column(made))
    looks = _sheet("letter.css", materials.theme, made.language)
    text = _inliner(looks).inline(text).replace(_KEPT, "", 1)
    return _settled(f"{text.strip()}\n", materials)


def fragment(materials: Materials, terms: Terms) -> str:
    """`fragment.html`: the issue to paste into the HTML block of a service, in light colours."""
    made = letter.letter(materials, terms)
    sheet = _sheet("letter.css", materials.theme, made.language)
    text = _inliner("").inline_fragment(_column(made), sheet)
    return _settled(f"{text.strip()}\n", materials)


def archive(materials: Materials, terms: Terms) -> str:
    """`archive.html`: the issue as a page for browsers, with no way to unsubscribe.

    Whoever has its address can read it, and none of it is a reader's own. What goes with the
    message as an attachment is to be downloaded here, or an excerpt would lead nowhere.
    """
    linked = {one.name: terms.linked.get(one.name, "") for one in materials.attachments}
    made = letter.letter(materials, Terms(linked, archive=True))
    sheets = "".join(
        _sheet(name, materials.theme, made.language)
        for name in ("letter.css", "archive.css", "scheme.css")
    )
    url = materials.issue.url
    head = f'<link rel="canonical" href="{escape(url)}">\n' if url else ""
    if made.preheader:
        head += f'<meta name="description" content="{escape(made.preheader)}">\n'
    body = "".join(_section(part, made) for part in made.parts)
    return _document(made, f"{head}<style>\n{sheets}</style>\n", f"<main>\n{body}</main>\n")


# ── documents ────────────────────────────────────────────────────────────────


def _document(made: Letter, head: str, body: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html{_tongue(made)}>\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(made.subject)}</title>\n{head}</head>\n"
        f'<body class="ground">\n{body}</body>\n</html>\n'
    )


def _tongue(part: Letter | Part) -> str:
    side = ' dir="rtl"' if part.direction == "rtl" else ""
    return f' lang="{escape(part.language)}"{side}'


def _preheader(text: str) -> str:
    """What mail programs show beside the subject, and nowhere else."""
    if not text:
        return ""
    filler = _FILLER * max(0, _PREVIEWED - len(text))
    return f'<div class="preheader">{escape(text)}{filler}</div>\n'


def _column(made: Letter) -> str:
    """The parts in a column that no screen is too narrow for."""
    rows = "".join(_row(part, made) for part in made.parts)
    return (
        f'<table class="ground"{_tongue(made)} {_TABLE}>\n<tr>\n<td align="center">\n'
        f'{_GHOST}\n<table class="column" {_TABLE}>\n{rows}</table>\n{_GHOST_END}\n'
        f"</td>\n</tr>\n</table>\n"
    )


def _row(part: Part, made: Letter) -> str:
    start = "right" if part.direction == "rtl" else "left"
    return (
        f'<tr>\n<td{_name(part)}{_other(part, made)} align="{start}">\n'
        f"{_markup(part, mail=True)}</td>\n</tr>\n"
    )


#: Part → its element in a page.
_ELEMENTS: Final = {"head": "header", "article": "article", "foot": "footer"}


def _section(part: Part, made: Letter) -> str:
    tag = _ELEMENTS.get(part.kind, "div")
    return f"<{tag}{_name(part)}{_other(part, made)}>\n{_markup(part, mail=False)}</{tag}>\n"


def _name(part: Part) -> str:
    rtl = " rtl" if part.direction == "rtl" else ""
    return f' class="part {part.kind}{rtl}"'


def _other(part: Part, made: Letter) -> str:
    """The language of a part that is not in that of the issue."""
    if (part.language, part.direction) == (made.language, made.direction):
        return f' dir="{part.direction}"' if part.direction == "rtl" else ""
    return f' lang="{escape(part.language)}" dir="{part.direction}"'


# ── blocks ───────────────────────────────────────────────────────────────────


def _markup(part: Part, *, mail: bool) -> str:
    from lxml import etree

    from copydesk.writers.html import box_wide

    tree = deepcopy(part.tree)
    for image in [*tree.iter("img")]:
        _picture(image)
    for table in tree.iter("table"):
        dense = "dense" in table.get("class", "").split()
        table.set("class", "data dense" if dense else "data")
    if not mail:
        box_wide(tree, labels(part.language)["table"])
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
            elements.remove_element(words)


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
    return theme.dress(bare, "mail", script(language)).replace('"', "'")


@lru_cache(maxsize=4)
def _inliner(sheet: str) -> CSSInliner:
    from css_inline import CSSInliner

    return CSSInliner(load_remote_stylesheets=False, minify_css=True, extra_css=sheet or None)


def _settled(text: str, materials: Materials) -> str:
    escaped = service_language.escape_markup(text, materials.target.signs)
    return service_language.fill_placeholders(escaped, materials, markup=True)
