"""Files that somebody names, read no further than a limit; nothing heavy is imported for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO

from copydesk.config import Config
from copydesk.errors import Refused, UsageError
from copydesk.system import companion_files, files


def read_file(path: Path, config: Config) -> bytes:
    """What lies at `path`, a file or a pipe, read no further than the limit allows.

    Raises `UsageError` when there is nothing, `Refused` past `limits.file_bytes`,
    `ToolError` for what cannot be read.
    """
    return _read_opened(lambda: path.open("rb"), path.name, config.limits.file_bytes)


def read_submission(root: Path, source: str, config: Config) -> bytes:
    """What the submission `source` of the desk at `root` holds, as `received` reads it.

    Raises `ToolError` too for what leads out of the desk by now.
    """
    name = source.rpartition("/")[2]
    return _read_opened(
        lambda: companion_files.opened(root, source), name, config.limits.file_bytes
    )


def _read_opened(opened: Callable[[], IO[bytes]], name: str, limit: int) -> bytes:
    try:
        with opened() as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        message = f"there is no file `{name}`"
        raise UsageError(
            message, hint="check its path, which is relative to this folder", code="usage.file"
        ) from None
    except OSError as error:
        raise files.failure(error, f"`{name}` could not be read") from None
    return check_size(data, name, limit)


def check_size(data: bytes, name: str, limit: int) -> bytes:
    """`data`, read up to one byte past `limit`; `Refused` when it is longer."""
    if len(data) > limit:
        raise too_large_error(name, limit)
    return data


def too_large_error(name: str, limit: int) -> Refused:
    """Make the error for the file `name`, which has more than `limit` bytes."""
    message = f"`{name}` is larger than the limit of {limit:,} bytes"
    hint = "send the text alone, or raise `limits.file_bytes`"
    return Refused(message, hint=hint, code="refuse.too-large")
