"""The DOCX of a collection: title page, imprint, contents, each article a section with its heads.

pandoc has set all articles in one document, the title of each a heading. What is done here:
what stands before and between them, and the styles that a book has besides those of an article.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from functools import partial
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from copydesk.errors import BrokenLaw
from copydesk.gate import archive, xml
from copydesk.labels import labels
from copydesk.model import Reference
from copydesk.writers import docx_front, docx_pages, docx_parts
from copydesk.writers.volume import Member, Volume

if TYPE_CHECKING:
    from lxml import etree

    from copydesk.catalogue import Record
    from copydesk.config import Config
    from copydesk.writers.docx_package import Package

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS: Final = ("word/document.xml", "word/footnotes.xml")
_STYLES: Final = "word/styles.xml"
_SETTINGS: Final = "word/settings.xml"
#: Numbers of the bookmarks that the contents lead to; pandoc counts from 9 on.
_PLACES: Final = 2_000_000
#: Numbers of the heads of articles begin behind this one.
_HEADS: Final = 10
#: Levels of headings that an article has below its title.
_LEVELS: Final = 5
#: What stands for the number of a page until Word or LibreOffice counts them.
_UNCOUNTED: Final = "–"


def write(volume: Volume) -> bytes:
    """One DOCX of all articles, each with its heads and its bibliography, contents before them."""
    from copydesk.writers import docx, docx_scripts
    from copydesk.writers.docx_package import Package
    from copydesk.writers.docx_styles import with_region

    package = Package(archive.read(volume.document))
    about = volume.record
    for name in _PARTS:
        if (root := package.root(name)) is not None:
            _drop_language(root, {about.language, with_region(about.language)})
            package.settle(name, root)
    docx.dress(package, about, volume.config, partial(_frame, volume))
    edited_texts = (member.article.edited for member in volume.members)
    if not all(docx_scripts.is_plain(edited, about.language) for edited in edited_texts):
        docx.turn(package, about.language)
    _add_styles(package, volume)
    package.edit(_SETTINGS, lambda root: _restart(next(root.iter(f"{_W}footnotePr"))))
    docx.sources_of(package, tuple(_references(volume)), about.language)
    return package.zipped()


def around(volume: Volume) -> Iterator[str]:
    """What is printed around the articles: title page, contents, titles of parts."""
    about = volume.record
    yield from docx_front.words(about)
    yield labels(about.language)["contents"]
    yield from volume.listed()


def _references(volume: Volume) -> Iterator[Reference]:
    """The works of all articles, each once; a key that means two works gets a number."""
    known: dict[str, Reference] = {}
    for member in volume.members:
        for one in member.article.back.references:
            first = known.setdefault(one.key, one)
            if first is one:
                yield one
            elif first.csl != one.csl:
                yield replace(one, key=f"{one.key}-{member.number}")


def _drop_language(root: etree._Element, own: set[str]) -> None:
    """Leave the language of the book to its styles; pandoc says that of an article in each run."""
    for mark in list(root.iter(f"{_W}lang")):
        looks = mark.getparent()
        if mark.get(f"{_W}val") in own and looks is not None:
            looks.remove(mark)
            run = looks.getparent()
            if not len(looks) and run is not None:
                run.remove(looks)


# ── pages ────────────────────────────────────────────────────────────────────


def _frame(
    volume: Volume, package: Package, body: etree._Element, about: Record, config: Config
) -> None:
    """Set the articles on their pages, behind title page and contents."""
    for old in list(body.iter(f"{_W}sectPr")):
        body.remove(old)
    starts = {
        mark.get(f"{_W}name"): mark
        for mark in body.iter(f"{_W}bookmarkStart")
        if str(mark.get(f"{_W}name")).startswith("title-")
    }
    sections = _Sections(package, about.title, config)
    groups = list(volume.grouped())
    for place, block in enumerate(_parsed(_front(volume, groups))):
        body.insert(place, block)
    waiting = sections.first(about)  # what closes the section before the next article
    last: Member | None = None
    for number, (title, members) in enumerate(groups, 1):
        for place, member in enumerate(members):
            start = starts[f"title-{member.number}"]
            if last is not None:
                waiting = sections.headed(last)
            if title and not place:
                _close(start, waiting)
                _before(start, _parsed(_part_title(title, number)))
                waiting = sections.bare()
            _close(start, waiting)
            _place(start, member.number)
            last = member
    if last is not None:
        body.append(sections.headed(last, ends=True))


def _restart(notes: etree._Element) -> None:
    """Let the notes begin with 1 in each section.

    A section that says nothing of its notes has what is said of those of the document: by the
    standard that is enough. LibreOffice hears sections only, restarts notes at each title from
    the first one that says so, and has counted wrongly when another says it again: so none but
    the last does.
    """
    from lxml import etree

    notes.insert(0, etree.Element(f"{_W}numRestart", {f"{_W}val": "eachSect"}))


def _before(start: etree._Element, blocks: list[etree._Element]) -> None:
    for block in blocks:
        start.addprevious(block)


def _close(start: etree._Element, section: etree._Element) -> None:
    """Let the block before `start` be the last one of `section`."""
    from lxml import etree

    block = start.getprevious()
    while block is not None and block.tag not in (f"{_W}p", f"{_W}tbl"):
        block = block.getprevious()
    if block is None or block.tag == f"{_W}tbl" or block.find(f"{_W}pPr/{_W}sectPr") is not None:
        block = etree.Element(f"{_W}p")
        start.addprevious(block)
    docx_parts.properties_of(block, "pPr").append(section)


def _place(start: etree._Element, number: int) -> None:
    """A bookmark of Word's own kind around the title that follows `start`."""
    from lxml import etree

    title = start.getnext()
    while title is not None and title.tag != f"{_W}p":
        title = title.getnext()
    if title is None:
        raise BrokenLaw("an article of the book has no title", code="law.markup")
    mark = etree.Element(f"{_W}bookmarkStart", {f"{_W}id": str(_PLACES + number)})
    mark.set(f"{_W}name", _toc(number))
    looks = title.find(f"{_W}pPr")
    title.insert(0 if looks is None else 1, mark)
    title.append(etree.Element(f"{_W}bookmarkEnd", {f"{_W}id": str(_PLACES + number)}))


def _toc(number: int) -> str:
    return f"_Toc{number:08}"


class _Sections:
    """Makes the sections of a book, each with the head of its article."""

    def __init__(self, package: Package, title: str, config: Config) -> None:
        self._package = package
        self._title = title
        self._config = config
        self._foot = docx_pages.put(package, "footer1", "footer", docx_pages.foot())
        self._nothing = ""

    def first(self, about: Record) -> etree._Element:
        """The section of title page and contents, under logo or publication."""
        above = docx_pages.masthead(self._package, about, self._config)
        return docx_pages.section({("header", "first"): above} if above else {}, self._config)

    def bare(self) -> etree._Element:
        """A section of one page with no head."""
        marginalia = {("header", "first"): self._empty(), ("footer", "first"): self._foot}
        return docx_pages.section(marginalia, self._config)

    def headed(self, member: Member, *, ends: bool = False) -> etree._Element:
        """The section of an article: a head but on its first page, and the number of the page.

        `ends`: it is the last one of the book.
        """
        from lxml import etree

        name = f"header{_HEADS + member.number}"
        head = docx_pages.head(self._title, member.record.title)
        marginalia = {
            ("header", "default"): docx_pages.put(self._package, name, "header", head),
            ("header", "first"): self._empty(),
            ("footer", "default"): self._foot,
            ("footer", "first"): self._foot,
        }
        found = docx_pages.section(marginalia, self._config)
        if ends:
            notes = etree.Element(f"{_W}footnotePr")
            _restart(notes)
            found.insert(len(marginalia), notes)
        return found

    def _empty(self) -> str:
        """A head without words; a section that names none has that of the one before it."""
        if not self._nothing:
            text = docx_pages.bare()
            self._nothing = docx_pages.put(self._package, "header3", "header", text)
        return self._nothing


# ── what stands before and between ───────────────────────────────────────────


def _parsed(markup: str) -> list[etree._Element]:
    spaces = f'xmlns:w="{_W[1:-1]}"'
    return list(xml.parse(f"<body {spaces}>{markup}</body>".encode()))


def _front(volume: Volume, groups: list[tuple[str, tuple[Member, ...]]]) -> str:
    about = volume.record
    contents = _paragraph("TOCHeading", _run(labels(about.language)["contents"]))
    entries = [
        row
        for number, (part, members) in enumerate(groups, 1)
        for row in (
            *([_entry("TOCPart", part, f"_Part{number}")] if part else []),
            *(line for one in members for line in _entries(one, "TOC2" if part else "TOC1")),
        )
    ]  # fmt: skip
    return f"{docx_front.markup(about)}{contents}{''.join(entries)}"


def _entries(member: Member, style: str) -> Iterator[str]:
    """Title and authors of an article in the contents."""
    yield _entry(style, member.record.title, _toc(member.number))
    if names := ", ".join(member.record.names):
        yield _paragraph(f"{style}Names", _run(names))


def _part_title(title: str, number: int) -> str:
    mark = f'<w:bookmarkStart w:id="{_PLACES - number}" w:name="_Part{number}"/>'
    end = f'<w:bookmarkEnd w:id="{_PLACES - number}"/>'
    return _paragraph("PartTitle", f"{mark}{_run(title)}{end}")


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def _field(kind: str, *, dirty: bool = False) -> str:
    more = ' w:dirty="true"' if dirty else ""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"{more}/></w:r>'


def _told(what: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {what} </w:instrText></w:r>'


def _entry(style: str, title: str, target: str) -> str:
    """A line of the contents: it leads to its article, and whoever opens the file counts the page.

    A table of contents of Word's own would keep what stands here until somebody updates it.
    """
    asked = _field("begin", dirty=True) + _told(rf"PAGEREF {target} \h") + _field("separate")
    page = f"{asked}{_run(_UNCOUNTED)}{_field('end')}"
    link = f"{_run(title)}<w:r><w:tab/></w:r>{page}"
    return _paragraph(style, f'<w:hyperlink w:anchor="{target}" w:history="1">{link}</w:hyperlink>')


# ── styles ───────────────────────────────────────────────────────────────────


def _add_styles(package: Package, volume: Volume) -> None:
    """The styles of contents and parts; headings one level further down than in an article."""
    root = package.root(_STYLES)
    if root is None:
        return
    _shift_headings({str(style.get(f"{_W}styleId")): style for style in root.iter(f"{_W}style")})
    for style in _parsed(_styles(volume)):
        root.append(style)
    package.settle(_STYLES, root)


def _shift_headings(styles: dict[str, etree._Element]) -> None:
    names = ["Title", *(f"Heading{level}" for level in range(1, _LEVELS + 1))]
    looks = {name: [deepcopy(one) for one in _looks(styles[name])] for name in names}
    for above, name in pairwise(names):
        style = styles[name]
        level = style.find(f"{_W}pPr/{_W}outlineLvl")
        for old in _looks(style):
            style.remove(old)
        for one in looks[above]:
            style.append(one)
            if one.tag == f"{_W}pPr":
                for mark in one.findall(f"{_W}outlineLvl"):
                    one.remove(mark)
                if level is not None:
                    one.append(level)


def _looks(style: etree._Element) -> list[etree._Element]:
    return [child for child in style if child.tag in (f"{_W}pPr", f"{_W}rPr")]


def _styles(volume: Volume) -> str:
    from copydesk.writers.docx_looks import paper

    theme = volume.config.theme
    edge = paper(volume.config.publication.paper, theme).measure
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{edge}"/></w:tabs>'
    entry = f"<w:keepNext/>{tabs}"
    names = '<w:keepNext w:val="0"/><w:spacing w:before="0" w:after="120"/>'
    return "".join((
        _style("TOCHeading", "TOC Heading", "Heading2",
               '<w:pageBreakBefore/><w:spacing w:before="0" w:after="160"/>'
               '<w:outlineLvl w:val="9"/>'),
        _style(docx_front.LINE, "Imprint", "Affiliation", '<w:spacing w:before="0" w:after="60"/>'),
        _style(docx_front.OPENING, "Imprint Title", docx_front.LINE, "<w:pageBreakBefore/>",
               "<w:b/><w:bCs/>"),
        _style("TOC1", "toc 1", "Normal",
               f'{entry}<w:spacing w:before="120" w:after="20"/><w:ind w:right="720"/>'),
        _style("TOC2", "toc 2", "TOC1", '<w:ind w:left="360" w:right="720"/>'),
        _style("TOC1Names", "Contents Names", "Affiliation", f'{names}<w:ind w:right="720"/>'),
        _style("TOC2Names", "Contents Names 2", "TOC1Names", '<w:ind w:left="360" w:right="720"/>'),
        _style("TOCPart", "Contents Part", "TOC1", '<w:spacing w:before="240" w:after="60"/>',
               "<w:b/><w:bCs/>"),
        _style("PartTitle", "Part Title", "Title",
               '<w:spacing w:before="4000"/><w:outlineLvl w:val="0"/>'),
    ))  # fmt: skip


def _style(ident: str, name: str, base: str, shape: str, letters: str = "") -> str:
    own = "" if name.lower().startswith("toc ") else ' w:customStyle="1"'
    look = f"<w:rPr>{letters}</w:rPr>" if letters else ""
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{ident}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{base}"/><w:next w:val="Normal"/><w:uiPriority w:val="39"/>'
        f"<w:unhideWhenUsed/><w:qFormat/><w:pPr>{shape}</w:pPr>{look}</w:style>"
    )
