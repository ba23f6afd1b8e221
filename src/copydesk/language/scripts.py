"""The script of a language, and what pages in it need: direction, families of letters, leading.

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
from copydesk.language import primary, region

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
    """What pages in a script need; see `data/scripts.toml`."""

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
        """Whether pages need other families and rules than those of Latin."""
        return bool(self.serif)


@cache
def _tables() -> tuple[Mapping[str, Script], Mapping[str, str]]:
    """The scripts by their names, and the languages with the script of each."""
    scripts: dict[str, Script] = {}
    languages: dict[str, str] = {}
    for name, row in tables.table("scripts").items():
        languages |= dict.fromkeys(str(row["languages"]).split(), name)
        rest: dict[str, Any] = {key: tuple(one) if isinstance(one, list) else one
                                for key, one in row.items() if key != "languages"}  # fmt: skip
        scripts[name] = Script(name, **rest)
    return scripts, languages


@cache
def script(tag: str) -> Script:
    """The script of the BCP 47 `tag`.

    >>> [script(tag).name for tag in ("de", "uz-Latn", "az-Arab", "zh", "zh-TW", "ja", "sr")]
    ['Latn', 'Latn', 'Arab', 'Hans', 'Hant', 'Jpan', 'Cyrl']
    """
    scripts, languages = _tables()
    own = languages.get(primary(tag), LATIN)
    parts = tag.replace("_", "-").split("-")[1:]
    named = next((part.title() for part in parts if len(part) == _SUBTAG_LENGTH), "")
    if named.isalpha():
        own = _SAME.get(named, named)
    elif own == "Hans" and region(tag) in _TRADITIONAL:
        own = "Hant"
    return scripts.get(own) or Script(own)


def direction(tag: str) -> Direction:
    """To which side texts in the language `tag` run.

    >>> direction("ar-EG"), direction("uz-Latn"), direction("de"), direction("az-Arab")
    ('rtl', 'ltr', 'ltr', 'rtl')
    """
    return script(tag).direction


# ── what the letters of a text say ───────────────────────────────────────────


def runs_to(text: str) -> Direction | Literal[""]:
    """To which side the first letter of `text` that has a side runs, as browsers find it out.

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


def strays(text: str, base: Direction) -> bool:
    """Whether `text` has letters that run to the other side than `base`.

    >>> strays("Lo and Fu", "ltr"), strays("Lo and דן", "ltr"), strays("Lo", "rtl")
    (False, True, True)
    """
    if base == "rtl":
        return _rightward().search(text) is not None
    return not text.isascii() and _LEFTWARD.search(text) is not None


def side(text: str, base: Direction) -> Direction:
    """To which side a paragraph runs among others that run to `base`: there, if any letter does.

    >>> side("NATO: الحلف", "rtl"), side("Photo: J. Doe", "rtl"), side("1999", "rtl")
    ('rtl', 'ltr', 'rtl')
    """
    other: Direction = "ltr" if base == "rtl" else "rtl"
    return other if strays(text, base) and not strays(text, other) else base


def chinese(text: str) -> str:
    """The language of the Chinese letters in `text`, as far as they tell; "" without any.

    The mainland, Taiwan and Japan have simplified different letters; character sets tell which
    are whose. What the mainland and Taiwan write alike is taken for Chinese.

    >>> chinese("论文"), chinese("論文的發展"), chinese("戦後"), chinese("中山"), chinese("Lo")
    ('zh-Hans', 'zh-Hant', 'ja', 'zh', '')
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


def settled(tag: str, text: str) -> str:
    """`tag`, with the script where it is Chinese and `text` is in traditional letters.

    >>> settled("zh", "論文的發展"), settled("zh", "论文"), settled("zh-CN", "論文的發展")
    ('zh-Hant', 'zh', 'zh-CN')
    """
    return "zh-Hant" if tag == "zh" and chinese(text) == "zh-Hant" else tag
