"""Names with years that may be citations though no entry bears them and no verb says so.

"The instrument of Wells (2018)" names an author, "the treaty of Lisbon (2007)" and
"Titanic (1997)" do not. What speaks for an author is a word for what authors make, a stance
that is taken to one, a second name beside the first, or a "who" behind it.
"""

from __future__ import annotations

import re
from typing import Final

from copydesk.citations.mention import Mention
from copydesk.citations.words import pattern, phrases, places, words
from copydesk.citations.years import nature, numbers

#: Characters before a name that are read.
_REACH: Final = 60
#: "instrument of", "findings of the same kind in": a work, and a preposition close behind it.
_MADE: Final = re.compile(
    r"([^\W\d_]{3,20})\s(?:of|by|from|in|von|bei|de|d[’']|di|da)\s*\Z", re.IGNORECASE
)
_STANCE: Final = re.compile(rf"(?<!\w){pattern(phrases('stances'))}\s\Z", re.IGNORECASE)
_WHO: Final = re.compile(r",\s(?:who|whose)\b")
_ARTICLE: Final = re.compile(
    r"(?:\A|\s)(?:the|a|an|this|that|its|der|die|das|le|la|les|el|los)\s\Z", re.IGNORECASE
)
#: The parts of a pair of authors; more are persons without a doubt.
_PAIR: Final = 2
#: A work is seldom so much older or younger than all that are listed beside it.
_NEAR: Final = 5


def is_plain(mention: Mention) -> bool:
    """Whether nothing but its year says that one or two single words are authors."""
    if mention.form != "narrative" or not mention.weak or mention.faint:
        return False
    lists = (words("numbered"), words("nameless"), words("openers"), words("times"), places())
    families = [last_word(name).casefold() for name in mention.names]
    return (
        0 < len(mention.names) <= _PAIR
        and nature(mention.year) == "dated"
        and all(map(_is_family, mention.names))
        and not any(family in known for family in families for known in lists)
    )


def _is_family(name: str) -> bool:
    """Whether a name is one word, but for the particles before it, and no acronym."""
    *before, last = name.split()
    bare = re.sub(r"[-’']", "", last)
    particles = all(word in words("particles") for word in before)
    return particles and len(bare) > 1 and bare.isalpha() and not bare.isupper()


def last_word(name: str) -> str:
    """The family of a name without the particles before it."""
    return name.rsplit(maxsplit=1)[-1]


def unlisted(mention: Mention, text: str, span: tuple[int, int]) -> Mention | None:
    """The reading of a plain mention in `text` that is of an author whom the list may lack.

    `span` are the first and the last year of the list.

    >>> from copydesk.citations.find import mentions
    >>> said = "the scale of Wells (2018), the treaty of Quill (2007), Storms (2009) and the sea"
    >>> [bool(unlisted(one, said, (2001, 2020))) for (one,) in mentions(said)]
    [True, False, False]
    """
    if not is_plain(mention):
        return None
    year = int(numbers(mention.year)[0][:4])
    if not span[0] - _NEAR <= year <= span[1] + _NEAR:
        return None
    return next((one for one in mention.readings() if is_plain(one) and _cites(one, text)), None)


def _cites(mention: Mention, text: str) -> bool:
    """Whether the words around say that persons are meant."""
    start = mention.end - len(mention.text)
    lead = text[max(0, start - _REACH) : start]
    made = _MADE.search(lead)
    if _STANCE.search(lead) or (made and made[1].casefold() in words("works")):
        return True
    several = len(mention.names) == _PAIR
    return not _is_part(lead) and (several or _WHO.match(text, mention.end) is not None)


def _is_part(lead: str) -> bool:
    """Whether the name goes on with the words before it: "the Brexit", "World Cup"."""
    (before,) = lead.split()[-1:] or ("",)
    goes_on = lead.rstrip()[-1:].isalpha() and before[:1].isupper()
    return (goes_on and before.casefold() not in words("openers")) or bool(_ARTICLE.search(lead))
