from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from compose.harbour import ARTICLE, Sheet, paragraph
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config, overlay
from copydesk.model import (
    Article,
    Back,
    Cite,
    Emph,
    Front,
    Heading,
    Imprint,
    Inline,
    Items,
    Link,
    ListForm,
    Note,
    Person,
    Strong,
    Subscript,
    Table,
    Text,
    Verbatim,
)
from copydesk.system import xml
from copydesk.writers.markdown import quote_scalar, write
from copydesk.writers.markdown_text import MarkdownText


def made(pandoc: Pandoc, article: Article = ARTICLE) -> str:
    return write(Sheet(article, pandoc)).decode()


def body_of(text: str, pandoc: Pandoc) -> str:
    article = replace(ARTICLE, front=Front(), body=(paragraph(text),), back=Back(), citations=())
    return made(pandoc, article).partition("\n---\n")[2].strip()


@pytest.mark.parametrize(
    "text",
    [
        "“Curly”, ‘single’ and an apostrophe’s – dashes — and an ellipsis…",
        "1,000 boats cost 5 € at the 21st-century quay (so they say)",
        "fish & chips, A&B, Q&A",
        "ada@example.org",
        "either/or, 5 % and snake_case",
        "Привет, 港口",
    ],
)
def test_plain_copy_stays_as_it_is(text: str, pandoc: Pandoc) -> None:
    assert body_of(text, pandoc) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("*mud*", r"\*mud\*"),
        ("1. mud", r"1\. mud"),
        ("# mud", r"\# mud"),
        ("$5 or $6", r"\$5 or \$6"),
        ("x^2^ and ~y~", r"x\^2\^ and \~y\~"),
        ("@mud said", r"\@mud said"),
        ("a@b@mud", r"a@b\@mud"),
        ("&copy; and &#169;", r"\&copy; and \&#169;"),
        ("::: mud", r"\::: mud"),
        ("---", r"\---"),
        ("<b>mud</b>", r"\<b\>mud\</b\>"),
        ("[mud](x) [^1]", r"\[mud\](x) \[^1\]"),
        (r"\(x\) or \[y\]", r"\\(x\\) or \\\[y\\\]"),
        (r"\* \_ \` \! \} \\", r"\\\* \\\_ \\\` \\! \\} \\\\"),
        ("a ![b](c)", r"a !\[b\](c)"),
        ("say :mud: at 10:30:45", r"say \:mud: at 10:30:45"),
        ("{.mud} and {}", r"\{.mud} and \{}"),
        ("C:\\mud ends in \\", r"C:\\mud ends in" + " \\\\"),
        (r"\alpha \textbf{x}", r"\\alpha \\textbf\{x}"),
    ],
)
def test_what_a_reader_would_take_for_markup_is_escaped(
    text: str, escaped: str, pandoc: Pandoc
) -> None:
    # GitHub takes a backslash before any punctuation for an escape.
    assert body_of(text, pandoc).replace("\\^1", "^1") == escaped


def body_with(*content: Any, pandoc: Pandoc) -> str:
    article = replace(
        ARTICLE, front=Front(), body=(paragraph(*content),), back=Back(), citations=()
    )
    return made(pandoc, article).partition("\n---\n")[2].strip()


@pytest.mark.parametrize(
    ("before", "inner", "behind", "written"),
    [
        ("the ", "mud", ",", "the *mud*,"),
        ("the ", "“mud”", ", he said", "the *“mud”*, he said"),
        ("（", "泥", "）", "（*泥*）"),
        ("他说", "泥土", "后", "他说*泥土*后"),
        ("他说", "“你好”", "后", "他说<em>“你好”</em>后"),
        ("", "（注）", "中文", "<em>（注）</em>中文"),
        ("re", "“quoted”", "", "re<em>“quoted”</em>"),
        ("Lo ", "et al.", ", he said", "Lo *et al.*, he said"),
        ("Lo ", "et al.", "后", "Lo <em>et al.</em>后"),
    ],
)
def test_emphasis_is_a_tag_where_its_marks_would_not_be_seen(
    before: str, inner: str, behind: str, written: str, pandoc: Pandoc
) -> None:
    found = body_with(before, Emph((Text(inner),)), behind, pandoc=pandoc)
    assert found == written
    strong = body_with(before, Strong((Text(inner),)), behind, pandoc=pandoc)
    assert strong == written.replace("*", "**").replace("em>", "strong>")


@pytest.mark.parametrize(
    ("content", "written"),
    [
        ((Emph((Text("mud"),)), Text(" and silt")), "*<em>mud</em> and silt*"),
        ((Verbatim("mud"), Emph((Verbatim("silt"),))), "*`mud`<em>`silt`</em>*"),
        (
            (Subscript((Verbatim("mud"),)), Subscript((Emph((Verbatim("silt"),)),))),
            "*<sub>`mud`<em>`silt`</em></sub>*",
        ),
        ((Subscript((Text("mud"),)), Emph((Subscript((Verbatim("silt"),)),))),
         "*<sub>mud</sub><em><sub>`silt`</sub></em>*"),
    ],
)  # fmt: skip
def test_emphasis_in_emphasis_is_a_tag(
    content: tuple[Inline, ...], written: str, pandoc: Pandoc
) -> None:
    assert body_with(Emph(content), pandoc=pandoc) == written


def test_what_a_link_in_a_link_parts_no_more_is_joined(pandoc: Pandoc) -> None:
    inner = Link((Verbatim("silt"),), "https://example.org/b")
    outer = Link((Verbatim("mud"), inner), "https://example.org/a")
    assert body_with(outer, pandoc=pandoc) == "[`mudsilt`](https://example.org/a)"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("see www.example.org.", "see www.example.org."),
        ("www.example.org/a_b?c=d", "www.example.org/a_b?c=d"),
        ("(www.example.org/~a)", r"(www\.example.org/\~a)"),
        ("see https://example.org/a_b.", "see <https://example.org/a_b>."),
        ("ftp://example.org/a_b", "ftp://example.org/a_b"),
        ("www.example.org/a*b", r"www\.example.org/a\*b"),
        ("www.example.org\u00a0mud", "www\\.example.org\u00a0mud"),
        ("_http://example.org/a*b", r"\_http\://example.org/a\*b"),
        ("ftp://example.org/a*b", r"ftp\://example.org/a\*b"),
        ("http://example.org/a&#35;", "[http://example.org/a&#35](http://example.org/a&#35);"),
    ],
)
def test_an_address_leads_where_it_says(text: str, written: str, pandoc: Pandoc) -> None:
    assert body_of(text, pandoc) == written


def test_an_entity_in_a_target_is_none(pandoc: Pandoc) -> None:
    link = Link((Text("mud"),), "https://example.org/?a&copy;=b&c=d")
    assert body_with(link, pandoc=pandoc) == "[mud](https://example.org/?a&amp;copy;=b&c=d)"


SILT = Note((paragraph("silt"),))


@pytest.mark.parametrize(
    ("content", "written"),
    [
        (("mud", SILT, ": more"), "mud[^1]: more"),
        (("mud", SILT, "(more)"), r"mud[^1]\(more)"),
        (("mud", SILT, " (more)"), "mud[^1] (more)"),
        ((SILT, ", more"), "[^1], more"),
        ((SILT, ": more"), r"[^1]\: more"),
        ((SILT, ":more"), r"[^1]\:more"),
    ],
)
def test_a_note_that_begins_a_paragraph_is_not_defined_there(
    content: tuple[Any, ...], written: str, pandoc: Pandoc
) -> None:
    assert body_with(*content, pandoc=pandoc).splitlines()[0] == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("[y] mud", r"- \[y\] mud"),
        ("[x], mud", r"- \[x\], mud"),
        ("mud [x] silt", r"- mud \[x\] silt"),
        ("[x] mud", r"- \[x\]<!-- --> mud"),
        ("[ ] mud", r"- \[ \]<!-- --> mud"),
    ],
)
def test_a_box_is_no_task(text: str, written: str, pandoc: Pandoc) -> None:
    items = Items(((paragraph(text),),), ordered=False)
    article = replace(ARTICLE, body=(items,), back=Back(), citations=())
    assert written in made(pandoc, article).splitlines()


@pytest.mark.parametrize("text", ["---", "===", ": mud"])
def test_a_note_of_signs_is_no_rule(text: str, pandoc: Pandoc) -> None:
    found = body_with("mud", Note((paragraph(text),)), pandoc=pandoc)
    assert re.search(r"^\[\^1\]: \\[-=:]", found, re.MULTILINE)


def test_a_note_is_no_part_of_the_address_before_it(pandoc: Pandoc) -> None:
    found = body_with("see www.example.org", Note((paragraph("mud"),)), pandoc=pandoc)
    assert found.startswith(r"see www\.example.org[^1]")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Mud", "## Mud"),
        ("C# and F# apart", "## C# and F# apart"),
        ("Learning C#", r"## Learning C\#"),
        ("Mud ##", r"## Mud \#\#"),
    ],
)
def test_a_heading_keeps_the_signs_at_its_end(text: str, written: str, pandoc: Pandoc) -> None:
    article = replace(ARTICLE, body=(Heading(2, (Text(text),)),), citations=(), back=Back())
    assert written in made(pandoc, article).splitlines()


def test_a_bar_of_a_program_does_not_end_its_cell(pandoc: Pandoc) -> None:
    rows = (
        ((Text("Sign"),), (Text("Meaning"),)),
        ((Verbatim("a || b"),), (Text("either|or"),)),
    )
    article = replace(ARTICLE, body=(Table(rows),), citations=(), back=Back())
    lines = [line for line in made(pandoc, article).splitlines() if line.startswith("|")]
    assert lines[-1] == r"| `a \|\| b` | either\|or |"


def test_the_front_matter_holds_what_is_known(pandoc: Pandoc) -> None:
    head = made(pandoc).split("---\n")[1]
    assert head.splitlines() == [
        f"title: {json.dumps(ARTICLE.front.title, ensure_ascii=False)}",
        'subtitle: "Why a port is never finished"',
        "author:",
        '  - "Ada Quill"',
        'date: "2022-05-03"',
        'lang: "en-GB"',
    ]


def test_the_publication_is_named_when_there_is_one(pandoc: Pandoc) -> None:
    table = {"publication": {"name": "The Tide", "rights": "CC BY 4.0"}}
    config = overlay(Config(), table, "test")
    text = write(Sheet(ARTICLE, pandoc, config)).decode()
    assert 'publisher: "The Tide"\nrights: "CC BY 4.0"\n---\n' in text


def test_what_catalogues_know_is_in_the_front_matter(pandoc: Pandoc) -> None:
    front = replace(
        ARTICLE.front,
        authors=("Ada Quill", "Bo Ferry"),
        people=(Person("Ada Quill", "0000-0002-1825-0097", "Harbour Office", "ada@example.org"),),
        imprint=Imprint("10.5555/mud", "https://example.org/mud", "4", "2", "11–19", "CC-BY-4.0",
                        ("mud", "tides")),
    )  # fmt: skip
    publication = {"name": "The Tide", "publisher": "Estuary Press", "issn": "2049-3630"}
    config = overlay(Config(), {"publication": publication}, "test")
    head = write(Sheet(replace(ARTICLE, front=front), pandoc, config)).decode().split("---\n")[1]
    assert head.splitlines()[2:] == [
        "author:", '  - "Ada Quill"', '  - "Bo Ferry"',
        "authors:", '  - name: "Ada Quill"', '    orcid: "0000-0002-1825-0097"',
        '    affiliation: "Harbour Office"', '  - name: "Bo Ferry"',
        'date: "2022-05-03"', 'lang: "en-GB"', 'publisher: "Estuary Press"',
        'container-title: "The Tide"', 'issn: "2049-3630"', 'volume: "4"', 'issue: "2"',
        'page: "11–19"', 'doi: "10.5555/mud"', 'url: "https://example.org/mud"',
        'license: "https://creativecommons.org/licenses/by/4.0/"',
        "keywords:", '  - "mud"', '  - "tides"',
    ]  # fmt: skip


def test_an_article_without_a_deck_is_described_by_its_opening(pandoc: Pandoc) -> None:
    front = replace(ARTICLE.front, deck="")
    assert 'description: "Harbours “sleep” – or so' in made(pandoc, replace(ARTICLE, front=front))


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_any_text_is_one_line_of_yaml_that_reads_back(text: str) -> None:
    scalar = quote_scalar(text)
    assert len(scalar.splitlines()) == 1
    assert yaml.safe_load(f"title: {scalar}\n") == {"title": text}


def test_sections_stand_below_the_title_of_the_front_matter(pandoc: Pandoc) -> None:
    headings = re.findall(r"^#+ .+$", made(pandoc), re.MULTILINE)
    assert headings == [
        "## What the dredgers say", "### References to mud", "## About the author",
        "## References",
    ]  # fmt: skip


def test_citations_lead_to_their_entries_and_nothing_leads_back(pandoc: Pandoc) -> None:
    text = made(pandoc)
    anchors = set(re.findall(r'<a id="([^"]+)"></a>', text))
    links = re.findall(r"\]\(#([^)]+)\)", text)
    assert links
    assert set(links) <= anchors
    assert "(see [Ahl, 2021, p. 4](#ref-ahl2021))" in text
    assert '<a id="ref-ahl2021"></a>Ahl, B. (2021)' in text
    assert "#cite-" not in text


def test_nothing_of_pandoc_s_own_dialect_is_in_it(pandoc: Pandoc) -> None:
    text = made(pandoc)
    assert not re.search(r"\{[#.=]|\[@|^:::|<span|<div", text, re.MULTILINE)
    assert "\t" not in text
    assert not re.search(r"[ \t]$", text, re.MULTILINE)
    assert text.endswith("\n")


def test_a_paragraph_is_one_line_however_long(pandoc: Pandoc) -> None:
    text = " ".join(["The tide comes in, and the tide goes out."] * 200)
    assert body_of(text, pandoc) == text


def test_numbers_of_a_list_are_followed_by_one_blank(pandoc: Pandoc) -> None:
    rows = tuple((paragraph(f"mud {number}"),) for number in range(11))
    article = replace(ARTICLE, body=(Items(rows, ordered=True),), citations=(), back=Back())
    lines = re.findall(r"^\d+\. +mud \d+$", made(pandoc, article), re.MULTILINE)
    assert len(lines) == 11
    assert all(re.fullmatch(r"\d+\. mud \d+", line) for line in lines)


@pytest.mark.parametrize(("start", "written"), [(1, "- mud\n  1. silt"), (2, "- mud\n\n  2. silt")])
def test_a_list_that_begins_later_than_1_stands_apart_in_its_item(
    start: int, written: str, pandoc: Pandoc
) -> None:
    inner = Items(((paragraph("silt"),),), ordered=True, start=start)
    article = replace(
        ARTICLE, body=(Items(((paragraph("mud"), inner),)),), citations=(), back=Back()
    )
    assert f"\n{written}\n" in made(pandoc, article)


@pytest.mark.parametrize(
    ("form", "start", "signs"),
    [("1", 3, ["3.", "4."]), ("a", 26, ["- z.", "- aa."]), ("A", 1, ["- A.", "- B."]),
     ("i", 9, ["- ix.", "- x."]), ("I", 1999, ["- MCMXCIX.", "- MM."]), ("a", 0, ["0.", "1."]),
     ("i", 3999, ["- mmmcmxcix.", "- 4000\\."]), ("a", 781, ["- 781\\.", "- 782\\."])],
)  # fmt: skip
def test_letters_of_a_list_are_written_before_its_items(
    form: ListForm, start: int, signs: list[str], pandoc: Pandoc
) -> None:
    rows = ((paragraph("mud"),), (paragraph("silt"),))
    numbered = Items(rows, ordered=True, start=start, form=form)
    article = replace(ARTICLE, body=(numbered,), citations=(), back=Back())
    wanted = [f"{sign} {text}" for sign, text in zip(signs, ("mud", "silt"), strict=True)]
    lines = made(pandoc, article).splitlines()
    assert [line for line in lines if line.endswith(("mud", "silt"))] == wanted


def test_a_citation_with_care_for_its_marks_stays_linked(pandoc: Pandoc) -> None:
    body = (paragraph("x^2 ", Cite("(see Ahl, 2021, p. 4)", 0), Text(" ~y")),)
    text = made(pandoc, replace(ARTICLE, body=body))
    assert "x\\^2 (see [Ahl, 2021, p. 4](#ref-ahl2021)) \\~y" in text


@pytest.mark.parametrize("language", ["de", "fr"])
def test_no_arrow_is_left_in_the_list_whatever_the_language(pandoc: Pandoc, language: str) -> None:
    front = replace(ARTICLE.front, language=language)
    assert "#cite-" not in made(pandoc, replace(ARTICLE, front=front))


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        # As many signs as letters, where pandoc would give each column the same share.
        (
            [("Proposal", "Effect on the lowest level of the year"),
             ("Rounds", "between 0.4 and 0.9 metres higher in most of the driest years of all")],
            f"| :------- | :{'-' * 39} |",
        ),
        # No sentence leaves the others without room, no column is without a rule.
        ([("A", "B"), ("x", "word " * 20)], f"| :--- | :{'-' * 39} |"),
        # The rule ends where the cells end, in narrow columns too.
        ([("Proposal", "mm"), ("Rounds", "few")], "| :------- | :-- |"),
        ([("Port", "Tons"), ("Ash", "12"), ("Elm", "9")], "| :--- | ---: |"),
    ],
)  # fmt: skip
def test_columns_of_a_wide_table_have_shares_by_what_stands_in_them(
    rows: list[tuple[str, ...]], rule: str
) -> None:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    head, *body = (f"<tr>{row}</tr>" for row in cells)
    page = f"<div><table><thead>{head}</thead><tbody>{''.join(body)}</tbody></table></div>"
    (table,) = MarkdownText(tags=True).list_blocks(xml.parse(page.encode()))
    assert table.split("\n")[1] == rule
