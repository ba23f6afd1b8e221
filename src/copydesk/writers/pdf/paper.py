"""The page for paper: what PDF is set from, with notes at the foot of the page.

The page of `page` carries its notes at the end, which suits a screen. Here each goes back
to its call, where the setting finds the foot of the page that it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from math import ceil
from typing import Final
from xml.etree import ElementTree as ET

from lxml import etree

from copydesk.composition.catalogue import CatalogueRecord
from copydesk.settings.theme import Theme
from copydesk.system import xml
from copydesk.writers import languages, table_parts
from copydesk.writers.page import Page, read_heading
from copydesk.writers.paper_size import measure_paper
from copydesk.writers.pdf import line_ends
from copydesk.writers.pdf.tags import NUMBER
from copydesk.writers.table_parts import SHORT, Setting, plan_table
from copydesk.writers.templates import compile_template
from copydesk.writers.title_parts import MOST_WORDS, count_words, shorten_title

#: Longest note at the foot of a page, which cannot go on on the next one.
_LONGEST: Final = 1_500
#: What a note cannot be called from: a row may move after its note has found a page.
_WHOLE: Final = frozenset(("table", "header"))
#: What a note at the foot of a page may hold behind its first paragraph.
_SETTABLE: Final = frozenset(("blockquote", "ol", "p", "ul"))
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
#: What ends in no line of one short word.
_CLOSED: Final = frozenset(("p", *_HEADINGS))
#: Attributes and classes of spans that paper shows.
_SAYING: Final = frozenset(("dir", "lang", "role", "style"))
_DRESSED: Final = frozenset(("csl-left-margin", "footnote", "smallcaps"))
#: What a paragraph may announce, and how it ends then.
_ANNOUNCED: Final = frozenset(("blockquote", "dl", "figure", "ol", "pre", "table", "ul"))
_ANNOUNCING: Final = (":", "：")
#: The longest paragraph in bold that stays on the page of the next.
_QUESTION: Final = 300
#: What begins the address of a picture that the page brings along.
PICTURE: Final = "picture:"
#: The address of the publication's logo.
LOGO: Final = "logo:"


def build_document(
    found: Page, theme: Theme, *, mark: bool = False, at_foot: bool = True
) -> ET.Element:
    """The page `found` as a document for paper: its head, and the article with its footnotes.

    `mark`: the picture `LOGO` stands above the title.
    """
    root = begin_document(found.record, alone=True, mark=mark)
    article = settle_article(found, theme, at_foot=at_foot)
    for image in article.iter("img"):
        image.set("src", f"{PICTURE}{image.get('src', '').rpartition('/')[2]}")
    copy_into(article, root[1], serif=theme.text_font == "serif")
    return root


def begin_document(about: CatalogueRecord, *, alone: bool, mark: bool = False) -> ET.Element:
    """A document that says what `about` knows.

    The body of an article `alone` has its masthead, that of a book is empty.
    """
    markup = load_template().render(about=about, alone=alone, mark=mark)
    return ET.fromstring(markup)  # noqa: S314  ours


def _balance_lines(text: str) -> list[str]:
    """`text` in lines of about as many words each, none of more than a line may have.

    >>> _balance_lines("Notes and Papers of the Society for the History of Locks")
    ['Notes and Papers of the Society', 'for the History of Locks']
    """
    words = text.split(" ") if text else []
    count = ceil(count_words(text) / MOST_WORDS) or 1
    size = ceil(len(words) / count) or 1
    return [" ".join(words[at : at + size]) for at in range(0, len(words), size)]


#: How a document for paper begins.
load_template: Final = partial(
    compile_template,
    "paper.html",
    LOGO=LOGO,
    MOST_WORDS=MOST_WORDS,
    count_words=count_words,
    lines=_balance_lines,
    shorten=shorten_title,
)


def settle_article(found: Page, theme: Theme, *, at_foot: bool = True) -> etree._Element:
    """The article of `found` with its notes at their calls, and tables that fit the page."""
    article = xml.parse(found.xhtml.encode())
    languages.settle_directions(article, found.record.direction)
    table_parts.adopt_captions(article, _find_caption)
    fit_tables(article, found.record.publication.paper, theme)
    _label_headings(article)
    for items in article.iter("ol"):  # the style sheet has lists count from 1, whatever they say
        if items.get("start", "1") != "1":
            items.set("style", f"counter-reset: list-item {int(items.get('start', '1')) - 1}")
    if at_foot:
        _notes_to_foot(article)
    _part_tongues(article, found.record)
    return article


def _find_caption(table: etree._Element) -> etree._Element | None:
    """Find the caption above `table`; one that calls a note stays where notes are called."""
    caption = table_parts.find_caption_above(table)
    links = () if caption is None else caption.iter("a")
    noted = any("footnote-ref" in link.get("class", "").split() for link in links)
    return None if noted else caption


def copy_into(
    element: etree._Element, above: ET.Element, around: line_ends.Kind = "prose", *, serif: bool
) -> None:
    """Put a copy of `element` into `above`, without the spans that say nothing on paper.

    `around`: what the text of `above` is, for lines end otherwise in an address. `serif`: it
    stands in the packaged serif.
    """
    place = above
    kind = line_ends.find_kind(element, around)
    if not _idle(element):
        attributes = {str(name): str(value) for name, value in element.items()}
        if kind == "address":
            attributes["class"] = line_ends.ADDRESS
        if element.tag in _ANNOUNCED:
            _keep_announcement(above)
        place = ET.SubElement(above, element.tag, attributes)
    _say(place, line_ends.split_text(element.text or "", kind, serif=serif))
    for child in element:
        copy_into(child, place, kind, serif=serif)
    if place.tag in _CLOSED and place is not above:
        line_ends.close_paragraph(place)
    if place.tag == "p" and _is_question(place):
        place.set("data-keep", "next")
    _say(above, line_ends.split_text(element.tail or "", around, serif=serif))


def _is_question(paragraph: ET.Element) -> bool:
    """Whether `paragraph` is all in bold and short: a question, or no heading to the article."""
    if [one.tag for one in paragraph] != ["strong"] or paragraph.text or paragraph[0].tail:
        return False
    return len("".join(paragraph.itertext())) <= _QUESTION


def _keep_announcement(above: ET.Element) -> None:
    """Let the paragraph that announces what comes next into `above` stay on its page."""
    for last in above[-1:]:
        if last.tag == "p" and "".join(last.itertext()).rstrip().endswith(_ANNOUNCING):
            last.set("data-keep", "next")


def _say(element: ET.Element, pieces: Iterable[tuple[str, str]]) -> None:
    """Put `pieces` of text behind what is in `element`, those with a class in spans."""
    for piece, name in pieces:
        if name:
            ET.SubElement(element, "span", {"class": name}).text = piece
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + piece
        else:
            element.text = (element.text or "") + piece


def _idle(element: etree._Element) -> bool:
    """Whether `element` is a span that says nothing on paper.

    It would cost as much to set as a line. The place that a back-link leads to may
    as well be the link in it.
    """
    if element.tag != "span" or not _SAYING.isdisjoint(str(name) for name, _ in element.items()):
        return False
    if not _DRESSED.isdisjoint(element.get("class", "").split()):
        return False
    if name := element.get("id"):
        link = next(element.iter("a"), None)
        if link is None or link.get("id"):
            return False
        link.set("id", name)
    return True


# ── notes ────────────────────────────────────────────────────────────────────


def _notes_to_foot(article: etree._Element) -> None:
    """Move the notes at the end of `article` to their calls, all of them or none.

    A note that is long, or called from what the setting moves as a whole, would not find
    its page; then all stay at the end, so that a reader need not look in two places.
    """
    section = next((one for one in article if one.get("role") == "doc-endnotes"), None)
    if section is None:
        return
    notes = {note.get("id", ""): note for note in section[-1]}
    calls = {
        call.get("href", "")[1:]: call
        for call in article.iter("a")
        if call.get("role") == "doc-noteref"
    }
    if notes.keys() != calls.keys() or not all(_fits(calls[name], notes[name]) for name in notes):
        return
    for name, note in notes.items():
        _set_at(calls[name], note)
    section.remove(section[-1])
    if len(section) == 1:  # nothing but its heading: no note without a call
        article.remove(section)


def _label_headings(article: etree._Element) -> None:
    """Tell headings with notes what they are called in the outline: without the numbers."""
    for heading in article.iter(*_HEADINGS):
        if any(link.get("role") == "doc-noteref" for link in heading.iter("a")):
            heading.set("data-label", read_heading(heading))


def _fits(call: etree._Element, note: etree._Element) -> bool:
    """Whether `note` can stand at the foot of the page of its `call`."""
    words = "".join(str(part) for part in note.itertext())
    places = {place.tag for place in call.iterancestors()}
    tags = [child.tag for child in note]
    can_be_cut = tags[:1] == ["p"] and _SETTABLE.issuperset(tags)
    return can_be_cut and len(words) <= _LONGEST and places.isdisjoint(_WHOLE)


def _set_at(call: etree._Element, note: etree._Element) -> None:
    """Put `note` behind its `call`, its number first and the way back on the number."""
    back = next(link for link in note.iter("a") if "footnote-back" in link.get("class", ""))
    xml.take_out(back)
    number = back.makeelement("a", {"class": NUMBER})
    for name in ("href", "aria-label", "role"):
        number.set(name, back.get(name, ""))
    number.text = "".join(str(part) for part in call.itertext())
    first = note[0]
    number.tail, first.text = f"\u2002{(first.text or '').lstrip()}", None
    first.insert(0, number)
    note.tag = "span"
    note.set("role", "doc-footnote")
    note.set("class", "footnote")
    for part in note.iter(note.tag, "blockquote", "li", "ol", "ul"):  # blanks would be lines there
        part.text = (part.text or "").strip("\n") or None
        for child in part:
            child.tail = (child.tail or "").strip("\n") or None
    note.tail, call.tail = call.tail, None
    call.addnext(note)


def _part_tongues(article: etree._Element, about: CatalogueRecord) -> None:
    """Let the language of the passage around a call not be that of its note."""
    told = (("lang", about.language), ("dir", about.direction))
    for note in article.iter("span"):
        if note.get("role") == "doc-footnote":
            for name, own in told:
                if not note.get(name) and any(one.get(name) for one in note.iterancestors()):
                    note.set(name, own)


# ── tables: letters that fit their columns, words broken only where none fits ──

#: Sizes of letters in the text's, with what parts two columns in sizes of the letters and the
#: class of a table that has them. The largest comes first.
_SIZES: Final = ((0.86, 1.0, ""), (0.78, 1.0, "small"), (0.7, 0.7, "smaller"))
#: So many columns are easier to tell apart in smaller letters.
_MANY: Final = 6
#: What is reckoned for letters beside their width: those of heads are in bold.
_RESERVE: Final = 1.06


def fit_tables(article: etree._Element, paper_size: str, theme: Theme) -> None:
    """Give the tables of `article`, and cells whose words must break, their classes."""
    measure = measure_paper(paper_size, theme).measure / 20
    for table in article.iter("table"):
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        _dress(table, "kept" if len(rows) <= SHORT else "")
        _fit(table, rows, measure, theme.points)


def _fit(
    table: etree._Element, rows: Sequence[Sequence[etree._Element]], measure: float, points: float
) -> None:
    """Fit `table` into a `measure`, in a text of so many `points`."""
    texts = [["".join(map(str, cell.itertext())) for cell in row] for row in rows]
    many = max(map(len, rows), default=0) >= _MANY
    settings = {
        Setting(points * size, points * size * apart, _RESERVE): name
        for size, apart, name in _SIZES[many:]
    }
    # Beside the last column nothing is needed, and `_RESERVE` is for heads as for all cells.
    least = min(one.apart for one in settings)
    plan = plan_table(texts, [False] * len(rows), measure + least, [*settings])
    caption = "".join(map(str, (one for part in table.iter("caption") for one in part.itertext())))
    narrow = plan.narrow and plan.setting.measure(caption) <= sum(plan.widths)
    _dress(table, "narrow" if narrow and not many else settings[plan.setting])
    broken = [
        cell
        for row, said in zip(rows, texts, strict=True)
        for cell, text, width in zip(row, said, plan.widths, strict=False)
        if plan.setting.measure_word(text) > width - plan.setting.apart
    ]
    if broken:
        _share(table, plan.widths)
    for cell in broken:
        _dress(cell, "broken")


def _share(table: etree._Element, widths: Sequence[float]) -> None:
    """Give the columns of `table` their shares of its width."""
    for old in table.findall("colgroup"):
        table.remove(old)
    group = table.makeelement("colgroup", {})
    for one in widths:
        etree.SubElement(group, "col", style=f"width: {100 * one / sum(widths):.1f}%")
    captions = len(table.findall("caption"))
    table.insert(captions, group)


def _dress(element: etree._Element, name: str) -> None:
    if name:
        element.set("class", f"{element.get('class', '')} {name}".strip())
