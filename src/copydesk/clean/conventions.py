"""Which languages share a convention, by primary subtag.

A rule names the languages whose convention it knows and is silent in all others.
"""

from __future__ import annotations

from typing import Final

from copydesk.language import primary, region
from copydesk.registry import ProofLine

ENGLISH: Final = ("en",)
GERMAN: Final = ("de",)
FRENCH: Final = ("fr",)

#: Words stand apart, commas and stops stand at the word before them: the languages of
#: Latin and Cyrillic script that the house knows.
SPACED: Final = (
    "bg", "ca", "cs", "da", "de", "en", "es", "et", "fi", "fr", "hr", "hu", "id", "it", "lt",
    "lv", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk",
)  # fmt: skip

#: A dash between clauses is an en dash between blanks.
EN_DASHED: Final = ("cs", "da", "de", "en", "fr", "nb", "nl", "nn", "no", "pl", "sv")

#: Pages from and to are parted by a hyphen.
HYPHENATED_RANGES: Final = frozenset(("ca", "es", "fr", "it", "pt"))

#: Blanks at which no line breaks: that of a word's width, and the narrow one.
FIXED: Final = "\u00a0"
NARROW: Final = "\u202f"


def country(view: ProofLine) -> str:
    """The region whose conventions hold in a line: that of its tag, else of the house's locale.

    A paragraph is known as German, not as Swiss German; a house with the locale `de-CH` has
    settled that. It says nothing about paragraphs in another language.
    """
    locale = view.style.locale
    settled = primary(locale) == primary(view.language)
    return region(view.language) or (region(locale) if settled else "")
