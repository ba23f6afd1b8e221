"""Names of an entry: persons in parts, organisations as literals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from copydesk.language.names import SUFFIX, find_family, is_particle
from copydesk.references import lexicon
from copydesk.references.bodies import SHORT_NAME, is_organisation
from copydesk.references.lexicon import INITIALS, is_listed_given
from copydesk.references.name_order import EASTERN, find_eastern_order, is_turned

Name = dict[str, str]

#: CSL's form of "et al.": the list goes on, the entry does not say with whom.
OTHERS: Final[Name] = {"literal": "others"}
#: Stands for the author of the entry before.
DASHES: Final = re.compile(
    r"^(?:[-–—―_‒]{2,12}|[—―]|(?:ders|dies|dieselben|idem|id)\b)[.,:;]*$", re.IGNORECASE
)

_UPPER: Final = re.compile(r"[A-ZÀ-ÖØ-Þ]{1,4}\.?|[A-ZÀ-ÖØ-Þ](?:-[A-ZÀ-ÖØ-Þ])\.?")
_ET_AL: Final = re.compile(
    r"[,;&]?\s*(?:\band\s+|\bund\s+)?(?:\bet\s*\.?\s*al\b\.?|\bu\.\s?a\.|\bet coll\b\.?"
    r"|\b(?:and|und|y|e|en) (?:others|andere|otros|outros|altri|anderen|colleagues)\b|\b& al\b\.?"
    r"|\bи др\b\.?|\bm\.\s?fl\.|\bi in\.|\ba kol\.)[.,:;]*\s*$",
    re.IGNORECASE,
)
#: What says that people edited, translated, hosted: in brackets, or in words that no name is.
_ROLE_WORDS: Final = (
    r"eds?|edd|edit(?:ors?|ed by)|hrsg|hg|herausgegeben von|éds?|dirs?|coords?|orgs?|comp|red"
    r"|trans(?:l|lated|lators?)?|übers|written by|directed by|director|producer|hosts?|presenters?"
    r"|guests?|narrator|interviewer|a cura di|oprac|wyd|přel|przeł|övers"
)
_BRACKETED_ROLE: Final = re.compile(
    rf"[(\[](?:(?:{_ROLE_WORDS})\b\.?(?:\s(?:by|and|&)\s?|[\s,]*)){{1,3}}[)\]][.,:;]*",
    re.IGNORECASE,
)
_ROLE: Final = re.compile(
    r"\b(?:eds?|[Ee]ds|EDS|edd|[Ee]dit(?:ors?|ed by)|[Hh]rsg|[Hh]erausgegeben von|éds?|Éds|dirs?"
    r"|Dirs|coords?|Coords|orgs?|comp|trans(?:l|lated|lators?)?|Trans(?:l|lated|lators)|[Üü]bers"
    r"|[Ww]ritten by|[Dd]irected by|director|producer|hosts?|presenters?|narrator|interviewer"
    r"|[Tt]rad(?=\.)|tr(?=\.)|[Ww]yd(?=\.)|[Oo]prac(?=\.)|[Pp]rze[łl](?=\.)|[Pp]řel(?=\.)"
    r"|par(?=\s[A-ZÀ-ÖØ-Þ])|por(?=\s[A-ZÀ-ÖØ-Þ])"
    r"|a cura di|von(?=\s[A-Z]\.))\b\.?(?:\s+by\b)?[.,:;]*"
)
#: The same with a capital may be somebody's name: `Miliband, Ed`, `Dir, A.`
_NAMELIKE_ROLE: Final = re.compile(
    r"^(?:Ed|Dir|Hg|Coord|Comp|Trad|Trans)\.(?:\s+by\b)?\s+(?=\S+\s+\S)"
    r"|(?<=[\w.)]),?\s(?:Eds?|Dir|Hg|Éd|Coord|Org|Comp|Host|Trans|Director|Producer|Presenter"
    r"|Narrator)\b\.?(?=[,.:]*(?:$|;|\s(?:and|und|et|y|&)\s))"
)
_LEAD: Final = re.compile(
    r"^\s*(?:[Ii]n|[Ee][nm](?=:)|[Ii](?=:)|\[?[Ww](?=:)|I(?=\s[A-ZÀ-ÖØ-Þ]\.\s)|[Dd]ans|[Bb]y|[Pp]ar|[Ww]ith"
    r"|and|und|eds?\.?(?:\s+by)?):?\]?\s+(?=\S)"
)
_BRACKETED: Final = re.compile(r"\((?:[^()]{0,80})\)|\[(?:[^\[\]]{0,80})\]")
#: `Lund (Vera)`, as in French lists.
_GIVEN_IN_BRACKETS: Final = re.compile(
    r"(?<![\w’'-])([^\W\d_][\w’'-]{1,30})\s\(([^\W\d_][\w.-]{0,20}(?:\s[^\W\d_][\w.-]{0,20})?)\)"
)
_AND: Final = re.compile(
    r"\s*(?:,\s*)?(?:(?<=\s)|(?<=,))(?:and|und|et|y|e|og|och|en|oraz|и|та|و)\s+|\s*,?\s*&\s*|\s*[;/]\s*"
)
#: Czech, Slovak, Polish and Turkish: `Lund, Vera a Mara Osei`; elsewhere a word of a name.
_AND_BEHIND_COMMA: Final = re.compile(r"(?<=[^\W\d_]|\.)\s(?:a|i|ve)\s(?=[^\W\d_a-z])")
#: `В.А.Лунд`, `J.Lund`: initials that no blank parts from the name.
_GLUED_INITIALS: Final = re.compile(
    r"(?<![^\W\d_])((?:[^\W\d_]\.){1,3})(?=[^\W\d_a-z][^\W\d_A-Z]{2})"
)
#: A bullet, or the stroke that parts names from the title before them in Russian lists.
_BULLET: Final = re.compile(r"^\s*(?:[*•·/]\s*|[-–—]\s+|-(?=[^\W\d_]))(?=\S)")
#: What parts names in Chinese, Japanese and Arabic, and what says there that people made it.
_ARABIC: Final = re.compile(r"[\u0600-\u06ff]")
_OTHER_COMMAS: Final = re.compile(r"[،、，]")
_MADE: Final = re.compile(r"(?<=[\u3040-\u9fff])(?:主?[编編]著?|著|[訳译])(?=[,，、;；]|$)")
#: Who put a work on a platform, mostly under the name of an account.
_ACCOUNT: Final = re.compile(r"^\s*(?:uploaded|posted|published) by\s+(?=\S)", re.IGNORECASE)
#: Stands for the authors between the sixth and the last.
_ELLIPSIS: Final = re.compile(r",?\s{0,9}(?:\.\s?\.\s?\.|…)\s{0,9}(?:&\s{0,9})?")
#: `Lund y Osei, Vera`: one person with two family names, for the first has no given name.
_DOUBLE_FAMILY: Final = re.compile(
    r"(?:^|(?<=\s[yei&]\s)|(?<=;\s))(?P<family>[^\W\d_]{2,30}\s[yei]\s[^\W\d_]{2,30}),\s"
    r"(?P<given>(?:[^\W\d_]\.\s?|[^\W\d_]{2,20}\s?){1,2})(?=,?\s(?:y|e|i|and|et|&)\s|;|$)"
)
#: It parts the names from the title, as in `Lund V. – Tide tables`.
_DASH_BEHIND: Final = re.compile(r"(?<=\S)\s[-–—]$")
#: `N. N.`
_LETTERS: Final = re.compile(r"(?:[^\W\d_]\.\s?){2,4}")


def read_names(text: str) -> list[Name]:
    """Read the names in `text`, an author or editor segment as it stands.

    Every word of it is in a name but those that say a role.

    >>> read_names("Fung, C.J. et al.,")
    [{'family': 'Fung', 'given': 'C.J.'}, {'literal': 'others'}]
    >>> read_names("Inagaki, Kana, and Ed Lewis (eds.)")
    [{'family': 'Inagaki', 'given': 'Kana'}, {'family': 'Lewis', 'given': 'Ed'}]
    >>> read_names("FMPRC."), read_names("World Bank")
    ([{'literal': 'FMPRC'}], [{'literal': 'World Bank'}])
    """
    if account := _ACCOUNT.match(text):
        return [{"literal": _literal(_tidy(text[account.end() :]))}]
    bare = without_roles(text)
    whole = bare.strip(" .,;:")
    if whole.startswith("["):
        bare = whole.strip("[]")
    bare, others = _without_others(_tidy(_GIVEN_IN_BRACKETS.sub(_turned_round, bare)))
    if DASHES.match(bare):
        return [{"literal": bare.rstrip(".,:;")}]
    if _LETTERS.fullmatch(bare):
        return [{"literal": bare}]
    if not any(sign.isalpha() for sign in bare):
        return [OTHERS] if others else []
    bare = _ELLIPSIS.sub(", ", bare).strip(" ,")
    names = [{"literal": _literal(bare)}] if is_organisation(bare) else _persons(bare)
    return [*names, OTHERS] if others else names


def without_roles(text: str) -> str:
    """Take off what says a role: `(eds.)`, `Hg.`, `edited by`; not `Ed` where it is a name.

    >>> [without_roles(one).strip() for one in ("Lund, V., Ed.", "Miliband, Ed.", "Dir, A. (Hg.)")]
    ['Lund, V.', 'Miliband, Ed.', 'Dir, A.']
    """
    bare = _BRACKETED_ROLE.sub(
        lambda said: ", " if "," in said[0][-2:] else " ", _LEAD.sub("", text)
    )
    return _NAMELIKE_ROLE.sub(_without_role, _ROLE.sub(" ", bare))


def _without_role(match: re.Match[str]) -> str:
    before = re.split(r";|\s(?:and|und|et|y|&)\s", match.string[: match.start()] + " ")[-1]
    pieces = [piece.split() for piece in before.split(",") if piece.strip()]
    # Behind a family name that wants its given name it is that name.
    wanted = pieces and len(pieces) % 2 and len(pieces[-1]) == 1 and not is_given(pieces[-1][0])
    return match[0] if match.start() and (wanted or not pieces) else ""


def name_body(text: str) -> Name:
    """Give the name of a body, whatever its words look like.

    >>> name_body("Reporters Without Borders:")
    {'literal': 'Reporters Without Borders'}
    """
    return {"literal": _literal(text.strip(" ,;:"))}


def is_named_in(name: Name, link: str) -> bool:
    """Whether the words of a person's name are those of a site: then it is no person.

    >>> is_named_in({"family": "Tide", "given": "Rising"}, "https://www.risingtide.example/a")
    True
    >>> is_named_in({"family": "Lo", "given": "Bobo"}, "https://www.lowy.example/lo")
    False
    """
    host = re.sub(r"^https?://(?:www\.)?", "", link.casefold())
    place = host.split("/")[0] + "/".join(host.split("/")[1:2])[:20]
    words = lexicon.fold(" ".join(name.values()))
    if len(words) < 2 or len(name) > 2 or "literal" in name:
        return False
    named = sum(word in place for word in words)
    return named * 3 >= len(words) * 2 and all(len(word) > 1 for word in words)


def _turned_round(match: re.Match[str]) -> str:
    given = is_listed_given(match[2].split()[0])
    initials = INITIALS.fullmatch(match[2]) and "." in match[2]
    return f"{match[1]}, {match[2]}" if given or initials else match[0]


def _tidy(text: str) -> str:
    text = _BULLET.sub("", _BRACKETED.sub(_short_name, text))
    text = " ".join(_GLUED_INITIALS.sub(r"\1 ", _OTHER_COMMAS.sub(", ", text)).split())
    text = _MADE.sub("", text)
    text = text.replace(" ,", ",").replace(".,,", ".,").replace(",,", ",")
    text = _DASH_BEHIND.sub("", text.removesuffix(" ."))
    bare = text.strip(' ,;:()[]/“”"«»')
    return bare + ")" if bare.count("(") > bare.count(")") else bare


def _short_name(bracketed: re.Match[str]) -> str:
    """What stays of a bracket: the short name of a body, `Tide Watch Europe (TWE)`, or the long."""
    inner, before = bracketed[0][1:-1], bracketed.string[: bracketed.start()].strip()
    short = re.search(r"(?:^|[;,&]\s|\sand\s)[A-Z][A-Z&-]{2,9}$", before)
    long = short and " " in inner and inner[0].isupper()
    return bracketed[0] if long or SHORT_NAME.fullmatch(inner) else " "


def _without_others(text: str) -> tuple[str, bool]:
    bare = _ET_AL.sub("", text)
    return (bare.strip(" ,;:"), True) if bare != text else (text, False)


# ── several names ────────────────────────────────────────────────────────────


def _literal(text: str) -> str:
    """An organisation's name without the stop that closes the segment (`U.S.` keeps its own)."""
    *_, last = text.split() or [""]
    return text if "." in last.rstrip(".") else text.rstrip(". ")


def _persons(text: str) -> list[Name]:
    if double := _DOUBLE_FAMILY.search(text):
        before, behind = _persons(text[: double.start()]), _persons(text[double.end() :])
        return [*before, join_name(double["family"], double["given"]), *behind]
    if "," in text:
        text = _AND_BEHIND_COMMA.sub(" & ", text)
    groups = [group.strip(" ,") for group in _AND.split(text)]
    groups = [group for group in groups if group]
    names: list[Name] = []
    for number, group in enumerate(groups):
        names += _group(group, first=number == 0)
    return names


def _group(text: str, *, first: bool) -> list[Name]:
    """The names of a run without "and": pairs at commas, or one name for each comma."""
    pieces = [piece.strip() for piece in text.split(",")]
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        return []
    if all(has_trailing_initials(piece) for piece in pieces):
        return [_family_first(piece) for piece in pieces]
    if all(EASTERN.fullmatch(piece.rstrip(".")) for piece in pieces):
        return [
            {"literal": piece.rstrip(".")} for piece in pieces
        ]  # nobody says where the names part
    names: list[Name] = []
    paired = len(pieces) % 2 == 0 and _ARABIC.match(pieces[0]) is not None
    inverted = paired or _inverted(pieces, first=first)
    at = 0
    while at < len(pieces):
        here = pieces[at]
        following = pieces[at + 1] if at + 1 < len(pieces) else ""
        if following and SUFFIX.fullmatch(following):
            names.append(read_person(here) | {"suffix": following})
            at += 2
        elif following and (inverted or is_given(following)) and not _whole(here):
            name = join_name(here, following)
            at += 2
            if at < len(pieces) and SUFFIX.fullmatch(pieces[at]):
                name["suffix"] = pieces[at]
                at += 1
            names.append(name)
            # "Family, Given, Given Family, Given Family": only the first is turned round.
            inverted = paired
        else:
            names.append(read_person(here))
            at += 1
    return names


def _inverted(pieces: Sequence[str], *, first: bool) -> bool:
    """Whether the first two pieces are one name, family first."""
    if len(pieces) < 2:
        return False
    family, given = pieces[0].split(), pieces[1].split()
    while family and is_particle(family[0]):
        family = family[1:]
    if len(family) > 1 and len(given) > 1:
        return False  # two names in the order they are spoken
    if first:
        return len(family) <= 2 and len(given) <= 3
    alone = len(pieces) == 2 and len(given) <= 3
    return len(family) == 1 and (len(given) == 1 or alone)


def _whole(piece: str) -> bool:
    """Whether `piece` can be no family name before a comma: initials, or a name as spoken."""
    shouted = piece.isalpha() and len(piece) > 2
    return (is_given(piece) and not shouted) or _is_spoken(piece)


# ── one person ───────────────────────────────────────────────────────────────


def read_person(text: str) -> Name:
    """Read one name in the order it is spoken, or family first where that is sure.

    >>> read_person("Jan van der Meer")
    {'non-dropping-particle': 'van der', 'family': 'Meer', 'given': 'Jan'}
    >>> read_person("Kaczmarski M."), read_person("Xi Jinping")
    ({'family': 'Kaczmarski', 'given': 'M.'}, {'family': 'Xi', 'given': 'Jinping'})
    """
    words = text.strip(" ,;").split()
    if len(words) > 2 and _is_suffix(words[-1]):
        return read_person(" ".join(words[:-1])) | {"suffix": words[-1]}
    if len(words) == 1:
        bare = words[0].strip(".")
        return {"literal" if is_organisation(bare) else "family": bare}
    if len(words) > 7 or is_organisation(text):
        return {"literal": text.strip(" ,;.")}
    if has_trailing_initials(text) or is_turned(words):
        return _family_first(text)
    order = find_eastern_order([*words[:-1], words[-1].rstrip(".")])
    if not order and (shouted := _shouted(words)):
        order = (" ".join(words[:shouted]), " ".join(words[shouted:]))
    return join_name(*order) if order else _family_last(words)


def _family_last(words: Sequence[str]) -> Name:
    """The name in `Jan van der Meer`."""
    cut = find_family(words)
    particle = {"non-dropping-particle": " ".join(words[cut:-1])} if words[cut:-1] else {}
    given = {"given": " ".join(words[:cut])} if cut else {}
    return particle | {"family": words[-1].strip(".") or words[-1]} | given


def join_name(family: str, given: str) -> Name:
    """Make the name of a family and a given name, particles apart."""
    given_words = given.split()
    suffix = given_words.pop() if given_words[1:] and _is_suffix(given_words[-1]) else ""
    trailing: list[str] = []
    while len(given_words) > 1 and is_particle(given_words[-1]):
        trailing.insert(0, given_words.pop())
    words = family.split()
    leading: list[str] = []
    while len(words) > 1 and is_particle(words[0]) and words[0].islower():
        leading.append(words.pop(0))
    name: Name = {}
    if leading:
        name["non-dropping-particle"] = " ".join(leading)
    name["family"] = " ".join(words).strip(" .") or family
    if given_words:
        name["given"] = _given_text(" ".join(given_words))
    if trailing:
        name["dropping-particle"] = " ".join(trailing)
    return name | ({"suffix": suffix} if suffix else {})


def _is_suffix(word: str) -> bool:
    return bool(SUFFIX.fullmatch(word)) and word[0].isupper()


def join_library_name(family: str, given: str, particle: str = "", suffix: str = "") -> Name:
    """Make a person's name; a particle that closes the given name is one that drops.

    >>> join_library_name("Humboldt", "Alexander von")
    {'family': 'Humboldt', 'given': 'Alexander', 'dropping-particle': 'von'}
    """
    if not family:
        return {"literal": given} if given else {}
    words = given.split()
    count = len(words)
    while count > 1 and is_particle(words[count - 1]):
        count -= 1
    name = {
        "non-dropping-particle": particle,
        "family": family,
        "given": " ".join(words[:count]),
        "dropping-particle": " ".join(words[count:]),
        "suffix": suffix,
    }
    return {part: value for part, value in name.items() if value}


def spell_given(name: Name) -> str:
    """The given name with the particle that drops behind it."""
    return " ".join(filter(None, (name.get("given", ""), name.get("dropping-particle", ""))))


def _given_text(given: str) -> str:
    # The stop that closes the author segment is not the given name's.
    *_, last = given.rstrip(".").split() or [""]
    return given if INITIALS.fullmatch(last) or "." in last else given.rstrip(".")


def _family_first(piece: str) -> Name:
    """The name in `Lund VE`, whose initials stand at its end."""
    words = piece.split()
    cut = len(words) - 1
    while cut > 1 and INITIALS.fullmatch(words[cut - 1]):
        cut -= 1
    return join_name(" ".join(words[:cut]), " ".join(words[cut:]))


def _is_spoken(piece: str) -> bool:
    """Whether `piece` is a whole name that begins with initials: `K. L. Jones`."""
    words = piece.split()
    return len(words) > 1 and "." in words[0] and not INITIALS.fullmatch(words[-1])


def is_given(piece: str) -> bool:
    """Whether `piece` is initials, perhaps with a name in front (`E.S.`, `Evan S.`, `K`)."""
    words = piece.split()
    if all(INITIALS.fullmatch(word) or _UPPER.fullmatch(word) for word in words):
        return True
    return len(words) > 1 and all(
        INITIALS.fullmatch(word) and word.endswith(".") for word in words[1:]
    )


def has_trailing_initials(piece: str) -> bool:
    """Whether `piece` is a whole name in the manner of medicine: `Dingwell JB`."""
    words = piece.split()
    return (
        len(words) > 1
        and bool(_UPPER.fullmatch(words[-1]) or INITIALS.fullmatch(words[-1]))
        and not SUFFIX.fullmatch(words[-1])
        and not INITIALS.fullmatch(words[0])
        and not (_UPPER.fullmatch(words[0]) and not (len(words[0]) > 2 and words[-1][-1] == "."))
    )


def _shouted(words: Sequence[str]) -> int:
    """How many words in capitals open a name that goes on in small ones: `LUND Vera`."""
    count = 0
    while count < len(words) and len(words[count]) > 1 and words[count].replace("-", "").isalpha():
        if not words[count].isupper():
            break
        count += 1
    rest = words[count:]
    return count if rest and all(word[1:2].islower() for word in rest) else 0
