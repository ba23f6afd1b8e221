"""Site profiles: what a file may say, and which of a desk's files are heeded."""

import pytest

from copydesk import config
from copydesk.errors import ConfigError
from copydesk.model import Profile
from copydesk.settings import layers, profiles

PLACE = "source/sites/quay.toml"
QUAY = 'name = "Quay Weekly"\n[menu]\nexact = ["tides today"]\n'


def put(root, name, text):
    folder = root / "source" / "sites"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_every_profile_of_the_package_is_read_and_named():
    found = profiles.load_packaged()
    assert len({profile.name for profile in found}) == len(found) > 9
    assert all(profile.phrases for profile in found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[menus]\nexact = ["home"]', "did you mean `menu`?"),
        ('[menu]\nexakt = ["home"]', "did you mean `exact`?"),
        ('menu = ["home"]', "write [menu]"),
        ('[menu]\nexact = "home"', 'write ["…", "…"]'),
        ("[menu]\nexact = [3]", "write more of the line"),
        ('[menu]\nwithin = ["share"]', "write more of the line"),
        ('[menu]\nend = [" on "]', "write more of the line"),
        ('name = ""', 'write name = "…"'),
        ("[menu", "correct that line"),
    ],
)  # fmt: skip
def test_a_profile_that_cannot_be_meant_is_refused_with_what_to_write(text, words):
    with pytest.raises(ConfigError) as caught:
        profiles.parse_profile(layers.parse_toml(text, PLACE), PLACE)
    assert words in caught.value.hint
    assert PLACE in str(caught.value)


def test_a_profile_without_a_name_is_called_as_its_file():
    assert profiles.parse_profile({}, PLACE).name == "quay"


def test_a_desk_heeds_its_own_profiles_but_no_proposal_and_no_hidden_file(tmp_path):
    put(tmp_path, "quay.toml", QUAY)
    put(tmp_path, "other.proposed.toml", "[menu]\nexact = ['never read']")
    put(tmp_path, ".#quay.toml", "[")
    put(tmp_path, "notes.txt", "no profile")
    found = config.load(tmp_path).profiles
    assert found == (Profile("Quay Weekly", (("menu", "exact", "tides today"),)),)


def test_a_changed_profile_changes_the_fingerprint_of_the_settings(tmp_path):
    put(tmp_path, "quay.toml", QUAY)
    before = config.load(tmp_path).fingerprint()
    put(tmp_path, "quay.toml", QUAY.replace("today", "tomorrow"))
    assert config.load(tmp_path).fingerprint() != before


def test_all_profiles_are_listed_with_where_they_stand(tmp_path):
    put(tmp_path, "quay.toml", QUAY)
    put(tmp_path, "new.proposed.toml", QUAY)
    rows = list(profiles.list_profiles(tmp_path, "source"))
    assert [(state, place) for state, place, _ in rows[:2]] == [
        ("proposed", "source/sites/new.proposed.toml"),
        ("desk", "source/sites/quay.toml"),
    ]
    assert {state for state, *_ in rows[2:]} == {"packaged"}


def test_a_file_that_is_no_text_or_too_large_is_refused(tmp_path):
    put(tmp_path, "quay.toml", "")
    path = tmp_path / "source" / "sites" / "quay.toml"
    path.write_bytes(b"name = '\xff'")
    with pytest.raises(ConfigError):
        config.load(tmp_path)
    path.write_bytes(b"#" * (layers.LARGEST + 1))
    with pytest.raises(ConfigError, match="larger than"):
        config.load(tmp_path)
