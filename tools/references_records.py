"""Invented works: titles, people, outlets, numbers and dates drawn by a seeded generator."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from copydesk.system import toml

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_MINOR: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "its",
        "no",
        "of",
        "on",
        "or",
        "over",
        "per",
        "the",
        "to",
        "with",
        "after",
    ]
)
#: The label of the outlet, and the lists it is drawn from: listed names, invented patterns.
_OUTLETS: Final = {
    "news": ("journal", ("newspaper", "magazine", "site"), "outlets"),
    "comment": ("publisher", ("institute",), "institutes"),
    "site": ("container-title", ("blog",), "sites"),
    "report": ("publisher", ("institute",), "institutes"),
    "journal": ("journal", (), "journals"),
}
_DOMAINS: Final = ("org", "com", "net", "eu", "de", "co.uk", "fr", "int", "gov", "edu")


@dataclass(frozen=True, slots=True)
class Person:
    """A given and a family name, with the particle between them or ""."""

    given: str
    family: str
    particle: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """An invented work. `values` holds the placeholders of the shapes."""

    kind: str
    authors: tuple[Person, ...]
    body: str
    outlet_label: str
    editors: tuple[Person, ...]
    values: dict[str, str]


@cache
def table(name: str) -> dict[str, Any]:
    """One of the tables beside this module."""
    path = Path(__file__).with_name(f"references_{name}")
    return toml.loads(path.read_text("utf-8"))


@cache
def drawn_from(name: str) -> tuple[str, ...]:
    """A list of `vocabulary.toml`: an array, or words parted by bars or by blanks."""
    entry = table("vocabulary.toml")[name]
    if isinstance(entry, list):
        return tuple(entry)
    parts = entry.replace("\n", "|").split("|") if "|" in entry else entry.split()
    return tuple(part.strip() for part in parts if part.strip())


@cache
def listed(kind: str) -> tuple[str, ...]:
    """The names of one kind in the house lists (`newspaper`, `press`, `city` …)."""
    folder = files("copydesk") / "data" / "words"
    for stem in ("outlets", "publishers", "places"):
        table = toml.loads((folder / f"{stem}.toml").read_text("utf-8"))
        if kind in table:
            return tuple(table[kind])
    return ()


def record(kind: str, chance: Random) -> Record:
    """An invented work of `kind`, one of those that the shapes name."""
    label, kinds, pattern = _OUTLETS.get(kind, ("publisher", (), "institutes"))
    values = _dates(chance) | _numbers(chance)
    name = outlet(kinds, pattern, chance)
    values |= {
        "title": title(chance),
        "outlet": name,
        "outlet_again": name.removeprefix("The ") if chance.random() < 0.6 else name,
        "institute": outlet(("institute",), "institutes", chance),
        "press": outlet(("press",), "presses", chance),
        "city": chance.choice(listed("city")),
        "book": title_case(filled(chance.choice(drawn_from("books")), chance)),
        "conference": filled(chance.choice(drawn_from("proceedings")), chance),
        "university": f"University of {_place(chance)}",
    }
    if chance.random() < 0.25:
        values["city"] += ", " + chance.choice(listed("region"))
    body = filled(chance.choice(drawn_from("groups")), chance) if kind == "body" else ""
    if not body and kind in ("report", "comment") and chance.random() < 0.2:
        body = outlet(("institute",), "groups", chance)
    count = chance.choice((1, 1, 1, 1, 2, 2, 3, 4))
    people = tuple(person(chance) for _ in range(count))
    editors = tuple(person(chance) for _ in range(chance.choice((1, 1, 2))))
    values |= links(values, chance)
    return Record(kind, people, body, label, editors, values)


def person(chance: Random) -> Person:
    """Somebody nobody knows."""
    particle = chance.choice(drawn_from("particles")) if chance.random() < 0.06 else ""
    given = chance.choice(drawn_from("given"))
    if chance.random() < 0.2:
        given += " " + (
            chance.choice(drawn_from("given"))[0] + "."
            if chance.random() < 0.6
            else chance.choice(drawn_from("given"))
        )
    return Person(given, chance.choice(drawn_from("family")), particle)


def title(chance: Random) -> str:
    """A title in sentence case, as a headline or a paper would have it."""
    text = filled(chance.choice(drawn_from("titles")), chance)
    if chance.random() < 0.12:
        text += ": " + filled(chance.choice(drawn_from("titles")), chance)
    if chance.random() < 0.05:
        text += f", {chance.randint(1880, 2020)}–{chance.randint(10, 99)}"
    return text[0].upper() + text[1:]


def title_case(text: str) -> str:
    """`text` with capitals as in English headlines."""
    words = text.split(" ")
    return " ".join(
        word if at and word in _MINOR else word[:1].upper() + word[1:]
        for at, word in enumerate(words)
    )


def outlet(kinds: tuple[str, ...], pattern: str, chance: Random) -> str:
    """A name from the house lists of `kinds`, or one made after the patterns called `pattern`."""
    # Half of the outlets are on no list, so the tagger cannot lean on the lists alone.
    if kinds and chance.random() < 0.5:
        name = chance.choice(listed(chance.choice(kinds)))
        if (
            kinds[0] == "newspaper"
            and chance.random() < 0.4
            and not name.startswith(("The ", "Le ", "La ", "El ", "Die ", "Der "))
        ):
            name = "The " + name
        return name
    return filled(chance.choice(drawn_from(pattern)), chance)


def _place(chance: Random) -> str:
    if chance.random() < 0.6:
        return chance.choice(drawn_from("towns"))
    return chance.choice(drawn_from("countries")).removeprefix("the ")


def _noun_phrase(chance: Random) -> str:
    noun, adjective = chance.choice(drawn_from("nouns")), chance.choice(drawn_from("adjectives"))
    article = chance.choice(("the ", "a ", "its ", ""))
    if article == "a " and adjective[0] in "aeiou":
        article = "an "
    return f"{article}{adjective} {noun}" if chance.random() < 0.7 else f"the {noun}"


def filled(pattern: str, chance: Random) -> str:
    """`pattern` with each placeholder (`{noun_}`) drawn anew."""
    pieces: list[str] = []
    rest = pattern
    while "{" in rest:
        before, _, behind = rest.partition("{")
        name, _, rest = behind.partition("}")
        pieces += (before, _drawn(name, chance))
    return "".join(pieces) + rest


def _coined(chance: Random) -> str:
    """A name that is one made-up word, as of many a site: `GovWire`, `Novalab`."""
    ending = chance.choice(drawn_from("endings"))
    word = chance.choice(drawn_from("syllables")) + ending
    return word if chance.random() < 0.4 else word.capitalize()


#: Placeholder → the list it is drawn from; with a capital, the entry gets one.
_DRAWN: Final = {
    "n": "nouns", "a": "adjectives", "v": "verbs", "topic": "topics", "family": "family",
    "leader": "leaders", "news": "news", "nationality": "nationalities",
    "noun": "nouns", "adj": "adjectives",
    "n_de": "nouns_de", "t_de": "topics_de", "a_de": "adjectives_de",
    "n_fr": "nouns_fr", "t_fr": "topics_fr", "n_es": "nouns_es", "t_es": "topics_es",
    "code": "codes", "given": "given",
    "N": "nouns", "A": "adjectives", "G": "gerunds", "Topic": "topics",
}  # fmt: skip
_NAMED: Final = {"topic_": "topics", "noun_": "nouns", "adj_": "adjectives"}
_ORDINALS: Final = ("Third", "4th", "Fifth", "12th", "Twentieth", "23rd", "31st")


def _drawn(name: str, chance: Random) -> str:
    if name in _NAMED:
        return title_case(chance.choice(drawn_from(_NAMED[name])))
    if name in _DRAWN:
        text = chance.choice(drawn_from(_DRAWN[name]))
        return text[0].upper() + text[1:] if name[0].isupper() else text
    drawn: dict[str, Callable[[], str]] = {
        "place": lambda: (
            chance.choice(drawn_from("countries")) if chance.random() < 0.5 else _place(chance)
        ),
        "np": lambda: _noun_phrase(chance),
        "np_": lambda: _noun_phrase(chance),
        "Np": lambda: _noun_phrase(chance).capitalize(),
        "year": lambda: str(chance.randint(1985, 2024)),
        "nth": lambda: chance.choice(_ORDINALS),
        "coined": lambda: _coined(chance),
        "abbreviated": lambda: (
            chance.choice(drawn_from("abbreviations")) + chance.choice(("", "."))
        ),
    }
    return drawn[name]()


_ENGLISH: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SHORT: Final = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "June",
    "July",
    "Aug",
    "Sept",
    "Oct",
    "Nov",
    "Dec",
]
_GERMAN: Final = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
_FRENCH: Final = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]


def _dates(chance: Random) -> dict[str, str]:
    month, day = chance.randrange(12), chance.randint(1, 28)
    year = chance.choice(
        (chance.randint(2008, 2024), chance.randint(2008, 2024), chance.randint(1950, 2024))
    )
    short = _SHORT[month][:3] if chance.random() < 0.5 else _SHORT[month]
    dotted = (
        short + "." if short not in ("May", "June", "July") and chance.random() < 0.7 else short
    )
    seen = (chance.randrange(12), chance.randint(1, 28), year + chance.choice((0, 0, 1)))
    letter = chance.choice("ab") if chance.random() < 0.04 else ""
    access = (
        f"{seen[1]} {_SHORT[seen[0]]}. {seen[2]}"
        if chance.random() < 0.5
        else f"{seen[1]} {_ENGLISH[seen[0]]} {seen[2]}"
    )
    return {
        "year": f"{year}{letter}", "day": str(day), "month": _ENGLISH[month], "mon": dotted,
        "monthnumber": f"{month + 1:02}", "german": _GERMAN[month], "french": _FRENCH[month],
        "access": access,
        "access_short": f"{_SHORT[seen[0]][:3]}. {seen[1]:02}, {seen[2]}",
        "access_slash": f"{seen[0] + 1}.{seen[1]}.{seen[2] % 100:02}",
        "access_us": f"{_ENGLISH[seen[0]]} {seen[1]}, {seen[2]}",
        "access_iso": f"{seen[2]}-{seen[0] + 1:02}-{seen[1]:02}",
    }  # fmt: skip


def _numbers(chance: Random) -> dict[str, str]:
    first = chance.choice(
        (chance.randint(1, 60), chance.randint(1, 999), chance.randint(1000, 9999))
    )
    last = first + chance.randint(1, 40)
    dash = chance.choice(("-", "–", "–", " - "))
    return {
        "volume": str(chance.randint(1, 120)),
        "issue": str(chance.choice((chance.randint(1, 12), chance.randint(1, 320)))),
        "pages": f"{first}{dash}{last}",
        "page": chance.choice((str(first), f"A{first % 30 + 1}")),
    }


def links(values: dict[str, str], chance: Random) -> dict[str, str]:
    """Addresses for a work of `values`: whole, without scheme, broken by a blank, and a DOI."""

    def slug(text: str) -> str:
        kept = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in text.lower())
        return "-".join(kept.split()[: chance.randint(2, 7)])

    host = slug(values["outlet"]).replace("-", "")[:18] or "site"
    domain = f"{host}.{chance.choice(_DOMAINS)}"
    path = chance.choice(
        (
            slug(values["title"]),
            f"{values['year'][:4]}/{values['monthnumber']}/{slug(values['title'])}/",
            f"node/{values['issue']}",
        )
    )
    return {
        "url": f"https://{chance.choice(('www.', ''))}{domain}/{path}",
        "bare_url": f"www.{domain}/{path}",
        "broken_url": f"{domain.replace('.', '. ')}/{path}",
        "doi": f"10.{chance.randint(1000, 9999)}/{host[:5]}.{chance.randint(1000, 999999)}",
    }
