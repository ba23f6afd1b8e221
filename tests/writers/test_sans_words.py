from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from copydesk.theme import Theme
from copydesk.writers.pdf import sans_words

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
    return "".join(f"[{piece}]" if sans else piece for piece, sans in sans_words.find_runs(text))


@pytest.mark.parametrize("case", CASES)
def test_words_with_letters_that_the_serif_lacks_are_set_in_the_sans_whole(case: str) -> None:
    assert marked(case.replace("[", "").replace("]", "")) == case


PAGE = (
    "<html><head><title>ἀνήρ</title></head><body><p>ἀνήρ <i>and ἀνήρ</i> or ἀνήρ, ἔρως"
    "<code>ἀνήρ</code> ἀνήρ</p></body></html>"
)


def page() -> ET.Element:
    return ET.fromstring(PAGE)  # noqa: S314  it is written here


def test_elements_keep_their_words_and_their_order() -> None:
    root = page()
    sans_words.set_words(root, Theme())
    wrapped = [span.text for span in root.iter("span") if span.get("class") == "sans"]
    assert wrapped == ["ἀνήρ", "ἀνήρ", "ἀνήρ, ἔρως", "ἀνήρ"]
    assert "".join(root.itertext()) == "".join(page().itertext())
    assert [one.tag for one in root.iter() if one.tag != "span"] == [
        "html", "head", "title", "body", "p", "i", "code",
    ]  # fmt: skip


@pytest.mark.parametrize("family", ["sans", "GFS Didot"])
def test_a_text_in_another_family_is_left_alone(family: str) -> None:
    root = page()
    sans_words.set_words(root, Theme(text_font=family))
    assert ET.tostring(root, "unicode") == ET.tostring(page(), "unicode")
