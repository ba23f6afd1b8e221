"""What is held of every text that comes in: it becomes an article or is refused, soon enough.

Laws are checked on the way: a word that is lost raises `BrokenLaw` by itself.
"""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from copydesk import clean, pipeline, registry
from copydesk.builder import survey
from copydesk.builder.job import JobRunner
from copydesk.builder.staleness import DocumentStatus
from copydesk.builder.submissions import Document
from copydesk.config import Config, overlay
from copydesk.errors import CopydeskError, Refused
from copydesk.model import Decisions

#: The package, in the frames of a traceback.
_OURS: Final = f"{os.sep}copydesk{os.sep}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What went wrong. Findings of one `kind` have most likely one cause."""

    kind: str
    detail: str


def of_line(data: bytes, suffix: str) -> Finding | None:
    """What is wrong with the article that the line makes of `data`; a second edit adds nothing."""
    try:
        made, _ = pipeline.read_and_compose(data, f"source/a{suffix}", Config(), Decisions())
        again = clean.edit(made.edited, Config(), Decisions())
    except Refused:
        return None
    except BaseException as error:  # noqa: BLE001  whatever is raised is what is looked for
        return of_error(error)
    if again == made.edited:
        return None
    added = [edit for edit in again.ledger if edit not in made.edited.ledger]
    return Finding(f"a second edit: {added[0].rule if added else 'roles'}", repr(added))


@dataclass(slots=True)
class OfPress:
    """What is wrong with the files, in every format, that the press makes of `data`.

    It works in `root`, which becomes a desk of its own, and keeps its engines.
    """

    root: Path
    _press: JobRunner | None = field(default=None, init=False)

    def __call__(self, data: bytes, suffix: str) -> Finding | None:
        """Set `data` in every format."""
        source = self.root / "source" / f"a{suffix}"
        source.parent.mkdir(exist_ok=True)
        source.write_bytes(data)
        if self._press is None:
            formats = list(dict.fromkeys(registry.WRITERS))
            config = overlay(Config(), {"formats": formats}, "the fuzzer")
            self._press = JobRunner(survey.survey_desk(self.root, config))
        document = Document(f"source/a{suffix}", "a", (0, 0))
        formats_ = survey.wanted_formats(self._press.desk.config)
        order = DocumentStatus(document, "stale", formats_)
        try:
            outcome = self._press(order).outcome
        except BaseException as error:  # noqa: BLE001  a lack of memory, or our own alarm
            return of_error(error)
        finally:
            source.unlink()
        if outcome.status != "failed":
            return None
        detail = f"{outcome.message}\n{outcome.detail}"
        return Finding(f"press: {outcome.code}: {_gist(outcome.message)}", detail)


def of_both(root: Path) -> Callable[[bytes, str, bool], Finding | None]:
    """Either, as the third argument says: with it the press, which works in `root`."""
    press = OfPress(root)

    def tried(data: bytes, suffix: str, whole: bool) -> Finding | None:  # noqa: FBT001
        return press(data, suffix) if whole else of_line(data, suffix)

    return tried


def of_error(error: BaseException) -> Finding:
    """What `error` says: laws by what they say, others by where in the package they arose."""
    detail = "".join(traceback.format_exception(error))
    if isinstance(error, CopydeskError):
        return Finding(f"{error.code}: {_gist(str(error))}", detail)
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _OURS in frame.filename] or frames
    place = f"{Path(ours[-1].filename).stem}.{ours[-1].name}"
    return Finding(f"{type(error).__name__} in {place}", detail)


def _gist(message: str) -> str:
    """A message without the words that it is about."""
    said, _, _ = message.partition("`")
    return re.sub(r"\b(lost|gained)\b.*", r"\1", said, flags=re.DOTALL)[:80]
