"""Title, byline, date and their kind: the lines before the text → `Front`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import pairwise
from typing import Final

from copydesk.language.in_words import in_words
from copydesk.model import Decisions, Front, Galley, Imprint, Person
from copydesk.sidecar.imprint import folded
from copydesk.structure import beside_names, dates, names, told
from copydesk.structure.cues import bio_name
from copydesk.structure.headlines import IMPRINT
from copydesk.structure.passage import Passage
from copydesk.structure.phrases import fold
from copydesk.structure.sheet import Sheet

#: What a file says of where its article appears, in the words of the sidecar.
_PLACES: Final = ("doi", "volume", "issue", "pages")
#: What parts the lines of a byline that are printed as one.
_PARTED: Final = " · "
_PARTING: Final = re.compile(r"[,;，；、]")


def front(
    passages: Sequence[Passage], sheet: Sheet, decisions: Decisions, galley: Galley, language: str
) -> Front:
    """The front matter of `passages`.

    What the sidecar says stands before what the page prints, that before what the
    file says of itself. Changes to printed lines are entered in `sheet`. A day that
    only the file's data name is put in words of `language`.
    """
    facts = told.facts(galley)
    byline, authors = _byline(passages, sheet, decisions, told.authors(facts))
    date = _date(passages, sheet, decisions)
    authors = authors or _from_bio(passages) or told.authors(facts) or _after_by(galley)
    date = date or _date_in_byline(byline, passages)
    day = "" if date else told.day(facts)
    return Front(
        title=_field(passages, sheet, "title", decisions.title) or facts.get("title", ""),
        deck=_field(passages, sheet, "subtitle", decisions.deck) or _told_deck(passages, facts),
        byline=byline,
        authors=authors,
        date=date or in_words(day, language),
        date_iso=dates.stated(date or day),
        disclaimer=tuple(
            passage.paragraph() for passage in passages if passage.role == "disclaimer"
        ),
        people=people(authors, byline, decisions),
        imprint=_imprint(decisions.imprint, facts),
    )


def _imprint(decided: Imprint, facts: Mapping[str, str]) -> Imprint:
    """Where the article appears: as the sidecar says, else as the file says of itself."""
    told = {name: facts[name] for name in _PLACES if facts.get(name)}
    words = tuple(filter(None, map(str.strip, _PARTING.split(facts.get("keywords", "")))))
    said = {name: value for name, value in asdict(decided).items() if value}
    return Imprint(**{**told, "keywords": words, **said})


def people(authors: Sequence[str], byline: str, decisions: Decisions) -> tuple[Person, ...]:
    """What the sidecar tells of the authors of an article, under the names that it prints.

    >>> people(["José Márquez"], "", Decisions(people=(Person("Jose Marquez", "0"),)))[0].name
    'José Márquez'
    """
    printed = {folded(name): name for name in authors or (byline,)}
    found = ((printed.get(folded(one.name)), one) for one in decisions.people)
    return tuple(replace(one, name=name) for name, one in found if name)


def _told_deck(passages: Sequence[Passage], facts: Mapping[str, str]) -> str:
    """The deck that only the file's own data hold; many take the start of the text for one."""
    deck = facts.get("deck", "")
    phrase = fold(deck.rstrip(" .…"))
    said = any(phrase in fold(passage.text) for passage in passages)
    return "" if said else deck


def _field(
    passages: Sequence[Passage],
    sheet: Sheet,
    role: str,
    decided: str,
    run: Callable[[Iterable[str]], str] = " ".join,
) -> str:
    """The text of the lines of `role`; the first of them takes what was decided, the rest go."""
    own = [passage for passage in passages if passage.role == role]
    if not own:
        return decided
    if decided:
        reason = "the sidecar says so"
        sheet.set(own[0].numbers[0], f"structure.{role}", decided, reason)
        for passage in own[1:]:
            sheet.remove(passage.numbers[0], f"structure.{role}", reason)
    return _standing(own, sheet, run)


def _standing(
    own: Sequence[Passage], sheet: Sheet, run: Callable[[Iterable[str]], str] = " ".join
) -> str:
    """What the lines of `own` say now; the editor may have refused to change them."""
    texts = (sheet.current[passage.numbers[0]].strip() for passage in own)
    return run(text for text in texts if text)


def _run_together(lines: Iterable[str]) -> str:
    """The lines of a byline as one: "By Mara Osei · Reviewed by Ann Lo", "Mara Osei and Jon Vik".

    Nothing parts a line from one that goes on with it.
    """
    rows = list(lines)
    text = "".join(rows[:1])
    for above, below in pairwise(rows):
        parted = names.byline(above).authors and _is_whole(above, below)
        text += f"{_PARTED if parted else ' '}{below}"
    return text


def _is_whole(above: str, below: str) -> bool:
    """Whether the line `below` names somebody, and does not go on with that `above`."""
    named = names.byline(below)
    amid = {above.rsplit(maxsplit=1)[-1], below.split(maxsplit=1)[0]} & names.small_words()
    signs = (above[-1], below[0])
    return named.announced or bool(named.authors and not amid and all(map(str.isalpha, signs)))


def _byline(
    passages: Sequence[Passage], sheet: Sheet, decisions: Decisions, known: Sequence[str]
) -> tuple[str, tuple[str, ...]]:
    """The byline as printed and its authors; what the file names as such is `known`."""
    own = [passage for passage in passages if passage.role == "byline"]
    authors: dict[str, None] = {}
    lines = [names.byline(passage.text) for passage in own]
    for line in names.sure(lines, known, booked=_is_booked(passages)):
        authors.update(dict.fromkeys(line.authors))
    decided = decisions.byline
    if decisions.authors and not decided and tuple(authors) != decisions.authors:
        decided = ", ".join(decisions.authors) if own else ""
    if not decided:
        dated = (passage.text for passage in passages if passage.role == "date")
        beside_names.pared(own, next(dated, ""), sheet)
    byline = _field(passages, sheet, "byline", decided, _run_together)
    if decisions.byline and not decisions.authors:
        authors = dict.fromkeys(names.byline(decisions.byline).authors)
    return byline, decisions.authors or tuple(authors)


def _is_booked(passages: Sequence[Passage]) -> bool:
    """Whether the imprint of a book stands between two lines of the byline."""
    places = [at for at, passage in enumerate(passages) if passage.role == "byline"]
    between = passages[places[0] : places[-1]] if places else ()
    return any(IMPRINT.search(passage.text) for passage in between)


def _date(passages: Sequence[Passage], sheet: Sheet, decisions: Decisions) -> str:
    """The first date of its own line; clock and weekday beside it are not printed."""
    own = [passage for passage in passages if passage.role == "date"]
    if not own:
        return decisions.date
    text = own[0].text
    found = dates.find(text)
    date = decisions.date or (text[found.start : found.end] if found else text)
    reason = "the sidecar says so" if decisions.date else "only the date itself is printed"
    sheet.set(own[0].numbers[0], "structure.date", date, reason)
    for passage in own[1:]:
        sheet.remove(passage.numbers[0], "structure.date", "one date is printed, the first")
    return _standing(own, sheet)


def _date_in_byline(byline: str, passages: Sequence[Passage]) -> str:
    """The date beside the names, which stands although the sidecar sets other names."""
    printed = (passage.text for passage in passages if passage.role == "byline")
    for text in (byline, *printed):
        if found := dates.find(text):
            return text[found.start : found.end]
    return ""


def _from_bio(passages: Sequence[Passage]) -> tuple[str, ...]:
    """The author whom only the note about the author names."""
    found = (bio_name(passage.text) for passage in passages if passage.role == "bio")
    return tuple(dict.fromkeys(name for name in found if name))


def _after_by(galley: Galley) -> tuple[str, ...]:
    """The author whom only the site's own lines name: "Posted by", the name on the next line."""
    texts = [line.text.strip() for line in galley.lines if line.text.strip()]
    found = {
        names.plain(below)
        for above, below in pairwise(texts)
        if len(above) <= names.LONGEST_NAME and names.is_by(fold(above)) and names.is_name(below)
    }
    return tuple(found) if len(found) == 1 else ()
