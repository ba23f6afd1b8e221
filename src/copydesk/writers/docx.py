"""DOCX: pandoc's document in our styles, with every part that could vary written anew.

pandoc sets the text with its headings, notes, bookmarks and links. What is done
here: styles, page, header and footer of the theme, properties without clock or
machine, a zip without dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from copydesk import registry
from copydesk.catalogue import Record, record
from copydesk.errors import BrokenLaw
from copydesk.gate import archive, pictures
from copydesk.writers.docx_looks import looks, paper
from copydesk.writers.docx_properties import custom, properties
from copydesk.writers.docx_styles import HANGING

if TYPE_CHECKING:
    from lxml import etree

    from copydesk.config import Config
    from copydesk.writers.docx_package import Package

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_CUSTOM: Final = "docProps/custom.xml"
#: Parts that pandoc writes and no article needs.
_NEEDLESS: Final = ("word/comments.xml", "word/webSettings.xml", "docProps/custom.xml")
_TEXT: Final = "word/document.xml"
_NOTES: Final = "word/footnotes.xml"
_NUMBERING: Final = "word/numbering.xml"
#: Number of the first bookmark that is added here; pandoc counts from 9 on.
_PLACES: Final = 1_000_000


@registry.writer(
    "docx",
    ".docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    renderings=("docx",),
)
def write(copy: registry.Copy) -> bytes:
    """Word: styles of the theme for every role, page numbers, links to the references and back.

    Raises `BrokenLaw` when a link of the document leads nowhere.
    """
    # lxml is not needed to plan a build.
    from copydesk.writers import docx_scripts
    from copydesk.writers.docx_package import Package

    about = record(copy.article, copy.config, copy.slug)
    package = Package(archive.read(copy.render("docx")))
    _dress(package, about, copy.config)
    if not docx_scripts.is_plain(copy.article.edited, about.language):
        _turn(package, about.language)
    return package.zipped()


def _dress(package: Package, about: Record, config: Config) -> None:
    """The text in the styles of the theme, on its pages, with its properties.

    Raises `BrokenLaw` when a link of the document leads nowhere.
    """
    from copydesk.writers import docx_entries, docx_lists, docx_pages, docx_text
    from copydesk.writers.reference_docx import reference

    for name in _NEEDLESS:
        package.drop(name)
    _tell(package, about)
    theme, size = config.theme, config.publication.paper
    house = dict(reference(theme, about.language, size))
    page = paper(size, theme)
    sizes = {look.name: look.size for look in looks(theme)}
    lists, house[_NUMBERING] = docx_lists.numbered(package.part(_NUMBERING), house[_NUMBERING])
    around = docx_text.Surroundings(
        page=page,
        lists=lists,
        pictures=_pictures(package),
        cells=(sizes["Table Text"], sizes["Table Small"]),
    )
    root, notes = package.root(_TEXT), package.root(_NOTES)
    body = None if root is None else root.find(f"{_W}body")
    if root is None or body is None:
        raise BrokenLaw("pandoc wrote a document without a body", code="law.markup")
    docx_text.set_text(body, around)
    if notes is not None:
        docx_text.set_notes(notes, around)
        _lift_places(root, notes)
    _check_links(root, notes)
    hanging = docx_entries.number_column(body, sizes["Bibliography"])
    house["word/styles.xml"] = house["word/styles.xml"].replace(HANGING.encode(), hanging.encode())
    docx_pages.frame(package, body, about, config)
    for name, data in house.items():
        package.put(name, data)
    package.settle(_TEXT, root)
    if notes is not None:
        package.settle(_NOTES, notes)


def _tell(package: Package, about: Record) -> None:
    """Put in the parts that tell programs of the article."""
    from copydesk.writers.docx_package import PACKAGE

    for name, data in properties(about).items():
        package.put(name, data)
    if told := custom(about):
        package.put(_CUSTOM, told, f"{_OFFICE}.custom-properties+xml")
        package.relate(_CUSTOM, "custom-properties", PACKAGE)


def _turn(package: Package, language: str) -> None:
    """Give text, notes, heads and feet their directions."""
    from copydesk.writers import docx_scripts

    for name in package.named(_TEXT, _NOTES, "word/header", "word/footer"):
        package.edit(name, lambda root: docx_scripts.turn(root, language))


def _pictures(package: Package) -> Mapping[str, tuple[int, int]]:
    """Width and height in pixels of each picture, by the id that the text calls it by."""
    return {
        identity: pictures.size(package.part(f"word/{target}"))
        for identity, target in package.related("image")
    }


# ── links ────────────────────────────────────────────────────────────────────


def _lift_places(root: etree._Element, notes: etree._Element) -> None:
    """Let what leads to a citation in a note lead to the sign of the note.

    Few programs find a bookmark in a footnote.
    """
    from lxml import etree

    signs = {str(sign.get(f"{_W}id")): sign for sign in root.iter(f"{_W}footnoteReference")}
    marks = [
        (mark, note.get(f"{_W}id", ""))
        for note in notes.iter(f"{_W}footnote")
        for mark in note.iter(f"{_W}bookmarkStart")
    ]
    for number, (mark, note) in enumerate(marks, start=_PLACES):
        name = mark.get(f"{_W}name", "")
        mark.set(f"{_W}name", f"in-{name}")  # the name is for the one that takes its part
        run = signs[note].getparent()
        if run is not None:
            start = etree.Element(f"{_W}bookmarkStart", {f"{_W}id": str(number)})
            start.set(f"{_W}name", name)
            run.addprevious(start)
            run.addnext(etree.Element(f"{_W}bookmarkEnd", {f"{_W}id": str(number)}))


def _check_links(root: etree._Element, notes: etree._Element | None) -> None:
    """Raise unless every link within the document, its notes among it, leads somewhere."""
    roots = [root] if notes is None else [root, notes]
    places = {mark.get(f"{_W}name") for mark in root.iter(f"{_W}bookmarkStart")}
    for link in (link for one in roots for link in one.iter(f"{_W}hyperlink")):
        anchor = link.get(f"{_W}anchor")
        if anchor is not None and anchor not in places:
            message = f"a link of the DOCX leads to `{anchor}`, which is not in it"
            raise BrokenLaw(message, code="law.link")
