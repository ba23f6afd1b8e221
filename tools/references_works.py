"""Invented works as CSL items, for setting in real styles: `works.toml` says of what kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import references_records as records
from references_records import (
    drawn_from,
    filled,
    listed,
    person,
    table,
    title_case,
)

if TYPE_CHECKING:
    from random import Random

    from copydesk.model import Csl

#: Where the name of an outlet is on no list of the house: the kinds that works.toml adds.
_OWN: Final = ("platform", "preprints", "universities")
_TITLES: Final = {"de": "titles_de", "fr": "titles_fr", "es": "titles_es"}


def items(count: int, language: str, chance: Random) -> list[Csl]:
    """`count` works in the language of a list (`de-DE`), with ids of their own."""
    kinds: list[dict[str, Any]] = table("works.toml")["work"]
    drawn = chance.choices(kinds, [kind["weight"] for kind in kinds], k=count)
    return [{"id": f"w{at}"} | _item(kind, language, chance) for at, kind in enumerate(drawn)]


def _item(kind: dict[str, Any], language: str, chance: Random) -> Csl:
    numbers = _Numbers(chance)
    item: Csl = {"type": kind["type"], "language": language, "title": _title(language, chance)}
    item |= _signed(kind["signed"], chance)
    field, lists, pattern = kind["outlet"]
    if field:
        item[field] = _outlet(lists, pattern, chance)
    item |= _issued(kind["date"], numbers, chance)
    for name, often in kind["may"].items():
        if chance.random() < often:
            item |= _field(name, kind, item, numbers, chance)
    if "accessed" in item and "URL" not in item:
        del item["accessed"]
    return item


class _Numbers:
    """Numbers that differ from each other within one work, so that each is known by its value."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._drawn: set[int] = set()

    def within(self, low: int, high: int) -> int:
        while True:
            number = self._chance.randint(low, high)
            if number not in self._drawn:
                self._drawn.add(number)
                return number
            high += 1


def _title(language: str, chance: Random) -> str:
    pattern = _TITLES.get(language[:2], "")
    if pattern and chance.random() < 0.75:
        text = filled(chance.choice(drawn_from(pattern)), chance)
        return text[0].upper() + text[1:]
    text = records.title(chance)
    return title_case(text) if chance.random() < 0.5 else text


def _signed(shares: list[int], chance: Random) -> Csl:
    (who,) = chance.choices(("persons", "body", "nobody"), shares)
    if who == "nobody":
        return {}
    if who == "body":
        group = filled(chance.choice(drawn_from("groups")), chance)
        return {
            "author": [
                {
                    "literal": _outlet(["institute"], "groups", chance)
                    if chance.random() < 0.3
                    else group
                }
            ]
        }
    return {"author": _people(chance.choice((1, 1, 1, 1, 1, 2, 2, 3, 4, 8)), chance)}


def _people(count: int, chance: Random) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    seen: set[str] = set()
    while len(found) < count:
        one = person(chance)
        if one.family in seen:
            continue
        seen.add(one.family)
        particle = {"non-dropping-particle": one.particle} if one.particle else {}
        found.append(particle | {"family": one.family, "given": one.given})
    return found


def _outlet(lists: list[str], pattern: str, chance: Random) -> str:
    own = [name for name in lists if name in _OWN]
    if own:
        return chance.choice(drawn_from(own[0]))
    # Half of the outlets are on no list, so the tagger cannot lean on the lists alone.
    return records.outlet(tuple(lists), pattern, chance)


def _issued(known: str, numbers: _Numbers, chance: Random) -> Csl:
    what = chance.choice(known.split())
    if what == "none":
        return {}
    year = chance.choice((chance.randint(2005, 2025), chance.randint(1950, 2025)))
    parts = [year]
    if what in ("month", "day"):
        parts.append(chance.randint(1, 12))
    if what == "day":
        parts.append(numbers.within(1, 28))
    return {"issued": {"date-parts": [parts]}}


def _field(  # noqa: PLR0911  one line a field
    name: str, kind: dict[str, Any], item: Csl, numbers: _Numbers, chance: Random
) -> Csl:
    if name == "URL":
        return {"URL": _link(item, chance)}
    if name == "DOI":
        word = "".join(sign for sign in item["title"].lower() if sign.isascii() and sign.isalpha())
        return {"DOI": f"10.{chance.randint(1000, 9999)}/{word[:6]}.{chance.randint(1000, 99999)}"}
    if name == "accessed":
        year = item.get("issued", {}).get("date-parts", [[2022]])[0][0]
        year = max(2010, year) + chance.choice((0, 0, 1, 2))
        return {"accessed": {"date-parts": [[year, chance.randint(1, 12), numbers.within(1, 28)]]}}
    if name == "page":
        return {"page": _page(kind["type"], numbers, chance)}
    if name == "editor":
        if "author" in item and kind["type"] == "book":
            del item["author"]
        return {"editor": _people(chance.choice((1, 1, 2, 3)), chance)}
    if name == "translator":
        return {"translator": _people(1, chance)}
    if name in ("volume", "issue"):
        return {name: str(numbers.within(1, 90 if name == "volume" else 30))}
    if name == "edition":
        return {"edition": str(numbers.within(2, 6))}
    if name == "number":
        number = numbers.within(2, 990)
        year = item.get("issued", {}).get("date-parts", [[2020]])[0][0]
        forms = (
            f"{number}",
            f"{number}",
            f"{year % 100:02}-{number}",
            f"{year}/{number}",
            f"WP{number}",
        )
        return {"number": chance.choice(forms)}
    if name == "genre":
        return {"genre": filled(chance.choice(drawn_from(kind.get("genres", "reports"))), chance)}
    return {_FIELDS[name][0]: _text(name, chance)}


#: Name in works.toml → CSL field and pattern list.
_FIELDS: Final = {
    "place": ("publisher-place", ""),
    "section": ("section", "sections"),
    "collection": ("collection-title", "series"),
    "book": ("container-title", "books"),
    "proceedings": ("container-title", "proceedings"),
    "station": ("publisher", "stations"),
    "publisher": ("publisher", "presses"),
    "ISBN": ("ISBN", ""),
}


def _text(name: str, chance: Random) -> str:
    if name == "place":
        return chance.choice(listed("city"))
    if name == "ISBN":
        digits = "".join(chance.choice("0123456789") for _ in range(9))
        return f"978-{digits[0]}-{digits[1:4]}-{digits[4:]}-{chance.randint(0, 9)}"
    text = filled(chance.choice(drawn_from(_FIELDS[name][1])), chance)
    return title_case(text)


def _page(kind: str, numbers: _Numbers, chance: Random) -> str:
    first = numbers.within(30, chance.choice((99, 600, 4000)))
    if kind in ("article-newspaper", "article-magazine"):
        return chance.choice((f"A{first % 30 + 1}", str(first), f"{first}-{first + 3}"))
    if chance.random() < 0.06:
        return str(first)
    return f"{first}-{first + chance.randint(2, 40)}"


def _link(item: Csl, chance: Random) -> str:
    name = str(item.get("container-title") or item.get("publisher") or "tide")
    values = {"title": str(item["title"]), "outlet": name, "year": "2021", "monthnumber": "05"}
    values["issue"] = str(chance.randint(100, 99_999))
    return records.links(values, chance)["url"]
