"""Row 5: nothing active survives: no macro, script, embedded object, font, or relation elsewhere.

Promised: what a submission brings that runs, loads or embeds something is left behind. Files that
come out are made anew, of members that copydesk writes, and lead outward by plain links alone.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from copydesk.system import xml
from hostile.made import made, unpacked
from readers.wordfiles import docx, field, odt, p, part, r, relations

pytestmark = pytest.mark.check

#: It stands in everything active, and in no word that is read.
TOKEN = "canary7f3a"  # noqa: S105  no secret
ELSEWHERE = f"http://127.0.0.1:9/{TOKEN}"
TEXT = "The harbour of Aldmouth was sold, and nobody asked the miller about it at all."
_TEMPLATE = part("settings", '<w:attachedTemplate r:id="rT"/>')
_OBJECT = (
    '<w:r><w:object><v:shape id="s" style="width:9pt"><v:imagedata r:id="rPicture"/></v:shape>'
    f'<o:OLEObject Type="Link" ProgID="Package" ShapeID="s" r:id="rObject" ObjectID="{TOKEN}"/>'
    "</w:object></w:r>"
)
_SCRIPT = (
    '<office:event-listeners><script:event-listener xmlns:script="urn:s" script:language="ooo"'
    f' xlink:href="vnd.sun.star.script:Standard.{TOKEN}?language=Basic"/></office:event-listeners>'
)
_DOCX = docx(
    p("How Aldmouth lost a mill", "Titel")
    + p(TEXT)
    + p(r(TEXT) + _OBJECT)
    + p(field(f" DDEAUTO c:\\\\{TOKEN}.exe ", r("a table")) + r(" of the harbour, and ")
        + field(f' INCLUDEPICTURE "{ELSEWHERE}" ', r("a picture")) + r(" of the mill."))
    + p('<w:r><w:drawing><a:blip xmlns:a="urn:a" r:link="rPicture"/></w:drawing></w:r>' + r(TEXT))
    + '<w:altChunk r:id="rChunk"/>'
    + p(f'<w:hyperlink r:id="rFile">{r("a file of his")}</w:hyperlink>' + r(" says so."))
    + p(f'<w:hyperlink r:id="rScript">{r("a page of his")}</w:hyperlink>' + r(" says so too.")),
    {
        "word/settings.xml": _TEMPLATE,
        "word/_rels/settings.xml.rels": relations(("rT", "attachedTemplate", ELSEWHERE)),
        "word/embeddings/oleObject1.bin": TOKEN.encode(),
        "word/activeX/activeX1.xml": f"<x>{TOKEN}</x>".encode(),
        "word/fonts/font1.odttf": TOKEN.encode(),
        "word/chunk.html": f"<script>{TOKEN}</script>".encode(),
        "customUI/customUI.xml": f"<x>{TOKEN}</x>".encode(),
    },
    ("rPicture", "image", ELSEWHERE),
    ("rObject", "oleObject", "embeddings/oleObject1.bin"),
    ("rChunk", "aFChunk", "chunk.html"),
    ("rFile", "hyperlink", f"file:///{TOKEN}"),
    ("rScript", "hyperlink", f"javascript:{TOKEN}"),
    ("rSettings", "settings", "settings.xml"),
)  # fmt: skip
_ODT = odt(
    f"{_SCRIPT}<text:h text:outline-level='1'>How Aldmouth lost a mill</text:h>"
    f"<text:p>{TEXT}<text:script xlink:href='{ELSEWHERE}'>{TOKEN}</text:script></text:p>"
    f"<text:p>{TEXT}<draw:frame><draw:object xlink:href='{ELSEWHERE}'/><draw:image"
    f" xlink:href='{ELSEWHERE}'/></draw:frame></text:p><text:section text:name='s'>"
    f"<text:section-source xlink:href='{ELSEWHERE}'/><text:p>{TEXT}</text:p></text:section>"
    f"<text:p><text:a xlink:href='file:///{TOKEN}'>a file of his</text:a> says so.</text:p>",
    parts={
        "Basic/Standard/Module1.xml": f"<x>{TOKEN}</x>".encode(),
        "Scripts/python/x.py": TOKEN.encode(),
        "Object 1/content.xml": f"<x>{TOKEN}</x>".encode(),
        "Fonts/x.ttf": TOKEN.encode(),
    },
)
_HTML = (
    f"<html><body onload='{TOKEN}'><article><h1>How Aldmouth lost a mill</h1><p>{TEXT}</p>"
    f"<script>{TOKEN}</script><object data='{ELSEWHERE}'></object><embed src='{ELSEWHERE}'>"
    f"<iframe src='{ELSEWHERE}' srcdoc='{TOKEN}'></iframe><applet code='{TOKEN}'></applet>"
    f"<p style=\"background:url('{ELSEWHERE}')\" onclick='{TOKEN}'>{TEXT}</p>"
    f"<svg onload='{TOKEN}'><script>{TOKEN}</script></svg><link rel=import href='{ELSEWHERE}'>"
    f"<p><a href='javascript:{TOKEN}'>a page of his</a> and <a href='data:text/html,{TOKEN}'>"
    f"another</a> say so.</p><form action='{ELSEWHERE}'><button formaction='{ELSEWHERE}'>x"
    "</button></form>"
    f"<p>{TEXT}</p></article></body></html>"
).encode()  # fmt: skip
SUBMISSIONS = {"docx": _DOCX, "odt": _ODT, "html": _HTML}
FORMATS = ("md", "docx", "epub", "html", "txt", "jats.xml", "fragment.html", "review.docx")
MEMBERS = re.compile(
    r"\[Content_Types\]\.xml|(?:word/)?_rels/[\w.]*\.rels|docProps/(?:app|core|custom)\.xml"
    r"|word/(?:document|styles|settings|numbering|footnotes|endnotes|comments|commentsExtended"
    r"|fontTable|theme(?:/theme1)?|webSettings|header\d*|footer\d*)\.xml|word/media/[\w-]+\.(?:png|jpe?g)"
    r"|customXml/(?:_rels/)?(?:item|itemProps)\d+\.xml(?:\.rels)?"
    r"|mimetype|META-INF/container\.xml|EPUB/[\w/-]+\.(?:xhtml|opf|ncx|css|png|jpe?g|svg)"
)
RELATIONS = frozenset((
    "officeDocument", "core-properties", "extended-properties", "custom-properties", "styles",
    "numbering", "settings", "webSettings", "fontTable", "theme", "footnotes", "endnotes",
    "comments", "commentsExtended", "header", "footer", "hyperlink", "image", "customXml",
    "customXmlProps",
))  # fmt: skip


@pytest.fixture(scope="module", params=SUBMISSIONS)
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """All that comes out of one of the submissions."""
    root: Path = tmp_path_factory.mktemp(request.param)
    return made(root, f"a.{request.param}", SUBMISSIONS[request.param], FORMATS)


def test_the_words_are_read(files: dict[str, bytes]) -> None:
    assert files["a.md"].decode().count("nobody asked the miller") >= 2


def test_nothing_active_is_in_any_edition(files: dict[str, bytes]) -> None:
    editions = {name: data for name, data in unpacked(files).items() if name.startswith("a.")}
    assert [name for name, data in editions.items() if TOKEN.encode() in data] == []


def test_what_became_of_a_link_is_told_the_editor_in_words(files: dict[str, bytes]) -> None:
    told = [name for name, data in unpacked(files).items() if TOKEN.encode() in data]
    records = {"article.json", "proof.html", "comments.xml"}
    assert {name.rpartition("/")[2] for name in told} <= records


def test_files_are_made_of_members_that_are_known(files: dict[str, bytes]) -> None:
    inside = set(unpacked(files)) - set(files)
    names = [name.partition(".docx/")[2] or name.partition(".epub/")[2] for name in inside]
    assert len(names) > 20
    assert [name for name in names if not MEMBERS.fullmatch(name)] == []


def test_relations_are_of_known_kinds_and_lead_outward_by_links_alone(
    files: dict[str, bytes],
) -> None:
    seen = 0
    for name, data in unpacked(files).items():
        if not name.endswith(".rels"):
            continue
        for relation in xml.parse(data):
            kind = relation.get("Type", "").rpartition("/")[2]
            seen += 1
            assert kind in RELATIONS, name
            if relation.get("TargetMode") == "External":
                assert kind == "hyperlink"
                assert relation.get("Target", "").startswith(("http://", "https://", "mailto:"))
    assert seen > 10


def test_no_field_asks_word_for_anything_from_elsewhere(files: dict[str, bytes]) -> None:
    documents = [
        data for name, data in unpacked(files).items() if name.endswith(".docx/word/document.xml")
    ]
    asked = {"HYPERLINK", "REF", "PAGEREF", "PAGE", "NUMPAGES", "SEQ", "TOC", "CITATION",
             "BIBLIOGRAPHY", "NOTEREF", "STYLEREF"}  # fmt: skip
    assert len(documents) == 2
    for data in documents:
        fields = re.findall(r"<w:instrText[^>]*>\s*(\w+)", data.decode())
        fields += re.findall(r'w:instr="\s*(\w+)', data.decode())
        assert set(fields) <= asked
