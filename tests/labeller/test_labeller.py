"""Roles of lines: laws of decoding, masks, and texts that lose nothing."""

from pathlib import Path

import numpy as np
import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.model import Line
from copydesk.structure import labeller, net
from copydesk.structure.features import Evidence, compute_features

CASES = Path(__file__).parents[1] / "cases"
OWN = tomli.loads((CASES / "labeller" / "author-only.toml").read_text(encoding="utf-8"))["text"]
SHORT = tomli.loads((CASES / "labeller" / "short.toml").read_text(encoding="utf-8"))["text"]
PLAIN = sorted((CASES / "structure" / "plain").glob("*.txt"))
PAGE = """Home
News
Log in
Subscribe

Closing the old harbour

By Mara Osei
May 3, 2021

The old harbour closed on Monday after a hundred years, and the ships moved to the new quay.

Workers said that they had learned of it from the papers, and that nobody had asked them.

Share
Facebook
Twitter
Related posts
Privacy policy
Copyright 2021 Harbour Post. All rights reserved."""
TITLE = labeller.ROLES.index("title")


def lines_of(text):
    return [Line(number, line) for number, line in enumerate(text.split("\n"), start=1)]


@pytest.mark.parametrize("case", OWN, ids=[case["name"] for case in OWN])
def test_an_authors_own_text_loses_nothing(case):
    assert "furniture" not in labeller.label_lines(lines_of(case["lines"].strip())).roles


@pytest.mark.parametrize("path", PLAIN, ids=[path.stem for path in PLAIN])
def test_a_text_without_a_site_loses_nothing(path):
    found = labeller.label_lines(lines_of(path.read_text(encoding="utf-8")))
    assert not found.has_site
    assert "furniture" not in found.roles


def list_short():
    """Those marked `open` fail: who mends one takes the mark away."""
    for case in SHORT:
        marks = [pytest.mark.xfail(strict=True)] if case.get("open") else []
        yield pytest.param(case, id=case["name"], marks=marks)


@pytest.mark.parametrize("case", [*list_short()])
def test_a_text_of_a_few_lines_is_labelled(case):
    rows = [row.partition(" | ") for row in case["lines"].strip().split("\n")]
    found = labeller.label_lines(lines_of("\n".join(text for _, _, text in rows)))
    assert list(found.roles) == [role for role, _, text in rows if text]


def test_a_page_loses_what_its_site_printed():
    roles = labeller.label_lines(lines_of(PAGE)).roles
    assert roles[:4] == ("furniture",) * 4
    assert roles[4:9] == ("title", "byline", "date", "body", "body")
    assert roles[9:] == ("furniture",) * 6


def test_each_visible_line_has_one_role_and_odds_that_sum_to_one():
    found = labeller.label_lines(lines_of(PAGE))
    assert len(found.roles) == len([line for line in PAGE.split("\n") if line])
    assert found.marginals.shape == (len(found.roles), len(labeller.ROLES))
    assert np.allclose(found.marginals.sum(axis=1), 1, atol=1e-4)


def test_no_lines_have_no_roles():
    assert labeller.label_lines([]).roles == ()
    assert labeller.label_lines([Line(1, ""), Line(2, " ")]).roles == ()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=10), st.data())
def test_any_text_is_labelled_twice_alike_and_fixed_roles_are_kept(texts, data):
    lines = [Line(number, text) for number, text in enumerate(texts, start=1)]
    visible = [at for at, line in enumerate(lines) if line.text.strip()]
    fixed = {}
    if visible:
        chosen = data.draw(st.lists(st.sampled_from(visible), max_size=3))
        fixed = {at: data.draw(st.sampled_from(labeller.ROLES)) for at in chosen}
    masks = labeller.Masks(fixed=fixed)
    first = labeller.label_lines(lines, masks=masks)
    assert first.roles == labeller.label_lines(lines, masks=masks).roles
    assert len(first.roles) == len(visible)
    for at, role in fixed.items():
        assert first.roles[visible.index(at)] == role


def test_a_fixed_title_is_kept_beside_another():
    lines = lines_of(PAGE)
    share = next(at for at, line in enumerate(lines) if line.text == "Share")
    found = labeller.label_lines(lines, masks=labeller.Masks(fixed={share: "title"}))
    assert found.roles[9] == "title"


def test_zones_that_are_never_the_article_leave():
    lines = [
        Line(1, "The ferries stayed in port for a week, and nobody crossed the river."),
        Line(2, "I was there, and it was a fine week for the fish.", zone="comments"),
    ]
    assert labeller.label_lines(lines).roles[1] == "furniture"


def test_the_rows_of_a_table_have_one_role():
    cells = ["Ship\tTons", "Ada\t120", "Home\t12", "Mara Osei\t9"]
    lines = [Line(1, "The ships of the quay were small, and there were three of them.")]
    lines += [Line(at + 2, text, hint="table:row:1") for at, text in enumerate(cells)]
    assert set(labeller.label_lines(lines).roles[1:]) == {"other"}


def test_hints_bar_roles():
    lines = [
        Line(1, "Fog over the quay", hint="heading:1"),
        Line(2, "A picture of fog", hint="caption"),
    ]
    roles = labeller.label_lines(lines).roles
    assert roles[0] in labeller.HINT_ROLES["heading"]
    assert roles[1] in labeller.HINT_ROLES["caption"]


def test_evidence_for_other_lines_is_refused():
    with pytest.raises(ValueError, match="1 lines have evidence for 2"):
        labeller.label_lines([Line(1, "a")], Evidence(main=(1.0, 0.0)))


def test_a_text_has_one_run_of_titles():
    scores = np.full((5, len(labeller.ROLES)), -3, np.float32)
    scores[:, TITLE] = [2, 2, -3, 2, -3]
    scores[:, labeller.ROLES.index("body")] = 0
    free = np.zeros((len(labeller.ROLES),) * 2, np.float32)
    path = labeller.decode_roles(scores, free)
    assert [at for at, role in enumerate(path) if role == TITLE] == [0, 1]


def test_a_model_of_other_columns_is_refused():
    data = net.MODEL.read_bytes().replace(b'"length"', b'"breadth"', 1)
    with pytest.raises(ValueError, match="other features"):
        net.parse_model(data)


def test_the_model_is_small():
    assert net.MODEL.stat().st_size <= 4_000_000


def test_lines_far_from_each_other_are_seen_together():
    features = compute_features(["Share"] * 40, [0] * 40)
    assert net.compute_logits(features, net.load_model()).shape == (40, 16)
