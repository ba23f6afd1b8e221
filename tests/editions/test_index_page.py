"""The page of all articles, as checkers of markup and access see it: with one, none, many."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import checkers
from copydesk.builder.index_page import DocumentRow, IndexHeading, make_page
from copydesk.model import ArticleSummary

pytestmark = [
    pytest.mark.law,
    pytest.mark.check,
    pytest.mark.usefixtures("from_npm", "browser"),
]

TITLES = (
    ("What the ferry carried", "en-GB"), ("Fähren & <b>Grenzen</b>", "de"), ("", "en"),
    ("العلاقات الصينية الروسية", "ar"), ("渡し船は何を運んだか", "ja"), ("\u202egnp.exe", "en"),
    ("An exceedingly long title that goes on " * 5, "en"), ("Supercalifragilistic" * 8, "en"),
)  # fmt: skip
ENDS = ("md", "docx", "epub", "pdf", "html", "csl.json", "fragment.html", "jats.xml")


def _row(number: int) -> DocumentRow:
    slug, (title, language) = f"article-{number}", TITLES[number % len(TITLES)]
    files = (*((f"{slug}.{end}", 10 ** (number % 7)) for end in ENDS), ("review/proof.html", 9))
    people = ("Ines Marlow", "جون لي")[: number % 3]
    card = ArticleSummary(title, people, "May 1882", "1882-05", language, number * 97)
    return DocumentRow(
        slug, f"source/{'deep/' * (number % 9)}{slug}.txt", "stale" if number == 5 else "built",
        queries=(("citation.missing", 3), ("reference.order", number)), proposed=number % 4,
        seconds=number / 7, card=card, files=files if number % 11 else (),
    )  # fmt: skip


def _bad(number: int) -> DocumentRow:
    words = f"its article `source/{'x' * 90}.txt` took longer than 60 s"
    slug, files = f"bad-{number}", ((f"bad-{number}.pdf", 12),) * (number % 2)
    return DocumentRow(slug, f"source/{slug}.txt", "failed", message=words, files=files,
               card=ArticleSummary("A wall"), code="limit.job",
               hint="shorten it, or raise [limits]")  # fmt: skip


BOOK = DocumentRow("collections/rivers", "source/collections/rivers.toml", "built",
            card=ArticleSummary("Rivers"),
           files=(("rivers.pdf", 99),))  # fmt: skip
DESKS = {
    "nothing": (),
    "one": (_row(1),),
    "some": (*map(_row, range(60)), BOOK, *map(_bad, range(5))),
    "folded": (*map(_row, range(3)), *map(_bad, range(20))),
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    found = []
    for name, rows in DESKS.items():
        path = tmp_path_factory.mktemp(name) / "index.html"
        orphans = ("old-ferry", "collections/old") if name == "some" else ()
        head = IndexHeading("The Harbour Review", "27 November 2026, 20:00", 75.0)
        path.write_text(make_page(rows, orphans, head), encoding="utf-8")
        found.append(path)
    return found


@pytest.mark.parametrize("name", checkers.OF_PAGES)
def test_checkers_have_nothing_to_say(pages, tool, name) -> None:
    check, program = checkers.OF_PAGES[name]
    assert dict(zip(DESKS, check(pages, tool(program)), strict=True)) == {
        desk: [] for desk in DESKS
    }


# Its policy holds here, as it does for people: what it does not allow does not run.
USED = """
const puppeteer = require('puppeteer');
(async () => {
  const browser = await puppeteer.launch({ headless: true, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  const told = [];
  page.on('console', (one) => told.push(one.text()));
  page.on('pageerror', (one) => told.push(one.message));
  await page.goto('file://' + process.argv[1], { waitUntil: 'load' });
  const shown = () => page.evaluate(() => [...document.querySelectorAll('#list > li')]
    .filter((row) => row.checkVisibility()).map((row) => row.querySelector('h3').innerText));
  const found = { whole: await shown() };
  await page.select('[name=order]', 'words');
  found.longest = await shown();
  await page.select('[name=kind]', 'other');
  found.stale = await shown();
  await page.select('[name=kind]', 'all');
  await page.type('[name=words]', 'FERRY  deep/');
  found.sought = await shown();
  found.count = await page.evaluate(() => document.querySelector('output').value);
  console.log(JSON.stringify({ ...found, told }));
  await browser.close();
})();
"""


def test_a_browser_filters_and_sorts_by_the_pages_own_script(pages, tool) -> None:
    said = checkers.said(tool("node"), "-e", USED, pages[2], at=checkers.CHECKS)
    found = json.loads(said)
    assert found["told"] == []
    assert len(found["whole"]) == 60
    assert found["whole"][0] == "What the ferry carried"
    assert found["longest"] == found["whole"][::-1]  # each is longer than the one before
    assert [title.split()[0] for title in found["stale"]] == ["stale"]
    assert set(found["sought"]) == {"What the ferry carried"}
    assert found["count"] == f"{len(found['sought'])} of 60"
