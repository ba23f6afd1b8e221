"""`words` and `rules`: what an editor settles for the desk, and that nothing else moves."""

import json
import tomllib

import pytest

from copydesk import config
from copydesk.clean import RULES
from copydesk.cli import main


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "source").mkdir()
    return tmp_path


def run(desk, *words):
    return main(["-C", str(desk), *words])


def test_a_word_goes_on_the_list_of_the_desk_and_is_known_from_then_on(desk, capsys):
    assert run(desk, "words", "add", "agitprop", "Ursula Von Der Leyen") == 0
    assert "`agitprop` added to `source/words/desk.txt`" in capsys.readouterr().err
    text = (desk / "source/words/desk.txt").read_text("utf-8")
    assert text.startswith("# Words")
    assert text.endswith("agitprop\nUrsula Von Der Leyen\n")
    assert config.load(desk).style.words == {"agitprop", "Ursula Von Der Leyen"}


def test_a_list_is_written_on_below_what_the_editor_wrote(desk, capsys):
    path = desk / "source/words/baltic.txt"
    path.parent.mkdir()
    path.write_text("\ufeff# persons\nAbdoudouh  # two of u", "utf-8")
    assert run(desk, "words", "add", "Zelenskyy", "Abdoudouh", "--to", "Baltic") == 0
    assert path.read_text("utf-8") == "# persons\nAbdoudouh  # two of u\nZelenskyy\n"
    assert "`Abdoudouh` is already in `source/words/baltic.txt`" in capsys.readouterr().err


def test_a_word_that_another_list_has_is_not_added_twice(desk):
    assert run(desk, "words", "add", "agitprop", "--to", "baltic") == 0
    assert run(desk, "words", "add", "agitprop", "agitprop") == 0
    assert not (desk / "source/words/desk.txt").exists()


@pytest.mark.parametrize(
    "word", ["", "  ", "# note", "a#b", "one two three four five six seven eight nine", "\udcfc"]
)
def test_what_is_no_word_is_refused_and_nothing_is_written(desk, word, capsys):
    assert run(desk, "words", "add", "agitprop", word) == 2
    assert "quote a name of several words" in capsys.readouterr().err
    assert not (desk / "source/words").exists()


def test_no_list_is_written_outside_the_folder_of_the_lists(desk):
    assert run(desk, "words", "add", "agitprop", "--to", "../../x") == 0
    assert [path.name for path in (desk / "source/words").iterdir()] == ["x.txt"]
    assert [path.name for path in desk.iterdir()] == ["source"]


def test_words_are_listed_with_the_file_they_stand_in(desk, capsys):
    assert run(desk, "words") == 0
    out, said = capsys.readouterr()
    assert out == ""
    assert f"`copydesk -C {desk} words add WORD`" in said
    (desk / "copydesk.toml").write_text('[style]\nwords = ["vlog", "agitprop"]\n')
    run(desk, "words", "add", "Zelenskyy")
    (desk / "source/words/desk.txt").write_text("agitprop\nZelenskyy\n")
    capsys.readouterr()
    assert run(desk, "words", "--json") == 0
    rows = [json.loads(row) for row in capsys.readouterr().out.splitlines()]
    assert [(row["word"], row["file"]) for row in rows] == [
        ("agitprop", "source/words/desk.txt"),
        ("Zelenskyy", "source/words/desk.txt"),
        ("vlog", "copydesk.toml"),
    ]
    assert run(desk, "words") == 0
    assert capsys.readouterr().out.splitlines()[2].split() == ["vlog", "copydesk.toml"]


def test_add_without_a_word_says_how_it_is_done(desk, capsys):
    assert run(desk, "words", "add") == 2
    assert f"`copydesk -C {desk} words add WORD`" in capsys.readouterr().err


def test_a_rule_is_switched_off_in_the_settings_and_on_again(desk, capsys):
    text = "# our desk\nformats = ['md']  # only this\n\n[style]\ncsl = 'apa'\n"
    (desk / "copydesk.toml").write_text(text)
    assert run(desk, "rules", "--off", "space.double", "house.*", "--suggest", "case.brand") == 0
    assert "space.double: off, by `copydesk.toml`" in capsys.readouterr().err
    written = (desk / "copydesk.toml").read_text()
    assert written.startswith(text)
    found = config.load(desk)
    assert found.policy("space.double", "fix") == found.policy("house.dates", "fix") == "off"
    assert found.policy("case.brand", "fix") == "suggest"
    assert run(desk, "rules", "--on", "space.double", "house.*", "case.brand") == 0
    assert config.load(desk).style.rules == ()
    assert (desk / "copydesk.toml").read_text().startswith(text)


def test_the_list_of_rules_shows_what_was_settled(desk, capsys):
    run(desk, "rules", "--off", "space.double")
    capsys.readouterr()
    assert run(desk, "rules", "--json") == 0
    rows = {row["id"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert rows["space.double"]["policy"] == "off"
    assert rows["house.dates"]["policy"] == "off", "the default house settles no dates"
    assert rows["quote.straight"]["policy"] == "fix"


def test_a_desk_without_settings_gets_a_file_of_its_own(desk):
    assert run(desk, "rules", "--suggest", "punct.ellipsis") == 0
    assert tomllib.loads((desk / "copydesk.toml").read_text()) == {
        "style": {"rules": {"punct.ellipsis": "suggest"}}
    }


def test_settings_in_pyproject_stay_there(desk, capsys):
    text = "[project]\nname = 'x'\n\n[tool.copydesk]\n# ours\n\n[tool.other]\nkey = 1\n"
    (desk / "pyproject.toml").write_text(text)
    assert run(desk, "rules", "--off", "punct.ellipsis") == 0
    assert "by `pyproject.toml`" in capsys.readouterr().err
    assert not (desk / "copydesk.toml").exists()
    tables = tomllib.loads((desk / "pyproject.toml").read_text())
    assert tables["tool"] == {
        "copydesk": {"style": {"rules": {"punct.ellipsis": "off"}}}, "other": {"key": 1}
    }  # fmt: skip
    assert "# ours" in (desk / "pyproject.toml").read_text()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("copydesk.toml", 'style = { rules = { "punct.ellipsis" = "off" } }\n'),
        ("copydesk.toml", 'style = { csl = "apa" }\n'),
        ("copydesk.toml", 'style.csl = "apa"\n'),
        ("copydesk.toml", '\ufeffstyle.rules."punct.ellipsis" = "off"\nout = "made"\n'),
        ("copydesk.toml", '[style]\nrules."punct.ellipsis" = "off"\n[limits]\nseconds = 9\n'),
        ("pyproject.toml", '[tool]\ncopydesk.style.csl = "apa"\n'),
        ("pyproject.toml", '[tool]\ncopydesk = { out = "made" }\n'),
        ("pyproject.toml", '[tool.copydesk]\nstyle.csl = "apa"\n[tool.other]\nkey = 1\n'),
    ],
)
def test_braces_and_dotted_keys_are_written_on(desk, name, text):
    (desk / name).write_text(text, encoding="utf-8")
    before = config.load(desk)
    assert run(desk, "rules", "--off", "space.double") == 0
    found = config.load(desk)
    assert dict(found.style.rules) == {**dict(before.style.rules), "space.double": "off"}
    assert (found.style.csl, found.out) == (before.style.csl, before.out)
    assert not (desk / "copydesk.toml").exists() or name == "copydesk.toml"


def test_on_is_stronger_than_the_pack_that_switches_a_rule_off(desk):
    (desk / "house.toml").write_text('[rules]\n"punct.ellipsis" = "off"\n')
    (desk / "copydesk.toml").write_text('[style]\npack = "house.toml"\n')
    assert run(desk, "rules", "--on", "punct.ellipsis", "space.double") == 0
    assert dict(config.load(desk).style.rules) == {"punct.ellipsis": RULES["punct.ellipsis"].policy}


def test_a_rule_that_does_not_exist_is_refused_and_nothing_is_written(desk, capsys):
    assert run(desk, "rules", "--off", "space.double", "space.duble") == 2
    assert "did you mean `space.double`?" in capsys.readouterr().err
    assert not (desk / "copydesk.toml").exists()


@pytest.mark.parametrize("text", ["[style\n", "[style]\nqotes = 'x'\n", "style = 3\n"])
def test_settings_with_a_mistake_are_not_written_on(desk, text, capsys):
    (desk / "copydesk.toml").write_text(text)
    assert run(desk, "rules", "--off", "space.double") == 2
    assert (desk / "copydesk.toml").read_text() == text
    assert "copydesk.toml" in capsys.readouterr().err
