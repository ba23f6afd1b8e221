"""What is said against an issue before it is sent, and what is left alone."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from copydesk import tables
from copydesk.newsletter import attachments, check
from copydesk.newsletter.check import Made
from copydesk.newsletter.issue import IssueEntry
from copydesk.newsletter.message import html_size, texts_size, write_message
from copydesk.newsletter.targets import read_targets
from copydesk.settings.newsletters import Footer, Newsletter
from newsletter import envelopes

TEXT = f"{envelopes.TEXT}You asked for it at harbour.example.\n"


def remarks(*files, html=envelopes.HTML, text=TEXT, **changed):
    changed.setdefault("subject", "“Tides” – and the walls of the harbour")
    materials = envelopes.materials(*files, **changed)
    decisions = attachments.decide_files(materials, texts_size(html, text))
    size = len(
        write_message(materials, html, text, [one.file for one in decisions if one.attached])
    )
    return check.find_remarks(materials, Made(html, text, decisions, size))


def codes(*files, **changed):
    return [one.code for one in remarks(*files, **changed)]


def paragraph(markup: str) -> str:
    """The HTML with one more paragraph."""
    return envelopes.HTML.replace("</body>", f"<p>{markup}</p></body>")


def test_an_issue_with_all_it_needs_is_left_alone():
    assert codes(envelopes.file()) == []
    assert codes() == []


# ── sizes ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (check.NEAR, []),
        (check.NEAR + 1, ["issue.large"]),
        (check.CLIPPED, ["issue.large"]),
        (check.CLIPPED + 1, ["issue.clipped"]),
    ],
)
def test_html_that_gmail_cuts_off_is_an_error(size, expected):
    body = "x" * 100
    html = paragraph(f"<!--{body}-->")
    while (short := size - html_size(html)) > 0:
        # A soft line end of three signs stands behind 75.
        body += "x" * max(1, short * 75 // 78 - 3)
        html = paragraph(f"<!--{body}-->")
    assert html_size(html) == size
    assert codes(html=html) == expected


def test_a_message_that_the_target_does_not_take_is_an_error():
    found = remarks(target="mailman", html=paragraph(" ".join(["tide"] * 9000)),
                    text=TEXT + " ".join(["tide"] * 9000))  # fmt: skip
    assert [one.code for one in found] == ["issue.too-large"]
    assert "40,960" in found[0].message


@pytest.mark.parametrize(("size", "said"), [(check.HEAVY, False), (check.HEAVY + 1, True)])
def test_a_message_that_many_mailboxes_refuse_is_told_though_the_target_takes_it(size, said):
    materials = envelopes.materials(target="listmonk", subject="“Tides” – and the walls")
    found = check.find_remarks(materials, Made(envelopes.HTML, TEXT, (), size))
    assert [one.code for one in found] == ["issue.heavy"] * said


# ── settings ─────────────────────────────────────────────────────────────────


def test_what_no_sending_should_do_without_is_told():
    texts = {"html": envelopes.HTML, "text": TEXT}
    bare = {name: said.replace("{token}", "ada") for name, said in texts.items()}
    bare["settings"] = Newsletter(base_url="https://harbour.example")
    needed = {"issue.sender", "issue.unsubscribe", "issue.postal"}
    assert {(one.code, one.severity) for one in remarks(**bare)} == {
        (code, "warning") for code in needed
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(read_targets()))
def test_a_service_with_the_list_of_readers_needs_no_sender_and_no_way_out(name):
    target = read_targets()[name]
    settings = Newsletter(base_url="https://x.example", footer=Footer(address="Quay 1"))
    found = codes(target=name, settings=settings)
    assert ("issue.sender" in found) == (name in ("smtp", "mailman", "postmark", "ses"))
    assert ("issue.unsubscribe" in found) == (name in ("smtp", "mailman"))
    assert target.hosted == (name not in ("smtp", "mailman", "postmark", "ses"))


# ── subject and preheader ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("titles", "said"),
    [
        (["Tides and Walls"], False),
        (["The ferry", "Tides and Walls"], False),
        (["Tides and Walls, and salt", "The ferry"], False),
        (["Tides  and walls", "The ferry"], True),
    ],
)
def test_a_subject_that_is_the_title_of_the_first_of_several_is_told(titles, said):
    made = envelopes.materials(subject="Tides and walls")
    pieces = tuple(envelopes.piece(title=title) for title in titles)
    found = check.find_remarks(replace(made, pieces=pieces), Made(envelopes.HTML, TEXT, (), 1))
    assert [one.code for one in found] == ["issue.subject"] * said


@pytest.mark.parametrize(("length", "said"), [(9, True), (10, False), (78, False), (79, True)])
def test_a_subject_has_10_to_78_characters(length, said):
    assert codes(subject="é" * length) == ["issue.subject"] * said


@pytest.mark.parametrize(
    ("length", "said"), [(0, True), (29, True), (30, False), (130, False), (131, True)]
)
def test_a_preheader_is_neither_missing_nor_cut(length, said):
    assert codes(preheader="é" * length) == ["issue.preheader"] * said


# ── files ────────────────────────────────────────────────────────────────────


def test_more_than_one_attachment_is_noted():
    found = remarks(envelopes.file("a.pdf"), envelopes.file("b.epub"))
    assert [one.code for one in found] == ["issue.attachments"]
    assert "`a.pdf`, `b.epub`" in found[0].message


PDF, EPUB = envelopes.file("a.pdf"), envelopes.file("b.epub")


@pytest.mark.parametrize(
    ("book", "pieces", "hint"),
    [
        ((), [(PDF,), (replace(PDF, name="b.pdf"),)], 'whole issue: attach.per = "issue"'),
        ((), [(PDF, EPUB), (PDF,)], 'whole issue, in one format: attach.per = "issue"'),
        ((PDF, EPUB), [()], 'attach one format: attach.formats = ["pdf"]'),
        ((), [(PDF, EPUB)], 'attach one format: attach.formats = ["pdf"]'),
        ((PDF,), [(EPUB,)], "attach the book alone: leave out `attach` of its articles"),
    ],
)
def test_how_one_file_is_attached_is_told_as_it_is_not_done_yet(book, pieces, hint):
    materials = replace(
        envelopes.materials(), book=book, pieces=tuple(envelopes.piece(*files) for files in pieces)
    )
    decisions = attachments.decide_files(materials, 1000)
    found = check.find_remarks(materials, Made(envelopes.HTML, TEXT, decisions, 1000))
    (told,) = (one.hint for one in found if one.code == "issue.attachments")
    assert told.endswith(hint)


def test_formats_that_an_article_says_itself_are_told_as_its_own():
    entry = IssueEntry("tides", attach=("pdf", "epub"))
    materials = envelopes.materials()
    materials = replace(materials, pieces=(envelopes.piece(PDF, EPUB, entry=entry),))
    decisions = attachments.decide_files(materials, 1000)
    found = check.find_remarks(materials, Made(envelopes.HTML, TEXT, decisions, 1000))
    (told,) = (one.hint for one in found if one.code == "issue.attachments")
    assert told == 'attach one format: `attach` of the article = ["pdf"]'


def test_a_file_that_goes_without_its_pictures_is_told():
    lame = replace(envelopes.file("a.pdf"), lacks=("pictures/wall.png",))
    (found,) = remarks(lame)
    assert (found.code, found.severity) == ("issue.beside", "warning")
    assert "`a.pdf`" in found.message
    assert "`pictures/wall.png`" in found.message


def test_a_linked_file_without_an_address_is_an_error():
    settings = replace(envelopes.SETTINGS, base_url="")
    found = remarks(envelopes.file(), target="keila", settings=settings)
    assert [(one.code, one.severity) for one in found] == [("issue.address", "error")]
    assert "base_url" in found[0].hint


SAID = [
    "Find the whole text attached.", "See the attachment.", "The PDF is enclosed; enclosed file.",
    "Der ganze Text steht im Anhang.", "Die angehängte Datei hat alles.", "Voir la pièce jointe.",
    "Le texte ci-joint dit tout.", "El archivo adjunto lo dice.", "Il testo è in allegato.",
    "O texto segue em anexo.", "Zie de bijlage: het staat in de bijlage.", "Se bifogad fil.",
    "Hele teksten er vedhæftet.", "Teksten er vedlagt.", "Koko teksti on liitteenä.",
    "Tekst jest w załączniku.", "Text je v příloze.", "A szöveg csatolva van.",
    "Полный текст во вложении.", "Текст у вкладенні.", "ekteki dosya", "全文を添付します。",
    "全文见附件。", "전문을 첨부합니다.", "النص في المرفقات", "הטקסט מצורף להודעה",
]  # fmt: skip


@pytest.mark.parametrize("intro", SAID)
def test_what_is_said_to_be_attached_and_is_not_is_told(intro):
    found = remarks(intro=intro)
    assert [one.code for one in found] == ["issue.attached"], intro
    assert "introduction" in found[0].message
    assert codes(envelopes.file(), intro=intro) == []
    assert "issue.attached" in codes(envelopes.file(), target="keila", intro=intro)


@pytest.mark.parametrize(
    "intro",
    [
        "The mooring ring was attached to the wall.", "We are attached to this harbour.",
        "Die Anlage ist alt, und in der Anlage spielt man.", "Er hing am Anhänger.",
        "The enclosed harbour froze.",
        "Un detenido en el puerto.", "Die Bilder hingen an der Wand.", "A wall, detached.",
        "Zijn bijlen waren scherp.",
    ],
)  # fmt: skip
def test_what_hangs_on_a_wall_is_left_alone(intro):
    assert codes(intro=intro) == []


def test_what_an_article_says_is_attached_is_left_alone():
    assert codes(html=paragraph("Find it attached."), text=TEXT + "Find it attached.") == []


# ── words ────────────────────────────────────────────────────────────────────

OPEN = [
    "The wall is TK metres long.", "Written by TK, 2026.", "It cost TKTK.", "[TK] in all",
    "It cost €XX.", "$XX million", "XX% of the wall", "see p. XX.", "on XX/XX/2026", "[XX]",
    "in XXXX", "Lorem ipsum dolor", "TODO: ask the mason", "FIXME",
]  # fmt: skip
WHOLE = [
    "the XX century", "Siglo XX cambalache", "XX век", "World Congress XXX", "Louis XX.",
    "an XX chromosome", "TK Maxx sells harbour lamps", "the TKs", "ATK and TKO", "T.K. Osei",
    "XXL and XXX", "https://harbour.example/TK/XX%20/[XX]", "tk@harbour.example", "Ktk", "todo",
    "Super Bowl XXX", "xx%", "TK-90", "F.TK.",
]  # fmt: skip


@pytest.mark.parametrize("text", OPEN)
def test_words_to_come_are_told_with_those_around_them(text):
    assert [*check.find_placeholders(text, "en-GB")] != []
    found = remarks(text=TEXT + text)
    assert {one.code for one in found} == {"issue.placeholder"}
    assert all(text.split()[0] in one.message for one in found)


@pytest.mark.parametrize("text", WHOLE)
def test_words_that_are_meant_are_left_alone(text):
    assert [*check.find_placeholders(text, "en-GB")] == []


def test_tk_is_a_word_to_come_in_english_alone():
    assert [*check.find_placeholders("Die TK zahlt den Arzt.", "de")] == []
    assert [*check.find_placeholders("Die TKTK zahlt den Arzt.", "de")] != []


def test_subject_and_preheader_are_looked_at_too():
    found = remarks(
        subject="The wall: €XX in all", preheader="What TK metres of wall cost, and who"
    )
    assert [one.code for one in found] == ["issue.placeholder"] * 2
    assert "subject" in found[0].message
    assert "preheader" in found[1].message


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("© 2026 The Harbour Review", False), ("© 2019–2026 The Review", False),
        ("In 2024 we began.", False), ("© The Harbour Review", False), ("(c) 2027", False),
        ("© 2025 The Review", True), ("Copyright (c) 2024", True), ("(C) 2019-2024", True),
    ],
)  # fmt: skip
def test_a_claim_of_a_past_year_is_told(why, said):
    settings = replace(envelopes.SETTINGS, footer=replace(envelopes.SETTINGS.footer, why=why))
    assert codes(settings=settings) == ["issue.year"] * said


@pytest.mark.soak
def test_looking_for_words_costs_no_more_than_their_number():
    taken = []
    for count in (100_000, 400_000):
        begun = time.process_time()
        for text in (
            "x" * count,
            "TK" * count,
            "X" * count,
            "$" * count,
            "a." * count,
            " " * count,
        ):
            [*check.find_placeholders(text, "en")]
            [*check.find_promises([("intro", text)])]
            [*check.find_stale_years(text, 2026)]
        taken.append(time.process_time() - begun)
    assert taken[1] < taken[0] * 4 * 3 + 0.2


# ── HTML ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        ('<img src="https://x.example/a.png" alt="">', ""),
        ('<a href="mailto:desk@harbour.example">a</a>', ""),
        ('<a href="#tides">a</a><a href="tel:+4411">b</a><a name="x">c</a>', ""),
        ('<a href="HTTPS://Harbour.example/t.co">a</a>', ""),
        ('<a href="https://not-bit.ly/x">a</a>', ""),
        ('<span style="color:#000000;background-color:#ffffff">a</span>', ""),
        ('<span style="background-color:#000">a</span>', ""),
        ('<span style="border-color: black">a</span><b style="color:#000001">b</b>', ""),
        ('<img src="https://x.example/a.png">', "issue.alt"),
        ('<img src="pictures/a.png" alt="a">', "issue.relative"),
        ('<a href="/may">a</a>', "issue.relative"),
        ('<a href="//harbour.example/may">a</a>', "issue.relative"),
        ('<a href="javascript:alert(1)">a</a>', "issue.relative"),
        ('<a href="http://[">a</a>', "issue.relative"),
        ('<img src="data:image/png;base64,AAAA" alt="a">', "issue.data-address"),
        ('<a href="https://bit.ly/x">a</a>', "issue.shortener"),
        ('<a href="https://www.tinyurl.com/x">a</a>', "issue.shortener"),
        ('<span style="color:#000">a</span>', "issue.black"),
        ('<span style="COLOR: Black">a</span>', "issue.black"),
        ('<font color="#000000">a</font>', "issue.black"),
    ],
)
def test_what_html_must_not_hold_is_told(markup, code):
    text = TEXT + " a b c"
    assert codes(html=paragraph(markup), text=text) == ([code] if code else [])


def test_black_in_a_style_sheet_is_told():
    html = envelopes.HTML.replace("</head>", "<style>p { color: #000 }</style></head>")
    assert codes(html=html) == ["issue.black"]


def test_a_text_that_says_less_than_the_html_is_told():
    assert codes(text="Tides") == ["issue.text"]
    hidden = '<div style="display:none">' + " ".join(map(str, range(99))) + "</div>"
    assert codes(html=paragraph(hidden)) == []


@pytest.mark.parametrize(
    ("target", "words", "said"),
    [
        ("listmonk", "{{ .Subscriber }}", True),
        ("listmonk", "{% if %}", False),
        ("buttondown", "{% if %}", True),
        ("buttondown", '<a href="{{ unsubscribe_url }}">x</a>', False),
        ("mailchimp", "*|FNAME|*", True),
        ("mailchimp", '<a href="*|UNSUB|*">x</a>', False),
        ("smtp", "{{ x }} {% y %} *|Z|*", False),
    ],
)
def test_words_that_the_service_takes_for_its_own_are_an_error(target, words, said):
    text = f"{TEXT} x y z fname if subscriber {words}"
    found = codes(html=paragraph(words), text=text, target=target)
    assert ("issue.signs" in found) == said
    assert not {*found} - {"issue.signs"}


# ── all of them ──────────────────────────────────────────────────────────────


def test_every_remark_says_what_and_what_to_do_and_the_gravest_comes_first():
    found = remarks(
        envelopes.file("a.pdf"), html=paragraph('<img src="x.png"><a href="https://t.co">TK</a>'),
        subject="TK", preheader="", settings=Newsletter(), target="smtp",
    )  # fmt: skip
    assert len({one.code for one in found}) > 6
    order = ["error", "warning", "note"]
    assert [one.severity for one in found] == sorted(
        (one.severity for one in found), key=order.index
    )
    for one in found:
        assert one.code in tables.load_codes("remarks")
        assert one.hint
        assert not one.message.endswith(".")
    assert len(found) == len(set(found))
