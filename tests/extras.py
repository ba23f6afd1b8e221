"""Packages of which an installation has no need, but a test: in CI every one is there."""

from __future__ import annotations

import importlib
import os
from typing import Any

import pytest


def brought(name: str) -> Any:
    """The module `name`; skips without it, fails when `COPYDESK_STRICT` is set."""
    if os.environ.get("COPYDESK_STRICT"):
        return importlib.import_module(name)
    return pytest.importorskip(name)
