"""Functions that stand in for WeasyPrint's own: one of these loses notes, the other is slow.

They are private ones, so they are replaced for the one version that they were written for. With
any other a PDF takes a little longer, and `writer` sets an article that lost a note with its notes
at the end.

- `_linebox_layout` moves notes to the next page to make room for a line, and forgets those that
  the line calls.
- `set_computed_styles` works out the looks of an element once for all in a document of which the
  rules, and the looks of what they stand in, are the same. Looks stay here with the fonts of
  their sheets, so that the next document finds most of its own: six of a hundred parts of the time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any, Final, TypeAlias

Style: TypeAlias = Any  # WeasyPrint's types, untyped

#: The version whose functions these stand in for.
VERSION: Final = "70.0"
#: Under this name fonts keep looks.
_LOOKS: Final = "_desk_looks"
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
    from weasyprint.layout import block

    yield block, "_linebox_layout", _hold_notes
    yield css.StyleFor, "set_computed_styles", _share_looks


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
