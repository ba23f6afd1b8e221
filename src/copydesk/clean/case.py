"""Capitals: months, brands, particles of names, nations, sentence starts, the word I."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from copydesk.clean.conventions import ENGLISH
from copydesk.clean.lists import alternatives, pairs, words
from copydesk.model import Edit, Role
from copydesk.registry import ProofLine, rule

RUNNING: frozenset[Role] = frozenset(("body", "bio", "quote"))

_CALENDAR = re.compile(
    r"(?<![\w@#.-])(january|february|april|june|july|september|october|november|december"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?![\w-])"
)
_NAMES = frozenset(
    (
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december", "monday", "tuesday", "wednesday", "thursday",
        "friday", "saturday", "sunday",
    )
)  # fmt: skip
#: March, May and August are words of their own; a number beside them settles it.
_OTHER_WORDS = re.compile("march|may|august")
_WITH_NUMBER = re.compile(
    r"(?<=\d )(?:march|may|august)(?= \d{4}\b)|\b(?:march|august)(?= \d{1,2},? \d{4}\b)"
    r"|(?<=\b[io][nf] )(?:march|may|august)(?= \d{4}\b)"
    r"|(?:(?<=\bon \d )|(?<=\bon \d\d )|(?<=\bsince \d )|(?<=\bsince \d\d )|(?<=\buntil \d )"
    r"|(?<=\buntil \d\d ))(?:march|may|august)(?=[,.;]|$)"
)
_KNOWN = re.compile(rf"\b({alternatives(pairs('particles'))})\b")
_PARTICLE = re.compile(r"(?<=[a-z] )((?:Van|Von) (?:Der|Den|De|Dem|Het|’t))(?= [A-Z][a-z]{2,})")
_DEMONYM = re.compile(rf"(?<![\w@#./-])({alternatives(words('demonyms'))})(?![\w-]|\.\w)")
_DISHES = re.compile(
    r" (?:fries|press|doors?|toast|kiss(?:es)?|windows?|delights?|shepherds?|dressing|leather"
    r"|roulette)\b"
)
_START = re.compile(r"(?<![\w.])([A-Za-z][a-z]{3,}+)([.]) ([a-z]++)(?= [a-z])")
_LONE = re.compile(r"(?<![\w.,/(’'“‘-])i(?=[’'](?:m|ve|ll|d)\b| ([a-z]{2,}))")
_NUMBERED = frozenset(
    (
        "index", "row", "column", "element", "variable", "part", "book", "vol.", "volume", "sub",
        "let", "for", "over", "the", "an", "node", "item", "type", "class", "step", "chapter",
        "section", "act", "scene", "where",
    )
)  # fmt: skip
_NO_VERBS = frozenset(
    ("and", "or", "is", "in", "to", "of", "th", "from", "where", "are", "be", "at", "on", "with")
)
_S_AFTER_I = frozenset(("was", "always", "perhaps", "sometimes", "besides", "thus", "focus", "its"))


@rule("case.month-day", "fix", languages=ENGLISH)
def month_day(view: ProofLine) -> Iterator[Edit]:
    """Capitals for months and days of the week.

    English writes them so, unlike most of its neighbours, whose writers forget it.

    `march`, `may` and `august` are words as well: only a number beside them settles it.

    `in february` → `in February`
    """
    if view.words.isdisjoint(_NAMES):
        return
    for match in _CALENDAR.finditer(view.text):
        yield view.edit(*match.span(), match.group().capitalize(), "a month or day of the week")
    for match in _WITH_NUMBER.finditer(view.text) if _OTHER_WORDS.search(view.text) else ():
        yield view.edit(*match.span(), match.group().capitalize(), "a month beside a number")


@rule("case.brand", "fix", languages=ENGLISH)
def brand(view: ProofLine) -> Iterator[Edit]:
    """The spelling a company gives its own name.

    Readers look for the name as its owner writes it.

    A closed list of names that are no other word; handles, addresses, all capitals and
    all lower case stay. `style.brands` adds names to the list and takes some out.

    `Linkedin, Youtube, Whatsapp` → `LinkedIn, YouTube, WhatsApp`
    """
    names, pattern = _brands(view.style.brands)
    for match in pattern.finditer(view.text):
        yield view.edit(*match.span(), names[match.group()], "the name’s own spelling")


@lru_cache(maxsize=16)
def _brands(own: tuple[tuple[str, str], ...]) -> tuple[dict[str, str], re.Pattern[str]]:
    """The names of the list and of the house, wrong form → right form, and what finds them.

    A form that is right by the house is not wrong by the list.
    """
    names = pairs("brands") | dict(own)
    right = {name for _, name in own}
    names = {wrong: name for wrong, name in names.items() if name and wrong not in right}
    if not names:
        return names, re.compile(r"(?!)")
    return names, re.compile(rf"(?<![\w@#./-])({alternatives(names)})(?![\w-]|\.\w)")


@rule("case.particle-known", "fix", languages=ENGLISH)
def particle_known(view: ProofLine) -> Iterator[Edit]:
    """Small particles in names of a closed list of people.

    Whoever is not on the list may spell it with a capital (`Dick Van Dyke`). At the
    start of a sentence the first particle keeps its capital.

    `Ursula Von Der Leyen` → `Ursula von der Leyen`
    """
    for match in _KNOWN.finditer(view.text):
        right = pairs("particles")[match.group()]
        before = view.text[max(0, match.start() - 8) : match.start()].rstrip()
        if right[0].islower() and (not before or before[-1] in ".!?"):
            right = right[0].upper() + right[1:]
        yield view.edit(*match.span(), right, "the name’s own spelling")


@rule("case.particle-other", "suggest", languages=ENGLISH)
def particle_other(view: ProofLine) -> Iterator[Edit]:
    """Ask about capital particles in a name after a first name.

    Dutch and German names take small ones, Flemish and American ones often capitals.

    `Klaas Van Der Berg` → `Klaas van der Berg`
    """
    if "Van " not in view.text and "Von " not in view.text:
        return
    for match in _PARTICLE.finditer(view.text):
        start = view.text.rfind(" ", 0, match.start() - 1) + 1
        known = view.text.startswith(tuple(pairs("particles")), match.start())
        if view.text[start].isupper() and not known:
            yield view.edit(
                *match.span(), match.group().lower(), "particles are small in most names"
            )


@rule("case.demonym", "suggest", languages=ENGLISH)
def demonym(view: ProofLine) -> Iterator[Edit]:
    """Capitals for nations and their adjectives.

    English writes them so, unlike French, Spanish or Russian.

    Dishes and things that only bear the name (`french fries`) stay.

    `the chinese economy` → `the Chinese economy`
    """
    if view.words.isdisjoint(words("demonyms")):
        return
    for match in _DEMONYM.finditer(view.text):
        if not _DISHES.match(view.text, match.end()):
            yield view.edit(*match.span(), match.group().capitalize(), "a nation or its adjective")


@rule(
    "case.sentence-start", "suggest", roles=frozenset(("body", "bio", "quote")), languages=ENGLISH
)
def sentence_start(view: ProofLine) -> Iterator[Edit]:
    """A capital at the start of a sentence.

    A comma that became a stop, or a cut, leaves it small.

    Asked only where the word before the stop is no abbreviation and the one after it
    often opens a sentence: a name may begin small.

    `abstained. the vote` → `abstained. The vote`
    """
    for match in _START.finditer(view.text):
        before, _, word = match.groups()
        if before.lower() in words("abbreviations") or word.capitalize() not in words("openers"):
            continue
        yield view.edit(*match.span(3), word.capitalize(), "a sentence begins here")


@rule("case.lone-i", "suggest", languages=ENGLISH)
def lone_i(view: ProofLine) -> Iterator[Edit]:
    """A capital for the word I.

    Hasty typing and old chats leave it small.

    Numerals (`(i)`), variables (`index i runs`, `where i denotes`) and lists stay.

    `i argue` → `I argue`
    """
    if " i" not in view.text and not view.text.startswith("i"):
        return
    for match in _LONE.finditer(view.text):
        before = view.text[max(0, match.start() - 12) : match.start()].split()[-1:]
        if not _variable(before[0] if before else "", match.group(1) or ""):
            yield view.edit(*match.span(), "I", "the word I takes a capital")


def _variable(before: str, after: str) -> bool:
    """Whether the words beside an `i` make it a number: no verb after `I` ends in `-s`."""
    if before.lower() in _NUMBERED or after in _NO_VERBS:
        return True
    return after.endswith("s") and not after.endswith("ss") and after not in _S_AFTER_I
