"""A list that numbers of the text call is notes, in whatever form the article comes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import docx
import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Article, Block, Decisions, Items, contents, notes_in, plain

DATA = Path(__file__).parents[1] / "cases" / "notes" / "lists.toml"
TITLE, BYLINE = "The quiet harbour of Hull", "By Mara Osei"
HIGH = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
CALL = re.compile(r"\{([\d,]+)\}")


@dataclass(frozen=True)
class Case:
    name: str
    heading: str
    text: list[str]
    items: list[str]
    found: str
    works: Sequence[str] = ()
    forms: Sequence[str] = ()
    cited: int = 0


def numbered(items: Sequence[str], sign: str = "{}. ") -> list[str]:
    return [sign.format(number) + item for number, item in enumerate(items, start=1)]


def called(texts: Sequence[str], sign: str) -> list[str]:
    return [CALL.sub(lambda call: sign.format(call[1]), text) for text in texts]


def raised(texts: Sequence[str]) -> list[str]:
    return [CALL.sub(lambda call: call[1].translate(HIGH), text) for text in texts]


def as_text(case: Case, texts: Sequence[str], sign: str = "{}. ") -> bytes:
    rows = [TITLE, BYLINE, *texts, case.heading, "\n".join(numbered(case.items, sign))]
    rows += ["References", "\n".join(case.works)] if case.works else []
    return "\n\n".join(filter(None, rows)).encode()


def as_markdown(case: Case, texts: Sequence[str]) -> bytes:
    rows = [f"# {TITLE}", BYLINE, *texts, case.heading and f"## {case.heading}"]
    rows += ["\n".join(numbered(case.items))]
    rows += ["## References", *numbered(case.works)] if case.works else []
    return "\n\n".join(filter(None, rows)).encode()


def as_page(case: Case, *, listed: bool) -> bytes:
    texts = called(case.text, "<sup>{}</sup>")
    rows = [f"<p>{text}</p>" for text in (BYLINE, *texts)]
    rows += [f"<h2>{case.heading}</h2>"] if case.heading else []
    if listed:
        rows += ["<ol>", *(f"<li>{item}</li>" for item in case.items), "</ol>"]
    else:
        rows += [f"<p>{item}</p>" for item in numbered(case.items, "<sup>{}</sup> ")]
    if case.works:
        rows += ["<h2>References</h2><ol>", *(f"<li>{work}</li>" for work in case.works), "</ol>"]
    page = f"<title>{TITLE}</title><article><h1>{TITLE}</h1>{''.join(rows)}</article>"
    return f"<!DOCTYPE html><html><meta charset=utf-8>{page}</html>".encode()


def as_word(case: Case, *, listed: bool) -> bytes:
    made = docx.Document()
    made.add_heading(TITLE, 0)
    made.add_paragraph(BYLINE)
    for text in case.text:
        paragraph = made.add_paragraph()
        for at, piece in enumerate(CALL.split(text)):
            paragraph.add_run(piece).font.superscript = at % 2 == 1
    if case.heading:
        made.add_heading(case.heading, 1)
    for number, item in enumerate(case.items, start=1):
        paragraph = made.add_paragraph(style="List Number" if listed else None)
        if not listed:
            paragraph.add_run(str(number)).font.superscript = True
        paragraph.add_run(item if listed else f" {item}")
    if case.works:
        made.add_heading("References", 1)
    for work in case.works:
        made.add_paragraph(work)
    data = BytesIO()
    made.save(data)
    return data.getvalue()


FORMS: dict[str, Callable[[Case], bytes]] = {
    "txt, raised": lambda case: as_text(case, raised(case.text)),
    "txt, behind stops": lambda case: as_text(case, called(case.text, "{}")),
    "txt, brackets": lambda case: as_text(case, called(case.text, "[{}]"), "[{}] "),
    "md, raised": lambda case: as_markdown(case, raised(case.text)),
    "md, tags": lambda case: as_markdown(case, called(case.text, "<sup>{}</sup>")),
    "md, brackets": lambda case: as_markdown(case, called(case.text, "[{}]")),
    "html, list": lambda case: as_page(case, listed=True),
    "html, paragraphs": lambda case: as_page(case, listed=False),
    "docx, list": lambda case: as_word(case, listed=True),
    "docx, paragraphs": lambda case: as_word(case, listed=False),
}
CASES = [Case(**row) for row in tomllib.loads(DATA.read_text("utf-8"))["case"]]


def read(case: Case, form: str) -> Article:
    data = FORMS[form](case)
    return pipeline.article(data, f"a.{form.partition(',')[0]}", Config(), Decisions())


@pytest.mark.parametrize(
    ("case", "form"), [(case, form) for case in CASES for form in case.forms or FORMS],
    ids=lambda value: getattr(value, "name", value),
)  # fmt: skip
def test_a_list_is_what_its_heading_and_its_calls_say(case: Case, form: str) -> None:
    article = read(case, form)
    texts = [content for block in article.body for content in contents(block)]
    noted = [shown(*one.blocks) for content in texts for one in notes_in(content)]
    below = [re.sub(r"^(\d)[. ]+", r"\1. ", shown(one)) for one in article.back.notes]
    listed = [shown(*item) for block in article.body if isinstance(block, Items)
              for item in block.items]  # fmt: skip
    works = case.items if case.found == "works" else case.works
    assert noted == (case.items if case.found == "notes" else [])
    assert below == (numbered(case.items) if case.found == "below" else [])
    assert listed == (case.items if case.found == "text" else [])
    assert len(article.back.references) == len(works)
    numbers = [one for one in article.citations if one.text.strip("[]⁰¹²³⁴⁵⁶⁷⁸⁹0123456789") == ""]
    assert case.found == "works" or not numbers
    assert len(article.citations) >= case.cited
    asked = [query.code for query in article.queries]
    assert ("structure.notes" in asked) == (case.found == "below")


def shown(*blocks: Block) -> str:
    """The words of `blocks`; the blank that a copy rule makes one that holds is a blank here."""
    said = (plain(content) for block in blocks for content in contents(block))
    return "/".join(said).replace("\xa0", " ")
