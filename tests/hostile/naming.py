"""Submissions of every kind that are read, full of the names of a canary."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Final

from canary import Canary
from hostile.sinks import (
    DESTINATIONS,
    ENTRY,
    FIELDS,
    FRONT,
    LINKED,
    MARKS,
    RELATIONS,
    TAGS,
)
from readers.wordfiles import docx, field, notes, odt, p, part, picture, r, relations, rtf

PROSE: Final = (
    "The pier of Low Harbour was built twice, and both times it was paid for by people who never"
    " saw it. The first stood for nine years (Lo, 2022); the second still stands in the mud."
)
_LINE: Final = "The pier of Low Harbour was built twice, as everybody knows."
_REFERENCES: Final = (
    "Lo, B. (2022) Turning point. Sydney: Lowy Institute. Available at: {}",
    "Rossi, A. (2019) Harbours. Journal of Ports, 12(3), pp. 1-20. {}",
)
#: How many of the tags and marks are tried with names that are written oddly, too.
_FIRST: Final = 4


def names(bird: Canary) -> tuple[str, ...]:
    """The file and the server, in all the ways that something is named."""
    up = f"{'../' * 12}{str(bird.path).lstrip('/')}"
    return bird.address, bird.address.removeprefix("http:"), bird.uri, str(bird.path), up


def odd(bird: Canary) -> tuple[str, ...]:
    """The same, and the picture beside the file, as somebody writes them who looks for a gap."""
    bare = bird.address.removeprefix("http://")
    near = f"../../{bird.path.parent.name}/{bird.picture.name}"
    return (
        f"HTTP://{bare}", f" \t{bird.address}", f"http:{bare}", f"http:\\\\{bare}",
        f"http://user:word@{bare}", f"jar:{bird.address}!/a", f"view-source:{bird.address}",
        f"https://example.org/?u={bird.address}", f"feed:{bird.address}", f"url:{bird.uri}",
        f"file:{bird.path}", f"FILE://localhost{bird.path}", f"{bird.uri}?a#b",
        bird.picture.as_uri(), str(bird.picture), near, near.replace("/", "\\"),
        near.replace("..", "%2e%2e"), f"page.files/../{near}", f"./{near}", f"{near}%00.png",
    )  # fmt: skip


def _filled(sinks: Iterable[str], bird: Canary) -> list[str]:
    sinks = tuple(sinks)
    rows = [(sink, one) for sink in sinks for one in names(bird)]
    rows += [(sink, one) for sink in sinks[:_FIRST] for one in odd(bird)]
    return [sink.replace("{}", one) for sink, one in rows]


def _listed(bird: Canary) -> list[str]:
    return [one.format(bird.address) for one in _REFERENCES]


def _page(bird: Canary) -> bytes:
    body = "".join(f"<p>{_LINE} {at}</p>{sink}" for at, sink in enumerate(_filled(TAGS, bird)))
    ends = "".join(f"<p>{escape(one)}</p>" for one in _listed(bird))
    head = "<title>The pier of Low Harbour</title>"
    return (
        f"<html><head>{head}</head><body><article><h1>The pier of Low Harbour</h1><p>{PROSE}</p>"
        f"{body}<h2>References</h2>{ends}</article></body></html>"
    ).encode()


def _parsed(bird: Canary) -> bytes:
    """A page that asks an XML parser for more than is in it."""
    declared = f'<!DOCTYPE html SYSTEM "{bird.address}" [<!ENTITY e SYSTEM "{bird.uri}">]>'
    return (
        f'<?xml version="1.0"?><?xml-stylesheet href="{bird.address}"?>{declared}'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:xi="http://www.w3.org/2001/XInclude">'
        f"<head><title>The pier</title></head><body><article><h1>The pier</h1><p>{PROSE}</p>"
        f'<xi:include href="{bird.uri}" parse="text"/><p>{_LINE} &e;</p><p>{PROSE}</p></article>'
        "</body></html>"
    ).encode()


def _markdown(bird: Canary) -> bytes:
    front = "".join(f"{key}: {one}\n" for key in FRONT for one in (bird.address, bird.path))
    sinks = (*MARKS, *TAGS[:6])
    body = "\n\n".join(f"{_LINE}\n\n{sink}" for sink in _filled(sinks, bird))
    ends = "\n".join(f"- {one}" for one in _listed(bird))
    return (
        f"---\ntitle: The pier\n{front}---\n\n# The pier\n\n{PROSE}\n\n{body}\n\n## References"
        f"\n\n{ends}\n"
    ).encode()


def _plain(bird: Canary) -> bytes:
    body = "\n\n".join(f"{_LINE}\n\n{sink}" for sink in (*_filled(MARKS, bird), *odd(bird)))
    front = "".join(f"{key}: {bird.address}\n" for key in FRONT)
    ends = "\n".join(_listed(bird))
    return (
        f"---\n{front}---\nThe Pier of Low Harbour\n\nBy Mara Osei\n\n{PROSE}\n\n{body}\n\n"
        f"References\n\n{ends}\n"
    ).encode()


def _escaped(bird: Canary) -> bytes:
    lines = [f"<p>{PROSE}</p>", *(sink.replace("{}", bird.address) for sink in TAGS)]
    return "\n".join(escape(line) for line in lines).encode()


def _word(bird: Canary) -> bytes:
    """Pictures, objects, templates, parts and fields that lie outside."""
    body, more = p("The pier of Low Harbour", "Titel") + p(PROSE), []
    for number, one in enumerate(names(bird)):
        target = one if ":" in one else f"file:{one}"
        more += [(f"x{number}{kind}", kind, target) for kind in RELATIONS]
        body += _named(f"x{number}", one)
        for name in FIELDS:
            body += p(field(f'{name} "{escape(one)}" \\d', r("The result of a field.")))
    own = relations(
        ("i", "image", bird.address), ("t", "attachedTemplate", bird.address), ("f", "frame",
        bird.uri), ("m", "mailMergeSource", bird.uri), ("h", "hyperlink", bird.uri),
    )  # fmt: skip
    shown = p(picture("i", "a").replace("r:embed", "r:link") + r("A line."))
    parts = {
        "word/settings.xml": part(
            "settings",
            '<w:attachedTemplate r:id="t"/><w:linkStyles/><w:mailMerge><w:dataSource r:id="m"/>'
            f'<w:query w:val="{bird.path}"/></w:mailMerge>',
        ),
        "word/webSettings.xml": part(
            "webSettings",
            '<w:frameset><w:frame><w:sourceFileName r:id="f"/></w:frame></w:frameset>',
        ),
        "word/numbering.xml": part(
            "numbering", '<w:numPicBullet w:numPicBulletId="0"><w:pict><v:shape><v:imagedata'
            ' r:id="i"/></v:shape></w:pict></w:numPicBullet>',
        ),
        "word/header1.xml": part("hdr", shown),
        "word/footnotes.xml": notes("footnote", shown),
        "docProps/app.xml": f"<Properties><HyperlinkBase>{bird.uri}</HyperlinkBase>"
        f"<Template>{bird.address}</Template></Properties>".encode(),
    }  # fmt: skip
    parts |= {f"word/_rels/{name.rpartition('/')[2]}.rels": own for name in tuple(parts)[:-1]}
    body += p('<w:r><w:footnoteReference w:id="1"/></w:r>' + r(PROSE))
    settings = ("rSettings", "settings", "settings.xml"), ("rWeb", "webSettings", "webSettings.xml")
    return docx(body, parts, *more, *settings)


def _named(key: str, one: str) -> str:
    """Paragraphs of Word with the relations `key`, and with the name itself where it may stand."""
    linked = picture(f"{key}image", "a").replace("r:embed", "r:link")
    vml = (
        f'<w:r><w:pict><v:shape style="width:9pt" o:href="{one}"><v:imagedata r:id="{key}image"'
        f' src="{one}" o:href="{one}"/><v:fill src="{one}"/></v:shape></w:pict></w:r>'
    )
    ole = f'<w:r><w:object><o:OLEObject Type="Link" r:id="{key}oleObject"/></w:object></w:r>'
    chart = f'<w:r><w:drawing><a:graphicData><c:chart r:id="{key}chart"/></a:graphicData>'
    chart += f'<a:hlinkClick r:id="{key}hyperlink"/></w:drawing></w:r>'
    link = f'<w:hyperlink r:id="{key}hyperlink">{r("a link")}</w:hyperlink>'
    bound = f"<w:sdt><w:sdtPr><w:dataBinding w:xpath=\"document('{one}')\"/></w:sdtPr>"
    return (
        p(picture(f"{key}image", "a") + linked + vml + ole + chart + link + r(PROSE))
        + f'<w:altChunk r:id="{key}aFChunk"/><w:subDoc r:id="{key}subDocument"/>'
        + f"{bound}<w:sdtContent>{p(_LINE)}</w:sdtContent></w:sdt>"
    )


def _writer(bird: Canary) -> bytes:
    body = f"<text:h text:outline-level='1'>The pier</text:h><text:p>{PROSE}</text:p>"
    styles = ""
    for number, one in enumerate(map(escape, names(bird))):
        way = f'xlink:type="simple" xlink:href="{one}" xlink:show="embed" xlink:actuate="onLoad"'
        for sink in LINKED:
            put = sink.replace("{way}", way).replace("{}", one)
            body += f"<text:p>{_LINE} {put}</text:p>"
        body += (
            f'<text:section text:name="s{number}"><text:section-source {way}/><office:dde-source'
            f' office:dde-topic="{one}"/><text:p>{PROSE}</text:p></text:section>'
            f'<table:table><table:table-source {way}/><table:table-row><table:table-cell'
            f' table:formula="of:=DDE(&quot;{one}&quot;)"><table:cell-range-source {way}/>'
            "<text:p>a</text:p></table:table-cell></table:table-row></table:table>"
        )  # fmt: skip
        styles += (
            f'<style:style style:name="b{number}" style:family="paragraph"><style:paragraph-'
            f"properties><style:background-image {way}/></style:paragraph-properties></style:style>"
            f'<text:list-style style:name="l{number}"><text:list-level-style-image'
            f' text:level="1" {way}/></text:list-style>'
        )
    meta = (
        '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
        f' xmlns:xlink="http://www.w3.org/1999/xlink"><office:meta><meta:template xlink:href='
        f'"{bird.address}"/><meta:auto-reload xlink:href="{bird.uri}"/></office:meta>'
        "</office:document-meta>"
    )
    return odt(body, styles, styles, parts={"meta.xml": meta.encode()})


def _rich(bird: Canary) -> bytes:
    body = PROSE
    for one in names(bird):
        for name in FIELDS:
            asked = rf'{{\field{{\*\fldinst {name} "{one}"}}{{\fldrslt A result.}}}}'
            body += rf"\par {_LINE} {asked}"
        body += "".join(rf"\par {_LINE} {sink.replace('{}', one)}" for sink in DESTINATIONS)
    return rtf(rf"{{\*\template {bird.path}}}{{\*\nextfile {bird.path}}}{body}\par")


def _bibtex(bird: Canary) -> bytes:
    values = "".join(f", {name} = {{{bird.address}}}" for name in ENTRY)
    entry = (
        f"@book{{lo, author = {{Lo, B}}, title = {{Turning \\input{{{bird.path}}}}}, year = 2022"
    )
    return f'@preamble{{"\\input{{{bird.path}}}"}}\n{entry}{values}}}'.encode()


def _ris(bird: Canary) -> bytes:
    tags = ("UR", "L1", "L2", "L3", "L4", "LK", "N1", "AB", "DO", "M1")
    rows = [f"{tag}  - {one}" for tag in tags for one in (bird.address, bird.uri)]
    return "\r\n".join(
        ("TY  - BOOK", "AU  - Lo, B", "TI  - Turning point", "PY  - 2022", *rows, "ER  - ")
    ).encode()


def _csl(bird: Canary) -> bytes:
    item = {
        "id": "lo", "type": "book", "title": f"<img src='{bird.uri}'>Turning point",
        "author": [{"family": "Lo", "given": "B"}], "issued": {"date-parts": [[2022]]},
        **dict.fromkeys(("URL", "note", "abstract", "DOI", "archive", "style"), bird.address),
        "custom": {"style": bird.address, "attachments": [{"path": str(bird.path)}]},
    }  # fmt: skip
    return json.dumps([item]).encode()


#: Every kind of file that is read, and the libraries beside some of them.
SUBMISSIONS: Final[Mapping[str, Callable[[Canary], bytes]]] = {
    "page.html": _page, "parsed.xhtml": _parsed, "marked.md": _markdown, "plain.txt": _plain,
    "escaped.txt": _escaped, "word.docx": _word, "writer.odt": _writer, "rich.rtf": _rich,
    "plain.bib": _bibtex, "marked.ris": _ris, "word.csl.json": _csl,
}  # fmt: skip


def told(bird: Canary) -> list[str]:
    """What an editor may have pasted from somewhere, with names in it."""
    marks = (*MARKS[:8], *TAGS[:4], TAGS[20], TAGS[27])
    ways = itertools.cycle(names(bird))
    return [f"He said: {mark.replace('{}', next(ways))}".replace("\n", " ") for mark in marks]
