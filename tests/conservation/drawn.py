"""Articles of every shape, and the files that the press makes of them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from copydesk import composition, registry, verify
from copydesk.builder.article_job import ArticleInput
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config, Style
from copydesk.model import (
    Article,
    Back,
    Block,
    Break,
    Citation,
    Cite,
    Code,
    EditedText,
    Emph,
    Figure,
    Front,
    Heading,
    Inline,
    Items,
    Link,
    Note,
    Paragraph,
    Quote,
    Reference,
    Strong,
    Submission,
    Subscript,
    Superscript,
    Table,
    Text,
    Verbatim,
    texts_with_notes,
)

FORMATS = ("md", "html", "epub", "docx", "fragment.html", "jats.xml", "txt")

#: What comes close to markup in one of the formats, and words of many kinds.
WORDS = st.sampled_from(
    (
        "mud", "tide", "1.", "12)", "2019", "-", "+", "*", "*ebb*", "**", "_low_", "a_b", "#", "##",
        ">", "<b>", "</p>", "<!--", "-->", "&amp;", "&nbsp;", "&", "[^1]", "[x](y)", "](",
        "![a](b)", "\\", "\\n", "`code`", "```", "~~no~~",
        "^up^", "$x$", "|", "---", "===", ":::", "title:",
        "“quay”", "it’s", "l’été", "Straße", "İzmir", "полынья", "海", "e\u0301bb", "a\u00adb",
        "x\u00a0y", "x\u2011y", "x\u200dy", "x\u2028y", "https://example.org/a_(b)", "{.cls}",
        "(https://example.org/ä?b=c*d&e),", "ada@example.org", "<ada@example.org>", "@ada",
        '<a id="ref-x"></a>', "www.example.org", "#ref-ahl2021", "Notes", "References", "…",
    )
)  # fmt: skip
PHRASES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
TARGETS = st.sampled_from(
    (
        "https://example.org/", "https://example.org/a_(b)?c=(d(e)f)",
        "https://example.org/)(", "https://example.org/a)b", "https://example.org/(a(b(c)))",
        "mailto:ada@example.org", "doi:10.5555/mud", "javascript:mud", "#down",
        "https://example.org/a*b_c",
    )
)  # fmt: skip


def person(family: str) -> dict[str, str]:
    return {"family": family, "given": "Berit"}


ENTRIES = (
    Reference(
        "ahl2021", "", "Ahl, B. (2021) The Harbour Book.",
        {"type": "book", "title": "The Harbour Book", "author": [person("Ahl")],
         "issued": {"date-parts": [[2021]]}}, 0.9,
    ),
    Reference(
        "zed2020", "", "Zed, B. (2020) Lights out.",
        {"type": "book", "title": "Lights out", "author": [person("Zed")],
         "issued": {"date-parts": [[2020]]}}, 0.9,
    ),
    Reference("kelp1998", "", "Kelp *Board*, 1. minutes_of [some] <meeting>, 1998.", {}, 0.0),
)  # fmt: skip
#: Citation groups: one that citeproc sets, one linked as written, one without an entry.
GROUPS = (
    ("(see Ahl, 2021, p. 4)", (("Ahl", "2021", "exact", "ahl2021", "see", "p. 4"),)),
    ("(Zedd, 2020; Ahl, 2021)", (("Zedd", "2020", "fuzzy-name", "zed2020", "", ""),
                                ("Ahl", "2021", "exact", "ahl2021", "", ""))),
    ("(Kelp Board, 1998)", (("Kelp Board", "1998", "exact", "kelp1998", "", ""),)),
    ("(Quill, 2001)", (("Quill", "2001", "missing", "", "", ""),)),
)  # fmt: skip
CITATIONS = tuple(
    Citation(
        text if len(rows) == 1 else f"{name}, {year}",
        1, group, name, year, "parenthetical", 0, 0, 0,
        status=status, keys=(key,) if key else (), prefix=prefix, locator=locator,
    )
    for group, (text, rows) in enumerate(GROUPS)
    for name, year, status, key, prefix, locator in rows
)  # fmt: skip


def row(*inlines: st.SearchStrategy[Inline]) -> st.SearchStrategy[tuple[Inline, ...]]:
    return st.lists(st.one_of(*inlines), min_size=1, max_size=3).map(tuple)


TEXTS = st.builds(Text, PHRASES)
CITES = st.integers(0, len(GROUPS) - 1).map(lambda group: Cite(GROUPS[group][0], group))
MARKED = st.recursive(
    TEXTS | st.builds(Verbatim, PHRASES),
    lambda inner: st.one_of(
        st.builds(Superscript, row(inner)),
        st.builds(Subscript, row(inner)),
        st.builds(Emph, row(inner)),
        st.builds(Strong, row(inner)),
        st.builds(Link, row(inner), TARGETS),
    ),
    max_leaves=4,
)  # fmt: skip
SIMPLE = st.builds(Paragraph, row(TEXTS, MARKED))
CITING = st.builds(Paragraph, row(TEXTS, MARKED, CITES))
NOTES = st.lists(CITING | st.builds(Code, PHRASES), min_size=1, max_size=2).map(tuple)
PARAGRAPHS = st.builds(Paragraph, row(TEXTS, MARKED, CITES, st.builds(Note, NOTES)))
ROWS = st.lists(st.tuples(row(TEXTS, MARKED), row(TEXTS, MARKED)), min_size=1, max_size=3).map(
    tuple
)
ITEMS = st.lists(
    st.lists(PARAGRAPHS, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3
).map(tuple)
LISTS = st.builds(Items, ITEMS, st.booleans(), start=st.sampled_from((1, 7))) | st.builds(
    Items,
    st.tuples(st.tuples(SIMPLE, st.builds(Items, ITEMS, st.booleans())), st.tuples(SIMPLE)),
    st.booleans(),
)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    PARAGRAPHS,
    st.builds(Heading, st.integers(2, 4), row(TEXTS)),
    st.builds(Quote, st.lists(PARAGRAPHS, min_size=1, max_size=2).map(tuple)),
    LISTS,
    st.builds(Table, ROWS, st.booleans()),
    st.builds(Figure, row(TEXTS) | st.just(()), st.just("pier.jpg"), PHRASES),
    st.builds(Code, st.lists(PHRASES, min_size=1, max_size=3).map("\n  ".join)),
    st.just(Break()),
)


def with_citations(article: Article) -> Article:
    """`article` with the citations whose words are in it, and whose entries it has."""
    text = " ".join(texts_with_notes(article.body))
    keys = {entry.key for entry in article.back.references}
    found = (row for row in CITATIONS if GROUPS[row.group][0] in text)
    return replace(article, citations=tuple(row for row in found if keys >= {*row.keys}))


MAYBE = st.just("") | PHRASES
PLAIN = st.lists(SIMPLE, max_size=2).map(tuple)
ARTICLES = st.builds(
    Article,
    edited=st.just(EditedText(Submission("mud.txt", "0" * 64, "text/plain", ()), ())),
    front=st.builds(
        Front,
        title=MAYBE, deck=MAYBE, byline=MAYBE, date=MAYBE,
        authors=st.lists(PHRASES, max_size=2).map(tuple),
        credits=st.lists(PHRASES.map(lambda text: Paragraph((Text(text),))), max_size=2).map(tuple),
        language=st.sampled_from(("en", "de", "fr", "")),
    ),
    body=st.lists(BLOCKS, max_size=5).map(tuple),
    back=st.builds(
        Back, bio=PLAIN, bio_heading=MAYBE, acknowledgements=PLAIN, notes=PLAIN,
        acknowledgements_heading=MAYBE, notes_heading=MAYBE,
        references=st.sampled_from((ENTRIES, ENTRIES, ())), references_heading=MAYBE,
    ),
    citations=st.just(CITATIONS),
).map(with_citations)  # fmt: skip


def copy_of(article: Article, pandoc: Pandoc, style: str = Style().csl) -> ArticleInput:
    """`article` in the press, its document held against it."""
    config = replace(Config(), style=replace(Style(), csl=style))
    composed = composition.compose(article, config)
    verify.check_composed(article, composed)
    return ArticleInput(article, composed, "low-tide", config, pandoc, 60.0)


def written(copy: ArticleInput, name: str) -> bytes:
    return registry.WRITERS[name].write(copy)
