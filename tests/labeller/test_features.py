"""What is measured of lines: the shape of the answer, and that it depends on the text alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.structure import features, phrases

LINES = ["Home", "Fog over the quay", "By Mara Osei", "May 3, 2021", "The ferries stayed in port."]
GAPS = [0, 2, 0, 0, 1]
TEXTS = st.text(min_size=1, max_size=60).filter(lambda text: bool(text.strip()))


def column(found, name):
    return found.column(name)


def test_each_line_has_a_row_of_finite_figures():
    found = features.compute_features(LINES, GAPS)
    assert found.matrix.shape == (len(LINES), len(features.COLUMNS))
    assert found.matrix.dtype == np.float32
    assert found.ids.shape == (len(LINES), sum(features.WORDS_IN_A_BAG))
    assert np.isfinite(found.matrix).all()


def test_names_of_columns_are_different():
    assert len(set(features.COLUMNS)) == len(features.COLUMNS)


def test_no_lines_have_no_rows():
    assert features.compute_features([], []).matrix.shape == (0, len(features.COLUMNS))


def test_each_line_needs_its_gap():
    with pytest.raises(ValueError, match="2 lines have 1 gaps"):
        features.compute_features(["a", "b"], [0])


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, max_size=12))
def test_any_text_is_measured_twice_alike(lines):
    gaps = [at % 3 for at in range(len(lines))]
    first, second = (features.compute_features(lines, gaps) for _ in range(2))
    assert first.matrix.tobytes() == second.matrix.tobytes()
    assert first.ids.tobytes() == second.ids.tobytes()
    assert np.isfinite(first.matrix).all()


def test_what_the_page_says_of_itself_is_compared():
    titles = ("Fog over the quay | Harbour Post",)
    evidence = features.Evidence(titles=titles, authors=("Mara Osei",))
    found = features.compute_features(LINES, GAPS, evidence)
    assert column(found, "title_likeness").argmax() == LINES.index("Fog over the quay")
    assert column(found, "author_likeness").argmax() == LINES.index("By Mara Osei")
    assert column(found, "date_known").max() == 0


def test_front_matter_tells_the_title():
    lines = ["---", "title: Fog over the quay", "---", "Fog over the quay", "The ferries stayed."]
    found = features.compute_features(lines, [0, 0, 0, 1, 1])
    assert column(found, "title_likeness")[3] == 1
    assert list(column(found, "alone_in_head")) == [1, 1, 1, 0, 0]


def test_unknown_evidence_is_nought():
    found = features.compute_features(LINES, GAPS)
    assert not column(found, "main").any()
    votes = features.Evidence(main=(0.0, 1.0, float("nan"), 1.0, 1.0))
    assert list(column(features.compute_features(LINES, GAPS, votes), "main")) == [-1, 1, 0, 1, 1]


def test_hard_wraps_are_seen():
    text = "The old harbour closed on Monday after a hundred years and the ships moved to the north"
    wrapped = features.compute_features([text] * 8, [0] * 8)
    assert column(wrapped, "inner")[1:].all()
    apart = features.compute_features(LINES, GAPS)
    assert not column(apart, "inner").any()


def test_two_different_phrases_of_sites_are_a_pair():
    lines = ["Home", "Menu", "Fog over the quay", "Share", "Share"]
    found = features.compute_features(lines, [0] * len(lines))
    assert list(column(found, "site_pair")) == [1, 1, 0, 0, 0]


def test_a_trail_of_links_holds_the_headline():
    lines = ["Home / Quay / Fog over the quay", "Fog over the quay", "The ferries stayed in port."]
    found = features.compute_features(lines, [0] * len(lines))
    assert list(column(found, "holds_another")) == [1, 0, 0]


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("Share this:", ["site:share"]),
        ("12 Comments", ["site:comments"]),
        ("Der Hafen schloss am Montag.", []),
        ("相关阅读", ["site:related"]),
    ],
)
def test_phrases_of_sites_are_known(line, kinds):
    names = phrases.load().match_classes(phrases.fold(line))
    assert sorted(names) == kinds


@pytest.mark.parametrize("sign", ["•", "–", "\uf0b7", "o", "1.", "(iv)", "b)"])
def test_a_tab_behind_the_sign_of_an_item_is_a_blank(sign):
    texts = [[f"{sign}{gap}{item}" for item in ("Mend the quay", "Buy a boat")] for gap in "\t "]
    tabbed, spaced = (features.compute_features(["We plan:", *text], [0] * 3) for text in texts)
    assert np.array_equal(tabbed.matrix, spaced.matrix)
    assert np.array_equal(tabbed.ids, spaced.ids)
