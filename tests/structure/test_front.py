"""Title, deck, authors and date of labelled lines: the cases of tests/cases/front."""

import tomllib
from pathlib import Path

import pytest

from copydesk.structure.authors import find_authors
from copydesk.structure.date import find_date
from copydesk.structure.metadata import PageMetadata
from copydesk.structure.title import find_title

CASES = Path(__file__).parents[1] / "cases" / "front"


def cases(name):
    rows = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return [pytest.param(row, id=row["name"]) for row in rows]


def split_roles(row, default):
    """The lines of a case, their roles, what is stated, and the language."""
    pairs = []
    for line in row["lines"]:
        role, mark, text = line.partition(": ")
        own = mark and role in ROLES
        pairs.append((text, role) if own else (line, default))
    stated = row.get("stated", {})
    metadata = PageMetadata(
        stated.get("title", ""),
        tuple(stated.get("authors", ())),
        stated.get("date", ""),
        tuple(stated.get("sites", ())),
    )
    lines, roles = zip(*pairs, strict=True)
    return lines, roles, metadata, row.get("language", "")


ROLES = {"title", "subtitle", "byline", "date", "heading", "body", "bio", "furniture"}


@pytest.mark.parametrize("row", cases("titles"))
def test_the_title_is_found(row):
    found = find_title(*split_roles(row, "body")[:3])
    assert found.title == row["title"]
    assert found.deck == row.get("deck", found.deck)


@pytest.mark.parametrize("row", cases("authors"))
def test_the_authors_are_found(row):
    lines, *rest = split_roles(row, "byline")
    found = find_authors(lines, *rest)
    assert list(found.names) == row["authors"]
    for span in found.spans:
        text = " ".join(lines[span.line][span.start : span.end].split())
        assert text.casefold() in {name.casefold() for name in found.names}


@pytest.mark.parametrize("row", cases("dates"))
def test_the_date_is_found(row):
    found = find_date(*split_roles(row, "date"))
    printed = row.get("printed", "")
    assert (found.printed if found else "") == printed
    assert (found.iso if found else "") == row.get("iso", "")


@pytest.mark.parametrize("find", [find_title, find_authors, find_date])
def test_lines_without_roles_are_an_error(find):
    with pytest.raises(ValueError, match="zip"):
        find(["The quiet harbour", "By Mara Osei"], ["title"])


@pytest.mark.parametrize("find", [find_title, find_authors, find_date])
def test_nothing_breaks_on_odd_lines(find):
    odd = ["", " ", "\0", "—", "(((", "By", "12", "1/1/1", "𝕄" * 400, "|" * 300, "By " * 200]
    for role in sorted(ROLES):
        find(odd, [role] * len(odd))
