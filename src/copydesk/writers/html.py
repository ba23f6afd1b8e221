"""HTML: one page that holds everything it needs and asks for nothing."""

from __future__ import annotations

from functools import partial
from typing import Final

from lxml import etree

from copydesk.composition.catalogue import ORCID, CatalogueRecord
from copydesk.composition.labels import load_labels
from copydesk.language.folding import fold_words
from copydesk.registry import WriterInput
from copydesk.system import xml
from copydesk.writers import script_rules, table_parts
from copydesk.writers.logo import load_logo
from copydesk.writers.page import PICTURES, Page, embed_picture, page
from copydesk.writers.sheets import sheet
from copydesk.writers.templates import compile_template

#: No script, no request: the browser itself keeps what the page promises.
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
#: The same of a page with pictures, which lie inside it. Checkers take `img-src data:` for a
#: ban on them, so the policy is silent on pictures; the page names none that lies elsewhere.
SHOWING: Final = (
    "style-src 'unsafe-inline'; "
    + "; ".join(
        f"{kind}-src 'none'"
        for kind in (
            "script", "connect", "font", "media", "object", "frame", "child", "worker", "manifest",
        )
    )
    + "; form-action 'none'; base-uri 'none'"
)  # fmt: skip


def write(copy: WriterInput) -> bytes:
    """One self-contained web page: readable on a phone, in the dark and on paper."""
    found = page(copy)
    about, mark = found.record, load_logo(copy.config)
    needs = script_rules.find_script_rules((found,), about.language, copy.config.theme, "screen")
    # Within texts and comments of CSS, where alone it may stand, `<\/` means the same as `</`.
    style = sheet("screen.css", copy.config, "screen", needs).replace("</", r"<\/")
    document = load_template().render(
        about=about,
        article=make_article(found),
        logo=embed_picture(mark) if mark else "",
        policy=SHOWING if found.pictures or mark or "data:" in style else POLICY,
        style=style,
        theme=copy.config.theme.settled(),
        title=_window(about),
    )
    return f"{document}\n".encode()


#: How a page is written.
load_template: Final = partial(compile_template, "page.html", ORCID=ORCID)


def _window(about: CatalogueRecord) -> str:
    """What a browser writes on the window: title and publication, which is named once."""
    name = about.publication.name
    said, own = (f" {' '.join(fold_words(text))} " for text in (about.title, name))
    return about.title if own in said or not name else f"{about.title} – {name}"


def make_article(found: Page) -> str:
    """The article with its pictures inside, and what may be wider than a phone in boxes."""
    root = xml.parse(found.xhtml.encode())
    places = {f"{PICTURES}/{picture.name}": embed_picture(picture) for picture in found.pictures}
    for image in root.iter("img"):
        image.set("src", places[image.get("src", "")])
    box_wide(root, load_labels(found.record.language)["table"])
    return etree.tostring(root, encoding="unicode", method="html")


def box_wide(root: etree._Element, label: str) -> None:
    """Let a keyboard move what may be wider than a phone: tables in boxes, and programs.

    Whoever comes to a box hears the caption of its table, or `label` with the table's number.
    """
    for number, table in enumerate([*root.iter("table")], start=1):
        caption = table_parts.find_caption_above(table)
        words = label.format(number) if caption is None else "".join(map(str, caption.itertext()))
        box = table.makeelement(
            "div",
            {
                "class": "wide",
                "role": "region",
                "tabindex": "0",
                "aria-label": " ".join(words.split()),
            },
        )
        box.text, box.tail, table.tail = "\n", table.tail, "\n"
        table.addprevious(box)
        box.append(table)
    for program in root.iter("pre"):
        program.set("tabindex", "0")
