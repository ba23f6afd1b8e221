"""Laws of slugs: safe on every system, unique on a desk, the same every time."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.gate.names import RESERVED, SLUG, assign, slug
from soaking import drawn

names = st.text(st.characters(exclude_characters="/\0"), max_size=120)


@settings(max_examples=drawn(300))
@given(names)
def test_every_stem_has_a_safe_slug(stem: str) -> None:
    found = slug(stem)
    assert SLUG.fullmatch(found)
    assert found not in RESERVED
    assert found == slug(stem)


@settings(max_examples=drawn(100))
@given(names.filter(bool))
def test_composed_and_decomposed_names_have_one_slug(stem: str) -> None:
    composed, apart = (unicodedata.normalize(form, stem) for form in ("NFC", "NFD"))
    assert slug(composed) == slug(apart)


@settings(max_examples=drawn(100))
@given(st.lists(st.sampled_from(["a", "A", "a-2", "a-3", "é", "e", "x" * 90, "北", "newsletter"])))
def test_no_two_submissions_share_a_slug(stems: list[str]) -> None:
    paths = [f"source/{number}/{stem}.txt" for number, stem in enumerate(stems)]
    given_out, collided = assign(paths)
    assert list(given_out) == paths
    assert len(set(given_out.values())) == len(paths)
    assert all(SLUG.fullmatch(name) for name in given_out.values())
    for path in paths:
        stem = path.rpartition("/")[2].removesuffix(".txt")
        assert (given_out[path] != slug(stem)) == (path in collided)


@pytest.mark.parametrize("stem", ["CON", "nul", "COM1", "com¹", "Lpt9", "aux.", "-prn-"])
def test_a_reserved_name_becomes_a_hash(stem: str) -> None:
    assert len(slug(stem)) == 12


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("sino-russian-partnership", "sino-russian-partnership"),
        ("Déjà vu", "deja-vu"),
        ("Łódź & Straße", "lodz-strasse"),
        ("common", "common"),
        ("com10", "com10"),
        ("2022 北京 report", "2022-report"),
    ],
)
def test_a_slug_reads_like_its_stem(stem: str, expected: str) -> None:
    assert slug(stem) == expected


def test_two_names_without_a_latin_letter_differ() -> None:
    assert slug("北京") != slug("上海")


def test_the_editors_slug_wins_and_a_later_file_gives_way() -> None:
    given_out, collided = assign(["source/a.txt", "source/b.txt"], {"source/b.txt": "a"})
    assert given_out == {"source/a.txt": "a-2", "source/b.txt": "a"}
    assert collided == ("source/a.txt",)


def test_an_article_never_takes_the_newsletters_folder() -> None:
    assert assign(["source/newsletter.txt"])[0] == {"source/newsletter.txt": "newsletter-2"}
