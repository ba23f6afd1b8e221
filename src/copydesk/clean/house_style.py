"""The dash of a break in a sentence, and how the text says that a work has more authors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from copydesk.clean.conventions import ENGLISH
from copydesk.clean.house_quotes import RUNNING, SET
from copydesk.clean.views import overlaps
from copydesk.model import Edit, Role
from copydesk.registry import ProofLine, rule

#: A dash between two words: an em dash with or without blanks, an en dash with them.
_DASH: Final = re.compile(r"(?<=[^\s—–-])(?:—| [—–] )(?=[^\s—–-])")
_DASHES: Final = {"spaced en": " – ", "closed em": "—"}
_NAMES: Final = {"spaced en": "an en dash between blanks", "closed em": "an em dash without blanks"}
#: So few words before the first dash are a label or the place of a dispatch: `Riga — The …`.
_LABEL: Final = 3
_LAST_WORD: Final = re.compile(r"\S+\Z")
_NEAR: Final = 40

_ET_AL: Final = re.compile(r"(,?) (et\.? al)\b(\.?)")
_GOES_ON: Final = re.compile(r"[,;:)\]]|[’']s\b| [(\[]| [a-z0-9&]")
_AND_OTHERS: Final = re.compile(r"(?<=\w)(,?) and others(?=,? [(\[]?(?:1[5-9]|20)\d\d[a-z]?\b)")


@rule("house.dashes", "fix", roles=SET, languages=ENGLISH)
def house_dashes(view: ProofLine) -> Iterator[Edit]:
    """The dash of the house where a sentence breaks off.

    Runs where `style.dashes` is `spaced en` or `closed em`. Ranges, routes between two
    names, labels at the start of a line and speech that breaks off stay; where one dash of
    a line is doubtful, all of them stay.

    `the bloc—despite all—agreed` → `the bloc – despite all – agreed`
    """
    text = view.text
    wanted = _DASHES.get(view.style.dashes)
    if wanted is None or ("—" not in text and " – " not in text):
        return
    edits: list[Edit] = []
    for match in _DASH.finditer(text):
        start, end = match.span()
        if overlaps(view.quoted, start, end):
            continue
        if _is_doubtful(view.role, text, start, end):
            return
        if match.group() != wanted:
            reason = f"the house sets {_NAMES[view.style.dashes]}"
            edits.append(view.edit(start, end, wanted, reason))
    yield from edits


def _is_doubtful(role: Role | None, text: str, start: int, end: int) -> bool:
    """Whether the dash may be something else than a break in a sentence."""
    before, after = text[start - 1], text[end]
    if before.isdigit() and (after.isdigit() or text[end : end + 7] in ("present", "today,")):
        return True
    if before in ".!?”’" and after.isupper():
        return True  # who said it
    label = start < _NEAR and len(text[:start].split()) <= _LABEL
    if label and (after.isupper() or role == "list"):
        return True
    word = _LAST_WORD.search(text, max(0, start - _NEAR), start)
    named = word is not None and word.group().lstrip("(“‘")[:1].isupper()
    return named and after.isupper()  # a route, or two parties


@rule("house.et-al", "fix", roles=RUNNING, languages=ENGLISH)
def house_et_al(view: ProofLine) -> Iterator[Edit]:
    """`et al.`, `et al` or `and others`, as the house has it.

    Runs where `style.et_al` names a form. It concerns the text alone: what a citation style
    sets says it in its own way. `and others` is turned into Latin only before a year, and
    a stop goes only where the sentence plainly goes on.

    `Lo et al. (2022)` → `Lo and others (2022)`
    """
    form, text = view.style.et_al, view.text
    if form == "as written":
        return
    if form in ("et al.", "et al"):
        for match in _AND_OTHERS.finditer(text):
            yield view.edit(*match.span(), f"{match.group(1)} {form}", f"the house says `{form}`")
    if form == "et al.":
        return  # a missing stop is what `abbr.et-al` mends
    for match in _ET_AL.finditer(text):
        if not _GOES_ON.match(text, match.end()):
            continue
        comma = match.group(1) if form == "et al" else ""
        yield view.edit(*match.span(), f"{comma} {form}", f"the house says `{form}`")
