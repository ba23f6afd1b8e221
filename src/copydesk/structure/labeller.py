"""Give each line of a text its role: one learned net, a few masks, one decoding.

The net (`net.py`) gives each line the odds of its sixteen roles. `label_lines` turns them
into roles by the Viterbi algorithm under masks, all set before decoding; nothing changes a
role afterwards:

1. roles that the caller fixes are law;
2. the site gate: on a text without a site around it only lines of a mechanical frame (front
   matter, mail heads, page numbers, print stamps) and sure lines at its very ends can be
   furniture;
3. zones of a page that are never the article (`nav`, `comments`, `form`, `hidden`);
4. hints of the file's format allow only some roles;
5. the rows of a table have one role, and a picture stays with its caption;
6. a text has one title, of one or more adjoining lines, or those alone that the caller fixes.

To lose a line of the author's is ten times as bad as to keep one of the site's; the costs
below were chosen so on pages and forms of pages held out of training.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final, Literal, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from copydesk.language.convolutions import Floats
from copydesk.model import Line, Role
from copydesk.structure.features import Evidence, Features, compute_features
from copydesk.structure.net import ROLES, Model, compute_logits, load_model

#: Nats that furniture must be ahead by before a line is dropped: between the first and the last
#: sure paragraph, and elsewhere.
AMID_COST: Final = 2.0
APART_COST: Final = 0.3
#: Nats that are added: the first with which the expected loss of prose is at most `RISK` of it.
FURTHER_COSTS: Final = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
RISK: Final = 0.1
#: Odds of prose that count as none, and the letters of a line that count, for that loss.
LEAST_ODDS: Final = 0.06
MOST_LETTERS: Final = 300
#: Odds of a sure paragraph.
SURE_BODY: Final = 0.85
#: How much the split between the author's roles weighs against the choice keep or drop.
ROLE_SHARE: Final = 0.8
#: Weight of how often a role follows another.
TRANSITION: Final = 0.1
#: Nats that each further line of a title costs: most titles are one line.
TITLE_LINE: Final = 3.0
#: Cue words by which a line right below the title is of a role: of such lines of 201 sites 192
#: of 253 were captions, 31 paragraphs; of ten with words of a disclaimer six were one.
CUE_ROLES: Final[Mapping[str, Role]] = {"hold:caption": "caption", "hold:disclaimer": "disclaimer"}
#: How many lines below the title are so near, and the odds from which a line is the title.
NEAR_TITLE: Final = 3
LEAST_TITLE: Final = 0.3
#: How many times likelier the cue makes the role.
CUE_GAIN: Final = 4
#: Lines around an entry amid the text of which one must have such odds of an entry too, and what
#: is left of its own where none has.
NEAR_ENTRY: Final = 3
LEAST_ENTRY: Final = 0.5
LONE_ENTRY: Final = 0.01
#: Nats that a role costs which a line's hint does not allow.
HINT_COST: Final = 6.0
#: The sum of the odds of furniture that stands together, from which a text has a site around.
SITE_MASS: Final = 6.0
#: The odds of furniture from which two different phrases of sites that stand together are a
#: site, and from which such a phrase at the very end of a text can be furniture without one.
SURE_PHRASE: Final = 0.9
#: The same for another line at the very end, and for a phrase of one word there.
SURE_END: Final = 0.95
SURE_WORD: Final = 0.97
#: A dropped line is a doubt below these odds, a kept one above.
SURE: Final = 0.9
#: The share of a text's prose whose loss is a doubt of its own.
BULK: Final = 0.1

#: Zones of a page whose lines are never the article's.
FOREIGN_ZONES: Final = frozenset(("nav", "comments", "form", "hidden"))
#: Zones that only pages have around which there is a site.
SITE_ZONES: Final = FOREIGN_ZONES | {"header", "aside", "footer"}
#: Kind of hint and the roles that its lines can have beside furniture.
HINT_ROLES: Final[Mapping[str, frozenset[Role]]] = {
    "figure": frozenset(("other", "caption")),
    "code": frozenset(("other",)),
    "table": frozenset(("other",)),
    "footnote": frozenset(("footnote",)),
    "caption": frozenset(("caption", "other")),
    "list": frozenset(
        ("list", "reference", "footnote", "byline", "date", "bio", "disclaimer", "other", "cta")
    ),
    "byline": frozenset(("byline", "date", "bio", "caption")),
    "quote": frozenset(
        ("quote", "body", "subtitle", "caption", "disclaimer", "footnote", "other", "cta", "bio")
    ),
    "heading": frozenset(("heading", "title", "subtitle", "disclaimer")),
    "title": frozenset(("title",)),
    "subtitle": frozenset(("subtitle", "heading", "quote")),
    "date": frozenset(("date", "byline", "disclaimer")),
}

_INDEX: Final[Mapping[str, int]] = {role: at for at, role in enumerate(ROLES)}
_FURNITURE: Final = _INDEX["furniture"]
_TITLE: Final = _INDEX["title"]
_REFERENCE: Final = _INDEX["reference"]
_PROSE: Final = [_INDEX[role] for role in ("body", "heading", "list", "quote")]
#: Nats for what a mask forbids.
_NEVER: Final = 1e4

DoubtKind: TypeAlias = Literal["dropped", "kept", "bulk"]


@dataclass(frozen=True, slots=True)
class LabelDoubt:
    """A choice that somebody should look at.

    `dropped`: the line is furniture, but not surely; `kept`: it stays, though it looks like
    furniture; `bulk`: the lines of one run of dropped prose. `lines` are indices of labelled
    lines, `probability` is that of the choice (for `bulk` of its least certain line).
    """

    kind: DoubtKind
    lines: tuple[int, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Labels:
    """Roles of non-empty lines, one each.

    `marginals` [lines, 16] are the odds of `ROLES` under the masks, each row sums to 1;
    `has_site` is what the site gate found.
    """

    roles: tuple[Role, ...]
    marginals: Floats
    doubts: tuple[LabelDoubt, ...]
    has_site: bool


@dataclass(frozen=True, slots=True)
class Masks:
    """What is known of lines before they are decoded, by the index of the line.

    `hints` and `zones` may be empty. `fixed` are roles that are law, `barred` those that a line
    cannot have; `joined` has the lines of each paragraph that is wrapped over several of them,
    which has one role.
    """

    hints: Sequence[str] = ()
    zones: Sequence[str] = ()
    fixed: Mapping[int, Role] = field(default_factory=dict)
    barred: Mapping[int, frozenset[Role]] = field(default_factory=dict)
    joined: Sequence[Sequence[int]] = ()


_NO_MASKS: Final = Masks()


def label_lines(
    lines: Sequence[Line], evidence: Evidence | None = None, masks: Masks = _NO_MASKS
) -> Labels:
    """Give each line with visible text its role.

    `lines` are all lines of a text, empty ones too, and `masks` counts them; the result counts
    those with visible signs alone. Evidence has a hint or a main-text vote for each line with
    visible signs; hints and zones are taken from the lines when masks and evidence bring none.
    Raises ValueError when the numbers of hints or votes do not fit.

    >>> lines = [Line(1, "The sea lends."), Line(2, ""), Line(3, "A rope remembers its knots.")]
    >>> label_lines(lines).has_site, len(label_lines(lines).roles)
    (False, 2)
    >>> label_lines(lines, masks=Masks(fixed={2: "quote"})).roles[1]
    'quote'
    """
    visible = [at for at, line in enumerate(lines) if line.text.strip()]
    hints = tuple(lines[at].hint for at in visible)
    zones = tuple(lines[at].zone for at in visible)
    evidence = evidence or Evidence()
    for given in (evidence.main, evidence.hints):
        if given and len(given) != len(visible):
            raise ValueError(f"{len(visible)} lines have evidence for {len(given)}")
    if not evidence.main and "main" in zones:
        evidence = replace(evidence, main=tuple(float(zone == "main") for zone in zones))
    if not evidence.hints and any(hints):
        evidence = replace(evidence, hints=hints)
    gaps = [below - above - 1 for above, below in pairwise([-1, *visible])]
    features = compute_features([lines[at].text for at in visible], gaps, evidence)
    places = {at: place for place, at in enumerate(visible)}
    masks = Masks(
        hints,
        zones,
        {places[at]: role for at, role in masks.fixed.items() if at in places},
        {places[at]: roles for at, roles in masks.barred.items() if at in places},
        [[places[at] for at in group if at in places] for group in masks.joined],
    )
    return label_features(features, load_model(), masks)


def label_features(features: Features, model: Model, masks: Masks = _NO_MASKS) -> Labels:
    """Label lines that are measured already: what training reports its figures with.

    >>> features = compute_features(["The sea lends."], [0])
    >>> label_features(features, load_model(), Masks(fixed={0: "caption"})).roles
    ('caption',)
    """
    if not len(features.matrix):
        return Labels((), np.zeros((0, len(ROLES)), np.float32), (), has_site=False)
    odds = _soften(compute_logits(features, model))
    has_site = find_site(features, odds, masks.zones)
    frame = np.ones(len(odds), bool) if has_site else _find_frame(features)
    frame |= _find_ends(features, odds, masks.hints)
    odds = _doubt_lone_entries(_follow_cues(odds, features))
    cost = np.full(len(odds), APART_COST, np.float32)
    sure = np.flatnonzero(odds[:, _INDEX["body"]] >= SURE_BODY)
    cost[sure[0] if len(sure) else 0 : sure[-1] if len(sure) else 0] = AMID_COST
    step = TRANSITION * model.transitions
    step[_TITLE, _TITLE] -= TITLE_LINE
    prose = _expect_prose(odds, features)
    held = {
        below for group in masks.joined for above, below in pairwise(group) if below == above + 1
    }
    path: list[int] = []
    for further in FURTHER_COSTS:
        scores = _mask_scores(score_roles(odds, cost + further), frame, masks)
        path = decode_roles(scores, step, masks.fixed, held)
        if prose[np.array(path) == _FURNITURE].sum() <= RISK * prose.sum():
            break
    marginals = _soften(_mask_scores(np.log(odds + 1e-7), frame, masks))
    foreign = {at for at, zone in enumerate(masks.zones) if zone in FOREIGN_ZONES}
    doubts = _find_doubts(path, marginals, features, foreign.union(masks.fixed))
    return Labels(tuple(ROLES[role] for role in path), marginals, doubts, has_site)


def _follow_cues(odds: Floats, features: Features) -> Floats:
    """Raise the odds of the roles that cue words right below the title speak for."""
    title = int(odds[:, _TITLE].argmax())
    if odds[title, _TITLE] < LEAST_TITLE:
        return odds
    kept = (odds.argmax(axis=1) != _FURNITURE) & (odds[:, _TITLE] < LEAST_TITLE)
    near = (np.flatnonzero(kept[title + 1 :]) + title + 1)[:NEAR_TITLE]
    raised = odds.copy()
    for column, role in CUE_ROLES.items():
        cued = near[features.column(column)[near] > 0]
        if role == "caption":
            cued = cued[features.column("long")[cued] == 0]
        raised[cued, _INDEX[role]] *= CUE_GAIN
    normal: Floats = raised / raised.sum(axis=1, keepdims=True)
    return normal


def _doubt_lone_entries(odds: Floats) -> Floats:
    """Lower the odds of an entry that stands alone amid the text: entries make a list.

    One of 16 lists of the corpus has as many entries as it should by this, and none fewer.
    """
    own = odds[:, _REFERENCE]
    beside = np.zeros_like(own)
    for step in range(1, NEAR_ENTRY + 1):
        beside[step:] = np.maximum(beside[step:], own[:-step])
        beside[:-step] = np.maximum(beside[:-step], own[step:])
    text = np.flatnonzero(odds[:, _INDEX["body"]] >= LEAST_ENTRY)
    amid = np.arange(len(own)) < (text[-1] if len(text) else 0)
    lowered = odds.copy()
    lowered[amid & (beside < LEAST_ENTRY), _REFERENCE] *= LONE_ENTRY
    normal: Floats = lowered / lowered.sum(axis=1, keepdims=True)
    return normal


def _expect_prose(odds: Floats, features: Features) -> Floats:
    """Compute how many letters of the author's prose each line is expected to hold."""
    prose = odds[:, _PROSE].sum(axis=1)
    letters = np.minimum(np.expm1(features.column("length")), MOST_LETTERS)
    expected: Floats = np.where(prose > LEAST_ODDS, prose, 0) * letters
    return expected


def score_roles(odds: Floats, furniture_cost: Floats | float = 0.0) -> Floats:
    """Turn odds into scores [lines, 16] in which keep or drop comes before the kind of role.

    A line whose odds are split between paragraph, item and heading is the author's all the
    same: the likeliest of the author's roles has the odds of all of them, another one pays
    `ROLE_SHARE` of the difference, and furniture pays `furniture_cost`.

    >>> odds = np.zeros((1, len(ROLES)), np.float32)
    >>> for role, value in (("furniture", 0.4), ("body", 0.3), ("list", 0.3)):
    ...     odds[0, ROLES.index(role)] = value
    >>> ROLES[int(score_roles(odds)[0].argmax())]
    'body'
    """
    keep = np.maximum(1 - odds[:, _FURNITURE], 1e-6)
    kinds = np.log(np.maximum(odds, 1e-7))
    best = np.delete(kinds, _FURNITURE, axis=1).max(axis=1)
    scores = np.log(keep)[:, None] + ROLE_SHARE * (kinds - best[:, None])
    scores[:, _FURNITURE] = kinds[:, _FURNITURE] - furniture_cost
    return cast("Floats", scores.astype(np.float32))


def find_site(features: Features, odds: Floats, zones: Sequence[str] = ()) -> bool:
    """Decide whether there is a site around a text: else no line of it is furniture.

    What a site prints stands together, a menu or the links below a text; an author's "Share"
    or "Contact" stands alone above a paragraph. So a line counts as much as the likelier of
    its neighbours at most. Lines of frames do not count. Two different phrases that sites
    print, one above the other, are enough. On texts of authors that no training saw the sum is
    below 5.5.

    >>> odds = np.zeros((8, len(ROLES)), np.float32)
    >>> odds[:, ROLES.index("furniture")] = 0.9
    >>> find_site(compute_features(["Jetty", "Slipway"] * 4, [0] * 8), odds)
    True
    """
    if any(zone in SITE_ZONES for zone in zones):
        return True
    own = np.where(_find_frame(features), 0, odds[:, _FURNITURE])
    beside = np.maximum(np.append(0, own[:-1]), np.append(own[1:], 0))
    paired = np.where(features.column("site_pair") > 0, own, 0)
    pair = np.minimum(paired[:-1], paired[1:]).max(initial=0)
    return bool(np.minimum(own, beside).sum() >= SITE_MASS or pair >= SURE_PHRASE)


def _find_ends(features: Features, odds: Floats, hints: Sequence[str] = ()) -> NDArray[np.bool_]:
    """Find the lines at the very ends of a text that are surely no author's.

    A lone "Scroll to Top" below the last paragraph, say: a heading has a text below it, so the
    last line is none. One word at an end that no site is known for can be a headline, "Print",
    or who signs; and what the file's format says something of is no site's.
    """
    own = odds[:, _FURNITURE]
    known = features.column("site_phrase") > 0
    short = features.column("long") == 0
    several = features.column("words") > np.log1p(1.5)
    least = np.where(known, np.where(several, SURE_PHRASE, SURE_WORD), SURE_END)
    sure = short & (known | several) & (own >= least)
    if hints:
        sure &= np.array([not hint for hint in hints])
    if sure.all():
        return np.zeros(len(sure), bool)
    above = np.logical_and.accumulate(sure & several)
    below = np.logical_and.accumulate(sure[::-1])[::-1]
    return above | below


def _find_frame(features: Features) -> NDArray[np.bool_]:
    """Find the lines of a mechanical frame: front matter, mail heads, rules, pagers, stamps.

    Such lines stand on texts without a site too.
    """
    column = features.column
    few = column("words") < np.log1p(4)
    stamp = (column("pager") + column("date") + column("url")) > 0
    again = (column("alike") > 0.6) & (column("words") < np.log1p(25))
    number = (column("lone_number") > 0) & (column("sentence_end") == 0)
    head = column("alone_in_head") + column("markdown_image") + column("mail_frame")
    return cast(
        "NDArray[np.bool_]",
        (head > 0)
        | (column("fence") > 0)
        | ((column("pager") > 0) & few)
        | (again & (stamp | number)),
    )


def _mask_scores(scores: Floats, frame: NDArray[np.bool_], masks: Masks) -> Floats:
    """Put every mask on `scores`; outside of `frame` no line can be furniture."""
    masked = scores.copy()
    masked[~frame, _FURNITURE] -= _NEVER
    for at, hint in enumerate(masks.hints):
        allowed = HINT_ROLES.get(_kind_of(hint))
        if allowed is not None:
            barred = [place for role, place in _INDEX.items() if role not in allowed]
            barred.remove(_FURNITURE)
            masked[at, barred] -= HINT_COST
    for at, roles in masks.barred.items():
        masked[at, [_INDEX[role] for role in roles]] -= HINT_COST
    for rows in (*list_tables(masks.hints), *map(list, masks.joined)):
        masked[rows] = masked[rows].mean(axis=0)
    for at in list_captioned(masks.hints):
        rows = [at, at + 1]
        lead = masked[rows, _FURNITURE] - np.delete(masked[rows], _FURNITURE, axis=1).max(axis=1)
        masked[rows, _FURNITURE] += lead.mean() - lead
    for at, zone in enumerate(masks.zones):
        if zone in FOREIGN_ZONES:
            _fix_role(masked, at, "furniture")
    if "title" in masks.fixed.values():
        masked[:, _TITLE] -= _NEVER
    for at, role in masks.fixed.items():
        _fix_role(masked, at, role)
    return masked


def _fix_role(scores: Floats, at: int, role: Role) -> None:
    scores[at] = -_NEVER
    scores[at, _INDEX[role]] = 0


def list_tables(hints: Sequence[str]) -> list[list[int]]:
    """List the rows of each table, as indices.

    >>> list_tables(["", "table:header:1", "table:row:1", "table:row:2"])
    [[1, 2], [3]]
    """
    rows: dict[str, list[int]] = {}
    for at, hint in enumerate(hints):
        if _kind_of(hint) == "table":
            rows.setdefault(hint.rpartition(":")[2], []).append(at)
    return list(rows.values())


def list_captioned(hints: Sequence[str]) -> list[int]:
    """List the pictures with a caption right below: both stay, or neither.

    >>> list_captioned(["figure:pier.jpg", "caption", "figure:quay.jpg", ""])
    [0]
    """
    kinds = [_kind_of(hint) for hint in hints]
    return [at for at, pair in enumerate(pairwise(kinds)) if pair == ("figure", "caption")]


def decode_roles(
    scores: Floats,
    step: Floats,
    fixed: Mapping[int, Role] | None = None,
    held: Collection[int] = (),
) -> list[int]:
    """Find the best sequence of roles with at most one run of titles (Viterbi algorithm).

    `scores` [lines, 16] has at least one line; `step` [16, 16] is what a role adds that follows
    another. A `fixed` title does not count as the one title. Lines that are `held` have the role
    of the line above, with which they are one paragraph.

    >>> scores = np.zeros((2, len(ROLES)), np.float32)
    >>> scores[0, ROLES.index("title")] = scores[1, ROLES.index("body")] = 1
    >>> step = np.zeros((16, 16), np.float32)
    >>> [ROLES[role] for role in decode_roles(scores, step)]
    ['title', 'body']
    >>> len({*decode_roles(scores, step, held=(1,))})
    1
    """
    count, roles = scores.shape
    # Each role twice: before the title is over, and after it.
    states = 2 * roles
    move = np.full((states, states), -_NEVER, np.float32)
    move[:roles, :roles] = step
    move[_TITLE, :roles] = -_NEVER
    move[_TITLE, _TITLE] = step[_TITLE, _TITLE]
    move[_TITLE, roles:] = step[_TITLE]
    move[roles:, roles:] = step
    emitted = np.concatenate([scores, scores], axis=1)
    emitted[:, roles + _TITLE] = -_NEVER
    for at, role in (fixed or {}).items():
        if role == "title":
            emitted[at, roles + _TITLE] = 0
    best = emitted[0].copy()
    best[roles:] = -_NEVER
    if (fixed or {}).get(0) == "title":
        best[roles + _TITLE] = 0
    back = np.zeros((count, states), np.int64)
    every = np.arange(states)
    hold = np.where(np.eye(states, dtype=bool), np.float32(0), np.float32(-_NEVER))
    for at in range(1, count):
        reached = best[:, None] + (hold if at in held else move)
        back[at] = reached.argmax(axis=0)
        best = reached[back[at], every] + emitted[at]
    state = int(best.argmax())
    found = [state]
    for at in range(count - 1, 0, -1):
        state = int(back[at, state])
        found.append(state)
    return [state % roles for state in reversed(found)]


def _find_doubts(
    path: Sequence[int], marginals: Floats, features: Features, certain: Collection[int]
) -> tuple[LabelDoubt, ...]:
    """List the choices that somebody should look at; on `certain` lines there was none."""
    furniture = marginals[:, _FURNITURE]
    dropped = np.array([role == _FURNITURE and at not in certain for at, role in enumerate(path)])
    doubts = []
    for at, is_dropped in enumerate(dropped):
        if is_dropped and furniture[at] < SURE:
            doubts.append(LabelDoubt("dropped", (at,), float(furniture[at])))
        elif not is_dropped and at not in certain and furniture[at] > 1 - SURE:
            doubts.append(LabelDoubt("kept", (at,), float(1 - furniture[at])))
    prose = features.column("prose")
    starts = np.flatnonzero(dropped & ~np.append(False, dropped[:-1]))
    ends = np.flatnonzero(dropped & ~np.append(dropped[1:], False)) + 1
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if prose[start:end].sum() > BULK * prose.sum():
            lines = tuple(range(start, end))
            doubts.append(LabelDoubt("bulk", lines, float(furniture[start:end].min())))
    return tuple(doubts)


def _kind_of(hint: str) -> str:
    return hint.partition("|")[0].partition(":")[0]


def _soften(logits: Floats) -> Floats:
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    normal: Floats = odds / odds.sum(axis=1, keepdims=True)
    return normal
