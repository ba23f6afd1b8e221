"""Learn from a batch of labelled texts which lines a site prints on every page."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.config import Config
from copydesk.model import EditedText
from copydesk.settings.profiles import FOLDER, PROPOSED
from copydesk.structure.date import mask_dates
from copydesk.structure.phrases import LONGEST_PHRASE, collect_phrases, fold, load
from copydesk.system import names

_HEAD: Final = """\
# Proposed by `copydesk sites learn` from {documents} documents.
# Nothing here is used yet. Read it, remove what is the author's, then rename the
# file to `{stem}.toml`; `copydesk sites` shows whether it is heeded.
name = {name}
"""
_LEFT_OUT: Final = """
# Left out, for these may be the author's: they stand next to the article, or the
# labels do not call them furniture everywhere.
"""
#: In fewer documents a line may recur by chance, and in a smaller share of a site's as well.
_FEWEST: Final = 3
_SHARE: Final = 1 / 3
#: A line with a date is told by its start, which has so many letters.
_TELLING: Final = 8


@dataclass(frozen=True, slots=True)
class Proposal:
    """A profile that may be taken: its name, its file in the desk, and how much it holds."""

    name: str
    place: str
    text: str
    counts: str


def learn_sites(copies: Iterable[EditedText], config: Config, name: str = "") -> list[Proposal]:
    """Propose a profile for each site among labelled texts; with a `name`, all are of one site.

    A line is proposed when the labels call it furniture wherever it stands and it is seldom next
    to the article. What recurs but may be the author's is a comment in the profile.
    """
    sites = defaultdict(list)
    for copy, site in _name_sites([*copies], config.source):
        sites[name or site].append(copy)
    stems, _ = names.assign(f"{site}.toml" for site in sorted(sites))
    found = []
    for (site, own), stem in zip(sorted(sites.items()), stems.values(), strict=True):
        rows = defaultdict(list)
        for section, row in _find_recurring(own, config):
            rows[section].append(row)
        left = rows.pop("", [])
        if rows:
            head = _HEAD.format(documents=len(own), stem=stem, name=_quote(site))
            body = [f"{section} = [\n  " + "\n  ".join(rows[section]) + "\n]\n"
                    for section in sorted(rows)]  # fmt: skip
            tail = [_LEFT_OUT] * bool(left) + [f"#   {row}\n" for row in left]
            counts = f"{sum(map(len, rows.values()))} lines proposed, {len(left)} left to you"
            counts += f", from {len(own)} documents"
            place = f"{config.source}/{FOLDER}/{stem}{PROPOSED}"
            found.append(Proposal(site, place, "".join([head, *body, *tail]), counts))
    return found


def _name_sites(copies: Sequence[EditedText], source: str) -> Iterator[tuple[EditedText, str]]:
    """The site of each text: as it says, its folder of the desk, or its first recurring line."""
    pages = [{phrase: None for line in copy.lines if (phrase := _read_phrase(line.text)[1])}
             for copy in copies]  # fmt: skip
    counts = Counter(phrase for page in pages for phrase in page)
    for copy, page in zip(copies, pages, strict=True):
        facts = dict(copy.submission.facts)
        host = facts.get("url", "").partition("://")[2].partition("/")[0].casefold()
        folder = f"{copy.submission.path.rpartition('/')[0]}/"
        inner = folder.removeprefix(f"{source}/").strip("/") if folder.startswith(source) else ""
        called = (one for one in page if counts[one] >= _FEWEST and not load().find_kind(one)[0])
        yield copy, host.removeprefix("www.") or facts.get("site") or inner or next(called, "site")


def _read_phrase(line: str) -> tuple[str, str]:
    """Where the phrase by which a profile tells a line stands in it, and the phrase; "" for none.

    >>> _read_phrase("Read by 1,204 people since 3 May 2021"), _read_phrase("3 / 12")
    (('start', 'read by # people since'), ('', ''))
    """
    head, dated, _ = mask_dates(line).partition("\0") if len(line) <= LONGEST_PHRASE else ("",) * 3
    phrase = fold(head)
    if sum(map(str.isalpha, phrase)) < (_TELLING if dated else 2):
        return "", ""
    return "start" if dated else "exact", phrase


def _find_recurring(copies: Sequence[EditedText], config: Config) -> Iterator[tuple[str, str]]:
    """The site's lines that recur: the section of a profile, "" for doubtful ones, and the row."""
    pages = [[(_read_phrase(line.text), role, line.number)
              for line, role in zip(copy.lines, copy.roles, strict=True) if role]
             for copy in copies]  # fmt: skip
    counts = Counter(told for page in pages for told in {told for told, *_ in page})
    recurring = {told for told in counts
                 if told[1] and counts[told] >= max(_FEWEST, _SHARE * len(copies))}  # fmt: skip
    found = defaultdict(list)
    for copy, page in zip(copies, pages, strict=True):
        own = [told not in recurring and role not in ("furniture", "cta") for told, role, _ in page]
        for at, (told, role, number) in enumerate(page):
            is_beside = any(own[max(0, at - 1) : at + 2])
            found[told].append((role, is_beside, f"{copy.submission.path}:{number}"))
    for told in sorted(recurring, key=lambda told: (-counts[told], told[1])):
        (where, phrase), rows = told, found[told]
        roles = Counter(role for role, *_ in rows)
        sites = roles["furniture"] + roles["cta"]
        known = load().find_kind(phrase)[0], *collect_phrases(config.profiles).find(phrase)
        if sites and not any(known):
            agreed = sites + roles["date"] * (where == "start") == len(rows)
            apart = 2 * sum(beside for _, beside, _ in rows) < len(rows)
            kind = "cta" if 2 * roles["cta"] > sites else "site"
            row = f"{_quote(phrase)},  # in {counts[told]}, e.g. {_quote(rows[0][2])[1:-1]}"
            yield f"{kind}.{where}" if agreed and apart else "", row


def _quote(words: str) -> str:
    """`words` as a TOML string; JSON spells all but one character as TOML does."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
