"""Citations by name in whole articles: what is found in the last paragraph, and what it means."""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from copydesk import citations
from copydesk.config import Config
from copydesk.model import (
    Article,
    Back,
    Citation,
    Decisions,
    EditedText,
    Emph,
    Front,
    Inline,
    Paragraph,
    Reference,
    Submission,
    Text,
)

CASES = Path(__file__).parents[1] / "cases" / "citations"
FILES = ("dated", "organisations", "pages")


def author(name: str) -> dict:
    """`Family, Given` is a person, a name in braces a body."""
    if name.startswith("{"):
        return {"literal": name.strip("{}")}
    family, _, given = name.partition(", ")
    return {"family": family, "given": given} if given else {"family": family}


def reference(row: dict) -> Reference:
    csl = {"title": row["title"]}
    if row.get("authors"):
        csl["author"] = [author(name) for name in row["authors"]]
    if year := row.get("year", "")[:4]:
        csl["issued"] = {"date-parts": [[int(year), *row.get("month", [])]]}
    csl |= {key: row[key] for key in ("container-title", "publisher") if key in row}
    printed = [", ".join(row.get("authors", ())), row.get("year", ""), row["title"]]
    text = row.get("text") or ". ".join(filter(None, printed))
    return Reference(row["key"], text, text, csl, 1.0)


def read(name: str) -> dict:
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))


def inlines(text: str, emph: Iterable[str]) -> Iterator[Inline]:
    """`text` with the words of `emph` in italics."""
    for words in emph:
        head, said, text = text.partition(words)
        yield from (Text(head), Emph((Text(said),)))
    yield Text(text)


def cited(rows: list, *texts: str, emph: Iterable[str] = ()) -> list[Citation]:
    """The citations of the last of `texts`, in which the words of `emph` are in italics."""
    edited = EditedText(Submission("a.txt", "", "text/plain", ()), ())
    body = tuple(
        Paragraph(tuple(inlines(text, emph if n == len(texts) else ())), (n,), (0,))
        for n, text in enumerate(texts, 1)
    )
    article = Article(edited, Front(), body, Back(references=tuple(map(reference, rows))))
    found = citations.cite(article, Config(), Decisions()).citations
    return [one for one in found if one.line == len(texts)]


def cases():
    for name in FILES:
        table = read(name)
        for row in table["case"]:
            yield pytest.param(table, row, id=f"{name}: {row['name']}")


@pytest.mark.parametrize(("table", "case"), [*cases()])
def test_what_a_reader_takes_for_a_citation_is_found_and_linked(table, case):
    found = cited(
        table["entry"], *table.get("opening", []), case["text"], emph=case.get("emph", ())
    )
    rows = [[one.text, one.status, *one.keys] for one in found]
    assert rows == case.get("found", [])
    assert [one.locator for one in found] == case.get("locators", [one.locator for one in found])


@pytest.mark.parametrize("name", FILES)
def test_as_many_texts_are_left_alone_as_the_file_has_kinds_of_citations(name):
    left = [row for row in read(name)["case"] if not row.get("found")]
    assert len(left) >= 10
    assert len(read(name)["case"]) - len(left) >= 15


@pytest.mark.parametrize("name", FILES)
def test_everything_but_an_exact_citation_gives_its_reason(name):
    table = read(name)
    texts = [row["text"] for row in table["case"] if row.get("found")]
    for text in texts:
        for one in cited(table["entry"], *table.get("opening", []), text):
            assert all(row.reason and 0 <= row.score <= 1 for row in one.candidates)
            if one.status not in ("exact", "missing"):
                assert one.candidates
