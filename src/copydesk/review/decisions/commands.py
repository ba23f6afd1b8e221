"""What the words of a command decide, and what was decided in words: for the page, and for Word.

The commands themselves read their article first and tell more; what they write is the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, get_args

from copydesk.clean import EDITOR
from copydesk.model import (
    Article,
    CitationDecision,
    CitationVerdict,
    Decision,
    PictureDecision,
    ReferenceDecision,
    Role,
    RoleDecision,
)
from copydesk.review import sidecar
from copydesk.review.answers import show_value
from copydesk.review.decisions import (
    citations,
    entries,
    front_fields,
    pictures,
    rewrites,
    roles,
    verdicts,
)
from copydesk.review.decisions.desk_article import DeskArticle

#: The options of `cite`, and what they say.
_CHOICES: Final[Mapping[str, CitationVerdict]] = {
    "": "entry", "--as-written": "as-written", "--none": "none",
}  # fmt: skip
#: Characters of a text by which a decision is known in a list.
_SHOWN: Final = 80


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


def enter_decision(desk: DeskArticle, verb: str, about: str, *said: str) -> str:
    """Write what these words decide into the sidecar; what that is, in words.

    Besides the verbs of `make_decisions`, `accept` and `stet` go by the id of a change, or with
    `--rule` by a rule, `rewrite` by an id and `set` by a front field. Raises as above.
    """
    match verb:
        case "accept" | "stet":
            rules = said if about == "--rule" else ()
            choice = verdicts.Choice(
                "stet" if verb == "stet" else "accept", () if rules else (about,), rules
            )
            done = verdicts.decide_changes(desk, choice)
            if rules:
                what = "taken back" if verb == "stet" else "taken"
                return f"{len(done.edits)} of {' '.join(rules)} {what}"
            return "kept as written" if verb == "stet" else "taken"
        case "rewrite":
            return word_decision(rewrites.rewrite_words(desk, about, *said).decision)
        case "set":
            byline = desk.read_article().front.byline
            front_fields.enter_front(desk, about, said)
            if not said[-1]:
                return f"{about}: taken out of the file"
            gone = f"; the byline “{byline}” goes" if about == "authors" and byline else ""
            return f"{about}: {'; '.join(said)}{gone}"
    row, *more = make_decisions(desk.read_article(), verb, about, *said)
    instead = None
    if isinstance(row, PictureDecision):
        found = pictures.list_pictures(desk)
        earlier = next(one.decision for one in found if str(one.line) == about)
        instead = {row: earlier} if earlier else None
    desk.revise(sidecar.enter(row, *more, instead=instead))
    return word_decision(row)


# ── in words ─────────────────────────────────────────────────────────────────


def word_decision(about: sidecar.Row) -> str:
    """What was decided, in a line.

    >>> word_decision(RoleDecision("Photo essay", "heading"))
    '“Photo essay” is heading'
    """
    match about:
        case Decision():
            return _word_verdict(about)
        case RoleDecision():
            return f"{_quote(about.text)} is {about.role}"
        case CitationDecision():
            means = {"none": "cites nothing", "as-written": "stays as written"}
            return f"{about.text} {means.get(about.verdict) or f'means {about.key}'}"
        case PictureDecision():
            shows = f"shows {_quote(about.alt)}" if about.alt else "adds nothing to the text"
            return f"the picture {about.target} {shows}"
        case ReferenceDecision():
            pairs = about.csl.items()
            fields = [f"{name} = {show_value(name, value) or '–'}" for name, value in pairs]
            return f"{_quote(about.raw)} {'; '.join(fields) or 'was read rightly'}"


def _word_verdict(about: Decision) -> str:
    exact = about.exact or about.before
    if about.rule == EDITOR:
        return f"your words: {_word_change(exact, about.after)}"
    if about.verdict == "stet":
        return f"kept as written: {_quote(exact) or about.id}"
    return f"taken: {_word_change(about.before, about.after)}" if about.rule else about.id


def _word_change(before: str, after: str) -> str:
    return f"{_quote(before) or 'nothing'} → {_quote(after) or 'left out'}"


def _quote(text: str) -> str:
    text = text.strip("\n")
    if not text:
        return ""
    return f"“{text}”" if len(text) <= _SHOWN else f"“{text[: _SHOWN - 1]}…”"
