"""What the words of a command decide about an article at hand: on the page, or by a reply in Word.

The commands themselves read their article first and tell more; what they write is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, get_args

from copydesk.builder import single_article
from copydesk.model import Article, CitationVerdict, PictureDecision, Role
from copydesk.review import sidecar
from copydesk.review.decisions import citations, entries, pictures

#: The options of `cite`, and what they say.
_CHOICES: Final[Mapping[str, CitationVerdict]] = {
    "": "entry", "--as-written": "as-written", "--none": "none",
}  # fmt: skip


def decide(article: Article, verb: str, about: str, *said: str) -> sidecar.Row:
    """The decision that `verb` makes on what it is `about`: a citation, entry, picture or line.

    Citations go by their ids, entries by their keys, pictures and lines by the numbers of lines.
    Raises `UsageError` for what is not there, and for words that are not valid.
    """
    match verb:
        case "cite":
            citation = next(row for row in article.citations if row.id == about)
            keys = [word for word in said if not word.startswith("--")]
            option = next((word for word in said if word.startswith("--")), "")
            choice = citations.Choice("".join(keys), _CHOICES[option])
            return citations.chosen(article, citation, choice)[0]
        case "entry":
            return entries.correction(entries.named(article, about), said)
        case "picture":
            return pictures.quoted(article, int(about), *said)
        case "role":
            sent, number = article.edited.submission, int(about)
            roles: tuple[Role, ...] = get_args(Role)
            role = next(one for one in roles if one == said[0])
            numbers = range(number, number + 1)
            return single_article.quote_roles(sent.path, sent.lines, numbers, role)[0]
    raise KeyError(verb)


def enter(article: Article, place: Path, *words: str) -> sidecar.Row:
    """Write what `words` decide into the sidecar at `place`; what that is. Raises as `decide`."""
    row = decide(article, *words)
    instead = None
    if isinstance(row, PictureDecision):
        found = pictures.pictured(article, sidecar.load(place).decisions)
        earlier = next(one.decision for one in found if str(one.line) == words[1])
        instead = {row: earlier} if earlier else None
    sidecar.revise(place, sidecar.enter(row, instead=instead))
    return row
