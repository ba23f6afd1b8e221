"""The editor's sheet, as checkers of markup and access see it, wide and narrow, light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest

import checkers
from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Decisions
from copydesk.review.proof import build_proof, render_page
from places import ARTICLE

pytestmark = [
    pytest.mark.law,
    pytest.mark.check,
    pytest.mark.usefixtures("from_npm", "browser"),
]

DOUBTFUL = """Home | Search

The bar of Low Harbour: an exceedingly long title with a supercalifragilisticexpialidocious word

By Ines Marlow

The bar was never surveyed (Finn, 2017; Osie, 2020), and the pilots recieved "nothing" but teh
blame for it (Harbour Council, 2021). To the right: العلاقات, and unseen:\u200b here.

See https://example.org/an/address/that/goes/on/and/on/without/a/blank/for/longer/than/any/line/is

Share this page

References

Finn, J., 2018. Counting boats. The Estuary Review, 3(2), pp. 4-9.

Harbour Council, 2021. Pilots and their wages. Hull: Harbour Council.

Harbour Council, 2021. A plan for the northern channel. Hull: Harbour Council.

Osei, K., 2020. Harbours of salt. Hull: Tide Press. Available at:

zz 44 // no such thing at all .. ;; 1
"""
TEXTS = {
    "house": ARTICLE.read_text("utf-8"),
    "doubtful": DOUBTFUL,
    "quiet": "A pier\n\nBy Jo Lind\n\nThe pier is two centuries old, and nobody asks why it is.\n",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("proofs")
    found = []
    for name, text in TEXTS.items():
        article = pipeline.article(text.encode(), f"source/{name}.txt", Config(), Decisions())
        path = folder / f"{name}.html"
        path.write_text(render_page(build_proof(article), name), encoding="utf-8")
        found.append(path)
    return found


@pytest.mark.parametrize("name", checkers.OF_PAGES)
def test_checkers_have_nothing_to_say(pages, tool, name) -> None:
    check, program = checkers.OF_PAGES[name]
    assert dict(zip(TEXTS, check(pages, tool(program)), strict=True)) == {one: [] for one in TEXTS}


# What a printed page holds is looked at in the media of paper.
PRINTED = """
const puppeteer = require('puppeteer');
(async () => {
  const browser = await puppeteer.launch({ headless: true, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  await page.setViewport({ width: 690, height: 980 });
  await page.goto('file://' + process.argv[1], { waitUntil: 'load' });
  await page.emulateMediaType('print');
  console.log(JSON.stringify(await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    nav: document.querySelector('nav').checkVisibility(),
    grounds: [...document.querySelectorAll('main del, main ins, main mark')]
      .map((one) => getComputedStyle(one).backgroundColor)
      .filter((colour) => colour !== 'rgba(0, 0, 0, 0)').length,
    parted: [...document.querySelectorAll('.queries > li, .changes > li, .entries > li, tr')]
      .filter((one) => getComputedStyle(one).breakInside !== 'avoid').length,
  }))));
  await browser.close();
})();
"""


@pytest.mark.parametrize("at", range(len(TEXTS)))
def test_paper_has_no_menu_no_grounds_and_no_box_in_two(pages, tool, at) -> None:
    said = checkers.said(tool("node"), "-e", PRINTED, pages[at], at=checkers.CHECKS)
    assert said.strip() == '{"wide":0,"nav":false,"grounds":0,"parted":0}'
