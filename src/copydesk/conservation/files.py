"""From the document to the finished files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from copydesk import ledger, printed
from copydesk.conservation.counts import (
    alike,
    has_words,
    letters_fit,
    levelled,
    signs_in,
    told_alike,
    twins,
    unlike,
)
from copydesk.conservation.wanted import Measure
from copydesk.errors import BrokenLaw

#: The formats whose files are read back; the others hold no article.
READ: Final = frozenset(printed.READINGS)
#: Formats that may part a word: by emphasis in Markdown, in PDF where a line breaks an address.
_PARTED: Final = frozenset(("md", "pandoc.md", "pdf"))
#: Formats in which a sign may be taken for markup, or for the escape of one.
_MARKED: Final = frozenset(("md", "pandoc.md"))
_NOTHING: Final = Counter[str]()


def check_output(name: str, data: bytes, wanted: Measure) -> frozenset[str]:
    """The signs for which `data`, a file of a format in `READ`, shows empty boxes.

    Raises `BrokenLaw` unless it holds what is `wanted`.
    """
    found = printed.READINGS[name](data, wanted.sheet)
    check_found(name, found, wanted)
    return found.boxes


def check_chapters(data: bytes, wanted: Mapping[str, Measure]) -> None:
    """Raise `BrokenLaw` unless the EPUB `data` holds what is `wanted` in each of its folders."""
    sheets = {folder: measure.sheet for folder, measure in wanted.items()}
    for measure, found in zip(wanted.values(), printed.chapters(data, sheets), strict=True):
        check_found("epub", found, measure)


def check_found(name: str, found: printed.Printed, wanted: Measure) -> None:
    """Raise `BrokenLaw` unless `found`, read from a file of the format `name`, is `wanted`."""
    if name == "pdf":
        more = twins(wanted.signs)
        found, wanted = _told_alike(found, more), _asked_alike(wanted, more)
    kinds = printed.TOLD.get(name, ())
    # A format that does not set apart what it says of itself may have it among its words.
    spare = wanted.spare if kinds else wanted.spare + ledger.words(wanted.told.values())
    words = ledger.words(found.texts)
    if name == "txt":
        words, spare = levelled(words), levelled(spare)
    lost = unlike(wanted.words, words, spare)
    if lost and not (name in _PARTED and letters_fit(words, wanted.words, spare)):
        raise BrokenLaw(f"between article and {name}: {lost}", code="law.output")
    # What Markdown has beyond them may be markup: heads of tables, signs of lists.
    if name in _MARKED and (fewer := wanted.signs - signs_in(found.texts)):
        raise BrokenLaw(
            f"signs between article and {name}: {ledger.difference(fewer, _NOTHING)}",
            code="law.output",
        )
    if lost := unlike(wanted.links, found.links, _NOTHING):
        raise BrokenLaw(f"links to entries in {name}: {lost}", code="law.output")
    for kind in kinds:
        told, said = (ledger.words((of.told.get(kind, ""),)) for of in (wanted, found))
        lost = unlike(told, said, _NOTHING)
        if lost and not (name in _PARTED and letters_fit(said, told)):
            raise BrokenLaw(f"what {name} says of the article ({kind}): {lost}", code="law.output")
    for anchor, text in wanted.entries.items():
        if not _is_whole(text, found.entries.get(anchor, ""), parted=name in _PARTED):
            message = f"the entry `{anchor}` in {name} is not whole"
            raise BrokenLaw(message, code="law.output")


def _is_whole(text: str, entry: str, *, parted: bool) -> bool:
    """Whether `entry` has the words of `text`; of one that a style sets, whether it has any.

    Where words may be `parted`, their letters are enough.
    """
    if not text.strip():
        return has_words(entry)
    wanted, found = ledger.words((text,)), ledger.words((entry,))
    return wanted <= found or (parted and letters_fit(found, wanted, spare=found))


def _told_alike(found: printed.Printed, more: Mapping[int, str]) -> printed.Printed:
    """`found` with twins as one sign."""
    return printed.Printed(
        texts=[told_alike(text, more) for text in found.texts],
        entries=_values_alike(found.entries, more),
        links=found.links,
        told=_values_alike(found.told, more),
        boxes=found.boxes,
    )


def _asked_alike(wanted: Measure, more: Mapping[int, str]) -> Measure:
    """`wanted` with twins as one sign."""
    return replace(
        wanted,
        words=alike(wanted.words, more),
        spare=alike(wanted.spare, more),
        entries=_values_alike(wanted.entries, more),
        told=_values_alike(wanted.told, more),
    )


def _values_alike(texts: Mapping[str, str], more: Mapping[int, str]) -> dict[str, str]:
    return {name: told_alike(text, more) for name, text in texts.items()}
