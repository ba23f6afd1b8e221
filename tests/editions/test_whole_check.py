"""The whole check of an article's files at once, with the tool that `COPYDESK_TOOLS` names."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from editions.submissions import DESKS, OWN, USUAL, Edition, built, laid_out, printable

pytestmark = pytest.mark.soak

#: Warnings an article may keep.
FEW = 2
#: Warnings that tell of the article, or of how the tool reads, and not of what was made of it.
BESIDE_THE_POINT = {
    "without references there is nothing to link or to list": (
        r"epub_own +no doc-(bibliography|biblioref|backlink)$", ("night-bus",),
    ),
    "without a byline there is nobody to name": (
        r"(epub_own|docx_own|pdf_own) +no (creator|author)$", ("night-bus",),
    ),
    "it reads no cells and no notes of a DOCX, and the marks [1] of notes in Markdown as words": (
        r"text_parity +(docx|epub|html) lacks words of md", ("reservoirs",),
    ),
    "it breaks words at the ends of lines, which in Chinese part no words": (
        r"text_parity +pdf lacks words of md", ("shuiku",),
    ),
    "it reads the alternative text of a picture in Markdown as words of the article": (
        r"text_parity +(docx|epub|html|pdf) lacks words of md", ("market-halls",),
    ),
}  # fmt: skip


class Told(NamedTuple):
    """What the tool says of one article."""

    slug: str
    errors: list[str]
    warnings: list[str]
    skips: list[str]


@pytest.fixture(scope="module")
def editions(tmp_path_factory) -> tuple[Edition, ...]:
    """Our own articles alone: each checker has been asked about the others by itself."""
    folder = tmp_path_factory.mktemp("whole")
    return built(laid_out(folder, DESKS["journal"], printable(OWN)), "-j", "2")


@pytest.fixture(scope="module")
def told(editions, tool, scorers, from_npm, tmp_path_factory) -> list[Told]:
    """What it says of each article, two at a time."""
    for name in ("node", "java", "chromium", "soffice", "qpdf", "pdftotext", "cmark-gfm"):
        tool(name)
    folder = tmp_path_factory.mktemp("checked")
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as pool:
        patch.setenv("CHECKERS_HOME", str(from_npm))
        program = scorers / "check_outputs.py"
        return list(pool.map(lambda one: asked(program, one, folder / one.slug), editions))


def asked(program: Path, edition: Edition, folder: Path) -> Told:
    """What `program` says of the usual formats of an edition, which lie in `folder` alone."""
    folder.mkdir()
    for form in USUAL:
        shutil.copy(edition.file(form), folder)
    pictures = edition.folder / "pictures"
    if pictures.is_dir():
        shutil.copytree(pictures, folder / "pictures")
    done = subprocess.run(
        [sys.executable, program, folder], check=False, capture_output=True, text=True, timeout=400
    )
    *lines, last = done.stdout.splitlines()
    told = Told(edition.slug, *(
        [line.removeprefix(kind).strip() for line in lines if line.startswith(kind)]
        for kind in ("ERROR", "WARNING", "SKIP")
    ))  # fmt: skip
    total = json.loads(last)["total"]
    assert (total["errors"], total["warnings"]) == (len(told.errors), len(told.warnings))
    return told


def to_the_point(told: Told) -> list[str]:
    """The warnings that count, those of one kind together."""
    beside = [pattern for pattern, slugs in BESIDE_THE_POINT.values() if told.slug in slugs]
    lines = [one for one in told.warnings if not any(re.match(each, one) for each in beside)]
    return [f"{line} x{count}" for line, count in Counter(lines).items()]


def test_the_whole_check_finds_no_error(told: list[Told]) -> None:
    assert {one.slug: one.errors for one in told if one.errors} == {}


def test_the_whole_check_finds_few_warnings(told: list[Told]) -> None:
    found = {one.slug: to_the_point(one) for one in told}
    assert {slug: lines for slug, lines in found.items() if len(lines) > FEW} == {}


def test_what_is_beside_the_point_is_still_said(told: list[Told]) -> None:
    said = {one.slug: one.warnings for one in told}
    idle = [
        why
        for why, (pattern, slugs) in BESIDE_THE_POINT.items()
        if not any(re.match(pattern, line) for slug in slugs for line in said.get(slug, ()))
    ]
    assert idle == []


def test_nothing_is_left_unchecked(told: list[Told]) -> None:
    assert {one.slug: one.skips for one in told if one.skips} == {}
