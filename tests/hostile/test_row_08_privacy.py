"""Row 8: what an author took out, or never meant to send along, is in no edition.

Promised: deletions, remarks, properties, names of who changed what, places and cameras of
photographs reach no edition. Words that are hidden are asked about, not printed. What was received
lies as it came in `dist/.desk/received`, for the editor alone.
"""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from hostile.made import made, unpacked
from readers.wordfiles import docx, field, odt, p, part, picture, r, rtf

pytestmark = pytest.mark.check

SECRET = "Quillfeather"  # noqa: S105  a word that must be nowhere
TEXT = "The harbour of Aldmouth was sold, and nobody asked the miller about it at all."
FORMATS = ("md", "docx", "epub", "pdf", "html", "txt", "jats.xml", "fragment.html", "csl.json")
_BY = f'w:author="{SECRET}" w:date="2024-05-01T09:00:00Z"'


def photograph() -> bytes:
    """A JPEG that says who took it, where, and with what, and has a small picture of another."""
    made_of = Image.new("RGB", (64, 48), (90, 120, 150))
    facts = Image.Exif()
    facts.update({0x010E: SECRET, 0x0110: SECRET, 0x013B: SECRET, 0x8298: SECRET})
    facts.get_ifd(0x8825).update({1: "N", 2: (53.0, 1.0, 2.0), 29: SECRET})
    data = io.BytesIO()
    made_of.save(data, "JPEG", exif=facts, comment=SECRET.encode())
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x>" + SECRET.encode() + b"</x>"
    segment = b"\xff\xe1" + (len(xmp) + 2).to_bytes(2, "big") + xmp
    return data.getvalue()[:2] + segment + data.getvalue()[2:]


def _properties() -> dict[str, bytes]:
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    return {
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{core}"><cp:lastModifiedBy>{SECRET}</cp:lastModifiedBy>'
            f"<cp:category>{SECRET}</cp:category></cp:coreProperties>"
        ).encode(),
        "docProps/app.xml": f"<Properties><Manager>{SECRET}</Manager></Properties>".encode(),
        "docProps/custom.xml": f"<Properties><x>{SECRET}</x></Properties>".encode(),
        "docProps/thumbnail.jpeg": photograph(),
        "customXml/item1.xml": f"<x>{SECRET}</x>".encode(),
        "word/people.xml": part("people", f'<w:person w:author="{SECRET}"/>'),
        "word/comments.xml": part(
            "comments", f'<w:comment w:id="1" {_BY} w:initials="Q">{p(SECRET)}</w:comment>'
        ),
        "word/settings.xml": part("settings", f'<w:rsids><w:rsid w:val="{SECRET}"/></w:rsids>'),
        "word/media/a.jpg": photograph(),
    }


def _docx() -> bytes:
    gone = f'<w:delText xml:space="preserve">{SECRET} </w:delText>'
    return docx(
        p("How Aldmouth lost a mill", "Titel")
        + p(r(TEXT) + f'<w:del w:id="1" {_BY}><w:r>{gone}</w:r></w:del>')
        + p(
            f'<w:ins w:id="2" {_BY}>{r("It stood by the water. ")}</w:ins>'
            '<w:commentRangeStart w:id="1"/>' + r(TEXT) + '<w:commentRangeEnd w:id="1"/>'
            '<w:r><w:commentReference w:id="1"/></w:r>'
        )
        + p(r(TEXT) + r(f" {SECRET}", "<w:vanish/>"))
        + f'<w:p><w:pPr><w:rPr><w:del w:id="3" {_BY}/></w:rPr></w:pPr>{r(TEXT)}</w:p>'
        + p(field(f' COMMENTS "{SECRET}" ', r("a field")) + r(" of the author, and more."))
        + p(picture("rphoto", "The mill from the bridge")),
        _properties(),
        ("rphoto", "image", "media/a.jpg"),
    )


def _odt() -> bytes:
    changed = (
        "<text:tracked-changes><text:changed-region text:id='c1'><text:deletion>"
        f"<office:change-info><dc:creator>{SECRET}</dc:creator></office:change-info>"
        f"<text:p>{SECRET}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    return odt(
        f"{changed}<text:h text:outline-level='1'>How Aldmouth lost a mill</text:h>"
        f"<text:p>{TEXT}<text:change text:change-id='c1'/></text:p>"
        f"<text:p>{TEXT}<office:annotation><dc:creator>{SECRET}</dc:creator><text:p>{SECRET}"
        f"</text:p></office:annotation></text:p><text:p>{TEXT}<text:hidden-text"
        f" text:is-hidden='true' text:string-value='{SECRET}'>{SECRET}</text:hidden-text></text:p>",
        parts={
            "meta.xml": (
                "<office:document-meta xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:"
                f"1.0'><office:meta><x>{SECRET}</x></office:meta></office:document-meta>"
            ).encode(),
            "Thumbnails/thumbnail.png": SECRET.encode(),
        },
    )


_RTF = rtf(
    r"\pard{\b How Aldmouth lost a mill}\par " + TEXT
    + rf"{{\deleted {SECRET}}}{{\*\annotation {SECRET}}}{{\*\atnauthor {SECRET}}}\par "
    + TEXT + rf"{{\v {SECRET}}}\par " + TEXT + r"\par ",
    head=rf"{{\info{{\operator {SECRET}}}{{\manager {SECRET}}}{{\doccomm {SECRET}}}}}"
    rf"{{\*\revtbl {{{SECRET};}}}}",
)  # fmt: skip
_HTML = (
    f"<!-- {SECRET} --><html><head><meta name=generator content={SECRET}></head><body><article>"
    f"<h1>How Aldmouth lost a mill</h1><p>{TEXT}<!-- {SECRET} --></p><p data-by={SECRET}>{TEXT}</p>"
    f"<p>{TEXT}<input type=hidden value={SECRET}><span hidden>{SECRET}</span></p>"
    "</article></body></html>"
).encode()
_MARKDOWN = (
    f"---\ntitle: How Aldmouth lost a mill\nreviewer: {SECRET}\n---\n\n{TEXT}\n\n<!-- {SECRET} -->"
    f"\n\n{TEXT}\n\n[//]: # ({SECRET})\n\n{TEXT}\n"
).encode()
SUBMISSIONS: dict[str, Callable[[], bytes]] = {
    "docx": _docx,
    "odt": _odt,
    "rtf": lambda: _RTF,
    "html": lambda: _HTML,
    "md": lambda: _MARKDOWN,
}


@pytest.mark.parametrize("kind", SUBMISSIONS)
def test_nothing_that_was_not_meant_for_print_is_in_an_edition(
    kind: str, tool: Callable[[str], str], tmp_path: Path
) -> None:
    files = made(tmp_path, f"a.{kind}", SUBMISSIONS[kind](), FORMATS)
    parts = {name: data for name, data in unpacked(files).items() if name.startswith("a.")}
    parts["a.pdf"] = _inflated(tool("qpdf"), files["a.pdf"], tmp_path)
    spellings = [SECRET.encode(code) for code in ("ascii", "utf-16-le", "utf-16-be")]
    spellings.append(SECRET.encode("utf-16-be").hex().upper().encode())
    found = [name for name, data in parts.items() if any(one in data for one in spellings)]
    assert found == []
    assert files["a.txt"].decode().count("nobody") >= 2


def _inflated(qpdf: str, data: bytes, folder: Path) -> bytes:
    (folder / "a.pdf").write_bytes(data)
    command = [qpdf, "--qdf", "--object-streams=disable", str(folder / "a.pdf"), "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


def test_a_photograph_is_printed_without_what_it_says_of_itself(tmp_path: Path) -> None:
    assert photograph().count(SECRET.encode()) >= 5
    parts = unpacked(made(tmp_path, "a.docx", _docx(), ("docx", "epub")))
    pictures = [data for name, data in parts.items() if re.search(r"\.jpe?g$", name)]
    assert len(pictures) == 2
    assert [Image.open(io.BytesIO(data)).size for data in pictures] == [(64, 48)] * 2
    assert all(not Image.open(io.BytesIO(data)).getexif() for data in pictures)
