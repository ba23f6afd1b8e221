"""Row 1: nothing that a submission names is opened or asked for.

Promised: building opens no connection, and no file that a submission names but a picture in the
folder beside it. Here every reader is given every kind of reference that we know of, to a server
and a file of this machine, and what it makes of them goes through every writer. The wall that
keeps workers from the network (row 16) is taken down for it: it must not be what holds.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest

from canary import SONG, Canary, canary
from copydesk import registry
from readers.wordfiles import docx, field, odt, p, picture, r, relations, rtf

PROSE = (
    "The pier of Low Harbour was built twice, and both times it was paid for by people who never"
    " saw it. The first stood for nine years (Lo, 2022); the second still stands in the mud."
)
REFERENCES = ("Lo, B. (2022) Turning point. Sydney: Lowy Institute. Available at: {}",
              "Rossi, A. (2019) Harbours. Journal of Ports, 12(3), pp. 1-20. {}")  # fmt: skip

#: What of HTML names something; of Markdown too, where that has tags.
TAGS = (
    '<img src="{}" alt="a">',
    '<img srcset="{} 2x" alt="a">',
    '<img data-src="{}" alt="a">',
    '<picture><source srcset="{}"><img src="{}" alt="a"></picture>',
    '<iframe src="{}"></iframe>',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<video src="{}" poster="{}"></video>',
    '<audio src="{}"></audio>',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    "<style>@import url('{}'); p { background: url('{}') }</style>",
    "<style>@font-face { font-family: a; src: url('{}') }</style>",
    "<p style=\"background: url('{}'); content: url('{}')\">A line.</p>",
    '<script src="{}"></script>',
    '<svg><image href="{}" xlink:href="{}"/><use href="{}"/></svg>',
    '<input type="image" src="{}">',
    '<body background="{}">',
    '<table background="{}"><tr><td>a</td></tr></table>',
    '<base href="{}">',
    '<meta http-equiv="refresh" content="0; url={}">',
    '<meta property="og:image" content="{}">',
    '<a href="{}" rel="attachment">a link</a>',
    '<blockquote cite="{}">A quotation.</blockquote>',
    '<math href="{}"><mi>x</mi></math>',
    '<amp-img src="{}"></amp-img>',
    '<portal src="{}"></portal>',
    '<noscript><img src="{}" alt="a"></noscript>',
    '<template><img src="{}" alt="a"></template>',
)
MARKS = (
    "![a picture]({})",
    "[![a](x)]({})",
    "![by name][one]\n\n[one]: {}",
    "<{}>",
    "[a link]({})",
    "![a picture]({}){width=50%}",
    '````{=html}\n<img src="{}">\n````',
    "\\input{{}}",
    ".. include:: {}",
    "!include {}",
    "[[{}]]",
    "![[{}]]",
    "<!-- include {} -->",
    "{{< include {} >}}",
)
FRONT = (
    "csl", "bibliography", "css", "header-includes", "template", "include-before", "logo",
    "cover-image", "epub-cover-image", "reference-doc", "metadata-files", "filters",
)  # fmt: skip


@pytest.fixture
def bird(tmp_path: Path) -> Iterator[Canary]:
    (tmp_path / "elsewhere").mkdir()
    with canary(tmp_path / "elsewhere") as found:
        yield found


def addresses(bird: Canary) -> tuple[str, ...]:
    """The names of the file and the server, in all the ways that something is named."""
    up = f"{'../' * 12}{str(bird.path).lstrip('/')}"
    return bird.address, bird.address.removeprefix("http:"), bird.uri, str(bird.path), up


def filled(sinks: tuple[str, ...], bird: Canary) -> list[str]:
    return [sink.replace("{}", one) for sink in sinks for one in addresses(bird)]


def page(bird: Canary) -> bytes:
    body = "".join(f"<p>{PROSE}</p>{sink}" for sink in filled(TAGS, bird))
    listed = "".join(f"<p>{one.format(escape(bird.address))}</p>" for one in REFERENCES)
    head = "<title>The pier of Low Harbour</title>"
    return (f"<html><head>{head}</head><body><article><h1>The pier of Low Harbour</h1>{body}"
            f"<h2>References</h2>{listed}</article></body></html>").encode()  # fmt: skip


def markdown(bird: Canary) -> bytes:
    front = "".join(f"{key}: {one}\n" for key in FRONT for one in addresses(bird)[:1])
    body = "\n\n".join(f"{PROSE}\n\n{sink}" for sink in filled((*MARKS, *TAGS[:12]), bird))
    listed = "\n".join(f"- {one.format(bird.address)}" for one in REFERENCES)
    text = (
        f"---\ntitle: The pier\n{front}---\n\n# The pier\n\n{body}\n\n## References\n\n{listed}\n"
    )
    return text.encode()


def plain(bird: Canary) -> bytes:
    body = "\n\n".join(f"{PROSE}\n\n{sink}" for sink in (*filled(MARKS, bird), *addresses(bird)))
    listed = "\n".join(one.format(bird.address) for one in REFERENCES)
    return f"The Pier of Low Harbour\n\nBy Mara Osei\n\n{body}\n\nReferences\n\n{listed}\n".encode()


def escaped(bird: Canary) -> bytes:
    lines = [f"<p>{PROSE}</p>", *filled(TAGS, bird)]
    return "\n".join(escape(line) for line in lines).encode()


def word(bird: Canary) -> bytes:
    """Pictures, objects, templates, parts and fields that lie outside."""
    body, more = p("The pier of Low Harbour", "Titel") + p(PROSE), []
    kinds = ("image", "oleObject", "aFChunk", "subDocument", "frame", "hyperlink", "video")
    for number, one in enumerate(addresses(bird)):
        target = one if ":" in one else f"file:{one}"
        more += [(f"x{number}{kind}", kind, target) for kind in kinds]
        linked = picture(f"x{number}image", "a").replace("r:embed", "r:link")
        body += p(picture(f"x{number}image", "a") + linked + r(PROSE))
        body += f'<w:altChunk r:id="x{number}aFChunk"/><w:subDoc r:id="x{number}subDocument"/>'
        for name in ("INCLUDEPICTURE", "INCLUDETEXT", "LINK Word.Document.8", "DDEAUTO", "IMPORT",
                     "HYPERLINK", "RD", "DATABASE"):  # fmt: skip
            body += p(field(f'{name} "{escape(one)}"', r("The result of a field.")))
    settings = relations(
        ("t", "attachedTemplate", bird.address), ("m", "mailMergeSource", bird.uri)
    )
    return docx(body, {"word/_rels/settings.xml.rels": settings}, *more)


def writer(bird: Canary) -> bytes:
    body = f"<text:h text:outline-level='1'>The pier</text:h><text:p>{PROSE}</text:p>"
    for one in map(escape, addresses(bird)):
        way = f'xlink:type="simple" xlink:href="{one}" xlink:show="embed" xlink:actuate="onLoad"'
        body += (
            f"<text:p>{PROSE}<draw:frame><draw:image {way}/></draw:frame>"
            f"<draw:frame><draw:object {way}/></draw:frame>"
            f"<draw:frame><draw:object-ole {way}/></draw:frame>"
            f"<draw:frame><draw:plugin {way}/><draw:applet {way}/></draw:frame>"
            f"<draw:frame><draw:floating-frame {way}/></draw:frame>"
            f"<text:a {way}>a link</text:a></text:p>"
            f'<text:section text:name="s"><text:section-source {way}/>'
            f"<text:p>{PROSE}</text:p></text:section>"
        )
    return odt(body)


def rich(bird: Canary) -> bytes:
    body = PROSE
    for one in addresses(bird):
        for name in ("INCLUDEPICTURE", "INCLUDETEXT", "LINK", "DDEAUTO", "HYPERLINK", "IMPORT"):
            instruction = rf'{{\field{{\*\fldinst {name} "{one}"}}{{\fldrslt A result.}}}}'
            body += rf"\par {PROSE}{instruction}"
        body += (
            rf"{{\object\objautlink{{\*\objdata 00}}{{\*\objalias {one}}}}}{{\subdocument {one}}}"
        )
    return rtf(rf"{{\*\template {bird.path}}}{{\*\nextfile {bird.path}}}{body}\par")


def library(bird: Canary) -> bytes:
    fields = ("url", "file", "localfile", "pdf", "crossref", "abstract", "note", "doi")
    values = "".join(f", {name} = {{{bird.address}}}" for name in fields)
    return (
        f"@book{{lo, author = {{Lo, B}}, title = {{Turning point}}, year = 2022{values}}}".encode()
    )


SUBMISSIONS = {
    "page.html": page, "marked.md": markdown, "plain.txt": plain, "escaped.txt": escaped,
    "word.docx": word, "writer.odt": writer, "rich.rtf": rich, "plain.bib": library,
}  # fmt: skip
BOOK = (
    'title = "A book"\narticles = ["page", "marked", "word"]\nformats = ["pdf", "epub", "docx"]\n'
)
ISSUE = 'subject = "An issue"\ndate = 2026-05-01\n[[article]]\nsrc = "page"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A desk with every format."""
    root = tmp_path / "desk"
    (root / "source" / "collections").mkdir(parents=True)
    (root / "source" / "newsletters").mkdir()
    formats = ", ".join(f'"{name}"' for name in sorted({*registry.WRITERS} - {"proof"}))
    (root / "copydesk.toml").write_text(f"formats = [{formats}]\n[limits]\nseconds = 600\n")
    return root


def built(root: Path) -> list[Path]:
    """All files that a build makes with the wall taken down; every document is built."""
    made = subprocess.run(
        [sys.executable, Path(__file__).with_name("unwalled.py"), root],
        check=True, stdout=subprocess.PIPE,
    )  # fmt: skip
    told = json.loads(made.stdout)
    assert {status for status, _ in told.values()} <= {"built", "built with queries"}, told
    return [path for path in (root / "dist").rglob("*") if path.is_file()]


def test_nothing_that_a_submission_names_is_opened(root: Path, bird: Canary) -> None:
    for name, made in SUBMISSIONS.items():
        (root / "source" / name).write_bytes(made(bird))
    (root / "source" / "collections" / "book.toml").write_text(BOOK)
    (root / "source" / "newsletters" / "issue.toml").write_text(ISSUE)
    files = built(root)
    names = {path.name for path in files}
    assert names >= {"page.pdf", "word.docx", "rich.epub", "book.pdf", "archive.html"}, names
    assert bird.asked == []
    assert [path for path in files if bird.heard_in(path.read_bytes())] == []


def test_the_song_is_heard_in_every_edition_that_has_it(root: Path, bird: Canary) -> None:
    """Else the test above could not fail."""
    (root / "source" / "a.md").write_text(f"# The pier\n\n{PROSE} {SONG}\n\n{PROSE}\n")
    made = [path for path in built(root) if path.parent.name == "a" or path.name == "proof.html"]
    deaf = {path.name for path in made if not bird.heard_in(path.read_bytes())}
    assert deaf <= {"colophon.json", "a.csl.json", "a.csl"}
    assert len(made) > len(registry.WRITERS)
