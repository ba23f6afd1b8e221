"""The rules that pages in other scripts than Latin need, and passages in them.

Most pages need none, so these are no part of the sheets: they would be asked of every element.
What scripts need is in `data/scripts.toml`, what a medium can show in `data/templates/scripts.css`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import partial
from typing import Final

from copydesk.language.scripts import EAST_ASIAN, direction_of, script_of
from copydesk.settings.theme import Medium, Theme
from copydesk.writers.page import Page
from copydesk.writers.sheets import ScriptFit
from copydesk.writers.templates import compile_template

_LANG: Final = re.compile(r'<[a-z][^<>]*? lang="([^"]*)"')
#: Distances of lines that the sheets of screen and book have.
_LEADING: Final = {"screen": 1.62, "book": 1.5}
#: Scripts whose words have no blanks between them: a line that is stretched has gaps elsewhere.
_UNPARTED: Final = frozenset(("Hans", "Hant", "Jpan", "Thai"))


def find_script_rules(
    pages: Collection[Page], language: str, theme: Theme, medium: Medium
) -> ScriptFit:
    """What a document in `language` that holds `pages` needs of the sheet of a `medium`.

    Most need no rules besides.
    """
    languages = {page.record.language for page in pages}
    turned = "rtl" in (direction_of(language), *(page.record.direction for page in pages))
    turned = turned or any(' dir="' in page.xhtml for page in pages)
    tags = {*languages, *(tag for page in pages for tag in _LANG.findall(page.xhtml))} - {language}
    base = script_of(language)
    passages = [(tag, script_of(tag)) for tag in sorted(tags) if script_of(tag).special]
    if not (turned or base.special or passages):
        return ScriptFit(language)
    rules = _load_template().render(
        base=base,
        distance=_LEADING.get(medium) or float(theme.leading),
        medium=medium,
        passages=passages,
        plain=[tag for tag in sorted(languages) if not script_of(tag).special],
        theme=theme,
        turned=turned,
    )
    return ScriptFit(language, turned, re.sub(r"\n\s*\n", "\n", rules).lstrip())


_load_template: Final = partial(
    compile_template, "scripts.css", EAST_ASIAN=EAST_ASIAN, UNPARTED=_UNPARTED
)
