"""Whom a byline names, in the forms that papers and sites give it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from copydesk import structure
from copydesk.config import Config
from copydesk.model import Article, Decisions, Mark
from copydesk.structure.authors import find_authors
from structure.hinted import GAP, article_of, edited_text_of, row

NAMED = {
    "By MARA OSEI, Associated Press": ["MARA OSEI"],
    "Mara Osei | The Quay": ["Mara Osei"],
    "by Mara Osei May 3, 2021 | 10:15am": ["Mara Osei"],
    "By Mara Osei Published May 3 2021 5:00pm EDT": ["Mara Osei"],
    "Written by Mara Osei, Edited by Tom Reyes": ["Mara Osei"],
    "By Mara Osei and Tom Reyes, Reuters": ["Mara Osei", "Tom Reyes"],
    "By Mara Osei, CNN Business": ["Mara Osei"],
    "By Mara Osei AP Business Writer": ["Mara Osei"],
    "Mara Osei Contributor": ["Mara Osei"],
    "Mara Osei, Ph.D.": ["Mara Osei"],
    "By Yo-Yo Ma": ["Yo-Yo Ma"],
    "By Des Brook": ["Des Brook"],
    "Por Das Neves Lima": ["Das Neves Lima"],
    "By An Nguyen and Will Page": ["An Nguyen", "Will Page"],
    "By Perry Osei Jr. and E M Vik": ["Perry Osei Jr.", "E M Vik"],
    "By Mariama Ba and Hon Lee": ["Mariama Ba", "Hon Lee"],
    "By Mag. Mara Osei, MBA, and Hon. Jon Vik LLB": ["Mara Osei", "Jon Vik"],
    "Mara Osei, MA": ["Mara Osei"],
    "Mara Osei^1^, Jon Vik^1,2^*, and Ann Lo^2^": ["Mara Osei", "Jon Vik", "Ann Lo"],
    "Mara Osei Mag.": ["Mara Osei"],
    "By J.K. Osei": ["J.K. Osei"],
    "By Maj. Gen. Jon Vik": ["Jon Vik"],
    "Dr. Mara Osei, University of Hull; Tomás Vik (Quay School)": ["Mara Osei", "Tomás Vik"],
    "By Mara Osei, Hull; Jon Vik and Lo Marsh, Tarn": ["Mara Osei", "Jon Vik", "Lo Marsh"],
    "By Mara Osei, Hull; photographs by Jo Lind": ["Mara Osei"],
    "Mara Osei, Hull; Tides of the river": ["Mara Osei"],
    "Mara Osei; Jon Vik": ["Mara Osei", "Jon Vik"],
    "By Mara Osei, Jon Vik; Ann Lo": ["Mara Osei", "Jon Vik", "Ann Lo"],
    "By J. K. Osei and M. A. Vik": ["J. K. Osei", "M. A. Vik"],
    "von Dr. Mara Osei und Jon Vik, M. A.": ["Mara Osei", "Jon Vik"],
    "By Mara Osei, M. Sc., and Jon Vik": ["Mara Osei", "Jon Vik"],
    "Mara Osei [Photo: Jon Vik]": ["Mara Osei"],
    "By Mara Osei [Hull] and Jon Vik": ["Mara Osei", "Jon Vik"],
    'By Mara Osei, author of "Ebb" and Jon Vik': ["Mara Osei", "Jon Vik"],
    "By Li [Lee] Wei": ["Li Wei"],
    "By Margaret (Peggy) Olsen and Jon Vik": ["Margaret Olsen", "Jon Vik"],
    "Von Johannes „Hans“ Müller": ["Johannes Müller"],
    'Margaret "Peggy" Olsen, Tom Reyes': ["Margaret Olsen", "Tom Reyes"],
    "Mara Oseiᵃ,* and Tom Reyesᵇ": ["Mara Osei", "Tom Reyes"],
    "Mara Osei1,2* and Tom Reyes²": ["Mara Osei", "Tom Reyes"],
    "Mara Osei1, Tom Reyes2,†": ["Mara Osei", "Tom Reyes"],
    "Mara Osei*, Tom Reyes†": ["Mara Osei", "Tom Reyes"],
    "Mara Osei* Tom Reyes† Jo Lind‡": ["Mara Osei", "Tom Reyes", "Jo Lind"],
    "Mara Osei a,*, Tom Reyes b, Jo Lind a": ["Mara Osei", "Tom Reyes", "Jo Lind"],
    "Mara Osei a, b,∗, Tom Reyes b": ["Mara Osei", "Tom Reyes"],
    "Mara Osei, PhD,1 Tom Reyes, MD2": ["Mara Osei", "Tom Reyes"],
    "Mara Osei e Rosa Silva": ["Mara Osei", "Rosa Silva"],
    "Hull HU6 7RX, United Kingdom": [],
    "Boston, MA 02115, United States": [],
    "18057 Rostock, Deutsche Küste": [],
    "MARA OSEI AND TOM REYES": ["MARA OSEI", "TOM REYES"],
    "Mara E Osei And Tom Reyes": ["Mara E Osei", "Tom Reyes"],
    "a Department of Economics, University of Hull, Cottingham Road, Hull HU6 7RX": [],
    "By Jean-Luc de la Tour": ["Jean-Luc de la Tour"],
    "Analysis by Mara Osei": ["Mara Osei"],
    "May 3, 2021 By Mara Osei": ["Mara Osei"],
    "By Mara Osei @maraosei": ["Mara Osei"],
    "Text: Mara Osei, Fotos: Jo Lind": ["Mara Osei"],
    "Von unserem Korrespondenten Max Brandt, Rom": ["Max Brandt"],
    "Eine Reportage von Max Brandt": ["Max Brandt"],
    "Par Marie Durand et Jean Petit": ["Marie Durand", "Jean Petit"],
    "Propos recueillis par Marie Durand": ["Marie Durand"],
    "Por Ana Souza / Madrid": ["Ana Souza"],
    "di MARA OSEI": ["MARA OSEI"],
    "Автор: Иван Петров": ["Иван Петров"],
    "记者 王小明 李强": ["王小明", "李强"],
    "撰文：王小明 编辑：李强": ["王小明"],
    "홍길동 기자": ["홍길동"],
    "بقلم: أحمد العلي": ["أحمد العلي"],
    "โดย สมชาย ใจดี": ["สมชาย ใจดี"],
    "מאת: דנה לוי": ["דנה לוי"],
}
NOBODY = [
    "Photographs by Jo Lind",
    "Reuters Staff",
    "Older Article",
    "Copy Link",
    "Related Items",
    "By and large the harbour was quiet.",
    "By the way",
    "中文网首页",
    "The Quiet Harbour",
]


@pytest.mark.parametrize("line", NAMED)
def test_a_byline_names_its_authors(line: str) -> None:
    assert [*find_authors([line], ["byline"]).names] == NAMED[line]


@pytest.mark.parametrize("line", NOBODY)
def test_a_line_without_an_author_names_nobody(line: str) -> None:
    assert find_authors([line], ["byline"]).names == ()


def byline_of(*lines: str, author: str = "") -> Article:
    rows = [row("byline", line) for line in lines]
    edited = edited_text_of(
        row("title", "The Ferry"), *rows, GAP, row("body", "It was late again.")
    )
    facts = (("author", author),) if author else ()
    sent = replace(edited, submission=replace(edited.submission, facts=facts))
    return structure.assemble(sent, Config(), Decisions())


def test_authors_whom_the_file_does_not_know_stay_in_the_byline_alone() -> None:
    front = byline_of("By Mara Osei", "Quay Works", author="Mara Osei").front
    assert front.authors == ("Mara Osei",)
    assert front.byline == "By Mara Osei · Quay Works"


PRINTED = {
    ("Mara Osei", "University of Hull, Cottingham Road", "mara@example.org"): (
        "Mara Osei, University of Hull, Cottingham Road, mara@example.org"
    ),
    ("Mara Osei", "University of Hull", "Jon Vik", "Faculty of Law, Lima"): (
        "Mara Osei, University of Hull; Jon Vik, Faculty of Law, Lima"
    ),
    ("Mara Osei a,*, Jon Vik b", "a University of Hull", "b Faculty of Law, Lima"): (
        "Mara Osei a,*, Jon Vik b; a University of Hull; b Faculty of Law, Lima"
    ),
    ("By Mara Osei, Director of the", "Institute for Tides"): (
        "By Mara Osei, Director of the Institute for Tides"
    ),
    ("By Mara Osei", "Harbour Correspondent"): "By Mara Osei · Harbour Correspondent",
    ("Interview by Mara Osei", "Photographs by Jon Vik"): (
        "Interview by Mara Osei · Photographs by Jon Vik"
    ),
    ("By Ann Lovell, Mara", "Osei"): "By Ann Lovell, Mara Osei",
}


@pytest.mark.parametrize(("lines", "printed"), PRINTED.items())
def test_signs_part_names_from_their_seats(lines: tuple[str, ...], printed: str) -> None:
    assert byline_of(*lines).front.byline == printed


@pytest.mark.parametrize(
    ("line", "raised", "printed", "names"),
    [
        # Leave alone: what is raised and no mark, and figures that no name stands before.
        ("By Mara Osei, 2^nd officer", "nd", "By Mara Osei, 2nd officer", ("Mara Osei",)),
        ("By Mara Osei, Studio 2", "", "By Mara Osei, Studio 2", ("Mara Osei",)),
        ("By Mara Osei*", "", "By Mara Osei*", ("Mara Osei",)),
        # Raised by the format, or by nobody.
        ("Mara Osei^1, Jon Vik", "1", "Mara Osei¹, Jon Vik", ("Mara Osei", "Jon Vik")),
        ("Mara Osei^a,* and Jon Vik", "a,*", "Mara Oseiᵃ,* and Jon Vik", ("Mara Osei", "Jon Vik")),
        ("Mara Osei, Jon Vik^12", "12", "Mara Osei, Jon Vik¹²", ("Mara Osei", "Jon Vik")),
        ("Von Mara Osei1,2", "", "Von Mara Osei¹,²", ("Mara Osei",)),
    ],
)  # fmt: skip
def test_marks_behind_names_are_raised_in_print_and_part_of_no_name(
    line: str, raised: str, printed: str, names: tuple[str, ...]
) -> None:
    start = line.find("^")
    marks = [Mark(start, start + len(raised), "sup")] if raised else []
    own = row("byline", line.replace("^", ""), "", *marks)
    front = article_of(row("title", "The Ferry"), own, GAP, row("body", "It was late again.")).front
    assert (front.byline, front.authors) == (printed, names)


def test_bare_lines_beside_an_announced_author_name_no_more() -> None:
    front = byline_of("By Mara Osei", "@maraosei", "Quay Works", "Builder Quay Harbour Works").front
    assert front.authors == ("Mara Osei",)
    assert front.byline == "By Mara Osei @maraosei Quay Works · Builder Quay Harbour Works"


@pytest.mark.parametrize("lines", [["Mara Osei", "Jon Vik"], ["By Mara Osei", "By Jon Vik"]])
def test_authors_on_a_line_each_are_authors(lines: list[str]) -> None:
    article = byline_of(*lines)
    assert article.front.authors == ("Mara Osei", "Jon Vik")
    assert not any(one.code == "structure.author" for one in article.queries)


@pytest.mark.parametrize(
    ("line", "printed", "date"),
    [
        ("par Claire Morvan , le 12 mars 2014", "par Claire Morvan", "12 mars 2014"),
        ("Mara Osei | May 3, 2021", "Mara Osei", "May 3, 2021"),
        ("By Tom Reyes | Updated: January 5, 2022", "By Tom Reyes", "January 5, 2022"),
        ("By Mara Osei", "By Mara Osei", ""),
        ("May 3, 2021 by Mara Osei", "by Mara Osei", "May 3, 2021"),
        (
            "2021-05-03 10:15 来源：海港晚报 作者：王小明",
            "来源：海港晚报 作者：王小明",
            "2021-05-03",
        ),
        ("30. Oktober 2019 | Mara Osei", "Mara Osei", "30. Oktober 2019"),
        ("Mara Osei Do 9 Apr 2020, Hull", "Mara Osei Do 9 Apr 2020, Hull", "9 Apr 2020"),
        ("By Kim Do 9 Apr 2020", "By Kim Do", "9 Apr 2020"),
        ("Mara Osei | May 3, 2021 | 9 min read", "Mara Osei", "May 3, 2021"),
        ("Mara Osei • 9 min read • The Quay", "Mara Osei • The Quay", ""),
        ("Mara Osei | The Quay | Hull", "Mara Osei | The Quay | Hull", ""),
        ("By Mara Osei on May 3, 2021 at 9:14 am", "By Mara Osei", "May 3, 2021"),
        (
            "Geschrieben von Mara Osei am 3. Juni 2023 um 14:20 Uhr | Tags: Tar | 2 Kommentare",
            "Geschrieben von Mara Osei",
            "3. Juni 2023",
        ),
        (
            "Mara Osei, 3. Juni 2023 um 12 Boote",
            "Mara Osei, 3. Juni 2023 um 12 Boote",
            "3. Juni 2023",
        ),
        ("May 3, 2021 edition", "May 3, 2021 edition", "May 3, 2021"),
        ("Quay Works | By Mara Osei", "Quay Works | By Mara Osei", ""),
        ("By Mara Osei, born: May 3, 1971", "By Mara Osei, born: May 3, 1971", "May 3, 1971"),
    ],
)
def test_a_date_at_an_end_of_a_byline_is_printed_once(line: str, printed: str, date: str) -> None:
    front = byline_of(line).front
    assert (front.byline, front.date) == (printed, date)


@pytest.mark.parametrize(
    ("date", "printed"),
    [("May 3, 2021", "Mara Osei"), ("May 5, 2021", "Mara Osei | May 3, 2021")],
)
def test_a_date_in_a_byline_goes_where_its_own_line_says_the_same(date: str, printed: str) -> None:
    rows = [row("byline", "Mara Osei | May 3, 2021"), GAP, row("date", date)]
    front = structure.assemble(
        edited_text_of(*rows, GAP, row("body", "Tar.")), Config(), Decisions()
    ).front
    assert (front.byline, front.date) == (printed, date)


@pytest.mark.parametrize(
    ("lines", "printed"),
    [
        (["By", "Mara Osei"], "By Mara Osei"),
        (["Mara Osei", "Do 9 Apr 2020"], "Mara Osei"),
    ],
)
def test_what_another_line_says_is_not_printed_in_the_byline(
    lines: list[str], printed: str
) -> None:
    assert byline_of(*lines).front.byline == printed


def test_a_word_without_blanks_is_read_in_one_way() -> None:
    assert find_authors(["ก" * 40 + "??"], ["byline"]).names == ()
