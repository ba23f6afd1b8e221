"""Words that say what a line is: credits, disclaimers, appeals, notes on persons."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from copydesk.structure import names
from copydesk.structure.phrases import load

#: Cues are looked for in the first signs of a line: what comes later is prose about something.
REACH: Final = 700
#: A note on a person names her at its start, and says what she does.
OPENING: Final = 200
#: Signs at the end and the start of a line where credits stand.
CREDIT_END: Final = 120
CREDIT_START: Final = 60
#: A calling of fewer letters is an abbreviation.
SHORT_WORD: Final = 4
#: Initials are so many letters at most.
INITIALS: Final = 3

_AGENCY = re.compile(
    r"getty|\bafp\b|\breuters\b|\bdpa\b|\bap photo|associated press|shutterstock|istock|unsplash"
    r"|flickr|wikimedia|\bcc by|\bcc0\b|\bepa\b|alamy|pexels|pixabay|picture.alliance|imago|\(cc\)"
    r"|creative commons|public domain",
    re.IGNORECASE,
)
_CREDIT_TAIL = re.compile(r"\([^()]{3,60}(?:/[^()]{2,40})?\)\.?$")
_BRACKET = re.compile(r"[(（\[]([^()（）\[\]]{3,80})[)）\]]\.?$")
_SENTENCES = re.compile(r"[.。!?！？][\s\"”’»」]*\s?\S.*[.。!?！？][\"”’»」]?$")
#: "(source)", "(via Harbour Museum)" behind what a picture shows.
_SOURCE_TAIL = re.compile(
    r"\((?:source|via|credit|courtesy|quelle|fuente|fonte|bron|źródło|källa|kilde)\b[^()]{0,60}\)\.?$",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"(?:^|[\s(])(?:©|\([cC]\))\s?[^\W\d]")
_HAN_CREDIT = re.compile(
    r"[\u3400-\u9fff]{2,4}\s?[摄攝]$|^[图圖](?:为|為|片|源|[：:])|[摄攝]影[：:]?\s?[\u3400-\u9fff]{2,4}$"
)
#: The number of a figure or table, and the sign that parts it from its title.
_COUNTED = re.compile(r"\s?\d{1,3}(?:\.\d{1,2})?[a-z]?\s?[:.：|–—]\s*\S")
_SPEAKER = re.compile(
    r"(?P<who>[^\W\d_a-zß-ÿ][\w.’'-]{0,20}(?:\s[^\W\d_a-zß-ÿ][\w.’'-]{0,20}){0,2})\s?[:：]\s*[^\s/]"
)
_PICTURE = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|svg|tiff?)", re.IGNORECASE)
_PARTICLE = r"(?:de|van|von|der|la|le|del|di|al|bin|den|da|dos)"


def head(text: str) -> str:
    """The folded start of `text` that the other functions look at."""
    return text[:REACH].casefold().replace("’", "'")


def holds(start: str, kind: str) -> bool:
    """Whether a cue of `kind` stands anywhere in the folded `start` of a line.

    >>> holds(head("The views expressed here are my own."), "disclaimer")
    True
    """
    return any(cue in start for cue in load().cues[kind])


def begins(start: str, kind: str) -> bool:
    """Whether the folded `start` of a line begins with a cue of `kind`."""
    return start.startswith(load().cues[kind])


def is_picture(text: str) -> bool:
    """Whether `text` is the name of a picture's file."""
    return _PICTURE.fullmatch(text) is not None


def caption(text: str, start: str) -> float:
    """From 0 to 1, how surely the line names a picture, an agency or a photographer.

    >>> caption("Photo: Mara Osei", "photo: mara osei"), caption("A harbour", "a harbour")
    (1.0, 0.0)
    >>> caption("Table 2: Ships by year", "table 2: ships by year")
    1.0
    """
    end = text[-CREDIT_END:]
    # "HULL (AFP) – The ferry …" is the place that a report comes from.
    reports = _SENTENCES.search(text) is not None
    agency = _AGENCY.search(end) or (not reports and _AGENCY.search(text[:CREDIT_START]))
    if _announces(start) or _HAN_CREDIT.search(text) or (agency and _CREDIT_TAIL.search(end)):
        return 1.0
    if is_picture(text):
        return 0.9
    if _is_announced(end) or holds(start, "shown"):
        return 0.9
    if _SOURCE_TAIL.search(end) or (len(text) <= OPENING and _taken().search(text)):
        return 0.8
    if agency:
        return 0.6 if len(text) > OPENING else 0.8
    return 0.5 if _RIGHTS.search(text) else 0.0


def _is_announced(end: str) -> bool:
    """Whether the bracket at the end of a line opens with a word for a picture."""
    match = _BRACKET.search(end)
    inner = head(match[1]) if match else ""
    return inner.startswith(load().cues["caption"]) and any(
        inner.startswith(cue) and not inner[len(cue) : len(cue) + 1].isalpha()
        for cue in load().cues["caption"]
    )


def _announces(start: str) -> bool:
    cue = next((cue for cue in load().cues["caption"] if start.startswith(cue)), "")
    numbered = cue or next((cue for cue in load().cues["table"] if start.startswith(cue)), "")
    if numbered and _COUNTED.match(start, len(numbered)):
        return True
    if not cue and ":" in start:
        # "The ferry at its berth. Photograph: Jo Lind"
        return any(f"{cue}:" in start or f"{cue} :" in start for cue in _pictures())
    rest = start[len(cue) :].lstrip()
    signed = rest.startswith((":", "：", "/", "©", "(", "|", "by ", "von "))
    return bool(cue) and (signed or cue.endswith((" by", " of", " caption", ".")))


@cache
def _pictures() -> tuple[str, ...]:
    """Cues that mean a picture inside a line too."""
    return tuple(cue for cue in load().cues["caption"] if len(cue) >= SHORT_WORD and cue.isalpha())


@cache
def _taken() -> re.Pattern[str]:
    """At any place of a short line: "Photo by Mara Osei", "Foto von Mara Osei"."""
    pictures = "|".join(re.escape(cue) for cue in _pictures())
    return re.compile(
        rf"(?<!\w)(?i:{pictures})\s(?i:by|von|par|de|di|da|av|af|door|van)\s[^\W\d_a-zß-ÿ]\w"
    )


@cache
def _life() -> re.Pattern[str]:
    verbs = "|".join(re.escape(verb) for verb in load().cues["biography"])
    titles = r"(?:(?:Dr|Prof|Professor|Mr|Ms|Mrs|Sir)\.?\s)*"
    name = rf"{titles}(?:[^\W\d_a-zß-ÿ][\w'’.-]*\s(?:{_PARTICLE}\s)*){{1,4}}"
    return re.compile(
        rf"(?P<name>{name})(?:\([^)]{{1,40}}\)\s|,\s[^,]{{2,60}},\s|[a-z]{{2,10}}ly\s)?(?:{verbs})\s"
    )


@cache
def _callings() -> re.Pattern[str]:
    # "ma" and "ba" are degrees, and the start of many a word.
    words = (
        re.escape(word) + (r"(?!\w)" if len(word) < SHORT_WORD else "")
        for word in load().cues["calling"]
    )
    return re.compile("|".join(rf"(?<!\w){word}" for word in words), re.IGNORECASE)


def speaker(text: str) -> str:
    """Who may say the rest of the line: what stands before its colon, "" when nobody.

    >>> speaker("MO: Why rope?"), speaker("Mara Osei: By chance."), speaker("Rope: a history")
    ('MO', 'Mara Osei', 'Rope')
    >>> speaker("He said: why rope?")
    ''
    """
    match = _SPEAKER.match(text)
    return match["who"] if match else ""


def is_person(who: str) -> bool:
    """Whether `who` is a name or its initials, as interviews print them."""
    return (len(who) <= INITIALS and who.isupper()) or names.is_name(who)


def is_bio(text: str) -> bool:
    """Whether `text` tells who somebody is: a name, then a verb, then a calling.

    >>> is_bio("Mara Osei is a professor of harbours at the University of the Sea.")
    True
    >>> is_bio("The harbour is a place where professors rarely go.")
    False
    """
    start = text[:OPENING]
    if not bio_name(start):
        return False
    return _callings().search(start) is not None


def bio_name(text: str) -> str:
    """The person whom a note about the author names first, "" when it names none.

    >>> bio_name("Mara Osei is a professor of harbours at the University of the Sea.")
    'Mara Osei'
    """
    if not text[:1].isupper():
        return ""
    match = _life().match(text[:OPENING])
    name = names.plain(match["name"]) if match else ""
    return name if names.is_name(name) else ""
