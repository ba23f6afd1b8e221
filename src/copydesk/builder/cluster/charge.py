"""What a worker on a cluster is told of a build, and its act: that of the build on pickles.

A Dask worker handles bytes alone. What they hold is read by the parent and by the worker processes
that it keeps, so that it imports nothing of the line and stays small however many documents pass
through it.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from copydesk.builder import versions
from copydesk.builder.workers.protocol import Act, Bounds
from copydesk.errors import ToolError

#: Differences of a worker that are named.
SHOWN: Final = 4

Versions: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
"""As `versions.machine_versions` gives them."""


@dataclass(frozen=True, slots=True)
class Charge:
    """What a worker is told of a build: `make` is that of its `WorkerSpec`, pickled.

    `token` is a file of the parent's, with `secret` in it as long as the build goes on.
    """

    make: bytes
    bounds: Bounds
    versions: Versions
    token: str
    secret: bytes

    def sees_folder(self) -> bool:
        """Whether the desk's folder is seen from here."""
        try:
            return Path(self.token).read_bytes() == self.secret
        except OSError:
            return False


class ChargedAct:
    """The act of a worker process: a pickled payload gives a pickled result.

    Where another copydesk or other tools are installed, which would make other bytes, it does
    nothing, and the answer to everything is what differs, in a `str`. So is the answer to no
    payload: "" where nothing differs.
    """

    def __init__(self, charge: Charge) -> None:
        self._unlike = _explain_difference(charge.versions, versions.machine_versions())
        self._charge = charge
        self._act: Act | None = None

    def __call__(self, payload: bytes) -> bytes | str:
        if self._unlike or not payload:
            return self._unlike
        if self._act is None:
            self._act = pickle.loads(self._charge.make)()  # noqa: S301  from the build's parent
        return pickle.dumps(self._act(pickle.loads(payload)))  # noqa: S301  as above

    def close(self) -> None:
        """End what the act has started."""
        close: Any = getattr(self._act, "close", None)
        if close:
            close()


def _explain_difference(ours: Versions, theirs: Versions) -> str:
    """What another machine has otherwise, as the end of a sentence; "" when nothing is.

    >>> _explain_difference(("a", (("lxml", "6.1"),)), ("a", (("lxml", "6.0"),)))
    'has lxml 6.0 in place of 6.1'
    """
    (code, tools), (other, others) = ours, theirs
    was, now = dict(tools), dict(others)
    rows = ["another version of copydesk"] if code != other else []
    rows += [
        f"{name} {now.get(name, 'none')} in place of {was.get(name, 'none')}"
        for name in sorted(was.keys() | now.keys())
        if was.get(name) != now.get(name)
    ]
    more = f" and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
    return f"has {', '.join(rows[:SHOWN])}{more}" if rows else ""


def unfit(worker: str, why: str, *, blind: bool = False) -> ToolError:
    """Somebody of the cluster cannot do the work; `why` completes the sentence.

    One that is `blind` only lacks the desk's folder.
    """
    if blind:
        hint = "let every worker see the folder at the same path, or build without a cluster: -j"
        return ToolError(f"{worker} of the cluster {why}", hint=hint, code="cluster.folder")
    hint = (
        "install the same copydesk, Dask, tools and fonts on every machine of the cluster, the"
        " scheduler's included, and restart them"
    )
    return ToolError(f"{worker} of the cluster {why}", hint=hint, code="cluster.version")
