"""Disks that nobody else sees: commands that may mount some, where the system lets them (Linux)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest


def own_mounts(folder: Path) -> list[str]:
    """How a command is run that may mount disks, `folder` being one to try it on; skips without."""
    run = ["unshare", "--user", "--map-root-user", "--mount"]
    probe = [*run, "mount", "-t", "tmpfs", "none", str(folder)]
    try:
        subprocess.run(probe, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no disk can be mounted here: {error}")
    return run
