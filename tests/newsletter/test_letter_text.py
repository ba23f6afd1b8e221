"""The text part says what the HTML says."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from lxml import html as lxml_html

from copydesk.language.columns import measure_width
from copydesk.newsletter import check, html, text_parts
from copydesk.newsletter.letter import Terms
from newsletter import letters

MODES = ("full", "excerpt", "link")
#: What only lines of programs and of addresses have.
LONG = ("http", "return", "def ")


def shown(markup: str) -> str:
    """What a reader of the HTML sees, each block apart."""
    page = lxml_html.document_fromstring(markup)
    for hidden in page.xpath("//*[@class='preheader'] | //head"):
        hidden.drop_tree()
    return " ".join(page.itertext())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", letters.TITLES)
def test_at_least_95_of_100_words_of_the_html_stand_in_the_text(
    articles: Mapping[str, str], name: str, mode: str
) -> None:
    rows = [{"src": name, "mode": mode, "url": letters.URL}]
    issue = letters.materials(articles, rows, said=letters.FOOTER)
    wanted = letters.words(shown(html.write_issue(issue, Terms({}))))
    had = letters.words(text_parts.write_text(issue, Terms({})))
    kept = sum((wanted & had).values()) / wanted.total()
    assert kept >= 0.95, (wanted - had).most_common(20)


def test_no_line_is_longer_than_mail_wants_but_for_addresses_programs_and_single_words(
    articles: Mapping[str, str],
) -> None:
    rows = [{"src": name} for name in letters.TITLES]
    made = text_parts.write_text(letters.materials(articles, rows, said=letters.FOOTER), Terms({}))
    long = [
        line for line in made.splitlines() if measure_width(line) > 72 and len(line.split()) > 1
    ]
    assert [line for line in long if not any(sign in line for sign in LONG)] == []


def test_nothing_of_a_layout_is_in_the_text(articles: Mapping[str, str]) -> None:
    issue = letters.materials(articles, [{"src": "gauge"}], said='base_url = "https://a.example/f"')
    made = text_parts.write_text(issue, Terms({"gauge.pdf": ""}))
    assert made.startswith("The Harbour Review\n\nTides & treaties\n================\n")
    assert "Year  Height (m)  Seen by\n----  ----------  ----------------\n1874" in made
    assert "[1] The harbour-master counts eleven places, the insurer nine.\n" in made
    assert made.endswith(
        "To download\n-----------\n\n- What the gauge remembers (PDF, 8\N{NO-BREAK SPACE}kB)"
        " <https://a.example/f/gauge.pdf>\n"
    )


@pytest.mark.parametrize("name", letters.TITLES)
def test_the_check_of_an_issue_finds_its_text_whole(articles: Mapping[str, str], name: str) -> None:
    issue = letters.materials(articles, [{"src": name}], said=letters.FOOTER)
    texts = html.write_issue(issue, Terms({})), text_parts.write_text(issue, Terms({}))
    codes = {one.code for one in check.find_remarks(issue, check.Made(*texts, (), 0))}
    assert codes & {"issue.text", "issue.relative", "issue.black", "issue.data-address"} == set()
