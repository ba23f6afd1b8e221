"""The state of an article that is being composed: the only value that changes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from copydesk.composition.ast import Node
from copydesk.composition.csl import Stylesheet
from copydesk.language.passages import PassageLanguages
from copydesk.model import Citation, Cite, Picture, Query, Reference
from copydesk.queries import make_query
from copydesk.settings.limits import Limits
from copydesk.system import names, pictures

#: Longest identifier; Word cuts bookmarks at 40 characters.
_ID_LENGTH: Final = 36
#: Lines that a question names.
_LINES: Final = 10
#: What is said of a picture that did not come, and how many are asked about one by one.
ABSENT: Final = "was not supplied"
_ABSENT_EACH: Final = 3
#: What is printed of absent pictures: programs write alternative texts as often as authors do.
_STAYING: Final = "their captions stay, their alternative texts are not printed"
#: Files of absent pictures that a question names.
_FILES: Final = 5
#: Identifiers with a meaning of their own, and the beginnings of numbered ones.
_RESERVED: Final = frozenset(("endnotes", "references", "refs", "title"))
_NUMBERED: Final = re.compile(r"(?:ref|cite|fn|fnref)-?\d|(?:ref|cite)-")


@dataclass(slots=True)
class CompositionState:
    """The article so far: citations placed, identifiers given out, questions raised.

    `behind`: numbers and notes stand behind the stop of a sentence in the language of the
    style's words. `dissolves_notes`: notes that only cite may be set as citations. `words` are
    those of a citation that citeproc sets, by its number; `kept` what is printed instead of what
    citeproc sets. `numbers` are the entries that the text calls by the author's number while
    the style has none for them; `called` the groups that a word calls numbers, as "Ref. 4".
    `noted` are the lines of citations that stay as written because a note says more than them,
    `absent` those of pictures that did not come, with what is asked, name and alternative text;
    `unlinked` the groups that are plain words where no link can stand.

    `taken` is for each slug of a heading the first number that may be free.

    `supplied` are the pictures that came with the article, by the name that a figure calls
    them, and `largest` the longest side in pixels that editions take; `shown` are those in print,
    or why one is not, by the same name; `pictured` are the lines that are pictures. `undescribed`
    stands for the alternative text of those that have none. `languages` are those of the
    article. Content deeper than `limits.nesting` levels is flattened to its text.
    """

    groups: dict[int, tuple[Citation, ...]]
    entries: Mapping[str, Reference]
    style: Stylesheet
    behind: bool = True
    dissolves_notes: bool = False
    backlinks: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    queries: list[Query] = field(default_factory=list)
    ids: set[str] = field(default_factory=lambda: set(_RESERVED))
    taken: dict[str, int] = field(default_factory=dict)
    cited: int = 0
    words: dict[int, str] = field(default_factory=dict)
    kept: dict[int, list[Node]] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    called: set[int] = field(default_factory=set)
    noted: list[int] = field(default_factory=list)
    absent: list[tuple[int, str, str, str]] = field(default_factory=list)
    unlinked: set[int] = field(default_factory=set)
    supplied: Mapping[str, Picture] = field(default_factory=dict)
    largest: int = 0
    shown: dict[str, Picture | str] = field(default_factory=dict)
    pictured: Collection[int] = ()
    undescribed: str = ""
    languages: PassageLanguages = field(default_factory=lambda: PassageLanguages("und", {}))
    limits: Limits = field(default_factory=Limits)

    @property
    def printed(self) -> tuple[Picture, ...]:
        """The pictures in print, in order."""
        return tuple(one for one in self.shown.values() if isinstance(one, Picture))

    def show_picture(self, name: str) -> Picture | str:
        """The picture that a figure calls `name`, under the name it has in print, or why not."""
        if name not in self.shown:
            picture = self.supplied.get(name)
            found = self._fit(picture) if picture else ABSENT
            if isinstance(found, Picture):
                suffix = found.media_type.partition("/")[2].replace("jpeg", "jpg")
                found = replace(found, name=f"picture-{len(self.printed) + 1}.{suffix}")
            self.shown[name] = found
        return self.shown[name]

    def _fit(self, picture: Picture) -> Picture | str:
        """The picture as editions take it, without its metadata, or why it cannot be printed.

        What it is, is told from its bytes, never from what it is called.
        """
        kind, most = pictures.kind(picture.data), self.limits.picture_pixels
        if kind is None:
            return "is no PNG, JPEG, GIF or WebP"
        if len(picture.data) > self.limits.picture_bytes:
            return f"has {len(picture.data):,} bytes, more than `limits.picture_bytes`"
        size = pictures.pixels(picture.data)
        if size > most:
            return f"has {size:,} pixels, more than `limits.picture_pixels`"
        try:
            if size:
                kept = pictures.make_printable(kind[0], picture.data, self.largest, most)
                return replace(picture, media_type=kept[0], data=kept[1])
        except pictures.UnprintableError:
            pass
        return "cannot be read"

    def add_anchor(self, keys: Iterable[str]) -> str:
        """The anchor of the next place that cites, to which the entries of `keys` lead back."""
        self.cited += 1
        anchor = f"cite-{self.cited}"
        for key in dict.fromkeys(keys):
            self.backlinks[key].append(anchor)
        return anchor

    def call_by_number(self, row: Citation, line: int, text: str) -> None:
        """Remember that the text calls the entries of `row` by the author's number."""
        for key in row.keys:
            entry = self.entries[key]
            if not self.style.numbered and not entry.csl and entry.label:
                self.numbers.add(key)  # it is printed as it stands, with its number
                continue
            message = (
                f"`{text}` keeps its number, which in this style"
                f" {'may be another one' if self.style.numbered else 'no entry bears'};"
                f" it means `{entry.text[:60]}`"
            )
            self.ask("compose.number", line, message, f"{text}\x1f{key}")

    def keep_words(self, cite: Cite, rows: Sequence[Citation], place: NodePlace) -> None:
        """Remember that the words of `cite` stay where the style would print others.

        What is doubtful is asked about as such, and what an editor wants as written is not.
        """
        sure = [row for row in rows if row.status == "exact" and row.verdict != "as-written"]
        if place.noted and any(row.form == "note" for row in sure):
            self.noted.append(place.line)
            return
        named = [row for row in sure if row.form in ("parenthetical", "narrative")]
        if named and (self.style.numbered or self.style.notes):
            means = self.entries[named[0].keys[0]]
            message = (
                f"`{cite.text}` stays as written among"
                f" {'numbers' if self.style.numbered else 'notes'}, since it says more than names,"
                f" years and pages; it means `{means.text[:60]}`"
            )
            self.ask("compose.kept", place.line, message, f"{cite.text}\x1f{means.key}")

    def ask_noted(self) -> None:
        """One question about all citations that stay as written in notes."""
        if not self.noted:
            return
        many = len(self.noted)
        message = (
            f"{many} citation{'s' * (many > 1)} in notes keep{'s' * (many == 1)} the author’s"
            f" words, since the notes say more ({_name_lines(self.noted)})"
        )
        self.ask("compose.kept", self.noted[0], message, "notes")

    def ask_absent(self) -> None:
        """Questions about the pictures that did not come: one about all where they are many."""
        if len({name for _, _, name, _ in self.absent}) <= _ABSENT_EACH:
            for line, message, name, _ in self.absent:
                self.ask("compose.picture-missing", line, message, name)
            return
        lines, _, names, alts = zip(*self.absent, strict=True)
        files = [name.partition("?")[0].rpartition("/")[2][:40] for name in names]
        shown = [f"`{file}`" for file in dict.fromkeys(files) if file][:_FILES]
        many = len({*names})
        among = f", {'among them ' if many > len(shown) else ''}{', '.join(shown)}" if shown else ""
        message = f"{many} pictures were not supplied ({_name_lines(lines)}){among}"
        said = ", ".join(f"`{alt}`" for alt in dict.fromkeys(alts) if alt)
        message += f"; {_STAYING}{said and f': {said}'}"
        self.ask("compose.picture-missing", lines[0], message, "pictures")
        subject = " ".join(map(str, dict.fromkeys(lines)))
        self.queries[-1] = replace(self.queries[-1], subject=subject)

    def ask(self, code: str, line: int, message: str, anchor: str) -> None:
        self.queries.append(make_query(code, line, message, anchor=anchor))

    def make_identifier(self, text: str) -> str:
        """An identifier for a heading: its slug, numbered when it is taken."""
        base = names.slug(text)[:_ID_LENGTH].rstrip("-")
        if not base[0].isalpha() or _NUMBERED.match(base):
            base = f"section-{base}"
        found, number = base, self.taken.get(base, 2)
        while found in self.ids:
            found, number = f"{base}-{number}", number + 1
        self.ids.add(found)
        self.taken[base] = number
        return found


def _name_lines(numbers: Iterable[int]) -> str:
    """`lines 2, 5`, the first ten of them.

    >>> _name_lines([2, 5, 2]), _name_lines([59])
    ('lines 2, 5', 'line 59')
    """
    lines = [*dict.fromkeys(numbers)]
    more = ", …" if len(lines) > _LINES else ""
    return f"line{'s' * (len(lines) > 1)} {', '.join(map(str, lines[:_LINES]))}{more}"


@dataclass(frozen=True, slots=True)
class NodePlace:
    """Where a node goes: how deep, in which received line, and whether inside a link or note.

    `language` is the language of what it is a part of, "" for that of the article.
    """

    depth: int = 0
    line: int = 0
    linked: bool = False
    noted: bool = False
    language: str = ""

    def below(self, *, linked: bool = False, noted: bool = False, language: str = "") -> NodePlace:
        return NodePlace(
            self.depth + 1,
            self.line,
            self.linked or linked,
            self.noted or noted,
            language or self.language,
        )


def group_citations(citations: Iterable[Citation]) -> dict[int, tuple[Citation, ...]]:
    """Group → its citations in order."""
    groups: dict[int, tuple[Citation, ...]] = {}
    for citation in citations:
        groups[citation.group] = (*groups.get(citation.group, ()), citation)
    return groups
