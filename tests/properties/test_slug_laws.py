"""Laws of slugs: safe on every system, unique on a desk, the same every time."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.system.names import RESERVED, SLUG, assign, slug
from ending import ending
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


FOLDERS = st.sampled_from([".", "2022", "2023", "2024", "vol 1/a", "北", "Č", "x" * 30])
PATHS = st.builds(
    lambda folder, stem: f"source/{folder}/{stem}.txt".replace("/./", "/"),
    FOLDERS, st.sampled_from(["Ferry", "pier", "北"]),
)  # fmt: skip


@settings(max_examples=drawn(300))
@given(st.sets(PATHS, min_size=1), PATHS)
def test_a_new_file_renames_nothing_but_the_one_whose_place_it_takes(
    paths: set[str], new: str
) -> None:
    before, _ = assign(sorted(paths))
    after, _ = assign(sorted({*paths, new}))
    moved = [path for path in paths if before[path] != after[path]]
    assert len(moved) <= 1
    assert all(before[path] == after[new] for path in moved)


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["source/a.txt", "source/b.txt"], ["a", "b"]),
        (["source/2023/talk.txt", "source/2024/talk.txt"], ["talk", "talk-2024"]),
        (["source/2024/talk.txt", "source/talk.txt"], ["talk-2024", "talk"]),
        (["source/2024/talk.html", "source/2024/talk.txt"], ["talk", "talk-2"]),
        (["source/1/2024/talk.txt", "source/2/2024/talk.txt", "source/3/2024/talk.txt"],
         ["talk", "talk-2024", "talk-2024-3"]),
        (["source/2023/talk.txt", "source/2024/talk.txt", "source/talk-2024.txt"],
         ["talk", "talk-2024-2", "talk-2024"]),
        (["source/2023/北京.txt", "source/上海/北京.txt"],
         [slug("北京"), f"{slug('北京')}-{slug('上海')}"]),
        (["source/newsletter.txt", "source/2024/newsletter.txt"],
         ["newsletter-2", "newsletter-2024"]),
        (["source/1/" + "a" * 100 + ".txt", "source/2/" + "a" * 100 + ".txt"],
         ["a" * 80, "a" * 78 + "-2"]),
        (["source/index.txt", "source/report.txt", "source/quarantine.txt", "source/desk.txt"],
         ["index", "report", "quarantine", "desk"]),
    ],
)  # fmt: skip
def test_files_of_one_stem_are_told_apart_by_their_folders(
    paths: list[str], expected: list[str]
) -> None:
    assert list(assign(paths)[0].values()) == expected


def test_a_folder_for_each_of_thousands_of_manuscripts_comes_to_an_end() -> None:
    paths = [f"source/{number:05}/manuscript.docx" for number in range(20_000)]
    paths += [f"source/all/manuscript.{number:05}" for number in range(20_000)]
    with ending():
        given_out, _ = assign(paths)
    assert given_out["source/00017/manuscript.docx"] == "manuscript-00017"


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
