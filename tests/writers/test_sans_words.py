from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from copydesk.system import xml
from copydesk.writers.pdf import paper
from copydesk.writers.pdf.line_ends import split_text, strip_marks

#: Texts, what is set in the sans in brackets.
CASES = (
    "The word λόγος is Greek, and the dash – is none.",
    "ḥadīth, Thuỷ triều, за́мок, ŋ in Sámi",
    "q̇ and x̱ are in the serif",
    "",
    "[ἀνήρ]",
    "the word [ἀνήρ], said he",
    "[Μῆνιν ἄειδε, θεά, Πηληϊάδεω Ἀχιλῆος] is how it begins",
    "λόγος, a word; [ἀνήρ] and a man",
    "said ([ˈwɔːd]) and /[wɔːd]/",
    "a ring under [q̥]",
)


def marked(text: str) -> str:
    found = split_text(text, "prose", serif=True)
    return strip_marks("".join(f"[{piece}]" if name else piece for piece, name in found))


@pytest.mark.parametrize("case", CASES)
def test_words_with_letters_that_the_serif_lacks_are_set_in_the_sans_whole(case: str) -> None:
    assert marked(case.replace("[", "").replace("]", "")) == case


PAGE = "<div><h2>ἀνήρ</h2><p>ἀνήρ <i>and ἀνήρ</i> or ἀνήρ, ἔρως<code>ἀνήρ</code> ἀνήρ</p></div>"


@pytest.mark.parametrize("serif", [False, True])
def test_elements_keep_their_words_and_their_order(*, serif: bool) -> None:
    root = ET.Element("body")
    paper.copy_into(xml.parse(PAGE.encode()), root, serif=serif)
    wrapped = [span.text for span in root.iter("span") if span.get("class") == "sans"]
    assert wrapped == (["ἀνήρ", "ἀνήρ", "ἀνήρ", "ἀνήρ, ἔρως", "ἀνήρ"] if serif else [])
    assert strip_marks("".join(root.itertext())) == "ἀνήρἀνήρ and ἀνήρ or ἀνήρ, ἔρωςἀνήρ ἀνήρ"
    assert [one.tag for one in root.iter() if one.tag != "span"] == [
        "body", "div", "h2", "p", "i", "code",
    ]  # fmt: skip
