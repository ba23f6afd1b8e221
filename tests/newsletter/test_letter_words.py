"""The words that the desk itself puts into an issue, and those of its editor."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from copydesk import tables
from copydesk.composition.labels import load_labels
from copydesk.newsletter import elements, html, service_language
from copydesk.newsletter.letter import Terms
from copydesk.newsletter.targets import read_targets
from copydesk.system import xml
from newsletter import test_letter_golden

OURS = ("read_on", "read_on_in", "online", "unsubscribe", "attached", "download")
LANGUAGES = tables.load_table("labels")
SIGNS = sorted({target.signs for target in read_targets().values()})


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_issue_speaks_its_own_language(language: str) -> None:
    assert {*OURS} <= {*LANGUAGES[language]}
    assert load_labels(language)["read_on_in"].format("a.pdf").count("a.pdf") == 1
    if language != "en":
        assert [name for name in OURS if LANGUAGES[language][name] == LANGUAGES["en"][name]] == []


@given(st.text("{%#*|[link: ab}"), st.sampled_from(SIGNS))
def test_no_sign_of_a_service_is_left_and_every_letter_is(text: str, found: Iterable[str]) -> None:
    from html import unescape

    named, parted = (
        service_language.escape_markup(text, found),
        service_language.escape_text(text, found),
    )
    assert unescape(named) == text
    assert parted.replace("\N{WORD JOINER}", "") == text
    assert [sign for sign in found if sign in named or sign in parted] == []


@given(st.text(st.characters(codec="utf-8")))
def test_whatever_an_editor_writes_is_read_and_no_tag_of_it_is_markup(text: str) -> None:
    allowed = {
        "a", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
        "li", "ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
    }  # fmt: skip
    assert {element.tag for element in elements.read_markdown(text).iter()} <= allowed


def test_a_picture_of_somebody_elses_is_words() -> None:
    assert xml.text(elements.read_markdown("![a gull](https://a.example/g.png) flew")).startswith(
        "<div><p><em>a gull</em> flew</p>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "> " * 5000 + "a",
        "[" * 50_000,
        "- " * 3000 + "a",
        "*" * 20_000,
        "&#12; &#1; &#xFFFE; &#xD800;",
    ],
)
def test_what_nobody_writes_is_read_as_well(text: str) -> None:
    elements.read_markdown(text)


@given(
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1),
    st.sampled_from([*read_targets()]),
)
def test_no_title_is_markup_or_a_command(title: str, service: str) -> None:
    small = test_letter_golden.small()
    piece = replace(small.pieces[0], title=title, subtitle=title)
    issue = replace(small, newsletter=title, pieces=(piece,), target=read_targets()[service])
    page = lxml_html.document_fromstring(html.write_issue(issue, Terms({})))
    same = replace(small, target=read_targets()[service])
    plain = lxml_html.document_fromstring(html.write_issue(same, Terms({})))
    assert Counter(one.tag for one in page.iter()) == Counter(one.tag for one in plain.iter())
    assert _seen(page.find(".//h2").text_content()) == _seen(title)


def _seen(text: str) -> str:
    """`text` without what no page can hold, and with one blank between words."""
    return " ".join(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text).split())


@pytest.mark.parametrize(("below", "tags"), [(1, ["h2", "h3", "h6"]), (2, ["h3", "h4", "h6"])])
def test_headings_of_an_editor_stand_under_what_they_are_written_for(below, tags):
    read = elements.read_markdown("# Tides\n\nWalls\n---\n\n###### Salt\n", below)
    assert [block.tag for block in read] == tags
