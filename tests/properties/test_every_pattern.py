"""Row 15: patterns of the whole package take time that grows with their text, and no faster.

Promised: editing and reading a text take time that grows with its length. Those of `clean/`, which
look at whatever an author wrote, are all held to that (`test_pattern_growth.py`). Elsewhere some
are shown short pieces, or lines whose blanks are one each, and need not hold; they are listed in
`tests/cases/patterns.toml` with a text that is hard for them. Whoever adds another to the package
hears of it, and the list is strict: what is mended leaves it. That no text reaches one of them at
length is tried with the texts of the list on the whole line.
"""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from patterns import UNREAD, at_one_place, everywhere, modules, patterns, slow, tried_at_one_place

import copydesk
from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Decisions

pytestmark = pytest.mark.soak

CASES = Path(__file__).parents[1] / "cases" / "patterns.toml"
GROWING: dict[str, str] = tomllib.loads(CASES.read_text("utf-8"))["growing"]
#: A text below this shows no growth, and no harm.
QUICK = 0.5
PROSE = "The harbour was sold, and nobody asked the miller about it at all (Carr, 2011). " * 3
PLACES = {
    "text": f"A mill\n\nBy Ada Lovell\n\n{PROSE}\n\nIt was {{}} so.\n\n{PROSE}\n",
    "entry": f"A mill\n\nBy Ada Lovell\n\n{PROSE}\n\nReferences\n\nCarr, E. (2011) A {{}} mill.\n",
    "byline": f"A mill\n\nBy Ada Lovell {{}} x\n\n{PROSE}\n\n{PROSE}\n",
}


def distinct():
    """Every pattern outside `clean/` once, by the first place where it stands."""
    package = [one for one in modules(copydesk, UNREAD) if "copydesk.clean" not in one.__name__]
    found = {}
    for name, pattern in patterns(package).items():
        if ", line " not in name:
            found.setdefault((pattern.pattern, pattern.flags), (name, pattern))
    return dict(found.values())


FOUND = distinct()
POINTED = tried_at_one_place(copydesk)


def is_slow(name: str) -> bool:
    module, _, last = name.partition(" ")[0].rpartition(".")
    only = f"{module}.{last}" if last.startswith("_") else last
    return bool(slow(FOUND[name], at_one_place if only in POINTED else everywhere))


@pytest.mark.parametrize("name", sorted(FOUND.keys() - GROWING.keys()))
def test_the_work_of_a_pattern_grows_no_faster_than_its_text(name: str) -> None:
    assert not is_slow(name)


@pytest.mark.parametrize("name", sorted(GROWING))
def test_what_is_mended_leaves_the_list(name: str) -> None:
    assert name in FOUND
    assert is_slow(name)


def spent(unit: str, size: int, place: str) -> float:
    text = PLACES[place].format((unit * size)[:size])
    start = time.process_time()
    pipeline.read_and_compose(text.encode(), "a.txt", Config(), Decisions())
    return time.process_time() - start


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("unit", sorted({*GROWING.values()}))
def test_no_text_reaches_them_at_length(unit: str, place: str) -> None:
    least = min(spent(unit, 20_000, place) for _ in range(2))
    assert least < QUICK or least < 2.9 * min(spent(unit, 10_000, place) for _ in range(3))
