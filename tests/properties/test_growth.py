"""No stage takes longer per word for a longer text: hostile sendings end in seconds."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

from copydesk import (
    citations,
    clean,
    composition,
    pipeline,
    readers,
    references,
    structure,
)
from copydesk.config import Config
from copydesk.model import Decisions, EditedText, Line, PictureDecision, Submission
from copydesk.references import libraries, run_on
from copydesk.references.merge import MergeRecord, merge_records
from copydesk.references.printed_list import replace_list
from copydesk.review.sidecar import pictures
from copydesk.structure import page_heads

pytestmark = pytest.mark.soak

CONFIG = Config()
NOTHING = Decisions()
PROSE = "The harbour was quiet that year, and nobody in the town could say why it had closed. "
OPENING = f"A quiet harbour\n\n{PROSE * 3}\n\n"
PAGE = f"<html><body><article><h1>A quiet harbour</h1><p>{PROSE * 3}</p>"
#: Below this no growth shows through the noise of the machine.
QUICK = 0.05
#: Twice the text may take so much more work; what grows with its square takes 4 times.
RATIO = 2.9
RUNS = 5


def composing(text: str) -> Callable[[], object]:
    found = pipeline.article(text.encode(), "harbour.txt", CONFIG, NOTHING)
    return lambda: composition.compose(found, CONFIG)


def items(count: int) -> str:
    rows = (f"{'  ' * (at % 9)}- item number of rope {at}" for at in range(count))
    return OPENING + "\n".join(rows) + f"\n\n{PROSE * 3}"


def lines(count: int) -> str:
    return "".join(f"Line {at} of it\n" for at in range(count))


def days(count: int) -> str:
    return "".join(f"{at % 28 + 1} March {1900 + at % 120}\n" for at in range(count))


def margins(count: int) -> str:
    """Heads of pages, all of them on each page: the text between two of one is that of all."""
    names = ["".join(chr(97 + at // 26**place % 26) for place in range(3)) for at in range(count)]
    page = "\n".join(f"Brief {name}      {{0}}" for name in names) + f"\n{PROSE * 4}\n"
    return "".join(page.format(number) for number in (1, 2, 3))


def pictured(count: int) -> str:
    return "quay.png\n" * count


def repeated(count: int) -> str:
    return OPENING + "The harbour was quiet\n" * count + PROSE * 3


def cited(count: int) -> str:
    return OPENING + "(Osei, 2021) " * count


def running(count: int) -> str:
    """Names and years without brackets, and names that a list of authors never goes on to."""
    said = "as Osei, 2021, says and as van der van der Quay 2021 boats with Quill (2019) sail "
    return f"{OPENING}Osei (2021) rows {said * count}\n\nReferences\n\n{LISTED[0]}\n\n{LISTED[1]}"


def misspelt(count: int) -> str:
    """Names of one year, each cited with a letter left out: none is found by its letters."""
    names = ["".join(chr(97 + at // 26**place % 26) for place in range(3)) for at in range(count)]
    said = " ".join(f"(Har{name}burn, 2021) (Har{name}brn, 2021)" for name in names)
    rows = "\n".join(f"Har{name}burn, M. (2021) The quay. Hull: Tide." for name in names)
    return f"{OPENING}{said}\n\n{PROSE * 3}\n\nReferences\n\n{rows}"


def notes(count: int) -> str:
    called = " ".join(f"word harbour[{at}]" for at in range(1, count + 1))
    below = "\n\n".join(f"[{at}] The note of that number." for at in range(1, count + 1))
    return f"{OPENING}{called}.\n\n{PROSE * 3}\n\nNotes\n\n{below}"


def counted_anew(count: int) -> str:
    """Lists that might be notes, of which nothing above calls so many."""
    return f"{PROSE}\n\n[1] Ibid.\n[2] See below.\n[3] Ibid.\n\n" * count


def lists_far_below(count: int) -> str:
    work = "Osei, M. (2019) The quay. Hull: Tide."
    return "Words of a line\n" * count + f"References\n{work}\n{work}\n" * count


def entries(count: int) -> str:
    rows = (
        f"Osei, M. and Lo, B., {1900 + at % 120}. Turning point {at}. Tides, {at}(2), pp. 3-9."
        for at in range(count)
    )
    return f"{OPENING}References\n\n" + "\n".join(rows)


def run_on_entries(count: int) -> str:
    rows = (f"[{at}] Osei, M., 2019. Turning point. Hull: Tide." for at in range(1, count + 1))
    return f"{OPENING}References\n\n" + " ".join(rows)


def undated(count: int) -> str:
    """Openings of entries that nothing completes."""
    return "Osei, M. " * count


def openings(count: int) -> str:
    return f"{OPENING}References\n\nOsei, M. (2019) The quay. " + "Lo, B.; Osei, " * count


LISTED = ("Osei, M. (2019) The quay. Hull: Tide Press.", "Lam, W. (2011) Tides. York: Weir Books.")


def numbers(count: int) -> str:
    listed = "\n\n".join(f"[{at}] {entry}" for at, entry in enumerate(LISTED, 1))
    return f"{OPENING}{'It closed [1, p. 4] and opened [1–2]. ' * count}\n\nReferences\n\n{listed}"


def noted_works(count: int) -> str:
    called = " ".join(f"word harbour[{at}]" for at in range(1, count + 1))
    below = "\n\n".join(
        f"[{at}] See Osei, The Quay, {at}; Lam, Tides, 4. Ibid., 5." for at in range(1, count + 1)
    )
    listed = "\n\n".join(LISTED)
    return f"{OPENING}{called}.\n\nNotes\n\n{below}\n\nReferences\n\n{listed}"


def linked_notes(count: int) -> str:
    calls = "".join(
        f"word<sup><a href='#n{at}' id='r{at}'>{at}</a></sup> " for at in range(1, count + 1)
    )
    below = "".join(
        f"<li id='n{at}'>Note {at} says so. <a href='#r{at}'>↩</a></li>"
        for at in range(1, count + 1)
    )
    return f"{PAGE}<p>{calls}</p><p>{PROSE * 3}</p><ol>{below}</ol></article></body></html>"


def marks(count: int) -> str:
    row = "<b>wo<i>rd</b> ha</i> <a href='https://example.org/'>li<b>nk</b></a> " * count
    return f"{PAGE}<p>{row}</p><p>{PROSE * 3}</p></article></body></html>"


def definitions(count: int) -> str:
    return f"{PAGE}{'<dd>It is said of rope.</dd>' * count}<p>{PROSE * 3}</p>"


def short_blocks(count: int) -> str:
    return f"{PAGE}{'<form>Search</form> ' * count}<p>{PROSE * 3}</p>"


def shelf(count: int) -> str:
    row = "@book{{k{0}, title = {{Turning point {0}}}, author = {{Osei, M.}}, year = {1}}}\n"
    return "".join(row.format(at, 1900 + at % 120) for at in range(count))


def open_braces(count: int) -> str:
    return "".join(f"@book{{k{at}, title = {{open {at},\n" for at in range(count))


def nested(count: int) -> str:
    return "@book{k, title = " + "{" * count + "tide" + "}" * count + "}"


def repeated_fields(count: int) -> str:
    return "@book{k, " + "foo = {a}, " * count + "}"


def borrowed(count: int) -> str:
    own = "".join(f"foo{at} = {{a}}, " for at in range(count))
    return f"@book{{k, xdata = {{{'p,' * count}}}}}\n@xdata{{p, {own}}}"


def commands(count: int) -> str:
    return "@book{k, title = {" + "\\emph{a} \\'e -- $x^2$ " * count + "}}"


def read(text: str) -> Submission:
    name = "a.html" if text.startswith("<html") else "a.txt"
    return readers.read(text.encode(), name, CONFIG)


def labelled(text: str) -> EditedText:
    return structure.label(clean.repair(read(text), CONFIG, NOTHING), CONFIG, NOTHING)


def reading(text: str) -> Callable[[], object]:
    return lambda: read(text)


def paging(text: str) -> Callable[[], object]:
    sent = read(text)
    return lambda: page_heads.find_pages(sent)


def finding(text: str) -> Callable[[], object]:
    """One of many equal pictures without words, by its name and by its bytes."""
    rows = enumerate(text.splitlines(), start=1)
    lines_ = tuple(Line(number, "", hint=f"figure:{name}") for number, name in rows)
    sent = Submission("a.md", "", "text/markdown", lines_)
    decision = PictureDecision("quay.png", "A tug", "9c", "Quay", "Bloc")
    known = {}, {"quay.png": "9c"}
    return lambda: [pictures.find_picture(decision, sent, one) for one in known]


def labelling(text: str) -> Callable[[], object]:
    copy = clean.repair(read(text), CONFIG, NOTHING)
    return lambda: structure.label(copy, CONFIG, NOTHING)


def editing(text: str) -> Callable[[], object]:
    copy = labelled(text)
    return lambda: clean.edit(copy, CONFIG, NOTHING)


def assembling(text: str) -> Callable[[], object]:
    copy = labelled(text)
    return lambda: structure.assemble(copy, CONFIG, NOTHING)


def parsing(text: str) -> Callable[[], object]:
    article = structure.assemble(labelled(text), CONFIG, NOTHING)
    return lambda: references.parse(article, CONFIG, NOTHING)


def parting(text: str) -> Callable[[], object]:
    return lambda: run_on.gaps(text)


def citing(text: str) -> Callable[[], object]:
    article = references.parse(structure.assemble(labelled(text), CONFIG, NOTHING), CONFIG, NOTHING)
    return lambda: citations.cite(article, CONFIG, NOTHING)


def shelving(text: str) -> Callable[[], object]:
    found = libraries.read_library(text.encode(), form="bibtex").entries
    items_ = [{"id": entry.key} | entry.csl for entry in found]
    return lambda: (
        libraries.read_library(text.encode(), form="bibtex"),
        [libraries.write_library(items_, form) for form in libraries.FORMS],
    )


def merging(text: str) -> Callable[[], object]:
    found = libraries.read_library(text.encode()).entries
    rows = [MergeRecord(f"a{at % 9}", one.key, one.csl, "", 0.9) for at, one in enumerate(found)]
    return lambda: merge_records(rows)


def replacing(text: str) -> Callable[[], object]:
    article = references.parse(structure.assemble(labelled(text), CONFIG, NOTHING), CONFIG, NOTHING)
    beside = ("a.bib", shelf(text.count("\n")).encode())
    return lambda: replace_list(article, beside, CONFIG, NOTHING, bool)


def spent(job: Callable[[], object]) -> float:
    """Seconds of work without the collector's, which grows with what earlier tests left."""
    gc.disable()
    try:
        start = time.process_time()
        job()
        return time.process_time() - start
    finally:
        gc.enable()


def grows_linearly(make: Callable[[int], Callable[[], object]], size: int) -> bool:
    """Whether doubling the text doubles the work, by the least time seen for each size."""
    jobs = [make(size), make(size * 2)]
    least = [float("inf")] * len(jobs)
    for _ in range(RUNS):
        least = [min(seen, spent(job)) for seen, job in zip(least, jobs, strict=True)]
        if least[1] < QUICK or least[1] <= RATIO * least[0]:
            return True
    return False


CASES = (
    (labelling, items, 1_000), (labelling, lines, 1_000), (labelling, days, 1_000),
    (labelling, repeated, 1_000), (paging, margins, 1_000), (finding, pictured, 1_500),
    (labelling, counted_anew, 300), (labelling, lists_far_below, 5_000),
    (editing, items, 1_500), (editing, lines, 2_000),
    (assembling, items, 1_500), (assembling, notes, 450), (citing, cited, 1_000),
    (citing, misspelt, 150), (citing, running, 400),
    (composing, numbers, 400), (composing, notes, 450),
    (citing, numbers, 400), (citing, noted_works, 300),
    (labelling, run_on_entries, 900), (parsing, entries, 150), (parsing, run_on_entries, 200),
    (parsing, openings, 3_000), (parting, undated, 1_000),
    (reading, linked_notes, 1_200), (assembling, linked_notes, 900), (reading, marks, 3_000),
    (reading, definitions, 2_000), (reading, short_blocks, 6_000),
    (shelving, shelf, 300), (shelving, open_braces, 2_000), (shelving, nested, 20_000),
    (shelving, repeated_fields, 600), (shelving, borrowed, 600),
    (shelving, commands, 1_000), (merging, shelf, 1_000), (replacing, entries, 200),
)  # fmt: skip


@pytest.mark.parametrize(
    ("stage", "text", "size"),
    CASES,
    ids=[f"{stage.__name__} {text.__name__}" for stage, text, _ in CASES],
)
def test_the_work_of_a_stage_grows_with_the_text_and_no_faster(
    stage: Callable[[str], Callable[[], object]], text: Callable[[int], str], size: int
) -> None:
    assert grows_linearly(lambda count: stage(text(count)), size)


def test_a_quadratic_stage_would_be_noticed() -> None:
    def pairing(text: str) -> Callable[[], object]:
        found = text.split()
        return lambda: sum(found.count(word) for word in found)

    assert not grows_linearly(lambda count: pairing(lines(count)), 500)
