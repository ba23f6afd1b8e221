"""Markdown for pandoc, read back by pandoc: the same citations, the same list, the same words."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from lxml import html as lxml_html

from compose.harbour import ARTICLE, Sheet, paragraph
from copydesk import pipeline
from copydesk.config import Config, overlay
from copydesk.gate.pandoc import Pandoc, binary
from copydesk.model import Article, Back, Decisions, Figure, Front, Picture, Reference, Text
from copydesk.registry import WRITERS
from copydesk.writers import html
from writers.test_pictures_in_print import drawn

SEED = Path(__file__).parents[2] / "source" / "sino-russian-partnership.txt"
STYLES = ("harvard-cite-them-right", "ieee", "nature", "chicago-notes-bibliography")


def files(sheet: Sheet) -> Mapping[str, bytes]:
    """The file, and those beside it."""
    writer = WRITERS["pandoc.md"]
    assert writer.beside
    return {writer.file(sheet.slug): writer.write(sheet), **writer.beside(sheet)}


def made(pandoc: Pandoc, article: Article = ARTICLE) -> str:
    return files(Sheet(article, pandoc))["harbour.pandoc.md"].decode()


def body_of(text: str, pandoc: Pandoc) -> str:
    article = replace(ARTICLE, front=Front(), body=(paragraph(text),), back=Back(), citations=())
    return made(pandoc, article).partition("\n---\n")[2].strip()


def in_style(style: str) -> Config:
    return overlay(Config(), {"style": {"csl": style}}, "test")


def set_by_pandoc(folder: Path, sheet: Sheet) -> etree._Element:
    """The page that pandoc makes of the files, citeproc included."""
    for name, data in files(sheet).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    command = [binary(), "--citeproc", "--wrap=none", "-t", "html", f"{sheet.slug}.pandoc.md"]
    page = subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout
    return lxml_html.fromstring(f"<div>{page.decode()}</div>")


def texts(page: etree._Element, path: str) -> list[str]:
    for link in page.iter("a"):
        if link.get("class") in ("backlink", "footnote-back"):
            link.text = ""
    return [" ".join(found.text_content().split()) for found in page.xpath(path)]


ENTRIES = '//*[starts-with(@id, "ref-")]'
NOTES = '//*[@role="doc-endnotes"]//li | //*[@id="footnotes"]//li'
RUNNING = (
    '//p[not(@class)][not(ancestor::*[starts-with(@id, "ref-")])][not(ancestor::*[@class])]'
    '[not(ancestor::*[@role="doc-endnotes"])]'
)


@pytest.mark.parametrize("style", STYLES)
def test_pandoc_prints_of_it_what_the_desk_prints(
    pandoc: Pandoc, style: str, tmp_path: Path
) -> None:
    read = tuple(entry for entry in ARTICLE.back.references if entry.csl)
    article = replace(ARTICLE, back=Back(references=read))
    sheet = Sheet(article, pandoc, in_style(style))
    theirs = set_by_pandoc(tmp_path, sheet)
    ours = lxml_html.fromstring(html.write(sheet))
    for path in (RUNNING, ENTRIES, NOTES):
        assert texts(theirs, path) == texts(ours, path)
    assert texts(theirs, ENTRIES)


def test_pandoc_prints_the_article_in_source_as_the_desk_does(
    pandoc: Pandoc, tmp_path: Path
) -> None:
    article = pipeline.article(SEED.read_bytes(), "source/seed.txt", Config(), Decisions())
    sheet = Sheet(article, pandoc, slug="seed")
    theirs, ours = set_by_pandoc(tmp_path, sheet), lxml_html.fromstring(html.write(sheet))
    for path in (RUNNING, ENTRIES):
        assert texts(theirs, path) == texts(ours, path)
    assert len(texts(theirs, ENTRIES)) == 25
    assert len(theirs.xpath('//a[@role="doc-biblioref"]')) == 19


def test_every_key_is_one_of_the_library(pandoc: Pandoc) -> None:
    sheet = Sheet(ARTICLE, pandoc)
    found = files(sheet)
    library = {item["id"] for item in json.loads(found["harbour.csl.json"])}
    text = found["harbour.pandoc.md"].decode()
    keys = set(re.findall(r"(?<!\w)@([\w:]+)", text))
    raw = set(re.findall(r"::: \{#ref-(\S+) \.csl-entry\}", text))
    assert keys == {"ahl2021", "mora2019", "zed2020", "board2001"}
    assert keys | raw == library


def test_citations_stand_by_their_keys_with_what_is_around_them(pandoc: Pandoc) -> None:
    text = made(pandoc)
    assert "so we hear [see @ahl2021, p. 4]. Mora and Ott’s [-@mora2019] study" in text


def test_what_is_in_doubt_stays_as_written_and_linked(pandoc: Pandoc) -> None:
    text = made(pandoc)
    assert "([Zedd, 2020](#ref-zed2020); [Ahl, 2021](#ref-ahl2021); Nobody, 1900)" in text
    assert "others (Quill, 2001) count" in text


def test_an_entry_that_was_not_read_stands_behind_the_list(pandoc: Pandoc) -> None:
    text = made(pandoc)
    assert "::: {#refs}\n:::\n\n::: {#ref-kelp1998 .csl-entry}\nKelp Board, minutes" in text
    assert "@kelp1998" not in text


def test_in_a_numbered_style_it_has_its_number(pandoc: Pandoc) -> None:
    text = files(Sheet(ARTICLE, pandoc, in_style("ieee")))["harbour.pandoc.md"].decode()
    assert "@kelp1998" in text
    assert "csl-entry" not in text


def test_the_front_matter_names_the_library_and_the_style(pandoc: Pandoc) -> None:
    lines = made(pandoc).split("---\n")[1].splitlines()
    assert lines[-5:] == [
        'bibliography: "harbour.csl.json"', 'csl: "harbour.csl"', "link-citations: true",
        "notes-after-punctuation: true", 'nocite: "@zed2020, @board2001"',
    ]  # fmt: skip


def test_the_signs_of_notes_stand_where_the_language_has_them(pandoc: Pandoc) -> None:
    french = replace(ARTICLE, front=replace(ARTICLE.front, language="fr"))
    assert "notes-after-punctuation: false" in made(pandoc, french)
    assert "notes-after-punctuation: true" in made(pandoc)


def test_without_references_nothing_is_named(pandoc: Pandoc) -> None:
    text = made(pandoc, replace(ARTICLE, back=Back(), citations=()))
    assert "bibliography" not in text
    assert "nocite" not in text
    assert "refs" not in text


@pytest.mark.parametrize(
    "text",
    [
        "“Curly”, ‘single’ and an apostrophe’s – dashes — and an ellipsis…",
        "1,000 boats cost 5 € at the 21st-century quay (so they say)",
        "fish & chips, A&B, Q&A",
        "ada@example.org",
        "Ж, 港",
    ],
)
def test_plain_copy_stays_as_it_is(text: str, pandoc: Pandoc) -> None:
    assert body_of(text, pandoc) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ('"mud"', r"\"mud\""),
        ("it's", r"it\'s"),
        ("a -- b", r"a \-\- b"),
        ("mud...", r"mud\..."),
        ("@mud -@tide", r"\@mud -\@tide"),
        ("{.cls}", r"\{.cls}"),
        (": mud", r"\: mud"),
        ("::: mud", r"\::: mud"),
        ("Table: mud", r"Table\: mud"),
        ("---", r"\-\-\-"),
        ("(1) mud", r"\(1\) mud"),
        ("&copy;", "&amp;copy;"),
        ("x^2^ ~y~", r"x\^2\^ \~y\~"),
        ("![mud](x)", r"!\[mud\](x)"),
        (r"\(x\) \_ \alpha", r"\\(x\\) \\\_ \\alpha"),
    ],
)
def test_what_pandoc_would_take_for_markup_is_escaped(
    text: str, escaped: str, pandoc: Pandoc
) -> None:
    written = body_of(text, pandoc)
    assert written == escaped
    command = [binary(), "-t", "html"]
    read = subprocess.run(command, input=written.encode(), check=True, capture_output=True).stdout
    assert lxml_html.fromstring(f"<div>{read.decode()}</div>").text_content().strip() == text


@pytest.mark.parametrize(
    "text",
    [
        "Mud, tides & other neighbours – a “history” (2021)",
        "Why <img src=x onerror=alert(1)> *matters* @key $math$",
        "[@ahl2021] and ^up^ ~down~ `code` {.cls} ![a](b)",
        r"C:\mud \alpha __low__ it's \"so\" -- and... &copy; a_b",
        "3. Mai 2022", "1) mud", "(1) mud", "- mud", "# mud", "> mud", ": mud", "| mud |",
        "::: mud",
        "a. mud", "xii. mud", "II. mud", "A. Quill", "A) mud", "Table: mud", "---", "=== mud",
        "Learning C#",
        "% mud", "+ mud", "(a) mud", "#. mud",
    ],
)  # fmt: skip
def test_the_front_matter_says_to_pandoc_what_it_says(text: str, pandoc: Pandoc) -> None:
    imprint = replace(ARTICLE.front.imprint, keywords=(text,))
    front = replace(ARTICLE.front, title=text, authors=(text,), imprint=imprint)
    data = made(pandoc, replace(ARTICLE, front=front, back=Back(), citations=(), body=()))
    command = [binary(), "-t", "json"]
    read = subprocess.run(command, input=data.encode(), check=True, capture_output=True).stdout
    meta = json.loads(read)["meta"]
    for value in (meta["title"], meta["author"]["c"][0], meta["keywords"]["c"][0]):
        assert value["t"] == "MetaInlines"
        assert {part["t"] for part in value["c"]} <= {"Str", "Space"}
        assert "".join(part.get("c", " ") for part in value["c"]) == text


def test_a_picture_is_a_figure_with_caption_and_words(pandoc: Pandoc, tmp_path: Path) -> None:
    submission = replace(
        ARTICLE.edited.submission, pictures=(Picture("pier.png", "image/png", drawn()),)
    )
    body = (
        Figure((Text("The old pier"),), "pier.png", "A pier at dawn"),
        Figure((), "pier.png", "The pier again"),
    )
    edited = replace(ARTICLE.edited, submission=submission)
    article = replace(ARTICLE, edited=edited, body=body, citations=(), back=Back())
    text = made(pandoc, article)
    assert '![The old pier](pictures/picture-1.png){alt="A pier at dawn"}\n' in text
    page = set_by_pandoc(tmp_path, Sheet(article, pandoc))
    assert texts(page, "//figcaption") == ["The old pier"]
    assert [image.get("alt") for image in page.iter("img")] == ["A pier at dawn", "The pier again"]
    assert (tmp_path / "pictures" / "picture-1.png").exists()


def test_a_key_that_markdown_cannot_cite_stays_as_written(pandoc: Pandoc) -> None:
    entry = ARTICLE.back.references[0]
    odd = replace(entry, key="ahl 2021")
    cited = tuple(replace(row, keys=("ahl 2021",) if row.keys == ("ahl2021",) else row.keys)
                  for row in ARTICLE.citations)  # fmt: skip
    entries: tuple[Reference, ...] = (odd, *ARTICLE.back.references[1:])
    article = replace(ARTICLE, citations=cited, back=replace(ARTICLE.back, references=entries))
    text = made(pandoc, article)
    assert re.search(r"\[\(see Ahl, 2021, p\. 4\)\]\(#(ref-ahl-2021-\w+)\)", text)
    assert "@ahl" not in text
