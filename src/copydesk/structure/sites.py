"""Propose site profiles from a batch: the lines that recur around the articles of one site.

A line is proposed when the labels call it furniture wherever it stands and it is seldom next to
the article, where column titles and notes on a series are. Numbers and dates do not count. What
recurs but may be the author's is a comment. Measured on the pages of 24 sites, eight of each.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple

from copydesk.config import Config
from copydesk.gate import names
from copydesk.model import EditedText, Line, Role, Submission
from copydesk.profiles import FOLDER, PROPOSED
from copydesk.structure.phrases import LONGEST_PHRASE, collect_phrases, fold, load

#: In fewer documents a line may recur by chance, and in a smaller share of a site's as well.
_FEWEST: Final = 3
_SHARE: Final = 1 / 3
#: So many documents of a site are labelled at least; its lines stand in most of them.
_LABELLED: Final = 24
#: A line too long for a phrase is told by its start, so many characters of it.
_LONG: Final = 80
#: A date is a month or a day of the week with a number so many words away; a line with one is
#: told by what stands before or behind it, if that has so many letters.
_NEAR: Final = 2
_TELLING: Final = 8
_DATE: Final = "\0"
_SITES_OWN: Final = frozenset[Role | None](("furniture", "cta"))

_Label = Callable[[str], EditedText | None]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A profile that may be taken: its name, its file in the desk, and how much it holds."""

    name: str
    place: str
    text: str
    documents: int
    proposed: int
    doubtful: int


class _Recurring(NamedTuple):
    """A line that recurs: what it is, how a profile tells it, and how the profile says that."""

    kind: str
    place: str
    row: str
    is_doubtful: bool


def learn_sites(
    submissions: Iterable[Submission], label: _Label, config: Config, name: str = ""
) -> list[Proposal]:
    """Propose a profile for each site among `submissions`; with a `name`, all are of one site.

    `label` gives the submission of a path its roles; None where it cannot be read any more.
    """
    sites: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for one in submissions:
        templates = [_make_template(line.text) for line in one.lines]
        sites[name or _find_site(one, config.source)][one.path] = templates
    silent = sites.pop("", {})
    counts = Counter(chain.from_iterable(map(set, silent.values())))
    for path, templates in silent.items():  # they are told by their first line that recurs
        lines = (one for one in templates if one and counts[one] >= _FEWEST and _DATE not in one)
        sites[next((one for one in lines if not load().find_kind(one)[0]), "site")][path] = (
            templates
        )
    stems, _ = names.assign(f"{site}.toml" for site in sorted(sites))
    proposals = []
    for site, stem in zip(sorted(sites), stems.values(), strict=True):
        pages = sites[site]
        rows = [*_find_recurring(pages, label, config)]
        doubtful = sum(row.is_doubtful for row in rows)
        if doubtful < len(rows):
            place = f"{config.source}/{FOLDER}/{stem}{PROPOSED}"
            text = "".join(f"{row}\n" for row in _write_profile(site, stem, len(pages), rows))
            counted = (len(pages), len(rows) - doubtful, doubtful)
            proposals.append(Proposal(site, place, text, *counted))
    return proposals


def _find_site(submission: Submission, source: str) -> str:
    """The site that a submission names, else the folder of the desk it lies in, or ""."""
    facts = dict(submission.facts)
    host = facts.get("url", "").partition("://")[2].partition("/")[0].casefold()
    folder = submission.path.rpartition("/")[0]
    inner = folder.removeprefix(f"{source}/") if folder.startswith(f"{source}/") else ""
    return host.removeprefix("www.") or facts.get("site", "") or inner


def _make_template(text: str) -> str:
    r"""Return `text` without what changes from day to day; "" when nothing telling is left.

    >>> _make_template("Read by 1,204 people since 3 May 2021"), _make_template("3 / 12")
    ('read by # people since # \x00 #', '')
    """
    words = fold(text).split(" ")
    numbers = [at for at, word in enumerate(words) if "#" in word]
    for at in {number + step for number in numbers for step in range(-_NEAR, _NEAR + 1)}:
        word = words[at].strip(".,()") if 0 <= at < len(words) else ""
        if word in load().months or word in load().weekdays:
            words[at] = _DATE
    template = " ".join(words)
    return template if sum(map(str.isalpha, template)) > 1 else ""


def _find_recurring(
    pages: Mapping[str, Sequence[str]], label: _Label, config: Config
) -> Iterator[_Recurring]:
    """The lines that recur in the `pages` of one site; neither the author's nor known ones."""
    counts = Counter(chain.from_iterable(map(set, pages.values())))
    enough = max(_FEWEST, _SHARE * len(pages))
    recurring = {one for one in counts if one and counts[one] >= enough}
    places: dict[str, list[tuple[str, Line, Role | None, bool]]] = defaultdict(list)
    for path in [*pages][:: max(1, len(pages) // _LABELLED)]:
        copy = label(path)
        if copy is None or len(copy.lines) != len(pages[path]):
            continue
        rows = zip(pages[path], copy.lines, copy.roles, strict=True)
        said = [row for row in rows if row[1].text.strip()]
        own = [one not in recurring and role not in _SITES_OWN for one, _, role in said]
        for (one, line, role), *beside in zip(said, [False, *own], [*own[1:], False], strict=False):
            if one in recurring:
                places[one].append((path, line, role, any(beside)))
    for one, found in sorted(places.items(), key=lambda pair: (-counts[pair[0]], pair[0])):
        path, line, *_ = found[0]
        phrase = fold(line.text)
        place, telling = _tell_line(one, phrase)
        roles = Counter(role for _, _, role, _ in found)
        sites = roles["furniture"] + roles["cta"]
        known = load().find_kind(phrase)[0] or any(collect_phrases(config.profiles).find(phrase))
        if sites and telling and not known:
            kind = "cta" if 2 * roles["cta"] > sites else "site"
            example = _quote(f"{path}:{line.number}")[1:-1]
            row = f"{_quote(telling)},  # in {counts[one]}, e.g. {example}"
            agreed = sites + (roles["date"] if _DATE in one else 0) == len(found)
            apart = 2 * sum(beside for *_, beside in found) < len(found)
            yield _Recurring(kind, place, row, not (agreed and apart))


def _tell_line(template: str, phrase: str) -> tuple[str, str]:
    """How a profile tells a line: by all of it, by its start, or by what is beside its date."""
    if _DATE not in template:
        short = len(phrase) <= LONGEST_PHRASE
        return ("exact", phrase) if short else ("start", phrase[:_LONG].rpartition(" ")[0])
    head, tail = template.partition(_DATE)[0], template.rpartition(_DATE)[2]
    for place, piece in (("start", head.strip(" ,.(")), ("end", tail.strip(" ,.)"))):
        if sum(map(str.isalpha, piece)) >= _TELLING:
            return place, piece
    return "", ""


def _write_profile(
    name: str, stem: str, documents: int, rows: Sequence[_Recurring]
) -> Iterator[str]:
    yield f"# Proposed by `copydesk sites learn` from {documents} documents."
    yield "# Nothing here is heeded yet. Read it, take out what is the author's, then rename the"
    yield f"# file to `{stem}.toml`; `copydesk sites` shows whether it is heeded."
    yield f"name = {_quote(name)}"
    proposed = [row for row in rows if not row.is_doubtful]
    for kind in sorted({row.kind for row in proposed}, reverse=True):
        yield from ("", f"[{kind}]")
        for place in ("exact", "start", "end"):
            if here := [row for row in proposed if (row.kind, row.place) == (kind, place)]:
                yield from (f"{place} = [", *(f"  {row.row}" for row in here), "]")
    if len(proposed) < len(rows):
        yield "\n# Left out, for these may be the author's: they stand next to the article, or the"
        yield "# labels do not call them furniture everywhere."
        yield from (f"#   {row.row} ({row.place})" for row in rows if row.is_doubtful)


def _quote(words: str) -> str:
    """`words` as a TOML string; JSON spells all but one character as TOML does."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
