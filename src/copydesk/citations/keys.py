r"""Citations by the key of an entry: `[see @lam2016, p. 4]`, `@lam2016`, `\cite{lam2016}`.

They are looked for only where a library beside the submission gives the entries keys of its
own; elsewhere an `@` begins the name of an account.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

from copydesk.citations.match import Match
from copydesk.citations.passages import CitationGroup, Linked, link_citation
from copydesk.model import CitationForm, Reference

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


Span = tuple[int, int, tuple[Linked, ...]]


def list_keys(references: Collection[Reference]) -> frozenset[str]:
    """The keys that a library gave; none when the list is the author's own."""
    return frozenset(one.key for one in references if not one.lines)


def find_keys(text: str, keys: frozenset[str]) -> Iterator[CitationGroup]:
    """The citations by key in `text`, in order; a key that no entry bears is missing.

    >>> found = find_keys("so [see @lam2016, p. 4; -@no] and @osei.", frozenset(["lam2016"]))
    >>> [[(one.citation.name, one.citation.status) for one in group.linked] for group in found]
    [[('lam2016', 'exact'), ('no', 'missing')]]
    """
    if not keys or ("@" not in text and "\\" not in text):
        return
    spans = [*_find_brackets(text, keys), *_find_commands(text, keys), *_find_bare(text, keys)]
    end = 0
    for start, stop, rows in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= end and rows:
            end = stop
            yield CitationGroup(start, stop, rows)


def _link_key(  # noqa: PLR0913  the fields of a citation
    key: str,
    text: str,
    form: CitationForm,
    span: tuple[int, int],
    keys: frozenset[str],
    *,
    prefix: str = "",
    locator: str = "",
) -> Linked:
    match = Match("missing", hint="the library has no such key")
    if key in keys:
        match = Match("exact", (key,))
    return link_citation(match, text, form, span, name=key, prefix=prefix, locator=locator)


def _find_known(key: str, keys: frozenset[str]) -> str:
    """The longest beginning of `key` that is one of `keys`; itself without punctuation else."""
    bare = key.rstrip(":.+/-")
    return next((one for one in (key, bare) if one in keys), bare)


def _find_brackets(text: str, keys: frozenset[str]) -> Iterator[Span]:
    for bracket in _BRACKET.finditer(text):
        pieces = bracket[1].split(";")
        found = [one for piece in pieces if (one := _PIECE.fullmatch(piece))]
        if len(found) < len(pieces):
            continue
        rows = (
            _link_key(
                _find_known(one[3], keys),
                bracket[0] if len(pieces) == 1 else one[0].strip(),
                "narrative" if one[2] else "parenthetical",
                bracket.span(),
                keys,
                prefix=one[1].strip(),
                locator=one[4].strip(_EDGES),
            )
            for one in found
        )
        yield *bracket.span(), tuple(rows)


def _find_bare(text: str, keys: frozenset[str]) -> Iterator[Span]:
    """Keys in running text, and what is built like one; an `@` before anything else cites nothing.

    Behind a hyphen a key stands for the year alone.
    """
    for found in _BARE.finditer(text):
        key = _find_known(found[2], keys)
        if key in keys or _DATED.fullmatch(key):
            end = found.end() if found[3] else found.end(1) + 1 + len(key)
            span, said = (found.start(), end), text[found.start() : end]
            yield *span, (_link_key(key, said, "narrative", span, keys, locator=found[3] or ""),)


def _find_commands(text: str, keys: frozenset[str]) -> Iterator[Span]:
    for found in _COMMAND.finditer(text):
        options = _OPTION.findall(found[2])
        prefix = options[0] if len(options) == 2 else ""
        form: CitationForm = "narrative" if found[1] in _NARRATIVE else "parenthetical"
        names = [key.strip() for key in found[3].split(",") if key.strip()]
        rows = [_link_key(key, found[0], form, found.span(), keys) for key in names]
        if rows:
            rows[0] = replace(rows[0], citation=replace(rows[0].citation, prefix=prefix))
            last = replace(rows[-1].citation, locator=options[-1] if options else "")
            rows[-1] = replace(rows[-1], citation=last)
        yield *found.span(), tuple(rows)
