"""A .docx that an editor worked on → its paragraphs with what is tracked in them, and its comments.

Where a submission is read for its text (`docx`), this is read for what was done to it: what
stands untracked, what is tracked as given or taken, and by whom. Text that was both given and
taken again is nowhere. Ids say nothing here: every program numbers anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.readers.word import manifest
from copydesk.readers.word.package import Package
from copydesk.readers.word.xml import (
    WORD_SIGNS,
    attribute,
    below,
    child,
    children,
    is_silent,
    name,
    read_symbol,
    setting,
)

if TYPE_CHECKING:
    from lxml import etree

Fate: TypeAlias = Literal["kept", "given", "taken"]

_GIVEN: Final = ("w:ins", "w:moveTo")
_TAKEN: Final = ("w:del", "w:moveFrom")
#: What a submission is read through for, and is no text of the paragraph here.
_UNREAD: Final = ("w:instrText", "w:rt")
#: What can be put into a paragraph and is no text of it → what it is called.
_BESIDE: Final = {
    "w:footnoteReference": "a footnote", "w:endnoteReference": "an endnote",
    "w:drawing": "a picture or box", "w:pict": "a picture or box", "w:object": "an object",
    "m:oMath": "a formula",
}  # fmt: skip
#: Where the review copy calls notes by numbers that no received line holds.
_CALLS: Final = "note-"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text of one fate: it stands untracked, or `author` gave or took it."""

    text: str
    fate: Fate = "kept"
    author: str = ""


@dataclass(frozen=True, slots=True)
class ReviewedParagraph:
    """A paragraph: its text, the fate of its end, what else was put into it, its style's id.

    The end of a paragraph that is `taken` joins it with the next one, one that is `given` was
    put in to part them.
    """

    stretches: tuple[Stretch, ...] = ()
    end: Fate = "kept"
    beside: tuple[str, ...] = ()
    style: str = ""

    def text(self, *fates: Fate) -> str:
        """The text of these `fates`."""
        return "".join(one.text for one in self.stretches if one.fate in fates)


@dataclass(frozen=True, slots=True)
class WordComment:
    """A comment: who wrote which lines, and at which words of which paragraph (-1: of none).

    `answers` is the place of the comment that it replies to, -1 for none.
    """

    author: str
    lines: tuple[str, ...]
    paragraph: int = -1
    words: str = ""
    answers: int = -1
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What came back: paragraphs, comments in the order of the file, and the copy's manifest.

    `heads` are the texts at the head of its pages, where the copy names its submission.
    """

    paragraphs: tuple[ReviewedParagraph, ...]
    remarks: tuple[WordComment, ...] = ()
    manifest: manifest.Manifest | None = None
    heads: tuple[str, ...] = ()


def read(data: bytes, path: str, config: Config) -> Reviewed:
    """What the .docx in `data` says; `Refused` for one that must not be opened, as a submission."""
    package = Package(data, path, config.limits)
    reading = _Reading()
    paragraphs = tuple(reading.blocks(package.main.root))
    length = sum(len(one.text) for row in paragraphs for one in row.stretches)
    if length > config.limits.characters:
        message = f"`{path}` is longer than the limit of {config.limits.characters:,} characters"
        hint = "send back one review copy, or raise `limits.characters`"
        raise Refused(message, hint=hint, code="refuse.too-long")
    heads = tuple(
        " ".join("".join(map(str, part.root.itertext())).split())
        for part in package.parts("header")
    )
    found = (manifest.read(part.root) for part in package.parts("customXml"))
    about = next((one for one in found if one is not None), None)
    return Reviewed(paragraphs, tuple(_remarks(package, reading)), about, heads)


# ── the text ─────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Reading:
    """Reads paragraph after paragraph, and which words comments stand at."""

    words: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)
    _stretches: list[Stretch] = field(default_factory=list)
    _beside: list[str] = field(default_factory=list)
    _count: int = 0

    def blocks(self, element: etree._Element) -> Iterator[ReviewedParagraph]:
        """The paragraphs below `element`, in tables and content controls too."""
        for found in children(element):
            kind = name(found)
            if kind == "w:p":
                yield self._paragraph(found)
            elif kind == "mc:AlternateContent":
                version = next(children(found), None)
                if version is not None:
                    yield from self.blocks(version)
            elif kind.startswith("w:comment"):
                self._sign(found, kind)
            elif kind in _TAKEN or not is_silent(kind):
                yield from self.blocks(found)

    def _paragraph(self, element: etree._Element) -> ReviewedParagraph:
        stretches = self.stretches(element)
        mark = child(element, "w:pPr", "w:rPr")
        end: Fate = "kept"
        if any(child(mark, kind) is not None for kind in _TAKEN):
            end = "taken"
        elif any(child(mark, kind) is not None for kind in _GIVEN):
            end = "given"
        self._count += 1
        style = setting(element, "w:pPr", "w:pStyle")
        return ReviewedParagraph(tuple(stretches), end, tuple(self._beside), style)

    def stretches(self, paragraph: etree._Element) -> list[Stretch]:
        """The text of a paragraph, neighbours of one fate and author made one."""
        self._stretches, self._beside = [], []
        self._inlines(paragraph, "kept", "")
        return list(_merged(self._stretches))

    def _inlines(self, element: etree._Element, fate: Fate | None, author: str) -> None:
        """Read what stands in `element`; a fate of None is that of text given and taken again."""
        for found in children(element):
            kind = name(found)
            if kind in _GIVEN:
                self._inlines(found, None if fate == "taken" else "given", _author(found))
            elif kind in _TAKEN:
                self._inlines(found, None if fate == "given" else "taken", _author(found))
            elif kind.startswith("w:comment"):
                self._sign(found, kind)
            elif kind == "mc:AlternateContent":
                for version in list(children(found))[:1]:
                    self._inlines(version, fate, author)
            elif kind in _BESIDE:
                self._beside += [_described(found, kind)] if fate != "taken" else []
            elif (text := _letters(found, kind)) is not None:
                self._add(text, fate, author)
            elif not is_silent(kind) and kind not in _UNREAD and not _is_call(found, kind):
                self._inlines(found, fate, author)

    def _add(self, text: str, fate: Fate | None, author: str) -> None:
        if text and fate:
            self._stretches.append(Stretch(text, fate, author))
        if text and fate != "taken":
            for one in self._open:
                self.words[one].append(text)

    def _sign(self, element: etree._Element, kind: str) -> None:
        key = attribute(element, "w:id")
        self.places.setdefault(key, self._count)
        self.words.setdefault(key, [])
        if kind == "w:commentRangeStart":
            self._open.add(key)
        elif kind == "w:commentRangeEnd":
            self._open.discard(key)


def _letters(element: etree._Element, kind: str) -> str | None:
    """The text of an element that holds letters or stands for one; None for any other."""
    if kind in ("w:t", "w:delText", "m:t"):
        return element.text or ""
    if kind in WORD_SIGNS:
        paging = attribute(element, "w:type") in ("page", "column")
        return "" if paging else WORD_SIGNS[kind]
    return read_symbol(element) if kind == "w:sym" else None


def _author(element: etree._Element) -> str:
    return attribute(element, "w:author")


def _is_call(element: etree._Element, kind: str) -> bool:
    """Whether an element is the number of a note that the review copy set."""
    return kind == "w:hyperlink" and attribute(element, "w:anchor").startswith(_CALLS)


def _described(element: etree._Element, kind: str) -> str:
    said = " ".join("".join(found.text or "" for found in below(element, "w:t")).split())
    return f"{_BESIDE[kind]}: `{said}`" if said else _BESIDE[kind]


def _merged(stretches: list[Stretch]) -> Iterator[Stretch]:
    """`stretches` with neighbours of one fate and author made one."""
    for (fate, author), run in groupby(stretches, key=lambda one: (one.fate, one.author)):
        yield Stretch("".join(one.text for one in run), fate, author)


# ── the comments ─────────────────────────────────────────────────────────────


def _remarks(package: Package, reading: _Reading) -> Iterator[WordComment]:
    part = package.first("comments")
    rows = list(below(part.root, "w:comment")) if part else []
    # What replies to what, and what is resolved, goes by the last paragraph of a comment.
    keys = {_key(row): place for place, row in enumerate(rows)}
    more = {
        attribute(one, "w15:paraId"): one
        for extended in package.parts("commentsExtended")
        for one in below(extended.root, "w15:commentEx")
    }
    for row in rows:
        told, number = more.get(_key(row)), attribute(row, "w:id")
        above = "" if told is None else attribute(told, "w15:paraIdParent")
        yield WordComment(
            _author(row),
            tuple(line for found in below(row, "w:p") for line in _lines(found)),
            reading.places.get(number, -1),
            "".join(reading.words.get(number, ())),
            keys.get(above, -1) if above else -1,
            told is not None and attribute(told, "w15:done") in ("1", "true", "on"),
        )


def _key(comment: etree._Element) -> str:
    """The id of a comment's last paragraph."""
    keys = [attribute(found, "w14:paraId") for found in below(comment, "w:p")]
    return keys[-1] if keys else ""


def _lines(paragraph: etree._Element) -> list[str]:
    """The lines of a paragraph of a comment; one that was taken out again is none."""
    text = "".join(one.text for one in _Reading().stretches(paragraph) if one.fate != "taken")
    return [line.strip() for line in text.split("\n")]
