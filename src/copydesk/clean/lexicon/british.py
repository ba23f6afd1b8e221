"""British spellings in American ones, so that one dictionary serves for both."""

from __future__ import annotations

import re
from typing import Final

#: What turns a British spelling into the American one, where it stands in a word. More than
#: one may hold in a word (`colourised`), and not all that holds gives a word. Each is as
#: narrow as the words it stands for, or a slip would pass for British (`expence`, `makeing`).
_TURNS: Final = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"our(?=$|ed|ing|s|it|abl|ful|less|er|hood|ist|al|y|is[em]|i[sz][ei])", "or"),
        (r"is(?=e$|ed$|es$|ing$|ings$|ers?$|ation|abl)", "iz"),
        (r"ys(?=e$|ed$|es$|ing$|ers?$)", "yz"),
        (r"(?<=[^aeiou][aeiouy])ll(?=ed$|ings?$|ers?$|ists?$|ation|ery$|ors?$|ous)", "l"),
        (r"(?<=[ui][ea])ll(?=ed$|ings?$|ers?$|ists?$)", "l"),
        (r"tre(?=s?$|piece)", "ter"),
        (r"(?<=[tv])re(?=d$)", "ere"),
        (r"bre(?=s?$)", "ber"),
        (r"ogue(?=[sd]?$)", "og"),
        (r"(?<=[hknp])ae(?=[md])|(?<=an)ae(?=sth)|^ae(?=sth|ti|on)|(?<=ch)ae(?=o)", "e"),
        (r"(?<=[ci])ae(?=s|c|val)|(?<=yn)ae(?=c)|(?<=n)oe(?=uv)|(?<=rrh)oe(?=a)", "e"),
        (r"^oe(?=s|d)|(?<=f)oe(?=[tc])|(?<=m)oe(?=b)", "e"),
        (r"vre(?=s?$)", "ver"),
        (r"(?<=(?:def|off|lic|ret))ence(?=s?$|d$|less)", "ense"),
        (r"(?<=gra)mme(?=s?$)", "m"),
        (r"ou(?=l[dt])", "o"),
        (r"(?<=ki|wi)l(?=ful)|(?<=ro|ta|fi)l(?=ment)", "ll"),
        (r"(?<=lfi|nro|sta|sti|ppa)l(?=s?$)", "ll"),
        (r"que(?=s?$)", "ck"),
        (
            r"(?<=dg)e(?=ment|ing$)|(?<=[klmtzvd])e(?=able)|(?:(?<=^ag)|(?<=^ey)|(?<=out))e(?=ing$)",
            "",
        ),
        (r"(?<=p)lough", "low"),
        (r"sc(?=ept)", "sk"),
        (r"(?<=t)yre", "ire"),
        (r"wards$", "ward"),
        (r"(?<=^lear)nt$|(?<=^lea)nt$", "ned"),
        (r"(?<=^drea)mt$", "med"),
        (r"(?<=^spoi)lt$", "led"),
        (r"(?<=w)ellery$", "elry"),
        (r"(?<=practi)s(?=e)", "c"),
        (r"(?<=a)efact", "ifact"),
        (r"(?<=sul)ph", "f"),
        (r"ou(?=ldr)", "o"),
    )
)
#: Spellings of one word that are looked at.
_MOST: Final = 16


def american(word: str) -> frozenset[str]:
    """What `word` may be in American spelling, if it is a British one; not all are words.

    >>> sorted(american("colourised"))
    ['colorised', 'colorized', 'colourized']
    >>> american("harbor")
    frozenset()
    """
    found = {word}
    for pattern, put in _TURNS:
        if pattern.search(word):
            found |= {pattern.sub(put, one) for one in found}
            if len(found) > _MOST:
                break
    return frozenset(found) - {word}


def are_twins(word: str, other: str) -> bool:
    """Whether the two are one word, in British and American spelling.

    >>> are_twins("colour", "color"), are_twins("color", "colour"), are_twins("colour", "collar")
    (True, True, False)
    """
    return other in american(word) or word in american(other)
