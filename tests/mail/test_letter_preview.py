"""The page on which an editor sees an issue before it is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

import pytest
from lxml import html as lxml_html

import checkers
from copydesk.mail import html, preview, text
from copydesk.mail.letter import Terms
from copydesk.mail.remarks import Remark
from mail import letters

REMARKS = (
    Remark("issue.pictures", "warning", "`<a>` is left out", "say where & how"),
    Remark("issue.address", "error", "no address is known"),
)


@pytest.fixture(scope="session")
def page(articles: Mapping[str, str]) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(made(articles))


def made(articles: Mapping[str, str]) -> bytes:
    issue = letters.materials(
        articles, [{"src": "market-halls"}, {"src": "namal"}], said=letters.FOOTER
    )
    terms = Terms({"namal.pdf": ""})
    shown = preview.Shown(html.issue(issue, terms), text.issue(issue, terms), REMARKS)
    return preview.page(issue, terms, shown)


def test_each_look_is_the_html_part_in_a_frame_in_which_nothing_runs(
    page: lxml_html.HtmlElement,
) -> None:
    frames = page.findall(".//iframe")
    assert [(one.get("width"), one.get("class")) for one in frames] == [
        (str(width), scheme) for width, scheme in preview.LOOKS
    ]
    for frame in frames:
        assert frame.get("sandbox") == ""
        assert "What a Market Hall Is For" in frame.get("srcdoc")


def test_pictures_lie_in_the_page(page: lxml_html.HtmlElement) -> None:
    for frame in page.findall(".//iframe"):
        shown = lxml_html.document_fromstring(frame.get("srcdoc"))
        sources = [image.get("src") for image in shown.iter("img")]
        assert len(sources) == 3
        assert all(source.startswith("data:image/") for source in sources)


def test_findings_files_size_and_text_are_told(
    articles: Mapping[str, str], page: lxml_html.HtmlElement
) -> None:
    said = page.text_content()
    assert "warning: `<a>` is left out say where & how issue.pictures" in said
    rows = [[cell.text_content() for cell in row] for row in page.iter("tr")][1:]
    assert [(row[0], row[3]) for row in rows] == [
        ("market-halls.pdf", "attached"), ("namal.pdf", f"linked: {letters.URL}/files/namal.pdf"),
    ]  # fmt: skip
    issue = letters.materials(
        articles, [{"src": "market-halls"}, {"src": "namal"}], said=letters.FOOTER
    )
    assert page.find(".//pre").text_content() == text.issue(issue, Terms({"namal.pdf": ""}))
    assert 0 < float(page.find(".//meter").get("value")) < 90_000


def test_both_schemes_differ_from_what_is_sent_in_two_words_only(
    articles: Mapping[str, str],
) -> None:
    issue = letters.materials(articles, [{"src": "gauge"}], said=letters.FOOTER)
    mail = html.issue(issue, Terms({}))
    for scheme in ("light", "dark"):
        shown = preview.in_scheme(mail, scheme).splitlines()
        assert sum(a != b for a, b in zip(mail.splitlines(), shown, strict=True)) == 2


def test_the_preview_has_no_barriers_and_asks_the_network_for_nothing(
    articles: Mapping[str, str], tmp_path: Path, tool: Callable[[str], str],
    missing: Callable[[str], NoReturn], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    if not checkers.MODULES.is_dir():
        missing("the checkers from npm are not there; run `npm ci` in .ci/checks")
    monkeypatch.setenv("PUPPETEER_EXECUTABLE_PATH", tool("chromium"))
    path = tmp_path / "preview.html"
    path.write_bytes(made(articles))
    assert [*checkers.by_axe([path], tool("node"), "--looks=light:1280,dark:375")] == [[]]
    assert [*checkers.by_html_validate([path], tool("node"))] == [[]]
