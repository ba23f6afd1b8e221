"""Names in a page's markup tell where a block stands, unless what it holds says otherwise."""

from __future__ import annotations

import pytest

from copydesk.config import Config
from copydesk.readers.html import read_html

PROSE = "The pump ran all night, and in the morning the meadow was as wet as it had been before."
MORE = "Nobody had asked the meadow, which lies lower than the road and has always drunk its fill."
ASIDE = "A line beside the text"


def zone(markup: str, line: str = ASIDE) -> str:
    """The zone of `line` in a page that has `markup` below an article."""
    page = f"<title>x</title><article><p>{PROSE}</p><p>{MORE}</p></article>{markup}"
    sent = read_html(page.encode(), "a.html", Config())
    return next(found.zone for found in sent.lines if found.text == line)


@pytest.mark.parametrize(
    "attributes",
    [
        'class="has-sidebar"',
        'class="no-comments"',
        'class="comments-closed"',
        'class="list-and-share"',
        'class="navy"',
        'class="adaptive"',
        'class="shareholders"',
        'class="footnotes"',
        'class="address"',
        'id="commentary"',
        'class="unrelated"',
        'class="headerless"',
        'class="d-flex"',
    ],
)
def test_a_name_that_only_holds_the_letters_tells_nothing(attributes):
    assert zone(f"<div {attributes}>{ASIDE}</div>") in ("", "main")


@pytest.mark.parametrize(
    ("attributes", "told"),
    [
        ('class="post-comments"', "comments"),
        ('class="commentList"', "comments"),
        ('id="disqus_thread"', "comments"),
        ('itemprop="comment"', "comments"),
        ('class="site-navigation"', "nav"),
        ('class="Breadcrumb__list"', "nav"),
        ('role="navigation"', "nav"),
        ('id="SITE_HEADER"', "header"),
        ('class="entry-footer"', "footer"),
        ('class="right-sidebar"', "aside"),
        ('class="block block-related-links"', "aside"),
        ('class="article__share"', "aside"),
        ('class="most-read-list"', "aside"),
        ('class="newsletter-signup"', "aside"),
        ('class="cookie-banner"', "aside"),
        ('id="cookieConsent"', "aside"),
        ('role="complementary"', "aside"),
        ('class="search-form"', "form"),
    ],
)
def test_a_name_that_publishing_systems_share_tells_the_zone(attributes, told):
    assert zone(f"<div {attributes}><span>{ASIDE}</span></div>") == told


@pytest.mark.parametrize("tag", ["nav", "aside", "footer", "header", "form"])
def test_an_element_tells_the_zone_of_what_is_inside(tag):
    assert zone(f"<{tag}>{ASIDE}</{tag}>") == tag


def test_a_question_that_opens_its_answer_by_a_click_is_of_the_text():
    heads = [f"<h3><button>Question {at}?</button></h3><p>{PROSE} {at}" for at in range(4)]
    sent = read_html(f"<title>x</title><main>{''.join(heads)}</main>".encode(), "a.html", Config())
    told = [line.zone for line in sent.lines if line.text.startswith("Question")]
    assert len(told) == 4
    assert set(told) <= {"", "main"}


@pytest.mark.parametrize("name", ["sidebar", "widget", "modal", "footer", "related", "teaser"])
def test_no_name_makes_furniture_of_most_of_the_prose(name):
    page = f"<title>x</title><div class={name}><h1>Bees</h1><p>{PROSE}</p><p>{MORE}</p></div>"
    sent = read_html(page.encode(), "a.html", Config())
    assert {line.zone for line in sent.lines if line.text} <= {"main", ""}


def test_comments_are_comments_however_much_they_say():
    talk = "".join(
        f"<p>{PROSE} I was there, and I saw it {number} times.</p>" for number in range(9)
    )
    assert zone(f"<div class=comments>{talk}<footer>{ASIDE}</footer></div>") == "comments"


@pytest.mark.parametrize("tag", ["header", "footer"])
def test_head_and_foot_of_an_article_are_not_those_of_the_site(tag):
    page = f"<article><p>{PROSE}</p><p>{MORE}</p><{tag}><p>{ASIDE}</p></{tag}></article>"
    sent = read_html(page.encode(), "a.html", Config())
    assert [line.zone for line in sent.lines if line.text == ASIDE] in ([""], ["main"])


def test_a_page_with_no_prose_but_in_a_block_named_for_comments_is_no_comment():
    page = f"<title>x</title><div class=comments-wrapper><p>{PROSE}</p><p>{MORE}</p></div>"
    sent = read_html(page.encode(), "a.html", Config())
    assert {line.zone for line in sent.lines if line.text} == {"main"}


def paragraphs(first: int, last: int) -> list[str]:
    return [f"Day {day}. {PROSE} {MORE}" for day in range(first, last)]


def test_a_name_on_every_paragraph_but_the_first_says_nothing_of_most_of_the_text():
    text = paragraphs(0, 9)
    rest = "".join(f"<p class='paywall'>{one}</p>" for one in text[1:])
    page = f"<title>x</title><article><h1>x</h1><p>{text[0]}</p><div>{rest}</div></article>"
    sent = read_html(page.encode(), "a.html", Config())
    assert {line.zone for line in sent.lines if line.text in text} == {"main"}


def test_text_that_a_name_parts_into_many_boxes_is_the_article_still():
    text = paragraphs(0, 8)
    boxes = "".join(f"<div class='sidebar box'><p>{one}</p></div><hr>" for one in text)
    sent = read_html(f"<title>x</title><h1>x</h1>{boxes}".encode(), "a.html", Config())
    assert {line.zone for line in sent.lines if line.text in text} == {"main"}


def test_a_few_boxes_of_one_name_beside_the_text_stay_aside():
    text = paragraphs(0, 9)
    body = "".join(f"<p>{one}</p>" for one in text)
    boxes = f"<div class=sidebar><p>{PROSE}</p></div><div class=sidebar><p>{MORE}</p></div>"
    page = f"<title>x</title><article><h1>x</h1>{body}</article>{boxes}"
    sent = read_html(page.encode(), "a.html", Config())
    assert {line.zone for line in sent.lines if line.text in (PROSE, MORE)} == {"aside"}


@pytest.mark.parametrize(
    ("name", "hint"), [("image-caption", "caption"), ("cta-caption", ""), ("promo-caption", "")]
)
def test_a_caption_of_what_is_no_picture_is_none(name: str, hint: str) -> None:
    page = f"<title>x</title><article><p>{PROSE}</p><p class={name}>{ASIDE}</p><p>{MORE}</p>"
    sent = read_html(page.encode(), "a.html", Config())
    assert next(line.hint for line in sent.lines if line.text == ASIDE) == hint
