"""The letter to an author: what only she can answer, as a text to be mailed.

It is in the article's language where the house has words for it, in English otherwise. It
bears no date, so that the same article gives the same letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from string import ascii_lowercase
from typing import Any, Final

from copydesk.columns import lines
from copydesk.language import primary
from copydesk.model import Article
from copydesk.writers.author_questions import Item, Question, letters, questions

_COLUMNS: Final = 72
_INDENT: Final = " " * 3
_SECOND: Final = str.maketrans("“”„«»", "‘’‚‹›")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: to whom, in which language, what it asks, and its text ("" when nothing is)."""

    names: tuple[str, ...]
    title: str
    language: str
    questions: tuple[Question, ...]
    subject: str
    text: str

    def record(self) -> dict[str, Any]:
        """The letter as a JSON object."""
        return asdict(self)


def spoken(language: str) -> str:
    """The language of a letter about a text in `language`.

    >>> spoken("de-CH"), spoken("zh"), spoken("")
    ('de', 'en', 'en')
    """
    name = primary(language)
    return name if name in languages() else "en"


def languages() -> tuple[str, ...]:
    """Those in which the house has words for a letter."""
    return tuple(name for name, table in letters().items() if "greeting" in table)


def letter(article: Article, publication: str = "") -> Letter:
    """The letter about `article` for the `publication`, "" for one without a name."""
    front = article.front
    language = spoken(front.language)
    writing = _Writing(letters()[language], " ".join(front.title.split()), publication)
    found = questions(article)
    text = "\n".join(writing.letter(article, found)) + "\n" if found else ""
    return Letter(front.authors, writing.title, language, found, writing.subject(), text)


@dataclass(frozen=True, slots=True)
class _Writing:
    """The words of one language around what is asked."""

    words: Mapping[str, Any]
    title: str
    publication: str

    def subject(self) -> str:
        return self._said("subject" if self.title else "subject_untitled")

    def letter(self, article: Article, asked: Sequence[Question]) -> Iterator[str]:
        """The lines of a letter that asks something."""
        front = article.front
        mails = [f"{one.name} <{one.email}>" for one in front.signed if one.email]
        if mails:
            yield self._header("to", ", ".join(mails))
        yield self._header("subject", self.subject())
        yield ""
        names = self._joined(front.authors)
        yield self._said("greeting", names=names) if names else self._said("greeting_unnamed")
        yield ""
        opening = "opening_for" if self.publication else "opening"
        thanks = self._said("thanks" if self.title else "thanks_untitled")
        yield from lines(f"{thanks} {self._said(opening)}", _COLUMNS)
        yield ""
        yield from lines(self._said("how"), _COLUMNS)
        for number, one in enumerate(asked, 1):
            yield ""
            yield from self._question(number, one)
        yield ""
        yield self._said("closing")
        yield self._said("editors_of" if self.publication else "editors")

    def _question(self, number: int, one: Question) -> Iterator[str]:
        """One numbered question, and below each thing it asks about a place for the answer."""
        many = len(one.items) > 1
        first, second = (self._joined(names.split("; ")) for names in one.differ or ("", ""))
        form = "differ" if one.differ else "many" if many else "one"
        said = self.words[one.kind][form].format(cited=one.cited, one=first, other=second)
        head = f"{number}. ".ljust(len(_INDENT))
        yield from lines(said, _COLUMNS, head, _INDENT)
        for at, work in enumerate(one.choices, 1):
            yield from lines(work, _COLUMNS, f"{_INDENT}[{at}] ", f"{_INDENT}    ")
        for at, item in enumerate(one.items):
            yield ""
            sign = f"{_sign(at)}) " if many else ""
            yield from self._item(item, sign)
            if many:
                yield f"{_INDENT * 2}{self._said('answer')}"
        if not many:
            yield ""
            yield f"{_INDENT}{self._said('answer')}"

    def _item(self, item: Item, sign: str) -> Iterator[str]:
        """What is asked about, below where it stands, with what it is compared with."""
        place = self._place(item)
        rest = _INDENT * 2 if sign or place else _INDENT
        first = f"{_INDENT}{sign}"
        if place:
            yield from lines(f"{place}{self.words['colon']}", _COLUMNS, first, rest)
            first = rest
        yield from lines(item.words, _COLUMNS, first, rest)
        beside = (
            ("listed", "entry", item.listed), ("twin", "entry", item.twin),
            ("also", "words", item.also), ("said", "year", item.said),
        )  # fmt: skip
        for name, field, words in beside:
            if words:
                yield from lines(self._said(name, **{field: words}), _COLUMNS, rest, rest)

    def _place(self, item: Item) -> str:
        if item.note:
            place = self._said("note")
        elif name := _place_name(item):
            place = self._said(name, heading=_inside(item.heading), number=item.paragraph)
        else:
            return ""
        return self._said("at", place=place, cited=item.cited) if item.cited else place

    def _header(self, name: str, value: str) -> str:
        return f"{self.words[f'header_{name}']}{self.words['colon']} {value}"

    def _joined(self, names: Sequence[str]) -> str:
        """Names as they are read out."""
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} {self.words['and']} {names[-1]}"

    def _said(self, name: str, **more: object) -> str:
        text: str = self.words[name]
        return text.format(title=_inside(self.title), publication=self.publication, **more)


def _place_name(item: Item) -> str:
    """How the place of `item` is called, "" where it has none that a reader could find."""
    if item.behind and not item.paragraph:
        return "opening_section" if item.heading else ""
    if not item.paragraph:
        return ""
    if item.behind:
        return "behind_section" if item.heading else "behind"
    return "section" if item.heading else "paragraph"


def _inside(words: str) -> str:
    """`words` as they stand in quotation marks: their own become those of a second rank.

    >>> _inside("Who says “no limits”?")
    'Who says ‘no limits’?'
    """
    return words.translate(_SECOND)


def _sign(at: int) -> str:
    """The letter of an item of a list: a … z, then aa, ab.

    >>> _sign(0), _sign(25), _sign(26)
    ('a', 'z', 'aa')
    """
    count = len(ascii_lowercase)
    return (_sign(at // count - 1) if at >= count else "") + ascii_lowercase[at % count]
