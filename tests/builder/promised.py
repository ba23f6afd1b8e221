"""What a build promises to be the same each time: not the timings, nor what the desk remembers."""

from __future__ import annotations

from pathlib import Path

#: Files of the whole desk, which say when it was built and how long it took.
WHOLE = ("index.html", "quarantine.txt", "report.json")


def promised(root: Path) -> dict[str, bytes]:
    """Every file in the `dist/` of the desk at `root` but those; by its path there."""
    out = root / "dist"
    return {
        name: path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
        and ".desk" not in path.parts
        and (name := path.relative_to(out).as_posix()) not in WHOLE
    }
