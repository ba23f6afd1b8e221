"""The many ways in which people, dates and accesses are spelt in lists typed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from references_records import drawn_from

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

Name = dict[str, str]

_MONTHS: Final = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
}
_AND: Final = {"de": "und u. &", "fr": "et et &", "es": "y y &"}
_OTHERS: Final = {"de": "et al.|u. a.|u.a.", "fr": "et al.|et coll.", "es": "et al.|y otros"}


def months(language: str) -> list[str]:
    """The names of the months in `language` (`de-DE`), in English where it is not known."""
    return _MONTHS.get(language[:2], _MONTHS["en"]).split()


# ── people ───────────────────────────────────────────────────────────────────


def _initials(given: str, glue: str, stop: str = ".") -> str:
    return glue.join(word[0] + stop for word in given.replace("-", " ").split())


def _family(name: Name) -> str:
    return f"{name.get('non-dropping-particle', '')} {name['family']}".strip()


#: One name in the manner of a list, family first or as spoken.
_FORMS: Final[tuple[tuple[int, Callable[[Name], str]], ...]] = (
    (10, lambda name: f"{_family(name)}, {_initials(name['given'], ' ')}"),
    (6, lambda name: f"{_family(name)}, {_initials(name['given'], '')}"),
    (12, lambda name: f"{_family(name)}, {name['given']}"),
    (12, lambda name: f"{name['given']} {_family(name)}"),
    (5, lambda name: f"{_initials(name['given'], ' ')} {_family(name)}"),
    (2, lambda name: f"{_initials(name['given'], '')} {_family(name)}"),
    (5, lambda name: f"{_family(name)} {_initials(name['given'], '', '')}"),
    (4, lambda name: f"{_family(name)} {_initials(name['given'], '')}"),
    (2, lambda name: f"{_family(name)} {_initials(name['given'], ' ')}"),
    (3, lambda name: f"{_family(name).upper()}, {name['given']}"),
    (1, lambda name: f"{_family(name).upper()} {name['given']}"),
    (2, lambda name: f"{_family(name)} {name['given']}"),
    (2, lambda name: f"{_family(name)}, {_initials(name['given'], ' ', '')}"),
    (1, lambda name: f"{_family(name)} ({name['given']})"),
    (1, lambda name: f"{_family(name).upper()}, {name['given'].upper()}"),
)


def people(group: Sequence[Name], language: str, chance: Random, *, spoken: bool = False) -> str:
    """The names of `group` as one hand writes them.

    >>> from random import Random
    >>> people([{"family": "Lo", "given": "Bo"}], "en-GB", Random(1), spoken=True)
    'Bo Lo'
    """
    if "literal" in group[0]:
        return group[0]["literal"]
    forms = _FORMS[3:6] if spoken else _FORMS
    (form,) = chance.choices([form for _, form in forms], [weight for weight, _ in forms])
    turned = form in (_FORMS[0][1], _FORMS[2][1]) and chance.random() < 0.4
    shown = list(group)
    ending = ""
    if len(group) > 1 and chance.random() < 0.2:
        shown = shown[: chance.choice((1, 1, 2))]
        others = chance.choice(_OTHERS.get(language[:2], "et al.|et al|and others").split("|"))
        ending = chance.choice((" ", ", ")) + others
    names = [
        form(one) if not (turned and at) else _FORMS[3][1](one) for at, one in enumerate(shown)
    ]
    comma = "," in names[0]
    between = chance.choice((", ", ", ", ", ", "; ", "; ", " / ", "/", " – ", " ; "))
    if len(names) < 2:
        return names[0] + ending
    word = chance.choice(_AND.get(language[:2], "and and and &").split())
    last = chance.choice((between, f" {word} ", f" {word} ", f", {word} "))
    if comma and ";" not in between and "/" not in between:
        last = chance.choice((f" {word} ", f", {word} ", between))
    return (between.join(names[:-1]) + last + names[-1]) + ending


def _role(count: int, language: str) -> str:
    if language.startswith("de"):
        return "Hrsg.|Hg.|Hrsg.|Hgg."
    if language.startswith("fr"):
        return "dir.|éd.|éds|dirs" if count > 1 else "dir.|éd.|éd"
    if language.startswith("es"):
        return "eds.|coords.|comps." if count > 1 else "ed.|coord.|comp."
    return "eds.|eds|Eds.|editors" if count > 1 else "ed.|ed|Ed.|editor"


_EDITED: Final = {
    "de": "hrsg. von {}|herausgegeben von {}|Hg. von {}",
    "fr": "sous la direction de {}|sous la dir. de {}|éd. par {}|dir. {}",
    "es": "editado por {}|ed. {}|coord. por {}",
}


def editors(group: Sequence[Name], language: str, chance: Random, *, behind: bool) -> str:
    """The editors of a book: in front of its title, or announced behind it."""
    role = chance.choice(_role(len(group), language).split("|"))
    if behind and chance.random() < 0.75:
        words = _EDITED.get(language[:2], "edited by {}|ed. {}|ed. by {}|Edited by {}|eds. {}")
        spoken = chance.random() < 0.8
        return chance.choice(words.split("|")).format(
            people(group, language, chance, spoken=spoken)
        )
    names = people(group, language, chance, spoken=chance.random() < 0.4)
    return names + chance.choice((f" ({role})", f" ({role})", f", {role}", f" [{role}]"))


# ── dates ────────────────────────────────────────────────────────────────────


def date(parts: Sequence[int], language: str, chance: Random) -> str:
    """A year, a month of a year or a day, in one of the usual or less usual ways.

    >>> from random import Random
    >>> date([2021], "en-GB", Random(1))
    '2021'
    """
    year = str(parts[0])
    if len(parts) == 1:
        return year
    month = _month(parts[1], language, chance)
    if len(parts) == 2:
        last = _month(parts[1] % 12 + 1, language, chance)
        forms = (f"{month} {year}",) * 6 + (
            f"{month}, {year}",
            f"{parts[1]:02}/{year}",
            f"{month}/{last} {year}",
        )
        return chance.choice(forms)
    return chance.choice(_days(parts, month, language))


def _month(number: int, language: str, chance: Random) -> str:
    name = months(language)[number - 1]
    if chance.random() < 0.65:
        return name
    short = name[: 4 if name.startswith(("Sept", "sept")) and chance.random() < 0.5 else 3]
    return name if len(name) < 5 else short + chance.choice((".", ".", ""))


def _days(parts: Sequence[int], month: str, language: str) -> tuple[str, ...]:
    year, number, day = parts
    end = day % 28 + 3
    if language.startswith("de"):
        numeric = f"{day:02}.{number:02}.{year}"
        return (
            (f"{day}. {month} {year}",) * 6
            + (numeric,) * 4
            + (f"{day}.{number}.{year}", f"{day}. {number}. {year}")
        )
    if language.startswith("fr"):
        return (f"{day} {month} {year}",) * 8 + (
            f"le {day} {month} {year}",
            f"{day:02}/{number:02}/{year}",
        )
    if language.startswith("es"):
        return (f"{day} de {month} de {year}",) * 7 + (
            f"{day} {month} {year}",
            f"{day}/{number}/{year}",
        )
    ordinal = f"{day}{'th' if 3 < day < 21 else ('th', 'st', 'nd', 'rd', *['th'] * 6)[day % 10]}"
    return (
        *[f"{day} {month} {year}"] * 14, *[f"{month} {day}, {year}"] * 14,
        f"{day} {month}, {year}", f"{month} {day} {year}", f"{month} {day} {year}",
        f"{ordinal} {month} {year}",
        f"{month} {ordinal}, {year}", f"{day}.{number}.{year}", f"{day:02}.{number:02}.{year}",
        f"{day}/{number}/{year}", f"{year}-{number:02}-{day:02}", f"{year}/{number:02}/{day:02}",
        f"{year}.{number:02}.{day:02}", f"{day}-{month.rstrip('.')}-{year}",
        f"{month} {day} ’{year % 100:02}",
        f"{day}.{number}.{year % 100:02}", f"{year} {month} {day}", f"{month} {day}–{end}, {year}",
        f"{month.upper()} {day}, {year}", f"{day} {month.upper()} {year}",
        f"{month} {day}, {year}, {day % 12 + 1}:{end:02} pm",
        f"{month} {day}, {year} {day % 12 + 1}:{end:02} PM EST",
    )  # fmt: skip


_ACCESS: Final = {
    "de": "Zugriff: {}|Zugriff am {}|letzter Zugriff: {}|abgerufen am {}|(abgerufen am {})"
    "|(zuletzt abgerufen am {})|[Zugriff: {}]|(Stand: {})|letzter Aufruf {}|(letzter Zugriff am {})"
    "|aufgerufen am {}|(zuletzt besucht am {})",
    "fr": "consulté le {}|(consulté le {})|[consulté le {}]|(dernière consultation le {})"
    "|page consultée le {}",
    "es": "consultado el {}|(consultado el {})|[consulta: {}]|(último acceso: {})"
    "|fecha de consulta: {}|acceso el {}",
    "en": "Accessed {}|accessed {}|(accessed {})|(Accessed: {})|[Accessed {}]|[accessed {}]"
    "|Accessed on {}|Accessed: {}|(last accessed {})|last accessed on {}|Last accessed {}"
    "|(last visited {})|(Last visited: {})|[cited {}]|viewed {}|– viewed {}|(viewed {})"
    "|retrieved {}|(retrieved on {})|[{}]|Date accessed: {}|(accessed on {})|Last viewed {}"
    "|visited {}|Geraadpleegd op {}",
}


def access(parts: Sequence[int], language: str, chance: Random) -> str:
    """The note that says when a page was looked at."""
    note = chance.choice(_ACCESS.get(language[:2], _ACCESS["en"]).split("|"))
    return note.format(date(parts, language, chance))


_LINKS: Final = {
    "de": "|URL:|online:|Online unter:|verfügbar unter:|abrufbar unter:|Online verfügbar unter"
    "|unter:|In:",
    "fr": "|URL :|disponible sur :|En ligne :|[en ligne]|disponible à|Repéré à",
    "es": "|URL:|Disponible en:|disponible en|Recuperado de|[en línea]|En línea:",
    "en": "||||Available at:|Available at|available at|available at:|Available from:|Available:"
    "|Retrieved from|URL:|Link:|Online at|via|at|Online,|Available online:|See|online"
    "|[Online] Available:",
}


def link(url: str, language: str, chance: Random) -> tuple[str, str]:
    """What announces a link, "" for nothing, and the link as it is written."""
    words = chance.choice(_LINKS.get(language[:2], _LINKS["en"]).split("|"))
    bare = url.removeprefix("https://")
    forms: tuple[str, ...] = (url,) * 10 + (
        f"<{url}>",
        bare,
        bare,
        f"({url})",
        f"{url.replace('https', 'http')}",
    )
    if "www." in bare and chance.random() < 0.15:
        forms = (bare, bare.split("/")[0])
    return words, chance.choice(forms)


def remark(language: str, chance: Random) -> str:
    """A remark of the kind that hands add: in what language, in what medium, how long."""
    pages = chance.randint(90, 900)
    if language.startswith("de"):
        return chance.choice((f"{pages} S.", f"{pages} Seiten"))
    if language.startswith("fr"):
        return chance.choice((f"{pages} p.", f"{pages} pages"))
    return chance.choice(drawn_from("remarks")).format(pages=pages)
