"""PDFs: what is read of a print, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
import weasyprint

from copydesk import pipeline, readers
from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import Article, Heading, Items, Quote, Submission, Table, texts_with_notes
from copydesk.settings.limits import Limits
from readers.pdffiles import drawn, joined, lines, stream

CONFIG = Config()
#: Two columns with running heads and feet, a note, a table, a list and a hanging list of entries.
STYLE = """
@page { size: A4; margin: 25mm 20mm; @top-left { content: "Journal of Ports 12(3)" }
        @bottom-center { content: counter(page) } }
body { font: 10pt/1.35 serif }
body { text-align: justify; hyphens: auto } h1 { font-size: 20pt; text-align: center }
h2 { font-size: 12.5pt } .c { columns: 2; column-gap: 8mm } p { margin: 0; text-indent: 1.2em }
h1 + p { text-indent: 0; text-align: center } .n { float: footnote; font-size: 8pt }
td, th { padding: 2pt 12pt } .r p { text-indent: -1.5em; padding-left: 1.5em }
"""
BOOK = """
The keeper of the light writes down each of the ships that pass in the night, with the hour and the
weather, and reads their names aloud in the morning to all of the pilots who come for coffee. Nobody
has asked her to do so for years, and the harbour authority, which has a register of its own, does
not know what to do with hers. It is nevertheless the better one of the two.
"""
PROSE = BOOK.split()
ENTRIES = [
    f"Rossi, A. ({year}) Harbours and their towns: a long history of dredging and of everybody who"
    f" paid for it between the wars. Leeds: Mill Press."
    for year in range(2001, 2006)
]


def paragraph(number: int) -> str:
    """Some sixty words that no other paragraph has in this order."""
    return f"Number {number} says this. " + " ".join(PROSE[number:] + PROSE[:number])


def article() -> str:
    """An article that fills two pages, with everything in it that a print may have."""
    body = [f"<p>{paragraph(number)}</p>" for number in range(14)]
    body[2] = body[2].replace("years", 'years<span class="n">As she told <i>The Tide</i>.</span>')
    body[3] = body[3].replace("register", '<a href="https://example.org/book">register</a>')
    body[4] = body[4].replace("better", "<b>better</b> and the <i>older</i>")
    rows = "".join(f"<tr><td>{year}</td><td>{year * 7}</td></tr>" for year in range(1990, 1995))
    table = f"<table><tr><th>Year</th><th>Tonnes of mud</th></tr>{rows}</table>"
    items = "<ul><li>A first thing that she saw there.</li><li>A second thing.</li></ul>"
    refs = "".join(f"<p>{entry}</p>" for entry in ENTRIES)
    return (
        f'<html lang="en"><title>The slow light</title><meta name="author" content="Ines Lo">'
        f"<style>{STYLE}</style><h1>The slow light</h1><p>Ines Lo</p>"
        f'<div class="c"><h2>Her book</h2>{"".join(body[:7])}{items}</div>{table}'
        f'<div class="c"><h2>Their book</h2>{"".join(body[7:])}'
        f'<h2>References</h2><div class="r">{refs}</div></div></html>'
    )


def printed(markup: str) -> bytes:
    return weasyprint.HTML(string=markup).write_pdf() or b""


def read(data: bytes, config: Config = CONFIG) -> Submission:
    return readers.read(data, "a.pdf", config)


def built(data: bytes) -> Article:
    return pipeline.cite(pipeline.mark_up(pipeline.edit(pipeline.read(data, "a.pdf"))))


@pytest.fixture(scope="module")
def submission() -> Submission:
    return read(printed(article()))


@pytest.fixture(scope="module")
def found() -> Article:
    return built(printed(article()))


def text_of(found: Article) -> list[str]:
    return [text for block in found.body for text in texts_with_notes([block])]


# ── a whole article ──────────────────────────────────────────────────────────


def test_the_paragraphs_of_two_columns_are_whole_and_in_order(found: Article) -> None:
    said = [text for text in text_of(found) if text.startswith("Number")]
    meant = [paragraph(number) for number in range(14)]
    meant[4] = meant[4].replace("better", "better and the older")
    assert said == meant


def test_heads_and_feet_of_pages_are_not_printed(found: Article) -> None:
    dropped = [edit.before for edit in found.structure if edit.rule == "structure.furniture"]
    assert [text for text in dropped if text.startswith("Journal")] == [
        "Journal of Ports 12(3)"
    ] * 2
    assert "Journal" not in " ".join(text_of(found))


def test_title_author_and_headings_are_told_by_their_letters(found: Article) -> None:
    assert (found.front.title, found.front.byline) == ("The slow light", "Ines Lo")
    heads = [block for block in found.body if isinstance(block, Heading)]
    assert list(texts_with_notes(heads)) == ["Her book", "Their book"]


def test_tables_lists_and_notes_are_what_they_were(found: Article) -> None:
    table = next(block for block in found.body if isinstance(block, Table))
    assert len(table.rows) == 6
    items = next(block for block in found.body if isinstance(block, Items))
    assert list(texts_with_notes([items])) == [
        "A first thing that she saw there.",
        "A second thing.",
    ]
    assert "As she told The Tide." in text_of(found)


def test_each_entry_of_a_hanging_list_is_one_reference(found: Article) -> None:
    assert [" ".join(one.text.split()) for one in found.back.references] == ENTRIES


def test_marks_and_links_stand_on_their_words(submission: Submission) -> None:
    marks = {
        (mark.kind, line.text[mark.start : mark.end], mark.target)
        for line in submission.lines
        for mark in line.marks
    }
    assert {
        ("strong", "better", ""), ("emph", "older", ""), ("emph", "The Tide", ""),
        ("link", "register", "https://example.org/book"),
    } <= marks  # fmt: skip


def test_what_the_file_says_of_itself_are_facts(submission: Submission) -> None:
    assert dict(submission.facts) == {
        "title": "The slow light", "author": "Ines Lo", "language": "en",
    }  # fmt: skip
    assert [query.code for query in submission.queries] == ["read.notes"]


def test_lines_stay_those_of_the_page_and_pages_end_in_form_feeds(submission: Submission) -> None:
    long = [line for line in submission.lines if len(line.text) > 70 and "\t" not in line.text]
    assert not [line for line in long if not line.hint]
    assert sum(line.received == "\x0c" for line in submission.lines) == 2


# ── how lines are read ───────────────────────────────────────────────────────

WIDE = "The keeper writes down each of the ships that pass in the night, with the hour and"


@pytest.mark.parametrize(
    ("content", "flows"),
    [
        (lines(WIDE, "the weather.", left=100), ["new", "wrap"]),
        (lines(WIDE[:60] + ".", "The second paragraph begins."), ["new", "new"]),
        (lines("Old pier in the fog", "A gull waits", "And waits", "For the ferry"),
         ["new", "in", "in", "in"]),
        (lines(WIDE, leading=20) + lines("the weather.", top=640), ["new", "new"]),
        (lines(WIDE, left=72) + lines("Set in.", top=688, left=90), ["new", "new"]),
        (lines("• One thing that she saw", "• Another thing"), ["new", "in"]),
    ],
)  # fmt: skip
def test_a_paragraph_ends_where_its_setting_says_so(content: bytes, flows: list[str]) -> None:
    found = read(drawn(content)).lines[:-2]
    above = [True, *(not line.text for line in found)]
    said = zip(found, above, strict=False)
    assert [line.flow or ("new" if apart else "in") for line, apart in said if line.text] == flows


@pytest.mark.parametrize(
    ("texts", "items"),
    [
        (["– Yes, said the keeper.", "Nobody saw her."], 0),
        (["* Corresponding author: a@tide.example"], 0),
        (["- 12 degrees was the coldest it got."], 0),
        (["– A first thing", "– A second one"], 2),
        (["• A first thing", "– A part of it"], 2),
        (["• The only thing"], 1),
    ],
)
def test_a_dash_or_asterisk_is_the_bullet_of_no_lone_paragraph(
    texts: list[str], items: int
) -> None:
    found = read(drawn(lines(*texts, leading=30))).lines
    assert sum(line.hint == "list:bullet:1" for line in found) == items
    told = [text[2:] if items else text for text in texts]
    assert [line.text for line in found if line.text] == told


@pytest.mark.parametrize(("marks", "hint"), [(0, "list:bullet:1"), (9000, "")])
def test_small_drawings_are_bullets_but_those_of_charts(marks: int, hint: str) -> None:
    dots = b"66 702 3 3 re f " + b"400 300 2 2 re f " * marks
    assert read(drawn(dots + lines("A thing"))).lines[0].hint == hint


def test_a_word_that_the_page_divides_is_whole_again() -> None:
    first = "The keeper writes down each of the ships that pass in the night and in the morn-"
    body = lines(first, "ing, and nobody knows why she does it.", left=110)
    assert "in the morning, and nobody" in " ".join(
        text_of(built(drawn(lines("Title", top=740) + body)))
    )


def test_a_sentence_goes_on_overleaf() -> None:
    page = lines("The Slow Light", top=750, size=18) + lines(*[WIDE] * 8, left=100)
    text = text_of(built(drawn(page, lines("the weather of the day, and so on.", left=100))))
    assert any("with the hour and the weather of the day" in one for one in text)


def test_verse_that_goes_on_in_the_next_column_keeps_its_lines() -> None:
    left = ("Old pier in the fog", "A gull waits", "And waits", "For the ferry", "And waits for")
    right = ("the tide", "And the wind", "Nobody else is there to see it", "A gull", "And a man")
    found = read(drawn(lines(*left) + lines(*right, left=320))).lines
    assert [line.text for line in found if line.text] == [*left, *right]
    assert not [line for line in found if line.flow == "wrap"]


@pytest.mark.parametrize(
    "heads",
    [
        ("Ines Lo", "The Slow Light", "Ines Lo", "The Slow Light"),
        ("12 Ines Lo", "The Slow Light 13", "14 Ines Lo", "The Slow Light 15"),
    ],
)
def test_heads_of_left_and_right_pages_are_told_by_their_place(heads: tuple[str, ...]) -> None:
    pages = [
        lines(head, top=760, size=8) + lines(*[f"{WIDE} {number}"] * 6, top=700)
        for number, head in enumerate(heads)
    ]
    zones = {line.text: line.zone for line in read(drawn(*pages)).lines if line.text}
    assert {text for text, zone in zones.items() if zone == "header"} == set(heads)


@pytest.mark.parametrize(
    "notes",
    [
        ("[1] See the ledger, 1911.", "[2] Osei counts nine.", "[3] The pilot denied it."),
        ("1 See the ledger, 1911.", "1 Osei counts nine.", "1 See the ledger, 1912."),
        ("[1] Ibid.", "[2] Ibid.", "[3] Ibid."),
        ("* Her own word.", "* Her own word.", "* Her own word."),
    ],
)
def test_notes_at_one_height_of_several_pages_are_no_heads(notes: tuple[str, ...]) -> None:
    pages = [
        lines(*[f"{WIDE} {number}"] * 6) + lines(note, top=60, size=8)
        for number, note in enumerate(notes)
    ]
    assert not [line for line in read(drawn(*pages)).lines if line.zone]


def test_small_lines_of_several_pages_that_do_not_recur_are_no_heads() -> None:
    said = ("Osei counts nine.", "The pilot denied it.", "Nobody saw it.")
    feet = zip(said, ("5 / 9", "6 / 9", "7 / 9"), strict=True)
    pages = [
        lines(*[WIDE] * 6) + lines(text, top=90, size=8) + lines(folio, top=60, size=8)
        for text, folio in feet
    ]
    zones = {line.text: line.zone for line in read(drawn(*pages)).lines}
    assert {text for text, zone in zones.items() if zone} == {"5 / 9", "6 / 9", "7 / 9"}


def test_a_head_that_repeats_the_headline_of_a_short_article_is_one() -> None:
    heads = ("The Tide", "The Slow-Light 3", "The Tide")
    pages = [lines("The Slow-Light of Ports", top=720, size=18), b"", b""]
    pages = [
        lines(head, top=770, size=8) + page + lines(*[WIDE] * 6)
        for head, page in zip(heads, pages, strict=True)
    ]
    zones = {line.text: line.zone for line in read(drawn(*pages)).lines}
    assert {text for text, zone in zones.items() if zone} == set(heads)


def test_a_title_on_a_cover_and_below_it_is_a_heading_of_both() -> None:
    title = "<h1 style='font-size:15pt;margin-top:{}mm'>The Quiet Harbour of Hull</h1>"
    cover = f"<div style='break-after:page'>{title.format(40)}<p>Accessed on 3 May 2021</p></div>"
    text = "".join(f"<p>{paragraph(number)}</p>" for number in range(4))
    told = [line.hint for line in read(printed(f"{cover}{title.format(0)}{text}")).lines
            if line.text.startswith("The Quiet Harbour")]  # fmt: skip
    assert told == ["heading:1", "heading:1"]


def test_a_name_at_both_ends_of_a_text_heads_no_page() -> None:
    first = lines("The Slow Light", top=750, size=18) + lines("Ines Lo", top=720)
    data = drawn(first + lines(*[WIDE] * 5), lines(*[WIDE + "."] * 5) + lines("Ines Lo", top=600))
    dropped = [edit.before for edit in built(data).structure if edit.rule == "structure.furniture"]
    assert dropped == []


def test_letters_that_run_to_the_left_are_read_in_their_order() -> None:
    page = printed('<html lang="ar"><p dir="rtl">لا أحد يتكلم على الرصيف</p></html>')
    assert read(page).lines[0].text == "لا أحد يتكلم على الرصيف"


def test_paragraphs_that_run_to_the_left_are_whole() -> None:
    text = "كان البحر هادئا في ذلك الصباح وكانت السفن تنتظر عند مدخل الميناء القديم " * 8
    page = printed(f'<html lang="ar"><p dir="rtl">{text}</p><p dir="rtl">{text}</p></html>')
    flows = [line.flow for line in read(page).lines if line.text]
    half = len(flows) // 2
    assert flows == ["", *["wrap"] * (half - 1)] * 2
    assert half > 4


def test_raised_and_lowered_letters_are_told_from_the_line() -> None:
    content = b"BT /F 12 Tf 72 700 Td (CO) Tj /F 8 Tf -3 Ts (2) Tj /F 12 Tf 0 Ts ( and m) Tj"
    line = read(drawn(content + b" /F 8 Tf 5 Ts (2) Tj ET")).lines[0]
    assert line.text == "CO2 and m2"
    assert [(mark.kind, mark.start) for mark in line.marks] == [("sub", 2), ("sup", 9)]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_is_read_as_it_is_seen(turn: int) -> None:
    cos, sin = {90: (0, 1), 180: (-1, 0), 270: (0, -1)}[turn]
    matrix = f"{cos} {sin} {-sin} {cos} 300 400 cm ".encode()
    content = b"q " + matrix + lines("First line.", "Second line.", left=0, top=0) + b"Q"
    texts = [line.text for line in read(drawn(content)).lines if line.text]
    assert texts == ["First line.", "Second line."]


# ── what is left out, and what is refused ────────────────────────────────────


def refused(data: bytes, config: Config = CONFIG) -> Refused:
    with pytest.raises(Refused) as caught:
        read(data, config)
    assert str(caught.value).startswith("`a.pdf`")
    assert caught.value.hint
    return caught.value


def scanned(*, words: bytes = b"") -> bytes:
    image = stream(bytes(100), b"/Type/XObject/Subtype/Image/Width 10/Height 10/BitsPerComponent 8"
                   b"/ColorSpace/DeviceGray")  # fmt: skip
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
    page += b"/Resources<</XObject<</I 5 0 R>>"
    font = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
    content = stream(b"q 600 0 0 700 0 0 cm /I Do Q " + words)
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return joined([b"<</Type/Catalog/Pages 2 0 R>>", pages, page + font, content, image])


def test_a_scan_is_refused_with_what_to_do() -> None:
    error = refused(scanned())
    assert (error.code, "OCR" in error.hint) == ("refuse.scan", True)


def test_pictures_beside_text_are_told() -> None:
    sent = read(scanned(words=lines("A word beside it.")))
    assert [query.message for query in sent.queries] == ["left out: pictures on page 1"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:400],
        lambda data: data[:9] + b"...",
        lambda data: data.replace(b"/Kids", b"/Kidz"),
        lambda data: data.replace(b"/Root 1 0 R", b"/Root 9 0 R").replace(b"/Catalog", b"/No"),
    ],
)
def test_a_damaged_file_is_refused(spoil) -> None:
    assert refused(spoil(drawn(lines("A word.")))).code in ("refuse.container", "refuse.empty")


def test_a_locked_file_is_refused() -> None:
    lock = (
        b"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<" + b"61" * 32 + b">/U<"
        + b"62" * 32 + b">>>/ID[<" + b"63" * 16 + b"><" + b"63" * 16 + b">]"
    )  # fmt: skip
    data = drawn(lines("A word.")).replace(b"/Info<<>>", lock)
    error = refused(data)
    assert (error.code, "password" in str(error)) == ("refuse.container", True)


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(pages=1), "refuse.too-long"),
        (Limits(characters=10), "refuse.too-long"),
        (Limits(lines=2), "refuse.too-many-lines"),
        (Limits(line_characters=5), "refuse.line-too-long"),
    ],
)
def test_what_is_larger_than_a_limit_is_refused(limits: Limits, code: str) -> None:
    data = drawn(lines("One line of it.", "Two."), lines("Overleaf."))
    assert refused(data, replace(CONFIG, limits=limits)).code == code


def test_a_form_that_draws_itself_ends() -> None:
    form = stream(
        b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
    )
    page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>"
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 99 99]>>"
    data = joined([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, stream(b"/X Do"), form])
    assert refused(data).code == "refuse.empty"


def test_scripts_and_files_inside_are_not_looked_at() -> None:
    more = b"/AA<</O<</S/JavaScript/JS(app.alert\\(1\\))>>>>/Annots[<</Type/Annot/Subtype/Link"
    more += b"/Rect[70 690 200 712]/A<</S/URI/URI(javascript:alert\\(1\\))>>>>]"
    found = built(
        drawn(lines("A title of it") + lines("A paragraph of it, with words.", top=600), more=more)
    )
    assert "javascript" not in str(found.body)
    assert not isinstance(found.body[0], Quote)
