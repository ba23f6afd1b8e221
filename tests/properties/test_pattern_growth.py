"""Every pattern of the rules takes time that grows with its text, and no faster.

The patterns are found where they lie, so that a new rule is held to the law without a
word about it here: in modules, in tuples and tables, behind caches, and in calls of `re`.
"""

from __future__ import annotations

import ast
import gc
import importlib
import inspect
import pkgutil
import re
import time
from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest

from copydesk import rules
from hostile import repeated, runs, units

#: What people write, and the marks that rules look for, in long rows.
BATTERY = (
    " ", "a", "a ", "A", "1", "1,", ",", ", ", ".", ". ", "...", "“", "”", '"', ' "', "'", " '",
    "’", "‘", "(", "( ", ")", "[", "]", "-", " - ", "--", "–", "—", "e\u0301", "\u0301", "é", "Aa ",
    "A. ", "A.", "1.", "_", "/", "@", "#", "\t", "\u00a0", "\u00ad", "“a ” ", "a, ", "a.a", "a@",
)  # fmt: skip
#: Steps are small, so that what doubles with each letter is seen before it takes for ever.
SIZES = (*(int(16 * 1.5**step) for step in range(10)), 2_400, 9_600)
#: What no loop takes: a text that ends in it fails where it could have matched.
TAIL = "\x1a"
#: Below this no growth shows through the noise of the machine; a square is far above.
QUICK = 0.02
RATIO = 2.9
RUNS = 3
_CALLS = frozenset(
    ("compile", "search", "match", "fullmatch", "finditer", "findall", "sub", "split")
)


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}."):
        yield importlib.import_module(found.name)


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern of the rules, by where it stands."""
    found: dict[str, re.Pattern[str]] = {}
    for module in modules():
        for name, value in vars(module).items():
            if not name.startswith("__"):
                for number, pattern in enumerate(_held(value, module.__name__)):
                    found[f"{module.__name__}.{name} {number or ''}".strip()] = pattern
        for number, pattern in _called(module):
            found[f"{module.__name__}, line {number}"] = pattern
    return {name: pattern for name, pattern in found.items() if isinstance(pattern.pattern, str)}


def _held(value: object, owner: str, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """The patterns in `value` and in what it holds or remembers."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping) and depth < 4:
        for pair in value.items():
            yield from _held(pair, owner, depth + 1)
    elif isinstance(value, tuple | list | set | frozenset) and depth < 4:
        for one in value:
            yield from _held(one, owner, depth + 1)
    elif hasattr(value, "cache_info") and getattr(value, "__module__", "") == owner:
        wanted = inspect.signature(value).parameters.values()  # type: ignore[arg-type]
        if all(one.default is not one.empty for one in wanted):
            yield from _held(value(), owner, depth + 1)  # type: ignore[operator]


def _called(module: ModuleType) -> Iterator[tuple[int, re.Pattern[str]]]:
    """The patterns that stand as plain text in calls of `re`."""
    assert module.__file__ is not None
    for node in ast.walk(ast.parse(Path(module.__file__).read_text("utf-8"))):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=name),
                args=[ast.Constant(value=str(text)), *_],
            ) if name in _CALLS:
                yield node.lineno, re.compile(text)


def spent(pattern: re.Pattern[str], text: str) -> float:
    """Seconds of work; what is found is not kept, so that the collector has none."""
    text += TAIL
    gc.disable()
    try:
        start = time.process_time()
        deque(pattern.finditer(text), maxlen=0)
        return time.process_time() - start
    finally:
        gc.enable()


def grows_linearly(pattern: re.Pattern[str], text: str) -> bool:
    """Whether `pattern` takes as long again for twice the text, by the least time seen."""
    for size in SIZES:
        if spent(pattern, text[:size]) < QUICK:
            continue
        pair, least = (text[: size // 2], text[:size]), [float("inf")] * 2
        for _ in range(RUNS):
            least = [min(least[at], spent(pattern, pair[at])) for at in (0, 1)]
            if least[1] < QUICK or least[1] <= RATIO * least[0]:
                break
        else:
            return False
    return True


def slow(pattern: re.Pattern[str]) -> str:
    """The beginning of a text on which `pattern` does too much; "" if there is none."""
    size = SIZES[-1]
    texts = [repeated(unit, size) for unit in (*units(pattern), *BATTERY)]
    texts += runs(pattern, size)
    return next((text[:24] for text in texts if not grows_linearly(pattern, text)), "")


FOUND = patterns()


@pytest.mark.parametrize("name", FOUND)
def test_the_work_of_a_pattern_grows_with_the_text_and_no_faster(name: str) -> None:
    assert slow(FOUND[name]) == ""


def test_patterns_are_found_wherever_they_lie() -> None:
    assert {name.split(".")[2] for name in FOUND} >= {"spacing", "proof", "encoding", "quotes"}
    assert "copydesk.rules.encoding._sequences" in FOUND  # behind a cache
    assert any(name.startswith("copydesk.rules.proof, line") for name in FOUND)  # in a call


@pytest.mark.parametrize(
    "careless",
    [
        r"\s+$", r"(?:\w+)+%", r"[\w.]+@\w", r"(?:[^,]+,)*;", r"“[^”]+”", r"\d+(?:,\d+)*%",
        r"x.*y.*z",
        r"(?<=\d)[A-Z]?\d+\.", r"(?:ab|a|b)*c", r"the\s+(?:\w+\s+)*end",
    ],
)  # fmt: skip
def test_a_pattern_that_grows_faster_is_noticed(careless: str) -> None:
    assert slow(re.compile(careless))


@pytest.mark.parametrize(
    "careful",
    [
        r"(?<!\s)\s++$",
        r"(?<![\w.])[\w.]++@\w",
        r"“[^“”]{1,80}”",
        r"(?<![\d,])\d++(?:,\d++)*+%",
        r"[a-z]+",
    ],
)
def test_a_pattern_that_does_not_is_left_in_peace(careful: str) -> None:
    assert slow(re.compile(careful)) == ""
