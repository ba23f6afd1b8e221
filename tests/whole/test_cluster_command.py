"""`copydesk build --cluster local`: the same files, and nothing left of it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from builder.estuary import article
from builder.promised import promised
from copydesk import errors
from copydesk.composition import csl
from extras import brought
from offspring import below, gone, until

pytestmark = pytest.mark.check

brought("distributed")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

SIDECAR = 'title = "What they left"\n\n[settings.style]\ncsl = "house.csl"\n'
FORMATS = 'formats = ["md", "pdf"]\n'
BOOK = 'title = "Two harbours"\narticles = ["a1", "a2"]\nformats = ["epub"]\n'
FAULTY = 'title = "Nothing"\narticles = ["nobody"]\n'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with something of every kind, built by one worker of the command's own."""
    root = tmp_path_factory.mktemp("desk")
    source = root / "source"
    (source / "collections").mkdir(parents=True)
    (source / "a1.files").mkdir()
    for number in range(1, 4):
        (source / f"a{number}.txt").write_text(article(number), encoding="utf-8")
    (source / "empty.txt").write_bytes(b"")
    (source / "a1.files" / "quay.png").write_bytes(b"no picture")
    (source / "a2.txt.desk.toml").write_text(SIDECAR, encoding="utf-8")
    (source / "collections" / "two.toml").write_text(BOOK, encoding="utf-8")
    (source / "collections" / "none.toml").write_text(FAULTY, encoding="utf-8")
    (root / "house.csl").write_text(csl.load_style("apa").xml, encoding="utf-8")
    (root / "copydesk.toml").write_text(FORMATS, encoding="utf-8")
    assert command(root, "-j1").returncode == errors.USAGE
    return root


def command(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    full = [sys.executable, "-m", "copydesk", "-C", str(root), "build", *words]
    return subprocess.run(full, capture_output=True, text=True, check=False, timeout=180)


def another(built: Path, folder: Path) -> Path:
    """The same desk before it was built."""
    shutil.copytree(built, folder, ignore=shutil.ignore_patterns("dist"))
    return folder


def test_a_cluster_makes_the_same_files(built: Path, tmp_path: Path) -> None:
    root = another(built, tmp_path / "desk")
    ended = command(root, "--cluster", "local:2")
    assert ended.returncode == errors.USAGE, ended.stderr
    assert "there is no article `nobody`" in ended.stderr
    assert promised(root) == promised(built)
    assert sorted(path.name for path in (root / "dist" / ".desk").iterdir()) == sorted(
        path.name for path in (built / "dist" / ".desk").iterdir()
    )
    assert "4 up to date" in command(root).stderr


def test_a_missing_output_alone_is_made_elsewhere(built: Path, tmp_path: Path) -> None:
    root = shutil.copytree(built, tmp_path / "desk")
    (root / "dist" / "a3" / "a3.md").unlink()
    ended = command(root, "a3", "--cluster", "local:1")
    assert ended.returncode == errors.DONE, ended.stderr
    assert "  a3  md" in ended.stderr
    assert promised(root) == promised(built)


@pytest.mark.soak
@LINUX
@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGKILL])
def test_whatever_ends_the_build_leaves_no_process_and_no_half_article(
    built: Path, tmp_path: Path, blow: signal.Signals
) -> None:
    root = another(built, tmp_path / "desk")
    full = [sys.executable, "-m", "copydesk", "-C", str(root), "build", "--cluster", "local:2"]
    with subprocess.Popen(full, stderr=subprocess.PIPE, start_new_session=True) as child:
        try:
            assert until(lambda: any((root / "dist").glob("*/colophon.json")), 60)
            everybody = below(child.pid)
            # Ctrl-C reaches the whole session of the terminal; a kill one process.
            (os.killpg if blow == signal.SIGINT else os.kill)(child.pid, blow)
            code = child.wait(60)
        finally:
            child.kill()
    assert len(everybody) > 4
    assert code == (errors.INTERRUPTED if blow == signal.SIGINT else -blow)
    assert all(map(gone, everybody))
    assert command(root).returncode == errors.USAGE
    assert promised(root) == promised(built)
