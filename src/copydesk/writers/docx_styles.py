"""The part of a DOCX that defines its styles, from the looks of a theme.

pandoc names styles and brings its own; this part takes their place. What the text may name
is all here, and nothing that no article uses.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final, Literal

from copydesk.language.scripts import EAST_ASIAN, direction, script
from copydesk.theme import Theme
from copydesk.writers.docx_looks import MONO, Look, Paper, family, hexadecimal

HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
#: Stands for the indent of the list of references until a document says how long its numbers are.
HANGING: Final = 'w:left="440" w:hanging="440"'

#: Names of built-in styles that Word writes otherwise than it shows them.
_WRITTEN: Final = {
    "Caption": "caption", "Footer": "footer", "Footnote Text": "footnote text", "Header": "header",
} | {f"Heading {level}": f"heading {level}" for level in range(1, 7)}  # fmt: skip
#: Styles that Word knows; every other one is declared as the house's own.
_BUILT_IN: Final = frozenset(
    (
        *_WRITTEN, "Bibliography", "Body Text", "Date", "List Bullet", "List Continue",
        "List Number", "Normal", "Quote", "Subtitle", "Title", "annotation text",
        "List Paragraph",
    )
)  # fmt: skip
#: What somebody types behind a paragraph of a style in Word, where it is not more of the same.
_NEXT: Final = {
    "Title": "Subtitle", "Subtitle": "Byline", "Byline": "Date", "First Paragraph": "BodyText",
    "After Table": "BodyText", "Figure": "Caption", "Table Caption": "BodyText",
    "Quote": "BodyText", "Section Break": "BodyText", "Table Head": "TableText",
} | {f"Heading {level}": "FirstParagraph" for level in range(1, 7)}  # fmt: skip
#: Character styles whose id is not their name.
_IDENTITIES: Final = {"annotation reference": "CommentReference"}
#: Lists by their style: the number of each in the part with the numbering.
NUMBERINGS: Final = {"List Bullet": 1, "List Number": 2, "List Continue": 3}

#: Rules by the side of the paragraph that they are on: width in eighths of a point, distance.
_RULES: Final = {"left": (6, 10), "bottom": (4, 8)}

#: Margins left and right in a cell, and in those of a table of many columns, in twentieths.
CELLS, NARROW_CELLS = 100, 45

#: Word knows a language only with its region; where that is not the language's own name.
_REGIONS: Final = {
    "ar": "SA", "bn": "BD", "ca": "ES", "cs": "CZ", "cy": "GB", "da": "DK", "el": "GR", "en": "GB",
    "et": "EE", "eu": "ES", "fa": "IR", "ga": "IE", "gl": "ES", "he": "IL", "hi": "IN", "ja": "JP",
    "ka": "GE", "ko": "KR", "mr": "IN", "nb": "NO", "nn": "NO", "sl": "SI", "sq": "AL", "sv": "SE",
    "ta": "IN", "no": "NO", "uk": "UA", "ur": "PK", "vi": "VN", "zh": "CN",
}  # fmt: skip
_SAME: Final = frozenset(
    ("bg", "de", "es", "fi", "fr", "hr", "hu", "id", "is", "it", "lt", "lv", "mk", "nl", "pl",
     "pt", "ro", "ru", "sk", "sr", "th", "tr")
)  # fmt: skip


def style_id(name: str) -> str:
    """What a text calls the style `name`.

    >>> style_id("Author Bio")
    'AuthorBio'
    """
    return name.replace(" ", "")


def with_region(language: str) -> str:
    """`language` as Word knows it.

    >>> with_region("de"), with_region("zh-Hant"), with_region("en-US"), with_region("xx")
    ('de-DE', 'zh-TW', 'en-US', 'xx')
    """
    if language.startswith("zh-Han"):
        return "zh-TW" if "Hant" in language else "zh-CN"
    if language in _SAME:
        return f"{language}-{language.upper()}"
    return f"{language}-{_REGIONS[language]}" if language in _REGIONS else language


def is_right_to_left(language: str) -> bool:
    """Whether texts in `language` are written from right to left.

    >>> is_right_to_left("ar-EG"), is_right_to_left("de")
    (True, False)
    """
    return direction(language) == "rtl"


def styles(found: Iterable[Look], theme: Theme, language: str, page: Paper) -> str:
    """The part with the styles of a text in `language`."""
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(family(theme.text_font), theme, language)}"
        f"{speech(language)}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    paragraphs = "".join(_paragraph(look, theme, language, page) for look in found)
    return (
        f"{HEAD}<w:styles {SPACES}>{defaults}{paragraphs}{_characters(theme)}{_tables(theme)}"
        "</w:styles>"
    )


def speech(language: str) -> str:
    """The languages of a text, by kinds of script, as a property of its letters."""
    said = {"val": escape(with_region(language)), "eastAsia": "zh-CN", "bidi": "ar-SA"}
    said[kind(language)] = said["val"]
    return "<w:lang" + "".join(f' w:{name}="{tag}"' for name, tag in said.items()) + "/>"


def kind(language: str) -> Literal["val", "eastAsia", "bidi"]:
    """Which of Word's three kinds of letters `language` is written in.

    >>> kind("de"), kind("ja"), kind("ar"), kind("hi")
    ('val', 'eastAsia', 'bidi', 'bidi')
    """
    found = script(language)
    if found.name in EAST_ASIAN:
        return "eastAsia"
    return "bidi" if found.joined or found.direction == "rtl" else "val"


# ── paragraphs ───────────────────────────────────────────────────────────────


def _paragraph(look: Look, theme: Theme, language: str, page: Paper) -> str:
    name = look.name
    default = ' w:default="1"' if name == "Normal" else ""
    own = "" if name in _BUILT_IN else ' w:customStyle="1"'
    base = f'<w:basedOn w:val="{style_id(look.base)}"/>' if look.base else ""
    follower = f'<w:next w:val="{style_id(_NEXT[name])}"/>' if name in _NEXT else ""
    tabs = ""
    if name == "Header":
        tabs = f'<w:tabs><w:tab w:val="right" w:pos="{page.measure}"/></w:tabs>'
    return (
        f'<w:style w:type="paragraph"{default}{own} w:styleId="{style_id(name)}">'
        f'<w:name w:val="{_WRITTEN.get(name, name)}"/>{base}{follower}<w:qFormat/>'
        f"<w:pPr>{_shape(look, tabs, language)}</w:pPr>"
        f"<w:rPr>{_letters(look, theme, language)}</w:rPr></w:style>"
    )


def _shape(look: Look, tabs: str, language: str) -> str:
    """Paragraph properties, in the order of the schema; lengths in twentieths of a point."""
    pieces = [_switch("keepNext", look.keep_with_next), _switch("keepLines", look.keep_together)]
    if look.name == "Normal":
        pieces.append("<w:widowControl/>")
    if look.name in NUMBERINGS:
        pieces.append(f'<w:numPr><w:numId w:val="{NUMBERINGS[look.name]}"/></w:numPr>')
    side, color = look.rule
    if side:
        size, space = _RULES[side]
        side = "right" if side == "left" and is_right_to_left(language) else side
        pieces.append(
            f'<w:pBdr><w:{side} w:val="single" w:sz="{size}" w:space="{space}"'
            f' w:color="{color}"/></w:pBdr>'
        )
    if look.fill:
        pieces.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{look.fill}"/>')
    pieces.append(tabs)
    if look.hyphens is not None:
        pieces.append(_switch("suppressAutoHyphens", not look.hyphens))
    line = f' w:line="{look.line * 20:.0f}" w:lineRule="atLeast"' if look.line else ""
    pieces.append(
        f'<w:spacing w:before="{look.before * 20:.0f}" w:after="{look.after * 20:.0f}"{line}/>'
    )
    pieces.append(_indent(look))
    if look.align:
        pieces.append(f'<w:jc w:val="{look.align}"/>')
    level = look.name.removeprefix("Heading ")
    if level.isdigit():
        pieces.append(f'<w:outlineLvl w:val="{int(level) - 1}"/>')
    return "".join(pieces)


def _indent(look: Look) -> str:
    if look.name == "Bibliography":
        return f"<w:ind {HANGING}/>"
    if look.first < 0:
        return f'<w:ind w:left="{look.left * 20:.0f}" w:hanging="{-look.first * 20:.0f}"/>'
    # The indents of lists are those of their levels, which a style would hide.
    plain = look.base in ("", "Normal") or look.base.startswith("List ")
    if plain and not (look.left or look.first):
        return ""
    return f'<w:ind w:left="{look.left * 20:.0f}" w:firstLine="{look.first * 20:.0f}"/>'


def _letters(look: Look, theme: Theme, language: str) -> str:
    """Run properties, in the order of the schema; sizes in half points."""
    size = f"{look.size * 2:.0f}"
    return "".join(
        (
            _fonts(look.font, theme, language) if look.font else "",
            "".join(_switch(name, look.bold) for name in ("b", "bCs")),
            "".join(_switch(name, look.italic) for name in ("i", "iCs")),
            f'<w:color w:val="{look.color}"/>' if look.color else "",
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if look.size else "",
        )
    )


def _fonts(font: str, theme: Theme, language: str) -> str:
    """The family `font`, and what stands in for it where its scripts end."""
    sans = font == family("sans") and theme.text_font != "sans"
    east = script(language if kind(language) == "eastAsia" else "zh").word
    complex_faces = script(language if kind(language) == "bidi" else "ar").word
    east_font = font if font == MONO else east[sans]
    complex_ = font if font == MONO else complex_faces[sans]
    return (
        f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{east_font}" w:cs="{complex_}"/>'
    )


def _switch(name: str, value: bool | None) -> str:  # noqa: FBT001  what a look says
    if value is None:
        return ""
    return f"<w:{name}/>" if value else f'<w:{name} w:val="0"/>'


# ── characters and tables ────────────────────────────────────────────────────


def _characters(theme: Theme) -> str:
    accent, quiet = hexadecimal(theme.accent), hexadecimal(theme.quiet)
    mono = f'<w:rFonts w:ascii="{MONO}" w:hAnsi="{MONO}" w:eastAsia="{MONO}" w:cs="{MONO}"/>'
    label = f'<w:rFonts w:ascii="{family("sans")}" w:hAnsi="{family("sans")}"/>'
    size = "".join(f'<w:{name} w:val="{theme.points * 1.8:.0f}"/>' for name in ("sz", "szCs"))
    rows = (
        ("Default Paragraph Font", "", False),
        ("Hyperlink", f'<w:color w:val="{accent}"/><w:u w:val="single"/>', False),
        ("FollowedHyperlink", f'<w:color w:val="{quiet}"/><w:u w:val="single"/>', False),
        ("Citation Link", f'<w:color w:val="{accent}"/>', True),
        ("Note Link", f'<w:color w:val="{hexadecimal(theme.ink)}"/><w:u w:val="none"/>', True),
        ("Masthead Detail", f'<w:b w:val="0"/><w:bCs w:val="0"/><w:color w:val="{quiet}"/>', True),
        ("Back Link", f'{label}<w:color w:val="{quiet}"/>', True),
        ("Emphasis", "<w:bCs/><w:i/>", False),
        ("Strong", "<w:b/><w:bCs/>", False),
        ("East Asian", '<w:rFonts w:hint="eastAsia"/>', True),
        ("Verbatim Char", f"{mono}<w:noProof/>{size}", True),
        ("footnote reference", '<w:vertAlign w:val="superscript"/>', False),
        ("annotation reference", '<w:sz w:val="16"/>', False),
        ("East Asian Emphasis", '<w:rFonts w:hint="eastAsia"/><w:b/><w:bCs/>', True),
        ("East Asian Strong", '<w:rFonts w:hint="eastAsia"/><w:b/><w:bCs/>', True),
        ("East Asian Citation", f'<w:rFonts w:hint="eastAsia"/><w:color w:val="{accent}"/>', True),
        ("East Asian Link",
         f'<w:rFonts w:hint="eastAsia"/><w:color w:val="{accent}"/><w:u w:val="single"/>', True),
    )  # fmt: skip
    return "".join(_character(*row) for row in rows)


def _character(name: str, look: str, own: bool) -> str:  # noqa: FBT001  a row of the table above
    identity = _IDENTITIES.get(name) or "".join(w[:1].upper() + w[1:] for w in name.split())
    plain = identity == "DefaultParagraphFont"
    default = ' w:default="1"' if plain else ""
    custom = ' w:customStyle="1"' if own else ""
    base = "" if plain else '<w:basedOn w:val="DefaultParagraphFont"/>'
    shown = "<w:semiHidden/>" if plain else "<w:qFormat/>"
    return (
        f'<w:style w:type="character"{default}{custom} w:styleId="{identity}">'
        f'<w:name w:val="{name}"/>{base}{shown}{f"<w:rPr>{look}</w:rPr>" if look else ""}</w:style>'
    )


def _tables(theme: Theme) -> str:
    """Rules between rows, stronger ones above and below the table and under its head."""
    rule, quiet = hexadecimal(theme.rule), hexadecimal(theme.quiet)

    def edge(side: str, color: str, size: int) -> str:
        return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{color}"/>'

    def table(name: str, sides: int) -> str:
        # Each says all of it: LibreOffice takes nothing over from the style that one is based on.
        cells = "".join(
            f'<w:{side} w:w="{width}" w:type="dxa"/>'
            for side, width in (("top", 40), ("left", sides), ("bottom", 50), ("right", sides))
        )
        return (
            f'<w:style w:type="table" w:customStyle="1" w:styleId="{style_id(name)}">'
            f'<w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr>'
            f"<w:tblBorders>{edge('top', quiet, 8)}{edge('bottom', quiet, 8)}"
            f"{edge('insideH', rule, 4)}</w:tblBorders><w:tblCellMar>{cells}</w:tblCellMar>"
            f'</w:tblPr><w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
            f"{edge('bottom', quiet, 8)}</w:tcBorders>"
            '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
        )

    bare = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))
    )
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"<w:tblCellMar>{bare}</w:tblCellMar></w:tblPr></w:style>"
        + table("Table", CELLS) + table("Table Narrow", NARROW_CELLS)
    )  # fmt: skip
