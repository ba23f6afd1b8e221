"""The script of a language and its typesetting: direction, font families, leading.

A tag names the script itself where a language has several (`az-Arab`), or its region does
(`zh-TW`); otherwise it is that of the language. The data are those of `data/scripts.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, TypeAlias

from copydesk import tables
from copydesk.language import primary_subtag, region_subtag

Direction: TypeAlias = Literal["ltr", "rtl"]

LATIN: Final = "Latn"
#: Chinese, Japanese and Korean: scripts of wide letters, which lines may end behind.
EAST_ASIAN: Final = frozenset(("Hans", "Hant", "Jpan", "Kore"))
#: Regions where Chinese is written in traditional letters.
_TRADITIONAL: Final = frozenset(("HK", "MO", "TW"))
#: Names of scripts that stand for others.
_SAME: Final = {"Hani": "Hans", "Hira": "Jpan", "Kana": "Jpan", "Hang": "Kore"}
_SUBTAG_LENGTH: Final = 4

_HAN: Final = re.compile("[\u3400-\u9fff]")
_KANA: Final = re.compile("[\u3041-\u30ff]")
#: Character sets of the mainland, of Taiwan and of Japan.
_SETS: Final = ("gb2312", "big5", "shift_jis")


@dataclass(frozen=True, slots=True)
class Script:
    """The typesetting of a script; see `data/scripts.toml`."""

    name: str
    direction: Direction = "ltr"
    leading: float = 1.0
    upright: bool = False
    joined: bool = False
    serif: tuple[str, ...] = ()
    sans: tuple[str, ...] = ()
    word: tuple[str, ...] = ()

    @property
    def special(self) -> bool:
        """Whether pages need other font families and rules than Latin."""
        return bool(self.serif)


@cache
def _tables() -> tuple[Mapping[str, Script], Mapping[str, str]]:
    """The scripts by their names, and the languages with the script of each."""
    scripts: dict[str, Script] = {}
    languages: dict[str, str] = {}
    for name, row in tables.load_table("scripts").items():
        languages |= dict.fromkeys(str(row["languages"]).split(), name)
        rest: dict[str, Any] = {key: tuple(one) if isinstance(one, list) else one
                                for key, one in row.items() if key != "languages"}  # fmt: skip
        scripts[name] = Script(name, **rest)
    return scripts, languages


@cache
def script_of(tag: str) -> Script:
    """Return the script of the BCP 47 `tag`.

    >>> [script_of(tag).name for tag in ("de", "uz-Latn", "az-Arab", "zh", "zh-TW", "ja", "sr")]
    ['Latn', 'Latn', 'Arab', 'Hans', 'Hant', 'Jpan', 'Cyrl']
    """
    scripts, languages = _tables()
    own = languages.get(primary_subtag(tag), LATIN)
    parts = tag.replace("_", "-").split("-")[1:]
    named = next((part.title() for part in parts if len(part) == _SUBTAG_LENGTH), "")
    if named.isalpha():
        own = _SAME.get(named, named)
    elif own == "Hans" and region_subtag(tag) in _TRADITIONAL:
        own = "Hant"
    return scripts.get(own) or Script(own)


def direction_of(tag: str) -> Direction:
    """Return the direction of texts in the language `tag`.

    >>> direction_of("ar-EG"), direction_of("uz-Latn"), direction_of("de"), direction_of("az-Arab")
    ('rtl', 'ltr', 'ltr', 'rtl')
    """
    return script_of(tag).direction


# ── what the letters of a text say ───────────────────────────────────────────


def runs_to(text: str) -> Direction | Literal[""]:
    """Return the direction of the first letter of `text` that has one, as browsers do.

    >>> runs_to("12. שלום"), runs_to("“Lo”"), runs_to("1999")
    ('rtl', 'ltr', '')
    """
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return ""


#: Letters of scripts that run from right to left: Hebrew to Arabic, and forms of both.
_LEFTWARD: Final = re.compile(
    "[\u05d0-\u05f4\u0620-\u065f\u066e-\u06d3\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


@cache  # asked of texts that run to the left
def _rightward() -> re.Pattern[str]:
    return re.compile("[A-Za-z\u00c0-\u02af\u0370-\u0589\u0900-\u1fff\u3040-\ud7ff]")


def has_other_direction(text: str, base: Direction) -> bool:
    """Whether `text` has letters of the opposite direction to `base`.

    >>> [has_other_direction(text, "ltr") for text in ("Lo and Fu", "Lo and דן")]
    [False, True]
    """
    if base == "rtl":
        return _rightward().search(text) is not None
    return not text.isascii() and _LEFTWARD.search(text) is not None


def paragraph_side(text: str, base: Direction) -> Direction:
    """Return the direction of a paragraph: `base` if any of its letters has it.

    >>> [paragraph_side(text, "rtl") for text in ("NATO: الحلف", "Photo: J. Doe", "1999")]
    ['rtl', 'ltr', 'rtl']
    """
    other: Direction = "ltr" if base == "rtl" else "rtl"
    return (
        other if has_other_direction(text, base) and not has_other_direction(text, other) else base
    )


def detect_chinese(text: str) -> str:
    """Detect the language of the Chinese characters in `text`; "" without any.

    The mainland, Taiwan and Japan have simplified different letters; character sets tell which
    are whose. What the mainland and Taiwan write alike is taken for Chinese.

    >>> [detect_chinese(text) for text in ("论文", "論文的發展", "戦後", "中山", "Lo")]
    ['zh-Hans', 'zh-Hant', 'ja', 'zh', '']
    """
    if _KANA.search(text):
        return "ja"
    letters = set(_HAN.findall(text))
    if not letters:
        return ""
    simplified, traditional, japanese = (
        sum(_is_in(letter, name) for letter in letters) for name in _SETS
    )
    if japanese > max(simplified, traditional):
        return "ja"
    if simplified == traditional:
        return "zh"
    return "zh-Hans" if simplified > traditional else "zh-Hant"


def _is_in(letter: str, charset: str) -> bool:
    try:
        letter.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def add_script(tag: str, text: str) -> str:
    """Add the script to `tag` if it is Chinese and `text` is in traditional characters.

    >>> add_script("zh", "論文的發展"), add_script("zh", "论文"), add_script("zh-CN", "論文的發展")
    ('zh-Hant', 'zh', 'zh-CN')
    """
    return "zh-Hant" if tag == "zh" and detect_chinese(text) == "zh-Hant" else tag
