"""The stable codes and what they mean: rules, queries and errors, for `rules` and `explain`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from copydesk.clean import RULES, UNREFUSABLE, Rule, policy, retired
from copydesk.config import Config
from copydesk.errors import CODES, UsageError
from copydesk.hints import nearest
from copydesk.mail.catalogue import REMARKS
from copydesk.model import Role
from copydesk.queries import CATALOGUE
from copydesk.registry import OWN, PROSE, REFERENCES, is_of
from copydesk.style import Style

if TYPE_CHECKING:
    from copydesk.composition.csl import Found

#: Edits that no rule makes: the desk's own, when an article is put together.
EDITS: Final[dict[str, str]] = {
    "desk.editor": (
        "The editor's own wording, from an [[edit]] entry of the sidecar. Take the entry out to"
        " have the received words back."
    ),
    "desk.picture": (
        "The editor's own words for a picture, its alternative text, from a [[picture]] entry of"
        " the sidecar. `copydesk picture NAME LINE --forget` has the received ones back."
    ),
    "structure.furniture": (
        "The line belongs to the site and not to the article: a menu, a counter, a button, a"
        " comment. It is left out; the reason names the site profile that knows it, if one does."
        " Stet makes it a line of the text, `copydesk role NAME LINE ROLE` gives it another role,"
        " and `keep_furniture = true` in the settings or `--keep-furniture` keeps all of them."
    ),
    "structure.repeat": (
        "The line says again what stands elsewhere in the article: the headline, the byline,"
        " or a sentence pulled out of the text. It is left out. Stet makes it a line of the text."
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
        "Only the date itself is printed: weekday, clock and words beside it are left out. Of"
        " several dates the one of publication stands, before the day of a change, else the first."
        " A `date` in the sidecar takes its place."
    ),
    "structure.title": (
        "The `title` of the sidecar stands in place of the printed one; or the name of the site or"
        " the author beside a title is left out. Stet keeps the name."
    ),
    "structure.subtitle": "The `subtitle` of the sidecar stands in place of the printed one.",
    "structure.byline": (
        "The `byline` of the sidecar stands in place of the printed one, or else its `authors`"
        " where the printed one names others. What a site sets beside the names is left out: the"
        " minutes of reading, a count of comments, tags."
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
    "cta": "a call to subscribe, share, give or write; left out, on record",
    "furniture": "what the site printed around the article; left out, on record",
    "reference": "an entry of the reference list",
    "footnote": "the text of a note",
    "other": "of the article, but none of these: a table, formula, code, thanks",
}


#: The families of rules, in the order in which they are listed.
FAMILIES: Final[dict[str, str]] = {
    "enc": "damaged and invisible characters",
    "space": "blanks",
    "hyphen": "hyphens",
    "quote": "quotation marks",
    "apos": "apostrophes",
    "punct": "stops, commas and dashes",
    "paren": "brackets",
    "dup": "what stands twice",
    "art": "articles before nouns",
    "abbr": "abbreviations",
    "case": "capitals",
    "num": "numbers and dates",
    "fr": "how French is set",
    "de": "how German is set",
    "spell": "spelling",
    "word": "words that are probably meant otherwise",
    "house": "what the house has settled",
    "ref": "entries of the reference list",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One rule as `copydesk rules` lists it; `summary` is one line.

    `policy` is the desk's, `own` that of the rule itself, and `origin` says where another
    one than the rule's own comes from, "" when it is its own.
    """

    id: str
    policy: str
    summary: str
    own: str
    origin: str

    @property
    def family(self) -> str:
        return self.id.partition(".")[0]


def rules(config: Config, names: Sequence[str] = ()) -> Iterator[Row]:
    """Every rule in the order it runs, with the policy it has at this desk.

    `names` are rules and families to which they are limited. Raises `UsageError` for one
    that there is not.

    >>> [row.id for row in rules(Config(), ["apos.contraction", "hyphen"])]
    ['hyphen.linebreak', 'apos.contraction']
    """
    for name in names:
        check_rule(name)
    for name in RULES:
        if not names or any(is_of(name, one) for one in names):
            yield _row(name, config)


def _row(name: str, config: Config) -> Row:
    rule = RULES[name]
    found = policy(rule, config)
    origin = ""
    if found != rule.policy:
        # A policy that was set has no say while the house has not settled what the rule serves.
        said = rule.runs(config) and any(is_of(name, one) for one, _ in config.style.rules)
        key = "rules" if said or rule.serves is None else rule.serves[0]
        origin = dict(config.origins).get(f"style.{key}", "")
        if key != "rules" and origin == f"house style {Style().pack}":
            origin = ""  # that a house has settled nothing is no change
    return Row(name, found, rule.doc.strip().splitlines()[0], rule.policy, origin)


def check_rule(name: str) -> None:
    """Raise `UsageError` unless `name` is that of a rule, of an edit of the desk or of a family.

    >>> check_rule("quote.straight"), check_rule("quote"), check_rule("structure.join")
    (None, None, None)
    """
    names = (*RULES, *EDITS)
    known = dict.fromkeys((*names, *(one.partition(".")[0] for one in names)))
    if name.removesuffix(".*") not in known:
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
    if meanings := tuple(_meanings(code)):
        return "\n\n".join(meanings)
    if code in FAMILIES:
        hint = f"it is a family of rules: `copydesk rules {code}` lists them"
        raise UsageError(f"`{code}` is no code of its own", hint=hint, code="usage.code")
    hint = nearest(code, [*RULES, *EDITS, *CATALOGUE, *REMARKS, *CODES])
    if not hint.startswith("did"):
        hint = "`copydesk rules` lists the rules; `copydesk proof NAME` shows codes in use"
    raise UsageError(f"there is no code `{code}`", hint=hint, code="usage.code")


def _meanings(code: str) -> Iterator[str]:
    """Each meaning of `code`: an edit and the query about it may share one."""
    if code in RULES:
        rule = RULES[code]
        yield f"{code} (rule, {rule.policy})\n\n{inspect.cleandoc(rule.doc)}"
    if why := retired().get(code):
        yield f"{code} (rule, retired)\n\nThe rule is no more: {why}."
    if code in EDITS:
        yield f"{code} (edit)\n\n{EDITS[code]}"
    if code in CATALOGUE:
        severity, meaning = CATALOGUE[code]
        yield f"{code} (query, {severity})\n\n{meaning}"
    if code in REMARKS:
        severity, meaning = REMARKS[code]
        yield f"{code} (issue, {severity})\n\n{meaning}"
    if code in CODES:
        yield f"{code} (error)\n\n{CODES[code]}"


#: Names of the languages that have rules of their own.
_NAMES: Final = {"de": "German", "en": "English", "fr": "French"}


def at_desk(code: str, config: Config) -> str:
    """Where the rule `code` looks, what this desk makes of it, and how to change that.

    "" for what is no rule and no edit.

    >>> print(at_desk("space.double", Config()).splitlines()[0])
    At this desk: fix, as the rule itself has it.
    """
    if code in UNREFUSABLE:
        return _of_rule(code, config)
    if code in RULES:
        return "\n\n".join((_of_rule(code, config), _to_refuse(code)))
    return _to_refuse(code) if code in EDITS and code not in OWN else ""


def _of_rule(code: str, config: Config) -> str:
    rule, row = RULES[code], _row(code, config)
    as_set = f"set by {row.origin}; by itself it is {row.own}" if row.origin else ""
    if rule.serves is not None and not row.origin:
        setting, _ = rule.serves
        as_set = f"as `style.{setting}` is `{getattr(config.style, setting)}`"
    inside = ", inside quotations too" if rule.typography and rule.roles is not None else ""
    told = [
        f"At this desk: {row.policy}, {as_set or 'as the rule itself has it'}.",
        f"It looks at {_places(rule)}, {_tongues(rule)}{inside}.",
    ]
    if code in UNREFUSABLE:
        return "\n".join((*told, "It cannot be switched off: no output could be written."))
    setting = f'    "{code}" = "off"        # off, suggest or fix'
    return "\n".join((
        *told,
        "",
        "For the whole desk, in copydesk.toml (in pyproject.toml: [tool.copydesk.style.rules]):",
        "",
        "    [style.rules]",
        setting,
        "",
        "For one article, in its sidecar, source/NAME.txt.desk.toml:",
        "",
        "    [settings.style.rules]",
        setting,
    ))  # fmt: skip


def _to_refuse(code: str) -> str:
    return (
        "One change is refused by `copydesk stet NAME ID`, all of an article by\n"
        f"`copydesk stet NAME --rule {code}`; `accept` takes what is proposed, and\n"
        "--forget takes a verdict back."
    )


def _places(rule: Rule) -> str:
    match rule.roles:
        case None:
            return "every line"
        case roles if roles == PROSE:
            return "the running text"
        case roles if roles == REFERENCES:
            return "the reference list"
        case roles if roles == PROSE | REFERENCES:
            return "the running text and the reference list"
        case roles:
            return f"lines that are {', '.join(sorted(roles))}"


def _tongues(rule: Rule) -> str:
    match sorted(rule.languages or ()):
        case []:
            return "in every language"
        case tags if tags and _NAMES.keys() >= set(tags):
            return f"in lines in {' or '.join(_NAMES[tag] for tag in tags)} alone"
        case tags:
            return f"in lines in one of the languages {', '.join(tags)}"


def styles(words: Sequence[str]) -> Iterator[Found]:
    """The packaged citation styles whose id or title holds each of `words`.

    Those that are set as another one come last.

    >>> [style.id for style in styles(["12th", "Harvard", "no-et-al"])]
    ['harvard-cite-them-right-no-et-al']
    """
    from copydesk.composition import csl

    return csl.search(words)
