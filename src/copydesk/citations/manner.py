"""How an article cites by name, read from all of it before any citation is linked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from copydesk.citations.find import mentions
from copydesk.citations.match import Matcher
from copydesk.citations.mention import Mention
from copydesk.citations.surnames import names_ending
from copydesk.citations.unlisted import is_plain, last_word
from copydesk.model import Article, texts_with_notes

_SHORT: Final = re.compile(
    r"[(\[]\s?(?:hereafter |henceforth |kurz )?([^\W\d_][\w&./-]{1,14})[)\]]"
)
#: A body's name stands in this many signs before its acronym.
_REACH: Final = 120
#: So many citations of a kind make it the article's.
_MANY: Final = 2
#: So many citations show that an article cites by name and year.
_SEVERAL: Final = 3
#: One name in so many may be none of the list, and one more.
_SHARE: Final = 5


@dataclass(frozen=True, slots=True)
class Manner:
    """`by_page`: works are cited with pages or titles and no year, as the MLA does.

    `bare`: no comma stands before the year, so that its want says nothing. `dated` and
    `paged` count the citations that name an author of the list with a year and without.
    """

    by_page: bool = False
    bare: bool = False
    dated: int = 0
    paged: int = 0
    span: tuple[int, int] | None = None


def manner(article: Article, matcher: Matcher) -> Manner:
    """How `article` cites the entries that `matcher` knows by name.

    Names of bodies that the text explains are made known to `matcher`.
    """
    texts = [
        *texts_with_notes(article.body),
        *texts_with_notes(article.back.notes),
    ]
    if not matcher.entries:
        return Manner()
    matcher.learn(pair for text in texts for pair in explained(text))
    met = [
        (_kind(mention, matcher), mention)
        for text in texts
        for group in mentions(text, by_page=True)
        for mention in group
    ]
    kinds = [kind for kind, _ in met]
    paged = kinds.count("paged")
    bare = kinds.count("bare")
    narrated = kinds.count("narrative")
    dated = bare + kinds.count("comma") + narrated
    others = {(*map(last_word, one.names), one.year) for kind, one in met if kind == "strange"}
    fitting = dated >= _SEVERAL and dated > paged and len(others) <= 1 + narrated // _SHARE
    return Manner(
        by_page=paged > dated and (paged >= _MANY or not dated),
        bare=bare >= _MANY and bare > kinds.count("comma"),
        dated=dated,
        paged=paged,
        span=_span(matcher) if fitting else None,
    )


def _span(matcher: Matcher) -> tuple[int, int] | None:
    """The first and the last year of the list."""
    years = [int(one.year[:4]) for one in matcher.entries if one.year]
    return (min(years), max(years)) if years else None


def _kind(mention: Mention, matcher: Matcher) -> str:
    """What kind of citation a mention speaks for, "" when it speaks for none."""
    if not mention.name:
        return ""
    if not mention.year:
        named = mention.locator or mention.title
        return "paged" if named and matcher.match(mention, "").status == "exact" else ""
    if not matcher.named(mention):
        known = any(map(matcher.named, mention.readings()))
        return "strange" if is_plain(mention) and not known else ""
    if mention.form == "narrative" and mention.weak:
        # "Lo (1914)" may say when he was born.
        return "narrative" if matcher.match(mention, "").status in ("exact", "ambiguous") else ""
    if mention.form == "narrative" or mention.others:
        return "narrative"
    return "bare" if mention.weak else "comma"


def explained(text: str) -> Iterator[tuple[str, str]]:
    """The names of bodies that are followed by their acronyms in brackets, with those.

    >>> list(explained("It met the Ministry of Foreign Affairs (FMPRC) in May (so they say)."))
    [('Ministry of Foreign Affairs', 'FMPRC')]
    """
    for found in _SHORT.finditer(text):
        short = found[1]
        if sum(sign.isupper() for sign in short) < _MANY:
            continue
        before = text[max(0, found.start() - _REACH) : found.start()]
        names = names_ending(before)
        if names and before.rstrip()[-1:].isalpha() and len(names.words.split()) > 1:
            yield names.words, short


def sure(mention: Mention, how: Manner) -> bool:
    """Whether `mention` is a citation though no entry bears its name."""
    if mention.faint:
        return False
    if not mention.weak:
        return bool(mention.year) or how.by_page
    plain = all(len(name.split()) == 1 for name in mention.names)
    return how.bare and mention.form == "parenthetical" and bool(mention.year) and plain
