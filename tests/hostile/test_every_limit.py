"""Each limit of the settings has a submission that is over it, and an answer that names it.

The limits are lowered, so that what is over them is small; what the limits are for is tried, at
their real heights, in the tests of rows 9 to 16. A limit that is new wants its case here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

import pytest

from compose.harbour import ARTICLE
from copydesk import builder, pipeline
from copydesk.composition import compose
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config, overlay
from copydesk.errors import CopydeskError
from copydesk.model import Decisions
from copydesk.pipeline import CompanionFiles
from copydesk.settings.limits import Limits
from hostile.bombs import PROSE, markdown, page, text, white, word
from readers.pdffiles import drawn
from readers.wordfiles import p, rtf

pytestmark = pytest.mark.check

#: An article that no lowered limit but its own stands against.
GOOD: Final = text("Nobody asked the miller.")
BIB: Final = (
    b"@book{lam, title = {Tides}, author = {Lam, W.}, year = {2011}}\n"
    b"@book{osei, title = {Quays}, author = {Osei, M.}, year = {2012}}\n"
)
FIGURE: Final = '<figure><img src="a.files/a.png" alt="a pier"><figcaption>A pier</figure>'
TABLE: Final = "<table>" + "<tr><td>mud<td>sand<td>rope" * 4 + "</table>"


@dataclass(frozen=True, slots=True)
class Case:
    """A limit of `most`, and the submission `file` that is over it.

    `beside` are files that lie beside it, by their names behind that of the submission. `by` says
    who is over it: the line up to the composed document, a build, or pandoc alone.
    """

    most: int
    file: str
    make: Callable[[], bytes]
    beside: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)
    by: str = "line"


def composed(case: Case, config: Config, _: Path) -> Iterable[str]:
    """All that the line says of a case: why it is refused, or what is asked about the article."""
    lying = {case.file.partition(".")[0] + name: make() for name, make in case.beside.items()}
    library = next(((name, lying[name]) for name in lying if "/" not in name), None)
    beside = CompanionFiles(lying.get, library)
    try:
        found, _ = pipeline.read_and_compose(case.make(), case.file, config, Decisions(), beside)
    except CopydeskError as error:
        return (str(error), error.hint or "")
    return [query.message for query in found.queries]


def built(case: Case, config: Config, root: Path) -> Iterable[str]:
    """All that a build says of a case."""
    files: dict[str, Any] = {case.file: case.make}
    files |= {case.file.partition(".")[0] + name: make for name, make in case.beside.items()}
    for name, make in files.items():
        (root / "source").mkdir(exist_ok=True)
        (root / "source" / name).write_bytes(make())
    report = builder.build(root, replace(config, root=str(root)), (), builder.Options(jobs=1))
    return [f"{one.message} {one.hint}" for one in report.outcomes]


def handed(case: Case, config: Config, _: Path) -> Iterable[str]:
    """All that is said of a case by which pandoc, once it has an article, is asked for too much."""
    article = compose(ARTICLE, config)
    with Pandoc(heap_mb=config.limits.pandoc_heap_mb) as pandoc:
        try:
            pandoc.load(replace(article, document=case.make()))
        except CopydeskError as error:
            return (str(error), error.hint or "")
    return ()


CASES: Final[Mapping[str, tuple[Case, ...]]] = {
    "file_bytes": (
        Case(400, "a.txt", lambda: GOOD),
        Case(400, "a.txt", lambda: GOOD, by="build"),
        Case(900, "a.txt", lambda: GOOD, {".bib": lambda: BIB * 9}, by="build"),
    ),
    "line_characters": (
        Case(200, "a.txt", lambda: GOOD),
        Case(200, "a.md", lambda: markdown(PROSE * 3)),
        Case(200, "a.html", lambda: page(f"<p>{PROSE * 3}")),
        Case(200, "a.docx", lambda: word(p(PROSE * 3))),
        Case(200, "a.rtf", lambda: rtf(PROSE * 3)),
    ),
    "lines": (
        Case(5, "a.txt", lambda: text("mud\n\n" * 6)),
        Case(5, "a.md", lambda: markdown("mud\n\n" * 6)),
        Case(5, "a.html", lambda: page("<p>mud</p>" * 6)),
        Case(1, "a.docx", lambda: word("")),
        Case(1, "a.rtf", lambda: rtf(r"mud\par sand\par rope\par ")),
    ),
    "characters": (
        Case(400, "a.txt", lambda: GOOD),
        Case(100, "a.txt", lambda: GOOD),
        Case(400, "a.html", lambda: page("")),
    ),
    "pages": (Case(1, "a.pdf", lambda: drawn(b"", b"")),),
    "members": (Case(2, "a.docx", lambda: word("")),),
    "expanded_bytes": (Case(500, "a.docx", lambda: word("")),),
    "expansion": (
        Case(2, "a.docx", lambda: word("", {"word/media/a.txt": bytes(21_000_000)})),
    ),
    "markup_bytes": (Case(500, "a.docx", lambda: word("")),),
    "markup_tags": (
        Case(10, "a.docx", lambda: word("")),
        Case(10, "a.rtf", lambda: rtf(r"mud\par " * 20)),
    ),
    "page_tags": (Case(10, "a.html", lambda: page("<i>mud</i>" * 9)),),
    "page_attributes": (Case(10, "a.html", lambda: page("<i a=1 b=2>mud</i>" * 9)),),
    "tag_attributes": (Case(3, "a.html", lambda: page("<i a=1 b=2 c=3 d=4>mud</i>")),),
    "nesting": (Case(6, "a.html", lambda: page("<ul><li>mud" * 9)),),
    "table_rows": (Case(3, "a.html", lambda: page(TABLE)),),
    "table_columns": (Case(2, "a.html", lambda: page(TABLE)),),
    "table_cells": (Case(11, "a.html", lambda: page(TABLE)),),
    "picture_bytes": (
        Case(50, "a.html", lambda: page(FIGURE), {".files/a.png": lambda: white(64, 64)}),
    ),
    "picture_pixels": (
        Case(4_000, "a.html", lambda: page(FIGURE), {".files/a.png": lambda: white(64, 64)}),
    ),
    "sidecar_bytes": (
        Case(
            50, "a.txt", lambda: GOOD, {".txt.desk.toml": lambda: b"# Nothing.\n" * 9}, by="build"
        ),
    ),
    "library_entries": (
        Case(1, "a.txt", lambda: GOOD, {".bib": lambda: BIB}),
        Case(1, "a.txt", lambda: GOOD, {".json": lambda: b'[{"title": "Mud"}, {"title": "Tar"}]'}),
        Case(1, "a.txt", lambda: GOOD, {".ris": lambda: b"TY  - BOOK\nTI  - Mud\nER  - \n" * 2}),
    ),
    "library_value": (
        Case(4, "a.txt", lambda: GOOD, {".bib": lambda: BIB}),
        Case(4, "a.txt", lambda: GOOD, {".json": lambda: b'[{"title": "Tides of mud"}]'}),
        Case(4, "a.txt", lambda: GOOD, {".ris": lambda: b"TY  - BOOK\nTI  - Tides\nER  - \n"}),
    ),
    "seconds": (
        Case(1, "a.html", lambda: page("<form>Search</form> " * 12_000), by="build"),
    ),
    "memory_mb": (Case(200, "a.txt", lambda: text("mud\n" * 25_000), by="build"),),
    # The run-time system gives 64 MB whatever it is told.
    "pandoc_heap_mb": (Case(64, "", lambda: b'"%s"' % (b"x" * 100_000_000), by="pandoc"),),
    "output_bytes": (Case(600, "a.txt", lambda: GOOD, by="build"),),
}  # fmt: skip
TOLD: Final = {"line": composed, "build": built, "pandoc": handed}
LIMITS: Final = [one.name for one in fields(Limits)]


def test_every_limit_has_its_case_and_every_case_its_limit() -> None:
    assert sorted(CASES) == sorted(LIMITS)
    assert all(CASES.values())


@pytest.mark.parametrize(
    ("name", "case"),
    [
        pytest.param(name, case, id=f"{name} {case.file} {' '.join(case.beside)}".strip())
        for name, cases in CASES.items()
        for case in cases
    ],
)
def test_what_is_over_a_limit_is_told_by_its_name(name: str, case: Case, tmp_path: Path) -> None:
    below = overlay(Config(), {"formats": ["md"], "limits": {name: case.most}}, "test")
    assert f"`limits.{name}`" in " ".join(TOLD[case.by](case, below, tmp_path))


@pytest.mark.parametrize("by", ["line", "build"])
def test_what_is_below_all_limits_is_told_of_none(by: str, tmp_path: Path) -> None:
    config = overlay(Config(), {"formats": ["md"]}, "test")
    assert "`limits." not in " ".join(TOLD[by](Case(0, "a.txt", lambda: GOOD), config, tmp_path))
