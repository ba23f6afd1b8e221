"""Lines that their words place: "read also", how to cite an article, where it first appeared."""

from __future__ import annotations

from itertools import chain

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Article, Decisions, Items, Paragraph, Role, RoleDecision, plain

FIRST = (
    "The harbour was quiet that year, and nobody could say why it had been closed to them. The"
    " boats lay where they had been left, and the men who owned them stayed away."
)
LAST = (
    "In the end the council sold the pier to a company from Leeds, which has not been seen since"
    " that winter, and the ferries of the estuary were laid up one by one."
)
PROSE = (FIRST, LAST)
NOTED = (FIRST.replace("them.", "them.[1]"), LAST.replace("winter", "winter[2]"))
ENTRIES = (
    "References",
    "Carr, E. (2011) A mill by the river. London: Verso.",
    "Duda, A. (2014) The quiet tide. Sea Journal, 4(2), pp. 3–20.",
)
NOTES = ("Notes", "1. See the log of the pier, which the council keeps.", "2. The same, p. 12.")


def article_of(*texts: str, name: str = "a.txt", decided: Decisions | None = None) -> Article:
    text = "\n\n".join(("The quiet harbour", "By Mara Osei", *texts))
    return pipeline.article(text.encode(), name, Config(), decided or Decisions())


def role_of(article: Article, text: str) -> Role | None:
    (number,) = (one.number for one in article.edited.submission.lines if one.text == text)
    return article.edited.roles[number - 1]


# ── the number of a page below its text ──────────────────────────────────────

PAGE = f"""1 Introduction

{FIRST}

2 Sources

{LAST}

3We refer to the appendix for a list of the masters.

"""


def test_the_last_line_heads_nothing() -> None:
    article = pipeline.article(f"{PAGE}2".encode(), "a.txt", Config(), Decisions())
    assert role_of(article, "2") != "heading"


def test_a_number_amid_the_text_may_be_a_heading() -> None:
    text = f"The mill\n\nBy Mara Osei\n\n1\n\n{FIRST}\n\n{LAST}\n\n2\n\n{LAST}\n\n{FIRST}"
    article = pipeline.article(text.encode(), "a.txt", Config(), Decisions())
    assert role_of(article, "2") == "heading"


# ── bylines that are none ────────────────────────────────────────────────────


def front_of(*texts: str) -> Article:
    text = "\n".join(("The quiet harbour", *texts, "", FIRST, "", LAST))
    return pipeline.article(text.encode(), "a.txt", Config(), Decisions())


@pytest.mark.parametrize(
    "line",
    ["By Mara Osei, who teaches law", "By Print Osei", "Mara Osei (Hull)", "By Follow Osei, Hull."],
)
def test_a_byline_stays_a_byline(line: str) -> None:
    assert role_of(front_of(line), line) == "byline"


@pytest.mark.parametrize("button", ["Download PDF (1.2 MB)", "Print", "Share on Facebook"])
def test_a_button_below_the_byline_names_nobody(button: str) -> None:
    article = front_of("By Mara Osei", "Senior Research Fellow", button)
    assert article.front.authors == ("Mara Osei",)
    assert button.split(maxsplit=1)[0] not in article.front.byline


@pytest.mark.parametrize(
    "note",
    [
        "Mara Osei writes on work and technology. Twitter: @maraosei",
        "Mara Osei is an editor at the Quay.",
        "Mara Osei ist Redakteurin der Fähre und lehrt in Kiel.",
    ],
)
def test_a_sentence_about_the_author_is_no_byline(note: str) -> None:
    texts = ("By Mara Osei", "", FIRST, "", LAST, "", note)
    article = front_of(*texts)
    assert role_of(article, note) != "byline"
    assert "editor" not in article.front.byline


# ── below items ──────────────────────────────────────────────────────────────


ITEMS = {
    "letters": (
        "A groundwater regulator would have three tasks:",
        "(a) to keep a national register of abstraction, including private wells;",
        "(b) to set a ceiling for each aquifer; and",
        "(c) to trade or withdraw licences when the ceiling is reached.",
        (
            "The evidence from Denmark suggests that the first task is the hardest. It took the"
            " Danish agency six years to locate its wells, and it is still finding new ones."
        ),
        "Conclusion",
    ),
    "bullets": (
        "¿Qué hacer?",
        "Tres cosas, ninguna cara:",
        "• Un contador en cada pozo.",
        "• Un registro público, en línea y gratuito.",
        "• Un inspector que no sea primo de nadie.",
        "No hace falta una ley nueva. Basta con leer la de 1985.",
        "Inés Arrizabalaga es geóloga y autora de un libro sobre el suelo.",
    ),
}


@pytest.mark.parametrize("kind", ITEMS)
def test_a_line_without_a_sign_below_items_is_none(kind: str) -> None:
    text = "\n".join(("The quiet harbour", "By Mara Osei", FIRST, *ITEMS[kind]))
    article = pipeline.article(text.encode(), "a.txt", Config(), Decisions())
    roles = [role_of(article, line) for line in ITEMS[kind]]
    assert roles.count("list") == 3
    assert roles[-2] == "body"


# ── read also ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "line",
    [
        "See also: Carr, A mill by the river, and the log of the pier.",
        "Siehe auch: Duda, Die stille Flut, S. 12.",
        "Voir aussi : Carr, Un moulin au bord de l'eau, p. 12.",
        "Read more of this, and you will find that the council: never answered.",
        "Related: yes.",
        "Lire aussi ce que Carr en dit dans son livre sur le moulin.",
        "Lesen Sie auch, was Duda dazu schreibt: Die Flut war still.",
    ],
)
def test_a_line_that_an_author_may_write_stays(line: str) -> None:
    assert role_of(article_of(FIRST, line, LAST), line) != "furniture"


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    "line",
    [
        "Read more: Why the ferries stopped running in the estuary",
        "ALSO READ | Why the ferries stopped running in the estuary",
        "Lesen Sie auch: Warum die Fähren nicht mehr fahren",
        "Lire aussi : Pourquoi les bacs ne circulent plus",
        "À lire aussi » Pourquoi les bacs ne circulent plus",
        "Te puede interesar: Por qué no navegan los transbordadores",
        "Leggi anche: Perché i traghetti non navigano più",
        "Leia também: Por que as balsas não navegam mais",
        "Lees ook: Waarom de veerboten niet meer varen",
    ],
)
def test_what_leads_to_another_article_amid_the_text_is_the_site_s(line: str, name: str) -> None:
    found = article_of(FIRST, line, LAST, name=name)
    assert role_of(found, line) == "furniture"
    assert [edit.before for edit in found.structure if edit.rule == "structure.furniture"] == [line]


def test_an_editor_may_keep_it() -> None:
    line = "Read more: Why the ferries stopped running in the estuary"
    decided = Decisions(roles=(RoleDecision(line, "body"),))
    assert role_of(article_of(FIRST, line, LAST, decided=decided), line) == "body"


# ── how to cite the article ──────────────────────────────────────────────────

OWN = "Osei, M. (2024). The quiet harbour. Sea Journal, 14(2), 1–9. https://doi.org/10.1234/s.2"
ANOTHER = "Carr, E. (2011). A mill by the river. London: Verso."


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (("How to cite the sea. (2018). Sea Journal, 3, pp. 1–9.",), (0,)),
        (("How to cite this article: a guide for harbours. (2018). London: Verso.",), (0,)),
        (
            ("How to cite the quiet harbour: The quiet harbour, its log. (2018). London: Verso.",),
            (0,),
        ),
        (("Cite as", ANOTHER), (1,)),
        (("Suggested citation:", *ENTRIES[1:]), (1, 2)),
        ((f"See how others cite this article: {OWN}",), (0,)),
    ],
)
def test_entries_about_citing_stay_entries(lines: tuple[str, ...], kept: tuple[int, ...]) -> None:
    found = article_of(*PROSE, *ENTRIES, *lines)
    assert [one.raw for one in found.back.references][2:][-len(kept) :] == [
        lines[at] for at in kept
    ]


@pytest.mark.parametrize("heading", ["Works cited", "Cited works", "Literature cited"])
def test_the_heading_of_the_works_cited_stays(heading: str) -> None:
    found = article_of(*PROSE, heading, *ENTRIES[1:])
    assert found.back.references_heading == heading
    assert len(found.back.references) == 2


@pytest.mark.parametrize(
    "section",
    [
        ("How to cite this article", LAST),
        ("How to cite a page of the web", ANOTHER, LAST),
        ("How to cite", f"The year stands behind the name: {ANOTHER}", LAST),
        ("Citation", "The quiet harbour is cited by its number.", LAST),
    ],
)
def test_a_section_on_citing_stays(section: tuple[str, ...]) -> None:
    found = article_of(PROSE[0], *section, *ENTRIES)
    assert "structure.furniture" not in [edit.rule for edit in found.structure]


def test_a_button_above_the_headline_takes_none_of_it() -> None:
    text = "\n\n".join(("Harbour Review", "Cite this article", "Harbour Review 2024", *PROSE))
    found = pipeline.article(text.encode(), "a.txt", Config(), Decisions())
    assert role_of(found, "Harbour Review 2024") != "furniture"


@pytest.mark.parametrize("above", [PROSE, (*PROSE, *ENTRIES)])
@pytest.mark.parametrize(
    "cue",
    [
        "How to cite this article",
        "Cite this article as",
        "To cite this report",
        "To cite this working paper",
        "Suggested citation",
        "Please cite as",
        "Citation",
        "Zitiervorschlag",
        "Empfohlene Zitierweise",
        "Pour citer cet article",
        "Référence électronique",
        "Cómo citar este artículo",
        "Como citar este artigo",
        "Come citare questo articolo",
        "Citeer als",
        "Jak cytować",
        "Для цитирования",
        "引用本文",
    ],
)
@pytest.mark.parametrize("between", [": ", ":\n", "\n\n", ":\n\n"])
def test_the_citation_of_the_article_itself_is_none_of_its_references(
    cue: str, between: str, above: tuple[str, ...]
) -> None:
    lines = f"{cue}{between}{OWN}"
    found = article_of(*above, lines)
    assert [role_of(found, line) for line in lines.split("\n") if line] == ["furniture"] * (
        2 - (between == ": ")
    )
    assert len(found.back.references) == (2 if above != PROSE else 0)


def test_a_citation_in_several_styles_is_one() -> None:
    lines = ("How to cite this article", OWN, "Osei, Mara. “The Quiet Harbour.” Sea Journal, 2024.")
    found = article_of(lines[0], *lines[1:], *PROSE, *ENTRIES)
    assert [role_of(found, line) for line in lines] == ["furniture"] * 3
    assert len(found.back.references) == 2


def test_an_editor_may_keep_the_citation() -> None:
    line = f"How to cite this article: {OWN}"
    decided = Decisions(roles=(RoleDecision(line, "disclaimer"),))
    assert role_of(article_of(*PROSE, *ENTRIES, line, decided=decided), line) == "disclaimer"


# ── where an article first appeared ──────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Osei, M. (2019) First published in: Sea Journal, 4(2), pp. 3–20.", "reference"),
        ("Zaremba, P. (1971) The tide. Originally published 1938. London: Verso.", "reference"),
        ("Orr, K. (2009) This article first. Sea Journal, 5(1), pp. 3–20.", "reference"),
    ],
)
def test_an_entry_that_tells_of_a_first_edition_stays_one(line: str, role: Role) -> None:
    assert role_of(article_of(*PROSE, *ENTRIES, line), line) == role


@pytest.mark.parametrize("line", ["3. First published in Sea Journal in 1938, and often since."])
def test_a_note_that_tells_of_a_first_edition_stays_one(line: str) -> None:
    noted = (NOTED[0], NOTED[1] + "[3]")
    assert role_of(article_of(*noted, *NOTES, line), line) == "footnote"


@pytest.mark.parametrize("above", [(*PROSE, *ENTRIES), (*NOTED, *NOTES)])
@pytest.mark.parametrize(
    "line",
    [
        "This article first appeared in The Harbour Review.",
        "(This essay was originally published in The Tide on 3 May 2021.)",
        "A version of this article appeared in the Harbour Review, no. 12 (2019), pp. 3–9.",
        "Zuerst erschienen in: Emder Zeitung, 3. Mai 2021.",
        "Dieser Text erschien zuerst in der Emder Zeitung.",
        "Article paru dans Le Télégramme du 3 mai 2021.",
        "Publicado originalmente en La Voz, 3 de mayo de 2021.",
    ],
)
def test_where_it_first_appeared_is_neither_a_note_nor_an_entry(
    line: str, above: tuple[str, ...]
) -> None:
    found = article_of(*above, line)
    assert role_of(found, line) not in ("footnote", "reference")
    assert not any(line in reference.raw for reference in found.back.references)
    assert found.back.notes == ()


# ── signs and phrases that no running text has ───────────────────────────────

REASONS = (
    "it carried a voice that somebody knew;",
    "it was a copy of another;",
    "nobody erased it.",
)


@pytest.mark.parametrize("sign", ["•", "••", "»", "■", "➢", "  -"])
def test_lines_with_the_sign_of_an_item_make_a_list(sign: str) -> None:
    lines = [f"{sign} {item}" for item in REASONS]
    article = article_of(FIRST, "We found three reasons:\n" + "\n".join(lines), LAST)
    assert [role_of(article, line) for line in lines] == ["list"] * 3
    (made,) = (block for block in article.body if isinstance(block, Items))
    shown = [part for item in made.items for part in item if isinstance(part, Paragraph)]
    assert [plain(part.content) for part in shown] == list(REASONS)


def test_numbered_lines_that_follow_each_other_make_a_list() -> None:
    names = ("The voice", "The copy", "The rubber")
    lines = [f"{number}. {name}: {FIRST}" for number, name in enumerate(names, start=1)]
    article = article_of(FIRST, "We take three steps:", *lines, LAST)
    assert [role_of(article, line) for line in lines] == ["list"] * 3


def test_numbered_paragraphs_apart_stay_text() -> None:
    lines = [f"{number}. {FIRST}" for number in (1, 2, 3)]
    article = article_of(*chain.from_iterable((line, LAST) for line in lines))
    assert "list" not in [role_of(article, line) for line in lines]


@pytest.mark.parametrize("sign", ["–", "—", "-"])
def test_lines_of_speech_behind_a_dash_stay_text(sign: str) -> None:
    said = ("I have not seen the boat since the flood, and nor has he.", "Then who has it now?")
    lines = [f"{sign} {words}" for words in said]
    article = article_of(FIRST, "\n\n".join(lines), LAST)
    assert [role_of(article, line) for line in lines] == ["body"] * 2


def test_a_line_alone_with_a_sign_is_not_barred_from_the_text() -> None:
    line = "» " + FIRST
    assert role_of(article_of(line, LAST), line) == "body"


def test_what_asks_readers_to_subscribe_amid_a_page_is_no_text() -> None:
    line = (
        "Marginal Notes is a reader-supported publication. To receive new posts and support my"
        " work, consider becoming a free or paid subscriber."
    )
    page = f"<title>The quiet harbour</title><article><h1>The quiet harbour</h1><p>{FIRST}</p>"
    page += f"<div class=subscription-widget><p class=cta-caption>{line}</p></div><p>{LAST}</p>"
    article = pipeline.article(page.encode(), "a.html", Config(), Decisions())
    assert role_of(article, line) in ("cta", "furniture")
    assert any(edit.before == line for edit in article.structure)
