"""Choose the lines of the front matter among labelled lines, and make `Front` of them.

`find_front` asks `title`, `authors` and `date`; `assign_roles` gives the lines that they chose the
roles of the front; `make_front` prints it, a byline without what is printed elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise, zip_longest
from typing import Final

from copydesk.language.in_words import in_words
from copydesk.model import Decisions, EditedText, Front, Imprint, Person, Role
from copydesk.sidecar.imprint import folded
from copydesk.structure.authors import (
    MARKS,
    Authors,
    Name,
    find_authors,
    is_announcement,
    read_names,
)
from copydesk.structure.date import (
    FrontDate,
    PrintedDate,
    find_date,
    find_dates,
    is_only_date,
    load_weekdays,
    read_date,
)
from copydesk.structure.metadata import PageMetadata, load_words, read_facts, read_metadata
from copydesk.structure.page_heads import find_lines_apart
from copydesk.structure.passage import Passage
from copydesk.structure.phrases import fold, load, why
from copydesk.structure.sheet import Sheet
from copydesk.structure.title import FrontTitle, find_title, find_title_span, fold_title

#: What a file says of where its article appears, in the words of the sidecar.
_PLACES: Final = ("doi", "volume", "issue", "pages")
#: What a format calls a line that is never in the front.
_NO_FRONT: Final = frozenset(["table", "code", "figure"])
_PART: Final = re.compile("heading:[2-9]")
_PARTING: Final = re.compile(r"[,;，；、]")
#: Lines of these labels stay where they are although a name or date in them is the article's.
_OWN: Final = frozenset(["byline", "date", "bio"])
_DATED: Final = "the date is printed in its own place"
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
#: What leads from the names of a byline to its date: a comma, a dash, a word.
_BEFORE_DATE: Final = re.compile(
    r"(?<![\s,;|·•–—(-])[\s,;|·•–—(-]++"
    r"(?:(?:le|on|am|el|il|em|den|op|vom|du|published|posted|updated):?\s++){0,2}+\Z",
    re.IGNORECASE,
)
#: A weekday behind a sign; behind a name "Do" may be a family name.
_DAY: Final = re.compile(r"(?<!\s)\s*+[,;|·•–—(-]\s*+([^\W\d_]{2,12})\.?,?\Z")
#: The hour behind a date: "um 14:20 Uhr", "at 9:14 am", and the signs around it.
_HOUR: Final = re.compile(
    r"[\s,;|·•–—-]*(?:(?:(?:um|at|à|alle|ore|kl\.?|om)\s+)?\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?"
    r"(?:\s?(?:Uhr|h|[ap]\.?m\b\.?))?[\s,;|·•–—.)-]*)?",
    re.IGNORECASE,
)
#: A part of a row behind its bar: " | 9 min read".
_PART_OF_ROW: Final = re.compile(r"(?<!\s)\s*+[|·•]\s++([^|·•\s]++(?:\s++[^|·•\s]++)*+)")


@dataclass(frozen=True, slots=True)
class FrontLines:
    """What makes the front matter of an edited text; its lines are counted from 0.

    `facts` are what the file says of itself, `stated` what of them speaks of the front.
    """

    title: FrontTitle
    authors: Authors
    date: FrontDate | None
    facts: Mapping[str, str]
    stated: PageMetadata


# ── choosing ─────────────────────────────────────────────────────────────────


def find_front(edited: EditedText) -> FrontLines:
    """Find title, deck, authors and date among the labelled lines of `edited`.

    >>> from copydesk.model import Line, Submission
    >>> texts = ("The quiet harbour of Hull", "", "By Mara Osei", "The harbour was quiet. " * 9)
    >>> lines = tuple(Line(number, text) for number, text in enumerate(texts, start=1))
    >>> edited = EditedText(Submission("a.txt", "", "text/plain", lines), lines)
    >>> found = find_front(replace(edited, roles=("heading", None, "other", "body")))
    >>> found.title.title, found.authors.names
    ('The quiet harbour of Hull', ('Mara Osei',))
    """
    rows = [
        (at, line, role)
        for at, (line, role) in enumerate(zip(edited.lines, edited.roles, strict=True))
        if role and line.text.strip() and line.hint.partition(":")[0] not in _NO_FRONT
    ]
    places = [at for at, _, _ in rows]
    texts = [line.text.strip() for _, line, _ in rows]
    roles = [role for _, _, role in rows]
    # What the format calls a heading of a part is no title, unless the file states it.
    part = [role == "heading" and _PART.match(line.hint) is not None for _, line, role in rows]
    titled = ["other" if is_part else role for role, is_part in zip(roles, part, strict=True)]
    facts = read_facts(edited)
    stated = read_metadata(facts)
    language = edited.language.partition("-")[0]
    title = find_title(texts, titled, stated, language)
    authors = find_authors(texts, roles, stated, language)
    date = find_date(texts, roles, stated, language)
    title = replace(
        title,
        title_lines=tuple(places[number] for number in title.title_lines),
        deck_lines=tuple(places[number] for number in title.deck_lines),
    )
    spans = tuple(replace(span, line=places[span.line]) for span in authors.spans)
    if date and date.line is not None:
        date = replace(date, line=places[date.line])
    authors = replace(authors, spans=spans)
    return FrontLines(title, authors, date, facts, stated)


def assign_roles(edited: EditedText, decisions: Decisions) -> tuple[Role | None, ...]:
    """Return the roles of `edited` with those of the front for the lines that are chosen for it.

    Lines labelled as the front that are not chosen become what they are elsewhere. One that the
    sidecar has given a role keeps it, and so does what a mail or a scraper wrote above the text;
    what the head of a file states is not printed once more.

    >>> from copydesk.model import Line, Submission
    >>> texts = ("The quiet harbour of Hull", "By Mara Osei", "The harbour was quiet. " * 9)
    >>> lines = tuple(Line(number, text) for number, text in enumerate(texts, start=1))
    >>> edited = EditedText(Submission("a.txt", "", "text/plain", lines), lines)
    >>> assign_roles(replace(edited, roles=("heading", "other", "body")), Decisions())
    ('title', 'byline', 'body')
    """
    found = find_front(edited)
    apart = find_lines_apart(edited.submission, edited.lines)
    texts = [line.text.strip() for line in edited.lines]
    said = {decision.text.strip() for decision in decisions.roles}
    stated = {name.casefold() for name in found.stated.authors}
    wanted: dict[int, tuple[Role, bool]] = {}
    if not any(role == "title" and texts[at] in said for at, role in enumerate(edited.roles)):
        wanted = dict(_assign_titles(found, texts, edited.roles))
    headline = frozenset((*found.title.title_lines, *found.title.deck_lines))
    for at, role in enumerate(edited.roles):
        if role == "subtitle" and at not in headline:
            wanted[at] = ("body", False)
    for span in found.authors.spans:
        name = texts[span.line][span.start : span.end].casefold()
        if edited.roles[span.line] not in _OWN:
            wanted[span.line] = ("byline", name in stated)
    date = found.date
    if date and date.line is not None and edited.roles[date.line] not in _OWN:
        wanted[date.line] = ("date", bool(found.stated.date))
    roles = list(edited.roles)
    for at, (role, is_stated) in wanted.items():
        is_dropped = roles[at] == "furniture" and (is_stated or at in apart)
        if texts[at] not in said and not is_dropped:
            roles[at] = role
    return tuple(roles)


def _assign_titles(
    found: FrontLines, texts: Sequence[str], roles: Sequence[Role | None]
) -> Iterator[tuple[int, tuple[Role, bool]]]:
    """The role of each line that is the title, or is labelled so and is not."""
    own = frozenset(found.title.title_lines)
    title = fold_title("".join(texts[at] for at in found.title.title_lines))
    for at, role in enumerate(roles):
        if at in own:
            yield at, ("title", bool(found.stated.title))
        elif role == "title":
            said = fold_title(texts[at])
            is_said = said in title or (title and said.endswith(title))
            is_deck = own and at > max(own) and not any(texts[max(own) + 1 : at])
            yield at, ("furniture" if is_said else "subtitle" if is_deck else "heading", False)


# ── printing ─────────────────────────────────────────────────────────────────


def make_front(
    passages: Sequence[Passage],
    sheet: Sheet,
    decisions: Decisions,
    found: FrontLines,
    language: str,
) -> Front:
    """Make the front matter of `passages`, of which `found` says what is what.

    What the sidecar says stands before what the page prints, that before what the
    file says of itself. Changes to printed lines are entered in `sheet`. A day that
    only the file's data name is put in words of `language`.
    """
    byline, authors = _print_byline(passages, sheet, decisions, found)
    date = _print_date(passages, sheet, decisions, found, language)
    iso = found.date.iso if found.date and not decisions.date else ""
    return Front(
        title=_print_title(passages, sheet, decisions, found) or found.title.title,
        deck=_print_field(passages, sheet, "subtitle", decisions.deck)
        or _find_stated_deck(passages, found.facts),
        byline=byline,
        authors=authors,
        date=date,
        date_iso=iso or read_date(date, language),
        disclaimer=tuple(
            passage.paragraph() for passage in passages if passage.role == "disclaimer"
        ),
        people=find_people(authors, byline, decisions),
        imprint=_make_imprint(decisions.imprint, found.facts),
    )


def _make_imprint(decided: Imprint, facts: Mapping[str, str]) -> Imprint:
    """Where the article appears: as the sidecar says, else as the file says of itself."""
    places = {name: facts[name] for name in _PLACES if facts.get(name)}
    words = tuple(filter(None, map(str.strip, _PARTING.split(facts.get("keywords", "")))))
    said = {name: value for name, value in asdict(decided).items() if value}
    return Imprint(**{**places, "keywords": words, **said})


def find_people(authors: Sequence[str], byline: str, decisions: Decisions) -> tuple[Person, ...]:
    """Find what the sidecar tells of the authors of an article, under the names that it prints.

    >>> find_people(["José Márquez"], "", Decisions(people=(Person("Jose Marquez", "0"),)))[0].name
    'José Márquez'
    """
    printed = {folded(name): name for name in authors or (byline,)}
    known = ((printed.get(folded(one.name)), one) for one in decisions.people)
    return tuple(replace(one, name=name) for name, one in known if name)


def _find_stated_deck(passages: Sequence[Passage], facts: Mapping[str, str]) -> str:
    """The deck that only the file's own data hold; many take the start of the text for one."""
    deck = facts.get("deck", "")
    phrase = fold(deck.rstrip(" .…"))
    said = any(phrase in fold(passage.text) for passage in passages)
    return "" if said else deck


def _print_field(
    passages: Sequence[Passage],
    sheet: Sheet,
    role: Role,
    decided: str,
    join: Callable[[Iterable[str]], str] = " ".join,
) -> str:
    """The text of the lines of `role`; the first of them takes what was decided, the rest go."""
    own = [passage for passage in passages if passage.role == role]
    if not own:
        return decided
    if decided:
        _replace_lines(own, sheet, f"structure.{role}", decided, "the sidecar says so")
    return join(_read_standing(own, sheet))


def _replace_lines(own: Sequence[Passage], sheet: Sheet, rule: str, text: str, reason: str) -> None:
    """Let `text` stand in place of the first line of `own`, and nothing in place of the others."""
    sheet.set(own[0].numbers[0], rule, text, reason)
    for passage in own[1:]:
        sheet.remove(passage.numbers[0], rule, reason)


def _read_standing(own: Sequence[Passage], sheet: Sheet) -> list[str]:
    """What the lines of `own` say now; the editor may have refused to change them."""
    texts = (sheet.current[passage.numbers[0]].strip() for passage in own)
    return [text for text in texts if text]


def _print_title(
    passages: Sequence[Passage], sheet: Sheet, decisions: Decisions, found: FrontLines
) -> str:
    """The title without the names of site and author at its ends."""
    own = [passage for passage in passages if passage.role == "title"]
    if own and not decisions.title:
        texts = [sheet.current[passage.numbers[0]] for passage in own]
        start, end = find_title_span(" ".join(texts), found.title.names)
        reason = "the name of the site or the author is no part of the title"
        at = 0
        for passage, text in zip(own, texts, strict=True):
            low, high = max(0, start - at), max(0, min(len(text), end - at))
            number = passage.numbers[0]
            if high < len(text):
                sheet.change(number, "structure.title", (high, text[high:]), "", reason)
            if low and high:
                sheet.change(number, "structure.title", (0, text[:low]), "", reason)
            at += len(text) + 1
    return _print_field(passages, sheet, "title", decisions.title)


def _print_byline(
    passages: Sequence[Passage], sheet: Sheet, decisions: Decisions, found: FrontLines
) -> tuple[str, tuple[str, ...]]:
    """The byline as printed, and the authors."""
    own = [passage for passage in passages if passage.role == "byline"]
    authors, decided = found.authors.names, decisions.byline
    if decisions.authors and not decided and authors != decisions.authors:
        decided = ", ".join(decisions.authors) if own else ""
    if not decided:
        dated = any(passage.role == "date" for passage in passages)
        _clean_byline(own, found.date.printed if dated and found.date else "", sheet)
    byline = _print_field(passages, sheet, "byline", decided, _join_byline)
    if decisions.byline:
        named = read_names(decisions.byline, announced=True)
        authors = tuple(name.text for name in named if name.kind in ("person", "reviewer"))
    return byline, decisions.authors or authors


def _print_date(
    passages: Sequence[Passage],
    sheet: Sheet,
    decisions: Decisions,
    found: FrontLines,
    language: str,
) -> str:
    """The date alone; what stands beside it, and other dates, are not printed."""
    date, line = found.date, found.date.line if found.date else None
    printed = date.printed if date else ""
    if date and line is None:
        printed = in_words(printed, language)
    own = [passage for passage in passages if passage.role == "date"]
    if not own:
        return decisions.date or printed
    # The line that holds the date takes it, or the first one where that is printed elsewhere.
    own.sort(key=lambda passage: line is None or line + 1 not in passage.numbers)
    reason = "the sidecar says so" if decisions.date else "only the date itself is printed"
    text = decisions.date or printed or own[0].text
    _replace_lines(own, sheet, "structure.date", text, reason)
    return " ".join(_read_standing(own, sheet))


# ── the byline ───────────────────────────────────────────────────────────────


def _join_byline(lines: Iterable[str]) -> str:
    """The lines of a byline as one; nothing parts a line from one that goes on with it."""
    rows = list(lines)
    text = "".join(rows[:1])
    for above, below in pairwise(rows):
        edges = {above.split()[-1].casefold(), below.split()[0].casefold()}
        amid = edges & (load_words("joiners") | load_words("stops"))
        whole = (above[-1] + below[0]).isalpha() and _read_persons(below) and not amid
        is_parted = _read_persons(above) and (_is_announced(below) or whole)
        text += f"{' · ' if is_parted else ' '}{below}"
    return text


def _read_persons(text: str) -> list[Name]:
    return [name for name in read_names(text) if name.kind == "person"]


def _is_announced(text: str) -> bool:
    return any(name.announced for name in read_names(text))


def _clean_byline(own: Sequence[Passage], printed: str, sheet: Sheet) -> None:
    """Take off the lines of a byline, `own`, what does not belong to it.

    A date goes when it is the one that is `printed` on a line of its own, or when nothing is:
    then it is printed in its own place.
    """
    said: set[str] = set()
    for passage in own:
        if fold(passage.text) in said:
            sheet.remove(passage.numbers[0], "structure.repeat", "repeats the byline")
        said.add(fold(passage.text))
    own = [passage for passage in own if sheet.current[passage.numbers[0]].strip()]
    for passage, below in zip_longest(own, own[1:]):
        number = passage.numbers[0]
        if below and is_announcement(passage.text) and _is_announced(below.text):
            sheet.remove(number, "structure.byline", "the next line says it")
        for part in reversed(list(_PART_OF_ROW.finditer(sheet.current[number]))):
            phrase = fold(part[1])
            if load().find_kind(phrase)[0]:
                change = part.start(), part[0]
                sheet.change(number, "structure.byline", change, "", why(phrase))
        if _read_persons(sheet.current[number]):
            _raise_marks(number, sheet)
    dated = [passage for passage in own if any(find_dates(passage.text))]
    if len(dated) == 1:
        _cut_date(dated[0].numbers[0], printed, sheet)


def _raise_marks(number: int, sheet: Sheet) -> None:
    """Set the figures of affiliations high, as the page above did: a byline is plain text."""
    for mark in reversed(list(MARKS.finditer(sheet.current[number]))):
        raised = mark[0].translate(_RAISED)
        if raised != mark[0]:
            reason = "the figure leads to an affiliation"
            sheet.change(number, "structure.byline", (mark.start(), mark[0]), raised, reason)


def _cut_date(number: int, printed: str, sheet: Sheet) -> None:
    """Take the date off either end of a byline, with its hour and what leads to it."""
    text = sheet.current[number]
    found = next(find_dates(text), None)
    if found is None or (printed and (read_date(printed) or None) != (found.iso or "")):
        return
    hour = _HOUR.match(text, found.end)
    end = hour.end() if hour else found.end
    start = _find_end_of_names(text, found)
    if is_only_date(text) and not _read_persons(text):
        sheet.remove(number, "structure.date", _DATED)
    elif start and not text[end:].strip(" .)|"):
        sheet.change(number, "structure.date", (start, text[start:]), "", _DATED)
    elif not text[: found.start].strip(" ([|") and read_names(text[end:]):
        sheet.change(number, "structure.date", (0, text[:end]), "", _DATED)


def _find_end_of_names(text: str, found: PrintedDate) -> int:
    """Where the names before the date `found` end, 0 where none do."""
    said = _BEFORE_DATE.search(text, 0, found.start)
    if said is None or not said.start() or text[said.start() - 1] == ":":
        return 0
    day = _DAY.search(text, 0, said.start())
    return day.start() if day and day[1].casefold() in load_weekdays() else said.start()
