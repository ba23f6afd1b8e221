"""Functions that stand in for WeasyPrint's own: one of these loses notes, the others are slow.

They are private ones, so they are replaced for the one version that they were written for. With
any other a PDF takes a fifth longer, and `writer` sets an article that lost a note with its notes
at the end.

- `_linebox_layout` moves notes to the next page to make room for a line, and forgets those that
  the line calls.
- `set_computed_styles` works out the looks of an element once for all in a document of which the
  rules, and the looks of what they stand in, are the same. Looks stay here with the fonts of
  their sheets, so that the next document finds most of its own: a tenth of the time.
- `resolve_percentages`, `avoid_collisions` and `Layout.setup` work out for each box and line what
  follows from its look alone: three, three and one in a hundred.
- `ffi` parses as C the type of an array of glyphs, for each length: a tenth in the first articles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any, Final, TypeAlias

Style: TypeAlias = Any  # WeasyPrint's types, untyped

#: The version whose functions these stand in for.
VERSION: Final = "70.0"
#: Under these names fonts keep looks, and a look keeps what Pango knows of it.
_LOOKS: Final = "_desk_looks"
_SETTING: Final = "_desk_setting"
_USED: Final = "_desk_used"
#: A look keeps its margins in so many widths; those of tables and floats differ by article.
_WIDTHS: Final = 32
#: What of a box `resolve_percentages` sets.
_RESOLVED: Final = (
    "margin_left", "margin_right", "margin_top", "margin_bottom",
    "padding_left", "padding_right", "padding_top", "padding_bottom",
    "border_left_width", "border_right_width", "border_top_width", "border_bottom_width",
    "width", "min_width", "max_width", "height", "min_height", "max_height",
)  # fmt: skip
#: Looks kept at most, in some 8 MB: fifty serve most articles; each `style` brings its own.
_MOST: Final = 500
#: What looks different in each document: lengths that are parts of its first page, what pages take
#: over from its body, and first lines, which get of their looks what has been asked for so far.
_OF_DOCUMENT: Final = re.compile(
    r"\d[dlps]?v(?:w|h|i|b|min|max)\b|(?<![\w-])overflow(?:-(?:x|y|block|inline))?\s*:"
    r"|:first-(?:line|letter)\b",
    re.IGNORECASE,
)
#: What attributes declare is read anew in each document, and the same if it says the same.
_DECLARED: Final = frozenset(("lang", "anchor"))
#: What the letters of a style may be asked to do.
_FEATURES: Final = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings",
)  # fmt: skip


@cache
def patch_weasyprint() -> tuple[tuple[Any, str, Any], ...]:
    """Put the functions in their places, once in a process, and return what stood there.

    Fonts that fontTools cuts down would carry the time of day: in any version they do not.
    """
    import weasyprint
    from weasyprint.pdf import fonts

    if hasattr(fonts, "TTFont"):
        fonts.TTFont = partial(fonts.TTFont, recalcTimestamp=False)
    if weasyprint.VERSION != VERSION:
        return ()
    own = []
    for place, name, make in _list_patches():
        own.append((place, name, getattr(place, name)))
        setattr(place, name, make(getattr(place, name)))
    return tuple(own)


def _list_patches() -> Iterator[tuple[Any, str, Callable[[Any], Any]]]:
    from weasyprint import css
    from weasyprint.layout import block, inline
    from weasyprint.pdf import fonts
    from weasyprint.text.line_break import Layout

    yield block, "_linebox_layout", _hold_notes
    yield css.StyleFor, "set_computed_styles", _share_looks
    yield inline, "avoid_collisions", _avoid_collisions
    yield inline, "resolve_percentages", _resolve
    yield block, "resolve_percentages", _resolve
    yield Layout, "setup", _set_up
    yield fonts, "ffi", _Arrays


# ── notes ────────────────────────────────────────────────────────────────────


class _HoldingContext:
    """A layout context in which no note leaves its page to make room for a line."""

    current_page_footnotes = ()

    def __init__(self, own: Any) -> None:  # noqa: ANN401
        object.__setattr__(self, "_own", own)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._own, name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self._own, name, value)


def _hold_notes(own: Callable[..., Any]) -> Callable[..., Any]:
    """Make `_linebox_layout` move a paragraph that does not fit, and not the notes of its page."""

    def layout_lines(context: Any, *rest: Any) -> Any:  # noqa: ANN401
        if context.footnotes or context.current_page_footnotes:
            context = _HoldingContext(context)
        return own(context, *rest)

    return layout_lines


# ── looks ────────────────────────────────────────────────────────────────────


def keep_looks(fonts: Any, style: str) -> None:  # noqa: ANN401
    """Let documents that are set with `fonts` share their looks, if the sheet `style` allows it."""
    if not is_of_document(style):
        setattr(fonts, _LOOKS, {})


def is_of_document(style: str) -> bool:
    """Whether what the sheet `style` dresses may look different in another document.

    >>> is_of_document("p { width: 50vw }"), is_of_document("p { overflow-wrap: anywhere }")
    (True, False)
    """
    return _OF_DOCUMENT.search(style) is not None


def _share_looks(own: Callable[..., None]) -> Callable[..., None]:
    """Make `set_computed_styles` take looks that were worked out before."""

    def set_computed_styles(  # noqa: PLR0913, PLR0917  as WeasyPrint's
        all_styles: Any,  # noqa: ANN401
        element: Any,  # noqa: ANN401
        parent: Any,  # noqa: ANN401
        root: Any = None,  # noqa: ANN401
        pseudo_type: str | None = None,
        base_url: str | None = None,
        target_collector: Any = None,  # noqa: ANN401
    ) -> None:
        known = getattr(all_styles.font_config, _LOOKS, None)
        if known is None:
            own(all_styles, element, parent, root, pseudo_type, base_url, target_collector)
            return
        if parent is None and len(known) > _MOST:
            known.clear()
        styles = all_styles.get_computed_styles()
        cascaded = all_styles.get_cascaded_styles().get((element, pseudo_type), {})
        above = 0 if parent is None else id(styles[parent, None])
        key = (above, pseudo_type, base_url, *_list_declarations(cascaded))
        style = known.get(key)
        if style is None:
            own(all_styles, element, parent, root, pseudo_type, base_url, target_collector)
            known[key] = styles[element, pseudo_type]
            return
        styles[element, pseudo_type] = style
        if target_collector and style["anchor"]:
            target_collector.collect_anchor(style["anchor"])

    return set_computed_styles


def _list_declarations(cascaded: dict[str, tuple[Any, Any]]) -> list[tuple[Any, ...]]:
    """List what rules declare in `cascaded`, values by their place in memory.

    They keep that: the looks that are known hold them.
    """
    return [
        (name, value if name in _DECLARED else id(value), origin, layer, *specificity)
        for name, (value, (origin, layer, specificity)) in cascaded.items()
    ]


# ── lines ────────────────────────────────────────────────────────────────────


def _avoid_collisions(own: Callable[..., Any]) -> Callable[..., Any]:
    """Make `avoid_collisions` answer at once where nothing floats."""

    def avoid_collisions(context: Any, box: Any, around: Any, outer: bool = True) -> Any:  # noqa: ANN401, FBT001, FBT002  as WeasyPrint's
        floats = context.excluded_shapes or box.style["float"] != "none"
        if floats or outer or around.style["direction"] != "ltr":
            return own(context, box, around, outer)
        edge = around.content_box_x()
        left, right = edge + box.margin_left, edge + around.width - box.margin_right
        return left - box.margin_left, box.border_box_y() - box.margin_top, right - left

    return avoid_collisions


def _resolve(own: Callable[..., None]) -> Callable[..., None]:
    """Make `resolve_percentages` give boxes of one look in one width the same margins."""
    from weasyprint.formatting_structure.boxes import Box, PageBox

    def resolve_percentages(box: Any, around: Any) -> None:  # noqa: ANN401
        style = box.style
        # Of a page heights follow from other facts; borders that collapse are the table's.
        if isinstance(box, PageBox) or style["border_collapse"] == "collapse":
            own(box, around)
            return
        size = (around.width, around.height) if isinstance(around, Box) else (*around,)
        used = style.__dict__.setdefault(_USED, {})
        if size in used:
            box.__dict__.update(used[size])
            return
        own(box, around)
        if len(used) >= _WIDTHS:
            used.clear()
        used[size] = {name: getattr(box, name) for name in _RESOLVED}

    return resolve_percentages


def _set_up(own: Callable[..., None]) -> Callable[..., None]:
    """Make `Layout.setup` tell Pango once of each look what it must know."""
    from weasyprint.text.ffi import ffi, gobject, pango

    def setup(layout: Any, style: Style) -> None:  # noqa: ANN401
        if _SETTING not in style.__dict__:
            setattr(style, _SETTING, _find_setting(style))
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


def _find_setting(style: Style) -> tuple[Any, Any, Any] | None:
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
