"""Citations in the words of notes, linked: full and short references, "Ibid.", "op. cit.".

The words of a note stay as the author wrote them; what links it is the author's name with
the title, which may be short, or what it refers back to. Prose is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from copydesk.citations.group import Group, Said, linked
from copydesk.citations.noted import LONGEST, Piece, readings, title_of, woven
from copydesk.citations.outcome import MISSING, UNLISTED, Match
from copydesk.citations.spelling import fold
from copydesk.citations.works import SHORT, WHOLE, Work, Works, best, title_words
from copydesk.language.sentences import INVERTED, pieces
from copydesk.model import Candidate, Citation

#: The sign that a note below the text begins with.
_LABEL = re.compile(
    r"\s*(?:\[(\d{1,3})\]|\((\d{1,3})\)|(\d{1,3})(?:[.)]|(?=\s+[^\W\d_a-z])|(?=\s+[“«„\"]))"
    r"|[⁰¹²³⁴-⁹]{1,3}|[*†‡§]{1,3})\s*"
)
#: Candidates that are shown of many.
_SHOWN: Final = 8
#: Letters that the name in a note may differ from the entry's.
_OFF: Final = 2
#: Of works of one author no more are compared.
_COMPARED: Final = 50
#: Characters of a reference that may be those that its entry begins with.
_OPENING: Final = 120
#: Words of a title that tell a work without its author.
_TELLING: Final = 2
_OPENED = re.compile(r"[(\[（［【]")
_PLACE = re.compile(r"(?:pp?\.|S\.|at)?\s?\d[\d\s,–-]*(?:ff?)?\.?")
#: Share of a sentence's words that an entry has when it goes on with the reference to it.
_GOES_ON: Final = 0.6


@dataclass(slots=True)
class Notes:
    """The citations of an article's notes, one text after the other.

    `complete` says that what the notes cite is expected in the list; elsewhere a full
    reference that the list does not have is complete in itself and not asked about. A name, a
    year and a page are no reference in themselves where the article cites so (`dated`).
    """

    works: Works
    complete: bool = True
    dated: bool = False
    #: The references that were no citations, for what counts them.
    apart: int = 0
    _by_note: dict[int, list[Match]] = field(default_factory=dict)
    _by_author: dict[tuple[str, ...], dict[str, None]] = field(default_factory=dict)
    _labels: dict[int, int] = field(default_factory=dict)
    _last: int = 0

    def groups(self, said: Said, named: Iterable[Group]) -> Iterator[Group]:
        """The citations of a text of a note, and those of `named` that stand beside them.

        `named` are the citations by name in it; a publisher and a year in the brackets of
        a reference are none.
        """
        cited: list[tuple[Piece, Match]] = []
        apart: list[tuple[int, int]] = []
        names = none = len(said.text)  # where names begin that a stop parts from the title
        spans = deque(pieces(said.text, self._begun(said)))
        while spans:
            low, high = spans.popleft()
            piece, match = self._cited(said, names, low, high)
            names = low if match is None and INVERTED.fullmatch(said.text, low, high) else none
            if match is not None:
                cited.append((piece, match))
                self._remember(said.note, match)
            elif cited and self._goes_on(said.text, cited[-1], low, high):
                begun = cited[-1][0]
                longer = replace(begun, end=high, text=said.text[begun.start : high])
                cited[-1] = (longer, cited[-1][1])
                continue
            elif piece.is_full:
                apart.append((low, piece.end))
            else:
                continue
            if piece.end < high:  # the sentence goes on
                spans.appendleft((piece.end, high))
        self.apart += len(apart)
        own = [_group(piece, match) for piece, match in cited]
        kept = _beside(said.text, own, apart, named)
        for group in kept:
            for one in group.linked:
                cites = one.citation
                self._remember(said.note, Match(cites.status, cites.keys, cites.candidates))
        yield from sorted((*kept, *own), key=lambda group: group.start)

    def _begun(self, said: Said) -> int:
        """Where the words of a note begin, behind the sign below the text that calls it."""
        label = _LABEL.match(said.text)
        if label is None:
            return 0
        if number := label[1] or label[2] or label[3]:
            self._labels.setdefault(int(number), said.note)
        return label.end()

    def _goes_on(self, text: str, before: tuple[Piece, Match], low: int, high: int) -> bool:
        """Whether a sentence goes on with the reference before it."""
        piece, match = before
        if len(match.keys) != 1 or high - low > LONGEST or ";" in text[piece.end : low]:
            return False
        if _PLACE.fullmatch(text, low, high):
            return True
        words = list(title_words(text[low:high]))
        known = self.works.by_key[match.keys[0]].words
        return bool(words) and sum(word in known for word in words) >= _GOES_ON * len(words)

    def _remember(self, note: int, match: Match) -> None:
        self._by_note.setdefault(note, []).append(match)
        self._last = note
        for key in match.keys:
            work = self.works.by_key[key]
            self._by_author.setdefault(work.names[:1], {})[key] = None

    # ── what a piece cites ───────────────────────────────────────────────────

    def _cited(self, said: Said, names: int, low: int, high: int) -> tuple[Piece, Match | None]:
        read = tuple(readings(said.text, low, high))
        longer = readings(said.text, names, high) if names < low else ()
        for piece in (*longer, *read):
            if (match := self._match(piece, said.note)) is not None:
                return piece, match
        full = next((piece for piece in read if piece.is_full), None)
        if (self.complete or self.dated) and read[0].is_dated:
            return read[0], MISSING if self.complete else UNLISTED
        for piece in () if full else woven(said.text, low, high):
            if (match := self._woven(piece)) is not None:
                return piece, match
        if full is None or not self.complete:
            return full or read[0], None
        others = self.works.of_author(full.author)[:_SHOWN]
        reason = "another work of this author"
        return full, Match("missing", (), tuple(Candidate(one.key, 0.4, reason) for one in others))

    def _woven(self, piece: Piece) -> Match | None:
        """What a reference amid a sentence means; None unless author and title agree with one."""
        works = self.works.of_author(piece.authors) or self.works.of_author(piece.author)
        if piece.bare:
            same = [one for one in works if piece.year and one.year[:4] == piece.year]
            return self._bare(piece, same) if same and piece.place else None
        if not piece.title:
            return None
        words = tuple(title_words(piece.title))
        found, score = best(words, works)
        # One word may be a town.
        sure = len(words) >= _TELLING or piece.quoted or (score == WHOLE and bool(piece.place))
        if len(found) != 1 or score < SHORT or not sure:
            return None
        return self._titled(piece, found)

    def _match(self, piece: Piece, note: int) -> Match | None:
        """What `piece` means; None when it is prose or no work of the list."""
        match piece.back:
            case "same":
                return self._same(note)
            case "note":
                return self._in_note(piece)
            case "again":
                return self._again(piece)
            case "idem":
                before = self._before(note)
                keys = before[-1].keys if before else ()
                works = self.works.of_author(self.works.by_key[keys[0]].shown) if keys else ()
                return self._titled(piece, works)
            case _:
                works = self.works.of_author(piece.authors) or self.works.of_author(piece.author)
                if not works:
                    return self._by_title(piece)
                return self._bare(piece, works) if piece.bare else self._titled(piece, works)

    def _titled(self, piece: Piece, works: Sequence[Work]) -> Match | None:
        """Of the works of an author the one whose title is said."""
        words = tuple(title_words(piece.title))
        near = self.works.titled(words)
        found, score = best(words, [one for one in near if one in works[:_COMPARED]] or works)
        if not score:
            return None
        if len(found) > 1:
            same = [one for one in found if piece.year and one.year[:4] == piece.year]
            found = same if len(same) == 1 else found
        if len(found) > 1:
            return _ambiguous(found, "a work of this author whose title fits")
        (work,) = found
        if piece.year and work.year and piece.year not in (work.year[:4], *work.words):
            reason = f"the entry of {work.shown} has the year {work.year}, not {piece.year}"
            return Match("year-mismatch", (work.key,), (Candidate(work.key, 0.7, reason),))
        return Match("exact", (work.key,), ())

    def _bare(self, piece: Piece, works: Sequence[Work]) -> Match | None:
        """A name without a title, with a year or a place alone."""
        if not (piece.year or piece.place):
            return None
        if piece.year:
            same = [one for one in works if one.year[:4] == piece.year]
            if not same and len(works) == 1 and works[0].year:
                reason = f"the entry of {works[0].shown} has the year {works[0].year}"
                shown = Candidate(works[0].key, 0.7, f"{reason}, not {piece.year}")
                return Match("year-mismatch", (works[0].key,), (shown,))
            works = same or works
        if len(works) == 1:
            return Match("exact", (works[0].key,), ())
        return self._of_several(works)

    def _of_several(self, works: Sequence[Work]) -> Match:
        """No guess between works of one author, but a word on the one cited last."""
        cited = self._by_author.get(works[0].names[:1], {})
        hint = f"`{next(reversed(cited))}` is the one cited last" if cited else ""
        return replace(_ambiguous(works, "a work of this author"), hint=hint)

    def _by_title(self, piece: Piece) -> Match | None:
        """A title without an author, or with one that the list spells otherwise."""
        title, quoted = title_of(piece)
        words = tuple(title_words(title))
        found, score = best(words, self.works.titled(words))
        whole = [one for one in found if score == WHOLE and len(one.title) == len(words)]
        if whole or (quoted and len(words) > 1 and found):
            found = whole or found
            if len(found) == 1:
                return Match("exact", (found[0].key,), ())
            return _ambiguous(found, "an entry of this title")
        same = self.works.beginning(tuple(title_words(piece.text[:_OPENING])))
        return Match("exact", (same[0].key,), ()) if len(same) == 1 else self._by_other(piece)

    def _by_other(self, piece: Piece) -> Match | None:
        """A title of the list behind a name that the list spells otherwise, or another one."""
        words = tuple(title_words(piece.title))
        if not piece.author or len(words) < _TELLING:
            return None
        found, score = best(words, self.works.titled(words))
        if len(found) != 1 or score < SHORT or not found[0].names:
            return None
        (work,) = found
        if _spelt_alike(fold(piece.author.split()[-1]), work.names[0]):
            reason = f"spelt `{piece.author}` in the note and `{work.shown}` in the entry"
            return Match("fuzzy-name", (work.key,), (Candidate(work.key, 0.8, reason),))
        if score == WHOLE and self.complete:
            reason = f"its title, but the entry is by {work.shown}"
            return Match("missing", (), (Candidate(work.key, 0.5, reason),))
        return None

    # ── what refers back ─────────────────────────────────────────────────────

    def _before(self, note: int) -> list[Match]:
        """What the note cites so far, or else the note before it."""
        return self._by_note.get(note) or self._by_note.get(note - 1) or []

    def _same(self, note: int) -> Match | None:
        """The work cited just before: in this note, or alone in the note before."""
        here = self._by_note.get(note)
        rows = here[-1:] if here else self._by_note.get(note - 1, [])
        keys = tuple(dict.fromkeys(key for row in rows for key in row.keys))
        if len(keys) > 1:
            works = [self.works.by_key[key] for key in keys]
            return _ambiguous(works, "cited in the note before")
        if rows and (keys or rows[-1].candidates):
            return rows[-1]
        if rows:
            return Match("missing", (), (), "nor does what is cited before it")
        if self._last:
            earlier = self._by_note[self._last][-1].keys
            shown = tuple(Candidate(key, 0.5, "cited last, some notes before") for key in earlier)
            return Match("missing", (), shown, "the note before cites no work of the list")
        return Match("missing", (), (), "no note before it cites a work") if self.complete else None

    def _in_note(self, piece: Piece) -> Match | None:
        """The work that the note of a number cites, by the author when one is named."""
        number = self._labels.get(piece.number, piece.number)
        keys = dict.fromkeys(key for row in self._by_note.get(number, ()) for key in row.keys)
        works = [self.works.by_key[key] for key in keys]
        if piece.author:
            of_author = self.works.of_author(piece.author)
            if not of_author:
                return None
            works = [one for one in works if one in of_author] or list(of_author)
        if not works:
            return None
        if len(works) == 1:
            return Match("exact", (works[0].key,), ())
        return _ambiguous(works, f"cited in note {piece.number}")

    def _again(self, piece: Piece) -> Match | None:
        """The work of an author that was cited before."""
        works = self.works.of_author(piece.author)
        if not works:
            return None
        cited = self._by_author.get(works[0].names[:1], {})
        works = [one for one in works if one.key in cited] or works
        return Match("exact", (works[0].key,), ()) if len(works) == 1 else self._of_several(works)


def _ambiguous(works: Sequence[Work], reason: str) -> Match:
    shown = tuple(Candidate(one.key, 0.5, reason) for one in works[:_SHOWN])
    return Match("ambiguous", (), shown, all=tuple(one.key for one in works))


def _spelt_alike(cited: str, name: str) -> bool:
    return (
        min(len(cited), len(name)) > 2 * _OFF
        and DamerauLevenshtein.distance(cited, name, score_cutoff=_OFF) <= _OFF
    )


def _beside(
    text: str, own: Sequence[Group], apart: Sequence[tuple[int, int]], named: Iterable[Group]
) -> list[Group]:
    """Those of `named` that stand beside the references of a note.

    In a reference that is not in the list only those count that an entry fits. Where no
    bracket is left there is nothing to look for.
    """
    taken = [(group.start, group.end) for group in own]
    edges = [0, *(edge for span in taken for edge in span), len(text)]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    if not any(_OPENED.search(text, low, high) for low, high in gaps):
        return []
    return [
        group
        for group in named
        if not _lies_in(group.start, taken)
        and (_reaches(group) or not _lies_in(group.start, apart))
    ]


def _lies_in(offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return at >= 0 and offset < spans[at][1]


def _reaches(group: Group) -> bool:
    return any(one.reached for one in group.linked)


def _group(piece: Piece, match: Match) -> Group:
    citation = Citation(
        text=piece.text,
        line=0,
        group=0,
        name=piece.author,
        year=piece.year,
        form="note",
        block=-1,
        start=piece.start,
        end=piece.end,
        locator=piece.place,
    )
    return Group(piece.start, piece.end, (linked(citation, match),))
