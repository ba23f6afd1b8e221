"""One article under review: what it is made from now, and the article that a build makes of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from copydesk import config as settings
from copydesk import pipeline
from copydesk.builder import side_files, survey
from copydesk.builder.article_job import read_inputs
from copydesk.builder.inputs import fingerprint_settings
from copydesk.builder.staleness import Inputs, refusal_key
from copydesk.builder.submissions import Document
from copydesk.builder.survey import Survey
from copydesk.config import Config
from copydesk.model import Article
from copydesk.review import sidecar
from copydesk.review.browser import items
from copydesk.review.browser.items import ReviewItem
from copydesk.system import companion_files, files

#: Hexadecimal digits of a version; of what is older nobody asks.
_DIGITS = 16


class Desk:
    """The desk at `root` with its settings as they are now; its articles are those of the start."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._survey = survey.survey_desk(root, settings.load(root))

    @property
    def documents(self) -> Sequence[Document]:
        return self._survey.documents

    def now(self) -> Survey:
        """The desk as its settings and word lists have it. Raises `ConfigError`."""
        config = settings.load(self.root)
        if config != self._survey.config:
            named = fingerprint_settings(self.root, config)
            self._survey = replace(self._survey, config=config, settings=named)
        return self._survey


@dataclass(frozen=True)
class Snapshot:
    """An article at one moment. `version` is a hash of its source, sidecar and settings.

    `inputs` is what a build would make it from. Nothing of a snapshot changes.
    """

    version: str
    inputs: Inputs
    article: Article

    @property
    def config(self) -> Config:
        return self.inputs.config

    @cached_property
    def items(self) -> tuple[ReviewItem, ...]:
        """All that can be decided of it, in the order in which it is asked."""
        return items.list_items(self.article, self.inputs.decisions, self.config)


@dataclass(frozen=True, slots=True)
class Written:
    """A file that a decision has changed: its bytes before, None for no file, and a hash after."""

    path: Path
    before: bytes | None
    after: str
    what: str


class ReviewSession:
    """An article under review. What changes underneath is seen whenever it is asked."""

    def __init__(self, desk: Desk, document: Document) -> None:
        self.desk = desk
        self.document = document
        self.written: list[Written] = []
        self._snapshot: Snapshot | None = None

    @property
    def sidecar(self) -> Path:
        """Where the decisions lie."""
        return sidecar.place(self.desk.root / self.document.source)

    def inputs(self) -> Inputs:
        """What a build would make the article from now.

        Raises as `read_inputs` does, and `ToolError` where a folder has become a link since the
        article was found: it may lead to another article, and out of the desk.
        """
        companion_files.check_folders(self.desk.root, self.document.source)
        return read_inputs(self.desk.now(), self.document.source)

    def version(self) -> str:
        """The version of the article now. Raises as `inputs` does."""
        return _version_of(self.inputs())

    def snapshot(self) -> Snapshot:
        """The article now. Raises what reading it raises."""
        inputs = self.inputs()
        version = _version_of(inputs)
        if self._snapshot is None or self._snapshot.version != version:
            self._snapshot = Snapshot(version, inputs, self._article(inputs))
        return self._snapshot

    def _article(self, inputs: Inputs) -> Article:
        source, data = self.document.source, inputs.submission()
        around = side_files.load_companion_files(self.desk.root, source, inputs.config.limits)
        return pipeline.article(data, source, inputs.config, inputs.decisions, around)

    # ── the way back ─────────────────────────────────────────────────────────

    def wrote(self, path: Path, before: bytes | None, what: str) -> None:
        """Remember that the file at `path`, which was `before`, was written; `what` says why."""
        self.written.append(Written(path, before, _digest(content(path)), what))

    def undo(self) -> str | None:
        """Give the file that was written last its bytes back; what that undoes.

        None when nothing was written, or somebody else has written there since: what they wrote
        stays, and what came before cannot be undone any more.
        """
        if not self.written:
            return None
        last = self.written[-1]
        with files.alone(last.path.parent):
            if _digest(content(last.path)) != last.after:
                self.written = [one for one in self.written if one.path != last.path]
                return None
            try:
                _put_back(last)
            finally:
                # On a full disk the way back is needed once more. Where the file is as it was and
                # only its folder could not be synced, it is not.
                if content(last.path) == last.before:
                    self.written.pop()
        return last.what


def _version_of(inputs: Inputs) -> str:
    return refusal_key(inputs.config.limits, inputs.made_from)[:_DIGITS]


def _put_back(last: Written) -> None:
    """Give the file that was written its bytes back, down to the disk. Raises `ToolError`."""
    if last.before is not None:
        files.write(last.path, last.before)
        return
    try:
        last.path.unlink(missing_ok=True)
        files.sync(last.path.parent)
    except OSError as error:
        raise files.failure(error, f"`{last.path.name}` could not be removed") from None


def content(path: Path) -> bytes | None:
    """The bytes of a file of the editor's, None when there is none. Raises `ToolError`."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise files.failure(error, f"`{path.name}` could not be read") from None


def _digest(data: bytes | None) -> str:
    return "" if data is None else hashlib.sha256(data).hexdigest()
