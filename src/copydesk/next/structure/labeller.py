"""Give each line of a text its role: one learned net, a few masks, one decoding.

A net of dilated convolutions (trained by `tools/train_labeller.py`, run here by numpy) gives
each line the odds of its sixteen roles. `label_lines` turns them into roles by the Viterbi
algorithm under masks, all set before decoding; nothing changes a role afterwards:

1. roles that the caller fixes are law;
2. the site gate: on a text without a site around it only lines of a mechanical frame (front
   matter, mail heads, page numbers, print stamps) can be furniture;
3. zones of a page that are never the article (`nav`, `comments`, `form`, `hidden`);
4. hints of the file's format allow only some roles;
5. the rows of a table have one role;
6. a text has one title, of one or more adjoining lines.

To lose a line of the author's is ten times as bad as to keep one of the site's; the costs
below were chosen so on documents held out of training.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, cast, get_args

import numpy as np
from numpy.typing import NDArray

from copydesk.model import Line, Role
from copydesk.next.structure import words as lexicon
from copydesk.next.structure.features import (
    BAGS,
    COLUMNS,
    WORDS_IN_A_BAG,
    Evidence,
    Features,
    Floats,
    compute_features,
)

ROLES: Final[tuple[Role, ...]] = get_args(Role)
_INDEX: Final[Mapping[str, int]] = {role: at for at, role in enumerate(ROLES)}
_FURNITURE: Final = _INDEX["furniture"]
_TITLE: Final = _INDEX["title"]
_PROSE: Final = tuple(_INDEX[role] for role in ("body", "heading", "list", "quote"))

MODEL: Final = Path(__file__).parents[2] / "data" / "models" / "labeller.bin"

#: Nats that a line's furniture must be ahead by before it is dropped.
FURNITURE_COST: Final = 0.8
#: How much the split between the author's roles weighs against the choice keep or drop.
ROLE_SHARE: Final = 0.6
#: Weight of how often a role follows another.
TRANSITION: Final = 0.3
#: Nats that a role costs which a line's hint does not allow.
HINT_COST: Final = 6.0
#: Nats for what a mask forbids.
_NEVER: Final = 1e4

#: Zones of a page whose lines are never the article's.
FOREIGN_ZONES: Final = frozenset(("nav", "comments", "form", "hidden"))
#: Kind of hint and the roles that its lines can have beside furniture.
HINT_ROLES: Final[Mapping[str, frozenset[str]]] = {
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
}


DoubtKind: TypeAlias = Literal["dropped", "kept", "bulk"]


@dataclass(frozen=True, slots=True)
class Doubt:
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
    doubts: tuple[Doubt, ...]
    has_site: bool


@dataclass(frozen=True, slots=True)
class Net:
    """The arrays of one trained net."""

    words: NDArray[np.uint32]
    arrays: Mapping[str, Floats]
    dilations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """What `tools/train_labeller.py` writes: nets, and how often a role follows another."""

    nets: tuple[Net, ...]
    transitions: Floats
    notice: str


@cache
def load_model(path: Path = MODEL) -> Model:
    """Read a model file, once in a process.

    Raises ValueError when it was trained for other columns or roles than the code has.
    """
    return parse_model(path.read_bytes())


def parse_model(data: bytes) -> Model:
    """Read a model from the bytes of its file: a line of JSON, then arrays under zlib.

    Raises ValueError when columns or roles are not those of the code.
    """
    head, _, packed = data.partition(b"\n")
    told: dict[str, Any] = json.loads(head)
    if tuple(told["columns"]) != COLUMNS or tuple(told["roles"]) != ROLES:
        raise ValueError("the model was trained for other features: run `tools/train_labeller.py`")
    raw = zlib.decompress(packed)
    arrays: dict[str, NDArray[Any]] = {}
    at = 0
    for name, kind, shape in told["arrays"]:
        size = int(np.prod(shape)) * np.dtype(kind).itemsize
        arrays[name] = np.frombuffer(raw, kind, int(np.prod(shape)), at).reshape(shape)
        at += size
    nets = []
    for number in range(told["nets"]):
        prefix = f"{number}."
        own = {
            name.removeprefix(prefix): array
            for name, array in arrays.items()
            if name.startswith(prefix)
        }
        floats = {
            name: array.astype(np.float32) * own[f"{name}:scale"]
            if f"{name}:scale" in own
            else array
            for name, array in own.items()
            if name != "words" and not name.endswith(":scale")
        }
        nets.append(Net(own["words"], floats, tuple(told["dilations"])))
    return Model(tuple(nets), arrays["transitions"], told["notice"])


def run_net(net: Net, features: Features) -> Floats:
    """Compute the logits [lines, 16] of one net.

    The layers are those of `LineNet` in `tools/labeller_net.py`.
    """
    arrays = net.arrays
    figures = np.clip((features.matrix - arrays["mean"]) / arrays["spread"], -4, 4)
    places = np.searchsorted(net.words, features.ids)
    places[places == len(net.words)] = 0
    numbers = np.where(net.words[places] == features.ids, places + 1, 0)
    vectors = arrays["vectors.weight"][numbers]
    bags, start = [], 0
    for size in WORDS_IN_A_BAG[:BAGS]:
        known = (numbers[:, start : start + size] > 0).sum(axis=1, keepdims=True)
        bags.append(vectors[:, start : start + size].sum(axis=1) / np.maximum(known, 1))
        start += size
    h = _rectify(
        np.concatenate([figures, *bags], axis=1) @ arrays["first.weight"].T + arrays["first.bias"]
    )
    for layer, dilation in enumerate(net.dilations):
        normed = _normalise(h, arrays, f"norms.{layer}")
        blank = np.zeros((min(dilation, len(h)), h.shape[1]), np.float32)
        before = np.concatenate([blank, normed[: len(h) - len(blank)]])
        after = np.concatenate([normed[len(blank) :], blank])
        weight, bias = arrays[f"layers.{layer}.weight"], arrays[f"layers.{layer}.bias"]
        h = h + _rectify(np.concatenate([before, normed, after], axis=1) @ weight.T + bias)
        if layer == len(net.dilations) // 2:
            whole = np.concatenate([h.mean(axis=0), h.max(axis=0)])
            h = h + _rectify(arrays["whole.weight"] @ whole + arrays["whole.bias"])
    logits: Floats = (
        _normalise(h, arrays, "last_norm") @ arrays["last.weight"].T + arrays["last.bias"]
    )
    return logits


def _rectify(values: Floats) -> Floats:
    return np.maximum(values, 0)


def _normalise(values: Floats, arrays: Mapping[str, Floats], name: str) -> Floats:
    centred = values - values.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + 1e-5)
    scaled: Floats = centred / spread * arrays[f"{name}.weight"] + arrays[f"{name}.bias"]
    return scaled


@dataclass(frozen=True, slots=True)
class Costs:
    """The figures of decoding, in nats; the defaults are those of the module."""

    furniture: float = FURNITURE_COST
    share: float = ROLE_SHARE
    transition: float = TRANSITION
    hint: float = HINT_COST


def score_roles(logits: Floats, costs: Costs = Costs()) -> Floats:
    """Turn logits into scores [lines, 16] in which keep or drop comes before the kind of role.

    A line whose odds are split between paragraph, item and heading is the author's all the
    same: the split counts only `costs.share`, and furniture pays `costs.furniture`.
    """
    shifted = logits - logits.max(axis=1, keepdims=True)
    odds = np.exp(shifted)
    odds /= odds.sum(axis=1, keepdims=True)
    keep = np.maximum(1 - odds[:, _FURNITURE], 1e-6)
    split = np.log(np.maximum(odds, 1e-7) / keep[:, None])
    scores = np.log(keep)[:, None] + costs.share * split
    best = np.delete(split, _FURNITURE, axis=1).max(axis=1)
    scores -= costs.share * best[:, None]  # the likeliest role of the author's costs nothing
    scores[:, _FURNITURE] = np.log(np.maximum(odds[:, _FURNITURE], 1e-6)) - costs.furniture
    return cast("Floats", scores.astype(np.float32))


def decode_roles(
    scores: Floats,
    transitions: Floats,
    costs: Costs = Costs(),
    fixed: Mapping[int, int] | None = None,
) -> list[int]:
    """Find the best sequence of roles with at most one run of titles (Viterbi algorithm).

    `fixed` lines have their role whatever it costs, and do not count as the one title.
    """
    count, roles = scores.shape
    if not count:
        return []
    step = costs.transition * transitions
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
        if role == _TITLE:
            emitted[at, roles + _TITLE] = scores[at, _TITLE]
    best = emitted[0].copy()
    best[roles:] = -_NEVER
    back = np.zeros((count, states), np.int64)
    every = np.arange(states)
    for at in range(1, count):
        reached = best[:, None] + move
        back[at] = reached.argmax(axis=0)
        best = reached[back[at], every] + emitted[at]
    state = int(best.argmax())
    found = [state]
    for at in range(count - 1, 0, -1):
        state = int(back[at, state])
        found.append(state)
    return [state % roles for state in reversed(found)]


def mask_scores(
    scores: Floats,
    features: Features,
    hints: Sequence[str],
    zones: Sequence[str],
    fixed: Mapping[int, Role],
    *,
    has_site: bool,
    costs: Costs = Costs(),
) -> Floats:
    """Put every mask on `scores`; the module's docstring lists them."""
    masked = scores.copy()
    if not has_site:
        masked[~find_frame(features), _FURNITURE] -= _NEVER
    for at, zone in enumerate(zones):
        if zone in FOREIGN_ZONES:
            masked[at] -= _NEVER
            masked[at, _FURNITURE] = 0
    for at, hint in enumerate(hints):
        allowed = HINT_ROLES.get(_kind_of(hint))
        if allowed is not None:
            for role, place in _INDEX.items():
                if role not in allowed and role != "furniture":
                    masked[at, place] -= costs.hint
    for rows in list_tables(hints):
        mean = masked[rows].mean(axis=0)
        masked[rows] = mean
    for at, role in fixed.items():
        masked[at] -= _NEVER
        masked[at, _INDEX[role]] = 0
    return masked


def find_frame(features: Features) -> NDArray[np.bool_]:
    """Which lines are of a mechanical frame: front matter, mail heads, page numbers, stamps.

    Such lines stand on texts without a site too.
    """
    columns = features.matrix
    alike = columns[:, _COLUMN["alike"]] * 3
    stamp = columns[:, _COLUMN["pager"]] + columns[:, _COLUMN["date"]] + columns[:, _COLUMN["url"]]
    return cast(
        "NDArray[np.bool_]",
        (columns[:, _COLUMN["alone_in_head"]] > 0)
        | (columns[:, _COLUMN["lone_sign"]] > 0)
        | (columns[:, _COLUMN["pager"]] * (columns[:, _COLUMN["words"]] < np.log1p(4)) > 0)
        | ((columns[:, _COLUMN["lone_number"]] > 0) & (columns[:, _COLUMN["length"]] < np.log1p(9)))
        | ((alike >= 2) & (stamp > 0) & (columns[:, _COLUMN["words"]] < np.log1p(25)))
        | (columns[:, _COLUMN["markdown_image"]] > 0)
        | (columns[:, _COLUMN["mail_frame"]] > 0),
    )


def list_tables(hints: Sequence[str]) -> list[list[int]]:
    """The rows of each table, as indices.

    >>> list_tables(["", "table:header:1", "table:row:1", "table:row:2"])
    [[1, 2], [3]]
    """
    rows: dict[str, list[int]] = {}
    for at, hint in enumerate(hints):
        if _kind_of(hint) == "table":
            rows.setdefault(hint.rpartition(":")[2], []).append(at)
    return list(rows.values())


def _kind_of(hint: str) -> str:
    return hint.partition("|")[0].partition(":")[0]


_COLUMN: Final[Mapping[str, int]] = {name: at for at, name in enumerate(COLUMNS)}


def compute_odds(features: Features, model: Model) -> Floats:
    """The logits [lines, 16] of the model: the mean of its nets'."""
    total = run_net(model.nets[0], features)
    for net in model.nets[1:]:
        total = total + run_net(net, features)
    return total / np.float32(len(model.nets))


#: Kinds of site phrases that are words which authors set as headings too.
_WEAK: Final = lexicon.WEAK_KINDS
#: The sum of the odds of furniture, outside frames, from which a text has a site around it.
SITE_MASS: Final = 3.0
#: A dropped line is a doubt below these odds, a kept one above.
SURE: Final = 0.9
#: The share of a text's prose whose loss is a doubt of its own.
BULK: Final = 0.1


def find_site(features: Features, logits: Floats, zones: Sequence[str] = ()) -> bool:
    """Decide whether there is a site around a text: else no line of it is furniture."""
    if any(zone in FOREIGN_ZONES for zone in zones):
        return True
    odds = _soften(logits)[:, _FURNITURE]
    return bool(odds[~find_frame(features)].sum() >= SITE_MASS)


def label_features(
    features: Features,
    model: Model,
    *,
    hints: Sequence[str] = (),
    zones: Sequence[str] = (),
    fixed: Mapping[int, Role] | None = None,
    costs: Costs = Costs(),
) -> Labels:
    """Label lines that are measured already; `fixed` counts them from 0."""
    if not len(features.matrix):
        return Labels((), np.zeros((0, len(ROLES)), np.float32), (), has_site=False)
    logits = compute_odds(features, model)
    return label_logits(
        logits, features, model.transitions, hints=hints, zones=zones, fixed=fixed, costs=costs
    )


def label_logits(
    logits: Floats,
    features: Features,
    transitions: Floats,
    *,
    hints: Sequence[str] = (),
    zones: Sequence[str] = (),
    fixed: Mapping[int, Role] | None = None,
    costs: Costs = Costs(),
) -> Labels:
    """Decode logits under all masks."""
    law = dict(fixed or {})
    has_site = find_site(features, logits, zones)
    scores = mask_scores(
        score_roles(logits, costs), features, hints, zones, law, has_site=has_site, costs=costs
    )
    path = decode_roles(scores, transitions, costs, {at: _INDEX[role] for at, role in law.items()})
    open_odds = mask_scores(
        np.log(_soften(logits) + 1e-7), features, hints, zones, law, has_site=has_site, costs=costs
    )
    marginals = _soften(open_odds)
    doubts = find_doubts(path, marginals, features, law)
    return Labels(tuple(ROLES[role] for role in path), marginals, doubts, has_site)


def find_doubts(
    path: Sequence[int], marginals: Floats, features: Features, fixed: Mapping[int, Role]
) -> tuple[Doubt, ...]:
    """List the choices that somebody should look at; what the caller fixed is none."""
    furniture = marginals[:, _FURNITURE]
    dropped = np.array(path) == _FURNITURE
    doubts = []
    for at, lost in enumerate(dropped):
        if at in fixed:
            continue
        if lost and furniture[at] < SURE:
            doubts.append(Doubt("dropped", (at,), float(furniture[at])))
        elif not lost and furniture[at] > 1 - (1 - SURE) * 2:
            doubts.append(Doubt("kept", (at,), float(1 - furniture[at])))
    prose = features.matrix[:, _COLUMN["prose"]]
    total = float(prose.sum())
    start = 0
    while start < len(dropped):
        end = start
        while end < len(dropped) and dropped[end] and end not in fixed:
            end += 1
        if end > start and float(prose[start:end].sum()) > BULK * total:
            doubts.append(
                Doubt("bulk", tuple(range(start, end)), float(furniture[start:end].min()))
            )
        start = end + 1
    return tuple(doubts)


def label_lines(
    lines: Sequence[Line],
    evidence: Evidence = Evidence(),
    fixed: Mapping[int, Role] | None = None,
    model: Model | None = None,
) -> Labels:
    """Give each line with visible text its role.

    `lines` are all lines of a text, empty ones too; the result counts those with visible
    signs alone. `fixed` gives roles that are law, by `Line.number`. Evidence has a hint or a
    main-text vote for each line with visible signs; hints are taken from the lines when it
    brings none, and votes from their zones. Raises ValueError when the numbers of hints or
    votes do not fit.

    >>> lines = [Line(1, "The sea lends."), Line(2, ""), Line(3, "A rope remembers its knots.")]
    >>> label_lines(lines).has_site, len(label_lines(lines).roles)
    (False, 2)
    >>> label_lines(lines, fixed={3: "quote"}).roles[1]
    'quote'
    """
    visible, gaps, gap = [], [], 0
    for line in lines:
        if line.text.strip():
            visible.append(line)
            gaps.append(gap)
            gap = 0
        else:
            gap += 1
    hints = [line.hint for line in visible]
    zones = [line.zone for line in visible]
    for given in (evidence.main, evidence.hints):
        if given and len(given) != len(visible):
            raise ValueError(f"{len(visible)} lines have evidence for {len(given)}")
    if not evidence.main and "main" in zones:
        evidence = replace(evidence, main=tuple(float(zone == "main") for zone in zones))
    if not evidence.hints and any(hints):
        evidence = replace(evidence, hints=tuple(hints))
    features = compute_features([line.text for line in visible], gaps, evidence)
    places = {line.number: at for at, line in enumerate(visible)}
    law = {places[number]: role for number, role in (fixed or {}).items() if number in places}
    return label_features(features, model or load_model(), hints=hints, zones=zones, fixed=law)


def _soften(logits: Floats) -> Floats:
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    normal: Floats = odds / odds.sum(axis=1, keepdims=True)
    return normal
