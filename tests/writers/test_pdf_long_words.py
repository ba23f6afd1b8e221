"""A word of many lines is set as WeasyPrint sets it, and as fast as other texts of its length."""

from __future__ import annotations

import time

import pytest

from copydesk.writers import pdf, pdf_engine
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


@pytest.mark.soak
@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("place", PLACES)
def test_a_long_word_is_set_as_before(
    word: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    length = 300 if place == "cell" else 1_500
    text = (WORDS[word] * length)[:length].replace("&", "&amp;")
    copy = with_fragment(PLACES[place].format(text))
    ours = pdf.write(copy)
    for owner, name, theirs in pdf_engine.relieve():
        if name == "split_first_line":
            monkeypatch.setattr(owner, name, theirs)
    assert pdf.write(copy) == ours


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
