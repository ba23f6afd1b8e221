"""What became of each document, in words for people and as records for machines."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, TextIO, TypeAlias, cast, get_args

from copydesk import __version__, errors, tables
from copydesk.system import names

if TYPE_CHECKING:
    from copydesk.model import Severity

SCHEMA: Final = "copydesk.report/1"

Status: TypeAlias = Literal[
    "built",
    "built with queries",
    "stale",
    "refused",
    "failed",
    "not tried",
    "up to date",
    "not built yet",  # of a row on the page of all articles
]
#: What has nothing new to show.
BAD: Final = ("refused", "failed")
FailOn: TypeAlias = Literal["never", "note", "warning", "error"]

#: Characters of a message that are shown.
_TOLD: Final = 600

_SEVERITIES: Final = ("note", "warning", "error")

#: Everything that could drive a terminal or hide from the eye: controls, direction
#: marks and overrides, zero-width characters, line separators, lone surrogates.
_UNSEEN: Final = (
    "\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f"
)
_DANGEROUS: Final = re.compile(f"[\x00-\x1f{_UNSEEN}]")
_RAW_IN_JSON: Final = re.compile(f"[{_UNSEEN}]")

#: What is asked of a document, one and more; of an issue, whose only format this is, by its check.
_ASKED: Final[Mapping[tuple[str, ...], tuple[str, str]]] = {("issue",): ("remark", "remarks")}

_COLOURS: Final[Mapping[str, str]] = {
    "built": "32", "built with queries": "33", "refused": "31", "failed": "31", "stale": "33",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DocumentOutcome:
    """What became of one document.

    `formats` were written (or would be, when `status` is stale: a dry run), for
    `reasons`. `queries` counts the open ones by code, `proposed` the edits that
    wait for a verdict. `kept` says that earlier outputs still stand, `detail` where a bug arose.
    """

    slug: str
    source: str
    status: Status
    formats: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    queries: tuple[tuple[str, int], ...] = ()
    proposed: int = 0
    message: str = ""
    hint: str = ""
    code: str = ""
    exit_code: int = errors.DONE
    kept: bool = False
    seconds: float = 0.0
    detail: str = ""

    @property
    def is_bad(self) -> bool:
        """Whether there is nothing new to show for it."""
        return self.status in BAD

    @property
    def is_done(self) -> bool:
        """Whether its outputs are as they should be."""
        return self.status == "up to date" or self.status.startswith("built")


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run, its outcomes in source order.

    `orphans` are folders without a submission, `renamed` the (source, slug) of those
    whose own slug was taken, `moved` the (source, former slug, slug) of those whose outputs are
    called otherwise than before, `unread` what of the source folder could not be looked into,
    `notes` what else the user should hear. `started` is in UTC, `versions` are those of
    copydesk's tools, `left` are the files that tell more of all articles.
    """

    outcomes: tuple[DocumentOutcome, ...]
    orphans: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    moved: tuple[tuple[str, str, str], ...] = ()
    unread: tuple[str, ...] = ()
    interrupted: bool = False
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    started: str = ""
    versions: tuple[tuple[str, str], ...] = ()
    left: tuple[str, ...] = ()

    def exit_code(self, fail_on: FailOn = "never", *, strict: bool = False) -> int:
        """The exit code that tells the truth about the run.

        `strict` counts open queries from warning up and edits without a verdict.

        >>> done = DocumentOutcome("a", "source/a.txt", "built", queries=(("structure.title", 1),))
        >>> Report((done,)).exit_code(), Report((done,)).exit_code("warning")
        (0, 1)
        """
        codes = [outcome.exit_code for outcome in self.outcomes]
        if self.unread:
            codes.append(errors.TOOL)  # what lies there is not up to date, and nobody knows what
        if self.interrupted:
            codes.append(errors.INTERRUPTED)
        if fail_on != "never" or strict:
            from copydesk.queries import is_failed  # a build without a floor does not need it

            asked = (code_severity(code) for one in self.outcomes for code, _ in one.queries)
            proposes = any(one.proposed for one in self.outcomes)
            if (strict and proposes) or is_failed(asked, fail_on, strict=strict):
                codes.append(errors.QUERIES)
        return errors.combine_exit_codes(codes)


class Progress(Protocol):
    """Hears how a batch goes while it goes, in the process that leads it."""

    def say(self, text: str) -> None:
        """Something that is about none of the documents."""

    def expect(self, weights: Mapping[str, int]) -> None:
        """These documents are to be built, by slug, each with its bytes."""

    def pulse(self, slugs: Sequence[str]) -> None:
        """These are being worked on; it comes twice a second and whenever one ends."""


# ── words ──────────────────────────────────────────────────────────────────────


def escape(text: str) -> str:
    r"""`text` in a form that cannot drive a terminal or forge a line.

    >>> escape("a\x1b]0;title\x07 \u202egnp.txt")
    'a\\x1b]0;title\\x07 \\u202egnp.txt'
    """
    return _DANGEROUS.sub(lambda found: _spelt(ord(found[0])), text)


def escape_json(text: str) -> str:
    r"""`text`, which is JSON and says the same as before, in a form that cannot drive a terminal.

    >>> escape_json('["\x9b31m \u202egnp.txt", "żółw"]')
    '["\\u009b31m \\u202egnp.txt", "żółw"]'
    """
    return _RAW_IN_JSON.sub(lambda found: json.dumps(found[0])[1:-1], text)


def escape_lines(text: str) -> str:
    """Each line of `text` as `escape` gives it."""
    return "\n".join(map(escape, text.split("\n")))


def escape_message(text: str) -> str:
    r"""`text` of a message as `escape` gives it, and no more of it than anybody reads.

    A message may quote what a stranger wrote.

    >>> text = escape_message("no number: " + "9" * 1_000_000)
    >>> text[-4:], len(text)
    ('99 …', 600)
    """
    return escape(text if len(text) <= _TOLD else f"{text[: _TOLD - 2]} …")


def _spelt(point: int) -> str:
    if point in (9, 10, 13):
        return {9: "\\t", 10: "\\n", 13: "\\r"}[point]
    for width, letter in ((2, "x"), (4, "u")):
        if point < 16**width:
            return f"\\{letter}{point:0{width}x}"
    return f"\\U{point:08x}"


def hash_source(text: str) -> str:
    """What allows a script or sheet of that text in a policy, and no other."""
    import base64  # which `status` has no use for

    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def say_size(count: float) -> str:
    """A number of bytes as people read it.

    >>> say_size(812), say_size(12_345), say_size(1_400_000), say_size(51_000_000_000)
    ('812 B', '12 kB', '1.4 MB', '51.0 GB')
    """
    for size, unit, digits in ((1e9, "GB", 1), (1e6, "MB", 1), (1e3, "kB", 0)):
        if count >= size:
            return f"{count / size:.{digits}f} {unit}"
    return f"{count} B"


def has_colour(stream: TextIO) -> bool:
    """Whether `stream` is a terminal whose user has not asked for plain text."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return stream.isatty() and not plain


def outcome_line(outcome: DocumentOutcome, *, why: bool = False, colour: bool = False) -> str:
    """One outcome as one line, its hint and reasons on lines of their own.

    >>> print(outcome_line(DocumentOutcome("a", "source/a.txt", "refused",
    ...                    message="`a.txt` is empty", hint="send the text")))
    refused             a: `a.txt` is empty
      send the text
    """
    status = f"{outcome.status:<18}"
    if colour and (code := _COLOURS.get(outcome.status)):
        status = f"\x1b[{code}m{status}\x1b[0m"
    text = f"{status}  {article_name(outcome.slug, outcome.source)}{escape_message(_rest(outcome))}"
    notes = [outcome.hint] if outcome.hint else []
    if outcome.kept and outcome.is_bad:
        notes.append("the outputs of an earlier build are kept; they are stale")
    if why:
        notes += outcome.reasons
    return "\n  ".join([text, *map(escape_message, notes)])


def article_name(slug: str, source: str) -> str:
    """What an article is called on a terminal: its slug, and its file where that tells nothing.

    >>> article_name("quay", "source/quay.txt"), article_name("f0e9521611bb", "source/中国.txt")
    ('quay', 'f0e9521611bb (中国.txt)')
    """
    known = source and names.is_cipher(slug, source)
    return f"{escape(slug)} ({escape(source.rpartition('/')[2])})" if known else escape(slug)


def _rest(outcome: DocumentOutcome) -> str:
    if outcome.message:
        return f": {outcome.message}"
    parts = [" ".join(outcome.formats)] if outcome.formats else []
    if count := count_asking(outcome.queries):
        one, more = _ASKED.get(outcome.formats, ("query", "queries"))
        parts.append(f"{count} {one if count == 1 else more}")
    if outcome.proposed:
        parts.append(f"{outcome.proposed} proposed")
    if outcome.seconds:
        parts.append(f"{outcome.seconds:.1f} s")
    return f"  {' · '.join(parts)}" if parts else ""


def count_asking(queries: tuple[tuple[str, int], ...]) -> int:
    """How many of `queries` (code, number) ask something; the others only tell.

    >>> count_asking((("read.notes", 1), ("structure.title", 1)))
    1
    """
    if not queries:
        return 0
    from copydesk.queries import TELLING

    return sum(number for code, number in queries if code not in TELLING)


# ── records ────────────────────────────────────────────────────────────────────


def schema() -> dict[str, Any]:
    """The JSON Schema of `records`."""
    from importlib.resources import files

    text = (files("copydesk") / "data" / "schema" / "report-1.json").read_text(encoding="utf-8")
    result: dict[str, Any] = json.loads(text)
    return result


def outcome_record(outcome: DocumentOutcome) -> dict[str, Any]:
    """One outcome as a JSON object."""
    record = {one.name: getattr(outcome, one.name) for one in fields(DocumentOutcome)}
    del record["detail"]
    texts = {name: record[name] or None for name in ("message", "hint", "code")}
    return record | texts | {
        "formats": list(outcome.formats), "reasons": list(outcome.reasons),
        "queries": dict(outcome.queries), "seconds": round(outcome.seconds, 3),
    }  # fmt: skip


def report_record(report: Report, exit_code: int | None = None) -> dict[str, Any]:
    """The run as a JSON object; `dist/report.json` and `--json` hold it, `schema` describes it.

    `exit_code` is that of the process, where options made it another than the run's own.
    """
    counts = Counter(outcome.status for outcome in report.outcomes)
    return {
        "schema": SCHEMA,
        "exit_code": report.exit_code() if exit_code is None else exit_code,
        "interrupted": report.interrupted,
        "started": report.started or None,
        "seconds": round(report.seconds, 3),
        "versions": {"copydesk": __version__, **dict(report.versions)},
        "counts": {status: counts[status] for status in get_args(Status) if counts[status]},
        "notes": list(report.notes),
        "orphans": list(report.orphans),
        "renamed": [{"source": source, "slug": slug} for source, slug in report.renamed],
        "moved": [{"source": row[0], "from": row[1], "to": row[2]} for row in report.moved],
        "documents": [outcome_record(outcome) for outcome in report.outcomes],
    }


# ── codes ──────────────────────────────────────────────────────────────────────


def code_severity(code: str) -> Severity:
    """How grave `code` is; a note, when this version has no such code any more.

    >>> code_severity("issue.address"), code_severity("structure.title"), code_severity("past.code")
    ('error', 'warning', 'note')
    """
    return cast("Severity", _known_code(code).severity)


def code_meaning(code: str) -> str:
    """What `code` means and what the editor can do."""
    return _known_code(code).text


def _known_code(code: str) -> tables.CodeMeaning:
    known = tables.load_codes("queries") | tables.load_codes("remarks")
    return known.get(code, tables.CodeMeaning(code, "note"))
