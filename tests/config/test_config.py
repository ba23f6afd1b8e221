import dataclasses
import errno
import pathlib
import tomllib

import pytest

from copydesk import clean, config
from copydesk.config import Config, Resolver, Style
from copydesk.errors import ConfigError
from copydesk.settings import ground
from copydesk.settings.limits import Limits
from copydesk.settings.newsletters import Attach, Footer, Newsletter
from copydesk.settings.publication import Publication
from copydesk.settings.theme import Theme

TABLES = {"": Config, "style": Style, "publication": Publication, "limits": Limits,
          "resolver": Resolver, "theme": Theme, "newsletter": Newsletter,
          "newsletter.attach": Attach, "newsletter.footer": Footer}  # fmt: skip
KEYS = [
    (table, entry.metadata.get("name", entry.name))
    for table, kind in TABLES.items()
    for entry in dataclasses.fields(kind)
    if not {entry.name, f"{table}.{entry.name}"} & {"origins", "root", "profiles", "packs", *TABLES}
]


def nested(table, values):
    for name in reversed(table.split(".") if table else []):
        values = {name: values}
    return values


@pytest.mark.parametrize(("table", "key"), KEYS)
def test_a_misspelt_key_is_refused_with_the_nearest_one(table, key):
    with pytest.raises(ConfigError) as caught:
        config.overlay(Config(), nested(table, {key + "x": 1}), "copydesk.toml")
    assert caught.value.hint == f"did you mean `{key}`?"
    assert "copydesk.toml" in str(caught.value)


@pytest.mark.parametrize(("table", "key"), KEYS)
def test_every_key_is_documented_and_listed_with_its_origin(table, key):
    rows = {row[0]: row for row in Config().items()}
    _, _, origin, doc = rows[f"{table}.{key}" if table else key]
    assert origin == "default"
    assert doc


@pytest.mark.parametrize(
    "text",
    [
        "keep_furniture = 1",
        "formats = 'md'",
        "formats = []",
        "style = 'harvard'",
        "[limits]\nlines = 0",
        "[limits]\nlines = true",
        "[limits]\nnesting = 5",
        "[limits]\nnesting = 41",
        "[style]\nquotes = 'guillemets'",
        "[style]\nlocale = 'english'",
        "[style]\nlocale = 'en_GB'",
        "[style]\nlocale = 'en-gb'",
        "[style]\nlocale = ''",
        "[style.rules]\n'space.double' = 'sometimes'",
        "[style.rules]\n'space.double' = ['off']",
        "[publication]\npaper = 4",
        '[publication]\nname = "The\\u0007Tide"',
        '[publication]\nrights = "© 2026\\nThe Tide"',
        "[publication]\nurl = 'https://tide.example/\"x'",
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(text):
    with pytest.raises(ConfigError) as caught:
        config.overlay(Config(), tomllib.loads(text), "copydesk.toml")
    assert caught.value.code == "config.value"


@pytest.mark.parametrize("tag", ["en", "en-US", "de-AT", "zh-Hant-TW", "es-419", "fil", "sr-Latn"])
def test_language_tags_are_taken(tag):
    assert config.overlay(Config(), {"style": {"locale": tag}}, "flag").style.locale == tag


@pytest.mark.parametrize(
    ("source", "out"),
    [("source", "dist"), ("source", "sources"), ("source", "../dist"), ("a/b", "a/c"),
     ("..source", "..out")],
)  # fmt: skip
def test_folders_side_by_side_are_taken(tmp_path, source, out):
    desk = Config(root=str(tmp_path))
    assert config.overlay(desk, {"source": source, "out": out}, "copydesk.toml").out == out


@pytest.mark.parametrize(
    "table",
    [{"out": "source"}, {"out": "."}, {"out": ".."}, {"out": ""}, {"out": "source/../source/dist"},
     {"source": "dist/raw"}, {"source": "."}, {"source": "x", "out": "./x/"}, {"out": "link"}],
)  # fmt: skip
def test_outputs_among_the_submissions_are_refused(tmp_path, table):
    (tmp_path / "source").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "source")
    with pytest.raises(ConfigError) as caught:
        config.overlay(Config(root=str(tmp_path)), table, "copydesk.toml")
    assert caught.value.code == "config.value"
    assert "side by side" in caught.value.hint


def test_later_layers_lie_over_earlier_ones_and_are_remembered():
    desk = config.overlay(Config(), {"style": {"locale": "de-DE"}}, "copydesk.toml")
    flag = config.overlay(desk, {"style": {"csl": "apa"}}, "flag")
    assert (flag.style.locale, flag.style.csl) == ("de-DE", "apa")
    assert dict(flag.origins) == {"style.locale": "copydesk.toml", "style.csl": "flag"}


def test_the_policies_of_a_sidecar_are_laid_over_those_of_the_desk():
    desk = config.overlay(Config(), {"style": {"rules": {"space.double": "off"}}}, "desk")
    both = config.overlay(desk, {"style": {"rules": {"quote.straight": "off"}}}, "sidecar")
    assert both.policy("space.double", "fix") == both.policy("quote.straight", "fix") == "off"


def test_a_desk_is_found_from_a_folder_inside_it(tmp_path):
    (tmp_path / "source" / "deep").mkdir(parents=True)
    assert ground.find_root(tmp_path / "source" / "deep") == tmp_path


@pytest.mark.parametrize(
    "project",
    [
        b"[tool.black]\nname = '\xe9'\n",
        b"",
        b"tool = 1\n",
        b"[tool.copydesks]\n",
        b"[tool\n",
        b"[project]\ndependencies = ['copydesk']\n",
        b"about = '[tool.copydesk]'\n",
    ],
)
def test_a_project_of_others_on_the_way_up_is_passed_by(tmp_path, project):
    (tmp_path / "source").mkdir()
    (tmp_path / "deep" / "pyproject.toml").parent.mkdir()
    (tmp_path / "deep" / "pyproject.toml").write_bytes(project)
    assert ground.find_root(tmp_path / "deep") == tmp_path


@pytest.mark.parametrize(
    "head",
    [
        "[tool.copydesk]",
        "[tool.copydesk.publication]",
        "  [ tool . copydesk ]",
        '[tool."copydesk"]',
        "[tool]\ncopydesk.source = 's'",
        "[tool]\ncopydesk = { out = 'd' }",
    ],
)
def test_a_project_with_settings_of_ours_is_a_desk(tmp_path, head):
    (tmp_path / "deep").mkdir()
    (tmp_path / "pyproject.toml").write_text(f'[project]\nname = "x"\n{head}\n')
    assert ground.find_root(tmp_path / "deep") == tmp_path


def test_a_project_that_names_copydesk_and_cannot_be_read_is_an_error(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.copydesk]\nout = = 1\n")
    for look in (ground.find_root, ground.find_settings, config.load):
        with pytest.raises(ConfigError, match=r"names copydesk and is not valid TOML: .* line 2"):
            look(tmp_path)


def test_a_project_whose_tools_are_no_table_has_no_settings(tmp_path):
    (tmp_path / "pyproject.toml").write_text("tool = 1\n")
    assert config.load(tmp_path).style == config.load(tmp_path / "nowhere").style


def test_a_desk_that_cannot_be_looked_into_says_so(tmp_path, monkeypatch):
    def refused(path: pathlib.Path, **_: object) -> object:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(pathlib.Path, "stat", refused)
    with pytest.raises(ConfigError, match=r"`copydesk\.toml` cannot be read: Permission denied"):
        config.load(tmp_path)


def test_settings_in_pyproject_are_read_when_there_is_no_file_of_their_own(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.copydesk.style]\ncsl = 'apa'\n")
    assert config.load(tmp_path).style.csl == "apa"
    (tmp_path / "copydesk.toml").write_text("[style]\ncsl = 'ieee'\n")
    assert config.load(tmp_path).style.csl == "ieee"


def test_a_path_of_a_style_is_good_from_anywhere_and_no_part_of_the_fingerprint(tmp_path):
    here = dataclasses.replace(config.load(tmp_path), root=str(tmp_path))
    styled = config.overlay(here, {"style": {"csl": "own.csl"}}, "flag")
    assert styled.csl == str(tmp_path / "own.csl")
    assert styled.fingerprint() == dataclasses.replace(styled, root="/elsewhere").fingerprint()


def test_a_syntax_error_names_the_file_and_the_place(tmp_path):
    (tmp_path / "copydesk.toml").write_text("[style]\ncsl = = 1\n")
    with pytest.raises(ConfigError, match=r"copydesk\.toml .* line 2"):
        config.load(tmp_path)


def test_a_rule_that_does_not_exist_is_refused_with_the_nearest_one():
    settings = config.overlay(Config(), {"style": {"rules": {"space.duble": "off"}}}, "flag")
    with pytest.raises(ConfigError) as caught:
        clean.check_rules(settings)
    assert caught.value.hint == "did you mean `space.double`?"


def test_a_flag_lies_over_the_settings_of_a_sidecar():
    flagged = config.overlay(Config(), {"keep_furniture": True}, "--keep-furniture")
    sidecar = {"keep_furniture": False, "style": {"csl": "apa"}}
    found = config.for_article(flagged, sidecar, "a.txt.desk.toml")
    assert (found.keep_furniture, found.style.csl) == (True, "apa")
    assert config.for_article(Config(), sidecar, "a.txt.desk.toml").keep_furniture is False
    assert config.for_article(Config(keep_furniture=True), {}, "").keep_furniture is True


@pytest.mark.parametrize("key", config.DESK_ONLY)
def test_a_sidecar_sets_nothing_of_the_whole_desk(key):
    with pytest.raises(ConfigError) as caught:
        config.for_article(Config(), {key: "x"}, "a.txt.desk.toml")
    assert caught.value.code == "config.desk-only"
    assert "a.txt.desk.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("table", "key", "name"),
    [
        ("style", "csl", "{}/elsewhere.csl"),
        ("style", "csl", "../elsewhere.csl"),
        ("style", "pack", "../elsewhere.toml"),
        ("theme", "pack", "link/elsewhere.toml"),
    ],
)
def test_a_sidecar_takes_no_file_from_outside_the_desk(tmp_path, table, key, name):
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "link").symlink_to(tmp_path)
    for ending in ("csl", "toml"):
        (tmp_path / f"elsewhere.{ending}").write_text("")
    desk = config.load(tmp_path / "desk")
    with pytest.raises(ConfigError, match="is outside the desk"):
        config.for_article(desk, {table: {key: name.format(tmp_path)}}, "a.txt.desk.toml")


def test_a_sidecar_may_name_a_style_of_the_desk(tmp_path):
    (tmp_path / "own").mkdir()
    found = config.for_article(config.load(tmp_path), {"style": {"csl": "own/a.csl"}}, "a.desk")
    assert found.style.csl == "own/a.csl"


@pytest.mark.parametrize(
    ("server", "good"),
    [
        ("smtp://mail.harbour.example", True), ("smtps://desk@mail.harbour.example:465", True),
        ("smtp+plain://127.0.0.1:25", True), ("smtp://desk%40h.example@[::1]:25/", True),
        ("", True),
        ("smtp://desk:secret@mail.harbour.example", False), ("mail.harbour.example", False),
        ("http://mail.harbour.example", False), ("smtp://", False),
    ],
)  # fmt: skip
def test_a_mail_server_is_an_address_and_never_has_a_password_in_it(server, good):
    table = {"newsletter": {"smtp": server}}
    if good:
        assert config.overlay(Config(), table, "copydesk.toml").newsletter.smtp == server
    else:
        with pytest.raises(ConfigError):
            config.overlay(Config(), table, "copydesk.toml")
