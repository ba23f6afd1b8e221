"""All citations by name of a text, and those whose names stand in its sentences.

`Lo (2019) says`, `Marlow, 2020, p. 4, says`: the names are read from the year backwards, in
all the ways they may be meant; `match` decides between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from copydesk.citations.brackets import Bracket, find_brackets, find_locator_end, find_years
from copydesk.citations.names import (
    CitedNames,
    find_phrases,
    find_surname,
    is_place,
    list_places,
    list_words,
    read_given,
    read_names,
)
from copydesk.citations.shapes import (
    AFTER,
    BETWEEN,
    PIECE,
    PREFIX,
    QUOTED_END,
    IsBorne,
    Mention,
    bears_none,
    change_readings,
    read_again,
    read_page,
    read_pairs,
    read_piece,
    read_quoted,
    read_works,
)

#: Signs looked back for the names of a narrative citation.
_REACH: Final = 160
#: Words of a body's name that running text may spell out.
_LONGEST: Final = 8
_PAIR: Final = 2
_SAYS: Final = re.compile(r"\s*(?:[a-z]{3,12}ly\s+|also\s+|auch\s+|aussi\s+)?([^\W\d_]{3,20})")
_CUES: Final = re.compile(
    r"\b(?:according to|as|by|see|cf\.|following|nach|laut|siehe|vgl\.|selon|según|secondo)\s*\Z",
    re.IGNORECASE,
)
#: "Department for Transport [DfT] (2020)".
_EXPLAINED: Final = re.compile(r"\s?[\[(][^\W\d_]{2,15}[\])]\s?\Z")
_ARTICLES: Final = ("the", "a", "an", "this")
#: Years without a bracket.
_BARE_YEAR: Final = re.compile(r"(?<=[\w.)\]])(,?)\s((?:1[4-9]|20)\d\d[a-z]?)(?![\w/–-])")
_LABEL: Final = re.compile(r"[,:]\s*(?:(?P<label>[^\W\d_]{1,10})\b|§)")
#: Words that are seldom labels of pages outside brackets: "at 5 o’clock", "no 7".
_NO_LABELS: Final = frozenset(("at", "no", "nos", "n", "l", "c", "t", "f", "v"))
_CLOSES: Final = re.compile(r"\s*(?:[.,;:]|\Z)")
#: Signs looked back for who says a quotation, and what stands between: "Lo has argued that “…”".
_QUOTED_REACH: Final = 600
_QUOTED: Final = re.compile(
    r"(?<=\w)(?:\s(?:has|have|had|also|once|rightly|famously))*\s(?P<verb>[^\W\d_]{3,20})(?:\s(?:it|out))?[,:]?"
    r"\s(?:that\s)?[“‘„«\"'](?P<words>[^“”„«»\"]+)[”’“»\"'][,.]?\s*\Z"
)
#: The second comma of a pair, which goes with the first; one between two citations does not.
_PAIRED: Final = re.compile(r",(?=\s(?![A-ZÀ-Þ]))")
#: What never stands between a name and its year: "Marlow’s 2020", "“tides” 2020", and the heads
#: of entries as "Marlow, I., 2020".
_NO_NAME: Final = re.compile(
    r"(?:[’']s|s[’']|[”\"»’']|,\s*[^\W\d_]\.?\s*|,\s*(?:[^\W\d_]\.[\s-]?){1,4})\Z"
)


def find_mentions(text: str, is_borne: IsBorne = bears_none) -> tuple[tuple[Mention, ...], ...]:
    """The citations of `text` in its brackets, those of one bracket together, in order.

    `is_borne` says which phrases with small words are names of entries. Those without a year have
    a page or a title and count only where an article cites so.

    >>> [[(m.names, m.year) for m in group] for group in find_mentions("(Lo, 2022; Fu, 2019)")]
    [[(('Lo',), '2022'), (('Fu',), '2019')]]
    >>> [group[0].text for group in find_mentions("Lo’s (2022) view of Tides (US and EU).")]
    ['Lo’s (2022)', '(US and EU)']
    """
    groups: list[tuple[Mention, ...]] = []
    end = 0
    for bracket in find_brackets(text):
        if bracket.start < end or not bracket.plain:
            continue
        lead = text[max(0, bracket.start - _REACH) : bracket.start]
        group = read_again(bracket) or _read_narrative(text, lead, bracket, is_borne)
        group = group or read_pairs(bracket, is_borne) or read_page(text, bracket)
        if group:
            end = bracket.end
        else:
            group = tuple(read_works(text, bracket))
            if len(group) == 1:
                group = (replace(group[0], text=bracket.printed),)
        if group:
            groups.append(group)
    return tuple(groups)


def find_running(text: str) -> Iterator[tuple[Mention, ...]]:
    """The citations of `text` outside of its brackets, in order, each of which is `faint`.

    The span of each begins behind its names, which stay words of the text, and holds the
    commas around the year.

    >>> [(one.text, one.locator) for (one,) in find_running("as Marlow, 2020, p. 4, says")]
    [('Marlow, 2020, p. 4', 'p. 4')]
    >>> list(find_running("In Lisbon, 2020, it rained; the Marlow 2020 boat leaked"))
    []
    """
    row = find_brackets(text)
    bracket = next(row, None)
    for found in _BARE_YEAR.finditer(text):
        while bracket and bracket.end <= found.start():
            bracket = next(row, None)
        if bracket and bracket.start < found.start():
            continue
        if mention := _read_running(text, found):
            yield (mention,)


def _read_running(text: str, found: re.Match[str]) -> Mention | None:
    label = _LABEL.match(text, found.end())
    word = label["label"] if label else None
    is_label = word is None or word.casefold() in list_words("locators") - _NO_LABELS
    end = find_locator_end(text, found.end()) if label and is_label else found.end()
    says = _has_verb(text, end)
    lead = text[max(0, found.start() - _REACH) : found.start()]
    if not (says or _CLOSES.match(text, end)) or _NO_NAME.search(lead):
        return None
    printed = text[found.start() : end]
    closed = end + 1 if found[1] and _PAIRED.match(text, end) else end
    written = Bracket(found.start(), closed, found[2], plain=True, printed=printed)
    mention = _read_before(lead, written)
    if mention is None or mention.faint:
        return None
    announced = lead[: len(lead) + len(printed) - len(mention.text)]
    if not (found[1] or says or end > found.end() or _CUES.search(announced)):
        return None
    locator = text[found.end() : end].strip(" ,:")
    return change_readings(mention, year=found[2], locator=locator, faint=True)


def _read_narrative(
    text: str, lead: str, bracket: Bracket, is_borne: IsBorne
) -> tuple[Mention, ...]:
    """The citation whose years stand in `bracket` and whose names stand before it.

    None when the bracket holds more than years and a place, or no names stand there.
    """
    years = find_years(bracket.inside)
    prefix = bracket.inside[: years.start] if years else ""
    if years is None or (prefix.strip() and not PREFIX.fullmatch(prefix)):
        return ()
    rest = bracket.inside[years.end :]
    if not AFTER.match(rest) and find_locator_end(rest, 0) == 0:
        return ()
    if sayer := _find_sayer(text, bracket):
        mention = _read_before(sayer, replace(bracket, printed=text[len(sayer) : bracket.end]))
    else:
        mention = _read_before(lead, bracket, is_borne)
    if mention is None:
        return ()
    if mention.weak and (sayer or _is_said(text, lead, bracket, mention)):
        mention = replace(mention, weak=False)
    first, *further = PIECE.finditer(bracket.inside)
    locator, prefix = rest[: first.end() - years.end].strip(BETWEEN), prefix.strip(BETWEEN)
    found = [
        change_readings(mention, year=year, locator=locator, prefix=prefix) for year in years.years
    ]
    for piece in further:
        found += read_piece(piece, found[-1], bracket, is_borne)
    return tuple(found)


def _find_sayer(text: str, bracket: Bracket) -> str:
    """The text until behind the name of who says the quotation that `bracket` follows, "" if none.

    >>> (bracket,) = find_brackets(text := "As Lo has argued, “it rose” (2019: 4).")
    >>> _find_sayer(text, bracket)
    'As Lo'
    """
    start = max(0, bracket.start - _QUOTED_REACH)
    found = _QUOTED.search(text[start : bracket.start])
    is_said = found and found["verb"].casefold() in list_words("says")
    return text[: start + found.start()] if found and is_said else ""


def _read_before(lead: str, bracket: Bracket, is_borne: IsBorne = bears_none) -> Mention | None:
    """The names that `lead` ends with, in all readings, as a citation whose year is yet to come."""
    written = bracket.printed
    if short := _EXPLAINED.search(lead):
        lead, written = lead[: short.start()], f"{short[0]}{written}"
    title = QUOTED_END.search(lead)
    names = read_quoted(title) if title else _read_running_names(lead)
    phrases = () if title or lead.rstrip().endswith(",") else find_phrases(lead, is_borne)

    def read(start: int, cited: tuple[str, ...], words: str, **more: Any) -> Mention:  # noqa: ANN401
        text = f"{lead[start:]}{written}"
        return Mention(text, bracket.start, bracket.end, "narrative", cited, words=words, **more)

    spelt = tuple(
        read(one.start, (one.words,), one.words, faint=True)
        for one in phrases
        if names is None or one.start < names.start
    )
    if names is None:
        return replace(spelt[0], tail=spelt[1:]) if spelt else None
    if title:
        given = _find_given(names, 1, lead)
        return read(names.start, (names.names[0].text,), names.words, given=given, faint=True)
    said = {"others": names.others, "weak": not names.others}
    first, *others = [
        read(
            at,
            row,
            names.words[max(0, at - names.start) :],
            given=_find_given(names, len(row), lead),
            beside=_find_beside(names, len(row)),
            **said,
        )
        for at, row in _list_readings(names)
    ]
    starts = ((at, names.words[at - names.start :]) for at in _list_word_starts(names))
    bodies = [read(at, (words,), words, **said) for at, words in starts]
    return replace(first, tail=(*bodies, *others, *spelt), faint=is_place(names))


def _read_running_names(lead: str) -> CitedNames | None:
    """The names that running text ends with, None behind the end of a sentence or a clause."""
    said = lead.rstrip()
    names = None if said.endswith((";", ":", "!", "?")) else read_names(lead)
    if names is None:
        return None
    if said.endswith(",") and not (names.listed or names.others):
        return None
    if said.endswith(".") and not (names.others or names.names[-1].given):
        return None
    return names


def _find_given(names: CitedNames, cited: int, lead: str) -> str:
    """The given name or initials before the first name; the word that begins a sentence is none."""
    first = names.names[-cited]
    before = lead[: first.start].rstrip()
    goes_on = before.endswith(",") or before[-1:].isalnum()
    return first.given or (read_given(first.text) if goes_on else "")


def _find_beside(names: CitedNames, cited: int) -> str:
    """The person whom an "and" joins to the only one cited: "Lo" of "Lo and Osei (2019)"."""
    other = names.names[0].text
    pair = cited == 1 and names.listed and len(names.names) == _PAIR
    return other if pair and " " not in other and other.casefold() not in list_places() else ""


def _list_word_starts(names: CitedNames) -> Iterator[int]:
    """Where names of several words may begin, the longest first."""
    starts = [
        names.start + found.start()
        for found in re.finditer(r"[^\s]+", names.words)
        if found[0].lstrip("“‘(")[:1].isupper() and found[0] != "The"
    ]
    yield from starts[-_LONGEST:-1]


def _list_readings(names: CitedNames) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The readings of a list of persons: all of it, fewer names, the last alone."""
    row = names.names if names.listed or names.others else names.names[-1:]
    for first, name in enumerate(row):
        families = tuple(find_surname(one.text) for one in row[first:])
        yield name.start + (0 if name.given else len(name.text) - len(families[0])), families


def _is_said(text: str, lead: str, bracket: Bracket, mention: Mention) -> bool:
    """Whether the words around say that persons are named for what they wrote."""
    if mention.faint or any(len(name.split()) > 1 for name in mention.names):
        return False
    before = lead[: len(lead) - len(mention.text) + bracket.end - bracket.start].rstrip()
    last = (before.split() or [""])[-1]
    if last.casefold() in _ARTICLES:
        return False
    if _CUES.search(before):
        return True
    if before[-1:].isalpha() and last[:1].isupper() and len(mention.names) == 1:
        return False  # a longer name, of which the last word was taken
    return _has_verb(text, bracket.end)


def _has_verb(text: str, at: int) -> bool:
    """Whether at `at` a verb follows that tells what an author says: "Lo (2022) also doubts"."""
    found = _SAYS.match(text, at)
    return found is not None and found[1].casefold() in list_words("says")
