"""Galley → Galley with a role for each line.

The units of the text are scored for each state, and the lattice picks the best
lawful sequence. What the file format said of a line weighs in its scores; what
the editor decided in the sidecar is law.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf
from typing import Final

from copydesk import language, queries
from copydesk.config import Config
from copydesk.language.lines import of_copy
from copydesk.model import Decisions, Galley, Line, Profile, Query, Role
from copydesk.sidecar import anchors, unfit
from copydesk.structure import (
    addresses,
    closings,
    clusters,
    covering,
    doubts,
    dropped,
    essays,
    figures,
    hints,
    kickers,
    lattice,
    names,
    readings,
    rivals,
    surroundings,
    told,
    zones,
)
from copydesk.structure.doubts import Labelled
from copydesk.structure.features import Facts, facts, mould
from copydesk.structure.furniture import Furniture, of_desk
from copydesk.structure.hints import worth
from copydesk.structure.neighbours import Setting, settings
from copydesk.structure.paragraphs import Unit, units
from copydesk.structure.phrases import fold
from copydesk.structure.roles import GRAMMAR, STATES
from copydesk.structure.weights import NEVER, is_sites

#: Points between the best sequence and the next with another role: below, the role is doubtful.
DOUBT = 1.0
#: Where no more lines than these are known for a site's, one beside the author's may be hers.
FEW = 6
#: In a longer text no line is asked about: nobody reads a dozen doubts of so many lines.
MOST_JUDGED = 10_000
#: No headline or deck that a page names in its head is longer.
LONGEST_FIELD = 400
#: Files whose writers name the title above the text; that of other files is often a machine's.
_MARKDOWN: Final = "text/markdown"
#: What a line that is a title may be marked as.
_TITLES: Final = ("title", "heading:1")
#: The states of rows and pictures, which they have for themselves and not from the sequence.
_APART: Final = {state.role: state for state in STATES if state.name in ("other", "body.site")}


def label(galley: Galley, config: Config, decisions: Decisions) -> Galley:
    """`galley` with its language and a role for each line, None for blank ones.

    The text stays as it is. Roles set in the sidecar replace those found; one that fits
    no line raises `desk.stale-decision`.

    >>> from copydesk.model import Line, Submission
    >>> text = ["Home", "Menu", "A quiet harbour", "By Mara Osei", "The harbour was quiet. " * 9]
    >>> lines = tuple(Line(number, line) for number, line in enumerate(text, start=1))
    >>> galley = Galley(Submission("a.txt", "", "text/plain", lines), lines)
    >>> label(galley, Config(), Decisions()).roles
    ('furniture', 'furniture', 'title', 'byline', 'body')
    """
    apart = zones.apart(galley.submission, galley.lines)
    found = units_of(galley, apart, config.profiles)
    roles: list[Role | None] = [
        "furniture" if index in apart and line.text.strip() else None
        for index, line in enumerate(galley.lines)
    ]
    for unit in found:
        for index in unit.lines:
            roles[index] = unit.state.role
    decided, stale = _decide(galley, roles, decisions)
    text = "\n".join(
        galley.lines[index].text
        for unit in found
        if unit.state.role in ("body", "list", "quote")
        for index in unit.lines
    )
    shown = language.detect(text)
    whole = (
        decisions.language
        or (told.language(told.facts(galley)) if shown == language.UNKNOWN else shown)
        or language.UNKNOWN
    )
    return replace(
        galley,
        lines=_unhinted(galley.lines, roles, decided),
        roles=tuple(roles),
        language=whole,
        languages=of_copy(galley.lines, roles, whole),
        queries=(*galley.queries, *stale, *doubts.questions(galley.lines, found, decided)),
    )


def _unhinted(
    lines: Sequence[Line], roles: Sequence[Role | None], decided: set[int]
) -> tuple[Line, ...]:
    """`lines` without what the format said of those of which the editor says another thing."""
    return tuple(
        replace(line, hint="")
        if at in decided and worth(line.hint.partition(":")[0], roles[at] or "other") < 0
        else line
        for at, line in enumerate(lines)
    )


def units_of(
    galley: Galley, apart: frozenset[int], profiles: tuple[Profile, ...] = ()
) -> list[Labelled]:
    """The units of `galley` but of lines `apart`, each with the state that the best sequence has.

    `profiles` are the desk's own: a line they know is evidence like one that the house knows.
    """
    described = _described(galley, apart, of_desk(profiles))
    around = settings(described)
    scores = _scores(galley, described, around)
    path, through = lattice.best(scores, GRAMMAR, rivals=len(scores) <= MOST_JUDGED)
    first = [galley.lines[unit.lines[0]] for unit in described]
    found = [line.zone for line in first]
    siteless = "main" not in found and not clusters.is_sited(described, FEW)
    roles = [STATES[at].role for at in path]
    headlines = rivals.rivals(described, around, roles)
    shown = [line.hint for line in first]
    alone = hints.of_pictures(shown, roles)
    alone |= hints.of_tables(shown, found, roles, scraped=_is_scraped(galley))
    return [
        Labelled(unit.lines, _APART[alone[at]], (), _words(unit, here), here.comment)
        if at in alone
        else Labelled(
            unit.lines, STATES[path[at]], _close(through[at], path[at]), _words(unit, here),
            here.comment, unit.kind == covering.KIND or (siteless and not is_sites(unit, here)),
            at in headlines,
        )
        for at, (unit, here) in enumerate(zip(described, around, strict=True))
    ]  # fmt: skip


def _is_scraped(galley: Galley) -> bool:
    return galley.submission.media_type in zones.SCRAPED


def _described(galley: Galley, apart: frozenset[int], desk: Furniture) -> list[Facts]:
    """What is known of each unit of `galley` but of lines `apart`, and of it beside others."""
    texts = ["" if index in apart else line.text for index, line in enumerate(galley.lines)]
    known = dict(galley.submission.facts)
    seen: dict[tuple[str, str], Facts] = {}
    found_of = [_facts(galley, unit, known, desk, seen) for unit in units(texts)]
    described = addresses.addressed(readings.confirmed(clusters.confirmed(found_of)))
    described = kickers.known(covering.covered(described))
    if not (scraped := _is_scraped(galley)):
        described = surroundings.claimed(described)
    return figures.captioned(closings.ended(described, scraped=scraped), galley.lines)


def _scores(galley: Galley, described: list[Facts], around: Sequence[Setting]) -> list[list[float]]:
    """The points of each unit for each state, -inf where it cannot be in that."""
    scraped, known = _is_scraped(galley), dict(galley.submission.facts)
    roles = [state.role for state in STATES]
    found = [galley.lines[unit.lines[0]].zone for unit in described]
    told = zones.evidence(galley.submission, found, roles)
    barred = hints.evidence(described, roles, scraped=scraped)
    foreign = surroundings.foreign(described, around, scraped=scraped, placed="main" in found)
    scores = [
        [
            points + more + less
            if (points := state.score(unit, here)) != NEVER and (other or state.role != "furniture")
            else -inf
            for state, more, less in zip(STATES, zone, hint, strict=True)
        ]
        for unit, here, other, zone, hint in zip(
            described, around, foreign, told, barred, strict=True
        )
    ]
    if galley.submission.media_type == _MARKDOWN and _is_told(known.get("title", ""), galley):
        # Its writer has named it above the text; a line of the text is an epigraph at most.
        untitled = [-inf if state.role == "title" else 0.0 for state in STATES]
        scores = [[a + b for a, b in zip(row, untitled, strict=True)] for row in scores]
    for index, name in essays.head([unit.text for unit in described[: essays.LONGEST]]).items():
        scores[index] = [0.0 if state.name == name else -inf for state in STATES]
    return scores


def _is_told(title: str, galley: Galley) -> bool:
    """Whether the `title` of a file stands above its text alone, and no line of it is one."""
    name = fold(title)
    return bool(title) and not any(
        line.hint in _TITLES or (line.text and fold(line.text) == name) for line in galley.lines
    )


def _words(unit: Facts, here: Setting) -> int:
    known = unit.kind or here.echoed or here.repeats > 1
    return 0 if known or unit.mass < dropped.PROSE else unit.words


def _by_profile(found: Facts, kind: str) -> Facts:
    """`found` with what a profile of the desk says that the line is."""
    match kind:
        case "":
            return found
        case "cta":
            return replace(found, kind="", cta=True)
        case "credit":
            return replace(found, kind="", caption=1.0)
    return replace(found, kind=kind)


def _facts(
    galley: Galley,
    unit: Unit,
    known: dict[str, str],
    desk: Furniture,
    seen: dict[tuple[str, str], Facts],
) -> Facts:
    """The facts of `unit`; a line of a mould that was `seen` before is not looked at again."""
    lines = [galley.lines[index] for index in unit]
    text = _uncalled(lines[0]) if len(unit) == 1 else " ".join(line.text.strip() for line in lines)
    hint = lines[0].hint or _named_by_the_page(text.strip(), known)
    key = (mould(text), hint)
    if twin := seen.get(key):
        return replace(twin, lines=unit, text=text.strip())
    found = facts(unit, text, hint)
    found = _by_profile(found, desk.find(found.phrase)[0])
    seen[key] = found
    return found


def _uncalled(line: Line) -> str:
    """The text of `line` without the signs that call notes at its end: "So it was.2" is closed."""
    text = line.text
    for mark in sorted(line.marks, key=lambda mark: -mark.end):
        if mark.kind == "note" and 0 < mark.start < mark.end == len(text.rstrip()):
            text = text[: mark.start]
    return text


def _named_by_the_page(text: str, known: dict[str, str]) -> str:
    """The hint that what the page says of itself gives about the line `text`."""
    if not (known and text) or len(text) > LONGEST_FIELD:
        return ""
    title, folded = fold(known.get("title", "")), fold(text)
    if folded == title:
        return "title"
    if folded == fold(known.get("deck", "")):
        return "subtitle"
    authors = [author.strip() for author in known.get("author", "").split(";") if author.strip()]
    named = names.byline(text).authors if authors and len(text) <= names.LONGEST_BYLINE else ()
    same = {author.casefold() for author in authors}
    if text.casefold() in same or (named and {name.casefold() for name in named} == same):
        return "byline"
    return ""


def _close(row: Sequence[float], chosen: int) -> tuple[Role, ...]:
    """Roles whose best sequence earns nearly as much as that of the chosen state."""
    if not row:
        return ()
    least, own = row[chosen] - DOUBT, STATES[chosen].role
    near = [(value, STATES[at].role) for at, value in enumerate(row) if value > least]
    if len(near) == 1:
        return ()
    # A role of several states comes once, where it earns most.
    others = dict.fromkeys(role for _, role in sorted(near, reverse=True) if role != own)
    return tuple(others)


def _decide(
    galley: Galley, roles: list[Role | None], decisions: Decisions
) -> tuple[set[int], list[Query]]:
    """Set the roles of the sidecar in `roles`; the lines they concern, and those that fit none.

    Where another line is called the headline, the one taken for it is what stands below one, or
    a kicker above it.
    """
    places: dict[str, list[int]] = {}
    if decisions.roles:
        for index, line in enumerate(galley.submission.lines):
            places.setdefault(line.text.strip(), []).append(index)
    decided: set[int] = set()
    found = {place for place, role in enumerate(roles) if role == "title"}
    stale = []
    for decision in decisions.roles:
        candidates = places.get(decision.text.strip(), [])
        place = anchors.place_of(decision, galley.submission.lines, candidates)
        if place is not None and roles[place] is not None:
            roles[place] = decision.role
            decided.add(place)
        else:
            which = f"{len(candidates)} lines say" if candidates else "no line says"
            alike = " with such neighbours" if len(candidates) > 1 else ""
            words = anchors.shown(decision.text, anchors.LINE)
            message = f"{which} `{words}`{alike}, which the sidecar calls {decision.role}"
            anchor = unfit.of_role(decision)
            stale.append(queries.ask("desk.stale-decision", 0, message, anchor=anchor))
    named = [place for place in decided - found if roles[place] == "title"]
    if named:
        for place in found - decided:
            above = place < min(named) and kickers.is_short(galley.lines[place].text)
            roles[place] = "furniture" if above else "subtitle"
    return decided, stale
