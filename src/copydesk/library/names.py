"""Names of CSL to the lists of BibTeX and to single names of RIS, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from copydesk.library import latex
from copydesk.references.names import OTHERS, Name, is_particle

_AND: Final = re.compile(r"[{}]|\s+and(?=[\s{])|^\s*+and(?=\s)", re.IGNORECASE)
_COMMA: Final = re.compile(r"[{},]")
_BLANK: Final = re.compile(r"[{}]|(?:\\ |[\s~])+")
_LABELLED: Final = re.compile(r"\s*+(?:family|given|prefix|suffix|useprefix|[a-z]+-i)\s*+=")
_PARTS: Final = {"family": "family", "given": "given", "prefix": "non-dropping-particle",
                 "suffix": "suffix"}  # fmt: skip
#: What in a name would be read as more than a word of it.
_TELLING: Final = re.compile(r",|\band\b|=", re.IGNORECASE)


def make_person(family: str, given: str, particle: str = "", suffix: str = "") -> Name:
    """Make a person's name; a particle that closes the given name is one that drops.

    >>> make_person("Humboldt", "Alexander von")
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


def _given(name: Name) -> str:
    return " ".join(filter(None, (name.get("given", ""), name.get("dropping-particle", ""))))


# ── BibTeX ───────────────────────────────────────────────────────────────────


def read_bibtex_names(source: str) -> list[Name]:
    """Read the names of a BibTeX list.

    >>> read_bibtex_names("Berg, Anna and {World Bank} and others")[:2]
    [{'family': 'Berg', 'given': 'Anna'}, {'literal': 'World Bank'}]
    """
    return [name for piece in _split(source, _AND) if (name := _read_bibtex_name(piece.strip()))]


def _split(text: str, separator: re.Pattern[str]) -> Iterator[str]:
    """The pieces of `text` between separators that stand in no braces."""
    depth = position = 0
    for found in separator.finditer(text):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
        elif depth <= 0:
            yield text[position : found.start()]
            position = found.end()
    yield text[position:]


def _read_bibtex_name(piece: str) -> Name:
    if piece.casefold() == "others":
        return dict(OTHERS)
    parts = [list(filter(None, _split(part, _BLANK))) for part in _split(piece, _COMMA)]
    if _LABELLED.match(piece):
        return _read_labelled(parts)
    if latex.is_wrapped(piece) or len(parts) > 3:
        return {"literal": latex.decode(piece)}
    words = parts[0]
    if len(parts) == 1:  # as it is spoken: First von Last
        small = [at for at, word in enumerate(words[:-1]) if _is_small(word)]
        first, last = (small[0], small[-1] + 1) if small else (len(words) - 1, len(words) - 1)
        return make_person(_say(words[last:]), _say(words[:first]), _say(words[first:last]))
    # As a list sorts it: von Last, Jr., First.
    count = 0
    while count < len(words) - 1 and (_is_small(words[count]) or latex.is_wrapped(words[count])):
        count += 1
    suffix = _say(parts[1]) if len(parts) == 3 else ""
    return make_person(_say(words[count:]), _say(parts[-1]), _say(words[:count]), suffix)


def _say(words: Sequence[str]) -> str:
    return " ".join(map(latex.decode, words))


def _is_small(word: str) -> bool:
    return not word.startswith("{") and latex.decode(word)[:1].islower()


def _read_labelled(parts: Sequence[Sequence[str]]) -> Name:
    """A name of BibLaTeX's own form, `family=Berg, given=Anna, prefix=van der`."""
    name: Name = {}
    for words in parts:
        label, _, value = " ".join(words).partition("=")
        part = _PARTS.get(label.strip())
        if part and (said := latex.decode(value.strip().strip('"'))):
            name[part] = said
    return name


def write_bibtex_names(names: Sequence[Name]) -> str:
    """Write the names of CSL as a BibTeX list; `read_bibtex_names` gives them back.

    >>> write_bibtex_names([{"family": "Berg", "given": "Anna", "non-dropping-particle": "van der"},
    ...                     {"literal": "World Bank"}, {"literal": "others"}])
    'van der Berg, Anna and {World Bank} and others'
    """
    return " and ".join(map(_write_bibtex_name, names))


def _write_bibtex_name(name: Name) -> str:
    if name == OTHERS:
        return "others"
    family, given = name.get("family", ""), _given(name)
    if not family:
        return f"{{{latex.encode(name.get('literal') or given)}}}"
    particle, suffix = name.get("non-dropping-particle", ""), name.get("suffix", "")
    shown = latex.encode(family)
    if not (given or particle or suffix):
        alone = " " not in family.strip() and family.casefold() != "others"
        return _braced(shown) if alone else f"{{{shown}}}"
    last = f"{{{shown}}}" if family[:1].islower() else _braced(shown)
    before = (latex.encode(word) for word in particle.split())
    front = [word if word[:1].islower() else f"{{{word}}}" for word in before]
    parts = [" ".join((*front, last)), *([_braced(latex.encode(suffix))] if suffix else [])]
    return ", ".join((*parts, _braced(latex.encode(given))))


def _braced(text: str) -> str:
    return f"{{{text}}}" if _TELLING.search(text) else text


# ── RIS ──────────────────────────────────────────────────────────────────────


def read_ris_name(text: str) -> Name:
    """Read a name of RIS: "Family, Given, Suffix"; one without a comma is no person's.

    >>> read_ris_name("van Berg, Anna")["non-dropping-particle"], read_ris_name("World Bank")
    ('van', {'literal': 'World Bank'})
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) not in (2, 3) or not parts[0]:
        said = text.strip(" ,")
        if said.casefold().rstrip(".") in ("et al", "others"):
            return dict(OTHERS)
        return {"literal": said} if said else {}
    words = parts[0].split()
    count = 0
    while count < len(words) - 1 and words[count][:1].islower():
        count += 1
    return make_person(" ".join(words[count:]), parts[1], " ".join(words[:count]), *parts[2:])


def write_ris_name(name: Name) -> str:
    """Write a name of CSL as RIS does."""
    family, given, suffix = name.get("family", ""), _given(name), name.get("suffix", "")
    if not family:
        return name.get("literal") or given
    last = " ".join(filter(None, (name.get("non-dropping-particle", ""), family)))
    if suffix:
        return f"{last}, {given}, {suffix}"
    return f"{last}, {given}" if given else f"{last},"
