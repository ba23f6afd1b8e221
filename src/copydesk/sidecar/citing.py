"""What a citation means and how an entry reads, written into a sidecar or taken out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from copydesk.model import CitationDecision, ReferenceDecision
from copydesk.sidecar.values import letters
from copydesk.sidecar.writing import Change, append, revise, take_out

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_Test: TypeAlias = Callable[[Mapping[str, Any]], bool]


def cite(path: Path, decision: CitationDecision) -> None:
    """Write `decision` into the sidecar at `path`, over an earlier one on the same citation.

    One without a place takes the place of all that were made on the same words. Keeps and
    raises as `writing.decide` does.
    """
    revise(path, citing_as(decision))


def citing_as(decision: CitationDecision) -> Change:
    """The change of a sidecar that `cite` makes."""
    values = {name: value for name, value in asdict(decision).items() if value}

    def enter(document: TOMLDocument) -> None:
        if not decision.place:
            take_out(document, "citation", _made_on(decision))
        same = [row for row in document.get("citation", []) if _made_on(decision)(row)]
        if not same:
            append(document, "citation", asdict(decision))
            return
        row = same[-1]
        for name in ("key", "entry", "verdict"):
            if name in values:
                row[name] = values[name]
            else:
                row.pop(name, None)

    return enter


def uncite(path: Path, decision: CitationDecision) -> bool:
    """Take out of the sidecar at `path` what was decided on the citation of `decision`.

    Whether there was something. Without a place it is all that was decided on its words.
    Keeps and raises as `writing.decide` does.
    """
    return _revised_without(path, "citation", _made_on(decision))


def correct(path: Path, decision: ReferenceDecision) -> None:
    """Write `decision` into the sidecar at `path`, its fields over earlier ones of the entry.

    Keeps and raises as `writing.decide` does.
    """
    revise(path, correcting(decision))


def correcting(decision: ReferenceDecision) -> Change:
    """The change of a sidecar that `correct` makes."""

    def enter(document: TOMLDocument) -> None:
        rows = [row for row in document.get("reference", []) if _of_entry(decision.raw)(row)]
        if not rows:
            append(document, "reference", asdict(decision))
            return
        row = rows[-1]
        if "csl" not in row:
            import tomlkit  # only writing needs it, and it is slow to import

            row["csl"] = tomlkit.inline_table()
        row["csl"].update(decision.csl)
        for name in ("settled", "source", "retrieved"):
            if value := getattr(decision, name):
                row[name] = value

    return enter


def forget(path: Path, raw: str) -> bool:
    """Take every correction of the entry `raw` out of the sidecar at `path`.

    Whether there was one. Keeps and raises as `writing.decide` does.
    """
    return _revised_without(path, "reference", _of_entry(raw))


def _revised_without(path: Path, table: str, unwanted: _Test) -> bool:
    taken = False

    def enter(document: TOMLDocument) -> None:
        nonlocal taken
        taken = take_out(document, table, unwanted)

    revise(path, enter)
    return taken


def _made_on(decision: CitationDecision) -> _Test:
    """Whether a row is a decision on the same words, and at the same place if there is one."""
    text, place = letters(decision.text), letters(decision.place)

    def test(row: Mapping[str, Any]) -> bool:
        there = letters(str(row.get("place", "")))
        return letters(str(row.get("text", ""))) == text and (not place or there == place)

    return test


def _of_entry(raw: str) -> _Test:
    wanted = raw.split()
    return lambda row: str(row.get("raw", "")).split() == wanted
