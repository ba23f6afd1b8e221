"""The patterns of a package, and whether the time one takes grows with its text and no faster.

They are found where they lie, so that a new one is held to the law without a word about it:
in modules, in tuples and tables, behind caches, and in calls of `re`.
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
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType

from hard_texts import repeated, runs, units

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
#: What is no part of a build: a scheduler that need not be installed, and what makes models.
UNREAD = frozenset(("training", "__main__", "cluster"))
_POINTED = frozenset(("match", "fullmatch"))
_CALLS = frozenset(
    ("compile", "search", "match", "fullmatch", "finditer", "findall", "sub", "split")
)


def modules(package: ModuleType, without: frozenset[str] = frozenset()) -> Iterator[ModuleType]:
    """The modules of `package`, but for those below a name in `without`."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if without.isdisjoint(found.name.split(".")):
            yield importlib.import_module(found.name)


def patterns(of: Iterable[ModuleType]) -> dict[str, re.Pattern[str]]:
    """Every pattern of the modules `of`, by where it stands."""
    found: dict[str, re.Pattern[str]] = {}
    for module in of:
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


def tried_at_one_place(package: ModuleType) -> frozenset[str]:
    """The names of patterns in `package` that are matched where somebody points, never looked for.

    A private name counts in its own module alone, any other wherever it is used.
    """
    ways: dict[str, set[str]] = {}
    for module in modules(package, UNREAD):
        for node in ast.walk(_tree(module)):
            match node:
                case ast.Attribute(
                    value=ast.Name(id=name) | ast.Attribute(attr=name), attr=way
                ) if way in _CALLS:
                    owner = f"{module.__name__}." if name.startswith("_") else ""
                    ways.setdefault(owner + name, set()).add(way)
    return frozenset(name for name, found in ways.items() if found <= _POINTED)


def _tree(module: ModuleType) -> ast.Module:
    assert module.__file__ is not None
    return ast.parse(Path(module.__file__).read_text("utf-8"))


def _called(module: ModuleType) -> Iterator[tuple[int, re.Pattern[str]]]:
    """The patterns that stand as plain text in calls of `re`."""
    for node in ast.walk(_tree(module)):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=name),
                args=[ast.Constant(value=str(text)), *_],
            ) if name in _CALLS:
                yield node.lineno, re.compile(text)


Try = Callable[[re.Pattern[str], str], object]


def everywhere(pattern: re.Pattern[str], text: str) -> None:
    """Look for `pattern`; what is found is not kept, so that the collector has none."""
    deque(pattern.finditer(text), maxlen=0)


def at_one_place(pattern: re.Pattern[str], text: str) -> None:
    """Match `pattern` at the beginning."""
    pattern.match(text)


def spent(pattern: re.Pattern[str], text: str, tried: Try) -> float:
    """Seconds of work."""
    text += TAIL
    gc.disable()
    try:
        start = time.process_time()
        tried(pattern, text)
        return time.process_time() - start
    finally:
        gc.enable()


def grows_linearly(pattern: re.Pattern[str], text: str, tried: Try = everywhere) -> bool:
    """Whether `pattern` takes as long again for twice the text, by the least time seen."""
    for size in SIZES:
        if spent(pattern, text[:size], tried) < QUICK:
            continue
        pair, least = (text[: size // 2], text[:size]), [float("inf")] * 2
        for _ in range(RUNS):
            least = [min(least[at], spent(pattern, pair[at], tried)) for at in (0, 1)]
            if least[1] < QUICK or least[1] <= RATIO * least[0]:
                break
        else:
            return False
    return True


def slow(pattern: re.Pattern[str], tried: Try = everywhere) -> str:
    """The beginning of a text on which `pattern` does too much; "" if there is none."""
    size = SIZES[-1]
    texts = [repeated(unit, size) for unit in (*units(pattern), *BATTERY)]
    texts += runs(pattern, size)
    return next((text[:24] for text in texts if not grows_linearly(pattern, text, tried)), "")
