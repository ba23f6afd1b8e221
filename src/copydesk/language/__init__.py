"""Language detection, by the script and the most frequent function words.

`detect_language` tells that of a whole text, `lines` that of each of its lines, `runs` finds
words of another language inside a line. Rules and structure ask, so all this lies
below both.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Final

from copydesk import tables

#: Characters looked at: the language of a text shows in its first pages.
SAMPLE: Final = 20_000
#: The language of a text that shows none, as BCP 47 spells it.
UNKNOWN: Final = "und"
#: Share of a text's words that must be small words of the language.
ENOUGH: Final = 0.08
#: With this share it need not be far ahead of the next language, else so many times.
PLENTY: Final = 0.15
CLEARLY: Final = 1.5
#: Letters a script needs before it says anything.
LETTERS: Final = 4
#: Share of a text's signs that letters of one language alone make up.
OWN: Final = 0.01

#: Share of the letters that tell one language of a script from the usual one.
MARKED: Final = 0.03
#: Letters of a region's subtag.
REGION_LENGTH: Final = 2

_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS: Final = (
    # Japanese mixes kana with Han, so kana are looked at first.
    ("ja", re.compile("[\u3040-\u30ff]"), 0.08),
    ("ko", re.compile("[\uac00-\ud7a3\u1100-\u11ff]"), 0.2),
    ("zh", re.compile("[\u3400-\u9fff]"), 0.15),
    ("ar", re.compile("[\u0600-\u06ff]"), 0.4),
    ("he", re.compile("[\u0590-\u05ff]"), 0.4),
    ("syr", re.compile("[\u0700-\u074f]"), 0.4),
    ("dv", re.compile("[\u0780-\u07bf]"), 0.4),
    ("el", re.compile("[\u0370-\u03ff]"), 0.4),
    ("hi", re.compile("[\u0900-\u097f]"), 0.4),
    ("bn", re.compile("[\u0980-\u09ff]"), 0.4),
    ("ta", re.compile("[\u0b80-\u0bff]"), 0.4),
    ("th", re.compile("[\u0e00-\u0e7f]"), 0.4),
    ("ka", re.compile("[\u10d0-\u10ff]"), 0.4),
    ("hy", re.compile("[\u0531-\u0587]"), 0.4),
    ("am", re.compile("[\u1200-\u137f]"), 0.4),
)
#: A letter of any of them, or a Cyrillic one: most texts have none.
_OF_SCRIPTS = re.compile("[\u0370-\u1fff\u3040-\ud7a3]")
_UKRAINIAN = re.compile("[іїєґ]")
#: Letters of one language alone, for those whose words change too much to be counted.
_OWN: Final = {
    "tr": re.compile("[ığ]"),
    "hu": re.compile("[őű]"),
    "cs": re.compile("[ěřů]"),
    "pl": re.compile("[łńź]"),
    "lv": re.compile("[ķļņģ]"),
    "lt": re.compile("[ėųį]"),
    "ro": re.compile("[țș]"),
    "vi": re.compile("[ơưạảấầậẩẫ]"),
}
_CYRILLIC = re.compile("[\u0400-\u04ff]")
#: Letters that tell languages of one script apart, where they are more than a name quoted.
_WITHIN: Final = {
    "ar": (("ur", re.compile("[ٹڈڑںے]")), ("fa", re.compile("[پچژگکی]"))),
    "he": (("yi", re.compile("[װױײ]|א[\u05b7\u05b8]")),),
}


@cache
def small_words() -> Mapping[str, frozenset[str]]:
    """Map each language to its articles, prepositions, pronouns and conjunctions.

    >>> "nicht" in small_words()["de"]
    True
    """
    lists = tables.load_table("words/small-words")
    return {name: frozenset(words.split()) for name, words in lists.items()}


def primary_subtag(tag: str) -> str:
    """Return the primary subtag of a BCP 47 tag.

    >>> primary_subtag("de-CH"), primary_subtag("pt_BR")
    ('de', 'pt')
    """
    return tag.replace("_", "-").partition("-")[0].lower()


def region_subtag(tag: str) -> str:
    """Return the region of a BCP 47 tag, "" without one.

    >>> region_subtag("de-CH"), region_subtag("zh-Hans-CN"), region_subtag("fr")
    ('CH', 'CN', '')
    """
    parts = tag.replace("_", "-").split("-")[1:]
    return next((part.upper() for part in parts if len(part) == REGION_LENGTH), "")


def detect_language(text: str) -> str:
    """Detect the language of `text`, as a BCP 47 primary subtag; "und" if it is unclear.

    >>> detect_language("The harbour was quiet and nobody knew why it had been closed to them.")
    'en'
    >>> detect_language("Der Hafen war ruhig und niemand wusste, warum er für sie gesperrt war.")
    'de'
    >>> detect_language("港口很安静，没有人知道它为什么关闭。"), detect_language("این یک متن است")
    ('zh', 'fa')
    >>> detect_language("1994 – 2004")
    'und'
    """
    sample = text[:SAMPLE]
    letters = sum(map(len, _WORD.findall(sample)))
    if letters < LETTERS:
        return UNKNOWN
    by_script = _by_script(sample, letters) if _OF_SCRIPTS.search(sample) else ""
    return by_script or _by_words(sample)


def _by_script(sample: str, letters: int) -> str:
    """The language whose script tells it, by its share of the `letters`; "" when none does."""
    for name, pattern, share in _SCRIPTS:
        if len(pattern.findall(sample)) >= share * letters:
            rows = _WITHIN.get(name, ())
            found = ((other, len(marks.findall(sample))) for other, marks in rows)
            return next((other for other, count in found if count >= MARKED * letters), name)
    if len(_CYRILLIC.findall(sample)) >= letters / 2:
        return "uk" if _UKRAINIAN.search(sample.casefold()) else "ru"
    return ""


@cache
def _weights() -> Mapping[str, float]:
    """What each small word counts: less if languages share it, or "de" would outvote the rest."""
    owners = Counter(word for words in small_words().values() for word in words)
    return {word: count**-0.5 for word, count in owners.items()}


def _by_words(sample: str) -> str:
    counts = Counter(_WORD.findall(sample.casefold()))
    total = sum(counts.values())
    weight = _weights()
    ranked = [(0.0, UNKNOWN), (0.0, UNKNOWN)]
    for name, words in small_words().items():
        hits = sum(counts[word] * weight[word] for word in words if word in counts)
        ranked.append((hits / max(total, 1), name))
    (score, best), (second, _) = sorted(ranked, reverse=True)[:2]
    # A language that is not on the list shares a few words with several that are.
    sure = score >= PLENTY or (score >= ENOUGH and score >= CLEARLY * second)
    return best if sure else _by_letters(sample)


def _by_letters(sample: str) -> str:
    """The language of a text with letters that no other of the house has, "und" without."""
    folded = sample.casefold()
    shares = {name: len(letters.findall(folded)) / len(folded) for name, letters in _OWN.items()}
    best = max(shares, key=shares.__getitem__)
    return best if shares[best] >= OWN else UNKNOWN
