"""Propose site profiles from a batch: the lines that recur around the articles of one site."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from copydesk.config import Config
from copydesk.gate import names
from copydesk.model import EditedText, Role
from copydesk.profiles import FOLDER, PROPOSED
from copydesk.structure.date import load_months, load_weekdays
from copydesk.structure.phrases import LONGEST_PHRASE, NONE, collect_phrases, fold, load

#: In fewer documents a line may recur by chance, and in a smaller share of a site's as well.
_FEWEST: Final = 3
_SHARE: Final = 1 / 3
#: A line too long for a phrase is told by its start, so many characters of it.
_LONG: Final = 80
#: A date is a month or weekday with a number so many words away; a line with one is told by what
#: stands before it, if that has so many letters.
_NEAR: Final = 2
_TELLING: Final = 8
_SITES_OWN: Final = frozenset[Role | None](("furniture", "cta"))
_HEAD: Final = """\
# Proposed by `copydesk sites learn` from {documents} documents.
# Nothing here is heeded yet. Read it, take out what is the author's, then rename the
# file to `{stem}.toml`; `copydesk sites` shows whether it is heeded.
name = {name}
"""
_LEFT_OUT: Final = """
# Left out, for these may be the author's: they stand next to the article, or the
# labels do not call them furniture everywhere.
"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A profile that may be taken: its name, its file in the desk, and how much it holds."""

    name: str
    place: str
    text: str
    documents: int
    proposed: int
    doubtful: int


def learn_sites(texts: Iterable[EditedText], config: Config, name: str = "") -> list[Proposal]:
    """Propose a profile for each site among labelled texts; with a `name`, all are of one site.

    A line is proposed when the labels call it furniture wherever it stands and it is seldom next
    to the article, where column titles and notes on a series are. What recurs but may be the
    author's is a comment in the profile.
    """
    sites: dict[str, list[EditedText]] = defaultdict(list)
    for one in texts:
        sites[name or _find_site(one, config.source)].append(one)
    silent = [(one, [_tell_line(line.text) for line in one.lines]) for one in sites.pop("", [])]
    counts = Counter(chain.from_iterable(set(told) for _, told in silent))
    for one, told in silent:  # their name is their first line that recurs and is not known
        recurring = (row for row in told if row[0] == "exact" and counts[row] >= _FEWEST)
        called = (phrase for _, phrase in recurring if not load().find_kind(phrase)[0])
        sites[next(called, "site")].append(one)
    stems, _ = names.assign(f"{site}.toml" for site in sorted(sites))
    proposals = []
    for (site, own), stem in zip(sorted(sites.items()), stems.values(), strict=True):
        rows: dict[str, list[str]] = defaultdict(list)
        for section, row in _find_recurring(own, config):
            rows[section].append(row)
        left = rows.pop("", [])
        if rows:
            text = _HEAD.format(documents=len(own), stem=stem, name=_quote(site))
            for section, phrases in sorted(rows.items()):
                text += "\n  ".join([f"{section} = [", *phrases]) + "\n]\n"
            text += _LEFT_OUT * bool(left) + "".join(f"#   {row}\n" for row in left)
            place = f"{config.source}/{FOLDER}/{stem}{PROPOSED}"
            proposed = sum(map(len, rows.values()))
            proposals.append(Proposal(site, place, text, len(own), proposed, len(left)))
    return proposals


def _find_site(text: EditedText, source: str) -> str:
    """The site that a submission names, else the folder of the desk it lies in, or ""."""
    facts = dict(text.submission.facts)
    host = facts.get("url", "").partition("://")[2].partition("/")[0].casefold()
    folder, mark = text.submission.path.rpartition("/")[0], f"{source}/"
    inner = folder.removeprefix(mark) if folder.startswith(mark) else ""
    return host.removeprefix("www.") or facts.get("site", "") or inner


def _tell_line(text: str) -> tuple[str, str]:
    """Where the phrase by which a profile tells a line stands in it, and the phrase; "" for none.

    >>> _tell_line("Read by 1,204 people since 3 May 2021"), _tell_line("3 / 12")
    (('start', 'read by # people since #'), ('', ''))
    """
    phrase = fold(text)
    words = phrase.split(" ")
    for at, word in enumerate(words):
        name = word.strip(".,()")
        is_named = name in load_months() or name in load_weekdays()
        if is_named and "#" in "".join(words[max(0, at - _NEAR) : at + _NEAR + 1]):
            head = " ".join(words[:at]).strip(" ,.(")
            return ("start", head) if sum(map(str.isalpha, head)) >= _TELLING else NONE
    if sum(map(str.isalpha, phrase)) < 2:
        return NONE
    short = len(phrase) <= LONGEST_PHRASE
    return ("exact", phrase) if short else ("start", phrase[:_LONG].rpartition(" ")[0])


def _find_recurring(texts: Sequence[EditedText], config: Config) -> Iterator[tuple[str, str]]:
    """The site's lines that recur: the section of a profile, "" for doubtful ones, and the row."""
    pages = [[_tell_line(line.text) for line in one.lines] for one in texts]
    counts = Counter(chain.from_iterable(map(set, pages)))
    enough = max(_FEWEST, _SHARE * len(texts))
    recurring = {told for told in counts if told != NONE and counts[told] >= enough}
    found: dict[tuple[str, str], list[tuple[Role | None, bool, str]]] = defaultdict(list)
    for one, page in zip(texts, pages, strict=True):
        said = [row for row in zip(page, one.lines, one.roles, strict=True) if row[2]]
        own = [told not in recurring and role not in _SITES_OWN for told, _, role in said]
        for at, (told, line, role) in enumerate(said):
            place = f"{one.submission.path}:{line.number}"
            found[told].append((role, any(own[max(0, at - 1) : at + 2]), place))
    for told in sorted(recurring, key=lambda told: (-counts[told], told[1])):
        (where, phrase), rows = told, found[told]
        roles = Counter(role for role, *_ in rows)
        sites = roles["furniture"] + roles["cta"]
        profiles = load().find_kind(phrase)[0], *collect_phrases(config.profiles).find(phrase)
        if sites and not any(profiles):
            row = f"{_quote(phrase)},  # in {counts[told]}, e.g. {_quote(rows[0][2])[1:-1]}"
            agreed = sites + roles["date"] * (where == "start") == len(rows)
            apart = 2 * sum(beside for _, beside, _ in rows) < len(rows)
            kind = "cta" if 2 * roles["cta"] > sites else "site"
            yield f"{kind}.{where}" if agreed and apart else "", row


def _quote(words: str) -> str:
    """`words` as a TOML string; JSON spells all but one character as TOML does."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
