"""Whatever signs a text has, who reads its Markdown reads the same ones, and nothing as markup.

Read by pandoc, cmark-gfm and markdown-it, not by the desk: what the desk's own reading overlooks
is seen here.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import replace
from shutil import which
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from conservation.drawn import copy_of, written
from copydesk.composition.pandoc import Pandoc, find_pandoc
from copydesk.model import (
    Article,
    Back,
    Block,
    Code,
    EditedText,
    Emph,
    Front,
    Heading,
    Inline,
    Items,
    Link,
    Note,
    Paragraph,
    Quote,
    Strong,
    Submission,
    Superscript,
    Table,
    Text,
    Verbatim,
)
from soaking import drawn

#: Words, signs, and what comes close to markup.
PIECES: Final = st.sampled_from(
    (
        *"ab1é海\\`*_{}[]()#+-.!|<>~^$&@:;=%\"'/,?“”（）€",
        "mud", "12", "--", "...", "1.", "(a)", "a.", "&amp;", "http://example.org/a_b",
        "www.example.org", "www.example.org/~a/b_c*d", "a@example.org", "<b>", "</b>", "[^1]", "**",
        "__", "~~", "``", "```", "***", "---", "](x)", "{.c}", "{#i}", ":::", "Table:", "$$",
        "\u00a0", "[x]", "[ ]", "@a", "[@a]", "i.", "::", "a|b", "&#35;", "<!--", "-->", "<br>",
        '<a id="x">', "\\(x\\)", "\\alpha", ":smile:", ":+1:", "10:30:45", "C#", "C:\\mud",
        "ftp://example.org/a_b", "HTTP://example.org/~a", "http://example.org/?a&copy;=b",
    )
)  # fmt: skip
WORDS: Final = st.lists(PIECES, min_size=1, max_size=5)
TEXTS: Final = st.builds(str.join, st.sampled_from(("", " ")), WORDS).map(str.strip).filter(bool)
WORD: Final = st.builds(Text, TEXTS)
CODE: Final = st.builds(Verbatim, TEXTS)
#: Of an address in the words of a link pandoc makes another link, which GitHub does not.
LINKED: Final = WORD.filter(lambda word: not re.search(r"://|www\.", word.text))
LED: Final = st.builds(Link, st.tuples(LINKED), st.just("https://example.org/"))


def within(kind: type[Inline], inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    return st.builds(kind, st.tuples(inner))


SHORT: Final = WORD | LED | CODE
LEANING: Final = within(Emph, SHORT) | within(Strong, SHORT)
MARKED: Final = st.one_of(
    CODE, LED, LEANING, within(Superscript, WORD),
    within(Emph, within(Strong, SHORT)), within(Strong, within(Emph, SHORT)),
    within(Emph, within(Emph, WORD)), within(Strong, within(Strong, WORD)),
)  # fmt: skip
#: What stands tight before and behind: nothing, a letter, a stop, a blank.
EDGE: Final = st.sampled_from(("", "m", " ", ",", "（", "”"))
CONTENT: Final = st.one_of(
    st.tuples(WORD),
    st.tuples(EDGE.map(Text), MARKED, EDGE.map(Text)),
    st.tuples(MARKED, WORD),
    st.tuples(WORD, MARKED, MARKED, WORD),
)
PARAGRAPHS: Final = st.builds(Paragraph, CONTENT)
NOTES: Final = PARAGRAPHS.map(lambda note: Note((note,)))
#: Between a raised number and the sign of a note beside it the press puts a comma.
UNRAISED: Final = CONTENT.filter(
    lambda content: not any(isinstance(part, Superscript) for part in content)
)
NOTED: Final = st.one_of(
    st.builds(lambda text, note: Paragraph((*text, note)), UNRAISED, NOTES),
    st.builds(lambda note, text: Paragraph((note, *text)), NOTES, UNRAISED),
    st.builds(lambda before, note, behind: Paragraph((before, note, behind)), WORD, NOTES, WORD),
)
UNNOTED: Final[st.SearchStrategy[Block]] = st.one_of(
    PARAGRAPHS,
    PARAGRAPHS,
    st.builds(Heading, st.just(2), CONTENT),
    st.builds(Quote, st.tuples(PARAGRAPHS)),
    st.builds(Items, st.tuples(st.tuples(PARAGRAPHS), st.tuples(PARAGRAPHS)), st.booleans()),
    st.builds(Table, st.tuples(st.tuples(CONTENT, CONTENT), st.tuples(CONTENT, CONTENT))),
    st.builds(Code, TEXTS),
)
BLOCKS: Final = UNNOTED | NOTED


def article_of(body: Iterable[Block]) -> Article:
    return Article(
        EditedText(Submission("mud.txt", "0" * 64, "text/plain", ()), ()),
        Front(title="Mud", language="en"),
        tuple(body),
        Back(),
        citations=(),
    )


ARTICLES: Final = st.lists(BLOCKS, min_size=1, max_size=12).map(article_of)

#: Element of pandoc's document → how its letters look.
LOOKS: Final = {"Emph": "em", "Strong": "strong"}
TAG: Final = re.compile(r"<(/?)(em|strong|sup|a id=\"[^\"]*\")>|<!-- -->")
#: How a letter looks, and the letter.
Letter = tuple[frozenset[str], str]


def letters(node: Any, looks: list[str]) -> Iterator[Letter]:
    """Each sign of `node` that is no blank, with what marks it: emphasis, code."""
    if isinstance(node, list):
        for inner in node:
            yield from letters(inner, looks)
    elif isinstance(node, dict):
        yield from letters_of(node["t"], node.get("c"), looks)


def letters_of(kind: str, content: Any, looks: list[str]) -> Iterator[Letter]:
    match kind:
        case "Str":
            yield from each(content, looks)
        case "Code" | "CodeBlock":
            yield from each(content[1], ["code"])
        case "RawInline" | "RawBlock" if tag := TAG.fullmatch(content[1].rstrip("\n")):
            if tag[2] in LOOKS.values():
                (looks.remove if tag[1] else looks.append)(tag[2])
        case "RawInline" | "RawBlock" | "Math" | "Quoted" | "Cite" | "Strikeout" | "Subscript":
            yield frozenset((kind,)), str(content)
        case "Emph" | "Strong":
            yield from letters(content, [*looks, LOOKS[kind]])
        case _:
            inner = content[1] if kind in ("Link", "Image") else content
            yield from letters(inner, ["note"] if kind == "Note" else looks)


def each(text: str, looks: Iterable[str]) -> Iterator[Letter]:
    return ((frozenset(looks), sign) for sign in text if not sign.isspace())


def blocks_of(document: bytes | str) -> list[tuple[str, list[Letter]]]:
    """What each block of a document is, and its letters; those without any left out."""
    found = [(block["t"], [*letters(block, [])]) for block in json.loads(document)["blocks"]]
    return [row for row in found if row[1]]


def read(data: bytes, dialect: str) -> bytes:
    """The document that pandoc finds in the Markdown of `data`."""
    # Without the front matter the first line could be one of pandoc's own, which begins with `%`.
    body = b"\n" + data.partition(b"\n---\n\n")[2]
    command = [find_pandoc(), "-f", dialect, "-t", "json"]
    return subprocess.run(command, input=body, check=True, capture_output=True).stdout


#: A file, who reads it, and what is not drawn for that reader.
READINGS: Final = pytest.mark.parametrize(
    ("name", "dialect", "but"),
    [
        ("md", "gfm", ()),
        # A bar of a program in a cell has the backslash that GitHub wants.
        ("md", "markdown-smart", Table),
    ],
)


def check(pandoc: Pandoc, name: str, dialect: str, article: Article) -> None:
    copy = copy_of(article, pandoc)
    data = written(copy, name)
    assert blocks_of(read(data, dialect)) == blocks_of(copy.composed.document)
    copy.check(name, data)


@READINGS
@given(article=ARTICLES)
@settings(max_examples=drawn(15), suppress_health_check=[HealthCheck.too_slow])
def test_who_reads_it_reads_every_sign_as_it_was(
    pandoc: Pandoc, name: str, dialect: str, but: type[Block], article: Article
) -> None:
    body = tuple(block for block in article.body if not isinstance(block, but))
    check(pandoc, name, dialect, replace(article, body=body))


#: Readers of whose page the signs are compared, without notes, which they know in other ways.
PAGES: Final = MarkdownIt("commonmark").enable(["table", "strikethrough"])
GITHUB: Final = ("cmark-gfm", "--unsafe", "-e", "table", "-e", "autolink", "-e", "strikethrough",
                 "-e", "tasklist")  # fmt: skip


def shown(page: str) -> list[str]:
    """The signs that a page shows, sorted: a head that is empty may be anywhere."""
    return sorted("".join(lxml_html.fragment_fromstring(page, "div").text_content().split()))


def pages_of(data: bytes) -> Iterator[str]:
    """The page that each reader makes of the Markdown of `data`."""
    body = data.partition(b"\n---\n\n")[2]
    yield PAGES.render(body.decode())
    if which(GITHUB[0]):
        yield subprocess.run(GITHUB, input=body, check=True, capture_output=True).stdout.decode()


@given(article=st.lists(UNNOTED, min_size=1, max_size=12).map(article_of))
@settings(max_examples=drawn(15), suppress_health_check=[HealthCheck.too_slow])
def test_who_makes_a_page_of_it_shows_every_sign(pandoc: Pandoc, article: Article) -> None:
    copy = copy_of(article, pandoc)
    signs = sorted(sign for _, row in blocks_of(copy.composed.document) for _, sign in row)
    for page in pages_of(written(copy, "md")):
        assert shown(page) == signs


SILT: Final = Note((Paragraph((Text("silt"),)),))


def listed(*texts: str) -> Items:
    return Items(tuple((Paragraph((Text(text),)),) for text in texts), ordered=False)


#: What long runs have drawn that some reader took for markup, and what comes near to it.
MISREAD: Final[dict[str, Block]] = {
    "an address with brackets": Paragraph((Text("http://r.example/](x"),)),
    "an address with a bracket": Paragraph((Text("http://r.example/]x(y"),)),
    "a link as one types it": Paragraph((Text("[http://a.example/x](http://a.example/x)"),)),
    "the beginning of a picture in a link": Paragraph(
        (Link((Text("![silt"),), "https://example.org/"),)
    ),
    "a link that a parenthesis would end": Paragraph(
        (Text("mud ("), Link((Text("silt"),), "https://example.org/a)b"), Text(")"))
    ),
    "a note and its colon": Paragraph((SILT, Text(": mud"))),
    "a note and a division": Paragraph((Note((Code("silt"),)), Text(":::"))),
    "a note and its colon in a list": Items(((Paragraph((SILT, Text(":mud"))),),), ordered=True),
    "a note and its colon in a heading": Heading(2, (SILT, Text(": mud"))),
    "a note in a note": Paragraph((Text("mud"), Note((Paragraph((SILT, Text(": mud"))),)))),
    "a note before a colon": Paragraph((Text("mud"), SILT, Text(": more"))),
    "an address in emphasis": Paragraph(
        (Text("a"), Verbatim("a"), Emph((Text("__http://example.org/a_b"),)), Text("a"))
    ),
    "addresses in one word": Paragraph((Text("_ftp://example.org*a_http://example.org~b"),)),
    "an address tight before another": Paragraph(
        (Text("ftp://example.org/a_béwww.example.org/~a/b"),)
    ),
    "the name of an emoji in an address": Paragraph(
        (Text("www.example.org/:smile: ftp://example.org/a:+1:"),)
    ),
    "a scheme in capitals": Paragraph((Text("HTTP://example.org/*"), Strong((Text("b"),)))),
    "an address, a no-break space": Paragraph((Text("www.example.org\u00a0\\"),)),
    "an entity behind an address": Paragraph((Text("http://example.org/a_b&#35;"),)),
    "an entity in an address": Paragraph((Text("http://example.org/?a&copy;=b"),)),
    "the beginning of a division": Paragraph((Text(":::a"),)),
    "an address behind a link's end": Paragraph(
        (Text("http://example.org\\http://example.org/?a&copy;=b"),)
    ),
    "an address that another one ends": Paragraph(
        (Text("http://example.org/?a&copy;=http://example.org/?a&copy;=b"),)
    ),
    "tasks": listed("[x] mud", "[ ] silt", "[X] *sand*"),
    "the key of a citation behind a line": Paragraph((Text("_@a me@example.org a_@b"),)),
    "the end of a link to an entry": Paragraph((Text("]("), Text("#ref-ahl2021"))),
    "boxes": listed("[x]", "[x], mud", "[y] mud", "mud [x] silt"),
}


@READINGS
@pytest.mark.parametrize("block", MISREAD.values(), ids=MISREAD)
def test_what_was_misread_once_is_read_as_it_was(
    pandoc: Pandoc, name: str, dialect: str, but: type[Block], block: Block
) -> None:
    assert not isinstance(block, but)
    check(pandoc, name, dialect, article_of((Paragraph((Text("a"),)), block)))
