"""How much a line looks like an entry of a reference list, by its shape alone."""

from __future__ import annotations

import re
from typing import Final

#: Signals weigh in a line of this width; a longer one dilutes them.
TYPICAL: Final = 320
HEAD: Final = 140

#: What stands before an entry: its number, "[3]", "3.", "(3)", or the sign of an item.
_LABEL = re.compile(r"(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)]|[-*•◦▪‣·–—])\s{1,8}(?=\S)")
_CAPITAL = "A-ZÀ-ÖØ-ÞŁŚŻČŠŽ"
# Possessive, since a line may be nothing but capitals and hyphens.
_AUTHOR = re.compile(
    # "Osei, Mara", "Osei, M.", "Osei M, de Wit J."
    rf"(?:[{_CAPITAL}][\w'’-]++|[A-Z]{{2,}}+)(?: [{_CAPITAL}][\w'’-]++){{0,3}}\s?[.,]{{1,2}}\s?"
    rf"(?:[{_CAPITAL}][\w'’-]*+\.?[ -]?){{1,3}}(?:[.,&(]|and\b|und\b|et\b|\d)"
    rf"|[{_CAPITAL}][\w'’ -]{{2,60}}?,\s(?:[A-Z]\.\s?-?){{1,3}}"
    # "Osei M.", "Osei MK, Finn T."
    rf"|[{_CAPITAL}][\w'’-]++(?: [{_CAPITAL}][\w'’-]++)?+ [A-Z]{{1,3}}[.,]\s"
    # "Harbour Office, 2019.", "OECD (2019)"
    rf"|[{_CAPITAL}][\w&'’-]*+(?:\s(?:(?:of|for|the|and|&|de|für|on)\s){{0,2}}"
    rf"[{_CAPITAL}][\w&'’-]*+){{0,6}}\s?"
    r"(?:[.,]{1,2}\s?\(?|\()(?:19|20)\d{2}[a-z]?\)?[.,:]?"
)
#: "Osei, Mara: The quay. Hull: Tide 2019", where a year says that it is no dateline.
_COLON_AUTHOR = re.compile(
    rf"[{_CAPITAL}][\w'’-]++(?: [{_CAPITAL}][\w'’-]++){{0,2}},\s"
    rf"(?:[{_CAPITAL}][\w'’-]*+\.?[ -]?){{1,3}}\s?[:/;]\s"
)
#: A year, but not that of an address: "/2022/".
_YEAR = re.compile(r"(?<!\d)(?!(?<=/)\d{4}[/-])(?:1[6-9]|20)\d{2}[a-z]?(?!\d)")
_SET_YEAR = re.compile(
    r"\((?:[A-Z][a-z]+\s)?(?:1[6-9]|20)\d{2}[a-z]?(?:,[^)]{0,20})?\)|[.,;]\s(?:1[6-9]|20)\d{2}[a-z]?[.,:;)]"
)
#: "(Osei, 2019)" in a sentence: an entry has its own year, and no name before it in
#: brackets, unless that is its imprint: "(Hull: Tide Press, 2019)". Its page may follow.
_CITED = re.compile(
    r"\([^()\d:]{2,60}[, ]\s?(?:1[6-9]|20)\d{2}[a-z]?"
    r"(?:[;)]|[,:]\s?(?:pp?\.?|S\.|s\.|pág\.|pag\.|с\.)?\s?\d{1,4}(?:\s?[-–]\s?\d{1,4}|\s?ff?\.?)?[;)])"
)
#: "Osei and Lam (2019) show": a sentence about a work; an entry turns names about or shortens them.
_NARRATED = re.compile(
    rf"(?:[{_CAPITAL}][\w'’-]++(?:,\s|\s(?:and\s|&\s|und\s|et\s(?!al\b)|y\s|e\s)?)){{1,6}}+(?:et\sal\.?,?\s)?"
    r"\((?:1[6-9]|20)\d{2}[a-z]?(?:[,:][^()]{0,20})?\)\s(?=[^\W\d_])"
)
# Both are for text in small letters. Their branches begin with a letter or sign, and what
# stands before it is looked for behind it, so that few places of a text are tried.
_LINK = re.compile(
    r"https?://|www\.|doi:|d(?<!\w.)oi\b|available (?:at|from)|\[online\]|accessed\b"
    r"|retrieved (?:from|on)|abgerufen|zugriff|consulté|en ligne"
    r"|\.(?<=\w.)\s?(?:org|com|net|edu|gov|int)/"
)
_PLACE = re.compile(
    r"p(?<!\w.)p?\.\s?\d|s(?<!\w.)\.\s?\d|v(?<!\w.)ol\.|n(?<!\w.)o\.\s?\d"
    r"|\((?:(?<=\d.)|(?<=\d\s.))\d{1,4}\)|e(?<!\w.)ds?\.|h(?<!\w.)rsg\.|i(?<!\w.)n:"
    r"|university press|verlag|p(?<!\w.)ress\b|journal|review\b|e(?<!\w.)t al\b|\(éd"
    r"|i(?<!\w.)sbn\b|第\d+期|\[[jmndc]\]"
)
_TITLE = re.compile(r"[\"“„«‘](?=[^\"”“»’]{12,200}[\"”“»’])|《")
_DIGIT = re.compile(r"\d")
_FIRST_TITLE = re.compile(r"[\"“„«]")


def likeness(text: str, width: int) -> float:
    """From 0 (running text) to 1 (an entry); `width` is the text's length in columns.

    >>> round(likeness("Osei, M., 2019. The quiet harbour. Sea Journal, 4(2), pp.3-9.", 60), 2)
    0.9
    >>> likeness("The harbour was quiet in 2019, and nobody came.", 47) < 0.4
    True
    >>> likeness("She calls it “the quiet of the keepers” (Osei 2019, p. 8) and goes on.", 66)
    0.0
    >>> likeness("The book is out now from Tide Press (£9). See https://tide.example/2019/tar", 75)
    0.5
    >>> likeness("[4] Osei, M. (2019) The quiet harbour. Hull: Tide.", 50) > 0.6
    True
    >>> likeness("• Osei, M. (2019) The quiet harbour. Hull: Tide.", 48) > 0.6
    True
    """
    if width > 5 * TYPICAL:
        return 0.0
    head = text[:HEAD].lstrip()
    if label := _LABEL.match(head):
        head = head[label.end() :]
    if is_narrated(head) or (width > TYPICAL and not _AUTHOR.match(head)):
        # A paragraph; whatever it cites, it would not come to much.
        return 0.0
    author = _AUTHOR.match(head) is not None or (
        _COLON_AUTHOR.match(head) is not None and _YEAR.search(text) is not None
    )
    small = text.lower()
    link = _LINK.search(small) is not None
    # Volumes, pages and publishers are looked for beside a number: the year, if no other.
    dated = _DIGIT.search(text) is not None
    place = dated and _PLACE.search(small) is not None
    score = 0.35 * author + 0.25 * link + 0.25 * place
    if not (author or link) and _CITED.search(text):
        return 0.0
    if dated and _SET_YEAR.search(text):
        score += 0.3
    elif dated and _YEAR.search(text):
        score += 0.15
    score += 0.2 * bool(_TITLE.search(text))
    score += 0.1 * bool(_FIRST_TITLE.match(head))
    if not (author or link or place):
        # A year and a title in quotation marks stand in many a sentence.
        score = min(score, 0.2)
    if head[:1].islower():
        score -= 0.2
    return max(0.0, min(1.0, score) * min(1.0, TYPICAL / max(width, 1)))


def is_narrated(text: str) -> bool:
    """Whether `text` begins as a sentence about a work does.

    >>> is_narrated("Osei and Lam (2019) show that it was so."), is_narrated("Lam (2019) Tides.")
    (True, False)
    """
    match = _NARRATED.match(text)
    return match is not None and text[match.end()].islower()


def cites(text: str) -> bool:
    """Whether `text` cites works in brackets, as no entry does of itself.

    >>> cites("Nobody knows who built the quay (Osei, 2019)."), cites("Osei, M. (2019) The Quay.")
    (True, False)
    """
    return _AUTHOR.match(text) is None and _CITED.search(text) is not None


def is_named(text: str) -> bool:
    """Whether `text` begins with an author or a title in quotation marks."""
    head = text[:HEAD]
    return _AUTHOR.match(head) is not None or _FIRST_TITLE.match(head) is not None
