"""Titles, containers, publishers and places: the words alone, without their punctuation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from copydesk.references import lexicon

_PAIRS: Final = {"“": "”", '"': '"', "„": "“”", "«": "»", "‘": "’", "'": "'", "‚": "‘’", "»": "«"}
_STOPS: Final = " \t,;:"
_ABBREVIATED: Final = re.compile(
    r"(?:\b(?!(?:UK|US|EU|UN)\.)[^\W\d_]{1,2}|\b(?:Inc|Ltd|Co|Corp|St|Proc|Int|Conf|Rev|Sci|Res|Phys|Chem|Med|Lett|Soc|Am|Appl"
    r"|Assoc|Univ|Dept|Div|etc|Acad|Trans|Math|Biol|Psychol|Eng))\.$"
)
_LEADING_IN: Final = re.compile(
    r"^(?:[(\[]?\s*(?:in|dans|em)\b\s?:?|\[?[wi]:\]?|В (?:кн|сб)\.?:)\s+(?=\S)", re.IGNORECASE
)
_SERIES: Final = re.compile(r"^[(\s]*(?:of|(?:in\s)?coll\.)\s+(?=\S)", re.IGNORECASE)
#: "Hull: Tide Press and" before another place and its press.
_JOINER: Final = re.compile(r"\s(?:&|and|und|et|y|e)$")
_SITE: Final = re.compile(r"\s+[|•·]\s+")
_SUFFIXED: Final = re.compile(r"(.+\S)\s[|–—-]\s(.+)$")
_FORMAT: Final = re.compile(
    r"\s*[\[(](?:online|web|www document|internet|blog(?: post)?|ebook|e-book|pdf|video)[\])]\.?$",
    re.IGNORECASE,
)


def title(text: str) -> str:
    """The title in a title segment: outer quotation marks off, inner ones kept.

    >>> title("“What the “Peace Plan” Reveals.”"), title("Turning point?")
    ('What the “Peace Plan” Reveals', 'Turning point?')
    >>> title("‘Soft Power’ in Practice."), title("“This Is No ‘Alliance.’")
    ('‘Soft Power’ in Practice', 'This Is No ‘Alliance’')
    """
    return _unquoted(_FORMAT.sub("", _closed(text.strip(" |"))))


def _closed(text: str) -> str:
    """`text` without the separators at its end; a stop inside closing quotes goes too."""
    text = text.strip().strip(_STOPS).rstrip("(").strip(_STOPS)
    text = re.sub(r"[.,]+(?=[”’\"'»]+$)", "", text)
    if text.endswith("..."):
        return text
    return text.rstrip(". " + _STOPS) if text.endswith(".") else text


def _unquoted(text: str) -> str:
    """`text` without a pair of quotation marks around all of it, or half of one."""
    if len(text) < 2:
        return text.strip('“”"')
    opening, closing = text[0], _PAIRS.get(text[0], "")
    if closing and text[-1] in closing and _is_pair(text):
        return _closed(text[1:-1])
    if opening in '“„«"' and not any(sign in closing for sign in text[1:]):
        return _closed(text[1:])
    if text[-1] in '”»"' and not any(sign in '“„«"' for sign in text[:-1]):
        return _closed(text[:-1])
    return text


def _is_pair(text: str) -> bool:
    """Whether the mark at the start is closed by the one at the end, not before."""
    opening, closing = text[0], _PAIRS[text[0]]
    if opening in "'‘":
        inner = re.search(r"(?<=\w)[’'](?=\s)", text[1:-1])
        return inner is None or "‘" in text[1 : inner.start() + 1] or inner[0] != text[-1]
    depth = 0
    for at, sign in enumerate(text):
        if sign == opening:
            depth += 1
        elif sign in closing:
            depth -= 1
            if depth == 0 and at < len(text) - 1:
                return False
    return True


#: `(Version 2.1) [Computer software]` behind a title, as the APA's Publication Manual has it.
_DESCRIBED: Final = re.compile(
    r"(?:\s\((?:version|ver\.|v\.?)\s?v?(?P<version>\d[\w.]{0,12})\))?"
    r"(?:\s\[(?P<genre>data ?(?:set|file)|(?:computer )?(?:software|program)|source code"
    r"|(?:mobile )?app|white paper|press release|infographic|map|photograph|film|tweet|lecture"
    r"|(?:audio )?podcast(?: episode)?|(?:powerpoint )?slides|conference session)\])?$",
    re.IGNORECASE,
)


def description(text: str) -> tuple[str, dict[str, str]]:
    """`text` without what describes the work behind its title, and that as fields.

    >>> description("Tidekit (Version 2.1) [Computer software]")
    ('Tidekit', {'version': '2.1', 'genre': 'Computer software'})
    >>> description("Salt [Sel]"), description("Salt (second part)")
    (('Salt [Sel]', {}), ('Salt (second part)', {}))
    """
    match = _DESCRIBED.search(text)
    if match is None or not match.start():
        return text, {}
    return text[: match.start()], {name: said for name, said in match.groupdict().items() if said}


def site(text: str) -> tuple[str, str]:
    """`text` parted into title and the site's name behind a bar, "" when there is none.

    >>> site("Turning point? | Lowy Institute"), site("Either | or")
    (('Turning point?', 'Lowy Institute'), ('Either | or', ''))
    """
    pieces = _SITE.split(text)
    if len(pieces) > 1 and pieces[-1][:1].isupper():
        return " | ".join(pieces[:-1]), pieces[-1]
    return text, ""


def without_outlet(text: str, outlets: Sequence[str]) -> str:
    """`text` without the name of one of the `outlets` behind its last dash or bar.

    >>> without_outlet("Salt in the delta - The Tide", ["The Tide."])
    'Salt in the delta'
    >>> without_outlet("Salt - a history", ["The Tide."])
    'Salt - a history'
    """
    match = _SUFFIXED.match(text)
    named = {lexicon.fold(outlet) for outlet in outlets}
    return match[1] if match and lexicon.fold(match[2]) in named else text


def container(text: str) -> str:
    """The name of a journal, book, outlet or site.

    >>> container("In Handbook of Labour,"), container("in: The Guardian."), container("J. Biol.")
    ('Handbook of Labour', 'The Guardian', 'J. Biol.')
    """
    bare = _LEADING_IN.sub("", _FORMAT.sub("", text.strip()).strip(_STOPS + "(|–—"))
    if bare.endswith((")", ").")) and "(" not in bare:
        bare = bare.rstrip(".)")
    # One letter is the name of a platform, no abbreviation.
    return _unquoted(_unstopped(bare) if len(bare) > len("X.") else bare.rstrip("."))


def series(text: str) -> str:
    """The name of a series, without the word that announces it.

    >>> series("coll. « Points »,"), series("of Tide Studies.")
    ('Points', 'Tide Studies')
    """
    return container(_SERIES.sub("", text))


def publisher(text: str) -> str:
    """The name of a publisher or a place, without the brackets and stops around it.

    >>> publisher("(New York:"), publisher("Academic Press,"), publisher("Wiley & Sons Inc.")
    ('New York', 'Academic Press', 'Wiley & Sons Inc.')
    """
    bare = _unstopped(_JOINER.sub("", text.strip().strip(_STOPS + "|")))
    if bare.startswith(("(", "[")) and not bare.endswith((")", "]")):
        bare = bare[1:]
    elif bare.endswith((")", "]")) and ("(" if bare[-1] == ")" else "[") not in bare:
        bare = bare[:-1]
    elif bare.startswith("(") and bare.endswith(")") and bare.count("(") == 1:
        bare = bare[1:-1]
    return _unquoted(_unstopped(bare))


def _unstopped(text: str) -> str:
    """`text` without the stop that ends the segment; that of an abbreviation stays."""
    text = text.rstrip(_STOPS)
    if (
        text.endswith(".")
        and not _ABBREVIATED.search(text[-12:])
        and not re.search(r"[^\W\d_]\.\w+\.$", text[-12:])
    ):
        return text.rstrip(". ")
    return text
