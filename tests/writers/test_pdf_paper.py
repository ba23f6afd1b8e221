from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pydyf
import pytest
import weasyprint
from PIL import Image
from weasyprint.text.fonts import FontConfiguration

import checkers
from copydesk import pipeline
from copydesk.builder import article_job
from copydesk.composition.catalogue import record
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config
from copydesk.model import Decisions, Front, Imprint
from copydesk.settings.publication import Publication
from copydesk.settings.theme import Theme
from copydesk.system import fetch
from copydesk.system.pdf import Tag, read
from copydesk.writers import pdf
from copydesk.writers.page import page
from copydesk.writers.pdf import paper
from copydesk.writers.pdf.page_content import put_in_order
from copydesk.writers.pdf.tags import NUMBER
from copydesk.writers.pdf.writer import (
    Sheets,
    ends_in_return,
    finish_file,
    lay_out,
    load_sheets,
    pack_stream,
)
from copydesk.writers.sheets import sheet
from writers.sample import ARTICLE, Copy, with_fragment

SOURCE = Path(__file__).parents[2] / "source" / "sino-russian-partnership.txt"
LETTER = replace(Copy(), config=Config(publication=Publication(paper="letter")))
PLAIN = with_fragment("<p>Nothing but a word.</p>", date_iso="", date="")


def the_article(pandoc: Pandoc) -> article_job.ArticleInput:
    """The article of the repository, as the desk hands it to its writers."""
    config = Config()
    article, composed = pipeline.read_and_compose(
        SOURCE.read_bytes(), SOURCE.name, config, Decisions()
    )
    return article_job.ArticleInput(article, composed, "article", config, pandoc, 60)


def _claims(data: bytes, folder: Path) -> None:
    path = folder / "article.pdf"
    path.write_bytes(data)
    assert checkers.of_standards(path) == []


@pytest.mark.parametrize("copy", [Copy(), LETTER, PLAIN], ids=["whole", "letter", "plain"])
def test_one_file_keeps_both_standards(copy: Copy, tmp_path: Path) -> None:
    _claims(pdf.write(copy), tmp_path)


def test_the_paper_is_the_publications() -> None:
    for copy, size in ((Copy(), b"595.27"), (LETTER, b"612")):
        boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+)", _uncompressed(copy))
        assert boxes
        assert all(box.startswith(size) for box in boxes)


def _uncompressed(copy: Copy) -> bytes:
    style = sheet("paper.css", copy.config, "paper")
    sheets = load_sheets(style, copy.config.publication.paper)
    result: bytes = weasyprint.HTML(
        string="<html lang=en><p>a", url_fetcher=fetch.Fetcher()
    ).write_pdf(stylesheets=list(sheets.parsed), font_config=sheets.fonts, uncompressed_pdf=True)
    return result


# ── tags ─────────────────────────────────────────────────────────────────────

#: The tags that stand for the elements of a page, from the outermost in.
ROLES = {
    "article": "Art", "section": "Sect", "figure": "Div", "img": "Figure", "figcaption": "Caption",
    "h1": "H1", "h2": "H2", "h3": "H3", "p": "P", "pre": "P", "code": "Code", "a": "Link",
    "blockquote": "BlockQuote", "ul": "L", "ol": "L", "li": "LI LBody",
    "table": "Table", "caption": "Caption", "thead": "THead", "tbody": "TBody", "tr": "TR",
    "th": "TH", "td": "TD",
}  # fmt: skip
#: Tags of numbers and bullets, which the page has none for; a note's number is one.
ADDED = ("Lbl",)
BLANK = re.compile(r"[\u00ad\u200b\u2060]?\s+|[\u00ad\u200b\u2060]")


def _set(body: str, size: str, lang: str = "en") -> tuple[bytes, Element]:
    """What small paper makes of `body`, so that nearly everything is cut; and its page."""
    markup = f'<html lang="{lang}"><head><title>t</title></head><body>{body}</body></html>'
    root = ET.fromstring(markup)  # noqa: S314  our own
    fonts = FontConfiguration()
    text = f"{sheet('paper.css', Config(), 'paper')} @page {{ size: {size}; margin: 9mm }}"
    style = weasyprint.CSS(string=text, font_config=fonts, url_fetcher=fetch.Fetcher())
    about = record(replace(ARTICLE, front=Front(title="t", language=lang)), Config(), "t")
    document = lay_out(root, fetch.Fetcher(), Sheets((style,), fonts))
    data = finish_file(document, root, about)
    return data, root


def _of_page(element: Element) -> Iterator[str]:
    """The tags that `element` asks for and its text, in the order of the page."""
    role = element.get("role", "")
    roles = {"doc-footnote": "Note", "doc-noteref": "Reference Link"}.get(role, "").split()
    roles = roles or ROLES.get(element.tag, "").split()
    yield from (f"<{name}>" for name in roles)
    yield element.text or ""
    for child in element:
        if child.get("role") != "doc-footnote" and child.get("class") != NUMBER:
            yield from _of_page(child)
        yield child.tail or ""
    if element.tag == "article":
        for note in element.iter():
            if note.get("role") == "doc-footnote":
                yield from _of_page(note)
    yield from (f"</{name}>" for name in reversed(roles))


def _of_tags(tag: Tag) -> Iterator[str]:
    """The tags below `tag` and their text, in the order of reading."""
    bare = tag.role == "Span" and not tag.language
    yield "" if bare else f"<{tag.role}>"
    for kid in tag.kids:
        if isinstance(kid, str):
            yield kid
        elif kid.role not in ADDED:
            yield from _of_tags(kid)
    yield "" if bare else f"</{tag.role}>"


def _same(data: bytes, root: Element) -> None:
    """Assert that the tags of `data` are the elements of `root`, one by one, and their text."""
    (article,) = read(data).kids
    assert isinstance(article, Tag)
    spoken = BLANK.sub("", "".join(_of_tags(article)))
    printed = BLANK.sub("", "".join(_of_page(next(root.iter("article")))))
    assert _pieces(spoken) == _pieces(printed)


def _pieces(text: str) -> list[str]:
    return re.findall(r"<[^>]*>|[^<]+", text)


WORDS = "word and more words than one small page can hold; hyphenation included " * 10
ROWS = "".join(f"<tr><td>{number}</td><td>of a long row</td></tr>" for number in range(30))
NOTE = (
    '<a href="#fn{0}" id="fnref{0}" role="doc-noteref"><sup>{0}</sup></a><span id="fn{0}"'
    ' class="footnote" role="doc-footnote"><p>A remark on {0}.</p><p>And one more.</p></span>'
)
NOTES = "".join(f"Sentence {number}.{NOTE.format(number)} " for number in range(1, 16))
STRESS = {
    "paragraphs": f"<p>{WORDS}</p><p>{WORDS}</p>",
    "sections": "".join(f"<section><h2>{name}</h2><p>{WORDS}</p></section>" for name in "ab"),
    "quotations": f"<blockquote><p>{WORDS}</p><p>{WORDS}</p></blockquote><p>after</p>",
    "items": f"<ul><li>{WORDS}</li><li><p>{WORDS}</p><p>{WORDS}</p></li></ul>",
    "nested items": f"<ol><li>one<ul><li>{WORDS}<ul><li>{WORDS}</li></ul>and on</li></ul>"
    "</li></ol>",
    "references": f'<ul class="references">{f"<li>{WORDS}</li>" * 3}</ul>',
    "tables": (
        "<table><caption>c</caption><thead><tr><th>a</th><th>b</th></tr></thead>"
        f"<tbody>{ROWS}</tbody></table>"
    ),
    "rows": "<table><tbody><tr><th>a</th><td/></tr>"
    f"<tr><td><p>{WORDS}</p></td><td>{WORDS}</td></tr></tbody></table>",
    "links": f'<p id="here">{WORDS}<a href="#here">{WORDS}<em>x</em> y</a> and {WORDS}</p>',
    "programs": f"<p>a <code>word</code> and</p><pre><code>{WORDS * 2}</code></pre>",
    "pictures": '<figure><img alt="grey" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA'
    f'CADs="/><figcaption>A <em>grey</em> field</figcaption></figure><p>{WORDS}</p>',
    "notes": f"<p>{NOTES}</p><ul><li>{WORDS}{NOTE.format(16)}</li></ul><p>{WORDS}</p>",
}
ARTICLES = {name: f"<article><h1>t</h1>{body}</article>" for name, body in STRESS.items()}


@pytest.mark.parametrize("name", ARTICLES)
@pytest.mark.parametrize("size", ["70mm 60mm", "90mm 110mm"])
def test_tags_are_the_elements_of_the_page_however_it_is_cut(name: str, size: str) -> None:
    _same(*_set(ARTICLES[name], size))


@pytest.mark.parametrize("name", ["canals", "article"])
def test_tags_are_the_elements_of_a_whole_article(name: str, pandoc: Pandoc) -> None:
    copy = Copy() if name == "canals" else the_article(pandoc)
    _same(pdf.write(copy), paper.build_document(page(copy), Theme()))


@pytest.mark.parametrize("name", ARTICLES)
def test_articles_of_every_shape_keep_both_standards(name: str, tmp_path: Path) -> None:
    _claims(_set(ARTICLES[name], "70mm 60mm")[0], tmp_path)


def test_cells_below_a_page_end_belong_to_the_head_that_stays() -> None:
    every = list(read(_set(ARTICLES["tables"], "70mm 60mm")[0]).walk())
    assert [tag.role for tag in every].count("THead") == 1
    assert sum(tag.role == "TH" for tag in every) == 2


def test_a_list_begins_with_the_number_that_it_has() -> None:
    copy = with_fragment(
        '<ol start="5"><li><p>Fold.</p></li></ol><p>Then.</p><ol><li>Go.</li></ol>'
    )
    root = paper.settle_article(page(copy), Theme())
    styles = [items.get("style") for items in root.iter("ol")]
    assert styles == ["counter-reset: list-item 4", None]


def test_links_are_described_by_words() -> None:
    said = [words for tag in read(pdf.write(Copy())).walk() for words in tag.says]
    assert "Go to the reference “Marrow, 2019”" in said
    assert "Back to the text of note 1" in said
    assert not any(words.startswith(("ref-", "cite-", "fn")) for words in said)


def test_notes_and_entries_are_named() -> None:
    named = {tag.name: tag.role for tag in read(pdf.write(Copy())).walk() if tag.name}
    assert named["fn1"] == "Note"
    assert named["ref-marrow2019"] == "LI"


def test_what_is_in_another_language_says_so() -> None:
    body = '<article><p lang="fr">Bonjour <em lang="la">mundus</em></p><p>Hello</p></article>'
    tags = read(_set(body, "A4")[0]).walk()
    assert [(tag.role, tag.language) for tag in tags if tag.role in ("P", "Span")] == [
        ("P", "fr"), ("Span", "la"), ("P", ""),
    ]  # fmt: skip


def test_a_broken_word_is_read_whole() -> None:
    words = "incomprehensibilities " * 20
    data, _ = _set(f"<article><p>{words}</p></article>", "70mm 60mm")
    (tag,) = (tag for tag in read(data).walk() if tag.role == "P")
    text = "".join(kid for kid in tag.kids if isinstance(kid, str))
    assert "\u00ad" in text
    assert BLANK.sub("", text) == BLANK.sub("", words)


def test_an_authors_own_hyphens_stay() -> None:
    data, _ = _set("<article><p>a well‐known non-word</p></article>", "A4")
    text = "".join("".join(map(str, tag.kids)) for tag in read(data).walk() if tag.role == "P")
    assert BLANK.sub("", text) == "awell-knownnon-word"


# ── what it says of itself ───────────────────────────────────────────────────

KNOWN = replace(
    Copy(),
    article=replace(
        ARTICLE,
        front=replace(
            ARTICLE.front,
            imprint=Imprint(volume="3", issue="2", keywords=("canals", "upkeep")),
        ),
    ),
    config=Config(publication=Publication(name="The Harrowby Review", series="Working Papers")),
)


def test_the_file_says_what_the_record_knows() -> None:
    data = pdf.write(KNOWN)
    packet = data[data.index(b"<rdf:RDF") : data.index(b"</rdf:RDF>")].decode()
    for words in (
        "Who mends the wall? Canals, dykes &amp; the politics of upkeep", "Ilse Marrow",
        "Tomás Okafor-Lind", "When the canal at Harrowby was dug", "canals, upkeep",
        "2021-03-03T00:00:00Z",
    ):  # fmt: skip
        assert words in packet


def test_the_outline_is_the_title_and_below_it_the_headings() -> None:
    sheets = load_sheets(sheet("paper.css", Config(), "paper"), "A4")
    document = lay_out(paper.build_document(page(Copy()), Theme()), fetch.Fetcher(), sheets)
    ((title, _, below, _),) = document.make_bookmark_tree()
    assert title == "Who mends the wall? Canals, dykes & the politics of upkeep"
    assert [(name, [inner for inner, *_ in inside]) for name, _, inside, _ in below] == [
        ("Who owns a wall?", ["The ledger of the upper pound"]),
        ("From locks to dykes", []),
        ("About the authors", []),
        ("References", []),
    ]


def test_the_first_page_names_the_publication_and_the_number() -> None:
    root = paper.build_document(page(KNOWN), Theme())
    (masthead,) = (one for one in root.iter("div") if one.get("class") == "masthead")
    said = " ".join("".join(masthead.itertext()).split())
    assert said == "The Harrowby Review · Working Papers · 3(2)"
    spoken = "".join(_of_tags(read(pdf.write(KNOWN))))
    assert "Working Papers" not in spoken, "a head is no part of the text"


def test_the_logo_stands_above_the_title_and_is_no_part_of_the_text(tmp_path: Path) -> None:
    Image.new("RGB", (60, 20), "#8c1d18").save(tmp_path / "mark.png")
    config = replace(Config(root=str(tmp_path)), theme=Theme(logo="mark.png"))
    data = pdf.write(replace(PLAIN, config=config))
    assert len(re.findall(rb"/Subtype ?/Image", data)) == 1
    assert "Figure" not in {tag.role for tag in read(data).walk()}
    _claims(data, tmp_path)


def test_without_a_publication_there_is_no_masthead() -> None:
    root = paper.build_document(page(replace(Copy(), config=Config())), Theme())
    assert "masthead" not in {one.get("class") for one in root.iter()}


# ── sameness ─────────────────────────────────────────────────────────────────

PRINT = """
import hashlib, sys, warnings
warnings.simplefilter("ignore")
from writers.sample import Copy, with_fragment
from copydesk.writers import pdf
rare = "Прилив, <i>прилив</i>, ἀνήρ, <i>κῦμα</i>, [ˈwɔːd], q\u0325, a\u2011b, <code>┌ t()</code>"
for copy in (Copy(), with_fragment(f"<p>{rare}</p>")):
    print(hashlib.sha256(pdf.write(copy)).hexdigest())
"""


def test_bytes_depend_on_no_font_clock_or_place_of_the_machine(tmp_path: Path) -> None:
    empty = tmp_path / "fonts.conf"
    empty.write_text('<?xml version="1.0"?><fontconfig></fontconfig>', "utf-8")
    changes = (
        {},
        {
            "FONTCONFIG_FILE": str(empty), "LC_ALL": "C", "PYTHONHASHSEED": "7",
            "SOURCE_DATE_EPOCH": "1700000000", "TZ": "Asia/Tokyo",
        },
    )  # fmt: skip
    path = str(Path(__file__).parents[1])
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    runs = [
        subprocess.run(
            [sys.executable, "-c", PRINT], check=True, capture_output=True, text=True, cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": path, "TMPDIR": str(temporary), **change},
        )
        for change in changes
    ]  # fmt: skip
    assert runs[0].stdout == runs[1].stdout
    assert [run.stderr for run in runs] == ["", ""]
    assert not list(temporary.iterdir()), "the fonts are put away at the end"


def test_a_second_article_in_a_worker_changes_nothing_in_the_first() -> None:
    first = pdf.write(PLAIN)
    pdf.write(Copy())
    assert pdf.write(PLAIN) == first


def test_no_stream_ends_in_a_carriage_return() -> None:
    # The checksum at the end of what zlib makes of a form feed is 000d000d.
    stream = pydyf.Stream([b"\x0c"], compress=True)
    assert ends_in_return(stream.data)
    pack_stream(stream)
    assert not ends_in_return(stream.data)


def test_a_file_is_written_again_until_its_streams_end_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries: list[bytes] = []

    def seen(data: bytes) -> bool:
        tries.append(data)
        return len(tries) < 3

    monkeypatch.setattr("copydesk.writers.pdf.writer.ends_in_return", seen)
    assert pdf.write(PLAIN) == tries[-1]
    assert len(set(tries)) == 3, "each attempt gives the plain objects another checksum"
    assert [tag.role for tag in read(tries[-1]).walk()].count("P") == 1


def test_signs_of_lists_are_drawn_where_they_are_read(tmp_path: Path) -> None:
    items = "".join(f"<li>Item {number} of the list.</li>" for number in range(12))
    data, _ = _set(f"<article><h1>t</h1><ul>{items}</ul></article>", "120mm 160mm")
    (tmp_path / "list.pdf").write_bytes(data)
    assert not [line for line in checkers.out_loud(tmp_path / "list.pdf") if "ORD-001" in line]


def test_what_looks_otherwise_where_it_would_stand_is_not_moved() -> None:
    def piece(mark: int) -> list[Any]:
        return [b"q", b"q", "/Span", {"MCID": mark}, b"BDC", b"BT", b"ET", b"EMC", b"Q", b"Q"]

    turned = [b"q", b"0 1 -1 0 0 0 cm", *piece(0), b"Q", *piece(1)]
    assert put_in_order(turned, (1, 0)) == turned
    assert put_in_order([*piece(0), *piece(1)], (0, 1)) == [*piece(0), *piece(1)]
    assert put_in_order([*piece(0), *piece(1)], (1, 0)) == [b"q", b"q", *piece(1), *piece(0)[2:]]
