"""Row 32: in each file of a desk every key that is misspelt is refused, with the right one named.

Promised: a typing error in settings never leaves one unset in silence. Keys of `copydesk.toml`, of
themes and house styles are tried in `tests/config`; here those of the files beside articles.
"""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from copydesk.builder import books
from copydesk.config import Config, overlay
from copydesk.errors import ConfigError
from copydesk.model import CitationDecision, Decision, ReferenceDecision, RoleDecision
from copydesk.newsletter import issue
from copydesk.newsletter.issue import IssueEntry
from copydesk.review import sidecar
from copydesk.review.sidecar import imprint
from copydesk.settings.layers import parse_toml
from copydesk.settings.profiles import KINDS, PLACES, parse_profile

SIDECAR = """
schema = "copydesk.sidecar/1"
slug = "mill"
title = "How Aldmouth lost a mill"
subtitle = "And nobody asked"
byline = "By Ada Lovell"
date = "2026-05-01"
language = "en"
authors = ["Ada Lovell"]
doi = "10.5555/mill"
url = "https://example.org/mill"
volume = "7"
issue = "2"
pages = "11-19"
licence = "CC-BY-4.0"
keywords = ["mills"]
[settings]
[[author]]
name = "Ada Lovell"
orcid = "0000-0002-1825-0097"
affiliation = "Mill House"
email = "ada@mill.example"
family = "Lovell"
[[decision]]
id = "aaaaaaaaaa"
rule = "space.double"
before = "a"
after = "b"
exact = "c"
prefix = "d"
suffix = "e"
verdict = "stet"
ordinal = 0
[[role]]
text = "Tides"
role = "heading"
prefix = ""
suffix = ""
[[citation]]
text = "(Carr)"
key = "carr2011"
place = "the mill (Carr)"
entry = "Carr, E."
verdict = "entry"
[[reference]]
raw = "Carr, E."
csl = { title = "Mills" }
settled = false
source = "Crossref"
retrieved = "2026-05-01"
[[edit]]
exact = "old"
after = "new"
"""
COLLECTION = """
schema = "copydesk.collection/1"
title = "Rivers"
subtitle = "And mills"
date = "2026"
description = "Ten articles"
language = "en"
isbn = "978-3-16-148410-0"
doi = "10.5555/rivers"
licence = "CC-BY-4.0"
editors = ["Ada Lovell"]
formats = ["epub"]
[publication]
[style]
[theme]
[[part]]
title = "Up the river"
articles = ["mill"]
"""
ISSUE = """
schema = "copydesk.issue/1"
id = "2026-05"
subject = "Tides"
preheader = "Before all"
date = 2026-05-01
intro = "Dear reader"
language = "en"
url = "https://example.org/05"
target = "smtp"
[theme]
[[article]]
src = "mill"
mode = "excerpt"
words = 90
teaser = "A mill"
url = "https://example.org/mill"
attach = ["pdf"]
"""
PROFILE = 'name = "Quay"\n' + "".join(
    f"[{kind}]\n" + "".join(f'{place} = ["read this too"]\n' for place in PLACES) for kind in KINDS
)
FILES: dict[str, tuple[str, Callable[[bytes, str], object]]] = {
    "mill.txt.desk.toml": (SIDECAR, sidecar.loads),
    "rivers.toml": (COLLECTION, books.load_collection),
    "may.toml": (ISSUE, issue.read_issue),
    "quay.toml": (PROFILE, lambda data, name: parse_profile(parse_toml(data.decode(), name), name)),
}
#: Tables whose keys are another module's, or nobody's.
OPEN = frozenset(("settings", "csl", "publication", "style", "theme"))

Path = tuple[str | int, ...]


def keys(table: dict[str, Any], at: Path = ()) -> Iterator[Path]:
    """Where each key of `table`, and of the tables in it, stands."""
    for key, value in table.items():
        here = (*at, key)
        yield here
        if isinstance(value, dict) and key not in OPEN:
            yield from keys(value, here)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield from keys(value[0], (*here, 0))


def misspelt(key: str) -> list[str]:
    """What becomes of `key` under quick fingers."""
    return [key + key[-1], key[0] + key[2:], key[0] + key[2] + key[1] + key[3:], key.upper()]


CASES = [(name, path) for name, (text, _) in FILES.items() for path in keys(tomllib.loads(text))]


@pytest.mark.parametrize("name", FILES)
def test_the_whole_file_is_read(name: str) -> None:
    text, loads = FILES[name]
    assert loads(text.encode(), name)


@pytest.mark.parametrize(("name", "path"), CASES)
def test_a_key_that_is_misspelt_is_refused_and_the_right_one_named(name: str, path: Path) -> None:
    text, loads = FILES[name]
    whole = tomllib.loads(text)
    key = str(path[-1])
    for slip in misspelt(key) if len(key) > 2 else [key + "x"]:
        changed = copy.deepcopy(whole)
        inner: Any = changed
        for step in path[:-1]:
            inner = inner[step]
        if slip in inner:
            continue
        inner[slip] = inner.pop(key)
        with pytest.raises(ConfigError) as caught:
            loads(tomlkit.dumps(changed).encode(), name)
        assert name in str(caught.value)
        assert slip in str(caught.value)
        assert len(key) < 4 or slip.isupper() or f"`{key}`" in caught.value.hint


def test_no_key_is_missing_from_the_files_that_are_tried() -> None:
    seen = {name: {str(path[-1]) for other, path in CASES if other == name} for name in FILES}
    kinds = (Decision, RoleDecision, CitationDecision, ReferenceDecision)
    told = {entry.name for kind in kinds for entry in fields(kind)}
    assert seen["mill.txt.desk.toml"] >= {*sidecar.FRONT, *imprint.TOLD, *told} - {"author.name"}
    assert seen["rivers.toml"] >= {entry.name for entry in fields(books.BookPart)}
    assert seen["may.toml"] >= {entry.name for entry in fields(IssueEntry)}
    assert seen["quay.toml"] == {"name", *KINDS, *PLACES}


@given(st.data())
def test_settings_that_are_told_are_the_settings(data: st.DataObject) -> None:
    """What `copydesk config` prints of settings, put into a file, gives them again."""
    given_ = {
        "keep_furniture": data.draw(st.booleans()),
        "text_columns": data.draw(st.integers(40, 120)),
        "formats": data.draw(
            st.lists(st.sampled_from(["md", "docx", "epub"]), min_size=1, unique=True)
        ),
        "limits": {"lines": data.draw(st.integers(1, 10**9))},
        "newsletter": {"title": data.draw(st.text("abc “”é", min_size=1).filter(str.strip))},
    }
    config = overlay(Config(), given_, "copydesk.toml")
    told = {key: value for key, value, _, _ in config.items()}
    assert told["limits.lines"] == given_["limits"]["lines"]
    again: dict[str, Any] = {}
    for key, value, origin, _ in config.items():
        if origin != "default":
            inner = again
            *tables, last = key.split(".")
            for table in tables:
                inner = inner.setdefault(table, {})
            inner[last] = list(value) if isinstance(value, tuple) else value
    assert overlay(Config(), tomllib.loads(tomlkit.dumps(again)), "copydesk.toml") == config
