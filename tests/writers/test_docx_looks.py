"""What a Word file looks like: the theme in its styles, and a style for every role."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator
from PIL import Image
from PIL.PngImagePlugin import PngInfo

import checkers
from compose.harbour import ARTICLE, Sheet, paragraph
from copydesk import readers
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config, overlay
from copydesk.model import (
    Article,
    Back,
    Block,
    Code,
    Emph,
    Figure,
    Front,
    Heading,
    Inline,
    Link,
    ListForm,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
    Verbatim,
    plain,
)  # fmt: skip
from copydesk.system import archive, xml
from copydesk.writers.docx import write
from copydesk.writers.table_parts import Setting, TablePlan, plan_table
from writers.shapes import SHAPES, SIZES, items

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
EMU_PER_PIXEL = 9525
PACKS = ("journal", "newsletter")


def config(**tables: dict[str, Any]) -> Config:
    return overlay(Config(), tables, "test")


def made(pandoc: Pandoc, article: Article = SHAPES, settings: Config | None = None) -> bytes:
    return write(Sheet(article, pandoc, settings or Config()))


def part(data: bytes, name: str = "document") -> etree._Element:
    return xml.parse(archive.read(data)[f"word/{name}.xml"])


def style_of(element: etree._Element) -> str:
    found = element.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val", "")


def text_of(element: etree._Element) -> str:
    return "".join(element.itertext(f"{W}t"))


def styled(data: bytes, name: str = "document") -> list[tuple[str, str]]:
    return [(style_of(one), text_of(one)) for one in part(data, name).iter(f"{W}p")]


def look(data: bytes, style: str) -> etree._Element:
    (found,) = part(data, "styles").findall(f"{W}style[@{W}styleId='{style}']")
    return found


def said(element: etree._Element, path: str, name: str = "val") -> str:
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return "" if found is None else found.get(f"{W}{name}", "")


@pytest.fixture(scope="module")
def shapes(pandoc: Pandoc) -> bytes:
    return made(pandoc)


# ── the theme ────────────────────────────────────────────────────────────────


def test_the_two_themes_look_different(pandoc: Pandoc) -> None:
    one, other = (made(pandoc, ARTICLE, config(theme={"pack": pack})) for pack in PACKS)
    for path, name, looks in (
        ("rPr/rFonts", "ascii", ("Cambria", "Calibri")),
        ("rPr/color", "val", ("111111", "0B2B47")),
    ):
        assert tuple(said(look(data, "Title"), path, name) for data in (one, other)) == looks
    accents = [said(look(data, "Masthead"), "rPr/color") for data in (one, other)]
    assert accents == ["8C1D18", "0B5394"]
    assert [said(look(data, "BodyText"), "pPr/jc") for data in (one, other)] == ["both", "left"]


def test_tokens_of_the_theme_are_what_the_styles_say(pandoc: Pandoc) -> None:
    theme = {
        "text_font": "Lato", "size": "12pt", "leading": "1.5", "margins": "25.4mm 20mm",
        "ink": "#0a0b0c", "accent": "#123456", "paragraphs": "indented", "justify": False,
    }  # fmt: skip
    data = made(pandoc, ARTICLE, config(theme=theme))
    normal, body = look(data, "Normal"), look(data, "BodyText")
    assert (said(normal, "rPr/rFonts", "ascii"), said(normal, "rPr/sz")) == ("Lato", "24")
    assert said(normal, "rPr/color") == "0A0B0C"
    assert said(normal, "pPr/spacing", "line") == "360"
    assert (said(body, "pPr/ind", "firstLine"), said(body, "pPr/spacing", "after")) == ("312", "0")
    assert said(look(data, "FirstParagraph"), "pPr/ind", "firstLine") == "0"
    assert said(look(data, "CitationLink"), "rPr/color") == "123456"
    margin = part(data).find(f".//{W}pgMar")
    assert margin is not None
    assert [margin.get(f"{W}{side}") for side in ("top", "right", "bottom", "left")] == [
        "1440", "1134", "1440", "1134",
    ]  # fmt: skip
    fonts = [one.get(f"{W}name") for one in part(data, "fontTable")]
    assert fonts == ["Lato", "Cambria", "Calibri", "Courier New"]


def test_a_theme_before_it_leaves_no_trace(pandoc: Pandoc) -> None:
    first = made(pandoc, ARTICLE, config(theme={"pack": "journal"}))
    made(pandoc, ARTICLE, config(theme={"pack": "newsletter"}, style={"csl": "ieee"}))
    assert made(pandoc, ARTICLE, config(theme={"pack": "journal"})) == first


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("csl", ["harvard-cite-them-right", "ieee", "chicago-notes-bibliography"])
def test_office_programs_find_no_fault_in_any_shape(
    pack: str, csl: str, pandoc: Pandoc, tmp_path: Path
) -> None:
    path = tmp_path / "shapes.docx"
    path.write_bytes(made(pandoc, SHAPES, config(theme={"pack": pack}, style={"csl": csl})))
    found = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0).validate(path)
    assert [error.description for error in found.errors] == []


# ── a style for every role, and nothing beside the styles ────────────────────


def test_every_style_that_is_named_is_there(shapes: bytes) -> None:
    there = {one.get(f"{W}styleId") for one in part(shapes, "styles").iter(f"{W}style")}
    named = set()
    for name in ("document", "footnotes", "header1", "footer1", "footer2", "numbering", "styles"):
        for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next"):
            named |= {one.get(f"{W}val") for one in part(shapes, name).iter(f"{W}{tag}")}
    assert named <= there


def test_nothing_is_said_at_its_place_that_a_style_can_say(shapes: bytes) -> None:
    for name in ("document", "footnotes"):
        root = part(shapes, name)
        tags = ("rFonts", "jc", "ind", "spacing", "color", "sz", "shd")
        assert [one.tag for one in root.iter(*(f"{W}{tag}" for tag in tags))] == []
    bold = [text_of(mark.getparent().getparent()) for mark in part(shapes).iter(f"{W}b")]
    assert bold == ["both"]
    runs = {look.get(f"{W}val") for look in part(shapes).iter(f"{W}rStyle")}
    assert runs >= {"Emphasis", "Strong", "VerbatimChar", "CitationLink", "BackLink", "Hyperlink"}


def test_items_of_a_list_are_of_its_kind_and_the_last_stands_apart(shapes: bytes) -> None:
    rows = [(style, text[:9]) for style, text in styled(shapes) if style.startswith("List")]
    assert rows == [
        ("ListBullet", "sluices"), ("ListBullet", "locks, of"), ("ListBullet", "gates"),
        ("ListBullet", "nested"), ("ListBullet", "more"), ("ListNumberLast", "deep"),
        ("ListNumber", "first. Th"), ("ListContinue", "its secon"), ("ListNumberLast", "second"),
        ("ListBullet", "a list"), ("ListBulletLast", "right beh"),
    ]  # fmt: skip
    kinds = [style for style, text in styled(shapes, "footnotes") if text in ("one", "two")]
    assert kinds == ["FootnoteText", "FootnoteText"]


def test_the_further_paragraphs_of_a_note_are_indented(shapes: bytes) -> None:
    notes = dict(map(reversed, styled(shapes, "footnotes")))
    assert notes["Its second paragraph."] == "FootnoteFurther"
    assert {style for text, style in notes.items() if text.startswith(" A note.")} == {
        "FootnoteText"
    }
    assert int(said(look(shapes, "FootnoteFurther"), "pPr/ind", "firstLine")) > 0


def test_a_list_begins_at_its_number(shapes: bytes) -> None:
    (item,) = (one for one in part(shapes).iter(f"{W}p") if text_of(one).startswith("first. "))
    number = said(item, "pPr/numPr/numId")
    (row,) = part(shapes, "numbering").findall(f"{W}num[@{W}numId='{number}']")
    assert said(row, "lvlOverride/startOverride") == "9"
    kind = said(row, "abstractNumId")
    (kind_of,) = part(shapes, "numbering").findall(f"{W}abstractNum[@{W}abstractNumId='{kind}']")
    assert said(kind_of, "lvl/numFmt") == "decimal"


@pytest.mark.parametrize("form", ["a", "A", "i", "I"])
def test_letters_of_a_list_come_back(form: ListForm, pandoc: Pandoc) -> None:
    below = replace(items("sand", ordered=True), form="1")
    counted = replace(items("mud", (paragraph("silt"), below), ordered=True, start=2), form=form)
    data = made(pandoc, replace(ARTICLE, body=(counted,), citations=()))
    hints = [line.hint for line in readers.read(data, "a.docx", Config()).lines]
    wanted = [f"list:number:1:2:{form}", f"list:number:1:3:{form}", "list:number:2:1"]
    assert [hint for hint in hints if hint.startswith("list")] == wanted


def test_an_article_without_lists_has_their_kinds_for_who_writes_on(pandoc: Pandoc) -> None:
    data = made(pandoc, replace(ARTICLE, body=(paragraph("Mud."),), citations=()))
    numbers = {one.get(f"{W}numId") for one in part(data, "numbering").iter(f"{W}num")}
    named = {said(look(data, name), "pPr/numPr/numId") for name in ("ListBullet", "ListNumber")}
    assert named <= numbers


def test_a_quote_is_a_quote_and_code_keeps_its_lines(pandoc: Pandoc) -> None:
    body = (Quote((paragraph("Mud."),)), Code("a\n\n  b"))
    data = made(pandoc, replace(ARTICLE, body=body, citations=()))
    assert ("Quote", "Mud.") in styled(data)
    (code,) = (one for one in part(data).iter(f"{W}p") if style_of(one) == "SourceCode")
    assert len(code.findall(f"{W}r/{W}br")) == 2
    assert said(look(data, "SourceCode"), "rPr/rFonts", "ascii") == "Courier New"


def test_numbers_of_a_list_of_references_hang_by_its_style(pandoc: Pandoc) -> None:
    plain, numbered = (made(pandoc, ARTICLE, config(style={"csl": csl})) for csl in ("apa", "ieee"))
    widths = [said(look(data, "Bibliography"), "pPr/ind", "hanging") for data in (plain, numbered)]
    assert widths[0] == "440"
    assert widths[1] not in ("", "440")
    entries = [one for one in part(numbered).iter(f"{W}p") if style_of(one) == "Bibliography"]
    numbers = ["".join(one.itertext(f"{W}t"))[:3] for one in entries]
    assert numbers == [f"[{number}]" for number in range(1, len(entries) + 1)]
    assert all(one[2].find(f"{W}tab") is not None for one in entries), "right behind the number"
    assert not list(part(numbered).iter(f"{W}ind"))


def test_a_link_back_stays_with_the_last_word_of_its_entry(pandoc: Pandoc) -> None:
    (text,) = (words for _, words in styled(made(pandoc, ARTICLE)) if words.startswith("Ahl"))
    assert text.endswith("Fjord Press.\u00a0↑1 ↑2")


# ── tables ───────────────────────────────────────────────────────────────────


def tables(data: bytes) -> list[etree._Element]:
    return part(data).findall(f".//{W}tbl")


def test_tables_are_as_wide_as_the_text_small_ones_half_and_so_are_their_columns(
    shapes: bytes,
) -> None:
    size, margin = part(shapes).find(f".//{W}pgSz"), part(shapes).find(f".//{W}pgMar")
    assert size is not None
    assert margin is not None
    measure = int(size.get(f"{W}w", 0)) - 2 * int(margin.get(f"{W}left", 0))
    for one, width in zip(tables(shapes), (measure, measure // 2, measure), strict=True):
        columns = [int(column.get(f"{W}w", 0)) for column in one.iter(f"{W}gridCol")]
        assert sum(columns) == width == int(said(one, "tblPr/tblW", "w"))
        for row in one.iter(f"{W}tr"):
            assert [int(size.get(f"{W}w", 0)) for size in row.iter(f"{W}tcW")] == columns


def test_a_head_is_repeated_and_no_row_is_cut(shapes: bytes) -> None:
    heads = []
    for one in tables(shapes):
        rows = one.findall(f"{W}tr")
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        heads.append([row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows])
    assert [(sum(head), head[0]) for head in heads] == [(1, True), (0, False), (1, True)]


def test_cells_are_small_only_where_many_columns_leave_no_room(shapes: bytes) -> None:
    found = [{style_of(cell) for cell in one.iter(f"{W}p")} for one in tables(shapes)]
    assert found == [
        {"TableHead", "TableHeadNumber", "TableText", "TableNumber"}, {"TableText"},
        {"TableSmallHead", "TableSmallNumber"},
    ]  # fmt: skip


def test_a_caption_is_kept_with_its_table(shapes: bytes) -> None:
    captions = {text: style for style, text in styled(shapes) if "Caption" in style}
    assert captions["Table 1. Depths by port"] == "TableCaption"
    assert captions["Table 3. The caption below a table"] == "Caption"
    assert ("AfterTable", "After the table.") in styled(shapes)


DUES = Figure((Text("Dues"),))
PORTS = Table((((Text("a"),), (Text("b"),)),) * 2, header=False)


@pytest.mark.parametrize(
    ("blocks", "styles", "kept"),
    [
        pytest.param((DUES, PORTS), ["TableCaption"], [False], id="above the table"),
        pytest.param((PORTS, DUES), ["Caption"], [True], id="below it"),
        pytest.param((PORTS, DUES, PORTS), ["TableCaption"], [False] * 2, id="the lower one's"),
        pytest.param((DUES, PORTS, DUES), ["TableCaption", "Caption"], [False], id="one for each"),
        pytest.param((DUES, PORTS) * 2, ["TableCaption"] * 2, [False] * 2, id="each its own"),
        pytest.param(
            (replace(DUES, source="small"), PORTS), ["Caption"], [False], id="a picture's"
        ),
    ],
)
def test_a_caption_is_that_of_the_table_below_it_or_else_above_it(
    blocks: tuple[Block, ...], styles: list[str], kept: list[bool], pandoc: Pandoc
) -> None:
    data = made(pandoc, replace(SHAPES, body=blocks, citations=()))
    assert [style for style, text in styled(data) if text == "Dues"] == styles
    assert [is_kept(list(one.iter(f"{W}p"))[-1]) for one in tables(data)] == kept


def is_kept(block: etree._Element) -> bool:
    return block.find(f"{W}pPr/{W}keepNext") is not None


@pytest.mark.parametrize(
    ("rows", "below", "kept"),
    [
        pytest.param(3, (), [0, 1], id="a short table is not parted"),
        pytest.param(3, (Figure((Text("Table 1. Below"),)),), [0, 1, 2], id="nor from its caption"),
        pytest.param(40, (), [0, 38], id="no row of a long one stands alone"),
    ],
)
def test_rows_that_stay_on_the_page_of_what_is_below(
    rows: int, below: tuple[Figure, ...], kept: list[int], pandoc: Pandoc
) -> None:
    body = (Table((((Text("a"),), (Text("b"),)),) * rows, header=False), *below)
    data = made(pandoc, replace(ARTICLE, body=body, citations=()))
    cells = [is_kept(cell) for cell in tables(data)[0].iter(f"{W}p")]
    assert [
        at for at, pair in enumerate(zip(cells[::2], cells[1::2], strict=True)) if all(pair)
    ] == kept
    assert sum(cells) == 2 * len(kept)


def test_what_is_strong_in_bold_stays_bold(pandoc: Pandoc) -> None:
    """Word takes bold in bold for light."""
    strong, plain_ = (Strong((Text("Dues"),)),), (Text("1848"),)
    body = (
        Heading(2, (Text("The "), *strong)),
        Paragraph((Text("Paid "), *strong)),
        Table(((strong, strong), (plain_, plain_)), header=True),
    )
    data = made(pandoc, replace(ARTICLE, body=body, citations=()))
    looks = [
        (style_of(one), [run.get(f"{W}val") for run in one.iter(f"{W}rStyle")])
        for one in part(data).iter(f"{W}p")
        if "Dues" in text_of(one)
    ]
    assert looks[:2] == [("Heading1", []), ("FirstParagraph", ["Strong"])]
    assert [look for style, look in looks[2:]] == [[], []]


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        pytest.param((Strong((Text("Who pays?"),)),), True, id="a question"),
        pytest.param((Strong((Text("Who "),)), Text("pays?")), False, id="partly in bold"),
        pytest.param((Strong((Text("Who pays? " * 50),)),), False, id="much in bold"),
    ],
)
def test_a_question_in_bold_stays_with_its_answer(
    question: tuple[Inline, ...], pandoc: Pandoc, *, kept: bool
) -> None:
    body = (Paragraph(question), Paragraph((Text("Nobody."),)))
    data = made(pandoc, replace(ARTICLE, body=body, citations=()))
    found = {text_of(one)[:3]: is_kept(one) for one in part(data).iter(f"{W}p")}
    assert (found["Who"], found["Nob"]) == (kept, False)


@pytest.mark.parametrize("stub", [True, False])
def test_heads_of_rows_have_their_style_where_the_table_has_such(
    pandoc: Pandoc, *, stub: bool
) -> None:
    rows = tuple(
        tuple((Text(cell),) if cell else () for cell in row)
        for row in (("", "Lamps"), ("Vellin", "12"), ("Harrow", "9"))
    )
    body = (Table(rows, header=True, stub=stub),)
    (one,) = tables(made(pandoc, replace(ARTICLE, body=body, citations=())))
    first = "TableStub" if stub else "TableText"
    assert [style_of(cell) for cell in one.iter(f"{W}p")] == [
        "TableHead", "TableHeadNumber", first, "TableNumber", first, "TableNumber",
    ]  # fmt: skip
    assert said(one, "tblPr/tblLook", "firstColumn") == str(int(stub))


@pytest.mark.parametrize(
    ("text", "following", "kept"),
    [
        ("The sluices are three:", items("one", "two"), True),
        ("有三个水闸：", items("one", "two"), True),
        ("As the keeper said:", Quote((paragraph("Mud."),)), True),
        ("The sluices are three.", items("one", "two"), False),
        ("One thing was clear:", paragraph("Mud stays."), False),
    ],
)
def test_what_announces_a_list_or_quotation_stays_with_it(
    text: str, following: Block, *, kept: bool, pandoc: Pandoc
) -> None:
    body = (paragraph(text), following)
    root = part(made(pandoc, replace(ARTICLE, body=body, citations=())))
    (block,) = (one for one in root.iter(f"{W}p") if text_of(one) == text)
    assert is_kept(block) is kept


def test_lines_about_the_author_stay_together(pandoc: Pandoc) -> None:
    back = replace(ARTICLE.back, bio=(paragraph("Ada Quill writes."), paragraph("Of mud.")))
    root = part(made(pandoc, replace(ARTICLE, back=back)))
    kept = [is_kept(one) for one in root.iter(f"{W}p") if style_of(one) == "AuthorBio"]
    assert kept == [True, False]


def test_the_first_item_of_a_list_stays_with_the_second(shapes: bytes) -> None:
    kept = {text_of(one)[:9] for one in part(shapes).iter(f"{W}p") if is_kept(one)}
    assert {"sluices"} <= kept
    assert not kept & {"locks, of", "second", "right beh"}


def test_a_long_first_item_may_stand_alone(pandoc: Pandoc) -> None:
    body = (paragraph("The sluices are three:"), items("long " * 70, "two"))
    root = part(made(pandoc, replace(ARTICLE, body=body, citations=())))
    kept = {text_of(one)[:4]: is_kept(one) for one in root.iter(f"{W}p")}
    assert (kept["long"], kept["two"]) == (False, False)


def test_whatever_comes_last_above_the_text_is_parted_from_it_by_a_rule(pandoc: Pandoc) -> None:
    body = (Heading(2, (Text("Mud"),)), paragraph("Mud."), paragraph("More mud."))
    for front, last in (
        (Front(title="Mud"), "TitleLast"),
        (Front(title="Mud", deck="A lament"), "SubtitleLast"),
        (Front(title="Mud", byline="By Ada Quill", date="3 May 2022"), "DateLast"),
    ):
        data = made(pandoc, replace(ARTICLE, front=front, body=body, back=Back(), citations=()))
        names = [style for style, _ in styled(data)]
        assert [name for name in names if name.endswith("Last")] == [last]
        assert said(look(data, last), "pPr/pBdr/bottom") == "single"


def test_the_masthead_says_what_places_the_article_in_its_publication(pandoc: Pandoc) -> None:
    publication = {"name": "The Pier & Quay", "series": "Quay Papers"}
    data = made(pandoc, ARTICLE, config(publication=publication))
    assert styled(data, "header2") == [
        ("Masthead", "The Pier & Quay\u2002·\u2002Quay Papers"),
    ]  # fmt: skip


SETTINGS = Setting(9, 11, 1.22), Setting(8, 5.5, 1.22)


def set_on(measure: int, *rows: str, heads: int = 1) -> TablePlan:
    """The plan of a table whose `rows` have cells parted by bars, the first `heads` above it."""
    texts = [row.split("|") for row in rows]
    bold = [at < heads for at in range(len(rows))]
    return plan_table(texts, bold, measure, SETTINGS, turns=True)


@pytest.mark.parametrize(
    ("rows", "widths"),
    [
        pytest.param(["a|a"], (75, 75), id="equal texts, equal columns"),
        pytest.param(["|"], (75, 75), id="empty cells"),
        pytest.param(["a"], (150,), id="one column"),
        pytest.param(["a", "a|a"], (75, 75), id="a row that is too short"),
        pytest.param([], (), id="no rows"),
    ],
)
def test_columns_by_what_stands_in_them(rows: list[str], widths: tuple[int, ...]) -> None:
    assert set_on(300, *rows, heads=0).widths == widths


def test_a_long_word_has_its_column_and_a_long_text_the_rest() -> None:
    row = f"Hafenmeisterei|{'and so on ' * 40}|12"
    word, text, number = set_on(400, row, heads=0).widths
    assert word >= SETTINGS[0].measure("Hafenmeisterei") + 11
    assert number < word < text
    assert word + text + number == pytest.approx(400)


def test_short_texts_stay_on_a_line_beside_a_long_one() -> None:
    long = "none by itself, and later requests a week earlier in all the years that were looked at"
    rows = (f"An applicant for the river|5 that competed|{long}", "Rounds|none|0.3 m")
    first, second, _ = set_on(414, *rows, heads=0).widths
    assert first >= SETTINGS[0].measure("An applicant for the river") + 11
    assert second >= SETTINGS[0].measure("5 that competed") + 11


@pytest.mark.parametrize("row", ["水深与船闸的通行能力", "half-timbered|self-reported"])
def test_a_line_may_end_between_wide_letters_and_behind_a_hyphen(row: str) -> None:
    assert set_on(110, row, heads=0).setting is SETTINGS[0]


def test_short_words_stay_whole_where_long_ones_do_not() -> None:
    short, *long = set_on(160, "No|Wasserstandsvorhersagedienst|Schleusenwärterhäuschen").widths
    assert short >= SETTINGS[1].measure("No", bold=True) + 5.5
    assert short + sum(long) == pytest.approx(160)


MANY = "Reservoir|Threshold|Hospitals|Irrigation|Compensation flow|Unrecorded"


@pytest.mark.parametrize(
    ("measure", "small", "turned"),
    [
        pytest.param(450, False, False, id="enough room"),
        pytest.param(325, True, False, id="room for smaller letters"),
        pytest.param(200, True, True, id="room for numbers only"),
    ],
)
def test_no_word_of_a_head_is_cut(measure: int, *, small: bool, turned: bool) -> None:
    found = set_on(measure, MANY, "Stannick|6.12|0.11|2.93|0.74|2.5", "Harrow|1.87|1.02|0.21|3|0.1")
    assert found.setting is SETTINGS[small]
    assert found.turned == (False, *(turned,) * 5)
    own = found.setting
    for width, up, head in zip(found.widths, found.turned, MANY.split("|"), strict=True):
        longest = own.measure_word(head, bold=True)
        assert width >= (2 * own.size * 1.35 if up and " " in head else 0 if up else longest)
        assert not up or found.tall >= longest


def test_heads_of_words_are_never_turned() -> None:
    words = "Hafenmeisterei|Wasserstand|Deichverband"
    assert set_on(75, words, "a|b|c", "d|e|f").turned == (False, False, False)


def test_a_turned_head_stands_in_a_row_that_is_high_enough(pandoc: Pandoc, tmp_path: Path) -> None:
    texts = (*MANY.split("|"), *MANY.split("|")[1:], *MANY.split("|")[1:])
    numbers = ("Stannick", *("6.12",) * 15)
    rows = tuple(tuple((Text(one),) for one in row) for row in (texts, numbers, numbers))
    data = made(pandoc, replace(ARTICLE, body=(Table(rows, header=True),), citations=()))
    (one,) = tables(data)
    head, *below = one.findall(f"{W}tr")
    assert int(said(head, "trPr/trHeight")) > 1000
    assert [said(cell, "tcPr/textDirection") for cell in head.iter(f"{W}tc")] == [
        "",
        *["btLr"] * 15,
    ]
    assert not [cell for row in below for cell in row.iter(f"{W}textDirection")]
    assert said(one, "tblPr/tblStyle") == "TableNarrow"
    (path := tmp_path / "turned.docx").write_bytes(data)
    assert checkers.of_word(path) == []


def test_running_text_begins_anew_behind_what_is_none(shapes: bytes) -> None:
    rows = [style for style, _ in styled(shapes) if style in ("BodyText", "FirstParagraph")]
    assert rows[:3] == ["FirstParagraph", "BodyText", "FirstParagraph"]
    assert ("FirstParagraph", "Between.") in styled(shapes)


# ── pictures ─────────────────────────────────────────────────────────────────


def test_pictures_are_shown_by_their_pixels_within_the_text(shapes: bytes) -> None:
    found = [
        (int(one.get("cx", 0)), int(one.get("cy", 0))) for one in part(shapes).iter(f"{WP}extent")
    ]
    wide, small, tall = found
    assert small == (60 * EMU_PER_PIXEL, 40 * EMU_PER_PIXEL)
    for (width, height), (x, y) in zip((wide, tall), (SIZES["wide"], SIZES["tall"]), strict=True):
        assert width < x * EMU_PER_PIXEL
        assert width / height == pytest.approx(x / y, rel=0.001)
    size, margin = part(shapes).find(f".//{W}pgSz"), part(shapes).find(f".//{W}pgMar")
    assert size is not None
    assert margin is not None
    assert wide[0] <= (int(size.get(f"{W}w", 0)) - 2 * int(margin.get(f"{W}left", 0))) * 635
    assert tall[1] < (int(size.get(f"{W}h", 0)) - 2 * int(margin.get(f"{W}top", 0))) * 635


def test_pictures_say_what_they_show_and_stay_with_their_captions(shapes: bytes) -> None:
    assert [one.get("descr") for one in part(shapes).iter(f"{WP}docPr")] == [
        "A pier", "A lamp", "A mast",
    ]  # fmt: skip
    rows = [style_of(one.getparent().getparent().getparent().getparent())
            for one in part(shapes).iter(f"{WP}docPr")]  # fmt: skip
    assert rows == ["Figure", "FigureAlone", "Figure"]
    assert look(shapes, "Figure").find(f"{W}pPr/{W}keepNext") is not None


# ── heads, feet, languages ───────────────────────────────────────────────────


def test_the_publication_stands_at_the_head_and_its_logo_on_the_first_page(
    pandoc: Pandoc, tmp_path: Path
) -> None:
    remark = PngInfo()
    remark.add_text("Author", "mud")
    Image.new("RGB", (300, 90)).save(tmp_path / "logo.png", pnginfo=remark)
    settings = overlay(
        Config(root=str(tmp_path)),
        {"theme": {"logo": "logo.png"}, "publication": {"name": "The Pier & Quay"}},
        "test",
    )
    made_of = made(pandoc, ARTICLE, settings)
    title = ARTICLE.front.title.partition(":")[0]
    assert styled(made_of, "header2") == [("Header", f"The Pier & Quay{title}")]
    (shown,) = part(made_of, "header1").iter(f"{WP}docPr")
    assert shown.get("descr") == "The Pier & Quay"
    members = archive.read(made_of)
    assert b"mud" not in members["word/media/logo.png"]
    assert members["word/media/logo.png"].startswith(b"\x89PNG")
    path = tmp_path / "logo.docx"
    path.write_bytes(made_of)
    found = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0).validate(path)
    assert [error.description for error in found.errors] == []


def test_without_a_logo_the_first_page_bears_the_name(pandoc: Pandoc) -> None:
    settings = config(publication={"name": "The Pier"})
    assert styled(made(pandoc, ARTICLE, settings), "header2") == [("Masthead", "The Pier")]
    assert "word/header2.xml" not in archive.read(made(pandoc, ARTICLE))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("en-GB", "zh-CN", "ar-SA")),
        ("de", ("de-DE", "zh-CN", "ar-SA")),
        ("ja", ("ja-JP", "ja-JP", "ar-SA")),
        ("he", ("he-IL", "zh-CN", "he-IL")),
        ("en-US", ("en-GB", "zh-CN", "ar-SA")),  # the house's own English
    ],
)
def test_the_language_is_said_for_each_kind_of_script(
    language: str, told: tuple[str, str, str], pandoc: Pandoc
) -> None:
    data = made(pandoc, replace(ARTICLE, front=Front(title="Mud", language=language)))
    for name in ("styles", "settings"):
        marks = [*part(data, name).iter(f"{W}lang", f"{W}themeFontLang")]
        assert {tuple(one.get(f"{W}{kind}") for kind in ("val", "eastAsia", "bidi"))
                for one in marks} == {told}  # fmt: skip


def test_quotation_marks_in_chinese_are_as_wide_as_its_letters(pandoc: Pandoc) -> None:
    body = (paragraph("他说：“港口很安静。”"), paragraph("Lo’s “harbour”."))
    front = Front(title="港口", language="zh")
    data = made(pandoc, replace(ARTICLE, front=front, body=body, citations=()))
    east = {text_of(mark.getparent().getparent()) for mark in part(data).iter(f"{W}rStyle")
            if mark.get(f"{W}val") == "EastAsian"}  # fmt: skip
    assert "他说：“港口很安静。”" in east
    assert "Lo’s “harbour”." not in east
    assert said(look(data, "EastAsian"), "rPr/rFonts", "hint") == "eastAsia"


@pytest.mark.parametrize(
    ("words", "style"),
    [
        (Emph((Text("港口“安静”"),)), "EastAsianEmphasis"),
        (Strong((Text("港口“安静”"),)), "EastAsianStrong"),
        (Link((Text("港口“安静”"),), "https://harbour.example/"), "EastAsianLink"),
        (Emph((Text("港口"),)), "EastAsianEmphasis"),
        (Emph((Text("Vellin"),)), "Emphasis"),
        (Text("港口，很安静。"), ""),
        (Verbatim("港口“安静”"), "VerbatimChar"),
    ],
)
def test_no_run_names_a_face_and_only_signs_of_several_scripts_are_said_to_be_chinese(
    words: Inline, style: str, pandoc: Pandoc
) -> None:
    front = Front(title="海湾", language="zh")
    data = made(pandoc, replace(ARTICLE, front=front, body=(paragraph(words),), citations=()))
    assert not list(part(data).iter(f"{W}rFonts"))
    (run,) = (one for one in part(data).iter(f"{W}r") if text_of(one) == plain((words,)))
    assert said(run, "rPr/rStyle") == style


def test_text_from_right_to_left_runs_so(pandoc: Pandoc, tmp_path: Path) -> None:
    rows = (((Text("נמל"),), (Text("עומק"),)),)
    body = (paragraph("הנמל שקט, אמר Lo, בלילה."), paragraph("All English."), Table(rows))
    front = Front(title="נמלים", language="he")
    data = made(pandoc, replace(ARTICLE, front=front, body=body, citations=()))
    turned = {text_of(one): one.find(f"{W}pPr/{W}bidi") is not None
              for one in part(data).iter(f"{W}p")}  # fmt: skip
    assert turned["נמלים"]
    assert turned["הנמל שקט, אמר Lo, בלילה."]
    assert not turned["All English."]
    assert part(data).find(f".//{W}tblPr/{W}bidiVisual") is not None
    assert part(data).find(f".//{W}sectPr/{W}bidi") is not None
    path = tmp_path / "he.docx"
    path.write_bytes(data)
    found = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0).validate(path)
    assert [error.description for error in found.errors] == []


def test_other_programs_read_all_of_it(shapes: bytes) -> None:
    document = docx.Document(io.BytesIO(shapes))
    assert document.styles["List Bullet"].base_style.name == "Normal"
    assert len(document.tables) == 3
    assert len(document.inline_shapes) == 3
    assert document.settings.element.find(f"{W}compat/{W}compatSetting") is not None
