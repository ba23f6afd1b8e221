from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import page as validator
import pydyf
import pytest
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from copydesk.config import Config, Publication
from copydesk.gate import fetch
from copydesk.writers import pdf
from copydesk.writers.pdf_finish import avoid_returns, ends_in_return, finish
from copydesk.writers.pdf_tags import resolve, tags, tree
from copydesk.writers.sheets import sheet
from writers.sample import Copy, with_fragment

LETTER = replace(Copy(), config=Config(publication=Publication(paper="letter")))
PLAIN = with_fragment("<p>Nothing but a word.</p>", date_iso="", date="")
#: Elements whose tag must stand in the PDF exactly as often as they stand in the page.
TAGS = {
    "article": "Art", "section": "Sect", "h1": "H1", "h2": "H2", "h3": "H3", "p": "P",
    "blockquote": "BlockQuote", "ul": "L", "ol": "L", "li": "LI", "table": "Table",
    "caption": "Caption", "thead": "THead", "tbody": "TBody", "tr": "TR", "th": "TH", "td": "TD",
}  # fmt: skip


def _claims(data: bytes, folder: Path) -> None:
    path = folder / "article.pdf"
    path.write_bytes(data)
    for profile in ("ua1", "3a"):
        report = validator.validate_pdf(str(path), profile=profile)
        assert [(f.rule_id, f.message) for f in report.failures] == [], profile
        assert report.is_compliant


@pytest.mark.parametrize("copy", [Copy(), LETTER, PLAIN], ids=["whole", "letter", "plain"])
def test_one_file_keeps_both_standards(copy: Copy, tmp_path: Path) -> None:
    _claims(pdf.write(copy), tmp_path)


def test_the_paper_is_the_publications() -> None:
    for copy, size in ((Copy(), b"595.27"), (LETTER, b"612")):
        boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+)", _uncompressed(copy))
        assert boxes
        assert all(box.startswith(size) for box in boxes)


def _uncompressed(copy: Copy) -> bytes:
    style = sheet("paper.css", copy.config, "paper")
    sheets, fonts = pdf.press(style, copy.config.publication.paper)
    result: bytes = weasyprint.HTML(
        string="<html lang=en><p>a", url_fetcher=fetch.Fetcher()
    ).write_pdf(stylesheets=list(sheets), font_config=fonts, uncompressed_pdf=True)
    return result


# ── tags ─────────────────────────────────────────────────────────────────────


class Finished:
    """What `finish` leaves of a page set on small paper, so that nearly everything is cut."""

    def __init__(self, body: str, size: str) -> None:
        fonts = FontConfiguration()
        text = f"{sheet('paper.css', Config(), 'paper')} @page {{ size: {size}; margin: 9mm }}"
        style = weasyprint.CSS(string=text, font_config=fonts, url_fetcher=fetch.Fetcher())
        markup = f"<html lang=en><title>t</title><body><main><article>{body}"
        weasyprint.HTML(string=markup, url_fetcher=fetch.Fetcher()).write_pdf(
            stylesheets=[style], font_config=fonts, pdf_variant="pdf/a-3a", finisher=self._keep
        )

    def _keep(self, document: Any, file: Any) -> None:
        finish(document, file, language="en")
        self.pages = len(document.pages)
        self.file = file
        self.links = [box for sheet in document.pages for _, _, _, box in sheet.links]

    def counted(self) -> Counter[str]:
        return Counter(tag["S"][1:] for tag in tags(self.file, tree(self.file)))


ROWS = "".join(f"<tr><td>{number}</td><td>of a long row</td></tr>" for number in range(30))
WORDS = "word and more words than one small page can hold " * 12
STRESS = {
    "paragraphs": f"<p>{WORDS}</p><p>{WORDS}</p>",
    "sections": "".join(f"<section><h2>{name}</h2><p>{WORDS}</p></section>" for name in "ab"),
    "quotations": f"<blockquote><p>{WORDS}</p><p>{WORDS}</p></blockquote>",
    "items": f"<ul><li>{WORDS}</li><li><p>{WORDS}</p><p>{WORDS}</p></li></ul>",
    "references": f'<ul class="references">{f"<li>{WORDS}</li>" * 3}</ul>',
    "tables": (
        "<table><caption>c</caption><thead><tr><th>a</th><th>b</th></tr></thead>"
        f"<tbody>{ROWS}</tbody></table>"
    ),
    "everything": Copy().render("html").decode(),
}


@pytest.mark.parametrize("name", STRESS)
@pytest.mark.parametrize("size", ["70mm 60mm", "90mm 110mm"])
def test_tags_are_those_of_the_page_however_it_is_cut(name: str, size: str) -> None:
    body = STRESS[name]
    finished = Finished(body, size)
    wanted: Counter[str] = Counter()
    for element, tag in TAGS.items():
        wanted[tag] += len(re.findall(rf"<{element}[ >]", f"<article>{body}"))
    counted = finished.counted()
    assert finished.pages > 1
    assert {tag: counted[tag] for tag in wanted} == dict(wanted)


def test_each_mark_on_a_page_has_an_owner_or_is_decoration() -> None:
    finished = Finished(STRESS["paragraphs"], "70mm 60mm")
    file = finished.file
    owned = {tag.number for tag in tags(file, tree(file))}
    numbers = resolve(file, tree(file)["ParentTree"])["Nums"]
    for number, reference in enumerate(file.page_references):
        owners = numbers[2 * number + 1]
        stream = resolve(file, resolve(file, reference)["Contents"]).stream
        marks = [stream[place - 1] for place, part in enumerate(stream) if part == b"BDC"]
        kept = {mark["MCID"] for mark in marks if isinstance(mark, dict)}
        assert kept == {mark for mark, owner in enumerate(owners) if owner != "null"}
        assert all(resolve(file, owners[mark]).number in owned for mark in kept)


def test_cells_below_a_page_end_belong_to_the_head_that_stays() -> None:
    finished = Finished(STRESS["tables"], "70mm 60mm")
    every = list(tags(finished.file, tree(finished.file)))
    heads = {tag["ID"].data for tag in every if tag["S"] == "/TH"}
    cells = [tag["A"]["Headers"] for tag in every if tag["S"] == "/TD"]
    assert len(cells) == 60
    assert all(len(names) == 1 and names[0].data in heads for names in cells)


def test_links_are_described_by_words() -> None:
    finished = Finished(STRESS["everything"], "90mm 110mm")
    inner = [box for box in finished.links if box.element.get("href", "").startswith("#")]
    said = {box.link_annotation["Contents"].string for box in inner if box.link_annotation}
    assert "Go to the reference “Marrow, 2019”" in said
    assert not any(words.startswith(("ref-", "cite-", "fn")) for words in said)


# ── sameness ─────────────────────────────────────────────────────────────────

PRINT = """
import hashlib, sys, warnings
warnings.simplefilter("ignore")
from writers.sample import Copy
from copydesk.writers import pdf
print(hashlib.sha256(pdf.write(Copy())).hexdigest())
"""


def test_bytes_depend_on_no_font_clock_or_place_of_the_machine(tmp_path: Path) -> None:
    empty = tmp_path / "fonts.conf"
    empty.write_text('<?xml version="1.0"?><fontconfig></fontconfig>', "utf-8")
    changes = (
        {},
        {
            "FONTCONFIG_FILE": str(empty), "LC_ALL": "C", "PYTHONHASHSEED": "7",
            "SOURCE_DATE_EPOCH": "1700000000", "TZ": "Asia/Tokyo",
        },
    )  # fmt: skip
    path = str(Path(__file__).parents[1])
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    runs = [
        subprocess.run(
            [sys.executable, "-c", PRINT], check=True, capture_output=True, text=True, cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": path, "TMPDIR": str(temporary), **change},
        )
        for change in changes
    ]  # fmt: skip
    assert runs[0].stdout == runs[1].stdout
    assert [run.stderr for run in runs] == ["", ""]
    assert not list(temporary.iterdir()), "the fonts are put away at the end"


def test_a_second_article_in_a_worker_changes_nothing_in_the_first() -> None:
    first = pdf.write(PLAIN)
    pdf.write(Copy())
    assert pdf.write(PLAIN) == first


def test_no_stream_ends_in_a_carriage_return() -> None:
    # The checksum at the end of what zlib makes of a form feed is 000d000d.
    for compress in (True, False):
        file = pydyf.PDF()
        file.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        file.add_object(pydyf.Stream([b"\x0c"], compress=compress))
        before, after = io.BytesIO(), io.BytesIO()
        file.write(before)
        avoid_returns(file, 1)
        file.write(after)
        assert ends_in_return(before.getvalue()) is compress
        assert not ends_in_return(after.getvalue())


def test_an_article_is_set_again_until_its_streams_end_well(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries = []

    def seen(data: bytes) -> bool:
        if data.startswith(b"%PDF"):  # a whole file, not one stream
            tries.append(data)
        return data.startswith(b"%PDF") and len(tries) < 3

    monkeypatch.setattr("copydesk.writers.pdf_finish.ends_in_return", seen)
    assert pdf.write(PLAIN) == tries[-1]
    assert len(set(tries)) == 3, "each attempt gives the plain objects another checksum"


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("Upkeep", "Upkeep"),
        ("Who mends the wall? Canals, dykes and the politics of upkeep", "Who mends the wall?"),
        ("Water: a long history of the people who kept it out of cellars", "Water"),
        (
            "A title with neither colon nor question that goes on and on",
            "A title with neither colon nor question that …",
        ),
    ],
)  # fmt: skip
def test_running_titles_are_short(title: str, head: str) -> None:
    assert pdf.running_title(title) == head
