"""Books of several articles: what checkers and readers find in them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import page as validator
import pytest
from lxml import etree

from bookchecker import BookChecker
from copydesk import builder, config, ledger, verify
from copydesk.composition.catalogue import record
from copydesk.errors import BrokenLaw
from copydesk.model import Person
from copydesk.writers import collection
from copydesk.writers.collection import BookArticle, Volume, number_identifier
from copydesk.writers.pdf import book as pdf_book
from formats.render import picture
from writers.sample import ARTICLE, Copy

pytestmark = pytest.mark.check

SHELF = Path(__file__).parents[1] / "cases" / "writers" / "shelf"
BOOKS = ("rivers", "parts")
FORMATS = ("pdf", "epub")
TITLES = (
    "Who mends the harbour wall?", "The ledger of the last ferry", "Wer den Deich flickt",
    "Piers that were never finished",
)  # fmt: skip
NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "opf": "http://www.idpf.org/2007/opf",
    "x": "http://www.w3.org/1999/xhtml",
}


def _furnish(root: Path) -> None:
    shutil.copytree(SHELF, root / "source")
    (root / "source" / "pier.files").mkdir()
    (root / "source" / "pier.files" / "pier.png").write_bytes(picture())


def _build(root: Path, jobs: int = 1) -> None:
    _furnish(root)
    report = builder.build(root, config.load(root), ["collections"], builder.Options(jobs=jobs))
    assert {one.slug: one.status for one in report.outcomes} == {
        f"collections/{name}": "built" for name in BOOKS
    }, [one.message for one in report.outcomes]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the books of the cases in all formats."""
    root = tmp_path_factory.mktemp("shelf")
    _build(root)
    return root / "dist" / "collections"


def _file(shelf: Path, name: str, form: str) -> Path:
    return shelf / name / f"{name}.{form}"


# ── PDF ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_a_pdf_keeps_both_standards(shelf: Path, name: str, profile: str) -> None:
    report = validator.validate_pdf(str(_file(shelf, name, "pdf")), profile=profile)
    assert [(f.rule_id, f.message) for f in report.failures] == []
    assert report.is_compliant


def _pages(shelf: Path, name: str, tool: Callable[[str], str]) -> list[str]:
    command = [tool("pdftotext"), "-layout", str(_file(shelf, name, "pdf")), "-"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=60)
    return done.stdout.decode().split("\f")[:-1]


def test_contents_give_the_page_on_which_each_article_begins(
    shelf: Path, tool: Callable[[str], str]
) -> None:
    pages = _pages(shelf, "rivers", tool)
    for title in TITLES:
        (number,) = re.findall(rf"{re.escape(title)} +(\d+)\n", pages[4])
        assert pages[int(number) - 1].strip().startswith(title)


def test_a_book_opens_with_its_title_and_its_imprint_on_the_back(
    shelf: Path, tool: Callable[[str], str]
) -> None:
    pages = [page.split("\n") for page in _pages(shelf, "rivers", tool)]
    said = [[" ".join(line.split()) for line in page if line.strip()] for page in pages]
    editors = "Edited by Ines Marlow"
    cover, back, title, imprint, contents, empty, first = said[:7]
    assert (cover[0], editors in cover) == ("The Harbour Review", True)
    assert title == ["Rivers & Borders", "Four essays on walls, ferries and dykes", editors,
                     "The Harbour Review", "May 2026"]  # fmt: skip
    told = {editors, "The Harbour Review", "May 2026", "ISBN 978-3-16-148410-0"}
    assert told <= {*imprint}
    assert back == empty == []
    assert (contents[0], first[0]) == ("Contents", TITLES[0])
    assert (contents[-1], first[-1]) == ("5", "7")


def test_parts_have_a_page_and_a_line_of_their_own(shelf: Path, tool: Callable[[str], str]) -> None:
    pages = _pages(shelf, "parts", tool)
    assert pages[0].strip().startswith("Of Walls and Water")
    (number,) = re.findall(r"Piers, and those who draw them +(\d+)\n", pages[2])
    assert int(number) % 2 == 1
    assert pages[int(number) - 1].strip().startswith("Piers, and those who draw them")


def test_a_page_that_goes_on_with_an_article_has_its_title_or_that_of_the_book_above_it(
    shelf: Path, tool: Callable[[str], str]
) -> None:
    pages = _pages(shelf, "rivers", tool)
    begins = {number for number, page in enumerate(pages) if page.strip().startswith(TITLES)}
    begins |= {number for number, page in enumerate(pages) if not page.strip()}
    heads = {
        page.strip().partition("\n")[0].strip()
        for number, page in enumerate(pages)
        if number > 4 and number not in begins
    }
    assert heads <= {"Rivers & Borders", *TITLES}


def test_the_outline_has_the_headings_of_each_article_below_its_title(
    shelf: Path, tool: Callable[[str], str]
) -> None:
    def titles(rows: list[dict], depth: int = 0) -> list[tuple[int, str]]:
        return [
            found
            for row in rows
            for found in ((depth, row["title"]), *titles(row["kids"], depth + 1))
        ]

    def outline(name: str) -> list[tuple[int, str]]:
        command = [tool("qpdf"), "--json=2", "--json-key=outlines", _file(shelf, name, "pdf")]
        done = subprocess.run(command, check=True, capture_output=True, timeout=60)
        return titles(json.loads(done.stdout)["outlines"])

    assert outline("rivers")[:5] == [
        (0, "Contents"), (0, TITLES[0]), (1, "The first breach"), (1, "What was learned"),
        (1, "References"),
    ]  # fmt: skip
    assert [row for row in outline("parts") if row[0] < 2] == [
        (0, "Contents"), (0, "Walls"), (1, TITLES[2]), (1, TITLES[0]),
        (0, "Piers, and those who draw them"), (1, TITLES[3]),
    ]  # fmt: skip


def test_no_two_places_of_a_book_have_one_name_and_every_link_leads_to_one() -> None:
    root = pdf_book.build_document(_volume(3))
    places = Counter(element.get("id") for element in root.iter() if element.get("id"))
    assert set(places.values()) == {1}
    links = [element.get("href", "") for element in root.iter("a")]
    inner = [link[1:] for link in links if link.startswith("#")]
    assert len(inner) > 6
    assert set(inner) <= set(places)


def _volume(count: int) -> Volume:
    """The sample `count` times as a book."""
    from copydesk.writers.page import page

    copy = Copy()
    found = page(copy)
    about = record(ARTICLE, copy.config, "canals")
    members = tuple(
        BookArticle(number, f"canals-{number}", ARTICLE, about, found)
        for number in range(1, count + 1)
    )
    book = replace(about, title="Canals", authors=(Person("Ines Marlow"),))
    return Volume("canals", book, copy.config, members, (("", count),))


# ── EPUB ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", BOOKS)
def test_epubcheck_has_nothing_to_say(shelf: Path, of_book: BookChecker, name: str) -> None:
    assert of_book(_file(shelf, name, "epub")) == []


def _part(shelf: Path, name: str, part: str) -> etree._Element:
    with zipfile.ZipFile(_file(shelf, name, "epub")) as book:
        return etree.fromstring(book.read(f"EPUB/{part}"))


def test_a_book_says_its_editors_its_isbn_and_its_date(shelf: Path) -> None:
    package = _part(shelf, "rivers", "package.opf")

    def said(path: str) -> list[str]:
        return [str(found) for found in package.xpath(path, namespaces=NAMES)]

    assert said("//dc:creator/text()") == ["Ines Marlow", "Jonas Lindqvist", "Mara Osei"]
    assert said("//dc:contributor/text()") == ["Ines Marlow"]
    assert said("//opf:meta[@property='role']/text()") == ["aut", "aut", "aut", "edt"]
    assert said("//opf:meta[@property='file-as']/text()")[1] == "Lindqvist, Jonas"
    assert said("//opf:meta[@property='identifier-type']/text()") == ["15"]
    assert said("//dc:identifier[@id='id']/text()") == ["urn:isbn:9783161484100"]
    assert said("//dc:date/text()") == ["2026-05-01"]


def test_a_book_that_nobody_edits_has_its_authors(shelf: Path) -> None:
    package = _part(shelf, "parts", "package.opf")
    names = package.xpath("//dc:creator/text()", namespaces=NAMES)
    roles = package.xpath("//opf:meta[@property='role']/text()", namespaces=NAMES)
    assert names == ["Jonas Lindqvist", "Ines Marlow", "Mara Osei"]
    assert set(roles) == {"aut"}


def test_articles_stand_under_their_parts_in_their_own_language(shelf: Path) -> None:
    nav = _part(shelf, "parts", "nav.xhtml")
    parts = nav.xpath("//x:nav[@id='toc']/x:ol/x:li/x:a/text()", namespaces=NAMES)
    assert parts == ["Walls", "Piers, and those who draw them"]
    article = _part(shelf, "parts", "deich/article.xhtml")
    assert article.get("lang") == "de"
    assert _part(shelf, "parts", "pier/article.xhtml").get("lang") == "en-US"


# ── what all formats promise ─────────────────────────────────────────────────


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("form", FORMATS)
def test_every_article_is_in_every_format(
    shelf: Path, tool: Callable[[str], str], name: str, form: str
) -> None:
    text = {
        "pdf": lambda: " ".join(_pages(shelf, name, tool)),
        "epub": lambda: " ".join(
            " ".join(map(str, _part(shelf, name, f"{slug}/article.xhtml").itertext()))
            for slug in ("harbour-wall", "deich", "pier")
        ),
    }[form]()
    flat = " ".join(text.split())
    for words in ("nobody asked who", "fragte niemand", "the money went into", "Quay Press"):
        assert words in flat


def test_folder_jobs_and_locale_change_no_byte(shelf: Path, tmp_path: Path) -> None:
    root = tmp_path / "another folder"
    root.mkdir()
    _furnish(root)
    command = [sys.executable, "-m", "copydesk", "-C", str(root), "build", "collections", "-j", "2"]
    subprocess.run(
        command, check=True, capture_output=True, timeout=300,
        env={**os.environ, "LC_ALL": "C", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    for name in BOOKS:
        for form in FORMATS:
            again = root / "dist" / "collections" / name / f"{name}.{form}"
            assert again.read_bytes() == _file(shelf, name, form).read_bytes(), (name, form)


def _measure(text: str) -> verify.Measure:
    return verify.Measure(
        ledger.count_words([text]), Counter({"ref-a": 1}), {"ref-a": ""}, Counter()
    )


def test_a_chapter_that_lacks_a_word_is_not_let_out(shelf: Path) -> None:
    book = _file(shelf, "rivers", "epub").read_bytes()
    with pytest.raises(BrokenLaw) as caught:
        verify.check_chapters(book, {"deich": _measure("a word that is not there")})
    assert caught.value.code == "law.output"


def test_a_book_that_lacks_a_word_is_not_let_out(shelf: Path) -> None:
    wanted = verify.join_measures(
        [_measure("a word that is not there")], number_identifier, ["a title"]
    )
    with pytest.raises(BrokenLaw) as caught:
        verify.check_output("pdf", _file(shelf, "rivers", "pdf").read_bytes(), wanted)
    assert caught.value.code == "law.output"


def test_what_articles_bring_is_counted_together() -> None:
    both = verify.join_measures(
        [_measure("one"), _measure("two one")], number_identifier, ["the title"]
    )
    assert both.words == ledger.count_words(["one two one the title"])
    assert both.links == Counter({"ref-a-1": 1, "ref-a-2": 1})
    assert set(both.entries) == {"ref-a-1", "ref-a-2"}


def test_title_page_and_contents_are_among_the_words_that_are_counted() -> None:
    told = list(pdf_book.list_words_around(_volume(2)))
    assert told.count(ARTICLE.front.title) == 2
    assert {"Canals", "Ines Marlow", "Contents"} <= set(told)


@pytest.mark.parametrize(
    ("language", "credit"),
    [
        ("en-US", "Edited by Ines Marlow, Kofi Osei"),
        ("de", "Herausgegeben von Ines Marlow, Kofi Osei"),
        ("fr", "Textes réunis par Ines Marlow, Kofi Osei"),
        ("es", "Edición de Ines Marlow, Kofi Osei"),
    ],
)
def test_editors_are_called_so_and_authors_by_their_names_alone(language: str, credit: str) -> None:
    about = replace(_volume(1).record, language=language)
    editors = (Person("Ines Marlow"), Person("Kofi Osei"))
    assert replace(about, editors=editors).credit == credit
    assert replace(about, authors=editors).credit == "Ines Marlow, Kofi Osei"


@pytest.mark.parametrize(
    ("language", "words", "marked"),
    [
        ("en", "© 2026 The Quay", ""), ("en", "ספר", 'dir="rtl"'), ("en", "2026", ""),
        ("he", "ספר 2026", ""), ("he", "© 2026 The Quay", 'dir="ltr"'), ("he", "2026", ""),
    ],
)  # fmt: skip
def test_a_line_of_the_imprint_runs_to_its_own_side(language: str, words: str, marked: str) -> None:
    about = replace(_volume(1).record, language=language)
    span = f"<span {marked}>{words}</span>" if marked else words
    about = replace(about, publication=replace(about.publication, rights=words))
    assert f'<p class="copyright">{span}</p>\n' in collection.load_template().module.imprint(about)


def test_every_format_names_the_editors_in_its_data(
    shelf: Path, tool: Callable[[str], str]
) -> None:
    command = [tool("pdfinfo"), "-meta", str(_file(shelf, "rivers", "pdf"))]
    packet = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()
    assert "<dc:contributor><rdf:Bag><rdf:li>Ines Marlow</rdf:li>" in packet
    assert "<prism:isbn>978-3-16-148410-0</prism:isbn>" in packet
    assert "<dc:identifier>urn:isbn:9783161484100</dc:identifier>" in packet
