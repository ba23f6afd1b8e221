"""The letter to an author: what only she can answer, as a text to be mailed.

It is in the article's language where the house has words for it, in English otherwise. It
bears no date, so that the same article gives the same letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from string import ascii_lowercase
from typing import Any, Final

from copydesk.language import primary_subtag
from copydesk.language.columns import wrap_lines
from copydesk.model import Article
from copydesk.review.author_questions import AskedItem, AuthorQuestion, letters, questions
from copydesk.review.markup import load_template

_COLUMNS: Final = 72
_SECOND: Final = str.maketrans("“”„«»", "‘’‚‹›")


@dataclass(frozen=True, slots=True)
class AuthorLetter:
    """A letter: to whom, in which language, what it asks, and its text ("" when nothing is)."""

    names: tuple[str, ...]
    title: str
    language: str
    questions: tuple[AuthorQuestion, ...]
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
    name = primary_subtag(language)
    return name if name in languages() else "en"


def languages() -> tuple[str, ...]:
    """Those in which the house has words for a letter."""
    return tuple(name for name, table in letters().items() if "greeting" in table)


def letter(article: Article, publication: str = "") -> AuthorLetter:
    """Write the letter about `article` for the `publication`, "" for one without a name."""
    front = article.front
    language = spoken(front.language)
    words, title = letters()[language], " ".join(front.title.split())

    def said(name: str, **more: object) -> str:
        return str(words[name].format(title=_inside(title), publication=publication, **more))

    def joined(names: Sequence[str]) -> str:
        """Names as they are read out."""
        return f" {words['and']} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))

    def ask(one: AuthorQuestion) -> str:
        form = "differ" if one.differ else "many" if len(one.items) > 1 else "one"
        first, second = (joined(names.split("; ")) for names in one.differ or ("", ""))
        return str(words[one.kind][form].format(cited=one.cited, one=first, other=second))

    def place_of(item: AskedItem) -> str:
        name = "note" if item.note else _place_name(item)
        if not name:
            return ""
        place = said(name, heading=_inside(item.heading), number=item.paragraph)
        return said("at", place=place, cited=item.cited) if item.cited else place

    def wrap(text: str, first: str = "", rest: str = "") -> str:
        return "\n".join(wrap_lines(text, _COLUMNS, first, rest))

    found = questions(article)
    subject = said("subject" if title else "subject_untitled")
    text = load_template("author-letter.txt").render(
        said=said, ask=ask, place_of=place_of, wrap=wrap, sign=_sign, colon=words["colon"],
        mails=[f"{one.name} <{one.email}>" for one in front.signed if one.email],
        names=joined(front.authors), subject=subject, asked=found, title=title,
        publication=publication,
    )  # fmt: skip
    text = f"{text}\n" if found else ""
    return AuthorLetter(front.authors, title, language, found, subject, text)


def _place_name(item: AskedItem) -> str:
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
