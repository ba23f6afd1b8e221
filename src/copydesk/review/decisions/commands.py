"""What the words of a command decide about an article at hand: on the page, or by a reply in Word.

The commands themselves read their article first and tell more; what they write is the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, get_args

from copydesk.model import Article, CitationVerdict, PictureDecision, Role
from copydesk.review import sidecar
from copydesk.review.decisions import citations, entries, pictures, roles
from copydesk.review.decisions.desk_article import DeskArticle

#: The options of `cite`, and what they say.
_CHOICES: Final[Mapping[str, CitationVerdict]] = {
    "": "entry", "--as-written": "as-written", "--none": "none",
}  # fmt: skip


def make_decisions(article: Article, verb: str, about: str, *said: str) -> Sequence[sidecar.Row]:
    """The decisions that `verb` makes on what it is `about`: a citation, entry, picture or lines.

    Citations go by their ids, entries by their keys, pictures by the numbers of their lines. Lines
    go by a number or a range, as `12-15`; of a range each line is decided on.
    Raises `UsageError` for what is not there, and for words that are not valid.
    """
    match verb:
        case "cite":
            citation = next(row for row in article.citations if row.id == about)
            keys = [word for word in said if not word.startswith("--")]
            option = next((word for word in said if word.startswith("--")), "")
            choice = citations.CitationChoice("".join(keys), _CHOICES[option])
            return citations.quote_choice(article, citation, choice)[:1]
        case "entry":
            return [entries.make_correction(entries.find_entry(article, about), said)]
        case "picture":
            return [pictures.quote_picture(article, int(about), *said)]
        case "role":
            sent, numbers = article.edited.submission, roles.read_numbers(about)
            known: tuple[Role, ...] = get_args(Role)
            role = next(one for one in known if one == said[0])
            return roles.quote_roles(sent.path, sent.lines, numbers, role)
    raise KeyError(verb)


def enter_decision(desk: DeskArticle, *words: str) -> sidecar.Row:
    """Write what `words` decide into the sidecar; the first row of it. Raises as above."""
    row, *more = make_decisions(desk.read_article(), *words)
    instead = None
    if isinstance(row, PictureDecision):
        found = pictures.list_pictures(desk)
        earlier = next(one.decision for one in found if str(one.line) == words[1])
        instead = {row: earlier} if earlier else None
    desk.revise(sidecar.enter(row, *more, instead=instead))
    return row
