"""Which cluster builds: what the options of the command line mean."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass
from typing import Final

from copydesk.errors import UsageError

_ADDRESS: Final = re.compile(r"(tcp|tls)://[^\s/]+:\d+")


@dataclass(frozen=True, slots=True)
class Where:
    """The cluster: the scheduler at an address, or `workers` processes of this machine."""

    scheduler: str = ""
    workers: int = 0


def local(text: str, jobs: int) -> Where:
    """What `--cluster` means; `jobs` workers when it does not say how many.

    >>> local("local:3", 2), local("local", 2)
    (Where(scheduler='', workers=3), Where(scheduler='', workers=2))
    """
    found = re.fullmatch(r"local(?::([1-9]\d{0,3}))?", text)
    if not found:
        message = f"--cluster takes `local` or `local:N`, not `{text}`"
        hint = "a cluster that runs already is named by --scheduler tcp://HOST:PORT"
        raise UsageError(message, hint=hint, code="usage.cluster")
    return Where(workers=int(found[1] or jobs))


def at(address: str) -> Where:
    """What `--scheduler` means. Raises `UsageError` for what is no address."""
    if not _ADDRESS.fullmatch(address):
        message = f"--scheduler takes an address, and `{address}` is none"
        hint = "e.g. tcp://10.0.0.5:8786, or tls:// with the keys in Dask's own settings"
        raise UsageError(message, hint=hint, code="usage.cluster")
    return Where(address)


def require() -> None:
    """Raise `UsageError` when Dask is not installed."""
    if any(importlib.util.find_spec(name) is None for name in ("distributed", "cryptography")):
        message = "a cluster needs Dask, which is not installed"
        raise UsageError(message, hint="pip install 'copydesk[cluster]'", code="usage.cluster")
