"""Write invented works down as hands do: every list has habits, and no two the same."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any, Final

import references_counted as counted
import references_render as render
import references_spelt as spelt
import references_works as works
from copydesk.references import bodies, lexicon
from references_tagged import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from copydesk.model import Csl
    from references_styled import Source
    from references_tagged import Tagged

_LANGUAGES: Final = ("en-GB",) * 8 + ("de-DE", "fr-FR", "es-ES")
_PERIODICALS: Final = (
    "article-newspaper",
    "article-magazine",
    "article-journal",
    "interview",
    "legislation",
)
_QUOTES: Final = {
    "en": ("“”", "“”", "“”", '""', '""', "‘’", "''", ""),
    "de": ("„“", "„“", "»«", '""', "“”", "", ""),
    "fr": ("« »", "« »", "«»", "“”", '""', ""),
    "es": ("«»", "“”", '""', ""),
}
#: Works that hands put in quotation marks, at least those who put any.
_PARTS: Final = (
    *_PERIODICALS,
    "webpage",
    "post-weblog",
    "chapter",
    "paper-conference",
    "thesis",
    "broadcast",
    "post",
    "speech",
)
#: Works of a list have the same habits for so long.
RUN: Final = 6


@dataclass(frozen=True, slots=True)
class _Habits:
    language: str
    quotes: str
    #: Between the parts of an entry.
    stop: str
    #: Where the date stands: "(year)", "year", "(day)" behind the author, or "late".
    date: str
    behind_author: str
    behind_year: str
    #: Whether the stop goes inside the quotation marks.
    inside: bool


def strings(count: int, seed: int, source: Source = works.items) -> Iterator[Tagged]:
    """`count` tagged strings of the works of `source`; the same seed gives the same ones."""
    chance = Random(seed)
    for start in range(0, count, RUN):
        language = chance.choice(_LANGUAGES)
        habits = _habits(language, chance)
        for item in source(min(RUN, count - start), language, chance):
            pieces = _joined(_parts(item, habits, chance), habits, chance)
            yield render.slipped(pieces, chance)


def _habits(language: str, chance: Random) -> _Habits:
    stop = chance.choice((".", ".", ".", ",", ",", ";"))
    date = chance.choice(("(year)", "(year)", "year", "(day)", "late", "late", "late"))
    return _Habits(
        language,
        quotes=chance.choice(_QUOTES[language[:2]]),
        stop=stop,
        date=date,
        behind_author=chance.choice((stop, stop, ",", ":", "")),
        behind_year=chance.choice((".", ".", ":", ",", "")),
        inside=chance.random() < 0.5,
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A field as written, and what closes it: `None` for the stop of the list."""

    label: str
    text: str
    stop: str | None = None


def _joined(parts: list[_Part], habits: _Habits, chance: Random) -> list[Piece]:
    pieces: list[Piece] = []
    for at, part in enumerate(parts):
        stop = habits.stop if part.stop is None else part.stop
        if stop in ".,;" and chance.random() < 0.06:
            stop = chance.choice((".", ",", "", ";"))
        if at == len(parts) - 1:
            stop = chance.choice((".", ".", ""))
        if part.label in ("url", "doi"):
            stop = stop if at == len(parts) - 1 or chance.random() < 0.4 else ""
        text = part.text
        if stop == "." and text.endswith((".", "?", "!", ".”", "?”", "!”")):
            stop = ""
        pieces.append(Piece(part.label, text + stop))
    return pieces


def _parts(item: Csl, habits: _Habits, chance: Random) -> list[_Part]:
    issued = item.get("issued", {}).get("date-parts", [[]])[0]
    front, rest = _front(item, issued, habits, chance)
    parts = [*front, _title(item, habits, chance)]
    parts += _BY_TYPE.get(str(item["type"]), _web)(item, rest, habits, chance)
    if item["type"] in ("book", "report") and chance.random() < 0.12:
        remark = spelt.remark(habits.language, chance)
        parts.append(_Part("pages" if remark[0].isdigit() else "note", remark))
    return parts + _link(item, habits, chance)


def _front(
    item: Csl, issued: list[int], habits: _Habits, chance: Random
) -> tuple[list[_Part], list[int]]:
    """Author and early date, and what is left of the date for later."""
    language = habits.language
    if "author" in item:
        text = spelt.people(item["author"], language, chance)
        parts = [_Part("author", text, habits.behind_author)]
    elif "editor" in item and item["type"] == "book":
        text = spelt.editors(item["editor"], language, chance, behind=False)
        parts = [_Part("editor", text, habits.behind_author)]
    else:
        return [], issued
    if not issued or habits.date == "late":
        return parts, issued
    author = parts[0].text
    if habits.date == "(day)" and len(issued) > 1:
        month = spelt.months(language)[issued[1] - 1]
        day = f" {issued[2]}" if len(issued) > 2 else ""
        written = chance.choice(
            (f"({issued[0]}, {month}{day})", f"({spelt.date(issued, language, chance)})")
        )
        return [_Part("author", author, ""), _Part("date", written, habits.behind_year)], []
    letter = chance.choice("abc") if chance.random() < 0.06 else ""
    year = f"{issued[0]}{letter}"
    if habits.date == "year":
        return [
            *parts,
            _Part("date", year, habits.behind_year or chance.choice((".", ""))),
        ], issued[1:]
    close = chance.choice(("", "", ",", "."))
    return [
        _Part(parts[0].label, author, close),
        _Part("date", f"({year})", habits.behind_year),
    ], issued[1:]


def _title(item: Csl, habits: _Habits, chance: Random) -> _Part:
    text = str(item["title"])
    if chance.random() < 0.1:
        text += chance.choice(
            (" {y}", " {y}", ", {y}", " (No. {n})", " {y}–{z}", " (Part {n})")
        ).format(
            y=chance.randint(1990, 2024), z=chance.randint(2025, 2040), n=chance.randint(2, 12)
        )
    wanted = item["type"] in _PARTS or chance.random() < 0.25
    if not habits.quotes or not wanted:
        stop = None if chance.random() < 0.9 else chance.choice((" -", " –", ";", ","))
        return _Part("title", text, stop)
    opening, closing = habits.quotes[0], habits.quotes[-1]
    blank = " " if len(habits.quotes) == 3 else ""
    if habits.inside and text[-1] not in "?!" and not blank:
        return _Part("title", f"{opening}{text}{habits.stop}{closing}", "")
    return _Part("title", f"{opening}{blank}{text}{blank}{closing}")


def _rest_of_date(rest: list[int], habits: _Habits, chance: Random) -> str:
    """What is left of the date: all of it, or day and month behind a year that stood early."""
    if not rest:
        return ""
    if rest[0] > 31:
        return spelt.date(rest, habits.language, chance)
    month = spelt.months(habits.language)[rest[0] - 1]
    if len(rest) == 1:
        return month
    short = month[:3] + "." if len(month) > 4 else month
    if habits.language.startswith("de"):
        return chance.choice(
            (f"{rest[1]}. {month}", f"{rest[1]}. {short}", f"{rest[1]}.{rest[0]}.")
        )
    return chance.choice(
        (f"{rest[1]} {month}", f"{rest[1]} {short}", f"{month} {rest[1]}", f"{short} {rest[1]}")
    )


def _outlet(item: Csl, name: str, chance: Random, language: str) -> _Part:
    label = "journal" if item["type"] in _PERIODICALS else "container-title"
    if item["type"] == "webpage":
        body = lexicon.kind(name) == "institute" or bodies.is_body(name)
        label = "publisher" if body else "container-title"
    form = chance.random()
    if form < 0.05:
        return _Part(label, f"({name})")
    if form < (0.3 if language.startswith("de") else 0.07):
        return _Part(label, chance.choice((f"In: {name}", f"in: {name}", f"in {name}")))
    if form > 0.96:
        return _Part(
            label, chance.choice((f"– {name}", f"| {name}", f"- {name}", f"{name} [online]"))
        )
    return _Part(label, name)


def _web(item: Csl, rest: list[int], habits: _Habits, chance: Random) -> list[_Part]:
    """What follows the title of news and of what stands in the web."""
    date = _rest_of_date(rest, habits, chance)
    outlets = [str(item[field]) for field in ("container-title", "event-title") if field in item]
    parts = [_outlet(item, name, chance, habits.language) for name in outlets]
    if "publisher" in item:
        parts.append(_Part("publisher", str(item["publisher"])))
    if "publisher-place" in item:
        place = str(item["publisher-place"])
        parts.append(_Part("location", chance.choice((f"({place})", place))))
    if "genre" in item:
        genre = str(item["genre"])
        parts.insert(
            chance.choice((0, len(parts))),
            _Part("genre", chance.choice((f"[{genre}]", f"({genre})", genre))),
        )
    if "volume" in item or "issue" in item:
        parts.append(_Part("volume", counted.volume(item, habits.language, chance), ""))
    if date:
        stop = "" if parts and chance.random() < 0.12 else None
        if stop is not None and parts:
            parts[-1] = _Part(parts[-1].label, parts[-1].text, stop)
        parts.append(_Part("date", date if chance.random() < 0.88 else f"({date})"))
    if "page" in item:
        parts.append(_Part("pages", counted.pages(item, habits.language, chance)))
    return parts


def _journal(item: Csl, rest: list[int], habits: _Habits, chance: Random) -> list[_Part]:
    parts = [_outlet(item, str(item["container-title"]), chance, habits.language)]
    numbered = "volume" in item or "issue" in item
    if numbered and chance.random() < 0.5:
        parts[0] = _Part("journal", parts[0].text, "")
    if numbered:
        parts.append(
            _Part(
                "volume",
                counted.volume(item, habits.language, chance),
                chance.choice((",", ",", "", ":")),
            )
        )
    if date := _rest_of_date(rest, habits, chance):
        parts.append(
            _Part(
                "date",
                chance.choice((f"({date})", f"({date})", date)),
                chance.choice((",", ":", "")),
            )
        )
    if "page" in item:
        parts.append(_Part("pages", counted.pages(item, habits.language, chance)))
    return parts


def _imprint(item: Csl, rest: list[int], habits: _Habits, chance: Random) -> list[_Part]:
    """Place, publisher and date of what was printed."""
    publisher, place = str(item.get("publisher", "")), str(item.get("publisher-place", ""))
    date = _rest_of_date(rest, habits, chance)
    parts: list[_Part] = []
    if place and publisher:
        form = chance.random()
        if form < 0.45:
            parts = [
                _Part("location", place, chance.choice((":", ":", ":", " :", ","))),
                _Part("publisher", publisher),
            ]
        elif form < 0.75:
            parts = [_Part("publisher", publisher, ","), _Part("location", place)]
        elif form < 0.85:
            parts = [_Part("publisher", publisher, ""), _Part("location", f"({place})")]
        else:
            parts = [_Part("location", place, ""), _Part("publisher", f"({publisher})")]
    elif publisher:
        parts = [_Part("publisher", publisher)]
    elif place:
        parts = [_Part("location", place)]
    if date and parts and "(" not in parts[-1].text and chance.random() < 0.25:
        first, last = parts[0], parts[-1]
        parts[0] = _Part(first.label, f"({first.text.strip('()')}", first.stop)
        last = parts[-1]
        parts[-1] = _Part(last.label, last.text.rstrip(")"), chance.choice((",", ",", "")))
        return [*parts, _Part("date", f"{date})")]
    if date:
        parts[-1:] = (
            [_Part(parts[-1].label, parts[-1].text, chance.choice((",", ",", None, "", ":")))]
            if parts
            else []
        )
        parts.append(_Part("date", date))
    return parts


def _book(item: Csl, rest: list[int], habits: _Habits, chance: Random) -> list[_Part]:
    parts: list[_Part] = []
    if "translator" in item:
        who = spelt.people(item["translator"], habits.language, chance, spoken=True)
        parts.append(
            _Part(
                "translator",
                chance.choice(
                    (
                        f"Translated by {who}",
                        f"trans. {who}",
                        f"trans. by {who}",
                        f"übers. von {who}",
                        f"trad. {who}",
                    )
                ),
            )
        )
    if "editor" in item and "author" in item:
        parts.append(
            _Part("editor", spelt.editors(item["editor"], habits.language, chance, behind=True))
        )
    if "edition" in item:
        parts.append(
            _Part("edition", counted.edition(str(item["edition"]), habits.language, chance))
        )
    if "collection-title" in item:
        series = str(item["collection-title"])
        parts.append(
            _Part(
                "collection-title",
                chance.choice(
                    (
                        series,
                        f"({series})",
                        f"coll. « {series} »",
                        f"Reihe: {series}",
                        f"{series} {chance.randint(2, 300)}",
                    )
                ),
            )
        )
    if "volume" in item:
        parts.append(
            _Part("volume", counted.volume({"volume": item["volume"]}, habits.language, chance))
        )
    return parts + _imprint(item, rest, habits, chance)


def _report(item: Csl, rest: list[int], habits: _Habits, chance: Random) -> list[_Part]:
    parts: list[_Part] = []
    number = str(item.get("number", ""))
    if "genre" in item or number:
        genre = str(item.get("genre", ""))
        if number:
            genre = chance.choice(
                (
                    f"{genre} No. {number}",
                    f"{genre} {number}",
                    f"{genre} no. {number}",
                    f"{genre} #{number}",
                )
            ).strip()
            if chance.random() < 0.3:
                body = str(item["publisher"]).split()
                short = "".join(word[0] for word in body if word[0].isupper()) or body[0]
                genre = f"{short} {genre}"
        parts.append(_Part("genre", genre if chance.random() < 0.7 else f"({genre})"))
    if "collection-title" in item:
        parts.append(_Part("collection-title", str(item["collection-title"])))
    return parts + _imprint(item, rest, habits, chance)


def _chapter(item: Csl, rest: list[int], habits: _Habits, chance: Random) -> list[_Part]:
    book = str(item.get("container-title", ""))
    word = {"de": "In:|in:|In", "fr": "in|dans|In :", "es": "En|en:|En:"}.get(
        habits.language[:2], "In|in|In:|in:|In|"
    )
    word = chance.choice(word.split("|"))
    parts = [_Part("container-title", f"{word} {book}".strip())]
    if editors := item.get("editor"):
        if chance.random() < 0.55:
            who = spelt.editors(editors, habits.language, chance, behind=False)
            stop = chance.choice((",", ",", "", ":", "."))
            parts = [_Part("editor", f"{word} {who}".strip(), stop), _Part("container-title", book)]
        else:
            parts.append(
                _Part("editor", spelt.editors(editors, habits.language, chance, behind=True))
            )
    if "edition" in item:
        parts.append(
            _Part("edition", counted.edition(str(item["edition"]), habits.language, chance))
        )
    imprint = _imprint(item, rest, habits, chance)
    if "page" not in item:
        return parts + imprint
    pages = _Part("pages", counted.pages(item, habits.language, chance))
    return [*parts, pages, *imprint] if chance.random() < 0.35 else [*parts, *imprint, pages]


def _thesis(item: Csl, rest: list[int], habits: _Habits, chance: Random) -> list[_Part]:
    genre = _Part("genre", str(item.get("genre", "PhD thesis")), ",")
    imprint = _imprint(item, rest, habits, chance)
    if chance.random() < 0.35 and imprint:
        last = imprint[-1]
        return [
            _Part("genre", f"({genre.text}", ","),
            *imprint[:-1],
            _Part(last.label, last.text.strip("()") + ")"),
        ]
    return [genre, *imprint]


_BY_TYPE: Final[dict[str, Any]] = {
    "article-journal": _journal,
    "book": _book,
    "report": _report,
    "article": _report,
    "chapter": _chapter,
    "paper-conference": _chapter,
    "entry-encyclopedia": _chapter,
    "thesis": _thesis,
    "motion_picture": _report,
}


def _link(item: Csl, habits: _Habits, chance: Random) -> list[_Part]:
    parts: list[_Part] = []
    if doi := item.get("DOI"):
        parts.append(
            _Part(
                "doi",
                chance.choice(
                    (
                        f"https://doi.org/{doi}",
                        f"doi:{doi}",
                        f"doi: {doi}",
                        f"DOI {doi}",
                        f"doi.org/{doi}",
                        f"DOI: {doi}",
                    )
                ),
            )
        )
    if url := item.get("URL"):
        words, link = spelt.link(str(url), habits.language, chance)
        if words:
            parts.append(_Part("note", words, ""))
        if chance.random() < 0.03:
            parts.append(_Part("url", f"({words or 'link:'} {link})"))
            return parts[:-2] + parts[-1:] if words else parts
        parts.append(_Part("url", link))
    if seen := item.get("accessed"):
        note = _Part("note", spelt.access(seen["date-parts"][0], habits.language, chance))
        at = len(parts) if chance.random() < 0.75 or not url else max(0, len(parts) - 2)
        parts.insert(at, note)
    return parts
