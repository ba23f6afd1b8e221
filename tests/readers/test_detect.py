"""What a file is, its content says; every type without a reader is refused by name."""

from __future__ import annotations

import base64
import io
import json
import tomllib
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.readers.detect import DOCX, ODT, detect_type, refuse_type

CASES = Path(__file__).parents[1] / "cases" / "readers" / "sniff"
CLOUD = "https://docs.google.com/document/d/1a2b3c/edit?usp=sharing"


def zipped(*names: str, mimetype: str = "") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


def ole(stream: str) -> bytes:
    """A compound file of one stream, as little of it as tells what it is."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return head + stream.encode("utf-16-le").ljust(512, b"\x00")


def load(name: str) -> list[tuple[str, str, str, str]]:
    held = tomllib.loads((CASES / name).read_text(encoding="utf-8"))
    return [(case["name"], case["text"], case.get("path", ""), case["is"]) for case in held["case"]]


@pytest.mark.parametrize(("name", "text", "path", "expected"), load("leave.toml"))
def test_plain_text_with_marks_here_and_there_is_text(
    name: str, text: str, path: str, expected: str
) -> None:
    assert detect_type(text.encode(), path) == expected == "text/plain", name


@pytest.mark.parametrize(("name", "text", "path", "expected"), load("markup.toml"))
def test_markup_is_told_by_weight(name: str, text: str, path: str, expected: str) -> None:
    assert detect_type(text.encode(), path) == expected, name
    assert detect_type(text.replace("\n", "\r\n").encode(), path) == expected, name


TOLD = {
    "rtf": (b"{\\rtf1\\ansi Hello}", "application/rtf"),
    "rtf after a mark of the encoding": (
        b"\xef\xbb\xbf\r\n{\\rtf1\\ansi Hello}",
        "application/rtf",
    ),
    "docx": (zipped("[Content_Types].xml", "word/document.xml"), DOCX),
    "docx, its first bytes": (zipped("[Content_Types].xml", "word/document.xml")[:90], DOCX),
    "docx of many parts": (zipped(*(f"a/{i}" for i in range(3_000)), "word/document.xml"), DOCX),
    "odt": (zipped("content.xml", mimetype=ODT), ODT),
    "template of odt": (zipped("content.xml", mimetype=ODT + "-template"), ODT),
}


@pytest.mark.parametrize(("data", "expected"), TOLD.values(), ids=TOLD)
def test_types_that_have_or_get_readers_are_told(data: bytes, expected: str) -> None:
    assert detect_type(data, "a.txt") == expected


ARCHIVE = b"""From: <Saved by Blink>
Snapshot-Content-Location: https://example.org/
MIME-Version: 1.0
Content-Type: multipart/related;
\tboundary="x"

--x
"""
SOURCE_VIEW = b"""<html><head>
<link rel="stylesheet" href="resource://content-accessible/viewsource.css">
</head><body id="viewsource"><pre>&lt;p&gt;</pre></body></html>"""
WEBLOC = b"""<?xml version="1.0"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN"
 "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist><dict><key>URL</key><string>https://www.icloud.com/pages/0abc</string></dict></plist>"""
WORD_XML = b"""<?xml version='1.0'?>
<?mso-application progid='Word.Document'?>
<w:wordDocument/>"""
ALTERNATIVES = b"""From: a@example.org
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=x

--x
"""
ENCODED = b"""From: a@example.org
MIME-Version: 1.0
Content-Transfer-Encoding: base64

"""

REFUSED = [
    (b"%!PS-Adobe-3.0\n...", "a PostScript file"),
    (b"%!PS-Adobe-3.0", "a PostScript file"),
    (ole("WordDocument"), "an old Word document (.doc)"),
    (ole("EncryptedPackage"), "locked with a password"),
    (ole("Workbook"), "an old spreadsheet"),
    (ole("PowerPoint Document"), "an old presentation"),
    (ole("MatOST"), "a Works document (.wps)"),
    (ole("__properties_version1.0"), "an Outlook message"),
    (ole("Anything"), "an old Office file"),
    (b"\xffWPC\x10\x00\x00\x00", "a WordPerfect document"),
    (b"\x31\xbe\x00\x00\x00\xab", "a Windows Write document"),
    (zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "(.docm)"),
    (zipped("Index/Document.iwa", "Metadata/Properties.plist"), "an Apple Pages document"),
    (zipped("index.xml", "QuickLook/Thumbnail.jpg"), "an Apple Pages document"),
    (zipped("a.xhtml", mimetype="application/epub+zip"), "an EPUB"),
    (zipped("xl/workbook.xml"), "a spreadsheet"),
    (zipped("ppt/presentation.xml"), "a presentation"),
    (zipped("a.txt"), "a ZIP archive"),
    (b"\x89PNG\r\n\x1a\n" + bytes(20), "a picture"),
    (b"\xff\xd8\xff\xe0" + bytes(20), "a picture"),
    (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a picture"),
    (b"<?xml version='1.0'?><svg xmlns='x'/>", "a picture"),
    (b"ID3\x03" + bytes(30), "a recording"),
    (b"\x00\x00\x00\x18ftypmp42" + bytes(30), "a video"),
    (b"<?xml version='1.0'?><a/>", "an XML file"),
    (b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "a news feed"),
    (WORD_XML, "a Word 2003 XML document"),
    (b"<?xml version='1.0'?><office:document xmlns:office='x'/>", "a flat OpenDocument text"),
    (json.dumps({"title": "A", "text": "B"}).encode(), "a JSON file"),
    (json.dumps([{"title": "A"}]).encode(), "a JSON file"),
    (ARCHIVE, "a web archive (.mht)"),
    (b"bplist00\xd1\x01\x02_\x10\x0fWebMainResource" + bytes(9), "a Safari web archive"),
    (ALTERNATIVES, "an e-mail message (.eml)"),
    (ENCODED + base64.b64encode(b"An article."), "an e-mail message (.eml)"),
    (SOURCE_VIEW, "the source view of a web page"),
    (CLOUD.encode(), "only a link to a Google document"),
    (f"My article, second draft - Google Docs\n{CLOUD}\n".encode(), "a Google document"),
    (json.dumps({"url": CLOUD, "doc_id": "1a2b3c", "email": "a@example.org"}).encode(),
     "a Google document"),
    (json.dumps({"": "WARNING", "doc_id": "1a2b3c", "resource_key": ""}).encode(),
     "a Google document"),
    (b"[InternetShortcut]\r\nURL=https://contoso-my.sharepoint.com/:w:/g/personal/abc\r\n",
     "a document in Microsoft 365"),
    (b"[InternetShortcut]\r\nURL=https://example.org/harbours\r\n", "only a web address"),
    (WEBLOC, "a document in iCloud"),
    (b"bplist00\xd1\x01\x02SURL_\x10\x1chttps://www.dropbox.com/s/ab\x08", "a document in Dropbox"),
    (b"https://app.box.com/s/abc", "a document in Box"),
    (b"https://www.notion.so/My-article-0abc", "a Notion page"),
    (b"<https://example.org/an-article>\n", "only a web address"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "named"), REFUSED)
@pytest.mark.parametrize("path", ["a.txt", "a.html", "a.md", "a.docx"])
def test_other_types_are_refused_by_name_with_the_next_step(
    data: bytes, named: str, path: str
) -> None:
    error = refuse_type(detect_type(data, path), path)
    assert named in str(error)
    assert error.hint
    assert error.code == "refuse.type"


@given(st.text(max_size=200), st.sampled_from(["", "a.txt", "a.md", "a.html"]))
def test_whatever_is_text_has_a_type(text: str, path: str) -> None:
    assert "/" in detect_type(text.encode("utf-8", "replace"), path)
