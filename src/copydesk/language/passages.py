"""Passages in another language than the article: paragraphs, quotations, other scripts.

Browsers, reading voices and typesetters have to be told of them: how their words are broken,
which letters they are set in, to which side they run. What is in Latin letters is told when it
is sure, as `lines` finds it; other letters tell by themselves, if not always whose they are:
of a few the language is that of all such letters in the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from copydesk.language import LETTERS, UNKNOWN, detect_language, primary_subtag
from copydesk.language.lines import of_text
from copydesk.language.scripts import (
    Direction,
    detect_chinese,
    direction_of,
    has_other_direction,
    paragraph_side,
    script_of,
)
from copydesk.model import Csl

#: Scripts that articles quote, and the letters of each with what stands among them alone.
_LETTERS: Final = {
    "Hani": "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002ffff",
    "Kore": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3",
    "Arab": "\u0610-\u061a\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Hebr": "\u0591-\u05f4\ufb1d-\ufb4f",
    "Syrc": "\u0700-\u074f",
    "Thaa": "\u0780-\u07bf",
    "Deva": "\u0900-\u097f",
    "Beng": "\u0980-\u09ff",
    "Taml": "\u0b80-\u0bff",
    "Thai": "\u0e01-\u0e5b",
    "Geor": "\u10a0-\u10ff",
    "Armn": "\u0531-\u0589",
    "Ethi": "\u1200-\u137f",
    "Cyrl": "\u0400-\u052f",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
}
#: Any letter of theirs: most texts have none.
_ANY: Final = re.compile(
    "[\u0370-\u1fff\u3005-\ud7ff\uf900-\ufdff\ufe70-\ufefc\U00010000-\U0002ffff]"
)
#: What joins two words of one script: blanks, hyphens, commas and stops, joiners, their brackets.
_BETWEEN: Final = (
    "[ \u00a0\u00b7\u2010-\u2014,.:;·،؛؟\u200c-\u200f\u3000-\u3004\u3008-\u303f\uff00-\uff5e]"
)
#: Signs that belong to a passage in wide letters and stand at its ends.
_WIDE: Final = "\u3001-\u3003\u3008-\u301f\uff01-\uff5e"
#: Scripts that are written in the letters of another one here.
_FAMILY: Final = {"Hans": "Hani", "Hant": "Hani", "Jpan": "Hani"}
#: Scripts with letters that pass for Latin ones.
_LIKE_LATIN: Final = ("Cyrl", "Grek")
#: Share of the letters of a text that make it one in their language.
MOST: Final = 0.75
#: So many letters say by themselves which language of their script they are.
_TELLING: Final = 40
_WORD: Final = re.compile(r"[^\W\d_]")
#: What is said in quotation marks; a few words are seldom sure.
_QUOTED: Final = re.compile("“([^“”]{12,})”|«([^«»]{12,})»|„([^„“”]{12,})[“”]|‘([^‘’]{12,})’")


#: A language tag as libraries have it; names of languages, which they have too, are none.
_TAG: Final = re.compile(r"[a-z]{2}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")


@dataclass(frozen=True, slots=True)
class Tongue:
    """The language and direction of a passage; "" if it is that of the surrounding text."""

    lang: str = ""
    dir: str = ""

    def __bool__(self) -> bool:
        return bool(self.lang or self.dir)

    @property
    def attributes(self) -> tuple[tuple[str, str], ...]:
        """Return the attributes of an element for it.

        >>> Tongue("de").attributes, Tongue("ar", "rtl").attributes
        ((('lang', 'de'),), (('lang', 'ar'), ('dir', 'rtl')))
        """
        return tuple(pair for pair in (("lang", self.lang), ("dir", self.dir)) if pair[1])


@dataclass(frozen=True, slots=True)
class PassageLanguages:
    """The languages of an article: its own, and those of other scripts in it.

    >>> tongues = PassageLanguages.of_article("en", ["The word 水库 means reservoir.", "See 论文."])
    >>> tongues.whole("Der Hafen war ruhig, und niemand wusste, warum er gesperrt war.")
    Tongue(lang='de', dir='')
    >>> [(text, tongue.lang) for text, tongue in tongues.parts("The word 水库 means")]
    [('The word ', ''), ('水库', 'zh-Hans'), (' means', '')]
    """

    document: str
    strange: Mapping[str, str]

    @classmethod
    def of_article(cls, document: str, texts: Iterable[str]) -> PassageLanguages:
        """Detect those of an article in `document` with these `texts`."""
        own = _letters_of(document)
        pools: dict[str, list[str]] = {}
        for text in texts:
            if _ANY.search(text):
                for found in _strange(own).finditer(text):
                    pools.setdefault(found.lastgroup or "", []).append(found[0])
        return cls(
            document, {name: _language(name, " ".join(all_)) for name, all_ in pools.items()}
        )

    def are_in(self, text: str) -> bool:
        """Whether `text` has letters of another script than the article, or of both directions."""
        return has_other_direction(text, direction_of(self.document)) or bool(_ANY.search(text))

    def of_entry(self, csl: Csl) -> str:
        """Return the language of an entry, by its field `language` or the script of its title.

        "" where it is that of the article, or is not told.

        >>> PassageLanguages("en", {}).of_entry({"title": "水库与城市", "language": "Chinese"})
        'zh-Hans'
        """
        lang, title = str(csl.get("language", "")).strip(), str(csl.get("title", ""))
        if not _TAG.fullmatch(lang):
            lang = self._by_letters(title)
            if not lang and script_of(self.document).special:
                lang = of_text(title, self.document)
        same = primary_subtag(lang) == primary_subtag(self.document) and script_of(
            lang
        ) == script_of(self.document)
        return "" if same or lang == UNKNOWN else lang

    def whole(self, text: str) -> Tongue:
        """Return the language of the whole of `text`, as far as it differs from the article."""
        lang = of_text(text, self.document)
        if _ANY.search(text):
            own = self._by_letters(text)
            # Less than most of its letters make no paragraph of theirs.
            lang = own or ("" if script_of(lang).special else lang)
        if lang in (self.document, UNKNOWN):
            lang = ""
        base = direction_of(self.document)
        return Tongue(
            lang, _other(direction_of(lang) if lang else paragraph_side(text, base), base)
        )

    def parts(self, text: str, around: str = "") -> Iterator[tuple[str, Tongue]]:
        """Split `text`, which is inside the language `around`, at passages in other languages.

        "" stands for the language of the article.
        """
        around = around or self.document
        position = 0
        for start, end, tongue in self._passages(text, around):
            if start >= position:
                yield from ((part, Tongue()) for part in (text[position:start],) if part)
                yield text[start:end], tongue
                position = end
        if text[position:]:
            yield text[position:], Tongue()

    def _passages(self, text: str, around: str) -> Iterator[tuple[int, int, Tongue]]:
        """Where passages stand in `text`, from left to right; one may lie in the one before."""
        found = [*self._runs(text, around), *self._quotations(text, around)]
        yield from sorted(found, key=lambda one: (one[0], -one[1]))

    def _quotations(self, text: str, around: str) -> Iterator[tuple[int, int, Tongue]]:
        for quoted in _QUOTED.finditer(text):
            start, end = quoted.span(quoted.lastindex or 0)
            lang = of_text(text[start:end], around)
            if lang not in (around, UNKNOWN) and not _strange(_letters_of(around)).search(
                text, start, end
            ):
                yield start, end, Tongue(lang, _other(direction_of(lang), direction_of(around)))

    def _runs(self, text: str, around: str) -> Iterator[tuple[int, int, Tongue]]:
        if not _ANY.search(text):
            return
        base = direction_of(around)
        for found in _strange(_letters_of(around)).finditer(text):
            name = found.lastgroup or ""
            lang = self._run(name, found[0])
            tongue = Tongue(lang, _other(script_of(f"und-{name}").direction, base))
            if tongue and len(_WORD.findall(found[0])) > 1:
                yield *found.span(), tongue

    def _run(self, name: str, text: str) -> str:
        """The language of `text`, a passage in letters of the script `name`."""
        if name == "Hani" and detect_chinese(text) == "ja":
            return "ja"
        if len(text) >= _TELLING:
            return _language(name, text)
        return self.strange.get(name) or _language(name, text)

    def _by_letters(self, text: str) -> str:
        """The language of the letters of another script that `text` consists of, however short."""
        runs = [*_strange(_letters_of(self.document)).finditer(text)]
        if len({run.lastgroup for run in runs}) != 1:
            return ""
        joined = " ".join(run[0] for run in runs)
        if len(_WORD.findall(joined)) < MOST * len(_WORD.findall(text)):
            return ""
        return self._run(runs[0].lastgroup or "", joined)


def _other(found: Direction, base: Direction) -> str:
    return "" if found == base else found


def _language(name: str, text: str) -> str:
    """The language of letters of the script `name`, "" when they are too few to tell."""
    if len(_WORD.findall(text)) < LETTERS:
        return ""
    lang = detect_chinese(text) if name == "Hani" else detect_language(text)
    return "" if lang == UNKNOWN else lang


@cache
def _letters_of(tag: str) -> str:
    """The script in `_LETTERS` that the language `tag` is written in."""
    name = script_of(tag).name
    return _FAMILY.get(name, name)


@cache
def _strange(own: str) -> re.Pattern[str]:
    """Passages of two letters and more in another script than `own`, each its name's group.

    A single letter is a sign in a formula, and so are Greek ones beside a Latin one. None
    begins inside another, which would be looked for anew at each of its letters.
    """
    rows = []
    for name, letters in _LETTERS.items():
        if name == own or (own == "Kore" and name == "Hani"):
            continue
        ends = f"(?:(?<![{_WIDE}])[{_WIDE}]++)?+" if name == "Hani" else ""
        behind = f"[{_WIDE}]*+" if name == "Hani" else ""
        before, after = "", ""
        if name in _LIKE_LATIN:
            before, after = f"(?<![A-Za-z{letters}])", "(?![A-Za-z])"
        words = f"[{letters}](?:{_BETWEEN}{{0,2}}+[{letters}])++"
        rows.append(f"{before}(?P<{name}>{ends}{words}{behind}){after}")
    return re.compile("|".join(rows))
