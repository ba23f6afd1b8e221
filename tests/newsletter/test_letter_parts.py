"""What an issue consists of, and what its editor is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from html import escape

import pytest
from lxml import html as lxml_html

from copydesk.newsletter import (
    addresses,
    assemble,
    copies,
    html,
    letter,
    service_language,
    text_parts,
)
from copydesk.newsletter.check import CLIPPED
from copydesk.newsletter.letter import Terms
from copydesk.newsletter.materials import Materials
from copydesk.newsletter.members import ListMember
from copydesk.newsletter.message import html_size, write_message
from copydesk.newsletter.targets import read_targets
from newsletter import envelopes, letters

MAKERS = {"html": html.write_issue, "fragment": html.write_fragment, "text": text_parts.write_text}
LEAVE = "https://harbour.example/leave?list=may&who={token}"


@pytest.fixture
def gauge(articles: Mapping[str, str]) -> Materials:
    return letters.materials(articles, [{"src": "gauge"}], said=letters.FOOTER)


def to(service: str, issue: Materials) -> Materials:
    return replace(issue, target=read_targets()[service])


@pytest.mark.parametrize("service", read_targets())
@pytest.mark.parametrize("maker", MAKERS)
def test_a_service_finds_no_sign_of_its_own_but_in_our_two_links(
    gauge: Materials, service: str, maker: str
) -> None:
    target, issue = read_targets()[service], to(service, gauge)
    made = MAKERS[maker](issue, Terms({}))
    assert made.count(target.unsubscribe) == 1 or not target.unsubscribe
    for own in filter(None, service_language.find_ways(issue)):
        made = made.replace(escape(own), "").replace(own, "")
    assert [sign for sign in target.signs if sign in made] == []


@pytest.mark.parametrize("service", ["smtp", "listmonk"])
@pytest.mark.parametrize("maker", MAKERS)
def test_no_link_of_an_author_becomes_the_way_to_unsubscribe(
    gauge: Materials, service: str, maker: str
) -> None:
    issue = to(service, gauge)
    known = service_language.make_placeholders(
        issue
    )  # as whoever wrote the article might learn it from a draft
    link = "".join(f'<p><a href="{way}">{way}</a></p>' for way in known)
    piece = issue.pieces[0]
    markup = piece.markup.replace("</div>", f"{link}</div>", 1)
    assert markup.count(link) == 1
    hostile = replace(issue, pieces=(replace(piece, markup=markup),))
    made = MAKERS[maker](hostile, Terms({}))
    own = issue.target.unsubscribe or LEAVE.replace("&", "&amp;" if maker != "text" else "&")
    assert made.count(own) == 1
    assert known.unsubscribe in made


@pytest.mark.parametrize("service", read_targets())
def test_readers_of_html_see_the_signs_as_the_author_wrote_them(
    gauge: Materials, service: str
) -> None:
    page = lxml_html.document_fromstring(html.write_issue(to(service, gauge), Terms({})))
    said = " ".join(page.text_content().split())
    assert "writes {{ date }} in the place of a day and {% if storm %} above" in said
    assert "# {{ mean }} and {% range %} are kept" in said


def test_the_own_address_of_each_reader_stands_as_it_is_written(gauge: Materials) -> None:
    assert f'href="{LEAVE.replace("&", "&amp;")}"' in html.write_issue(gauge, Terms({}))
    assert f"Unsubscribe <{LEAVE}>\n" in text_parts.write_text(gauge, Terms({}))


@pytest.mark.parametrize(
    "way",
    ["https://harbour.example/leave?list=may&who={token}", "https://bücher.example/fort/{token}",
     "leave+{token}@harbour.example"],
)  # fmt: skip
def test_each_copy_leads_its_reader_to_a_way_out_of_the_readers_own(
    articles: Mapping[str, str], way: str
) -> None:
    said = letters.FOOTER.replace(LEAVE, way)
    issue = letters.materials(
        articles, [{"src": "gauge"}], said=f'from = "Desk <desk@harbour.example>"\n{said}'
    )
    whole = write_message(
        issue, html.write_issue(issue, Terms({})), text_parts.write_text(issue, Terms({}))
    )
    mail = copies.prepare_message(whole, issue.issue.id)
    copy = message_from_bytes(
        mail.copy(
            ListMember(addresses.parse_address("ada@quay.example"), "Ada"), envelopes.WHEN, "t0k3n"
        ),
        policy=default,
    )
    parts = [one.get_content() for one in copy.walk() if one.get_content_maintype() == "text"]
    assert len(parts) == 2
    for part in parts:
        assert "t0k3n" in part
        assert "{token}" not in part


@pytest.mark.parametrize("service", [name for name, one in read_targets().items() if one.hosted])
@pytest.mark.parametrize("maker", [*MAKERS.values(), text_parts.write_markdown])
def test_a_service_with_a_list_of_its_own_is_left_no_place_that_it_does_not_fill(
    gauge: Materials, service: str, maker: Callable[[Materials, Terms], str]
) -> None:
    made = maker(to(service, gauge), Terms({}))
    assert "{token}" not in made
    footer = replace(gauge.issue.settings.footer, unsubscribe="https://harbour.example/leave")
    settings = replace(gauge.issue.settings, footer=footer)
    plain = replace(gauge, issue=replace(gauge.issue, settings=settings))
    if not read_targets()[service].unsubscribe:
        assert "https://harbour.example/leave" in maker(to(service, plain), Terms({}))


@pytest.mark.parametrize("service", [one.name for one in read_targets().values() if not one.hosted])
def test_no_copy_fills_in_what_an_author_wrote(gauge: Materials, service: str) -> None:
    link = f'<p><a href="{escape(LEAVE)}">Read on</a> at {escape(LEAVE)} for {{email}}</p>'
    piece = gauge.pieces[0]
    hostile = replace(piece, markup=piece.markup.replace("</div>", f"{link}</div>", 1))
    shared = replace(gauge.issue.settings, from_="Desk <desk@harbour.example>")
    issue = replace(gauge, issue=replace(gauge.issue, settings=shared), pieces=(hostile,))
    issue = to(service, issue)
    page, plain = html.write_issue(issue, Terms({})), text_parts.write_text(issue, Terms({}))
    assert issue.target.unsubscribe or f'href="{escape(LEAVE)}"' in page
    mail = copies.prepare_message(write_message(issue, page, plain), issue.issue.id)
    copy = message_from_bytes(
        mail.copy(
            ListMember(addresses.parse_address("ada@quay.example"), "Ada"), envelopes.WHEN, "t0k3n"
        ),
        policy=default,
    )
    for part in copy.walk():
        if part.get_content_maintype() == "text":
            assert part.get_content().count("t0k3n") == (0 if issue.target.unsubscribe else 1)
            assert "ada" not in part.get_content()


@pytest.mark.parametrize("linked", [{}, {"gauge.pdf": ""}])
@pytest.mark.parametrize("base", ["https://a.example/f", ""])
def test_the_archive_leads_on_to_the_file_that_is_attached_to_the_message(
    articles: Mapping[str, str], linked, base
) -> None:
    rows = [{"src": "gauge", "mode": "excerpt", "words": 9}]
    issue = letters.materials(articles, rows, said=f'base_url = "{base}"' if base else "")
    page = lxml_html.document_fromstring(html.write_archive(issue, Terms(linked)))
    found = [link.text for link in page.iter("a") if link.get("href").endswith("gauge.pdf")]
    assert [text.partition(" (")[0] for text in found] == ["Read on", "What the gauge remembers"]
    where = {link.get("href") for link in page.iter("a")}
    assert where == {f"{base}/gauge.pdf" if base else "files/gauge.pdf"}
    assert "Attached" not in page.text_content()


def test_nobody_can_unsubscribe_anybody_from_the_archive(gauge: Materials) -> None:
    for service in read_targets():
        made = html.write_archive(to(service, gauge), Terms({}))
        assert "nsubscribe" not in made
        assert "{token}" not in made
        assert (
            read_targets()[service].unsubscribe not in made
            or not read_targets()[service].unsubscribe
        )
    assert f'<link rel="canonical" href="{letters.URL}">' in made
    assert '<a href="#gauge.ref-lo2022"' in made  # links within a page work there


def test_the_fragment_has_no_page_around_it_and_all_its_looks_in_it(gauge: Materials) -> None:
    made = html.write_fragment(gauge, Terms({}))
    assert made.startswith('<table class="ground"')
    for never in ("<html", "<head", "<body", "<style", "<!DOCTYPE", "preheader"):
        assert never not in made


def test_the_head_of_mail_has_the_preheader_once_and_the_other_scheme(gauge: Materials) -> None:
    made = html.write_issue(gauge, Terms({}))
    assert made.count("What a gauge remembers") == 1
    assert "prefers-color-scheme: dark" in made
    assert "data-css-inline" not in made
    assert "<script" not in made
    assert made.index("[if mso]") > 0


def test_the_same_issue_is_the_same_bytes(gauge: Materials) -> None:
    assert html.write_issue(gauge, Terms({})) == html.write_issue(gauge, Terms({}))


@pytest.mark.parametrize("found", ["gauge.pdf", ""])
def test_a_file_is_said_to_be_attached_or_where_it_can_be_had(gauge: Materials, found: str) -> None:
    terms = Terms({found: ""} if found else {})
    for made in (html.write_issue(gauge, terms), text_parts.write_text(gauge, terms)):
        assert ("To download" in made) == bool(found)
        assert ("Attached" in made) == (not found)
        assert (f"{letters.URL}/files/gauge.pdf" in made) == bool(found)


def test_of_what_is_to_be_linked_and_lies_nowhere_readers_are_told_nothing(
    articles: Mapping[str, str],
) -> None:
    issue = letters.materials(articles, [{"src": "gauge"}])
    made = text_parts.write_text(issue, Terms({"gauge.pdf": ""}))
    assert "download" not in made
    assert "PDF" not in made


def test_pictures_that_lie_nowhere_are_told_in_words_and_reported(
    articles: Mapping[str, str],
) -> None:
    issue = letters.materials(articles, [{"src": "market-halls"}])
    (remark,) = letter.make_letter(issue, Terms({})).remarks
    assert remark.code == "issue.pictures"
    images = [*lxml_html.fromstring(issue.pieces[0].markup).iter("img")]
    assert images
    for image in images:
        name = image.get("src").rpartition("/")[2]
        assert f"“{image.get('alt')}”: `files/market-halls.{name}`" in remark.message
    made = html.write_issue(issue, Terms({}))
    assert "<img" not in made
    assert '<p class="alt"' in made


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"teaser": "*Read* this."}, True), ({"teaser": "*Read* this.", "mode": "full"}, True),
        ({"teaser": "*Read* this.", "mode": "excerpt"}, False),
        ({"teaser": "*Read* this.", "mode": "link"}, False), ({}, False),
    ],
)  # fmt: skip
def test_a_teaser_that_nobody_reads_is_told(articles: Mapping[str, str], row, said) -> None:
    issue = letters.materials(articles, [{"src": "gauge", **row}], said=letters.FOOTER)
    found = [one.code for one in letter.make_letter(issue, Terms({"gauge.pdf": ""})).remarks]
    assert found == ["issue.teaser"] * said
    shown = "Read* this" in text_parts.write_markdown(issue, Terms({}))
    assert shown == ("teaser" in row and not said)


def test_a_teaser_is_read_where_its_article_had_to_be_shortened(
    articles: Mapping[str, str],
) -> None:
    rows = [{"src": "gauge", "teaser": "Read this."}]
    issue = letters.materials(articles, rows, said=letters.FOOTER)
    made = letter.make_letter(issue, Terms({}, frozenset({0})))
    assert made.remarks == ()
    assert "Read this." in text_parts.write_text(issue, Terms({}, frozenset({0})))


def test_pictures_have_a_whole_address_and_words_and_a_width(articles: Mapping[str, str]) -> None:
    issue = letters.materials(articles, [{"src": "market-halls"}], said=letters.FOOTER)
    page = lxml_html.document_fromstring(html.write_issue(issue, Terms({})))
    for image in page.iter("img"):
        assert image.get("src").startswith(f"{letters.URL}/files/market-halls.picture-")
        assert image.get("alt")
        assert 0 < int(image.get("width")) <= 536


def test_the_way_on_leads_to_the_page_the_linked_file_or_the_attached_one(
    articles: Mapping[str, str],
) -> None:
    def read_on(row: Mapping[str, object], terms: Terms) -> str:
        issue = letters.materials(
            articles, [{"src": "gauge", "mode": "excerpt", "words": 9, **row}], said=letters.FOOTER
        )
        return next(
            line for line in text_parts.write_text(issue, terms).splitlines() if "Read on" in line
        )

    linked = Terms({"gauge.pdf": ""})
    assert read_on({"url": "https://a.example/g"}, linked) == "Read on <https://a.example/g>"
    assert read_on({}, linked) == "Read on (PDF, 8\N{NO-BREAK SPACE}kB)"  # its address follows
    assert read_on({}, Terms({})) == "Read on in the attached file gauge.pdf"


@pytest.mark.parametrize("mode", ["full", "excerpt", "link"])
def test_an_article_without_a_title_has_no_empty_heading_and_is_reported(
    articles: Mapping[str, str], mode: str
) -> None:
    rows = [{"src": "gauge", "mode": mode, "url": letters.URL}]
    issue = letters.materials(articles, rows)
    bare = replace(issue, pieces=(replace(issue.pieces[0], title=""),))
    assert letter.make_letter(issue, Terms({})).remarks == ()
    (remark,) = letter.make_letter(bare, Terms({})).remarks
    assert remark.code == "issue.untitled"
    for maker in (html.write_issue, html.write_archive):
        page = lxml_html.document_fromstring(maker(bare, Terms({})))
        assert all(heading.text_content() for heading in page.iter("h1", "h2", "h3"))


def test_an_excerpt_that_leads_nowhere_is_reported(articles: Mapping[str, str]) -> None:
    issue = letters.materials(articles, [{"src": "gauge", "mode": "link"}])
    bare = replace(issue, pieces=(replace(issue.pieces[0], attachments=()),))
    (remark,) = letter.make_letter(bare, Terms({})).remarks
    assert remark.code == "issue.read-on"


def test_a_teaser_stands_in_the_place_of_the_beginning(articles: Mapping[str, str]) -> None:
    row = {"src": "gauge", "mode": "excerpt", "teaser": "A *wall* with <b>holes</b>."}
    made = html.write_issue(letters.materials(articles, [row]), Terms({}))
    assert "A <em>wall</em> with &lt;b&gt;holes&lt;/b&gt;." in made
    assert "has stood since 1874" not in made


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://a.example", True), ("mailto:a@a.example", True), ("/files/a", False),
        ("javascript:alert(1)", False), ("data:text/html,x", False), ("file:///etc", False),
    ],
)  # fmt: skip
def test_the_editor_links_to_the_web_and_to_mail_only(
    articles: Mapping[str, str],
    link: str,
    kept: bool,  # noqa: FBT001  a case
) -> None:
    said = f'intro = "See [there]({link})."'
    made = html.write_issue(letters.materials(articles, [{"src": "gauge"}], said=said), Terms({}))
    assert (f'href="{link}"' in made) == kept


def test_the_only_article_says_its_title_once(articles: Mapping[str, str]) -> None:
    issue = letters.materials(articles, [{"src": "gauge"}])
    same = replace(issue, issue=replace(issue.issue, subject="What the Gauge remembers"))
    for maker in (html.write_issue, html.write_archive):
        for one, said in ((same, "The Harbour Review"), (issue, "Tides & treaties")):
            page = lxml_html.document_fromstring(maker(one, Terms({})))
            assert [heading.text for heading in page.iter("h1")] == [said]


def test_the_way_on_is_told_in_the_language_of_its_article(articles: Mapping[str, str]) -> None:
    rows = [{"src": name, "mode": "link", "url": letters.URL} for name in ("gauge", "faehren")]
    made = text_parts.write_text(letters.materials(articles, rows), Terms({}))
    assert [line.split("<")[0] for line in made.splitlines() if letters.URL in line] == [
        "Read on ", "Weiterlesen ",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("linked", "file", "way"),
    [
        ({}, "attached", "Read on in the attached file gauge.pdf"),
        ({"gauge.epub": ""}, "attached", "Read on in the attached file gauge.pdf"),
        ({"gauge.pdf": ""}, "linked", "Read on (PDF, 8 kB)"),
        ({"gauge.pdf": "", "gauge.epub": ""}, "linked", "Read on (PDF, 8 kB)"),
    ],
)
def test_the_first_format_of_an_article_is_where_its_readers_read_on(
    articles: Mapping[str, str], linked: Mapping[str, str], file: str, way: str
) -> None:
    page = lxml_html.document_fromstring(html.write_issue(two(articles), Terms(linked)))
    (found,) = page.xpath("//p[contains(., 'Read on')]")
    assert found.text_content().replace("\N{NO-BREAK SPACE}", " ") == way
    assert (found.find("a") is not None) == (file == "linked")


def two(articles: Mapping[str, str]) -> Materials:
    """An excerpt of an article that goes with the issue in two formats."""
    issue = letters.materials(articles, [{"src": "gauge", "mode": "excerpt"}], said=letters.FOOTER)
    (piece,) = issue.pieces
    (pdf,) = piece.attachments
    epub = replace(pdf, name="gauge.epub", format="epub")
    return replace(issue, pieces=(replace(piece, attachments=(pdf, epub)),))


@pytest.mark.parametrize(
    ("linked", "rows"),
    [
        ({}, ["What the gauge remembers (PDF, 8 kB · EPUB, 8 kB)"]),
        ({"gauge.epub": ""}, ["What the gauge remembers (PDF, 8 kB)",
                              "What the gauge remembers (EPUB, 8 kB)"]),
        ({"gauge.pdf": "", "gauge.epub": ""}, ["What the gauge remembersPDF, 8 kB · EPUB, 8 kB"]),
    ],
)  # fmt: skip
def test_the_files_of_an_article_stand_beside_each_other(
    articles: Mapping[str, str], linked: Mapping[str, str], rows: list[str]
) -> None:
    page = lxml_html.document_fromstring(html.write_issue(two(articles), Terms(linked)))
    items = page.xpath("//td[contains(@class, 'files')]//li")
    assert [one.text_content().replace("\N{NO-BREAK SPACE}", " ") for one in items] == rows
    assert [link.get("href") for one in items for link in one.iter("a")] == [
        f"{letters.URL}/files/{name}" for name in linked
    ]


def test_an_issue_that_fits_is_left_as_it_is(gauge: Materials) -> None:
    said = replace(gauge.issue.settings, too_long="excerpt")
    asked = replace(gauge, issue=replace(gauge.issue, settings=said))
    assert assemble.fit_terms(asked, Terms({})) == (Terms({}), ())


def test_whole_articles_are_shortened_from_the_last_one_on_until_it_fits(
    articles: Mapping[str, str],
) -> None:
    rows = [{"src": "reservoirs"}, {"src": "reservoirs"}, {"src": "gauge", "mode": "link"},
            *({"src": "reservoirs"} for _ in range(3))]  # fmt: skip
    issue = letters.materials(articles, rows, said='too_long = "excerpt"')
    before = html_size(html.write_issue(issue, Terms({})))
    terms, remarks = assemble.fit_terms(issue, Terms({}))
    after = html_size(html.write_issue(issue, terms))
    assert before > CLIPPED >= after
    count = len(remarks)
    assert terms.shortened == {5, 4, 3, 1, 0} - set(sorted({0, 1, 3, 4, 5})[: 5 - count])
    less = Terms({}, terms.shortened - {min(terms.shortened)})
    assert html_size(html.write_issue(issue, less)) > CLIPPED  # not one too many
    assert {one.code for one in remarks} == {"issue.shortened"}


def _sized(articles: Mapping[str, str], *sizes: int) -> Materials:
    """An issue of articles that have about so many thousand bytes of HTML each."""
    rows = [{"src": "gauge"}] * len(sizes)
    issue = letters.materials(articles, rows, said='too_long = "excerpt"')
    line = f"<p>{' '.join(['The tide came and went.'] * 30)}</p>"
    markups = [
        f'<div id="gauge" class="copydesk">{line * (size * 10 // 9)}</div>' for size in sizes
    ]
    pieces = [replace(one, markup=text) for one, text in zip(issue.pieces, markups, strict=True)]
    return replace(issue, pieces=tuple(pieces))


@pytest.mark.parametrize(
    ("sizes", "shortened"),
    [
        ((10, 10), []), ((140, 1), [0]), ((1, 140, 1), [1]), ((70, 60, 1), [1]),
        ((60, 2, 30, 30), [3]), ((70, 20, 30), [2]), ((140, 110, 1), [1, 0]), ((1, 1, 140), [2]),
    ],
)  # fmt: skip
def test_no_article_is_shortened_for_which_the_issue_would_have_fitted(
    articles: Mapping[str, str], sizes, shortened
) -> None:
    issue = _sized(articles, *sizes)
    terms, remarks = assemble.fit_terms(issue, Terms({}))
    assert terms.shortened == {*shortened}
    assert len(remarks) == len(shortened)
    assert html_size(html.write_issue(issue, terms)) <= CLIPPED


def test_too_long_an_issue_is_left_alone_unless_the_settings_say_so(
    articles: Mapping[str, str],
) -> None:
    issue = letters.materials(articles, [{"src": "reservoirs"}] * 6)
    assert assemble.fit_terms(issue, Terms({})) == (Terms({}), ())


def test_markdown_leaves_the_subject_to_the_service(gauge: Materials) -> None:
    made = text_parts.write_markdown(gauge, Terms({}))
    assert made.startswith("## What the gauge remembers\n")
    assert "Tides & treaties" not in made


@pytest.mark.parametrize("service", sorted(read_targets()))
def test_markdown_says_who_sends_it_and_why_and_how_to_leave_as_the_service_has_it(
    gauge: Materials, service
) -> None:
    made = text_parts.write_markdown(to(service, gauge), Terms({}))
    foot = made.rpartition("\n---\n")[2]
    assert "You asked for it." in foot
    assert "The Harbour Review, 1 Quay, Hull" in foot
    target = read_targets()[service]
    # What is each reader's own is filled in by copydesk alone.
    way = target.unsubscribe or ("" if target.hosted else LEAVE)
    assert (f"[Unsubscribe]({way})" in foot) == bool(way)
    assert ("Unsubscribe" in foot) == bool(way)


def test_words_beside_a_picture_that_lies_nowhere_and_says_nothing_stay(gauge: Materials) -> None:
    shared = replace(gauge.issue.settings, base_url="")
    line = '<p>Before <img src="pictures/x.png" alt=""> behind.</p>'
    markup = f'<div id="gauge" class="copydesk">{line}</div>'
    piece = replace(gauge.pieces[0], markup=markup)
    issue = replace(gauge, issue=replace(gauge.issue, settings=shared), pieces=(piece,))
    page = lxml_html.document_fromstring(html.write_issue(issue, Terms({})))
    assert "Before behind." in " ".join(page.text_content().split())
