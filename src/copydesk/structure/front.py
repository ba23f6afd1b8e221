"""Choose the lines of the front matter among labelled lines, and make `Front` of them.

`find_front` asks `title`, `authors` and `date`; `assign_roles` gives the lines that they chose the
roles of the front; `make_front` prints it, a byline without what is printed elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise, takewhile
from typing import Final

from copydesk.clean.sheet import Sheet
from copydesk.language.in_words import in_words
from copydesk.model import Decisions, EditedText, Front, Imprint, Mark, Role
from copydesk.review.sidecar.imprint import folded
from copydesk.structure.authors import (
    Authors,
    BylineName,
    find_authors,
    names_interviewee,
    read_names,
)
from copydesk.structure.date import FrontDate, find_date, find_dates, is_only_date, read_date
from copydesk.structure.metadata import (
    PageMetadata,
    load_words,
    read_facts,
    read_licence,
    read_metadata,
)
from copydesk.structure.passage import Passage
from copydesk.structure.phrases import fold, load, why
from copydesk.structure.title import FrontTitle, cut_names, find_title, fold_title

#: What a file says of where its article appears, in the words of the sidecar.
_PLACES: Final = ("doi", "volume", "issue", "pages")
#: What a format calls a line that is never in the front.
_NO_FRONT: Final = frozenset(["table", "code", "figure"])
_PARTING: Final = re.compile(r"[,;，；、]")
#: Lines of these labels stay where they are although a name or date in them is the article's.
_OWN: Final = frozenset(["byline", "date", "bio"])
#: A part of a row behind its bar: " | 9 min read".
_PART_OF_ROW: Final = re.compile(r"(?<!\s)\s*+[|·•]\s++([^|·•\s]++(?:\s++[^|·•\s]++)*+)")
#: A kicker before a byline: "Essay | Ann Lo", "OPINION By Ann Lo".
_KICKER: Final = re.compile(
    r"([^\W\d_]++(?: [^\W\d_]++){0,2}) ?[|·•] ?(?=\S)"
    r"|([A-ZÀ-Þ]++(?: [A-ZÀ-Þ]++)*) (?=[A-ZÀ-Þ]?[a-zà-ÿ])"
)
#: Where a date may begin behind a name, and its clock and the signs around it.
_GAP: Final = re.compile(r"(?<![\s,;|·•–—(:-])[\s,;|·•–—(-]+")
_HOUR: Final = re.compile(r"[\s,;|·•–—-]*(?:\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?[\s,;|·•–—.)-]*)?")
#: Signs before a date that may lead to it, and of a line that is so parted.
_LEAD: Final = 40
_LONGEST: Final = 300
#: A longer word in capitals is the name of an outlet.
_SHORT: Final = 3
#: The mark before a seat that marks behind names lead to: "a Department of …", "2 School of …".
_SEAT_MARK: Final = re.compile(r"\W?(?:[a-h]|\d{1,2}|[*∗†‡§¹²³])\s?(?=[A-ZÀ-Þ])")
#: Marks behind a name that lead to a seat or a remark, and figures that nothing raises.
_SEAT_SIGNS: Final = re.compile(r"(?:\d{1,2}|[a-h*∗†‡§¶])(?:,?\s?(?:\d{1,2}|[a-h*∗†‡§¶]))*")
_FIGURES: Final = re.compile(r"\d(?:,\d)*(?!\w)")
_RAISED: Final = str.maketrans("0123456789abcdefgh", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰ")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_MAIL: Final = re.compile(r"\w@\w")
_PRINTED: Final[tuple[Role, ...]] = ("title", "byline", "date")
#: Roles of the text, below which a notice is of the back matter.
_TEXT: Final = frozenset[Role](("body", "list", "quote"))
#: Roles of lines around a note on an author, and of its own, of which there are few.
_AROUND_BOX: Final = frozenset[Role | None](("furniture", "cta", "reference", "footnote", None))
_OF_BOX: Final = frozenset[Role | None](("body", "bio", "other"))
_LONGEST_BOX: Final = 2
_SAID: Final = "set in the sidecar"


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
    >>> found = find_front(replace(edited, roles=("title", None, "other", "body")))
    >>> found.title.title, found.authors.names
    ('The quiet harbour of Hull', ('Mara Osei',))
    """
    # What a scraper or mail wrote above a text is read as facts; a mail may name who sent it on.
    is_page = edited.submission.media_type == "text/html"
    release = load().cues["release"]
    rows = [
        (at, line.text.strip(), role)
        for at, (line, role) in enumerate(zip(edited.lines, edited.roles, strict=True))
        if role and line.text.strip() and line.hint.partition(":")[0] not in _NO_FRONT
        if is_page or (role, line.zone) != ("furniture", "header")
        if role not in _PRINTED or fold(line.text) not in release
    ]
    places, texts, roles = zip(*rows, strict=True) if rows else ((), (), ())
    facts = read_facts(edited)
    stated = read_metadata(facts)
    language = edited.language.partition("-")[0]
    title = find_title(texts, roles, stated)
    lines = (edited.lines[at] for at in places)
    raised = [_raise_marks(line.text, line.marks).strip() for line in lines]
    authors = find_authors(raised, roles, stated, language)
    date = find_date(texts, roles, stated, language)
    if date and date.line is not None:
        date = replace(date, line=places[date.line])
    own, deck = (tuple(places[at] for at in of) for of in (title.title_lines, title.deck_lines))
    spans = tuple(replace(one, line=places[one.line]) for one in authors.spans)
    return FrontLines(
        replace(title, title_lines=own, deck_lines=deck), replace(authors, spans=spans),
        date, facts, stated,
    )  # fmt: skip


def assign_roles(edited: EditedText, decisions: Decisions) -> tuple[Role | None, ...]:
    """Return the roles of `edited` with those of the front for the lines that are chosen for it.

    The kind of the text above its title ("Interview", "Press release") is not printed, and the
    names of authors above the notes on them below the text are parts of these. Lines labelled as
    the front that are not chosen become what they are elsewhere. One that the sidecar has given a
    role keeps it; what the head of a file states is not printed once more.

    >>> from copydesk.model import Line, Submission
    >>> texts = ("The quiet harbour of Hull", "By Mara Osei", "The harbour was quiet. " * 9)
    >>> lines = tuple(Line(number, text) for number, text in enumerate(texts, start=1))
    >>> edited = EditedText(Submission("a.txt", "", "text/plain", lines), lines)
    >>> assign_roles(replace(edited, roles=("title", "other", "body")), Decisions())
    ('title', 'byline', 'body')
    """
    found, roles = find_front(edited), edited.roles
    texts = [line.text.strip() for line in edited.lines]
    said = {one.text.strip() for one in decisions.roles}
    own, stated = found.title.title_lines, found.stated
    picked: list[tuple[int, Role]] = [
        (at, "body")
        for at, role in enumerate(roles)
        if role == "subtitle" and at not in (*own, *found.title.deck_lines)
    ]
    titled = [at for at, role in enumerate(roles) if role == "title"]
    if not any(texts[at] in said for at in titled):
        whole = fold_title("".join(texts[at] for at in own))
        picked += [(at, "furniture" if _is_within(texts[at], whole) else "heading")
                   for at in titled]  # fmt: skip
        picked += [(at, "title") for at in own]
    names = {name.casefold() for name in stated.authors}
    picked += [
        (one.line, "byline")
        for one in found.authors.spans
        if roles[one.line] not in _OWN
        and not (roles[one.line] == "furniture" and one.text.casefold() in names)
    ]
    if found.date and (day := found.date.line) is not None and roles[day] not in _OWN:
        picked.append((day, "date"))
    # With nobody's name the line below may be the first heading of a text called "Interview".
    cues = load().cues
    kinds = cues["kicker"] if found.authors.names or stated.title else ()
    above = range(own[0] if own else 0)
    picked += [(at, "furniture") for at in above if fold(texts[at]) in (*kinds, *cues["release"])]
    picked += _find_boxes(texts, roles, found.authors)
    picked += [
        (at, "bio")
        for at, role in enumerate(roles)
        if role == "reference" and _tells_of(texts[at], found.authors.names)
    ]
    known = {"title": stated.title, "date": stated.date}
    chosen = {at: role for at, role in picked if not (roles[at] == "furniture" and known.get(role))}
    return tuple(
        role if texts[at] in said else chosen.get(at, role) for at, role in enumerate(roles)
    )


def _find_boxes(
    texts: Sequence[str], roles: Sequence[Role | None], authors: Authors
) -> Iterator[tuple[int, Role]]:
    """The lines below the text that tell of its authors, each note below a line of a name alone.

    One name that heads the only note stays a heading, unless it has one above: "About the author".
    """
    names = {fold(name) for name in authors.names}
    signed = {fold(one.text): one.line for one in reversed(authors.spans)}
    kept = [at for at, role in enumerate(roles) if role not in _AROUND_BOX]
    text = next((place for place, at in enumerate(kept) if roles[at] == "body"), len(kept))
    boxes: list[int] = []
    end = len(kept)
    for place in reversed(range(text, len(kept))):
        name = fold(texts[kept[place]])
        if name not in names:
            continue
        own = [roles[at] for at in kept[place + 1 : end]]
        is_short = all(len(texts[at]) <= _LONGEST for at in kept[place + 1 : end])
        is_told = "bio" in own and signed.get(name, kept[place]) < kept[text]
        is_told |= roles[kept[place]] == "heading" and (is_short or "bio" in own)
        if not (is_told and 0 < len(own) <= _LONGEST_BOX and _OF_BOX.issuperset(own)):
            break
        yield from ((at, "bio") for at in kept[place + 1 : end])
        boxes.append(place)
        end = place
    headed = [place for place in boxes if roles[kept[place]] == "heading"]
    is_lone = len(headed) == len(boxes) == 1 and roles[kept[boxes[0] - 1]] != "heading"
    yield from ((kept[place], "bio") for place in boxes if not is_lone)


def _tells_of(text: str, names: Sequence[str]) -> bool:
    """Whether a line is a sentence about one of `names`, as no entry is: "Ann Lo teaches law"."""
    words = fold(text)
    behind = (words[len(name) :].split() for name in map(fold, names) if words.startswith(name))
    return any(rest[:1] and rest[0] in load().cues["biography"] for rest in behind)


def _is_within(text: str, title: str) -> bool:
    """Whether a folded `title` holds what a line says, or ends it."""
    other = fold_title(text)
    return bool(title) and (other in title or other.endswith(title))


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

    def list_passages(role: Role) -> list[Passage]:
        return [passage for passage in passages if passage.role == role]

    titles, bylines, dates = (list_passages(role) for role in _PRINTED)
    if titles and not decisions.title:
        _cut_title(titles, sheet, found.title)
    byline, authors = decisions.byline, decisions.authors or found.authors.names
    if decisions.byline and not decisions.authors:
        named = read_names(decisions.byline, announced=True)
        authors = tuple(name.text for name in named if name.kind in ("person", "reviewer"))
    if bylines and authors != found.authors.names:
        byline = byline or ", ".join(authors)
    if not byline:
        _clean_byline(bylines, found.date.printed if dates and found.date else "", sheet)
    date = _print_date(dates, sheet, decisions, found.date, language)
    deck = found.facts.get("deck", "")
    if any(fold(deck.rstrip(" .…")) in fold(passage.text) for passage in passages):
        deck = ""  # many files give the start of the text for one
    byline = _join_byline(_print_field(bylines, sheet, "byline", byline))
    title = _print_field(titles, sheet, "title", decisions.title)
    decks = _print_field(list_passages("subtitle"), sheet, "subtitle", decisions.deck)
    above = takewhile(lambda one: one.role not in _TEXT, passages)
    is_stated = found.date is not None and not decisions.date
    signed = {folded(name): name for name in authors or (byline,)}
    people = ((signed.get(folded(one.name)), one) for one in decisions.people)
    return Front(
        title=" ".join(title) or found.title.title,
        deck=" ".join(decks) or deck,
        byline=byline,
        authors=authors,
        date=date,
        date_iso=(found.date.iso if found.date and is_stated else "") or read_date(date, language),
        disclaimer=tuple(one.paragraph() for one in above if one.role == "disclaimer"),
        people=tuple(replace(one, name=name) for name, one in people if name),
        imprint=_make_imprint(decisions.imprint, found.facts),
    )


def _make_imprint(decided: Imprint, facts: Mapping[str, str]) -> Imprint:
    """Where the article appears: as the sidecar says, else as the file says of itself."""
    places = {name: facts[name] for name in _PLACES if facts.get(name)}
    places["licence"] = read_licence(facts)
    words = tuple(filter(None, map(str.strip, _PARTING.split(facts.get("keywords", "")))))
    said = {name: value for name, value in asdict(decided).items() if value}
    return Imprint(**{**places, "keywords": words, **said})


def _print_field(
    own: Sequence[Passage], sheet: Sheet, name: str, text: str, reason: str = _SAID
) -> list[str]:
    """What the lines `own` say once `text`, if any, stands for them; the editor may refuse."""
    for at, passage in enumerate(own if text else ()):
        number, rule = passage.numbers[0], f"structure.{name}"
        if at:
            sheet.remove(number, rule, reason)
        else:
            sheet.set(number, rule, text, reason)
    texts = (sheet.current[passage.numbers[0]].strip() for passage in own)
    return [said for said in texts if said] if own else [text]


def _cut_title(own: Sequence[Passage], sheet: Sheet, found: FrontTitle) -> None:
    """Cut the names of site and author off the first and the last line of the title."""
    first, last = (sheet.current[one.numbers[0]] for one in (own[0], own[-1]))
    whole = " ".join(sheet.current[passage.numbers[0]] for passage in own)
    kept = cut_names(whole, found.names)
    head = first[: whole.find(kept)]
    tail = last[len(last) - min(len(last), len(whole) - whole.find(kept) - len(kept)) :]
    reason = "the name of the site or the author is not part of the title"
    for passage, start, cut in ((own[-1], len(last) - len(tail), tail), (own[0], 0, head)):
        if cut:
            sheet.change(passage.numbers[0], "structure.title", (start, cut), "", reason)


def _print_date(
    own: list[Passage],
    sheet: Sheet,
    decisions: Decisions,
    found: FrontDate | None,
    language: str,
) -> str:
    """The date alone; what stands beside it, and other dates, are not printed."""
    line, printed = (found.line, found.printed) if found else (None, "")
    printed = in_words(printed, language) if line is None else printed
    # The line that holds the date takes it, or the first one where that is printed elsewhere.
    own.sort(key=lambda passage: line is None or line + 1 not in passage.numbers)
    text = decisions.date or printed or (own[0].text if own else "")
    reason = _SAID if decisions.date else "only the date itself is printed"
    return " ".join(_print_field(own, sheet, "date", text, reason))


# ── the byline ───────────────────────────────────────────────────────────────


def _join_byline(rows: Sequence[str]) -> str:
    """The lines of a byline as one; nothing parts a line from one that goes on with it.

    A comma leads to a seat or an address below a name, a semicolon to those of several.
    """
    text = "".join(rows[:1])
    leading = load_words("joiners") | load_words("stops")
    for above, below in pairwise(rows):
        amid = above.split()[-1].casefold() in leading
        amid = amid or below.split()[0].casefold() in load_words("joiners")
        is_seat = _tells_seat(below)
        is_marked = is_seat and _SEAT_MARK.match(below)
        if is_marked or (not amid and (is_seat or (_tells_seat(above) and _names_person(below)))):
            sign = "," if is_seat and not is_marked else ";"
            text = f"{text} {below}" if text.endswith((".", ",", ";")) else f"{text}{sign} {below}"
            continue
        is_whole = (above[-1] + below[0]).isalpha() and not amid
        is_said = any(map(_announces, read_names(below)))
        if _names_person(above) or names_interviewee(above):
            is_apart = is_said or (is_whole and " " in below)
        else:
            is_apart = is_said and not amid
        text += f"{' · ' if is_apart else ' '}{below}"
    return text


def _raise_marks(text: str, marks: Iterable[Mark]) -> str:
    """A line whose raised `marks` that lead to seats or remarks are raised letters."""
    for mark in marks:
        start, end = mark.start, mark.end
        if mark.kind == "sup" and _SEAT_SIGNS.fullmatch(text, start, end):
            text = text[:start] + text[start:end].translate(_RAISED) + text[end:]
    return text


def _mark_figures(text: str) -> Iterator[Mark]:
    """The figures right behind the names of a byline, which nothing has raised."""
    for name in read_names(text):
        found = _FIGURES.match(text, name.end) if name.kind == "person" else None
        if found:
            yield Mark(*found.span(), "sup")


def _tells_seat(text: str) -> bool:
    """Whether a line below a name says where to find its owner: an institute, a mail address."""
    words = _LETTERS.findall(text.casefold())
    told = _MAIL.search(text) or not load_words("organisations").isdisjoint(words)
    return bool(told) and not _names_person(text) and not any(map(_announces, read_names(text)))


def _announces(name: BylineName) -> bool:
    return name.announced


def _names_person(text: str) -> bool:
    return any(name.kind == "person" for name in read_names(text))


def _clean_byline(own: Sequence[Passage], printed: str, sheet: Sheet) -> None:
    """Take off the lines of a byline, `own`, what does not belong to it.

    A date goes when it is the one that is `printed` on a line of its own, or when nothing is:
    then it is printed in its own place.
    """
    said: set[str] = set()
    dated = []
    for passage in own:
        number = passage.numbers[0]
        words = fold(passage.text).strip(" ,;")
        if words in said:
            sheet.remove(number, "structure.repeat", "repeats the byline")
            continue
        said.add(words)
        text = sheet.current[number]
        raised = _raise_marks(text, passage.marks if text == passage.text else ())
        raised = _raise_marks(raised, _mark_figures(raised))
        if raised != text:
            sheet.set(number, "structure.byline", raised, "marks behind names are raised")
        kicker = _KICKER.match(sheet.current[number])
        if kicker and fold(kicker[1] or kicker[2]) in load().cues["kicker"]:
            change = 0, kicker[0]
            sheet.change(number, "structure.byline", change, "", "the kind of the text, no name")
        for part in reversed(list(_PART_OF_ROW.finditer(sheet.current[number]))):
            phrase = fold(part[1])
            if load().find_kind(phrase)[0]:
                change = part.start(), part[0]
                sheet.change(number, "structure.byline", change, "", why(phrase))
        dated += [(number, one) for one in find_dates(sheet.current[number])][:1]
    if len(dated) != 1 or (printed and read_date(printed) != dated[0][1].iso):
        return
    ((number, date),) = dated
    text = sheet.current[number]
    reason = "the date is printed in its own place"
    if is_only_date(text) and not _names_person(text):
        sheet.remove(number, "structure.date", reason)
    elif cut := _find_date_part(text, date.start, date.end):
        sheet.change(number, "structure.date", (cut[0], text[slice(*cut)]), "", reason)


def _find_date_part(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The part at an end of a byline that is the date at `[start, end)` and what leads to it.

    None where it stands amid other words; no date follows a colon.

    >>> line = "By Mara Osei on May 3, 2021 at 9:14 am"
    >>> _find_date_part(line, 16, 27)
    (12, 38)
    """
    if len(text) > _LONGEST:
        return None
    persons = [one for one in read_names(text) if one.kind == "person" and one.end <= start]
    last = max((one.end for one in persons), default=0)
    for gap in _GAP.finditer(text, max(last, start - _LEAD), start):
        lead = text[gap.end() : start]
        is_outlet = lead.isupper() and len(lead.split()[0]) > _SHORT
        if gap.start() and not is_outlet and is_only_date(text[gap.start() :]):
            return gap.start(), len(text)
    hour = _HOUR.match(text, end)
    end = hour.end() if hour else end
    return (0, end) if not text[:start].strip(" ([|") and read_names(text[end:]) else None
