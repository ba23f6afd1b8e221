"""What an author alone can answer of what an article asks: few questions, alike ones gathered.

Which queries and proposals go to the author, and as which question, is data
(`data/author-letter.toml`); everything else is the house's own business. Values only: the
words of the letter are put around them by `author_letter`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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

#: Characters of a sentence that are quoted either side of what is asked about.
_QUOTED: Final = 200
#: Characters of a heading by which it is known.
_HEADING: Final = 80


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
    """What the open queries and proposals of `article` ask its author, in the letter's order."""
    found = _Gathering(article)
    for query in article.queries:
        kind = letters()["codes"].get(query.code, "")
        if kind and query.state == "open":
            found.ask(kind, query)
    for edit in article.edited.ledger:
        kind = letters()["rules"].get(edit.rule, "")
        if kind and edit.status == "proposed":
            found.propose(kind, edit)
    order = letters()["order"]["kinds"]
    return tuple(sorted(found.questions(), key=lambda one: order.index(one.kind)))


class _Gathering:
    """Questions while they are gathered: those of one kind, and of one choice, are one."""

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
        self._found: dict[tuple[str, ...], AuthorQuestion] = {}
        self._names: set[str] = set()
        self._asked: set[tuple[str, str]] = set()
        queries = [one for one in article.queries if one.state == "open"]
        self._twins = {one.subject for one in queries if one.code == "reference.duplicate"}

    def questions(self) -> Iterable[AuthorQuestion]:
        return self._found.values()

    def ask(self, kind: str, query: Query) -> None:
        """Enter what `query` asks, as a question of `kind`."""
        citation = self._citations.get(query.id)
        if citation is not None and query.code.startswith("citation."):
            self._cited(kind, query, citation)
            return
        if kind == "authors" and len(query.suggestions) > 1:
            first, second = query.suggestions[:2]
            self._enter(AuthorQuestion(kind, differ=(first, second)), query.code, query.id)
        elif kind in ("title", "authors"):
            if not query.suggestions:
                self._enter(AuthorQuestion(kind), query.code, query.id)
        elif kind in ("pictures", "descriptions"):
            lines = [int(line) for line in query.subject.split()] or [query.line]
            shown = tuple(map(self._picture, lines))
            self._enter(AuthorQuestion(kind, shown), query.code, query.id)
        elif entry := self._entries.get(query.subject):
            self._of_entry(kind, query.code, query.id, entry)
        elif kind in ("addresses", "tables"):
            line = self._article.edited.lines[query.line - 1].text
            self._enter(
                AuthorQuestion(kind, (self._placed(query.line, line),)), query.code, query.id
            )
        else:
            self._enter(AuthorQuestion(kind), query.code, query.id)

    def propose(self, kind: str, edit: Edit) -> None:
        """Enter what the proposal `edit` asks, as a question of `kind`."""
        entry = self._by_line.get(edit.line)
        if kind == "names":
            if edit.before not in self._names:  # a citation asks about it already
                self._names.add(edit.before)
                item = replace(self._quoted(edit), cited=edit.before, also=edit.after)
                self._enter(AuthorQuestion(kind, (item,)), edit.rule, edit.id)
        elif entry is not None and not (
            (kind == "years" and "issued" in entry.csl)
            or (kind == "links" and ("URL" in entry.csl or "DOI" in entry.csl))
        ):
            self._of_entry(kind, edit.rule, edit.id, entry)

    # ── citations ────────────────────────────────────────────────────────────

    def _cited(self, kind: str, query: Query, citation: Citation) -> None:
        entry = self._entries.get(citation.keys[0]) if citation.keys else None
        if kind == "years" and entry is not None:
            self._of_entry(kind, query.code, query.id, entry, said=citation.year)
            return
        if kind == "which":
            keys = sorted(row.key for row in citation.candidates)
            if len(set(keys) - self._twins) == 1:
                return  # whether these are one work is asked
            works = tuple(self._entries[key].text for key in keys if key in self._entries)
            item = replace(self._in_sentence(citation), cited="")
            one = AuthorQuestion(kind, (item,), cited=_bare(citation.text), choices=works)
            self._enter(one, query.code, query.id, *keys)
            return
        if kind == "cited-names":
            self._names.add(citation.name)
        item = replace(self._in_sentence(citation), listed=entry.text if entry else "")
        self._enter(AuthorQuestion(kind, (item,)), query.code, query.id)

    def _in_sentence(self, citation: Citation) -> AskedItem:
        spot = self._spots.get(citation.group) or Spot("", citation.text, "")
        before, after = spot.sentence
        words = _shortened(before, spot.words, after)
        near = self._near.get(citation.line, ())
        several = any(text in words for text in near if text != citation.text)
        item = self._placed(citation.line, words, note=citation.block < 0)
        return replace(item, cited=_bare(citation.text) if several else "")

    # ── entries, lines ───────────────────────────────────────────────────────

    def _of_entry(self, kind: str, code: str, name: str, entry: Reference, said: str = "") -> None:
        """A question about `entry`; of one kind each is asked about once."""
        if (kind, entry.key) in self._asked:
            return
        self._asked.add((kind, entry.key))
        item = AskedItem(entry.text, said=said)
        if kind == "twice":
            item = replace(item, twin=self._twin(entry))
        self._enter(AuthorQuestion(kind, (item,)), code, name)

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

    def _enter(self, one: AuthorQuestion, code: str, name: str, *apart: str) -> None:
        """Add `one` to what was asked of its kind, `apart` from questions of another choice."""
        known = self._found.get((one.kind, *apart))
        if known is None:
            self._found[one.kind, *apart] = replace(one, codes=(code,), ids=(name,))
            return
        self._found[one.kind, *apart] = replace(
            known,
            items=tuple(dict.fromkeys((*known.items, *one.items))),
            codes=tuple(dict.fromkeys((*known.codes, code))),
            ids=(*known.ids, name),
        )


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
