from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html as lxml_html

from copydesk.model import Article, Cite, Edit, Line, Note, Paragraph, Query, Reference, Text
from copydesk.registry import WRITERS
from copydesk.writers import proof
from writers.sample import ARTICLE, Copy

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><style>*{background:url(//example.org)}",
    "<!--",
    "&lt;b&gt; stays as it is",
    "]]>",
)


def _with(payload: str) -> Article:
    """The sample with `payload` in every text that the sheet shows."""
    reference = Reference(payload, payload, payload, {"title": payload, payload: payload}, 0.5)
    citation = replace(
        ARTICLE.citations[0],
        text=payload,
        keys=(payload,),
        candidates=(replace(ARTICLE.citations[0].candidates[0], key=payload, reason=payload),),
    )
    edit = Edit("space.double", 3, 0, payload, f"¡{payload}!", payload, "applied", payload)
    submission = replace(
        ARTICLE.galley.submission,
        path=payload,
        lines=tuple(Line(number, payload) for number in range(1, 5)),
    )
    return replace(
        ARTICLE,
        front=replace(ARTICLE.front, title=payload),
        galley=replace(ARTICLE.galley, submission=submission, ledger=(edit,)),
        structure=(replace(edit, rule="structure.furniture", after=""),),
        back=replace(ARTICLE.back, references=(reference,)),
        citations=(citation,),
        uncited=(payload,),
        queries=(Query("q", "citation.missing", "error", 3, payload, (payload,)),),
    )


def _sheet(article: Article) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(proof.write(Copy(article=article)).decode())


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_submission_is_shown_as_text_and_nothing_else(payload: str) -> None:
    sheet, plain = _sheet(_with(payload)), _sheet(ARTICLE)
    assert not sheet.xpath("//script | //img | //link | //*[@onerror] | //comment()")
    assert len(sheet.xpath("//style")) == 1
    assert payload in sheet.findtext(".//title")
    for place in ("//h1", "//dd", "//del", "//ins", "//li[@class='error']", "//td"):
        assert any(payload in found.text_content() for found in sheet.xpath(place)), place
    (policy,) = sheet.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    assert {element.tag for element in sheet.iter()} <= {element.tag for element in plain.iter()}


@pytest.mark.parametrize(
    ("text", "number"),
    [("\u202e", "U+202E"), ("\u200b", "U+200B"), ("\xa0", "U+00A0"), ("\x1b", "U+001B"),
     ("\ud800", "U+D800"), ("\xad", "U+00AD"), ("\u2028", "U+2028")],
)  # fmt: skip
def test_a_character_nobody_can_see_shows_by_its_number(text: str, number: str) -> None:
    article = _with(f"a{text}b")
    assert f"‹{number}›" in proof.plain(article)
    assert text not in proof.plain(article)
    written = proof.write(Copy(article=article)).decode()
    assert f'<span class="code-point">{number}</span>' in written


def test_letters_of_any_script_and_emoji_are_left_alone() -> None:
    for text in ("Łódź", "北京", "مرحبا", "שלום", "हिन्दी", "e\u0301", "👍🏽", "a — b … “c”"):
        assert proof.shown(text) == text


def test_the_sheet_says_everything_an_editor_has_to_decide() -> None:
    sheet = _sheet(ARTICLE)
    titles = [heading.text_content() for heading in sheet.xpath("//h2")]
    assert titles == [
        "Asked of you", "Proposed", "Changed", "Removed from the article", "Citations",
        "References", "Cited nowhere",
    ]  # fmt: skip
    text = sheet.text_content()
    for edit in (*ARTICLE.galley.ledger, *ARTICLE.structure):
        assert edit.id in text
        assert edit.id in proof.plain(ARTICLE)
    assert "copydesk stet canals ID" in text
    assert "copydesk accept canals ID" in text


def test_the_gravest_question_comes_first() -> None:
    queries = (
        Query("a", "structure.author", "note", 0, "who wrote it?"),
        Query("b", "citation.missing", "warning", 9, "later"),
        Query("c", "citation.missing", "warning", 2, "earlier"),
        Query("d", "desk.unstable", "error", 12, "gravest"),
        Query("e", "citation.missing", "warning", 1, "settled", state="decided"),
    )
    sheet = proof.sheet(replace(ARTICLE, queries=queries))
    assert [query.message for query in sheet.asked] == [
        "gravest", "earlier", "later", "who wrote it?",
    ]  # fmt: skip
    assert [query.message for query in sheet.decided] == ["settled"]


def test_an_article_without_a_change_says_so_shortly() -> None:
    quiet = replace(
        ARTICLE, galley=replace(ARTICLE.galley, ledger=()), structure=(), citations=(), uncited=(),
        queries=(), back=replace(ARTICLE.back, references=()),
    )  # fmt: skip
    assert [heading.text for heading in _sheet(quiet).xpath("//h2")] == ["Asked of you"]
    assert len(proof.plain(quiet).splitlines()) == 3


def test_a_change_shows_the_received_words_around_it() -> None:
    line = Line(1, "a" * 60 + " teh " + "b" * 60)
    edit = Edit("spelling.slip", 1, 61, "teh", "the", "slip", "applied", "x", (61, 64))
    submission = replace(ARTICLE.galley.submission, lines=(line,))
    galley = replace(ARTICLE.galley, submission=submission, lines=(line,), ledger=(edit,))
    (change,) = proof.sheet(replace(ARTICLE, galley=galley)).changed
    assert (change.before, change.after) == ("…" + "a" * 39 + " ", " " + "b" * 39 + "…")


def test_joined_lines_are_not_called_removed() -> None:
    edits = (
        Edit("structure.join", 1, 3, "-\n", "", "hyphen at a line's end", "applied", "j"),
        Edit("structure.split", 3, 3, " ", "\n", "two entries", "applied", "s"),
        Edit("structure.furniture", 2, 0, "- ", "", "a rule", "applied", "f"),
    )
    sheet = proof.sheet(replace(ARTICLE, structure=edits))
    assert [change.edit.id for change in sheet.joined] == ["j", "s"]
    assert [change.edit.id for change in sheet.removed] == ["f"]


def test_a_join_shows_the_end_of_a_line_and_the_beginning_of_the_next() -> None:
    texts = ("the pilots of the muse- ", "um kept", "", "their letters " + "b" * 60)
    received = tuple(Line(number, "  " + text) for number, text in enumerate(texts, 1))
    edited = tuple(Line(number, text) for number, text in enumerate(texts, 1))
    submission = replace(ARTICLE.galley.submission, lines=received)
    edits = (
        Edit("structure.join", 2, 7, "\n\n", " ", "width", "applied", "second", (7, 9)),
        Edit("structure.join", 1, 22, "- \n", "", "width", "applied", "first", (22, 24)),
    )
    copy = replace(ARTICLE.galley, submission=submission, lines=edited, ledger=())
    article = replace(ARTICLE, galley=copy, structure=edits)
    first, second = proof.sheet(article).joined
    assert (first.before, first.after[:17]) == ("the pilots of the muse", "um kept their let")
    assert (second.before, second.after) == ("um kept", "their letters " + "b" * 26 + "…")
    assert "muse[-- ↵-]um kept their" in proof.plain(article)
    (row,) = _sheet(article).xpath("//tr[td/code='first']/td[2]")
    assert row.text_content().startswith("the pilots of the muse- ↵um kept their letters")


def test_a_line_that_was_set_anew_is_a_change_and_shows_both_wordings() -> None:
    edit = Edit("structure.date", 1, 0, "Monday 3 May", "3 May", "date", "applied", "d", (0, 12))
    sheet = proof.sheet(replace(ARTICLE, structure=(edit,)))
    assert "d" in [change.edit.id for change in sheet.changed]
    assert sheet.removed == ()


def test_a_long_line_is_cut_and_counted() -> None:
    assert proof.shown("x" * 1000).endswith("x … and 400 characters more")


def test_the_sheet_has_one_name_for_every_article() -> None:
    assert WRITERS["proof"].file("canals") == "review/proof.html"


def test_the_sign_of_a_note_is_a_change_within_its_line_and_no_removed_line() -> None:
    sign = Edit("structure.note", 3, 5, "the", "", "set by the page", "applied", "eeeeeeeeee")
    found = proof.sheet(replace(ARTICLE, structure=(*ARTICLE.structure, sign)))
    assert [change.edit.rule for change in found.removed] == ["structure.furniture"]
    assert "structure.note" in [change.edit.rule for change in found.changed]


def test_what_asks_nothing_is_told_apart_from_questions() -> None:
    notes = Query("n", "read.notes", "note", 0, "4 footnotes came with it")
    article = replace(ARTICLE, queries=(*ARTICLE.queries, notes))
    found, before = proof.sheet(article), proof.sheet(ARTICLE)
    assert (found.asked, found.counts) == (before.asked, before.counts)
    above, _, below = proof.plain(article).partition("\nFor your information\n")
    assert "4 footnotes" not in above
    assert "4 footnotes" in below
    (section,) = _sheet(article).xpath("//section[@aria-labelledby='told']")
    assert "4 footnotes" in section.text_content()


def test_a_citation_that_is_not_certain_is_marked_at_its_place_and_leads_to_its_question() -> None:
    citation = replace(ARTICLE.citations[0], status="missing", keys=(), group=7, id="c1")
    body = (Paragraph((Text("The tide turned "), Cite("(Quill, 2001)", 7), Text(" at noon."))),)
    asked = (Query("c1", "citation.missing", "warning", 3, "who is Quill?"),)
    article = replace(ARTICLE, body=body, citations=(citation,), queries=asked)
    sheet = _sheet(article)
    (mark,) = sheet.xpath("//mark")
    assert mark.text == "(Quill, 2001)"
    assert mark.getparent().text_content().startswith("The tide turned (Quill, 2001) at noon.")
    (link,) = mark.getparent().xpath("a/@href")
    assert sheet.xpath(f"//li[@id='{link[1:]}']")
    assert "The tide turned [?(Quill, 2001)?] at noon." in proof.plain(article)


def test_a_certain_citation_bears_no_mark() -> None:
    exact = replace(ARTICLE.citations[0], status="exact")
    sheet = _sheet(replace(ARTICLE, citations=(exact,)))
    assert not sheet.xpath("//mark")


def test_a_citation_in_a_note_is_marked_among_the_words_of_the_note() -> None:
    citation = replace(ARTICLE.citations[0], status="ambiguous", keys=(), group=7, form="note")
    note = Note((Paragraph((Text("See "), Cite("Quill", 7), Text(", on mud."))),))
    body = (Paragraph((Text("The tide turned."), note)),)
    sheet = _sheet(replace(ARTICLE, body=body, citations=(citation,)))
    assert sheet.xpath("string(//mark/..)") == "See Quill, on mud."


def test_a_suggestion_that_is_a_command_looks_as_one() -> None:
    suggestions = ("copydesk cite canals cccc lo2022", "spelt `Lo` in the list", "plain `words")
    query = Query("q", "citation.missing", "error", 3, "Which?", suggestions)
    items = _sheet(replace(ARTICLE, queries=(query,))).xpath("//*[@id='query-q']//li")
    assert [item.text_content() for item in items] == [
        "copydesk cite canals cccc lo2022", "spelt Lo in the list", "plain `words",
    ]  # fmt: skip
    assert [len(item.xpath("./code")) for item in items] == [1, 1, 0]
