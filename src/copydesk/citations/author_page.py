"""Citations by name and page, as the MLA prints them: `(Osei 12)`, `(“Tides” 3)`, `(45)`.

Brackets of such shapes hold so many other things that they are looked at only in an
article that cites so, and most of them count only if an entry fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from copydesk.citations.author_date import PREFIX
from copydesk.citations.brackets import Bracket
from copydesk.citations.mention import Mention
from copydesk.citations.surnames import Names, names_ending
from copydesk.citations.words import places, words

_PIECE: Final = re.compile(r"[^;；]+")
#: "12", "1.2", "00:14:20", "3: 18–29" for a page of a volume.
_NUMBER: Final = r"(?:\d\d?:\s?)*+\d{1,4}(?:\.\d{1,4}){0,3}(?:\s?[-–]\s?[\d.:]{1,9})?"
_PAGES: Final = re.compile(
    r"(?:^|[\s,])(?P<pages>(?:(?:pp?|pars?|chs?|secs?|lines?|ll?|bk|vol|act|scene|n|fol|plates?|pls?|figs?|cols?)\.?\s?)?"
    rf"(?:{_NUMBER}(?:,\s?{_NUMBER})*+|n\.\s?pag\.?)(?:n\d*|ff?\.?)?)\.?\Z",
    re.IGNORECASE,
)
_ROMAN: Final = re.compile(r"\s(?P<pages>[ivxlc]{1,7}(?:[-–][ivxlc]{1,7})?)\Z")
_RANGE: Final = re.compile(r"\d\s?[-–,]\s?\d")
#: A title in quotation marks, or between the signs that plain text has for italics.
_TITLE: Final = re.compile(
    r"(?:[“\"„«‘]([^“”\"„«»]{2,150}?)[,.]?[”\"“»’]|(?P<sign>[*_])([^*_]{2,150})(?P=sign)),?\Z"
)
#: "S." is an initial before a name, and no "siehe".
_INITIALS: Final = re.compile(r"(?:[A-ZÀ-Þ]\.\s*)+\Z")
#: An author and a page at the end of a clause, as "(Osei 12)." is.
_CLOSING: Final = re.compile(r"\s*(?:[.,;:!?]|\Z)")
_PLAIN: Final = re.compile(r"[A-ZÀ-Þ][^\W\d_A-Z]{2,20}")
_QUOTE_BEFORE: Final = re.compile(r"[”\"»’'][.,!?]?\s*\Z")
#: A year stands alone in a bracket for many reasons.
_YEAR: Final = re.compile(r"(?:1[4-9]|20)\d\d(?:\s?[-–]\s?\d{2,4})?\Z")
_LONGEST_TITLE: Final = 12


def cited(text: str, bracket: Bracket) -> tuple[Mention, ...]:
    """The works a bracket names with a page or by their title, none when it names none.

    A bracket that holds only pages gives a mention without a name: the sentence has it.

    >>> from copydesk.citations.brackets import brackets
    >>> (bracket,) = brackets("(Osei, “Tides” 3; Marlow and Finn 9-12)")
    >>> [(one.names, one.title, one.locator) for one in cited("", bracket)]
    [(('Osei',), 'Tides', '3'), (('Marlow', 'Finn'), '', '9-12')]
    >>> [cited("", one) for one in brackets("(Table 3)")]
    [()]
    """
    quoted = _QUOTE_BEFORE.search(text, max(0, bracket.start - 4), bracket.start) is not None
    closing = _CLOSING.match(text, bracket.end) is not None
    found = list(_pairs(bracket, quoted=quoted, closing=closing))
    if len(found) == 1:
        return (replace(found[0], text=bracket.printed),)
    return tuple(found)


def _pairs(bracket: Bracket, *, quoted: bool, closing: bool) -> Iterator[Mention]:
    for piece in _PIECE.finditer(bracket.inside):
        printed = bracket.printed[piece.start() + 1 : piece.end() + 1].strip()
        prefix = PREFIX.match(piece[0].lstrip())
        if prefix and _INITIALS.match(prefix[0]):
            prefix = None
        words_ = piece[0].lstrip()[prefix.end() if prefix else 0 :].strip()
        pages = _PAGES.search(words_) or _ROMAN.search(words_)
        head = words_[: pages.start()].rstrip(" ,") if pages else words_
        mention = _named(head, bracket) if head else _unnamed(words_, bracket)
        if mention is None:
            continue
        locator = pages["pages"] if pages else ""
        sure = (
            quoted
            or len(mention.names) > 1
            or mention.others
            or _RANGE.search(locator) is not None
            or (closing and locator.isdigit() and _is_family(mention.words))
        )
        yield replace(
            mention,
            text=printed,
            prefix=prefix[0].strip() if prefix else "",
            locator=locator,
            weak=mention.weak and not (sure and locator and head),
        )


def _named(head: str, bracket: Bracket) -> Mention | None:
    """The mention of the work that `head` names by its author, its title or both."""
    if head.split(maxsplit=1)[0].casefold().rstrip(".") in words("numbered"):
        return None
    title = _TITLE.search(head)
    before = head[: title.start()].rstrip(" ,") if title else head
    names = names_ending(before) if before else None
    if before and (names is None or names.start > 0):
        return None if title else _by_title(before, bracket)
    authors, chosen = _parted(names) if names else ((), "")
    if title:
        chosen = (title[1] or title[3]).strip(" ,.")
    return Mention(
        text="",
        names=authors,
        others=bool(names and names.others),
        year="",
        form="parenthetical",
        start=bracket.start,
        end=bracket.end,
        weak=authors != () or not _is_titled(chosen),
        words=names.words if names else "",
        given=names.names[0].given if names else "",
        title=chosen,
    )


def _parted(names: Names) -> tuple[tuple[str, ...], str]:
    """Authors, and the title that stands behind a comma: "Osei, Harbours"."""
    row = tuple(name.text for name in names.names)
    _, comma, rest = names.words.partition(", ")
    if not comma or names.others or len(row) == 1:
        return row, ""
    # "Osei, Lime and Salt" may be three authors: the title of an entry decides.
    return (row if names.listed else row[:1]), rest


def _by_title(head: str, bracket: Bracket) -> Mention | None:
    """A title with words in lower case: "(Cell phones 45)"."""
    if not head[:1].isupper() or len(head.split()) > _LONGEST_TITLE:
        return None
    return Mention(
        text="",
        names=(head,),
        others=False,
        year="",
        form="parenthetical",
        start=bracket.start,
        end=bracket.end,
        weak=True,
        words=head,
    )


def _unnamed(inside: str, bracket: Bracket) -> Mention | None:
    """Pages without a name, which the words of the sentence may give."""
    if _YEAR.match(inside) or not inside:
        return None
    return Mention(
        text="",
        names=(),
        others=False,
        year="",
        form="narrative",
        start=bracket.start,
        end=bracket.end,
        weak=True,
    )


def _is_family(words_: str) -> bool:
    """Whether the only word before a page looks like a family name."""
    return _PLAIN.fullmatch(words_) is not None and words_.casefold() not in places()


def _is_titled(title: str) -> bool:
    """Whether a quoted title is printed as titles are, and not as a phrase is."""
    capitals = [word for word in title.split() if word[:1].isupper()]
    return len(capitals) > 1 and title[:1].isupper()
