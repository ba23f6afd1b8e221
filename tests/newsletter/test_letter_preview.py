"""The page on which an editor sees an issue before it is sent."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NoReturn

import pytest
from lxml import html as lxml_html

import checkers
from copydesk.newsletter import attachments, check, html, preview, text_parts
from copydesk.newsletter.letter import Terms
from copydesk.newsletter.materials import Materials
from copydesk.newsletter.remarks import IssueRemark
from newsletter import letters

pytestmark = pytest.mark.check

REMARKS = (
    IssueRemark("issue.pictures", "warning", "`<a>` is left out", "say where & how"),
    IssueRemark("issue.address", "error", "no address is known"),
)
SLUGS = ("market-halls", "namal", "gauge")


def issue_of(articles: Mapping[str, str], *slugs: str) -> Materials:
    return letters.materials(articles, [{"src": one} for one in slugs], said=letters.FOOTER)


def made(articles: Mapping[str, str], *slugs: str) -> bytes:
    issue = issue_of(articles, *slugs)
    why = {
        "namal.pdf": ("it is too large & late", f"{letters.URL}/files/namal.pdf"),
        "gauge.pdf": ("it is too large", ""),
    }
    decisions = [
        attachments.AttachmentDecision(
            one, one.name not in why, *why.get(one.name, ("it takes it", ""))
        )
        for one in issue.attachments
    ]
    terms = Terms({one.file.name: one.url for one in decisions if not one.attached})
    texts = html.write_issue(issue, terms), text_parts.write_text(issue, terms)
    return preview.write_preview(issue, check.Made(*texts, tuple(decisions), 0), REMARKS)


@pytest.fixture(scope="session")
def page(articles: Mapping[str, str]) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(made(articles, *SLUGS))


def screens(page: lxml_html.HtmlElement) -> Iterator[lxml_html.HtmlElement]:
    yield from page.iterfind(".//template[@shadowrootmode='open']")


def test_each_look_is_told_and_shows_the_whole_issue(page: lxml_html.HtmlElement) -> None:
    told = [one.text for one in page.iter("figcaption") if one.getparent().find("div") is not None]
    assert [one for one in told if one and " px, " in one] == [
        f"{width} px, {scheme}" for width, scheme in preview.SCREENS
    ]
    for tree in screens(page):
        said = tree.text_content()
        assert "What a Market Hall Is For" in said
        assert "Unsubscribe" in said


def test_nothing_runs_in_the_page_and_nothing_is_loaded_late(page: lxml_html.HtmlElement) -> None:
    assert [one.tag for one in page.iter("script", "iframe", "object", "form", "link")] == []
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")


def test_pictures_lie_in_the_page(page: lxml_html.HtmlElement) -> None:
    for tree in screens(page):
        sources = [image.get("src") for image in tree.iter("img")]
        assert len(sources) == 3
        assert all(source.startswith("data:image/") for source in sources)


def test_remarks_files_size_and_text_are_told(
    articles: Mapping[str, str], page: lxml_html.HtmlElement
) -> None:
    remarks = page.find(".//ul[@class='remarks']")
    assert remarks[0].text_content() == "warning: <a> is left out say where & how issue.pictures"
    assert [one.text for one in remarks[0].iter("code")] == ["<a>", "issue.pictures"]
    (table,) = page.xpath("//section[@aria-labelledby='files']/table")
    rows = [[cell.text_content() for cell in row] for row in table.iter("tr")][1:]
    assert [(row[0], row[3]) for row in rows] == [
        ("market-halls.pdf", "attached it takes it"),
        ("namal.pdf", f"linked: {letters.URL}/files/namal.pdf it is too large & late"),
        ("gauge.pdf", "linked, and no address is known it is too large"),
    ]
    terms = Terms({"namal.pdf": f"{letters.URL}/files/namal.pdf", "gauge.pdf": ""})
    (said,) = page.xpath("//section[@aria-labelledby='text']/pre")
    assert said.text_content() == text_parts.write_text(issue_of(articles, *SLUGS), terms)
    assert 0 < float(page.find(".//meter").get("value")) < 90_000


@pytest.mark.parametrize(("width", "scheme"), preview.SCREENS)
def test_a_look_is_what_is_sent_with_the_answers_of_its_screen(
    articles: Mapping[str, str], width: int, scheme: str
) -> None:
    mail = html.write_issue(issue_of(articles, "gauge"), Terms({}))
    shown = preview.write_screen(mail, width, scheme).splitlines()
    new = [line for line in shown if line not in mail.splitlines()]
    asked = [line for line in new if line.startswith("@media")]
    assert asked == [
        f"@media {'(min-width: 0)' if holds else '(max-width: 0)'} {{"
        for holds in (width < 620, scheme == "dark")
    ]
    assert f"color-scheme: {scheme} }}" in shown[1]
    assert len(new) == len(asked) + 4  # around both: the tree, its host, the body as a division


def test_every_look_is_printed_whole_by_a_browser_that_runs_no_script(
    articles: Mapping[str, str], tmp_path: Path, tool: Callable[[str], str]
) -> None:
    page, paper = tmp_path / "preview.html", tmp_path / "preview.pdf"
    page.write_bytes(made(articles, *SLUGS))
    subprocess.run(
        [tool("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--disable-javascript",
         f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={paper}", page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    command = [tool("pdftotext"), str(paper), "-"]
    said = " ".join(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    )
    for words in ("The wall at Vellin has stood since 1874", "You asked for it.", "Unsubscribe"):
        assert said.count(words) == len(preview.SCREENS) + 1  # and once in the plain text


def test_the_preview_has_no_barriers_and_asks_the_network_for_nothing(
    articles: Mapping[str, str], tmp_path: Path, tool: Callable[[str], str],
    missing: Callable[[str], NoReturn], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    if not checkers.MODULES.is_dir():
        missing("the checkers from npm are not there; run `npm ci` in .ci/checks")
    monkeypatch.setenv("PUPPETEER_EXECUTABLE_PATH", tool("chromium"))
    path = tmp_path / "preview.html"
    path.write_bytes(made(articles, *SLUGS))
    assert [*checkers.by_axe([path], tool("node"), "--looks=light:1280,dark:375,light:640")] == [[]]
    assert [*checkers.by_html_validate([path], tool("node"), "no-deprecated-attr")] == [[]]
