"""The stable codes and what they mean: rules, queries and errors, for `rules` and `explain`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from copydesk.config import Config, nearest
from copydesk.errors import CODES, UsageError
from copydesk.model import Role
from copydesk.queries import CATALOGUE
from copydesk.registry import RULES

if TYPE_CHECKING:
    from copydesk.gate.csl import Found

#: Edits that no rule makes: the desk's own, when an article is put together.
EDITS: Final[dict[str, str]] = {
    "desk.editor": (
        "The editor's own wording, from an [[edit]] entry of the sidecar. Take the entry out to"
        " have the received words back."
    ),
    "structure.furniture": (
        "The line belongs to the site and not to the article: a menu, a counter, a button, a"
        " comment. It is left out; the reason names the site profile that knows it, if one does."
        " Stet makes it a line of the text, `copydesk role NAME LINE ROLE` gives it another role,"
        " and `keep_furniture = true` in the settings or `--keep-furniture` keeps all of them."
    ),
    "structure.repeat": (
        "The line says again what stands elsewhere in the article: the headline, or a sentence"
        " pulled out of the text. It is left out. Stet makes it a line of the text."
    ),
    "structure.cta": (
        "The line calls on the reader to subscribe, share, give or write. It is left out of the"
        " article and kept in the record. Stet makes it a line of the text, and so does"
        " `keep_furniture = true`."
    ),
    "structure.heading": (
        "All the notes below the heading stand at the places that call them, so it would announce"
        " nothing and is left out. Stet keeps it."
    ),
    "structure.list": (
        "The sign or number before an item of a list is left out, for the list sets its own. Stet"
        " keeps it as a part of the item."
    ),
    "structure.note": (
        "The note stands at the place that calls it, and each format numbers its notes itself: the"
        " sign in the text and the one before the note are left out. Stet keeps the sign, and the"
        " note below the text."
    ),
    "structure.library": (
        "A library of references lies beside the submission, and its entries stand in place of the"
        " printed list. Stet keeps this entry as a further one; with the library taken away the"
        " whole list is back."
    ),
    "structure.break": (
        "The line of stars or dashes parts two sections, and each format draws that break itself."
        " Stet keeps the line."
    ),
    "structure.date": (
        "Only the date itself is printed: weekday, clock and words beside it are left out, and of"
        " several dates the first stands. A `date` in the sidecar takes its place."
    ),
    "structure.title": "The `title` of the sidecar stands in place of the printed one.",
    "structure.subtitle": "The `subtitle` of the sidecar stands in place of the printed one.",
    "structure.byline": (
        "The `byline` of the sidecar stands in place of the printed one, or else its `authors`"
        " where the printed one names others."
    ),
    "structure.join": (
        "Two lines are one paragraph or one entry of the reference list; the line break came from"
        " the width of a page. A hyphen at the line's end goes where the word has none. Stet keeps"
        " the lines apart."
    ),
    "structure.split": (
        "One received line holds two paragraphs or entries and is cut. Stet keeps it whole."
    ),
}


#: What a line can be, as `copydesk role` takes it.
ROLES: Final[dict[Role, str]] = {
    "title": "the headline of the article; it may run over several lines",
    "subtitle": "the deck below the headline",
    "byline": "who wrote it, with the words around the names",
    "date": "when it was published or revised",
    "heading": "the heading of a part, of the notes or the reference list too",
    "body": "a paragraph of the text",
    "quote": "a passage quoted as a block, or pulled out of the text",
    "list": "an item of a list",
    "caption": "words or credit of a picture, chart or table",
    "disclaimer": "whose views these are, and other notices about the article",
    "bio": "a note about the author",
    "cta": "a call to subscribe, share, give or write; left out, kept in the record",
    "furniture": "what the site printed around the article; left out, kept in the record",
    "reference": "an entry of the reference list",
    "footnote": "the text of a note",
    "other": "of the article, but none of these: a table, a formula, code, thanks",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One rule as `copydesk rules` lists it; `policy` is the desk's, `summary` one line."""

    id: str
    policy: str
    summary: str


def rules(config: Config) -> Iterator[Row]:
    """Every rule in the order it runs, with the policy it has at this desk."""
    from copydesk.rules import EDIT, REPAIR
    from copydesk.rules.policies import policy

    for name in (*REPAIR, *EDIT):
        rule = RULES[name]
        yield Row(name, policy(rule, config), rule.doc.strip().splitlines()[0])


def check_rule(name: str) -> None:
    """Raise `UsageError` unless `name` is that of a rule, of an edit of the desk or of a family.

    >>> check_rule("quote.straight"), check_rule("quote"), check_rule("structure.join")
    (None, None, None)
    """
    from copydesk import rules as _  # noqa: F401  registers them

    names = (*RULES, *EDITS)
    known = dict.fromkeys((*names, *(one.partition(".")[0] for one in names)))
    if name not in known:
        message = f"there is no rule and no family of rules `{name}`"
        hint = nearest(name, [*known])
        hint = hint if hint.startswith("did") else "`copydesk rules` lists them"
        raise UsageError(message, hint=hint, code="usage.code")


def explain(code: str) -> str:
    """What `code` (of a rule, an edit, a query or an error) means and what to do.

    Raises `UsageError` with the nearest code when there is none.

    >>> print(explain("citation.missing").splitlines()[0])
    citation.missing (query, warning)
    """
    from copydesk import rules as _  # noqa: F401  registers them

    if meanings := tuple(_meanings(code)):
        return "\n\n".join(meanings)
    hint = nearest(code, [*RULES, *EDITS, *CATALOGUE, *CODES])
    if not hint.startswith("did"):
        hint = "`copydesk rules` lists the rules; `copydesk proof NAME` shows codes in use"
    raise UsageError(f"there is no code `{code}`", hint=hint, code="usage.code")


def _meanings(code: str) -> Iterator[str]:
    """Each meaning of `code`: an edit and the query about it may share one."""
    if code in RULES:
        rule = RULES[code]
        scope = ""
        if rule.languages is not None:
            scope = f"\n\nIt acts only in lines in {_languages(rule.languages)}."
        yield f"{code} (rule, {rule.policy})\n\n{inspect.cleandoc(rule.doc)}{scope}"
    if code in EDITS:
        yield f"{code} (edit)\n\n{EDITS[code]}"
    if code in CATALOGUE:
        severity, meaning = CATALOGUE[code]
        yield f"{code} (query, {severity})\n\n{meaning}"
    if code in CODES:
        yield f"{code} (error)\n\n{CODES[code]}"


#: Names of the languages that have rules of their own.
_NAMES: Final = {"de": "German", "en": "English", "fr": "French"}


def _languages(tags: frozenset[str]) -> str:
    """Where a rule acts, in words: `English`, or the tags of the languages."""
    if len(tags) <= len(_NAMES) and tags <= _NAMES.keys():
        return " or ".join(sorted(_NAMES[tag] for tag in tags))
    return "one of the languages " + ", ".join(sorted(tags))


def styles(words: Sequence[str]) -> Iterator[Found]:
    """The packaged citation styles whose id or title holds each of `words`.

    Those that are set as another one come last.

    >>> [style.id for style in styles(["12th", "Harvard", "no-et-al"])]
    ['harvard-cite-them-right-no-et-al']
    """
    from copydesk.gate import csl

    return csl.search(words)
