"""Repair what the tagger is known to part wrongly, before the fields are finished.

Each repair looks at the segments of an entry and returns them with better borders or labels;
none knows a name or a title. What it earns was measured by leaving it out: how many fewer of 1,399
labelled strings are whole then (of AnyStyle, of GROBID, invented ones, and real ones in some
twenty languages), and how much of the sum of their F1 is lost. The repairs were written with these
strings in sight, so expect less on others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from copydesk.references import dates, lexicon, names
from copydesk.references.tagger import Segment

#: Labels of what a work appeared in or with.
OUTLETS: Final = ("journal", "container-title", "publisher")
_QUOTES: Final = tuple('“„«‘"')
_NUMBER_FIRST: Final = "citation-number"
_SIGNED: Final = ("author", "body")


def repair_segments(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Return `segments` with the known mistakes put right.

    >>> given = [Segment("editor", "Milford, Ed", 1, 0), Segment("date", "2021.", 1, 12)]
    >>> [one.label for one in repair_segments(given)]
    ['author', 'date']
    """
    found = list(segments)
    for repair in (
        author_in_front,
        title_behind_names,
        body_goes_on,
        place_and_press,
        number_by_form,
        read_on_web,
        year_of_volume,
        page_in_date,
        issue_elsewhere,
        quoted_title,
        title_before_quotation,
        behind_slashes,
        title_goes_on,
        year_of_title,
        book_and_its_editors,
        editors_first,
        second_title,
        translator_in_brackets,
        short_word_of_journal,
        outlet_behind_quotation,
        missing_title,
        body_in_front,
        body_in_title,
        outlet_of_the_day,
        outlet_and_publisher,
        site_behind_dash,
    ):
        if found:
            found = repair(found)
    return tuple(found)


# ── the segment helpers ──────────────────────────────────────────────────────


def _labels(segments: Sequence[Segment]) -> set[str]:
    return {segment.label for segment in segments}


def _cut(segment: Segment, at: int, label: str) -> list[Segment]:
    """`segment` up to the offset `at` of its text, and the rest under `label`.

    A half without a word is left out.

    >>> [one.text for one in _cut(Segment("title", "Salt. Brill", 1, 4), 5, "journal")]
    ['Salt.', 'Brill']
    """
    head, tail = segment.text[:at].rstrip(), segment.text[at:].lstrip()
    rest = replace(segment, label=label, text=tail, start=segment.end - len(tail))
    halves = (replace(segment, text=head), rest)
    return [half for half in halves if any(sign.isalnum() for sign in half.text)] or [segment]


def _join(*parts: Segment, label: str = "") -> Segment:
    """The words of all under the label of the first, or `label`."""
    text = " ".join(part.text for part in parts)
    return replace(parts[0], label=label or parts[0].label, text=text)


def _relabel(segment: Segment, label: str) -> Segment:
    return replace(segment, label=label)


# ── who signs ────────────────────────────────────────────────────────────────


def author_in_front(segments: list[Segment]) -> list[Segment]:
    """In `Milford, Ed (2021)` no word says that anybody edited: the names in front are authors.

    Words before a bar are none, but a title's.

    Earns the names of 6 strings (F1 +1.0).
    """
    at = 1 if segments[0].label == _NUMBER_FIRST else 0
    if at >= len(segments):
        return segments
    first, rest = segments[at], segments[at + 1 :]
    if first.label == "author" and "|" in first.text and rest and rest[0].label == "title":
        return [*segments[:at], _join(first, rest[0], label="title"), *rest[1:]]
    if first.label != "editor":
        return segments
    if names.without_roles(first.text).strip() != first.text.strip():
        return segments
    if rest and rest[0].label == "author":
        first, rest = _join(first, rest[0]), rest[1:]
    return [*segments[:at], _relabel(first, "author"), *rest]


#: The end of names whose families come first: `Lund, V.`, `Lund, Vera:`, `…, Osei M.`
_ANNOUNCED: Final = re.compile(
    r"(?:^|.*[\s/;&])[A-ZÀ-ÖØ-Þ][\w’'-]{1,40},\s(?:[A-ZÀ-ÖØ-Þ][\w’'-]{0,30}\.?[ -]?){1,4}:(?=\s)"
)
_AT_INITIALS: Final = re.compile(
    r"(?:[^,.]{2,40},\s(?:[A-ZÀ-ÖØ-Þ]\.[ -]?){1,4}(?:,\s|;\s|\s?&\s|\sand\s)?){1,12}"
    r"(?=[A-ZÀ-ÖØ-Þ]\w+\s(?!and\b|&))"
)
#: Names up to the stop behind a word that is no initial, and words behind.
_SENTENCE: Final = re.compile(r"[^.]*(?:\.[^.]*){0,12}?[^\W\d_]{3}\.(?=\s\S{3})")


def title_behind_names(segments: list[Segment]) -> list[Segment]:
    """In `Lund, Vera: Salt` and, with no title, `V. LUND. Tetraedron.` the title is the rest.

    Earns F1 +2.0.
    """
    labels = _labels(segments)
    untitled = not labels & {"title", "journal", "container-title"}
    bare = untitled and not labels & {"publisher", "editor"}
    for at, segment in enumerate(segments):
        if segment.label != "author":
            continue
        match = _ANNOUNCED.match(segment.text) if at == 0 else None
        match = match or (_AT_INITIALS.match(segment.text) if untitled else None)
        match = match or (_SENTENCE.match(segment.text) if bare else None)
        halves = _cut(segment, match.end(), "title") if match else []
        if len(halves) < 2:
            continue
        rest = segments[at + 1 :]
        if rest and rest[0].label == "title" and not rest[0].text.startswith(_QUOTES):
            halves, rest = [halves[0], _join(halves[1], rest[0])], rest[1:]
        return [*segments[:at], *halves, *rest]
    return segments


_NAME_GOES_ON: Final = re.compile(r"((?:of|for|and|on)\s[^.“\"]{2,80}?[.,:])(?:\s+|$)")
#: The end of a body's name before its title: `Tide Project (OTP).`
_HALF_OF_NAME: Final = re.compile(
    r"(?P<half>[^,.(]{3,60}?)(?:\s\([A-Z][\w-]{1,9}\))?(?P<sign>[,.])(?:\s|$)"
)


def body_goes_on(segments: list[Segment]) -> list[Segment]:
    """`Ministry of Ports` + `of the Republic of Salt. Dues`: a name goes on to its stop.

    So do `Salt Council` + `Tide Assembly.` before a year and a title, `Deep Sea` + `Salt
    Coalition, Tides`, by its last word, and `Salt Competition` + `and Tide Commission,`.

    Earns 5 whole strings (F1 +3.4).
    """
    for at in range(len(segments) - 1):
        first, second, *rest = segments[at:]
        if first.label not in (*_SIGNED, *OUTLETS) or not first.text[-1].isalnum():
            continue
        if at < 2 and second.label == "author" and second.text.startswith("and "):
            return [*segments[:at], _join(first, second, label="body"), *rest]
        if at < 2 and second.label == "title" and (cut := _end_of_body(first.text, second.text)):
            half, *title = _cut(second, cut, "title")
            return [*segments[:at], _join(first, half, label="body"), *title, *rest]
        if first.label not in _SIGNED:
            continue
        match = _NAME_GOES_ON.match(second.text) if second.label in ("title", *OUTLETS) else None
        if match:
            body, *title = _cut(second, match.end(), "title")
            return [*segments[:at], _join(first, body), *title, *rest]
        dated = second.label == "title" and [one.label for one in rest[:2]] == ["date", "title"]
        if dated and names.is_organisation(first.text) and names.is_body(second.text):
            return [*segments[:at], _join(first, second, label="body"), *rest]
    return segments


def _end_of_body(name: str, rest: str) -> int:
    """Where in `rest` the name of a body ends that begins with `name`, 0 when it is none."""
    match = _HALF_OF_NAME.match(rest)
    if match is None or "," in name:
        return 0
    whole = f"{name} {match['half']}"
    *_, last = match["half"].split()
    capitals = match["half"].istitle() and names.is_body(last) and names.is_organisation(whole)
    signs = names.is_group(whole) or capitals or (match["sign"] == "," and _signs(whole))
    return match.end() if signs else 0


_BEFORE_DATE: Final = re.compile(
    r"(?P<name>[^\W\d_][^()]{2,60}?)[.,]?\s(?=\((?:[^()]{0,30}\d{4}\w?|[a-z]\.\s?[a-zJ]\.)\))"
)


def body_in_front(segments: list[Segment]) -> list[Segment]:
    """With nobody signing, the outlet that opens an entry is its author.

    An outlet and a comma before a title, `The Tide, “No ferry tonight”`, is signed by nobody,
    but an institute signs. In `TideAI. (May, 2024).` the date holds who signs.

    Earns 12 whole strings (F1 +4.0).
    """
    at = 1 if segments[0].label == _NUMBER_FIRST else 0
    if _labels(segments) & {"author", "editor", "body"} or at + 1 >= len(segments):
        return segments
    first, rest = segments[at], segments[at + 1 :]
    if first.label == "date" and (match := _BEFORE_DATE.match(first.text)):
        return [*segments[:at], *_cut(_relabel(first, "body"), match.end(), "date"), *rest]
    body, labels = _relabel(first, "body"), [one.label for one in rest]
    if first.label not in OUTLETS or "title" not in labels:
        return segments
    signs = labels[0] == "date" or (labels[0] == "title" and first.text[-1] in ".:")
    institute = names.is_organisation(first.text) and not is_periodical(first.text)
    return [*segments[:at], body, *rest] if signs or institute else segments


_FIRST_OF_BODIES: Final = frozenset(
    ("ministry", "department", "office", "embassy", "bundesministerium", "ministère", "ministerio",
     "instituto", "institut", "consejo", "comisión", "agencia", "conseil", "agence", "istituto")
)  # fmt: skip
_LAST_OF_BODIES: Final = frozenset(("team", "staff", "project", "network", "editors", "newsroom"))


def body_in_title(segments: list[Segment]) -> list[Segment]:
    """In `Coral Watch Team, Tides of salt` the team signs the work.

    Earns 4 whole strings (F1 +1.9).
    """
    at = 1 if segments[0].label == _NUMBER_FIRST else 0
    first, rest = segments[at : at + 1], segments[at + 1 :]
    if _labels(segments) & {"author", "editor", "body"} or not first or first[0].label != "title":
        return segments
    title = first[0]
    name = title.text.strip(" .,:")
    dated = rest[:1] and rest[0].label == "date" and names.is_organisation(name)
    if (dated or _signs(name)) and "title" in _labels(rest):
        return [*segments[:at], _relabel(title, "body"), *rest]
    for match in re.finditer(r"[,.](?=\s[A-ZÀ-ÖØ-Þ])", title.text):
        if _signs(title.text[: match.start()]):
            halves = _cut(_relabel(title, "body"), match.end(), "title")
            return [*segments[:at], *halves, *rest]
    return segments


def _signs(head: str) -> bool:
    cores = [lexicon.core(word) for word in head.split()]
    if cores == ["anonymous"] or lexicon.kind(head) == "institute" or names.is_group(head):
        return True
    return 1 < len(cores) < 7 and (
        lexicon.keywords().get(cores[-1]) == "inst"
        or cores[-1] in _LAST_OF_BODIES
        or cores[0] in _FIRST_OF_BODIES
    )


_EDITORS: Final = re.compile(
    r"(?:,|\(|\[)?\s*\b(?:eds?|editors?|hrsg|hg|éds?|dirs?|coords?|orgs?|a cura di)\b\.?[)\]]?"
    r"[.,:;]*\s*$",
    re.IGNORECASE,
)
#: One of several says so for all: the names before it are editors too.
_SEVERAL: Final = re.compile(r"\b(?:eds|editors|hrsg|hg|éds|dir|dirs|coords|orgs)\b", re.IGNORECASE)
_AND_FIRST: Final = re.compile(r"(?:and|&|und|et|y|e)\s", re.IGNORECASE)


def editors_first(segments: list[Segment]) -> list[Segment]:
    """`Bird, J. and Lee, K., eds.` are editors, all of them.

    Earns 3 whole strings (F1 +0.2).
    """
    found = list(segments)
    for at, segment in enumerate(found):
        if segment.label != "author":
            continue
        after = found[at + 1] if at + 1 < len(found) else None
        listed = segment.text[-1] in ";,/" and after and _SEVERAL.search(after.text)
        goes_on = after and after.label == "editor" and (listed or _AND_FIRST.match(after.text))
        says = _EDITORS.search(segment.text) and names.without_roles(segment.text) != segment.text
        if says or goes_on:
            found[at] = _relabel(segment, "editor")
    return found


_BOOK_AND_EDITORS: Final = re.compile(
    r"(?:in|In|dans|Dans|en|En)\b:?\s.{3,200}?,?\s+"
    r"(?=(?:[Hh]rsg\.?\s?v(?:on|\.)|[Hh]erausgegeben von|[Ee]dited by|[Ee]ds?\.? by"
    r"|éd(?:ité|\.) par|sous la dir(?:ection|\.) de|a cura di|coord(?:\.|inado) por"
    r"|[Ee]ds?\.(?=\s[A-ZÀ-ÖØ-Þ]))\s)"
)
_EDITORS_AND_BOOK: Final = re.compile(
    r".{3,200}?[(\[](?:eds?|editors?|hrsg|hg|éds?|dirs?|coords?|orgs?|a cura di)\.?[)\]][.,:]?\s+"
    r"(?=[A-ZÀ-ÖØ-Þ])",
    re.IGNORECASE,
)
#: A word that no row of names has.
_WORD_OF_TITLE: Final = re.compile(
    r"\s(?!(?:and|und|et|eds?|van|von|de|der|del|la|a|cura|di)\b)[a-zà-ÿ]{2}"
)


def book_and_its_editors(segments: list[Segment]) -> list[Segment]:
    """`In: Rivers, hrsg. von K. Lee` and `in K. Lee (ed.) Rivers` hold a book and its editors.

    Earns five cases, and none of the strings.
    """
    for at, segment in enumerate(segments):
        match = _EDITORS_AND_BOOK.match(segment.text) if segment.label == "editor" else None
        if match:
            editors, *book = _cut(segment, match.end(), "container-title")
            rest = segments[at + 1 :]
            if book and rest and rest[0].label == "container-title":
                book, rest = [_join(book[0], rest[0])], rest[1:]
            return [*segments[:at], editors, *book, *rest]
        named = segment.label in ("editor", "author")
        match = _BOOK_AND_EDITORS.match(segment.text) if named else None
        if match and (_WORD_OF_TITLE.search(match[0][3:]) or " by " in segment.text):
            halves = _cut(_relabel(segment, "container-title"), match.end(), "editor")
            return [*segments[:at], *halves, *segments[at + 1 :]]
    return segments


_WORD: Final = r"[A-ZÀ-ÖØ-Þ][\w.’'-]{0,30}"
_NAME: Final = rf"{_WORD}(?:\s(?:van|von|de|der|di|da|del|la|al)|\s{_WORD}){{1,4}}"
_NAMES: Final = rf"{_NAME}(?:(?:,\s|,?\s(?:and|und|et|y|e|&)\s){_NAME}){{0,9}}"
_TRANSLATOR: Final = re.compile(rf"{_NAMES}\s\((?:trans|transl|tr|übers|trad)\.?\)(?:[,.;]\s?|$)")


def translator_in_brackets(segments: list[Segment]) -> list[Segment]:
    """`Vera Lund (trans.), The Tide`: who translated stands before what it appeared in.

    Earns a whole string (F1 +0.2).
    """
    found: list[Segment] = []
    for segment in segments:
        match = _TRANSLATOR.match(segment.text) if segment.label in OUTLETS else None
        if match:
            found += _cut(_relabel(segment, "translator"), match.end(), segment.label)
        else:
            found.append(segment)
    return found


# ── the title ────────────────────────────────────────────────────────────────

#: Where a quotation that opens with the mark may end, with the stops behind.
_CLOSES: Final = {
    "“": re.compile(r"”[.,;:]*"),
    "‘": re.compile(r"’(?!\w)[.,;:]*"),
    "«": re.compile(r"»[.,;:]*"),
}
_NEVER_QUOTED: Final = ("author", "editor", "url", "doi", "isbn")


def quoted_title(segments: list[Segment]) -> list[Segment]:
    """A title that opens a quotation goes on until the quotation closes.

    Earns 3 whole strings (F1 +1.1).
    """
    for at, segment in enumerate(segments):
        closes = _CLOSES.get(segment.text[:1]) if segment.label == "title" else None
        if closes is None or closes.search(segment.text):
            continue
        for end in range(at + 1, min(at + 6, len(segments))):
            last = segments[end]
            if last.label in _NEVER_QUOTED:
                break
            if match := closes.search(last.text):
                head, *tail = _cut(last, match.end(), last.label)
                title = _join(*segments[at:end], head)
                return [*segments[:at], title, *tail, *segments[end + 1 :]]
    return segments


_QUOTATION_BEHIND: Final = re.compile(r"(?<=[.,:/])\s+(?=[“„«»‘\"](?=\S.{8}|\s\S.{8}))")
_CLOSED: Final = re.compile(r"[”“»«’\"][.,;:]*$")


def title_before_quotation(segments: list[Segment]) -> list[Segment]:
    """A quotation that ends the title is the title; the words before it say what it is.

    `Lund: “No ferry tonight”` is a headline.

    Earns a whole string (F1 +1.4).
    """
    outletless = not _labels(segments) & set(OUTLETS)
    for at, segment in enumerate(segments):
        match = _QUOTATION_BEHIND.search(segment.text) if segment.label == "title" else None
        if match is None or not _CLOSED.search(segment.text) or segment.text[0] in '“„«‘"':
            continue
        halves = _cut(segment, match.end(), "title")
        if len(halves) < 2:
            continue
        head, title = halves
        before = segments[at - 1] if at else None
        goes_on = before and before.label == "author" and before.text.endswith(("/", ","))
        if goes_on and before and len(head.text.split()) < 3:
            return [*segments[: at - 1], _join(before, head), title, *segments[at + 1 :]]
        if head.text.endswith(":"):
            continue
        periodical = outletless and is_periodical(head.text)
        first = before is None or before.label == _NUMBER_FIRST
        label = "author" if first else "journal" if periodical else "genre"
        return [*segments[:at], _relabel(head, label), title, *segments[at + 1 :]]
    return segments


def is_periodical(name: str) -> bool:
    """Whether `name` is a known newspaper, magazine or site, or says that it is one.

    >>> is_periodical("The Guardian"), is_periodical("Estuary magazine"), is_periodical("Salt")
    (True, True, False)
    """
    words = name.split()
    says = 1 < len(words) < 6 and lexicon.core(words[-1]) in ("magazine", "newspaper")
    return says or lexicon.kind(name.strip(" .,:")) in ("newspaper", "magazine", "site", "blog")


#: What begins so is a sentence of the title, no name of an outlet.
_ASKS: Final = re.compile(
    r"(?:How|Why|What|When|Where|Who|Whose|Is|Are|Can|Does|Wie|Warum|Was|Comment"
    r"|Pourquoi|Cómo|Por qué)\s\S+\s\S+\s\S"
)


def outlet_behind_quotation(segments: list[Segment]) -> list[Segment]:
    """A title in quotation marks ends with them; words behind are the outlet.

    Earns 7 whole strings (F1 +3.8).
    """
    for at, segment in enumerate(segments):
        closes = _CLOSES.get(segment.text[:1]) if segment.label == "title" else None
        match = closes.search(segment.text) if closes else None
        outlet = segment.text[match.end() :].lstrip() if match else ""
        named = outlet[:1].isupper() and not _ASKS.match(outlet) and len(outlet.split()) <= 8
        if not match or match.start() < 9 or not named:
            continue
        rest = segments[at + 1 :]
        halves = _cut(segment, match.end(), "journal")
        if len(halves) < 2:
            continue
        title, found = halves
        if rest and rest[0].label in OUTLETS:
            found, rest = _join(found, rest[0], label=rest[0].label), rest[1:]
        return [*segments[:at], title, replace(found, confidence=0.75), *rest]
    return segments


def behind_slashes(segments: list[Segment]) -> list[Segment]:
    """`Salt and state // The Estuary Review`: two strokes part the article from its journal.

    Earns 2 whole strings (F1 +1.2).
    """
    for at, segment in enumerate(segments):
        cut = segment.text.find(" // ") if segment.label == "title" else -1
        halves = _cut(segment, cut + 3, "journal") if cut > 0 else []
        if len(halves) == 2:
            title, journal = halves
            title = replace(title, text=title.text.removesuffix("//").rstrip())
            return [*segments[:at], title, journal, *segments[at + 1 :]]
    return segments


#: The words that no title ends in.
_OPEN: Final = re.compile(
    r"(?:\b(?:and|of|the|for|on|in|to|with|from|between|by|und|der|die|das|des|von|mit|de|la|le|les"
    r"|du|et|el|los|y|il|e)|&)$",
    re.IGNORECASE,
)


_REST_OF_TITLE: Final = re.compile(r"[^\W\d_][\w’ &-]{0,60}?\.(?=\s|$)")


def title_goes_on(segments: list[Segment]) -> list[Segment]:
    """A title that ends in "and" or "of" goes on in the words taken for an outlet, or in `2.0`.

    In `GPT-4` + `technical report. arXiv:…` it goes on in small letters to the stop.

    Earns 5 whole strings (F1 +1.8).
    """
    for at in range(len(segments) - 1):
        first, second = segments[at : at + 2]
        goes_on = second.label in OUTLETS and _OPEN.search(first.text)
        # No periodical counts an issue 0.
        version = second.label in ("volume", "date") and re.fullmatch(r"\d\.0[.,]?", second.text)
        if (first.label == "title" and goes_on) or (first.label in ("title", *OUTLETS) and version):
            return [*segments[:at], _join(first, second), *segments[at + 2 :]]
        kind = _REST_OF_TITLE.match(second.text) if second.label == "genre" else None
        cores = map(lexicon.core, kind[0].split()) if kind else ()
        said = any(lexicon.keywords().get(core) in ("rep", "thesis") for core in cores)
        unsaid = kind and (kind[0][0].islower() or not said)
        if kind and unsaid and first.label == "title" and first.text[-1].isalnum():
            half, *rest = _cut(second, kind.end(), "genre")
            return [*segments[:at], _join(first, half), *rest, *segments[at + 2 :]]
    return segments


_YEAR: Final = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")
_BARE_YEAR: Final = re.compile(r"(?:1[4-9]|20)\d\d(?:[-–—](?:20)?\d\d)?[.,;:]?(?:\s+|$)")


def year_of_title(segments: list[Segment]) -> list[Segment]:
    """In `Lund, A. (2022). Tide tables 2022.` the second year belongs to the title.

    Earns 4 whole strings (F1 +1.4).
    """
    dated = [one for one in segments if one.label == "date" and _YEAR.search(one.text)]
    for at in range(1, len(segments)):
        before, date = segments[at - 1 : at + 1]
        titled = before.label in ("title", "container-title") and before.text[-1].isalpha()
        match = _BARE_YEAR.match(date.text) if titled and date.label == "date" else None
        if match and any(one is not date for one in dated):
            year, *rest = _cut(date, match.end(), "date")
            return [*segments[: at - 1], _join(before, year), *rest, *segments[at + 1 :]]
    return segments


def second_title(segments: list[Segment]) -> list[Segment]:
    """A title behind the editors, behind "in", or behind the beginning of the book's title.

    Earns 2 whole strings (F1 +0.5).
    """
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        again = before and segment.label == "title" and "title" in _labels(found)
        if again and before and before.text.casefold() in ("in", "in:"):
            found[-1] = _join(before, segment, label="container-title")
        elif again and before and before.label in ("editor", "container-title"):
            found.append(_relabel(segment, "container-title"))
        else:
            found.append(segment)
    return found


_STARTS_IN: Final = re.compile(r"[(\[“\"]?\s*(?:in|dans)\b", re.IGNORECASE)
_SAYS_WHEN_READ: Final = re.compile(
    r"[\[(]?(?:accessed|available|retrieved|viewed|last|online|abgerufen|zugriff|verfügbar|consulté"
    r"|disponible|consultado|geraadpleegd|letzter|stand|reprinted|translated|originally|first"
    r"|citado|cit|hentet|dostupn[ée]|recuperado)\b",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(r"[^\W\d_]{2,}")


def missing_title(segments: list[Segment]) -> list[Segment]:
    """With no title, something else is it: nothing is published without one.

    A book or series that no "In" announces; behind a body its words for the kind; editors behind
    the date whom no word calls so; the words in front that are no names, unless a date follows;
    a note of several words.

    Earns 11 whole strings (F1 +3.7).
    """
    labels = _labels(segments)
    if "title" in labels:
        return segments
    book = {"editor", "location"} <= labels and "author" not in labels
    held = ("container-title", "collection-title", *(("journal",) if book else ()))
    found = [one for one in segments if one.label in held and not _STARTS_IN.match(one.text)]
    if not labels & {"container-title", "journal"}:
        pairs = pairwise(segments)
        found += [kind for body, kind in pairs if kind.label == "genre" and _is_body(body)]
        found += [
            one for date, one in pairwise(segments) if date.label == "date" and _is_unsaid(one)
        ]
        dated = segments[1:] and segments[1].label == "date"
        first = [] if dated and any(_tells(one) for one in segments) else segments[:1]
        found += [one for one in first if one.label == "author" and _is_no_name(one.text)]
    found += filter(_tells, segments)
    return [_relabel(one, "title") if found and one is found[0] else one for one in segments]


def _tells(one: Segment) -> bool:
    words = _WORDS.findall(one.text) if one.label == "note" else ()
    return len(words) > 3 and not _SAYS_WHEN_READ.match(one.text)


def _is_unsaid(editor: Segment) -> bool:
    """Whether no word says that anybody edited."""
    return editor.label == "editor" and names.without_roles(editor.text).strip() == editor.text


def _is_body(segment: Segment) -> bool:
    return segment.label in _SIGNED and names.is_organisation(segment.text)


def _is_no_name(text: str) -> bool:
    words = text.split()
    return "," not in text and len(words) > 1 and all(len(lexicon.core(one)) > 1 for one in words)


# ── outlets, publishers and places ───────────────────────────────────────────


def short_word_of_journal(segments: list[Segment]) -> list[Segment]:
    """An abbreviated word before a journal, taken for a title, belongs to the journal.

    It may be a title of one word, where no other is: then a known outlet follows,
    or nothing has the numbers of a journal.

    Earns 5 whole strings (F1 +1.8).
    """
    labels = [segment.label for segment in segments]
    numbered = "volume" in labels or "pages" in labels or labels.count("title") > 1
    for at in range(1, len(segments)):
        before, journal = segments[at - 1 : at + 1]
        short = before.text[-1] == "." and " " not in before.text
        if journal.label != "journal" or not short or before.confidence >= 0.75:
            continue
        unknown = before.label == "title" and numbered and not lexicon.kind(journal.text)
        if unknown or before.label == "author":
            whole = _join(before, journal, label="journal")
            return [*segments[: at - 1], whole, *segments[at + 1 :]]
    return segments


def outlet_of_the_day(segments: list[Segment]) -> list[Segment]:
    """What publishes by the day, or a quoted title with a DOI, and is no institute is an outlet.

    Earns 11 whole strings (F1 +2.5).
    """
    read = [dates.read(one.text) for one in segments if one.label == "date"]
    days = any(len(one) > 2 or one[:1] == [0] for one in read)
    quoted = any(one.label == "title" and one.text.startswith(_QUOTES) for one in segments)
    days = days or (quoted and "doi" in _labels(segments))
    if not days or _labels(segments) & {"journal", "container-title", "location", "genre"}:
        return segments
    return [
        _relabel(one, "journal")
        if one.label == "publisher" and not _is_institute(one.text)
        else one
        for one in segments
    ]


def _is_institute(name: str) -> bool:
    known = lexicon.kind(name)
    return known in ("institute", "press") or (not known and names.is_body(name))


_SITE: Final = re.compile(
    r"(?:[\w-]{2,40}\.){1,3}(?:com|org|net|io|edu|gov|eu|de|fr|ca|info)[.,]?",
    re.IGNORECASE,
)


def outlet_and_publisher(segments: list[Segment]) -> list[Segment]:
    """`The Guardian, Guardian News and Media` and `tide.org, Tide House` name both.

    Earns 8 whole strings (F1 +2.3).
    """
    labels = _labels(segments)
    for at, segment in enumerate(segments):
        if segment.label == "genre" and _SITE.fullmatch(segment.text) and "publisher" in labels:
            return [*segments[:at], _relabel(segment, "journal"), *segments[at + 1 :]]
        match = re.match(r"[^,]{3,40}?[,.](?=\s(?!The\b)[A-Z0-9])", segment.text)
        if segment.label not in OUTLETS or not match or labels & {"location", "volume"}:
            continue
        outlet, *publisher = _cut(segment, match.end(), "publisher")
        known = _SITE.fullmatch(outlet.text) or is_periodical(outlet.text.rstrip(" .,"))
        if known and publisher and not _is_place(publisher[0].text):
            return [*segments[:at], _relabel(outlet, "journal"), *publisher, *segments[at + 1 :]]
    return segments


def site_behind_dash(segments: list[Segment]) -> list[Segment]:
    """In `Speech recognition - Tidepedia, accessed …`, a page's title, the site stands last.

    Earns 3 whole strings (F1 +1.8).
    """
    at = 1 if segments[0].label == _NUMBER_FIRST else 0
    first, rest = segments[at : at + 1], segments[at + 1 :]
    if (
        not first
        or "url" not in _labels(rest)
        or _labels(rest) - {"url", "note", "title", *OUTLETS}
    ):
        return segments
    page = first[0]
    if rest[0].label in ("title", *OUTLETS) and rest[0].text.startswith(("- ", "– ")):
        named = replace(rest[0], label="journal", text=rest[0].text[2:])
        return [*segments[:at], _relabel(page, "title"), named, *rest[1:]]
    cut = max(page.text.rfind(" - "), page.text.rfind(" – "))
    if page.label == "title" and cut > 0 and not _labels(rest) - {"url", "note"}:
        title, *site = _cut(page, cut + 3, "journal")
        if not site or "," in site[0].text[:-1]:
            return segments
        return [*segments[:at], replace(title, text=title.text[:-1].rstrip()), *site, *rest]
    return segments


_PLACE: Final = re.compile(r"[(\[]?[^():]{2,40}?(?P<state>\s\([A-Z]{2}\))?:\s(?=\S)")


def place_and_press(segments: list[Segment]) -> list[Segment]:
    """`White Bay (VT): Green Press` is a place and a press, `Green Press, Roma` a known place.

    A school in the place of the place publishes. Earns 5 whole strings (F1 +1.6).
    """
    labels = _labels(segments)
    if {"location", "publisher"} <= labels:
        return segments
    for at, segment in enumerate(segments):
        match = _PLACE.match(segment.text) if "location" not in labels else None
        named = segment.label == "publisher" or (segment.label in OUTLETS and match and match[1])
        if match and named and len(match[0].split()) < 5:
            cut = match.end()
        elif segment.label in ("publisher", "location"):
            cut = segment.text.find(", ") + 1
        else:
            cut = 0
        head, tail = segment.text[:cut], segment.text[cut:].partition(",")[0]
        places = _is_place(head), all(map(_is_place, re.split(r"\s?/\s?", tail)))
        first = "publisher" if places[1] and not places[0] else "location"
        school = (
            segment.label == "location" and "publisher" not in labels and _is_school(head or tail)
        )
        if school:
            first, cut = "publisher", cut or len(segment.text)
        turned = first == "publisher" or (places[0] and segment.label == "publisher")
        if cut and ((match and named) or turned):
            second = "location" if first == "publisher" else "publisher"
            halves = _cut(_relabel(segment, first), cut, second)
            return [*segments[:at], *halves, *segments[at + 1 :]]
    return segments


def _is_school(text: str) -> bool:
    cores = map(lexicon.core, text.split())
    return any(lexicon.keywords().get(one) == "inst" or one.startswith("universi") for one in cores)


def _is_place(text: str) -> bool:
    return lexicon.kind(text.strip(" .,;:()")) in ("city", "exonym")


# ── numbers and dates ────────────────────────────────────────────────────────

#: What the form of a number says that has another label.
_FORMS: Final = (
    ("volume", re.compile(r"[Ss]ec(?:t|tion)?\.?\s(?:[A-Z]|\d{1,2}),\s\d.*"), "pages"),
    ("volume", re.compile(r"(?:[Cc]hap(?:ter)?|[Cc]h|[Kk]ap(?:itel)?)\.?\s\d{1,3}[.,;]?"), "note"),
    ("pages", re.compile(r"\d{0,2}(?:1st|2nd|3rd|\dth)\.?,?"), "edition"),
)


def number_by_form(segments: list[Segment]) -> list[Segment]:
    """`sec. B, 4` is a newspaper's page, `chap. 5` a part of a book, `4th.` an edition.

    In `3 May 2020, The Estuary Review` the first number is a day, and not the entry's.

    Earns F1 +0.2.
    """
    found = list(segments)
    if [one.label for one in segments[:2]] == [_NUMBER_FIRST, "date"]:
        number, date = segments[0].text, _join(*segments[:2], label="date")
        dayless = number.isdigit() and not dates.read(segments[1].text)[2:]
        if dayless and dates.read(date.text)[2:] == [int(number)]:
            return [date, *segments[2:]]
    for at, segment in enumerate(segments):
        for label, form, meant in _FORMS:
            new = meant == "note" or meant not in _labels(segments)
            if segment.label == label and new and form.fullmatch(segment.text):
                found[at] = _relabel(segment, meant)
    return found


_YEAR_OF_VOLUME: Final = re.compile(r"(?:19|20)\d\d(?:\s\w{3,9}(?:\s\d{1,2})?)?;\s?(?=\S)")


def year_of_volume(segments: list[Segment]) -> list[Segment]:
    """In `2020;382(8)` the year comes before the volume.

    Earns the year of 30 entries of the corpus.
    """
    for at, segment in enumerate(segments):
        match = _YEAR_OF_VOLUME.match(segment.text) if segment.label == "volume" else None
        if match:
            halves = _cut(_relabel(segment, "date"), match.end(), "volume")
            return [*segments[:at], *halves, *segments[at + 1 :]]
    return segments


_PAGE_AND_YEAR: Final = re.compile(r"(?P<page>\d{1,6}),?\s(?=\((?:1[6-9]|20)\d\d\))")
_PAIR: Final = re.compile(r"[A-Z]?\d{1,4}[A-Z]?,\s(?=(?P<page>[A-Z]?\d{1,7})[.,;]?$)")
_YEAR_ALONE: Final = re.compile(r"\(?(?:19|20)\d\d\)?[,;.]?")


def page_in_date(segments: list[Segment]) -> list[Segment]:
    """In `155, 1554 (1967)` and `2010, 10, 1979.`, with no other pages, the page stands last.

    So lists in physics and chemistry have it (AIP Style Manual, 4th ed.; ACS Style Guide,
    3rd ed.). Behind a title a shorter number may be the issue of an article without pages.

    Earns 12 whole strings (F1 +3.0).
    """
    labels = _labels(segments)
    if "pages" in labels or "journal" not in labels:
        return segments
    for at in range(len(segments) - 1):
        volume, date = segments[at : at + 2]
        if (volume.label, date.label) != ("volume", "date"):
            continue
        split = _PAGE_AND_YEAR.match(date.text) if volume.text[-1] == "," else None
        pair = _PAIR.match(volume.text) if date.text[:1] == "(" else None
        match = split or pair
        if match and not ("title" in labels and len(match["page"]) < 3):
            cut = (
                [volume, *_cut(_relabel(date, "pages"), split.end(), "date")]
                if split
                else [*_cut(volume, match.end(), "pages"), date]
            )
            return [*segments[:at], *cut, *segments[at + 2 :]]
        year_first = (
            at and segments[at - 1].label == "date" and _YEAR_ALONE.fullmatch(segments[at - 1].text)
        )
        if year_first and volume.text[-1] == "," and re.fullmatch(r"\d{4}[.,;]?", date.text):
            return [*segments[: at + 1], _relabel(date, "pages"), *segments[at + 2 :]]
    return segments


_BRACKET_FIRST: Final = re.compile(r"(\(\d{1,3}(?:[-–/]\d{1,3})?\))[,:]?\s+(?=pp?\.\s?\d)")
_ISSUE_FIRST: Final = re.compile(r"(\d{1,3})\s{1,9}(?=\([^()]{0,60}\d{4})")


def issue_elsewhere(segments: list[Segment]) -> list[Segment]:
    """In `Vol. 19` + `(1-2), pp. 27-9` and `8,` + `4 (Dec. 1995)` the issue stands first.

    Earns 2 whole strings (F1 +0.3).
    """
    for at in range(1, len(segments)):
        volume, segment = segments[at - 1 : at + 1]
        form = {"pages": _BRACKET_FIRST, "date": _ISSUE_FIRST}.get(segment.label)
        match = form.match(segment.text) if form and volume.label == "volume" else None
        if match and "(" not in volume.text:
            said = match[1] if match[1][0] == "(" else f"no. {match[1]}"
            whole = replace(volume, text=f"{volume.text} {said}")
            rest = _cut(segment, match.end(), segment.label)[-1]
            return [*segments[: at - 1], whole, rest, *segments[at + 1 :]]
    return segments


_WEB: Final = re.compile(r"\b(?:Web|Online|Internet)\.?[\])]?$")


def read_on_web(segments: list[Segment]) -> list[Segment]:
    """In `https://… [2022, August 3]` and `Web. 14 Nov. 2013.` the day is the day of reading.

    Earns the day of reading of 7 strings, which no score counts.
    """
    dated = sum(one.label == "date" for one in segments)
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        bracketed = before and before.label == "url" and segment.text[:1] == "["
        web = before and before.label in ("medium", "genre", "note") and _WEB.search(before.text)
        day = segment.label == "note" or (segment.label == "date" and dated > 1)
        if day and (bracketed or (web and len(dates.read(segment.text)) > 2)):
            found.append(replace(segment, label="note", text=f"accessed {segment.text}"))
        else:
            found.append(segment)
    return found
