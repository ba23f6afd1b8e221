"""Scripts of languages, and passages in another one: what is told, and what is left alone."""

from __future__ import annotations

import pytest

from copydesk.composition.labels import load_labels
from copydesk.language.passages import PassageLanguages, Tongue
from copydesk.language.scripts import (
    add_script,
    detect_chinese,
    direction_of,
    has_other_direction,
    paragraph_side,
    script_of,
)
from ending import ending


@pytest.mark.parametrize(
    ("tag", "name", "side_"),
    [
        ("en-GB", "Latn", "ltr"), ("tr", "Latn", "ltr"), ("az-Latn", "Latn", "ltr"),
        ("az-Arab", "Arab", "rtl"), ("ar-EG", "Arab", "rtl"), ("fa", "Arab", "rtl"),
        ("ur-PK", "Arab", "rtl"), ("he", "Hebr", "rtl"), ("yi", "Hebr", "rtl"),
        ("syr", "Syrc", "rtl"), ("dv", "Thaa", "rtl"), ("pa", "Latn", "ltr"),
        ("zh", "Hans", "ltr"), ("zh-Hant-HK", "Hant", "ltr"), ("zh-MO", "Hant", "ltr"),
        ("ja-JP", "Jpan", "ltr"), ("ko", "Kore", "ltr"), ("uk", "Cyrl", "ltr"),
    ],
)  # fmt: skip
def test_a_tag_tells_script_and_side(tag: str, name: str, side_: str) -> None:
    assert (script_of(tag).name, direction_of(tag)) == (name, side_)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", ""), ("Vellin", ""), ("中山", "zh"), ("这口井的水", "zh-Hans"),
        ("這口井的水", "zh-Hant"), ("井戸の水", "ja"), ("戦後経済", "ja"),
    ],
)  # fmt: skip
def test_chinese_letters_tell_whose_they_are_as_far_as_they_do(text: str, language: str) -> None:
    assert detect_chinese(text) == language


def test_a_tag_that_says_more_than_its_language_stays() -> None:
    assert add_script("zh-CN", "這口井的水") == "zh-CN"
    assert add_script("ja", "這口井的水") == "ja"


@pytest.mark.parametrize(
    ("text", "base", "found"),
    [
        ("1848–1962", "rtl", "rtl"), ("1848–1962", "ltr", "ltr"), ("NATO أعلن", "rtl", "rtl"),
        ("Photo: J. Doe", "rtl", "ltr"), ("قال", "ltr", "rtl"), ("Lo قال", "ltr", "ltr"),
    ],
)  # fmt: skip
def test_a_paragraph_turns_only_when_all_its_letters_do(text: str, base: str, found: str) -> None:
    assert paragraph_side(text, "rtl" if base == "rtl" else "ltr") == found


@pytest.mark.parametrize("text", ["", "x", "café, naïve", "“Lo”", "2021 – 2022", "αβγ δ", "12 μm"])
def test_latin_and_greek_stray_to_no_side(text: str) -> None:
    assert not has_other_direction(text, "ltr")


@pytest.mark.parametrize(
    "text",
    [
        "The bell at the quay of Vellin has been rung by hand since 1848.",
        "It is “no small matter”, as the harbour master put it to me.",
        "By Ilse Marrow and Tomás Okafor-Lind",
        "Saint-Étienne de la Mer",
        "The α and the β of 12 μm ropes, Ж and 水.",
        "Notes",
        "1848–1962",
        "https://example.org/水",
    ],
)
def test_copy_of_an_english_article_is_left_alone(text: str) -> None:
    tongues = PassageLanguages.of_article("en-GB", [text])
    assert not tongues.whole(text)
    assert [*tongues.parts(text)] == [(text, Tongue())]


@pytest.mark.parametrize(
    ("document", "text", "tongue"),
    [
        ("en", "Der Hafen war ruhig, und niemand wusste, warum.", Tongue("de")),
        ("de", "The harbour was quiet, and nobody knew why it was.", Tongue("en")),
        ("ar", "The harbour was quiet, and nobody knew why it was.", Tongue("en", "ltr")),
        ("ar", "Photo: Jane Doe", Tongue("", "ltr")),
        ("en", "الماء لا يعرف الحدود", Tongue("ar", "rtl")),
        ("he", "الماء لا يعرف الحدود", Tongue("ar")),
        ("en", "这口井的水", Tongue("zh-Hans")),
        ("zh", "这口井的水", Tongue()),
        ("zh-Hant", "這口井的水", Tongue()),
        ("ru", "Harding", Tongue()),
    ],
)
def test_a_whole_text_says_its_language(document: str, text: str, tongue: Tongue) -> None:
    assert PassageLanguages.of_article(document, [text]).whole(text) == tongue


def test_a_few_letters_are_of_the_language_that_the_article_has_of_their_script() -> None:
    tongues = PassageLanguages.of_article(
        "en", ["They call it 井戸 here.", "井戸の水は深い, she said."]
    )
    assert [part for part in tongues.parts("They call it 井戸 here.") if part[1]] == [
        ("井戸", Tongue("ja"))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ж" * 40_000 + "a",
        "。" * 40_000 + "水 水",
        "水。。。" * 9_000,
        "“水" * 20_000,
        "μ, " * 20_000,
    ],
)
def test_long_rows_of_signs_are_gone_through_once(text: str) -> None:
    tongues = PassageLanguages.of_article("en", [text])
    with ending():
        assert "".join(part for part, _ in tongues.parts(text)) == text


@pytest.mark.parametrize(
    ("csl", "language"),
    [
        ({"title": "The gate and the well"}, ""),
        ({"title": "The gate and the well", "language": "en-GB"}, ""),
        ({"title": "Das Tor", "language": "German"}, ""),
        ({"title": "Das Tor", "language": "de"}, "de"),
        ({"title": "界河流域水文调查报告"}, "zh-Hans"),
        ({"title": "Survey of the 界河 valley"}, ""),
        ({}, ""),
    ],
)
def test_an_entry_is_in_the_language_of_its_field_or_of_its_letters(
    csl: dict[str, str], language: str
) -> None:
    assert PassageLanguages("en", {}).of_entry(csl) == language


HOUSE = (
    "de fr es it pt nl pl sv da no nb nn fi cs hu ro tr ru uk el zh zh-TW ja ko ar he fa hi"
)  # fmt: skip


def test_every_language_of_the_house_has_all_labels_with_the_same_blanks() -> None:
    english = load_labels("en")
    for name in HOUSE.split():
        own = load_labels(name)
        assert own.keys() == english.keys()
        for key, text in own.items():
            marks = ["a", "b", "c"][: english[key].count("{}")]
            filled = text.format(*marks)
            assert all(mark in filled for mark in marks), (name, key)
            assert "{" not in filled
        assert own["access"] != english["access"], name
