"""A desk in a folder, with a small line of its own behind it.

The stages are other rooms' matter: here the article is the text as received, and
words in the text make a document misbehave. Everything else is real: files,
processes, signals.
"""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from builder.promised import promised
from copydesk import builder, composition, ledger, queries, registry
from copydesk.builder import article_job, up_to_date, versions
from copydesk.config import Config, overlay
from copydesk.errors import BrokenLaw, Refused, ToolError
from copydesk.model import (
    Article,
    Back,
    Decisions,
    Edit,
    EditedText,
    Front,
    Line,
    Paragraph,
    Submission,
    Text,
)
from copydesk.pipeline import Composition
from copydesk.system import process

BOOK = registry.Writer("book", ".book", "text/plain", lambda copy: _text(copy, "book"))
LEAF = registry.Writer("leaf", ".leaf", "text/plain", lambda copy: _text(copy, "leaf"))
PROOF = registry.Writer(
    "proof", "proof.html", "text/html", lambda copy: _text(copy, "proof"), folder="review"
)
REVIEW = registry.Writer(
    "review.docx", ".review.docx", "text/plain", lambda copy: _text(copy, "review"), folder="review"
)
#: Formats of one file, whose files may lie beside another's.
SINGLE = ("txt",)
FRAGMENT = registry.Writer(
    "fragment.html", ".fragment.html", "text/html", lambda copy: _as_piece(copy.slug, copy)
)
LIBRARY = registry.Writer("csl.json", ".csl.json", "text/plain", lambda _: b"[]")
JATS = registry.Writer(
    "jats.xml",
    ".jats.xml",
    "text/plain",
    lambda copy: _text(copy, "jats.xml"),
    beside=lambda copy: {f"{copy.slug}.csl.json": b"[]", f"{copy.slug}.csl": b"<style/>"},
)
FORMATS = ("book", "leaf")


def _text(copy: registry.WriterInput, form: str) -> bytes:
    lines = (line.text for line in copy.article.edited.lines)
    return "\n".join((form, copy.config.style.locale, *lines)).encode()


def _as_piece(slug: str, copy: registry.WriterInput) -> bytes:
    paragraphs = "".join(f"<p>{escape(line.text)}</p>\n" for line in copy.article.edited.lines)
    return f'<div id="{slug}" class="copydesk" lang="en">\n{paragraphs}</div>\n'.encode()


def article(data: bytes, path: str, _: Config, decisions: Decisions) -> Article:
    """The submission as an article, or the misbehaviour that its first word asks for."""
    text = data.decode()
    word, _, rest = text.partition(" ")
    if act := MISBEHAVIOUR.get(word):
        act(rest.strip())
    lines = tuple(Line(number, line) for number, line in enumerate(text.splitlines(), 1))
    copy = EditedText(
        Submission(path, "", "text/plain", lines), lines, "en", ("body",) * len(lines)
    )
    if "  " in text:
        edit = Edit("space.double", 1, text.index("  "), "  ", " ", "two blanks")
        copy = ledger.apply_edits(copy, [edit], fix=False, verdicts=decisions.verdicts)
    asked = (
        (queries.make_query("structure.title", 1, "which?", anchor=text),) if "?" in text else ()
    )
    body = tuple(Paragraph((Text(line.text),), (line.number,)) for line in copy.lines)
    return Article(copy, Front(title=decisions.title), body, Back(), queries=asked)


def composed(
    data: bytes, path: str, config: Config, decisions: Decisions, _: object = None
) -> Composition:
    """`article` and its document, as the press asks for them."""
    found = article(data, path, config, decisions)
    return Composition(found, composition.compose(found, config))


def _refuse(rest: str) -> None:
    raise Refused(f"not an article: {rest}", hint="send another", code="refuse.test")


def _break(rest: str) -> None:
    raise ValueError(rest)


def _fail(rest: str) -> None:
    raise ToolError(rest, hint="try again", code="tool.test")


def _cram(_: str) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _lawless(rest: str) -> None:
    raise BrokenLaw(rest, code="law.test")


def _die(_: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_once(rest: str) -> None:
    mark = Path(rest)
    if not mark.exists():
        mark.touch()
        _die(rest)


def _sleep(rest: str) -> None:
    time.sleep(float(rest))


def _gorge(rest: str) -> None:
    bytearray(int(rest))


def _spin(_: str) -> None:
    while True:
        pass


def _touch(rest: str) -> None:
    Path(rest).touch()
    time.sleep(60)


MISBEHAVIOUR: dict[str, Callable[[str], None]] = {
    "refuse": _refuse, "bug": _break, "fail": _fail, "lawless": _lawless, "die": _die,
    "die-once": _die_once, "sleep": _sleep, "gorge": _gorge, "spin": _spin, "touch": _touch,
    "cram": _cram,
}  # fmt: skip


@dataclass
class Desk:
    """A desk at `root`; every method is what a user does."""

    root: Path
    config: Config = field(
        default_factory=lambda: overlay(Config(), {"formats": list(FORMATS)}, "test")
    )
    told: list[builder.DocumentOutcome] = field(default_factory=list)

    def write(self, name: str, text: str) -> Path:
        path = self.root / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def set(self, **table: object) -> None:
        self.config = overlay(self.config, table, "test")

    def build(self, *targets: str, **options: object) -> builder.Report:
        self.told.clear()
        given = builder.Options(**{"jobs": 1, **options})  # type: ignore[arg-type]
        return builder.build(self.root, self.config, targets, given, tell=self.told.append)

    def states(self, report: builder.Report) -> dict[str, str]:
        return {outcome.slug: outcome.status for outcome in report.outcomes}

    def reasons(self) -> dict[str, tuple[str, ...]]:
        found = builder.status(self.root, self.config)
        return {standing.slug: standing.reasons for standing in found if standing.state == "stale"}

    def tree(self) -> dict[str, bytes]:
        """Every file of an article in dist/; what is of the whole desk stays out."""
        return promised(self.root)

    def leftovers(self) -> list[str]:
        return [path.name for path in (self.root / "dist").rglob("*.new")] + [
            path.name for path in (self.root / "dist" / ".desk").glob("work/*")
        ]


Stock = Callable[[Callable[[Desk], None]], Desk]
"""Fills the desk of a test as a function does that builds, or with a copy of what that built."""


def rests(root: Path, config: Config) -> int | None:
    """How many documents a desk has on which nothing has moved."""
    rest = up_to_date.look_by_settings(root, config)
    return rest and rest.documents


def install(patch: Callable[..., None]) -> None:
    """Put the small line in the place of the real one."""
    patch(article_job.pipeline, "read_and_compose", composed)
    single = (
        registry.Writer(name, f".{name}", "text/plain", lambda copy: _text(copy, "single"))
        for name in SINGLE
    )
    made = (BOOK, LEAF, PROOF, REVIEW, LIBRARY, JATS, FRAGMENT, *single)
    writers = {writer.name: writer for writer in made}
    patch(registry, "WRITERS", writers)
    # Files of a line of text, whatever their names promise.
    patch(article_job.verify, "READ", frozenset())
    # A process with threads, or as large as one of tests is, would leave the work to another, in
    # which this line is not.
    patch(process, "can_fork", lambda _memory=None: True)
    # Somebody may edit the package while its tests run.
    patch(versions, "code_version", lambda _: ("stamps", "hash"))
