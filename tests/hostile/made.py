"""The files that the press makes of one submission, as a build would, in a desk of its own."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from copydesk import registry
from copydesk.builder import survey
from copydesk.builder.job import JobRunner
from copydesk.builder.staleness import DocumentStatus
from copydesk.builder.submissions import Document
from copydesk.config import Config, overlay

#: Every format that an article can be asked for.
FORMATS = tuple(registry.WRITERS)


def made(
    root: Path,
    name: str,
    data: bytes,
    formats: Iterable[str] = FORMATS,
    settings: Mapping[str, Any] | None = None,
) -> dict[str, bytes]:
    """The files in `dist/a` made of `data`, which lies in `source/` as `name`."""
    (root / "source").mkdir(parents=True, exist_ok=True)
    (root / "source" / name).write_bytes(data)
    config = overlay(Config(), {"formats": list(formats), **(settings or {})}, "test")
    with contextlib.closing(JobRunner(survey.survey_desk(root, config))) as press:
        document = Document(f"source/{name}", "a", (0, 0))
        formats_ = survey.wanted_formats(config)
        outcome = press(DocumentStatus(document, "stale", formats_)).outcome
    assert outcome.status.startswith("built"), outcome
    folder = root / "dist" / "a"
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def unpacked(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """`files`, and the members of those that are containers."""
    found = dict(files)
    for name, data in files.items():
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as container:
                found |= {f"{name}/{one}": container.read(one) for one in container.namelist()}
    return found
