"""Names of an entry: authors and editors to CSL names, organisations as literals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from copydesk.references import bodies, lexicon, persons
from copydesk.references.persons import Name

#: CSL's form of "et al.": the list goes on, the entry does not say with whom.
OTHERS: Final[Name] = {"literal": "others"}
#: Stands for the author of the entry before.
DASHES: Final = re.compile(
    r"^(?:[-–—―_‒]{2,12}|[—―]|(?:ders|dies|dieselben|idem|id)\b)[.,:;]*$", re.IGNORECASE
)

_ET_AL: Final = re.compile(
    r"[,;&]?\s*(?:\band\s+|\bund\s+)?(?:\bet\s*\.?\s*al\b\.?|\bu\.\s?a\.|\bet coll\b\.?"
    r"|\band others\b|\bund andere\b|\b& al\b\.?|\band colleagues\b)[.,:;]*\s*$",
    re.IGNORECASE,
)
_ROLE: Final = re.compile(
    r"[(\[]?\b(?:[Ee]ds?|EDS|edd|[Ee]dit(?:ors?|ed by)|[Hh]rsg|Hg|[Hh]erausgegeben von|[Éé]ds?"
    r"|[Dd]irs?|[Cc]oords?|[Oo]rgs?|[Cc]omp|[Tt]rans(?:l|lated|lators?)?|[Üü]bers|[Ww]ritten by"
    r"|[Dd]irected by"
    r"|[Dd]irector|[Pp]roducer|[Hh]osts?|[Pp]resenters?|a cura di|"
    r"[Nn]arrator|[Ii]nterviewer|von(?=\s[A-Z]\.))\b\.?(?:\s+by\b)?[)\]]?[.,:;]*"
)
_LEAD: Final = re.compile(
    r"^\s*(?:[Ii]n|i(?=:)|[Dd]ans|[Bb]y|[Pp]ar|[Ww]ith|and|und|[Ee]ds?\.?(?:\s+by)?):?\s+(?=\S)"
)
_BRACKETED: Final = re.compile(r"\((?:[^()]{0,80})\)|\[(?:[^\[\]]{0,80})\]")
#: `Lund (Vera)`, as in French lists.
_GIVEN_IN_BRACKETS: Final = re.compile(
    r"(?<![\w’'-])([^\W\d_][\w’'-]{1,30})\s\(([^\W\d_][\w.-]{0,20}(?:\s[^\W\d_][\w.-]{0,20})?)\)"
)
_AND: Final = re.compile(
    r"\s*(?:,\s*)?(?:(?<=\s)|(?<=,))(?:and|und|et|y|e|og|och|en)\s+|\s*,?\s*&\s*|\s*[;/]\s*"
)
#: `Lund y Osei, Vera`: one person with two family names, for the first has no given name.
_DOUBLE_FAMILY: Final = re.compile(
    r"[^\W\d_]{2,30}\s(?:y|i|e)\s[^\W\d_]{2,30},\s(?:[^\W\d_]\.\s?|[^\W\d_]{2,20}\s?){1,2}"
)
#: It parts the names from the title, as in `Lund V. – Tide tables`.
_DASH_BEHIND: Final = re.compile(r"(?<=\S)\s[-–—]$")
#: `N. N.`
_LETTERS: Final = re.compile(r"(?:[^\W\d_]\.\s?){2,4}")
_SHORT_NAME: Final = re.compile(r"[A-Z][A-Z&-]{2,9}")


def read(text: str) -> list[Name]:
    """The names in `text`, an author or editor segment as it stands.

    >>> read("Fung, C.J. et al.,")
    [{'family': 'Fung', 'given': 'C.J.'}, {'literal': 'others'}]
    >>> read("Inagaki, Kana, and Leo Lewis.")
    [{'family': 'Inagaki', 'given': 'Kana'}, {'family': 'Lewis', 'given': 'Leo'}]
    >>> read("FMPRC."), read("World Bank")
    ([{'literal': 'FMPRC'}], [{'literal': 'World Bank'}])
    """
    bare = _ROLE.sub(" ", _LEAD.sub("", text))
    whole = bare.strip(" .,;:")
    if whole.startswith("[") and whole.endswith("]"):
        bare = whole[1:-1]
    bare = _tidy(_GIVEN_IN_BRACKETS.sub(_turned, bare))
    bare, others = _without_others(bare)
    if DASHES.match(bare):
        return [{"literal": bare.rstrip(".,:;")}]
    if not any(sign.isalpha() for sign in bare):
        return [OTHERS] if others else []
    names = _organisations(bare) if bodies.is_organisation(bare) else _persons(bare)
    return [*names, OTHERS] if others else names


def _turned(match: re.Match[str]) -> str:
    given = lexicon.core(match[2].split()[0]) in lexicon.word_list("names", "given")
    initials = persons.INITIALS.fullmatch(match[2]) and "." in match[2]
    return f"{match[1]}, {match[2]}" if given or initials else match[0]


def body(text: str) -> Name:
    """The name of a body, whatever its words look like.

    >>> body("Reporters Without Borders:")
    {'literal': 'Reporters Without Borders'}
    """
    return {"literal": _literal(text.strip(" ,;:"))}


def _organisations(text: str) -> list[Name]:
    """One body, or several when each of them is well known; `WHO/UNICEF` signs as one."""
    if " " not in text:
        return [{"literal": _literal(text)}]
    parts = [part for part in _AND.split(text) if part]
    if len(parts) > 1 and all(lexicon.kind(part) for part in parts):
        return [{"literal": _literal(part)} for part in parts]
    return [{"literal": _literal(text)}]


def _literal(text: str) -> str:
    """An organisation's name without the stop that closes the segment (`U.S.` keeps its own)."""
    last = text.rsplit(maxsplit=1)[-1]
    own = last.rstrip(".").count(".") or _LETTERS.fullmatch(text)
    return text if own else text.rstrip(". ")


def _tidy(text: str) -> str:
    text = " ".join(_BRACKETED.sub(_short_name, text).split())
    text = text.replace(" ,", ",").replace(".,,", ".,").replace(",,", ",")
    text = _DASH_BEHIND.sub("", text.removesuffix(" ."))
    bare = text.strip(' ,;:()[]/“”"«»')
    return bare + ")" if bare.count("(") > bare.count(")") else bare


def _short_name(bracketed: re.Match[str]) -> str:
    """What stays of a bracket: the short name of a body, `Tide Watch Europe (TWE)`."""
    return bracketed[0] if _SHORT_NAME.fullmatch(bracketed[0][1:-1]) else " "


def _without_others(text: str) -> tuple[str, bool]:
    bare = _ET_AL.sub("", text)
    if bare != text:
        return bare.strip(" ,;:"), True
    return text, False


def _persons(text: str) -> list[Name]:
    if _DOUBLE_FAMILY.fullmatch(text):
        family, _, given = text.partition(",")
        return [persons.named(family, given)]
    groups = [group.strip(" ,") for group in _AND.split(text)]
    groups = [group for group in groups if group]
    if turned := _all_turned(groups):
        return turned
    names: list[Name] = []
    for number, group in enumerate(groups):
        names += _group(group, first=number == 0)
    return names


def _all_turned(groups: Sequence[str]) -> list[Name]:
    """The names of `Lund Vera, Osei Milou et Finn Clara`, all of them family first.

    Two that can be nothing else say so for those of which one cannot tell.
    """
    names = [piece.split() for group in groups for piece in group.split(",") if piece.strip()]
    given = lexicon.word_list("names", "given")
    if any(len(words) != 2 or lexicon.core(words[0]) in given for words in names):
        return []
    if sum(persons.is_turned(words) for words in names) < 2:
        return []
    return [persons.named(family, first) for family, first in names]


def _group(text: str, *, first: bool) -> list[Name]:
    """The names of a run without "and": pairs at commas, or one name for each comma."""
    pieces = [piece.strip() for piece in text.split(",")]
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        return []
    if all(persons.has_trailing_initials(piece) for piece in pieces):
        return [persons.family_first(piece) for piece in pieces]
    names: list[Name] = []
    inverted = _inverted(pieces, first=first)
    at = 0
    while at < len(pieces):
        here = pieces[at]
        following = pieces[at + 1] if at + 1 < len(pieces) else ""
        if following and persons.SUFFIX.fullmatch(following):
            names.append(persons.person(here) | {"suffix": following})
            at += 2
        elif following and (inverted or persons.is_given(following)) and not _whole(here):
            name = persons.named(here, following)
            at += 2
            if at < len(pieces) and persons.SUFFIX.fullmatch(pieces[at]):
                name["suffix"] = pieces[at]
                at += 1
            names.append(name)
            # "Family, Given, Given Family, Given Family": only the first is turned round.
            inverted = inverted and at < len(pieces) and _inverted(pieces[at:], first=False)
        else:
            names.append(persons.person(here))
            at += 1
    return names


def _inverted(pieces: Sequence[str], *, first: bool) -> bool:
    """Whether the first two pieces are one name, family first."""
    if len(pieces) < 2:
        return False
    if persons.is_spoken(pieces[0]):
        return False
    if persons.is_given(pieces[1]):
        return True
    family, given = pieces[0].split(), pieces[1].split()
    while family and persons.is_particle(family[0].casefold()):
        family = family[1:]
    if len(family) > 1 and len(given) > 1:
        return False  # two names in the order they are spoken
    if first:
        return len(family) <= 2 and not persons.has_trailing_initials(pieces[0]) and len(given) <= 3
    return len(family) == 1 and len(given) == 1


def _whole(piece: str) -> bool:
    """Whether `piece` can be no family name before a comma: initials, or a name as spoken."""
    shouted = piece.isalpha() and len(piece) > 2
    return (persons.is_given(piece) and not shouted) or persons.is_spoken(piece)


def is_named_in(name: Name, link: str) -> bool:
    """Whether the words of a person's name are those of a site: then it is no person.

    >>> is_named_in({"family": "Tide", "given": "Rising"}, "https://www.risingtide.example/a")
    True
    >>> is_named_in({"family": "Lo", "given": "Bobo"}, "https://www.lowy.example/lo")
    False
    """
    host = re.sub(r"^https?://(?:www\.)?", "", link.casefold())
    place = host.split("/")[0] + "/".join(host.split("/")[1:2])[:20]
    words = [word for word in lexicon.fold(" ".join(name.values())) if word != "the"]
    if len(words) < 2 or len(name) > 2 or "literal" in name:
        return False
    named = sum(word in place for word in words)
    return named * 3 >= len(words) * 2 and all(len(word) > 1 for word in words)
