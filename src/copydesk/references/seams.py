"""Find the seam between who signs and the title, where the tagger has cut a word too late.

Like those of `relabel`, each function returns the segments with better borders.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from copydesk.references import dates, lexicon, names
from copydesk.references.pieces import OUTLETS, QUOTES, joined, labels, parted
from copydesk.references.tag import Segment

_INITIALS: Final = re.compile(r"(?:[A-ZÀ-ÖØ-Þ]\.-?){1,4}|[A-ZÀ-ÖØ-Þ]{1,3}\.")
_FAMILY: Final = re.compile(r"[^\W\d_][\w’'-]{1,30},?")
#: `Lund (Vera),` with words behind that are no further name in brackets.
_BRACKETED: Final = re.compile(
    r"[^\W\d_][\w’' -]{1,40}\s\([A-ZÀ-ÖØ-Þ][\w. -]{0,30}\),(?=\s[^()]{2,200}$)"
)
#: The last of some names, the family's first: `…/Lund, Vera` or `Osei, M. K.`
_TURNED_LAST: Final = re.compile(
    r"(?:^|[\s/;&])[A-ZÀ-ÖØ-Þ][\w’'-]{1,40},\s(?:[A-ZÀ-ÖØ-Þ][\w’'-]{0,30}\.?[ -]?){1,4}$"
)
#: Names up to the stop behind a word that is no initial, and words behind.
_SENTENCE: Final = re.compile(r"[^.]*(?:\.[^.]*){0,12}?[^\W\d_]{3}\.(?=\s\S{3})")
_SHORT_FORM: Final = re.compile(r"[^\W\d_][\w’' -]{1,40}\s[A-ZÀ-ÖØ-Þ](?:-?[A-ZÀ-ÖØ-Þ]){0,2}")
_AND: Final = frozenset(("and", "&", "und", "et", "y", "e", "og", "och", "en", "with", "al"))
#: Small words of a title that no name holds.
_SMALL: Final = frozenset(
    ("at", "of", "in", "for", "to", "on", "as", "from", "into", "after", "before", "over", "im",
     "über", "für", "aux", "dans", "sur", "en", "para", "por")
)  # fmt: skip
#: A title that is not closed and ends in a name: `ferries at the Salt` + `Harbour`.
_OPEN_END: Final = re.compile(r"\b(?:at|in|of|from|to|with|for)\s(?:the\s)?[A-ZÀ-ÖØ-Þ][\w’'-]+$")
_UNFINISHED: Final = re.compile(r"\b(?:of|for|the|and)$")
_STOP: Final = re.compile(r"[.:](?=\s|$)")
#: `ISO 16000`, `DIN EN 206-1:2004`
STANDARD: Final = re.compile(
    r"(?:(?:ISO|IEC|DIN|EN|IEEE|ANSI|ASTM|BS|NF|UNE|UNI|GOST|NEN|SIS)[ /]){1,3}"
    r"(?:Std\.? )?[A-Z]?\d{2,6}(?:[-.]\d{1,4})*(?::\d{4})?(?![\w-])"
)
_TITLES: Final = frozenset(("title", "container-title", "journal", "collection-title"))
_SHORTEST_TITLE: Final = 3
#: What a cut gives where both sides of it hold a word.
_HALVES: Final = 2
_PERIODICALS: Final = ("newspaper", "magazine", "site", "blog")


def names_end_at_initials(segments: list[Segment]) -> list[Segment]:
    """In `Lund V, Osei M. SALT:` + `A model of tides` the names end at the initials."""
    for at, segment in enumerate(segments[:3]):
        cut = _end_of_names(segment.text) if segment.label == "author" else 0
        after = segments[at + 1] if at + 1 < len(segments) else None
        if not cut or after is None:
            continue
        alone = not labels(segments) & _TITLES and _is_turned(segment.text, cut)
        if not alone and not _is_title(segment.text, cut, after):
            continue
        halves = parted(segment, cut, "title")
        if len(halves) < _HALVES:
            continue
        people, rest = halves
        if after.label != "title":
            return [*segments[:at], people, rest, *segments[at + 1 :]]
        if after.text.startswith(QUOTES):
            rest = replace(rest, label="genre")
            return [*segments[:at], people, rest, *segments[at + 1 :]]
        return [*segments[:at], people, joined(rest, after), *segments[at + 2 :]]
    return segments


def _end_of_names(text: str) -> int:
    """The offset behind the last `Lund V.` or `Lund, V.` of `text` when words follow, else 0."""
    words = [(match[0], match.end()) for match in re.finditer(r"\S+", text)]
    for at in range(len(words) - 2, 0, -1):
        if not _INITIALS.fullmatch(words[at][0].rstrip(":,;")):
            continue
        family = at - 1
        while family > 0 and _INITIALS.fullmatch(words[family][0]):
            family -= 1
        rest = [word for word, _ in words[at + 1 :]]
        if words[at][0][-1] in ":,;" or _INITIALS.fullmatch(rest[0].rstrip(":,;")):
            return 0
        one_of_more = any(word.casefold().strip(".") in _AND for word in rest[:1])
        listed = any(word.endswith((",", ";")) for word in rest[:-1])
        named = _FAMILY.fullmatch(words[family][0]) and not listed and not one_of_more
        return words[at][1] if named else 0
    return 0


def _is_title(text: str, cut: int, after: Segment) -> bool:
    """Whether what stands behind the names is the beginning of a title, not `J. Lund` spoken."""
    rest = text[cut:].strip()
    words = rest.split()
    if any(word in _SMALL for word in words[1:]):
        return True
    if _is_turned(text, cut) and ":" in rest:
        return True
    spoken = lexicon.core(_last_family(text[:cut])) in lexicon.word_list("names", "given")
    open_end = rest[-1].isalnum() and after.label == "title" and not after.text.startswith(QUOTES)
    return open_end and not spoken


def _is_turned(text: str, cut: int) -> bool:
    """Whether family names come first, as in `Lund, V.` and in `Lund V, Osei M.`."""
    short = _SHORT_FORM.fullmatch(text.partition(",")[0])
    return _last_family(text[:cut]).endswith(",") or bool(short)


def _last_family(names: str) -> str:
    words = names.split()
    while len(words) > 1 and _INITIALS.fullmatch(words[-1]):
        words.pop()
    return words[-1]


def names_end_at_colon(segments: list[Segment]) -> list[Segment]:
    """In `Lund, Vera: Salt and tides.` the names end at the colon behind a given name."""
    if not segments or segments[0].label != "author":
        return segments
    first, *others = segments
    cut = first.text.find(": ") + 1
    halves = (
        parted(first, cut, "title") if _TURNED_LAST.search(first.text[: max(cut - 1, 0)]) else ()
    )
    if len(halves) < _HALVES:
        return segments
    people, title = halves
    if others and others[0].label == "title" and not others[0].text.startswith(QUOTES):
        return [people, joined(title, others[0]), *others[1:]]
    return [people, title, *others]


def title_behind_sentence(segments: list[Segment]) -> list[Segment]:
    """In `V. LUND. Tetraedron.`, with nothing else that could be one, the title is the rest."""
    if labels(segments) & {"title", *OUTLETS, "editor"}:
        return segments
    for at, segment in enumerate(segments):
        match = _SENTENCE.match(segment.text) if segment.label == "author" else None
        if match:
            return [*segments[:at], *parted(segment, match.end(), "title"), *segments[at + 1 :]]
    return segments


def title_behind_bracketed_name(segments: list[Segment]) -> list[Segment]:
    """`Lund (Vera), The tide of` + `salt`: behind the given name in brackets is the title."""
    if not segments or segments[0].label != "author":
        return segments
    match = _BRACKETED.match(segments[0].text)
    if match is None:
        return segments
    halves = parted(segments[0], match.end(), "title")
    if len(halves) < _HALVES:
        return segments
    people, rest = halves
    if len(segments) > 1 and segments[1].label == "title":
        if segments[1].text.startswith(QUOTES):
            return segments
        return [people, joined(rest, segments[1]), *segments[2:]]
    return [people, rest, *segments[1:]] if "title" not in labels(segments) else segments


def title_behind_body(segments: list[Segment]) -> list[Segment]:
    """In `Harbour Institute, Listings of` + `tide marks` the body alone signs."""
    if not segments or segments[0].label != "author":
        return segments
    first = segments[0]
    head, comma, tail = first.text.partition(", ")
    halves = parted(first, len(head) + 1, "title") if comma else ()
    if len(halves) < _HALVES or not _is_body(head) or _is_name_of_body(tail):
        return segments
    after = segments[1] if len(segments) > 1 else None
    if after and after.label == "title" and not after.text.startswith(QUOTES):
        if not tail[-1].isalnum() and tail[-1] != ":":
            return segments
        body, rest = halves
        return [replace(body, label="body"), joined(rest, after), *segments[2:]]
    if "title" in labels(segments) or len(tail.split()) < _SHORTEST_TITLE:
        return segments
    return [*_as_body(halves), *segments[1:]]


def _as_body(halves: tuple[Segment, ...]) -> tuple[Segment, ...]:
    return (replace(halves[0], label="body"), *halves[1:])


def _is_name_of_body(tail: str) -> bool:
    return names.is_organisation(tail) and not _UNFINISHED.search(tail)


def _is_body(name: str) -> bool:
    if lexicon.kind(name) in ("institute", "newspaper") or lexicon.core(name) == "anonymous":
        return True
    words = name.split()
    known = len(words) > 1 and lexicon.kind(" ".join(words[:-1])) == "institute"
    return len(words) > 1 and (known or names.is_organisation(name))


def unfinished_body(segments: list[Segment]) -> list[Segment]:
    """`Office of the` + `Harbour Master. Tide marks.`: a name that is not done goes on."""
    for at in range(len(segments) - 1):
        first, second = segments[at : at + 2]
        if first.label not in ("author", "body") or not _UNFINISHED.search(first.text):
            continue
        if ", " in first.text:
            continue
        stop = _STOP.search(second.text) if second.label in ("title", *OUTLETS) else None
        if stop is None or not names.is_body(f"{first.text} {second.text[: stop.start()]}"):
            continue
        halves = parted(second, stop.end(), "title")
        body = replace(joined(first, halves[0]), label="body")
        rest = [*halves[1:], *segments[at + 2 :]]
        if not any(one.label == "title" for one in rest) and rest and rest[0].label in OUTLETS:
            rest[0] = replace(rest[0], label="title")
        return [*segments[:at], body, *rest]
    return segments


def open_title(segments: list[Segment]) -> list[Segment]:
    """A title that breaks off behind "in" and a name goes on in words that are no known outlet."""
    if labels(segments) & {"volume", "pages", "editor"}:
        return segments
    for at in range(len(segments) - 1):
        first, second = segments[at : at + 2]
        if (
            first.label == "title"
            and not first.text.startswith(QUOTES)
            and _OPEN_END.search(first.text)
            and second.label in ("journal", "container-title")
            and not lexicon.kind(second.text.strip(" .,"))
            and not second.text.lower().startswith("in")
        ):
            return [*segments[:at], joined(first, second), *segments[at + 2 :]]
    return segments


def standard_number(segments: list[Segment]) -> list[Segment]:
    """`ISO 1234:2004. Tide gauges`: the number of a standard opens its title; nobody signs it."""
    if len(segments) < 2 or segments[0].label not in ("author", "body", *OUTLETS):
        return segments
    number = replace(segments[0], label="title")
    rest = segments[1:]
    if rest[0].label == "date" and number.text.endswith(":"):
        # The year is a part of the number; it is the year of the work too.
        number = replace(number, text=number.text + rest[0].text)
        rest = [*rest[1:], replace(rest[0], text=rest[0].text.strip(" ."))]
    if not STANDARD.match(segments[0].text) or not rest or rest[0].label != "title":
        return segments
    return [joined(number, rest[0]), *rest[1:]]


def outlet_before_title(segments: list[Segment]) -> list[Segment]:
    """`Lund, V., The Tide magazine: No ferry tonight`: a periodical before the colon."""
    if labels(segments) & set(OUTLETS) or not labels(segments) & {"author", "body"}:
        return segments
    for at, segment in enumerate(segments):
        head, colon, _ = segment.text.partition(": ")
        halves = parted(segment, len(head) + 1, "title")
        whole = colon and len(halves) == _HALVES
        if segment.label == "title" and whole and is_periodical(head):
            outlet, title = halves
            return [*segments[:at], replace(outlet, label="journal"), title, *segments[at + 1 :]]
    return segments


def is_periodical(name: str) -> bool:
    """Whether `name` is a known newspaper, magazine or site, or says that it is one.

    >>> is_periodical("The Guardian"), is_periodical("Estuary magazine"), is_periodical("Salt")
    (True, True, False)
    """
    words = name.split()
    says = 1 < len(words) < 6 and lexicon.core(words[-1]) in ("magazine", "newspaper")
    return says or lexicon.kind(name.strip(" .,:")) in _PERIODICALS


def words_for_date(segments: list[Segment]) -> list[Segment]:
    """A date without a figure, and no month, is a word of the title beside it."""
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        if before and before.label == "date" and segment.label == "title" and _no_date(before.text):
            found[-1] = replace(joined(before, segment), label="title")
        else:
            found.append(segment)
    return found


_DATELESS: Final = re.compile(
    r"n\.?\s?d|s\.?\s?d|o\.?\s?j|u\.?\s?d|s\.?\s?f|b\.?\s?d|no date|undated|forthcoming|in press"
    r"|in print|to appear|im erscheinen|à paraître|en prensa|accepted|submitted",
    re.IGNORECASE,
)


def _no_date(text: str) -> bool:
    has_figure = any(sign.isdigit() for sign in text)
    return not has_figure and not dates.read(text) and not _DATELESS.search(text)
