"""A web page with more tags or attributes than it may have is refused before it is parsed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.errors import Refused
from copydesk.settings.limits import Limits
from copydesk.system import html
from copydesk.system.html import check_limits
from ending import ending

LIMITS = Limits()
FEW = replace(LIMITS, page_attributes=8, tag_attributes=3)
#: What browsers send, and what looks like a tag with many attributes and is none.
WHOLE = (
    "<p>Tar &lt; rope, 2 < 3, and a<b",
    "<p class='a b c d e f' title=\"one two > three four five\">Tar",
    "<a href=/tide?a=1&b=2&c=3&d=4 rel=nofollow>Tar</a>",
    "<p>it's the miller's, don't you know, isn't it, “so” \"it\" is said</p>",
    "<!-- <p a b c d e f> --><p>Tar</p>",
    "<!--><p>Tar<!--->rope<!-- a b c d e --!>mud",
    "<script>for (i = 0; i<n; i += 1) { a b c d e f g h i j }</script><p>Tar",
    "<STYLE>p<q a b c d e f { }</STYLE><title>a <b c d e f g</title>",
    "<!doctype html public 'a' 'b' 'c' 'd' 'e'><p>Tar",
    "<?php echo a b c d e f ?><p>Tar",
    "<svg><path d='M 1 2 L 3 4 5 6 7 8 9 10'/></svg>",
    "<textarea><p a b c d e f></textarea>",
    "<p>" * 500,
)


@pytest.mark.parametrize("text", WHOLE)
def test_a_page_within_the_limits_is_parsed(text: str) -> None:
    check_limits(text, "a.html", FEW)
    assert html.received(text, "a.html", LIMITS) is not None


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("<p>" * 500_001, "page_tags", "500,001 tags, the limit is 500,000"),
        ("<p a b c d>", "tag_attributes", "4 attributes, the limit is 3"),
        ("<p a=1 b='2' c=\"3\" d>", "tag_attributes", "a tag with 4 attributes"),
        ("<p\ta\nb\fc/d", "tag_attributes", "a tag with 4 attributes"),
        ("</p a b c d>", "tag_attributes", "a tag with 4 attributes"),
        ("<p a b c>" * 3, "page_attributes", "9 attributes, the limit is 8"),
        # hidden behind what is no quotation mark, no comment, no script
        ("<p=\"a b c d e'>", "tag_attributes", ""),
        ("<p a=1=\"b c d e f'>", "tag_attributes", ""),
        ("<p y=''=\"b c d e f>", "tag_attributes", ""),
        ("<!--><p a b c d><!-- -->", "tag_attributes", ""),
        ("<![CDATA[<script><p a b c d>]]>", "tag_attributes", ""),
        ("<script/><p a b c d></script>", "tag_attributes", ""),
        ("<textarea><script></textarea><p a b c d></script>", "tag_attributes", ""),
        ("<script></script x=<style><p a b c d></style>", "tag_attributes", ""),
        ("<\0p a b c d>", "tag_attributes", ""),
    ],
)
def test_a_page_past_a_limit_is_refused_with_the_limit_named(
    text: str, key: str, said: str
) -> None:
    with pytest.raises(Refused, match="the limit is") as caught:
        html.received(text, "a.html", FEW)
    assert said in str(caught.value)
    assert f"`limits.{key}`" in (caught.value.hint or "")
    assert caught.value.code == "refuse.page"


PIECES = st.lists(
    st.sampled_from((
        "<p", "<b ", "</p", ">", "/>", "<script", "</script", "<style>", "</style>", "<title>",
        "</title>", "<textarea>", "</textarea>", "<!--", "-->", "--!>", "->", "<!", "<?", "<", "/",
        "<![CDATA[", "]]>", " ", "=", '"', "'", "a", "b c d", "\n", "x=1", 'y="2 3"', "z='>'",
        "<svg>", "<noscript>", "<xmp>", "</xmp>", "<iframe>", "</iframe>", "<plaintext>", "<body",
        "<option a>", "\0", "é", "\xa0", "</x y z>", "<noframes>", "<noembed>", "</noembed>",
    )),
    max_size=14,
).map("".join)  # fmt: skip


@given(PIECES)
def test_no_attribute_that_the_parser_sees_is_missed(text: str) -> None:
    root = html.parse(text)
    seen = 0 if root is None else sum(len(element.attrib) for element in root.iter())
    if seen:
        with pytest.raises(Refused, match="attribute"):
            html.received(text, "a.html", replace(LIMITS, page_attributes=seen - 1))


HOSTILE: dict[str, Callable[[int], str]] = {
    "tags": lambda size: "<a " * (size // 3),
    "values": lambda size: "<a =\"<b ='" * (size // 10),
    "comments": lambda size: "<!--" * (size // 4),
    "scripts": lambda size: "<script></scrip" * (size // 15),
    "attributes": lambda size: "<a " + " ".join(f"a{number}=1" for number in range(size // 8)),
    "blanks": lambda size: "<a b" + " " * size + "=",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_counting_ends_whatever_the_page_is_made_of(name: str) -> None:
    without = replace(LIMITS, page_tags=10**9, page_attributes=1_999_999, tag_attributes=10**9)
    text = HOSTILE[name](4_000_000)
    with ending():  # some 0.1 s; what grows with the square takes minutes
        check_limits(text, "a.html", without)
