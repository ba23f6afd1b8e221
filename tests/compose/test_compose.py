from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compose.harbour import ARTICLE, entry, paragraph
from copydesk import ledger
from copydesk.composition import Composed, compose
from copydesk.config import Config, overlay
from copydesk.errors import BrokenLaw, ConfigError
from copydesk.model import (
    Article,
    Back,
    Block,
    Cite,
    Code,
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
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Verbatim,
)
from copydesk.settings.limits import Limits

CLOSED = {
    "BlockQuote", "BulletList", "Cite", "CodeBlock", "Div", "Emph", "Header", "HorizontalRule",
    "Link", "Note", "OrderedList", "Para", "Plain", "Span", "Str", "Space", "Strong", "Subscript",
    "Superscript", "Table", "Code", "Image",
    # parts of the above
    "AlignDefault", "AuthorInText", "ColWidthDefault", "Decimal", "NormalCitation", "Period",
    "SuppressAuthor", "MetaInlines", "MetaList", "MetaString",
}  # fmt: skip


def blank(**parts: Any) -> Article:
    return replace(ARTICLE, **({"front": Front(), "body": (), "back": Back()} | parts))


def composed(*body: Block, **parts: Any) -> Composed:
    return compose(blank(body=body, **parts), Config())


def nodes(value: object, depth: int = 0) -> Iterator[tuple[str, Any, int]]:
    """Each node as (kind, content, depth)."""
    if isinstance(value, dict):
        here = depth + 1 if "t" in value else depth
        if "t" in value:
            yield value["t"], value.get("c"), here
        for inner in value.values():
            yield from nodes(inner, here)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner, depth)


def blocks_of(found: Composed) -> Any:
    return json.loads(found.document)["blocks"]


def text_of(value: object) -> str:
    pieces = []
    for kind, content, _ in nodes(value):
        if kind in ("Space", "Para", "Plain", "Header", "Div", "Note"):
            pieces.append(" ")
        elif kind == "Str":
            pieces.append(content)
        elif kind == "CodeBlock":
            pieces.append(f" {content[1]} ")
    return "".join(pieces)


def ids_of(found: Composed) -> list[str]:
    return [content[1][0] for kind, content, _ in nodes(blocks_of(found)) if kind == "Header"]


# ── what stays as it is ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "Curly “quotes”, an apostrophe’s tail – and dashes—kept…",
        "a no\u00a0break space and a narrow\u202fone",
        "*stars*, _lines_, [brackets], <b>tags</b>, $5, @name, # and \\ are text",
        "“Привет”, 港口, مرفأ, 👩\u200d🔬",
    ],
)
def test_text_is_kept_to_the_character(text: str) -> None:
    assert text_of(blocks_of(composed(paragraph(text)))).strip() == text


def test_all_words_of_an_article_reach_the_document() -> None:
    found = compose(ARTICLE, Config())
    words = ledger.count_words([text_of(blocks_of(found))])
    pieces = [
        "By Ada Quill", "3 May 2022", "Photograph: Pier Archive",
        "The views given here are the author’s own.", "What the dredgers say",
        "Mora and Ott’s (2019) study says it’s not so.", "Lamps cost $5 or *more*.",
        "Some pilots and keepers disagree (Zedd, 2020; Ahl, 2021; Nobody, 1900); others",
        "(Quill, 2001) count the lamps.", "A harbour is a promise kept by mud.", "sluices locks",
        "first the tide then the mud", "Port Depth Oslo 12 m", "depth = 12", "A pier at dawn",
        "Mud is patient.", "About the author", "Ada Quill writes on water.",
        "Thanks to every pilot.", "References",
    ]  # fmt: skip
    assert not ledger.count_words(pieces) - words


# ── the page ─────────────────────────────────────────────────────────────────


def test_the_parts_stand_in_their_order() -> None:
    found = blocks_of(compose(ARTICLE, Config()))
    names = [
        block["c"][0][1][0] if block["t"] == "Div" and block["c"][0][1] else block["t"]
        for block in found
    ]
    assert names[:5] == ["byline", "date", "credit", "disclaimer", "Para"]
    assert names[-5:] == ["Header", "bio", "acknowledgements", "Header", "references"]
    assert found[-1]["c"][0][0] == "refs"


@pytest.mark.parametrize(
    ("back", "language", "title"),
    [
        (Back(references=ARTICLE.back.references), "en", "References"),
        (Back(references=ARTICLE.back.references), "de", "Literatur"),
        (Back(references=ARTICLE.back.references, references_heading="Works Cited"), "en",
         "Works Cited"),
    ],
)  # fmt: skip
def test_the_list_bears_the_author_s_heading_or_that_of_the_language(
    back: Back, language: str, title: str
) -> None:
    found = blocks_of(composed(back=back, front=Front(language=language)))
    assert text_of(found[-2]).strip() == title


def test_an_article_without_references_has_no_list() -> None:
    assert "refs" not in json.dumps(blocks_of(composed(paragraph("Mud."))))


@pytest.mark.parametrize(("own", "printed"), [("Remarks", "Remarks"), ("", "Notes")])
def test_notes_go_below_the_author_s_heading_or_that_of_the_language(
    own: str, printed: str
) -> None:
    back = Back(notes=(paragraph("1 Mud weighs more than water."),), notes_heading=own)
    found = blocks_of(composed(paragraph("Mud."), back=back))
    assert [block["t"] for block in found] == ["Para", "Header", "Div"]
    assert text_of(found[1]).strip() == printed


@pytest.mark.parametrize(("bio", "thanks"), [(3, 5), (5, 3)])
def test_bio_and_thanks_stand_as_the_author_put_them(bio: int, thanks: int) -> None:
    back = Back(
        bio=(replace(paragraph("Ada Quill writes."), lines=(bio,)),),
        acknowledgements=(replace(paragraph("All the pilots."), lines=(thanks,)),),
        acknowledgements_heading="Thanks",
    )
    found = [text_of(block).strip() for block in blocks_of(composed(back=back))]
    after = ["Thanks", "All the pilots."]
    mine = ["Ada Quill writes."]
    assert found == ([*mine, *after] if bio < thanks else [*after, *mine])


@pytest.mark.parametrize(
    ("language", "locale", "tag"),
    [("en", "en-US", "en-US"), ("de", "en-GB", "de"), ("", "fr-FR", "fr-FR")],
)
def test_the_language_is_the_article_s_in_the_form_of_the_house(
    language: str, locale: str, tag: str
) -> None:
    config = overlay(Config(), {"style": {"locale": locale}}, "test")
    found = compose(blank(front=Front(language=language)), config)
    assert (found.locale, json.loads(found.document)["meta"]["lang"]["c"]) == (tag, tag)


def test_headings_get_identifiers_of_their_own() -> None:
    titles = ["Mud", "Mud", "References", "2021", "Ref A", "泥", "Title"]
    ids = ids_of(composed(*(Heading(2, (Text(title),)) for title in titles)))
    assert ids[:5] == ["mud", "mud-2", "references-2", "section-2021", "section-ref-a"]
    assert len(set(ids)) == len(ids)
    assert "title" not in ids


# ── what may not get through ─────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("https://example.org/a?b=1#c", "https://example.org/a?b=1#c"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("mailto:ada@example.org", "mailto:ada@example.org"),
        ("doi:10.5555/tides", "https://doi.org/10.5555/tides"),
    ],
)
def test_a_link_to_a_known_scheme_stays(target: str, kept: str) -> None:
    found = composed(paragraph(Link((Text("mud"),), target)))
    assert blocks_of(found)[0]["c"][0]["c"][2][0] == kept
    assert not found.queries


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//example.org", "x.html",
     "https://", "https://example.org/\x0bx", "java\nscript:x", "https://a b", "vbscript:x", "",
     "https://example.org/\x81", "https://example.org/\x7f", "https://example.org/\ufffe"],
)  # fmt: skip
def test_any_other_link_becomes_its_words_and_a_query(target: str) -> None:
    found = composed(paragraph("see ", Link((Text("the mud"),), target)))
    assert blocks_of(found)[0]["c"][-1] == {"t": "Str", "c": "mud"}
    (query,) = found.queries
    assert query.code == "compose.link-dropped"
    assert query.message.replace("\n", "").isprintable()


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1b", "\x85\x86", "\ufffe", "\ud800", "\x7f"])
@pytest.mark.parametrize("place", ["title", "body", "code", "csl", "entry"])
def test_a_character_that_no_output_may_hold_breaks_a_law(char: str, place: str) -> None:
    bad = f"mud{char}"
    article = {
        "title": blank(front=Front(title=bad)),
        "body": blank(body=(paragraph(Emph((Text(bad),))),)),
        "code": blank(body=(Code(bad),)),
        "csl": blank(back=Back(references=(entry("a", "A", {"type": "book", "title": [bad]}),))),
        "entry": blank(back=Back(references=(entry("a", bad),))),
    }[place]
    with pytest.raises(BrokenLaw, match="reached composition"):
        compose(article, Config())


@pytest.mark.parametrize("levels", [7, 20, 5_000])
def test_deep_nesting_is_flattened_and_no_word_lost(levels: int) -> None:
    inline: Inline = Text("the innermost mud")
    for _ in range(levels):
        inline = Emph((inline,))
    found = composed(Quote((paragraph(inline),)))
    assert text_of(blocks_of(found)).strip() == "the innermost mud"
    assert max(depth for _, _, depth in nodes(blocks_of(found))) <= Limits().nesting
    assert bool(found.queries) == (levels > Limits().nesting)


@pytest.mark.parametrize("levels", [3, 12, 5_000])
def test_lists_that_stand_too_deep_become_paragraphs_and_no_word_is_lost(levels: int) -> None:
    below = Items(((paragraph("innermost mud"),),))
    for _ in range(levels - 1):
        below = Items(((paragraph("mud"), below),), ordered=True)
    found = composed(below)
    assert text_of(blocks_of(found)).split() == ["mud"] * (levels - 1) + ["innermost", "mud"]
    assert max(depth for _, _, depth in nodes(blocks_of(found))) <= Limits().nesting
    assert bool(found.queries) == (levels >= Limits().nesting)


def test_a_list_keeps_its_first_number_and_what_stands_below_an_item() -> None:
    below = Items(((paragraph("sluices"),),))
    found = composed(
        Items(((paragraph("locks"), below), (paragraph("weirs"),)), ordered=True, start=4)
    )
    (block,) = blocks_of(found)
    assert block["c"][0][0] == 4
    assert [[part["t"] for part in row] for row in block["c"][1]] == [
        ["Plain", "BulletList"], ["Plain"],
    ]  # fmt: skip


def test_a_note_inside_a_note_stays_as_words() -> None:
    inner = Note((paragraph("deeper mud"),))
    found = composed(paragraph("mud", Note((paragraph("note", inner),))))
    assert [kind for kind, _, _ in nodes(blocks_of(found))].count("Note") == 1
    assert "deeper mud" in text_of(blocks_of(found))


def test_a_picture_that_did_not_arrive_leaves_its_caption_and_a_query() -> None:
    found = composed(Figure((Text("A pier"),), source="pier.jpg"))
    assert [query.code for query in found.queries] == ["compose.picture-missing"]
    assert text_of(blocks_of(found)).strip() == "A pier"


@pytest.mark.parametrize("alt", ["ree", "Image", "pier.jpg", "A pier at low water"])
def test_the_alternative_text_of_a_picture_that_did_not_arrive_is_told_and_not_printed(
    alt: str,
) -> None:
    found = composed(Figure((), source="pier.jpg", alt=alt))
    (query,) = found.queries
    assert query.message.endswith(f"its alternative text is `{alt}`")
    assert blocks_of(found) == []


def test_pictures_that_did_not_arrive_are_asked_about_at_once_where_they_are_many() -> None:
    piers = [Figure((Text(f"Pier {n}"),), source=f"pier-{n}.jpg", lines=(n,)) for n in range(2, 6)]
    few, many = composed(*piers[:3]), composed(*piers)
    told = composed(*(replace(pier, alt=f"Men at {pier.source[:4]}") for pier in piers))

    assert [query.line for query in few.queries] == [2, 3, 4]
    (query,) = many.queries
    assert query.message == (
        "4 pictures were not supplied (lines 2, 3, 4, 5), `pier-2.jpg`, `pier-3.jpg`, `pier-4.jpg`,"
        " `pier-5.jpg`; their captions stay, their alternative texts are not printed"
    )
    assert query.subject == "2 3 4 5"
    assert told.queries[0].message == f"{query.message}: `Men at pier`"
    assert [
        text for n in range(2, 6) if (text := f"Pier {n}") not in text_of(blocks_of(many))
    ] == []


@pytest.mark.parametrize("style", ["no-such-style", "../harvard-cite-them-right", "none.csl"])
def test_a_style_that_is_not_there_is_a_mistake_of_the_settings(style: str) -> None:
    config = overlay(Config(), {"style": {"csl": style}}, "test")
    with pytest.raises(ConfigError, match="citation style"):
        compose(ARTICLE, config)


# ── laws ─────────────────────────────────────────────────────────────────────

words = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"))
inlines: st.SearchStrategy[Inline] = st.recursive(
    st.one_of(
        words.map(Text),
        words.map(Verbatim),
        st.builds(Cite, words, st.integers(0, 5)),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda content: Emph(tuple(content))),
        st.lists(inner, max_size=3).map(lambda content: Strong(tuple(content))),
        st.lists(inner, max_size=3).map(lambda content: Superscript(tuple(content))),
        st.lists(inner, max_size=3).map(lambda content: Subscript(tuple(content))),
        st.builds(lambda content, to: Link(tuple(content), to), st.lists(inner, max_size=3), words),
        st.lists(inner, max_size=3).map(lambda content: Note((Paragraph(tuple(content)),))),
    ),
    max_leaves=12,
)
contents = st.lists(inlines, max_size=4).map(tuple)
paragraphs = contents.map(Paragraph)
lists: st.SearchStrategy[Items] = st.recursive(
    st.lists(st.lists(paragraphs, max_size=2).map(tuple), max_size=3).map(
        lambda rows: Items(tuple(rows))
    ),
    lambda below: st.builds(
        lambda first, rest, ordered: Items(((first, rest),), ordered, start=3),
        paragraphs, below, st.booleans(),
    ),
    max_leaves=14,
)  # fmt: skip
blocks: st.SearchStrategy[Block] = st.one_of(
    paragraphs,
    st.builds(Heading, st.integers(2, 6), contents),
    st.lists(paragraphs, max_size=3).map(lambda rows: Quote(tuple(rows))),
    lists,
    st.lists(st.lists(contents, max_size=3).map(tuple), max_size=3).map(
        lambda rows: Table(tuple(rows), header=True)
    ),
    words.map(Code),
)


@given(st.lists(blocks, max_size=4))
def test_whatever_the_article_only_the_closed_set_is_composed(body: list[Block]) -> None:
    found = compose(replace(ARTICLE, body=tuple(body)), Config())
    kinds = {kind for kind, _, _ in nodes(json.loads(found.document))}
    assert kinds <= CLOSED
    assert max(depth for _, _, depth in nodes(blocks_of(found))) <= Limits().nesting
    ids = [content[0][0] for kind, content, _ in nodes(blocks_of(found)) if kind == "Span"]
    ids = [one for one in ids if one]  # a run of another script has a direction, and no name
    assert len(set(ids)) == len(ids)


@given(st.lists(blocks, max_size=4))
def test_composing_twice_gives_the_same_document(body: list[Block]) -> None:
    article = replace(ARTICLE, body=tuple(body))
    first, second = compose(article, Config()), compose(article, Config())
    assert (first.document, first.job) == (second.document, second.job)
