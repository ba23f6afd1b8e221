"""Cast the fonts of `data/fonts` from those of Adobe: `make fonts`.

The static fonts that the packages of PyPI bring are older than their variable successors: their
italics lack Greek, Cyrillic and Vietnamese. Italics are cut from the successors, at the weights
and the optical size that match the upright fonts, and with their heights. Letters for code come
from the same house. The licence wants another name for what was changed.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path
from typing import Any, Final

#: What the style sheets and the shaper ask of a font.
_FEATURES: Final = (
    "ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "onum", "pnum", "smcp", "tnum",
)  # fmt: skip
#: Of the tables of a font, those that only programs on a screen read.
_UNREAD: Final = ("DSIG", "STAT", "meta")


@dataclass(frozen=True, slots=True)
class Cast:
    """A font to make: its name, what it is cut from, and its weight.

    It stands `beside` a packaged font, and is as high.
    """

    name: str
    package: str
    source: str
    weight: int
    beside: str = ""


_SERIF: Final = ("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf")
_SANS: Final = ("fontpkg_source_sans_3", "SourceSans3-Italic[wght].ttf")
_CODE: Final = ("fontpkg_source_code_pro", "SourceCodePro[wght].ttf")
_SLANTED_CODE: Final = ("fontpkg_source_code_pro", "SourceCodePro-Italic[wght].ttf")
_UPRIGHT_SERIF: Final = "font_source_serif_pro/SourceSerifPro-Regular.otf"
_UPRIGHT_SANS: Final = "font_source_sans_pro/SourceSansPro-Regular.otf"
CASTS: Final = (
    Cast("DeskSerif-It", *_SERIF, 400, _UPRIGHT_SERIF),
    Cast("DeskSerif-BoldIt", *_SERIF, 700, _UPRIGHT_SERIF),
    Cast("DeskSans-It", *_SANS, 400, _UPRIGHT_SANS),
    Cast("DeskCode-Regular", *_CODE, 400),
    Cast("DeskCode-Bold", *_CODE, 700),
    Cast("DeskCode-It", *_SLANTED_CODE, 400),
)


def cast(what: Cast) -> bytes:
    """The font `what`, made anew."""
    from fontTools.varLib.instancer import instantiateVariableFont

    font = _opened(what.package, what.source)
    _keep_what_is_asked(font)
    if what.beside:
        _match_heights(font, _opened(*what.beside.split("/")))
    # What is not named here stays at its default: an optical size of 20, as packaged.
    axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes} | {"wght": what.weight}
    font = instantiateVariableFont(font, axes)
    _rename(font, what.name)
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _opened(package: str, name: str) -> Any:
    from fontTools.ttLib import TTFont

    with as_file(files(import_module(package)) / "files" / name) as path:
        return TTFont(BytesIO(path.read_bytes()), recalcTimestamp=False)


def _keep_what_is_asked(font: Any) -> None:
    """Leave out of `font` the forms and tables that nothing here asks for."""
    from fontTools.subset import Options, Subsetter

    options = Options(
        layout_features=list(_FEATURES), notdef_outline=True, hinting=False,
        name_IDs=[0, 13, 14], drop_tables=list(_UNREAD),
    )  # fmt: skip
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)


def _match_heights(font: Any, other: Any) -> None:
    """Give `font` the heights of `other`, so that lines with letters of both stand as others."""
    for table, names in {
        "hhea": ("ascent", "descent", "lineGap"),
        "OS/2": ("sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent"),
    }.items():
        for name in names:
            setattr(font[table], name, getattr(other[table], name))


def _rename(font: Any, name: str) -> None:
    family, _, cut = name.partition("-")
    table = font["name"]
    for number, text in {
        1: family,
        2: "Regular",
        3: name,
        4: name,
        6: name,
        16: family,
        17: cut,
    }.items():
        table.setName(text, number, 3, 1, 0x409)


def main(folder: Path) -> None:
    """Write every font into `folder`."""
    for what in CASTS:
        data = cast(what)
        (folder / f"{what.name}.ttf").write_bytes(data)
        sys.stdout.write(f"{what.name}  {len(data):,} bytes\n")


if __name__ == "__main__":
    with as_file(files("copydesk") / "data" / "fonts") as house:
        main(house)
