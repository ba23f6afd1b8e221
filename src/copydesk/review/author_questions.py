"""What an author alone can answer of what an article asks: few questions, alike ones gathered.

Which queries and proposals go to the author, and as which question, is data
(`data/author-letter.toml`); everything else is the house's own business. Values only: the
words of the letter are put around them by `author_letter`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import unquote

from copydesk import tables
from copydesk.model import (
    Article,
    Citation,
    Edit,
    Figure,
    Heading,
    Items,
    Paragraph,
    Query,
    Quote,
    Reference,
    plain,
)
from copydesk.review.candidates import Spot, around, sentence, spots
from copydesk.review.findings import list_findings

#: Characters of a sentence that are quoted either side of what is asked about.
_QUOTED: Final = 200
#: Characters of a heading by which it is known.
_HEADING: Final = 80
#: Kinds whose queries name the lines of pictures.
_PICTURES: Final = ("pictures", "descriptions")


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One thing that is asked about: where it stands, its words, and what stands beside them.

    `heading` and `paragraph` name the place for a reader, which is `behind` that paragraph for a
    picture; `note` says that it is in a note, and
    `cited` which of its words are meant where that is not plain.
    `listed` is an entry that it is compared with, `also` another spelling, `said` a year that
    the text gives, `twin` an entry that says the same.
    """

    words: str
    heading: str = ""
    paragraph: int = 0
    behind: bool = False
    note: bool = False
    cited: str = ""
    listed: str = ""
    also: str = ""
    said: str = ""
    twin: str = ""


@dataclass(frozen=True, slots=True)
class AuthorQuestion:
    """A question of one kind about all its `items`.

    `choices` are the works of which one is meant, `cited` what the text says in their place.
    `codes` and `ids` are those of the queries and proposals behind it.
    """

    kind: str
    items: tuple[AskedItem, ...] = ()
    codes: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    cited: str = ""
    choices: tuple[str, ...] = ()
    differ: tuple[str, str] | tuple[()] = ()


def letters() -> dict[str, Any]:
    """The table of the letter: codes, rules, the order of the questions, words by language."""
    return tables.load_table("author-letter")


def questions(article: Article) -> tuple[AuthorQuestion, ...]:
    """What the open queries and proposals of `article` ask its author, in the letter's order.

    Those of one kind are one question, but for each choice among works there is one.
    """
    kinds = letters()["codes"] | letters()["rules"]
    asker = _QuestionMaker(article)
    found: dict[tuple[str, ...], AuthorQuestion] = {}
    for finding in list_findings(article):
        kind = kinds.get(finding.code, "")
        asked = asker.ask(kind, finding.about) if kind else None
        if asked is None:
            continue
        apart = kind, *asked.choices
        known = found.get(apart, replace(asked, items=()))
        # Two pictures that read alike are two, when one query is about both.
        more = (item for item in asked.items if item not in known.items)
        found[apart] = replace(
            known,
            items=(*known.items, *more),
            codes=tuple(dict.fromkeys((*known.codes, finding.code))),
            ids=(*known.ids, finding.id),
        )
    order = letters()["order"]["kinds"]
    return tuple(sorted(found.values(), key=lambda one: order.index(one.kind)))


class _QuestionMaker:
    """Words one query or proposal after the other as a question; what was asked is not again."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._entries = {one.key: one for one in article.back.references}
        self._by_line = {line: one for one in article.back.references for line in one.lines}
        self._citations = {one.id: one for one in article.citations}
        self._near: dict[int, list[str]] = {}
        for one in article.citations:
            self._near.setdefault(one.line, []).append(one.text)
        self._spots = spots(article)
        self._places = dict(_places(article))
        self._names: set[str] = set()
        self._asked: set[tuple[str, str]] = set()
        queries = [one for one in article.queries if one.state == "open"]
        self._twins = {one.subject for one in queries if one.code == "reference.duplicate"}

    def ask(self, kind: str, about: Query | Edit) -> AuthorQuestion | None:
        """What `about` asks, as a question of `kind`; None where nothing is left to ask."""
        if isinstance(about, Edit):
            return self._propose(kind, about)
        citation = self._citations.get(about.id)
        if citation is not None and about.code.startswith("citation."):
            return self._cited(kind, citation)
        if kind == "authors" and len(about.suggestions) > 1:
            first, second = about.suggestions[:2]
            return AuthorQuestion(kind, differ=(first, second))
        if kind in ("title", "authors") and about.suggestions:
            return None
        if kind not in _PICTURES and (entry := self._entries.get(about.subject)):
            return self._of_entry(kind, entry)
        return AuthorQuestion(kind, tuple(self._show_lines(kind, about)))

    def _show_lines(self, kind: str, about: Query) -> Iterator[AskedItem]:
        """The pictures or the line that `about` is about; nothing for other kinds."""
        if kind in _PICTURES:
            yield from map(self._picture, [int(at) for at in about.subject.split()] or [about.line])
        elif kind in ("addresses", "tables"):
            yield self._placed(about.line, self._article.edited.lines[about.line - 1].text)

    def _propose(self, kind: str, edit: Edit) -> AuthorQuestion | None:
        """What the proposal `edit` asks."""
        if kind == "names":
            if edit.before in self._names:  # a citation asks about it already
                return None
            self._names.add(edit.before)
            item = replace(self._quoted(edit), cited=edit.before, also=edit.after)
            return AuthorQuestion(kind, (item,))
        entry = self._by_line.get(edit.line)
        known = {"years": {"issued"}, "links": {"URL", "DOI"}}.get(kind, set())
        if entry is None or known & entry.csl.keys():
            return None
        return self._of_entry(kind, entry)

    # ── citations ────────────────────────────────────────────────────────────

    def _cited(self, kind: str, citation: Citation) -> AuthorQuestion | None:
        entry = self._entries.get(citation.keys[0]) if citation.keys else None
        if kind == "years" and entry is not None:
            return self._of_entry(kind, entry, said=citation.year)
        item = self._in_sentence(citation)
        if kind == "which":
            keys = sorted(row.key for row in citation.candidates)
            if len(set(keys) - self._twins) == 1:
                return None  # whether these are one work is asked
            works = tuple(self._entries[key].text for key in keys if key in self._entries)
            item = replace(item, cited="")
            return AuthorQuestion(kind, (item,), cited=_bare(citation.text), choices=works)
        if kind == "cited-names":
            self._names.add(citation.name)
        return AuthorQuestion(kind, (replace(item, listed=entry.text if entry else ""),))

    def _in_sentence(self, citation: Citation) -> AskedItem:
        spot = self._spots.get(citation.group) or Spot("", citation.text, "")
        before, after = spot.sentence
        words = _shortened(before, spot.words, after)
        near = self._near.get(citation.line, ())
        several = any(text in words for text in near if text != citation.text)
        item = self._placed(citation.line, words, note=citation.block < 0)
        return replace(item, cited=_bare(citation.text) if several else "")

    # ── entries, lines ───────────────────────────────────────────────────────

    def _of_entry(self, kind: str, entry: Reference, said: str = "") -> AuthorQuestion | None:
        """A question about `entry`; of one kind each is asked about once."""
        if (kind, entry.key) in self._asked:
            return None
        self._asked.add((kind, entry.key))
        twin = self._twin(entry) if kind == "twice" else ""
        return AuthorQuestion(kind, (AskedItem(entry.text, said=said, twin=twin),))

    def _twin(self, entry: Reference) -> str:
        """The entry that `entry` repeats: the one before it that is most like it."""
        title = str(entry.csl.get("title", entry.text)).casefold()
        before = self._article.back.references
        before = before[: next(at for at, one in enumerate(before) if one.key == entry.key)]
        alike = [one for one in before if str(one.csl.get("title", one.text)).casefold() == title]
        return (alike or [replace(entry, text="")])[-1].text

    def _quoted(self, edit: Edit) -> AskedItem:
        """The sentence in which `edit` would change something."""
        text = self._article.edited.lines[edit.line - 1].text
        start, end = edit.start, edit.start + len(edit.before)
        if text[start:end] != edit.before:  # another proposal that was taken has moved it
            text = self._article.edited.submission.lines[edit.line - 1].text
            start, end = edit.span
        before, after = sentence(text, start, end)
        return self._placed(edit.line, _shortened(before, text[start:end], after))

    def _picture(self, line: int) -> AskedItem:
        """A picture by its caption and the name of its file."""
        for block in self._article.body:
            if isinstance(block, Figure) and line in block.lines:
                address = unquote(block.source).partition("?")[0].partition("#")[0]
                name = address.rpartition("/")[2] or address
                caption = " ".join(plain(block.caption).split())
                words = f"{caption} ({name})" if caption and name else caption or name
                return replace(self._placed(line, words), behind=True)
        return self._placed(line, self._article.edited.lines[line - 1].text if line else "")

    def _placed(self, line: int, words: str, *, note: bool = False) -> AskedItem:
        heading, paragraph = self._places.get(line, ("", 0))
        roles = self._article.edited.roles
        note = note or (0 < line <= len(roles) and roles[line - 1] == "footnote")
        said = " ".join(words.split())
        return AskedItem(said, heading, paragraph, note=note and not paragraph)


def _bare(cited: str) -> str:
    """The words of a citation without the brackets around all of it.

    >>> _bare("(Lo, 2022)"), _bare("Lo (2022)")
    ('Lo, 2022', 'Lo (2022)')
    """
    whole = cited[:1] + cited[-1:] in ("()", "[]") and cited.count(cited[0]) == 1
    return cited[1:-1] if whole else cited


def _shortened(before: str, words: str, after: str) -> str:
    """A sentence around `words`, no longer than a reader needs to find it."""
    text = f"{before}{words}{after}"
    head, tail = around(text, (len(before), len(before) + len(words)), _QUOTED)
    return f"{head}{words}{tail}"


def _places(article: Article) -> Iterator[tuple[int, tuple[str, int]]]:
    """Each line of the text → the heading it stands below, and the number of its paragraph."""
    heading, number = "", 0
    for block in article.body:
        if isinstance(block, Heading):
            words = " ".join(plain(block.content).split())
            heading = around(words, (0, 0), _HEADING)[1]
            number = 0
        elif isinstance(block, Paragraph | Quote | Items):
            number += 1
        for line in block.lines:
            yield line, (heading, 0 if isinstance(block, Heading) else number)
