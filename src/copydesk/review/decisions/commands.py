"""What the words of a command decide, and what was decided in words: for the page, and for Word.

The commands themselves tell more; what they write is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from copydesk.clean import EDITOR
from copydesk.model import (
    CitationDecision,
    CitationVerdict,
    Decision,
    PictureDecision,
    ReferenceDecision,
    RoleDecision,
)
from copydesk.review.answers import show_value
from copydesk.review.decisions import changes, citations, front_fields, lines
from copydesk.review.decisions.desk_article import DeskArticle
from copydesk.review.sidecar import Row

#: The options of `cite`, and what they say.
_CHOICES: Final[Mapping[str, CitationVerdict]] = {
    "": "entry", "--as-written": "as-written", "--none": "none",
}  # fmt: skip
#: Characters of a text by which a decision is known in a list.
_SHOWN: Final = 80


def enter_decision(desk: DeskArticle, verb: str, about: str, *said: str) -> str:
    """Write what these words decide into the sidecar; what that is, in words.

    `accept` and `stet` go by the id of a change, or with `--rule` by a rule, `rewrite` by an id,
    `set` by a front field, `cite` by an id, `entry` by a key, `picture` by the number of its line.
    A `role` is that of a line by its number, or of each of a range, as `12-15`.
    Raises `UsageError` for what is not there, and for words that are not valid.
    """
    row: Row
    match verb:
        case "accept" | "stet":
            rules = said if about == "--rule" else ()
            choice = changes.Choice(
                "stet" if verb == "stet" else "accept", () if rules else (about,), rules
            )
            edits, _ = changes.decide_changes(desk, choice)
            if rules:
                what = "taken back" if verb == "stet" else "taken"
                return f"{len(edits)} of {' '.join(rules)} {what}"
            return "kept as written" if verb == "stet" else "taken"
        case "set":
            byline = desk.read_article().front.byline
            front_fields.enter_front(desk, about, said)
            gone = f"; the byline “{byline}” goes" if about == "authors" and byline else ""
            what = f"{'; '.join(said)}{gone}" if said[-1] else "taken out of the file"
            return f"{about}: {what}"
        case "cite":
            option = next((word for word in said if word.startswith("--")), "")
            key = "".join(word for word in said if word != option)
            row, _ = citations.decide_citation(desk, about, key, _CHOICES[option])
        case "entry":
            row = citations.correct_entry(desk, about, said)
        case "picture":
            _, row = lines.describe_picture(desk, about, "".join(said))
        case "role":
            row, *_ = lines.set_roles(desk, lines.read_numbers(about), "".join(said))
        case "rewrite":
            _, row = changes.rewrite_words(desk, about, "".join(said))
        case _:
            raise KeyError(verb)
    return word_decision(row)


# ── in words ─────────────────────────────────────────────────────────────────


def word_decision(about: Row) -> str:
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
