"""The checkers are not blind: each sees a fault that was put there for it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pypandoc
import pytest
import weasyprint

import checkers
from editions.submissions import FOLDER, Edition, built, laid_out

pytestmark = [
    pytest.mark.law,
    pytest.mark.check,
]

FAULTY_PAGE = (
    '<!DOCTYPE html><html><head></head><body><p><img src="a.png"></p>'
    '<h4 id="a">b</h4><div id="a"></div></body></html>'
)
FAULTY_TEXT = (
    "#a heading\n\n\n\nwords {#place} and [@key]  \n\n  head   other\n  ------ -----\n  a      b\n"
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "faulty.html"
    path.write_text(FAULTY_PAGE, "utf-8")
    return path


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "faulty.md"
    path.write_text(FAULTY_TEXT, "utf-8")
    return path


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A PDF without tags, language or title."""
    path = tmp_path / "faulty.pdf"
    weasyprint.HTML(string="<p>Words that nobody reads aloud, and more of them.").write_pdf(path)
    return path


def rewritten(path: Path, to: Path, member: str, before: bytes, after: bytes) -> Path:
    """A copy of the archive at `path` in which `member` says `after` instead of `before`."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(to, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == member:
                assert before in data
                data = data.replace(before, after, 1)
            new.writestr(info, data)
    return to


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> Edition:
    """The shortest of the articles, to be spoilt."""
    root = laid_out(tmp_path_factory.mktemp("desk"), "", [FOLDER / "night-bus.txt"])
    (edition,) = built(root)
    return edition


@pytest.fixture
def book(good: Edition, tmp_path: Path) -> Path:
    bad = b'<p><img src="nowhere.png"/></p></body>'
    return rewritten(
        good.file("epub"), tmp_path / "faulty.epub", "EPUB/article.xhtml", b"</body>", bad
    )


def test_faults_of_a_book_are_seen(book, good, of_book) -> None:
    assert any("nowhere.png" in line for line in of_book(book))
    assert of_book(good.file("epub")) == []  # of a book before it nothing is remembered


@pytest.mark.usefixtures("from_npm", "browser")
def test_barriers_of_a_book_are_seen(book, tool) -> None:
    (found,) = checkers.of_access([book], tool("node"))
    assert any("image-alt" in line for line in found)


def test_faults_of_a_paper_are_seen(paper) -> None:
    for check in (checkers.of_standards, checkers.out_loud, checkers.of_paper):
        assert check(paper) != []


def test_faults_of_a_document_are_seen(good, tmp_path) -> None:
    bad = rewritten(
        good.file("docx"),
        tmp_path / "faulty.docx",
        "word/document.xml",
        b"<w:body>",
        b"<w:body><w:bogus/>",
    )
    assert checkers.of_word(bad) != []


@pytest.mark.usefixtures("from_npm", "browser")
def test_faults_of_a_page_are_seen(page, tool) -> None:
    node = tool("node")
    for found in (
        checkers.by_axe([page], node), checkers.by_html_validate([page], node),
        checkers.of_markup([page], tool("java")),
    ):  # fmt: skip
        assert all(list(found))


@pytest.mark.usefixtures("from_npm", "browser")
def test_links_too_small_for_a_finger_and_pages_too_wide_are_seen(tmp_path, tool) -> None:
    path = tmp_path / "small.html"
    small = '<a role="doc-noteref" href="#n">1</a> <p id="n" style="width: 2000px">a</p>'
    path.write_text(f"<!DOCTYPE html><html><body>{small}</body></html>", "utf-8")
    (found,) = checkers.by_axe([path], tool("node"))
    assert {"finger", "overflow"} <= {line.split()[1] for line in found}


@pytest.mark.usefixtures("from_npm")
def test_faults_of_markdown_are_seen(text, tool) -> None:
    assert all(checkers.of_markdown([text], tool("node")))
    assert checkers.github_sees(text, tool("cmark-gfm")) == ["{#place}", "[@key]"]
    assert checkers.unstable(text, pypandoc.get_pandoc_path()) != []
