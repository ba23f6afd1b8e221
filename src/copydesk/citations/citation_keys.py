r"""Citations by the key of an entry: `[see @lam2016, p. 4]`, `@lam2016`, `\cite{lam2016}`.

They are looked for only where a library beside the submission gives the entries keys of its
own; elsewhere an `@` begins the name of an account.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

from copydesk.citations.group import Group, Linked, Said
from copydesk.model import Citation, CitationForm, Reference

_KEY: Final = r"[\w][\w:.+/-]{0,79}"
_BRACKET: Final = re.compile(r"\[([^\[\]]{2,400})\]")
_PIECE: Final = re.compile(rf"\s*+([^@]*?)(-?)@({_KEY})(.*)", re.DOTALL)
_BARE: Final = re.compile(rf"(?<![\w@./:+#?&=-])(-?)@({_KEY})(?!@)(?:\s\[([^\[\]@]{{1,80}})\])?")
#: A key as libraries make them, which hardly any account is called.
_DATED: Final = re.compile(r"[^\W\d_][\w:-]*?(?<!\d)(?:1[5-9]|20)\d\d[a-z]?")
_COMMAND: Final = re.compile(
    r"\\([A-Za-z]{0,12}cite[a-z]{0,8}|cite[a-z]{0,12})\*?"
    r"((?:\[[^\[\]]{0,200}\]){0,2})\{([^{}]{1,400})\}"
)
_OPTION: Final = re.compile(r"\[([^\[\]]*)\]")
_EDGES: Final = " ,;\u00a0\u202f"
#: Commands of LaTeX that set the names outside of the bracket.
_NARRATIVE: Final = ("textcite", "citet", "citeauthor", "citeyear", "citealt")


@dataclass(frozen=True, slots=True)
class _Found:
    """A citation by key as it is written."""

    key: str
    text: str
    form: CitationForm
    prefix: str = ""
    locator: str = ""


def own_keys(references: Collection[Reference]) -> frozenset[str]:
    """The keys that a library gave; none when the list is the author's own."""
    return frozenset(one.key for one in references if not one.lines)


def groups(said: Said, keys: frozenset[str]) -> Iterator[Group]:
    """The citations by key in `said`, in order; a key that no entry bears is missing.

    >>> found = groups(Said((), "so [see @lam2016, p. 4; -@no] and @osei."), frozenset(["lam2016"]))
    >>> [[(one.citation.name, one.citation.status) for one in group.linked] for group in found]
    [[('lam2016', 'exact'), ('no', 'missing')]]
    """
    if not keys or ("@" not in said.text and "\\" not in said.text):
        return
    spans = [*_brackets(said.text, keys), *_commands(said.text), *_bare(said.text, keys)]
    end = 0
    for start, stop, rows in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= end and rows:
            end = stop
            yield Group(start, stop, tuple(_linked(one, start, stop, keys) for one in rows))


def _linked(found: _Found, start: int, end: int, keys: frozenset[str]) -> Linked:
    citation = Citation(
        text=found.text, line=0, group=0, name=found.key, year="", form=found.form, block=-1,
        start=start, end=end, prefix=found.prefix, locator=found.locator,
    )  # fmt: skip
    if found.key not in keys:
        return Linked(replace(citation, hint="the library has no such key"))
    return Linked(replace(citation, status="exact", keys=(found.key,)), (found.key,))


def _known(key: str, keys: frozenset[str]) -> str:
    """The longest beginning of `key` that is one of `keys`; itself without punctuation else."""
    bare = key.rstrip(":.+/-")
    return next((one for one in (key, bare) if one in keys), bare)


Span = tuple[int, int, tuple[_Found, ...]]


def _brackets(text: str, keys: frozenset[str]) -> Iterator[Span]:
    for bracket in _BRACKET.finditer(text):
        pieces = bracket[1].split(";")
        found = [_PIECE.fullmatch(piece) for piece in pieces]
        if not all(found):
            continue
        rows = tuple(
            _Found(
                key=_known(one[3], keys),
                text=bracket[0] if len(pieces) == 1 else piece.strip(),
                form="narrative" if one[2] else "parenthetical",
                prefix=one[1].strip(),
                locator=one[4].strip(_EDGES),
            )
            for one, piece in zip(found, pieces, strict=True)
            if one
        )
        yield bracket.start(), bracket.end(), rows


def _bare(text: str, keys: frozenset[str]) -> Iterator[Span]:
    """Keys in running text, and what is built like one; an `@` before anything else cites nothing.

    Behind a hyphen a key stands for the year alone.
    """
    for found in _BARE.finditer(text):
        key = _known(found[2], keys)
        if key not in keys and not _DATED.fullmatch(key):
            continue
        end = found.end() if found[3] else found.end(1) + 1 + len(key)
        row = _Found(key, text[found.start() : end], "narrative", locator=found[3] or "")
        yield found.start(), end, (row,)


def _commands(text: str) -> Iterator[Span]:
    for found in _COMMAND.finditer(text):
        options = _OPTION.findall(found[2])
        prefix = options[0] if len(options) == 2 else ""
        locator = options[-1] if options else ""
        form: CitationForm = "narrative" if found[1] in _NARRATIVE else "parenthetical"
        names = [key.strip() for key in found[3].split(",") if key.strip()]
        rows = tuple(
            _Found(
                key, found[0], form,
                prefix if place == 0 else "", locator if place == len(names) - 1 else "",
            )
            for place, key in enumerate(names)
        )  # fmt: skip
        yield found.start(), found.end(), rows
