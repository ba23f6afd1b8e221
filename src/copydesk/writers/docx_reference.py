"""The reference document of Word files: styles, lists, settings, fonts and colours of a theme.

python-docx makes its styles from the recipes in `data/word-styles.toml`, once in a process for
each theme, language and size of paper. pandoc is not handed it: it would read all of it again for
each article, which takes it four times as long as to write the text (56 ms for 14). `docx` puts
the parts under the text instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, Final, Literal, TypeAlias

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import CT_Types, serialize_part_xml
from docx.opc.package import OpcPackage
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Pt, RGBColor, Twips

from copydesk import tables
from copydesk.language.scripts import EAST_ASIAN, direction_of, script_of
from copydesk.settings.theme import Theme
from copydesk.system import archive
from copydesk.writers.paper_size import measure_paper
from copydesk.writers.templates import compile_template

#: A list: its number, that of its kind, where it begins on some levels, and how Word calls the form
#: of its numbers there.
NumberedList: TypeAlias = tuple[int, int, Mapping[int, int | str], str]
#: An element of python-docx, which makes most of what its elements can do at run time.
Element: TypeAlias = Any

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: Properties of paragraphs and letters, in the order of the schema; those of rows and cells that
#: are put here are the last ones.
_ORDER: Final = {
    f"{W}pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers"
        " pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE"
        " autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents"
        " suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle"
        " rPr sectPr pPrChange"
    ),
    f"{W}rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint"
        " noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u"
        " effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
    ),
}

#: What `serif` and `sans` are in Word. LibreOffice has faces of the same widths for both, or
#: takes what the machine has; the packaged faces are on few machines, and an office program
#: that lacks a family puts another in its place without a word.
_FAMILIES: Final = {"serif": "Cambria", "sans": "Calibri"}
_MONO: Final = "Courier New"
#: Families that the styles name → (kind, the one of the same widths that others have).
_KNOWN: Final = {
    "Cambria": ("roman", "Caladea"), "Calibri": ("swiss", "Carlito"),
    _MONO: ("modern", "Liberation Mono"),
}  # fmt: skip

#: Word's name for numbers that are figures.
FIGURES: Final = "decimal"
#: Lists by their style: the number of each in the part with the numbering.
NUMBERINGS: Final = {"List Bullet": 1, "List Number": 2, "List Continue": 3}
#: Rules by the side of the paragraph that they are on: width in eighths of a point, distance.
_RULES: Final = {"left": (6, 10), "bottom": (4, 8)}
#: Margins left and right in a cell, and in those of a table of many columns, in twentieths.
CELLS, NARROW_CELLS = 100, 45

#: Word knows a language only with its region.
_REGIONS: Final = (
    "ar-SA bg-BG bn-BD ca-ES cs-CZ cy-GB da-DK de-DE el-GR en-GB es-ES et-EE eu-ES fa-IR fi-FI"
    " fr-FR ga-IE gl-ES he-IL hi-IN hr-HR hu-HU id-ID is-IS it-IT ja-JP ka-GE ko-KR lt-LT lv-LV"
    " mk-MK mr-IN nb-NO nl-NL nn-NO no-NO pl-PL pt-PT ro-RO ru-RU sk-SK sl-SI sq-AL sr-RS sv-SE"
    " ta-IN th-TH tr-TR uk-UA ur-PK vi-VN zh-CN"
)

#: What a recipe and python-docx call alike: lengths and switches of paragraphs, looks of letters.
_LENGTHS: Final = ("space_before", "space_after", "left_indent", "first_line_indent")
_SWITCHES: Final = ("keep_with_next", "keep_together", "widow_control")
_LOOKS: Final = ("bold", "italic", "cs_bold", "underline", "superscript", "no_proof")

#: Settings of the one kind of file alone: a copy for review is not hyphenated, and has no notes.
_EDITION: Final = (
    "w:autoHyphenation", "w:consecutiveHyphenLimit", "w:hyphenationZone", "w:doNotHyphenateCaps",
    "w:footnotePr",
)  # fmt: skip
_REVIEW: Final = ("w:trackRevisions",)


# ── the parts ────────────────────────────────────────────────────────────────


@lru_cache(maxsize=8)
def make_reference(
    theme: Theme, language: str, size: str, *, review: bool = False
) -> tuple[tuple[str, str, bytes], ...]:
    """Make the parts of every document in `language` on paper of a `size`: kind, path, content.

    Lists are left to `make_numbering`. The parts of a copy for `review` have its styles, and put on
    record what is changed by hand.

    >>> [kind for kind, path, data in make_reference(Theme(), "de", "A4")]
    ['STYLES', 'SETTINGS', 'FONT_TABLE', 'THEME']
    """
    settings: Element = parse_xml(fill_template("settings"))
    settings.remove_all(*(_EDITION if review else _REVIEW))
    put_property(settings, "themeFontLang", **_speech(language))
    return (
        ("STYLES", "/word/styles.xml", _make_styles(theme, language, size, review=review)),
        ("SETTINGS", "/word/settings.xml", serialize_part(settings)),
        ("FONT_TABLE", "/word/fontTable.xml", _font_table(theme)),
        ("THEME", "/word/theme/theme1.xml", _office_theme(theme)),
    )


def add_part(
    source: OpcPackage | Part, kind: str, path: str, data: bytes, content_type: str = ""
) -> str:
    """Add a part that a package or a part of it refers to; returns the id of the reference.

    The `kind` is a constant of python-docx, which tells the `content_type` too if none is given.
    """
    for family in ("WML", "OFC", "OPC"):
        content_type = content_type or getattr(CONTENT_TYPE, f"{family}_{kind}", "")
    package: Any = source.package if isinstance(source, Part) else source
    relation = getattr(RELATIONSHIP_TYPE, kind)
    return source.relate_to(Part(PackURI(path), content_type, data, package), relation)


def serialize_part(root: Element) -> bytes:
    """A part as Word expects it: UTF-8, declared as standing alone."""
    return serialize_part_xml(root)


def pack_package(package: OpcPackage) -> bytes:
    """The file with the parts of `package`; equal parts give equal bytes.

    python-docx would write the clock into it.
    """
    types: Element = CT_Types.new()  # type: ignore[no-untyped-call]
    types.add_default("rels", CONTENT_TYPE.OPC_RELATIONSHIPS)
    types.add_default("xml", CONTENT_TYPE.XML)
    members = {PACKAGE_URI.rels_uri.membername: package.rels.xml}
    for part in package.iter_parts():
        types.add_override(part.partname, part.content_type)
        members[part.partname.membername] = part.blob
        if part.rels:
            members[part.partname.rels_uri.membername] = part.rels.xml
    return archive.write({**members, "[Content_Types].xml": serialize_part(types)})


def style_id(name: str) -> str:
    """What a text calls the style `name`.

    >>> style_id("footnote text")
    'FootnoteText'
    """
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def put_property(properties: Element, name: str, **values: str | int) -> Element:
    """Put the property `name` where the schema has it among others; one that is there stays."""
    element = properties.find(f"{W}{name}")
    if element is None:
        order = _ORDER.get(properties.tag, name).split()
        behind = {f"{W}{one}" for one in order[order.index(name) + 1 :]}
        element = properties.makeelement(f"{W}{name}")
        at = next((at for at, one in enumerate(properties) if one.tag in behind), len(properties))
        properties.insert(at, element)
    for key, value in values.items():
        element.set(f"{W}{key}", str(value))
    return element


# ── languages and faces ──────────────────────────────────────────────────────


def with_region(language: str) -> str:
    """`language` as Word knows it.

    >>> with_region("de"), with_region("zh-Hant"), with_region("en-US"), with_region("xx")
    ('de-DE', 'zh-TW', 'en-US', 'xx')
    """
    if language.startswith("zh-Han"):
        return "zh-TW" if "Hant" in language else "zh-CN"
    return next((tag for tag in _REGIONS.split() if tag[:-3] == language), language)


def kind_of_script(language: str) -> Literal["val", "eastAsia", "bidi"]:
    """Which of Word's three kinds of letters `language` is written in.

    >>> [kind_of_script(tag) for tag in ("de", "ja", "ar", "hi")]
    ['val', 'eastAsia', 'bidi', 'bidi']
    """
    found = script_of(language)
    if found.name in EAST_ASIAN:
        return "eastAsia"
    return "bidi" if found.joined or found.direction == "rtl" else "val"


def _speech(language: str) -> dict[str, str]:
    """The languages of a text by kinds of script."""
    said = {"val": with_region(language), "eastAsia": "zh-CN", "bidi": "ar-SA"}
    return said | {kind_of_script(language): said["val"]}


def _family(theme: Theme, font: str) -> str:
    """The family in Word of what a recipe calls `font`."""
    if font == "mono":
        return _MONO
    named = font if font == "sans" else getattr(theme, f"{font}_font")
    return _FAMILIES.get(named, named)


def _put_fonts(properties: Element, font: str, theme: Theme, language: str) -> None:
    """The family `font`, and what stands in for it where its scripts end."""
    family = _family(theme, font)
    sans = family == _FAMILIES["sans"] and theme.text_font != "sans"
    east, other = (
        family if font == "mono"
        else script_of(language if kind_of_script(language) == kind else tag).word[sans]
        for kind, tag in (("eastAsia", "zh"), ("bidi", "ar"))
    )  # fmt: skip
    put_property(properties, "rFonts", ascii=family, hAnsi=family, eastAsia=east, cs=other)


def _color(theme: Theme, name: str) -> str:
    value: str = name if name.startswith("#") else getattr(theme, name)
    return value.removeprefix("#").upper()


def _font_table(theme: Theme) -> bytes:
    """The families that the styles name, and what a program may take where one is missing."""
    named = (_family(theme, font) for font in ("text", "heading", "label"))
    names = dict.fromkeys((*named, *_FAMILIES.values(), _MONO))
    families = [(name, *_KNOWN.get(name, ("auto", ""))) for name in names]
    return fill_template("fonts", families=families)


def _office_theme(theme: Theme) -> bytes:
    """The colours and fonts that Word offers; nothing in the text refers to them."""
    colors = {name: _color(theme, name) for name in ("accent", "heading", "quiet", "mark")}
    fonts = {f"{font}_font": _family(theme, font) for font in ("text", "heading")}
    return fill_template("theme", **colors, **fonts)


def fill_template(part: str, **values: object) -> bytes:
    """A `part` of Word files of which the house has a template, with `values` in it."""
    return compile_template(f"word/{part}.xml").render(**values).encode()


def make_numbering(lists: Iterable[NumberedList] = (), notes: int = 0) -> bytes:
    """The part with lists: a kind and a list for each style, then further `lists`.

    `notes` is the number of the kind for numbers of notes, 0 where none are set as paragraphs.
    """
    usual: list[NumberedList] = [(number, number, {}, FIGURES) for number in NUMBERINGS.values()]
    return fill_template("numbering", kinds=NUMBERINGS, notes=notes, lists=[*usual, *lists])


# ── styles ───────────────────────────────────────────────────────────────────


def half_points(size: float) -> float:
    """`size` as a size of letters that Word has.

    >>> half_points(10.75), half_points(9.2)
    (11.0, 9.0)
    """
    return int(size * 2 + 0.5) / 2


def size_of(theme: Theme, style: str) -> float:
    """The size of letters in a paragraph style that has one of its own, in points."""
    return half_points(tables.load_table("word-styles")["paragraphs"][style]["size"] * theme.points)


@cache
def list_bold() -> frozenset[str]:
    """The ids of the paragraph styles whose letters are bold.

    >>> sorted(list_bold() & {"Heading1", "Heading2", "Heading4", "BodyText", "TableHead"})
    ['Heading1', 'Heading2', 'TableHead']
    """
    rows = tables.load_table("word-styles")["paragraphs"]

    def is_bold(name: str) -> bool:
        row = rows.get(name, {})
        return bool(row["bold"] if "bold" in row else "base" in row and is_bold(row["base"]))

    return frozenset(rows[name].get("id", style_id(name)) for name in rows if is_bold(name))


def _make_styles(theme: Theme, language: str, size: str, *, review: bool) -> bytes:
    """The part with the styles, and nothing that no article uses."""
    recipes = tables.load_table("word-styles")
    rows = recipes["paragraphs"] | (recipes["review"] if review else {})
    for group in ("front", "lists"):
        last = recipes[group]["last"]
        rows |= {f"{name} Last": {"base": name, **last} for name in recipes[group]["names"]}
    styles = docx.Document().styles
    root: Element = styles.element
    _say_defaults(root, theme, language)
    for style in list(styles):
        if not style.element.default:
            style.delete()
    made: dict[str, Any] = {style.element.name_val: style for style in styles}
    for kind, name, row in (
        *((WD_STYLE_TYPE.PARAGRAPH, *one) for one in rows.items()),
        *((WD_STYLE_TYPE.CHARACTER, *one) for one in recipes["characters"].items()),
        *((WD_STYLE_TYPE.TABLE, name, {}) for name in ("Table", "Table Narrow")),
    ):
        if name not in made:
            made[name] = styles.add_style(name, kind, builtin=name in recipes["known"])
        made[name].element.styleId = row.get("id", style_id(name))
        made[name].quick_style = True
    for name, row in rows.items():
        _dress_paragraph(name, row, made, theme, language)
    end = Twips(measure_paper(size, theme).measure)
    made["header"].paragraph_format.tab_stops.add_tab_stop(end, WD_TAB_ALIGNMENT.RIGHT)
    for name, row in recipes["characters"].items():
        made[name].base_style = made["Default Paragraph Font"]
        _dress_letters(made[name].font, row, theme, language)
    for name, sides in (("Table", CELLS), ("Table Narrow", NARROW_CELLS)):
        made[name].base_style = made["Normal Table"]
        made[name].element.extend(_table_looks(theme, sides))
    return serialize_part(root)


def _say_defaults(root: Element, theme: Theme, language: str) -> None:
    """Say what is true of all text: its face and its languages."""
    root.remove_all("w:latentStyles")
    for properties in (*root.iterfind(f"{W}docDefaults/*/{W}rPr"), *root.iterfind(f".//{W}pPr")):
        properties[:] = []
    letters = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    _put_fonts(letters, "text", theme, language)
    put_property(letters, "lang", **_speech(language))


def _dress_paragraph(
    name: str, row: Mapping[str, Any], made: Mapping[str, Any], theme: Theme, language: str
) -> None:
    """Let the style `name` look as its recipe `row` says, in the way of those `made`."""
    indented = row.get("indented", {}) if theme.paragraphs == "indented" else {}
    row = {**row, **indented, **(row.get("justified", {}) if theme.justify else {})}
    style = made[name]
    style.base_style = made.get(row.get("base", "Normal"))
    style.next_paragraph_style = made.get(row.get("next", name))
    shape, own = style.paragraph_format, half_points(row.get("size", 1) * theme.points)
    units = {"em": own, "text": theme.points, "gap": round(theme.points * 0.68, 1)}
    for key in (one for one in _LENGTHS if one in row):
        number, _, unit = str(row[key]).partition(" ")
        setattr(shape, key, Pt(float(number) * units.get(unit, 1)))
    for switch in (one for one in _SWITCHES if one in row):
        setattr(shape, switch, row[switch])
    if "align" in row:
        shape.alignment = WD_ALIGN_PARAGRAPH.from_xml(row["align"])
    if "line" in row:
        line = theme.leading if row["line"] == "leading" else row["line"]
        shape.line_spacing = Pt(own * float(line))
        shape.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    _frame(name, row, style.element.get_or_add_pPr(), theme, direction_of(language))
    _dress_letters(style.font, row, theme, language)


def _frame(
    name: str, row: Mapping[str, Any], properties: Element, theme: Theme, runs_to: str
) -> None:
    """What python-docx has no words for: lists, rules, fills, hyphens, levels of headings."""
    if name in NUMBERINGS:
        put_property(put_property(properties, "numPr"), "numId", val=NUMBERINGS[name])
    if side := row.get("rule"):
        thick, space = _RULES[side]
        at = "right" if (side, runs_to) == ("left", "rtl") else side
        color = _color(theme, "rule")
        put_property(
            put_property(properties, "pBdr"), at, val="single", sz=thick, space=space, color=color
        )
    if fill := row.get("fill"):
        put_property(properties, "shd", val="clear", color="auto", fill=_color(theme, fill))
    if row.get("hyphens") is False:
        put_property(properties, "suppressAutoHyphens")
    if name.startswith("heading "):
        put_property(properties, "outlineLvl", val=int(name[-1]) - 1)


def _dress_letters(font: Element, row: Mapping[str, Any], theme: Theme, language: str) -> None:
    """Let letters look as a recipe says."""
    properties = font.element.get_or_add_rPr()
    if "font" in row:
        _put_fonts(properties, row["font"], theme, language)
    if row.get("wide"):
        put_property(properties, "rFonts", hint="eastAsia")
    for key in (one for one in _LOOKS if one in row):
        setattr(font, key, row[key])
    if "bold" in row:
        font.cs_bold = row["bold"]
    if "italic" in row and "cs_bold" not in row:
        font.cs_italic = row["italic"]
    if color := row.get("color"):
        font.color.rgb = RGBColor.from_string(_color(theme, color))
    if "size" in row:
        size = half_points(row["size"] * theme.points)
        font.size = Pt(size)
        put_property(properties, "szCs", val=round(size * 2))


def _table_looks(theme: Theme, sides: int) -> Element:
    """The looks of a table whose cells have margins of `sides`.

    Each style says all of them: LibreOffice takes nothing over from the one that it is based on.
    """
    colors = {"strong": _color(theme, "quiet"), "light": _color(theme, "rule")}
    return parse_xml(fill_template("table-style", sides=sides, **colors))
