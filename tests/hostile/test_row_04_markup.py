"""Row 4: no file holds markup that the desk did not write, whatever a submission holds.

Raw HTML, LaTeX, fields of Word and CSL are words; a link leads to http, https, mailto or a
DOI, or is dropped and asked about. Links and nodes one by one are tried in
`tests/compose/test_compose.py` and `tests/compose/test_pandoc.py`. Promised on every system.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path

import pytest

from copydesk import pipeline, registry
from copydesk.builder.article_job import ArticleInput
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config
from copydesk.model import Decisions
from hostile.activity import active, in_paper, in_word, pages
from hostile.bombs import markdown, page, text, word
from readers.wordfiles import field, p

pytestmark = pytest.mark.check

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
#: JSON and plain text have no markup; the sheet for the editor is a page like others.
FORMATS = tuple(sorted({*registry.WRITERS} - {"article", "csl.json", "txt"}))


def ending(name: str) -> str:
    return "proof.html" if name == "proof" else name


def sendings(lines: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """The lines as each reader may find them, and as the words of a page and its title."""
    said = "".join(f"<p>{escape(line)} is said</p>" for line in lines)
    titled = f"<title>{escape(' '.join(lines))}</title>"
    yield "words.html", page(said, titled)
    yield "raw.html", page("".join(f"<div>{line} is said</div>" for line in lines))
    yield "raw.md", markdown("\n\n".join(f"{line}\n\nso it is" for line in lines))
    yield "raw.txt", text("\n\n".join(f"{line} is said of the mill" for line in lines))
    yield "raw.docx", word("".join(p(escape(f"{line} is said of the mill")) for line in lines))


def made(pandoc: Pandoc, name: str, data: bytes) -> ArticleInput:
    config = Config()
    article, composed = pipeline.read_and_compose(data, name, config, Decisions())
    return ArticleInput(article, composed, "mill", config, pandoc, 60.0)


@pytest.mark.parametrize("kind", LINES)
def test_no_file_holds_markup_of_a_submission(
    pandoc: Pandoc, kind: str, tool: Callable[[str], str], tmp_path: Path
) -> None:
    for sent, data in sendings(LINES[kind]):
        copy = made(pandoc, sent, data)
        for name in FORMATS:
            written = registry.WRITERS[name].write(copy)
            path = tmp_path / f"mill.{ending(name)}"
            path.write_bytes(written)
            found = [(where, what) for where, root in pages(path.name, written)
                     for what in active(root)]  # fmt: skip
            found += [(name, what) for what in in_word(written)] if "docx" in name else []
            found += (
                [(name, what) for what in in_paper(path, tool("qpdf"))] if name == "pdf" else []
            )
            assert found == [], sent


def sent_out(root: Path) -> None:
    """A desk with every submission of theirs, an issue of all, and their lines in its words."""
    (root / "source" / "newsletters").mkdir(parents=True)
    (root / "copydesk.toml").write_text('formats = ["html"]\n')
    articles = ""
    for kind, lines in LINES.items():
        said = toml(lines)
        for name, data in sendings(lines):
            (root / "source" / f"{kind}-{name}").write_bytes(data)
            told = f"title = {said}\nbyline = {said}\ndate = {said}\n"
            (root / "source" / f"{kind}-{name}.desk.toml").write_text(told, "utf-8")
            articles += f'[[article]]\nsrc = "source/{kind}-{name}"\n'
        articles += f"mode = 'excerpt'\nteaser = {said}\n"
    said = toml([line for lines in LINES.values() for line in lines])
    issue = f"subject = {said}\npreheader = {said}\nintro = {said}\ndate = 2026-05-01\n"
    issue += f"[footer]\nwhy = {said}\naddress = {said}\n{articles}"
    (root / "source" / "newsletters" / "may.toml").write_text(issue, "utf-8")


def toml(lines: Sequence[str]) -> str:
    """The lines as one value of TOML, in one line."""
    return f"'''{' '.join(' '.join(lines).split())}'''"


def test_no_list_sheet_or_issue_holds_markup_of_a_submission(tmp_path: Path) -> None:
    sent_out(tmp_path)
    build = [sys.executable, "-m", "copydesk", "-C", str(tmp_path), "-q"]
    subprocess.run(build, check=True)
    (index,) = (tmp_path / "dist").glob("index.html")
    seen = 0
    for path in (tmp_path / "dist").rglob("*"):
        for where, root in pages(path.name, path.read_bytes()) if path.is_file() else ():
            seen += 1
            own = ["<form>", "<input>", "<script>"] if path == index else []
            assert sorted(active(root)) == own, f"{path}: {where}"
    assert seen > 2 * 3 * 5 + 5  # a page and a sheet of each, the list, the pages of the issue


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


_MESSAGE = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
_LINK = b'<p xmlns:xlink="http://www.w3.org/1999/xlink"><ext-link xlink:href="%s">a</ext-link></p>'


@pytest.mark.parametrize(("name", "data", "count"), [
    ("a.html", b"<p onclick=x><a href='javascript:x'>a</a><script></script><img src='//x'>", 4),
    ("a.md", b"Raw <b onclick=x>a</b>, [a](file:///x).\n\n<iframe src=x>", 3),
    ("a.jats.xml", _LINK % b"javascript:x", 1),
    ("a.jats.xml", _LINK % b"https://a.example/", 0),
    ("a.eml", _MESSAGE + b"<a href='data:text/html,x'>a</a><form action='/x'></form>", 2),
])  # fmt: skip
def test_what_is_active_would_be_seen(name: str, data: bytes, count: int) -> None:
    assert len([what for _, root in pages(name, data) for what in active(root)]) == count


def test_what_is_active_in_a_pdf_would_be_seen(tool: Callable[[str], str], tmp_path: Path) -> None:
    paper = tmp_path / "a.pdf"
    actions = b"<</S /URI /URI (javascript:x)>> <</S /URI /URI (https://a.example/)>>"
    paper.write_bytes(
        b"%PDF-1.7\n1 0 obj\n<</Type /Catalog /Pages 2 0 R /OpenAction <</S /JavaScript /JS (x)>>"
        b" /A [" + actions + b"] /F <</EF <<>> /UF (x.exe)>>>>\nendobj\n"
        b"2 0 obj\n<</Type /Pages /Kids [3 0 R] /Count 1>>\nendobj\n3 0 obj\n<</Type /Page"
        b" /Parent 2 0 R /MediaBox [0 0 9 9]>>\nendobj\ntrailer\n<</Root 1 0 R>>\n"
    )
    found = " ".join(in_paper(paper, tool("qpdf")))
    assert found.count("/URI") == 1
    assert "/OpenAction" in found
    assert "/JS" in found
    assert "x.exe" in found


def test_every_format_with_markup_is_looked_into(pandoc: Pandoc) -> None:
    copy = made(pandoc, "a.txt", text("It is said of the mill."))
    files = {name: registry.WRITERS[name].write(copy) for name in FORMATS}
    read = {name for name, data in files.items() if [*pages(f"mill.{ending(name)}", data)]}
    assert {*FORMATS} - read == {"docx", "review.docx", "pdf"}
