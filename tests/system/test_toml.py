"""TOML costs no more than its text, whatever nests in it."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.config import Config
from copydesk.errors import ConfigError
from copydesk.readers import read
from copydesk.settings.layers import parse_toml
from copydesk.system import toml
from ending import ending

DOTS = ".".join("a" * 400)
LONG = "1" * 5_000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "title = 'Mud'\n[settings.style]\ncsl = \"apa\"",
        f"a{'.a' * 49} = 1",
        f'title = "{DOTS}"',
        f"title = '{DOTS}'",
        f'title = """\n{DOTS} "" {DOTS}\n"""',
        f"title = '''\n{DOTS} '' {DOTS}\n'''",
        f"a = 1 # {DOTS}",
        f'"{DOTS}" = 1',
        f'text = "{"Yes. No. " * 200}"',
        f'text = "it\\"s {DOTS}"',
        "a = [" + "1.5, " * 200 + "]",
        f"a = {{ b = '{DOTS}' }}",
        f"a = '{LONG}'",
        f'a = "{LONG}"',
        f"a = 1 # {LONG}",
        f"a = '''\n{LONG}\n'''",
        f"'{LONG}' = 1",
        f"a = {'1' * 1_000}",
        f"a = 0x{'1' * 998}",
    ],
)
def test_sound_toml_is_read_as_python_reads_it(text: str) -> None:
    assert toml.loads(text) == tomllib.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        f"a{'.a' * 3_000} = 1",
        f"[a{'.a' * 3_000}]",
        f"[[a{' . a' * 3_000}]]",
        f"x = {{ a{'.a' * 3_000} = 1 }}",
        '"a"' + ".'a'" * 3_000 + " = 1",
        f"b = '''\n'''\na{'.a' * 3_000} = 1",
        "a = " + "[" * 250_000,
        "a = " + "{ b = " * 50_000,
        f"a = {LONG}",
        f"a = -{LONG}",
        f"a = [1, 0x{LONG}]",
        f"a = 1e{LONG}",
        f"a = 1.{LONG}",
        f"{LONG} = 1",
        f"a.{LONG} = 1",
    ],
)
def test_what_nests_or_goes_on_without_end_is_no_toml(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        toml.loads(text)
    with pytest.raises(ConfigError, match="not valid TOML"):
        parse_toml(text, "a.toml")


@pytest.mark.parametrize("line", [f"a{'.a' * 3_000} = 1", f"date = {LONG}", f"date = 0x{LONG}"])
def test_front_matter_that_goes_on_without_end_is_no_front_matter(line: str) -> None:
    data = f"+++\n{line}\n+++\n\n# Mud\n\nThe harbour was quiet that year.\n"
    assert read(data.encode(), "a.md", Config()).facts == ()


@given(st.text(alphabet="a.\"'\\ \n#=[]{},-1é\t", max_size=60))
def test_whatever_the_text_it_is_read_as_python_reads_it_or_refused(text: str) -> None:
    try:
        wanted = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        with pytest.raises(tomllib.TOMLDecodeError):
            toml.loads(text)
    else:
        assert toml.loads(text) == wanted


@pytest.mark.parametrize(
    "sign", ['"', "'", '"\\"', "a.", "'''a", '"""', "#.", "-", "\\", '"."', "a"]
)
def test_looking_for_deep_keys_ends_whatever_the_text_is_made_of(sign: str) -> None:
    with ending(), pytest.raises(tomllib.TOMLDecodeError):
        toml.loads("." * 50 + sign * (1_000_000 // len(sign)))
