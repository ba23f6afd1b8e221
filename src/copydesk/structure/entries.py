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
    # "Osei, Mara:", "Osei, M.", "Osei M, de Wit J."
    rf"(?:[{_CAPITAL}][\w'’-]++|[A-Z]{{2,}}+)(?: [{_CAPITAL}][\w'’-]++){{0,3}}\s?[.,]{{1,2}}\s?"
    rf"(?:[{_CAPITAL}][\w'’-]*+\.?[ -]?){{1,3}}(?:[.,:&(]|and\b|und\b|et\b|\d)"
    rf"|[{_CAPITAL}][\w'’ -]{{2,60}}?,\s(?:[A-Z]\.\s?-?){{1,3}}"
    # "Osei M.", "Osei MK, Finn T."
    rf"|[{_CAPITAL}][\w'’-]++(?: [{_CAPITAL}][\w'’-]++)?+ [A-Z]{{1,3}}[.,]\s"
    # "Harbour Office, 2019.", "OECD (2019)"
    rf"|[{_CAPITAL}][\w&'’-]*+(?:\s(?:(?:of|for|the|and|&|de|für|on)\s){{0,2}}"
    rf"[{_CAPITAL}][\w&'’-]*+){{0,6}}\s?"
    r"(?:[.,]{1,2}\s?\(?|\()(?:19|20)\d{2}[a-z]?\)?[.,:]?"
)
#: A year, but not that of an address: "/2022/"; one set apart as entries have it.
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
# Both are for text in small letters.
_LINK = re.compile(r"https?://|www\.|\bdoi\b|available (?:at|from)|\[online\]|accessed\b")
_PLACE = re.compile(
    r"\bpp?\.\s?\d|\bs\.\s?\d|\bvol\.|\bno\.\s?\d|\d\s?\(\d{1,4}\)|\beds?\.|\bhrsg\.|\bin:"
    r"|\bpress\b|verlag|journal|review\b|\bet al\b|第\d+期|\[[jmndc]\]"
)
_TITLE = re.compile(r"[\"“„«‘](?=[^\"”“»’]{12,200}[\"”“»’])|《")


def likeness(text: str, width: int) -> float:
    """From 0 (running text) to 1 (an entry); `width` is the text's length in columns.

    >>> round(likeness("Osei, M., 2019. The quiet harbour. Sea Journal, 4(2), pp.3-9.", 60), 2)
    0.9
    >>> likeness("The harbour was quiet in 2019, and nobody came.", 47) < 0.4
    True
    >>> likeness("She calls it “the quiet of the keepers” (Osei 2019, p. 8) and goes on.", 66)
    0.0
    >>> likeness("[4] Osei, M. (2019) The quiet harbour. Hull: Tide.", 50) > 0.6
    True
    """
    head = text[:HEAD].lstrip()
    if label := _LABEL.match(head):
        head = head[label.end() :]
    author = _AUTHOR.match(head) is not None
    if width > TYPICAL * (5 if author else 1):
        return 0.0  # a paragraph; whatever it cites, it would not come to much
    small = text.lower()
    link = _LINK.search(small) is not None
    if not (author or link) and _CITED.search(text):
        return 0.0
    # Volumes, pages and publishers are looked for beside a number: the year, if no other.
    place = any(map(str.isdigit, text)) and _PLACE.search(small) is not None
    year = 0.3 if _SET_YEAR.search(text) else 0.15 if _YEAR.search(text) else 0.0
    score = 0.35 * author + 0.25 * link + 0.25 * place + year + 0.2 * bool(_TITLE.search(text))
    if not (author or link or place):
        # A year and a title in quotation marks stand in many a sentence.
        score = min(score, 0.2)
    if head[:1].islower():
        score -= 0.2
    return max(0.0, min(1.0, score)) * min(1.0, TYPICAL / max(width, 1))


def cites(text: str) -> bool:
    """Whether `text` cites works in brackets, as no entry does of itself.

    >>> cites("Nobody knows who built the quay (Osei, 2019)."), cites("Osei, M. (2019) The Quay.")
    (True, False)
    """
    return _AUTHOR.match(text) is None and _CITED.search(text) is not None


def is_named(text: str) -> bool:
    """Whether `text` begins with an author or a title in quotation marks."""
    return _AUTHOR.match(text[:HEAD]) is not None or text[:1] in tuple('"“„«')
