"""An office that listens on a pipe of its own, for as long as it is needed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

#: Seconds for all the documents of a call: a soak has more than a hundred, and a loaded machine
#: takes several seconds for each.
PATIENCE = 1800


@contextlib.contextmanager
def office(soffice: str, folder: Path) -> Iterator[str]:
    """The pipe of an office whose profile lies in `folder`; it is gone afterwards."""
    pipe = f"copydesk-{os.getpid()}-{folder.name}"
    command = [
        soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
        "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;",
    ]  # fmt: skip
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as running:
        try:
            yield pipe
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(20)
        finally:
            if running.poll() is None:  # with what it started
                os.killpg(running.pid, signal.SIGKILL)


def asked(words: list[str], said: str = "") -> str:
    """What the program `words` prints, given `said` to read."""
    done = subprocess.run(
        words, check=False, capture_output=True, text=True, timeout=PATIENCE, input=said
    )
    assert done.returncode == 0, (done.returncode, done.stdout[-500:], done.stderr)
    return done.stdout
