"""The rules: rows of `data/rules.toml`, most of them patterns, the others functions.

A row says which lines a rule sees and what it does of itself; its head explains the keys.
`PatternRule` looks for what a row has as patterns. Where thought is needed a module of this
package has a function for the code, marked by `line_rule` or `document_rule`. A rule never
changes text: it yields edits, which `ledger.apply_edits` enters into the ledger.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from importlib import import_module
from typing import Any, Final, Literal, TypeAlias

from copydesk import tables
from copydesk.clean import word_lists
from copydesk.clean.views import View, is_beside
from copydesk.config import Config
from copydesk.model import Edit, Query, Role
from copydesk.registry import PROSE, UNREFUSABLE

Policy: TypeAlias = Literal["fix", "suggest"]
LineRule: TypeAlias = Callable[[View], Iterable[Edit]]
DocumentRule: TypeAlias = Callable[[tuple[View, ...]], Iterable[Edit]]
Teller: TypeAlias = Callable[[tuple[View, ...]], Iterable[Query]]

#: The functions that the modules have for the codes of rows without a pattern.
_LINE: Final[dict[str, LineRule]] = {}
_DOCUMENT: Final[dict[str, DocumentRule]] = {}
#: What a rule has to tell of its lines besides its edits.
TELLERS: Final[dict[str, Teller]] = {}

#: Characters before a place, and either side of one, that guards look at.
_BEFORE: Final = 320
_NEAR: Final = 40
#: What `as` makes of what was found.
_FORMS: Final[Mapping[str, Callable[[str], str]]] = {
    "capital": lambda found: found[0].upper() + found[1:],
    "small": str.lower,
    "NFC": partial(unicodedata.normalize, "NFC"),
    "NFKC": partial(unicodedata.normalize, "NFKC"),
}
_PIECE: Final = re.compile(r"\(\?&(?:(list|small|keys|pairs):)?([\w-]+)\)")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule; `typography` may act inside quotations, `asks` may only propose there.

    `roles` None: every line; `languages` None: in every language. `serves` is the setting
    that the rule serves and the values for which it runs. Either `line` looks at one line at
    a time or `document` weighs all of them together.
    """

    id: str
    policy: Policy
    roles: frozenset[Role] | None
    languages: frozenset[str] | None
    typography: bool
    asks: bool
    serves: tuple[str, frozenset[str]] | None
    doc: str
    row: Mapping[str, Any]
    line: LineRule | None
    document: DocumentRule | None

    @property
    def family(self) -> str:
        return self.id.partition(".")[0]

    def runs(self, config: Config) -> bool:
        """Whether the house has settled what the rule serves, or it serves no setting."""
        return self.serves is None or getattr(config.style, self.serves[0]) in self.serves[1]


def line_rule(code: str) -> Callable[[LineRule], LineRule]:
    """Mark the function that looks at one line at a time for the rule `code`."""

    def register(function: LineRule) -> LineRule:
        _LINE[code] = function
        return function

    return register


def document_rule(code: str) -> Callable[[DocumentRule], DocumentRule]:
    """Mark the function that weighs all lines together for the rule `code`."""

    def register(function: DocumentRule) -> DocumentRule:
        _DOCUMENT[code] = function
        return function

    return register


def teller(code: str) -> Callable[[Teller], Teller]:
    """Mark what the rule `code` has to tell of its lines besides its edits."""

    def register(function: Teller) -> Teller:
        TELLERS[code] = function
        return function

    return register


def policy(rule: Rule, config: Config) -> str:
    """What becomes of the edits of `rule` under `config`: off, suggest or fix."""
    if rule.id in UNREFUSABLE:
        return "fix"
    return config.policy(rule.id, rule.policy) if rule.runs(config) else "off"


@cache
def load_rules() -> dict[str, Rule]:
    """All rules by their codes, in the order in which they run.

    >>> load_rules()["quote.straight"].policy
    'fix'
    """
    rules: dict[str, Rule] = {}
    for row in tables.load_table("rules")["rule"]:
        code = row["code"]
        if code in rules:
            message = f"data/rules.toml: two rows have the code `{code}`"
            raise ValueError(message)
        rules[code] = make_rule(row)
    return rules


def retired() -> Mapping[str, str]:
    """The codes of rules that are no more, and why; settings and sidecars may still name them."""
    found: dict[str, str] = tables.load_table("rules")["retired"]
    return found


def make_rule(row: Mapping[str, Any]) -> Rule:
    """The rule that `row` describes."""
    code = row["code"]
    if "module" in row:
        import_module(f"copydesk.clean.{row['module']}")  # registers its functions
        line, document = _LINE.get(code), _DOCUMENT.get(code)
    else:
        line, document = PatternRule(row), None
    roles = None if code.startswith("enc.") else _roles(row.get("roles", ("prose",)))
    serves = next(((key, frozenset(found)) for key, found in row.get("serves", {}).items()), None)
    return Rule(
        code, row["policy"], roles, _tags(row, "languages"), row.get("typography", False),
        row.get("asks", False), serves, row["doc"], row, line, document,
    )  # fmt: skip


def _roles(names: Sequence[Any]) -> frozenset[Role]:
    return frozenset(names) - {"prose"} | (PROSE if "prose" in names else frozenset())


def _tags(row: Mapping[str, Any], key: str) -> frozenset[str] | None:
    """The languages of a row, the names of groups taken apart; None where it names none."""
    groups = tables.load_table("rules")["languages"]
    named = row.get(key)
    if named is None:
        return None
    return frozenset(tag for name in named for tag in groups.get(name, (name,)))


class PatternRule:
    """Finds what the patterns of a row describe; they are compiled when a line first asks."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self._row = row

    @cached_property
    def finds(self) -> tuple[Find, ...]:
        """The row's patterns; those with keys of their own have the row's keys as well."""
        row = {key: found for key, found in self._row.items() if key not in ("find", "languages")}
        if "find" not in self._row:
            return (Find(row, self._row),)
        return tuple(Find({**row, **one}, self._row) for one in self._row["find"])

    def __call__(self, view: View) -> Iterator[Edit]:
        text = view.text
        for find in self.finds:
            if find.has:
                for sign in find.has:
                    if sign in text:
                        break
                else:
                    continue
            if (
                (find.words and find.words.isdisjoint(view.words))
                or (find.only_if and not find.only_if.search(text))
                or (find.scoped and not find.is_for(view))
                or (find.not_if and find.not_if.search(text))
            ):
                continue
            for match in find.pattern.finditer(text):
                if not find.guarded or find.is_free(view, match):
                    yield find.edit(view, match)


class Find:
    """One pattern, what guards it, and what is put in place of what it finds."""

    def __init__(self, keys: Mapping[str, Any], row: Mapping[str, Any]) -> None:
        self.has: tuple[str, ...] = tuple(keys.get("has", ()))
        self.words = _first_words(keys["words"]) if "words" in keys else frozenset[str]()
        self.only_if = _compiled(keys.get("only_if"))
        self.not_if = _compiled(keys.get("not_if"))
        leave = f"(?:{keys['leave']})|" if "leave" in keys else ""
        # The empty group tells what is wanted from what is left alone.
        wanted = f"{leave}(?:{keys['pattern']})(?P<wanted>)" if leave else keys["pattern"]
        self.pattern = compile_pattern(wanted)
        self._before = _compiled(keys.get("before"))
        self._not_before = _compiled(keys.get("not_before"))
        self._not_near = _compiled(keys.get("not_near"))
        self._leaves = bool(leave)
        self._outside: bool = keys.get("outside") == "foreign"
        self.guarded = bool(
            self._before or self._not_before or self._not_near or leave or self._outside
        )
        self._languages = _tags(keys, "languages")
        self._not_languages = _tags(keys, "not_languages")
        self._not_roles: Sequence[str] = keys.get("not_roles", ())
        self._not_regions: Sequence[str] = keys.get("not_regions", ())
        self._when = (next(iter(row["serves"])), keys["when"]) if "when" in keys else None
        self.scoped = bool(
            self._languages
            or self._not_languages
            or self._not_roles
            or self._not_regions
            or self._when
        )
        self._group: int = keys.get("group", 0)
        self._put: str | None = keys.get("put")
        self._expands = "\\" in (self._put or "")
        self._pairs: str | None = keys.get("look_up")
        self._form: str = keys.get("as", "")
        self._reason: str = keys["reason"]

    def is_for(self, view: View) -> bool:
        """Whether language, region and role of a line, and the house, are those of the pattern."""
        tongue = view.tongue
        return not (
            (self._languages is not None and tongue not in self._languages)
            or (self._not_languages is not None and tongue in self._not_languages)
            or view.role in self._not_roles
            or (self._not_regions and view.region in self._not_regions)
            or (self._when and getattr(view.style, self._when[0]) != self._when[1])
        )

    def is_free(self, view: View, match: re.Match[str]) -> bool:
        """Whether no guard keeps what was found."""
        text, start = view.text, match.start()
        low = max(0, start - _BEFORE)
        if self._leaves and match.start("wanted") < 0:
            return False
        if self._before and not self._before.search(text, low, start):
            return False
        if self._not_before and self._not_before.search(text, low, start):
            return False
        if self._not_near and self._not_near.search(
            text, max(0, start - _NEAR), match.end() + _NEAR
        ):
            return False
        return not (self._outside and is_beside(view.foreign, start))

    def edit(self, view: View, match: re.Match[str]) -> Edit:
        """What is put in place of what was found."""
        group = self._group if self._group >= 0 else match.lastindex or 0
        reason = match.expand(self._reason) if "\\" in self._reason else self._reason
        return view.edit(*match.span(group), self._after(match, match[group]), reason)

    def _after(self, match: re.Match[str], found: str) -> str:
        if self._put is not None:
            return match.expand(self._put) if self._expands else self._put
        if self._pairs:
            found = word_lists.find_replacement(self._pairs, found)
        return _FORMS[self._form](found) if self._form else found


def compile_pattern(source: str) -> re.Pattern[str]:
    """The pattern `source` of a row, its pieces and word lists put in."""
    while _PIECE.search(source):
        source = _PIECE.sub(_piece, source)
    return re.compile(source, re.VERBOSE)


def _compiled(source: str | None) -> re.Pattern[str] | None:
    return None if source is None else compile_pattern(source)


def _piece(match: re.Match[str]) -> str:
    kind, name = match.groups()
    if kind is None:
        piece: str = tables.load_table("rules")["pieces"][name]
        return piece
    if kind == "pairs":
        return word_lists.join_capitalised(word_lists.load_pairs(name))
    entries: Iterable[str] = (
        word_lists.load_pairs(name) if kind == "keys" else word_lists.words(name)
    )
    return word_lists.join_alternatives(map(str.lower, entries) if kind == "small" else entries)


@cache
def _first_words(name: str) -> frozenset[str]:
    """The first word of each entry of the list `name`, or of each left side, in small letters."""
    entries = (entry.partition("->")[0] for entry in word_lists.words(name))
    return frozenset(re.split(r"[\W_]", entry.strip())[0].lower() for entry in entries)
