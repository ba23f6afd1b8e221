"""Words that say what a line is: credits, disclaimers, appeals, notes on persons."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from copydesk.structure import names
from copydesk.structure.phrases import fold, load

#: Cues are looked for in the first signs of a line: what comes later is prose about something.
REACH: Final = 700
#: A note on a person names her at its start, and says what she does.
OPENING: Final = 200
#: Signs at the end and the start of a line where credits stand.
CREDIT_END: Final = 120
CREDIT_START: Final = 60
#: A calling of fewer letters is an abbreviation.
SHORT_WORD: Final = 4
#: Signs of a cue's first word by which it is looked up.
STEM: Final = 4
#: Initials are so many letters at most.
INITIALS: Final = 3

_NAMES = (
    r"(?:getty|afp\b|reuters\b|dpa\b|ap photo|associated press|shutterstock|istock|unsplash"
    r"|flickr|wikimedia|cc by|cc0\b|epa\b|alamy|pexels|pixabay|picture.alliance|imago|\(cc\)"
    r"|creative commons|public domain)"
)
#: An agency is credited behind a sign, at the end of its line or bracket; a sentence that goes
#: on with it is about it.
_AGENCY = re.compile(
    rf"(?:^|[(\[/|©,;–—-]\s?|\([cC]\)\s?|[.!?\"”]\s|\b(?:via|by|von|par|of)\s)(?:the\s)?{_NAMES}"
    r"(?:\s?(?:images?|photos?|news|pictures?|commons|archive|/[\w .]{1,30}))*[)\].]*$"
    rf"|[(\[][^()\[\]]{{0,60}}\b{_NAMES}[^()\[\]]{{0,60}}[)\]]\.?$",
    re.IGNORECASE,
)
_AGENCY_FIRST = re.compile(
    rf"(?:the\s)?{_NAMES}\s?(?:images?|photos?)?\s?(?:[/|:–—-]|$)"
    rf"|[^.!?]{{2,40}}/\s?{_NAMES}[^.!?/]{{0,20}}(?:/|[.,]\s|$)",
    re.IGNORECASE,
)
_AGENCY_IN_LABEL = re.compile(rf"(?<!\w){_NAMES}", re.IGNORECASE)
#: Such a bracket at the end of a report says who sent it.
_SENT = re.compile(
    rf"\s?(?:[(\[]{_NAMES}(?:[/, ]{{1,3}}{_NAMES})*[)\]]|\([cC]\)\s?{_NAMES})\.?$", re.IGNORECASE
)
#: The starts of their words, by which the pattern above is called for at all.
_AGENCIES: Final = frozenset(
    re.findall(
        r"\w+",
        "gett afp reut dpa ap asso shut isto unsp flic wiki cc cc0 epa alam pexe pixa pict imag "
        "crea publ",
    )
)
_CREDIT_TAIL = re.compile(r"\([^()]{3,60}(?:/[^()]{2,40})?\)\.?$")
_BRACKET = re.compile(r"[(（\[]([^()（）\[\]]{3,80})[)）\]]\.?$")
#: "(source)", "(via Harbour Museum)" behind what a picture shows.
_SOURCE_TAIL = re.compile(
    r"\((?:source|via|credit|courtesy|quelle|fuente|fonte|bron|źródło|källa|kilde)\b[^()]{0,60}\)\.?$",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"(?:^|[\s(])(?:©|\([cC]\))\s?[^\W\d]")
_HAN_CREDIT = re.compile(
    r"[\u3400-\u9fff]{2,4}\s?[摄攝]$|^[图圖](?:为|為|片|源|[：:])|[摄攝]影[：:]?\s?[\u3400-\u9fff]{2,4}$"
)
#: The number of a figure or table, alone, and with the sign that parts it from its title.
_NUMBERED = re.compile(r"\s?\d{1,3}(?:\.\d{1,2})?[a-z]?\.?")
_COUNTED = re.compile(r"\s?\d{1,3}(?:\.\d{1,2})?[a-z]?\s?[:.：|–—]\s*\S")
_SPEAKER = re.compile(
    r"(?P<who>[^\W\d_a-zß-ÿ][\w.’'-]{0,20}(?:\s[^\W\d_a-zß-ÿ][\w.’'-]{0,20}){0,2})\s?[:：]\s*[^\s/]"
)
_BEFORE_COLON = re.compile(r"(\w+) ?:")
_WORDS = re.compile(r"\w+")
_HEAD_OF_NOTE = re.compile(r"^[^\W\d_][^/|:.]{2,40}\s[/|]\s")
#: A heading that its text runs on from: "About the author: Mara Osei is …".
_RUN_IN = re.compile(r"([^\W\d_][^.:：]{1,40})[.:：]\s*(?=\S)")
_PICTURE = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|svg|tiff?)", re.IGNORECASE)
#: How a note tells of an author without the name.
_AUTHOR_IS = re.compile(
    r"\*?\s?(?:The (?:author|writer)s? (?:is|are)"
    r"|(?:Die|Der) (?:Autor|Verfasser)(?:in|innen)? (?:ist|sind)"
    r"|L[’'](?:auteur|autrice|autore) (?:est|è)|(?:El autor|La autora) es|(?:O autor|A autora) é"
    r"|De auteur is)\s"
)
_PARTICLE = r"(?:de|van|von|der|la|le|del|di|al|bin|den|da|dos)"


def head(text: str) -> str:
    """The folded start of `text` that the other functions look at."""
    return text[:REACH].casefold().replace("’", "'")


def holds(start: str, kind: str) -> bool:
    """Whether a cue of `kind` stands anywhere in the folded `start` of a line.

    >>> holds(head("The views expressed here are my own."), "disclaimer")
    True
    """
    return kind in told(start)


def told(start: str) -> frozenset[str]:
    """The kinds of sentences whose cues stand in the folded `start` of a line.

    There are hundreds of cues and tens of thousands of lines, so each cue is looked for
    only where a word begins as its first one does.

    >>> sorted(told(head("Sign up, and support us: views expressed are our own.")))
    ['cta', 'disclaimer']
    """
    stems, joined = _stems()
    found = {
        kind
        for stem in {word[:STEM] for word in _WORDS.findall(start)}
        for cue, kind in stems.get(stem, ())
        if cue in start
    }
    if not start.isascii():
        found.update(kind for cue, kind in joined if cue in start)
    return frozenset(found)


@cache
def _stems() -> tuple[dict[str, list[tuple[str, str]]], list[tuple[str, str]]]:
    """Cues by the start of their first word; those of scripts without spaces apart."""
    stems: dict[str, list[tuple[str, str]]] = {}
    joined = []
    for kind in ("disclaimer", "cta", "credit", "shown"):
        for cue in load().cues[kind]:
            if cue[0] > "\u2e80":
                joined.append((cue, kind))
            elif word := _WORDS.search(cue):
                stems.setdefault(word[0][:STEM], []).append((cue, kind))
    return stems, joined


def begins(start: str, kind: str) -> bool:
    """Whether the folded `start` of a line begins with a cue of `kind`."""
    return start.startswith(load().cues[kind])


def run_in(text: str) -> tuple[str, str]:
    """The part whose heading begins the paragraph `text`, "" when none does, and what follows it.

    >>> run_in("About the author: Mara Osei is a pilot."), run_in("The tide: a history")
    (('bio', 'Mara Osei is a pilot.'), ('', 'The tide: a history'))
    """
    match = _RUN_IN.match(text)
    part = load().headings.get(fold(match[1]), "") if match else ""
    return (part, text[match.end() :]) if match and part else ("", text)


def is_picture(text: str) -> bool:
    """Whether `text` is the name of a picture's file."""
    return _PICTURE.fullmatch(text) is not None


def caption(text: str, start: str, kinds: frozenset[str] = frozenset()) -> float:
    """From 0 to 1, how surely the line names a picture, an agency or a photographer.

    `kinds` are those that `start` was `told` to hold.

    >>> caption("Photo: Mara Osei", "photo: mara osei"), caption("A harbour", "a harbour")
    (1.0, 0.0)
    >>> caption("Table 2: Ships by year", "table 2: ships by year")
    1.0
    """
    end = text[-CREDIT_END:]
    agency = _credited(text, start, end)
    if _announces(start) or _HAN_CREDIT.search(text) or agency == 1.0:
        return 1.0
    if is_picture(text):
        return 0.9
    if _is_announced(end) or "shown" in kinds:
        return 0.9
    if _SOURCE_TAIL.search(end) or (
        len(text) <= OPENING and _shows(start) and _taken().search(text)
    ):
        return 0.8
    if agency:
        return agency
    return 0.5 if _RIGHTS.search(text) else 0.0


def _credited(text: str, start: str, end: str) -> float:
    """From 0 to 1, how surely a line credits an agency; the news that it sent is no picture."""
    words = _WORDS.findall(start) if len(text) <= REACH else _WORDS.findall(head(end))
    if _AGENCIES.isdisjoint(word[:STEM] for word in words) and "(cc" not in start:
        return 0.0
    if _SENT.search(end) and len(text) > (OPENING if text.isascii() else OPENING // 3):
        return 0.4
    if _AGENCY.search(end):
        return 1.0 if _CREDIT_TAIL.search(end) else 0.6 if len(text) > OPENING else 0.8
    label = len(text) <= CREDIT_START and not text.endswith(".")
    first = _AGENCY_FIRST.match(text) or (label and _AGENCY_IN_LABEL.search(text))
    return 0.8 if first else 0.0


def _is_announced(end: str) -> bool:
    """Whether the bracket at the end of a line opens with a word for a picture."""
    match = _BRACKET.search(end)
    inner = head(match[1]) if match else ""
    return inner.startswith(load().cues["caption"]) and any(
        inner.startswith(cue) and not inner[len(cue) : len(cue) + 1].isalpha()
        for cue in load().cues["caption"]
    )


def _shows(start: str) -> bool:
    """Whether a word for a picture stands in `start`."""
    return not _pictures().isdisjoint(_WORDS.findall(start))


def _announces(start: str) -> bool:
    cue = _first_cue(start, "caption")
    numbered = cue or _first_cue(start, "table")
    if numbered and (
        _COUNTED.match(start, len(numbered)) or _NUMBERED.fullmatch(start, len(numbered))
    ):
        return True
    if not cue and ":" in start:
        # "The ferry at its berth. Photograph: Jo Lind"
        return any(match[1] in _pictures() for match in _BEFORE_COLON.finditer(start))
    rest = start[len(cue) :].lstrip()
    signed = rest.startswith((":", "：", "/", "©", "(", "|", "by ", "von "))
    return bool(cue) and (signed or cue.endswith((" by", " of", " caption", ".")))


def _first_cue(start: str, kind: str) -> str:
    """The longest cue of `kind` that `start` begins with, "" when none."""
    cues = load().cues[kind]
    if not start.startswith(cues):
        return ""
    return next(cue for cue in cues if start.startswith(cue))


@cache
def _pictures() -> frozenset[str]:
    """Cues that mean a picture inside a line too."""
    return frozenset(
        cue for cue in load().cues["caption"] if len(cue) >= SHORT_WORD and cue.isalpha()
    )


@cache
def _taken() -> re.Pattern[str]:
    """At any place of a short line: "Photo by Mara Osei", "Foto von Mara Osei"."""
    pictures = "|".join(re.escape(cue) for cue in sorted(_pictures()))
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

    Behind "About the author:" the name and the verb will do.

    >>> is_bio("About the author: Mara Osei lives in Hull."), is_bio("Mara Osei lives in Hull.")
    (True, False)
    """
    part, start = run_in(text[:OPENING])
    if author := _AUTHOR_IS.match(start):
        return _callings().search(start, author.end()) is not None
    if not bio_name(start):
        return False
    return part == "bio" or _callings().search(start) is not None


def bio_name(text: str) -> str:
    """The person whom a note about the author names first, "" when it names none.

    >>> bio_name("Mara Osei is a professor of harbours at the University of the Sea.")
    'Mara Osei'
    """
    name = _subject(text)
    return name if names.is_name(name) else ""


def forename(text: str) -> str:
    """The first name alone by which a note tells of its author, "" when it has none.

    >>> forename("Mara works at the harbour."), forename("Mara Osei works at the harbour.")
    ('Mara', '')
    """
    name = _subject(text)
    return name if name.isalpha() else ""


def _subject(text: str) -> str:
    """Whom the first words of `text` are about, when a verb of such notes comes next."""
    if not text[:1].isupper():
        return ""
    # "Mara Osei / Mara is …"
    part, told = run_in(text[:OPENING])
    start = _HEAD_OF_NOTE.sub("", told if part == "bio" else text[:OPENING])
    match = _life().match(start)
    return names.plain(match["name"]) if match else ""
