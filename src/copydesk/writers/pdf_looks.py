"""Looks that outlive their document, for the next one that is set with the same sheets.

What an element looks like follows from the rules that fit it and from the looks of what it
stands in. WeasyPrint works that out once in a document for all elements of which both are the
same. Here looks stay with the fonts of their sheets, and with them all that follows from them
(see `pdf_engine`), so that each page and each article after the first finds most of its own.

Some looks follow from the document too: lengths that are parts of its first page, what pages
take over from its body, and first lines, which get of their looks what has been asked for so far.
Documents under sheets that speak of these share nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, TypeAlias

Style: TypeAlias = Any  # WeasyPrint's types, untyped
Fonts: TypeAlias = Any

#: Under this name fonts keep the looks of the documents that were set with them.
_KNOWN: Final = "_desk_looks"
#: Kept at most, in some 8 MB: fifty serve most articles; each `style` attribute brings its own.
_MOST: Final = 500
#: What looks different in each document: see above.
_OF_DOCUMENT: Final = re.compile(
    r"\d[dlps]?v(?:w|h|i|b|min|max)\b|(?<![\w-])overflow(?:-(?:x|y|block|inline))?\s*:"
    r"|:first-(?:line|letter)\b",
    re.IGNORECASE,
)
#: What attributes declare is read anew in each document, and the same if it says the same.
_DECLARED: Final = frozenset(("lang", "anchor"))


def keep(fonts: Fonts, style: str) -> None:
    """Let documents that are set with `fonts` share their looks, if the sheet `style` allows it."""
    if not is_of_document(style):
        setattr(fonts, _KNOWN, {})


def is_of_document(style: str) -> bool:
    """Whether what the sheet `style` dresses may look different in another document.

    >>> is_of_document("p { width: 50vw }"), is_of_document("p { overflow-wrap: anywhere }")
    (True, False)
    """
    return _OF_DOCUMENT.search(style) is not None


def shared(own: Callable[..., None]) -> Callable[..., None]:
    """`StyleFor.set_computed_styles`, which is `own`, with looks that were worked out before."""

    def set_computed_styles(  # noqa: PLR0913, PLR0917  as WeasyPrint's
        all_styles: Any,  # noqa: ANN401
        element: Any,  # noqa: ANN401
        parent: Any,  # noqa: ANN401
        root: Any = None,  # noqa: ANN401
        pseudo_type: str | None = None,
        base_url: str | None = None,
        target_collector: Any = None,  # noqa: ANN401
    ) -> None:
        known = getattr(all_styles.font_config, _KNOWN, None)
        if known is None:
            own(all_styles, element, parent, root, pseudo_type, base_url, target_collector)
            return
        if parent is None and len(known) > _MOST:
            known.clear()
        styles = all_styles.get_computed_styles()
        cascaded = all_styles.get_cascaded_styles().get((element, pseudo_type), {})
        above = 0 if parent is None else id(styles[parent, None])
        key = (above, pseudo_type, base_url, *_said(cascaded))
        style = known.get(key)
        if style is None:
            own(all_styles, element, parent, root, pseudo_type, base_url, target_collector)
            known[key] = styles[element, pseudo_type]
            return
        styles[element, pseudo_type] = style
        if target_collector and style["anchor"]:
            target_collector.collect_anchor(style["anchor"])

    return set_computed_styles


def _said(cascaded: dict[str, tuple[Any, Any]]) -> list[tuple[Any, ...]]:
    """What the rules say in `cascaded`. Their values are known by their place in memory.

    They keep it: the looks that are known hold them.
    """
    return [
        (name, value if name in _DECLARED else id(value), origin, layer, *specificity)
        for name, (value, (origin, layer, specificity)) in cascaded.items()
    ]
