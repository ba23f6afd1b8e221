"""`rules` and `explain`: what a rule does here, where that is settled, and how to change it."""

from __future__ import annotations

import json
import tomllib

import pytest

from cli.desks import TEXT, edits, laid_out, run
from copydesk import handbook
from copydesk.clean import RULES
from copydesk.config import Config
from copydesk.review import sidecar
from copydesk.tables import load_codes
from sidecars import write_sidecar


@pytest.fixture
def desk(tmp_path):
    laid_out(tmp_path)
    text = '[style]\nquotes = "straight"\n[style.rules]\n"space.double" = "suggest"\n'
    (tmp_path / "copydesk.toml").write_text(text)
    return tmp_path


def shown(desk, capsys, *words, code=0):
    capsys.readouterr()
    assert run(desk, *words) == code
    return capsys.readouterr()


def test_every_family_of_rules_has_a_name():
    assert {rule.family for rule in RULES.values()} <= set(load_codes("families"))


def test_rules_are_listed_by_family_with_the_policy_of_the_desk(desk, capsys):
    text = shown(desk, capsys, "rules").out
    assert "\nspace: spaces\n  space.double                 suggest* " in text
    assert text.rstrip().endswith("set by copydesk.toml")
    assert sum(line.startswith(f"  {name} ") for name in RULES for line in text.split("\n")) == len(
        RULES
    )


@pytest.mark.parametrize("width", ["60", "80"])
def test_no_line_of_a_list_or_an_explanation_is_wider_than_the_terminal(
    desk, capsys, monkeypatch, width
):
    monkeypatch.setenv("COLUMNS", width)
    for words in (["rules"], ["explain", "structure.furniture"], ["explain", "space.double"]):
        rows = shown(desk, capsys, *words).out.split("\n")
        assert max(map(len, rows)) <= int(width)


def test_families_and_rules_limit_the_list(desk, capsys):
    rows = shown(desk, capsys, "rules", "hyphen", "apos.contraction", "--json").out.splitlines()
    assert [json.loads(row)["id"] for row in rows] == ["hyphen.linebreak", "apos.contraction"]
    assert shown(desk, capsys, "rules", "hyphen.*").out.count("hyphen.") == 1


def test_what_the_desk_changed_is_listed_alone(desk, capsys):
    rows = shown(desk, capsys, "rules", "--changed", "--json").out.splitlines()
    found = {json.loads(row)["id"]: json.loads(row)["policy"] for row in rows}
    assert found.pop("space.double") == "suggest"
    # Marks that the house wants straight, in each language that curls them.
    assert {"quote.straight", "quote.apostrophe", "fr.quote-straight"} <= set(found)
    assert set(found.values()) == {"off"}


def test_a_policy_for_what_no_house_has_settled_is_not_blamed_for_its_silence(tmp_path, capsys):
    desk = laid_out(tmp_path)
    (desk / "copydesk.toml").write_text('[style.rules]\n"house.*" = "suggest"\n', encoding="utf-8")
    assert shown(desk, capsys, "rules", "house", "--changed").out == ""
    assert "off, as `style.quotes` is `curly`" in shown(desk, capsys, "explain", "house.quotes").out
    settled = '[style]\nquotes = "single"\n[style.rules]\n"house.*" = "suggest"\n'
    (desk / "copydesk.toml").write_text(settled, encoding="utf-8")
    (row,) = shown(desk, capsys, "rules", "house", "--changed", "--json").out.splitlines()
    assert (json.loads(row)["id"], json.loads(row)["policy"]) == ("house.quotes", "suggest")


def test_a_desk_that_changed_nothing_is_told_so(tmp_path, capsys):
    told = shown(laid_out(tmp_path), capsys, "rules", "--changed")
    assert (told.out, told.err) == ("", "every rule has its default policy\n")


def test_a_rule_is_explained_with_its_policy_places_and_languages(desk, capsys):
    text = shown(desk, capsys, "explain", "space.double").out
    assert "`the  bloc` → `the bloc`" in text
    assert "At this desk: suggest, set by copydesk.toml; the default is fix." in text
    assert "in every language" in text
    assert "copydesk stet NAME --rule space.double" in " ".join(text.split())


def test_the_settings_that_an_explanation_shows_are_understood(desk, capsys):
    text = shown(desk, capsys, "explain", "space.double").out
    for_desk, for_article = (
        tomllib.loads("\n".join(row.strip() for row in part.split("\n")[:2]))
        for part in (text[text.index("[style.rules]") :], text[text.index("[settings.") :])
    )
    assert for_desk == {"style": {"rules": {"space.double": "off"}}}
    assert for_article["settings"] == for_desk
    text = write_sidecar(sidecar.load(desk / "none").decisions, for_article["settings"])
    (desk / "source" / "bell.txt.desk.toml").write_text(text)
    (desk / "source" / "bell.txt").write_text(TEXT.replace("bell", "old  bell"), encoding="utf-8")
    assert edits(desk, "space.double") == []


def test_a_rule_that_cannot_be_refused_offers_no_way_to_do_so(desk, capsys):
    text = shown(desk, capsys, "explain", "enc.control").out
    assert "cannot be switched off" in text
    assert "copydesk stet" not in text


def test_a_mistake_in_the_settings_does_not_keep_it_from_being_explained(desk, capsys):
    (desk / "copydesk.toml").write_text("nonsense = 1\n")
    assert "(error)" in shown(desk, capsys, "explain", "config.unknown-key").out
    assert "At this desk" not in shown(desk, capsys, "explain", "space.double").out


def test_a_family_is_no_code_and_the_hint_says_where_it_is_listed(desk, capsys):
    assert (
        f"`copydesk -C {desk} rules spell`" in shown(desk, capsys, "explain", "spell", code=2).err
    )


@pytest.mark.parametrize("name", ["nonsense", "space.duble", "desk."])
def test_a_rule_that_is_not_there_is_a_usage_error(desk, capsys, name):
    assert "[usage.code]" in shown(desk, capsys, "rules", name, code=2).err


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_says_where_it_looks(name):
    lines = handbook.at_desk(name, Config()).split("\n")
    assert lines[1].startswith("It looks at ")
