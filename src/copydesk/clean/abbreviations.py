"""Stops and blanks of abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.clean.conventions import ENGLISH
from copydesk.model import Edit
from copydesk.registry import ALL_COPY, ProofLine, rule

# `al-` begins an Arabic name: `Bagdad et al-Anbar`.
_ET_AL = re.compile(r"e(?<!\w.)t(?:\.? |\.)al\b\.?(?![\w-])")
_TIGHT = re.compile(r"\.(?<=[a-z].)[A-Z]")
_TITLE = re.compile(
    r"(?<![a-zA-Z.])(?:Dr|Mr|Mrs|Ms|Prof|St|Gen|Sen|Rep|Gov|Col|Lt|Capt|Sgt|Rev)\.(?=[A-Z][a-z])"
)
_COUNTRY = re.compile(r"(?<![\w.])U\.(S|K|N)(?= [A-Za-z])")


@rule("abbr.et-al", "fix", roles=ALL_COPY)
def et_al(view: ProofLine) -> Iterator[Edit]:
    """`et al.` with one stop, after `al`.

    `et` is a whole word, `al` is cut from `alii`. `et al.’s` is right and stays.

    `et al, 2017; et. al., 2017` → `et al., 2017`
    """
    if " al" not in view.text and ".al" not in view.text:
        return
    for match in _ET_AL.finditer(view.text):
        yield view.edit(*match.span(), "et al.", "`et al.` has one stop, after `al`")


@rule("abbr.title-space", "fix", roles=ALL_COPY, languages=ENGLISH)
def title_space(view: ProofLine) -> Iterator[Edit]:
    """A blank between a title and the name.

    Scraped pages lose it, and a name that is glued to its title is not found by a search.
    Only before a capital and a small letter, so that `Gov.UK` stays.

    `Dr.Michael` → `Dr. Michael`
    """
    for match in _TITLE.finditer(view.text) if _TIGHT.search(view.text) else ():
        yield view.edit(*match.span(), match.group() + " ", "a blank is missing after the stop")


@rule("abbr.us-stop", "suggest", languages=ENGLISH)
def us_stop(view: ProofLine) -> Iterator[Edit]:
    """The second stop of `U.S.`, `U.K.`, `U.N.`.

    An abbreviation has all its stops or none.

    Asked, since a house may write `US` instead.

    `the U.S Treasury` → `the U.S. Treasury`
    """
    if "U." in view.text:
        for match in _COUNTRY.finditer(view.text):
            yield view.edit(*match.span(), match.group() + ".", "its second stop is missing")
