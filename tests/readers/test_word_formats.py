"""One article in three formats is one article, and no format loses a word of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import docx as python_docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import pipeline, readers
from copydesk.config import Config
from copydesk.model import Decisions, Submission
from copydesk.system import archive
from readers.wordarticle import article, converted, revised
from readers.wordfiles import docx, field, notes, odt, p, r, rtf
from readers.wordshown import asked, shown

CONFIG = Config()


@pytest.fixture(scope="module")
def formats(
    tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """The article as written here, and as LibreOffice writes it in the other formats."""
    data = article()
    odt_, rtf_ = converted(tool, tmp_path_factory.mktemp("word"), data, "odt", "rtf")
    return {"docx": data, "odt": odt_, "rtf": rtf_}


@pytest.fixture(scope="module")
def drafts(tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """A manuscript with changes, remarks and hidden words in the three formats."""
    data = revised()
    return [data, *converted(tool, tmp_path_factory.mktemp("draft"), data, "odt", "rtf")]


def read(data: bytes, name: str = "article") -> Submission:
    return readers.read(data, name, CONFIG)


@pytest.mark.parametrize("format_", ["odt", "rtf"])
def test_the_three_formats_give_the_same_lines_and_pictures(
    formats: dict[str, bytes], format_: str
) -> None:
    # One thing a format cannot say is that a row is a header: LibreOffice writes none into
    # .rtf. The header of the article is bold, as most are, which says it in all three.
    first, other = read(formats["docx"]), read(formats[format_])
    assert shown(other) == shown(first)
    assert other.lines == first.lines
    assert other.pictures == first.pictures
    assert other.queries == first.queries


@pytest.mark.parametrize("format_", ["odt", "rtf"])
def test_the_three_formats_give_the_same_article(formats: dict[str, bytes], format_: str) -> None:
    first, other = (
        pipeline.article(formats[name], f"source/a.{name}", CONFIG, Decisions())
        for name in ("docx", format_)
    )
    assert other.front == first.front
    assert other.body == first.body
    assert other.back == first.back


def test_the_article_is_read_as_it_was_written(formats: dict[str, bytes]) -> None:
    text = shown(read(formats["docx"]))
    assert text.startswith("<title> The Long Way of the Mud\n\n<subtitle> What a harbour owes")
    for piece in (
        "<strong>two metres</strong>", "<link https://example.org/survey?year=2022>the survey",
        "<list:bullet:2> from the quarries and\n<list:bullet:2> from the new road;",
        "<list:number:1:3> dig.", "<table:header:1> Year|Tonnes\n<table:row:1> 2021|40,000",
        "<figure:picture-1.png> A dredger at work below the bridge\n\n<caption> Figure 1: The",
        "Mud in, mud out,\nthe tide turns about.", "<footnote:1> Measured in March.",
    ):  # fmt: skip
        assert piece in text


def test_the_three_formats_keep_and_drop_the_same(drafts: list[bytes]) -> None:
    # LibreOffice writes no formulas without its module for them, and marks in .rtf the words
    # before a deleted end of a paragraph as deleted; neither is in the manuscript.
    first, *others = map(read, drafts)
    assert [shown(other) for other in others] == [shown(first)] * 2
    assert [other.queries for other in others] == [first.queries] * 2
    struck = "struck-out passages are printed as plain text: 1, the first is “two dredgers”"
    assert asked(first) == [
        "read.deleted: 1 tracked deletion (2 words) was dropped",
        "read.comments: 1 comment (3 words) was dropped",
        "read.hidden: 1 hidden word kept out of the article: “SECRET”",
        f"read.dropped: {struck}",
    ]
    text = shown(first)
    assert "gone" not in text
    assert "so?" not in text
    for piece in (
        "<heading:2> 1.1 Under it", "In the box.", "Kept new words end.\n\n[hidden] SECRET",
        "<list:number:1:6> six\n\nIn between.\n\n<list:number:1:7> seven",
        "<code> if mud:\n<code> dig()", "<table:row:1> wide||tall\n<table:row:1> a|b|",
        "<quote> We told the board.\n\n<quote> Nobody of the board had an answer to us.\n\nTwo",
    ):  # fmt: skip
        assert piece in text


def test_the_properties_of_a_file_are_facts_only_where_the_text_bears_them_out() -> None:
    document = python_docx.Document()
    document.core_properties.title = "Mud: A History"
    document.core_properties.author = "Ada Nother"
    document.add_paragraph("MUD – a history", "Title")
    document.add_paragraph("By Ada Nother and others")
    document.add_heading("One", 1)
    document.add_paragraph("Text.", "List Bullet")
    target = io.BytesIO()
    document.save(target)
    sent = read(target.getvalue())
    assert sent.facts == (("title", "Mud: A History"), ("author", "Ada Nother"))
    assert [line.hint for line in sent.lines if line.text] == [
        "title", "", "heading:1", "list:bullet:1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("Document1", "Microsoft Office User"),
        ("Template 2019", "jd"),
        ("", "Mud"),
        ("mud.docx", ""),
    ],
)
def test_what_a_template_or_a_typist_left_is_no_fact(title: str, author: str) -> None:
    document = python_docx.Document()
    document.core_properties.title = title
    document.core_properties.author = author
    document.add_paragraph("Mud")
    target = io.BytesIO()
    document.save(target)
    assert read(target.getvalue()).facts == ()


# ── laws ─────────────────────────────────────────────────────────────────────

WORDS = st.text("abcdefgäñλж漢", min_size=1, max_size=6)
BOX = "<w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict>"
RUNS = st.lists(WORDS, min_size=1, max_size=4).map(lambda words: " ".join(words) + " ")
WRAP_DOCX = st.sampled_from(
    (
        "{}", "<w:ins>{}</w:ins>", "<w:moveTo>{}</w:moveTo>", "<w:smartTag>{}</w:smartTag>",
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>", "<w:dir>{}</w:dir>",
        '<w:hyperlink w:anchor="x">{}</w:hyperlink>', "<w:unheard>{}</w:unheard>",
        "<mc:AlternateContent><mc:Choice>{}</mc:Choice></mc:AlternateContent>",
        '<w:fldSimple w:instr="REF x">{}</w:fldSimple>',
    )
)  # fmt: skip
CELL = "<w:tc>{}</w:tc>"
EMPTY = "<w:tc><w:p/></w:tc>"
FRAME_DOCX = st.sampled_from(
    (
        "{}",
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:customXml>{}</w:customXml>",
        f"<w:tbl><w:tr>{CELL}</w:tr></w:tbl>",
        f"<w:tbl><w:tr>{CELL}{EMPTY}</w:tr><w:tr>{EMPTY}{EMPTY}</w:tr></w:tbl>",
        f"<w:p><w:r>{BOX}</w:r></w:p>",
    )
)
WRAP_ODT = st.sampled_from(
    ("{}", "<text:span>{}</text:span>", '<text:a xlink:href="https://e.org">{}</text:a>',
     "<text:unheard>{}</text:unheard>", "<text:sequence>{}</text:sequence>")
)  # fmt: skip
ODT_ROW = "<table:table-row><table:table-cell>{}</table:table-cell></table:table-row>"
FRAME_ODT = st.sampled_from(
    (
        "{}",
        "<text:section>{}</text:section>",
        "<text:list><text:list-item>{}</text:list-item></text:list>",
        f"<table:table>{ODT_ROW}</table:table>",
        "<text:unheard>{}</text:unheard>",
        "<text:p><draw:frame><draw:text-box>{}</draw:text-box></draw:frame></text:p>",
    )
)
WRAP_RTF = st.sampled_from(
    ("{}", "{{\\b {}}}", "{{\\revised {}}}", "{{\\unheard {}}}", "{{\\super {}}}",
     "{{\\field{{\\*\\fldinst REF x}}{{\\fldrslt {}}}}}")
)  # fmt: skip


def words_of(sent: Submission) -> list[str]:
    return sorted(word for line in sent.lines for word in line.text.split())


@given(st.lists(st.tuples(FRAME_DOCX, FRAME_DOCX, WRAP_DOCX, WRAP_DOCX, RUNS), min_size=1))
def test_no_word_of_a_docx_is_lost(pieces: list[tuple[str, str, str, str, str]]) -> None:
    body = "".join(
        outer.format(inner.format(f"<w:p>{wide.format(near.format(r(run)))}</w:p>"))
        for outer, inner, wide, near, run in pieces
    )
    written = sorted(word for piece in pieces for word in piece[-1].split())
    assert words_of(read(docx(body))) == written


@given(st.lists(st.tuples(FRAME_ODT, FRAME_ODT, WRAP_ODT, WRAP_ODT, RUNS), min_size=1))
def test_no_word_of_an_odt_is_lost(pieces: list[tuple[str, str, str, str, str]]) -> None:
    body = "".join(
        outer.format(inner.format(f"<text:p>{wide.format(near.format(run))}</text:p>"))
        for outer, inner, wide, near, run in pieces
    )
    written = sorted(word for piece in pieces for word in piece[-1].split())
    assert words_of(read(odt(body))) == written


@given(st.lists(st.tuples(WRAP_RTF, WRAP_RTF, RUNS), min_size=1))
def test_no_word_of_an_rtf_is_lost(pieces: list[tuple[str, str, str]]) -> None:
    body = "".join(f"\\pard {wide.format(near.format(run))}\\par " for wide, near, run in pieces)
    written = sorted(word for piece in pieces for word in piece[-1].split())
    assert words_of(read(rtf(body))) == written


@given(st.lists(st.tuples(st.sampled_from(["kept", "gone", "said"]), RUNS), min_size=1))
def test_what_was_deleted_or_remarked_reaches_no_line(pieces: list[tuple[str, str]]) -> None:
    made = {
        "kept": r,
        "gone": lambda run: f"<w:del><w:r><w:delText>{run}</w:delText></w:r></w:del>",
        "said": lambda run: field(f'COMMENTS "{run}"', r("")),
    }
    body = p("<w:r/>" + "".join(made[kind](run) for kind, run in pieces))
    kept = [run for kind, run in pieces if kind == "kept"]
    gone = sum(len(run.split()) for kind, run in pieces if kind == "gone")
    sent = read(docx(body + p("End.")))
    assert words_of(sent) == sorted([*"".join(kept).split(), "End."])
    told = [query.message for query in sent.queries if query.code == "read.deleted"]
    assert bool(told) == bool(gone)
    assert all(f"({gone} word" in message for message in told)


def test_numbers_lines_and_notes_of_any_file_agree() -> None:
    sent = read(docx(p("a") + "<w:p><w:r><w:footnoteReference w:id='1'/></w:r></w:p>",
                     {"word/footnotes.xml": notes("footnote", p("b"))}))  # fmt: skip
    assert [line.number for line in sent.lines] == list(range(1, len(sent.lines) + 1))
    called = {mark.target for line in sent.lines for mark in line.marks if mark.kind == "note"}
    assert called == {
        line.hint.removeprefix("footnote:") for line in sent.lines if "footnote" in line.hint
    }


def test_a_strict_docx_is_read_like_a_usual_one() -> None:
    usual = docx(p("Mud"))
    strict = {
        name: data.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, data in archive.read(usual).items()
    }
    assert replace(read(archive.write(strict)), sha256="") == replace(read(usual), sha256="")


def test_an_rtf_behind_a_mark_or_a_blank_is_one() -> None:
    for start in (b"", b"\xef\xbb\xbf", b"\r\n "):
        assert shown(read(start + rtf("\\pard Mud\\par"))) == "Mud"
