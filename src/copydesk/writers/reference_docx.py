"""The parts that every DOCX of a desk shares: styles, settings, fonts, theme, lists.

They are made of the theme once in a process, by the recipes of `docx_looks` and `docx_styles`,
and take the place of those that pandoc brings.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from html import escape
from importlib.resources import files
from string import Template
from types import MappingProxyType
from typing import Final

from copydesk.theme import Theme
from copydesk.writers.docx_looks import FAMILIES, MONO, family, hexadecimal, looks, paper
from copydesk.writers.docx_styles import (
    HEAD,
    NUMBERINGS,
    SPACES,
    speech,
    style_id,
    styles,
)

#: Signs of the levels of a list with bullets, over and over.
_BULLETS: Final = ("•", "–", "▪")
_LEVELS: Final = range(9)
#: How far a level is indented from the one above, and how far its sign stands before the text.
_STEP: Final = 400
#: Families that the recipes name → (kind, the one of the same widths that others have).
_KNOWN: Final = {
    "Cambria": ("roman", "Caladea"), "Calibri": ("swiss", "Carlito"),
    "Courier New": ("modern", "Liberation Mono"),
}  # fmt: skip


@lru_cache(maxsize=8)
def reference(theme: Theme, language: str, size: str) -> Mapping[str, bytes]:
    """The shared parts of documents in `language` on paper of the `size`, by their name.

    >>> sorted(reference(Theme(), "de", "A4"))[:3]
    ['word/fontTable.xml', 'word/numbering.xml', 'word/settings.xml']
    """
    parts = {
        "word/styles.xml": styles(looks(theme), theme, language, paper(size, theme)),
        "word/settings.xml": settings(language),
        "word/fontTable.xml": fonts(theme),
        "word/theme/theme1.xml": office_theme(theme),
        "word/numbering.xml": f"{HEAD}<w:numbering {SPACES}>{numberings()}</w:numbering>",
    }
    return MappingProxyType({name: part.encode() for name, part in parts.items()})


def settings(language: str, *, tracked: bool = False) -> str:
    """How Word treats the file: as one of its own age, with words divided at line ends.

    `tracked`: what somebody changes by hand is on record too.
    """
    return (
        f'{HEAD}<w:settings {SPACES}><w:zoom w:percent="100"/>'
        f"{'<w:trackRevisions/>' if tracked else ''}"
        '<w:defaultTabStop w:val="720"/>'
        + ("" if tracked else "<w:autoHyphenation/>"
           '<w:consecutiveHyphenLimit w:val="2"/><w:hyphenationZone w:val="280"/>'
           "<w:doNotHyphenateCaps/>")
        + '<w:characterSpacingControl w:val="doNotCompress"/>'
        + ("" if tracked else
           '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>')
        + '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        f"{speech(language).replace('w:lang', 'w:themeFontLang')}"
        '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2"'
        ' w:accent1="accent1" w:accent2="accent2" w:accent3="accent3" w:accent4="accent4"'
        ' w:accent5="accent5" w:accent6="accent6" w:hyperlink="hyperlink"'
        ' w:followedHyperlink="followedHyperlink"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )  # fmt: skip


def fonts(theme: Theme) -> str:
    """The families that the styles name, and what a program may take where one is missing."""
    named = (theme.text_font, theme.heading_font, theme.label_font)
    wanted = dict.fromkeys((*map(family, named), *FAMILIES.values(), MONO))
    return f"{HEAD}<w:fonts {SPACES}>{''.join(map(_font, wanted))}</w:fonts>"


def _font(name: str) -> str:
    kind, other = _KNOWN.get(name, ("auto", ""))
    alternative = f'<w:altName w:val="{other}"/>' if other else ""
    pitch = "fixed" if kind == "modern" else "variable"
    return (
        f'<w:font w:name="{escape(name)}">{alternative}<w:family w:val="{kind}"/>'
        f'<w:pitch w:val="{pitch}"/></w:font>'
    )


def office_theme(theme: Theme) -> str:
    """The colours and fonts that Word offers; nothing in the text refers to them."""
    text = (files("copydesk") / "house" / "theme.xml").read_text(encoding="utf-8")
    colors = {name: hexadecimal(getattr(theme, name))
              for name in ("accent", "heading", "quiet", "mark")}  # fmt: skip
    named = {"text_font": family(theme.text_font), "heading_font": family(theme.heading_font)}
    return Template(text).substitute(colors | named)


def numberings(lists: str = "") -> str:
    """The kinds of lists, a list of each for its style, and then the `lists` of a text."""
    kinds = "".join(_kind(number, name) for name, number in NUMBERINGS.items())
    own = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in NUMBERINGS.values()
    )
    return kinds + own + lists


def _kind(number: int, name: str) -> str:
    levels = "".join(_level(name, level) for level in _LEVELS)
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="0C0DE{number:03}"/>'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )


def _level(name: str, level: int) -> str:
    style = f'<w:pStyle w:val="{style_id(name)}"/>' if level == 0 else ""
    left = _STEP * (level + 1)
    indent = f'<w:pPr><w:ind w:left="{left}" w:hanging="{_STEP}"/></w:pPr>'
    match name:
        case "List Bullet":
            kind, sign = "bullet", _BULLETS[level % len(_BULLETS)]
        case "List Number":
            kind, sign = "decimal", f"%{level + 1}."
        case _:  # a further paragraph of an item: its indent without a sign
            return (
                f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="none"/>{style}'
                '<w:suff w:val="nothing"/><w:lvlText w:val=""/><w:lvlJc w:val="left"/>'
                f'<w:pPr><w:ind w:left="{left}" w:firstLine="0"/></w:pPr></w:lvl>'
            )
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{style}'
        f'<w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/>{indent}</w:lvl>'
    )
