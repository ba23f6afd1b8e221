"""The house style, and the words that the desk knows.

A setting whose default is `as written` or `any` changes nobody's copy until a house asks
for it. The packs of `data/styles` and a desk's own give values for these settings.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

#: Language, script and region of BCP 47, as citation processors spell them.
LANGUAGE: Final = r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?"


def key(default: Any, doc: str, **metadata: Any) -> Any:  # noqa: ANN401  a dataclass field
    """Define a setting with its default, its description and its allowed values."""
    return field(default=default, metadata={"doc": doc, **metadata})


@dataclass(frozen=True, slots=True)
class Style:
    """`[style]`: the house style. A pack (`data/styles/*.toml`) gives the defaults."""

    pack: str = key(
        "international",
        "the house style that the other keys of this table override: international, british,"
        " oxford, american or journal, or a file of the desk such as `house.toml`",
    )
    locale: str = key(
        "en-GB",
        "language of generated words and of citations in articles of that language, e.g. `en-US`;"
        " an article in another language uses its own",
        shape=(LANGUAGE, "a language tag such as `en-GB`"),
    )
    csl: str = key(
        "harvard-cite-them-right",
        "citation style: a CSL id (`copydesk styles WORD` searches) or a path to a .csl file",
    )
    csl_locale: str = key(
        "",
        "language of the words and marks that the citation style adds (`Accessed`, `et al.`):"
        " empty for that of the article, `style` for the one the style was written for",
        shape=(f"|style|{LANGUAGE}", "`style` or a language tag such as `de-DE`"),
    )
    quotes: str = key(
        "curly",
        "shape of quotation marks: curly ones, double ones outside, single ones outside (both"
        " curly), or straight ones",
        choices=("as written", "curly", "double", "single", "straight"),
    )
    dashes: str = key(
        "as written",
        "the dash of a break in a sentence: an en dash between spaces or an em dash without",
        choices=("as written", "spaced en", "closed em"),
    )
    dates: str = key(
        "as written",
        "form of dates in running text",
        choices=("as written", "21 April 2023", "April 21, 2023"),
    )
    spelling: str = key(
        "any",
        "spelling of running text: british (colour, organise), oxford (colour, organize) or"
        " american (color, organize)",
        choices=("any", "british", "oxford", "american"),
    )
    et_al: str = key(
        "as written",
        "how running text abbreviates further authors of a work",
        choices=("as written", "et al.", "et al", "and others"),
    )
    brands: tuple[tuple[str, str], ...] = key(
        (),
        'names in their correct spelling: `{ "Copydesk" = "copydesk" }`; "" leaves one alone',
        table="names",
    )
    rules: tuple[tuple[str, str], ...] = key(
        (),
        'policy of rules: `{ "space.double" = "off" }`, of a family `{ "house.*" = "suggest" }`;'
        " off, suggest or fix",
        table="policies",
    )
    words: frozenset[str] = key(
        frozenset(),
        "words and names that are spelt correctly, in addition to those in `words/*.txt` of the"
        " source folder; `copydesk words add WORD` adds one there",
    )

    def knows(self, word: str) -> bool:
        """Whether `word` is on a word list of the desk, so that no rule questions it.

        An entry in small letters is right with a capital and in capitals too, one that has
        a capital in that form alone; a possessive is its word.

        >>> house = Style(words=frozenset(("agitprop", "Abdoudouh")))
        >>> [house.knows(word) for word in ("Agitprop", "AGITPROP", "Abdoudouh’s", "abdoudouh")]
        [True, True, True, False]
        """
        known = self.words
        if not known:
            return False
        bare = word[:-2] if word.endswith(("’s", "'s")) else word
        if bare in known or word in known:
            return True
        small = bare.lower()
        return small in known and bare in (bare.upper(), bare.capitalize())
