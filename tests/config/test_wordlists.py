"""Word lists of a desk: what they may hold, where they lie, and what they change."""

import dataclasses
import os

import pytest

from copydesk import config
from copydesk.builder.submissions import find_submissions
from copydesk.config import Config, Style
from copydesk.errors import ConfigError
from copydesk.settings import layers


def put(root, name, text):
    path = root / "source" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_every_list_of_the_desk_counts_and_hidden_files_do_not(tmp_path):
    put(tmp_path, "words/baltic.txt", "# persons\nAbdoudouh\n\nagitprop # Russian\n")
    put(tmp_path, "words/business.txt", "\ufeffEUobserver\n")
    put(tmp_path, "words/.baltic.txt", "never\n")
    put(tmp_path, "words/notes.md", "never\n")
    found = config.load(tmp_path)
    assert found.style.words == {"Abdoudouh", "agitprop", "EUobserver"}
    assert (
        dict(found.origins)["style.words"] == "source/words/baltic.txt, source/words/business.txt"
    )


def test_words_of_settings_lists_and_sidecars_are_added_up(tmp_path):
    put(tmp_path, "words/baltic.txt", "agitprop")
    (tmp_path / "copydesk.toml").write_text('[style]\nwords = ["Zelenskyy"]\n')
    desk = config.load(tmp_path)
    article = config.for_article(desk, {"style": {"words": ["vlog"]}}, "a.txt.desk.toml")
    assert article.style.words == {"agitprop", "Zelenskyy", "vlog"}
    rows = {key: (value, origin) for key, value, origin, _ in article.items()}
    assert rows["style.words"] == (
        ("Zelenskyy", "agitprop", "vlog"),
        "copydesk.toml, source/words/baltic.txt, a.txt.desk.toml",
    )


def test_a_changed_list_changes_the_fingerprint_and_its_comments_do_not(tmp_path):
    put(tmp_path, "words/baltic.txt", "agitprop")
    before = config.load(tmp_path).fingerprint()
    put(tmp_path, "words/baltic.txt", "# a word\nagitprop")
    assert config.load(tmp_path).fingerprint() == before
    put(tmp_path, "words/baltic.txt", "agitprop\nvlog")
    assert config.load(tmp_path).fingerprint() != before


def test_the_fingerprint_does_not_hang_on_the_order_of_the_words():
    words = [f"word{number}" for number in range(200)]
    one = Config(style=Style(words=frozenset(words)))
    other = Config(style=Style(words=frozenset(reversed(words))))
    assert one.fingerprint() == other.fingerprint()


@pytest.mark.parametrize(
    "line", ["The harbour master said on Tuesday that the pier would reopen.", "x" * 101]
)
def test_an_article_among_the_lists_is_refused_and_not_swallowed(tmp_path, line):
    put(tmp_path, "words/pier.txt", f"Pier\n{line}\n")
    with pytest.raises(ConfigError) as caught:
        config.load(tmp_path)
    assert caught.value.code == "config.words"
    assert "source/words/pier.txt" in str(caught.value)
    assert "one word or name a line" in caught.value.hint


def test_a_list_that_is_no_text_is_refused(tmp_path):
    put(tmp_path, "words/baltic.txt", "")
    (tmp_path / "source/words/baltic.txt").write_bytes(b"Str\xfcver")
    with pytest.raises(ConfigError) as caught:
        config.load(tmp_path)
    assert caught.value.code == "config.read"


@pytest.mark.parametrize("name", ["words/baltic.txt", "sites/quay.toml"])
@pytest.mark.parametrize("kind", ["device", "pipe", "folder"])
def test_what_has_no_end_or_is_a_folder_is_not_opened(tmp_path, name, kind):
    path = tmp_path / "source" / name
    path.parent.mkdir(parents=True)
    make = {"device": lambda: path.symlink_to("/dev/zero"), "pipe": lambda: os.mkfifo(path),
            "folder": path.mkdir}  # fmt: skip
    make[kind]()
    with pytest.raises(ConfigError, match=f"`source/{name}` is not a file"):
        config.load(tmp_path)


def test_a_list_longer_than_any_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(layers, "LARGEST", 20)
    put(tmp_path, "words/baltic.txt", "agitprop\n" * 3)
    with pytest.raises(ConfigError, match="larger than 20 bytes"):
        config.load(tmp_path)


def test_word_lists_are_no_submissions_and_other_files_among_them_are(tmp_path):
    put(tmp_path, "words/baltic.txt", "agitprop")
    put(tmp_path, "words/pier.html", "<p>x")
    put(tmp_path, "words/deep/pier.txt", "x")
    put(tmp_path, "news/words/pier.txt", "x")
    put(tmp_path, "words.txt", "x")
    found = [path for path, _, _ in find_submissions(tmp_path, "source").submissions]
    assert found == [
        "source/news/words/pier.txt",
        "source/words.txt",
        "source/words/deep/pier.txt",
        "source/words/pier.html",
    ]


@pytest.mark.parametrize(
    "word", ["agitprop", "Agitprop", "AGITPROP", "agitprop’s", "Abdoudouh", "Abdoudouh's"]
)
def test_a_word_of_the_list_is_known_in_the_forms_it_takes_in_a_sentence(word):
    assert Style(words=frozenset(("agitprop", "Abdoudouh"))).knows(word)


@pytest.mark.parametrize("word", ["abdoudouh", "ABDOUDOUH", "AgitProp", "agitprops", "", "’s"])
def test_other_forms_are_not_known(word):
    assert not Style(words=frozenset(("agitprop", "Abdoudouh"))).knows(word)


def test_a_desk_without_lists_knows_no_word(tmp_path):
    assert config.load(tmp_path).style.words == frozenset()
    assert not Style().knows("agitprop")


def test_settings_with_words_are_equal_whatever_their_order():
    one = config.overlay(Config(), {"style": {"words": ["b", "a"]}}, "desk")
    two = config.overlay(Config(), {"style": {"words": ["a", "b"]}}, "desk")
    assert dataclasses.replace(one, origins=()) == dataclasses.replace(two, origins=())
