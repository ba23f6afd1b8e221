"""WeasyPrint relieved of what it does again and again.

Much of its time goes into working out for each box, and for each line, what follows from the
looks of an element alone: what the letters are set with, how far lines are apart, how wide its
margins are. `relieve` puts functions of ours in the place of a few of its own; they give the same
results and keep with the looks what follows from them, as long as these live. With `pdf_places`,
which lets elements share their looks, and `pdf_looks`, which lets documents, that is a quarter of
the time of a PDF.

The functions are private ones. So this is done for the one version of WeasyPrint that they were
written for; with any other, nothing is replaced, and a PDF takes longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final, TypeAlias

from copydesk.writers import pdf_looks, pdf_places

Box: TypeAlias = Any  # WeasyPrint's types, untyped
Style: TypeAlias = Any

#: The version whose functions these stand in for.
VERSION: Final = "70.0"
#: Under these names looks keep what follows from them.
_SETTING: Final = "_desk_setting"
_STRUT: Final = "_desk_strut"
_USED: Final = "_desk_used"
#: A look is kept in so many widths; those of tables and floats differ from article to article.
_WIDTHS: Final = 32
#: What the letters of a style may be asked to do.
_FEATURES: Final = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings",
)  # fmt: skip
#: Letters of a long word that are looked at for a line: so many, and so many for each em of it.
_SHORT: Final = 64
_SLIM: Final = 16
_LONGEST: Final = 10_000
_BLANK: Final = re.compile(r"\s")
#: What of a box `resolve_percentages` sets.
_RESOLVED: Final = (
    "margin_left", "margin_right", "margin_top", "margin_bottom",
    "padding_left", "padding_right", "padding_top", "padding_bottom",
    "border_left_width", "border_right_width", "border_top_width", "border_bottom_width",
    "width", "min_width", "max_width", "height", "min_height", "max_height",
)  # fmt: skip


@cache
def relieve() -> tuple[tuple[Any, str, Any], ...]:
    """Relieve WeasyPrint, once in a process: where, and under which name, its own stood before."""
    import weasyprint

    if weasyprint.VERSION != VERSION:
        return ()
    own = []
    for place, name, ours in _replaced():
        own.append((place, name, getattr(place, name)))
        setattr(place, name, ours)
    return tuple(own)


def _replaced() -> Iterator[tuple[Any, str, Any]]:
    from weasyprint import css
    from weasyprint.layout import block, inline, preferred
    from weasyprint.pdf import fonts
    from weasyprint.text.line_break import Layout

    yield css, "find_style_attributes", pdf_places.looks
    yield css.StyleFor, "set_computed_styles", pdf_looks.shared(css.StyleFor.set_computed_styles)
    yield Layout, "setup", _setup(Layout.setup)
    yield inline, "strut", _strut(inline.strut)
    yield inline, "resolve_percentages", _resolve(inline.resolve_percentages)
    yield block, "resolve_percentages", _resolve(block.resolve_percentages)
    yield inline, "avoid_collisions", _avoid(inline.avoid_collisions)
    yield inline, "split_first_line", _split(inline.split_first_line)
    yield block, "_linebox_layout", _hold_notes(block._linebox_layout)  # noqa: SLF001
    yield preferred, "split_first_line", _split(preferred.split_first_line)
    yield fonts, "ffi", _Arrays(fonts.ffi)


class _Arrays:
    """`ffi` for fonts, whose arrays of glyphs are nearly each of another length.

    The type of each length is parsed as C; that of any length is parsed once.
    """

    def __init__(self, own: Any) -> None:  # noqa: ANN401
        self._own = own

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._own, name)

    def new(self, declared: str, value: Any = None) -> Any:  # noqa: ANN401
        """What is `declared`, with `value` in it."""
        if isinstance(value, (list, tuple)) and declared.endswith(f"[{len(value)}]"):
            declared = f"{declared.partition('[')[0]}[]"
        return self._own.new(declared, value)


def _setup(own: Any) -> Any:  # noqa: ANN401
    """`Layout.setup`: what Pango must know of a style is told once, and not for each line."""
    from weasyprint.text.ffi import ffi, gobject, pango

    def setup(layout: Any, style: Style) -> None:  # noqa: ANN401
        if _SETTING not in style.__dict__:
            setattr(style, _SETTING, _setting(style))
        setting = getattr(style, _SETTING)
        if setting is None:
            own(layout, style)
            return
        context, description, layout.language = setting
        layout.style = style
        layout.first_line_direction = 0
        layout.ascent = layout.underline_position = layout.strikethrough_position = None
        layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)  # noqa: FBT003
        pango.pango_layout_set_font_description(layout.layout, description)

    return setup


def _setting(style: Style) -> tuple[Any, Any, Any] | None:
    """Pango's context, font and language of text in a plain `style`; None for any other."""
    from weasyprint.text.constants import PANGO_DIRECTION
    from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
    from weasyprint.text.fonts import font_features, get_font_description

    lined = style["text_decoration_line"] != "none"
    if lined or style["font_language_override"] != "normal" or not style["lang"]:
        return None
    if font_features(*(style[name] for name in _FEATURES)):
        return None
    font_map = style.font_config.font_map
    context = ffi.gc(pango.pango_font_map_create_context(font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)  # noqa: FBT003
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    name, _held = unicode_to_char_p(style["lang"])
    language = pango.pango_language_from_string(name)
    pango.pango_context_set_language(context, language)
    return context, get_font_description(style), language


def _strut(own: Any) -> Any:  # noqa: ANN401
    """`strut`: its own memory is asked by fourteen looks written out as a text."""

    def strut(style: Style) -> tuple[float, float]:
        found: tuple[float, float] | None = style.__dict__.get(_STRUT)
        if found is None:
            found = own(style)
            setattr(style, _STRUT, found)
        return found

    return strut


def _resolve(own: Any) -> Any:  # noqa: ANN401
    """`resolve_percentages`: boxes of one style in one width have the same margins."""
    from weasyprint.formatting_structure.boxes import Box as AnyBox
    from weasyprint.formatting_structure.boxes import PageBox

    def resolve_percentages(box: Box, around: Any) -> None:  # noqa: ANN401
        style = box.style
        # Of a page heights follow from other facts; borders that collapse are the table's.
        if isinstance(box, PageBox) or style["border_collapse"] == "collapse":
            own(box, around)
            return
        size = (around.width, around.height) if isinstance(around, AnyBox) else (*around,)
        used = style.__dict__.setdefault(_USED, {})
        if size in used:
            box.__dict__.update(used[size])
        else:
            own(box, around)
            if len(used) >= _WIDTHS:
                used.clear()
            used[size] = {name: getattr(box, name) for name in _RESOLVED}

    return resolve_percentages


def _split(own: Any) -> Any:  # noqa: ANN401
    """`split_first_line`: of a word that fills many lines, each is cut from its beginning.

    For every line its own looks at all that is left of the word, so that one of a hundred
    thousand letters, as a picture in letters is, would take hours.
    """

    def split_first_line(
        text: str,
        style: Style,
        context: object,
        width: float | None,
        *rest: Any,  # noqa: ANN401  WeasyPrint's
        **more: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        if width is not None and len(text) > _SHORT and style["font_size"]:
            letters = _SHORT + int(min(_SLIM * width / style["font_size"], _LONGEST))
            if len(text) > 2 * letters and not _BLANK.search(text, 0, letters):
                found = own(text[:letters], style, context, width, *rest, **more)
                # What is cut off has no say in a line that ends well before it.
                if found[2] is not None and found[2] < letters // 2:
                    return found
        return own(text, style, context, width, *rest, **more)

    return split_first_line


def _avoid(own: Any) -> Any:  # noqa: ANN401
    """`avoid_collisions`: where nothing floats, nothing is in the way of a line."""

    def avoid_collisions(
        context: Any,  # noqa: ANN401
        box: Box,
        around: Box,
        outer: bool = True,  # noqa: FBT001, FBT002  as WeasyPrint's
    ) -> tuple[float, float, float]:
        floats = context.excluded_shapes or box.style["float"] != "none"
        if floats or outer or around.style["direction"] != "ltr":
            found: tuple[float, float, float] = own(context, box, around, outer)
            return found
        edge = around.content_box_x()
        left, right = edge + box.margin_left, edge + around.width - box.margin_right
        return left - box.margin_left, box.border_box_y() - box.margin_top, right - left

    return avoid_collisions


class _HoldingContext:
    """A layout context in which no note leaves its page to make room for a line."""

    current_page_footnotes = ()

    def __init__(self, own: Any) -> None:  # noqa: ANN401
        object.__setattr__(self, "_own", own)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._own, name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self._own, name, value)


def _hold_notes(own: Any) -> Any:  # noqa: ANN401
    """`_linebox_layout`: a paragraph that does not fit goes to the next page, and not its notes.

    When the second line of a paragraph fits and the third does not, WeasyPrint moves notes of the
    page to the next one until the line fits, and then forgets the notes that this line calls:
    they are on no page. Moving the paragraph, as it does where notes make no room, loses nothing.
    """

    def layout_lines(context: Any, *rest: Any) -> Any:  # noqa: ANN401
        if context.footnotes or context.current_page_footnotes:
            context = _HoldingContext(context)
        return own(context, *rest)

    return layout_lines
