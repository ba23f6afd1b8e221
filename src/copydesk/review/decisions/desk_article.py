"""The article that a decision is about: read, decided on in its sidecar, and read again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from copydesk.builder import single_article
from copydesk.config import Config
from copydesk.model import Article, Decisions, Line
from copydesk.review import sidecar


class DeskArticle:
    """The submission `source` of the desk at `root`, with what its sidecar decides.

    In a `dry` run nothing is written but kept as `unwritten`, and all that is read afterwards is as
    it would be. An `article` that is read already is not read again before something is decided.
    """

    def __init__(
        self, root: Path, config: Config, source: str, *, dry: bool = False,
        article: Article | None = None,
    ) -> None:  # fmt: skip
        self.root = root
        self.config = config
        self.source = source
        self.dry = dry
        self.is_changed = False
        self._article = article
        self._said: str | None = None
        self.unwritten: tuple[sidecar.Change, ...] = ()

    @property
    def place(self) -> Path:
        """Where the sidecar lies. Raises `ToolError` for a link out of the desk."""
        return single_article.sidecar_path(self.root, self.source)

    def read_article(self) -> Article:
        """The article, its sidecar heeded. Raises what reading it raises."""
        if self._article is None:
            self._article = single_article.read_article(
                self.root, self.config, self.source, said=self._said
            )
        return self._article

    def read_without_choices(self) -> Article:
        """The article, its citations meaning what the matcher takes them for. Raises as above."""
        return single_article.read_article(
            self.root, self.config, self.source, choices=False, said=self._said
        )

    def read_lines(self) -> Sequence[Line]:
        """The lines as received, of an article that cannot be made too."""
        if self._article is not None:
            return self._article.edited.submission.lines
        return single_article.read_submission(self.root, self.config, self.source).lines

    def read_decisions(self, *, to_change: bool = False) -> Decisions:
        """What the sidecar decides. Raises `ConfigError` for one that is not valid.

        Nothing is read through a link out of the desk; that is an error where they are read
        `to_change` them.
        """
        if self._said is not None:
            return sidecar.loads(self._said.encode(), self.place.name).decisions
        if to_change:
            return sidecar.load(self.place).decisions
        return single_article.load_decisions(self.root, self.config, self.source)[1]

    def revise(self, *changes: sidecar.Change) -> bool:
        """Make `changes` to the sidecar, all or none; whether it says anything new then.

        Raises as `sidecar.revise` does, in a dry run too, where they come on top of earlier ones.
        """
        if self.dry:
            before = sidecar.revised(self.place, *self.unwritten)
            self._said = sidecar.revised(self.place, *self.unwritten, *changes)
            self.unwritten += changes
            is_new = self._said != before
        else:
            is_new = sidecar.revise(self.place, *changes)
        self._article = None
        self.is_changed |= is_new
        return is_new
