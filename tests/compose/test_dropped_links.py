"""A link that no edition can hold says why, with its whole address."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compose.harbour import ARTICLE, paragraph
from copydesk.composition import compose
from copydesk.config import Config
from copydesk.model import Link, Query, Text
from copydesk.tables import load_codes


def asked(target: str) -> Query:
    body = (paragraph(Link((Text("mud"),), target)),)
    found = compose(replace(ARTICLE, body=body), Config()).queries
    (query,) = (one for one in found if one.code == "compose.link-dropped")
    return query


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("https://example.org/{id}", "an address cannot contain `{`"),
        ("https://example.org/a b", "an address cannot contain a space"),
        ("https://example.org/a`b", "an address cannot contain U+0060"),
        ("http://", "nothing follows the scheme"),
        ("ftp://example.org/tides", "its scheme is `ftp`, not http, https, mailto or doi"),
        ("/tides.html", "it is a part of an address, without the site it leads to"),
        ("", "it is a part of an address, without the site it leads to"),
    ],
)
def test_the_reason_is_the_true_one(target: str, reason: str) -> None:
    assert asked(target).message == f"the link of `mud` to `{target}` was dropped: {reason}"


def test_the_address_is_whole_up_to_a_bound() -> None:
    target = "https://example.org/" + "t" * 150 + "|"
    assert target in asked(target).message
    assert f"`{(target * 9)[:200]}…`" in asked(target * 9).message


def test_what_explain_says_names_both_reasons() -> None:
    text = load_codes("queries")["compose.link-dropped"].text
    assert "scheme" in text
    assert "character" in text


def test_a_link_whose_words_a_citation_took_prints_nothing_and_is_asked_about() -> None:
    body = (paragraph(Text("so"), Link((), "https://example.org/mud")),)
    made = compose(replace(ARTICLE, body=body), Config())
    (query,) = (one for one in made.queries if one.code == "compose.link-dropped")
    assert "https://example.org/mud" in query.message
    assert b'"Link"' not in made.document
