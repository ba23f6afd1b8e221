"""Files that somebody names, read no further than a limit; nothing heavy is imported for it."""

from __future__ import annotations

from pathlib import Path

from copydesk.config import Config
from copydesk.errors import Refused, UsageError
from copydesk.gate import files


def received(path: Path, config: Config) -> bytes:
    """What lies at `path`, a file or a pipe, read no further than the limit allows.

    Raises `UsageError` when there is nothing, `Refused` past `limits.file_bytes`,
    `ToolError` for what cannot be read.
    """
    limit = config.limits.file_bytes
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        message = f"there is no file `{path.name}`"
        raise UsageError(
            message, hint="check its path, which counts from this folder", code="usage.file"
        ) from None
    except OSError as error:
        raise files.failure(error, f"`{path.name}` could not be read") from None
    return within(data, path.name, limit)


def within(data: bytes, name: str, limit: int) -> bytes:
    """`data`, read up to one byte past `limit`; `Refused` when it is longer."""
    if len(data) > limit:
        message = f"`{name}` is larger than the limit of {limit:,} bytes"
        hint = "send the text alone, or raise `limits.file_bytes`"
        raise Refused(message, hint=hint, code="refuse.too-large")
    return data
