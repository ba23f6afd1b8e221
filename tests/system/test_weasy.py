"""WeasyPrint is imported without a search by other programs."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest

from places import ROOT

pytestmark = pytest.mark.check

SCRIPT = """
import ctypes.util, os, subprocess, sys
started = []
def note(event, arguments):
    if event in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system"):
        started.append(arguments[0])
sys.addaudithook(note)
before = ctypes.util.find_library
import {module}
assert ctypes.util.find_library is before
print(len(started), "weasyprint" in sys.modules)
"""


def started_by(module: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", SCRIPT.format(module=module)],
                          capture_output=True, text=True, check=True, timeout=120)  # fmt: skip
    return done.stdout.split()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no program looks for libraries")
def test_it_starts_no_program() -> None:
    assert started_by("copydesk.system.weasy") == ["0", "True"]
    assert started_by("weasyprint") != ["0", "True"]  # or the door is of no use any more


def test_nobody_else_opens_it() -> None:
    """But for those whom WeasyPrint itself calls, or who work on it when it is there."""
    package = ROOT / "src" / "copydesk"
    inside = {
        "system/weasy.py", "system/fetch.py",
        *(f"writers/pdf/{name}.py" for name in ("patches", "glyphs")),
    }  # fmt: skip
    assert inside >= {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if _imports(path.read_text(encoding="utf-8"))
    }


def _imports(source: str) -> bool:
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module or ""]
        if any(name.partition(".")[0] == "weasyprint" for name in names):
            return True
    return False
