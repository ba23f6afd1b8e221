"""A word of many lines stays whole, on its page, and takes no longer than a text of its length."""

from __future__ import annotations

import time

import pytest

from copydesk.config import Config
from copydesk.settings.theme import Theme
from copydesk.system import fetch
from copydesk.writers import pdf
from copydesk.writers.page import page
from copydesk.writers.pdf import paper
from copydesk.writers.pdf.line_ends import strip_marks
from copydesk.writers.pdf.writer import lay_out, load_sheets
from copydesk.writers.sheets import sheet
from writers.sample import with_fragment

WORDS = {
    "a picture in letters": "iVBORw0KGgoAAAANSUhEUgAAAyAAAAGQCAIAAAA+P/3aAAAb",
    "one that can be parted": "Donaudampfschifffahrtsgesellschaftskapitän",
    "an address": "https://example.org/a-long/way_down?the=river&",
    "slim letters": "il.",
    "wide ones": "从二〇〇三年起没有变过，",
    "letters with marks": "w\u0323x\u0327",
    "what runs to the left": "مرحبا",
    "letters of no width": "a\u200d\u0301\u0301\u0301\u0301\u0301\u0301",
}
PLACES = {
    "paragraph": "<p>The word is {} and no more of it.</p>",
    "code": "<pre><code>{}</code></pre>",
    "heading": "<h2>{}</h2>",
    "cell": "<table><tr><td>a {} b</td><td>c</td></tr></table>",
}


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("place", PLACES)
def test_no_letter_of_a_long_word_is_lost_or_changes_places(word: str, place: str) -> None:
    text = (WORDS[word] * 700)[:700]
    root = paper.build_document(
        page(with_fragment(PLACES[place].format(text.replace("&", "&amp;")))), Theme()
    )
    assert text in strip_marks("".join(root.itertext()))


@pytest.mark.parametrize("word", ["a picture in letters", "wide ones"])
def test_a_long_word_in_a_cell_stays_within_the_page(word: str) -> None:
    text = (WORDS[word] * 900)[:900]
    root = paper.build_document(page(with_fragment(PLACES["cell"].format(text))), Theme())
    (leaf,) = lay_out(
        root, fetch.Fetcher(), load_sheets(sheet("paper.css", Config(), "paper"), "A4")
    ).pages
    boxes = [one for one in leaf._page_box.descendants() if hasattr(one, "text")]  # noqa: SLF001
    assert max(one.position_x + one.width for one in boxes) < leaf.width
    assert text in "".join(one.text for one in boxes)


def spent(word: str, place: str, length: int) -> float:
    """Seconds of work for a word of so many letters, the least of two tries."""
    copy = with_fragment(PLACES[place].format((word * length)[:length]))
    tries = []
    for _ in range(2):
        start = time.process_time()
        pdf.write(copy)
        tries.append(time.process_time() - start)
    return min(tries)


@pytest.mark.soak
@pytest.mark.parametrize(
    ("place", "length"), [("paragraph", 10_000), ("code", 10_000), ("cell", 500)]
)
def test_the_work_grows_with_the_word_and_no_faster(place: str, length: int) -> None:
    word = WORDS["a picture in letters"]
    assert spent(word, place, 2 * length) < 2.9 * spent(word, place, length)
