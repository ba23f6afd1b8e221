"""Characters nobody sees: zero-width, control and direction characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.language import directions
from copydesk.model import Edit
from copydesk.registry import ProofLine, rule

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U000e0000-\U000e0fff\ud800-\udfff]+"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0010fffe\U0010ffff]+"
)
#: Separators that stand where words part.
_PARTING = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")
#: Scripts in which joiners and non-joiners spell: Arabic, Syriac, Indic, Khmer, Mongolian.
_JOINING = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc]"
)
#: Scripts written without blanks, where U+200B marks where a line may break.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u4e00-\u9fff]")
_EMOJI = re.compile("[\u200d\u2190-\u2bff\ufe0f\u3030\u303d\U0001f000-\U0001faff]")
_FLAG = "\U0001f3f4"
_TAGS = re.compile("[\U000e0020-\U000e007e]{1,32}+\U000e007f")


#: What no XML, and so no EPUB, DOCX or PDF, can hold; where one is removed the others
#: beside it are `enc.invisible`'s.
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0010fffe\U0010ffff]+"
)


@rule("enc.control", "fix", roles=None)
def control(view: ProofLine) -> Iterator[Edit]:
    """Remove control characters, which none of the formats we make can hold.

    The one rule that cannot be switched off or refused: with such a character in its
    text an article could not be written at all.

    `bell` + U+0007 + ` rings` → `bell rings`
    """
    text = view.text
    if text.isascii() and text.isprintable():
        return
    for match in FORBIDDEN.finditer(text):
        start, end = match.span()
        parted = _PARTING.intersection(match.group()) and _between_words(text, start, end)
        yield view.edit(start, end, " " if parted else "", _reason(match.group()))


@rule("enc.invisible", "fix", roles=None)
def invisible(view: ProofLine) -> Iterator[Edit]:
    """Remove characters that cannot be seen and do no work where they stand.

    Zero-width spaces, soft hyphens, line separators and direction overrides come with
    copied pages; they split words for every search and can make text read otherwise than
    it is stored. Joiners stay in emoji, Arabic and Indic words, zero-width spaces in scripts
    without blanks, and in lines with right-to-left script what says which way text runs, if
    it turns no words around.

    `Krem` + U+200B + `lin` → `Kremlin`
    """
    text = view.text
    if text.isascii() and text.isprintable():
        return
    turning = directions.working(text)
    for match in _INVISIBLE.finditer(text):
        start, end = match.span()
        kept = "".join(_kept(text, start, end, turning))
        if kept == match.group():
            continue
        if not kept and _PARTING.intersection(match.group()) and _between_words(text, start, end):
            kept = " "
        yield view.edit(start, end, kept, _reason(match.group()))


def _kept(text: str, start: int, end: int, turning: frozenset[int]) -> Iterator[str]:
    before = text[start - 1 : start]
    after = text[end : end + 1]
    if before == _FLAG and (tags := _TAGS.match(text, start, end)):
        yield tags.group()
        return
    for at, character in enumerate(text[start:end], start):
        if character in directions.CONTROLS:
            keep = at in turning
        elif character == "\u200d":
            keep = _both(_EMOJI, before, after) or bool(_JOINING.match(before))
        elif character == "\u200c":
            keep = bool(_JOINING.match(before))
        elif character == "\u200b":
            keep = bool(_UNSPACED.match(before) or _UNSPACED.match(after))
        else:
            keep = False
        if keep:
            yield character


def _both(pattern: re.Pattern[str], before: str, after: str) -> bool:
    return bool(pattern.match(before) and pattern.match(after))


def _between_words(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(before.strip() and after.strip())


def _reason(characters: str) -> str:
    codes = " ".join(f"U+{ord(character):04X}" for character in dict.fromkeys(characters[:8]))
    return f"invisible: {codes}"
