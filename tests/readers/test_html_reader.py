"""What no page can do to the reader: lose words, load anything, end in an error of ours."""

from __future__ import annotations

import base64
import os
import socket
import subprocess
import sys

import pytest

from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import Submission
from copydesk.readers.html import read_html
from copydesk.settings.limits import Limits

PROSE = "The pump ran all night, and in the morning the meadow was as wet as it had been before."
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2).decode()


def read(page: str | bytes, limits: Limits | None = None) -> Submission:
    data = page if isinstance(page, bytes) else page.encode()
    return read_html(data, "a.html", Config(limits=limits or Limits()))


def texts(page: str | bytes) -> list[str]:
    return [line.text for line in read(page).lines if line.text]


def words(page: str) -> list[str]:
    return " ".join(texts(page)).split()


# ── tables ───────────────────────────────────────────────────────────────────


def table(*cells: str, attributes: str = "") -> str:
    return f"<table {attributes}><tr>" + "".join(cells) + "</tr></table>"


ROW = table("<td>Hake</td>", "<td>4</td>")
HEAD = table("<th>Fish</th>", "<th>Price</th>")


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        (ROW + ROW, 0),
        (ROW + "<p>So much.</p>" + ROW + "<p>And so much.</p>" + ROW, 0),
        (ROW + table("<td>Eel</td>", "<td>2</td>", attributes="class=b") + ROW, 0),
        (ROW + table("<td>Eel</td>") + ROW, 0),
        (ROW * 2 + table("<td><table><tr><td>Eel</table></td>", "<td>2</td>"), 0),
        (ROW * 3, 3),
        (HEAD + ROW, 2),
        (HEAD + ROW * 2 + "<p>So much.</p>" + HEAD + ROW, 5),
        (HEAD + ROW + table("<th>All</th>", "<td>4</td>"), 3),
    ],
)
def test_tables_of_a_row_each_are_one_where_they_touch_and_are_alike(page, rows):
    found = [line for line in read(f"<p>{PROSE}</p>{page}").lines if line.hint.startswith("table:")]
    headed = page.count("<th>Fish")
    assert len(found) == rows
    assert len({line.hint.rpartition(":")[2] for line in found}) == (headed or min(rows, 1))
    assert sum(line.hint.startswith("table:header") for line in found) == headed
    assert words(page) == words(page.replace("</table><table >", ""))


# ── pictures ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("hidden", ["", 'aria-hidden="true"'])
def test_a_caption_is_seen_though_voices_are_spared_it(hidden):
    caption = f"<figcaption {hidden}>The pump at night</figcaption>"
    page = f'<p>{PROSE}</p><figure><img src="a.png" alt="The pump at night">{caption}</figure>'
    assert [line.hint for line in read(page).lines if line.text == "The pump at night"] == [
        "figure:a.png",
        "caption",
    ]


# ── encodings ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("windows-1252", "cp1252", "naïve – “café”"),
        ("ISO-8859-1", "cp1252", "5 € for “tea”"),
        ("iso-8859-2", "iso8859-2", "Žluťoučký kůň"),
        ("koi8-r", "koi8-r", "Тихая гавань"),
        ("gb2312", "gb18030", "港口很安静，没有人说话。"),
        ("Shift_JIS", "cp932", "港はとても静かだった。"),
        ("iso-2022-jp", "iso2022_jp", "港はとても静かだった。"),
        ("euc-kr", "cp949", "항구는 조용했다"),
        ("big5", "big5hkscs", "港口很安靜"),
    ],
)
def test_a_declared_encoding_is_read_as_browsers_read_it(declared, encoding, text):
    sent = read(f'<meta charset="{declared}"><p>{text}</p>'.encode(encoding))
    assert [line.text for line in sent.lines] == [text]
    assert not sent.queries


@pytest.mark.parametrize("declared", ["iso-8859-1", "gb2312", "utf-16", "x-no-such", "hex"])
def test_a_page_that_was_saved_as_utf_8_is_read_so_whatever_it_declares(declared):
    page = f'<meta http-equiv=content-type content="text/html; charset={declared}"><p>naïve 港'
    assert texts(page) == ["naïve 港"]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_counts_more_than_a_declaration(codec):
    assert texts('<meta charset="koi8-r"><p>Ångström'.encode(codec)) == ["Ångström"]


def test_a_page_that_fits_no_encoding_is_read_and_asked_about():
    sent = read(b'<meta charset="shift_jis"><p>caf\xe9 \xff\xfe\xfd na\xefve \xe9t\xe9')
    assert [query.code for query in sent.queries] == ["text.encoding"]


# ── what is text, and what is none ───────────────────────────────────────────


@pytest.mark.parametrize(
    "page",
    [
        "",
        "  \n",
        "<!-- only a comment -->",
        "<!DOCTYPE html><html><head><title>No text</title></head><body></body></html>",
        "<script>document.write('text')</script><style>p { color: red }</style>",
        "<p>&nbsp;</p>",
    ],
)
def test_a_page_that_shows_no_text_is_refused_by_name(page):
    with pytest.raises(Refused) as refused:
        read(page)
    assert refused.value.code == "refuse.empty"
    assert "shows no text" in str(refused.value)


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<!DOCTYPE html><title>x</title><article><p>In an article</article>", "In an article"),
        ("<title>x</title><my-page>In an unknown element</my-page>", "In an unknown element"),
        ("<p>One<wbr>word<wbr>", "One\u200bword\u200b"),
        ("<picture><source srcset='a.webp'><p>After a source</picture>", "After a source"),
        ("<p>Above<embed src='a.swf'><p>Below a player", "Above Below a player"),
        ("<p>Above<embed src='a.swf'>in</embed>, amid", "Abovein, amid"),
        ("<bgsound src='a.wav'><keygen name=a><p>Below a sound", "Below a sound"),
        ("<p>a<b>b<p>c</b>d", "ab cd"),
        ("<table><p>Out of its table<tr><td>In it</table>", "Out of its table In it"),
        ("<p>a\x00b\x0bc", "abc"),
        ("<p>1 &lt; 2 &amp;amp; &#x41;&bogus;", "1 < 2 &amp; A&bogus;"),
        ("<plaintext><p>As it stands", "<p>As it stands"),
        ("<div><template shadowrootmode=open><p>In its shadow</template></div>", "In its shadow"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢(kan)"),
        ("<p>x = <math alttext='y^2'><mi>y</mi><mn>2</mn></math>", "x = y^2"),
    ],
)
def test_broken_and_rare_markup_loses_no_word(page, shown):
    assert " ".join(texts(page)) == shown


def test_a_link_that_no_edition_can_follow_keeps_its_address_for_the_question_about_it():
    sent = read("<p><a href='JavaScript:alert(1)'>Open</a> the <a href='data:text/html,x'>door</a>")
    assert sent.lines[0].text == "Open the door"
    targets = [mark.target for mark in sent.lines[0].marks]
    assert targets == ["JavaScript:alert(1)", "data:text/html,x"]


def test_a_link_that_leads_nowhere_is_plain_text():
    sent = read("<p><a href='javascript:void(0)'>Open</a> the <a href='about:blank'>door</a>")
    assert sent.lines[0].text == "Open the door"
    assert not sent.lines[0].marks


@pytest.mark.parametrize("kind", ["iframe", "video", "audio"])
def test_players_amid_the_text_are_left_out_and_counted(kind):
    page = f"<article><p>{PROSE}</p><{kind} src='https://tube.example/1'></{kind}><p>{PROSE} Twice."
    asked = [query for query in read(page).queries if query.code == "read.dropped"]
    assert [query.message for query in asked] == ["1 embedded player amid the text left out"]


def test_what_is_struck_out_is_printed_and_told():
    page = f"<article><p>{PROSE} <del>One</del> <s>and two</s>.</p><p>{PROSE} Twice.</p></article>"
    asked = [query.message for query in read(page).queries if query.code == "read.dropped"]
    assert asked == ["struck-out passages are printed as plain text: 2, the first is “One”"]


@pytest.mark.parametrize(
    ("inner", "count"),
    [
        ("<u>one</u> <span style='text-decoration: underline'>two</span>", 0),
        ("<span hidden><s>one</s></span> <nav><s>two</s></nav>", 0),
        ("<span style='text-decoration: underline line-through red'>one</span>", 1),
        ("<table><tr><th>Year<td><s>one</s></table><pre><del>two\nthree</del></pre>", 2),
    ],
)
def test_lines_through_words_are_told_however_a_page_draws_them(inner, count):
    queries = read(f"<article><p>{PROSE}</p><p>{inner}</p><p>{PROSE}</p></article>").queries
    said = f"struck-out passages are printed as plain text: {count}, the first is “one”"
    assert [q.message for q in queries if "struck" in q.message] == [said] * (count > 0)


def test_italics_in_letters_of_usual_weight_are_italics():
    page = "<p>An <em style='font-weight: 400'>old</em> <b style='font-weight:normal'>pier</b>.</p>"
    assert [mark.kind for line in read(page).lines for mark in line.marks] == ["emph"]


def test_a_picture_inside_the_page_comes_with_it():
    sent = read(f"<p>{PROSE}</p><img alt='A meadow' src='data:image/png;base64,{PNG}'>")
    assert [(picture.name, picture.media_type) for picture in sent.pictures] == [
        ("picture-1.png", "image/png")
    ]
    assert sent.pictures[0].data.startswith(b"\x89PNG")
    assert [line.text for line in sent.lines if line.hint == "figure:picture-1.png"] == ["A meadow"]


@pytest.mark.parametrize(
    "source",
    ["data:image/svg+xml;base64,AAAA", "data:image/png;base64,%%%", "data:image/gif;base64,R0lG"],
)
def test_a_picture_that_only_holds_a_place_is_none(source):
    sent = read(f"<p>{PROSE}</p><img alt='' src='{source}'>")
    assert not sent.pictures
    assert not [line for line in sent.lines if line.hint]


# ── bombs ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("depth", [10, 250, 300, 5_000])
@pytest.mark.parametrize(
    "tag",
    ["div", "b", "blockquote", "span class=x", "ul><li", "table><tr><td", "div hidden", "wbr",
     "embed"],
)  # fmt: skip
def test_no_word_is_lost_however_deep_it_lies(tag, depth):
    page = "<body>" + "".join(f"<{tag}>w{place} " for place in range(depth))
    assert [word.strip("\u200b") for word in words(page)] == [f"w{n}" for n in range(depth)]


def test_words_on_the_way_out_of_a_deep_page_stay_apart():
    page = "<div>" * 1_000 + "in" + "".join(f"</div>w{place}" for place in range(1_000))
    assert words(page) == ["in", *(f"w{place}" for place in range(1_000))]


@pytest.mark.parametrize(
    "page",
    [
        "<p" * 50_000 + ">" + PROSE,
        "<" * 100_000 + f"<p>{PROSE}",
        f"<p class='{'comment sidebar ' * 50_000}' style='{'display:none;' * 50_000}'>{PROSE}",
        f"<title>{'a | b - ' * 50_000}</title><h1>Bees</h1><p>{PROSE}",
        f"<script type='application/ld+json'>{'[' * 50_000}</script><p>{PROSE}",
        "<table><tr><th>a<th>b" + "<tr><td colspan=1000000 rowspan=1000000>x<td>y" * 200,
        "<!DOCTYPE html [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><p>&b;&b;" + PROSE,
        "".join(f"<a href='#n{place % 50}'>[{place}]</a> " for place in range(2_000))
        + "".join(f"<p id=n{place}>{PROSE}" for place in range(50)),
        f"<img srcset='{'a.jpg 2x, ' * 20_000}' alt=x><p>{PROSE}",
        f"<base href='http://[b'><h1><a href='http://[x/'>{PROSE}</a></h1><img src='//[::' alt=x>",
        f"<p role=heading aria-level={'9' * 5_000}>{PROSE}<ol start={'9' * 5_000}><li>{PROSE}",
    ],
    ids=[
        "unclosed",
        "signs",
        "names",
        "title",
        "json",
        "spans",
        "entities",
        "notes",
        "sets",
        "addresses",
        "numbers",
    ],
)
def test_a_hostile_page_ends_in_a_result_or_a_refusal(page):
    try:
        sent = read(page)
    except Refused:
        return
    assert sent.lines
    assert all(len(line.text) < 200_000 for line in sent.lines)


def test_nothing_that_a_page_names_is_opened(monkeypatch):
    def deny(*_: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", deny)
    monkeypatch.setattr(socket, "getaddrinfo", deny)
    page = (
        "<!DOCTYPE html SYSTEM 'http://127.0.0.1/x.dtd'><base href='http://127.0.0.1/'>"
        "<link rel=stylesheet href='http://127.0.0.1/x.css'><img src='http://127.0.0.1/x.png'>"
        f"<iframe src='file:///etc/hostname'></iframe><p>{PROSE}</p>"
    )
    assert PROSE in texts(page)


def test_the_limits_on_lines_are_named():
    with pytest.raises(Refused) as refused:
        read("<p>a" * 20, Limits(lines=10))
    assert refused.value.code == "refuse.too-many-lines"
    assert "10 lines" in str(refused.value)
    with pytest.raises(Refused) as refused:
        read(f"<p>a<p>{PROSE}", Limits(line_characters=20))
    assert refused.value.code == "refuse.line-too-long"
    assert "block 3" in str(refused.value)


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_same_page_gives_the_same_submission_in_any_process(seed):
    page = (
        f"<h1>Bees</h1><p><a href=/x>{PROSE}<a href=/y>b<b><i>c</i></b></a></p><ul><li>a<li>b</ul>"
        f"<div class=comments><p>{PROSE}</div><p>{PROSE}<sup><a href=#n>1</a></sup><p id=n>Note"
    )
    code = (
        "import sys; from copydesk.config import Config;"
        f"from {read_html.__module__} import read_html;"
        "sys.stdout.write(ascii(read_html(sys.stdin.buffer.read(), 'a.html', Config())))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=page.encode(),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    assert done.stdout.decode() == ascii(read(page))


def test_a_link_that_was_never_closed_ends_where_the_next_one_begins():
    sent = read("<p><a href='https://example.org/1'>One <a href='https://example.org/2'>two</a>")
    marks = [(mark.start, mark.end, mark.target) for mark in sent.lines[0].marks]
    assert marks == [(0, 3, "https://example.org/1"), (4, 7, "https://example.org/2")]


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        ("Tar<sup>2</sup><sup>3</sup>", [(3, 4), (4, 5)]),
        ("Tar<sup>2<i>3</i></sup>", [(3, 5)]),
        ("Tar<sup>2</sup>, <sup>3</sup>", [(3, 4), (6, 7)]),
    ],
)
def test_numbers_that_are_raised_apart_stay_apart(page, wanted):
    marks = read(f"<p>{page}").lines[0].marks
    assert [(mark.start, mark.end) for mark in marks if mark.kind == "sup"] == wanted


def zones(page: str) -> dict[str, str]:
    return {line.text: line.zone for line in read(page).lines if line.text}


def test_a_page_too_large_for_the_vote_has_its_running_text_all_the_same():
    menu = "".join(f"<li><a href='/{place}'>Page {place}</a>" for place in range(21_000))
    page = f"<nav><ul>{menu}</ul></nav><article><p>{PROSE}</p><p>{PROSE} Again.</p></article>"
    told = zones(page)
    assert told[PROSE] == told[f"{PROSE} Again."] == "main"
    assert told["Page 7"] == "nav"


def test_pictures_inside_of_cells_and_hidden_text_have_names_of_their_own():
    image = f"<img alt='' src='data:image/png;base64,{PNG}'>"
    page = f"<p>{PROSE}</p>{image}<table><tr><th>a<td>{image}b</table><p hidden>c{image}</p>"
    sent = read(page)
    assert [picture.name for picture in sent.pictures] == [f"picture-{n}.png" for n in (1, 2, 3)]
    figures = [line.hint for line in sent.lines if line.hint.startswith("figure:")]
    assert figures == ["figure:picture-1.png", "figure:picture-2.png"]


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<p>Put the <api-key> before <user-name>.", "Put the <api-key> before <user-name>."),
        ("<p>Sign as <your name> <your town>.", "Sign as <your name> <your town>."),
        ("<p>A List<String>, a Map<K, V>.", "A List<String>, a Map<K, V>."),
        ("<p>Ask <ada@example.org> first.", "Ask <ada@example.org> first."),
        ("<p>A <my-card>card</my-card> is one.", "A card is one."),
        ("<p>It has <x-light on='1'> a lamp.", "It has a lamp."),
        ("<div><app-root></div><p>Words", "Words"),
        ("<p title='a <b-c> d'>Words <b-c>", "Words <b-c>"),
        ("<p>One<o:p></o:p> two", "One two"),
        ("<p>Press <button>Save</button> to keep it.", "Press Save to keep it."),
        ("<p>To keep it press <button>Save</button>.", "To keep it press Save."),
    ],
)
def test_what_is_no_element_amid_words_stands_as_typed(page, shown):
    assert texts(page) == [shown]


@pytest.mark.parametrize(
    ("style", "zone"),
    [
        ("font-size:0", "hidden"),
        ("opacity: 0.0", "hidden"),
        ("text-indent:-9999px", "hidden"),
        ("position:absolute; left:-10000px", "hidden"),
        ("position:absolute;clip:rect(0 0 0 0)", "hidden"),
        ("VISIBILITY: collapse", "hidden"),
        ("opacity:0;transform:translateY(2em)", "main"),
        ("opacity:0.5", "main"),
        ("text-indent:-2em", "main"),
        ("font-size:0.9em", "main"),
        ("left:-9999px", "main"),
        ("color:#fff;background:#fff", "main"),
    ],
)
def test_what_a_style_keeps_out_of_sight_is_hidden(style, zone):
    sent = read(f"<article><p>{PROSE}<p>{PROSE} Two.<p style='{style}'>Apart.</article>")
    assert [line.zone for line in sent.lines if line.text == "Apart."] == [zone]


def test_letters_without_size_that_parts_give_a_size_are_seen():
    sent = read("<div style='font-size:0'><span style='font-size:16px'>Words</span></div>")
    assert sent.lines[0].zone != "hidden"


def test_a_drawing_inside_the_page_keeps_its_place_and_is_told():
    page = "<p>Words<p><img alt='A chart' src='DATA:image/svg+xml,<svg/>'><p>More"
    sent = read(page.replace("<svg/>", "%3Csvg/%3E"))
    assert ("figure:picture-1.svg", "A chart") in [(line.hint, line.text) for line in sent.lines]
    assert [query.message for query in sent.queries] == [
        "pictures that are not PNG, JPEG, GIF or WebP: picture-1.svg"
    ]


def test_spans_that_leave_most_of_a_table_empty_are_bounded():
    cell = "<td rowspan=1000 colspan=1000>7</td>"
    sent = read("<table>" + f"<tr><th>a</th>{cell * 20}</tr>" * 200 + "</table>")
    assert sum(line.text.count("7") for line in sent.lines) == 4_000
    assert sum(line.text.count("\t") for line in sent.lines) < 30_000


def hidden_page(shown: int, hidden: int) -> Submission:
    """A page of so many paragraphs, and so many more that are hidden one by one."""
    said = "The pump ran all night, and in the morning the meadow was as wet as it had been before."
    text = [f"Day {day}. {said}" for day in range(shown + hidden)]
    marked = [f"<p{' hidden' if day >= shown else ''}>{one}" for day, one in enumerate(text)]
    page = f"<title>The wet meadow</title><h1>The wet meadow</h1>{''.join(marked)}"
    return read_html(page.encode(), "a.html", Config())


def test_hidden_paragraphs_beside_the_text_stay_hidden_and_nobody_is_asked():
    page = hidden_page(shown=5, hidden=4)
    assert [line.zone for line in page.lines if line.text][-4:] == ["hidden"] * 4
    assert page.queries == ()


def test_hidden_paragraphs_that_are_nearly_all_the_text_are_the_article_and_a_query_says_so():
    page = hidden_page(shown=1, hidden=9)
    assert [line.zone for line in page.lines if line.text][-9:] == ["main"] * 9
    assert [query.code for query in page.queries] == ["read.hidden"]
