"""Whatever characters come in, by whatever field, every file of an article is well-formed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk import pipeline, registry, verify
from copydesk.builder.article_job import ArticleInput
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config, overlay
from copydesk.model import Article, Decisions, Imprint, Person
from copydesk.pipeline import CompanionFiles
from copydesk.system import archive, xml
from soaking import drawn

PROSE = "The harbour was quiet that year, and nobody in the town could say why (Osei, 2020). "
#: Every kind of character that has ever broken a file: what XML forbids, what marks its end,
#: what nobody sees, and what lies beyond the first plane.
KINDS = {
    "C0": "".join(map(chr, range(0x20))),
    "C1": "".join(map(chr, range(0x7F, 0xA0))),
    "surrogates": "\ud800\udbff\udc00\udfff",
    "no characters": "\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0002ffff\U0010ffff",
    "markup": "<>&\"'&amp;&#0;&#x1b;]]><!---->{{}}`$\\|*_[x](y)",
    "separators": "\u2028\u2029\u0085\u00a0\u1680\u2007\u202f\u3000\ufeff",
    "unseen": "\u00ad\u034f\u061c\u200b\u200c\u200d\u2060\u2066\u202e\u202c\ufe0f\ufff9\ufffc",
    "tags": "\U000e0001\U000e0041\U000e007f",
    "private": "\ue000\uf8ff\U000f0000\U0010fffd",
    "marks": "a\u0301\u0323\u20e3\u0335\u1dff",
    "far": "\U00010348\U0001f468\u200d\U0001f33e\U00020000\U0001d54f",
}


def page(text: str) -> bytes:
    """A page that has `text` in its body, its notes and cells, and in what it says of itself."""
    told = {
        "@type": "NewsArticle", "headline": f"A mill {text} lost", "author": f"Ada {text} Lovell",
        "alternativeHeadline": f"A deck {text} of it", "keywords": f"tar, {text} rope",
        "datePublished": "2020-01-02", "publisher": f"The {text} Review", "inLanguage": "en",
    }  # fmt: skip
    shown = "".join(
        f"&#{ord(sign)};" if sign < " " or "\ud800" <= sign < "\ue000" else escape(sign)
        for sign in text
    )
    facts = json.dumps(told).replace("</", "<\\/")
    return f"""<!DOCTYPE html><html><head><meta charset=utf-8><title>A mill {shown}</title>
<meta name=description content="{shown} said"><script type="application/ld+json">{facts}</script>
</head><body><article><h1>A mill {shown} lost</h1><p>By Ada {shown} Lovell</p>
<p>{PROSE}{shown} and {shown}x.<sup><a href="#n1">1</a></sup></p><h2>Of {shown} rope</h2>
<p>{PROSE}<em>{shown}</em> <a href="https://example.org/{shown}">{shown} link</a></p>
<table><tr><th>Port {shown}<th>Dues<tr><td>{shown}<td>12 {shown}</table>
<figure><img src="a.png" alt="{shown}"><figcaption>A pier {shown}</figcaption></figure>
<blockquote><p>{shown} {PROSE}</p></blockquote><pre>{shown} = 1</pre><ul><li>{shown} tar</ul>
<p>{PROSE}{PROSE}</p><p id="n1">A note {shown} on it.</p></article></body></html>
""".encode()


def library(text: str) -> bytes:
    """An entry that has `text` in each of its fields."""
    return json.dumps([
        {"id": f"osei{text}", "type": "book", "title": f"Nets {text}", "publisher": f"Weir {text}",
         "author": [{"family": f"Osei{text}", "given": f"K. {text}"}, {"literal": text}],
         "issued": {"date-parts": [[2020]]}, "note": text, "DOI": f"10.5555/{text}",
         "URL": f"https://example.org/{text}", "page": f"1{text}"},
    ]).encode()  # fmt: skip


def made(text: str) -> tuple[Article, ArticleInput]:
    config = overlay(Config(), {"publication": {"name": "The Review & <Sons>"}}, "test")
    decided = Decisions(
        people=(Person("Ada Lovell", affiliation="Mud & <Tar>"),), imprint=Imprint(doi="10.5555/x")
    )
    beside = CompanionFiles(None, ("a.csl.json", library(text)))
    article, composed = pipeline.read_and_compose(page(text), "a.html", config, decided, beside)
    return article, ArticleInput(article, composed, "mill", config, PANDOC[0], 60.0)


#: Filled by the fixture; a law cannot take one that lives as long as the session.
PANDOC: list[Pandoc] = []


@pytest.fixture(autouse=True)
def _one_pandoc(pandoc: Pandoc) -> None:
    PANDOC[:] = [pandoc]


def markup(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts of an output that are XML, by their names."""
    if data.startswith(b"PK"):
        for member, content in archive.read(data).items():
            if member.endswith((".xml", ".rels", ".xhtml", ".opf", ".ncx", ".svg")):
                yield f"{name}: {member}", content
    elif name.endswith(".xml"):
        yield name, data


#: What no file may hold, and what no page may name by its number.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
NAMED = re.compile("&#(?:0*(?:[0-8]|1[124-9]|2\\d|3[01])|x0*(?:[0-8bcef]|1.|fff[ef]));")
DOCTYPE = re.compile(rb"<!DOCTYPE[^>]*>")


def check(copy: ArticleInput, formats: Iterable[str]) -> None:
    """Fail when a file of `copy` is not well-formed, or holds what none may hold."""
    for name in formats:
        data = registry.WRITERS[name].write(copy)
        if name in verify.READ:
            copy.check(name, data)
        for where, content in markup(name, data):
            assert xml.parse(DOCTYPE.sub(b"", content, count=1)) is not None, where
        if not data.startswith((b"PK", b"%PDF")):
            assert FORBIDDEN.search(data.decode()) is None, name
        if name in ("html", "fragment.html", "proof"):
            assert NAMED.search(data.decode()) is None, name


FORMATS = tuple(sorted({*registry.WRITERS} - {"pdf"}))


@pytest.mark.parametrize("kind", KINDS)
def test_files_are_well_formed_whatever_characters_come_in(kind: str) -> None:
    article, copy = made(KINDS[kind])
    assert article.front.title
    check(copy, FORMATS)


def test_a_paper_is_made_of_any_characters() -> None:
    _, copy = made("".join(KINDS[kind] for kind in ("C0", "C1", "no characters", "markup")))
    check(copy, ["pdf"])


@given(st.text(st.characters(), min_size=1, max_size=8))
@settings(max_examples=drawn(6))
def test_files_are_well_formed_of_any_text(text: str) -> None:
    check(made(text)[1], FORMATS)
