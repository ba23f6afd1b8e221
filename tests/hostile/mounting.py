"""Disks that nobody else sees: commands that may mount some, where the system lets them (Linux)."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn


def own_mounts(folder: Path, missing: Callable[[str], NoReturn]) -> list[str]:
    """How a command is run that may mount disks, `folder` being one to try it on.

    Where none is to be mounted that is `missing`, as the fixture of that name has it.
    """
    run = ["unshare", "--user", "--map-root-user", "--mount"]
    probe = [*run, "mount", "-t", "tmpfs", "none", str(folder)]
    try:
        subprocess.run(probe, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        missing(f"no disk can be mounted here: {error}")
    return run
