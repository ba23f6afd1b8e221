"""Markdown says the same words, whatever signs stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from copydesk.newsletter import elements, issue, text_parts
from copydesk.newsletter.letter import Terms
from copydesk.newsletter.materials import IssuePiece, Materials
from copydesk.newsletter.targets import find_target
from copydesk.settings.theme import Theme
from newsletter import letters

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
ENTRY = issue.IssueEntry("a")


def issue_of(markup: str, service: str = "buttondown") -> Materials:
    """An issue of one article, whose fragment holds `markup`."""
    whole = f'<div id="a" class="copydesk" lang="en">{markup}</div>'
    piece = IssuePiece(ENTRY, "a", "Title", "", "", "", "en", "ltr", whole)
    found = issue.read_issue(
        b'subject = "Other"\ndate = 2026-05-01\n[[article]]\nsrc = "a"\n', "a.toml", stem="a"
    )
    return Materials("a", found, find_target(service, "a.toml"), Theme(), "", "en", (piece,))


def read(said: str) -> str:
    """What a reader sees of Markdown."""
    page = lxml_html.document_fromstring(f"<div>{READER.render(said)}</div>")
    return " ".join(" ".join(page.itertext()).replace("\N{WORD JOINER}", "").split())


FOOT = "\n---\n\n[Unsubscribe]({{ unsubscribe_url }})\n"


def written(markup: str) -> str:
    """The article with `markup`, without its title and what stands below it."""
    made = text_parts.write_markdown(issue_of(markup), Terms({}))
    assert made.startswith("## Title\n")
    assert made.endswith(FOOT)
    return made.removesuffix(FOOT).removeprefix("## Title\n").removeprefix("\n")


CASES = {
    "plain words stay plain": ("<p>So it was.</p>", "So it was."),
    "an apostrophe and a dash stay": ("<p>It’s 3–4 – so.</p>", "It’s 3–4 – so."),
    "a hyphen in a word stays": ("<p>harbour-master</p>", "harbour-master"),
    "a number with a unit stays": ("<p>1874 was dry.</p>", "1874 was dry."),
    "a star is no rule": ("<p>a * b *c*</p>", r"a \* b \*c\*"),
    "a number that begins a line is no item": ("<p>1874. A year.</p>", r"1874\. A year."),
    "a dash that begins a line is no item": ("<p>- So he said.</p>", r"\- So he said."),
    "a hash that begins a line is no heading": ("<p># 4</p>", r"\# 4"),
    "a tag is words": ("<p>&lt;b&gt; &amp;amp; so</p>", r"\<b\> \&amp; so"),
    "emphasis stands at its words": ("<p>a<em> b </em>c</p>", "a *b* c"),
    "emphasis in a word stays": ("<p>un<em>believ</em>able</p>", "un*believ*able"),
    "emphasis before a stop stays": ("<p><em>Tides</em>.</p>", "*Tides*."),
    "emphasis with a stop stays before a blank": ("<p><em>Tides.</em> So.</p>", "*Tides.* So."),
    "emphasis with a stop beside a letter cannot be said": ("<p><em>Tides.</em>2</p>", "Tides.2"),
    "nor emphasis beside emphasis": ("<p><b>Note</b><i>a</i></p>", "**Note**a"),
    "a line that ends with a break": ("<p>a<br></p>", "a"),
    "a dash behind a break is no rule": ("<p>a<br>- b</p>", "a\\\n\\- b"),
    "two hashes that begin a line": ("<p>## 4</p>", r"#\# 4"),
    "a hash that ends a heading": ("<h3>In C #</h3>", r"#### In C \#"),
    "a break in a heading": ("<h3>a<br>b</h3>", "#### a b"),
    "a power is raised": ("<p>10<sup>3</sup></p>", "10³"),
    "an address for itself": ('<p><a href="http://a.b/c">http://a.b/c</a></p>', "<http://a.b/c>"),
    "an address with brackets": (
        '<p><a href="http://a.b/c_(d)">so</a></p>', "[so](http://a.b/c_(d))",
    ),
    "code with ticks": ("<p><code>a`b</code></p>", "``a`b``"),
    "a program with a fence": ("<pre><code>```\nx</code></pre>", "````\n```\nx\n````"),
    "a list in a list": (
        "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>", "- a\n  1. b\n- c",
    ),
    "a stroke in a cell": (
        "<table><thead><tr><th>a</th></tr></thead><tr><td>b|c</td></tr></table>",
        "| a    |\n| :--- |\n| b\\|c |",
    ),
    "signs of the service are parted": (
        "<p>{{ a }}</p>", "{\N{WORD JOINER}{ a }}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_sign_is_said_as_markdown_says_it(name: str) -> None:
    markup, wanted = CASES[name]
    assert written(markup) == f"{wanted}\n"


@pytest.mark.parametrize("name", letters.TITLES)
def test_no_markup_of_html_stands_in_the_markdown_of_an_article(
    articles: Mapping[str, str], name: str
) -> None:
    found = letters.materials(articles, [{"src": name}], said=letters.FOOTER)
    tokens = READER.parse(text_parts.write_markdown(found, Terms({})))
    inner = [child for token in tokens for child in token.children or ()]
    assert [one.content for one in (*tokens, *inner) if one.type.startswith("html")] == []


@pytest.mark.parametrize("name", letters.TITLES)
def test_every_word_of_an_article_is_read_in_its_markdown(
    articles: Mapping[str, str], name: str
) -> None:
    found = letters.materials(articles, [{"src": name}], said=letters.FOOTER)
    blocks = elements.read_fragment(found.pieces[0].markup).blocks
    elements.remove_inner_links(blocks)
    wanted = letters.words(" ".join(blocks.itertext()))
    assert not wanted - letters.words(read(text_parts.write_markdown(found, Terms({}))))


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=1))
def test_whatever_stands_in_a_paragraph_is_read_as_it_was_written(said: str) -> None:
    from html import escape

    words = " ".join(said.split())
    assert read(written(f"<p>{escape(words)}</p>")) == words


@given(st.text("*_`~[]()<>#-+=|\\!&1.:; ab", min_size=1, max_size=40))
def test_signs_of_markdown_are_read_as_they_were_written(said: str) -> None:
    from html import escape

    words = " ".join(said.split())
    assert read(written(f"<p>{escape(words)}</p>")) == words


SHAPES = (
    "<h3>{0}<br>{1}</h3>", "<blockquote><p>{0}</p></blockquote>", "<p>{0}<br>{1}</p>",
    "<p>x<em>{0}</em>{1}</p>", "<p><strong>{0}</strong><em>{1}</em></p>", "<p>{0}<s>{1}</s>{0}</p>",
    "<p><em>{0}<strong>{1}</strong></em>{0}</p>", "<p>a<em><strong>{0}</strong>{1}</em>b</p>",
    "<p><em>{0}<br>{1}</em></p>", '<p>{1} <a href="https://e.example/?a={0}">{0}</a></p>',
    "<p>a <code>{0}</code> b</p>", "<pre><code>{0}\n{1}</code></pre>",
    "<ul><li>{0}<br>{1}<ul><li>{0}</li></ul></li></ul>",
    "<figure><figcaption>{0}</figcaption></figure>",
    '<ol start="3"><li><p>{0}</p><p>{1}</p></li></ol>',
    "<table><tr><td>{0}</td><td>{1}</td></tr></table>",
)  # fmt: skip
SAID = st.text("ab1.)(*_-+=#>`~|[]!<&;:\\ \u00a0'\"{}/^", min_size=1, max_size=14)


@given(st.sampled_from(SHAPES), SAID, SAID)
def test_signs_are_read_as_they_were_written_in_whatever_they_stand(
    shape: str, first: str, second: str
) -> None:
    markup = shape.format(escape(first), escape(second))
    wanted = "".join(lxml_html.fragment_fromstring(markup).itertext())
    assert "".join(read(written(markup)).split()) == "".join(wanted.split())


def test_a_service_without_a_language_of_its_own_gets_the_signs_as_they_are() -> None:
    made = issue_of("<p>{{ a }}</p>")
    plain = replace(made, target=find_target("substack", "a.toml"))
    assert "{{ a }}" in text_parts.write_markdown(plain, Terms({}))
