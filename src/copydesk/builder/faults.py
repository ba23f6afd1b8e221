"""Whose fault it is when an article, or its PDF or EPUB alone, cannot be made.

A desk's own style sheet may ask WeasyPrint for something that ends it, or take words off the
page. Both look like a bug of ours. When the PDF comes out well without the sheet, it was the
sheet. That is then said; and whoever is at fault, the other formats of the article are made,
for nothing is laid out in lines and pages but the PDF and the cover of the EPUB.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copydesk.errors import REPORT, BrokenLaw, CopydeskError, ToolError
from copydesk.settings.theme import FONTS, HOUSE

if TYPE_CHECKING:
    from copydesk.config import Config


class SheetError(ToolError):
    """The desk's own style sheet stops the PDF, and nothing else does."""


def of_sheet(
    error: Exception, config: Config, again: Callable[[Config], object]
) -> SheetError | None:
    """The error to raise instead of `error`, if the own style sheet of `config` is its cause.

    `again` makes the same PDF, and checks it, with other settings.
    """
    name = config.theme.css
    if not name or isinstance(error, MemoryError | OSError):  # this machine's own
        return None
    if not _works(again, replace(config, theme=replace(config.theme, css=""))):
        return None
    if isinstance(error, BrokenLaw):
        message = f"with the style sheet `{name}` the PDF does not show everything: {error}"
    else:
        message = f"the style sheet `{name}` stops the PDF: {_told(error)}"
    hint = (
        "remove its rules that hide, move or float text, such as `::first-letter { float: left }`;"
        " the other formats are made"
    )
    return SheetError(message, hint=hint, code="pdf.sheet")


def of_cover(
    error: Exception, config: Config, again: Callable[[Config], object]
) -> CopydeskError | None:
    """The error to raise instead of `error`, if the cover is why there is no EPUB.

    `again` makes the same EPUB with other settings. A font of the theme is named, if the cover
    comes out well in the letters of the house.
    """
    theme = config.theme
    if not theme.cover or isinstance(error, CopydeskError | MemoryError | OSError):
        return None
    if not _works(again, replace(config, theme=replace(theme, cover=False))):
        return None
    named = {name: getattr(theme, name) for name in FONTS if getattr(theme, name) not in HOUSE}
    house: dict[str, Any] = dict.fromkeys(named, HOUSE[0])
    plain = replace(theme, **house)
    if named and _works(again, replace(config, theme=plain)):
        keys = " or ".join(f"`theme.{name}` = `{font}`" for name, font in named.items())
        message = f"{keys} stops the cover of the EPUB: {_told(error)}"
    else:
        message = f"the cover stops the EPUB: {_told(error)}"
    hint = "set `theme.cover = false` to have the EPUB without it; the other formats are made"
    found = ToolError(message, hint=hint, code="epub.cover")
    found.__cause__ = error
    return found


def _works(again: Callable[[Config], object], config: Config) -> bool:
    try:
        again(config)
    except Exception:  # noqa: BLE001  then what was changed is not to blame
        return False
    return True


def of_paper(error: Exception) -> CopydeskError | None:
    """What to say of `error`, if it arose in the setting of the PDF and nowhere else.

    A file that lacks a word, and one that cannot be laid out, are of that kind; a machine that
    is at its end is not.
    """
    if isinstance(error, BrokenLaw):
        found = error
    elif isinstance(error, CopydeskError | MemoryError | OSError):
        return None
    else:
        found = bug(error)
    hint = f"{found.hint or REPORT}; the other formats are made"
    alone = BrokenLaw(str(found), hint=hint, code=found.code)
    alone.__cause__ = found.__cause__
    return alone


def bug(error: Exception) -> BrokenLaw:
    """`error`, which nobody has thought of, as what is told of it."""
    message = f"a bug of copydesk: {type(error).__name__}: {error}"
    found = BrokenLaw(message, hint=REPORT, code="bug")
    found.__cause__ = error
    return found


def told(error: CopydeskError) -> str:
    """Where the bug that `error` tells of arose; nothing for what we raise on purpose."""
    cause = error.__cause__
    return "".join(traceback.format_exception(cause)) if cause else ""


def _told(error: Exception) -> str:
    """What WeasyPrint said, and where, if that is known: it may have said nothing."""
    frames = traceback.extract_tb(error.__traceback__)
    last = Path(frames[-1].filename) if frames else Path()
    place = f" in {last.name}" if "weasyprint" in last.parts else ""
    words = f": {error}" if str(error) else ""
    return f"WeasyPrint ended with {type(error).__name__}{place}{words}"
