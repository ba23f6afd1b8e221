"""The article of this repository, whole, in a style of every class and in every format."""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
from lxml import etree
from lxml import html as lxml_html

from copydesk import pipeline, registry, verify
from copydesk.builder.article_job import ArticleInput
from copydesk.composition import compose
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config, overlay
from copydesk.model import Article, Decisions

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "source" / "sino-russian-partnership.txt"
STYLES = tomllib.loads(
    (ROOT / "tests" / "cases" / "writers" / "styles.toml").read_text(encoding="utf-8")
)["style"]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ENTRIES = 25
#: Marks side by side that no style means, ".," after an initial or abbreviation excepted.
DOUBLED = re.compile(r",,|;;|::|,\.|\(\)|\[\]| [,;.](?=\s)|[”’]\.[”’]")


@cache
def article() -> Article:
    return pipeline.article(SOURCE.read_bytes(), SOURCE.name, Config(), Decisions())


def copy(style: str, pandoc: Pandoc) -> ArticleInput:
    config = overlay(Config(), {"style": {"csl": style}}, "test")
    composed = compose(article(), config)
    verify.check_composed(article(), composed)
    return ArticleInput(article(), composed, "article", config, pandoc, 60.0)


def listed(name: str, data: bytes) -> list[str]:
    """The keys of the entries in a file, in the order of its list."""
    if name == "md":
        return re.findall(r'<a id="ref-([^"]*)"></a>', data.decode())
    if name == "docx":
        document = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
        marks = etree.fromstring(document).iter(f"{W}bookmarkStart")
        names = (mark.get(f"{W}name", "") for mark in marks)
        return [name[4:] for name in names if name.startswith("ref-")]
    items = page(name, data).iterfind(".//ul[@class]/li[@id]")
    return [item.get("id", "")[4:] for item in items if item.get("id", "").startswith("ref-")]


def page(name: str, data: bytes) -> Any:
    """The page of a file, its elements without a namespace."""
    if name == "epub":
        data = zipfile.ZipFile(io.BytesIO(data)).read("EPUB/article.xhtml")
    root = lxml_html.document_fromstring(re.sub(rb"^<\?xml.*?\?>", b"", data).decode())
    return root.find(".//article")


def back(root: Any) -> Iterator[tuple[str, str]]:
    """Each link back from an entry: the key, and the id of the place that it leads to."""
    for item in root.iterfind(".//ul[@class]/li[@id]"):
        for link in item.iterfind(".//a[@class]"):
            if link.get("class") == "backlink":
                yield item.get("id")[4:], link.get("href")[1:]


@pytest.mark.parametrize("style", STYLES, ids=[style["csl"] for style in STYLES])
def test_a_style_prints_the_article_whole_in_every_format(
    style: dict[str, Any], pandoc: Pandoc
) -> None:
    press = copy(style["csl"], pandoc)
    files = {name: registry.WRITERS[name].write(press) for name in ("md", "html", "epub", "docx")}
    for name, data in files.items():
        press.check(name, data)  # words, links to entries, entries: as every build does
    orders = {name: listed(name, data) for name, data in files.items()}
    assert set(map(tuple, orders.values())) == {tuple(orders["html"])}
    assert sorted(orders["html"]) == sorted(entry.key for entry in article().back.references)
    assert len(orders["html"]) == ENTRIES
    if style["order"] == "alphabetical":
        assert orders["html"][:2] == ["abdoudouh2023", "bergsen2022"]
    else:  # by their first citation
        assert orders["html"][:3] == ["jie2023", "etkind2023", "ward2023"]

    cited = Counter(key for row in article().citations for key in row.keys)
    targets = re.findall(r"\]\(#ref-([^)]+)\)", files["md"].decode())
    assert Counter(targets) == cited
    for name in ("html", "epub"):
        root = page(name, files[name])
        ids = {element.get("id") for element in root.iter() if element.get("id")}
        links = list(back(root))
        assert Counter(key for key, _ in links) == cited
        assert {place for _, place in links} <= ids

    words = re.sub(r"\]\([^)]*\)", "]", files["md"].decode())
    assert DOUBLED.findall(words) == []
    for said in style["says"]:
        assert said in files["md"].decode()


@pytest.mark.parametrize("style", ["apa", "chicago-notes-bibliography", "nature"])
def test_the_printed_page_has_the_same_list_in_the_same_order(
    style: str, pandoc: Pandoc, tool: Callable[[str], str], tmp_path: Path
) -> None:
    press = copy(style, pandoc)
    paper = tmp_path / "article.pdf"
    paper.write_bytes(registry.WRITERS["pdf"].write(press))
    program = [tool("pdftotext"), "-raw", str(paper), "-"]
    text = run(program, capture_output=True, check=True).stdout.decode()
    listing = letters(text.rpartition("References\n")[2])
    entries = list(page("html", registry.WRITERS["html"].write(press)).iterfind(".//ul[@class]/li"))
    places = [listing.find(letters(item.text_content())[:40]) for item in entries[-ENTRIES:]]
    assert -1 not in places
    assert places == sorted(places)
    assert len(places) == ENTRIES


def test_the_numbers_of_a_list_have_a_column_of_their_own_in_word(pandoc: Pandoc) -> None:
    data = registry.WRITERS["docx"].write(copy("ieee", pandoc))
    parts = zipfile.ZipFile(io.BytesIO(data))
    root = etree.fromstring(parts.read("word/document.xml"))
    listed = [
        entry for entry in root.iter(f"{W}p") if '"Bibliography"' in etree.tostring(entry).decode()
    ]
    heads = [entry.findtext(f"{W}r/{W}t") for entry in listed]
    assert heads == [f"[{number}]" for number in range(1, ENTRIES + 1)]
    assert all(len(entry.findall(f"{W}r/{W}tab")) == 1 for entry in listed)
    styles = etree.fromstring(parts.read("word/styles.xml"))
    (indent,) = styles.iterfind(f"{W}style[@{W}styleId='Bibliography']/{W}pPr/{W}ind")
    assert int(indent.get(f"{W}hanging", "")) > 24 * 20  # more than a list without numbers hangs


def test_notes_open_where_they_are_called_in_a_book(pandoc: Pandoc) -> None:
    data = registry.WRITERS["epub"].write(copy("chicago-notes-bibliography", pandoc))
    text = zipfile.ZipFile(io.BytesIO(data)).read("EPUB/article.xhtml").decode()
    calls = re.findall(r'href="#(fn\d+)" class="footnote-ref"[^>]* epub:type="noteref"', text)
    assert calls == re.findall(r'<div id="(fn\d+)" epub:type="footnote"', text)
    assert len(calls) > 1


def letters(text: str) -> str:
    """`text` without what the break of a line or page may change."""
    return re.sub(r"\W", "", text)
