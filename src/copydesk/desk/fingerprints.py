"""Hashes of what outputs are made from."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from copydesk.gate import files

if TYPE_CHECKING:
    from copydesk.config import Config


class Settings(NamedTuple):
    """A hash of all values, and the files of the desk that they name with hashes of their own."""

    values: str
    files: tuple[tuple[str, str], ...] = ()


def settings(root: Path, config: Config) -> Settings:
    """What of `config` decides the outputs. The hash of a file that is not there is "".

    A pipe or device, which would be read without end, is not opened; what it is, the build says.
    """
    named = ((name, root / name) for name in config.files())
    found = tuple((name, digest(path) if files.is_file(path) else "") for name, path in named)
    return Settings(config.fingerprint(), found)


def newsletter(config: Config) -> str:
    """What of `config` decides the issues of a newsletter, in a hash; articles have none of it.

    Where messages are handed over decides no byte of them.
    """
    from dataclasses import asdict, fields  # for which a build with nothing to do has no use

    shared = {
        one.name: getattr(config.newsletter, one.name)
        for one in fields(config.newsletter)
        if not one.metadata.get("desk")
    }
    parts = (shared, asdict(config.theme), config.publication.name)
    text = json.dumps(parts, sort_keys=True, default=asdict)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def base(settings: Settings, config: Config, code: str, tools: tuple[tuple[str, str], ...]) -> str:
    """Everything but the submission that decides the outputs, in one hash."""
    parts = (tuple(settings), config.formats, config.limits, code, tools)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def digest(path: Path, limit: int = 0) -> str:
    """The SHA-256 of a file; of its size alone when it is larger than `limit` bytes."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if limit and size > limit:
                return f"size {size}"
            return hashlib.sha256(file.read()).hexdigest()
    except OSError:
        return ""
