import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from copydesk import citations
from copydesk.config import Config
from copydesk.model import (
    Article,
    Back,
    Cite,
    Decisions,
    EditedText,
    Front,
    Inline,
    Line,
    Note,
    Paragraph,
    Reference,
    Submission,
    Superscript,
    Text,
    Verbatim,
    plain,
)

CASES = Path(__file__).parents[1] / "cases" / "citations"
#: The entries of every list, as many as a case has labels.
WORKS = (
    (["Marlow"], 2020, "Tides of the Northern Estuary"),
    (["Finn", "Ruiz"], 2018, "Counting Boats"),
    (["Osei"], 2019, "Nets and Knots"),
    (["Lam"], 2021, "The Quiet Harbour"),
    (["Sallow"], 2017, "Undated Waters"),
)
RAISED = re.compile(r"\{([^}]*)\}")


def cases(name: str) -> list:
    rows = tomllib.loads((CASES / name).read_text(encoding="utf-8"))["case"]
    return [pytest.param(row, id=row["name"]) for row in rows]


def entries(labels: list[str], raw: str = "[%s]") -> tuple[Reference, ...]:
    return tuple(
        Reference(
            f"{names[0].casefold()}{year}",
            f"{raw % label} {names[0]}, {title}, {year}." if label else f"{names[0]}, {title}.",
            title,
            {
                "author": [{"family": name} for name in names],
                "title": title,
                "issued": {"date-parts": [[year]]},
            },
            1.0,
            label=label,
        )
        for label, (names, year, title) in zip(labels, WORKS, strict=False)
    )


def inlines(text: str, code: list[str]) -> Iterator[Inline]:
    """`text` with what stands in braces raised, and the words of programs marked."""
    for at, piece in enumerate(RAISED.split(text)):
        if at % 2:
            yield Superscript((Text(piece),))
            continue
        for word in code:
            head, sign, piece = piece.partition(word)  # noqa: PLW2901  what is left of it
            yield from (Text(head), Verbatim(sign)) if sign else ()
        yield Text(piece)


def article(case: dict) -> Article:
    edited = EditedText(Submission("a.txt", "", "text/plain", ()), ())
    body = tuple(
        Paragraph(tuple(inlines(text, case.get("code", []))), (number,), (0,))
        for number, text in enumerate(case["text"], 1)
    )
    notes = tuple(Paragraph((Text(note),), (9,), (0,)) for note in case.get("notes", []))
    listed = entries(case["labels"], case.get("raw", "[%s]"))
    return Article(edited, Front(), body, Back(references=listed, notes=notes))


def cited(case: dict) -> Article:
    return citations.cite(article(case), Config(), Decisions())


@pytest.mark.parametrize("case", cases("numbers-leave.toml"))
def test_a_figure_that_cites_nothing_is_left_alone(case):
    found = [one for one in cited(case).citations if one.form == "numeric"]
    assert [f"{one.text.strip('[]')} {one.status}".translate(FIGURES) for one in found] == [
        *case["found"]
    ]


FIGURES = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@pytest.mark.parametrize("case", cases("numbers.toml"))
def test_a_number_means_the_entry_that_bears_it(case):
    found = cited(case)
    bearing = {
        key: label
        for label, reference in zip(case["labels"], found.back.references, strict=True)
        for key in [reference.key]
    }
    places = {key: str(at) for at, key in enumerate(bearing, 1)}
    said = []
    for one in found.citations:
        key = one.keys[0] if one.keys else ""
        number = one.year or bearing.get(key) or places.get(key) or one.text.strip("[]")
        said.append(f"{number} {one.status}")
    assert said == case["found"]
    numeric = [one for one in found.citations if one.form == "numeric"]
    for name in ("locator", "prefix", "name"):
        if f"{name}s" in case:
            assert [getattr(one, name) for one in numeric] == case[f"{name}s"]
    if "groups" in case:
        groups: dict[int, list[str]] = {}
        for one in found.citations:
            groups.setdefault(one.group, []).append(bearing[one.keys[0]])
        assert list(groups.values()) == case["groups"]


def test_the_words_of_the_text_stay_as_they_were():
    for row in [*cases("numbers.toml"), *cases("numbers-leave.toml")]:
        (case,) = row.values
        before = [plain(block.content) for block in article(case).body]
        assert [plain(block.content) for block in cited(case).body] == before


def test_the_span_of_a_sign_covers_all_of_its_brackets():
    case = {"labels": ["1", "2", "3"], "text": ["It closed [1], [2] then."]}
    (paragraph,) = cited(case).body
    (cite,) = [node for node in paragraph.content if isinstance(node, Cite)]
    assert cite.text == "[1], [2]"


def test_a_missing_number_is_asked_about_with_the_end_of_the_list():
    case = {"labels": ["1", "2", "3"], "text": ["It closed [1] and opened [7]."]}
    (query,) = [one for one in cited(case).queries if one.code == "citation.missing"]
    assert "[7]" in query.message
    assert "up to 3" in query.message


def test_the_missing_numbers_of_a_range_are_asked_about_together():
    case = {"labels": ["1", "2", "3"], "text": ["It closed [2–5], opened [7, 9] and burnt [1–2]."]}
    asked = [one.message for one in cited(case).queries if one.code == "citation.missing"]
    last = "the list goes up to 3"
    assert asked == [
        f"2–5: no entry of the reference list matches; none bears 4 and 5; {last}",
        f"7: no entry of the reference list matches; {last}",
        f"9: no entry of the reference list matches; {last}",
    ]


def test_an_ambiguous_number_is_asked_about_with_both_entries():
    case = {"labels": ["1", "2", "2"], "text": ["It closed [1] and opened [2]."]}
    (query,) = [one for one in cited(case).queries if one.code == "citation.ambiguous"]
    assert "2 entries bear this number" in query.message
    assert [row.partition(":")[0] for row in query.suggestions] == ["finn2018", "osei2019"]


def test_a_list_that_is_counted_is_said_to_be():
    case = {"labels": ["", "", "", ""], "text": ["It closed [1], opened [2, 3] and burnt [4]."]}
    assert [one.code for one in cited(case).queries] == ["citation.counted"]


def test_an_ordered_list_of_the_format_numbers_its_entries():
    lines = tuple(Line(at, "", hint=f"list:number:1:{at}") for at in (1, 2, 3))
    found = article({"labels": ["", "", ""], "text": ["It closed [2]."]})
    listed = tuple(
        Reference(one.key, one.raw, one.text, one.csl, 1.0, (at,))
        for at, one in enumerate(found.back.references, 1)
    )
    edited = EditedText(Submission("a.html", "", "text/html", lines), lines)
    found = Article(edited, Front(), found.body, Back(references=listed))
    (one,) = citations.cite(found, Config(), Decisions()).citations
    assert (one.form, one.keys) == ("numeric", ("finn2018",))


def test_numbers_in_a_note_at_its_place_are_read_as_well():
    note = Note((Paragraph((Text("So [2] and [3, p. 4]."),)),))
    case = {"labels": ["1", "2", "3"], "text": ["It closed [1]."]}
    found = article(case)
    body = (Paragraph((*found.body[0].content, note), (1,), (0,)),)
    found = Article(found.edited, found.front, body, found.back)
    cites = citations.cite(found, Config(), Decisions()).citations
    assert [one.keys[0] for one in cites] == ["marlow2020", "finn2018", "osei2019"]


@pytest.mark.parametrize(
    "seed",
    ["[", "[1", "[1,", "[1–", "[1]", "[1][", "(1)", "¹", "¹,", "a.1", "x[", "[see ", "[1, p"],
)
def test_hostile_repetitions_of_signs_end(seed):
    case = {"labels": ["1", "2", "3"], "text": [seed * 4_000]}
    assert isinstance(cited(case).citations, tuple)
