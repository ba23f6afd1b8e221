"""House styles: those of the package, a desk's own, and how they lie over each other."""

import dataclasses
from importlib.resources import files

import pytest

from copydesk import config
from copydesk.composition import csl
from copydesk.config import Config
from copydesk.errors import ConfigError
from copydesk.settings.style import Style

PACKS = sorted(
    entry.name.removesuffix(".toml") for entry in (files("copydesk") / "data" / "styles").iterdir()
)
#: What a pack must settle, so that nothing of the one below shines through.
SETTLED = ("locale", "csl", "quotes", "dashes", "dates", "spelling", "et_al")


def with_pack(name, **own):
    return config.overlay(Config(), {"style": {"pack": name, **own}}, "copydesk.toml")


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_settles_all_there_is_to_settle_with_a_citation_style_that_exists(name):
    found = with_pack(name)
    origins = dict(found.origins)
    assert {origins[f"style.{key}"] for key in SETTLED} == {f"house style {name}"}
    assert csl.search_styles([found.style.csl])
    assert name in {row[0]: row[3] for row in Config().items()}["style.pack"]


def test_the_default_pack_says_what_the_settings_say_without_one(tmp_path):
    assert config.load(tmp_path).style == Style()


def test_the_desk_overrides_single_keys_of_a_pack_and_a_sidecar_those_of_the_desk():
    desk = with_pack("british", dashes="closed em")
    article = config.for_article(desk, {"style": {"dates": "as written"}}, "a.txt.desk.toml")
    style, origins = article.style, dict(article.origins)
    assert (style.quotes, style.dashes, style.dates) == ("single", "closed em", "as written")
    assert origins["style.quotes"] == "house style british"
    assert origins["style.dashes"] == "copydesk.toml"
    assert origins["style.dates"] == "a.txt.desk.toml"


def test_a_pack_named_later_leaves_nothing_of_the_first():
    changed = config.overlay(with_pack("british"), {"style": {"pack": "international"}}, "flag")
    assert changed.style == Style()


def test_a_desk_has_a_pack_of_its_own_that_rests_on_another(tmp_path):
    (tmp_path / "house").mkdir()
    (tmp_path / "house/estuary.toml").write_text(
        'pack = "oxford"\ndashes = "spaced en"\nwords = ["agitprop"]\n'
        '[rules]\n"punct.ellipsis" = "off"\n[brands]\nNato = "NATO"\n'
    )
    (tmp_path / "copydesk.toml").write_text('[style]\npack = "house/estuary.toml"\n')
    found = config.load(tmp_path)
    style, origins = found.style, dict(found.origins)
    assert style.pack == "house/estuary.toml"
    assert (style.spelling, style.dashes, style.words) == ("oxford", "spaced en", {"agitprop"})
    assert style.brands == (("Nato", "NATO"),)
    assert found.policy("punct.ellipsis", "fix") == "off"
    assert origins["style.spelling"] == "house style oxford"
    assert origins["style.dashes"] == "house/estuary.toml"


def test_the_packs_of_the_desk_are_known_by_name_and_no_part_of_the_fingerprint(tmp_path):
    (tmp_path / "copydesk.toml").write_text('[style]\npack = "a.toml"\n[theme]\npack = "journal"\n')
    (tmp_path / "a.toml").write_text('pack = "b.toml"\n')
    (tmp_path / "b.toml").write_text('dashes = "spaced en"\n')
    found = config.load(tmp_path)
    assert found.packs == ("a.toml", "b.toml")
    assert dataclasses.replace(found, packs=()).fingerprint() == found.fingerprint()


def test_a_changed_pack_of_the_desk_changes_the_fingerprint(tmp_path):
    (tmp_path / "copydesk.toml").write_text('[style]\npack = "house.toml"\n')
    (tmp_path / "house.toml").write_text('dashes = "spaced en"\n')
    before = config.load(tmp_path).fingerprint()
    (tmp_path / "house.toml").write_text('dashes = "closed em"\n')
    assert config.load(tmp_path).fingerprint() != before


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ('dashs = "spaced en"', "config.unknown-key", "did you mean `dashes`?"),
        ('[style]\ndashes = "spaced en"', "config.unknown-key", ""),
        ('dashes = "long"', "config.value", ""),
        ('pack = "house.toml"', "config.pack", "remove one `pack`"),
        ('pack = "other.toml"', "config.pack", "relative to the desk’s folder"),
        (f'pack = "{300 * "o"}.toml"', "config.pack", "relative to the desk’s folder"),
        ('pack = "britsh"', "config.pack", "did you mean `british`?"),
        ("pack = 3", "config.pack", ""),
        ("[", "config.syntax", ""),
    ],
)  # fmt: skip
def test_a_pack_that_cannot_be_meant_is_refused_by_its_name(tmp_path, text, code, words):
    (tmp_path / "copydesk.toml").write_text('[style]\npack = "house.toml"\n')
    (tmp_path / "house.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        config.load(tmp_path)
    assert caught.value.code == code
    assert words.replace("’", "'") in caught.value.hint
    assert "house.toml" in str(caught.value)


def test_a_pack_that_does_not_exist_is_refused_with_the_nearest_one():
    with pytest.raises(ConfigError) as caught:
        with_pack("amercan")
    assert caught.value.hint == "did you mean `american`?"


@pytest.mark.parametrize(
    "brands", [{"Nato": 3}, {"": "NATO"}, ["Nato"], {"Nato": True}]
)  # fmt: skip
def test_a_table_of_names_holds_texts_or_false(brands):
    with pytest.raises(ConfigError) as caught:
        config.overlay(Config(), {"style": {"brands": brands}}, "copydesk.toml")
    assert caught.value.code == "config.value"
    assert "its correct spelling" in str(caught.value)


def test_a_name_is_taken_out_of_the_list_with_false_or_an_empty_text():
    wanted = {"style": {"brands": {"Ebay": False, "Youtube": ""}}}
    found = config.overlay(Config(), wanted, "copydesk.toml").style.brands
    assert dict(found) == {"Ebay": "", "Youtube": ""}


def test_the_policy_of_a_family_is_good_for_rules_without_one_of_their_own():
    rules = {"rules": {"house.*": "suggest", "house.dates": "off"}}
    found = config.overlay(Config(), {"style": rules}, "copydesk.toml")
    assert found.policy("house.dashes", "fix") == "suggest"
    assert found.policy("house.dates", "fix") == "off"
    assert found.policy("space.double", "fix") == "fix"
