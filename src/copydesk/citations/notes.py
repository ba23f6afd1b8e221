"""Citations in the words of notes, linked: full and short references, "Ibid.", "op. cit.".

The words of a note stay as the author wrote them; what links it is the author's name with
the title, which may be short, or what it refers back to. Prose is left alone.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from copydesk.citations.entries import CitableEntry
from copydesk.citations.match import (
    MISSING,
    SHOWN,
    UNLISTED,
    Match,
    Matcher,
    match_one,
    match_several,
)
from copydesk.citations.names import fold, fold_title, is_misspelt
from copydesk.citations.note_pieces import LONGEST, NotePiece, read_amid, read_pieces, with_title
from copydesk.citations.passages import CitationGroup, InlineRun, is_within, link_citation
from copydesk.language.sentences import INVERTED, split_sentences
from copydesk.model import Candidate

# ── how well words are a title ───────────────────────────────────────────────

#: Of works of one author no more are compared.
_COMPARED: Final = 50
_WHOLE, _SHORT = 2, 1


def _rate_title(said: tuple[str, ...], title: tuple[str, ...]) -> int:
    """How well the words of a note are a title, 0 when they are none."""
    size = len(said)
    if not said or not title:
        return 0
    if said[: len(title)] == title:
        return _WHOLE
    within = any(title[at : at + size] == said for at in range(len(title) - size + 1))
    return _SHORT if within and (size > 1 or len(said[0]) > 3) else 0


def _find_best(
    said: tuple[str, ...], works: Sequence[CitableEntry]
) -> tuple[list[CitableEntry], int]:
    """Those of `works` whose title `said` fits best, and how well."""
    scored = [(_rate_title(said, work.title), work) for work in works[:_COMPARED]]
    most = max((score for score, _ in scored), default=0)
    return [work for score, work in scored if score == most and most], most


# ── what notes cite ──────────────────────────────────────────────────────────

#: The sign that a note below the text begins with.
_LABEL: Final = re.compile(
    r"\s*(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})(?:[.)]|(?=\s+[^\W\d_a-z])|(?=\s+[“«„\"]))"
    r"|[⁰¹²³⁴-⁹]{1,3}|[*†‡§]{1,3})\s*"
)
#: Words of a title that tell a work without its author.
_TELLING: Final = 2
_OPENED: Final = re.compile(r"[(\[（［【]")
#: Share of a sentence's words that an entry has when it goes on with the reference to it.
_GOES_ON: Final = 0.6
_OF_AUTHOR: Final = "a work of this author"


@dataclass(frozen=True, slots=True)
class _Row:
    """What a piece of a note cites.

    `match` is what it means where the list is expected to have all that notes cite, `open` what
    it means elsewhere: a full reference that the list lacks is complete in itself, and None.
    """

    piece: NotePiece
    match: Match
    open: Match | None


@dataclass(frozen=True, slots=True)
class NoteText:
    """The references in one text of a note, and the citations by name that stand beside them."""

    rows: tuple[_Row, ...]
    named: tuple[CitationGroup, ...]

    @property
    def linked(self) -> int:
        """How many references mean works of the list, or may."""
        return sum(row.open is not None and row.open is not UNLISTED for row in self.rows)

    @property
    def apart(self) -> int:
        """How many full references are not in the list."""
        return sum(row.open is None and row.piece.is_full for row in self.rows)

    def list_groups(self, *, complete: bool) -> list[CitationGroup]:
        """The citations; `complete` says that the list is expected to have what notes cite."""
        found = list(self.named)
        for row in self.rows:
            piece, match = row.piece, row.match if complete else row.open
            if match is not None:
                span = (piece.start, piece.end)
                linked = link_citation(
                    match, piece.text, "note", span,
                    name=piece.author, year=piece.year, locator=piece.place,
                )  # fmt: skip
                found.append(CitationGroup(*span, (linked,)))
        return sorted(found, key=lambda group: group.start)


@dataclass(slots=True)
class NoteReader:
    """Reads the texts of an article's notes, one after the other.

    A name, a year and a page that the list lacks are asked about where the article cites so
    (`dated`).
    """

    matcher: Matcher
    dated: bool = False
    _by_note: dict[int, list[tuple[Match, Match | None]]] = field(default_factory=dict)
    _by_author: dict[tuple[str, ...], dict[str, None]] = field(default_factory=dict)
    _labels: dict[int, int] = field(default_factory=dict)
    _last: int = 0

    def read(self, passage: InlineRun, named: Iterable[CitationGroup]) -> NoteText:
        """The references in a text of a note, and those of `named` that stand beside them.

        `named` are the citations by name in it; a publisher and a year in the brackets of
        a reference are none.
        """
        text = passage.text
        rows: list[_Row] = []
        names = none = len(text)  # where names begin that a stop parts from the title
        spans = deque(split_sentences(text, self._find_begin(passage)))
        while spans:
            low, high = spans.popleft()
            row = self._read_row(passage, names, low, high)
            names = low if row is None and INVERTED.fullmatch(text, low, high) else none
            if row is None:
                if rows and self._goes_on(text, rows[-1], low, high):
                    piece = rows[-1].piece
                    longer = replace(piece, end=high, text=text[piece.start : high])
                    rows[-1] = replace(rows[-1], piece=longer)
                continue
            rows.append(row)
            self._remember(passage.note, row.match, row.open)
            if row.piece.end < high:  # the sentence goes on
                spans.appendleft((row.piece.end, high))
        beside = tuple(_find_beside(text, rows, named))
        for group in beside:
            for one in group.linked:
                cites = one.citation
                match = Match(cites.status, cites.keys, cites.candidates)
                self._remember(passage.note, match, match)
        return NoteText(tuple(rows), beside)

    def _find_begin(self, passage: InlineRun) -> int:
        """Where the words of a note begin, behind the sign below the text that calls it."""
        label = _LABEL.match(passage.text)
        if label is None:
            return 0
        if number := label[1] or label[2] or label[3]:
            self._labels.setdefault(int(number), passage.note)
        return label.end()

    def _goes_on(self, text: str, before: _Row, low: int, high: int) -> bool:
        """Whether a sentence goes on with the reference before it."""
        end = before.piece.end
        if len(before.match.keys) != 1 or high - low > LONGEST or ";" in text[end:low]:
            return False
        said = fold_title(text[low:high])
        known = frozenset(fold_title(self.matcher.by_key[before.match.keys[0]].text))
        return bool(said) and sum(word in known for word in said) >= _GOES_ON * len(said)

    def _remember(self, note: int, match: Match, unlisted: Match | None) -> None:
        self._by_note.setdefault(note, []).append((match, unlisted))
        if unlisted is not None:
            self._last = note
        for key in match.keys:
            work = self.matcher.by_key[key]
            self._by_author.setdefault(work.names[:1], {})[key] = None

    # ── what a piece cites ───────────────────────────────────────────────────

    def _read_row(self, passage: InlineRun, names: int, low: int, high: int) -> _Row | None:
        """What a sentence cites; None when it is prose."""
        text = passage.text
        read = tuple(read_pieces(text, low, high))
        longer = tuple(read_pieces(text, names, high)) if names < low else ()
        for piece in (*longer, *read):
            if piece.back == "same":
                return self._repeat(piece, passage.note)
            if match := self._match(piece, passage.note) or self._match_other_name(piece):
                return _Row(piece, match, match)
        if read[0].is_dated:
            return _Row(read[0], MISSING, UNLISTED if self.dated else None)
        if full := next((piece for piece in read if piece.is_full), None):
            others = self.matcher.find_author(full.author)[:SHOWN]
            shown = tuple(Candidate(one.key, 0.4, "another work of this author") for one in others)
            return _Row(full, Match("missing", (), shown), None)
        amid = ((piece, self._match_amid(piece)) for piece in read_amid(text, low, high))
        return next((_Row(piece, match, match) for piece, match in amid if match), None)

    def _match_amid(self, piece: NotePiece) -> Match | None:
        """What a reference amid a sentence means; None unless author and title agree with one."""
        works = self.matcher.find_author(piece.authors, piece.author)
        if piece.bare:
            same = [one for one in works if piece.year and one.year[:4] == piece.year]
            return self._match_bare(piece, same) if same and piece.place else None
        said = fold_title(piece.title)
        found, score = _find_best(said, works)
        # One word may be a town.
        sure = len(said) >= _TELLING or piece.quoted or (score == _WHOLE and bool(piece.place))
        return self._match_title(piece, found) if len(found) == 1 and sure else None

    def _match(self, piece: NotePiece, note: int) -> Match | None:
        """What `piece` means; None when it is prose or no work of the list."""
        match piece.back:
            case "note":
                return self._match_note(piece)
            case "again":
                works = self.matcher.find_author(piece.author)
                return self._match_cited(works) if works else None
            case "idem":
                before = self._by_note.get(note) or self._by_note.get(note - 1) or []
                keys = before[-1][0].keys if before else ()
                works = self.matcher.find_author(self.matcher.by_key[keys[0]].shown) if keys else ()
                return self._match_title(piece, works)
        works = self.matcher.find_author(piece.authors, piece.author)
        if not works:
            return self._match_alone(piece)
        return self._match_bare(piece, works) if piece.bare else self._match_title(piece, works)

    def _match_title(self, piece: NotePiece, works: Sequence[CitableEntry]) -> Match | None:
        """Of the works of an author the one whose title is said."""
        said = fold_title(piece.title)
        near = [one for one in self.matcher.find_titled(said) if one in works[:_COMPARED]]
        found, score = _find_best(said, near or works)
        if not score:
            return None
        if len(found) > 1:
            same = [one for one in found if piece.year and one.year[:4] == piece.year]
            found = same if len(same) == 1 else found
        if len(found) > 1:
            return _match_works(found, "a work of this author whose title fits")
        (work,) = found
        if piece.year and work.year and piece.year not in work.text:
            return _match_year(piece, work)
        return _match_works(found)

    def _match_bare(self, piece: NotePiece, works: Sequence[CitableEntry]) -> Match | None:
        """A name without a title, with a year or a place alone."""
        if not (piece.year or piece.place):
            return None
        same = [one for one in works if piece.year and one.year[:4] == piece.year]
        if piece.year and not same and len(works) == 1 and works[0].year:
            return _match_year(piece, works[0])
        return self._match_several(same or works)

    def _match_several(self, works: Sequence[CitableEntry]) -> Match:
        """No guess between works of one author, but a word on the one cited last."""
        cited = self._by_author.get(works[0].names[:1], {})
        hint = f"`{next(reversed(cited))}` is the one cited last" if cited else ""
        return _match_works(works, _OF_AUTHOR, hint)

    def _match_alone(self, piece: NotePiece) -> Match | None:
        """A title without an author."""
        titled = with_title(piece, 0)
        said = fold_title(titled.title)
        found, score = _find_best(said, self.matcher.find_titled(said))
        whole = [one for one in found if score == _WHOLE and len(one.title) == len(said)]
        if whole or (titled.quoted and len(said) > 1 and found):
            return _match_works(whole or found, "an entry of this title")
        return None

    def _match_other_name(self, piece: NotePiece) -> Match | None:
        """A title of the list behind a name that the list spells otherwise."""
        said = fold_title(piece.title)
        if not piece.author or piece.back or len(said) < _TELLING:
            return None
        found, _ = _find_best(said, self.matcher.find_titled(said))
        if len(found) != 1 or not is_misspelt(fold(piece.author.split()[-1]), found[0].names[0]):
            return None
        reason = f"spelt `{piece.author}` in the note and `{found[0].shown}` in the entry"
        return match_one("fuzzy-name", found[0], 0.8, reason)

    # ── what refers back ─────────────────────────────────────────────────────

    def _repeat(self, piece: NotePiece, note: int) -> _Row:
        """The work cited just before: in this note, or alone in the note before."""
        here = self._by_note.get(note)
        before = here[-1:] if here else self._by_note.get(note - 1, [])
        keys = tuple(dict.fromkeys(key for match, _ in before for key in match.keys))
        if len(keys) > 1:
            match = match_several(keys, "cited in the note before")
        elif before and (keys or before[-1][0].candidates):
            return _Row(piece, *before[-1])
        elif before:
            match = Match("missing", hint="nor does what is cited before it")
            return _Row(piece, match, match if before[-1][1] else None)
        elif self._last:
            earlier = self._by_note[self._last][-1][0].keys
            shown = tuple(Candidate(key, 0.5, "cited last, some notes before") for key in earlier)
            match = Match("missing", (), shown, "the note before cites no work of the list")
        else:
            match = Match("missing", hint="no note before it cites a work")
            return _Row(piece, match, None)
        return _Row(piece, match, match)

    def _match_note(self, piece: NotePiece) -> Match | None:
        """The work that the note of a number cites, by the author when one is named."""
        number = self._labels.get(piece.number, piece.number)
        rows = self._by_note.get(number, ())
        works = [
            self.matcher.by_key[key] for key in dict.fromkeys(k for m, _ in rows for k in m.keys)
        ]
        if piece.author:
            of_author = self.matcher.find_author(piece.author)
            works = [one for one in works if one in of_author] or list(of_author)
        return _match_works(works, f"cited in note {piece.number}") if works else None

    def _match_cited(self, works: Sequence[CitableEntry]) -> Match:
        """The work of an author that was cited before."""
        cited = self._by_author.get(works[0].names[:1], {})
        return self._match_several([one for one in works if one.key in cited] or works)


def _match_works(works: Sequence[CitableEntry], reason: str = "", hint: str = "") -> Match:
    if len(works) == 1:
        return Match("exact", (works[0].key,))
    return match_several([one.key for one in works], reason, hint)


def _match_year(piece: NotePiece, work: CitableEntry) -> Match:
    reason = f"the entry of {work.shown} has the year {work.year}, not {piece.year}"
    return match_one("year-mismatch", work, 0.7, reason)


def _find_beside(
    text: str, rows: Sequence[_Row], named: Iterable[CitationGroup]
) -> Iterator[CitationGroup]:
    """Those of `named` that stand beside the references of a note.

    In a reference that is not in the list only those count that an entry fits. Where no
    bracket is left there is nothing to look for.
    """
    taken = [(row.piece.start, row.piece.end) for row in rows if row.open]
    apart = [(row.piece.start, row.piece.end) for row in rows if not row.open]
    edges = [0, *(edge for span in taken for edge in span), len(text)]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    if any(_OPENED.search(text, low, high) for low, high in gaps):
        for group in named:
            reaches = any(one.reached for one in group.linked)
            if not is_within(group.start, taken) and (reaches or not is_within(group.start, apart)):
                yield group
