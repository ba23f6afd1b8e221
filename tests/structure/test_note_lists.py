"""A list that numbers of the text call is notes, in whatever form the article comes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Article, Block, Decisions, Items, contents, notes_in, plain

DATA = Path(__file__).parents[1] / "cases" / "notes"
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
CASES = [Case(**row) for row in tomllib.loads((DATA / "lists.toml").read_text("utf-8"))["case"]]


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


# ── lists of which a page ties some items ────────────────────────────────────

MIXED = tomllib.loads((DATA / "mixed.toml").read_text("utf-8"))["case"]
WORKS = (
    "Osei, M. (2018) The Harbour Book. London: Quay Press.",
    "The promise was made in public, and nobody has ever taken it back.",
    "Marlow, I. (2021) Dues and quarrels. Journal of Ports, 12(3), pp. 4–19.",
    "Finn, T. (2014) Hours of the sea. Journal of Lights, 4(2), pp. 77–98.",
)
SENTENCES = (
    "The port authority had promised a new quay for the ferries.",
    "The boats came back in the spring.",
    "Most of the owners paid the dues.",
    "The council had raised them twice.",
)


def mixed_page(tied: Sequence[int], dead: Sequence[int], *, listed: bool, more: str = "") -> bytes:
    calls, items = [], []
    for number, (sentence, work) in enumerate(zip(SENTENCES, WORKS, strict=True), start=1):
        link = f'<a id="r{number}" href="#n{number}">{number}</a>'
        sign = link if number in (*tied, *dead) else str(number)
        calls.append(f"{sentence}<sup>{sign}</sup>")
        name = f' id="n{number}"' if number in tied else ""
        back = f' <a href="#r{number}">↩</a>' if number in tied else ""
        own = "" if listed else f"<sup>{number}</sup> "
        items.append(
            f"<{'li' if listed else 'p'}{name}>{own}{work}{back}</{'li' if listed else 'p'}>"
        )
    held = f"<ol>{''.join(items)}</ol>" if listed else "".join(items)
    text = f"<p>{BYLINE}</p><p>{' '.join(calls)}</p><p>{PROSE}</p>{more}<h2>Notes</h2>{held}"
    return f"<meta charset=utf-8><article><h1>{TITLE}</h1>{text}</article>".encode()


PROSE = "The harbour was quiet that year, and nobody in the town could say why it had been so."


@pytest.mark.parametrize("listed", [True, False], ids=["list", "paragraphs"])
@pytest.mark.parametrize("case", MIXED, ids=lambda case: case["name"])
def test_no_item_of_a_list_of_notes_is_lost_or_misplaced(
    case: dict[str, Any],
    listed: bool,  # noqa: FBT001
) -> None:
    page = mixed_page(case["tied"], case.get("dead", ()), listed=listed)
    article = pipeline.article(page, "a.html", Config(), Decisions())
    texts = [content for block in article.body for content in contents(block)]
    assert [shown(*one.blocks) for content in texts for one in notes_in(content)] == [*WORKS]
    assert [shown(block) for block in article.body] == [" ".join(SENTENCES), PROSE]
    assert (article.back.notes, article.back.references) == ((), ())


def test_steps_amid_the_text_are_none_of_its_notes() -> None:
    steps = "<ol><li>Cut the rope.</li><li>Boil the tar.</li><li>Wait for the tide.</li></ol>"
    page = mixed_page([1, 2, 4], (), listed=True, more=steps + f"<p>{PROSE}</p>")
    article = pipeline.article(page, "a.html", Config(), Decisions())
    (items,) = (block for block in article.body if isinstance(block, Items))
    assert [shown(*item) for item in items.items] == [
        "Cut the rope.", "Boil the tar.", "Wait for the tide.",
    ]  # fmt: skip
    texts = [content for block in article.body for content in contents(block)]
    assert sum(1 for content in texts for _ in notes_in(content)) == len(WORKS)


# ── notes at the feet of pages ───────────────────────────────────────────────

FEET = tomllib.loads((DATA / "feet.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", FEET, ids=lambda case: case["name"])
def test_notes_at_the_feet_of_pages_stand_where_they_are_called(case: dict[str, Any]) -> None:
    pages = case["text"].strip().split("%%\n")
    heads = (f"\n\f{number}          THE HULL REVIEW\n\n" for number in range(212, 230))
    text = "".join(head + page for head, page in zip(heads, pages, strict=False))
    article = pipeline.article(text.encode(), "a.txt", Config(), Decisions())
    texts = [content for block in article.body for content in contents(block)]
    assert [shown(*one.blocks) for content in texts for one in notes_in(content)] == case["notes"]
    assert [shown(one) for one in article.back.notes] == case.get("left", [])
    said = "/".join(shown(block) for block in article.body)
    assert all(words in said for words in case.get("body", ()))
    assert "structure.notes" not in [query.code for query in article.queries]
