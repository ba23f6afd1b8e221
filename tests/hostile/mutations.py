"""Switches off what holds a hazard, one mechanism after the other, and wants the tests to see it.

    python tests/hostile/mutations.py [--take COUNT --seed WORD] [ROW …]

A copy of the checkout is changed as `mutations.toml` says. The tests of every row must pass
before, and fail afterwards; each mutation is told in a line, and the exit code is 1 when one was
noticed by nobody. With `--take` only so many are tried, which `--seed` chooses.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
TABLE: Final = Path(__file__).with_suffix(".toml")
#: What tests need of a checkout.
COPIED: Final = ("src", "tests", "source", ".ci", "pyproject.toml", "requirements.lock", "Makefile",
                 "README.md", "SECURITY.md", "CHANGELOG.md", "LICENSE")  # fmt: skip
#: How pytest ends when tests failed; all else is a mistake in the table, or no end at all.
FAILED: Final = 1
#: Seconds after which tests hang, which is not how they are to notice.
PATIENCE: Final = 1_800.0


@dataclass(frozen=True, slots=True)
class Mutation:
    """A mechanism of a row of the register that is switched off, and who is to notice."""

    row: int
    off: str
    file: str
    was: str
    now: str
    tests: tuple[str, ...]

    def of(self, text: str) -> str:
        """`text`, which is that of the file, with the mechanism off."""
        if text.count(self.was) != 1:
            raise ValueError(f"row {self.row}: `{self.was}` does not stand once in {self.file}")
        return text.replace(self.was, self.now)


def table() -> tuple[Mutation, ...]:
    """All mutations, in the order of the register."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8"))["mutation"]
    return tuple(Mutation(**{**row, "tests": tuple(row["tests"])}) for row in rows)


class Copy:
    """A checkout of its own, in which something may be broken."""

    def __init__(self, root: Path) -> None:
        self._root = root
        unwanted = shutil.ignore_patterns("__pycache__", "node_modules", ".hypothesis")
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, root / name, ignore=unwanted)
            else:
                shutil.copy2(ROOT / name, root)

    def run(self, tests: Collection[str]) -> tuple[int, str]:
        """How pytest ends with `tests` here, and what it said."""
        run = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
        own = {**os.environ, "PYTHONPATH": str(self._root / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            with subprocess.Popen(
                run, cwd=self._root, env=own, stdout=said, stderr=said, start_new_session=True
            ) as running:
                try:
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        running.wait(PATIENCE)
                finally:
                    if running.poll() is None:  # with what it has started
                        os.killpg(running.pid, signal.SIGKILL)
            said.seek(0)
            return running.returncode, said.read()

    def is_seen(self, mutation: Mutation) -> bool:
        """Whether the tests of `mutation` fail while it is in force."""
        place = self._root / mutation.file
        whole = place.read_text(encoding="utf-8")
        place.write_text(mutation.of(whole), encoding="utf-8")
        try:
            return self.run(mutation.tests)[0] == FAILED
        finally:
            place.write_text(whole, encoding="utf-8")


def tried(mutations: Sequence[Mutation]) -> int:
    """Try `mutations`, tell of each, and count those that nobody noticed."""
    unseen = 0
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Copy(Path(folder))
        code, said = copy.run(sorted({test for one in mutations for test in one.tests}))
        if code:
            print(said)
            raise SystemExit("the tests fail before anything is switched off")
        for one in mutations:
            begun = time.monotonic()
            seen = copy.is_seen(one)
            unseen += not seen
            word = "noticed" if seen else "NOTICED BY NOBODY"
            print(
                f"row {one.row:2}  {word}  {time.monotonic() - begun:5.1f} s  {one.off}", flush=True
            )
    return unseen


def main() -> int:
    """Do what the module says."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rows", nargs="*", type=int, metavar="ROW")
    parser.add_argument("--take", type=int, metavar="COUNT")
    parser.add_argument("--seed", default="", metavar="WORD")
    given = parser.parse_args()
    chosen = [one for one in table() if not given.rows or one.row in given.rows]
    if given.take is not None:
        chosen = random.Random(given.seed).sample(chosen, min(given.take, len(chosen)))  # noqa: S311
    return 1 if tried(chosen) else 0


if __name__ == "__main__":
    sys.exit(main())
