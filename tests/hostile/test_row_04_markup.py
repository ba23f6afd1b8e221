"""Row 4: no file holds markup that the desk did not write, whatever a submission holds.

Raw HTML, LaTeX, fields of Word and CSL are words; a link leads to http, https, mailto or a
DOI, or is dropped and asked about. Links and nodes one by one are tried in
`tests/compose/test_compose.py` and `tests/gate/test_pandoc.py`. Promised on every system.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

import pytest
from lxml import etree
from markdown_it import MarkdownIt

from copydesk import pipeline, registry
from copydesk.config import Config
from copydesk.desk.press import Copy
from copydesk.gate import archive
from copydesk.gate.pandoc import Pandoc
from copydesk.model import Decisions
from hostile.bombs import markdown, page, text, word
from readers.wordfiles import field, p

LINES = {
    "elements": (
        "<script>alert(1)</script>", "<iframe src=//x.example></iframe>", "<svg onload=alert(1)>",
        "<img src=x onerror=alert(1)>", "<base href=//x.example>", "<object data=x></object>",
        "<meta http-equiv=refresh content='0;url=//x.example'>", "<form action=//x.example><input>",
        "<a href=javascript:alert(1)>mud</a>", "<style>@import '//x.example'</style>",
        "<p style=background:url(//x.example)>mud", "<link rel=stylesheet href=//x.example>",
        "</p></body><script>alert(1)</script>", "<!--><script>alert(1)</script>-->",
    ),
    "links": (
        "[mud](javascript:alert(1))", "[mud](data:text/html,x)", "[mud](vbscript:x)",
        "[mud](<java\tscript:x>)", "![mud](javascript:x)", "<javascript:alert(1)>",
        "[mud]: javascript:alert(1)", "[mud](file:///etc/passwd)", "[mud](//x.example)",
        '[mud](https://a.example/"onclick="alert(1))', "https://a.example/<script>",
    ),
    "raw": (
        "```{=html}\n<script>alert(1)</script>\n```", "`<script>`{=html}", "{.x onclick=alert(1)}",
        r"\input{/etc/passwd}", r"\write18{id}", "$$\\href{javascript:x}{y}$$", "::: {onclick=x}",
        "[x]{onclick=alert(1)}", '{{ "x" | safe }}', "{% include x %}", "<%= x %>", "${x}",
    ),
}  # fmt: skip
#: What no edition has an element, attribute or address of.
ACTIVE = {"script", "iframe", "object", "embed", "applet", "form", "input", "base", "frame", "svg"}
SCHEME = re.compile(r"(?:https?://|mailto:|#|[\w./-]*$|[\w./-]+#)|data:image/(?:png|jpeg|svg\+xml)")
FORMATS = ("docx", "epub", "fragment.html", "html", "md")


def sendings(lines: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """The lines as each reader may find them, and as the words of a page and its title."""
    said = "".join(f"<p>{escape(line)} is said</p>" for line in lines)
    titled = f"<title>{escape(' '.join(lines))}</title>"
    yield "words.html", page(said, titled)
    yield "raw.html", page("".join(f"<div>{line} is said</div>" for line in lines))
    yield "raw.md", markdown("\n\n".join(f"{line}\n\nso it is" for line in lines))
    yield "raw.txt", text("\n\n".join(f"{line} is said of the mill" for line in lines))
    yield "raw.docx", word("".join(p(escape(f"{line} is said of the mill")) for line in lines))


def pages(name: str, data: bytes) -> Iterator[tuple[str, etree._Element]]:
    """The pages in an output, as what reads it sees them."""
    parser = etree.HTMLParser(encoding="utf-8")
    if name in ("html", "fragment.html"):
        yield name, etree.fromstring(data, parser)
    elif name == "md":
        shown = MarkdownIt("commonmark", {"html": True}).enable("table")
        body = re.sub(r"\A---\n.*?\n---\n", "", data.decode(), flags=re.DOTALL)
        yield name, etree.fromstring(shown.render(body).encode(), parser)
    elif data.startswith(b"PK"):
        for member, content in archive.read(data).items():
            if member.endswith(".xhtml"):
                yield f"{name}: {member}", etree.fromstring(content, parser)


def active(root: etree._Element) -> Iterator[str]:
    """What in a page does something, or leads where nothing may."""
    for element in root.iter(etree.Element):
        if element.tag in ACTIVE:
            yield f"<{element.tag}>"
        for key, value in element.attrib.items():
            if str(key).startswith("on") or (key, value) == ("http-equiv", "refresh"):
                yield f"{key}={value!r}"
            if key in ("href", "src", "action", "data") and not SCHEME.match(str(value)):
                yield f"{key}={value!r}"


def in_word(data: bytes) -> Iterator[str]:
    """Fields and relations of a .docx that reach out of it."""
    for member, content in archive.read(data).items():
        for code in re.findall(rb"<w:instrText[^>]*>([^<]*)<", content):
            if re.search(rb"INCLUDE|DDE|MACRO|LINK\s+(?!\\l)[^\"]", code, re.IGNORECASE):
                yield f"{member}: {code!r}"
        for target in re.findall(rb'Target="([^"]*)" TargetMode="External"', content):
            if not target.startswith((b"https://", b"http://", b"mailto:")):
                yield f"{member}: {target!r}"


def made(pandoc: Pandoc, name: str, data: bytes) -> Copy:
    config = Config()
    article, composed = pipeline.composed(data, name, config, Decisions())
    return Copy(article, composed, "mill", config, pandoc, 60.0)


@pytest.mark.parametrize("kind", LINES)
def test_no_file_holds_markup_of_a_submission(pandoc: Pandoc, kind: str) -> None:
    for sent, data in sendings(LINES[kind]):
        copy = made(pandoc, sent, data)
        for name in FORMATS:
            written = registry.WRITERS[name].write(copy)
            found = [(where, what) for where, root in pages(name, written) for what in active(root)]
            assert found == [], sent
            if name == "docx":
                assert [*in_word(written)] == [], sent


def test_fields_of_word_that_fetch_are_words_or_nothing(pandoc: Pandoc) -> None:
    body = "".join(
        f"<w:p>{field(code, 'shown')}</w:p>"
        for code in (
            'INCLUDETEXT "/etc/passwd"', 'INCLUDEPICTURE "https://x.example/a.png"',
            'DDEAUTO c:\\\\x "y"', 'HYPERLINK "file:///etc/passwd"', "MACROBUTTON x y",
        )
    )  # fmt: skip
    written = registry.WRITERS["docx"].write(made(pandoc, "a.docx", word(body)))
    assert [*in_word(written)] == []


def test_what_is_active_would_be_seen() -> None:
    shown = "<p onclick=x><a href='javascript:x'>a</a><script></script><img src='file:///x'>"
    root = etree.fromstring(shown.encode(), etree.HTMLParser())
    assert len([*active(root)]) == 4
