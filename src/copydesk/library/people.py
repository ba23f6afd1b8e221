"""Names of CSL to the lists of BibTeX and to single names of RIS, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from copydesk.library import latex

Name = dict[str, str]

_AND: Final = re.compile(r"[{}]|\s+and(?=[\s{])|^\s*+and(?=\s)", re.IGNORECASE)
_MARKS: Final = re.compile(r"[{},]|[\s~]+")
_EXTENDED: Final = re.compile(r"\s*+(family|given|prefix|suffix|useprefix|[a-z]+-i)\s*+=")
_PARTS: Final = {"family": "family", "given": "given", "prefix": "non-dropping-particle",
                 "suffix": "suffix"}  # fmt: skip
OTHERS: Final[Name] = {"literal": "others"}


@cache
def particles() -> frozenset[str]:
    """The particles that may close a given name ("Alexander von")."""
    text = (files("copydesk") / "house" / "library" / "particles.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


# ── BibTeX ───────────────────────────────────────────────────────────────────


def from_bib(source: str) -> list[Name]:
    """The names of a BibTeX list.

    >>> from_bib("Berg, Anna and {World Bank} and others")[:2]
    [{'family': 'Berg', 'given': 'Anna'}, {'literal': 'World Bank'}]
    """
    return [name for piece in _people(source) if (name := _name(piece))]


def _people(source: str) -> Iterator[str]:
    depth = position = 0
    for found in _AND.finditer(source):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
        elif depth <= 0:
            yield source[position : found.start()]
            position = found.end()
    yield source[position:]


def _name(piece: str) -> Name:
    piece = piece.strip()
    if piece.casefold() == "others":
        return dict(OTHERS)
    parts = _parts(piece)
    if latex.is_wrapped(piece) or (len(parts) > 3 and not _EXTENDED.match(piece)):
        return {"literal": latex.decoded(piece)}
    if not any(parts):
        return {}
    if _EXTENDED.match(piece):
        return _extended(parts)
    return _first_last(parts[0]) if len(parts) == 1 else _last_first(parts)


def _parts(piece: str) -> list[list[str]]:
    """The words of a name, parted at its commas; what stands in braces is one word."""
    parts: list[list[str]] = [[]]
    depth = position = 0

    def keep(end: int) -> None:
        if word := piece[position:end]:
            parts[-1].append(word)

    for found in _MARKS.finditer(piece):
        sign = found[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        elif depth <= 0:
            keep(found.start())
            position = found.end()
            if sign == ",":
                parts.append([])
    keep(len(piece))
    return parts


def _extended(parts: Sequence[Sequence[str]]) -> Name:
    """A name of BibLaTeX's own form, `family=Berg, given=Anna, prefix=van der`."""
    name: Name = {}
    for words in parts:
        label, _, value = " ".join(words).partition("=")
        part = _PARTS.get(label.strip())
        if part and (said := latex.decoded(value.strip().strip('"'))):
            name[part] = said
    return name


def _is_small(word: str) -> bool:
    return not word.startswith("{") and latex.decoded(word)[:1].islower()


def _first_last(words: Sequence[str]) -> Name:
    """A name written as it is spoken: First von Last."""
    said = [latex.decoded(word) for word in words]
    small = [at for at, word in enumerate(words[:-1]) if _is_small(word)]
    if not small:
        return person(said[-1], " ".join(said[:-1]))
    first, last = small[0], small[-1] + 1
    return person(" ".join(said[last:]), " ".join(said[:first]), " ".join(said[first:last]))


def _last_first(parts: Sequence[Sequence[str]]) -> Name:
    """A name written as a list sorts it: von Last, Jr., First."""
    particle, family = _parted(parts[0])
    given = " ".join(map(latex.decoded, parts[-1]))
    suffix = " ".join(map(latex.decoded, parts[1])) if len(parts) == 3 else ""
    return person(family, given, particle, suffix)


def _parted(words: Sequence[str]) -> tuple[str, str]:
    """Particle and family name; a particle is small words in front, or words each in braces."""
    count = 0
    while count < len(words) - 1 and (_is_small(words[count]) or latex.is_wrapped(words[count])):
        count += 1
    said = [latex.decoded(word) for word in words]
    return " ".join(said[:count]), " ".join(said[count:])


def to_bib(names: Sequence[Name]) -> str:
    """The names of CSL as a BibTeX list; `from_bib` gives them back.

    >>> to_bib([{"family": "Berg", "given": "Anna", "non-dropping-particle": "van der"},
    ...         {"literal": "World Bank"}, {"literal": "others"}])
    'van der Berg, Anna and {World Bank} and others'
    """
    return " and ".join(_bib(name) for name in names)


def _bib(name: Name) -> str:
    if name == OTHERS:
        return "others"
    family, given = name.get("family", ""), _given(name)
    if not family:
        return f"{{{latex.encoded(name.get('literal') or given)}}}"
    particle, suffix = name.get("non-dropping-particle", ""), name.get("suffix", "")
    small = family[:1].islower() and (particle or given or suffix)
    shown = latex.encoded(family)
    if not (given or particle or suffix):
        plain = len(family.split()) == 1 and not _needs_braces(shown)
        return shown if plain and family.casefold() != "others" else f"{{{shown}}}"
    last = f"{{{shown}}}" if small or _needs_braces(shown) else shown
    if particle:
        words = (latex.encoded(word) for word in particle.split())
        shown = " ".join(word if word[:1].islower() else f"{{{word}}}" for word in words)
        last = f"{shown} {last}"
    parts = [last, _braced(latex.encoded(suffix))] if suffix else [last]
    return ", ".join((*parts, _braced(latex.encoded(given))))


def _needs_braces(text: str) -> bool:
    return bool(re.search(r",|\band\b|=", text, re.IGNORECASE))


def _braced(text: str) -> str:
    return f"{{{text}}}" if _needs_braces(text) else text


# ── RIS ──────────────────────────────────────────────────────────────────────


def from_ris(text: str) -> Name:
    """A name of RIS: "Family, Given, Suffix"; one without a comma is no person's.

    >>> from_ris("van Berg, Anna")["non-dropping-particle"], from_ris("World Bank")
    ('van', {'literal': 'World Bank'})
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1 or len(parts) > 3 or not parts[0]:
        said = text.strip().strip(",").strip()
        if said.casefold().rstrip(".") in ("et al", "others"):
            return dict(OTHERS)
        return {"literal": said} if said else {}
    words = parts[0].split()
    count = 0
    while count < len(words) - 1 and words[count][:1].islower():
        count += 1
    suffix = parts[2] if len(parts) == 3 else ""
    return person(" ".join(words[count:]), parts[1], " ".join(words[:count]), suffix)


def to_ris(name: Name) -> str:
    """A name of CSL as RIS writes it."""
    family, given = name.get("family", ""), _given(name)
    if not family:
        return name.get("literal") or given
    last = " ".join(filter(None, (name.get("non-dropping-particle", ""), family)))
    suffix = name.get("suffix", "")
    if suffix:
        return f"{last}, {given}, {suffix}"
    return f"{last}, {given}" if given else f"{last},"


# ── both ─────────────────────────────────────────────────────────────────────


def person(family: str, given: str, particle: str = "", suffix: str = "") -> Name:
    """A person's name; a particle that closes the given name is one that drops.

    >>> person("Humboldt", "Alexander von")
    {'family': 'Humboldt', 'given': 'Alexander', 'dropping-particle': 'von'}
    """
    if not family:
        return {"literal": given} if given else {}
    words = given.split()
    count = len(words)
    while count > 1 and words[count - 1] in particles():
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
