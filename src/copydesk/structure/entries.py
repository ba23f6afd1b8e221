"""How much a line looks like an entry of a reference list, by its shape alone."""

from __future__ import annotations

import re
from typing import Final

#: Signals weigh in a line of this width; a longer one dilutes them.
TYPICAL: Final = 320
HEAD: Final = 140

#: The number of an entry: "[3]", "3.", "(3)".
_NUMBER = re.compile(r"(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)])\s{1,8}(?=\S)")
_CAPITAL = "A-ZÀ-ÖØ-ÞŁŚŻČŠŽ"
# Possessive, since a line may be nothing but capitals and hyphens.
_AUTHOR = re.compile(
    # "Osei, Mara", "Osei, M.", "Osei M, de Wit J."
    rf"(?:[{_CAPITAL}][\w'’-]++|[A-Z]{{2,}}+)(?: [{_CAPITAL}][\w'’-]++){{0,3}}\s?[.,]{{1,2}}\s?"
    rf"(?:[{_CAPITAL}][\w'’-]*+\.?[ -]?){{1,3}}(?:[.,&(]|and\b|und\b|et\b|\d)"
    rf"|[{_CAPITAL}][\w'’ -]{{2,60}}?,\s(?:[A-Z]\.\s?-?){{1,3}}"
    # "Harbour Office, 2019.", "OECD (2019)"
    rf"|[{_CAPITAL}][\w&'’-]*+(?:\s(?:(?:of|for|the|and|&|de|für|on)\s){{0,2}}"
    rf"[{_CAPITAL}][\w&'’-]*+){{0,6}}\s?"
    r"(?:[.,]{1,2}\s?\(?|\()(?:19|20)\d{2}[a-z]?\)?[.,:]?"
)
_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20)\d{2}[a-z]?(?!\d)")
_SET_YEAR = re.compile(
    r"\((?:[A-Z][a-z]+\s)?(?:1[6-9]|20)\d{2}[a-z]?(?:,[^)]{0,20})?\)|[.,]\s(?:1[6-9]|20)\d{2}[a-z]?[.,:)]"
)
_LINK = re.compile(
    r"https?://|www\.|doi:|\bdoi\.org|\bdoi\b|available at|available from|\[online\]|accessed\b"
    r"|retrieved (?:from|on)|abgerufen|zugriff|consulté|en ligne"
    r"|\w\.\s?(?:org|com|net|edu|gov|int)/",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\bpp?\.\s?\d|\bS\.\s?\d+|\bvol\.|\bno\.\s?\d|\d+\s?\(\d{1,4}\)|\bed\.|\beds\.|\bhrsg\.|\bIn:"
    r"|university press|verlag|\bpress\b|journal|review\b|\bet al\b|\(éd|\bISBN\b|第\d+期"
    r"|\[[JMNDC]\]",
    re.IGNORECASE,
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
    >>> likeness("[4] Osei, M. (2019) The quiet harbour. Hull: Tide.", 50) > 0.6
    True
    """
    if width > 5 * TYPICAL:
        return 0.0
    head = text[:HEAD].lstrip()
    if number := _NUMBER.match(head):
        head = head[number.end() :]
    if width > TYPICAL and not _AUTHOR.match(head):
        # A paragraph; whatever it cites, it would not come to much.
        return 0.0
    author = _AUTHOR.match(head) is not None
    link = _LINK.search(text) is not None
    # Volumes, pages and publishers are looked for beside a number: the year, if no other.
    dated = _DIGIT.search(text) is not None
    place = dated and _PLACE.search(text) is not None
    score = 0.35 * author + 0.25 * link + 0.25 * place
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
