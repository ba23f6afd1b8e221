from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html as lxml_html

import copydesk
from copydesk.model import Article, Cite, Edit, Line, Note, Paragraph, Query, Reference, Text
from copydesk.registry import WRITERS
from copydesk.review import proof
from copydesk.review.candidates import around
from copydesk.review.markup import shown
from copydesk.review.proof import build_proof, render_text
from copydesk.review.questions import ChangeGroup, ProposedChange, Topics, list_questions
from copydesk.tables import load_codes, load_table
from writers.sample import ARTICLE, LINES, Copy

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
        ARTICLE.edited.submission,
        path=payload,
        lines=tuple(Line(number, payload) for number in range(1, 5)),
    )
    return replace(
        ARTICLE,
        front=replace(ARTICLE.front, title=payload),
        edited=replace(ARTICLE.edited, submission=submission, ledger=(edit,)),
        structure=(replace(edit, rule="structure.furniture", after="", id=f"s{payload}"),),
        back=replace(ARTICLE.back, references=(reference,)),
        citations=(citation,),
        uncited=(payload,),
        queries=(Query("q", "citation.missing", "error", 3, payload, (payload,)),),
    )


def plain(article: Article) -> str:
    return render_text(build_proof(article))


def messages(topics: Topics) -> list[str]:
    return [one.query.message for one in list_questions(topics)]


def changes(groups: tuple[ChangeGroup, ...]) -> list[ProposedChange]:
    return [change for group in groups for change in group.changes]


def _sheet(article: Article) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(proof.write(Copy(article=article)).decode())


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_submission_is_shown_as_text_and_nothing_else(payload: str) -> None:
    sheet, quiet = _sheet(_with(payload)), _sheet(ARTICLE)
    assert not sheet.xpath("//script | //img | //link | //*[@onerror] | //comment()")
    assert {link[:1] for link in sheet.xpath("//a/@href")} == {"#"}
    assert len(sheet.xpath("//style")) == 1
    assert payload in sheet.findtext(".//title")
    for place in (
        "//h1", "//dd", "//del", "//ins", "//li[@class='error']", "//td", "//div[@class='running']",
    ):  # fmt: skip
        assert any(payload in found.text_content() for found in sheet.xpath(place)), place
    (policy,) = sheet.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    assert {element.tag for element in sheet.iter()} <= {
        element.tag for element in (*quiet.iter(), *_sheet(_open()).iter())
    }


@pytest.mark.parametrize(
    ("text", "number"),
    [("\u202e", "U+202E"), ("\u200b", "U+200B"), ("\xa0", "U+00A0"), ("\x1b", "U+001B"),
     ("\ud800", "U+D800"), ("\xad", "U+00AD"), ("\u2028", "U+2028")],
)  # fmt: skip
def test_a_character_nobody_can_see_shows_by_its_number(text: str, number: str) -> None:
    article = _with(f"a{text}b")
    assert f"‹{number}›" in plain(article)
    assert text not in plain(article)
    written = proof.write(Copy(article=article)).decode()
    assert f'<span class="code-point">{number}</span>' in written


def test_letters_of_any_script_and_emoji_are_left_alone() -> None:
    for text in ("Łódź", "北京", "مرحبا", "שלום", "हिन्दी", "e\u0301", "👍🏽", "a — b … “c”"):
        assert shown(text) == text


def titles(sheet: lxml_html.HtmlElement) -> list[str]:
    return [heading.text_content() for heading in sheet.xpath("//h2")]


def test_the_sheet_says_everything_an_editor_has_to_decide() -> None:
    sheet = _sheet(ARTICLE)
    assert titles(sheet) == [
        "Open questions 2", "Proposed 1", "The text", "Changed, and why 2", "Left out 1",
        "Citations 1", "References 2",
    ]  # fmt: skip
    commands = [code.text_content() for code in sheet.xpath("//code[@class='command']")]
    for edit in (*ARTICLE.edited.ledger, *ARTICLE.structure):
        assert f"copydesk stet canals.txt {edit.id}" in commands
        assert edit.id in plain(ARTICLE)
    assert "copydesk accept canals.txt cccccccccc" in commands


def test_the_gravest_question_comes_first() -> None:
    queries = (
        Query("a", "structure.author", "note", 0, "who wrote it?"),
        Query("b", "citation.missing", "warning", 9, "later"),
        Query("c", "citation.missing", "warning", 2, "earlier"),
        Query("d", "desk.unstable", "error", 12, "gravest"),
        Query("e", "citation.missing", "warning", 1, "settled", state="decided"),
    )
    sheet = build_proof(replace(ARTICLE, queries=queries))
    assert messages(sheet.asked) == ["gravest", "earlier", "later", "who wrote it?"]
    assert messages(sheet.settled) == ["settled"]


def test_an_article_without_a_change_says_so_shortly() -> None:
    quiet = replace(
        ARTICLE, edited=replace(ARTICLE.edited, ledger=()), structure=(), citations=(), uncited=(),
        queries=(), back=replace(ARTICLE.back, references=()),
    )  # fmt: skip
    assert titles(_sheet(quiet)) == ["Open questions", "The text"]
    assert len(plain(quiet).splitlines()) == 3


def test_a_change_shows_the_received_words_around_it() -> None:
    line = Line(1, "a" * 60 + " teh " + "b" * 60)
    edit = Edit("spelling.slip", 1, 61, "teh", "the", "slip", "applied", "x", (61, 64))
    submission = replace(ARTICLE.edited.submission, lines=(line,))
    edited = replace(ARTICLE.edited, submission=submission, lines=(line,), ledger=(edit,))
    (change,) = changes(build_proof(replace(ARTICLE, edited=edited, structure=())).changed)
    assert (change.before, change.after) == ("…" + "a" * 39 + " ", " " + "b" * 39 + "…")


def test_the_words_around_a_change_are_whole_ones() -> None:
    assert around("the pilots of the museum kept their letters", (18, 24), 8) == (
        "…of the ", " kept…"
    )  # fmt: skip
    assert around("the pilots left", (4, 10), 99) == ("the ", " left")


def test_joined_lines_are_not_called_removed() -> None:
    edits = (
        Edit("structure.join", 1, 3, "-\n", "", "hyphen at a line's end", "applied", "j"),
        Edit("structure.split", 3, 3, " ", "\n", "two entries", "applied", "s"),
        Edit("structure.furniture", 4, 0, LINES[3].text, "", "a rule", "applied", "f"),
    )
    sheet = build_proof(replace(ARTICLE, structure=edits))
    assert [change.edit.id for change in changes(sheet.joined)] == ["j", "s"]
    assert [change.edit.id for change in sheet.removed] == ["f"]


def test_a_join_shows_the_end_of_a_line_and_the_beginning_of_the_next() -> None:
    texts = ("the pilots of the muse- ", "um kept", "", "their letters " + "b" * 60)
    received = tuple(Line(number, "  " + text) for number, text in enumerate(texts, 1))
    edited = tuple(Line(number, text) for number, text in enumerate(texts, 1))
    submission = replace(ARTICLE.edited.submission, lines=received)
    edits = (
        Edit("structure.join", 2, 7, "\n\n", " ", "width", "applied", "second", (7, 9)),
        Edit("structure.join", 1, 22, "- \n", "", "width", "applied", "first", (22, 24)),
    )
    copy = replace(ARTICLE.edited, submission=submission, lines=edited, ledger=())
    article = replace(ARTICLE, edited=copy, structure=edits)
    first, second = changes(build_proof(article).joined)
    assert (first.before, first.after[:17]) == ("the pilots of the muse", "um kept their let")
    assert (second.before, second.after) == ("um kept", "their letters…")
    assert "muse[-- ↵-]um kept their" in plain(article)
    (row,) = _sheet(article).xpath("//li[@id='first']/p[1]")
    assert row.text_content().startswith("the pilots of the muse- ↵um kept their letters")


def test_a_line_that_was_set_anew_is_a_change_and_shows_both_wordings() -> None:
    edit = Edit("structure.date", 1, 0, "Monday 3 May", "3 May", "date", "applied", "d", (0, 12))
    sheet = build_proof(replace(ARTICLE, structure=(edit,)))
    assert "d" in [change.edit.id for change in changes(sheet.changed)]
    assert sheet.removed == ()


def test_a_long_line_is_cut_and_counted() -> None:
    assert shown("x" * 1000).endswith("x … and 400 characters more")


def test_the_sheet_has_one_name_for_every_article() -> None:
    assert WRITERS["proof"].file("canals") == "review/proof.html"


def test_the_sign_of_a_note_is_a_change_within_its_line_and_no_removed_line() -> None:
    sign = Edit("structure.note", 3, 5, "the", "", "set by the page", "applied", "eeeeeeeeee")
    found = build_proof(replace(ARTICLE, structure=(*ARTICLE.structure, sign)))
    assert [change.edit.rule for change in found.removed] == ["structure.furniture"]
    assert "structure.note" in [change.edit.rule for change in changes(found.changed)]


def test_what_asks_nothing_is_told_apart_from_questions() -> None:
    notes = Query("n", "read.notes", "note", 0, "4 footnotes came with it")
    article = replace(ARTICLE, queries=(*ARTICLE.queries, notes))
    found, before = build_proof(article), build_proof(ARTICLE)
    assert found.asked == before.asked
    above, _, below = plain(article).partition("\nFor your information\n")
    assert "4 footnotes" not in above
    assert "4 footnotes" in below
    (section,) = _sheet(article).xpath("//section[@aria-labelledby='told']")
    assert "4 footnotes" in section.text_content()


def _open(form: str = "parenthetical") -> Article:
    """An article whose one citation means no entry, asked about."""
    words = "(Marow, 2019)" if form != "note" else "Marow"
    citation = replace(ARTICLE.citations[0], status="missing", keys=(), group=7, id="c1", form=form,
                       text=words)  # fmt: skip
    note = Note((Paragraph((Text("See "), Cite(words, 7), Text(", on mud."))),))
    said = (Text("The tide turned "), Cite(words, 7), Text(" at noon."))
    body = (Paragraph((Text("The tide turned."), note)),) if form == "note" else (Paragraph(said),)
    asked = (Query("c1", "citation.missing", "warning", 3, "who is Marow?"),)
    copy = ARTICLE.edited
    line = replace(copy.lines[2], text=f"The tide turned {words} at noon.")
    lines = (*copy.lines[:2], line, copy.lines[3])
    copy = replace(copy, submission=replace(copy.submission, lines=lines), lines=lines, ledger=())
    return replace(ARTICLE, edited=copy, body=body, citations=(citation,), queries=asked)


def test_a_citation_that_is_not_certain_is_marked_at_its_place_and_leads_to_its_question() -> None:
    article = _open()
    sheet = _sheet(article)
    for place in ("//div[@class='running']", "//table"):
        (mark,) = sheet.xpath(f"{place}//mark")
        assert mark.text == "(Marow, 2019)"
        assert "The tide turned (Marow, 2019)" in mark.getparent().text_content()
        (link,) = mark.xpath("ancestor::*[self::p or self::tr]//a[@class='asked']/@href")
        assert sheet.xpath(f"//li[@id='{link[1:]}']")
    (sentence,) = sheet.xpath("//*[@id='c1']//blockquote")
    assert sentence.text_content() == "The tide turned (Marow, 2019) at noon."
    assert "The tide turned [?(Marow, 2019)?] at noon." in plain(article)


def test_a_certain_citation_bears_no_mark_and_leads_to_its_entry() -> None:
    article = _open()
    exact = replace(article.citations[0], status="exact", keys=("marrow2019",))
    sheet = _sheet(replace(article, citations=(exact,), queries=()))
    assert not sheet.xpath("//mark")
    (link,) = sheet.xpath("//div[@class='running']//a[@class='cite']/@href")
    (entry,) = sheet.xpath(f"//li[@id='{link[1:]}']")
    assert "cited in line 3" in entry.text_content()


def test_a_citation_in_a_note_is_marked_among_the_words_of_the_note() -> None:
    (mark,) = _sheet(_open("note")).xpath("//table//mark/..")
    assert mark.text_content() == "See Marow, on mud."


def test_each_answer_says_what_it_means_and_is_taken_up_whole() -> None:
    told = ("spelt `Lo` in the list", "plain `words")
    query = Query("q", "reference.same-year", "note", 4, "Which?", told, subject="marrow2019")
    sheet = _sheet(replace(ARTICLE, queries=(query,)))
    answers = [item.text_content() for item in sheet.xpath("//*[@id='q']//ul/li")]
    assert answers == [
        "spelt Lo in the list", "plain `words",
        "Keep them without letters: copydesk entry canals.txt marrow2019 ok",
    ]  # fmt: skip
    (command,) = sheet.xpath("//*[@id='q']//code[@class='command']")
    assert command.text_content() == "copydesk entry canals.txt marrow2019 ok"
    css = sheet.findtext(".//style")
    assert re.search(r"\.command \{[^}]*user-select: all", css)


def test_questions_are_gathered_under_what_they_are_about_with_their_number() -> None:
    queries = [
        Query(f"u{at}", "reference.uncited", "note", 4, "nothing cites it", subject="marrow2019")
        for at in range(3)
    ]
    queries.append(Query("m", "citation.missing", "warning", 3, "who is Quill?"))
    sheet = _sheet(replace(ARTICLE, queries=tuple(queries)))
    section = "//section[@aria-labelledby='asked']"
    assert [one.text_content() for one in sheet.xpath(f"{section}/h3")] == [
        "Citations 1", "Reference list 3",
    ]  # fmt: skip
    assert [one.text_content() for one in sheet.xpath(f"{section}/h4")] == [
        "No entry matches warning · citation.missing", "Not cited 3 note · reference.uncited",
    ]  # fmt: skip
    # What the title says is not said again with each of them.
    assert "nothing cites it" not in sheet.xpath(f"string({section})")


@pytest.mark.parametrize("code", load_codes("queries"))
def test_every_question_has_a_short_title_and_belongs_somewhere(code: str) -> None:
    words = load_table("proof")
    assert len(words["titles"][code]) < 45
    assert words["kinds"][code.partition(".")[0]]


def test_no_title_is_there_for_a_question_that_is_not() -> None:
    assert set(load_table("proof")["titles"]) == set(load_codes("queries"))


def _changed(*edits: Edit) -> Article:
    lines = tuple(replace(ARTICLE.edited.lines[2], number=at + 1) for at in range(len(edits)))
    submission = replace(ARTICLE.edited.submission, lines=lines)
    copy = replace(ARTICLE.edited, submission=submission, lines=lines, ledger=edits, roles=())
    return replace(ARTICLE, edited=copy, structure=())


def test_changes_of_one_rule_stand_together_with_the_command_for_all() -> None:
    edits = [
        Edit("quote.straight", at + 1, 5, '"', "“", "curly", "applied", f"e{at}", (5, 6))
        for at in range(12)
    ]
    other = Edit("dup.word", 13, 5, "the", "", "twice", "applied", "other", (5, 8))
    sheet = _sheet(_changed(*edits, other))
    section = "//section[@aria-labelledby='changed']"
    heads = [one.text_content() for one in sheet.xpath(f"{section}//h3")]
    assert heads == ["quote.straight 12", "One each 1"]
    said = sheet.xpath(f"string({section})")
    assert "copydesk stet canals.txt --rule quote.straight" in said
    assert said.count("curly") == 1
    assert "and 4 more, marked in the text; all of them: copydesk edit canals.txt --explain" in said


def test_a_change_that_nobody_can_refuse_offers_no_command() -> None:
    fixed = Edit("enc.control", 1, 5, "\x07", "", "no file can hold it", "applied", "e", (5, 6))
    mine = Edit("desk.editor", 2, 5, "canal", "dyke", "your words", "applied", "m", (9, 14))
    commands = [
        code.text_content()
        for code in _sheet(_changed(fixed, mine)).xpath("//section//code[@class='command']")
    ]
    assert commands == ["copydesk stet canals.txt …", "copydesk rewrite canals.txt m --forget"]


def test_a_proposal_is_named_once_behind_the_last_of_its_words() -> None:
    """Where a change lies between the words it doubts, they are in two pieces."""
    was, now = "in the 2000's it", "in the 2000’s it"
    lines = (Line(1, was), Line(1, now, runs=((0, 0, 11), (12, 12, 4))))
    curly = Edit("quote.apostrophe", 1, 11, "'", "’", "curly", "applied", "c", (11, 12))
    asks = Edit("num.decade", 1, 7, "2000’s", "2000s", "no apostrophe", "proposed", "p", (7, 13))
    copy = replace(ARTICLE.edited, submission=replace(ARTICLE.edited.submission, lines=lines[:1]),
                   lines=lines[1:], ledger=(curly, asks), roles=("body",))  # fmt: skip
    sheet = _sheet(replace(ARTICLE, edited=copy, structure=(), citations=()))
    (row,) = sheet.xpath("//div[@class='running']//p")
    assert row.text_content() == "in the 2000'’s2000sP1 it"


def test_every_link_of_the_sheet_has_its_place_and_every_place_one_name() -> None:
    for article in (ARTICLE, _open(), _with('a "b" c')):
        sheet = _sheet(article)
        names = sheet.xpath("//@id")
        assert len(names) == len(set(names))
        assert {link[1:] for link in sheet.xpath("//a/@href")} <= set(names)


def test_nothing_is_said_by_colour_alone() -> None:
    """What is taken, given, doubted and offered differs by lines, and is said to the ear."""
    css = _sheet(ARTICLE).findtext(".//style")
    for rule in (
        r"del \{[^}]*line-through", r"ins \{[^}]*underline", r"\.doubted \{[^}]*dotted",
        r"\.offered \{[^}]*border", r'del::before \{ content: " \[taken out: "',
        r'ins::before \{ content: " \[put in: "',
    ):  # fmt: skip
        assert re.search(rule, css), rule


def test_a_structure_doubt_shows_the_line_between_its_neighbours_and_its_alternatives() -> None:
    roles = ("body", "furniture")
    query = Query("q", "structure.doubt", "note", 3, "`x` may be body or furniture", roles)
    (card,) = _sheet(replace(ARTICLE, queries=(query,))).xpath("//*[@id='q']")
    assert card.xpath(".//ol/li/@value") == ["2", "3", "4"]
    assert [one.get("value") for one in card.xpath(".//li[@class='own']")] == ["3"]
    assert [one.text for one in card.xpath(".//span[@class='said']")] == [
        "It is running text:", "It is boilerplate of the site; leave it out:",
    ]  # fmt: skip


def test_every_link_of_the_sheet_leads_to_its_place_among_lines_that_share_a_row_too() -> None:
    text = (
        "Home\nMenu\nLog in\nSubscribe\nThe quiet harbour\nBy Mara Osei\n\n"
        "The harbour was quiet in the winter, when the pilots had gone and nobody kept the\n"
        "tide tables. The board had sold the last of its tugs to a yard on the estuary, and\n"
        "the men who had worked them stood about the the quay in the mornings.\n\n"
        "There is a lesson in this for other ports, and nobody has drawn it yet, said Lam.\n\n"
        "References\n\n"
        "Lam, K. (2004) The waterways of the north. Hull: Tide Press.\n\n"
        "Osei, M. (1998) Lockbooks as a source. Hull: Tide Press.\n"
    )
    sheet = _sheet(copydesk.article(text.encode(), "quay.txt"))
    places = sheet.xpath("//@id")
    wanted = {link[1:] for link in sheet.xpath("//a/@href") if link.startswith("#")}
    assert {"line-2", "line-10"} <= wanted
    assert wanted <= set(places)
    assert len(places) == len(set(places))
