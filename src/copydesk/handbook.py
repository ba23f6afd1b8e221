"""The stable codes and what they mean: rules, queries and errors, for `rules` and `explain`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.clean import RULES, UNREFUSABLE, policy, retired
from copydesk.config import Config
from copydesk.errors import UsageError
from copydesk.registry import OWN, PROSE, REFERENCES, is_of
from copydesk.settings.hints import name_nearest
from copydesk.settings.style import Style
from copydesk.tables import load_codes

#: Codes of each kind in `data/codes.toml`, and what one of them is called.
_KINDS: Final = {"edits": "edit", "queries": "query", "remarks": "issue", "errors": "error"}


@dataclass(frozen=True, slots=True)
class RuleRow:
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


def list_rules(config: Config, names: Sequence[str] = ()) -> Iterator[RuleRow]:
    """Yield every rule in the order in which it runs, with its policy at this desk.

    `names` are rules and families to which they are limited. Raises `UsageError` for one
    that there is not.

    >>> [row.id for row in list_rules(Config(), ["apos.contraction", "hyphen"])]
    ['hyphen.linebreak', 'apos.contraction']
    """
    for name in names:
        check_rule(name)
    for name in RULES:
        if not names or any(is_of(name, one) for one in names):
            yield _row(name, config)


def _row(name: str, config: Config) -> RuleRow:
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
    return RuleRow(name, found, rule.doc.strip().splitlines()[0], rule.policy, origin)


def check_rule(name: str) -> None:
    """Raise `UsageError` unless `name` is a rule, an edit of the desk or a family.

    >>> check_rule("quote.straight"), check_rule("quote"), check_rule("structure.join")
    (None, None, None)
    """
    names = (*RULES, *load_codes("edits"))
    known = dict.fromkeys((*names, *(one.partition(".")[0] for one in names)))
    if name.removesuffix(".*") not in known:
        message = f"there is no rule or family of rules `{name}`"
        hint = name_nearest(name, [*known], "`copydesk rules` lists them")
        raise UsageError(message, hint=hint, code="usage.code")


def explain_code(code: str) -> str:
    """Explain `code` (of a rule, an edit, a query or an error) and what to do about it.

    Raises `UsageError` with the nearest code when there is none.

    >>> print(explain_code("citation.missing").splitlines()[0])
    citation.missing (query, warning)
    """
    if meanings := tuple(_meanings(code)):
        return "\n\n".join(meanings)
    if code in load_codes("families"):
        hint = f"it is a family: `copydesk rules {code}` lists its rules"
        raise UsageError(f"`{code}` is not a single code", hint=hint, code="usage.code")
    known = [one for kind in _KINDS for one in load_codes(kind)]
    if listed := [f"`{one}`" for one in known if one.startswith(f"{code}.")]:
        hint = f"its codes are {', '.join(dict.fromkeys(listed))}"
        raise UsageError(f"`{code}` is not a single code", hint=hint, code="usage.code")
    others = "`copydesk rules` lists the rules; `copydesk proof NAME` shows codes in use"
    hint = name_nearest(code, [*RULES, *known], others)
    raise UsageError(f"there is no code `{code}`", hint=hint, code="usage.code")


def _meanings(code: str) -> Iterator[str]:
    """Each meaning of `code`: an edit and the query about it may share one."""
    if code in RULES:
        rule = RULES[code]
        yield f"{code} (rule, {rule.policy})\n\n{inspect.cleandoc(rule.doc)}"
    if why := retired().get(code):
        yield f"{code} (rule, retired)\n\nThe rule was removed: {why}."
    for kind, name in _KINDS.items():
        if code in load_codes(kind):
            text, severity = load_codes(kind)[code]
            yield f"{code} ({name}{severity and f', {severity}'})\n\n{text}"


#: Names of the languages that have rules of their own.
_NAMES: Final = {"de": "German", "en": "English", "fr": "French"}
#: What the lines of some roles are called.
_PLACES: Final = {
    None: "every line",
    PROSE: "the running text",
    REFERENCES: "the reference list",
    PROSE | REFERENCES: "the running text and the reference list",
}
_LOCKED: Final = "It cannot be switched off, because no output could be written then."
_SWITCH: Final = """\
For the whole desk, in copydesk.toml (in pyproject.toml: [tool.copydesk.style.rules]):

    [style.rules]
    "{0}" = "off"        # off, suggest or fix

For one article, in its sidecar, source/NAME.txt.desk.toml:

    [settings.style.rules]
    "{0}" = "off"        # off, suggest or fix"""
_REFUSE: Final = """\
`copydesk stet NAME ID` refuses one change,
`copydesk stet NAME --rule {0}` all of an article.
`accept` accepts proposals, and --forget withdraws a decision."""


def at_desk(code: str, config: Config) -> str:
    """Describe where the rule `code` acts, its policy at this desk, and how to change it.

    "" for what is no rule and no edit.

    >>> print(at_desk("space.double", Config()).splitlines()[0])
    At this desk: fix, the default of the rule.
    """
    if code in UNREFUSABLE:
        return f"{_describe_rule(code, config)}\n{_LOCKED}"
    told = (_describe_rule(code, config), _SWITCH.format(code)) if code in RULES else ()
    refusable = code in RULES or (code in load_codes("edits") and code not in OWN)
    return "\n\n".join((*told, *[_REFUSE.format(code)] * refusable))


def _describe_rule(code: str, config: Config) -> str:
    rule, row = RULES[code], _row(code, config)
    as_set = "the default of the rule"
    if row.origin:
        as_set = f"set by {row.origin}; the default is {row.own}"
    elif rule.serves is not None:
        setting, _ = rule.serves
        as_set = f"as `style.{setting}` is `{getattr(config.style, setting)}`"
    places = _PLACES.get(rule.roles) or f"lines that are {', '.join(sorted(rule.roles or ()))}"
    inside = ", inside quotations too" if rule.typography and rule.roles is not None else ""
    return (
        f"At this desk: {row.policy}, {as_set}.\n"
        f"It looks at {places}, {_name_languages(sorted(rule.languages or ()))}{inside}."
    )


def _name_languages(tags: Sequence[str]) -> str:
    if not tags:
        return "in every language"
    if _NAMES.keys() >= set(tags):
        return f"in lines in {' or '.join(_NAMES[tag] for tag in tags)} alone"
    return f"in lines in one of the languages {', '.join(tags)}"
