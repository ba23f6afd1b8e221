"""The same editions in LibreOffice: it opens what Word is sent, and gives back the same words."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from copydesk.system import archive, xml

pytestmark = [
    pytest.mark.law,
    pytest.mark.check,
]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: Parts with words of the article, and the elements in them that hold paragraphs of one kind.
PARTS = {"body": ("word/document.xml", "body"), "notes": ("word/footnotes.xml", "footnote")}
#: What LibreOffice saves as, by the folder it saves in.
FORMS = {"again": "docx:MS Word 2007 XML", "paper": "pdf"}


@pytest.fixture(scope="module")
def saved(editions, tool, tmp_path_factory) -> Path:
    """A folder with what LibreOffice saves after it has opened each document."""
    folder = tmp_path_factory.mktemp("office")
    for name, form in FORMS.items():
        subprocess.run(
            [tool("soffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}",
             "--headless", "--convert-to", form, "--outdir", str(folder / name),
             *(str(one.file("docx")) for one in editions)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    return folder


def paragraphs(document: Path, part: str) -> list[str]:
    """The paragraphs of a part that say something, in their order."""
    name, element = PARTS[part]
    members = archive.read(document.read_bytes())
    root = xml.parse(members[name]) if name in members else None
    return [] if root is None else list(filter(None, _said(root, element)))


def _said(root, element: str) -> Iterator[str]:
    for holder in root.iter(f"{W}{element}"):
        if holder.get(f"{W}type") in (None, "normal"):  # the others are lines that part notes
            for one in holder.iter(f"{W}p"):
                yield "".join(text.text or "" for text in one.iter(f"{W}t")).strip()


@pytest.mark.parametrize("part", PARTS)
def test_a_round_trip_keeps_every_paragraph(editions, saved, part) -> None:
    before = {one.slug: paragraphs(one.file("docx"), part) for one in editions}
    after = {slug: paragraphs(saved / "again" / f"{slug}.docx", part) for slug in before}
    assert after == before
    assert before["reservoirs"]


def test_headings_stay_headings_of_their_level(editions, saved) -> None:
    def outline(document: Path) -> list[tuple[str, str]]:
        members = archive.read(document.read_bytes())
        styles = {
            style.get(f"{W}styleId"): style.find(f"{W}name").get(f"{W}val").lower()
            for style in xml.parse(members["word/styles.xml"]).iter(f"{W}style")
        }
        found = []
        for one in xml.parse(members["word/document.xml"]).iter(f"{W}p"):
            name = one.find(f"{W}pPr/{W}pStyle")
            style = styles.get(name.get(f"{W}val"), "") if name is not None else ""
            if style.startswith("heading"):
                found.append((style, "".join(text.text or "" for text in one.iter(f"{W}t"))))
        return found

    for one in editions:
        before = outline(one.file("docx"))
        assert outline(saved / "again" / f"{one.slug}.docx") == before, one.slug
        # An article without headings has none in Word.
        article = json.loads((one.folder / "article.json").read_bytes())
        headings = [
            (f"heading {block['level'] - 1}", block["text"])
            for block in article["blocks"]
            if block["type"] == "heading"
        ]
        assert [row for row in before if row in headings] == headings, one.slug


def test_each_document_has_pages(editions, saved) -> None:
    for one in editions:
        assert (saved / "paper" / f"{one.slug}.pdf").read_bytes().startswith(b"%PDF"), one.slug
