"""What the profiles of publishing systems take for the site's, and what they leave alone."""

import tomllib

import pytest

from copydesk.settings import profiles
from copydesk.structure.phrases import NONE, collect_phrases, fold, load
from places import ROOT

CASES = ROOT / "tests" / "cases" / "sites"
HOUSE = ROOT / "src" / "copydesk" / "data" / "sites"

#: Kinds of which a whole sentence is taken by its first words; of the others only labels are.
SENTENCES = {"legal", "form", "subscribe"}


def rows(name):
    table = tomllib.loads((CASES / name).read_text(encoding="utf-8"))
    return [(key, line) for key, lines in table.items() for line in lines]


@pytest.fixture(scope="module")
def known():
    return collect_phrases(profiles.load_packaged())


@pytest.mark.parametrize(("language", "line"), rows("left-alone.toml"))
def test_a_line_of_an_author_is_no_furniture(known, language, line):
    kind, profile = next(known.find(fold(line)), NONE)
    assert not kind or (line.endswith(".") and kind not in SENTENCES), (language, profile)


@pytest.mark.parametrize(("system", "line"), rows("known.toml"))
def test_a_line_that_a_system_prints_is_known(known, system, line):
    assert any(known.find(fold(line))), system


def test_every_profile_has_a_line_among_the_known_ones():
    assert {profile.name for profile in profiles.load_packaged()} == {
        name for name, _ in rows("known.toml")
    }


@pytest.mark.parametrize("path", sorted(HOUSE.glob("*.toml")), ids=lambda path: path.stem)
def test_every_profile_says_first_whose_phrases_they_are_and_where_they_come_from(path):
    head = path.read_text(encoding="utf-8").split("\nname =")[0]
    assert all(line.startswith("# ") for line in head.split("\n"))
    assert "From " in head


@pytest.mark.parametrize("profile", profiles.load_packaged(), ids=lambda profile: profile.name)
def test_no_phrase_that_begins_prose_is_short(profile):
    short = [
        phrase
        for kind, place, phrase in profile.phrases
        if kind in SENTENCES and place == "start" and phrase.isascii() and len(phrase) < 12
    ]
    assert short == []


def test_every_kind_of_the_word_files_is_one_that_the_record_can_name():
    words = (ROOT / "src" / "copydesk" / "data" / "words").glob("??.toml")
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in words]
    assert {kind for table in tables for kind in table.get("furniture", {})} <= set(profiles.KINDS)


@pytest.mark.parametrize(
    "line",
    [
        "Home | Away", "Rescue | Search", "Home | The Guardian", "Wages | Prices | Search",
        "The harbour wall | Print", "12 | 14", "On menus, and home", "Menu of the day · Tides",
    ],
)  # fmt: skip
def test_a_line_of_parts_is_no_menu_because_of_one_of_them(line):
    assert load().find_kind(fold(line))[0] == ""


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Home | Menu | Search", "menu"), ("| Home | About | Issues | Contact |", "menu"),
        ("Home · Menu · Search", "menu"), ("Menu|Search", "menu"), ("Start | Menü | Suche", "menu"),
        ("Accueil • Menu • Rechercher", "menu"), ("Print | Share | Tweet", "share"),
    ],
)  # fmt: skip
def test_a_row_of_what_sites_print_is_one_line_of_theirs(line, kind):
    assert load().find_kind(fold(line))[0] == kind
